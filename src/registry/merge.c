#include "merge.h"
#include "batch.h"
#include "codes.h"

#define BIT(field) (UINT64_C(1) << (field))

/* --- what is asked --- */

/* Kept as facts: what holds today is chosen, the story behind it comes along. */
static const uint64_t child_facts =
	BIT(CHILD_HOUSEHOLD_REGION) | BIT(CHILD_HOUSEHOLD_TYPE) | BIT(CHILD_LIVING_REGION) | BIT(CHILD_CLASS);
/* These follow from the school and the class. */
static const uint64_t child_follows = BIT(CHILD_SCHOOL) | BIT(CHILD_ENTRY_MONTH) | BIT(CHILD_ATTENDANCE_MODE);
static const uint64_t person_facts = BIT(PERSON_STATE) | BIT(PERSON_GUARDIANSHIP);

static uint64_t facts_of_kind(const struct kind *k) { return k == &child_kind ? child_facts : person_facts; }

static struct ctx program_ctx(struct ctx *c, struct actor *program)
{
	*program = actor_system(c->who->county);
	program->account = c->who->account; /* the journal names who decided */
	program->for_account = c->who->for_account;
	struct ctx as = ctx_system(c, program);
	as.seen = NULL;
	return as;
}

/* What is held of an adult today stands in the record as the fields that give it. */
static enum rc fill_held(struct ctx *c, struct record *r)
{
	static const struct {
		const char *topic;
		size_t field;
	} held[] = { { CODE_CIRCUMSTANCE_TOPIC_STATE, PERSON_STATE },
		     { CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, PERSON_GUARDIANSHIP } };
	struct list l = { .nfilter = 1, .on = c->today };
	struct records all;

	if (r->kind != &person_kind)
		return RC_OK;
	l.filter[0].field = CIRCUMSTANCE_PERSON;
	l.filter[0].is = INT(r->id);
	enum rc rc = record_list(c, &circumstance_kind, &l, &all);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		for (size_t k = 0; k < COUNT(held); k++)
			if (str_eq(rec_text(&all.r[i], CIRCUMSTANCE_TOPIC), str_of(held[k].topic)))
				r->v[held[k].field] = all.r[i].v[CIRCUMSTANCE_VALUE];
	return rc;
}

static bool same_value(const struct val *a, const struct val *b)
{
	return a->t == b->t && (a->t == VAL_INT ? a->i == b->i : a->t == VAL_NULL || str_eq(a->s, b->s));
}

/* By what the two hold in the open, whoever looks. */
static enum rc compare(struct ctx *c, struct merge *m)
{
	struct actor program;
	struct ctx as = program_ctx(c, &program);
	struct record a, b;
	enum rc rc = record_load(&as, m->kind, m->keep.id, &a);

	if (rc == RC_OK)
		rc = record_load(&as, m->kind, m->gone.id, &b);
	if (rc == RC_OK)
		rc = fill_held(&as, &a);
	if (rc == RC_OK)
		rc = fill_held(&as, &b);
	for (size_t i = 0; rc == RC_OK && i < m->kind->nfields; i++) {
		const struct field *f = &m->kind->fields[i];
		if ((!field_stored(f) && !(facts_of_kind(m->kind) & BIT(i))) || f->derived ||
		    b.v[i].t == VAL_NULL || (m->kind == &child_kind && child_follows & BIT(i)))
			continue;
		if (a.v[i].t == VAL_NULL)
			m->filled |= BIT(i);
		else if (!same_value(&a.v[i], &b.v[i]))
			m->asked |= BIT(i);
	}
	return rc;
}

/* --- what stands against it --- */

/* Kinds of rooms above are known by name only: orders are theirs. */
static enum rc has_order(struct ctx *as, const struct kind *k, int64_t id, bool *ret)
{
	const struct kind *order = model_kind_named(as->model, STR("protection_order"));
	int64_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; order && i < order->nfields && !n && rc == RC_OK; i++) {
		struct list l = { .nfilter = 1 };
		if (order->fields[i].ref != k)
			continue;
		l.filter[0].field = i;
		l.filter[0].is = INT(id);
		rc = record_count(as, order, &l, &n);
	}
	*ret = n > 0;
	return rc;
}

static enum rc has_transfer(struct ctx *as, int64_t child, bool *ret)
{
	struct list l = { .nfilter = 2 };
	int64_t n = 0;

	l.filter[0].field = TRANSFER_CHILD;
	l.filter[0].is = INT(child);
	l.filter[1].field = TRANSFER_STATE;
	l.filter[1].is = TEXT(STR(CODE_TRANSFER_STATE_ASKED));
	enum rc rc = record_count(as, &transfer_kind, &l, &n);
	*ret = n > 0;
	return rc;
}

