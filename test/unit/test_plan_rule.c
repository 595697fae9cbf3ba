/* When plans, reviews and conferences may be dated, and what follows from a review (domain facts 1.7: seven
 * days at red, thirty at yellow, sixty at blue, a hundred and eighty at green; down one level a review). */
#include "plan_rule.h"
#include "tap.h"

static struct plan_rule_plan plan(day from, day next_on)
{
	return (struct plan_rule_plan){ .born = 20150906,
					.grown = 20330906,
					.today = 20261121,
					.from = from,
					.next_on = next_on,
					.ahead = 30,
					.look = 30 };
}

static unsigned of_plan(struct plan_rule_plan p) { return plan_rule_of_plan(&p); }

static void test_plan(void)
{
	struct plan_rule_plan p = plan(20261121, 20261221);

	OK(of_plan(p) == 0);
	OK(of_plan(plan(20261121, 20261222)) == PLAN_RULE_NEXT_LATE);
	OK(of_plan(plan(20261121, 20261121)) == PLAN_RULE_NEXT_EARLY);
	OK(of_plan(plan(20261121, 20261120)) == PLAN_RULE_NEXT_EARLY);
	OK(of_plan(plan(20261121, 0)) == 0);
	OK(of_plan(plan(20150906, 0)) == 0);
	OK(of_plan(plan(20150905, 0)) == PLAN_RULE_BEFORE_BIRTH);
	OK(of_plan(plan(20261221, 20270120)) == 0); /* counted from its first day */
	OK(of_plan(plan(20261222, 0)) == PLAN_RULE_AHEAD);
	OK(of_plan(plan(20260101, 20261221)) == 0); /* begun long ago: counted from today */
	OK(of_plan(plan(20260101, 20261222)) == PLAN_RULE_NEXT_LATE);
	p.look = 0;
	p.next_on = 20301231;
	OK(of_plan(p) == 0);
	p = plan(20330906, 0);
	OK(of_plan(p) == PLAN_RULE_GROWN);
	p.today = 20330901;
	p.from = 20330905;
	OK(of_plan(p) == 0);
}

static void test_end(void)
{
	struct plan_rule_plan p = plan(20261001, 0);

	p.closed_on = 20261121;
	OK(of_plan(p) == PLAN_RULE_NO_OUTCOME);
	p.outcome = true;
	OK(of_plan(p) == 0);
	p.closed_on = 20261122;
	OK(of_plan(p) == PLAN_RULE_END_AHEAD);
	p.closed_on = 20260930;
	OK(of_plan(p) == PLAN_RULE_END_EARLY);
	p.closed_on = 0;
	OK(of_plan(p) == PLAN_RULE_OUTCOME);
}

static void test_look_by(void)
{
	OK(plan_rule_look_by(20261121, 20261121, 7) == 20261128);
	OK(plan_rule_look_by(20261201, 20261121, 30) == 20261231);
	OK(plan_rule_look_by(20250101, 20261121, 60) == 20270120);
	OK(plan_rule_look_by(20280222, 20280222, 7) == 20280229); /* a leap year */
}

static struct plan_rule_review review(day on, enum plan_rule_decision decision)
{
	return (struct plan_rule_review){
		.from = 20261001, .today = 20261121, .on = on, .decision = decision, .level = 3, .look = 30
	};
}

static unsigned of_review(struct plan_rule_review r) { return plan_rule_of_review(&r); }

static void test_review(void)
{
	struct plan_rule_review r = review(20261121, PLAN_RULE_SAME);

	OK(of_review(r) == 0);
	OK(of_review(review(20260930, PLAN_RULE_SAME)) == PLAN_RULE_REVIEW_EARLY);
	OK(of_review(review(20261001, PLAN_RULE_SAME)) == 0);
	OK(of_review(review(20261122, PLAN_RULE_SAME)) == PLAN_RULE_REVIEW_AHEAD);
	r.last = 20261121;
	OK(of_review(r) == 0);
	r.on = 20261120;
	OK(of_review(r) == PLAN_RULE_REVIEW_BACK);
	r = review(20261121, PLAN_RULE_SAME);
	r.closed_on = 20261120;
	OK(of_review(r) == PLAN_RULE_REVIEW_CLOSED);
	r = review(20261121, PLAN_RULE_SAME);
	r.next_on = 20261121;
	OK(of_review(r) == PLAN_RULE_REVIEW_NEXT_EARLY);
	r.next_on = 20261221;
	OK(of_review(r) == 0);
	r.next_on = 20261222;
	OK(of_review(r) == PLAN_RULE_REVIEW_NEXT_LATE);
	r.decision = PLAN_RULE_CLOSE;
	OK(of_review(r) == PLAN_RULE_REVIEW_NEXT);
	/* all at once */
	r = (struct plan_rule_review){ .from = 20261201,
				       .closed_on = 20261120,
				       .today = 20261121,
				       .on = 20261121,
				       .next_on = 20261101,
				       .decision = PLAN_RULE_UP,
				       .level = 4 };
	OK(of_review(r) == (PLAN_RULE_REVIEW_EARLY | PLAN_RULE_REVIEW_CLOSED | PLAN_RULE_REVIEW_NEXT_EARLY |
			    PLAN_RULE_REVIEW_TOP));
}

