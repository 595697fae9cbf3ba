/* Who looked at whose records: one row a reading, on its way before the answer leaves; repeats counted;
 * purposes sealed; nobody listed who was only counted (DESIGN 2.3). */
#include "db_text.h"
#include "harness.h"
#include "readlog.h"
#include "registry.h"
#include "tap.h"
#include "verify.h"

#include <stdio.h>

static const int64_t MINUTE = INT64_C(60) * 1000000;

static int64_t rows(struct harness *h)
{
	harness_flush(h, false);
	return harness_number(h, STR("SELECT count(*) FROM readlog"));
}

/* Of the newest row. */
static int64_t last(struct harness *h, const char *column)
{
	harness_flush(h, false);
	return harness_number(
		h, harness_text(&h->mem, "SELECT %s FROM readlog ORDER BY county, seq DESC LIMIT 1", column));
}

static bool last_is(struct harness *h, const char *what)
{
	harness_flush(h, false);
	return harness_number(h,
			      harness_text(&h->mem,
					   "SELECT count(*) FROM readlog r WHERE r.what = '%s' AND r.seq = "
					   "(SELECT max(s.seq) FROM readlog s WHERE s.county = r.county)",
					   what)) == 1;
}

static bool whole(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct verdict v = { 0 };

	harness_flush(h, false);
	return journal_verify(&c, &v) == RC_OK && v.broken == 0 && v.readings == rows(h);
}

static void later(struct harness *h, int64_t minutes) { harness_clock(h, h->now + minutes * MINUTE); }

static void test_file(struct harness *h)
{
	OK(rows(h) == 0);
	OK(harness_get(h, AS_TEACHER, "/children/{kid}").status == 200);
	/* On its way, and not yet written: nobody waited for the disk. */
	OK(harness_number(h, STR("SELECT count(*) FROM readlog")) == 0 &&
	   readqueue_waiting(h->app.readings) == 1);
	OK(rows(h) == 1 && last_is(h, "file"));
	OK(last(h, "record") == h->fix[FIX_KID] && last(h, "n") == 1 && last(h, "times") == 1);
	OK(last(h, "via") == VIA_PAGE && last(h, "at") == h->now && last(h, "county") == HARNESS_COUNTY);
	OK(harness_number(h,
			  STR("SELECT count(*) FROM readlog r JOIN account a ON a.id = r.actor AND a.role = "
			      "'teacher'")) == 1);
	OK(harness_number(h, STR("SELECT count(*) FROM journal WHERE act = 4")) == 0);
}

static void test_repeats(struct harness *h)
{
	int64_t before = rows(h);

	later(h, 60);
	for (int i = 0; i < 4; i++) {
		OK(harness_get(h, AS_TEACHER, "/children/{kid}").status == 200);
		later(h, 2);
	}
	OK(rows(h) == before + 1 && last(h, "times") == 1);
	/* Another reader, another child, another page: each a reading of its own. */
	OK(harness_get(h, AS_OFFICER, "/children/{kid}").status == 200);
	OK(harness_get(h, AS_OFFICER, "/children/{kid_b}").status == 200);
	OK(harness_get(h, AS_OFFICER, "/api/v1/children/{kid}").status == 200);
	OK(rows(h) == before + 4);
	later(h, 1);
	OK(rows(h) == before + 4);
	later(h, 2); /* 11 minutes after the first */
	OK(rows(h) == before + 5 && last(h, "times") == 3 && last(h, "record") == h->fix[FIX_KID]);
	/* From then on it is a new one. */
	OK(harness_get(h, AS_TEACHER, "/children/{kid}").status == 200);
	OK(rows(h) == before + 6 && last(h, "times") == 1);
	/* What is not over is written at the end, too. */
	OK(harness_get(h, AS_TEACHER, "/children/{kid}").status == 200);
	harness_flush(h, true);
	OK(rows(h) == before + 7 && last(h, "times") == 1);
	later(h, 60);
	OK(rows(h) == before + 7 && whole(h));
}

static void test_not_modified(struct harness *h)
{
	struct answer a = harness_get(h, AS_HEAD, "/children/{kid}");
	int64_t before = rows(h);

	later(h, 11);
	harness_keep(h, "tag", a.etag);
	a = harness_ask(h, AS_HEAD, HTTP_GET, "/children/{kid}", "If-None-Match: {tag}", NULL);
	OK(a.status == 200 && a.body.n == 0); /* http/ makes a 304 of it */
	OK(rows(h) == before + 1 && last_is(h, "file"));
}

