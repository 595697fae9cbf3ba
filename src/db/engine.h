/* engine.h - what db.c asks of an engine, and what the files of db/ share.  Private to db/. */
#pragma once
#include "db.h"
#include "writer.h"

/* Transaction control.  SAVE, RELEASE and BACK nest; BACK undoes the newest savepoint and removes it. */
enum control {
	CONTROL_READ,  /* begin a read transaction: one picture of the data */
	CONTROL_WRITE, /* begin a write transaction, holding the database's one write lock */
	CONTROL_COMMIT,
	CONTROL_ROLLBACK,
	CONTROL_SAVE,
	CONTROL_RELEASE,
	CONTROL_BACK,
	CONTROL__N
};

/* How long another writer (the command line beside a server) may keep us waiting before RC_BUSY. */
enum { DB_WAIT_MS = 10000 };
enum { DB_PAGE = 8192 }; /* bytes of a page of an SQLite file */

/* SPARE: the kept one was busy; dies when closed. */
enum stmt_kind { STMT_LITERAL, STMT_TEXT, STMT_SPARE };

/* A statement of one connection: prepared when first run, kept for the next time. */
struct stmt {
	const char *text; /* NUL-terminated */
	uint64_t hash;    /* of composed text */
	struct stmt *next_text, *next_open;
	enum stmt_kind kind;
	bool open;   /* run and not yet closed */
	bool row;    /* stands on a row */
	int depth;   /* of savepoints, when it was opened */
	uint64_t at; /* db->statements when last run: the oldest composed text makes room */
	void *own;   /* the engine's */
};

struct engine {
	enum db_engine name;
	enum rc (*open)(struct arena *mem, str url, enum db_mode mode, struct db **ret, str *ret_why);
	void (*close)(struct db *db);
	/* Bind, run, and stand on the first row if there is one. */
	enum rc (*run)(struct db *db, struct stmt *st, const struct val *v, size_t n);
	enum rc (*step)(struct db *db, struct stmt *st); /* to the next row */
	void (*reset)(struct db *db, struct stmt *st);   /* give up the rows, stay prepared */
	/* Give up what was prepared too; `tell` the server, whose connection lives on. */
	void (*forget)(struct db *db, struct stmt *st, bool tell);
	int64_t (*changes)(struct db *db, struct stmt *st);
	bool (*null)(struct stmt *st, int col);
	int64_t (*integer)(struct stmt *st, int col);
	str (*bytes)(struct stmt *st, int col);
	enum rc (*script)(struct db *db, const char *text);
	enum rc (*control)(struct db *db, enum control what);
	/* Send it and go on; NULL where running it costs no journey.  Its error comes out of flush() or of
	 * the next run(), which says in db->late that it was an earlier one's. */
	enum rc (*later)(struct db *db, struct stmt *st, const struct val *v, size_t n);
	enum rc (*flush)(struct db *db);
	enum rc (*accepts)(struct db *db, struct arena *mem, const char *text, str *ret_why);
	enum rc (*touches)(struct db *db, const char *text, db_touch *touch, void *ctx);
	const char *bulk[2]; /* scripts of db_bulk(): off, on */
};
extern const struct engine sqlite_engine, postgres_engine;

enum { TEXT_BUCKETS = 256, TEXT_MAX = 512 };

struct db {
	const struct engine *engine;
	enum db_mode mode;
	bool tx;      /* between BEGIN and COMMIT or ROLLBACK */
	bool failed;  /* a statement failed in there: nothing more runs until it is undone */
	enum rc late; /* what db_later() came to, when that was the failure */
	int depth;    /* savepoints */
	uint64_t statements, fail_at;
	struct stmt **literal; /* by place in the array of registered literals */
	struct stmt *text[TEXT_BUCKETS];
	size_t texts;
	struct stmt *open; /* newest first */
	writer_group *on_group;
	void *group;
	struct db *next_idle; /* of a pool */
};

/* Open, or log why not and give NULL. */
struct db *db_open_logged(str url, enum db_mode mode);

enum rc db_control(struct db *db, enum control what) MUST_CHECK;
/* Undo savepoints until `depth` of them are left.  When that fails the whole transaction is lost
 * (db->failed). */
void db_back_to(struct db *db, int depth);

/* printf into `mem`: the sentence that says why. */
str db_why(struct arena *mem, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The length of the quoted string, quoted name or comment that starts at `at`; 0 when none does. */
size_t db_quoted(str text, size_t at);
