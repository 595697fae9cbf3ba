#include "staff.h"

/* clang-format off */
static const struct field fields[STAFF__N] = {
	[STAFF_NAME]       = { "name",         T_TEXT,   N_("Name"),          C3_PERSONAL,  P_STAFF,        .max = 50, .required = true, .search = true },
	[STAFF_SEX]        = { "sex",          T_CODE,   N_("Sex"),           C3_PERSONAL,  P_STAFF,        .codes = "sex" },
	[STAFF_BIRTH_DATE] = { "birth_date",   T_DATE,   N_("Date of birth"), C3_PERSONAL,  P_STAFF },
	[STAFF_ID_NUMBER]  = { "id_number",    T_NUMBER, N_("Id number"),     C4_SENSITIVE, P_STAFF_NUMBER, .max = 30, .digest = true, .mask = MASK_ID },
	[STAFF_PHONE]      = { "phone",        T_NUMBER, N_("Phone"),         C4_SENSITIVE, P_STAFF_NUMBER, .max = 20, .digest = true, .tail = true, .mask = MASK_PHONE },
	[STAFF_NUMBER]     = { "staff_number", T_NUMBER, N_("Staff number"),  C3_PERSONAL,  P_STAFF,        .max = 30 },
	[STAFF_SCHOOL]     = { "school",       T_REF,    N_("School"),        C3_PERSONAL,  P_STAFF,        .ref = &school_kind, .required = true, .fixed = true, .index = true },
	[STAFF_POST]       = { "post",         T_CODE,   N_("Post"),          C3_PERSONAL,  P_STAFF,        .codes = "staff_post", .required = true },
	[STAFF_SUBJECT]    = { "subject",      T_TEXT,   N_("Subject taught"), C3_PERSONAL, P_STAFF,        .max = 40 },
	[STAFF_EDUCATION]  = { "education",    T_CODE,   N_("Education"),     C3_PERSONAL,  P_STAFF,        .codes = "education" },
	[STAFF_TITLE]      = { "title",        T_CODE,   N_("Professional title"), C3_PERSONAL, P_STAFF,    .codes = "staff_title" },
	[STAFF_FROM]       = { "from",         T_DATE,   N_("First day at the school"), C3_PERSONAL, P_STAFF, .column = "from_day" },
	[STAFF_TO]         = { "to",           T_DATE,   N_("Last day at the school"), C3_PERSONAL, P_STAFF, .column = "to_day", .hint = N_("Empty while it lasts") },
};

const struct kind staff_kind = {
	.name = "staff", .plural = "staff", .label = N_("Member of staff"), .labels = N_("Staff"),
	.fields = fields, .nfields = STAFF__N, .profile = P_STAFF, .label_field = 1 + STAFF_NAME,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_SCHOOL] = "t.school = ?S",
	},
	.check = staff_check,
};
/* clang-format on */
