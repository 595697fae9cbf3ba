#include "registry_page.h"

#include "grade.h"
#include "school.h"

enum rc registry_as_of(struct req *r, day *ret)
{
	str given = req_query(r, STR("as_of"));

	*ret = r->ctx.today;
	if (!given.n)
		return RC_OK;
	if (day_parse(given, ret) && *ret >= 19000101)
		return RC_OK;
	problem_add(&r->ctx.problems, STR("as_of"),
		    N_("{0} is not a date that exists. Write it like 2026-09-01."), str_cut(given, 0, 40),
		    (str){ NULL, 0 });
	return RC_INVALID;
}

void registry_as_of_form(struct page *p, str action, day on)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, on);
	html_lit(p, "<form class=\"find\" method=\"get\"");
	html_action(p, action);
	html_lit(p, "><label for=\"as_of\">");
	html_tr(p, N_("On"));
	html_lit(p, "</label><input id=\"as_of\" name=\"as_of\" type=\"date\" required");
	html_attr(p, "value", buf_view(&b));
	html_lit(p, "><button>");
	html_tr(p, N_("See that day"));
	html_lit(p, "</button></form>\n");
}

int64_t registry_after(struct req *r)
{
	int64_t id = 0;
	str given = req_query(r, STR("after"));

	return given.n && str_int(given, &id) && id > 0 ? id : 0;
}

str registry_code(struct page *p, const char *list, str code)
{
	const struct code_list *l = code_list_find(str_of(list));

	return l && code.n ? code_label(l, code, p->lang) : code;
}

str registry_region(struct page *p, str code)
{
	str name = region_name(p->r->ctx.model->regions, code);

	return name.n ? name : code;
}

str registry_age(struct page *p, day born, day on)
{
	int years = day_age(born, on);

	if (years < 0)
		return html_say(p, N_("not born yet"));
	int months = on / 100 % 100 - born / 100 % 100 - (on % 100 < born % 100);
	if (months < 0)
		months += 12;
	if (!years)
		return html_say(p, N_("{0} months"), html_int_text(p, months));
	if (!months)
		return html_say(p, N_("{0} years"), html_int_text(p, years));
	return html_say(p, N_("{0} years {1} months"), html_int_text(p, years), html_int_text(p, months));
}

str registry_child_line(struct page *p, const struct record *child, day on)
{
	str sex = registry_code(p, "sex", rec_text(child, CHILD_SEX));
	str age = registry_age(p, rec_day(child, CHILD_BIRTH_DATE), on);
	str class = child->label[CHILD_CLASS];

	if (class.n)
		return html_say(p, N_("{0}, {1}, {2}"), sex, age, class);
	return html_say(p, N_("{0}; {1}"), sex, age);
}

str registry_class_text(struct page *p, const struct record *class, const struct record *school)
{
	enum stage first, last;
	struct grade g;
	struct buf b = buf_new(p->mem, 200);

	if (school && grade_stages_of_kind(rec_text(school, SCHOOL_KIND), &first, &last) &&
	    grade_at((int)rec_int(class, CLASS_ENTRY_YEAR), first, last, &grade_system_6_3, p->today, &g)) {
		grade_put(&b, p->lang, g, (int)rec_int(class, CLASS_NUMBER));
		return buf_view(&b);
	}
	return rec_text(class, CLASS_NAME);
}

