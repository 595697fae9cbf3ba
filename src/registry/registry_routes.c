#include "account.h"
#include "batch.h"
#include "difficulty_page.h"
#include "door.h"
#include "export.h"
#include "kindpage.h"
#include "registry_page.h"
#include "sweep_page.h"

/* Figures of places; lists and files of children: not for families, who have pages of their own. */
#define ROLES_FIGURES (ROLES_COUNTY | ROLE_INSPECTOR | ROLES_ABOVE)
#define ROLES_CHILDREN (ROLES_STAFF | ROLES_CARE)

/* clang-format off */
const struct route registry_routes[] = {
	{ HTTP_GET,  "/sign-in",                   door_show,              .need = ROLES_ANYONE },
	{ HTTP_POST, "/sign-in",                   door_enter,             .need = ROLES_ANYONE, .costly = true },
	{ HTTP_POST, "/sign-out",                  door_leave,             .need = ROLES_ANYONE },
	{ HTTP_GET,  "/language/:word",            door_language,          .need = ROLES_ANYONE },
	{ HTTP_GET,  "/",                          today_page_show,        .need = ROLES_SIGNED_IN, .purpose = "today" },
	{ HTTP_GET,  "/more",                      more_page_show,         .need = ROLES_SIGNED_IN },

	/* Statuses of many children at once are for officials. */
	{ HTTP_GET,  "/regions",                   region_page_top,        .need = ROLES_FIGURES, .slow = true },
	{ HTTP_POST, "/regions",                   region_page_find,       .need = ROLES_FIGURES },
	{ HTTP_GET,  "/regions/:code",             region_page_show,       .need = ROLES_FIGURES, .slow = true },
	{ HTTP_GET,  "/regions/:code/children",    region_page_rows,       .need = ROLES_COUNTY, .purpose = "region" },

	{ HTTP_GET,  "/schools",                   school_page_list,       .need = ROLES_CHILDREN },
	{ HTTP_GET,  "/schools/:id",               school_page_show,       .need = ROLES_CHILDREN, .purpose = "roster" },
	{ HTTP_GET,  "/classes/:id",               class_page_show,        .need = ROLES_CHILDREN, .purpose = "class" },

	{ HTTP_GET,  "/children",                  children_page_list,     .need = ROLES_CHILDREN, .purpose = "roster" },
	{ HTTP_POST, "/children",                  children_page_find,     .need = ROLES_CHILDREN, .purpose = "search" },
	{ HTTP_GET,  "/children/:id",              child_page_show,        .need = ROLES_CHILDREN, .purpose = "file" },
	{ HTTP_GET,  "/children/:id/forms",        child_page_forms,       .need = ROLES_STAFF, .purpose = "forms" },
	{ HTTP_POST, "/children/:id/forms",        child_page_forms,       .need = ROLES_STAFF, .purpose = "forms" },
	{ HTTP_POST, "/children/:id/show",         child_page_open,        .need = ROLES_CHILDREN, .purpose = "show" },
	{ HTTP_GET,  "/children/:id/parents/new",  parent_page_new,        .need = ROLES_STAFF, .purpose = "form" },
	{ HTTP_POST, "/children/:id/parents/new",  parent_page_create,     .need = ROLES_STAFF, .purpose = "form" },
	{ HTTP_GET,  "/parents/:id/edit",          parent_page_edit,       .need = ROLES_STAFF, .purpose = "form" },
	{ HTTP_POST, "/parents/:id/edit",          parent_page_save,       .need = ROLES_STAFF, .purpose = "form" },

	{ HTTP_GET,  "/children/print",            children_page_print,    .need = ROLES_CHILDREN, .purpose = "print" },
	{ HTTP_GET,  "/export",                    export_page_ask,        .need = ROLES_EXPORT },
	{ HTTP_POST, "/export",                    export_page_take,       .need = ROLES_EXPORT },
	{ HTTP_GET,  "/exports",                   export_page_list,       .need = ROLES_EXPORT | ROLE_AUDITOR },
	{ HTTP_GET,  "/exports/:id",               export_page_show,       .need = ROLES_EXPORT | ROLE_AUDITOR },
	{ HTTP_POST, "/exports/:id/approve",       export_page_approve,    .need = ROLES_COUNTY },
	{ HTTP_POST, "/exports/:id/refuse",        export_page_refuse,     .need = ROLES_COUNTY },
	{ HTTP_POST, "/exports/:id/again",         export_page_again,      .need = ROLES_EXPORT },
	{ HTTP_POST, "/exports/:id/file",          export_page_file,       .need = ROLES_EXPORT },

	{ HTTP_GET,  "/import",                    import_page_ask,        .need = ROLES_IMPORT },
	{ HTTP_POST, "/import",                    import_page_check,      .need = ROLES_IMPORT, .body_max = HTTP_UPLOAD_MAX },
	{ HTTP_GET,  "/batches",                   batch_page_list,        .need = ROLES_IMPORT | ROLE_AUDITOR },
	{ HTTP_GET,  "/batches/:id",               batch_page_show,        .need = ROLES_IMPORT | ROLE_AUDITOR, .purpose = "batch" },
	{ HTTP_GET,  "/batches/:id/refused",       batch_page_refused,     .need = ROLES_IMPORT, .slow = true },
	{ HTTP_POST, "/batches/:id/run",           batch_page_run,         .need = ROLES_IMPORT },
	{ HTTP_POST, "/batches/:id/drop",          batch_page_drop,        .need = ROLES_IMPORT },
	{ HTTP_GET,  "/batches/:id/undo",          batch_undo_page_ask,    .need = ROLES_IMPORT },
	{ HTTP_POST, "/batches/:id/undo",          batch_undo_page_start,  .need = ROLES_IMPORT },
	/* Declared and computed statuses of many children side by side: for officials, who answer for both. */
	{ HTTP_GET,  "/declared",                  declared_page_list,     .need = ROLES_COUNTY, .slow = true, .purpose = "declared" },
	{ 0 },
};

