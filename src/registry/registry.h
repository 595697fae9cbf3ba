/* registry.h - the room that knows every child: schools, classes, children, the adults around them, and the
 * dated facts (ties, absences, circumstances, enrolments) from which both left-behind statuses are computed.
 */
#pragma once
#include "house.h"

extern const struct room registry_room;

/* Of a clause of reach: not of a child whose data are only stored any more (privacy's kind storage_lock). */
#define NOT_LOCKED(column) column " NOT IN (SELECT k.child FROM storage_lock k WHERE k.lifted_on IS NULL)"

enum { SCHOOL_CODE, SCHOOL_NAME, SCHOOL_REGION, SCHOOL_KIND, SCHOOL__N };
extern const struct kind school_kind;

enum { CLASS_SCHOOL, CLASS_NUMBER, CLASS_NAME, CLASS_ENTRY_YEAR, CLASS__N };
extern const struct kind class_kind;

enum {
	CHILD_NAME,
	CHILD_SEX,
	CHILD_BIRTH_DATE,
	CHILD_ID_TYPE,
	CHILD_ID_NUMBER,
	CHILD_NO_ID_REASON,
	CHILD_STUDENT_NUMBER,
	CHILD_ETHNICITY,
	CHILD_HOUSEHOLD_REGION,
	CHILD_HOUSEHOLD_TYPE,
	CHILD_LIVING_REGION,
	CHILD_ADDRESS,
	CHILD_PHONE,
	CHILD_HEALTH,
	CHILD_SCHOOL,
	CHILD_CLASS,
	CHILD_ENTRY_MONTH,
	CHILD_ATTENDANCE_MODE,
	CHILD_SINCE,
	CHILD__N
};
extern const struct kind child_kind;

/* An adult, once, however many children are tied to them. */
enum {
	PERSON_NAME,
	PERSON_SEX,
	PERSON_BIRTH_DATE,
	PERSON_ID_NUMBER,
	PERSON_PHONE,
	PERSON_STATE,
	PERSON_GUARDIANSHIP,
	PERSON_SINCE,
	PERSON__N
};
extern const struct kind person_kind;

enum {
	TIE_CHILD,
	TIE_PERSON,
	TIE_RELATION,
	TIE_GUARDIAN,
	TIE_LIVES_WITH,
	TIE_BARRED,
	TIE_FROM,
	TIE_TO,
	TIE__N
};
extern const struct kind tie_kind;

enum {
	ABSENCE_PERSON,
	ABSENCE_FROM,
	ABSENCE_TO,
	ABSENCE_REGION,
	ABSENCE_REASON,
	ABSENCE_CHILD_ALONG,
	ABSENCE_KNOWN_BY,
	ABSENCE__N
};
extern const struct kind absence_kind;

/* What held of a child or an adult from a day to a day: one topic, one value. */
enum {
	CIRCUMSTANCE_CHILD,
	CIRCUMSTANCE_PERSON,
	CIRCUMSTANCE_TOPIC,
	CIRCUMSTANCE_VALUE,
	CIRCUMSTANCE_FROM,
	CIRCUMSTANCE_TO,
	CIRCUMSTANCE_EVIDENCE,
	CIRCUMSTANCE__N
};
extern const struct kind circumstance_kind;

enum {
	ENROLMENT_CHILD,
	ENROLMENT_SCHOOL,
	ENROLMENT_CLASS,
	ENROLMENT_STAGE,
	ENROLMENT_ENTRY_MONTH,
	ENROLMENT_ATTENDANCE_MODE,
	ENROLMENT_FROM,
	ENROLMENT_TO,
	ENROLMENT_END,
	ENROLMENT__N
};
extern const struct kind enrolment_kind;

/* From this day on a child counts in this region with these statuses: derived, one row a change, none after
 * today. */
enum {
	CROSSING_CHILD,
	CROSSING_DAY,
	CROSSING_COUNTED,
	CROSSING_REGION,
	CROSSING_CIVIL_AFFAIRS,
	CROSSING_SCHOOL_ROLL,
	CROSSING_BASIS,
	CROSSING__N
};
extern const struct kind crossing_kind;
