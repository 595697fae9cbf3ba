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

/* The rules of the kind. */
void message_check(struct ctx *c, const struct change *change);
enum rc message_after(struct ctx *c, struct change *change) MUST_CHECK;
enum rc message_moved(struct ctx *c, const struct record *m) MUST_CHECK;
