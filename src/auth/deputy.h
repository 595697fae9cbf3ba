/* deputy.h - who stands in while somebody is away: set by another, for a limited time (parameter
 * deputy.max_days).  A session that takes the place names both in the journal (session.h). */
#pragma once
#include "record.h"

enum { DEPUTY_ACCOUNT, DEPUTY_DEPUTY, DEPUTY_FROM, DEPUTY_TO, DEPUTY_REASON, DEPUTY__N };
extern const struct kind deputy_kind;

/* Two accounts for work with children, of one county, neither of them one's own. */
void deputy_check(struct ctx *c, const struct change *change);

/* The role of the account that a field of a record names, when it is of the record's county; 0: none. */
enum role account_role_named(struct ctx *c, const struct record *r, size_t field);
/* A problem at `to` when it lies before `from`. */
void check_days(struct ctx *c, const struct record *r, size_t from, size_t to);
