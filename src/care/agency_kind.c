#include "account.h"
#include "agency.h"

/* clang-format off */
static const struct field fields[AGENCY__N] = {
	[AGENCY_NAME]      = { "name",          T_TEXT,    N_("Name"), C2_INTERNAL, P_AGENCY, .max = 100, .required = true, .search = true },
	[AGENCY_SORT]      = { "sort",          T_CODE,    N_("Sort"), C2_INTERNAL, P_AGENCY, .column = "agency_sort", .codes = "agency_sort", .required = true },
	[AGENCY_REGION]    = { "region",        T_REGION,  N_("Place"), C2_INTERNAL, P_AGENCY, .min = 6, .required = true },
	[AGENCY_PHONE]     = { "phone",         T_NUMBER,  N_("Phone"), C2_INTERNAL, P_AGENCY, .max = 20 },
	[AGENCY_ADDRESS]   = { "address",       T_TEXT,    N_("Address"), C2_INTERNAL, P_AGENCY, .max = 100 },
	[AGENCY_CLOSED_ON] = { "closed_on",     T_DATE,    N_("Closed on"), C2_INTERNAL, P_AGENCY, .hint = N_("From this day on nothing new is referred to it") },
};

const struct kind agency_kind = {
	.name = "agency", .plural = "agencies", .label = N_("Agency"), .labels = N_("Agencies"),
	.fields = fields, .nfields = AGENCY__N, .profile = P_AGENCY, .label_field = 1 + AGENCY_NAME, .kept = true,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
	},
	.through = "t.county = (SELECT a.county FROM account a WHERE a.id = ?A)",
	.check = agency_check,
};
/* clang-format on */
