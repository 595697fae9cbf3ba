/* From a half session to a whole one, and what a whole one may change about itself. */
#include "journal.h"
#include "open.h"
#include "totp.h"

struct stepping {
	const struct session *from;
	struct holder holder;
	struct attempt attempt;
	struct opening next;
	str code, secret; /* of the second factor */
	str kept;         /* the new password, hashed */
	bool right;
	struct session session;
};

static str number_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

/* The account behind the session, and what of the session goes on. */
static enum rc begin(struct ctx *c, const struct session *s, struct stepping *ret)
{
	struct stepping t = { .from = s };
	struct rows q;
	str digest;

	if (!s->token.n || !secret_digest(c->mem, s->token, &digest))
		return RC_DENIED;
	enum rc rc = holder_load(c, s->account, &t.holder);
	if (rc != RC_OK || !t.holder.account || !t.holder.role)
		return rc == RC_OK ? RC_UNKNOWN_USER : rc;
	rc = DB_QUERY(c->db, &q, "SELECT s.agent, s.expires FROM session s WHERE s.digest = ?1",
		      BLOB(digest));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		t.next.agent = db_dup(c->mem, &q, 0);
		t.next.until = s->stage == SESSION_OPEN ? db_int(&q, 1) : 0;
	}
	rc = db_done(&q);
	if (!t.next.agent.n)
		t.next.agent = STR("");
	t.next.account = s->account;
	t.next.for_account = s->for_account;
	t.next.kiosk = t.holder.role->by != BY_PASSWORD;
	t.next.old = digest;
	*ret = t;
	return rc;
}

/* Codes and passwords asked again count by account: whoever gets here knows it. */
static enum rc knock(struct ctx *c, struct stepping *t, str what)
{
	return attempt_take(c,
			    &(struct attempt_at){ what, number_text(c->mem, t->holder.account), { NULL, 0 } },
			    &t->attempt);
}

static enum rc refuse(struct ctx *c, void *arg)
{
	const struct stepping *t = arg;
	enum rc rc = attempt_failed(c, &t->attempt);

	return rc == RC_OK ? session_note(c, t->from, STR("refused")) : rc;
}

/* One session is spent once: a second request with it comes too late. */
static enum rc still_there(struct ctx *c, const struct stepping *t)
{
	int64_t there = 0;
	enum rc rc = DB_ONE(c->db, &there, "SELECT count(*) FROM session s WHERE s.digest = ?1",
			    BLOB(t->next.old));

	return rc == RC_OK && !there ? RC_UNKNOWN_USER : rc;
}

/* What is written to the account ends all its sessions (account_after()), so the fresh one comes after. */
static enum rc save_and_begin(struct ctx *c, struct stepping *t, struct input *in, str reason)
{
	int64_t account = t->holder.account;
	struct elevated e;
	struct record r;
	enum rc rc = still_there(c, t);

	elevate(&e, c);
	e.actor.account = account;
	e.actor.county = id_county(account);
	if (rc == RC_OK && in)
		rc = record_update(&e.ctx, &account_kind, account, 0, in, &r);
	descend(&e, c);
	if (rc == RC_OK)
		rc = session_begin(c, &t->next, &t->session);
	return rc == RC_OK ? session_note(c, &t->session, reason) : rc;
}

static enum rc run(struct ctx *c, struct stepping *t, store_job *job, struct session *ret)
{
	enum rc rc = store_write(c, PRIO_PEOPLE, job, t);

	if (rc == RC_OK && t->right) {
		attempt_right(&t->attempt);
		*ret = t->session;
		return RC_OK;
	}
	if (rc != RC_OK)
		attempt_give_back(&t->attempt);
	return rc == RC_OK ? RC_UNKNOWN_USER : rc;
}

/* --- the second factor --- */

/* Judged on the writer's thread, where the last step used cannot change meanwhile. */
static enum rc judge(struct ctx *c, struct stepping *t)
{
	int64_t last = 0, step = 0;
	enum rc rc = DB_ONE(c->db, &last, "SELECT u.step FROM account_use u WHERE u.account = ?1",
			    INT(t->holder.account));

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	t->right = totp_match(c->mem, t->secret, t->code, c->now, last, &step);
	if (!t->right)
		return refuse(c, t);
	rc = attempt_forget(c, &t->attempt);
	return rc != RC_OK ? rc
			   : DB_EXEC(c->db,
				     "INSERT INTO account_use (account, county, step, signed_in)"
				     " VALUES (?1, ?2, ?3, 0)"
				     " ON CONFLICT (account) DO UPDATE SET step = excluded.step",
				     INT(t->holder.account), INT(id_county(t->holder.account)), INT(step));
}

