#include "account.h"
#include "deed.h"

/* clang-format off */
static const struct field fields[DEED__N] = {
	[DEED_CHILD]       = { "child",       T_REF,     N_("Child"), C3_PERSONAL, P_DEED, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_STATE]       = { "state",       T_CODE,    N_("Where it stands"), C3_PERSONAL, P_DEED, .codes = "deed_state", .derived = true, .index = true },
	[DEED_VERSION]     = { "number",      T_INT,     N_("Version of the deed"), C3_PERSONAL, P_DEED, .min = 1, .max = 999, .derived = true },
	[DEED_REPLACES]    = { "replaces",    T_REF,     N_("Follows the deed"), C3_PERSONAL, P_DEED, .ref = &deed_kind, .fixed = true, .loose = true, .index = true },
	[DEED_PARENT]      = { "parent",      T_REF,     N_("Who entrusts the child"), C3_PERSONAL, P_DEED, .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[DEED_CARER]       = { "carer",       T_REF,     N_("Who takes the child into care"), C3_PERSONAL, P_DEED, .ref = &person_kind, .required = true, .index = true },
	[DEED_CAUSE]       = { "cause",       T_CODE,    N_("Why you are away"), C3_PERSONAL, P_DEED, .codes = "deed_cause", .required = true },
	[DEED_CAUSE_TEXT]  = { "cause_text",  T_TEXT,    N_("The cause in a few words"), C4_SENSITIVE, P_DEED, .max = 200 },
	[DEED_DESTINATION] = { "destination", T_TEXT,    N_("Where you will be"), C4_SENSITIVE, P_DEED, .max = 120, .required = true },
	[DEED_EMPLOYER]    = { "employer",    T_TEXT,    N_("Where you work there"), C4_SENSITIVE, P_DEED, .max = 100 },
	[DEED_PHONE]       = { "phone",       T_NUMBER,  N_("Your phone there"), C4_SENSITIVE, P_DEED, .max = 20, .required = true, .mask = MASK_PHONE },
	[DEED_FROM]        = { "from",        T_DATE,    N_("First day"), C3_PERSONAL, P_DEED, .column = "from_day", .required = true },
	[DEED_TO]          = { "to",          T_DATE,    N_("Last day"), C3_PERSONAL, P_DEED, .column = "to_day", .required = true },
	[DEED_CONSIDERED]  = { "considered",  T_LONG,    N_("Why this person"), C4_SENSITIVE, P_DEED, .max = 1000 },
	[DEED_DAILY]       = { "daily",       T_LONG,    N_("Daily life"), C4_SENSITIVE, P_DEED, .max = 1000 },
	[DEED_SCHOOLING]   = { "schooling",   T_LONG,    N_("School and learning"), C4_SENSITIVE, P_DEED, .max = 1000 },
	[DEED_MEDICAL]     = { "medical",     T_LONG,    N_("When the child is ill"), C4_SENSITIVE, P_DEED, .max = 1000 },
	[DEED_SAFETY]      = { "safety",      T_LONG,    N_("Safety"), C4_SENSITIVE, P_DEED, .max = 1000 },
	[DEED_MONEY]       = { "money_fen",   T_INT,     N_("Money a month"), C3_PERSONAL, P_DEED, .max = 10000000 },
	[DEED_WEEKDAY]     = { "weekday",     T_INT,     N_("Day of the weekly call"), C3_PERSONAL, P_DEED, .min = 1, .max = 7 },
	[DEED_MINUTE]      = { "minute",      T_INT,     N_("Minute of the day of the weekly call"), C3_PERSONAL, P_DEED, .max = 1439 },
	[DEED_CHANNEL]     = { "channel",     T_CODE,    N_("How you call"), C3_PERSONAL, P_DEED, .codes = "contact_channel" },
	[DEED_HOME_PLAN]   = { "home_plan",   T_LONG,    N_("When you come home"), C4_SENSITIVE, P_DEED, .max = 1000 },
	[DEED_HARM]        = { "harm",        T_CODE,    N_("Has the carer ever harmed a child or used violence?"), C4_SENSITIVE, P_DEED, .codes = "yes_no" },
	[DEED_HABITS]      = { "habits",      T_CODE,    N_("Does the carer take drugs, drink or gamble?"), C4_SENSITIVE, P_DEED, .codes = "yes_no" },
	[DEED_REFUSED]     = { "refused",     T_CODE,    N_("Has the carer refused or long neglected to look after a child?"), C4_SENSITIVE, P_DEED, .codes = "yes_no" },
	[DEED_UNFIT]       = { "unfit",       T_CODE,    N_("Is there anything else that makes the carer unfit?"), C4_SENSITIVE, P_DEED, .codes = "yes_no" },
	[DEED_TEXT]        = { "text",        T_LONG,    N_("Text of the deed"), C4_SENSITIVE, P_DEED, .column = "words", .max = 40000, .derived = true },
	[DEED_DIGEST]      = { "digest",      T_TEXT,    N_("Digest of the text"), C2_INTERNAL, P_DEED, .max = 64, .derived = true },
	[DEED_SIGNED_ON]   = { "signed_on",   T_DATE,    N_("Signed by all"), C3_PERSONAL, P_DEED, .derived = true },
	[DEED_NOTED_ON]    = { "noted_on",    T_DATE,    N_("Notices acknowledged"), C3_PERSONAL, P_DEED, .derived = true },
	[DEED_ENDED_ON]    = { "ended_on",    T_DATE,    N_("Ended early on"), C3_PERSONAL, P_DEED, .derived = true },
	[DEED_REVOKED_ON]  = { "revoked_on",  T_DATE,    N_("Revoked on"), C3_PERSONAL, P_DEED, .derived = true },
	[DEED_REVOKED_BY]  = { "revoked_by",  T_REF,     N_("Revoked by"), C2_INTERNAL, P_DEED, .ref = &account_kind, .derived = true },
	[DEED_REVOKE_WHY]  = { "revoke_why",  T_LONG,    N_("Why it was revoked"), C4_SENSITIVE, P_DEED, .max = 500, .derived = true },
	[DEED_CARE_NOW]    = { "care_now",    T_CODE,    N_("Who looks after the child now"), C3_PERSONAL, P_DEED, .codes = "deed_care_now", .derived = true },
	[DEED_NEXT_ON]     = { "next_on",     T_DATE,    N_("Stands differently from"), C2_INTERNAL, P_DEED, .derived = true, .index = true },
	[DEED_CLIENT]      = { "client",      T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_DEED, .max = 36, .fixed = true, .index = true },
	[DEED_BY]          = { "by",          T_REF,     N_("Written by"), C2_INTERNAL, P_DEED, .column = "by_account", .ref = &account_kind, .derived = true },
	[DEED_AT]          = { "at",          T_INSTANT, N_("Written down"), C2_INTERNAL, P_DEED, .column = "at_time", .derived = true },
};

const struct kind deed_kind = {
	.name = "deed", .plural = "deeds", .label = N_("Deed of entrusted care"), .labels = N_("Deeds of entrusted care"),
	.fields = fields, .nfields = DEED__N, .profile = P_DEED, .child_field = 1 + DEED_CHILD, .one_child = true, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = deed_check,
};
/* clang-format on */
