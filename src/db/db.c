#include "db.h"

#include "db_text.h"
#include "engine.h"
#include "logline.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct engine *engine_of(str url)
{
	if (str_starts(url, STR("sqlite:")) && url.n > sizeof "sqlite:" - 1)
		return &sqlite_engine;
	if (str_starts(url, STR("postgresql://")))
		return &postgres_engine;
	return NULL;
}

bool db_url_valid(str url) { return engine_of(url) && !memchr(url.s, '\0', url.n); }

static size_t literal_count(void) { return (size_t)(__stop_tx_sql - __start_tx_sql); }

enum rc db_open(struct arena *mem, str url, enum db_mode mode, struct db **ret, str *ret_why)
{
	if (!db_url_valid(url)) {
		*ret_why = STR("a database is sqlite:FILE or postgresql://...");
		return RC_INVALID;
	}
	struct db *db;
	enum rc rc = engine_of(url)->open(mem, url, mode, &db, ret_why);

	if (rc != RC_OK)
		return rc;
	db->literal = calloc(literal_count() + 1, sizeof(struct stmt *));
	if (!db->literal) {
		db_close(db);
		*ret_why = STR("out of memory");
		return RC_FAULT;
	}
	*ret = db;
	return RC_OK;
}

struct db *db_open_logged(str url, enum db_mode mode)
{
	struct arena mem;
	struct db *db = NULL;
	str why;

	arena_init(&mem, 1 << 16);
	if (db_open(&mem, url, mode, &db, &why) != RC_OK)
		logline(LOG_FAULT, "db", "%.*s", STR_ARG(why));
	arena_free(&mem);
	return db;
}

static void stmt_free(struct db *db, struct stmt *st, bool tell)
{
	if (!st)
		return;
	db->engine->forget(db, st, tell);
	if (st->kind != STMT_LITERAL)
		free((char *)st->text);
	free(st);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_abandon(db);
	for (size_t i = 0; db->literal && i < literal_count(); i++)
		stmt_free(db, db->literal[i], false);
	for (size_t i = 0; i < TEXT_BUCKETS; i++) {
		for (struct stmt *st = db->text[i], *next; st; st = next) {
			next = st->next_text;
			stmt_free(db, st, false);
		}
	}
	free(db->literal);
	db->engine->close(db);
}

enum db_engine db_engine(const struct db *db) { return db->engine->name; }
uint64_t db_statements(const struct db *db) { return db->statements; }
void db_fail_at(struct db *db, uint64_t nth) { db->fail_at = nth ? db->statements + nth : 0; }

/* PostgreSQL refuses everything after an error until the transaction or savepoint is rolled back.  SQLite
 * would go on; it is made to refuse as well, so that no caller learns to live with it. */
static enum rc fail(struct db *db, enum rc rc)
{
	if (db->tx)
		db->failed = true;
	return rc;
}

/* What was sent ahead must be heard of before anything is asked. */
static enum rc flush(struct db *db)
{
	enum rc rc = db->engine->flush ? db->engine->flush(db) : RC_OK;

	if (rc != RC_OK && !db->failed)
		db->late = fail(db, rc);
	return rc;
}

/* Finding a statement. */

static struct stmt *stmt_new(const char *text, enum stmt_kind kind)
{
	struct stmt *st = calloc(1, sizeof(*st));

	if (!st) {
		logline(LOG_FAULT, "db", "out of memory");
		return NULL;
	}
	st->text = text;
	st->kind = kind;
	return st;
}

/* A query inside its own loop: the kept statement is busy, so this one lives for once. */
static struct stmt *idle(struct stmt *st)
{
	if (!st || !st->open)
		return st;
	char *copy = strdup(st->text);
	struct stmt *spare = copy ? stmt_new(copy, STMT_SPARE) : NULL;

	if (!spare)
		free(copy);
	return spare;
}

static void drop_oldest_text(struct db *db)
{
	struct stmt **oldest = NULL;

	for (size_t i = 0; i < TEXT_BUCKETS; i++) {
		for (struct stmt **p = &db->text[i]; *p; p = &(*p)->next_text) {
			if (!(*p)->open && (!oldest || (*p)->at < (*oldest)->at))
				oldest = p;
		}
	}
	/* A transaction that has failed lets PostgreSQL forget nothing; the cache is then a bit too big. */
	if (!oldest || db->failed || flush(db) != RC_OK)
		return;
	struct stmt *st = *oldest;
	*oldest = st->next_text;
	db->texts--;
	stmt_free(db, st, true);
}

static struct stmt *stmt_of_text(struct db *db, str text)
{
	uint64_t hash = str_hash(text);
	struct stmt **bucket = &db->text[hash % TEXT_BUCKETS];

