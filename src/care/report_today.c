/* What of reports stands on Today: within the reader's reach, by count alone. */
#include "report_page.h"

static enum rc take(struct rows *q, enum rc rc, struct today_count *ret)
{
	if (rc != RC_OK)
		return rc;
	if (db_next(q))
		*ret = (struct today_count){ .n = db_int(q, 0), .late = db_int(q, 1) };
	return db_done(q);
}

/* Those one handles, not those one made. */
static enum rc count_open(struct ctx *c, struct today_count *ret)
{
	static const int64_t minute = INT64_C(60) * 1000000;
	const struct report_limits l = report_limits(c);
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT count(*), sum(CASE WHEN (r.supervisor_at IS NULL AND r.recorded_at < ?1)"
		" OR (r.feedback_at IS NULL AND r.recorded_at < ?2)"
		" OR (r.police_at IS NULL AND r.recorded_at < ?3) THEN 1 ELSE 0 END)"
		" FROM report r WHERE r.state <> '" CODE_REPORT_STATE_CLOSED "' AND (?4 = 'civil'"
		" OR (?4 = 'police' AND r.to_police = 1) OR (?4 = 'officer' AND r.to_education = 1))"
		" AND {report r}",
		INT(report_day_begins(c->today)), INT(c->now - l.feedback_days * 24 * 60 * minute),
		INT(c->now - l.police_minutes * minute), TEXT(str_of(role_code(c->who->role))));

	return take(&q, rc, ret);
}

const struct today_item report_today = {
	.need = ROLE_CIVIL | ROLE_POLICE | ROLE_OFFICER,
	.icon = "lock",
	.count = count_open,
	.title = N_("Mandatory reports under way: {0}"),
	.one = N_("One mandatory report under way"),
	.why = N_("A child may be in danger. Nobody else sees that there is one."),
	.url = "/reports",
	.verb = N_("Open"),
};

static str after(struct arena *mem, str prefix)
{
	char *end = str_z(mem, prefix);

	if (prefix.n)
		end[prefix.n - 1]++; /* after '9' comes ':', which no code holds */
	return (str){ end, prefix.n };
}

/* The supervisor is told that there is a case, once civil affairs has said so; nothing of it.  Who is named
 * is not. */
static enum rc count_told(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	str place = c->who->region;
	int64_t self = c->who->account, stands_for = c->who->for_account ? c->who->for_account : self;
	enum rc rc;

	if (!place.n || c->who->reach != REACH_TOWNSHIP)
		return RC_OK;
	rc = DB_QUERY(c->db, &q,
		      "SELECT count(*), 0 FROM report r WHERE r.region >= ?1 AND r.region < ?2"
		      " AND r.supervisor_at IS NOT NULL AND r.state <> '" CODE_REPORT_STATE_CLOSED
		      "' AND r.id NOT IN (SELECT n.report FROM report_named n WHERE n.account = ?3"
		      " OR n.account = ?4)",
		      TEXT(place), TEXT(after(c->mem, place)), INT(self), INT(stands_for));
	return take(&q, rc, ret);
}

const struct today_item report_told_today = {
	.need = ROLE_SUPERVISOR,
	.icon = "lock",
	.count = count_told,
	.title = N_("Civil affairs protects children in your township: {0}"),
	.one = N_("Civil affairs protects a child in your township"),
	.why = N_("You are told that there is a case, as the rules ask, and no more."),
	.url = "/reports/told",
	.verb = N_("What to do"),
	.told = true,
};

static enum rc count_answers(struct ctx *c, struct today_count *ret)
{
	static const int64_t a_day = INT64_C(86400) * 1000000;
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(*), 0 FROM report r WHERE r.by_account = ?1"
				 " AND r.feedback_at > ?2 AND {report r}",
				 INT(c->who->account),
				 INT(c->now - ctx_param(c, PARAM_REPORT_ANSWER_DAYS) * a_day));

	return take(&q, rc, ret);
}

const struct today_item report_answer_today = {
	.need = ROLES_REPORT,
	.icon = "msg",
	.count = count_answers,
	.title = N_("Answers to what you told civil affairs: {0}"),
	.one = N_("There is an answer to what you told civil affairs"),
	.why = N_("Only you see this."),
	.url = "/reports",
	.verb = N_("Read"),
	.told = true,
};
