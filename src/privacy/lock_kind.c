#include "erase.h"
#include "registry.h"

/* clang-format off */
static const struct field fields[LOCK__N] = {
	[LOCK_CHILD]     = { "child",     T_REF,  N_("Child"),              C3_PERSONAL, P_RIGHTS, .ref = &child_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[LOCK_SINCE]     = { "since",     T_DATE, N_("Only stored since"),  C3_PERSONAL, P_RIGHTS, .required = true, .fixed = true },
	[LOCK_UNTIL]     = { "until",     T_DATE, N_("To be kept until"),   C3_PERSONAL, P_RIGHTS, .required = true, .fixed = true },
	[LOCK_LAW]       = { "law",       T_TEXT, N_("What demands it"),    C3_PERSONAL, P_RIGHTS, .max = 200, .required = true, .fixed = true },
	[LOCK_LIFTED_ON] = { "lifted_on", T_DATE, N_("Lifted on"),          C3_PERSONAL, P_RIGHTS },
};

/* PIPL 47: where a law has data kept that are to be erased, they are stored and nothing else. */
const struct kind storage_lock_kind = {
	.name = "storage_lock", .plural = "storage_locks", .label = N_("Storage only"), .labels = N_("Storage only"),
	.fields = fields, .nfields = LOCK__N, .profile = P_RIGHTS, .child_field = 1 + LOCK_CHILD, .kept = true,
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
	},
	.check = lock_check,
};
/* clang-format on */