const struct tab registry_tabs[] = {
	{ "/",         "today", N_("Today"),    ROLES_SIGNED_IN },
	{ "/regions",  "place", N_("Regions"),  ROLES_FIGURES },
	{ "/schools",  "class", N_("Schools"),  ROLES_COUNTY | ROLE_HEAD | ROLE_COUNSELLOR | ROLE_SUPERVISOR },
	{ "/children", "child", N_("Children"), ROLES_CHILDREN },
	{ "/accounts", "child", N_("Accounts"), ROLE_SECURITY | ROLE_AUDITOR },
	{ "/referrals", "msg",  N_("Referrals"), ROLE_POLICE | ROLE_HOSPITAL },
	{ "/more",     "more",  N_("More"),     ROLES_SIGNED_IN },
	{ 0 },
};
/* clang-format on */

const struct job_kind *const registry_jobs[] = { &batch_check_job, &batch_run_job, &batch_undo_job,
						 &export_job,      &sweep_job,     NULL };

/* --- pages that follow from a kind --- */

static enum rc child_options(struct req *r, const struct record *child, struct form_field *f)
{
	(void)child;
	if (f->field == CHILD_SCHOOL)
		return registry_school_options(r, f);
	return f->field == CHILD_CLASS ? registry_class_options(r, 0, f) : RC_OK;
}

static enum rc class_options(struct req *r, const struct record *class, struct form_field *f)
{
	(void)class;
	return f->field == CLASS_SCHOOL ? registry_school_options(r, f) : RC_OK;
}

static enum rc enrolment_options(struct req *r, const struct record *e, struct form_field *f)
{
	if (f->field == ENROLMENT_SCHOOL)
		return registry_school_options(r, f);
	if (f->field == ENROLMENT_CLASS)
		return registry_class_options(r, e ? rec_int(e, ENROLMENT_SCHOOL) : 0, f);
	return RC_OK;
}

static enum rc circumstance_options(struct req *r, const struct record *c, struct form_field *f)
{
	return f->field == CIRCUMSTANCE_VALUE ? registry_held_options(r, c, f) : RC_OK;
}

static str circumstance_text(struct page *p, const struct record *c, size_t field)
{
	return field == CIRCUMSTANCE_VALUE ? registry_held(p, c) : STR("");
}

/* clang-format off */
static const uint8_t child_fields[] = {
	CHILD_NAME, CHILD_SEX, CHILD_BIRTH_DATE, CHILD_ID_NUMBER, CHILD_NO_ID_REASON, CHILD_ID_TYPE,
	CHILD_STUDENT_NUMBER, CHILD_ETHNICITY, CHILD_HOUSEHOLD_TYPE, CHILD_HOUSEHOLD_REGION, CHILD_LIVING_REGION,
	CHILD_ADDRESS, CHILD_PHONE, CHILD_SCHOOL, CHILD_CLASS, CHILD_ENTRY_MONTH, CHILD_ATTENDANCE_MODE, CHILD_HEALTH,
	CHILD_SINCE,
};
static const struct kind_page child_pages = {
	.kind = &child_kind, .field = child_fields, .nfield = COUNT(child_fields), .tab = "/children",
	.add = N_("Add a child"), .options = child_options,
	.taken_url = "/transfers/new", .taken = N_("Ask for the transfer"), .taken_need = ROLE_OFFICER | ROLE_HEAD,
};

