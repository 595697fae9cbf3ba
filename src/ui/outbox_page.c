#include "outbox_page.h"
#include "account_page.h"
#include "form.h"
#include "formpart.h"
#include "frame.h"
#include "outbox.h"
#include "table.h"

enum { SHOWN = 50 };

/* --- how it stands --- */

static const char *state_text(const struct postman_state *s)
{
	if (!s->open)
		return N_("Nothing is set up here that could send messages. What is written waits, and is "
			  "dropped when "
			  "it is too late.");
	if (s->gone)
		return N_("The process that sends messages is lost. They wait until the server is started "
			  "again.");
	if (s->sink)
		return N_("Messages are written into a directory of this machine and reach nobody: for "
			  "trying out.");
	if (!s->takes[OUTBOX_MAIL])
		return N_("Text messages are sent. No mail server is set up: mails wait.");
	if (!s->takes[OUTBOX_SMS])
		return N_("Mails are sent. No gateway for text messages is set up: they wait.");
	return N_("Text messages and mails are sent.");
}

/* Green only when whatever is written goes out. */
static const char *state_tone(const struct postman_state *s)
{
	if (!s->open || s->gone)
		return "bad";
	return s->sink || !s->takes[OUTBOX_SMS] || !s->takes[OUTBOX_MAIL] ? "due" : "ok";
}

static void put_state(struct page *p)
{
	struct postman_state s = postman_state();
	str tone = str_of(state_tone(&s));

	html_lit(p, "<p class=\"");
	html_text(p, tone);
	html_lit(p, "\">");
	html_icon_(p, str_eq(tone, STR("ok")) ? STR("yes") : STR("warn"));
	html_lit(p, " ");
	html_tr(p, state_text(&s));
	html_lit(p, "</p>\n");
}

static void put_tally(struct page *p, const struct outbox_counts *n)
{
	static const struct {
		enum outbox_state state;
		const char *label, *tone, *icon;
	} parts[] = { { OUTBOX_WAITING, N_("waiting"), "due", "day" },
		      { OUTBOX_SENT, N_("sent"), "ok", "yes" },
		      { OUTBOX_FAILED, N_("failed"), "bad", "warn" },
		      { OUTBOX_EXPIRED, N_("too late"), NULL, NULL } };

	table_tally_begin(p);
	for (size_t i = 0; i < COUNT(parts); i++) {
		int64_t count = n->n[OUTBOX_SMS][parts[i].state] + n->n[OUTBOX_MAIL][parts[i].state];
		table_tally(p, &(struct tally){ .count = count,
						.label = html_word(p, parts[i].label),
						.tone = count ? parts[i].tone : NULL,
						.icon = count ? parts[i].icon : NULL });
	}
	table_tally_end(p);
}

static void put_message(struct table *t, const struct outbox_look *m)
{
	struct page *p = t->p;

	table_row(t);
	table_text(t, account_when(p, m->created_at));
	table_text(t, html_word(p, m->channel == OUTBOX_SMS ? N_("Text message") : N_("Mail")));
	table_text(t, html_word(p, outbox_say(m)));
	table_text(t, html_int_text(p, m->attempts));
	if (m->state == OUTBOX_WAITING && m->next_at > p->r->ctx.now)
		table_text(t, account_when(p, m->next_at));
	else
		table_none(t);
}

static void put_list(struct page *p, const struct outbox_look *m, size_t n)
{
	static const struct col cols[] = { { N_("Written"), COL_TEXT },
					   { N_("Way"), COL_TEXT },
					   { N_("What became of it"), COL_FULL },
					   { N_("Attempts"), COL_NUMBER },
					   { N_("Next attempt"), COL_TEXT } };

	if (!n) {
		table_empty(p, &(struct empty){ .title = N_("Nothing waits and nothing failed"),
						.why = N_("Whatever was written has been sent.") });
		return;
	}
	struct table t =
		table_begin(p, cols, COUNT(cols), html_word(p, N_("What is not sent, the newest first")));
	for (size_t i = 0; i < n; i++)
		put_message(&t, &m[i]);
	table_end(&t);
}

