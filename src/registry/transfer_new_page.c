/* Asking for a transfer. */
#include "facts.h"
#include "formpart.h"
#include "transfer_page.h"
#include "utf8.h"

/* --- reading --- */

static void bad(struct ctx *c, const char *field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(field), text, str_cut(arg, 0, 40), (str){ NULL, 0 });
}

static int64_t read_id(struct ctx *c, const char *field, str text)
{
	int64_t id = 0;

	if (!text.n)
		return 0;
	if (!str_int(text, &id) || id <= 0) {
		bad(c, field, N_("There is no such record."), (str){ NULL, 0 });
		return 0;
	}
	return id;
}

static int read_grade(struct ctx *c, str text)
{
	int64_t grade = 0;

	if (text.n && (!str_int(text, &grade) || grade < 1 || grade > 12)) {
		bad(c, "grade", N_("Grades go from 1 to 12."), (str){ NULL, 0 });
		return 0;
	}
	return (int)grade;
}

void transfer_read(struct ctx *c, const struct transfer_typed *t, struct transfer_new *ret)
{
	str day_text = utf8_fold(c->mem, t->start_on);

	*ret = (struct transfer_new){ .side = t->side,
				      .child = read_id(c, "child", t->child),
				      .number = t->id_number,
				      .name = t->name,
				      .school = read_id(c, "to_school", t->to_school),
				      .school_code = t->school_code,
				      .class = read_id(c, "to_class", t->to_class),
				      .grade = read_grade(c, t->grade),
				      .reason = t->reason,
				      .note = t->note };
	if (day_text.n && !day_parse(day_text, &ret->start_on)) {
		ret->start_on = 0;
		bad(c, "start_on", N_("{0} is not a date that exists. Write it like 2026-09-01."),
		    t->start_on);
	}
}

/* --- the form --- */

/* Schools that are open, of the reader's county: their names are no secret to its heads. */
static enum rc county_schools(struct req *r, struct form_field *f)
{
	struct actor county = *r->ctx.who;
	struct ctx p = r->ctx;
	struct records list;
	struct list l = { .where = SQL("(t.closed_on IS NULL OR t.closed_on > ?1) AND t.id <> ?2"),
			  .v = { INT(r->ctx.today), INT(r->ctx.who->school) },
			  .nv = 2 };

	county.reach = REACH_COUNTY;
	p.who = &county;
	p.seen = NULL;
	enum rc rc = record_list(&p, &school_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page page = page_of(r);
	struct form_option *o = NEW(r->ctx.mem, struct form_option, list.n + 1);
	for (size_t i = 0; i < list.n; i++)
		o[i] = (struct form_option){ html_int_text(&page, list.r[i].id),
					     rec_text(&list.r[i], SCHOOL_NAME) };
	f->option = o;
	f->noption = list.n;
	return RC_OK;
}

static void put_select(struct page *p, const struct control *c, const struct form_field *f)
{
	formpart_select(p, c, f->option, f->noption);
}

static enum rc put_receiving(struct req *r, struct page *p, const struct transfer_typed *t)
{
	struct form_field schools = { 0 }, classes = { 0 };
	bool head = p->who->role == ROLE_HEAD;
	enum rc rc = head ? registry_class_options(r, p->who->school, &classes)
			  : registry_school_options(r, &schools);

	if (rc != RC_OK)
		return rc;
	form_text_put(p, &(struct form_text){ .name = "id_number",
					      .label = N_("Id number or student number"),
					      .hint = N_("All of it, as in the household book"),
					      .value = t->id_number,
					      .required = true });
	form_text_put(p, &(struct form_text){ .name = "name",
					      .label = N_("Full name"),
					      .hint = N_("As in the household book"),
					      .value = t->name,
					      .required = true });
	if (head)
		put_select(p,
			   &(struct control){ .name = STR("to_class"),
					      .label = N_("Class it comes into"),
					      .hint = N_("Can still be chosen in the file later"),
					      .value = t->to_class },
			   &classes);
	else
		put_select(p,
			   &(struct control){ .name = STR("to_school"),
					      .label = N_("School it comes to"),
					      .value = t->to_school,
					      .required = true },
			   &schools);
	return RC_OK;
}

static enum rc put_giving(struct req *r, struct page *p, const struct transfer_typed *t)
{
	struct form_field schools = { 0 };
	enum rc rc = county_schools(r, &schools);

