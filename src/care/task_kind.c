#include "account.h"
#include "task.h"

/* clang-format off */
static const struct field fields[TASK__N] = {
	[TASK_CHILD]       = { "child",         T_REF,     N_("Child"), C3_PERSONAL, P_TASK, .ref = &child_kind, .fixed = true, .owned = true, .index = true },
	[TASK_WHAT]        = { "what",          T_CODE,    N_("Sort"), C2_INTERNAL, P_TASK, .codes = "task_what", .required = true },
	[TASK_TITLE]       = { "title",         T_TEXT,    N_("What is to be done"), C3_PERSONAL, P_TASK, .max = 120, .required = true },
	[TASK_FOR_ROLE]    = { "for_role",      T_CODE,    N_("For"), C2_INTERNAL, P_TASK, .codes = "role", .required = true },
	[TASK_FOR_ACCOUNT] = { "for_account",   T_REF,     N_("By name"), C2_INTERNAL, P_TASK, .ref = &account_kind, .index = true },
	[TASK_DUE]         = { "due",           T_DATE,    N_("To be done by"), C2_INTERNAL, P_TASK, .required = true, .index = true },
	[TASK_STATE]       = { "state",         T_CODE,    N_("Where it stands"), C2_INTERNAL, P_TASK, .codes = "task_state", .derived = true },
	[TASK_RESULT]      = { "result",        T_TEXT,    N_("What came of it"), C4_SENSITIVE, P_TASK, .max = 500, .derived = true },
	[TASK_DONE_ON]     = { "done_on",       T_DATE,    N_("Done on"), C2_INTERNAL, P_TASK, .derived = true },
	[TASK_DONE_BY]     = { "done_by",       T_REF,     N_("Done by"), C2_INTERNAL, P_TASK, .ref = &account_kind, .derived = true },
	[TASK_SNOOZED_TO]  = { "snoozed_to",    T_DATE,    N_("Put off until"), C2_INTERNAL, P_TASK, .derived = true },
	[TASK_SNOOZE_WHY]  = { "snooze_why",    T_TEXT,    N_("Why it was put off"), C4_SENSITIVE, P_TASK, .max = 200, .derived = true },
	[TASK_SOURCE]      = { "source",        T_TEXT,    N_("Comes from"), C2_INTERNAL, P_TASK, .max = 40, .derived = true },
	[TASK_SOURCE_ID]   = { "source_id",     T_NUMBER,  N_("Record it comes from"), C2_INTERNAL, P_TASK, .max = 19, .derived = true, .index = true },
	[TASK_VILLAGE]     = { "village",       T_REGION,  N_("Village"), C2_INTERNAL, P_TASK, .min = 6, .derived = true, .index = true },
	[TASK_SCHOOL]      = { "school",        T_REF,     N_("School"), C2_INTERNAL, P_TASK, .ref = &school_kind, .derived = true, .index = true },
	[TASK_NOW_ROLE]    = { "now_role",      T_CODE,    N_("Whose turn it is"), C2_INTERNAL, P_TASK, .codes = "role", .derived = true, .index = true },
	[TASK_STEP_ON]     = { "step_on",       T_DATE,    N_("Goes one up on"), C2_INTERNAL, P_TASK, .derived = true },
	[TASK_BY]          = { "by",            T_REF,     N_("Written by"), C2_INTERNAL, P_TASK, .column = "by_account", .ref = &account_kind, .derived = true },
	[TASK_AT]          = { "at",            T_INSTANT, N_("Written down"), C2_INTERNAL, P_TASK, .column = "at_time", .derived = true },
};

#define BY_NAME "t.for_account IN (?A, ?D)"
#define CARE_OPEN " AND " NOT_LOCKED("coalesce(t.child, 0)")
const struct kind task_kind = {
	.name = "task", .plural = "tasks", .label = N_("Task"), .labels = N_("Tasks"),
	.fields = fields, .nfields = TASK__N, .profile = P_TASK, .child_field = 1 + TASK_CHILD, .label_field = 1 + TASK_TITLE, .kept = true,
	.through = "(" BY_NAME " OR t.child IN (SELECT c.id FROM child c WHERE {child c}))",
	/* NOLINTBEGIN(bugprone-suspicious-missing-comma): clauses end alike */
	.scope = {
		[REACH_COUNTY]   = "t.county = ?S" CARE_OPEN,
		[REACH_TOWNSHIP] = "(" BY_NAME " OR (t.village >= ?S AND t.village < ?E))" CARE_OPEN,
		[REACH_VILLAGE]  = "(" BY_NAME " OR (t.village >= ?S AND t.village < ?E))" CARE_OPEN,
		[REACH_SCHOOL]   = "(" BY_NAME " OR t.school = ?S)" CARE_OPEN,
		/* Beyond school and village: what is meant for them. */
		[REACH_CONSENTED] = "t.county = ?S AND (" BY_NAME " OR (t.for_account IS NULL AND t.for_role = ?R))" CARE_OPEN,
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_REFERRED] = "1=0",
	},
	/* NOLINTEND(bugprone-suspicious-missing-comma) */
	.check = task_check,
};
/* clang-format on */
