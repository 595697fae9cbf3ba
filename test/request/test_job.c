/* Durable jobs, in process and on a clock of the test's own: order, progress that is committed with the work,
 * a process that dies, cancelling, retrying, pauses, who it runs as, and a database that fails at every
 * statement. */
#include "job_play.h"

#include "logline.h"

#include <fcntl.h>

enum { LEASE_S = 61 };

/* --- order --- */

static void test_newest(struct harness *h, int64_t second, int64_t bulk)
{
	struct ctx c = harness_ctx(h);
	struct job j;

	OK(job_of(&c, "test.people", 7, &j) == RC_OK && j.id == second);
	OK(job_of(&c, NULL, 7, &j) == RC_OK && j.id == second);
	OK(job_of(&c, "test.bulk", 7, &j) == RC_OK && j.id == bulk);
	OK(job_of(&c, "test.bulk", 8, &j) == RC_NOT_FOUND);
}

static void test_order(struct harness *h)
{
	play_begin(h, 2);
	int64_t bulk = play_add(h, &play_bulk), first, second;
	play_later(h, 1);
	first = play_add(h, &play_people);
	play_later(h, 1);
	second = play_add(h, &play_people);
	struct ctx c = harness_ctx(h);
	struct job j = play_job(h, bulk);
	int64_t place = -1;
	OK(j.state == JOB_WAITING && j.prio == JOB_BULK && j.created_at > 0 && !j.started_at);
	OK(job_place(&c, &j, &place) == RC_OK && place == 2);
	j = play_job(h, first);
	OK(job_place(&c, &j, &place) == RC_OK && place == 0);
	OK(play_step(h, NULL) && play_whole(h, first));
	OK(play_job(h, second).state == JOB_WAITING);
	OK(play_steps(h) == 2 && play_whole(h, second) && play_whole(h, bulk));
	OK(!strcmp(play.order, "ppb"));
	j = play_job(h, first);
	OK(j.started_at >= j.created_at && j.ended_at >= j.started_at && j.rc == RC_OK && !j.why.n);
	test_newest(h, second, bulk);
}

/* --- as whom, and when --- */

static void test_actor(struct harness *h)
{
	struct ctx c = play_as(h, "head");

	play_begin(h, 1);
	c.lang = LANG_ZH;
	int64_t id = play_add_as(&c, &play_people);
	play_later(h, 3);
	OK(play_step(h, NULL) && play_whole(h, id));
	OK(play.who.account == play_account(h, "head") && play.who.role == ROLE_HEAD && play.who.school);
	OK(play.seen.lang == LANG_ZH && play.seen.now == h->now && play.seen.today == instant_day(h->now));
	OK(!play.seen.purpose.n && !play.seen.batch && !play.seen.tx);

	struct ctx program = harness_ctx(h);
	id = play_add_as(&program, &play_people);
	OK(play_step(h, NULL) && play_whole(h, id));
	OK(play.who.role == ROLE_SYSTEM && play.who.account == 0);
}

/* Rights are looked up when it runs, not when it was asked for. */
static void test_disabled(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	play_begin(h, 2);
	int64_t id = play_add(h, &play_people);
	OK(account_disable(&c, play_account(h, "officer"), true) == RC_OK);
	OK(play_step(h, NULL));
	struct job j = play_job(h, id);
	OK(j.state == JOB_FAILED && j.rc == RC_DENIED && j.why.n && play_units(h, id) == 0);
	OK(account_disable(&c, play_account(h, "officer"), false) == RC_OK);
	c = play_as(h, "officer");
	OK(job_retry(&c, id) == RC_OK && play_step(h, NULL) && play_whole(h, id));
}

