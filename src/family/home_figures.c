#include "home_figures.h"

static struct home_limits home_figures_limits(const struct ctx *c)
{
	return (struct home_limits){ .area_village = ctx_param(c, PARAM_FAMILY_HOME_AREA_VILLAGE),
				     .area_township = ctx_param(c, PARAM_FAMILY_HOME_AREA_TOWNSHIP),
				     .days = ctx_param(c, PARAM_FAMILY_HOME_DAYS_WEEK),
				     .hours = ctx_param(c, PARAM_FAMILY_HOME_HOURS_WEEK),
				     .keepers = ctx_param(c, PARAM_FAMILY_HOME_KEEPERS),
				     .activities = ctx_param(c, PARAM_FAMILY_HOME_ACTIVITIES_WEEK),
				     .themed = ctx_param(c, PARAM_FAMILY_HOME_THEMED_MONTH),
				     .exits = ctx_param(c, PARAM_FAMILY_HOME_EXITS),
				     .check_days = ctx_param(c, PARAM_FAMILY_HOME_CHECK_DAYS) };
}

static bool yes(const struct record *h, size_t field) { return rec_int(h, field) != 0; }

static void from_record(struct home_figure *f)
{
	const struct record *h = f->home;

	f->facts = (struct home_facts){ .township = str_eq(rec_text(h, HAPPY_HOME_LEVEL),
							   STR(CODE_HOME_LEVEL_TOWNSHIP)),
					.area = rec_int(h, HAPPY_HOME_AREA),
					.exits = rec_int(h, HAPPY_HOME_EXITS),
					.recreation = yes(h, HAPPY_HOME_RECREATION),
					.phone = yes(h, HAPPY_HOME_FAMILY_PHONE),
					.video = yes(h, HAPPY_HOME_VIDEO_CHAT),
					.reading = yes(h, HAPPY_HOME_READING),
					.first_aid = yes(h, HAPPY_HOME_FIRST_AID),
					.camera_free = yes(h, HAPPY_HOME_CAMERA_FREE),
					.set_up = rec_day(h, HAPPY_HOME_OPENED_ON) };
}

/* What is counted of a home: up to three numbers. */
enum { NUMBERS = 3 };
typedef void take(struct home_figure *f, const int64_t n[NUMBERS]);

static struct home_figure *find(struct home_figures *all, int64_t home)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->f[i].home->id == home)
			return &all->f[i];
	return NULL;
}

/* Rows (home, n, n, n) of a query, given to their homes. */
static enum rc give(struct rows *q, struct home_figures *all, take *to)
{
	while (db_next(q)) {
		struct home_figure *f = find(all, db_int(q, 0));
		const int64_t n[NUMBERS] = { db_int(q, 1), db_int(q, 2), db_int(q, 3) };
		if (f)
			to(f, n);
	}
	return db_done(q);
}

static void take_hours(struct home_figure *f, const int64_t n[NUMBERS])
{
	f->facts.days = n[0];
	f->facts.minutes = n[1];
}

static enum rc load_hours(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT x.home, count(DISTINCT x.weekday), sum(x.to_minute - x.from_minute), 0"
			      " FROM home_hours x WHERE x.county = ?1 AND (?2 = 0 OR x.home = ?2)"
			      " AND x.first_on <= ?3 AND (x.last_on IS NULL OR x.last_on >= ?3)"
			      " GROUP BY x.home ORDER BY x.home",
			      INT(c->who->county), INT(home), INT(c->today));

	return rc == RC_OK ? give(&q, all, take_hours) : rc;
}

static void take_team(struct home_figure *f, const int64_t n[NUMBERS])
{
	f->team = n[0];
	f->facts.keepers = n[1];
	f->facts.director = n[2] > 0;
}

static enum rc load_team(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT m.home, count(*), sum(CASE WHEN m.what <> 'volunteer' THEN 1 ELSE 0 END),"
			 " sum(CASE WHEN m.what = 'director' THEN 1 ELSE 0 END)"
			 " FROM home_member m WHERE m.county = ?1 AND (?2 = 0 OR m.home = ?2)"
			 " AND m.first_on <= ?3 AND (m.last_on IS NULL OR m.last_on >= ?3)"
			 " GROUP BY m.home ORDER BY m.home",
			 INT(c->who->county), INT(home), INT(c->today));

	return rc == RC_OK ? give(&q, all, take_team) : rc;
}

static void take_activities(struct home_figure *f, const int64_t n[NUMBERS])
{
	f->facts.activities = n[0];
	f->facts.themed = n[1];
}

/* Today is not over: the weeks begin with the day that lies whole weeks back. */
static enum rc load_activities(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT a.home, sum(CASE WHEN a.on_day >= ?3 THEN 1 ELSE 0 END),"
			      " sum(CASE WHEN a.themed = 1 AND a.on_day >= ?4 THEN 1 ELSE 0 END), 0"
			      " FROM home_activity a WHERE a.county = ?1 AND (?2 = 0 OR a.home = ?2)"
			      " AND a.on_day >= ?4 AND a.on_day <= ?5 GROUP BY a.home ORDER BY a.home",
			      INT(c->who->county), INT(home), INT(day_add(c->today, -HOME_ACTIVITY_DAYS)),
			      INT(day_add(c->today, -HOME_THEMED_DAYS)), INT(c->today));

	return rc == RC_OK ? give(&q, all, take_activities) : rc;
}

static void take_check(struct home_figure *f, const int64_t n[NUMBERS]) { f->facts.checked = (day)n[0]; }