static void put_again(struct page *p, const struct outbox_counts *n)
{
	int64_t waiting = n->n[OUTBOX_SMS][OUTBOX_WAITING] + n->n[OUTBOX_MAIL][OUTBOX_WAITING];

	if (!waiting && !n->again)
		return;
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("A message that fails is tried again by itself, after ten seconds, then after ever "
		      "longer pauses, at "
		      "most a quarter of an hour."));
	html_lit(p, "</p>\n");
	formpart_act_begin(p, STR("/admin/outbox/again"));
	formpart_act_end(p, N_("Try them all again now"), false);
}

/* --- trying it out --- */

static void put_trial(struct page *p, str typed)
{
	const str client = form_client(p->mem);

	account_head(p, N_("Send a trial message"));
	html_lit(p, "<form method=\"post\" action=\"/admin/outbox/trial\" class=\"stack narrow\">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), client);
	form_summary(p, NULL);
	form_text_put(p, &(struct form_text){ .name = "to",
					      .label = N_("Mobile number or mail address"),
					      .hint = N_("Your own, to see whether it arrives."),
					      .value = typed,
					      .required = true });
	html_lit(p, "<button>");
	html_tr(p, N_("Send it"));
	html_lit(p, "</button>\n</form>\n");
}

static enum rc show(struct req *r, str typed)
{
	struct outbox_look *m = NEW(r->ctx.mem, struct outbox_look, SHOWN);
	struct outbox_counts n = { 0 };
	size_t shown = 0;
	enum rc rc = outbox_counts(&r->ctx, &n);

	if (rc == RC_OK)
		rc = outbox_list(&r->ctx, SHOWN, m, &shown);
	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Messages that go out"))),
					       .tab = "/more",
					       .status = r->ctx.problems.n ? 422 : 0 });
	put_state(&p);
	put_tally(&p, &n);
	put_again(&p, &n);
	put_list(&p, m, shown);
	if (r->ctx.who->role == ROLE_ADMIN)
		put_trial(&p, typed);
	page_end(&p);
	return RC_OK;
}

static enum rc show_page(struct req *r) { return show(r, STR("")); }

static enum rc again(struct req *r)
{
	enum rc rc = outbox_retry(&r->ctx);

	return rc == RC_OK ? req_see_other(r, STR("/admin/outbox")) : rc;
}

static enum rc add(struct ctx *c, void *arg) { return outbox_add(c, arg); }

static enum rc trial(struct req *r)
{
	static const int64_t two_hours = INT64_C(7200000000);
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	str to = str_trim(form_value(form, n, STR("to")));
	struct outbox_new m = { .channel = memchr(to.n ? to.s : "", '@', to.n) ? OUTBOX_MAIL : OUTBOX_SMS,
				.to = to,
				.subject = str_of(tr(r->ctx.lang, N_("A trial message of Tongxin"))),
				.text = str_of(
					tr(r->ctx.lang, N_("A trial message of Tongxin: it has arrived."))),
				.once = form_value(form, n, STR("client")),
				.until = r->ctx.now + two_hours };
	if (!outbox_address_ok(m.channel, to)) {
		problem_add(&r->ctx.problems, STR("to"),
			    N_("This is neither a mobile number of eleven digits, nor one with + and its "
			       "country, nor a "
			       "mail address."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return show(r, to);
	}
	rc = store_write(&r->ctx, PRIO_PEOPLE, add, &m);
	return rc == RC_OK ? req_see_other(r, STR("/admin/outbox")) : rc;
}

/* clang-format off */
const struct route outbox_page_routes[] = {
	{ HTTP_GET,  "/admin/outbox",       show_page, .need = ROLE_ADMIN | ROLE_OFFICER },
	{ HTTP_POST, "/admin/outbox/again", again,     .need = ROLE_ADMIN | ROLE_OFFICER },
	{ HTTP_POST, "/admin/outbox/trial", trial,     .need = ROLE_ADMIN },
	{ 0 },
};
/* clang-format on */
