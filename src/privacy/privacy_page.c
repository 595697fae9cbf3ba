#include "privacy_page.h"
#include "consent.h"
#include "elder.h"
#include "facts.h"

bool privacy_family(const struct page *p) { return p->who->role & ROLES_FAMILY; }

str privacy_url(struct page *p, int64_t child, str tail)
{
	return html_fill(p, "{0}{1}",
			 privacy_family(p) ? html_url(p, "/my/children/#", child)
					   : html_url(p, "/children/#", child),
			 tail);
}

struct page privacy_begin(struct req *r, const struct record *child, const struct privacy_frame *f)
{
	struct page p = page_of(r);
	bool family = privacy_family(&p);

	return page_begin(r,
			  &(struct frame){ .title = f->title,
					   .where = rec_text(child, CHILD_NAME),
					   .under = family ? STR("") : rec_text(child, CHILD_NAME),
					   .tab = "/children",
					   .elder = family,
					   .task = f->task,
					   .no_store = f->no_store,
					   .back = f->back.n ? f->back : privacy_url(&p, child->id, STR("")),
					   .back_label = f->back_label ? f->back_label
							 : family      ? N_("Back")
								       : N_("To the file"),
					   .status = f->status });
}

str privacy_sentence(struct page *p, str text)
{
	char *copy = str_z(p->mem, text);

	if (text.n && copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return (str){ copy, text.n };
}

void privacy_say(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

void privacy_ways_begin(struct page *p, const char *label)
{
	if (!privacy_family(p)) {
		table_rows_begin(p);
		return;
	}
	elder_ways_begin(p, label);
}

void privacy_way(struct page *p, const struct privacy_way *w)
{
	if (!privacy_family(p)) {
		table_rows_item(p, &(struct row){ .icon = w->icon,
						  .title = w->title,
						  .why = w->why,
						  .url = w->url,
						  .verb = w->verb });
		return;
	}
	if (!w->url.n)
		return;
	elder_way(p, &(struct elder_way){ w->icon, w->title, w->why, w->url });
}

void privacy_ways_end(struct page *p)
{
	if (privacy_family(p))
		elder_ways_end(p);
	else
		table_rows_end(p);
}

bool privacy_may_speak(struct page *p, int64_t child)
{
	return !privacy_family(p) || consent_may_give(&p->r->ctx, child, p->who->person, p->today);
}

void privacy_who_speaks(struct page *p)
{
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("By law the child's parents or guardian answer this. If you are the guardian, ask the "
		      "school to write it "
		      "down."));
	html_lit(p, "</p>\n");
}

str privacy_person(struct page *p, int64_t person)
{
	struct record r;

	if (person && record_load(&p->r->ctx, &person_kind, person, &r) == RC_OK &&
	    r.v[PERSON_NAME].t == VAL_TEXT)
		return rec_text(&r, PERSON_NAME);
	return html_word(p, N_("somebody of the family"));
}

static void put_link(struct page *p, str url, const char *label)
{
	html_link(p, url, html_word(p, label));
	html_lit(p, " ");
}

enum rc privacy_links(struct page *p, const struct record *child)
{
	if (!(p->who->role & (ROLES_STAFF | ROLES_CARE)))
		return RC_OK;
	html_lit(p, "<section id=\"rights\" class=\"sheet stack\"><h2>");
	html_tr(p, N_("The family's rights"));
	html_lit(p, "</h2><p class=\"links\">");
	put_link(p, html_url(p, "/children/#/consents", child->id), N_("What they agreed to"));
	if (p->who->role & (ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR))
		put_link(p, html_url(p, "/children/#/looked", child->id), N_("Who looked at this file"));
	if (p->who->role & ROLE_OFFICER) {
		put_link(p, html_url(p, "/children/#/requests", child->id), N_("What they ask for"));
		put_link(p, html_url(p, "/children/#/erase", child->id), N_("What may be erased"));
	}
	html_lit(p, "</p></section>\n");
	return RC_OK;
}
