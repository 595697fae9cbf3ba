/* "I am worried about a child": big, short, the same for everybody.  What is harm or danger goes on to a
 * report with all that was typed. */
#include "alert_page.h"
#include "elder.h"
#include "formpart.h"
#include "report_page.h"

enum { CHILDREN_MAX = 6 };

struct typed {
	str child, what, text, who, contact, client;
};

static struct typed read_typed(const struct http_pair *f, size_t n)
{
	return (struct typed){ .child = form_value(f, n, STR("child")),
			       .what = form_value(f, n, STR("what")),
			       .text = form_value(f, n, STR("text")),
			       .who = form_value(f, n, STR("who")),
			       .contact = form_value(f, n, STR("contact")),
			       .client = form_value(f, n, STR("client")) };
}

/* The form's own number: the same form sent twice is one alert. */
static str new_client(struct page *p)
{
	return html_fill(p, "{0}-{1}", html_int_text(p, p->who->account), html_int_text(p, p->r->ctx.now));
}

/* --- which child --- */

/* The children of a family, of a child itself; others say which one, or come from its file. */
static enum rc own_children(struct req *r, struct records *ret)
{
	struct list l = { .limit = CHILDREN_MAX, .want = UINT64_C(1) << CHILD_NAME };

	*ret = (struct records){ .n = 0 };
	if (!(r->ctx.who->role & (ROLES_FAMILY | ROLE_CHILD)))
		return RC_OK;
	return record_list(&r->ctx, &child_kind, &l, ret);
}

static void put_children(struct page *p, const struct typed *t, const struct records *own)
{
	struct tile tile[CHILDREN_MAX + 1];
	size_t n = 0;
	bool me = p->who->role == ROLE_CHILD;

	for (size_t i = 0; i < own->n && n < CHILDREN_MAX; i++) {
		str id = html_int_text(p, own->r[i].id);
		tile[n++] = (struct tile){ .value = id,
					   .label = me ? html_word(p, N_("myself"))
						       : rec_text(&own->r[i], CHILD_NAME),
					   .checked = str_eq(t->child, id) };
	}
	tile[n++] = (struct tile){ .value = STR("other"),
				   .label = html_word(p, N_("another child")),
				   .checked = str_eq(t->child, STR("other")) };
	formpart_tiles(p, &(struct control){ .name = STR("child"), .label = N_("Which child is it?") }, tile,
		       n);
}

static void put_who(struct page *p, const struct typed *t, bool known)
{
	form_text_put(
		p, &(struct form_text){ .name = "who",
					.label = known ? N_("If it is another child: which one, and where?")
						       : N_("Which child is it, and where does it live?"),
					.hint = N_("Name, class, village, school: what you know is enough."),
					.value = t->who });
}

static enum rc put_which(struct page *p, const struct typed *t)
{
	struct records own;
	struct record child;
	int64_t id;
	enum rc rc = own_children(p->r, &own);

	if (rc != RC_OK)
		return rc;
	if (own.n) {
		put_children(p, t, &own);
		put_who(p, t, true);
		return RC_OK;
	}
	report_apart(p->r); /* it may become a report: then nobody is to read that the child was named here */
	if (t->child.n && str_int(t->child, &id) &&
	    record_load(&p->r->ctx, &child_kind, id, &child) == RC_OK) {
		html_hidden(p, STR("child"), t->child);
		html_lit(p, "<p><b>");
		html_text(p, rec_text(&child, CHILD_NAME));
		html_lit(p, "</b></p>\n");
	} else {
		put_who(p, t, false);
	}
	return RC_OK;
}

/* --- the form --- */

static void put_what(struct page *p, const struct typed *t)
{
	const struct code_list *list = code_list_find(STR("alert_what"));
	struct tile *tile = NEW(p->mem, struct tile, list->n);
	size_t n = 0, at = 0;
	const struct code *code;

	while ((code = code_next(list, &at, p->today, STR(""))))
		tile[n++] = (struct tile){ .value = code->code,
					   .label = registry_code(p, "alert_what", code->code),
					   .checked = str_eq(t->what, code->code) };
	formpart_tiles(p,
		       &(struct control){ .name = STR("what"), .label = N_("What are you worried about?") },
		       tile, n);
}

/* First of all, for whoever needs help this minute. */
static void put_danger(struct page *p)
{
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("Is a child being hurt or in danger right now?"));
	html_lit(p, "</p>\n<p><a class=\"btn\" href=\"tel:110\">");
	html_tr(p, N_("Call 110"));
	html_lit(p, "</a></p>\n");
}

