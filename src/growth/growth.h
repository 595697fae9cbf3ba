/* growth.h - the room that keeps how a child grows: what is written for the child and its family, measured,
 * made, said and sent, and the book made of it. */
#pragma once
#include "care.h"

extern const struct room growth_room;

/* What a teacher writes into a growth file for the child and the family to read: append-only; a correction is
 * a new one. */
enum {
	GROWTH_NOTE_CHILD,
	GROWTH_NOTE_WHAT,
	GROWTH_NOTE_ON,
	GROWTH_NOTE_TITLE,
	GROWTH_NOTE_TEXT,
	GROWTH_NOTE_RANK,
	GROWTH_NOTE_WORK,
	GROWTH_NOTE_CORRECTS,
	GROWTH_NOTE_CLIENT,
	GROWTH_NOTE_BY,
	GROWTH_NOTE_ROLE,
	GROWTH_NOTE_AT,
	GROWTH_NOTE__N,
};
extern const struct kind growth_note_kind;

/* A teacher and a child talked: for those who look after it, not for the family; append-only. */
enum {
	TALK_CHILD,
	TALK_ON,
	TALK_HOW,
	TALK_TEXT,
	TALK_AGREED,
	TALK_CORRECTS,
	TALK_CLIENT,
	TALK_BY,
	TALK_ROLE,
	TALK_AT,
	TALK__N,
};
extern const struct kind talk_kind;

/* What who knew a child so far tells who looks after it next: append-only. */
enum {
	HANDOVER_NOTE_CHILD,
	HANDOVER_NOTE_ON,
	HANDOVER_NOTE_STRENGTHS,
	HANDOVER_NOTE_NEEDS,
	HANDOVER_NOTE_WORKS_WELL,
	HANDOVER_NOTE_CORRECTS,
	HANDOVER_NOTE_CLIENT,
	HANDOVER_NOTE_BY,
	HANDOVER_NOTE_ROLE,
	HANDOVER_NOTE_AT,
	HANDOVER_NOTE__N,
};
extern const struct kind handover_note_kind;

/* How a child lives, learns at home and is brought up, as somebody saw it: append-only. */
enum {
	HOME_SURVEY_CHILD,
	HOME_SURVEY_ON,
	HOME_SURVEY_ANSWERS,
	HOME_SURVEY_NOTE,
	HOME_SURVEY_CORRECTS,
	HOME_SURVEY_CLIENT,
	HOME_SURVEY_BY,
	HOME_SURVEY_ROLE,
	HOME_SURVEY_AT,
	HOME_SURVEY__N,
};
extern const struct kind home_survey_kind;

/* Height, weight and eyesight on one day: append-only, a correction is a new one. */
enum {
	MEASUREMENT_CHILD,
	MEASUREMENT_ON,
	MEASUREMENT_HEIGHT,
	MEASUREMENT_WEIGHT,
	MEASUREMENT_LEFT,
	MEASUREMENT_RIGHT,
	MEASUREMENT_NOTE,
	MEASUREMENT_CORRECTS,
	MEASUREMENT_CLIENT,
	MEASUREMENT_BY,
	MEASUREMENT_ROLE,
	MEASUREMENT_AT,
	MEASUREMENT__N,
};
extern const struct kind measurement_kind;

/* A vaccination, an illness, an allergy: append-only. */
enum {
	HEALTH_NOTE_CHILD,
	HEALTH_NOTE_WHAT,
	HEALTH_NOTE_ON,
	HEALTH_NOTE_UNTIL,
	HEALTH_NOTE_TEXT,
	HEALTH_NOTE_CORRECTS,
	HEALTH_NOTE_CLIENT,
	HEALTH_NOTE_BY,
	HEALTH_NOTE_ROLE,
	HEALTH_NOTE_AT,
	HEALTH_NOTE__N,
};
extern const struct kind health_note_kind;

/* What a child says for itself: what it wants to tell mum and dad, what it is good at, a wish. */
enum {
	CHILD_WORD_CHILD,
	CHILD_WORD_WHAT,
	CHILD_WORD_ON,
	CHILD_WORD_TEXT,
	CHILD_WORD_SHARE,
	CHILD_WORD_CLIENT,
	CHILD_WORD_BY,
	CHILD_WORD_ROLE,
	CHILD_WORD_AT,
	CHILD_WORD__N,
};
extern const struct kind child_word_kind;

