#include "child.h"
#include "codes_gen.h"

/* clang-format off */
static const struct field fields[CHILD__N] = {
	[CHILD_NAME]             = { "name",             T_TEXT,   N_("Name"),                C3_PERSONAL,  P_REGISTER, .max = 50, .required = true, .search = true },
	[CHILD_SEX]              = { "sex",              T_CODE,   N_("Sex"),                 C3_PERSONAL,  P_REGISTER, .codes = "sex", .required = true },
	[CHILD_BIRTH_DATE]       = { "birth_date",       T_DATE,   N_("Date of birth"),       C3_PERSONAL,  P_REGISTER, .required = true, .index = true },
	[CHILD_ID_TYPE]          = { "id_type",          T_CODE,   N_("Kind of paper"),       C3_PERSONAL,  P_REGISTER, .codes = "id_type" },
	[CHILD_ID_NUMBER]        = { "id_number",        T_NUMBER, N_("Id number"),           C4_SENSITIVE, P_CONTACT,  .max = 30, .digest = true, .mask = MASK_ID, .hint = N_("18 characters, as in the household book") },
	[CHILD_NO_ID_REASON]     = { "no_id_reason",     T_CODE,   N_("Why no number"),       C3_PERSONAL,  P_REGISTER, .codes = "no_id_reason" },
	[CHILD_STUDENT_NUMBER]   = { "student_number",   T_NUMBER, N_("Student number"),      C4_SENSITIVE, P_CONTACT,  .max = 30, .digest = true },
	[CHILD_ETHNICITY]        = { "ethnicity",        T_CODE,   N_("Ethnic group"),        C3_PERSONAL,  P_REGISTER, .codes = "ethnicity" },
	[CHILD_HOUSEHOLD_REGION] = { "household_region", T_REGION, N_("Household place"),     C3_PERSONAL,  P_REGISTER, .min = 6, .fact = true, .index = true, .hint = N_("12 digits; 9 or 6 when no finer is known") },
	[CHILD_HOUSEHOLD_TYPE]   = { "household_type",   T_CODE,   N_("Household type"),      C3_PERSONAL,  P_REGISTER, .codes = "household_type", .fact = true },
	[CHILD_LIVING_REGION]    = { "living_region",    T_REGION, N_("Lives in"),            C3_PERSONAL,  P_REGISTER, .min = 6, .fact = true, .index = true },
	[CHILD_ADDRESS]          = { "address",          T_TEXT,   N_("Address"),             C4_SENSITIVE, P_CONTACT,  .max = 120, .mask = MASK_ADDRESS },
	[CHILD_PHONE]            = { "phone",            T_NUMBER, N_("Phone"),               C4_SENSITIVE, P_CONTACT,  .max = 20, .digest = true, .tail = true, .mask = MASK_PHONE },
	[CHILD_HEALTH]           = { "health",           T_CODE,   N_("Health"),              C4_SENSITIVE, P_HEALTH,   .codes = "health" },
	[CHILD_SCHOOL]           = { "school",           T_REF,    N_("School"),              C3_PERSONAL,  P_REGISTER, .ref = &school_kind, .fact = true, .index = true },
	[CHILD_CLASS]            = { "class",            T_REF,    N_("Class"),               C3_PERSONAL,  P_REGISTER, .ref = &class_kind, .fact = true, .index = true },
	[CHILD_ENTRY_MONTH]      = { "entry_month",      T_MONTH,  N_("Month of entry"),      C3_PERSONAL,  P_REGISTER, .fact = true, .hint = N_("Such as 202409") },
	[CHILD_ATTENDANCE_MODE]  = { "attendance_mode",  T_CODE,   N_("Day pupil or boarder"),C3_PERSONAL,  P_REGISTER, .codes = "attendance_mode", .fact = true },
	[CHILD_SINCE]            = { "since",            T_DATE,   N_("True since"),          C3_PERSONAL,  P_REGISTER, .input = true, .hint = N_("From which day the new household or place of living holds; empty: from today") },
};

#define OPEN " AND " NOT_LOCKED("t.id")
#define IN_PLACE "((t.living_region >= ?S AND t.living_region < ?E) OR (t.household_region >= ?S AND t.household_region < ?E))" OPEN
#define AGREED "t.county = ?S AND t.id IN (SELECT i.child FROM consent i WHERE i.purpose = '" CODE_CONSENT_PURPOSE_PROVISION "'" IN_FORCE ")"
/* The homes on whose teams one is today, each with what else it takes for a child to belong to it. */
#define AT_HOME(join) " FROM home_member m JOIN happy_home h ON h.id = m.home " join " WHERE m.account = ?D AND m.first_on <= ?T" \
		      " AND (m.last_on IS NULL OR m.last_on >= ?T) AND (h.closed_on IS NULL OR h.closed_on > ?T)"
#define IN_HOME_PLACE(column) "JOIN child k ON k." column " >= h.region AND k." column " < h.region || ':'"
#define IN_FORCE " AND (i.from_day IS NULL OR i.from_day <= ?T) AND (i.to_day IS NULL OR i.to_day >= ?T)"
const struct kind child_kind = {
	.name = "child", .plural = "children", .label = N_("Child"), .labels = N_("Children"),
	.fields = fields, .nfields = CHILD__N, .profile = P_REGISTER, .label_field = 1 + CHILD_NAME, .is_child = true,
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY] = "t.county = ?S" OPEN,
		[REACH_SCHOOL] = "t.school = ?S" OPEN,
		[REACH_CLASS]  = "t.class = ?S" OPEN,
		[REACH_POSTED] = "t.school IN (SELECT x.id FROM school x WHERE {school x})" OPEN,
		[REACH_VILLAGE]  = IN_PLACE,
		[REACH_TOWNSHIP] = IN_PLACE,
		[REACH_SELF] = "t.id = ?S" OPEN,
		/* A tie in force and not barred; whoever is barred by one tie is so by all. */
		[REACH_OWN] = "t.id IN (SELECT i.child FROM tie i WHERE i.person = ?S" IN_FORCE
			      " GROUP BY i.child HAVING max(coalesce(i.barred, 0)) = 0)" OPEN,
		[REACH_CONSENTED] = AGREED OPEN,
		/* A home in a school has the children of the school, another one those who live where it lies; and
		 * whoever has a call there, had one of late, or waits for one.  coalesce() keeps SQLite from indexes
		 * of what most rows say. */
		[REACH_HOME] = AGREED " AND t.id IN ("
			       "SELECT k.id" AT_HOME("JOIN child k ON k.school = h.school")
			       " UNION SELECT k.id" AT_HOME(IN_HOME_PLACE("living_region")) " AND h.school IS NULL"
			       " UNION SELECT k.id" AT_HOME(IN_HOME_PLACE("household_region")) " AND h.school IS NULL AND coalesce(k.living_region, '') = ''"
			       " UNION SELECT b.child" AT_HOME("JOIN call b ON b.home = h.id") " AND b.on_day >= ?H AND b.state <> '" CODE_CALL_STATE_CANCELLED "'"
			       " UNION SELECT w.child" AT_HOME("JOIN call_wish w ON w.home = h.id") " AND coalesce(w.state, '') = '" CODE_WISH_STATE_WAITING "')" OPEN,
		[REACH_CITY]     = "t.county >= ?S AND t.county < ?E" OPEN,
		[REACH_PROVINCE] = "t.county >= ?S AND t.county < ?E" OPEN,
		[REACH_NATION]   = "1=1" OPEN,
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = child_check, .after = child_after,
};
/* clang-format on */
