#include "demo.h"

#include "child.h"
#include "counts.h"
#include "demo_book.h"
#include "demo_call.h"
#include "demo_care.h"
#include "demo_city.h"
#include "demo_conference.h"
#include "demo_contact.h"
#include "demo_deed.h"
#include "demo_difficulty.h"
#include "demo_duty.h"
#include "demo_export.h"
#include "demo_forms.h"
#include "demo_growth.h"
#include "demo_hand_in.h"
#include "demo_home.h"
#include "demo_match.h"
#include "demo_measure.h"
#include "demo_message.h"
#include "demo_nation.h"
#include "demo_photo.h"
#include "demo_post.h"
#include "demo_privacy.h"
#include "demo_referral.h"
#include "demo_report.h"
#include "demo_sweep.h"
#include "demo_task.h"
#include "demo_transfer.h"
#include "demo_visit.h"
#include "demo_words.h"
#include "demo_work.h"
#include "demo_write.h"

/* A unit takes some ten kilobytes a record until it ends. */
enum { CHILDREN_AT_ONCE = 200, FAMILIES_AT_ONCE = CHILDREN_AT_ONCE, MEMORY = 256 << 20 };
enum { EARLIEST = 20000101, LATEST = 20891231 }; /* of as_of: adults have years of birth from 1900 to 2089 */

struct work {
	struct ctx *c;
	const struct demo_options *o;
	struct demo_county *plan;
	str why;
};

/* What one unit writes. */
struct unit {
	struct demo_county *plan;
	struct demo_family *family;
	size_t families;
	uint64_t seed;
	struct demo_people who;
};

static enum rc refuse(struct work *w, enum rc rc, const char *text, str arg)
{
	struct buf b = buf_new(w->c->mem, 1000);

	TR(&b, w->c->lang, text, arg);
	w->why = buf_view(&b);
	return rc;
}

/* The first problem of a unit, copied out of its memory. */
static enum rc report(struct work *w, enum rc rc, const struct ctx *unit)
{
	struct buf b = buf_new(w->c->mem, 2000);

	if (!unit->problems.n)
		return refuse(w, rc, N_("The demo could not be written: the database refused it."),
			      (str){ NULL, 0 });
	buf_str(&b, unit->problems.list[0].field);
	buf_lit(&b, ": ");
	problem_put(&b, w->c->lang, &unit->problems.list[0]);
	w->why = buf_view(&b);
	return rc;
}

int64_t demo_instant(day d) { return ((int64_t)day_number(d) * 24 - 8) * 3600 * 1000000; }

static struct ctx ctx_of(struct work *w, struct arena *mem)
{
	struct ctx c = *w->c;

	mem->full = w->c->mem->full;
	c.mem = mem;
	c.problems = (struct problems){ .mem = mem };
	c.conflicts = 0;
	c.via = VIA_DEMO;
	c.lang = LANG_ZH; /* what the program words and keeps, as the people of the demo would read it */
	c.today = w->o->as_of;
	c.now = demo_instant(w->o->as_of);
	return c;
}

static enum rc run(struct work *w, struct arena *mem, store_job *job, struct unit *u)
{
	struct ctx c = ctx_of(w, mem);
	enum rc rc = store_write(&c, PRIO_BULK, job, u);
	return rc == RC_OK ? rc : report(w, rc, &c);
}

/* --- schools, and who works there or signs in from home --- */

static enum rc write_schools(struct ctx *c, void *arg)
{
	struct unit *u = arg;

	return demo_write_schools(c, &u->plan->map);
}

static enum rc write_staff(struct ctx *c, void *arg)
{
	struct unit *u = arg;

	return demo_staff_write(c, &u->plan->map, u->seed, &u->who);
}

/* What came in lists, and who works there without signing in. */
static enum rc write_forms(struct ctx *c, void *arg)
{
	struct unit *u = arg;

	return demo_forms_write(c, &u->plan->map, u->seed);
}

/* --- families --- */

static enum rc write_families(struct ctx *c, void *arg)
{
	struct unit *u = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < u->families && rc == RC_OK; i++)
		rc = demo_write_family(c, &u->plan->map, &u->family[i]);
	return rc;
}

static size_t take_families(struct unit *u, struct arena *mem)
{
	size_t children = 0;

	u->family = NEW(mem, struct demo_family, FAMILIES_AT_ONCE);
	u->families = 0;
	while (children < CHILDREN_AT_ONCE && u->families < FAMILIES_AT_ONCE &&
	       demo_county_next(u->plan, mem, &u->family[u->families]))
		children += u->family[u->families++].children;
	return u->families;
}