static enum rc take_code(struct ctx *c, void *arg)
{
	struct stepping *t = arg;
	enum rc rc = judge(c, t);

	if (rc != RC_OK || !t->right)
		return rc;
	t->next.stage = stage_after(c, &t->holder, SESSION_CODE);
	return save_and_begin(c, t, NULL, STR(""));
}

enum rc session_code(struct ctx *c, const struct session *s, str code, struct session *ret)
{
	struct stepping t;

	if (s->stage != SESSION_CODE)
		return RC_DENIED;
	enum rc rc = begin(c, s, &t);
	if (rc == RC_OK)
		rc = knock(c, &t, STR("code"));
	if (rc != RC_OK)
		return rc;
	t.code = code;
	t.secret = t.holder.totp;
	return run(c, &t, take_code, ret);
}

/* A keyed digest of the session: nothing to keep until it is confirmed, nothing to find in a copied database.
 */
str session_secret(struct ctx *c, const struct session *s)
{
	str digest;

	if (!secret_digest(c->mem, s->token, &digest))
		return (str){ NULL, 0 };
	str key = keys_digest(c->mem, c->model->keys, STR("second factor to be"), digest);
	return totp_base32(c->mem, str_cut(key, 0, TOTP_BYTES));
}

static enum rc take_factor(struct ctx *c, void *arg)
{
	struct stepping *t = arg;
	struct input in = input_new(&account_kind);
	enum rc rc = judge(c, t);

	if (rc != RC_OK || !t->right)
		return rc;
	t->next.stage =
		t->from->stage == SESSION_OPEN ? SESSION_OPEN : stage_after(c, &t->holder, SESSION_ENROL);
	input_set(&in, ACCOUNT_TOTP, t->secret);
	input_int(&in, c->mem, ACCOUNT_TOTP_AT, c->now);
	return save_and_begin(c, t, &in, STR("second factor"));
}

enum rc session_enrol(struct ctx *c, const struct session *s, str code, struct session *ret)
{
	struct stepping t;

	if (s->stage != SESSION_ENROL && s->stage != SESSION_OPEN)
		return RC_DENIED;
	enum rc rc = begin(c, s, &t);
	/* Whoever has one already shows it at sign-in; a new one is for the keepers of accounts to allow. */
	if (rc == RC_OK && (t.holder.totp.n || t.next.kiosk || s->for_account))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = knock(c, &t, STR("code"));
	if (rc != RC_OK)
		return rc;
	t.code = code;
	t.secret = session_secret(c, s);
	return run(c, &t, take_factor, ret);
}

/* --- a new password --- */

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* Not the present one, nor one of the last. */
static enum rc check_past(struct ctx *c, const struct stepping *t, str password)
{
	struct rows q;
	str kept[16] = { t->holder.kept };
	size_t n = 1;
	bool same = false;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT p.kept FROM password_past p WHERE p.account = ?1 ORDER BY p.at DESC",
			      INT(t->holder.account));

	if (rc != RC_OK)
		return rc;
	while (n < COUNT(kept) && (int64_t)n < ctx_param(c, PARAM_PASSWORD_KEPT) && db_next(&q))
		kept[n++] = db_dup(c->mem, &q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK && !same; i++)
		rc = password_verify(password, kept[i], &same);
	if (rc == RC_OK && same)
		complain(c, "new_password", N_("You have had this one before. Take another."));
	return rc;
}

static enum rc take_password(struct ctx *c, void *arg)
{
	struct stepping *t = arg;
	struct input in = input_new(&account_kind);
	enum rc rc;

