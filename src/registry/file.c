/* What is known of some children and their families: a handful of lists, joined in memory by id. */
#include "child.h"
#include "circumstance.h"
#include "enrolment.h"

#include <stdlib.h>

#define BIT(field) (UINT64_C(1) << (field))

/* The program, but no further than the actor's own reach. */
static struct actor program_within(const struct actor *who)
{
	struct actor a = *who;

	a.role = ROLE_SYSTEM;
	return a;
}

/* Each list by a condition on its own ids; the same value everywhere. */
static enum rc load(struct ctx *c, const struct kind *k, const struct sql *where, struct val v, uint64_t want,
		    struct records *ret)
{
	struct list l = { .where = where, .v = { v }, .nv = where && v.t != VAL_NULL, .want = want };

	return record_list(c, k, &l, ret);
}

enum rc file_load(struct ctx *c, int64_t child, struct file *ret)
{
	struct actor within = program_within(c->who);
	struct ctx p = ctx_system(c, &within);
	struct val id = INT(child);
	struct record *one = NEW(c->mem, struct record, 1);
	enum rc rc = record_load(c, &child_kind, child, one);

	if (rc != RC_OK)
		return rc;
	*ret = (struct file){ .children = { one, 1, false } };
	rc = load(c, &tie_kind, SQL("t.child = ?1"), id, 0, &ret->ties);
	if (rc == RC_OK)
		rc = load(c, &person_kind, SQL("t.id IN (SELECT i.person FROM tie i WHERE i.child = ?1)"), id,
			  0, &ret->persons);
	if (rc == RC_OK)
		rc = load(&p, &absence_kind,
			  SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child = ?1)"), id, 0,
			  &ret->absences);
	if (rc == RC_OK)
		rc = load(&p, &circumstance_kind,
			  SQL("t.child = ?1 OR t.person IN (SELECT i.person FROM tie i WHERE i.child = ?1)"),
			  id, 0, &ret->circumstances);
	if (rc == RC_OK)
		rc = load(&p, &enrolment_kind, SQL("t.child = ?1"), id, 0, &ret->enrolments);
	if (rc == RC_OK)
		rc = load(&p, &school_kind,
			  SQL("t.id IN (SELECT e.school FROM enrolment e WHERE e.child = ?1)"), id, 0,
			  &ret->schools);
	return rc;
}

/* --- many at once --- */

/* Children by their ids.  Close: first and last bound what is loaded, a little more does no harm. */
struct close_by {
	const int64_t *id;
	size_t n;
	int64_t first, last;
	bool close;
};

static struct close_by ids_of(const int64_t *id, size_t n)
{
	enum { CLOSE = 64 }; /* ids a child: its family's facts are numbered between */
	struct close_by of = { id, n, id[0], id[0], false };

	for (size_t i = 1; i < n; i++) {
		of.first = id[i] < of.first ? id[i] : of.first;
		of.last = id[i] > of.last ? id[i] : of.last;
	}
	of.close = of.last - of.first <= CLOSE * (int64_t)n;
	return of;
}

static void append(struct ctx *c, struct records *to, const struct records *more)
{
	struct record *all = NEW(c->mem, struct record, to->n + more->n);

	if (to->n)
		memcpy(all, to->r, to->n * sizeof *all);
	if (more->n)
		memcpy(all + to->n, more->r, more->n * sizeof *all);
	*to = (struct records){ all, to->n + more->n, false };
}

/* Sixteen by sixteen; the last fills what is left of the places.  What two pieces share comes twice:
 * links_of() keeps one. */
static enum rc load_pieces(struct ctx *p, const struct kind *k, struct list *l, const struct close_by *of,
			   struct records *ret)
{
	enum rc rc = RC_OK;

	*ret = (struct records){ .r = NULL };
	l->nv = DB_AT_ONCE;
	for (size_t at = 0; at < of->n && rc == RC_OK; at += DB_AT_ONCE) {
		struct records piece = { .r = NULL };
		db_sixteen(of->id + at, of->n - at, l->v);
		rc = record_list(p, k, l, &piece);
		append(p, ret, &piece);
	}
	return rc;
}

