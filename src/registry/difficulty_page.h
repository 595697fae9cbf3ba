/* difficulty_page.h - children in difficulty on pages: the part of a child's file, and the officials' list.
 */
#pragma once
#include "child_page.h"
#include "difficulty.h"
#include "today_item.h"

/* The part of a child's file, folded; nothing for who may not read it. */
enum rc difficulty_panel(struct child_page *f);

extern const struct route difficulty_routes[]; /* ended by an empty row */
/* Who has lists of children in difficulty: those who certify, and the villages that look after them. */
#define ROLES_DIFFICULTY (ROLES_COUNTY | ROLES_VILLAGE)
extern const struct kind_page difficulty_pages;
extern const struct today_item difficulty_today; /* proposed, and nobody has certified it */

/* --- what both show --- */
const char *difficulty_says_text(enum unattended_says says); /* English */
void difficulty_put_reasons(struct page *p, const struct unattended *u);
