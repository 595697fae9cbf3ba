/* One call: when, where, who takes part and what they say; answering, another time, cancelling; the link and
 * card of a relative who has no account. */
#include "booking_page.h"

#include "facts.h"
#include "formpart.h"
#include "outbox.h"
#include "qr.h"
#include "remind.h"
#include "wish.h"

struct one {
	struct call call;
	struct booking_relatives relative;
	const struct record *own; /* the reader's own part; NULL: none */
	enum rc outcome;
};

static enum rc load(struct req *r, struct one *o)
{
	enum rc rc = call_load(&r->ctx, r->id, &o->call);

	if (rc == RC_OK)
		rc = booking_relatives(&r->ctx, rec_int(&o->call.call, CALL_CHILD), &o->relative);
	if (rc == RC_OK)
		o->own = call_party_of_account(&o->call, r->ctx.who->account);
	if (rc == RC_OK && !o->own && r->ctx.who->person)
		o->own = call_party_of_person(&o->call, r->ctx.who->person);
	return rc;
}

/* --- who takes part --- */

/* How the text message stands: of a relative who has a link only. */
static enum rc put_message(struct page *p, const struct record *party)
{
	struct outbox_look look;

	if (rec_int(party, CALL_PARTY_ACCOUNT) || booking_elder(p))
		return RC_OK;
	enum rc rc = outbox_state(&p->r->ctx, party->id, &look);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<p class=\"s\">");
	if (look.state == OUTBOX_NONE && rec_null(party, CALL_PARTY_LINK_UNTIL))
		html_tr(p, N_("No link was sent: make one and hand it over, or print the card."));
	else if (look.state == OUTBOX_NONE)
		html_tr(p, N_("A link was made."));
	else {
		html_tr(p, N_("Text message with the link: {0}"), html_word(p, outbox_say(&look)));
		if (look.state == OUTBOX_WAITING) {
			html_gap(p);
			html_tr(p, N_("The call is booked all the same."));
		}
	}
	if (!rec_null(party, CALL_PARTY_LINK_USED_AT)) {
		html_gap(p);
		html_tr(p, N_("It was opened on {0}."),
			html_day_short(p, instant_day(rec_int(party, CALL_PARTY_LINK_USED_AT))));
	}
	html_lit(p, "</p>");
	return RC_OK;
}

static void put_link_button(struct page *p, const struct one *o, const struct record *party)
{
	if (rec_int(party, CALL_PARTY_ACCOUNT) || !(p->who->role & ROLES_CALL_BOOK) || booking_elder(p) ||
	    !call_holds(&o->call.call))
		return;
	formpart_act_begin(p, html_url(p, "/calls/#/link", o->call.call.id));
	html_hidden(p, STR("party"), html_int_text(p, party->id));
	formpart_act_end(p,
			 rec_null(party, CALL_PARTY_LINK_UNTIL) ? N_("Make link and card")
								: N_("Make a new link and card"),
			 false);
}

static enum rc put_party(struct page *p, const struct one *o, const struct record *party)
{
	enum rc rc = RC_OK;

	html_lit(p, "<li><div><b>");
	html_text(p, booking_party_text(p, &o->call, &o->relative, party));
	html_lit(p, "</b>");
	if (rec_int(party, CALL_PARTY_PERSON)) {
		html_lit(p, "<p>");
		html_text(p, registry_code(p, "call_answer", rec_text(party, CALL_PARTY_ANSWER)));
		if (!rec_null(party, CALL_PARTY_SAYS)) {
			html_lit(p, ": ");
			html_text(p, rec_text(party, CALL_PARTY_SAYS));
		}
		html_lit(p, "</p>");
		rc = put_message(p, party);
	}
	html_lit(p, "</div>");
	if (rc == RC_OK && rec_int(party, CALL_PARTY_PERSON))
		put_link_button(p, o, party);
	html_lit(p, "</li>\n");
	return rc;
}

