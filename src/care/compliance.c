#include "compliance.h"

enum { REGIONS_AT_ONCE = 16, CODES = 8, ALL_COUNTIES = 1000000 };

int64_t compliance_due(const struct compliance *x) { return x->n.n[DUTY_ASKED] - x->running; }

int64_t compliance_not_done(const struct compliance *x)
{
	return compliance_due(x) - x->n.n[DUTY_IN_TIME] - x->n.n[DUTY_LATE];
}

const char *const compliance_state_name[COMPLIANCE__N] = { "in_time", "late", "not_done", "running",
							   "older" };

/* --- which duties --- */

static bool is_one_level(enum duty_objects o) { return o >= DUTY_GREEN && o <= DUTY_RED_PLANNED; }

/* Of one level only, in all its rows? */
static bool tells_level(const struct duties *all, const struct duty *d)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->duty[i].fact, d->fact) && all->duty[i].objects != d->objects)
			return false;
	return is_one_level(d->objects);
}

/* Whose duties accounts have is for officials. */
static bool shown(const struct duties *all, const struct actor *who, const struct duty *d)
{
	static const unsigned see_levels = ROLES_COUNTY | ROLES_VILLAGE | ROLE_INSPECTOR | ROLES_ABOVE;
	unsigned role = (unsigned)who->role;

	if (!duty_counts(d))
		return false;
	if (d->objects == DUTY_ACCOUNT)
		return (role & (ROLES_COUNTY | ROLE_INSPECTOR | ROLES_ABOVE)) != 0;
	return (role & see_levels) || !tells_level(all, d);
}

const struct duty *compliance_duty(const struct ctx *c, str fact)
{
	const struct duties *all = c->model->duties;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->duty[i].fact, fact) && fact.n)
			return shown(all, c->who, &all->duty[i]) ? &all->duty[i] : NULL;
	return NULL;
}

/* --- where --- */

static bool by_place(const struct actor *who)
{
	return who->reach == REACH_VILLAGE || who->reach == REACH_TOWNSHIP || who->reach >= REACH_COUNTY;
}

bool compliance_region(const struct ctx *c, str asked, str *ret)
{
	const struct actor *who = c->who;
	str own = who->reach == REACH_COUNTY || !by_place(who) ? STR("") : who->region;

	if (asked.n && (!str_digits(asked) || asked.n > 12 || !str_starts(asked, own) || !by_place(who)))
		return false;
	*ret = asked.n ? asked : own;
	return true;
}

/* Whose rows of the roll-up: the reader's county, or those of their city, province or nation. */
static void keepers(const struct ctx *c, str region, struct val ret[2])
{
	const struct actor *who = c->who;
	int64_t place = 0, size = ALL_COUNTIES;

	if (who->reach <= REACH_COUNTY) {
		ret[0] = INT(who->county);
		ret[1] = INT(who->county + 1);
		return;
	}
	if (region.n <= 2 && who->reach == REACH_NATION) { /* kept ready for all together */
		ret[0] = INT(0);
		ret[1] = INT(1);
		return;
	}
	for (size_t i = 0; i < who->region.n; i++)
		size /= 10;
	if (!str_int(who->region, &place))
		place = 0;
	ret[0] = INT(place ? place * size : 1);
	ret[1] = INT(place ? (place + 1) * size : ALL_COUNTIES);
}

static str end_of(struct arena *mem, str code)
{
	char *end = str_z(mem, code);

	if (!code.n)
		return STR(":");
	end[code.n - 1]++;
	return (str){ end, code.n };
}

/* --- counting --- */

static void add(struct compliance *to, const struct rows *q, int col)
{
	for (int i = 0; i < DUTY_COUNT__N; i++)
		to->n.n[i] += db_int(q, col + i);
}

static struct compliance_line *line_of(struct ctx *c, struct compliance_lines *all, str code)
{
	const struct duty *d = duty_find(c->model->duties, code, 0, STR(""));

