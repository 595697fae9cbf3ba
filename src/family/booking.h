/* booking.h - a call gets its slot: by the keeper, the class teacher, the child director, and by guardian or
 * parent for their own child; a child asks (wish.h).  Everything is written by the program in their name, in
 * one unit, so of two who want the same slot one gets it and the other a sentence. */
#pragma once
#include "call.h"
#include "http.h"
#include "quota.h"
#include "slot.h"

enum { BOOKING_PERSONS = 6 };

/* An adult tied to the child today, whom nobody keeps away from it. */
struct booking_relative {
	int64_t person, account; /* account 0: none, so a link is needed */
	str name, relation;      /* code of relation */
	bool away;               /* lives elsewhere */
	bool phone;              /* a number is known */
};
struct booking_relatives {
	struct booking_relative *r;
	size_t n;
};
/* Read by the program: who books must know whom the child may talk with; numbers stay with the program. */
enum rc booking_relatives(struct ctx *c, int64_t child, struct booking_relatives *ret) MUST_CHECK;

/* A home's day: what is open, which devices work, what is booked. */
struct booking_day {
	struct slot_day slot;
	struct home_day hours;
	bool holiday; /* a public holiday, and no extra hours */
	struct records device;
	struct records call; /* that hold a slot or held one: booked to done */
};
/* Devices and hours are everybody's to see; .call holds what the reader may see of it. */
enum rc booking_day(struct ctx *c, int64_t home, day on, struct booking_day *ret) MUST_CHECK;
/* A device for this way of talking that is free at this minute; 0: none. */
int64_t booking_device(const struct booking_day *d, str channel, int from);
bool booking_device_suits(const struct record *device, str channel);

struct booking_new {
	int64_t child, home;
	int64_t device; /* 0: the first that is free */
	day on;
	int from;    /* minute of the day; -1: not readable */
	str channel; /* CODE_CALL_CHANNEL_... */
	bool rehearsal;
	int64_t person[BOOKING_PERSONS];
	size_t nperson;
	str phone;  /* for the link of one who has no account, instead of the number in the file */
	str client; /* given by the device: the same again is the same call */
	str origin; /* https://HOST, for links */
};
/* Inside store_write().  RC_DENIED; RC_NOT_FOUND: no such child for these eyes; RC_INVALID, RC_CONFLICT:
 * c->problems says what, at home, on, from, device, channel, person, phone, rehearsal. */
enum rc booking_make_unit(struct ctx *c, const struct booking_new *n, int64_t *ret) MUST_CHECK;
enum rc booking_make(struct ctx *c, const struct booking_new *n,
		     int64_t *ret) MUST_CHECK; /* a unit of its own */

/* Units of their own.  RC_CONFLICT: it is over, running or cancelled. */
struct booking_cancel {
	int64_t id;
	str why;       /* CODE_CALL_WHY_... */
	str origin;    /* for the link of whoever gets the slot instead */
	int64_t party; /* who does it by their link; 0: by account */
};
enum rc booking_cancel(struct ctx *c, const struct booking_cancel *b) MUST_CHECK;
struct booking_move {
	int64_t id, device; /* device 0: the first that is free */
	day on;
	int from;
	str origin;
	int64_t party; /* who moves it by their link: has said yes to it by that */
};
enum rc booking_move(struct ctx *c, const struct booking_move *m) MUST_CHECK;
/* The same inside store_write(). */
enum rc booking_cancel_unit(struct ctx *c, const struct booking_cancel *b) MUST_CHECK;
enum rc booking_move_unit(struct ctx *c, const struct booking_move *m) MUST_CHECK;
bool booking_may_change(const struct ctx *c, const struct record *call);

/* How many calls this child may still have in that week, or of trial calls. */
enum rc booking_quota(struct ctx *c, const struct record *child, day on, bool rehearsal,
		      struct quota_left *ret) MUST_CHECK;
str booking_occasion(struct ctx *c, const struct record *child, day on,
		     bool rehearsal); /* CODE_CALL_OCCASION_... */
/* https://HOST, as the browser called us: what links begin with. */
str booking_origin(const struct http_request *h, struct arena *mem, bool secure);
