/* A year and more of duties on a test clock, over a Spring Festival and a leap day: what the program keeps of
 * them is held against an independent recount, straight from the rows of facts and day by day, without its
 * spans, cases or roll-ups.  Of two worlds one runs its timer each day, in the other the server is down for
 * days on end: they must be alike.  A parameter that changes from a day on changes only what begins then.
 * TX_SEED chooses another year. */
#include "chance.h"
#include "duty_recount.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

#define API "/api/v1/"
enum { CHILDREN = 14, BEGIN = 20270115, END = 20280405 };
#define SEED 20261121

/* --- what the program keeps --- */

static struct recount kept(struct harness *h)
{
	struct recount r = { .h = h, .list = NEW(&h->mem, struct one, MOST) };
	struct rows q;

	if (db_query_text(harness_db(h), &q,
			  STR("SELECT coalesce(child, account), duty, from_day, due, coalesce(done_on, 0),"
			      " coalesce(ended_on, 0) FROM obligation WHERE county = 440804"),
			  NULL, 0) != RC_OK)
		harness_fail("obligations");
	while (db_next(&q))
		put(&r, &(struct one){ db_int(&q, 0), db_dup(&h->mem, &q, 1), (day)db_int(&q, 2),
				       (day)db_int(&q, 3), (day)db_int(&q, 4), (day)db_int(&q, 5) });
	if (db_done(&q) != RC_OK)
		harness_fail("obligations");
	qsort(r.list, r.n, sizeof *r.list, by_case);
	return r;
}

static bool same_one(const struct one *a, const struct one *b)
{
	return a->object == b->object && str_eq(a->duty, b->duty) && a->from == b->from && a->due == b->due &&
	       a->done == b->done && a->ended == b->ended;
}

static void say(const char *who, const struct one *c)
{
	printf("# %s: %lld %.*s from %d due %d done %d ended %d\n", who, (long long)(c->object & 0xffff),
	       STR_ARG(c->duty), c->from, c->due, c->done, c->ended);
}

static bool alike(const struct recount *is, const struct recount *should)
{
	enum { SAID = 6 };
	size_t i = 0, j = 0;
	int wrong = 0;

	while (i < is->n || j < should->n) {
		int order = i == is->n ? 1 : j == should->n ? -1 : by_case(&is->list[i], &should->list[j]);
		if (!order && same_one(&is->list[i], &should->list[j])) {
			i++;
			j++;
			continue;
		}
		if (wrong++ < SAID && order <= 0)
			say("kept", &is->list[i]);
		if (wrong <= SAID && order >= 0)
			say("recounted", &should->list[j]);
		i += order <= 0;
		j += order >= 0;
	}
	return !wrong;
}

/* The roll-up is the sum of the rows, in each place. */
static bool rolled_up(struct harness *h)
{
	static const char *const places[] = { "", "44", "4408", "440804", "440804101", "440804103203" };
	bool all = true;

	for (size_t i = 0; i < COUNT(places); i++)
		for (int keeper = 0; keeper <= COUNTY; keeper += COUNTY) {
			if (!keeper && strlen(places[i]) > 2)
				continue;
			str of = keeper ? harness_text(&h->mem, " AND county = %d", keeper) : STR("");
			int64_t rolled = harness_number(
				h,
				harness_text(&h->mem,
					     "SELECT CAST(coalesce(sum(asked * 1000000 + in_time * 10000 + "
					     "late * 100"
					     " + missed), 0) AS BIGINT) FROM rollup_duty WHERE region = '%s'"
					     " AND county = %d",
					     places[i], keeper));
			int64_t counted =
				harness_number(h, harness_text(&h->mem,
							       "SELECT CAST(coalesce(sum(1000000 + CASE WHEN "
							       "done_on <= due THEN 10000"
							       " ELSE 0 END + CASE WHEN done_on > due THEN "
							       "100 ELSE 0 END + CASE WHEN"
							       " ended_on IS NOT NULL THEN 1 ELSE 0 END), 0) "
							       "AS BIGINT) FROM obligation"
							       " WHERE village LIKE '%s%%'%.*s",
							       places[i], STR_ARG(of)));
			if (rolled != counted)
				printf("# %s of %d: rolled up %lld, counted %lld\n", places[i], keeper,
				       (long long)rolled, (long long)counted);
			all &= rolled == counted;
		}
	return all;
}

