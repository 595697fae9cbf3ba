/* A silence of the ledger as an indicator of risk: late, then none at all.  It is found where every parent
 * who is away owes the child a word and none has given one, never where one of them talks with the child or
 * is at home; and it is over with the day of the next talk.  A county that has only begun to keep the ledger
 * knows nothing of the time before: its silences count from its first entry on. */
#include "contact.h"
#include "finding.h"
#include "indicator.h"
#include "settle.h"

enum { AT_ONCE = 100 };

/* One look for one indicator: children silent since a day within [from, to]. */
struct look {
	const char *indicator;
	day from, to;
	int32_t after_days; /* of silence it is found */
	int32_t half;       /* days after which it is said again */
	day kept;           /* since when the ledger is */
	int64_t after;
	size_t n;
};

/* A silence of ?1 <= since <= ?2, counted at the earliest from ?5.  One clock alone, that of the child. */
#define SINCE "CASE WHEN max(s.child_since) < ?5 THEN ?5 ELSE max(s.child_since) END"
#define SILENT " GROUP BY s.child HAVING min(s.entrusted) = 1 AND " SINCE " >= ?1 AND " SINCE " <= ?2"

static str note_of(struct ctx *c, day since)
{
	struct buf b = buf_new(c->mem, 1000), on = buf_new(c->mem, 40);

	day_put(&on, since);
	TR(&b, c->lang,
	   N_("By the ledger of weekly contact no parent has talked with the child since {0}. A talk that is "
	      "written down ends this."),
	   buf_view(&on));
	return buf_view(&b);
}

struct silence {
	int64_t child;
	day since, last; /* found for the last time, 0: never */
};

/* The day on which it became so, whenever somebody looks: a program that stood still finds the same. */
static day found_on(const struct ctx *c, const struct look *l, const struct silence *s)
{
	day reached = day_add(s->since, l->after_days), again = s->last ? day_add(s->last, l->half) : 0;
	day on = again > reached ? again : reached;

	return on < c->today ? on : c->today;
}

static enum rc load_silent(struct ctx *c, const struct look *l, struct silence *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT s.child, " SINCE ", coalesce((SELECT max(f.on_day) FROM finding f"
		" WHERE f.child = s.child AND f.indicator = ?4 AND f.over_on IS NULL), 0)"
		" FROM contact_state s WHERE s.child > ?3"
		" AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.child = s.child AND f.indicator = ?4"
		" AND f.on_day > ?6 AND f.over_on IS NULL)" SILENT " ORDER BY s.child LIMIT 100",
		INT(l->from), INT(l->to), INT(l->after), TEXT(str_of(l->indicator)), INT(l->kept),
		INT(day_add(c->today, -l->half)));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < AT_ONCE && db_next(&q)) {
		ret[*ret_n] = (struct silence){ db_int(&q, 0), (day)db_int(&q, 1), (day)db_int(&q, 2) };
		(*ret_n)++;
	}
	return db_done(&q);
}

enum rc contact_finding_raise(struct ctx *c, int64_t child, const struct contact_silence *s, int64_t *ret)
{
	return finding_raise(c,
			     &(struct finding_new){ .child = child,
						    .indicator = str_of(s->indicator),
						    .on = s->on,
						    .note = note_of(c, s->since) },
			     ret);
}

static enum rc raise_some(struct ctx *c, void *arg)
{
	struct look *l = arg;
	struct silence list[AT_ONCE];
	int64_t id;
	enum rc rc = load_silent(c, l, list, &l->n);

	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		l->after = list[i].child;
		rc = contact_finding_raise(c, list[i].child,
					   &(struct contact_silence){ .indicator = l->indicator,
								      .since = list[i].since,
								      .on = found_on(c, l, &list[i]) },
					   &id);
	}
	return rc;
}

/* The day of the first talk with the child after it was found; none: it came home, or was taken back. */
static day ended_on(const struct ctx *c, const struct ledger_talks *t, day found)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].whom & LEDGER_CHILD && t->list[i].on > found && t->list[i].on <= c->today)
			return t->list[i].on;
	return c->today;
}

struct open_finding {
	int64_t id, child;
	day on;
};

