#include "risk.h"

#include "carer.h"

struct risk_params risk_params_of(const struct ctx *c)
{
	return (struct risk_params){ .points_blue = (int)ctx_param(c, PARAM_CARE_POINTS_BLUE),
				     .points_yellow = (int)ctx_param(c, PARAM_CARE_POINTS_YELLOW),
				     .old_age = (int)ctx_param(c, PARAM_CARER_SOON_AGE),
				     .carer_children = (int)ctx_param(c, PARAM_CARE_CARER_CHILDREN) };
}

str risk_word(enum lang lang, int level)
{
	static const char *const code[] = { "", CODE_RISK_LEVEL_GREEN, CODE_RISK_LEVEL_BLUE,
					    CODE_RISK_LEVEL_YELLOW, CODE_RISK_LEVEL_RED };

	if (level < RISK_GREEN || level > RISK_RED)
		return str_of(tr(lang, N_("no level")));
	return code_label(code_list_find(STR("risk_level")), str_of(code[level]), lang);
}

/* What is asked again and again while one child is reckoned. */
struct reckoning {
	const struct care_facts *f;
	const struct indicators *all;
	const struct risk_params *params;
};

static bool holds(day from, day to, day on) { return from <= on && (!to || on <= to); }

static void tell(struct risk *r, const struct risk_reason *reason)
{
	if (r->nreason < RISK_REASONS)
		r->reason[r->nreason++] = *reason;
}

static void add(struct risk *r, const struct risk_reason *reason)
{
	tell(r, reason);
	if (reason->level > r->floor)
		r->floor = reason->level;
}

/* --- what was found --- */

/* How much of it is left: 2 all, 1 half, 0 nothing. */
static int halves_left(const struct reckoning *k, const struct care_finding *seen, const struct indicator *of,
		       day on)
{
	if (seen->state == CARE_WITHDRAWN || seen->on > on || (seen->over && seen->over <= on))
		return 0;
	if (of->under && (!k->f->born || day_age(k->f->born, on) >= of->under))
		return 0;
	if (!of->half || on < day_add(seen->on, of->half))
		return 2;
	return on < day_add(seen->on, of->gone) ? 1 : 0;
}

static struct risk_reason seen_reason(const struct care_finding *seen, const struct indicator *of, int halves)
{
	int level = halves == 2 ? of->level : of->level - 1;

	return (struct risk_reason){ .why = RISK_SEEN,
				     .of = of,
				     .level = of->level ? level : 0,
				     .points = halves == 2 ? of->points : of->points / 2,
				     .on = seen->on,
				     .finding = seen->id,
				     .contested = seen->state == CARE_CONTESTED,
				     .until = of->gone ? day_add(seen->on, of->gone) : 0 };
}

/* The one that weighs most; of equal ones the latest. */
static bool best_seen(const struct reckoning *k, const struct indicator *of, day on, struct risk_reason *ret)
{
	int best = 0;

	for (size_t i = 0; i < k->f->nfinding; i++) {
		const struct care_finding *seen = &k->f->finding[i];
		int halves = str_eq(seen->indicator, of->code) ? halves_left(k, seen, of, on) : 0;
		if (halves && halves >= best) {
			best = halves;
			*ret = seen_reason(seen, of, halves);
		}
	}
	return best > 0;
}

/* --- what follows from facts --- */

static bool is_ill(str health)
{
	return health.n && !str_eq(health, STR("10")) && !str_eq(health, STR("20")); /* good, fair */
}

static bool carer_is(const struct care_carer *w, str fact, const struct risk_params *p, day on)
{
	enum { ADULT = 18 };
	int age = w->born ? day_age(w->born, on) : -1;

	if (str_eq(fact, STR("carer_unable")))
		return str_eq(w->ability, STR(CODE_CARE_ABILITY_UNABLE));
	if (str_eq(fact, STR("carer_old_ill")))
		return age >= p->old_age && is_ill(w->health);
	if (str_eq(fact, STR("carer_young")))
		return w->born && age < ADULT;
	return str_eq(fact, STR("carer_burden")) && w->children >= p->carer_children;
}

/* From when on it is so of this carer: they grow old while they look after the child. */
static day carer_since(const struct care_carer *w, str fact, const struct reckoning *k)
{
	day old =
		str_eq(fact, STR("carer_old_ill")) && w->born ? day_birthday(w->born, k->params->old_age) : 0;
	day from = w->from > k->f->born ? w->from : k->f->born;

	return old > from ? old : from;
}

