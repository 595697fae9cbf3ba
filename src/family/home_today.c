/* What waits at happy homes: for a keeper of the own home, for the county of all. */
#include "facts.h"
#include "home_page.h"
#include "table.h"
#include "timeline_records.h"
#include "today_item.h"

#define ROLES_HOME_TODAY (ROLES_CARE)

/* Homes that count for who asks: one's own; the federation's are all of the county. */
static int64_t all_or_own(const struct ctx *c) { return c->who->role == ROLE_FEDERATION ? 1 : 0; }
static int64_t who_of(const struct ctx *c)
{
	return c->who->for_account ? c->who->for_account : c->who->account;
}
#define OWN                                                                                                  \
	" (?1 = 1 OR h.id IN (SELECT m.home FROM home_member m WHERE m.account = ?2 AND m.first_on <= ?3"    \
	" AND (m.last_on IS NULL OR m.last_on >= ?3)))"                                                      \
	" AND h.county = ?4 AND h.opened_on <= ?3 AND (h.closed_on IS NULL OR h.closed_on > ?3)"

static enum rc count_of(struct rows *q, struct today_count *ret)
{
	if (db_next(q))
		ret->n = db_int(q, 0);
	return db_done(q);
}

static enum rc count_faults(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT count(*) FROM device_fault f JOIN home_device d ON d.id = f.device"
			      " JOIN happy_home h ON h.id = d.home WHERE f.mended_on IS NULL"
			      " AND (d.gone_on IS NULL OR d.gone_on > ?3) AND" OWN,
			      INT(all_or_own(c)), INT(who_of(c)), INT(c->today), INT(c->who->county));

	return rc == RC_OK ? count_of(&q, ret) : rc;
}

static enum rc count_checks(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT count(*) FROM happy_home h WHERE h.opened_on < ?5 AND NOT EXISTS (SELECT 1"
			 " FROM home_check k WHERE k.home = h.id AND k.on_day >= ?5) AND" OWN,
			 INT(all_or_own(c)), INT(who_of(c)), INT(c->today), INT(c->who->county),
			 INT(day_add(c->today, -(int32_t)ctx_param(c, PARAM_FAMILY_HOME_CHECK_DAYS))));

	return rc == RC_OK ? count_of(&q, ret) : rc;
}

static enum rc count_nobody(struct ctx *c, struct today_count *ret)
{
	const char weekday[2] = { (char)('0' + day_weekday(c->today)), '\0' };
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT count(*) FROM happy_home h WHERE EXISTS (SELECT 1 FROM home_hours x"
			 " WHERE x.home = h.id AND x.weekday = ?5 AND x.first_on <= ?3"
			 " AND (x.last_on IS NULL OR x.last_on >= ?3))"
			 " AND NOT EXISTS (SELECT 1 FROM home_closure z WHERE z.home = h.id"
			 " AND z.first_on <= ?3 AND z.last_on >= ?3)"
			 " AND NOT EXISTS (SELECT 1 FROM home_shift s WHERE s.home = h.id AND s.on_day = ?3)"
			 " AND" OWN,
			 INT(all_or_own(c)), INT(who_of(c)), INT(c->today), INT(c->who->county),
			 TEXT(((str){ weekday, 1 })));

	enum rc done = rc == RC_OK ? count_of(&q, ret) : rc;
	ret->late = ret->n;
	return done;
}

const struct today_item home_nobody_today = { .need = ROLES_HOME_TODAY,
					      .icon = "warn",
					      .count = count_nobody,
					      .title = N_("Homes that open today with nobody planned: {0}"),
					      .one = N_("A home opens today and nobody is planned"),
					      .why = N_("Children will stand at the door."),
					      .url = "/homes?show=nobody",
					      .verb = N_("Plan somebody") };
const struct today_item home_fault_today = { .need = ROLES_HOME_TODAY,
					     .icon = "warn",
					     .count = count_faults,
					     .title = N_("Devices that do not work: {0}"),
					     .one = N_("A device does not work"),
					     .why = N_("Until it is mended no call is booked on it."),
					     .url = "/homes?show=faults",
					     .verb = N_("Look") };
