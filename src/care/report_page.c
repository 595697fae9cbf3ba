/* One report: for who handles it what is known, the clocks and the steps; for who made it how far it is. */
#include "report_page.h"
#include "facts.h"
#include "family.h"
#include "formpart.h"
#include "opening_page.h"
#include "readlog.h"
#include "registry_page.h"
#include "thread.h"

static bool shows(const struct record *r, size_t field) { return !(r->masked >> field & 1); }

static void put_heading(struct page *p, const char *text)
{
	html_lit(p, "<h2>");
	html_tr(p, text);
	html_lit(p, "</h2>\n");
}

static void put_says(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

/* --- how it stands --- */

static str moment(struct page *p, const struct record *r, size_t field)
{
	return rec_null(r, field) ? STR("") : report_page_moment(p, rec_int(r, field));
}

static void put_standing(struct page *p, const struct record *r)
{
	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, report_kind.fields[REPORT_STATE].label,
		  registry_code(p, "report_state", rec_text(r, REPORT_STATE)));
	if (rec_int(r, REPORT_DANGER))
		facts_row(p, report_kind.fields[REPORT_DANGER].label, html_say(p, N_("yes")));
	facts_row(p, report_kind.fields[REPORT_REGION].label, registry_region(p, rec_text(r, REPORT_REGION)));
	facts_row(p, report_kind.fields[REPORT_KNOWN_AT].label, moment(p, r, REPORT_KNOWN_AT));
	facts_row(p, report_kind.fields[REPORT_RECORDED_AT].label, moment(p, r, REPORT_RECORDED_AT));
	facts_row(p, report_kind.fields[REPORT_ACCEPTED_AT].label, moment(p, r, REPORT_ACCEPTED_AT));
	facts_row(p, report_kind.fields[REPORT_ACCEPTED_BY].label, r->label[REPORT_ACCEPTED_BY]);
	if (rec_int(r, REPORT_TO_POLICE))
		facts_row(p, report_kind.fields[REPORT_TO_POLICE].label, html_say(p, N_("yes")));
	if (rec_int(r, REPORT_TO_EDUCATION))
		facts_row(p, report_kind.fields[REPORT_TO_EDUCATION].label, html_say(p, N_("yes")));
	facts_row(p, report_kind.fields[REPORT_CLOSED_AT].label, moment(p, r, REPORT_CLOSED_AT));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static str clock_text(struct page *p, const struct report_clock *k)
{
	str due = report_page_moment(p, k->due);

	switch (k->state) {
	case REPORT_IN_TIME: return html_say(p, N_("in time: {0}"), report_page_moment(p, k->done));
	case REPORT_LATE: return html_say(p, N_("late: {0}, due {1}"), report_page_moment(p, k->done), due);
	case REPORT_OVERDUE: return html_say(p, N_("overdue since {0}"), due);
	case REPORT_RUNNING: break;
	}
	return html_say(p, N_("to do by {0}"), due);
}

static void put_clocks(struct page *p, const struct record *r)
{
	static const char *const labels[REPORT_CLOCK__N] = {
		[REPORT_CLOCK_POLICE] = N_("Tell the police"),
		[REPORT_CLOCK_RECORD] = N_("Write it down"),
		[REPORT_CLOCK_SUPERVISOR] = N_("Tell the supervisor"),
		[REPORT_CLOCK_FEEDBACK] = N_("Answer who reported"),
	};
	struct report_clock k[REPORT_CLOCK__N];
	const struct report_times t = report_times(r);
	const struct report_limits l = report_limits(&p->r->ctx);

	report_clocks(&t, &l, p->r->ctx.now, k);
	html_lit(p, "<section class=\"sheet stack\">");
	put_heading(p, N_("Clocks"));
	facts_begin(p);
	for (size_t i = 0; i < REPORT_CLOCK__N; i++)
		facts_row(p, labels[i], clock_text(p, &k[i]));
	facts_end(p);
	html_lit(p, "</section>\n");
}

/* --- what is known --- */

static void put_adult(struct page *p, const struct record *person)
{
	static const size_t field[] = { PERSON_PHONE, PERSON_STATE };

	facts_row(p, N_("Adult"), rec_text(person, PERSON_NAME));
	(void)facts_fields(p, person, field, COUNT(field));
}

/* What the register knows, under this report: opening the file itself would be a reading of its own. */
static enum rc put_child(struct page *p, int64_t id)
{
	static const size_t field[] = { CHILD_SEX,    CHILD_BIRTH_DATE,    CHILD_SCHOOL,  CHILD_CLASS,
					CHILD_HEALTH, CHILD_LIVING_REGION, CHILD_ADDRESS, CHILD_PHONE };
	struct record child;
	struct records adults;
	enum rc rc = record_load(&p->r->ctx, &child_kind, id, &child);

	if (rc == RC_OK)
		rc = family_adults(&p->r->ctx, id, 0, &adults);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	put_heading(p, N_("What the register knows of the child"));
	facts_begin(p);
	facts_row(p, child_kind.fields[CHILD_NAME].label, rec_text(&child, CHILD_NAME));
	(void)facts_fields(p, &child, field, COUNT(field));
	for (size_t i = 0; i < adults.n; i++)
		put_adult(p, &adults.r[i]);
	facts_end(p);
	return RC_OK;
}

static enum rc put_reporter(struct page *p, const struct record *r)
{
	struct actor program = actor_system(r->county);
	struct ctx look = ctx_system(&p->r->ctx, &program);
	struct record plain;

	if (p->who->role != ROLE_CIVIL)
		return RC_OK;
	look.seen = NULL;
	enum rc rc = record_load(&look, &report_kind, r->id, &plain);
	if (rc != RC_OK)
		return rc;
	put_heading(p, N_("Who reported"));
	put_says(p, N_("For you alone: neither the police nor the family is told."));
	facts_begin(p);
	facts_row(p, N_("Account"), plain.label[REPORT_BY]);
	if (rec_null(&plain, REPORT_BY))
		facts_row(p, N_("Account"), html_say(p, N_("none: the page for everybody")));
	facts_row(p, report_kind.fields[REPORT_BY_NAME].label, rec_text(&plain, REPORT_BY_NAME));
	facts_row(p, report_kind.fields[REPORT_BY_PHONE].label, rec_text(&plain, REPORT_BY_PHONE));
	facts_end(p);
	return RC_OK;
}

static enum rc put_opened(struct page *p, const struct record *r)
{
	const struct code_list *list = code_list_find(STR("report_situation"));
	int64_t child = 0;
	enum rc rc = RC_OK;

	facts_begin(p);
	facts_row(p, report_kind.fields[REPORT_SITUATION].label,
		  code_label(list, rec_text(r, REPORT_SITUATION), p->lang));
	facts_row(p, report_kind.fields[REPORT_CHILD_NAME].label, rec_text(r, REPORT_CHILD_NAME));
	facts_row(p, report_kind.fields[REPORT_CHILD_WHERE].label, rec_text(r, REPORT_CHILD_WHERE));
	facts_row(p, report_kind.fields[REPORT_POLICE_NO].label, rec_text(r, REPORT_POLICE_NO));
	facts_end(p);
	put_heading(p, report_kind.fields[REPORT_WHAT].label);
	opening_page_text(p, rec_text(r, REPORT_WHAT));
	if (!rec_null(r, REPORT_FEEDBACK)) {
		put_heading(p, report_kind.fields[REPORT_FEEDBACK].label);
		html_lit(p, "<p>");
		html_text(p, rec_text(r, REPORT_FEEDBACK));
		html_lit(p, "</p>\n");
	}
	if (str_int(rec_text(r, REPORT_CHILD), &child))
		rc = put_child(p, child);
	return rc == RC_OK ? put_reporter(p, r) : rc;
}

static enum rc put_content(struct page *p, const struct record *r)
{
	enum rc rc = RC_OK;

	html_lit(p, "<section id=\"what\" class=\"sheet stack\"><h2>");
	html_icon(p, "lock");
	html_lit(p, " ");
	html_tr(p, N_("What was reported"));
	html_lit(p, "</h2>\n");
	if (shows(r, REPORT_WHAT))
		rc = put_opened(p, r);
	else
		opening_page_read(p, &report_kind, r->id, html_word(p, N_("to handle this report")));
	html_lit(p, "</section>\n");
	return rc;
}

/* --- who is named --- */

static void put_named_form(struct page *p, const struct record *r)
{
	html_lit(p, "<details><summary>");
	html_tr(p, N_("Somebody else is involved"));
	html_lit(p, "</summary><form method=\"post\" class=\"stack\"");
	html_action(p, html_url(p, "/reports/#/named", r->id));
	html_lit(p, ">");
	html_csrf(p);
	form_text_put(
		p, &(struct form_text){ .name = "named",
					.label = N_("Name"),
					.hint = N_("Accounts of this name cannot read the report any more; "
						   "of several of one name none."),
					.required = true });
	form_text_put(p, &(struct form_text){ .name = "relation", .label = N_("Who it is to the child") });
	html_lit(p, "<button>");
	html_tr(p, N_("Keep them out"));
	html_lit(p, "</button></form></details>\n");
}

static void put_named_one(struct page *p, const struct record *r, const struct record *n)
{
	str name = shows(n, REPORT_NAMED_NAME) ? rec_text(n, REPORT_NAMED_NAME)
					       : html_word(p, N_("Somebody (covered)"));

	html_lit(p, "<li><span>");
	html_text(p, name);
	if (shows(n, REPORT_NAMED_RELATION) && !rec_null(n, REPORT_NAMED_RELATION)) {
		html_lit(p, ", ");
		html_text(p, rec_text(n, REPORT_NAMED_RELATION));
	}
	html_lit(p, "</span> <small>");
	html_tr(p, rec_null(n, REPORT_NAMED_ACCOUNT) ? N_("has no account here")
						     : N_("has an account, and is kept out"));
	html_lit(p, "</small>");
	if (p->who->role == ROLE_CIVIL && shows(n, REPORT_NAMED_NAME)) {
		html_lit(p, "<form method=\"post\"");
		html_action(p, html_url(p, "/reports/#/named", r->id));
		html_lit(p, ">");
		html_csrf(p);
		html_hidden(p, STR("drop"), html_int_text(p, n->id));
		html_lit(p, "<button>");
		html_tr(p, N_("It is not this person"));
		html_lit(p, "</button></form>");
	}
	html_lit(p, "</li>\n");
}

static enum rc put_named(struct page *p, const struct record *r)
{
	struct records list;
	struct list l = { .filter = { { REPORT_NAMED_REPORT, INT(r->id) } }, .nfilter = 1 };

	if (!(p->who->role & (ROLE_CIVIL | ROLE_POLICE)))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &report_named_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\">");
	put_heading(p, N_("Who is named"));
	if (list.n)
		html_lit(p, "<ul class=\"rows\">\n");
	else
		put_says(p, N_("Nobody is named."));
	for (size_t i = 0; i < list.n; i++)
		put_named_one(p, r, &list.r[i]);
	if (list.n)
		html_lit(p, "</ul>\n");
	if (p->who->role == ROLE_CIVIL)
		put_named_form(p, r);
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* --- steps --- */

static void put_step(struct page *p, const struct record *act)
{
	int64_t at = rec_int(act, REPORT_ACT_AT);

	thread_item(p, registry_code(p, "report_act", rec_text(act, REPORT_ACT_WHAT)), instant_day(at),
		    html_say(p, N_("{0}, {1}"), act->label[REPORT_ACT_BY], html_clock_text(p, at)), true);
	if (shows(act, REPORT_ACT_TEXT) && !rec_null(act, REPORT_ACT_TEXT)) {
		html_lit(p, "<p>");
		html_text(p, rec_text(act, REPORT_ACT_TEXT));
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

static void put_act_form(struct page *p, const struct record *r, size_t before,
			 const struct report_step *typed)
{
	const struct code_list *list = code_list_find(STR("report_act"));
	const struct report_facts f = report_facts(&p->r->ctx, r);
	struct form_option o[16];
	size_t n = 0, at = 0;
	const struct code *code;

	while (n < COUNT(o) && (code = code_next(list, &at, p->today, STR(""))))
		if (!report_act_refusal(&f, code->code))
			o[n++] = (struct form_option){ code->code, p->lang == LANG_ZH ? code->zh : code->en };
	if (!n)
		return;
	html_lit(p, "<form method=\"post\" class=\"sheet stack\" novalidate");
	html_action(p, html_url(p, "/reports/#/act", r->id));
	html_lit(p, ">");
	put_heading(p, N_("Next step"));
	html_csrf(p);
	html_hidden(p, STR("before"), html_int_text(p, (int64_t)before));
	formpart_select(p,
			&(struct control){ .name = STR("what"),
					   .label = N_("What was done"),
					   .value = typed->what,
					   .required = true },
			o, n);
	report_page_area(p, "text", N_("In words"),
			 N_("An answer is read by who reported: no name, nothing that gives away others."),
			 typed->text);
	if (p->who->role == ROLE_POLICE || f.to_police)
		form_text_put(p, &(struct form_text){ .name = "police_no",
						      .label = N_("Number at the police"),
						      .value = typed->police_no });
	html_lit(p, "<button class=\"main\">");
	html_tr(p, N_("Write this step down"));
	html_lit(p, "</button></form>\n");
}

static enum rc put_steps(struct page *p, const struct record *r, const struct report_step *typed)
{
	struct records acts;
	struct list l = { .filter = { { REPORT_ACT_REPORT, INT(r->id) } },
			  .nfilter = 1,
			  .newest_first = true };
	enum rc rc = record_list(&p->r->ctx, &report_act_kind, &l, &acts);

	if (rc != RC_OK)
		return rc;
	put_act_form(p, r, acts.n, typed);
	html_lit(p, "<section class=\"stack\">");
	put_heading(p, N_("Steps"));
	if (!acts.n)
		put_says(p, N_("No step yet."));
	else
		thread_begin(p);
	for (size_t i = 0; i < acts.n; i++)
		put_step(p, &acts.r[i]);
	if (acts.n)
		thread_end(p);
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* The only place where readings of a report are listed. */
static enum rc put_readings(struct page *p, const struct record *r)
{
	enum { SHOWN = 30 };
	struct reading *list;
	size_t n = SHOWN;

	if (p->who->role != ROLE_CIVIL)
		return RC_OK;
	enum rc rc = readlog_list(&p->r->ctx,
				  &(struct readlog_filter){ .child = r->id, .sealed = true, .apart = true },
				  &list, &n);
	if (rc != RC_OK || !n)
		return rc;
	html_lit(p, "<details><summary>");
	html_tr(p, N_("Who opened this page"));
	html_lit(p, "</summary>");
	thread_begin(p);
	for (size_t i = 0; i < n; i++) {
		thread_item(p, list[i].actor_name, instant_day(list[i].at), html_clock_text(p, list[i].at),
			    true);
		thread_item_end(p);
	}
	thread_end(p);
	html_lit(p, "</details>\n");
	return RC_OK;
}

/* --- the pages --- */

static enum rc put_handled(struct page *p, const struct record *r, const struct report_step *typed)
{
	html_lit(p, "<div class=\"cols half\"><div class=\"stack\">\n");
	put_standing(p, r);
	put_clocks(p, r);
	enum rc rc = put_named(p, r);
	html_lit(p, "</div><div class=\"stack\">\n");
	if (rc == RC_OK)
		rc = put_content(p, r);
	if (rc == RC_OK)
		rc = put_steps(p, r, typed);
	if (rc == RC_OK)
		rc = put_readings(p, r);
	html_lit(p, "</div></div>\n");
	return rc;
}

/* For who made it: how far it is, the answer, the code; not what was written, which may lie open on a desk.
 */
static enum rc put_mine(struct page *p, const struct record *r)
{
	str code, answer;
	enum rc rc = report_answer_of(&p->r->ctx, r->id, &code, &answer);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, report_kind.fields[REPORT_STATE].label,
		  registry_code(p, "report_state", rec_text(r, REPORT_STATE)));
	facts_row(p, report_kind.fields[REPORT_RECORDED_AT].label, moment(p, r, REPORT_RECORDED_AT));
	facts_row(p, report_kind.fields[REPORT_ACCEPTED_AT].label, moment(p, r, REPORT_ACCEPTED_AT));
	facts_row(p, report_kind.fields[REPORT_CLOSED_AT].label, moment(p, r, REPORT_CLOSED_AT));
	facts_row(p, report_kind.fields[REPORT_CODE].label, report_page_code(p, code));
	facts_end(p);
	html_lit(p, "</section>\n<section class=\"sheet stack\">");
	put_heading(p, N_("The answer"));
	html_lit(p, "<p>");
	if (answer.n)
		html_text(p, answer);
	else
		html_tr(p, N_("None yet. It comes within {0} days of your report."),
			html_int_text(p, ctx_param(&p->r->ctx, PARAM_REPORT_FEEDBACK_DAYS)));
	html_lit(p, "</p></section>\n");
	put_says(p, N_("What you wrote is kept sealed and not shown here. If you learn more, report again."));
	report_page_numbers(p);
	return RC_OK;
}

static enum rc put_page(struct req *r, const struct record *rep, const struct report_step *typed, int status)
{
	struct page p = page_of(r);
	bool handles = report_handles(&r->ctx, rep);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, report_kind.label),
					   .under = report_page_moment(&p, rec_int(rep, REPORT_RECORDED_AT)),
					   .elder = p.who->role & (ROLES_FAMILY | ROLE_CHILD),
					   .back = STR("/reports"),
					   .no_store = true,
					   .status = status });
	form_summary(&p, NULL);
	enum rc rc = handles ? put_handled(&p, rep, typed) : put_mine(&p, rep);
	page_end(&p);
	return rc;
}

