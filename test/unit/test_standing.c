/* Both left-behind statuses: the vectors V-LBC, what is not known, the sentences, the next change. */
#include "standing.h"
#include "tap.h"

static const day today = 20261121;
static const struct standing_params params = { .max_age = 16, .absence_gap_days = 30, .min_days_away = 90 };

/* ---- the vectors ---- */

/* A child of ten with two parents at home, of an agricultural household, at primary school in its county. */
struct family {
	struct standing_absence absence[2][2];
	struct standing_spell state[2], guardianship[2], type, county;
	struct standing_enrolment enrolment;
	struct standing_tie tie[2];
	struct standing_facts facts;
};

static void family_new(struct family *f)
{
	*f = (struct family){
		.type = { 1, 0, 0, STANDING_AGRICULTURAL },
		.county = { 2, 0, 0, 440804 },
		.enrolment = { 3, 20220901, 0, STAGE_PRIMARY, 440804 },
	};
	for (int i = 0; i < 2; i++) {
		f->state[i] = (struct standing_spell){ 10 + i, 0, 0, STANDING_ALIVE };
		f->guardianship[i] = (struct standing_spell){ 20 + i, 0, 0, STANDING_ABLE };
		f->tie[i] = (struct standing_tie){
			.person = 100 + i,
			.relation = i ? STANDING_MOTHER : STANDING_FATHER,
			.absence = f->absence[i],
			.state = { &f->state[i], 1 },
			.guardianship = { &f->guardianship[i], 1 },
		};
	}
	f->facts = (struct standing_facts){ .born = 20160510,
					    .household_type = { &f->type, 1 },
					    .household_county = { &f->county, 1 },
					    .enrolment = &f->enrolment,
					    .enrolments = 1,
					    .tie = f->tie,
					    .ties = 2 };
}

enum { F = 1, M = 2, BOTH = 3 };

static void away(struct family *f, int who, day from, day to)
{
	for (int i = 0; i < 2; i++) {
		if (!(who >> i & 1))
			continue;
		f->absence[i][f->tie[i].absences] =
			(struct standing_absence){ .id = 1000 + 10 * i + (int)f->tie[i].absences,
						   .from = from,
						   .to = to,
						   .reason = STANDING_CAUSE_WORK };
		f->tie[i].absences++;
	}
}

/* "d100" of the vectors: away for work since so many days. */
static void days_away(struct family *f, int who, int days) { away(f, who, day_add(today, -days), 0); }

static bool gives(struct arena *a, const struct family *f, day on, int civil, int roll,
		  enum standing_basis basis)
{
	struct standing s;

	standing_at(a, &f->facts, &params, on, &s);
	return s.civil_affairs == civil && s.school_roll == roll && s.basis == basis;
}

static bool review(struct arena *a, const struct family *f)
{
	struct standing s;

	standing_at(a, &f->facts, &params, today, &s);
	return s.difficulty_review;
}

static void test_away(struct arena *a)
{
	const enum standing_basis c = STANDING_COMPUTED;
	struct family f;

	family_new(&f);
	OK(gives(a, &f, today, 0, 0, c) && !review(a, &f)); /* no absence = at home */
	days_away(&f, BOTH, 100);
	OK(gives(a, &f, today, 1, 2, c) && !review(a, &f));
	family_new(&f), days_away(&f, F, 100);
	OK(gives(a, &f, today, 0, 1, c) && !review(a, &f));
	family_new(&f), days_away(&f, F, 100), f.guardianship[1].value = STANDING_LOST;
	OK(gives(a, &f, today, 1, 1, c));
	family_new(&f), days_away(&f, BOTH, 80);
	OK(gives(a, &f, today, 1, 0, c));
	family_new(&f), days_away(&f, BOTH, 90);
	OK(gives(a, &f, today, 1, 0, c));
	family_new(&f), days_away(&f, BOTH, 91);
	OK(gives(a, &f, today, 1, 2, c));
	family_new(&f), days_away(&f, BOTH, 100),
		f.absence[0][0].child_along = f.absence[1][0].child_along = true;
	OK(gives(a, &f, today, 0, 0, c));
	family_new(&f), days_away(&f, BOTH, 100), f.absence[0][0].reason = STANDING_CAUSE_STUDY;
	OK(gives(a, &f, today, 0, 1, c));
	family_new(&f), days_away(&f, BOTH, 100), f.facts.ties = 1; /* one parent tied = that one decides */
	OK(gives(a, &f, today, 1, 1, c));
	family_new(&f), days_away(&f, BOTH, 100),
		f.tie[0].person = f.tie[1].person; /* one person tied twice */
	OK(gives(a, &f, today, 1, 1, c));
}

