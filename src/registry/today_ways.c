/* The way somebody takes every day: to their class, their village, the figures. */
#include "today.h"

struct way {
	unsigned need;
	const char *icon, *url, *title, *why;
};
/* clang-format off */
static const struct way ways[] = {
	{ ROLE_DIRECTOR, "child", "/children", N_("The children of the village"),
	  N_("Who lives here or is registered here, each with its file") },
	{ ROLE_SUPERVISOR, "child", "/children", N_("The children of the township"),
	  N_("Who lives here or is registered here, each with its file") },
	{ ROLES_CARE, "child", "/children", N_("Children"),
	  N_("Those whose families agreed that you know of them. Whoever takes it back is gone from here the same day.") },
	{ ROLES_CARE, "place", "/homes", N_("Happy homes"), N_("Where they lie, when they are open, and what is missing in them") },
	{ ROLE_INSPECTOR | ROLES_ABOVE, "place", "/regions", N_("Figures"), N_("Left-behind children by place, under both definitions") },
	{ ROLE_INSPECTOR | ROLES_ABOVE | ROLE_FEDERATION | ROLE_AUDITOR, "duty", "/hand_ins", N_("Forms handed in"),
	  N_("What the counties handed in, and what changed from one month to the next") },
	{ ROLE_ADMIN | ROLE_SECURITY | ROLE_AUDITOR, "duty", "/admin/self-audit", N_("What is insecure here"),
	  N_("A list of checks of this installation, and how to mend each") },
	{ ROLE_SECURITY | ROLE_AUDITOR, "child", "/accounts", N_("Accounts"), N_("Who may sign in. No child's data is shown to you.") },
	{ ROLE_AUDITOR | ROLE_ADMIN, "grow", "/admin/audit-report", N_("The year's audit"), N_("What was read, agreed to, asked for and erased") },
	{ ROLE_ADMIN, "day", "/admin/retention", N_("What will be erased"), N_("By class of record, with the rule that says so") },
	{ ROLE_AUDITOR, "msg", "/rights_requests", N_("What families ask for"), N_("And how fast they were answered") },
};
/* clang-format on */

static enum rc put_classes(struct page *p, bool *ret_any)
{
	struct records list;
	enum rc rc = record_list(&p->r->ctx, &class_kind, &(struct list){ 0 }, &list);

	if (rc != RC_OK)
		return rc;
	*ret_any = true;
	if (!list.n) {
		table_empty(
			p, &(struct empty){ .title = N_("No class here yet"),
					    .why = N_("Classes are added on the page of their school."),
					    .url = may_create(p->who, P_REGISTER) ? STR("/schools") : STR(""),
					    .verb = N_("Schools"),
					    .scene = true });
		return RC_OK;
	}
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, p->who->reach == REACH_CLASS    ? N_("Your class")
		   : p->who->reach == REACH_POSTED ? N_("The classes of your schools")
						   : N_("The classes of your school"));
	html_lit(p, "</h2></div>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < list.n; i++)
		table_rows_item(p, &(struct row){ .icon = "class",
						  .title = rec_text(&list.r[i], CLASS_NAME),
						  .why = p->who->reach != REACH_SCHOOL
								 ? list.r[i].label[CLASS_SCHOOL]
								 : STR(""),
						  .url = html_url(p, "/classes/#", list.r[i].id),
						  .verb = N_("Open") });
	table_rows_end(p);
	html_lit(p, "</section>\n");
	return RC_OK;
}

enum rc today_ways_put(struct page *p, bool *ret_any)
{
	if (p->who->role & ROLES_SCHOOL)
		return put_classes(p, ret_any);
	for (size_t i = 0; i < COUNT(ways); i++) {
		if (!(ways[i].need & (unsigned)p->who->role))
			continue;
		if (!*ret_any)
			table_rows_begin(p);
		table_rows_item(p, &(struct row){ .icon = ways[i].icon,
						  .title = html_word(p, ways[i].title),
						  .why = html_word(p, ways[i].why),
						  .url = str_of(ways[i].url),
						  .verb = N_("Open") });
		*ret_any = true;
	}
	if (*ret_any)
		table_rows_end(p);
	return RC_OK;
}
