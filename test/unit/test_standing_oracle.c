/* Both left-behind statuses of random families: against an oracle that tries every way in which the unknown
 * may be, and histories against a walk through every day.  test_standing_oracle [FAMILIES] */
#include <stdlib.h>

#include "standing.h"
#include "tap.h"

static const struct standing_params params = { .max_age = 16, .absence_gap_days = 30, .min_days_away = 90 };

enum { MAX_TIES = 3, MAX_ABSENCES = 4, MAX_SPELLS = 2, FIRST = 20240101, SPAN = 900 };

struct sample {
	struct standing_absence absence[MAX_TIES][MAX_ABSENCES];
	struct standing_spell state[MAX_TIES][MAX_SPELLS], guardianship[MAX_TIES][MAX_SPELLS];
	struct standing_spell type[MAX_SPELLS], county[MAX_SPELLS];
	struct standing_enrolment enrolment[2];
	struct standing_tie tie[MAX_TIES];
	struct standing_facts facts;
};

static uint64_t seed = 20261121; /* tests are one thread; the same families each time */

static int pick(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (unsigned)n);
}

static day pick_day(void) { return day_add(FIRST, pick(SPAN)); }

static day pick_end(day from)
{
	static const int length[] = { 0, 5, 29, 30, 31, 60, 89, 90, 91, 92, 150, 400 };

	return pick(3) ? day_add(from, length[pick((int)COUNT(length))] + pick(3)) : 0;
}

static struct standing_spells pick_spells(struct standing_spell *to, int values)
{
	size_t n = (size_t)pick(MAX_SPELLS + 1);

	for (size_t i = 0; i < n; i++) {
		day from = pick_day(), to_day = pick_end(from);
		to[i] = (struct standing_spell){ (int64_t)i + 1, pick(3) ? from : 0, to_day, pick(values) };
	}
	return (struct standing_spells){ to, n };
}

static struct standing_absence pick_absence(const struct standing_absence *before)
{
	day from = pick_day();

	/* Often just at the edge of joining the one before. */
	if (before && before->to && pick(2))
		from = day_add(before->to, 28 + pick(6));
	struct standing_absence a = { .id = 1 + pick(1000), .from = from, .to = pick_end(from) };
	if (!pick(4)) {
		a.from = 0;
		a.known_by = pick(20) ? day_add(from, pick(90)) : 0;
	}
	a.reason = pick(6) ? STANDING_CAUSE_WORK : (enum standing_cause)pick(3);
	a.child_along = !pick(8);
	return a;
}

static void pick_tie(struct sample *s, int i)
{
	struct standing_tie *t = &s->tie[i];

	*t = (struct standing_tie){ .person = pick(20) ? 100 + i : 100 };
	t->relation =
		(enum standing_relation)(pick(8) ? (int)STANDING_FATHER + i % 2 : pick(STANDING_RELATION__N));
	if (!pick(8)) {
		t->from = pick_day();
		t->to = pick_end(t->from);
	}
	t->absences = (size_t)pick(MAX_ABSENCES + 1);
	for (size_t k = 0; k < t->absences; k++)
		s->absence[i][k] = pick_absence(k ? &s->absence[i][k - 1] : NULL);
	/* No order is promised. */
	for (size_t k = 1; k < t->absences; k++) {
		size_t other = (size_t)pick((int)k + 1);
		struct standing_absence kept = s->absence[i][k];
		s->absence[i][k] = s->absence[i][other];
		s->absence[i][other] = kept;
	}
	t->absence = s->absence[i];
	if (!pick(2))
		t->state = pick_spells(s->state[i], 4);
	if (!pick(3))
		t->guardianship = pick_spells(s->guardianship[i], 2);
}

