/* job_play.h - a piece of durable work for tests: so many units, each writes one row that can be written only
 * once
 * ("unit.JOB.N" in meta), and on the way whatever the test wants to happen. */
#pragma once
#include "account.h"
#include "harness.h"
#include "job.h"
#include "tap.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <unistd.h>

static const int64_t play_second = 1000000;

/* What is to happen; the runner's thread reads it. */
struct play {
	struct harness *h;
	int64_t units;  /* of each job that is added */
	int64_t at;     /* before this unit (from 0) something happens, once; -1: nothing */
	enum rc answer; /* it comes back with this ... */
	bool dies;      /* ... or its process ends here ... */
	bool undone;    /* ... or the unit does its work and then fails ... */
	void (*meanwhile)(struct job_work *w); /* ... or this is done, and it goes on */
	bool again;                            /* not only once */
	jmp_buf dead;
	struct actor who; /* as whom it ran last */
	struct ctx seen;
	char order[64];    /* the first letters of the kinds that ran */
	unsigned pause_us; /* between units */
};
static struct play play;

struct play_unit {
	struct job_work *w;
	int64_t n;
	bool undone;
};

static enum rc play_write(struct ctx *c, void *arg)
{
	struct play_unit *u = arg;
	struct buf name = buf_new(c->mem, 80);

	buf_lit(&name, "unit.");
	buf_int(&name, u->w->job.id);
	buf_ch(&name, '.');
	buf_int(&name, u->n);
	enum rc rc = DB_EXEC(c->db, "INSERT INTO meta (name, value) VALUES (?1, ?2)", TEXT(buf_view(&name)),
			     TEXT(STR("done")));
	if (rc == RC_OK)
		rc = job_progress(c, u->w, u->n + 1, u->w->job.total);
	return rc == RC_OK && u->undone ? RC_FAULT : rc;
}

static void play_note(struct job_work *w)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of several threads */

	pthread_mutex_lock(&lock);
	size_t n = strlen(play.order);

	if (n + 1 < sizeof play.order)
		play.order[n] = w->job.kind.s[5];
	play.who = *w->ctx->who;
	play.seen = *w->ctx;
	pthread_mutex_unlock(&lock);
}

static bool play_due(int64_t n)
{
	bool now = play.at == n;

	if (now && !play.again)
		play.at = -1;
	return now;
}

static enum rc play_run(struct job_work *w)
{
	enum rc rc = RC_OK;

	play_note(w);
	for (int64_t n = w->job.done; n < w->job.total && rc == RC_OK; n++) {
		struct play_unit u = { w, n, false };
		if (play_due(n)) {
			if (play.meanwhile)
				play.meanwhile(w);
			if (play.dies)
				longjmp(play.dead, 1); /* NOLINT(cert-err52-c): what kill -9 leaves behind */
			if (play.answer != RC_OK)
				return play.answer;
			u.undone = play.undone;
		}
		if (job_cancelled(w))
			return RC_CONFLICT;
		rc = store_write(w->ctx, w->job.prio == JOB_BULK ? PRIO_BULK : PRIO_PEOPLE, play_write, &u);
		if (play.pause_us)
			usleep(play.pause_us);
	}
	return rc;
}

static const struct job_kind play_people = {
	.name = "test.people", .label = "P", .run = play_run, .page = "/batches/"
};
static const struct job_kind play_bulk = {
	.name = "test.bulk", .label = "B", .run = play_run, .prio = JOB_BULK, .keep_days = 2
};
static const struct job_kind *const play_kinds[] = { &play_people, &play_bulk, NULL };

/* --- asking --- */

static int64_t play_account(struct harness *h, const char *login)
{
	return harness_number(
		h, harness_text(&h->mem, "SELECT a.id FROM account a WHERE a.login = '%s'", login));
}

static struct ctx play_as(struct harness *h, const char *login)
{
	struct ctx c = harness_ctx(h);
	struct actor *who = NEW(&h->mem, struct actor, 1);

	if (account_actor_load(&c, play_account(h, login), 0, who) != RC_OK)
		harness_fail("%s is nobody", login);
	c.who = who;
	return c;
}

static enum rc play_add_unit(struct ctx *c, void *arg)
{
	struct job_new *j = ((void **)arg)[0];

	return job_add(c, j, ((void **)arg)[1]);
}

static int64_t play_add_as(struct ctx *c, const struct job_kind *kind)
{
	int64_t id = 0;
	struct job_new j = { .kind = kind, .subject = 7, .total = play.units };
	void *arg[] = { &j, &id };

	return store_write(c, PRIO_PEOPLE, play_add_unit, arg) == RC_OK ? id : 0;
}

static UNUSED int64_t play_add(struct harness *h, const struct job_kind *kind)
{
	struct ctx c = play_as(h, "officer");

	return play_add_as(&c, kind);
}

static struct job_setup play_setup(struct harness *h)
{
	struct job_setup s = harness_job_setup(h);

	s.kinds = play_kinds;
	return s;
}

/* Run the next one; false: none was due.  *ret_rc may be NULL: then it must not fail. */
static UNUSED bool play_step(struct harness *h, enum rc *ret_rc)
{
	struct job_setup s = play_setup(h);
	struct arena *mem = arena_within(&h->mem, 512u << 20);
	struct db *db = readers_take(h->app.readers);
	bool ran = false;
	enum rc rc = RC_OK;

	mem->full = NULL;
	if (setjmp(play.dead) == 0) /* NOLINT(cert-err52-c) */
		rc = jobs_step(&s, mem, db, &ran);
	else
		ran = true;
	readers_give(h->app.readers, db);
	if (ret_rc)
		*ret_rc = rc;
	else if (rc != RC_OK)
		harness_fail("a step failed");
	return ran;
}

static UNUSED int play_steps(struct harness *h)
{
	int n = 0;

	while (n < 1000 && play_step(h, NULL))
		n++;
	return n;
}

static struct job play_job(struct harness *h, int64_t id)
{
	struct ctx c = harness_ctx(h);
	struct job j = { 0 };

	if (job_load(&c, id, &j) != RC_OK)
		j.state = (enum job_state) - 1;
	return j;
}

/* How many units of it were written; each can be written once only. */
static int64_t play_units(struct harness *h, int64_t id)
{
	return harness_number(h, harness_text(&h->mem,
					      "SELECT count(*) FROM meta m WHERE m.name LIKE 'unit.%lld.%%'",
					      (long long)id));
}

static UNUSED bool play_whole(struct harness *h, int64_t id)
{
	struct job j = play_job(h, id);

	if (j.state == JOB_DONE && j.done == j.total && play_units(h, id) == j.total)
		return true;
	printf("# job: state %d, %lld of %lld, %lld units, rc %d, attempts %lld, %.*s\n", (int)j.state,
	       (long long)j.done, (long long)j.total, (long long)play_units(h, id), (int)j.rc,
	       (long long)j.attempts, STR_ARG(j.why));
	return false;
}

static UNUSED void play_begin(struct harness *h, int64_t units)
{
	play = (struct play){ .h = h, .units = units, .at = -1 };
}

static UNUSED void play_later(struct harness *h, int64_t seconds)
{
	harness_clock(h, h->now + seconds * play_second);
}