/* --- a year --- */

static int64_t kids[CHILDREN];

static enum rc touch(struct ctx *c, void *arg)
{
	store_touch(c, *(const int64_t *)arg);
	return RC_OK;
}

static void settle(struct harness *h, int64_t child)
{
	struct arena mem;
	struct ctx c = harness_ctx(h);

	arena_init(&mem, 128 << 20);
	c.mem = c.problems.mem = &mem;
	if (store_write(&c, PRIO_BULK, touch, &child) != RC_OK)
		harness_fail("a child cannot be settled");
	arena_free(&mem);
}

/* Past the rules of the kinds: only the days matter here. */
static void insert(struct harness *h, const char *table, const char *columns, str values, int64_t child)
{
	static int64_t serial = 500000;
	int64_t id = ((int64_t)COUNTY << 43) + serial++;
	str sql =
		harness_text(&h->mem,
			     "INSERT INTO %s (id, version, county, created_at, updated_at, child, %s) VALUES "
			     "(%lld, 1, 440804, %lld, %lld, %lld, %.*s)",
			     table, columns, (long long)id, (long long)h->now, (long long)h->now,
			     (long long)child, STR_ARG(values));

	if (!harness_exec(h, sql))
		harness_fail("%.*s", STR_ARG(sql));
}

/* Of no meaning here. */
static const char *blob(const struct harness *h) { return h->engine == DB_SQLITE ? "x'00'" : "'\\x00'"; }

static void something(struct harness *h, int64_t child, day today)
{
	const char *b = blob(h);
	day on = day_add(today, -(int32_t)rnd(4));

	switch (rnd(11)) {
	case 0:
	case 1:
	case 2:
	case 3:
		insert(h, "visit", "on_day, how, seen", harness_text(&h->mem, "%d, 'home', %s", on, b),
		       child);
		break;
	case 4:
		insert(h, "assessment", "on_day, instrument, answers",
		       harness_text(&h->mem, "%d, 'qianxi', %s", on, b), child);
		break;
	case 5:
		insert(h, "level_decision", "what, level, on_day, reason",
		       harness_text(&h->mem, "'up', %u, %d, %s", 1 + rnd(4), today, b), child);
		break;
	case 6:
		insert(h, "level_decision", "what, level, on_day, reason",
		       harness_text(&h->mem, "'down', %u, %d, %s", 1 + rnd(3), today, b), child);
		break;
	case 7:
		if (harness_number(
			    h,
			    harness_text(&h->mem,
					 "SELECT count(*) FROM plan WHERE child = %lld AND closed_on IS NULL",
					 (long long)child)) == 0)
			insert(h, "plan", "from_day, summary", harness_text(&h->mem, "%d, %s", today, b),
			       child);
		else if (rnd(2))
			harness_exec(
				h,
				harness_text(&h->mem,
					     "UPDATE plan SET closed_on = %d WHERE child = %lld AND closed_on"
					     " IS NULL AND from_day < %d",
					     today, (long long)child, day_add(today, -1)));
		break;
	case 8:
		insert(h, "plan_review", "plan, on_day, found, decision",
		       harness_text(&h->mem, "1, %d, %s, 'keep'", on, b), child);
		break;
	case 9:
		insert(h, "conference", "on_day, held_on, reason, state",
		       harness_text(&h->mem, "%d, %d, %s, 'held'", on, on, b), child);
		break;
	default: insert(h, "register_entry", "form_day", harness_text(&h->mem, "%d", on), child);
	}
}

/* Of the child of the fixtures, whose parents are away: some talk with it, some with grandma, some with
 * nobody for weeks; a summer and an autumn long its mother is at home. */
