/* home_page.h - the pages of happy homes: the county's table, a home's own page (for its keeper the first
 * screen), and one page for each of its books: log, children, roster, devices, activities, safety check,
 * money, wall sheet.
 */
#pragma once
#include "form.h"
#include "frame.h"
#include "home.h"
#include "home_figures.h"
#include "kindpage.h"

/* Homes are known in the village; their books are read by who answers for them, and written by the team. */
#define ROLES_HOME_LOOK (ROLES_STAFF | ROLES_CARE | ROLES_FAMILY | ROLE_CHILD | ROLE_INSPECTOR)
#define ROLES_HOME_BOOKS                                                                                     \
	(ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLE_DIRECTOR | ROLE_SUPERVISOR | ROLES_CARE)
#define ROLES_HOME_WRITE (ROLE_HEAD | ROLE_TEACHER | ROLE_DIRECTOR | ROLES_CARE)
#define ROLES_HOME_MONEY (ROLES_COUNTY | ROLES_CARE | ROLE_FINANCE | ROLE_INSPECTOR)
#define ROLES_HOME_FILE (ROLE_OFFICER | ROLE_FEDERATION) /* who may take their list along */
#define ROLES_HOME_PAY (ROLE_OFFICER | ROLES_CARE)

extern const struct route home_routes[]; /* ended by an empty row */
extern const struct kind_page home_pages, home_room_pages, home_device_pages, home_fault_pages,
	home_hours_pages, home_closure_pages, home_member_pages, home_shift_pages, home_activity_pages,
	home_cost_pages, home_grant_pages;
extern const struct today_item home_fault_today, home_check_today, home_nobody_today;
extern const struct timeline_source home_timeline;
enum rc home_page_on_school(struct page *p, const struct record *school) MUST_CHECK;
enum rc home_page_on_today(struct page *p, const struct record *none) MUST_CHECK;

handler home_list_show, home_file, home_page_show, home_sheet_show;
handler opening_log_show, opening_log_open, opening_log_close;
handler attendance_page_show, attendance_page_find, attendance_page_came, attendance_page_left;
handler roster_page_show, roster_page_add, roster_page_copy;
handler home_things_show, home_things_fault, home_things_mended;
handler home_activity_page_show;
handler safety_page_show, safety_page_save;
handler home_money_show, home_money_cost, home_money_grant;

/* --- what they share --- */

/* The home of the address, and whether its reader writes its books. */
struct home_at {
	struct record home;
	bool work; /* one of its team, or the county's own */
};
enum rc home_page_load(struct req *r, struct home_at *ret) MUST_CHECK;
/* A page of one of its books: title English; the way back leads to the home. */
struct page home_page_begin(struct req *r, const struct home_at *at, const char *title, enum rc outcome);

str home_page_minute(struct page *p, int minute);            /* 14:30 */
str home_page_span(struct page *p, int from, int to);        /* 14:30–16:00 */
str home_page_day(struct page *p, const struct home_day *d); /* 14:30–16:00, 18:00–20:00 */
/* Quarters of an hour from early to late, for a control that asks for a minute of the day. */
enum rc home_page_minutes(struct req *r, struct form_field *f) MUST_CHECK;
/* Who is on its team today. */
enum rc home_page_team(struct ctx *c, int64_t home, struct records *ret) MUST_CHECK;
str home_page_yuan(struct page *p, int64_t fen); /* 1234.50 */
/* A line of text between tags of its own, and a link in the row of ways. */
void home_page_say(struct page *p, str text);
