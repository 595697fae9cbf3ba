/* One care plan: what it is about, what child and family want, its goals, its reviews; on a page and on
 * paper. */
#include "plan_page.h"
#include "facts.h"
#include "plan.h"
#include "thread.h"

/* --- what is shown --- */

enum rc plan_whole_load(struct req *r, int64_t id, struct plan_whole *ret)
{
	struct ctx *c = &r->ctx;
	struct list goals = { .filter = { { GOAL_PLAN, INT(id) } }, .nfilter = 1 };
	struct list reviews = { .filter = { { PLAN_REVIEW_PLAN, INT(id) } }, .nfilter = 1 };
	enum rc rc = record_load(c, &plan_kind, id, &ret->plan);

	if (rc == RC_OK)
		rc = record_load(c, &child_kind, rec_int(&ret->plan, PLAN_CHILD), &ret->child);
	if (rc == RC_OK)
		rc = record_list(c, &goal_kind, &goals, &ret->goals);
	if (rc == RC_OK)
		rc = record_list(c, &plan_review_kind, &reviews, &ret->reviews);
	return rc;
}

str plan_level_text(struct page *p, int level)
{
	return level ? registry_code(p, "risk_level", html_int_text(p, level)) : STR("");
}

str plan_span_text(struct page *p, const struct record *plan)
{
	str from = html_day_text(p, rec_day(plan, PLAN_FROM));

	if (rec_null(plan, PLAN_CLOSED_ON))
		return html_say(p, N_("since {0}"), from);
	return html_say(p, N_("{0} to {1}"), from, html_day_text(p, rec_day(plan, PLAN_CLOSED_ON)));
}

static bool is_closed(const struct record *plan) { return !rec_null(plan, PLAN_CLOSED_ON); }

/* --- goals --- */

static str who_text(struct page *p, const struct record *g)
{
	str role = facts_text(p, g, GOAL_WHO), name = g->label[GOAL_ACCOUNT];

	if (role.n && name.n)
		return html_say(p, N_("{0}: {1}"), role, name);
	return name.n ? name : role;
}

static bool is_goal(const struct record *g, const char *state)
{
	return str_eq(rec_text(g, GOAL_STATE), str_of(state));
}

/* Shape and word; a goal that is late says so. */
static void put_goal_state(struct page *p, const struct record *g)
{
	bool open = is_goal(g, CODE_GOAL_STATE_OPEN), late = open && rec_day(g, GOAL_DUE) < p->today;

	html_lit(p, "<span>");
	if (is_goal(g, CODE_GOAL_STATE_REACHED))
		html_icon(p, "yes");
	else if (late)
		html_icon(p, "warn");
	html_text(p, facts_text(p, g, GOAL_STATE));
	if (late) {
		html_lit(p, "<br><small>");
		html_tr(p, N_("past its day"));
		html_lit(p, "</small>");
	} else if (!open && !rec_null(g, GOAL_DONE_ON)) {
		html_lit(p, "<br><small>");
		html_text(p, html_day_text(p, rec_day(g, GOAL_DONE_ON)));
		html_lit(p, "</small>");
	}
	html_lit(p, "</span>");
}

/* Covered, what a goal says would be the same words in each row: then the column is left out. */
static bool has_words(const struct plan_whole *w)
{
	for (size_t i = 0; i < w->goals.n; i++)
		if (!(w->goals.r[i].masked >> GOAL_AIM & 1))
			return true;
	return false;
}

static void plan_goals_put(struct page *p, const struct plan_whole *w, bool acts)
{
	static const struct col all[] = { { N_("Part of life"), COL_TEXT },
					  { N_("Goal"), COL_FULL },
					  { N_("Help"), COL_FULL },
					  { N_("Who"), COL_TEXT },
					  { N_("To be done by"), COL_TEXT },
					  { N_("Where it stands"), COL_TEXT },
					  { N_("Do"), COL_GO } };
	struct col cols[COUNT(all)];
	bool words = has_words(w);
	size_t n = 0;

	for (size_t i = 0; i < COUNT(all); i++)
		if ((words || i != 1) && (acts || i + 1 < COUNT(all)))
			cols[n++] = all[i];
	struct table t = table_begin(p, cols, n, (str){ NULL, 0 });
	for (size_t i = 0; i < w->goals.n; i++) {
		const struct record *g = &w->goals.r[i];
		table_row(&t);
		table_text(&t, facts_text(p, g, GOAL_DOMAIN));
		if (words)
			table_text(&t, facts_text(p, g, GOAL_AIM));
		table_text(&t, facts_text(p, g, GOAL_SERVICE));
		table_text(&t, who_text(p, g));
		table_text(&t, html_day_text(p, rec_day(g, GOAL_DUE)));
		table_cell(&t);
		put_goal_state(p, g);
		if (!acts)
			continue;
		table_cell(&t);
		html_link(p, html_url(p, "/goals/#/edit", g->id), html_word(p, N_("Change")));
	}
	table_end(&t);
}

