/* What there should be, what there is, and the difference written. */
#include "obligation.h"
#include "codes.h"

#include <stdlib.h>

enum { FACTS = 40, COUNTY_DIGITS = 6 };

/* --- rows --- */

static void obligation_push(struct ctx *c, struct obligations *to, const struct obligation *one)
{
	to->list = GROWN(c->mem, to->list, to->n, &to->cap);
	to->list[to->n++] = *one;
}

static enum role role_at(const struct rows *q, int col)
{
	const struct role_row *r = role_of_code(db_text(q, col));

	return r ? r->role : 0;
}

/* The rows that an open query gives, in the order of obligation_columns. */
static enum rc obligation_take(struct ctx *c, struct rows *q, struct obligations *ret)
{
	while (db_next(q)) {
		struct obligation o = {
			.id = db_int(q, 0),
			.county = (unsigned)db_int(q, 1),
			.child = db_int(q, 2),
			.account = db_int(q, 3),
			.duty = db_dup(c->mem, q, 4),
			.role = role_at(q, 5),
			.village = db_dup(c->mem, q, 6),
			.school = db_int(q, 7),
			.from = (day)db_int(q, 8),
			.due = (day)db_int(q, 9),
			.done_on = (day)db_int(q, 10),
			.ended_on = (day)db_int(q, 11),
			.kind = db_dup(c->mem, q, 12),
			.deferred_to = (day)db_int(q, 14),
			.now = role_at(q, 15),
			.step_on = (day)db_int(q, 16),
		};
		if (!str_int(db_text(q, 13), &o.evidence))
			o.evidence = 0;
		obligation_push(c, ret, &o);
	}
	return db_done(q);
}

static struct input input_of(struct ctx *c, const struct obligation *o)
{
	struct input in = input_new(&obligation_kind);
	const struct {
		size_t field;
		int64_t id;
	} id[] = { { OBLIGATION_CHILD, o->child },
		   { OBLIGATION_ACCOUNT, o->account },
		   { OBLIGATION_SCHOOL, o->school },
		   { OBLIGATION_EVIDENCE_ID, o->evidence } };
	const struct {
		size_t field;
		day on;
	} date[] = { { OBLIGATION_FROM, o->from },
		     { OBLIGATION_DUE, o->due },
		     { OBLIGATION_DONE_ON, o->done_on },
		     { OBLIGATION_ENDED_ON, o->ended_on },
		     { OBLIGATION_DEFERRED_TO, o->deferred_to },
		     { OBLIGATION_STEP_ON, o->step_on } };

	for (size_t i = 0; i < COUNT(id); i++)
		if (id[i].id)
			input_int(&in, c->mem, id[i].field, id[i].id);
	for (size_t i = 0; i < COUNT(date); i++)
		if (date[i].on)
			input_day(&in, c->mem, date[i].field, date[i].on);
	input_set(&in, OBLIGATION_DUTY, o->duty);
	input_set(&in, OBLIGATION_ROLE, str_of(role_code(o->role)));
	if (o->now)
		input_set(&in, OBLIGATION_NOW_ROLE, str_of(role_code(o->now)));
	if (o->village.n)
		input_set(&in, OBLIGATION_VILLAGE, o->village);
	if (o->kind.n)
		input_set(&in, OBLIGATION_EVIDENCE, o->kind);
	return in;
}

/* --- the difference --- */

static struct obligation_work obligation_work_of(struct ctx *c)
{
	return (struct obligation_work){ .c = c, .rollup = duty_rollup_new(c) };
}

static enum rc obligation_team(struct obligation_work *w)
{
	enum rc rc = w->team_known ? RC_OK : team_load(w->c, &w->team);

	w->team_known = w->team_known || rc == RC_OK;
	return rc;
}

unsigned obligation_held(const struct team *t, const struct team_place *at)
{
	return team_held(t, at) | ROLES_FAMILY;
}

bool obligation_away(const struct duties *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->duty[i].objects == DUTY_AWAY)
			return true;
	return false;
}

