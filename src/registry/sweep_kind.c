#include "account.h"
#include "sweep.h"

/* clang-format off */
static const struct field fields[SWEEP__N] = {
	[SWEEP_NAME]        = { "name",        T_TEXT,   N_("Name"),            C2_INTERNAL, P_SWEEP, .max = 60, .required = true, .search = true },
	[SWEEP_WHAT]        = { "what",        T_CODE,   N_("Occasion"),        C2_INTERNAL, P_SWEEP, .codes = "sweep_what", .required = true, .fixed = true },
	[SWEEP_REGION]      = { "region",      T_REGION, N_("Where"),           C2_INTERNAL, P_SWEEP, .min = 6, .required = true, .fixed = true, .index = true, .hint = N_("A county, a township or a village") },
	[SWEEP_WHOM]        = { "whom",        T_CODE,   N_("Which children"),  C2_INTERNAL, P_SWEEP, .codes = "sweep_whom", .required = true, .fixed = true },
	[SWEEP_LISTED_ON]   = { "listed_on",   T_DATE,   N_("Lists drawn on"),  C2_INTERNAL, P_SWEEP, .derived = true },
	[SWEEP_FROM]        = { "from",        T_DATE,   N_("First day"),       C2_INTERNAL, P_SWEEP, .column = "from_day", .required = true },
	[SWEEP_DUE]         = { "due",         T_DATE,   N_("To be done by"),   C2_INTERNAL, P_SWEEP, .required = true },
	[SWEEP_CHECK_SHARE] = { "check_share", T_INT,    N_("Checked by a second person, in percent"), C2_INTERNAL, P_SWEEP, .min = 0, .max = 100 },
	[SWEEP_STATE]       = { "state",       T_CODE,   N_("How far it is"),   C2_INTERNAL, P_SWEEP, .codes = "sweep_state", .derived = true },
	[SWEEP_CLOSED_ON]   = { "closed_on",   T_DATE,   N_("Closed on"),       C2_INTERNAL, P_SWEEP, .derived = true },
	[SWEEP_ACCOUNT]     = { "account",     T_REF,    N_("Started by"),      C2_INTERNAL, P_SWEEP, .ref = &account_kind, .derived = true },
};

/* Of a village's or township's people: what takes place there, and what takes place around it. */
#define HERE "((t.region >= ?S AND t.region < ?E) OR t.region = substr(?S, 1, length(t.region)))"
const struct kind sweep_kind = {
	.name = "sweep", .plural = "sweeps", .label = N_("Census sweep"), .labels = N_("Census sweeps"),
	.fields = fields, .nfields = SWEEP__N, .profile = P_SWEEP, .label_field = 1 + SWEEP_NAME,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_TOWNSHIP] = HERE,
		[REACH_VILLAGE]  = HERE,
	},
	.check = sweep_check, .after = sweep_after,
};
/* clang-format on */
