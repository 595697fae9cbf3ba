/* Transfers: the lists, one of them with its answer, and their part of the child's file and of a school. */
#include "transfer_page.h"
#include "facts.h"
#include "formpart.h"
#include "pick.h"
#include "thread.h"

static bool is(const struct record *t, size_t field, const char *code)
{
	return str_eq(rec_text(t, field), str_of(code));
}

static bool asked(const struct record *t) { return is(t, TRANSFER_STATE, CODE_TRANSFER_STATE_ASKED); }

/* --- words --- */

static str from_text(struct page *p, const struct record *t)
{
	return t->label[TRANSFER_FROM_SCHOOL].n ? t->label[TRANSFER_FROM_SCHOOL]
						: html_word(p, N_("no school"));
}

static str way_text(struct page *p, const struct record *t)
{
	return html_say(p, N_("from the school {0} to {1}"), from_text(p, t), t->label[TRANSFER_TO_SCHOOL]);
}

static str state_text(struct page *p, const struct record *t)
{
	day due = rec_day(t, TRANSFER_DUE_ON);

	if (!asked(t))
		return registry_code(p, "transfer_state", rec_text(t, TRANSFER_STATE));
	if (due < p->today)
		return html_say(p, N_("an answer was due by {0}"), html_day_text(p, due));
	return html_say(p, N_("an answer is due by {0}"), html_day_text(p, due));
}

static str name_of(struct page *p, const struct record *t)
{
	str name = rec_text(t, TRANSFER_NAME);

	return name.n ? name : html_word(p, N_("A child"));
}

/* --- the lists --- */

static const struct pick lists[TRANSFER_LIST__N] = {
	[TRANSFER_TO_ANSWER] = { "answer", N_("to answer") },
	[TRANSFER_ASKED] = { "asked", N_("asked by us") },
	[TRANSFER_DONE] = { "done", N_("answered") },
};

static void put_item(struct page *p, const struct record *t)
{
	bool late = asked(t) && rec_day(t, TRANSFER_DUE_ON) < p->today;

	table_rows_item(p, &(struct row){ .icon = late       ? "warn"
						  : asked(t) ? "day"
							     : "child",
					  .title = html_say(p, N_("{0}, {1}"), name_of(p, t), way_text(p, t)),
					  .url = html_url(p, "/transfers/#", t->id),
					  .why = html_say(p, N_("First day {0}; {1}."),
							  html_day_text(p, rec_day(t, TRANSFER_START_ON)),
							  state_text(p, t)),
					  .verb = N_("Open") });
}

static void put_list(struct page *p, enum transfer_list which, const struct records *found)
{
	static const char *const nothing[TRANSFER_LIST__N] = { N_("Nobody waits for an answer"),
							       N_("You have asked for nothing"),
							       N_("Nothing has been answered yet") };

	if (!found->n) {
		table_empty(p, &(struct empty){
				       .title = nothing[which],
				       .why = N_("When a child changes school, the two schools settle it "
						 "here.") });
		return;
	}
	table_rows_begin(p);
	for (size_t i = 0; i < found->n; i++)
		put_item(p, &found->r[i]);
	table_rows_end(p);
}

static enum rc show_list(struct req *r)
{
	struct picks k = { .path = STR("/transfers"),
			   .label = N_("Which transfers"),
			   .pick = lists,
			   .n = TRANSFER_LIST__N };
	struct records found;
	int64_t after = registry_after(r);

	if (!pick_read(r, &k))
		return RC_INVALID;
	enum transfer_list which = (enum transfer_list)k.at;
	enum rc rc = transfer_list(&r->ctx, which, after, REGISTRY_PAGE, &found);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Transfers"))),
						       .tab = "/more",
						       .back = STR("/more"),
						       .own_h1 = true });
	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Transfers"));
	html_lit(&p, "</h1>");
	if (p.who->role & ROLES_TRANSFER) {
		html_lit(&p, "<a class=\"btn\" href=\"/transfers/new\">");
		html_tr(&p, N_("A child comes to us"));
		html_lit(&p, "</a>");
	}
	html_lit(&p, "</div>\n");
	pick_put(&p, &k);
	put_list(&p, which, &found);
	pick_pages(&p, &k, &found, after != 0);
	page_end(&p);
	return RC_OK;
}

