#include "call_page.h"

#include "call_line.h"
#include "call_outcome.h"
#include "call_room.h"
#include "call_wire.h"
#include "form.h"
#include "formpart.h"
#include "kin.h"
#include "kiosk.h"
#include "registry_page.h"
#include "rtc.h"
#include "utf8.h"

/* --- names and addresses --- */

str call_page_url(struct page *p, const struct call_who *w, const char *tail)
{
	str base =
		w->by_link ? html_url_code(p, "/l/#", p->r->word) : html_url(p, "/calls/#", w->call.call.id);

	return html_fill(p, "{0}/{1}", base, str_of(tail));
}

str call_page_name(struct page *p, const struct call_who *w, const struct record *party)
{
	if (!call_party_is(party, CODE_CALL_PART_CHILD))
		return kin_person(p, rec_int(&w->call.call, CALL_CHILD), rec_int(party, CALL_PARTY_PERSON));
	if (w->by_link)
		return w->holder.child;
	return w->call.child.kind ? rec_text(&w->call.child, CHILD_NAME) : html_word(p, N_("the child"));
}

static bool as_child(const struct req *r, const struct call_who *w)
{
	if (w->party)
		return call_party_is(w->party, CODE_CALL_PART_CHILD);
	return w->present && str_eq(req_query(r, STR("as")), STR("child"));
}

/* With whom: "mum and dad" for the child, the child for the others. */
static str with_whom(struct page *p, const struct call_who *w, bool child)
{
	struct buf b = buf_new(p->mem, 2000);
	const char *part = child ? CODE_CALL_PART_RELATIVE : CODE_CALL_PART_CHILD;

	for (size_t i = 0; i < w->call.party.n; i++) {
		const struct record *party = &w->call.party.r[i];
		if (!call_party_is(party, part) || !rec_null(party, CALL_PARTY_REMOVED_AT))
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, call_page_name(p, w, party));
	}
	return buf_view(&b);
}

static str hours_text(struct page *p, const struct call_who *w)
{
	return html_say(p, N_("{0}, {1} to {2}"), html_day_text(p, rec_day(&w->call.call, CALL_ON)),
			html_clock_text(p, w->times.start), html_clock_text(p, w->times.end));
}

/* --- what the script says: it has no words of its own --- */

static const struct {
	const char *key, *text;
} words[] = {
	{ "ask", N_("Your browser now asks for camera and microphone. Please allow them.") },
	{ "joining", N_("Connecting.") },
	{ "wait", N_("You are in. The others are on their way.") },
	{ "on", N_("You are talking.") },
	{ "sound", N_("The line is weak, so there is only sound. The picture comes back by itself.") },
	{ "thrift", N_("The line is very weak. The sound now needs only half as much.") },
	{ "none", N_("The line carries no call just now. Leave a message, or use the telephone.") },
	{ "lost", N_("The connection broke. It is being made again.") },
	{ "gone", N_("The connection could not be made again. Press the button to try once more.") },
	{ "soon", N_("The call ends in two minutes. Time to say goodbye.") },
	{ "over", N_("The call is over.") },
	{ "phone", N_("The call goes on by telephone: the home dials.") },
	{ "removed", N_("You were asked to leave this call.") },
	{ "stopped", N_("The call was stopped because somebody pressed Help.") },
	{ "alone", N_("The grown-up of the home has gone away, so the call waits. It goes on as soon as one "
		      "of them is "
		      "here again.") },
	{ "left", N_("You have left. You may come back until the call is over.") },
	{ "again", N_("Come in again") },
	{ "refused",
	  N_("The browser was not allowed to use the microphone. Allow it in the settings of this page, "
	     "then press the button again. The booking stays as it is.") },
	{ "nomic",
	  N_("No microphone was found. Plug one in or use another device, then press the button again.") },
	{ "https", N_("This address is not safe (it does not begin with https), so the browser gives neither "
		      "camera nor "
		      "microphone. Ask the home for the right address.") },
	{ "wechat",
	  N_("WeChat does not give this page the microphone. Ask the home for a fresh link and open it in "
	     "the phone's own browser.") },
	{ "old",
	  N_("This browser is too old for calls. On an iPhone use Safari (iOS 14.3 or later), elsewhere a "
	     "newer browser.") },
	{ "iphone", N_("A telephone call took the microphone. Press the button to come in again.") },
	{ "frozen", N_("picture stands still, it is being fetched again") },
	{ "absent", N_("not here yet") },
	{ "here", N_("is here") },
	{ "good", N_("● good line") },
	{ "weak", N_("▲ weak line") },
	{ "bad", N_("◆ bad line") },
	{ "line", N_("line lost") },
	{ "mb", N_("{0} MB used") },
	{ "soundonly", N_("Sound only") },
	{ "picture", N_("With picture") },
	{ "silent", N_("The connection to this page is lost. Is there a network?") },
};

