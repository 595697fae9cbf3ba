/* What follows from facts, held against the facts: after random sequences of writes (corrections in the past,
 * deletions, moves, days and months going by) every crossing, roll-up, flat value and next_on equals a
 * recount. TX_SEED chooses another sequence. */
#include "chance.h"
#include "child.h"
#include "counts.h"
#include "db_text.h"
#include "settle.h"
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPERATIONS = 300, CHECK_EVERY = 30 };

/* --- chance --- */

static int accepted; /* operations that wrote something */

static day some_day(const struct harness *h, int32_t back, int32_t ahead)
{
	return day_add(instant_day(h->now), (int32_t)rnd((uint32_t)(back + ahead)) - back);
}

static str day_text(struct harness *h, day d)
{
	return harness_text(&h->mem, "%04d-%02d-%02d", d / 10000, d / 100 % 100, d % 100);
}

/* --- one random write --- */

static int ask(struct harness *h, enum method method, str path, long long version, str body)
{
	char headers[60];

	snprintf(headers, sizeof headers, "If-Match: '%lld'", version);
	struct answer a = harness_ask(h, AS_OFFICER, method, str_z(&h->mem, path), headers,
				      body.n ? str_z(&h->mem, body) : NULL);
	if (a.status >= 500 || a.status == 400 || a.status == 415)
		printf("# %d %.*s %.*s: %.*s\n", a.status, STR_ARG(path), STR_ARG(body), STR_ARG(a.body));
	return a.status;
}

static const char *region_of(uint32_t i)
{
	static const char *const all[] = { "440804103203", "440804103207", "440804101209",
					   "440804101",    "440804",       "440803001001" };

	return all[i % COUNT(all)];
}

static int new_child(struct harness *h)
{
	str born = day_text(h, some_day(h, 19 * 365, 0));
	str type = rnd(5) ? harness_text(&h->mem, ",'household_type':'%u'", 1 + (rnd(4) == 0))
			  : (str){ NULL, 0 };
	str region = rnd(6) ? harness_text(&h->mem, ",'household_region':'%s'", region_of(rnd(6)))
			    : (str){ NULL, 0 };
	str school = rnd(3) ? harness_text(&h->mem, ",'school':'{school%s}'%s", rnd(2) ? "" : "_2",
					   rnd(2) ? ",'entry_month':'202509'" : "")
			    : (str){ NULL, 0 };

	return ask(
		h, HTTP_POST, STR(API "children"), 0,
		harness_text(&h->mem,
			     "{'name':'随机','sex':'1','no_id_reason':'1','birth_date':'%.*s'%.*s%.*s%.*s}",
			     STR_ARG(born), STR_ARG(type), STR_ARG(region), STR_ARG(school)));
}

static int new_parent(struct harness *h)
{
	static const char *const more[] = { "",
					    ",'state':'dead'",
					    ",'state':'imprisoned'",
					    ",'guardianship':'lost'",
					    ",'lives_with':true",
					    "" };
	struct picked child = pick(h, "child");

	return ask(h, HTTP_POST, STR(API "parents"), 0,
		   harness_text(&h->mem,
				"{'child':'%lld','relation':'5%u','name':'家长%u','phone':'1390000%04u'%s}",
				child.id, 1 + rnd(2), rnd(60), rnd(60), more[rnd(6)]));
}

static str absence_days(struct harness *h)
{
	day from = some_day(h, 500, 60);
	str first = day_text(h, from), last = day_text(h, day_add(from, (int32_t)rnd(300)));
	str known = day_text(h, some_day(h, 200, 0));

	switch (rnd(4)) {
	case 0: return harness_text(&h->mem, "'known_by':'%.*s'", STR_ARG(known));
	case 1: return harness_text(&h->mem, "'from':'%.*s'", STR_ARG(first));
	default: return harness_text(&h->mem, "'from':'%.*s','to':'%.*s'", STR_ARG(first), STR_ARG(last));
	}
}

static int new_absence(struct harness *h)
{
	static const char *const reason[] = { "work", "work", "work", "study" };
	struct picked person = pick(h, "person");
	str days = absence_days(h);

	return ask(h, HTTP_POST, STR(API "absences"), 0,
		   harness_text(&h->mem, "{'person':'%lld','reason':'%s',%.*s%s}", person.id, reason[rnd(4)],
				STR_ARG(days), rnd(6) ? "" : ",'child_along':true"));
}

