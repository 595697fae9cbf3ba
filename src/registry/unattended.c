#include "unattended.h"
#include "codes.h"
#include "standing_reason.h"

/* Of one parent on a day: what speaks against care, or that nothing does. */
static enum unattended_why parent_on(const struct standing_tie *tie, day on,
				     const struct standing_spell **ret)
{
	static const enum unattended_why why[] = {
		[STANDING_ALIVE] = UNATTENDED_WHY_ABLE,
		[STANDING_DEAD] = UNATTENDED_WHY_DEAD,
		[STANDING_MISSING] = UNATTENDED_WHY_MISSING,
		[STANDING_IMPRISONED] = UNATTENDED_WHY_IMPRISONED,
		[STANDING_DETAINED] = UNATTENDED_WHY_DETAINED,
		[STANDING_DEPORTED] = UNATTENDED_WHY_DEPORTED,
	};
	const struct standing_spell *state = standing_spell_on(&tie->state, on),
				    *care = standing_spell_on(&tie->guardianship, on);

	*ret = state;
	if (state && state->value > STANDING_ALIVE && state->value < (int)COUNT(why))
		return why[state->value];
	*ret = care;
	return care && care->value == STANDING_LOST ? UNATTENDED_WHY_UNABLE : UNATTENDED_WHY_ABLE;
}

/* What the parents come to together. */
struct both {
	int parents, dead, able;
};

static enum unattended_says answer(const struct both *b)
{
	enum { BOTH = 2 };

	if (b->able)
		return UNATTENDED_NO;
	if (b->parents < BOTH)
		return UNATTENDED_UNKNOWN;
	return b->dead == b->parents ? UNATTENDED_ORPHAN : UNATTENDED_YES;
}

static void add(struct both *b, enum unattended_why why)
{
	b->parents++;
	b->dead += why == UNATTENDED_WHY_DEAD;
	b->able += why == UNATTENDED_WHY_ABLE;
}

static bool is_child(const struct standing_facts *facts, int max_age, day on)
{
	int age = facts->born ? day_age(facts->born, on) : 0;

	return age >= 0 && age < max_age;
}

enum unattended_says unattended_on(const struct standing_facts *facts, int max_age, day on)
{
	const struct standing_spell *held;
	struct both b = { 0 };

	if (!is_child(facts, max_age, on))
		return UNATTENDED_NO;
	for (size_t i = 0; i < facts->ties; i++)
		if (standing_is_parent_on(facts, i, on))
			add(&b, parent_on(&facts->tie[i], on, &held));
	return answer(&b);
}

/* --- the next change --- */

/* Between two days offered here nothing can change. */
static day candidate_after(const struct standing_facts *facts, int max_age, day after)
{
	day best = 0;

	if (facts->born) {
		standing_offer(facts->born, after, &best);
		standing_offer(day_birthday(facts->born, max_age), after, &best);
	}
	for (size_t i = 0; i < facts->ties; i++) {
		const struct standing_tie *t = &facts->tie[i];
		if (!t->relation)
			continue;
		standing_offer_span(t->from, t->to, after, &best);
		standing_offer_spells(&t->state, after, &best);
		standing_offer_spells(&t->guardianship, after, &best);
	}
	return best;
}

day unattended_next(const struct standing_facts *facts, int max_age, day after)
{
	enum unattended_says was = unattended_on(facts, max_age, after);

	for (day d = after; (d = candidate_after(facts, max_age, d));)
		if (unattended_on(facts, max_age, d) != was)
			return d;
	return 0;
}

/* --- why --- */

static struct unattended_reason *say(struct unattended *u, struct unattended_reason *list,
				     enum unattended_why code)
{
	struct unattended_reason *r = &list[u->nreasons++];

	*r = (struct unattended_reason){ .code = code };
	return r;
}