static void test_deputy(struct harness *h)
{
	long long head = play_account(h, "head"), deputy = play_account(h, "teacher");
	struct ctx c = play_as(h, "teacher");
	struct actor *who = NEW(&h->mem, struct actor, 1);

	play_begin(h, 1);
	OK(harness_exec(
		h, harness_text(&h->mem,
				"INSERT INTO deputy (id, version, county, created_at, updated_at, account,"
				" deputy, from_day, to_day, reason) VALUES (%lld, 1, %d, 0, 0, %lld, %lld,"
				" %d, %d, 'x')",
				head + 1000000, HARNESS_COUNTY, head, deputy, c.today, c.today)));
	OK(account_actor_load(&c, deputy, head, who) == RC_OK);
	OK(who->role == ROLE_HEAD && who->account == deputy && who->for_account == head);
	c.who = who;
	int64_t id = play_add_as(&c, &play_people);
	OK(play_step(h, NULL) && play_whole(h, id) && play.who.for_account == head &&
	   play.who.role == ROLE_HEAD);
	id = play_add_as(&c, &play_people);
	play_later(h, 86400); /* the deputyship has ended; they are not the teacher either, who did not ask */
	OK(play_step(h, NULL));
	OK(play_job(h, id).state == JOB_FAILED && play_job(h, id).rc == RC_DENIED && play_units(h, id) == 0);
	OK(harness_exec(h, STR("DELETE FROM deputy"))); /* of which the journal never heard */
}

/* --- a process that dies --- */

static void test_death(struct harness *h)
{
	play_begin(h, 5);
	int64_t id = play_add(h, &play_people);
	play.at = 3;
	play.dies = true;
	OK(play_step(h, NULL));
	struct job j = play_job(h, id);
	OK(j.state == JOB_RUNNING && j.done == 3 && j.total == 5 && play_units(h, id) == 3);
	OK(!play_step(h, NULL)); /* it may be alive */
	play_later(h, LEASE_S);
	OK(play_step(h, NULL) && play_whole(h, id));
	OK(play_job(h, id).started_at == j.started_at);
	OK(!strcmp(play.order, "pp"));
}

/* The unit is undone with its progress; after a pause it is done again. */
static void test_undone(struct harness *h)
{
	play_begin(h, 4);
	int64_t id = play_add(h, &play_people);
	play.at = 2;
	play.undone = true;
	OK(play_step(h, NULL));
	struct job j = play_job(h, id);
	OK(j.state == JOB_WAITING && j.done == 2 && j.rc == RC_FAULT && play_units(h, id) == 2);
	OK(j.not_before == h->now + 10 * play_second && !play_step(h, NULL));
	play_later(h, 10);
	OK(play_step(h, NULL) && play_whole(h, id));
}

/* What ends the program each time is not tried for ever. */
static void test_poison(struct harness *h)
{
	play_begin(h, 3);
	int64_t id = play_add(h, &play_people);
	play.at = 1;
	play.dies = play.again = true;
	for (int i = 0; i < 3; i++) {
		OK(play_step(h, NULL) && play_job(h, id).state == JOB_RUNNING);
		play_later(h, LEASE_S);
	}
	/* The first one got further than ever, and was the first of three for it. */
	OK(play_step(h, NULL));
	struct job j = play_job(h, id);
	OK(j.state == JOB_FAILED && j.why.n && j.done == 1 && play_units(h, id) == 1);
	OK(strlen(play.order) == 3 && !play_step(h, NULL));
	struct ctx c = play_as(h, "officer");
	play.at = -1;
	OK(job_retry(&c, id) == RC_OK && play_step(h, NULL) && play_whole(h, id));
}

/* --- attempts --- */

static void test_attempts(struct harness *h)
{
	static const int pause[] = { 10, 60 };

	play_begin(h, 3);
	int64_t id = play_add(h, &play_people);
	play.at = 0;
	play.answer = RC_BUSY;
	play.again = true;
	for (size_t i = 0; i < COUNT(pause); i++) {
		OK(play_step(h, NULL));
		struct job j = play_job(h, id);
		OK(j.state == JOB_WAITING && j.attempts == (int64_t)i + 1 &&
		   j.not_before == h->now + pause[i] * play_second);
		play_later(h, pause[i] - 1);
		OK(!play_step(h, NULL));
		play_later(h, 1);
	}
	OK(play_step(h, NULL));
	struct job j = play_job(h, id);
	OK(j.state == JOB_FAILED && j.rc == RC_BUSY && j.why.n && j.ended_at == h->now);
	struct ctx c = play_as(h, "officer");
	play.at = -1;
	OK(job_retry(&c, id) == RC_OK);
	j = play_job(h, id);
	OK(j.state == JOB_WAITING && !j.attempts && !j.why.n && !j.ended_at);
	OK(play_step(h, NULL) && play_whole(h, id));
}