/* Who looks after a child matters of one under care; parents at home are nobody's to weigh. */
static bool computed_now(const struct reckoning *k, const struct indicator *of, day on,
			 struct risk_reason *ret)
{
	*ret = (struct risk_reason){ .why = RISK_SEEN, .of = of, .level = of->level, .points = of->points };
	if (!care_facts_under(k->f, on))
		return false;
	for (size_t i = 0; str_eq(of->computed, STR("dropout")) && i < k->f->ndropout; i++)
		if (holds(k->f->dropout[i].from, k->f->dropout[i].to, on)) {
			ret->on = k->f->dropout[i].from;
			return true;
		}
	for (size_t i = 0; i < k->f->ncarer; i++) {
		const struct care_carer *w = &k->f->carer[i];
		if (holds(w->from, w->to, on) && carer_is(w, of->computed, k->params, on)) {
			ret->on = carer_since(w, of->computed, k);
			ret->about = w->person;
			return true;
		}
	}
	return false;
}

/* --- what triggers --- */

static const struct risk_reason *reason_of(const struct risk *r, str code)
{
	for (size_t i = 0; i < r->nreason; i++)
		if (r->reason[i].why == RISK_SEEN && str_eq(r->reason[i].of->code, code))
			return &r->reason[i];
	return NULL;
}

static void add_pairs(struct risk *r)
{
	size_t n = r->nreason;

	for (size_t i = 0; i < n; i++) {
		const struct indicator *of = r->reason[i].of;
		const struct risk_reason *other = of->with.n ? reason_of(r, of->with) : NULL;
		if (other)
			add(r, &(struct risk_reason){ .why = RISK_PAIR,
						      .of = of,
						      .beside = other->of,
						      .level = of->with_level,
						      .on = other->on > r->reason[i].on ? other->on
											: r->reason[i].on });
	}
}

static void add_points(struct risk *r, const struct risk_params *params)
{
	int sum[INDICATOR_GROUP__N] = { 0 }, signs[INDICATOR_GROUP__N] = { 0 };
	size_t n = r->nreason;

	for (size_t i = 0; i < n; i++)
		if (r->reason[i].why == RISK_SEEN) {
			sum[r->reason[i].of->group] += r->reason[i].points;
			signs[r->reason[i].of->group]++;
		}
	for (size_t g = 0; g < INDICATOR_GROUP__N; g++) {
		int level = signs[g] < 2                      ? 0
			    : sum[g] >= params->points_yellow ? RISK_YELLOW
			    : sum[g] >= params->points_blue   ? RISK_BLUE
							      : 0;
		if (level)
			add(r, &(struct risk_reason){ .why = RISK_POINTS,
						      .group = (enum indicator_group)g,
						      .points = sum[g],
						      .level = level });
	}
}

/* Everything that counts on the day; the floor with it. */
static void trigger(const struct reckoning *k, day on, struct risk *r)
{
	r->floor = 0;
	r->nreason = 0;
	for (size_t i = 0; i < k->all->n; i++) {
		struct risk_reason reason;
		if (best_seen(k, &k->all->row[i], on, &reason) ||
		    (k->all->row[i].computed.n && computed_now(k, &k->all->row[i], on, &reason)))
			add(r, &reason);
	}
	add_pairs(r);
	add_points(r, k->params);
	if (care_facts_under(k->f, on) && r->floor < RISK_GREEN)
		r->floor = RISK_GREEN;
}

/* --- the days on which something turns --- */

static void offer(day d, day after, day *best)
{
	if (d > after && (!*best || d < *best))
		*best = d;
}

static void offer_span(const struct care_span *s, size_t n, day after, day *best)
{
	for (size_t i = 0; i < n; i++) {
		offer(s[i].from, after, best);
		if (s[i].to)
			offer(day_add(s[i].to, 1), after, best);
	}
}

static void offer_finding(const struct reckoning *k, const struct care_finding *seen, day after, day *best)
{
	const struct indicator *of = indicator_find(k->all, seen->indicator);

	if (!of || seen->state == CARE_WITHDRAWN)
		return;
	offer(seen->on, after, best);
	if (seen->over)
		offer(seen->over, after, best);
	if (of->half) {
		offer(day_add(seen->on, of->half), after, best);
		offer(day_add(seen->on, of->gone), after, best);
	}
	if (of->under && k->f->born)
		offer(day_birthday(k->f->born, of->under), after, best);
}

