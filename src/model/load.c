#include "load.h"
#include "chain.h"
#include "schema.h"
#include "seal.h"
#include "tx.h"

#include <assert.h>

enum { ROW_MEMORY = 1 << 20, BLOCK_BYTES = 64 << 20, BODY_BYTES = 64 << 20, DDL_BYTES = 1 << 20 };
enum { FIRST_COLUMNS = 5, CHILD_COLUMNS = 2, COLUMNS_OF_A_FIELD = 3 };

/* What is loaded of one kind. */
struct table {
	const struct kind *k;
	str insert;
	struct val *v;    /* of one row, one by one as the statement has them */
	struct buf block; /* its rows as they will be hashed */
	int64_t first, last, rows, all;
	struct buf blocks; /* "first-last-rows:hash", parted by commas */
};

struct load {
	struct ctx *c;
	struct ctx row; /* in the memory of one row */
	unsigned county;
	struct table table[KINDS_MAX];
	size_t n;
};

bool load_covers(const struct field *f) { return field_stored(f) && !f->fact && !f->derived; }

/* --- one row as it is hashed --- */

static void put_number(struct buf *to, uint64_t n)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		buf_ch(to, (char)(n >> shift & 0xff));
}

void load_put_id(struct buf *to, int64_t id) { put_number(to, (uint64_t)id); }

void load_put_value(struct buf *to, bool there, str text)
{
	buf_ch(to, there ? '=' : '-');
	if (!there)
		return;
	put_number(to, text.n);
	buf_str(to, text);
}

static void put_row(struct load *l, struct table *t, const struct load_row *row)
{
	load_put_id(&t->block, row->id);
	for (size_t i = 0; i < t->k->nfields; i++) {
		const struct field *f = &t->k->fields[i];
		bool there = row->v[i].t != VAL_NULL;
		if (load_covers(f))
			load_put_value(&t->block, there,
				       there ? val_text(l->row.mem, f, &row->v[i]) : (str){ NULL, 0 });
	}
}

static void end_block(struct table *t)
{
	if (!t->rows)
		return;
	str all = buf_view(&t->block);
	struct sm3 hash = sm3(&all, 1);
	if (t->blocks.n)
		buf_ch(&t->blocks, ',');
	buf_int(&t->blocks, t->first);
	buf_ch(&t->blocks, '-');
	buf_int(&t->blocks, t->last);
	buf_ch(&t->blocks, '-');
	buf_int(&t->blocks, t->rows);
	buf_ch(&t->blocks, ':');
	buf_hex(&t->blocks, hash.b, SM3_SIZE);
	t->block.n = 0;
	t->rows = 0;
}

/* --- the statement --- */

static void put_field(struct buf *b, const char *column, const char *suffix, size_t *n)
{
	buf_lit(b, ", ");
	buf_str(b, str_of(column));
	buf_str(b, str_of(suffix));
	++*n;
}

static str insert_of(struct arena *mem, const struct kind *k)
{
	struct buf b = buf_new(mem, 1 << 16);
	size_t n = k->is_child ? FIRST_COLUMNS + CHILD_COLUMNS : FIRST_COLUMNS;

	buf_lit(&b, "INSERT INTO ");
	buf_str(&b, str_of(k->name));
	buf_lit(&b, " (id, version, county, created_at, updated_at");
	if (k->is_child)
		buf_lit(&b, ", file_version, next_on");
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (!field_stored(f))
			continue;
		put_field(&b, field_column(f), "", &n);
		if (f->digest)
			put_field(&b, field_column(f), "_digest", &n);
		if (f->tail)
			put_field(&b, field_column(f), "_tail", &n);
	}
	buf_lit(&b, ") VALUES (");
	for (size_t i = 1; i <= n; i++) {
		buf_str(&b, i > 1 ? STR(", ?") : STR("?"));
		buf_int(&b, (int64_t)i);
	}
	buf_ch(&b, ')');
	return buf_view(&b);
}

static struct table *table_of(struct load *l, const struct kind *k)
{
	struct arena *mem = l->c->mem;

	for (size_t i = 0; i < l->n; i++)
		if (l->table[i].k == k)
			return &l->table[i];
	struct table *t = &l->table[l->n++];
	*t = (struct table){ .k = k,
			     .insert = insert_of(mem, k),
			     .v = NEW(mem, struct val,
				      FIRST_COLUMNS + CHILD_COLUMNS + COLUMNS_OF_A_FIELD * k->nfields),
			     .block = buf_new(mem, BLOCK_BYTES),
			     .blocks = buf_new(mem, BODY_BYTES) };
	return t;
}

/* One field: its column, and those beside it by which it is found again. */
static enum rc add_field(struct load *l, const struct load_row *row, size_t i, struct val *to, size_t *n)
{
	const struct field *f = &row->kind->fields[i];
	struct ctx *c = &l->row;
	const struct val *v = &row->v[i];
	bool text = v->t == VAL_TEXT;
	enum rc rc = RC_OK;
	str s;

	to[*n] = *v;
	if (text && field_sealed(f)) {
		rc = seal_text(c, (struct key_of){ l->county, (int)f->class }, v->s,
			       seal_extra(c->mem, row->kind, f, row->id), &s);
		if (rc != RC_OK)
			return rc;
		to[*n] = BLOB(s);
	}
	++*n;
	if (f->digest)
		to[(*n)++] = text ? BLOB(store_field_digest(c, row->kind, f, v->s)) : NIL;
	if (f->tail)
		to[(*n)++] = text && v->s.n >= 4 ? TEXT(str_cut(v->s, v->s.n - 4, 4)) : NIL;
	return rc;
}

