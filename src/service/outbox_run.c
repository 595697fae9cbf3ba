/* The one thread that sends: who is next, and what becomes of it. */
#include "logline.h"
#include "outbox_own.h"
#include "sm.h"
#include "timer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { MEMORY = 8 << 20, LOOK_EVERY_S = 1, LEASE_S = POSTMAN_WALL_S + 30, REST_S = 10 };
static const int64_t second = 1000000;

/* How long to wait after so many attempts; pure. */
static int64_t outbox_pause(int64_t attempts)
{
	static const int64_t seconds[] = { 10, 60, 120, 300, 600, 900 };
	int64_t last = COUNT(seconds) - 1, n = attempts - 1;

	return seconds[n < 0 ? 0 : n > last ? last : n] * second;
}

struct step {
	const struct outbox_setup *setup;
	struct arena *mem;
	struct db *db;
	const atomic_bool *stop;
	int64_t *rest; /* of each channel: until when its gateway is left in peace; NULL: never */
	bool takes[OUTBOX_CHANNELS];
	bool found, given_up;
	struct outbox_look message;
	str mark;
	int64_t claim;
	struct postman_answer answer;
};

static struct ctx context_of(const struct step *s, const struct actor *who)
{
	int64_t now = s->setup->now(s->setup->clock);

	return (struct ctx){ .mem = s->mem,
			     .db = s->db,
			     .model = s->setup->model,
			     .who = who,
			     .via = VIA_TIMER,
			     .now = now,
			     .today = instant_day(now),
			     .problems = { .mem = s->mem } };
}

/* Small units of the program's own, in which nobody runs out of memory. */
static enum rc as_program(struct step *s, store_job *unit)
{
	struct actor program = actor_system(s->setup->model->county);
	struct ctx c = context_of(s, &program);

	return store_write(&c, PRIO_PEOPLE, unit, s);
}

/* --- too late --- */

static enum rc expire(struct ctx *c, void *arg UNUSED)
{
	enum rc rc = DB_EXEC(c->db,
			     "UPDATE outbox SET state = 4, ended_at = ?1 WHERE state = 1 AND until_at <= ?1"
			     " AND lease <= ?1",
			     INT(c->now));

	return rc == RC_OK ? DB_EXEC(c->db,
				     "DELETE FROM outbox_text WHERE until_at <= ?1 AND NOT EXISTS (SELECT 1 "
				     "FROM outbox o"
				     " WHERE o.id = outbox_text.message AND o.state = 1)",
				     INT(c->now))
			   : rc;
}

static enum rc expire_due(struct step *s)
{
	int64_t one;
	enum rc rc = DB_ONE(s->db, &one,
			    "SELECT 1 FROM outbox_text x JOIN outbox o ON o.id = x.message"
			    " WHERE x.until_at <= ?1 AND o.lease <= ?1 LIMIT 1",
			    INT(s->setup->now(s->setup->clock)));

	return rc == RC_OK ? as_program(s, expire) : rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- the next --- */

#define DUE                                                                                                  \
	"o.state = 1 AND o.not_before <= ?1 AND o.lease <= ?1 AND o.until_at > ?1"                           \
	" AND ((o.channel = 0 AND ?2 = 1) OR (o.channel = 1 AND ?3 = 1))"

static bool ready(const struct step *s, enum outbox_channel channel, int64_t now)
{
	return s->takes[channel] && (!s->rest || s->rest[channel] <= now);
}

static enum rc any_due(const struct step *s, bool *ret)
{
	int64_t one, now = s->setup->now(s->setup->clock);
	enum rc rc = DB_ONE(s->db, &one, "SELECT 1 FROM outbox o WHERE " DUE " LIMIT 1", INT(now),
			    INT(ready(s, OUTBOX_SMS, now)), INT(ready(s, OUTBOX_MAIL, now)));

	*ret = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc next_due(struct ctx *c, struct step *s)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT " OUTBOX_COLUMNS ", o.mark FROM outbox o WHERE " DUE
			 " ORDER BY o.not_before, o.id LIMIT 1",
			 INT(c->now), INT(ready(s, OUTBOX_SMS, c->now)), INT(ready(s, OUTBOX_MAIL, c->now)));

