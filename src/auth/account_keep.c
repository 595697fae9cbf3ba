/* What keepers of accounts do, and the command line. */
#include "account.h"
#include "attempt.h"
#include "clearance.h"
#include "journal.h"
#include "password.h"
#include "secret.h"
#include "session.h"

/* Only the program itself may write a password; the journal still names who made it do so. */
void elevate(struct elevated *e, const struct ctx *c)
{
	e->actor = actor_system(c->who->county ? c->who->county : c->model->county);
	e->actor.account = c->who->account;
	e->ctx = ctx_system(c, &e->actor);
	e->ctx.problems = c->problems;
}

void descend(const struct elevated *e, struct ctx *c)
{
	c->problems = e->ctx.problems;
	c->conflicts = e->ctx.conflicts;
}

static enum rc in_unit(struct ctx *c, store_job *job, void *arg)
{
	return c->tx ? job(c, arg) : store_write(c, PRIO_PEOPLE, job, arg);
}

/* --- writing one --- */

struct work {
	struct input in;
	int64_t account; /* 0: to be made */
	day cleared;
	str past; /* the password that was: kept, so that it does not come back */
};

static enum rc write_clearance(struct ctx *c, const struct work *w)
{
	struct input in = input_new(&clearance_kind);
	struct record r;

	input_int(&in, c->mem, CLEARANCE_ACCOUNT, w->account);
	input_day(&in, c->mem, CLEARANCE_QUERIED_ON, w->cleared);
	input_set(&in, CLEARANCE_RESULT, STR(CODE_CLEARANCE_RESULT_CLEAR));
	input_set(&in, CLEARANCE_REFERENCE, STR("-"));
	return record_create(c, &in, &r);
}

static enum rc write_account(struct ctx *c, void *arg)
{
	struct work *w = arg;
	struct elevated e;
	struct record r;
	enum rc rc;

	elevate(&e, c);
	if (w->account)
		rc = record_update(&e.ctx, &account_kind, w->account, 0, &w->in, &r);
	else
		rc = record_create(&e.ctx, &w->in, &r);
	if (rc == RC_OK)
		w->account = r.id;
	if (rc == RC_OK && w->cleared)
		rc = write_clearance(&e.ctx, w);
	if (rc == RC_OK)
		rc = password_past_add(&e.ctx, w->account, w->past);
	descend(&e, c);
	return rc;
}

/* The name of the school, as far as the program knows schools. */
static str school_name(struct ctx *c, str id)
{
	const struct kind *k = model_kind_named(c->model, STR("school"));
	struct elevated e;
	struct record school;
	int64_t number;

	elevate(&e, c);
	if (!k || !k->label_field || !str_int(id, &number) ||
	    record_load(&e.ctx, k, number, &school) != RC_OK)
		return (str){ NULL, 0 };
	return rec_text(&school, k->label_field - 1);
}

struct password_about account_about(struct ctx *c, str login, str name, str school)
{
	return (struct password_about){ login, name, school_name(c, school) };
}

/* Nothing is set when the password is not good enough: c->problems then says so. */
static enum rc set_password(struct ctx *c, struct input *in, const struct password_about *about, str password)
{
	str kept;

	if (!password_check(c, STR("password"), about, password))
		return RC_OK;
	enum rc rc = password_hash(c->mem, password, &kept);
	if (rc != RC_OK)
		return rc;
	input_set(in, ACCOUNT_PASSWORD, kept);
	input_int(in, c->mem, ACCOUNT_PASSWORD_CHANGED_AT, c->now);
	input_set(in, ACCOUNT_MUST_CHANGE,
		  ctx_param(c, PARAM_PASSWORD_FIRST_CHANGE) ? STR("true") : STR("false"));
	return RC_OK;
}

static str number_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

static void set_id(struct input *in, struct ctx *c, size_t field, int64_t id)
{
	if (id)
		input_int(in, c->mem, field, id);
}

enum rc account_make(struct ctx *c, const struct account_new *given, int64_t *ret_account)
{
	struct work w = { .in = input_new(&account_kind), .cleared = given->cleared };
	str login = account_login(c->mem, given->login);
	const struct role_row *role = role_of_code(given->role);
	struct password_about about = account_about(
		c, login, given->name, given->school ? number_text(c->mem, given->school) : STR(""));
	enum rc rc = RC_OK;

	input_set(&w.in, ACCOUNT_LOGIN, login);
	input_set(&w.in, ACCOUNT_NAME, given->name);
	input_set(&w.in, ACCOUNT_ROLE, given->role);
	set_id(&w.in, c, ACCOUNT_SCHOOL_ID, given->school);
	set_id(&w.in, c, ACCOUNT_CLASS_ID, given->class);
	set_id(&w.in, c, ACCOUNT_PERSON_ID, given->person);
	set_id(&w.in, c, ACCOUNT_CHILD_ID, given->child);
	if (given->region.n)
		input_set(&w.in, ACCOUNT_REGION, given->region);
	if (given->password.n || !role || role->by == BY_PASSWORD)
		rc = set_password(c, &w.in, &about, given->password);
	if (rc == RC_OK)
		rc = in_unit(c, write_account, &w);
	if (rc == RC_OK)
		*ret_account = w.account;
	return rc;
}

