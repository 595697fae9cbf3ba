/* family.h - the adults around a child: persons, ties, absences; and `parents`, the view of tie and person in
 * one that the API and the pages write through. */
#pragma once
#include "registry.h"

void person_check(struct ctx *c, const struct change *change);
enum rc person_after(struct ctx *c, struct change *change); /* their children are touched */
void tie_check(struct ctx *c, const struct change *change);
void absence_check(struct ctx *c, const struct change *change);
enum rc absence_after(struct ctx *c, struct change *change);

/* The persons tied to a child, those of former days too, by id; `want`: their fields as in struct list. */
enum rc family_adults(struct ctx *c, int64_t child, uint64_t want, struct records *ret) MUST_CHECK;
/* Every child tied to this person is touched by the write. */
enum rc person_touch_children(struct ctx *c, int64_t person) MUST_CHECK;
