#include "account.h"
#include "notice.h"
#include "registry.h"

/* clang-format off */
static const struct field fields[NOTICE__N] = {
	[NOTICE_TO_ACCOUNT] = { "to_account", T_REF,     N_("To"),          C2_INTERNAL, P_NOTICE, .ref = &account_kind, .index = true },
	[NOTICE_TO_ROLE]    = { "to_role",    T_CODE,    N_("To the role"), C2_INTERNAL, P_NOTICE, .codes = "role", .index = true },
	[NOTICE_CODE]       = { "code",       T_CODE,    N_("What"),        C2_INTERNAL, P_NOTICE, .codes = "notice_code", .required = true },
	[NOTICE_CHILD]      = { "child",      T_REF,     N_("Child"),       C2_INTERNAL, P_NOTICE, .ref = &child_kind, .owned = true, .index = true },
	[NOTICE_ABOUT]      = { "about",      T_TEXT,    N_("Where"),       C2_INTERNAL, P_NOTICE, .max = 40 },
	[NOTICE_RECORD]     = { "record",     T_NUMBER,  N_("Record"),      C2_INTERNAL, P_NOTICE, .max = 19, .index = true },
	[NOTICE_AT]         = { "at",         T_INSTANT, N_("When"),        C2_INTERNAL, P_NOTICE },
	[NOTICE_UNTIL]      = { "until",      T_INSTANT, N_("Until"),       C2_INTERNAL, P_NOTICE, .column = "until_at" },
	[NOTICE_DONE_AT]    = { "done_at",    T_INSTANT, N_("Done"),        C2_INTERNAL, P_NOTICE },
};

/* A role in the county; where the reach is less, those who reach the child. */
#define TO_THEM "t.to_account = ?A AND (t.child IS NULL OR t.child IN (SELECT c.id FROM child c WHERE {child c}))"
#define TO_COUNTY "t.county = ?S AND (t.to_account = ?A OR t.to_role = ?R)"
/* Who sees a child by consent: by name only where the family agrees. */
#define TO_CARE "t.county = ?S AND (t.to_role = ?R OR t.to_account = ?A) AND (t.child IS NULL OR t.child IN (SELECT c.id FROM child c WHERE {child c}))"
const struct kind notice_kind = {
	.name = "notice", .plural = "notices", .label = N_("Notice"), .labels = N_("Notices"),
	.fields = fields, .nfields = NOTICE__N, .profile = P_NOTICE,
	.through = "t.to_account = ?A OR (t.to_role = ?R AND t.child IN (SELECT c.id FROM child c WHERE {child c}))",
	.scope = {
		[REACH_NOTHING] = TO_COUNTY, [REACH_COUNTY] = TO_COUNTY,
		[REACH_CONSENTED] = TO_CARE,
		[REACH_OWN] = TO_THEM, [REACH_SELF] = TO_THEM,
	},
};
/* clang-format on */