/* An attempt that got further than any before is the first one again: a long night has many mishaps. */
static void test_further(struct harness *h)
{
	play_begin(h, 8);
	int64_t id = play_add(h, &play_bulk);
	play.answer = RC_BUSY;
	for (int i = 1; i < 7; i++) {
		play.at = i;
		OK(play_step(h, NULL));
		OK(play_job(h, id).state == JOB_WAITING && play_job(h, id).attempts == 1);
		play_later(h, 10);
	}
	OK(play_step(h, NULL) && play_whole(h, id));
}

static void say(struct job_work *w) { job_say(w, "The file cannot be read."); }

static void test_refused(struct harness *h)
{
	play_begin(h, 3);
	int64_t id = play_add(h, &play_people);
	play.at = 1;
	play.answer = RC_INVALID;
	play.meanwhile = say;
	OK(play_step(h, NULL));
	struct job j = play_job(h, id);
	OK(j.state == JOB_FAILED && j.rc == RC_INVALID && str_eq(j.why, STR("The file cannot be read.")));
	OK(j.done == 1 && !play_step(h, NULL));

	static const struct job_kind gone = { .name = "test.xold", .run = play_run };
	id = play_add(h, &gone);
	OK(play_step(h, NULL) && play_job(h, id).state == JOB_FAILED && play_job(h, id).why.n);
}

/* NOLINTNEXTLINE(misc-no-recursion): until the arena is full */
static void eat(struct job_work *w)
{
	for (;;)
		(void)arena_alloc(w->ctx->mem, 1 << 20, 8, 1);
}

static void test_memory(struct harness *h)
{
	struct job_setup s = play_setup(h);
	struct arena mem;
	struct db *db = readers_take(h->app.readers);
	bool ran;

	play_begin(h, 3);
	int64_t id = play_add(h, &play_people);
	play.at = 1;
	play.meanwhile = eat;
	arena_init(&mem, 8 << 20);
	OK(jobs_step(&s, &mem, db, &ran) == RC_OK && ran);
	readers_give(h->app.readers, db);
	arena_free(&mem);
	struct job j = play_job(h, id);
	OK(j.state == JOB_FAILED && j.rc == RC_TOO_BIG && j.why.n && j.done == 1);
}

/* --- work that writes nothing of its own; and one seen through by the command line --- */

static enum rc count_only(struct job_work *w)
{
	enum rc rc = RC_OK;

	for (int64_t n = w->job.done; n < 3 && rc == RC_OK; n++) {
		if (play_due(n))
			return RC_BUSY;
		rc = job_progress(w->ctx, w, n + 1, 3);
	}
	return rc;
}

static void test_counted(struct harness *h)
{
	static const struct job_kind counting = { .name = "test.count", .run = count_only };
	static const struct job_kind *const kinds[] = { &play_people, &counting, NULL };
	struct job_setup s = play_setup(h);
	struct arena *mem = arena_within(&h->mem, 64u << 20);
	struct job j;

	play_begin(h, 3);
	s.kinds = kinds;
	mem->full = NULL;
	struct db *db = readers_take(h->app.readers);
	int64_t other = play_add(h, &play_people), id = play_add(h, &counting);
	play.at = 2;
	OK(jobs_see_through(&s, mem, db, id, &j) ==
	   RC_OK); /* tried again later: nobody waits for that here */
	OK(j.state == JOB_WAITING && j.done == 2 && j.not_before > h->now);
	play_later(h, 10);
	OK(jobs_see_through(&s, mem, db, id, &j) == RC_OK && j.state == JOB_DONE && j.done == 3);
	OK(jobs_see_through(&s, mem, db, id, &j) == RC_OK && j.state == JOB_DONE);
	OK(jobs_see_through(&s, mem, db, id + 5000, &j) == RC_NOT_FOUND);
	readers_give(h->app.readers, db);
	OK(play_job(h, other).state == JOB_WAITING && play_steps(h) == 1); /* not that one's business */
}

