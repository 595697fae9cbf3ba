/* Records that may be one: found as they are written, kept as a build from nothing would make them, joined as
 * one batch, taken back without a trace, and not asked again once somebody has said that they are two.
 * TX_SEED chooses another sequence. */
#include "batch.h"
#include "chance.h"
#include "merge.h"
#include "steps.h"
#include "undo_world.h"

#include <stdio.h>
#include <stdlib.h>

/* --- the tables as text --- */

static void put_rows(struct harness *h, struct buf *b, const char *sql)
{
	struct rows q;

	if (db_query_text(harness_db(h), &q, str_of(sql), NULL, 0) != RC_OK)
		harness_fail("%s", sql);
	while (db_next(&q))
		for (int i = 0; i < 6; i++) {
			buf_int(b, db_int(&q, i));
			buf_ch(b, i < 5 ? ' ' : '\n');
		}
	if (db_done(&q) != RC_OK)
		harness_fail("%s", sql);
}

static str tables_of(struct harness *h, struct arena *mem)
{
	struct buf b = buf_new(mem, 16 << 20);

	put_rows(h, &b, "SELECT one, other, county, what, doubt, signs FROM match_pair ORDER BY one, other");
	put_rows(h, &b, "SELECT county, code, record, 0, 0, 0 FROM match_key ORDER BY county, code, record");
	put_rows(h, &b,
		 "SELECT id, county, what, stamp, coalesce(length(codes), 0), coalesce(length(near), 0)"
		 " FROM match_fact ORDER BY id");
	return buf_view(&b);
}

static bool same_as_built(struct harness *h)
{
	struct arena mem;

	arena_init(&mem, 256 << 20);
	struct ctx c = harness_ctx(h);
	c.mem = &mem;
	str kept = tables_of(h, &mem);
	bool same = match_build(&c, 0, 1000000) == RC_OK && world_same(kept, tables_of(h, &mem));
	arena_free(&mem);
	return same;
}

static int64_t pairs(struct harness *h)
{
	return harness_number(h, str_dup(&h->mem, STR("SELECT count(*) FROM match_pair")));
}

static int64_t write_child(struct harness *h, const char *json)
{
	return world_write(h, &(struct deed){ &h->program, 0, &child_kind, 0, json });
}

static int64_t write_adult(struct harness *h, const char *json)
{
	return world_write(h, &(struct deed){ &h->program, 0, &person_kind, 0, json });
}

static int64_t tie(struct harness *h, int64_t child, int64_t person, const char *relation)
{
	str json = harness_text(&h->mem, "{'child':'%lld','person':'%lld','relation':'%s'}", (long long)child,
				(long long)person, relation);

	return world_write(h, &(struct deed){ &h->program, 0, &tie_kind, 0, str_z(&h->mem, json) });
}

static bool change(struct harness *h, const struct kind *k, int64_t id, const char *json)
{
	return world_write(h, &(struct deed){ &h->program, 0, k, id, json }) != 0;
}

static bool is_pair(struct harness *h, int64_t a, int64_t b)
{
	return harness_number(
		       h, harness_text(&h->mem,
				       "SELECT count(*) FROM match_pair WHERE one = %lld AND other = %lld",
				       (long long)(a < b ? a : b), (long long)(a < b ? b : a))) == 1;
}

/* --- finding --- */