static void pick_sample(struct sample *s)
{
	*s = (struct sample){ 0 };
	s->facts.ties = pick(12) ? 2 : (size_t)pick(MAX_TIES + 1);
	for (int i = 0; i < (int)s->facts.ties; i++)
		pick_tie(s, i);
	s->facts.tie = s->tie;
	s->facts.born = pick(4) ? 20150306 : pick(2) ? day_add(pick_day(), -5844) : pick(4) ? pick_day() : 0;
	s->type[0].value = STANDING_AGRICULTURAL;
	s->facts.household_type = pick(4) ? (struct standing_spells){ s->type, 1 } : pick_spells(s->type, 3);
	s->county[0].value = 440804;
	s->facts.household_county =
		pick(4) ? (struct standing_spells){ s->county, 1 } : pick_spells(s->county, 3);
	s->facts.enrolments = pick(6) ? 1 : (size_t)pick(3);
	for (size_t i = 0; i < s->facts.enrolments; i++) {
		day from = pick(3) ? 20220901 : pick_day();
		s->enrolment[i] = (struct standing_enrolment){
			.from = from,
			.to = pick(3) ? 0 : pick_end(from),
			.stage = pick(6) ? STAGE_PRIMARY : (enum stage)pick(STAGE__N),
			.county = pick(6) ? 440804 : pick(3),
		};
	}
	s->facts.enrolment = s->enrolment;
}

/* ---- the oracle: the derivation word for word, in one world after the other ---- */

/* One way in which what is not known may be. */
struct world {
	bool was_away[MAX_TIES][MAX_ABSENCES]; /* an absence without first day took place as early as asked */
	bool agricultural, same_county, young;
	int strangers; /* parents nobody entered: 0 at home, 1, 2 away */
};

static int oracle_value(const struct standing_spells *spells, day on)
{
	day best = -1;
	int value = 0;

	for (size_t i = 0; i < spells->n; i++) {
		const struct standing_spell *s = &spells->list[i];
		if (s->from > on || (s->to && s->to < on) || s->from < best)
			continue;
		best = s->from;
		value = s->value;
	}
	return value;
}

static int by_from(const void *a, const void *b)
{
	const struct standing_absence *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* The absences that count, in order; what has no first day began ages ago, or was not. */
static size_t oracle_absences(const struct standing_tie *t, const bool *was_away,
			      struct standing_absence *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < t->absences; i++) {
		struct standing_absence a = t->absence[i];
		bool took_place = a.from != 0 || was_away[i];
		if (a.reason != STANDING_CAUSE_WORK || a.child_along || !took_place)
			continue;
		if (a.from == 0)
			a.from = 18000101;
		if (a.to == 0)
			a.to = 21991231;
		ret[n++] = a;
	}
	qsort(ret, n, sizeof *ret, by_from);
	return n;
}

/* Days since the chain began, -1 when p is not away.  Sorted by from, each joining what went before it. */
static int oracle_days(const struct standing_tie *t, const bool *was_away, day on)
{
	struct standing_absence list[MAX_ABSENCES];
	size_t n = oracle_absences(t, was_away, list);
	day since = 0, latest = 0;
	bool is_away = false;

	for (size_t i = 0; i < n && list[i].from <= on; i++) {
		if (!since || day_diff(list[i].from, latest) - 1 > params.absence_gap_days)
			since = list[i].from;
		if (!latest || list[i].to > latest)
			latest = list[i].to;
		is_away |= day_diff(on, list[i].to) <= params.absence_gap_days;
	}
	return is_away ? day_diff(on, since) : -1;
}

static bool oracle_is_parent(const struct standing_facts *f, size_t i, day on)
{
	const struct standing_tie *t = &f->tie[i];

	if (!t->relation || t->from > on || (t->to && t->to < on))
		return false;
	return true;
}

/* A person tied twice is one parent: the first such tie stands. */
static bool oracle_is_first(const struct standing_facts *f, size_t i, day on)
{
	for (size_t k = 0; k < i; k++)
		if (f->tie[k].person == f->tie[i].person && oracle_is_parent(f, k, on))
			return false;
	return true;
}

static void oracle_family(const struct standing_facts *f, const struct world *w, day on, bool *ret_left,
			  int *ret_long)
{
	bool somebody_away = false, all_covered = true;
	size_t parents = 0;

	*ret_long = 0;
	for (size_t i = 0; i < f->ties; i++) {
		const struct standing_tie *t = &f->tie[i];
		if (!oracle_is_parent(f, i, on) || !oracle_is_first(f, i, on))
			continue;
		parents++;
		int state = oracle_value(&t->state, on);
		if (state == STANDING_DEAD)
			continue;
		int days = state == STANDING_ALIVE ? oracle_days(t, w->was_away[i], on) : -1;
		bool n = state != STANDING_ALIVE || oracle_value(&t->guardianship, on) == STANDING_LOST;
		somebody_away |= days >= 0;
		all_covered &= days >= 0 || n;
		*ret_long += days > params.min_days_away;
	}
	if (parents == 0) {
		somebody_away = w->strangers > 0;
		*ret_long = w->strangers;
	}
	*ret_left = somebody_away && all_covered;
	if (*ret_long > 2)
		*ret_long = 2;
}

