/* Schools and classes that rows name: looked up once for the whole run. */
#include "grade.h"
#include "import_row.h"
#include "utf8.h"

static const str none = { NULL, 0 };

enum { SCHOOLS_MAX = 4096 };

void import_places_forget(struct import_run *r) { r->nschool = 0; }

static enum rc load_schools(struct ctx *c, struct import_run *r)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT s.id, s.code, s.name, s.closed_on FROM school s WHERE s.county = ?1 ORDER BY s.id",
		INT(c->who->county ? c->who->county : c->model->county));

	if (rc != RC_OK)
		return rc;
	if (!r->school)
		r->school = NEW(r->c->mem, struct import_school, SCHOOLS_MAX);
	r->nschool = 0;
	while (db_next(&q) && r->nschool < SCHOOLS_MAX)
		r->school[r->nschool++] = (struct import_school){ .id = db_int(&q, 0),
								  .code = db_dup(r->c->mem, &q, 1),
								  .name = db_dup(r->c->mem, &q, 2),
								  .closed_on = (day)db_int(&q, 3) };
	return db_done(&q);
}

/* A school by its code, its name when only one has it, or our own number. */
static struct import_school *find_school(struct import_run *r, str text)
{
	struct import_school *by_name = NULL;
	int64_t id = 0;
	bool number = str_digits(text) && str_int(text, &id);

	for (size_t i = 0; i < r->nschool; i++) {
		struct import_school *s = &r->school[i];
		if (str_eq(s->code, text) || (number && s->id == id))
			return s;
		if (form_same_heading(s->name, text)) {
			if (by_name)
				return NULL;
			by_name = s;
		}
	}
	return by_name;
}

static struct import_school *school_by_id(struct import_run *r, int64_t id)
{
	for (size_t i = 0; i < r->nschool; i++)
		if (r->school[i].id == id)
			return &r->school[i];
	return NULL;
}

static void check_closed(struct ctx *c, struct import_work *w, const struct import_school *s, size_t field)
{
	struct buf b = buf_new(c->mem, 16);

	if (!s->closed_on || s->closed_on > import_known_by(c, w))
		return;
	day_put(&b, s->closed_on);
	import_bad(w, PART_SELF, field,
		   N_("{0} has been closed since {1}. Name the school that the children go to now."), s->name,
		   buf_view(&b));
}

const struct import_school *import_school_of(struct ctx *c, struct import_work *w, size_t field)
{
	struct import_run *r = w->run;
	str text = import_read(c, w, PART_SELF, field);
	struct import_school *s, *chosen;

	if (!r->nschool && load_schools(c, r) != RC_OK) {
		w->bad = true;
		return NULL;
	}
	chosen = r->options->school ? school_by_id(r, r->options->school) : NULL;
	if (!text.n && !import_has(w, PART_SELF, field) && !chosen)
		return NULL;
	if (!text.n)
		s = chosen;
	else
		s = find_school(r, text);
	if (text.n && !s)
		import_bad(w, PART_SELF, field,
			   N_("There is no school {0} here. Write its code of 10 digits, or import the list "
			      "of schools first."),
			   text, none);
	if (s && chosen && s != chosen) {
		import_bad(w, PART_SELF, field,
			   N_("The row is of {0}, but the list was chosen for {1}. Take the row out, or "
			      "choose the other "
			      "school."),
			   s->name, chosen->name);
		return NULL;
	}
	/* A past enrolment at it stays what it was; its own last day is looked at with the enrolment. */
	if (s && w->head->form->kind == &child_kind)
		check_closed(c, w, s, field);
	return s;
}

/* --- classes --- */

static enum rc load_classes(struct ctx *c, struct import_run *r, struct import_school *s)
{
	struct rows q;
	size_t cap = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT k.id, k.name, k.entry_year, k.number FROM class k WHERE k.school = ?1 ORDER BY k.id",
		INT(s->id));

	if (rc != RC_OK)
		return rc;
	s->class = NULL;
	s->nclass = 0;
	while (db_next(&q)) {
		s->class = GROWN(r->c->mem, s->class, s->nclass, &cap);
		s->class[s->nclass++] = (struct import_class){ db_int(&q, 0), db_dup(r->c->mem, &q, 1),
							       (int)db_int(&q, 2), (int)db_int(&q, 3) };
	}
	s->classes_known = true;
	return db_done(&q);
}

static int numeral(uint32_t sign)
{
	static const uint32_t signs[] = { 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
					  0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };

	if (sign >= '0' && sign <= '9')
		return (int)(sign - '0');
	for (size_t i = 0; i < COUNT(signs); i++)
		if (signs[i] == sign)
			return (int)i;
	return -1;
}

/* 12, 十二, 二: a number at *at, in one script; -1: none. */
static int number_at(str s, size_t *at)
{
	int value = -1;
	bool wide = false;

	for (size_t next = *at;; *at = next) {
		uint32_t sign = utf8_next(s, &next);
		int n = sign ? numeral(sign) : -1;
		if (n < 0 || (value >= 0 && wide != (sign > 0x7F)))
			return value;
		wide = sign > 0x7F;
		if (n == 10) /* 十: alone, before or after */
			value = value < 0 ? 10 : value * 10;
		else if (wide && value >= 10 && value % 10 == 0)
			value += n;
		else
			value = value < 0 ? n : value * 10 + n;
	}
}

