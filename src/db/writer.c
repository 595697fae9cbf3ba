#include "writer.h"

#include "engine.h"
#include "logline.h"
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* A group is closed when it has so many jobs or lasts so long: nobody in it should wait for the others. */
enum { GROUP_JOBS = 64, GROUP_MS = 20 };

static void tell(const struct db *db, bool begun)
{
	if (db->on_group)
		db->on_group(db->group, begun);
}

void db_on_group(struct db *db, writer_group *f, void *ctx)
{
	db->on_group = f;
	db->group = ctx;
}

/* The job, whose arena may run out: whoever called it then gets the answer instead of the jump. */
static enum rc run_caught(struct db *db, struct arena *mem, db_job *job, void *arg)
{
	if (!mem)
		return job(db, arg);
	struct arena *const top = arena_top(mem);
	jmp_buf here, *const outer = top->full;
	volatile enum rc rc = RC_TOO_BIG;

	top->full = &here;
	if (setjmp(here) == 0) /* NOLINT(cert-err52-c): arena.h's one way out */
		rc = job(db, arg);
	top->full = outer;
	return rc;
}

/* A job that gives RC_OK keeps what it wrote, if that is also what the database thinks. */
static enum rc settle(struct db *db, enum rc rc)
{
	enum rc settled = db_settle(db);

	if (rc != RC_OK || settled == RC_OK)
		return rc;
	if (db->late == RC_OK)
		logline(LOG_FAULT, "db", "a job made light of a failed statement");
	return settled;
}

static enum rc run_saved(struct db *db, struct arena *mem, db_job *job, void *arg)
{
	int depth = db->depth;
	enum rc rc = db_control(db, CONTROL_SAVE);

	if (rc != RC_OK)
		return rc;
	rc = settle(db, run_caught(db, mem, job, arg));
	if (rc == RC_OK) {
		rc = db_control(db, CONTROL_RELEASE);
		if (rc == RC_OK)
			return RC_OK;
	}
	db_back_to(db, depth);
	tell(db, false);
	return rc;
}

enum rc db_attempt(struct db *db, db_job *part, void *arg) { return run_saved(db, NULL, part, arg); }

enum rc db_write(struct db *db, db_job *job, void *arg)
{
	enum rc rc = db_control(db, CONTROL_WRITE);

	if (rc != RC_OK)
		return rc;
	tell(db, true);
	rc = settle(db, job(db, arg));
	if (rc == RC_OK)
		rc = db_control(db, CONTROL_COMMIT);
	if (rc != RC_OK) {
		db_abandon(db);
		tell(db, false);
	}
	return rc;
}

/* The thread. */

struct job {
	db_job *run;
	void *arg;
	struct arena *mem;
	enum prio prio;
	enum rc rc;
	bool done;
	pthread_cond_t answered; /* its own: a group's end wakes nobody else */
	struct job *next;
};

struct queue {
	struct job *first, *last;
};

struct writer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct queue queue[PRIO_BULK + 1];
	bool stopping;
	size_t inside; /* callers in writer_do(): even the answered ones still need the lock */
	pthread_cond_t left;
	struct db *db; /* the thread's, once it runs */
};

static void put(struct queue *q, struct job *j)
{
	j->next = NULL;
	if (q->last)
		q->last->next = j;
	else
		q->first = j;
	q->last = j;
}

static struct job *pop(struct queue *q)
{
	struct job *j = q->first;

	if (!j)
		return NULL;
	q->first = j->next;
	if (!q->first)
		q->last = NULL;
	return j;
}

/* The next for the group under way: people first, and no bulk job in a group whose commit a person awaits. */
static struct job *take(struct writer *w, bool people_wait)
{
	pthread_mutex_lock(&w->lock);
	struct job *j = pop(&w->queue[PRIO_PEOPLE]);

	if (!j && !people_wait)
		j = pop(&w->queue[PRIO_BULK]);
	pthread_mutex_unlock(&w->lock);
	return j;
}

