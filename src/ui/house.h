/* house.h - what a room is: its kinds, routes, and how it shows its part of other rooms' pages.  Only
 * cli/house.c knows all rooms; ui/ and the rooms see the list, never each other. */
#pragma once
#include "html.h"
#include "route.h"

/* Part of a page about one record: the child's file, a school, Today.  Nothing is written when there is
 * nothing. */
typedef enum rc panel(struct page *p, const struct record *about);

struct tab {
	const char *path, *icon, *label; /* English */
	unsigned need;                   /* roles that have it */
};

struct kind_page;       /* kindpage.h */
struct job_kind;        /* job.h */
struct today_item;      /* today_item.h */
struct fact;            /* fact.h */
struct timeline_source; /* timeline.h */

struct room {
	const char *name;
	const struct kind *const *kinds; /* NULL-ended */
	const struct route *routes;      /* ended by an empty row */
	const struct tab *tabs;          /* ended by an empty row */
	panel *on_child, *on_school, *on_today;
	panel *first_on_child; /* what stands before all else for those whose daily work it is */
	const struct kind_page *const *pages; /* NULL-ended: kinds whose pages follow from them */
	model_settle *settle;
	/* What becomes true by time alone, day by day; idempotent; run by the daily timer on a writing
	 * connection. */
	enum rc (*daily)(struct ctx *c);
	const char *const *ddl;                /* tables that are no kinds, in our six words; NULL-ended */
	const struct job_kind *const *jobs;    /* NULL-ended: work that takes longer than a request may */
	const struct today_item *const *today; /* NULL-ended: what waits for somebody, in its order */
	const struct fact *const *facts;       /* NULL-ended: how this room answers duties */
	const struct timeline_source *const *timeline; /* NULL-ended: its part of a growth file */
};

struct house {
	const struct room *const *rooms; /* NULL-ended */
};
