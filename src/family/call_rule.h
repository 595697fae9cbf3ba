/* call_rule.h - when a call begins and ends, who may come in, what came of it, how good a line is.  Pure. */
#pragma once
#include "day.h"

/* --- times --- */

struct call_limits {
	int64_t early, warn, grace; /* minutes before, before the end, after the end */
	int64_t counted;            /* seconds together that make a call of it */
	int64_t adults;             /* grown-ups that must be there */
	int64_t away;               /* minutes: a grown-up not heard of for so long has gone away */
};
struct call_times {
	int64_t open;  /* grown-ups may check in, the room may open */
	int64_t start; /* as booked */
	int64_t warn;  /* everybody is told that it ends soon */
	int64_t end;   /* as booked */
	int64_t close; /* the room is gone */
};
struct call_times call_rule_times(int64_t begins, int64_t ends, const struct call_limits *l);

/* --- the grown-ups beside the child --- */

enum { CALL_ADULTS = 2 };
/* When each was last heard of; 0: nobody checked in. */
struct call_adults {
	int64_t seen[CALL_ADULTS];
};
bool call_rule_beside(int64_t seen, int64_t now, const struct call_limits *l);
/* How many are there. */
int64_t call_rule_adults(const struct call_adults *a, int64_t now, const struct call_limits *l);
/* Until when there are enough of them if none is heard of again; 0: there are not. */
int64_t call_rule_lease(const struct call_adults *a, int64_t now, const struct call_limits *l);

/* --- the door --- */

enum call_door {
	CALL_DOOR_OPEN,
	CALL_DOOR_EARLY,     /* before .open */
	CALL_DOOR_OVER,      /* after .close, or ended by hand */
	CALL_DOOR_CANCELLED, /* nobody comes any more */
	CALL_DOOR_REMOVED,   /* was asked to go: does not come back */
	CALL_DOOR_NO_ADULT,  /* no grown-up of the home has checked in yet */
	CALL_DOOR_ALONE,     /* who had checked in has gone away */
	CALL_DOOR_SECOND,    /* one has, the rule asks for another */
	CALL_DOOR_PHONE,     /* a call by telephone: there is no room */
	CALL_DOOR__N
};
struct call_asks {
	int64_t now;
	struct call_times times;
	bool cancelled, ended, phone;
	bool removed; /* of who asks */
	bool adult;   /* who asks is one of the grown-ups who supervise: need not wait for another */
	int64_t adults, needed;
	bool left; /* somebody had checked in */
};
enum call_door call_rule_door(const struct call_asks *a);
/* In words, English, marked for translation; of CALL_DOOR_OPEN: NULL. */
const char *call_rule_says(enum call_door d);

/* --- what came of it --- */

enum call_side { CALL_SIDE_CHILD, CALL_SIDE_FAMILY, CALL_SIDE_ADULT };
/* Somebody was in the call from .. to; several of one party where the line broke. */
struct call_stay {
	enum call_side side;
	int64_t party, from, to;
};
/* For how many seconds at least one child and one of the family were there together. */
int64_t call_rule_together(const struct call_stay *stay, size_t n);
enum call_came { CALL_CAME_MISSED, CALL_CAME_SHORT, CALL_CAME_DONE };
enum call_came call_rule_outcome(int64_t together, const struct call_limits *l);
/* Why nothing came of it: a code of call_why, from who was there. */
struct call_there {
	bool adult, child, family;
};
const char *call_rule_why(const struct call_there *t);

/* --- the line --- */

/* As a browser measures it; each -1 where it does not know. */
struct call_line {
	int64_t concealed; /* of the sound heard, per thousand, made up because it did not come */
	int64_t lost;      /* of what was sent, per thousand */
	int64_t delay;     /* there and back, milliseconds */
	int64_t silent;    /* seconds since anything was heard of the browser */
};
enum call_quality { CALL_LINE_UNKNOWN, CALL_LINE_GOOD, CALL_LINE_WEAK, CALL_LINE_BAD, CALL_LINE_GONE };
/* Beyond these it is weak, or bad. */
struct call_line_limits {
	struct call_line weak, bad;
};
enum call_quality call_rule_line(const struct call_line *l, const struct call_line_limits *than);
/* "good": the page has the words. */
const char *call_rule_quality_code(enum call_quality q);
