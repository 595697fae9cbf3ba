#include "home.h"

#include "account.h"
#include "codes.h"

/* --- who works there --- */

static int64_t place_of(const struct actor *who)
{
	return who->for_account ? who->for_account : who->account;
}

enum rc home_on_team(struct ctx *c, int64_t home, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM home_member m WHERE m.home = ?1 AND m.account = ?2"
			    " AND m.first_on <= ?3 AND (m.last_on IS NULL OR m.last_on >= ?3)",
			    INT(home), INT(place_of(c->who)), INT(c->today));

	if (rc == RC_OK)
		*ret = n > 0;
	return rc;
}

enum rc home_may_work(struct ctx *c, int64_t home, bool *ret)
{
	int64_t n = 0;

	if (!(c->who->role & (ROLE_OFFICER | ROLE_FEDERATION)))
		return home_on_team(c, home, ret);
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM happy_home h WHERE h.id = ?1 AND h.county = ?2",
			    INT(home), INT(c->who->county));
	if (rc == RC_OK)
		*ret = n > 0;
	return rc;
}

enum rc home_of_account(struct ctx *c, int64_t *ret)
{
	int64_t id = 0;
	enum rc rc = DB_ONE(c->db, &id,
			    "SELECT h.id FROM home_member m JOIN happy_home h ON h.id = m.home"
			    " WHERE m.account = ?1 AND m.first_on <= ?2"
			    " AND (m.last_on IS NULL OR m.last_on >= ?2)"
			    " AND (h.closed_on IS NULL OR h.closed_on > ?2) ORDER BY h.name, h.id LIMIT 1",
			    INT(place_of(c->who)), INT(c->today));

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret = rc == RC_OK ? id : 0;
	return RC_OK;
}

/* The last day on which a query of this day still holds; 0: `on` is past it. */
static day holds_until(struct ctx *c, day queried, day on)
{
	day until = queried ? day_add(queried, (int32_t)ctx_param(c, PARAM_CLEARANCE_PERIOD_DAYS)) : 0;

	return until >= on ? until : 0;
}

/* The last query without a record, unless a later one found something: as at sign-in (account.h). */
enum rc home_cleared(struct ctx *c, int64_t account, day on, day *ret_until)
{
	int64_t queried = 0;
	enum rc rc = DB_ONE(c->db, &queried,
			    "SELECT coalesce(max(x.queried_on), 0) FROM clearance x WHERE x.account = ?1"
			    " AND x.result = 'clear' AND NOT EXISTS (SELECT 1 FROM clearance y"
			    " WHERE y.account = ?1 AND y.result <> 'clear' AND y.queried_on >= x.queried_on)",
			    INT(account));

	if (rc == RC_OK)
		*ret_until = holds_until(c, (day)queried, on);
	return rc;
}

enum { DUTIES_MOST = 100 };

