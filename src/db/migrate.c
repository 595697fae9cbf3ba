#include "migrate.h"

#include "buf.h"
#include "db_text.h"
#include "engine.h"
#include "migrate_own.h"
#include "sm.h"
#include <ctype.h>
#include <stdlib.h>

/* Our words for types, and each engine's. */
struct type {
	str word;
	str own[2]; /* by enum db_engine */
};
/* clang-format off */
static const struct type types[] = {
	{ STR_INIT("ID"),   { STR_INIT("INTEGER PRIMARY KEY"), STR_INIT("BIGINT PRIMARY KEY") } },
	{ STR_INIT("INT"),  { STR_INIT("INTEGER"),             STR_INIT("INTEGER") } },
	{ STR_INIT("BIG"),  { STR_INIT("INTEGER"),             STR_INIT("BIGINT") } },
	{ STR_INIT("TEXT"), { STR_INIT("TEXT"),                STR_INIT("TEXT COLLATE \"C\"") } },
	{ STR_INIT("BLOB"), { STR_INIT("BLOB"),                STR_INIT("BYTEA") } },
	{ STR_INIT("BOOL"), { STR_INIT("INTEGER"),             STR_INIT("SMALLINT") } },
};
/* clang-format on */
static const str word_id = STR_INIT("ID"), word_big = STR_INIT("BIG"), lite_integer = STR_INIT("INTEGER");

static const struct type *type_named(str word)
{
	for (size_t i = 0; i < COUNT(types); i++) {
		if (str_eq(types[i].word, word))
			return &types[i];
	}
	return NULL;
}

/* Reading DDL: as much of it as it takes to know the type of a column from anything else. */

enum token_type { TOKEN_WORD, TOKEN_NAME, TOKEN_OTHER }; /* NAME: in double quotes */
struct token {
	enum token_type type;
	str text;
};

static bool in_word(char c) { return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80; }

static bool token_next(str text, size_t *at, struct token *ret)
{
	if (*at >= text.n)
		return false;
	size_t n = db_quoted(text, *at);
	enum token_type type = n && text.s[*at] == '"' ? TOKEN_NAME : TOKEN_OTHER;

	if (n == 0 && in_word(text.s[*at])) {
		type = TOKEN_WORD;
		while (*at + n < text.n && in_word(text.s[*at + n]))
			n++;
	}
	if (n == 0)
		n = 1;
	*ret = (struct token){ type, str_cut(text, *at, n) };
	*at += n;
	return true;
}

static bool is_keyword(str word, str keyword)
{
	return word.n == keyword.n && strncasecmp(word.s, keyword.s, word.n) == 0;
}

enum ddl_place { DDL_ELSEWHERE, DDL_TYPE, DDL_TABLE_END };
struct ddl {
	enum { DDL_START, DDL_CREATE, DDL_CREATE_TABLE, DDL_CREATE_INDEX, DDL_ALTER, DDL_ADD, DDL_ANY } state;
	int depth;  /* of parentheses */
	int words;  /* in this column definition */
	str column; /* its name */
	bool keyed; /* the table names its PRIMARY KEY apart: there is no id */
};

/* A word outside every column definition moves the statement on. */
static void read_keyword(struct ddl *d, str word)
{
	switch (d->state) {
	case DDL_START:
		d->state = is_keyword(word, STR("CREATE"))  ? DDL_CREATE
			   : is_keyword(word, STR("ALTER")) ? DDL_ALTER
							    : DDL_ANY;
		break;
	case DDL_CREATE:
		d->state = is_keyword(word, STR("TABLE"))   ? DDL_CREATE_TABLE
			   : is_keyword(word, STR("INDEX")) ? DDL_CREATE_INDEX
							    : DDL_ANY;
		break;
	case DDL_ALTER:
		if (is_keyword(word, STR("ADD")))
			d->state = DDL_ADD;
		break;
	default: break;
	}
}

static bool in_column(const struct ddl *d)
{
	return (d->state == DDL_CREATE_TABLE && d->depth == 1) || (d->state == DDL_ADD && d->depth == 0);
}

