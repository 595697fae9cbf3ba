/* The pages of a happy home's computer.  Nobody is signed in: the number and the pictures of a card.  A
 * child: its call, what was left for it, the wish to call, and the end of it. */
#include "call.h"
#include "complain.h"
#include "door.h"
#include "elder.h"
#include "formpart.h"
#include "frame.h"
#include "home.h"
#include "kin.h"
#include "kiosk.h"
#include "near.h"
#include "registry.h"
#include "wish.h"

enum { AFTER_SECONDS = 40 };

static str own_url(struct req *r, const char *tail)
{
	struct page p = page_of(r);

	return html_fill(&p, "{0}{1}", html_url(&p, "/kiosk/#", r->id), str_of(tail));
}

/* --- before it is unlocked --- */

static void put_sentence(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

static void put_locked(struct page *p, bool may, int64_t opening)
{
	if (!may) {
		put_sentence(p, N_("This computer is not unlocked. Ask the keeper of the happy home."));
		html_lit(p, "<p class=\"links\">");
		html_link(p, STR("/sign-in"), html_word(p, N_("Sign in")));
		html_lit(p, "</p>\n");
		return;
	}
	if (!opening) {
		put_sentence(p, N_("The happy home is not open. Write the opening down first; then the "
				   "computer can be "
				   "unlocked until you close."));
		html_lit(p, "<p class=\"acts\">");
		html_button(p, html_url(p, "/homes/#", p->r->id), N_("To the happy home"), true);
		html_lit(p, "</p>\n");
		return;
	}
	put_sentence(p, N_("Children then sign in here with their card and pictures. You are signed out on "
			   "this computer. It "
			   "locks itself when you close the home, or after twelve hours."));
	formpart_act_begin(p, own_url(p->r, "/unlock"));
	formpart_act_end(p, N_("Unlock for the children"), true);
}

/* Of a home that is none, and for whoever may not unlock it, the page is the same. */
static enum rc show_locked(struct req *r)
{
	int64_t opening = 0;
	bool may = false;
	enum rc rc = r->ctx.who->account ? home_may_work(&r->ctx, r->id, &may) : RC_OK;

	if (rc == RC_OK && may)
		rc = home_is_open(&r->ctx, r->id, &opening);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("The children's computer")),
					   .door = !r->ctx.who->account,
					   .back = may ? html_url(&p, "/homes/#", r->id) : STR(""),
					   .no_store = true });
	put_locked(&p, may, opening);
	page_end(&p);
	return RC_OK;
}

static enum rc kiosk_page_unlock(struct req *r)
{
	struct kiosk_pass pass = { .home = r->id };
	bool may = false;
	enum rc rc = home_may_work(&r->ctx, r->id, &may);

	if (rc == RC_OK && !may)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = home_is_open(&r->ctx, r->id, &pass.opening);
	if (rc == RC_OK && !pass.opening)
		return req_see_other(r, own_url(r, ""));
	if (rc == RC_OK)
		rc = door_end_session(r);
	if (rc != RC_OK)
		return rc;
	reply_header(r->reply, STR("Set-Cookie"),
		     kiosk_cookie(r->ctx.mem, kiosk_pass_text(&r->ctx, &pass), r->app->secure));
	return req_see_other(r, own_url(r, ""));
}

static enum rc kiosk_page_lock(struct req *r)
{
	enum rc rc = r->ctx.who->account ? door_end_session(r) : RC_OK;

	if (rc != RC_OK)
		return rc;
	reply_header(r->reply, STR("Set-Cookie"), kiosk_cookie(r->ctx.mem, STR(""), r->app->secure));
	return req_see_other(r, STR("/sign-in"));
}

/* --- what a child finds --- */

struct mine {
	struct record child;
	struct near near;
	str relatives; /* "mum, dad": of today's call */
	bool call;     /* there is one today */
};

static enum rc load_mine(struct page *p, struct mine *ret)
{
	struct ctx *c = &p->r->ctx;
	enum rc rc = record_load(c, &child_kind, c->who->child, &ret->child);

	if (rc == RC_OK)
		rc = near_load(p, ret->child.id, &ret->near);
	if (rc != RC_OK)
		return rc;
	ret->call = ret->near.call.kind && rec_day(&ret->near.call, CALL_ON) == c->today;
	return ret->call ? near_relatives(p, &ret->near.call, &ret->relatives) : RC_OK;
}

static void put_call(struct page *p, const struct mine *m)
{
	const struct record *call = &m->near.call;

	if (m->near.now)
		elder_way(p, &(struct elder_way){ "call", html_say(p, N_("Call {0} now"), m->relatives),
						  html_word(p, N_("Tap here")),
						  html_url(p, "/calls/#/room", call->id) });
	else
		elder_way(p, &(struct elder_way){ "call",
						  html_say(p, N_("Call with {0} at {1}"), m->relatives,
							   html_clock_text(p, call_begins(call))),
						  html_word(p, N_("You can play until then")),
						  own_url(p->r, "") });
}

