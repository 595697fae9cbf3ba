/* The counts of a county for every month of a year, held against an independent recount: straight from the
 * rows of facts, day by day, without the program's rules, indexes, crossings or roll-ups.  Families move,
 * leave, come home, die, are certified and found wrong; a world whose timer stands still for days has the
 * same counts as one in which it runs every day; facts corrected afterwards change the months they concern.
 * TX_SEED chooses another year; half of it when small. */
#include "chance.h"
#include "counts.h"
#include "db_text.h"
#include "difficulty.h"
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHILDREN = 60, GAP = 30, LONG = 90, MINOR = 16, CHILD = 18 };

/* --- the facts as rows, nothing else --- */

struct fact {
	int64_t child, person;
	int what; /* of each list its own meaning */
	str text;
	day from, to, known_by;
};
struct facts {
	struct fact *list;
	size_t n;
};
struct kept {
	struct facts child, circumstance, tie, absence, enrolment, difficulty;
};

/* Columns: child, person, what, text, from, to, known_by. */
static struct facts rows(struct harness *h, const char *sql)
{
	enum { MOST = 4000 };
	struct facts f = { NEW(&h->mem, struct fact, MOST), 0 };
	struct rows q;

	if (db_query_text(harness_db(h), &q, str_of(sql), NULL, 0) != RC_OK)
		harness_fail("%s", sql);
	while (db_next(&q) && f.n < MOST)
		f.list[f.n++] = (struct fact){ .child = db_int(&q, 0),
					       .person = db_int(&q, 1),
					       .what = (int)db_int(&q, 2),
					       .text = db_dup(&h->mem, &q, 3),
					       .from = (day)db_int(&q, 4),
					       .to = (day)db_int(&q, 5),
					       .known_by = (day)db_int(&q, 6) };
	if (db_done(&q) != RC_OK || f.n == MOST)
		harness_fail("%s", sql);
	return f;
}

static struct kept read_facts(struct harness *h)
{
	return (struct kept){
		.child = rows(h, "SELECT id, 0, county, '', birth_date, 0, 0 FROM child ORDER BY id"),
		.circumstance =
			rows(h, "SELECT coalesce(child, 0), coalesce(person, 0), 0, topic || ':' || value,"
				" coalesce(from_day, 0), coalesce(to_day, 0), 0 FROM circumstance"
				" ORDER BY id"),
		.tie = rows(h, "SELECT child, person, CAST(relation AS INT), '', coalesce(from_day, 0),"
			       " coalesce(to_day, 0), 0 FROM tie ORDER BY id"),
		.absence =
			rows(h, "SELECT 0, person, coalesce(child_along, 0), reason, coalesce(from_day, 0),"
				" coalesce(to_day, 0), coalesce(known_by, 0) FROM absence ORDER BY id"),
		.enrolment = rows(
			h, "SELECT e.child, 0, CASE WHEN e.stage IN ('primary', 'junior') THEN 1 ELSE 0"
			   " END, coalesce(s.region, ''), coalesce(e.from_day, 0), coalesce(e.to_day, 0), 0"
			   " FROM enrolment e JOIN school s ON s.id = e.school ORDER BY e.id"),
		.difficulty = rows(h, "SELECT child, 0, 0, category, from_day, coalesce(to_day, 0), 0 FROM"
				      " difficulty ORDER BY id"),
	};
}

static bool on_day(const struct fact *f, day on) { return f->from <= on && (!f->to || on <= f->to); }

/* What held of a child or an adult: "state:dead" gives "dead". */
static str held(const struct kept *k, int64_t child, int64_t person, const char *topic, day on)
{
	str found = { NULL, 0 };
	size_t skip = strlen(topic) + 1;
	day best = -1;

	for (size_t i = 0; i < k->circumstance.n; i++) {
		const struct fact *f = &k->circumstance.list[i];
		if (f->child != child || f->person != person || !str_starts(f->text, str_of(topic)) ||
		    f->text.s[skip - 1] != ':' || !on_day(f, on) || f->from < best)
			continue;
		best = f->from;
		found = str_cut(f->text, skip, f->text.n);
	}
	return found;
}

/* --- the recount --- */

/* Is the parent out on this one day?  `sure`: absences without a first day that no form has told of yet are
 * left out; else they are taken to have begun long ago. */
