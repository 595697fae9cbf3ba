#include "rollup.h"
#include "difficulty.h"

/* Columns that came later may be empty in rows of before.  Keeper 0 stands for all keepers together, of the
 * nation and of provinces only: there a sum over thousands of counties would be too slow. */
const char rollup_ddl[] =
	"CREATE TABLE rollup_left_behind (\n\tcounty INT NOT NULL,\n\tregion TEXT NOT NULL,\n"
	"\tmonth INT NOT NULL,\n\tchildren BIG NOT NULL,\n\tcivil BIG NOT NULL,\n"
	"\tcivil_unknown BIG NOT NULL,\n\troll_0 BIG NOT NULL,\n\troll_1 BIG NOT NULL,\n"
	"\troll_2 BIG NOT NULL,\n\troll_unknown BIG NOT NULL,\n\tdifficulty BIG,\n\torphan BIG,\n"
	"\tunattended BIG,\n\tdisability BIG,\n\tcared_for BIG,\n"
	"\tPRIMARY KEY (county, region, month)\n);\n"
	"CREATE INDEX rollup_left_behind_region ON rollup_left_behind (region, county, month);\n"
	"CREATE INDEX crossing_difficulty ON crossing (child) WHERE difficulty = 1;\n"
	"CREATE INDEX crossing_proposed ON crossing (child) WHERE proposed > 0;\n";

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
	n.n[COUNT_DIFFICULTY] = (x->difficulty & DIFFICULTY_ANY) != 0;
	n.n[COUNT_ORPHAN] = (x->difficulty & DIFFICULTY_ORPHAN) != 0;
	n.n[COUNT_UNATTENDED] = (x->difficulty & DIFFICULTY_UNATTENDED) != 0;
	n.n[COUNT_DISABILITY] = (x->difficulty & DIFFICULTY_DISABILITY) != 0;
	n.n[COUNT_CARED_FOR] = n.n[COUNT_CIVIL] || n.n[COUNT_DIFFICULTY];
	return n;
}

static void add_cell(struct rollup *r, unsigned county, int month, str region, const struct counts *n,
		     int sign)
{
	struct cell *cell = cell_of(r, county, month, region);

	for (size_t k = 0; k < COUNT__N; k++)
		cell->d.n[k] += sign * n->n[k];
}

enum { EVERY_KEEPER = 0, PROVINCE_DIGITS = 2 };

/* In the region and in all that it lies in; the empty one is the whole. */
static void add_stretch(struct rollup *r, unsigned county, int month, const struct crossing *x, int sign)
{
	static const size_t levels[] = { 0, PROVINCE_DIGITS, 4, 6, 9, 12 };
	struct counts n = counts_of(x);

	if (!x->counted)
		return;
	for (size_t i = 0; i < COUNT(levels) && levels[i] <= x->region.n; i++) {
		str region = str_cut(x->region, 0, levels[i]);
		add_cell(r, county, month, region, &n, sign);
		if (levels[i] <= PROVINCE_DIGITS)
			add_cell(r, EVERY_KEEPER, month, region, &n, sign);
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
			     "INSERT INTO rollup_left_behind (county, region, month, children, civil,"
			     " civil_unknown, roll_0, roll_1, roll_2, roll_unknown, difficulty, orphan, "
			     "unattended,"
			     " disability, cared_for)"
			     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
			     " ON CONFLICT (county, region, month) DO UPDATE SET"
			     " children = rollup_left_behind.children + excluded.children,"
			     " civil = rollup_left_behind.civil + excluded.civil,"
			     " civil_unknown = rollup_left_behind.civil_unknown + excluded.civil_unknown,"
			     " roll_0 = rollup_left_behind.roll_0 + excluded.roll_0,"
			     " roll_1 = rollup_left_behind.roll_1 + excluded.roll_1,"
			     " roll_2 = rollup_left_behind.roll_2 + excluded.roll_2,"
			     " roll_unknown = rollup_left_behind.roll_unknown + excluded.roll_unknown,"
			     " difficulty = coalesce(rollup_left_behind.difficulty, 0) + excluded.difficulty,"
			     " orphan = coalesce(rollup_left_behind.orphan, 0) + excluded.orphan,"
			     " unattended = coalesce(rollup_left_behind.unattended, 0) + excluded.unattended,"
			     " disability = coalesce(rollup_left_behind.disability, 0) + excluded.disability,"
			     " cared_for = coalesce(rollup_left_behind.cared_for, 0) + excluded.cared_for",
			     INT(p->county), TEXT(p->region), INT(p->month), INT(n[COUNT_CHILDREN]),
			     INT(n[COUNT_CIVIL]), INT(n[COUNT_CIVIL_UNKNOWN]), INT(n[COUNT_ROLL_0]),
			     INT(n[COUNT_ROLL_1]), INT(n[COUNT_ROLL_2]), INT(n[COUNT_ROLL_UNKNOWN]),
			     INT(n[COUNT_DIFFICULTY]), INT(n[COUNT_ORPHAN]), INT(n[COUNT_UNATTENDED]),
			     INT(n[COUNT_DISABILITY]), INT(n[COUNT_CARED_FOR]));
	}
	return rc;
}

/* --- reading --- */