	if (rc != RC_OK)
		return rc;
	html_hidden(p, STR("child"), t->child);
	put_select(p,
		   &(struct control){ .name = STR("to_school"),
				      .label = N_("School in this county"),
				      .value = t->to_school },
		   &schools);
	form_text_put(p, &(struct form_text){ .name = "school_code",
					      .label = N_("Or the code of a school elsewhere"),
					      .hint = N_("10 digits, as in the school register"),
					      .inputmode = "numeric",
					      .value = t->school_code });
	return RC_OK;
}

static void put_grade(struct page *p, const struct transfer_typed *t)
{
	struct form_option o[12];

	for (int i = 0; i < 12; i++) {
		str n = html_int_text(p, i + 1);
		o[i] = (struct form_option){ n, html_say(p, N_("Grade {0}"), n) };
	}
	formpart_select(p,
			&(struct control){ .name = STR("grade"),
					   .label = N_("Grade"),
					   .hint = N_("Empty: as it is now"),
					   .value = t->grade },
			o, COUNT(o));
}

static void put_rest(struct page *p, const struct transfer_typed *t)
{
	const struct code_list *reasons = code_list_find(STR("transfer_reason"));
	struct form_option o[16];
	size_t n = 0, at = 0;
	const struct code *code;

	while (n < COUNT(o) && (code = code_next(reasons, &at, p->today, STR(""))))
		o[n++] = (struct form_option){ code->code, p->lang == LANG_ZH ? code->zh : code->en };
	if (p->who->role != ROLE_HEAD || str_eq(t->side, STR(CODE_TRANSFER_SIDE_GIVING)))
		put_grade(p, t); /* else the class says it */
	form_text_put(p, &(struct form_text){ .name = "start_on",
					      .label = N_("First day at the new school"),
					      .type = "date",
					      .value = t->start_on,
					      .required = true });
	formpart_select(
		p,
		&(struct control){
			.name = STR("reason"), .label = N_("Why"), .value = t->reason, .required = true },
		o, n);
	form_text_put(p, &(struct form_text){
				 .name = "note", .label = N_("Note for the other side"), .value = t->note });
}

static const char lead_receiving[] = N_("The child keeps its file and its number. Its present school answers "
					"within ten working days; what is "
					"written about the child you see when it agrees.");
static const char lead_giving[] = N_("The child keeps its file and its number. The new school answers within "
				     "ten working days; until the first "
				     "day there the child stays yours.");

static enum rc put_form(struct req *r, const struct transfer_typed *t, enum rc outcome)
{
	bool giving = str_eq(t->side, STR(CODE_TRANSFER_SIDE_GIVING));
	int64_t child_id = 0;
	struct record child = { .id = 0 };
	enum rc rc = RC_OK;

	if (giving)
		rc = str_int(t->child, &child_id) ? record_load(&r->ctx, &child_kind, child_id, &child)
						  : RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){
				  .title = str_of(tr(r->ctx.lang, giving ? N_("Give to another school")
									 : N_("A child comes to us"))),
				  .tab = "/children",
				  .task = true,
				  .back = giving ? html_url(&p, "/children/#", child_id) : STR("/transfers"),
				  .under = giving ? rec_text(&child, CHILD_NAME) : STR(""),
				  .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	html_lit(&p, "<form method=\"post\" action=\"/transfers/new\" class=\"stack narrow\" novalidate>\n");
	html_csrf(&p);
	html_hidden(&p, STR("side"), t->side);
	if (giving)
		html_hidden(&p, STR("child"), t->child);
	html_lit(&p, "<p>");
	html_tr(&p, giving ? lead_giving : lead_receiving);
	html_lit(&p, "</p>\n");
	form_summary(&p, NULL);
	rc = giving ? put_giving(r, &p, t) : put_receiving(r, &p, t);
	put_rest(&p, t);
	form_bar(&p, giving ? N_("Ask the new school") : N_("Ask for the child"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return rc;
}

enum rc transfer_page_new(struct req *r)
{
	struct transfer_typed t = { .child = req_query(r, STR("child")) };

	t.side = t.child.n ? STR(CODE_TRANSFER_SIDE_GIVING) : STR(CODE_TRANSFER_SIDE_RECEIVING);
	return put_form(r, &t, RC_OK);
}

enum rc transfer_page_ask(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t id = 0;
	struct transfer_new new;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct transfer_typed t = { .side = form_value(f, n, STR("side")),
					  .child = form_value(f, n, STR("child")),
					  .id_number = form_value(f, n, STR("id_number")),
					  .name = form_value(f, n, STR("name")),
					  .to_school = form_value(f, n, STR("to_school")),
					  .school_code = str_trim(form_value(f, n, STR("school_code"))),
					  .to_class = form_value(f, n, STR("to_class")),
					  .grade = form_value(f, n, STR("grade")),
					  .reason = form_value(f, n, STR("reason")),
					  .start_on = form_value(f, n, STR("start_on")),
					  .note = form_value(f, n, STR("note")) };
	transfer_read(&r->ctx, &t, &new);
	rc = transfer_ask(&r->ctx, &new, &id);
	if (rc == RC_OK)
		return registry_see(r, "/transfers/", id);
	return rc == RC_INVALID || rc == RC_CONFLICT ? put_form(r, &t, rc) : rc;
}
