#include "engine.h"

#include "logline.h"
#include "outage.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

struct sqlite {
	struct db db; /* first: a struct db * is one of these */
	sqlite3 *lite;
	sqlite3_stmt *control[CONTROL__N];
};

static struct sqlite *sqlite_of(struct db *db) { return (struct sqlite *)db; }

/* SQLite's messages name tables and columns, never values. */
static enum rc outcome(const struct sqlite *l, int code, const char *text)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return RC_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return RC_BUSY;
	case SQLITE_CONSTRAINT:
		/* A value of the wrong type is a mistake of ours, as it is for PostgreSQL. */
		if (code != SQLITE_CONSTRAINT_DATATYPE)
			return RC_CONFLICT;
		break;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN: outage_full(); break;
	default: break;
	}
	logline(LOG_FAULT, "db", "%s (%d): %s", sqlite3_errmsg(l->lite), code, text);
	return RC_FAULT;
}

/* Opening. */

/* Children's data: readable by the owner only.  SQLite gives the -wal and -shm files the mode of this one. */
static bool create_private(const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno == EEXIST;
}

/* page_size only counts for a file that is still empty.  case_sensitive_like: as on PostgreSQL. */
static const char setup_all[] =
	"PRAGMA mmap_size=268435456; PRAGMA case_sensitive_like=ON; PRAGMA temp_store=MEMORY;"
	"PRAGMA trusted_schema=OFF;";
/* The one writer keeps what an import touches again and again; readers have the file itself mapped. */
static const char setup_write[] =
	"PRAGMA page_size=8192; PRAGMA cache_size=-24576;"
	"PRAGMA wal_autocheckpoint=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	"PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864;";
_Static_assert(DB_PAGE == 8192, "page_size above");
static const char setup_read[] = "PRAGMA query_only=ON; SELECT count(*) FROM sqlite_schema;";

