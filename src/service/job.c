#include "job.h"
#include "job_own.h"
#include "journal.h"

/* `lease`: until when a running one is left alone; `claim`: whose it is (job_own.h); `furthest`: the most
 * that `done` has been.  Pieces of files are found by job_file_job alone. */
const char job_ddl[] = "CREATE TABLE job (\n"
		       "\tid ID,\n"
		       "\tcounty INT NOT NULL,\n"
		       "\taccount BIG NOT NULL,\n"
		       "\tfor_account BIG NOT NULL,\n"
		       "\tkind TEXT NOT NULL,\n"
		       "\tprio INT NOT NULL,\n"
		       "\tstate INT NOT NULL,\n"
		       "\tlang INT NOT NULL,\n"
		       "\tsubject BIG NOT NULL,\n"
		       "\tdone BIG NOT NULL,\n"
		       "\ttotal BIG NOT NULL,\n"
		       "\tfurthest BIG NOT NULL,\n"
		       "\tattempts INT NOT NULL,\n"
		       "\tnot_before BIG NOT NULL,\n"
		       "\tcreated_at BIG NOT NULL,\n"
		       "\tstarted_at BIG NOT NULL,\n"
		       "\tended_at BIG NOT NULL,\n"
		       "\tcancel BOOL NOT NULL,\n"
		       "\trc INT NOT NULL,\n"
		       "\twhy TEXT NOT NULL,\n"
		       "\tlease BIG NOT NULL,\n"
		       "\tclaim BIG NOT NULL\n"
		       ");\n"
		       "CREATE INDEX job_state ON job (state, prio, created_at, id);\n"
		       "CREATE INDEX job_subject ON job (subject, id);\n"
		       "CREATE TABLE job_file (\n"
		       "\tjob BIG NOT NULL,\n"
		       "\tpart TEXT NOT NULL,\n"
		       "\tpiece INT NOT NULL,\n"
		       "\tcounty INT NOT NULL,\n"
		       "\tsealed BLOB NOT NULL\n"
		       ");\n"
		       "CREATE INDEX job_file_job ON job_file (job, part, piece);\n";

/* --- rows --- */

struct job job_read(struct arena *mem, const struct rows *q)
{
	return (struct job){ .id = db_int(q, 0),
			     .county = (unsigned)db_int(q, 1),
			     .account = db_int(q, 2),
			     .for_account = db_int(q, 3),
			     .kind = db_dup(mem, q, 4),
			     .prio = (enum job_prio)db_int(q, 5),
			     .state = (enum job_state)db_int(q, 6),
			     .lang = (enum lang)db_int(q, 7),
			     .subject = db_int(q, 8),
			     .done = db_int(q, 9),
			     .total = db_int(q, 10),
			     .attempts = db_int(q, 11),
			     .not_before = db_int(q, 12),
			     .created_at = db_int(q, 13),
			     .started_at = db_int(q, 14),
			     .ended_at = db_int(q, 15),
			     .cancel = db_int(q, 16) != 0,
			     .rc = (enum rc)db_int(q, 17),
			     .why = db_dup(mem, q, 18) };
}

/* The one row of a query, or RC_NOT_FOUND. */
static enum rc read_one(struct ctx *c, enum rc rc, struct rows *q, struct job *ret)
{
	if (rc != RC_OK)
		return rc;
	bool found = db_next(q);
	if (found)
		*ret = job_read(c->mem, q);
	rc = db_done(q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_NOT_FOUND;
}

enum rc job_load(struct ctx *c, int64_t id, struct job *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q, "SELECT " JOB_COLUMNS " FROM job j WHERE j.id = ?1 AND (j.account = ?2 OR ?3 = 1)",
		INT(id), INT(c->who->account), INT(c->who->role == ROLE_SYSTEM));

	return read_one(c, rc, &q, ret);
}

enum rc job_of(struct ctx *c, const char *kind, int64_t subject, struct job *ret)
{
	struct rows q;
	str named = str_of(kind);
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " JOB_COLUMNS " FROM job j WHERE j.subject = ?1"
			      " AND (j.kind = ?2 OR ?3 = 1) ORDER BY j.id DESC LIMIT 1",
			      INT(subject), TEXT(named), INT(!kind));

	return read_one(c, rc, &q, ret);
}

enum rc job_place(struct ctx *c, const struct job *j, int64_t *ret)
{
	return DB_ONE(c->db, ret,
		      "SELECT count(*) FROM job j WHERE j.state = 1 OR (j.state = 0 AND (j.prio < ?1 OR "
		      "(j.prio = ?1"
		      " AND (j.created_at < ?2 OR (j.created_at = ?2 AND j.id < ?3)))))",
		      INT(j->prio), INT(j->created_at), INT(j->id));
}

/* --- adding --- */

static enum rc check_open(struct ctx *c)
{
	int64_t n = 0;
	enum rc rc =
		DB_ONE(c->db, &n, "SELECT count(*) FROM job j WHERE j.state IN (0, 1) AND j.account = ?1",
		       INT(c->who->account));

