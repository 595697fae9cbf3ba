/* demo_family.h - one family of the demo: children, parents and what became of them, those who look after the
 * children.  In two steps, since who looks after them may depend on how many they are. */
#pragma once
#include "demo_school.h"

/* So many of so many children are still to be boys. */
struct demo_quota {
	unsigned children, boys;
};

struct demo_wish {
	const struct demo_village *village;
	size_t most;              /* children at most */
	bool left_behind;         /* every pupil of the family, by the school roll */
	bool changed;             /* since a day of this month, or until one */
	bool pupils;              /* all of them of primary school age, none of them anywhere else */
	bool known;               /* nothing about the parents is missing */
	struct demo_quota *quota; /* NULL: by chance */
};

/* The children with their days of birth. */
void demo_family_children(struct arena *mem, struct demo_family *f, const struct demo_setting *s,
			  struct demo_random *r, const struct demo_wish *w);
/* Adults, absences, circumstances, names; `carer`: grandparents look after the children. */
void demo_family_adults(struct arena *mem, struct demo_family *f, const struct demo_setting *s,
			struct demo_random *r, const struct demo_wish *w, bool carer);
