/* What stands in a cell, and whom of the adults around a child a form means. */
#include "export_make.h"

#include <stdlib.h>

bool export_leaves(const struct actor *who, const struct field *f)
{
	return f->class < C5_SEALED && f->type != T_SECRET && may_read(who, f->profile) &&
	       may_export(who, f->profile);
}

/* --- values --- */

static int by_id(const void *a, const void *b)
{
	int64_t x = ((const struct export_school *)a)->id, y = ((const struct export_school *)b)->id;

	return (x > y) - (x < y);
}

enum rc export_style_of(struct ctx *c, const struct form *f, struct export_style *ret)
{
	struct list l = { .want = UINT64_C(1) << SCHOOL_CODE };
	struct records list;
	struct ctx look = *c;

	look.seen = NULL;
	enum rc rc = record_list(&look, &school_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct export_school *s = NEW(c->mem, struct export_school, list.n + 1);
	for (size_t i = 0; i < list.n; i++)
		s[i] = (struct export_school){ list.r[i].id, rec_text(&list.r[i], SCHOOL_CODE) };
	qsort(s, list.n, sizeof *s, by_id);
	*ret = (struct export_style){
		.lang = c->lang, .compact = f == &forms[FORM_NATIONAL], .school = s, .nschool = list.n
	};
	return RC_OK;
}

static str school_code(const struct export_style *s, int64_t id)
{
	const struct export_school key = { .id = id };
	const struct export_school *found =
		s->nschool ? bsearch(&key, s->school, s->nschool, sizeof key, by_id) : NULL;

	return found ? found->code : (str){ NULL, 0 };
}

static str number_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

static str yes_no(const struct export_style *s, bool yes)
{
	if (s->lang == LANG_ZH)
		return yes ? STR("是") : STR("否");
	return yes ? STR("Y") : STR("N");
}

/* A school by its code, a class by its name beside it, people by our own number: as the import looks them up.
 */
static str ref_cell(struct ctx *c, const struct export_style *s, const struct record *r, size_t field)
{
	const struct kind *to = r->kind->fields[field].ref;

	if (to == &school_kind)
		return school_code(s, r->v[field].i);
	if (to == &child_kind || to == &person_kind || !r->label[field].n)
		return number_text(c->mem, r->v[field].i);
	return r->label[field];
}

str export_cell(struct ctx *c, const struct export_style *s, const struct record *r, size_t field)
{
	const struct field *f = &r->kind->fields[field];
	const struct val *v = &r->v[field];

	if (v->t == VAL_NULL)
		return (str){ NULL, 0 };
	if (f->type == T_REF)
		return ref_cell(c, s, r, field);
	if (f->type == T_BOOL)
		return yes_no(s, v->i != 0);
	if (f->type == T_DATE && s->compact)
		return number_text(c->mem, v->i);
	str text = record_text(c, r, field);
	const struct code_list *list = f->type == T_CODE ? code_list_find(str_of(f->codes)) : NULL;
	str label = list ? code_label(list, text, s->lang) : (str){ NULL, 0 };
	return label.n ? label : text;
}

/* A form asks what was declared; what is computed is never written as if it had been. */
str export_status(const struct export_style *s, const struct export_case *e, enum form_status which)
{
	str declared = e->declared ? rec_text(e->declared, DECLARATION_STATUS) : (str){ NULL, 0 };
	const struct code_list *roll = code_list_find(STR("roll_status"));

	switch (which) {
	case STATUS_DECLARED: return declared.n && roll ? code_label(roll, declared, s->lang) : declared;
	case STATUS_BOTH_AWAY:
		return declared.n ? yes_no(s, str_eq(declared, STR(CODE_ROLL_STATUS_BOTH))) : declared;
	case STATUS_ONE_AWAY:
		return declared.n ? yes_no(s, str_eq(declared, STR(CODE_ROLL_STATUS_ONE))) : declared;
	case STATUS_BOARDING:
		if (rec_null(e->child, CHILD_ATTENDANCE_MODE))
			return (str){ NULL, 0 };
		return yes_no(s, str_eq(rec_text(e->child, CHILD_ATTENDANCE_MODE),
					STR(CODE_ATTENDANCE_MODE_BOARDER)));
	default: return (str){ NULL, 0 };
	}
}

/* --- what goes with some children --- */

enum rc export_with(struct ctx *c, const struct kind *k, const int64_t *child, size_t n, struct records *ret)
{
	struct list l = { .nv = EXPORT_PIECE };

