/* migrate.h - numbered migrations.  DDL in sql/NNNN-name.sql uses the words ID INT BIG TEXT BLOB BOOL for
 * types and nothing engine-specific; each engine gets its own.  The files are embedded in the program. */
#pragma once
#include "db.h"

struct migration {
	int number;
	const char *name;
	str text;
};

/* The highest migration applied, 0 for an empty database (no table `migration` yet). */
enum rc migrate_at(struct db *db, int *ret) MUST_CHECK;
/* Apply those above migrate_at(), each in its own transaction; one that fails leaves nothing behind.  `all`
 * is in the order of the numbers.  On failure *ret_why (in mem) says what failed.  RC_CONFLICT: the database
 * has migrations that this program does not know, or the data stand against one.  RC_BUSY: somebody else
 * writes to it. */
enum rc migrate(struct arena *mem, struct db *db, const struct migration *all, size_t n,
		str *ret_why) MUST_CHECK;
/* The same, and what belongs to a migration besides its DDL: `also` is called in the transaction of each,
 * after it. */
struct migrate_plan {
	const struct migration *all;
	size_t n;
	enum rc (*also)(struct db *db, int number, void *arg); /* NULL: nothing */
	void *arg;
};
enum rc migrate_with(struct arena *mem, struct db *db, const struct migrate_plan *plan,
		     str *ret_why) MUST_CHECK;

/* How a database stands to the migrations of this program.  Inside a read transaction beside others who may
 * be migrating. */
enum migrate_says {
	MIGRATE_EMPTY,   /* nothing is in it */
	MIGRATE_FOREIGN, /* another program made it */
	MIGRATE_PAGES,   /* an SQLite file with pages of another size, `wrong` */
	MIGRATE_NEWER,   /* it has migrations that this program does not know */
	MIGRATE_OTHER,   /* a migration that it has, `wrong`, is not this program's of that number */
	MIGRATE_OLDER,
	MIGRATE_NEWEST
};
struct migrate_state {
	enum migrate_says says;
	int at, wrong;
};
enum rc migrate_look(struct arena *mem, struct db *db, const struct migration *all, size_t n,
		     struct migrate_state *ret) MUST_CHECK;
/* What of a migration counts: SM3 over its words and signs, in hex; not over comments and white space.  The
 * table `migration` keeps it of each; of those applied by a program that kept none, what the first program
 * that does so knows by that number. */
str migrate_digest(struct arena *mem, str text);

/* DDL in our six words as this engine's own: only the type of a column in CREATE TABLE or ALTER TABLE ADD
 * COLUMN is replaced.  ID includes PRIMARY KEY; TEXT is in the order of its bytes.  Exposed for the dump and
 * its test. */
str migrate_ddl(struct arena *mem, enum db_engine engine, str text);

/* The live schema in one canonical text: "table.column TYPE [null]" and "index NAME table(a,b desc) [unique]
 * [partial]", a line each, sorted by bytes, in our six words, engine tables and `migration` left out.  NAME
 * is "primary" or "unique" for the index of a constraint; the key of an ID has no line.  Equal on both
 * engines for equal schemas. */
enum rc migrate_live(struct arena *mem, struct db *db, str *ret) MUST_CHECK;
