/* unattended.h - do the parents' circumstances say that a child is an orphan, or de facto unattended
 * (事实无人抚养儿童)?  Pure functions over plain facts: no database, no clock.  They propose, officials
 * certify (kind difficulty): what counts is the certificate.
 *
 * - Orphan (国办发〔2010〕54号): under eighteen, and both parents have died.
 *
 * - De facto unattended (民发〔2019〕62号, 民发〔2020〕125号): under eighteen, and each parent is severely
 *   disabled or seriously ill (here: guardianship lost, which a revoked guardianship is too), imprisoned,
 *   under compulsory rehabilitation or otherwise held, missing or deported; or one has died and the other is
 *   so.
 *
 * A parent is whoever standing.h takes for one; a third one, by marriage or adoption, must be so as well.
 * One who is away for work answers for the child: that is no reason.  With fewer than two parents entered and
 * none of them able nobody can say, since the other one may be. */
#pragma once
#include "standing.h"

/* As crossings keep it (CROSSING_PROPOSED; unknown is NULL there). */
enum unattended_says { UNATTENDED_UNKNOWN = -1, UNATTENDED_NO, UNATTENDED_ORPHAN, UNATTENDED_YES };

enum unattended_why {
	UNATTENDED_WHY_NOT_BORN,
	UNATTENDED_WHY_OF_AGE, /* on: birthday, age: the age */
	UNATTENDED_WHY_NO_PARENT_TIED,
	UNATTENDED_WHY_ONE_PARENT_TIED,
	UNATTENDED_WHY_ABLE, /* of a parent, as all that follow */
	UNATTENDED_WHY_UNABLE,
	UNATTENDED_WHY_DEAD,
	UNATTENDED_WHY_MISSING,
	UNATTENDED_WHY_IMPRISONED,
	UNATTENDED_WHY_DETAINED,
	UNATTENDED_WHY_DEPORTED,
	UNATTENDED_WHY__N
};

/* One sentence of an explanation: unattended_reason_put() says it. */
struct unattended_reason {
	enum unattended_why code;
	enum standing_relation relation; /* whom it is about, else 0 */
	day on;                          /* since then; 0: always, or not known since when */
	int age;
	int64_t person; /* 0: the child */
	int64_t about;  /* the circumstance it rests on; 0: none */
};

struct unattended {
	enum unattended_says says;
	const struct unattended_reason *reasons;
	size_t nreasons;
};

/* max_age: the birthday on which childhood ends, 18. */
void unattended_at(struct arena *mem, const struct standing_facts *facts, int max_age, day on,
		   struct unattended *ret);
/* The answer alone. */
enum unattended_says unattended_on(const struct standing_facts *facts, int max_age, day on);
/* The next day after `after` on which the answer changes by time alone; 0: never. */
day unattended_next(const struct standing_facts *facts, int max_age, day after);

const char *unattended_reason_text(enum unattended_why code); /* English: {0} whom {1} on {2} age */
void unattended_reason_put(struct buf *b, enum lang lang, const struct unattended_reason *reason);
/* The code in cid_class of what is proposed; NULL: nothing is. */
const char *unattended_category(enum unattended_says says);
