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
	if (rc == RC_OK)
		rc = journal_move(c, &before, &after);
	return rc == RC_OK && k->moved ? k->moved(c, &after) : rc;
}

enum rc move_referrers(struct ctx *c, const struct kind *k, size_t field, int64_t of, unsigned from,
		       unsigned county)
{
	struct referrers by = { NULL, 0 };
	enum rc rc = stmt_referrers(c, k, &k->fields[field], of, from, &by);

	for (size_t i = 0; i < by.n && rc == RC_OK; i++)
		rc = move_record(c, k, by.id[i], county);
	return rc;
}