static bool same_case(const struct obligation *a, const struct obligation *b)
{
	return a->from == b->from && a->account == b->account && a->child == b->child &&
	       str_eq(a->duty, b->duty);
}

static bool same_end(const struct obligation *a, const struct obligation *b)
{
	return a->due == b->due && a->done_on == b->done_on && a->ended_on == b->ended_on &&
	       str_eq(a->kind, b->kind) && a->evidence == b->evidence && a->county == b->county;
}

static bool same(const struct obligation *a, const struct obligation *b)
{
	return same_end(a, b) && a->role == b->role && a->now == b->now && a->school == b->school &&
	       str_eq(a->village, b->village) && a->deferred_to == b->deferred_to && a->step_on == b->step_on;
}

static enum rc drop(struct obligation_work *w, const struct obligation *o)
{
	duty_rollup_add(w->rollup, o, -1);
	return record_derive_drop(w->c, &obligation_kind, o->id);
}

static enum rc add(struct obligation_work *w, const struct obligation *o)
{
	w->keeper = actor_system(o->county);
	w->one = ctx_system(w->c, &w->keeper);
	w->one.trusted = true;
	struct input in = input_of(&w->one, o);
	duty_rollup_add(w->rollup, o, +1);
	return record_derive_add(&w->one, &in);
}

/* Make the rows of `was` into those of `is`: what differs is dropped and added. */
static enum rc obligation_replace(struct obligation_work *w, const struct obligations *was,
				  struct obligations *is)
{
	bool *there = NEW(w->c->mem, bool, is->n + 1);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < was->n && rc == RC_OK; i++) {
		const struct obligation *old = &was->list[i];
		size_t j = 0;
		while (j < is->n && (there[j] || !same_case(old, &is->list[j])))
			j++;
		/* What is over stays where it was. */
		there[j] = j < is->n && (same(old, &is->list[j]) ||
					 (!obligation_open(old) && same_end(old, &is->list[j])));
		if (!there[j])
			rc = drop(w, old);
	}
	for (size_t j = 0; j < is->n && rc == RC_OK; j++)
		if (!there[j])
			rc = add(w, &is->list[j]);
	return rc;
}

/* --- reckoning one duty of one object --- */

struct holders {
	unsigned roles;
};

static bool held(void *arg, enum role role)
{
	const struct holders *h = arg;

	return (h->roles & (unsigned)role) != 0;
}

static void obligation_reckon(struct obligation_work *w, const struct obligation_reckon *k,
			      struct obligations *to)
{
	const struct duty *d = k->duty;
	struct ctx *c = w->c;
	struct holders holders = { k->held };
	struct duty_place at = k->at;
	struct duty_case *list;

	at.today = c->today;
	at.until = day_add(c->today, (int32_t)ctx_param(c, PARAM_DUTY_AHEAD_DAYS));
	size_t n = duty_cases(c->mem, d, &at, k->object, &list);

	for (size_t i = 0; i < n; i++) {
		struct obligation o = *k->like;
		o.id = 0;
		o.duty = d->code;
		o.role = d->role;
		o.from = list[i].from;
		o.due = list[i].due;
		o.done_on = list[i].done_on;
		o.ended_on = list[i].ended_on;
		o.kind = str_of(list[i].kind);
		o.evidence = list[i].id;
		if (obligation_open(&o))
			o.now = duty_turn(
				c->model->duties,
				&(struct duty_wait){ d->ladder, d->role, o.due, c->today, held, &holders },
				&o.step_on);
		obligation_push(c, to, &o);
	}
}

/* --- children --- */

struct deferral {
	int64_t child;
	str duty;
	day from, until;
};

/* What is loaded of some children beside their care facts. */
struct loaded {
	const struct fact *fact[FACTS];
	struct fact_days days[FACTS];
	size_t nfact;
	struct obligations was;
	int64_t child[FACT_OBJECTS];
	day known[FACT_OBJECTS]; /* since when the program knows of the child */
	struct deferral *deferral;
	size_t ndeferral;
};

