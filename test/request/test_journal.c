/* The journal: whole after everything a house does; ids and chains with several writers at once (DESIGN 2.3
 * and 5).  What breaks it: test_tamper.c. */
#include "db_text.h"
#include "harness.h"
#include "registry.h"
#include "tap.h"
#include "verify.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct verdict verified(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct verdict v = { .broken_at = -1 };

	if (journal_verify(&c, &v) != RC_OK)
		v.broken_at = -1;
	return v;
}

/* --- what stands in it --- */

static bool holds(struct harness *h, const char *query, str word)
{
	struct rows q;
	bool found = false;
	enum rc rc = db_query_text(harness_db(h), &q, str_of(query), NULL, 0);

	while (rc == RC_OK && db_next(&q))
		found |= str_has(db_blob(&q, 0), word);
	return db_done(&q) != RC_OK || found;
}

static void test_no_personal_value(struct harness *h)
{
	static const str words[] = { STR_INIT("李小明"), STR_INIT("13000000077"),
				     STR_INIT("44080420150906101X"), STR_INIT("莫村3号") };
	static const char *const columns[] = { "SELECT j.kind FROM journal j ORDER BY j.seq",
					       "SELECT j.reason FROM journal j ORDER BY j.seq",
					       "SELECT j.digest FROM journal j ORDER BY j.seq",
					       "SELECT b.sealed FROM journal_body b ORDER BY b.seq",
					       "SELECT b.salt FROM journal_body b ORDER BY b.seq" };

	OK(holds(h, columns[0], STR("child")));
	for (size_t i = 0; i < COUNT(words) * COUNT(columns); i++)
		OK(!holds(h, columns[i % COUNT(columns)], words[i / COUNT(columns)]));
}

/* The same change twice gives two salts and two digests: equal values cannot be told from their headers. */
static void test_salted(struct harness *h)
{
	for (int i = 0; i < 2; i++)
		OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'同名'}").status ==
		   201);
	OK(harness_number(h, STR("SELECT count(DISTINCT digest) FROM journal WHERE kind = 'person' AND "
				 "digest <> ''")) ==
	   harness_number(h, STR("SELECT count(*) FROM journal WHERE kind = 'person' AND digest <> ''")));
}

/* --- rolled back --- */

static bool without_gaps(struct harness *h)
{
	return harness_number(h, STR("SELECT count(*) FROM (SELECT county, max(seq) AS m, count(*) AS n FROM "
				     "journal GROUP BY county) x"
				     " WHERE x.m <> x.n")) == 0;
}

static enum rc fails_late(struct ctx *c, void *arg)
{
	struct input in = input_new(&person_kind);
	struct record r;

	(void)arg;
	input_set(&in, PERSON_NAME, STR("不留"));
	enum rc rc = record_create(c, &in, &r);
	return rc == RC_OK ? RC_CONFLICT : rc;
}

static void test_rollback(struct harness *h)
{
	int64_t rows = verified(h).rows, persons = harness_number(h, STR("SELECT count(*) FROM person"));

	for (int i = 0; i < 5; i++) {
		struct ctx c = harness_ctx(h);
		OK(store_write(&c, PRIO_PEOPLE, fails_late, NULL) == RC_CONFLICT);
		OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/parents", NULL,
			       "{'child':'{kid}','relation':'51','name':'李建国','phone':'13000000001'}")
			   .status == 422);
	}
	OK(verified(h).rows == rows && harness_number(h, STR("SELECT count(*) FROM person")) == persons);
	OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'留'}").status == 201);
	OK(verified(h).rows == rows + 1 && verified(h).broken_at == 0 && without_gaps(h));
}

/* --- several at once --- */

enum { THREADS = 6, WRITES = 40 };

struct hand {
	const struct model *model;
	struct actor actor;
	int64_t now;
	int good, bad;
	bool bulk;
};

