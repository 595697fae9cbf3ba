#include "statutory_table.h"
#include "enrolment.h"

#include "json.h"

#include <stdlib.h>

/* --- lines under way --- */

struct making {
	struct ctx *c;
	struct statutory_table *t;
	struct statutory_row *row;
	size_t line_room, row_room, last;
};

static size_t line_at(struct making *m, str key)
{
	struct statutory_table *t = m->t;

	if (m->last < t->lines && str_eq(t->line[m->last].key, key))
		return m->last;
	for (size_t i = 0; i < t->lines; i++)
		if (str_eq(t->line[i].key, key))
			return m->last = i;
	t->line = GROWN(m->c->mem, t->line, t->lines, &m->line_room);
	t->line[t->lines] = (struct statutory_line){ .key = str_dup(m->c->mem, key) };
	return m->last = t->lines++;
}

static void add_row(struct making *m, int64_t child, size_t line, uint64_t in)
{
	struct statutory_table *t = m->t;

	t->row = m->row = GROWN(m->c->mem, m->row, t->rows, &m->row_room);
	m->row[t->rows++] = (struct statutory_row){ child, line, in };
	for (size_t i = 0; i < t->form->columns; i++) {
		int64_t one = in >> i & 1 ? 1 : 0;
		t->line[line].n[i] += one;
		t->total[i] += one;
	}
	for (size_t i = 0; i < t->form->equations; i++) {
		const struct statutory_equation *e = &t->form->equation[i];
		t->gap[i] += (in & e->left) && !(in & e->right);
	}
}

/* --- facts --- */

static enum statutory_maybe maybe(const struct rows *q, int col)
{
	return db_null(q, col) ? MAYBE_UNKNOWN : db_int(q, col) ? MAYBE_YES : MAYBE_NO;
}

struct word {
	const char *code;
	int means;
};

static int word_of(const struct word *w, size_t n, str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, str_of(w[i].code)))
			return w[i].means;
	return 0;
}

static enum statutory_day day_of(str code)
{
	static const struct word words[] = {
		{ CODE_SCHOOLING_KINDERGARTEN, DAY_KINDERGARTEN },
		{ CODE_SCHOOLING_NOT_KINDERGARTEN, DAY_NO_KINDERGARTEN },
		{ CODE_SCHOOLING_PRIMARY, DAY_PRIMARY },
		{ CODE_SCHOOLING_JUNIOR, DAY_JUNIOR },
		{ CODE_SCHOOLING_SENIOR, DAY_SENIOR },
		{ CODE_SCHOOLING_VOCATIONAL, DAY_VOCATIONAL },
		{ CODE_SCHOOLING_DROPPED_OUT, DAY_DROPPED_OUT },
		{ CODE_SCHOOLING_NONE, DAY_NOT_AT_SCHOOL },
	};

	return (enum statutory_day)word_of(words, COUNT(words), code);
}

static enum statutory_care care_of(str code)
{
	static const struct word words[] = {
		{ CODE_CARE_MODE_FATHERS_PARENTS, CARE_GRANDPARENTS },
		{ CODE_CARE_MODE_MOTHERS_PARENTS, CARE_GRANDPARENTS },
		{ CODE_CARE_MODE_RELATIVES, CARE_OTHERS },
		{ CODE_CARE_MODE_OTHERS, CARE_OTHERS },
		{ CODE_CARE_MODE_ONE_PARENT, CARE_ONE_PARENT },
		{ CODE_CARE_MODE_NOBODY, CARE_NOBODY },
	};

	return (enum statutory_care)word_of(words, COUNT(words), code);
}

static enum statutory_how_well well_of(str code)
{
	static const struct word words[] = { { CODE_CARE_GRADE_GOOD, WELL_GOOD },
					     { CODE_CARE_GRADE_FAIR, WELL_FAIR },
					     { CODE_CARE_GRADE_POOR, WELL_POOR } };

	return (enum statutory_how_well)word_of(words, COUNT(words), code);
}

/* Senior schools of the kinds 36x teach a trade. */
static bool is_vocational(str kind) { return str_starts(kind, STR("36")); }

/* In a household book: as the form says; else a child without a number for that reason is not, and one whose
 * household place is known is. */
static enum statutory_maybe registered(const struct rows *q, int says, int why_none)
{
	if (!db_null(q, says))
		return maybe(q, says);
	return str_eq(db_text(q, why_none), STR("1")) ? MAYBE_NO : MAYBE_YES;
}

static enum statutory_maybe boards(str mode)
{
	if (str_eq(mode, STR(CODE_ATTENDANCE_MODE_BOARDER)))
		return MAYBE_YES;
	return str_eq(mode, STR(CODE_ATTENDANCE_MODE_DAY)) ? MAYBE_NO : MAYBE_UNKNOWN;
}

