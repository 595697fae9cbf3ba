#include "rollup.h"

const char rollup_ddl[] = "CREATE TABLE rollup_left_behind (\n\tcounty INT NOT NULL,\n\tregion TEXT NOT "
			  "NULL,\n\tmonth INT NOT NULL,\n"
			  "\tchildren BIG NOT NULL,\n\tcivil BIG NOT NULL,\n\tcivil_unknown BIG NOT "
			  "NULL,\n\troll_0 BIG NOT NULL,\n"
			  "\troll_1 BIG NOT NULL,\n\troll_2 BIG NOT NULL,\n\troll_unknown BIG NOT NULL,\n"
			  "\tPRIMARY KEY (county, region, month)\n);\n";

struct cell {
	unsigned county;
	int month;
	str region;
	struct counts d;
	struct cell *next; /* of the same bucket */
	struct cell *older;
};
enum { BUCKETS = 1024 };

struct rollup {
	struct ctx *c;
	struct cell *bucket[BUCKETS], *all;
};

struct rollup *rollup_new(struct ctx *c)
{
	struct rollup *r = NEW(c->mem, struct rollup, 1);

	r->c = c;
	return r;
}

static struct cell *cell_of(struct rollup *r, unsigned county, int month, str region)
{
	struct cell **b = &r->bucket[(str_hash(region) ^ (uint64_t)month * 31 ^ county) % BUCKETS];

	for (struct cell *p = *b; p; p = p->next)
		if (p->county == county && p->month == month && str_eq(p->region, region))
			return p;
	struct cell *p = NEW(r->c->mem, struct cell, 1);
	*p = (struct cell){ .county = county,
			    .month = month,
			    .region = str_dup(r->c->mem, region),
			    .next = *b,
			    .older = r->all };
	*b = r->all = p;
	return p;
}

struct counts counts_of(const struct crossing *x)
{
	struct counts n = { { 0 } };

	if (!x->counted)
		return n;
	n.n[COUNT_CHILDREN] = 1;
	if (x->civil_affairs)
		n.n[x->civil_affairs < 0 ? COUNT_CIVIL_UNKNOWN : COUNT_CIVIL] = 1;
	n.n[x->school_roll < 0 ? COUNT_ROLL_UNKNOWN : COUNT_ROLL_0 + x->school_roll] = 1;
	return n;
}

/* In the region and in all that it lies in; the empty one is the whole. */
static void add_stretch(struct rollup *r, unsigned county, int month, const struct crossing *x, int sign)
{
	static const size_t levels[] = { 0, 2, 4, 6, 9, 12 };
	struct counts n = counts_of(x);

	if (!x->counted)
		return;
	for (size_t i = 0; i < COUNT(levels) && levels[i] <= x->region.n; i++) {
		struct cell *cell = cell_of(r, county, month, str_cut(x->region, 0, levels[i]));
		for (size_t k = 0; k < COUNT__N; k++)
			cell->d.n[k] += sign * n.n[k];
	}
}

void rollup_add(struct rollup *r, unsigned county, const struct crossing *x, size_t n, int sign)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			add_stretch(r, county, x[i].day / 100, &x[i - 1], -sign);
		add_stretch(r, county, x[i].day / 100, &x[i], sign);
	}
}

static bool empty(const struct counts *n)
{
	for (size_t k = 0; k < COUNT__N; k++)
		if (n->n[k])
			return false;
	return true;
}

enum rc rollup_flush(struct rollup *r)
{
	enum rc rc = RC_OK;

	for (struct cell *p = r->all; p && rc == RC_OK; p = p->older) {
		const int64_t *n = p->d.n;
		if (empty(&p->d))
			continue;
		rc = DB_EXEC(r->c->db,
			     "INSERT INTO rollup_left_behind (county, region, month, children, civil, "
			     "civil_unknown, roll_0, roll_1,"
			     " roll_2, roll_unknown) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
			     " ON CONFLICT (county, region, month) DO UPDATE SET"
			     " children = rollup_left_behind.children + excluded.children,"
			     " civil = rollup_left_behind.civil + excluded.civil,"
			     " civil_unknown = rollup_left_behind.civil_unknown + excluded.civil_unknown,"
			     " roll_0 = rollup_left_behind.roll_0 + excluded.roll_0,"
			     " roll_1 = rollup_left_behind.roll_1 + excluded.roll_1,"
			     " roll_2 = rollup_left_behind.roll_2 + excluded.roll_2,"
			     " roll_unknown = rollup_left_behind.roll_unknown + excluded.roll_unknown",
			     INT(p->county), TEXT(p->region), INT(p->month), INT(n[0]), INT(n[1]), INT(n[2]),
			     INT(n[3]), INT(n[4]), INT(n[5]), INT(n[6]));
	}
	return rc;
}

enum { AT_ONCE = 16 }; /* regions in one statement */

static struct counts *place_of(const str *region, size_t n, str code, struct counts *ret)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(region[i], code))
			return &ret[i];
	return NULL;
}

static enum rc read_some(struct ctx *c, const struct val v[3 + AT_ONCE], const str *region, size_t n,
			 struct counts *ret)
{
	struct rows q;
	enum rc rc =
		db_query(c->db, &q,
			 SQL("SELECT r.region, CAST(sum(r.children) AS BIGINT), CAST(sum(r.civil) AS BIGINT),"
			     " CAST(sum(r.civil_unknown) AS BIGINT), CAST(sum(r.roll_0) AS BIGINT), "
			     "CAST(sum(r.roll_1) AS BIGINT),"
			     " CAST(sum(r.roll_2) AS BIGINT), CAST(sum(r.roll_unknown) AS BIGINT) FROM "
			     "rollup_left_behind r"
			     " WHERE r.county >= ?1 AND r.county < ?2 AND r.month <= ?3 AND r.region IN (?4, "
			     "?5, ?6, ?7, "
			     "?8, ?9, ?10, ?11, ?12, ?13,"
			     " ?14, ?15, ?16, ?17, ?18, ?19) GROUP BY r.region ORDER BY r.region"),
			 v, 3 + AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct counts *to = place_of(region, n, db_text(&q, 0), ret);
		for (int k = 0; to && k < COUNT__N; k++)
			to->n[k] = db_int(&q, 1 + k);
	}
	return db_done(&q);
}

enum rc rollup_read_many(struct ctx *c, struct counties of, const str *region, size_t n, int month,
			 struct counts *ret)
{
	enum rc rc = RC_OK;

	memset(ret, 0, n * sizeof *ret);
	for (size_t at = 0; at < n && rc == RC_OK; at += AT_ONCE) {
		struct val v[3 + AT_ONCE] = { INT(of.from), INT(of.to), INT(month) };
		size_t some = n - at < AT_ONCE ? n - at : AT_ONCE;
		for (size_t i = 0; i < AT_ONCE; i++) /* the last fills what is left */
			v[3 + i] = TEXT(region[at + (i < some ? i : some - 1)]);
		rc = read_some(c, v, region + at, some, ret + at);
	}
	return rc;
}

enum rc rollup_read(struct ctx *c, struct counties of, str region, int month, struct counts *ret)
{
	return rollup_read_many(c, of, &region, 1, month, ret);
}
