#include "word_page.h"

#include "correction.h"
#include "elder.h"
#include "entry.h"
#include "facts.h"
#include "formpart.h"
#include "kindpage.h"
#include "registry_page.h"
#include "thread.h"

enum { OF_CHILD = 200 /* a child that says more than this is a writer; the newest stand here */ };

static bool is(const struct record *w, size_t field, const char *code)
{
	return str_eq(rec_text(w, field), str_of(code));
}

static str what_text(struct page *p, const struct record *w)
{
	return registry_code(p, "word_what", rec_text(w, CHILD_WORD_WHAT));
}

/* --- all of a child --- */

static enum rc load_words(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .filter = { { CHILD_WORD_CHILD, INT(child) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = OF_CHILD };

	return record_list(c, &child_word_kind, &l, ret);
}

static bool covered(const struct record *w) { return w->masked >> CHILD_WORD_TEXT & 1; }

/* What a child is good at comes before all else. */
static void put_strengths(struct page *p, const struct records *all)
{
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		const struct record *w = &all->r[i];
		if (!is(w, CHILD_WORD_WHAT, CODE_WORD_WHAT_STRENGTH) || covered(w))
			continue;
		if (!any) {
			html_lit(p, "<section class=\"sheet stack\"><h2>");
			html_tr(p, p->who->role == ROLE_CHILD ? N_("I am good at") : N_("Good at"));
			html_lit(p, "</h2><ul class=\"rows ways\">");
		}
		any = true;
		html_lit(p, "<li>");
		html_icon(p, "yes");
		html_link(p, html_url(p, "/child_words/#", w->id), rec_text(w, CHILD_WORD_TEXT));
		html_lit(p, "</li>");
	}
	if (any)
		html_lit(p, "</ul></section>\n");
}

static bool put_thread(struct page *p, const struct records *all)
{
	bool hidden = false;

	thread_begin(p);
	for (size_t i = 0; i < all->n; i++) {
		const struct record *w = &all->r[i];
		if (is(w, CHILD_WORD_WHAT, CODE_WORD_WHAT_STRENGTH) && !covered(w))
			continue;
		thread_item(p, what_text(p, w), rec_day(w, CHILD_WORD_ON),
			    word_by(p, w, CHILD_WORD_BY, CHILD_WORD_ROLE), false);
		hidden |= covered(w);
		if (!covered(w))
			elder_text(p, rec_text(w, CHILD_WORD_TEXT));
		html_lit(p, "<p class=\"s\">");
		html_text(p, word_share_text(p, rec_text(w, CHILD_WORD_SHARE), false));
		html_lit(p, "</p><p class=\"links\">");
		html_link(p, html_url(p, "/child_words/#", w->id),
			  html_say(p, N_("Open what was said on {0}"),
				   html_day_text(p, rec_day(w, CHILD_WORD_ON))));
		html_lit(p, "</p>");
		thread_item_end(p);
	}
	thread_end(p);
	return hidden;
}

static void put_kinds(struct page *p, int64_t child)
{
	const struct code_list *list = code_list_find(STR("word_what"));
	static const char *const icon[] = { "say", "yes", "grow", "child", "help", "day" };
	const struct code *code;
	size_t at = 0, n = 0;

	elder_ways_begin(p, N_("What do you want to say?"));
	while (list && (code = code_next(list, &at, p->today, STR(""))))
		elder_way(p, &(struct elder_way){
				     .icon = icon[n++ % COUNT(icon)],
				     .title = code_label(list, code->code, p->lang),
				     .url = html_url_with(p, html_url(p, "/children/#/words/new", child),
							  "what", code->code) });
	elder_ways_end(p);
}

static void put_new(struct page *p, int64_t child)
{
	if (p->who->role == ROLE_CHILD) {
		put_kinds(p, child);
		return;
	}
	if (!(p->who->role & ROLES_WRITE))
		return;
	html_lit(p, "<p>");
	html_button(p, html_url(p, "/children/#/words/new", child), N_("Write down what the child says"),
		    true);
	html_lit(p, "</p>\n");
}