/* The order of both statements' columns. */
enum {
	AT_CHILD,
	AT_BORN,
	AT_SEX,
	AT_REGION,
	AT_ROLL,
	AT_DIFFICULTY,
	AT_STAGE,
	AT_SCHOOL_KIND,
	AT_MODE,
	AT_SCHOOLING,             /* of cared-for children */
	AT_SCHOOL = AT_SCHOOLING, /* of pupils */
	AT_REGISTERED,
	AT_SCHOOL_NAME = AT_REGISTERED,
	AT_CARE,
	AT_ENTRY_YEAR = AT_CARE,
	AT_WELL,
	AT_DEED,
	AT_NO_ID,
	AT_CARER
};
#define CASE_COLUMNS                                                                                         \
	"SELECT c.id, c.birth_date, c.sex, x.region, coalesce(x.school_roll, -1), coalesce(x.difficulty, "   \
	"0),"                                                                                                \
	" e.stage, s.kind, e.attendance_mode"

static struct statutory_case case_of(const struct rows *q, day on)
{
	return (struct statutory_case){
		.born = (day)db_int(q, AT_BORN),
		.on = on,
		.girl = str_eq(db_text(q, AT_SEX), STR(CODE_SEX_FEMALE)),
		.stage = enrolment_stage_of(db_text(q, AT_STAGE)),
		.vocational = is_vocational(db_text(q, AT_SCHOOL_KIND)),
		.boards = boards(db_text(q, AT_MODE)),
		.roll = (int)db_int(q, AT_ROLL),
		.in_difficulty = db_int(q, AT_DIFFICULTY) != 0,
	};
}

/* --- children to care for: by the township of the household --- */

enum { OF_PARENT = 1, OF_OTHERS, OF_GRANDPARENTS }; /* who looks after the child; the greatest counts */

static enum statutory_care carer_of(int64_t code)
{
	static const enum statutory_care care[] = { CARE_UNKNOWN, CARE_ONE_PARENT, CARE_OTHERS,
						    CARE_GRANDPARENTS };

	return code >= OF_PARENT && code <= OF_GRANDPARENTS ? care[code] : CARE_UNKNOWN;
}

static enum rc query_cared_for(struct ctx *c, str region, str end, day on, struct rows *ret)
{
	return STORE_QUERY(
		c, ret,
		CASE_COLUMNS
		", w.schooling, w.household_registered, w.care_mode, w.care_grade, w.deed, c.no_id_reason,"
		" (SELECT max(CASE WHEN t.relation IN ('" CODE_RELATION_GRANDPARENT
		"', '" CODE_RELATION_FATHERS_FATHER "', '" CODE_RELATION_FATHERS_MOTHER
		"', '" CODE_RELATION_MOTHERS_FATHER "', '" CODE_RELATION_MOTHERS_MOTHER
		"') THEN 3 WHEN t.relation IN ('" CODE_RELATION_PARENT "', '" CODE_RELATION_FATHER
		"', '" CODE_RELATION_MOTHER "', '" CODE_RELATION_STEPFATHER "', '" CODE_RELATION_STEPMOTHER
		"') THEN 1 ELSE 2 END) FROM tie t WHERE t.child = c.id AND (t.carer = 1 OR t.lives_with = 1)"
		" AND (t.from_day IS NULL OR t.from_day <= ?1) AND (t.to_day IS NULL OR t.to_day >= ?1))"
		" FROM crossing x JOIN child c ON c.id = x.child"
		" LEFT JOIN enrolment e ON e.id = (SELECT max(f.id) FROM enrolment f WHERE f.child = c.id"
		" AND f.from_day <= ?1 AND (f.to_day IS NULL OR f.to_day >= ?1))"
		" LEFT JOIN school s ON s.id = e.school LEFT JOIN register_entry w ON w.child = c.id"
		" WHERE x.region >= ?2 AND x.region < ?3 AND +x.day <= ?1 AND x.counted = 1"
		" AND x.civil_affairs = 1 AND NOT EXISTS (SELECT 1 FROM crossing y WHERE y.child = x.child"
		" AND y.day > x.day AND y.day <= ?1) AND {child c} ORDER BY c.id",
		INT(on), TEXT(region), TEXT(end));
}

