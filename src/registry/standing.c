#include "standing.h"

#include "standing_reason.h"

enum { MAJORITY = 18 }; /* Law on the Protection of Minors art. 2 */

/* The same question is asked of three readings of the facts.  Each reading only adds absences, and more
 * absence never makes fewer parents away, so LOW and HIGH enclose every way in which the unknown may be. */
enum reading {
	PROVEN, /* absences whose first day is known */
	LOW,    /* and what a form of this day or earlier declares */
	HIGH,   /* and what a later form declares: perhaps it held already */
	READINGS
};

static const int64_t EVER = INT64_MAX / 4;

static int64_t number_or(day d, int64_t otherwise) { return d ? day_number(d) : otherwise; }

static bool holds(day from, day to, day on) { return from <= on && (!to || on <= to); }

const struct standing_spell *standing_spell_on(const struct standing_spells *spells, day on)
{
	const struct standing_spell *found = NULL;

	for (size_t i = 0; i < spells->n; i++) {
		const struct standing_spell *s = &spells->list[i];
		if (holds(s->from, s->to, on) && (!found || s->from >= found->from))
			found = s;
	}
	return found;
}

static int value_on(const struct standing_spells *spells, day on)
{
	const struct standing_spell *s = standing_spell_on(spells, on);

	return s ? s->value : 0;
}

bool standing_absence_counts(const struct standing_absence *a)
{
	return a->reason == STANDING_CAUSE_WORK && !a->child_along &&
	       (!a->from || !a->to || a->to >= a->from);
}

bool standing_absence_declared(const struct standing_absence *a, day on)
{
	return !a->from && a->known_by && a->known_by <= on;
}

static bool reads(enum reading reading, const struct standing_absence *a, day on)
{
	if (!standing_absence_counts(a))
		return false;
	return a->from || reading == HIGH || (reading == LOW && standing_absence_declared(a, on));
}

/* Where the chain of absences that covers day `on` begins (a day number, -EVER when its beginning is not
 * known), EVER when none covers it.  An absence reaches absence_gap_days past its last day, and two that
 * touch are one. */
static int64_t chain_start(const struct standing_tie *tie, const struct standing_params *params, day on,
			   enum reading reading)
{
	int64_t today = day_number(on), since = EVER;

	for (size_t i = 0; i < tie->absences; i++) {
		const struct standing_absence *a = &tie->absence[i];
		int64_t from = number_or(a->from, -EVER);
		if (reads(reading, a, on) && from <= today &&
		    today <= number_or(a->to, EVER) + params->absence_gap_days && from < since)
			since = from;
	}
	/* Backwards, because one pass then does for a list in order of time. */
	for (bool moved = since < EVER; moved;) {
		moved = false;
		for (size_t i = tie->absences; i-- > 0;) {
			const struct standing_absence *a = &tie->absence[i];
			int64_t from = number_or(a->from, -EVER);
			if (reads(reading, a, on) && from < since &&
			    since - number_or(a->to, EVER) - 1 <= params->absence_gap_days) {
				since = from;
				moved = true;
			}
		}
	}
	return since;
}

static void find_absence(const struct standing_tie *tie, const struct standing_params *params, day on,
			 struct standing_parent *to)
{
	bool guess = false;

	for (size_t i = 0; i < tie->absences; i++)
		guess |= !tie->absence[i].from;
	for (enum reading r = PROVEN; r < READINGS; r++) {
		int64_t since = r == PROVEN || guess ? chain_start(tie, params, on, r) : to->since[PROVEN];
		to->since[r] = since;
		to->away[r] = since < EVER;
		to->is_long[r] = to->away[r] && day_number(on) - since > params->min_days_away;
	}
}

void standing_parent_on(const struct standing_tie *tie, const struct standing_params *params, day on,
			struct standing_parent *ret)
{
	*ret = (struct standing_parent){ .tie = tie, .state = value_on(&tie->state, on) };
	ret->lost = value_on(&tie->guardianship, on) == STANDING_LOST;
	if (ret->state == STANDING_ALIVE)
		find_absence(tie, params, on, ret);
}

