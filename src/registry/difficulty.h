/* difficulty.h - children in difficulty (困境儿童, 国发〔2016〕36号): what is certified, category by
 * category, from day to day; and where the certificates and the parents' facts differ.  Categories are the
 * codes of cid_class, to which a region adds its own.  Several may hold at once: the child is counted once.
 */
#pragma once
#include "child.h"
#include "unattended.h"

/* What holds on a day.  The last three are counted apart; every category sets the first. */
enum {
	DIFFICULTY_ANY = 1 << 0,
	DIFFICULTY_ORPHAN = 1 << 1,
	DIFFICULTY_UNATTENDED = 1 << 2,
	DIFFICULTY_DISABILITY = 1 << 3
};
unsigned difficulty_bits(str category);
/* Of one child, from the file that x indexes (file_load_difficulties()). */
unsigned difficulty_on(const struct facts_index *x, int64_t child, day on);

/* The kind's rules: days in order, within childhood and not more than a year ahead; each category once on a
 * day; orphan and de facto unattended never together (民发〔2019〕62号); the kind and grade of a disability
 * only where disability is certified, and both of them there. */
void difficulty_check(struct ctx *c, const struct change *change);

/* --- proposed against certified --- */

enum difficulty_how {
	DIFFICULTY_PROPOSED,  /* the facts say orphan or de facto unattended, nobody has certified it */
	DIFFICULTY_UNFOUNDED, /* it is certified, and the facts say otherwise */
	DIFFICULTY_CERTIFIED, /* everybody in any category */
	DIFFICULTY_HOW__N
};
struct difficulty_row {
	struct record child;
	unsigned certified;      /* DIFFICULTY_ bits */
	struct unattended facts; /* what they propose, and why */
};
struct difficulty_rows {
	struct difficulty_row *row;
	size_t n;
	bool more;                       /* there are further ones */
	const struct facts_index *index; /* of these children: what is certified, with its days */
};
/* Children within the actor's reach who count on the day, with a greater id than `after`; ret->n: at most so
 * many, then how many.  Of several who are officially responsible only: the caller looks at P_DIFFICULTY. */
enum rc difficulty_list(struct ctx *c, enum difficulty_how how, day on, int64_t after,
			struct difficulty_rows *ret) MUST_CHECK;
enum rc difficulty_count(struct ctx *c, enum difficulty_how how, day on, int64_t *ret) MUST_CHECK;
