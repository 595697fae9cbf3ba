/* deed.h - a parent who is away for a good reason entrusts the daily care of a child to somebody able
 * (委托照护): Law on the Protection of Minors 22 to 24 and 43.
 *
 * - A deed is written by a parent or guardian, or for them by the child director; it stays a draft, open to
 * change, until the parent signs.  From then on its text is fixed: a change is a new version that says which
 * one it follows.
 * - The parent, the carer and the child director as witness sign, each the same text; a child of eight or
 * older is heard first, in its own words, which nobody else may change.
 * - What is signed is evidence: the digest of the exact text, by whom, when and how (deed_seal.h).
 * - The school and the village committee where the child lives get a written notice and acknowledge it.
 * - Where it stands follows from dated facts (deed_rule.h), whatever day it is. */
#pragma once
#include "care.h"

enum {
	DEED_CHILD,
	DEED_STATE, /* as settled last; for a day: deed_rule.h */
	DEED_VERSION,
	DEED_REPLACES,
	DEED_PARENT,
	DEED_CARER,
	DEED_CAUSE,
	DEED_CAUSE_TEXT,
	DEED_DESTINATION,
	DEED_EMPLOYER,
	DEED_PHONE,
	DEED_FROM,
	DEED_TO,
	DEED_CONSIDERED,
	DEED_DAILY,
	DEED_SCHOOLING,
	DEED_MEDICAL,
	DEED_SAFETY,
	DEED_MONEY,
	DEED_WEEKDAY,
	DEED_MINUTE,
	DEED_CHANNEL,
	DEED_HOME_PLAN,
	DEED_HARM, /* the four grounds that exclude a carer: "1" says it is so */
	DEED_HABITS,
	DEED_REFUSED,
	DEED_UNFIT,
	DEED_TEXT, /* what was signed, word by word */
	DEED_DIGEST,
	DEED_SIGNED_ON, /* the last of those who must has signed */
	DEED_NOTED_ON,  /* the last notice was acknowledged */
	DEED_ENDED_ON,  /* its last day, when the next version began before its end */
	DEED_REVOKED_ON,
	DEED_REVOKED_BY,
	DEED_REVOKE_WHY,
	DEED_NEXT_ON, /* the next day on which it stands differently by time alone */
	DEED_CLIENT,
	DEED_BY,
	DEED_AT,
	DEED__N,
};
extern const struct kind deed_kind;

/* Somebody signed, or the child said what it thinks: append-only, written by the program for who acts. */
enum {
	DEED_SIGNATURE_DEED,
	DEED_SIGNATURE_CHILD,
	DEED_SIGNATURE_PART,
	DEED_SIGNATURE_PERSON, /* of the witness: none, the account says who */
	DEED_SIGNATURE_NAME,
	DEED_SIGNATURE_HOW,
	DEED_SIGNATURE_WORDS, /* of the child */
	DEED_SIGNATURE_DIGEST, /* of the text that lay before them */
	DEED_SIGNATURE_PROOF,  /* of digest, part, who, when, how and words */
	DEED_SIGNATURE_CLIENT,
	DEED_SIGNATURE_BY,
	DEED_SIGNATURE_ROLE,
	DEED_SIGNATURE_AT,
	DEED_SIGNATURE__N,
};
extern const struct kind deed_signature_kind;

/* A written notice: to the school and the village that a child's care was entrusted; to the parent that
 * something about the child needs them. */
enum {
	DEED_NOTICE_DEED,
	DEED_NOTICE_CHILD,
	DEED_NOTICE_TO,
	DEED_NOTICE_SCHOOL,
	DEED_NOTICE_TEXT,
	DEED_NOTICE_SENT_AT,
	DEED_NOTICE_SENT_BY,
	DEED_NOTICE_DUE_AT,
	DEED_NOTICE_ACK_AT,
	DEED_NOTICE_ACK_BY,
	DEED_NOTICE_ACK_ROLE,
	DEED_NOTICE_WORDS, /* of who acknowledged */
	DEED_NOTICE_PLAN,  /* of the parent: what will be done */
	DEED_NOTICE_PLAN_DUE_AT,
	DEED_NOTICE_PLAN_AT,
	DEED_NOTICE__N,
};
extern const struct kind deed_notice_kind;

/* --- rules of the kinds --- */

void deed_check(struct ctx *c, const struct change *change);
/* Signatures and notices are written by the program alone, in the name of who acts. */
void deed_part_check(struct ctx *c, const struct change *change);