/* where: for the range when they are close, else for sixteen; of NULL: all there are. */
static enum rc load_of(struct ctx *p, const struct kind *k, const struct sql *where,
		       const struct close_by *of, uint64_t want, struct records *ret)
{
	struct list l = { .want = want };

	if (!of)
		return record_list(p, k, &l, ret);
	l.where = where;
	if (!of->close)
		return load_pieces(p, k, &l, of, ret);
	l.v[0] = INT(of->first);
	l.v[1] = INT(of->last);
	l.nv = 2;
	return record_list(p, k, &l, ret);
}

static const uint64_t tie_facts =
	BIT(TIE_CHILD) | BIT(TIE_PERSON) | BIT(TIE_RELATION) | BIT(TIE_FROM) | BIT(TIE_TO) | BIT(TIE_BARRED);

static enum rc load_families(struct ctx *p, const struct close_by *of, struct file *ret)
{
	bool close = of && of->close;
	const struct sql *child = close ? SQL("t.child BETWEEN ?1 AND ?2") : SQL("t.child IN " DB_SIXTEEN);
	const struct sql *person =
		close ? SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child BETWEEN ?1 AND ?2)")
		      : SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child IN " DB_SIXTEEN ")");
	const struct sql *either =
		close ? SQL("t.child BETWEEN ?1 AND ?2 OR t.person IN (SELECT i.person FROM tie i WHERE "
			    "i.child "
			    "BETWEEN ?1 AND ?2)")
		      : SQL("t.child IN " DB_SIXTEEN
			    " OR t.person IN (SELECT i.person FROM tie i WHERE i.child IN " DB_SIXTEEN ")");
	const struct sql *school =
		close ? SQL("t.id IN (SELECT e.school FROM enrolment e WHERE e.child BETWEEN ?1 AND ?2)")
		      : SQL("t.id IN (SELECT e.school FROM enrolment e WHERE e.child IN " DB_SIXTEEN ")");

	enum rc rc = load_of(p, &tie_kind, child, of, tie_facts, &ret->ties);
	if (rc == RC_OK)
		rc = load_of(p, &absence_kind, person, of, 0, &ret->absences);
	if (rc == RC_OK)
		rc = load_of(p, &circumstance_kind, either, of, 0, &ret->circumstances);
	if (rc == RC_OK)
		rc = load_of(p, &enrolment_kind, child, of, 0, &ret->enrolments);
	if (rc == RC_OK)
		rc = load_of(p, &school_kind, school, of, 0, &ret->schools);
	return rc;
}

/* The days and the category: no evidence. */
static enum rc load_difficulties(struct ctx *p, const struct close_by *of, struct file *ret)
{
	static const uint64_t wanted =
		BIT(DIFFICULTY_CHILD) | BIT(DIFFICULTY_CATEGORY) | BIT(DIFFICULTY_FROM) | BIT(DIFFICULTY_TO);

	return load_of(p, &difficulty_kind,
		       of && of->close ? SQL("t.child BETWEEN ?1 AND ?2") : SQL("t.child IN " DB_SIXTEEN), of,
		       wanted, &ret->difficulties);
}

enum rc file_load_difficulties(struct ctx *c, struct file *f)
{
	struct actor within = program_within(c->who);
	struct ctx p = ctx_system(c, &within);
	int64_t *id = NEW(c->mem, int64_t, f->children.n);

	p.seen = NULL; /* to reckon with */
	if (!f->children.n)
		return RC_OK;
	for (size_t i = 0; i < f->children.n; i++)
		id[i] = f->children.r[i].id;
	struct close_by of = ids_of(id, f->children.n);
	return load_difficulties(&p, &of, f);
}

enum rc file_load_list(struct ctx *c, const struct records *children, struct file *ret)
{
	struct actor within = program_within(c->who);
	struct ctx p = ctx_system(c, &within);
	int64_t *id = NEW(c->mem, int64_t, children->n);

	p.seen =
		NULL; /* the children themselves were counted as they were listed; more is loaded than they */
	*ret = (struct file){ .children = *children };
	if (!children->n)
		return RC_OK;
	for (size_t i = 0; i < children->n; i++)
		id[i] = children->r[i].id;
	struct close_by of = ids_of(id, children->n);
	return load_families(&p, &of, ret);
}

