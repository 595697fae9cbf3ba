#include "account.h"
#include "call.h"
#include "contact.h"

/* clang-format off */
static const struct field fields[CONTACT__N] = {
	[CONTACT_CHILD]    = { "child",    T_REF,     N_("Child"), C3_PERSONAL, P_CONTACT_MADE, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CONTACT_PERSON]   = { "person",   T_REF,     N_("Parent"), C3_PERSONAL, P_CONTACT_MADE, .ref = &person_kind, .required = true, .fixed = true, .loose = true, .index = true },
	[CONTACT_WHOM]     = { "whom",     T_CODE,    N_("With whom"), C3_PERSONAL, P_CONTACT_MADE, .codes = "contact_whom", .required = true, .fixed = true },
	[CONTACT_DAY]      = { "day",      T_DATE,    N_("Day"), C3_PERSONAL, P_CONTACT_MADE, .column = "local_day", .required = true, .fixed = true },
	[CONTACT_MINUTE]   = { "minute",   T_INT,     N_("Time, in minutes after midnight"), C3_PERSONAL, P_CONTACT_MADE, .column = "minute_of_day", .min = 0, .max = 1439, .fixed = true },
	[CONTACT_ZONE]     = { "zone",     T_INT,     N_("Time zone, in minutes before UTC"), C3_PERSONAL, P_CONTACT_MADE, .column = "zone_minutes", .min = -840, .max = 840, .fixed = true },
	[CONTACT_WHEN]     = { "when",     T_INSTANT, N_("Moment"), C3_PERSONAL, P_CONTACT_MADE, .column = "when_at", .derived = true },
	[CONTACT_ON]       = { "on",       T_DATE,    N_("Day in Beijing"), C3_PERSONAL, P_CONTACT_MADE, .column = "on_day", .derived = true },
	[CONTACT_CHANNEL]  = { "channel",  T_CODE,    N_("Way of the contact"), C3_PERSONAL, P_CONTACT_MADE, .codes = "contact_channel", .required = true, .fixed = true },
	[CONTACT_OUTCOME]  = { "outcome",  T_CODE,    N_("What came of it"), C3_PERSONAL, P_CONTACT_MADE, .codes = "contact_outcome", .required = true, .fixed = true },
	[CONTACT_SOURCE]   = { "source",   T_CODE,    N_("Who says so"), C2_INTERNAL, P_CONTACT_MADE, .codes = "contact_source", .derived = true },
	[CONTACT_CALL]     = { "call",     T_REF,     N_("Call"), C3_PERSONAL, P_CONTACT_MADE, .ref = &call_kind, .fixed = true, .loose = true, .index = true },
	[CONTACT_NOTE]     = { "note",     T_LONG,    N_("Note"), C4_SENSITIVE, P_CONTACT_MADE, .max = 500, .fixed = true },
	[CONTACT_CORRECTS] = { "corrects", T_REF,     N_("Corrects"), C3_PERSONAL, P_CONTACT_MADE, .ref = &contact_kind, .fixed = true, .loose = true, .index = true },
	[CONTACT_CLIENT]   = { "client",   T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_CONTACT_MADE, .max = 36, .fixed = true, .index = true },
	[CONTACT_BY]       = { "by",       T_REF,     N_("Written by"), C2_INTERNAL, P_CONTACT_MADE, .column = "by_account", .ref = &account_kind, .derived = true },
	[CONTACT_ROLE]     = { "role",     T_CODE,    N_("As"), C2_INTERNAL, P_CONTACT_MADE, .codes = "role", .derived = true },
	[CONTACT_AT]       = { "at",       T_INSTANT, N_("Written down"), C2_INTERNAL, P_CONTACT_MADE, .column = "at_time", .derived = true },
};

const struct kind contact_kind = {
	.name = "contact", .plural = "contacts", .label = N_("Contact"), .labels = N_("Contacts"),
	.fields = fields, .nfields = CONTACT__N, .profile = P_CONTACT_MADE, .child_field = 1 + CONTACT_CHILD, .one_child = true, .kept = true,
	.check = contact_check,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_SELF] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
};
/* clang-format on */