static void put_words(struct page *p)
{
	html_lit(p, "<div id=\"call-words\" hidden>");
	for (size_t i = 0; i < COUNT(words); i++) {
		html_lit(p, "<i");
		html_attr(p, "data-k", str_of(words[i].key));
		html_lit(p, ">");
		html_tr(p, words[i].text);
		html_lit(p, "</i>");
	}
	html_lit(p, "</div>\n");
}

/* --- who is in it --- */

static void put_tile(struct page *p, const struct call_who *w, const struct record *party, bool own)
{
	str name = call_page_name(p, w, party);
	size_t first = 0;

	html_lit(p, "<li");
	html_attr(p, "data-party", html_int_text(p, party->id));
	html_lit(p, "><span class=\"face\" aria-hidden=\"true\">");
	utf8_next(name, &first);
	html_text(p, str_cut(name, 0, first));
	html_lit(p, "</span><b>");
	if (own && !call_party_is(party, CODE_CALL_PART_CHILD))
		html_tr(p, N_("You"));
	else
		html_text(p, name);
	html_lit(p, "</b><small>");
	if (!rec_null(party, CALL_PARTY_REMOVED_AT))
		html_tr(p, N_("was asked to leave"));
	else
		html_tr(p, call_party_in(party) ? N_("is here") : N_("not here yet"));
	html_lit(p, "</small></li>\n");
}

static void put_people(struct page *p, const struct call_who *w, const struct record *mine)
{
	html_lit(p, "<link rel=\"stylesheet\"");
	html_attr(p, "href", static_url(p->mem, STR("call.css")));
	html_lit(p, "><ul class=\"faces\">\n");
	for (size_t i = 0; i < w->call.party.n; i++)
		put_tile(p, w, &w->call.party.r[i], mine && w->call.party.r[i].id == mine->id);
	html_lit(p, "</ul>\n");
}

/* --- the room --- */

static void put_button(struct page *p, const char *id, const char *icon, const char *verb)
{
	html_lit(p, "<button type=\"button\" hidden");
	html_attr(p, "id", str_of(id));
	if (strcmp(id, "call-go") == 0)
		html_lit(p, " class=\"main\"");
	html_lit(p, ">");
	html_icon_(p, str_of(icon));
	html_lit(p, "<span>");
	html_tr(p, verb);
	html_lit(p, "</span></button>\n");
}

static void put_help(struct page *p, const struct call_who *w)
{
	html_lit(p, "<form method=\"post\" id=\"call-help\"");
	html_action(p, call_page_url(p, w, "help"));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button>");
	html_icon(p, "help");
	html_tr(p, N_("I need help"));
	html_lit(p, "</button></form>\n");
}

static const char *state_says(struct page *p, const struct call_who *w, const struct record *party)
{
	const char *why = call_rule_says(call_who_door(&p->r->ctx, w, party));

	if (!why)
		why = rtc_why(p->r->app->rtc);
	return why;
}

