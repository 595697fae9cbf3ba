/* task_page.h - pages and API acts of tasks: one's own list with bulk acts, one task, a new one; the team. */
#pragma once
#include "registry_page.h"
#include "task_list.h"

/* Who has a team to look after. */
#define ROLES_TEAM (ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR)

extern const struct route task_routes[]; /* ended by an empty row; before the API that follows from kinds */
handler task_page_new, task_page_raise;
handler task_act_page; /* POST: what is done about ticked rows */
handler team_page_show;
handler task_api_raise, task_api_done, task_api_later, task_api_hand, task_api_drop;
handler task_api_defer;

/* What is ticked: "task:ID", or a duty by what it is, since its record may be made anew meanwhile:
 * "duty:CHILD:FROM:CODE". */
struct task_pick {
	int64_t task;  /* 0: a duty */
	int64_t child; /* of a duty */
	day from;
	str code;
};
bool task_pick_read(str text, struct task_pick *ret);

/* Who may be asked: active, of a role with tasks, where the child is; child 0: near the reader. */
enum rc task_people(struct req *r, int64_t child, struct form_field *f) MUST_CHECK;
/* Controls of the acts, inside a form that posts to /tasks/act.  `one`: the open task they are about; NULL:
 * for what is ticked. */
enum rc task_acts_put(struct page *p, const struct record *one) MUST_CHECK;
