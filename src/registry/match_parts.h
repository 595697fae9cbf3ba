/* match_parts.h - inside registry/match*.c only: one record as it is compared, and how it is found. */
#pragma once
#include "match.h"

enum { MATCH_AT_ONCE = DB_AT_ONCE, MATCH_CODES = 8 };
struct match_ids {
	int64_t *id;
	size_t n, cap;
};

struct match_subject {
	enum match_what what;
	int64_t id;
	bool there;                /* in the register, and of an adult: tied to a child */
	bool little;               /* match_load_little() */
	unsigned county;           /* its keeper */
	struct likely_facts child; /* of a child; the id number is not opened */
	struct likely_adult adult; /* of an adult; likewise */
	str number;                /* its id number's digest; empty: none */
	struct match_ids near;     /* adults tied to the child; children tied to the adult */
	int64_t code[MATCH_CODES]; /* blocking keys, each once */
	size_t codes;
	int64_t stamp; /* of all that counts in comparing */
	/* as it was last reckoned with */
	bool known;
	unsigned was_county;
	int64_t was_stamp;
	str was_codes, was_near;
};

void match_ids_add(struct arena *mem, struct match_ids *to, int64_t id); /* each once */
str match_pack(struct arena *mem, const int64_t *id, size_t n);
int64_t match_unpack(str packed, size_t i); /* the i-th, of packed.n / 8 */

/* Subjects of these ids (at most MATCH_AT_ONCE), in their order, with what was last known of them. */
enum rc match_load(struct ctx *c, enum match_what what, const int64_t *id, size_t n,
		   struct match_subject *ret) MUST_CHECK;

/* The same with little: names, birthdays, schools, of adults the phone.  Nearly all of those who share a key
 * turn out to be somebody else by their name alone. */
enum rc match_load_little(struct ctx *c, enum match_what what, const int64_t *id, size_t n,
			  struct match_subject *ret) MUST_CHECK;
/* The phones around such a child. */
enum rc match_load_phones(struct ctx *c, struct match_subject *s) MUST_CHECK;

/* Who shares a key with some of these subjects (their places in s), weighed; pairs that count are written. At
 * most MATCH_AT_ONCE; their keys must be there. */
enum rc match_pairs(struct ctx *c, const struct match_subject *s, size_t n, const size_t *which,
		    size_t nwhich) MUST_CHECK;
