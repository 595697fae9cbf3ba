/* conference.h - agencies sit together over one child (domain facts 1.7: at red within a day).  Somebody
 * calls a conference and says who is to come; who has an account is told.  When it was held, its minutes are
 * written down, who came, and what was decided: each decision is a task of somebody by a day.  One that will
 * not be held is called off, with a reason.  Nothing of it is ever deleted. */
#pragma once
#include "care.h"
#include "today_item.h"

/* Who calls conferences and writes minutes; who reads them. */
#define ROLES_CONFERENCE (ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR)
#define ROLES_CONFERENCE_READ (ROLES_CONFERENCE | ROLE_COUNSELLOR | ROLE_DIRECTOR)
/* Whoever may be asked to come by account. */
#define ROLES_INVITED (ROLES_STAFF | ROLES_CARE | ROLE_POLICE | ROLE_HOSPITAL)

/* Somebody for an agency: by name, by account, or whoever comes. */
struct conference_seat {
	str agency; /* a code of agency_sort */
	str name;
	int64_t account;
	size_t row; /* of the form, from 1, where problems stand; 0: its place in the list */
};
struct conference_new {
	int64_t child;
	str on; /* dates as typed, everywhere */
	str time, place, reason;
	const struct conference_seat *seat;
	size_t nseat;
};
/* A unit of its own, as the next ones.  RC_INVALID, RC_CONFLICT: c->problems says what, at fields of the kind
 * and at seat-N-agency. */
enum rc conference_call(struct ctx *c, const struct conference_new *n, int64_t *ret) MUST_CHECK;

/* Problems at agency, name, account. */
enum rc conference_invite(struct ctx *c, int64_t id, const struct conference_seat *seat) MUST_CHECK;

struct conference_decision {
	str title; /* stands in lists of tasks */
	str role;  /* a code of role; or */
	int64_t account;
	str due;
	size_t row; /* likewise */
};
struct conference_held {
	str on;
	str minutes;
	const int64_t *came; /* attendees */
	size_t ncame;
	const struct conference_seat *seat; /* came without being invited */
	size_t nseat;
	const struct conference_decision *decision;
	size_t ndecision;
};
/* Problems also at came, decision-N-title, decision-N-who, decision-N-due (N from 1).  RC_DENIED: not theirs
 * to do; RC_CONFLICT: it was held or called off meanwhile. */
enum rc conference_hold(struct ctx *c, int64_t id, const struct conference_held *h) MUST_CHECK;
enum rc conference_drop(struct ctx *c, int64_t id, str why) MUST_CHECK;
/* One more decision of a conference that was held: problems at title, who, due. */
enum rc conference_decide(struct ctx *c, int64_t id, const struct conference_decision *d) MUST_CHECK;

bool conference_is(const struct record *conference, const char *state);
/* Who is to come and who came; what was decided, as tasks the reader may see. */
enum rc conference_seats(struct ctx *c, int64_t id, struct records *ret) MUST_CHECK;
enum rc conference_tasks(struct ctx *c, int64_t id, struct records *ret) MUST_CHECK;

/* Minutes that are not written yet, and what is called for within a week. */
extern const struct today_item conference_today, conference_invited_today;

/* The rules of the kinds. */
void conference_check(struct ctx *c, const struct change *change);
enum rc conference_after(struct ctx *c, struct change *change);
void attendee_check(struct ctx *c, const struct change *change);
enum rc attendee_after(struct ctx *c, struct change *change);
