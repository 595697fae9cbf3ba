#include "account.h"
#include "journal.h"
#include "secret.h"
#include "session.h"
#include "utf8.h"

/* Told apart at sight, by people and by tools that look for secrets in the wrong place. */
static const str head = STR_INIT("tongxin_");
enum { TOKEN_NAME_MAX = 100, TOKEN_KINDS_MAX = 400, TOKENS_MAX = 100 };
static const int64_t a_day = INT64_C(24) * 60 * 60 * 1000 * 1000;

static bool digest_of(struct arena *mem, str bearer, str *ret)
{
	return str_starts(bearer, head) && secret_digest(mem, str_cut(bearer, head.n, bearer.n), ret);
}

enum rc token_find(struct ctx *c, str bearer, struct session *ret)
{
	struct rows q;
	struct session s = { .by_token = true, .stage = SESSION_OPEN };

	if (!digest_of(c->mem, bearer, &s.digest))
		return RC_UNKNOWN_USER;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.writes, k.kinds, k.seen, " ACCOUNT_ACTOR " FROM token k"
			      " JOIN account a ON a.id = k.account JOIN account b ON b.id = a.id"
			      " WHERE k.digest = ?1 AND (k.expires IS NULL OR k.expires > ?2)"
			      " AND (a.disabled IS NULL OR a.disabled = 0)",
			      BLOB(s.digest), INT(c->now));
	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q) && account_actor(c, &q, 3, &s.actor);
	if (found) {
		s.writes = db_int(&q, 0) != 0;
		s.kinds = db_dup(c->mem, &q, 1);
		s.seen = db_int(&q, 2);
	}
	rc = db_done(&q);
	s.account = s.actor.account;
	s.login = s.actor.login;
	if (rc == RC_OK && found)
		*ret = s;
	return rc != RC_OK ? rc : found ? RC_OK : RC_UNKNOWN_USER;
}

/* --- what it may do --- */

static bool among(str list, str word)
{
	str part;

	while (str_next(&list, ',', &part))
		if (str_eq(str_trim(part), word))
			return true;
	return false;
}

enum rc token_permits(const struct session *s, bool unsafe, str path)
{
	const str api = STR("/api/v1/");

	if (!s->by_token)
		return RC_OK;
	if (s->kinds.n) {
		str rest = str_cut(path, api.n, path.n), plural = { NULL, 0 };
		if (!str_starts(path, api) || !str_next(&rest, '/', &plural) || !among(s->kinds, plural))
			return RC_NOT_FOUND;
	}
	return unsafe && !s->writes ? RC_DENIED : RC_OK;
}

/* --- making one --- */

struct made {
	const struct token_new *given;
	int64_t expires;
	str plain;
};

static enum rc insert_token(struct ctx *c, void *arg)
{
	struct made *m = arg;
	const struct token_new *g = m->given;
	struct buf plain = buf_new(c->mem, 100);
	int64_t county = 0;
	str digest = { NULL, 0 };
	enum rc rc =
		DB_ONE(c->db, &county, "SELECT a.county FROM account a WHERE a.id = ?1", INT(g->account));

	if (rc != RC_OK)
		return rc;
	buf_str(&plain, head);
	buf_str(&plain, secret_make(c->mem));
	m->plain = buf_view(&plain);
	if (!digest_of(c->mem, m->plain, &digest))
		return RC_FAULT;
	rc = DB_EXEC(
		c->db,
		"INSERT INTO token (digest, county, account, name, created, expires, writes, kinds, seen)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?5)",
		BLOB(digest), INT(county), INT(g->account), TEXT(g->name), INT(c->now),
		m->expires ? INT(m->expires) : NIL, INT(g->writes), g->kinds.n ? TEXT(g->kinds) : NIL);
	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), g->account, STR("token")) : rc;
}

static void complain(struct ctx *c, const char *field, const char *text, str a)
{
	problem_add(&c->problems, str_of(field), text, a, (str){ NULL, 0 });
}

static void check_kinds(struct ctx *c, str kinds)
{
	str part;

	if (kinds.n > TOKEN_KINDS_MAX)
		complain(c, "kinds", N_("This is too long."), STR(""));
	for (str rest = str_cut(kinds, 0, TOKEN_KINDS_MAX); kinds.n && str_next(&rest, ',', &part);)
		if (!model_kind(c->model, str_trim(part)))
			complain(c, "kinds", N_("There is no list called {0}."), str_cut(part, 0, 40));
}

