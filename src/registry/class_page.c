#include "registry_page.h"

static const uint64_t wanted = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX;

/* A class screen: names and nothing that sorts children by their trouble. */
static void put_children(struct page *p, const struct records *list)
{
	static const struct col cols[] = {
		{ N_("Name"), COL_TEXT },
		{ N_("Sex"), COL_TEXT },
	};
	struct table t = table_begin(p, cols, COUNT(cols),
				     html_say(p, N_("{0} children"), html_int_text(p, (int64_t)list->n)));

	for (size_t i = 0; i < list->n; i++) {
		const struct record *c = &list->r[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/children/#", c->id), rec_text(c, CHILD_NAME));
		table_text(&t, registry_sex(p, c));
	}
	table_end(&t);
}

static void put_foot(struct page *p, const struct record *class)
{
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("About this class"));
	html_lit(p, ">");
	html_link(p, html_url(p, "/schools/#", rec_int(class, CLASS_SCHOOL)),
		  html_say(p, N_("To the school")));
	if (may_write(p->who, P_PUBLIC_FACT))
		html_link(p, html_url(p, "/classes/#/edit", class->id), html_say(p, N_("Change")));
	html_link(p, html_url(p, "/classes/#/journal", class->id), html_say(p, N_("What changed")));
	html_lit(p, "</nav>\n");
}

/* The class with its school when that is within reach. */
static enum rc load(struct req *r, struct record *class, struct record *school,
		    const struct record **ret_school)
{
	enum rc rc = record_load(&r->ctx, &class_kind, r->id, class);

	if (rc != RC_OK)
		return rc;
	rc = record_load(&r->ctx, &school_kind, rec_int(class, CLASS_SCHOOL), school);
	*ret_school = rc == RC_OK ? school : NULL;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc class_page_show(struct req *r)
{
	struct record class, school;
	const struct record *at = NULL;
	struct records list;
	struct list l = {
		.filter = { { CHILD_CLASS, INT(r->id) } }, .nfilter = 1, .limit = LIST_MAX, .want = wanted
	};
	enum rc rc = load(r, &class, &school, &at);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &child_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str name = registry_class_text(&p, &class, at);
	p = page_begin(r,
		       &(struct frame){ .title = name,
					.under = class.label[CLASS_SCHOOL],
					.tab = r->ctx.who->reach == REACH_CLASS ? "/children" : "/schools" });
	if (list.n)
		put_children(&p, &list);
	else
		table_empty(&p,
			    &(struct empty){ .title = N_("Nobody is in this class yet"),
					     .why = N_("Children come here with a list, or one by one.") });
	put_foot(&p, &class);
	page_end(&p);
	return RC_OK;
}
