#include "alert_list.h"

static const int64_t an_hour = INT64_C(3600) * 1000000;
static const int64_t a_day = INT64_C(24) * 3600 * 1000000;

enum { WAITED_MAX = 500 };

#define OPEN "t.state = '" CODE_ALERT_STATE_OPEN "'"

enum rc alert_list_load(struct ctx *c, enum alert_list which, int64_t after, size_t limit,
			struct records *ret)
{
	static const char *const state[ALERT_LIST__N] = { CODE_ALERT_STATE_OPEN, CODE_ALERT_STATE_TAKEN,
							  CODE_ALERT_STATE_CLOSED };
	struct list l = { .filter = { { ALERT_STATE, TEXT(str_of(state[which])) } },
			  .nfilter = 1,
			  .after = after,
			  .limit = limit,
			  .newest_first = which == ALERT_LIST_CLOSED };

	return record_list(c, &alert_kind, &l, ret);
}

enum rc alert_list_own(struct ctx *c, size_t limit, struct records *ret)
{
	struct actor program = actor_system(c->who->county ? c->who->county : c->model->county);
	struct ctx p = ctx_system(c, &program);
	struct list l = { .filter = { { ALERT_BY, INT(c->who->account) } },
			  .nfilter = 1,
			  .limit = limit,
			  .newest_first = true,
			  .want = UINT64_C(1) << ALERT_STATE | UINT64_C(1) << ALERT_AT |
				  UINT64_C(1) << ALERT_WHAT | UINT64_C(1) << ALERT_CLOSED_ON |
				  UINT64_C(1) << ALERT_TAKEN_AT };

	p.seen = NULL; /* they wrote it */
	return record_list(&p, &alert_kind, &l, ret);
}

struct alert_budget alert_budget_of(const bool *open, size_t n, int64_t budget)
{
	struct alert_budget b = { .single = 0 };

	for (size_t i = 0; i < n; i++) {
		if (!open[i])
			continue;
		if ((int64_t)i < budget)
			b.single++;
		else
			b.rest++;
	}
	return b;
}

static int64_t late_before(const struct ctx *c)
{
	return c->now - ctx_param(c, PARAM_ALERT_ANSWER_HOURS) * an_hour;
}

/* Midnight in Shanghai at the beginning of the week. */
static int64_t monday(const struct ctx *c)
{
	day first = day_add(c->today, 1 - day_weekday(c->today));

	return (int64_t)day_number(first) * a_day - 8 * an_hour;
}

/* All that waits now or was taken since Monday, the oldest first. */
static enum rc count_teacher(struct ctx *c, struct alert_count *ret)
{
	bool *open = NEW(c->mem, bool, WAITED_MAX);
	struct rows q;
	size_t n = 0;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT CASE WHEN " OPEN " THEN 1 ELSE 0 END, t.at_time FROM alert t"
				 " WHERE {alert t} AND (" OPEN " OR t.taken_at >= ?1)"
				 " AND (t.by_account IS NULL OR t.by_account <> ?2)"
				 " ORDER BY t.at_time, t.id LIMIT 500",
				 INT(monday(c)), INT(c->who->account));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < WAITED_MAX) {
		open[n] = db_int(&q, 0) != 0;
		ret->late += open[n] && db_int(&q, 1) < late_before(c);
		n++;
	}
	struct alert_budget b = alert_budget_of(open, n, ctx_param(c, PARAM_ALERT_TEACHER_WEEK));
	ret->n = b.single;
	ret->rest = b.rest;
	if (ret->late > ret->n)
		ret->late = ret->n;
	return db_done(&q);
}

enum rc alert_count(struct ctx *c, struct alert_count *ret)
{
	struct rows q;
	enum rc rc;

	*ret = (struct alert_count){ .n = 0 };
	if (c->who->role == ROLE_TEACHER)
		return count_teacher(c, ret);
	if (c->who->role & ROLES_COUNTY)
		rc = STORE_QUERY(
			c, &q,
			"SELECT count(*), sum(CASE WHEN t.at_time < ?1 THEN 1 ELSE 0 END) FROM alert t"
			" WHERE {alert t} AND " OPEN " AND (t.at_time < ?1 OR length(t.region) < 9)",
			INT(late_before(c)));
	else
		rc = STORE_QUERY(
			c, &q,
			"SELECT count(*), sum(CASE WHEN t.at_time < ?1 THEN 1 ELSE 0 END) FROM alert t"
			" WHERE {alert t} AND " OPEN,
			INT(late_before(c)));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		ret->n = db_int(&q, 0);
		ret->late = db_int(&q, 1);
	}
	return db_done(&q);
}
