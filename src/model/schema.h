/* schema.h - the tables that the kinds ask for, as DDL in our six words (db/migrate.h).  Migrating from 0001
 * must give just this; a program refuses to start on anything else. */
#pragma once
#include "migrate.h"
#include "model.h"

extern const char model_ddl[]; /* journal, counters, meta: tables that are no kinds */

/* The indexes of one kind's table, a line each. */
void schema_print_indexes(struct buf *to, const struct kind *k);
/* All of it: the kinds' tables and indexes, then the texts in `more` (NULL-ended). */
void schema_print(struct buf *to, const struct model *m, const char *const *more);
/* The first difference of two schemas: a line of migrate_live() of each; empty: there is none of that name.
 */
struct schema_gap {
	str there, must;
};
bool schema_differs(str live, str must, struct schema_gap *ret);
/* RC_INVALID: the live schema differs. */
enum rc schema_check(struct arena *mem, struct db *db, const struct model *m, const char *const *more,
		     struct schema_gap *ret) MUST_CHECK;
/* Is every kind sound (kind_fault)?  NULL or what is wrong. */
const char *model_fault(const struct model *m, const char **ret_kind);
