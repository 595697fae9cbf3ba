/* turn.h - what one shows the relay: a name that says until when it holds, and a password that follows from
 * the name (draft-uberti-behave-turn-rest-00, as coturn's use-auth-secret has it).  Pure. */
#pragma once
#include "base.h"

struct turn_credential {
	str user, password;
};
/* Good until the instant, for whoever has it. `id`: what the relay counts as one user. */
struct turn_credential turn_credential(struct arena *mem, str secret, str id, int64_t until);
