#include "session.h"
#include "account.h"
#include "journal.h"
#include "password.h"
#include "secret.h"
#include "throttle.h"
#include "utf8.h"

enum { LOGIN_BYTES_MAX = 4 * ACCOUNT_LOGIN_MAX };
static const int64_t minute = INT64_C(60) * 1000 * 1000;

/* Of the process: every thread that signs people in must see the same failures, and a request lives too short
 * to hold them. */
static struct throttle throttle = THROTTLE_INIT;

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

enum rc session_find(struct ctx *c, str cookie, struct session *ret)
{
	struct rows q;
	struct session s = { .token = str_dup(c->mem, cookie) };
	bool found = false;
	str digest;

	if (!secret_digest(c->mem, cookie, &digest))
		return RC_UNKNOWN_USER;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT s.csrf, s.seen, " ACCOUNT_ACTOR " FROM session s"
			      " JOIN account a ON a.id = s.account"
			      " WHERE s.digest = ?1 AND s.expires > ?2 AND s.seen > ?3"
			      " AND (a.disabled IS NULL OR a.disabled = 0)",
			      BLOB(digest), INT(c->now),
			      INT(c->now - ctx_param(c, PARAM_SESSION_IDLE_MINUTES) * minute));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q) && account_actor(c->mem, &q, 2, &s.actor)) {
		found = true;
		s.csrf = db_dup(c->mem, &q, 0);
		s.seen = db_int(&q, 1);
		s.account = s.actor.account;
	}
	rc = db_done(&q);
	if (rc == RC_OK && found)
		*ret = s;
	return rc != RC_OK ? rc : found ? RC_OK : RC_UNKNOWN_USER;
}

bool session_due(const struct session *s, int64_t now)
{
	return s->token.n && now - s->seen >= SESSION_SEEN_MINUTES * minute;
}

static enum rc write_seen(struct ctx *c, void *arg)
{
	const str *digest = arg;

	return DB_EXEC(c->db, "UPDATE session SET seen = ?2 WHERE digest = ?1 AND seen < ?2", BLOB(*digest),
		       INT(c->now));
}

enum rc session_touch(struct ctx *c, const struct session *s)
{
	str digest;

	if (!session_due(s, c->now) || !secret_digest(c->mem, s->token, &digest))
		return RC_OK;
	return store_write(c, PRIO_PEOPLE, write_seen, &digest);
}

/* --- signing in --- */

struct attempt {
	str login;
	struct throttle_try try;
	struct throttle_taken taken;
	int64_t account; /* 0: there is none of this login */
	bool disabled;
	str kept; /* of its password */
	str old;  /* digest of the session that the browser held */
	struct session session;
};

static struct sm3 key_of(struct ctx *c, str what, str value)
{
	struct sm3 d;
	str key = keys_digest(c->mem, c->model->keys, what, value);

	memcpy(d.b, key.s, SM3_SIZE);
	return d;
}

static str bytes_of(const struct sm3 *d) { return (str){ (const char *)d->b, SM3_SIZE }; }

/* A login that no account can have is looked for all the same, as the empty one. */
static str spelt(struct arena *mem, str login)
{
	if (login.n > LOGIN_BYTES_MAX || !utf8_valid(login))
		return STR("");
	return account_login(mem, login);
}

static enum rc read_failures(struct ctx *c, struct throttle_try *try)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT f.strikes, f.at FROM failure f WHERE f.digest = ?1",
			      BLOB(bytes_of(&try->login)));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		try->kept = (int)db_int(&q, 0);
		try->kept_at = db_int(&q, 1);
	}
	return db_done(&q);
}

static enum rc knock(struct ctx *c, const struct sign_in *given, struct attempt *a)
{
	a->login = spelt(c->mem, given->login);
	a->try = (struct throttle_try){ .login = key_of(c, STR("sign-in login"), a->login),
					.peer = key_of(c, STR("sign-in peer"),
						       throttle_peer(c->mem, given->peer)),
					.has_peer = given->peer.n > 0,
					.now = c->now,
					.period = ctx_param(c, PARAM_SIGN_IN_LOCK_MINUTES) * minute,
					.most = (int)ctx_param(c, PARAM_SIGN_IN_MAX_FAILURES) };
	enum rc rc = read_failures(c, &a->try);
	if (rc == RC_OK && !throttle_take(&throttle, &a->try, &a->taken))
		rc = RC_BUSY;
	return rc;
}

/* Through the store, as everything sealed is. */
static enum rc look_up(struct ctx *c, struct attempt *a)
{
	struct actor system = actor_system(c->model->county);
	struct ctx plain = ctx_system(c, &system);
	struct records found;
	struct list by_login = { .filter[0] = { ACCOUNT_LOGIN, TEXT(a->login) },
				 .nfilter = 1,
				 .limit = 1,
				 .want = UINT64_C(1) << ACCOUNT_DISABLED | UINT64_C(1) << ACCOUNT_PASSWORD };
	enum rc rc = record_list(&plain, &account_kind, &by_login, &found);

