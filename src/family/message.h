/* message.h - what a child and its family leave for each other when nobody answered, or at any time: a voice
 * or a few sentences.  Only the two sides read them (Regulations on the Protection of Minors Online 31:
 * accounts tied to a registered child); those who look after the child see that there was contact, never what
 * was said.  They are no letters: they go by themselves after family.message_days. */
#pragma once
#include "record.h"

enum {
	MESSAGE_CHILD,
	MESSAGE_FROM,   /* letter_side: the child, or the family */
	MESSAGE_PERSON, /* of the family: who */
	MESSAGE_CALL,   /* the call that nobody answered */
	MESSAGE_WHAT,   /* message_what: voice, text */
	MESSAGE_TEXT,
	MESSAGE_SECONDS,
	MESSAGE_NAME, /* in the blob store */
	MESSAGE_BYTES,
	MESSAGE_HEARD_AT,
	MESSAGE_UNTIL, /* the last day on which it is kept */
	MESSAGE_CLIENT,
	MESSAGE_BY,
	MESSAGE_ROLE,
	MESSAGE_AT,
	MESSAGE__N
};
extern const struct kind message_kind;

#define ROLES_MESSAGE (ROLES_FAMILY | ROLE_CHILD)

/* The rules of the kind. */
void message_check(struct ctx *c, const struct change *change);
enum rc message_after(struct ctx *c, struct change *change) MUST_CHECK;
enum rc message_moved(struct ctx *c, const struct record *m) MUST_CHECK;

/* --- leaving one --- */

/* As typed: a voice, a text, or both. */
struct message_new {
	int64_t child;
	str bytes, text, client;
	bool sure;                  /* asked about a number or a place, the child sends it all the same */
	const struct record *party; /* somebody with a link (link.h) and no account; NULL: who acts */
};
/* As who acts; not within a unit.  The same number again from the same hands: the message that is there.  Of
 * a call of today that came to nothing it is the answer by itself.  The other side is told.  RC_NOT_FOUND: no
 * such child within reach; RC_DENIED; RC_INVALID, RC_TOO_BIG, RC_BUSY, RC_MALFORMED: ctx's problems say what,
 * at text, file, sure. */
enum rc message_take(struct ctx *c, const struct message_new *n, int64_t *ret_id) MUST_CHECK;

/* --- hearing one --- */

bool message_of_family(const struct record *m);
bool message_spoken(const struct record *m);
/* Is it for this side, and has nobody opened it? */
bool message_waits(const struct record *m, bool for_family);
/* Inside store_write(): the side it is for opens it.  Remembered once. */
enum rc message_open(struct ctx *c, const struct record *m) MUST_CHECK;

/* --- which there are --- */

/* Newest first; `call` 0: all of the child. */
enum { MESSAGE_LIST = 60 };
enum rc message_list(struct ctx *c, int64_t child, int64_t call, struct records *ret) MUST_CHECK;
/* How many wait for the child or for its family; one statement.  Within the reader's reach. */
enum rc message_waiting(struct ctx *c, int64_t child, bool for_family, int64_t *ret) MUST_CHECK;
/* Of a call that came to nothing, read by the program for whoever holds the link to it. */
enum rc message_of_call(struct ctx *c, const struct record *call, struct records *ret) MUST_CHECK;

/* Those whose time is over go, with file and history; once a day. */
enum rc message_daily(struct ctx *c) MUST_CHECK;
