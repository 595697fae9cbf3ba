#include "registry_page.h"

#include "facts.h"
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

/* The code list is made for adults too. */
str registry_sex(struct page *p, const struct record *child)
{
	str code = rec_text(child, CHILD_SEX);

	if (str_eq(code, STR(CODE_SEX_FEMALE)))
		return html_say(p, N_("girl"));
	if (str_eq(code, STR(CODE_SEX_MALE)))
		return html_say(p, N_("boy"));
	return registry_code(p, "sex", code);
}

str registry_child_line(struct page *p, const struct record *child, day on)
{
	str sex = registry_sex(p, child);
	str age = registry_age(p, rec_day(child, CHILD_BIRTH_DATE), on);
	str class = child->label[CHILD_CLASS];

	if (class.n)
		return html_say(p, N_("{0}, {1}, {2}"), sex, age, class);
	return html_say(p, N_("{0}; {1}"), sex, age);
}

void registry_child_row(struct page *p, const struct record *child)
{
	facts_row_begin(p, N_("Child"));
	html_link(p, html_url(p, "/children/#", child->id), rec_text(child, CHILD_NAME));
	facts_row_end(p);
}

void registry_file_link(struct page *p, int64_t child)
{
	struct ctx look = p->r->ctx;
	struct record found;

	look.seen = NULL; /* whether it may be seen: nothing of it is shown */
	if (record_load(&look, &child_kind, child, &found) != RC_OK)
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#", found.id), html_word(p, N_("The child's file")));
	html_lit(p, "</p>\n");
}

/* A name that follows from grade and number is said in the reader's language, one that was chosen stays. */
str registry_class_text(struct page *p, const struct record *class, const struct record *school)
{
	enum stage first, last;
	struct grade g;
	struct buf stored = buf_new(p->mem, 200), own = buf_new(p->mem, 200);
	str name = rec_text(class, CLASS_NAME);
	int number = (int)rec_int(class, CLASS_NUMBER);

	if (!school || !grade_stages_of_kind(rec_text(school, SCHOOL_KIND), &first, &last) ||
	    !grade_at((int)rec_int(class, CLASS_ENTRY_YEAR), first, last, &grade_system_6_3, p->today, &g))
		return name;
	grade_put(&stored, LANG_ZH, g, number);
	if (!str_eq(buf_view(&stored), name))
		return name;
	grade_put(&own, p->lang, g, number);
	return buf_view(&own);
}

/* --- what holds of somebody, by its topic --- */

static const struct code_list *held_codes(const struct record *c)
{
	static const struct {
		const char *topic, *list;
	} coded[] = {
		{ CODE_CIRCUMSTANCE_TOPIC_STATE, "person_state" },
		{ CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, "guardianship" },
		{ CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE, "household_type" },
	};

	for (size_t i = 0; i < COUNT(coded); i++)
		if (str_eq(rec_text(c, CIRCUMSTANCE_TOPIC), str_of(coded[i].topic)))
			return code_list_find(str_of(coded[i].list));
	return NULL;
}

str registry_held(struct page *p, const struct record *c)
{
	const struct code_list *list = held_codes(c);
	str value = rec_text(c, CIRCUMSTANCE_VALUE);
	struct buf path = buf_new(p->mem, 1 << 10);

	if (list)
		return code_label(list, value, p->lang);
	return region_path(p->r->ctx.model->regions, value, &path) ? buf_view(&path) : value;
}

enum rc registry_held_options(struct req *r, const struct record *c, struct form_field *f)
{
	const struct code_list *list = c ? held_codes(c) : NULL;
	const struct code *code;
	size_t n = 0, at = 0;

	if (!list) {
		struct page p = page_of(r);
		f->hint = N_("12 digits; 9 or 6 when no finer is known");
		f->means = c ? registry_held(&p, c) : STR("");
		return RC_OK;
	}
	struct form_option *o = NEW(r->ctx.mem, struct form_option, list->n + 1);
	while ((code = code_next(list, &at, r->ctx.today, (str){ NULL, 0 })))
		o[n++] = (struct form_option){ code->code, code_label(list, code->code, r->ctx.lang) };
	f->option = o;
	f->noption = n;
	return RC_OK;
}

/* --- choices --- */

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

enum rc registry_see(struct req *r, const char *path, int64_t id)
{
	struct buf b = buf_new(r->ctx.mem, 200);

	buf_str(&b, str_of(path));
	buf_int(&b, id);
	return req_see_other(r, buf_view(&b));
}

/* --- other rooms --- */

static panel *panel_of(const struct room *room, const struct record *about)
{
	if (!about)
		return room->on_today;
	return about->kind == &child_kind ? room->on_child : room->on_school;
}

enum rc registry_first_panels(struct page *p, const struct record *child)
{
	const struct house *house = p->r->app->house;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && house && house->rooms[i]; i++)
		if (house->rooms[i]->first_on_child)
			rc = house->rooms[i]->first_on_child(p, child);
	return rc;
}

enum rc registry_panels(struct page *p, const struct record *about)
{
	const struct house *house = p->r->app->house;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && house && house->rooms[i]; i++) {
		panel *put = panel_of(house->rooms[i], about);
		rc = put ? put(p, about) : RC_OK;
	}
	return rc;
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
		html_text(p, registry_sex(p, c));
		table_cell(&t);
		html_day_full(p, rec_day(c, CHILD_BIRTH_DATE));
		table_text(&t, c->label[CHILD_SCHOOL]);
		table_text(&t, c->label[CHILD_CLASS]);
	}
	table_end(&t);
}
