#include "account.h"
#include "deed.h"

/* clang-format off */
static const struct field fields[DEED_SIGNATURE__N] = {
	[DEED_SIGNATURE_DEED]   = { "deed",   T_REF,     N_("Deed of entrusted care"), C3_PERSONAL, P_DEED, .ref = &deed_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_SIGNATURE_CHILD]  = { "child",  T_REF,     N_("Child"), C3_PERSONAL, P_DEED, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEED_SIGNATURE_PART]   = { "part",   T_CODE,    N_("Signs as"), C3_PERSONAL, P_DEED, .codes = "deed_part", .required = true, .fixed = true },
	[DEED_SIGNATURE_PERSON] = { "person", T_REF,     N_("Adult"), C3_PERSONAL, P_DEED, .ref = &person_kind, .fixed = true, .index = true },
	[DEED_SIGNATURE_NAME]   = { "name",   T_TEXT,    N_("Name as signed"), C3_PERSONAL, P_DEED, .max = 60, .required = true, .fixed = true },
	[DEED_SIGNATURE_HOW]    = { "how",    T_CODE,    N_("How it was signed"), C3_PERSONAL, P_DEED, .codes = "deed_how", .required = true, .fixed = true },
	[DEED_SIGNATURE_WORDS]  = { "words",  T_LONG,    N_("What the child said"), C4_SENSITIVE, P_DEED, .max = 2000, .fixed = true },
	[DEED_SIGNATURE_DIGEST] = { "digest", T_TEXT,    N_("Digest of the text"), C2_INTERNAL, P_DEED, .max = 64, .fixed = true },
	[DEED_SIGNATURE_PROOF]  = { "proof",  T_TEXT,    N_("Proof of the signature"), C2_INTERNAL, P_DEED, .max = 64, .fixed = true },
	[DEED_SIGNATURE_CLIENT] = { "client", T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_DEED, .max = 36, .fixed = true, .index = true },
	[DEED_SIGNATURE_BY]     = { "by",     T_REF,     N_("Written by"), C2_INTERNAL, P_DEED, .column = "by_account", .ref = &account_kind, .derived = true },
	[DEED_SIGNATURE_ROLE]   = { "role",   T_CODE,    N_("As"), C2_INTERNAL, P_DEED, .codes = "role", .derived = true },
	[DEED_SIGNATURE_AT]     = { "at",     T_INSTANT, N_("Written down"), C2_INTERNAL, P_DEED, .column = "at_time", .derived = true },
};

const struct kind deed_signature_kind = {
	.name = "deed_signature", .plural = "deed_signatures", .label = N_("Signature of a deed"), .labels = N_("Signatures of deeds"),
	.fields = fields, .nfields = DEED_SIGNATURE__N, .profile = P_DEED, .child_field = 1 + DEED_SIGNATURE_CHILD, .one_child = true, .kept = true,
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
