/* What has outlived its use, and figures. */
#include "job_own.h"

enum { AT_ONCE = 100 };
static const int64_t a_day = INT64_C(86400) * 1000000;

/* --- dropping --- */

static enum rc drop_job(struct ctx *c, void *arg)
{
	const int64_t *id = arg;
	int64_t ended = 0;
	enum rc rc = db_exec(c->db, SQL("DELETE FROM job WHERE id = ?1 AND state > ?2"),
			     VALS(INT(*id), INT(JOB_RUNNING)), &ended);

	/* Or it has been asked for again meanwhile. */
	return rc == RC_OK && ended ? DB_EXEC(c->db, "DELETE FROM job_file WHERE job = ?1", INT(*id)) : rc;
}

static bool is_due(struct ctx *c, const struct job *j, const struct job_kind *k)
{
	int64_t days = k && k->keep_days ? k->keep_days : ctx_param(c, PARAM_RETENTION_JOB_DAYS);

	return j->ended_at + days * a_day <= c->now;
}

/* Those that ended more than a day ago, after this id. */
static enum rc list_ended(struct ctx *c, int64_t after, struct job *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " JOB_COLUMNS
			      " FROM job j WHERE j.id > ?1 AND j.state > ?2 AND j.ended_at <= ?3"
			      " ORDER BY j.id LIMIT 100",
			      INT(after), INT(JOB_RUNNING), INT(c->now - a_day));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < AT_ONCE && db_next(&q))
		ret[(*ret_n)++] = job_read(c->mem, &q);
	return db_done(&q);
}

enum rc jobs_daily(struct ctx *c, const struct job_kind *const *kinds)
{
	struct job *list = NEW(c->mem, struct job, AT_ONCE);
	size_t n = AT_ONCE;
	int64_t after = 0;
	enum rc rc = RC_OK;

	while (n == AT_ONCE && rc == RC_OK) {
		rc = list_ended(c, after, list, &n);
		for (size_t i = 0; i < n && rc == RC_OK; i++) {
			after = list[i].id;
			if (is_due(c, &list[i], job_kind_named(kinds, list[i].kind)))
				rc = store_write(c, PRIO_BULK, drop_job, &after);
		}
	}
	return rc;
}

/* --- figures --- */

enum rc jobs_figures(struct ctx *c, struct buf *to)
{
	static const char *const names[] = { [JOB_WAITING] = "waiting",
					     [JOB_RUNNING] = "running",
					     [JOB_DONE] = "done",
					     [JOB_FAILED] = "failed",
					     [JOB_CANCELLED] = "cancelled" };
	int64_t n[COUNT(names)] = { 0 };
	struct rows q;
	enum rc rc =
		DB_QUERY0(c->db, &q, "SELECT j.state, count(*) FROM job j GROUP BY j.state ORDER BY j.state");

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		if (db_int(&q, 0) >= 0 && db_int(&q, 0) < (int64_t)COUNT(n))
			n[db_int(&q, 0)] = db_int(&q, 1);
	rc = db_done(&q);
	if (rc != RC_OK)
		return rc;
	buf_lit(to, "# TYPE tongxin_jobs gauge\n");
	for (size_t i = 0; i < COUNT(names); i++) {
		buf_lit(to, "tongxin_jobs{state=\"");
		buf_str(to, str_of(names[i]));
		buf_lit(to, "\"} ");
		buf_int(to, n[i]);
		buf_ch(to, '\n');
	}
	return RC_OK;
}
