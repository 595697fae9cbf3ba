#include "settle.h"
#include "difficulty.h"
#include "enrolment.h"
#include "journal.h"
#include "rollup.h"
#include "school.h"

/* A stretch of a child's life from a day on: what it counts as, and where. */
static bool same_row(const struct crossing *a, const struct crossing *b)
{
	return a->counted == b->counted && str_eq(a->region, b->region) &&
	       a->civil_affairs == b->civil_affairs && a->school_roll == b->school_roll &&
	       a->basis == b->basis && a->difficulty == b->difficulty && a->proposed == b->proposed;
}

struct history {
	struct crossing *list;
	size_t n, cap;
};

static void push(struct ctx *c, struct history *h, const struct crossing *x)
{
	if (h->n && same_row(&h->list[h->n - 1], x))
		return;
	h->list = GROWN(c->mem, h->list, h->n, &h->cap);
	h->list[h->n++] = *x;
}

/* The next day after it on which one of these begins, or has ended. */
static day next_turn(const struct facts_index *x, enum facts_list which, int64_t child, day after)
{
	static const uint8_t span[][2] = {
		[FACTS_CIRCUMSTANCES] = { CIRCUMSTANCE_FROM, CIRCUMSTANCE_TO },
		[FACTS_ENROLMENTS] = { ENROLMENT_FROM, ENROLMENT_TO },
		[FACTS_DIFFICULTIES] = { DIFFICULTY_FROM, DIFFICULTY_TO },
	};
	size_t at = 0;
	day next = 0;

	for (const struct record *r; (r = facts_next(x, which, child, &at));) {
		day from = rec_day(r, span[which][0]), to = rec_day(r, span[which][1]);
		to = to ? day_add(to, 1) : 0;
		if (from > after && (!next || from < next))
			next = from;
		if (to > after && (!next || to < next))
			next = to;
	}
	return next;
}

static day sooner(day a, day b) { return !a ? b : !b ? a : a < b ? a : b; }

/* The next day after it on which what counts changes though neither left-behind status does: the household
 * place, what is certified, what the parents' facts say, and the end of childhood. */
static day next_beside(const struct settling *s, const struct facts_index *x, const struct record *child,
		       const struct standing_facts *facts, day after)
{
	day grown = day_birthday(facts->born, s->max_age),
	    next = sooner(next_turn(x, FACTS_CIRCUMSTANCES, child->id, after), grown > after ? grown : 0);

	next = sooner(next, next_turn(x, FACTS_DIFFICULTIES, child->id, after));
	return sooner(next, unattended_next(facts, s->max_age, after));
}

/* The whole of it, from birth to today, as the facts tell it now. */
static struct history history_of(const struct settling *s, const struct facts_index *x,
				 const struct record *child, const struct standing_facts *facts)
{
	struct ctx *c = s->c;
	struct standing_change *change;
	struct history h = { 0 };
	struct record then = *child;
	day born = facts->born, d = born;
	size_t n = standing_changes(c->mem, facts, &s->params, born, c->today, &change), i = 0;

	then.v = NEW(c->mem, struct val, CHILD__N);
	then.label = NEW(c->mem, str, CHILD__N);
	while (n && d && d <= c->today) {
		while (i + 1 < n && change[i + 1].day <= d)
			i++;
		child_as_of(x, &then, d);
		push(c, &h,
		     &(struct crossing){ .day = d,
					 .counted = day_age(born, d) < s->max_age,
					 .region = rec_text(&then, CHILD_HOUSEHOLD_REGION),
					 .civil_affairs = change[i].standing.civil_affairs,
					 .school_roll = change[i].standing.school_roll,
					 .basis = (int)change[i].standing.basis,
					 .difficulty = difficulty_on(x, child->id, d),
					 .proposed = unattended_on(facts, s->max_age, d) });
		d = sooner(i + 1 < n ? change[i + 1].day : 0, next_beside(s, x, child, facts, d));
	}
	return h;
}

struct settling settling_of(struct ctx *c)
{
	return (struct settling){ .c = c,
				  .params = standing_params_of(c),
				  .max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE) };
}

void settle_reckon(const struct settling *s, const struct facts_index *x, const struct record *child,
		   struct settled *ret)
{
	struct ctx *c = s->c;
	struct standing_facts facts;
	struct record now = *child;

	facts_of(c, x, child, &facts);
	struct history h = history_of(s, x, child, &facts);
	now.v = NEW(c->mem, struct val, CHILD__N);
	now.label = NEW(c->mem, str, CHILD__N);
	memcpy(now.v, child->v, CHILD__N * sizeof *now.v);
	child_as_of(x, &now, c->today);
	day next = sooner(standing_next(&facts, &s->params, c->today),
			  next_beside(s, x, child, &facts, c->today));
	*ret = (struct settled){ .list = h.list,
				 .n = h.n,
				 .now = now,
				 .next_on =
					 sooner(next, next_turn(x, FACTS_ENROLMENTS, child->id, c->today)) };
}

/* --- what is kept of it --- */

struct work {
	struct ctx *c;
	struct actor keeper; /* the program, in the child's county */
	struct settling settling;
	struct facts_index *x;
	struct rollup *rollup;
};

