/* rights.h - what a family asks for about its child's data, and by when it is answered: inspect, copy, put
 * right, complete, erase, take along, explain.  Personal Information Protection Law 44-50: an easy way to
 * ask, an answer without delay, a refusal only with its reason; Regulations on the Protection of Minors
 * Online 34.
 *
 * The clock runs on working days; Saturday and Sunday are none.  Who asks is asked once more who they are:
 * `identity` says how, and only the program writes it.  Whoever asked for a copy or a file and has proved it
 * has it at once. */
#pragma once
#include "record.h"

enum {
	RIGHTS_CHILD,
	RIGHTS_PERSON,
	RIGHTS_WHAT,
	RIGHTS_TEXT,
	RIGHTS_ASKED_ON,
	RIGHTS_DUE_ON,
	RIGHTS_IDENTITY,
	RIGHTS_STATE,
	RIGHTS_DECISION,
	RIGHTS_DECIDED_ON,
	RIGHTS__N
};
extern const struct kind rights_request_kind;

void rights_check(struct ctx *c, const struct change *change);

/* The last of so many working days after `asked`. */
day rights_due(day asked, int working_days);
bool rights_is_open(const struct record *request);
bool rights_is_overdue(const struct record *request, day today);

/* Inside store_write(), as whoever acts. */
struct rights_new {
	int64_t child, person;
	str what, text;
	str identity; /* of rights_identity; empty: not asked yet */
};
enum rc rights_ask(struct ctx *c, const struct rights_new *n, int64_t *ret_id) MUST_CHECK;
struct rights_answer {
	int64_t id, version;
	str state, decision;
	bool papers; /* identity was checked just now */
};
enum rc rights_decide(struct ctx *c, const struct rights_answer *a) MUST_CHECK;

/* Requests within reach that wait, and those of them that are late. */
enum rc rights_counts(struct ctx *c, int64_t *ret_open, int64_t *ret_late) MUST_CHECK;
