/* A child's weekly contact: the strip of weeks, since when, the form "we talked", and who wrote down what. */
#include "contact_page.h"

#include "elder.h"
#include "facts.h"
#include "formpart.h"
#include "frame.h"
#include "kin.h"
#include "kindpage.h"
#include "registry_page.h"
#include "table.h"
#include "thread.h"

enum { WRITTEN_MAX = 60, TALKS_SHOWN = 12 };

struct showing {
	struct record child, corrects;
	struct contact_file file;
	struct records written, ties;
	const struct form_given *given;
	enum rc outcome;
};

/* --- what was written down --- */

static const struct record *written_of(const struct showing *s, const struct ledger_entry *e)
{
	for (size_t i = 0; e->from == LEDGER_WRITTEN && i < s->written.n; i++)
		if (s->written.r[i].id == e->id)
			return &s->written.r[i];
	return NULL;
}

static str whom_text(struct page *p, unsigned whom)
{
	return registry_code(p, "contact_whom",
			     whom == (LEDGER_CHILD | LEDGER_CARER) ? STR(CODE_CONTACT_WHOM_BOTH)
			     : whom == LEDGER_CARER                ? STR(CODE_CONTACT_WHOM_CARER)
								   : STR(CODE_CONTACT_WHOM_CHILD));
}

static str talk_line(struct page *p, const struct ledger_talk *t)
{
	str source = registry_code(p, "contact_source", t->entry->source);
	str time = t->entry->untimed ? STR("") : html_clock_text(p, t->entry->at);
	str line = html_say(p, N_("written down by: {0}"), source);

	if (t->told > 1)
		line = html_say(p, N_("{0}; {1} say so, it counts once"), line,
				html_int_text(p, (int64_t)t->told));
	return time.n ? html_say(p, N_("{0} Beijing time; {1}"), time, line) : line;
}

static bool may_fix(const struct page *p, const struct record *w)
{
	return w && p->who->role & ROLES_CONTACT_WRITE && rec_int(w, CONTACT_BY) == p->who->account;
}

static void put_talk(struct page *p, const struct showing *s, const struct ledger_talk *t, bool *hidden)
{
	const struct record *w = written_of(s, t->entry);
	str title = html_say(p, N_("{0} talked {1}, {2}"), contact_who(p, &s->ties, t->entry->person),
			     whom_text(p, t->whom), registry_code(p, "contact_channel", t->entry->channel));

	thread_item(p, title, t->on, talk_line(p, t), false);
	if (w && w->masked >> CONTACT_NOTE & 1)
		*hidden = true;
	else if (w && !rec_null(w, CONTACT_NOTE))
		elder_text(p, rec_text(w, CONTACT_NOTE));
	if (may_fix(p, w)) {
		html_lit(p, "<p class=\"links\">");
		html_link(p,
			  html_url_with(p, html_url(p, "/children/#/contacts", s->child.id), "fix",
					html_int_text(p, w->id)),
			  html_word(p, N_("Put this right")));
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

static void put_talks(struct page *p, const struct showing *s)
{
	const struct ledger_talks *all = &s->file.said.talks;
	bool hidden = false;
	size_t n = 0;

	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Talks so far"));
	html_lit(p, "</h2>\n");
	if (!all->n)
		table_empty(
			p,
			&(struct empty){
				.title = N_("No contact yet"),
				.why = N_(
					"Calls in the happy home and messages that were heard stand here by "
					"themselves.") });
	else
		thread_begin(p);
	for (size_t i = all->n; i-- > 0 && n < TALKS_SHOWN; n++)
		put_talk(p, s, &all->list[i], &hidden);
	if (all->n)
		thread_end(p);
	if (hidden)
		facts_show(p, html_url(p, "/children/#/contacts/show", s->child.id));
	html_lit(p, "</section>\n");
}

/* --- the page --- */

static enum rc load(struct req *r, struct showing *s)
{
	struct list l = { .filter = { { CONTACT_CHILD, INT(r->id) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = WRITTEN_MAX };

	if (kin_own(r->ctx.who))
		r->ctx.purpose = kin_purpose();
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &s->child);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &contact_kind, &l, &s->written);
	if (rc == RC_OK)
		rc = kin_ties(&r->ctx, r->id, 0, &s->ties);
	return rc == RC_OK ? contact_file_load(&r->ctx, r->id, &s->file) : rc;
}

static str back_of(struct page *p, int64_t child)
{
	return kin_own(p->who) ? html_url(p, "/my/children/#", child) : html_url(p, "/children/#", child);
}

static void put_lead(struct page *p)
{
	html_lit(p, "<p class=\"s\">");
	if (p->who->role & ROLES_FAMILY)
		html_tr(p, N_("A few minutes a week make a child feel safe. Calls in the happy home count by "
			      "themselves; "
			      "what you talk about on your own telephone you note here with one tap."));
	else
		html_tr(p, N_("Article 23 of the Law on the Protection of Minors asks parents for a word "
			      "with the child, "
			      "and with the carer, every week. This measures grown-ups, never the child; the "
			      "child does "
			      "not see it."));
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r, struct showing *s)
{
	struct page p = page_of(r);
	bool fix = s->corrects.kind, own = kin_own(p.who), form = p.who->role & ROLES_CONTACT_WRITE;
	enum rc rc = RC_OK;

	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Keeping in touch with {0}"),
							     rec_text(&s->child, CHILD_NAME)),
					   .where = html_word(&p, N_("Keeping in touch")),
					   .back = back_of(&p, r->id),
					   .elder = own,
					   .no_store = r->ctx.purpose.n != 0,
					   .status = s->outcome == RC_OK ? 0 : rc_status(s->outcome) });
	html_lit(&p, "<div class=\"stack narrow\">\n");
	if (own)
		elder_aloud(&p, false);
	html_lit(&p, "<section class=\"sheet stack\">");
	contact_clocks(&p, &s->file, &s->ties);
	contact_strip(&p, &s->file);
	put_lead(&p);
	html_lit(&p, "</section>\n");
	if (form) {
		html_lit(&p, "<section class=\"sheet stack\"><h2>");
		html_tr(&p, fix ? N_("Put an entry right") : N_("We talked"));
		html_lit(&p, "</h2>\n");
		rc = contact_form_put(&p, &(struct contact_form){ r->id, s->given, &s->corrects });
		html_lit(&p, "</section>\n");
	}
	put_talks(&p, s);
	html_lit(&p, "</div>\n");
	page_end(&p);
	return rc;
}