static void test_circumstances(struct arena *a)
{
	const enum standing_basis c = STANDING_COMPUTED;
	struct family f;

	family_new(&f), days_away(&f, F, 100), f.state[1].value = STANDING_DEAD;
	OK(gives(a, &f, today, 1, 1, c) && review(a, &f));
	family_new(&f), f.state[0].value = STANDING_IMPRISONED;
	OK(gives(a, &f, today, 0, 0, c) && review(a, &f));
	family_new(&f), days_away(&f, M, 100), f.state[0].value = STANDING_IMPRISONED;
	OK(gives(a, &f, today, 1, 1, c));
	family_new(&f), f.state[0].value = STANDING_DEAD, f.state[1].value = STANDING_DEAD;
	OK(gives(a, &f, today, 0, 0, c) && review(a, &f));
	family_new(&f), days_away(&f, F, 100), f.state[0].value = STANDING_MISSING;
	OK(gives(a, &f, today, 0, 0, c) && review(a, &f));
	f.state[0].from = day_add(today, 1); /* what happens tomorrow */
	OK(gives(a, &f, today, 0, 1, c) && !review(a, &f));
	family_new(&f), days_away(&f, BOTH, 100), f.facts.born = 20101121; /* sixteen today */
	OK(gives(a, &f, today, 0, 2, c) && gives(a, &f, day_add(today, -1), 1, 2, c));
	family_new(&f), days_away(&f, BOTH, 100), f.type.value = STANDING_HOUSEHOLD_OTHER;
	OK(gives(a, &f, today, 0, 2, c));
	family_new(&f), days_away(&f, BOTH, 100), f.enrolment.county = 440823;
	OK(gives(a, &f, today, 1, 0, c));
	family_new(&f), days_away(&f, BOTH, 100), f.enrolment.to = day_add(today, -1);
	OK(gives(a, &f, today, 1, 0, c) && gives(a, &f, day_add(today, -1), 1, 2, c));
	family_new(&f), days_away(&f, BOTH, 100), f.enrolment.stage = STAGE_PRESCHOOL;
	OK(gives(a, &f, today, 1, 0, c));
	family_new(&f), days_away(&f, BOTH, 100), f.facts.born = day_add(today, 1);
	OK(gives(a, &f, today, 0, 0, c));
	family_new(&f), f.facts.born = 20070101, f.state[0].value = STANDING_DEAD; /* of age */
	OK(!review(a, &f));
}

static void test_visits(struct arena *a)
{
	const enum standing_basis c = STANDING_COMPUTED;
	struct family f;

	family_new(&f), away(&f, BOTH, 20250301, 20260210), away(&f, BOTH, 20260222, 0);
	OK(gives(a, &f, 20260215, 1, 2, c));
	OK(gives(a, &f, 20260301, 1, 2, c));
	family_new(&f), away(&f, BOTH, 20250301, 20260210), away(&f, BOTH, 20260314, 0);
	OK(gives(a, &f, 20260312, 1, 2, c));
	OK(gives(a, &f, 20260313, 0, 0, c));
	OK(gives(a, &f, 20260314, 1, 0, c));
	OK(gives(a, &f, 20260612, 1, 0, c));
	OK(gives(a, &f, 20260613, 1, 2, c));
	family_new(&f), away(&f, BOTH, 20250301, 20260210), away(&f, BOTH, 20260313, 0); /* gap 30 */
	OK(gives(a, &f, 20260313, 1, 2, c));
}

static void declare(struct family *f, int who, day known_by)
{
	away(f, who, 0, 0);
	for (int i = 0; i < 2; i++)
		if (who >> i & 1)
			f->absence[i][f->tie[i].absences - 1].known_by = known_by;
}

