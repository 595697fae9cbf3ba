/* contact.h - the ledger of weekly contact (LPM 23): whoever leaves a child in another's care talks with the
 * child, and with who looks after it, at least once a week.  Calls held and messages heard count by
 * themselves; what was said over any other line is written down by the parent, the carer, the teacher, the
 * happy home.  It measures adults, never the child, and a child never sees it. */
#pragma once
#include "care.h"
#include "ledger.h"

/* Somebody says that a parent and the child, or its carer, were in touch: append-only; a correction is a new
 * one. */
enum {
	CONTACT_CHILD,
	CONTACT_PERSON, /* the parent */
	CONTACT_WHOM,
	CONTACT_DAY, /* day and minute as the clock stood where it was written down, .. */
	CONTACT_MINUTE,
	CONTACT_ZONE, /* .. that many minutes before UTC; none: Beijing */
	CONTACT_WHEN, /* the instant that follows from them */
	CONTACT_ON,   /* the day it was in Beijing then */
	CONTACT_CHANNEL,
	CONTACT_OUTCOME,
	CONTACT_SOURCE,
	CONTACT_CALL, /* the call it was, so that it counts once */
	CONTACT_NOTE,
	CONTACT_CORRECTS,
	CONTACT_CLIENT,
	CONTACT_BY,
	CONTACT_ROLE,
	CONTACT_AT,
	CONTACT__N,
};
extern const struct kind contact_kind;

/* How it stands between a child and one parent who is away: computed, a row each while it lasts. */
enum {
	CONTACT_STATE_CHILD,
	CONTACT_STATE_PERSON,
	CONTACT_STATE_FROM,      /* away since */
	CONTACT_STATE_ENTRUSTED, /* nobody of the parents is with the child: the law asks it of them */
	CONTACT_STATE_CHILD_ON,  /* last day in touch with the child; none: not yet */
	CONTACT_STATE_CARER_ON,
	CONTACT_STATE_QUIET_SINCE, /* the older of both clocks: its last day in touch, else .from */
	CONTACT_STATE_CHILD_SINCE,
	CONTACT_STATE_CARER_SINCE,
	CONTACT_STATE_TOLD_ON, /* the parent was last reminded on that day */
	CONTACT_STATE_VILLAGE,
	CONTACT_STATE_SCHOOL,
	CONTACT_STATE_NEXT_ON,
	CONTACT_STATE__N,
};
extern const struct kind contact_state_kind;
extern const char contact_state_ddl[];

/* The parent writes, the carer, the teacher, the village, the happy home. */
#define ROLES_CONTACT_WRITE (ROLE_TEACHER | ROLES_VILLAGE | ROLES_CARE | ROLES_FAMILY)
#define ROLES_CONTACT (ROLES_CONTACT_WRITE | ROLE_HEAD)

void contact_check(struct ctx *c, const struct change *change);
/* Inside store_write(): write it, or find the one that is there under its number.  RC_INVALID: c->problems
 * says what. */
enum rc contact_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there) MUST_CHECK;
enum rc contact_save(struct ctx *c, const struct input *in) MUST_CHECK; /* as a unit of its own */

/* --- the ledger of some children: contact_kept.c --- */

/* Everything said of a child, as entries of ledger.h; in c->mem. */
struct contact_said {
	struct ledger_entry *list;
	size_t n;
	struct ledger_talks talks; /* merged */
};
/* Of these children in this order, a statement for sixteen.  As the program: ids, days and codes only. */
enum rc contact_load(struct ctx *c, const int64_t *child, size_t n, struct contact_said *ret) MUST_CHECK;
struct ledger_rules contact_rules(const struct ctx *c);
extern const struct fact contact_child_fact, contact_carer_fact;

/* --- where it stands: contact_settle.c --- */

enum rc contact_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;
enum rc contact_daily(struct ctx *c) MUST_CHECK;
/* What a long silence says of a child's risk: a finding while it lasts.  contact_finding.c. */
enum rc contact_finding_daily(struct ctx *c) MUST_CHECK;
struct contact_silence {
	const char *indicator;
	day since, on, over; /* silent since; found on; over on, 0: it lasts */
};
/* Inside store_write(). */
enum rc contact_finding_raise(struct ctx *c, int64_t child, const struct contact_silence *s,
			      int64_t *ret) MUST_CHECK;
/* Those that began and ended after the day on which somebody looked last.  contact_past.c. */
enum rc contact_past(struct ctx *c, const struct ledger_rules *rules, day looked, day kept) MUST_CHECK;
/* Inside store_write(): the parent is reminded, in kind words. */
enum rc contact_nudge(struct ctx *c, int64_t child, int64_t person) MUST_CHECK;
