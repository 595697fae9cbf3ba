#include "sweep_today.h"

#include "registry.h"

/* Still to visit, or to visit again, in sweeps under way. */
static enum rc count_visits(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT count(*), sum(CASE WHEN s.due < ?1 THEN 1 ELSE 0 END), min(s.due) FROM sweep s"
		" JOIN sweep_entry e ON e.sweep = s.id WHERE s.state = '" CODE_SWEEP_STATE_OPEN
		"' AND s.from_day <= ?1 AND (e.state = '" CODE_SWEEP_ANSWER_OPEN
		"' OR e.check_says = '" CODE_SWEEP_CHECK_WRONG "') AND {sweep_entry e}",
		INT(c->today));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = (struct today_count){ db_int(&q, 0), db_int(&q, 1), (day)db_int(&q, 2) };
	return db_done(&q);
}

/* Villages where visits are written and fewer second looks than the lot wants: in sweeps under way. */
static enum rc count_looks(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc =
		STORE_QUERY(c, &q,
			    "SELECT count(*), min(v.due) FROM (SELECT e.sweep, e.village, s.due FROM sweep s"
			    " JOIN sweep_entry e ON e.sweep = s.id WHERE s.state = '" CODE_SWEEP_STATE_OPEN
			    "' AND s.from_day <= ?1 AND s.check_share > 0 AND {sweep_entry e}"
			    " GROUP BY e.sweep, e.village, s.due, s.check_share HAVING"
			    " sum(CASE WHEN e.state <> '" CODE_SWEEP_ANSWER_OPEN
			    "' AND coalesce(e.check_says, '') <> '" CODE_SWEEP_CHECK_WRONG
			    "' THEN 1 ELSE 0 END) = count(*)"
			    " AND 100 * sum(CASE WHEN e.check_says IS NOT NULL THEN 1 ELSE 0 END)"
			    " < count(*) * s.check_share) v",
			    INT(c->today));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = (struct today_count){ .n = db_int(&q, 0), .next = (day)db_int(&q, 1) };
	return db_done(&q);
}

/* By the sweeps alone: entries are as many as a county has children. */
static enum rc count_over(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(*) FROM sweep s WHERE s.state = '" CODE_SWEEP_STATE_OPEN
				 "' AND s.due < ?1 AND {sweep s}",
				 INT(c->today));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		ret->n = ret->late = db_int(&q, 0);
	return db_done(&q);
}

const struct today_item sweep_visits_today = {
	.need = ROLE_DIRECTOR | ROLE_SUPERVISOR,
	.icon = "visit",
	.count = count_visits,
	.title = N_("Families to visit for the census: {0}"),
	.one = N_("One family to visit for the census"),
	.why = N_("What you write down there becomes the child's file at once."),
	.url = "/sweeps",
	.verb = N_("Open the list"),
};

const struct today_item sweep_looks_today = {
	.need = ROLE_SUPERVISOR,
	.icon = "eye",
	.count = count_looks,
	.title = N_("Villages of the census that wait for a second look: {0}"),
	.one = N_("One village of the census waits for a second look"),
	.why = N_("All families there are visited; some, drawn by lot, are visited again by somebody else."),
	.url = "/sweeps",
	.verb = N_("See"),
};

const struct today_item sweep_over_today = {
	.need = ROLES_COUNTY,
	.icon = "place",
	.count = count_over,
	.title = N_("Census sweeps whose last day is over: {0}"),
	.one = N_("The last day of a census sweep is over"),
	.why = N_("See who is not visited yet, or close it."),
	.url = "/sweeps",
	.verb = N_("See"),
};
