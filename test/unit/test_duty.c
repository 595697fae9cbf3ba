/* The files of duties: those of the program are sound, and every fault of a county's own is named by file and
 * line; the ladder. */
#include "duty_file.h"
#include "obligation.h"
#include "site.h"
#include "sm.h"
#include "tap.h"

static struct arena mem;

static const char head[] =
	"code,from,to,region,law_zh,law_en,article,title_zh,title_en,sentence_zh,sentence_en,role,"
	"objects,trigger,first,"
	"period,unit,months,grace,fact,ladder,way,note\n";
static const char ladder_head[] = "ladder,role,next,after_days\n";
static const char ladders[] = "ladder,role,next,after_days\nvillage,director,supervisor,7\n"
			      "village,supervisor,civil,14\ncounty,officer,,\n";
static const char visit[] =
	"visit,2021-06-01,,,Law,Law,43,走访,Visit,要走访,Visit,director,green,every,30,90,days,,,"
	"visit,village,/v,\n";

static str join(const char *a, const char *b)
{
	struct buf t = buf_new(&mem, 1 << 16);

	buf_str(&t, str_of(a));
	buf_str(&t, str_of(b));
	return buf_view(&t);
}

/* Those of all rooms. */
static const struct fact *const *house_facts(void)
{
	enum { FACTS = 100 };
	static const struct fact *list[FACTS + 1];
	size_t n = 0;

	for (size_t i = 0; the_house.rooms[i]; i++)
		for (const struct fact *const *f = the_house.rooms[i]->facts; f && *f && n < FACTS; f++)
			list[n++] = *f;
	list[n] = NULL;
	return list;
}

static enum rc read_both(str duties, str rungs, struct duties *ret, str *ret_faults)
{
	return duty_read(&mem,
			 &(struct duty_files){ .duties = duties,
					       .ladders = rungs,
					       .duties_name = STR("duties.csv"),
					       .ladders_name = STR("ladders.csv"),
					       .facts = house_facts(),
					       .params = &param_embedded },
			 ret, ret_faults);
}

/* Is this what is wrong with it, and nothing else? */
static bool says(str duties, str rungs, const char *faults)
{
	struct duties d;
	str is = { NULL, 0 };
	enum rc rc = read_both(duties, rungs, &d, &is);

	if (rc == RC_INVALID && str_eq(is, str_of(faults)))
		return true;
	tap_note(is.s ? is.s : "sound\n", is.s ? is.n : 6);
	return false;
}

static bool row_says(const char *row, const char *faults)
{
	return says(join(head, row), str_of(ladders), faults);
}

static bool rungs_say(const char *rungs, const char *faults)
{
	return says(join(head, ""), join(ladder_head, rungs), faults);
}

static void test_own(void)
{
	struct duties d;
	str faults;

	OK(read_both(duty_file_duties, duty_file_ladders, &d, &faults) == RC_OK);
	OK(d.n == 19 && d.nrung == 9 && d.mark.n == 64);
	const struct duty *visit_red = duty_find(&d, STR("visit_red"), 20261121, STR("440804103203"));
	OK(visit_red && visit_red->objects == DUTY_RED && visit_red->role == ROLE_DIRECTOR);
	OK(visit_red && str_eq(visit_red->first.key, STR("care.visit_first_red")));
	OK(!duty_find(&d, STR("visit_red"), 20210531, STR("440804")));
	OK(duty_find(&d, STR("visit_red"), 0, STR("440804")));
	OK(!duty_find(&d, STR("nothing"), 0, STR("440804")));
	const struct duty *half = duty_find(&d, STR("assessment"), 20261121, STR("440804"));
	OK(half && half->months == (1U << 3 | 1U << 9) && half->grace == 15);
	const struct duty *report = duty_find(&d, STR("report_at_once"), 20261121, STR("440804"));
	OK(report && !duty_counts(report) && duty_counts(half));
	OK(str_has(duty_sentence(report, LANG_ZH), STR("应当立即向公安、民政、教育等有关部门报告")));
	OK(str_eq(duty_article(&mem, duty_find(&d, STR("clearance"), 0, STR("")), LANG_ZH),
		  STR("《中华人民共和国未成年人保护法》第62条")));
}

