#include "account.h"
#include "media.h"
#include "recording.h"
#include "word.h"

/* clang-format off */
static const struct field fields[RECORDING__N] = {
	[RECORDING_CHILD]   = { "child",    T_REF,     N_("Child"), C3_PERSONAL, P_WORDS, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[RECORDING_FROM]    = { "from",     T_CODE,    N_("From"), C3_PERSONAL, P_WORDS, .column = "from_side", .codes = "letter_side", .required = true, .fixed = true },
	[RECORDING_ON]      = { "on",       T_DATE,    N_("Day"), C3_PERSONAL, P_WORDS, .column = "on_day", .required = true, .fixed = true, .index = true },
	[RECORDING_TITLE]   = { "title",    T_TEXT,    N_("What it is about"), C4_SENSITIVE, P_WORDS, .max = 100 },
	[RECORDING_SHARE]   = { "share",    T_CODE,    N_("Who may listen"), C3_PERSONAL, P_WORDS, .codes = "word_share", .required = true },
	[RECORDING_LETTER]  = { "letter",   T_REF,     N_("Goes with the letter"), C3_PERSONAL, P_WORDS, .ref = &letter_kind, .fixed = true, .loose = true, .index = true },
	[RECORDING_SECONDS] = { "seconds",  T_INT,     N_("Seconds"), C2_INTERNAL, P_WORDS, .min = 0, .max = 3600, .derived = true },
	[RECORDING_NAME]    = { "name",     T_TEXT,    N_("File"), C2_INTERNAL, P_WORDS, .max = 64, .column = "blob", .derived = true, .index = true },
	[RECORDING_BYTES]   = { "bytes",    T_INT,     N_("Bytes"), C2_INTERNAL, P_WORDS, .min = 0, .max = 100000000, .derived = true },
	[RECORDING_CLIENT]  = { "client",   T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_WORDS, .max = 36, .fixed = true, .index = true },
	[RECORDING_BY]      = { "by",       T_REF,     N_("Written by"), C2_INTERNAL, P_WORDS, .column = "by_account", .ref = &account_kind, .derived = true },
	[RECORDING_ROLE]    = { "role",     T_CODE,    N_("As"), C2_INTERNAL, P_WORDS, .codes = "role", .derived = true },
	[RECORDING_AT]      = { "at",       T_INSTANT, N_("Written down"), C2_INTERNAL, P_WORDS, .column = "at_time", .derived = true },
};

const struct kind recording_kind = {
	.name = "recording", .plural = "recordings", .label = N_("Voice note"), .labels = N_("Voice notes"),
	.fields = fields, .nfields = RECORDING__N, .profile = P_WORDS, .child_field = 1 + RECORDING_CHILD,
	.scope = WORD_SCOPE, /* NOLINT(bugprone-suspicious-missing-comma): clauses end alike */
	.check = recording_check, .after = recording_after, .moved = media_moved,
};
/* clang-format on */
