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

enum rc repoint_find(struct ctx *c, const struct kind *k, size_t field, int64_t of, int64_t **ret,
		     size_t *ret_n)
{
	struct stmt s = stmt_new(c);
	struct rows q;
	size_t n = 0, cap = 16;
	int64_t *ids = NEW(c->mem, int64_t, cap);

	stmt_str(&s, "SELECT t.id FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.");
	stmt_str(&s, field_column(&k->fields[field]));
	stmt_str(&s, " = ");
	stmt_val(&s, INT(of));
	stmt_str(&s, " ORDER BY t.id");
	enum rc rc = stmt_query(&s, c, &q);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		if (n == cap) {
			int64_t *more = NEW(c->mem, int64_t, cap * 2);
			memcpy(more, ids, n * sizeof *ids);
			ids = more;
			cap *= 2;
		}
		ids[n++] = db_int(&q, 0);
	}
	*ret = ids;
	*ret_n = n;
	return db_done(&q);
}