/* The open file made ours; what went wrong as SQLite's code. */
static int set_up(struct sqlite *l, enum db_mode mode)
{
	sqlite3_busy_timeout(l->lite, DB_WAIT_MS);
	sqlite3_extended_result_codes(l->lite, 1);
	sqlite3_db_config(l->lite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* "a" is then a name or an error, not a text in disguise. */
	sqlite3_db_config(l->lite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(l->lite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	int code = sqlite3_exec(l->lite, setup_all, NULL, NULL, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_exec(l->lite, mode == DB_READ ? setup_read : setup_write, NULL, NULL, NULL);
	return code;
}

static void lite_close(struct db *db)
{
	struct sqlite *l = sqlite_of(db);

	for (size_t i = 0; i < CONTROL__N; i++)
		sqlite3_finalize(l->control[i]);
	sqlite3_close(l->lite);
	free(l);
}

/* SQLite counts its memory under one lock for all threads, taken several times a statement: nobody asks for
 * the count. Each connection is used by one thread at a time.  Refused harmlessly when something else has
 * started SQLite. */
static void configure(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	(void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}
static pthread_once_t configured = PTHREAD_ONCE_INIT;

static enum rc lite_open(struct arena *mem, str url, enum db_mode mode, struct db **ret, str *ret_why)
{
	str name = str_cut(url, sizeof "sqlite:" - 1, url.n);
	char *path = str_z(mem, name);
	struct sqlite *l = calloc(1, sizeof *l);

	pthread_once(&configured, configure);
	if (!l) {
		*ret_why = STR("out of memory");
		return RC_FAULT;
	}
	l->db.engine = &sqlite_engine;
	l->db.mode = mode == DB_LOOK ? DB_READ : mode;
	if (mode == DB_CREATE && !str_eq(name, STR(":memory:")) && !create_private(path)) {
		int error = errno;

		free(l);
		*ret_why = db_why(mem, "cannot create %s: %s", path, strerror(error));
		return RC_FAULT;
	}
	/* One that only reads cannot tidy up when it is the last. */
	int flags = mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int code = sqlite3_open_v2(path, &l->lite, flags | SQLITE_OPEN_NOMUTEX, NULL);

	/* Of a file that may not be written SQLite makes a reader without a word. */
	if (code == SQLITE_OK && l->db.mode != DB_READ && sqlite3_db_readonly(l->lite, "main") == 1)
		code = SQLITE_READONLY;
	if (code == SQLITE_OK)
		code = set_up(l, l->db.mode);
	if (code != SQLITE_OK) {
		lite_close(&l->db);
		*ret_why = db_why(mem, "cannot open %s: %s", path, sqlite3_errstr(code));
		return RC_FAULT;
	}
	*ret = &l->db;
	return RC_OK;
}

/* Statements. */

static bool only_space(const char *s) { return s[strspn(s, " \t\r\n;")] == '\0'; }

static enum rc prepare(struct sqlite *l, struct stmt *st)
{
	unsigned flags = st->kind == STMT_SPARE ? 0 : SQLITE_PREPARE_PERSISTENT;
	sqlite3_stmt *own = NULL;
	const char *tail = "";
	int code = sqlite3_prepare_v3(l->lite, st->text, -1, flags, &own, &tail);

	if (code != SQLITE_OK)
		return outcome(l, code, st->text);
	if (!own || !only_space(tail)) {
		sqlite3_finalize(own);
		logline(LOG_FAULT, "db", "not one statement: %s", st->text);
		return RC_FAULT;
	}
	st->own = own;
	return RC_OK;
}

static int bind(sqlite3_stmt *own, int at, const struct val *v)
{
	/* A NULL pointer would bind NULL: the empty slice may have one. */
	const char *bytes = v->s.s ? v->s.s : "";

	switch (v->t) {
	case VAL_NULL: return sqlite3_bind_null(own, at);
	case VAL_INT: return sqlite3_bind_int64(own, at, v->i);
	case VAL_TEXT: return sqlite3_bind_text64(own, at, bytes, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case VAL_BLOB: return sqlite3_bind_blob64(own, at, bytes, v->s.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static enum rc lite_step(struct db *db, struct stmt *st)
{
	int code = sqlite3_step(st->own);

	st->row = code == SQLITE_ROW;
	return outcome(sqlite_of(db), code, st->text);
}

static enum rc lite_run(struct db *db, struct stmt *st, const struct val *v, size_t n)
{
	struct sqlite *l = sqlite_of(db);
	enum rc rc = st->own ? RC_OK : prepare(l, st);

	if (rc != RC_OK)
		return rc;
	if ((size_t)sqlite3_bind_parameter_count(st->own) != n) {
		logline(LOG_FAULT, "db", "%zu values for %d parameters: %s", n,
			sqlite3_bind_parameter_count(st->own), st->text);
		return RC_FAULT;
	}
	for (size_t i = 0; i < n; i++) {
		int code = bind(st->own, (int)i + 1, &v[i]);

		if (code != SQLITE_OK)
			return outcome(l, code, st->text);
	}
	return lite_step(db, st);
}

static void lite_reset(struct db *db UNUSED, struct stmt *st)
{
	if (st->own)
		sqlite3_reset(st->own);
}

static void lite_forget(struct db *db UNUSED, struct stmt *st, bool tell UNUSED)
{
	sqlite3_finalize(st->own);
	st->own = NULL;
}

static int64_t lite_changes(struct db *db, struct stmt *st UNUSED)
{
	return sqlite3_changes64(sqlite_of(db)->lite);
}
static bool lite_null(struct stmt *st, int col) { return sqlite3_column_type(st->own, col) == SQLITE_NULL; }
static int64_t lite_integer(struct stmt *st, int col) { return sqlite3_column_int64(st->own, col); }

static str lite_bytes(struct stmt *st, int col)
{
	/* The bytes first: for a number, asking for them is what makes the text whose length is then told. */
	const char *s = sqlite3_column_blob(st->own, col);

	return (str){ s, (size_t)sqlite3_column_bytes(st->own, col) };
}

static enum rc lite_script(struct db *db, const char *text)
{
	struct sqlite *l = sqlite_of(db);

	return outcome(l, sqlite3_exec(l->lite, text, NULL, NULL, NULL), text);
}

/* Transactions. */

/* clang-format off */
static const char *const control_text[CONTROL__N] = {
	[CONTROL_READ]     = "BEGIN",
	[CONTROL_WRITE]    = "BEGIN IMMEDIATE",
	[CONTROL_COMMIT]   = "COMMIT",
	[CONTROL_ROLLBACK] = "ROLLBACK",
	[CONTROL_SAVE]     = "SAVEPOINT s",
	[CONTROL_RELEASE]  = "RELEASE s",
	[CONTROL_BACK]     = "ROLLBACK TO s",
};
/* clang-format on */

static enum rc control_run(struct sqlite *l, enum control what)
{
	int code = SQLITE_OK;

	if (!l->control[what])
		code = sqlite3_prepare_v3(l->lite, control_text[what], -1, SQLITE_PREPARE_PERSISTENT,
					  &l->control[what], NULL);
	if (code == SQLITE_OK) {
		code = sqlite3_step(l->control[what]);
		sqlite3_reset(l->control[what]);
	}
	/* A COMMIT that a deferred foreign key refuses: the caller is to hear of a conflict, not a fault. */
	return outcome(l, code, control_text[what]);
}

/* A connection that may write keeps its hands off inside a read transaction, as PostgreSQL sees to by itself.
 */
static void set_query_only(struct sqlite *l, bool on)
{
	if (l->db.mode != DB_READ)
		(void)sqlite3_exec(l->lite, on ? "PRAGMA query_only=ON" : "PRAGMA query_only=OFF", NULL, NULL,
				   NULL);
}

static enum rc lite_control(struct db *db, enum control what)
{
	struct sqlite *l = sqlite_of(db);

	/* Some faults (a full disk) make SQLite roll back by itself. */
	if (what == CONTROL_ROLLBACK && sqlite3_get_autocommit(l->lite)) {
		set_query_only(l, false);
		return RC_OK;
	}
	enum rc rc = control_run(l, what);

	if (rc == RC_OK && what == CONTROL_COMMIT)
		outage_over();
	if (rc == RC_OK && what == CONTROL_BACK)
		rc = control_run(l, CONTROL_RELEASE);
	if (rc == RC_OK && what == CONTROL_READ)
		set_query_only(l, true);
	if (what == CONTROL_ROLLBACK)
		set_query_only(l, false);
	return rc;
}

/* For tests. */

static enum rc lite_accepts(struct db *db, struct arena *mem, const char *text, str *ret_why)
{
	struct sqlite *l = sqlite_of(db);
	sqlite3_stmt *own = NULL;
	const char *tail = "";
	int code = sqlite3_prepare_v2(l->lite, text, -1, &own, &tail);
	bool one = own && only_space(tail);

	sqlite3_finalize(own);
	if (code == SQLITE_OK && one)
		return RC_OK;
	*ret_why = code == SQLITE_OK ? STR("not one statement") : db_why(mem, "%s", sqlite3_errmsg(l->lite));
	return RC_INVALID;
}

struct touch {
	db_touch *f;
	void *ctx;
};

static int authorize(void *ctx, int action, const char *table, const char *column, const char *in UNUSED,
		     const char *trigger UNUSED)
{
	const struct touch *t = ctx;

	if (action == SQLITE_READ)
		t->f(t->ctx, false, table, column);
	else if (action == SQLITE_UPDATE)
		t->f(t->ctx, true, table, column);
	else if (action == SQLITE_INSERT || action == SQLITE_DELETE)
		t->f(t->ctx, true, table, "");
	return SQLITE_OK;
}

static enum rc lite_touches(struct db *db, const char *text, db_touch *touch, void *ctx)
{
	struct sqlite *l = sqlite_of(db);
	struct touch t = { touch, ctx };
	sqlite3_stmt *own = NULL;

	sqlite3_set_authorizer(l->lite, authorize, &t);
	int code = sqlite3_prepare_v2(l->lite, text, -1, &own, NULL);

	sqlite3_set_authorizer(l->lite, NULL, NULL);
	sqlite3_finalize(own);
	return outcome(l, code, text);
}

/* In bulk pages are written once, where they belong, and what undoes a unit lies in memory; sorting for an
 * index may use the disk.  Off: as set_up() left it. */
static const char bulk_on[] = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA "
			      "cache_size=-262144; PRAGMA temp_store=FILE;";
static const char bulk_off[] = "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-24576; PRAGMA synchronous=FULL; "
			       "PRAGMA journal_mode=WAL;";

const struct engine sqlite_engine = {
	.name = DB_SQLITE,
	.open = lite_open,
	.close = lite_close,
	.run = lite_run,
	.step = lite_step,
	.reset = lite_reset,
	.forget = lite_forget,
	.changes = lite_changes,
	.null = lite_null,
	.integer = lite_integer,
	.bytes = lite_bytes,
	.script = lite_script,
	.control = lite_control,
	.accepts = lite_accepts,
	.touches = lite_touches,
	.bulk = { bulk_off, bulk_on },
};
