/* demo_school.h - the schools of a demo, the villages they serve, and who sits where: grades and classes by
 * age. */
#pragma once
#include "demo_plan.h"

enum { DEMO_GRADES = 9, DEMO_CLASSES = 9, DEMO_CLASS_SIZE = 45 /* pupils at most: domain facts 3.3, ZF5 */ };

#define DEMO_NONE SIZE_MAX

struct demo_school {
	str name, region;
	char code[11];
	const char *kind;
	bool boards;                      /* most pupils stay over the week */
	int lowest, highest;              /* grades taught */
	unsigned pupils[DEMO_GRADES + 1]; /* by grade, on as_of; 0 until counted */
	unsigned seen[DEMO_GRADES + 1];
	int64_t id, class[DEMO_GRADES + 1][DEMO_CLASSES + 1]; /* as written */
};

struct demo_village {
	str code, path, surname;       /* path: from the province down; surname: of the old families */
	bool ordinary, town;           /* people live there; it has a residents' committee */
	size_t township;               /* counted from 0 */
	size_t primary, upper, junior; /* schools for grades 1 to 3, 4 to 6, 7 to 9; or DEMO_NONE */
	size_t central;                /* primary school of the township */
	unsigned children;             /* wanted */
	unsigned left_behind;          /* families, per mille */
};

struct demo_map {
	struct demo_village *village;
	size_t villages, home; /* home: DEMO_HOME */
	struct demo_school *school;
	size_t schools; /* the first is Wuhe Primary */
};

/* The villages of the county with their schools; `whole` false: Wuhe Primary alone.  RC_NOT_FOUND: the region
 * map does not know the county. */
enum rc demo_school_map(struct arena *mem, const struct demo_setting *s, bool whole,
			struct demo_map *ret) MUST_CHECK;

/* The grade a child of this age is in: below 1 not yet at school, above DEMO_GRADES done with it. */
int demo_school_grade(const struct demo_setting *s, day born);
/* Where this child of the village went and goes to school.  Counts it in its class. */
void demo_school_enrol(struct demo_map *m, const struct demo_setting *s, struct demo_random *r,
		       const struct demo_village *v, struct demo_child *c);
unsigned demo_school_classes(const struct demo_school *s, int grade);
unsigned demo_school_size(const struct demo_school *s);
/* All were counted once: from now on classes are given. */
void demo_school_counted(struct demo_map *m);