static enum rc load_checks(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.home, max(k.on_day), 0, 0 FROM home_check k WHERE k.county = ?1"
			      " AND (?2 = 0 OR k.home = ?2) GROUP BY k.home ORDER BY k.home",
			      INT(c->who->county), INT(home));

	return rc == RC_OK ? give(&q, all, take_check) : rc;
}

static void take_devices(struct home_figure *f, const int64_t n[NUMBERS])
{
	f->devices = n[0];
	f->broken = n[1];
}

static enum rc load_devices(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT d.home, count(*), sum(CASE WHEN EXISTS (SELECT 1 FROM device_fault f"
			 " WHERE f.device = d.id AND f.mended_on IS NULL AND f.on_day <= ?3) THEN 1"
			 " ELSE 0 END), 0 FROM home_device d WHERE d.county = ?1 AND (?2 = 0 OR d.home = ?2)"
			 " AND d.works_from <= ?3 AND (d.gone_on IS NULL OR d.gone_on > ?3)"
			 " GROUP BY d.home ORDER BY d.home",
			 INT(c->who->county), INT(home), INT(c->today));

	return rc == RC_OK ? give(&q, all, take_devices) : rc;
}

static void take_openings(struct home_figure *f, const int64_t n[NUMBERS])
{
	f->open_days = n[0];
	f->open = n[1] > 0;
}

static enum rc load_openings(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT o.home, count(DISTINCT o.on_day), sum(CASE WHEN o.on_day = ?4"
			      " AND o.closed_at IS NULL THEN 1 ELSE 0 END), 0 FROM home_opening o"
			      " WHERE o.county = ?1 AND (?2 = 0 OR o.home = ?2) AND o.on_day > ?3"
			      " GROUP BY o.home ORDER BY o.home",
			      INT(c->who->county), INT(home), INT(day_add(c->today, -HOME_ACTIVITY_DAYS)),
			      INT(c->today));

	return rc == RC_OK ? give(&q, all, take_openings) : rc;
}

static void take_visits(struct home_figure *f, const int64_t n[NUMBERS]) { f->visits = n[0]; }

static enum rc load_visits(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT a.home, count(*), 0, 0 FROM home_attendance a WHERE a.county = ?1"
			 " AND (?2 = 0 OR a.home = ?2) AND a.on_day > ?3 GROUP BY a.home ORDER BY a.home",
			 INT(c->who->county), INT(home), INT(day_add(c->today, -HOME_ACTIVITY_DAYS)));

	return rc == RC_OK ? give(&q, all, take_visits) : rc;
}

static void take_shifts(struct home_figure *f, const int64_t n[NUMBERS]) { f->shifts = n[0]; }

static enum rc load_shifts(struct ctx *c, int64_t home, struct home_figures *all)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT s.home, count(*), 0, 0 FROM home_shift s WHERE s.county = ?1"
			 " AND (?2 = 0 OR s.home = ?2) AND s.on_day = ?3 GROUP BY s.home ORDER BY s.home",
			 INT(c->who->county), INT(home), INT(c->today));

	return rc == RC_OK ? give(&q, all, take_shifts) : rc;
}

static void take_today(struct home_figure *f, const int64_t n[NUMBERS]) { f->hours_today = n[0] > 0; }

static enum rc load_today(struct ctx *c, int64_t home, struct home_figures *all)
{
	const char weekday[2] = { (char)('0' + day_weekday(c->today)), '\0' };
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT x.home, count(*), 0, 0 FROM home_hours x WHERE x.county = ?1"
		" AND (?2 = 0 OR x.home = ?2) AND x.weekday = ?4 AND x.first_on <= ?3"
		" AND (x.last_on IS NULL OR x.last_on >= ?3) AND NOT EXISTS (SELECT 1"
		" FROM home_closure z WHERE z.home = x.home AND z.first_on <= ?3 AND z.last_on >= ?3)"
		" GROUP BY x.home ORDER BY x.home",
		INT(c->who->county), INT(home), INT(c->today), TEXT(((str){ weekday, 1 })));

	return rc == RC_OK ? give(&q, all, take_today) : rc;
}

static enum rc load_homes(struct ctx *c, int64_t home, struct home_figures *ret)
{
	struct list l = { .v = { INT(c->today), INT(home) }, .nv = 2 };
	struct records found;

	l.where = SQL("t.opened_on <= ?1 AND (t.closed_on IS NULL OR t.closed_on > ?1)"
		      " AND (?2 = 0 OR t.id = ?2)");
	enum rc rc = record_list(c, &happy_home_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	ret->f = NEW(c->mem, struct home_figure, found.n + 1);
	ret->n = found.n;
	for (size_t i = 0; i < found.n; i++) {
		ret->f[i].home = &found.r[i];
		from_record(&ret->f[i]);
	}
	return RC_OK;
}

enum rc home_figures_load(struct ctx *c, int64_t home, struct home_figures *ret)
{
	static enum rc (*const loads[])(struct ctx *, int64_t, struct home_figures *) = {
		load_hours,    load_team,   load_activities, load_checks, load_devices,
		load_openings, load_visits, load_shifts,     load_today,
	};
	const struct home_limits limits = home_figures_limits(c);
	enum rc rc = load_homes(c, home, ret);

	for (size_t i = 0; i < COUNT(loads) && rc == RC_OK; i++)
		rc = loads[i](c, home, ret);
	for (size_t i = 0; rc == RC_OK && i < ret->n; i++)
		ret->f[i].lacks = home_standard(&ret->f[i].facts, &limits, c->today);
	return rc;
}
