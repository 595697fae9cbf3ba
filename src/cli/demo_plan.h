/* demo_plan.h - the people of a demo as plain facts, before anything is written: who they are, what befell
 * them, where they go to school.  Everything lives in the arena given; codes are those of data/codes. */
#pragma once
#include "demo_random.h"
#include "region.h"
#include "standing.h"

/* What a plan depends on, and nothing else: the same setting gives the same plan. */
struct demo_setting {
	uint64_t seed;
	day as_of;
	struct standing_params params; /* what counts as away, and for long */
	const struct regions *regions;
};

#define DEMO_COUNTY "440804"                       /* Potou district of Zhanjiang */
#define DEMO_HOME "440804101209"                   /* the village of Wuhe Primary */
enum { DEMO_PUPILS = 154, DEMO_LEFT_BEHIND = 74 }; /* of Wuhe Primary: domain facts 2.2 */

struct demo_absence {
	day from, to, known_by;
	str region;
	const char *reason;
	bool child_along;
};

/* A circumstance: value held from .. to (0 = always, 0 = still). */
struct demo_fact {
	const char *topic;
	str value;
	day from, to;
};

enum { DEMO_ABSENCES = 16, DEMO_FACTS = 4, DEMO_ENROLMENTS = 4, DEMO_ADULTS = 6, DEMO_CHILDREN = 4 };

struct demo_adult {
	str name;
	int sex;
	day born;
	str id_number, phone; /* empty: none */
	const char *relation; /* to each child of the family */
	bool guardian, lives_with;
	bool carer;                   /* looks after the children day by day */
	const char *health, *ability; /* of who does; NULL: not known */
	struct demo_absence absence[DEMO_ABSENCES];
	size_t absences;
	struct demo_fact fact[1];
	size_t facts;
};

struct demo_enrolment {
	size_t school;    /* which of the plan's schools */
	int class_number; /* 0: not kept (a school of former years) */
	int grade;        /* on as_of; of a running enrolment */
	const char *stage, *end;
	int32_t entry_month;
	bool boards;
	day from, to;
};

struct demo_child {
	str name;
	int sex;
	day born;
	str id_number, student_number, address, phone, ethnicity;
	const char *health, *no_id_reason; /* NULL: has a number */
	struct demo_fact fact[DEMO_FACTS];
	size_t facts;
	struct demo_enrolment enrolment[DEMO_ENROLMENTS];
	size_t enrolments;
};

struct demo_family {
	struct demo_adult adult[DEMO_ADULTS];
	size_t adults;
	struct demo_child child[DEMO_CHILDREN];
	size_t children;
	bool left_behind; /* planned so, for every child of it that is at school here */
	bool carer;       /* grandparents look after the children */
	bool elsewhere;   /* the children went along: no school here */
};
