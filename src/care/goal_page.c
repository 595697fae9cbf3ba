/* One goal: the form for a new one and for changing it.  Whether it is reached is said when the plan is
 * looked at. */
#include "care.h"
#include "frame.h"
#include "plan_page.h"

struct goal_form {
	struct record plan, child, goal; /* goal.kind NULL: a new one */
	struct plan_people people;
	struct form_given given;
	bool typed;
};

static enum rc load_around(struct req *r, struct goal_form *f, int64_t plan)
{
	enum rc rc = record_load(&r->ctx, &plan_kind, plan, &f->plan);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&f->plan, PLAN_CHILD), &f->child);
	return rc == RC_OK ? plan_people_of(&r->ctx, f->child.id, &f->people) : rc;
}

static enum rc load_new(struct req *r, struct goal_form *f)
{
	int64_t plan;

	if (!str_int(req_query(r, STR("plan")), &plan) || plan <= 0)
		return RC_NOT_FOUND;
	return load_around(r, f, plan);
}

static enum rc load_old(struct req *r, struct goal_form *f)
{
	enum rc rc = record_load(&r->ctx, &goal_kind, r->id, &f->goal);

	return rc == RC_OK ? load_around(r, f, rec_int(&f->goal, GOAL_PLAN)) : rc;
}

static enum rc put_page(struct req *r, const struct goal_form *f, enum rc outcome)
{
	struct page p = page_of(r);
	bool old = f->goal.kind != NULL;
	const struct form_field fields[] = {
		{ GOAL_DOMAIN },
		{ GOAL_AIM, .hint = N_("So that everybody can see whether it is reached") },
		{ GOAL_SERVICE },
		{ GOAL_WHO, .label = N_("Who sees to it"), .hint = N_("Finds it among the own tasks") },
		{ GOAL_ACCOUNT, .option = plan_people_options(&p, &f->people), .noption = f->people.n,
		  .hint = N_("Only when it is to be this person") },
		{ GOAL_DUE, .needed = true },
		{ GOAL_NOTE },
	};

	p = page_begin(r, &(struct frame){ .title = html_word(&p, old ? N_("Change the goal") : N_("A goal")),
					   .tab = "/children",
					   .under = rec_text(&f->child, CHILD_NAME),
					   .back = html_url(&p, "/plans/#", f->plan.id),
					   .task = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_put(&p, &(struct form){ .kind = &goal_kind,
				     .field = fields,
				     .nfield = COUNT(fields),
				     .record = old ? &f->goal : NULL,
				     .given = f->typed ? &f->given : NULL,
				     .conflict = outcome == RC_STALE,
				     .action = old ? html_url(&p, "/goals/#/edit", f->goal.id)
						   : html_url(&p, "/goals/new?plan=#", f->plan.id),
				     .button = N_("Save") });
	page_end(&p);
	return RC_OK;
}

/* Child and plan are loaded within reach; of the account this is what is looked at. */
static enum rc save(struct req *r, struct goal_form *f)
{
	struct record done;
	int64_t account, id = f->goal.kind ? f->goal.id : 0;
	uint64_t bit = UINT64_C(1) << GOAL_ACCOUNT;

	f->typed = true;
	if (!id) {
		input_int(&f->given.in, r->ctx.mem, GOAL_PLAN, f->plan.id);
		input_int(&f->given.in, r->ctx.mem, GOAL_CHILD, f->child.id);
	}
	bool named = f->given.in.given & bit && !(f->given.in.cleared & bit);
	r->ctx.trusted = !named || (str_int(f->given.in.text[GOAL_ACCOUNT], &account) &&
				    plan_people_has(&r->ctx, f->child.id, account));
	enum rc rc = kindpage_save(r, &f->given, id, &done);
	r->ctx.trusted = false;
	if (rc == RC_OK)
		return registry_see(r, "/plans/", f->plan.id);
	if (!kindpage_again(rc))
		return rc;
	enum rc again = id ? record_load(&r->ctx, &goal_kind, id, &f->goal) : RC_OK;
	return again == RC_OK ? put_page(r, f, rc) : again;
}

enum rc goal_page_ask_new(struct req *r)
{
	struct goal_form f = { .typed = false };
	enum rc rc = load_new(r, &f);

	return rc == RC_OK ? put_page(r, &f, RC_OK) : rc;
}

enum rc goal_page_save_new(struct req *r)
{
	struct goal_form f = { .typed = false };
	enum rc rc = load_new(r, &f);

	if (rc == RC_OK)
		rc = form_read(r, &goal_kind, &f.given);
	return rc == RC_OK ? save(r, &f) : rc;
}

enum rc goal_page_ask(struct req *r)
{
	struct goal_form f = { .typed = false };
	enum rc rc = load_old(r, &f);

	return rc == RC_OK ? put_page(r, &f, RC_OK) : rc;
}

enum rc goal_page_save(struct req *r)
{
	struct goal_form f = { .typed = false };
	enum rc rc = load_old(r, &f);

	if (rc == RC_OK)
		rc = form_read(r, &goal_kind, &f.given);
	return rc == RC_OK ? save(r, &f) : rc;
}
