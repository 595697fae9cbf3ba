#include "family_room.h"
#include "call.h"
#include "contact.h"
#include "deed.h"
#include "home.h"
#include "message.h"
#include "message_page.h"

static const struct kind *const kinds[] = { &happy_home_kind, &home_room_kind, &home_device_kind, &device_fault_kind, &home_hours_kind,
					   &home_closure_kind, &home_member_kind, &home_shift_kind, &home_opening_kind,
					   &home_activity_kind, &home_attendance_kind, &home_check_kind, &home_cost_kind,
					   &home_grant_kind,
					   &call_kind, &call_party_kind, &call_event_kind, &call_wish_kind,
					   &message_kind, &contact_kind, &contact_state_kind, &deed_kind, &deed_signature_kind, &deed_notice_kind, NULL };

/* Tables and indexes that are no kinds: a line each. */
static const char *const ddl[] = { contact_ddl, contact_state_ddl, NULL };

/* Pages that follow from kinds: a line each. */
static const struct kind_page *const pages[] = { NULL };

/* Work that takes longer than a request may: a line each. */
static const struct job_kind *const jobs[] = { NULL };

/* What waits for somebody, in its order: a line each. */
static const struct today_item *const today[] = { NULL };

/* How this room answers duties: a line each. */
static const struct fact *const facts[] = { &contact_child_fact, &contact_carer_fact, NULL };

/* What it knows of a child, by section: a line each. */
static const struct timeline_source *const timeline[] = { &message_timeline, NULL };

/* In a child's file: a line each. */
static enum rc on_child(struct page *p, const struct record *child)
{
	static panel *const panels[] = { NULL };
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
	static enum rc (*const tasks[])(struct ctx *) = { contact_daily, message_daily, NULL };
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
	.pages = pages,
	.jobs = jobs,
	.today = today,
	.facts = facts,
	.timeline = timeline,
};