/* --- one of them --- */

static str who_text(struct page *p, str name, int64_t at)
{
	if (!at)
		return STR("");
	return html_say(p, N_("{0}, {1}"), name.n ? name : html_word(p, N_("the program")),
			html_day_text(p, instant_day(at)));
}

static str county_of(struct page *p, const struct record *t, size_t field)
{
	struct buf code = buf_new(p->mem, 8);

	buf_pad(&code, rec_int(t, field), 6);
	return registry_region(p, buf_view(&code));
}

/* The county stands beside the school when it is another one. */
static str school_text(struct page *p, const struct record *t, size_t school, size_t county)
{
	str name = school == TRANSFER_FROM_SCHOOL ? from_text(p, t) : t->label[school];

	if (rec_int(t, TRANSFER_FROM_COUNTY) == rec_int(t, TRANSFER_TO_COUNTY))
		return name;
	return html_say(p, N_("{0}, {1}"), name, county_of(p, t, county));
}

static void put_facts(struct page *p, const struct record *t)
{
	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, N_("Date of birth"), html_day_text(p, rec_day(t, TRANSFER_BIRTH_DATE)));
	facts_row(p, N_("From school"), school_text(p, t, TRANSFER_FROM_SCHOOL, TRANSFER_FROM_COUNTY));
	facts_row(p, N_("To school"), school_text(p, t, TRANSFER_TO_SCHOOL, TRANSFER_TO_COUNTY));
	facts_row(p, N_("First day at the new school"), html_day_text(p, rec_day(t, TRANSFER_START_ON)));
	facts_row(p, N_("Class"), t->label[TRANSFER_TO_CLASS]);
	if (!rec_null(t, TRANSFER_GRADE))
		facts_row(p, N_("Grade"), html_int_text(p, rec_int(t, TRANSFER_GRADE)));
	facts_row(p, N_("Why"), registry_code(p, "transfer_reason", rec_text(t, TRANSFER_REASON)));
	facts_row(p, N_("Note"), rec_text(t, TRANSFER_NOTE));
	facts_row(p, N_("Who asked"), registry_code(p, "transfer_side", rec_text(t, TRANSFER_SIDE)));
	facts_row(p, N_("Asked by"), who_text(p, t->label[TRANSFER_ASKED_BY], rec_int(t, TRANSFER_ASKED_AT)));
	facts_row(p, N_("Where it stands"), state_text(p, t));
	facts_row(p, N_("Answered by"),
		  who_text(p, t->label[TRANSFER_DECIDED_BY], rec_int(t, TRANSFER_DECIDED_AT)));
	facts_row(p, N_("Answer"), rec_text(t, TRANSFER_ANSWER));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static enum rc class_options(struct req *r, const struct record *t, struct form_field *f)
{
	return registry_class_options(r, rec_int(t, TRANSFER_TO_SCHOOL), f);
}

static enum rc put_accept(struct page *p, const struct record *t, const struct transfer_may *may)
{
	struct form_field classes = { 0 };
	enum rc rc = may->class ? class_options(p->r, t, &classes) : RC_OK;

	if (rc != RC_OK)
		return rc;
	formpart_act_begin(p, html_url(p, "/transfers/#/accept", t->id));
	if (classes.noption)
		formpart_select(p,
				&(struct control){
					.name = STR("to_class"),
					.label = N_("Class it comes into"),
					.hint = N_("Can still be chosen in the file later"),
					.value = rec_null(t, TRANSFER_TO_CLASS)
							 ? STR("")
							 : html_int_text(p, rec_int(t, TRANSFER_TO_CLASS)) },
				classes.option, classes.noption);
	html_lit(p, "<p class=\"s\">");
	if (is(t, TRANSFER_SIDE, CODE_TRANSFER_SIDE_RECEIVING))
		html_tr(p, N_("The child leaves on the day before its first day there. You go on reading "
			      "when it was "
			      "with you, not its file."));
	else
		html_tr(p, N_("The child's whole file comes to you on its first day with you."));
	html_lit(p, "</p>\n");
	formpart_act_end(p, N_("Agree"), true);
	return RC_OK;
}

