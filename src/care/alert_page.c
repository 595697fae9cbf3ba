/* Alerts: the list and one of them for who looks after it; for everybody else what came of their own. */
#include "alert_page.h"

#include "facts.h"
#include "formpart.h"
#include "pick.h"
#include "utf8.h"

static bool works(const struct req *r) { return (r->ctx.who->role & ROLES_STAFF) != 0; }

static bool is(const struct record *a, const char *state)
{
	return str_eq(rec_text(a, ALERT_STATE), str_of(state));
}

/* --- one's own --- */

enum { OWN_MAX = 10 };

static str own_state(struct page *p, const struct record *a)
{
	if (is(a, CODE_ALERT_STATE_CLOSED))
		return html_say(p, N_("Somebody has looked into it. Closed on {0}."),
				html_day_text(p, rec_day(a, ALERT_CLOSED_ON)));
	if (is(a, CODE_ALERT_STATE_TAKEN))
		return html_say(p, N_("Somebody looks after it since {0}."),
				html_day_text(p, instant_day(rec_int(a, ALERT_TAKEN_AT))));
	return html_word(p, N_("It is with those who look after the child. Nobody has taken it yet."));
}

/* What somebody raised themselves: when, and whether it was taken or closed. */
static enum rc alert_own_put(struct page *p)
{
	struct records own;
	enum rc rc = alert_list_own(&p->r->ctx, OWN_MAX, &own);

	if (rc != RC_OK || !own.n)
		return rc;
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("What you told"));
	html_lit(p, "</h2></div>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < own.n; i++)
		table_rows_item(
			p, &(struct row){
				   .icon = is(&own.r[i], CODE_ALERT_STATE_OPEN) ? "day" : "yes",
				   .title = html_say(
					   p, N_("{0}: {1}"),
					   html_day_text(p, instant_day(rec_int(&own.r[i], ALERT_AT))),
					   registry_code(p, "alert_what", rec_text(&own.r[i], ALERT_WHAT))),
				   .why = own_state(p, &own.r[i]) });
	table_rows_end(p);
	html_lit(p, "</section>\n");
	return RC_OK;
}

static void put_thanks(struct page *p)
{
	html_lit(p, "<p class=\"sheet note\" role=\"status\">");
	html_tr(p, N_("Thank you. Those who look after the child see it now. You read here when somebody "
		      "takes it."));
	html_gap(p);
	html_tr(p, N_("Should a child be in danger meanwhile, call 110."));
	html_lit(p, "</p>\n");
}

static enum rc show_own(struct req *r)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("What you told"))),
						       .tab = "/",
						       .back = STR("/"),
						       .elder = r->ctx.who->role == ROLE_GUARDIAN,
						       .own_h1 = true });

	html_lit(&p, "<h1>");
	html_tr(&p, N_("Worried about a child"));
	html_lit(&p, "</h1>\n");
	if (req_query(r, STR("sent")).n)
		put_thanks(&p);
	enum rc rc = alert_own_put(&p);
	html_lit(&p, "<p><a class=\"btn\" href=\"/alerts/new\">");
	html_tr(&p, N_("I am worried about a child"));
	html_lit(&p, "</a></p>\n");
	page_end(&p);
	return rc;
}

/* --- the list --- */

static const struct pick lists[ALERT_LIST__N] = {
	[ALERT_LIST_OPEN] = { "open", N_("nobody has it yet") },
	[ALERT_LIST_TAKEN] = { "taken", N_("somebody has it") },
	[ALERT_LIST_CLOSED] = { "closed", N_("closed") },
};

/* The names of the children of a page, as far as the reader may see them. */
static enum rc load_children(struct ctx *c, const struct records *alerts, struct records *ret)
{
	int64_t low = INT64_MAX, high = 0;

	*ret = (struct records){ .n = 0 };
	for (size_t i = 0; i < alerts->n; i++) {
		low = alerts->r[i].id < low ? alerts->r[i].id : low;
		high = alerts->r[i].id > high ? alerts->r[i].id : high;
	}
	if (!high)
		return RC_OK;
	struct list l = { .where = SQL("t.id IN (SELECT x.child FROM alert x WHERE x.id >= ?1 AND x.id <= ?2"
				       " AND x.state = ?3)"),
			  .v = { INT(low), INT(high), TEXT(rec_text(&alerts->r[0], ALERT_STATE)) },
			  .nv = 3,
			  .want = UINT64_C(1) << CHILD_NAME };
	return record_list(c, &child_kind, &l, ret);
}