static enum rc load_past(struct ctx *c, const struct look *l, struct open_finding *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT f.id, f.child, f.on_day FROM finding f WHERE f.id > ?3 AND f.indicator = ?4"
			 " AND f.over_on IS NULL AND f.by_account IS NULL"
			 " AND NOT EXISTS (SELECT 1 FROM contact_state s WHERE s.child = f.child" SILENT
			 ") ORDER BY f.id LIMIT 100",
			 INT(l->from), INT(l->to), INT(l->after), TEXT(str_of(l->indicator)), INT(l->kept));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < AT_ONCE && db_next(&q)) {
		ret[*ret_n] = (struct open_finding){ db_int(&q, 0), db_int(&q, 1), (day)db_int(&q, 2) };
		(*ret_n)++;
	}
	return db_done(&q);
}

/* What the program found and is not so any more: somebody talked, or came home. */
static enum rc close_some(struct ctx *c, void *arg)
{
	struct look *l = arg;
	struct open_finding list[AT_ONCE];
	int64_t child[AT_ONCE];
	struct contact_said said[AT_ONCE];
	enum rc rc = load_past(c, l, list, &l->n);

	for (size_t i = 0; i < l->n; i++)
		child[i] = list[i].child;
	if (rc == RC_OK && l->n)
		rc = contact_load(c, child, l->n, said);
	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		l->after = list[i].id;
		rc = finding_over(c, list[i].id, ended_on(c, &said[i].talks, list[i].on));
	}
	return rc;
}

static enum rc all_of(struct ctx *c, store_job *job, struct look *l)
{
	struct arena *mem = arena_within(c->mem, 64 << 20);
	enum rc rc = RC_OK;

	l->after = 0;
	do {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, job, l);
	} while (rc == RC_OK && l->n == AT_ONCE);
	arena_free(mem);
	return rc;
}

/* The first talk that anybody wrote down; 0: nobody has. */
static enum rc kept_since(struct ctx *c, day *ret)
{
	int64_t first = 0;
	enum rc rc = DB_ONE(c->db, &first, "SELECT min(t.on_day) FROM contact t");

	*ret = (day)first;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The last day on which somebody looked; 0: nobody has. */
static enum rc looked_last(struct ctx *c, day *ret)
{
	int64_t on = 0;
	enum rc rc = DB_ONE(c->db, &on, "SELECT CAST(m.value AS BIGINT) FROM meta m WHERE m.name = ?1",
			    TEXT(STR("contact_found_to")));

	*ret = (day)on;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc note_looked(struct ctx *c, void *arg)
{
	struct buf on = buf_new(c->mem, 24);

	(void)arg;
	buf_int(&on, c->today);
	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES ('contact_found_to', ?1)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(buf_view(&on)));
}

enum rc contact_finding_daily(struct ctx *c)
{
	struct ledger_rules r = contact_rules(c);
	day kept, today = c->today, late = day_add(today, -r.teacher), none = day_add(today, -r.township);
	struct look look[] = {
		{ .indicator = CODE_INDICATOR_CONTACT_LATE,
		  .from = day_add(none, 1),
		  .to = late,
		  .after_days = r.teacher },
		{ .indicator = CODE_INDICATOR_NO_CONTACT, .from = 0, .to = none, .after_days = r.township }
	};
	day looked = 0;
	enum rc rc = kept_since(c, &kept);

	if (rc == RC_OK)
		rc = looked_last(c, &looked);
	for (size_t i = 0; i < COUNT(look) && rc == RC_OK; i++) {
		const struct indicator *of = indicator_find(&indicators_embedded, str_of(look[i].indicator));
		look[i].kept = kept;
		look[i].half = of && of->half ? of->half : r.township;
		rc = all_of(c, close_some, &look[i]);
		if (rc == RC_OK && kept)
			rc = all_of(c, raise_some, &look[i]);
	}
	if (rc == RC_OK && kept && looked && looked < today)
		rc = contact_past(c, &r, looked, kept);
	return rc == RC_OK && looked < today ? store_write(c, PRIO_BULK, note_looked, NULL) : rc;
}
