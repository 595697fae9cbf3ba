/* transfer.h - a child goes from one school to another, in the county or beyond it, and stays one child with
 * one id: one side asks, the other answers within transfer.answer_days working days (national school roll:
 * ten working days for each side, 教基〔2025〕1号 and the provinces' rules).
 *
 * - The receiving side (head of the new school, officer of its county) names the child by id or student
 * number and full name, both exact; nothing of the child is shown to it before the answer.
 * - The giving side (head of the present school, officer of its county) names a school.
 * - The other side's head answers, or the officer of that side's county in its place; never who asked.  A
 * child from whom somebody is kept away is answered for by the officer alone.  A child whose data are stored
 * only is not to be found.
 * - Accepted: the enrolment ends the day before the first day at the new school (change 21 of the school
 * roll), a new one begins, and across counties the child and all that is part of it changes its keeper
 * (move.h).
 *
 * The transfer itself keeps name and birth date as they were: it is what the former school goes on reading,
 * beside its own time of enrolment. */
#pragma once
#include "registry.h"
#include "today_item.h"

/* Who asks and answers. */
#define ROLES_TRANSFER (ROLE_OFFICER | ROLE_HEAD)
#define ROLES_TRANSFER_READ (ROLES_COUNTY | ROLE_HEAD)

struct transfer_new {
	str side;         /* CODE_TRANSFER_SIDE_... */
	int64_t child;    /* the giving side says which */
	str number, name; /* the receiving side says who */
	int64_t school;   /* where to; 0: the school with this code, or the asker's own */
	str school_code;
	int64_t class; /* of the receiving side; 0: not yet known */
	int grade;     /* 1 to 12; 0: as the class has it, else as the child's present one */
	day start_on;  /* first day at the new school */
	str reason, note;
};
/* A unit of its own.  RC_INVALID or RC_CONFLICT: c->problems says what, at the fields id_number, name, child,
 * to_school, to_class, grade, reason, start_on, note. */
enum rc transfer_ask(struct ctx *c, const struct transfer_new *n, int64_t *ret) MUST_CHECK;
/* The same inside store_write(). */
enum rc transfer_ask_unit(struct ctx *c, const struct transfer_new *n, int64_t *ret) MUST_CHECK;

enum transfer_does { TRANSFER_ACCEPT, TRANSFER_REJECT, TRANSFER_WITHDRAW };
struct transfer_answer {
	enum transfer_does does;
	int64_t class; /* accepting for the receiving side: the class it comes into */
	str words;     /* of a refusal: why */
};
/* Likewise. RC_NOT_FOUND: no such transfer for these eyes; RC_DENIED: not theirs to do; RC_CONFLICT: it has
 * been answered meanwhile. */
enum rc transfer_answer(struct ctx *c, int64_t id, const struct transfer_answer *a) MUST_CHECK;

/* What the reader may do with it now. */
struct transfer_may {
	bool answer, withdraw, class; /* class: with the answer goes a class of the new school */
	bool officer_only;            /* it waits for the officer, and the reader is none */
};
enum rc transfer_may(struct ctx *c, const struct record *transfer, struct transfer_may *ret) MUST_CHECK;

/* Lists of transfers within reach, the newest last. */
enum transfer_list { TRANSFER_TO_ANSWER, TRANSFER_ASKED, TRANSFER_DONE, TRANSFER_LIST__N };
enum rc transfer_list(struct ctx *c, enum transfer_list which, int64_t after, size_t limit,
		      struct records *ret) MUST_CHECK;
/* What waits for the reader: for a head what the head is to answer, for the officer what is past its day, or
 * the officer's alone. */
extern const struct today_item transfer_today;

/* transfer_place.c: inside store_write(), as who accepts: the enrolments, and the keeper. */
enum rc transfer_place(struct ctx *c, const struct record *transfer, int64_t class) MUST_CHECK;