static void test_found(struct harness *h)
{
	int64_t a =
		write_child(h, "{'name':'吴小燕','sex':'2','birth_date':'2016-03-04','no_id_reason':'1'}");
	int64_t near_day =
		write_child(h, "{'name':'吴小燕','sex':'2','birth_date':'2016-03-05','no_id_reason':'1'}");
	int64_t swapped =
		write_child(h, "{'name':'吴小燕','sex':'2','birth_date':'2016-04-03','no_id_reason':'1'}");
	int64_t far =
		write_child(h, "{'name':'吴小燕','sex':'2','birth_date':'2012-09-09','no_id_reason':'1'}");
	int64_t slip =
		write_child(h, "{'name':'吴小艳','sex':'2','birth_date':'2016-03-04','no_id_reason':'1'}");
	int64_t father = write_adult(h, "{'name':'吴大山','sex':'1','phone':'13900000042'}");
	int64_t again = write_adult(h, "{'name':'吴大山','sex':'1'}");
	int64_t mother = write_adult(h, "{'name':'陈桂花','sex':'2'}");

	OK(a && near_day && swapped && far && slip && father && again && mother);
	OK(!is_pair(h, a, near_day)); /* 55: nothing else is known */
	OK(is_pair(h, a, swapped));
	OK(!is_pair(h, a, far));
	OK(!is_pair(h, a, slip));
	/* one phone around both */
	OK(tie(h, a, father, "51") && tie(h, slip, father, "51") && tie(h, near_day, father, "51"));
	OK(is_pair(h, a, slip) && is_pair(h, a, near_day));
	/* adults of one child and of one name */
	OK(tie(h, a, again, "51") && tie(h, a, mother, "52"));
	OK(is_pair(h, father, again) && !is_pair(h, father, mother));
	OK(same_as_built(h));
	OK(change(h, &child_kind, slip, "{'name':'王小艳'}"));
	OK(!is_pair(h, a, slip));
	OK(same_as_built(h));
}

/* Numbers decide: far apart they are two, one digit off they are one. */
static void test_numbers(struct harness *h)
{
	static const char form[] = "{'name':'邓雨欣','sex':'2','birth_date':'2015-06-07','id_number':'%.*s'}";
	str one = harness_id_number(&h->mem, "440804", 20150607, 124),
	    near = harness_id_number(&h->mem, "440804", 20150607, 134),
	    far = harness_id_number(&h->mem, "440823", 20150607, 286);
	int64_t a = write_child(h, str_z(&h->mem, harness_text(&h->mem, form, STR_ARG(one))));
	int64_t b = write_child(h, str_z(&h->mem, harness_text(&h->mem, form, STR_ARG(near))));
	int64_t x = write_child(h, str_z(&h->mem, harness_text(&h->mem, form, STR_ARG(far))));

	OK(a && b && x);
	OK(is_pair(h, a, b));
	OK(!is_pair(h, a, x) && !is_pair(h, b, x));
	OK(same_as_built(h));
}

/* --- on the pages --- */

static void keep_id(struct harness *h, const char *name, int64_t id)
{
	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)id));
}

static void keep_version(struct harness *h, const char *name, int64_t id)
{
	keep_id(h, name,
		harness_number(h, harness_text(&h->mem, "SELECT file_version FROM child WHERE id = %lld",
					       (long long)id)));
}

/* The first answer's redirect to a batch. */
static int64_t batch_of_answer(const struct answer *a)
{
	int64_t id = 0;

	return a->status == 303 && str_starts(a->location, STR("/batches/")) &&
			       str_int(str_cut(a->location, 9, a->location.n), &id)
		       ? id
		       : 0;
}

static struct answer join(struct harness *h, enum as as, const char *more)
{
	return harness_ask(
		h, as, POST, "/duplicates/{old}/join", NULL,
		str_z(&h->mem,
		      harness_text(&h->mem,
				   "of=children&with={new}&keep-version={oldv}&gone-version={newv}%s",
				   more)));
}

static void two_alike(struct harness *h)
{
	static const char form[] = "{'name':'钟志%s','sex':'1','birth_date':'2017-0%u-0%d','no_id_reason':'1'"
				   ",'school':'{school}',"
				   "'class':'{class}','living_region':'440804101209'%s}";
	static const char *const last[] = { "远", "高", "明", "军", "华", "平" };
	static unsigned so_often;
	unsigned i = so_often++ % COUNT(last);
	int64_t old = write_child(
		h, str_z(&h->mem, harness_text(&h->mem, form, last[i], i + 1, 2, ",'address':'五和村1号'")));
	int64_t new = write_child(
		h, str_z(&h->mem, harness_text(&h->mem, form, last[i], i + 1, 3, ",'phone':'13911112222'")));

	OK(old && new);
	harness_keep(h, "name", harness_text(&h->mem, "钟志%s", last[i]));
	harness_keep(h, "birth", harness_text(&h->mem, "2017-0%u-0", i + 1));
	keep_id(h, "old", old);
	keep_id(h, "new", new);
	keep_version(h, "oldv", old);
	keep_version(h, "newv", new);
}

