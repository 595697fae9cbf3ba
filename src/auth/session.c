#include "session.h"
#include "account.h"
#include "journal.h"
#include "open.h"
#include "secret.h"

static const int64_t minute = INT64_C(60) * 1000 * 1000;

/* --- the cookie --- */

str session_cookie_name(bool secure) { return secure ? STR("__Host-tx") : STR("tx"); }

str session_cookie(struct arena *mem, const struct session *s, bool secure)
{
	struct buf b = buf_new(mem, 300);

	buf_str(&b, session_cookie_name(secure));
	buf_ch(&b, '=');
	buf_str(&b, s->token);
	buf_str(&b, s->token.n ? STR("; Path=/; HttpOnly; SameSite=Lax")
			       : STR("; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
	if (secure)
		buf_lit(&b, "; Secure");
	return buf_view(&b);
}

/* --- a request --- */

enum { COL_CSRF, COL_SEEN, COL_IDLE, COL_STAGE, COL_ACTOR };

static bool read_session(struct ctx *c, const struct rows *q, struct session *s)
{
	struct actor actor;

	if (!account_actor(c, q, COL_ACTOR, &actor))
		return false;
	s->stage = (enum session_stage)db_int(q, COL_STAGE);
	s->actor = s->stage == SESSION_OPEN ? actor : actor_nobody;
	s->account = actor.account;
	s->for_account = actor.for_account;
	s->login = actor.login;
	s->csrf = db_dup(c->mem, q, COL_CSRF);
	s->seen = db_int(q, COL_SEEN);
	s->idle = db_int(q, COL_IDLE);
	return true;
}

enum rc session_find(struct ctx *c, str cookie, struct session *ret)
{
	struct rows q;
	struct session s = { .token = str_dup(c->mem, cookie) };
	bool found = false;
	str digest;

	if (!secret_digest(c->mem, cookie, &digest))
		return RC_UNKNOWN_USER;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT s.csrf, s.seen, s.idle, s.stage, " ACCOUNT_ACTOR " FROM session s"
			 " JOIN account b ON b.id = s.account"
			 " JOIN account a ON a.id = CASE WHEN EXISTS (SELECT 1 FROM deputy d"
			 " WHERE d.account = s.for_account AND d.deputy = s.account"
			 " AND d.from_day <= ?3 AND d.to_day >= ?3) THEN s.for_account ELSE s.account END"
			 " WHERE s.digest = ?1 AND s.expires > ?2 AND s.seen + s.idle > ?2"
			 " AND (a.disabled IS NULL OR a.disabled = 0)"
			 " AND (b.disabled IS NULL OR b.disabled = 0)",
			 BLOB(digest), INT(c->now), INT(c->today));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		found = read_session(c, &q, &s);
	rc = db_done(&q);
	if (rc == RC_OK && found)
		*ret = s;
	return rc != RC_OK ? rc : found ? RC_OK : RC_UNKNOWN_USER;
}

/* A half session is not to be kept alive. */
bool session_due(const struct session *s, int64_t now)
{
	int64_t patience = SESSION_SEEN_MINUTES * minute;

	if (s->by_token)
		return s->digest.n && now - s->seen >= TOKEN_SEEN_MINUTES * minute;
	if (!s->token.n || s->stage != SESSION_OPEN)
		return false;
	return now - s->seen >= (s->idle / 3 < patience ? s->idle / 3 : patience);
}

static enum rc write_seen(struct ctx *c, void *arg)
{
	const struct session *s = arg;
	str digest;

	if (s->by_token)
		return DB_EXEC(c->db,
			       "UPDATE token SET seen = ?2 WHERE digest = ?1 AND (seen IS NULL OR seen < ?2)",
			       BLOB(s->digest), INT(c->now));
	if (!secret_digest(c->mem, s->token, &digest))
		return RC_OK;
	return DB_EXEC(c->db, "UPDATE session SET seen = ?2 WHERE digest = ?1 AND seen < ?2", BLOB(digest),
		       INT(c->now));
}

enum rc session_touch(struct ctx *c, const struct session *s)
{
	struct session copy = *s;

	return session_due(s, c->now) ? store_write(c, PRIO_PEOPLE, write_seen, &copy) : RC_OK;
}

/* --- beginning --- */

enum rc holder_load(struct ctx *c, int64_t account, struct holder *ret)
{
	struct elevated e;
	struct records found;
	const struct list one = { .where = SQL("t.id = ?1"), .v = { INT(account) }, .nv = 1, .limit = 1 };

	/* A list: the same statement whether it is there or not. */
	elevate(&e, c);
	enum rc rc = record_list(&e.ctx, &account_kind, &one, &found);
	*ret = (struct holder){ 0 };
	if (rc != RC_OK || !found.n)
		return rc;
	const struct record *r = &found.r[0];
	*ret = (struct holder){ .account = r->id,
				.role = role_of_code(rec_text(r, ACCOUNT_ROLE)),
				.disabled = rec_int(r, ACCOUNT_DISABLED) != 0,
				.must_change = rec_int(r, ACCOUNT_MUST_CHANGE) != 0,
				.changed_at = rec_int(r, ACCOUNT_PASSWORD_CHANGED_AT),
				.login = rec_text(r, ACCOUNT_LOGIN),
				.name = rec_text(r, ACCOUNT_NAME),
				.school = rec_text(r, ACCOUNT_SCHOOL_ID),
				.kept = rec_text(r, ACCOUNT_PASSWORD),
				.totp = rec_text(r, ACCOUNT_TOTP) };
	return RC_OK;
}

enum session_stage stage_after(const struct ctx *c, const struct holder *h, enum session_stage from)
{
	int64_t days = ctx_param(c, PARAM_PASSWORD_MAX_DAYS);
	bool old = days > 0 && c->now - h->changed_at > days * 24 * 60 * minute;

	if (from == SESSION_NONE && h->totp.n)
		return SESSION_CODE;
	if (from == SESSION_NONE && h->role && h->role->second_factor && ctx_param(c, PARAM_TOTP_REQUIRED))
		return SESSION_ENROL;
	if (from != SESSION_CHANGE && (h->must_change || old))
		return SESSION_CHANGE;
	return SESSION_OPEN;
}

static enum rc read_actor(struct ctx *c, const struct opening *o, struct session *s)
{
	struct rows q;
	bool found = false;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " ACCOUNT_ACTOR " FROM account b JOIN account a ON a.id = ?2"
			      " WHERE b.id = ?1 AND (b.disabled IS NULL OR b.disabled = 0)",
			      INT(o->account), INT(o->for_account ? o->for_account : o->account));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		found = account_actor(c, &q, 0, &s->actor);
	rc = db_done(&q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_UNKNOWN_USER;
}

/* How long it rests, and lasts at most. */
static void set_times(const struct ctx *c, const struct opening *o, struct session *s, int64_t *ret_expires)
{
	int64_t idle = ctx_param(c, o->kiosk ? PARAM_SESSION_KIOSK_IDLE_MINUTES : PARAM_SESSION_IDLE_MINUTES),
		most = o->kiosk ? ctx_param(c, PARAM_SESSION_KIOSK_MAX_MINUTES)
				: ctx_param(c, PARAM_SESSION_MAX_HOURS) * 60;

	if (o->stage == SESSION_CODE)
		most = ctx_param(c, PARAM_SESSION_HALF_MINUTES);
	else if (o->stage != SESSION_OPEN)
		most = ctx_param(c, PARAM_SESSION_SETUP_MINUTES);
	s->idle = (idle < most ? idle : most) * minute;
	*ret_expires = c->now + most * minute;
	if (o->until && o->until < *ret_expires)
		*ret_expires = o->until;
}

static enum rc mark_use(struct ctx *c, const struct session *s)
{
	return DB_EXEC(c->db,
		       "INSERT INTO account_use (account, county, step, signed_in) VALUES (?1, ?2, 0, ?3)"
		       " ON CONFLICT (account) DO UPDATE SET signed_in = excluded.signed_in",
		       INT(s->account), INT(id_county(s->account)), INT(c->now));
}

static enum rc insert_session(struct ctx *c, const struct opening *o, struct session *s)
{
	char *csrf = NEW(c->mem, char, SECRET_SIZE);
	str digest = { NULL, 0 };
	int64_t expires;

	sm_random(csrf, SECRET_SIZE);
	s->token = secret_make(c->mem);
	s->csrf = (str){ csrf, SECRET_SIZE };
	s->seen = c->now;
	set_times(c, o, s, &expires);
	if (!secret_digest(c->mem, s->token, &digest))
		return RC_FAULT;
	return DB_EXEC(c->db,
		       "INSERT INTO session (digest, county, account, for_account, stage, csrf, agent, idle,"
		       " created, seen, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)",
		       BLOB(digest), INT(s->actor.county), INT(s->account),
		       s->for_account ? INT(s->for_account) : NIL, INT(s->stage), BLOB(s->csrf),
		       TEXT(o->agent), INT(s->idle), INT(c->now), INT(expires));
}

enum rc session_begin(struct ctx *c, const struct opening *o, struct session *ret)
{
	struct session s = { .account = o->account, .for_account = o->for_account, .stage = o->stage };
	enum rc rc = read_actor(c, o, &s);

	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM session WHERE digest = ?1 OR expires <= ?2", BLOB(o->old),
			     INT(c->now));
	if (rc == RC_OK)
		rc = insert_session(c, o, &s);
	if (rc == RC_OK && s.stage == SESSION_OPEN)
		rc = mark_use(c, &s);
	if (rc != RC_OK)
		return rc;
	s.login = s.actor.login;
	if (s.stage != SESSION_OPEN)
		s.actor = actor_nobody;
	*ret = s;
	return RC_OK;
}

