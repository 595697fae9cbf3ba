/* backup_head.h - what stands in the open at the head of a backup (db/pack.h), as JSON: what it takes to know
 * whether this program and this key file can open it.  No personal value. */
#pragma once
#include "pack.h"
#include "site.h"

struct backup_head {
	int migration;   /* the newest one of the database */
	unsigned county; /* whose installation it was */
	int64_t made;    /* instant */
	str mark;        /* of the key file (key.h) */
	/* Of an increment: the id of the file that it goes on from, and how many files lie before it; empty,
	 * 0: it is a whole backup. */
	str since;
	int64_t number;
	uint8_t key[SM4_KEY];
};
/* What names this file: no two have the same head. */
str backup_head_id(struct arena *mem, str text);
/* With a new key, which the text holds wrapped. */
str backup_head_make(struct arena *mem, const struct keys *keys, struct backup_head *h);
/* RC_INVALID: it was made with another key file; RC_MALFORMED: it is no such head.  *ret_why: a sentence. */
enum rc backup_head_read(struct arena *mem, const struct keys *keys, str text, struct backup_head *ret,
			 str *ret_why) MUST_CHECK;
