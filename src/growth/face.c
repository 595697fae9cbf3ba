#include "face.h"

#include "consent.h"

bool face_seen(const struct record *work) { return rec_null(work, WORK_FACES) || rec_int(work, WORK_FACES); }

/* Does the child's family agree to pictures of it today? */
static bool face_agreed(struct ctx *c, struct face_memo *memo, int64_t child)
{
	for (size_t i = 0; memo && i < memo->n; i++)
		if (memo->child[i] == child)
			return memo->agreed[i];
	bool agreed = consent_holds(c, child, STR(CODE_CONSENT_PURPOSE_PORTRAIT), c->today);
	if (memo && memo->n < FACE_MEMO) {
		memo->child[memo->n] = child;
		memo->agreed[memo->n++] = agreed;
	}
	return agreed;
}

enum { SEVERAL_MAX = 200 };

/* Beyond the reader's reach, for whose children they are is nobody's to know; nothing of it comes out but yes
 * or no. */
static bool all_agree(struct ctx *c, struct face_memo *memo, const struct record *work)
{
	int64_t *child = NEW(c->mem, int64_t, SEVERAL_MAX);
	size_t n = 0;
	struct rows q;

	if (DB_QUERY(c->db, &q, "SELECT w.child FROM work w WHERE w.together = ?1 ORDER BY w.id",
		     TEXT(rec_text(work, WORK_TOGETHER))) != RC_OK)
		return false;
	while (n < SEVERAL_MAX && db_next(&q))
		child[n++] = db_int(&q, 0);
	if (db_done(&q) != RC_OK || (int64_t)n < rec_int(work, WORK_SEVERAL) || n == SEVERAL_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!face_agreed(c, memo, child[i]))
			return false;
	return true;
}

bool face_shown(struct ctx *c, struct face_memo *memo, const struct record *work)
{
	if (!face_seen(work))
		return true;
	if (!face_agreed(c, memo, rec_int(work, WORK_CHILD)))
		return false;
	return rec_null(work, WORK_TOGETHER) || all_agree(c, memo, work);
}
