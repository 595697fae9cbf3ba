#include "account.h"
#include "home_rule.h"

/* clang-format off */
static const struct field fields[DEVICE_FAULT__N] = {
	[DEVICE_FAULT_DEVICE]    = { "device", T_REF, N_("Device"), C2_INTERNAL, P_HOME_WORK, .ref = &home_device_kind, .required = true, .fixed = true, .owned = true, .index = true },
	[DEVICE_FAULT_ON]        = { "on", T_DATE, N_("Since"), C2_INTERNAL, P_HOME_WORK, .column = "on_day", .required = true },
	[DEVICE_FAULT_TEXT]      = { "text", T_TEXT, N_("What does not work"), C2_INTERNAL, P_HOME_WORK, .column = "words", .max = 200, .required = true },
	[DEVICE_FAULT_MENDED_ON] = { "mended_on", T_DATE, N_("Mended on"), C2_INTERNAL, P_HOME_WORK },
	[DEVICE_FAULT_CLIENT]    = { "client", T_NUMBER, N_("Number given by the device"), C2_INTERNAL, P_HOME_WORK, .max = 36, .fixed = true, .index = true },
	[DEVICE_FAULT_BY]        = { "by", T_REF, N_("Written by"), C2_INTERNAL, P_HOME_WORK, .column = "by_account", .ref = &account_kind, .derived = true },
	[DEVICE_FAULT_AT]        = { "at", T_INSTANT, N_("Written down"), C2_INTERNAL, P_HOME_WORK, .column = "at_time", .derived = true },
};

const struct kind device_fault_kind = {
	.name = "device_fault", .plural = "device_faults", .label = N_("Fault of a device"), .labels = N_("Faults of devices"),
	.fields = fields, .nfields = DEVICE_FAULT__N, .profile = P_HOME_WORK,
	.through = "t.device IN (SELECT d.id FROM home_device d WHERE {home_device d})",
	.scope = { [REACH_OWN] = "1=0", [REACH_SELF] = "1=0" },
	.check = home_rule_fault,
};
/* clang-format on */