static enum rc at_two_schools(struct ctx *as, int64_t one, int64_t other, bool *ret)
{
	struct records a, b;
	enum rc rc = merge_list(as, &enrolment_kind, ENROLMENT_CHILD, one, &a);

	if (rc == RC_OK)
		rc = merge_list(as, &enrolment_kind, ENROLMENT_CHILD, other, &b);
	*ret = false;
	for (size_t i = 0; rc == RC_OK && i < a.n; i++)
		for (size_t k = 0; k < b.n; k++)
			*ret |= rec_int(&a.r[i], ENROLMENT_SCHOOL) != rec_int(&b.r[k], ENROLMENT_SCHOOL) &&
				merge_overlap(&a.r[i], &b.r[k], ENROLMENT_FROM, ENROLMENT_TO);
	return rc;
}

static enum rc find_why(struct ctx *as, const struct merge *m, const char **ret)
{
	bool sealed = false, more = false, moving = false, two = false;
	int64_t keep = m->keep.id, gone = m->gone.id;
	enum rc rc = has_order(as, m->kind, keep, &sealed);

	*ret = NULL;
	if (rc == RC_OK)
		rc = has_order(as, m->kind, gone, &more);
	if (rc == RC_OK && m->kind == &child_kind)
		rc = has_transfer(as, keep, &moving);
	if (rc == RC_OK && m->kind == &child_kind && !moving)
		rc = has_transfer(as, gone, &moving);
	if (rc == RC_OK && m->kind == &child_kind)
		rc = at_two_schools(as, keep, gone, &two);
	if (rc != RC_OK)
		return rc;
	if (m->keep.county != m->gone.county)
		*ret = N_("The two are kept by two counties. One of them has to be transferred first.");
	else if (sealed || more)
		*ret = N_("A protection order stands with one of the two: such records are not joined.");
	else if (moving)
		*ret = N_("One of the two is being transferred. Join them when that is decided.");
	else if (two)
		*ret = N_(
			"The two are enrolled at two schools at the same time. End one of the two enrolments "
			"first.");
	return RC_OK;
}

/* --- looking --- */

int64_t merge_version(const struct record *r) { return r->file_version ? r->file_version : r->version; }

static bool is_older(const struct record *a, const struct record *b)
{
	return a->created_at < b->created_at || (a->created_at == b->created_at && a->id < b->id);
}

static enum rc load_both(struct ctx *c, int64_t one, int64_t other, struct merge *m)
{
	struct record a, b;

	if (one == other)
		return RC_NOT_FOUND;
	enum rc rc = record_load(c, m->kind, one, &a);
	if (rc == RC_OK)
		rc = record_load(c, m->kind, other, &b);
	if (rc != RC_OK)
		return rc;
	m->keep = is_older(&a, &b) ? a : b;
	m->gone = is_older(&a, &b) ? b : a;
	return RC_OK;
}

enum rc merge_look(struct ctx *c, enum match_what what, int64_t one, int64_t other, struct merge *ret)
{
	struct merge m = { .what = what, .kind = what == MATCH_CHILDREN ? &child_kind : &person_kind };
	struct actor program;
	struct ctx as = program_ctx(c, &program);

	if (!((unsigned)c->who->role & ROLES_MERGE))
		return RC_NOT_FOUND;
	enum rc rc = load_both(c, one, other, &m);
	if (rc == RC_OK)
		rc = fill_held(c, &m.keep);
	if (rc == RC_OK)
		rc = fill_held(c, &m.gone);
	if (rc == RC_OK)
		rc = compare(c, &m);
	if (rc == RC_OK)
		rc = find_why(&as, &m, &m.why);
	if (rc == RC_OK)
		rc = match_find(c, what, one, other, &m.match);
	if (rc == RC_NOT_FOUND && m.keep.id) {
		m.match = (struct match){ what, one, other, 0, 0 };
		rc = RC_OK;
	}
	if (rc == RC_OK)
		*ret = m;
	return rc;
}

/* --- what was decided --- */