enum rc home_on_duty(struct ctx *c, int64_t home, day on, int minute, struct home_duties *ret)
{
	struct home_duties all = { .d = NEW(c->mem, struct home_duty, DUTIES_MOST) };
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT m.id, m.account, m.name, m.what, s.from_minute, s.to_minute,"
		" (SELECT max(x.queried_on) FROM clearance x WHERE x.account = m.account"
		" AND x.result = 'clear' AND NOT EXISTS (SELECT 1 FROM clearance y"
		" WHERE y.account = m.account AND y.result <> 'clear' AND y.queried_on >= x.queried_on))"
		" FROM home_shift s JOIN home_member m ON m.id = s.member WHERE s.home = ?1 AND s.on_day = ?2"
		" AND m.first_on <= ?2 AND (m.last_on IS NULL OR m.last_on >= ?2)"
		" AND (?3 < 0 OR (s.from_minute <= ?3 AND s.to_minute > ?3))"
		" ORDER BY s.from_minute, m.name, m.id LIMIT ?4",
		INT(home), INT(on), INT(minute), INT(DUTIES_MOST));

	if (rc != RC_OK)
		return rc;
	while (all.n < DUTIES_MOST && db_next(&q)) {
		struct home_duty *d = &all.d[all.n++];
		d->member = db_int(&q, 0);
		d->account = db_int(&q, 1);
		d->name = db_dup(c->mem, &q, 2);
		d->what = db_dup(c->mem, &q, 3);
		d->from = (int)db_int(&q, 4);
		d->to = (int)db_int(&q, 5);
		d->cleared = holds_until(c, (day)db_int(&q, 6), on) != 0;
		all.cleared += d->cleared;
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

int home_minute(int64_t instant)
{
	const int64_t us = 1000000, east = INT64_C(8) * 3600;
	int64_t s = (instant / us + east) % 86400;

	return (int)(s / 60);
}

/* --- when it is open, and with what --- */

/* Spans come by their beginning; what touches is one. */
static void add_span(struct home_day *d, int from, int to)
{
	struct home_span *last = d->n ? &d->span[d->n - 1] : NULL;

	if (last && from <= last->to) {
		last->to = to > last->to ? to : last->to;
	} else if (d->n < HOME_SPANS && from < to) {
		d->span[d->n++] = (struct home_span){ from, to };
	}
}

static enum rc closed_for(struct ctx *c, int64_t home, day on, bool *ret, str *ret_why)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT x.why FROM home_closure x WHERE x.home = ?1 AND x.first_on <= ?2"
			      " AND x.last_on >= ?2 ORDER BY x.first_on, x.id LIMIT 1",
			      INT(home), INT(on));

	if (rc != RC_OK)
		return rc;
	*ret = db_next(&q);
	if (*ret)
		*ret_why = db_dup(c->mem, &q, 0);
	return db_done(&q);
}

enum rc home_hours_of_day(struct ctx *c, int64_t home, day on, struct home_day *ret)
{
	struct home_day d = { .n = 0, .why = { "", 0 } };
	const char weekday[2] = { (char)('0' + day_weekday(on)), '\0' };
	bool closed = false;
	struct rows q;
	enum rc rc = closed_for(c, home, on, &closed, &d.why);

	if (rc != RC_OK || closed) {
		if (rc == RC_OK)
			*ret = d;
		return rc;
	}
	rc = DB_QUERY(
		c->db, &q,
		"SELECT x.from_minute, x.to_minute FROM home_hours x JOIN happy_home h ON h.id = x.home"
		" WHERE x.home = ?1 AND x.weekday = ?2 AND x.first_on <= ?3"
		" AND (x.last_on IS NULL OR x.last_on >= ?3) AND h.opened_on <= ?3"
		" AND (h.closed_on IS NULL OR h.closed_on > ?3) ORDER BY x.from_minute, x.to_minute, x.id",
		INT(home), TEXT(((str){ weekday, 1 })), INT(on));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		add_span(&d, (int)db_int(&q, 0), (int)db_int(&q, 1));
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = d;
	return rc;
}

bool home_day_holds(const struct home_day *d, int from, int to)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->span[i].from <= from && to <= d->span[i].to)
			return from < to;
	return false;
}

enum rc home_is_open(struct ctx *c, int64_t home, int64_t *ret)
{
	int64_t id = 0;
	enum rc rc = DB_ONE(c->db, &id,
			    "SELECT o.id FROM home_opening o WHERE o.home = ?1 AND o.on_day = ?2"
			    " AND o.closed_at IS NULL ORDER BY o.id DESC LIMIT 1",
			    INT(home), INT(c->today));

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret = rc == RC_OK ? id : 0;
	return RC_OK;
}

enum rc home_devices_of_day(struct ctx *c, int64_t home, day on, struct records *ret)
{
	struct list l = { .v = { INT(home), INT(on) }, .nv = 2 };

	l.where = SQL("t.home = ?1 AND t.works_from <= ?2 AND (t.gone_on IS NULL OR t.gone_on > ?2)"
		      " AND NOT EXISTS (SELECT 1 FROM device_fault f WHERE f.device = t.id AND f.on_day <= ?2"
		      " AND (f.mended_on IS NULL OR f.mended_on > ?2))");
	return record_list(c, &home_device_kind, &l, ret);
}

