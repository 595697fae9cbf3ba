/* recording.h - voices in a growth file: of the child, of the family.  What a browser recorded is written
 * anew in the workshop (voice.h), sealed in the blob store, given out in pieces as a player asks for them.
 * Who may listen, the child or its family says (word.h); for those at school it is covered like what a child
 * writes: an address opens it only with the ticket that a page opened for a purpose hands out. */
#pragma once
#include "growth.h"
#include "sound.h"

enum { RECORDING_BODY_MAX = SOUND_BODY_MAX };

/* As typed.  `from` empty: the family when it sends it, else the child. */
struct recording_new {
	int64_t child, letter; /* letter 0: none */
	str bytes;
	str from, on, title, share, client;
};
/* As who acts; not within a unit.  The same number from the same account again: the recording that is there,
 * and *ret_there.  RC_NOT_FOUND: no such child within reach; RC_DENIED; RC_INVALID, RC_TOO_BIG, RC_BUSY,
 * RC_MALFORMED: ctx's problems say what. */
enum rc recording_take(struct ctx *c, const struct recording_new *n, struct record *ret,
		       bool *ret_there) MUST_CHECK;

/* May this reader listen here and now: the family and the child, whom it is said to; whoever sent it within
 * the hour; others on a page that was opened for a purpose. */
bool recording_open(const struct ctx *c, const struct record *r);
bool recording_ticket_holds(struct ctx *c, const struct record *r, str ticket);

/* The rules of the kind. */
void recording_check(struct ctx *c, const struct change *change);
enum rc recording_after(struct ctx *c, struct change *change);

/* --- on pages --- */

/* The player with how long it is; or that it is covered. */
void recording_player_put(struct page *p, const struct record *r);
/* The form to record or choose a file: POST /children/ID/recordings. */
struct recording_form {
	int64_t child, letter;             /* letter 0: none */
	str back;                          /* where sending leads; empty: the child's voice notes */
	const struct recording_new *typed; /* NULL: the first time */
};
enum rc recording_form_put(struct page *p, const struct recording_form *f);