static void put_goals(struct page *p, const struct plan_whole *w)
{
	bool acts = may_write(p->who, P_PLAN) && !is_closed(&w->plan);

	html_lit(p, "<section id=\"goals\" class=\"stack\"><h2>");
	html_tr(p, N_("Goals"));
	html_lit(p, "</h2>\n");
	if (w->goals.n) {
		plan_goals_put(p, w, acts);
	} else {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("No goal yet. One or two that can be reached are better than ten."));
		html_lit(p, "</p>\n");
	}
	if (acts) {
		html_lit(p, "<p class=\"acts\">");
		html_button(p, html_url(p, "/goals/new?plan=#", w->plan.id), N_("Add a goal"), !w->goals.n);
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
}

/* --- reviews --- */

static void put_review(struct page *p, const struct record *v)
{
	str by = v->label[PLAN_REVIEW_BY], next = html_day_text(p, rec_day(v, PLAN_REVIEW_NEXT_ON));
	str line = rec_null(v, PLAN_REVIEW_NEXT_ON) ? by
		   : by.n                           ? html_say(p, N_("{0}; again by {1}"), by, next)
						    : html_say(p, N_("again by {0}"), next);

	thread_item(p, facts_text(p, v, PLAN_REVIEW_DECISION), rec_day(v, PLAN_REVIEW_ON), line, false);
	if (!(v->masked >> PLAN_REVIEW_FOUND & 1)) {
		html_lit(p, "<p>");
		html_text(p, facts_text(p, v, PLAN_REVIEW_FOUND));
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

static void put_reviews(struct page *p, const struct plan_whole *w)
{
	html_lit(p, "<section id=\"reviews\" class=\"stack\"><h2>");
	html_tr(p, N_("Looked at again"));
	html_lit(p, "</h2>\n");
	if (!w->reviews.n) {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Not yet."));
		html_lit(p, "</p></section>\n");
		return;
	}
	thread_begin(p);
	for (size_t i = w->reviews.n; i-- > 0;)
		put_review(p, &w->reviews.r[i]);
	thread_end(p);
	html_lit(p, "</section>\n");
}

/* --- the plan itself --- */

static bool any_masked(const struct plan_whole *w)
{
	bool any = w->plan.masked != 0;

	for (size_t i = 0; i < w->goals.n; i++)
		any |= w->goals.r[i].masked != 0;
	for (size_t i = 0; i < w->reviews.n; i++)
		any |= w->reviews.r[i].masked != 0;
	return any;
}

static void put_facts(struct page *p, const struct plan_whole *w)
{
	static const size_t said[] = { PLAN_SUMMARY, PLAN_CHILD_VIEW, PLAN_FAMILY_VIEW, PLAN_OUTCOME,
				       PLAN_NOTE };
	const struct record *plan = &w->plan;
	day next = rec_day(plan, PLAN_NEXT_ON);

	facts_begin(p);
	facts_row(p, N_("Runs"), plan_span_text(p, plan));
	if (may_read(p->who, P_RISK))
		facts_row(p, N_("Risk level"),
			  plan_level_text(p, plan_level(&p->r->ctx, w->child.id, p->today)));
	if (next)
		facts_row(p, plan_kind.fields[PLAN_NEXT_ON].label,
			  next < p->today ? html_say(p, N_("{0}, past its day"), html_day_text(p, next))
					  : html_day_text(p, next));
	(void)facts_fields(p, plan, said, COUNT(said));
	facts_row(p, N_("Made by"), plan->label[PLAN_BY]);
	facts_end(p);
}

/* One thing first: a plan without a goal needs one, else somebody looks at it again. */
static void put_acts(struct page *p, const struct plan_whole *w)
{
	int64_t id = w->plan.id;

	html_lit(p, "<p class=\"acts\">");
	if (may_create(p->who, P_PLAN) && !is_closed(&w->plan))
		html_button(p, html_url(p, "/plans/#/review", id), N_("Look at it again"), w->goals.n != 0);
	if (may_create(p->who, P_PLAN) && is_closed(&w->plan))
		html_button(p, html_url(p, "/plans/new?child=#", w->child.id), N_("Make a new plan"), false);
	if (may_write(p->who, P_PLAN) && !is_closed(&w->plan))
		html_button(p,
			    html_url_with(p, html_url(p, "/plans/#/edit", id), "back",
					  html_url(p, "/plans/#", id)),
			    N_("Change"), false);
	html_lit(p, "</p><p class=\"links\">");
	html_link(p, html_url(p, "/plans/#/print", id), html_word(p, N_("To print")));
	html_gap(p);
	html_link(p, html_url(p, "/plans/#/journal", id), html_word(p, N_("What changed")));
	html_gap(p);
	html_link(p, html_url(p, "/children/#/plans", w->child.id),
		  html_word(p, N_("All plans of this child")));
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r, int status)
{
	struct plan_whole w;
	enum rc rc = plan_whole_load(r, r->id, &w);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, plan_kind.label),
					   .tab = "/children",
					   .own_h1 = true,
					   .back = html_url(&p, "/children/#", w.child.id),
					   .back_label = N_("To the file"),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = status });
	facts_who(&p, rec_text(&w.child, CHILD_NAME), registry_child_line(&p, &w.child, p.today));
	form_summary(&p, NULL);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n<section class=\"sheet stack\"><h2>");
	html_tr(&p, plan_kind.label);
	html_lit(&p, "</h2>\n");
	put_facts(&p, &w);
	if (any_masked(&w) && may_open(p.who, P_PLAN))
		facts_show(&p, html_url(&p, "/plans/#/show", w.plan.id));
	html_lit(&p, "</section>\n");
	put_acts(&p, &w);
	html_lit(&p, "</div><div class=\"stack\">\n");
	put_reviews(&p, &w);
	html_lit(&p, "</div></div>\n");
	put_goals(&p, &w);
	page_end(&p);
	return RC_OK;
}