static enum rc load_facts(struct ctx *c, enum fact_of of, const int64_t *object, size_t n, struct loaded *to)
{
	enum rc rc = RC_OK;

	for (const struct fact *const *f = c->model->facts; f && *f && rc == RC_OK; f++) {
		if ((*f)->of != of || to->nfact == FACTS)
			continue;
		to->fact[to->nfact] = *f;
		rc = (*f)->load(c, object, n, &to->days[to->nfact++]);
	}
	return rc;
}

static enum rc load_known(struct ctx *c, const struct val v[FACT_OBJECTS], size_t n, struct loaded *to)
{
	int32_t before = (int32_t)ctx_param(c, PARAM_DUTY_KNOWN_DAYS);
	struct rows q;
	enum rc rc = db_query(
		c->db, &q,
		SQL("SELECT c.id, c.created_at FROM child c WHERE c.id IN " DB_SIXTEEN " ORDER BY c.id"), v,
		FACT_OBJECTS);

	while (rc == RC_OK && db_next(&q))
		for (size_t i = 0; i < n; i++)
			if (to->child[i] == db_int(&q, 0))
				to->known[i] = day_add(instant_day(db_int(&q, 1)), -before);
	return rc == RC_OK ? db_done(&q) : rc;
}

static void push_deferral(struct ctx *c, struct loaded *to, size_t *cap, const struct deferral *one)
{
	to->deferral = GROWN(c->mem, to->deferral, to->ndeferral, cap);
	to->deferral[to->ndeferral++] = *one;
}

/* The newest first: it is the one that holds. */
static enum rc load_deferrals(struct ctx *c, const struct val v[FACT_OBJECTS], struct loaded *to)
{
	struct rows q;
	size_t cap = 0;
	enum rc rc = db_query(c->db, &q,
			      SQL("SELECT t.child, t.duty, t.from_day, t.until_day FROM deferral t"
				  " WHERE t.child IN " DB_SIXTEEN " ORDER BY t.id DESC"),
			      v, FACT_OBJECTS);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct deferral d = { db_int(&q, 0), db_dup(c->mem, &q, 1), (day)db_int(&q, 2),
				      (day)db_int(&q, 3) };
		push_deferral(c, to, &cap, &d);
	}
	return db_done(&q);
}

static enum rc load(struct ctx *c, const struct care_facts *f, size_t n, struct loaded *to)
{
	struct val v[FACT_OBJECTS];
	struct rows q;

	*to = (struct loaded){ .nfact = 0 };
	for (size_t i = 0; i < n; i++)
		to->child[i] = f[i].child;
	db_sixteen(to->child, n, v);
	enum rc rc =
		db_query(c->db, &q,
			 SQL("SELECT " OBLIGATION_COLUMNS " FROM obligation o WHERE o.child IN " DB_SIXTEEN
			     " ORDER BY o.child, o.id"),
			 v, COUNT(v));
	if (rc == RC_OK)
		rc = obligation_take(c, &q, &to->was);
	if (rc == RC_OK)
		rc = load_known(c, v, n, to);
	if (rc == RC_OK)
		rc = load_deferrals(c, v, to);
	return rc == RC_OK ? load_facts(c, FACT_CHILD, to->child, n, to) : rc;
}

/* --- in which sets --- */

static day sooner_end(day a, day b) { return !a ? b : !b ? a : a < b ? a : b; }

struct spans {
	struct duty_span *list;
	size_t n;
};

/* As far as the program knew of the child; empty ones are left out. */
static void put_span(struct spans *s, day from, day to, bool rose, day known)
{
	if (from < known)
		from = known;
	if (!to || from <= to)
		s->list[s->n++] = (struct duty_span){ from, to, rose };
}

static struct spans care_spans(struct ctx *c, const struct care_span *span, size_t n, day known)
{
	struct spans s = { NEW(c->mem, struct duty_span, n + 1), 0 };

