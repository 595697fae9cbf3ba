/* demo_task.h - what people of a demo asked of each other and were worried about: tasks in each state, duties
 * put off, alerts of a grandmother, a child, a teacher and the public. */
#pragma once
#include "record.h"

/* Units of its own, after demo_care_write() and demo_visit_write(). */
enum rc demo_task_write(struct ctx *c) MUST_CHECK;
