#include "counts.h"
#include "difficulty.h"

enum { PIECE = 500, PIECE_MEMORY = 64 << 20 };

static void add(struct counts *sum, const struct counts *n)
{
	for (size_t k = 0; k < COUNT__N; k++)
		sum->n[k] += n->n[k];
}

/* One piece of the children within reach, in order of id. */
static enum rc recount_piece(struct ctx *c, str region, day on, const struct records *children,
			     struct counts *sum)
{
	struct file f;
	int max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE);
	enum rc rc = file_load_list(c, children, &f);

	if (rc == RC_OK)
		rc = file_load_difficulties(c, &f);
	if (rc != RC_OK)
		return rc;
	struct facts_index *x = facts_index_new(c, &f);
	for (size_t i = 0; i < f.children.n; i++) {
		struct record *child = &f.children.r[i];
		struct standing s;
		int age = day_age(rec_day(child, CHILD_BIRTH_DATE), on);
		child_as_of(x, child, on);
		if (age < 0 || age >= max_age || !str_starts(rec_text(child, CHILD_HOUSEHOLD_REGION), region))
			continue;
		child_standing(c, x, child, on, &s);
		struct counts one =
			counts_of(&(struct crossing){ .counted = true,
						      .civil_affairs = s.civil_affairs,
						      .school_roll = s.school_roll,
						      .difficulty = difficulty_on(x, child->id, on) });
		add(sum, &one);
	}
	return RC_OK;
}

enum rc left_behind_recount(struct ctx *c, str region, day on, struct counts *ret)
{
	struct actor within = *c->who;
	struct ctx p = ctx_system(c, &within);
	struct list l = { .limit = PIECE, .want = 1 << CHILD_BIRTH_DATE };
	struct records found = { .more = true };
	struct counts sum = { { 0 } };
	enum rc rc = RC_OK;

	within.role = ROLE_SYSTEM; /* what the actor may not read is counted all the same, but no child out of
				      reach */
	p.seen = NULL;             /* for a number: no child is shown */
	p.mem = arena_within(c->mem, PIECE_MEMORY);
	while (found.more && rc == RC_OK) {
		arena_reset(p.mem);
		rc = record_list(&p, &child_kind, &l, &found);
		if (rc != RC_OK || !found.n)
			break;
		l.after = found.r[found.n - 1].id;
		rc = recount_piece(&p, region, on, &found, &sum);
	}
	arena_free(p.mem);
	if (rc == RC_OK)
		*ret = sum;
	return rc;
}

/* The days that roll-ups know. */
static bool day_kept(const struct ctx *c, day on)
{
	return on == c->today || (on < c->today && on == day_month_end(on));
}

bool counts_rolled_up(const struct ctx *c, day on)
{
	return c->who->reach >= REACH_COUNTY && c->who->reach < REACH_ALL && day_kept(c, on);
}

/* 4408 is 440800 up to 440900. */
static struct counties counties_of(const struct actor *who)
{
	int64_t place = 0;
	unsigned size = 1000000;

	if (who->reach == REACH_COUNTY)
		return (struct counties){ who->county, who->county + 1 };
	for (size_t i = 0; i < who->region.n; i++)
		size /= 10;
	if (who->reach == REACH_NATION || !str_int(who->region, &place))
		return (struct counties){ 0, who->reach == REACH_NATION ? 1000000 : 0 };
	return (struct counties){ (unsigned)place * size, ((unsigned)place + 1) * size };
}

bool counts_care_shown(const struct actor *who)
{
	return may_read(who, P_DIFFICULTY) || may_read(who, P_FIGURES);
}

/* What is certified of children in difficulty is not for everybody who may count: then it counts as none. */
static void hide_care(const struct ctx *c, struct counts *n, size_t places)
{
	if (counts_care_shown(c->who))
		return;
	for (size_t i = 0; i < places; i++)
		for (int k = 0; k < COUNT__N; k++)
			if (count_ways[k].care)
				n[i].n[k] = 0;
}

enum rc left_behind_counts(struct ctx *c, str region, day on, struct counts *ret)
{
	enum rc rc;

