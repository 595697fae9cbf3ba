/* Who may ask to open what is sealed, who may answer, and how an opening stands at an instant. */
#include "opening.h"
#include "order.h"
#include "tap.h"

#define MINUTES(n) ((n)*INT64_C(60) * 1000 * 1000)

static struct opening asked_by(enum role role, int64_t asker)
{
	return (struct opening){
		.state = STR("asked"), .role = role, .asker = asker, .expires_at = MINUTES(60)
	};
}

static void test_standing(void)
{
	struct opening o = asked_by(ROLE_HEAD, 7);

	OK(opening_standing(&o, 0) == OPENING_ASKED);
	OK(opening_standing(&o, MINUTES(60) - 1) == OPENING_ASKED);
	OK(opening_standing(&o, MINUTES(60)) == OPENING_LAPSED);
	o.state = STR("approved");
	OK(opening_standing(&o, MINUTES(60) - 1) == OPENING_OPEN);
	OK(opening_standing(&o, MINUTES(60)) == OPENING_OVER);
	o.state = STR("used_danger");
	OK(opening_standing(&o, MINUTES(60) - 1) == OPENING_OPEN_NOW);
	OK(opening_standing(&o, MINUTES(60)) == OPENING_OVER);
	o.state = STR("refused");
	OK(opening_standing(&o, 0) == OPENING_REFUSED);
	o.state = STR("lapsed");
	OK(opening_standing(&o, 0) == OPENING_LAPSED);
	o.state = STR("closed");
	OK(opening_standing(&o, 0) == OPENING_OVER);
	o.state = STR("");
	OK(opening_standing(&o, 0) == OPENING_NONE);
	for (int s = 0; s < OPENING_STANDING__N; s++)
		OK(opening_is_open((enum opening_standing)s) == (s == OPENING_OPEN || s == OPENING_OPEN_NOW));
}

/* Who answers must see it: the scope of openings gives them to the county only. */
static bool all_in_county(unsigned roles)
{
	for (size_t i = 0; i < role_nrows; i++)
		if (roles & role_rows[i].role && role_rows[i].reach != REACH_COUNTY)
			return false;
	return true;
}

static void test_who(void)
{
	OK(opening_approvers(ROLE_OFFICER) == ROLE_CIVIL);
	OK(opening_approvers(ROLE_HEAD) == (ROLE_CIVIL | ROLE_OFFICER));
	OK(opening_approvers(ROLE_COUNSELLOR) == (ROLE_CIVIL | ROLE_OFFICER));
	OK(opening_approvers(ROLE_SUPERVISOR) == (ROLE_CIVIL | ROLE_OFFICER));
	for (size_t i = 0; i < role_nrows; i++) {
		struct actor who = { .account = 1, .role = role_rows[i].role };
		unsigned asks = ROLE_OFFICER | ROLE_HEAD | ROLE_COUNSELLOR | ROLE_SUPERVISOR;
		OK(opening_may_ask(&who, P_SEALED) == ((who.role & asks) != 0));
		OK(!opening_may_ask(&who, P_SECRET) && !opening_may_ask(&who, P_CONTACT));
		OK(!(opening_approvers(who.role) & (unsigned)who.role)); /* never one's own role */
		OK(all_in_county(opening_approvers(who.role)));
	}
	OK(opening_in_charge(P_SEALED) == ROLE_CIVIL);
	OK(!opening_in_charge(P_CONTACT) && !opening_in_charge(P_NOBODY));
}

static void test_answering(void)
{
	const struct opening o = asked_by(ROLE_HEAD, 7), officers = asked_by(ROLE_OFFICER, 7);
	struct opening deputys = asked_by(ROLE_HEAD, 7);
	const struct actor civil = { .account = 9, .role = ROLE_CIVIL },
			   head = { .account = 8, .role = ROLE_HEAD };
	const struct actor officer = { .account = 10, .role = ROLE_OFFICER };
	const struct actor self = { .account = 7, .role = ROLE_CIVIL, .for_account = 9 };
	const struct actor for_civil = { .account = 11, .role = ROLE_CIVIL, .for_account = 9 };
	const struct actor program = actor_system(440804);

	OK(!opening_refusal(&o, &civil, false, 0));
	OK(!opening_refusal(&o, &officer, false, 0));
	OK(!opening_refusal(&o, &for_civil, false, 0)); /* a deputy of the one who answers */
	OK(opening_refusal(&o, &head, false, 0) != NULL);
	OK(opening_refusal(&o, &self, false, 0) != NULL); /* not even in somebody else's place */
	OK(opening_refusal(&o, &civil, true, 0) != NULL); /* who stands in for the asker */
	OK(opening_refusal(&o, &program, false, 0) != NULL);
	OK(opening_refusal(&officers, &officer, false, 0) != NULL);
	OK(!opening_refusal(&officers, &civil, false, 0));
	OK(opening_refusal(&o, &civil, false, MINUTES(60)) != NULL);
	OK(!opening_refusal(&o, &civil, false, MINUTES(60) - 1));
	deputys.asker_for = 10; /* 7 asked in the place of 10 */
	OK(opening_refusal(&deputys, &officer, false, 0) != NULL);
}

static void test_closing(void)
{
	struct opening o = asked_by(ROLE_HEAD, 7);
	const struct actor civil = { .account = 9, .role = ROLE_CIVIL },
			   head = { .account = 8, .role = ROLE_HEAD };
	const struct actor self = { .account = 7, .role = ROLE_HEAD };

	OK(!opening_may_close(&o, &civil, false, 0) && !opening_may_close(&o, &self, false, 0));
	o.state = STR("approved");
	OK(opening_may_close(&o, &civil, false, 0) && opening_may_close(&o, &self, false, 0));
	OK(!opening_may_close(&o, &head, false, 0) && !opening_may_close(&o, &civil, true, 0));
	OK(!opening_may_close(&o, &civil, false, MINUTES(60)));
	OK(order_in_force(20260101, 0, 20260101) && !order_in_force(20260102, 0, 20260101));
	OK(order_in_force(20260101, 20260105, 20260105) && !order_in_force(20260101, 20260105, 20260106));
}

int main(void)
{
	test_standing();
	test_who();
	test_answering();
	test_closing();
	return tap_end();
}