	for (struct stmt *st = *bucket; st; st = st->next_text) {
		if (st->hash == hash && strlen(st->text) == text.n && memcmp(st->text, text.s, text.n) == 0)
			return idle(st);
	}
	if (db->texts >= TEXT_MAX)
		drop_oldest_text(db);
	char *copy = malloc(text.n + 1); /* strndup() would look for an end that is not there */
	if (copy) {
		memcpy(copy, text.s, text.n);
		copy[text.n] = '\0';
	}
	struct stmt *st = copy ? stmt_new(copy, STMT_TEXT) : NULL;

	if (!st) {
		free(copy);
		return NULL;
	}
	st->hash = hash;
	st->next_text = *bucket;
	*bucket = st;
	db->texts++;
	return st;
}

static struct stmt *stmt_of_literal(struct db *db, const struct sql *sql)
{
	/* Compared as numbers: it may be no member of the array (a test's own). */
	uintptr_t at = (uintptr_t)sql, beg = (uintptr_t)__start_tx_sql, end = (uintptr_t)__stop_tx_sql;

	if (at < beg || at >= end)
		return stmt_of_text(db, str_of(sql->text));
	struct stmt **st = &db->literal[(at - beg) / sizeof *sql];

	if (!*st)
		*st = stmt_new(sql->text, STMT_LITERAL);
	return idle(*st);
}

/* Running it. */

static void stmt_close(struct db *db, struct stmt *st)
{
	for (struct stmt **p = &db->open; *p; p = &(*p)->next_open) {
		if (*p == st) {
			*p = st->next_open;
			break;
		}
	}
	db->engine->reset(db, st);
	st->open = st->row = false;
	if (st->kind == STMT_SPARE)
		stmt_free(db, st, false);
}

/* Close the rows opened at this depth of savepoints or deeper. */
static void db_close_rows(struct db *db, int depth)
{
	for (struct stmt *st = db->open, *next; st; st = next) {
		next = st->next_open;
		if (st->depth >= depth)
			stmt_close(db, st);
	}
}

/* May another statement run? */
static enum rc admit(struct db *db)
{
	db->statements++;
	if (db->fail_at && db->statements == db->fail_at) {
		db->fail_at = 0;
		return fail(db, RC_FAULT);
	}
	if (!db->failed)
		return RC_OK;
	if (db->late != RC_OK)
		return db->late;
	logline(LOG_FAULT, "db", "a statement after a failed one in the same transaction");
	return RC_FAULT;
}

static enum rc check_values(const struct val *v, size_t n)
{
	enum { BYTES_MAX = 1 << 29 }; /* less than either engine's own limit */
	bool fits = n <= DB_VALUES_MAX;

	for (size_t i = 0; fits && i < n; i++)
		fits = v[i].s.n <= BYTES_MAX;
	if (fits)
		return RC_OK;
	logline(LOG_FAULT, "db", "more values, or a longer one, than a statement takes");
	return RC_FAULT;
}

static void free_spare(struct db *db, struct stmt *st)
{
	if (st && st->kind == STMT_SPARE)
		stmt_free(db, st, false);
}

static enum rc run(struct db *db, struct stmt *st, const struct val *v, size_t n)
{
	enum rc rc = st ? admit(db) : RC_FAULT;

	if (rc == RC_OK)
		rc = check_values(v, n);
	if (rc != RC_OK) {
		free_spare(db, st);
		return fail(db, rc);
	}
	st->at = db->statements;
	st->depth = db->depth;
	st->open = true;
	st->row = false;
	st->next_open = db->open;
	db->open = st;
	rc = db->engine->run(db, st, v, n);
	if (rc != RC_OK) {
		stmt_close(db, st);
		return fail(db, rc);
	}
	return RC_OK;
}

static enum rc query(struct db *db, struct rows *ret, struct stmt *st, const struct val *v, size_t n)
{
	enum rc rc = run(db, st, v, n);

	/* Set on failure too: a loop over it then ends at once, and db_done() says why. */
	*ret = (struct rows){ .db = db, .st = rc == RC_OK ? st : NULL, .at = -1, .rc = rc };
	return rc;
}

static enum rc exec(struct db *db, struct stmt *st, const struct val *v, size_t n, int64_t *ret_changes)
{
	struct rows q;
	enum rc rc = query(db, &q, st, v, n);

	if (rc != RC_OK)
		return rc;
	/* Rows of a RETURNING that nobody reads: SQLite has changed everything before the first. */
	int64_t changes = ret_changes ? db->engine->changes(db, st) : 0;
	rc = db_done(&q);
	if (rc == RC_OK && ret_changes)
		*ret_changes = changes;
	return rc;
}

