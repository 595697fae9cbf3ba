/* anchor.h - inside model/ only: where a chain ends, kept beside it under a seal.  A hash chain shows what
 * was changed in its middle; whoever cuts its tail off, or reckons all of it anew, cannot make the anchor
 * that fits: that takes the key file (keys_digest). */
#pragma once
#include "chain.h"

struct anchor {
	int64_t seq, count; /* of the last row; how many there are */
	uint8_t hash[SM3_SIZE];
};

/* What a row keeps.  false: this key did not seal it. */
bool anchor_parse(struct ctx *c, str text, enum chain_name which, unsigned county, unsigned node,
		  struct anchor *ret);
/* RC_NOT_FOUND: there is none; RC_INVALID: there is one that this key did not seal. */
enum rc anchor_read(struct ctx *c, enum chain_name which, unsigned county, unsigned node,
		    struct anchor *ret) MUST_CHECK;
enum rc anchor_write(struct ctx *c, enum chain_name which, unsigned county,
		     const struct anchor *a) MUST_CHECK;
