/* Risk levels: each trigger, override, step down, decay and contest (domain facts 1.7), as vectors. */
#include "case.h"
#include "tap.h"

static const struct risk_params params = {
	.points_blue = 6, .points_yellow = 10, .old_age = 70, .carer_children = 4
};
static const struct care_span always[] = { { 20240101, 0 } };

static struct care_facts child_of(day born)
{
	return (struct care_facts){
		.child = 7, .county = 440804, .born = born, .care = (struct care_span *)always, .ncare = 1
	};
}

static int level_on(const struct care_facts *f, day on)
{
	struct risk r;
	day next;

	risk_at(f, &indicators_embedded, &params, on, &r, &next);
	return r.level;
}

static int floor_on(const struct care_facts *f, day on)
{
	struct risk r;
	day next;

	risk_at(f, &indicators_embedded, &params, on, &r, &next);
	return r.floor;
}

static bool tells(const struct care_facts *f, day on, enum risk_why why)
{
	struct risk r;
	day next;

	risk_at(f, &indicators_embedded, &params, on, &r, &next);
	for (size_t i = 0; i < r.nreason; i++)
		if (r.reason[i].why == why)
			return true;
	return false;
}

#define SEEN(code, day_, ...)                                                                                \
	(struct care_finding) { .id = 1, .indicator = STR(code), .on = (day_), ##__VA_ARGS__ }

static int alone_level(const char *code, day born, day on)
{
	struct care_finding f = { .id = 1, .indicator = str_of(code), .on = on };
	struct care_facts c = child_of(born);

	c.finding = &f;
	c.nfinding = 1;
	return level_on(&c, on);
}

/* The table of domain facts 1.7: what triggers by itself. */
static void test_triggers(void)
{
	static const struct {
		const char *code;
		int level;
	} table[] = { { "alone", 4 },         { "missing", 4 },
		      { "harm_signs", 4 },    { "self_harm", 4 },
		      { "carer_none", 4 },    { "violence_home", 4 },
		      { "runaway", 3 },       { "truancy", 3 },
		      { "dropout", 3 },       { "labour", 3 },
		      { "carer_unable", 3 },  { "carer_old_ill", 3 },
		      { "carer_neglect", 3 }, { "no_contact", 3 },
		      { "house_unsafe", 3 },  { "bullied", 3 },
		      { "contact_late", 2 },  { "grades", 2 },
		      { "water_near", 2 },    { "illness", 1 },
		      { "withdrawn", 1 },     { "parents_detained", 1 },
		      { "deed_none", 1 },     { "far_school", 1 } };

	for (size_t i = 0; i < COUNT(table); i++) {
		int got = alone_level(table[i].code, 20150101, 20260601);
		if (got != table[i].level)
			tap_note(table[i].code, strlen(table[i].code));
		OK(got == table[i].level);
	}
	OK(alone_level("unattended", 20190601, 20260531) == 4); /* under eight */
	OK(alone_level("unattended", 20180601, 20260601) == 1); /* eight on that day */
	OK(alone_level("alone", 20100602, 20260601) == 4);      /* fifteen */
	OK(alone_level("alone", 20100601, 20260601) == 1);      /* sixteen */
	OK(alone_level("nothing_we_know", 20150101, 20260601) == 1);
}

static void test_care_alone(void)
{
	struct care_span gone[] = { { 20240101, 20250630 } };
	struct care_facts c = child_of(20150101);

	OK(level_on(&c, 20231231) == 0);
	OK(level_on(&c, 20240101) == 1);
	c.care = gone;
	OK(level_on(&c, 20250630) == 1);
	OK(level_on(&c, 20250701) == 0);
	c.ncare = 0;
	OK(level_on(&c, 20260101) == 0);
	struct care_finding f = SEEN("truancy", 20260201);
	c.finding = &f;
	c.nfinding = 1;
	OK(level_on(&c, 20260131) == 0);
	OK(level_on(&c, 20260201) == 3); /* not under care, but triggered */
}

/* Full until `half`, then half and one level less, then nothing; a level never falls by itself. */
static void test_decay(void)
{
	struct care_finding f = SEEN("truancy", 20260101); /* 120, 240 */
	struct care_facts c = child_of(20150101);

	c.finding = &f;
	c.nfinding = 1;
	OK(floor_on(&c, 20260430) == 3);
	OK(floor_on(&c, 20260501) == 2);
	OK(floor_on(&c, 20260828) == 2);
	OK(floor_on(&c, 20260829) == 1);
	OK(level_on(&c, 20260829) == 3);
	OK(tells(&c, 20260829, RISK_HELD));
	OK(!tells(&c, 20260430, RISK_HELD));
	/* It is over: from that day on nothing is left, and what was before stays. */
	struct care_finding over = SEEN("truancy", 20260101, .over = 20260115);
	c.finding = &over;
	OK(floor_on(&c, 20260114) == 3 && floor_on(&c, 20260115) == 1 && level_on(&c, 20260115) == 3);
	/* Seen again it begins anew. */
	struct care_finding twice[] = { SEEN("truancy", 20260101), SEEN("truancy", 20260601) };
	c.finding = twice;
	c.nfinding = 2;
	OK(floor_on(&c, 20260829) == 3);
	/* Over a leap day. */
	struct care_finding leap = SEEN("truancy", 20231101);
	c.finding = &leap;
	c.nfinding = 1;
	OK(floor_on(&c, 20240228) == 3 && floor_on(&c, 20240229) == 2);
}

static void test_points(void)
{
	struct care_finding f[] = { SEEN("far_school", 20260601), SEEN("poisons", 20260601),
				    SEEN("fire_electric", 20260601), SEEN("online", 20260601) };
	struct care_finding own[] = { SEEN("illness", 20260601), SEEN("withdrawn", 20260601),
				      SEEN("habits", 20260601) };
	struct care_facts c = child_of(20150101);

	c.finding = f;
	c.nfinding = 1;
	OK(level_on(&c, 20260601) == 1); /* 2 points */
	c.finding = own;
	c.nfinding = 1;
	OK(level_on(&c, 20260601) == 1); /* 4 */
	c.nfinding = 2;
	OK(level_on(&c, 20260601) == 2); /* 7: blue by points alone */
	OK(tells(&c, 20260601, RISK_POINTS));
	c.nfinding = 3;
	OK(level_on(&c, 20260601) == 3); /* 11: yellow by points alone */
	c.finding = f;
	c.nfinding = 4;
	OK(level_on(&c, 20260601) == 3); /* 12 in another group */
	struct care_finding mixed[] = { SEEN("far_school", 20260601), SEEN("illness", 20260601),
					SEEN("deed_none", 20260601) };
	c.finding = mixed;
	c.nfinding = 3;
	OK(level_on(&c, 20260601) == 1); /* eight, but in three groups */
}

static void test_pair(void)
{
	struct care_finding f[] = { SEEN("dropout", 20260501), SEEN("no_contact", 20260601) };
	struct care_facts c = child_of(20150101);

	c.finding = f;
	c.nfinding = 2;
	OK(level_on(&c, 20260531) == 3);
	OK(level_on(&c, 20260601) == 4);
	OK(tells(&c, 20260601, RISK_PAIR));
}

static void test_contest(void)
{
	struct care_finding f = SEEN("house_unsafe", 20260501, .state = CARE_CONTESTED);
	struct care_facts c = child_of(20150101);

	c.finding = &f;
	c.nfinding = 1;
	OK(level_on(&c, 20260601) == 3); /* counts until it is answered */
	f.state = CARE_UPHELD;
	OK(level_on(&c, 20260601) == 3);
	f.state = CARE_WITHDRAWN;
	OK(level_on(&c, 20260601) == 1);
	OK(level_on(&c, 20260501) == 1); /* it never did */
}

static void test_decisions(void)
{
	struct care_decision d[] = { { .id = 1, .on = 20260301, .up = true, .level = 4 },
				     { .id = 2, .on = 20260401, .up = false },
				     { .id = 3, .on = 20260401, .up = false },
				     { .id = 4, .on = 20260501, .up = false },
				     { .id = 5, .on = 20260601, .up = false },
				     { .id = 6, .on = 20260701, .up = false } };
	struct care_facts c = child_of(20150101);

	c.decision = d;
	c.ndecision = COUNT(d);
	OK(level_on(&c, 20260228) == 1);
	OK(level_on(&c, 20260301) == 4);
	OK(tells(&c, 20260302, RISK_RAISED));
	OK(level_on(&c, 20260401) == 3); /* two on one day are one step */
	OK(level_on(&c, 20260501) == 2);
	OK(level_on(&c, 20260601) == 1);
	OK(level_on(&c, 20260701) == 1); /* nobody under care stands below green */
	/* Never below what triggers. */
	struct care_finding f = SEEN("no_contact", 20260420);
	c.finding = &f;
	c.nfinding = 1;
	OK(level_on(&c, 20260501) == 3);
	OK(level_on(&c, 20260619) == 3); /* half since 19 June: blue, and nobody steps it down */
	OK(level_on(&c, 20260701) == 2);
	/* Up to a lower one than it has changes nothing. */
	struct care_decision low[] = { { .id = 1, .on = 20260501, .up = true, .level = 2 } };
	c.decision = low;
	c.ndecision = 1;
	OK(level_on(&c, 20260501) == 3);
}

static void test_carers(void)
{
	struct care_carer w = { .person = 3, .born = 19560601, .health = STR("30"), .children = 1 };
	struct care_facts c = child_of(20150101);

	c.carer = &w;
	c.ncarer = 1;
	OK(level_on(&c, 20260531) == 1);
	OK(level_on(&c, 20260601) == 3); /* seventy, and ill */
	w.health = STR("10");
	OK(level_on(&c, 20260601) == 1);
	w.ability = STR(CODE_CARE_ABILITY_UNABLE);
	OK(level_on(&c, 20260601) == 3);
	w = (struct care_carer){ .person = 3, .born = 20090601, .children = 1 };
	OK(level_on(&c, 20260601) == 3); /* seventeen */
	w.born = 19800101;
	w.children = 4;
	OK(level_on(&c, 20260601) == 1); /* three points */
	w.ability = STR(CODE_CARE_ABILITY_UNABLE);
	w.to = 20260630;
	OK(level_on(&c, 20260701) == 3 && floor_on(&c, 20260701) == 1);
	struct care_span out[] = { { 20260501, 20260520 } };
	c.ncarer = 0;
	c.dropout = out;
	c.ndropout = 1;
	OK(level_on(&c, 20260430) == 1 && level_on(&c, 20260501) == 3);
	OK(floor_on(&c, 20260520) == 3 && floor_on(&c, 20260521) == 1);
}

/* Day by day the history says what risk_at() says, and nothing turns between the days it names. */
static void test_history(void)
{
	struct care_finding f[] = { SEEN("contact_late", 20250110), SEEN("alone", 20250801),
				    SEEN("water_near", 20260120) };
	struct care_decision d[] = { { .id = 1, .on = 20250301, .up = true, .level = 3 },
				     { .id = 2, .on = 20250401 },
				     { .id = 3, .on = 20251201 },
				     { .id = 4, .on = 20260101 } };
	struct care_span spans[] = { { 20240101, 20260331 } };
	struct care_facts c = child_of(20150101);
	struct care_level *list;
	struct arena mem;
	bool same = true, steady = true;

	arena_init(&mem, 1 << 20);
	c.care = spans;
	c.finding = f;
	c.nfinding = COUNT(f);
	c.decision = d;
	c.ndecision = COUNT(d);
	size_t n = risk_history(&mem, &c, &indicators_embedded, &params, 20261231, &list);
	struct risk before = { .level = RISK_NONE };
	day turn = 0;
	for (day on = 20231201; on <= 20261231; on = day_add(on, 1)) {
		int level = 0;
		struct risk now;
		day next;
		for (size_t i = 0; i < n && list[i].from <= on; i++)
			level = list[i].level;
		risk_at(&c, &indicators_embedded, &params, on, &now, &next);
		same = same && level == now.level;
		steady = steady && (on == turn || (now.level == before.level && now.floor == before.floor));
		before = now;
		turn = next;
	}
	OK(n >= 6);
	OK(same);
	OK(steady);
	arena_free(&mem);
}

/* Where a case stands. */
static void test_case(void)
{
	static const struct case_params p = { { 0, 30, 7, 3, 1 },
					      { 0, 90, 30, 15, 7 },
					      { 0, 180, 60, 30, 7 } };
	struct care_facts c = child_of(20150101);
	struct care_assessment form = { .id = 1, .on = 20240310 };
	struct care_plan plan = { .id = 2, .from = 20240401, .next_on = 20240601 };
	struct care_visit visit[] = { { .id = 3, .on = 20240120 }, { .id = 4, .on = 20240420 } };
	struct care_finding truant = SEEN("truancy", 20240701);
	struct case_now now;
	struct risk r;
	day next;

#define AT(day_)                                                                                             \
	(risk_at(&c, &indicators_embedded, &params, (day_), &r, &next), case_at(&c, &r, &p, (day_), &now))
	AT(20240102);
	OK(str_eq(str_of(now.state), STR("fresh")) && now.visit_due == 20240131 && now.kept);
	c.visit = visit;
	c.nvisit = 1;
	c.assessment = &form;
	c.nassessment = 1;
	AT(20240311);
	OK(str_eq(str_of(now.state), STR("assessed")) && now.visit_due == 20240419);
	c.plan = &plan;
	c.nplan = 1;
	AT(20240401);
	OK(str_eq(str_of(now.state), STR("planned")) && now.review_due == 20240601);
	c.nvisit = 2;
	AT(20240420);
	OK(str_eq(str_of(now.state), STR("in_service")));
	plan.closed_on = 20240530;
	AT(20240601);
	OK(str_eq(str_of(now.state), STR("closed")) && now.review_due == 0);
	c.finding = &truant;
	c.nfinding = 1;
	AT(20240701);
	OK(str_eq(str_of(now.state), STR("reopened")) && now.level == 3 && now.visit_due == 20240704);
	c.ncare = 0;
	c.nfinding = 0;
	AT(20240701);
	OK(str_eq(str_of(now.state), STR("closed")) && now.kept && now.level == 0);
	c.nvisit = c.nplan = c.nassessment = 0;
	AT(20240701);
	OK(!now.kept);
#undef AT
}

int main(void)
{
	test_triggers();
	test_care_alone();
	test_decay();
	test_points();
	test_pair();
	test_contest();
	test_decisions();
	test_carers();
	test_history();
	test_case();
	return tap_end();
}
