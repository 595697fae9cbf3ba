/* harness_hash.h - Argon2id once a program, where many accounts with the same password are made
 * (harness_hash.c). */
#pragma once
#include "base.h"

/* Until it is off again, the first password that is hashed is hashed once: whoever else is given it has that
 * hash, and is known by it. */
void harness_hash_once(bool on);
