/* home.h - happy homes 亲情小屋 (儿童之家): a room of a village or school with phones and computers, hours, a
 * team and a log, where a child calls its parents.  The kinds, and what booking and calls ask of a home. */
#pragma once
#include "care.h"

enum {
	HAPPY_HOME_NAME,
	HAPPY_HOME_REGION,
	HAPPY_HOME_SCHOOL,
	HAPPY_HOME_ADDRESS,
	HAPPY_HOME_PHONE,
	HAPPY_HOME_LEVEL,
	HAPPY_HOME_AREA,
	HAPPY_HOME_OPENED_ON,
	HAPPY_HOME_CLOSED_ON,
	HAPPY_HOME_RECREATION, /* four of the "five haves"; the fifth is a child director on the team */
	HAPPY_HOME_FAMILY_PHONE,
	HAPPY_HOME_VIDEO_CHAT,
	HAPPY_HOME_READING,
	HAPPY_HOME_EXITS,
	HAPPY_HOME_FIRST_AID,
	HAPPY_HOME_CAMERA_FREE, /* no camera inside call places */
	HAPPY_HOME_MODEL,
	HAPPY_HOME_NOTE,
	HAPPY_HOME__N,
};
extern const struct kind happy_home_kind;

enum { HOME_ROOM_HOME, HOME_ROOM_NAME, HOME_ROOM_WHAT, HOME_ROOM_SEATS, HOME_ROOM__N };
extern const struct kind home_room_kind;

enum {
	HOME_DEVICE_HOME,
	HOME_DEVICE_ROOM,
	HOME_DEVICE_NAME,
	HOME_DEVICE_WHAT,
	HOME_DEVICE_NUMBER,
	HOME_DEVICE_FROM,
	HOME_DEVICE_GONE_ON,
	HOME_DEVICE_COST,
	HOME_DEVICE__N,
};
extern const struct kind home_device_kind;

/* Something does not work: from the day it was said until the day it was mended. */
enum {
	DEVICE_FAULT_DEVICE,
	DEVICE_FAULT_ON,
	DEVICE_FAULT_TEXT,
	DEVICE_FAULT_MENDED_ON,
	DEVICE_FAULT_CLIENT,
	DEVICE_FAULT_BY,
	DEVICE_FAULT_AT,
	DEVICE_FAULT__N,
};
extern const struct kind device_fault_kind;

/* On this weekday it is open from a minute of the day to another, in these weeks; a closure wins. */
enum {
	HOME_HOURS_HOME,
	HOME_HOURS_WEEKDAY,
	HOME_HOURS_FROM,
	HOME_HOURS_TO,
	HOME_HOURS_FIRST_ON,
	HOME_HOURS_LAST_ON,
	HOME_HOURS__N,
};
extern const struct kind home_hours_kind;

enum { HOME_CLOSURE_HOME, HOME_CLOSURE_FIRST_ON, HOME_CLOSURE_LAST_ON, HOME_CLOSURE_WHY, HOME_CLOSURE__N };
extern const struct kind home_closure_kind;

enum {
	HOME_MEMBER_HOME,
	HOME_MEMBER_ACCOUNT,
	HOME_MEMBER_NAME,
	HOME_MEMBER_WHAT,
	HOME_MEMBER_FIRST_ON,
	HOME_MEMBER_LAST_ON,
	HOME_MEMBER__N,
};
extern const struct kind home_member_kind;

enum {
	HOME_SHIFT_HOME,
	HOME_SHIFT_MEMBER,
	HOME_SHIFT_ON,
	HOME_SHIFT_FROM,
	HOME_SHIFT_TO,
	HOME_SHIFT__N,
};
extern const struct kind home_shift_kind;

/* The opening log: somebody opened the door, somebody closed it. */
enum {
	HOME_OPENING_HOME,
	HOME_OPENING_ON,
	HOME_OPENING_OPENED_AT,
	HOME_OPENING_CLOSED_AT,
	HOME_OPENING_NOTE,
	HOME_OPENING_CLIENT,
	HOME_OPENING_BY,
	HOME_OPENING__N,
};
extern const struct kind home_opening_kind;

enum {
	HOME_ACTIVITY_HOME,
	HOME_ACTIVITY_ON,
	HOME_ACTIVITY_WHAT,
	HOME_ACTIVITY_TITLE,
	HOME_ACTIVITY_THEMED,
	HOME_ACTIVITY_CHILDREN,
	HOME_ACTIVITY_MEMBER,
	HOME_ACTIVITY_NOTE,
	HOME_ACTIVITY_CLIENT,
	HOME_ACTIVITY_BY,
	HOME_ACTIVITY_AT,
	HOME_ACTIVITY__N,
};
extern const struct kind home_activity_kind;