static str child_name(struct page *p, const struct records *children, const struct record *a)
{
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == rec_int(a, ALERT_CHILD))
			return rec_text(&children->r[i], CHILD_NAME);
	return html_word(p, N_("A child not named yet"));
}

static bool is_late(const struct page *p, const struct record *a)
{
	static const int64_t an_hour = INT64_C(3600) * 1000000;

	return is(a, CODE_ALERT_STATE_OPEN) &&
	       rec_int(a, ALERT_AT) <
		       p->r->ctx.now - ctx_param(&p->r->ctx, PARAM_ALERT_ANSWER_HOURS) * an_hour;
}

static str line_of(struct page *p, const struct record *a)
{
	str when = html_say(p, N_("{0} {1}"), html_day_short(p, instant_day(rec_int(a, ALERT_AT))),
			    html_clock_text(p, rec_int(a, ALERT_AT)));

	if (a->label[ALERT_TAKEN_BY].n)
		return html_say(p, N_("{0}; with {1}"), when, a->label[ALERT_TAKEN_BY]);
	if (is_late(p, a))
		return html_say(p, N_("{0}; waits longer than a day"), when);
	return when;
}

static void put_list(struct page *p, enum alert_list which, const struct records *found,
		     const struct records *children)
{
	static const char *const nothing[ALERT_LIST__N] = { N_("Nobody waits for you"),
							    N_("Nothing is under way"),
							    N_("Nothing has been closed yet") };

	if (!found->n) {
		table_empty(p, &(struct empty){
				       .title = nothing[which],
				       .why = N_("When somebody is worried about a child here, it stands "
						 "on this page.") });
		return;
	}
	table_rows_begin(p);
	for (size_t i = 0; i < found->n; i++) {
		const struct record *a = &found->r[i];
		table_rows_item(
			p, &(struct row){
				   .icon = is_late(p, a) ? "warn" : "msg",
				   .title = html_say(p, N_("{0}: {1}"), child_name(p, children, a),
						     registry_code(p, "alert_what", rec_text(a, ALERT_WHAT))),
				   .why = line_of(p, a),
				   .url = html_url(p, "/alerts/#", a->id),
				   .verb = N_("Open") });
	}
	table_rows_end(p);
}

static enum rc show_list(struct req *r)
{
	struct picks k = {
		.path = STR("/alerts"), .label = N_("Which of them"), .pick = lists, .n = ALERT_LIST__N
	};
	struct records found, children;
	int64_t after = registry_after(r);

	if (!works(r))
		return show_own(r);
	if (!pick_read(r, &k))
		return RC_INVALID;
	enum alert_list which = (enum alert_list)k.at;
	enum rc rc = alert_list_load(&r->ctx, which, after, REGISTRY_PAGE, &found);
	if (rc == RC_OK)
		rc = load_children(&r->ctx, &found, &children);
	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Worried about a child"))),
					       .tab = "/",
					       .back = STR("/"),
					       .own_h1 = true });
	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Worried about a child"));
	html_lit(&p, "</h1><a class=\"btn\" href=\"/alerts/new\">");
	html_tr(&p, N_("I am worried too"));
	html_lit(&p, "</a></div>\n");
	if (req_query(r, STR("sent")).n)
		put_thanks(&p);
	pick_put(&p, &k);
	put_list(&p, which, &found, &children);
	pick_pages(&p, &k, &found, after != 0);
	rc = alert_own_put(&p);
	page_end(&p);
	return rc;
}

/* --- one --- */

static void put_facts(struct page *p, const struct record *a, const struct record *child)
{
	static const size_t shown[] = { ALERT_WHAT,      ALERT_TEXT,   ALERT_WHO,      ALERT_REGION,
					ALERT_SCHOOL,    ALERT_BY,     ALERT_OPEN,     ALERT_CONTACT,
					ALERT_AT,        ALERT_STATE,  ALERT_TAKEN_BY, ALERT_TAKEN_AT,
					ALERT_CLOSED_ON, ALERT_OUTCOME };

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	if (child)
		registry_child_row(p, child);
	bool masked = facts_fields(p, a, shown, COUNT(shown));
	facts_end(p);
	if (masked)
		facts_show(p, html_url(p, "/alerts/#/show", a->id));
	html_lit(p, "</section>\n");
}