static void test_lists(struct harness *h)
{
	int64_t before = rows(h);
	struct answer a = harness_get(h, AS_TEACHER, "/children");

	OK(a.status == 200 && rows(h) == before + 1 && last_is(h, "roster"));
	OK(harness_get(h, AS_OFFICER, "/api/v1/ties").status == 200);
	OK(rows(h) == before + 2 && last_is(h, "list:ties"));
	int64_t n = last(h, "n");
	OK(n >= 2 && last(h, "record") == 0 && last(h, "length(ids)") == 8 * n);
	OK(harness_number(
		   h, harness_fill(h, "SELECT count(*) FROM readlog_child x JOIN readlog r ON r.county = "
				      "x.county AND r.seq = x.seq WHERE r.what = 'list:ties' AND x.child = "
				      "{kid}")) == 1);
	/* A search is a POST; what it finds is a list. */
	OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/children", NULL, "q=%E6%9D%8E").status == 200);
	OK(rows(h) == before + 3 && last_is(h, "search"));
	/* Adults of no one child: the reading is of them. */
	OK(harness_get(h, AS_OFFICER, "/api/v1/persons/{father}").status == 200);
	OK(rows(h) == before + 4 && last(h, "record") == h->fix[FIX_FATHER]);
	/* No person at all: no reading. */
	OK(harness_get(h, AS_OFFICER, "/api/v1/schools").status == 200);
	OK(rows(h) == before + 4);
	OK(whole(h));
}

/* A list of more than are kept says how many, and costs no more. */
static void test_long_list(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	int64_t id[READLOG_IDS + 50];

	for (size_t i = 0; i < COUNT(id); i++)
		id[i] = 1000 + (int64_t)i;
	int64_t children = harness_number(h, STR("SELECT count(*) FROM readlog_child"));
	struct reading r = reading_of(&c, STR("roster"));
	r.id = id;
	r.n = COUNT(id);
	OK(readlog_write(&c, &r) == RC_OK);
	OK(last(h, "n") == (int64_t)COUNT(id) && last(h, "length(ids)") == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM readlog_child")) == children);
	r.n = READLOG_IDS;
	OK(readlog_write(&c, &r) == RC_OK);
	OK(harness_number(h, STR("SELECT count(*) FROM readlog_child")) == children + READLOG_IDS);
	OK(whole(h));
}

/* Who is only counted is not looked at; refusals and ways on show nobody. */
static void test_nothing(struct harness *h)
{
	int64_t before = rows(h);

	later(h, 60);
	OK(harness_get(h, AS_TEACHER, "/api/v1/left-behind").status == 200);
	OK(harness_get(h, AS_OFFICER, "/api/v1/left-behind?as_of=2026-06-17").status == 200);
	OK(harness_get(h, AS_TEACHER_2, "/children/{kid}").status == 404);
	OK(harness_get(h, AS_TEACHER_2, "/api/v1/children/{kid}").status == 404);
	OK(harness_ask(h, AS_TEACHER_2, HTTP_GET, "/api/v1/children/{kid}", "X-Purpose: peep", NULL).status ==
	   404);
	OK(harness_get(h, AS_OFFICER, "/api/v1/children/{kid}?nonsense=1").status == 422);
	OK(harness_get(h, AS_NOBODY, "/sign-in").status == 200);
	OK(harness_get(h, AS_NOBODY, "/children/{kid}").status == 303);
	OK(harness_get(h, AS_ADMIN, "/more").status == 200);
	OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/children", NULL, "{'name':'新来的'}").status ==
	   422);
	OK(rows(h) == before);
	/* The program's own work: the day is settled, nobody looked. */
	harness_today(h, 20261122);
	harness_daily(h);
	OK(rows(h) == before);
}

/* What is refused and shown all the same is a reading. */
static void test_shown_all_the_same(struct harness *h)
{
	int64_t before = rows(h);

	later(h, 60);
	OK(harness_ask(h, AS_TEACHER, HTTP_POST, "/children/{kid}/show", NULL, "purpose=").status == 422);
	OK(rows(h) == before + 1 && last(h, "record") == h->fix[FIX_KID] && last(h, "length(purpose)") == 0);
	later(h, 60);
	/* A PATCH that changes nothing answers with the record; a stale one with what is there now. */
	OK(harness_ask(h, AS_OFFICER, HTTP_PATCH, "/api/v1/children/{kid}", "If-Match: '1'", "{}").status ==
	   200);
	OK(rows(h) == before + 2);
	OK(harness_ask(h, AS_OFFICER, HTTP_PATCH, "/api/v1/children/{kid_b}", "If-Match: '99'",
		       "{'name':'x'}")
		   .status == 412);
	OK(rows(h) == before + 3 && last(h, "record") == h->fix[FIX_KID_B]);
}

