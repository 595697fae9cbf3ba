#include "deed_fact.h"

static enum rc load_deeds(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.signed_on, t.id FROM deed t WHERE t.child IN " DB_SIXTEEN
			     " AND t.signed_on IS NOT NULL ORDER BY t.child, t.signed_on, t.id"),
			 "deed", child, n, ret);
}

static enum rc load_notices(struct ctx *c, const int64_t *child, size_t n, struct fact_days *ret)
{
	return fact_load(c,
			 SQL("SELECT t.child, t.noted_on, t.id FROM deed t WHERE t.child IN " DB_SIXTEEN
			     " AND t.noted_on IS NOT NULL ORDER BY t.child, t.noted_on, t.id"),
			 "deed", child, n, ret);
}

const struct fact deed_fact = { "deed", FACT_CHILD, load_deeds };
const struct fact deed_notice_fact = { "deed_notice", FACT_CHILD, load_notices };