static bool out(const struct kept *k, int64_t person, day d, day asked, bool sure)
{
	for (size_t i = 0; i < k->absence.n; i++) {
		const struct fact *a = &k->absence.list[i];
		if (a->person != person || a->what || !str_eq(a->text, STR("work")))
			continue;
		if (a->from && a->to && a->to < a->from)
			continue;
		if (!a->from && sure && (!a->known_by || a->known_by > asked))
			continue;
		if (a->from <= d && (!a->to || d <= day_add(a->to, GAP)))
			return true;
	}
	return false;
}

/* ... and every day of the LONG days before, and the one before those? */
static bool out_long(const struct kept *k, int64_t person, day on, bool sure)
{
	for (int i = 0; i <= LONG + 1; i++)
		if (!out(k, person, day_add(on, -i), on, sure))
			return false;
	return true;
}

struct parents {
	int n, dead, able, away, at_home, for_long;
};

static bool parental(int relation)
{
	return relation == 50 || relation == 51 || relation == 52 || relation == 57 || relation == 58;
}

static void count_parent(const struct kept *k, int64_t person, day on, bool sure, struct parents *p)
{
	str state = held(k, 0, person, "state", on), care = held(k, 0, person, "guardianship", on);
	bool lost = str_eq(care, STR("lost")), alive = !state.n || str_eq(state, STR("alive"));

	p->n++;
	if (str_eq(state, STR("dead"))) {
		p->dead++;
		return;
	}
	p->able += alive && !lost;
	bool away = alive && out(k, person, on, on, sure);
	p->away += away;
	p->at_home += alive && !lost && !away;
	p->for_long += away && out_long(k, person, on, sure);
}

static struct parents parents_of(const struct kept *k, int64_t child, day on, bool sure)
{
	struct parents p = { 0 };
	int64_t seen[20];
	int n = 0;

	for (size_t i = 0; i < k->tie.n; i++) {
		const struct fact *t = &k->tie.list[i];
		bool again = false;
		if (t->child != child || !parental(t->what) || !on_day(t, on))
			continue;
		for (int s = 0; s < n; s++)
			again |= seen[s] == t->person;
		if (again || n == (int)COUNT(seen))
			continue;
		seen[n++] = t->person;
		count_parent(k, t->person, on, sure, &p);
	}
	return p;
}

/* 1 enrolled in the county of the household, 0 not, -1 nobody knows. */
static int enrolled(const struct kept *k, int64_t child, str home, day on)
{
	int found = 0;

	for (size_t i = 0; i < k->enrolment.n; i++) {
		const struct fact *e = &k->enrolment.list[i];
		if (e->child != child || !e->what || !on_day(e, on))
			continue;
		if (home.n < 6 || e->text.n < 6)
			found = found == 1 ? 1 : -1;
		else if (str_eq(str_cut(home, 0, 6), str_cut(e->text, 0, 6)))
			found = 1;
	}
	return found;
}

/* One child on one day, in the world where the unknown is not, or is. */
static void answer(const struct kept *k, const struct fact *child, day on, bool sure, int *ret_civil,
		   int *ret_roll)
{
	str type = held(k, child->child, 0, "household_type", on),
	    home = held(k, child->child, 0, "household_region", on);
	struct parents p = parents_of(k, child->child, on, sure);
	int at = enrolled(k, child->child, home, on), age = day_age(child->from, on);
	bool farming = str_eq(type, STR("1")) || (!sure && !str_eq(type, STR("2"))), nobody = !p.n && !sure;

	*ret_civil = age < MINOR && farming && (nobody || (p.away && !p.at_home));
	*ret_roll = at == 1 || (at < 0 && !sure) ? (nobody ? 2 : p.for_long > 2 ? 2 : p.for_long) : 0;
}

