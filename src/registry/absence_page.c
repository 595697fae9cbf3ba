#include "registry_page.h"

static const struct form_field fields[] = {
	{ .field = ABSENCE_REASON },
	{ .field = ABSENCE_FROM },
	{ .field = ABSENCE_KNOWN_BY },
	{ .field = ABSENCE_TO },
	{ .field = ABSENCE_REGION, .hint = N_("The name of the place, or its code") },
	{ .field = ABSENCE_CHILD_ALONG },
};

/* The file somebody came from: ?child= on the way in, a hidden field on the way out. */
static int64_t child_of(struct req *r, const struct form_given *g)
{
	int64_t id = 0;
	str given = g ? form_value(g->pair, g->npair, STR("child")) : req_query(r, STR("child"));

	return given.n && str_int(given, &id) && id > 0 ? id : 0;
}

static str way_back(struct page *p, int64_t child)
{
	return child ? html_url(p, "/children/#", child) : STR("/children");
}

static str with_child(struct page *p, str url, int64_t child)
{
	return child ? html_url_with(p, url, "child", html_int_text(p, child)) : url;
}

static void put_delete(struct page *p, const struct record *a, int64_t child)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/absences/#/journal", a->id), html_word(p, N_("What changed")));
	html_lit(p, "</p>\n<details class=\"narrow\"><summary>");
	html_tr(p, N_("Written down by mistake"));
	html_lit(p, "</summary><form method=\"post\" class=\"stack\"");
	html_action(p, with_child(p, html_url(p, "/absences/#/edit", a->id), child));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("version"), html_int_text(p, a->version));
	html_hidden(p, STR("delete"), STR("1"));
	html_lit(p, "<p>");
	html_tr(p, N_("If somebody has come home, write the last day away instead: then the history stays."));
	html_lit(p, "</p><button>");
	html_tr(p, N_("Delete"));
	html_lit(p, "</button></form></details>\n");
}

static void put_form(struct req *r, const struct record *a, const struct form_given *g, enum rc rc)
{
	int64_t child = child_of(r, NULL);
	struct page p = page_of(r);
	struct frame f = {
		.title = str_of(tr(r->ctx.lang, a ? N_("Absence") : N_("Write down an absence"))),
		.tab = "/children",
		.task = true,
		.back = way_back(&p, child),
		.back_label = N_("To the file"),
		.status = rc == RC_OK ? 200 : rc_status(rc),
	};

	p = page_begin(r, &f);
	form_put(&p, &(struct form){ .kind = &absence_kind,
				     .field = fields,
				     .nfield = COUNT(fields),
				     .record = a,
				     .given = g,
				     .conflict = rc == RC_STALE,
				     .action = with_child(&p,
							  a ? html_url(&p, "/absences/#/edit", a->id)
							    : html_url(&p, "/persons/#/absences/new", r->id),
							  child),
				     .button = N_("Save") });
	if (a)
		put_delete(&p, a, child);
	page_end(&p);
}

static enum rc see_file(struct req *r)
{
	int64_t child = child_of(r, NULL);

	return child ? registry_see(r, "/children/", child) : req_see_other(r, STR("/children"));
}

enum rc absence_page_new(struct req *r)
{
	struct record person;
	enum rc rc = record_load(&r->ctx, &person_kind, r->id, &person);

	if (rc == RC_OK)
		put_form(r, NULL, NULL, RC_OK);
	return rc;
}

enum rc absence_page_create(struct req *r)
{
	struct form_given g;
	struct record a;
	enum rc rc = form_read(r, &absence_kind, &g);

	if (rc != RC_OK)
		return rc;
	input_int(&g.in, r->ctx.mem, ABSENCE_PERSON, r->id);
	rc = registry_save(r, &g, 0, &a);
	if (rc == RC_OK)
		return see_file(r);
	if (!registry_again(rc))
		return rc;
	put_form(r, NULL, &g, rc);
	return RC_OK;
}

enum rc absence_page_edit(struct req *r)
{
	struct record a;
	enum rc rc = record_load(&r->ctx, &absence_kind, r->id, &a);

	if (rc == RC_OK)
		put_form(r, &a, NULL, RC_OK);
	return rc;
}

enum rc absence_page_save(struct req *r)
{
	struct form_given g;
	struct record a;
	enum rc rc = form_read(r, &absence_kind, &g);

	if (rc != RC_OK)
		return rc;
	if (form_value(g.pair, g.npair, STR("delete")).n) {
		rc = registry_delete(r, &absence_kind, r->id, g.version);
		return rc == RC_OK ? see_file(r) : rc;
	}
	enum rc saved = registry_save(r, &g, r->id, &a);
	if (saved == RC_OK)
		return see_file(r);
	if (!registry_again(saved))
		return saved;
	rc = record_load(&r->ctx, &absence_kind, r->id, &a);
	if (rc == RC_OK)
		put_form(r, &a, &g, saved);
	return rc;
}
