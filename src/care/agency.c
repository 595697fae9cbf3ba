#include "agency.h"
#include "account.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

bool agency_open(const struct record *agency, day on)
{
	day closed = rec_day(agency, AGENCY_CLOSED_ON);

	return !closed || closed > on;
}

/* Whose place is taken, else one's own. */
static int64_t agency_account(const struct actor *who)
{
	return who->for_account ? who->for_account : who->account;
}

/* Empty: none. */
static str agency_sort_of(const struct actor *who)
{
	switch ((int)who->role) {
	case ROLE_CIVIL: return STR(CODE_AGENCY_SORT_CIVIL);
	case ROLE_OFFICER: return STR(CODE_AGENCY_SORT_EDUCATION);
	default: return STR("");
	}
}

void agency_own(const struct ctx *c, struct val ret[4])
{
	ret[0] = INT(agency_account(c->who));
	ret[1] = INT(c->today);
	ret[2] = TEXT(agency_sort_of(c->who));
	ret[3] = INT(c->who->county);
}

enum rc agency_is_own(struct ctx *c, int64_t agency, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM agency t WHERE t.id = ?1"
			    " AND (t.id IN (SELECT m.agency FROM agency_member m WHERE m.account = ?2"
			    " AND m.from_day <= ?3 AND (m.to_day IS NULL OR m.to_day >= ?3))"
			    " OR (t.agency_sort = ?4 AND t.county = ?5))",
			    INT(agency), INT(agency_account(c->who)), INT(c->today),
			    TEXT(agency_sort_of(c->who)), INT(c->who->county));

	if (rc == RC_OK)
		*ret = n > 0;
	return rc;
}

/* --- rules --- */

/* Two open ones of one name cannot be told apart where one is chosen. */
static void check_name(struct ctx *c, const struct record *a)
{
	int64_t n = 0;

	if (rec_null(a, AGENCY_NAME) || !agency_open(a, c->today))
		return;
	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM agency g WHERE g.name = ?1 AND g.county = ?2 AND g.id <> ?3"
		   " AND (g.closed_on IS NULL OR g.closed_on > ?4)",
		   TEXT(rec_text(a, AGENCY_NAME)), INT(a->county ? a->county : c->who->county), INT(a->id),
		   INT(c->today)) == RC_OK &&
	    n == 0)
		return;
	complain(c, "name", N_("There is an agency of this name already."));
	c->conflicts++;
}

void agency_check(struct ctx *c, const struct change *change)
{
	if (change->after && c->via != VIA_UNDO)
		check_name(c, change->after);
}

/* Families, children and those who keep the system read no referral: they are nobody's people here. */
static bool may_be_member(struct ctx *c, int64_t account)
{
	const struct role_row *row;
	struct rows q;
	bool may = false;

	if (DB_QUERY(c->db, &q, "SELECT a.role FROM account a WHERE a.id = ?1", INT(account)) != RC_OK)
		return false;
	if (db_next(&q)) {
		row = role_of_code(db_dup(c->mem, &q, 0));
		may = row && (row->role & ROLES_AGENCY_READ);
	}
	return db_done(&q) == RC_OK && may;
}

/* Once at a time. */
static void check_twice(struct ctx *c, const struct record *m)
{
	int64_t n = 0;

	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM agency_member m WHERE m.agency = ?1 AND m.account = ?2 AND m.id <> "
		   "?3"
		   " AND m.from_day <= ?4 AND (m.to_day IS NULL OR m.to_day >= ?5)",
		   INT(rec_int(m, AGENCY_MEMBER_AGENCY)), INT(rec_int(m, AGENCY_MEMBER_ACCOUNT)), INT(m->id),
		   INT(rec_null(m, AGENCY_MEMBER_TO) ? 99991231 : rec_day(m, AGENCY_MEMBER_TO)),
		   INT(rec_day(m, AGENCY_MEMBER_FROM))) == RC_OK &&
	    n == 0)
		return;
	complain(c, "account", N_("They work there already on these days."));
	c->conflicts++;
}

void agency_member_check(struct ctx *c, const struct change *change)
{
	const struct record *m = change->after;

	if (!m || c->via == VIA_UNDO)
		return;
	if (!rec_null(m, AGENCY_MEMBER_TO) && rec_day(m, AGENCY_MEMBER_TO) < rec_day(m, AGENCY_MEMBER_FROM))
		complain(c, "to", N_("The last day comes after the first."));
	if (!rec_null(m, AGENCY_MEMBER_ACCOUNT) && !may_be_member(c, rec_int(m, AGENCY_MEMBER_ACCOUNT)))
		complain(c, "account", N_("This account reads no referrals, whatever it belongs to."));
	else if (!rec_null(m, AGENCY_MEMBER_FROM) && !rec_null(m, AGENCY_MEMBER_AGENCY))
		check_twice(c, m);
}
