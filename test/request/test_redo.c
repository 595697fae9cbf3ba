/* The journal carried out again, by itself: all tables as they were, the rows of the chains after that, and
 * the house is as it came to be, a move into another county and back among them.  And a table that no
 * increment knows. */
#include "blob_backup.h"
#include "db_text.h"
#include "increment.h"
#include "redo.h"
#include "registry.h"
#include "steps.h"
#include "undo_world.h"

#include <stdio.h>
#include <unistd.h>

/* clang-format off */
#define KID "'id_number':'44080420150906101X','name':'李小明'"
static const struct step near_by[] = {
	{ "somebody new", AS_OFFICER, POST, API "persons", NULL, "{'name':'安一','sex':'1','phone':'13012340077'}", 201, {}, "ann=id" },
	{ "who is renamed", AS_OFFICER, PATCH, API "persons/{ann}", "If-Match: '1'", "{'name':'安改'}", 200 },
	{ "and loses a phone", AS_OFFICER, PATCH, API "persons/{ann}", "If-Match: '2'", "{'phone':null}", 200 },
	{ "somebody by mistake", AS_OFFICER, POST, API "persons", NULL, "{'name':'伯二','sex':'1'}", 201, {}, "bob=id" },
	{ "who goes away", AS_OFFICER, DELETE, API "persons/{bob}", "If-Match: '1'", NULL, 204 },
	{ "a child", AS_OFFICER, POST, API "children", NULL, "{'name':'周小新','sex':'2','birth_date':'2016-05-04','no_id_reason':'1','household_region':'440804101209'}", 201, {}, "new=id" },
	{ "that goes to school", AS_OFFICER, POST, API "enrolments", NULL, "{'child':'{new}','school':'{school}','class':'{class}','from':'2026-09-01'}", 201 },
	{ "its parent", AS_OFFICER, POST, API "parents", NULL, "{'child':'{new}','person':'{ann}','relation':'51'}", 201, {}, "tie=id" },
	{ "who is away", AS_OFFICER, POST, API "absences", NULL, "{'person':'{ann}','from':'2026-03-01','region':'4403'}", 201, {}, "away=id" },
	{ "and comes back", AS_OFFICER, PATCH, API "absences/{away}", "If-Match: '1'", "{'to':'2026-10-01'}", 200 },
	{ "a child by mistake", AS_OFFICER, POST, API "children", NULL, "{'name':'周小误','sex':'2','birth_date':'2016-05-04','no_id_reason':'1','household_region':'440804101209'}", 201, {}, "slip=id" },
	{ "that goes away, too", AS_OFFICER, DELETE, API "children/{slip}", "If-Match: '1'", NULL, 204 },
	{ "a version", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, {}, "kv=version" },
	{ "what is sealed changes", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'health':'20','phone':'13000000055'}", 200 },
};
static const struct step far_away[] = {
	{ "the other county asks", AS_FAR_HEAD, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'with_parents','start_on':'2026-11-21','to_class':'{far_class}'}", 201, {}, "f=id" },
	{ "and the child moves", AS_HEAD, POST, API "transfers/{f}/accept", NULL, NULL, 200, { "state=accepted" } },
	{ "it is the other county's", AS_FAR_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, { "county=440803" }, "kv=version" },
	{ "which changes it", AS_FAR_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'phone':'13000000099'}", 200 },
};
static const struct step back_home[] = {
	{ "and back", AS_HEAD, POST, API "transfers", NULL, "{'side':'receiving'," KID ",'reason':'back_home','start_on':'2026-11-23','to_class':'{class}'}", 201, {}, "g=id" },
	{ "it moves once more", AS_FAR_HEAD, POST, API "transfers/{g}/accept", NULL, NULL, 200, { "state=accepted" } },
	{ "it is this county's", AS_OFFICER, GET, API "children/{kid}", NULL, NULL, 200, { "county=440804" }, "kv=version" },
	{ "which changes it", AS_OFFICER, PATCH, API "children/{kid}", "If-Match: '{kv}'", "{'address':'五合村3号'}", 200 },
};
/* Beside those of the kinds: what is derived, and settles anew. */
static const char *const derived[] = { "rollup_left_behind", "rollup_duty", "name_key", "match_key", "match_fact", "match_pair" };
/* clang-format on */

/* Each in an instant of its own, as in life. */
static void play(struct harness *h, const struct step *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		OK(harness_step(h, &list[i]));
		harness_clock(h, h->now + 1000);
	}
}

/* @ stands for the table. */
static void ddl(struct harness *h, const char *form, const char *table)
{
	struct buf text = buf_new(&h->mem, 1000);

	for (const char *at = form; *at; at++)
		if (*at == '@')
			buf_str(&text, str_of(table));
		else
			buf_ch(&text, *at);
	if (db_script(harness_db(h), buf_view(&text)) != RC_OK)
		harness_fail("%.*s", (int)text.n, text.s);
}

static void each_table(struct harness *h, const char *form)
{
	for (size_t i = 0; i < h->model.nkinds; i++)
		ddl(h, form, h->model.kinds[i]->name);
	for (size_t i = 0; i < COUNT(derived); i++)
		ddl(h, form, derived[i]);
}

