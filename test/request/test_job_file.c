/* Files beside durable jobs: they come back whole or not at all, nothing of them stands in the database as it
 * was, and they outlive a change of keys. */
#include "job_play.h"

#include "rotate.h"
#include "sm.h"

#include <stdlib.h>

static const char marker[] = "a-name-and-a-number-that-must-not-be-found-440804201001011234";

/* So many bytes of chance, with the marker again and again. */
static str bytes_of(struct arena *mem, size_t n)
{
	char *s = arena_text(mem, n);

	sm_random(s, n);
	for (size_t at = 0; at + sizeof marker < n; at += 1000)
		memcpy(s + at, marker, sizeof marker - 1);
	return (str){ s, n };
}

static int64_t job_new(struct harness *h)
{
	play_begin(h, 1);
	int64_t id = play_add(h, &play_people);
	OK(id != 0 && play_steps(h) == 1);
	return id;
}

/* --- there and back --- */

static bool comes_back(struct harness *h, int64_t job, const char *part, str want)
{
	struct ctx c = harness_ctx(h);
	str got = { NULL, 0 };
	enum rc rc = job_file_get(&c, job, part, &got);

	if (rc != RC_OK || !str_eq(got, want))
		printf("# %s: rc %d, %zu bytes of %zu\n", part, (int)rc, got.n, want.n);
	return rc == RC_OK && str_eq(got, want);
}

static void test_sizes(struct harness *h)
{
	static const size_t size[] = { 0, 1, 65535, 65536, 65537, 131072, 5000000 };
	int64_t job = job_new(h);
	struct ctx c = harness_ctx(h);
	str got;

	for (size_t i = 0; i < COUNT(size); i++) { /* each replaces the one before */
		str bytes = bytes_of(&h->mem, size[i]);
		OK(job_file_put(&c, job, "file", bytes) == RC_OK);
		OK(comes_back(h, job, "file", bytes));
	}
	str shorter = bytes_of(&h->mem, 70000), other = bytes_of(&h->mem, 10);
	OK(job_file_put(&c, job, "file", shorter) == RC_OK &&
	   job_file_put(&c, job, "report", other) == RC_OK);
	OK(comes_back(h, job, "file", shorter) && comes_back(h, job, "report", other));
	OK(harness_number(h, STR("SELECT count(*) FROM job_file")) == 3);
	OK(job_file_drop(&c, job, "file") == RC_OK && job_file_drop(&c, job, "file") == RC_OK);
	OK(job_file_get(&c, job, "file", &got) == RC_NOT_FOUND && comes_back(h, job, "report", other));
	OK(job_file_get(&c, job, "nothing", &got) == RC_NOT_FOUND);
	OK(job_file_drop(&c, job, "report") == RC_OK);
	OK(harness_number(h, STR("SELECT count(*) FROM job_file")) == 0);
}

static void test_limit(struct harness *h)
{
	int64_t job = job_new(h);
	struct ctx c = harness_ctx(h);
	str most = { arena_text(&h->mem, JOB_FILE_MAX + 1), JOB_FILE_MAX + 1 };

	memset((char *)most.s, 'x', most.n);
	OK(job_file_put(&c, job, "file", most) == RC_TOO_BIG);
	OK(harness_number(h, STR("SELECT count(*) FROM job_file")) == 0);
	most.n--;
	OK(job_file_put(&c, job, "file", most) == RC_OK && comes_back(h, job, "file", most));
	OK(job_file_drop(&c, job, "file") == RC_OK);
}

/* --- within the unit that adds the job --- */

struct both {
	str bytes;
	int64_t job;
	enum rc answer;
};

static enum rc add_both(struct ctx *c, void *arg)
{
	struct both *b = arg;
	enum rc rc = job_add(c, &(struct job_new){ .kind = &play_people }, &b->job);

	if (rc == RC_OK)
		rc = job_file_put(c, b->job, "file", b->bytes);
	return rc == RC_OK ? b->answer : rc;
}

