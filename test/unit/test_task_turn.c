/* Whose turn a task is: the ladder, its days, roles that nobody holds; a class teacher's alerts of a week. */
#include "alert_list.h"
#include "tap.h"
#include "task_page.h"
#include "task_turn.h"

#define ALL (ROLE_DIRECTOR | ROLE_SUPERVISOR | ROLE_CIVIL | ROLE_TEACHER | ROLE_HEAD | ROLE_OFFICER)

static bool turns(enum role role, unsigned held, day until, day today, enum role expect, day step)
{
	struct task_turn t = task_turn(&(struct task_wait){ role, held, until, 7 }, today);

	return t.role == expect && t.step_on == step;
}

static void test_ladder(void)
{
	OK(task_role_above(ROLE_DIRECTOR) == ROLE_SUPERVISOR);
	OK(task_role_above(ROLE_SUPERVISOR) == ROLE_CIVIL);
	OK(task_role_above(ROLE_TEACHER) == ROLE_HEAD && task_role_above(ROLE_COUNSELLOR) == ROLE_HEAD);
	OK(task_role_above(ROLE_HEAD) == ROLE_OFFICER);
	OK(!task_role_above(ROLE_OFFICER) && !task_role_above(ROLE_CIVIL));
	OK(task_is_above(ROLE_CIVIL, ROLE_DIRECTOR) && task_is_above(ROLE_OFFICER, ROLE_TEACHER));
	OK(!task_is_above(ROLE_DIRECTOR, ROLE_DIRECTOR) && !task_is_above(ROLE_HEAD, ROLE_DIRECTOR));
}

static void test_days(void)
{
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20261110, ROLE_DIRECTOR, 20261117));
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20261116, ROLE_DIRECTOR, 20261117)); /* the last day */
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20261117, ROLE_SUPERVISOR, 20261124));
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20261123, ROLE_SUPERVISOR, 20261124));
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20261124, ROLE_CIVIL, 0));
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20281124, ROLE_CIVIL, 0)); /* on top it stays */
	OK(turns(ROLE_OFFICER, ALL, 20261110, 20271110, ROLE_OFFICER, 0));
	OK(turns(ROLE_DIRECTOR, ALL, 20280222, 20280229, ROLE_SUPERVISOR, 20280307)); /* a leap day */
	OK(turns(ROLE_DIRECTOR, ALL, 20261110, 20250101, ROLE_DIRECTOR, 20261117)); /* long before its day */
}

static void test_vacancy(void)
{
	const unsigned without = ALL & ~(unsigned)ROLE_DIRECTOR;

	OK(turns(ROLE_DIRECTOR, without, 20261110, 20261101, ROLE_SUPERVISOR, 20261117));
	OK(turns(ROLE_DIRECTOR, without, 20261110, 20261117, ROLE_CIVIL, 0));
	OK(turns(ROLE_DIRECTOR, ALL & ~(unsigned)ROLE_SUPERVISOR, 20261110, 20261117, ROLE_CIVIL, 0));
	OK(turns(ROLE_DIRECTOR, ROLE_DIRECTOR, 20261110, 20271117, ROLE_DIRECTOR, 0));
	OK(turns(ROLE_DIRECTOR, ROLE_HEAD, 20261110, 20261101, ROLE_DIRECTOR, 0)); /* nobody of its ladder */
	OK(turns(ROLE_TEACHER, 0, 20261110, 20261101, ROLE_TEACHER, 0));
}

static bool budget(const char *waits, int64_t at_most, int64_t single, int64_t rest)
{
	bool open[32];
	size_t n = strlen(waits);

	for (size_t i = 0; i < n; i++)
		open[i] = waits[i] == 'o';
	struct alert_budget b = alert_budget_of(open, n, at_most);
	return b.single == single && b.rest == rest;
}

static void test_budget(void)
{
	OK(budget("", 3, 0, 0));
	OK(budget("ooo", 3, 3, 0));
	OK(budget("ooooo", 3, 3, 2));
	OK(budget("ttooo", 3, 1, 2)); /* two were taken this week: one is left by itself */
	OK(budget("ttto", 3, 0, 1));
	OK(budget("oo", 0, 0, 2));
	OK(budget("to", 3, 1, 0));
}

static bool picks(const char *text, int64_t task, int64_t child, day from, const char *code)
{
	struct task_pick p;

	return task_pick_read(str_of(text), &p) && p.task == task && p.child == child && p.from == from &&
	       str_eq(p.code, str_of(code));
}

static bool refuses(const char *text)
{
	struct task_pick p;

	return !task_pick_read(str_of(text), &p);
}

static void test_picks(void)
{
	OK(picks("task:17", 17, 0, 0, ""));
	OK(picks("duty:5:20261101:visit_red", 0, 5, 20261101, "visit_red"));
	OK(refuses("") && refuses("task") && refuses("task:") && refuses("task:0") && refuses("task:x"));
	OK(refuses("task:1:2") && refuses("duty:1") && refuses("duty:1:20261301:visit"));
	OK(refuses("duty:1:20261101:") && refuses("duty:0:20261101:a") && refuses("case:1"));
}

int main(void)
{
	test_ladder();
	test_days();
	test_vacancy();
	test_budget();
	test_picks();
	return tap_end();
}