static void skip(str s, size_t *at)
{
	static const str signs[] = { STR_INIT("年级"), STR_INIT("年"), STR_INIT("级"), STR_INIT("（"),
				     STR_INIT("("),    STR_INIT("）"), STR_INIT(")"),  STR_INIT(" "),
				     STR_INIT("第"),   STR_INIT("-") };
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < COUNT(signs); i++)
			if (str_starts(str_cut(s, *at, s.n), signs[i])) {
				*at += signs[i].n;
				more = true;
			}
	}
}

bool import_class_parse(str text, int *ret_grade, int *ret_number)
{
	int base = 0;
	size_t at = 0;

	if (str_starts(text, STR("初")) || str_starts(text, STR("高"))) {
		base = str_starts(text, STR("初")) ? 6 : 9;
		at = STR("初").n;
		if (str_starts(str_cut(text, at, text.n), STR("中")))
			at += STR("中").n;
	}
	int grade = number_at(text, &at);
	skip(text, &at);
	int number = number_at(text, &at);
	skip(text, &at);
	if (grade < 1 || grade > 12 || number < 1)
		return false;
	if (at < text.n && !str_eq(str_cut(text, at, text.n), STR("班")))
		return false;
	*ret_grade = grade + base;
	*ret_number = number;
	return true;
}

static const struct import_class *by_name(const struct import_school *s, str text)
{
	int grade, number, g, n;
	bool parsed = import_class_parse(text, &grade, &number);

	for (size_t i = 0; i < s->nclass; i++)
		if (form_same_heading(s->class[i].name, text))
			return &s->class[i];
	for (size_t i = 0; parsed && i < s->nclass; i++)
		if (import_class_parse(s->class[i].name, &g, &n) && g == grade && n == number)
			return &s->class[i];
	return NULL;
}

/* A number alone: with the year of entry in it (202401), or beside it in the row. */
static const struct import_class *by_number(const struct import_school *s, str text, str entry_month)
{
	int64_t number, year = 0;
	const struct import_class *found = NULL;
	size_t n = 0;

	if (!str_int(text, &number))
		return NULL;
	for (size_t i = 0; i < s->nclass; i++)
		if (s->class[i].id == number)
			return &s->class[i];
	if (text.n >= 6 && str_int(str_cut(text, 0, 4), &year) && year > 1990 && year < 2200) {
		if (!str_int(str_cut(text, text.n - 2, 2), &number))
			return NULL;
	} else if (entry_month.n >= 6) {
		int32_t month;
		year = grade_month_parse(entry_month, &month)
			       ? grade_month_school_year(month, &grade_system_6_3)
			       : 0;
	}
	for (size_t i = 0; i < s->nclass; i++)
		if (s->class[i].number == number && (!year || s->class[i].year == year)) {
			found = &s->class[i];
			n++;
		}
	return n == 1 ? found : NULL;
}

static str known_names(struct ctx *c, const struct import_school *s)
{
	enum { NAMED = 8 };
	struct buf b = buf_new(c->mem, 1024);

	for (size_t i = 0; i < s->nclass && i < NAMED; i++) {
		buf_str(&b, i ? str_of(tr(c->lang, N_(", "))) : none);
		buf_str(&b, s->class[i].name);
	}
	if (s->nclass > NAMED)
		buf_lit(&b, " …");
	return buf_view(&b);
}

/* 三年级 in one column and 1班 in the next. */
static str whole_name(struct ctx *c, str grade, str text)
{
	struct buf b = buf_new(c->mem, 200);

	buf_str(&b, grade);
	buf_str(&b, text);
	return buf_view(&b);
}

int64_t import_class_of(struct ctx *c, struct import_work *w, const struct import_school *s, size_t field,
			str grade, str entry_month)
{
	str text = import_read(c, w, PART_SELF, field);
	const struct import_class *k = NULL;
	struct import_school *all = NULL;

	if (!text.n)
		return 0;
	if (!s) {
		if (!w->bad)
			import_bad(w, PART_SELF, field,
				   N_("A class goes with its school: give the school too."), none, none);
		return 0;
	}
	all = school_by_id(w->run, s->id);
	if (!all->classes_known && load_classes(c, w->run, all) != RC_OK) {
		w->bad = true;
		return 0;
	}
	if (grade.n)
		k = by_name(all, whole_name(c, grade, text));
	if (!k)
		k = by_name(all, text);
	if (!k && str_digits(text))
		k = by_number(all, text, entry_month);
	if (k)
		return k->id;
	if (all->nclass)
		import_bad(w, PART_SELF, field, N_("The school has no class called {0}. It has: {1}."), text,
			   known_names(c, all));
	else
		import_bad(w, PART_SELF, field,
			   N_("The school has no class called {0}. Import its list of classes first."), text,
			   none);
	return 0;
}
