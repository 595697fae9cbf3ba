#include "deed_list.h"

#include "deed_alone.h"
#include "deed_page.h"

enum { CHILD_DEEDS = 20, UNIT_MEMORY = 64 << 20, AT_ONCE = 200 };

#define DRAFT "t.state = '" CODE_DEED_STATE_DRAFT "'"
#define SIGNED "t.state = '" CODE_DEED_STATE_SIGNED "'"
#define NOTIFIED "t.state = '" CODE_DEED_STATE_NOTIFIED "'"
#define RENEW "t.state = '" CODE_DEED_STATE_RENEW_DUE "'"
#define FORCE "t.state IN ('" CODE_DEED_STATE_ACTIVE "', '" CODE_DEED_STATE_RENEW_DUE "')"
#define OVER "t.state IN ('" CODE_DEED_STATE_ENDED "', '" CODE_DEED_STATE_REVOKED "')"

/* --- lists --- */

/* What a list says: no words. */
static const uint64_t LISTED = 1ULL << DEED_CHILD | 1ULL << DEED_STATE | 1ULL << DEED_VERSION |
			       1ULL << DEED_REPLACES | 1ULL << DEED_FROM | 1ULL << DEED_TO |
			       1ULL << DEED_DIGEST | 1ULL << DEED_SIGNED_ON | 1ULL << DEED_REVOKED_ON;

enum rc deed_list(struct ctx *c, enum deed_list which, int64_t after, size_t limit, struct records *ret)
{
	struct list l = { .after = after, .limit = limit, .newest_first = true, .want = LISTED };

	switch (which) {
	case DEED_LIST_OPEN: l.where = SQL("(" DRAFT " OR " SIGNED " OR " NOTIFIED ")"); break;
	case DEED_LIST_FORCE: l.where = SQL("(" FORCE ")"); break;
	case DEED_LIST_OVER: l.where = SQL("(" OVER ")"); break;
	case DEED_LIST_NONE:
	case DEED_LIST__N: *ret = (struct records){ .n = 0 }; return RC_OK;
	}
	return record_list(c, &deed_kind, &l, ret);
}

enum rc deed_list_child(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .filter = { { DEED_CHILD, INT(child) } },
			  .nfilter = 1,
			  .limit = CHILD_DEEDS,
			  .newest_first = true,
			  .want = LISTED };

	return record_list(c, &deed_kind, &l, ret);
}

/* By the newest of its crossings; no deed that holds or is under way. */
#define LEFT_BEHIND                                                                                          \
	"(SELECT x.civil_affairs FROM crossing x WHERE x.child = t.id ORDER BY x.day DESC, x.id DESC LIMIT " \
	"1) = 1"
#define NO_DEED                                                                                              \
	"NOT EXISTS (SELECT 1 FROM deed d WHERE d.child = t.id AND d.revoked_on IS NULL"                     \
	" AND coalesce(d.ended_on, d.to_day) >= ?1)"

enum rc deed_list_none(struct ctx *c, int64_t after, size_t limit, struct records *ret)
{
	struct list l = { .v = { INT(c->today) }, .nv = 1, .after = after, .limit = limit };

	l.where = SQL(LEFT_BEHIND " AND " NO_DEED);
	return record_list(c, &child_kind, &l, ret);
}

/* --- what waits --- */

/* n, how many are late (?1 today), the next day. */
static enum rc take(enum rc rc, struct rows *q, struct today_count *ret)
{
	if (rc != RC_OK)
		return rc;
	if (db_next(q))
		*ret = (struct today_count){ .n = db_int(q, 0),
					     .late = db_int(q, 1),
					     .next = (day)db_int(q, 2) };
	return db_done(q);
}

static enum rc count_witness(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(*), 0, 0 FROM deed t WHERE {deed t} AND " DRAFT
				 " AND t.digest IS NOT NULL");

	return take(rc, &q, ret);
}

