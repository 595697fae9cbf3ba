/* referral_part.h - what of a child's file goes to another agency: whole parts
 *(data/codes/referral_part.csv), chosen one by one, since only what the purpose needs may be handed over
 *(PIPL 6, 23).  What is handed over is written down once, as JSON that says nothing of a language, and never
 * follows the file later:
 *
 *	{"parts":[{"part":"basics","groups":[[{"l":"Name","v":"..."},{"l":"Sex","c":"sex","v":"2"},
 *	          {"l":"Date of birth","d":20150906},{"l":"Lives in","r":"440804101209"},
 *	          {"l":"Guardian","b":true}]]}, ...]}
 *
 * l: English label; v: text, with c the code or codes (parted by blanks) of that list; d: a day; m: a month;
 * r: a region; b: yes or no. */
#pragma once
#include "care.h"
#include "json.h"

/* Bits, in the order of the pages. */
enum {
	PART_BASICS = 1 << 0,
	PART_FAMILY = 1 << 1,
	PART_CONTACT = 1 << 2,
	PART_LEVEL = 1 << 3,
	PART_VISITS = 1 << 4,
	PART_PLAN = 1 << 5,
	PART_HEALTH = 1 << 6,
	PART_SCHOOL = 1 << 7,
};
enum { PARTS = 8 };
const char *referral_part_code(size_t i); /* of the bit 1 << i */
/* "basics contact", as it is kept; false: a word that is no part. */
bool referral_parts_read(str text, unsigned *ret);
str referral_parts_text(struct arena *mem, unsigned parts);

/* These parts of the child's file as the sender may read them: what the sender may not see goes to nobody,
 * and with ctx.purpose what is sensitive stands open.  RC_NOT_FOUND: no such child for these eyes. */
enum rc referral_snapshot(struct ctx *c, int64_t child, unsigned parts, str *ret) MUST_CHECK;
/* By which two of them are told to be the same: 64 hex digits. */
str referral_snapshot_mark(struct arena *mem, str snapshot);