static void test_pages(struct harness *h)
{
	two_alike(h);
	/* clang-format off */
	const struct step looking[] = {
		{ "the queue names them", AS_OFFICER, GET, "/duplicates", NULL, NULL, 200, { "~{name}", "~/duplicates/{old}?with={new}", "!~留守" } },
		{ "the head sees them too", AS_HEAD, GET, "/duplicates", NULL, NULL, 200, { "~{name}" } },
		{ "another head does not", AS_HEAD_2, GET, "/duplicates", NULL, NULL, 200, { "!~{name}" } },
		{ "another county neither", AS_FAR_OFFICER, GET, "/duplicates", NULL, NULL, 200, { "!~{name}" } },
		{ "a teacher has no queue", AS_TEACHER, GET, "/duplicates", NULL, NULL, 404, { 0 } },
		{ "side by side", AS_OFFICER, GET, "/duplicates/{old}?with={new}", NULL, NULL, 200, { "~name=\"take-birth_date\"", "!~name=\"take-name\"", "!~13911112222" } },
		{ "the likeliest", AS_OFFICER, GET, "/duplicates/{new}", NULL, NULL, 200, { "~keep-version" } },
		{ "not for another head", AS_HEAD_2, GET, "/duplicates/{old}?with={new}", NULL, NULL, 404, { 0 } },
		{ "with itself", AS_OFFICER, GET, "/duplicates/{old}?with={old}", NULL, NULL, 404, { 0 } },
		{ "with nobody", AS_OFFICER, GET, "/duplicates/{old}?with=17", NULL, NULL, 404, { 0 } },
		{ "with nonsense", AS_OFFICER, GET, "/duplicates/{old}?with=x", NULL, NULL, 404, { 0 } },
		{ "with one of another county", AS_OFFICER, GET, "/duplicates/{old}?with={far_kid}", NULL, NULL, 404, { 0 } },
		{ "another head cannot join", AS_HEAD_2, POST, "/duplicates/{old}/join", NULL, "of=children&with={new}&keep-version={oldv}&gone-version={newv}", 404, { 0 } },
		{ "a form without the other", AS_OFFICER, POST, "/duplicates/{old}/join", NULL, "of=children", 400, { 0 } },
		{ "edited meanwhile", AS_OFFICER, POST, "/duplicates/{old}/join", NULL, "of=children&with={new}&keep-version={oldv}&gone-version=99", 409, { "~keep-version" } },
		{ "nothing was done", AS_OFFICER, GET, "/children/{new}", NULL, NULL, 200, { 0 } },
	};
	/* clang-format on */
	STEPS(h, looking);
}

