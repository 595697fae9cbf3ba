/* How many cases there were, how they ended: kept as changes, by the month of their last day.  Keeper 0
 * stands for all keepers together, of the nation and of provinces only. */
#include "obligation.h"

const char obligation_ddl[] =
	"CREATE TABLE rollup_duty (\n\tcounty INT NOT NULL,\n\tregion TEXT NOT NULL,\n\tduty TEXT NOT NULL,\n"
	"\tmonth INT NOT NULL,\n\tasked BIG NOT NULL,\n\tin_time BIG NOT NULL,\n\tlate BIG NOT NULL,\n"
	"\tmissed BIG NOT NULL,\n\tPRIMARY KEY (county, region, duty, month)\n);\n"
	"CREATE INDEX rollup_duty_region ON rollup_duty (region, county, month);\n"
	/* Whose turn in a county, and what a duty asked there by a day. */
	"CREATE INDEX obligation_turn ON obligation (county, now_role, id);\n"
	"CREATE INDEX obligation_asked ON obligation (county, duty, due);\n";

struct cell {
	unsigned county;
	int month;
	str region, duty;
	struct duty_counts d;
	struct cell *next, *older;
};
enum { BUCKETS = 1024, EVERY_KEEPER = 0, PROVINCE_DIGITS = 2 };

struct duty_rollup {
	struct ctx *c;
	struct arena *mem;
	struct cell *bucket[BUCKETS], *all;
};

struct duty_rollup *duty_rollup_new(struct ctx *c)
{
	struct duty_rollup *r = NEW(c->mem, struct duty_rollup, 1);

	r->c = c;
	r->mem = c->mem;
	return r;
}

bool obligation_open(const struct obligation *o) { return !o->done_on && !o->ended_on; }

static struct duty_counts obligation_counts(const struct obligation *o)
{
	struct duty_counts n = { { 0 } };

	n.n[DUTY_ASKED] = 1;
	n.n[DUTY_IN_TIME] = o->done_on && o->done_on <= o->due;
	n.n[DUTY_LATE] = o->done_on > o->due;
	n.n[DUTY_MISSED] = o->ended_on != 0;
	return n;
}

static struct cell *cell_of(struct duty_rollup *r, unsigned county, str region, const struct obligation *o)
{
	int month = o->due / 100;
	uint64_t hash = str_hash(region) ^ str_hash(o->duty) * 31 ^ (uint64_t)month * 131 ^ county;
	struct cell **b = &r->bucket[hash % BUCKETS];

	for (struct cell *p = *b; p; p = p->next)
		if (p->county == county && p->month == month && str_eq(p->region, region) &&
		    str_eq(p->duty, o->duty))
			return p;
	struct cell *p = NEW(r->mem, struct cell, 1);
	*p = (struct cell){ .county = county,
			    .month = month,
			    .region = str_dup(r->mem, region),
			    .duty = str_dup(r->mem, o->duty),
			    .next = *b,
			    .older = r->all };
	*b = r->all = p;
	return p;
}

static void add(struct duty_rollup *r, unsigned county, str region, const struct obligation *o, int sign)
{
	struct cell *cell = cell_of(r, county, region, o);
	struct duty_counts n = obligation_counts(o);

	for (size_t i = 0; i < DUTY_COUNT__N; i++)
		cell->d.n[i] += sign * n.n[i];
}

/* In the place and in all that it lies in; the empty region is the whole. */
void duty_rollup_add(struct duty_rollup *r, const struct obligation *o, int sign)
{
	static const size_t levels[] = { 0, PROVINCE_DIGITS, 4, 6, 9, 12 };

	for (size_t i = 0; i < COUNT(levels) && levels[i] <= o->village.n; i++) {
		str region = str_cut(o->village, 0, levels[i]);
		add(r, o->county, region, o, sign);
		if (levels[i] <= PROVINCE_DIGITS)
			add(r, EVERY_KEEPER, region, o, sign);
	}
}

static bool empty(const struct duty_counts *n)
{
	for (size_t i = 0; i < DUTY_COUNT__N; i++)
		if (n->n[i])
			return false;
	return true;
}

enum rc duty_rollup_flush(struct duty_rollup *r)
{
	enum rc rc = RC_OK;

	for (struct cell *p = r->all; p && rc == RC_OK; p = p->older) {
		const int64_t *n = p->d.n;
		if (empty(&p->d))
			continue;
		rc = DB_LATER(
			r->c->db,
			"INSERT INTO rollup_duty (county, region, duty, month, asked, in_time, late, missed)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
			" ON CONFLICT (county, region, duty, month) DO UPDATE SET"
			" asked = rollup_duty.asked + excluded.asked,"
			" in_time = rollup_duty.in_time + excluded.in_time,"
			" late = rollup_duty.late + excluded.late,"
			" missed = rollup_duty.missed + excluded.missed",
			INT(p->county), TEXT(p->region), TEXT(p->duty), INT(p->month), INT(n[DUTY_ASKED]),
			INT(n[DUTY_IN_TIME]), INT(n[DUTY_LATE]), INT(n[DUTY_MISSED]));
	}
	return rc;
}
