/* Writing a letter: what was typed is kept while it is written (asset/draft.js), who will read it stands
 * above the button that sends it. */
#include "draft_form.h"
#include "elder.h"
#include "entry.h"
#include "kindpage.h"
#include "letter.h"
#include "registry_page.h"
#include "word_page.h"

struct writing {
	struct record child, answers; /* answers.kind NULL: to nobody's letter */
	bool family;                  /* the family writes to the child; else the child to the family */
	struct draft draft;           /* what the controls show */
	enum rc outcome;
};

/* A guardian may also write down what the child dictates. */
static bool writes_for_child(const struct req *r, str side)
{
	return !(r->ctx.who->role & ROLES_FAMILY) || str_eq(side, STR(CODE_LETTER_SIDE_CHILD));
}

static enum rc load(struct req *r, str answers, struct writing *w)
{
	int64_t id;
	enum rc rc = word_begin(r, &w->child);

	if (rc == RC_OK && !form_id(answers, &id))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK || !id)
		return rc;
	rc = record_load(&r->ctx, &letter_kind, id, &w->answers);
	return rc == RC_OK && rec_int(&w->answers, LETTER_CHILD) != r->id ? RC_NOT_FOUND : rc;
}

/* What a guardian writes down for the child has a draft of its own. */
static str draft_of(const struct req *r, const struct writing *w)
{
	return draft_name(r->ctx.mem, w->family ? STR("letter") : STR("letter.child"),
			  w->answers.kind ? w->answers.id : 0);
}

static str value_of(const struct writing *w, const char *name)
{
	return form_value(w->draft.pair, w->draft.n, str_of(name));
}

static str side_of(const struct writing *w)
{
	return w->family ? STR(CODE_LETTER_SIDE_FAMILY) : STR(CODE_LETTER_SIDE_CHILD);
}

/* --- the form --- */