	if (rc != RC_OK || !found.n)
		return rc;
	a->account = found.r[0].id;
	a->disabled = rec_int(&found.r[0], ACCOUNT_DISABLED) != 0;
	a->kept = rec_text(&found.r[0], ACCOUNT_PASSWORD);
	return RC_OK;
}

static enum rc read_actor(struct ctx *c, int64_t account, struct actor *ret)
{
	struct rows q;
	bool found = false;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " ACCOUNT_ACTOR " FROM account a WHERE a.id = ?1"
			      " AND (a.disabled IS NULL OR a.disabled = 0)",
			      INT(account));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		found = account_actor(c->mem, &q, 0, ret);
	rc = db_done(&q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_UNKNOWN_USER;
}

static enum rc insert_session(struct ctx *c, struct session *s)
{
	char *csrf = NEW(c->mem, char, SECRET_SIZE);
	str digest = { NULL, 0 };

	sm_random(csrf, SECRET_SIZE);
	s->token = secret_make(c->mem);
	s->csrf = (str){ csrf, SECRET_SIZE };
	s->seen = c->now;
	if (!secret_digest(c->mem, s->token, &digest))
		return RC_FAULT;
	return DB_EXEC(c->db,
		       "INSERT INTO session (digest, county, account, csrf, created, seen, expires)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
		       BLOB(digest), INT(s->actor.county), INT(s->account), BLOB(s->csrf), INT(c->now),
		       INT(c->now + ctx_param(c, PARAM_SESSION_MAX_HOURS) * 60 * minute));
}

static enum rc admit(struct ctx *c, void *arg)
{
	struct attempt *a = arg;
	struct session *s = &a->session;
	struct ctx as = *c;
	enum rc rc = read_actor(c, a->account, &s->actor);

	s->account = a->account;
	as.who = &s->actor;
	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM failure WHERE digest = ?1", BLOB(bytes_of(&a->try.login)));
	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM session WHERE digest = ?1 OR expires <= ?2", BLOB(a->old),
			     INT(c->now));
	if (rc == RC_OK)
		rc = insert_session(c, s);
	if (rc == RC_OK)
		rc = journal_note(&as, ACT_SIGN_IN, STR("account"), s->account, STR(""));
	return rc;
}

/* The same statements whether there is such an account or not.  A crowd at one address is not written down
 * man by man: nobody outside may fill the journal. */
static enum rc refuse(struct ctx *c, void *arg)
{
	const struct attempt *a = arg;
	enum rc rc = DB_EXEC(c->db, "DELETE FROM failure WHERE at <= ?1", INT(c->now - a->try.period));

	if (rc == RC_OK)
		rc = DB_EXEC(
			c->db,
			"INSERT INTO failure (digest, county, strikes, at) VALUES (?1, ?2, ?3, ?4)"
			" ON CONFLICT (digest) DO UPDATE SET strikes = excluded.strikes, at = excluded.at",
			BLOB(bytes_of(&a->try.login)), INT(c->model->county), INT(a->taken.strikes),
			INT(c->now));
	if (rc == RC_OK && !a->taken.crowded)
		rc = journal_note(c, ACT_SIGN_IN, STR("account"), a->account, STR("refused"));
	return rc;
}

enum rc session_open(struct ctx *c, const struct sign_in *given, struct session *ret)
{
	struct attempt a = { .old = { "", 0 } };
	bool right = false;
	enum rc rc = knock(c, given, &a);

	if (rc != RC_OK)
		return rc;
	rc = look_up(c, &a);
	if (rc == RC_OK)
		rc = password_verify(given->password, a.kept, &right);
	if (rc != RC_OK) {
		throttle_give_back(&throttle, &a.try);
		return rc;
	}
	(void)!secret_digest(c->mem, given->cookie, &a.old);
	if (!right || !a.account || a.disabled) {
		rc = store_write(c, PRIO_PEOPLE, refuse, &a);
		return rc == RC_OK ? RC_UNKNOWN_USER : rc;
	}
	rc = store_write(c, PRIO_PEOPLE, admit, &a);
	if (rc != RC_OK) {
		throttle_give_back(&throttle, &a.try);
		return rc;
	}
	throttle_clear(&throttle, &a.try);
	*ret = a.session;
	return RC_OK;
}

/* --- signing out --- */

static enum rc close_session(struct ctx *c, void *arg)
{
	const struct session *s = arg;
	struct ctx as = *c;
	int64_t ended = 0;
	str digest;

	if (!secret_digest(c->mem, s->token, &digest))
		return RC_OK;
	as.who = &s->actor;
	enum rc rc = db_exec(c->db, SQL("DELETE FROM session WHERE digest = ?1"), VALS(BLOB(digest)), &ended);
	if (rc == RC_OK && ended)
		rc = journal_note(&as, ACT_SIGN_OUT, STR("account"), s->account, STR(""));
	return rc;
}

enum rc session_end(struct ctx *c, const struct session *s)
{
	struct session copy = *s;

	return store_write(c, PRIO_PEOPLE, close_session, &copy);
}