static void count_child(const struct kept *k, const struct fact *child, day on, struct counts *n)
{
	int civil[2], roll[2];
	bool any = false, is[3] = { false };
	static const char *const apart[] = { "orphan", "unattended", "disability" };

	answer(k, child, on, true, &civil[0], &roll[0]);
	answer(k, child, on, false, &civil[1], &roll[1]);
	for (size_t i = 0; i < k->difficulty.n; i++) {
		const struct fact *d = &k->difficulty.list[i];
		if (d->child != child->child || !on_day(d, on))
			continue;
		any = true;
		for (int c = 0; c < 3; c++)
			is[c] |= str_eq(d->text, str_of(apart[c]));
	}
	n->n[COUNT_CHILDREN]++;
	n->n[COUNT_CIVIL] += civil[0] == civil[1] && civil[0];
	n->n[COUNT_CIVIL_UNKNOWN] += civil[0] != civil[1];
	n->n[COUNT_ROLL_UNKNOWN] += roll[0] != roll[1];
	if (roll[0] == roll[1])
		n->n[COUNT_ROLL_0 + roll[0]]++;
	n->n[COUNT_DIFFICULTY] += any;
	n->n[COUNT_ORPHAN] += is[0];
	n->n[COUNT_UNATTENDED] += is[1];
	n->n[COUNT_DISABILITY] += is[2];
	n->n[COUNT_CARED_FOR] += any || (civil[0] == civil[1] && civil[0]);
}

static struct counts recount(const struct kept *k, int county, str region, day on)
{
	struct counts n = { { 0 } };

	for (size_t i = 0; i < k->child.n; i++) {
		const struct fact *c = &k->child.list[i];
		int age = day_age(c->from, on);
		if ((county && c->what != county) || age < 0 || age >= CHILD)
			continue;
		if (str_starts(held(k, c->child, 0, "household_region", on), region))
			count_child(k, c, on, &n);
	}
	return n;
}

/* --- the year --- */

static str day_text(struct harness *h, day d)
{
	return harness_text(&h->mem, "%04d-%02d-%02d", d / 10000, d / 100 % 100, d % 100);
}

static day back(const struct harness *h, int32_t days) { return day_add(instant_day(h->now), -days); }

static bool done; /* something was written */

static void ask(struct harness *h, enum method method, str path, long long version, str body)
{
	str headers = harness_text(&h->mem, "If-Match: '%lld'", version);
	struct answer a = harness_ask(h, AS_OFFICER, method, str_z(&h->mem, path), str_z(&h->mem, headers),
				      body.n ? str_z(&h->mem, body) : NULL);

	if (a.status >= 500 || a.status == 400)
		harness_fail("%d %.*s %.*s: %.*s", a.status, STR_ARG(path), STR_ARG(body), STR_ARG(a.body));
	done |= a.status < 300;
}

static const char *const places[] = { "440804103203", "440804103207", "440804101209", "440804101",
				      "440803001001" };

static void new_child(struct harness *h, int i)
{
	/* Some turn sixteen or eighteen within the year. */
	int32_t old = i % 6 == 0 ? 18 * 365 - 200 : i % 6 == 1 ? 16 * 365 - 150 : (int32_t)rnd(15 * 365);
	str born = day_text(h, back(h, old + (int32_t)rnd(100)));
	str school = i % 4 ? STR(",'school':'{school}','entry_month':'202509'") : (str){ NULL, 0 };

	ask(h, HTTP_POST, STR(API "children"), 0,
	    harness_text(
		    &h->mem,
		    "{'name':'年%d','sex':'1','no_id_reason':'1','birth_date':'%.*s','household_type':'%u',"
		    "'household_region':'%s'%.*s}",
		    i, STR_ARG(born), 1 + (rnd(6) == 0), places[rnd(COUNT(places))], STR_ARG(school)));
}

static void new_parent(struct harness *h)
{
	ask(h, HTTP_POST, STR(API "parents"), 0,
	    harness_text(&h->mem, "{'child':'%lld','relation':'5%u','name':'家长%u'}", pick(h, "child").id,
			 1 + rnd(2), rnd(900)));
}

static void new_absence(struct harness *h)
{
	str from = day_text(h, back(h, (int32_t)rnd(160))), known = day_text(h, back(h, (int32_t)rnd(40)));
	long long person = pick(h, "person").id;

	if (rnd(7) == 0)
		ask(h, HTTP_POST, STR(API "absences"), 0,
		    harness_text(&h->mem, "{'person':'%lld','reason':'work','known_by':'%.*s'}", person,
				 STR_ARG(known)));
	else
		ask(h, HTTP_POST, STR(API "absences"), 0,
		    harness_text(&h->mem, "{'person':'%lld','reason':'%s','from':'%.*s'%s}", person,
				 rnd(8) ? "work" : "study", STR_ARG(from),
				 rnd(9) ? "" : ",'child_along':true"));
}