static enum rc show(struct req *r) { return put_page(r, 200); }

static enum rc open_covered(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_page(r, given ? 200 : rc_status(RC_INVALID)) : rc;
}

/* --- on paper: what hangs nowhere, and is signed by those who agreed --- */

static void put_signatures(struct page *p)
{
	static const char *const who[] = { N_("The child"), N_("The family"), N_("Village child director"),
					   N_("Township child supervisor") };

	for (size_t i = 0; i < COUNT(who); i++) {
		html_lit(p, "<p>");
		html_tr(p, who[i]);
		html_lit(p, " ____________________ ");
		html_tr(p, N_("on"));
		html_lit(p, " ____________</p>\n");
	}
}

static enum rc put_print(struct req *r, int status)
{
	struct plan_whole w;
	enum rc rc = plan_whole_load(r, r->id, &w);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){
				  .title = html_say(&p, N_("Care plan: {0}"), rec_text(&w.child, CHILD_NAME)),
				  .tab = "/children",
				  .back = html_url(&p, "/plans/#", w.plan.id),
				  .under = registry_child_line(&p, &w.child, p.today),
				  .no_store = true,
				  .status = status });
	form_summary(&p, NULL);
	if (any_masked(&w) && may_open(p.who, P_PLAN))
		facts_show(&p, html_url(&p, "/plans/#/print", w.plan.id));
	put_facts(&p, &w);
	html_lit(&p, "<h2>");
	html_tr(&p, N_("Goals"));
	html_lit(&p, "</h2>\n");
	if (w.goals.n)
		plan_goals_put(&p, &w, false);
	if (w.reviews.n)
		put_reviews(&p, &w);
	put_signatures(&p);
	page_end(&p);
	return RC_OK;
}

static enum rc print(struct req *r) { return put_print(r, 200); }

static enum rc print_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_print(r, given ? 200 : rc_status(RC_INVALID)) : rc;
}

/* --- what follows from the kinds --- */

/* clang-format off */
static const uint8_t plan_form[] = {
	PLAN_CHILD, PLAN_FROM, PLAN_NEXT_ON, PLAN_SUMMARY, PLAN_CHILD_VIEW, PLAN_FAMILY_VIEW, PLAN_NOTE,
};
const struct kind_page plan_pages = {
	.kind = &plan_kind, .field = plan_form, .nfield = COUNT(plan_form), .tab = "/children",
};

/* Its journal; the forms are goal_page.c's. */
static const uint8_t goal_form[] = { GOAL_DOMAIN };
const struct kind_page goal_pages = {
	.kind = &goal_kind, .field = goal_form, .nfield = COUNT(goal_form), .tab = "/children", .made_elsewhere = true,
};

const struct route plan_routes[] = {
	{ HTTP_GET,  "/plans",              plan_list_page_show,  .need = ROLES_PLANS, .purpose = "plans" },
	{ HTTP_GET,  "/plans/new",          plan_new_page_ask,    .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_POST, "/plans/new",          plan_new_page_save,   .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_GET,  "/plans/:id",          show,                 .need = ROLES_STAFF, .purpose = "plan" },
	{ HTTP_POST, "/plans/:id/show",     open_covered,         .need = ROLES_STAFF, .purpose = "plan" },
	{ HTTP_GET,  "/plans/:id/print",    print,                .need = ROLES_STAFF, .purpose = "print" },
	{ HTTP_POST, "/plans/:id/print",    print_open,           .need = ROLES_STAFF, .purpose = "print" },
	{ HTTP_GET,  "/plans/:id/review",   plan_look_page_ask,   .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_POST, "/plans/:id/review",   plan_look_page_save,  .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_GET,  "/goals/new",          goal_page_ask_new,    .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_POST, "/goals/new",          goal_page_save_new,   .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_GET,  "/goals/:id/edit",     goal_page_ask,        .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_POST, "/goals/:id/edit",     goal_page_save,       .need = ROLES_PLAN, .purpose = "form" },
	{ HTTP_GET,  "/children/:id/plans", plan_child_page_show, .need = ROLES_STAFF, .purpose = "plans" },
	{ HTTP_POST, "/api/v1/plans/:id/close", plan_api_close,   .need = ROLES_PLAN, .purpose = "record:plans" },
	{ 0 },
};
/* clang-format on */