/* A letter between a child and its family. */
enum {
	LETTER_CHILD,
	LETTER_FROM,
	LETTER_ON,
	LETTER_TEXT,
	LETTER_SHARE,
	LETTER_ANSWERS,
	LETTER_PERSON,
	LETTER_READ_AT,
	LETTER_CLIENT,
	LETTER_BY,
	LETTER_ROLE,
	LETTER_AT,
	LETTER__N,
};
extern const struct kind letter_kind;

/* A voice, of the child or of the family: its sound lies sealed in the blob store. */
enum {
	RECORDING_CHILD,
	RECORDING_FROM,
	RECORDING_ON,
	RECORDING_TITLE,
	RECORDING_SHARE,
	RECORDING_LETTER,
	RECORDING_SECONDS,
	RECORDING_NAME,
	RECORDING_BYTES,
	RECORDING_CLIENT,
	RECORDING_BY,
	RECORDING_ROLE,
	RECORDING_AT,
	RECORDING__N,
};
extern const struct kind recording_kind;

/* A drawing, an essay, a photo of the child: its picture lies sealed in the blob store. */
enum {
	WORK_CHILD,
	WORK_WHAT,
	WORK_ON,
	WORK_TITLE,
	WORK_TEXT,
	WORK_FACES,
	WORK_IN_BOOK,
	WORK_NAME,
	WORK_BYTES,
	WORK_WIDTH,
	WORK_HEIGHT,
	WORK_MARK,
	WORK_CLIENT,
	WORK_BY,
	WORK_ROLE,
	WORK_AT,
	WORK_TOGETHER, /* drawn number of a picture that several children have */
	WORK_SEVERAL,  /* how many */
	WORK__N,
};
extern const struct kind work_kind;

/* A photo of a class that has not been given to a child yet: whoever took it sees it, nobody else. */
enum {
	PILE_PHOTO_SCHOOL,
	PILE_PHOTO_CLASS,
	PILE_PHOTO_ON,
	PILE_PHOTO_NAME,
	PILE_PHOTO_BYTES,
	PILE_PHOTO_WIDTH,
	PILE_PHOTO_HEIGHT,
	PILE_PHOTO_MARK,
	PILE_PHOTO_CLIENT,
	PILE_PHOTO_BY,
	PILE_PHOTO_AT,
	PILE_PHOTO__N,
};
extern const struct kind pile_photo_kind;

/* Money, things or lessons that a child was given: append-only. */
enum {
	SUPPORT_CHILD,
	SUPPORT_WHAT,
	SUPPORT_ON,
	SUPPORT_GIVER,
	SUPPORT_TEXT,
	SUPPORT_AMOUNT,
	SUPPORT_CORRECTS,
	SUPPORT_CLIENT,
	SUPPORT_BY,
	SUPPORT_ROLE,
	SUPPORT_AT,
	SUPPORT__N,
};
extern const struct kind support_kind;

/* The family says that an entry is wrong (PIPL 46); the school accepts or declines with a reason. */
enum {
	CORRECTION_CHILD,
	CORRECTION_ABOUT,
	CORRECTION_ABOUT_ID,
	CORRECTION_WORDS,
	CORRECTION_PERSON,
	CORRECTION_STATE,
	CORRECTION_DUE_ON,
	CORRECTION_ANSWER,
	CORRECTION_ANSWERED_BY,
	CORRECTION_ANSWERED_ON,
	CORRECTION_CLIENT,
	CORRECTION_BY,
	CORRECTION_AT,
	CORRECTION__N,
};
extern const struct kind correction_kind;

/* A growth file printed: a book for the child, or a page for the wall; its PDF lies sealed in the blob store
 * for a while. */
enum {
	GROWTH_BOOK_CHILD,
	GROWTH_BOOK_WHAT,
	GROWTH_BOOK_ON,
	GROWTH_BOOK_PAGES,
	GROWTH_BOOK_MISSING,
	GROWTH_BOOK_FACES,
	GROWTH_BOOK_NAME,
	GROWTH_BOOK_BYTES,
	GROWTH_BOOK_BY,
	GROWTH_BOOK_AT,
	GROWTH_BOOK_WORKS, /* ids of the works in it: when one may not be seen any more, the book goes */
	GROWTH_BOOK__N,
};
extern const struct kind growth_book_kind;

/* What a child's growth file holds and when it was last written into: computed, of a child of whom something
 * is written. */
enum {
	GROWTH_FILE_CHILD,
	GROWTH_FILE_SECTIONS,
	GROWTH_FILE_TOUCHED_ON,
	GROWTH_FILE_VILLAGE,
	GROWTH_FILE_SCHOOL,
	GROWTH_FILE_SCHOOL_ON,
	GROWTH_FILE__N,
};
extern const struct kind growth_file_kind;