static int change_absence(struct harness *h)
{
	struct picked a = pick(h, "absence");
	str path = harness_text(&h->mem, API "absences/%lld", a.id), days = absence_days(h);

	switch (rnd(4)) {
	case 0: return ask(h, HTTP_DELETE, path, a.version, (str){ NULL, 0 });
	case 1: return ask(h, HTTP_PATCH, path, a.version, STR("{'to':null}"));
	case 2: return ask(h, HTTP_PATCH, path, a.version, STR("{'reason':'study'}"));
	default: return ask(h, HTTP_PATCH, path, a.version, harness_text(&h->mem, "{%.*s}", STR_ARG(days)));
	}
}

static int change_child(struct harness *h)
{
	struct picked c = pick(h, "child");
	str path = harness_text(&h->mem, API "children/%lld", c.id),
	    since = day_text(h, some_day(h, 400, 90));
	str born = day_text(h, some_day(h, 19 * 365, 0));

	switch (rnd(6)) {
	case 0:
		return ask(h, HTTP_PATCH, path, c.version,
			   harness_text(&h->mem, "{'household_region':'%s','since':'%.*s'}",
					region_of(rnd(6)), STR_ARG(since)));
	case 1:
		return ask(h, HTTP_PATCH, path, c.version,
			   harness_text(&h->mem, "{'household_type':'%u','since':'%.*s'}", 1 + rnd(2),
					STR_ARG(since)));
	case 2:
		return ask(h, HTTP_PATCH, path, c.version,
			   harness_text(&h->mem, "{'school':'{school%s}'}", rnd(2) ? "" : "_2"));
	case 3: return ask(h, HTTP_PATCH, path, c.version, STR("{'school':null}"));
	case 4:
		return ask(h, HTTP_PATCH, path, c.version,
			   harness_text(&h->mem, "{'birth_date':'%.*s'}", STR_ARG(born)));
	default: return ask(h, HTTP_DELETE, path, c.version, (str){ NULL, 0 });
	}
}

static int change_family(struct harness *h)
{
	static const char *const state[] = { "'state':'alive'", "'state':'dead'", "'state':'missing'",
					     "'guardianship':'lost'", "'guardianship':'able'" };
	struct picked p = pick(h, "person"), t = pick(h, "tie"), x = pick(h, "circumstance");
	str since = day_text(h, some_day(h, 400, 60));

	switch (rnd(6)) {
	case 0:
	case 1:
		return ask(h, HTTP_PATCH, harness_text(&h->mem, API "persons/%lld", p.id), p.version,
			   harness_text(&h->mem, "{%s,'since':'%.*s'}", state[rnd(5)], STR_ARG(since)));
	case 2:
		return ask(
			h, HTTP_PATCH, harness_text(&h->mem, API "ties/%lld", t.id), t.version,
			harness_text(&h->mem, rnd(2) ? "{'from':'%.*s'}" : "{'to':'%.*s'}", STR_ARG(since)));
	case 3:
		return ask(h, HTTP_DELETE, harness_text(&h->mem, API "ties/%lld", t.id), t.version,
			   (str){ NULL, 0 });
	case 4:
		return ask(h, HTTP_DELETE, harness_text(&h->mem, API "circumstances/%lld", x.id), x.version,
			   (str){ NULL, 0 });
	default:
		return ask(
			h, HTTP_PATCH, harness_text(&h->mem, API "circumstances/%lld", x.id), x.version,
			harness_text(&h->mem, rnd(2) ? "{'from':'%.*s'}" : "{'to':'%.*s'}", STR_ARG(since)));
	}
}

static int change_school(struct harness *h)
{
	struct picked e = pick(h, "enrolment"), s = pick(h, "school");
	str last = day_text(h, some_day(h, 300, 60));

	if (rnd(4))
		return ask(h, HTTP_PATCH, harness_text(&h->mem, API "enrolments/%lld", e.id), e.version,
			   harness_text(&h->mem, "{'to':'%.*s'}", STR_ARG(last)));
	return ask(h, HTTP_PATCH, harness_text(&h->mem, API "schools/%lld", s.id), s.version,
		   harness_text(&h->mem, "{'region':'%s'}", rnd(3) ? "440804101209" : "440803001001"));
}

