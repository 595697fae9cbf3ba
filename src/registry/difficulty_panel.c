/* In a child's file: what is certified of it as a child in difficulty, from when to when, and what the
 * parents' facts propose, with reasons; folded, as the other statuses are. */
#include "difficulty_page.h"
#include "facts.h"
#include "thread.h"

static str with_back(struct child_page *f, str url)
{
	return html_url_with(f->p, url, "back", html_url(f->p, "/children/#", f->child->id));
}

static bool holds(const struct record *d, day on)
{
	return rec_day(d, DIFFICULTY_FROM) <= on &&
	       (rec_null(d, DIFFICULTY_TO) || on <= rec_day(d, DIFFICULTY_TO));
}

static void put_small(struct page *p, const struct record *d, size_t field)
{
	str text = facts_text(p, d, field);

	if (!text.n)
		return;
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("{0}: {1}"), html_word(p, d->kind->fields[field].label), text);
	html_lit(p, "</p>");
}

static void put_certificate(struct child_page *f, const struct record *d)
{
	static const size_t shown[] = { DIFFICULTY_DISABILITY_TYPE, DIFFICULTY_DISABILITY_LEVEL,
					DIFFICULTY_CERTIFICATE, DIFFICULTY_EVIDENCE, DIFFICULTY_DECIDED_BY };
	struct page *p = f->p;

	thread_item(p, facts_text(p, d, DIFFICULTY_CATEGORY), 0,
		    child_page_span(p, rec_day(d, DIFFICULTY_FROM), rec_day(d, DIFFICULTY_TO)), false);
	for (size_t i = 0; i < COUNT(shown); i++)
		put_small(p, d, shown[i]);
	if (may_write(p->who, P_DIFFICULTY))
		html_link(p, with_back(f, html_url(p, "/difficulties/#/edit", d->id)),
			  html_say(p, N_("Change")));
	thread_item_end(p);
}

/* Newest first. */
static void put_certificates(struct child_page *f, const struct records *all)
{
	html_lit(f->p, "<h3>");
	html_tr(f->p, N_("Certified"));
	html_lit(f->p, "</h3>\n");
	if (!all->n) {
		html_lit(f->p, "<p>");
		html_tr(f->p, N_("Nothing has been certified."));
		html_lit(f->p, "</p>\n");
		return;
	}
	thread_begin(f->p);
	for (size_t i = all->n; i-- > 0;)
		put_certificate(f, &all->r[i]);
	thread_end(f->p);
}

void difficulty_put_reasons(struct page *p, const struct unattended *u)
{
	html_lit(p, "<ul class=\"why-list\">");
	for (size_t i = 0; i < u->nreasons; i++) {
		struct buf b = buf_new(p->mem, 1 << 10);
		unattended_reason_put(&b, p->lang, &u->reasons[i]);
		html_lit(p, "<li>");
		html_text(p, buf_view(&b));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
}

const char *difficulty_says_text(enum unattended_says says)
{
	switch (says) {
	case UNATTENDED_ORPHAN: return N_("The facts say: orphan");
	case UNATTENDED_YES: return N_("The facts say: de facto unattended");
	case UNATTENDED_NO: return N_("The facts say: a parent can care");
	case UNATTENDED_UNKNOWN: break;
	}
	return N_("The facts do not say");
}

static void put_note(struct page *p, const char *text)
{
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

/* Where the two differ, somebody has to look. */
static void put_difference(struct page *p, enum unattended_says says, unsigned certified)
{
	bool orphan = certified & DIFFICULTY_ORPHAN, unattended = certified & DIFFICULTY_UNATTENDED;

	if (says == UNATTENDED_ORPHAN && !orphan)
		put_note(p, N_("An orphan by the facts, and not certified as one: please see to it."));
	else if (says == UNATTENDED_YES && !unattended && !orphan)
		put_note(p, N_("De facto unattended by the facts, and not certified: please see to it."));
	else if ((says == UNATTENDED_NO && (orphan || unattended)) || (says == UNATTENDED_YES && orphan))
		put_note(p, N_("The certificate and the facts differ: please ask, and put right what is not "
			       "so."));
}

enum rc difficulty_panel(struct child_page *f)
{
	struct page *p = f->p;
	struct ctx *c = &p->r->ctx;
	struct list l = { .filter = { { DIFFICULTY_CHILD, INT(f->child->id) } }, .nfilter = 1 };
	struct records all;
	struct standing_facts facts;
	struct unattended u;
	unsigned certified = 0;

	if (!may_read(p->who, P_DIFFICULTY))
		return RC_OK;
	enum rc rc = record_list(c, &difficulty_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < all.n; i++)
		if (holds(&all.r[i], f->on))
			certified |= difficulty_bits(rec_text(&all.r[i], DIFFICULTY_CATEGORY));
	facts_of(c, f->index, f->child, &facts);
	unattended_at(c->mem, &facts, (int)ctx_param(c, PARAM_CHILD_MAX_AGE), f->on, &u);
	html_lit(p, "<details id=\"difficulty\" class=\"sheet stack\"");
	if (req_query(p->r, STR("as_of")).n)
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("In difficulty: what is certified, on {0}"), html_day_text(p, f->on));
	html_lit(p, "</summary>\n");
	put_certificates(f, &all);
	html_lit(p, "<h3>");
	html_tr(p, difficulty_says_text(u.says));
	html_lit(p, "</h3>");
	difficulty_put_reasons(p, &u);
	put_difference(p, u.says, certified);
	if (may_create(p->who, P_DIFFICULTY)) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, with_back(f, html_url(p, "/difficulties/new?child=#", f->child->id)),
			  html_word(p, N_("Write down a certificate")));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</details>\n");
	return RC_OK;
}
