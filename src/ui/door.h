/* door.h - signing in and out, with what may stand between: a second factor, a new password; cards of
 * guardians and children; the choice of language. */
#pragma once
#include "frame.h"

handler door_show, door_enter, door_leave, door_language;
extern const struct route door_routes[]; /* the steps after the first, and cards */

/* A child's door at another address of ours (the computer of a happy home): `url` takes each step, `next` is
 * where it leads. */
struct door_child {
	str url, next;
};
void door_child_put(struct req *r, const struct door_child *d);
enum rc door_child_step(struct req *r, const struct door_child *d) MUST_CHECK;
/* Sign out of this browser; what it has kept of people goes with the session.  The caller says where to. */
enum rc door_end_session(struct req *r) MUST_CHECK;
