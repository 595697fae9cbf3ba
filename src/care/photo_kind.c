#include "account.h"
#include "photo.h"

/* clang-format off */
static const struct field fields[PHOTO__N] = {
	[PHOTO_CHILD]   = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_VISIT, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[PHOTO_VISIT]   = { "visit",         T_REF,     N_("Visit"), C3_PERSONAL, P_VISIT, .ref = &visit_kind, .fixed = true, .index = true },
	[PHOTO_NAME]    = { "name",          T_TEXT,    N_("File"), C2_INTERNAL, P_VISIT, .max = 64, .column = "blob", .derived = true, .index = true },
	[PHOTO_BYTES]   = { "bytes",         T_INT,     N_("Bytes"), C2_INTERNAL, P_VISIT, .min = 0, .max = 100000000, .derived = true },
	[PHOTO_WIDTH]   = { "width",         T_INT,     N_("Width"), C2_INTERNAL, P_VISIT, .min = 0, .max = 100000, .derived = true },
	[PHOTO_HEIGHT]  = { "height",        T_INT,     N_("Height"), C2_INTERNAL, P_VISIT, .min = 0, .max = 100000, .derived = true },
	[PHOTO_MARK]    = { "mark",          T_TEXT,    N_("Mark of the picture"), C2_INTERNAL, P_VISIT, .max = 64, .derived = true, .index = true },
	[PHOTO_LIKE]    = { "like",          T_REF,     N_("Looks like"), C3_PERSONAL, P_VISIT, .column = "like_photo", .ref = &photo_kind, .loose = true, .derived = true, .index = true },
	[PHOTO_PLACE]   = { "place",         T_TEXT,    N_("Where it was taken"), C4_SENSITIVE, P_VISIT, .max = 40, .derived = true },
	[PHOTO_CAPTION] = { "caption",       T_TEXT,    N_("What it shows"), C4_SENSITIVE, P_VISIT, .max = 200 },
	[PHOTO_CLIENT]  = { "client",        T_TEXT,    N_("Number given by the device"), C2_INTERNAL, P_VISIT, .max = 36, .fixed = true, .index = true },
	[PHOTO_BY]      = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_VISIT, .column = "by_account", .ref = &account_kind, .derived = true, .index = true },
	[PHOTO_AT]      = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_VISIT, .column = "at_time", .derived = true },
};

const struct kind photo_kind = {
	.name = "photo", .plural = "photos", .label = N_("Photo"), .labels = N_("Photos"),
	.fields = fields, .nfields = PHOTO__N, .profile = P_VISIT, .child_field = 1 + PHOTO_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = photo_check, .after = photo_after, .moved = photo_moved,
};
/* clang-format on */