/* --- taken over --- */

/* Thought dead, while it was only slow: another has done all of it meanwhile. */
static void taken_over(struct job_work *w)
{
	struct harness *h = play.h;
	jmp_buf kept;

	memcpy(&kept, &play.dead, sizeof kept);
	play_later(h, LEASE_S);
	OK(play_step(h, NULL));
	OK(play_whole(h, w->job.id));
	memcpy(&play.dead, &kept, sizeof kept);
	OK(job_cancelled(w));
	struct play_unit u = { w, play.units, false };
	OK(store_write(w->ctx, PRIO_PEOPLE, play_write, &u) == RC_CONFLICT);
}

static void test_taken_over(struct harness *h)
{
	play_begin(h, 4);
	int64_t id = play_add(h, &play_people);
	play.at = 2;
	play.meanwhile = taken_over;
	OK(play_step(h, NULL) && play_whole(h, id));
	OK(!strcmp(play.order, "pp") && !play_step(h, NULL));
}

/* --- stopped by people --- */

static void cancel_it(struct job_work *w)
{
	struct ctx c = play_as(play.h, "officer");

	OK(job_cancel(&c, w->job.id) == RC_OK);
}

static void test_cancel(struct harness *h)
{
	struct ctx officer = play_as(h, "officer"), head = play_as(h, "head"), program = harness_ctx(h);
	struct job j;

	play_begin(h, 4);
	int64_t id = play_add(h, &play_people);
	OK(job_cancel(&head, id) == RC_NOT_FOUND && job_retry(&head, id) == RC_NOT_FOUND);
	OK(job_load(&head, id, &j) == RC_NOT_FOUND && job_load(&program, id, &j) == RC_OK);
	OK(job_retry(&officer, id) == RC_CONFLICT);
	OK(job_cancel(&officer, id) == RC_OK);
	j = play_job(h, id);
	OK(j.state == JOB_CANCELLED && j.ended_at == h->now && !play_step(h, NULL));
	OK(job_cancel(&officer, id) == RC_CONFLICT);

	OK(job_retry(&officer, id) == RC_OK);
	play.at = 2;
	play.meanwhile = cancel_it;
	OK(play_step(h, NULL));
	j = play_job(h, id);
	OK(j.state == JOB_CANCELLED && j.done == 2 && !j.why.n && play_units(h, id) == 2);
	play.meanwhile = NULL;
	OK(!play_step(h, NULL) && job_retry(&officer, id) == RC_OK && play_step(h, NULL) &&
	   play_whole(h, id));
	OK(job_retry(&officer, id) == RC_CONFLICT && job_cancel(&officer, id) == RC_CONFLICT);
	OK(job_cancel(&officer, id + 1000) == RC_NOT_FOUND);
}

/* Its process died, and somebody lost patience. */
static void test_cancel_dead(struct harness *h)
{
	struct ctx officer = play_as(h, "officer");

	play_begin(h, 4);
	int64_t id = play_add(h, &play_people);
	play.at = 1;
	play.dies = true;
	OK(play_step(h, NULL) && job_cancel(&officer, id) == RC_OK && play_job(h, id).state == JOB_RUNNING);
	play_later(h, LEASE_S);
	OK(play_step(h, NULL) && play_job(h, id).state == JOB_CANCELLED && play_units(h, id) == 1);
}

/* --- how many, how long --- */