static enum rc insert(struct load *l, const struct table *t, const struct load_row *row)
{
	const struct val first[] = { INT(row->id),
				     INT(1),
				     INT(l->county),
				     INT(l->c->now),
				     INT(l->c->now),
				     INT(1),
				     row->next_on ? INT(row->next_on) : NIL };
	size_t n = t->k->is_child ? FIRST_COLUMNS + CHILD_COLUMNS : FIRST_COLUMNS;
	enum rc rc = RC_OK;

	memcpy(t->v, first, n * sizeof *first);
	for (size_t i = 0; i < t->k->nfields && rc == RC_OK; i++)
		if (field_stored(&t->k->fields[i]))
			rc = add_field(l, row, i, t->v, &n);
	return rc == RC_OK ? db_later_text(l->c->db, t->insert, t->v, n) : rc;
}

/* --- the load --- */

enum rc load_begin(struct ctx *c, unsigned county, struct load **ret)
{
	struct load *l = NEW(c->mem, struct load, 1);

	assert(c->tx);
	l->c = c;
	l->county = county;
	l->row = *c;
	l->row.mem = arena_within(c->mem, ROW_MEMORY);
	*ret = l;
	return RC_OK;
}

enum rc load_id(struct load *l, int64_t *ret) { return id_next(l->c, l->county, ret); }

enum rc load_row(struct load *l, const struct load_row *row)
{
	struct table *t = table_of(l, row->kind);
	enum rc rc = insert(l, t, row);

	assert(row->id > t->last);
	t->last = row->id;
	if (rc == RC_OK && !row->kind->derived) {
		if (!t->rows++)
			t->first = row->id;
		t->all++;
		put_row(l, t, row);
		if (t->rows == LOAD_BLOCK)
			end_block(t);
	}
	arena_reset(l->row.mem);
	return rc;
}

/* {"kinds":[{"kind":"child","fields":["name",...],"rows":n,"blocks":"first-last-rows:hash,..."}]} */
static void put_table(struct json *j, struct table *t)
{
	end_block(t);
	json_obj(j);
	JSON_KEY(j, "kind");
	json_str(j, str_of(t->k->name));
	JSON_KEY(j, "fields");
	json_arr(j);
	for (size_t i = 0; i < t->k->nfields; i++)
		if (load_covers(&t->k->fields[i]))
			json_str(j, str_of(t->k->fields[i].name));
	json_arr_end(j);
	JSON_KEY(j, "rows");
	json_int(j, t->all);
	JSON_KEY(j, "blocks");
	json_str(j, buf_view(&t->blocks));
	json_obj_end(j);
}

enum rc load_end(struct load *l)
{
	struct buf body = buf_new(l->c->mem, BODY_BYTES);
	struct json j = json_to(&body);
	int64_t all = 0;

	json_obj(&j);
	JSON_KEY(&j, "kinds");
	json_arr(&j);
	for (size_t i = 0; i < l->n; i++) {
		all += l->table[i].all;
		if (l->table[i].all)
			put_table(&j, &l->table[i]);
	}
	json_arr_end(&j);
	json_obj_end(&j);
	arena_free(l->row.mem);
	return all ? journal_load(l->c, l->county, buf_view(&body)) : RC_OK;
}

/* --- indexes --- */

/* "CREATE INDEX name ON table (...": the words. */
enum { WORD_CREATE, WORD_INDEX, WORD_NAME, WORD_ON, WORD_TABLE, WORDS };

static bool read_index(str line, str ret_word[WORDS])
{
	for (size_t i = 0; i < WORDS; i++)
		if (!str_next(&line, ' ', &ret_word[i]))
			return false;
	return str_eq(ret_word[WORD_CREATE], STR("CREATE")) && str_eq(ret_word[WORD_INDEX], STR("INDEX"));
}

static bool is_of(const struct kind *const *kinds, str table)
{
	for (; *kinds; kinds++)
		if (str_eq(str_of((*kinds)->name), table))
			return true;
	return false;
}

enum rc load_indexes(struct ctx *c, const struct kind *const *kinds, const char *const *more, bool make)
{
	struct buf all = buf_new(c->mem, DDL_BYTES), ddl = buf_new(c->mem, DDL_BYTES);
	str rest, line, word[WORDS];

	for (const struct kind *const *k = kinds; *k; k++)
		schema_print_indexes(&all, *k);
	for (; *more; more++)
		buf_str(&all, str_of(*more));
	rest = buf_view(&all);
	while (str_next(&rest, '\n', &line)) {
		if (!read_index(line, word) || !is_of(kinds, word[WORD_TABLE]))
			continue;
		buf_str(&ddl, make ? line : STR("DROP INDEX IF EXISTS "));
		if (!make) {
			buf_str(&ddl, word[WORD_NAME]);
			buf_ch(&ddl, ';');
		}
		buf_ch(&ddl, '\n');
	}
	return db_script(c->db,
			 make ? migrate_ddl(c->mem, db_engine(c->db), buf_view(&ddl)) : buf_view(&ddl));
}
