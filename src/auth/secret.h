/* secret.h - inside auth/ only: what a cookie or a bearer token is made of, and what the database keeps of
 * it. */
#pragma once
#include "base.h"

enum { SECRET_SIZE = 32 };

str secret_make(struct arena *mem); /* fresh random bytes, in hex */
/* SM3 of the bytes behind the hex: random as they are, they need neither salt nor key.  False: not one of
 * ours. */
bool secret_digest(struct arena *mem, str hex, str *ret_digest) MUST_CHECK;