static const struct report_step nothing = { .before = -1 };

static enum rc report_page_show(struct req *r)
{
	struct record rep;
	enum rc rc = record_load(&r->ctx, &report_kind, r->id, &rep);

	return rc == RC_OK ? put_page(r, &rep, &nothing, 200) : rc;
}

/* With a purpose it opens to who handles it; the dispatcher writes the reading down before it leaves. */
static enum rc report_page_open(struct req *r)
{
	struct record rep;
	bool given;
	enum rc rc = record_load(&r->ctx, &report_kind, r->id, &rep);

	if (rc == RC_OK && !report_handles(&r->ctx, &rep))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = facts_purpose(r, &given);
	if (rc != RC_OK)
		return rc;
	if (!given)
		return put_page(r, &rep, &nothing, rc_status(RC_INVALID));
	rc = record_load(&r->ctx, &report_kind, r->id, &rep);
	return rc == RC_OK ? put_page(r, &rep, &nothing, 200) : rc;
}

static enum rc answer(struct req *r, enum rc rc, const struct report_step *typed)
{
	struct record rep;
	enum rc outcome = rc;

	if (rc == RC_OK)
		return registry_see(r, "/reports/", r->id);
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	rc = record_load(&r->ctx, &report_kind, r->id, &rep);
	return rc == RC_OK ? put_page(r, &rep, typed, rc_status(outcome)) : rc;
}

