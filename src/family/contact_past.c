/* Silences that began and ended while nobody looked: the program stood still, or its timer did.  They are
 * read off the ledger when it looks again, with the days on which each would have been found and was over, so
 * that a timer which stood still changes nothing of what a child's file says. */
#include "contact.h"
#include "finding.h"
#include "settle.h"

enum { AT_ONCE = 96 };

struct past {
	const struct ledger_rules *rules;
	day looked, kept; /* looked at last; the ledger is kept since */
	int64_t after;
	size_t n;
};

/* Whose last talk is of a day that nobody has looked at. */
struct back {
	int64_t child;
	day owed; /* the last parent went away on that day */
};

static enum rc load_back(struct ctx *c, const struct past *p, struct back *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT s.child, max(s.from_day) FROM contact_state s WHERE s.child > ?1"
			      " GROUP BY s.child HAVING min(s.entrusted) = 1"
			      " AND max(coalesce(s.child_on, 0)) > ?2 ORDER BY s.child LIMIT 96",
			      INT(p->after), INT(p->looked));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < AT_ONCE && db_next(&q)) {
		ret[*ret_n] = (struct back){ db_int(&q, 0), (day)db_int(&q, 1) };
		(*ret_n)++;
	}
	return db_done(&q);
}

static enum rc is_found(struct ctx *c, int64_t child, const char *indicator, day from, day to, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM finding f WHERE f.child = ?1 AND f.indicator = ?2"
			    " AND f.on_day >= ?3 AND f.on_day <= ?4",
			    INT(child), TEXT(str_of(indicator)), INT(from), INT(to));

	*ret = n > 0;
	return rc;
}

/* One indicator of one silence, unless it was found while it lasted. */
static enum rc note(struct ctx *c, const struct past *p, int64_t child, const struct contact_silence *s)
{
	bool found = false;
	int64_t id;

	if (s->on <= p->looked || s->on > s->over)
		return RC_OK;
	enum rc rc = is_found(c, child, s->indicator, s->since, s->over, &found);
	if (rc != RC_OK || found)
		return rc;
	rc = contact_finding_raise(c, child, s, &id);
	return rc == RC_OK ? finding_over(c, id, s->over) : rc;
}

/* Late first, then none at all. */
static enum rc note_silence(struct ctx *c, const struct past *p, int64_t child, day since, day talked)
{
	const day none = day_add(since, p->rules->township);
	const struct contact_silence late = { .indicator = CODE_INDICATOR_CONTACT_LATE,
					      .since = since,
					      .on = day_add(since, p->rules->teacher),
					      .over = talked < none ? talked : none },
				     all = { .indicator = CODE_INDICATOR_NO_CONTACT,
					     .since = since,
					     .on = none,
					     .over = talked };
	enum rc rc = note(c, p, child, &late);

	return rc == RC_OK ? note(c, p, child, &all) : rc;
}

/* Talk by talk, each parent's together: one who talks ends the silence of all. */
static enum rc walk(struct ctx *c, const struct past *p, const struct back *b, const struct ledger_talks *t)
{
	day since = b->owed > p->kept ? b->owed : p->kept;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < t->n && rc == RC_OK; i++) {
		if (!(t->list[i].whom & LEDGER_CHILD) || t->list[i].on > c->today)
			continue;
		if (t->list[i].on > p->looked && t->list[i].on > since)
			rc = note_silence(c, p, b->child, since, t->list[i].on);
		since = t->list[i].on > since ? t->list[i].on : since;
	}
	return rc;
}

static enum rc walk_some(struct ctx *c, void *arg)
{
	struct past *p = arg;
	struct back *b = NEW(c->mem, struct back, AT_ONCE);
	int64_t *child = NEW(c->mem, int64_t, AT_ONCE);
	struct contact_said *said = NEW(c->mem, struct contact_said, AT_ONCE);
	enum rc rc = load_back(c, p, b, &p->n);

	for (size_t i = 0; i < p->n; i++)
		p->after = child[i] = b[i].child;
	if (rc == RC_OK && p->n)
		rc = contact_load(c, child, p->n, said);
	for (size_t i = 0; i < p->n && rc == RC_OK; i++)
		rc = walk(c, p, &b[i], &said[i].talks);
	return rc;
}

enum rc contact_past(struct ctx *c, const struct ledger_rules *rules, day looked, day kept)
{
	struct past p = { .rules = rules, .looked = looked, .kept = kept };
	struct arena *mem = arena_within(c->mem, 64 << 20);
	enum rc rc = RC_OK;

	do {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, walk_some, &p);
	} while (rc == RC_OK && p.n == AT_ONCE);
	arena_free(mem);
	return rc;
}