static day turn_after(const struct reckoning *k, day after)
{
	enum { ADULT = 18 };
	const struct care_facts *f = k->f;
	day best = 0;

	offer_span(f->care, f->ncare, after, &best);
	offer_span(f->dropout, f->ndropout, after, &best);
	for (size_t i = 0; i < f->nfinding; i++)
		offer_finding(k, &f->finding[i], after, &best);
	for (size_t i = 0; i < f->ndecision; i++)
		offer(f->decision[i].on, after, &best);
	for (size_t i = 0; i < f->ncarer; i++) {
		const struct care_carer *w = &f->carer[i];
		struct care_span s = { w->from, w->to };
		offer_span(&s, 1, after, &best);
		if (w->born) {
			offer(day_birthday(w->born, k->params->old_age), after, &best);
			offer(day_birthday(w->born, ADULT), after, &best);
		}
	}
	return best;
}

/* --- from day to day --- */

struct walk {
	int level, before;
	day since;
	const struct care_decision *raised, *stepped; /* the last ones that took hold */
};

static void set_level(struct walk *w, int level, day on)
{
	if (w->level == level)
		return;
	w->before = w->level;
	w->level = level;
	w->since = on;
}

static void decide(const struct reckoning *k, struct walk *w, int floor, day on)
{
	bool down = false;
	int level = w->level;

	for (size_t i = 0; i < k->f->ndecision; i++) {
		const struct care_decision *d = &k->f->decision[i];
		if (d->on != on)
			continue;
		if (d->up && d->level > level) {
			level = d->level;
			w->raised = d;
		} else if (!d->up && !down) {
			down = true;
			level = level - 1 > floor ? level - 1 : floor;
			w->stepped = d;
		}
	}
	set_level(w, level > RISK_RED ? RISK_RED : level, on);
}

static void step(const struct reckoning *k, struct walk *w, day on, struct risk *now)
{
	trigger(k, on, now);
	if (now->floor > w->level)
		set_level(w, now->floor, on);
	decide(k, w, now->floor, on);
	if (!now->floor && w->level <= RISK_GREEN)
		set_level(w, RISK_NONE, on);
}

/* Why it stands where it stands, beside what triggers today. */
static void add_standing(const struct walk *w, const struct care_facts *f, day on, struct risk *r)
{
	bool raised =
		w->raised && w->raised->level >= r->level && (!w->stepped || w->stepped->on < w->raised->on);

	if (care_facts_under(f, on))
		tell(r, &(struct risk_reason){ .why = RISK_CARE, .level = RISK_GREEN });
	if (r->level > r->floor && raised)
		tell(r, &(struct risk_reason){ .why = RISK_RAISED,
					       .level = w->raised->level,
					       .on = w->raised->on,
					       .about = w->raised->id });
	else if (r->level > r->floor)
		tell(r, &(struct risk_reason){ .why = RISK_HELD, .level = r->level, .on = w->since });
	if (w->stepped && w->stepped->on >= w->since)
		tell(r, &(struct risk_reason){
				.why = RISK_STEPPED, .on = w->stepped->on, .about = w->stepped->id });
}

void risk_at(const struct care_facts *f, const struct indicators *all, const struct risk_params *params,
	     day on, struct risk *ret, day *ret_next)
{
	struct reckoning k = { f, all, params };
	struct walk w = { .level = RISK_NONE };

	*ret = (struct risk){ .level = RISK_NONE };
	for (day d = turn_after(&k, 0); d && d <= on; d = turn_after(&k, d))
		step(&k, &w, d, ret);
	trigger(&k, on, ret);
	ret->level = w.level;
	ret->since = w.since;
	ret->before = w.before;
	add_standing(&w, f, on, ret);
	*ret_next = turn_after(&k, on);
}

size_t risk_history(struct arena *mem, const struct care_facts *f, const struct indicators *all,
		    const struct risk_params *params, day on, struct care_level **ret)
{
	struct reckoning k = { f, all, params };
	struct walk w = { .level = RISK_NONE };
	struct risk now = { .level = RISK_NONE };
	struct care_level *list = NULL;
	size_t n = 0, cap = 0;

	for (day d = turn_after(&k, 0); d && d <= on; d = turn_after(&k, d)) {
		int was = w.level;
		step(&k, &w, d, &now);
		if (w.level == was)
			continue;
		list = GROWN(mem, list, n, &cap);
		list[n++] = (struct care_level){ d, w.level };
	}
	*ret = list;
	return n;
}
