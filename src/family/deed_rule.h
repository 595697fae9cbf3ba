/* deed_rule.h - where a deed of entrusted care stands on a day, what it lacks, and when a child is left
 * alone.  Pure over plain facts: no database, no clock, so the past and the future are answered like today.
 *
 * - Signed: by the parent, the carer and the witness, and the child was heard where it has to be: from
 *   hear_age on (Civil Code art. 19), by its age on the day the parent signs.
 * - Notified: the written notices are sent.  In force: each of them is acknowledged and the first day has
 *   come.  What was signed binds; what is missing then is somebody's to do, and has a clock.
 * - Renewal is due during its last renew_days, unless the next version is signed already.
 * - It ends with its last day, or the day before the next version begins; revoked, it ends at once. */
#pragma once
#include "base.h"
#include "day.h"

struct deed_params {
	int hear_age;    /* heard from this age on: 8 */
	int carer_age;   /* of full capacity: 18 */
	int renew_days;  /* before the last day: 30 */
	int notice_days; /* after signing: 7 */
	int watch_age;   /* younger ones are never unattended: 8 */
	int alone_age;   /* younger ones never live alone: 16 */
	int max_age;     /* a child until then: 18 */
};

enum { DEED_GROUNDS = 4 };                               /* that exclude a carer, LPM 22 */
enum deed_answer { DEED_UNANSWERED, DEED_NO, DEED_YES }; /* to one of them */
/* Days; 0: not yet. */
struct deed_facts {
	day born; /* the child */
	day from, to;
	day parent, carer, witness, heard; /* signed, the child heard */
	bool school;                       /* a notice to a school is needed */
	day sent, ack_school, ack_village;
	day ended; /* its last day, because a next version is signed */
	day revoked;
};
enum deed_stand {
	DEED_DRAFT,
	DEED_SIGNED,
	DEED_NOTIFIED,
	DEED_ACTIVE,
	DEED_RENEW_DUE,
	DEED_ENDED,
	DEED_REVOKED,
	DEED_STAND__N
};
enum deed_stand deed_stand_on(const struct deed_facts *f, const struct deed_params *p, day on);
/* The next day after `after` on which it stands differently if nothing is done; 0: never. */
day deed_stand_next(const struct deed_facts *f, const struct deed_params *p, day after);
const char *deed_stand_code(enum deed_stand stand); /* of the list deed_state */

bool deed_must_hear(const struct deed_facts *f, const struct deed_params *p, day on);
day deed_signed_on(const struct deed_facts *f, const struct deed_params *p);  /* 0: not by all */
day deed_noted_on(const struct deed_facts *f);                                /* 0: not by all */
day deed_last_day(const struct deed_facts *f);                                /* as things stand */
day deed_notice_due(const struct deed_facts *f, const struct deed_params *p); /* 0: not signed */
/* Somebody else has taken the child's care on that day: signed by all, begun, not over. */
bool deed_binds(const struct deed_facts *f, const struct deed_params *p, day on);
/* A day that both hold?  Drafts bind nobody. */
bool deed_overlaps(day from, day to, day other_from, day other_to);

/* --- what keeps it from being signed --- */

enum deed_lack {
	DEED_NO_CAUSE = 1 << 0,
	DEED_UNDECLARED = 1 << 1, /* one of the four is not answered */
	DEED_EXCLUDED = 1 << 2,   /* one of them is so */
	DEED_UNHEARD = 1 << 3,
	DEED_NO_PERIOD = 1 << 4,   /* empty, backwards or a single day */
	DEED_PAST = 1 << 5,        /* it would be over already */
	DEED_TOO_LONG = 1 << 6,    /* beyond childhood */
	DEED_CARER_MINOR = 1 << 7, /* or not known to be of age */
	DEED_CARER_BARRED = 1 << 8,
	DEED_CARER_PARTY = 1 << 9, /* parent and carer are one */
	DEED_CARER_UNABLE = 1 << 10,
};
struct deed_terms {
	bool cause;
	enum deed_answer ground[DEED_GROUNDS];
	day carer_born; /* 0: not known */
	bool carer_barred, carer_self, carer_unable;
};
/* Bits of enum deed_lack on the day of signing. */
unsigned deed_lacks(const struct deed_facts *f, const struct deed_terms *t, const struct deed_params *p,
		    day on);

/* --- left alone: Law on the Protection of Minors art. 21 --- */

enum deed_alone {
	DEED_CARED,
	DEED_UNATTENDED,  /* too young, and nobody is there */
	DEED_NEEDS_CARE,  /* a child that needs special care, and nobody is there */
	DEED_LIVES_ALONE, /* under sixteen, and no adult lives with it */
};
struct deed_home {
	day born;
	bool special; /* needs special care for reasons of body or mind */
	int adults;   /* parents at home, carers and others of age who live with it, able and not barred */
};
enum deed_alone deed_alone_on(const struct deed_home *h, const struct deed_params *p, day on);
const char *deed_alone_indicator(enum deed_alone alone); /* a code of indicator.csv; NULL: none */
