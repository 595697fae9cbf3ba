/* Where weekly contact stands between a child and each parent who owes it: kept as rows of contact_state,
 * made anew when they change, and the parent reminded once of each silence. */
#include "away.h"
#include "complain.h"
#include "contact.h"
#include "journal.h"
#include "settle.h"

enum { TOGETHER = 64, TOGETHER_MEMORY = 256 << 20, PARENTS_MAX = 8 };

/* A row as it is kept, or as it should be. */
struct state {
	int64_t id, child, person, school;
	unsigned county;
	bool entrusted;
	day from, child_on, carer_on, child_since, carer_since, told_on, next_on;
	str village;
};

struct work {
	struct ctx *c;
	struct actor keeper; /* the program, in the child's county */
	struct ledger_rules rules;
};

static day earlier(day a, day b) { return a < b ? a : b; }

/* With a parent at home it is the child alone that waits. */
static day quiet_since(const struct state *s)
{
	return s->entrusted ? earlier(s->child_since, s->carer_since) : s->child_since;
}

static day day_at(const struct rows *q, int col) { return db_null(q, col) ? 0 : (day)db_int(q, col); }

/* --- where the children are --- */

struct place {
	int64_t child, school;
	unsigned county;
	str village;
};

static enum rc load_places(struct ctx *c, const int64_t *child, size_t n, struct place *ret)
{
	struct val v[DB_AT_ONCE];
	struct rows q;

	db_sixteen(child, n, v);
	enum rc rc = db_query(c->db, &q,
			      SQL("SELECT c.id, c.county, c.household_region, c.living_region,"
				  " coalesce(c.school, 0) FROM child c WHERE c.id IN " DB_SIXTEEN),
			      v, COUNT(v));
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct place){ .child = child[i] };
	while (db_next(&q)) {
		str household = db_dup(c->mem, &q, 2), living = db_dup(c->mem, &q, 3);
		for (size_t i = 0; i < n; i++)
			if (ret[i].child == db_int(&q, 0))
				ret[i] = (struct place){ .child = child[i],
							 .county = (unsigned)db_int(&q, 1),
							 .school = db_int(&q, 4),
							 .village = living.n >= 12            ? living
								    : household.n >= living.n ? household
											      : living };
	}
	return db_done(&q);
}

/* Whose parents were ever away, or who has a row: the others cost one statement for sixteen. */
static enum rc load_concerned(struct ctx *c, const int64_t *child, size_t n, int64_t *ret, size_t *ret_n)
{
	struct val v[DB_AT_ONCE];
	struct rows q;

	db_sixteen(child, n, v);
	enum rc rc = db_query(c->db, &q,
			      SQL("SELECT i.child FROM tie i JOIN absence a ON a.person = i.person"
				  " WHERE i.child IN " DB_SIXTEEN
				  " UNION SELECT s.child FROM contact_state s WHERE s.child IN " DB_SIXTEEN
				  " ORDER BY 1"),
			      v, COUNT(v));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && *ret_n < TOGETHER)
		ret[(*ret_n)++] = db_int(&q, 0);
	return db_done(&q);
}

/* --- the rows --- */

static enum rc load_kept(struct ctx *c, int64_t child, struct state *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT s.id, s.person, s.county, s.from_day, s.child_on, s.carer_on, s.child_since,"
			 " s.carer_since, s.told_on, s.next_on, s.village, coalesce(s.school, 0), s.entrusted"
			 " FROM contact_state s WHERE s.child = ?1 ORDER BY s.id LIMIT 8",
			 INT(child));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && *ret_n < PARENTS_MAX)
		ret[(*ret_n)++] = (struct state){ .id = db_int(&q, 0),
						  .child = child,
						  .person = db_int(&q, 1),
						  .county = (unsigned)db_int(&q, 2),
						  .from = day_at(&q, 3),
						  .child_on = day_at(&q, 4),
						  .carer_on = day_at(&q, 5),
						  .child_since = day_at(&q, 6),
						  .carer_since = day_at(&q, 7),
						  .told_on = day_at(&q, 8),
						  .next_on = day_at(&q, 9),
						  .village = db_dup(c->mem, &q, 10),
						  .school = db_int(&q, 11),
						  .entrusted = db_int(&q, 12) != 0 };
	return db_done(&q);
}

