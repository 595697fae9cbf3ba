#include "account.h"
#include "registry.h"

/* clang-format off */
#define GIVEN P_VERDICT, .derived = true, .fixed = true
static const struct field fields[VERDICT__N] = {
	[VERDICT_WHAT]    = { "what",    T_CODE,    N_("Whom it is about"), C2_INTERNAL, GIVEN, .codes = "verdict_what", .required = true },
	[VERDICT_ONE]     = { "one",     T_TEXT,    N_("Record"),           C3_PERSONAL, GIVEN, .max = 20, .required = true, .index = true },
	[VERDICT_OTHER]   = { "other",   T_TEXT,    N_("Other record"),     C3_PERSONAL, GIVEN, .max = 20, .required = true, .index = true },
	[VERDICT_SAYS]    = { "says",    T_CODE,    N_("Decided"),          C3_PERSONAL, GIVEN, .codes = "verdict_says", .required = true },
	[VERDICT_BATCH]   = { "batch",   T_REF,     N_("Merge"),            C2_INTERNAL, GIVEN, .ref = &batch_kind },
	[VERDICT_ACCOUNT] = { "account", T_REF,     N_("Who"),              C2_INTERNAL, GIVEN, .ref = &account_kind },
	[VERDICT_AT]      = { "at",      T_INSTANT, N_("When"),             C2_INTERNAL, P_VERDICT },
	/* What was alike then: a pair comes back when much more is. */
	[VERDICT_SCORE]   = { "score",   T_INT,     N_("How much was alike"), C2_INTERNAL, GIVEN, .min = 0, .max = 100 },
	[VERDICT_NOTE]    = { "note",    T_TEXT,    N_("Note"),             C3_PERSONAL, GIVEN, .max = 200 },
};
#undef GIVEN

/* Ids as text, no references: of a pair that was merged one no longer stands. */
const struct kind verdict_kind = {
	.name = "verdict", .plural = "verdicts", .label = N_("Decision on a likely duplicate"),
	.labels = N_("Decisions on likely duplicates"),
	.fields = fields, .nfields = VERDICT__N, .profile = P_VERDICT,
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
	},
};
/* clang-format on */
