/* The pages behind the link of a deed: read it on one's own phone, and sign.  No script is needed; the words
 * are those that carer and witness sign too. */
#include "booking_page.h"
#include "deed_link.h"
#include "deed_page.h"
#include "deed_seal.h"
#include "deed_text.h"
#include "formpart.h"
#include "program.h"
#include "qr.h"

static str cookie_of(const struct req *r) { return http_cookie(r->http, link_cookie_name(r->app->secure)); }

static enum rc find(struct req *r, struct deed_link *l)
{
	enum rc rc = deed_link_find(&r->ctx, r->word, cookie_of(r), l);

	return rc == RC_OK ? link_guess(&r->ctx, r->http->peer, l->is) : rc;
}

static str own_url(struct page *p, const char *tail)
{
	return html_fill(p, "/d/{0}{1}", p->r->word, str_of(tail));
}

static void put_form(struct page *p, const char *tail)
{
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, own_url(p, tail));
	html_lit(p, ">");
}

static void put_say(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

static void put_fresh(struct page *p)
{
	put_say(p,
		N_("This link is for you alone. Tap the button: from then on it opens on this phone only."));
	put_form(p, "/open");
	html_lit(p, "<button class=\"main\">");
	html_tr(p, N_("Open it on this phone"));
	html_lit(p, "</button></form>\n");
}

static void put_sign(struct page *p, str mark)
{
	put_form(p, "/sign");
	html_hidden(p, STR("mark"), mark);
	formpart_problems(p, STR("part"));
	html_lit(p, "<button class=\"main\">");
	html_tr(p, N_("I have read it: sign"));
	html_lit(p, "</button></form>\n");
}

static enum rc put_ours(struct page *p, const struct deed_link *l)
{
	struct ctx *c = &p->r->ctx;
	struct actor program;
	struct ctx all = program_for(c, &program, l->d.rec.county);
	str text, zh;
	enum rc rc = deed_words(&all, &l->d, p->lang, &text);

	if (rc == RC_OK)
		rc = deed_words(&all, &l->d, LANG_ZH, &zh);
	if (rc != RC_OK)
		return rc;
	if (l->d.facts.parent) {
		html_lit(p, "<p class=\"sheet\" role=\"status\">");
		html_tr(p, N_("You signed this on {0}. The carer and the child director sign after you."),
			html_day_text(p, l->d.facts.parent));
		html_lit(p, "</p>\n");
	} else {
		put_say(p, N_("Read every part. If something is not right, do not sign: tell the child "
			      "director, who "
			      "changes it and sends you a new link."));
	}
	if (p->lang == LANG_EN)
		put_say(p, N_("The Chinese text is what is signed; this is to read along."));
	deed_put_text(p, text);
	if (!l->d.facts.parent)
		put_sign(p, deed_digest(p->mem, zh));
	return RC_OK;
}

static enum rc put(struct req *r, const struct deed_link *l, enum rc outcome)
{
	const char *why = deed_link_why(l->is);
	int status = outcome != RC_OK ? rc_status(outcome) : !why ? 200 : l->is == LINK_UNKNOWN ? 404 : 410;
	struct page p = link_page_begin(
		r, why ? N_("This link does not open") : N_("A deed of entrusted care"), status);
	enum rc rc = RC_OK;

	if (why) {
		html_lit(&p, "<p class=\"sheet note\" role=\"alert\">");
		html_tr(&p, why);
		html_lit(&p, "</p>\n");
	} else if (l->is == LINK_FRESH) {
		put_fresh(&p);
	} else {
		rc = put_ours(&p, l);
	}
	page_end(&p);
	return rc;
}

static enum rc back(struct req *r)
{
	struct page p = page_of(r);

	return req_see_other(r, own_url(&p, ""));
}

enum rc deed_link_page_show(struct req *r)
{
	struct deed_link l;
	enum rc rc = find(r, &l);

	return rc == RC_OK ? put(r, &l, RC_OK) : rc;
}

/* --- this browser is the one --- */

struct act {
	struct req *r;
	str value, mark;
};

static enum rc take_job(struct ctx *c, void *arg)
{
	struct act *a = arg;

	return deed_link_take(c, a->r->word, cookie_of(a->r), &a->value);
}

enum rc deed_link_page_open(struct req *r)
{
	struct act a = { .r = r };
	struct deed_link l;
	enum rc rc = find(r, &l);

	if (rc != RC_OK)
		return rc;
	if (l.is != LINK_FRESH)
		return l.is == LINK_OURS ? back(r) : put(r, &l, RC_OK);
	rc = store_write(&r->ctx, PRIO_PEOPLE, take_job, &a);
	if (rc != RC_OK && rc != RC_DENIED) /* denied: another browser was quicker */
		return rc;
	if (rc == RC_OK)
		reply_header(r->reply, STR("Set-Cookie"), link_cookie(r->ctx.mem, a.value, r->app->secure));
	return back(r);
}

/* --- signing --- */

static enum rc sign_job(struct ctx *c, void *arg)
{
	struct act *a = arg;
	struct actor program;
	struct deed_link l;
	enum rc rc = deed_link_find(c, a->r->word, cookie_of(a->r), &l);

	if (rc != RC_OK || l.is != LINK_OURS)
		return rc == RC_OK ? RC_DENIED : rc;
	if (l.d.facts.parent)
		return RC_OK; /* twice is once */
	struct ctx p = program_for(c, &program, l.d.rec.county);
	rc = deed_sign_unit(&p, &(struct deed_signing){ .deed = l.d.rec.id,
							.part = CODE_DEED_PART_PARENT,
							.link = true,
							.mark = a->mark.n ? a->mark : STR("-") });
	program_problems(c, &p);
	return rc;
}

enum rc deed_link_page_sign(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct act a = { .r = r };
	struct deed_link l;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = find(r, &l);
	if (rc != RC_OK)
		return rc;
	if (l.is != LINK_OURS)
		return put(r, &l, RC_OK);
	a.mark = form_value(f, n, STR("mark"));
	rc = store_write(&r->ctx, PRIO_PEOPLE, sign_job, &a);
	if (rc == RC_OK || rc == RC_DENIED)
		return back(r);
	if (rc == RC_STALE)
		problem_add(&r->ctx.problems, STR("part"),
			    N_("This deed was changed since you read it. Read it again, then sign."), STR(""),
			    STR(""));
	return rc == RC_STALE || rc == RC_INVALID || rc == RC_CONFLICT
		       ? put(r, &l, rc == RC_STALE ? RC_CONFLICT : rc)
		       : rc;
}

/* --- the link, shown once to the witness --- */

static enum rc make_job(struct ctx *c, void *arg)
{
	struct act *a = arg;

	return deed_link_make(c, a->r->id, booking_origin(a->r->http, c->mem, a->r->app->secure), &a->value);
}

enum rc deed_link_page_make(struct req *r)
{
	struct act a = { .r = r };
	struct page p = page_of(r);
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, make_job, &a);

	if (rc == RC_CONFLICT)
		return req_see_other(r, html_url(&p, "/deeds/#", r->id));
	if (rc != RC_OK)
		return rc;
	str url = html_fill(&p, "{0}/d/{1}", booking_origin(r->http, p.mem, r->app->secure), a.value);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("A link to sign by")),
					   .tab = "/children",
					   .back = html_url(&p, "/deeds/#", r->id),
					   .no_store = true });
	p.secret = true;
	html_lit(&p, "<p class=\"note sheet\">");
	html_tr(&p, N_("It is shown this once; an earlier one is good no more. Give it only to the parent "
		       "who signs: "
		       "the first phone that opens it keeps it. Where a number is known it goes out as a "
		       "text message "
		       "too."));
	html_lit(&p, "</p>\n<section class=\"sheet card\">");
	qr_put(&p, url, N_("QR code that opens the deed"));
	html_lit(&p, "<p class=\"s wrap\" id=\"link\">");
	html_text(&p, url);
	html_lit(&p, "</p></section>\n");
	page_end(&p);
	r->reply->no_gzip = true;
	return RC_OK;
}
