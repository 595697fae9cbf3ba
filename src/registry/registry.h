/* registry.h - the room that knows every child: schools, classes, children, the adults around them, and the
 * dated facts (ties, absences, circumstances, enrolments) from which both left-behind statuses are computed.
 */
#pragma once
#include "house.h"

extern const struct room registry_room;

/* Of a clause of reach: not of a child whose data are only stored any more (privacy's kind storage_lock). */
#define NOT_LOCKED(column)                                                                                   \
	"NOT EXISTS (SELECT 1 FROM storage_lock shut WHERE shut.child = " column                             \
	" AND shut.lifted_on IS NULL)"

enum { SCHOOL_CODE, SCHOOL_NAME, SCHOOL_REGION, SCHOOL_KIND, SCHOOL_CLOSED_ON, SCHOOL_PHONE, SCHOOL__N };
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
	PERSON_ID_TYPE,
	PERSON_ETHNICITY,
	PERSON_EDUCATION,
	PERSON_EMPLOYER,
	PERSON_OCCUPATION,
	PERSON_HOUSEHOLD_REGION,
	PERSON_ADDRESS,
	PERSON_HEALTH,
	PERSON_CARE_ABILITY,
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
	TIE_NOTE,
	TIE_CARER,
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
	CROSSING_DIFFICULTY, /* certified, in any category; then by category */
	CROSSING_ORPHAN,
	CROSSING_UNATTENDED,
	CROSSING_DISABILITY,
	CROSSING_PROPOSED, /* unattended.h: what the parents' facts say; NULL: they do not say */
	CROSSING__N
};
extern const struct kind crossing_kind;

/* What a form says of a child's status (school roll, item 37: 0, 1, 2): evidence beside what is computed,
 * never the answer. */
enum {
	DECLARATION_CHILD,
	DECLARATION_STATUS,
	DECLARATION_DAY,
	DECLARATION_SOURCE,
	DECLARATION_BATCH,
	DECLARATION__N
};
extern const struct kind declaration_kind;

/* The rest of the national pupil form (71 columns), which no other kind holds: one for each child. */
enum {
	STUDENT_RECORD_CHILD,
	STUDENT_RECORD_FORMER_NAME,
	STUDENT_RECORD_BIRTHPLACE,
	STUDENT_RECORD_NATIVE_PLACE,
	STUDENT_RECORD_NATIONALITY,
	STUDENT_RECORD_OVERSEAS,
	STUDENT_RECORD_POLITICAL_STATUS,
	STUDENT_RECORD_ID_EXPIRY,
	STUDENT_RECORD_BLOOD_TYPE,
	STUDENT_RECORD_TALENTS,
	STUDENT_RECORD_AUXILIARY_NUMBER,
	STUDENT_RECORD_CLASS_NUMBER,
	STUDENT_RECORD_ENTRY_MODE,
	STUDENT_RECORD_SOURCE,
	STUDENT_RECORD_MAILING_ADDRESS,
	STUDENT_RECORD_HOME_ADDRESS,
	STUDENT_RECORD_POSTCODE,
	STUDENT_RECORD_EMAIL,
	STUDENT_RECORD_HOMEPAGE,
	STUDENT_RECORD_ONLY_CHILD,
	STUDENT_RECORD_PRESCHOOL,
	STUDENT_RECORD_MIGRANT_CHILD,
	STUDENT_RECORD_ORPHAN,
	STUDENT_RECORD_MARTYR,
	STUDENT_RECORD_INCLUSIVE,
	STUDENT_RECORD_DISABILITY_TYPE,
	STUDENT_RECORD_SEAT_BOUGHT,
	STUDENT_RECORD_AID_WANTED,
	STUDENT_RECORD_SUBSIDY,
	STUDENT_RECORD_DISTANCE_KM,
	STUDENT_RECORD_TRANSPORT,
	STUDENT_RECORD_SCHOOL_BUS,
	STUDENT_RECORD__N
};
extern const struct kind student_record_kind;

/* What the civil-affairs register form asks and no other kind holds: one for each child. */
enum {
	REGISTER_ENTRY_CHILD,
	REGISTER_ENTRY_HOUSEHOLD_REGISTERED,
	REGISTER_ENTRY_DISABILITY_TYPE,
	REGISTER_ENTRY_DISABILITY_LEVEL,
	REGISTER_ENTRY_DISEASE,
	REGISTER_ENTRY_SCHOOLING,
	REGISTER_ENTRY_INCOME_SOURCE, /* several codes, parted by commas */
	REGISTER_ENTRY_AID_ITEMS,     /* likewise */
	REGISTER_ENTRY_CARE_MODE,
	REGISTER_ENTRY_CARE_GRADE,
	REGISTER_ENTRY_DEED,
	REGISTER_ENTRY_VILLAGE_CONTACT,
	REGISTER_ENTRY_FILLED_BY,
	REGISTER_ENTRY_CHECKED_BY,
	REGISTER_ENTRY_IN_CHARGE,
	REGISTER_ENTRY_FORM_DAY,
	REGISTER__N
};
extern const struct kind register_entry_kind;

/* Who works at a school: a person and school are one row from day to day. */
enum {
	STAFF_NAME,
	STAFF_SEX,
	STAFF_BIRTH_DATE,
	STAFF_ID_NUMBER,
	STAFF_PHONE,
	STAFF_NUMBER,
	STAFF_SCHOOL,
	STAFF_POST,
	STAFF_SUBJECT,
	STAFF_EDUCATION,
	STAFF_TITLE,
	STAFF_FROM,
	STAFF_TO,
	STAFF__N
};
extern const struct kind staff_kind;

