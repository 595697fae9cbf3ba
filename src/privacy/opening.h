/* opening.h - opening what is sealed (C5).  It opens to the role in charge; anybody else entitled to ask
 * gives a reason, and a second person of a named role agrees within the hour; danger to life opens at once,
 * and both are told.  Always for a while, always written down (Regulations on the Protection of Minors
 * Online, art. 36).
 *
 * Who may agree to whom is data: data/codes/opening_asker.csv.  How long: data/params/security.csv. */
#pragma once
#include "api.h"
#include "record.h"

enum {
	OPENING_CHILD,
	OPENING_KIND,   /* the name of a kind */
	OPENING_RECORD, /* an id of it, as text */
	OPENING_REASON,
	OPENING_DANGER, /* to life */
	OPENING_STATE,
	OPENING_ANSWER, /* what the one who decided said */
	OPENING_ASKER,
	OPENING_FOR, /* whose place the asker took; none: their own */
	OPENING_ROLE,
	OPENING_APPROVER,
	OPENING_ASKED_AT,
	OPENING_DECIDED_AT,
	OPENING_EXPIRES_AT, /* until then it can be agreed to, or stands open */
	OPENING__N
};
extern const struct kind opening_kind;
enum { OPENING_REASON_MIN = 10, OPENING_REASON_MAX = 500 };

/* --- rules, pure --- */

/* What is written down of one. */
struct opening {
	str state; /* CODE_OPENING_STATE_... as it was last written */
	enum role role;
	int64_t asker, asker_for; /* accounts; asker_for: 0 or whose place was taken */
	int64_t expires_at;
};

/* How it stands at an instant: lapsing and closing need no one to write them. */
enum opening_standing {
	OPENING_NONE,
	OPENING_ASKED,
	OPENING_LAPSED, /* nobody answered within the hour */
	OPENING_REFUSED,
	OPENING_OPEN,     /* somebody agreed */
	OPENING_OPEN_NOW, /* danger to life */
	OPENING_OVER,     /* its time has passed, or somebody closed it */
	OPENING_STANDING__N
};
enum opening_standing opening_standing(const struct opening *o, int64_t now);
bool opening_is_open(enum opening_standing s);

/* The role in charge of what this profile seals; 0: none, so it opens to nobody. */
enum role opening_in_charge(enum profile p);
/* Which roles agree to what this one asks; 0: it cannot ask. */
unsigned opening_approvers(enum role asker);
/* May this actor ask for what this profile seals?  Not who is in charge. */
bool opening_may_ask(const struct actor *who, enum profile p);

/* NULL, or the English sentence why this actor may not answer it.  `stands_in`: for the asker, somewhere. */
const char *opening_refusal(const struct opening *o, const struct actor *who, bool stands_in, int64_t now);
/* Early: the asker, and whoever might have refused. */
bool opening_may_close(const struct opening *o, const struct actor *who, bool stands_in, int64_t now);

/* --- over records --- */

struct opening opening_of(const struct record *r);
/* Does the actor stand in for who asked? */
bool opening_stands_in(struct ctx *c, const struct opening *o);

/* model.c5_opens: whom the kind itself names (kind.opens), the role in charge, or an opening of this actor
 * (or of whom he stands in for) open right now. */
bool opening_c5(struct ctx *c, const struct record *r, const struct field *f);

/* The newest opening that this actor asked of the record and that is asked or open now. RC_NOT_FOUND: none.
 */
enum rc opening_current(struct ctx *c, const struct kind *k, int64_t record, struct record *ret) MUST_CHECK;

/* The rules of the kind. */
void opening_check(struct ctx *c, const struct change *change);
enum rc opening_after(struct ctx *c, struct change *change); /* notices */

/* What nobody answered is written down as lapsed.  Idempotent. */
enum rc opening_daily(struct ctx *c) MUST_CHECK;

/* A .prepare of struct api_extra: of what is read here the family is not told. */
enum rc opening_hush(struct req *r, struct records *list, bool one) MUST_CHECK;
extern const struct api_extra opening_extra; /* "standing", "approvers" */