	for (size_t i = 0; !d && i < c->model->duties->n; i++) /* one of a region alone */
		if (str_eq(c->model->duties->duty[i].code, code))
			d = &c->model->duties->duty[i];
	for (size_t i = 0; d && i < all->n; i++)
		if (str_eq(all->list[i].duty->fact, d->fact))
			return &all->list[i];
	return NULL;
}

static struct compliance_lines lines_new(struct ctx *c, str fact)
{
	const struct duties *all = c->model->duties;
	struct compliance_lines l = { NEW(c->mem, struct compliance_line, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct duty *d = &all->duty[i];
		bool there = fact.n && !str_eq(fact, d->fact);
		for (size_t j = 0; j < l.n && !there; j++)
			there = str_eq(l.list[j].duty->fact, d->fact);
		if (there || !shown(all, c->who, d))
			continue;
		/* In the order of the file. */
		size_t at = l.n++;
		for (; at && l.list[at - 1].duty->line > d->line; at--)
			l.list[at] = l.list[at - 1];
		l.list[at] = (struct compliance_line){ .duty = d };
	}
	return l;
}

#define SUMS(t)                                                                                              \
	"CAST(coalesce(sum(" t ".asked), 0) AS BIGINT), CAST(coalesce(sum(" t ".in_time), 0) AS BIGINT),"    \
	" CAST(coalesce(sum(" t ".late), 0) AS BIGINT), CAST(coalesce(sum(" t ".missed), 0) AS BIGINT)"
#define COUNTS                                                                                               \
	"count(*), sum(CASE WHEN o.done_on <= o.due THEN 1 ELSE 0 END),"                                     \
	" sum(CASE WHEN o.done_on > o.due THEN 1 ELSE 0 END),"                                               \
	" sum(CASE WHEN o.ended_on IS NOT NULL THEN 1 ELSE 0 END)"
/* Cases of the reader's, with their last day from ?1 to ?2. */
#define OF_READER " FROM obligation o WHERE {obligation o} AND o.due >= ?1 AND o.due <= ?2"
#define WITHIN " AND o.village >= ?3 AND o.village < ?4"

static enum rc rolled_up(struct ctx *c, const struct compliance_ask *ask, struct rows *ret)
{
	struct val k[2];

	keepers(c, ask->region, k);
	return DB_QUERY(
		c->db, ret,
		"SELECT r.duty, " SUMS("r") " FROM rollup_duty r WHERE r.region = ?1 AND r.county >= ?2"
					    " AND r.county < ?3 AND r.month >= ?4 AND r.month <= ?5"
					    " GROUP BY r.duty ORDER BY r.duty",
		TEXT(ask->region), k[0], k[1], INT(ask->first), INT(ask->last));
}

static day first_day(const struct compliance_ask *a) { return (day)(a->first * 100 + 1); }
static day last_day(const struct compliance_ask *a) { return day_month_end((day)(a->last * 100 + 1)); }

static enum rc counted(struct ctx *c, const struct compliance_ask *ask, struct rows *ret)
{
	return STORE_QUERY(c, ret, "SELECT o.duty, " COUNTS OF_READER " GROUP BY o.duty ORDER BY o.duty",
			   INT(first_day(ask)), INT(last_day(ask)));
}

/* Is any last day of these months still to come?  Above the county nobody asks. */
static bool any_running(const struct ctx *c, const struct compliance_ask *ask)
{
	return c->who->reach <= REACH_COUNTY && last_day(ask) >= c->today;
}

static enum rc load_running(struct ctx *c, const struct compliance_ask *ask, struct compliance_lines *to)
{
	struct rows q;

	if (!any_running(c, ask))
		return RC_OK;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT o.duty, count(*)" OF_READER WITHIN
		" AND o.done_on IS NULL AND o.ended_on IS NULL GROUP BY o.duty ORDER BY o.duty",
		INT(c->today), INT(last_day(ask)), TEXT(ask->region), TEXT(end_of(c->mem, ask->region)));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct compliance_line *l = line_of(c, to, db_text(&q, 0));
		if (l)
			l->is.running += db_int(&q, 1);
	}
	return db_done(&q);
}

/* --- the codes of one duty, as values of a statement --- */