static void put_acts(struct page *p, const struct record *a)
{
	if (!(p->who->role & ROLES_ALERT) || is(a, CODE_ALERT_STATE_CLOSED))
		return;
	if (is(a, CODE_ALERT_STATE_OPEN)) {
		formpart_act_begin(p, html_url(p, "/alerts/#/take", a->id));
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Whoever wrote is told that somebody looks after it, not who."));
		html_lit(p, "</p><button class=\"btn main\">");
		html_tr(p, N_("I look after it"));
		html_lit(p, "</button></form>\n");
	}
	formpart_fold_begin(p, N_("Close it"), p->r->ctx.problems.n != 0);
	formpart_act_begin(p, html_url(p, "/alerts/#/close", a->id));
	struct http_pair *f;
	size_t n;
	bool post = p->r->http->method == HTTP_POST && req_form(p->r, &f, &n) == RC_OK;
	formpart_control(
		p, &alert_kind.fields[ALERT_OUTCOME],
		&(struct control){ .name = STR("outcome"),
				   .label = N_("What came of it"),
				   .hint = N_("Who was seen, and how the child is. Whoever wrote does not "
					      "read this."),
				   .value = post ? form_value(f, n, STR("outcome")) : STR(""),
				   .required = true });
	html_lit(p, "<button class=\"btn\">");
	html_tr(p, N_("Close it"));
	html_lit(p, "</button></form>");
	formpart_fold_end(p);
}

/* Of a child not known: whoever finds out which it is says so, and it lies where the child lives. */
static void put_naming(struct page *p, const struct record *a)
{
	struct http_pair *f;
	size_t n;
	bool post = p->r->http->method == HTTP_POST && req_form(p->r, &f, &n) == RC_OK;

	if (!(p->who->role & ROLES_ALERT) || is(a, CODE_ALERT_STATE_CLOSED))
		return;
	formpart_fold_begin(p, N_("I know which child it is"), post && form_value(f, n, STR("name")).n);
	formpart_act_begin(p, html_url(p, "/alerts/#/child", a->id));
	form_text_put(p, &(struct form_text){ .name = "name",
					      .label = N_("Full name"),
					      .hint = N_("As it stands in the file"),
					      .value = post ? form_value(f, n, STR("name")) : STR(""),
					      .required = true });
	html_lit(p, "<button class=\"btn\">");
	html_tr(p, N_("It is this child"));
	html_lit(p, "</button></form>");
	formpart_fold_end(p);
}

static void put_links(struct page *p, const struct record *a, const struct record *child)
{
	if (!child) {
		put_naming(p, a);
		return;
	}
	html_lit(p, "<p class=\"links\">");
	if (may_create(p->who, P_VISIT))
		html_link(p, html_url(p, "/children/#/visits/new", child->id),
			  html_word(p, N_("Write down a visit")));
	if (may_create(p->who, P_TASK))
		html_link(p, html_url(p, "/tasks/new?child=#", child->id), html_word(p, N_("Ask somebody")));
	html_lit(p, "</p>\n");
}

static enum rc put_one(struct req *r, enum rc outcome)
{
	struct record a, child;
	enum rc rc = record_load(&r->ctx, &alert_kind, r->id, &a);

	if (rc != RC_OK)
		return rc;
	bool known = !rec_null(&a, ALERT_CHILD) &&
		     record_load(&r->ctx, &child_kind, rec_int(&a, ALERT_CHILD), &child) == RC_OK;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = known ? rec_text(&child, CHILD_NAME)
							  : html_word(&p, N_("A child not named yet")),
					   .tab = "/",
					   .back = STR("/alerts"),
					   .under = registry_code(&p, "alert_what", rec_text(&a, ALERT_WHAT)),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_facts(&p, &a, known ? &child : NULL);
	put_acts(&p, &a);
	put_links(&p, &a, known ? &child : NULL);
	page_end(&p);
	return RC_OK;
}

static enum rc show_one(struct req *r) { return works(r) ? put_one(r, RC_OK) : show_own(r); }

static enum rc open_one(struct req *r)
{
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_one(r, given ? RC_OK : RC_INVALID) : rc;
}