/* Joined, seen, taken back. */
static void test_join(struct harness *h)
{
	struct arena mem;

	arena_init(&mem, 256 << 20);
	two_alike(h);
	str before = world_dump(h, &mem), tables = tables_of(h, &mem);
	struct answer a = join(h, AS_HEAD, "&take-birth_date=gone");
	int64_t batch = batch_of_answer(&a);
	OK(batch);
	keep_id(h, "batch", batch);
	/* clang-format off */
	const struct step joined[] = {
		{ "one is left, with what was chosen", AS_OFFICER, GET, API "children/{old}", "X-Purpose: test", NULL, 200, { "birth_date={birth}3", "phone=13911112222", "address=五和村1号", "name={name}" } },
		{ "the other is gone", AS_OFFICER, GET, API "children/{new}", NULL, NULL, 404, { 0 } },
		{ "its page leads to the one", AS_OFFICER, GET, "/children/{new}", NULL, NULL, 303, { "@location=/children/{old}" } },
		{ "for who may see it only", AS_HEAD_2, GET, "/children/{new}", NULL, NULL, 404, { 0 } },
		{ "the pair is gone", AS_OFFICER, GET, "/duplicates/{old}", NULL, NULL, 404, { 0 } },
		{ "the batch says so", AS_HEAD, GET, "/batches/{batch}", NULL, NULL, 200, { "~/children/{old}", "~/batches/{batch}/undo" } },
		{ "and among the batches", AS_OFFICER, GET, "/batches", NULL, NULL, 200, { "~/batches/{batch}" } },
		{ "not for another head", AS_HEAD_2, GET, "/batches/{batch}", NULL, NULL, 404, { 0 } },
		{ "twice is too late", AS_HEAD, POST, "/duplicates/{old}/join", NULL, "of=children&with={new}&keep-version={oldv}&gone-version={newv}", 404, { 0 } },
	};
	/* clang-format on */
	STEPS(h, joined);
	OK(same_as_built(h));
	struct answer undo = harness_ask(h, AS_HEAD, POST, "/batches/{batch}/undo", NULL, "");
	OK(batch_of_answer(&undo));
	OK(harness_jobs(h) == 1);
	keep_id(h, "undo", batch_of_answer(&undo));
	/* clang-format off */
	const struct step back[] = {
		{ "it is taken back", AS_HEAD, GET, "/batches/{undo}", NULL, NULL, 200, { "!~id=\"left\"" } },
		{ "both are there", AS_OFFICER, GET, API "children/{new}", NULL, NULL, 200, { "birth_date={birth}3" } },
		{ "as they were", AS_OFFICER, GET, API "children/{old}", NULL, NULL, 200, { "birth_date={birth}2", "phone=null" } },
		{ "and asked again", AS_OFFICER, GET, "/duplicates/{old}", NULL, NULL, 200, { 0 } },
	};
	/* clang-format on */
	STEPS(h, back);
	harness_exec(h, str_dup(&mem, STR("DELETE FROM job_file")));
	harness_exec(h, str_dup(&mem, STR("DELETE FROM job")));
	/* but for the two batches, everything is as before */
	OK(world_same(tables, tables_of(h, &mem)));
	str after = world_dump(h, &mem), line;
	size_t differ = 0;
	while (str_next(&after, '\n', &line))
		differ += line.n && !str_has(before, line);
	if (differ != 2)
		printf("# %zu lines differ\n", differ);
	OK(differ == 2);
	OK(harness_journal_whole(h));
	arena_free(&mem);
}

