#include "public.h"
#include "alert.h"
#include "formpart.h"
#include "throttle.h"

/* Of the process: every thread that answers strangers must see the same addresses, and a request lives too
 * short to hold them. */
static struct throttle throttle = THROTTLE_INIT;

/* One more from this address; false: too many within the hour. */
static bool take(struct req *r, str what)
{
	static const int64_t hour = INT64_C(3600) * 1000000;
	struct throttle_try try = { .now = r->ctx.now,
				    .period = hour,
				    .most = (int)ctx_param(&r->ctx, PARAM_ALERT_PUBLIC_HOUR) };
	struct throttle_taken taken;
	str peer = throttle_peer(r->ctx.mem, r->http->peer);
	str key = keys_digest(r->ctx.mem, r->ctx.model->keys, what, peer);

	memcpy(try.login.b, key.s, SM3_SIZE);
	return throttle_take(&throttle, &try, &taken);
}

/* --- the page --- */

struct typed {
	str harm, what, who, region, contact, code;
};

static const struct typed nothing;

static void put_says(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

static struct page begin(struct req *r, const char *title, int status)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, title),
					   .door = true,
					   .own_h1 = true,
					   .back = STR("/"),
					   .no_store = true,
					   .status = status });
	html_lit(&p, "<h1>");
	html_tr(&p, title);
	html_lit(&p, "</h1>\n");
	return p;
}

static void put_form(struct page *p, const struct typed *t)
{
	const struct tile harm[] = {
		{ .value = STR("true"),
		  .label = html_word(p, N_("A child is hurt, abused, left alone or in danger")),
		  .checked = str_eq(t->harm, STR("true")) },
		{ .value = STR("false"),
		  .label = html_word(p, N_("I am worried for another reason")),
		  .checked = str_eq(t->harm, STR("false")) },
	};

	html_lit(p, "<form method=\"post\" action=\"/help-a-child\" class=\"stack\" novalidate>\n");
	html_csrf(p);
	html_hidden(p, STR("code"), t->code);
	formpart_tiles(
		p,
		&(struct control){ .name = STR("harm"), .label = N_("What is it about?"), .required = true },
		harm, COUNT(harm));
	report_page_area(p, "what", N_("What did you see or hear?"),
			 N_("You need no proof. In your own words, with the day if you know it."), t->what);
	form_text_put(p, &(struct form_text){ .name = "who",
					      .label = N_("Which child, and where?"),
					      .hint = N_("Name if you know it, village, house, school"),
					      .value = t->who,
					      .required = true });
	report_page_places(p, t->region);
	form_text_put(p, &(struct form_text){ .name = "contact",
					      .label = N_("How can we reach you? You need not say."),
					      .hint = N_("Who told us is never passed on."),
					      .value = t->contact });
	form_bar(p, N_("Send"));
	html_lit(p, "</form>\n");
}

static void put_asking(struct page *p, str code)
{
	html_lit(p, "<details><summary>");
	html_tr(p, N_("I have a code and want to know what came of it"));
	html_lit(p, "</summary><form method=\"post\" action=\"/help-a-child/asked\" class=\"stack\">\n");
	html_csrf(p);
	form_text_put(p, &(struct form_text){ .name = "code",
					      .label = N_("Your code: twelve digits"),
					      .inputmode = "numeric",
					      .value = code,
					      .required = true });
	html_lit(p, "<button>");
	html_tr(p, N_("Ask"));
	html_lit(p, "</button></form></details>\n");
}

static enum rc put_page(struct req *r, const struct typed *t, int status)
{
	struct page p = begin(r, N_("Help a child"), status);

	put_says(&p, N_("Anybody may write here, without an account and without a name."));
	report_page_numbers(&p);
	form_summary(&p, NULL);
	put_form(&p, t);
	put_asking(&p, STR(""));
	page_end(&p);
	return RC_OK;
}

static enum rc put_too_many(struct req *r)
{
	struct page p = begin(r, N_("Please ring instead"), 429);

	reply_header(r->reply, STR("Retry-After"), STR("3600"));
	put_says(&p,
		 N_("Much has come from your connection within the last hour. Ring one of these numbers, or "
		    "write again in an hour."));
	report_page_numbers(&p);
	page_end(&p);
	return RC_OK;
}

static enum rc public_page_ask(struct req *r)
{
	struct typed t = nothing;

	t.code = report_code_new(r->ctx.mem);
	return put_page(r, &t, 200);
}

/* --- sending --- */

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static void check(struct ctx *c, const struct typed *t)
{
	if (!str_eq(t->harm, STR("true")) && !str_eq(t->harm, STR("false")))
		complain(c, "harm", N_("Choose what comes closer."));
	if (!str_trim(t->what).n)
		complain(c, "what", N_("Say in a sentence what you saw or heard."));
	if (!str_trim(t->who).n)
		complain(c, "who", N_("Say which child, or where it is: else nobody can help it."));
}

static enum rc raise(struct ctx *c, void *arg)
{
	const struct typed *t = arg;
	struct report_made made;
	int64_t id;