enum rc account_add(struct ctx *c, const struct account_new *given, int64_t *ret_account)
{
	return may_create(c->who, P_ACCOUNT) ? account_make(c, given, ret_account) : RC_DENIED;
}

/* --- changing one --- */

/* The account as the program sees it, when it is within the keeper's reach and not their own. */
static enum rc keep(struct ctx *c, int64_t account, struct record *ret)
{
	struct elevated e;
	struct record seen;
	enum rc rc = record_load(c, &account_kind, account, &seen);

	if (rc != RC_OK)
		return rc;
	if (!may_read(c->who, P_ACCOUNT))
		return RC_NOT_FOUND;
	if (!may_write(c->who, P_ACCOUNT) || (c->who->account == account && c->who->role != ROLE_SYSTEM))
		return RC_DENIED;
	elevate(&e, c);
	return record_load(&e.ctx, &account_kind, account, ret);
}

static struct work work_on(const struct record *account)
{
	return (struct work){ .in = input_new(&account_kind), .account = account->id };
}

enum rc account_password(struct ctx *c, int64_t account, str password)
{
	struct record r;
	enum rc rc = keep(c, account, &r);

	if (rc != RC_OK)
		return rc;
	struct work w = work_on(&r);
	struct password_about about = account_about(
		c, rec_text(&r, ACCOUNT_LOGIN), rec_text(&r, ACCOUNT_NAME), rec_text(&r, ACCOUNT_SCHOOL_ID));
	w.past = rec_text(&r, ACCOUNT_PASSWORD);
	rc = set_password(c, &w.in, &about, password);
	if (rc == RC_OK && c->problems.n)
		return RC_INVALID;
	return rc == RC_OK ? in_unit(c, write_account, &w) : rc;
}

enum rc account_disable(struct ctx *c, int64_t account, bool disabled)
{
	struct record r;
	enum rc rc = keep(c, account, &r);

	if (rc != RC_OK)
		return rc;
	struct work w = work_on(&r);
	input_set(&w.in, ACCOUNT_DISABLED, disabled ? STR("true") : STR("false"));
	return in_unit(c, write_account, &w);
}

enum rc account_factor_reset(struct ctx *c, int64_t account)
{
	struct record r;
	enum rc rc = keep(c, account, &r);

	if (rc != RC_OK)
		return rc;
	struct work w = work_on(&r);
	input_set(&w.in, ACCOUNT_TOTP, STR(""));
	input_set(&w.in, ACCOUNT_TOTP_AT, STR(""));
	return in_unit(c, write_account, &w);
}

static enum rc end_all(struct ctx *c, void *arg)
{
	int64_t account = *(const int64_t *)arg;
	enum rc rc = session_end_all(c, account);

	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), account, STR("signed out")) : rc;
}

enum rc account_sign_out(struct ctx *c, int64_t account)
{
	struct record r;
	enum rc rc = keep(c, account, &r);

	return rc == RC_OK ? in_unit(c, end_all, &account) : rc;
}

static enum rc lift(struct ctx *c, void *arg)
{
	const struct record *r = arg;
	const struct attempt_at at[] = { { STR("login"), rec_text(r, ACCOUNT_LOGIN), STR("") },
					 { STR("code"), number_text(c->mem, r->id), STR("") },
					 { STR("again"), number_text(c->mem, r->id), STR("") } };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(at) && rc == RC_OK; i++)
		rc = attempt_lift(c, &at[i]);
	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), r->id, STR("lock lifted")) : rc;
}

enum rc account_unlock(struct ctx *c, int64_t account)
{
	struct record r;
	enum rc rc = keep(c, account, &r);

	return rc == RC_OK ? in_unit(c, lift, &r) : rc;
}

/* --- passwords that were --- */

enum rc password_past_add(struct ctx *c, int64_t account, str kept)
{
	int64_t keep_n = ctx_param(c, PARAM_PASSWORD_KEPT);
	enum rc rc;

	if (!kept.n || keep_n < 2)
		return RC_OK;
	rc = DB_EXEC(c->db, "INSERT INTO password_past (account, county, at, kept) VALUES (?1, ?2, ?3, ?4)",
		     INT(account), INT(id_county(account)), INT(c->now), TEXT(kept));
	if (rc != RC_OK)
		return rc;
	/* The present one is the first of those that are kept. */
	return DB_EXEC(c->db,
		       "DELETE FROM password_past WHERE account = ?1 AND at <="
		       " (SELECT p.at FROM password_past p WHERE p.account = ?1 ORDER BY p.at DESC"
		       " LIMIT 1 OFFSET ?2)",
		       INT(account), INT(keep_n - 1));
}