static bool codes_of(struct ctx *c, str fact, struct val ret[CODES])
{
	const struct duties *all = c->model->duties;
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < CODES; i++)
		if (str_eq(all->duty[i].fact, fact) && (!n || !str_eq(ret[n - 1].s, all->duty[i].code)))
			ret[n++] = TEXT(all->duty[i].code);
	for (size_t i = n; n && i < CODES; i++)
		ret[i] = ret[n - 1];
	return n > 0;
}

/* Open, of one duty, and due before these months: old sins. */
static enum rc load_older(struct ctx *c, const struct compliance_ask *ask, struct compliance *to)
{
	struct val v[4 + CODES] = { INT(first_day(ask)), INT(0), TEXT(ask->region),
				    TEXT(end_of(c->mem, ask->region)) };
	struct rows q;

	if (c->who->reach > REACH_COUNTY || !codes_of(c, ask->fact, v + 4))
		return RC_OK;
	enum rc rc =
		store_query(c, &q,
			    SQL("SELECT count(*) FROM obligation o WHERE {obligation o} AND o.now_role > ''"
				" AND coalesce(o.due, 0) < ?1 AND coalesce(o.due, 0) > ?2"
				" AND coalesce(o.village, '') >= ?3 AND coalesce(o.village, '') < ?4"
				" AND o.duty IN (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"),
			    v, COUNT(v));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		to->older = db_int(&q, 0);
	return db_done(&q);
}

enum rc compliance_load(struct ctx *c, const struct compliance_ask *ask, struct compliance_lines *ret)
{
	struct compliance_lines all = lines_new(c, ask->fact);
	struct rows q;
	enum rc rc = by_place(c->who) ? rolled_up(c, ask, &q) : counted(c, ask, &q);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct compliance_line *l = line_of(c, &all, db_text(&q, 0));
		if (l)
			add(&l->is, &q, 1);
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		rc = load_running(c, ask, &all);
	if (rc == RC_OK && ask->fact.n && all.n)
		rc = load_older(c, ask, &all.list[0].is);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

/* --- places --- */

static enum rc some_places(struct ctx *c, const struct compliance_ask *ask, const str *region, size_t n,
			   struct compliance_part *ret)
{
	struct val v[4 + CODES + REGIONS_AT_ONCE] = { INT(ask->first), INT(ask->last) };
	struct rows q;

	keepers(c, region[0], v + 2);
	if (!codes_of(c, ask->fact, v + 4))
		return RC_OK;
	for (size_t i = 0; i < REGIONS_AT_ONCE; i++)
		v[4 + CODES + i] = TEXT(region[i < n ? i : n - 1]);
	enum rc rc = db_query(
		c->db, &q,
		SQL("SELECT r.region, " SUMS("r") " FROM rollup_duty r WHERE r.region IN (?13, ?14, ?15,"
						  " ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
						  " ?26, ?27, ?28) AND r.county >= ?3 AND r.county < ?4"
						  " AND r.month >= ?1 AND r.month <= ?2 AND r.duty IN"
						  " (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
						  " GROUP BY r.region ORDER BY r.region"),
		v, COUNT(v));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < n; i++)
			if (str_eq(region[i], db_text(&q, 0)))
				add(&ret[i].is, &q, 1);
	return db_done(&q);
}

/* By the village; what lies in which place is told by its code. */
static enum rc places_running(struct ctx *c, const struct compliance_ask *ask, struct compliance_parts *to)
{
	struct val v[4 + CODES] = { INT(c->today), INT(last_day(ask)), TEXT(ask->region),
				    TEXT(end_of(c->mem, ask->region)) };
	struct rows q;

	if (!any_running(c, ask) || !codes_of(c, ask->fact, v + 4))
		return RC_OK;
	enum rc rc =
		store_query(c, &q,
			    SQL("SELECT o.village, count(*)" OF_READER WITHIN
				" AND o.duty IN (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) AND o.done_on IS NULL"
				" AND o.ended_on IS NULL GROUP BY o.village ORDER BY o.village"),
			    v, COUNT(v));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < to->n; i++)
			if (str_starts(db_text(&q, 0), to->list[i].region))
				to->list[i].is.running += db_int(&q, 1);
	return db_done(&q);
}