static void put_messages(struct page *p, const struct mine *m)
{
	str n = html_int_text(p, m->near.waiting);

	elder_way(p, &(struct elder_way){ "msg",
					  m->near.waiting ? html_say(p, N_("{0} waiting for you"), n)
							  : html_word(p, N_("Messages")),
					  m->near.waiting ? html_word(p, N_("Somebody left you a message"))
							  : html_word(p, N_("Hear, read, leave one")),
					  html_url(p, "/children/#/messages", m->child.id) });
	elder_way(p,
		  &(struct elder_way){ "say", html_word(p, N_("Leave a message")),
				       html_word(p, N_("Say it or write it")),
				       html_url_with(p, html_url(p, "/children/#/messages/new", m->child.id),
						     "back", own_url(p->r, "")) });
}

static void put_over(struct page *p, const struct mine *m)
{
	if (!m->call || !m->near.over)
		return;
	html_lit(p, "<p class=\"sheet note\">");
	html_icon_(p, m->near.held ? STR("yes") : STR("msg"));
	html_lit(p, " ");
	if (m->near.held)
		html_tr(p, N_("Your call with {0} is over. See you next time!"), m->relatives);
	else
		html_tr(p, N_("The call with {0} did not work today. Leave a message: it waits for them."),
			m->relatives);
	html_lit(p, "</p>\n");
}

static void put_asked(struct page *p)
{
	if (!str_eq(req_query(p->r, STR("asked")), STR("1")))
		return;
	html_lit(p, "<p class=\"sheet note\" role=\"status\">");
	html_icon(p, "yes");
	html_lit(p, " ");
	html_tr(p, N_("It is written down. A grown-up looks for a time and tells you."));
	html_lit(p, "</p>\n");
}

static enum rc show_mine(struct req *r)
{
	struct page p = page_of(r);
	struct mine m = { .call = false };

	r->ctx.purpose = kin_purpose();
	enum rc rc = load_mine(&p, &m);
	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("My computer time"))),
					   .where = rec_text(&m.child, CHILD_NAME),
					   .tab = "/",
					   .elder = true,
					   .own_h1 = true,
					   .no_store = true });
	html_lit(&p, "<div class=\"kid stack\"><h1>");
	html_tr(&p, N_("Hello, {0}"), rec_text(&m.child, CHILD_NAME));
	html_lit(&p, "</h1>\n");
	elder_aloud(&p, false);
	put_asked(&p);
	put_over(&p, &m);
	elder_ways_begin(&p, N_("What you can do here"));
	if (m.call && !m.near.over)
		put_call(&p, &m);
	put_messages(&p, &m);
	elder_way(&p, &(struct elder_way){ "day", html_word(&p, N_("I want to call home")),
					   html_word(&p, N_("A grown-up looks for a time")),
					   own_url(r, "/wish") });
	elder_ways_end(&p);
	html_lit(&p, "</div>\n");
	kiosk_watch(&p, m.call && m.near.over && m.near.held ? AFTER_SECONDS : 0);
	page_end(&p);
	return RC_OK;
}

/* Somebody else is signed in here: their session does not belong into children's hands. */
static enum rc show_other(struct req *r)
{
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("The children's computer"))),
				    .no_store = true });

	put_sentence(&p, N_("This computer is unlocked for children, and you are signed in on it. Sign out "
			    "before they use it."));
	formpart_act_begin(&p, own_url(r, "/leave"));
	formpart_act_end(&p, N_("Sign out"), true);
	formpart_fold_plain(
		&p, &(struct formpart_plain){ .name = N_("Lock this computer"),
					      .says = N_("Children cannot sign in here until it is unlocked "
							 "again."),
					      .verb = N_("Lock it"),
					      .action = own_url(r, "/lock") });
	page_end(&p);
	return RC_OK;
}

static struct door_child door_of(struct req *r)
{
	return (struct door_child){ .url = own_url(r, "/sign-in"), .next = own_url(r, "") };
}

static enum rc kiosk_page_show(struct req *r)
{
	struct door_child d = door_of(r);

	if (kiosk_home(r) != r->id)
		return show_locked(r);
	if (r->ctx.who->role == ROLE_CHILD)
		return show_mine(r);
	if (r->session.stage != SESSION_NONE)
		return show_other(r);
	door_child_put(r, &d);
	return RC_OK;
}

static enum rc kiosk_page_step(struct req *r)
{
	struct door_child d = door_of(r);

