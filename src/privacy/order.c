#include "order.h"
#include "notice.h"
#include "opening.h"
#include "registry.h"

bool order_in_force(day from, day to, day on) { return from <= on && (!to || to >= on); }

static void complain(struct ctx *c, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(order_kind.fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

void order_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day from, to;

	if (!r)
		return;
	from = rec_day(r, ORDER_FROM);
	to = rec_day(r, ORDER_TO);
	if (from && to && to < from)
		complain(c, ORDER_TO, N_("The last day comes before the first."));
	r->v[ORDER_IN_FORCE] = INT(from && order_in_force(from, to, c->today));
}

/* --- the bar --- */

/* The program bars, the journal names who made it do so. */
static enum rc bar(struct ctx *c, int64_t tie, bool barred)
{
	struct actor program = actor_system(c->model->county);
	struct ctx own = ctx_system(c, &program);
	struct input in = input_new(&tie_kind);
	struct record done;

	program.account = c->who->account;
	program.for_account = c->who->for_account;
	input_set(&in, TIE_BARRED, barred ? STR("true") : STR("false"));
	return record_update(&own, &tie_kind, tie, 0, &in, &done);
}

/* One at a time: few adults are tied twice to a child, and the tie just written is no longer found. */
static enum rc bar_each(struct ctx *c, const struct sql *sql, const struct val v[3], bool barred)
{
	int64_t tie, last = 0;
	enum rc rc = db_one_int(c->db, sql, v, 3, &tie);

	while (rc == RC_OK && tie != last) {
		last = tie;
		rc = bar(c, tie, barred);
		if (rc == RC_OK)
			rc = db_one_int(c->db, sql, v, 3, &tie);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc lift(struct ctx *c, const struct record *order)
{
	int64_t child = rec_int(order, ORDER_CHILD), person = rec_int(order, ORDER_PERSON);
	const struct val v[] = { INT(child), INT(person), INT(c->today) };

	return bar_each(
		c,
		SQL("SELECT i.id FROM tie i WHERE i.child = ?1 AND i.person = ?2 AND i.barred = 1"
		    " AND NOT EXISTS (SELECT 1 FROM protection_order o WHERE o.child = i.child"
		    " AND o.person = i.person AND o.from_day <= ?3 AND (o.to_day IS NULL OR o.to_day >= ?3))"
		    " ORDER BY i.id"),
		v, false);
}

/* Ids of one county lie together, so one statement serves a whole import. */
enum rc order_settle(struct ctx *c, const int64_t *child, size_t n)
{
	int64_t low = n ? child[0] : 0, high = low;

	for (size_t i = 1; i < n; i++) {
		low = child[i] < low ? child[i] : low;
		high = child[i] > high ? child[i] : high;
	}
	const struct val v[] = { INT(low), INT(high), INT(c->today) };
	return bar_each(c,
			SQL("SELECT i.id FROM protection_order o"
			    " JOIN tie i ON i.child = o.child AND i.person = o.person"
			    " WHERE o.child >= ?1 AND o.child <= ?2 AND o.from_day <= ?3"
			    " AND (o.to_day IS NULL OR o.to_day >= ?3) AND coalesce(i.barred, 0) = 0"
			    " ORDER BY i.id"),
			v, true);
}

/* --- who is told --- */

/* Those who might hand the child over. */
static enum rc tell(struct ctx *c, const struct record *order, const char *code)
{
	static const enum role told[] = { ROLE_HEAD, ROLE_TEACHER, ROLE_DIRECTOR, ROLE_SUPERVISOR };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(told) && rc == RC_OK; i++)
		rc = notice_put(c, &(struct notice_new){ .code = code,
							 .to_role = told[i],
							 .county = order->county,
							 .child = rec_int(order, ORDER_CHILD),
							 .about = "protection_orders",
							 .record = order->id });
	return rc;
}

enum rc order_after(struct ctx *c, struct change *change)
{
	bool was = change->before && rec_int(change->before, ORDER_IN_FORCE);
	bool is = change->after && rec_int(change->after, ORDER_IN_FORCE);
	enum rc rc = RC_OK;

	if (was && !is)
		rc = lift(c, change->before);
	if (rc == RC_OK && was && !is && change->after)
		rc = tell(c, change->after, CODE_NOTICE_CODE_ORDER_ENDED);
	if (rc == RC_OK && is && !was)
		rc = tell(c, change->after, CODE_NOTICE_CODE_ORDER_MADE);
	if (rc == RC_OK && change->before && !change->after)
		rc = notice_done(c, "protection_orders", change->before->id);
	return rc;
}

/* --- day by day --- */

enum { UNIT = 100 };

static enum rc turn_one(struct ctx *c, int64_t id)
{
	struct input in = input_new(&order_kind);
	struct record done;

	/* The rule of the kind says whether it is. */
	input_set(&in, ORDER_IN_FORCE, STR("true"));
	return record_update(c, &order_kind, id, 0, &in, &done);
}

static enum rc turn_due(struct ctx *c, void *arg)
{
	size_t *ret_n = arg;
	int64_t list[UNIT];
	size_t n = 0;
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT o.id FROM protection_order o WHERE (o.in_force = 1 AND o.to_day < ?1)"
			 " OR (o.in_force = 0 AND o.from_day <= ?1 AND (o.to_day IS NULL OR o.to_day >= ?1))"
			 " ORDER BY o.id LIMIT 100",
			 INT(c->today));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < UNIT)
		list[n++] = db_int(&q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = turn_one(c, list[i]);
	*ret_n = n;
	return rc;
}

enum rc order_daily(struct ctx *c)
{
	size_t n = UNIT;
	enum rc rc = RC_OK;

	while (n == UNIT && rc == RC_OK)
		rc = store_write(c, PRIO_BULK, turn_due, &n);
	return rc;
}

/* --- the API --- */

const struct api_extra order_extra = { .kind = &order_kind, .prepare = opening_hush };