static enum rc one_person(struct ctx *c, void *arg)
{
	struct input in = input_new(&person_kind);
	struct record r;
	const int *i = arg;

	input_set(&in, PERSON_NAME, STR("并发人"));
	enum rc rc = record_create(c, &in, &r);
	return rc == RC_OK && *i % 7 == 3 ? RC_INVALID : rc; /* some are undone */
}

static void *writing(void *arg)
{
	struct hand *t = arg;
	struct arena mem;

	arena_init(&mem, 64 << 20);
	for (int i = 0; i < WRITES; i++) {
		struct ctx c = { .mem = &mem,
				 .model = t->model,
				 .who = &t->actor,
				 .via = VIA_CLI,
				 .now = t->now,
				 .today = instant_day(t->now),
				 .problems = { .mem = &mem } };
		enum rc rc = store_write(&c, t->bulk ? PRIO_BULK : PRIO_PEOPLE, one_person, &i);
		t->good += rc == RC_OK;
		t->bad += rc != RC_OK && rc != RC_INVALID;
		arena_reset(&mem);
	}
	arena_free(&mem);
	return NULL;
}

/* The same database as another process has it: a writer and a memory of the chain of its own. */
static void second_house(struct harness *h, struct model *ret)
{
	*ret = h->model;
	ret->chain = chain_new(&h->mem);
	if (writer_start(h->url, &ret->writer) != RC_OK)
		harness_fail("no second writer");
	writer_on_group(ret->writer, chain_group, ret->chain);
}

static void test_many_writers(struct harness *h)
{
	struct hand hand[THREADS];
	pthread_t thread[THREADS];
	struct model other;
	int64_t before = harness_number(h, STR("SELECT count(*) FROM person"));
	int good = 0, bad = 0;

	second_house(h, &other);
	for (int i = 0; i < THREADS; i++) {
		hand[i] =
			(struct hand){ .model = i % 2 ? &other : &h->model,
				       .now = h->now,
				       .bulk = i == 4,
				       .actor = actor_system(i == 5 ? HARNESS_FAR_COUNTY : HARNESS_COUNTY) };
		if (pthread_create(&thread[i], NULL, writing, &hand[i]))
			harness_fail("no thread");
	}
	for (int i = 0; i < THREADS; i++) {
		(void)pthread_join(thread[i], NULL);
		good += hand[i].good;
		bad += hand[i].bad;
	}
	writer_stop(other.writer);
	OK(bad == 0 && good == THREADS * (WRITES - 6));
	OK(harness_number(h, STR("SELECT count(*) FROM person")) == before + good);
	OK(harness_journal_whole(h) && without_gaps(h));
	/* Ids tell where a record was born, and none was given twice: not even in two tables. */
	OK(harness_number(h, STR("SELECT count(*) FROM person WHERE id / 8796093022208 <> county")) == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM (SELECT record FROM journal WHERE act = 1 GROUP BY "
				 "record HAVING count(*) > 1) x")) == 0);
}

static void test_restart(struct harness *h)
{
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'前'}");
	int64_t first = id_at(&a, "id");

	harness_restart(h);
	a = harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'后'}");
	OK(a.status == 201 && id_at(&a, "id") > first);
	OK(harness_journal_whole(h) && without_gaps(h));
}

/* Each county has a chain of its own. */
static void test_counties(struct harness *h)
{
	int64_t own = harness_number(h, STR("SELECT max(seq) FROM journal WHERE county = 440804"));

	OK(harness_ask(h, AS_FAR_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'远'}").status == 201);
	OK(harness_number(h, STR("SELECT max(seq) FROM journal WHERE county = 440804")) == own);
	OK(verified(h).segments == 2 && verified(h).broken_at == 0);
}

static void test_engine(struct harness *h)
{
	test_no_personal_value(h);
	test_salted(h);
	test_rollback(h);
	test_counties(h);
	test_many_writers(h);
	test_restart(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
