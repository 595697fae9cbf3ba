#include "simple.h"

#include "call.h"
#include "elder.h"
#include "family_home.h"
#include "form.h"
#include "frame.h"
#include "home.h"
#include "invite.h"
#include "kin.h"
#include "message.h"
#include "near.h"
#include "registry.h"

enum { MESSAGES = 3 };

/* --- a page without anything around it --- */

static struct page simple_begin(struct req *r, str title)
{
	struct page p = page_of(r);

	r->reply->status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200;
	r->reply->type = STR("text/html; charset=utf-8");
	r->reply->no_store = true;
	html_lit(&p, "<!doctype html>\n<html");
	html_attr(&p, "lang", str_of(lang_tag(p.lang)));
	html_lit(&p, "><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		     "content=\"width=device-width\"><title>");
	html_text(&p, title);
	html_lit(&p, "</title><link rel=\"stylesheet\"");
	html_attr(&p, "href", static_url(p.mem, STR("simple.css")));
	html_lit(&p, "><link rel=\"icon\" type=\"image/svg+xml\"");
	html_attr(&p, "href", p.icons);
	html_lit(&p, "></head><body><main>\n<h1>");
	html_text(&p, title);
	html_lit(&p, "</h1>\n");
	return p;
}

static void put_line(struct page *p, str text)
{
	html_lit(p, "<p>");
	html_text(p, text);
	html_lit(p, "</p>\n");
}

static void put_act(struct page *p, str url, const char *verb)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, url);
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button>");
	html_tr(p, verb);
	html_lit(p, "</button></form>\n");
}

static void put_way(struct page *p, str url, const char *label)
{
	html_lit(p, "<p>");
	html_link(p, url, html_word(p, label));
	html_lit(p, "</p>\n");
}

/* --- one child --- */

static bool may_confirm(const struct page *p, const struct call *call)
{
	const struct record *party = call_party_of_account(call, p->who->account);

	return party && !str_eq(rec_text(party, CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_YES));
}

static enum rc put_call(struct page *p, const struct near *n)
{
	struct call call;

	if (!n->call.kind || n->over) {
		put_line(p, html_word(p, N_("No call is booked.")));
		return RC_OK;
	}
	put_line(p, html_say(p, N_("Next call: {0}"), near_when(p, &n->call)));
	if (n->now)
		put_way(p, html_url(p, "/calls/#/room", n->call.id), N_("Join the call"));
	enum rc rc = call_load(&p->r->ctx, n->call.id, &call);
	if (rc == RC_OK && may_confirm(p, &call))
		put_act(p, html_url(p, "/simple/calls/#/yes", n->call.id), N_("I will be there"));
	else if (rc == RC_OK && call_party_of_account(&call, p->who->account))
		put_line(p, html_word(p, N_("You have said that you will be there.")));
	return rc;
}

static str from_of(struct page *p, const struct record *m, const struct record *child)
{
	int64_t person = rec_int(m, MESSAGE_PERSON);

	if (!message_of_family(m))
		return rec_text(child, CHILD_NAME);
	return person && person == p->who->person ? html_word(p, N_("me")) : kin_person(p, child->id, person);
}

/* What is spoken an old phone cannot play: that it is there, and how long. */
static void put_message(struct page *p, const struct record *m, const struct record *child)
{
	html_lit(p, "<li>");
	html_tr(p, N_("{0}, {1}: "), from_of(p, m, child),
		html_day_short(p, instant_day(rec_int(m, MESSAGE_AT))));
	if (message_waits(m, true)) {
		put_act(p, html_url(p, "/simple/messages/#", m->id), N_("Read"));
	} else {
		if (message_spoken(m))
			html_tr(p, N_("spoken, {0} seconds "), html_int_text(p, rec_int(m, MESSAGE_SECONDS)));
		if (!rec_null(m, MESSAGE_TEXT) && !(m->masked >> MESSAGE_TEXT & 1))
			html_text(p, rec_text(m, MESSAGE_TEXT));
	}
	html_lit(p, "</li>\n");
}

static enum rc put_messages(struct page *p, const struct record *child)
{
	struct records all;
	enum rc rc = message_list(&p->r->ctx, child->id, 0, &all);

	if (rc != RC_OK)
		return rc;
	if (all.n)
		html_lit(p, "<ul>\n");
	for (size_t i = 0; i < all.n && i < MESSAGES; i++)
		put_message(p, &all.r[i], child);
	if (all.n)
		html_lit(p, "</ul>\n");
	html_lit(p, "<form method=\"post\"");
	html_action(p, html_url(p, "/simple/children/#/messages", child->id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("client"), form_client(p->mem));
	html_lit(p, "<label>");
	html_tr(p, N_("A message to {0}"), rec_text(child, CHILD_NAME));
	html_lit(p, " <input name=\"text\" maxlength=\"1000\"></label> <button>");
	html_tr(p, N_("Send the message"));
	html_lit(p, "</button></form>\n");
	return RC_OK;
}

/* The first home near the child that has a telephone. */
static enum rc put_phones(struct page *p, const struct record *child)
{
	struct records homes;
	enum rc rc = home_near(&p->r->ctx, child->id, &homes);

