/* demo_care.h - a year of looking after the children under care in a demo: assessments in March and
 * September, what was seen, decisions on levels; and whose stories the other parts of the demo tell on. */
#pragma once
#include "record.h"

/* Children under care in the village of the demo's director, the same however often it is asked, before and
 * after anything of care is written.  As of the demo's day they stand at these levels once
 * demo_care_write() has run. */
enum { DEMO_STORY_GREEN = 24 };
struct demo_story {
	int64_t red;    /* about twelve: the grandmother went to hospital, the child lives alone */
	int64_t yellow; /* works in the potato field instead of going to school */
	int64_t blue;   /* of the teacher's class where there is one: the parents have stopped calling */
	int64_t green[DEMO_STORY_GREEN];
	size_t ngreen;
};
/* RC_NOT_FOUND: fewer than three children under care live there. */
enum rc demo_story(struct ctx *c, struct demo_story *ret) MUST_CHECK;
/* The child of the family that signs in; 0: none. */
enum rc demo_story_family(struct ctx *c, int64_t *ret) MUST_CHECK;

/* Units of its own, after everything of the registry and privacy is written. */
enum rc demo_care_write(struct ctx *c) MUST_CHECK;

/* How a village does its work, from its code alone: 0 on time, 1 some late, 2 much left undone.  The
 * director's own is 0. */
int demo_care_diligence(str village);
