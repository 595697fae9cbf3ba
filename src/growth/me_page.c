/* The child's own view: what it is good at first, letters from home, what it wants to say, what it has made,
 * and the way to a grown-up who helps.  Pictures and few words, read aloud; no number, no label, no level, no
 * measurement. */
#include "elder.h"
#include "frame.h"
#include "letter.h"
#include "registry_page.h"
#include "table.h"
#include "word_page.h"

enum { STRENGTHS = 6, PRAISE = 3 };

static enum rc load_me(struct req *r, struct record *ret)
{
	if (!r->ctx.who->child)
		return RC_NOT_FOUND;
	return record_load(&r->ctx, &child_kind, r->ctx.who->child, ret);
}

/* --- what it is good at --- */

static enum rc load_strengths(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .filter = { { CHILD_WORD_CHILD, INT(child) },
				      { CHILD_WORD_WHAT, TEXT(STR(CODE_WORD_WHAT_STRENGTH)) } },
			  .nfilter = 2,
			  .newest_first = true,
			  .limit = STRENGTHS };

	return record_list(c, &child_word_kind, &l, ret);
}

/* Awards and what the child did for others: what a teacher wrote down to praise. */
static enum rc load_praise(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .v = { INT(child) }, .nv = 1, .newest_first = true, .limit = PRAISE };

	l.where = SQL("t.id IN (SELECT n.id FROM growth_note n WHERE n.child = ?1 AND n.what IN"
		      " ('" CODE_GROWTH_WHAT_AWARD "', '" CODE_GROWTH_WHAT_DUTY "'))"
		      " AND NOT EXISTS (SELECT 1 FROM growth_note n WHERE n.corrects = t.id)");
	return record_list(c, &growth_note_kind, &l, ret);
}

/* An award has a title; what a child did for others is told in a sentence. */
static str praise_text(const struct record *n)
{
	return rec_text(n, rec_null(n, GROWTH_NOTE_TITLE) ? GROWTH_NOTE_TEXT : GROWTH_NOTE_TITLE);
}

static void put_line(struct page *p, const char *icon, str text)
{
	html_lit(p, "<li>");
	html_icon_(p, str_of(icon));
	html_lit(p, "<span>");
	html_text(p, text);
	html_lit(p, "</span></li>\n");
}

static enum rc put_strengths(struct page *p, int64_t child)
{
	struct records own, praise;
	enum rc rc = load_strengths(&p->r->ctx, child, &own);

	if (rc == RC_OK)
		rc = load_praise(&p->r->ctx, child, &praise);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("I am good at"));
	html_lit(p, "</h2>");
	if (!own.n && !praise.n) {
		html_lit(p, "<p>");
		html_tr(p, N_("Everybody is good at something. What is it with you?"));
		html_lit(p, "</p>");
	} else {
		html_lit(p, "<ul class=\"rows\">\n");
		for (size_t i = 0; i < own.n; i++)
			put_line(p, "yes", rec_text(&own.r[i], CHILD_WORD_TEXT));
		for (size_t i = 0; i < praise.n; i++)
			put_line(p, "grow", praise_text(&praise.r[i]));
		html_lit(p, "</ul>");
	}
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#/words/new?what=" CODE_WORD_WHAT_STRENGTH, child),
		  html_word(p, N_("I am good at something more")));
	html_lit(p, "</p></section>\n");
	return RC_OK;
}

/* --- letters from home --- */

static enum rc put_letters(struct page *p, int64_t child)
{
	struct records waiting;
	enum rc rc = word_letters_waiting(&p->r->ctx, child, &waiting);

	if (rc != RC_OK || !waiting.n)
		return rc;
	elder_ways_begin(p, N_("Letters from home"));
	for (size_t i = 0; i < waiting.n; i++)
		elder_way(p, &(struct elder_way){ "msg", letter_from(p, &waiting.r[i]),
						  html_word(p, N_("It is for you. Tap to open.")),
						  html_url(p, "/letters/#", waiting.r[i].id) });
	elder_ways_end(p);
	return RC_OK;
}

/* --- the ways on --- */

static void put_ways(struct page *p, int64_t child)
{
	const struct elder_way way[] = {
		{ "say", html_word(p, N_("What I want to tell mum and dad")), STR(""),
		  html_url(p, "/children/#/words/new?what=" CODE_WORD_WHAT_TELL, child) },
		{ "msg", html_word(p, N_("Letters")), html_word(p, N_("Read and write")),
		  html_url(p, "/children/#/letters", child) },
		{ "call", html_word(p, N_("My voice and theirs")),
		  html_word(p, N_("Listen, and say something")),
		  html_url(p, "/children/#/recordings", child) },
		{ "grow", html_word(p, N_("What I have made")), html_word(p, N_("Drawings, stories, photos")),
		  html_url(p, "/children/#/works", child) },
		{ "child", html_word(p, N_("What I say")), html_word(p, N_("A wish, a thank you, today")),
		  html_url(p, "/children/#/words", child) },
		{ "help", html_word(p, N_("Call a grown-up to help me")),
		  html_word(p, N_("When I am sad, afraid, or somebody hurts me")), STR("/alerts/new") },
	};

	elder_ways_begin(p, N_("What you can do here"));
	for (size_t i = 0; i < COUNT(way); i++)
		elder_way(p, &way[i]);
	elder_ways_end(p);
}

static void put_said(struct page *p)
{
	if (!str_eq(req_query(p->r, STR("said")), STR("1")))
		return;
	html_lit(p, "<p class=\"sheet note\" role=\"status\">");
	html_icon(p, "yes");
	html_lit(p, " ");
	html_tr(p, N_("It is kept. Whom you chose can read it now."));
	html_lit(p, "</p>\n");
}

static enum rc put_me(struct page *p, const struct record *child)
{
	html_lit(p, "<div class=\"kid stack\"><h1>");
	html_tr(p, N_("Hello, {0}"), rec_text(child, CHILD_NAME));
	html_lit(p, "</h1>\n");
	put_said(p);
	elder_aloud(p, true);
	enum rc rc = registry_first_panels(p, child);
	if (rc == RC_OK)
		rc = put_letters(p, child->id);
	if (rc == RC_OK)
		rc = put_strengths(p, child->id);
	put_ways(p, child->id);
	html_lit(p, "<p class=\"links\">");
	html_link(p, STR("/more"), html_word(p, N_("Language, sign out")));
	html_lit(p, "</p></div>\n");
	return rc;
}

enum rc me_page_show(struct req *r)
{
	struct record child;

	r->ctx.purpose = kin_purpose();
	enum rc rc = load_me(r, &child);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("My page"))),
						       .tab = "/",
						       .elder = true,
						       .own_h1 = true,
						       .no_store = true });
	rc = put_me(&p, &child);
	page_end(&p);
	return rc;
}
