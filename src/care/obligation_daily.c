/* What time alone changes of obligations: each day those that go up the ladder; those of whom a role is
 * missing, or has come back; all, when a window of the year comes near, a duty comes into force or the duties
 * are other ones. */
#include "obligation.h"

enum { UNIT_MEMORY = 64 << 20 };

struct sweeping {
	const struct sql *sql; /* children after ?2 for ?1 = today, in order */
	int64_t after;
	size_t n;
};

static enum rc touch_some(struct ctx *c, void *arg)
{
	struct sweeping *s = arg;
	struct rows q;
	enum rc rc = db_query(c->db, &q, s->sql, VALS(INT(c->today), INT(s->after)));

	s->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		s->after = db_int(&q, 0);
		store_touch(c, s->after);
		s->n++;
	}
	return db_done(&q);
}

/* In units, each with memory of its own. */
static enum rc in_units(struct ctx *c, store_job *job, void *arg, const size_t *n)
{
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);
	enum rc rc = RC_OK;

	do {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, job, arg);
	} while (rc == RC_OK && *n);
	arena_free(mem);
	return rc;
}

static enum rc touch_all(struct ctx *c, const struct sql *sql)
{
	struct sweeping s = { .sql = sql };

	return in_units(c, touch_some, &s, &s.n);
}

/* --- accounts --- */

struct accounts {
	int64_t after;
	size_t n;
};

static enum rc some_accounts(struct ctx *c, void *arg)
{
	struct accounts *a = arg;

	return obligation_accounts(c, a->after, &a->n, &a->after);
}

/* --- is it a day for all? --- */

static str meta(struct ctx *c, str name)
{
	struct rows q;
	str value = STR("");

	if (DB_QUERY(c->db, &q, "SELECT m.value FROM meta m WHERE m.name = ?1", TEXT(name)) == RC_OK &&
	    db_next(&q))
		value = db_dup(c->mem, &q, 0);
	return db_done(&q) == RC_OK ? value : STR("");
}

/* Before the timer has run at all: the last day that anything was settled on; today when nothing is due. */
static day first_settled(struct ctx *c)
{
	int64_t at = 0;

	if (DB_ONE(c->db, &at, "SELECT coalesce(max(o.created_at), 0) FROM obligation o WHERE o.id > ?1",
		   INT(0)) != RC_OK ||
	    !at)
		return c->today;
	return instant_day(at);
}

/* After the day they were settled to, and up to and with this one. */
static bool between(day on, day settled, day today) { return on && settled < on && on <= today; }

static bool is_day_for_all(struct ctx *c, day settled)
{
	const struct duties *all = c->model->duties;
	int32_t ahead = (int32_t)ctx_param(c, PARAM_DUTY_AHEAD_DAYS);

	for (size_t i = 0; i < all->n; i++) {
		const struct duty *d = &all->duty[i];
		day opens = duty_window(d->months, settled ? day_add(settled, 1) : c->today);
		if (between(d->from, settled, c->today) ||
		    between(d->to ? day_add(d->to, 1) : 0, settled, c->today))
			return true;
		if (!d->months)
			continue;
		/* A window that opens ends what the one before it asked; and it is listed some days ahead. */
		if (between(opens, settled, c->today) ||
		    between(day_add(duty_window(d->months, day_add(settled ? settled : c->today, ahead + 1)),
				    -ahead),
			    settled, c->today))
			return true;
	}
	return false;
}

static enum rc put_meta(struct ctx *c, str name, str value)
{
	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES (?1, ?2)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(name), TEXT(value));
}

static enum rc note(struct ctx *c, void *arg)
{
	(void)arg;
	struct buf b = buf_new(c->mem, 16);

	day_put(&b, c->today);
	enum rc rc = put_meta(c, STR("duties_to"), buf_view(&b));
	return rc == RC_OK ? put_meta(c, STR("duties_mark"), c->model->duties->mark) : rc;
}

/* --- roles that nobody holds --- */

struct place {
	str village, now, role;
	int64_t school;
	day due;
};

