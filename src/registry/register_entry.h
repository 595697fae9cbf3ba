/* register_entry.h - rules of the civil-affairs register form (rural left-behind children and children in
 * distress). */
#pragma once
#include "registry.h"

/* Several codes in one value, each once, in the order of the list: "farming,work".  Labels in either language
 * are taken for their codes; parted by , ; / | or the Chinese signs.  A part that is none of them becomes
 * *ret_bad and nothing comes back. */
str codes_several(struct arena *mem, const char *list, str text, str *ret_bad);
/* The labels of such a value, for people. */
str codes_several_labels(struct arena *mem, const char *list, str codes, enum lang lang);

void register_entry_check(struct ctx *c, const struct change *change);
