/* report.h - that a child was harmed or is in danger is reported at once (Law on the Protection of Minors,
 * art. 11; joint opinion of nine organs 2020, art. 4: the nine situations).  Anyone signed in reports, and
 * the public (public.h); county civil affairs accepts, hands on to police and education, and tells who
 * reported what came of it.
 *
 * A report is sealed (kind.sealed): beyond who handles it no page, search, count, journal, reading or notice
 * shows that there is one.  So nobody is told by a notice, which would leave a row of its own: Today counts
 * within the reader's reach.  Whoever is named in it never reads it, whatever the role; who reported is known
 * to civil affairs alone, and reads how far it is and the answer. */
#pragma once
#include "care.h"
#include "today_item.h"

/* --- clocks: pure --- */

enum report_clock_what {
	REPORT_CLOCK_POLICE,     /* at once: told within report.police_minutes of being known */
	REPORT_CLOCK_RECORD,     /* written down within report.record_hours of being known */
	REPORT_CLOCK_SUPERVISOR, /* the supervisor is told on the day it was written down (Shanghai) */
	REPORT_CLOCK_FEEDBACK,   /* who reported is told within report.feedback_days of that */
	REPORT_CLOCK__N
};
enum report_clock_state { REPORT_RUNNING, REPORT_IN_TIME, REPORT_LATE, REPORT_OVERDUE };
struct report_times {
	int64_t known, recorded, police, supervisor, feedback; /* instants; 0: not yet */
};
struct report_limits {
	int64_t police_minutes, record_hours, feedback_days;
};
struct report_clock {
	int64_t due, done; /* done: 0 when it is not */
	enum report_clock_state state;
};
void report_clocks(const struct report_times *t, const struct report_limits *l, int64_t now,
		   struct report_clock ret[REPORT_CLOCK__N]);
struct report_limits report_limits(const struct ctx *c); /* of the county, today */
struct report_times report_times(const struct record *report);
/* The instant at which a day begins in Shanghai. */
int64_t report_day_begins(day d);

/* --- making one --- */

enum { REPORT_CODE_DIGITS = 12 };
struct report_new {
	str situation; /* mr1 to mr9 */
	bool danger;   /* right now */
	str known_at;  /* "2026-11-21 08:30" in Shanghai; empty: now */
	str what;
	int64_t child; /* within the actor's reach; 0: not known */
	str child_name, child_where;
	str region;          /* 6 digits or more; empty: the child's township, else the county */
	str named, relation; /* who is said to have done it, and what they are to the child; may be empty */
	bool police;         /* the police has been called already */
	str by_name, by_phone;
	/* For asking back: given out with the form, so that the same form twice is one report.  Anything but
	 * twelve digits: one is made. */
	str code;
	bool open; /* from the public page */
};
struct report_made {
	int64_t id;
	str code;
	bool again; /* it was there already */
};
/* A code for a form that is about to be shown. */
str report_code_new(struct arena *mem);
/* Inside store_write(), for everybody.  RC_NOT_FOUND: no such child for these eyes.  RC_INVALID: c->problems
 * says what, at situation, known_at, what, child_where, region, by_name, by_phone, named, relation. */
enum rc report_make_unit(struct ctx *c, const struct report_new *n, struct report_made *ret) MUST_CHECK;
enum rc report_make(struct ctx *c, const struct report_new *n, struct report_made *ret) MUST_CHECK;

/* --- handling --- */

/* What is known of a report when a step is judged. */
struct report_facts {
	str state;
	bool to_police, to_education, police_told, supervisor_told, answered;
	enum role role;
};
/* NULL, or the English sentence why this step cannot be taken now.  Not whose reach it is in. */
const char *report_act_refusal(const struct report_facts *f, str what);
struct report_facts report_facts(const struct ctx *c, const struct record *report);

struct report_step {
	str what; /* of the list report_act */
	str text; /* needed for note, feedback, closed, not_filed */
	str police_no;
	int64_t before; /* how many steps there were when the reader saw the report; -1: not said */
};
/* Inside store_write().  RC_NOT_FOUND: not for these eyes; RC_DENIED: who only reported; RC_CONFLICT: other
 * steps were written meanwhile (the same form twice); RC_INVALID: c->problems says what, at what, text. */
enum rc report_act_do(struct ctx *c, int64_t id, const struct report_step *s) MUST_CHECK;

/* Somebody is named in it: accounts of exactly that name in the county read it no more.  Civil affairs only.
 * RC_INVALID: at named, relation. */
enum rc report_name(struct ctx *c, int64_t id, str named, str relation) MUST_CHECK;
/* It was somebody else. */
enum rc report_unname(struct ctx *c, int64_t id, int64_t named) MUST_CHECK;

/* Does the reader handle this report, beyond having made it? */
bool report_handles(const struct ctx *c, const struct record *report);
/* What a person who reported may read: the code and the answer, opened by the program. */
enum rc report_answer_of(struct ctx *c, int64_t id, str *ret_code, str *ret_feedback) MUST_CHECK;
/* By code, for whoever has it.  RC_NOT_FOUND: nothing of the kind, or not to be told apart from it. */
enum rc report_asked(struct ctx *c, str code, str *ret_state, str *ret_feedback) MUST_CHECK;

/* --- for the kinds --- */

void report_check(struct ctx *c, const struct change *change);
bool report_opens(const struct ctx *c, const struct record *r, size_t field);
bool report_part_opens(const struct ctx *c, const struct record *r, size_t field);

/* Who has what waiting: civil affairs and police their reports, supervisors that there is a case (and no
 * more), who reported that there is an answer. */
extern const struct today_item report_today, report_told_today, report_answer_today;