static enum ddl_place read_word(struct ddl *d, const struct token *t)
{
	if (!in_column(d)) {
		read_keyword(d, t->text);
		return DDL_ELSEWHERE;
	}
	if (d->state == DDL_ADD && d->words == 0 && is_keyword(t->text, STR("COLUMN")))
		return DDL_ELSEWHERE;
	if (++d->words == 1) {
		d->column = t->text;
		d->keyed |= is_keyword(t->text, STR("PRIMARY"));
	}
	return d->words == 2 ? DDL_TYPE : DDL_ELSEWHERE;
}

/* What this token is to its statement. */
static enum ddl_place ddl_read(struct ddl *d, const struct token *t)
{
	if (t->type != TOKEN_OTHER)
		return read_word(d, t);
	switch (t->text.n == 1 ? t->text.s[0] : ' ') {
	case ';': *d = (struct ddl){ 0 }; break;
	case ',':
		if (d->depth == 1)
			d->words = 0;
		break;
	case '(':
		if (d->depth++ == 0)
			d->words = d->state == DDL_ADD ? d->words : 0;
		break;
	case ')':
		if (--d->depth == 0 && d->state == DDL_CREATE_TABLE)
			return DDL_TABLE_END;
		break;
	default: break;
	}
	return DDL_ELSEWHERE;
}

/* SQLite has one INTEGER for three words: the word stays in the text of the table, where migrate_live() finds
 * it. */
static void put_type(struct buf *b, enum db_engine engine, const struct type *type)
{
	str own = type->own[engine];

	if (engine == DB_SQLITE && str_eq(own, lite_integer)) {
		buf_lit(b, "/*");
		buf_str(b, type->word);
		buf_lit(b, "*/ ");
	}
	buf_str(b, own);
}

/* SQLite ends every entry of an index with the row's id.  Naming it once more would keep it twice, a third of
 * most indexes: it too stays in the text only. */
static const str own_id = STR_INIT(", id)"), own_id_left = STR_INIT(" /*, id*/)");

static bool ends_in_id(const struct ddl *d, str text, size_t at)
{
	return d->state == DDL_CREATE_INDEX && d->depth == 1 && str_starts(str_cut(text, at, text.n), own_id);
}

str migrate_ddl(struct arena *mem, enum db_engine engine, str text)
{
	struct buf b = buf_new(mem, text.n * 8 + 64);
	struct ddl d = { 0 };
	struct token t;

	for (size_t at = 0; at < text.n;) {
		if (engine == DB_SQLITE && ends_in_id(&d, text, at)) {
			buf_str(&b, own_id_left);
			at += own_id.n;
			d.depth--;
			continue;
		}
		if (!token_next(text, &at, &t))
			break;
		enum ddl_place place = ddl_read(&d, &t);
		const struct type *type = place == DDL_TYPE ? type_named(t.text) : NULL;

		if (type)
			put_type(&b, engine, type);
		else
			buf_str(&b, t.text);
		if (place == DDL_TABLE_END && engine == DB_SQLITE)
			buf_str(&b, d.keyed ? STR(" STRICT, WITHOUT ROWID")
					    : STR(" STRICT")); /* one tree, not two */
	}
	return buf_view(&b);
}

str migrate_digest(struct arena *mem, str text)
{
	struct buf b = buf_new(mem, text.n * 2 + 1), hex = buf_new(mem, 2 * SM3_SIZE + 1);
	struct token t;

	for (size_t at = 0; token_next(text, &at, &t);) {
		bool comment = str_starts(t.text, STR("--")) || str_starts(t.text, STR("/*"));

		if (comment || (t.text.n == 1 && isspace((unsigned char)t.text.s[0])))
			continue;
		buf_str(&b, t.text);
		buf_ch(&b, '\n');
	}
	str words = buf_view(&b);
	struct sm3 hash = sm3(&words, 1);

	buf_hex(&hex, hash.b, sizeof hash.b);
	return buf_view(&hex);
}

/* Applying. */

static enum rc table_exists(struct db *db, bool *ret)
{
	str lite = STR("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'");
	str pg = STR("SELECT 1 WHERE to_regclass('migration') IS NOT NULL");

	return migrate_any(db, db_engine(db) == DB_SQLITE ? lite : pg, ret);
}

