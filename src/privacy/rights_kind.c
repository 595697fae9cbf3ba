#include "registry.h"
#include "rights.h"

/* clang-format off */
static const struct field fields[RIGHTS__N] = {
	[RIGHTS_CHILD]      = { "child",      T_REF,  N_("Child"),           C3_PERSONAL, P_RIGHTS, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[RIGHTS_PERSON]     = { "person",     T_REF,  N_("Who asks"),        C3_PERSONAL, P_RIGHTS, .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[RIGHTS_WHAT]       = { "what",       T_CODE, N_("What is asked for"), C3_PERSONAL, P_RIGHTS, .codes = "rights_what", .required = true, .fixed = true },
	[RIGHTS_TEXT]       = { "text",       T_LONG, N_("In their own words"), C3_PERSONAL, P_RIGHTS, .column = "words", .max = 2000, .fixed = true },
	[RIGHTS_ASKED_ON]   = { "asked_on",   T_DATE, N_("Asked on"),        C3_PERSONAL, P_RIGHTS, .fixed = true },
	[RIGHTS_DUE_ON]     = { "due_on",     T_DATE, N_("To be answered by"), C3_PERSONAL, P_RIGHTS, .derived = true, .index = true },
	[RIGHTS_IDENTITY]   = { "identity",   T_CODE, N_("Who they are was asked again"), C3_PERSONAL, P_RIGHTS, .codes = "rights_identity", .derived = true },
	[RIGHTS_STATE]      = { "state",      T_CODE, N_("Where it stands"),           C3_PERSONAL, P_RIGHTS, .codes = "rights_state" },
	[RIGHTS_DECISION]   = { "decision",   T_LONG, N_("Answer"),          C3_PERSONAL, P_RIGHTS, .max = 2000 },
	[RIGHTS_DECIDED_ON] = { "decided_on", T_DATE, N_("Answered on"),     C3_PERSONAL, P_RIGHTS, .derived = true },
};

const struct kind rights_request_kind = {
	.name = "rights_request", .plural = "rights_requests", .label = N_("Request"), .labels = N_("Requests"),
	.fields = fields, .nfields = RIGHTS__N, .profile = P_RIGHTS, .child_field = 1 + RIGHTS_CHILD, .kept = true,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
		[REACH_OWN]     = "t.person = ?S AND t.child IN (SELECT c.id FROM child c WHERE {child c})",
	},
	.check = rights_check,
};
/* clang-format on */
