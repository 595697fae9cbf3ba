/* Fairness: Wilson's interval against published values, who is shown, and what may be said; and the forms by
 * which a child's situation is looked at. */
#include "fairness.h"
#include "indicator.h"
#include "instrument.h"
#include "tap.h"

static bool interval_is(int64_t flagged, int64_t all, int low, int high)
{
	int l, h;

	fairness_interval(flagged, all, &l, &h);
	return l >= low - 1 && l <= low && h >= high && h <= high + 1;
}

/* Newcombe 1998 (81 of 263, 15 of 148, 0 of 20, 1 of 29), method 3: Wilson without continuity correction. */
static void test_interval(void)
{
	OK(interval_is(81, 263, 255, 366));
	OK(interval_is(15, 148, 62, 160));
	OK(interval_is(0, 20, 0, 161));
	OK(interval_is(1, 29, 6, 172));
	OK(interval_is(0, 0, 0, 1000));
	OK(interval_is(20, 20, 838, 1000));
	int low, high;
	fairness_interval(250000, 500000, &low, &high);
	OK(low >= 498 && low < 500 && high > 500 && high <= 502);
}

static void test_shown(void)
{
	struct fair_cell cell[] = { { .all = 40, .flagged = 30 },
				    { .all = 400, .flagged = 20 },
				    { .all = 9, .flagged = 1 },
				    { .all = 60, .flagged = 6 } };
	struct fair_table t = { .cell = cell, .n = 4 };

	fairness_reckon(&t, 10);
	OK(t.total.all == 509 && t.total.flagged == 57 && t.total.share == 112);
	OK(!cell[2].shown);
	OK(!cell[0].shown && t.hidden == 2); /* never one alone: the total would tell it */
	OK(cell[1].shown && cell[3].shown);
	OK(cell[0].against == 1 && cell[1].against == -1 && cell[3].against == 0);
	t.n = 2;
	fairness_reckon(&t, 10);
	OK(t.hidden == 0 && cell[0].shown && cell[1].shown);
	t.n = 0;
	fairness_reckon(&t, 10);
	OK(!t.total.shown && t.total.share == 0);
}

/* The Qianxi form, domain facts 1.7: age 3, 5, 10; body, psychology, hazards 10 or 0; habits 5 or 0; income
 * 10, 5, 0; single or jailed parent 0.  Higher is safer. */
static void test_form(void)
{
	const struct instrument *q = instrument_find(STR("qianxi"));
	struct instrument_answers best = { { { NULL, 0 } } }, worst = { { { NULL, 0 } } };
	struct arena mem;

	arena_init(&mem, 1 << 20);
	struct problems p = { .mem = &mem };
	OK(q && q->n == 7 && q->out_of == 65);
	best.item[1] = STR("healthy");
	best.item[2] = STR("steady");
	best.item[5] = STR("over_double");
	best.item[6] = STR("both");
	instrument_check(q, 12, &best, &p);
	OK(p.n == 0 && instrument_score(q, &best) == 65);
	instrument_check(q, 10, &best, &p);
	OK(instrument_score(q, &best) == 60);
	instrument_check(q, 5, &best, &p);
	OK(instrument_score(q, &best) == 58);
	instrument_check(q, 17, &best, &p);
	OK(instrument_score(q, &best) == 65);
	best.item[5] = STR("to_double");
	OK(instrument_score(q, &best) == 60);
	best.item[3] = STR("truancy fights");
	OK(instrument_score(q, &best) == 55);
	worst.item[1] = STR("ill");
	worst.item[2] = STR("troubled");
	worst.item[3] = STR("theft");
	worst.item[4] = STR("gas drowning");
	worst.item[5] = STR("below");
	worst.item[6] = STR("one");
	instrument_check(q, 3, &worst, &p);
	OK(p.n == 0 && instrument_score(q, &worst) == 3);
	str json = instrument_json(&mem, q, &worst);
	struct instrument_answers again;
	OK(instrument_parse(&mem, q, json, &again) == RC_OK && instrument_score(q, &again) == 3);
	OK(str_eq(again.item[4], STR("gas drowning")));
	OK(instrument_parse(&mem, q, STR("[]"), &again) == RC_MALFORMED);
	OK(instrument_parse(&mem, q, STR("{\"body\":7}"), &again) == RC_MALFORMED);
	worst.item[1] = STR("healthy ill");
	worst.item[2] = STR("");
	worst.item[4] = STR("gas dragons");
	instrument_check(q, 3, &worst, &p);
	OK(p.n == 3);
	arena_free(&mem);
}

/* What never is a reason: no answer about money, health, mind or family raises an indicator. */
static void test_never(void)
{
	const struct instrument *q = instrument_find(STR("qianxi"));
	static const char *const never[] = { "age", "body", "mind", "income", "parents" };
	size_t raised = 0, other = 0;

	for (size_t i = 0; i < q->n; i++)
		for (size_t j = 0; j < q->item[i].n; j++) {
			char text[80];
			bool is_never = false;
			int n = snprintf(text, sizeof text, "%.*s:%.*s", STR_ARG(q->item[i].code),
					 STR_ARG(q->item[i].choice[j].code));
			bool raises =
				indicator_of_answer(&indicators_embedded, (str){ text, (size_t)n }) != NULL;
			for (size_t k = 0; k < COUNT(never); k++)
				is_never = is_never || str_eq(q->item[i].code, str_of(never[k]));
			raised += raises && is_never;
			other += raises && !is_never;
		}
	OK(raised == 0);
	OK(other == 13); /* every hazard and every habit */
	OK(indicator_of_hazard(&indicators_embedded, STR("gas")) &&
	   !indicator_of_hazard(&indicators_embedded, STR("")) &&
	   !indicator_of_hazard(&indicators_embedded, STR("none")));
}

int main(void)
{
	test_interval();
	test_shown();
	test_form();
	test_never();
	return tap_end();
}