/* Of this child, and written by who wants to put it right. */
static enum rc load_fix(struct req *r, str id, struct record *ret)
{
	int64_t fix;

	if (!form_id(id, &fix))
		return RC_NOT_FOUND;
	if (!fix)
		return RC_OK;
	enum rc rc = record_load(&r->ctx, &contact_kind, fix, ret);
	if (rc == RC_OK &&
	    (rec_int(ret, CONTACT_CHILD) != r->id || rec_int(ret, CONTACT_BY) != r->ctx.who->account))
		rc = RC_NOT_FOUND;
	return rc;
}

enum rc contact_page_show(struct req *r)
{
	struct showing s = { .outcome = RC_OK };
	enum rc rc = load(r, &s);

	if (rc == RC_OK)
		rc = load_fix(r, req_query(r, STR("fix")), &s.corrects);
	return rc == RC_OK ? put_page(r, &s) : rc;
}

enum rc contact_page_open(struct req *r)
{
	struct showing s = { .outcome = RC_OK };
	bool given;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = load(r, &s);
	if (rc == RC_OK && !given)
		s.outcome = RC_INVALID;
	return rc == RC_OK ? put_page(r, &s) : rc;
}

enum rc contact_page_save(struct req *r)
{
	struct showing s = { .outcome = RC_OK };
	struct form_given g;
	struct page p = page_of(r);
	enum rc rc = contact_form_read(r, &g);

	if (rc == RC_OK)
		rc = load(r, &s);
	if (rc == RC_OK)
		rc = load_fix(r, g.typed[CONTACT_CORRECTS], &s.corrects);
	if (rc != RC_OK)
		return rc;
	input_int(&g.in, r->ctx.mem, CONTACT_CHILD, r->id);
	if (!g.typed[CONTACT_OUTCOME].n)
		input_set(&g.in, CONTACT_OUTCOME, STR(CODE_CONTACT_OUTCOME_REACHED));
	s.outcome = r->ctx.problems.n ? RC_INVALID : contact_save(&r->ctx, &g.in);
	if (s.outcome == RC_OK)
		return req_see_other(r, html_url(&p, "/children/#/contacts", r->id));
	if (!kindpage_again(s.outcome))
		return s.outcome;
	s.given = &g;
	return put_page(r, &s);
}

/* Where a reminder leads. */
enum rc contact_page_wish(struct req *r)
{
	struct page p = page_of(r);

	return req_see_other(r, html_url(&p, "/children/#/contacts", r->id));
}

/* --- in the child's file --- */

enum rc contact_panel(struct page *p, const struct record *child)
{
	struct contact_file f;

	/* Who reads the file but not the ledger is told where it stands; a child never. */
	if (!may_read(p->who, P_CONTACT_STATE))
		return RC_OK;
	enum rc rc = contact_file_load(&p->r->ctx, child->id, &f);
	if (rc != RC_OK || (!f.state.n && !f.said.talks.n))
		return rc;
	html_lit(p, "<section id=\"contact\" class=\"sheet stack\"><h2>");
	html_tr(p, N_("Keeping in touch"));
	html_lit(p, "</h2>\n");
	contact_clocks(p, &f, NULL);
	contact_strip(p, &f);
	if (p->who->role & ROLES_CONTACT) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/children/#/contacts", child->id),
			  p->who->role & ROLES_CONTACT_WRITE ? html_word(p, N_("We talked: write it down"))
							     : html_word(p, N_("Talks so far")));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}
