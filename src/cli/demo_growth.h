/* demo_growth.h - what teachers wrote into the growth files of a demo: ten years for one child about to leave
 * school, all the time at school for the child that signs in, a term or two for the class of the demo's
 * teacher, one or two entries a term for the other children under care, as diligent as their villages are. */
#pragma once
#include "record.h"

/* The same however often it is asked, before and after anything of this is written. */
struct demo_growth_story {
	int64_t star;  /* the child of the login `child`, whom teacher, guardian and parent reach too */
	int64_t ten;   /* in grade nine where there is one, else the oldest at school */
	int64_t klass; /* the class of the login `teacher` */
};
/* RC_NOT_FOUND: there is no such demo. */
enum rc demo_growth_story(struct ctx *c, struct demo_growth_story *ret) MUST_CHECK;

/* The children of .klass but for .star: at most *n, then how many. */
enum rc demo_growth_class(struct ctx *c, const struct demo_growth_story *s, int64_t *ret,
			  size_t *n) MUST_CHECK;

/* Units of its own, after visits are written. */
enum rc demo_growth_write(struct ctx *c, uint64_t seed) MUST_CHECK;
