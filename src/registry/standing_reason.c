#include "standing_reason.h"

struct writer {
	const struct standing_view *view;
	const struct standing *standing;
	struct standing_reason *list;
	size_t n;
	unsigned concerns; /* what the parents' whereabouts decide */
};

static struct standing_reason *say(struct writer *w, enum standing_why code, unsigned concerns)
{
	struct standing_reason *r = &w->list[w->n++];

	*r = (struct standing_reason){ .code = code, .concerns = concerns };
	return r;
}

static struct standing_reason *say_of(struct writer *w, enum standing_why code, unsigned concerns,
				      const struct standing_tie *tie)
{
	struct standing_reason *r = say(w, code, concerns);

	r->relation = tie->relation;
	r->person = tie->person;
	return r;
}

static int64_t spell_id(const struct standing_spells *spells, day on)
{
	const struct standing_spell *s = standing_spell_on(spells, on);

	return s ? s->id : 0;
}

/* Age, household and school; what they leave open is for the parents to decide. */
static void explain_child(struct writer *w)
{
	const struct standing_view *v = w->view;
	enum standing_place place = v->enrolled.place;

	w->concerns = 0;
	if (!v->born) {
		say(w, STANDING_WHY_NOT_BORN, STANDING_FOR_CIVIL_AFFAIRS | STANDING_FOR_SCHOOL_ROLL);
		return;
	}
	if (v->age == STANDING_NEVER) {
		struct standing_reason *r = say(w, STANDING_WHY_TOO_OLD, STANDING_FOR_CIVIL_AFFAIRS);
		r->on = day_birthday(v->facts->born, v->params->max_age);
		r->days = v->params->max_age;
	} else if (v->type != STANDING_AGRICULTURAL && v->type != STANDING_HOUSEHOLD_UNKNOWN) {
		say(w, STANDING_WHY_OTHER_HOUSEHOLD, STANDING_FOR_CIVIL_AFFAIRS)->about =
			spell_id(&v->facts->household_type, v->on);
	} else {
		w->concerns |= STANDING_FOR_CIVIL_AFFAIRS;
		if (v->type == STANDING_HOUSEHOLD_UNKNOWN && w->standing->civil_affairs < 0)
			say(w, STANDING_WHY_TYPE_UNKNOWN, STANDING_FOR_CIVIL_AFFAIRS);
	}
	if (place == STANDING_PLACE_NONE) {
		say(w, STANDING_WHY_NOT_ENROLLED, STANDING_FOR_SCHOOL_ROLL);
	} else if (place == STANDING_PLACE_OTHER) {
		say(w, STANDING_WHY_OTHER_COUNTY, STANDING_FOR_SCHOOL_ROLL)->about = v->enrolled.enrolment;
	} else {
		w->concerns |= STANDING_FOR_SCHOOL_ROLL;
		if (place == STANDING_PLACE_UNKNOWN && w->standing->school_roll < 0)
			say(w, STANDING_WHY_COUNTY_UNKNOWN, STANDING_FOR_SCHOOL_ROLL)->about =
				v->enrolled.enrolment;
	}
}

/* The absence a sentence names: of those that reach this day, the one that lasts longest. */
static const struct standing_absence *absence_proven(const struct writer *w, const struct standing_tie *tie)
{
	const struct standing_absence *found = NULL;

	for (size_t i = 0; i < tie->absences; i++) {
		const struct standing_absence *a = &tie->absence[i];
		if (!a->from || a->from > w->view->on || !standing_absence_counts(a))
			continue;
		if (!found || (found->to && (!a->to || a->to > found->to)))
			found = a;
	}
	return found;
}

/* The absence whose beginning is not known that makes a difference on this day. */
static const struct standing_absence *absence_guessed(const struct writer *w, const struct standing_tie *tie,
						      bool declared)
{
	const struct standing_absence *found = NULL;

	for (size_t i = 0; i < tie->absences; i++) {
		const struct standing_absence *a = &tie->absence[i];
		if (a->from || !standing_absence_counts(a) ||
		    standing_absence_declared(a, w->view->on) != declared)
			continue;
		if (!found || (found->to && (!a->to || a->to > found->to)))
			found = a;
	}
	return found;
}

static void say_guessed(struct writer *w, const struct standing_tie *tie, bool declared, unsigned concerns)
{
	const struct standing_absence *a = absence_guessed(w, tie, declared);

	if (!a)
		return;
	struct standing_reason *r =
		say_of(w, declared ? STANDING_WHY_AWAY_DECLARED : STANDING_WHY_AWAY_UNKNOWN, concerns, tie);
	r->on = a->known_by;
	r->about = a->id;
}

