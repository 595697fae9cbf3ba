#include "account.h"
#include "deed.h"

/* clang-format off */
static const struct field fields[DEED_LINK__N] = {
	[DEED_LINK_DEED]    = { "deed",       T_REF,     N_("Deed of entrusted care"), C3_PERSONAL, P_DEED, .ref = &deed_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_LINK_CHILD]   = { "child",      T_REF,     N_("Child"), C3_PERSONAL, P_DEED, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_LINK_SECRET]  = { "link",       T_SECRET,  N_("Link"), C2_INTERNAL, P_SECRET, .max = 64, .derived = true, .index = true },
	[DEED_LINK_UNTIL]   = { "link_until", T_INSTANT, N_("Link good until"), C2_INTERNAL, P_DEED, .derived = true },
	[DEED_LINK_BROWSER] = { "browser",    T_SECRET,  N_("Browser of the link"), C2_INTERNAL, P_SECRET, .max = 64, .derived = true },
	[DEED_LINK_BY]      = { "by",         T_REF,     N_("Written by"), C2_INTERNAL, P_DEED, .column = "by_account", .ref = &account_kind, .derived = true },
};

const struct kind deed_link_kind = {
	.name = "deed_link", .plural = "deed_links", .label = N_("Link of a deed"), .labels = N_("Links of deeds"),
	.fields = fields, .nfields = DEED_LINK__N, .profile = P_DEED, .child_field = 1 + DEED_LINK_CHILD, .one_child = true, .kept = true,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = deed_part_check,
};
/* clang-format on */
