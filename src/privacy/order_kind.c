#include "order.h"
#include "registry.h"

/* clang-format off */
static const struct field fields[ORDER__N] = {
	[ORDER_CHILD]       = { "child",       T_REF,  N_("Child"),              C3_PERSONAL, P_ORDER,  .ref = &child_kind, .required = true, .owned = true, .fixed = true, .index = true },
	[ORDER_PERSON]      = { "person",      T_REF,  N_("Who is kept away"),   C3_PERSONAL, P_ORDER,  .ref = &person_kind, .required = true, .fixed = true, .index = true },
	[ORDER_ISSUED_BY]   = { "issued_by",   T_CODE, N_("Ordered by"),         C3_PERSONAL, P_ORDER,  .codes = "order_issuer", .required = true },
	[ORDER_DOCUMENT_NO] = { "document_no", T_TEXT, N_("Number of the order"),C3_PERSONAL, P_ORDER,  .max = 60, .required = true },
	[ORDER_FROM]        = { "from",        T_DATE, N_("From"),               C3_PERSONAL, P_ORDER,  .column = "from_day", .required = true },
	[ORDER_TO]          = { "to",          T_DATE, N_("Last day"),           C3_PERSONAL, P_ORDER,  .column = "to_day", .hint = N_("Empty while nobody has lifted it") },
	[ORDER_GROUNDS]     = { "grounds",     T_LONG, N_("Why"),                C5_SEALED,   P_SEALED, .max = 2000, .hint = N_("Sealed: it opens to civil affairs, and to others for an hour when somebody agrees") },
	[ORDER_IN_FORCE]    = { "in_force",    T_BOOL, N_("In force"),           C3_PERSONAL, P_ORDER,  .derived = true },
};

const struct kind order_kind = {
	.name = "protection_order", .plural = "protection_orders", .label = N_("Protection order"), .labels = N_("Protection orders"),
	.fields = fields, .nfields = ORDER__N, .profile = P_ORDER, .child_field = 1 + ORDER_CHILD,
	.through = "t.child IN (SELECT c.id FROM child c WHERE {child c})",
	.scope = {
		[REACH_COUNTY] = "t.county = ?S",
		/* Families, children, and who sees a child by consent or referral: not even that there is one. */
		[REACH_OWN] = "1=0", [REACH_SELF] = "1=0", [REACH_CONSENTED] = "1=0", [REACH_REFERRED] = "1=0",
	},
	.check = order_check, .after = order_after,
};
/* clang-format on */
