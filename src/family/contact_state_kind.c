#include "contact.h"

/* How many parents have been silent since when, of a county, of a place, of a school. */
const char contact_state_ddl[] =
	"CREATE INDEX contact_state_county ON contact_state (county, quiet_since, village, school);\n";

/* clang-format off */
static const struct field fields[CONTACT_STATE__N] = {
	[CONTACT_STATE_CHILD]       = { "child",       T_REF,    N_("Child"), C3_PERSONAL, P_CONTACT_STATE, .ref = &child_kind, .required = true, .owned = true, .index = true, .derived = true },
	[CONTACT_STATE_PERSON]      = { "person",      T_REF,    N_("Parent"), C3_PERSONAL, P_CONTACT_STATE, .ref = &person_kind, .loose = true, .index = true, .derived = true },
	[CONTACT_STATE_FROM]        = { "from",        T_DATE,   N_("Away since"), C3_PERSONAL, P_CONTACT_STATE, .column = "from_day", .derived = true },
	[CONTACT_STATE_ENTRUSTED]   = { "entrusted",   T_BOOL,   N_("Somebody else looks after the child"), C3_PERSONAL, P_CONTACT_STATE, .derived = true },
	[CONTACT_STATE_CHILD_ON]    = { "child_on",    T_DATE,   N_("Last talk with the child"), C3_PERSONAL, P_CONTACT_STATE, .derived = true },
	[CONTACT_STATE_CARER_ON]    = { "carer_on",    T_DATE,   N_("Last talk with who looks after the child"), C3_PERSONAL, P_CONTACT_STATE, .derived = true },
	[CONTACT_STATE_QUIET_SINCE] = { "quiet_since", T_DATE,   N_("Silent since"), C3_PERSONAL, P_CONTACT_STATE, .derived = true, .index = true },
	[CONTACT_STATE_CHILD_SINCE] = { "child_since", T_DATE,   N_("Silent towards the child since"), C3_PERSONAL, P_CONTACT_STATE, .derived = true },
	[CONTACT_STATE_CARER_SINCE] = { "carer_since", T_DATE,   N_("Silent towards the carer since"), C3_PERSONAL, P_CONTACT_STATE, .derived = true },
	[CONTACT_STATE_TOLD_ON]     = { "told_on",     T_DATE,   N_("Reminded on"), C2_INTERNAL, P_CONTACT_STATE, .derived = true },
	[CONTACT_STATE_VILLAGE]     = { "village",     T_REGION, N_("Village"), C3_PERSONAL, P_CONTACT_STATE, .min = 6, .derived = true, .index = true },
	[CONTACT_STATE_SCHOOL]      = { "school",      T_REF,    N_("School"), C3_PERSONAL, P_CONTACT_STATE, .ref = &school_kind, .derived = true, .index = true },
	[CONTACT_STATE_NEXT_ON]     = { "next_on",     T_DATE,   N_("Changes by itself on"), C2_INTERNAL, P_CONTACT_STATE, .derived = true, .index = true },
};

#define OPEN " AND " NOT_LOCKED("coalesce(t.child, 0)")
const struct kind contact_state_kind = {
	.name = "contact_state", .plural = "contact_states", .label = N_("Weekly contact"), .labels = N_("Weekly contact"),
	.fields = fields, .nfields = CONTACT_STATE__N, .profile = P_CONTACT_STATE, .child_field = 1 + CONTACT_STATE_CHILD, .one_child = true, .derived = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S" OPEN,
		[REACH_TOWNSHIP] = "t.village >= ?S AND t.village < ?E" OPEN,
		[REACH_VILLAGE]  = "t.village >= ?S AND t.village < ?E" OPEN,
		[REACH_SCHOOL]   = "t.school = ?S" OPEN,
		[REACH_SELF] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