const struct today_item home_check_today = { .need = ROLES_HOME_TODAY,
					     .icon = "day",
					     .count = count_checks,
					     .title = N_("Safety checks that are due: {0}"),
					     .one = N_("A safety check is due"),
					     .why = N_("Ten points, five minutes, once a month."),
					     .url = "/homes?show=check",
					     .verb = N_("Do it") };

/* --- a keeper's own home stands on Today --- */

enum rc home_page_on_today(struct page *p, const struct record *none)
{
	struct record home;
	struct home_day hours;
	int64_t id = 0, open = 0;
	enum rc rc = RC_OK;

	(void)none;
	if (p->who->role & ROLES_HOME_WRITE)
		rc = home_of_account(&p->r->ctx, &id);
	if (rc != RC_OK || !id)
		return rc;
	rc = record_load(&p->r->ctx, &happy_home_kind, id, &home);
	if (rc == RC_OK)
		rc = home_hours_of_day(&p->r->ctx, id, p->today, &hours);
	if (rc == RC_OK)
		rc = home_is_open(&p->r->ctx, id, &open);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	table_rows_begin(p);
	table_rows_item(p, &(struct row){ .icon = "place",
					  .title = rec_text(&home, HAPPY_HOME_NAME),
					  .why = open      ? html_word(p, N_("It is open."))
						 : hours.n ? html_say(p, N_("Hours today: {0}"),
								      home_page_day(p, &hours))
							   : html_word(p, N_("Closed today")),
					  .url = html_url(p, "/homes/#", id),
					  .verb = open ? N_("To the home") : N_("Open the home") });
	table_rows_end(p);
	return RC_OK;
}

/* --- in a school: its home --- */

enum rc home_page_on_school(struct page *p, const struct record *school)
{
	struct list l = { .v = { INT(school->id), INT(p->today) }, .nv = 2 };
	struct records found;

	if (!may_read(p->who, P_HAPPY_HOME))
		return RC_OK;
	l.where = SQL("t.school = ?1 AND t.opened_on <= ?2 AND (t.closed_on IS NULL OR t.closed_on > ?2)");
	enum rc rc = record_list(&p->r->ctx, &happy_home_kind, &l, &found);
	if (rc != RC_OK || !found.n)
		return rc;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Happy home"));
	html_lit(p, "</h2>");
	table_rows_begin(p);
	for (size_t i = 0; i < found.n && rc == RC_OK; i++) {
		struct home_day hours;
		rc = home_hours_of_day(&p->r->ctx, found.r[i].id, p->today, &hours);
		if (rc == RC_OK)
			table_rows_item(p, &(struct row){ .icon = "place",
							  .title = rec_text(&found.r[i], HAPPY_HOME_NAME),
							  .why = hours.n ? html_say(p, N_("Open today {0}"),
										    home_page_day(p, &hours))
									 : html_word(p, N_("Closed today")),
							  .url = html_url(p, "/homes/#", found.r[i].id),
							  .verb = N_("Open") });
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
	return rc;
}

/* --- in a child's file: the afternoons it was there --- */

static enum rc read_attendance(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &home_attendance_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *a = &all.r[i];
		str came = html_clock_text(t->p, rec_int(a, HOME_ATTENDANCE_CAME));
		timeline_add(
			t,
			&(struct timeline_item){
				.on = rec_day(a, HOME_ATTENDANCE_ON),
				.section = CODE_GROWTH_SECTION_WORKS,
				.icon = "place",
				.title = html_say(t->p, N_("At the happy home: {0}"),
						  a->label[HOME_ATTENDANCE_HOME]),
				.text = rec_null(a, HOME_ATTENDANCE_LEFT)
						? html_say(t->p, N_("Came at {0}"), came)
						: html_fill(t->p, "{0}–{1}", came,
							    html_clock_text(
								    t->p, rec_int(a, HOME_ATTENDANCE_LEFT))),
				.url = html_url(t->p, "/homes/#", rec_int(a, HOME_ATTENDANCE_HOME)),
				.kind = home_attendance_kind.name,
				.id = a->id });
	}
	return rc;
}

const struct timeline_source home_timeline = { .section = CODE_GROWTH_SECTION_WORKS,
					       .profile = P_HOME_WORK,
					       .read = read_attendance };
