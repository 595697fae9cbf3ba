#include "repoint.h"
#include "tx.h"

#include <assert.h>

static enum rc allowed(struct ctx *c, struct change *change)
{
	const struct kind *k = change->kind;
	size_t before = c->problems.n;

	if (!k->check)
		return RC_OK;
	k->check(c, change);
	if (c->problems.n == before)
		return RC_OK;
	enum rc rc = db_settle(c->db); /* what could not be looked up is no reason to refuse */
	return rc == RC_OK ? RC_INVALID : rc;
}

enum rc repoint_record(struct ctx *c, const struct kind *k, int64_t id, size_t field, struct val to)
{
	struct record before;
	enum rc rc = record_load_plain(c, k, id, false, &before);

	assert(c->tx && c->who->role == ROLE_SYSTEM);
	if (rc != RC_OK)
		return rc;
	struct record after = before;
	struct change change = { .kind = k, .before = &before, .after = &after };
	after.v = NEW(c->mem, struct val, FIELDS_MAX);
	memcpy(after.v, before.v, k->nfields * sizeof *after.v);
	after.v[field] = to;
	rc = allowed(c, &change);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < k->nfields; i++) /* the rules may have filled in what follows */
		if (!val_same(&before.v[i], &after.v[i]))
			change.changed |= UINT64_C(1) << i;
	if (!change.changed)
		return RC_OK;
	after.version = before.version + 1;
	after.updated_at = c->now;
	return store_put(c, ACT_UPDATE, &change);
}
