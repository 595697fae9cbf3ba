/* Plans of several children, for those who keep an eye on a place: what is to be looked at, what runs, what
 * is closed.  And all plans and conferences of one child. */
#include "conference.h"
#include "facts.h"
#include "pick.h"
#include "plan.h"
#include "plan_page.h"
#include "thread.h"

enum list_of { LIST_DUE, LIST_OPEN, LIST_CLOSED, LIST__N };
static const struct pick lists[LIST__N] = {
	[LIST_DUE] = { "due", N_("to look at") },
	[LIST_OPEN] = { "open", N_("running") },
	[LIST_CLOSED] = { "closed", N_("closed") },
};
static const char *const nothing[LIST__N] = {
	[LIST_DUE] = N_("No plan has to be looked at within a week"),
	[LIST_OPEN] = N_("No plan is running"),
	[LIST_CLOSED] = N_("No plan has been closed yet"),
};
enum { WEEK = 7 }; /* days: what is due within a week is seen in time */

static struct list query_of(struct ctx *c, enum list_of which)
{
	struct list l = { .limit = REGISTRY_PAGE,
			  .want = 1ULL << PLAN_CHILD | 1ULL << PLAN_FROM | 1ULL << PLAN_NEXT_ON |
				  1ULL << PLAN_CLOSED_ON | 1ULL << PLAN_OUTCOME };

	if (which == LIST_DUE) {
		l.where = SQL("t.closed_on IS NULL AND t.next_on <= ?1");
		l.v[0] = INT(day_add(c->today, WEEK));
		l.nv = 1;
	} else if (which == LIST_OPEN) {
		l.where = SQL("t.closed_on IS NULL");
	} else {
		l.where = SQL("t.closed_on IS NOT NULL");
	}
	return l;
}

/* Their children, all at once: each stands in a plan of this page. */
static enum rc load_children(struct ctx *c, const struct records *plans, struct records *ret)
{
	struct list l = { .nv = 2, .want = 1ULL << CHILD_NAME | 1ULL << CHILD_BIRTH_DATE };

	*ret = (struct records){ .n = 0 };
	if (!plans->n)
		return RC_OK;
	l.where = SQL("t.id IN (SELECT n.child FROM plan n WHERE n.id >= ?1 AND n.id <= ?2)");
	l.v[0] = INT(plans->r[0].id);
	l.v[1] = INT(plans->r[plans->n - 1].id);
	return record_list(c, &child_kind, &l, ret);
}

static const struct record *child_of(const struct records *children, int64_t id)
{
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == id)
			return &children->r[i];
	return NULL;
}

static void put_row(struct page *p, const struct record *plan, const struct record *child)
{
	day next = rec_day(plan, PLAN_NEXT_ON);
	bool late = next && next < p->today;
	str why = !rec_null(plan, PLAN_CLOSED_ON) ? html_say(p, N_("{0}; {1}"), plan_span_text(p, plan),
							     facts_text(p, plan, PLAN_OUTCOME))
		  : late ? html_say(p, N_("was to be looked at by {0}"), html_day_text(p, next))
			 : html_say(p, N_("is looked at again by {0}"), html_day_text(p, next));

	table_rows_item(
		p, &(struct row){ .icon = late ? "warn" : "child",
				  .title = child ? rec_text(child, CHILD_NAME) : html_word(p, N_("A child")),
				  .url = html_url(p, "/plans/#", plan->id),
				  .why = why,
				  .verb = N_("Open") });
}

enum rc plan_list_page_show(struct req *r)
{
	struct picks k = { .path = STR("/plans"), .label = N_("Which plans"), .pick = lists, .n = LIST__N };
	struct records plans, children;
	int64_t after = registry_after(r);