static enum rc put_list(struct req *r, const struct record *child)
{
	struct records all;
	struct page p = page_of(r);
	bool me = p.who->role == ROLE_CHILD;
	enum rc rc = load_words(&r->ctx, child->id, &all);

	if (rc != RC_OK)
		return rc;
	p = word_frame(r, child,
		       &(struct word_frame){
			       .title = html_word(&p, me ? N_("What I say") : N_("What the child says")),
			       .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	if (kin_own(p.who))
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	put_strengths(&p, &all);
	put_new(&p, child->id);
	if (!all.n)
		table_empty(&p,
			    &(struct empty){ .title = N_("Nothing has been said yet"),
					     .why = N_("What the child wants to tell, is good at or wishes "
						       "for stands here, for those it is shared with.") });
	else if (put_thread(&p, &all))
		facts_show(&p, html_url(&p, "/children/#/words/show", child->id));
	page_end(&p);
	return RC_OK;
}

enum rc word_page_list(struct req *r)
{
	struct record child;
	enum rc rc = word_begin(r, &child);

	return rc == RC_OK ? put_list(r, &child) : rc;
}

enum rc word_page_open(struct req *r)
{
	struct record child;
	bool given;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	return rc == RC_OK ? put_list(r, &child) : rc;
}

/* --- a new one --- */

struct saying {
	struct record child;
	str what, text, share, client;
	enum rc outcome;
};

static void put_what(struct page *p, const struct saying *s)
{
	const struct code_list *list = code_list_find(STR("word_what"));
	struct tile *tile = NEW(p->mem, struct tile, list->n);
	const struct code *code;
	size_t n = 0, at = 0;

	while ((code = code_next(list, &at, p->today, STR(""))))
		tile[n++] = (struct tile){ .value = code->code,
					   .label = code_label(list, code->code, p->lang),
					   .checked = str_eq(code->code, s->what) };
	html_lit(p, "<div class=\"places\">");
	formpart_tiles(p, &(struct control){ .name = STR("what"), .label = N_("What is it about?") }, tile,
		       n);
	html_lit(p, "</div>\n");
}

/* The child's own page asks one thing at a time. */
static bool asks_what(const struct page *p, const struct saying *s)
{
	return p->who->role != ROLE_CHILD ||
	       !code_label(code_list_find(STR("word_what")), s->what, p->lang).n;
}

static enum rc put_form(struct page *p, const struct saying *s)
{
	bool me = p->who->role == ROLE_CHILD;

	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/children/#/words", s->child.id));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), s->client);
	if (asks_what(p, s))
		put_what(p, s);
	else
		html_hidden(p, STR("what"), s->what);
	formpart_control(
		p, &child_word_kind.fields[CHILD_WORD_TEXT],
		&(struct control){ .name = STR("text"),
				   .label = me ? N_("Write it here") : N_("In the child's own words"),
				   .hint = me ? N_("A few words are enough. A grown-up may write it for you.")
					      : N_("Just as the child says it; nothing is made nicer."),
				   .value = s->text,
				   .required = true });
	enum rc rc = word_put_share(p, s->child.id, s->share, false);
	if (!me) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Ask the child who may read it. Beside it stands that you wrote it down."));
		html_lit(p, "</p>\n");
	}
	form_bar(p, me ? N_("Say it") : N_("Keep these words"));
	html_lit(p, "</form>\n");
	return rc;
}

static enum rc put_saying(struct req *r, const struct saying *s)
{
	struct page p = page_of(r);
	bool me = p.who->role == ROLE_CHILD;
	str title = me && !asks_what(&p, s) ? registry_code(&p, "word_what", s->what)
		    : me                    ? html_word(&p, N_("I want to say something"))
					    : html_word(&p, N_("Write down what the child says"));

