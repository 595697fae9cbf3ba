#include "away.h"

#include "standing_reason.h"

#include <stdlib.h>

/* --- a parent on a day --- */

static bool is_barred(const struct away_barred *b, int64_t person)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->person[i] == person)
			return true;
	return false;
}

static int value_on(const struct standing_spells *spells, day on, int otherwise)
{
	const struct standing_spell *s = standing_spell_on(spells, on);

	return s ? s->value : otherwise;
}

/* Alive, free and able: who could look after the child, were they there. */
static bool could(const struct standing_tie *t, day on)
{
	return value_on(&t->state, on, STANDING_ALIVE) == STANDING_ALIVE &&
	       value_on(&t->guardianship, on, STANDING_ABLE) == STANDING_ABLE;
}

static bool is_away(const struct standing_tie *t, day on)
{
	bool away = false;

	for (size_t i = 0; i < t->absences; i++) {
		const struct standing_absence *a = &t->absence[i];
		day from = a->from ? a->from : a->known_by;
		if (!from || from > on || (a->to && a->to < on))
			continue;
		if (a->child_along)
			return false; /* the child stays with them for a while */
		away = true;
	}
	return away;
}

/* Somebody of the parents is with the child, and able. */
static bool any_home(const struct standing_facts *f, const struct away_barred *barred, day on)
{
	for (size_t i = 0; i < f->ties; i++)
		if (standing_is_parent_on(f, i, on) && !is_barred(barred, f->tie[i].person) &&
		    could(&f->tie[i], on) && !is_away(&f->tie[i], on))
			return true;
	return false;
}

static bool leaves(const struct standing_facts *f, const struct away_barred *barred, size_t i, day on)
{
	return standing_is_parent_on(f, i, on) && !is_barred(barred, f->tie[i].person) &&
	       could(&f->tie[i], on) && is_away(&f->tie[i], on);
}

/* --- between two such days nothing can change --- */

static day next_turn(const struct standing_facts *f, int max_age, day after)
{
	day best = 0;

	standing_offer(day_birthday(f->born, max_age), after, &best);
	for (size_t i = 0; i < f->ties; i++) {
		const struct standing_tie *t = &f->tie[i];
		if (!t->relation)
			continue;
		standing_offer_span(t->from, t->to, after, &best);
		standing_offer_spells(&t->state, after, &best);
		standing_offer_spells(&t->guardianship, after, &best);
		for (size_t k = 0; k < t->absences; k++) {
			standing_offer_span(t->absence[k].from, t->absence[k].to, after, &best);
			if (!t->absence[k].from)
				standing_offer(t->absence[k].known_by, after, &best);
		}
	}
	return best;
}

struct building {
	struct arena *mem;
	struct away_spans s;
	size_t cap;
};

static void put(struct building *b, int64_t person, day from, day to)
{
	for (size_t i = b->s.n; i-- > 0;) {
		struct away_span *last = &b->s.list[i];
		if (last->person != person)
			continue;
		if (last->from == from)
			return; /* tied twice */
		if (last->to && day_add(last->to, 1) == from) {
			last->to = to;
			return;
		}
		break;
	}
	b->s.list = GROWN(b->mem, b->s.list, b->s.n, &b->cap);
	b->s.list[b->s.n++] = (struct away_span){ person, from, to };
}