enum rc migrate_at(struct db *db, int *ret)
{
	bool exists;
	int64_t number = 0;
	enum rc rc = table_exists(db, &exists);

	if (rc == RC_OK && exists)
		rc = db_one_int(db, SQL("SELECT max(number) FROM migration"), NULL, 0, &number);
	if (rc == RC_OK)
		*ret = (int)number;
	return rc;
}

struct step {
	const struct migrate_plan *plan;
	const struct migration *migration;
	str ddl, digest;
	str table; /* `migration` itself */
};

/* A db_job. */
static enum rc apply(struct db *db, void *arg)
{
	const struct step *step = arg;
	const struct migration *m = step->migration;
	bool exists;
	int at;
	enum rc rc = migrate_at(db, &at);

	/* Another process, with the write lock before us, may have been faster. */
	if (rc != RC_OK || at >= m->number)
		return rc;
	rc = table_exists(db, &exists);
	if (rc == RC_OK && !exists)
		rc = db_script(db, step->table);
	if (rc == RC_OK)
		rc = db_script(db, step->ddl);
	if (rc == RC_OK)
		rc = DB_EXEC(db,
			     "INSERT INTO migration(number, name, at, digest)"
			     " VALUES (?1, ?2, CAST(CURRENT_TIMESTAMP AS TEXT), ?3)",
			     INT(m->number), TEXT(str_of(m->name)), TEXT(step->digest));
	if (rc == RC_OK && step->plan->also)
		rc = step->plan->also(db, m->number, step->plan->arg);
	return rc;
}

static bool ascending(const struct migration *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (all[i].number <= (i ? all[i - 1].number : 0))
			return false;
	}
	return true;
}

struct marking {
	struct arena *mem;
	const struct migrate_plan *plan;
};

/* A db_job.  A database of a program that kept no digests is taken at its word, once. */
static enum rc mark(struct db *db, void *arg)
{
	const struct marking *m = arg;
	bool marked;
	enum rc rc = migrate_has_digest(db, &marked);

	if (rc == RC_OK && !marked)
		rc = db_script(db, migrate_ddl(m->mem, db_engine(db),
					       STR("ALTER TABLE migration ADD COLUMN digest TEXT")));
	for (size_t i = 0; !marked && i < m->plan->n && rc == RC_OK; i++)
		rc = DB_EXEC(db, "UPDATE migration SET digest = ?2 WHERE number = ?1",
			     INT(m->plan->all[i].number), TEXT(migrate_digest(m->mem, m->plan->all[i].text)));
	return rc;
}

static enum rc mark_all(struct arena *mem, struct db *db, const struct migrate_plan *plan)
{
	bool exists, marked = true;
	enum rc rc = table_exists(db, &exists);

	if (rc == RC_OK && exists)
		rc = migrate_has_digest(db, &marked);
	return rc == RC_OK && !marked ? db_write(db, mark, &(struct marking){ mem, plan }) : rc;
}

static enum rc apply_all(struct arena *mem, struct db *db, const struct migrate_plan *plan, int at,
			 str *ret_why)
{
	str table = migrate_ddl(mem, db_engine(db),
				STR("CREATE TABLE migration(number ID, name TEXT NOT NULL, at TEXT NOT NULL,"
				    " digest TEXT)"));

	for (size_t i = 0; i < plan->n; i++) {
		const struct migration *m = &plan->all[i];

		if (m->number <= at)
			continue;
		struct step step = { plan, m, migrate_ddl(mem, db_engine(db), m->text),
				     migrate_digest(mem, m->text), table };
		enum rc rc = db_write(db, apply, &step);

		if (rc != RC_OK) {
			*ret_why = db_why(mem, "migration %04d %s cannot be applied", m->number, m->name);
			return rc;
		}
	}
	return RC_OK;
}

enum rc migrate_with(struct arena *mem, struct db *db, const struct migrate_plan *plan, str *ret_why)
{
	int at;
	enum rc rc = migrate_at(db, &at);

