#include "sweep_plan.h"

#include "codes.h"

enum sweep_where sweep_where_of(str code)
{
	static const struct {
		const char *code;
		enum sweep_where where;
	} rows[] = {
		{ CODE_WHEREABOUTS_HOME, SWEEP_HOME },         { CODE_WHEREABOUTS_AWAY, SWEEP_AWAY },
		{ CODE_WHEREABOUTS_VISITING, SWEEP_VISITING }, { CODE_WHEREABOUTS_OTHER, SWEEP_OTHER },
		{ CODE_WHEREABOUTS_UNKNOWN, SWEEP_UNKNOWN },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(code, str_of(rows[i].code)))
			return rows[i].where;
	return SWEEP_NOT_ASKED;
}

/* --- one parent --- */

struct work {
	const struct standing_absence *known;
	size_t n;
	const struct sweep_said *said;
	day visited;
	struct sweep_plan *plan;
};

static const char still_to_come[] = N_("This day comes after the visit.");

static void fail(struct work *w, const char *fault, bool at_to)
{
	w->plan->fault = fault;
	w->plan->fault_at_to = at_to;
	w->plan->n = 0;
}

static void add(struct work *w, enum sweep_act act, int64_t absence, day on)
{
	w->plan->step[w->plan->n++] = (struct sweep_step){ .act = act, .absence = absence, .on = on };
}

static day start_of(const struct standing_absence *a) { return a->from ? a->from : a->known_by; }

static bool covers(const struct standing_absence *a, day on)
{
	return start_of(a) <= on && (!a->to || on <= a->to);
}

/* The absence that lasts on the day of the visit: one whose beginning nobody knows first, then the latest. */
static const struct standing_absence *lasting(const struct work *w)
{
	const struct standing_absence *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		const struct standing_absence *a = &w->known[i];
		if (a->child_along || !covers(a, w->visited))
			continue;
		if (!best || (best->from && (!a->from || a->from > best->from)))
			best = a;
	}
	return best;
}

static void plan_away(struct work *w)
{
	const struct standing_absence *a = lasting(w);
	day from = w->said->from;

	if (from > w->visited) {
		fail(w, still_to_come, false);
		return;
	}
	if (w->said->to && w->said->to < w->visited) {
		fail(w, N_("Then they would be back already: choose at home, and since when."), true);
		return;
	}
	if (a && from && a->from != from)
		add(w, SWEEP_SET_FROM, a->id, from);
	if (!a) {
		add(w, SWEEP_BEGIN, 0, from);
		w->plan->step[0].known_by = from ? 0 : w->visited;
	}
}

/* What lasts ends the day before `since`.  False: something written down stands against it. */
static bool end_before(struct work *w, day since, const struct standing_absence **ret_ended)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct standing_absence *a = &w->known[i];
		if (start_of(a) > w->visited || (a->to && a->to < since))
			continue; /* a plan, or over */
		if (start_of(a) >= since) {
			fail(w,
			     N_("An absence that begins on this day or later is written down. Put the days "
				"right in the child's file."),
			     false);
			return false;
		}
		add(w, SWEEP_SET_TO, a->id, day_add(since, -1));
		*ret_ended = a;
	}
	return true;
}

static void plan_home(struct work *w)
{
	const struct standing_absence *ended = NULL;
	day since = w->said->from ? w->said->from : w->visited;

	if (since > w->visited)
		fail(w, still_to_come, false);
	else
		(void)end_before(w, since, &ended);
}

/* The one that begins next, on the day after `on` or later, is what an earlier answer had announced. */
static const struct standing_absence *announced(const struct work *w, day after)
{
	const struct standing_absence *best = NULL;

	for (size_t i = 0; i < w->n; i++)
		if (w->known[i].from > after && (!best || w->known[i].from < best->from))
			best = &w->known[i];
	return best;
}

static bool begins_on(const struct work *w, day on)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->known[i].from == on)
			return true;
	return false;
}

static void plan_visit(struct work *w)
{
	const struct standing_absence *ended = NULL;
	day since = w->said->from ? w->said->from : w->visited, to = w->said->to;

	if (to && to < since) {
		fail(w, N_("The last day comes before the first."), true);
		return;
	}
	if (since > w->visited)
		return;
	if (to && begins_on(w, day_add(to, 1)))
		return; /* said before */
	if (!end_before(w, since, &ended) || !to)
		return;
	const struct standing_absence *next = announced(w, w->visited);
	if (!next)
		add(w, SWEEP_BEGIN, ended ? ended->id : 0, day_add(to, 1));
	else if (next->from != day_add(to, 1))
		add(w, SWEEP_SET_FROM, next->id, day_add(to, 1));
}

void sweep_plan(const struct standing_absence *known, size_t n, const struct sweep_said *said, day visited,
		struct sweep_plan *plan)
{
	struct work w = { known, n, said, visited, plan };

	plan->n = 0;
	plan->fault = NULL;
	switch (said->where) {
	case SWEEP_AWAY: plan_away(&w); return;
	case SWEEP_HOME: plan_home(&w); return;
	case SWEEP_VISITING: plan_visit(&w); return;
	case SWEEP_NOT_ASKED:
	case SWEEP_OTHER:
	case SWEEP_UNKNOWN: return;
	}
}

/* --- whom a second person visits --- */

size_t sweep_sample_size(size_t n, int share)
{
	if (share <= 0)
		return 0;
	return share >= 100 ? n : (n * (size_t)share + 99) / 100;
}

/* The finaliser of SplitMix64: each bit of the ids moves about half of the result's. */
static uint64_t mixed(int64_t sweep, int64_t child)
{
	uint64_t x = (uint64_t)sweep * 0x9e3779b97f4a7c15ULL + (uint64_t)child;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

void sweep_sample(int64_t sweep, const int64_t *child, size_t n, int share, bool *ret_drawn)
{
	size_t size = sweep_sample_size(n, share);

	for (size_t i = 0; i < n; i++) {
		size_t before = 0;
		uint64_t own = mixed(sweep, child[i]);
		for (size_t k = 0; k < n && before < size; k++) {
			uint64_t other = mixed(sweep, child[k]);
			before += other < own || (other == own && child[k] < child[i]);
		}
		ret_drawn[i] = before < size;
	}
}

/* --- the festival --- */

static enum sweep_reunion parent_on(day eve, const struct sweep_said *s)
{
	switch (s->where) {
	case SWEEP_HOME: return REUNION_TOGETHER;
	case SWEEP_AWAY: return s->to && s->to <= eve ? REUNION_TOGETHER : REUNION_ALONE;
	case SWEEP_VISITING:
		return s->from <= eve && (!s->to || eve <= s->to) ? REUNION_TOGETHER : REUNION_ALONE;
	case SWEEP_OTHER: return REUNION_ALONE;
	case SWEEP_NOT_ASKED:
	case SWEEP_UNKNOWN: break;
	}
	return REUNION_UNKNOWN;
}

enum sweep_reunion sweep_reunion_on(day eve, const struct sweep_said *parent, size_t n)
{
	enum sweep_reunion all = n ? REUNION_ALONE : REUNION_UNKNOWN;

	for (size_t i = 0; i < n; i++) {
		enum sweep_reunion one = parent_on(eve, &parent[i]);
		if (one == REUNION_TOGETHER)
			return one;
		if (one == REUNION_UNKNOWN)
			all = one;
	}
	return all;
}