static enum rc put_form(struct page *p, const struct typed *t)
{
	html_lit(p, "<form method=\"post\" action=\"/alerts/new\" class=\"stack narrow\" novalidate>");
	html_csrf(p);
	html_hidden(p, STR("client"), t->client.n ? t->client : new_client(p));
	enum rc rc = put_which(p, t);
	put_what(p, t);
	formpart_control(p, &alert_kind.fields[ALERT_TEXT],
			 &(struct control){ .name = STR("text"),
					    .label = N_("What did you see or hear?"),
					    .hint = N_("In your own words; a sentence is enough."),
					    .value = t->text,
					    .required = true });
	if (!(p->who->role & (ROLES_STAFF | ROLES_FAMILY | ROLE_CHILD))) /* of those it is known */
		form_text_put(
			p, &(struct form_text){
				   .name = "contact",
				   .label = N_("How can somebody reach you?"),
				   .hint = N_("A phone number, if you like to be asked. May be left empty."),
				   .value = t->contact });
	html_lit(p, "<p class=\"s\">");
	if (p->who->role == ROLE_CHILD)
		html_tr(p, N_("Grown-ups who look after children read it and see to it. Nobody is told that "
			      "you wrote."));
	else
		html_tr(p, N_("Those who look after the child read it. The family is not told who wrote."));
	html_lit(p, "</p>\n");
	form_bar(p, N_("Tell them"));
	html_lit(p, "</form>\n");
	return rc;
}

static bool is_elder(const struct req *r) { return r->ctx.who->role == ROLE_GUARDIAN; }

static enum rc show(struct req *r, const struct typed *t, enum rc outcome)
{
	struct page p = page_begin(
		r,
		&(struct frame){ .title = str_of(tr(r->ctx.lang, r->ctx.who->role == ROLE_CHILD
									 ? N_("I am worried")
									 : N_("I am worried about a child"))),
				 .tab = "/",
				 .back = STR("/"),
				 .task = true,
				 .elder = is_elder(r),
				 .status = outcome == RC_OK ? 200 : rc_status(outcome) });

	put_danger(&p);
	form_summary(&p, NULL);
	enum rc rc = put_form(&p, t);
	page_end(&p);
	return rc;
}

/* A child that is not to be seen is as one that is not there: the form asks in words. */
enum rc alert_new_page_ask(struct req *r)
{
	struct typed t = { .child = req_query(r, STR("child")) };

	return show(r, &t, RC_OK);
}

/* --- harm: on to the report --- */

static enum rc show_harm(struct req *r, const struct typed *t)
{
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("This is reported at once"))),
				    .tab = "/",
				    .back = STR("/"),
				    .task = true,
				    .elder = is_elder(r) });
	bool known = t->child.n && !str_eq(t->child, STR("other"));

	put_danger(&p);
	html_lit(&p, "<p>");
	html_tr(&p,
		N_("When a child was harmed or is in danger, police and civil affairs offices have to know "
		   "at once. "
		   "Nothing you wrote is lost: it stands in the report, and only those who handle it read "
		   "it."));
	html_lit(&p,
		 "</p>\n<form method=\"post\" action=\"/reports/new\" class=\"stack narrow\" novalidate>");
	html_csrf(&p);
	html_hidden(&p, STR("begin"), STR("1"));
	html_hidden(&p, STR("child"), known ? t->child : STR(""));
	html_hidden(&p, STR("what"), t->text);
	html_hidden(&p, STR("child_where"), t->who);
	html_hidden(&p, STR("by_phone"), t->contact);
	form_bar(&p, N_("Go on to the report"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

/* --- sending --- */

struct raising {
	struct alert_new n;
	int64_t id;
};

static enum rc raise_job(struct ctx *c, void *arg)
{
	struct raising *a = arg;

	return alert_raise(c, &a->n, &a->id);
}

enum rc alert_new_page_send(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct typed t = read_typed(f, n);
	if (str_eq(t.what, STR(CODE_ALERT_WHAT_HARM)))
		return show_harm(r, &t);
	struct raising a = { .n = { .what = t.what,
				    .text = t.text,
				    .who = t.who,
				    .contact = t.contact,
				    .client = t.client } };
	if (t.child.n && !str_eq(t.child, STR("other")) && (!str_int(t.child, &a.n.child) || a.n.child <= 0))
		return RC_NOT_FOUND;
	rc = store_write(&r->ctx, PRIO_PEOPLE, raise_job, &a);
	if (rc == RC_OK)
		return req_see_other(r, STR("/alerts?sent=1"));
	return rc == RC_INVALID ? show(r, &t, rc) : rc;
}
