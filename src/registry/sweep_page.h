/* sweep_page.h - pages of the census sweep: how far it is, the list of a village for a phone and for paper,
 * one child's visit, the second look, the return season. */
#pragma once
#include "kindpage.h"
#include "registry_page.h"
#include "sweep_list.h"

extern const struct route sweep_routes[]; /* ended by an empty row */
extern const struct kind_page sweep_pages;

#define ROLES_SWEEP (ROLES_COUNTY | ROLES_VILLAGE)

handler sweep_village_page_show, sweep_village_page_print, sweep_village_page_add;
handler sweep_entry_page_show, sweep_entry_page_save, sweep_entry_page_check, sweep_entry_page_open;
handler sweep_season_page_show;

/* "May spring census; Longtou, to be done by 30 Nov" */
str sweep_village_url(struct page *p, int64_t sweep, str village);
/* The first day of the lunar year that comes next after the list was drawn; 0: the table ends. */
day sweep_festival(const struct ctx *c, const struct record *sweep);
/* Where a parent is, as far as is written down: "away in Shenzhen, since when is not known". */
str sweep_known_text(struct page *p, const struct sweep_parent *parent, day on);
/* What the visitor wrote of one: "at home since 1 Oct 2026"; empty: nothing. */
str sweep_said_text(struct page *p, const struct record *entry, int parent);
