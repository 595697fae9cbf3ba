/* Which referrals there are for a reader, which of them wait, and what nobody answers. */
#include "agency.h"
#include "notice.h"
#include "referral.h"

#define SENT "t.state = '" CODE_REFERRAL_STATE_SENT "'"
#define TAKEN "t.state = '" CODE_REFERRAL_STATE_ACCEPTED "'"

/* --- what waits --- */

/* ?5 the instant by which it should have been answered; who sent it does not answer it. */
static enum rc count_waits(struct ctx *c, struct today_count *ret)
{
	struct val own[4];
	struct rows q;
	int64_t next = 0;

	agency_own(c, own);
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(*), sum(CASE WHEN t.due_at < ?5 THEN 1 ELSE 0 END),"
				 " min(t.due_at) FROM referral t WHERE {referral t} AND " SENT
				 " AND " AGENCY_OWN " AND (t.by_account IS NULL OR t.by_account <> ?6)",
				 own[0], own[1], own[2], own[3], INT(c->now), INT(c->who->account));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		*ret = (struct today_count){ .n = db_int(&q, 0), .late = db_int(&q, 1) };
		next = db_int(&q, 2);
	}
	ret->next = ret->n ? instant_day(next) : 0;
	return db_done(&q);
}

static enum rc count_taken(struct ctx *c, struct today_count *ret)
{
	struct val own[4];
	struct rows q;

	agency_own(c, own);
	enum rc rc = STORE_QUERY(
		c, &q, "SELECT count(*) FROM referral t WHERE {referral t} AND " TAKEN " AND " AGENCY_OWN,
		own[0], own[1], own[2], own[3]);

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		ret->n = db_int(&q, 0);
	return db_done(&q);
}

/* The sender sees their own; the supervisor and civil affairs all within reach: they can ring somebody up.
 * Not what waits for themselves, which stands there already. */
static enum rc count_silent(struct ctx *c, struct today_count *ret)
{
	bool all = c->who->role & (ROLE_SUPERVISOR | ROLE_CIVIL);
	struct val own[4];
	struct rows q;

	agency_own(c, own);
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(*) FROM referral t WHERE {referral t} AND " SENT
				 " AND t.due_at < ?5 AND (?7 = 1 OR t.by_account = ?6 OR t.by_account = ?1)"
				 " AND NOT " AGENCY_OWN,
				 own[0], own[1], own[2], own[3], INT(c->now), INT(c->who->account), INT(all));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		ret->n = ret->late = db_int(&q, 0);
	return db_done(&q);
}

/* clang-format off */
const struct today_item referral_waits_today = {
	.need = ROLES_REFERRAL_READ, .icon = "msg", .count = count_waits,
	.title = N_("Referrals that wait for your answer: {0}"), .one = N_("A referral waits for your answer"),
	.why = N_("Somebody asks your agency to help a child."),
	.url = "/referrals?of=us", .verb = N_("Answer"),
};
const struct today_item referral_taken_today = {
	.need = ROLES_REFERRAL_READ, .icon = "duty", .count = count_taken,
	.title = N_("Referrals you have taken on: {0}"), .one = N_("You have taken on a referral"),
	.why = N_("When it is done, say what came of it: whoever sent it waits for that."),
	.url = "/referrals?of=us", .verb = N_("Look"),
};
const struct today_item referral_silent_today = {
	.need = ROLES_REFER, .icon = "warn", .count = count_silent,
	.title = N_("Referrals without an answer in time: {0}"), .one = N_("A referral has had no answer in time"),
	.why = N_("Ring the agency up, or send it to another one."),
	.url = "/referrals?of=sent", .verb = N_("Look"),
};
/* clang-format on */

/* --- lists --- */

enum rc referral_list(struct ctx *c, enum referral_list which, int64_t after, size_t limit,
		      struct records *ret)
{
	struct list l = { .nv = 4,
			  .after = after,
			  .limit = limit,
			  .newest_first = true,
			  .want = ~(1ULL << REFERRAL_SHARED | 1ULL << REFERRAL_REASON |
				    1ULL << REFERRAL_ANSWER | 1ULL << REFERRAL_OUTCOME) };