enum rc file_load_settling(struct ctx *c, const int64_t *child, size_t n, struct file *ret)
{
	static const uint64_t flat = BIT(CHILD_BIRTH_DATE) | BIT(CHILD_HOUSEHOLD_REGION) |
				     BIT(CHILD_HOUSEHOLD_TYPE) | BIT(CHILD_LIVING_REGION) |
				     BIT(CHILD_SCHOOL) | BIT(CHILD_CLASS) | BIT(CHILD_ENTRY_MONTH) |
				     BIT(CHILD_ATTENDANCE_MODE);

	*ret = (struct file){ .children = { .r = NULL } };
	if (!n)
		return RC_OK;
	struct close_by of = ids_of(child, n);
	enum rc rc =
		load_of(c, &child_kind, of.close ? SQL("t.id BETWEEN ?1 AND ?2") : SQL("t.id IN " DB_SIXTEEN),
			&of, flat, &ret->children);
	if (rc == RC_OK)
		rc = load_families(c, &of, ret);
	if (rc == RC_OK)
		rc = load_difficulties(c, &of, ret);
	if (rc == RC_OK)
		rc = load_of(c, &crossing_kind,
			     of.close ? SQL("t.child BETWEEN ?1 AND ?2") : SQL("t.child IN " DB_SIXTEEN), &of,
			     0, &ret->crossings);
	return rc;
}

enum rc file_load_all(struct ctx *c, struct file *ret)
{
	struct actor within = program_within(c->who);
	struct ctx p = ctx_system(c, &within);
	struct list l = { .want = BIT(CHILD_BIRTH_DATE) | BIT(CHILD_HOUSEHOLD_REGION) };

	p.seen = NULL; /* to reckon with */
	*ret = (struct file){ 0 };
	enum rc rc = record_list(&p, &child_kind, &l, &ret->children);
	return rc == RC_OK ? load_families(&p, NULL, ret) : rc;
}

/* --- joined by id --- */

struct link {
	int64_t key;
	const struct record *r;
};
struct links {
	struct link *list;
	size_t n;
};
struct facts_index {
	struct links tie_of, absence_of, circumstance_of_child, circumstance_of_person, enrolment_of, school,
		crossing_of, difficulty_of, child;
};

static int by_key(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->r->id < y->r->id ? -1 : x->r->id > y->r->id;
}

enum { BY_ID = -1 };

static struct links links_of(struct ctx *c, const struct records *all, int field)
{
	struct links out = { NEW(c->mem, struct link, all->n), 0 };

	for (size_t i = 0; i < all->n; i++) {
		int64_t key = field == BY_ID ? all->r[i].id : rec_int(&all->r[i], (size_t)field);
		if (key)
			out.list[out.n++] = (struct link){ key, &all->r[i] };
	}
	qsort(out.list, out.n, sizeof *out.list, by_key);
	size_t kept = 0;
	for (size_t i = 0; i < out.n; i++)
		if (!kept || by_key(&out.list[kept - 1], &out.list[i]) != 0)
			out.list[kept++] = out.list[i];
	out.n = kept;
	return out;
}

/* The run of links with this key. */
static struct links run_of(const struct links *all, int64_t key)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (all->list[mid].key < key)
			low = mid + 1;
		else
			high = mid;
	}
	size_t end = low;
	while (end < all->n && all->list[end].key == key)
		end++;
	return (struct links){ all->list + low, end - low };
}

struct facts_index *facts_index_new(struct ctx *c, const struct file *f)
{
	struct facts_index *x = NEW(c->mem, struct facts_index, 1);

	x->tie_of = links_of(c, &f->ties, TIE_CHILD);
	x->absence_of = links_of(c, &f->absences, ABSENCE_PERSON);
	x->circumstance_of_child = links_of(c, &f->circumstances, CIRCUMSTANCE_CHILD);
	x->circumstance_of_person = links_of(c, &f->circumstances, CIRCUMSTANCE_PERSON);
	x->enrolment_of = links_of(c, &f->enrolments, ENROLMENT_CHILD);
	x->school = links_of(c, &f->schools, BY_ID);
	x->crossing_of = links_of(c, &f->crossings, CROSSING_CHILD);
	x->difficulty_of = links_of(c, &f->difficulties, DIFFICULTY_CHILD);
	x->child = links_of(c, &f->children, BY_ID);
	return x;
}

