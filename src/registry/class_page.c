#include "class_teacher.h"
#include "registry_page.h"
#include "thread.h"

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

/* --- who leads it --- */

static void put_lead(struct page *p, const struct class_lead *l)
{
	str span =
		l->to ? html_say(p, N_("from {0} to {1}"), html_day_text(p, l->from), html_day_text(p, l->to))
		      : html_say(p, N_("from {0} until now"), html_day_text(p, l->from));

	thread_item(p, l->name, 0, span, false);
	if (may_write(p->who, P_CLASS_TEACHER)) {
		str back = html_url(p, "/classes/#", l->class);
		html_link(p, html_url_with(p, html_url(p, "/class_teachers/#/edit", l->id), "back", back),
			  html_word(p, N_("Change")));
	}
	thread_item_end(p);
}

static const struct class_lead *lead_now(const struct class_leads *all, day on)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->l[i].from <= on && (!all->l[i].to || all->l[i].to >= on))
			return &all->l[i];
	return NULL;
}

static void put_leads(struct page *p, const struct record *class, const struct class_leads *all)
{
	const struct class_lead *now = lead_now(all, p->today);

	html_lit(p, "<section class=\"sheet stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Class teacher"));
	html_lit(p, "</h2>");
	if (may_create(p->who, P_CLASS_TEACHER))
		html_link(p,
			  html_url_with(p, html_url(p, "/class_teachers/new?class=#", class->id), "back",
					html_url(p, "/classes/#", class->id)),
			  html_word(p, now ? N_("Somebody else now") : N_("Name the class teacher")));
	html_lit(p, "</div><p>");
	if (now)
		html_tr(p, N_("{0}, since {1}"), now->name, html_day_text(p, now->from));
	else
		html_tr(p, N_("Nobody is written down as class teacher."));
	html_lit(p, "</p>\n");
	if (all->n && may_write(p->who, P_CLASS_TEACHER)) {
		html_lit(p, "<details><summary>");
		html_tr(p, N_("Who led the class, and when"));
		html_lit(p, "</summary>\n");
		thread_begin(p);
		for (size_t i = 0; i < all->n; i++)
			put_lead(p, &all->l[i]);
		thread_end(p);
		html_lit(p, "</details>\n");
	}
	html_lit(p, "</section>\n");
}

static void put_foot(struct page *p, const struct record *class)
{
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("About this class"));
	html_lit(p, ">");
	html_link(p, html_url(p, "/schools/#", rec_int(class, CLASS_SCHOOL)),
		  html_say(p, N_("To the school")));
	/* The room growth keeps these; its pages say for themselves who may. */
	if (may_create(p->who, P_MEASURE)) {
		html_link(p, html_url(p, "/classes/#/measure", class->id), html_say(p, N_("Measuring day")));
		html_link(p, html_url(p, "/classes/#/comments", class->id),
			  html_say(p, N_("Comments of the term")));
	}
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
	struct class_leads leads = { .n = 0 };
	struct list l = {
		.filter = { { CHILD_CLASS, INT(r->id) } }, .nfilter = 1, .limit = LIST_MAX, .want = wanted
	};
	enum rc rc = load(r, &class, &school, &at);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &child_kind, &l, &list);
	if (rc == RC_OK && may_read(r->ctx.who, P_CLASS_TEACHER))
		rc = class_teachers_of_class(&r->ctx, r->id, &leads);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str name = registry_class_text(&p, &class, at);
	p = page_begin(r,
		       &(struct frame){ .title = name,
					.under = class.label[CLASS_SCHOOL],
					.tab = r->ctx.who->reach == REACH_CLASS ? "/children" : "/schools" });
	if (may_read(r->ctx.who, P_CLASS_TEACHER))
		put_leads(&p, &class, &leads);
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
