#include "account.h"
#include "report.h"

/* clang-format off */
static const struct field fields[REPORT__N] = {
	[REPORT_SITUATION]     = { "situation",     T_TEXT,    N_("Situation"), C5_SEALED, P_REPORT, .max = 4, .required = true },
	[REPORT_DANGER]        = { "danger",        T_BOOL,    N_("In danger now"), C2_INTERNAL, P_REPORT },
	[REPORT_KNOWN_AT]      = { "known_at",      T_INSTANT, N_("Known since"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_WHAT]          = { "what",          T_LONG,    N_("What is known"), C5_SEALED, P_REPORT, .max = 4000, .required = true, .fixed = true },
	[REPORT_CHILD]         = { "child",         T_NUMBER,  N_("Record of the child"), C5_SEALED, P_REPORT, .max = 19, .digest = true, .derived = true },
	[REPORT_CHILD_NAME]    = { "child_name",    T_TEXT,    N_("Name of the child"), C5_SEALED, P_REPORT, .max = 60 },
	[REPORT_CHILD_WHERE]   = { "child_where",   T_TEXT,    N_("Where the child is"), C5_SEALED, P_REPORT, .max = 200 },
	[REPORT_REGION]        = { "region",        T_REGION,  N_("Place"), C2_INTERNAL, P_REPORT, .min = 6, .required = true },
	[REPORT_STATE]         = { "state",         T_CODE,    N_("Where it stands"), C2_INTERNAL, P_REPORT, .codes = "report_state", .derived = true },
	[REPORT_TO_POLICE]     = { "to_police",     T_BOOL,    N_("Handed to the police"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_TO_EDUCATION]  = { "to_education",  T_BOOL,    N_("Handed to education"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_POLICE_NO]     = { "police_no",     T_TEXT,    N_("Number at the police"), C5_SEALED, P_REPORT, .max = 60 },
	/* Read by nobody: the page of civil affairs asks the program. */
	[REPORT_BY]            = { "by",            T_REF,     N_("Reported by"), C2_INTERNAL, P_SECRET, .column = "by_account", .ref = &account_kind, .derived = true, .index = true },
	[REPORT_BY_NAME]       = { "by_name",       T_TEXT,    N_("Name of who reports"), C5_SEALED, P_REPORT, .max = 60, .fixed = true },
	[REPORT_BY_PHONE]      = { "by_phone",      T_NUMBER,  N_("Phone of who reports"), C5_SEALED, P_REPORT, .max = 30, .fixed = true },
	[REPORT_CODE]          = { "code",          T_NUMBER,  N_("Code for asking back"), C5_SEALED, P_REPORT, .column = "ask_code", .max = 20, .digest = true, .derived = true },
	[REPORT_RECORDED_AT]   = { "recorded_at",   T_INSTANT, N_("Written down"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_POLICE_AT]     = { "police_at",     T_INSTANT, N_("Told the police"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_SUPERVISOR_AT] = { "supervisor_at", T_INSTANT, N_("Told the supervisor"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_ACCEPTED_BY]   = { "accepted_by",   T_REF,     N_("Accepted by"), C2_INTERNAL, P_REPORT, .ref = &account_kind, .derived = true },
	[REPORT_ACCEPTED_AT]   = { "accepted_at",   T_INSTANT, N_("Accepted"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_FEEDBACK_AT]   = { "feedback_at",   T_INSTANT, N_("Answered to who reported"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_FEEDBACK]      = { "feedback",      T_LONG,    N_("Answer to who reported"), C5_SEALED, P_REPORT, .max = 1000, .derived = true },
	[REPORT_CLOSED_AT]     = { "closed_at",     T_INSTANT, N_("Closed"), C2_INTERNAL, P_REPORT, .derived = true },
	[REPORT_CLOSED_BY]     = { "closed_by",     T_REF,     N_("Closed by"), C2_INTERNAL, P_REPORT, .ref = &account_kind, .derived = true },
};

/* Nobody whom it names reads it, nor who takes their place.  Beyond who handles it, whoever reported sees that
 * it goes on. */
#define REPORT_NAMED " AND t.id NOT IN (SELECT n.report FROM report_named n WHERE n.account = ?A OR n.account = ?D)"
#define REPORT_MINE "t.by_account = ?A" REPORT_NAMED
#define REPORT_HANDLED                                                                                       \
	"t.county = ?S AND (?R = 'civil' OR t.by_account = ?A OR (?R = 'officer' AND t.to_education = 1))"         \
	REPORT_NAMED
#define REPORT_POLICE                                                                                        \
	"(t.by_account = ?A OR (?R = 'police' AND t.to_police = 1 AND"                                              \
	" t.county = (SELECT a.county FROM account a WHERE a.id = ?D)))" REPORT_NAMED
const struct kind report_kind = {
	.name = "report", .plural = "reports", .label = N_("Mandatory report"), .labels = N_("Mandatory reports"),
	.fields = fields, .nfields = REPORT__N, .profile = P_REPORT, .kept = true, .sealed = true, .opens = report_opens,
	.scope = {
		[REACH_COUNTY]   = REPORT_HANDLED,
		[REACH_REFERRED] = REPORT_POLICE,
		[REACH_TOWNSHIP] = REPORT_MINE, [REACH_VILLAGE] = REPORT_MINE, [REACH_SCHOOL] = REPORT_MINE, [REACH_CLASS] = REPORT_MINE,
		[REACH_POSTED] = REPORT_MINE, [REACH_OWN] = REPORT_MINE, [REACH_SELF] = REPORT_MINE, [REACH_CONSENTED] = REPORT_MINE,
		/* Whoever was not queried in time reads no child; what they reported stays theirs. */
		[REACH_NOTHING] = REPORT_MINE,
	},
	.check = report_check,
};
/* clang-format on */