static bool same(const struct state *a, const struct state *b)
{
	return a->person == b->person && a->entrusted == b->entrusted && a->county == b->county &&
	       a->from == b->from && a->child_on == b->child_on && a->carer_on == b->carer_on &&
	       a->told_on == b->told_on && a->next_on == b->next_on && a->school == b->school &&
	       str_eq(a->village, b->village);
}

static void put_day(struct input *in, struct arena *mem, size_t field, day d)
{
	if (d)
		input_day(in, mem, field, d);
}

static enum rc add(struct work *w, const struct state *s)
{
	struct arena *mem = w->c->mem;
	struct input in = input_new(&contact_state_kind);

	input_int(&in, mem, CONTACT_STATE_CHILD, s->child);
	input_int(&in, mem, CONTACT_STATE_PERSON, s->person);
	put_day(&in, mem, CONTACT_STATE_FROM, s->from);
	input_int(&in, mem, CONTACT_STATE_ENTRUSTED, s->entrusted);
	put_day(&in, mem, CONTACT_STATE_CHILD_ON, s->child_on);
	put_day(&in, mem, CONTACT_STATE_CARER_ON, s->carer_on);
	put_day(&in, mem, CONTACT_STATE_QUIET_SINCE, quiet_since(s));
	put_day(&in, mem, CONTACT_STATE_CHILD_SINCE, s->child_since);
	put_day(&in, mem, CONTACT_STATE_CARER_SINCE, s->carer_since);
	put_day(&in, mem, CONTACT_STATE_TOLD_ON, s->told_on);
	put_day(&in, mem, CONTACT_STATE_NEXT_ON, s->next_on);
	if (s->village.n >= 6)
		input_set(&in, CONTACT_STATE_VILLAGE, s->village);
	if (s->school)
		input_int(&in, mem, CONTACT_STATE_SCHOOL, s->school);
	return record_derive_add(w->c, &in);
}

/* --- one parent --- */

static day sooner(day a, day b) { return !a ? b : !b ? a : earlier(a, b); }

static struct state state_of(struct work *w, const struct place *at, const struct away_span *owed,
			     const struct ledger_talks *talks)
{
	day today = w->c->today;
	struct ledger_clock child = ledger_clock(talks, owed->person, LEDGER_CHILD, owed->from, today),
			    carer = ledger_clock(talks, owed->person, LEDGER_CARER, owed->from, today);

	return (struct state){
		.child = at->child,
		.person = owed->person,
		.county = at->county,
		.school = at->school,
		.village = at->village,
		.from = owed->from,
		.child_on = child.last,
		.carer_on = carer.last,
		.child_since = child.since,
		.carer_since = carer.since,
		.next_on = sooner(ledger_step(child.since, &w->rules, today),
				  ledger_step(carer.since, &w->rules, today)),
	};
}

/* The rows of one child as they are kept; there: stays as it is. */
struct kept {
	struct state s[PARENTS_MAX];
	bool there[PARENTS_MAX];
	size_t n;
};

/* Of this silence nobody has reminded the parent yet, nor of another one within a week. */
static bool to_tell(const struct work *w, const struct state *s)
{
	day today = w->c->today, late = day_add(quiet_since(s), w->rules.parent);

	return s->told_on < late && (!s->told_on || day_diff(today, s->told_on) >= w->rules.parent);
}

/* A demonstration's families are there before their talks: nobody is reminded of that. */
static bool is_making(const struct work *w, const struct ledger_talks *talks)
{
	return w->c->via == VIA_DEMO && !talks->n;
}

