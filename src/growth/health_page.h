/* health_page.h - a child's health: measurements as curves and a table, health entries under it; measuring a
 * whole class, term comments for a whole class, measurements by spreadsheet. */
#pragma once
#include "entry_form.h"
#include "house.h"
#include "measure.h"
#include "registry_page.h"

#define ROLES_MEASURE (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER) /* who measures */
#define ROLES_HEALTH (ROLES_MEASURE | ROLE_COUNSELLOR | ROLES_FAMILY)
#define ROLES_COMMENT (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER)
#define ROLES_SURVEY (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE) /* who sees homes */

extern const struct route health_routes[]; /* ended by an empty row */
extern const struct entry_form measurement_form, health_note_form;
extern const struct timeline_source measurement_timeline, health_note_timeline, home_survey_timeline;

handler health_page_show, health_page_open;
handler class_measure_page_show, class_measure_page_save;
handler class_comment_page_show, class_comment_page_save;
handler survey_page_new, survey_page_save, survey_page_list, survey_page_open;
handler measure_sheet_page_ask, measure_sheet_page_take, measure_sheet_page_template;
