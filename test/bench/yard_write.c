/* usage: yard_write DATABASE-URL ROUNDS
 * What the journal costs: the same records written through the store with and without it, in the same
 * batches, on a demo database (which keeps them).  Half of them are classes (one part in the journal), half
 * are adults with an id number and a phone (two parts).  The linker puts __wrap_journal_change() in the place
 * of journal_change().  Prints a line a round: microseconds of CPU a record with the journal, and without. */
#include "child.h"
#include "journal.h"
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { BATCH = 200, BATCHES = 20, MEMORY = 256 << 20 };

static bool journalled;

/* The linker's own names: see --wrap. NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
 */
enum rc __real_journal_change(struct ctx *c, enum act act, const struct change *ch);
enum rc __wrap_journal_change(struct ctx *c, enum act act, const struct change *ch);
enum rc __wrap_journal_change(struct ctx *c, enum act act, const struct change *ch)
{
	return journalled ? __real_journal_change(c, act, ch) : RC_OK;
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static double cpu(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

struct batch {
	int64_t school, serial;
};

static enum rc add_class(struct ctx *c, struct batch *b)
{
	struct input in = input_new(&class_kind);
	struct record done;

	input_int(&in, c->mem, CLASS_SCHOOL, b->school);
	input_int(&in, c->mem, CLASS_NUMBER, 1 + b->serial % 30);
	input_set(&in, CLASS_NAME, STR("五年级二班"));
	input_int(&in, c->mem, CLASS_ENTRY_YEAR, 2000 + b->serial % 20);
	return record_create(c, &in, &done);
}

/* GB 11643: seventeen digits and their check character. */
static str id_number(struct arena *mem, int64_t serial)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	char *text = NEW(mem, char, 64);
	int sum = 0;

	snprintf(text, 64, "440823%04d%02d%02d%03d", 1960 + (int)(serial / 280000),
		 1 + (int)(serial / 25000 % 12), 1 + (int)(serial / 1000 % 25), (int)(serial % 1000));
	for (int i = 0; i < 17; i++)
		sum += (text[i] - '0') * weight[i];
	text[17] = "10X98765432"[sum % 11];
	return (str){ text, 18 };
}

static enum rc add_person(struct ctx *c, struct batch *b)
{
	struct input in = input_new(&person_kind);
	struct buf phone = buf_new(c->mem, 16);
	struct record done;

	buf_lit(&phone, "139");
	buf_pad(&phone, b->serial % 100000000, 8);
	input_set(&in, PERSON_NAME, STR("陈大文"));
	input_set(&in, PERSON_ID_NUMBER, id_number(c->mem, b->serial));
	input_set(&in, PERSON_PHONE, buf_view(&phone));
	return record_create(c, &in, &done);
}

static enum rc some_records(struct ctx *c, void *arg)
{
	struct batch *b = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < BATCH && rc == RC_OK; i++, b->serial++)
		rc = i % 2 ? add_person(c, b) : add_class(c, b);
	return rc;
}

static double one_run(struct site *s, struct batch *b, bool with)
{
	double begin = cpu();

	journalled = with;
	for (int i = 0; i < BATCHES; i++) {
		struct ctx c = site_ctx(s);
		struct arena mem;
		arena_init(&mem, MEMORY);
		c.mem = &mem;
		c.problems = (struct problems){ .mem = &mem };
		if (store_write(&c, PRIO_BULK, some_records, b) != RC_OK) {
			for (size_t k = 0; k < c.problems.n; k++)
				fprintf(stderr, "%.*s: %s\n", STR_ARG(c.problems.list[k].field),
					c.problems.list[k].text);
			exit(1);
		}
		arena_free(&mem);
	}
	return (cpu() - begin) / (BATCH * BATCHES);
}

int main(int argc, char **argv)
{
	static struct site s;
	struct batch b = { 0 };

	if (argc != 3 || site_open(&s, argv[1], NULL, SITE_OPEN) != EXIT_DONE ||
	    DB_ONE(s.db, &b.school, "SELECT s.id FROM school s WHERE s.id > ?1 ORDER BY s.id", INT(0)) !=
		    RC_OK ||
	    DB_ONE(s.db, &b.serial, "SELECT count(*) FROM person p WHERE p.id > ?1", INT(0)) != RC_OK)
		return 1;
	for (long round = strtol(argv[2], NULL, 10); round > 0; round--) {
		double with = one_run(&s, &b, true), without = one_run(&s, &b, false);
		printf("%.2f %.2f\n", with, without);
	}
	site_close(&s);
	return 0;
}
