/* key.h - the key file and what is made from it alone: the key that wraps the sealing keys (seal.h), the one
 * key of the digests, and the mark by which a database knows its file.
 *
 * Two formats, one line each.  "tongxin-key 2 MASTER DIGEST": two secrets of 32 bytes in hex, so that the
 * master can be changed while the digests stay.  "tongxin-key 1 MASTER" is read for what older programs
 * made: there the digest key and the sealing keys of number 1 are derived from the master. */
#pragma once
#include "base.h"
#include "sm.h"

struct keys;    /* one key file, for one database; what it holds does not change after load */
struct keyring; /* keyring.h: the sealing keys read so far */

/* Write a new key file (0600), safe on disk. RC_CONFLICT when there is one. */
enum rc keys_make(struct arena *mem, str path) MUST_CHECK;
/* The same with the digest key of `old`: what it may be changed for. */
enum rc keys_make_next(struct arena *mem, str path, const struct keys *old) MUST_CHECK;
/* *ret_why: a sentence for the operator. */
enum rc keys_load(struct arena *mem, str path, const struct keys **ret, str *ret_why) MUST_CHECK;
/* Do both give the same digests?  Only then can one take the other's place. */
bool keys_related(const struct keys *a, const struct keys *b);

/* The keyed digest by which a value is found again: one key for the installation, `what` keeps columns apart.
 */
str keys_digest(struct arena *mem, const struct keys *k, str what, str value);
/* What only the holder of this file can have made, in hex: `meta` of the database keeps it. */
str keys_mark(struct arena *mem, const struct keys *k);

/* Which key: there is one for each county and class of field ... */
struct key_of {
	unsigned county;
	int class;
};
/* ... and a new number each time it is changed. */
struct key_name {
	struct key_of of;
	uint32_t number;
};

/* A sealing key as it is kept in the database: opens only under this name. */
str keys_wrap(struct arena *mem, const struct keys *k, const struct key_name *name,
	      const uint8_t key[SM4_KEY]);
bool keys_unwrap(struct arena *mem, const struct keys *k, const struct key_name *name, str wrapped,
		 uint8_t ret[SM4_KEY]) MUST_CHECK;
/* Number 1 of a file of format 1 is derived, not kept; false: this file derives none. */
enum { KEY_DERIVED = 1 };
bool keys_derive(const struct keys *k, struct key_of which, uint8_t ret[SM4_KEY]) MUST_CHECK;

struct keyring *keys_ring(const struct keys *k);
