/* staff.h - who works at a school: rules. */
#pragma once
#include "registry.h"

void staff_check(struct ctx *c, const struct change *change);