	*ret = (struct records){ .n = 0 };
	if (!n)
		return RC_OK;
	db_sixteen(child, n, l.v);
	if (k == &person_kind)
		l.where = SQL("t.id IN (SELECT i.person FROM tie i WHERE i.child IN " DB_SIXTEEN ")");
	else if (k == &absence_kind)
		l.where = SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child IN " DB_SIXTEEN ")");
	else if (k == &circumstance_kind)
		l.where = SQL("t.child IN " DB_SIXTEEN
			      " OR t.person IN (SELECT i.person FROM tie i WHERE i.child IN " DB_SIXTEEN ")");
	else
		l.where = SQL("t.child IN " DB_SIXTEEN);
	return record_list(c, k, &l, ret);
}

/* --- the adults of a form --- */

static const struct record *find(const struct records *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->r[i].id == id)
			return &list->r[i];
	return NULL;
}

static bool in_force(const struct record *tie, day on)
{
	day from = rec_day(tie, TIE_FROM), to = rec_day(tie, TIE_TO);

	return (!from || from <= on) && (!to || to >= on);
}

struct family {
	const struct records *ties, *persons, *absences;
	day today;
};

/* Away today, else the last time that is known of. */
static const struct record *absence_of(const struct family *f, int64_t person)
{
	const struct record *best = NULL;

	for (size_t i = 0; i < f->absences->n; i++) {
		const struct record *a = &f->absences->r[i];
		if (rec_int(a, ABSENCE_PERSON) != person)
			continue;
		bool open = rec_null(a, ABSENCE_TO), was_open = best && rec_null(best, ABSENCE_TO);
		if (!best || open > was_open ||
		    (open == was_open && rec_day(a, ABSENCE_FROM) > rec_day(best, ABSENCE_FROM)))
			best = a;
	}
	return best;
}

static void put_adult(const struct family *f, struct export_case *e, enum form_part part,
		      const struct record *tie)
{
	int64_t person = rec_int(tie, TIE_PERSON);

	e->adult[part] = (struct export_adult){ tie, find(f->persons, person), absence_of(f, person) };
}

static bool is_parent(str relation)
{
	return str_eq(relation, STR(CODE_RELATION_FATHER)) || str_eq(relation, STR(CODE_RELATION_MOTHER)) ||
	       str_eq(relation, STR(CODE_RELATION_STEPFATHER)) ||
	       str_eq(relation, STR(CODE_RELATION_STEPMOTHER)) || str_eq(relation, STR(CODE_RELATION_PARENT));
}

/* Guardians first, then parents, then who lives with the child. */
static int rank(const struct record *tie)
{
	str relation = rec_text(tie, TIE_RELATION);
	int own = str_eq(relation, STR(CODE_RELATION_FATHER))   ? 0
		  : str_eq(relation, STR(CODE_RELATION_MOTHER)) ? 1
		  : is_parent(relation)                         ? 2
		  : rec_int(tie, TIE_LIVES_WITH)                ? 3
								: 4;

	return own + (rec_int(tie, TIE_GUARDIAN) ? 0 : 10);
}

static void put_member(const struct family *f, struct export_case *e, const struct record *tie)
{
	const struct record *first = e->adult[PART_MEMBER_1].tie, *second = e->adult[PART_MEMBER_2].tie;

	if (!first || rank(tie) < rank(first)) {
		if (first)
			put_adult(f, e, PART_MEMBER_2, first);
		put_adult(f, e, PART_MEMBER_1, tie);
	} else if (!second || rank(tie) < rank(second)) {
		put_adult(f, e, PART_MEMBER_2, tie);
	}
}