static str id_text(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

static const struct form_option *options_of(struct req *r, const struct records *list, size_t name,
					    size_t beside)
{
	struct form_option *o = NEW(r->ctx.mem, struct form_option, list->n + 1);

	for (size_t i = 0; i < list->n; i++) {
		const struct record *rec = &list->r[i];
		str label = rec_text(rec, name);
		if (beside != SIZE_MAX && rec->label[beside].n) {
			struct buf b = buf_new(r->ctx.mem, 1 << 10);
			TR(&b, r->ctx.lang, N_("{0}, {1}"), rec->label[beside], label);
			label = buf_view(&b);
		}
		o[i] = (struct form_option){ id_text(r->ctx.mem, rec->id), label };
	}
	return o;
}

enum rc registry_school_options(struct req *r, struct form_field *f)
{
	struct records list;
	enum rc rc = record_list(&r->ctx, &school_kind, &(struct list){ 0 }, &list);

	if (rc != RC_OK)
		return rc;
	f->option = options_of(r, &list, SCHOOL_NAME, SIZE_MAX);
	f->noption = list.n;
	return RC_OK;
}

enum rc registry_class_options(struct req *r, int64_t school, struct form_field *f)
{
	struct list l = { 0 };
	struct records list;

	if (school) {
		l.filter[0].field = CLASS_SCHOOL;
		l.filter[0].is = INT(school);
		l.nfilter = 1;
	}
	enum rc rc = record_list(&r->ctx, &class_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	bool one_school = school || r->ctx.who->school;
	f->option = options_of(r, &list, CLASS_NAME, one_school ? SIZE_MAX : CLASS_SCHOOL);
	f->noption = list.n;
	return RC_OK;
}

/* --- writing --- */

struct save {
	const struct form_given *given;
	int64_t id;
	struct record *ret;
	size_t problems; /* that reading the form had found */
};

static enum rc save_job(struct ctx *c, void *arg)
{
	struct save *s = arg;
	const struct input *in = &s->given->in;
	enum rc rc = s->id ? record_update(c, in->kind, s->id, s->given->version, in, s->ret)
			   : record_create(c, in, s->ret);

	/* The store has said everything else that is wrong; now nothing of it may stay. */
	return rc == RC_OK && s->problems ? RC_INVALID : rc;
}

enum rc registry_save(struct req *r, const struct form_given *g, int64_t id, struct record *ret)
{
	struct save s = { .given = g, .id = id, .ret = ret, .problems = r->ctx.problems.n };

	if (id && !g->version)
		return RC_NEEDS_VERSION;
	return store_write(&r->ctx, PRIO_PEOPLE, save_job, &s);
}

enum rc registry_see(struct req *r, const char *path, int64_t id)
{
	struct buf b = buf_new(r->ctx.mem, 200);

	buf_str(&b, str_of(path));
	buf_int(&b, id);
	return req_see_other(r, buf_view(&b));
}

bool registry_again(enum rc rc) { return rc == RC_INVALID || rc == RC_STALE || rc == RC_CONFLICT; }

struct drop {
	const struct kind *kind;
	int64_t id, version;
};

static enum rc drop_job(struct ctx *c, void *arg)
{
	const struct drop *d = arg;

	return record_delete(c, d->kind, d->id, d->version);
}

enum rc registry_delete(struct req *r, const struct kind *k, int64_t id, int64_t version)
{
	if (!version)
		return RC_NEEDS_VERSION;
	return store_write(&r->ctx, PRIO_PEOPLE, drop_job, &(struct drop){ k, id, version });
}

/* --- lists --- */

void registry_children_table(struct page *p, const struct records *list, int64_t total)
{
	static const struct col cols[] = {
		{ N_("Name"), COL_TEXT },   { N_("Sex"), COL_TEXT },   { N_("Date of birth"), COL_TEXT },
		{ N_("School"), COL_TEXT }, { N_("Class"), COL_TEXT },
	};
	str caption =
		total ? html_say(p, N_("{0} children"), html_int_text(p, total))
		      : html_say(p, N_("Children on this page: {0}"), html_int_text(p, (int64_t)list->n));
	struct table t = table_begin(p, cols, COUNT(cols), caption);

	for (size_t i = 0; i < list->n; i++) {
		const struct record *c = &list->r[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/children/#", c->id), rec_text(c, CHILD_NAME));
		table_cell(&t);
		html_text(p, registry_code(p, "sex", rec_text(c, CHILD_SEX)));
		table_cell(&t);
		html_day_full(p, rec_day(c, CHILD_BIRTH_DATE));
		table_text(&t, c->label[CHILD_SCHOOL]);
		table_text(&t, c->label[CHILD_CLASS]);
	}
	table_end(&t);
}
