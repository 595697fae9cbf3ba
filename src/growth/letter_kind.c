#include "account.h"
#include "letter.h"

/* clang-format off */
static const struct field fields[LETTER__N] = {
	[LETTER_CHILD]   = { "child",    T_REF,     N_("Child"), C3_PERSONAL, P_WORDS, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[LETTER_FROM]    = { "from",     T_CODE,    N_("From"), C3_PERSONAL, P_WORDS, .column = "from_side", .codes = "letter_side", .required = true, .fixed = true },
	[LETTER_ON]      = { "on",       T_DATE,    N_("Day"), C3_PERSONAL, P_WORDS, .column = "on_day", .required = true, .fixed = true, .index = true },
	[LETTER_TEXT]    = { "text",     T_LONG,    N_("Letter"), C4_SENSITIVE, P_WORDS, .column = "words", .max = 4000, .required = true, .fixed = true },
	[LETTER_SHARE]   = { "share",    T_CODE,    N_("Who may read it"), C3_PERSONAL, P_WORDS, .codes = "word_share", .required = true },
	[LETTER_ANSWERS] = { "answers",  T_REF,     N_("Answers"), C3_PERSONAL, P_WORDS, .ref = &letter_kind, .fixed = true, .loose = true, .index = true },
	[LETTER_PERSON]  = { "person",   T_REF,     N_("Written by (family)"), C3_PERSONAL, P_WORDS, .ref = &person_kind, .derived = true, .index = true },
	[LETTER_READ_AT] = { "read_at",  T_INSTANT, N_("Read"), C2_INTERNAL, P_WORDS, .derived = true },
	[LETTER_CLIENT]  = { "client",   T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_WORDS, .max = 36, .fixed = true, .index = true },
	[LETTER_BY]      = { "by",       T_REF,     N_("Written by"), C2_INTERNAL, P_WORDS, .column = "by_account", .ref = &account_kind, .derived = true },
	[LETTER_ROLE]    = { "role",     T_CODE,    N_("As"), C2_INTERNAL, P_WORDS, .codes = "role", .derived = true },
	[LETTER_AT]      = { "at",       T_INSTANT, N_("Written down"), C2_INTERNAL, P_WORDS, .column = "at_time", .derived = true },
};

const struct kind letter_kind = {
	.name = "letter", .plural = "letters", .label = N_("Letter"), .labels = N_("Letters"),
	.fields = fields, .nfields = LETTER__N, .profile = P_WORDS, .child_field = 1 + LETTER_CHILD,
	.scope = WORD_SCOPE, /* NOLINT(bugprone-suspicious-missing-comma): clauses end alike */
	.check = word_letter_check,
	.after = letter_after,
};
/* clang-format on */
