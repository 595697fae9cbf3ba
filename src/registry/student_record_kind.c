#include "student_record.h"

/* clang-format off */
#define YES_NO .codes = "yes_no"
static const struct field fields[STUDENT_RECORD__N] = {
	[STUDENT_RECORD_CHILD]            = { "child",            T_REF,    N_("Child"),                    C3_PERSONAL,  P_REGISTER, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[STUDENT_RECORD_FORMER_NAME]      = { "former_name",      T_TEXT,   N_("Former name"),              C3_PERSONAL,  P_REGISTER, .max = 50 },
	[STUDENT_RECORD_BIRTHPLACE]       = { "birthplace",       T_REGION, N_("Place of birth"),           C3_PERSONAL,  P_REGISTER, .min = 2 },
	[STUDENT_RECORD_NATIVE_PLACE]     = { "native_place",     T_TEXT,   N_("Native place"),             C3_PERSONAL,  P_REGISTER, .max = 60 },
	[STUDENT_RECORD_NATIONALITY]      = { "nationality",      T_CODE,   N_("Nationality"),              C3_PERSONAL,  P_REGISTER, .codes = "country" },
	[STUDENT_RECORD_OVERSEAS]         = { "overseas",         T_CODE,   N_("Hong Kong, Macao, Taiwan, abroad"), C3_PERSONAL, P_REGISTER, .codes = "overseas" },
	[STUDENT_RECORD_POLITICAL_STATUS] = { "political_status", T_CODE,   N_("Political status"),         C3_PERSONAL,  P_REGISTER, .codes = "political_status" },
	[STUDENT_RECORD_ID_EXPIRY]        = { "id_expiry",        T_DATE,   N_("Paper valid until"),        C3_PERSONAL,  P_REGISTER },
	[STUDENT_RECORD_BLOOD_TYPE]       = { "blood_type",       T_CODE,   N_("Blood type"),               C4_SENSITIVE, P_HEALTH,   .codes = "blood_type" },
	[STUDENT_RECORD_TALENTS]          = { "talents",          T_TEXT,   N_("Talents"),                  C3_PERSONAL,  P_REGISTER, .max = 120 },
	[STUDENT_RECORD_AUXILIARY_NUMBER] = { "auxiliary_number", T_NUMBER, N_("Auxiliary student number"), C3_PERSONAL,  P_REGISTER, .max = 30 },
	[STUDENT_RECORD_CLASS_NUMBER]     = { "class_number",     T_NUMBER, N_("Number in class"),          C3_PERSONAL,  P_REGISTER, .max = 10 },
	[STUDENT_RECORD_ENTRY_MODE]       = { "entry_mode",       T_CODE,   N_("Way of entry"),             C3_PERSONAL,  P_REGISTER, .codes = "entry_mode" },
	[STUDENT_RECORD_SOURCE]           = { "source",           T_CODE,   N_("Source of the pupil"),      C3_PERSONAL,  P_REGISTER, .codes = "student_source" },
	[STUDENT_RECORD_MAILING_ADDRESS]  = { "mailing_address",  T_TEXT,   N_("Mailing address"),          C4_SENSITIVE, P_CONTACT,  .max = 120, .mask = MASK_ADDRESS },
	[STUDENT_RECORD_HOME_ADDRESS]     = { "home_address",     T_TEXT,   N_("Home address"),             C4_SENSITIVE, P_CONTACT,  .max = 120, .mask = MASK_ADDRESS },
	[STUDENT_RECORD_POSTCODE]         = { "postcode",         T_NUMBER, N_("Postcode"),                 C3_PERSONAL,  P_REGISTER, .max = 6, .hint = N_("6 digits") },
	[STUDENT_RECORD_EMAIL]            = { "email",            T_TEXT,   N_("E-mail"),                   C4_SENSITIVE, P_CONTACT,  .max = 100 },
	[STUDENT_RECORD_HOMEPAGE]         = { "homepage",         T_TEXT,   N_("Home page"),                C3_PERSONAL,  P_REGISTER, .max = 120 },
	[STUDENT_RECORD_ONLY_CHILD]       = { "only_child",       T_BOOL,   N_("Only child"),               C3_PERSONAL,  P_REGISTER },
	[STUDENT_RECORD_PRESCHOOL]        = { "preschool",        T_BOOL,   N_("Went to kindergarten"),     C3_PERSONAL,  P_REGISTER },
	[STUDENT_RECORD_MIGRANT_CHILD]    = { "migrant_child",    T_BOOL,   N_("Moved along with working parents"), C3_PERSONAL, P_REGISTER },
	[STUDENT_RECORD_ORPHAN]           = { "orphan",           T_CODE,   N_("Orphan"),                   C4_SENSITIVE, P_CONTACT,  YES_NO },
	[STUDENT_RECORD_MARTYR]           = { "martyr",           T_BOOL,   N_("Child of a martyr or entitled soldier"), C3_PERSONAL, P_REGISTER },
	[STUDENT_RECORD_INCLUSIVE]        = { "inclusive",        T_CODE,   N_("Inclusive schooling"),      C4_SENSITIVE, P_HEALTH,   .codes = "inclusive" },
	[STUDENT_RECORD_DISABILITY_TYPE]  = { "disability_type",  T_CODE,   N_("Kind of disability"),       C4_SENSITIVE, P_HEALTH,   .codes = "disability_type" },
	[STUDENT_RECORD_SEAT_BOUGHT]      = { "seat_bought",      T_BOOL,   N_("Seat paid for by the government"), C3_PERSONAL, P_REGISTER },
	[STUDENT_RECORD_AID_WANTED]       = { "aid_wanted",       T_BOOL,   N_("Asks for aid"),             C3_PERSONAL,  P_REGISTER },
	[STUDENT_RECORD_SUBSIDY]          = { "subsidy",          T_BOOL,   N_("Receives the boarder's subsidy"), C3_PERSONAL, P_REGISTER },
	[STUDENT_RECORD_DISTANCE_KM]      = { "distance_km",      T_TEXT,   N_("Way to school in kilometres"), C3_PERSONAL, P_REGISTER, .max = 10, .hint = N_("Such as 2.5") },
	[STUDENT_RECORD_TRANSPORT]        = { "transport",        T_CODE,   N_("How it comes to school"),   C3_PERSONAL,  P_REGISTER, .codes = "transport" },
	[STUDENT_RECORD_SCHOOL_BUS]       = { "school_bus",       T_BOOL,   N_("Needs the school bus"),     C3_PERSONAL,  P_REGISTER },
};
#undef YES_NO

const struct kind student_record_kind = {
	.name = "student_record", .plural = "student_records", .label = N_("Details for the school"), .labels = N_("Details for the school"),
	.fields = fields, .nfields = STUDENT_RECORD__N, .profile = P_REGISTER, .child_field = 1 + STUDENT_RECORD_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S AND " NOT_LOCKED("t.child"),
		[REACH_CONSENTED] = "1=0", /* a happy home needs none of it */
		[REACH_SELF] = "1=0",      /* it asks for what no child should read of itself: aid, an orphan's */
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = student_record_check,
};
/* clang-format on */
