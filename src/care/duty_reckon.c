/* From spans and facts to cases.  Pure. */
#include "duty.h"
#include "workday.h"

enum { HOURS_A_DAY = 24, MINUTES_A_DAY = 1440, HISTORY_FROM = 20200101 };

/* --- days --- */

static day later(day a, day b) { return a > b ? a : b; }

static int64_t period_value(const struct duty_period *p, const struct duty_place *at, day on)
{
	return p->key.n ? param_int(at->params, p->key, at->region, on) : p->value;
}

/* The same day of a later month, or that month's last. */
static day add_months(day from, int n)
{
	int index = from / 10000 * 12 + from / 100 % 100 - 1 + n, month = index / 12 * 100 + index % 12 + 1;
	day end = day_month_end(month * 100 + 1), same = month * 100 + from % 100;

	return same < end ? same : end;
}

/* Days that begin within so many of these: a clock of hours is over on the day its last hour falls in. */
static int days_of(int64_t n, int each) { return (int)((n + each - 1) / each); }

static day after_period(const struct duty_period *p, enum duty_unit unit, const struct duty_place *at,
			day from, day since)
{
	int64_t n = period_value(p, at, from);

	switch (unit) {
	case DUTY_WORKDAYS: return n > 0 ? workday_add(since, (int)n, at->region) : since;
	case DUTY_CALENDAR_MONTHS: return add_months(since, (int)n);
	case DUTY_HOURS: return day_add(since, days_of(n, HOURS_A_DAY));
	case DUTY_MINUTES: return day_add(since, days_of(n, MINUTES_A_DAY));
	case DUTY_DAYS:
	case DUTY_UNIT__N: break;
	}
	return day_add(since, (int)n);
}

day duty_due(const struct duty_period *p, enum duty_unit unit, const struct duty_place *at, day from)
{
	return after_period(p, unit, at, from, from);
}

day duty_window(unsigned months, day on)
{
	int month = on / 100;

	if (!(months >> 1 & 0xfff))
		return 0;
	if (on % 100 != 1)
		month = add_months(month * 100 + 1, 1) / 100;
	while (!(months >> (month % 100) & 1))
		month = add_months(month * 100 + 1, 1) / 100;
	return month * 100 + 1;
}

/* --- cases --- */

struct reckoning {
	struct arena *mem;
	const struct duty *duty;
	const struct duty_place *at;
	const struct duty_object *o;
	day today, until;
	struct duty_case *list;
	size_t n, cap;
};

static void push(struct reckoning *k, const struct duty_case *one)
{
	k->list = GROWN(k->mem, k->list, k->n, &k->cap);
	k->list[k->n++] = *one;
}

/* The first time it was done on or after `from`, up to `to` (0: whenever); NULL: never. */
static const struct fact_day *done_within(const struct reckoning *k, day from, day to)
{
	for (size_t i = 0; i < k->o->ndone; i++)
		if (k->o->done[i].on >= from)
			return !to || k->o->done[i].on <= to ? &k->o->done[i] : NULL;
	return NULL;
}

/* The last time up to a day; NULL: never. */
static const struct fact_day *done_last(const struct reckoning *k, day to)
{
	const struct fact_day *last = NULL;

	for (size_t i = 0; i < k->o->ndone && k->o->done[i].on <= to; i++)
		last = &k->o->done[i];
	return last;
}

static void close_by(struct duty_case *c, const struct fact_day *f, day on)
{
	c->done_on = on;
	c->kind = f->kind;
	c->id = f->id;
}

/* Nobody did it, and from the day after `last` on nobody need: true when that day came too late for it. */
static bool end_after(struct duty_case *c, day last)
{
	if (last < c->due)
		return false;
	c->ended_on = day_add(last, 1);
	return true;
}

/* The span as far as the duty was in force. */
static bool clip(const struct reckoning *k, const struct duty_span *s, struct duty_span *ret)
{
	const struct duty *d = k->duty;

	*ret = *s;
	if (ret->from < later(d->from, HISTORY_FROM)) {
		ret->from = later(d->from, HISTORY_FROM);
		ret->rose = s->rose && s->from >= d->from;
	}
	if (d->to && (!ret->to || ret->to > d->to))
		ret->to = d->to;
	return ret->from <= k->until && (!ret->to || ret->from <= ret->to);
}

/* Over by today?  A last day to come is no end yet. */
static bool is_over(const struct reckoning *k, day last) { return last && last < k->today; }

