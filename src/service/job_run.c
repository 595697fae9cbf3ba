/* The runner: who is next, as whom it runs, and what becomes of it. */
#include "account.h"
#include "job_own.h"
#include "logline.h"
#include "sm.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
	ATTEMPTS = 3,
	MEMORY = 512 << 20,
	KEEPER_MEMORY = 1 << 20,
	LOOK_EVERY_S = 1,
	RENEW_EVERY_S = JOB_LEASE_S / 3
};
static const int64_t second = 1000000;

static const struct job_kind *kind_of(const struct job_setup *s, const struct job *j)
{
	return job_kind_named(s->kinds, j->kind);
}

static int64_t attempts_of(const struct job_kind *k) { return k && k->attempts ? k->attempts : ATTEMPTS; }

/* Ten seconds, a minute, five, half an hour: whatever was wrong has time to pass. */
static int64_t pause_after(int64_t attempts)
{
	static const int64_t seconds[] = { 10, 60, 300, 1800 };
	int64_t last = COUNT(seconds) - 1, n = attempts - 1;

	return seconds[n < 0 ? 0 : n > last ? last : n] * second;
}

/* --- one attempt --- */

struct attempt {
	const struct job_setup *setup;
	struct arena *mem;
	struct db *db;
	enum job_prio most; /* take none that may wait longer than this */
	int64_t only;       /* take none but this; 0: any */
	bool found;
	struct job job;
	struct job_hold hold;
	enum rc rc;
};

static struct ctx context_of(const struct attempt *a, const struct actor *who)
{
	int64_t now = a->setup->now(a->setup->clock);

	return (struct ctx){ .mem = a->mem,
			     .db = a->db,
			     .model = a->setup->model,
			     .who = who,
			     .lang = a->job.lang,
			     .via = VIA_PAGE,
			     .now = now,
			     .today = instant_day(now),
			     .problems = { .mem = a->mem } };
}

/* Waiting and due, or left behind by a process that died. */
#define DUE                                                                                                  \
	"j.prio <= ?1 AND (?3 = 0 OR j.id = ?3) AND ((j.state = 0 AND j.not_before <= ?2) OR (j.state = 1 "  \
	"AND j.lease <= ?2))"

static enum rc any_due(const struct attempt *a, bool *ret)
{
	int64_t one;
	enum rc rc = DB_ONE(a->db, &one, "SELECT 1 FROM job j WHERE " DUE " LIMIT 1", INT(a->most),
			    INT(a->setup->now(a->setup->clock)), INT(a->only));

	*ret = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc next_due(struct ctx *c, struct attempt *a)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " JOB_COLUMNS " FROM job j WHERE " DUE
			      " ORDER BY j.prio, j.created_at, j.id LIMIT 1",
			      INT(a->most), INT(c->now), INT(a->only));

	if (rc != RC_OK)
		return rc;
	a->found = db_next(&q);
	if (a->found)
		a->job = job_read(c->mem, &q);
	return db_done(&q);
}

static enum rc claim(struct ctx *c, void *arg)
{
	struct attempt *a = arg;
	enum rc rc = next_due(c, a);

	if (rc != RC_OK || !a->found)
		return rc;
	sm_random(&a->hold.claim, sizeof a->hold.claim);
	a->hold.claim &= INT64_MAX;
	a->job.attempts++;
	return DB_EXEC(c->db,
		       "UPDATE job SET state = 1, claim = ?2, lease = ?3, attempts = attempts + 1,"
		       " started_at = CASE WHEN started_at = 0 THEN ?4 ELSE started_at END, rc = 0, why = ''"
		       " WHERE id = ?1",
		       INT(a->job.id), INT(a->hold.claim), INT(c->now + JOB_LEASE), INT(c->now));
}

/* Whoever asked may have left, been disabled, or have other rights by now. */
static enum rc find_actor(struct ctx *c, struct attempt *a, struct actor *ret)
{
	if (!a->job.account) {
		*ret = actor_system(a->job.county);
		return RC_OK;
	}
	enum rc rc = account_actor_load(c, a->job.account, a->job.for_account, ret);
	if (rc == RC_DENIED)
		a->hold.why =
			N_("The account that asked for this is closed, or stands in for nobody any more.");
	return rc;
}

static enum rc run_as_asked(struct attempt *a)
{
	const struct job_kind *k = kind_of(a->setup, &a->job);
	struct actor who;
	struct ctx c = context_of(a, &actor_nobody);
	struct job_work w = { .ctx = &c, .job = a->job, .hold = &a->hold };