/* Ideas for who does not know how to begin. */
static void put_ideas(struct page *p, const struct writing *w)
{
	static const char *const child[] = { N_("What made you laugh this week?"),
					     N_("What did you learn, and who helped you?"),
					     N_("What do you want to do together when they come home?") };
	static const char *const family[] = { N_("What did you see today that your child would like?"),
					      N_("What are you proud of in your child?"),
					      N_("When do you call next, and when do you come home?") };

	html_lit(p, "<details><summary>");
	html_tr(p, N_("How do I begin?"));
	html_lit(p, "</summary><ul class=\"why-list\">");
	for (size_t i = 0; i < COUNT(child); i++) {
		html_lit(p, "<li>");
		html_tr(p, w->family ? family[i] : child[i]);
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul></details>\n");
}

static const char *hint_of(const struct page *p, const struct writing *w)
{
	if (w->family)
		return N_("Simple words, a few sentences. A small child has it read out.");
	return p->who->role == ROLE_CHILD
		       ? N_("A few sentences are enough. You may use pinyin.")
		       : N_("Just as the child says it; beside it stands that you wrote it down.");
}

static enum rc put_form(struct page *p, const struct writing *w)
{
	const struct draft_form f = { .action = html_url(p, "/children/#/letters", w->child.id),
				      .keep = html_url(p, "/children/#/letters/draft", w->child.id),
				      .back = html_url(p, "/children/#/letters", w->child.id),
				      .button = N_("Send the letter"),
				      .draft = &w->draft };

	draft_form_begin(p, &f);
	html_hidden(p, STR("from"), side_of(w));
	if (w->answers.kind)
		html_hidden(p, STR("answers"), html_int_text(p, w->answers.id));
	form_summary(p, NULL);
	formpart_control(p, &letter_kind.fields[LETTER_TEXT],
			 &(struct control){ .name = STR("text"),
					    .label = N_("The letter"),
					    .hint = hint_of(p, w),
					    .value = value_of(w, "text"),
					    .required = true });
	put_ideas(p, w);
	enum rc rc = word_put_share(p, w->child.id, value_of(w, "share"), w->family);
	draft_form_end(p, &f);
	return rc;
}

static void put_after(struct page *p, const struct writing *w)
{
	const struct http_pair which[] = { { STR("answers"),
					     w->answers.kind ? html_int_text(p, w->answers.id) : STR("") },
					   { STR("from"), side_of(w) } };

	draft_form_after(
		p, &w->draft,
		&(struct draft_throw){ .action = html_url(p, "/children/#/letters/draft/drop", w->child.id),
				       .gone = N_("What you have typed of this letter is then gone."),
				       .which = which,
				       .nwhich = COUNT(which) });
}

/* What is answered stands above, as far as it may be read here. */
static void put_answered(struct page *p, const struct writing *w)
{
	const struct record *a = &w->answers;

	if (!a->kind)
		return;
	html_lit(p, "<details class=\"sheet\" open><summary>");
	html_text(p, letter_from(p, a));
	html_tr(p, N_(", "));
	html_day(p, rec_day(a, LETTER_ON));
	html_lit(p, "</summary>");
	if (!(a->masked >> LETTER_TEXT & 1) && !word_letter_waits(p->who, a))
		elder_text(p, rec_text(a, LETTER_TEXT));
	html_lit(p, "</details>\n");
}

static enum rc put_page(struct req *r, const struct writing *w)
{
	struct page p = page_of(r);
	bool own = kin_own(p.who), me = p.who->role == ROLE_CHILD;
	str title = me          ? html_word(&p, N_("A letter home"))
		    : w->family ? html_say(&p, N_("A letter to {0}"), rec_text(&w->child, CHILD_NAME))
				: html_word(&p, N_("Write a letter for the child"));

	p = word_frame(r, &w->child,
		       &(struct word_frame){ .title = title,
					     .back = html_url(&p, "/children/#/letters", w->child.id),
					     .task = true,
					     .status = w->outcome == RC_OK ? 200 : rc_status(w->outcome) });
	if (own)
		elder_aloud(&p, false);
	put_answered(&p, w);
	enum rc rc = put_form(&p, w);
	put_after(&p, w);
	page_end(&p);
	return rc;
}

static void begin_new(struct req *r, struct writing *w)
{
	struct http_pair *pair = NEW(r->ctx.mem, struct http_pair, 2);

	pair[0] = (struct http_pair){ STR("share"), STR(CODE_WORD_SHARE_FAMILY) };
	pair[1] = (struct http_pair){ STR("client"), form_client(r->ctx.mem) };
	w->draft.pair = pair;
	w->draft.n = 2;
}

enum rc letter_form_page_new(struct req *r)
{
	struct writing w = { .family = !writes_for_child(r, req_query(r, STR("for"))) };
	enum rc rc = load(r, req_query(r, STR("answers")), &w);

	if (rc == RC_OK)
		rc = draft_form_load(r, draft_of(r, &w), &w.draft);
	if (rc != RC_OK)
		return rc;
	if (!w.draft.saved_at)
		begin_new(r, &w);
	return put_page(r, &w);
}

/* --- sending --- */

enum rc letter_form_page_save(struct req *r)
{
	struct writing w = { .outcome = RC_OK };
	struct form_given g;
	struct page p = page_of(r);
	int64_t id;
	enum rc rc = form_read(r, &letter_kind, &g);

	if (rc == RC_OK)
		rc = load(r, g.typed[LETTER_ANSWERS], &w);
	if (rc != RC_OK)
		return rc;
	w.family = !writes_for_child(r, g.typed[LETTER_FROM]);
	input_int(&g.in, r->ctx.mem, LETTER_CHILD, r->id);
	input_set(&g.in, LETTER_FROM, side_of(&w));
	input_day(&g.in, r->ctx.mem, LETTER_ON, r->ctx.today);
	str form = draft_of(r, &w);
	w.outcome = draft_form_hand_in(r, &(struct draft_hand_in){ form, &g.in, entry_write }, &id);
	if (w.outcome == RC_OK)
		return req_see_other(r, html_url(&p, "/letters/#", id));
	if (!kindpage_again(w.outcome))
		return w.outcome;
	w.draft = draft_form_typed(r, form, &g);
	return put_page(r, &w);
}

/* --- keeping it --- */

static str form_url(struct req *r, const struct writing *w)
{
	struct page p = page_of(r);
	str url = html_url(&p, "/children/#/letters/new", w->child.id);

	if (!w->family && p.who->role & ROLES_FAMILY)
		url = html_url_with(&p, url, "for", STR(CODE_LETTER_SIDE_CHILD));
	return w->answers.kind ? html_url_with(&p, url, "answers", html_int_text(&p, w->answers.id)) : url;
}

static enum rc read_draft(struct req *r, struct writing *w)
{
	struct http_pair *f;
	enum rc rc = req_form(r, &f, &w->draft.n);

	if (rc != RC_OK)
		return rc;
	w->draft.pair = f;
	w->family = !writes_for_child(r, value_of(w, "from"));
	return load(r, value_of(w, "answers"), w);
}

enum rc letter_form_page_keep(struct req *r)
{
	struct writing w = { .outcome = RC_OK };
	int64_t there;
	enum rc rc = read_draft(r, &w);

	r->ctx.purpose = (str){ NULL, 0 }; /* nothing is shown */
	if (rc != RC_OK)
		return rc;
	/* A script's last word may come after the letter itself. */
	rc = entry_find(&r->ctx, &letter_kind, value_of(&w, "client"), &there);
	if (rc == RC_NOT_FOUND)
		rc = draft_save(&r->ctx, draft_of(r, &w), r->id, w.draft.pair, w.draft.n);
	return rc == RC_OK ? draft_form_kept(r, form_url(r, &w)) : rc;
}

enum rc letter_form_page_throw(struct req *r)
{
	struct writing w = { .outcome = RC_OK };
	enum rc rc = read_draft(r, &w);

	return rc == RC_OK ? draft_form_drop(r, draft_of(r, &w), form_url(r, &w)) : rc;
}
