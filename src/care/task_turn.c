#include "task_turn.h"

static const struct {
	enum role role, above;
} ladder[] = {
	{ ROLE_DIRECTOR, ROLE_SUPERVISOR }, { ROLE_SUPERVISOR, ROLE_CIVIL }, { ROLE_FEDERATION, ROLE_CIVIL },
	{ ROLE_TEACHER, ROLE_HEAD },        { ROLE_COUNSELLOR, ROLE_HEAD },  { ROLE_HEAD, ROLE_OFFICER },
};

enum role task_role_above(enum role role)
{
	for (size_t i = 0; i < COUNT(ladder); i++)
		if (ladder[i].role == role)
			return ladder[i].above;
	return (enum role)0;
}

bool task_is_above(enum role upper, enum role lower)
{
	for (enum role r = task_role_above(lower); r; r = task_role_above(r))
		if (r == upper)
			return true;
	return false;
}

/* The first of a role and those above that somebody holds; 0: nobody holds any of them. */
static enum role first_held(enum role from, unsigned held)
{
	enum role r = from;

	while (r && !(held & (unsigned)r))
		r = task_role_above(r);
	return r;
}

struct task_turn task_turn(const struct task_wait *w, day today)
{
	enum role now = first_held(w->role, w->held);
	int step = w->step_days > 0 ? w->step_days : 1;

	if (!now) /* a place without anybody: it is left where it belongs */
		return (struct task_turn){ .role = w->role };
	for (day on = day_add(w->until, step);; on = day_add(on, step)) {
		enum role next = first_held(task_role_above(now), w->held);
		if (!next)
			return (struct task_turn){ .role = now };
		if (today < on)
			return (struct task_turn){ .role = now, .step_on = on };
		now = next;
	}
}