	if (rc != RC_OK) {
		*ret_why = STR("the database does not say which migrations it has");
		return rc;
	}
	if (!ascending(plan->all, plan->n)) {
		*ret_why = STR("the migrations are not in the order of their numbers");
		return RC_INVALID;
	}
	if (at > (plan->n ? plan->all[plan->n - 1].number : 0)) {
		*ret_why = db_why(mem, "the database is newer (migration %d) than this program", at);
		return RC_CONFLICT;
	}
	rc = mark_all(mem, db, plan);
	if (rc != RC_OK) {
		*ret_why = STR("the digests of the migrations cannot be kept");
		return rc;
	}
	return apply_all(mem, db, plan, at, ret_why);
}

enum rc migrate(struct arena *mem, struct db *db, const struct migration *all, size_t n, str *ret_why)
{
	return migrate_with(mem, db, &(struct migrate_plan){ .all = all, .n = n }, ret_why);
}

/* The live schema.  Each engine's catalogue is asked for rows of the same shape. */

/* table, its text (SQLite), column, type, nullable, the only column of the primary key */
static const str columns_lite =
	STR_INIT("SELECT t.name, t.sql, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0,"
		 " c.pk = 1 AND (SELECT count(*) FROM pragma_table_info(t.name) k WHERE k.pk > 0) = 1"
		 " FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
		 " WHERE t.type = 'table' AND t.name <> 'migration' AND substr(t.name, 1, 7) <> 'sqlite_'");
static const str columns_pg =
	STR_INIT("SELECT t.relname, '', c.attname, format_type(c.atttypid, c.atttypmod), NOT c.attnotnull,"
		 " coalesce(c.attnum = ANY (k.indkey) AND k.indnkeyatts = 1, false)"
		 " FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid"
		 " LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary"
		 " WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')"
		 " AND c.attnum > 0 AND NOT c.attisdropped AND t.relname <> 'migration'");

/* table, index ("primary", "unique": of a constraint, which the engines name differently), unique, partial,
 * column, descending; a primary key of one number, which SQLite needs no index for, is left out */
static const str indexes_lite = STR_INIT(
	"SELECT t.name, CASE i.origin WHEN 'pk' THEN 'primary' WHEN 'u' THEN 'unique' ELSE i.name END,"
	" i.\"unique\", i.partial, c.name, c.\"desc\", i.name, x.sql"
	" FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_xinfo(i.name) c"
	" LEFT JOIN sqlite_schema x ON x.type = 'index' AND x.name = i.name"
	" WHERE t.type = 'table' AND t.name <> 'migration' AND substr(t.name, 1, 7) <> 'sqlite_'"
	" AND c.\"key\" = 1 ORDER BY t.name, i.name, c.seqno");
static const str indexes_pg = STR_INIT(
	"SELECT t.relname, CASE WHEN i.indisprimary THEN 'primary'"
	" WHEN EXISTS (SELECT 1 FROM pg_constraint s WHERE s.conindid = i.indexrelid AND s.contype = 'u')"
	" THEN 'unique' ELSE x.relname END,"
	" i.indisunique, i.indpred IS NOT NULL, c.attname, i.indoption[k.at - 1] & 1, x.relname, ''"
	" FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid"
	" CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, at)"
	" LEFT JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.attnum"
	" WHERE t.relnamespace = current_schema()::regnamespace AND t.relname <> 'migration'"
	" AND k.at <= i.indnkeyatts AND NOT (i.indisprimary AND i.indnkeyatts = 1"
	" AND (SELECT a.atttypid IN (20, 21, 23) FROM pg_attribute a"
	" WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0]))"
	" ORDER BY t.relname, x.relname, k.at");

/* The word that put_type() left in the table's text beside this column; empty: none. */
static str word_left(str sql, str column)
{
	struct ddl d = { 0 };
	struct token t;

	for (size_t at = 0; token_next(sql, &at, &t);) {
		bool comment = str_starts(t.text, STR("/*")) && str_ends(t.text, STR("*/")) && t.text.n > 4;

		ddl_read(&d, &t);
		if (comment && in_column(&d) && d.words == 1 && str_eq(d.column, column))
			return str_cut(t.text, 2, t.text.n - 4);
	}
	return (str){ NULL, 0 };
}

static str word_lite(const struct rows *q, str type)
{
	str left = word_left(db_text(q, 1), db_text(q, 2));

	/* Without a word it was ID, or DDL that did not come through here. */
	return str_eq(type, lite_integer) && type_named(left) ? left : type;
}