	if (!pick_read(r, &k))
		return RC_INVALID;
	enum list_of which = (enum list_of)k.at;
	struct list l = query_of(&r->ctx, which);
	l.after = after;
	enum rc rc = record_list(&r->ctx, &plan_kind, &l, &plans);
	if (rc == RC_OK)
		rc = load_children(&r->ctx, &plans, &children);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, plan_kind.labels),
					   .tab = "/more",
					   .back = STR("/more") });
	pick_put(&p, &k);
	if (plans.n)
		table_rows_begin(&p);
	else
		table_empty(&p, &(struct empty){ .title = nothing[which],
						 .why = N_("A plan is made in the child's file, with the "
							   "child and the family.") });
	for (size_t i = 0; i < plans.n; i++)
		put_row(&p, &plans.r[i], child_of(&children, rec_int(&plans.r[i], PLAN_CHILD)));
	if (plans.n)
		table_rows_end(&p);
	pick_pages(&p, &k, &plans, after != 0);
	page_end(&p);
	return RC_OK;
}

/* --- of one child --- */

static void put_plan(struct page *p, const struct record *plan)
{
	str outcome = facts_text(p, plan, PLAN_OUTCOME);
	str line = outcome.n ? outcome
			     : html_say(p, N_("is looked at again by {0}"),
					html_day_text(p, rec_day(plan, PLAN_NEXT_ON)));

	thread_item(p, plan_span_text(p, plan), 0, line, false);
	html_link(p, html_url(p, "/plans/#", plan->id), html_word(p, N_("Look")));
	thread_item_end(p);
}

static void put_conference(struct page *p, const struct record *x)
{
	bool held = conference_is(x, CODE_CONFERENCE_STATE_HELD);

	thread_item(p, facts_text(p, x, CONFERENCE_STATE),
		    rec_day(x, held ? CONFERENCE_HELD_ON : CONFERENCE_ON), facts_text(p, x, CONFERENCE_PLACE),
		    false);
	html_link(p, html_url(p, "/conferences/#", x->id), html_word(p, N_("Look")));
	thread_item_end(p);
}

struct section {
	const char *title, *none, *verb; /* English */
	str url;                         /* of the verb; empty: none */
	void (*put)(struct page *p, const struct record *rec);
};

static void put_section(struct page *p, const struct section *s, const struct records *all)
{
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, s->title);
	html_lit(p, "</h2>");
	if (s->url.n)
		html_link(p, s->url, html_word(p, s->verb));
	html_lit(p, "</div>\n");
	if (!all->n) {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, s->none);
		html_lit(p, "</p></section>\n");
		return;
	}
	thread_begin(p);
	for (size_t i = all->n; i-- > 0;)
		s->put(p, &all->r[i]);
	thread_end(p);
	html_lit(p, "</section>\n");
}

static enum rc load_all(struct req *r, struct records *plans, struct records *conferences)
{
	struct list of_plans = { .filter = { { PLAN_CHILD, INT(r->id) } }, .nfilter = 1 };
	struct list of_conferences = { .filter = { { CONFERENCE_CHILD, INT(r->id) } }, .nfilter = 1 };
	enum rc rc = record_list(&r->ctx, &plan_kind, &of_plans, plans);

	*conferences = (struct records){ .n = 0 };
	if (rc == RC_OK && may_read(r->ctx.who, P_CONFERENCE))
		rc = record_list(&r->ctx, &conference_kind, &of_conferences, conferences);
	return rc;
}

enum rc plan_child_page_show(struct req *r)
{
	struct record child;
	struct records plans, conferences;
	bool open = false;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = load_all(r, &plans, &conferences);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < plans.n; i++)
		open |= rec_null(&plans.r[i], PLAN_CLOSED_ON);
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Plans and conferences")),
					   .tab = "/children",
					   .under = rec_text(&child, CHILD_NAME),
					   .back = html_url(&p, "/children/#", child.id),
					   .back_label = N_("To the file") });
	put_section(&p,
		    &(struct section){ plan_kind.labels, N_("No plan has been made for this child yet."),
				       N_("Make a plan"),
				       may_create(p.who, P_PLAN) && !open
					       ? html_url(&p, "/plans/new?child=#", child.id)
					       : STR(""),
				       put_plan },
		    &plans);
	if (may_read(p.who, P_CONFERENCE))
		put_section(&p,
			    &(struct section){ conference_kind.labels, N_("No conference has been called."),
					       N_("Call a conference"),
					       may_create(p.who, P_CONFERENCE)
						       ? html_url(&p, "/conferences/new?child=#", child.id)
						       : STR(""),
					       put_conference },
			    &conferences);
	page_end(&p);
	return RC_OK;
}