static bool operate(struct harness *h)
{
	int status;

	switch (rnd(12)) {
	case 0:
	case 1: status = new_child(h); break;
	case 2:
	case 3: status = new_parent(h); break;
	case 4:
	case 5: status = new_absence(h); break;
	case 6:
	case 7: status = change_absence(h); break;
	case 8: status = change_school(h); break;
	case 9: status = change_family(h); break;
	default: status = change_child(h); break;
	}
	accepted += status < 300;
	return status < 500 && status != 400 && status != 415;
}

/* --- recounts --- */

static str crossings(struct harness *h)
{
	return dumped(
		h,
		"SELECT CAST(child AS TEXT), CAST(day AS TEXT), CAST(counted AS TEXT), coalesce(region, ''),"
		" CAST(coalesce(civil_affairs, -1) AS TEXT), CAST(coalesce(school_roll, -1) AS TEXT), basis,"
		" CAST(coalesce(proposed, -1) AS TEXT), CAST(difficulty AS TEXT) "
		"FROM crossing ORDER BY child, day, id",
		9);
}

static str flat_values(struct harness *h)
{
	return dumped(h,
		      "SELECT CAST(id AS TEXT), CAST(coalesce(next_on, 0) AS TEXT), "
		      "coalesce(household_region, ''), coalesce(household_type, ''),"
		      " coalesce(living_region, ''), CAST(coalesce(school, 0) AS TEXT), CAST(coalesce(class, "
		      "0) AS TEXT),"
		      " CAST(coalesce(entry_month, 0) AS TEXT), coalesce(attendance_mode, '') FROM child "
		      "ORDER BY id",
		      9);
}

static str rollups(struct harness *h)
{
	return dumped(
		h,
		"SELECT CAST(county AS TEXT), region, CAST(month AS TEXT), CAST(children AS TEXT), "
		"CAST(civil AS TEXT),"
		" CAST(civil_unknown AS TEXT), CAST(roll_0 AS TEXT), CAST(roll_1 AS TEXT), CAST(roll_2 "
		"AS TEXT), CAST(roll_unknown AS TEXT), CAST(difficulty AS TEXT), CAST(cared_for AS TEXT)"
		" FROM rollup_left_behind WHERE children <> 0 OR civil <> 0 OR civil_unknown <> 0 OR "
		"roll_0 <> 0 OR roll_1 <> 0 OR roll_2 <> 0"
		" OR roll_unknown <> 0 OR difficulty <> 0 OR cared_for <> 0 ORDER BY county, region, month",
		12);
}

static bool settle_all(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	return store_write(&c, PRIO_BULK, harness_touch_all, NULL) == RC_OK;
}

/* Settled once more, nothing differs. */
static void check_settled(struct harness *h)
{
	str x = crossings(h), f = flat_values(h), r = rollups(h);

	OK(settle_all(h));
	OK(str_eq(x, crossings(h)));
	OK(str_eq(f, flat_values(h)));
	OK(str_eq(r, rollups(h)));
}

/* All roll-ups thrown away and counted anew from the crossings are the same. */
static void check_rebuilt(struct harness *h)
{
	str r = rollups(h);

	OK(harness_exec(h, STR("DELETE FROM rollup_left_behind")) &&
	   harness_exec(h, STR("DELETE FROM crossing")));
	OK(settle_all(h));
	OK(str_eq(r, rollups(h)));
}

static bool crossing_right(struct ctx *c, struct facts_index *x, const struct record *child,
			   const struct record *cross, day on)
{
	struct record then = *child;
	struct standing s;

	then.v = NEW(c->mem, struct val, CHILD__N);
	then.label = NEW(c->mem, str, CHILD__N);
	memcpy(then.v, child->v, CHILD__N * sizeof *then.v);
	child_as_of(x, &then, on);
	child_standing(c, x, child, on, &s);
	int civil =
		rec_null(cross, CROSSING_CIVIL_AFFAIRS) ? -1 : (int)rec_int(cross, CROSSING_CIVIL_AFFAIRS);
	int roll = rec_null(cross, CROSSING_SCHOOL_ROLL) ? -1 : (int)rec_int(cross, CROSSING_SCHOOL_ROLL);
	bool counted = day_age(rec_day(child, CHILD_BIRTH_DATE), on) < 18;
	bool right = civil == s.civil_affairs && roll == s.school_roll &&
		     counted == (rec_int(cross, CROSSING_COUNTED) != 0) &&
		     str_eq(rec_text(cross, CROSSING_BASIS), str_of(standing_basis_code(s.basis))) &&
		     str_eq(rec_text(cross, CROSSING_REGION), rec_text(&then, CHILD_HOUSEHOLD_REGION));
	if (!right)
		printf("# child %lld on %d: crossing says %d %d, the facts %d %d\n", (long long)child->id, on,
		       civil, roll, s.civil_affairs, s.school_roll);
	return right;
}

