#include "account.h"
#include "word.h"

/* clang-format off */
static const struct field fields[CHILD_WORD__N] = {
	[CHILD_WORD_CHILD]  = { "child",   T_REF,     N_("Child"), C3_PERSONAL, P_WORDS, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[CHILD_WORD_WHAT]   = { "what",    T_CODE,    N_("What it is"), C3_PERSONAL, P_WORDS, .codes = "word_what", .required = true, .fixed = true },
	[CHILD_WORD_ON]     = { "on",      T_DATE,    N_("Day"), C3_PERSONAL, P_WORDS, .column = "on_day", .required = true, .fixed = true, .index = true },
	[CHILD_WORD_TEXT]   = { "text",    T_LONG,    N_("In the child's words"), C4_SENSITIVE, P_WORDS, .column = "words", .max = 2000, .required = true, .fixed = true },
	[CHILD_WORD_SHARE]  = { "share",   T_CODE,    N_("Who may read it"), C3_PERSONAL, P_WORDS, .codes = "word_share", .required = true },
	[CHILD_WORD_CLIENT] = { "client",  T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_WORDS, .max = 36, .fixed = true, .index = true },
	[CHILD_WORD_BY]     = { "by",      T_REF,     N_("Written by"), C2_INTERNAL, P_WORDS, .column = "by_account", .ref = &account_kind, .derived = true },
	[CHILD_WORD_ROLE]   = { "role",    T_CODE,    N_("As"), C2_INTERNAL, P_WORDS, .codes = "role", .derived = true },
	[CHILD_WORD_AT]     = { "at",      T_INSTANT, N_("Written down"), C2_INTERNAL, P_WORDS, .column = "at_time", .derived = true },
};

const struct kind child_word_kind = {
	.name = "child_word", .plural = "child_words", .label = N_("Words of a child"), .labels = N_("Words of children"),
	.fields = fields, .nfields = CHILD_WORD__N, .profile = P_WORDS, .child_field = 1 + CHILD_WORD_CHILD,
	.scope = WORD_SCOPE, /* NOLINT(bugprone-suspicious-missing-comma): clauses end alike */
	.check = word_check,
	.after = word_after,
};
/* clang-format on */
