#include "account.h"
#include "journal.h"
#include "password.h"
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

/* The id of a school or class; 0: none, or not of this account's county, which no account may reach beyond.
 */
static int64_t place_of(const struct record *r, size_t field)
{
	int64_t id = 0;

	if (!str_digits(rec_text(r, field)) || !str_int(rec_text(r, field), &id))
		return 0;
	return id_county(id) == r->county ? id : 0;
}

static void check_place(struct ctx *c, const struct record *r, size_t field, unsigned roles)
{
	const struct role_row *role = role_of_code(rec_text(r, ACCOUNT_ROLE));

	if (!rec_null(r, field) && !place_of(r, field))
		complain(c, field, N_("What this points at is not there."));
	else if (rec_null(r, field) && role && (role->role & roles))
		complain(c, field, N_("This role needs it."));
}

void account_check(struct ctx *c, const struct change *change)
{
	if (!change->before) /* a login never changes */
		check_login(c, change->after);
	check_place(c, change->after, ACCOUNT_SCHOOL_ID, ROLE_HEAD | ROLE_TEACHER);
	check_place(c, change->after, ACCOUNT_CLASS_ID, ROLE_TEACHER);
}

static enum rc end_sessions(struct ctx *c, int64_t account)
{
	return DB_EXEC(c->db, "DELETE FROM session WHERE account = ?1", INT(account));
}

enum rc account_after(struct ctx *c, struct change *change)
{
	const uint64_t password = UINT64_C(1) << ACCOUNT_PASSWORD;

	if (!change->before)
		return RC_OK;
	if (change->after && !rec_int(change->after, ACCOUNT_DISABLED) && !(change->changed & password))
		return RC_OK;
	enum rc rc = end_sessions(c, change->before->id);
	if (rc == RC_OK && !change->after)
		rc = DB_EXEC(c->db, "DELETE FROM token WHERE account = ?1", INT(change->before->id));
	return rc;
}

/* --- who acts for it --- */

static int64_t id_of(str digits)
{
	int64_t id = 0;

	return str_int(digits, &id) ? id : 0;
}

bool account_actor(struct arena *mem, const struct rows *q, int col, struct actor *ret)
{
	const struct role_row *role = role_of_code(db_text(q, col + 4));

	if (!role)
		return false;
	*ret = (struct actor){ .account = db_int(q, col),
			       .role = role->role,
			       .reach = role_reach(role->role),
			       .county = (unsigned)db_int(q, col + 1),
			       .school = id_of(db_text(q, col + 5)),
			       .class = id_of(db_text(q, col + 6)),
			       .login = db_dup(mem, q, col + 2),
			       .name = db_dup(mem, q, col + 3) };
	return true;
}

enum rc account_find(struct ctx *c, str login, int64_t *ret_account)
{
	str spelt = account_login(c->mem, login);

	if (!utf8_valid(spelt))
		return RC_NOT_FOUND;
	return DB_ONE(c->db, ret_account, "SELECT a.id FROM account a WHERE a.login = ?1 ORDER BY a.id",
		      TEXT(spelt));
}

/* --- what keepers of accounts do --- */

/* Only the program itself may write a password; the journal still names who made it do so. */
struct elevated {
	struct ctx ctx;
	struct actor actor;
};

static void elevate(struct elevated *e, const struct ctx *c)
{
	e->actor = actor_system(c->who->county ? c->who->county : c->model->county);
	e->actor.account = c->who->account;
	e->ctx = ctx_system(c, &e->actor);
	e->ctx.problems = c->problems;
}

static void descend(const struct elevated *e, struct ctx *c)
{
	c->problems = e->ctx.problems;
	c->conflicts = e->ctx.conflicts;
}

static enum rc in_unit(struct ctx *c, store_job *job, void *arg)
{
	return c->tx ? job(c, arg) : store_write(c, PRIO_PEOPLE, job, arg);
}

struct work {
	struct input in;
	int64_t account; /* 0: to be made */
	bool elevated;
};

static enum rc write_account(struct ctx *c, void *arg)
{
	struct work *w = arg;
	struct elevated e;
	struct record r;
	enum rc rc;

	elevate(&e, c);
	struct ctx *as = w->elevated ? &e.ctx : c;
	if (w->account)
		rc = record_update(as, &account_kind, w->account, 0, &w->in, &r);
	else
		rc = record_create(as, &w->in, &r);
	if (w->elevated)
		descend(&e, c);
	if (rc == RC_OK)
		w->account = r.id;
	return rc;
}

/* Nothing is set when the password is not good enough: c->problems then says so. */
static enum rc set_password(struct ctx *c, struct input *in, str login, str password)
{
	str kept;

	if (!password_check(c, STR("password"), login, password))
		return RC_OK;
	enum rc rc = password_hash(c->mem, password, &kept);
	if (rc != RC_OK)
		return rc;
	input_set(in, ACCOUNT_PASSWORD, kept);
	input_int(in, c->mem, ACCOUNT_PASSWORD_CHANGED_AT, c->now);
	return RC_OK;
}

enum rc account_add(struct ctx *c, const struct account_new *given, int64_t *ret_account)
{
	struct work w = { .in = input_new(&account_kind), .elevated = true };
	str login = account_login(c->mem, given->login);

	if (!may_create(c->who, P_ACCOUNT))
		return RC_DENIED;
	input_set(&w.in, ACCOUNT_LOGIN, login);
	input_set(&w.in, ACCOUNT_NAME, given->name);
	input_set(&w.in, ACCOUNT_ROLE, given->role);
	if (given->school)
		input_int(&w.in, c->mem, ACCOUNT_SCHOOL_ID, given->school);
	if (given->class)
		input_int(&w.in, c->mem, ACCOUNT_CLASS_ID, given->class);
	enum rc rc = set_password(c, &w.in, login, given->password);
	if (rc == RC_OK)
		rc = in_unit(c, write_account, &w);
	if (rc == RC_OK)
		*ret_account = w.account;
	return rc;
}

enum rc account_password(struct ctx *c, int64_t account, str password)
{
	struct work w = { .in = input_new(&account_kind), .account = account, .elevated = true };
	struct record seen;
	enum rc rc = record_load(c, &account_kind, account, &seen); /* within the keeper's reach */

	if (rc != RC_OK)
		return rc;
	if (!may_write(c->who, P_ACCOUNT))
		return RC_DENIED;
	rc = set_password(c, &w.in, rec_text(&seen, ACCOUNT_LOGIN), password);
	if (rc == RC_OK && c->problems.n)
		return RC_INVALID;
	return rc == RC_OK ? in_unit(c, write_account, &w) : rc;
}

enum rc account_disable(struct ctx *c, int64_t account, bool disabled)
{
	struct work w = { .in = input_new(&account_kind), .account = account };

	input_set(&w.in, ACCOUNT_DISABLED, disabled ? STR("true") : STR("false"));
	return in_unit(c, write_account, &w);
}
