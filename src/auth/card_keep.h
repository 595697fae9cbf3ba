/* card_keep.h - inside auth/ only: what a sign-in with a card compares. */
#pragma once
#include "base.h"
#include "model.h"

str card_digest(struct ctx *c, str number);
/* What Argon2id is made of: a keyed digest of number and secret, in hex. */
str card_secret(struct ctx *c, str number, str secret);
