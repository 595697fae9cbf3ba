/* obligation.h - duties turned into what is due: for each child under care and each account that works with
 * children the cases that duty.h reckons, kept as records of the kind obligation, with the roll-up that
 * compliance is read from.  Wholly computed: running it again changes nothing.  A case that is done or over
 * keeps the place and role it had then; an open one follows the child. */
#pragma once
#include "care_facts.h"
#include "duty.h"
#include "team.h"

/* Inside store_write(), for children whose levels are settled; .county 0: the child is gone, and so is what
 * was due. */
enum rc obligation_settle(struct ctx *c, const struct care_facts *f, size_t n) MUST_CHECK;
/* What becomes due, late or somebody else's turn by time alone; duties of accounts; new duties.  In units of
 * a few hundred children. */
enum rc obligation_daily(struct ctx *c) MUST_CHECK;

/* Care's own facts, and those of the rooms below that have none of their own list. */
extern const struct fact *const care_fact_list[];

/* --- the roll-up: cases by keeper, region, duty and the month of their last day --- */

extern const char obligation_ddl[];

enum { DUTY_ASKED, DUTY_IN_TIME, DUTY_LATE, DUTY_MISSED, DUTY_COUNT__N };
struct duty_counts {
	int64_t n[DUTY_COUNT__N]; /* asked - in time - late - missed: still open */
};

/* A case as it is kept. */
struct obligation {
	int64_t id, child, account;
	unsigned county;
	str duty, village;
	enum role role, now;
	int64_t school;
	day from, due, done_on, ended_on, deferred_to, step_on;
	str kind; /* of the evidence */
	int64_t evidence;
};
bool obligation_open(const struct obligation *o);

struct duty_rollup;
struct duty_rollup *duty_rollup_new(struct ctx *c);
void duty_rollup_add(struct duty_rollup *r, const struct obligation *o, int sign);
enum rc duty_rollup_flush(struct duty_rollup *r) MUST_CHECK;

/* --- for the files of obligations --- */

/* One child or account: what there is, what there should be. */
struct obligation_work {
	struct ctx *c;
	struct actor keeper;
	struct ctx one; /* the program's, in the county of the object */
	struct duty_rollup *rollup;
	struct team team;
	bool team_known;
};
struct obligations {
	struct obligation *list;
	size_t n, cap;
};
/* Who may have a turn there: a child's family needs no account to have its own. */
unsigned obligation_held(const struct team *t, const struct team_place *at);
/* Is any duty about children whose parents are away?  Then care_facts.away is needed. */
bool obligation_away(const struct duties *all);
/* All cases of a duty for one object, as rows; `like` holds object and place. */
struct obligation_reckon {
	const struct duty *duty;
	struct duty_place at;
	const struct duty_object *object;
	const struct obligation *like;
	unsigned held; /* roles somebody holds there */
};
/* Duties of accounts, of a few hundred of them after this id; *ret_n of them, 0 at the end. */
enum rc obligation_accounts(struct ctx *c, int64_t after, size_t *ret_n, int64_t *ret_last) MUST_CHECK;

#define OBLIGATION_COLUMNS                                                                                   \
	"o.id, o.county, o.child, o.account, o.duty, o.role, o.village, o.school, o.from_day, o.due,"        \
	" o.done_on, o.ended_on, o.evidence, o.evidence_id, o.deferred_to, o.now_role, o.step_on"