/* A child was there: once an opening. */
enum {
	HOME_ATTENDANCE_CHILD,
	HOME_ATTENDANCE_HOME,
	HOME_ATTENDANCE_OPENING,
	HOME_ATTENDANCE_ON,
	HOME_ATTENDANCE_CAME,
	HOME_ATTENDANCE_LEFT,
	HOME_ATTENDANCE_BY,
	HOME_ATTENDANCE__N,
};
extern const struct kind home_attendance_kind;

/* The monthly safety check: answers are ITEM=yes or ITEM=no, parted by commas (code list home_check). */
enum {
	HOME_CHECK_HOME,
	HOME_CHECK_ON,
	HOME_CHECK_ANSWERS,
	HOME_CHECK_FAULTS,
	HOME_CHECK_NOTE,
	HOME_CHECK_CLIENT,
	HOME_CHECK_BY,
	HOME_CHECK_AT,
	HOME_CHECK__N,
};
extern const struct kind home_check_kind;

enum { HOME_COST_HOME, HOME_COST_MONTH, HOME_COST_WHAT, HOME_COST_AMOUNT, HOME_COST_NOTE, HOME_COST__N };
extern const struct kind home_cost_kind;

/* Money a home was given: a reference only, the fund's own books say more. */
enum {
	HOME_GRANT_HOME,
	HOME_GRANT_YEAR,
	HOME_GRANT_SOURCE,
	HOME_GRANT_AMOUNT,
	HOME_GRANT_REFERENCE,
	HOME_GRANT__N
};
extern const struct kind home_grant_kind;

/* --- who works there --- */

/* Whose accounts may belong to a team. */
#define ROLES_HOME_TEAM (ROLES_CARE | ROLES_SCHOOL | ROLES_VILLAGE | ROLE_VOLUNTEER)
/* Is who acts (or whoever's place they take) on the team of this home today? */
enum rc home_on_team(struct ctx *c, int64_t home, bool *ret) MUST_CHECK;
/* The same, or one of the county's own people: federation and education. */
enum rc home_may_work(struct ctx *c, int64_t home, bool *ret) MUST_CHECK;
/* Was the query for convictions of this account answered without a record, and not too long ago (LPM 62)?
 * *ret_until: the last day it holds; 0: it does not. */
enum rc home_cleared(struct ctx *c, int64_t account, day on, day *ret_until) MUST_CHECK;
/* One of those on whose team the account is today, the first by name; 0: none.  For a keeper's first screen.
 */
enum rc home_of_account(struct ctx *c, int64_t *ret) MUST_CHECK;

/* Who has a shift at this minute of the day. */
struct home_duty {
	int64_t member, account; /* account 0: none */
	str name, what;          /* what: code of home_member_what */
	int from, to;
	bool cleared;
};
struct home_duties {
	struct home_duty *d;
	size_t n, cleared;
};
/* minute < 0: all of that day. */
enum rc home_on_duty(struct ctx *c, int64_t home, day on, int minute, struct home_duties *ret) MUST_CHECK;
int home_minute(int64_t instant); /* of the day, in Asia/Shanghai */

/* --- when it is open, and with what --- */

/* Minutes of the day, in order, none touching another; none at all on closed days. */
enum { HOME_SPANS = 8 };
struct home_span {
	int from, to;
};
struct home_day {
	struct home_span span[HOME_SPANS];
	size_t n;
	str why; /* n 0 by a closure: why; else empty */
};
enum rc home_hours_of_day(struct ctx *c, int64_t home, day on, struct home_day *ret) MUST_CHECK;
/* Does the day hold these minutes without a gap? */
bool home_day_holds(const struct home_day *d, int from, int to);
/* The opening that nobody has closed yet; 0: it is closed. */
enum rc home_is_open(struct ctx *c, int64_t home, int64_t *ret) MUST_CHECK;
/* Devices that work on that day: in use, not given up, no fault open. */
enum rc home_devices_of_day(struct ctx *c, int64_t home, day on, struct records *ret) MUST_CHECK;

/* Homes that a child can walk to, within the reader's reach and in use today: that of its school first, then
 * those of its village and township. */
enum rc home_near(struct ctx *c, int64_t child, struct records *ret) MUST_CHECK;

/* --- the safety check --- */

int home_check_faults(str answers);                         /* how many points were answered with no */
bool home_check_whole(str answers);                         /* every point of the list has an answer */
bool home_check_says(str answers, str item, bool *ret_yes); /* false: this point has none */
