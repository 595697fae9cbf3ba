#include "account.h"
#include "password.h"
#include "totp.h"

/* clang-format off */
static const struct field fields[ACCOUNT__N] = {
	[ACCOUNT_LOGIN]     = { "login",     T_TEXT,   N_("Login name"), C2_INTERNAL, P_ACCOUNT, .max = ACCOUNT_LOGIN_MAX, .required = true, .fixed = true, .search = true, .index = true, .hint = N_("Small letters, digits, and . _ - between them") },
	[ACCOUNT_NAME]      = { "name",      T_TEXT,   N_("Name"),       C2_INTERNAL, P_ACCOUNT, .max = 50, .required = true, .search = true },
	[ACCOUNT_ROLE]      = { "role",      T_CODE,   N_("Role"),       C2_INTERNAL, P_ACCOUNT, .codes = "role", .required = true, .fixed = true },
	[ACCOUNT_SCHOOL_ID] = { "school_id", T_NUMBER, N_("School"),     C2_INTERNAL, P_ACCOUNT, .max = 19, .hint = N_("Of a head or a teacher") },
	[ACCOUNT_CLASS_ID]  = { "class_id",  T_NUMBER, N_("Class"),      C2_INTERNAL, P_ACCOUNT, .max = 19, .hint = N_("Of a class teacher") },
	[ACCOUNT_REGION]    = { "region",    T_REGION, N_("Place"),      C2_INTERNAL, P_ACCOUNT, .min = 2, .hint = N_("Of those who look after a village, a township, a city or a province") },
	[ACCOUNT_PERSON_ID] = { "person_id", T_NUMBER, N_("Person"),     C2_INTERNAL, P_ACCOUNT, .max = 19, .fixed = true, .index = true, .hint = N_("The adult that a guardian or parent is") },
	[ACCOUNT_CHILD_ID]  = { "child_id",  T_NUMBER, N_("Child"),      C2_INTERNAL, P_ACCOUNT, .max = 19, .fixed = true, .index = true, .hint = N_("The child itself") },
	[ACCOUNT_DISABLED]  = { "disabled",  T_BOOL,   N_("Disabled"),   C2_INTERNAL, P_ACCOUNT, .hint = N_("Cannot sign in") },
	[ACCOUNT_PASSWORD]  = { "password",  T_SECRET, N_("Password"),   C5_SEALED,   P_SECRET,  .max = PASSWORD_KEPT },
	[ACCOUNT_PASSWORD_CHANGED_AT] = { "password_changed_at", T_INSTANT, N_("Password changed"), C2_INTERNAL, P_ACCOUNT, .derived = true },
	[ACCOUNT_MUST_CHANGE] = { "must_change", T_BOOL, N_("Password must be changed"), C2_INTERNAL, P_ACCOUNT, .derived = true },
	[ACCOUNT_TOTP]      = { "totp",      T_TEXT,   N_("Second factor"), C5_SEALED, P_SECRET, .max = TOTP_BASE32 },
	[ACCOUNT_TOTP_AT]   = { "totp_at",   T_INSTANT, N_("Second factor set up"), C2_INTERNAL, P_ACCOUNT, .derived = true },
};

const struct kind account_kind = {
	.name = "account", .plural = "accounts", .label = N_("Account"), .labels = N_("Accounts"),
	.fields = fields, .nfields = ACCOUNT__N, .profile = P_ACCOUNT, .label_field = 1 + ACCOUNT_NAME, .kept = true,
	/* Who keeps accounts reads no child: their reach is nothing, but for the accounts of their county.  Officials of
	 * the county name accounts (queries for convictions, deputies) of which they may read no field. */
	.scope = {
		[REACH_NOTHING] = "t.county = ?S",
		[REACH_COUNTY]  = "t.county = ?S",
		[REACH_CONSENTED] = "t.county = ?S", /* the federation names who belongs to a happy home; it reads nothing */
	},
	.check = account_check, .after = account_after,
};
/* clang-format on */