static void test_unit(struct harness *h)
{
	struct ctx c = play_as(h, "officer");
	struct both b = { .bytes = bytes_of(&h->mem, 6000000), .answer = RC_INVALID };
	int64_t before = harness_number(h, STR("SELECT count(*) FROM job"));

	play_begin(h, 1);
	OK(store_write(&c, PRIO_PEOPLE, add_both, &b) == RC_INVALID);
	OK(harness_number(h, STR("SELECT count(*) FROM job_file")) == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM job")) == before);
	b.answer = RC_OK;
	OK(store_write(&c, PRIO_PEOPLE, add_both, &b) == RC_OK);
	OK(comes_back(h, b.job, "file", b.bytes) && play_steps(h) == 1);
	OK(job_file_drop(&c, b.job, "file") == RC_OK);
}

/* --- what was changed past us --- */

static void test_tampered(struct harness *h)
{
	int64_t job = job_new(h), second = job_new(h);
	struct ctx c = harness_ctx(h);
	str bytes = bytes_of(&h->mem, 300000), got;
	const long long id = job, other = second;

	OK(job_file_put(&c, job, "file", bytes) == RC_OK);
	OK(harness_exec(h, harness_text(&h->mem, "DELETE FROM job_file WHERE job = %lld AND piece = 4", id)));
	OK(job_file_get(&c, job, "file", &got) == RC_NOT_FOUND); /* cut off */

	/* One piece of an earlier writing of the same length. */
	OK(job_file_put(&c, job, "file", bytes) == RC_OK);
	OK(harness_exec(
		h,
		harness_text(&h->mem, "UPDATE job_file SET piece = 102 WHERE job = %lld AND piece = 2", id)));
	OK(harness_exec(h, harness_text(&h->mem,
					"UPDATE job_file SET part = 'kept' WHERE job = %lld AND piece = 102",
					id)));
	OK(job_file_put(&c, job, "file", bytes) == RC_OK && comes_back(h, job, "file", bytes));
	OK(harness_exec(h, harness_text(&h->mem, "DELETE FROM job_file WHERE job = %lld AND piece = 2", id)));
	OK(harness_exec(
		h,
		harness_text(&h->mem,
			     "UPDATE job_file SET piece = 2, part = 'file' WHERE job = %lld AND piece = 102",
			     id)));
	OK(job_file_get(&c, job, "file", &got) == RC_NOT_FOUND);

	/* Of another job, and in another order. */
	OK(job_file_put(&c, job, "file", bytes) == RC_OK);
	OK(harness_exec(h,
			harness_text(&h->mem, "UPDATE job_file SET job = %lld WHERE job = %lld", other, id)));
	OK(job_file_get(&c, second, "file", &got) == RC_NOT_FOUND);
	OK(job_file_drop(&c, second, "file") == RC_OK);
	OK(job_file_put(&c, job, "file", bytes) == RC_OK);
	OK(harness_exec(
		h, harness_text(&h->mem,
				"UPDATE job_file SET piece = 3 - piece WHERE job = %lld AND piece IN (1, 2)",
				id)));
	OK(job_file_get(&c, job, "file", &got) == RC_NOT_FOUND);
	OK(job_file_drop(&c, job, "file") == RC_OK);
}

/* Wherever the n-th statement fails, the old file or the new one is there, or none; never half of one. */
static void test_faults(struct harness *h)
{
	int64_t job = job_new(h);
	struct ctx c = harness_ctx(h);
	str old = bytes_of(&h->mem, 200000), new = bytes_of(&h->mem, 9000000), got;
	struct db *writer = harness_writer(h);
	int half = 0, failed = 0;

	for (uint64_t n = 1; n < 400; n += n < 8 ? 1 : 37) {
		OK(job_file_put(&c, job, "file", old) == RC_OK);
		db_fail_at(writer, n);
		enum rc rc = job_file_put(&c, job, "file", new);
		db_fail_at(writer, 0);
		failed += rc != RC_OK;
		enum rc there = job_file_get(&c, job, "file", &got);
		half += there == RC_OK && !str_eq(got, rc == RC_OK ? new : old);
		half += there != RC_OK && (there != RC_NOT_FOUND || rc == RC_OK);
	}
	OK(half == 0 && failed > 5);
	OK(job_file_drop(&c, job, "file") == RC_OK);
}

/* --- sealed --- */

static bool file_holds(const char *path, str what)
{
	FILE *f = fopen(path, "rbe");
	size_t n = 0;
	char *all = NULL;

	if (!f)
		return false;
	if (fseek(f, 0, SEEK_END) == 0 && ftell(f) > 0) {
		n = (size_t)ftell(f);
		all = malloc(n);
		rewind(f);
		n = all ? fread(all, 1, n, f) : 0;
	}
	(void)fclose(f);
	bool holds = n && memmem(all, n, what.s, what.n);
	free(all);
	return holds;
}

/* In the file and in its log of writes; on the server by asking it. */
static bool stands_somewhere(struct harness *h, str what)
{
	if (h->engine == DB_SQLITE)
		return file_holds(str_z(&h->mem, h->name), what) ||
		       file_holds(str_z(&h->mem, harness_text(&h->mem, "%.*s-wal", STR_ARG(h->name))), what);
	return harness_number(
		       h, harness_text(
				  &h->mem,
				  "SELECT count(*) FROM job_file f WHERE position('%.*s'::bytea in f.sealed)"
				  " > 0 OR position('%.*s'::bytea in convert_to(f.part, 'UTF8')) > 0",
				  STR_ARG(what), STR_ARG(what))) != 0;
}

static void rotate(struct harness *h)
{
	struct rotation r = { 0 };
	int steps = 0;
	struct ctx c = harness_ctx(h);
	enum rc rc = rotate_begin(&c, (struct key_of){ HARNESS_COUNTY, C4_SENSITIVE }, &r);

	while (rc == RC_OK && !r.done && steps++ < 500)
		rc = rotate_step(&c, &r);
	struct key_name old = { r.of, r.from };
	int64_t uses = -1;
	OK(rc == RC_OK && r.done && r.unread == 0 && r.sealed > 200);
	OK(rotate_uses(&c, &old, &uses) == RC_OK && uses == 0);
	OK(rotate_drop(&c, &old) == RC_OK);
}

static void test_sealed(struct harness *h)
{
	int64_t job = job_new(h);
	struct ctx c = harness_ctx(h);
	str bytes = bytes_of(&h->mem, 20 << 20); /* more than one batch of a rotation */

	OK(job_file_put(&c, job, "findable-part", bytes) == RC_OK);
	OK(stands_somewhere(h, STR("findable-part"))); /* it looks in the right place */
	OK(!stands_somewhere(h, (str){ marker, sizeof marker - 1 }));
	rotate(h);
	OK(comes_back(h, job, "findable-part", bytes));
	harness_restart(h);
	OK(comes_back(h, job, "findable-part", bytes));
	OK(!stands_somewhere(h, (str){ marker, sizeof marker - 1 }));
	OK(harness_journal_whole(h));
}

static void tests(struct harness *h)
{
	test_sizes(h);
	test_limit(h);
	test_unit(h);
	test_tampered(h);
	test_faults(h);
	test_sealed(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