enum rc db_query(struct db *db, struct rows *ret, const struct sql *sql, const struct val *v, size_t n)
{
	return query(db, ret, stmt_of_literal(db, sql), v, n);
}

enum rc db_query_text(struct db *db, struct rows *ret, str text, const struct val *v, size_t n)
{
	return query(db, ret, stmt_of_text(db, text), v, n);
}

enum rc db_exec(struct db *db, const struct sql *sql, const struct val *v, size_t n, int64_t *ret_changes)
{
	return exec(db, stmt_of_literal(db, sql), v, n, ret_changes);
}

enum rc db_exec_text(struct db *db, str text, const struct val *v, size_t n, int64_t *ret_changes)
{
	return exec(db, stmt_of_text(db, text), v, n, ret_changes);
}

static enum rc later(struct db *db, struct stmt *st, const struct val *v, size_t n)
{
	bool ahead = db->engine->later && st && st->kind != STMT_SPARE;

	/* Outside a transaction there is no savepoint at whose end an error could come out. */
	if (!db->tx)
		return exec(db, st, v, n, NULL);
	bool before = db->failed;
	enum rc rc = ahead ? admit(db) : exec(db, st, v, n, NULL);

	if (rc == RC_OK && ahead)
		rc = check_values(v, n);
	if (rc == RC_OK && ahead) {
		st->at = db->statements;
		rc = db->engine->later(db, st, v, n);
	}
	if (rc != RC_OK && !before)
		db->late = fail(db, rc); /* perhaps that of an earlier one */
	return rc;
}

enum rc db_later(struct db *db, const struct sql *sql, const struct val *v, size_t n)
{
	return later(db, stmt_of_literal(db, sql), v, n);
}

enum rc db_later_text(struct db *db, str text, const struct val *v, size_t n)
{
	return later(db, stmt_of_text(db, text), v, n);
}

enum rc db_settle(struct db *db)
{
	if (db->failed)
		return db->late != RC_OK ? db->late : RC_FAULT;
	return flush(db);
}

enum rc db_script(struct db *db, str text)
{
	enum rc rc = admit(db);

	if (rc == RC_OK)
		rc = flush(db);
	if (rc != RC_OK)
		return rc;
	char *copy = strndup(text.n ? text.s : "", text.n);

	rc = copy ? db->engine->script(db, copy) : RC_FAULT;
	free(copy);
	return rc == RC_OK ? RC_OK : fail(db, rc);
}

/* Reading its rows. */

bool db_next(struct rows *q)
{
	struct stmt *st = q->st;

	/* Not open: the connection was abandoned under way. */
	if (!st || !st->open) {
		q->st = NULL;
		return false;
	}
	if (q->at++ >= 0) {
		q->rc = q->db->engine->step(q->db, st);
		if (q->rc != RC_OK)
			fail(q->db, q->rc);
	}
	if (q->rc == RC_OK && st->row)
		return true;
	stmt_close(q->db, st);
	q->st = NULL;
	return false;
}

static bool on_row(const struct rows *q)
{
	const struct stmt *st = q->st;

	return st && st->open && st->row;
}

bool db_null(const struct rows *q, int col) { return !on_row(q) || q->db->engine->null(q->st, col); }
int64_t db_int(const struct rows *q, int col) { return on_row(q) ? q->db->engine->integer(q->st, col) : 0; }
str db_blob(const struct rows *q, int col)
{
	if (db_null(q, col))
		return (str){ NULL, 0 };
	str s = q->db->engine->bytes(q->st, col);

	return s.s ? s : STR("");
}
str db_text(const struct rows *q, int col) { return db_blob(q, col); }
str db_dup(struct arena *mem, const struct rows *q, int col) { return str_dup(mem, db_blob(q, col)); }

enum rc db_done(struct rows *q)
{
	struct stmt *st = q->st;

	if (st && st->open)
		stmt_close(q->db, st);
	q->st = NULL;
	return q->rc;
}

void db_sixteen(const int64_t *id, size_t n, struct val ret[DB_AT_ONCE])
{
	for (size_t i = 0; i < DB_AT_ONCE; i++)
		ret[i] = INT(id[i < n ? i : n - 1]);
}

enum rc db_one_int(struct db *db, const struct sql *sql, const struct val *v, size_t n, int64_t *ret)
{
	struct rows q;
	enum rc rc = db_query(db, &q, sql, v, n);

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	int64_t value = found ? db_int(&q, 0) : 0;

	rc = db_done(&q);
	if (rc == RC_OK && !found)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = value;
	return rc;
}

/* Transactions. */

