#include "case.h"

struct case_params case_params_of(const struct ctx *c)
{
	static const char *const first[] = { NULL, PARAM_CARE_VISIT_FIRST_GREEN, PARAM_CARE_VISIT_FIRST_BLUE,
					     PARAM_CARE_VISIT_FIRST_YELLOW, PARAM_CARE_VISIT_FIRST_RED };
	static const char *const every[] = { NULL, PARAM_CARE_VISIT_EVERY_GREEN, PARAM_CARE_VISIT_EVERY_BLUE,
					     PARAM_CARE_VISIT_EVERY_YELLOW, PARAM_CARE_VISIT_EVERY_RED };
	static const char *const review[] = { NULL, PARAM_CARE_REVIEW_GREEN, PARAM_CARE_REVIEW_BLUE,
					      PARAM_CARE_REVIEW_YELLOW, PARAM_CARE_REVIEW_RED };
	struct case_params p = { { 0 }, { 0 }, { 0 } };

	for (int i = RISK_GREEN; i <= RISK_RED; i++) {
		p.first[i] = (int)ctx_param(c, first[i]);
		p.every[i] = (int)ctx_param(c, every[i]);
		p.review[i] = (int)ctx_param(c, review[i]);
	}
	return p;
}

/* The stretch of care that covers the day; without one, the day on which a level began. */
static day begun(const struct care_facts *f, const struct risk *risk, day on)
{
	for (size_t i = 0; i < f->ncare; i++)
		if (f->care[i].from <= on && (!f->care[i].to || on <= f->care[i].to))
			return f->care[i].from;
	return risk->level ? risk->since : 0;
}

static day last_assessment(const struct care_facts *f, day on)
{
	day last = 0;

	for (size_t i = 0; i < f->nassessment && f->assessment[i].on <= on; i++)
		last = f->assessment[i].on;
	return last;
}

/* The plan that runs on the day; else the one that was closed last. */
static const struct care_plan *plan_of(const struct care_facts *f, day on)
{
	const struct care_plan *best = NULL;

	for (size_t i = 0; i < f->nplan; i++) {
		const struct care_plan *p = &f->plan[i];
		if (p->from > on)
			continue;
		if (!p->closed_on || p->closed_on > on)
			return p;
		best = p;
	}
	return best;
}

static bool served_since(const struct care_facts *f, day from, day on)
{
	for (size_t i = 0; i < f->nvisit; i++)
		if (f->visit[i].on >= from && f->visit[i].on <= on)
			return true;
	for (size_t i = 0; i < f->nreview; i++)
		if (f->review[i].on >= from && f->review[i].on <= on)
			return true;
	return false;
}

/* Was there a stretch before this one, in which something was done? */
static bool had_before(const struct care_facts *f, day from)
{
	return (f->nassessment && f->assessment[0].on < from) || (f->nvisit && f->visit[0].on < from) ||
	       (f->nplan && f->plan[0].from < from);
}

static const char *state_of(const struct care_facts *f, const struct case_now *now, day on)
{
	const struct care_plan *p = plan_of(f, on);
	bool closed = p && p->closed_on && p->closed_on <= on;

	if (!now->from)
		return CODE_CARE_STATE_CLOSED;
	if (p && !closed)
		return served_since(f, p->from, on) ? CODE_CARE_STATE_IN_SERVICE : CODE_CARE_STATE_PLANNED;
	if (closed && p->closed_on >= now->from)
		return now->level > RISK_GREEN ? CODE_CARE_STATE_REOPENED : CODE_CARE_STATE_CLOSED;
	if (now->assessed_on >= now->from)
		return CODE_CARE_STATE_ASSESSED;
	return had_before(f, now->from) ? CODE_CARE_STATE_REOPENED : CODE_CARE_STATE_FRESH;
}

/* When the level rose somebody goes soon; when it fell the last visit counts on. */
static day visit_due(const struct case_now *now, const struct risk *risk, const struct case_params *params)
{
	bool rose = risk->level > risk->before;
	day last = now->last_visit;

	if (!risk->level)
		return 0;
	if (last && (last >= risk->since || !rose))
		return day_add(last, params->every[risk->level]);
	return day_add(risk->since, params->first[risk->level]);
}

/* From the plan, or its last review; what they say, but not later than the level allows. */
static day review_due(const struct care_facts *f, int level, const struct case_params *params, day on)
{
	const struct care_plan *p = plan_of(f, on);

	if (!p || (p->closed_on && p->closed_on <= on) || !level)
		return 0;
	day from = p->from, said = p->next_on;
	for (size_t i = 0; i < f->nreview; i++)
		if (f->review[i].plan == p->id && f->review[i].on <= on) {
			from = f->review[i].on;
			said = f->review[i].next_on;
		}
	day latest = day_add(from, params->review[level]);
	return said && said > from && said < latest ? said : latest;
}

void case_at(const struct care_facts *f, const struct risk *risk, const struct case_params *params, day on,
	     struct case_now *ret)
{
	const struct care_visit *visit = care_facts_last_visit(f, on);
	struct case_now now = { .level = risk->level,
				.since = risk->since,
				.from = begun(f, risk, on),
				.last_visit = visit ? visit->on : 0,
				.assessed_on = last_assessment(f, on) };

	now.kept = now.from || f->nvisit || f->nassessment || f->nplan;
	now.state = state_of(f, &now, on);
	now.visit_due = visit_due(&now, risk, params);
	now.review_due = review_due(f, risk->level, params, on);
	*ret = now;
}
