#include "risk_page.h"

#include "facts.h"
#include "formpart.h"
#include "level.h"
#include "registry_page.h"
#include "risk_say.h"
#include "table.h"
#include "thread.h"

/* One child: where it stands and why, what can be done about it, and how it came. */

struct view {
	struct record child;
	struct settle_now now;
	struct records levels, findings, decisions;
	const struct http_pair *typed;
	size_t ntyped;
	enum rc outcome;
};

static enum rc list_of(struct ctx *c, const struct kind *k, size_t field, int64_t child, struct records *ret)
{
	struct list l = {
		.filter = { { field, INT(child) } }, .nfilter = 1, .newest_first = true, .limit = LIST_MAX
	};

	return record_list(c, k, &l, ret);
}

static enum rc load(struct req *r, struct view *v)
{
	struct ctx *c = &r->ctx;
	enum rc rc = record_load(c, &child_kind, r->id, &v->child);

	if (rc == RC_OK)
		rc = settle_care_now(c, r->id, &v->now);
	if (rc == RC_OK)
		rc = list_of(c, &risk_level_kind, RISK_LEVEL_CHILD, r->id, &v->levels);
	if (rc == RC_OK)
		rc = list_of(c, &finding_kind, FINDING_CHILD, r->id, &v->findings);
	if (rc == RC_OK)
		rc = list_of(c, &level_decision_kind, LEVEL_DECISION_CHILD, r->id, &v->decisions);
	return rc;
}

/* --- why --- */

/* <ul>: why the level is what it is. */
static void risk_page_reasons(struct page *p, const struct risk *risk)
{
	html_lit(p, "<ul class=\"why-list\">");
	for (size_t i = 0; i < risk->nreason; i++) {
		html_lit(p, "<li>");
		html_text(p, risk_reason_text(p, &risk->reason[i]));
		if (risk->reason[i].finding) {
			html_lit(p, " ");
			html_link(p, html_url(p, "/findings/#", risk->reason[i].finding),
				  html_word(p, N_("Look")));
		}
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
}

static void put_now(struct page *p, const struct view *v)
{
	const struct risk *risk = &v->now.risk;

	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("Risk level"));
	html_lit(p, ": ");
	risk_put_level(p, risk->level);
	html_lit(p, "</h2>");
	if (risk->since) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Since {0}"), html_day_text(p, risk->since));
		html_lit(p, "</p>");
	}
	if (risk->nreason)
		risk_page_reasons(p, risk);
	html_lit(p, "<p class=\"s\">");
	html_tr(p,
		N_("Poverty, the left-behind status, sex, ethnic group, disability and what a psychological "
		   "test says are never a reason."));
	html_lit(p, "</p></section>\n");
}

/* --- up and down --- */

static void put_reason(struct page *p, const struct view *v, const char *what)
{
	bool mine = v->typed && str_eq(form_value(v->typed, v->ntyped, STR("what")), str_of(what));
	struct control c = { .name = STR("reason"),
			     .label = N_("Why"),
			     .hint = N_("What has happened, in a sentence or two"),
			     .value = mine ? form_value(v->typed, v->ntyped, STR("reason")) : STR("") };

	formpart_control(p, &level_decision_kind.fields[LEVEL_DECISION_REASON], &c);
}

static void begin_decision(struct page *p, const struct view *v, const char *what)
{
	html_lit(p, "<form method=\"post\" class=\"stack\" novalidate");
	html_action(p, html_url(p, "/children/#/level", v->child.id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("what"), str_of(what));
}

static void put_up(struct page *p, const struct view *v)
{
	struct tile tile[RISK_LEVEL__MAX];
	struct control c = { .name = STR("level"), .label = N_("Up to") };
	str typed = v->typed ? form_value(v->typed, v->ntyped, STR("level")) : STR("");
	size_t n = 0;

	for (int i = RISK_BLUE; i <= RISK_RED; i++)
		if (i > v->now.risk.level)
			tile[n++] = (struct tile){ html_int_text(p, i), risk_word(p->lang, i), NULL,
						   str_eq(typed, html_int_text(p, i)) };
	if (!n)
		return;
	html_lit(p, "<details class=\"sheet stack\"");
	if (str_eq(form_value(v->typed, v->ntyped, STR("what")), STR(CODE_LEVEL_ACT_UP)))
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("Put the level up"));
	html_lit(p, "</summary><p class=\"s\">");
	html_tr(p, N_("Anybody who looks after the child may. Better once too often than too late."));
	html_lit(p, "</p>");
	begin_decision(p, v, CODE_LEVEL_ACT_UP);
	formpart_tiles(p, &c, tile, n);
	put_reason(p, v, CODE_LEVEL_ACT_UP);
	html_lit(p, "<button>");
	html_tr(p, N_("Put the level up"));
	html_lit(p, "</button></form></details>\n");
}

static void put_down(struct page *p, const struct view *v)
{
	const struct risk *risk = &v->now.risk;
	int next = risk->level - 1;

	if (!(p->who->role & ROLES_STEP_DOWN) || risk->level <= RISK_GREEN)
		return;
	html_lit(p, "<details class=\"sheet stack\"");
	if (str_eq(form_value(v->typed, v->ntyped, STR("what")), STR(CODE_LEVEL_ACT_DOWN)))
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("Step the level down"));
	html_lit(p, "</summary>");
	if (next < risk->floor) {
		html_lit(p, "<p>");
		html_tr(p,
			N_("What is known of the child keeps it at {0}. If a reason is not so, contest it "
			   "first."),
			risk_word(p->lang, risk->floor));
		html_lit(p, "</p></details>\n");
		return;
	}
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("One step a review: to {0}."), risk_word(p->lang, next));
	html_lit(p, "</p>");
	begin_decision(p, v, CODE_LEVEL_ACT_DOWN);
	put_reason(p, v, CODE_LEVEL_ACT_DOWN);
	html_lit(p, "<button>");
	html_tr(p, N_("Step the level down"));
	html_lit(p, "</button></form></details>\n");
}