static enum rc put_parties(struct page *p, const struct one *o)
{
	enum rc rc = RC_OK;

	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Who takes part"));
	html_lit(p, "</h2><ul class=\"rows\">\n");
	for (size_t i = 0; rc == RC_OK && i < o->call.party.n; i++)
		rc = put_party(p, o, &o->call.party.r[i]);
	html_lit(p, "</ul></section>\n");
	return rc;
}

/* --- what can be done --- */

static void put_answer(struct page *p, const struct one *o)
{
	static const struct {
		const char *value, *label;
	} says[] = { { CODE_CALL_ANSWER_YES, N_("I can come") },
		     { CODE_CALL_ANSWER_NO, N_("I cannot come") },
		     { CODE_CALL_ANSWER_OTHER, N_("Another time, please") } };

	if (!o->own || !rec_int(o->own, CALL_PARTY_PERSON) || !call_holds(&o->call.call))
		return;
	html_lit(p, "<form method=\"post\" class=\"sheet stack\" id=\"f-answer\"");
	html_action(p, html_url(p, "/calls/#/answer", o->call.call.id));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<h2>");
	html_tr(p, N_("Can you come?"));
	html_lit(p, "</h2>");
	formpart_problems(p, STR("answer"));
	html_lit(p, "<div class=\"duo\">");
	for (size_t i = 0; i < COUNT(says); i++) {
		html_lit(p, "<button name=\"answer\"");
		html_attr(p, "value", str_of(says[i].value));
		if (i == 0)
			html_lit(p, " class=\"main\"");
		html_lit(p, ">");
		html_tr(p, says[i].label);
		html_lit(p, "</button>");
	}
	html_lit(p, "</div>");
	form_text_put(p, &(struct form_text){ .name = "says",
					      .label = N_("When would suit you (if another time)") });
	html_lit(p, "</form>\n");
}

static void put_cancel(struct page *p, const struct one *o)
{
	const struct code_list *list = code_list_find(STR("call_why"));
	const struct code *code;
	size_t at = 0;

	if (!booking_may_change(&p->r->ctx, &o->call.call))
		return;
	html_button(p, html_url(p, "/calls/#/move", o->call.call.id), N_("Another time"), false);
	formpart_fold_begin(p, N_("Cancel the call"), p->r->ctx.problems.n > 0);
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, html_url(p, "/calls/#/cancel", o->call.call.id));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<fieldset class=\"f\" id=\"f-why\" tabindex=\"-1\"><legend>");
	html_tr(p, N_("Why"));
	html_lit(p, "</legend><div class=\"seg\">");
	while (list && (code = code_next(list, &at, p->today, (str){ NULL, 0 })))
		formpart_tile(p, STR("why"),
			      &(struct tile){ .value = code->code,
					      .label = p->lang == LANG_EN ? code->en : code->zh });
	html_lit(p, "</div>");
	formpart_problems(p, STR("why"));
	html_lit(p, "</fieldset><button>");
	html_tr(p, N_("Cancel it"));
	html_lit(p, "</button></form>");
	formpart_fold_end(p);
}