static void explain_away(struct writer *w, const struct standing_parent *p)
{
	const struct standing_absence *a = absence_proven(w, p->tie);
	if (!a)
		return;
	day since = day_of_number((int32_t)p->since[0]);
	bool visiting = a->to && a->to < w->view->on;
	struct standing_reason *r =
		say_of(w, visiting ? STANDING_WHY_ON_VISIT : STANDING_WHY_AWAY, w->concerns, p->tie);

	r->on = visiting ? a->to : since;
	r->days = visiting ? w->view->params->absence_gap_days : day_diff(w->view->on, since);
	r->about = a->id;
	if (p->is_long[0] || !(w->concerns & STANDING_FOR_SCHOOL_ROLL))
		return;
	if (p->is_long[1] || p->is_long[2]) {
		say_guessed(w, p->tie, p->is_long[1], STANDING_FOR_SCHOOL_ROLL);
		return;
	}
	r = say_of(w, STANDING_WHY_NOT_LONG, STANDING_FOR_SCHOOL_ROLL, p->tie);
	r->on = day_add(since, w->view->params->min_days_away + 1);
	r->days = w->view->params->min_days_away;
	r->about = a->id;
}

/* At home for all that is known: an absence that does not count explains more than "at home". */
static void explain_home(struct writer *w, const struct standing_parent *p)
{
	const struct standing_tie *tie = p->tie;

	for (size_t i = 0; i < tie->absences; i++) {
		const struct standing_absence *a = &tie->absence[i];
		day from = a->from ? a->from : a->known_by;
		if (!from || from > w->view->on || (a->to && a->to < w->view->on) ||
		    standing_absence_counts(a))
			continue;
		enum standing_why why = a->reason == STANDING_CAUSE_WORK ? STANDING_WHY_CHILD_ALONG
									 : STANDING_WHY_NOT_FOR_WORK;
		say_of(w, why, w->concerns, tie)->about = a->id;
		return;
	}
	say_of(w, STANDING_WHY_HOME, w->concerns, tie);
}

static void explain_parent(struct writer *w, const struct standing_parent *p)
{
	static const enum standing_why state[] = {
		[STANDING_DEAD] = STANDING_WHY_IS_DEAD,
		[STANDING_MISSING] = STANDING_WHY_IS_MISSING,
		[STANDING_IMPRISONED] = STANDING_WHY_IS_IMPRISONED,
		[STANDING_DETAINED] = STANDING_WHY_IS_DETAINED,
		[STANDING_DEPORTED] = STANDING_WHY_IS_DEPORTED,
	};

	if (p->state > STANDING_ALIVE && p->state < (int)COUNT(state)) {
		say_of(w, state[p->state], w->concerns, p->tie)->about =
			spell_id(&p->tie->state, w->view->on);
		return;
	}
	if (p->away[0]) {
		explain_away(w, p);
		return;
	}
	if (p->away[2])
		say_guessed(w, p->tie, p->away[1], w->concerns);
	if (p->lost && !p->away[1])
		say_of(w, STANDING_WHY_UNABLE, w->concerns, p->tie)->about =
			spell_id(&p->tie->guardianship, w->view->on);
	else if (!p->away[2])
		explain_home(w, p);
}

void standing_explain(struct arena *mem, const struct standing_view *view, struct standing *ret)
{
	enum { ABOUT_CHILD = 4, PER_PARENT = 2 };
	struct writer w = { .view = view, .standing = ret };

	w.list = NEW(mem, struct standing_reason, ABOUT_CHILD + PER_PARENT * view->parents);
	explain_child(&w);
	for (size_t i = 0; w.concerns && i < view->facts->ties; i++) {
		struct standing_parent p;
		if (!standing_is_parent_on(view->facts, i, view->on))
			continue;
		standing_parent_on(&view->facts->tie[i], view->params, view->on, &p);
		explain_parent(&w, &p);
	}
	if (w.concerns && view->parents == 0)
		say(&w, STANDING_WHY_NO_PARENT_TIED, w.concerns);
	if (ret->difficulty_review)
		say(&w, STANDING_WHY_REVIEW, 0);
	ret->reasons = w.list;
	ret->nreasons = w.n;
}

