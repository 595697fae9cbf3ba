#include "counts.h"
#include "child.h"

bool counts_rolled_up(const struct ctx *c, day on)
{
	bool whole = c->who->reach == REACH_COUNTY;

	return whole && (on == c->today || (on < c->today && on == day_month_end(on)));
}

/* A file per thousand children would do as well; a county fits. */
enum rc left_behind_recount(struct ctx *c, str region, day on, struct counts *ret)
{
	struct file f;
	struct counts sum = { { 0 } };
	int max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE);
	enum rc rc = file_load_all(c, &f);

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
		struct counts one = counts_of(&(struct crossing){ .counted = true, .civil_affairs = s.civil_affairs,
								  .school_roll = s.school_roll });
		for (size_t k = 0; k < COUNT__N; k++)
			sum.n[k] += one.n[k];
	}
	*ret = sum;
	return RC_OK;
}

enum rc left_behind_counts(struct ctx *c, str region, day on, struct counts *ret)
{
	if (counts_rolled_up(c, on))
		return rollup_read(c, c->who->county, region, on / 100, ret);
	if (region.n && region.n < 6) {
		problem_add(&c->problems, STR("as_of"),
			    N_("Above a county only today and the ends of months can be counted."), (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	}
	return left_behind_recount(c, region, on, ret);
}

enum rc left_behind_below(struct ctx *c, const str *region, size_t n, day on, struct counts *ret)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = rollup_read(c, c->who->county, region[i], on / 100, &ret[i]);
	return rc;
}
