/* What forms say of a child beside what is computed and known: a page of its own, since the file itself has
 * to be quick. */
#include "child_page.h"
#include "facts.h"
#include "register_entry.h"

static str with_back(struct child_page *f, str url)
{
	return html_url_with(f->p, url, "back", html_url(f->p, "/children/#/forms", f->child->id));
}

/* --- what was declared --- */

/* The newest on the day of the page; of one day, the one written down last. */
static enum rc load_declared(struct child_page *f, struct record *ret, bool *ret_any)
{
	struct list l = { .where = SQL("t.child = ?1 AND t.day <= ?2"),
			  .v = { INT(f->child->id), INT(f->on) },
			  .nv = 2 };
	struct records all;
	enum rc rc = record_list(&f->p->r->ctx, &declaration_kind, &l, &all);

	*ret_any = rc == RC_OK && all.n;
	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		if (!i || rec_day(&all.r[i], DECLARATION_DAY) >= rec_day(ret, DECLARATION_DAY))
			*ret = all.r[i];
	return rc;
}

static str computed_text(struct page *p, int answer)
{
	static const char *const codes[] = { CODE_ROLL_STATUS_NONE, CODE_ROLL_STATUS_ONE,
					     CODE_ROLL_STATUS_BOTH };

	return answer < 0 || answer >= (int)COUNT(codes)
		       ? html_word(p, N_("not known yet"))
		       : registry_code(p, "roll_status", str_of(codes[answer]));
}

static void put_both(struct child_page *f, const struct record *d)
{
	struct page *p = f->p;
	struct standing s;

	child_standing(&p->r->ctx, f->index, f->child, f->on, &s);
	str said = registry_code(p, "roll_status", rec_text(d, DECLARATION_STATUS));
	str computed = computed_text(p, s.school_roll);
	html_lit(p, "<p>");
	html_tr(p, N_("Declared on {0}: {1}. Computed: {2}."), html_day_text(p, rec_day(d, DECLARATION_DAY)),
		said, computed);
	html_lit(p, "</p>\n");
	if (!str_eq(said, computed)) {
		html_lit(p, "<p class=\"note\">");
		html_tr(p, N_("The form and the dated facts differ. Please ask the family."));
		html_lit(p, "</p>\n");
	}
}

static enum rc put_declared(struct child_page *f)
{
	struct page *p = f->p;
	struct record d;
	bool any;

	if (!may_read(p->who, P_DECLARATION))
		return RC_OK;
	enum rc rc = load_declared(f, &d, &any);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("What a form says of the parents"));
	html_lit(p, "</h2>\n");
	if (any) {
		put_both(f, &d);
	} else {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("No form has said anything yet."));
		html_lit(p, "</p>\n");
	}
	if (may_write(p->who, P_DECLARATION)) {
		html_lit(p, "<p class=\"links\">");
		if (any) {
			html_link(p, with_back(f, html_url(p, "/declarations/#/edit", d.id)),
				  html_word(p, N_("Change")));
			html_gap(p);
		}
		html_link(p, with_back(f, html_url(p, "/declarations/new?child=#", f->child->id)),
			  html_word(p, N_("Write down what a form says")));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* --- the rest of the two forms --- */

static str entry_text(struct page *p, const struct record *r, size_t field)
{
	if (r->kind == &register_entry_kind && field == REGISTER_ENTRY_INCOME_SOURCE)
		return codes_several_labels(p->mem, "income_source", rec_text(r, field), p->lang);
	if (r->kind == &register_entry_kind && field == REGISTER_ENTRY_AID_ITEMS)
		return codes_several_labels(p->mem, "aid_item", rec_text(r, field), p->lang);
	return facts_text(p, r, field);
}

static void put_facts(struct child_page *f, const struct record *r)
{
	facts_begin(f->p);
	for (size_t i = 0; i < r->kind->nfields; i++)
		if (i != r->kind->child_field - 1)
			(void)facts_field(f->p, r, i, entry_text(f->p, r, i));
	facts_end(f->p);
}

struct form_of_child {
	const struct kind *kind;
	enum profile profile;
	const char *id, *edit, *new;
};

static enum rc put_form(struct child_page *f, const struct form_of_child *form)
{
	struct page *p = f->p;
	const struct kind *k = form->kind;
	struct list l = { .filter = { { k->child_field - 1, INT(f->child->id) } }, .nfilter = 1, .limit = 1 };
	struct records found;

	if (!may_read(p->who, form->profile))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, k, &l, &found);
	bool add = may_create(p->who, k->profile);
	if (rc != RC_OK || (!found.n && !add))
		return rc;
	html_lit(p, "<section class=\"sheet stack\"");
	html_attr(p, "id", str_of(form->id));
	html_lit(p, "><h2>");
	html_tr(p, k->label);
	html_lit(p, "</h2>\n");
	if (found.n) {
		put_facts(f, &found.r[0]);
		f->masked |= found.r[0].masked != 0;
	}
	html_lit(p, "<p class=\"links\">");
	if (!found.n)
		html_link(p, with_back(f, html_url_id_(p, str_of(form->new), f->child->id)),
			  html_word(p, N_("Write them down")));
	else if (kind_may_write(p->who, k))
		html_link(p, with_back(f, html_url_id_(p, str_of(form->edit), found.r[0].id)),
			  html_word(p, N_("Change")));
	html_lit(p, "</p></section>\n");
	return RC_OK;
}

static enum rc put_forms(struct child_page *f)
{
	static const struct form_of_child forms[] = {
		{ &student_record_kind, P_REGISTER, "roll", "/student_records/#/edit",
		  "/student_records/new?child=#" },
		{ &register_entry_kind, P_CARE, "civil", "/register_entries/#/edit",
		  "/register_entries/new?child=#" },
	};
	enum rc rc = put_declared(f);

	for (size_t i = 0; i < COUNT(forms) && rc == RC_OK; i++)
		rc = put_form(f, &forms[i]);
	return rc;
}

static enum rc show(struct req *r, bool opened)
{
	struct file file;
	enum rc rc = file_load(&r->ctx, r->id, &file);

	if (rc != RC_OK)
		return rc;
	struct record *child = &file.children.r[0];
	struct child_page f = { .file = &file,
				.child = child,
				.index = facts_index_new(&r->ctx, &file),
				.on = r->ctx.today,
				.opened = opened };
	child_as_of(f.index, child, f.on);
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("What forms say"))),
					   .where = rec_text(child, CHILD_NAME),
					   .tab = "/children",
					   .back = html_url(&p, "/children/#", child->id),
					   .back_label = N_("Back to the file"),
					   .no_store = opened });
	f.p = &p;
	html_lit(&p, "<div class=\"stack narrow\">\n");
	rc = put_forms(&f);
	if (f.masked && may_open(p.who, P_CONTACT))
		facts_show(&p, html_url(&p, "/children/#/forms", child->id));
	html_lit(&p, "</div>\n");
	page_end(&p);
	return rc;
}

enum rc child_page_forms(struct req *r)
{
	bool given = false;
	enum rc rc = r->http->method == HTTP_POST ? child_page_purpose(r, &given) : RC_OK;

	if (rc != RC_OK)
		return rc;
	rc = show(r, given);
	if (r->http->method == HTTP_POST && !given)
		r->reply->status = rc_status(RC_INVALID);
	return rc;
}
