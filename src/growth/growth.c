#include "growth.h"
#include "correction.h"
#include "growth_book.h"
#include "growth_fact.h"
#include "growth_file.h"
#include "growth_page.h"
#include "handover.h"
#include "health_page.h"
#include "leaving.h"
#include "note.h"
#include "pile.h"
#include "register_page.h"
#include "support.h"
#include "talk.h"
#include "voice_page.h"
#include "word_timeline.h"
#include "work.h"
#include "work_page.h"

static const struct kind *const kinds[] = {
	&growth_note_kind, &talk_kind,        &handover_note_kind, &home_survey_kind,
	&measurement_kind, &health_note_kind, &child_word_kind,    &letter_kind,
	&recording_kind,   &work_kind,        &pile_photo_kind,    &support_kind,
	&correction_kind,  &growth_book_kind, &growth_file_kind,   NULL
};

/* Pages that follow from kinds: a line each. */
static const struct kind_page *const pages[] = { &work_pages, &voice_pages, NULL };

/* Work that takes longer than a request may: a line each. */
static const struct job_kind *const jobs[] = { &growth_book_job, NULL };

/* What waits for somebody, in its order: a line each. */
static const struct today_item *const today[] = { &pile_today, &register_today, &correction_today, NULL };

/* In a child's file: a line each. */
static enum rc on_child(struct page *p, const struct record *child)
{
	static panel *const panels[] = {
		growth_panel,
		NULL,
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; panels[i] && rc == RC_OK; i++)
		rc = panels[i](p, child);
	return rc;
}

/* At the end of a unit of writing. */
static enum rc settle(struct ctx *c, const int64_t *child, size_t n)
{
	return growth_file_settle(c, child, n);
}

/* What becomes true by time alone: a line each. */
static enum rc daily(struct ctx *c)
{
	static enum rc (*const tasks[])(struct ctx *) = {
		growth_file_daily, leaving_daily, growth_book_daily, work_daily, pile_daily,
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(tasks) && rc == RC_OK; i++)
		rc = tasks[i](c);
	return rc;
}

/* What it knows of a child, by section: a line each. */
static const struct timeline_source *const timeline[] = {
	&work_timeline,        &voice_timeline,    &note_timeline,        &talk_timeline,
	&support_timeline,     &handover_timeline, &home_survey_timeline, &measurement_timeline,
	&health_note_timeline, &word_timeline,     &word_letter_timeline, NULL,
};

const struct room growth_room = {
	.name = "growth",
	.kinds = kinds,
	.settle = settle,
	.daily = daily,
	.on_child = on_child,
	.pages = pages,
	.jobs = jobs,
	.today = today,
	.facts = growth_fact_list,
	.timeline = timeline,
};
