#include "fairness.h"

#include "risk.h"

/* --- pure --- */

static int64_t root(int64_t x)
{
	int64_t r = x, y = (x + 1) / 2;

	while (y < r) {
		r = y;
		y = (r + x / r) / 2;
	}
	return r;
}

/* (k + z²/2 ± z √(k(n-k)/n + z²/4)) / (n + z²), z = 1.96, in whole numbers. */
void fairness_interval(int64_t flagged, int64_t all, int *ret_low, int *ret_high)
{
	enum { Z2 = 38416, HALF_Z2 = 19208, QUARTER_Z2 = 96040000, MILLE = 1000 };
	static const int64_t fine = 10000;

	*ret_low = 0;
	*ret_high = MILLE;
	if (all <= 0)
		return;
	int64_t below = all * fine + Z2, middle = flagged * fine + HALF_Z2;
	int64_t wide = root(flagged * (all - flagged) * fine * fine / all + QUARTER_Z2) * 196 / 100;
	int64_t low = (middle - wide) * MILLE / below, high = ((middle + wide) * MILLE + below - 1) / below;
	*ret_low = low < 0 ? 0 : (int)low;
	*ret_high = high > MILLE ? MILLE : (int)high;
}

static void reckon_cell(struct fair_cell *x)
{
	x->share = x->all ? (int)((x->flagged * 1000 + x->all / 2) / x->all) : 0;
	fairness_interval(x->flagged, x->all, &x->low, &x->high);
}

/* The smallest of those still shown goes along when only one is hidden. */
static void hide_second(struct fair_table *t)
{
	struct fair_cell *least = NULL;

	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i].shown && (!least || t->cell[i].all < least->all))
			least = &t->cell[i];
	if (!least)
		return;
	least->shown = false;
	t->hidden++;
}

void fairness_reckon(struct fair_table *t, int64_t smallest)
{
	t->total = (struct fair_cell){ .shown = true };
	t->hidden = 0;
	for (size_t i = 0; i < t->n; i++) {
		struct fair_cell *x = &t->cell[i];
		t->total.all += x->all;
		t->total.flagged += x->flagged;
		x->shown = x->all >= smallest;
		t->hidden += !x->shown;
		reckon_cell(x);
	}
	reckon_cell(&t->total);
	t->total.shown = t->total.all >= smallest;
	if (t->hidden == 1)
		hide_second(t);
	for (size_t i = 0; i < t->n; i++) {
		struct fair_cell *x = &t->cell[i];
		x->against = x->low > t->total.share ? 1 : x->high < t->total.share ? -1 : 0;
	}
}

/* --- counting --- */

#define COUNTED                                                                                              \
	" count(*), sum(CASE WHEN k.level >= 3 THEN 1 ELSE 0 END) FROM care_case k"                          \
	" JOIN child c ON c.id = k.child"
#define OF_COUNTY                                                                                            \
	" WHERE k.county = ?1 AND k.level > 0 AND " NOT_LOCKED("k.child") " GROUP BY 1, 2 ORDER BY 1"

static const struct sql *query_of(enum fair_by by)
{
	switch (by) {
	case FAIR_VILLAGE: return SQL("SELECT coalesce(k.village, ''), ''," COUNTED OF_COUNTY);
	case FAIR_SCHOOL:
		return SQL("SELECT s.code, s.name," COUNTED " JOIN school s ON s.id = k.school" OF_COUNTY);
	case FAIR_SEX: return SQL("SELECT coalesce(c.sex, ''), ''," COUNTED OF_COUNTY);
	default: return SQL("SELECT coalesce(c.ethnicity, ''), ''," COUNTED OF_COUNTY);
	}
}

enum rc fairness_load(struct ctx *c, enum fair_by by, struct fair_table *ret)
{
	struct fair_table t = { .cell = NULL };
	size_t cap = 0;
	struct rows q;
	enum rc rc = db_query(c->db, &q, query_of(by),
			      VALS(INT(c->who->county ? c->who->county : c->model->county)));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		t.cell = GROWN(c->mem, t.cell, t.n, &cap);
		t.cell[t.n++] = (struct fair_cell){ .code = db_dup(c->mem, &q, 0),
						    .name = db_dup(c->mem, &q, 1),
						    .all = db_int(&q, 2),
						    .flagged = db_int(&q, 3) };
	}
	rc = db_done(&q);
	if (rc != RC_OK)
		return rc;
	fairness_reckon(&t, ctx_param(c, PARAM_CARE_FAIR_SMALLEST));
	*ret = t;
	return RC_OK;
}
