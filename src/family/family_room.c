#include "family_room.h"
#include "message.h"

static const struct kind *const kinds[] = { &message_kind, NULL };

/* Pages that follow from kinds: a line each. */
static const struct kind_page *const pages[] = { NULL };

/* Work that takes longer than a request may: a line each. */
static const struct job_kind *const jobs[] = { NULL };

/* What waits for somebody, in its order: a line each. */
static const struct today_item *const today[] = { NULL };

/* How this room answers duties: a line each. */
static const struct fact *const facts[] = { NULL };

/* What it knows of a child, by section: a line each. */
static const struct timeline_source *const timeline[] = { NULL };

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
	static enum rc (*const tasks[])(struct ctx *, const int64_t *, size_t) = { NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; tasks[i] && rc == RC_OK; i++)
		rc = tasks[i](c, child, n);
	return rc;
}

/* What becomes true by time alone: a line each. */
static enum rc daily(struct ctx *c)
{
	static enum rc (*const tasks[])(struct ctx *) = { NULL };
	enum rc rc = RC_OK;

	for (size_t i = 0; tasks[i] && rc == RC_OK; i++)
		rc = tasks[i](c);
	return rc;
}

const struct room family_room = {
	.name = "family",
	.kinds = kinds,
	.settle = settle,
	.daily = daily,
	.on_child = on_child,
	.pages = pages,
	.jobs = jobs,
	.today = today,
	.facts = facts,
	.timeline = timeline,
};
