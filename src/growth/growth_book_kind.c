#include "account.h"
#include "growth_book.h"

/* clang-format off */
static const struct field fields[GROWTH_BOOK__N] = {
	[GROWTH_BOOK_CHILD]   = { "child",    T_REF,     N_("Child"), C3_PERSONAL, P_BOOK, .ref = &child_kind, .required = true, .owned = true, .index = true, .derived = true },
	[GROWTH_BOOK_WHAT]    = { "what",     T_CODE,    N_("What it is"), C3_PERSONAL, P_BOOK, .codes = "book_what", .derived = true },
	[GROWTH_BOOK_ON]      = { "on",       T_DATE,    N_("Made on"), C3_PERSONAL, P_BOOK, .column = "on_day", .derived = true },
	[GROWTH_BOOK_PAGES]   = { "pages",    T_INT,     N_("Pages"), C3_PERSONAL, P_BOOK, .min = 0, .max = 1000, .derived = true },
	[GROWTH_BOOK_MISSING] = { "missing",  T_TEXT,    N_("Signs that no font has"), C3_PERSONAL, P_BOOK, .max = 100, .derived = true },
	[GROWTH_BOOK_FACES]   = { "faces",    T_BOOL,    N_("Faces can be seen"), C3_PERSONAL, P_BOOK, .derived = true },
	[GROWTH_BOOK_NAME]    = { "name",     T_TEXT,    N_("File"), C2_INTERNAL, P_BOOK, .max = 64, .column = "blob", .derived = true, .index = true },
	[GROWTH_BOOK_BYTES]   = { "bytes",    T_INT,     N_("Bytes"), C2_INTERNAL, P_BOOK, .min = 0, .max = 100000000, .derived = true },
	[GROWTH_BOOK_BY]      = { "by",       T_REF,     N_("Written by"), C2_INTERNAL, P_BOOK, .column = "by_account", .ref = &account_kind, .derived = true, .index = true },
	[GROWTH_BOOK_AT]      = { "at",       T_INSTANT, N_("Written down"), C2_INTERNAL, P_BOOK, .column = "at_time", .derived = true },
	[GROWTH_BOOK_WORKS]   = { "works",    T_LONG,    N_("Works in it"), C2_INTERNAL, P_BOOK, .column = "work_ids", .max = 4000, .derived = true },
};

/* A book holds what the one may read who asked for it: it is that one's alone. */
#define OWN "t.by_account = ?A AND t.child IN (SELECT c.id FROM child c WHERE {child c})"
const struct kind growth_book_kind = {
	.name = "growth_book", .plural = "growth_books", .label = N_("Book"), .labels = N_("Books"),
	.fields = fields, .nfields = GROWTH_BOOK__N, .profile = P_BOOK, .child_field = 1 + GROWTH_BOOK_CHILD,
	.through = OWN,
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND t.by_account = ?A AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.after = growth_book_after, .moved = growth_book_moved,
};
/* clang-format on */