/* One person tied twice (as parent and as father, say) is one parent. */
static bool is_repeated(const struct standing_facts *facts, size_t i, day on)
{
	for (size_t k = 0; k < i; k++) {
		const struct standing_tie *t = &facts->tie[k];
		if (t->relation && t->person && t->person == facts->tie[i].person &&
		    holds(t->from, t->to, on))
			return true;
	}
	return false;
}

bool standing_is_parent_on(const struct standing_facts *facts, size_t i, day on)
{
	const struct standing_tie *t = &facts->tie[i];

	return t->relation && holds(t->from, t->to, on) && !is_repeated(facts, i, on);
}

static struct standing_enrolled enrolled_on(const struct standing_facts *facts, day on)
{
	struct standing_enrolled best = { 0 };
	int home = value_on(&facts->household_county, on);

	for (size_t i = 0; i < facts->enrolments; i++) {
		const struct standing_enrolment *e = &facts->enrolment[i];
		if (!grade_is_compulsory(e->stage) || !holds(e->from, e->to, on))
			continue;
		enum standing_place place = !home || !e->county ? STANDING_PLACE_UNKNOWN
					    : home == e->county ? STANDING_PLACE_SAME
								: STANDING_PLACE_OTHER;
		if (place > best.place)
			best = (struct standing_enrolled){ place, e->id };
	}
	return best;
}

/* What the parents together come to, in each reading. */
struct family {
	size_t parents;
	bool away[READINGS];      /* one is */
	bool uncovered[READINGS]; /* one is at home and able */
	int count[READINGS];      /* away for long */
	bool any_dead, any_unable;
};

static void add_parent(struct family *f, const struct standing_parent *p)
{
	bool unable = p->lost || p->state > STANDING_DEAD; /* whoever is not there to care */

	f->parents++;
	if (p->state == STANDING_DEAD) {
		f->any_dead = true;
		return;
	}
	f->any_unable |= unable;
	for (enum reading r = PROVEN; r < READINGS; r++) {
		f->away[r] |= p->away[r];
		f->uncovered[r] |= !p->away[r] && !unable;
		f->count[r] += p->is_long[r];
	}
}

static struct family family_on(const struct standing_facts *facts, const struct standing_params *params,
			       day on)
{
	struct family f = { 0 };

	for (size_t i = 0; i < facts->ties; i++) {
		struct standing_parent p;
		if (!standing_is_parent_on(facts, i, on))
			continue;
		standing_parent_on(&facts->tie[i], params, on, &p);
		add_parent(&f, &p);
	}
	if (f.parents == 0) { /* nobody knows: anything may be */
		f.away[HIGH] = true;
		f.count[HIGH] = 2;
	}
	return f;
}

static void settle(struct standing_view *v, const struct family *f, struct standing *ret)
{
	int civil[READINGS], roll[READINGS];

	for (enum reading r = PROVEN; r < READINGS; r++) {
		int count = f->count[r] < 2 ? f->count[r] : 2;
		bool age = v->age == STANDING_PERHAPS ? r == HIGH : v->age == STANDING_CERTAIN;
		bool type =
			v->type == STANDING_HOUSEHOLD_UNKNOWN ? r == HIGH : v->type == STANDING_AGRICULTURAL;
		bool place = v->enrolled.place == STANDING_PLACE_SAME ||
			     (r == HIGH && v->enrolled.place == STANDING_PLACE_UNKNOWN);
		civil[r] = v->born && age && type && f->away[r] && !f->uncovered[r];
		roll[r] = v->born && place ? count : 0;
	}
	*ret = (struct standing){ .civil_affairs = civil[LOW] == civil[HIGH] ? civil[LOW] : -1,
				  .school_roll = roll[LOW] == roll[HIGH] ? roll[LOW] : -1 };
	if (ret->civil_affairs < 0 || ret->school_roll < 0)
		ret->basis = STANDING_BASIS_UNKNOWN;
	else if (civil[PROVEN] != civil[LOW] || roll[PROVEN] != roll[LOW])
		ret->basis = STANDING_DECLARED;
	else
		ret->basis = STANDING_COMPUTED;
}