	if (!t->right)
		return refuse(c, t);
	input_set(&in, ACCOUNT_PASSWORD, t->kept);
	input_int(&in, c->mem, ACCOUNT_PASSWORD_CHANGED_AT, c->now);
	input_set(&in, ACCOUNT_MUST_CHANGE, STR("false"));
	rc = attempt_forget(c, &t->attempt);
	if (rc == RC_OK)
		rc = password_past_add(c, t->holder.account, t->holder.kept);
	return rc == RC_OK ? save_and_begin(c, t, &in, STR("password")) : rc;
}

/* The old one is asked again of who sits at an open session: it may be somebody passing by. */
static enum rc check_old(struct stepping *t, str old)
{
	if (t->from->stage == SESSION_CHANGE) {
		t->right = true;
		return RC_OK;
	}
	return password_verify(old, t->holder.kept, &t->right);
}

static enum rc prepare(struct ctx *c, struct stepping *t, const struct password_change *given)
{
	enum rc rc = check_old(t, given->old);

	if (rc != RC_OK || !t->right)
		return rc;
	struct password_about about = account_about(c, t->holder.login, t->holder.name, t->holder.school);
	bool good = password_check(c, STR("new_password"), &about, given->new);
	if (good)
		rc = check_past(c, t, given->new);
	if (rc == RC_OK && c->problems.n)
		return RC_INVALID;
	return rc == RC_OK ? password_hash(c->mem, given->new, &t->kept) : rc;
}

enum rc session_password(struct ctx *c, const struct session *s, const struct password_change *given,
			 struct session *ret)
{
	struct stepping t;

	if (s->stage != SESSION_CHANGE && s->stage != SESSION_OPEN)
		return RC_DENIED;
	enum rc rc = begin(c, s, &t);
	if (rc == RC_OK && (t.next.kiosk || s->for_account))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = knock(c, &t, STR("again"));
	if (rc != RC_OK)
		return rc;
	t.next.stage = SESSION_OPEN;
	rc = prepare(c, &t, given);
	if (rc != RC_OK) {
		attempt_give_back(&t.attempt);
		return rc;
	}
	return run(c, &t, take_password, ret);
}

/* --- a deputy --- */

static enum rc take_place(struct ctx *c, void *arg)
{
	struct stepping *t = arg;
	int64_t n = 1;
	enum rc rc = RC_OK;

	if (t->next.for_account)
		rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM deputy d JOIN account a ON a.id = d.account"
			    " WHERE d.account = ?1 AND d.deputy = ?2 AND d.from_day <= ?3 AND d.to_day >= ?3"
			    " AND (a.disabled IS NULL OR a.disabled = 0)",
			    INT(t->next.for_account), INT(t->holder.account), INT(c->today));
	if (rc == RC_OK && !n)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? save_and_begin(c, t, NULL, STR("deputy")) : rc;
}

enum rc session_stand_in(struct ctx *c, const struct session *s, int64_t absent, struct session *ret)
{
	struct stepping t;

	if (s->stage != SESSION_OPEN)
		return RC_DENIED;
	enum rc rc = begin(c, s, &t);
	if (rc != RC_OK)
		return rc;
	t.next.stage = SESSION_OPEN;
	t.next.for_account = absent;
	rc = store_write(c, PRIO_PEOPLE, take_place, &t);
	if (rc == RC_OK)
		*ret = t.session;
	return rc;
}

enum rc session_absent(struct ctx *c, int64_t account, struct absent **ret, size_t *ret_n)
{
	enum { MOST = 20 };
	struct absent *list = NEW(c->mem, struct absent, MOST);
	size_t n = 0;
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT a.id, a.name, a.role, max(d.to_day) FROM deputy d"
			      " JOIN account a ON a.id = d.account"
			      " WHERE d.deputy = ?1 AND d.from_day <= ?2 AND d.to_day >= ?2"
			      " AND (a.disabled IS NULL OR a.disabled = 0)"
			      " GROUP BY a.id, a.name, a.role ORDER BY a.id",
			      INT(account), INT(c->today));

	if (rc != RC_OK)
		return rc;
	for (; n < MOST && db_next(&q); n++)
		list[n] = (struct absent){ db_int(&q, 0), db_dup(c->mem, &q, 1), db_dup(c->mem, &q, 2),
					   (day)db_int(&q, 3) };
	rc = db_done(&q);
	if (rc == RC_OK) {
		*ret = list;
		*ret_n = n;
	}
	return rc;
}