static void put_facts(struct page *p, const struct one *o)
{
	const struct record *call = &o->call.call;

	html_lit(p, "<section class=\"sheet stack\"><p class=\"when\">");
	booking_put_time(p, call);
	html_lit(p, "</p><p class=\"s\">");
	html_tr(p, N_("Beijing time; the call lasts {0} minutes."),
		html_int_text(p, rec_int(call, CALL_MINUTES)));
	html_lit(p, "</p>\n");
	if (p->who->role & ROLE_PARENT)
		booking_put_zone(p, call, html_url(p, "/calls/#", call->id));
	facts_begin(p);
	facts_row(p, N_("Where it stands"), registry_code(p, "call_state", rec_text(call, CALL_STATE)));
	if (!rec_null(call, CALL_WHY))
		facts_row(p, N_("Why not"), registry_code(p, "call_why", rec_text(call, CALL_WHY)));
	facts_row(p, N_("Where"), call->label[CALL_HOME]);
	facts_row(p, N_("Device"), call->label[CALL_DEVICE]);
	facts_row(p, N_("Way of the call"), registry_code(p, "call_channel", rec_text(call, CALL_CHANNEL)));
	facts_row(p, N_("Why this call"), registry_code(p, "call_occasion", rec_text(call, CALL_OCCASION)));
	if (!rec_null(call, CALL_ROLE))
		facts_row(p, N_("Booked by"), registry_code(p, "role", rec_text(call, CALL_ROLE)));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static void put_room(struct page *p, const struct one *o)
{
	if (!call_holds(&o->call.call) || rec_day(&o->call.call, CALL_ON) != p->today ||
	    !(o->own || p->who->role & ROLES_CARE))
		return;
	html_button(p, html_url(p, "/calls/#/room", o->call.call.id), N_("To the call"), true);
}

static enum rc put_page(struct req *r, const struct one *o)
{
	struct page p = page_of(r);
	str child = rec_text(&o->call.child, CHILD_NAME);

	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Call of {0}"), child),
					   .tab = "/children",
					   .elder = booking_elder(&p),
					   .back = html_url(&p, "/children/#/calls", o->call.child.id),
					   .status = o->outcome == RC_OK ? 200 : rc_status(o->outcome) });
	if (o->outcome == RC_CONFLICT && !r->ctx.problems.n) {
		html_lit(&p, "<p class=\"sheet note\" role=\"alert\">");
		html_tr(&p, N_("That is not possible any more: the call is over, running or cancelled."));
		html_lit(&p, "</p>\n");
	}
	put_facts(&p, o);
	put_room(&p, o);
	put_answer(&p, o);
	enum rc rc = put_parties(&p, o);
	put_cancel(&p, o);
	html_lit(&p, "<script defer");
	html_attr(&p, "src", static_url(p.mem, STR("zone.js")));
	html_lit(&p, "></script>\n");
	page_end(&p);
	return rc;
}

enum rc booking_page_show(struct req *r)
{
	struct one o = { .outcome = RC_OK };
	enum rc rc = load(r, &o);

	return rc == RC_OK ? put_page(r, &o) : rc;
}

/* The page again with what was wrong, or the call as it is now. */
static enum rc after(struct req *r, enum rc outcome)
{
	struct one o = { .outcome = outcome };

	if (outcome == RC_OK)
		return registry_see(r, "/calls/", r->id);
	if (outcome != RC_INVALID && outcome != RC_CONFLICT)
		return outcome;
	enum rc rc = load(r, &o);
	return rc == RC_OK ? put_page(r, &o) : rc;
}

/* --- answering --- */

struct answering {
	struct req *r;
	struct invite_answer a;
};

static enum rc answer_job(struct ctx *c, void *arg)
{
	struct answering *a = arg;
	struct one o = { .outcome = RC_OK };
	enum rc rc = load(a->r, &o);

	(void)c;
	if (rc != RC_OK)
		return rc;
	if (!o.own || !rec_int(o.own, CALL_PARTY_PERSON))
		return RC_DENIED;
	return invite_answer(&a->r->ctx, &o.call, o.own, &a->a);
}

enum rc booking_page_answer(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct answering a = { r, { form_value(f, n, STR("answer")), form_value(f, n, STR("says")) } };
	return after(r, store_write(&r->ctx, PRIO_PEOPLE, answer_job, &a));
}

enum rc booking_page_cancel(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct booking_cancel b = { .id = r->id,
					  .why = form_value(f, n, STR("why")),
					  .origin = booking_origin(r->http, r->ctx.mem, r->app->secure) };
	return after(r, booking_cancel(&r->ctx, &b));
}

enum rc booking_page_withdraw(struct req *r)
{
	struct record wish;
	struct page p = page_of(r);
	enum rc rc = record_load(&r->ctx, &call_wish_kind, r->id, &wish);

	if (rc == RC_OK)
		rc = wish_withdraw(&r->ctx, r->id);
	return rc == RC_OK
		       ? req_see_other(r, html_url(&p, "/children/#/calls", rec_int(&wish, CALL_WISH_CHILD)))
		       : rc;
}

/* --- the link, shown once --- */

