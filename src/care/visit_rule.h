/* visit_rule.h - what a visit's parts are made of: lists of codes, the checklist, texts that read the same.
 * Pure.
 *
 * A checklist is kept as "food=yes carer=no mood=unseen": items of the code list visit_check, whose note
 * names the risk levels at which each is asked, answers of the list visit_answer. */
#pragma once
#include "buf.h"
#include "codes.h"

/* Is this code among codes parted by blanks? */
bool visit_has(str codes, str code);
/* The first code that the list does not have on that day; empty: all are good. */
str visit_unknown_code(str codes, const struct code_list *list, day on, str region);

/* --- the checklist --- */

/* Is the item asked of a child at this level?  Who has no level is asked what green is asked. */
bool visit_asks(const struct code *item, int level);
str visit_says(str checklist, str item);                      /* the answer; empty: none */
void visit_say(struct buf *to, str item, str answer);         /* add one */
str visit_checklist_fault(str checklist, day on, str region); /* the first part that is none; empty: good */

/* --- texts that read the same --- */

/* What is left of the texts when signs, blanks, capitals and the child's name are taken out: two visits that
 * differ in nothing else read the same.  Empty: fewer than `least` letters, which tell nothing. */
str visit_plain_text(struct arena *mem, const str *text, size_t n, str name, size_t least);

/* "21.2707,110.4567": north, then east, in degrees. */
bool visit_place_valid(str place);
