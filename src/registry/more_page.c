#include "registry_page.h"

static void put_link(struct page *p, const char *icon, const char *label, str url)
{
	html_lit(p, "<li>");
	html_icon_(p, str_of(icon));
	html_lit(p, "<a");
	html_href(p, url);
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</a></li>\n");
}

/* clang-format off */
/* In the order of the page. */
static const struct {
	unsigned need;
	const char *icon, *label, *url;
} ways[] = {
	{ ROLES_IMPORT, "down", N_("Import a list"), "/import" },
	{ ROLES_IMPORT | ROLE_AUDITOR, "day", N_("Imports"), "/batches" },
	{ ROLES_COUNTY, "even", N_("Declared and computed"), "/declared" },
	{ ROLES_COUNTY | ROLE_HEAD, "child", N_("Twice in the register?"), "/duplicates" },
	{ ROLES_STAFF | ROLE_FEDERATION, "duty", N_("Tasks"), "/tasks" },
	{ ROLES_STAFF, "visit", N_("Visits"), "/visits" },
	{ ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR, "even", N_("The team"), "/team" },
	{ ROLES_SIGNED_IN, "help", N_("Worried about a child"), "/alerts" },
	{ ROLES_STAFF | ROLES_CARE | ROLE_POLICE | ROLE_HOSPITAL, "lock", N_("Reports of harm or danger"), "/reports" },
	{ ROLES_COUNTY | ROLES_VILLAGE, "duty", N_("Children in difficulty"), "/difficulties" },
	{ ROLES_COUNTY | ROLES_VILLAGE, "child", N_("Children under care"), "/care" },
	{ ROLES_COUNTY | ROLE_FEDERATION | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE, "grow", N_("Growth files"), "/growth" },
	{ ROLE_INSPECTOR, "even", N_("Are levels fair?"), "/care/fairness" },
	{ ROLES_COUNTY | ROLES_VILLAGE, "visit", N_("Census sweeps"), "/sweeps" },
	{ ROLES_COUNTY | ROLES_VILLAGE, "sync", N_("Who came and who went"), "/moves" },
	{ ROLES_COUNTY | ROLES_VILLAGE, "day", N_("Days together with a parent"), "/together" },
	{ ROLES_COUNTY | ROLE_HEAD, "class", N_("Transfers"), "/transfers" },
	{ ROLES_STAFF | ROLE_FEDERATION, "msg", N_("Referrals"), "/referrals" },
	{ ROLE_CIVIL | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE, "child", N_("Entrusted care"), "/deeds" },
	{ ROLES_COUNTY | ROLES_VILLAGE, "grow", N_("Care plans"), "/plans" },
	{ ROLES_COUNTY | ROLES_VILLAGE | ROLE_HEAD | ROLE_COUNSELLOR, "class", N_("Case conferences"), "/conferences" },
	{ ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE, "msg", N_("What families want put right"), "/corrections" },
	{ ROLES_COUNTY | ROLE_HEAD, "duty", N_("Statutory forms"), "/statutory" },
	{ ROLES_COUNTY | ROLE_FEDERATION | ROLE_INSPECTOR | ROLE_AUDITOR | ROLES_ABOVE, "duty", N_("Forms handed in"), "/hand_ins" },
	{ ROLES_STAFF | ROLE_FEDERATION | ROLE_POLICE | ROLE_HOSPITAL, "help", N_("Agencies"), "/agencies" },
	{ ROLES_STAFF | ROLES_CARE | ROLE_INSPECTOR, "place", N_("Happy homes"), "/homes" },
	{ ROLES_EXPORT, "down", N_("Export a list"), "/export" },
	{ ROLES_EXPORT | ROLE_AUDITOR, "day", N_("Lists that left"), "/exports" },
	{ ROLES_COUNTY | ROLE_INSPECTOR | ROLES_ABOVE, "place", N_("Regions"), "/regions" },
	{ ROLES_STAFF | ROLE_INSPECTOR | ROLES_ABOVE, "duty", N_("What the law asks"), "/duties" },
	{ ROLES_ABOVE, "find", N_("Look for a child"), "/search" },
	{ ROLES_STAFF | ROLES_CARE, "class", N_("Schools"), "/schools" },
	{ ROLES_STAFF | ROLES_CARE, "child", N_("Children"), "/children" },
	/* pages of the room above this one: what is asked for, kept, erased, audited */
	{ ROLE_OFFICER | ROLE_AUDITOR, "msg", N_("What families ask for"), "/rights_requests" },
	{ ROLE_OFFICER | ROLE_AUDITOR, "lock", N_("Only stored"), "/storage_locks" },
	{ ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR, "day", N_("What will be erased"), "/admin/retention" },
	{ ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR, "grow", N_("The year's audit"), "/admin/audit-report" },
	{ ROLE_OFFICER | ROLE_ADMIN, "msg", N_("Messages that go out"), "/admin/outbox" },
	{ ROLES_KEEPING, "duty", N_("What is insecure here"), "/admin/self-audit" },
};
/* clang-format on */

/* Regulations on Network Data Security, art. 28: how many persons there are, is always known. */
static enum rc put_persons(struct page *p)
{
	struct rows q;
	str n = STR("");

	if (!(p->who->role & ROLE_OFFICER))
		return RC_OK;
	enum rc rc = DB_QUERY(p->r->ctx.db, &q, "SELECT m.value FROM meta m WHERE m.name = ?1",
			      TEXT(STR("persons")));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		n = db_dup(p->mem, &q, 0);
	rc = db_done(&q);
	if (rc == RC_OK && n.n) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Data of {0} persons are kept here, as counted last night."), n);
		html_lit(p, "</p>\n");
	}
	return rc;
}

enum rc more_page_show(struct req *r)
{
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("More"))), .tab = "/more" });
	const struct code_list *roles = code_list_find(STR("role"));

	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("{0}; {1}"), p.who->name.n ? p.who->name : p.who->login,
		roles ? code_label(roles, str_of(role_code(p.who->role)), p.lang) : STR(""));
	html_lit(&p, "</p><ul class=\"rows ways narrow\">\n");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].need & (unsigned)p.who->role)
			put_link(&p, ways[i].icon, ways[i].label, str_of(ways[i].url));
	if (may_create(p.who, P_ACCOUNT))
		put_link(&p, "child", N_("Make an account"), STR("/accounts/new"));
	put_link(&p, "lock", N_("My account"), STR("/account"));
	html_lit(&p, "<li>");
	html_icon(&p, "say");
	frame_language(&p, STR("/more"));
	html_lit(&p, "</li></ul>\n");
	enum rc rc = put_persons(&p);
	frame_sign_out(&p);
	page_end(&p);
	return rc;
}
