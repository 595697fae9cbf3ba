#include "registry.h"

/* clang-format off */
static const struct field fields[CROSSING__N] = {
	[CROSSING_CHILD]         = { "child",         T_REF,    N_("Child"),                    C3_PERSONAL, P_STATUS, .ref = &child_kind, .owned = true, .derived = true, .index = true, .required = true },
	[CROSSING_DAY]           = { "day",           T_DATE,   N_("From"),                     C3_PERSONAL, P_STATUS, .derived = true, .index = true, .required = true },
	[CROSSING_COUNTED]       = { "counted",       T_BOOL,   N_("Born and under eighteen"),  C3_PERSONAL, P_STATUS, .derived = true },
	[CROSSING_REGION]        = { "region",        T_TEXT,   N_("Household place"),          C3_PERSONAL, P_STATUS, .max = 12, .derived = true },
	[CROSSING_CIVIL_AFFAIRS] = { "civil_affairs", T_BOOL,   N_("Left behind (civil affairs)"), C3_PERSONAL, P_STATUS, .derived = true },
	[CROSSING_SCHOOL_ROLL]   = { "school_roll",   T_INT,    N_("Left behind (school roll)"), C3_PERSONAL, P_STATUS, .min = 0, .max = 2, .derived = true },
	[CROSSING_BASIS]         = { "basis",         T_TEXT,   N_("Rests on"),                 C3_PERSONAL, P_STATUS, .max = 10, .derived = true },
	[CROSSING_DIFFICULTY]    = { "difficulty",    T_BOOL,   N_("In difficulty"),            C3_PERSONAL, P_DIFFICULTY, .derived = true },
	[CROSSING_ORPHAN]        = { "orphan",        T_BOOL,   N_("Orphan"),                   C3_PERSONAL, P_DIFFICULTY, .derived = true },
	[CROSSING_UNATTENDED]    = { "unattended",    T_BOOL,   N_("De facto unattended"),      C3_PERSONAL, P_DIFFICULTY, .derived = true },
	[CROSSING_DISABILITY]    = { "disability",    T_BOOL,   N_("Severe disability"),        C3_PERSONAL, P_DIFFICULTY, .derived = true },
	[CROSSING_PROPOSED]      = { "proposed",      T_INT,    N_("By the parents' facts"),    C3_PERSONAL, P_DIFFICULTY, .min = 0, .max = 2, .derived = true },
};

const struct kind crossing_kind = {
	.name = "crossing", .plural = "crossings", .label = N_("Change of status"), .labels = N_("Changes of status"),
	.fields = fields, .nfields = CROSSING__N, .profile = P_STATUS, .child_field = 1 + CROSSING_CHILD, .derived = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_CITY]     = "t.county >= ?S AND t.county < ?E",
		[REACH_PROVINCE] = "t.county >= ?S AND t.county < ?E",
		[REACH_NATION]   = "1=1",
	},
};
/* clang-format on */