static void test_steps(void)
{
	struct plan_rule_review r = review(20261121, PLAN_RULE_UP);
	enum plan_rule_decision d;

	r.level = 3;
	OK(of_review(r) == 0);
	r.level = 4;
	OK(of_review(r) == PLAN_RULE_REVIEW_TOP);
	r.decision = PLAN_RULE_DOWN;
	OK(of_review(r) == 0);
	r.level = 1;
	OK(of_review(r) == PLAN_RULE_REVIEW_BOTTOM);
	r.level = 0;
	OK(of_review(r) == PLAN_RULE_REVIEW_BOTTOM);
	OK(plan_rule_level(4, PLAN_RULE_DOWN) == 3);
	OK(plan_rule_level(1, PLAN_RULE_DOWN) == 1);
	OK(plan_rule_level(0, PLAN_RULE_DOWN) == 0);
	OK(plan_rule_level(2, PLAN_RULE_UP) == 3);
	OK(plan_rule_level(4, PLAN_RULE_UP) == 4);
	OK(plan_rule_level(3, PLAN_RULE_SAME) == 3);
	OK(plan_rule_level(3, PLAN_RULE_CLOSE) == 3);
	OK(plan_rule_decision_of(STR("down"), &d) && d == PLAN_RULE_DOWN);
	OK(plan_rule_decision_of(STR("close"), &d) && d == PLAN_RULE_CLOSE);
	OK(!plan_rule_decision_of(STR("sideways"), &d));
	OK(!plan_rule_decision_of(STR(""), &d));
}

/* Civil Code 19: from the eighth birthday. */
static void test_own_view(void)
{
	OK(!plan_rule_own_view(20181122, 20261121, 8));
	OK(plan_rule_own_view(20181121, 20261121, 8));
	OK(!plan_rule_own_view(20200229, 20280228, 8));
	OK(plan_rule_own_view(20200229, 20280229, 8));
	OK(!plan_rule_own_view(20100101, 20261121, 0)); /* no such parameter */
}

static void test_conference(void)
{
	struct plan_rule_conference x = {
		.today = 20261121, .called_on = 20261120, .on = 20261121, .back = 7, .ahead = 60
	};

	OK(plan_rule_of_call(&x) == 0);
	x.on = 20261114;
	OK(plan_rule_of_call(&x) == 0);
	x.on = 20261113;
	OK(plan_rule_of_call(&x) == PLAN_RULE_CALL_EARLY);
	x.on = 20270120;
	OK(plan_rule_of_call(&x) == 0);
	x.on = 20270121;
	OK(plan_rule_of_call(&x) == PLAN_RULE_CALL_AHEAD);
	x.on = 20261125;
	x.held_on = 20261120; /* sooner than called for, not before anybody called */
	OK(plan_rule_of_holding(&x) == 0);
	x.held_on = 20261119;
	OK(plan_rule_of_holding(&x) == PLAN_RULE_HELD_EARLY);
	x.on = 20261115; /* written down afterwards */
	x.held_on = 20261115;
	OK(plan_rule_of_holding(&x) == 0);
	x.held_on = 20261114;
	OK(plan_rule_of_holding(&x) == PLAN_RULE_HELD_EARLY);
	x.held_on = 20261122;
	OK(plan_rule_of_holding(&x) == PLAN_RULE_HELD_AHEAD);
}

static void test_hour(void)
{
	static const struct {
		const char *typed, *hour; /* NULL: none */
	} all[] = { { "14:30", "14:30" }, { "9:05", "09:05" }, { "00:00", "00:00" }, { "23:59", "23:59" },
		    { "24:00", NULL },    { "9:60", NULL },    { "9:5", NULL },      { "930", NULL },
		    { ":30", NULL },      { "", NULL },        { "a9:30", NULL },    { "14:3x", NULL },
		    { "114:30", NULL } };
	struct arena mem;

	arena_init(&mem, 1 << 16);

	for (size_t i = 0; i < COUNT(all); i++) {
		str hour = STR("");
		bool good = plan_rule_hour(&mem, str_of(all[i].typed), &hour);
		OK(good == (all[i].hour != NULL) && (!good || str_eq(hour, str_of(all[i].hour))));
	}
	arena_free(&mem);
}

int main(void)
{
	test_plan();
	test_end();
	test_look_by();
	test_review();
	test_steps();
	test_own_view();
	test_conference();
	test_hour();
	return tap_end();
}