enum rc compliance_places(struct ctx *c, const struct compliance_ask *ask, const str *region, size_t n,
			  struct compliance_parts *ret)
{
	struct compliance_parts all = { NEW(c->mem, struct compliance_part, n + 1), n };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n; i++)
		all.list[i].region = region[i];
	for (size_t at = 0; at < n && rc == RC_OK; at += REGIONS_AT_ONCE)
		rc = some_places(c, ask, region + at, n - at < REGIONS_AT_ONCE ? n - at : REGIONS_AT_ONCE,
				 all.list + at);
	if (rc == RC_OK && n)
		rc = places_running(c, ask, &all);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

/* --- schools and accounts --- */

static enum rc take_parts(struct ctx *c, struct rows *q, struct compliance_parts *ret)
{
	struct compliance_parts all = { NULL, 0 };
	size_t cap = 0;

	while (db_next(q)) {
		all.list = GROWN(c->mem, all.list, all.n, &cap);
		struct compliance_part *p = &all.list[all.n++];
		p->id = db_int(q, 0);
		add(&p->is, q, 1);
		p->is.running = db_int(q, 1 + DUTY_COUNT__N);
	}
	enum rc rc = db_done(q);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

#define RUNNING ", sum(CASE WHEN o.done_on IS NULL AND o.ended_on IS NULL AND o.due >= ?13 THEN 1 ELSE 0 END)"
#define OF_DUTY " AND o.duty IN (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"

static bool values_of(struct ctx *c, const struct compliance_ask *ask, struct val v[5 + CODES])
{
	v[0] = INT(first_day(ask));
	v[1] = INT(last_day(ask));
	v[2] = TEXT(ask->region);
	v[3] = TEXT(end_of(c->mem, ask->region));
	v[4 + CODES] = INT(c->today);
	return codes_of(c, ask->fact, v + 4);
}

static enum rc load_parts(struct ctx *c, const struct compliance_ask *ask, const struct sql *sql,
			  struct compliance_parts *ret)
{
	struct val v[5 + CODES];
	struct rows q;

	*ret = (struct compliance_parts){ NULL, 0 };
	if (!values_of(c, ask, v))
		return RC_OK;
	enum rc rc = store_query(c, &q, sql, v, COUNT(v));
	return rc == RC_OK ? take_parts(c, &q, ret) : rc;
}

enum rc compliance_schools(struct ctx *c, const struct compliance_ask *ask, struct compliance_parts *ret)
{
	return load_parts(c, ask,
			  SQL("SELECT o.school, " COUNTS RUNNING OF_READER WITHIN OF_DUTY
			      " AND o.school IS NOT NULL GROUP BY o.school ORDER BY o.school"),
			  ret);
}

static enum rc accounts(struct ctx *c, const struct compliance_ask *ask, struct compliance_parts *ret)
{
	return load_parts(c, ask,
			  SQL("SELECT o.account, " COUNTS RUNNING OF_READER WITHIN OF_DUTY
			      " AND o.account IS NOT NULL GROUP BY o.account ORDER BY o.account"),
			  ret);
}

/* --- people --- */

static const struct compliance *school_part(const struct compliance_parts *schools, int64_t id)
{
	for (size_t i = 0; i < schools->n; i++)
		if (schools->list[i].id == id)
			return &schools->list[i].is;
	return NULL;
}

/* Those who hold the role at places within the region. */
static struct compliance_parts holders(struct ctx *c, const struct compliance_ask *ask, enum role role,
				       const struct team *t)
{
	struct compliance_parts all = { NEW(c->mem, struct compliance_part, t->n + 1), 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct actor *a = &t->who[i];
		if (a->role == role && a->county == c->who->county &&
		    (!a->region.n || str_starts(a->region, ask->region)))
			all.list[all.n++] = (struct compliance_part){ .id = a->account,
								      .who = a->name.n ? a->name : a->login,
								      .region = a->region,
								      .school = a->school };
	}
	return all;
}

static enum rc people_at_schools(struct ctx *c, const struct compliance_ask *ask, struct compliance_parts *to)
{
	struct compliance_parts schools;
	enum rc rc = compliance_schools(c, ask, &schools);

