#include "correction.h"
#include "entry.h"
#include "entry_form.h"
#include "facts.h"
#include "growth_page.h"
#include "privacy_page.h"

struct one {
	const struct entry_form *form;
	struct record entry, child;
	int64_t newer; /* the version that puts it right; 0: none */
};

static enum rc load(struct req *r, struct one *o)
{
	o->form = entry_form_of(r);
	enum rc rc = o->form ? record_load(&r->ctx, o->form->kind, r->id, &o->entry) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&o->entry, o->form->kind->child_field - 1),
				 &o->child);
	return rc == RC_OK ? entry_newer(&r->ctx, o->form->kind, r->id, &o->newer) : rc;
}

static int64_t older_of(const struct one *o)
{
	size_t corrects;

	return kind_field(o->form->kind, STR("corrects"), &corrects) ? rec_int(&o->entry, corrects) : 0;
}

static day on_of(const struct record *e)
{
	size_t on;

	return kind_field(e->kind, STR("on"), &on) ? rec_day(e, on) : 0;
}

/* --- what stands on it --- */

static void put_versions(struct page *p, const struct one *o)
{
	int64_t older = older_of(o);

	if (o->newer) {
		html_lit(p, "<p class=\"sheet note\">");
		html_tr(p, N_("A newer version puts this right."));
		html_lit(p, " ");
		html_link(p, entry_form_at(p, o->form->kind, o->newer),
			  html_word(p, N_("See the newer version")));
		html_lit(p, "</p>\n");
	}
	if (older) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, entry_form_at(p, o->form->kind, older),
			  html_word(p, N_("This puts an earlier entry right: see that one")));
		html_lit(p, "</p>\n");
	}
}

/* Is something of it covered? */
static bool put_facts(struct page *p, const struct one *o)
{
	bool covered = false;

	facts_begin(p);
	for (size_t i = 0; i < o->form->ncontrol; i++) {
		size_t f = o->form->control[i].field;
		covered |= facts_field(p, &o->entry, f, facts_text(p, &o->entry, f));
	}
	facts_row(p, N_("Written by"), timeline_by(p, &o->entry));
	facts_end(p);
	return covered;
}

static void put_ways(struct page *p, const struct one *o)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#/growth", o->child.id), html_word(p, N_("Growth file")));
	if (may_create(p->who, o->form->kind->profile) && !o->newer)
		html_link(p,
			  html_url_with(p, entry_form_url(p, o->form, o->child.id), "corrects",
					html_int_text(p, o->entry.id)),
			  html_word(p, N_("Put something right")));
	if (!o->newer)
		correction_link(p, o->form->kind->name, o->child.id, o->entry.id);
	html_lit(p, "</p>\n");
}

static enum rc put(struct req *r, const struct one *o)
{
	struct page p = page_of(r);
	bool family = privacy_family(&p) || p.who->role == ROLE_CHILD;

	p = page_begin(r, &(struct frame){ .title = html_word(&p, o->form->kind->label),
					   .where = html_word(&p, o->form->kind->label),
					   .tab = "/children",
					   .elder = family,
					   .own_h1 = true,
					   .back = html_url(&p, "/children/#/growth", o->child.id),
					   .back_label = N_("Growth file"),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	facts_who(&p, rec_text(&o->child, CHILD_NAME),
		  html_say(&p, N_("{0}, {1}"), html_word(&p, o->form->kind->label),
			   html_day_text(&p, on_of(&o->entry))));
	form_summary(&p, NULL);
	put_versions(&p, o);
	html_lit(&p, "<section class=\"sheet stack\">");
	if (put_facts(&p, o))
		facts_show(&p, html_fill(&p, "{0}/show", entry_form_at(&p, o->form->kind, o->entry.id)));
	html_lit(&p, "</section>\n");
	put_ways(&p, o);
	page_end(&p);
	return RC_OK;
}

enum rc entry_page_show(struct req *r)
{
	struct one o = { .newer = 0 };
	enum rc rc = load(r, &o);

	return rc == RC_OK ? put(r, &o) : rc;
}

/* What is covered, for a purpose: the dispatcher puts it on record before it leaves. */
enum rc entry_page_open(struct req *r)
{
	struct one o = { .newer = 0 };
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = load(r, &o);
	if (rc != RC_OK)
		return rc;
	return put(r, &o);
}

struct timeline_item entry_page_item(struct timeline *t, const struct records *all, const struct record *e)
{
	return (struct timeline_item){ .on = on_of(e),
				       .section = "",
				       .by = timeline_by(t->p, e),
				       .url = entry_form_at(t->p, e->kind, e->id),
				       .redone = timeline_redone(all, e->id),
				       .kind = e->kind->name,
				       .id = e->id };
}
