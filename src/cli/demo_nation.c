#include "demo_nation.h"

#include "account.h"
#include "demo_nation_write.h"
#include "load.h"
#include "search.h"
#include "site.h"

#define FIRST_PHONE INT64_C(13000000000)
enum { MEMORY = 1 << 30 }; /* a county is one unit: some ten thousand children at most */

struct work {
	struct ctx *c;
	const struct demo_options *o;
	struct arena unit;
	str why;
};

static enum rc refuse(struct work *w, enum rc rc, const char *text)
{
	struct buf b = buf_new(w->c->mem, 1000);

	TR(&b, w->c->lang, text);
	w->why = buf_view(&b);
	return rc;
}

/* --- the counties --- */

/* What a county's program writes, in the memory of the unit. */
static struct ctx ctx_of(struct work *w, const struct actor *program)
{
	struct ctx c = *w->c;

	arena_reset(&w->unit);
	w->unit.full = w->c->mem->full;
	c.mem = &w->unit;
	c.problems = (struct problems){ .mem = &w->unit };
	c.who = program;
	c.via = VIA_DEMO;
	return c;
}

/* Of all counties one after the other; what the demo's own county has is kept for its accounts. */
static enum rc write_counties(struct work *w, const struct demo_nation_county *list, size_t n,
			      struct demo_nation_unit *ret_home)
{
	struct demo_nation_unit u = { .seed = w->o->seed, .first_phone = FIRST_PHONE };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct actor program = actor_system(list[i].number);
		struct ctx c = ctx_of(w, &program);
		u.county = list[i];
		u.close = list[i].number / 10000 == c.model->county / 10000;
		u.school = u.class = u.child = 0;
		rc = store_write(&c, PRIO_BULK, demo_nation_write, &u);
		u.first_phone += list[i].children;
		if (!ret_home->school || list[i].number == c.model->county)
			*ret_home = u;
	}
	return rc == RC_OK ? rc
			   : refuse(w, rc, N_("The demo could not be written: the database refused it."));
}

/* Indexes are cheaper made at the end than kept on the way: four times as fast. */
static enum rc write_all(struct work *w, struct demo_nation_unit *ret_home)
{
	struct demo_nation_county *list;
	const char *const *more = house_ddl(w->c->mem);
	const struct demo_nation_wish wish = { w->o->seed, w->o->as_of, str_of(w->o->within),
					       w->o->children };
	size_t n = demo_nation_counties(w->c->mem, w->c->model->regions, &wish, &list);
	enum rc rc;

	if (!n)
		return refuse(w, RC_INVALID, N_("The demo has no county there, or no child for one."));
	rc = db_bulk(w->c->db, true);
	if (rc == RC_OK)
		rc = load_indexes(w->c, demo_nation_kinds, more, false);
	if (rc == RC_OK)
		rc = write_counties(w, list, n, ret_home);
	if (rc == RC_OK)
		rc = load_indexes(w->c, demo_nation_kinds, more, true);
	enum rc off = db_bulk(w->c->db, false);
	if (rc == RC_OK)
		rc = off;
	return rc == RC_OK || w->why.n
		       ? rc
		       : refuse(w, rc, N_("The demo could not be written: the database refused it."));
}

/* --- who signs in --- */

/* clang-format off */
static const struct { const char *login, *name; size_t digits; enum role role; bool school, class; } staff[] = {
	{ "officer",  "教育局",   0, ROLE_OFFICER,   false, false },
	{ "civil",    "民政局",   0, ROLE_CIVIL,     false, false },
	{ "head",     "校长",     0, ROLE_HEAD,      true,  false },
	{ "teacher",  "班主任",   0, ROLE_TEACHER,   true,  true },
	{ "admin",    "系统管理", 0, ROLE_ADMIN,     false, false },
	{ "security", "安全管理", 0, ROLE_SECURITY,  false, false },
	{ "auditor",  "审计",     0, ROLE_AUDITOR,   false, false },
	{ "city",     "市",       4, ROLE_CITY,      false, false },
	{ "province", "省",       2, ROLE_PROVINCE,  false, false },
	{ "ministry", "部",       0, ROLE_MINISTRY,  false, false },
};
/* clang-format on */

static enum rc write_staff(struct ctx *c, void *arg)
{
	const struct demo_nation_unit *home = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(staff) && rc == RC_OK; i++) {
		int64_t id;
		if (staff[i].class && !home->class)
			continue; /* none were made there */
		struct account_new a = { .login = str_of(staff[i].login),
					 .name = str_of(staff[i].name),
					 .role = str_of(role_code(staff[i].role)),
					 .region = str_cut(str_of(home->county.code), 0, staff[i].digits),
					 .school = staff[i].school ? home->school : 0,
					 .class = staff[i].class ? home->class : 0,
					 .cleared = day_add(c->today, -40),
					 .password = STR(DEMO_PASSWORD) };
		rc = account_add(c, &a, &id);
	}
	return rc;
}

/* The keys of names came along.  Pairs of likely doubles (registry/match.h) are for counties: over the nation
 * nobody would look at them. */
static enum rc note(struct ctx *c, void *arg)
{
	(void)arg;
	enum rc rc = search_built(c);
	return rc == RC_OK ? DB_EXEC0(c->db, "INSERT INTO meta (name, value) VALUES ('match_built', '0')")
			   : rc;
}

enum rc demo_nation_make(struct ctx *given, const struct demo_options *o, str *ret_why)
{
	struct ctx c = *given;
	struct work w = { .c = &c, .o = o };
	struct demo_nation_unit home = { .school = 0 };

	c.today = o->as_of;
	c.now = demo_instant(o->as_of);
	arena_init(&w.unit, MEMORY);
	enum rc rc = write_all(&w, &home);
	if (rc == RC_OK) {
		struct actor program = actor_system(home.county.number);
		struct ctx unit = ctx_of(&w, &program);
		rc = store_write(&unit, PRIO_BULK, write_staff, &home);
		if (rc == RC_OK)
			rc = store_write(&unit, PRIO_BULK, note, NULL);
		if (rc != RC_OK)
			rc = refuse(&w, rc, N_("The demo could not be written: the database refused it."));
	}
	arena_free(&w.unit);
	if (rc != RC_OK)
		*ret_why = w.why;
	return rc;
}
