#include "account.h"
#include "media.h"
#include "work.h"

/* clang-format off */
static const struct field fields[WORK__N] = {
	[WORK_CHILD]   = { "child",    T_REF,     N_("Child"), C3_PERSONAL, P_WORK, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[WORK_WHAT]    = { "what",     T_CODE,    N_("What it is"), C3_PERSONAL, P_WORK, .codes = "work_what", .required = true },
	[WORK_ON]      = { "on",       T_DATE,    N_("Day"), C3_PERSONAL, P_WORK, .column = "on_day", .required = true, .fixed = true, .index = true },
	[WORK_TITLE]   = { "title",    T_TEXT,    N_("Title"), C3_PERSONAL, P_WORK, .max = 100 },
	[WORK_TEXT]    = { "text",     T_LONG,    N_("What the child says about it"), C3_PERSONAL, P_WORK, .column = "words", .max = 1000 },
	[WORK_FACES]   = { "faces",    T_BOOL,    N_("Faces can be seen"), C3_PERSONAL, P_WORK },
	[WORK_IN_BOOK] = { "in_book",  T_BOOL,    N_("Goes into the book"), C3_PERSONAL, P_WORK },
	[WORK_NAME]    = { "name",     T_TEXT,    N_("File"), C2_INTERNAL, P_WORK, .max = 64, .column = "blob", .derived = true, .index = true },
	[WORK_BYTES]   = { "bytes",    T_INT,     N_("Bytes"), C2_INTERNAL, P_WORK, .min = 0, .max = 100000000, .derived = true },
	[WORK_WIDTH]   = { "width",    T_INT,     N_("Width"), C2_INTERNAL, P_WORK, .min = 0, .max = 100000, .derived = true },
	[WORK_HEIGHT]  = { "height",   T_INT,     N_("Height"), C2_INTERNAL, P_WORK, .min = 0, .max = 100000, .derived = true },
	[WORK_MARK]    = { "mark",     T_TEXT,    N_("Mark of the picture"), C2_INTERNAL, P_WORK, .max = 64, .derived = true, .index = true },
	[WORK_CLIENT]  = { "client",   T_NUMBER,  N_("Number given by the device"), C2_INTERNAL, P_WORK, .max = 36, .fixed = true, .index = true },
	[WORK_BY]      = { "by",       T_REF,     N_("Written by"), C2_INTERNAL, P_WORK, .column = "by_account", .ref = &account_kind, .derived = true },
	[WORK_ROLE]    = { "role",     T_CODE,    N_("As"), C2_INTERNAL, P_WORK, .codes = "role", .derived = true },
	[WORK_AT]      = { "at",       T_INSTANT, N_("Written down"), C2_INTERNAL, P_WORK, .column = "at_time", .derived = true },
	[WORK_TOGETHER] = { "together", T_TEXT,   N_("Picture of several children"), C2_INTERNAL, P_WORK, .max = 32, .derived = true, .index = true },
	[WORK_SEVERAL] = { "several",  T_INT,     N_("Children in the picture"), C2_INTERNAL, P_WORK, .min = 0, .max = 1000, .derived = true },
};

const struct kind work_kind = {
	.name = "work", .plural = "works", .label = N_("Work"), .labels = N_("Works"),
	.fields = fields, .nfields = WORK__N, .profile = P_WORK, .label_field = 1 + WORK_TITLE, .child_field = 1 + WORK_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = work_check, .after = work_after, .moved = media_moved,
};
/* clang-format on */