enum rc session_note(struct ctx *c, const struct session *s, str reason)
{
	struct actor self = s->actor;
	struct ctx as = *c;

	/* A half session acts for nobody; the books still say whose it is. */
	self.account = s->account;
	self.county = id_county(s->account);
	as.who = &self;
	return journal_note(&as, ACT_SIGN_IN, STR("account"), s->for_account ? s->for_account : s->account,
			    reason);
}

/* --- signing out --- */

static enum rc close_session(struct ctx *c, void *arg)
{
	const struct session *s = arg;
	struct actor self = s->actor;
	struct ctx as = *c;
	int64_t ended = 0;
	str digest;

	if (!secret_digest(c->mem, s->token, &digest))
		return RC_OK;
	self.account = s->account;
	self.county = id_county(s->account);
	as.who = &self;
	enum rc rc = db_exec(c->db, SQL("DELETE FROM session WHERE digest = ?1"), VALS(BLOB(digest)), &ended);
	if (rc != RC_OK || !ended)
		return rc;
	store_tell(c, (struct told){ .account = s->account });
	return journal_note(&as, ACT_SIGN_OUT, STR("account"), s->account, STR(""));
}

enum rc session_end_all(struct ctx *c, int64_t account)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT s.account FROM session s WHERE s.for_account = ?1"
			      " ORDER BY s.account",
			      INT(account));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		store_tell(c, (struct told){ .account = db_int(&q, 0) });
	rc = db_done(&q);
	if (rc != RC_OK)
		return rc;
	store_tell(c, (struct told){ .account = account });
	return DB_EXEC(c->db, "DELETE FROM session WHERE account = ?1 OR for_account = ?1", INT(account));
}

enum rc session_end(struct ctx *c, const struct session *s)
{
	struct session copy = *s;

	return store_write(c, PRIO_PEOPLE, close_session, &copy);
}