/* --- purposes --- */

static bool holds(struct harness *h, const char *query, str word)
{
	struct rows q;
	bool found = false;
	enum rc rc = db_query_text(harness_db(h), &q, str_of(query), NULL, 0);

	while (rc == RC_OK && db_next(&q))
		found |= str_has(db_blob(&q, 0), word);
	return db_done(&q) != RC_OK || found;
}

static void test_purpose(struct harness *h)
{
	int64_t before = rows(h);
	struct answer a = harness_ask(h, AS_TEACHER, HTTP_GET, "/api/v1/children/{kid}",
				      "X-Purpose: home%20visit", NULL);

	OK(a.status == 200 && str_has(a.body, STR("13000000077")));
	/* Durable before the answer: nothing was flushed. */
	OK(harness_number(h, STR("SELECT count(*) FROM readlog")) == before + 1);
	a = harness_ask(h, AS_TEACHER, HTTP_POST, "/children/{kid}/show", NULL, "purpose=home+visit");
	OK(a.status == 200 && str_has(a.body, STR("13000000077")));
	OK(harness_number(h, STR("SELECT count(*) FROM readlog")) == before + 2 && last_is(h, "show"));
	/* Each time: such readings are not counted together. */
	a = harness_ask(h, AS_TEACHER, HTTP_POST, "/children/{kid}/show", NULL, "purpose=home+visit");
	OK(a.status == 200 && harness_number(h, STR("SELECT count(*) FROM readlog")) == before + 3);
	OK(!holds(h, "SELECT r.purpose FROM readlog r ORDER BY r.seq", STR("visit")));
	OK(harness_number(h, STR("SELECT count(*) FROM readlog WHERE length(purpose) > 0")) == 3);
	/* A list with a purpose, too. */
	a = harness_ask(h, AS_TEACHER, HTTP_GET, "/api/v1/children", "X-Purpose: roll%20call", NULL);
	OK(a.status == 200 && harness_number(h, STR("SELECT count(*) FROM readlog")) == before + 4);
	OK(whole(h));
}

/* When it cannot be written, it does not leave. */
static void test_refused(struct harness *h)
{
	OK(harness_get(h, AS_OFFICER, "/children/{kid}").status == 200);
	harness_flush(h, true);
	OK(db_script(harness_db(h), STR("ALTER TABLE readlog RENAME TO readlog_away;")) == RC_OK);
	struct answer a =
		harness_ask(h, AS_TEACHER, HTTP_GET, "/api/v1/children/{kid}", "X-Purpose: visit", NULL);
	OK(a.status == 500 && !str_has(a.body, STR("13000000077")) && !str_has(a.body, STR("李小明")));
	OK(db_script(harness_db(h), STR("ALTER TABLE readlog_away RENAME TO readlog;")) == RC_OK);
	harness_restart(h);
	OK(harness_ask(h, AS_TEACHER, HTTP_GET, "/api/v1/children/{kid}", "X-Purpose: visit", NULL).status ==
	   200);
	OK(whole(h));
}

static void test_queue_full(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct reading r = reading_of(&c, STR("file"));
	enum rc rc = RC_OK;
	int64_t before = rows(h), put = 0;

	for (; rc == RC_OK && put <= READQUEUE_ROWS; put++) {
		r.record = put + 1;
		r.n = 1;
		rc = readqueue_put(h->app.readings, &r, 10 * MINUTE);
	}
	OK(rc == RC_BUSY && --put > READQUEUE_ROWS - 8);
	struct answer a = harness_get(h, AS_HEAD_2, "/children/{kid_2}");
	OK(a.status == 503 && !str_has(a.body, STR("kid")) && a.etag.n == 0);
	/* (the harness has written them meanwhile, as the thread does) */
	a = harness_get(h, AS_HEAD_2, "/children/{kid_2}");
	OK(a.status == 200 && rows(h) == before + put + 1);
	/* A page that shows nobody goes on. */
	OK(harness_get(h, AS_OFFICER, "/schools").status == 200);
	OK(whole(h));
}

