/* enrolment.h - when a child was at which school. */
#pragma once
#include "grade.h"
#include "registry.h"

void enrolment_check(struct ctx *c, const struct change *change);
/* A past time at one's school of a child that is elsewhere now is there to be read, not to be changed. */
enum rc enrolment_after(struct ctx *c, struct change *change);

struct placement {
	int64_t school, class; /* 0: none */
	int32_t entry_month;   /* yyyymm; 0: none */
	str attendance_mode;
	day from; /* when another school begins */
};
/* Bring the running enrolment to this: the same school is amended, another one ends it the day before and
 * begins anew, none ends it yesterday. Inside store_write(), as the program, in the name of ctx's actor. */
enum rc enrolment_place(struct ctx *c, int64_t child, const struct placement *to) MUST_CHECK;
/* The one in force on a day; NULL: not at school. */
const struct record *enrolment_on(const struct records *all, day on);
/* The stage that a code of that list means; an unknown one: STAGE_NONE. */
enum stage enrolment_stage_of(str code);