static bool control_allowed(const struct db *db, enum control what)
{
	if (what == CONTROL_READ || what == CONTROL_WRITE)
		return !db->tx;
	if (what == CONTROL_ROLLBACK || what == CONTROL_BACK)
		return db->tx;
	return db->tx && !db->failed;
}

static void end_transaction(struct db *db)
{
	db->tx = db->failed = false;
	db->late = RC_OK;
	db->depth = 0;
}

static enum rc rollback(struct db *db)
{
	db_close_rows(db, 0);
	if (db->engine->flush)
		(void)db->engine->flush(db); /* whatever it came to, it is undone */
	enum rc rc = db->engine->control(db, CONTROL_ROLLBACK);

	end_transaction(db);
	return rc;
}

static enum rc commit(struct db *db)
{
	db_close_rows(db, 0);
	enum rc rc = db->engine->control(db, CONTROL_COMMIT);

	if (rc == RC_OK)
		end_transaction(db);
	else
		(void)rollback(db); /* SQLite keeps a transaction whose COMMIT was refused */
	return rc;
}

static enum rc release(struct db *db)
{
	db_close_rows(db, db->depth);
	enum rc rc = db->engine->control(db, CONTROL_RELEASE);

	if (rc == RC_OK)
		db->depth--;
	return rc == RC_OK ? RC_OK : fail(db, rc);
}

static enum rc back(struct db *db)
{
	db_close_rows(db, db->depth);
	if (db->engine->flush)
		(void)db->engine->flush(db);
	enum rc rc = db->engine->control(db, CONTROL_BACK);

	if (rc == RC_OK) {
		db->depth--;
		db->failed = false;
		db->late = RC_OK;
	} else {
		db->failed = true;
	}
	return rc;
}

enum rc db_control(struct db *db, enum control what)
{
	if (!control_allowed(db, what)) {
		if (!db->failed)
			logline(LOG_FAULT, "db", "transaction control out of turn (%d)", (int)what);
		return RC_FAULT;
	}
	if (what == CONTROL_ROLLBACK)
		return rollback(db);
	if (what == CONTROL_BACK)
		return back(db);
	enum rc rc = what == CONTROL_SAVE ? RC_OK : flush(db);

	if (rc != RC_OK)
		return rc;
	if (what == CONTROL_COMMIT)
		return commit(db);
	if (what == CONTROL_RELEASE)
		return release(db);
	rc = db->engine->control(db, what);
	if (rc != RC_OK)
		return fail(db, rc);
	if (what == CONTROL_SAVE)
		db->depth++;
	db->tx = true;
	return RC_OK;
}

void db_back_to(struct db *db, int depth)
{
	while (db->depth > depth && db_control(db, CONTROL_BACK) == RC_OK)
		;
}

enum rc db_read_begin(struct db *db) { return db_control(db, CONTROL_READ); }

void db_read_end(struct db *db)
{
	if (db->tx)
		(void)rollback(db); /* nothing was written; a lost connection has ended it too */
}

void db_abandon(struct db *db)
{
	db_close_rows(db, 0);
	if (db->tx)
		(void)rollback(db);
}

enum rc db_bulk(struct db *db, bool on) { return db->engine->script(db, db->engine->bulk[on]); }

/* For tests, and helpers of the engines. */

enum rc db_touches(struct db *db, const char *text, db_touch *touch, void *ctx)
{
	return db->engine->touches ? db->engine->touches(db, text, touch, ctx) : RC_INVALID;
}

enum rc db_accepts(struct db *db, struct arena *mem, const char *text, str *ret_why)
{
	return db->engine->accepts(db, mem, text, ret_why);
}

str db_why(struct arena *mem, const char *format, ...)
{
	char line[600];
	va_list ap;

	va_start(ap, format);
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is, the line above */
	int n = vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	str s = { line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1 };

	return str_dup(mem, str_trim(s)); /* libpq ends its messages with a newline */
}

static size_t quoted_until(str text, size_t at, str end)
{
	for (size_t i = at; i + end.n <= text.n; i++) {
		if (memcmp(text.s + i, end.s, end.n) == 0)
			return i + end.n;
	}
	return text.n;
}

size_t db_quoted(str text, size_t at)
{
	str rest = str_cut(text, at, text.n - at);

	if (str_starts(rest, STR("--")))
		return quoted_until(rest, 2, STR("\n"));
	if (str_starts(rest, STR("/*")))
		return quoted_until(rest, 2, STR("*/"));
	/* A doubled quote inside reads as two quoted parts side by side: the same end. */
	if (str_starts(rest, STR("'")))
		return quoted_until(rest, 1, STR("'"));
	if (str_starts(rest, STR("\"")))
		return quoted_until(rest, 1, STR("\""));
	return 0;
}