static void test_unknown(struct arena *a)
{
	const enum standing_basis u = STANDING_BASIS_UNKNOWN, d = STANDING_DECLARED, c = STANDING_COMPUTED;
	struct family f;

	family_new(&f), declare(&f, BOTH, 20260901);
	OK(gives(a, &f, 20260831, -1, -1, u));
	OK(gives(a, &f, 20260901, 1, 2, d));
	family_new(&f), declare(&f, F, 20260901); /* a parent at home and able */
	OK(gives(a, &f, 20260831, 0, -1, u) && gives(a, &f, 20260901, 0, 1, d));
	f.enrolment.county = 440823; /* the declared absence is not needed */
	OK(gives(a, &f, 20260831, 0, 0, c) && gives(a, &f, 20260901, 0, 0, c));
	family_new(&f), declare(&f, BOTH, 20260901), f.facts.born = 20100101;
	OK(gives(a, &f, 20260831, 0, -1, u));
	family_new(&f), away(&f, BOTH, 20250101, 0), declare(&f, BOTH, 20260901); /* known all the same */
	OK(gives(a, &f, 20260831, 1, 2, c) && gives(a, &f, 20260901, 1, 2, c));
	family_new(&f), days_away(&f, BOTH, 50), declare(&f, BOTH, day_add(today, 1)); /* for how long? */
	OK(gives(a, &f, today, 1, -1, u) && gives(a, &f, day_add(today, 1), 1, 2, d));
	family_new(&f), days_away(&f, BOTH, 100), f.facts.ties = 0;
	OK(gives(a, &f, today, -1, -1, u));
	f.enrolment.county = 440823, f.type.value = STANDING_HOUSEHOLD_OTHER;
	OK(gives(a, &f, today, 0, 0, c));
	family_new(&f), days_away(&f, BOTH, 100), f.facts.household_type.n = 0;
	OK(gives(a, &f, today, -1, 2, u));
	f.absence[0][0].to = day_add(today, -31); /* father is back */
	OK(gives(a, &f, today, 0, 1, c));
	family_new(&f), days_away(&f, BOTH, 100), f.facts.household_county.n = 0;
	OK(gives(a, &f, today, 1, -1, u));
	f.facts.enrolments = 0;
	OK(gives(a, &f, today, 1, 0, c));
	family_new(&f), f.facts.household_county.n = f.facts.household_type.n = 0; /* all at home */
	OK(gives(a, &f, today, 0, 0, c));
}

/* ---- the sentences ---- */

static str explain(struct arena *a, const struct family *f, day on, unsigned concerns)
{
	struct standing s;
	struct buf b = buf_new(a, 4000);

	standing_at(a, &f->facts, &params, on, &s);
	for (size_t i = 0; i < s.nreasons; i++) {
		if (s.reasons[i].concerns && !(s.reasons[i].concerns & concerns))
			continue;
		if (b.n)
			buf_ch(&b, ' ');
		standing_reason_put(&b, LANG_EN, &s.reasons[i]);
	}
	return buf_view(&b);
}

static void test_reasons(struct arena *a)
{
	const unsigned civil = STANDING_FOR_CIVIL_AFFAIRS, roll = STANDING_FOR_SCHOOL_ROLL;
	struct family f;
	struct standing s;

	family_new(&f), days_away(&f, F, 100);
	OK(str_eq(explain(a, &f, today, civil | roll), STR("Father has been away for work since 13 Aug 2026, "
							   "100 days. Mother is at home and able to care.")));
	standing_at(a, &f.facts, &params, today, &s);
	OK(s.reasons[0].person == 100 && s.reasons[0].about == 1000 && s.reasons[1].person == 101);
	f.facts.born = 20101121;
	OK(str_starts(explain(a, &f, today, civil), STR("Turned 16 on 21 Nov 2026: the civil-affairs")));
	OK(str_has(explain(a, &f, today, roll), STR("Father has been away")) &&
	   !str_has(explain(a, &f, today, civil), STR("Father")));
	family_new(&f), days_away(&f, F, 90), f.type.value = STANDING_HOUSEHOLD_OTHER;
	OK(str_eq(explain(a, &f, today, civil), STR("The household is not agricultural.")));
	OK(str_has(explain(a, &f, today, roll),
		   STR("not been away for more than 90 days: the school roll counts it "
		       "from 22 Nov 2026 on.")));
	f.enrolment.county = 440823;
	OK(str_eq(explain(a, &f, today, roll), STR("The school lies in another county than the household.")));
	f.facts.enrolments = 0;
	OK(str_eq(explain(a, &f, today, roll), STR("Not enrolled in the compulsory stage on that day.")));
	family_new(&f), declare(&f, F, 20260901), f.state[1].value = STANDING_DEAD;
	OK(str_eq(explain(a, &f, today, civil),
		  STR("Father is away for work; it is not known since when, the form of 1 Sep 2026 declares "
		      "it. "
		      "Mother has died. Whether this is a child in difficulty should be looked at.")));
	OK(str_has(explain(a, &f, 20260831, civil),
		   STR("Father may have been away for work already: the form of "
		       "1 Sep 2026")));
	family_new(&f), away(&f, F, 20260101, 20261120), f.guardianship[1].value = STANDING_LOST;
	OK(str_eq(explain(a, &f, today, civil),
		  STR("Father was last away for work on 20 Nov 2026; up to 30 days at home "
		      "do not end an absence. Mother is at home but not able to care.")));
	family_new(&f), days_away(&f, BOTH, 9), f.absence[0][0].child_along = true;
	f.absence[1][0].reason = STANDING_CAUSE_OTHER;
	OK(str_eq(explain(a, &f, today, civil),
		  STR("Father is away for work with the child along. Mother is away, but not for work.")));
	f.facts.ties = 0, f.facts.household_type.n = f.facts.household_county.n = 0;
	OK(str_eq(explain(a, &f, today, civil),
		  STR("The household type is not known. No parent is entered.")));
	OK(str_has(explain(a, &f, today, roll),
		   STR("The county of the household or of the school is not known.")));
	f.facts.born = day_add(today, 1);
	OK(str_eq(explain(a, &f, today, civil | roll), STR("Not born yet on that day.")));
	for (int i = 0; i < STANDING_WHY__N; i++)
		OK(standing_reason_text((enum standing_why)i) != NULL);
}