static str id_text(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

struct verdict {
	enum match_what what;
	int64_t one, other, batch;
	const char *says;
	int score;
	str note;
};

static enum rc add_verdict(struct ctx *as, const struct verdict *v)
{
	struct input in = input_new(&verdict_kind);
	struct record made;

	input_set(&in, VERDICT_WHAT,
		  v->what == MATCH_CHILDREN ? STR(CODE_VERDICT_WHAT_CHILD) : STR(CODE_VERDICT_WHAT_PERSON));
	input_set(&in, VERDICT_ONE, id_text(as->mem, v->one));
	input_set(&in, VERDICT_OTHER, id_text(as->mem, v->other));
	input_set(&in, VERDICT_SAYS, str_of(v->says));
	if (v->batch)
		input_int(&in, as->mem, VERDICT_BATCH, v->batch);
	if (as->who->account)
		input_int(&in, as->mem, VERDICT_ACCOUNT, as->who->account);
	input_int(&in, as->mem, VERDICT_AT, as->now);
	input_int(&in, as->mem, VERDICT_SCORE, v->score);
	if (v->note.n)
		input_set(&in, VERDICT_NOTE, v->note);
	return record_create(as, &in, &made);
}

/* Those of whom somebody said that they are not the one that goes are not the one that stays either. */
static enum rc carry_verdicts(struct merging *m, enum match_what what)
{
	static const uint8_t sides[] = { VERDICT_ONE, VERDICT_OTHER };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(sides) && rc == RC_OK; i++) {
		struct list l = { .nfilter = 1 };
		struct records all = { .r = NULL };
		l.filter[0].field = sides[i];
		l.filter[0].is = TEXT(id_text(m->c->mem, m->gone));
		rc = record_list(m->c, &verdict_kind, &l, &all);
		for (size_t k = 0; k < all.n && rc == RC_OK; k++) {
			int64_t other = 0;
			if (!str_eq(rec_text(&all.r[k], VERDICT_SAYS), STR(CODE_VERDICT_SAYS_NOT_SAME)) ||
			    !str_int(rec_text(&all.r[k], sides[1 - i]), &other) || other == m->keep)
				continue;
			rc = add_verdict(m->c, &(struct verdict){ what, other < m->keep ? other : m->keep,
								  other < m->keep ? m->keep : other, 0,
								  CODE_VERDICT_SAYS_NOT_SAME,
								  (int)rec_int(&all.r[k], VERDICT_SCORE),
								  rec_text(&all.r[k], VERDICT_NOTE) });
		}
	}
	return rc;
}

/* --- joining --- */

struct joining {
	const struct merge_order *o;
	struct merge look;
	int64_t batch;
};

