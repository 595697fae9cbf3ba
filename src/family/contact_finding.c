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

/* A silence of ?1 <= since <= ?2, counted at the earliest from ?6.  One clock alone, that of the child. */
#define SINCE "CASE WHEN max(s.child_since) < ?6 THEN ?6 ELSE max(s.child_since) END"
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
		" AND f.on_day > ?5 AND f.over_on IS NULL)" SILENT " ORDER BY s.child LIMIT 100",
		INT(l->from), INT(l->to), INT(l->after), TEXT(str_of(l->indicator)),
		INT(day_add(c->today, -l->half)), INT(l->kept));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < AT_ONCE && db_next(&q)) {
		ret[*ret_n] = (struct silence){ db_int(&q, 0), (day)db_int(&q, 1), (day)db_int(&q, 2) };
		(*ret_n)++;
	}
	return db_done(&q);
}

static enum rc raise_some(struct ctx *c, void *arg)
{
	struct look *l = arg;
	struct silence list[AT_ONCE];
	int64_t id;
	enum rc rc = load_silent(c, l, list, &l->n);

	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		l->after = list[i].child;
		rc = finding_raise(c,
				   &(struct finding_new){ .child = list[i].child,
							  .indicator = str_of(l->indicator),
							  .on = found_on(c, l, &list[i]),
							  .note = note_of(c, list[i].since) },
				   &id);
	}
	return rc;
}

/* What the program found and is not so any more: somebody talked, or came home. */
static enum rc close_some(struct ctx *c, void *arg)
{
	struct look *l = arg;
	struct silence list[AT_ONCE];
	day found[AT_ONCE];
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT f.id, f.on_day, coalesce((SELECT max(s.child_since) FROM contact_state s"
		" WHERE s.child = f.child), 0) FROM finding f WHERE f.id > ?3 AND f.indicator = ?4"
		" AND f.over_on IS NULL AND f.by_account IS NULL"
		" AND ?5 = 0 AND NOT EXISTS (SELECT 1 FROM contact_state s WHERE s.child = f.child" SILENT
		") ORDER BY f.id LIMIT 100",
		INT(l->from), INT(l->to), INT(l->after), TEXT(str_of(l->indicator)), INT(0), INT(l->kept));

	l->n = 0;
	if (rc != RC_OK)
		return rc;
	while (l->n < AT_ONCE && db_next(&q)) {
		list[l->n] = (struct silence){ db_int(&q, 0), (day)db_int(&q, 2), 0 };
		found[l->n++] = (day)db_int(&q, 1);
	}
	rc = db_done(&q);
	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		day talked = list[i].since;
		l->after = list[i].child;
		rc = finding_over(c, list[i].child,
				  talked > found[i] && talked <= c->today ? talked : c->today);
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
	enum rc rc = kept_since(c, &kept);

	for (size_t i = 0; i < COUNT(look) && rc == RC_OK; i++) {
		const struct indicator *of = indicator_find(&indicators_embedded, str_of(look[i].indicator));
		look[i].kept = kept;
		look[i].half = of && of->half ? of->half : r.township;
		rc = all_of(c, close_some, &look[i]);
		if (rc == RC_OK && kept)
			rc = all_of(c, raise_some, &look[i]);
	}
	return rc;
}