static void test_limit(struct harness *h)
{
	struct ctx c = play_as(h, "teacher"), other = play_as(h, "head");
	int added = 0;

	play_begin(h, 1);
	while (added < 30 && play_add_as(&c, &play_bulk))
		added++;
	OK(added == JOB_OPEN_MAX);
	OK(play_add_as(&other, &play_bulk) != 0);
	OK(play_steps(h) == JOB_OPEN_MAX + 1);
	OK(play_add_as(&c, &play_bulk) != 0 && play_steps(h) == 1);
}

static int64_t rows_of(struct harness *h, int64_t id)
{
	return harness_number(h, harness_text(&h->mem,
					      "SELECT (SELECT count(*) FROM job j WHERE j.id = %lld)"
					      " + (SELECT count(*) FROM job_file f WHERE f.job = %lld)",
					      (long long)id, (long long)id));
}

static void days_pass(struct harness *h, int days)
{
	play_later(h, days * INT64_C(86400));
	struct ctx c = harness_ctx(h);
	OK(jobs_daily(&c, play_kinds) == RC_OK);
	OK(jobs_daily(&c, play_kinds) == RC_OK);
}

static void test_expiry(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t months = ctx_param(&c, PARAM_RETENTION_JOB_DAYS);

	play_begin(h, 1);
	days_pass(h, 100);
	int64_t lasting = play_add(h, &play_people), brief = play_add(h, &play_bulk), waiting;
	OK(job_file_put(&c, lasting, "file", STR("abc")) == RC_OK);
	OK(job_file_put(&c, brief, "file", STR("abc")) == RC_OK);
	OK(play_steps(h) == 2 && rows_of(h, lasting) == 2 && rows_of(h, brief) == 2);
	waiting = play_add(h, &play_bulk);
	OK(months == 30);
	days_pass(h, 1);
	OK(rows_of(h, lasting) == 2 && rows_of(h, brief) == 2);
	days_pass(h, 1);
	OK(rows_of(h, lasting) == 2 && rows_of(h, brief) == 0); /* its kind says two days */
	days_pass(h, (int)months - 3);
	OK(rows_of(h, lasting) == 2);
	days_pass(h, 1);
	OK(rows_of(h, lasting) == 0);
	OK(rows_of(h, waiting) == 1 && play_steps(h) == 1 && play_whole(h, waiting));
}

/* --- the database fails --- */

enum { MOST_STATEMENTS = 60 };

/* Wherever the n-th statement from now on fails, the work is done in the end, once. */
static bool survives(struct harness *h, struct db *db, uint64_t nth)
{
	enum rc rc;

	play_begin(h, 3);
	int64_t id = play_add(h, &play_people);
	db_fail_at(db, nth);
	(void)play_step(h, &rc);
	db_fail_at(db, 0);
	db_abandon(db);
	for (int i = 0; i < 10 && play_job(h, id).state != JOB_DONE; i++) {
		play_later(h, 1801);
		(void)play_step(h, &rc);
	}
	return play_whole(h, id);
}

static int not_survived(struct harness *h, struct db *db)
{
	int bad = 0;

	for (uint64_t n = 1; n <= MOST_STATEMENTS; n++)
		bad += !survives(h, db, n);
	return bad;
}

static void test_faults(struct harness *h)
{
	int noise = open("/dev/null", O_WRONLY | O_CLOEXEC), kept = dup(2);

	(void)dup2(noise, 2); /* each fault says so in the log */
	int bad = not_survived(h, harness_reader(h)) + not_survived(h, harness_writer(h));
	(void)dup2(kept, 2);
	(void)close(noise);
	(void)close(kept);
	OK(bad == 0);
	OK(harness_journal_whole(h));
}

static void tests(struct harness *h)
{
	test_order(h);
	test_actor(h);
	test_disabled(h);
	test_deputy(h);
	test_death(h);
	test_undone(h);
	test_poison(h);
	test_attempts(h);
	test_further(h);
	test_refused(h);
	test_memory(h);
	test_counted(h);
	test_taken_over(h);
	test_cancel(h);
	test_cancel_dead(h);
	test_limit(h);
	test_expiry(h);
	test_faults(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