static void put_script(struct page *p, const char *name)
{
	html_lit(p, "<script defer");
	html_attr(p, "src", static_url(p->mem, str_of(name)));
	html_lit(p, "></script>\n");
}

enum { BEATS = 8 }; /* within the time after which a silent grown-up counts as gone */

static void put_room(struct page *p, const struct call_who *w, const struct record *party, bool child)
{
	const char *why = party ? state_says(p, w, party) : NULL;
	int64_t wait = w->times.open - p->r->ctx.now;

	html_lit(p, "<section class=\"sheet call stack\" id=\"call\"");
	html_attr(p, "data-at", call_page_url(p, w, ""));
	html_attr(p, "data-csrf", csrf_token(p->mem, &p->r->session));
	if (party)
		html_attr(p, "data-party", html_int_text(p, party->id));
	if (child && !w->party)
		html_lit(p, " data-child=\"1\"");
	if (wait > 0)
		html_attr(p, "data-wait", html_int_text(p, wait / 1000000 + 1));
	html_attr(p, "data-ladder", call_line_ladder(&p->r->ctx));
	if (w->present)
		html_attr(p, "data-beat", html_int_text(p, w->limits.away * 60 / BEATS));
	if (party && !why)
		html_lit(p, " data-open=\"1\"");
	html_lit(p, ">\n<p id=\"call-say\" role=\"status\">");
	if (why)
		html_tr(p, why);
	else if (party)
		html_tr(p, child ? N_("Press the button, then talk.")
				 : N_("The room is open. Press the button to come in."));
	else
		html_tr(p, N_("Who is in the call, and how their lines are."));
	html_lit(p, "</p>\n");
	put_people(p, w, party);
	if (party) {
		html_lit(p, "<noscript><p>");
		html_tr(p, N_("A call with sound and picture needs a browser that runs scripts. The "
			      "telephone works "
			      "without."));
		html_lit(p, "</p></noscript>\n<div class=\"acts\">");
		put_button(p, "call-go", "call", child ? N_("Talk") : N_("Come in"));
		put_button(p, "call-leave", "back", N_("Goodbye"));
		put_button(p, "call-sound", "say", N_("Sound only"));
		if (child)
			put_help(p, w);
		html_lit(p, "</div>\n<p class=\"s\"><output id=\"call-cost\"></output></p>\n");
	}
	html_lit(p, "</section>\n");
	put_words(p);
	put_script(p, "ladder.js");
	put_script(p, "call.js");
}

static void put_ring(struct page *p, const struct call_who *w)
{
	if (str_eq(req_query(p->r, STR("rung")), STR("1"))) {
		html_lit(p, "<p role=\"status\">");
		html_tr(p, N_("The home reads that you would like to be telephoned."));
		html_lit(p, "</p>\n");
		return;
	}
	html_lit(p, "<form method=\"post\"");
	html_action(p, call_page_url(p, w, "ring"));
	html_lit(p, ">");
	if (!w->by_link)
		html_csrf(p);
	html_lit(p, "<button>");
	html_tr(p, N_("Please telephone me"));
	html_lit(p, "</button></form>\n");
}

/* The last two rungs, a tap each: a message, and the ordinary telephone. */
static void put_else(struct page *p, const struct call_who *w)
{
	bool writes = w->by_link || kin_own(p->who),
	     relative = call_party_is(w->party, CODE_CALL_PART_RELATIVE);

	if (!writes)
		return;
	html_lit(p, "<section class=\"stack\" id=\"call-else\"><h2>");
	html_tr(p, N_("If it does not work"));
	html_lit(p, "</h2><p class=\"acts\">");
	html_button(p,
		    w->by_link ? call_page_url(p, w, "message")
			       : html_url(p, "/children/#/messages", rec_int(&w->call.call, CALL_CHILD)),
		    N_("Leave a message"), false);
	html_lit(p, "</p>\n");
	if (relative && call_holds(&w->call.call) && rec_null(w->party, CALL_PARTY_REMOVED_AT))
		put_ring(p, w);
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("The home can also dial the number it knows: the call is not lost."));
	html_lit(p, "</p></section>\n");
}