struct linking {
	struct req *r;
	int64_t party;
	struct one one;
	const struct record *of;
	str secret;
};

static enum rc made_today(struct ctx *c, int64_t party, int64_t *ret)
{
	return DB_ONE(c->db, ret,
		      "SELECT count(*) FROM call_event t WHERE t.party = ?1 AND t.what = "
		      "'" CODE_CALL_EVENT_WHAT_LINKED "' AND t.at_time > ?2",
		      INT(party), INT(c->now - INT64_C(86400) * 1000000));
}

static enum rc link_job(struct ctx *c, void *arg)
{
	struct linking *l = arg;
	int64_t made = 0;
	enum rc rc = load(l->r, &l->one);

	if (rc != RC_OK)
		return rc;
	l->of = call_party_find(&l->one.call, l->party);
	if (!l->of || !rec_int(l->of, CALL_PARTY_PERSON) || rec_int(l->of, CALL_PARTY_ACCOUNT))
		return RC_NOT_FOUND;
	if (!call_holds(&l->one.call.call) || c->now > call_ends(&l->one.call.call))
		return RC_CONFLICT;
	rc = made_today(c, l->party, &made);
	if (rc == RC_OK && made >= ctx_param(c, PARAM_FAMILY_LINKS_OF_DAY)) {
		problem_add(&c->problems, STR("party"),
			    N_("So many links were made for this person today: use the last one, or wait "
			       "until tomorrow."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	}
	if (rc == RC_OK)
		rc = link_make(c, &l->one.call.call, l->of, &l->secret);
	return rc == RC_OK ? remind_again(c, l->one.call.call.id) : rc;
}

static void put_card(struct page *p, const struct linking *l, str url)
{
	const struct record *call = &l->one.call.call;

	html_lit(p, "<section class=\"sheet card\"><h2><svg class=\"i mark\" aria-hidden=\"true\"><use");
	html_attr(p, "href", html_fill(p, "{0}#mark", p->icons));
	html_lit(p, "/></svg>");
	html_tr(p, N_("Tongxin"));
	html_lit(p, "</h2><p><b>");
	html_text(p, booking_party_text(p, &l->one.call, &l->one.relative, l->of));
	html_lit(p, "</b><br>");
	booking_put_time(p, call);
	html_lit(p, "<br><small>");
	html_tr(p, N_("Beijing time"));
	html_lit(p, "</small></p>\n");
	qr_put(p, url, N_("QR code that opens the page of this call"));
	html_lit(p, "<ol class=\"steps\"><li>");
	html_tr(p, N_("Point the phone's camera at the square, or open the address below"));
	html_lit(p, "</li><li>");
	html_tr(p, N_("Say whether you can come"));
	html_lit(p, "</li><li>");
	html_tr(p, N_("Open it again on the same phone when it is time"));
	html_lit(p, "</li></ol><p class=\"s wrap\" id=\"link\">");
	html_text(p, url);
	html_lit(p, "</p></section>\n");
}

static void put_link(struct req *r, const struct linking *l)
{
	struct page p = page_of(r);
	str origin = booking_origin(r->http, p.mem, r->app->secure);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Link and card")),
					   .tab = "/children",
					   .back = html_url(&p, "/calls/#", r->id),
					   .no_store = true });
	p.secret = true;
	html_lit(&p, "<p class=\"note sheet\">");
	html_tr(&p, N_("It is shown this once; an earlier one is good no more. Send it, or print the card, "
		       "and give it "
		       "only to whom it is for: the first phone that opens it keeps it."));
	html_lit(&p, "</p>\n");
	put_card(&p, l, invite_url(p.mem, origin, l->secret));
	page_end(&p);
	r->reply->no_gzip = true;
}

enum rc booking_page_link(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct linking l = { .r = r };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	if (!form_id(form_value(f, n, STR("party")), &l.party))
		return RC_NOT_FOUND;
	rc = store_write(&r->ctx, PRIO_PEOPLE, link_job, &l);
	if (rc != RC_OK)
		return after(r, rc);
	put_link(r, &l);
	return RC_OK;
}
