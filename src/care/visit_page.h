/* visit_page.h - pages of visits: the form for a phone, one visit, a child's visits, those of a village,
 * texts that read the same.  Texts are covered until somebody says what for. */
#pragma once
#include "draft.h"
#include "kindpage.h"
#include "registry_page.h"
#include "today_item.h"
#include "visit.h"

extern const struct route visit_routes[]; /* ended by an empty row */
/* Begun and not handed in; texts that read the same. */
extern const struct today_item visit_draft_today, visit_alike_today;

#define ROLES_VISIT (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE) /* who visits */
/* Who is shown that two visits read the same. */
#define ROLES_ALIKE (ROLES_COUNTY | ROLE_SUPERVISOR)
#define VISIT_DRAFT STR("visit") /* draft.h: the name of the form */

handler visit_form_page_show, visit_form_page_save, visit_form_page_keep, visit_form_page_drop;
handler visit_page_show, visit_page_open, visit_page_child, visit_page_child_open;
handler visit_list_page_show, visit_list_page_print, visit_list_page_alike;

/* --- what they share --- */

/* "Wang Fang, child director": who visited. */
str visit_by_text(struct page *p, const struct record *visit);