static enum rc settle_parent(struct work *w, struct kept *k, struct state *fresh, bool making)
{
	bool silent = !making && w->c->today >= day_add(quiet_since(fresh), w->rules.parent);
	size_t i = 0;
	enum rc rc = RC_OK;

	while (i < k->n && (k->there[i] || k->s[i].person != fresh->person))
		i++;
	if (silent && i < k->n)
		fresh->told_on = k->s[i].told_on;
	if (silent && to_tell(w, fresh)) {
		fresh->told_on = w->c->today;
		rc = contact_nudge(w->c, fresh->child, fresh->person);
	}
	if (i < k->n && same(&k->s[i], fresh)) {
		k->there[i] = true;
		return rc;
	}
	return rc == RC_OK ? add(w, fresh) : rc;
}

/* What is known of one child. */
struct about {
	const struct place *at;
	const struct away_spans *away, *entrusted;
	const struct ledger_talks *talks;
};

static enum rc settle_child(struct work *w, const struct about *a)
{
	struct kept k = { .n = 0 };
	day today = w->c->today;
	enum rc rc = load_kept(w->c, a->at->child, k.s, &k.n);

	w->keeper = actor_system(a->at->county ? a->at->county : id_county(a->at->child));
	for (size_t i = 0; rc == RC_OK && a->at->county && i < a->away->n; i++) {
		const struct away_span *s = &a->away->list[i];
		if (s->from > today || (s->to && s->to < today))
			continue;
		struct state fresh = state_of(w, a->at, s, a->talks);
		fresh.entrusted = away_on(a->entrusted, s->person, today) != NULL;
		fresh.next_on = sooner(fresh.next_on, away_next(a->away, today));
		fresh.next_on = sooner(fresh.next_on, away_next(a->entrusted, today));
		rc = settle_parent(w, &k, &fresh, is_making(w, a->talks));
	}
	for (size_t i = 0; rc == RC_OK && i < k.n; i++)
		if (!k.there[i])
			rc = record_derive_drop(w->c, &contact_state_kind, k.s[i].id);
	return rc;
}

static enum rc settle_some(struct work *w, const int64_t *child, size_t n)
{
	int64_t id[TOGETHER];
	struct place at[TOGETHER];
	struct away_spans away[TOGETHER], entrusted[TOGETHER];
	struct contact_said said[TOGETHER];
	size_t found = 0;
	enum rc rc = RC_OK;

	arena_reset(w->c->mem);
	for (size_t i = 0; rc == RC_OK && i < n; i += DB_AT_ONCE)
		rc = load_concerned(w->c, child + i, n - i < DB_AT_ONCE ? n - i : DB_AT_ONCE, id, &found);
	if (rc != RC_OK || !found)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < found; i += DB_AT_ONCE)
		rc = load_places(w->c, id + i, found - i < DB_AT_ONCE ? found - i : DB_AT_ONCE, at + i);
	if (rc == RC_OK)
		rc = away_load(w->c, id, found, away, entrusted);
	if (rc == RC_OK)
		rc = contact_load(w->c, id, found, said);
	for (size_t i = 0; rc == RC_OK && i < found; i++)
		rc = settle_child(w, &(struct about){ &at[i], &away[i], &entrusted[i], &said[i].talks });
	return rc;
}

enum rc contact_settle(struct ctx *c, const int64_t *child, size_t n)
{
	struct ctx one = *c;
	struct work w = { .c = &one, .keeper = *c->who, .rules = contact_rules(c) };
	enum rc rc = RC_OK;

	one.who = &w.keeper;
	one.trusted = true;
	one.mem = arena_within(c->mem, TOGETHER_MEMORY);
	one.problems = (struct problems){ .mem = one.mem };
	for (size_t i = 0; i < n && rc == RC_OK; i += TOGETHER)
		rc = settle_some(&w, child + i, n - i < TOGETHER ? n - i : TOGETHER);
	arena_free(one.mem);
	return rc;
}

