#include "home_rule.h"

#include "account.h"
#include "complain.h"
#include "entry.h"
#include "program.h"

/* --- what the rules share --- */

/* The home a part belongs to, before and after; NULL: the record is none of a home. */
static int64_t home_of(const struct change *change)
{
	const struct record *r = change->after ? change->after : change->before;
	size_t home;

	return kind_field(r->kind, STR("home"), &home) && !rec_null(r, home) ? rec_int(r, home) : 0;
}

/* Only the team and the county's own people write what belongs to a home. */
static bool check_team(struct ctx *c, int64_t home)
{
	bool may = false;

	if (!home || (home_may_work(c, home, &may) == RC_OK && may))
		return true;
	complain(c, "home", N_("Only the team of this home writes this."));
	return false;
}

/* Who wrote it and when, as entries of a child have it. */
static void fill_in(struct ctx *c, struct record *v)
{
	size_t i;

	if (kind_field(v->kind, STR("by"), &i) && rec_null(v, i) && c->who->account)
		v->v[i] = INT(c->who->account);
	if (kind_field(v->kind, STR("at"), &i) && rec_null(v, i))
		v->v[i] = INT(c->now);
}

static void check_order(struct ctx *c, const struct record *r, size_t first, size_t last)
{
	if (!rec_null(r, first) && !rec_null(r, last) && rec_day(r, last) < rec_day(r, first))
		complain(c, r->kind->fields[last].name, N_("The last day comes after the first."));
}

static void check_come(struct ctx *c, const struct record *r, size_t on)
{
	if (!rec_null(r, on) && rec_day(r, on) > c->today)
		complain(c, r->kind->fields[on].name, N_("This day is still to come."));
}

/* A number is there, so that what is sent twice is one thing: of the same make as for entries of a child. */
static bool begins(struct ctx *c, const struct change *change)
{
	if (!change->after || change->before) {
		(void)(program_writes(c) || check_team(c, home_of(change)));
		return false;
	}
	fill_in(c, change->after);
	return !program_writes(c) && check_team(c, home_of(change));
}

/* What a record of a home points at belongs to the same home. */
static void check_same(struct ctx *c, const struct record *r, size_t field, int64_t home)
{
	int64_t is = 0;
	enum rc rc = RC_NOT_FOUND;

	if (rec_null(r, field))
		return;
	const struct kind *k = r->kind->fields[field].ref;
	if (k == &home_room_kind)
		rc = DB_ONE(c->db, &is, "SELECT x.home FROM home_room x WHERE x.id = ?1",
			    INT(rec_int(r, field)));
	else if (k == &home_member_kind)
		rc = DB_ONE(c->db, &is, "SELECT x.home FROM home_member x WHERE x.id = ?1",
			    INT(rec_int(r, field)));
	else if (k == &home_opening_kind)
		rc = DB_ONE(c->db, &is, "SELECT x.home FROM home_opening x WHERE x.id = ?1",
			    INT(rec_int(r, field)));
	if (rc != RC_OK || is != home)
		complain(c, r->kind->fields[field].name, N_("That belongs to another home."));
}

/* --- the home itself --- */

/* Two open ones of one name cannot be told apart where one is chosen. */
static void check_name(struct ctx *c, const struct record *h)
{
	int64_t n = 0;

	if (rec_null(h, HAPPY_HOME_NAME) ||
	    DB_ONE(c->db, &n,
		   "SELECT count(*) FROM happy_home h WHERE h.name = ?1 AND h.county = ?2 AND h.id <> ?3"
		   " AND h.closed_on IS NULL",
		   TEXT(rec_text(h, HAPPY_HOME_NAME)), INT(h->county ? h->county : c->who->county),
		   INT(h->id)) != RC_OK ||
	    n == 0)
		return;
	complain(c, "name", N_("There is a happy home of this name already."));
	c->conflicts++;
}

void home_rule_home(struct ctx *c, const struct change *change)
{
	const struct record *h = change->after;

	if (program_writes(c))
		return;
	if (!change->before && c->who->role == ROLE_KEEPER)
		complain(c, "name", N_("New homes are set up by the women's federation or the county."));
	else if (change->before)
		(void)check_team(c, change->before->id);
	if (!h)
		return;
	check_order(c, h, HAPPY_HOME_OPENED_ON, HAPPY_HOME_CLOSED_ON);
	if (rec_null(h, HAPPY_HOME_CLOSED_ON))
		check_name(c, h);
}

/* --- what it has --- */

void home_rule_part(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (program_writes(c) || !check_team(c, home_of(change)) || !r || r->kind != &home_device_kind)
		return;
	check_same(c, r, HOME_DEVICE_ROOM, rec_int(r, HOME_DEVICE_HOME));
	check_order(c, r, HOME_DEVICE_FROM, HOME_DEVICE_GONE_ON);
}

void home_rule_grant(struct ctx *c, const struct change *change)
{
	if (program_writes(c))
		return;
	if (c->who->role == ROLE_KEEPER)
		complain(c, "home", N_("Grants are written down by the women's federation or the county."));
	else
		(void)check_team(c, home_of(change));
}

