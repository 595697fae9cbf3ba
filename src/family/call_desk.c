/* What the grown-ups of the home do at a call: check in, ask somebody to leave, end it, dial by hand, write
 * down what came of it.  All of it without script. */
#include "call_page.h"
#include "form.h"
#include "formpart.h"
#include "kin.h"
#include "registry_page.h"
#include "rtc.h"

/* --- checking in --- */

static void put_check_in(struct page *p, const struct call_who *w)
{
	if (w->present || w->adults >= w->limits.adults || !call_holds(&w->call.call) ||
	    p->r->ctx.now >= w->times.close)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Check in"));
	html_lit(p, "</h2>");
	if (p->r->ctx.now < w->times.open) {
		html_lit(p, "<p>");
		html_tr(p, N_("You can check in from {0} on. Before that the room stays closed."),
			html_clock_text(p, w->times.open));
		html_lit(p, "</p></section>\n");
		return;
	}
	html_lit(p, "<p>");
	html_tr(p, w->limits.adults > 1
			   ? N_("The room opens once two grown-ups of the home have checked in, each from "
				"their own account.")
			   : N_("The room opens once you have checked in. Stay near the child until the call "
				"is over."));
	html_lit(p, "</p>");
	formpart_problems(p, STR("check-in"));
	formpart_act_begin(p, call_page_url(p, w, "check-in"));
	formpart_act_end(p, N_("I am here"), true);
	html_lit(p, "</section>\n");
}

/* --- while it lasts --- */

static void put_remove(struct page *p, const struct call_who *w)
{
	for (size_t i = 0; i < w->call.party.n; i++) {
		const struct record *party = &w->call.party.r[i];
		if (call_party_is(party, CODE_CALL_PART_CHILD) || !rec_null(party, CALL_PARTY_REMOVED_AT))
			continue;
		html_lit(p, "<form method=\"post\"");
		html_action(p, call_page_url(p, w, "remove"));
		html_lit(p, ">");
		html_csrf(p);
		html_hidden(p, STR("party"), html_int_text(p, party->id));
		html_lit(p, "<button>");
		html_tr(p, N_("Ask {0} to leave, for good"), call_page_name(p, w, party));
		html_lit(p, "</button></form>\n");
	}
}

static void put_running(struct page *p, const struct call_who *w)
{
	if (!w->present || !call_holds(&w->call.call) || p->r->ctx.now >= w->times.close)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("You are the grown-up in the room"));
	html_lit(p, "</h2>");
	if (w->adults < w->limits.adults) {
		html_lit(p, "<p>");
		html_tr(p, call_rule_says(CALL_DOOR_SECOND));
		html_lit(p, "</p>");
	} else if (!rtc_why(p->r->app->rtc)) {
		html_lit(p, "<p class=\"acts\">");
		html_button(p, html_url_with(p, call_page_url(p, w, "room"), "as", STR("child")),
			    N_("The child talks on this device"), true);
		html_lit(p, "</p>");
	}
	html_lit(p, "<noscript>");
	formpart_act_begin(p, call_page_url(p, w, "check-in"));
	formpart_act_end(p, N_("I am still here"), false);
	html_lit(p, "</noscript>\n");
	formpart_fold_begin(p, N_("If something is not right"), false);
	put_remove(p, w);
	formpart_act_begin(p, call_page_url(p, w, "end"));
	formpart_act_end(p, N_("End the call for everybody"), false);
	formpart_fold_end(p);
	html_lit(p, "</section>\n");
}

/* --- the telephone --- */

/* 138 **** 5678: enough to tell which of the numbers on the home's own sheet it is. */
static str masked(struct page *p, str number)
{
	if (number.n < 8)
		return STR("");
	return html_fill(p, "{0}****{1}", str_cut(number, 0, 3), str_cut(number, number.n - 4, 4));
}

/* Who asked to be telephoned. */
static bool has_rung(struct page *p, const struct call_who *w, int64_t party)
{
	int64_t n = 0;

	return DB_ONE(p->r->ctx.db, &n,
		      "SELECT count(*) FROM call_event t WHERE t.call = ?1 AND t.party = ?2 AND t.what = "
		      "'" CODE_CALL_EVENT_WHAT_RING "'",
		      INT(w->call.call.id), INT(party)) == RC_OK &&
	       n;
}

static enum rc put_numbers(struct page *p, const struct call_who *w)
{
	html_lit(p, "<ul class=\"rows\">\n");
	for (size_t i = 0; i < w->call.party.n; i++) {
		const struct record *party = &w->call.party.r[i];
		int64_t person = rec_int(party, CALL_PARTY_PERSON);
		str number = STR("");
		if (!person || !rec_null(party, CALL_PARTY_REMOVED_AT))
			continue;
		enum rc rc = kin_phone(&p->r->ctx, person, &number);
		if (rc != RC_OK)
			return rc;
		html_lit(p, "<li><div><b>");
		html_text(p, call_page_name(p, w, party));
		html_lit(p, "</b><p class=\"s\">");
		if (masked(p, number).n)
			html_text(p, masked(p, number));
		else
			html_tr(p, N_("No number is known."));
		if (has_rung(p, w, party->id)) {
			html_lit(p, "<br><b>");
			html_tr(p, N_("Asks to be telephoned"));
			html_lit(p, "</b>");
		}
		html_lit(p, "</p></div></li>\n");
	}
	html_lit(p, "</ul>\n");
	return RC_OK;
}

