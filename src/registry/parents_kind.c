#include "parents.h"

/* A view, not a table: what one line about a parent asks for. */
/* clang-format off */
static const struct field fields[PARENT__N] = {
	[PARENT_CHILD]        = { "child",        T_REF,    N_("Child"),        C3_PERSONAL,  P_FAMILY,   .ref = &child_kind, .required = true, .fixed = true },
	[PARENT_PERSON]       = { "person",       T_REF,    N_("Adult"),        C3_PERSONAL,  P_FAMILY,   .ref = &person_kind, .fixed = true },
	[PARENT_RELATION]     = { "relation",     T_CODE,   N_("Relation"),     C3_PERSONAL,  P_FAMILY,   .codes = "relation", .required = true },
	[PARENT_NAME]         = { "name",         T_TEXT,   N_("Name"),         C3_PERSONAL,  P_REGISTER, .max = 50, .search = true },
	[PARENT_ID_NUMBER]    = { "id_number",    T_NUMBER, N_("Id number"),    C4_SENSITIVE, P_CONTACT,  .max = 30, .mask = MASK_ID },
	[PARENT_PHONE]        = { "phone",        T_NUMBER, N_("Phone"),        C4_SENSITIVE, P_CONTACT,  .max = 20, .mask = MASK_PHONE },
	[PARENT_STATE]        = { "state",        T_CODE,   N_("State"),        C3_PERSONAL,  P_FAMILY,   .codes = "person_state" },
	[PARENT_GUARDIANSHIP] = { "guardianship", T_CODE,   N_("Able to care"), C3_PERSONAL,  P_FAMILY,   .codes = "guardianship" },
	[PARENT_LIVES_WITH]   = { "lives_with",   T_BOOL,   N_("Lives with the child"), C3_PERSONAL, P_FAMILY },
	[PARENT_BARRED]       = { "barred",       T_BOOL,   N_("Must not come near"),   C3_PERSONAL, P_FAMILY, .hint = N_("By order of a court or of civil affairs") },
	[PARENT_CARER]        = { "carer",        T_BOOL,   N_("Looks after the child day by day"), C3_PERSONAL, P_FAMILY },
	[PARENT_BIRTH_DATE]   = { "birth_date",   T_DATE,   N_("Date of birth"), C3_PERSONAL, P_REGISTER },
	[PARENT_HEALTH]       = { "health",       T_CODE,   N_("Health"),       C4_SENSITIVE, P_HEALTH,  .codes = "health" },
	[PARENT_CARE_ABILITY] = { "care_ability", T_CODE,   N_("Able to look after a child"), C3_PERSONAL, P_FAMILY, .codes = "care_ability", .hint = N_("Of who looks after the child: as you found them at the last visit") },
	[PARENT_SINCE]        = { "since",        T_DATE,   N_("True since"),   C3_PERSONAL,  P_FAMILY,   .input = true, .hint = N_("From which day state or ability changed; empty: from today") },
};
/* clang-format on */

const struct kind parent_view = {
	.name = "parent",
	.plural = "parents",
	.label = N_("Parent"),
	.labels = N_("Parents"),
	.fields = fields,
	.nfields = PARENT__N,
	.profile = P_FAMILY,
	.label_field = 1 + PARENT_NAME,
};
