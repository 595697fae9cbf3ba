/* notice.h - what somebody is told: an account, or every holder of a role in the county (whose reach is less:
 * those who look after the child).  No name and no reason stands in it, only what happened
 * (data/codes/notice_code.csv) and where to look.  For every room: a row of that list, and notice_put(). */
#pragma once
#include "html.h"
#include "record.h"

enum {
	NOTICE_TO_ACCOUNT,
	NOTICE_TO_ROLE,
	NOTICE_CODE,
	NOTICE_CHILD,
	NOTICE_ABOUT,  /* a plural: where to look is /ABOUT/RECORD */
	NOTICE_RECORD, /* its id, as text */
	NOTICE_AT,
	NOTICE_UNTIL,   /* from then on it asks nothing any more; none: until it is read */
	NOTICE_DONE_AT, /* somebody did what it asks */
	NOTICE__N
};
extern const struct kind notice_kind;

struct notice_new {
	const char *code;   /* CODE_NOTICE_CODE_... */
	int64_t to_account; /* or */
	enum role to_role;
	unsigned county; /* of whoever is told */
	int64_t child;   /* 0: none */
	const char *about;
	int64_t record;
	int64_t until; /* instant; 0: until it is read */
};
/* Inside store_write(), as whoever acts: written by the program in their name. */
enum rc notice_put(struct ctx *c, const struct notice_new *n) MUST_CHECK;
/* What these notices ask is done: they leave everybody's Today. */
enum rc notice_done(struct ctx *c, const char *about, int64_t record) MUST_CHECK;

/* Part of Today: what the reader was told and has not looked at. */
enum rc notice_panel(struct page *p) MUST_CHECK;

extern const char notice_ddl[]; /* table notice_read: who looked at which, and when */
