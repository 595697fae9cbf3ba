#include "account.h"
#include "journal.h"
#include "secret.h"
#include "session.h"
#include "utf8.h"

/* Told apart at sight, by people and by tools that look for secrets in the wrong place. */
static const str head = STR_INIT("tongxin_");
enum { TOKEN_NAME_MAX = 100 };

static bool digest_of(struct arena *mem, str bearer, str *ret)
{
	return str_starts(bearer, head) && secret_digest(mem, str_cut(bearer, head.n, bearer.n), ret);
}

enum rc token_find(struct ctx *c, str bearer, struct session *ret)
{
	struct rows q;
	struct session s = { .by_token = true };
	str digest;

	if (!digest_of(c->mem, bearer, &digest))
		return RC_UNKNOWN_USER;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " ACCOUNT_ACTOR " FROM token k JOIN account a ON a.id = k.account"
			      " WHERE k.digest = ?1 AND (k.expires IS NULL OR k.expires > ?2)"
			      " AND (a.disabled IS NULL OR a.disabled = 0)",
			      BLOB(digest), INT(c->now));
	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q) && account_actor(c->mem, &q, 0, &s.actor);
	rc = db_done(&q);
	s.account = s.actor.account;
	if (rc == RC_OK && found)
		*ret = s;
	return rc != RC_OK ? rc : found ? RC_OK : RC_UNKNOWN_USER;
}

struct made {
	int64_t account, expires;
	str name, plain;
};

static enum rc insert_token(struct ctx *c, void *arg)
{
	struct made *m = arg;
	struct buf plain = buf_new(c->mem, 100);
	int64_t county = 0;
	str digest = { NULL, 0 };
	enum rc rc =
		DB_ONE(c->db, &county, "SELECT a.county FROM account a WHERE a.id = ?1", INT(m->account));

	if (rc != RC_OK)
		return rc;
	buf_str(&plain, head);
	buf_str(&plain, secret_make(c->mem));
	m->plain = buf_view(&plain);
	if (!digest_of(c->mem, m->plain, &digest))
		return RC_FAULT;
	rc = DB_EXEC(c->db,
		     "INSERT INTO token (digest, county, account, name, created, expires)"
		     " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		     BLOB(digest), INT(county), INT(m->account), TEXT(m->name), INT(c->now),
		     m->expires ? INT(m->expires) : NIL);
	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), m->account, STR("token")) : rc;
}

enum rc token_create(struct ctx *c, int64_t account, str name, int64_t expires, str *ret_plain)
{
	struct made m = { .account = account, .expires = expires, .name = name };

	/* Nobody makes themselves a second self out of another's account, whatever else they keep. */
	if (c->who->role != ROLE_SYSTEM && c->who->account != account)
		return RC_DENIED;
	if ((expires && expires <= c->now) || !utf8_valid(name) || utf8_count(name) > TOKEN_NAME_MAX)
		return RC_INVALID;
	enum rc rc = store_write(c, PRIO_PEOPLE, insert_token, &m);
	if (rc == RC_OK)
		*ret_plain = m.plain;
	return rc;
}
