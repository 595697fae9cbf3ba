/* What is said of some children: written down, in the log of calls, in the log of messages. */
#include "codes.h"
#include "contact.h"
#include "fact.h"

#define MINUTES_UNKNOWN " CASE WHEN t.minute_of_day IS NULL THEN 1 ELSE 0 END"
#define PARENTS(child, person)                                                                               \
	" AND EXISTS (SELECT 1 FROM tie i WHERE i.child = " child " AND i.person = " person                  \
	" AND i.relation IN ('50', '51', '52', '57', '58'))"

static unsigned whom_of(str code)
{
	if (str_eq(code, STR(CODE_CONTACT_WHOM_BOTH)))
		return LEDGER_CHILD | LEDGER_CARER;
	return str_eq(code, STR(CODE_CONTACT_WHOM_CARER)) ? LEDGER_CARER : LEDGER_CHILD;
}

static struct ledger_entry entry_at(struct ctx *c, const struct rows *q)
{
	return (struct ledger_entry){
		.from = (enum ledger_from)db_int(q, 1),
		.id = db_int(q, 2),
		.person = db_int(q, 3),
		.call = db_int(q, 4),
		.corrects = db_int(q, 5),
		.at = db_int(q, 6),
		.whom = whom_of(db_text(q, 7)),
		.reached = str_eq(db_text(q, 8), STR(CODE_CONTACT_OUTCOME_REACHED)),
		.untimed = db_int(q, 9) != 0,
		.channel = db_dup(c->mem, q, 10),
		.source = db_dup(c->mem, q, 11),
	};
}

/* A call counts when it lasted, for every relative who was in it or whom the plain telephone reached; a
 * message of the family once the child has heard it.  coalesce() keeps SQLite from the index of states, by
 * which it would walk all calls that ever were. */
#define SAID(of, least)                                                                                      \
	"SELECT t.child, 0, t.id, t.person, coalesce(t.call, 0), coalesce(t.corrects, 0), t.when_at,"        \
	" t.whom, t.outcome," MINUTES_UNKNOWN ", t.channel, t.source FROM contact t"                         \
	" WHERE t.when_at IS NOT NULL AND t.child " of                                                       \
	" UNION ALL SELECT k.child, 1, k.id, y.person, k.id, 0, k.started_at, 'child', 'reached', 0,"        \
	" CASE WHEN y.rung = 'phone' THEN 'phone' WHEN y.rung IN ('audio', 'audio60') THEN 'audio'"          \
	" ELSE k.channel END, 'call' FROM call k JOIN call_party y ON y.call = k.id"                         \
	" WHERE coalesce(k.state, '') = 'done' AND k.seconds >= " least " AND k.started_at IS NOT NULL"      \
	" AND y.person IS NOT NULL AND (y.joined_at IS NOT NULL OR y.rung = 'phone')"                        \
	" AND k.child " of PARENTS(                                                                          \
		"k.child", "y.person") " UNION ALL SELECT m.child, 2, m.id, m.person, 0, 0, m.heard_at, "    \
				       "'child', 'reached', 0,"                                              \
				       " 'message', 'message' FROM message m WHERE m.from_side = 'family' "  \
				       "AND m.heard_at IS NOT NULL"                                          \
				       " AND m.person IS NOT NULL AND m.child " of PARENTS("m.child",        \
											   "m.person")

/* Of one child, as its file asks, without SQLite's making a table of sixteen times the same. */
static enum rc query(struct ctx *c, const int64_t *child, size_t n, struct rows *ret)
{
	struct val v[DB_AT_ONCE + 1], least = INT(ctx_param(c, PARAM_FAMILY_CALL_COUNTED_SECONDS));

	if (n == 1)
		return db_query(c->db, ret, SQL(SAID("= ?1", "?2")), VALS(INT(child[0]), least));
	db_sixteen(child, n, v);
	v[DB_AT_ONCE] = least;
	return db_query(c->db, ret, SQL(SAID("IN " DB_SIXTEEN, "?17")), v, COUNT(v));
}

struct said_row {
	int64_t child;
	struct ledger_entry e;
};

static enum rc load_some(struct ctx *c, const int64_t *child, size_t n, struct contact_said *ret)
{
	struct said_row *row = NULL;
	size_t found = 0, cap = 0;
	struct rows q;
	enum rc rc = query(c, child, n, &q);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		row = GROWN(c->mem, row, found, &cap);
		row[found++] = (struct said_row){ db_int(&q, 0), entry_at(c, &q) };
	}
	rc = db_done(&q);
	int same = (int)ctx_param(c, PARAM_FAMILY_CONTACT_SAME_MINUTES);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		ret[i] = (struct contact_said){ .list = NEW(c->mem, struct ledger_entry, found + 1) };
		for (size_t k = 0; k < found; k++)
			if (row[k].child == child[i])
				ret[i].list[ret[i].n++] = row[k].e;
		ledger_merge(c->mem, ret[i].list, ret[i].n, same, &ret[i].talks);
	}
	return rc;
}

enum rc contact_load(struct ctx *c, const int64_t *child, size_t n, struct contact_said *ret)
{
	enum rc rc = RC_OK;

	for (size_t at = 0; at < n && rc == RC_OK; at += DB_AT_ONCE)
		rc = load_some(c, child + at, n - at < DB_AT_ONCE ? n - at : DB_AT_ONCE, ret + at);
	return rc;
}

struct ledger_rules contact_rules(const struct ctx *c)
{
	return (struct ledger_rules){ .parent = (int)ctx_param(c, PARAM_FAMILY_CONTACT_NUDGE_DAYS),
				      .teacher = (int)ctx_param(c, PARAM_FAMILY_CONTACT_TEACHER_DAYS),
				      .township = (int)ctx_param(c, PARAM_FAMILY_CONTACT_TOWNSHIP_DAYS) };
}

/* --- as facts of the duties --- */

static enum rc load_facts(struct ctx *c, const int64_t *child, size_t n, unsigned whom, struct fact_days *ret)
{
	static const char *const kind[] = {
		[LEDGER_WRITTEN] = "contact", [LEDGER_CALL] = "call", [LEDGER_MESSAGE] = "message"
	};
	struct contact_said said[FACT_OBJECTS];
	struct fact_days days = { NULL, 0 };
	size_t most = 0;
	enum rc rc = contact_load(c, child, n, said);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		most += said[i].talks.n;
	days.list = NEW(c->mem, struct fact_day, most + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < said[i].talks.n; k++) {
			const struct ledger_talk *t = &said[i].talks.list[k];
			if ((t->whom & whom) && t->on <= c->today)
				days.list[days.n++] = (struct fact_day){ child[i], t->on,
									 kind[t->entry->from], t->entry->id };
		}
	*ret = days;
	return RC_OK;
}

static enum rc load_with_child(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return load_facts(c, child, n, LEDGER_CHILD, ret);
}

static enum rc load_with_carer(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return load_facts(c, child, n, LEDGER_CARER, ret);
}

const struct fact contact_child_fact = { "contact_child", FACT_CHILD, load_with_child };
const struct fact contact_carer_fact = { "contact_carer", FACT_CHILD, load_with_carer };
