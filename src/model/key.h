/* key.h - the key file and what is made from it.  Sealed: key number (4 bytes), IV, SM4-GCM text, tag; the
 * key is of a county and a class; kind, field and record stand in the additional data, so no value can be
 * moved. */
#pragma once
#include "base.h"

struct keys; /* read-only after load */

/* Write a new key file (0600). RC_CONFLICT when there is one. */
enum rc keys_make(struct arena *mem, str path) MUST_CHECK;
/* *ret_why: a sentence for the operator. */
enum rc keys_load(struct arena *mem, str path, const struct keys **ret, str *ret_why) MUST_CHECK;

/* Which key: there is one for each county and class of field. */
struct key_of {
	unsigned county;
	int class;
};
str keys_seal(struct arena *mem, const struct keys *k, struct key_of which, str plain, str extra);
bool keys_open(struct arena *mem, const struct keys *k, struct key_of which, str sealed, str extra,
	       str *ret_plain) MUST_CHECK;
/* The keyed digest by which a value is found again: one key for the installation, `what` keeps columns apart.
 */
str keys_digest(struct arena *mem, const struct keys *k, str what, str value);
