/* duty_recount.h - what duties should be kept, reckoned once more: from the rows of facts, day by day,
 * without the program's spans, cases or roll-ups. */
#pragma once
#include "db_text.h"
#include "harness.h"
#include "obligation.h"
#include "workday.h"

#include <stdlib.h>

enum { MOST = 6000, AHEAD = 30, COUNTY = 440804 };

/* --- the facts as rows, nothing else --- */

struct row {
	int64_t object, number;
	day on, to;
	str text;
};
struct rowset {
	struct row *list;
	size_t n;
};
/* Columns: object, number, day, last day, text. */
static struct rowset rows(struct harness *h, const char *sql)
{
	struct rowset f = { NEW(&h->mem, struct row, MOST), 0 };
	struct rows q;

	if (db_query_text(harness_db(h), &q, str_of(sql), NULL, 0) != RC_OK)
		harness_fail("%s", sql);
	while (db_next(&q) && f.n < MOST)
		f.list[f.n++] = (struct row){ db_int(&q, 0), db_int(&q, 1), (day)db_int(&q, 2),
					      (day)db_int(&q, 3), db_dup(&h->mem, &q, 4) };
	if (db_done(&q) != RC_OK || f.n == MOST)
		harness_fail("%s", sql);
	return f;
}

struct kept {
	struct rowset child, crossing, level, visit, assessment, plan, review, meeting, entry, roll, account,
		query, parent, absence, contact, deed, told;
};

/* A second's day in Shanghai, reckoned here once more. */
#define SHANGHAI "(created_at / 1000000 + 28800) / 86400"

static struct kept read_facts(struct harness *h)
{
	return (struct kept){
		.child =
			rows(h, "SELECT id, " SHANGHAI ", coalesce(school, 0), 0, '' FROM child ORDER BY id"),
		.crossing = rows(
			h, "SELECT child, CASE WHEN civil_affairs = 1 OR difficulty = 1 THEN 1 ELSE 0 END,"
			   " day, 0, '' FROM crossing ORDER BY child, day"),
		.level = rows(
			h, "SELECT child, level, from_day, 0, '' FROM risk_level ORDER BY child, from_day"),
		.visit = rows(h, "SELECT child, 0, on_day, 0, '' FROM visit ORDER BY on_day, id"),
		.assessment = rows(h, "SELECT child, 0, on_day, 0, '' FROM assessment ORDER BY on_day, id"),
		.plan = rows(h, "SELECT child, id, from_day, coalesce(closed_on, 0), '' FROM plan ORDER BY "
				"from_day, id"),
		.review = rows(h, "SELECT child, 0, on_day, 0, '' FROM plan_review ORDER BY on_day, id"),
		.meeting = rows(h, "SELECT child, 0, held_on, 0, '' FROM conference WHERE held_on > 0"
				   " ORDER BY held_on, id"),
		.entry = rows(h, "SELECT child, 0, form_day, 0, '' FROM register_entry WHERE form_day > 0"
				 " ORDER BY form_day, id"),
		.roll = rows(h,
			     "SELECT child, " SHANGHAI ", 0, 0, '' FROM student_record ORDER BY created_at"),
		.account = rows(h, "SELECT id, " SHANGHAI ", coalesce(disabled, 0), 0, role FROM account"
				   " WHERE county = 440804 ORDER BY id"),
		.query = rows(h,
			      "SELECT account, 0, queried_on, 0, '' FROM clearance ORDER BY queried_on, id"),
		.parent = rows(
			h,
			"SELECT child, person, coalesce(from_day, 0), coalesce(to_day, 0), relation FROM tie"
			" WHERE coalesce(barred, 0) = 0 AND relation IN ('51', '52') ORDER BY child, id"),
		.absence = rows(h, "SELECT person, coalesce(child_along, 0), coalesce(from_day, known_by),"
				   " coalesce(to_day, 0), '' FROM absence ORDER BY person, id"),
		.deed = rows(h, "SELECT child, 0, signed_on, 0, '' FROM deed WHERE signed_on IS NOT NULL"
				" ORDER BY signed_on, id"),
		.told = rows(h, "SELECT child, 0, noted_on, 0, '' FROM deed WHERE noted_on IS NOT NULL"
				" ORDER BY noted_on, id"),
		.contact = rows(h, "SELECT child, 0, on_day, 0, whom FROM contact WHERE outcome = 'reached'"
				   " ORDER BY on_day, id"),
	};
}

static bool is_under(const struct kept *k, int64_t child, day on)
{
	bool under = false;

	for (size_t i = 0; i < k->crossing.n; i++)
		if (k->crossing.list[i].object == child && k->crossing.list[i].on <= on)
			under = k->crossing.list[i].number != 0;
	return under;
}

