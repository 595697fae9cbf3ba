#include "settle.h"
#include "enrolment.h"
#include "journal.h"
#include "rollup.h"
#include "school.h"

/* A stretch of a child's life from a day on: what it counts as, and where. */
static bool same_row(const struct crossing *a, const struct crossing *b)
{
	return a->counted == b->counted && str_eq(a->region, b->region) &&
	       a->civil_affairs == b->civil_affairs && a->school_roll == b->school_roll &&
	       a->basis == b->basis;
}

struct history {
	struct crossing *list;
	size_t n, cap;
};

static void push(struct ctx *c, struct history *h, const struct crossing *x)
{
	if (h->n && same_row(&h->list[h->n - 1], x))
		return;
	if (h->n == h->cap) {
		size_t cap = h->cap ? h->cap * 2 : 8;
		struct crossing *more = NEW(c->mem, struct crossing, cap);
		if (h->n)
			memcpy(more, h->list, h->n * sizeof *more);
		h->list = more;
		h->cap = cap;
	}
	h->list[h->n++] = *x;
}

/* The next day after it on which one of these begins, or has ended. */
static day next_turn(const struct facts_index *x, enum facts_list which, int64_t child, day after)
{
	size_t from_field = which == FACTS_ENROLMENTS ? ENROLMENT_FROM : CIRCUMSTANCE_FROM,
	       to_field = which == FACTS_ENROLMENTS ? ENROLMENT_TO : CIRCUMSTANCE_TO, at = 0;
	day next = 0;

	for (const struct record *r; (r = facts_next(x, which, child, &at));) {
		day from = rec_day(r, from_field), to = rec_day(r, to_field);
		to = to ? day_add(to, 1) : 0;
		if (from > after && (!next || from < next))
			next = from;
		if (to > after && (!next || to < next))
			next = to;
	}
	return next;
}

static day sooner(day a, day b) { return !a ? b : !b ? a : a < b ? a : b; }

/* The next day after it on which the household place changes, or childhood ends. */
static day next_place(const struct facts_index *x, const struct record *child, day after, int max_age)
{
	day grown = day_birthday(rec_day(child, CHILD_BIRTH_DATE), max_age);

	return sooner(next_turn(x, FACTS_CIRCUMSTANCES, child->id, after), grown > after ? grown : 0);
}

struct work {
	struct ctx *c;
	struct facts_index *x;
	struct standing_params params;
	int max_age;
	struct rollup *rollup;
};

/* The whole of it, from birth to today, as the facts tell it now. */
static struct history history_of(struct work *w, const struct record *child,
				 const struct standing_facts *facts)
{
	struct ctx *c = w->c;
	struct standing_change *change;
	struct history h = { 0 };
	struct record then = *child;
	day born = facts->born, d = born;
	size_t n = standing_changes(c->mem, facts, &w->params, born, c->today, &change), i = 0;

	then.v = NEW(c->mem, struct val, CHILD__N);
	then.label = NEW(c->mem, str, CHILD__N);
	while (n && d && d <= c->today) {
		while (i + 1 < n && change[i + 1].day <= d)
			i++;
		child_as_of(w->x, &then, d);
		push(c, &h,
		     &(struct crossing){ .day = d,
					 .counted = day_age(born, d) < w->max_age,
					 .region = rec_text(&then, CHILD_HOUSEHOLD_REGION),
					 .civil_affairs = change[i].standing.civil_affairs,
					 .school_roll = change[i].standing.school_roll,
					 .basis = (int)change[i].standing.basis });
		d = sooner(i + 1 < n ? change[i + 1].day : 0, next_place(w->x, child, d, w->max_age));
	}
	return h;
}

static enum rc write_crossings(struct work *w, int64_t child, const struct history *h)
{
	struct ctx *c = w->c;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < h->n && rc == RC_OK; i++) {
		const struct crossing *x = &h->list[i];
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
		rc = record_derive_add(c, &in);
	}
	return rc;
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
	};
}

