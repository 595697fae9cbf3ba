/* door.h - signing in and out, with what may stand between: a second factor, a new password; cards of
 * guardians and children; the choice of language. */
#pragma once
#include "frame.h"

handler door_show, door_enter, door_leave, door_language;
extern const struct route door_routes[]; /* the steps after the first, and cards */