struct input crossing_input(struct ctx *c, int64_t child, const struct crossing *x)
{
	static const struct {
		size_t field;
		unsigned bit;
	} of[] = { { CROSSING_DIFFICULTY, DIFFICULTY_ANY },
		   { CROSSING_ORPHAN, DIFFICULTY_ORPHAN },
		   { CROSSING_UNATTENDED, DIFFICULTY_UNATTENDED },
		   { CROSSING_DISABILITY, DIFFICULTY_DISABILITY } };
	struct input in = input_new(&crossing_kind);

	input_int(&in, c->mem, CROSSING_CHILD, child);
	input_day(&in, c->mem, CROSSING_DAY, x->day);
	input_set(&in, CROSSING_COUNTED, x->counted ? STR("1") : STR("0"));
	input_set(&in, CROSSING_REGION, x->region);
	if (x->civil_affairs >= 0)
		input_set(&in, CROSSING_CIVIL_AFFAIRS, x->civil_affairs ? STR("1") : STR("0"));
	if (x->school_roll >= 0)
		input_int(&in, c->mem, CROSSING_SCHOOL_ROLL, x->school_roll);
	input_set(&in, CROSSING_BASIS, str_of(standing_basis_code((enum standing_basis)x->basis)));
	for (size_t i = 0; i < COUNT(of); i++)
		input_set(&in, of[i].field, x->difficulty & of[i].bit ? STR("1") : STR("0"));
	if (x->proposed >= 0)
		input_int(&in, c->mem, CROSSING_PROPOSED, x->proposed);
	return in;
}

static enum rc write_crossings(struct work *w, int64_t child, const struct history *h)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < h->n && rc == RC_OK; i++) {
		struct input in = crossing_input(w->c, child, &h->list[i]);
		rc = record_derive_add(w->c, &in);
	}
	return rc;
}

/* What a program before these columns wrote says no to them. */
static unsigned difficulty_kept(const struct record *r)
{
	return (rec_int(r, CROSSING_DIFFICULTY) ? DIFFICULTY_ANY : 0U) |
	       (rec_int(r, CROSSING_ORPHAN) ? DIFFICULTY_ORPHAN : 0U) |
	       (rec_int(r, CROSSING_UNATTENDED) ? DIFFICULTY_UNATTENDED : 0U) |
	       (rec_int(r, CROSSING_DISABILITY) ? DIFFICULTY_DISABILITY : 0U);
}

static struct crossing crossing_of(const struct record *r)
{
	str basis = rec_text(r, CROSSING_BASIS);

	return (struct crossing){
		.day = rec_day(r, CROSSING_DAY),
		.counted = rec_int(r, CROSSING_COUNTED) != 0,
		.region = rec_text(r, CROSSING_REGION),
		.civil_affairs =
			rec_null(r, CROSSING_CIVIL_AFFAIRS) ? -1 : (int)rec_int(r, CROSSING_CIVIL_AFFAIRS),
		.school_roll = rec_null(r, CROSSING_SCHOOL_ROLL) ? -1 : (int)rec_int(r, CROSSING_SCHOOL_ROLL),
		.basis = str_eq(basis, STR("computed"))   ? STANDING_COMPUTED
			 : str_eq(basis, STR("declared")) ? STANDING_DECLARED
							  : STANDING_BASIS_UNKNOWN,
		.difficulty = difficulty_kept(r),
		.proposed = rec_null(r, CROSSING_PROPOSED) ? UNATTENDED_UNKNOWN
							   : (int)rec_int(r, CROSSING_PROPOSED),
	};
}

/* As it is kept, two stretches that look the same included; and by whom: a child that has moved counts with
 * its former keeper until this moment. */
static struct history stored_history(struct work *w, int64_t child, unsigned *ret_county)
{
	size_t n = 0, at = 0;

	while (facts_next(w->x, FACTS_CROSSINGS, child, &at))
		n++;
	struct history h = { NEW(w->c->mem, struct crossing, n), 0, n };
	at = 0;
	for (const struct record *r; (r = facts_next(w->x, FACTS_CROSSINGS, child, &at));) {
		*ret_county = r->county;
		h.list[h.n++] = crossing_of(r);
	}
	return h;
}

static enum rc drop_crossings(struct work *w, int64_t child)
{
	enum rc rc = RC_OK;
	size_t at = 0;

	for (const struct record *r; rc == RC_OK && (r = facts_next(w->x, FACTS_CROSSINGS, child, &at));)
		rc = record_derive_drop(w->c, &crossing_kind, r->id);
	return rc;
}

static bool same_history(const struct history *a, const struct history *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].day != b->list[i].day || !same_row(&a->list[i], &b->list[i]))
			return false;
	return true;
}

static enum rc replace_crossings(struct work *w, int64_t child, unsigned county, const struct history *now)
{
	unsigned before = county;
	struct history old = stored_history(w, child, &before);