static void test_rows(void)
{
	struct duties d;
	str faults;

	OK(read_both(join(head, visit), str_of(ladders), &d, &faults) == RC_OK && d.n == 1);
	OK(row_says("Visit 1,,,,L,L,1,a,b,c,d,director,green,every,1,1,days,,,visit,village,,\n",
		    "duties.csv:2: no code of a duty (small letters, digits, _): Visit 1\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,mayor,green,every,1,1,days,,,visit,village,,\n",
		    "duties.csv:2: there is no such role: mayor\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,purple,every,1,1,days,,,visit,village,,\n",
		    "duties.csv:2: there is no such set of objects: purple\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,30,0,days,,,visit,village,,\n",
		    "duties.csv:2: the period is zero: 0\n"));
	OK(row_says(
		"v,,,,L,L,1,a,b,c,d,director,green,every,30,clearance.first_days,days,,,visit,village,,\n",
		"duties.csv:2: the period is zero: clearance.first_days\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,30,care.no_such,days,,,visit,village,,\n",
		    "duties.csv:2: there is no such parameter: care.no_such\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,30,-7,days,,,visit,village,,\n",
		    "duties.csv:2: no period: -7\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,,90,days,,,visit,village,,\n",
		    "duties.csv:2: a period is missing: first\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,once,30,90,days,,,visit,village,,\n",
		    "duties.csv:2: this trigger has no such period: 90\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,30,90,weeks,,,visit,village,,\n",
		    "duties.csv:2: there is no such unit: weeks\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,under_care,months,,,,3 13,,assessment,village,,\n",
		    "duties.csv:2: no month: 3 13\n"
		    "duties.csv:2: months are for the trigger months, and needed there: 3 13\n"));
}

static void test_more_rows(void)
{
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,moonlight,village,,\n",
		    "duties.csv:2: no room knows such a fact: moonlight\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,clearance,village,,\n",
		    "duties.csv:2: this fact is not about such objects: clearance\n"));
	OK(row_says("v,,,,L,L,1,a,b,c,d,teacher,green,every,30,90,days,,,visit,village,,\n",
		    "duties.csv:2: no ladder begins so for this role: village\n"));
	OK(row_says("v,2026-13-01,,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n",
		    "duties.csv:2: no date: 2026-13-01\n"));
	OK(row_says(
		"v,2026-02-01,2026-01-01,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n",
		"duties.csv:2: ends before it begins: 2026-01-01\n"));
	OK(row_says("v,,,44080,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n",
		    "duties.csv:2: no code of a region: 44080\n"));
	OK(row_says("v,,,,,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n",
		    "duties.csv:2: nothing stands under: law_zh\n"));
	OK(row_says("v,,,,L,L,1\n", "duties.csv:2: too many or too few cells\n"));
	OK(says(STR("code,name\n"), str_of(ladders),
		"duties.csv:1: this heading is missing or stands elsewhere: code\n"));
	OK(says(STR(""), str_of(ladders), "duties.csv:1: no table in UTF-8\n"));
}