	if (rc != RC_OK)
		return rc;
	s->found = db_next(&q);
	if (s->found) {
		s->message = outbox_read(&q);
		s->mark = db_dup(c->mem, &q, 10);
	}
	return db_done(&q);
}

static enum rc claim(struct ctx *c, void *arg)
{
	struct step *s = arg;
	enum rc rc = next_due(c, s);

	if (rc != RC_OK || !s->found)
		return rc;
	sm_random(&s->claim, sizeof s->claim);
	s->claim &= INT64_MAX;
	return DB_EXEC(c->db, "UPDATE outbox SET claim = ?2, lease = ?3 WHERE id = ?1", INT(s->message.id),
		       INT(s->claim), INT(c->now + LEASE_S * second));
}

/* --- what becomes of it --- */

/* The row as it stands; 0 rows: it was dropped or forgotten meanwhile. */
static enum rc write_down(struct ctx *c, const struct step *s, struct outbox_look m)
{
	return DB_EXEC(
		c->db,
		"UPDATE outbox SET state = ?3, why = ?4, attempts = ?5, not_before = ?6, ended_at = ?7,"
		" lease = 0, claim = 0 WHERE id = ?1 AND claim = ?2 AND state = 1",
		INT(m.id), INT(s->claim), INT(m.state), INT(m.why), INT(m.attempts), INT(m.next_at),
		INT(m.ended_at));
}

static enum rc finish(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct outbox_look m = s->message;

	if (!s->given_up) {
		m.attempts++;
		m.why = s->answer.why;
		if (s->answer.verdict == POSTMAN_LATER) {
			m.next_at = c->now + outbox_pause(m.attempts);
		} else {
			m.state = s->answer.verdict == POSTMAN_SENT ? OUTBOX_SENT : OUTBOX_FAILED;
			m.ended_at = c->now;
		}
	}
	enum rc rc = write_down(c, s, m);
	return rc == RC_OK && m.state == OUTBOX_SENT ? outbox_text_drop(c, m.id) : rc;
}

/* A gateway that is in trouble is not asked for every message that waits. */
static void let_rest(const struct step *s)
{
	bool trouble = !s->given_up && s->answer.verdict == POSTMAN_LATER && s->answer.why != OUTBOX_LOST;

	if (s->rest)
		s->rest[s->message.channel] = trouble ? s->setup->now(s->setup->clock) + REST_S * second : 0;
}

/* A text that does not open (its key is gone) will not open later. */
static enum rc hand_over(struct step *s)
{
	struct actor program = actor_system(s->setup->model->county);
	struct ctx c = context_of(s, &program);
	struct outbox_text t;
	enum rc rc = outbox_text_load(&c, s->message.id, &t);

	if (rc == RC_NOT_FOUND) {
		s->answer = (struct postman_answer){ POSTMAN_NEVER, OUTBOX_REFUSED };
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = postman_do(&(struct postman_order){ .channel = s->message.channel,
							 .key = s->mark,
							 .to = t.to,
							 .subject = t.subject,
							 .text = t.text },
				s->stop, &s->answer);
	s->given_up = rc != RC_OK;
	return RC_OK;
}

static enum rc send_next(struct step *s)
{
	bool due = false;
	struct postman_state post = postman_state();

	memcpy(s->takes, post.takes, sizeof s->takes);
	if (!post.open || post.gone)
		return RC_OK;
	enum rc rc = any_due(s, &due);
	if (rc == RC_OK && due)
		rc = as_program(s, claim); /* looked for first: a unit of writing takes the one lock */
	if (rc != RC_OK || !s->found)
		return rc;
	rc = hand_over(s);
	let_rest(s);
	return rc == RC_OK ? as_program(s, finish) : rc;
}

/* The one place where a step can be given up for want of memory. */
static enum rc run_step(struct step *s)
{
	struct arena *const top = arena_top(s->mem);
	jmp_buf full;
	volatile enum rc rc = RC_TOO_BIG;

	top->full = &full;
	if (setjmp(full) == 0) { /* NOLINT(cert-err52-c): base.h's one way out */
		rc = expire_due(s);
		if (rc == RC_OK)
			rc = send_next(s);
	}
	top->full = NULL;
	db_abandon(s->db);
	arena_reset(s->mem);
	return rc;
}

enum rc outbox_step(const struct outbox_setup *setup, struct arena *mem, struct db *db, bool *ret_ran)
{
	struct step s = { .setup = setup, .mem = mem, .db = db };
	enum rc rc = run_step(&s);