static void talk(struct harness *h, day today)
{
	static const char *const whom[] = { "child", "carer", "both", "both" };
	int64_t kid = h->fix[FIX_KID];
	day on = day_add(today, -(int32_t)rnd(3));

	if (today == 20270601)
		harness_exec(h,
			     harness_text(&h->mem, "UPDATE absence SET to_day = 20270531 WHERE person = %lld",
					  (long long)h->fix[FIX_MOTHER]));
	if (today == 20271120)
		harness_exec(
			h,
			harness_text(
				&h->mem,
				"UPDATE absence SET from_day = 20271120, to_day = NULL WHERE person = %lld",
				(long long)h->fix[FIX_MOTHER]));
	if (!rnd(day_number(today) % 60 < 20 ? 30 : 4))
		insert(h, "contact", "person, whom, local_day, when_at, on_day, channel, outcome, source",
		       harness_text(&h->mem, "%lld, '%s', %d, %lld, %d, 'video', 'reached', 'parent'",
				    (long long)h->fix[FIX_FATHER], whom[rnd(4)], on,
				    day_number(on) * 86400000000LL + 43200000000LL, on),
		       kid);
	if (today >= 20270115 && !harness_number(h, STR("SELECT count(*) FROM deed")))
		insert(h, "deed",
		       "parent, carer, cause, destination, phone, from_day, to_day, signed_on, noted_on",
		       harness_text(&h->mem, "%lld, %lld, 'work', %s, %s, 20270115, 20280110, 20270113, %d",
				    (long long)h->fix[FIX_FATHER], (long long)h->fix[FIX_GRANDMA], blob(h),
				    blob(h), day_add(today, -1)),
		       kid);
	settle(h, kid);
}

/* student_record has no day of its own. */
static void something_of(struct harness *h, int64_t child, day today)
{
	if (rnd(9))
		something(h, child, today);
	else
		insert(h, "student_record", "nationality", STR("NULL"), child);
	settle(h, child);
}

static str day_text(struct harness *h, day d)
{
	return harness_text(&h->mem, "%04d-%02d-%02d", d / 10000, d / 100 % 100, d % 100);
}

static int64_t post(struct harness *h, const char *path, str body)
{
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_POST, path, NULL, str_z(&h->mem, body));

	if (a.status != 201)
		harness_fail("%d %s %.*s: %.*s", a.status, path, STR_ARG(body), STR_ARG(a.body));
	return id_at(&a, "id");
}

/* Certified as in difficulty from some day before or after they came to be known, some only for a while. */
static void new_child(struct harness *h, int i)
{
	static const char *const places[] = { "440804103203", "440804101209", "440804101" };
	day today = instant_day(h->now), from = day_add(today, (int32_t)rnd(80) - 60);
	const char *place = places[rnd(COUNT(places))],
		   *at_school = i % 3 ? ",'school':'{school}','entry_month':'202609'" : "";
	str to = i % 4 ? STR("")
		       : harness_text(&h->mem, ",'to':'%.*s'",
				      STR_ARG(day_text(h, day_add(from, 60 + (int32_t)rnd(200)))));

	kids[i] = post(h, API "children",
		       harness_text(&h->mem,
				    "{'name':'年%d','sex':'1','no_id_reason':'1','birth_date':'%.*s','"
				    "household_type':'1',"
				    "'household_region':'%s'%s}",
				    i, STR_ARG(day_text(h, day_add(today, -(int32_t)(2500 + rnd(1500))))),
				    place, at_school));
	post(h, API "difficulties",
	     harness_text(&h->mem, "{'child':'%lld','category':'orphan','from':'%.*s'%.*s}",
			  (long long)kids[i], STR_ARG(day_text(h, from)), STR_ARG(to)));
}

static void check(struct harness *h)
{
	struct recount should, is = kept(h);

	recount(h, &should);
	bool right = alike(&is, &should);
	printf("# %d: %zu cases\n", instant_day(h->now), is.n);
	OK(is.n > 0 && right);
	OK(rolled_up(h));
}

/* The seconds around midnight in Shanghai: known on one day and on the next. */
static void midnight(struct harness *h)
{
	int64_t at;

	if (!instant_parse(STR("2027-03-01T15:59:30Z"), &at))
		harness_fail("an instant");
	harness_clock(h, at);
	new_child(h, CHILDREN - 2);
	harness_clock(h, at + INT64_C(60000000));
	new_child(h, CHILDREN - 1);
	for (int i = CHILDREN - 2; i < CHILDREN; i++)
		settle(h, kids[i]);
}

