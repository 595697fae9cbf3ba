#include "settle_care.h"

#include "away.h"
#include "journal.h"
#include "obligation.h"
#include "risk_say.h"
#include "settle.h"

struct settle_rules settle_rules_of(const struct ctx *c)
{
	return (struct settle_rules){ risk_params_of(c), case_params_of(c) };
}

/* A case as it is kept. */
struct kept {
	int64_t id, child;
	str state, village;
	int level;
	day since, from, last_visit, visit_due, assessed_on, review_due, next_on;
	int64_t school;
	unsigned county;
};

struct work {
	struct ctx *c;
	struct actor keeper; /* the program, in the child's county */
	struct settle_rules rules;
};

/* --- what is kept --- */

static day day_at(const struct rows *q, int col) { return db_null(q, col) ? 0 : (day)db_int(q, col); }

static enum rc load_kept(struct ctx *c, int64_t child, struct kept *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.id, k.state, k.level, k.since, k.from_day, k.last_visit, k.visit_due,"
			      " k.assessed_on, k.review_due, k.village, coalesce(k.school, 0), k.next_on,"
			      " k.county FROM care_case k WHERE k.child = ?1",
			      INT(child));

	*ret = (struct kept){ .child = child };
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = (struct kept){ .id = db_int(&q, 0),
				      .child = child,
				      .state = db_dup(c->mem, &q, 1),
				      .level = (int)db_int(&q, 2),
				      .since = day_at(&q, 3),
				      .from = day_at(&q, 4),
				      .last_visit = day_at(&q, 5),
				      .visit_due = day_at(&q, 6),
				      .assessed_on = day_at(&q, 7),
				      .review_due = day_at(&q, 8),
				      .village = db_dup(c->mem, &q, 9),
				      .school = db_int(&q, 10),
				      .next_on = day_at(&q, 11),
				      .county = (unsigned)db_int(&q, 12) };
	return db_done(&q);
}

static bool same_case(const struct kept *a, const struct kept *b)
{
	return a->id && a->county == b->county && str_eq(a->state, b->state) &&
	       str_eq(a->village, b->village) && a->level == b->level && a->since == b->since &&
	       a->from == b->from && a->last_visit == b->last_visit && a->visit_due == b->visit_due &&
	       a->assessed_on == b->assessed_on && a->review_due == b->review_due &&
	       a->next_on == b->next_on && a->school == b->school;
}

static struct kept kept_of(const struct care_facts *f, const struct case_now *now, day next)
{
	return (struct kept){ .child = f->child,
			      .county = f->county,
			      .state = str_of(now->state),
			      .village = f->village,
			      .level = now->level,
			      .since = now->since,
			      .from = now->from,
			      .last_visit = now->last_visit,
			      .visit_due = now->visit_due,
			      .assessed_on = now->assessed_on,
			      .review_due = now->review_due,
			      .next_on = next,
			      .school = f->school };
}

static void put_day(struct input *in, struct arena *mem, size_t field, day d)
{
	if (d)
		input_day(in, mem, field, d);
}

static enum rc add_case(struct work *w, const struct kept *k)
{
	struct arena *mem = w->c->mem;
	struct input in = input_new(&care_case_kind);

	input_int(&in, mem, CARE_CASE_CHILD, k->child);
	input_set(&in, CARE_CASE_STATE, k->state);
	input_int(&in, mem, CARE_CASE_LEVEL, k->level);
	put_day(&in, mem, CARE_CASE_SINCE, k->since);
	put_day(&in, mem, CARE_CASE_FROM, k->from);
	put_day(&in, mem, CARE_CASE_LAST_VISIT, k->last_visit);
	put_day(&in, mem, CARE_CASE_VISIT_DUE, k->visit_due);
	put_day(&in, mem, CARE_CASE_ASSESSED_ON, k->assessed_on);
	put_day(&in, mem, CARE_CASE_REVIEW_DUE, k->review_due);
	if (k->village.n >= 6)
		input_set(&in, CARE_CASE_VILLAGE, k->village);
	if (k->school)
		input_int(&in, mem, CARE_CASE_SCHOOL, k->school);
	put_day(&in, mem, CARE_CASE_NEXT_ON, k->next_on);
	return record_derive_add(w->c, &in);
}