/* Every token ends: nobody remembers for ever what it was for. */
static int64_t check_expiry(struct ctx *c, int64_t wanted)
{
	int64_t days = ctx_param(c, PARAM_TOKEN_MAX_DAYS), last = days ? c->now + days * a_day : 0;
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, days);
	if (wanted && wanted <= c->now)
		complain(c, "expires", N_("This would have ended already."), STR(""));
	else if (wanted && last && wanted > last)
		complain(c, "expires", N_("A token lasts {0} days at most."), buf_view(&b));
	return wanted ? wanted : last;
}

enum rc token_create(struct ctx *c, const struct token_new *given, str *ret_plain)
{
	struct made m = { .given = given };

	/* Nobody makes themselves a second self out of another's account, whatever else they keep. */
	if (c->who->role != ROLE_SYSTEM && (c->who->account != given->account || c->who->for_account))
		return RC_DENIED;
	if (!utf8_valid(given->name) || utf8_has_control(given->name) ||
	    utf8_count(given->name) > TOKEN_NAME_MAX)
		complain(c, "name", N_("This is too long."), STR(""));
	if (utf8_valid(given->kinds))
		check_kinds(c, given->kinds);
	else
		complain(c, "kinds", N_("There are characters in this that cannot be shown."), STR(""));
	m.expires = check_expiry(c, given->expires);
	if (c->problems.n)
		return RC_INVALID;
	enum rc rc = store_write(c, PRIO_PEOPLE, insert_token, &m);
	if (rc == RC_OK)
		*ret_plain = m.plain;
	return rc;
}

/* --- keeping them --- */

/* One's own, or the account lies within what the actor keeps. */
static enum rc may_look(struct ctx *c, int64_t account, bool change)
{
	struct record r;

	if (c->who->account == account && !c->who->for_account)
		return RC_OK;
	if (!may_read(c->who, P_ACCOUNT))
		return RC_NOT_FOUND;
	enum rc rc = record_load(c, &account_kind, account, &r);
	return rc == RC_OK && change && !may_write(c->who, P_ACCOUNT) ? RC_DENIED : rc;
}

enum rc token_list(struct ctx *c, int64_t account, struct token_row **ret, size_t *ret_n)
{
	struct token_row *list = NEW(c->mem, struct token_row, TOKENS_MAX);
	struct rows q;
	size_t n = 0;
	enum rc rc = may_look(c, account, false);

	if (rc != RC_OK)
		return rc;
	rc = DB_QUERY(c->db, &q,
		      "SELECT k.digest, k.name, k.kinds, k.writes, k.created, k.seen, k.expires FROM token k"
		      " WHERE k.account = ?1 AND (k.expires IS NULL OR k.expires > ?2)"
		      " ORDER BY k.created DESC, k.digest",
		      INT(account), INT(c->now));
	if (rc != RC_OK)
		return rc;
	for (; n < TOKENS_MAX && db_next(&q); n++) {
		str digest = db_blob(&q, 0);
		list[n] = (struct token_row){ .id = hex_put(c->mem, digest.s, digest.n),
					      .name = db_dup(c->mem, &q, 1),
					      .kinds = db_dup(c->mem, &q, 2),
					      .writes = db_int(&q, 3) != 0,
					      .created = db_int(&q, 4),
					      .seen = db_int(&q, 5),
					      .expires = db_int(&q, 6) };
	}
	rc = db_done(&q);
	if (rc == RC_OK) {
		*ret = list;
		*ret_n = n;
	}
	return rc;
}

struct revoking {
	int64_t account;
	str digest;
};

static enum rc delete_token(struct ctx *c, void *arg)
{
	const struct revoking *v = arg;
	int64_t n = 0;
	enum rc rc = db_exec(c->db, SQL("DELETE FROM token WHERE account = ?1 AND digest = ?2"),
			     VALS(INT(v->account), BLOB(v->digest)), &n);

	if (rc == RC_OK && !n)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), v->account, STR("token revoked"))
			   : rc;
}

enum rc token_revoke(struct ctx *c, int64_t account, str id)
{
	char bytes[SM3_SIZE];
	enum rc rc = may_look(c, account, true);

	if (rc != RC_OK)
		return rc;
	if (!hex_read(id, bytes, sizeof bytes))
		return RC_NOT_FOUND;
	struct revoking v = { account, str_dup(c->mem, (str){ bytes, sizeof bytes }) };
	return store_write(c, PRIO_PEOPLE, delete_token, &v);
}
