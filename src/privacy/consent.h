/* consent.h - what families agree to: the words, in editions that never change, and who agreed to which of
 * them, from when to when.  Personal Information Protection Law 13-17, 29-31; Regulations on the Protection
 * of Minors Online 31-32; Law on the Protection of Minors 72; Regulations on Network Data Security 22.
 *
 * A purpose whose code says "statutory" rests on a duty by law: it is shown, nobody is asked, and it always
 * holds.  For the others:
 * - A parent or guardian agrees, by a tie in force and not barred; from fourteen the child's own word is
 * noted beside it.  What was agreed to before that birthday goes on holding.
 * - Another edition of the words: what was agreed to the one before holds until `earlier_until` of the new
 * one, and ends there unless somebody agrees anew.
 * - No is remembered like yes, once for each edition: the program does not ask again by itself.
 * - A record's last day is `to`: who takes it back today ends it yesterday, so that it no longer holds. */
#pragma once
#include "record.h"

/* What must be said before anybody agrees, in the order in which it is read. */
enum consent_part {
	CONSENT_PROCESSOR, /* who */
	CONSENT_CONTACT,
	CONSENT_AIM, /* what for */
	CONSENT_METHOD,
	CONSENT_KINDS, /* of data */
	CONSENT_RETENTION,
	CONSENT_RIGHTS,
	CONSENT_NECESSITY, /* and what it means for the child */
	CONSENT_REFUSAL,   /* what happens then */
	CONSENT_PART__N
};
extern const char *const consent_part_titles[CONSENT_PART__N]; /* English, as questions */

enum {
	CONSENT_TEXT_PURPOSE,
	CONSENT_TEXT_EDITION,
	CONSENT_TEXT_FROM,
	CONSENT_TEXT_EARLIER_UNTIL,
	CONSENT_TEXT_PARTS, /* by part, then by enum lang */
	CONSENT_TEXT__N = CONSENT_TEXT_PARTS + LANG__N * CONSENT_PART__N
};
extern const struct kind consent_text_kind;

enum {
	CONSENT_CHILD,
	CONSENT_PERSON,
	CONSENT_PURPOSE,
	CONSENT_TEXT,
	CONSENT_HOW,
	CONSENT_CHILD_AGREES,
	CONSENT_FROM,
	CONSENT_TO,
	CONSENT_END,
	CONSENT_BY,
	CONSENT__N
};
extern const struct kind consent_kind;

enum { REFUSAL_CHILD, REFUSAL_PERSON, REFUSAL_PURPOSE, REFUSAL_TEXT, REFUSAL_ON, REFUSAL_BY, REFUSAL__N };
extern const struct kind consent_refusal_kind;

/* The rules of the kinds. */
void consent_text_check(struct ctx *c, const struct change *change);
void consent_check(struct ctx *c, const struct change *change);
enum rc consent_after(struct ctx *c, struct change *change); /* an older one to this purpose ends */
void consent_refusal_check(struct ctx *c, const struct change *change);

/* Whose word counts for a child of that birth on a day; pure.  At eighteen the child's alone. */
enum { CONSENT_OF_GUARDIAN = 1, CONSENT_OF_CHILD = 2 };
unsigned consent_needs(day born, day on, int child_age, int grown_age);

bool consent_statutory(str purpose);
/* May this adult agree or refuse for the child on that day? */
bool consent_may_give(struct ctx *c, int64_t child, int64_t person, day on);

/* Does the family agree, on that day, to this purpose (CODE_CONSENT_PURPOSE_...)?  True for what the law
 * demands anyway; false when it cannot be told.  The gate for rooms that keep or pass on what needs consent;
 * it asks beyond the actor's reach, and reads nothing but that. */
bool consent_holds(struct ctx *c, int64_t child, str purpose, day on);

/* Where a purpose stands for one child. */
struct consent_state {
	const struct code *purpose;
	bool statutory;
	const struct record *text;  /* the newest words in force; NULL: there are none, so nobody is asked */
	const struct record *given; /* in force today */
	const struct record *ended; /* the last that no longer is */
	const struct record *refused; /* the last no, unless somebody agreed since */
	bool older;                   /* given to an older edition than `text` */
	bool open;                    /* nobody has answered these words yet */
};
/* All purposes, in the order of their code list. */
enum rc consent_states(struct ctx *c, int64_t child, struct consent_state **ret, size_t *ret_n) MUST_CHECK;

/* Inside store_write(), as whoever acts. */
struct consent_answer {
	int64_t child, person;
	str purpose, how;
	bool yes, child_agrees;
	day from; /* 0: today */
};
enum rc consent_give(struct ctx *c, const struct consent_answer *a) MUST_CHECK;
enum rc consent_take_back(struct ctx *c, int64_t child, str purpose) MUST_CHECK;

/* What was agreed to with one county does not hold with another, to which the child has gone: that one asks
 * anew (PIPL 23).  model_settle. */
enum rc consent_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;

/* The words that come with the program, put down for the county where they are missing or older; and what has
 * lapsed by a new edition is ended.  Both idempotent. */
enum rc consent_daily(struct ctx *c) MUST_CHECK;
enum rc consent_install(struct ctx *c) MUST_CHECK; /* the first half; a unit of its own */

struct consent_words {
	str purpose;
	int edition;
	day from;
	str part[CONSENT_PART__N][LANG__N];
};
extern const struct consent_words consent_words[]; /* made of data/consent */
extern const size_t consent_nwords;

/* Which roles see a child only while a family agrees, and to what: part of `tongxin dump access`. */
struct consent_gate {
	unsigned roles;
	const char *purpose;
	const char *what; /* English: what the gate stands before */
};
extern const struct consent_gate consent_gates[];
extern const size_t consent_ngates;
void consent_gates_put(struct buf *to);