static enum rc replace_case(struct work *w, const struct care_facts *f, const struct case_now *now, day next)
{
	struct kept fresh = kept_of(f, now, next), old;
	bool keep = f->county && now->kept;
	enum rc rc = load_kept(w->c, f->child, &old);

	if (rc != RC_OK || (keep && same_case(&old, &fresh)))
		return rc;
	if (old.id)
		rc = record_derive_drop(w->c, &care_case_kind, old.id);
	return rc == RC_OK && keep ? add_case(w, &fresh) : rc;
}

/* --- levels --- */

/* Why it stood there on the first day. */
static str reasons_of(struct work *w, const struct care_facts *f, day from)
{
	struct risk then;
	day next;

	risk_at(f, &indicators_embedded, &w->rules.risk, from, &then, &next);
	return risk_reasons_json(w->c->mem, &then);
}

static bool same_levels(struct work *w, const struct care_facts *f, const struct care_level *now, size_t n)
{
	if (f->nlevel != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (f->level[i].from != now[i].from || f->level[i].level != now[i].level ||
		    !str_eq(f->level[i].reasons, reasons_of(w, f, now[i].from)))
			return false;
	return true;
}

static enum rc drop_levels(struct work *w, int64_t child)
{
	int64_t *id = NULL;
	size_t n = 0, cap = 0;
	struct rows q;
	enum rc rc = DB_QUERY(w->c->db, &q, "SELECT l.id FROM risk_level l WHERE l.child = ?1", INT(child));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		id = GROWN(w->c->mem, id, n, &cap);
		id[n++] = db_int(&q, 0);
	}
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = record_derive_drop(w->c, &risk_level_kind, id[i]);
	return rc;
}

static enum rc add_level(struct work *w, const struct care_facts *f, const struct care_level *l)
{
	struct arena *mem = w->c->mem;
	struct input in = input_new(&risk_level_kind);

	input_int(&in, mem, RISK_LEVEL_CHILD, f->child);
	input_day(&in, mem, RISK_LEVEL_FROM, l->from);
	input_int(&in, mem, RISK_LEVEL_LEVEL, l->level);
	input_set(&in, RISK_LEVEL_REASONS, reasons_of(w, f, l->from));
	return record_derive_add(w->c, &in);
}

static enum rc replace_levels(struct work *w, struct care_facts *f)
{
	struct care_level *now = NULL;
	size_t n = f->county ? risk_history(w->c->mem, f, &indicators_embedded, &w->rules.risk, w->c->today,
					    &now)
			     : 0;

	if (same_levels(w, f, now, n))
		return RC_OK;
	enum rc rc = drop_levels(w, f->child);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = add_level(w, f, &now[i]);
	f->level = now;
	f->nlevel = n;
	return rc;
}

/* --- one after the other --- */

static enum rc settle_child(struct work *w, struct care_facts *f)
{
	struct risk risk = { .level = RISK_NONE };
	struct case_now now = { .kept = false };
	day next = 0;

	w->keeper = actor_system(f->county ? f->county : id_county(f->child));
	enum rc rc = replace_levels(w, f);
	if (rc != RC_OK)
		return rc;
	if (f->county) {
		risk_at(f, &indicators_embedded, &w->rules.risk, w->c->today, &risk, &next);
		case_at(f, &risk, &w->rules.cases, w->c->today, &now);
	}
	return replace_case(w, f, &now, next);
}

/* When some parent owes them a word each week. */
static enum rc load_away(struct ctx *c, struct care_facts *f, size_t n)
{
	int64_t *child = NEW(c->mem, int64_t, n);
	struct away_spans *whoever = NEW(c->mem, struct away_spans, n),
			  *all = NEW(c->mem, struct away_spans, n), any;