	for (size_t i = 0; rc == RC_OK && i < to->n; i++) {
		const struct compliance *is = school_part(&schools, to->list[i].school);
		if (is)
			to->list[i].is = *is;
	}
	return rc;
}

static enum rc people_at_places(struct ctx *c, const struct compliance_ask *ask, struct compliance_parts *to)
{
	str *region = NEW(c->mem, str, to->n + 1);
	struct compliance_parts places;

	for (size_t i = 0; i < to->n; i++)
		region[i] = to->list[i].region;
	enum rc rc = compliance_places(c, ask, region, to->n, &places);
	for (size_t i = 0; rc == RC_OK && i < to->n; i++)
		to->list[i].is = places.list[i].is;
	return rc;
}

static enum rc people_themselves(struct ctx *c, const struct compliance_ask *ask, const struct team *t,
				 struct compliance_parts *ret)
{
	enum rc rc = accounts(c, ask, ret);

	for (size_t i = 0; rc == RC_OK && i < ret->n; i++) {
		const struct actor *a = team_find(t, ret->list[i].id);
		ret->list[i].who = !a ? STR("") : a->name.n ? a->name : a->login;
	}
	return rc;
}

enum rc compliance_people(struct ctx *c, const struct compliance_ask *ask, struct compliance_parts *ret)
{
	const struct duty *d = compliance_duty(c, ask->fact);
	struct team t = { NULL, 0 };
	enum rc rc = team_load(c, &t);

	*ret = (struct compliance_parts){ NULL, 0 };
	if (rc != RC_OK || !d)
		return rc;
	if (d->objects == DUTY_ACCOUNT)
		return people_themselves(c, ask, &t, ret);
	*ret = holders(c, ask, d->role, &t);
	return (unsigned)d->role & ROLES_SCHOOL ? people_at_schools(c, ask, ret)
						: people_at_places(c, ask, ret);
}

/* --- the cases --- */

static const struct sql *where_of(enum compliance_state s)
{
#define OLDER                                                                                                \
	"coalesce(t.village, '') >= ?3 AND coalesce(t.village, '') < ?4 AND t.duty IN (?5, ?6, ?7, ?8, ?9,"  \
	" ?10, ?11, ?12) AND (?14 = 0 OR t.school = ?14)"
#define PART "t.due >= ?1 AND t.due <= ?2 AND " OLDER
#define OPEN " AND t.now_role > ''"
	switch (s) {
	case COMPLIANCE_IN_TIME: return SQL(PART " AND t.done_on <= t.due AND ?13 > 0");
	case COMPLIANCE_LATE: return SQL(PART " AND t.done_on > t.due AND ?13 > 0");
	case COMPLIANCE_RUNNING: return SQL(PART OPEN " AND t.due >= ?13");
	case COMPLIANCE_OLDER: return SQL(OLDER OPEN " AND coalesce(t.due, 0) < ?1 AND ?2 > 0 AND ?13 > 0");
	case COMPLIANCE_NOT_DONE:
	case COMPLIANCE__N: break;
	}
	return SQL(PART " AND (t.ended_on IS NOT NULL OR (t.done_on IS NULL AND t.due < ?13))");
#undef OPEN
#undef PART
#undef OLDER
}

enum rc compliance_rows(struct ctx *c, const struct compliance_ask *ask, enum compliance_state state,
			int64_t school, int64_t after, struct records *ret)
{
	enum { ON_A_PAGE = 50 };
	struct list l = { .where = where_of(state), .after = after, .limit = ON_A_PAGE };

	*ret = (struct records){ NULL, 0, false };
	if (!values_of(c, ask, l.v))
		return RC_OK;
	l.v[5 + CODES] = INT(school);
	l.nv = 6 + CODES;
	return record_list(c, &obligation_kind, &l, ret);
}
