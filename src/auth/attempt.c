#include "attempt.h"

static const int64_t minute = INT64_C(60) * 1000 * 1000;

/* Of the process: every thread that signs people in must see the same failures, and a request lives too short
 * to hold them. */
static struct throttle throttle = THROTTLE_INIT;

static struct sm3 key_of(struct ctx *c, str what, str value)
{
	struct sm3 d;
	struct buf name = buf_new(c->mem, 64);

	buf_lit(&name, "sign-in ");
	buf_str(&name, what);
	str key = keys_digest(c->mem, c->model->keys, buf_view(&name), value);
	memcpy(d.b, key.s, SM3_SIZE);
	return d;
}

static str bytes_of(const struct sm3 *d) { return (str){ (const char *)d->b, SM3_SIZE }; }

static struct throttle_try try_of(struct ctx *c, const struct attempt_at *at)
{
	return (struct throttle_try){ .login = key_of(c, at->what, at->name),
				      .peer = key_of(c, STR("peer"), throttle_peer(c->mem, at->peer)),
				      .has_peer = at->peer.n > 0,
				      .now = c->now,
				      .period = ctx_param(c, PARAM_SIGN_IN_LOCK_MINUTES) * minute,
				      .most = (int)ctx_param(c, PARAM_SIGN_IN_MAX_FAILURES) };
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

enum rc attempt_take(struct ctx *c, const struct attempt_at *at, struct attempt *ret)
{
	struct attempt a = { .try = try_of(c, at) };
	enum rc rc = read_failures(c, &a.try);

	if (rc == RC_OK && !throttle_take(&throttle, &a.try, &a.taken)) {
		problem_add(&c->problems, STR("wait"), N_("Too many tries. Wait some minutes."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		rc = RC_BUSY;
	}
	if (rc == RC_OK)
		*ret = a;
	return rc;
}

void attempt_give_back(const struct attempt *a) { throttle_give_back(&throttle, &a->try); }

void attempt_right(const struct attempt *a) { throttle_clear(&throttle, &a->try); }

enum rc attempt_failed(struct ctx *c, const struct attempt *a)
{
	enum rc rc = DB_EXEC(c->db, "DELETE FROM failure WHERE at <= ?1", INT(c->now - a->try.period));

	return rc != RC_OK
		       ? rc
		       : DB_EXEC(c->db,
				 "INSERT INTO failure (digest, county, strikes, at) VALUES (?1, ?2, ?3, ?4)"
				 " ON CONFLICT (digest) DO UPDATE SET strikes = excluded.strikes,"
				 " at = excluded.at",
				 BLOB(bytes_of(&a->try.login)), INT(c->model->county), INT(a->taken.strikes),
				 INT(c->now));
}

enum rc attempt_forget(struct ctx *c, const struct attempt *a)
{
	return DB_EXEC(c->db, "DELETE FROM failure WHERE digest = ?1", BLOB(bytes_of(&a->try.login)));
}

enum rc attempt_lift(struct ctx *c, const struct attempt_at *at)
{
	struct attempt a = { .try = try_of(c, at) };
	enum rc rc = attempt_forget(c, &a);

	a.try.has_peer = false;
	if (rc == RC_OK)
		throttle_clear(&throttle, &a.try);
	return rc;
}
