/* plan_page.h - pages of care plans: the list, a new one, one of them with goals and reviews, looking at it
 * again, on paper; and all that was planned for one child. */
#pragma once
#include "kindpage.h"
#include "plan_people.h"

/* Who has lists of plans of several children: those who keep an eye on a place. */
#define ROLES_PLANS (ROLES_COUNTY | ROLES_VILLAGE)
/* Who makes them. */
#define ROLES_PLAN (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)

extern const struct route plan_routes[]; /* ended by an empty row */
extern const struct kind_page plan_pages, goal_pages;

handler plan_list_page_show, plan_new_page_ask, plan_new_page_save;
handler plan_look_page_ask, plan_look_page_save;
handler plan_child_page_show;
handler goal_page_ask_new, goal_page_save_new, goal_page_ask, goal_page_save;

/* One plan and all that is part of it. */
struct plan_whole {
	struct record plan, child;
	struct records goals, reviews;
};
enum rc plan_whole_load(struct req *r, int64_t id, struct plan_whole *ret) MUST_CHECK;
/* "red: high", in words; empty when there is none. */
str plan_level_text(struct page *p, int level);
/* since 1 Sep 2026; 1 Sep to 2 Oct 2026 */
str plan_span_text(struct page *p, const struct record *plan);

/* As plan.h's plan_look, from JSON: POST /api/v1/plans/:id/close. */
handler plan_api_close;