static int by_person(const void *a, const void *b)
{
	const struct away_span *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

void away_spans(struct arena *mem, const struct standing_facts *f, const struct away_rule *rule,
		struct away_spans *ret)
{
	struct building b = { .mem = mem };
	day on = f->born > AWAY_EARLIEST ? f->born : AWAY_EARLIEST,
	    grown = day_birthday(f->born, rule->max_age);

	while (on && on < grown) {
		day turn = next_turn(f, rule->max_age, on), end = turn ? day_add(turn, -1) : 0;
		bool counts = rule->which == AWAY_ANY || !any_home(f, &rule->barred, on);
		for (size_t i = 0; counts && i < f->ties; i++)
			if (leaves(f, &rule->barred, i, on))
				put(&b, f->tie[i].person, on, end);
		on = turn;
	}
	if (b.s.n)
		qsort(b.s.list, b.s.n, sizeof *b.s.list, by_person);
	*ret = b.s;
}

/* --- of several together --- */

static int by_from(const void *a, const void *b)
{
	const struct away_span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

void away_any(struct arena *mem, const struct away_spans *all, struct away_spans *ret)
{
	struct away_spans s = { NEW(mem, struct away_span, all->n + 1), 0 };
	struct away_span *sorted = NEW(mem, struct away_span, all->n + 1);

	for (size_t i = 0; i < all->n; i++)
		sorted[i] = all->list[i];
	if (all->n)
		qsort(sorted, all->n, sizeof *sorted, by_from);
	for (size_t i = 0; i < all->n; i++) {
		struct away_span *last = s.n ? &s.list[s.n - 1] : NULL;
		if (!last || (last->to && sorted[i].from > day_add(last->to, 1)))
			s.list[s.n++] = (struct away_span){ 0, sorted[i].from, sorted[i].to };
		else if (last->to && (!sorted[i].to || sorted[i].to > last->to))
			last->to = sorted[i].to;
	}
	*ret = s;
}

const struct away_span *away_on(const struct away_spans *all, int64_t person, day on)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct away_span *s = &all->list[i];
		if (s->person == person && s->from <= on && (!s->to || on <= s->to))
			return s;
	}
	return NULL;
}

day away_next(const struct away_spans *all, day after)
{
	day best = 0;

	for (size_t i = 0; i < all->n; i++)
		standing_offer_span(all->list[i].from, all->list[i].to, after, &best);
	return best;
}

/* --- from the registry --- */

static struct away_barred barred_of(struct ctx *c, const struct file *f, int64_t child)
{
	int64_t *person = NEW(c->mem, int64_t, f->ties.n + 1);
	struct away_barred b = { person, 0 };

	for (size_t i = 0; i < f->ties.n; i++)
		if (rec_int(&f->ties.r[i], TIE_CHILD) == child && rec_int(&f->ties.r[i], TIE_BARRED))
			person[b.n++] = rec_int(&f->ties.r[i], TIE_PERSON);
	return b;
}

enum { TOGETHER = 64 };

static enum rc load_some(struct ctx *c, const int64_t *child, size_t n, struct away_spans *ret_any,
			 struct away_spans *ret_entrusted)
{
	struct file f;
	enum rc rc = file_load_settling(c, child, n, &f);

	if (rc != RC_OK)
		return rc;
	struct facts_index *x = facts_index_new(c, &f);
	struct away_rule rule = { .max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE) };
	for (size_t i = 0; i < n; i++) {
		const struct record *one = facts_child(x, child[i]);
		struct standing_facts facts;
		ret_any[i] = ret_entrusted[i] = (struct away_spans){ NULL, 0 };
		if (!one)
			continue;
		facts_of(c, x, one, &facts);
		rule.barred = barred_of(c, &f, child[i]);
		rule.which = AWAY_ANY;
		away_spans(c->mem, &facts, &rule, &ret_any[i]);
		rule.which = AWAY_ENTRUSTED;
		away_spans(c->mem, &facts, &rule, &ret_entrusted[i]);
	}
	return RC_OK;
}

enum rc away_load(struct ctx *c, const int64_t *child, size_t n, struct away_spans *ret_any,
		  struct away_spans *ret_entrusted)
{
	struct actor program = actor_system(c->model->county);
	struct ctx p = ctx_system(c, &program);
	enum rc rc = RC_OK;

	p.seen = NULL; /* to reckon with */
	for (size_t at = 0; at < n && rc == RC_OK; at += TOGETHER)
		rc = load_some(&p, child + at, n - at < TOGETHER ? n - at : TOGETHER, ret_any + at,
			       ret_entrusted + at);
	return rc;
}
