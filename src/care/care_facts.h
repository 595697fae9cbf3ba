/* care_facts.h - what care knows of some children, loaded together: for rules (levels, duties, where a case
 * stands), never for replies.  Days and codes only: no name, no words anybody wrote.  Lists are in order of
 * day, then of id. */
#pragma once
#include "care.h"
#include "day.h"

/* From a day to its last one; to 0: it lasts. */
struct care_span {
	day from, to;
};
/* The child stands at this level from that day until the next row's. 0: no level. */
struct care_level {
	day from;
	int level;
	str reasons; /* as settled last */
};
/* Visits that another one corrects are left out: the correction stands for them. */
struct care_visit {
	int64_t id, by;
	day on;
	str role, how, met; /* met: codes of visit_met, parted by blanks */
};
struct care_assessment {
	int64_t id, by;
	day on;
	str instrument;
	int score, out_of;
};
struct care_plan {
	int64_t id;
	day from, next_on, closed_on; /* 0: none */
	str outcome;
};
struct care_review {
	int64_t id, plan, by;
	day on, next_on;
	str decision;
};
enum care_finding_state { CARE_STANDS, CARE_CONTESTED, CARE_UPHELD, CARE_WITHDRAWN };
struct care_finding {
	int64_t id, by;
	day on, over; /* over: from then on it is not so any more; 0: it lasts */
	str indicator;
	enum care_finding_state state;
	str evidence, evidence_id; /* name of the kind it rests on, and its record; empty: somebody's own eyes
				    */
};
struct care_decision {
	int64_t id, by;
	day on;
	bool up;
	int level;
};
struct care_conference {
	int64_t id;
	day on, held_on; /* held_on 0: not held */
	str state;
};
struct care_referral {
	int64_t id;
	str state;
	int64_t sent_at, due_at, decided_at, done_at; /* instants; 0: not yet */
};
/* An adult who looks after the child day by day, as they are today. */
struct care_carer {
	int64_t person;
	day from, to, born; /* born 0: not known */
	str health, ability;
	int children; /* how many children they look after today */
};

/* What is known of one child. */
struct care_facts {
	int64_t child;
	unsigned county;
	day born;
	str village;    /* where it lives, 12 digits; else of its household, 6 or more; empty: not known */
	int64_t school; /* today; 0: none */
	/* Under care: left behind by civil affairs' definition, or in difficulty.  Spans apart, oldest first.
	 * Their first day is at the earliest 20200101: what lies before nobody can make good. */
	struct care_span *care;
	struct care_level *level; /* as settled last */
	struct care_visit *visit;
	struct care_assessment *assessment;
	struct care_plan *plan;
	struct care_review *review;
	struct care_finding *finding;
	struct care_decision *decision;
	struct care_conference *conference;
	struct care_referral *referral;
	struct care_carer *carer;
	struct care_span
		*dropout; /* out of school by the roll: from the end of an enrolment until the next */
	/* Some parent owes the child a word each week (away.h); not loaded by care_facts_load(). */
	struct care_span *away;
	size_t naway, ncare, nlevel, nvisit, nassessment, nplan, nreview, nfinding, ndecision, nconference,
		nreferral, ncarer, ndropout;
};

/* Of these children in this order, a handful of statements for sixteen at a time.  A child that is gone has
 * .county 0.  In c->mem; on c->db, the writer's within store_write().  No reach is asked: see above. */
enum rc care_facts_load(struct ctx *c, const int64_t *child, size_t n, struct care_facts *ret) MUST_CHECK;

bool care_facts_under(const struct care_facts *f, day on); /* under care on that day */
const struct care_visit *care_facts_last_visit(const struct care_facts *f,
					       day on); /* NULL: none until then */

/* Which of these have anything to do with care: under it now or once, or with any record of it.  The others
 * cost one statement for sixteen.  ret: room for n. */
enum rc care_facts_concerned(struct ctx *c, const int64_t *child, size_t n, int64_t *ret,
			     size_t *ret_n) MUST_CHECK;