static enum rc act(struct req *r, bool close)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct alert_act a = { r->id, close, form_value(f, n, STR("outcome")) };
	rc = alert_act(&r->ctx, &a);
	if (rc == RC_OK)
		return registry_see(r, "/alerts/", r->id);
	return rc == RC_INVALID || rc == RC_CONFLICT ? put_one(r, rc) : rc;
}

/* The one child of this name within reach; several or none: a problem. */
static enum rc find_named(struct ctx *c, str name, int64_t *ret)
{
	struct list l = { .q = name, .limit = LIST_MAX, .want = UINT64_C(1) << CHILD_NAME };
	struct records found = { .n = 0 };
	enum rc rc = name.n ? record_list(c, &child_kind, &l, &found) : RC_OK;
	size_t same = 0;

	for (size_t i = 0; rc == RC_OK && i < found.n; i++)
		if (str_eq(rec_text(&found.r[i], CHILD_NAME), name)) {
			*ret = found.r[i].id;
			same++;
		}
	if (rc == RC_OK && same != 1) {
		problem_add(&c->problems, STR("name"),
			    same ? N_("There are several children of this name here: open the right file, "
				      "and say so "
				      "in a new alert.")
				 : N_("No child of this name is among those you look after."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		rc = RC_INVALID;
	}
	return rc;
}

struct naming {
	int64_t id, child;
};

static enum rc name_job(struct ctx *c, void *arg)
{
	const struct naming *n = arg;

	return alert_name_child(c, n->id, n->child);
}

static enum rc name_child(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct naming name = { .id = r->id };
	struct record a;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &alert_kind, r->id, &a);
	if (rc == RC_OK)
		rc = find_named(&r->ctx, str_trim(form_value(f, n, STR("name"))), &name.child);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, name_job, &name);
	if (rc == RC_OK)
		return registry_see(r, "/alerts/", r->id);
	return rc == RC_INVALID || rc == RC_CONFLICT ? put_one(r, rc) : rc;
}

static enum rc take(struct req *r) { return act(r, false); }
static enum rc close_it(struct req *r) { return act(r, true); }

/* clang-format off */
const struct route alert_routes[] = {
	{ HTTP_GET,  "/alerts",           show_list,           .need = ROLES_SIGNED_IN, .purpose = "alerts" },
	{ HTTP_GET,  "/alerts/new",       alert_new_page_ask,  .need = ROLES_SIGNED_IN, .purpose = "alerts" },
	{ HTTP_POST, "/alerts/new",       alert_new_page_send, .need = ROLES_SIGNED_IN, .purpose = "alerts" },
	{ HTTP_GET,  "/alerts/:id",       show_one,            .need = ROLES_SIGNED_IN, .purpose = "alerts" },
	{ HTTP_POST, "/alerts/:id/show",  open_one,            .need = ROLES_STAFF, .purpose = "alerts" },
	{ HTTP_POST, "/alerts/:id/take",  take,                .need = ROLES_ALERT, .purpose = "alerts" },
	{ HTTP_POST, "/alerts/:id/close", close_it,            .need = ROLES_ALERT, .purpose = "alerts" },
	{ HTTP_POST, "/alerts/:id/child", name_child,          .need = ROLES_ALERT, .purpose = "alerts" },
	{ HTTP_POST, "/api/v1/alerts",           alert_api_raise, .need = ROLES_SIGNED_IN, .purpose = "record:alerts" },
	{ HTTP_POST, "/api/v1/alerts/:id/take",  alert_api_take,  .need = ROLES_ALERT, .purpose = "record:alerts" },
	{ HTTP_POST, "/api/v1/alerts/:id/close", alert_api_close, .need = ROLES_ALERT, .purpose = "record:alerts" },
	{ 0 },
};
/* clang-format on */

/* --- on other pages --- */

enum rc alert_today_panel(struct page *p, const struct record *about)
{
	(void)about;
	if (!(p->who->role & ROLES_FAMILY)) /* others have it beside the greeting */
		return RC_OK;
	/* Beside the four large ways of the page it is one plain button, not a fifth. */
	html_lit(p, "<section class=\"ring\"><p>");
	html_tr(p, N_("Mine or another one: tell us, and somebody looks after it"));
	html_lit(p, "</p><a class=\"btn wide-btn\" href=\"/alerts/new\">");
	html_icon(p, "msg");
	html_lit(p, "<span>");
	html_tr(p, N_("I am worried about a child"));
	html_lit(p, "</span></a></section>\n");
	return RC_OK;
}
