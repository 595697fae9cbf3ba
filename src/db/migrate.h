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
 * has migrations that this program does not know, or the data stand against one. */
enum rc migrate(struct arena *mem, struct db *db, const struct migration *all, size_t n,
		str *ret_why) MUST_CHECK;
/* DDL in our six words as this engine's own: only the type of a column in CREATE TABLE or ALTER TABLE ADD
 * COLUMN is replaced.  ID includes PRIMARY KEY; TEXT is in the order of its bytes.  Exposed for the dump and
 * its test. */
str migrate_ddl(struct arena *mem, enum db_engine engine, str text);

/* The live schema in one canonical text: "table.column TYPE [null]" and "index NAME table(a,b desc) [unique]
 * [partial]", a line each, sorted by bytes, in our six words, engine tables and `migration` left out.  NAME
 * is "primary" or "unique" for the index of a constraint; the key of an ID has no line.  Equal on both
 * engines for equal schemas. */
enum rc migrate_live(struct arena *mem, struct db *db, str *ret) MUST_CHECK;
