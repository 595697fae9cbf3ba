/* call_seat.h - who somebody is in a call, and the seat their browser holds.
 *
 * Whoever comes in has a seat: a secret drawn for this browser, of which a digest is kept that also holds the
 * account or the cookie of the link it was given to.  So a seat is good in no other session, a second window
 * takes the seat from the first, and whoever was removed has none. */
#pragma once
#include "call_rule.h"
#include "link.h"
#include "route.h"

struct call_who {
	struct call call;
	struct call_limits limits;
	struct call_times times;
	const struct record *party; /* whose seat this browser may take; NULL: none */
	bool supervises;            /* a grown-up of the home: may check in, remove, end */
	bool present;               /* and has checked in */
	bool by_link;
	enum link_is link;  /* of .by_link */
	struct link holder; /* of .by_link: what the page calls them */
	str bound;          /* what a seat is bound to */
	struct call_adults heard;
	int64_t adults; /* checked in, and heard of since */
};
/* Of the call of the address: /calls/ID by session, /l/SECRET by link.  RC_NOT_FOUND: no such call for these
 * eyes. RC_DENIED: the link is not this browser's, .link says more. */
enum rc call_who_find(struct req *r, struct call_who *ret) MUST_CHECK;
/* What the county says of this call. */
struct call_limits call_who_limits(const struct ctx *c, const struct record *call);
struct call_adults call_who_adults(const struct record *call);
/* The same asked inside store_write(): as it is now. */
enum rc call_who_again(struct ctx *c, struct call_who *w) MUST_CHECK;

/* May the one who asks come in, or sit this child down beside them?  `as_child`: a grown-up who is present,
 * or a guardian of a call without a home, gives the child their own device. */
enum call_door call_who_door(const struct ctx *c, const struct call_who *w, const struct record *party);
const struct record *call_who_party(const struct call_who *w, bool as_child);

/* Inside store_write(): a fresh seat, the earlier one is good for nothing. */
enum rc call_seat_take(struct ctx *c, const struct call_who *w, const struct record *party,
		       str *ret) MUST_CHECK;
/* Whose seat it is.  RC_DENIED: of nobody (any more). */
enum rc call_seat_find(struct ctx *c, const struct call_who *w, str seat,
		       const struct record **ret) MUST_CHECK;

bool call_party_is(const struct record *party, const char *part); /* CODE_CALL_PART_... */
bool call_party_in(const struct record *party);                   /* came, and has not left since */
