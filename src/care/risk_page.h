/* risk_page.h - pages of levels, what was seen, forms filled in, the list of children under care, fairness;
 * and their part of the child's file.  A level of several children stands only on pages for those whose duty
 * the children of a place are; a teacher sees one child's. */
#pragma once
#include "assessment.h"
#include "finding.h"
#include "house.h"
#include "html.h"
#include "settle_care.h"

extern const struct route risk_routes[]; /* ended by an empty row */
#define ROLES_CARE_LIST (ROLES_COUNTY | ROLES_VILLAGE)
#define ROLES_FAIRNESS (ROLES_COUNTY | ROLE_INSPECTOR)

handler risk_page_show, risk_page_decide;
handler finding_page_new, finding_page_create, finding_page_show, finding_page_open, finding_page_contest,
	finding_page_answer;
handler finding_api_contest, finding_api_answer;
handler assessment_page_new, assessment_page_create, assessment_page_show, assessment_page_open;
handler assessment_api_make;
handler fairness_page_show;

/* Its part of the child's file. */
panel care_child_panel;

/* What contests wait for the reader's answer. */
extern const struct today_item finding_today;