static void test_two(struct harness *h)
{
	two_alike(h);
	/* clang-format off */
	const struct step said[] = {
		{ "they are two", AS_HEAD, POST, "/duplicates/{old}/part", NULL, "of=children&with={new}&note=双胞胎", 303, { "@location=/duplicates?of=children" } },
		{ "nobody is asked again", AS_OFFICER, GET, "/duplicates/{old}", NULL, NULL, 404, { 0 } },
		{ "a little more alike does not ask", AS_OFFICER, PATCH, API "children/{new}", "If-Match: '1'", "{'address':'五和村1号'}", 200, { 0 } },
		{ "still not", AS_OFFICER, GET, "/duplicates/{old}", NULL, NULL, 404, { 0 } },
		{ "a note of 201 signs", AS_HEAD, POST, "/duplicates/{old}/part", NULL, "of=children&with={new}&note=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 422, { 0 } },
	};
	/* clang-format on */
	STEPS(h, said);
	OK(same_as_built(h));
	/* much more alike: the birthday too, and a parent's phone */
	int64_t old = 0, new = 0;
	OK(str_int(harness_fill(h, "{old}"), &old) && str_int(harness_fill(h, "{new}"), &new));
	int64_t father = write_adult(h, "{'name':'钟大山','sex':'1','phone':'13900000077'}");
	OK(tie(h, old, father, "51") && tie(h, new, father, "51"));
	OK(change(h, &child_kind, new, "{'birth_date':'{birth}2'}"));
	OK(is_pair(h, old, new));
	OK(same_as_built(h));
}

/* --- what stands against it --- */

static void test_refused(struct harness *h)
{
	two_alike(h);
	int64_t old = 0, new = 0;
	OK(str_int(harness_fill(h, "{old}"), &old) && str_int(harness_fill(h, "{new}"), &new));
	OK(change(h, &child_kind, new, "{'school':'{school_2}','class':'{class_2}'}"));
	keep_version(h, "newv", new);
	keep_version(h, "oldv", old);
	struct answer a = join(h, AS_OFFICER, "");
	OK(a.status == 422 && str_has(a.body, STR("two schools")));
	OK(harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM child WHERE id = %lld",
					  (long long)new)) == 1);
	const struct kind *order = model_kind_named(&h->model, STR("protection_order"));
	two_alike(h);
	OK(str_int(harness_fill(h, "{new}"), &new));
	OK(world_write(h, &(struct deed){ &h->program, 0, order, 0,
					  "{'child':'{new}','person':'{father}','issued_by':'court',"
					  "'document_no':'x1','from':'2026-01-01'}" }));
	keep_version(h, "newv", new);
	a = join(h, AS_OFFICER, "");
	OK(a.status == 422 && str_has(a.body, STR("protection order")));
	OK(harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM child WHERE id = %lld",
					  (long long)new)) == 1);
}

/* --- any merge, taken back --- */

static int64_t some(struct harness *h, const char *table)
{
	int64_t n = harness_number(
		h, harness_text(&h->mem, "SELECT count(*) FROM %s WHERE county = 440804", table));

	return harness_number(
		h,
		harness_text(&h->mem, "SELECT id FROM %s WHERE county = 440804 ORDER BY id LIMIT 1 OFFSET %u",
			     table, rnd((uint32_t)n)));
}

static void some_facts(struct harness *h)
{
	static const char *const name[] = { "钟志远", "钟志运", "李小明", "陈桂花" };
	int64_t child = write_child(
		h,
		str_z(&h->mem,
		      harness_text(&h->mem,
				   "{'name':'%s','sex':'%u','birth_date':'2016-0%u-0%u','no_id_reason':'1',"
				   "'living_region':'44080410120%u','household_type':'%u'%s}",
				   name[rnd(4)], 1 + rnd(2), 1 + rnd(2), 1 + rnd(3), 7 + rnd(3), 1 + rnd(2),
				   rnd(2) ? ",'school':'{school}','class':'{class}','entry_month':'2024-09'"
					  : "")));
	int64_t adult = write_adult(
		h, str_z(&h->mem, harness_text(&h->mem, "{'name':'%s','phone':'1390000000%u'%s}",
					       name[rnd(4)], rnd(5), rnd(2) ? ",'state':'imprisoned'" : "")));

	if (child)
		tie(h, child, some(h, "person"), rnd(2) ? "51" : "52");
	if (child && adult && rnd(2))
		tie(h, child, adult, "52");
	if (adult)
		world_write(h, &(struct deed){
				       &h->program, 0, &absence_kind, 0,
				       str_z(&h->mem,
					     harness_text(&h->mem, "{'person':'%lld','from':'2025-0%u-01'%s}",
							  (long long)adult, 1 + rnd(9),
							  rnd(2) ? ",'to':'2025-12-01'" : "")) });
	if (child && rnd(2))
		world_write(h, &(struct deed){
				       &h->program, 0, &declaration_kind, 0,
				       str_z(&h->mem,
					     harness_text(&h->mem,
							  "{'child':'%lld','status':'1','day':'2026-0%u-01'}",
							  (long long)child, 1 + rnd(3))) });
	if (child && rnd(2))
		world_write(h, &(struct deed){
				       &h->program, 0, &student_record_kind, 0,
				       str_z(&h->mem,
					     harness_text(&h->mem, "{'child':'%lld','former_name':'%s'%s}",
							  (long long)child, name[rnd(4)],
							  rnd(2) ? ",'talents':'画画'" : "")) });
	if (child && rnd(2))
		world_write(
			h,
			&(struct deed){
				&h->program, 0, &difficulty_kind, 0,
				str_z(&h->mem,
				      harness_text(
					      &h->mem,
					      "{'child':'%lld','category':'hardship','from':'2025-0%u-01'}",
					      (long long)child, 1 + rnd(9))) });
}

