#include "growth_fact.h"

/* 家长会、家长来校.  Of a corrected entry the newer version counts. */
static enum rc load_meetings(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.on_day, t.id FROM growth_note t WHERE t.child IN " DB_SIXTEEN
			     " AND t.what = '" CODE_GROWTH_WHAT_MEETING "'"
			     " AND NOT EXISTS (SELECT 1 FROM growth_note x WHERE x.corrects = t.id)"
			     " ORDER BY t.child, t.on_day, t.id"),
			 "growth_note", child, n, ret);
}

/* 家访: a visit of the school, not the village's. */
static enum rc load_school_visits(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.on_day, t.id FROM visit t WHERE t.child IN " DB_SIXTEEN
			     " AND t.role IN ('teacher', 'head', 'counsellor')"
			     " AND NOT EXISTS (SELECT 1 FROM visit x WHERE x.corrects = t.id)"
			     " ORDER BY t.child, t.on_day, t.id"),
			 "visit", child, n, ret);
}

static enum rc load_talks(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.on_day, t.id FROM talk t WHERE t.child IN " DB_SIXTEEN
			     " AND NOT EXISTS (SELECT 1 FROM talk x WHERE x.corrects = t.id)"
			     " ORDER BY t.child, t.on_day, t.id"),
			 "talk", child, n, ret);
}

static const struct fact meeting_fact = { "guardian_meeting", FACT_CHILD, load_meetings };
static const struct fact school_visit_fact = { "school_visit", FACT_CHILD, load_school_visits };
static const struct fact talk_fact = { "talk", FACT_CHILD, load_talks };

const struct fact *const growth_fact_list[] = { &meeting_fact, &school_visit_fact, &talk_fact, NULL };