/* --- day by day --- */

static enum rc settle_due(struct ctx *c, void *arg)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT s.child FROM contact_state s WHERE s.next_on <= ?1"
			      " ORDER BY s.child LIMIT 200",
			      INT(c->today));

	return settle_touch(c, &q, rc, arg);
}

/* Whose parents have left since the last time this ran; the first time everybody whose parent is away. */
struct leaving {
	day since;
	int64_t after;
	size_t n;
};

static enum rc settle_leaving(struct ctx *c, void *arg)
{
	struct leaving *l = arg;
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT i.child FROM tie i JOIN absence a ON a.person = i.person"
			      " WHERE i.child > ?1 AND (coalesce(a.from_day, 0) > ?2 OR ?2 = 0)"
			      " AND coalesce(a.from_day, 0) <= ?3 AND coalesce(a.to_day, ?3) >= ?3"
			      " ORDER BY i.child LIMIT 200",
			      INT(l->after), INT(l->since), INT(c->today));

	l->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		l->after = db_int(&q, 0);
		store_touch(c, l->after);
		l->n++;
	}
	return db_done(&q);
}

static enum rc put_meta(struct ctx *c, str name, str value)
{
	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES (?1, ?2)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(name), TEXT(value));
}

/* The day, and where the looking at everybody for the first time has come to, until it is done. */
static enum rc note_day(struct ctx *c, void *arg)
{
	const struct leaving *built = arg;
	struct buf place = buf_new(c->mem, 32);
	enum rc rc = put_meta(c, STR("contact_to"), complain_day(c, c->today));

	buf_int(&place, built->after);
	if (rc == RC_OK && built->n)
		return put_meta(c, STR("contact_after"), buf_view(&place));
	return rc == RC_OK ? DB_EXEC0(c->db, "DELETE FROM meta WHERE name = 'contact_after'") : rc;
}

static enum rc read_meta(struct ctx *c, str name, str *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT m.value FROM meta m WHERE m.name = ?1", TEXT(name));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_dup(c->mem, &q, 0);
	return db_done(&q);
}

/* In units, each with memory of its own. */
static enum rc settle_all_leaving(struct ctx *c, struct leaving *l, size_t most)
{
	struct arena *mem = arena_within(c->mem, TOGETHER_MEMORY);
	enum rc rc = RC_OK;

	l->n = 1;
	for (size_t i = 0; i < most && l->n && rc == RC_OK; i++) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, settle_leaving, l);
	}
	arena_free(mem);
	return rc;
}

/* Who has left since the last day; and in a database that comes from a program without this room, or in bulk,
 * everybody once, so many in a night: a nation would keep its server for hours. */
static enum rc settle_since(struct ctx *c, day since, str place)
{
	enum { MOST_BUILT = 200 }; /* units in one night */
	struct leaving left = { .since = since }, built = { .after = 0 };
	enum rc rc = since ? settle_all_leaving(c, &left, SIZE_MAX) : RC_OK;

	if (!str_int(place, &built.after))
		built.after = 0;
	if (rc == RC_OK && (place.n || !since))
		rc = settle_all_leaving(c, &built, MOST_BUILT);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note_day, &built) : rc;
}

enum rc contact_daily(struct ctx *c)
{
	str last = { NULL, 0 }, place = { NULL, 0 };
	day since = 0;
	bool all = false;
	enum rc rc = settle_units(c, settle_due, SIZE_MAX, &all);

	if (rc == RC_OK)
		rc = read_meta(c, STR("contact_to"), &last);
	if (rc == RC_OK)
		rc = read_meta(c, STR("contact_after"), &place);
	if (!day_parse(last, &since))
		since = 0;
	return rc == RC_OK && since < c->today ? settle_since(c, since, place) : rc;
}
