#include "care_timeline.h"

#include "care.h"
#include "registry_page.h"
#include "timeline_records.h"

static enum rc read_visits(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &visit_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *v = &all.r[i];
		struct timeline_item item = {
			.on = rec_day(v, VISIT_ON),
			.section = CODE_GROWTH_SECTION_VISITS,
			.icon = "visit",
			.title = html_say(t->p, N_("Visit, {0}"),
					  registry_code(t->p, "visit_how", rec_text(v, VISIT_HOW))),
			.by = timeline_by(t->p, v),
			.url = html_url(t->p, "/visits/#", v->id),
			.redone = timeline_redone(&all, v->id),
			.kind = visit_kind.name,
			.id = v->id,
		};
		item.text = timeline_text(t->p, v, VISIT_SEEN, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

static enum rc read_assessments(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &assessment_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *a = &all.r[i];
		timeline_add(t, &(struct timeline_item){
					.on = rec_day(a, ASSESSMENT_ON),
					.section = CODE_GROWTH_SECTION_PLAN,
					.icon = "yes",
					.title = html_say(t->p, N_("Assessment: {0}"),
							  registry_code(t->p, "instrument",
									rec_text(a, ASSESSMENT_INSTRUMENT))),
					.by = timeline_by(t->p, a),
					.url = html_url(t->p, "/assessments/#", a->id),
					.kind = assessment_kind.name,
					.id = a->id });
	}
	return rc;
}

static enum rc read_levels(struct timeline *t)
{
	struct records all;
	struct list l = { .v = { INT(t->child->id), INT(t->from), INT(t->until) }, .nv = 3 };

	l.where = SQL("t.child = ?1 AND t.from_day >= ?2 AND t.from_day <= ?3");
	enum rc rc = timeline_list(t, &risk_level_kind, &l, &all);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		char digit = (char)('0' + rec_int(&all.r[i], RISK_LEVEL_LEVEL));
		if (digit == '0')
			continue;
		timeline_add(t,
			     &(struct timeline_item){
				     .on = rec_day(&all.r[i], RISK_LEVEL_FROM),
				     .section = CODE_GROWTH_SECTION_PLAN,
				     .icon = "even",
				     .title = html_say(t->p, N_("Risk level from now on: {0}"),
						       registry_code(t->p, "risk_level", (str){ &digit, 1 })),
				     .url = html_url(t->p, "/children/#/risk", t->child->id),
				     .kind = risk_level_kind.name,
				     .id = all.r[i].id });
	}
	return rc;
}

/* --- plans --- */

static void add_plan(struct timeline *t, const struct record *plan)
{
	struct timeline_item item = { .on = rec_day(plan, PLAN_FROM),
				      .section = CODE_GROWTH_SECTION_PLAN,
				      .icon = "grow",
				      .title = html_word(t->p, N_("A care plan begins")),
				      .by = timeline_by(t->p, plan),
				      .url = html_url(t->p, "/plans/#", plan->id),
				      .kind = plan_kind.name,
				      .id = plan->id };

	item.text = timeline_text(t->p, plan, PLAN_SUMMARY, &item.covered);
	timeline_add(t, &item);
	item.on = rec_day(plan, PLAN_CLOSED_ON);
	item.title = html_say(t->p, N_("The care plan ends: {0}"),
			      registry_code(t->p, "plan_outcome", rec_text(plan, PLAN_OUTCOME)));
	item.text = STR("");
	item.covered = false;
	timeline_add(t, &item);
}

static enum rc read_plans(struct timeline *t)
{
	struct records plans, reviews;
	struct list l = { .filter = { { PLAN_CHILD, INT(t->child->id) } }, .nfilter = 1 };
	enum rc rc = timeline_list(t, &plan_kind, &l, &plans);
	if (rc == RC_OK)
		rc = timeline_records(t, &plan_review_kind, &reviews);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < plans.n; i++)
		add_plan(t, &plans.r[i]);
	for (size_t i = 0; i < reviews.n; i++) {
		const struct record *v = &reviews.r[i];
		struct timeline_item item = { .on = rec_day(v, PLAN_REVIEW_ON),
					      .section = CODE_GROWTH_SECTION_PLAN,
					      .icon = "grow",
					      .title = html_word(t->p,
								 N_("The care plan was looked at again")),
					      .by = timeline_by(t->p, v),
					      .url = html_url(t->p, "/plans/#", rec_int(v, PLAN_REVIEW_PLAN)),
					      .kind = plan_review_kind.name,
					      .id = v->id };
		item.text = timeline_text(t->p, v, PLAN_REVIEW_FOUND, &item.covered);
		timeline_add(t, &item);
	}
	return RC_OK;
}

static enum rc read_conferences(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &conference_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *x = &all.r[i];
		struct timeline_item item = {
			.on = rec_day(x, CONFERENCE_ON),
			.section = CODE_GROWTH_SECTION_PLAN,
			.icon = "msg",
			.title = html_say(
				t->p, N_("Case conference: {0}"),
				registry_code(t->p, "conference_state", rec_text(x, CONFERENCE_STATE))),
			.by = timeline_by(t->p, x),
			.url = html_url(t->p, "/conferences/#", x->id),
			.kind = conference_kind.name,
			.id = x->id,
		};
		item.text = timeline_text(t->p, x, CONFERENCE_REASON, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

/* --- what went to other agencies --- */

static enum rc read_referrals(struct timeline *t)
{
	struct records all;
	struct list l = { .filter = { { REFERRAL_CHILD, INT(t->child->id) } }, .nfilter = 1 };
	enum rc rc = timeline_list(t, &referral_kind, &l, &all);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *x = &all.r[i];
		struct timeline_item item = {
			.on = instant_day(rec_int(x, REFERRAL_SENT_AT)),
			.section = CODE_GROWTH_SECTION_SUPPORT,
			.icon = "help",
			.title = html_say(t->p, N_("Asked for help: {0} ({1})"), x->label[REFERRAL_TO],
					  registry_code(t->p, "referral_state", rec_text(x, REFERRAL_STATE))),
			.by = timeline_by(t->p, x),
			.url = html_url(t->p, "/referrals/#", x->id),
			.kind = referral_kind.name,
			.id = x->id,
		};
		item.text = timeline_text(t->p, x, REFERRAL_OUTCOME, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

#define GF(x) .section = CODE_GROWTH_SECTION_##x
static const struct timeline_source visits = { GF(VISITS), .profile = P_VISIT, .read = read_visits };
static const struct timeline_source assessments = { GF(PLAN), .profile = P_ASSESSMENT,
						    .read = read_assessments };
static const struct timeline_source levels = { GF(PLAN), .profile = P_RISK, .read = read_levels };
static const struct timeline_source plans = { GF(PLAN), .profile = P_PLAN, .read = read_plans };
static const struct timeline_source conferences = { GF(PLAN), .profile = P_CONFERENCE,
						    .read = read_conferences };
static const struct timeline_source referrals = { GF(SUPPORT), .profile = P_REFERRAL,
						  .read = read_referrals };
const struct timeline_source *const care_timeline[] = { &visits,      &assessments, &levels, &plans,
							&conferences, &referrals,   NULL };
