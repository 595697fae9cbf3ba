/* db.h - one interface, two engines.  SQL text is a literal, the same on both (PostgreSQL's $1 is made from
 * ?1); values are always bound; statements are prepared once per connection and cached by their literal. */
#pragma once
#include "base.h"

/* Every literal registers itself, so that a test can prepare them all on both engines and see which tables
 * and columns each one reads.  The section holds an array of these: size and alignment must agree. */
struct sql {
	const char *text;
	const char *file;
	long line;
	long spare;
} __attribute__((aligned(32)));
#define SQL(lit)                                                                                             \
	(__extension__({                                                                                     \
		static const struct sql here_                                                                \
			__attribute__((section("tx_sql"), used)) = { "" lit "", __FILE__, __LINE__, 0 };     \
		&here_;                                                                                      \
	}))
/* The linker's own names; weak, for a program without any literal. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
extern const struct sql __start_tx_sql[] __attribute__((weak)), __stop_tx_sql[] __attribute__((weak));

/* A value to bind, or read. Text and blobs are borrowed until the query is done.  TEXT of the empty slice is
 * '', never NULL; NULL is NIL.  Text must be valid UTF-8 without NUL (PostgreSQL refuses anything else). */
enum val_type { VAL_NULL, VAL_INT, VAL_TEXT, VAL_BLOB };
struct val {
	enum val_type t;
	int64_t i;
	str s;
};
#define INT(x) ((struct val){ .t = VAL_INT, .i = (x) })
#define TEXT(x) ((struct val){ .t = VAL_TEXT, .s = (x) })
#define BLOB(x) ((struct val){ .t = VAL_BLOB, .s = (x) })
#define NIL ((struct val){ .t = VAL_NULL })
enum { DB_VALUES_MAX = 1024 }; /* of one statement; their number must be that of its parameters */
#define VALS(...) (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ }))

/* Ids sixteen at once: "WHERE t.child IN " DB_SIXTEEN, the values from db_sixteen(): of 1 to 16 ids the last
 * fills what is left of the places (of more the first sixteen are taken). */
#define DB_SIXTEEN "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
enum { DB_AT_ONCE = 16 };
void db_sixteen(const int64_t *id, size_t n, struct val ret[DB_AT_ONCE]);

enum db_engine { DB_SQLITE, DB_POSTGRES };
/* LOOK: reads what may not be ours, and leaves no -wal or -shm beside an SQLite file.  CREATE: may make an
 * SQLite file that is not there. */
enum db_mode { DB_READ, DB_LOOK, DB_WRITE, DB_CREATE };

struct db; /* one connection; one thread at a time */

/* url: sqlite:FILE (sqlite::memory: for tests) or postgresql://...  On failure *ret_why (in mem) is a
 * sentence. */
enum rc db_open(struct arena *mem, str url, enum db_mode mode, struct db **ret, str *ret_why) MUST_CHECK;
void db_close(struct db *db);

/* On both engines, after a statement failed inside a transaction every further one fails until the
 * transaction (or the savepoint: writer.h) is rolled back.  PostgreSQL is like that; a conflict must
 * therefore be looked for before it happens, left to ON CONFLICT, or be met inside db_attempt().  A lost
 * connection is opened again by the next use outside a transaction.  LIKE minds case on both, but only
 * PostgreSQL has a default escape: always say ESCAPE. */
enum db_engine db_engine(const struct db *db);
bool db_url_valid(str url);

/* A query under way. db_next() steps; columns count from 0; text lives until the next step, or as long as the
 * arena when copied with db_dup().  db_done() ends it and says what came of it (it is also safe to call
 * early). The statement runs at once: what it changes is changed even if no row is read.  When db_query()
 * fails, *ret is an empty query that db_done() answers with the same rc. */
struct rows {
	struct db *db;
	void *st;
	int at;
	enum rc rc;
};
enum rc db_query(struct db *db, struct rows *ret, const struct sql *sql, const struct val *v,
		 size_t n) MUST_CHECK;