static void evaluate(const struct standing_facts *facts, const struct standing_params *params, day on,
		     struct standing_view *ret_view, struct standing *ret)
{
	int age = facts->born ? day_age(facts->born, on) : 0;
	struct standing_view v = { .facts = facts, .params = params, .on = on, .born = age >= 0 };

	v.age = !facts->born ? STANDING_PERHAPS : age < params->max_age ? STANDING_CERTAIN : STANDING_NEVER;
	v.type = value_on(&facts->household_type, on);
	v.enrolled = enrolled_on(facts, on);
	struct family f = family_on(facts, params, on);
	settle(&v, &f, ret);
	ret->difficulty_review =
		v.born && age < MAJORITY && (f.any_dead || (f.parents && !f.away[LOW] && f.any_unable));
	v.parents = f.parents;
	*ret_view = v;
}

void standing_at(struct arena *mem, const struct standing_facts *facts, const struct standing_params *params,
		 day on, struct standing *ret)
{
	struct standing_view v;

	evaluate(facts, params, on, &v, ret);
	standing_explain(mem, &v, ret);
}

bool standing_same(const struct standing *a, const struct standing *b)
{
	return a->civil_affairs == b->civil_affairs && a->school_roll == b->school_roll &&
	       a->basis == b->basis;
}

void standing_offer(day d, day after, day *best)
{
	if (d > after && (!*best || d < *best))
		*best = d;
}

void standing_offer_span(day from, day to, day after, day *best)
{
	standing_offer(from, after, best);
	if (to)
		standing_offer(day_add(to, 1), after, best);
}

void standing_offer_spells(const struct standing_spells *spells, day after, day *best)
{
	for (size_t i = 0; i < spells->n; i++)
		standing_offer_span(spells->list[i].from, spells->list[i].to, after, best);
}

static void offer_absence(const struct standing_absence *a, const struct standing_params *params, day after,
			  day *best)
{
	if (!standing_absence_counts(a))
		return;
	if (a->from) {
		standing_offer(a->from, after, best);
		standing_offer(day_add(a->from, params->min_days_away + 1), after,
			       best); /* it may begin a chain */
	} else {
		standing_offer(a->known_by, after, best);
	}
	if (a->to)
		standing_offer(day_add(a->to, params->absence_gap_days + 1), after, best);
}

/* Between two days offered here nothing can change. */
static day candidate_after(const struct standing_facts *facts, const struct standing_params *params,
			   day after)
{
	day best = 0;

	if (facts->born) {
		standing_offer(facts->born, after, &best);
		standing_offer(day_birthday(facts->born, params->max_age), after, &best);
	}
	standing_offer_spells(&facts->household_type, after, &best);
	standing_offer_spells(&facts->household_county, after, &best);
	for (size_t i = 0; i < facts->enrolments; i++)
		standing_offer_span(facts->enrolment[i].from, facts->enrolment[i].to, after, &best);
	for (size_t i = 0; i < facts->ties; i++) {
		const struct standing_tie *t = &facts->tie[i];
		if (!t->relation)
			continue;
		standing_offer_span(t->from, t->to, after, &best);
		standing_offer_spells(&t->state, after, &best);
		standing_offer_spells(&t->guardianship, after, &best);
		for (size_t k = 0; k < t->absences; k++)
			offer_absence(&t->absence[k], params, after, &best);
	}
	return best;
}

day standing_next(const struct standing_facts *facts, const struct standing_params *params, day after)
{
	struct standing_view v;
	struct standing was, is;

	evaluate(facts, params, after, &v, &was);
	for (day d = after; (d = candidate_after(facts, params, d));) {
		evaluate(facts, params, d, &v, &is);
		if (!standing_same(&was, &is))
			return d;
	}
	return 0;
}

size_t standing_changes(struct arena *mem, const struct standing_facts *facts,
			const struct standing_params *params, day from, day to, struct standing_change **ret)
{
	struct standing_change *list = NULL;
	size_t n = 0, cap = 0;

	for (day d = from; d && d <= to; d = standing_next(facts, params, d)) {
		list = GROWN(mem, list, n, &cap);
		list[n].day = d;
		standing_at(mem, facts, params, d, &list[n++].standing);
	}
	*ret = list;
	return n;
}
