/* journal.h - the append-only, hash-chained journal (SM3).  The header holds no personal value; bodies
 * (before and after) are sealed per class with a random salt, and the header keeps SM3(salt || plain) of each
 * part, so that re-keying and lawful erasure leave the chain whole.  One chain per county and node. */
#pragma once
#include "record.h"

enum act { ACT_CREATE = 1, ACT_UPDATE, ACT_DELETE, ACT_READ, ACT_CROSS, ACT_SIGN_IN, ACT_SIGN_OUT, ACT__N };
const char *act_name(enum act act);

/* The writer's memory of heads and counters; reread at each group, restored when a job is rolled back. */
struct chain;
struct chain *chain_new(struct arena *mem);
void chain_group(void *chain, bool begun); /* for writer_on_group() */
void chain_job_begin(struct chain *ch);
void chain_job_end(struct chain *ch, bool kept);

/* The next id of a county: 20 bits county, 11 bits node, 32 bits counter leased in blocks. */
enum rc id_next(struct ctx *c, unsigned county, int64_t *ret) MUST_CHECK;
unsigned id_county(int64_t id);

/* Add a row for a change, inside store_write(). */
enum rc journal_change(struct ctx *c, enum act act, const struct change *change) MUST_CHECK;
/* A row without a body: a reading with a purpose, a sign-in. */
enum rc journal_note(struct ctx *c, enum act act, str kind, int64_t record, str reason) MUST_CHECK;

/* Which fields of a record changed in versions after `version` (bits by field index). RC_NOT_FOUND: that
 * version never was. */
enum rc journal_changed_since(struct ctx *c, const struct kind *k, const struct record *now, int64_t version,
			      uint64_t *ret) MUST_CHECK;

/* Which fields of two records changed in the last `writes` updates of either (a view over both). */
enum rc journal_changed_last(struct ctx *c, const struct record *const r[2], int64_t writes,
			     uint64_t ret[2]) MUST_CHECK;

struct entry {
	int64_t seq, at, actor, record, batch;
	unsigned county, node;
	enum act act;
	enum via via;
	str kind, reason, actor_name;
	struct field_change {
		const struct field *field;
		size_t index;
		str before, after; /* as text, masked for the reader */
		bool had, has;
	} * change;
	size_t nchange;
};
/* The rows of one record the actor can see, newest first; *n: at most so many, then how many. */
enum rc journal_of(struct ctx *c, const struct kind *k, int64_t record, int64_t before_seq,
		   struct entry **ret, size_t *n) MUST_CHECK;

struct verdict {
	int64_t rows, segments, erased;
	int64_t broken_at; /* seq; 0: whole */
	unsigned county;
	str why;
};
enum rc journal_verify(struct ctx *c, struct verdict *ret) MUST_CHECK;