static void put_relation(const struct family *f, struct export_case *e, const struct record *tie)
{
	/* clang-format off */
	static const struct { const char *relation; enum form_part part; } parts[] = {
		{ CODE_RELATION_FATHER, PART_FATHER }, { CODE_RELATION_MOTHER, PART_MOTHER },
		{ CODE_RELATION_FATHERS_FATHER, PART_FATHERS_FATHER }, { CODE_RELATION_FATHERS_MOTHER, PART_FATHERS_MOTHER },
		{ CODE_RELATION_MOTHERS_FATHER, PART_MOTHERS_FATHER }, { CODE_RELATION_MOTHERS_MOTHER, PART_MOTHERS_MOTHER },
	};
	/* clang-format on */
	str relation = rec_text(tie, TIE_RELATION);

	for (size_t i = 0; i < COUNT(parts); i++)
		if (str_eq(relation, str_of(parts[i].relation)) && !e->adult[parts[i].part].tie)
			put_adult(f, e, parts[i].part, tie);
}

/* Whom the parents asked to look after the child. */
static void put_carer(const struct family *f, struct export_case *e, const struct record *tie)
{
	const struct record *now = e->adult[PART_CARER].tie;

	if (is_parent(rec_text(tie, TIE_RELATION)) ||
	    !(rec_int(tie, TIE_CARER) || rec_int(tie, TIE_GUARDIAN) || rec_int(tie, TIE_LIVES_WITH)))
		return;
	if (!now || rank(tie) < rank(now))
		put_adult(f, e, PART_CARER, tie);
}

/* Who must not come near the child is nobody's member of the family in a form. */
static void put_family(const struct family *f, struct export_case *e)
{
	for (size_t i = 0; i < f->ties->n; i++) {
		const struct record *tie = &f->ties->r[i];
		if (rec_int(tie, TIE_CHILD) != e->child->id || !in_force(tie, f->today))
			continue;
		put_relation(f, e, tie);
		if (rec_int(tie, TIE_BARRED))
			continue;
		put_member(f, e, tie);
		put_carer(f, e, tie);
	}
}

static const struct record *of_child(const struct records *list, size_t field, int64_t child)
{
	for (size_t i = 0; i < list->n; i++)
		if (rec_int(&list->r[i], field) == child)
			return &list->r[i];
	return NULL;
}

static const struct record *newest(const struct records *list, int64_t child)
{
	const struct record *best = NULL;

	for (size_t i = 0; i < list->n; i++) /* in order of their ids */
		if (rec_int(&list->r[i], DECLARATION_CHILD) == child &&
		    (!best || rec_day(&list->r[i], DECLARATION_DAY) >= rec_day(best, DECLARATION_DAY)))
			best = &list->r[i];
	return best;
}

/* A kind of which the role may read nothing is as good as empty. */
static enum rc with(struct ctx *c, const struct kind *k, const int64_t *id, size_t n, struct records *ret)
{
	*ret = (struct records){ .n = 0 };
	return may_read(c->who, k->profile) ? export_with(c, k, id, n, ret) : RC_OK;
}

enum rc export_cases(struct ctx *c, const struct record *child, size_t n, struct export_case *ret)
{
	struct records ties, persons, absences, rolls, entries, declared;
	int64_t id[EXPORT_PIECE];

	for (size_t i = 0; i < n; i++)
		id[i] = child[i].id;
	enum rc rc = with(c, &tie_kind, id, n, &ties);
	if (rc == RC_OK)
		rc = with(c, &person_kind, id, n, &persons);
	if (rc == RC_OK)
		rc = with(c, &absence_kind, id, n, &absences);
	if (rc == RC_OK)
		rc = with(c, &student_record_kind, id, n, &rolls);
	if (rc == RC_OK)
		rc = with(c, &register_entry_kind, id, n, &entries);
	if (rc == RC_OK)
		rc = with(c, &declaration_kind, id, n, &declared);
	if (rc != RC_OK)
		return rc;
	const struct family f = { &ties, &persons, &absences, c->today };
	for (size_t i = 0; i < n; i++) {
		ret[i] = (struct export_case){
			.child = &child[i],
			.roll = of_child(&rolls, student_record_kind.child_field - 1, child[i].id),
			.entry = of_child(&entries, register_entry_kind.child_field - 1, child[i].id),
			.declared = newest(&declared, child[i].id)
		};
		put_family(&f, &ret[i]);
	}
	return RC_OK;
}
