/* A new task: somebody is asked to do something by a day, for a child (?child=) or for none. */
#include "facts.h"
#include "formpart.h"
#include "task_page.h"

struct typed {
	str child, what, title, to, due;
};

static struct typed read_typed(const struct http_pair *f, size_t n)
{
	return (struct typed){ .child = form_value(f, n, STR("child")),
			       .what = form_value(f, n, STR("what")),
			       .title = form_value(f, n, STR("title")),
			       .to = form_value(f, n, STR("to")),
			       .due = form_value(f, n, STR("due")) };
}

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* The child it is about, within reach; *ret stays empty when it is about none. */
static enum rc find_child(struct req *r, str typed, struct record *ret, bool *ret_any)
{
	int64_t id;

	*ret_any = false;
	if (!typed.n)
		return RC_OK;
	if (!str_int(typed, &id))
		return RC_NOT_FOUND;
	enum rc rc = record_load(&r->ctx, &child_kind, id, ret);
	*ret_any = rc == RC_OK;
	return rc;
}

static void put_what(struct page *p, str value)
{
	const struct code_list *list = code_list_find(STR("task_what"));
	struct form_option *o = NEW(p->mem, struct form_option, list->n);
	size_t n = 0, at = 0;
	const struct code *code;

	while ((code = code_next(list, &at, p->today, STR(""))))
		o[n++] = (struct form_option){ code->code, registry_code(p, "task_what", code->code) };
	formpart_select(p,
			&(struct control){
				.name = STR("what"), .label = N_("Sort"), .value = value, .required = true },
			o, n);
}

static enum rc put_form(struct page *p, const struct typed *t, const struct record *child)
{
	struct form_field people = { .noption = 0 };
	enum rc rc = task_people(p->r, child ? child->id : 0, &people);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<form method=\"post\" action=\"/tasks/new\" class=\"stack narrow\" novalidate>");
	html_csrf(p);
	if (child)
		html_hidden(p, STR("child"), html_int_text(p, child->id));
	form_text_put(p, &(struct form_text){
				 .name = "title",
				 .label = N_("What is to be done"),
				 .hint = N_("In one line, so that whoever reads it knows where to start"),
				 .value = t->title,
				 .required = true });
	put_what(p, t->what);
	formpart_select(
		p,
		&(struct control){
			.name = STR("to"), .label = N_("Who is to do it"), .value = t->to, .required = true },
		people.option, people.noption);
	form_text_put(p, &(struct form_text){ .name = "due",
					      .label = N_("By which day"),
					      .value = t->due,
					      .type = "date",
					      .required = true });
	form_bar(p, N_("Ask"));
	html_lit(p, "</form>\n");
	return RC_OK;
}

static enum rc show(struct req *r, const struct typed *t, enum rc outcome)
{
	struct record child;
	bool any;
	enum rc rc = find_child(r, t->child, &child, &any);

	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Ask somebody"))),
					       .tab = "/",
					       .back = STR("/tasks"),
					       .under = any ? rec_text(&child, CHILD_NAME) : STR(""),
					       .task = true,
					       .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	rc = put_form(&p, t, any ? &child : NULL);
	page_end(&p);
	return rc;
}

enum rc task_page_new(struct req *r)
{
	struct typed t = { .child = req_query(r, STR("child")) };

	return show(r, &t, RC_OK);
}

struct raising {
	struct task_new n;
	int64_t id;
};

static enum rc raise_job(struct ctx *c, void *arg)
{
	struct raising *a = arg;

	return task_raise(c, &a->n, &a->id);
}

/* Everything that is wrong at once. */
static void check_typed(struct ctx *c, const struct typed *t, struct task_new *n)
{
	n->what = t->what;
	n->title = t->title;
	if (!str_trim(t->title).n)
		complain(c, "title", N_("This is needed."));
	if (!t->what.n)
		complain(c, "what", N_("This is needed."));
	if (!str_int(t->to, &n->account) || n->account <= 0)
		complain(c, "to", N_("Choose who is to do it."));
	if (!str_trim(t->due).n)
		complain(c, "due", N_("This is needed."));
	else if (!day_parse(str_trim(t->due), &n->due))
		complain(c, "due", N_("This is not a date that exists."));
}

/* The store knows the person as for_account, the form as `to`. */
static void rename_problems(struct problems *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->list[i].field, STR("for_account")) || str_eq(p->list[i].field, STR("for_role")))
			p->list[i].field = STR("to");
}

enum rc task_page_raise(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct record child;
	struct raising a = { .id = 0 };
	bool any;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct typed t = read_typed(f, n);
	rc = find_child(r, t.child, &child, &any);
	if (rc != RC_OK)
		return rc;
	a.n.child = any ? child.id : 0;
	check_typed(&r->ctx, &t, &a.n);
	rc = r->ctx.problems.n ? RC_INVALID : store_write(&r->ctx, PRIO_PEOPLE, raise_job, &a);
	if (rc == RC_OK)
		return registry_see(r, "/tasks/", a.id);
	rename_problems(&r->ctx.problems);
	return rc == RC_INVALID ? show(r, &t, rc) : rc;
}
