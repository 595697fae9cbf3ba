/* alert.h - somebody is worried about a child: anyone signed in by one button, the public by one page
 * (public.h).  Who looks after the child takes it, and closes it with what came of it; who raised it sees
 * that it was taken and that it was closed, and no more.
 *
 * Harm and danger are not for this way: they are reported (LPM 11; report.h), which is sealed. */
#pragma once
#include "care.h"

/* Who takes alerts. */
#define ROLES_ALERT (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)

struct alert_new {
	int64_t child; /* within the reach of who is worried; 0: not known */
	str what;      /* CODE_ALERT_WHAT_... */
	str text;      /* in their words */
	str who;       /* of a child not known: which, and where */
	str region;    /* six digits or more; empty: the child's village, else the county */
	str contact;   /* how to reach who wrote; of the public */
	str client;    /* the number given by the device; empty: none.  The same again from the same account
			* (from the public: from anybody) is the same alert: nothing is written */
	bool open;     /* from the public page: nobody is signed in */
};
/* Inside store_write(), for everybody, whatever they may read.  RC_NOT_FOUND: no such child for these eyes.
 * RC_INVALID: c->problems says what, at what, text, who, region.  CODE_ALERT_WHAT_HARM is refused at `what`
 * with the way to a report, unless .open (public.h decides itself). */
enum rc alert_raise(struct ctx *c, const struct alert_new *n, int64_t *ret) MUST_CHECK;

/* Take one, close it.  Inside store_write().  RC_NOT_FOUND: not for these eyes; RC_DENIED: not theirs;
 * RC_CONFLICT: somebody has it already, or it is closed; RC_INVALID: at outcome (needed to close). */
enum rc alert_take(struct ctx *c, int64_t id) MUST_CHECK;
enum rc alert_close(struct ctx *c, int64_t id, str outcome) MUST_CHECK;
/* The same as a unit of its own, for the page and the API; `outcome` where it is closed. */
struct alert_act {
	int64_t id;
	bool close;
	str outcome;
};
enum rc alert_act(struct ctx *c, const struct alert_act *a) MUST_CHECK;
/* It turned out which child is meant.  Inside store_write(). */
enum rc alert_name_child(struct ctx *c, int64_t id, int64_t child) MUST_CHECK;

void alert_check(struct ctx *c, const struct change *change); /* the rules of the kind */
