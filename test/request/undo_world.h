/* undo_world.h - for the tests of undo: writing as a batch, taking it back, and the whole state as text. */
#pragma once
#include "harness.h"
#include "undo.h"

struct actor world_actor(struct harness *h, enum role role, enum fixture school);

/* One write by `who` as part of a batch: made when .id is 0, deleted when .json is NULL, else changed.  The
 * JSON has ' for double quotes and {names} as steps have.  Gives the record's id; 0: it was refused. */
struct deed {
	const struct actor *who;
	int64_t batch;
	const struct kind *kind;
	int64_t id;
	const char *json;
};
int64_t world_write(struct harness *h, const struct deed *d);

struct taking {
	const struct actor *who;
	int64_t batch, as; /* which one is taken back, and the batch that does it */
	size_t unit;       /* changes in a unit; 0: 200 */
	bool loud;         /* a remark for each change that is left */
	/* what came of it */
	enum rc rc;
	int64_t n[UNDO__N], all, partly;
	struct undo_row last; /* the oldest change of the batch */
	str why;              /* of the last UNDO_REFUSED: its first problem */
};
enum rc world_undo(struct harness *h, struct taking *t);

/* Every record of every kind with all it holds, and what follows from it: all but versions, and ids of what
 * is derived. */
str world_dump(struct harness *h, struct arena *mem);
/* Where two dumps first differ, as a remark of the test. */
bool world_same(str a, str b);