	if (before == county && same_history(&old, now))
		return RC_OK;
	w->keeper = actor_system(county);
	rollup_add(w->rollup, before, old.list, old.n, -1);
	rollup_add(w->rollup, county, now->list, now->n, +1);
	enum rc rc = drop_crossings(w, child);
	/* Passing time, not a person, wrote this: the journal says so. */
	if (rc == RC_OK && w->c->via == VIA_TIMER)
		rc = journal_note(w->c, ACT_CROSS, STR("child"), child, (str){ "", 0 });
	return rc == RC_OK ? write_crossings(w, child, now) : rc;
}

static bool same_flat(const struct record *a, const struct record *b, const uint8_t *field, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct val *x = &a->v[field[i]], *y = &b->v[field[i]];
		if (x->t != y->t || x->i != y->i || !str_eq(x->s, y->s))
			return false;
	}
	return true;
}

/* Today's flat values, and the day on which something of this changes by itself. */
static enum rc derive_flat(struct work *w, const struct record *child, const struct settled *to)
{
	static const uint8_t flat[] = { CHILD_HOUSEHOLD_REGION, CHILD_HOUSEHOLD_TYPE, CHILD_LIVING_REGION,
					CHILD_SCHOOL,           CHILD_CLASS,          CHILD_ENTRY_MONTH,
					CHILD_ATTENDANCE_MODE };
	struct ctx *c = w->c;
	struct input in = input_new(&child_kind);

	if (to->next_on == child->next_on && same_flat(child, &to->now, flat, COUNT(flat)))
		return RC_OK;
	for (size_t i = 0; i < COUNT(flat); i++)
		if (!same_flat(child, &to->now, flat + i, 1)) /* each one costs the entry of an index */
			input_set(&in, flat[i], record_text(c, &to->now, flat[i]));
	return record_derive(c, &child_kind, child->id, &in, to->next_on);
}

static enum rc settle_child(struct work *w, int64_t id)
{
	const struct record *child = facts_child(w->x, id);
	struct history now = { 0 };
	struct settled to;

	if (!child) /* deleted: what it counted goes */
		return replace_crossings(w, id, id_county(id), &now);
	settle_reckon(&w->settling, w->x, child, &to);
	now = (struct history){ to.list, to.n, to.n };
	enum rc rc = replace_crossings(w, id, child->county, &now);
	return rc == RC_OK ? derive_flat(w, child, &to) : rc;
}

/* Children whose files are loaded together: eight lists, however many they are. */
enum { TOGETHER = 64, TOGETHER_MEMORY = 256 << 20 };

static enum rc settle_some(struct work *w, const int64_t *child, size_t n)
{
	struct file file;

	arena_reset(w->c->mem);
	enum rc rc = file_load_settling(w->c, child, n, &file);
	if (rc != RC_OK)
		return rc;
	w->x = facts_index_new(w->c, &file);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = settle_child(w, child[i]);
	return rc;
}

enum rc registry_settle(struct ctx *c, const int64_t *child, size_t n)
{
	struct ctx one = *c;
	struct work w = {
		.c = &one, .keeper = *c->who, .settling = settling_of(&one), .rollup = rollup_new(c)
	};
	enum rc rc = RC_OK;

	one.who = &w.keeper;
	one.mem = arena_within(c->mem, TOGETHER_MEMORY);
	for (size_t i = 0; i < n && rc == RC_OK; i += TOGETHER)
		rc = settle_some(&w, child + i, n - i < TOGETHER ? n - i : TOGETHER);
	return rc == RC_OK ? rollup_flush(w.rollup) : rc;
}

/* --- day by day --- */

enum { UNIT_MEMORY = 256 << 20 };

enum rc settle_touch(struct ctx *c, struct rows *q, enum rc rc, size_t *ret_n)
{
	size_t n = 0;

	if (rc != RC_OK)
		return rc;
	while (db_next(q)) {
		store_touch(c, db_int(q, 0));
		n++;
	}
	rc = db_done(q);
	if (rc == RC_OK)
		*ret_n = n;
	return rc;
}

enum rc settle_units(struct ctx *c, store_job *job, size_t most, bool *ret_all)
{
	size_t n = SETTLE_UNIT;
	enum rc rc = RC_OK;
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);

	for (size_t i = 0; i < most && n == SETTLE_UNIT && rc == RC_OK; i++) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, job, &n);
	}
	arena_free(mem);
	if (rc == RC_OK)
		*ret_all = n < SETTLE_UNIT;
	return rc;
}

static enum rc settle_due(struct ctx *c, void *arg)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT c.id FROM child c WHERE c.next_on <= ?1 ORDER BY c.next_on, c.id LIMIT 200",
			 INT(c->today));

	return settle_touch(c, &q, rc, arg);
}

static enum rc note_day(struct ctx *c, void *arg)
{
	(void)arg;
	struct buf b = buf_new(c->mem, 16);

	day_put(&b, c->today);
	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES ('settled_to', ?1)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(buf_view(&b)));
}

enum rc registry_daily(struct ctx *c)
{
	bool all;
	enum rc rc = class_year_turn(c);

	if (rc == RC_OK)
		rc = settle_units(c, settle_due, SIZE_MAX, &all);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note_day, NULL) : rc;
}
