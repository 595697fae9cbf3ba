#include "retention.h"
#include "erase.h"
#include "journal.h"
#include "notice.h"

static const int64_t a_day = INT64_C(86400000000);

/* The first moment of a day in Asia/Shanghai. */
static int64_t first_moment(day d)
{
	static const int64_t shanghai = INT64_C(8) * 3600 * 1000000;

	return day_number(d) * a_day - shanghai;
}

static int64_t before(const struct ctx *c, const char *param, day on)
{
	return first_moment(on) - ctx_param(c, param) * a_day;
}

day retention_register_ends(day born, int after_age, int years)
{
	return erase_until(&(struct erase_facts){ .born = born, .after_age = after_age, .years = years });
}

/* --- the register --- */

/* Whoever was born before this day is due: by years, so that a birthday is a birthday. */
static day born_before(const struct ctx *c, day on)
{
	day years = (day)(ctx_param(c, PARAM_RETENTION_REGISTER_AFTER_AGE) +
			  ctx_param(c, PARAM_RETENTION_REGISTER_YEARS));

	return on - years * 10000;
}

static enum rc register_due(struct ctx *c, day on, int64_t *ret)
{
	return DB_ONE(c->db, ret, "SELECT count(*) FROM child c WHERE c.birth_date <= ?1 AND c.county = ?2",
		      INT(born_before(c, on)), INT(c->model->county));
}

static enum rc next_children(struct ctx *c, int64_t after, int64_t *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT c.id FROM child c WHERE c.birth_date <= ?1 AND c.county = ?2 AND c.id > ?3"
			 " ORDER BY c.id LIMIT 50",
			 INT(born_before(c, c->today)), INT(c->model->county), INT(after));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && *ret_n < RETENTION_AT_ONCE)
		ret[(*ret_n)++] = db_int(&q, 0);
	return db_done(&q);
}

static enum rc erase_one(struct ctx *c, void *arg)
{
	const int64_t *child = arg;

	return erase_child(c, *child);
}

/* Whom an order protects stays, and is looked at again tomorrow. */
static enum rc register_end(struct ctx *c, struct retention_run *run)
{
	int64_t child[RETENTION_AT_ONCE];
	enum rc rc = next_children(c, run->at, child, &run->seen);

	for (size_t i = 0; i < run->seen && rc == RC_OK; i++) {
		rc = store_attempt(c, erase_one, &child[i]);
		run->ended += rc == RC_OK;
		if (rc == RC_CONFLICT)
			rc = RC_OK;
		run->at = child[i];
	}
	return rc;
}

/* --- what is no record: one statement each --- */

static enum rc readings_due(struct ctx *c, day on, int64_t *ret)
{
	return DB_ONE(c->db, ret, "SELECT count(*) FROM readlog r WHERE r.at < ?1 AND r.sealed_case < 2",
		      INT(before(c, PARAM_RETENTION_READLOG_DAYS, on)));
}

/* Rows that are no records go at once, whole. */
static enum rc end_older(struct ctx *c, const struct sql *sql, const char *days, struct retention_run *run)
{
	int64_t n = 0;
	enum rc rc = db_exec(c->db, sql, VALS(INT(before(c, days, c->today))), &n);

	run->seen = 0;
	run->ended += (size_t)n;
	return rc;
}

static enum rc sessions_due(struct ctx *c, day on, int64_t *ret)
{
	return DB_ONE(c->db, ret, "SELECT count(*) FROM session s WHERE s.expires < ?1",
		      INT(before(c, PARAM_RETENTION_SESSION_DAYS, on)));
}

static enum rc sessions_end(struct ctx *c, struct retention_run *run)
{
	return end_older(c, SQL("DELETE FROM session WHERE expires < ?1"), PARAM_RETENTION_SESSION_DAYS, run);
}

static enum rc failures_due(struct ctx *c, day on, int64_t *ret)
{
	return DB_ONE(c->db, ret, "SELECT count(*) FROM failure f WHERE f.at < ?1",
		      INT(before(c, PARAM_RETENTION_FAILURE_DAYS, on)));
}

static enum rc failures_end(struct ctx *c, struct retention_run *run)
{
	return end_older(c, SQL("DELETE FROM failure WHERE at < ?1"), PARAM_RETENTION_FAILURE_DAYS, run);
}

static enum rc keys_due(struct ctx *c, day on, int64_t *ret)
{
	return DB_ONE(c->db, ret, "SELECT count(*) FROM idempotency i WHERE i.at < ?1",
		      INT(before(c, PARAM_RETENTION_IDEMPOTENCY_DAYS, on)));
}

