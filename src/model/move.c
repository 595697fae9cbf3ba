#include "move.h"
#include "tx.h"

#include <assert.h>

enum rc move_record(struct ctx *c, const struct kind *k, int64_t id, unsigned county)
{
	struct record before, after;

	assert(c->tx && !k->derived); /* what is derived is written anew by what settles */
	enum rc rc = record_load_plain(c, k, id, false, &before);
	if (rc != RC_OK || before.county == county)
		return rc;
	after = before;
	after.county = county;
	after.version++;
	after.updated_at = c->now;
	rc = store_rekeep(c, &after);
	return rc == RC_OK ? journal_move(c, &before, &after) : rc;
}

static enum rc query_referrers(struct ctx *c, const struct kind *k, size_t field, int64_t of, unsigned from,
			       struct rows *ret)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "SELECT t.id FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.");
	stmt_str(&s, field_column(&k->fields[field]));
	stmt_str(&s, " = ");
	stmt_val(&s, INT(of));
	stmt_str(&s, " AND t.county = ");
	stmt_val(&s, INT(from));
	stmt_str(&s, " ORDER BY t.id");
	return stmt_query(&s, c, ret);
}

/* Read first, then written: rows must not change under a query that is under way. */
enum rc move_referrers(struct ctx *c, const struct kind *k, size_t field, int64_t of, unsigned from,
		       unsigned county)
{
	struct found {
		int64_t id;
		struct found *next;
	} *first = NULL, **end = &first;
	struct rows q;
	enum rc rc = query_referrers(c, k, field, of, from, &q);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		*end = NEW(c->mem, struct found, 1);
		(*end)->id = db_int(&q, 0);
		end = &(*end)->next;
	}
	rc = db_done(&q);
	for (struct found *f = first; f && rc == RC_OK; f = f->next)
		rc = move_record(c, k, f->id, county);
	return rc;
}