static enum rc put_phone(struct page *p, const struct call_who *w)
{
	const char *why = rtc_why(p->r->app->rtc);
	bool phone = str_eq(rec_text(&w->call.call, CALL_CHANNEL), STR(CODE_CALL_CHANNEL_PHONE));

	if (p->r->ctx.now < w->times.open || !call_holds(&w->call.call))
		return RC_OK;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("By telephone"));
	html_lit(p, "</h2>");
	if (why && !phone) {
		html_lit(p, "<p>");
		html_tr(p, why);
		html_lit(p, "</p>");
	}
	if (w->present && !phone) {
		formpart_act_begin(p, call_page_url(p, w, "phone"));
		formpart_act_end(p, N_("Go on by telephone"), false);
	}
	html_lit(p, "<p>");
	html_tr(p, N_("Dial on the telephone of the home: the full number stands on the home's own sheet. "
		      "Afterwards "
		      "write down below how it went, then it counts like any call."));
	html_lit(p, "</p>\n");
	enum rc rc = put_numbers(p, w);
	html_lit(p, "</section>\n");
	return rc;
}

/* --- what came of it --- */

struct typed {
	const struct http_pair *f;
	size_t n;
};

static str was(const struct typed *t, const char *name, str otherwise)
{
	return t->f ? form_value(t->f, t->n, str_of(name)) : otherwise;
}

static void put_codes(struct page *p, const char *list, const struct control *c)
{
	const struct code_list *l = code_list_find(str_of(list));
	const struct code *code;
	struct tile tile[12];
	size_t at = 0, n = 0;

	while (l && n < COUNT(tile) && (code = code_next(l, &at, p->today, STR(""))))
		tile[n++] = (struct tile){ .value = code->code,
					   .label = code_label(l, code->code, p->lang),
					   .checked = str_eq(code->code, c->value) };
	formpart_tiles(p, c, tile, n);
}

static void put_whom(struct page *p, const struct call_who *w, str chosen)
{
	struct tile tile[CALL_PARTIES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < w->call.party.n && n < COUNT(tile); i++) {
		const struct record *party = &w->call.party.r[i];
		str value = html_int_text(p, party->id);
		if (call_party_is(party, CODE_CALL_PART_RELATIVE))
			tile[n++] = (struct tile){ .value = value,
						   .label = call_page_name(p, w, party),
						   .checked = str_eq(value, chosen) };
	}
	if (n > 1)
		formpart_tiles(
			p, &(struct control){ .name = STR("whom"), .label = N_("Who was on the telephone") },
			tile, n);
}

static void put_fields(struct page *p, const struct call_who *w, const struct typed *t)
{
	const struct record *call = &w->call.call;
	str reached = was(t, "reached",
			  call_is(call, CODE_CALL_STATE_DONE)     ? STR("yes")
			  : call_is(call, CODE_CALL_STATE_MISSED) ? STR("no")
								  : STR(""));
	const struct tile talked[] = {
		{ .value = STR("yes"),
		  .label = html_word(p, N_("yes")),
		  .checked = str_eq(reached, STR("yes")) },
		{ .value = STR("no"), .label = html_word(p, N_("no")), .checked = str_eq(reached, STR("no")) }
	};

	formpart_tiles(
		p, &(struct control){ .name = STR("reached"), .label = N_("Did they talk with each other?") },
		talked, COUNT(talked));
	put_codes(p, "call_mood",
		  &(struct control){ .name = STR("mood"),
				     .value = was(t, "mood", rec_text(call, CALL_MOOD)),
				     .label = N_("How was the child afterwards?") });
	put_codes(p, "call_channel",
		  &(struct control){ .name = STR("way"),
				     .value = was(t, "way", rec_text(call, CALL_CHANNEL)),
				     .label = N_("How did they talk?") });
	put_whom(p, w, was(t, "whom", STR("")));
	form_text_put(p, &(struct form_text){
				 .name = "minutes",
				 .label = N_("Minutes on the telephone"),
				 .hint = N_("Only for a call by telephone: the program measures the others."),
				 .value = was(t, "minutes", STR("")),
				 .type = "text" });
	put_codes(p, "call_why",
		  &(struct control){ .name = STR("why"),
				     .value = was(t, "why", rec_text(call, CALL_WHY)),
				     .label = N_("If not: why") });
}

static void put_outcome(struct page *p, const struct call_who *w, const struct typed *t)
{
	bool over = !call_holds(&w->call.call) || p->r->ctx.now >= w->times.end;

	if (p->r->ctx.now < w->times.open || call_is(&w->call.call, CODE_CALL_STATE_CANCELLED))
		return;
	formpart_fold_begin(p, N_("How it went"), over || t->f);
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, call_page_url(p, w, "outcome"));
	html_lit(p, ">");
	html_csrf(p);
	put_fields(p, w, t);
	html_lit(p, "<p><button>");
	html_tr(p, N_("Write it down"));
	html_lit(p, "</button></p></form>\n");
	formpart_fold_end(p);
}

enum rc call_desk_put(struct page *p, const struct call_who *w, const struct http_pair *typed, size_t ntyped)
{
	struct typed t = { typed, ntyped };

	put_check_in(p, w);
	put_running(p, w);
	enum rc rc = put_phone(p, w);
	if (rc == RC_OK)
		put_outcome(p, w, &t);
	return rc;
}