	for (size_t i = 0; i < n; i++)
		put_span(&s, span[i].from, span[i].to, true, known);
	return s;
}

static struct spans level_spans(struct ctx *c, const struct care_facts *f, int level, day known)
{
	struct spans s = { NEW(c->mem, struct duty_span, f->nlevel + 1), 0 };

	for (size_t i = 0; i < f->nlevel; i++) {
		const struct care_level *l = &f->level[i];
		bool last = i + 1 == f->nlevel;
		if (l->level == level)
			put_span(&s, l->from, last ? 0 : day_add(l[1].from, -1), !i || l[-1].level < level,
				 known);
	}
	return s;
}

/* Where both hold; a plan that begins on a level begins anew. */
static struct spans planned_spans(struct ctx *c, const struct care_facts *f, int level, day known)
{
	struct spans at = level_spans(c, f, level, known);
	struct spans s = { NEW(c->mem, struct duty_span, at.n * (f->nplan + 1) + 1), 0 };

	for (size_t i = 0; i < at.n; i++)
		for (size_t j = 0; j < f->nplan; j++) {
			const struct duty_span *l = &at.list[i];
			const struct care_plan *p = &f->plan[j];
			day to = sooner_end(l->to, p->closed_on),
			    from = l->from > p->from ? l->from : p->from;
			/* The day before the next plan, should two overlap. */
			if (s.n && s.list[s.n - 1].to >= from)
				from = day_add(s.list[s.n - 1].to, 1);
			put_span(&s, from, to, p->from >= l->from || l->rose, known);
		}
	return s;
}

static struct spans spans_of(struct ctx *c, const struct care_facts *f, enum duty_objects objects, day known)
{
	if (objects == DUTY_UNDER_CARE || (objects == DUTY_PUPIL && f->school))
		return care_spans(c, f->care, f->ncare, known);
	if (objects == DUTY_AWAY)
		return care_spans(c, f->away, f->naway, known);
	if (objects >= DUTY_GREEN && objects <= DUTY_RED)
		return level_spans(c, f, (int)(objects - DUTY_GREEN) + 1, known);
	if (objects >= DUTY_GREEN_PLANNED && objects <= DUTY_RED_PLANNED)
		return planned_spans(c, f, (int)(objects - DUTY_GREEN_PLANNED) + 1, known);
	return (struct spans){ NULL, 0 };
}

/* --- one child --- */

static int by_day(const void *a, const void *b)
{
	const struct fact_day *x = a, *y = b;

	if (x->on != y->on)
		return x->on < y->on ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* Of one fact and one object, in order. */
static struct fact_days days_of(struct ctx *c, const struct loaded *l, str fact, int64_t object)
{
	struct fact_days d = { .list = NULL };

	for (size_t i = 0; i < l->nfact; i++) {
		if (!str_eq(str_of(l->fact[i]->name), fact))
			continue;
		d.list = NEW(c->mem, struct fact_day, l->days[i].n + 1);
		for (size_t j = 0; j < l->days[i].n; j++)
			if (l->days[i].list[j].object == object)
				d.list[d.n++] = l->days[i].list[j];
	}
	if (d.n)
		qsort(d.list, d.n, sizeof *d.list, by_day);
	return d;
}

/* The row of a code that stands for a place: of its closest region. */
static bool stands_here(const struct duties *all, const struct duty *d, str region)
{
	if (!str_starts(region, d->region))
		return false;
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->duty[i].code, d->code) && all->duty[i].region.n > d->region.n &&
		    str_starts(region, all->duty[i].region))
			return false;
	return true;
}

static str county_text(struct ctx *c, unsigned county)
{
	struct buf b = buf_new(c->mem, 8);

	buf_pad(&b, county, COUNTY_DIGITS);
	return buf_view(&b);
}

static void put_deferral(const struct loaded *l, struct obligation *o)
{
	for (size_t i = 0; i < l->ndeferral && obligation_open(o) && !o->deferred_to; i++)
		if (l->deferral[i].child == o->child && l->deferral[i].from == o->from &&
		    str_eq(l->deferral[i].duty, o->duty))
			o->deferred_to = l->deferral[i].until;
}