static void put_reject(struct page *p, const struct record *t)
{
	formpart_fold_begin(p, N_("Not agree"), p->r->ctx.problems.n != 0);
	formpart_act_begin(p, html_url(p, "/transfers/#/reject", t->id));
	form_text_put(p, &(struct form_text){ .name = "answer",
					      .label = N_("Why not"),
					      .hint = N_("The other side reads it."),
					      .required = true });
	formpart_act_end(p, N_("Send the answer"), false);
	formpart_fold_end(p);
}

static void put_withdraw(struct page *p, const struct record *t)
{
	formpart_fold_plain(
		p, &(struct formpart_plain){ .name = N_("Withdraw the request"),
					     .says = N_("Nothing has changed yet, and nothing will."),
					     .verb = N_("Withdraw the request"),
					     .action = html_url(p, "/transfers/#/withdraw", t->id) });
}

static void put_says(struct page *p, const char *text)
{
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

static enum rc put_acts(struct page *p, const struct record *t)
{
	struct transfer_may may;
	enum rc rc = transfer_may(&p->r->ctx, t, &may);

	if (rc == RC_OK && may.answer)
		rc = put_accept(p, t, &may);
	if (rc != RC_OK)
		return rc;
	if (may.officer_only)
		put_says(p, N_("This one the county answers."));
	if (may.answer)
		put_reject(p, t);
	if (may.withdraw)
		put_withdraw(p, t);
	return RC_OK;
}

static enum rc put_one(struct req *r, enum rc outcome)
{
	struct record t;
	enum rc rc = record_load(&r->ctx, &transfer_kind, r->id, &t);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = name_of(&p, &t),
					   .tab = "/more",
					   .back = STR("/transfers"),
					   .under = way_text(&p, &t),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_facts(&p, &t);
	rc = put_acts(&p, &t);
	registry_file_link(&p, rec_int(&t, TRANSFER_CHILD));
	page_end(&p);
	return rc;
}

static enum rc show_one(struct req *r) { return put_one(r, RC_OK); }

static enum rc answer(struct req *r, enum transfer_does does)
{
	struct http_pair *f;
	size_t n;
	int64_t class = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	str typed = form_value(f, n, STR("to_class"));
	if (typed.n && (!str_int(typed, &class) || class <= 0))
		return RC_INVALID;
	rc = transfer_answer(&r->ctx, r->id,
			     &(struct transfer_answer){ .does = does,
							.class = class,
							.words = form_value(f, n, STR("answer")) });
	if (rc == RC_OK)
		return registry_see(r, "/transfers/", r->id);
	return rc == RC_INVALID || rc == RC_CONFLICT ? put_one(r, rc) : rc;
}

static enum rc accept(struct req *r) { return answer(r, TRANSFER_ACCEPT); }
static enum rc reject(struct req *r) { return answer(r, TRANSFER_REJECT); }
static enum rc withdraw(struct req *r) { return answer(r, TRANSFER_WITHDRAW); }

/* clang-format off */
const struct route transfer_routes[] = {
	{ HTTP_GET,  "/transfers",              show_list,          .need = ROLES_TRANSFER_READ, .purpose = "transfers" },
	{ HTTP_GET,  "/transfers/new",          transfer_page_new,  .need = ROLES_TRANSFER, .purpose = "form" },
	{ HTTP_POST, "/transfers/new",          transfer_page_ask,  .need = ROLES_TRANSFER, .purpose = "form" },
	{ HTTP_GET,  "/transfers/:id",          show_one,           .need = ROLES_TRANSFER_READ, .purpose = "transfer" },
	{ HTTP_POST, "/transfers/:id/accept",   accept,             .need = ROLES_TRANSFER, .purpose = "transfer" },
	{ HTTP_POST, "/transfers/:id/reject",   reject,             .need = ROLES_TRANSFER, .purpose = "transfer" },
	{ HTTP_POST, "/transfers/:id/withdraw", withdraw,           .need = ROLES_TRANSFER, .purpose = "transfer" },
	{ HTTP_POST, "/api/v1/transfers",              transfer_api_ask,      .need = ROLES_TRANSFER, .purpose = "record:transfers" },
	{ HTTP_POST, "/api/v1/transfers/:id/accept",   transfer_api_accept,   .need = ROLES_TRANSFER, .purpose = "record:transfers" },
	{ HTTP_POST, "/api/v1/transfers/:id/reject",   transfer_api_reject,   .need = ROLES_TRANSFER, .purpose = "record:transfers" },
	{ HTTP_POST, "/api/v1/transfers/:id/withdraw", transfer_api_withdraw, .need = ROLES_TRANSFER, .purpose = "record:transfers" },
	{ 0 },
};
/* clang-format on */

/* --- on other pages --- */

static void put_of_child(struct page *p, const struct record *t)
{
	thread_item(p, way_text(p, t), 0,
		    html_say(p, N_("First day {0}; {1}."), html_day_text(p, rec_day(t, TRANSFER_START_ON)),
			     state_text(p, t)),
		    false);
	html_link(p, html_url(p, "/transfers/#", t->id), html_word(p, N_("Look")));
	thread_item_end(p);
}

enum rc transfer_child_panel(struct page *p, const struct record *child)
{
	struct list l = { .filter = { { TRANSFER_CHILD, INT(child->id) } },
			  .nfilter = 1,
			  .newest_first = true };
	struct records found = { .n = 0 };
	bool giving = p->who->role & ROLES_TRANSFER && !rec_null(child, CHILD_SCHOOL), open = false;

	if (!(p->who->role & ROLES_TRANSFER_READ))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &transfer_kind, &l, &found);
	for (size_t i = 0; i < found.n; i++)
		open |= asked(&found.r[i]);
	if (rc != RC_OK || (!found.n && !giving))
		return rc;
	html_lit(p, "<section id=\"transfers\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Change of school"));
	html_lit(p, "</h2>");
	if (giving && !open)
		html_link(p, html_url(p, "/transfers/new?child=#", child->id),
			  html_word(p, N_("Give to another school")));
	html_lit(p, "</div>\n");
	if (found.n)
		thread_begin(p);
	for (size_t i = 0; i < found.n; i++)
		put_of_child(p, &found.r[i]);
	if (found.n)
		thread_end(p);
	html_lit(p, "</section>\n");
	return RC_OK;
}

enum rc transfer_school_panel(struct page *p, const struct record *school)
{
	struct records found;
	size_t n = 0;

	if (!(p->who->role & ROLES_TRANSFER_READ))
		return RC_OK;
	enum rc rc = transfer_list(&p->r->ctx, TRANSFER_TO_ANSWER, 0, LIST_MAX, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n; i++)
		n += rec_int(&found.r[i], TRANSFER_FROM_SCHOOL) == school->id ||
		     rec_int(&found.r[i], TRANSFER_TO_SCHOOL) == school->id;
	if (rc != RC_OK || !n)
		return rc;
	table_rows_begin(p);
	table_rows_item(
		p, &(struct row){ .icon = "day",
				  .title = html_say(p, N_("Changes of school that wait for an answer: {0}"),
						    html_int_text(p, (int64_t)n)),
				  .url = STR("/transfers"),
				  .why = html_word(p, N_("A child comes to this school or leaves it.")),
				  .verb = N_("Look") });
	table_rows_end(p);
	return RC_OK;
}
