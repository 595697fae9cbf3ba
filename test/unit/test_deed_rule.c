/* Where a deed stands on any day, what keeps it from being signed, and when a child is left alone. */
#include "deed_rule.h"
#include "tap.h"

static const struct deed_params params = { .hear_age = 8,
					   .carer_age = 18,
					   .renew_days = 30,
					   .notice_days = 7,
					   .watch_age = 8,
					   .alone_age = 16,
					   .max_age = 18 };

/* Signed on 1 March, noted on 5 March, for a year from 10 March. */
static struct deed_facts whole(void)
{
	return (struct deed_facts){ .born = 20180615,
				    .from = 20260310,
				    .to = 20270309,
				    .parent = 20260227,
				    .carer = 20260228,
				    .witness = 20260301,
				    .school = true,
				    .sent = 20260302,
				    .ack_school = 20260303,
				    .ack_village = 20260305 };
}

/* clang-format off */
static const struct { day on; enum deed_stand stand; } year[] = {
	{ 20260226, DEED_DRAFT },     { 20260228, DEED_DRAFT },
	{ 20260301, DEED_SIGNED },    { 20260302, DEED_NOTIFIED },
	{ 20260305, DEED_NOTIFIED },  { 20260309, DEED_NOTIFIED },
	{ 20260310, DEED_ACTIVE },    { 20270206, DEED_ACTIVE },
	{ 20270207, DEED_RENEW_DUE }, { 20270309, DEED_RENEW_DUE },
	{ 20270310, DEED_ENDED },     { 20300101, DEED_ENDED },
};
/* clang-format on */

static void test_year(void)
{
	struct deed_facts f = whole();

	for (size_t i = 0; i < COUNT(year); i++)
		OK(deed_stand_on(&f, &params, year[i].on) == year[i].stand);
	OK(deed_signed_on(&f, &params) == 20260301);
	OK(deed_noted_on(&f) == 20260305);
	OK(deed_notice_due(&f, &params) == 20260308);
}

/* From change to change it walks through every day of the table above. */
static void test_next(void)
{
	struct deed_facts f = whole();

	OK(deed_stand_next(&f, &params, 20260305) == 20260310);
	OK(deed_stand_next(&f, &params, 20260310) == 20270207);
	OK(deed_stand_next(&f, &params, 20270207) == 20270310);
	OK(deed_stand_next(&f, &params, 20270310) == 0);
	f.ack_village = 0; /* until somebody acknowledges only its end is to come */
	OK(deed_stand_next(&f, &params, 20260305) == 20270310);
	f.revoked = 20260701;
	OK(deed_stand_next(&f, &params, 20260701) == 0);
}

static void test_signing(void)
{
	struct deed_facts f = whole();

	f.witness = 0;
	OK(!deed_signed_on(&f, &params));
	OK(deed_stand_on(&f, &params, 20260320) == DEED_DRAFT);
	OK(deed_stand_on(&f, &params, 20270310) == DEED_ENDED); /* its time went by unsigned */
	OK(!deed_notice_due(&f, &params));
	f = whole();
	f.born = 20180226; /* eight on the day before the parent signs */
	OK(!deed_signed_on(&f, &params));
	f.heard = 20260304;
	OK(deed_signed_on(&f, &params) == 20260304);
	f.born = 20180228; /* on the day after: not yet */
	f.heard = 0;
	OK(deed_signed_on(&f, &params) == 20260301);
	f.heard = 20260220; /* heard although younger: before all others */
	OK(deed_signed_on(&f, &params) == 20260301);
	f.born = 20180227; /* on the day itself */
	f.heard = 0;
	OK(!deed_signed_on(&f, &params));
}

static void test_notices(void)
{
	struct deed_facts f = whole();

	f.ack_school = 0;
	OK(!deed_noted_on(&f));
	OK(deed_stand_on(&f, &params, 20260401) == DEED_NOTIFIED);
	OK(deed_binds(&f, &params, 20260401)); /* who signed has taken the child into care */
	f.school = false;                      /* of a child at no school there is one notice */
	OK(deed_noted_on(&f) == 20260305);
	OK(deed_stand_on(&f, &params, 20260401) == DEED_ACTIVE);
	f.sent = 0;
	OK(!deed_noted_on(&f));
	OK(deed_stand_on(&f, &params, 20260401) == DEED_SIGNED);
}

static void test_end(void)
{
	struct deed_facts f = whole();

	f.revoked = 20260701;
	OK(deed_stand_on(&f, &params, 20260630) == DEED_ACTIVE);
	OK(deed_stand_on(&f, &params, 20260701) == DEED_REVOKED);
	OK(!deed_binds(&f, &params, 20260701));
	OK(deed_binds(&f, &params, 20260630));
	f = whole();
	f.ended = 20260831; /* another carer from September on */
	OK(deed_last_day(&f) == 20260831);
	OK(deed_stand_on(&f, &params, 20260831) == DEED_ACTIVE);
	OK(deed_stand_on(&f, &params, 20260901) == DEED_ENDED);
	f = whole();
	f.ended = 20270309; /* renewed: nothing is due any more */
	OK(deed_stand_on(&f, &params, 20270301) == DEED_ACTIVE);
	f.ended = 20280101; /* never longer than agreed */
	OK(deed_last_day(&f) == 20270309);
	OK(!deed_binds(&f, &params, 20260309));
	OK(deed_binds(&f, &params, 20260310));
	OK(!deed_binds(&f, &params, 20270310));
}