	if (counts_rolled_up(c, on)) {
		rc = rollup_read(c, counties_of(c->who), region, on / 100, ret);
	} else if (region.n && region.n < 6 && !day_kept(c, on)) {
		problem_add(&c->problems, STR("as_of"),
			    N_("Above a county only today and the ends of months can be counted."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	} else {
		rc = left_behind_recount(c, region, on, ret);
	}
	if (rc == RC_OK)
		hide_care(c, ret, 1);
	return rc;
}

enum rc left_behind_below(struct ctx *c, const str *region, size_t n, day on, struct counts *ret)
{
	enum rc rc = rollup_read_many(c, counties_of(c->who), region, n, on / 100, ret);

	if (rc == RC_OK)
		hide_care(c, ret, n);
	return rc;
}

enum rc left_behind_series(struct ctx *c, str region, int first, size_t n, struct counts *ret)
{
	enum rc rc = rollup_series(c, counties_of(c->who), region, first, n, ret);

	if (rc == RC_OK)
		hide_care(c, ret, n);
	return rc;
}

/* --- what each figure is called, and the rows behind it --- */

/* clang-format off */
const struct count_way count_ways[COUNT__N] = {
	[COUNT_CHILDREN]      = { "all",                   N_("Children"),                       false },
	[COUNT_CIVIL]         = { "civil_affairs",         N_("Left behind, civil affairs"),     false },
	[COUNT_CIVIL_UNKNOWN] = { "civil_affairs_unknown", N_("Civil affairs, not known yet"),   false },
	[COUNT_ROLL_0]        = { "school_roll_0",         N_("School roll 0: no parent"),       false },
	[COUNT_ROLL_1]        = { "school_roll_1",         N_("School roll 1: one parent"),      false },
	[COUNT_ROLL_2]        = { "school_roll_2",         N_("School roll 2: both parents"),    false },
	[COUNT_ROLL_UNKNOWN]  = { "school_roll_unknown",   N_("School roll, not known yet"),     false },
	[COUNT_DIFFICULTY]    = { "difficulty",            N_("In difficulty"),                  true },
	[COUNT_ORPHAN]        = { "orphan",                N_("Orphans"),                        true },
	[COUNT_UNATTENDED]    = { "unattended",            N_("De facto unattended"),            true },
	[COUNT_DISABILITY]    = { "disability",            N_("Severe disability"),              true },
	[COUNT_CARED_FOR]     = { "cared_for",             N_("Left behind or in difficulty"),   true },
};
/* clang-format on */

int count_find(str name)
{
	for (int k = 0; k < COUNT__N; k++)
		if (str_eq(name, str_of(count_ways[k].name)))
			return k;
	return -1;
}

/* The stretch of each child's life that holds on the day ?3, its household place in ?1 .. ?2.
 * The + keeps SQLite from the index of days, which nearly every row is in. */
#define STRETCH                                                                                              \
	"t.id IN (SELECT x.child FROM crossing x WHERE coalesce(x.region, '') >= ?1 AND"                     \
	" coalesce(x.region, '') < ?2 AND +x.day <= ?3 AND x.counted = 1 AND NOT EXISTS (SELECT 1 FROM"      \
	" crossing y WHERE y.child = x.child AND y.day > x.day AND y.day <= ?3)"

const struct sql *count_rows(int count)
{
	switch (count) {
	case COUNT_CIVIL: return SQL(STRETCH " AND x.civil_affairs = 1)");
	case COUNT_CIVIL_UNKNOWN: return SQL(STRETCH " AND x.civil_affairs IS NULL)");
	case COUNT_ROLL_0: return SQL(STRETCH " AND x.school_roll = 0)");
	case COUNT_ROLL_1: return SQL(STRETCH " AND x.school_roll = 1)");
	case COUNT_ROLL_2: return SQL(STRETCH " AND x.school_roll = 2)");
	case COUNT_ROLL_UNKNOWN: return SQL(STRETCH " AND x.school_roll IS NULL)");
	case COUNT_DIFFICULTY: return SQL(STRETCH " AND x.difficulty = 1)");
	case COUNT_ORPHAN: return SQL(STRETCH " AND x.difficulty = 1 AND x.orphan = 1)");
	case COUNT_UNATTENDED: return SQL(STRETCH " AND x.difficulty = 1 AND x.unattended = 1)");
	case COUNT_DISABILITY: return SQL(STRETCH " AND x.difficulty = 1 AND x.disability = 1)");
	case COUNT_CARED_FOR: return SQL(STRETCH " AND (x.civil_affairs = 1 OR x.difficulty = 1))");
	default: return SQL(STRETCH ")");
	}
}

/* --- as JSON --- */

static void put_count(struct json *j, const char *key, int64_t n)
{
	json_key(j, str_of(key));
	json_int(j, n);
}

void counts_json_put(struct json *j, const struct actor *who, const struct counts *n)
{
	static const char *const roll[] = { "0", "1", "2", "unknown" };

	put_count(j, "children", n->n[COUNT_CHILDREN]);
	put_count(j, "civil_affairs", n->n[COUNT_CIVIL]);
	put_count(j, "civil_affairs_unknown", n->n[COUNT_CIVIL_UNKNOWN]);
	JSON_KEY(j, "school_roll");
	json_obj(j);
	for (int i = 0; i < (int)COUNT(roll); i++)
		put_count(j, roll[i], n->n[COUNT_ROLL_0 + i]);
	json_obj_end(j);
	for (int k = 0; k < COUNT__N && counts_care_shown(who); k++)
		if (count_ways[k].care)
			put_count(j, count_ways[k].name, n->n[k]);
}
