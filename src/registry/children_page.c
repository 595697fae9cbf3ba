#include "query.h"
#include "registry_page.h"
#include "search.h"
#include "utf8.h"

/* What of a child's record the list shows. */
static const uint64_t wanted = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
			       1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS;

/* A list, or what a search found; a search is a POST, so no name ever stands in an address. */
struct asked {
	struct query query;
	struct search_term term;
	bool search;
	int64_t after;
};

static str list_url(struct page *p, str path, const struct asked *s, int64_t after)
{
	const struct query *q = &s->query;
	str url = path;

	if (q->school)
		url = html_url_with(p, url, "school", html_int_text(p, q->school));
	if (q->class)
		url = html_url_with(p, url, "class", html_int_text(p, q->class));
	if (q->region.n)
		url = html_url_with(p, url, "region", q->region);
	if (q->as_of)
		url = html_url_with(p, url, "as_of", html_int_text(p, q->as_of));
	if (after)
		url = html_url_with(p, url, "after", html_int_text(p, after));
	return url;
}

static void put_filter(struct page *p, const struct asked *s, const struct form_field *schools)
{
	if (schools->noption < 2)
		return;
	html_lit(p, "<form class=\"find\" method=\"get\" action=\"/children\"><label class=\"hide\" "
		    "for=\"school\">");
	html_tr(p, N_("School"));
	html_lit(p, "</label><select id=\"school\" name=\"school\"><option value=\"\">");
	html_tr(p, N_("All schools"));
	html_lit(p, "</option>");
	str chosen = html_int_text(p, s->query.school);
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

static void put_none(struct page *p, const struct asked *s)
{
	if (s->search) {
		table_empty(p, &(struct empty){ .title = N_("Nobody found"),
						.why = N_("Try one part of the name, its first letters, a "
							  "whole id number, or the last four digits of a "
							  "phone."),
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
static void put_more_found(struct page *p, const struct asked *s, int64_t after)
{
	html_lit(p, "<form method=\"post\" action=\"/children\">");
	html_csrf(p);
	html_hidden(p, STR("q"), s->term.text);
	html_hidden(p, STR("after"), html_int_text(p, after));
	html_lit(p, "<button>");
	html_tr(p, N_("More of them"));
	html_lit(p, "</button></form>\n");
}

static void put_list(struct page *p, const struct asked *s, const struct records *list, int64_t total)
{
	if (!list->n) {
		put_none(p, s);
		return;
	}
	registry_children_table(p, list, total);
	int64_t last = list->r[list->n - 1].id;
	if (s->search) {
		if (list->more)
			put_more_found(p, s, last);
		return;
	}
	table_pages(p,
		    &(struct pages){ .shown = list->n,
				     .total = total,
				     .first = s->after ? list_url(p, STR("/children"), s, 0) : STR(""),
				     .next = list->more ? list_url(p, STR("/children"), s, last) : STR("") });
}

/* The same list elsewhere: on paper, as a file. */
static void put_ways(struct page *p, const struct asked *s)
{
	if (s->search)
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p, list_url(p, STR("/children/print"), s, 0), html_word(p, N_("To print")));
	if (p->who->role & ROLES_EXPORT) {
		str url = list_url(p, html_url_with(p, STR("/export"), "list", STR("children")), s, 0);
		html_lit(p, " ");
		html_link(p, url, html_word(p, N_("As a file")));
	}
	html_lit(p, "</p>\n");
}

static void put_head(struct page *p)
{
	html_lit(p, "<div class=\"head\"><h1>");
	html_tr(p, N_("Children"));
	html_lit(p, "</h1>");
	if (may_create(p->who, P_REGISTER)) {
		html_lit(p, "<a class=\"btn\" href=\"/children/new\">");
		html_tr(p, N_("Add a child"));
		html_lit(p, "</a>");
	}
	html_lit(p, "</div>\n");
}

static struct page begin_page(struct req *r, int status)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Children"))),
						       .tab = "/children",
						       .own_h1 = true,
						       .status = status });

	put_head(&p);
	return p;
}

static void put_box(struct page *p, str typed)
{
	form_search(p, STR("/children"), N_("Name, first letters, number or phone"), typed);
}

/* Why nothing was looked for; what was typed stays in the box, as far as a name can be long. */
static enum rc put_refused(struct req *r, const struct search_term *t, str typed)
{
	struct page p = begin_page(r, rc_status(RC_INVALID));
	size_t end = 0;

	for (size_t n = 0; n < SEARCH_TYPED_MAX && utf8_next(typed, &end);)
		n++;
	put_box(&p, str_cut(typed, 0, end));
	html_lit(&p, "<p class=\"err\" id=\"e-q\" role=\"alert\">");
	html_icon(&p, "warn");
	html_lit(&p, "<span>");
	html_tr(&p, t->why);
	html_lit(&p, "</span></p>\n");
	page_end(&p);
	return RC_OK;
}

/* What is asked for, and how many there are of a list; what a search finds is not counted. */
static enum rc load(struct ctx *c, const struct asked *s, struct records *ret, int64_t *ret_total)
{
	const struct query_page page = { .after = s->after, .limit = REGISTRY_PAGE, .want = wanted };
	const struct list found = { .after = s->after, .limit = REGISTRY_PAGE, .want = wanted };

	if (s->search)
		return search_run(c, &s->term, &found, ret);
	enum rc rc = query_count(c, &s->query, ret_total);
	return rc == RC_OK ? query_run(c, &s->query, &page, ret) : rc;
}

static enum rc put_page(struct req *r, const struct asked *s)
{
	struct records list;
	struct form_field schools = { 0 };
	int64_t total = 0;
	enum rc rc = load(&r->ctx, s, &list, &total);

	if (rc == RC_OK && r->ctx.who->reach > REACH_SCHOOL)
		rc = registry_school_options(r, &schools);
	if (rc != RC_OK)
		return rc;
	struct page p = begin_page(r, 0);
	put_box(&p, s->term.text);
	put_filter(&p, s, &schools);
	put_list(&p, s, &list, total);
	if (list.n)
		put_ways(&p, s);
	page_end(&p);
	return RC_OK;
}

static enum rc read_address(struct req *r, struct asked *ret)
{
	ret->after = registry_after(r);
	enum rc rc = query_read(&r->ctx, &child_kind, r->http->query, r->http->nquery, &ret->query);
	ret->query.q = (str){ NULL, 0 }; /* a search is a POST */
	return rc;
}

enum rc children_page_list(struct req *r)
{
	struct asked s = { .after = 0 };
	enum rc rc = read_address(r, &s);

	return rc == RC_OK ? put_page(r, &s) : rc;
}

enum rc children_page_find(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct asked s = { .query = { .kind = &child_kind } };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	str typed = form_value(f, n, STR("q"));
	if (!search_term_read(typed, &s.term))
		return put_refused(r, &s.term, typed);
	s.search = s.term.what != SEARCH_ALL;
	str after = form_value(f, n, STR("after"));
	if (after.n && !str_int(after, &s.after))
		return RC_MALFORMED;
	return put_page(r, &s);
}

/* --- on paper: the whole list at once, with the line that says who printed it --- */

static str narrowed_text(struct page *p, const struct records *list, const struct query *q)
{
	str where = STR("");

	if (list->n && q->class)
		where = list->r[0].label[CHILD_CLASS];
	if (list->n && q->school)
		where = q->class ? html_fill(p, "{0} {1}", list->r[0].label[CHILD_SCHOOL], where)
				 : list->r[0].label[CHILD_SCHOOL];
	return q->region.n ? html_fill(p, "{0} {1}", registry_region(p, q->region), where) : where;
}

enum rc children_page_print(struct req *r)
{
	struct asked s = { .after = 0 };
	struct query_page page = { .limit = (size_t)ctx_param(&r->ctx, PARAM_EXPORT_PRINT_ROWS),
				   .want = wanted };
	struct records list;
	int64_t total = 0;
	enum rc rc = read_address(r, &s);

	if (rc == RC_OK)
		rc = query_count(&r->ctx, &s.query, &total);
	if (rc == RC_OK)
		rc = query_run(&r->ctx, &s.query, &page, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str back = list_url(&p, STR("/children"), &s, 0);
	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Children"))),
					   .tab = "/children",
					   .back = back,
					   .no_store = true });
	str where = narrowed_text(&p, &list, &s.query);
	if (where.n) {
		html_lit(&p, "<p>");
		html_text(&p, where);
		html_lit(&p, "</p>\n");
	}
	if (list.more) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p,
			N_("There are {0} of them; a print holds the first {1}. Choose a school or a class."),
			html_int_text(&p, total), html_int_text(&p, (int64_t)list.n));
		html_lit(&p, "</p>\n");
	}
	if (list.n)
		registry_children_table(&p, &list, total);
	else
		put_none(&p, &s);
	page_end(&p);
	return RC_OK;
}