static void read_cared_for(struct making *m, const struct rows *q)
{
	enum { TOWNSHIP = 9 };
	struct statutory_case k = case_of(q, m->t->on);
	const struct regions *regions = m->c->model->regions;

	k.day_says = day_of(db_text(q, AT_SCHOOLING));
	k.registered = registered(q, AT_REGISTERED, AT_NO_ID);
	k.care_says = care_of(db_text(q, AT_CARE));
	k.care_facts = carer_of(db_int(q, AT_CARER));
	k.well_says = well_of(db_text(q, AT_WELL));
	k.deed = maybe(q, AT_DEED);
	size_t at = line_at(m, str_cut(db_text(q, AT_REGION), 0, TOWNSHIP));
	struct statutory_line *line = &m->t->line[at];
	if (!line->name.n)
		line->name = region_name(regions, line->key);
	add_row(m, db_int(q, AT_CHILD), at, statutory_columns(m->t->form, &k));
}

/* --- pupils: by school and grade --- */

static enum rc query_pupils(struct ctx *c, str region, str end, day on, struct rows *ret)
{
	return STORE_QUERY(
		c, ret,
		CASE_COLUMNS
		", s.id, s.name, k.entry_year FROM enrolment e JOIN child c ON c.id = e.child"
		" JOIN school s ON s.id = e.school LEFT JOIN class k ON k.id = e.class"
		" LEFT JOIN crossing x ON x.child = c.id AND +x.day = (SELECT max(y.day) FROM crossing y"
		" WHERE y.child = c.id AND y.day <= ?1)"
		" WHERE s.region >= ?2 AND s.region < ?3 AND e.from_day <= ?1"
		" AND (e.to_day IS NULL OR e.to_day >= ?1) AND {child c} ORDER BY c.id",
		INT(on), TEXT(region), TEXT(end));
}

static int grade_of(const struct rows *q, day on)
{
	enum stage first, last;
	struct grade g;

	if (db_null(q, AT_ENTRY_YEAR) || !grade_stages_of_kind(db_text(q, AT_SCHOOL_KIND), &first, &last) ||
	    !grade_at((int)db_int(q, AT_ENTRY_YEAR), first, last, &grade_system_6_3, on, &g))
		return 0;
	return g.stage == STAGE_PRESCHOOL ? 0 : g.number;
}

static void read_pupil(struct making *m, const struct rows *q)
{
	struct statutory_case k = case_of(q, m->t->on);
	struct buf key = buf_new(m->c->mem, 40);
	int grade = grade_of(q, m->t->on);

	if (!db_null(q, AT_REGION) && db_text(q, AT_REGION).n)
		k.household_here = str_starts(db_text(q, AT_REGION), m->t->region) ? MAYBE_YES : MAYBE_NO;
	buf_int(&key, db_int(q, AT_SCHOOL));
	buf_ch(&key, '.');
	buf_int(&key, grade);
	size_t at = line_at(m, buf_view(&key));
	struct statutory_line *line = &m->t->line[at];
	if (!line->name.n)
		line->name = str_dup(m->c->mem, db_text(q, AT_SCHOOL_NAME));
	line->grade = grade;
	add_row(m, db_int(q, AT_CHILD), at, statutory_columns(m->t->form, &k));
}

/* --- the whole --- */

struct sorted {
	struct statutory_line line;
	size_t was;
	bool by_name;
};

static int by_line(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = str_cmp(x->by_name ? x->line.name : x->line.key, y->by_name ? y->line.name : y->line.key);

	if (order)
		return order;
	if (x->line.grade != y->line.grade)
		return x->line.grade < y->line.grade ? -1 : 1;
	return str_cmp(x->line.key, y->line.key);
}

static void sort_lines(struct making *m)
{
	struct statutory_table *t = m->t;
	struct sorted *s = NEW(m->c->mem, struct sorted, t->lines + 1);
	size_t *now = NEW(m->c->mem, size_t, t->lines + 1);

	for (size_t i = 0; i < t->lines; i++)
		s[i] = (struct sorted){ t->line[i], i, t->form->of_pupils };
	qsort(s, t->lines, sizeof *s, by_line);
	for (size_t i = 0; i < t->lines; i++) {
		t->line[i] = s[i].line;
		now[s[i].was] = i;
	}
	for (size_t i = 0; i < t->rows; i++)
		m->row[i].line = now[m->row[i].line];
}

enum rc statutory_load(struct ctx *c, const struct statutory_form *f, str region, day on,
		       struct statutory_table *ret)
{
	struct statutory_table t = { .form = f, .region = region, .on = on };
	struct making m = { .c = c, .t = &t };
	struct rows q;
	char *end = str_z(c->mem, region);

	if (region.n)
		end[region.n - 1]++;
	str after = { end, region.n };
	enum rc rc = f->of_pupils ? query_pupils(c, region, after, on, &q)
				  : query_cared_for(c, region, after, on, &q);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		if (f->of_pupils)
			read_pupil(&m, &q);
		else
			read_cared_for(&m, &q);
	rc = db_done(&q);
	sort_lines(&m);
	if (rc == RC_OK)
		*ret = t;
	return rc;
}

