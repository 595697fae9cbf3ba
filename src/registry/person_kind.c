#include "family.h"

/* clang-format off */
static const struct field fields[PERSON__N] = {
	[PERSON_NAME]       = { "name",       T_TEXT,   N_("Name"),          C3_PERSONAL,  P_REGISTER, .max = 50, .required = true, .search = true, .index = true },
	[PERSON_SEX]        = { "sex",        T_CODE,   N_("Sex"),           C3_PERSONAL,  P_REGISTER, .codes = "sex" },
	[PERSON_BIRTH_DATE] = { "birth_date", T_DATE,   N_("Date of birth"), C3_PERSONAL,  P_REGISTER },
	[PERSON_ID_NUMBER]  = { "id_number",  T_NUMBER, N_("Id number"),     C4_SENSITIVE, P_CONTACT, .max = 30, .digest = true, .mask = MASK_ID },
	[PERSON_PHONE]      = { "phone",      T_NUMBER, N_("Phone"),         C4_SENSITIVE, P_CONTACT, .max = 20, .digest = true, .tail = true, .mask = MASK_PHONE },
	/* Kept as circumstances. */
	[PERSON_STATE]        = { "state",        T_CODE, N_("State"),        C3_PERSONAL, P_FAMILY, .codes = "person_state", .input = true },
	[PERSON_GUARDIANSHIP] = { "guardianship", T_CODE, N_("Able to care"), C3_PERSONAL, P_FAMILY, .codes = "guardianship", .input = true },
	[PERSON_SINCE]        = { "since",        T_DATE, N_("True since"),   C3_PERSONAL, P_FAMILY, .input = true },
	[PERSON_ID_TYPE]          = { "id_type",          T_CODE,   N_("Kind of paper"),   C3_PERSONAL,  P_REGISTER, .codes = "id_type" },
	[PERSON_ETHNICITY]        = { "ethnicity",        T_CODE,   N_("Ethnic group"),    C3_PERSONAL,  P_REGISTER, .codes = "ethnicity" },
	[PERSON_EDUCATION]        = { "education",        T_CODE,   N_("Education"),       C3_PERSONAL,  P_FAMILY,   .codes = "education" },
	[PERSON_EMPLOYER]         = { "employer",         T_TEXT,   N_("Employer"),        C3_PERSONAL,  P_FAMILY,   .max = 100 },
	[PERSON_OCCUPATION]       = { "occupation",       T_TEXT,   N_("Occupation"),      C3_PERSONAL,  P_FAMILY,   .max = 60 },
	[PERSON_HOUSEHOLD_REGION] = { "household_region", T_REGION, N_("Household place"), C3_PERSONAL,  P_REGISTER, .min = 6 },
	[PERSON_ADDRESS]          = { "address",          T_TEXT,   N_("Address"),         C4_SENSITIVE, P_CONTACT,  .max = 120, .mask = MASK_ADDRESS },
	/* Of who looks after a child: how well they are, and what they can do for it. */
	[PERSON_HEALTH]           = { "health",           T_CODE,   N_("Health"),          C4_SENSITIVE, P_HEALTH,   .codes = "health" },
	[PERSON_CARE_ABILITY]     = { "care_ability",     T_CODE,   N_("Able to look after a child"), C3_PERSONAL, P_FAMILY, .codes = "care_ability" },
};

const struct kind person_kind = {
	.name = "person", .plural = "persons", .label = N_("Adult"), .labels = N_("Adults"),
	.fields = fields, .nfields = PERSON__N, .profile = P_FAMILY, .label_field = 1 + PERSON_NAME,
	.through = "t.id IN (SELECT i.person FROM tie i JOIN child c ON c.id = i.child WHERE {child c})",
	.scope = {
		/* Of another county while a brother or sister is there: by the tie. */
		[REACH_COUNTY] = "(t.county = ?S OR EXISTS (SELECT 1 FROM tie i WHERE i.person = t.id AND i.county = ?S))",
		[REACH_OWN]    = "t.id = ?S",
		[REACH_CONSENTED] = "1=0",
	},
	.check = person_check, .after = person_after,
};
/* clang-format on */