/* Each stretch at its first day, its last day and one in between. */
static int64_t stretches_wrong(struct ctx *c, struct facts_index *x, const struct record *child,
			       const struct records *all)
{
	const struct record *cross = NULL;
	int64_t wrong = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (rec_int(&all->r[i], CROSSING_CHILD) != child->id)
			continue;
		day from = rec_day(&all->r[i], CROSSING_DAY);
		if (cross && rec_day(cross, CROSSING_DAY) >= from)
			return 1; /* they are in order of ids and of days */
		if (cross)
			wrong += !crossing_right(c, x, child, cross, day_add(from, -1));
		else
			wrong += from != rec_day(child, CHILD_BIRTH_DATE);
		wrong += !crossing_right(c, x, child, &all->r[i], from);
		cross = &all->r[i];
	}
	return wrong + (cross ? !crossing_right(c, x, child, cross, c->today) : 1);
}

static void check_crossings(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct file f;
	struct records all = { 0 };
	int64_t wrong = 0;

	OK(file_load_all(&c, &f) == RC_OK &&
	   record_list(&c, &crossing_kind, &(struct list){ 0 }, &all) == RC_OK);
	struct facts_index *x = facts_index_new(&c, &f);
	for (size_t i = 0; i < f.children.n; i++)
		wrong += stretches_wrong(&c, x, &f.children.r[i], &all);
	OK(wrong == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM crossing x WHERE NOT EXISTS (SELECT 1 FROM child c "
				 "WHERE c.id = x.child)")) == 0);
	OK(harness_number(
		   h, harness_text(&h->mem, "SELECT count(*) FROM crossing WHERE day > %d", c.today)) == 0);
}

static bool counts_same(struct ctx *c, str region, day on)
{
	struct counts rolled = { { 0 } }, counted = { { 0 } };

	if (left_behind_recount(c, region, on, &counted) != RC_OK ||
	    rollup_read(c, (struct counties){ c->who->county, c->who->county + 1 }, region, on / 100,
			&rolled) != RC_OK)
		return false;
	bool same = !memcmp(&rolled, &counted, sizeof rolled);
	for (size_t k = 0; k < COUNT__N && !same; k++)
		if (rolled.n[k] != counted.n[k])
			printf("# %.*s on %d: count %zu is %lld rolled up, %lld counted\n", STR_ARG(region),
			       on, k, (long long)rolled.n[k], (long long)counted.n[k]);
	return same;
}

static void check_counts(struct harness *h)
{
	struct actor officer = { .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = HARNESS_COUNTY };
	static const str regions[] = { STR_INIT(""),
				       STR_INIT("44"),
				       STR_INIT("440804"),
				       STR_INIT("440804103"),
				       STR_INIT("440804103203"),
				       STR_INIT("440804101"),
				       STR_INIT("440803001001") };
	day on = instant_day(h->now);

	for (int m = 0; m < 5; m++) {
		bool same = true;
		for (size_t i = 0; i < COUNT(regions); i++) {
			struct ctx c = harness_ctx(h);
			c.who = &officer;
			same &= counts_same(&c, regions[i], on);
		}
		OK(same);
		on = day_add(on / 100 * 100 + 1, -1 - (int32_t)rnd(3) * 31);
		on = day_month_end(on) < instant_day(h->now) ? day_month_end(on) : on;
	}
}

/* --- days going by --- */

