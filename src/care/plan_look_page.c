/* Looking at a plan again: how each goal stands, what has changed, what follows.  Closing is one of the
 * answers. */
#include "api.h"
#include "facts.h"
#include "plan.h"
#include "plan_page.h"

struct look_page {
	struct plan_whole w;
	struct plan_typed t;
	int level;
};

static enum rc load(struct req *r, struct look_page *l)
{
	enum rc rc = plan_whole_load(r, r->id, &l->w);

	if (rc == RC_OK)
		l->level = plan_level(&r->ctx, l->w.child.id, r->ctx.today);
	return rc;
}

/* --- the form --- */

static str goal_name(struct page *p, int64_t goal)
{
	return html_fill(p, "goal-{0}", html_int_text(p, goal));
}

static bool is_open(const struct record *g)
{
	return str_eq(rec_text(g, GOAL_STATE), STR(CODE_GOAL_STATE_OPEN));
}

static void put_goal(struct page *p, const struct look_page *l, const struct record *g)
{
	static const char *const states[] = { CODE_GOAL_STATE_OPEN, CODE_GOAL_STATE_REACHED,
					      CODE_GOAL_STATE_DROPPED };
	struct form_option *o = NEW(p->mem, struct form_option, COUNT(states));
	str name = goal_name(p, g->id);

	for (size_t i = 0; i < COUNT(states); i++)
		o[i] = (struct form_option){ str_of(states[i]),
					     registry_code(p, "goal_state", str_of(states[i])) };
	str value = l->t.pair ? form_value(l->t.pair, l->t.n, name) : STR(CODE_GOAL_STATE_OPEN);
	html_lit(p, "<div class=\"f\"><label");
	html_attr(p, "for", html_fill(p, "f-{0}", name));
	html_lit(p, ">");
	html_tr(p, N_("{0}, until {1}"), facts_text(p, g, GOAL_DOMAIN),
		html_day_text(p, rec_day(g, GOAL_DUE)));
	html_lit(p, "</label><small>");
	html_text(p, facts_text(p, g, GOAL_SERVICE));
	html_lit(p, "</small><select");
	html_attr(p, "id", html_fill(p, "f-{0}", name));
	html_attr(p, "name", name);
	html_lit(p, ">");
	for (size_t i = 0; i < COUNT(states); i++) {
		html_lit(p, "<option");
		html_attr(p, "value", o[i].value);
		if (str_eq(o[i].value, value))
			html_lit(p, " selected");
		html_lit(p, ">");
		html_text(p, o[i].label);
		html_lit(p, "</option>");
	}
	html_lit(p, "</select></div>\n");
}

static void put_goals(struct page *p, const struct look_page *l)
{
	bool any = false;

	for (size_t i = 0; i < l->w.goals.n; i++)
		any |= is_open(&l->w.goals.r[i]);
	if (!any)
		return;
	html_lit(p, "<fieldset class=\"f stack\"><legend>");
	html_tr(p, N_("The goals"));
	html_lit(p, "</legend>\n");
	for (size_t i = 0; i < l->w.goals.n; i++)
		if (is_open(&l->w.goals.r[i]))
			put_goal(p, l, &l->w.goals.r[i]);
	html_lit(p, "</fieldset>\n");
}

/* Down is offered only to those who may. */
static bool may_choose(const struct page *p, const struct look_page *l, str code)
{
	enum plan_rule_decision d;

	if (!plan_rule_decision_of(code, &d))
		return false;
	if (d == PLAN_RULE_DOWN)
		return l->level > 1 && p->who->role & (ROLE_SUPERVISOR | ROLE_CIVIL);
	return d != PLAN_RULE_UP || (l->level > 0 && l->level < 4);
}

static void put_decision(struct page *p, const struct look_page *l)
{
	const struct field *f = &plan_review_kind.fields[PLAN_REVIEW_DECISION];
	const struct code_list *list = code_list_find(str_of(f->codes));
	str value = plan_typed(&l->t, f->name, STR(""));
	size_t n = 0, at = 0;

	if (!list)
		return;
	struct tile *tile = NEW(p->mem, struct tile, list->n);
	for (const struct code *k; (k = code_next(list, &at, p->today, (str){ NULL, 0 }));)
		if (may_choose(p, l, k->code) || str_eq(k->code, value))
			tile[n++] = (struct tile){ k->code, registry_code(p, f->codes, k->code), NULL,
						   str_eq(k->code, value) };
	formpart_tiles(
		p,
		&(struct control){ .name = str_of(f->name),
				   .label = f->label,
				   .hint = N_("Up is for everybody with a duty; down is one step, by the "
					      "township's supervisor or civil affairs."),
				   .required = true },
		tile, n);
}