static int level_on(const struct kept *k, int64_t child, day on)
{
	int level = 0;

	for (size_t i = 0; i < k->level.n; i++)
		if (k->level.list[i].object == child && k->level.list[i].on <= on)
			level = (int)k->level.list[i].number;
	return level;
}

/* Which plan is under way; 0: none.  Of two the earlier. */
static const struct row *plan_on(const struct kept *k, int64_t child, day on)
{
	for (size_t i = 0; i < k->plan.n; i++) {
		const struct row *p = &k->plan.list[i];
		if (p->object == child && p->on <= on && (!p->to || on <= p->to))
			return p;
	}
	return NULL;
}

static bool is_done_on(const struct rowset *done, int64_t object, day on)
{
	for (size_t i = 0; i < done->n; i++)
		if (done->list[i].object == object && done->list[i].on == on)
			return true;
	return false;
}

static day last_done(const struct rowset *done, int64_t object, day to)
{
	day last = 0;

	for (size_t i = 0; i < done->n; i++)
		if (done->list[i].object == object && done->list[i].on <= to)
			last = done->list[i].on;
	return last;
}

/* --- the recount --- */

struct one {
	int64_t object;
	str duty;
	day from, due, done, ended;
};
struct recount {
	struct harness *h;
	struct kept k;
	struct one *list;
	size_t n;
	day today;
};

static void put(struct recount *r, const struct one *c)
{
	if (r->n == MOST)
		harness_fail("too many cases");
	r->list[r->n++] = *c;
}

static int64_t number(struct recount *r, const char *what, int level, day on)
{
	static const char *const colour[] = { "", "green", "blue", "yellow", "red" };

	return param_int(r->h->model.params,
			 level ? harness_text(&r->h->mem, "%s_%s", what, colour[level]) : str_of(what),
			 STR("440804"), on);
}

static str code_of(struct recount *r, const char *what, int level)
{
	static const char *const colour[] = { "", "green", "blue", "yellow", "red" };

	return harness_text(&r->h->mem, "%s_%s", what, colour[level]);
}

/* What is done again and again: a walk through the days with one case open at a time. */
struct walk {
	const char *code, *first, *every;
	const struct rowset *done;
	bool planned;
};

struct walking {
	int level;
	int64_t plan;
	bool open;
	struct one now;
	day search;
};

static void begin(struct recount *r, const struct walk *w, struct walking *s, int64_t child, day d, bool rose)
{
	day last = rose ? 0 : last_done(w->done, child, d);
	day due = day_add(d, (int32_t)number(r, w->first, s->level, d));

	if (!rose) {
		day again = day_add(last ? last : d, (int32_t)number(r, w->every, s->level, d));
		due = again > due ? again : due;
	}
	s->open = true;
	s->search = rose ? d : day_add(d, 1);
	s->now = (struct one){ child, code_of(r, w->code, s->level), d, due, 0, 0 };
}

/* Was this stretch of the level, which may have begun before the program knew of the child, reached from
 * below, or by a plan that began within it? */
static bool is_rise(const struct recount *r, int64_t child, day d, int level, const struct row *plan)
{
	while (d > 20200101 && level_on(&r->k, child, day_add(d, -1)) == level)
		d = day_add(d, -1);
	return level_on(&r->k, child, day_add(d, -1)) < level || (plan && plan->on >= d);
}

static void change(struct recount *r, const struct walk *w, struct walking *s, int64_t child, day d)
{
	const struct row *plan = w->planned ? plan_on(&r->k, child, d) : NULL;
	int level = w->planned && !plan ? 0 : level_on(&r->k, child, d);

	if (level == s->level && !(level && w->planned && plan->number != s->plan))
		return;
	if (s->open && s->now.due < d) {
		s->now.ended = d;
		put(r, &s->now);
	}
	s->open = false;
	s->level = level;
	s->plan = plan ? plan->number : 0;
	if (level)
		begin(r, w, s, child, d, is_rise(r, child, d, level, plan));
}

static void walk_child(struct recount *r, const struct walk *w, int64_t child, day known)
{
	struct walking s = { 0 };

	for (day d = known; d <= r->today; d = day_add(d, 1)) {
		change(r, w, &s, child, d);
		if (!s.open || d < s.search || !is_done_on(w->done, child, d))
			continue;
		s.now.done = d;
		put(r, &s.now);
		s.search = day_add(d, 1);
		s.now = (struct one){ child,    s.now.duty,
				      s.search, day_add(d, (int32_t)number(r, w->every, s.level, s.search)),
				      0,        0 };
	}
	if (s.open)
		put(r, &s.now);
}

/* The last day of the stretch under care that a day lies in; today's lasts. */
static day under_until(const struct recount *r, int64_t child, day from, day last)
{
	while (from < last && is_under(&r->k, child, day_add(from, 1)))
		from = day_add(from, 1);
	return from;
}

