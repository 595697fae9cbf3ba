/* erase.h - erasing a child's file, and what stands in its place while a law has it kept: a lock that leaves
 * the data stored and takes it out of everybody's reach.  Personal Information Protection Law 47. */
#pragma once
#include "record.h"

enum { LOCK_CHILD, LOCK_SINCE, LOCK_UNTIL, LOCK_LAW, LOCK_LIFTED_ON, LOCK__N };
extern const struct kind storage_lock_kind; /* the reach of `child` asks its table */
void lock_check(struct ctx *c, const struct change *change);

/* What may be done today; pure. */
enum erase_way {
	ERASE_NOT_YET, /* at school here or under age and registered: a duty by law, PIPL 13 (3) */
	ERASE_LOCK,    /* the purpose is reached, the time to keep it is not over */
	ERASE_NOW,
};
struct erase_facts {
	day born, today;
	bool enrolled;        /* at a school of the county today */
	bool left;            /* was, and is no longer, or never was one of its own */
	int after_age, years; /* parameters retention.register.* */
};
enum erase_way erase_way(const struct erase_facts *f);
day erase_until(const struct erase_facts *f); /* the last day on which the register is kept */
enum rc erase_facts(struct ctx *c, int64_t child, struct erase_facts *ret) MUST_CHECK;

/* Inside store_write(), as the program or an officer.  Every record of the child goes, adults nobody else is
 * tied to with it, and what journal and read log keep of them is emptied; rows that say so stay. RC_CONFLICT:
 * something stands against it (a protection order, a case). */
enum rc erase_child(struct ctx *c, int64_t child) MUST_CHECK;
enum rc erase_lock(struct ctx *c, int64_t child, day until, str law) MUST_CHECK;
enum rc erase_unlock(struct ctx *c, int64_t lock) MUST_CHECK;
