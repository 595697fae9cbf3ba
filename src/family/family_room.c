#include "family_room.h"
#include "booking_page.h"
#include "call.h"
#include "call_outcome.h"
#include "contact.h"
#include "contact_page.h"
#include "deed.h"
#include "deed_fact.h"
#include "deed_page.h"
#include "home_page.h"
#include "message.h"
#include "message_page.h"
#include "near.h"
#include "remind.h"

static const struct kind *const kinds[] = { &happy_home_kind,
					    &home_room_kind,
					    &home_device_kind,
					    &device_fault_kind,
					    &home_hours_kind,
					    &home_closure_kind,
					    &home_member_kind,
					    &home_shift_kind,
					    &home_opening_kind,
					    &home_activity_kind,
					    &home_attendance_kind,
					    &home_check_kind,
					    &home_cost_kind,
					    &home_grant_kind,
					    &call_kind,
					    &call_party_kind,
					    &call_event_kind,
					    &call_wish_kind,
					    &message_kind,
					    &contact_kind,
					    &contact_state_kind,
					    &deed_kind,
					    &deed_signature_kind,
					    &deed_notice_kind,
					    &deed_link_kind,
					    NULL };

/* Tables and indexes that are no kinds: a line each. */
static const char *const ddl[] = { contact_state_ddl, NULL };

/* Pages that follow from kinds: a line each. */
static const struct kind_page *const pages[] = { &home_pages,        &home_room_pages,  &home_device_pages,
						 &home_fault_pages,  &home_hours_pages, &home_closure_pages,
						 &home_member_pages, &home_shift_pages, &home_activity_pages,
						 &home_cost_pages,   &home_grant_pages, NULL };

/* Work that takes longer than a request may: a line each. */
static const struct job_kind *const jobs[] = { NULL };

/* What waits for somebody, in its order: a line each. */
static const struct today_item *const today[] = { &remind_today_home,
						  &remind_today_wish,
						  &home_nobody_today,
						  &home_fault_today,
						  &home_check_today,
						  &contact_today,
						  &deed_notice_today,
						  &deed_witness_today,
						  &deed_renew_today,
						  &deed_none_today,
						  NULL };

/* How this room answers duties: a line each. */
static const struct fact *const facts[] = { &contact_child_fact, &contact_carer_fact, &deed_fact,
					    &deed_notice_fact, NULL };

/* What it knows of a child, by section: a line each. */
static const struct timeline_source *const timeline[] = { &home_timeline, &message_timeline, NULL };

/* In a child's file: a line each. */
static enum rc on_child(struct page *p, const struct record *child)
{
	static panel *const panels[] = { booking_panel_child, contact_panel, deed_child_panel, NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; panels[i] && rc == RC_OK; i++)
		rc = panels[i](p, child);
	return rc;
}

/* On everybody's first page: a line each. */
static enum rc on_today(struct page *p, const struct record *about)
{
	static panel *const panels[] = { home_page_on_today, deed_family_panel, NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; panels[i] && rc == RC_OK; i++)
		rc = panels[i](p, about);
	return rc;
}

/* On the page of the child itself, before all else: a line each. */
static enum rc first_on_child(struct page *p, const struct record *child)
{
	static panel *const panels[] = { near_panel, deed_me_panel, NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; panels[i] && rc == RC_OK; i++)
		rc = panels[i](p, child);
	return rc;
}

/* At the end of a unit of writing: a line each. */
static enum rc settle(struct ctx *c, const int64_t *child, size_t n)
{
	static enum rc (*const tasks[])(struct ctx *, const int64_t *, size_t) = { contact_settle, NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; tasks[i] && rc == RC_OK; i++)
		rc = tasks[i](c, child, n);
	return rc;
}

/* What becomes true by time alone: a line each. */
static enum rc daily(struct ctx *c)
{
	static enum rc (*const tasks[])(
		struct ctx *) = { call_outcome_daily, remind_daily, contact_daily, contact_finding_daily,
				  message_daily,      deed_daily,   NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; tasks[i] && rc == RC_OK; i++)
		rc = tasks[i](c);
	return rc;
}

const struct room family_room = {
	.name = "family",
	.kinds = kinds,
	.ddl = ddl,
	.settle = settle,
	.daily = daily,
	.on_child = on_child,
	.on_school = home_page_on_school,
	.first_on_child = first_on_child,
	.on_today = on_today,
	.pages = pages,
	.jobs = jobs,
	.today = today,
	.facts = facts,
	.timeline = timeline,
};