static void end_absence(struct harness *h)
{
	struct picked a = pick(h, "absence");
	str to = day_text(h, back(h, (int32_t)rnd(50) - 25));

	ask(h, HTTP_PATCH, harness_text(&h->mem, API "absences/%lld", a.id), a.version,
	    harness_text(&h->mem, "{'to':'%.*s'}", STR_ARG(to)));
}

static void change_person(struct harness *h)
{
	static const char *const to[] = { "'state':'dead'",       "'state':'missing'",
					  "'state':'imprisoned'", "'state':'detained'",
					  "'state':'deported'",   "'state':'alive'",
					  "'state':'alive'",      "'guardianship':'lost'",
					  "'guardianship':'able'" };
	struct picked p = pick(h, "person");
	str since = day_text(h, back(h, (int32_t)rnd(90) - 20));

	ask(h, HTTP_PATCH, harness_text(&h->mem, API "persons/%lld", p.id), p.version,
	    harness_text(&h->mem, "{%s,'since':'%.*s'}", to[rnd(COUNT(to))], STR_ARG(since)));
}

static void change_child(struct harness *h)
{
	struct picked c = pick(h, "child");
	str since = day_text(h, back(h, (int32_t)rnd(80) - 15));
	str path = harness_text(&h->mem, API "children/%lld", c.id);

	if (rnd(3) == 0)
		ask(h, HTTP_PATCH, path, c.version,
		    harness_text(&h->mem, "{'household_type':'%u','since':'%.*s'}", 1 + rnd(2),
				 STR_ARG(since)));
	else
		ask(h, HTTP_PATCH, path, c.version,
		    harness_text(&h->mem, "{'household_region':'%s','since':'%.*s'}",
				 places[rnd(COUNT(places))], STR_ARG(since)));
}

static void new_difficulty(struct harness *h)
{
	static const char *const which[] = { "orphan",   "unattended", "unattended",
					     "hardship", "fallback",   "disability" };
	const char *category = which[rnd(COUNT(which))];
	day from = back(h, (int32_t)rnd(120) - 20);
	str first = day_text(h, from), last = day_text(h, day_add(from, (int32_t)rnd(250)));

	ask(h, HTTP_POST, STR(API "difficulties"), 0,
	    harness_text(&h->mem, "{'child':'%lld','category':'%s','from':'%.*s'%s%.*s%s%s}",
			 pick(h, "child").id, category, STR_ARG(first),
			 rnd(2) ? ",'to':'" : ",'decided_by':'", STR_ARG(last), "'",
			 category[0] == 'd' ? ",'disability_type':'4','disability_level':'1'" : ""));
}

static void end_difficulty(struct harness *h)
{
	struct picked d = pick(h, "difficulty");
	str to = day_text(h, back(h, (int32_t)rnd(60) - 30));

	if (d.id)
		ask(h, HTTP_PATCH, harness_text(&h->mem, API "difficulties/%lld", d.id), d.version,
		    harness_text(&h->mem, "{'to':'%.*s'}", STR_ARG(to)));
}

static void something(struct harness *h)
{
	switch (rnd(10)) {
	case 0:
	case 1: new_absence(h); break;
	case 2:
	case 3: end_absence(h); break;
	case 4:
	case 5: change_person(h); break;
	case 6: change_child(h); break;
	case 7: end_difficulty(h); break;
	case 8: new_parent(h); break;
	default: new_difficulty(h); break;
	}
}

