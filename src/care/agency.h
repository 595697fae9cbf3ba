/* agency.h - who helps beyond school and village, and who of their people reads what is referred to them.
 *
 * An agency is answered for by its people (agency_member, in force today), by whoever stands in for one of
 * them, and for the county's own civil affairs and education by the holders of that role. */
#pragma once
#include "care.h"
#include "kindpage.h"

#define ROLES_AGENCY_READ (ROLES_STAFF | ROLE_FEDERATION | ROLE_POLICE | ROLE_HOSPITAL)

/* It takes referrals on that day: nobody has closed it by then. */
bool agency_open(const struct record *agency, day on);

/* Over a column t.to_agency: agencies that somebody answers for; ?1 whose account (agency_account()), ?2
 * today, ?3 the sort that the role answers for (agency_sort_of()), ?4 the county. */
#define AGENCY_OWN                                                                                           \
	"(t.to_agency IN (SELECT m.agency FROM agency_member m WHERE m.account = ?1 AND m.from_day <= ?2"    \
	" AND (m.to_day IS NULL OR m.to_day >= ?2))"                                                         \
	" OR t.to_agency IN (SELECT g.id FROM agency g WHERE g.agency_sort = ?3 AND g.county = ?4))"
/* The four values in their order. */
void agency_own(const struct ctx *c, struct val ret[4]);
enum rc agency_is_own(struct ctx *c, int64_t agency, bool *ret) MUST_CHECK;

/* The rules of the kinds. */
void agency_check(struct ctx *c, const struct change *change);
void agency_member_check(struct ctx *c, const struct change *change);

extern const struct kind_page agency_pages, agency_member_pages;
extern const struct route agency_routes[]; /* ended by an empty row */
