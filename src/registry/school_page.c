#include "class_teacher.h"
#include "elder.h"
#include "registry_page.h"

/* --- the list --- */

struct counted {
	int64_t id, children;
};

/* Children by school or class, in the order of its id. */
static enum rc count_by_school(struct req *r, struct counted **ret, size_t *ret_n)
{
	struct rows q;
	struct counted *list = NULL;
	size_t n = 0, cap = 0;
	enum rc rc = store_query(
		&r->ctx, &q,
		SQL("SELECT c.school, count(*) FROM child c WHERE c.school IS NOT NULL AND {child c}"
		    " GROUP BY c.school ORDER BY c.school"),
		NULL, 0);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		list = GROWN(r->ctx.mem, list, n, &cap);
		list[n++] = (struct counted){ db_int(&q, 0), db_int(&q, 1) };
	}
	*ret = list;
	*ret_n = n;
	return db_done(&q);
}

static int64_t count_of(const struct counted *list, size_t n, int64_t id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (list[mid].id == id)
			return list[mid].children;
		if (list[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

static void put_schools(struct page *p, const struct records *list, const struct counted *count, size_t n)
{
	static const struct col cols[] = {
		{ N_("School"), COL_TEXT },
		{ N_("Where it lies"), COL_TEXT },
		{ N_("Kind of school"), COL_TEXT },
		{ N_("Children"), COL_NUMBER },
	};
	struct table t =
		table_begin(p, cols, COUNT(cols),
			    html_say(p, N_("Schools on this page: {0}"), html_int_text(p, (int64_t)list->n)));

	for (size_t i = 0; i < list->n; i++) {
		const struct record *s = &list->r[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/schools/#", s->id), rec_text(s, SCHOOL_NAME));
		table_text(&t, registry_region(p, rec_text(s, SCHOOL_REGION)));
		table_text(&t, registry_code(p, "school_kind", rec_text(s, SCHOOL_KIND)));
		table_cell(&t);
		html_link(p, html_url(p, "/children?school=#", s->id),
			  html_int_text(p, count_of(count, n, s->id)));
	}
	table_end(&t);
}

enum rc school_page_list(struct req *r)
{
	struct list l = { .after = registry_after(r), .limit = REGISTRY_PAGE };
	struct records list;
	struct counted *count = NULL;
	size_t n = 0;
	enum rc rc = record_list(&r->ctx, &school_kind, &l, &list);

	if (rc == RC_OK)
		rc = count_by_school(r, &count, &n);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Schools"))),
						       .tab = "/schools",
						       .own_h1 = true });
	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Schools"));
	html_lit(&p, "</h1>");
	if (may_create(p.who, P_PUBLIC_FACT)) {
		html_lit(&p, "<a class=\"btn\" href=\"/schools/new\">");
		html_tr(&p, N_("Add a school"));
		html_lit(&p, "</a>");
	}
	html_lit(&p, "</div>\n");
	if (list.n)
		put_schools(&p, &list, count, n);
	else
		table_empty(
			&p,
			&(struct empty){
				.title = N_("No school here yet"),
				.why = N_("Schools that are written down stand here, with their classes."),
				.scene = true });
	if (list.n)
		table_pages(&p, &(struct pages){ .shown = list.n,
						 .first = l.after ? STR("/schools") : STR(""),
						 .next = list.more ? html_url(&p, "/schools?after=#",
									      list.r[list.n - 1].id)
								   : STR("") });
	page_end(&p);
	return RC_OK;
}

/* --- one school --- */

static enum rc count_by_class(struct req *r, struct counted **ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum { CLASSES_MAX = 500 };
	struct counted *list = NEW(r->ctx.mem, struct counted, CLASSES_MAX);
	enum rc rc = STORE_QUERY(
		&r->ctx, &q,
		"SELECT c.class, count(*) FROM child c WHERE c.school = ?1 AND c.class IS NOT NULL"
		" AND {child c} GROUP BY c.class ORDER BY c.class",
		INT(r->id));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < CLASSES_MAX)
		list[n++] = (struct counted){ db_int(&q, 0), db_int(&q, 1) };
	*ret = list;
	*ret_n = n;
	return db_done(&q);
}

/* What stands beside the classes of a school. */
struct beside {
	struct counted *count;
	size_t n;
	struct class_leads leads;
};

static void put_lead(struct page *p, struct table *t, const struct class_lead *lead, int64_t class)
{
	if (lead || !may_create(p->who, P_CLASS_TEACHER)) {
		table_text(t, lead ? lead->name : STR(""));
		return;
	}
	table_cell(t);
	html_link(p, html_url(p, "/class_teachers/new?class=#", class), html_word(p, N_("Name somebody")));
}

static void put_classes(struct page *p, const struct record *school, const struct records *list,
			const struct beside *beside)
{
	static const struct col cols[] = {
		{ N_("Class"), COL_TEXT },
		{ N_("Class teacher"), COL_TEXT },
		{ N_("Year of entry"), COL_NUMBER },
		{ N_("Children"), COL_NUMBER },
	};
	struct table t = table_begin(p, cols, COUNT(cols),
				     html_say(p, N_("Classes: {0}"), html_int_text(p, (int64_t)list->n)));

	for (size_t i = 0; i < list->n; i++) {
		const struct record *c = &list->r[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/classes/#", c->id), registry_class_text(p, c, school));
		put_lead(p, &t, class_lead_of(&beside->leads, c->id), c->id);
		table_cell(&t);
		html_int(p, rec_int(c, CLASS_ENTRY_YEAR));
		table_cell(&t);
		html_int(p, count_of(beside->count, beside->n, c->id));
	}
	table_end(&t);
}

static void put_links(struct page *p, const struct record *s)
{
	html_lit(p, "<p class=\"duo\"><a class=\"btn main\"");
	html_href(p, html_url(p, "/children?school=#", s->id));
	html_lit(p, ">");
	html_icon(p, "child");
	html_tr(p, N_("Its children"));
	html_lit(p, "</a>");
	if (p->who->role & ROLES_IMPORT) {
		html_lit(p, "<a class=\"btn\"");
		html_href(p, html_url(p, "/import?school=#", s->id));
		html_lit(p, ">");
		html_icon(p, "down");
		html_tr(p, N_("Import a list"));
		html_lit(p, "</a>");
	}
	html_lit(p, "</p>\n");
}

static void put_foot(struct page *p, const struct record *s)
{
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("About this school"));
	html_lit(p, ">");
	if (may_create(p->who, P_REGISTER))
		html_link(p, html_url(p, "/classes/new?school=#", s->id), html_say(p, N_("Add a class")));
	if (may_write(p->who, P_PUBLIC_FACT))
		html_link(p, html_url(p, "/schools/#/edit", s->id), html_say(p, N_("Change")));
	html_link(p, html_url(p, "/schools/#/journal", s->id), html_say(p, N_("What changed")));
	html_lit(p, "</nav>\n");
}

enum rc school_page_show(struct req *r)
{
	struct record s;
	struct records classes;
	struct beside beside = { .n = 0 };
	struct list l = { .filter = { { CLASS_SCHOOL, INT(r->id) } }, .nfilter = 1 };
	enum rc rc = record_load(&r->ctx, &school_kind, r->id, &s);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &class_kind, &l, &classes);
	if (rc == RC_OK)
		rc = count_by_class(r, &beside.count, &beside.n);
	if (rc == RC_OK && may_read(r->ctx.who, P_CLASS_TEACHER))
		rc = class_teachers_of_school(&r->ctx, r->id, r->ctx.today, &beside.leads);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(
		r, &(struct frame){ .title = rec_text(&s, SCHOOL_NAME), .tab = "/schools", .own_h1 = true });
	html_lit(&p, "<div><h1>");
	html_text(&p, rec_text(&s, SCHOOL_NAME));
	html_lit(&p, "</h1><p class=\"s\">");
	html_tr(&p, N_("{0}; {1}"), registry_code(&p, "school_kind", rec_text(&s, SCHOOL_KIND)),
		registry_region(&p, rec_text(&s, SCHOOL_REGION)));
	html_lit(&p, "</p>");
	if (!rec_null(&s, SCHOOL_PHONE))
		elder_phone(&p, rec_text(&s, SCHOOL_PHONE));
	if (!rec_null(&s, SCHOOL_CLOSED_ON)) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("Closed on {0}."), html_day_text(&p, rec_day(&s, SCHOOL_CLOSED_ON)));
		html_lit(&p, "</p>");
	}
	html_lit(&p, "</div>\n");
	put_links(&p, &s);
	if (classes.n)
		put_classes(&p, &s, &classes, &beside);
	else
		table_empty(&p,
			    &(struct empty){
				    .title = N_("No class here yet"),
				    .why = N_("Add its classes; then its list of children can be imported."),
				    .url = may_create(p.who, P_REGISTER)
						   ? html_url(&p, "/classes/new?school=#", s.id)
						   : STR(""),
				    .verb = N_("Add a class") });
	rc = staff_panel(&p, &s);
	if (rc == RC_OK)
		rc = registry_panels(&p, &s);
	put_foot(&p, &s);
	page_end(&p);
	return rc;
}
