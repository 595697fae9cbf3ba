/* A new plan: one form of one child.  Goals come afterwards, one at a time. */
#include "plan.h"
#include "plan_page.h"

struct draft {
	struct record child;
	struct form_given given;
	bool own_view;
	int level;
};

static enum rc load(struct req *r, struct draft *d)
{
	int64_t id;

	if (!str_int(req_query(r, STR("child")), &id) || id <= 0)
		return RC_NOT_FOUND;
	enum rc rc = record_load(&r->ctx, &child_kind, id, &d->child);
	if (rc != RC_OK)
		return rc;
	d->own_view = plan_own_view(&r->ctx, rec_day(&d->child, CHILD_BIRTH_DATE), r->ctx.today);
	d->level = plan_level(&r->ctx, id, r->ctx.today);
	return RC_OK;
}

static void begin_with(struct form_given *g, size_t field, str text)
{
	g->present |= UINT64_C(1) << field;
	g->typed[field] = text;
}

static enum rc put_page(struct req *r, const struct draft *d, enum rc outcome)
{
	const struct form_field fields[] = {
		{ PLAN_FROM },
		{ PLAN_NEXT_ON },
		{ PLAN_SUMMARY,
		  .hint = N_("What is hard for the child now, and what shall be better in some months") },
		{ PLAN_CHILD_VIEW,
		  .hint = d->own_view ? N_("Ask the child, and write down its own words. From eight years on "
					   "this is "
					   "needed; if it would rather not say, write that.")
				      : N_("What it says or shows, in its own words"),
		  .needed = d->own_view },
		{ PLAN_FAMILY_VIEW, .hint = N_("What father, mother or grandparents say to it") },
	};
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("A care plan")),
					   .tab = "/children",
					   .under = rec_text(&d->child, CHILD_NAME),
					   .back = html_url(&p, "/children/#", d->child.id),
					   .task = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (d->level) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("Risk level today: {0}."), plan_level_text(&p, d->level));
		html_lit(&p, "</p>\n");
	}
	form_put(&p, &(struct form){ .kind = &plan_kind,
				     .field = fields,
				     .nfield = COUNT(fields),
				     .given = &d->given,
				     .action = html_url(&p, "/plans/new?child=#", d->child.id),
				     .button = N_("Save, then the first goal") });
	page_end(&p);
	return RC_OK;
}

/* A child has one plan at a time: whoever wants a new one is shown the one there is. */
enum rc plan_new_page_ask(struct req *r)
{
	struct draft d = { .given = { .in = input_new(&plan_kind) } };
	struct record open;
	enum rc rc = load(r, &d);

	if (rc == RC_OK)
		rc = plan_open(&r->ctx, d.child.id, &open);
	if (rc == RC_OK)
		return registry_see(r, "/plans/", open.id);
	if (rc != RC_NOT_FOUND || !d.child.kind)
		return rc;
	struct page p = page_of(r);
	begin_with(&d.given, PLAN_FROM, plan_day_value(&p, r->ctx.today));
	begin_with(&d.given, PLAN_NEXT_ON,
		   plan_day_value(&p, day_add(r->ctx.today, plan_look_days(&r->ctx, d.level))));
	return put_page(r, &d, RC_OK);
}

enum rc plan_new_page_save(struct req *r)
{
	struct draft d = { .own_view = false };
	struct record made;
	enum rc rc = load(r, &d);

	if (rc == RC_OK)
		rc = form_read(r, &plan_kind, &d.given);
	if (rc != RC_OK)
		return rc;
	input_int(&d.given.in, r->ctx.mem, PLAN_CHILD, d.child.id);
	rc = kindpage_save(r, &d.given, 0, &made);
	if (rc == RC_OK)
		return registry_see(r, "/plans/", made.id);
	return kindpage_again(rc) ? put_page(r, &d, rc) : rc;
}
