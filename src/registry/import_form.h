/* import_form.h - the forms that lists come in and go out by: which headings a sheet has, and what each of
 * its columns fills.  One table for both ways, so that what goes out can come in again.
 *
 * The national pupil form is 学生基本信息表 of the school roll system, 71 columns (JY/T 1001-1006 code sets,
 * 教基〔2025〕1号); the civil-affairs form is 农村留守儿童基本情况登记表 (国发〔2016〕13号). */
#pragma once
#include "registry.h"

/* What of a row a column belongs to. */
enum form_part {
	PART_NONE,
	PART_ID,     /* our own number of the record: 编号 */
	PART_SHOWN,  /* written for the reader's sake, left aside on the way in: enum form_shown */
	PART_SELF,   /* the record that the sheet is of: a field of form.kind */
	PART_ROLL,   /* of the child's student_record */
	PART_ENTRY,  /* of the child's register_entry */
	PART_STATUS, /* what the form declares: enum form_status */
	PART_FATHER, /* adults: enum form_adult */
	PART_MOTHER,
	PART_MEMBER_1,
	PART_MEMBER_2,
	PART_CARER,
	PART_FATHERS_FATHER,
	PART_FATHERS_MOTHER,
	PART_MOTHERS_FATHER,
	PART_MOTHERS_MOTHER,
	PART__N
};
#define PART_IS_ADULT(part) ((part) >= PART_FATHER)

/* A column about an adult: a field of the person, of the tie to the child, or of an absence. */
enum form_adult {
	ADULT_NAME,
	ADULT_RELATION,
	ADULT_NOTE,
	ADULT_ADDRESS,
	ADULT_HOUSEHOLD_REGION,
	ADULT_PHONE,
	ADULT_GUARDIAN,
	ADULT_ID_TYPE,
	ADULT_ID_NUMBER,
	ADULT_ETHNICITY,
	ADULT_EMPLOYER,
	ADULT_OCCUPATION,
	ADULT_SEX,
	ADULT_BIRTH_DATE,
	ADULT_EDUCATION,
	ADULT_LIVES_WITH,
	ADULT_BARRED,
	ADULT_TIE_FROM,
	ADULT_TIE_TO,
	ADULT_STATE,
	ADULT_GUARDIANSHIP,
	ADULT_SINCE,
	ADULT_CARER,
	ADULT_HEALTH,
	ADULT_CARE_ABILITY,
	ADULT_AWAY_FROM,
	ADULT_AWAY_TO,
	ADULT_AWAY_REGION,
	ADULT_AWAY_REASON,
	ADULT__N
};
struct form_adult_field {
	const struct kind *kind; /* person_kind, tie_kind, absence_kind */
	size_t field;
};
struct form_adult_field form_adult_field(enum form_adult a);

enum form_status {
	STATUS_DECLARED,  /* 是否留守儿童: 0, 1, 2 */
	STATUS_BOTH_AWAY, /* 父母双方外出 */
	STATUS_ONE_AWAY,  /* 一方外出另一方无监护能力 */
	STATUS_UNABLE,    /* 无监护能力者: the father, the mother */
	STATUS_BOARDING,  /* 是否寄宿 */
	STATUS_GRADE,     /* 年级, beside the class */
	STATUS__N
};
extern const struct field form_status_fields[STATUS__N];

enum form_shown { SHOWN_CHILD_NAME, SHOWN_SCHOOL_NAME, SHOWN_WHY };

struct form_column {
	enum form_part part;
	size_t field;        /* of the part's kind, or of the enum named there */
	const char *heading; /* as the form has it; NULL: the field's label, in the reader's language */
	const char *words;   /* other headings, parted by '|' */
	bool needed;
};

struct form {
	const char *name;  /* as the code list export_form names it; own sheets: the plural */
	const char *label; /* English, marked for translation: "National pupil form" */
	const char *sheet; /* the sheet's name, likewise */
	const struct kind *kind;
	const struct kind *
		of; /* what the list is of, as people choose it: child_kind for all that goes with children */
	const struct form_column *row; /* of a form that is not ours */
	size_t nrow;
	uint64_t without;     /* of an own sheet: fields that do not go out, nor come in */
	const uint8_t *adult; /* of an own sheet: columns about an adult after those of the kind */
	size_t nadult;
	int order; /* sheets that others refer to come first */
};
enum {
	FORM_SCHOOLS,
	FORM_CLASSES,
	FORM_STAFF,
	FORM_CHILDREN,
	FORM_NATIONAL,
	FORM_CIVIL,
	FORM_TIES,
	FORM_ABSENCES,
	FORM_CIRCUMSTANCES,
	FORM_ENROLMENTS,
	FORM_STUDENT_RECORDS,
	FORM_REGISTER_ENTRIES,
	FORM_DECLARATIONS,
	FORM__N
};
extern const struct form forms[FORM__N];

/* The columns in order, as a sheet that goes out has them. */
size_t form_columns(struct arena *mem, const struct form *f, struct form_column **ret);
/* The field behind a column; NULL: PART_ID and PART_SHOWN. */
const struct field *form_field(const struct form *f, enum form_part part, size_t field);
/* The heading of a column for readers of a language. */
str form_heading(const struct form *f, const struct form_column *col, enum lang lang);

/* What a heading in a file means in this form: stars, spaces, line breaks and brackets aside, in the form's
 * own words, ours in both languages, or a field's name.  False: nothing known here. */
bool form_match(const struct form *f, str heading, struct form_column *ret) MUST_CHECK;
/* Are these the same heading? */
bool form_same_heading(str a, str b);
