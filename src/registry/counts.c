#include "counts.h"
#include "child.h"

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
		struct counts one = counts_of(&(struct crossing){
			.counted = true, .civil_affairs = s.civil_affairs, .school_roll = s.school_roll });
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

enum rc left_behind_counts(struct ctx *c, str region, day on, struct counts *ret)
{
	if (counts_rolled_up(c, on))
		return rollup_read(c, counties_of(c->who), region, on / 100, ret);
	if (region.n && region.n < 6 && !day_kept(c, on)) {
		problem_add(&c->problems, STR("as_of"),
			    N_("Above a county only today and the ends of months can be counted."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	}
	return left_behind_recount(c, region, on, ret);
}

enum rc left_behind_below(struct ctx *c, const str *region, size_t n, day on, struct counts *ret)
{
	return rollup_read_many(c, counties_of(c->who), region, n, on / 100, ret);
}
