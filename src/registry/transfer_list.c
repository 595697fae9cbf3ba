/* Which transfers there are for a reader, and which of them wait. */
#include "transfer.h"

#define ASKED "t.state = '" CODE_TRANSFER_STATE_ASKED "'"
/* Whose turn it is: of the school ?1 (a head's), or of the county ?2 (the officer's). */
#define OF_SCHOOL                                                                                            \
	"((t.side = '" CODE_TRANSFER_SIDE_RECEIVING "' AND t.from_school = ?1)"                              \
	" OR (t.side = '" CODE_TRANSFER_SIDE_GIVING "' AND t.to_school = ?1))"
#define OF_COUNTY                                                                                            \
	"((t.side = '" CODE_TRANSFER_SIDE_RECEIVING "' AND t.from_county = ?2)"                              \
	" OR (t.side = '" CODE_TRANSFER_SIDE_GIVING "' AND t.to_county = ?2))"
/* Somebody is kept away from the child: the officer's alone. */
#define GUARDED                                                                                              \
	"EXISTS (SELECT 1 FROM tie i WHERE i.child = t.child AND i.barred = 1"                               \
	" AND (i.from_day IS NULL OR i.from_day <= ?3) AND (i.to_day IS NULL OR i.to_day >= ?3))"
/* The child is at no school: there is no head to ask. */
#define NO_HEAD "(t.side = '" CODE_TRANSFER_SIDE_RECEIVING "' AND t.from_school IS NULL)"
#define FOR_HEAD ASKED " AND " OF_SCHOOL " AND NOT " GUARDED
#define FOR_OFFICER ASKED " AND " OF_COUNTY " AND (t.due_on < ?3 OR " NO_HEAD " OR " GUARDED ")"
#define HEADED "(t.asked_by IS NULL OR t.asked_by <> ?4)"

static enum rc count(struct ctx *c, struct today_count *ret)
{
	const struct actor *who = c->who;
	struct rows q;
	enum rc rc;

	if (who->role == ROLE_HEAD)
		rc = STORE_QUERY(
			c, &q,
			"SELECT count(*), sum(CASE WHEN t.due_on < ?3 THEN 1 ELSE 0 END), min(t.due_on)"
			" FROM transfer t WHERE {transfer t} AND " FOR_HEAD " AND " HEADED " AND ?2 <> 0",
			INT(who->school), INT(who->county), INT(c->today), INT(who->account));
	else
		rc = STORE_QUERY(
			c, &q,
			"SELECT count(*), sum(CASE WHEN t.due_on < ?3 THEN 1 ELSE 0 END), min(t.due_on)"
			" FROM transfer t WHERE {transfer t} AND " FOR_OFFICER " AND " HEADED " AND ?1 >= 0",
			INT(who->school), INT(who->county), INT(c->today), INT(who->account));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = (struct today_count){ db_int(&q, 0), db_int(&q, 1), (day)db_int(&q, 2) };
	return db_done(&q);
}

const struct today_item transfer_today = {
	.need = ROLES_TRANSFER,
	.icon = "class",
	.count = count,
	.title = N_("Transfers that wait for your answer: {0}"),
	.one = N_("A transfer waits for your answer"),
	.why = N_("Until it is answered the child belongs to neither school with all its papers."),
	.url = "/transfers",
	.verb = N_("Answer"),
};

/* The officer's first list holds what heads are still to answer as well, after what is the officer's. */
static const struct sql *where_of(enum transfer_list which, bool head)
{
	switch (which) {
	case TRANSFER_TO_ANSWER:
		return head ? SQL(ASKED " AND " OF_SCHOOL " AND ?2 <> 0")
			    : SQL(ASKED " AND " OF_COUNTY " AND ?1 >= 0");
	case TRANSFER_ASKED:
		return head ? SQL(ASKED " AND NOT " OF_SCHOOL " AND ?2 <> 0")
			    : SQL(ASKED " AND NOT " OF_COUNTY " AND ?1 >= 0");
	case TRANSFER_DONE:
	case TRANSFER_LIST__N: break;
	}
	return SQL("t.state <> '" CODE_TRANSFER_STATE_ASKED "' AND ?1 >= 0 AND ?2 <> 0");
}

enum rc transfer_list(struct ctx *c, enum transfer_list which, int64_t after, size_t limit,
		      struct records *ret)
{
	struct list l = { .where = where_of(which, c->who->role == ROLE_HEAD),
			  .v = { INT(c->who->school), INT(c->who->county) },
			  .nv = 2,
			  .after = after,
			  .limit = limit,
			  .newest_first = which == TRANSFER_DONE };

	return record_list(c, &transfer_kind, &l, ret);
}