static void put_fields(struct page *p, const struct look_page *l)
{
	const struct field *f = plan_review_kind.fields, *g = plan_kind.fields;

	plan_people_field(p, &f[PLAN_REVIEW_ON], plan_typed(&l->t, "on", plan_day_value(p, p->today)), NULL,
			  true);
	put_goals(p, l);
	plan_people_field(p, &f[PLAN_REVIEW_FOUND], plan_typed(&l->t, "found", STR("")),
			  N_("What is better, what is not; what the child and the family say"), true);
	put_decision(p, l);
	plan_people_field(p, &f[PLAN_REVIEW_NEXT_ON], plan_typed(&l->t, "next_on", STR("")),
			  N_("Empty: as late as the level allows"), false);
	plan_people_field(p, &g[PLAN_OUTCOME], plan_typed(&l->t, "outcome", STR("")),
			  N_("Only when the plan is closed"), false);
}

static enum rc put_page(struct req *r, const struct look_page *l, enum rc outcome)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Look at the plan again")),
					   .tab = "/children",
					   .under = rec_text(&l->w.child, CHILD_NAME),
					   .back = html_url(&p, "/plans/#", l->w.plan.id),
					   .task = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (l->level) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("Risk level today: {0}."), plan_level_text(&p, l->level));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(&p, html_url(&p, "/plans/#/review", l->w.plan.id));
	html_lit(&p, ">\n");
	html_csrf(&p);
	form_summary(&p, NULL);
	put_fields(&p, l);
	form_bar(&p, N_("Save"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc plan_look_page_ask(struct req *r)
{
	struct look_page l = { .level = 0 };
	enum rc rc = load(r, &l);

	if (rc != RC_OK)
		return rc;
	if (!rec_null(&l.w.plan, PLAN_CLOSED_ON))
		return registry_see(r, "/plans/", l.w.plan.id);
	return put_page(r, &l, RC_OK);
}

/* --- what came back --- */

static void read_goals(struct page *p, const struct look_page *l, struct plan_look *ret)
{
	ret->goal = NEW(p->mem, struct plan_look_goal, l->w.goals.n + 1);
	for (size_t i = 0; i < l->w.goals.n; i++) {
		const struct record *g = &l->w.goals.r[i];
		str state = form_value(l->t.pair, l->t.n, goal_name(p, g->id));
		if (is_open(g) && state.n && !str_eq(state, STR(CODE_GOAL_STATE_OPEN)))
			ret->goal[ret->ngoal++] = (struct plan_look_goal){ g->id, state };
	}
}

enum rc plan_look_page_save(struct req *r)
{
	struct look_page l = { .level = 0 };
	struct http_pair *pair;
	int64_t id;
	enum rc rc = req_form(r, &pair, &l.t.n);

	if (rc == RC_OK)
		rc = load(r, &l);
	if (rc != RC_OK)
		return rc;
	l.t.pair = pair;
	struct page p = page_of(r);
	struct plan_look look = { .plan = l.w.plan.id,
				  .child = l.w.child.id,
				  .on = str_trim(plan_typed(&l.t, "on", STR(""))),
				  .found = str_trim(plan_typed(&l.t, "found", STR(""))),
				  .decision = plan_typed(&l.t, "decision", STR("")),
				  .next_on = str_trim(plan_typed(&l.t, "next_on", STR(""))),
				  .outcome = plan_typed(&l.t, "outcome", STR("")) };
	read_goals(&p, &l, &look);
	rc = plan_look(&r->ctx, &look, &id);
	if (rc == RC_OK)
		return registry_see(r, "/plans/", l.w.plan.id);
	return kindpage_again(rc) ? put_page(r, &l, rc) : rc;
}

/* --- closing, by other programs --- */

static void read_member(struct ctx *c, const struct json_value *v, struct plan_look *to)
{
	str none = { NULL, 0 };

	if (v->type != JSON_STRING)
		problem_add(&c->problems, str_cut(v->key, 0, 40), N_("This is to be a text."), none, none);
	else if (str_eq(v->key, STR("found")))
		to->found = v->text;
	else if (str_eq(v->key, STR("outcome")))
		to->outcome = v->text;
	else if (str_eq(v->key, STR("on")))
		to->on = v->text;
	else
		problem_add(&c->problems, str_cut(v->key, 0, 40), N_("There is no such field."), none, none);
}

enum rc plan_api_close(struct req *r)
{
	struct plan_look look = { .plan = r->id, .decision = STR(CODE_REVIEW_DECISION_CLOSE) };
	struct json_value *body;
	struct record plan;
	int64_t id;
	enum rc rc = api_body(r, &body);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &plan_kind, r->id, &plan);
	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &look);
	struct page p = page_of(r);
	if (!look.on.n)
		look.on = plan_day_value(&p, r->ctx.today);
	look.child = rec_int(&plan, PLAN_CHILD);
	rc = plan_look(&r->ctx, &look, &id);
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &plan_kind, r->id, &plan);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	record_json(&j, &r->ctx, &plan);
	api_etag(r, &plan);
	return RC_OK;
}
