#include "moves.h"

#include "registry.h"

const char *const moves_name[MOVES__N] = { "civil_in", "civil_out", "roll_in", "roll_out" };
const char *const moves_label[MOVES__N] = {
	[MOVES_CIVIL_IN] = N_("Newly left behind, civil affairs"),
	[MOVES_CIVIL_OUT] = N_("No longer left behind, civil affairs"),
	[MOVES_ROLL_IN] = N_("Newly left behind, school roll"),
	[MOVES_ROLL_OUT] = N_("No longer left behind, school roll"),
};

int moves_month_after(int month, int n)
{
	int months = month / 100 * 12 + month % 100 - 1 + n;

	return months / 12 * 100 + months % 12 + 1;
}

static day first_of(int month) { return (day)(month * 100 + 1); }

/* The first code after all that begin so: digits end before ':'. */
static str end_of(struct arena *mem, str code)
{
	char *end = str_z(mem, code);

	if (code.n)
		end[code.n - 1]++;
	return code.n ? (str){ end, code.n } : STR(":");
}

struct month {
	day first, last;
};

static enum rc query(struct ctx *c, const struct moves_query *q, const struct month *m, struct rows *ret)
{
	return STORE_QUERY(c, ret,
			   "SELECT x.child, x.day, coalesce(x.region, '')," MOVES_COLUMNS
			   " WHERE x.day >= ?1 AND x.day <= ?2 AND coalesce(x.region, '') >= ?3"
			   " AND coalesce(x.region, '') < ?4 AND {child c} ORDER BY x.day, x.child",
			   INT(m->first), INT(m->last), TEXT(q->region), TEXT(end_of(c->mem, q->region)));
}

static enum rc load_rows(struct ctx *c, const struct moves_query *q, const struct month *m, struct moves *ret)
{
	struct rows rows;
	enum rc rc = query(c, q, m, &rows);

	if (rc != RC_OK)
		return rc;
	ret->list = NEW(c->mem, struct move, MOVES_MAX);
	while (db_next(&rows)) {
		for (int k = 0; k < MOVES__N; k++)
			ret->count[k] += db_int(&rows, 3 + k);
		if (!db_int(&rows, 3 + (int)q->of))
			continue;
		if (ret->n == MOVES_MAX)
			ret->more = true;
		else
			ret->list[ret->n++] = (struct move){ db_int(&rows, 0), (day)db_int(&rows, 1),
							     db_dup(c->mem, &rows, 2) };
	}
	return db_done(&rows);
}

/* The names: one statement, whatever their number. */
static enum rc load_children(struct ctx *c, const struct moves_query *q, const struct month *m,
			     struct moves *ret)
{
	struct list l = { .v = { INT(m->first), INT(m->last), TEXT(q->region),
				 TEXT(end_of(c->mem, q->region)) },
			  .nv = 4,
			  .want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SCHOOL |
				  UINT64_C(1) << CHILD_SEX | UINT64_C(1) << CHILD_BIRTH_DATE };

	l.where = SQL("t.id IN (SELECT x.child FROM crossing x WHERE x.day >= ?1 AND x.day <= ?2"
		      " AND coalesce(x.region, '') >= ?3 AND coalesce(x.region, '') < ?4)");
	return ret->n ? record_list(c, &child_kind, &l, &ret->children) : RC_OK;
}

enum rc moves_run(struct ctx *c, const struct moves_query *q, struct moves *ret)
{
	struct month m = { .first = first_of(q->month) };

	m.last = day_month_end(m.first);
	m.last = m.last > c->today ? c->today : m.last;
	*ret = (struct moves){ .n = 0 };
	enum rc rc = load_rows(c, q, &m, ret);
	return rc == RC_OK ? load_children(c, q, &m, ret) : rc;
}
