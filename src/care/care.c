#include "care.h"
#include "obligation.h"
#include "photo_page.h"

#include "risk_page.h"
#include "settle_care.h"

#include "agency.h"
#include "alert_page.h"
#include "care_timeline.h"
#include "care_today.h"
#include "conference_page.h"
#include "plan_page.h"
#include "referral_page.h"
#include "report.h"
#include "task.h"
#include "visit_page.h"

static const struct kind *const kinds[] = { &care_case_kind,
					    &risk_level_kind,
					    &finding_kind,
					    &level_decision_kind,
					    &assessment_kind,
					    &visit_kind,
					    &photo_kind,
					    &plan_kind,
					    &goal_kind,
					    &plan_review_kind,
					    &conference_kind,
					    &attendee_kind,
					    &task_kind,
					    &deferral_kind,
					    &obligation_kind,
					    &alert_kind,
					    &agency_kind,
					    &agency_member_kind,
					    &referral_kind,
					    &report_kind,
					    &report_act_kind,
					    &report_named_kind,
					    NULL };

/* Tables that are no kinds: a line each. */
static const char *const ddl[] = { care_case_ddl, obligation_ddl, draft_ddl, NULL };

/* What waits for somebody, in its order: a line each. */
static const struct today_item *const today[] = { &report_today,
						  &report_answer_today,
						  &report_told_today,
						  &alert_today,
						  &finding_today,
						  &care_now_today,
						  &care_soon_today,
						  &alert_rest_today,
						  &care_waiting_today,
						  &visit_draft_today,
						  &visit_alike_today,
						  &conference_today,
						  &conference_invited_today,
						  &referral_waits_today,
						  &referral_silent_today,
						  &referral_taken_today,
						  NULL };

/* What becomes true by time alone. */
static enum rc daily(struct ctx *c)
{
	static enum rc (*const jobs[])(struct ctx *) = { settle_care_daily, obligation_daily, task_daily,
							 draft_daily, referral_daily };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(jobs) && rc == RC_OK; i++)
		rc = jobs[i](c);
	return rc;
}

/* Pages that follow from kinds: a line each. */
static const struct kind_page *const pages[] = { &agency_pages, &agency_member_pages, &plan_pages,
						 &goal_pages,   &conference_pages,    &photo_pages,
						 NULL };

/* Who opens a child's file in order to look after the child finds that first. */
static bool care_first(const struct page *p) { return p->who->role & (ROLES_VILLAGE | ROLE_CIVIL); }

static enum rc first_on_child(struct page *p, const struct record *child)
{
	return care_first(p) ? care_child_panel(p, child) : RC_OK;
}

static enum rc on_child(struct page *p, const struct record *child)
{
	enum rc rc = care_first(p) ? RC_OK : care_child_panel(p, child);

	return rc == RC_OK ? referral_child_panel(p, child) : rc;
}

/* On everybody's first page: a line each. */
static enum rc on_today(struct page *p, const struct record *about)
{
	static panel *const panels[] = { alert_today_panel };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(panels) && rc == RC_OK; i++)
		rc = panels[i](p, about);
	return rc;
}

/* At the end of a unit of writing: levels, cases and duties, then where open tasks lie. */
static enum rc settle(struct ctx *c, const int64_t *child, size_t n)
{
	enum rc rc = settle_care(c, child, n);

	if (rc == RC_OK)
		rc = task_settle(c, child, n);
	return rc == RC_OK ? draft_settle(c, child, n) : rc;
}

const struct room care_room = {
	.name = "care",
	.kinds = kinds,
	.settle = settle,
	.ddl = ddl,
	.on_child = on_child,
	.first_on_child = first_on_child,
	.on_today = on_today,
	.pages = pages,
	.today = today,
	.daily = daily,
	.facts = care_fact_list,
	.timeline = care_timeline,
};