static enum rc report_page_act(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct report_step s = { .what = form_value(f, n, STR("what")),
				 .text = form_value(f, n, STR("text")),
				 .police_no = form_value(f, n, STR("police_no")),
				 .before = -1 };
	if (form_value(f, n, STR("before")).n && !str_int(form_value(f, n, STR("before")), &s.before))
		s.before = -1;
	return answer(r, report_act_do(&r->ctx, r->id, &s), &s);
}

static enum rc report_page_name(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t drop = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	if (str_int(form_value(f, n, STR("drop")), &drop))
		rc = report_unname(&r->ctx, r->id, drop);
	else
		rc = report_name(&r->ctx, r->id, form_value(f, n, STR("named")),
				 form_value(f, n, STR("relation")));
	/* Whoever named themselves reads it no more. */
	return rc == RC_OK ? req_see_other(r, STR("/reports")) : answer(r, rc, &nothing);
}

/* clang-format off */
const struct route report_routes[] = {
	{ HTTP_GET,  "/reports",              report_page_list, .need = ROLES_REPORT, .purpose = "report" },
	{ HTTP_GET,  "/reports/new",          report_page_new,  .need = ROLES_SIGNED_IN, .purpose = "report" },
	{ HTTP_POST, "/reports/new",          report_page_send, .need = ROLES_SIGNED_IN, .purpose = "report" },
	{ HTTP_GET,  "/reports/told",         report_page_told, .need = ROLE_SUPERVISOR },
	{ HTTP_GET,  "/reports/:id",          report_page_show, .need = ROLES_REPORT, .purpose = "report" },
	{ HTTP_POST, "/reports/:id/show",     report_page_open, .need = ROLE_CIVIL | ROLE_OFFICER | ROLE_POLICE, .purpose = "report" },
	{ HTTP_POST, "/reports/:id/act",      report_page_act,  .need = ROLE_CIVIL | ROLE_OFFICER | ROLE_POLICE, .purpose = "report" },
	{ HTTP_POST, "/reports/:id/named",    report_page_name, .need = ROLE_CIVIL, .purpose = "report" },
	{ HTTP_POST, "/api/v1/reports",       report_api_make,  .need = ROLES_SIGNED_IN, .purpose = "report" },
	{ HTTP_POST, "/api/v1/reports/:id/act", report_api_act, .need = ROLE_CIVIL | ROLE_OFFICER | ROLE_POLICE, .purpose = "report" },
	{ 0 },
};
/* clang-format on */
