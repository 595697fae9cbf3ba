/* school.h - rules of schools and classes. */
#pragma once
#include "registry.h"

void school_check(struct ctx *c, const struct change *change);
enum rc school_after(struct ctx *c,
		     struct change *change); /* another county: its pupils are reckoned again */
void class_check(struct ctx *c, const struct change *change);
