/* load.h - new records of one county in bulk, for data that a program has made and checked: the beginning of
 * an installation, a demonstration of the size of the nation.  Ten times as fast as one by one, because no
 * rule of a room runs, nothing is looked up, and the journal gets one row for all of them.
 *
 * What stays: values sealed and digests made as the store makes them, versions and instants, ids of the
 * county, and a chain that vouches for every value.  The body of the load's row says of each kind how many
 * there were and, for every thousand of them, what their values hash to; `journal verify` (verify_load.c)
 * reckons that from the records, with what the journal says of those that were changed since.
 *
 * What is the caller's: that the values are right, that rows come by ascending id within their kind, and all
 * that rooms derive (crossings, roll-ups, today's flat values, next_on), which goes in by the same door. */
#pragma once
#include "record.h"

struct load;
struct load_row {
	const struct kind *kind;
	int64_t id;          /* load_id() */
	const struct val *v; /* by field index: plain, of the field's type; VAL_NULL for what is not there */
	day next_on;         /* of a child */
};

/* Inside store_write(); the unit holds the county's whole load. */
enum rc load_begin(struct ctx *c, unsigned county, struct load **ret) MUST_CHECK;
enum rc load_id(struct load *l, int64_t *ret) MUST_CHECK;
enum rc load_row(struct load *l, const struct load_row *row) MUST_CHECK;
/* The journal's row, unless nothing was loaded. */
enum rc load_end(struct load *l) MUST_CHECK;

/* Outside of any unit: without the indexes of these kinds (NULL-ended) rows go in several times as fast.
 * make: put them back, else take them away; `more`: the DDL of rooms (house.h), whose indexes on these tables
 * go along.  A database without them is refused at the next start. */
enum rc load_indexes(struct ctx *c, const struct kind *const *kinds, const char *const *more,
		     bool make) MUST_CHECK;

/* --- inside model/ --- */

enum { LOAD_BLOCK = 1024 }; /* rows under one hash */

/* Of this field a block's hash speaks: it is kept and not reckoned from others. */
bool load_covers(const struct field *f);
/* A row as it is hashed: its id, then each value as text, empty and missing told apart. */
void load_put_id(struct buf *to, int64_t id);
void load_put_value(struct buf *to, bool there, str text);