/* --- how it came --- */

static void put_levels(struct page *p, const struct view *v)
{
	if (!v->levels.n)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("How it came"));
	html_lit(p, "</h2>\n");
	thread_begin(p);
	for (size_t i = 0; i < v->levels.n; i++) {
		const struct record *l = &v->levels.r[i];
		thread_item(p, risk_word(p->lang, (int)rec_int(l, RISK_LEVEL_LEVEL)),
			    rec_day(l, RISK_LEVEL_FROM), STR(""), false);
		thread_item_end(p);
	}
	thread_end(p);
	html_lit(p, "</section>\n");
}

/* When it was seen and where it stands; what is over says since when. */
static str finding_why(struct page *p, const struct record *f)
{
	str on = html_day_text(p, rec_day(f, FINDING_ON));

	if (!rec_null(f, FINDING_OVER_ON))
		return html_say(p, N_("{0}; over since {1}"), on,
				html_day_text(p, rec_day(f, FINDING_OVER_ON)));
	return html_say(p, N_("{0}; {1}"), on, facts_text(p, f, FINDING_STATE));
}

static void put_findings(struct page *p, const struct view *v)
{
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("What was seen"));
	html_lit(p, "</h2>");
	if (may_create(p->who, P_RISK))
		html_link(p, html_url(p, "/children/#/findings/new", v->child.id),
			  html_word(p, N_("Write down what you saw")));
	html_lit(p, "</div>\n");
	if (v->findings.n) {
		table_rows_begin(p);
		for (size_t i = 0; i < v->findings.n; i++) {
			const struct record *f = &v->findings.r[i];
			table_rows_item(p, &(struct row){ .icon = "eye",
							  .title = facts_text(p, f, FINDING_INDICATOR),
							  .why = finding_why(p, f),
							  .url = html_url(p, "/findings/#", f->id),
							  .verb = N_("Look") });
		}
		table_rows_end(p);
	} else {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Nothing has been written down."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
}

static void put_decisions(struct page *p, const struct view *v)
{
	if (!v->decisions.n)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Decisions"));
	html_lit(p, "</h2>\n");
	thread_begin(p);
	for (size_t i = 0; i < v->decisions.n; i++) {
		const struct record *d = &v->decisions.r[i];
		thread_item(p,
			    html_say(p, N_("{0}: {1}"), facts_text(p, d, LEVEL_DECISION_WHAT),
				     risk_word(p->lang, (int)rec_int(d, LEVEL_DECISION_LEVEL))),
			    rec_day(d, LEVEL_DECISION_ON), d->label[LEVEL_DECISION_BY], false);
		if (!(d->masked >> LEVEL_DECISION_REASON & 1) && !rec_null(d, LEVEL_DECISION_REASON)) {
			html_lit(p, "<p>");
			html_text(p, rec_text(d, LEVEL_DECISION_REASON));
			html_lit(p, "</p>");
		}
		thread_item_end(p);
	}
	thread_end(p);
	html_lit(p, "</section>\n");
}

static enum rc put_page(struct req *r, const struct view *v)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = rec_text(&v->child, CHILD_NAME),
					   .where = html_word(&p, N_("Risk level")),
					   .tab = "/children",
					   .own_h1 = true,
					   .back = html_url(&p, "/children/#", v->child.id),
					   .back_label = N_("To the file"),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = v->outcome == RC_OK ? 200 : rc_status(v->outcome) });
	facts_who(&p, rec_text(&v->child, CHILD_NAME), registry_child_line(&p, &v->child, p.today));
	if (v->outcome != RC_OK)
		form_summary(&p, NULL);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n");
	put_now(&p, v);
	if (may_create(p.who, P_RISK)) {
		put_up(&p, v);
		put_down(&p, v);
	}
	html_lit(&p, "</div><div class=\"stack\">\n");
	put_findings(&p, v);
	put_decisions(&p, v);
	put_levels(&p, v);
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return RC_OK;
}

enum rc risk_page_show(struct req *r)
{
	struct view v = { .outcome = RC_OK };
	enum rc rc = load(r, &v);

	return rc == RC_OK ? put_page(r, &v) : rc;
}

enum rc risk_page_decide(struct req *r)
{
	struct view v = { .outcome = RC_OK };
	struct http_pair *form;
	int64_t level = 0, id;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	bool up = str_eq(form_value(form, n, STR("what")), STR(CODE_LEVEL_ACT_UP));
	if (up && !str_int(form_value(form, n, STR("level")), &level))
		problem_add(&r->ctx.problems, STR("level"), N_("Choose one of the list."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	if (!str_trim(form_value(form, n, STR("reason"))).n)
		problem_add(&r->ctx.problems, STR("reason"), N_("This is needed."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	rc = r->ctx.problems.n
		     ? RC_INVALID
		     : level_decide(&r->ctx,
				    &(struct level_new){ .child = r->id,
							 .up = up,
							 .level = (int)level,
							 .reason = form_value(form, n, STR("reason")) },
				    &id);
	if (rc == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(r, html_url(&p, "/children/#/risk", r->id));
	}
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	v = (struct view){ .typed = form, .ntyped = n, .outcome = rc };
	enum rc again = load(r, &v);
	return again == RC_OK ? put_page(r, &v) : again;
}
