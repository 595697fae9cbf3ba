/* call_room.h - the room of a call: opened once a grown-up of the home is there, made anew when the media
 * server died, closed with the slot, by hand, or by the child's Help. */
#pragma once
#include "call_seat.h"

/* Each a unit of writing of its own, and what follows for the media server and for who listens. */

/* A grown-up is there.  RC_DENIED: not theirs to do; RC_INVALID: c->problems says why not now. */
enum rc call_room_check_in(struct req *r, struct call_who *w) MUST_CHECK;
/* The page of a grown-up who is there says that it still is.  RC_DENIED: not one of them (any more). */
enum rc call_room_beat(struct req *r, struct call_who *w) MUST_CHECK;
/* Inside store_write(), by whoever noticed: too few grown-ups are there still.  *ret: so it is, and the call
 * stands still until one checks in; they are told. */
enum rc call_room_put_alone(struct ctx *c, const struct call *call, bool *ret) MUST_CHECK;
/* The same where a request finds the door shut for that reason: the room is closed too. */
enum rc call_room_alone(struct req *r, struct call_who *w) MUST_CHECK;
/* Let this party in: the room is there, with a place for it.  RC_BUSY: no media server (rtc_why()). */
enum rc call_room_let_in(struct req *r, const struct call_who *w, const struct record *party,
			 str *ret_seat) MUST_CHECK;
/* Its sound has come, or it has gone. */
enum rc call_room_came(struct req *r, struct call_who *w, const struct record *party) MUST_CHECK;
enum rc call_room_left(struct req *r, struct call_who *w, const struct record *party) MUST_CHECK;
/* Out, and never in again. RC_NOT_FOUND: no such party; RC_DENIED: not theirs, or the child. */
enum rc call_room_remove(struct req *r, struct call_who *w, int64_t party) MUST_CHECK;
/* It goes on by telephone: a grown-up who is there dials, and writes down how it went. */
enum rc call_room_phone(struct req *r, struct call_who *w) MUST_CHECK;
/* A relative asks to be telephoned; the grown-ups' pages show it.  RC_DENIED: none of the relatives. */
enum rc call_room_ring(struct req *r, struct call_who *w) MUST_CHECK;
/* Over, before its time. */
enum rc call_room_end(struct req *r, struct call_who *w) MUST_CHECK;
/* The child is not well in it: picture and sound end at once for everybody, the grown-ups are told, an alert
 * is raised, and somebody has to check in anew before it goes on. */
enum rc call_room_help(struct req *r, struct call_who *w) MUST_CHECK;

/* Inside store_write(), by whoever noticed: of a connection that broke. */
enum rc call_room_put_left(struct ctx *c, const struct record *call, const struct record *party) MUST_CHECK;