/* As it is kept, two stretches that look the same included. */
static struct history stored_history(struct work *w, int64_t child)
{
	size_t n = 0, at = 0;

	while (facts_next(w->x, FACTS_CROSSINGS, child, &at))
		n++;
	struct history h = { NEW(w->c->mem, struct crossing, n), 0, n };
	at = 0;
	for (const struct record *r; (r = facts_next(w->x, FACTS_CROSSINGS, child, &at));)
		h.list[h.n++] = crossing_of(r);
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
	struct history old = stored_history(w, child);

	if (same_history(&old, now))
		return RC_OK;
	rollup_add(w->rollup, county, old.list, old.n, -1);
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
static enum rc derive_flat(struct work *w, const struct record *child, const struct standing_facts *facts)
{
	static const uint8_t flat[] = { CHILD_HOUSEHOLD_REGION, CHILD_HOUSEHOLD_TYPE, CHILD_LIVING_REGION,
					CHILD_SCHOOL,           CHILD_CLASS,          CHILD_ENTRY_MONTH,
					CHILD_ATTENDANCE_MODE };
	struct ctx *c = w->c;
	struct record now = *child;
	struct input in = input_new(&child_kind);

	now.v = NEW(c->mem, struct val, CHILD__N);
	now.label = NEW(c->mem, str, CHILD__N);
	child_as_of(w->x, &now, c->today);
	day next = sooner(sooner(standing_next(facts, &w->params, c->today),
				 next_place(w->x, child, c->today, w->max_age)),
			  next_turn(w->x, FACTS_ENROLMENTS, child->id, c->today));
	if (next == child->next_on && same_flat(child, &now, flat, COUNT(flat)))
		return RC_OK;
	for (size_t i = 0; i < COUNT(flat); i++)
		if (!same_flat(child, &now, flat + i, 1)) /* each one costs the entry of an index */
			input_set(&in, flat[i], record_text(c, &now, flat[i]));
	return record_derive(c, &child_kind, child->id, &in, next);
}

static enum rc settle_child(struct work *w, int64_t id)
{
	const struct record *child = facts_child(w->x, id);
	struct standing_facts facts;
	struct history now = { 0 };

	if (!child) /* deleted: what it counted goes */
		return replace_crossings(w, id, id_county(id), &now);
	facts_of(w->c, w->x, child, &facts);
	now = history_of(w, child, &facts);
	enum rc rc = replace_crossings(w, id, child->county, &now);
	return rc == RC_OK ? derive_flat(w, child, &facts) : rc;
}

/* Children whose files are loaded together: seven lists, however many they are. */
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
	struct work w = { .c = &one,
			  .params = standing_params_of(c),
			  .max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE),
			  .rollup = rollup_new(c) };
	enum rc rc = RC_OK;

	one.mem = arena_within(c->mem, TOGETHER_MEMORY);
	for (size_t i = 0; i < n && rc == RC_OK; i += TOGETHER)
		rc = settle_some(&w, child + i, n - i < TOGETHER ? n - i : TOGETHER);
	return rc == RC_OK ? rollup_flush(w.rollup) : rc;
}

/* --- day by day --- */

enum { UNIT = 200, UNIT_MEMORY = 256 << 20 };

static enum rc settle_due(struct ctx *c, void *arg)
{
	size_t *n = arg;
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT c.id FROM child c WHERE c.next_on <= ?1 ORDER BY c.next_on, c.id LIMIT 200",
			 INT(c->today));

	*n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		store_touch(c, db_int(&q, 0));
		++*n;
	}
	return db_done(&q);
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
	size_t n = UNIT;
	enum rc rc = class_year_turn(c);
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);

	while (n == UNIT && rc == RC_OK) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, settle_due, &n);
	}
	arena_free(mem);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note_day, NULL) : rc;
}