static str word_pg(str type)
{
	static const str own[][2] = {
		{ STR_INIT("integer"), STR_INIT("INT") },   { STR_INIT("bigint"), STR_INIT("BIG") },
		{ STR_INIT("text"), STR_INIT("TEXT") },     { STR_INIT("bytea"), STR_INIT("BLOB") },
		{ STR_INIT("smallint"), STR_INIT("BOOL") },
	};

	for (size_t i = 0; i < COUNT(own); i++) {
		if (str_eq(own[i][0], type))
			return own[i][1];
	}
	return type;
}

struct lines {
	struct arena *mem;
	str *line;
	size_t n, cap;
};
enum { LINE_MAX_BYTES = 4096 };

static void add_line(struct lines *l, str line)
{
	l->line = GROWN(l->mem, l->line, l->n, &l->cap);
	l->line[l->n++] = line;
}

static enum rc add_columns(struct lines *l, struct db *db)
{
	bool lite = db_engine(db) == DB_SQLITE;
	struct rows q;
	enum rc rc = db_query_text(db, &q, lite ? columns_lite : columns_pg, NULL, 0);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct buf b = buf_new(l->mem, LINE_MAX_BYTES);
		str type = db_text(&q, 3);
		str word = lite ? word_lite(&q, type) : word_pg(type);
		bool key = db_int(&q, 5) != 0;

		if (key && (str_eq(word, word_big) || str_eq(word, lite_integer)))
			word = word_id;
		buf_str(&b, db_text(&q, 0));
		buf_ch(&b, '.');
		buf_str(&b, db_text(&q, 2));
		buf_ch(&b, ' ');
		buf_str(&b, word);
		if (db_int(&q, 4))
			buf_lit(&b, " null");
		add_line(l, buf_view(&b));
	}
	return db_done(&q);
}

static void end_index(struct lines *l, struct buf *b, bool unique, bool partial, bool by_id)
{
	buf_str(b, by_id ? STR(",id)") : STR(")"));
	if (unique)
		buf_lit(b, " unique");
	if (partial)
		buf_lit(b, " partial");
	add_line(l, buf_view(b));
}

static enum rc add_indexes(struct lines *l, struct db *db)
{
	struct rows q;
	enum rc rc = db_query_text(db, &q, db_engine(db) == DB_SQLITE ? indexes_lite : indexes_pg, NULL, 0);
	struct buf b = { 0 };
	str index = { NULL, 0 }; /* the one under way: rows are its columns */
	bool unique = false, partial = false, by_id = false;

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		if (index.s && str_eq(index, db_text(&q, 6))) {
			buf_ch(&b, ',');
		} else {
			if (index.s)
				end_index(l, &b, unique, partial, by_id);
			index = db_dup(l->mem, &q, 6);
			unique = db_int(&q, 2);
			partial = db_int(&q, 3);
			by_id = str_has(db_text(&q, 7), own_id_left);
			b = buf_new(l->mem, LINE_MAX_BYTES);
			buf_lit(&b, "index ");
			buf_str(&b, db_text(&q, 1));
			buf_ch(&b, ' ');
			buf_str(&b, db_text(&q, 0));
			buf_ch(&b, '(');
		}
		buf_str(&b, db_null(&q, 4) ? STR("?") : db_text(&q, 4));
		if (db_int(&q, 5))
			buf_lit(&b, " desc");
	}
	if (index.s)
		end_index(l, &b, unique, partial, by_id);
	return db_done(&q);
}

static int compare_lines(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

enum rc migrate_live(struct arena *mem, struct db *db, str *ret)
{
	struct lines l = { .mem = mem };
	enum rc rc = add_columns(&l, db);

	if (rc == RC_OK)
		rc = add_indexes(&l, db);
	if (rc != RC_OK)
		return rc;
	if (l.n)
		qsort(l.line, l.n, sizeof *l.line, compare_lines);
	struct buf b = buf_new(mem, l.n * (LINE_MAX_BYTES + 1) + 1);

	for (size_t i = 0; i < l.n; i++) {
		buf_str(&b, l.line[i]);
		buf_ch(&b, '\n');
	}
	*ret = buf_view(&b);
	return RC_OK;
}