const char *standing_reason_text(enum standing_why code)
{
	/* clang-format off */
	static const char *const text[STANDING_WHY__N] = {
		[STANDING_WHY_NOT_BORN]        = N_("Not born yet on that day."),
		[STANDING_WHY_TOO_OLD]         = N_("Turned {2} on {1}: the civil-affairs definition no longer applies."),
		[STANDING_WHY_OTHER_HOUSEHOLD] = N_("The household is not agricultural."),
		[STANDING_WHY_TYPE_UNKNOWN]    = N_("The household type is not known."),
		[STANDING_WHY_NOT_ENROLLED]    = N_("Not enrolled in the compulsory stage on that day."),
		[STANDING_WHY_OTHER_COUNTY]    = N_("The school lies in another county than the household."),
		[STANDING_WHY_COUNTY_UNKNOWN]  = N_("The county of the household or of the school is not known."),
		[STANDING_WHY_NO_PARENT_TIED]  = N_("No parent is entered."),
		[STANDING_WHY_AWAY]            = N_("{0} has been away for work since {1}, {2} days."),
		[STANDING_WHY_ON_VISIT]        = N_("{0} was last away for work on {1}; up to {2} days at home do not end an absence."),
		[STANDING_WHY_AWAY_DECLARED]   = N_("{0} is away for work; it is not known since when, the form of {1} declares it."),
		[STANDING_WHY_AWAY_UNKNOWN]    = N_("{0} may have been away for work already: the form of {1} does not say since when."),
		[STANDING_WHY_NOT_LONG]        = N_("{0} has not been away for more than {2} days: the school roll counts it from {1} on."),
		[STANDING_WHY_HOME]            = N_("{0} is at home and able to care."),
		[STANDING_WHY_UNABLE]          = N_("{0} is at home but not able to care."),
		[STANDING_WHY_IS_MISSING]      = N_("{0} is missing."),
		[STANDING_WHY_IS_IMPRISONED]   = N_("{0} is in prison."),
		[STANDING_WHY_IS_DETAINED]     = N_("{0} is deprived of liberty."),
		[STANDING_WHY_IS_DEPORTED]     = N_("{0} has been deported."),
		[STANDING_WHY_IS_DEAD]         = N_("{0} has died."),
		[STANDING_WHY_CHILD_ALONG]     = N_("{0} is away for work with the child along."),
		[STANDING_WHY_NOT_FOR_WORK]    = N_("{0} is away, but not for work."),
		[STANDING_WHY_REVIEW]          = N_("Whether this is a child in difficulty should be looked at."),
	};
	/* clang-format on */

	return text[code];
}

const char *standing_relation_name(enum standing_relation relation)
{
	switch (relation) {
	case STANDING_FATHER: return N_("Father");
	case STANDING_MOTHER: return N_("Mother");
	case STANDING_STEPFATHER: return N_("Step- or adoptive father");
	case STANDING_STEPMOTHER: return N_("Step- or adoptive mother");
	default: return N_("A parent");
	}
}

void standing_reason_put(struct buf *b, enum lang lang, const struct standing_reason *reason)
{
	struct buf on = buf_new(b->mem, 64), days = buf_new(b->mem, 16);

	if (reason->on)
		tr_date(&on, lang, N_("{2} {1} {0}"), reason->on);
	buf_int(&days, reason->days);
	str arg[] = { str_of(tr(lang, standing_relation_name(reason->relation))), buf_view(&on),
		      buf_view(&days) };
	tr_put(b, lang, standing_reason_text(reason->code), arg, COUNT(arg));
}

const char *standing_basis_code(enum standing_basis basis)
{
	switch (basis) {
	case STANDING_COMPUTED: return "computed";
	case STANDING_DECLARED: return "declared";
	default: return "unknown";
	}
}

struct code {
	str code;
	int value;
};

static int value_of(const struct code *list, size_t n, str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].code, code))
			return list[i].value;
	return 0;
}

enum standing_relation standing_relation_of(str gbt4761)
{
	static const struct code list[] = {
		{ STR_INIT("50"), STANDING_PARENT },     { STR_INIT("51"), STANDING_FATHER },
		{ STR_INIT("52"), STANDING_MOTHER },     { STR_INIT("57"), STANDING_STEPFATHER },
		{ STR_INIT("58"), STANDING_STEPMOTHER },
	};
	return (enum standing_relation)value_of(list, COUNT(list), gbt4761);
}

enum standing_cause standing_cause_of(str code)
{
	static const struct code list[] = { { STR_INIT("work"), STANDING_CAUSE_WORK },
					    { STR_INIT("study"), STANDING_CAUSE_STUDY } };
	return (enum standing_cause)value_of(list, COUNT(list), code);
}

enum standing_state standing_state_of(str code)
{
	static const struct code list[] = { { STR_INIT("dead"), STANDING_DEAD },
					    { STR_INIT("missing"), STANDING_MISSING },
					    { STR_INIT("imprisoned"), STANDING_IMPRISONED },
					    { STR_INIT("detained"), STANDING_DETAINED },
					    { STR_INIT("deported"), STANDING_DEPORTED } };
	return (enum standing_state)value_of(list, COUNT(list), code);
}

enum standing_guardianship standing_guardianship_of(str code)
{
	return str_eq(code, STR("lost")) ? STANDING_LOST : STANDING_ABLE;
}

enum standing_household standing_household_of(str code)
{
	static const struct code list[] = { { STR_INIT("1"), STANDING_AGRICULTURAL },
					    { STR_INIT("2"), STANDING_HOUSEHOLD_OTHER } };
	return (enum standing_household)value_of(list, COUNT(list), code);
}

int standing_county(str region)
{
	int64_t county;
	str six = str_cut(region, 0, 6);

	return six.n == 6 && str_digits(six) && str_int(six, &county) ? (int)county : 0;
}