static day first_done(const struct rowset *done, int64_t child, day from, day to)
{
	for (; from <= to; from = day_add(from, 1))
		if (is_done_on(done, child, from))
			return from;
	return 0;
}

/* One window, from one day of it on: a case, or none that stands. */
static bool in_window(struct recount *r, int64_t child, day opens, day next, day *d)
{
	day closes = day_month_end(opens), until = under_until(r, child, *d, day_add(next, -1));
	struct one c = { child, STR("assessment"), *d, closes, 0, 0 };
	day done = first_done(&r->k.assessment, child, opens, until);

	if (*d > opens && day_add(*d, 15) > closes)
		c.due = day_add(*d, 15);
	c.done = done && done < *d ? *d : done;
	if (!done && until < r->today) {
		*d = until;
		if (until < c.due)
			return false;
		c.ended = day_add(until, 1);
	}
	if (c.from <= day_add(r->today, AHEAD))
		put(r, &c);
	return true;
}

/* March and September. */
static void half_year(struct recount *r, int64_t child, day known)
{
	for (int month = 202009; month * 100 + 1 <= day_add(r->today, AHEAD);) {
		int after = month % 100 == 3 ? month + 6 : month + 94;
		day opens = month * 100 + 1;
		for (day d = opens < known ? known : opens; d <= day_month_end(opens); d = day_add(d, 1))
			if (is_under(&r->k, child, d) && in_window(r, child, opens, after * 100 + 1, &d))
				break;
		month = after;
	}
}

static day first_of(const struct rowset *list, int64_t child)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->list[i].object == child)
			return list->list[i].on;
	return 0;
}

/* What is to be done once, in a stretch of days that lasts until that one; done before counts. */
static void once(struct recount *r, struct one *c, day first, day until)
{
	if (first && (first <= until || until == r->today))
		c->done = first < c->from ? c->from : first;
	else if (until < r->today && until >= c->due)
		c->ended = day_add(until, 1);
	if (c->done || c->ended || until == r->today)
		put(r, c);
}

/* Once, within so many working days; or anew each time that a level is reached, within a day. */
static void file_kept(struct recount *r, int64_t child, day known, const char *code,
		      const struct rowset *done)
{
	day first = first_of(done, child);

	for (day d = known; d <= r->today; d = day_add(d, 1)) {
		if (!is_under(&r->k, child, d))
			continue;
		day until = under_until(r, child, d, r->today);
		struct one c = { child, str_of(code), d, workday_add(d, 20, STR("440804")), 0, 0 };
		once(r, &c, first, until);
		d = until;
	}
}

static void meetings(struct recount *r, int64_t child, day known)
{
	for (day d = known; d <= r->today; d = day_add(d, 1)) {
		if (level_on(&r->k, child, d) != 4)
			continue;
		struct one c = { child, STR("conference"), d, day_add(d, 1), 0, 0 };
		for (; d <= r->today && level_on(&r->k, child, d) == 4; d = day_add(d, 1))
			if (!c.done && is_done_on(&r->k.meeting, child, d))
				c.done = d;
		if (!c.done && d <= r->today) {
			if (day_add(d, -1) < c.due)
				continue;
			c.ended = d;
		}
		put(r, &c);
	}
}

/* Every parent is away without the child: here all are alive and able. */
static bool all_away(const struct recount *r, int64_t child, day on)
{
	bool any = false;

	for (size_t i = 0; i < r->k.parent.n; i++) {
		const struct row *p = &r->k.parent.list[i];
		bool away = false;
		if (p->object != child || p->on > on || (p->to && p->to < on))
			continue;
		for (size_t k = 0; k < r->k.absence.n; k++) {
			const struct row *a = &r->k.absence.list[k];
			away = away || (a->object == p->number && !a->number && a->on <= on &&
					(!a->to || on <= a->to));
		}
		if (!away)
			return false;
		any = true;
	}
	return any;
}

static bool talked_on(const struct recount *r, int64_t child, str whom, day on)
{
	for (size_t i = 0; i < r->k.contact.n; i++) {
		const struct row *c = &r->k.contact.list[i];
		if (c->object == child && c->on == on &&
		    (str_eq(c->text, whom) || str_eq(c->text, STR("both"))))
			return true;
	}
	return false;
}

/* Somebody is there again: what was not due yet never was. */
static void with_family(struct recount *r, struct one *now, day on)
{
	now->ended = on;
	if (now->due < on)
		put(r, now);
	now->from = 0;
}