	if (kiosk_home(r) != r->id)
		return req_see_other(r, own_url(r, ""));
	return door_child_step(r, &d);
}

/* --- the wish to call --- */

static void put_whom(struct page *p, const struct records *ties)
{
	html_lit(p, "<form method=\"post\" class=\"big\"");
	html_action(p, own_url(p->r, "/wish"));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), form_client(p->mem));
	for (size_t i = 0; i < ties->n; i++) {
		html_lit(p, "<button name=\"person\"");
		html_attr(p, "value", html_int_text(p, rec_int(&ties->r[i], TIE_PERSON)));
		html_lit(p, ">");
		html_icon(p, "call");
		html_lit(p, " <b>");
		html_text(p, kin_word(p, rec_text(&ties->r[i], TIE_RELATION)));
		html_lit(p, "</b></button>\n");
	}
	html_lit(p, "<button name=\"person\" value=\"\">");
	html_icon(p, "child");
	html_lit(p, " <b>");
	html_tr(p, N_("Anybody of my family"));
	html_lit(p, "</b></button></form>\n");
}

static enum rc put_wish(struct req *r, enum rc outcome)
{
	struct page p = page_of(r);
	struct records ties;
	enum rc rc = kin_ties(&r->ctx, r->ctx.who->child, 0, &ties);

	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Whom do you want to call?"))),
					   .elder = true,
					   .no_store = true,
					   .back = own_url(r, ""),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	elder_aloud(&p, false);
	form_summary(&p, NULL);
	put_whom(&p, &ties);
	kiosk_watch(&p, 0);
	page_end(&p);
	return RC_OK;
}

static enum rc kiosk_page_wish(struct req *r)
{
	if (kiosk_home(r) != r->id)
		return req_see_other(r, own_url(r, ""));
	return put_wish(r, RC_OK);
}

/* Somebody of the family, whom nobody keeps away. */
static enum rc kiosk_page_ask(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t id = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	if (kiosk_home(r) != r->id)
		return req_see_other(r, own_url(r, ""));
	struct wish_new w = { .child = r->ctx.who->child,
			      .home = r->id,
			      .from = r->ctx.today,
			      .to = day_add(r->ctx.today,
					    (int32_t)ctx_param(&r->ctx, PARAM_FAMILY_KIOSK_WISH_DAYS) - 1),
			      .client = str_trim(form_value(f, n, STR("client"))) };
	if (!form_id(str_trim(form_value(f, n, STR("person"))), &w.person))
		w.person = -1; /* nobody has this number: told as such */
	rc = wish_make(&r->ctx, &w, &id);
	if (rc == RC_OK)
		return req_see_other(r, own_url(r, "?asked=1"));
	return r->ctx.problems.n ? put_wish(r, rc) : rc;
}

/* --- the end of it --- */

static enum rc kiosk_page_leave(struct req *r)
{
	enum rc rc = door_end_session(r);

	return rc == RC_OK ? req_see_other(r, own_url(r, "")) : rc;
}

/* Where no script is, the browser comes here by itself: it forgets who it was; the session goes idle soon. */
static enum rc kiosk_page_rest(struct req *r)
{
	static const struct session nobody;

	if (kiosk_home(r) == r->id) {
		reply_header(r->reply, STR("Set-Cookie"),
			     session_cookie(r->ctx.mem, &nobody, r->app->secure));
		reply_header(r->reply, STR("Clear-Site-Data"), STR("\"cache\", \"storage\""));
	}
	return req_see_other(r, own_url(r, ""));
}

/* clang-format off */
const struct route kiosk_routes[] = {
	{ HTTP_GET,  "/kiosk/:id",         kiosk_page_show,   .need = ROLES_ANYONE, .slow = true, .purpose = "me" },
	{ HTTP_POST, "/kiosk/:id/unlock",  kiosk_page_unlock, .need = ROLES_HOME_TEAM | ROLE_OFFICER },
	{ HTTP_POST, "/kiosk/:id/lock",    kiosk_page_lock,   .need = ROLES_SIGNED_IN },
	{ HTTP_POST, "/kiosk/:id/sign-in", kiosk_page_step,   .need = ROLES_ANYONE, .costly = true },
	{ HTTP_GET,  "/kiosk/:id/wish",    kiosk_page_wish,   .need = ROLE_CHILD, .slow = true },
	{ HTTP_POST, "/kiosk/:id/wish",    kiosk_page_ask,    .need = ROLE_CHILD },
	{ HTTP_POST, "/kiosk/:id/leave",   kiosk_page_leave,  .need = ROLES_ANYONE },
	{ HTTP_GET,  "/kiosk/:id/rest",    kiosk_page_rest,   .need = ROLES_ANYONE },
	{ 0 },
};
/* clang-format on */
