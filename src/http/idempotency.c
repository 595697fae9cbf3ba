/* Idempotency-Key: the same key and body give the same answer for a day; another body under it is a mistake.
 * Only answers 201 are kept, sealed, for they hold what the sender may read. */
#include "api.h"
#include "seal.h"
#include "sm.h"

const char api_ddl[] =
	"CREATE TABLE idempotency (\n\taccount BIG NOT NULL,\n\tname TEXT NOT NULL,\n\tdigest BLOB NOT "
	"NULL,\n"
	"\tat BIG NOT NULL,\n\tlocation TEXT NOT NULL,\n\tetag TEXT NOT NULL,\n\tanswer BLOB NOT NULL,\n"
	"\tPRIMARY KEY (account, name)\n);\n";

enum { KEY_MAX = 200 };
static const int64_t HOUR = INT64_C(3600) * 1000000;

static int64_t oldest(struct req *r)
{
	return r->ctx.now - ctx_param(&r->ctx, PARAM_IDEMPOTENCY_HOURS) * HOUR;
}

static str extra_of(struct arena *mem, int64_t account, str key)
{
	struct buf b = buf_new(mem, KEY_MAX + 64);

	buf_lit(&b, "idempotency.");
	buf_int(&b, account);
	buf_ch(&b, '.');
	buf_str(&b, key);
	return buf_view(&b);
}

static str row_extra(struct arena *mem, const struct val *key) { return extra_of(mem, key[0].i, key[1].s); }

const struct sealed_column idempotency_sealed = { .table = "idempotency",
						  .column = "answer",
						  .class = C4_SENSITIVE,
						  .key = { { "account", false }, { "name", true } },
						  .extra = row_extra };

static struct sm3 digest_of(struct req *r)
{
	const str part[] = { r->http->path, STR("\n"), r->http->body };

	return sm3(part, COUNT(part));
}

static void put_location(struct req *r, str location) { reply_header(r->reply, STR("Location"), location); }

static enum rc replay(struct req *r, str key, const struct rows *q)
{
	struct sm3 now = digest_of(r);
	str was = db_blob(q, 0), answer;

	if (was.n != SM3_SIZE || memcmp(was.s, now.b, SM3_SIZE) != 0) {
		problem_add(&r->ctx.problems, STR("Idempotency-Key"),
			    N_("This key was used for another request."), (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	}
	if (seal_open(&r->ctx, (struct key_of){ r->ctx.model->county, C4_SENSITIVE }, db_blob(q, 3),
		      extra_of(r->ctx.mem, r->ctx.who->account, key), &answer) != RC_OK)
		return RC_FAULT;
	req_json(r, 201);
	buf_str(req_body(r), answer);
	put_location(r, db_dup(r->ctx.mem, q, 1));
	r->reply->etag = db_dup(r->ctx.mem, q, 2);
	return RC_OK;
}

/* RC_NOT_FOUND: the key is new. */
static enum rc answered_before(struct req *r, str key)
{
	struct rows q;
	enum rc rc = DB_QUERY(r->ctx.db, &q,
			      "SELECT i.digest, i.location, i.etag, i.answer FROM idempotency i"
			      " WHERE i.account = ?1 AND i.name = ?2 AND i.at > ?3",
			      INT(r->ctx.who->account), TEXT(key), INT(oldest(r)));

	if (rc != RC_OK)
		return rc;
	enum rc found = db_next(&q) ? replay(r, key, &q) : RC_NOT_FOUND;
	rc = db_done(&q);
	return rc != RC_OK ? rc : found;
}

static enum rc remember(struct req *r, str key, str location)
{
	struct sm3 d = digest_of(r);
	str sealed;
	enum rc rc = DB_EXEC(r->ctx.db, "DELETE FROM idempotency WHERE at <= ?1", INT(oldest(r)));

	if (rc == RC_OK)
		rc = seal_text(&r->ctx, (struct key_of){ r->ctx.model->county, C4_SENSITIVE },
			       buf_view(req_body(r)), extra_of(r->ctx.mem, r->ctx.who->account, key),
			       &sealed);

	if (rc != RC_OK)
		return rc;
	return DB_EXEC(r->ctx.db,
		       "INSERT INTO idempotency (account, name, digest, at, location, etag, answer)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		       INT(r->ctx.who->account), TEXT(key), BLOB(((str){ (char *)d.b, SM3_SIZE })),
		       INT(r->ctx.now), TEXT(location), TEXT(r->reply->etag), BLOB(sealed));
}

struct unit {
	struct req *r;
	struct api_make *m;
	str key;
};

static enum rc make(struct unit *u)
{
	struct req *r = u->r;
	struct buf location = buf_new(r->ctx.mem, 200);
	int64_t id;
	enum rc rc = u->m->write(r, u->m->body, &id);

	if (rc == RC_OK)
		rc = store_settle(&r->ctx);
	if (rc == RC_OK)
		rc = u->m->answer(r, id);
	if (rc != RC_OK)
		return rc;
	buf_lit(&location, "/api/v1/");
	buf_str(&location, str_of(u->m->path));
	buf_ch(&location, '/');
	buf_int(&location, id);
	put_location(r, buf_view(&location));
	return u->key.n ? remember(r, u->key, buf_view(&location)) : RC_OK;
}

static enum rc make_job(struct ctx *c, void *arg)
{
	struct unit *u = arg;

	(void)c;
	if (u->key.n) {
		enum rc rc = answered_before(u->r, u->key);
		if (rc != RC_NOT_FOUND)
			return rc;
	}
	return make(u);
}

enum rc api_make(struct req *r, struct api_make *m)
{
	struct unit u = { .r = r, .m = m, .key = str_trim(http_header(r->http, STR("idempotency-key"))) };
	enum rc rc = m->may(r);

	if (rc == RC_OK && u.key.n > KEY_MAX) {
		problem_add(&r->ctx.problems, STR("Idempotency-Key"),
			    N_("This key is longer than 200 characters."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		rc = RC_INVALID;
	}
	if (rc == RC_OK)
		rc = api_body(r, &m->body);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, make_job, &u);
	return rc;
}
