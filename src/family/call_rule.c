#include "call_rule.h"

#include "codes.h"
#include "tr.h"

/* --- times --- */

static int64_t minutes(int64_t n) { return n * 60 * INT64_C(1000000); }

struct call_times call_rule_times(int64_t begins, int64_t ends, const struct call_limits *l)
{
	return (struct call_times){ .open = begins - minutes(l->early),
				    .start = begins,
				    .warn = ends - minutes(l->warn),
				    .end = ends,
				    .close = ends + minutes(l->grace) };
}

/* --- the grown-ups beside the child --- */

bool call_rule_beside(int64_t seen, int64_t now, const struct call_limits *l)
{
	return seen && now < seen + minutes(l->away);
}

int64_t call_rule_adults(const struct call_adults *a, int64_t now, const struct call_limits *l)
{
	int64_t n = 0;

	for (size_t i = 0; i < CALL_ADULTS; i++)
		n += call_rule_beside(a->seen[i], now, l);
	return n;
}

int64_t call_rule_lease(const struct call_adults *a, int64_t now, const struct call_limits *l)
{
	int64_t first = a->seen[0] < a->seen[1] ? a->seen[0] : a->seen[1],
		last = a->seen[0] < a->seen[1] ? a->seen[1] : a->seen[0];
	int64_t seen = l->adults > 1 ? first : last;

	return call_rule_beside(seen, now, l) ? seen + minutes(l->away) : 0;
}

/* --- the door --- */

/* Who was removed is told so even when the call is over: the other answers would invite another try. */
enum call_door call_rule_door(const struct call_asks *a)
{
	if (a->cancelled)
		return CALL_DOOR_CANCELLED;
	if (a->removed)
		return CALL_DOOR_REMOVED;
	if (a->ended || a->now >= a->times.close)
		return CALL_DOOR_OVER;
	if (a->phone)
		return CALL_DOOR_PHONE;
	if (a->now < a->times.open)
		return CALL_DOOR_EARLY;
	if (a->adult || a->adults >= a->needed)
		return CALL_DOOR_OPEN;
	if (a->adults > 0)
		return CALL_DOOR_SECOND;
	return a->left ? CALL_DOOR_ALONE : CALL_DOOR_NO_ADULT;
}

const char *call_rule_says(enum call_door d)
{
	static const char *const says[CALL_DOOR__N] = {
		[CALL_DOOR_EARLY] = N_("It is not time yet. This page opens the call by itself when it is."),
		[CALL_DOOR_OVER] = N_("This call is over."),
		[CALL_DOOR_CANCELLED] = N_("This call was cancelled."),
		[CALL_DOOR_REMOVED] = N_("You were asked to leave this call, so you cannot come back to it. "
					 "The home can tell you why."),
		[CALL_DOOR_NO_ADULT] = N_("The grown-up at the home has not come yet. The call opens as soon "
					  "as they are there."),
		[CALL_DOOR_ALONE] = N_("The grown-up of the home has gone away. The call goes on as soon as "
				       "one of them is here again."),
		[CALL_DOOR_SECOND] = N_("A second grown-up has to be there before the call opens."),
		[CALL_DOOR_PHONE] = N_("This call is made by telephone."),
	};

	return (unsigned)d < CALL_DOOR__N ? says[d] : NULL;
}

/* --- what came of it --- */

static bool is_there(const struct call_stay *stay, size_t n, enum call_side side, int64_t at)
{
	for (size_t i = 0; i < n; i++)
		if (stay[i].side == side && stay[i].from <= at && at < stay[i].to)
			return true;
	return false;
}

/* The first moment after `at` at which somebody comes or goes; `at` itself: none. */
static int64_t next_edge(const struct call_stay *stay, size_t n, int64_t at)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < n; i++) {
		if (stay[i].from > at && stay[i].from < next)
			next = stay[i].from;
		if (stay[i].to > at && stay[i].to < next)
			next = stay[i].to;
	}
	return next == INT64_MAX ? at : next;
}

int64_t call_rule_together(const struct call_stay *stay, size_t n)
{
	int64_t sum = 0, at = INT64_MIN, next;

	while ((next = next_edge(stay, n, at)) != at) {
		if (at != INT64_MIN && is_there(stay, n, CALL_SIDE_CHILD, at) &&
		    is_there(stay, n, CALL_SIDE_FAMILY, at))
			sum += next - at;
		at = next;
	}
	return sum / 1000000;
}

enum call_came call_rule_outcome(int64_t together, const struct call_limits *l)
{
	if (together <= 0)
		return CALL_CAME_MISSED;
	return together >= l->counted ? CALL_CAME_DONE : CALL_CAME_SHORT;
}

/* Both were there and did not hear each other: the line. */
const char *call_rule_why(const struct call_there *t)
{
	if (t->child && t->family)
		return CODE_CALL_WHY_LINE;
	if (t->child)
		return CODE_CALL_WHY_NO_ANSWER;
	if (t->family)
		return t->adult ? CODE_CALL_WHY_CHILD : CODE_CALL_WHY_HOME;
	return t->adult ? CODE_CALL_WHY_OTHER : CODE_CALL_WHY_HOME;
}

/* --- the line --- */

static bool beyond(const struct call_line *l, const struct call_line *than)
{
	return l->concealed > than->concealed || l->lost > than->lost || l->delay > than->delay;
}

enum { GONE_SECONDS = 20 };

enum call_quality call_rule_line(const struct call_line *l, const struct call_line_limits *than)
{
	if (l->silent >= GONE_SECONDS)
		return CALL_LINE_GONE;
	if (l->concealed < 0 && l->lost < 0 && l->delay < 0)
		return CALL_LINE_UNKNOWN;
	if (beyond(l, &than->bad))
		return CALL_LINE_BAD;
	if (beyond(l, &than->weak))
		return CALL_LINE_WEAK;
	return CALL_LINE_GOOD;
}

const char *call_rule_quality_code(enum call_quality q)
{
	static const char *const codes[] = { [CALL_LINE_UNKNOWN] = "unknown",
					     [CALL_LINE_GOOD] = "good",
					     [CALL_LINE_WEAK] = "weak",
					     [CALL_LINE_BAD] = "bad",
					     [CALL_LINE_GONE] = "gone" };

	return codes[q];
}
