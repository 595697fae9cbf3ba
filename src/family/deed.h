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
#include "deed_rule.h"

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
	DEED_CARE_NOW, /* who looks after the child since then */
	DEED_NEXT_ON,  /* the next day on which it stands differently by time alone */
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
	DEED_SIGNATURE_WORDS,  /* of the child */
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

/* A link by which a parent far away signs (deed_link.h); the newest of a deed is good.  Digests alone are
 * kept. */
enum {
	DEED_LINK_DEED,
	DEED_LINK_CHILD,
	DEED_LINK_SECRET,
	DEED_LINK_UNTIL,
	DEED_LINK_BROWSER,
	DEED_LINK_BY,
	DEED_LINK__N,
};
extern const struct kind deed_link_kind;

/* --- rules of the kinds --- */

void deed_check(struct ctx *c, const struct change *change);
/* Signatures and notices are written by the program alone, in the name of who acts. */
void deed_part_check(struct ctx *c, const struct change *change);

/* --- one deed with all that belongs to it --- */

#define ROLES_DEED_WRITE (ROLES_FAMILY | ROLES_VILLAGE)
#define ROLES_DEED_LIST (ROLE_CIVIL | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)
#define ROLES_DEED_READ (ROLES_DEED_LIST | ROLES_FAMILY | ROLE_OFFICER)

struct deed_params deed_params_of(const struct ctx *c);
/* Who somebody is to a deed: bits. */
enum {
	DEED_IS_PARENT = 1 << 0, /* who entrusts, by account */
	DEED_IS_CARER = 1 << 1,
	DEED_IS_CHILD = 1 << 2,
	DEED_IS_WITNESS = 1 << 3, /* may witness: the child director where the child is */
	DEED_IS_SCHOOL = 1 << 4,  /* answers for the school, or the village */
	DEED_IS_VILLAGE = 1 << 5,
};
struct deed {
	struct record rec, child, parent, carer; /* rec, child: as the reader may see them */
	str parent_is, carer_is;                 /* relations, codes */
	struct records signatures, notices;
	struct deed_facts facts;
	enum deed_stand stand; /* today */
	unsigned me;
	day noticed_by; /* the notices are to be sent by then */
	int64_t next;   /* the version after it, written or signed; 0: none */
};
/* Within the reader's reach; the child itself and the carer named in it see it too.  RC_NOT_FOUND. */
enum rc deed_open(struct ctx *c, int64_t id, struct deed *ret) MUST_CHECK;
/* The same, whole and unmasked, for rules: never for replies. */
enum rc deed_whole(struct ctx *c, int64_t id, struct deed *ret) MUST_CHECK;
const struct record *deed_signature(const struct deed *d, const char *part); /* the last of it; NULL */
const struct record *deed_notice_to(const struct deed *d, const char *to);   /* the last of it; NULL */
/* Everything is sound and the child heard: carer and witness can sign.  RC_INVALID: c->problems. */
void deed_check_terms(struct ctx *c, const struct record *deed);

/* The adults of a child as deeds name them. */
struct deed_adult {
	struct record person;
	str relation;
	bool parent; /* or guardian: may entrust */
	bool barred, carer, lives_with;
};
struct deed_adults {
	struct deed_adult *a;
	size_t n;
};
enum rc deed_adults(struct ctx *c, int64_t child, struct deed_adults *ret) MUST_CHECK;
const struct deed_adult *deed_adult(const struct deed_adults *all, int64_t person); /* NULL: none */

/* --- acts: deed_act.c; units of their own unless said --- */

/* What a form gave, looked at without writing: problems at its fields. */
void deed_look(struct ctx *c, const struct input *in);
/* Inside store_write(): the draft is written, or put right while nobody has signed; the same client number
 * again is the same deed. */
enum rc deed_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there) MUST_CHECK;

struct deed_signing {
	int64_t deed;
	const char *part; /* CODE_DEED_PART_... */
	bool before;      /* in person before the witness, on the witness's device */
	bool link;        /* the parent, by the link that was made for them: as the program */
	str words;        /* of the child */
	str mark;         /* digest of the text that was shown; of the first to sign: empty */
	str client;
};
/* RC_DENIED: not theirs; RC_CONFLICT: signed already, or revoked; RC_STALE: another text was shown;
 * RC_INVALID: c->problems says what is missing. */
enum rc deed_sign(struct ctx *c, const struct deed_signing *s) MUST_CHECK;
enum rc deed_sign_unit(struct ctx *c, const struct deed_signing *s) MUST_CHECK; /* inside store_write() */
/* The written notices go to the school and the village. */
enum rc deed_tell(struct ctx *c, int64_t deed) MUST_CHECK;
enum rc deed_acknowledge(struct ctx *c, int64_t deed, const char *to, str words) MUST_CHECK;
/* why: needed; care_now: a code of deed_care_now, needed.  Nobody: the rule of deed_alone.h runs at once. */
enum rc deed_revoke(struct ctx *c, int64_t deed, str why, str care_now) MUST_CHECK;
/* Something about the child needs the parent (LPM 22, 24): who looks after it says so; the parent answers at
 * once and says within days what will be done. */
enum rc deed_call_parent(struct ctx *c, int64_t deed, str words) MUST_CHECK;
enum rc deed_answer(struct ctx *c, int64_t deed, str words, str plan) MUST_CHECK;

/* Inside store_write(), as the program: where it stands today is kept beside it. */
enum rc deed_settle(struct ctx *program, int64_t id) MUST_CHECK;
/* Where each deed stands changes by time alone; who is left alone by an end is found at once. */
enum rc deed_daily(struct ctx *c) MUST_CHECK;
