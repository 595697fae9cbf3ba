#include "together.h"

#include "standing_reason.h"

enum presence { APART, PERHAPS, WITH };

static bool lasts(day to, day on) { return !to || on <= to; }

static bool is_alive(const struct standing_tie *tie, day on)
{
	const struct standing_spell *s = standing_spell_on(&tie->state, on);

	return !s || s->value == STANDING_ALIVE;
}

/* Does it say that the parent is away on that day?  A form says so from its own day on. */
static enum presence presence_by(const struct standing_absence *a, day on)
{
	if (!lasts(a->to, on) || (a->from && a->from > on))
		return WITH;
	if (!a->from && on < a->known_by)
		return a->child_along ? WITH : PERHAPS;
	return a->child_along ? WITH : APART;
}

static bool takes_along(const struct standing_absence *a, day on)
{
	day from = a->from ? a->from : a->known_by;

	return a->child_along && from && from <= on && lasts(a->to, on);
}

static enum presence parent_on(const struct standing_tie *tie, day on)
{
	enum presence p = WITH;

	if (!is_alive(tie, on))
		return APART;
	for (size_t i = 0; i < tie->absences; i++) {
		/* A stay of the child's with the one who is away, within that absence. */
		if (takes_along(&tie->absence[i], on))
			return WITH;
		enum presence by = presence_by(&tie->absence[i], on);
		p = by < p ? by : p;
	}
	return p;
}

static enum presence child_on(const struct standing_facts *facts, day on)
{
	enum presence best = APART;
	bool any = false;

	for (size_t i = 0; i < facts->ties; i++) {
		if (!standing_is_parent_on(facts, i, on))
			continue;
		enum presence p = parent_on(&facts->tie[i], on);
		best = p > best ? p : best;
		any = true;
	}
	return any ? best : PERHAPS;
}

/* --- between two such days nothing can change --- */

static day next_turn(const struct standing_facts *facts, day after)
{
	day best = 0;

	for (size_t i = 0; i < facts->ties; i++) {
		const struct standing_tie *t = &facts->tie[i];
		if (!t->relation)
			continue;
		standing_offer_span(t->from, t->to, after, &best);
		standing_offer_spells(&t->state, after, &best);
		for (size_t k = 0; k < t->absences; k++) {
			standing_offer_span(t->absence[k].from, t->absence[k].to, after, &best);
			if (!t->absence[k].from)
				standing_offer(t->absence[k].known_by, after, &best);
		}
	}
	return best;
}

void together_count(const struct standing_facts *facts, day from, day to, struct together *ret)
{
	struct together t = { 0 };
	day on = facts->born > from ? facts->born : from;

	while (on <= to) {
		day turn = next_turn(facts, on);
		day end = turn && turn <= to ? day_add(turn, -1) : to;
		int n = day_diff(end, on) + 1;
		enum presence p = child_on(facts, on);
		t.of += n;
		t.days += p == WITH ? n : 0;
		t.unknown += p == PERHAPS ? n : 0;
		t.last = p == WITH ? end : t.last;
		on = day_add(end, 1);
	}
	*ret = t;
}

/* --- bands --- */

static enum together_band band_of(int days, int of)
{
	enum { MONTH = 30, QUARTER = 90 };

	if (!days)
		return TOGETHER_NEVER;
	if (days <= MONTH)
		return TOGETHER_MONTH;
	if (days <= QUARTER)
		return TOGETHER_QUARTER;
	return 2 * days <= of ? TOGETHER_HALF : TOGETHER_MOST;
}

enum together_band together_band_of(const struct together *t)
{
	enum together_band least = band_of(t->days, t->of);

	return least == band_of(t->days + t->unknown, t->of) ? least : TOGETHER_UNKNOWN;
}

const char *together_band_text(enum together_band band)
{
	static const char *const text[TOGETHER__N] = {
		[TOGETHER_UNKNOWN] = N_("not known"),
		[TOGETHER_NEVER] = N_("not a day"),
		[TOGETHER_MONTH] = N_("a month at most"),
		[TOGETHER_QUARTER] = N_("three months at most"),
		[TOGETHER_HALF] = N_("half the time at most"),
		[TOGETHER_MOST] = N_("more than half the time"),
	};

	return text[band];
}