	for (size_t i = 0; i < n; i++)
		child[i] = f[i].child;
	enum rc rc = away_load(c, child, n, whoever, all);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		away_any(c->mem, &all[i], &any);
		f[i].away = NEW(c->mem, struct care_span, any.n + 1);
		for (f[i].naway = 0; f[i].naway < any.n; f[i].naway++)
			f[i].away[f[i].naway] =
				(struct care_span){ any.list[f[i].naway].from, any.list[f[i].naway].to };
	}
	return rc;
}

/* Children whose facts are loaded together. */
enum { TOGETHER = 64, TOGETHER_MEMORY = 256 << 20 };

static enum rc settle_some(struct work *w, const int64_t *child, size_t n)
{
	int64_t id[TOGETHER];
	size_t found = 0;

	arena_reset(w->c->mem);
	enum rc rc = care_facts_concerned(w->c, child, n, id, &found);
	if (rc != RC_OK || !found)
		return rc;
	struct care_facts *f = NEW(w->c->mem, struct care_facts, found);
	rc = care_facts_load(w->c, id, found, f);
	if (rc == RC_OK && obligation_away(w->c->model->duties))
		rc = load_away(w->c, f, found);
	for (size_t i = 0; i < found && rc == RC_OK; i++)
		rc = settle_child(w, &f[i]);
	return rc == RC_OK ? obligation_settle(w->c, f, found) : rc;
}

enum rc settle_care(struct ctx *c, const int64_t *child, size_t n)
{
	struct ctx one = *c;
	struct work w = { .c = &one, .keeper = *c->who, .rules = settle_rules_of(c) };
	enum rc rc = RC_OK;

	one.who = &w.keeper;
	one.mem = arena_within(c->mem, TOGETHER_MEMORY);
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
			      "SELECT k.child FROM care_case k WHERE k.next_on <= ?1"
			      " ORDER BY k.next_on, k.child LIMIT 200",
			      INT(c->today));

	return settle_touch(c, &q, rc, arg);
}

/* Who is under care and has no case yet: in a database that comes from a program without this room. */
static enum rc settle_missing(struct ctx *c, void *arg)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT x.child FROM crossing x"
			      " WHERE (x.civil_affairs = 1 OR x.difficulty = 1) AND x.day <= ?1"
			      " AND NOT EXISTS (SELECT 1 FROM care_case k WHERE k.child = x.child)"
			      " AND NOT EXISTS (SELECT 1 FROM crossing y WHERE y.child = x.child"
			      " AND y.day > x.day AND y.day <= ?1) LIMIT 200",
			      INT(c->today));

	return settle_touch(c, &q, rc, arg);
}

static enum rc note_built(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC0(c->db, "INSERT INTO meta (name, value) VALUES ('care_built', '1')"
			       " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
}

enum rc settle_care_daily(struct ctx *c)
{
	enum { MOST_BUILT = 200 }; /* units in one night */
	int64_t built = 0;
	bool all = false;
	enum rc rc = settle_units(c, settle_due, SIZE_MAX, &all);

	if (rc == RC_OK)
		rc = DB_ONE(c->db, &built, "SELECT count(*) FROM meta WHERE name = ?1",
			    TEXT(STR("care_built")));
	if (rc != RC_OK || built)
		return rc;
	rc = settle_units(c, settle_missing, MOST_BUILT, &all);
	return rc == RC_OK && all ? store_write(c, PRIO_BULK, note_built, NULL) : rc;
}

enum rc settle_care_now(struct ctx *c, int64_t child, struct settle_now *ret)
{
	struct settle_rules rules = settle_rules_of(c);
	struct settle_now now;
	day next;
	enum rc rc = care_facts_load(c, &child, 1, &now.facts);

	if (rc != RC_OK)
		return rc;
	risk_at(&now.facts, &indicators_embedded, &rules.risk, c->today, &now.risk, &next);
	case_at(&now.facts, &now.risk, &rules.cases, c->today, &now.now);
	*ret = now;
	return RC_OK;
}
