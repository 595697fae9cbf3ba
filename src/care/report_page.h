/* report_page.h - pages and API of mandatory reports: the form for everybody, one's own reports, the queue of
 * civil affairs and what was handed on, one report with its steps. */
#pragma once
#include "frame.h"
#include "report.h"

extern const struct route report_routes[]; /* ended by an empty row; before the API that follows from kinds */

/* Who reads reports at all: their own, or those they handle. */
#define ROLES_REPORT (ROLES_STAFF | ROLES_CARE | ROLES_FAMILY | ROLE_CHILD | ROLE_POLICE | ROLE_HOSPITAL)

handler report_page_new, report_page_send;
handler report_page_list;
handler report_page_told;
handler report_api_make, report_api_act;

/* A report as it stood in a form or in JSON. */
struct report_typed {
	str situation, danger, known_at, what, child, child_name, child_where, region, named, relation,
		police, by_name, by_phone, code;
};
/* Problems are added for what is no number. */
void report_read(struct ctx *c, const struct report_typed *t, struct report_new *ret);

/* --- what the pages share --- */

/* Readings of this request are of a sealed kind, whatever else is shown on the page. */
void report_apart(struct req *r);
/* The three numbers that help at once, each dialled by one tap. */
void report_page_numbers(struct page *p);
/* A control of several lines, and a box to tick. */
void report_page_area(struct page *p, const char *name, const char *label, const char *hint, str value);
/* The townships of the county and, for what is not known, the county itself. */
void report_page_places(struct page *p, str chosen);
/* A code in groups of four. */
str report_page_code(struct page *p, str code);
str report_page_moment(struct page *p, int64_t instant); /* 21 November 2026, 10:03 */