void home_rule_fault(struct ctx *c, const struct change *change)
{
	struct record *f = change->after;
	const struct record *is = f ? f : change->before;
	int64_t home = 0;

	if (f && !change->before)
		fill_in(c, f);
	if (program_writes(c) || DB_ONE(c->db, &home, "SELECT d.home FROM home_device d WHERE d.id = ?1",
					INT(rec_int(is, DEVICE_FAULT_DEVICE))) != RC_OK)
		return;
	if (!check_team(c, home) || !f)
		return;
	check_come(c, f, DEVICE_FAULT_ON);
	check_come(c, f, DEVICE_FAULT_MENDED_ON);
	check_order(c, f, DEVICE_FAULT_ON, DEVICE_FAULT_MENDED_ON);
}

/* --- when it is open --- */

static void check_minutes(struct ctx *c, const struct record *r, size_t from, size_t to)
{
	if (!rec_null(r, from) && !rec_null(r, to) && rec_int(r, to) <= rec_int(r, from))
		complain(c, r->kind->fields[to].name,
			 N_("The end comes after the beginning, on the same day."));
}

static void check_hours_twice(struct ctx *c, const struct record *h)
{
	int64_t n = 0;

	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM home_hours x WHERE x.home = ?1 AND x.weekday = ?2 AND x.id <> ?3"
		   " AND x.from_minute < ?4 AND x.to_minute > ?5 AND x.first_on <= ?6"
		   " AND (x.last_on IS NULL OR x.last_on >= ?7)",
		   INT(rec_int(h, HOME_HOURS_HOME)), TEXT(rec_text(h, HOME_HOURS_WEEKDAY)), INT(h->id),
		   INT(rec_int(h, HOME_HOURS_TO)), INT(rec_int(h, HOME_HOURS_FROM)),
		   INT(rec_null(h, HOME_HOURS_LAST_ON) ? 99991231 : rec_day(h, HOME_HOURS_LAST_ON)),
		   INT(rec_day(h, HOME_HOURS_FIRST_ON))) != RC_OK ||
	    n == 0)
		return;
	complain(c, "from_minute", N_("These hours overlap with others of the same weekday."));
	c->conflicts++;
}

void home_rule_hours(struct ctx *c, const struct change *change)
{
	const struct record *h = change->after;

	if (program_writes(c) || !check_team(c, home_of(change)) || !h)
		return;
	check_minutes(c, h, HOME_HOURS_FROM, HOME_HOURS_TO);
	check_order(c, h, HOME_HOURS_FIRST_ON, HOME_HOURS_LAST_ON);
	if (!c->problems.n)
		check_hours_twice(c, h);
}

void home_rule_closure(struct ctx *c, const struct change *change)
{
	if (program_writes(c) || !check_team(c, home_of(change)) || !change->after)
		return;
	check_order(c, change->after, HOME_CLOSURE_FIRST_ON, HOME_CLOSURE_LAST_ON);
}

/* --- who works there --- */

/* Families and children belong to no team, and those who keep the system see no child. */
static bool account_fits(struct ctx *c, int64_t account)
{
	struct rows q;
	bool fits = false;

	if (DB_QUERY(c->db, &q, "SELECT a.role FROM account a WHERE a.id = ?1 AND a.county = ?2",
		     INT(account), INT(c->who->county)) != RC_OK)
		return false;
	if (db_next(&q)) {
		const struct role_row *row = role_of_code(db_dup(c->mem, &q, 0));
		fits = row && (row->role & ROLES_HOME_TEAM);
	}
	return db_done(&q) == RC_OK && fits;
}

static void check_member_twice(struct ctx *c, const struct record *m)
{
	int64_t n = 0;

	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM home_member m WHERE m.home = ?1 AND m.account = ?2 AND m.id <> ?3"
		   " AND m.first_on <= ?4 AND (m.last_on IS NULL OR m.last_on >= ?5)",
		   INT(rec_int(m, HOME_MEMBER_HOME)), INT(rec_int(m, HOME_MEMBER_ACCOUNT)), INT(m->id),
		   INT(rec_null(m, HOME_MEMBER_LAST_ON) ? 99991231 : rec_day(m, HOME_MEMBER_LAST_ON)),
		   INT(rec_day(m, HOME_MEMBER_FIRST_ON))) != RC_OK ||
	    n == 0)
		return;
	complain(c, "account", N_("They are on this team already on these days."));
	c->conflicts++;
}

void home_rule_member(struct ctx *c, const struct change *change)
{
	const struct record *m = change->after;

	if (program_writes(c) || !check_team(c, home_of(change)) || !m)
		return;
	check_order(c, m, HOME_MEMBER_FIRST_ON, HOME_MEMBER_LAST_ON);
	if (rec_null(m, HOME_MEMBER_ACCOUNT))
		return;
	/* An account on the team opens the home and sees who is there: that is not for the team to give. */
	if (c->who->role == ROLE_KEEPER && (!change->before || (change->changed >> HOME_MEMBER_ACCOUNT & 1)))
		complain(c, "account",
			 N_("Which account belongs to the team is said by the women's federation or the "
			    "county."));
	else if (!account_fits(c, rec_int(m, HOME_MEMBER_ACCOUNT)))
		complain(c, "account", N_("This account works with no happy home."));
	else if (!rec_null(m, HOME_MEMBER_FIRST_ON))
		check_member_twice(c, m);
}

