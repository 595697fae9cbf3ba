#include "account.h"
#include "consent.h"
#include "registry.h"

#define OF_CHILD "t.child IN (SELECT c.id FROM child c WHERE {child c})"
/* clang-format off */
static const struct field fields[CONSENT__N] = {
	[CONSENT_CHILD]   = { "child",   T_REF,  N_("Child"),          C3_PERSONAL, P_CONSENT, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CONSENT_PERSON]  = { "person",  T_REF,  N_("Who agrees"),     C3_PERSONAL, P_CONSENT, .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[CONSENT_PURPOSE] = { "purpose", T_CODE, N_("Purpose"),       C3_PERSONAL, P_CONSENT, .codes = "consent_purpose", .required = true, .fixed = true },
	[CONSENT_TEXT]    = { "text",    T_REF,  N_("To which words"), C3_PERSONAL, P_CONSENT, .column = "text_id", .ref = &consent_text_kind, .required = true, .fixed = true },
	[CONSENT_HOW]     = { "how",     T_CODE, N_("How it was said"),C3_PERSONAL, P_CONSENT, .codes = "consent_how", .required = true, .fixed = true },
	[CONSENT_CHILD_AGREES] = { "child_agrees", T_BOOL, N_("The child agrees too"), C3_PERSONAL, P_CONSENT, .fixed = true, .hint = N_("Asked from fourteen years on") },
	[CONSENT_FROM]    = { "from",    T_DATE, N_("From"),           C3_PERSONAL, P_CONSENT, .column = "from_day", .required = true, .fixed = true },
	[CONSENT_TO]      = { "to",      T_DATE, N_("Last day"),       C3_PERSONAL, P_CONSENT, .column = "to_day" },
	[CONSENT_END]     = { "end",     T_CODE, N_("How it ended"),   C3_PERSONAL, P_CONSENT, .column = "ended", .codes = "consent_end" },
	[CONSENT_BY]      = { "by",      T_REF,  N_("Written down by"),C2_INTERNAL, P_CONSENT, .column = "taken_by", .ref = &account_kind, .derived = true },
};

const struct kind consent_kind = {
	.name = "consent", .plural = "consents", .label = N_("Agreement"), .labels = N_("Agreements"),
	.fields = fields, .nfields = CONSENT__N, .profile = P_CONSENT, .child_field = 1 + CONSENT_CHILD, .kept = true,
	.through = OF_CHILD,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_CONSENTED] = ("t.purpose = 'provision' AND " OF_CHILD),
	},
	.check = consent_check, .after = consent_after,
};

static const struct field refusal_fields[REFUSAL__N] = {
	[REFUSAL_CHILD]   = { "child",   T_REF,  N_("Child"),          C3_PERSONAL, P_CONSENT, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[REFUSAL_PERSON]  = { "person",  T_REF,  N_("Who says no"),    C3_PERSONAL, P_CONSENT, .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[REFUSAL_PURPOSE] = { "purpose", T_CODE, N_("Purpose"),       C3_PERSONAL, P_CONSENT, .codes = "consent_purpose", .required = true, .fixed = true },
	[REFUSAL_TEXT]    = { "text",    T_REF,  N_("To which words"), C3_PERSONAL, P_CONSENT, .column = "text_id", .ref = &consent_text_kind, .required = true, .fixed = true },
	[REFUSAL_ON]      = { "on",      T_DATE, N_("On"),             C3_PERSONAL, P_CONSENT, .column = "on_day", .required = true, .fixed = true },
	[REFUSAL_BY]      = { "by",      T_REF,  N_("Written down by"),C2_INTERNAL, P_CONSENT, .column = "taken_by", .ref = &account_kind, .derived = true },
};

/* That somebody said no, so that nobody asks again. */
const struct kind consent_refusal_kind = {
	.name = "consent_refusal", .plural = "consent_refusals", .label = N_("Refusal"), .labels = N_("Refusals"),
	.fields = refusal_fields, .nfields = REFUSAL__N, .profile = P_CONSENT, .child_field = 1 + REFUSAL_CHILD, .kept = true,
	.through = OF_CHILD,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_CONSENTED] = "1=0",
	},
	.check = consent_refusal_check,
};
/* clang-format on */