static void test_codes(void)
{
	OK(standing_relation_of(STR("50")) == STANDING_PARENT &&
	   standing_relation_of(STR("51")) == STANDING_FATHER &&
	   standing_relation_of(STR("52")) == STANDING_MOTHER &&
	   standing_relation_of(STR("57")) == STANDING_STEPFATHER &&
	   standing_relation_of(STR("58")) == STANDING_STEPMOTHER);
	OK(!standing_relation_of(STR("59")) && !standing_relation_of(STR("61")) &&
	   !standing_relation_of(STR("")));
	OK(standing_cause_of(STR("work")) == STANDING_CAUSE_WORK &&
	   standing_cause_of(STR("study")) == STANDING_CAUSE_STUDY &&
	   standing_cause_of(STR("other")) == STANDING_CAUSE_OTHER);
	OK(standing_state_of(STR("alive")) == STANDING_ALIVE &&
	   standing_state_of(STR("dead")) == STANDING_DEAD &&
	   standing_state_of(STR("missing")) == STANDING_MISSING &&
	   standing_state_of(STR("imprisoned")) == STANDING_IMPRISONED);
	OK(standing_guardianship_of(STR("lost")) == STANDING_LOST &&
	   standing_guardianship_of(STR("able")) == STANDING_ABLE);
	OK(standing_household_of(STR("1")) == STANDING_AGRICULTURAL &&
	   standing_household_of(STR("2")) == STANDING_HOUSEHOLD_OTHER && !standing_household_of(STR("")));
	OK(standing_county(STR("440804103203")) == 440804 && standing_county(STR("4408")) == 0 &&
	   standing_county(STR("44080x103")) == 0);
	OK(str_eq(str_of(standing_basis_code(STANDING_DECLARED)), STR("declared")) &&
	   str_eq(str_of(standing_basis_code(STANDING_COMPUTED)), STR("computed")) &&
	   str_eq(str_of(standing_basis_code(STANDING_BASIS_UNKNOWN)), STR("unknown")));
}

static void test_next(struct arena *a)
{
	struct family f;
	struct standing_change *list;

	family_new(&f), days_away(&f, BOTH, 80);
	OK(standing_next(&f.facts, &params, today) == day_add(today, 11));    /* more than ninety days */
	OK(standing_next(&f.facts, &params, day_add(today, 11)) == 20320510); /* sixteen */
	OK(standing_next(&f.facts, &params, 20320510) == 0);
	family_new(&f);
	OK(standing_next(&f.facts, &params, today) == 0);
	OK(standing_changes(a, &f.facts, &params, 20260101, 20261231, &list) == 1 && list[0].day == 20260101);
	OK(standing_changes(a, &f.facts, &params, 20260102, 20260101, &list) == 0);
	away(&f, BOTH, 20250301, 20260210), away(&f, BOTH, 20260314, 0);
	OK(standing_changes(a, &f.facts, &params, 20260101, 20261231, &list) == 4 &&
	   list[1].day == 20260313 && list[2].day == 20260314 && list[3].day == 20260613 &&
	   list[3].standing.school_roll == 2);
	OK(list[1].standing.nreasons == 2);
}

int main(void)
{
	struct arena a;

	arena_init(&a, 1 << 24);
	test_away(&a);
	test_circumstances(&a);
	test_visits(&a);
	test_unknown(&a);
	test_reasons(&a);
	test_codes();
	test_next(&a);
	arena_free(&a);
	return tap_end();
}