static enum rc settle_child(struct obligation_work *w, const struct loaded *l, const struct care_facts *f,
			    day known)
{
	struct ctx *c = w->c;
	const struct duties *all = c->model->duties;
	struct obligations was = { .list = NULL }, is = { .list = NULL };
	str county = county_text(c, f->county);
	struct obligation like = { .child = f->child,
				   .county = f->county,
				   .village = f->village.n ? f->village : county,
				   .school = f->school };
	unsigned holders = obligation_held(
		&w->team,
		&(struct team_place){ .county = f->county, .village = like.village, .school = f->school });

	for (size_t i = 0; i < l->was.n; i++)
		if (l->was.list[i].child == f->child)
			obligation_push(c, &was, &l->was.list[i]);
	for (size_t i = 0; f->county && known && i < all->n; i++) {
		const struct duty *d = &all->duty[i];
		struct spans s = spans_of(c, f, d->objects, known);
		if (!s.n || !stands_here(all, d, like.village))
			continue;
		struct fact_days done = days_of(c, l, d->fact, f->child);
		struct duty_object o = { s.list, s.n, done.list, done.n };
		obligation_reckon(w,
				  &(struct obligation_reckon){ .duty = d,
							       .at = { c->model->params, county },
							       .object = &o,
							       .like = &like,
							       .held = holders },
				  &is);
	}
	for (size_t i = 0; i < is.n; i++)
		put_deferral(l, &is.list[i]);
	return obligation_replace(w, &was, &is);
}

enum { SOME_MEMORY = 64 << 20 };

enum rc obligation_settle(struct ctx *c, const struct care_facts *f, size_t n)
{
	struct obligation_work w = obligation_work_of(c);
	struct ctx some = *c;
	enum rc rc = n ? obligation_team(&w) : RC_OK;

	some.mem = arena_within(c->mem, SOME_MEMORY);
	some.problems = (struct problems){ .mem = some.mem };
	w.c = &some;
	for (size_t at = 0; at < n && rc == RC_OK; at += FACT_OBJECTS) {
		struct loaded *l = NEW(some.mem, struct loaded, 1);
		size_t end = n - at < FACT_OBJECTS ? n - at : FACT_OBJECTS;
		rc = load(&some, f + at, end, l);
		for (size_t i = 0; i < end && rc == RC_OK; i++)
			rc = settle_child(&w, l, &f[at + i], l->known[i]);
		arena_reset(some.mem);
	}
	if (rc == RC_OK)
		rc = duty_rollup_flush(w.rollup);
	arena_free(some.mem);
	return rc;
}

/* --- accounts --- */

struct staff {
	int64_t id, school;
	day since;
	bool disabled;
	str village;
};

enum { STAFF_AT_ONCE = 200 };

static enum rc load_staff(struct ctx *c, int64_t after, struct staff *list, size_t *ret_n, int64_t *ret_last)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT a.id, a.role, a.region, a.school_id, a.disabled, a.created_at FROM account a"
			 " WHERE a.county = ?1 AND a.id > ?2 ORDER BY a.id LIMIT 200",
			 INT(c->model->county), INT(after));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		const struct role_row *role = role_of_code(db_text(&q, 1));
		struct staff *s = &list[*ret_n];
		*ret_last = db_int(&q, 0);
		++*ret_n;
		*s = (struct staff){ .id = *ret_last,
				     .disabled = db_int(&q, 4) != 0,
				     .since = instant_day(db_int(&q, 5)),
				     .village = db_dup(c->mem, &q, 2) };
		if (!role || !role->clearance)
			s->since = 0; /* of no interest, but passed by */
		if (!str_int(db_text(&q, 3), &s->school))
			s->school = 0;
	}
	return db_done(&q);
}

/* Without a place of their own they are of their school's, or of the whole county. */
static enum rc place_staff(struct ctx *c, struct staff *s)
{
	struct rows q;
	str county = county_text(c, c->model->county);