static void complain(struct ctx *c, const char *text)
{
	problem_add(&c->problems, (str){ NULL, 0 }, text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* Fields whose value comes from the one that goes: all that is taken or filled, unless it is kept as facts.
 */
static void take_fields(struct ctx *c, const struct record *gone, uint64_t fields, struct input *in)
{
	fields &= ~facts_of_kind(gone->kind);
	for (size_t i = 0; i < gone->kind->nfields; i++)
		if (fields >> i & 1 && field_stored(&gone->kind->fields[i]) && !gone->kind->fields[i].fact)
			input_set(in, i, record_text(c, gone, i));
	/* A number and what is said instead of one go together. */
	if (gone->kind == &child_kind && in->given & BIT(CHILD_ID_NUMBER)) {
		in->given &= ~BIT(CHILD_NO_ID_REASON);
		input_set(in, CHILD_ID_TYPE, record_text(c, gone, CHILD_ID_TYPE));
		input_set(in, CHILD_NO_ID_REASON, (str){ NULL, 0 });
	}
}

static enum rc write_all(struct ctx *as, struct joining *j, uint64_t take)
{
	const struct merge *l = &j->look;
	struct merging m = { as, l->kind, l->keep.id, l->gone.id, take };
	struct input in = input_new(l->kind);
	struct record gone, done;
	enum rc rc = record_load(as, l->kind, m.gone, &gone);

	if (rc != RC_OK)
		return rc;
	take_fields(as, &gone, take | l->filled, &in);
	rc = merge_parts(&m);
	if (rc == RC_OK)
		rc = carry_verdicts(&m, l->what);
	if (rc == RC_OK) /* what follows from the parts first, or they would seem to be still needed */
		rc = record_delete(as, l->kind, m.gone, 0);
	if (rc == RC_OK && in.given)
		rc = record_update(as, l->kind, m.keep, 0, &in, &done);
	if (rc == RC_OK)
		rc = add_verdict(as, &(struct verdict){ l->what,
							m.keep,
							m.gone,
							j->batch,
							CODE_VERDICT_SAYS_MERGED,
							l->match.score,
							{ NULL, 0 } });
	return rc;
}

static enum rc check_order(struct ctx *c, struct joining *j)
{
	const struct merge_order *o = j->o;
	enum rc rc = merge_look(c, o->what, o->keep, o->gone, &j->look);

	if (rc != RC_OK)
		return rc;
	if (j->look.keep.id != o->keep) { /* they have changed places: nobody says so but by hand */
		struct record keep = j->look.gone;
		j->look.gone = j->look.keep;
		j->look.keep = keep;
		j->look.asked = j->look.filled = 0;
		rc = compare(c, &j->look);
		if (rc != RC_OK)
			return rc;
	}
	if (merge_version(&j->look.keep) != o->keep_version ||
	    merge_version(&j->look.gone) != o->gone_version)
		return RC_STALE;
	if (!j->look.why)
		return RC_OK;
	complain(c, j->look.why);
	return RC_INVALID;
}

static enum rc join_job(struct ctx *c, void *arg)
{
	struct joining *j = arg;
	struct actor program;
	int64_t changes = 0;
	enum rc rc = check_order(c, j);

	if (rc != RC_OK)
		return rc;
	struct ctx as = program_ctx(c, &program);
	rc = batch_merge_begin(c, j->look.kind, &j->batch);
	if (rc != RC_OK)
		return rc;
	as.batch = j->batch;
	as.problems = c->problems;
	rc = write_all(&as, j, j->o->take & j->look.asked);
	c->problems = as.problems;
	if (rc == RC_OK)
		rc = undo_count(c, j->batch, &changes);
	if (rc == RC_OK)
		rc = batch_merge_end(c, j->batch, changes);
	if (rc == RC_CONFLICT || rc == RC_DENIED) {
		if (!c->problems.n)
			complain(c, N_("Another record needs the one that would go."));
		rc = RC_INVALID;
	}
	return rc;
}

enum rc merge_join(struct ctx *c, const struct merge_order *o, int64_t *ret_batch)
{
	struct joining j = { .o = o };
	enum rc rc = store_write(c, PRIO_PEOPLE, join_job, &j);

	if (rc == RC_OK)
		*ret_batch = j.batch;
	return rc;
}

/* --- they are two --- */

struct parting {
	enum match_what what;
	int64_t one, other;
	str note;
};

static enum rc part_job(struct ctx *c, void *arg)
{
	const struct parting *p = arg;
	struct merge look;
	struct actor program;
	enum rc rc = merge_look(c, p->what, p->one, p->other, &look);

	if (rc != RC_OK)
		return rc;
	struct ctx as = program_ctx(c, &program);
	rc = add_verdict(&as, &(struct verdict){ p->what, p->one < p->other ? p->one : p->other,
						 p->one < p->other ? p->other : p->one, 0,
						 CODE_VERDICT_SAYS_NOT_SAME, look.match.score, p->note });
	c->problems = as.problems;
	return rc == RC_OK ? match_drop(c, p->one, p->other) : rc;
}

enum rc merge_part(struct ctx *c, enum match_what what, int64_t one, int64_t other, str note)
{
	struct parting p = { what, one, other, note };

	return store_write(c, PRIO_PEOPLE, part_job, &p);
}

/* --- afterwards --- */

enum { CHAIN_MAX = 20 }; /* merged into one that was merged, and so on */

static enum rc next_standing(struct ctx *c, int64_t gone, int64_t *ret)
{
	struct rows q;
	int64_t id = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT v.one FROM verdict v WHERE v.other = ?1 AND v.says = '" CODE_VERDICT_SAYS_MERGED
		"' ORDER BY v.id DESC LIMIT 1",
		TEXT(id_text(c->mem, gone)));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q) && str_int(db_text(&q, 0), &id);
	rc = db_done(&q);
	if (rc == RC_OK && found)
		*ret = id;
	return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}

enum rc merge_stands(struct ctx *c, int64_t gone, int64_t *ret)
{
	int64_t at = gone;
	enum rc rc = next_standing(c, gone, &at);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < CHAIN_MAX && rc == RC_OK; i++)
		rc = next_standing(c, at, &at);
	*ret = at;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc merge_of_batch(struct ctx *c, int64_t batch, enum match_what *ret_what, int64_t *ret_keep,
		       int64_t *ret_gone)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT v.what, v.one, v.other FROM verdict v WHERE v.batch = ?1 AND v.says = "
			      "'" CODE_VERDICT_SAYS_MERGED "' ORDER BY v.id LIMIT 1",
			      INT(batch));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	if (found) {
		*ret_what =
			str_eq(db_text(&q, 0), STR(CODE_VERDICT_WHAT_CHILD)) ? MATCH_CHILDREN : MATCH_ADULTS;
		found = str_int(db_text(&q, 1), ret_keep) && str_int(db_text(&q, 2), ret_gone);
	}
	rc = db_done(&q);
	return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}
