#include "consent.h"

/* Set down once: a change is a new edition. */
#define BASE P_CONSENT_TEXT, .required = true, .fixed = true
#define WORDS .max = 1000
#define PART(part, name, zh, en)                                                                             \
	[CONSENT_TEXT_PARTS + LANG__N * (part) +                                                             \
		LANG_ZH] = { name "_zh", T_LONG, zh, C1_PUBLIC, BASE, WORDS },                               \
		[CONSENT_TEXT_PARTS + LANG__N * (part) +                                                     \
			LANG_EN] = { name "_en", T_LONG, en, C1_PUBLIC, BASE, WORDS }

/* clang-format off */
static const struct field fields[CONSENT_TEXT__N] = {
	[CONSENT_TEXT_PURPOSE]       = { "purpose",       T_CODE, N_("Purpose"), C1_PUBLIC, BASE, .codes = "consent_purpose", .index = true },
	[CONSENT_TEXT_EDITION]       = { "edition",       T_INT,  N_("Edition"),  C1_PUBLIC, BASE, .min = 1, .max = 9999 },
	[CONSENT_TEXT_FROM]          = { "from",          T_DATE, N_("From"),     C1_PUBLIC, BASE, .column = "from_day" },
	[CONSENT_TEXT_EARLIER_UNTIL] = { "earlier_until", T_DATE, N_("Earlier agreement holds until"), C1_PUBLIC, P_CONSENT_TEXT, .fixed = true, .hint = N_("The last day on which agreement to an earlier edition holds") },
	PART(CONSENT_PROCESSOR, "processor", N_("Who (Chinese)"),                    N_("Who (English)")),
	PART(CONSENT_CONTACT,   "contact",   N_("Where to turn (Chinese)"),          N_("Where to turn (English)")),
	PART(CONSENT_AIM,       "aim",       N_("What for (Chinese)"),               N_("What for (English)")),
	PART(CONSENT_METHOD,    "method",    N_("How (Chinese)"),                    N_("How (English)")),
	PART(CONSENT_KINDS,     "kinds",     N_("Which data (Chinese)"),             N_("Which data (English)")),
	PART(CONSENT_RETENTION, "retention", N_("How long (Chinese)"),               N_("How long (English)")),
	PART(CONSENT_RIGHTS,    "rights",    N_("What the family may ask for (Chinese)"), N_("What the family may ask for (English)")),
	PART(CONSENT_NECESSITY, "necessity", N_("Why, and what it means (Chinese)"), N_("Why, and what it means (English)")),
	PART(CONSENT_REFUSAL,   "refusal",   N_("If the family says no (Chinese)"),  N_("If the family says no (English)")),
};

#define ANYBODY "1=1" /* who may read the profile may read them all: they are posted up in the school */
const struct kind consent_text_kind = {
	.name = "consent_text", .plural = "consent_texts", .label = N_("Words of agreement"), .labels = N_("Words of agreement"),
	.fields = fields, .nfields = CONSENT_TEXT__N, .profile = P_CONSENT_TEXT, .kept = true,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S", [REACH_OWN] = ANYBODY, [REACH_CLASS] = ANYBODY, [REACH_SCHOOL] = ANYBODY,
		[REACH_POSTED] = ANYBODY, [REACH_VILLAGE] = ANYBODY, [REACH_TOWNSHIP] = ANYBODY,
		[REACH_CONSENTED] = "t.county = ?S", [REACH_COUNTY] = "t.county = ?S",
	},
	.check = consent_text_check,
};
/* clang-format on */
