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

/* Pages of the room above this one: what is asked for, kept, erased, audited. */
static void put_keeping(struct page *p)
{
	static const struct {
		unsigned need;
		const char *icon, *label, *url;
	} ways[] = {
		{ ROLE_OFFICER | ROLE_AUDITOR, "msg", N_("What families ask for"), "/rights_requests" },
		{ ROLE_OFFICER | ROLE_AUDITOR, "lock", N_("Only stored"), "/storage_locks" },
		{ ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR, "day", N_("What will be erased"),
		  "/admin/retention" },
		{ ROLE_OFFICER | ROLE_ADMIN | ROLE_AUDITOR, "grow", N_("The year's audit"),
		  "/admin/audit-report" },
		{ ROLE_OFFICER | ROLE_ADMIN, "msg", N_("Messages that go out"), "/admin/outbox" },
		{ ROLES_KEEPING, "duty", N_("What is insecure here"), "/admin/self-audit" },
	};

	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].need & (unsigned)p->who->role)
			put_link(p, ways[i].icon, ways[i].label, str_of(ways[i].url));
}

static void put_lists(struct page *p)
{
	unsigned role = p->who->role;

	if (role & ROLES_IMPORT)
		put_link(p, "down", N_("Import a list"), STR("/import"));
	if (role & (ROLES_IMPORT | ROLE_AUDITOR))
		put_link(p, "day", N_("Imports"), STR("/batches"));
	if (role & ROLES_COUNTY)
		put_link(p, "even", N_("Declared and computed"), STR("/declared"));
	if (role & (ROLES_COUNTY | ROLE_HEAD))
		put_link(p, "child", N_("Twice in the register?"), STR("/duplicates"));
	if (role & (ROLES_STAFF | ROLE_FEDERATION))
		put_link(p, "duty", N_("Tasks"), STR("/tasks"));
	if (role & ROLES_STAFF)
		put_link(p, "visit", N_("Visits"), STR("/visits"));
	if (role & (ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR))
		put_link(p, "even", N_("The team"), STR("/team"));
	put_link(p, "help", N_("Worried about a child"), STR("/alerts"));
	if (role & (ROLES_STAFF | ROLES_CARE | ROLE_POLICE | ROLE_HOSPITAL))
		put_link(p, "lock", N_("Reports of harm or danger"), STR("/reports"));
	if (role & (ROLES_COUNTY | ROLES_VILLAGE))
		put_link(p, "duty", N_("Children in difficulty"), STR("/difficulties"));
	if (role & (ROLES_COUNTY | ROLES_VILLAGE))
		put_link(p, "child", N_("Children under care"), STR("/care"));
	if (role & (ROLES_COUNTY | ROLE_FEDERATION | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE))
		put_link(p, "grow", N_("Growth files"), STR("/growth"));
	if (role & ROLE_INSPECTOR)
		put_link(p, "even", N_("Are levels fair?"), STR("/care/fairness"));
	if (role & (ROLES_COUNTY | ROLES_VILLAGE)) {
		put_link(p, "visit", N_("Census sweeps"), STR("/sweeps"));
		put_link(p, "sync", N_("Who came and who went"), STR("/moves"));
		put_link(p, "day", N_("Days together with a parent"), STR("/together"));
	}
	if (role & (ROLES_COUNTY | ROLE_HEAD))
		put_link(p, "class", N_("Transfers"), STR("/transfers"));
	if (role & (ROLES_STAFF | ROLE_FEDERATION))
		put_link(p, "msg", N_("Referrals"), STR("/referrals"));
	if (role & (ROLE_CIVIL | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE))
		put_link(p, "child", N_("Entrusted care"), STR("/deeds"));
	if (role & (ROLES_COUNTY | ROLES_VILLAGE))
		put_link(p, "grow", N_("Care plans"), STR("/plans"));
	if (role & (ROLES_COUNTY | ROLES_VILLAGE | ROLE_HEAD | ROLE_COUNSELLOR))
		put_link(p, "class", N_("Case conferences"), STR("/conferences"));
	if (role & (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE))
		put_link(p, "msg", N_("What families want put right"), STR("/corrections"));
	if (role & (ROLES_COUNTY | ROLE_HEAD))
		put_link(p, "duty", N_("Statutory forms"), STR("/statutory"));
	if (role & (ROLES_COUNTY | ROLE_FEDERATION | ROLE_INSPECTOR | ROLE_AUDITOR | ROLES_ABOVE))
		put_link(p, "duty", N_("Forms handed in"), STR("/hand_ins"));
	if (role & (ROLES_STAFF | ROLE_FEDERATION | ROLE_POLICE | ROLE_HOSPITAL))
		put_link(p, "help", N_("Agencies"), STR("/agencies"));
	if (role & (ROLES_STAFF | ROLES_CARE | ROLE_INSPECTOR))
		put_link(p, "place", N_("Happy homes"), STR("/homes"));
	if (role & ROLES_EXPORT)
		put_link(p, "down", N_("Export a list"), STR("/export"));
	if (role & (ROLES_EXPORT | ROLE_AUDITOR))
		put_link(p, "day", N_("Lists that left"), STR("/exports"));
}

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
	put_lists(&p);
	if (p.who->role & (ROLES_COUNTY | ROLE_INSPECTOR | ROLES_ABOVE))
		put_link(&p, "place", N_("Regions"), STR("/regions"));
	if (p.who->role & (ROLES_STAFF | ROLE_INSPECTOR | ROLES_ABOVE))
		put_link(&p, "duty", N_("What the law asks"), STR("/duties"));
	if (p.who->role & ROLES_ABOVE)
		put_link(&p, "find", N_("Look for a child"), STR("/search"));
	if (p.who->role & (ROLES_STAFF | ROLES_CARE)) {
		put_link(&p, "class", N_("Schools"), STR("/schools"));
		put_link(&p, "child", N_("Children"), STR("/children"));
	}
	put_keeping(&p);
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