	if (!k) {
		a->hold.why = N_("This program does not know this kind of work.");
		return RC_INVALID;
	}
	if (a->job.attempts > attempts_of(k)) { /* each time its process died */
		a->hold.why =
			N_("It was begun several times, and each time the program ended before it did.");
		return RC_INVALID;
	}
	if (a->job.cancel)
		return RC_CONFLICT;
	enum rc rc = find_actor(&c, a, &who);
	if (rc != RC_OK)
		return rc;
	c.who = &who;
	return k->run(&w);
}

/* The one place where an attempt can be given up for want of memory. */
static enum rc run_caught(struct attempt *a)
{
	struct arena *const top = arena_top(a->mem);
	jmp_buf full, *const outer = top->full;
	volatile enum rc rc = RC_TOO_BIG;

	top->full = &full;
	if (setjmp(full) == 0) /* NOLINT(cert-err52-c): base.h's one way out */
		rc = run_as_asked(a);
	top->full = outer;
	db_abandon(a->db);
	return rc;
}

/* --- what becomes of it --- */

static const char *why_of(enum rc rc)
{
	switch (rc) {
	case RC_OK:
	case RC_CONFLICT: return "";
	case RC_DENIED: return N_("The account that asked for this may not do it any more.");
	case RC_NOT_FOUND: return N_("What this was about is not there any more.");
	case RC_TOO_BIG: return N_("There was too much of it for one piece of work.");
	case RC_BUSY: return N_("The server was too busy.");
	case RC_FAULT: return N_("Something went wrong on our side.");
	default: return N_("It could not be done.");
	}
}

static bool is_passing(enum rc rc) { return rc == RC_BUSY || rc == RC_FAULT; }

/* `now`: the row as it stands, with what was asked of it and counted meanwhile. */
static void judge(const struct attempt *a, struct job *now, int64_t instant)
{
	bool stopped = a->hold.stop && atomic_load(a->hold.stop);

	now->rc = a->rc;
	now->not_before = 0;
	if (a->rc == RC_OK) {
		now->state = JOB_DONE;
	} else if (now->cancel) {
		now->state = JOB_CANCELLED;
	} else if (stopped && (a->rc == RC_BUSY || a->rc == RC_CONFLICT)) {
		now->state = JOB_WAITING; /* and it was no failure */
		now->attempts--;
		now->rc = RC_OK;
	} else if (is_passing(a->rc) && now->attempts < attempts_of(kind_of(a->setup, now))) {
		now->state = JOB_WAITING;
		now->not_before = instant + pause_after(now->attempts);
	} else {
		now->state = JOB_FAILED;
	}
	now->ended_at = now->state == JOB_WAITING ? 0 : instant;
}

/* RC_NOT_FOUND: another has taken it over. */
static enum rc read_held(struct ctx *c, const struct attempt *a, struct job *ret)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT " JOB_COLUMNS " FROM job j WHERE j.id = ?1 AND j.claim = ?2 AND j.state = 1",
			 INT(a->job.id), INT(a->hold.claim));

	if (rc != RC_OK)
		return rc;
	bool held = db_next(&q);
	if (held)
		*ret = job_read(c->mem, &q);
	rc = db_done(&q);
	return rc != RC_OK ? rc : held ? RC_OK : RC_NOT_FOUND;
}

static enum rc finish(struct ctx *c, void *arg)
{
	const struct attempt *a = arg;
	struct job j = { 0 };
	enum rc rc = read_held(c, a, &j);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	judge(a, &j, c->now);
	const char *why = a->hold.why ? a->hold.why : why_of(j.rc);
	return DB_EXEC(
		c->db,
		"UPDATE job SET state = ?2, attempts = ?3, not_before = ?4, ended_at = ?5, rc = ?6, why = ?7,"
		" lease = 0, claim = 0 WHERE id = ?1",
		INT(j.id), INT(j.state), INT(j.attempts), INT(j.not_before), INT(j.ended_at), INT(j.rc),
		TEXT(str_of(why)));
}

/* Small units of the runner's own, in which nobody runs out of memory. */
static enum rc as_program(const struct attempt *a, store_job *unit, struct attempt *arg)
{
	struct actor program = actor_system(a->setup->model->county);
	struct ctx c = context_of(a, &program);

	return store_write(&c, PRIO_PEOPLE, unit, arg);
}

static enum rc claim_next(struct attempt *a)
{
	bool due = false;
	enum rc rc = any_due(a, &due);

	/* Looked for first: a unit of writing takes the one lock. */
	return rc == RC_OK && due ? as_program(a, claim, a) : rc;
}

static void run_claimed(struct attempt *a)
{
	a->rc = run_caught(a);
	if (a->rc == RC_FAULT)
		logline(LOG_FAULT, "job", "%.*s %lld: a fault, attempt %lld", STR_ARG(a->job.kind),
			(long long)a->job.id, (long long)a->job.attempts);
	arena_reset(a->mem); /* what is left to be done must find room */
}

