/* declaration.h - what forms say of a child's status: rules. */
#pragma once
#include "registry.h"

void declaration_check(struct ctx *c, const struct change *change);