	p = word_frame(
		r, &s->child,
		&(struct word_frame){ .title = title,
				      .back = me ? STR("") : html_url(&p, "/children/#/words", s->child.id),
				      .task = true,
				      .status = s->outcome == RC_OK ? 200 : rc_status(s->outcome) });
	if (me)
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	enum rc rc = put_form(&p, s);
	page_end(&p);
	return rc;
}

enum rc word_page_new(struct req *r)
{
	struct saying s = { .what = req_query(r, STR("what")),
			    .share = STR(CODE_WORD_SHARE_FAMILY),
			    .client = form_client(r->ctx.mem) };
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &s.child);

	return rc == RC_OK ? put_saying(r, &s) : rc;
}

enum rc word_page_save(struct req *r)
{
	struct saying s = { .outcome = RC_OK };
	struct form_given g;
	int64_t id;
	struct page p = page_of(r);
	enum rc rc = form_read(r, &child_word_kind, &g);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &s.child);
	if (rc != RC_OK)
		return rc;
	s.what = g.typed[CHILD_WORD_WHAT];
	s.text = g.typed[CHILD_WORD_TEXT];
	s.share = g.typed[CHILD_WORD_SHARE];
	s.client = g.typed[CHILD_WORD_CLIENT];
	input_int(&g.in, r->ctx.mem, CHILD_WORD_CHILD, r->id);
	input_day(&g.in, r->ctx.mem, CHILD_WORD_ON, r->ctx.today);
	s.outcome = entry_save(&r->ctx, &g.in, &id);
	if (s.outcome == RC_OK)
		return req_see_other(r, p.who->role == ROLE_CHILD ? STR("/me?said=1")
								  : html_url(&p, "/children/#/words", r->id));
	return kindpage_again(s.outcome) ? put_saying(r, &s) : s.outcome;
}

/* --- one of them: who reads it from now on, or nobody any more --- */

static enum rc put_word(struct req *r, enum rc outcome)
{
	struct record w, child;
	int64_t id = r->id;

	if (kin_own(r->ctx.who))
		r->ctx.purpose = kin_purpose();
	enum rc rc = record_load(&r->ctx, &child_word_kind, id, &w);
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&w, CHILD_WORD_CHILD), &child);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = what_text(&p, &w),
					     .back = html_url(&p, "/children/#/words", child.id),
					     .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (kin_own(p.who))
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	html_lit(&p, "<section class=\"sheet stack\">");
	if (!covered(&w))
		elder_text(&p, rec_text(&w, CHILD_WORD_TEXT));
	else
		facts_show(&p, html_url(&p, "/children/#/words/show", child.id));
	html_lit(&p, "<p class=\"s\">");
	html_day(&p, rec_day(&w, CHILD_WORD_ON));
	str by = word_by(&p, &w, CHILD_WORD_BY, CHILD_WORD_ROLE);
	if (by.n) {
		html_tr(&p, N_(", "));
		html_text(&p, by);
	}
	html_lit(&p, "</p><p class=\"s\">");
	html_text(&p, word_share_text(&p, rec_text(&w, CHILD_WORD_SHARE), false));
	html_lit(&p, "</p></section>\n");
	if (word_own(p.who, &w))
		rc = word_put_acts(
			&p,
			&(struct word_acts){ .what = &w,
					     .child = CHILD_WORD_CHILD,
					     .share = CHILD_WORD_SHARE,
					     .share_url = html_url(&p, "/child_words/#/share", id),
					     .drop_url = html_url(&p, "/child_words/#/drop", id),
					     .drop = N_("Take these words away"),
					     .mistake = N_("Nobody can read them any more, you neither.") });
	else
		correction_link(&p, child_word_kind.name, child.id, id);
	page_end(&p);
	return rc;
}

enum rc word_page_show(struct req *r) { return put_word(r, RC_OK); }

enum rc word_page_share(struct req *r)
{
	enum rc rc = word_act_share(r, &child_word_kind);

	return rc == RC_INVALID ? put_word(r, rc) : rc;
}

enum rc word_page_drop(struct req *r) { return word_act_drop(r, &child_word_kind, "words"); }