const struct record *facts_child(const struct facts_index *x, int64_t id)
{
	struct links run = run_of(&x->child, id);

	return run.n ? run.list[0].r : NULL;
}

const struct record *facts_next(const struct facts_index *x, enum facts_list which, int64_t child, size_t *at)
{
	const struct links *all = which == FACTS_CIRCUMSTANCES  ? &x->circumstance_of_child
				  : which == FACTS_ENROLMENTS   ? &x->enrolment_of
				  : which == FACTS_DIFFICULTIES ? &x->difficulty_of
								: &x->crossing_of;
	size_t i = *at ? *at : (size_t)(run_of(all, child).list - all->list);

	if (i >= all->n || all->list[i].key != child)
		return NULL;
	*at = i + 1;
	return all->list[i].r;
}

/* --- as the rules take them --- */

typedef int value_of(str code);
static int state_value(str s) { return (int)standing_state_of(s); }
static int guardianship_value(str s) { return (int)standing_guardianship_of(s); }
static int household_value(str s) { return (int)standing_household_of(s); }

static struct standing_spells spells_of(struct ctx *c, const struct links *run, const char *topic,
					value_of *value)
{
	struct standing_spell *list = NEW(c->mem, struct standing_spell, run->n);
	size_t n = 0;

	for (size_t i = 0; i < run->n; i++) {
		const struct record *r = run->list[i].r;
		if (str_eq(rec_text(r, CIRCUMSTANCE_TOPIC), str_of(topic)))
			list[n++] = (struct standing_spell){ r->id, rec_day(r, CIRCUMSTANCE_FROM),
							     rec_day(r, CIRCUMSTANCE_TO),
							     value(rec_text(r, CIRCUMSTANCE_VALUE)) };
	}
	return (struct standing_spells){ list, n };
}

static struct standing_absence *absences_of(struct ctx *c, const struct links *run)
{
	struct standing_absence *list = NEW(c->mem, struct standing_absence, run->n);

	for (size_t i = 0; i < run->n; i++) {
		const struct record *r = run->list[i].r;
		list[i] = (struct standing_absence){ .id = r->id,
						     .from = rec_day(r, ABSENCE_FROM),
						     .to = rec_day(r, ABSENCE_TO),
						     .known_by = rec_day(r, ABSENCE_KNOWN_BY),
						     .reason = standing_cause_of(rec_text(r, ABSENCE_REASON)),
						     .child_along = rec_int(r, ABSENCE_CHILD_ALONG) != 0,
						     .region = rec_text(r, ABSENCE_REGION) };
	}
	return list;
}

static void fill_tie(struct ctx *c, const struct facts_index *x, const struct record *tie,
		     struct standing_tie *ret)
{
	int64_t person = rec_int(tie, TIE_PERSON);
	struct links absent = run_of(&x->absence_of, person),
		     held = run_of(&x->circumstance_of_person, person);

	*ret = (struct standing_tie){ .person = person,
				      .from = rec_day(tie, TIE_FROM),
				      .to = rec_day(tie, TIE_TO),
				      .relation = standing_relation_of(rec_text(tie, TIE_RELATION)),
				      .absence = absences_of(c, &absent),
				      .absences = absent.n };
	if (held.n) {
		ret->state = spells_of(c, &held, CODE_CIRCUMSTANCE_TOPIC_STATE, state_value);
		ret->guardianship =
			spells_of(c, &held, CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, guardianship_value);
	}
}

static struct standing_enrolment *enrolments_of(struct ctx *c, const struct facts_index *x,
						const struct links *run)
{
	struct standing_enrolment *list = NEW(c->mem, struct standing_enrolment, run->n);

	for (size_t i = 0; i < run->n; i++) {
		const struct record *r = run->list[i].r;
		struct links school = run_of(&x->school, rec_int(r, ENROLMENT_SCHOOL));
		list[i] = (struct standing_enrolment){
			.id = r->id,
			.from = rec_day(r, ENROLMENT_FROM),
			.to = rec_day(r, ENROLMENT_TO),
			.stage = enrolment_stage_of(rec_text(r, ENROLMENT_STAGE)),
			.county = school.n ? standing_county(rec_text(school.list[0].r, SCHOOL_REGION)) : 0
		};
	}
	return list;
}