static void test_overlaps(void)
{
	OK(deed_overlaps(20260101, 20260131, 20260131, 20260228));
	OK(!deed_overlaps(20260101, 20260131, 20260201, 20260228));
	OK(deed_overlaps(20260115, 20260116, 20260101, 20260131));
	OK(!deed_overlaps(20260301, 20260401, 20260101, 20260228));
}

static const struct deed_terms good = { .cause = true,
					.ground = { DEED_NO, DEED_NO, DEED_NO, DEED_NO },
					.carer_born = 19600101 };

static unsigned lacks(const struct deed_terms *t)
{
	struct deed_facts f = whole();

	f.parent = f.carer = f.witness = 0;
	return deed_lacks(&f, t, &params, 20260227);
}

static void test_lacks(void)
{
	struct deed_terms t = good;

	OK(!lacks(&t));
	t.cause = false;
	OK(lacks(&t) == DEED_NO_CAUSE);
	for (size_t i = 0; i < DEED_GROUNDS; i++) {
		t = good;
		t.ground[i] = DEED_UNANSWERED;
		OK(lacks(&t) == DEED_UNDECLARED);
		t.ground[i] = DEED_YES;
		OK(lacks(&t) == DEED_EXCLUDED);
	}
	t = good;
	t.carer_born = 20080228; /* eighteen tomorrow */
	OK(lacks(&t) == DEED_CARER_MINOR);
	t.carer_born = 20080227; /* today */
	OK(!lacks(&t));
	t.carer_born = 0;
	OK(lacks(&t) == DEED_CARER_MINOR);
	t = good;
	t.carer_barred = true;
	OK(lacks(&t) == DEED_CARER_BARRED);
	t = good;
	t.carer_self = t.carer_unable = true;
	OK(lacks(&t) == (DEED_CARER_PARTY | DEED_CARER_UNABLE));
}

static unsigned period(day born, day from, day to)
{
	struct deed_facts f = { .born = born, .from = from, .to = to };

	return deed_lacks(&f, &good, &params, 20260227) & ~(unsigned)DEED_UNHEARD;
}

static void test_period(void)
{
	OK(!period(20180615, 20260310, 20270309));
	OK(period(20180615, 20260310, 20260310) == DEED_NO_PERIOD);
	OK(period(20180615, 20260310, 20260309) == DEED_NO_PERIOD);
	OK(period(20180615, 0, 20260309) == DEED_NO_PERIOD);
	OK(period(20180615, 20260310, 0) == DEED_NO_PERIOD);
	OK(period(20180615, 20250310, 20260226) == DEED_PAST);
	OK(!period(20180615, 20250310, 20260227));
	OK(period(20180615, 20260310, 20360615) == DEED_TOO_LONG);
	OK(!period(20180615, 20260310, 20360614));
	struct deed_facts f = { .born = 20180227, .from = 20260310, .to = 20270309 };
	OK(deed_lacks(&f, &good, &params, 20260227) == DEED_UNHEARD);
	OK(!deed_lacks(&f, &good, &params, 20260226));
	f.heard = 20260220;
	OK(!deed_lacks(&f, &good, &params, 20260227));
}

/* clang-format off */
static const struct { day born; bool special; int adults; enum deed_alone alone; } homes[] = {
	{ 20190301, false, 0, DEED_UNATTENDED },  /* seven */
	{ 20190301, false, 1, DEED_CARED },
	{ 20190301, true,  0, DEED_UNATTENDED },
	{ 20180301, false, 0, DEED_LIVES_ALONE }, /* eight today */
	{ 20180302, false, 0, DEED_UNATTENDED },  /* eight tomorrow */
	{ 20180301, true,  0, DEED_NEEDS_CARE },
	{ 20100302, false, 0, DEED_LIVES_ALONE }, /* sixteen tomorrow */
	{ 20100301, false, 0, DEED_CARED },       /* sixteen today */
	{ 20100301, true,  0, DEED_NEEDS_CARE },
	{ 20100301, true,  2, DEED_CARED },
	{ 20080301, true,  0, DEED_CARED },       /* of age today */
	{ 20270101, false, 0, DEED_CARED },       /* not born yet */
	{ 0,        false, 0, DEED_CARED },
};
/* clang-format on */

static void test_alone(void)
{
	for (size_t i = 0; i < COUNT(homes); i++) {
		struct deed_home h = { homes[i].born, homes[i].special, homes[i].adults };
		OK(deed_alone_on(&h, &params, 20260301) == homes[i].alone);
	}
	OK(!deed_alone_indicator(DEED_CARED));
	OK(!strcmp(deed_alone_indicator(DEED_UNATTENDED), "unattended"));
	OK(!strcmp(deed_alone_indicator(DEED_NEEDS_CARE), "carer_none"));
	OK(!strcmp(deed_alone_indicator(DEED_LIVES_ALONE), "alone"));
}

int main(void)
{
	test_year();
	test_next();
	test_signing();
	test_notices();
	test_end();
	test_overlaps();
	test_lacks();
	test_period();
	test_alone();
	return tap_end();
}