/* Each job lives on the stack of one who waits: not to be touched after the lock is given up. */
static void answer(struct writer *w, struct queue *done)
{
	pthread_mutex_lock(&w->lock);
	for (struct job *j; (j = pop(done));) {
		j->done = true;
		pthread_cond_signal(&j->answered);
	}
	pthread_mutex_unlock(&w->lock);
}

/* No group can begin: everybody who waits hears of it now, not after a timeout each. */
static void refuse_waiting(struct writer *w, enum rc rc)
{
	struct queue all = { NULL, NULL };

	for (struct job *j; (j = take(w, false));) {
		j->rc = rc;
		put(&all, j);
	}
	answer(w, &all);
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The jobs of one group, until none is left that belongs in it. */
static void run_jobs(struct writer *w, struct queue *ran)
{
	int64_t until = clock_ms() + GROUP_MS;
	bool people_wait = false;

	for (int n = 0; n < GROUP_JOBS && !w->db->failed && clock_ms() < until; n++) {
		struct job *j = take(w, people_wait);

		if (!j)
			return;
		people_wait |= j->prio == PRIO_PEOPLE;
		j->rc = run_saved(w->db, j->mem, j->run, j->arg);
		put(ran, j);
	}
}

static void run_group(struct writer *w)
{
	struct queue ran = { NULL, NULL };
	enum rc rc = db_control(w->db, CONTROL_WRITE);

	if (rc != RC_OK) {
		refuse_waiting(w, rc);
		return;
	}
	tell(w->db, true);
	run_jobs(w, &ran);
	rc = db_control(w->db, CONTROL_COMMIT);
	if (rc != RC_OK) {
		db_abandon(w->db);
		tell(w->db, false);
		logline(LOG_FAULT, "db", "a group of writes could not be committed");
		/* Even a refusal may rest on what another job wrote and what is now gone. */
		for (struct job *j = ran.first; j; j = j->next)
			j->rc = RC_FAULT;
	}
	answer(w, &ran);
}

static bool wait_for_work(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	bool work;

	while (!(work = w->queue[PRIO_PEOPLE].first || w->queue[PRIO_BULK].first) && !w->stopping)
		pthread_cond_wait(&w->work, &w->lock);
	pthread_mutex_unlock(&w->lock);
	return work;
}

static void *writer_main(void *arg)
{
	struct writer *w = arg;

	while (wait_for_work(w))
		run_group(w);
	return NULL;
}

static void writer_free(struct writer *w)
{
	pthread_cond_destroy(&w->left);
	pthread_cond_destroy(&w->work);
	pthread_mutex_destroy(&w->lock);
	db_close(w->db);
	free(w);
}

enum rc writer_start(str url, struct writer **ret)
{
	struct writer *w = calloc(1, sizeof *w);

	if (!w)
		return RC_FAULT;
	w->db = db_open_logged(url, DB_WRITE);
	if (!w->db) {
		free(w);
		return RC_FAULT;
	}
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	pthread_cond_init(&w->left, NULL);
	if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
		logline(LOG_FAULT, "db", "no thread for the writer");
		writer_free(w);
		return RC_FAULT;
	}
	*ret = w;
	return RC_OK;
}

void writer_on_group(struct writer *w, writer_group *f, void *ctx) { db_on_group(w->db, f, ctx); }

enum rc writer_do(struct writer *w, enum prio prio, struct arena *mem, db_job *job, void *arg)
{
	struct job j = { .run = job, .arg = arg, .mem = mem, .prio = prio };

	pthread_cond_init(&j.answered, NULL);
	pthread_mutex_lock(&w->lock);
	w->inside++;
	if (w->stopping) {
		j.rc = RC_BUSY;
	} else {
		put(&w->queue[prio], &j);
		pthread_cond_signal(&w->work);
		while (!j.done)
			pthread_cond_wait(&j.answered, &w->lock);
	}
	if (--w->inside == 0)
		pthread_cond_signal(&w->left);
	pthread_mutex_unlock(&w->lock);
	pthread_cond_destroy(&j.answered);
	return j.rc;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_lock(&w->lock);
	while (w->inside > 0)
		pthread_cond_wait(&w->left, &w->lock);
	pthread_mutex_unlock(&w->lock);
	writer_free(w);
}
