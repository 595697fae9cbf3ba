/* Asking once more who it is, in a session that goes on. */
#include "open.h"
#include "password.h"

struct asking {
	const struct session *s;
	struct attempt attempt;
};

static str number_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

static enum rc refuse(struct ctx *c, void *arg)
{
	const struct asking *a = arg;
	enum rc rc = attempt_failed(c, &a->attempt);

	return rc == RC_OK ? session_note(c, a->s, STR("refused")) : rc;
}

enum rc session_again(struct ctx *c, const struct session *s, str password)
{
	struct asking a = { .s = s };
	struct holder h;
	bool right = false;

	if (!s->token.n || s->stage != SESSION_OPEN)
		return RC_DENIED;
	enum rc rc = holder_load(c, s->account, &h);
	if (rc == RC_OK && !h.kept.n)
		return RC_DENIED;
	if (rc == RC_OK)
		rc = attempt_take(
			c, &(struct attempt_at){ STR("again"), number_text(c->mem, s->account), { NULL, 0 } },
			&a.attempt);
	if (rc != RC_OK)
		return rc;
	rc = password_verify(password, h.kept, &right);
	if (rc != RC_OK || right) {
		attempt_give_back(&a.attempt);
		return rc;
	}
	rc = store_write(c, PRIO_PEOPLE, refuse, &a);
	return rc == RC_OK ? RC_UNKNOWN_USER : rc;
}