/* --- the threads --- */

struct lane {
	struct jobs *of;
	enum job_prio most;
	pthread_t thread;
	int64_t job, claim; /* at work; 0: idle */
};

struct jobs {
	struct job_setup setup;
	pthread_mutex_t lock;
	pthread_cond_t wake, end;
	atomic_bool stop;
	uint64_t news; /* how often somebody said that there is something */
	struct lane lane[2];
	pthread_t keeper;
	unsigned lanes; /* started */
	bool kept;      /* the keeper, too */
};

/* lane: NULL when nobody else looks after the claim. */
static enum rc step(struct attempt *a, struct lane *lane, bool *ret_ran)
{
	enum rc rc = claim_next(a);

	*ret_ran = rc == RC_OK && a->found;
	if (!*ret_ran)
		return rc;
	if (lane) {
		pthread_mutex_lock(&lane->of->lock);
		lane->job = a->job.id;
		lane->claim = a->hold.claim;
		pthread_mutex_unlock(&lane->of->lock);
	}
	run_claimed(a);
	return as_program(a, finish, a);
}

enum rc jobs_step(const struct job_setup *s, struct arena *mem, struct db *db, bool *ret_ran)
{
	struct attempt a = { .setup = s,
			     .mem = mem,
			     .db = db,
			     .most = JOB_BULK,
			     .hold = { .now = s->now, .clock = s->clock } };
	enum rc rc = step(&a, NULL, ret_ran);

	arena_reset(mem);
	return rc;
}

/* The job as everybody sees it; its texts live in the arena. */
static enum rc load_plain(const struct job_setup *s, struct arena *mem, struct db *db, int64_t id,
			  struct job *ret)
{
	struct attempt a = { .setup = s, .mem = mem, .db = db };
	struct actor program = actor_system(s->model->county);
	struct ctx c = context_of(&a, &program);

	return job_load(&c, id, ret);
}

static bool is_over(const struct job *j, int64_t now)
{
	return j->state > JOB_RUNNING || (j->state == JOB_WAITING && j->not_before > now);
}

enum rc jobs_see_through(const struct job_setup *s, struct arena *mem, struct db *db, int64_t id,
			 struct job *ret)
{
	static const struct timespec moment = { .tv_nsec = 200000000 };

	for (;;) {
		struct attempt a = { .setup = s,
				     .mem = mem,
				     .db = db,
				     .most = JOB_BULK,
				     .only = id,
				     .hold = { .now = s->now, .clock = s->clock } };
		bool ran = false;
		enum rc rc = step(&a, NULL, &ran);
		arena_reset(mem);
		if (rc == RC_OK)
			rc = load_plain(s, mem, db, id, ret);
		if (rc != RC_OK || is_over(ret, s->now(s->clock)))
			return rc;
		if (!ran)
			(void)nanosleep(&moment, NULL);
	}
}

static uint64_t news_of(struct jobs *j)
{
	pthread_mutex_lock(&j->lock);
	uint64_t n = j->news;
	pthread_mutex_unlock(&j->lock);
	return n;
}

static struct timespec in_seconds(int n)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += n;
	return until;
}

static void rest(struct jobs *j, uint64_t seen)
{
	struct timespec until = in_seconds(LOOK_EVERY_S);

	pthread_mutex_lock(&j->lock);
	while (!atomic_load(&j->stop) && j->news == seen &&
	       pthread_cond_timedwait(&j->wake, &j->lock, &until) == 0)
		;
	pthread_mutex_unlock(&j->lock);
}

static bool look(struct lane *lane, struct arena *mem, bool *failed)
{
	struct jobs *j = lane->of;
	struct attempt a = { .setup = &j->setup,
			     .mem = mem,
			     .db = readers_take(j->setup.readers),
			     .most = lane->most,
			     .hold = { .stop = &j->stop, .now = j->setup.now, .clock = j->setup.clock } };
	bool ran = false;
	enum rc rc = a.db ? step(&a, lane, &ran) : RC_BUSY;

	readers_give(j->setup.readers, a.db);
	arena_reset(mem);
	if (rc != RC_OK && !*failed)
		logline(LOG_FAULT, "job", "the list of jobs cannot be read or written; it is tried again");
	*failed = rc != RC_OK;
	return ran && rc == RC_OK;
}

static void *work(void *arg)
{
	struct lane *lane = arg;
	struct arena mem;
	bool failed = false;

	arena_init(&mem, MEMORY);
	while (!atomic_load(&lane->of->stop)) {
		uint64_t seen = news_of(lane->of);
		if (!look(lane, &mem, &failed))
			rest(lane->of, seen);
	}
	arena_free(&mem);
	return NULL;
}