	switch (which) {
	case REFERRAL_TO_US: l.where = SQL("(" SENT " OR " TAKEN ") AND " AGENCY_OWN); break;
	case REFERRAL_FROM_US: l.where = SQL("(" SENT " OR " TAKEN ") AND NOT " AGENCY_OWN); break;
	case REFERRAL_ENDED:
	case REFERRAL_LIST__N:
		l.nv = 0;
		l.where = SQL("t.state IN ('" CODE_REFERRAL_STATE_REJECTED "', '" CODE_REFERRAL_STATE_DONE
			      "', '" CODE_REFERRAL_STATE_WITHDRAWN "')");
	}
	agency_own(c, l.v);
	return record_list(c, &referral_kind, &l, ret);
}

/* Of danger nothing is shown: who is told might be who it comes from.  So too what the sender kept quiet. */
enum rc referral_shared(struct ctx *c, int64_t child, struct records *ret)
{
	struct actor program = actor_system(c->who->county);
	struct ctx p = ctx_system(c, &program);
	struct list l = { .where = SQL("t.child = ?1 AND (t.quiet IS NULL OR t.quiet = 0)"),
			  .v = { INT(child) },
			  .nv = 1,
			  .newest_first = true,
			  .want = 1ULL << REFERRAL_TO | 1ULL << REFERRAL_WHAT | 1ULL << REFERRAL_BASIS |
				  1ULL << REFERRAL_LAW | 1ULL << REFERRAL_PARTS | 1ULL << REFERRAL_STATE |
				  1ULL << REFERRAL_SENT_AT };

	p.seen = NULL;
	p.purpose = (str){ NULL, 0 };
	return record_list(&p, &referral_kind, &l, ret);
}

/* --- silence --- */

enum { AT_ONCE = 200 };
struct silent {
	int64_t id, child, by;
	unsigned county;
};

/* Nobody was told of it yet. */
static enum rc find_silent(struct ctx *c, struct silent *ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT t.id, t.child, t.by_account, t.county FROM referral t WHERE " SENT
			      " AND t.due_at < ?1 AND NOT EXISTS (SELECT 1 FROM notice n"
			      " WHERE n.record = CAST(t.id AS text) AND n.about = 'referrals'"
			      " AND n.code = '" CODE_NOTICE_CODE_REFERRAL_SILENT "') ORDER BY t.id LIMIT ?2",
			      INT(c->now), INT(AT_ONCE));

	if (rc != RC_OK)
		return rc;
	while (n < AT_ONCE && db_next(&q)) {
		ret[n++] = (struct silent){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2),
					    (unsigned)db_int(&q, 3) };
	}
	*ret_n = n;
	return db_done(&q);
}

static enum rc tell_silent(struct ctx *c, const struct silent *s)
{
	struct notice_new n = { .code = CODE_NOTICE_CODE_REFERRAL_SILENT,
				.county = s->county,
				.about = "referrals",
				.record = s->id };
	enum rc rc = RC_OK;

	if (s->by) {
		n.to_account = s->by;
		rc = notice_put(c, &n);
	}
	n.to_account = 0;
	n.to_role = ROLE_CIVIL;
	if (rc == RC_OK)
		rc = notice_put(c, &n);
	n.to_role = ROLE_SUPERVISOR;
	n.child = s->child; /* whose reach it lies in */
	return rc == RC_OK ? notice_put(c, &n) : rc;
}

static enum rc silent_job(struct ctx *c, void *arg)
{
	struct silent *list = NEW(c->mem, struct silent, AT_ONCE);
	size_t *n = arg;
	enum rc rc = find_silent(c, list, n);

	for (size_t i = 0; i < *n && rc == RC_OK; i++)
		rc = tell_silent(c, &list[i]);
	return rc;
}

enum rc referral_daily(struct ctx *c)
{
	size_t n = AT_ONCE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n == AT_ONCE) {
		n = 0;
		rc = store_write(c, PRIO_BULK, silent_job, &n);
	}
	return rc;
}
