#include "notice_live.h"
#include "account.h"
#include "events.h"
#include "logline.h"

#include <stdlib.h>

/* --- for whom a notice is --- */

enum { ACTORS_MAX = 16 };

/* Who an account may act as today: as itself, or a deputy. */
static enum rc read_actors(struct ctx *c, int64_t account, struct actor *ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " ACCOUNT_ACTOR " FROM account b JOIN account a ON a.id IN"
			      " (SELECT b.id UNION SELECT d.account FROM deputy d WHERE d.deputy = ?1"
			      " AND d.from_day <= ?2 AND d.to_day >= ?2)"
			      " WHERE b.id = ?1 AND (a.disabled IS NULL OR a.disabled = 0)"
			      " AND (b.disabled IS NULL OR b.disabled = 0) ORDER BY a.id",
			      INT(account), INT(c->today));

	if (rc != RC_OK)
		return rc;
	while (n < ACTORS_MAX && db_next(&q))
		n += account_actor(c, &q, 0, &ret[n]);
	*ret_n = n;
	return db_done(&q);
}

static bool concerns(const struct told *t, const struct actor *who)
{
	if (!t->notice)
		return false;
	return t->account ? t->account == who->account : t->role == who->role && t->county == who->county;
}

static enum rc finds_as(struct ctx *c, const struct actor *who, const struct told *list, size_t n, bool *ret)
{
	struct ctx own = *c;

	own.who = who;
	for (size_t i = 0; i < n; i++) {
		struct record notice;
		if (!concerns(&list[i], who))
			continue;
		enum rc rc = record_load(&own, &notice_kind, list[i].notice, &notice);
		if (rc == RC_OK)
			*ret = true;
		if (rc != RC_NOT_FOUND)
			return rc;
	}
	return RC_OK;
}

enum rc notice_finds(struct ctx *c, int64_t account, const struct told *list, size_t n, bool *ret)
{
	struct actor as[ACTORS_MAX];
	size_t nas = 0;
	bool finds = false;
	enum rc rc = read_actors(c, account, as, &nas);

	for (size_t i = 0; i < nas && rc == RC_OK && !finds; i++)
		rc = finds_as(c, &as[i], list, n, &finds);
	if (rc == RC_OK)
		*ret = finds;
	return rc;
}

/* --- on a worker with nothing else to do: one look for each listener whom it may concern --- */

enum { LIST_MEMORY = 1 << 20, LOOK_MEMORY = 8 << 20, PACK = (HTTP_NOTE_MAX - 16) / sizeof(struct told) };
struct pack {
	const struct app *app;
	size_t n;
	struct told told[PACK];
};

/* Accounts, sorted. */
struct listeners {
	int64_t *account;
	bool *maybe;
	size_t n;
};

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void mark(struct listeners *l, int64_t account)
{
	const int64_t *found = bsearch(&account, l->account, l->n, sizeof account, by_number);

	if (found)
		l->maybe[found - l->account] = true;
}

/* Thousands may listen where a notice is for one: so it is asked first for whom it is, and not of each
 * listener what it may find. */
static enum rc mark_concerned(struct ctx *c, struct listeners *l, const struct told *t)
{
	struct rows q;
	enum rc rc =
		t->account
			? DB_QUERY(c->db, &q,
				   "SELECT d.deputy FROM deputy d WHERE d.account = ?1"
				   " AND d.from_day <= ?2 AND d.to_day >= ?2",
				   INT(t->account), INT(c->today))
			: DB_QUERY(c->db, &q,
				   "SELECT a.id FROM account a WHERE a.role = ?1 AND a.county = ?2"
				   " UNION SELECT d.deputy FROM deputy d JOIN account a ON a.id = d.account"
				   " WHERE a.role = ?1 AND a.county = ?2"
				   " AND d.from_day <= ?3 AND d.to_day >= ?3",
				   TEXT(str_of(role_code(t->role))), INT(t->county), INT(c->today));

	if (rc != RC_OK)
		return rc;
	mark(l, t->account);
	while (db_next(&q))
		mark(l, db_int(&q, 0));
	return db_done(&q);
}

static enum rc tell_listeners(const struct pack *p, struct ctx *c, struct listeners *l)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < p->n && rc == RC_OK; i++)
		rc = mark_concerned(c, l, &p->told[i]);
	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		bool finds = false;
		if (l->maybe[i])
			rc = notice_finds(c, l->account[i], p->told, p->n, &finds);
		if (rc == RC_OK && finds)
			rc = http_events_publish(p->app->server, l->account[i], "notice", STR(""));
		if (l->maybe[i])
			arena_reset(c->mem);
	}
	return rc;
}

static void tell(void *ctx, const void *bytes)
{
	const struct pack *p = bytes;
	struct arena list, look;

	(void)ctx;
	arena_init(&list, LIST_MEMORY);
	arena_init(&look, LOOK_MEMORY);
	struct listeners l = { .account = NEW(&list, int64_t, EVENTS_STREAMS_MAX),
			       .maybe = NEW(&list, bool, EVENTS_STREAMS_MAX) };
	l.n = http_events_topics(p->app->server, l.account, EVENTS_STREAMS_MAX);
	struct db *db = l.n ? readers_take(p->app->readers) : NULL;
	int64_t now = p->app->now(p->app->clock);
	struct ctx c = { .mem = &look,
			 .db = db,
			 .model = p->app->model,
			 .who = &actor_nobody,
			 .via = VIA_TIMER,
			 .now = now,
			 .today = instant_day(now),
			 .problems = { .mem = &look } };
	if (db) {
		if (tell_listeners(p, &c, &l) != RC_OK)
			logline(LOG_WARN, "notice", "not everybody who listens could be told");
		readers_give(p->app->readers, db);
	}
	arena_free(&look);
	arena_free(&list);
}

void notice_told(void *arg, const struct told *list, size_t n)
{
	const struct app *app = arg;
	struct pack p = { .app = app };

	if (!app->server)
		return;
	for (size_t i = 0; i < n; i++) {
		if (!list[i].notice)
			http_events_end(app->server, list[i].account);
		else
			p.told[p.n++] = list[i];
		if (p.n && (p.n == PACK || i + 1 == n)) {
			if (!http_later(app->server, &(struct http_note){ tell, NULL, &p, sizeof p }))
				logline(LOG_WARN, "notice", "nobody who listens was told: too much to do");
			p.n = 0;
		}
	}
}