/* More readings are open than are watched: the oldest make room, and no count is lost. */
static void test_windows(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct reading r = reading_of(&c, STR("file"));
	int64_t sum = harness_number(h, STR("SELECT sum(times) FROM readlog")), put = 0;
	int64_t id[3] = { 1, 2, 3 };

	for (int i = 0; i < READQUEUE_OPEN + 500; i++) {
		r.record = 0;
		r.n = 3;
		r.id = id;
		id[2] = 1000000 + i;
		for (int k = 0; k < 3; k++, put++)
			if (readqueue_put(h->app.readings, &r, 10 * MINUTE) != RC_OK)
				harness_fail("no room");
		if (readqueue_waiting(h->app.readings) > READQUEUE_ROWS / 2)
			harness_flush(h, false);
	}
	harness_flush(h, true);
	OK(harness_number(h, STR("SELECT sum(times) FROM readlog")) == sum + put);
	OK(whole(h));
}

/* --- for pages --- */

static struct ctx as_of(struct harness *h, enum as as, struct actor *actor)
{
	struct ctx c = harness_ctx(h);
	bool far = as == AS_TEACHER_2;

	*actor = (struct actor){
		.account = 1, .county = HARNESS_COUNTY, .role = ROLE_TEACHER, .cleared = true
	};
	actor->reach = REACH_CLASS;
	actor->class = h->fix[far ? FIX_CLASS_2 : FIX_CLASS];
	c.who = actor;
	return c;
}

/* One that the family is not told of. */
static void read_sealed(struct harness *h, struct ctx c)
{
	struct seen seen = { .mem = &h->mem, .sealed_case = true };

	seen_add(&seen, &child_kind, h->fix[FIX_KID], 0);
	c.seen = &seen;
	struct reading hidden = reading_of(&c, STR("file"));
	OK(hidden.sealed_case && hidden.record == h->fix[FIX_KID]);
	OK(readlog_write(&c, &hidden) == RC_OK);
}

struct tally {
	size_t file, list, purpose, named, wrong;
};

static struct tally tally_of(const struct reading *r, size_t n)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < n; i++) {
		t.file += str_eq(r[i].what, STR("file"));
		t.list += str_eq(r[i].what, STR("list:ties")) && r[i].n > 1 && r[i].id && !r[i].record;
		t.purpose += str_eq(r[i].purpose, STR("home visit"));
		t.named += r[i].actor_name.n > 0;
		t.wrong += r[i].sealed_case || (i && r[i].at > r[i - 1].at);
	}
	return t;
}

static void test_who_looked(struct harness *h)
{
	struct actor actor;
	struct ctx c = as_of(h, AS_TEACHER, &actor);
	struct reading *list, *two;
	size_t n = 100, m = 2;

	read_sealed(h, c);
	OK(readlog_of_child(&c, h->fix[FIX_KID], 0, &list, &n) == RC_OK && n > 5);
	struct tally t = tally_of(list, n);
	OK(t.file > 0 && t.list > 0 && t.purpose == 3 && t.named > 0 && t.wrong == 0);
	/* Page by page. */
	OK(readlog_of_child(&c, h->fix[FIX_KID], 0, &two, &m) == RC_OK && m == 2 &&
	   two[1].seq == list[1].seq);
	OK(readlog_of_child(&c, h->fix[FIX_KID], two[1].at, &two, &m) == RC_OK && two[0].at < list[1].at);
	/* Who may not see the child is told nothing. */
	c = as_of(h, AS_TEACHER_2, &actor);
	OK(readlog_of_child(&c, h->fix[FIX_KID], 0, &two, &m) == RC_NOT_FOUND);
}

/* For the auditor: closed purposes; those of a sealed case, too; headers of the journal without a value. */
static void test_auditor(struct harness *h)
{
	struct actor actor;
	struct ctx c = as_of(h, AS_TEACHER_2, &actor);
	const struct headers_filter writes = { .acts = 1u << ACT_UPDATE | 1u << ACT_CREATE };
	struct reading *list;
	struct entry *head;
	size_t n = 100;

	OK(readlog_of_actor(&c, 1, 0, &list, &n) == RC_OK && n == 1 && list[0].sealed_case);
	n = 100;
	OK(readlog_list(&c, &(struct readlog_filter){ .sealed = true }, &list, &n) == RC_OK && n > 10);
	OK(tally_of(list, n).purpose == 0 && list[0].seq > list[n - 1].seq);
	n = 50;
	OK(journal_headers(&c, &writes, &head, &n) == RC_OK && n > 10);
	OK(head[0].nchange == 0 && head[0].seq > head[n - 1].seq && head[0].kind.n);
}

static void test_engine(struct harness *h)
{
	test_file(h);
	test_repeats(h);
	test_not_modified(h);
	test_lists(h);
	test_long_list(h);
	test_purpose(h);
	test_nothing(h);
	test_shown_all_the_same(h);
	test_refused(h);
	test_who_looked(h);
	test_auditor(h);
	test_queue_full(h);
	test_windows(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