static void explain_parents(struct unattended *u, struct unattended_reason *list,
			    const struct standing_facts *facts, day on)
{
	struct both b = { 0 };

	for (size_t i = 0; i < facts->ties; i++) {
		const struct standing_spell *held;
		if (!standing_is_parent_on(facts, i, on))
			continue;
		enum unattended_why why = parent_on(&facts->tie[i], on, &held);
		add(&b, why);
		struct unattended_reason *r = say(u, list, why);
		r->relation = facts->tie[i].relation;
		r->person = facts->tie[i].person;
		if (why == UNATTENDED_WHY_ABLE || !held)
			continue;
		r->on = held->from;
		r->about = held->id;
	}
	if (b.parents < 2 && !b.able)
		say(u, list, b.parents ? UNATTENDED_WHY_ONE_PARENT_TIED : UNATTENDED_WHY_NO_PARENT_TIED);
	u->says = answer(&b);
}

void unattended_at(struct arena *mem, const struct standing_facts *facts, int max_age, day on,
		   struct unattended *ret)
{
	struct unattended u = { .says = UNATTENDED_NO };
	struct unattended_reason *list = NEW(mem, struct unattended_reason, facts->ties + 1);

	if (facts->born && on < facts->born) {
		say(&u, list, UNATTENDED_WHY_NOT_BORN);
	} else if (!is_child(facts, max_age, on)) {
		struct unattended_reason *r = say(&u, list, UNATTENDED_WHY_OF_AGE);
		r->on = day_birthday(facts->born, max_age);
		r->age = max_age;
	} else {
		explain_parents(&u, list, facts, on);
	}
	u.reasons = list;
	*ret = u;
}

/* --- in words --- */

const char *unattended_reason_text(enum unattended_why code)
{
	/* clang-format off */
	static const char *const text[UNATTENDED_WHY__N] = {
		[UNATTENDED_WHY_NOT_BORN]        = N_("Not born yet on that day."),
		[UNATTENDED_WHY_OF_AGE]          = N_("Turned {2} on {1}: a child no longer."),
		[UNATTENDED_WHY_NO_PARENT_TIED]  = N_("No parent is entered."),
		[UNATTENDED_WHY_ONE_PARENT_TIED] = N_("The other parent is not entered."),
		[UNATTENDED_WHY_ABLE]            = N_("{0} is alive and able to care."),
		[UNATTENDED_WHY_UNABLE]          = N_("{0} is not able to care."),
		[UNATTENDED_WHY_DEAD]            = N_("{0} has died."),
		[UNATTENDED_WHY_MISSING]         = N_("{0} is missing."),
		[UNATTENDED_WHY_IMPRISONED]      = N_("{0} is in prison."),
		[UNATTENDED_WHY_DETAINED]        = N_("{0} is deprived of liberty."),
		[UNATTENDED_WHY_DEPORTED]        = N_("{0} has been deported."),
	};
	/* clang-format on */

	return text[code];
}

/* The same where the first day is known. */
static const char *text_since(enum unattended_why code)
{
	/* clang-format off */
	static const char *const text[UNATTENDED_WHY__N] = {
		[UNATTENDED_WHY_UNABLE]     = N_("{0} has not been able to care since {1}."),
		[UNATTENDED_WHY_DEAD]       = N_("{0} died on {1}."),
		[UNATTENDED_WHY_MISSING]    = N_("{0} has been missing since {1}."),
		[UNATTENDED_WHY_IMPRISONED] = N_("{0} has been in prison since {1}."),
		[UNATTENDED_WHY_DETAINED]   = N_("{0} has been deprived of liberty since {1}."),
		[UNATTENDED_WHY_DEPORTED]   = N_("{0} was deported on {1}."),
	};
	/* clang-format on */

	return text[code] ? text[code] : unattended_reason_text(code);
}

void unattended_reason_put(struct buf *b, enum lang lang, const struct unattended_reason *reason)
{
	struct buf on = buf_new(b->mem, 64), age = buf_new(b->mem, 16);

	if (reason->on)
		tr_date(&on, lang, N_("{2} {1} {0}"), reason->on);
	buf_int(&age, reason->age);
	str arg[] = { str_of(tr(lang, standing_relation_name(reason->relation))), buf_view(&on),
		      buf_view(&age) };
	tr_put(b, lang, reason->on ? text_since(reason->code) : unattended_reason_text(reason->code), arg,
	       COUNT(arg));
}

const char *unattended_category(enum unattended_says says)
{
	return says == UNATTENDED_ORPHAN ? CODE_CID_CLASS_ORPHAN
	       : says == UNATTENDED_YES  ? CODE_CID_CLASS_UNATTENDED
					 : NULL;
}
