#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[HAPPY_HOME__N] = {
	[HAPPY_HOME_NAME]         = { "name", T_TEXT, N_("Name of the home"), C1_PUBLIC, P_HAPPY_HOME, .max = 60, .required = true, .search = true },
	[HAPPY_HOME_REGION]       = { "region", T_REGION, N_("Where it lies"), C1_PUBLIC, P_HAPPY_HOME, .min = 9, .required = true, .index = true, .hint = N_("12 digits of the village or street") },
	[HAPPY_HOME_SCHOOL]       = { "school", T_REF, N_("In the school"), C1_PUBLIC, P_HAPPY_HOME, .ref = &school_kind, .index = true, .hint = N_("Left empty when it is not in a school") },
	[HAPPY_HOME_ADDRESS]      = { "address", T_TEXT, N_("Where to find it"), C1_PUBLIC, P_HAPPY_HOME, .max = 120 },
	[HAPPY_HOME_PHONE]        = { "phone", T_NUMBER, N_("Phone of the home"), C1_PUBLIC, P_HAPPY_HOME, .max = 20, .hint = N_("With the area code: 0759-3980123. Families read it in big digits.") },
	[HAPPY_HOME_LEVEL]        = { "level", T_CODE, N_("Level"), C1_PUBLIC, P_HAPPY_HOME, .column = "home_level", .codes = "home_level", .required = true },
	[HAPPY_HOME_AREA]         = { "area_m2", T_INT, N_("Area, square metres"), C2_INTERNAL, P_HAPPY_HOME, .min = 1, .max = 10000 },
	[HAPPY_HOME_OPENED_ON]    = { "opened_on", T_DATE, N_("Set up on"), C2_INTERNAL, P_HAPPY_HOME, .required = true },
	[HAPPY_HOME_CLOSED_ON]    = { "closed_on", T_DATE, N_("Given up on"), C2_INTERNAL, P_HAPPY_HOME, .hint = N_("The first day without it; empty while it exists") },
	[HAPPY_HOME_RECREATION]   = { "recreation", T_BOOL, N_("Recreation room"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_FAMILY_PHONE] = { "family_phone", T_BOOL, N_("Family-phone room"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_VIDEO_CHAT]   = { "video_chat", T_BOOL, N_("Video-chat room"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_READING]      = { "reading", T_BOOL, N_("Reading room"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_EXITS]        = { "exits", T_INT, N_("Exits"), C2_INTERNAL, P_HAPPY_HOME, .min = 0, .max = 20 },
	[HAPPY_HOME_FIRST_AID]    = { "first_aid", T_BOOL, N_("First-aid box"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_CAMERA_FREE]  = { "camera_free", T_BOOL, N_("No camera inside call places"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_MODEL]        = { "model_home", T_BOOL, N_("Model home of its township"), C2_INTERNAL, P_HAPPY_HOME },
	[HAPPY_HOME_NOTE]         = { "note", T_LONG, N_("Note"), C2_INTERNAL, P_HAPPY_HOME, .max = 500 },
};

const struct kind happy_home_kind = {
	.name = "happy_home", .plural = "happy_homes", .label = N_("Happy home"), .labels = N_("Happy homes"),
	.fields = fields, .nfields = HAPPY_HOME__N, .profile = P_HAPPY_HOME, .label_field = 1 + HAPPY_HOME_NAME,
	/* Families, children and their school: the homes of the townships where the children live, and of their schools. */
	.through = "(substr(t.region, 1, 9) IN (SELECT substr(coalesce(c.living_region, c.household_region), 1, 9)"
		   " FROM child c WHERE {child c}) OR t.school IN (SELECT c.school FROM child c WHERE {child c}))",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		[REACH_CONSENTED] = "t.county = ?S",
		[REACH_VILLAGE] = "substr(t.region, 1, 9) = substr(?S, 1, 9)",
		[REACH_TOWNSHIP] = "t.region >= ?S AND t.region < ?E",
		[REACH_CITY] = "t.county >= ?S AND t.county < ?E",
		[REACH_PROVINCE] = "t.county >= ?S AND t.county < ?E",
		[REACH_NATION] = "1=1",
		[REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = home_rule_home,
};
/* clang-format on */
