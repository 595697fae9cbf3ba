/* call.h - calls between a child and its family: booked for a slot of a device in a happy home, with whoever
 * takes part, what happened, and who waits for a slot.  Written by the program only (booking.h, wish.h,
 * call_room.h), in the name of whoever acts; what is said in a call is kept nowhere. */
#pragma once
#include "care.h"

enum {
	CALL_CHILD,
	CALL_HOME,
	CALL_DEVICE,
	CALL_ON,
	CALL_FROM, /* minute of the day, Asia/Shanghai */
	CALL_MINUTES,
	CALL_CHANNEL,
	CALL_OCCASION,
	CALL_STATE,
	CALL_STAFF, /* the adult who checked in at the home */
	CALL_STAFF_AT,
	CALL_STAFF_SEEN, /* their page was last heard of: who is silent for too long has gone away */
	CALL_SECOND,     /* and a second one, where two are asked for */
	CALL_SECOND_SEEN,
	CALL_STARTED_AT,
	CALL_ENDED_AT,
	CALL_SECONDS,
	CALL_MOOD,
	CALL_WHY, /* why it was missed or cancelled */
	CALL_REMINDED_AT,
	CALL_CLIENT,
	CALL_BY,
	CALL_ROLE,
	CALL_AT,
	CALL__N,
};
extern const struct kind call_kind;

/* Who takes part: the child, its relatives.  Of a one-time link only digests are kept. */
enum {
	CALL_PARTY_CHILD,
	CALL_PARTY_CALL,
	CALL_PARTY_PERSON,
	CALL_PARTY_ACCOUNT,
	CALL_PARTY_PART,
	CALL_PARTY_ANSWER,
	CALL_PARTY_ANSWERED_AT,
	CALL_PARTY_SAYS, /* another time, in their words */
	CALL_PARTY_LINK,
	CALL_PARTY_LINK_UNTIL,
	CALL_PARTY_LINK_USED_AT,
	CALL_PARTY_BROWSER, /* digest of the cookie of the browser that opened the link first */
	CALL_PARTY_SEAT,
	CALL_PARTY_JOINED_AT,
	CALL_PARTY_LEFT_AT,
	CALL_PARTY_REMOVED_AT,
	CALL_PARTY_BYTES,
	CALL_PARTY_RUNG,
	CALL_PARTY__N,
};
extern const struct kind call_party_kind;

/* What happened, one after the other. */
enum {
	CALL_EVENT_CHILD,
	CALL_EVENT_CALL,
	CALL_EVENT_PARTY,
	CALL_EVENT_AT,
	CALL_EVENT_WHAT,
	CALL_EVENT_TEXT,
	CALL_EVENT__N,
};
extern const struct kind call_event_kind;

/* A child or its family would like to talk, and no slot is free yet or nobody has booked one. */
enum {
	CALL_WISH_CHILD,
	CALL_WISH_HOME,
	CALL_WISH_PERSON,
	CALL_WISH_FROM,
	CALL_WISH_TO,
	CALL_WISH_NOTE,
	CALL_WISH_STATE,
	CALL_WISH_CALL,
	CALL_WISH_CLIENT,
	CALL_WISH_BY,
	CALL_WISH_ROLE,
	CALL_WISH_AT,
	CALL_WISH__N,
};
extern const struct kind call_wish_kind;

/* --- for the rooms of a call: call_load.c --- */

enum { CALL_PARTIES_MAX = 8 };
struct call {
	struct record call, child; /* child.kind NULL: asked for by a link, which shows nothing of it */
	struct records party;
};
/* A call with whoever takes part.  RC_NOT_FOUND: none within the reader's reach. */
enum rc call_load(struct ctx *c, int64_t id, struct call *ret) MUST_CHECK;
/* The same, read by the program, for somebody who holds a link or a seat. */
enum rc call_load_program(struct ctx *c, int64_t id, struct call *ret) MUST_CHECK;
const struct record *call_party_of_account(const struct call *call, int64_t account); /* NULL: none */
const struct record *call_party_of_person(const struct call *call, int64_t person);
const struct record *call_party_of_child(const struct call *call);
const struct record *call_party_find(const struct call *call, int64_t party);

bool call_is(const struct record *call, const char *state); /* CODE_CALL_STATE_... */
/* booked, confirmed, open or talking: it has a slot. */
bool call_holds(const struct record *call);
int64_t call_instant(day on, int minute);       /* of a minute of a day in Asia/Shanghai; pure */
int64_t call_begins(const struct record *call); /* instants */
int64_t call_ends(const struct record *call);

/* Inside store_write(): fields of a call or party, written by the program for whoever acts. */
enum rc call_put(struct ctx *c, const struct record *call, const struct input *in) MUST_CHECK;
/* `why`: CODE_CALL_WHY_..., or empty. */
enum rc call_set_state(struct ctx *c, const struct record *call, const char *state, str why) MUST_CHECK;
/* `party` 0: of the call as a whole; what: CODE_CALL_EVENT_WHAT_... */
enum rc call_event_add(struct ctx *c, const struct record *call, int64_t party, const char *what,
		       str text) MUST_CHECK;

#define ROLES_CALL_BOOK (ROLE_TEACHER | ROLE_DIRECTOR | ROLES_CARE | ROLES_FAMILY)
#define ROLES_CALL_READ (ROLES_SCHOOL | ROLES_VILLAGE | ROLES_CARE | ROLES_FAMILY | ROLE_CHILD)
