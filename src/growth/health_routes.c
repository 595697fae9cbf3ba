#include "entry.h"
#include "health_page.h"

static enum rc health_api_measurement(struct req *r) { return entry_api_make(r, &measurement_kind); }
static enum rc health_api_health_note(struct req *r) { return entry_api_make(r, &health_note_kind); }
static enum rc health_api_home_survey(struct req *r) { return entry_api_make(r, &home_survey_kind); }

/* clang-format off */
#define API_ROLES (ROLES_STAFF | ROLES_FAMILY)
const struct route health_routes[] = {
	{ HTTP_GET,  "/children/:id/measurements",            health_page_show, .need = ROLES_HEALTH, .slow = true, .purpose = "health" },
	{ HTTP_POST, "/children/:id/measurements/show",       health_page_open, .need = ROLES_HEALTH, .purpose = "health" },
	{ HTTP_GET,  "/children/:id/measurements/new",        entry_form_show,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/measurements",            entry_form_save,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/measurements/draft",      entry_form_keep,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/measurements/draft/drop", entry_form_drop,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_GET,  "/measurements/:id",                     entry_page_show,  .need = ROLES_HEALTH, .purpose = "entry" },
	{ HTTP_POST, "/measurements/:id/show",                entry_page_open,  .need = ROLES_HEALTH, .purpose = "entry" },
	{ HTTP_POST, "/api/v1/measurements",                  health_api_measurement, .need = API_ROLES },

	{ HTTP_GET,  "/children/:id/health_notes/new",        entry_form_show,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/health_notes",            entry_form_save,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/health_notes/draft",      entry_form_keep,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/health_notes/draft/drop", entry_form_drop,  .need = ROLES_MEASURE, .purpose = "entry_form" },
	{ HTTP_GET,  "/health_notes/:id",                     entry_page_show,  .need = ROLES_HEALTH, .purpose = "entry" },
	{ HTTP_POST, "/health_notes/:id/show",                entry_page_open,  .need = ROLES_HEALTH, .purpose = "entry" },
	{ HTTP_POST, "/api/v1/health_notes",                  health_api_health_note, .need = API_ROLES },

	{ HTTP_GET,  "/children/:id/home_surveys/new",        survey_page_new,  .need = ROLES_SURVEY, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/home_surveys",            survey_page_save, .need = ROLES_SURVEY, .purpose = "entry_form" },
	{ HTTP_GET,  "/children/:id/home_surveys",            survey_page_list, .need = ROLES_STAFF, .purpose = "home_survey" },
	{ HTTP_POST, "/children/:id/home_surveys/show",       survey_page_open, .need = ROLES_STAFF, .purpose = "home_survey" },
	{ HTTP_POST, "/api/v1/home_surveys",                  health_api_home_survey, .need = ROLES_STAFF },

	{ HTTP_GET,  "/classes/:id/measure",                  class_measure_page_show, .need = ROLES_MEASURE, .purpose = "class_measure" },
	{ HTTP_POST, "/classes/:id/measure",                  class_measure_page_save, .need = ROLES_MEASURE, .purpose = "class_measure" },
	{ HTTP_GET,  "/classes/:id/measurements.xlsx",        measure_sheet_page_template, .need = ROLES_MEASURE, .purpose = "class_measure" },
	{ HTTP_GET,  "/classes/:id/measurements/import",      measure_sheet_page_ask,  .need = ROLES_MEASURE, .purpose = "class_measure" },
	{ HTTP_POST, "/classes/:id/measurements/import",      measure_sheet_page_take, .need = ROLES_MEASURE, .body_max = HTTP_UPLOAD_MAX, .purpose = "class_measure" },
	{ HTTP_GET,  "/classes/:id/comments",                 class_comment_page_show, .need = ROLES_COMMENT, .purpose = "class_comment" },
	{ HTTP_POST, "/classes/:id/comments",                 class_comment_page_save, .need = ROLES_COMMENT, .purpose = "class_comment" },
	{ 0 },
};
/* clang-format on */