/* --- homes near a child --- */

/* How near: in its school, in its village, in its township. */
static int distance(const struct record *home, const struct record *child)
{
	str at = rec_text(home, HAPPY_HOME_REGION);
	bool living = !rec_null(child, CHILD_LIVING_REGION);
	str lives = living                                    ? rec_text(child, CHILD_LIVING_REGION)
		    : rec_null(child, CHILD_HOUSEHOLD_REGION) ? STR("")
							      : rec_text(child, CHILD_HOUSEHOLD_REGION);

	if (!rec_null(home, HAPPY_HOME_SCHOOL) && !rec_null(child, CHILD_SCHOOL) &&
	    rec_int(home, HAPPY_HOME_SCHOOL) == rec_int(child, CHILD_SCHOOL))
		return 0;
	if (at.n == 12 && str_eq(at, lives))
		return 1;
	return lives.n >= 9 && at.n >= 9 && !memcmp(at.s, lives.s, 9) ? 2 : 3;
}

static enum rc child_place(struct ctx *c, int64_t id, struct record *ret)
{
	struct list l = { .v = { INT(id) },
			  .nv = 1,
			  .want = UINT64_C(1) << CHILD_LIVING_REGION | UINT64_C(1) << CHILD_HOUSEHOLD_REGION |
				  UINT64_C(1) << CHILD_SCHOOL };
	struct records found;

	l.where = SQL("t.id = ?1");
	enum rc rc = record_list(c, &child_kind, &l, &found);
	if (rc == RC_OK && !found.n)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

enum rc home_near(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .v = { INT(c->today) }, .nv = 1 };
	struct record who;
	struct records all;
	size_t n = 0;
	enum rc rc = child_place(c, child, &who);

	l.where = SQL("t.opened_on <= ?1 AND (t.closed_on IS NULL OR t.closed_on > ?1)");
	if (rc == RC_OK)
		rc = record_list(c, &happy_home_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	struct record *near = NEW(c->mem, struct record, all.n + 1);
	for (int far = 0; far < 3; far++)
		for (size_t i = 0; i < all.n; i++)
			if (distance(&all.r[i], &who) == far)
				near[n++] = all.r[i];
	*ret = (struct records){ .r = near, .n = n };
	return RC_OK;
}

/* --- the safety check --- */

/* The answers one after the other: ITEM=yes, ITEM=no. */
static bool next_answer(str answers, size_t *at, str *ret_item, str *ret_says)
{
	size_t from = *at, equals = 0, end = from;

	if (from >= answers.n)
		return false;
	for (; end < answers.n && answers.s[end] != ','; end++)
		if (answers.s[end] == '=' && !equals)
			equals = end;
	*at = end + 1;
	if (!equals)
		equals = end;
	*ret_item = (str){ answers.s + from, equals - from };
	*ret_says = (str){ answers.s + equals + (equals < end), end - equals - (equals < end) };
	return true;
}

bool home_check_says(str answers, str item, bool *ret_yes)
{
	size_t at = 0;
	str is, says;

	while (next_answer(answers, &at, &is, &says))
		if (str_eq(is, item) && (str_eq(says, STR("yes")) || str_eq(says, STR("no")))) {
			*ret_yes = str_eq(says, STR("yes"));
			return true;
		}
	return false;
}

int home_check_faults(str answers)
{
	size_t at = 0;
	int n = 0;
	str is, says;

	while (next_answer(answers, &at, &is, &says))
		n += str_eq(says, STR("no"));
	return n;
}

bool home_check_whole(str answers)
{
	const struct code_list *list = code_list_find(STR("home_check"));
	const struct code *item;
	size_t at = 0;
	bool yes;

	while ((item = code_next(list, &at, 0, STR(""))))
		if (!home_check_says(answers, item->code, &yes))
			return false;
	return true;
}