/* down: the timer stands still for up to eleven days at a time. */
static void live(struct harness *h, bool down)
{
	int32_t rest = 0;

	chance_begin(SEED);
	uint64_t same = chance;
	for (day d = BEGIN; d <= END; d = day_add(d, 1)) {
		harness_today(h, d);
		if (d == 20270302) {
			chance = 77;
			midnight(h);
			harness_today(h, d);
		}
		if (!rest || !down)
			harness_daily(h);
		rest = rest ? rest - 1 : (int32_t)(day_number(d) % 3 ? 0 : 7 + day_number(d) % 5);
		chance = same = same * 6364136223846793005U + 1442695040888963407U;
		if (rnd(2))
			something_of(h, kids[rnd(d < 20270302 ? CHILDREN - 2 : CHILDREN)], d);
		talk(h, d);
		if (d == 20270228 || d == 20270930 || d == 20271001 || d == 20280229 || d == 20280301) {
			harness_daily(h);
			check(h);
		}
	}
	harness_daily(h);
	check(h);
}

static struct params changed(struct harness *h, const char *key, day from, int64_t value)
{
	const struct params *old = h->model.params;
	struct param *list = NEW(&h->mem, struct param, old->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < old->n; i++) {
		list[n++] = old->row[i];
		if (!str_eq(old->row[i].key, str_of(key)))
			continue;
		list[n] = list[n - 1];
		list[n - 1].to = day_add(from, -1);
		list[n].from = from;
		list[n++].value = value;
	}
	return (struct params){ list, n };
}

static void begin_world(struct harness *h)
{
	struct params *own = NEW(&h->mem, struct params, 1);

	/* No demonstration's head start: children are known from the day of their record. */
	*own = changed(h, "demo.duty.known_days", 20200101, 0);
	h->model.params = own;
	settle(h, h->fix[FIX_KID]);
	settle(h, h->fix[FIX_KID_B]);
	settle(h, h->fix[FIX_KID_2]);
	settle(h, h->fix[FIX_LOOSE]);
	harness_today(h, BEGIN);
	chance_begin(SEED);
	for (int i = 0; i < CHILDREN - 2; i++)
		new_child(h, i);
}

/* The children of a world by their number in it: ids are what else was written meanwhile. */
static void by_number(struct recount *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (int k = 0; k < CHILDREN; k++)
			if (r->list[i].object == kids[k])
				r->list[i].object = k;
	qsort(r->list, r->n, sizeof *r->list, by_case);
}

/* --- a parameter from a day on --- */

static void test_parameter(struct harness *h)
{
	day from = 20271001;
	struct recount before = kept(h), after;
	const struct params *old = h->model.params;
	struct params own = changed(h, "care.visit_every_green", from, 45);
	size_t moved = 0, other = 0, i = 0;

	h->model.params = &own;
	for (int k = 0; k < CHILDREN; k++)
		settle(h, kids[k]);
	after = kept(h);
	check(h);
	/* All others are there as they were; of green visits, all that began before. */
	for (size_t j = 0; j < before.n; j++) {
		while (i < after.n && by_case(&after.list[i], &before.list[j]) < 0)
			i++;
		if (i < after.n && same_one(&after.list[i], &before.list[j]))
			continue;
		if (str_eq(before.list[j].duty, STR("visit_green")) && before.list[j].from >= from)
			moved++;
		else
			other++;
	}
	OK(moved > 0);
	OK(other == 0);
	h->model.params = old;
	for (int k = 0; k < CHILDREN; k++)
		settle(h, kids[k]);
	after = kept(h);
	OK(alike(&after, &before));
}

/* Once more: nothing is written anew. */
static void test_again(struct harness *h)
{
	static const char ids[] = "SELECT CAST(coalesce(sum(id % 1000003), 0) AS BIGINT) FROM obligation";
	int64_t before = harness_number(h, str_of(ids));

	for (int i = 0; i < CHILDREN; i++)
		settle(h, kids[i]);
	harness_daily(h);
	OK(harness_number(h, str_of(ids)) == before);
}

static void run(struct harness *h, struct harness *other)
{
	begin_world(h);
	live(h, false);
	struct recount one = kept(h);
	by_number(&one);
	test_again(h);
	test_parameter(h);
	begin_world(other);
	live(other, true);
	struct recount two = kept(other);
	by_number(&two);
	OK(one.n > 100 && alike(&one, &two));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_pair(run, tap_skip);
	harness_stop();
	return tap_end();
}
