#include "account.h"
#include "media.h"
#include "pile.h"

/* clang-format off */
static const struct field fields[PILE_PHOTO__N] = {
	[PILE_PHOTO_SCHOOL] = { "school",  T_REF,     N_("School"), C2_INTERNAL, P_PILE, .ref = &school_kind, .derived = true, .index = true },
	[PILE_PHOTO_CLASS]  = { "class",   T_REF,     N_("Class"), C2_INTERNAL, P_PILE, .ref = &class_kind, .fixed = true, .index = true },
	[PILE_PHOTO_ON]     = { "on",      T_DATE,    N_("Day"), C3_PERSONAL, P_PILE, .column = "on_day", .required = true, .fixed = true, .index = true },
	[PILE_PHOTO_NAME]   = { "name",    T_TEXT,    N_("File"), C2_INTERNAL, P_PILE, .max = 64, .column = "blob", .derived = true, .index = true },
	[PILE_PHOTO_BYTES]  = { "bytes",   T_INT,     N_("Bytes"), C2_INTERNAL, P_PILE, .min = 0, .max = 100000000, .derived = true },
	[PILE_PHOTO_WIDTH]  = { "width",   T_INT,     N_("Width"), C2_INTERNAL, P_PILE, .min = 0, .max = 100000, .derived = true },
	[PILE_PHOTO_HEIGHT] = { "height",  T_INT,     N_("Height"), C2_INTERNAL, P_PILE, .min = 0, .max = 100000, .derived = true },
	[PILE_PHOTO_MARK]   = { "mark",    T_TEXT,    N_("Mark of the picture"), C2_INTERNAL, P_PILE, .max = 64, .derived = true, .index = true },
	[PILE_PHOTO_CLIENT] = { "client",  T_NUMBER,    N_("Number given by the device"), C2_INTERNAL, P_PILE, .max = 36, .fixed = true, .index = true },
	[PILE_PHOTO_BY]     = { "by",      T_REF,     N_("Written by"), C2_INTERNAL, P_PILE, .column = "by_account", .ref = &account_kind, .derived = true, .index = true },
	[PILE_PHOTO_AT]     = { "at",      T_INSTANT, N_("Written down"), C2_INTERNAL, P_PILE, .column = "at_time", .derived = true },
};

const struct kind pile_photo_kind = {
	.name = "pile_photo", .plural = "pile_photos", .label = N_("Photo to be sorted"), .labels = N_("Photos to be sorted"),
	.fields = fields, .nfields = PILE_PHOTO__N, .profile = P_PILE,
	.through = "t.by_account = ?A",
	.scope = { [REACH_COUNTY] = "t.by_account = ?A" },
	.check = pile_check, .after = pile_after, .moved = media_moved,
};
/* clang-format on */
