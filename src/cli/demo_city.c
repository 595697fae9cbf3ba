#include "demo_city.h"

#include "account.h"
#include "child.h"
#include "demo_city_map.h"
#include "demo_write.h"

enum { MEMORY = 256 << 20, CHILDREN_AT_ONCE = 200 };
#define CITY "4408"
#define FIRST_PHONE INT64_C(13200000000) /* Potou's run from 130 */
enum { PHONES_OF_A_COUNTY = 10000000 };

struct work {
	struct ctx *c;
	const struct demo_city_wish *wish;
	struct demo_setting s;
	struct demo_city_county *plan;
	struct demo_family *family; /* of one unit */
	size_t families;
};

/* --- units --- */

static enum rc write_schools(struct ctx *c, void *arg)
{
	struct work *w = arg;

	return demo_write_schools(c, &w->plan->map);
}

static enum rc write_families(struct ctx *c, void *arg)
{
	struct work *w = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < w->families && rc == RC_OK; i++)
		rc = demo_write_family(c, &w->plan->map, &w->family[i]);
	return rc;
}

static str login_of(struct arena *mem, const char *role, const char *county)
{
	struct buf b = buf_new(mem, 40);

	buf_str(&b, str_of(role));
	buf_str(&b, str_of(county));
	return buf_view(&b);
}

/* officer440811, civil440811, head440811: one of each in every county. */
static enum rc write_staff(struct ctx *c, void *arg)
{
	/* clang-format off */
	static const struct { enum role role; const char *name; } staff[] = {
		{ ROLE_OFFICER, "教育局" }, { ROLE_CIVIL, "民政局" }, { ROLE_HEAD, "校长" },
	};
	/* clang-format on */
	struct work *w = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(staff) && rc == RC_OK; i++) {
		int64_t id;
		str role = str_of(role_code(staff[i].role));
		struct account_new a = { .login = login_of(c->mem, role_code(staff[i].role), w->plan->county),
					 .name = str_of(staff[i].name),
					 .role = role,
					 .school = staff[i].role == ROLE_HEAD ? w->plan->map.school[0].id : 0,
					 .cleared = day_add(c->today, -40),
					 .password = STR(DEMO_PASSWORD) };
		rc = account_add(c, &a, &id);
	}
	return rc;
}

/* --- counties --- */

static void report(struct work *w, const struct ctx *unit)
{
	for (size_t i = 0; i < unit->problems.n; i++) {
		const struct problem *p = &unit->problems.list[i];
		problem_add(&w->c->problems, str_dup(w->c->mem, p->field), p->text, (str){ NULL, 0 },
			    (str){ NULL, 0 });
	}
}

static enum rc run(struct work *w, struct arena *mem, const struct actor *program, store_job *job)
{
	struct ctx c = *w->c;

	c.mem = mem;
	c.problems = (struct problems){ .mem = mem };
	c.conflicts = 0;
	c.who = program;
	enum rc rc = store_write(&c, PRIO_BULK, job, w);
	if (rc != RC_OK)
		report(w, &c);
	return rc;
}

static bool take_families(struct work *w, struct arena *mem)
{
	size_t children = 0;

	w->family = NEW(mem, struct demo_family, CHILDREN_AT_ONCE);
	w->families = 0;
	while (children < CHILDREN_AT_ONCE && w->families < CHILDREN_AT_ONCE &&
	       demo_city_county_next(w->plan, mem, &w->family[w->families]))
		children += w->family[w->families++].children;
	return w->families > 0;
}

static enum rc write_county(struct work *w, struct arena *mem)
{
	struct actor program = actor_system(w->plan->number);
	enum rc rc = run(w, mem, &program, write_schools);

	arena_reset(mem);
	while (rc == RC_OK && take_families(w, mem)) {
		rc = run(w, mem, &program, write_families);
		arena_reset(mem);
	}
	if (rc == RC_OK)
		rc = run(w, mem, &program, write_staff);
	arena_reset(mem);
	return rc;
}

/* Counties share what is wanted by how many villages they have. */
struct part {
	struct region at;
	size_t villages;
};

static size_t list_parts(struct work *w, struct part **ret, size_t *ret_villages)
{
	const struct regions *regions = w->c->model->regions;
	struct region_range all = region_inside(regions, STR(CITY), REGION_COUNTY);
	struct part *list = NEW(w->c->mem, struct part, all.end - all.at);
	size_t n = 0;

	*ret_villages = 0;
	for (size_t i = all.at; i < all.end; i++) {
		struct region at = region_at(regions, i);
		str code = str_of(at.code);
		if (at.flags & REGION_STAT_ONLY || str_eq(code, STR(DEMO_COUNTY)) ||
		    !str_starts(code, w->wish->within))
			continue;
		list[n] = (struct part){ at, demo_city_villages(regions, code) };
		*ret_villages += list[n++].villages;
	}
	*ret = list;
	return n;
}

enum rc demo_city_write(struct ctx *c, const struct demo_city_wish *wish)
{
	struct work w = { .c = c,
			  .wish = wish,
			  .s = { wish->seed, c->today, standing_params_of(c), c->model->regions } };
	struct part *part;
	struct arena mem, plan;
	size_t villages, n = list_parts(&w, &part, &villages);
	int64_t left = wish->pupils;
	enum rc rc = RC_OK;

	arena_init(&mem, MEMORY);
	arena_init(&plan, MEMORY);
	mem.full = plan.full = c->mem->full;
	for (size_t i = 0; i < n && rc == RC_OK && villages; i++) {
		int64_t pupils = left * (int64_t)part[i].villages / (int64_t)villages;
		w.plan = demo_city_county_new(&plan, &w.s, &part[i].at, (unsigned)pupils,
					      FIRST_PHONE + (int64_t)i * PHONES_OF_A_COUNTY);
		rc = write_county(&w, &mem);
		left -= pupils;
		villages -= part[i].villages;
		arena_reset(&plan);
	}
	arena_free(&plan);
	arena_free(&mem);
	return rc;
}