	if (s->village.n >= COUNTY_DIGITS)
		return RC_OK;
	s->village = county;
	if (!s->school)
		return RC_OK;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT s.region FROM school s WHERE s.id = ?1", INT(s->school));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q) && str_starts(db_text(&q, 0), county))
		s->village = db_dup(c->mem, &q, 0);
	return db_done(&q);
}

static void settle_duties_of(struct obligation_work *w, const struct loaded *l, const struct staff *s,
			     struct obligations *is)
{
	struct ctx *c = w->c;
	const struct duties *all = c->model->duties;
	struct obligation like = {
		.account = s->id, .county = c->model->county, .village = s->village, .school = s->school
	};
	unsigned holders = obligation_held(
		&w->team,
		&(struct team_place){ .county = like.county, .village = like.village, .school = s->school });

	for (size_t i = 0; i < all->n; i++) {
		const struct duty *d = &all->duty[i];
		if (d->objects != DUTY_ACCOUNT || !stands_here(all, d, s->village))
			continue;
		struct fact_days done = days_of(c, l, d->fact, s->id);
		/* Who was queried before they began needs no first query. */
		struct duty_span span = { s->since, 0, !done.n || done.list[0].on > s->since };
		obligation_reckon(w,
				  &(struct obligation_reckon){
					  .duty = d,
					  .at = { c->model->params, county_text(c, like.county) },
					  .object = &(struct duty_object){ &span, 1, done.list, done.n },
					  .like = &like,
					  .held = holders },
				  is);
	}
	/* Nothing is asked of who works here no longer. */
	for (size_t i = 0; s->disabled && i < is->n;)
		if (obligation_open(&is->list[i]))
			is->list[i] = is->list[--is->n];
		else
			i++;
}

static enum rc settle_staff(struct obligation_work *w, struct staff *s, size_t n)
{
	struct ctx *c = w->c;
	struct loaded *l = NEW(c->mem, struct loaded, 1);
	int64_t id[FACT_OBJECTS];
	struct val v[FACT_OBJECTS];
	struct rows q;

	for (size_t i = 0; i < n; i++)
		id[i] = s[i].id;
	db_sixteen(id, n, v);
	enum rc rc =
		db_query(c->db, &q,
			 SQL("SELECT " OBLIGATION_COLUMNS " FROM obligation o WHERE o.account IN " DB_SIXTEEN
			     " ORDER BY o.account, o.id"),
			 v, COUNT(v));
	if (rc == RC_OK)
		rc = obligation_take(c, &q, &l->was);
	if (rc == RC_OK)
		rc = load_facts(c, FACT_ACCOUNT, id, n, l);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct obligations was = { .list = NULL }, is = { .list = NULL };
		for (size_t j = 0; j < l->was.n; j++)
			if (l->was.list[j].account == id[i])
				obligation_push(c, &was, &l->was.list[j]);
		rc = place_staff(c, &s[i]);
		if (rc == RC_OK && s[i].since)
			settle_duties_of(w, l, &s[i], &is);
		if (rc == RC_OK)
			rc = obligation_replace(w, &was, &is);
	}
	return rc;
}

enum rc obligation_accounts(struct ctx *c, int64_t after, size_t *ret_n, int64_t *ret_last)
{
	struct obligation_work w = obligation_work_of(c);
	struct staff *list = NEW(c->mem, struct staff, STAFF_AT_ONCE);
	enum rc rc = load_staff(c, after, list, ret_n, ret_last);

	if (rc == RC_OK && *ret_n)
		rc = obligation_team(&w);
	for (size_t at = 0; at < *ret_n && rc == RC_OK; at += FACT_OBJECTS)
		rc = settle_staff(&w, list + at, *ret_n - at < FACT_OBJECTS ? *ret_n - at : FACT_OBJECTS);
	return rc == RC_OK ? duty_rollup_flush(w.rollup) : rc;
}