static const uint8_t school_fields[] = { SCHOOL_CODE, SCHOOL_NAME, SCHOOL_REGION, SCHOOL_KIND, SCHOOL_PHONE, SCHOOL_CLOSED_ON };
static const struct kind_page school_pages = {
	.kind = &school_kind, .field = school_fields, .nfield = COUNT(school_fields), .tab = "/schools",
	.add = N_("Add a school"),
};

static const uint8_t class_fields[] = { CLASS_SCHOOL, CLASS_ENTRY_YEAR, CLASS_NUMBER, CLASS_NAME };
static const struct kind_page class_pages = {
	.kind = &class_kind, .field = class_fields, .nfield = COUNT(class_fields), .tab = "/schools",
	.add = N_("Add a class"), .options = class_options,
};

/* Lists of adults, of absences or of what holds of families would set children apart: they stand in the files only. */
static const uint8_t person_fields[] = {
	PERSON_NAME, PERSON_SEX, PERSON_BIRTH_DATE, PERSON_ID_NUMBER, PERSON_ID_TYPE, PERSON_PHONE, PERSON_ETHNICITY,
	PERSON_EDUCATION, PERSON_OCCUPATION, PERSON_EMPLOYER, PERSON_HOUSEHOLD_REGION, PERSON_ADDRESS, PERSON_HEALTH,
	PERSON_CARE_ABILITY,
};
static const struct kind_page person_pages = {
	.kind = &person_kind, .field = person_fields, .nfield = COUNT(person_fields), .tab = "/children",
	.made_elsewhere = true,
};

static const uint8_t absence_fields[] = {
	ABSENCE_PERSON, ABSENCE_REASON, ABSENCE_FROM, ABSENCE_KNOWN_BY, ABSENCE_TO, ABSENCE_REGION, ABSENCE_CHILD_ALONG,
};
static const struct kind_page absence_pages = {
	.kind = &absence_kind, .field = absence_fields, .nfield = COUNT(absence_fields), .tab = "/children",
	.add = N_("Write down an absence"),
	.mistake = N_("If somebody has come home, write the last day away instead: then the history stays."),
};

static const uint8_t circumstance_fields[] = {
	CIRCUMSTANCE_VALUE, CIRCUMSTANCE_FROM, CIRCUMSTANCE_TO, CIRCUMSTANCE_EVIDENCE,
};
static const struct kind_page circumstance_pages = {
	.kind = &circumstance_kind, .field = circumstance_fields, .nfield = COUNT(circumstance_fields), .tab = "/children",
	.made_elsewhere = true, .options = circumstance_options, .text = circumstance_text,
	.mistake = N_("If it no longer holds, write the last day instead: then the history stays."),
};

static const uint8_t enrolment_fields[] = {
	ENROLMENT_CHILD, ENROLMENT_SCHOOL, ENROLMENT_CLASS, ENROLMENT_STAGE, ENROLMENT_ENTRY_MONTH,
	ENROLMENT_ATTENDANCE_MODE, ENROLMENT_FROM, ENROLMENT_TO, ENROLMENT_END,
};
static const struct kind_page enrolment_pages = {
	.kind = &enrolment_kind, .field = enrolment_fields, .nfield = COUNT(enrolment_fields), .tab = "/children",
	.add = N_("Add a time at school"), .options = enrolment_options,
	.mistake = N_("If the child has left, write the last day and why instead: then the history stays."),
};

/* Accounts are made and closed on the server. */
static const uint8_t account_columns[] = { ACCOUNT_NAME, ACCOUNT_LOGIN, ACCOUNT_ROLE, ACCOUNT_DISABLED };
static const struct kind_page account_pages = {
	.kind = &account_kind, .column = account_columns, .ncolumn = COUNT(account_columns),
	.field = account_columns, .nfield = COUNT(account_columns), .tab = "/accounts", .read_only = true,
};

const struct kind_page *const registry_pages[] = {
	&child_pages, &school_pages, &class_pages, &person_pages, &absence_pages, &circumstance_pages, &enrolment_pages,
	&class_teacher_pages, &staff_pages, &declaration_pages, &student_record_pages, &register_entry_pages, &difficulty_pages, &sweep_pages, &account_pages, NULL,
};
/* clang-format on */