static void keep(struct harness *h) { each_table(h, "CREATE TABLE kept_@ AS SELECT * FROM @;"); }

static void go_back(struct harness *h)
{
	each_table(h, "DELETE FROM @; INSERT INTO @ SELECT * FROM kept_@;");
}

/* --- carrying out --- */

struct again {
	int64_t after; /* this instant */
	struct redo r;
};

static enum rc carry_out(struct ctx *c, void *arg)
{
	struct again *a = arg;
	struct rows q;
	unsigned county[500];
	int64_t seq[500];
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT j.county, j.seq FROM journal j WHERE j.at > ?1"
			      " ORDER BY j.at, j.county, j.seq",
			      INT(a->after));

	while (rc == RC_OK && n < COUNT(seq) && db_next(&q)) {
		county[n] = (unsigned)db_int(&q, 0);
		seq[n++] = db_int(&q, 1);
	}
	enum rc end = db_done(&q);

	rc = rc == RC_OK ? end : rc;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = redo_row(c, &a->r, county[i], seq[i]);
	return rc;
}

static enum rc settle(struct ctx *c, void *arg)
{
	const struct redo *r = arg;
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT c.id FROM child c ORDER BY c.id");

	for (size_t i = 0; i < r->ngone; i++)
		store_touch(c, r->gone[i]);
	while (rc == RC_OK && db_next(&q))
		store_touch(c, db_int(&q, 0));
	return db_done(&q);
}

static struct redo again(struct harness *h, int64_t after)
{
	struct again a = { .after = after, .r = { .mem = &h->mem } };
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_BULK, carry_out, &a) == RC_OK);
	OK(store_write(&c, PRIO_BULK, settle, &a.r) == RC_OK);
	return a.r;
}

/* --- tests --- */

static void test_again(struct harness *h, const struct step *list, size_t n)
{
	int64_t from = h->now;

	harness_clock(h, h->now + 1000);
	each_table(h, "DROP TABLE IF EXISTS kept_@;");
	keep(h);
	str before = world_dump(h, &h->mem);
	play(h, list, n);
	str after = world_dump(h, &h->mem);
	go_back(h);
	OK(world_same(before, world_dump(h, &h->mem)) && !str_eq(before, after));
	struct redo r = again(h, from);

	OK(r.done > 3 && !r.erased && !r.secrets && !r.unknown);
	OK(world_same(after, world_dump(h, &h->mem)));
	OK(harness_journal_whole(h));
	/* What is there already is not changed by it. */
	(void)again(h, from);
	OK(world_same(after, world_dump(h, &h->mem)));
}

/* Erased since: nobody is made of what is left of the body, and what is there is not emptied. */
static enum rc erase(struct ctx *c, void *arg)
{
	const int64_t *id = arg;

	return journal_erase(c, &person_kind, *id, 1u << C3_PERSONAL | 1u << C4_SENSITIVE);
}

static void test_erased(struct harness *h)
{
	int64_t from = h->now;
	struct ctx c;

	harness_clock(h, h->now + 1000);
	each_table(h, "DROP TABLE IF EXISTS kept_@;");
	keep(h);
	play(h, near_by, 1);
	int64_t id = steps_number(h, "SELECT max(p.id) FROM person p");
	c = harness_ctx(h);
	OK(store_write(&c, PRIO_PEOPLE, erase, &id) == RC_OK);
	go_back(h);
	struct redo r = again(h, from);

	OK(r.erased == 1);
	OK(harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM person WHERE id = %lld",
					  (long long)id)) == 0);
}

/* A table that is neither a kind's nor in a list of increment.c is named here. */
static void test_all_tables(struct harness *h)
{
	static const uint8_t key[SM4_KEY];
	struct increment_base base = { .nends = 0 };
	struct backup_to to = { .pack = NULL };
	struct ctx c = harness_ctx(h);
	int64_t bytes;
	str path = harness_text(&h->mem, "/tmp/tongxin-redo-%d", (int)getpid()), why = { NULL, 0 }, late;

	OK(db_read_begin(c.db) == RC_OK);
	OK(pack_create(c.mem, path, STR("{}"), key, &to.pack, &why) == RC_OK);
	enum rc rc = increment_write(&c, &base, &to, &why);
	if (rc != RC_OK)
		printf("# %.*s\n", STR_ARG(why));
	OK(rc == RC_OK && to.total.tables > 20);
	OK(pack_close(c.mem, to.pack, false, &bytes, &late) == RC_OK &&
	   access(str_z(c.mem, path), F_OK) != 0);
	db_read_end(c.db);
}

static void tests(struct harness *h)
{
	harness_daily(h);
	test_again(h, near_by, COUNT(near_by));
	test_again(h, far_away, COUNT(far_away));
	harness_today(h, 20261123);
	harness_daily(h);
	test_again(h, back_home, COUNT(back_home));
	test_erased(h);
	each_table(h, "DROP TABLE IF EXISTS kept_@;");
	test_all_tables(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
