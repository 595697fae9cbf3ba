#include "persons.h"
#include "privacy_meta.h"

enum persons_mode persons_mode(int64_t persons, int64_t warn, int64_t important)
{
	if (persons >= important)
		return PERSONS_IMPORTANT;
	return persons >= warn ? PERSONS_MANY : PERSONS_FEW;
}

int64_t persons_count(struct ctx *c)
{
	int64_t n = -1;

	return str_int(privacy_meta(c, STR("persons")), &n) ? n : -1;
}

enum persons_mode persons_mode_now(struct ctx *c)
{
	return persons_mode(persons_count(c), ctx_param(c, PARAM_PERSONS_WARN),
			    ctx_param(c, PARAM_PERSONS_IMPORTANT));
}

enum rc persons_daily(struct ctx *c)
{
	int64_t children = 0, adults = 0;
	struct buf b = buf_new(c->mem, 24);
	enum rc rc = db_one_int(c->db, SQL("SELECT count(*) FROM child c"), NULL, 0, &children);

	if (rc == RC_OK)
		rc = db_one_int(c->db, SQL("SELECT count(*) FROM person p"), NULL, 0, &adults);
	buf_int(&b, children + adults);
	return rc == RC_OK ? privacy_meta_put(c, STR("persons"), buf_view(&b)) : rc;
}