static void once(struct reckoning *k, const struct duty_span *s, bool anew)
{
	struct duty_case c = { .from = s->from,
			       .due = duty_due(&k->duty->first, k->duty->unit, k->at, s->from) };
	const struct fact_day *f = done_within(k, anew ? s->from : 0, s->to);

	if (f)
		close_by(&c, f, later(f->on, s->from));
	else if (is_over(k, s->to) && !end_after(&c, s->to))
		return;
	push(k, &c);
}

/* The first case of a span, or of a span on a lower level than before: then what was done last counts on, and
 * there are as many days left as a new one has, at least. */
static struct duty_case first_case(const struct reckoning *k, const struct duty_span *s)
{
	const struct duty *d = k->duty;
	struct duty_case c = { .from = s->from, .due = duty_due(&d->first, d->unit, k->at, s->from) };
	const struct fact_day *last = s->rose ? NULL : done_last(k, s->from);

	if (last)
		c.due = later(c.due, after_period(&d->period, d->unit, k->at, s->from, last->on));
	else if (!s->rose)
		c.due = later(c.due, duty_due(&d->period, d->unit, k->at, s->from));
	return c;
}

/* What ends a case: the first time it was done; of DUTY_WITHIN the last one that came in time, so that a week
 * with three talks is one week. */
static const struct fact_day *done_for(const struct reckoning *k, day since, day due, day to)
{
	day end = to && to < due ? to : due;
	const struct fact_day *last = k->duty->trigger == DUTY_WITHIN ? done_last(k, end) : NULL;

	return last && last->on >= since ? last : done_within(k, since, to);
}

static void every(struct reckoning *k, const struct duty_span *s)
{
	const struct duty *d = k->duty;
	struct duty_case c = first_case(k, s);
	/* On the very day of coming down it may have been done already: that is the last time. */
	day since = s->rose ? s->from : day_add(s->from, 1);

	for (const struct fact_day *f; (f = done_for(k, since, c.due, s->to));) {
		close_by(&c, f, f->on);
		push(k, &c);
		since = day_add(f->on, 1);
		if (since > k->until)
			return;
		c = (struct duty_case){ .from = since,
					.due = after_period(&d->period, d->unit, k->at, since, f->on) };
	}
	if (!is_over(k, s->to) || end_after(&c, s->to))
		push(k, &c);
}

/* One window: asked of who is in the set on some day of it. */
static bool window_case(const struct reckoning *k, day opens, day next, struct duty_case *ret)
{
	day closes = day_month_end(opens);

	for (size_t i = 0; i < k->o->nspan; i++) {
		struct duty_span s;
		if (!clip(k, &k->o->span[i], &s) || s.from > closes || (s.to && s.to < opens))
			continue;
		day from = later(opens, s.from), last = s.to && s.to < next ? s.to : day_add(next, -1);
		struct duty_case c = { .from = from, .due = closes };
		if (from > opens)
			c.due = later(closes, day_add(from, k->duty->grace));
		const struct fact_day *f = done_within(k, opens, last);
		if (f)
			close_by(&c, f, later(f->on, from));
		else if (is_over(k, last) && !end_after(&c, last))
			continue;
		*ret = c;
		return true;
	}
	return false;
}

static void windows(struct reckoning *k)
{
	unsigned months = k->duty->months;
	day opens = k->o->nspan ? later(k->o->span[0].from, HISTORY_FROM) : 0;

	if (!opens)
		return;
	for (opens = duty_window(months, opens / 100 * 100 + 1); opens && opens <= k->until;) {
		day next = duty_window(months, day_add(opens, 1));
		struct duty_case c;
		if (window_case(k, opens, next, &c))
			push(k, &c);
		opens = next;
	}
}

size_t duty_cases(struct arena *mem, const struct duty *d, const struct duty_place *at,
		  const struct duty_object *o, struct duty_case **ret)
{
	struct reckoning k = {
		.mem = mem, .duty = d, .at = at, .o = o, .today = at->today, .until = at->until
	};

	if (d->trigger == DUTY_MONTHS)
		windows(&k);
	for (size_t i = 0; i < o->nspan; i++) {
		struct duty_span s;
		if (!clip(&k, &o->span[i], &s))
			continue;
		if (d->trigger == DUTY_EVERY || d->trigger == DUTY_WITHIN)
			every(&k, &s);
		else if (d->trigger == DUTY_ONCE || d->trigger == DUTY_SINCE)
			once(&k, &s, d->trigger == DUTY_SINCE);
	}
	*ret = k.list;
	return k.n;
}