/* What has happened to them since, in the order in which one stands on another. */
struct life {
	enum rc (*write)(struct ctx *c);
	enum rc (*seeded)(struct ctx *c, uint64_t seed);
};
static const struct life lives[] = {
	{ .seeded = demo_difficulty_write }, { .write = demo_match_write },
	{ .write = demo_sweep_write },       { .seeded = demo_hand_in_write },
	{ .write = demo_care_write },        { .write = demo_duty_write },
	{ .seeded = demo_visit_write },      { .seeded = demo_photo_write },
	{ .write = demo_conference_write },  { .write = demo_task_write },
	{ .write = demo_referral_write },    { .write = demo_report_write },
	{ .seeded = demo_growth_write },     { .seeded = demo_words_write },
	{ .seeded = demo_measure_write },    { .seeded = demo_work_write },
	{ .seeded = demo_home_write },       { .seeded = demo_call_write },
	{ .write = demo_post_write },        { .seeded = demo_contact_write },
	{ .seeded = demo_message_write },    { .write = demo_deed_write },
	{ .write = demo_book_write },
};

static enum rc write_lives(struct ctx *c, struct unit *u)
{
	enum rc rc = demo_privacy_write(c, &u->plan->map, &u->who, u->seed);

	if (rc == RC_OK)
		rc = demo_export_write(c);
	if (rc == RC_OK)
		rc = demo_transfer_write(c, &u->plan->map);
	for (size_t i = 0; i < COUNT(lives) && rc == RC_OK; i++)
		rc = lives[i].write ? lives[i].write(c) : lives[i].seeded(c, u->seed);
	return rc;
}

static enum rc write_all(struct work *w)
{
	struct unit u = { .plan = w->plan, .seed = w->o->seed };
	struct arena mem;

	arena_init(&mem, MEMORY);
	enum rc rc = run(w, &mem, write_schools, &u);
	arena_reset(&mem);
	while (rc == RC_OK && take_families(&u, &mem)) {
		rc = run(w, &mem, write_families, &u);
		arena_reset(&mem);
	}
	if (rc == RC_OK)
		rc = run(w, &mem, write_staff, &u);
	arena_reset(&mem);
	if (rc == RC_OK)
		rc = run(w, &mem, write_forms, &u);
	arena_reset(&mem);
	if (rc == RC_OK) {
		struct ctx c = ctx_of(w, &mem);
		rc = write_lives(&c, &u);
		rc = rc == RC_OK ? rc : report(w, rc, &c);
	}
	arena_free(&mem);
	return rc;
}

/* --- the other counties of a city --- */

/* The left behind by the school roll whom Potou has already. */
static enum rc count_behind(struct ctx *c, int64_t *ret)
{
	struct counts n;
	enum rc rc = left_behind_counts(c, STR(""), c->today, &n);

	*ret = rc == RC_OK ? n.n[COUNT_ROLL_1] + n.n[COUNT_ROLL_2] : 0;
	return rc;
}

static enum rc write_city(struct work *w)
{
	struct arena mem;
	int64_t have = 0;

	arena_init(&mem, MEMORY);
	struct ctx c = ctx_of(w, &mem);
	enum rc rc = count_behind(&c, &have);
	int64_t wanted = (w->o->children ? w->o->children : DEMO_CITY_LEFT_BEHIND) - have;
	struct demo_city_wish wish = { w->o->seed, str_of(w->o->within), wanted > 0 ? wanted : 0 };
	if (rc == RC_OK)
		rc = demo_city_write(&c, &wish);
	rc = rc == RC_OK ? rc : report(w, rc, &c);
	arena_free(&mem);
	return rc;
}

/* --- the whole --- */

static enum rc make(struct work *w)
{
	str size = str_of(w->o->size), none = { NULL, 0 };
	bool city = str_eq(size, STR("city")),
	     whole = str_eq(size, STR("county")) || (city && !w->o->children);
	struct ctx c = *w->c;

	if (!whole && !city && !str_eq(size, STR("school")) && !str_eq(size, STR("nation")))
		return refuse(w, RC_INVALID,
			      N_("{0} is no size of a demo; take school, county, city or nation."), size);
	if (!day_valid(w->o->as_of) || w->o->as_of < EARLIEST || w->o->as_of > LATEST)
		return refuse(w, RC_INVALID, N_("The day of a demo must lie between 2000 and 2089."), none);
	if (str_eq(size, STR("nation")))
		return demo_nation_make(w->c, w->o, &w->why);
	c.today = w->o->as_of; /* the parameters in force then */
	struct demo_setting s = { w->o->seed, w->o->as_of, standing_params_of(&c), c.model->regions };
	if (demo_county_new(c.mem, &s, whole, &w->plan) != RC_OK)
		return refuse(w, RC_NOT_FOUND, N_("The region map does not know the county {0} of the demo."),
			      STR(DEMO_COUNTY));
	enum rc rc = write_all(w);
	return rc == RC_OK && city ? write_city(w) : rc;
}

enum rc demo_make(struct ctx *c, const struct demo_options *o, str *ret_why)
{
	struct work w = { .c = c, .o = o };
	enum rc rc = make(&w);

	if (rc != RC_OK)
		*ret_why = w.why;
	return rc;
}
