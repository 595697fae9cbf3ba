/* note.h - what a teacher writes into a growth file for the child and its family to read: how study and
 * conduct go, awards, activities, aims for a term and what came of them. */
#pragma once
#include "entry_form.h"

void note_check(struct ctx *c, const struct change *change); /* the rules of the kind */

extern const struct entry_form note_form;
extern const struct timeline_source note_timeline;