static enum rc join_some(struct harness *h, struct arena *mem, const struct actor *who, enum match_what what,
			 int64_t *ret_batch)
{
	const char *table = what == MATCH_CHILDREN ? "child" : "person";
	int64_t one = some(h, table), other = some(h, table);
	struct ctx c = harness_ctx(h);
	struct merge m;

	c.mem = mem;
	c.problems = (struct problems){ .mem = mem };
	c.who = who;
	enum rc rc = merge_look(&c, what, one, other, &m);
	if (rc != RC_OK)
		return rc;
	rc = merge_join(&c,
			&(struct merge_order){ what, m.keep.id, m.gone.id, merge_version(&m.keep),
					       merge_version(&m.gone), rnd(2) ? m.asked & chance : 0 },
			ret_batch);
	if (rc != RC_OK && rc != RC_INVALID)
		printf("# merging gave %d\n", rc);
	return rc;
}

static void round_of(struct harness *h, const struct actor *who, int *merged)
{
	struct arena mem;
	int64_t batch = 0, undo;
	enum match_what what = rnd(3) ? MATCH_CHILDREN : MATCH_ADULTS;

	arena_init(&mem, 512 << 20);
	str before = world_dump(h, &mem), tables = tables_of(h, &mem);
	enum rc rc = join_some(h, &mem, who, what, &batch);
	if (rc != RC_OK) { /* refused: then nothing is half done */
		OK(rc == RC_INVALID || rc == RC_NOT_FOUND);
		OK(world_same(before, world_dump(h, &mem)));
		arena_free(&mem);
		return;
	}
	++*merged;
	OK(same_as_built(h));
	undo = world_write(
		h, &(struct deed){ &h->program, 0, &batch_kind, 0, "{'what':'undo','state':'done'}" });
	struct taking t = { .who = &h->program, .batch = batch, .as = undo, .loud = true };
	harness_clock(h, h->now + 60000000);
	OK(world_undo(h, &t) == RC_OK);
	OK(t.all > 0 && t.n[UNDO_DONE] + t.n[UNDO_NOTHING] == t.all && !t.partly);
	str after = world_dump(h, &mem), line, rest = after;
	size_t differ = 0;
	while (str_next(&rest, '\n', &line))
		if (line.n && !str_has(before, line) && differ++ >= 2)
			printf("# + %.*s\n", STR_ARG(line));
	OK(differ == 2); /* the two batches */
	OK(after.n > before.n && world_same(tables, tables_of(h, &mem)));
	OK(same_as_built(h));
	OK(harness_journal_whole(h));
	arena_free(&mem);
}

enum { CHILDREN = 24, ROUNDS = 24 };

static void test_random(struct harness *h)
{
	struct actor officer = world_actor(h, ROLE_OFFICER, 0);
	int merged = 0;

	for (int i = 0; i < CHILDREN; i++)
		some_facts(h);
	OK(pairs(h) > 3);
	OK(same_as_built(h));
	for (int i = 0; i < ROUNDS; i++)
		round_of(h, &officer, &merged);
	printf("# %d merged, %lld pairs\n", merged, (long long)pairs(h));
	OK(merged > ROUNDS / 3);
}

static void tests(struct harness *h)
{
	harness_daily(h); /* whose turn a duty is follows from who has an account: looked at by night */
	test_found(h);
	test_numbers(h);
	test_pages(h);
	test_join(h);
	test_two(h);
	test_refused(h);
	test_random(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	chance_begin(20261122);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