static void oracle_world(const struct standing_facts *f, const struct world *w, day on, int *ret_civil,
			 int *ret_roll)
{
	int type = oracle_value(&f->household_type, on), county = oracle_value(&f->household_county, on),
	    count;
	bool left, enrolled = false;

	for (size_t i = 0; i < f->enrolments; i++) {
		const struct standing_enrolment *e = &f->enrolment[i];
		if ((e->stage != STAGE_PRIMARY && e->stage != STAGE_JUNIOR) || e->from > on ||
		    (e->to && e->to < on))
			continue;
		enrolled |= !county || !e->county ? w->same_county : county == e->county;
	}
	oracle_family(f, w, on, &left, &count);
	bool young = f->born ? day_age(f->born, on) < params.max_age : w->young;
	*ret_civil = young && (type ? type == STANDING_AGRICULTURAL : w->agricultural) && left;
	*ret_roll = enrolled ? count : 0;
	if (f->born > on)
		*ret_civil = *ret_roll = 0;
}

struct guesses {
	struct {
		size_t tie, absence;
	} list[MAX_TIES * MAX_ABSENCES];
	size_t n;
};

static struct guesses oracle_guesses(const struct standing_facts *f, day on, bool open)
{
	struct guesses g = { .n = 0 };

	for (size_t i = 0; i < f->ties; i++)
		for (size_t k = 0; k < f->tie[i].absences; k++) {
			const struct standing_absence *a = &f->tie[i].absence[k];
			bool settled = a->known_by && on >= a->known_by && !open;
			if (a->from || settled)
				continue;
			g.list[g.n].tie = i;
			g.list[g.n++].absence = k;
		}
	return g;
}

/* The answers over all worlds; where a declared absence is `open` it, too, may or may not have been. */
static void oracle_worlds(const struct standing_facts *f, day on, bool open, int *ret_civil, int *ret_roll)
{
	struct guesses g = oracle_guesses(f, on, open);
	struct world w;

	memset(w.was_away, true, sizeof w.was_away);
	for (unsigned bits = 0; bits < 24u << g.n; bits++) {
		int civil, roll;
		w.agricultural = bits % 2;
		w.same_county = bits / 2 % 2;
		w.young = bits / 4 % 2;
		w.strangers = (int)(bits / 8 % 3);
		for (size_t k = 0; k < g.n; k++)
			w.was_away[g.list[k].tie][g.list[k].absence] = bits / 24 >> k & 1;
		oracle_world(f, &w, on, &civil, &roll);
		*ret_civil = bits == 0 || *ret_civil == civil ? civil : -1;
		*ret_roll = bits == 0 || *ret_roll == roll ? roll : -1;
	}
}

static struct standing oracle(const struct standing_facts *f, day on)
{
	struct standing s = { 0 };
	int civil, roll;

	oracle_worlds(f, on, false, &s.civil_affairs, &s.school_roll);
	oracle_worlds(f, on, true, &civil, &roll);
	if (s.civil_affairs < 0 || s.school_roll < 0)
		s.basis = STANDING_BASIS_UNKNOWN;
	else
		s.basis = civil < 0 || roll < 0 ? STANDING_DECLARED : STANDING_COMPUTED;
	return s;
}

/* Enough of a difference to see it from the test's output. */
static void show(const struct sample *s, day on, const struct standing *is, const struct standing *want)
{
	printf("# on %d: civil %d roll %d basis %d, should be %d %d %d; born %d\n", on, is->civil_affairs,
	       is->school_roll, is->basis, want->civil_affairs, want->school_roll, want->basis,
	       s->facts.born);
	for (size_t i = 0; i < s->facts.ties; i++)
		for (size_t k = 0; k < s->tie[i].absences; k++)
			printf("#  tie %zu: absence %d..%d known by %d, reason %d along %d\n", i,
			       s->absence[i][k].from, s->absence[i][k].to, s->absence[i][k].known_by,
			       s->absence[i][k].reason, s->absence[i][k].child_along);
}

