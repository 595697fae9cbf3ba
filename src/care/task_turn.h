/* task_turn.h - whose turn it is when nobody answers: the ladder of roles, pure.  A task goes one role up a
 * number of days after its day, and so on to the top; a role that nobody active holds there is passed over at
 * once. The ladder is that of the duties of 民发〔2019〕34号 (village, township, county civil affairs) and of
 * a school (teacher, head, county education); the days are a parameter. */
#pragma once
#include "access.h"
#include "day.h"

enum role task_role_above(enum role role); /* 0: nobody */
bool task_is_above(enum role upper, enum role lower);

struct task_wait {
	enum role role; /* whose work it is */
	unsigned held;  /* roles that somebody active holds where it is */
	day until;      /* its day, or until when it is put off */
	int step_days;
};
struct task_turn {
	enum role role;
	day step_on; /* the day on which it goes up; 0: it stays */
};
struct task_turn task_turn(const struct task_wait *w, day today);