/* A child on the computer of a happy home goes back to that computer's own page. */
static str way_back(struct page *p, const struct call_who *w, bool child)
{
	if (w->by_link)
		return html_url_code(p, "/l/#", p->r->word);
	if (!child || !w->party)
		return html_url(p, "/calls/#", w->call.call.id);
	str kiosk = p->who->role == ROLE_CHILD ? kiosk_back(p) : STR("");

	return kiosk.n ? kiosk : STR("/");
}

/* There the page ends itself, but not while they talk. */
static void put_watch(struct page *p, const struct call_who *w)
{
	enum { AFTER = 100 }; /* the room's grace, and time to say how it was */
	const int64_t second = 1000000;
	int64_t left = (call_ends(&w->call.call) - p->r->ctx.now) / second;

	kiosk_watch(p, (left > 0 ? left : 0) + AFTER);
}

static struct page begin(struct req *r, const struct call_who *w, bool child, int status)
{
	struct page p = page_of(r);
	str whom = with_whom(&p, w, child);
	str back = way_back(&p, w, child);

	return page_begin(r, &(struct frame){ .title = whom.n ? html_say(&p, N_("Call with {0}"), whom)
							      : html_word(&p, N_("A call home")),
					      .under = hours_text(&p, w),
					      .back = back,
					      .task = true,
					      .door = w->by_link,
					      .no_store = true,
					      .status = status });
}

static enum rc put_page(struct req *r, const struct call_who *w, enum rc outcome,
			const struct http_pair *typed, size_t ntyped)
{
	bool child = as_child(r, w);
	const struct record *party = call_who_party(w, child && !w->party);
	struct page p = begin(r, w, child, outcome == RC_OK ? 200 : rc_status(outcome));
	enum rc rc = RC_OK;

	form_summary(&p, NULL);
	if (party || w->supervises)
		put_room(&p, w, party, child);
	else {
		html_lit(&p, "<p>");
		html_tr(&p, N_("You are not one of those who talk in this call."));
		html_lit(&p, "</p>\n");
	}
	if (w->party)
		put_else(&p, w);
	if (w->supervises && !child)
		rc = call_desk_put(&p, w, typed, ntyped);
	if (child && w->party)
		put_watch(&p, w);
	page_end(&p);
	return rc;
}

static enum rc call_page_room(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);

	if (rc == RC_DENIED && w.by_link) { /* the link's own page says what to do */
		struct page p = page_of(r);
		return req_see_other(r, html_url_code(&p, "/l/#", r->word));
	}
	return rc == RC_OK ? put_page(r, &w, RC_OK, NULL, 0) : rc;
}

/* --- forms --- */

static enum rc back_to(struct req *r, const struct call_who *w)
{
	struct page p = page_of(r);

	return req_see_other(r, call_page_url(&p, w, "room"));
}

static enum rc call_page_check_in(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);

	if (rc != RC_OK)
		return rc;
	rc = call_room_check_in(r, &w);
	if (rc == RC_INVALID)
		return put_page(r, &w, rc, NULL, 0);
	return rc == RC_OK ? back_to(r, &w) : rc;
}

static enum rc call_page_remove(struct req *r)
{
	struct http_pair *f;
	struct call_who w;
	size_t n;
	int64_t party = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = call_who_find(r, &w);
	if (rc != RC_OK)
		return rc;
	if (!str_int(form_value(f, n, STR("party")), &party))
		return RC_NOT_FOUND;
	rc = call_room_remove(r, &w, party);
	return rc == RC_OK ? back_to(r, &w) : rc;
}

static enum rc call_page_end(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);

	if (rc == RC_OK)
		rc = call_room_end(r, &w);
	return rc == RC_OK ? back_to(r, &w) : rc;
}

