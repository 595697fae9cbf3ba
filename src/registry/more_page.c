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

enum rc more_page_show(struct req *r)
{
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("More"))), .tab = "/more" });
	const struct code_list *roles = code_list_find(STR("role"));

	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("{0}; {1}"), p.who->name.n ? p.who->name : p.who->login,
		roles ? code_label(roles, str_of(role_code(p.who->role)), p.lang) : STR(""));
	html_lit(&p, "</p><ul class=\"rows ways narrow\">\n");
	if (may_create(p.who, P_REGISTER))
		put_link(&p, "down", N_("Import a list"), STR("/import"));
	if (p.who->role & ROLE_OFFICER)
		put_link(&p, "place", N_("Regions"), STR("/regions"));
	if (p.who->role & ROLES_STAFF) {
		put_link(&p, "class", N_("Schools"), STR("/schools"));
		put_link(&p, "child", N_("Children"), STR("/children"));
	}
	html_lit(&p, "<li>");
	html_icon(&p, "say");
	frame_language(&p, STR("/more"));
	html_lit(&p, "</li></ul>\n");
	frame_sign_out(&p);
	page_end(&p);
	return RC_OK;
}