/* --- as text --- */

static void put_numbers(struct json *j, const int64_t *n, size_t count)
{
	json_arr(j);
	for (size_t i = 0; i < count; i++)
		json_int(j, n[i]);
	json_arr_end(j);
}

str statutory_cells(struct arena *mem, const struct statutory_table *t)
{
	struct buf b = buf_new(mem, 1 << 20);
	struct json j = json_to(&b);

	json_obj(&j);
	JSON_KEY(&j, "form");
	json_str(&j, str_of(t->form->code));
	JSON_KEY(&j, "gap");
	put_numbers(&j, t->gap, t->form->equations);
	JSON_KEY(&j, "lines");
	json_arr(&j);
	for (size_t i = 0; i < t->lines; i++) {
		json_arr(&j);
		json_str(&j, t->line[i].key);
		json_str(&j, t->line[i].name);
		json_int(&j, t->line[i].grade);
		put_numbers(&j, t->line[i].n, t->form->columns);
		json_arr_end(&j);
	}
	json_arr_end(&j);
	json_obj_end(&j);
	return buf_view(&b);
}

static bool get_numbers(const struct json_value *v, size_t count, int64_t *ret)
{
	size_t n = 0;

	if (!v || v->type != JSON_ARRAY)
		return false;
	for (const struct json_value *p = v->child; p; p = p->next) {
		if (p->type != JSON_NUMBER || !p->whole || n == count)
			return false;
		ret[n++] = p->i;
	}
	return n == count;
}

static bool get_line(const struct json_value *v, const struct statutory_form *f, struct statutory_line *ret)
{
	const struct json_value *key = v->type == JSON_ARRAY ? v->child : NULL,
				*name = key ? key->next : NULL, *grade = name ? name->next : NULL;

	if (!grade || key->type != JSON_STRING || name->type != JSON_STRING || grade->type != JSON_NUMBER)
		return false;
	*ret = (struct statutory_line){ .key = key->text, .name = name->text, .grade = (int)grade->i };
	return get_numbers(grade->next, f->columns, ret->n);
}

enum rc statutory_parse(struct arena *mem, str cells, struct statutory_table *ret)
{
	struct json_value *v;
	enum rc rc = json_parse(mem, cells, &v);
	const struct json_value *form = rc == RC_OK ? json_get(v, STR("form")) : NULL,
				*lines = rc == RC_OK ? json_get(v, STR("lines")) : NULL;
	struct statutory_table t = { .form = form && form->type == JSON_STRING ? statutory_find(form->text)
									       : NULL };
	size_t n = 0;

	if (!t.form || !lines || lines->type != JSON_ARRAY ||
	    !get_numbers(json_get(v, STR("gap")), t.form->equations, t.gap))
		return RC_MALFORMED;
	for (const struct json_value *p = lines->child; p; p = p->next)
		n++;
	t.line = NEW(mem, struct statutory_line, n + 1);
	for (const struct json_value *p = lines->child; p; p = p->next, t.lines++) {
		if (!get_line(p, t.form, &t.line[t.lines]))
			return RC_MALFORMED;
		for (size_t i = 0; i < t.form->columns; i++)
			t.total[i] += t.line[t.lines].n[i];
	}
	*ret = t;
	return RC_OK;
}

/* --- who --- */

size_t statutory_who(const struct statutory_table *t, size_t column, size_t line, int64_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < t->rows; i++)
		if (t->row[i].in >> column & 1 && (line == SIZE_MAX || t->row[i].line == line))
			ret[n++] = t->row[i].child;
	return n;
}

size_t statutory_gap(const struct statutory_table *t, size_t equation, int64_t *ret)
{
	const struct statutory_equation *e = &t->form->equation[equation];
	size_t n = 0;

	for (size_t i = 0; i < t->rows; i++)
		if (t->row[i].in & e->left && !(t->row[i].in & e->right))
			ret[n++] = t->row[i].child;
	return n;
}

size_t statutory_came(const struct statutory_table *now, const struct statutory_table *then, size_t column,
		      int64_t *ret)
{
	size_t n = 0, at = 0;

	for (size_t i = 0; i < now->rows; i++) {
		if (!(now->row[i].in >> column & 1))
			continue;
		while (at < then->rows && then->row[at].child < now->row[i].child)
			at++;
		if (at == then->rows || then->row[at].child != now->row[i].child ||
		    !(then->row[at].in >> column & 1))
			ret[n++] = now->row[i].child;
	}
	return n;
}

const struct statutory_line *statutory_line_of(const struct statutory_table *t, str key)
{
	for (size_t i = 0; i < t->lines; i++)
		if (str_eq(t->line[i].key, key))
			return &t->line[i];
	return NULL;
}