static enum rc keys_end(struct ctx *c, struct retention_run *run)
{
	return end_older(c, SQL("DELETE FROM idempotency WHERE at < ?1"), PARAM_RETENTION_IDEMPOTENCY_DAYS,
			 run);
}

static enum rc notices_due(struct ctx *c, day on, int64_t *ret)
{
	return DB_ONE(c->db, ret, "SELECT count(*) FROM notice n WHERE n.created_at < ?1",
		      INT(before(c, PARAM_RETENTION_NOTICE_DAYS, on)));
}

static enum rc next_notices(struct ctx *c, int64_t after, int64_t *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT n.id FROM notice n WHERE n.created_at < ?1 AND n.id > ?2 ORDER BY n.id LIMIT 50",
		INT(before(c, PARAM_RETENTION_NOTICE_DAYS, c->today)), INT(after));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && *ret_n < RETENTION_AT_ONCE)
		ret[(*ret_n)++] = db_int(&q, 0);
	return db_done(&q);
}

static enum rc notices_end(struct ctx *c, struct retention_run *run)
{
	int64_t id[RETENTION_AT_ONCE];
	enum rc rc = next_notices(c, run->at, id, &run->seen);

	for (size_t i = 0; i < run->seen && rc == RC_OK; i++) {
		rc = DB_EXEC(c->db, "DELETE FROM notice_read WHERE notice = ?1", INT(id[i]));
		if (rc == RC_OK)
			rc = record_delete(c, &notice_kind, id[i], 0);
		run->at = id[i];
		run->ended += rc == RC_OK;
	}
	return rc;
}

/* clang-format off */
const struct retention_row retention_rows[] = {
	{ N_("Files of children"), N_("Until eighteen, and the years the law and the county add; then erased with the history of the file"),
	  PARAM_RETENTION_REGISTER_YEARS, register_due, register_end },
	{ N_("Readings"), N_("Three years. The chain of readings is cut by month, on the server, after it has been put aside"),
	  PARAM_RETENTION_READLOG_DAYS, readings_due, NULL },
	{ N_("Sessions that have ended"), N_("A day"), PARAM_RETENTION_SESSION_DAYS, sessions_due, sessions_end },
	{ N_("Failed sign-ins"), N_("Six months: the Cybersecurity Law asks for network logs that long"), PARAM_RETENTION_FAILURE_DAYS, failures_due, failures_end },
	{ N_("Keys of repeated requests"), N_("A day"), PARAM_RETENTION_IDEMPOTENCY_DAYS, keys_due, keys_end },
	{ N_("Notices"), N_("A year"), PARAM_RETENTION_NOTICE_DAYS, notices_due, notices_end },
};
/* clang-format on */
const size_t retention_nrows = COUNT(retention_rows);

/* --- day by day --- */

struct job {
	const struct retention_row *row;
	struct retention_run run;
};

static enum rc end_some(struct ctx *c, void *arg)
{
	struct job *j = arg;

	return j->row->end(c, &j->run);
}

/* The journal says how many of which class; whose they were it says where each was erased. */
static enum rc note_run(struct ctx *c, void *arg)
{
	const struct job *j = arg;
	struct buf b = buf_new(c->mem, 200);

	buf_str(&b, str_of(j->row->param));
	buf_lit(&b, ": ");
	buf_int(&b, (int64_t)j->run.ended);
	return journal_note(c, ACT_DELETE, STR("retention"), 0, buf_view(&b));
}

static enum rc run_row(struct ctx *c, const struct retention_row *row)
{
	struct job j = { .row = row, .run = { .seen = RETENTION_AT_ONCE } };
	int64_t due = 0;
	enum { UNIT_MEMORY = 128 << 20 };
	enum rc rc = row->due(c, c->today, &due);
	struct arena *mem;

	if (rc != RC_OK || !due || !row->end)
		return rc;
	mem = arena_within(c->mem, UNIT_MEMORY);
	while (j.run.seen == RETENTION_AT_ONCE && rc == RC_OK) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, end_some, &j);
	}
	arena_free(mem);
	return rc == RC_OK && j.run.ended ? store_write(c, PRIO_BULK, note_run, &j) : rc;
}

enum rc retention_daily(struct ctx *c)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < retention_nrows && rc == RC_OK; i++)
		rc = run_row(c, &retention_rows[i]);
	return rc;
}
