#include "demo_post.h"
#include "outbox.h"

enum { MESSAGES_MAX = 200, BOOKED_BEFORE = 4 };

struct asked {
	int64_t party, child, person;
	day on;
};

static enum rc read_asked(struct ctx *c, struct asked *ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT p.id, p.child, p.person, k.on_day FROM call_party p JOIN call k ON k.id = p.call"
		" WHERE p.person IS NOT NULL AND p.account IS NULL ORDER BY p.id LIMIT ?1",
		INT(MESSAGES_MAX));

	if (rc != RC_OK)
		return rc;
	while (n < MESSAGES_MAX && db_next(&q))
		ret[n++] = (struct asked){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), (day)db_int(&q, 3) };
	*ret_n = n;
	return db_done(&q);
}

/* As it was when the call was booked: a demonstration's past has been sent (outbox.h), so the number is kept
 * nowhere. */
static enum rc write_one(struct ctx *c, const struct asked *a, bool wrong)
{
	static const int64_t a_day = INT64_C(86400000000), ten = INT64_C(7200000000);
	struct ctx then = *c;

	then.now = (int64_t)day_number(a->on) * a_day + ten - BOOKED_BEFORE * a_day;
	if (then.now > c->now)
		then.now = c->now;
	return outbox_add(&then, &(struct outbox_new){ .to = wrong ? STR("1380013800") : STR("13800138000"),
						       .text = STR("."),
						       .ref = a->party,
						       .child = a->child,
						       .person = a->person,
						       .until = then.now + BOOKED_BEFORE * a_day });
}

static enum rc write_all(struct ctx *c, void *arg UNUSED)
{
	struct asked *list = NEW(c->mem, struct asked, MESSAGES_MAX);
	size_t n = 0;
	enum rc rc = read_asked(c, list, &n);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = write_one(c, &list[i], i == 1);
	return rc;
}

enum rc demo_post_write(struct ctx *c) { return store_write(c, PRIO_BULK, write_all, NULL); }