/* What was found out later: mistakes of any time put right, entries taken away. */
static void correct(struct harness *h)
{
	struct picked a = pick(h, "absence"), x = pick(h, "circumstance"), d = pick(h, "difficulty");
	str then = day_text(h, back(h, (int32_t)rnd(360)));

	switch (rnd(7)) {
	case 0:
	case 1:
		ask(h, HTTP_PATCH, harness_text(&h->mem, API "absences/%lld", a.id), a.version,
		    harness_text(&h->mem, rnd(2) ? "{'from':'%.*s'}" : "{'to':'%.*s'}", STR_ARG(then)));
		break;
	case 2:
		ask(h, HTTP_PATCH, harness_text(&h->mem, API "circumstances/%lld", x.id), x.version,
		    harness_text(&h->mem, "{'from':'%.*s'}", STR_ARG(then)));
		break;
	case 3:
		ask(h, HTTP_PATCH, harness_text(&h->mem, API "difficulties/%lld", d.id), d.version,
		    harness_text(&h->mem, rnd(2) ? "{'from':'%.*s'}" : "{'to':'%.*s'}", STR_ARG(then)));
		break;
	case 4:
		ask(h, HTTP_DELETE, harness_text(&h->mem, API "difficulties/%lld", d.id), d.version,
		    (str){ NULL, 0 });
		break;
	case 5:
		ask(h, HTTP_DELETE, harness_text(&h->mem, API "absences/%lld", a.id), a.version,
		    (str){ NULL, 0 });
		break;
	default: change_person(h); break;
	}
}

/* --- held against each other --- */

static bool same(const char *what, str region, day on, const struct counts *rolled,
		 const struct counts *counted)
{
	bool is = true;

	for (int k = 0; k < COUNT__N; k++)
		if (rolled->n[k] != counted->n[k]) {
			is = false;
			printf("# %s, %.*s on %d, %s: %lld, recounted %lld\n", what, STR_ARG(region), on,
			       count_ways[k].name, (long long)rolled->n[k], (long long)counted->n[k]);
		}
	return is;
}

static const str regions[] = { STR_INIT(""),          STR_INIT("44"),           STR_INIT("4408"),
			       STR_INIT("440804"),    STR_INIT("440804103"),    STR_INIT("440804103203"),
			       STR_INIT("440804101"), STR_INIT("440804101209"), STR_INIT("440803") };

static day month_end(int month, day today)
{
	day end = day_month_end(month * 100 + 1);

	return end < today ? end : today;
}

static int month_after(int month) { return month % 100 == 12 ? month + 89 : month + 1; }

/* Every month from `first` on until today. */
static void check_months(struct harness *h, int first, struct counts *ret_total)
{
	struct actor officer = { .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = HARNESS_COUNTY };
	struct actor nation = { .role = ROLE_MINISTRY, .reach = REACH_NATION };
	struct kept k = read_facts(h);
	day today = instant_day(h->now);
	int months = 1, at = first;

	for (int m = first; m < today / 100; m = month_after(m))
		months++;
	struct counts *series = NEW(&h->mem, struct counts, (size_t)months);
	for (int i = 0; i < months; i++, at = month_after(at)) {
		day on = month_end(at, today);
		bool right = true;
		for (size_t r = 0; r < COUNT(regions); r++) {
			struct ctx c = harness_ctx(h);
			struct counts rolled, all, mine = recount(&k, HARNESS_COUNTY, regions[r], on),
						   of_all = recount(&k, 0, regions[r], on);
			c.who = &officer;
			right &= left_behind_counts(&c, regions[r], on, &rolled) == RC_OK &&
				 same("county", regions[r], on, &rolled, &mine);
			right &= left_behind_series(&c, regions[r], first, (size_t)months, series) == RC_OK &&
				 same("series", regions[r], on, &series[i], &mine);
			c.who = &nation;
			right &= left_behind_counts(&c, regions[r], on, &all) == RC_OK &&
				 same("nation", regions[r], on, &all, &of_all);
			for (int n = 0; !r && n < COUNT__N; n++)
				ret_total->n[n] += mine.n[n];
		}
		OK(right);
	}
}

/* The program's own yardstick, which any day may ask for, agrees with this one. */
static void check_own(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct actor officer = { .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = HARNESS_COUNTY };
	struct kept k = read_facts(h);
	bool right = true;

	c.who = &officer;
	for (int i = 0; i < 12; i++) {
		day on = back(h, (int32_t)rnd(350));
		struct counts own, mine = recount(&k, HARNESS_COUNTY, STR("440804"), on);
		right &= left_behind_recount(&c, STR("440804"), on, &own) == RC_OK &&
			 same("own recount", STR("440804"), on, &own, &mine);
	}
	OK(right);
}

