#include "demo_write.h"

#include "registry.h"

/* A record under way: what is not set stays empty. */
struct sheet {
	struct ctx *c;
	struct input in;
};

static struct sheet sheet_of(struct ctx *c, const struct kind *k)
{
	return (struct sheet){ c, input_new(k) };
}

static void put_str(struct sheet *s, size_t field, str text)
{
	if (text.n)
		input_set(&s->in, field, text);
}

static void put_code(struct sheet *s, size_t field, const char *code)
{
	if (code)
		put_str(s, field, str_of(code));
}

static void put_day(struct sheet *s, size_t field, day d)
{
	if (d)
		input_day(&s->in, s->c->mem, field, d);
}

static void put_int(struct sheet *s, size_t field, int64_t i)
{
	if (i)
		input_int(&s->in, s->c->mem, field, i);
}

static void put_yes(struct sheet *s, size_t field, bool yes) { put_code(s, field, yes ? "true" : "false"); }

static enum rc create(struct sheet *s, int64_t *ret_id)
{
	struct record r;
	enum rc rc = record_create(s->c, &s->in, &r);

	if (rc == RC_OK && ret_id)
		*ret_id = r.id;
	return rc;
}

/* --- schools --- */

static enum rc write_class(struct ctx *c, struct demo_school *school, int grade, int number)
{
	struct sheet s = sheet_of(c, &class_kind);
	struct grade g = { grade_stage_of_number(grade, &grade_system_6_3), grade };

	put_int(&s, CLASS_SCHOOL, school->id);
	put_int(&s, CLASS_NUMBER, number);
	put_int(&s, CLASS_ENTRY_YEAR, grade_entry_year(g, &grade_system_6_3, c->today));
	return create(&s, &school->class[grade][number]);
}

/* 0759 is the city's; a line that nobody has: its exchange begins with 1. */
static str school_phone(struct ctx *c, const struct demo_school *school)
{
	struct buf b = buf_new(c->mem, 20);

	buf_lit(&b, "0759-1");
	buf_str(&b, str_cut(str_of(school->code), 4, 10));
	return buf_view(&b);
}

static enum rc write_school(struct ctx *c, struct demo_school *school)
{
	struct sheet s = sheet_of(c, &school_kind);

	put_code(&s, SCHOOL_CODE, school->code);
	put_str(&s, SCHOOL_NAME, school->name);
	put_str(&s, SCHOOL_REGION, school->region);
	put_code(&s, SCHOOL_KIND, school->kind);
	put_str(&s, SCHOOL_PHONE, school_phone(c, school));
	enum rc rc = create(&s, &school->id);
	for (int grade = 1; grade <= DEMO_GRADES && rc == RC_OK; grade++)
		for (int n = 1; n <= (int)demo_school_classes(school, grade) && rc == RC_OK; n++)
			rc = write_class(c, school, grade, n);
	return rc;
}

enum rc demo_write_schools(struct ctx *c, struct demo_map *m)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < m->schools && rc == RC_OK; i++)
		rc = write_school(c, &m->school[i]);
	return rc;
}

/* --- families --- */

static enum rc write_fact(struct ctx *c, size_t subject, int64_t id, const struct demo_fact *f)
{
	struct sheet s = sheet_of(c, &circumstance_kind);

	put_int(&s, subject, id);
	put_code(&s, CIRCUMSTANCE_TOPIC, f->topic);
	put_str(&s, CIRCUMSTANCE_VALUE, f->value);
	put_day(&s, CIRCUMSTANCE_FROM, f->from);
	put_day(&s, CIRCUMSTANCE_TO, f->to);
	return create(&s, NULL);
}

static enum rc write_absence(struct ctx *c, int64_t person, const struct demo_absence *a)
{
	struct sheet s = sheet_of(c, &absence_kind);

	put_int(&s, ABSENCE_PERSON, person);
	put_day(&s, ABSENCE_FROM, a->from);
	put_day(&s, ABSENCE_TO, a->to);
	put_day(&s, ABSENCE_KNOWN_BY, a->known_by);
	put_str(&s, ABSENCE_REGION, a->region);
	put_code(&s, ABSENCE_REASON, a->reason);
	if (a->child_along)
		put_yes(&s, ABSENCE_CHILD_ALONG, true);
	return create(&s, NULL);
}

static enum rc write_adult(struct ctx *c, const struct demo_adult *a, int64_t *ret_id)
{
	struct sheet s = sheet_of(c, &person_kind);