	if (rc != RC_OK)
		return rc;
	return c->who->account && n >= JOB_OPEN_MAX ? RC_BUSY : RC_OK;
}

enum rc job_add(struct ctx *c, const struct job_new *j, int64_t *ret_job)
{
	int64_t id = 0;
	enum rc rc = check_open(c);

	if (rc == RC_OK)
		rc = id_next(c, c->model->county, &id);
	if (rc == RC_OK)
		rc = DB_EXEC(
			c->db,
			"INSERT INTO job (id, county, account, for_account, kind, prio, state, lang, subject,"
			" done, total, furthest, attempts, not_before, created_at, started_at, ended_at,"
			" cancel, rc, why, lease, claim) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, 0, ?9, 0,"
			" 0, 0, ?10, 0, 0, 0, 0, '', 0, 0)",
			INT(id), INT(c->model->county), INT(c->who->account), INT(c->who->for_account),
			TEXT(str_of(j->kind->name)), INT(j->kind->prio), INT(c->lang), INT(j->subject),
			INT(j->total), INT(c->now));
	if (rc != RC_OK)
		return rc;
	store_tell(c, (struct told){ .work = true });
	*ret_job = id;
	return RC_OK;
}

/* --- asking for its end, or for another try --- */

static enum rc cancel(struct ctx *c, void *arg)
{
	const int64_t *id = arg;
	struct job j;
	enum rc rc = job_load(c, *id, &j);

	if (rc != RC_OK)
		return rc;
	if (j.state == JOB_WAITING)
		return DB_EXEC(c->db, "UPDATE job SET state = 4, cancel = 1, ended_at = ?2 WHERE id = ?1",
			       INT(*id), INT(c->now));
	if (j.state == JOB_RUNNING)
		return DB_EXEC(c->db, "UPDATE job SET cancel = 1 WHERE id = ?1", INT(*id));
	return RC_CONFLICT;
}

static enum rc retry(struct ctx *c, void *arg)
{
	const int64_t *id = arg;
	struct job j;
	enum rc rc = job_load(c, *id, &j);

	if (rc != RC_OK)
		return rc;
	if (j.state != JOB_FAILED && j.state != JOB_CANCELLED)
		return RC_CONFLICT;
	store_tell(c, (struct told){ .work = true });
	return DB_EXEC(
		c->db,
		"UPDATE job SET state = 0, cancel = 0, attempts = 0, not_before = 0, ended_at = 0, rc = 0,"
		" why = '' WHERE id = ?1",
		INT(*id));
}

enum rc job_cancel(struct ctx *c, int64_t id)
{
	return c->tx ? cancel(c, &id) : store_write(c, PRIO_PEOPLE, cancel, &id);
}

enum rc job_retry(struct ctx *c, int64_t id)
{
	return c->tx ? retry(c, &id) : store_write(c, PRIO_PEOPLE, retry, &id);
}

/* --- while it runs --- */

struct move {
	struct job_work *w;
	int64_t done, total;
};

static enum rc move(struct ctx *c, void *arg)
{
	const struct move *m = arg;
	const struct job_work *w = m->w;
	int64_t ours = 0;
	enum rc rc = db_exec(c->db,
			     SQL("UPDATE job SET done = ?3, total = ?4, lease = ?5,"
				 " attempts = CASE WHEN furthest < ?3 THEN 1 ELSE attempts END,"
				 " furthest = CASE WHEN furthest < ?3 THEN ?3 ELSE furthest END"
				 " WHERE id = ?1 AND claim = ?2 AND state = 1"),
			     VALS(INT(w->job.id), INT(w->hold->claim), INT(m->done), INT(m->total),
				  INT(w->hold->now(w->hold->clock) + JOB_LEASE)),
			     &ours);

	return rc != RC_OK ? rc : ours ? RC_OK : RC_CONFLICT;
}

enum rc job_progress(struct ctx *c, struct job_work *w, int64_t done, int64_t total)
{
	struct move m = { w, done, total };

	return c->tx ? move(c, &m)
		     : store_write(c, w->job.prio == JOB_BULK ? PRIO_BULK : PRIO_PEOPLE, move, &m);
}

void job_say(struct job_work *w, const char *why) { w->hold->why = why; }

bool job_cancelled(struct job_work *w)
{
	struct job_hold *h = w->hold;
	int64_t cancel = 1;

	w->ctx->now = h->now(h->clock);
	w->ctx->today = instant_day(w->ctx->now);
	if (h->stop && atomic_load(h->stop))
		return true;
	enum rc rc = DB_ONE(w->ctx->db, &cancel,
			    "SELECT j.cancel FROM job j WHERE j.id = ?1 AND j.claim = ?2 AND j.state = 1",
			    INT(w->job.id), INT(h->claim));
	/* Who cannot be asked has not asked for anything; the next unit will say what is wrong. */
	return rc == RC_NOT_FOUND || (rc == RC_OK && cancel);
}

const struct job_kind *job_kind_named(const struct job_kind *const *kinds, str name)
{
	for (size_t i = 0; kinds && kinds[i]; i++)
		if (str_eq(str_of(kinds[i]->name), name))
			return kinds[i];
	return NULL;
}
