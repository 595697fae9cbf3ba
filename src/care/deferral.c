#include "deferral.h"

#include "task.h"
#include "task_turn.h"

void deferral_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;

	if (c->problems.n || c->via == VIA_UNDO || change->before)
		return;
	if (rec_null(r, DEFERRAL_AT))
		r->v[DEFERRAL_AT] = INT(c->now);
	if (rec_null(r, DEFERRAL_BY) && c->who->account)
		r->v[DEFERRAL_BY] = INT(c->who->account);
	task_check_until(c, rec_day(r, DEFERRAL_UNTIL), rec_text(r, DEFERRAL_REASON));
}

/* Whose duty it is, whose turn, and every role above. */
static bool may(const struct actor *who, const struct record *duty)
{
	const struct role_row *role = role_of_code(rec_text(duty, OBLIGATION_ROLE));
	const struct role_row *now = role_of_code(rec_text(duty, OBLIGATION_NOW_ROLE));

	if (who->role == ROLE_SYSTEM)
		return true;
	if ((role && role->role == who->role) || (now && now->role == who->role))
		return true;
	return role && task_is_above(who->role, role->role);
}

/* The open duty that is meant, as the actor may see it. */
static enum rc find_duty(struct ctx *c, const struct deferral_new *n, struct record *ret)
{
	struct list l = { .filter = { { OBLIGATION_CHILD, INT(n->child) },
				      { OBLIGATION_DUTY, TEXT(n->duty) },
				      { OBLIGATION_FROM, INT(n->from) } },
			  .nfilter = 3,
			  .where = SQL("t.done_on IS NULL AND t.ended_on IS NULL"),
			  .limit = 1 };
	struct records found;
	enum rc rc = record_list(c, &obligation_kind, &l, &found);

	if (rc == RC_OK && !found.n)
		return RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

enum rc deferral_put(struct ctx *c, const struct deferral_new *n, int64_t *ret)
{
	struct input in = input_new(&deferral_kind);
	struct record duty, done;
	enum rc rc = find_duty(c, n, &duty);

	if (rc == RC_OK && !may(c->who, &duty))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	input_int(&in, c->mem, DEFERRAL_CHILD, n->child);
	input_set(&in, DEFERRAL_DUTY, n->duty);
	input_day(&in, c->mem, DEFERRAL_FROM, n->from);
	if (n->until)
		input_day(&in, c->mem, DEFERRAL_UNTIL, n->until);
	input_set(&in, DEFERRAL_REASON, str_trim(n->reason));
	rc = record_create(c, &in, &done);
	if (rc == RC_OK && ret)
		*ret = done.id;
	return rc;
}