static void check_daily(struct harness *h)
{
	str count = STR("SELECT count(*) FROM journal"), x, f, r;

	harness_daily(h);
	int64_t rows = harness_number(h, count);
	x = crossings(h), f = flat_values(h), r = rollups(h);
	harness_daily(h); /* once more on the same day: nothing */
	OK(harness_number(h, count) == rows);
	OK(str_eq(x, crossings(h)) && str_eq(f, flat_values(h)) && str_eq(r, rollups(h)));
}

static void run(struct harness *h)
{
	accepted = 0;
	for (int i = 1; i <= OPERATIONS; i++) {
		bool good = operate(h);
		if (!good)
			OK(good);
		if (i % 20 == 0) {
			harness_today(h, day_add(instant_day(h->now),
						 rnd(3) ? 1 + (int32_t)rnd(5) : (int32_t)rnd(60)));
			check_daily(h);
		}
		if (i % CHECK_EVERY)
			continue;
		check_crossings(h);
		check_counts(h);
		check_settled(h);
	}
	printf("# %d of %d were accepted\n", accepted, OPERATIONS);
	OK(accepted > OPERATIONS / 3 && harness_number(h, STR("SELECT count(*) FROM crossing")) > 30);
	check_rebuilt(h);
	OK(harness_journal_whole(h));
}

/* One whose parent passes ninety days while nobody writes anything. */
static void add_waiting(struct harness *h)
{
	static const struct step steps[] = {
		{ NULL,
		  AS_OFFICER,
		  HTTP_POST,
		  API "children",
		  NULL,
		  "{'name':'等','sex':'1','birth_date':'2016-05-05','no_id_reason':'1','household_type':'1','"
		  "household_region':'440804103203',"
		  "'school':'{school}','entry_month':'202209'}",
		  201,
		  { NULL },
		  "w=id" },
		{ NULL,
		  AS_OFFICER,
		  HTTP_POST,
		  API "parents",
		  NULL,
		  "{'child':'{w}','relation':'51','name':'等父'}",
		  201,
		  { NULL },
		  "wp=person" },
		{ NULL, AS_OFFICER, HTTP_POST, API "absences", NULL, "{'person':'{wp}','from':'{today}'}",
		  201 },
	};

	for (size_t i = 0; i < COUNT(steps); i++)
		OK(harness_step(h, &steps[i]));
}

/* A stop of three months is caught up to the same end as day by day. */
static void test_catching_up(struct harness *slow, struct harness *quick)
{
	day end = day_add(instant_day(slow->now), 100);

	chance_begin(20261122);
	uint64_t seed = chance;

	for (int i = 0; i < 60; i++)
		(void)operate(slow);
	chance = seed;
	for (int i = 0; i < 60; i++)
		(void)operate(quick);
	add_waiting(slow);
	add_waiting(quick);
	OK(str_eq(crossings(slow), crossings(quick)));
	for (day d = instant_day(slow->now); d < end;) {
		d = day_add(d, 1);
		harness_today(slow, d);
		harness_daily(slow);
	}
	harness_today(quick, end);
	harness_daily(quick);
	OK(str_eq(crossings(slow), crossings(quick)));
	OK(str_eq(flat_values(slow), flat_values(quick)));
	OK(str_eq(rollups(slow), rollups(quick)));
	check_crossings(quick);
	OK(harness_number(quick, STR("SELECT count(*) FROM journal WHERE act = 5")) > 0);
	OK(harness_journal_whole(slow) && harness_journal_whole(quick));
}

/* A server that is to stop does not finish the day first: its next unit is not begun, and what people do is.
 */
static void test_ending(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	_Atomic bool ending = false;

	c.via = VIA_TIMER;
	h->model.ending = &ending;
	OK(store_write(&c, PRIO_BULK, harness_touch_all, NULL) == RC_OK);
	ending = true;
	OK(store_write(&c, PRIO_BULK, harness_touch_all, NULL) == RC_BUSY);
	OK(store_write(&c, PRIO_PEOPLE, harness_touch_all, NULL) == RC_OK);
	c.via = VIA_PAGE;
	OK(store_write(&c, PRIO_BULK, harness_touch_all, NULL) == RC_OK);
	h->model.ending = NULL;
}

static void tests(struct harness *h)
{
	test_ending(h);
	chance_begin(20261121);
	run(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_each_pair(test_catching_up, tap_skip);
	harness_stop();
	return tap_end();
}
