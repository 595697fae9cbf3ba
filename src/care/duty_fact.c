/* How care, and the rooms below it, answer duties: by the day that the record itself says. */
#include "clearance.h"
#include "obligation.h"

/* Corrected visits count once: the correction has its own day. */
static enum rc load_visits(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.on_day, t.id FROM visit t WHERE t.child IN " DB_SIXTEEN
			     " AND NOT EXISTS (SELECT 1 FROM visit x WHERE x.corrects = t.id)"
			     " ORDER BY t.child, t.on_day, t.id"),
			 "visit", child, n, ret);
}

static enum rc load_assessments(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.on_day, t.id FROM assessment t WHERE t.child IN " DB_SIXTEEN
			     " ORDER BY t.child, t.on_day, t.id"),
			 "assessment", child, n, ret);
}

static enum rc load_reviews(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.on_day, t.id FROM plan_review t WHERE t.child IN " DB_SIXTEEN
			     " ORDER BY t.child, t.on_day, t.id"),
			 "plan_review", child, n, ret);
}

/* Called, it is not held yet. */
static enum rc load_conferences(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.held_on, t.id FROM conference t WHERE t.child IN " DB_SIXTEEN
			     " AND t.held_on IS NOT NULL ORDER BY t.child, t.held_on, t.id"),
			 "conference", child, n, ret);
}

/* The register form of civil affairs: by its own day, else by when it was written down. */
static enum rc load_entries(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	struct fact_days dated, undated;
	enum rc rc = fact_load(
		c,
		SQL("SELECT t.child, t.form_day, t.id FROM register_entry t WHERE t.child IN " DB_SIXTEEN
		    " AND t.form_day IS NOT NULL ORDER BY t.child, t.id"),
		"register_entry", child, n, &dated);

	if (rc == RC_OK)
		rc = fact_load_instants(c,
					SQL("SELECT t.child, t.created_at, t.id FROM register_entry t"
					    " WHERE t.child IN " DB_SIXTEEN
					    " AND t.form_day IS NULL ORDER BY t.child, t.id"),
					"register_entry", child, n, &undated);
	if (rc != RC_OK)
		return rc;
	*ret = (struct fact_days){ NEW(c->mem, struct fact_day, dated.n + undated.n), dated.n + undated.n };
	if (dated.n)
		memcpy(ret->list, dated.list, dated.n * sizeof *ret->list);
	if (undated.n)
		memcpy(ret->list + dated.n, undated.list, undated.n * sizeof *ret->list);
	return RC_OK;
}

static enum rc load_rolls(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load_instants(c,
				  SQL("SELECT t.child, t.created_at, t.id FROM student_record t"
				      " WHERE t.child IN " DB_SIXTEEN " ORDER BY t.child, t.id"),
				  "student_record", child, n, ret);
}

/* That it was asked, whatever was answered. */
static enum rc load_clearances(struct ctx *c, const int64_t *account, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.account, t.queried_on, t.id FROM clearance t"
			     " WHERE t.account IN " DB_SIXTEEN " ORDER BY t.account, t.queried_on, t.id"),
			 "clearance", account, n, ret);
}

static const struct fact visit_fact = { "visit", FACT_CHILD, load_visits };
static const struct fact assessment_fact = { "assessment", FACT_CHILD, load_assessments };
static const struct fact review_fact = { "plan_review", FACT_CHILD, load_reviews };
static const struct fact conference_fact = { "conference", FACT_CHILD, load_conferences };
static const struct fact entry_fact = { "register_entry", FACT_CHILD, load_entries };
static const struct fact roll_fact = { "student_record", FACT_CHILD, load_rolls };
static const struct fact clearance_fact = { "clearance", FACT_ACCOUNT, load_clearances };

const struct fact *const care_fact_list[] = { &visit_fact,     &assessment_fact,
					      &review_fact,    &conference_fact,
					      &entry_fact,     &roll_fact,
					      &clearance_fact, NULL };
