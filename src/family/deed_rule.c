#include "deed_rule.h"

#include "codes_gen.h"

static day later(day a, day b) { return a > b ? a : b; }

bool deed_must_hear(const struct deed_facts *f, const struct deed_params *p, day on)
{
	return f->born && day_age(f->born, f->parent ? f->parent : on) >= p->hear_age;
}

day deed_signed_on(const struct deed_facts *f, const struct deed_params *p)
{
	if (!f->parent || !f->carer || !f->witness)
		return 0;
	if (deed_must_hear(f, p, f->parent) && !f->heard)
		return 0;
	return later(later(f->parent, f->carer), later(f->witness, f->heard));
}

day deed_noted_on(const struct deed_facts *f)
{
	if (!f->sent || !f->ack_village || (f->school && !f->ack_school))
		return 0;
	return f->school ? later(f->ack_school, f->ack_village) : f->ack_village;
}

day deed_last_day(const struct deed_facts *f) { return f->ended && f->ended < f->to ? f->ended : f->to; }

day deed_notice_due(const struct deed_facts *f, const struct deed_params *p)
{
	day on = deed_signed_on(f, p);

	return on ? day_add(on, p->notice_days) : 0;
}

bool deed_overlaps(day from, day to, day other_from, day other_to)
{
	return from <= other_to && other_from <= to;
}

static bool come(day d, day on) { return d && d <= on; }

static enum deed_stand begun(const struct deed_facts *f, const struct deed_params *p, day on)
{
	if (!come(deed_noted_on(f), on) || f->from > on)
		return come(f->sent, on) ? DEED_NOTIFIED : DEED_SIGNED;
	return !f->ended && day_add(f->to, -p->renew_days) <= on ? DEED_RENEW_DUE : DEED_ACTIVE;
}

enum deed_stand deed_stand_on(const struct deed_facts *f, const struct deed_params *p, day on)
{
	if (come(f->revoked, on))
		return DEED_REVOKED;
	if (deed_last_day(f) < on)
		return DEED_ENDED;
	return come(deed_signed_on(f, p), on) ? begun(f, p, on) : DEED_DRAFT;
}

bool deed_binds(const struct deed_facts *f, const struct deed_params *p, day on)
{
	return come(deed_signed_on(f, p), on) && f->from <= on && on <= deed_last_day(f) &&
	       !come(f->revoked, on);
}

/* Every day on which time alone may change it. */
day deed_stand_next(const struct deed_facts *f, const struct deed_params *p, day after)
{
	const day at[] = { f->from, day_add(f->to, -p->renew_days), day_add(deed_last_day(f), 1) };
	enum deed_stand was = deed_stand_on(f, p, after);
	day best = 0;

	for (size_t i = 0; i < COUNT(at); i++)
		if (at[i] > after && (!best || at[i] < best) && deed_stand_on(f, p, at[i]) != was)
			best = at[i];
	return best;
}

const char *deed_stand_code(enum deed_stand stand)
{
	static const char *const code[DEED_STAND__N] = {
		[DEED_DRAFT] = CODE_DEED_STATE_DRAFT,         [DEED_SIGNED] = CODE_DEED_STATE_SIGNED,
		[DEED_NOTIFIED] = CODE_DEED_STATE_NOTIFIED,   [DEED_ACTIVE] = CODE_DEED_STATE_ACTIVE,
		[DEED_RENEW_DUE] = CODE_DEED_STATE_RENEW_DUE, [DEED_ENDED] = CODE_DEED_STATE_ENDED,
		[DEED_REVOKED] = CODE_DEED_STATE_REVOKED,
	};

	return code[stand];
}

/* --- what it lacks --- */

static unsigned lacks_period(const struct deed_facts *f, const struct deed_params *p, day on)
{
	if (!f->from || !f->to || f->to <= f->from)
		return DEED_NO_PERIOD;
	return (f->to < on ? DEED_PAST : 0u) |
	       (f->born && f->to >= day_birthday(f->born, p->max_age) ? DEED_TOO_LONG : 0u);
}

static unsigned lacks_carer(const struct deed_terms *t, const struct deed_params *p, day on)
{
	unsigned bits = 0;

	if (!t->carer_born || day_age(t->carer_born, on) < p->carer_age)
		bits |= DEED_CARER_MINOR;
	return bits | (t->carer_barred ? DEED_CARER_BARRED : 0u) | (t->carer_self ? DEED_CARER_PARTY : 0u) |
	       (t->carer_unable ? DEED_CARER_UNABLE : 0u);
}

unsigned deed_lacks(const struct deed_facts *f, const struct deed_terms *t, const struct deed_params *p,
		    day on)
{
	unsigned bits = lacks_period(f, p, on) | lacks_carer(t, p, on) | (t->cause ? 0u : DEED_NO_CAUSE);

	for (size_t i = 0; i < DEED_GROUNDS; i++)
		bits |= t->ground[i] == DEED_YES          ? DEED_EXCLUDED
			: t->ground[i] == DEED_UNANSWERED ? DEED_UNDECLARED
							  : 0u;
	return bits | (deed_must_hear(f, p, on) && !f->heard ? DEED_UNHEARD : 0u);
}

/* --- left alone --- */

enum deed_alone deed_alone_on(const struct deed_home *h, const struct deed_params *p, day on)
{
	if (h->adults || !h->born || on < h->born)
		return DEED_CARED;
	int age = day_age(h->born, on);
	if (age < p->watch_age)
		return DEED_UNATTENDED;
	if (age < p->alone_age)
		return h->special ? DEED_NEEDS_CARE : DEED_LIVES_ALONE;
	return h->special && age < p->max_age ? DEED_NEEDS_CARE : DEED_CARED;
}

const char *deed_alone_indicator(enum deed_alone alone)
{
	static const char *const code[] = {
		[DEED_UNATTENDED] = CODE_INDICATOR_UNATTENDED,
		[DEED_NEEDS_CARE] = CODE_INDICATOR_CARER_NONE,
		[DEED_LIVES_ALONE] = CODE_INDICATOR_ALONE,
	};

	return code[alone];
}
