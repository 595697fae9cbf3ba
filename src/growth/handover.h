/* handover.h - what who knew a child so far tells who looks after it next: its strengths first, then what it
 * needs and what has worked. */
#pragma once
#include "entry_form.h"

extern const struct entry_form handover_form;
extern const struct timeline_source handover_timeline;
