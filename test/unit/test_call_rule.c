/* Calls by rule alone: when the room opens and closes, who comes in when, how long they talked, and what a
 * line is called. */
#include "call_rule.h"
#include "tap.h"

#define MINUTE INT64_C(60000000)
#define SECOND INT64_C(1000000)

static const struct call_limits limits = { .early = 10, .warn = 2, .grace = 1, .counted = 60, .adults = 1 };

static int64_t at(const char *text)
{
	int64_t t = 0;

	OK(instant_parse(str_of(text), &t));
	return t;
}

static struct call_times evening(void)
{
	return call_rule_times(at("2026-11-21T10:00:00Z"), at("2026-11-21T10:15:00Z"), &limits);
}

static void test_times(void)
{
	struct call_times t = evening();

	OK(t.start == at("2026-11-21T10:00:00Z"));
	OK(t.open == at("2026-11-21T09:50:00Z"));
	OK(t.warn == at("2026-11-21T10:13:00Z"));
	OK(t.end == at("2026-11-21T10:15:00Z"));
	OK(t.close == at("2026-11-21T10:16:00Z"));
}

/* clang-format off */
static const struct {
	const char *what;
	int64_t minute; /* after the start of the slot */
	bool cancelled, ended, phone, removed, adult;
	int64_t adults, needed;
	enum call_door is;
} doors[] = {
	{ "long before",                       -30, 0, 0, 0, 0, 0, 1, 1, CALL_DOOR_EARLY },
	{ "the grown-up too early",            -30, 0, 0, 0, 0, 1, 0, 1, CALL_DOOR_EARLY },
	{ "the first minute, nobody there",    -10, 0, 0, 0, 0, 0, 0, 1, CALL_DOOR_NO_ADULT },
	{ "the grown-up then",                 -10, 0, 0, 0, 0, 1, 0, 1, CALL_DOOR_OPEN },
	{ "the child once one is there",        -5, 0, 0, 0, 0, 0, 1, 1, CALL_DOOR_OPEN },
	{ "one of two",                          0, 0, 0, 0, 0, 0, 1, 2, CALL_DOOR_SECOND },
	{ "the second grown-up comes",           0, 0, 0, 0, 0, 1, 1, 2, CALL_DOOR_OPEN },
	{ "both there",                          0, 0, 0, 0, 0, 0, 2, 2, CALL_DOOR_OPEN },
	{ "none of two",                         0, 0, 0, 0, 0, 0, 0, 2, CALL_DOOR_NO_ADULT },
	{ "no grown-up asked for",               0, 0, 0, 0, 0, 0, 0, 0, CALL_DOOR_OPEN },
	{ "the last moment of grace",           15, 0, 0, 0, 0, 0, 1, 1, CALL_DOOR_OPEN },
	{ "closed",                             16, 0, 0, 0, 0, 0, 1, 1, CALL_DOOR_OVER },
	{ "closed for the grown-up too",        16, 0, 0, 0, 0, 1, 1, 1, CALL_DOOR_OVER },
	{ "ended by hand",                       5, 0, 1, 0, 0, 0, 1, 1, CALL_DOOR_OVER },
	{ "ended by hand, the grown-up",         5, 0, 1, 0, 0, 1, 1, 1, CALL_DOOR_OVER },
	{ "removed",                             5, 0, 0, 0, 1, 0, 1, 1, CALL_DOOR_REMOVED },
	{ "removed, and it is over",            16, 0, 0, 0, 1, 0, 1, 1, CALL_DOOR_REMOVED },
	{ "removed, and no grown-up",            5, 0, 0, 0, 1, 0, 0, 1, CALL_DOOR_REMOVED },
	{ "cancelled",                           0, 1, 0, 0, 0, 0, 1, 1, CALL_DOOR_CANCELLED },
	{ "cancelled long before",             -30, 1, 0, 0, 0, 0, 1, 1, CALL_DOOR_CANCELLED },
	{ "by telephone",                        0, 0, 0, 1, 0, 0, 1, 1, CALL_DOOR_PHONE },
	{ "by telephone, over",                 16, 0, 0, 1, 0, 0, 1, 1, CALL_DOOR_OVER },
	{ "by telephone, long before",         -30, 0, 0, 1, 0, 0, 1, 1, CALL_DOOR_PHONE },
};
/* clang-format on */

static void test_door(void)
{
	struct call_times t = evening();

	for (size_t i = 0; i < COUNT(doors); i++) {
		struct call_asks a = { .now = t.start + doors[i].minute * MINUTE,
				       .times = t,
				       .cancelled = doors[i].cancelled,
				       .ended = doors[i].ended,
				       .phone = doors[i].phone,
				       .removed = doors[i].removed,
				       .adult = doors[i].adult,
				       .adults = doors[i].adults,
				       .needed = doors[i].needed };
		bool is = call_rule_door(&a) == doors[i].is;
		a.left = true; /* who was there and is gone has another sentence, nothing else changes */
		is &= call_rule_door(&a) ==
		      (doors[i].is == CALL_DOOR_NO_ADULT ? CALL_DOOR_ALONE : doors[i].is);
		if (!is)
			printf("# %s: %d\n", doors[i].what, (int)call_rule_door(&a));
		OK(is);
	}
	OK(!call_rule_says(CALL_DOOR_OPEN));
	for (int d = CALL_DOOR_OPEN + 1; d < CALL_DOOR__N; d++)
		OK(call_rule_says((enum call_door)d));
}

