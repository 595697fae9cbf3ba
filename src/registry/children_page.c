#include "registry_page.h"

/* What of a child's record the list shows. */
static const uint64_t wanted = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
			       1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS;

struct search {
	int64_t school, class, after;
	str q;
};

static void add_filter(struct list *l, size_t field, int64_t id)
{
	if (!id)
		return;
	l->filter[l->nfilter].field = field;
	l->filter[l->nfilter++].is = INT(id);
}

static str search_url(struct page *p, const struct search *s, int64_t after)
{
	str url = STR("/children");

	if (s->school)
		url = html_url_with(p, url, "school", html_int_text(p, s->school));
	if (s->class)
		url = html_url_with(p, url, "class", html_int_text(p, s->class));
	if (after)
		url = html_url_with(p, url, "after", html_int_text(p, after));
	return url;
}

static void put_filter(struct page *p, const struct search *s, const struct form_field *schools)
{
	if (schools->noption < 2)
		return;
	html_lit(p, "<form class=\"find\" method=\"get\" action=\"/children\"><label class=\"hide\" "
		    "for=\"school\">");
	html_tr(p, N_("School"));
	html_lit(p, "</label><select id=\"school\" name=\"school\"><option value=\"\">");
	html_tr(p, N_("All schools"));
	html_lit(p, "</option>");
	str chosen = html_int_text(p, s->school);
	for (size_t i = 0; i < schools->noption; i++) {
		html_lit(p, "<option");
		html_attr(p, "value", schools->option[i].value);
		if (str_eq(schools->option[i].value, chosen))
			html_lit(p, " selected");
		html_lit(p, ">");
		html_text(p, schools->option[i].label);
		html_lit(p, "</option>");
	}
	html_lit(p, "</select><button>");
	html_tr(p, N_("See"));
	html_lit(p, "</button></form>\n");
}

static void put_none(struct page *p, const struct search *s)
{
	if (s->q.n) {
		table_empty(p, &(struct empty){ .title = N_("Nobody found"),
						.why = N_("Try one part of the name, a whole id number, or "
							  "the last four digits of a phone."),
						.url = STR("/children"),
						.verb = N_("All children") });
		return;
	}
	table_empty(p,
		    &(struct empty){
			    .title = N_("No children here yet"),
			    .why = N_("When a list is imported or a child is written down, it stands here."),
			    .url = p->who->role & ROLES_IMPORT ? STR("/import") : STR(""),
			    .verb = N_("Import a list"),
			    .scene = true });
}

/* A search is a POST, so what follows it is one too: the words go along in the form. */
static void put_more_found(struct page *p, const struct search *s, int64_t after)
{
	html_lit(p, "<form method=\"post\" action=\"/children\">");
	html_csrf(p);
	html_hidden(p, STR("q"), s->q);
	html_hidden(p, STR("after"), html_int_text(p, after));
	html_lit(p, "<button>");
	html_tr(p, N_("More of them"));
	html_lit(p, "</button></form>\n");
}

static void put_list(struct page *p, const struct search *s, const struct records *list, int64_t total)
{
	if (!list->n) {
		put_none(p, s);
		return;
	}
	registry_children_table(p, list, total);
	int64_t last = list->r[list->n - 1].id;
	if (s->q.n) {
		if (list->more)
			put_more_found(p, s, last);
		return;
	}
	table_pages(p, &(struct pages){ .shown = list->n,
					.total = total,
					.first = s->after ? search_url(p, s, 0) : STR(""),
					.next = list->more ? search_url(p, s, last) : STR("") });
}

static enum rc put_page(struct req *r, const struct search *s)
{
	struct list l = { .q = s->q, .limit = REGISTRY_PAGE, .want = wanted };
	struct records list;
	struct form_field schools = { 0 };
	int64_t total = 0;

	add_filter(&l, CHILD_SCHOOL, s->school);
	add_filter(&l, CHILD_CLASS, s->class);
	enum rc rc = record_count(&r->ctx, &child_kind, &l, &total);
	l.after = s->after;
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &child_kind, &l, &list);
	if (rc == RC_OK && r->ctx.who->reach > REACH_SCHOOL)
		rc = registry_school_options(r, &schools);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Children"))),
						       .tab = "/children",
						       .own_h1 = true });
	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Children"));
	html_lit(&p, "</h1>");
	if (may_create(p.who, P_REGISTER)) {
		html_lit(&p, "<a class=\"btn\" href=\"/children/new\">");
		html_tr(&p, N_("Add a child"));
		html_lit(&p, "</a>");
	}
	html_lit(&p, "</div>\n");
	form_search(&p, STR("/children"), N_("Name, number or phone"), s->q);
	put_filter(&p, s, &schools);
	put_list(&p, s, &list, total);
	page_end(&p);
	return RC_OK;
}

static bool query_id(struct req *r, str name, int64_t *ret)
{
	str given = req_query(r, name);

	return !given.n || (str_int(given, ret) && *ret > 0);
}

enum rc children_page_list(struct req *r)
{
	struct search s = { .after = registry_after(r) };

	if (!query_id(r, STR("school"), &s.school) || !query_id(r, STR("class"), &s.class))
		return RC_INVALID;
	return put_page(r, &s);
}

enum rc children_page_find(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct search s = { 0 };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	s.q = str_cut(str_trim(form_value(f, n, STR("q"))), 0, 300);
	str after = form_value(f, n, STR("after"));
	if (after.n && !str_int(after, &s.after))
		return RC_MALFORMED;
	return put_page(r, &s);
}
