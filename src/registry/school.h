/* school.h - rules of schools and classes. */
#pragma once
#include "registry.h"

void school_check(struct ctx *c, const struct change *change);
enum rc school_after(struct ctx *c,
		     struct change *change); /* another county: its pupils are reckoned again */
/* A school that is closed takes nobody: does anything that begins on `on` come too late for it?  Then a
 * problem stands at the field, with the day. */
bool school_closed(struct ctx *c, int64_t school, day on, const char *field);
void class_check(struct ctx *c, const struct change *change);

/* 三（1）班 as a class of this school is called on a day; false: it has left, or not come yet. */
bool class_name_on(struct ctx *c, const struct record *class, const struct record *school, day on, str *ret);
/* A new school year: classes that still bear the name made for them last year get the one of this year. */
enum rc class_year_turn(struct ctx *c) MUST_CHECK;