/* The notice to whom the reader answers for: the school's people, or the village's. */
static enum rc count_notice(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	bool school = c->who->role & ROLES_SCHOOL;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT count(*), sum(CASE WHEN t.due_at < ?2 THEN 1 ELSE 0 END), 0"
		" FROM deed_notice t WHERE {deed_notice t} AND t.ack_at IS NULL AND t.to_whom = ?1"
		" AND EXISTS (SELECT 1 FROM deed d WHERE d.id = t.deed AND d.state"
		" = '" CODE_DEED_STATE_NOTIFIED "')",
		TEXT(school ? STR(CODE_DEED_TO_SCHOOL) : STR(CODE_DEED_TO_VILLAGE)), INT(c->now));

	return take(rc, &q, ret);
}

static enum rc count_renew(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc =
		STORE_QUERY(c, &q, "SELECT count(*), 0, min(t.to_day) FROM deed t WHERE {deed t} AND " RENEW);

	return take(rc, &q, ret);
}

static enum rc count_none(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q, "SELECT count(*), 0, 0 FROM child t WHERE {child t} AND " LEFT_BEHIND " AND " NO_DEED,
		INT(c->today));

	return take(rc, &q, ret);
}

/* clang-format off */
const struct today_item deed_witness_today = {
	.need = ROLES_VILLAGE, .icon = "duty", .count = count_witness,
	.title = N_("Deeds of entrusted care to be signed: {0}"), .one = N_("A deed of entrusted care is to be signed"),
	.why = N_("The parent has signed; hear the child, let the carer sign, sign as witness."),
	.url = "/deeds", .verb = N_("Look"),
};
const struct today_item deed_notice_today = {
	.need = ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE, .icon = "msg", .count = count_notice,
	.title = N_("Written notices of entrusted care to acknowledge: {0}"), .one = N_("A written notice of entrusted care is to be acknowledged"),
	.why = N_("A parent tells who looks after the child while they are away."),
	.url = "/deeds", .verb = N_("Acknowledge"),
};
const struct today_item deed_renew_today = {
	.need = ROLES_VILLAGE, .icon = "day", .count = count_renew,
	.title = N_("Deeds of entrusted care that end soon: {0}"), .one = N_("A deed of entrusted care ends soon"),
	.why = N_("Ask the parent to renew it, or who looks after the child then."),
	.url = "/deeds?of=force", .verb = N_("Look"),
};
const struct today_item deed_none_today = {
	.need = ROLES_VILLAGE, .icon = "warn", .count = count_none, .told = true,
	.title = N_("Children whose parents are away, without a deed of entrusted care: {0}"), .one = N_("A child whose parents are away has no deed of entrusted care"),
	.why = N_("Help the parents to write one: it says who looks after the child, and how."),
	.url = "/deeds?of=none", .verb = N_("Look"),
};
/* clang-format on */

/* --- time alone --- */

struct due {
	int64_t id, child;
};

static enum rc find_due(struct ctx *c, struct due *list, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT d.id, d.child FROM deed d WHERE d.next_on <= ?1 ORDER BY d.id LIMIT ?2",
			      INT(c->today), INT(AT_ONCE));

	if (rc != RC_OK)
		return rc;
	while (n < AT_ONCE && db_next(&q)) {
		list[n++] = (struct due){ db_int(&q, 0), db_int(&q, 1) };
	}
	*ret_n = n;
	return db_done(&q);
}

static enum rc settle_some(struct ctx *c, void *arg)
{
	struct due list[AT_ONCE];
	size_t *n = arg;
	enum rc rc = find_due(c, list, n);

	for (size_t i = 0; i < *n && rc == RC_OK; i++) {
		struct actor program = actor_system(c->model->county);
		struct ctx p = ctx_system(c, &program);
		struct deed d;
		rc = deed_settle(&p, list[i].id);
		if (rc == RC_OK)
			rc = deed_whole(&p, list[i].id, &d);
		if (rc == RC_OK && d.stand == DEED_ENDED && !rec_null(&d.rec, DEED_SIGNED_ON))
			rc = deed_alone_look(
				&p, &(struct deed_left){ .child = list[i].child, .deed = list[i].id });
	}
	return rc;
}

enum rc deed_daily(struct ctx *c)
{
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);
	size_t n = AT_ONCE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n == AT_ONCE) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		n = 0;
		rc = store_write(&unit, PRIO_BULK, settle_some, &n);
	}
	arena_free(mem);
	return rc == RC_OK ? deed_alone_daily(c) : rc;
}
