#include "account.h"
#include "care.h"

/* clang-format off */
static const struct field fields[REFERRAL__N] = {
	[REFERRAL_CHILD]      = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_REFERRAL, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[REFERRAL_WHAT]       = { "what",          T_CODE,    N_("Referral or transfer"), C3_PERSONAL, P_REFERRAL, .codes = "referral_what", .required = true, .fixed = true },
	[REFERRAL_TO]         = { "to",            T_REF,     N_("Referred to"), C2_INTERNAL, P_REFERRAL, .column = "to_agency", .ref = &agency_kind, .required = true, .fixed = true, .index = true },
	[REFERRAL_NAME]       = { "name",          T_TEXT,    N_("Name"), C3_PERSONAL, P_REFERRAL, .max = 60, .derived = true },
	[REFERRAL_BASIS]      = { "basis",         T_CODE,    N_("On what ground"), C3_PERSONAL, P_REFERRAL, .codes = "referral_basis", .required = true, .fixed = true },
	[REFERRAL_LAW]        = { "law",           T_TEXT,    N_("Article, or the day of the consent"), C3_PERSONAL, P_REFERRAL, .max = 200, .fixed = true },
	[REFERRAL_REASON]     = { "reason",        T_LONG,    N_("What is asked"), C4_SENSITIVE, P_REFERRAL, .max = 2000, .required = true, .fixed = true },
	[REFERRAL_PARTS]      = { "parts",         T_TEXT,    N_("Parts shown"), C3_PERSONAL, P_REFERRAL, .max = 200, .required = true, .fixed = true },
	[REFERRAL_SHARED]     = { "shared",        T_LONG,    N_("What was handed over"), C4_SENSITIVE, P_REFERRAL, .max = 60000, .derived = true },
	[REFERRAL_URGENT]     = { "urgent",        T_BOOL,    N_("Urgent"), C3_PERSONAL, P_REFERRAL, .fixed = true },
	[REFERRAL_QUIET]      = { "quiet",         T_BOOL,    N_("The family is not told"), C3_PERSONAL, P_REFERRAL, .fixed = true },
	[REFERRAL_STATE]      = { "state",         T_CODE,    N_("Where it stands"), C3_PERSONAL, P_REFERRAL, .codes = "referral_state", .derived = true, .index = true },
	[REFERRAL_BY]         = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_REFERRAL, .column = "by_account", .ref = &account_kind, .derived = true },
	[REFERRAL_SENT_AT]    = { "sent_at",       T_INSTANT, N_("Sent"), C2_INTERNAL, P_REFERRAL, .derived = true },
	[REFERRAL_DUE_AT]     = { "due_at",        T_INSTANT, N_("Answer due"), C2_INTERNAL, P_REFERRAL, .derived = true },
	[REFERRAL_DECIDED_BY] = { "decided_by",    T_REF,     N_("Answered by"), C2_INTERNAL, P_REFERRAL, .ref = &account_kind, .derived = true },
	[REFERRAL_DECIDED_AT] = { "decided_at",    T_INSTANT, N_("Answered"), C2_INTERNAL, P_REFERRAL, .derived = true },
	[REFERRAL_ANSWER]     = { "answer",        T_LONG,    N_("Answer"), C4_SENSITIVE, P_REFERRAL, .max = 1000, .derived = true },
	[REFERRAL_DONE_AT]    = { "done_at",       T_INSTANT, N_("Done"), C2_INTERNAL, P_REFERRAL, .derived = true },
	[REFERRAL_OUTCOME]    = { "outcome",       T_LONG,    N_("What came of it"), C4_SENSITIVE, P_REFERRAL, .max = 2000, .derived = true },
	[REFERRAL_CLIENT]     = { "client",        T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_REFERRAL, .max = 36, .fixed = true, .index = true },
};

/* Of an agency's people, and of whoever stands in for one of them: what came to it.  They see the referral, not
 * the child. */
#define REFERRED_HERE                                                                                        \
	"(t.to_agency IN (SELECT m.agency FROM agency_member m WHERE m.account = ?D AND m.from_day <= ?T"    \
	" AND (m.to_day IS NULL OR m.to_day >= ?T)) AND " NOT_LOCKED("t.child") ")"
/* Of a school, village or township that is an agency itself: beside the children of its own. */
#define OWN_OR_REFERRED "(t.child IN (SELECT c.id FROM child c WHERE {child c}) OR " REFERRED_HERE ")"
const struct kind referral_kind = {
	.name = "referral", .plural = "referrals", .label = N_("Referral"), .labels = N_("Referrals"),
	.fields = fields, .nfields = REFERRAL__N, .profile = P_REFERRAL, .child_field = 1 + REFERRAL_CHILD,
	.quiet_field = 1 + REFERRAL_QUIET, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0",
		[REACH_CONSENTED] = REFERRED_HERE, [REACH_REFERRED] = REFERRED_HERE,
		[REACH_CLASS] = OWN_OR_REFERRED, [REACH_SCHOOL] = OWN_OR_REFERRED, [REACH_POSTED] = OWN_OR_REFERRED,
		[REACH_VILLAGE] = OWN_OR_REFERRED, [REACH_TOWNSHIP] = OWN_OR_REFERRED,
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
