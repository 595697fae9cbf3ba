#include "fact.h"

static void push(struct ctx *c, struct fact_days *to, size_t *cap, const struct fact_day *one)
{
	to->list = GROWN(c->mem, to->list, to->n, cap);
	to->list[to->n++] = *one;
}

static enum rc take(struct ctx *c, struct rows *q, const char *kind, bool instants, struct fact_days *ret)
{
	struct fact_days all = { .list = NULL };
	size_t cap = 0;

	while (db_next(q)) {
		struct fact_day one = { .object = db_int(q, 0), .kind = kind, .id = db_int(q, 2) };
		one.on = instants ? instant_day(db_int(q, 1)) : (day)db_int(q, 1);
		if (one.on)
			push(c, &all, &cap, &one);
	}
	enum rc rc = db_done(q);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

enum rc fact_load(struct ctx *c, const struct sql *sql, const char *kind, const int64_t *object, size_t n,
		  struct fact_days *ret)
{
	struct val v[DB_AT_ONCE];
	struct rows q;

	db_sixteen(object, n, v);
	enum rc rc = db_query(c->db, &q, sql, v, COUNT(v));
	return rc == RC_OK ? take(c, &q, kind, false, ret) : rc;
}

enum rc fact_load_instants(struct ctx *c, const struct sql *sql, const char *kind, const int64_t *object,
			   size_t n, struct fact_days *ret)
{
	struct val v[DB_AT_ONCE];
	struct rows q;

	db_sixteen(object, n, v);
	enum rc rc = db_query(c->db, &q, sql, v, COUNT(v));
	return rc == RC_OK ? take(c, &q, kind, true, ret) : rc;
}