	for (size_t i = 0; rc == RC_OK && i < homes.n; i++) {
		const struct record *h = &homes.r[i];
		if (rec_null(h, HAPPY_HOME_PHONE))
			continue;
		html_lit(p, "<p>");
		html_tr(p, N_("{0}: "), rec_text(h, HAPPY_HOME_NAME));
		elder_dial(p, rec_text(h, HAPPY_HOME_PHONE));
		html_lit(p, "</p>\n");
		break;
	}
	return rc;
}

static enum rc put_child(struct page *p, const struct record *child)
{
	struct near n;
	enum rc rc = near_load(p, child->id, &n);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<h2>");
	html_text(p, rec_text(child, CHILD_NAME));
	html_lit(p, "</h2>\n");
	rc = put_call(p, &n);
	if (n.last)
		put_line(p, html_say(p, N_("Last in touch: {0}."), html_day_text(p, n.last)));
	if (rc == RC_OK)
		rc = put_messages(p, child);
	return rc == RC_OK ? put_phones(p, child) : rc;
}

/* --- the page --- */

static enum rc put_page(struct req *r)
{
	enum { CHILDREN = 6 };
	struct records list;
	struct list l = { .limit = CHILDREN,
			  .want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SCHOOL };

	r->ctx.purpose = kin_purpose();
	enum rc rc = record_list(&r->ctx, &child_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = simple_begin(r, str_of(tr(r->ctx.lang, N_("Tongxin"))));
	for (size_t i = 0; i < r->ctx.problems.n; i++) {
		struct buf b = buf_new(p.mem, 2 << 10);
		problem_put(&b, p.lang, &r->ctx.problems.list[i]);
		put_line(&p, buf_view(&b));
	}
	for (size_t i = 0; rc == RC_OK && i < list.n; i++)
		rc = put_child(&p, &list.r[i]);
	if (!list.n)
		put_line(&p,
			 html_word(&p,
				   N_("Ask the school: it writes down whose parent or guardian you are.")));
	html_lit(&p, "<hr>\n");
	put_way(&p, STR("/simple/off"), N_("The full page"));
	frame_language(&p, STR("/simple"));
	frame_sign_out(&p);
	html_lit(&p, "</main></body></html>\n");
	return rc;
}

static enum rc simple_page_show(struct req *r) { return put_page(r); }

/* --- what its buttons do --- */

struct saying {
	struct call call;
	const struct record *party;
};

static enum rc yes_unit(struct ctx *c, void *arg)
{
	struct saying *s = arg;

	return invite_answer(c, &s->call, s->party,
			     &(struct invite_answer){ .answer = STR(CODE_CALL_ANSWER_YES) });
}

static enum rc simple_page_yes(struct req *r)
{
	struct saying s;
	enum rc rc = call_load(&r->ctx, r->id, &s.call);

	if (rc != RC_OK)
		return rc;
	s.party = call_party_of_account(&s.call, r->ctx.who->account);
	if (!s.party)
		return RC_DENIED;
	rc = store_write(&r->ctx, PRIO_PEOPLE, yes_unit, &s);
	return rc == RC_OK || rc == RC_CONFLICT ? req_see_other(r, STR("/simple")) : rc;
}

static enum rc open_unit(struct ctx *c, void *arg) { return message_open(c, arg); }

static enum rc simple_page_message(struct req *r)
{
	struct record m;
	enum rc rc = record_load(&r->ctx, &message_kind, r->id, &m);

	if (rc == RC_OK && message_waits(&m, true))
		rc = store_write(&r->ctx, PRIO_PEOPLE, open_unit, &m);
	return rc == RC_OK ? req_see_other(r, STR("/simple")) : rc;
}

static enum rc simple_page_send(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t id = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct message_new m = { .child = r->id,
				 .text = str_trim(form_value(f, n, STR("text"))),
				 .client = str_trim(form_value(f, n, STR("client"))) };
	rc = message_take(&r->ctx, &m, &id);
	if (rc == RC_OK)
		return req_see_other(r, STR("/simple"));
	return r->ctx.problems.n ? put_page(r) : rc;
}

/* A preference, no secret: a year, for scripts out of reach like all our cookies. */
static enum rc choose(struct req *r, bool on)
{
	struct buf b = buf_new(r->ctx.mem, 120);

	buf_str(&b, on ? STR("simple=1; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")
		       : STR("simple=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
	if (r->app->secure)
		buf_lit(&b, "; Secure");
	reply_header(r->reply, STR("Set-Cookie"), buf_view(&b));
	return req_see_other(r, on ? STR("/simple") : STR("/"));
}

static enum rc simple_page_on(struct req *r) { return choose(r, true); }
static enum rc simple_page_off(struct req *r) { return choose(r, false); }

/* clang-format off */
const struct route simple_routes[] = {
	{ HTTP_GET,  "/simple",                       simple_page_show,    .need = ROLES_FAMILY, .slow = true, .purpose = "message" },
	{ HTTP_GET,  "/simple/on",                    simple_page_on,      .need = ROLES_FAMILY },
	{ HTTP_GET,  "/simple/off",                   simple_page_off,     .need = ROLES_FAMILY },
	{ HTTP_POST, "/simple/calls/:id/yes",         simple_page_yes,     .need = ROLES_FAMILY },
	{ HTTP_POST, "/simple/messages/:id",          simple_page_message, .need = ROLES_FAMILY, .purpose = "message" },
	{ HTTP_POST, "/simple/children/:id/messages", simple_page_send,    .need = ROLES_FAMILY, .purpose = "message" },
	{ 0 },
};
/* clang-format on */