	put_str(&s, PERSON_NAME, a->name);
	put_code(&s, PERSON_SEX, a->sex == 1 ? "1" : "2");
	put_day(&s, PERSON_BIRTH_DATE, a->born);
	put_str(&s, PERSON_ID_NUMBER, a->id_number);
	put_str(&s, PERSON_PHONE, a->phone);
	put_code(&s, PERSON_HEALTH, a->health);
	put_code(&s, PERSON_CARE_ABILITY, a->ability);
	enum rc rc = create(&s, ret_id);
	for (size_t i = 0; i < a->absences && rc == RC_OK; i++)
		rc = write_absence(c, *ret_id, &a->absence[i]);
	for (size_t i = 0; i < a->facts && rc == RC_OK; i++)
		rc = write_fact(c, CIRCUMSTANCE_PERSON, *ret_id, &a->fact[i]);
	return rc;
}

static enum rc write_tie(struct ctx *c, int64_t child, int64_t person, const struct demo_adult *a)
{
	struct sheet s = sheet_of(c, &tie_kind);

	put_int(&s, TIE_CHILD, child);
	put_int(&s, TIE_PERSON, person);
	put_code(&s, TIE_RELATION, a->relation);
	put_yes(&s, TIE_GUARDIAN, a->guardian);
	put_yes(&s, TIE_LIVES_WITH, a->lives_with);
	if (a->carer)
		put_yes(&s, TIE_CARER, true);
	return create(&s, NULL);
}

static enum rc write_enrolment(struct ctx *c, const struct demo_map *m, int64_t child,
			       const struct demo_enrolment *e)
{
	struct sheet s = sheet_of(c, &enrolment_kind);
	const struct demo_school *school = &m->school[e->school];

	put_int(&s, ENROLMENT_CHILD, child);
	put_int(&s, ENROLMENT_SCHOOL, school->id);
	if (e->class_number)
		put_int(&s, ENROLMENT_CLASS, school->class[e->grade][e->class_number]);
	put_code(&s, ENROLMENT_STAGE, e->stage);
	put_int(&s, ENROLMENT_ENTRY_MONTH, e->entry_month);
	put_code(&s, ENROLMENT_ATTENDANCE_MODE,
		 e->boards ? CODE_ATTENDANCE_MODE_BOARDER : CODE_ATTENDANCE_MODE_DAY);
	put_day(&s, ENROLMENT_FROM, e->from);
	put_day(&s, ENROLMENT_TO, e->to);
	put_code(&s, ENROLMENT_END, e->end);
	return create(&s, NULL);
}

/* Household, place of living and school go in as the dated facts they are; the record's own columns follow.
 */
static enum rc write_child(struct ctx *c, const struct demo_map *m, const struct demo_child *child,
			   int64_t *ret_id)
{
	struct sheet s = sheet_of(c, &child_kind);

	put_str(&s, CHILD_NAME, child->name);
	put_code(&s, CHILD_SEX, child->sex == 1 ? "1" : "2");
	put_day(&s, CHILD_BIRTH_DATE, child->born);
	put_str(&s, CHILD_ID_NUMBER, child->id_number);
	put_code(&s, CHILD_NO_ID_REASON, child->no_id_reason);
	put_str(&s, CHILD_STUDENT_NUMBER, child->student_number);
	put_str(&s, CHILD_ETHNICITY, child->ethnicity);
	put_str(&s, CHILD_ADDRESS, child->address);
	put_str(&s, CHILD_PHONE, child->phone);
	put_code(&s, CHILD_HEALTH, child->health);
	enum rc rc = create(&s, ret_id);
	for (size_t i = 0; i < child->facts && rc == RC_OK; i++)
		rc = write_fact(c, CIRCUMSTANCE_CHILD, *ret_id, &child->fact[i]);
	for (size_t i = 0; i < child->enrolments && rc == RC_OK; i++)
		rc = write_enrolment(c, m, *ret_id, &child->enrolment[i]);
	return rc;
}

enum rc demo_write_family(struct ctx *c, const struct demo_map *m, const struct demo_family *f)
{
	int64_t adult[DEMO_ADULTS], child;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < f->adults && rc == RC_OK; i++)
		rc = write_adult(c, &f->adult[i], &adult[i]);
	for (size_t i = 0; i < f->children && rc == RC_OK; i++) {
		rc = write_child(c, m, &f->child[i], &child);
		for (size_t k = 0; k < f->adults && rc == RC_OK; k++)
			rc = write_tie(c, child, adult[k], &f->adult[k]);
	}
	return rc;
}