static bool reasons_sound(struct arena *a, const struct standing *s)
{
	struct buf b = buf_new(a, 8000);

	for (size_t i = 0; i < s->nreasons; i++) {
		const struct standing_reason *r = &s->reasons[i];
		standing_reason_put(&b, LANG_EN, r);
		if ((r->code >= STANDING_WHY_AWAY && r->code <= STANDING_WHY_AWAY_DECLARED &&
		     (!r->about || !r->on)) ||
		    r->days < 0)
			return false;
	}
	return s->nreasons > 0 && !str_has(buf_view(&b), STR("{"));
}

static void test_against_oracle(struct arena *a, int n)
{
	int wrong = 0, seen[3][4][3] = { 0 }, unsound = 0, kinds = 0;

	for (int i = 0; i < n; i++) {
		struct sample s;
		struct standing is;
		pick_sample(&s);
		day on = pick_day();
		standing_at(a, &s.facts, &params, on, &is);
		struct standing want = oracle(&s.facts, on);
		if (!standing_same(&is, &want) && wrong++ < 5)
			show(&s, on, &is, &want);
		unsound += !reasons_sound(a, &is);
		seen[want.civil_affairs + 1][want.school_roll + 1][want.basis]++;
		if (i % 1000 == 0)
			arena_reset(a);
	}
	OK(wrong == 0);
	OK(unsound == 0);
	/* The families must not be all alike: every answer with every basis it can have, but few exceptions.
	 */
	for (int c = 0; c < 3; c++)
		for (int r = 0; r < 4; r++)
			for (int b = 0; b < 3; b++)
				kinds += seen[c][r][b] > n / 2000;
	OK(kinds >= 16);
}

/* What happens after a day does not change that day's answer. */
static void test_tomorrow(struct arena *a, int n)
{
	int wrong = 0;

	for (int i = 0; i < n; i++) {
		struct sample s;
		struct standing was, is;
		pick_sample(&s);
		day on = pick_day();
		standing_at(a, &s.facts, &params, on, &was);
		for (size_t t = 0; t < s.facts.ties; t++) {
			if (s.tie[t].absences == MAX_ABSENCES)
				continue;
			s.absence[t][s.tie[t].absences++] =
				(struct standing_absence){ .from = day_add(on, 1 + pick(40)),
							   .reason = STANDING_CAUSE_WORK };
		}
		standing_at(a, &s.facts, &params, on, &is);
		wrong += !standing_same(&was, &is);
		if (i % 1000 == 0)
			arena_reset(a);
	}
	OK(wrong == 0);
}

/* The history equals a walk through every day, and each step is what standing_next() foretells. */
static bool history_right(struct arena *a, const struct standing_facts *f, day from, day to)
{
	struct standing_change *list;
	size_t n = standing_changes(a, f, &params, from, to, &list), k = 0;
	struct standing was = { 0 }, is;

	for (day d = from; d <= to; d = day_add(d, 1)) {
		standing_at(a, f, &params, d, &is);
		if (d == from || !standing_same(&was, &is)) {
			if (k >= n || list[k].day != d || !standing_same(&list[k].standing, &is))
				return false;
			if (d > from && standing_next(f, &params, list[k - 1].day) != d)
				return false;
			k++;
		}
		was = is;
	}
	day next = standing_next(f, &params, to);
	if (next) {
		struct standing then;
		standing_at(a, f, &params, next, &then);
		if (next <= to || standing_same(&then, &is))
			return false;
	}
	return k == n;
}

static void test_histories(struct arena *a, int n)
{
	int wrong = 0;

	for (int i = 0; i < n; i++) {
		struct sample s;
		pick_sample(&s);
		wrong += !history_right(a, &s.facts, 20231015, 20271231);
		arena_reset(a);
	}
	OK(wrong == 0);
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : getenv("TX_SMALL") ? 20000 : 200000;
	struct arena a;

	arena_init(&a, 1 << 26);
	test_against_oracle(&a, n);
	test_tomorrow(&a, n / 10);
	test_histories(&a, n / 200);
	arena_free(&a);
	return tap_end();
}
