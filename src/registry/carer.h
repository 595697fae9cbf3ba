/* carer.h - who looks after a child day by day: age, health and ability, and whether somebody should look in
 * more often (register of left-behind children, field guardian_actual: age flags at 60 and 70; visits of
 * carers over seventy who are ill: domain facts 1.3 and 1.7).  Shown to those whose work the child is, never
 * to classes. */
#pragma once
#include "html.h"
#include "registry.h"

enum carer_look {
	CARER_FINE,
	CARER_LOOK, /* sixty and older, ill, or able with help only */
	CARER_SOON, /* unable, or seventy and older, and then also ill */
};
struct carer_params {
	int look_age, soon_age; /* years; parameters carer.look_age, carer.soon_age */
};
/* age -1: not known; health and ability: codes, empty when not known. */
enum carer_look carer_look_of(int age, str health, str ability, const struct carer_params *params);

/* After the sentence about an adult in the child's file: that they look after the child, how old they are and
 * what they can do; nothing for others.  A health that is covered for these eyes stays so. */
void carer_put(struct page *p, const struct record *tie, const struct record *person, day on);