/* A day's walk: the last talk within the week ends it, else the first one after it. */
static void weeks(struct recount *r, int64_t child, day known, str code, str whom)
{
	enum { SINCE = 20260901, WEEK = 7 };
	struct one now = { child, code, 0, 0, 0, 0 };
	day last = 0;

	for (day d = known < SINCE ? SINCE : known; d <= r->today; d = day_add(d, 1)) {
		bool away = all_away(r, child, d);
		if (away && !now.from)
			now = (struct one){ child, code, d, day_add(d, WEEK), 0, 0 };
		if (!now.from)
			continue;
		if (away && talked_on(r, child, whom, d))
			last = d;
		if (last && (d >= now.due || !away || d == r->today)) {
			now.done = last;
			put(r, &now);
			now = (struct one){ child, code, day_add(last, 1), day_add(last, WEEK), 0, 0 };
			last = 0;
		}
		if (!away)
			with_family(r, &now, d);
	}
	if (now.from)
		put(r, &now);
}

static day away_until(const struct recount *r, int64_t child, day from)
{
	while (from < r->today && all_away(r, child, day_add(from, 1)))
		from = day_add(from, 1);
	return from;
}

/* Once, in each stretch of days on which all are away; a deed of before counts. */
static void entrusted(struct recount *r, int64_t child, day known, str code, const struct rowset *done)
{
	enum { SINCE = 20261101, DEED_DAYS = 30, TOLD_DAYS = 37 };
	int days = str_eq(code, STR("deed")) ? DEED_DAYS : TOLD_DAYS;
	day first = first_of(done, child);

	for (day d = known < SINCE ? SINCE : known; d <= r->today; d = day_add(d, 1)) {
		if (!all_away(r, child, d))
			continue;
		day until = away_until(r, child, d);
		struct one c = { child, code, d, day_add(d, days), 0, 0 };
		once(r, &c, first, until);
		d = until;
	}
}

static bool was_under(const struct recount *r, int64_t child)
{
	for (size_t i = 0; i < r->k.crossing.n; i++)
		if (r->k.crossing.list[i].object == child && r->k.crossing.list[i].number)
			return true;
	return false;
}

static void queries(struct recount *r, const struct row *a)
{
	const struct role_row *role = role_of_code(a->text);
	day since = day_of_number((int32_t)a->number);
	struct one c = { a->object, STR("clearance"), since, day_add(since, 1), 0, 0 };
	day last = last_done(&r->k.query, a->object, since), search = since;

	if (!role || !role->clearance)
		return;
	if (last) {
		search = day_add(since, 1);
		if (day_add(last, 365) > c.due)
			c.due = day_add(last, 365);
	}
	for (day d = search; d <= r->today; d = day_add(d, 1))
		if (is_done_on(&r->k.query, a->object, d)) {
			c.done = d;
			put(r, &c);
			c = (struct one){ a->object, c.duty, day_add(d, 1), day_add(d, 365), 0, 0 };
		}
	if (!a->on)
		put(r, &c);
}

static int by_case(const void *a, const void *b)
{
	const struct one *x = a, *y = b;
	int order = x->object < y->object ? -1 : x->object > y->object;

	if (!order)
		order = str_cmp(x->duty, y->duty);
	return order ? order : x->from < y->from ? -1 : x->from > y->from;
}

static void recount(struct harness *h, struct recount *r)
{
	*r = (struct recount){ .h = h, .k = read_facts(h), .list = NEW(&h->mem, struct one, MOST), .n = 0 };
	r->today = instant_day(h->now);
	for (size_t i = 0; i < r->k.roll.n; i++)
		r->k.roll.list[i].on = day_of_number((int32_t)r->k.roll.list[i].number);
	for (size_t i = 0; i < r->k.child.n; i++) {
		int64_t child = r->k.child.list[i].object;
		day known = day_of_number((int32_t)r->k.child.list[i].number);
		if (child >> 43 != COUNTY)
			continue;
		walk_child(
			r,
			&(struct walk){ "visit", "care.visit_first", "care.visit_every", &r->k.visit, false },
			child, known);
		walk_child(r,
			   &(struct walk){ "plan_review", "care.review", "care.review", &r->k.review, true },
			   child, known);
		half_year(r, child, known);
		file_kept(r, child, known, "file_village", &r->k.entry);
		if (r->k.child.list[i].on)
			file_kept(r, child, known, "file_school", &r->k.roll);
		meetings(r, child, known);
		if (was_under(r, child)) {
			weeks(r, child, known, STR("contact_child"), STR("child"));
			weeks(r, child, known, STR("contact_carer"), STR("carer"));
			entrusted(r, child, known, STR("deed"), &r->k.deed);
			entrusted(r, child, known, STR("deed_notice"), &r->k.told);
		}
	}
	for (size_t i = 0; i < r->k.account.n; i++)
		queries(r, &r->k.account.list[i]);
	qsort(r->list, r->n, sizeof *r->list, by_case);
}
