/* support.h - money, things or lessons that a child was given, and by what sort of giver; no donor is named
 * to the child, no child to a donor. */
#pragma once
#include "entry_form.h"

/* Yuan with at most two decimals, more than nothing: "500", "500.00". */
bool support_amount_valid(str amount);
void support_check(struct ctx *c, const struct change *change); /* the rules of the kind */

extern const struct entry_form support_form;
extern const struct timeline_source support_timeline;
