/* One's own sessions, and ending them. */
#include "journal.h"
#include "open.h"

enum { ROWS_MAX = 50 };

static enum rc own_digest(struct ctx *c, const struct session *s, str *ret)
{
	return s->stage == SESSION_OPEN && secret_digest(c->mem, s->token, ret) ? RC_OK : RC_DENIED;
}

enum rc session_list(struct ctx *c, const struct session *s, struct session_row **ret, size_t *ret_n)
{
	struct session_row *list = NEW(c->mem, struct session_row, ROWS_MAX);
	struct rows q;
	size_t n = 0;
	str own;
	enum rc rc = own_digest(c, s, &own);

	if (rc != RC_OK)
		return rc;
	rc = DB_QUERY(c->db, &q,
		      "SELECT s.digest, s.agent, s.created, s.seen FROM session s WHERE s.account = ?1"
		      " AND s.stage = ?3 AND s.expires > ?2 AND s.seen + s.idle > ?2"
		      " ORDER BY s.created DESC, s.digest",
		      INT(s->account), INT(c->now), INT(SESSION_OPEN));
	if (rc != RC_OK)
		return rc;
	for (; n < ROWS_MAX && db_next(&q); n++) {
		str digest = db_blob(&q, 0);
		list[n] = (struct session_row){ .id = hex_put(c->mem, digest.s, digest.n),
						.agent = db_dup(c->mem, &q, 1),
						.created = db_int(&q, 2),
						.seen = db_int(&q, 3),
						.this_one = str_eq(digest, own) };
	}
	rc = db_done(&q);
	if (rc == RC_OK) {
		*ret = list;
		*ret_n = n;
	}
	return rc;
}

struct dropping {
	const struct session *s;
	str own, one; /* digests; one empty: all others */
};

static enum rc drop(struct ctx *c, void *arg)
{
	const struct dropping *d = arg;
	int64_t n = 0;
	enum rc rc = d->one.n ? db_exec(c->db, SQL("DELETE FROM session WHERE account = ?1 AND digest = ?2"),
					VALS(INT(d->s->account), BLOB(d->one)), &n)
			      : db_exec(c->db, SQL("DELETE FROM session WHERE account = ?1 AND digest <> ?2"),
					VALS(INT(d->s->account), BLOB(d->own)), &n);

	if (rc != RC_OK)
		return rc;
	if (!n)
		return d->one.n ? RC_NOT_FOUND : RC_OK;
	store_tell(c, (struct told){ .account = d->s->account });
	return journal_note(c, ACT_SIGN_OUT, STR("account"), d->s->account, STR("elsewhere"));
}

enum rc session_drop(struct ctx *c, const struct session *s, str id)
{
	struct dropping d = { .s = s };
	char bytes[SM3_SIZE];
	enum rc rc = own_digest(c, s, &d.own);

	if (rc != RC_OK)
		return rc;
	if (id.n && !hex_read(id, bytes, sizeof bytes))
		return RC_NOT_FOUND;
	if (id.n)
		d.one = str_dup(c->mem, (str){ bytes, sizeof bytes });
	return store_write(c, PRIO_PEOPLE, drop, &d);
}
