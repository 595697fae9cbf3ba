/* The page behind a one-time link, for a relative without an account and perhaps an old phone: one small
 * page, no script needed.  Looking uses nothing up (messengers look ahead); the first tap makes this browser
 * the link's. */
#include "booking_page.h"
#include "formpart.h"
#include "program.h"

static str cookie_of(const struct req *r) { return http_cookie(r->http, link_cookie_name(r->app->secure)); }

enum rc link_page_find(struct req *r, struct link *l)
{
	enum rc rc = link_find(&r->ctx, r->word, cookie_of(r), l);

	if (rc == RC_OK)
		rc = link_guess(&r->ctx, r->http->peer, l->is);
	return rc;
}

struct page link_page_begin(struct req *r, const char *title, int status)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, title),
					   .door = true,
					   .elder = true,
					   .own_h1 = true,
					   .no_store = true,
					   .status = status });
	reply_header(r->reply, STR("Referrer-Policy"), STR("no-referrer"));
	p.secret = true;
	html_lit(&p, "<h1>");
	html_tr(&p, title);
	html_lit(&p, "</h1>\n");
	return p;
}

static enum rc put_refusal(struct req *r, enum link_is is)
{
	struct page p = link_page_begin(r, N_("This link does not open"), is == LINK_UNKNOWN ? 404 : 410);

	html_lit(&p, "<p class=\"sheet note\" role=\"alert\">");
	html_tr(&p, link_why(is));
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

static void put_form(struct page *p, str tail)
{
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, html_fill(p, "/l/{0}{1}", p->r->word, tail));
	html_lit(p, ">");
}

static void put_when(struct page *p, const struct link *l)
{
	html_lit(p, "<p>");
	if (l->relation.n)
		html_tr(p, N_("{0} {1}: {2} would like to talk with you."),
			registry_code(p, "relation", l->relation), l->name, l->child);
	html_lit(p, "</p><p class=\"when\"><b>");
	booking_put_time(p, &l->call.call);
	html_lit(p, "</b></p><p class=\"s\">");
	html_tr(p, N_("Beijing time; the call lasts {0} minutes."),
		html_int_text(p, rec_int(&l->call.call, CALL_MINUTES)));
	html_lit(p, "</p>\n");
	booking_put_zone(p, &l->call.call, html_fill(p, "/l/{0}", p->r->word));
}

static enum rc put_fresh(struct req *r)
{
	struct page p = link_page_begin(r, N_("A call with your child"), 200);

	html_lit(&p, "<p>");
	html_tr(&p,
		N_("This link is for you alone. Tap the button: from then on it opens on this phone only."));
	html_lit(&p, "</p>\n");
	put_form(&p, STR("/open"));
	html_lit(&p, "<button class=\"main\">");
	html_tr(&p, N_("Open it on this phone"));
	html_lit(&p, "</button></form>\n");
	page_end(&p);
	return RC_OK;
}

static void put_choice(struct page *p, const char *answer, const char *label, bool main)
{
	html_lit(p, "<button name=\"answer\"");
	if (main)
		html_lit(p, " class=\"main\"");
	html_attr(p, "value", str_of(answer));
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</button>");
}

static void put_answer(struct page *p, const struct link *l)
{
	str is = rec_text(l->party, CALL_PARTY_ANSWER);

	put_form(p, STR("/answer"));
	html_lit(p, "<h2 id=\"f-answer\">");
	if (str_eq(is, STR(CODE_CALL_ANSWER_ASKED)))
		html_tr(p, N_("Can you come?"));
	else
		html_tr(p, N_("You said: {0}"), registry_code(p, "call_answer", is));
	html_lit(p, "</h2>");
	formpart_problems(p, STR("answer"));
	put_choice(p, CODE_CALL_ANSWER_YES, N_("I can come"), true);
	put_choice(p, CODE_CALL_ANSWER_NO, N_("I cannot come"), false);
	form_text_put(p, &(struct form_text){ .name = "says",
					      .label = N_("When would suit you (if another time)") });
	put_choice(p, CODE_CALL_ANSWER_OTHER, N_("Another time, please"), false);
	html_lit(p, "</form>\n");
}

/* Who is the only one to come may choose another time or give the call up; where others come too, they say
 * that they cannot. */
static void put_change(struct page *p, const struct link *l)
{
	if (!link_may_change(&p->r->ctx, l))
		return;
	html_lit(p, "<details class=\"fold\"><summary>");
	html_tr(p, N_("Move or cancel this call"));
	html_lit(p, "</summary><div class=\"stack\"><p>");
	html_button(p, html_fill(p, "/l/{0}/move", p->r->word), N_("Choose another time"), false);
	html_lit(p, "</p>\n");
	put_form(p, STR("/cancel"));
	html_lit(p, "<button>");
	html_tr(p, N_("Cancel this call"));
	html_lit(p, "</button></form></div></details>\n");
}