static enum rc call_page_phone(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);

	if (rc == RC_OK)
		rc = call_room_phone(r, &w);
	return rc == RC_OK ? back_to(r, &w) : rc;
}

static enum rc call_page_ring(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);

	if (rc == RC_OK)
		rc = call_room_ring(r, &w);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	return req_see_other(r, html_fill(&p, "{0}?rung=1", call_page_url(&p, &w, "room")));
}

static enum rc call_page_help(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);

	if (rc == RC_OK)
		rc = call_room_help(r, &w);
	return rc == RC_OK ? back_to(r, &w) : rc;
}

static enum rc call_page_outcome(struct req *r)
{
	struct http_pair *f;
	struct call_who w;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = call_who_find(r, &w);
	if (rc != RC_OK)
		return rc;
	struct call_outcome_form o = { .reached = form_value(f, n, STR("reached")),
				       .mood = form_value(f, n, STR("mood")),
				       .why = form_value(f, n, STR("why")),
				       .way = form_value(f, n, STR("way")),
				       .minutes = str_trim(form_value(f, n, STR("minutes"))),
				       .whom = form_value(f, n, STR("whom")) };
	rc = call_outcome_write(r, &w, &o);
	if (rc == RC_INVALID)
		return put_page(r, &w, rc, f, n);
	return rc == RC_OK ? back_to(r, &w) : rc;
}

/* --- routes --- */

#define WHO (ROLES_CALL_READ)
#define LINK (ROLES_ANYONE)

/* clang-format off */
const struct route call_routes[] = {
	{ HTTP_GET,  "/calls/:id/room",      call_page_room,      .need = WHO, .slow = true, .purpose = "call" },
	{ HTTP_GET,  "/calls/:id/events",    call_wire_events,    .need = WHO, .slow = true, .purpose = "call" },
	{ HTTP_POST, "/calls/:id/check-in",  call_page_check_in,  .need = WHO },
	{ HTTP_POST, "/calls/:id/remove",    call_page_remove,    .need = WHO },
	{ HTTP_POST, "/calls/:id/end",       call_page_end,       .need = WHO },
	{ HTTP_POST, "/calls/:id/help",      call_page_help,      .need = WHO },
	{ HTTP_POST, "/calls/:id/phone",     call_page_phone,     .need = WHO },
	{ HTTP_POST, "/calls/:id/ring",      call_page_ring,      .need = WHO },
	{ HTTP_POST, "/l/:word/ring",        call_page_ring,      .need = LINK, .body_max = 4096 },
	{ HTTP_POST, "/calls/:id/outcome",   call_page_outcome,   .need = WHO },
	{ HTTP_POST, "/calls/:id/present",   call_wire_present,   .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/join",      call_wire_join,      .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/publish",   call_wire_publish,   .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/subscribe", call_wire_subscribe, .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/hear",      call_wire_answer,    .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/configure", call_wire_configure, .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/leave",     call_wire_leave,     .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/calls/:id/line",      call_wire_line,      .need = WHO, .body_max = CALL_WIRE_MAX },
	{ HTTP_GET,  "/l/:word/room",        call_page_room,      .need = LINK, .slow = true },
	{ HTTP_GET,  "/l/:word/events",      call_wire_events,    .need = LINK, .slow = true },
	{ HTTP_POST, "/l/:word/join",        call_wire_join,      .need = LINK, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/l/:word/publish",     call_wire_publish,   .need = LINK, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/l/:word/subscribe",   call_wire_subscribe, .need = LINK, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/l/:word/hear",        call_wire_answer,    .need = LINK, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/l/:word/configure",   call_wire_configure, .need = LINK, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/l/:word/leave",       call_wire_leave,     .need = LINK, .body_max = CALL_WIRE_MAX },
	{ HTTP_POST, "/l/:word/line",        call_wire_line,      .need = LINK, .body_max = CALL_WIRE_MAX },
	{ 0 },
};
/* clang-format on */