/* One import or undo: its id is the batch number of the journal.  Written by the program for who asked. */
enum {
	BATCH_WHAT,
	BATCH_FORM,
	BATCH_FILE,
	BATCH_LIST,
	BATCH_SCHOOL,
	BATCH_FORM_DAY,
	BATCH_STATE,
	BATCH_ROWS,
	BATCH_FRESH,
	BATCH_CHANGED,
	BATCH_SAME,
	BATCH_REFUSED,
	BATCH_HELD,
	BATCH_LEFT, /* changes that an undo had to leave */
	BATCH_UNDO_OF,
	BATCH_UNDONE_BY,
	BATCH_ACCOUNT,
	BATCH_AT,
	BATCH__N
};
extern const struct kind batch_kind;

/* Somebody asks for a list as a file. */
enum {
	EXPORT_ACCOUNT,
	EXPORT_LIST, /* plural of the kind */
	EXPORT_FORM,
	EXPORT_FORMAT,
	EXPORT_FILTER, /* ids and codes, never names */
	EXPORT_PLAIN,  /* with numbers and addresses unmasked */
	EXPORT_PURPOSE,
	EXPORT_ROWS,
	EXPORT_STATE,
	EXPORT_APPROVER,
	EXPORT_DECIDED_AT,
	EXPORT_AT,
	EXPORT_WHY, /* why not, from who answered */
	EXPORT__N
};
extern const struct kind export_request_kind;

/* A child leaves one school for another, of this county or of another one: asked by one side, answered by the
 * other. */
enum {
	TRANSFER_CHILD,
	TRANSFER_NAME,
	TRANSFER_BIRTH_DATE,
	TRANSFER_FROM_SCHOOL,
	TRANSFER_TO_SCHOOL,
	TRANSFER_FROM_COUNTY,
	TRANSFER_TO_COUNTY,
	TRANSFER_TO_CLASS,
	TRANSFER_GRADE,
	TRANSFER_REASON,
	TRANSFER_START_ON,
	TRANSFER_NOTE,
	TRANSFER_SIDE,
	TRANSFER_STATE,
	TRANSFER_DUE_ON,
	TRANSFER_ASKED_BY,
	TRANSFER_ASKED_AT,
	TRANSFER_DECIDED_BY,
	TRANSFER_DECIDED_AT,
	TRANSFER_ANSWER,
	TRANSFER__N
};
extern const struct kind transfer_kind;

/* A census of a place, household by household, 摸排: its entries are the list drawn on one day. */
enum {
	SWEEP_NAME,
	SWEEP_WHAT,
	SWEEP_REGION,
	SWEEP_WHOM,
	SWEEP_LISTED_ON,
	SWEEP_FROM,
	SWEEP_DUE,
	SWEEP_CHECK_SHARE,
	SWEEP_STATE,
	SWEEP_CLOSED_ON,
	SWEEP_ACCOUNT,
	SWEEP__N
};
extern const struct kind sweep_kind;

/* One child of that list: what the visitor found, and what a second person found on looking again. */
enum {
	SWEEP_ENTRY_SWEEP,
	SWEEP_ENTRY_CHILD,
	SWEEP_ENTRY_VILLAGE,
	SWEEP_ENTRY_STATE,
	SWEEP_ENTRY_VISITED_ON,
	SWEEP_ENTRY_VISITED_BY,
	SWEEP_ENTRY_HOW,
	SWEEP_ENTRY_FATHER,
	SWEEP_ENTRY_FATHER_FROM,
	SWEEP_ENTRY_FATHER_TO,
	SWEEP_ENTRY_MOTHER,
	SWEEP_ENTRY_MOTHER_FROM,
	SWEEP_ENTRY_MOTHER_TO,
	SWEEP_ENTRY_CARER,
	SWEEP_ENTRY_NOTE,
	SWEEP_ENTRY_CHECKED_BY,
	SWEEP_ENTRY_CHECKED_ON,
	SWEEP_ENTRY_CHECK,
	SWEEP_ENTRY_CHECK_NOTE,
	SWEEP_ENTRY__N
};
extern const struct kind sweep_entry_kind;

/* A child in difficulty (国发〔2016〕36号): one row for each category, from day to day. */
enum {
	DIFFICULTY_CHILD,
	DIFFICULTY_CATEGORY,
	DIFFICULTY_FROM,
	DIFFICULTY_TO,
	DIFFICULTY_EVIDENCE,
	DIFFICULTY_CERTIFICATE,
	DIFFICULTY_DISABILITY_TYPE,
	DIFFICULTY_DISABILITY_LEVEL,
	DIFFICULTY_DECIDED_BY,
	DIFFICULTY__N
};
extern const struct kind difficulty_kind;

/* Who leads a class, 班主任, from day to day. */
enum { CLASS_TEACHER_CLASS, CLASS_TEACHER_STAFF, CLASS_TEACHER_FROM, CLASS_TEACHER_TO, CLASS_TEACHER__N };
extern const struct kind class_teacher_kind;

/* A statutory form as it was handed in: its figures, frozen. */
enum {
	HAND_IN_FORM,
	HAND_IN_REGION,
	HAND_IN_PERIOD,
	HAND_IN_AS_OF,
	HAND_IN_CELLS, /* JSON: statutory.h */
	HAND_IN_ACCOUNT,
	HAND_IN_AT,
	HAND_IN_NOTE,
	HAND_IN__N
};
extern const struct kind hand_in_kind;

/* What somebody decided of two records that may be one. */
enum {
	VERDICT_WHAT,
	VERDICT_ONE, /* the lesser id */
	VERDICT_OTHER,
	VERDICT_SAYS,
	VERDICT_BATCH,
	VERDICT_ACCOUNT,
	VERDICT_AT,
	VERDICT_SCORE,
	VERDICT_NOTE,
	VERDICT__N
};
extern const struct kind verdict_kind;