bool db_next(struct rows *q);
bool db_null(const struct rows *q, int col);
int64_t db_int(const struct rows *q, int col);
str db_text(const struct rows *q, int col);
str db_blob(const struct rows *q, int col);
str db_dup(struct arena *mem, const struct rows *q, int col); /* text or blob; NULL gives the empty slice */
enum rc db_done(struct rows *q);

/* DB_QUERY(db, &q, "SELECT ...", INT(7)) and the like; the forms with 0 have no values. */
#define DB_QUERY(db, q, lit, ...) db_query((db), (q), SQL(lit), VALS(__VA_ARGS__))
#define DB_QUERY0(db, q, lit) db_query((db), (q), SQL(lit), NULL, 0)

/* INSERT, UPDATE, DELETE. RC_CONFLICT: a unique or foreign key stands against it. */
enum rc db_exec(struct db *db, const struct sql *sql, const struct val *v, size_t n,
		int64_t *ret_changes) MUST_CHECK;
#define DB_EXEC(db, lit, ...) db_exec((db), SQL(lit), VALS(__VA_ARGS__), NULL)
#define DB_EXEC0(db, lit) db_exec((db), SQL(lit), NULL, 0, NULL)

/* An INSERT, UPDATE or DELETE whose result nobody waits for: on PostgreSQL it is sent ahead (pipeline mode)
 * and an error comes out of the next statement, of db_settle(), or of the job's end; it undoes the job like
 * any other. Values are copied.  SQLite, and a connection outside a transaction, run it at once. */
enum rc db_later(struct db *db, const struct sql *sql, const struct val *v, size_t n) MUST_CHECK;
#define DB_LATER(db, lit, ...) db_later((db), SQL(lit), VALS(__VA_ARGS__))
enum rc db_settle(struct db *db) MUST_CHECK; /* wait for what was sent ahead */

/* The first column of the first row, NULL being 0. RC_NOT_FOUND when there is no row. */
enum rc db_one_int(struct db *db, const struct sql *sql, const struct val *v, size_t n,
		   int64_t *ret) MUST_CHECK;
#define DB_ONE(db, ret, lit, ...) db_one_int((db), SQL(lit), VALS(__VA_ARGS__), (ret))

/* Outside a transaction: from now on (`on`) rows come in bulk into a database that nobody else uses yet.  A
 * unit that fails is undone as ever, but a machine that stops meanwhile leaves an SQLite file that is good
 * for nothing; what was written is safe once it is off again and the next unit is committed. */
enum rc db_bulk(struct db *db, bool on) MUST_CHECK;

/* A read transaction: one picture of the data for the whole request. */
enum rc db_read_begin(struct db *db) MUST_CHECK;
void db_read_end(struct db *db);

/* End every statement and transaction under way: what a request that gave up leaves behind. */
void db_abandon(struct db *db);

/* Queries and execs since it was opened; BEGIN, COMMIT and savepoints are not counted. */
uint64_t db_statements(const struct db *db);
/* For tests: the nth of these from now, from 1, fails with RC_FAULT; 0: none does. */
void db_fail_at(struct db *db, uint64_t nth);

/* Which tables and columns a statement reads or writes, told by SQLite's authorizer (tests; SQLite only, else
 * RC_INVALID). `column` is "" for a row counted, inserted or deleted. */
typedef void db_touch(void *ctx, bool writes, const char *table, const char *column);
enum rc db_touches(struct db *db, const char *text, db_touch *touch, void *ctx) MUST_CHECK;
/* Prepare only: does the engine accept it? RC_INVALID if not; *ret_why is then the engine's own message.
 * Types of parameters are not known here: PostgreSQL is asked whether there are any with which it would.
 * Outside a transaction. */
enum rc db_accepts(struct db *db, struct arena *mem, const char *text, str *ret_why) MUST_CHECK;