static enum rc renew(struct ctx *c, void *arg)
{
	const struct lane *l = arg;

	return DB_EXEC(c->db, "UPDATE job SET lease = ?3 WHERE id = ?1 AND claim = ?2 AND state = 1",
		       INT(l->job), INT(l->claim), INT(c->now + JOB_LEASE));
}

/* A job may think for long without writing: that its process lives is said for it. */
static void renew_all(struct jobs *j, struct arena *mem)
{
	for (size_t i = 0; i < COUNT(j->lane); i++) {
		struct attempt none = { .setup = &j->setup, .mem = mem };
		struct actor program = actor_system(j->setup.model->county);
		struct ctx c = context_of(&none, &program);
		pthread_mutex_lock(&j->lock);
		struct lane held = j->lane[i];
		pthread_mutex_unlock(&j->lock);
		if (held.job && store_write(&c, PRIO_PEOPLE, renew, &held) != RC_OK)
			logline(LOG_WARN, "job", "a claim could not be renewed");
		arena_reset(mem);
	}
}

static bool wait_to_renew(struct jobs *j)
{
	struct timespec until = in_seconds(RENEW_EVERY_S);

	pthread_mutex_lock(&j->lock);
	while (!atomic_load(&j->stop) && pthread_cond_timedwait(&j->end, &j->lock, &until) == 0)
		;
	pthread_mutex_unlock(&j->lock);
	return !atomic_load(&j->stop);
}

static void *keep(void *arg)
{
	struct jobs *j = arg;
	struct arena mem;

	arena_init(&mem, KEEPER_MEMORY);
	while (wait_to_renew(j))
		renew_all(j, &mem);
	arena_free(&mem);
	return NULL;
}

/* --- starting and stopping --- */

static enum rc take_up(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC(c->db, "UPDATE job SET lease = 0 WHERE state = ?1", INT(JOB_RUNNING));
}

/* Nobody else serves this database: what runs was killed.  Where that cannot be written, on a full disk, it
 * waits until its claim has run out. */
static void take_up_all(const struct job_setup *s)
{
	struct arena mem;

	arena_init(&mem, KEEPER_MEMORY);
	struct attempt none = { .setup = s, .mem = &mem };
	if (as_program(&none, take_up, NULL) != RC_OK)
		logline(LOG_WARN, "job",
			"what was under way at the end is taken up again when its claim runs out");
	arena_free(&mem);
}

static enum rc start_threads(struct jobs *j)
{
	for (; j->lanes < COUNT(j->lane); j->lanes++) {
		struct lane *l = &j->lane[j->lanes];
		/* What may take the night never has both: a person does not wait behind it. */
		*l = (struct lane){ .of = j, .most = j->lanes == 0 ? JOB_PEOPLE : JOB_BULK };
		if (pthread_create(&l->thread, NULL, work, l))
			return RC_FAULT;
	}
	if (pthread_create(&j->keeper, NULL, keep, j))
		return RC_FAULT;
	j->kept = true;
	return RC_OK;
}

enum rc jobs_start(const struct job_setup *s, struct jobs **ret)
{
	pthread_condattr_t steady;
	struct jobs *j = calloc(1, sizeof *j);

	if (!j)
		return RC_FAULT;
	if (s->alone)
		take_up_all(s);
	j->setup = *s;
	pthread_mutex_init(&j->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&j->wake, &steady);
	pthread_cond_init(&j->end, &steady);
	pthread_condattr_destroy(&steady);
	enum rc rc = start_threads(j);
	if (rc != RC_OK) {
		jobs_stop(j);
		jobs_free(j);
		return rc;
	}
	*ret = j;
	return RC_OK;
}

void jobs_wake(struct jobs *j)
{
	if (!j)
		return;
	pthread_mutex_lock(&j->lock);
	j->news++;
	pthread_cond_broadcast(&j->wake);
	pthread_mutex_unlock(&j->lock);
}

void jobs_stop(struct jobs *j)
{
	if (!j)
		return;
	pthread_mutex_lock(&j->lock);
	atomic_store(&j->stop, true);
	pthread_cond_broadcast(&j->wake);
	pthread_cond_broadcast(&j->end);
	pthread_mutex_unlock(&j->lock);
	for (; j->lanes > 0; j->lanes--)
		pthread_join(j->lane[j->lanes - 1].thread, NULL);
	if (j->kept)
		pthread_join(j->keeper, NULL);
	j->kept = false;
}

void jobs_free(struct jobs *j)
{
	if (!j)
		return;
	pthread_cond_destroy(&j->end);
	pthread_cond_destroy(&j->wake);
	pthread_mutex_destroy(&j->lock);
	free(j);
}
