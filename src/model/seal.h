/* seal.h - values sealed with SM4-GCM under the key of a county and class (classes: enum class of kind.h; C3
 * stands for the journal's bodies).  `extra` is authenticated, not kept: it says where the value stands, so
 * that none can be moved.
 *
 * The keys are random.  The table sealing_key keeps them, wrapped by the key file, each under a number that
 * stands before every value it sealed.  A key is made when first needed, in the writer's transaction;
 * another process may have made one since the last group, and a reader may meet a number it does not know
 * yet: both look in the table. */
#pragma once
#include "model.h"

/* Only in a writer's transaction: store_write(). RC_FAULT: the key of this county and class cannot be read,
 * or the database has been given another key file meanwhile; logged. */
enum rc seal_text(struct ctx *c, struct key_of which, str plain, str extra, str *ret) MUST_CHECK;
/* RC_NOT_FOUND: it does not open: not a sealed value, erased, moved here from elsewhere, or its key is gone;
 * a key that is there and does not open is logged.  Other answers are the database's. */
enum rc seal_open(struct ctx *c, struct key_of which, str sealed, str extra, str *ret_plain) MUST_CHECK;

/* A new key under a number that is not in use, for what is sealed from now on; in a writer's transaction. */
enum rc seal_make_key(struct ctx *c, const struct key_name *name) MUST_CHECK;
/* Read the keys before anybody waits; of more than 256 the first. */
enum rc seal_start(struct arena *mem, struct db *db, const struct keys *keys) MUST_CHECK;

/* A sealed column of a table that is no kind.  model.sealed lists them all, so that a change of keys
 * (rotate.h) finds them.  key: the columns that tell its rows apart, at most three. */
struct sealed_column {
	const char *table, *column;
	int class;
	const char *county; /* the column; NULL: every row is of the installation's county */
	struct {
		const char *column;
		bool text; /* else a whole number */
	} key[3];
	str (*extra)(struct arena *mem, const struct val *key);
};
