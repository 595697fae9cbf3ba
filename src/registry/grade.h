/* grade.h - school years, stages of schooling, grades and their names.  Months are YYYYMM.
 * A school year runs from 1 September to 31 August and is named by the year it begins in (domain.md 7.7);
 * provinces differ, so its first day and the length of the stages are given by the caller.  Pure. */
#pragma once
#include "base.h"
#include "buf.h"
#include "day.h"
#include "tr.h"

enum stage { STAGE_NONE, STAGE_PRESCHOOL, STAGE_PRIMARY, STAGE_JUNIOR, STAGE_SENIOR, STAGE__N };

struct school_system {
	int years[STAGE__N]; /* of each stage */
	int starts;          /* first day of a school year, mmdd */
};
extern const struct school_system grade_system_6_3; /* six years of primary school, three of junior */
extern const struct school_system grade_system_5_4;

struct grade {
	enum stage stage;
	int number; /* preschool 1 to 3; primary and junior run on, 1 to 9; senior 10 to 12 */
};

/* Primary and junior: Compulsory Education Law art. 2. */
bool grade_is_compulsory(enum stage stage);

/* The stages taught by a school of this kind (办学类型, three digits); false for a kind that is not known or
 * teaches none of them. Schools of several stages carry their pupils through from the first to the last. */
bool grade_stages_of_kind(str kind, enum stage *ret_first, enum stage *ret_last) MUST_CHECK;

int grade_school_year(day d, const struct school_system *system);
void grade_school_year_put(struct buf *b, int year); /* 2026-2027 */

/* The grade on day d of those who began the stage `entered` in school year `entry_year`, at a school that
 * carries them to the end of `last`.  False before they entered and after they left. */
bool grade_at(int entry_year, enum stage entered, enum stage last, const struct school_system *system, day d,
	      struct grade *ret) MUST_CHECK;
/* The other way round: the school year in which a class now in grade `grade` began its stage. */
int grade_entry_year(struct grade grade, const struct school_system *system, day d);
/* Of a grade number 1 to 12 as people count it; STAGE_NONE for others. */
enum stage grade_stage_of_number(int number, const struct school_system *system);

/* The school year in which a child starts school: the first that begins after it has reached `age`
 * (6, or 7 where conditions are lacking: Compulsory Education Law art. 11). */
int grade_entry_due(day born, int age, const struct school_system *system);

/* 三（2）班, "Grade 3 class 2"; senior 高一（2）班; class 0: 三年级, "Grade 3". */
void grade_put(struct buf *b, enum lang lang, struct grade grade, int class_number);

bool grade_month_parse(str s, int32_t *ret) MUST_CHECK; /* YYYYMM or YYYY-MM of 1900 to 2199 */
day grade_month_first(int32_t month);
int grade_month_school_year(int32_t month, const struct school_system *system);