static bool is_moved(const struct team *t, unsigned county, const struct place *p, day today)
{
	unsigned holders = obligation_held(
		t, &(struct team_place){ .county = county, .village = p->village, .school = p->school });
	const struct role_row *now = role_of_code(p->now), *role = role_of_code(p->role);

	if (!now || !role)
		return false;
	/* Whose turn it is is gone; or somebody is there again for what is not late. */
	return !(holders & (unsigned)now->role) ||
	       (now != role && (holders & (unsigned)role->role) && p->due >= today);
}

enum { VACANT_AT_ONCE = 1024 }; /* places in a day; the others tomorrow */

static enum rc find_vacancies(struct ctx *c, struct place *ret, size_t *ret_n)
{
	struct rows q;
	struct team team;
	size_t n = 0;
	enum rc rc = team_load(c, &team);

	*ret_n = 0;
	if (rc == RC_OK)
		rc = DB_QUERY(c->db, &q,
			      "SELECT o.county, o.village, o.school, o.role, o.now_role, max(o.due) FROM "
			      "obligation o"
			      " WHERE o.now_role IS NOT NULL AND o.child IS NOT NULL AND o.county = ?1"
			      " GROUP BY o.county, o.village, o.school, o.role, o.now_role"
			      " ORDER BY o.village, o.school, o.role, o.now_role",
			      INT(c->model->county));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < VACANT_AT_ONCE) {
		struct place p = { .village = db_dup(c->mem, &q, 1),
				   .school = db_int(&q, 2),
				   .role = db_dup(c->mem, &q, 3),
				   .now = db_dup(c->mem, &q, 4),
				   .due = (day)db_int(&q, 5) };
		if (is_moved(&team, c->model->county, &p, c->today))
			ret[n++] = p;
	}
	*ret_n = n;
	return db_done(&q);
}

struct at_place {
	const struct place *place;
	int64_t after;
	size_t n;
};

static enum rc touch_place(struct ctx *c, void *arg)
{
	struct at_place *a = arg;
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT o.child FROM obligation o WHERE o.village = ?1"
			      " AND coalesce(o.school, 0) = ?2 AND o.role = ?3 AND o.now_role = ?4"
			      " AND o.child > ?5 ORDER BY o.child LIMIT 200",
			      TEXT(a->place->village), INT(a->place->school), TEXT(a->place->role),
			      TEXT(a->place->now), INT(a->after));

	a->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		a->after = db_int(&q, 0);
		store_touch(c, a->after);
		a->n++;
	}
	return db_done(&q);
}

static enum rc settle_vacancies(struct ctx *c)
{
	struct place *place = NEW(c->mem, struct place, VACANT_AT_ONCE);
	size_t n;
	enum rc rc = find_vacancies(c, place, &n);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct at_place a = { .place = &place[i] };
		rc = in_units(c, touch_place, &a, &a.n);
	}
	return rc;
}

/* --- the day --- */

enum rc obligation_daily(struct ctx *c)
{
	const struct sql *due, *all;
	struct accounts accounts = { 0, 0 };
	day settled = 0;

	due = SQL("SELECT DISTINCT o.child FROM obligation o WHERE o.step_on <= ?1 AND o.child > ?2"
		  " ORDER BY o.child LIMIT 200");
	all = SQL("SELECT t.child FROM care_case t WHERE t.child > ?2 AND ?1 > 0 ORDER BY t.child LIMIT 200");
	str mark = meta(c, STR("duties_mark"));
	if (!day_parse(meta(c, STR("duties_to")), &settled))
		settled = first_settled(c);
	bool for_all = is_day_for_all(c, settled) || (mark.n && !str_eq(mark, c->model->duties->mark));
	enum rc rc = touch_all(c, for_all ? all : due);
	if (rc == RC_OK)
		rc = settle_vacancies(c);
	if (rc == RC_OK)
		rc = in_units(c, some_accounts, &accounts, &accounts.n);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note, NULL) : rc;
}