void facts_of(struct ctx *c, const struct facts_index *x, const struct record *child,
	      struct standing_facts *ret)
{
	struct links ties = run_of(&x->tie_of, child->id),
		     held = run_of(&x->circumstance_of_child, child->id);
	struct links at_school = run_of(&x->enrolment_of, child->id);
	struct standing_tie *tie = NEW(c->mem, struct standing_tie, ties.n);

	for (size_t i = 0; i < ties.n; i++)
		fill_tie(c, x, ties.list[i].r, &tie[i]);
	*ret = (struct standing_facts){
		.born = rec_day(child, CHILD_BIRTH_DATE),
		.household_type =
			spells_of(c, &held, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE, household_value),
		.household_county =
			spells_of(c, &held, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION, standing_county),
		.enrolment = enrolments_of(c, x, &at_school),
		.enrolments = at_school.n,
		.tie = tie,
		.ties = ties.n,
	};
}

struct standing_params standing_params_of(const struct ctx *c)
{
	return (struct standing_params){ .max_age = (int)ctx_param(c, PARAM_CIVIL_AFFAIRS_MAX_AGE),
					 .absence_gap_days = (int)ctx_param(c, PARAM_ABSENCE_GAP_DAYS),
					 .min_days_away =
						 (int)ctx_param(c, PARAM_SCHOOL_ROLL_MIN_DAYS_AWAY) };
}

/* --- the flat facts of a day --- */

static const struct record *held_on(const struct links *run, const char *topic, day on)
{
	const struct record *best = NULL;

	for (size_t i = 0; i < run->n; i++) {
		const struct record *r = run->list[i].r;
		day from = rec_day(r, CIRCUMSTANCE_FROM), to = rec_day(r, CIRCUMSTANCE_TO);
		if (from <= on && (!to || to >= on) &&
		    str_eq(rec_text(r, CIRCUMSTANCE_TOPIC), str_of(topic)) &&
		    (!best || from >= rec_day(best, CIRCUMSTANCE_FROM)))
			best = r;
	}
	return best;
}

static struct val held_value(const struct links *run, const char *topic, day on)
{
	const struct record *r = held_on(run, topic, on);

	return r ? r->v[CIRCUMSTANCE_VALUE] : NIL;
}

static void put_placement(const struct links *run, struct record *child, day on)
{
	static const struct {
		uint8_t to, from;
	} same[] = {
		{ CHILD_SCHOOL, ENROLMENT_SCHOOL },
		{ CHILD_CLASS, ENROLMENT_CLASS },
		{ CHILD_ENTRY_MONTH, ENROLMENT_ENTRY_MONTH },
		{ CHILD_ATTENDANCE_MODE, ENROLMENT_ATTENDANCE_MODE },
	};
	const struct record *at = NULL;

	for (size_t i = 0; i < run->n; i++) {
		const struct record *r = run->list[i].r;
		if (rec_day(r, ENROLMENT_FROM) <= on &&
		    (rec_null(r, ENROLMENT_TO) || rec_day(r, ENROLMENT_TO) >= on))
			at = r;
	}
	for (size_t i = 0; i < COUNT(same); i++) {
		child->v[same[i].to] = at ? at->v[same[i].from] : NIL;
		child->label[same[i].to] = at ? at->label[same[i].from] : (str){ NULL, 0 };
	}
}

void child_as_of(const struct facts_index *x, struct record *child, day on)
{
	struct links held = run_of(&x->circumstance_of_child, child->id),
		     at_school = run_of(&x->enrolment_of, child->id);

	child->v[CHILD_HOUSEHOLD_REGION] = held_value(&held, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION, on);
	child->v[CHILD_HOUSEHOLD_TYPE] = held_value(&held, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE, on);
	child->v[CHILD_LIVING_REGION] = held_value(&held, CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION, on);
	put_placement(&at_school, child, on);
}