/* A call that was not held: what the child left can be heard, and answered. */
static void put_over(struct page *p)
{
	html_lit(p, "<p>");
	html_tr(p, N_("The time of this call is over. You can still hear what your child left for you, and "
		      "leave "
		      "something yourself."));
	html_lit(p, "</p>\n");
	html_button(p, html_fill(p, "/l/{0}/message", p->r->word), N_("Messages"), true);
}

static enum rc put_ours(struct req *r, const struct link *l, enum rc outcome)
{
	bool over = r->ctx.now >= call_ends(&l->call.call) || call_is(&l->call.call, CODE_CALL_STATE_MISSED);
	struct page p =
		link_page_begin(r, N_("A call with your child"), outcome == RC_OK ? 200 : rc_status(outcome));

	put_when(&p, l);
	if (over) {
		put_over(&p);
	} else {
		html_button(&p, html_fill(&p, "/l/{0}/room", r->word), N_("To the call"),
			    rec_day(&l->call.call, CALL_ON) == r->ctx.today);
		put_answer(&p, l);
		put_change(&p, l);
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("When it is time, open this page again on this phone."));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<script defer");
	html_attr(&p, "src", static_url(p.mem, STR("zone.js")));
	html_lit(&p, "></script>\n");
	page_end(&p);
	return RC_OK;
}

static enum rc put(struct req *r, const struct link *l, enum rc outcome)
{
	if (l->is == LINK_OURS)
		return put_ours(r, l, outcome);
	return l->is == LINK_FRESH ? put_fresh(r) : put_refusal(r, l->is);
}

enum rc link_page_show(struct req *r)
{
	struct link l;
	enum rc rc = link_page_find(r, &l);

	return rc == RC_OK ? put(r, &l, RC_OK) : rc;
}

/* --- this browser is the one --- */

struct taking {
	struct req *r;
	str value;
};

static enum rc take_job(struct ctx *c, void *arg)
{
	struct taking *t = arg;

	return link_take(c, t->r->word, cookie_of(t->r), &t->value);
}

enum rc link_page_back(struct req *r)
{
	struct page p = page_of(r);

	return req_see_other(r, html_fill(&p, "/l/{0}", r->word));
}

enum rc link_page_open(struct req *r)
{
	struct taking t = { .r = r };
	struct link l;
	enum rc rc = link_page_find(r, &l);

	if (rc != RC_OK)
		return rc;
	if (l.is != LINK_FRESH)
		return l.is == LINK_OURS ? link_page_back(r) : put_refusal(r, l.is);
	rc = store_write(&r->ctx, PRIO_PEOPLE, take_job, &t);
	if (rc == RC_DENIED) /* another browser was quicker */
		return link_page_back(r);
	if (rc != RC_OK)
		return rc;
	reply_header(r->reply, STR("Set-Cookie"), link_cookie(r->ctx.mem, t.value, r->app->secure));
	return link_page_back(r);
}

/* --- what they say --- */

struct answering {
	struct req *r;
	struct invite_answer a;
	struct link link;
};

static enum rc answer_job(struct ctx *c, void *arg)
{
	struct answering *a = arg;
	enum rc rc = link_find(c, a->r->word, cookie_of(a->r), &a->link);

	if (rc != RC_OK)
		return rc;
	return a->link.is == LINK_OURS ? invite_answer(c, &a->link.call, a->link.party, &a->a) : RC_DENIED;
}

enum rc link_page_answer(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct answering a = { .r = r };
	struct link l;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = link_page_find(r, &l);
	if (rc != RC_OK)
		return rc;
	if (l.is != LINK_OURS)
		return put(r, &l, RC_OK);
	a.a = (struct invite_answer){ form_value(f, n, STR("answer")), form_value(f, n, STR("says")) };
	rc = store_write(&r->ctx, PRIO_PEOPLE, answer_job, &a);
	if (rc == RC_OK || rc == RC_CONFLICT || rc == RC_DENIED)
		return link_page_back(r);
	return rc == RC_INVALID ? put(r, &l, rc) : rc;
}

/* --- and they give it up --- */

static enum rc cancel_job(struct ctx *c, void *arg)
{
	struct req *r = arg;
	struct actor program;
	struct link l;
	enum rc rc = link_page_find(r, &l);

	if (rc != RC_OK || !link_may_change(c, &l))
		return rc == RC_OK ? RC_DENIED : rc;
	struct ctx p = program_for(c, &program, l.call.call.county);
	const struct booking_cancel b = { .id = l.call.call.id,
					  .why = STR(CODE_CALL_WHY_RELATIVE),
					  .origin = booking_origin(r->http, c->mem, r->app->secure),
					  .party = l.party->id };
	return booking_cancel_unit(&p, &b);
}

enum rc link_page_cancel(struct req *r)
{
	struct link l;
	enum rc rc = link_page_find(r, &l);

	if (rc == RC_OK && l.is == LINK_OURS)
		rc = store_write(&r->ctx, PRIO_PEOPLE, cancel_job, r);
	return rc == RC_OK || rc == RC_DENIED || rc == RC_CONFLICT ? link_page_back(r) : rc;
}