	*ret_ran = rc == RC_OK && s.found;
	return rc;
}

/* --- the thread --- */

struct outbox {
	struct outbox_setup setup;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	atomic_bool stop;
	uint64_t news;
	pthread_t thread;
	bool started;
	int64_t rest[OUTBOX_CHANNELS];
	struct timer_belief belief;
};

static void rest(struct outbox *o, uint64_t seen)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LOOK_EVERY_S;
	pthread_mutex_lock(&o->lock);
	while (!atomic_load(&o->stop) && o->news == seen &&
	       pthread_cond_timedwait(&o->wake, &o->lock, &until) == 0)
		;
	pthread_mutex_unlock(&o->lock);
}

static uint64_t news_of(struct outbox *o)
{
	pthread_mutex_lock(&o->lock);
	uint64_t n = o->news;
	pthread_mutex_unlock(&o->lock);
	return n;
}

/* By a clock that has jumped every message would be due, or too old to be sent: they wait. */
static bool look(struct outbox *o, struct arena *mem, bool *failed)
{
	if (!timer_sure(&o->belief, o->setup.now(o->setup.clock)))
		return false;
	struct step s = { .setup = &o->setup,
			  .mem = mem,
			  .db = readers_take(o->setup.readers),
			  .stop = &o->stop,
			  .rest = o->rest };
	enum rc rc = s.db ? run_step(&s) : RC_BUSY;

	readers_give(o->setup.readers, s.db);
	if (rc != RC_OK && !*failed)
		logline(LOG_FAULT, "outbox",
			"what waits to be sent cannot be read or written; it is tried again");
	*failed = rc != RC_OK;
	return rc == RC_OK && s.found;
}

static void *work(void *arg)
{
	struct outbox *o = arg;
	struct arena mem;
	bool failed = false;

	arena_init(&mem, MEMORY);
	while (!atomic_load(&o->stop)) {
		uint64_t seen = news_of(o);
		if (!look(o, &mem, &failed))
			rest(o, seen);
	}
	arena_free(&mem);
	return NULL;
}

static enum rc take_up(struct ctx *c, void *arg UNUSED)
{
	return DB_EXEC(c->db, "UPDATE outbox SET lease = 0 WHERE state = ?1", INT(OUTBOX_WAITING));
}

/* Nobody else serves this database: what was under way was cut off.  Where that cannot be written, on a full
 * disk, it waits until its claim has run out. */
static void take_up_all(const struct outbox_setup *setup)
{
	struct arena mem;

	arena_init(&mem, MEMORY);
	struct step s = { .setup = setup, .mem = &mem };
	if (as_program(&s, take_up) != RC_OK)
		logline(LOG_WARN, "outbox",
			"what was under way at the end is taken up again when its claim runs out");
	arena_free(&mem);
}

enum rc outbox_start(const struct outbox_setup *s, struct outbox **ret)
{
	pthread_condattr_t steady;
	struct outbox *o = calloc(1, sizeof *o);

	if (!o)
		return RC_FAULT;
	if (s->alone)
		take_up_all(s);
	o->setup = *s;
	pthread_mutex_init(&o->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&o->wake, &steady);
	pthread_condattr_destroy(&steady);
	o->started = pthread_create(&o->thread, NULL, work, o) == 0;
	if (!o->started) {
		outbox_free(o);
		return RC_FAULT;
	}
	*ret = o;
	return RC_OK;
}

void outbox_wake(struct outbox *o)
{
	if (!o)
		return;
	pthread_mutex_lock(&o->lock);
	o->news++;
	pthread_cond_broadcast(&o->wake);
	pthread_mutex_unlock(&o->lock);
}

void outbox_stop(struct outbox *o)
{
	if (!o || !o->started)
		return;
	pthread_mutex_lock(&o->lock);
	atomic_store(&o->stop, true);
	pthread_cond_broadcast(&o->wake);
	pthread_mutex_unlock(&o->lock);
	pthread_join(o->thread, NULL);
	o->started = false;
}

void outbox_free(struct outbox *o)
{
	if (!o)
		return;
	pthread_cond_destroy(&o->wake);
	pthread_mutex_destroy(&o->lock);
	free(o);
}
