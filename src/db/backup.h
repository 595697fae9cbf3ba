/* backup.h - what is in a backup (pack.h): all tables of a database, then files, as a stream of parts.  The
 * tables come from the live schema in the order of their names, rows in the order of their primary key,
 * values as numbers, text or bytes: the same from both engines, so that equal content has equal sums, and
 * what one engine gives the other takes.  The table `migration` is not among them: its number stands in the
 * header.
 *
 * Memory does not grow with the data.  Every *ret_why, in mem, is a sentence. */
#pragma once
#include "db.h"
#include "pack.h"

/* One table, or one file. */
struct backup_part {
	str name;
	bool file;
	int64_t count; /* rows; bytes of a file */
	uint8_t sum[SM3_SIZE];
};
struct backup_total {
	int64_t tables, rows, files, bytes; /* bytes: of the files */
	int64_t lost;                       /* files that should have been there and were not */
	uint8_t sum[SM3_SIZE];              /* over the sums of all parts */
};

/* --- making one --- */

struct backup_to {
	struct pack_out *pack;
	struct backup_total total;
	struct backup_part part; /* under way */
};
/* Inside a read transaction: one picture of all tables but those in `leave` (NULL-ended).  RC_BUSY: `to`
 * cannot be written, as pack_close() will say. */
enum rc backup_tables(struct arena *mem, struct db *db, const char *const *leave, struct backup_to *to,
		      str *ret_why) MUST_CHECK;
/* After the tables.  false: `to` cannot be written.  The name is kept as it is given: what may be a name is
 * the caller's to know. */
bool backup_file(struct backup_to *to, str name) MUST_CHECK;
bool backup_data(struct backup_to *to, str bytes) MUST_CHECK;
bool backup_file_end(struct backup_to *to) MUST_CHECK;
void backup_lost(struct backup_to *to); /* a file is missing: counted */
bool backup_end(struct backup_to *to) MUST_CHECK;

/* --- making an increment: some tables, or some of their rows --- */

struct backup_table;
struct table_read;
struct backup_some {
	struct arena *mem;
	struct backup_table *table; /* of the live schema */
	size_t n;
	struct table_read *read;
};
/* Inside a read transaction. */
enum rc backup_some_begin(struct arena *mem, struct db *db, struct backup_to *to, struct backup_some *ret,
			  str *ret_why) MUST_CHECK;
void backup_some_end(struct backup_some *s);
enum rc backup_some_table(struct backup_some *s, str name, str *ret_why) MUST_CHECK;
/* A place in a chain of rows: of a table with county, node and seq those behind it. */
struct backup_chain {
	int64_t county, node, after;
};
enum rc backup_some_behind(struct backup_some *s, str name, const struct backup_chain *chain, size_t n,
			   str *ret_why) MUST_CHECK;
/* Rows under a name and columns that are the caller's. */
bool backup_made(struct backup_some *s, const struct backup_table *t) MUST_CHECK;
bool backup_made_row(struct backup_some *s, const struct val *v, size_t n) MUST_CHECK;
bool backup_made_end(struct backup_some *s) MUST_CHECK;

/* --- reading one --- */

struct backup_table {
	str name;
	size_t n;
	str *column;
	char *type;   /* of each: 'i' number, 't' text, 'b' bytes */
	bool keyless; /* no primary key: all columns are one */
	size_t nkeys;
	size_t *key; /* columns of the primary key, in its order; none of a table in a backup */
};
/* Who takes what is in it; NULL: nobody.  What they answer but RC_OK ends it; they set *ret_why themselves.
 */
struct backup_taker {
	enum rc (*table)(void *arg, const struct backup_table *t, str *ret_why);
	enum rc (*row)(void *arg, const struct val *v, size_t n, str *ret_why);
	enum rc (*file)(void *arg, str name, str *ret_why);
	enum rc (*data)(void *arg, str bytes, str *ret_why);
	enum rc (*end)(void *arg, const struct backup_part *p, str *ret_why); /* its sum is right */
	void *arg;
};
/* From the first item to the end of the file; every sum is checked.  RC_MALFORMED: it is not what was
 * written.
 */
enum rc backup_read(struct arena *mem, struct pack_in *from, const struct backup_taker *to,
		    struct backup_total *ret, str *ret_why) MUST_CHECK;

/* --- into a database --- */

/* Is there a row in any table but `migration`? */
enum rc backup_content(struct arena *mem, struct db *db, bool *ret) MUST_CHECK;

struct backup_load;
/* Inside a write transaction, in a database without content at the migration of the backup: .table and .row
 * of a taker, with the struct backup_load as their arg. */
enum rc backup_load_begin(struct arena *mem, struct db *db, struct backup_load **ret,
			  str *ret_why) MUST_CHECK;
enum rc backup_load_table(void *load, const struct backup_table *t, str *ret_why) MUST_CHECK;
enum rc backup_load_row(void *load, const struct val *v, size_t n, str *ret_why) MUST_CHECK;
/* Into tables that have rows already; later the table under way can be emptied first. */
enum rc backup_load_more(struct arena *mem, struct db *db, struct backup_load **ret, str *ret_why) MUST_CHECK;
enum rc backup_load_empty(struct backup_load *l) MUST_CHECK;
/* Once it is committed: PostgreSQL looks at what it has got, or it reads whole tables for one row. */
enum rc backup_load_look(struct db *db) MUST_CHECK;
