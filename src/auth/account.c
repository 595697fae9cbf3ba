/* The rules of accounts, and who acts for one. */
#include "account.h"
#include "journal.h"
#include "session.h"
#include "utf8.h"

str account_login(struct arena *mem, str login)
{
	str folded = utf8_fold(mem, login);
	char *low = str_z(mem, folded);

	for (size_t i = 0; i < folded.n; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] = (char)(low[i] + 32);
	return (str){ low, folded.n };
}

/* --- the rules of the kind --- */

static void complain(struct ctx *c, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(account_kind.fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

static bool plain(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'); }

static void check_login(struct ctx *c, const struct record *r)
{
	str login = rec_text(r, ACCOUNT_LOGIN);
	bool good = login.n && plain(login.s[0]) && plain(login.s[login.n - 1]);
	int64_t other;

	for (size_t i = 0; i < login.n && good; i++)
		good = plain(login.s[i]) || login.s[i] == '.' || login.s[i] == '_' || login.s[i] == '-';
	if (login.n && !good)
		complain(c, ACCOUNT_LOGIN,
			 N_("A login name has small letters and digits, and . _ - only between them."));
	if (!good || DB_ONE(c->db, &other, "SELECT a.id FROM account a WHERE a.login = ?1 ORDER BY a.id",
			    TEXT(login)) != RC_OK)
		return;
	complain(c, ACCOUNT_LOGIN, N_("There is an account with this login name already."));
	c->conflicts++;
}

/* The id of a school, class, person or child; 0: none, or not of this account's county, which no account may
 * reach beyond.
 */
static int64_t place_of(const struct record *r, size_t field)
{
	int64_t id = 0;

	if (!str_digits(rec_text(r, field)) || !str_int(rec_text(r, field), &id))
		return 0;
	return id_county(id) == r->county ? id : 0;
}

static void check_place(struct ctx *c, const struct record *r, size_t field, bool needed)
{
	if (!rec_null(r, field) && !place_of(r, field))
		complain(c, field, N_("What this points at is not there."));
	else if (rec_null(r, field) && needed)
		complain(c, field, N_("This role needs it."));
}

/* How many digits the place of a reach has; 0: it has none. */
static size_t digits_of(enum reach reach)
{
	switch (reach) {
	case REACH_VILLAGE: return 12;
	case REACH_TOWNSHIP: return 9;
	case REACH_CITY: return 4;
	case REACH_PROVINCE: return 2;
	default: return 0;
	}
}

/* What lies below a county lies in this one; cities and provinces are wherever they are. */
static void check_region(struct ctx *c, const struct record *r, enum reach reach)
{
	size_t digits = digits_of(reach);
	str region = rec_text(r, ACCOUNT_REGION);
	struct buf county = buf_new(c->mem, 8);

	buf_pad(&county, r->county, 6);
	if (!region.n) {
		if (digits)
			complain(c, ACCOUNT_REGION, N_("This role needs it."));
		return;
	}
	if (digits && region.n != digits)
		complain(c, ACCOUNT_REGION,
			 N_("A village has 12 digits, a township 9, a city 4, a province 2."));
	else if (region.n >= county.n && !str_starts(region, buf_view(&county)))
		complain(c, ACCOUNT_REGION, N_("This place is not of the county."));
}

void account_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	const struct role_row *role = r ? role_of_code(rec_text(r, ACCOUNT_ROLE)) : NULL;
	enum reach reach = role ? role->reach : REACH_NOTHING;

	if (!r)
		return;
	if (!change->before) /* a login never changes */
		check_login(c, r);
	else if (c->who->account == r->id && c->who->role != ROLE_SYSTEM)
		complain(c, ACCOUNT_LOGIN, N_("Nobody keeps their own account. Another keeper does it."));
	check_place(c, r, ACCOUNT_SCHOOL_ID, reach == REACH_SCHOOL || reach == REACH_CLASS);
	check_place(c, r, ACCOUNT_CLASS_ID, reach == REACH_CLASS);
	check_place(c, r, ACCOUNT_PERSON_ID, reach == REACH_OWN);
	check_place(c, r, ACCOUNT_CHILD_ID, reach == REACH_SELF);
	check_region(c, r, reach);
}

static enum rc drop_secrets(struct ctx *c, int64_t account)
{
	enum rc rc = DB_EXEC(c->db, "DELETE FROM token WHERE account = ?1", INT(account));

	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM card WHERE account = ?1", INT(account));
	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM password_past WHERE account = ?1", INT(account));
	return rc == RC_OK ? DB_EXEC(c->db, "DELETE FROM account_use WHERE account = ?1", INT(account)) : rc;
}

/* Whatever proves who somebody is has changed: who signed in with the old one signs in again. */
enum rc account_after(struct ctx *c, struct change *change)
{
	const uint64_t proof = UINT64_C(1) << ACCOUNT_PASSWORD | UINT64_C(1) << ACCOUNT_TOTP;

	if (!change->before)
		return RC_OK;
	if (change->after && !rec_int(change->after, ACCOUNT_DISABLED) && !(change->changed & proof))
		return RC_OK;
	enum rc rc = session_end_all(c, change->before->id);
	return rc == RC_OK && !change->after ? drop_secrets(c, change->before->id) : rc;
}

/* --- who acts for it --- */

static int64_t id_of(str digits)
{
	int64_t id = 0;

	return str_int(digits, &id) ? id : 0;
}

static bool is_cleared(const struct ctx *c, const struct role_row *role, day queried, int64_t created)
{
	if (!role->clearance)
		return true;
	if (queried)
		return day_number(c->today) - day_number(queried) <=
		       ctx_param(c, PARAM_CLEARANCE_PERIOD_DAYS);
	return day_number(c->today) - day_number(instant_day(created)) <
	       ctx_param(c, PARAM_CLEARANCE_FIRST_DAYS);
}

bool account_actor(struct ctx *c, const struct rows *q, int col, struct actor *ret)
{
	const struct role_row *role = role_of_code(db_text(q, col + 2));
	int64_t place = db_int(q, col), own = db_int(q, col + 8);

	if (!role)
		return false;
	bool cleared = is_cleared(c, role, (day)db_int(q, col + 12), db_int(q, col + 11));
	*ret = (struct actor){ .account = own,
			       .for_account = place != own ? place : 0,
			       .role = role->role,
			       .reach = cleared ? role->reach : REACH_NOTHING,
			       .cleared = cleared,
			       .county = (unsigned)db_int(q, col + 1),
			       .school = id_of(db_text(q, col + 3)),
			       .class = id_of(db_text(q, col + 4)),
			       .region = db_dup(c->mem, q, col + 5),
			       .person = id_of(db_text(q, col + 6)),
			       .child = id_of(db_text(q, col + 7)),
			       .login = db_dup(c->mem, q, col + 9),
			       .name = db_dup(c->mem, q, col + 10) };
	return true;
}

enum rc account_actor_load(struct ctx *c, int64_t account, int64_t for_account, struct actor *ret)
{
	struct rows q;
	struct actor actor;
	bool found = false;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT " ACCOUNT_ACTOR " FROM account b JOIN account a ON a.id = ?2 WHERE b.id = ?1"
		" AND (a.disabled IS NULL OR a.disabled = 0) AND (b.disabled IS NULL OR b.disabled = 0)"
		" AND (a.id = b.id OR EXISTS (SELECT 1 FROM deputy d WHERE d.account = a.id"
		" AND d.deputy = b.id AND d.from_day <= ?3 AND d.to_day >= ?3))",
		INT(account), INT(for_account ? for_account : account), INT(c->today));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		found = account_actor(c, &q, 0, &actor);
	rc = db_done(&q);
	if (rc == RC_OK && found)
		*ret = actor;
	return rc != RC_OK ? rc : found ? RC_OK : RC_DENIED;
}

enum rc account_find(struct ctx *c, str login, int64_t *ret_account)
{
	str spelt = account_login(c->mem, login);

	if (!utf8_valid(spelt))
		return RC_NOT_FOUND;
	return DB_ONE(c->db, ret_account, "SELECT a.id FROM account a WHERE a.login = ?1 ORDER BY a.id",
		      TEXT(spelt));
}

enum rc account_last_sign_in(struct ctx *c, int64_t account, int64_t *ret_at)
{
	enum rc rc = DB_ONE(c->db, ret_at, "SELECT u.signed_in FROM account_use u WHERE u.account = ?1",
			    INT(account));

	if (rc == RC_NOT_FOUND)
		*ret_at = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