static bool member_on(struct ctx *c, int64_t member, day on)
{
	int64_t n = 0;

	return DB_ONE(c->db, &n,
		      "SELECT count(*) FROM home_member m WHERE m.id = ?1 AND m.first_on <= ?2"
		      " AND (m.last_on IS NULL OR m.last_on >= ?2)",
		      INT(member), INT(on)) == RC_OK &&
	       n > 0;
}

static void check_shift_twice(struct ctx *c, const struct record *s)
{
	int64_t n = 0;

	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM home_shift s WHERE s.member = ?1 AND s.on_day = ?2 AND s.id <> ?3"
		   " AND s.from_minute < ?4 AND s.to_minute > ?5",
		   INT(rec_int(s, HOME_SHIFT_MEMBER)), INT(rec_day(s, HOME_SHIFT_ON)), INT(s->id),
		   INT(rec_int(s, HOME_SHIFT_TO)), INT(rec_int(s, HOME_SHIFT_FROM))) != RC_OK ||
	    n == 0)
		return;
	complain(c, "from_minute", N_("They have a shift at this time already."));
	c->conflicts++;
}

void home_rule_shift(struct ctx *c, const struct change *change)
{
	const struct record *s = change->after;

	if (program_writes(c) || !check_team(c, home_of(change)) || !s)
		return;
	check_same(c, s, HOME_SHIFT_MEMBER, rec_int(s, HOME_SHIFT_HOME));
	check_minutes(c, s, HOME_SHIFT_FROM, HOME_SHIFT_TO);
	if (c->problems.n || rec_null(s, HOME_SHIFT_MEMBER) || rec_null(s, HOME_SHIFT_ON))
		return;
	if (!member_on(c, rec_int(s, HOME_SHIFT_MEMBER), rec_day(s, HOME_SHIFT_ON)))
		complain(c, "member", N_("They do not work here on that day."));
	else
		check_shift_twice(c, s);
}

/* --- what happened there --- */

void home_rule_opening(struct ctx *c, const struct change *change)
{
	struct record *o = change->after;
	int64_t open = 0;

	if (!begins(c, change))
		return;
	o->v[HOME_OPENING_ON] = INT(c->today);
	o->v[HOME_OPENING_OPENED_AT] = INT(c->now);
	if (home_is_open(c, rec_int(o, HOME_OPENING_HOME), &open) != RC_OK || !open)
		return;
	complain(c, "home", N_("The home is open already."));
	c->conflicts++;
}

static void check_there(struct ctx *c, const struct record *a)
{
	int64_t n = 0;

	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM home_attendance a WHERE a.opening = ?1 AND a.child = ?2 AND a.id <> "
		   "?3",
		   INT(rec_int(a, HOME_ATTENDANCE_OPENING)), INT(rec_int(a, HOME_ATTENDANCE_CHILD)),
		   INT(a->id)) == RC_OK &&
	    n == 0)
		return;
	complain(c, "child", N_("This child is written down already."));
	c->conflicts++;
}

void home_rule_attendance(struct ctx *c, const struct change *change)
{
	struct record *a = change->after;
	int64_t open = 0;

	if (!begins(c, change))
		return;
	a->v[HOME_ATTENDANCE_ON] = INT(c->today);
	a->v[HOME_ATTENDANCE_CAME] = INT(c->now);
	check_same(c, a, HOME_ATTENDANCE_OPENING, rec_int(a, HOME_ATTENDANCE_HOME));
	if (home_is_open(c, rec_int(a, HOME_ATTENDANCE_HOME), &open) != RC_OK ||
	    open != rec_int(a, HOME_ATTENDANCE_OPENING))
		complain(c, "opening", N_("The home is not open: open it first."));
	else
		check_there(c, a);
}

void home_rule_activity(struct ctx *c, const struct change *change)
{
	if (!begins(c, change) && (!change->after || program_writes(c)))
		return;
	check_come(c, change->after, HOME_ACTIVITY_ON);
	check_same(c, change->after, HOME_ACTIVITY_MEMBER, rec_int(change->after, HOME_ACTIVITY_HOME));
}

void home_rule_check(struct ctx *c, const struct change *change)
{
	struct record *k = change->after;

	if (k && !change->before && !rec_null(k, HOME_CHECK_ANSWERS))
		k->v[HOME_CHECK_FAULTS] = INT(home_check_faults(rec_text(k, HOME_CHECK_ANSWERS)));
	if (!begins(c, change))
		return;
	check_come(c, k, HOME_CHECK_ON);
	if (!rec_null(k, HOME_CHECK_ANSWERS) && !home_check_whole(rec_text(k, HOME_CHECK_ANSWERS)))
		complain(c, "answers", N_("Each point of the list wants an answer: yes or no."));
}