	if (str_eq(t->harm, STR("true")))
		return report_make_unit(c,
					&(struct report_new){ .situation = STR(CODE_REPORT_SITUATION_MR9),
							      .what = t->what,
							      .child_where = t->who,
							      .region = t->region,
							      .by_phone = t->contact,
							      .code = t->code,
							      .open = true },
					&made);
	return alert_raise(c,
			   &(struct alert_new){ .what = STR(CODE_ALERT_WHAT_OTHER),
						.text = t->what,
						.who = t->who,
						.region = t->region,
						.contact = t->contact,
						.client = t->code,
						.open = true },
			   &id);
}

/* Whoever is signed in is nobody here, too: nothing of them is kept. */
static enum rc write_open(struct req *r, struct typed *t)
{
	struct ctx c = r->ctx;

	c.who = &actor_nobody;
	c.seen = NULL;
	enum rc rc = store_write(&c, PRIO_PEOPLE, raise, t);
	r->ctx.problems = c.problems;
	return rc;
}

static const char *field_here(str field)
{
	static const struct {
		const char *there, *here;
	} names[] = { { "text", "what" },     { "child_where", "who" }, { "by_phone", "contact" },
		      { "region", "region" }, { "contact", "contact" }, { "who", "who" } };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(field, str_of(names[i].there)))
			return names[i].here;
	return "what";
}

static void name_problems(struct ctx *c)
{
	for (size_t i = 0; i < c->problems.n; i++)
		c->problems.list[i].field = str_of(field_here(c->problems.list[i].field));
}

static enum rc put_sent(struct req *r, const struct typed *t)
{
	struct page p = begin(r, N_("Thank you. It has been passed on"), 200);

	put_says(
		&p,
		N_("Somebody whose work this is reads it. If the child is in danger now, ring 110 as well."));
	html_lit(&p, "<section class=\"sheet stack\"><p>");
	html_tr(&p,
		N_("With this code you can ask here what came of it. Write it down; it is not shown again."));
	html_lit(&p, "</p><p><b class=\"code\">");
	html_text(&p, report_page_code(&p, t->code));
	html_lit(&p, "</b></p></section>\n");
	report_page_numbers(&p);
	page_end(&p);
	return RC_OK;
}

static enum rc public_page_send(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct typed t = { .harm = form_value(f, n, STR("harm")),
			   .what = form_value(f, n, STR("what")),
			   .who = form_value(f, n, STR("who")),
			   .region = form_value(f, n, STR("region")),
			   .contact = form_value(f, n, STR("contact")),
			   .code = form_value(f, n, STR("code")) };
	if (t.code.n != REPORT_CODE_DIGITS || !str_digits(t.code))
		t.code = report_code_new(r->ctx.mem);
	check(&r->ctx, &t);
	if (r->ctx.problems.n)
		return put_page(r, &t, rc_status(RC_INVALID));
	if (!take(r, STR("help a child")))
		return put_too_many(r);
	rc = write_open(r, &t);
	if (rc == RC_OK)
		return put_sent(r, &t);
	if (rc != RC_INVALID)
		return rc;
	name_problems(&r->ctx);
	return put_page(r, &t, rc_status(rc));
}

/* --- asking back --- */

/* Of an alert only that somebody has looked after it. */
static enum rc alert_closed(struct ctx *c, str code, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM alert a WHERE a.client = ?1 AND a.from_public = 1"
			    " AND a.state = '" CODE_ALERT_STATE_CLOSED "'",
			    TEXT(code));

	*ret = n > 0;
	return rc;
}

/* Browsers and people part digits by blanks. */
static str digits_of(struct arena *mem, str s)
{
	struct buf b = buf_new(mem, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] >= '0' && s.s[i] <= '9')
			buf_ch(&b, s.s[i]);
	return buf_view(&b);
}

/* A code that is none, one without an answer yet, and one whose matter is under way sound alike. */
static enum rc public_page_answer(struct req *r)
{
	struct http_pair *f;
	size_t n;
	str state = { NULL, 0 }, answer = { NULL, 0 };
	bool closed = false;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	if (!take(r, STR("help a child: asked")))
		return put_too_many(r);
	str code = digits_of(r->ctx.mem, form_value(f, n, STR("code")));
	rc = report_asked(&r->ctx, code, &state, &answer);
	if (rc == RC_NOT_FOUND)
		rc = alert_closed(&r->ctx, code, &closed);
	if (rc != RC_OK)
		return rc;
	struct page p = begin(r, N_("What came of it"), 200);
	html_lit(&p, "<section class=\"sheet stack\"><p>");
	if (answer.n)
		html_text(&p, answer);
	else if (closed)
		html_tr(&p, N_("Somebody has looked after it. Thank you for telling us."));
	else
		html_tr(&p, N_("There is no answer under this code, or not yet."));
	html_lit(&p, "</p></section>\n");
	report_page_numbers(&p);
	page_end(&p);
	return RC_OK;
}

/* clang-format off */
const struct route public_routes[] = {
	{ HTTP_GET,  "/help-a-child",       public_page_ask,    .need = ROLES_ANYONE },
	{ HTTP_POST, "/help-a-child",       public_page_send,   .need = ROLES_ANYONE, .body_max = 64 << 10 },
	{ HTTP_POST, "/help-a-child/asked", public_page_answer, .need = ROLES_ANYONE, .body_max = 4 << 10 },
	{ 0 },
};
/* clang-format on */