/* In the order of the counts. */
#define SUMS                                                                                                 \
	"CAST(coalesce(sum(r.children), 0) AS BIGINT), CAST(coalesce(sum(r.civil), 0) AS BIGINT),"           \
	" CAST(coalesce(sum(r.civil_unknown), 0) AS BIGINT), CAST(coalesce(sum(r.roll_0), 0) AS BIGINT),"    \
	" CAST(coalesce(sum(r.roll_1), 0) AS BIGINT), CAST(coalesce(sum(r.roll_2), 0) AS BIGINT),"           \
	" CAST(coalesce(sum(r.roll_unknown), 0) AS BIGINT), CAST(coalesce(sum(r.difficulty), 0) AS BIGINT)," \
	" CAST(coalesce(sum(r.orphan), 0) AS BIGINT), CAST(coalesce(sum(r.unattended), 0) AS BIGINT),"       \
	" CAST(coalesce(sum(r.disability), 0) AS BIGINT), CAST(coalesce(sum(r.cared_for), 0) AS BIGINT)"

enum { AT_ONCE = 16 }; /* regions in one statement */

/* All keepers' counts are kept ready for the nation and its provinces. */
static struct counties keepers(struct counties of, bool provinces)
{
	enum { ALL = 1000000 };
	bool everybody = of.from <= 1 && of.to >= ALL;

	if (everybody && provinces)
		return (struct counties){ EVERY_KEEPER, EVERY_KEEPER + 1 };
	return (struct counties){ of.from ? of.from : 1, of.to };
}

static struct counts *place_of(const str *region, size_t n, str code, struct counts *ret)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(region[i], code))
			return &ret[i];
	return NULL;
}

static void take(const struct rows *q, struct counts *to)
{
	for (int k = 0; to && k < COUNT__N; k++)
		to->n[k] = db_int(q, 1 + k);
}

static enum rc read_some(struct ctx *c, const struct val v[3 + AT_ONCE], const str *region, size_t n,
			 struct counts *ret)
{
	struct rows q;
	enum rc rc = db_query(c->db, &q,
			      SQL("SELECT r.region, " SUMS
				  " FROM rollup_left_behind r WHERE r.region IN (?4, ?5, ?6, ?7, ?8,"
				  " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) AND r.county >= ?1"
				  " AND r.county < ?2 AND r.month <= ?3 GROUP BY r.region ORDER BY r.region"),
			      v, 3 + AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		take(&q, place_of(region, n, db_text(&q, 0), ret));
	return db_done(&q);
}

/* Of one sort: provinces and the nation, or places below them. */
static enum rc read_sort(struct ctx *c, struct counties of, const str *region, size_t n, int month,
			 struct counts *ret)
{
	struct counties from = keepers(of, region[0].n <= PROVINCE_DIGITS);
	enum rc rc = RC_OK;

	for (size_t at = 0; at < n && rc == RC_OK; at += AT_ONCE) {
		struct val v[3 + AT_ONCE] = { INT(from.from), INT(from.to), INT(month) };
		size_t some = n - at < AT_ONCE ? n - at : AT_ONCE;
		for (size_t i = 0; i < AT_ONCE; i++) /* the last fills what is left */
			v[3 + i] = TEXT(region[at + (i < some ? i : some - 1)]);
		rc = read_some(c, v, region + at, some, ret + at);
	}
	return rc;
}

enum rc rollup_read_many(struct ctx *c, struct counties of, const str *region, size_t n, int month,
			 struct counts *ret)
{
	enum rc rc = RC_OK;

	memset(ret, 0, n * sizeof *ret);
	for (size_t at = 0, end; at < n && rc == RC_OK; at = end) {
		bool provinces = region[at].n <= PROVINCE_DIGITS;
		for (end = at + 1; end < n && (region[end].n <= PROVINCE_DIGITS) == provinces;)
			end++;
		rc = read_sort(c, of, region + at, end - at, month, ret + at);
	}
	return rc;
}

enum rc rollup_read(struct ctx *c, struct counties of, str region, int month, struct counts *ret)
{
	return rollup_read_many(c, of, &region, 1, month, ret);
}

static int month_after(int month) { return month % 100 == 12 ? month + 89 : month + 1; }

enum rc rollup_series(struct ctx *c, struct counties of, str region, int first, size_t n, struct counts *ret)
{
	struct counties from = keepers(of, region.n <= PROVINCE_DIGITS);
	struct rows q;
	int last = first;

	memset(ret, 0, n * sizeof *ret);
	for (size_t i = 1; i < n; i++)
		last = month_after(last);
	/* All before the first month come together as one row of that month. */
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT CASE WHEN r.month < ?4 THEN ?4 ELSE r.month END, " SUMS
			      " FROM rollup_left_behind r"
			      " WHERE r.region = ?1 AND r.county >= ?2 AND r.county < ?3 AND r.month <= ?5"
			      " GROUP BY 1 ORDER BY 1",
			      TEXT(region), INT(from.from), INT(from.to), INT(first), INT(last));
	if (rc != RC_OK)
		return rc;
	bool row = db_next(&q);
	for (size_t i = 0; i < n; i++, first = month_after(first)) {
		if (i)
			ret[i] = ret[i - 1];
		for (; row && db_int(&q, 0) <= first; row = db_next(&q))
			for (int k = 0; k < COUNT__N; k++)
				ret[i].n[k] += db_int(&q, 1 + k);
	}
	return db_done(&q);
}
