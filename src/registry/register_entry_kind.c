#include "register_entry.h"

/* clang-format off */
static const struct field fields[REGISTER__N] = {
	[REGISTER_ENTRY_CHILD]                = { "child",                T_REF,  N_("Child"),                C3_PERSONAL,  P_CARE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[REGISTER_ENTRY_HOUSEHOLD_REGISTERED] = { "household_registered", T_BOOL, N_("In a household book"),  C3_PERSONAL,  P_CARE },
	[REGISTER_ENTRY_DISABILITY_TYPE]      = { "disability_type",      T_CODE, N_("Kind of disability"),   C4_SENSITIVE, P_CARE, .codes = "disability_type" },
	[REGISTER_ENTRY_DISABILITY_LEVEL]     = { "disability_level",     T_CODE, N_("Level of disability"),  C4_SENSITIVE, P_CARE, .codes = "disability_level" },
	[REGISTER_ENTRY_DISEASE]              = { "disease",              T_TEXT, N_("Illness"),              C4_SENSITIVE, P_CARE, .max = 60 },
	[REGISTER_ENTRY_SCHOOLING]            = { "schooling",            T_CODE, N_("Schooling"),            C3_PERSONAL,  P_CARE, .codes = "schooling" },
	[REGISTER_ENTRY_INCOME_SOURCE]        = { "income_source",        T_TEXT, N_("What the family lives on"), C3_PERSONAL, P_CARE, .max = 120, .hint = N_("Several are parted by commas") },
	[REGISTER_ENTRY_AID_ITEMS]            = { "aid_items",            T_TEXT, N_("Relief received"),      C3_PERSONAL,  P_CARE, .max = 120, .hint = N_("Several are parted by commas") },
	[REGISTER_ENTRY_CARE_MODE]            = { "care_mode",            T_CODE, N_("Who looks after the child"), C3_PERSONAL, P_CARE, .codes = "care_mode" },
	[REGISTER_ENTRY_CARE_GRADE]           = { "care_grade",           T_CODE, N_("How well it is looked after"), C3_PERSONAL, P_CARE, .codes = "care_grade" },
	[REGISTER_ENTRY_DEED]                 = { "deed",                 T_BOOL, N_("Care agreement signed"), C3_PERSONAL, P_CARE },
	[REGISTER_ENTRY_VILLAGE_CONTACT]      = { "village_contact",      T_TEXT, N_("Contact in the village"), C3_PERSONAL, P_CARE, .max = 50 },
	[REGISTER_ENTRY_FILLED_BY]            = { "filled_by",            T_TEXT, N_("Filled in by"),         C3_PERSONAL,  P_CARE, .max = 50 },
	[REGISTER_ENTRY_CHECKED_BY]           = { "checked_by",           T_TEXT, N_("Checked by"),           C3_PERSONAL,  P_CARE, .max = 50 },
	[REGISTER_ENTRY_IN_CHARGE]            = { "in_charge",            T_TEXT, N_("Person in charge"),     C3_PERSONAL,  P_CARE, .max = 50 },
	[REGISTER_ENTRY_FORM_DAY]             = { "form_day",             T_DATE, N_("Day of the form"),      C3_PERSONAL,  P_CARE },
};

/* For those whose office it is to care: the county, the township, the village. */
const struct kind register_entry_kind = {
	.name = "register_entry", .plural = "register_entries", .label = N_("Civil-affairs details"), .labels = N_("Civil-affairs details"),
	.fields = fields, .nfields = REGISTER__N, .profile = P_CARE, .child_field = 1 + REGISTER_ENTRY_CHILD,
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_VILLAGE]  = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
		[REACH_TOWNSHIP] = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = register_entry_check,
};
/* clang-format on */
