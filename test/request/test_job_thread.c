/* The runner's own threads, on the machine's clock: a person's work is not kept waiting by the night's, many
 * ask at once, the program stops and goes on, and two programs serve one database. */
#include "job_play.h"

#include "server.h"

#include <pthread.h>

static int64_t machine_now(void *clock)
{
	(void)clock;
	return instant_now();
}

static struct jobs *begin(struct harness *h, bool alone)
{
	struct job_setup s = play_setup(h);
	struct jobs *j = NULL;

	s.now = machine_now;
	s.alone = alone;
	if (jobs_start(&s, &j) != RC_OK)
		harness_fail("the runner does not start");
	return j;
}

static void end(struct jobs *j)
{
	jobs_stop(j);
	jobs_wake(j); /* by an answer that is still under way */
	jobs_free(j);
}

/* Half a minute at most. */
static bool becomes(struct harness *h, int64_t id, enum job_state state)
{
	for (int i = 0; i < 3000; i++) {
		if (play_job(h, id).state == state)
			return true;
		usleep(10000);
	}
	(void)play_whole(h, id);
	return false;
}

static bool gets_to(struct harness *h, int64_t id, int64_t done)
{
	for (int i = 0; i < 3000; i++) {
		if (play_job(h, id).done >= done)
			return true;
		usleep(10000);
	}
	return false;
}

static void fresh(struct harness *h, int64_t units, unsigned pause_us)
{
	play_begin(h, units);
	play.pause_us = pause_us;
	h->now = instant_now(); /* of who asks: the runner has its own clock here */
}

/* --- two priorities --- */

static void test_people_first(struct harness *h)
{
	fresh(h, 100000, 1000);
	int64_t night = play_add(h, &play_bulk), another = play_add(h, &play_bulk);
	struct jobs *j = begin(h, true);
	OK(gets_to(h, night, 2));
	play.units = 5;
	int64_t person = play_add(h, &play_people);
	jobs_wake(j);
	OK(becomes(h, person, JOB_DONE));
	OK(play_job(h, night).state == JOB_RUNNING);
	OK(play_job(h, another).state == JOB_WAITING); /* one thread never takes it */
	struct ctx c = play_as(h, "officer");
	OK(job_cancel(&c, another) == RC_OK && job_cancel(&c, night) == RC_OK);
	OK(becomes(h, night, JOB_CANCELLED));
	end(j);
	OK(play_whole(h, person) && play_units(h, night) == play_job(h, night).done);
}

/* --- stopping and going on --- */

static void test_stop(struct harness *h)
{
	fresh(h, 300, 10000);
	int64_t id = play_add(h, &play_people);
	struct jobs *j = begin(h, true);
	OK(gets_to(h, id, 3));
	end(j);
	struct job was = play_job(h, id);
	OK(was.state == JOB_WAITING && was.done >= 3 && was.done < 300 && was.rc == RC_OK &&
	   was.attempts == 0);
	OK(play_units(h, id) == was.done);
	play.pause_us = 0;
	j = begin(h, true);
	OK(becomes(h, id, JOB_DONE));
	end(j);
	OK(play_whole(h, id));
}

/* A server that was killed, and the next one. */
static void test_restart(struct harness *h)
{
	fresh(h, 5, 0);
	int64_t id = play_add(h, &play_people);
	play.at = 2;
	play.dies = true;
	OK(play_step(h, NULL) && play_job(h, id).state == JOB_RUNNING);
	play.dies = false;
	struct jobs *j = begin(h, false); /* another may be alive: not before a minute is over */
	usleep(1500000);
	OK(play_job(h, id).state == JOB_RUNNING && play_job(h, id).done == 2);
	end(j);
	j = begin(h, true);
	OK(becomes(h, id, JOB_DONE));
	end(j);
	OK(play_whole(h, id));
}

/* --- many at once, on two runners --- */

enum { ASKERS = 4, EACH = 5 };

struct asker {
	struct harness *h;
	struct jobs *wake;
	const struct actor *who;
	int64_t id[EACH];
	pthread_t thread;
};

static void *ask(void *arg)
{
	struct asker *a = arg;
	struct arena mem;

	arena_init(&mem, 4 << 20);
	for (int i = 0; i < EACH; i++) {
		int64_t now = instant_now();
		struct ctx c = { .mem = &mem,
				 .model = &a->h->model,
				 .who = a->who,
				 .now = now,
				 .today = instant_day(now),
				 .problems = { .mem = &mem } };
		a->id[i] = play_add_as(&c, i % 2 ? &play_bulk : &play_people);
		jobs_wake(a->wake);
		if (i == 2)
			(void)!job_cancel(&c, a->id[i]);
	}
	arena_free(&mem);
	return NULL;
}

static void test_many(struct harness *h)
{
	static const char *const login[ASKERS] = { "officer", "head", "teacher", "civil" };
	struct asker a[ASKERS];
	int good = 0, open = 1;

	fresh(h, 6, 100);
	struct jobs *j[2] = { begin(h, true), begin(h, false) };
	for (int i = 0; i < ASKERS; i++) {
		a[i] = (struct asker){ .h = h, .wake = j[i % 2], .who = play_as(h, login[i]).who };
		if (pthread_create(&a[i].thread, NULL, ask, &a[i]))
			harness_fail("no thread");
	}
	for (int i = 0; i < ASKERS; i++)
		pthread_join(a[i].thread, NULL);
	for (int i = 0; i < 3000 && open; i++) {
		open = (int)harness_number(h, STR("SELECT count(*) FROM job j WHERE j.state < 2"));
		usleep(10000);
	}
	end(j[0]);
	end(j[1]);
	for (int i = 0; i < ASKERS; i++)
		for (int k = 0; k < EACH; k++) {
			struct job it = play_job(h, a[i].id[k]);
			good += it.state == JOB_CANCELLED ? k == 2 && it.done == play_units(h, it.id)
							  : play_whole(h, it.id);
		}
	OK(open == 0 && good == ASKERS * EACH);
}

static void tests(struct harness *h)
{
	test_people_first(h);
	test_stop(h);
	test_restart(h);
	test_many(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