/* By name: what the timer wrote on another day has another id. */
static str crossings(struct harness *h)
{
	return dumped(
		h,
		"SELECT c.name, CAST(x.day AS TEXT), CAST(x.counted AS TEXT), coalesce(x.region, ''),"
		" CAST(coalesce(x.civil_affairs, -1) AS TEXT), CAST(coalesce(x.school_roll, -1) AS TEXT),"
		" x.basis, CAST(x.difficulty AS TEXT), CAST(x.orphan AS TEXT), CAST(x.unattended AS TEXT),"
		" CAST(x.disability AS TEXT), CAST(coalesce(x.proposed, -1) AS TEXT) FROM crossing x"
		" JOIN child c ON c.id = x.child ORDER BY c.name, x.day",
		12);
}

static str rollups(struct harness *h)
{
	return dumped(
		h,
		"SELECT CAST(county AS TEXT), region, CAST(month AS TEXT), CAST(children AS TEXT),"
		" CAST(civil AS TEXT), CAST(civil_unknown AS TEXT), CAST(roll_0 AS TEXT), CAST(roll_1 AS "
		"TEXT),"
		" CAST(roll_2 AS TEXT), CAST(roll_unknown AS TEXT), CAST(difficulty AS TEXT),"
		" CAST(orphan AS TEXT), CAST(unattended AS TEXT), CAST(disability AS TEXT),"
		" CAST(cared_for AS TEXT) FROM rollup_left_behind WHERE children <> 0 OR civil <> 0"
		" OR civil_unknown <> 0 OR roll_0 <> 0 OR roll_1 <> 0 OR roll_2 <> 0 OR roll_unknown <> 0"
		" OR difficulty <> 0 OR orphan <> 0 OR unattended <> 0 OR disability <> 0 OR cared_for <> 0"
		" ORDER BY county, region, month",
		15);
}

static void begin(struct harness *h)
{
	for (int i = 0; i < CHILDREN; i++)
		new_child(h, i);
	for (int i = 0; i < 2 * CHILDREN; i++)
		new_parent(h);
	for (int i = 0; i < CHILDREN; i++)
		new_absence(h);
	for (int i = 0; i < 25; i++)
		change_person(h);
	for (int i = 0; i < 30; i++)
		new_difficulty(h);
}

/* A month of both worlds, the same writes on the same days; in the second one the timer stands still from the
 * eighth to the twenty-second, and the program is started anew. */
static void live(struct harness *steady, struct harness *stopped)
{
	day d = instant_day(steady->now), end = day_month_end(day_add(d, 1));
	bool same = true;

	while (d < end) {
		d = day_add(d, 1);
		harness_today(steady, d);
		harness_today(stopped, d);
		harness_daily(steady);
		if (d % 100 == 22)
			harness_restart(stopped);
		if (d % 100 < 8 || d % 100 >= 22)
			harness_daily(stopped);
		uint64_t seed = chance;
		for (int i = 0; d % 6 == 0 && i < 5; i++)
			something(steady);
		chance = seed;
		for (int i = 0; d % 6 == 0 && i < 5; i++)
			something(stopped);
	}
	same &= str_eq(crossings(steady), crossings(stopped));
	OK(same && str_eq(rollups(steady), rollups(stopped)));
}

static void run(struct harness *h, struct harness *other)
{
	struct counts total = { { 0 } }, after = { { 0 } };
	int first = instant_day(h->now) / 100;

	chance_begin(20261121);
	uint64_t seed = chance;
	begin(h);
	chance = seed;
	begin(other);
	for (int m = 1; m < (harness_small() ? 6 : 12); m++) /* the running one is the first */
		live(h, other);
	done = false;
	check_months(h, first, &total);
	check_own(h);
	for (int k = 0; k < COUNT__N; k++) {
		printf("# %s: %lld over the year\n", count_ways[k].name, (long long)total.n[k]);
		OK(total.n[k] > 0); /* a year in which nothing of a kind happens proves nothing of it */
	}
	for (int i = 0; i < 60; i++)
		correct(h);
	OK(done);
	check_months(h, first, &after);
	OK(memcmp(&total, &after, sizeof total) != 0);
	check_own(h);
	OK(harness_journal_whole(h) && harness_journal_whole(other));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_pair(run, tap_skip);
	harness_stop();
	return tap_end();
}