static void test_overlap(void)
{
	struct duties d;
	str faults;
	const char *apart =
		"v,2021-06-01,2026-06-30,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n"
		"v,2026-07-01,,,L,L,1,a,b,c,d,director,green,every,30,60,days,,,visit,village,,\n";

	OK(row_says(
		"v,2021-06-01,2026-07-01,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n"
		"v,2026-07-01,,,L,L,1,a,b,c,d,director,green,every,30,60,days,,,visit,village,,\n",
		"duties.csv:3: in force at the same time as another row of this code: v\n"));
	OK(row_says("v,2021-06-01,,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n"
		    "v,2026-07-01,,,L,L,1,a,b,c,d,director,green,every,30,60,days,,,visit,village,,\n",
		    "duties.csv:3: in force at the same time as another row of this code: v\n"));
	OK(read_both(join(head, apart), str_of(ladders), &d, &faults) == RC_OK);
	OK(duty_find(&d, STR("v"), 20260630, STR("440804"))->period.value == 90);
	OK(duty_find(&d, STR("v"), 20260701, STR("440804"))->period.value == 60);
	/* A region's own row stands before the nation's. */
	OK(read_both(join(head,
			  "v,2021-06-01,,,L,L,1,a,b,c,d,director,green,every,30,90,days,,,visit,village,,\n"
			  "v,2021-06-01,,4408,L,L,1,a,b,c,d,director,green,every,30,45,days,,,visit,village,,"
			  "\n"),
		     str_of(ladders), &d, &faults) == RC_OK);
	OK(duty_find(&d, STR("v"), 20260701, STR("440804"))->period.value == 45);
	OK(duty_find(&d, STR("v"), 20260701, STR("430804"))->period.value == 90);
}

static void test_circles(void)
{
	OK(rungs_say("a,director,supervisor,7\na,supervisor,director,7\n",
		     "ladders.csv:2: this ladder goes round in a circle: a\n"));
	OK(rungs_say("a,director,director,7\n", "ladders.csv:2: this ladder goes round in a circle: a\n"));
	OK(rungs_say("a,director,supervisor,7\na,supervisor,civil,7\na,civil,supervisor,7\n",
		     "ladders.csv:3: this ladder goes round in a circle: a\n"));
	OK(rungs_say("a,director,supervisor,7\na,director,civil,7\n",
		     "ladders.csv:3: this role stands twice on the ladder: director\n"));
	OK(rungs_say("a,director,supervisor,soon\n", "ladders.csv:2: no number of days: soon\n"));
	OK(rungs_say("a,director,king,7\n", "ladders.csv:2: there is no such role: king\n"));
	OK(rungs_say("A,director,supervisor,7\n", "ladders.csv:2: no name of a ladder: A\n"));
}

/* --- the ladder --- */

static bool held(void *arg, enum role role) { return (*(const unsigned *)arg & (unsigned)role) != 0; }

static bool turn(unsigned holders, day today, enum role is, day step)
{
	struct duties d;
	str faults;
	day next = 1;

	if (read_both(join(head, visit), str_of(ladders), &d, &faults) != RC_OK)
		return false;
	enum role role = duty_turn(
		&d, &(struct duty_wait){ STR("village"), ROLE_DIRECTOR, 20261110, today, held, &holders },
		&next);
	return role == is && next == step;
}

static void test_turn(void)
{
	unsigned all = ROLE_DIRECTOR | ROLE_SUPERVISOR | ROLE_CIVIL;

	OK(turn(all, 20261101, ROLE_DIRECTOR, 20261118));
	OK(turn(all, 20261110, ROLE_DIRECTOR, 20261118)); /* its last day */
	OK(turn(all, 20261117, ROLE_DIRECTOR, 20261118)); /* seven days late */
	OK(turn(all, 20261118, ROLE_SUPERVISOR, 20261125));
	OK(turn(all, 20261125, ROLE_CIVIL, 0));
	OK(turn(all, 20301125, ROLE_CIVIL, 0));
	/* Nobody waits for who is not there. */
	OK(turn(ROLE_SUPERVISOR | ROLE_CIVIL, 20261101, ROLE_SUPERVISOR, 20261125));
	OK(turn(ROLE_CIVIL, 20261101, ROLE_CIVIL, 0));
	OK(turn(ROLE_DIRECTOR | ROLE_CIVIL, 20261118, ROLE_CIVIL, 0));
	OK(turn(0, 20261101, ROLE_CIVIL, 0));
}

int main(void)
{
	sm_start();
	arena_init(&mem, 64 << 20);
	test_own();
	test_rows();
	test_more_rows();
	test_overlap();
	test_circles();
	test_turn();
	arena_free(&mem);
	return tap_end();
}