/* clang-format off */
static const struct {
	int64_t first, second, now; /* seconds; 0: nobody */
	int64_t needed, there, lease;
} besides[] = {
	{ 0,   0,   100, 1, 0, 0 },
	{ 100, 0,   100, 1, 1, 400 },
	{ 100, 0,   399, 1, 1, 400 },
	{ 100, 0,   400, 1, 0, 0 },
	{ 100, 0,   200, 2, 1, 0 },
	{ 100, 250, 399, 2, 2, 400 },
	{ 250, 100, 399, 2, 2, 400 },
	{ 100, 250, 400, 2, 1, 0 },
	{ 100, 250, 400, 1, 1, 550 },
	{ 0,   250, 400, 1, 1, 550 },
};
/* clang-format on */

static void test_adults(void)
{
	for (size_t i = 0; i < COUNT(besides); i++) {
		struct call_limits l = { .adults = besides[i].needed, .away = 5 };
		struct call_adults a = { { besides[i].first * SECOND, besides[i].second * SECOND } };
		int64_t now = besides[i].now * SECOND;
		OK(call_rule_adults(&a, now, &l) == besides[i].there);
		OK(call_rule_lease(&a, now, &l) == besides[i].lease * SECOND);
	}
}

#define C CALL_SIDE_CHILD
#define F CALL_SIDE_FAMILY
#define A CALL_SIDE_ADULT

static void test_together(void)
{
	const struct call_stay nobody_meets[] = { { C, 1, 0, 100 * SECOND },
						  { F, 2, 100 * SECOND, 200 * SECOND } };
	const struct call_stay overlap[] = { { C, 1, 0, 100 * SECOND }, { F, 2, 40 * SECOND, 300 * SECOND } };
	const struct call_stay two_of_family[] = { { C, 1, 0, 100 * SECOND },
						   { F, 2, 10 * SECOND, 60 * SECOND },
						   { F, 3, 50 * SECOND, 90 * SECOND } };
	const struct call_stay broken[] = { { C, 1, 0, 30 * SECOND },
					    { C, 1, 50 * SECOND, 100 * SECOND },
					    { F, 2, 0, 100 * SECOND } };
	const struct call_stay adults_only[] = { { C, 1, 0, 900 * SECOND }, { A, 2, 0, 900 * SECOND } };
	const struct call_stay siblings[] = { { C, 1, 0, 50 * SECOND },
					      { C, 4, 40 * SECOND, 80 * SECOND },
					      { F, 2, 0, 70 * SECOND } };

	OK(call_rule_together(NULL, 0) == 0);
	OK(call_rule_together(nobody_meets, COUNT(nobody_meets)) == 0);
	OK(call_rule_together(overlap, COUNT(overlap)) == 60);
	OK(call_rule_together(two_of_family, COUNT(two_of_family)) == 80);
	OK(call_rule_together(broken, COUNT(broken)) == 80);
	OK(call_rule_together(adults_only, COUNT(adults_only)) == 0);
	OK(call_rule_together(siblings, COUNT(siblings)) == 70);
	OK(call_rule_outcome(0, &limits) == CALL_CAME_MISSED);
	OK(call_rule_outcome(1, &limits) == CALL_CAME_SHORT);
	OK(call_rule_outcome(59, &limits) == CALL_CAME_SHORT);
	OK(call_rule_outcome(60, &limits) == CALL_CAME_DONE);
}

static bool why(bool adult, bool child, bool family, const char *is)
{
	return strcmp(call_rule_why(&(struct call_there){ adult, child, family }), is) == 0;
}

static void test_why(void)
{
	OK(why(true, true, false, "no_answer"));
	OK(why(true, true, true, "line"));
	OK(why(true, false, true, "child"));
	OK(why(false, false, true, "home"));
	OK(why(false, false, false, "home"));
	OK(why(true, false, false, "other"));
}

/* clang-format off */
static const struct {
	struct call_line line;
	enum call_quality is;
} lines[] = {
	{ { -1, -1, -1, 0 },     CALL_LINE_UNKNOWN },
	{ { 0, 0, 40, 0 },       CALL_LINE_GOOD },
	{ { 20, 30, 400, 0 },    CALL_LINE_GOOD },
	{ { 21, 0, 40, 0 },      CALL_LINE_WEAK },
	{ { 0, 31, 40, 0 },      CALL_LINE_WEAK },
	{ { 0, 0, 401, 0 },      CALL_LINE_WEAK },
	{ { 50, 80, 600, 0 },    CALL_LINE_WEAK },
	{ { 51, 0, 40, 0 },      CALL_LINE_BAD },
	{ { 0, 81, 40, 0 },      CALL_LINE_BAD },
	{ { 0, 0, 601, 0 },      CALL_LINE_BAD },
	{ { 570, 0, 40, 0 },     CALL_LINE_BAD },
	{ { -1, 0, -1, 0 },      CALL_LINE_GOOD },
	{ { 0, 0, 40, 19 },      CALL_LINE_GOOD },
	{ { 0, 0, 40, 20 },      CALL_LINE_GONE },
	{ { -1, -1, -1, 99 },    CALL_LINE_GONE },
};
/* clang-format on */

static void test_line(void)
{
	const struct call_line_limits than = { { 20, 30, 400, 0 }, { 50, 80, 600, 0 } };

	for (size_t i = 0; i < COUNT(lines); i++)
		OK(call_rule_line(&lines[i].line, &than) == lines[i].is);
	for (int q = CALL_LINE_UNKNOWN; q <= CALL_LINE_GONE; q++)
		OK(*call_rule_quality_code((enum call_quality)q));
}

int main(void)
{
	test_times();
	test_door();
	test_adults();
	test_together();
	test_why();
	test_line();
	return tap_end();
}
