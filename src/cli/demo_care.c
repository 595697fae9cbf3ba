#include "demo_care.h"

#include "account.h"
#include "assessment.h"
#include "demo.h"
#include "demo_plan.h"
#include "demo_random.h"
#include "demo_then.h"
#include "finding.h"
#include "level.h"

/* --- whose stories --- */

/* A child under care in the director's village whose carer is neither old nor unable: nothing of its file
 * alone puts it above green. */
struct candidate {
	int64_t id;
	day born;
	bool taught; /* of the teacher's class */
};
enum { CANDIDATES = 200 };

static enum rc teacher_class(struct ctx *c, int64_t *ret)
{
	struct actor teacher;
	int64_t id = 0;
	enum rc rc = account_find(c, STR("teacher"), &id);

	if (rc == RC_OK)
		rc = account_actor_load(c, id, 0, &teacher);
	*ret = rc == RC_OK ? teacher.class : 0;
	return rc;
}

static enum rc list_candidates(struct ctx *c, int64_t class, struct candidate *list, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT c.id, c.birth_date, CASE WHEN c.class = ?6 THEN 1 ELSE 0 END FROM child c JOIN "
		"crossing x ON x.child = c.id"
		" WHERE c.county = ?5 AND coalesce(c.living_region, c.household_region) = ?1 AND x.day <= ?2"
		" AND (x.civil_affairs = 1 OR x.difficulty = 1) AND NOT EXISTS (SELECT 1 FROM crossing y"
		" WHERE y.child = c.id AND y.day > x.day AND y.day <= ?2)"
		" AND NOT EXISTS (SELECT 1 FROM tie t JOIN person p ON p.id = t.person WHERE t.child = c.id"
		" AND ((t.carer = 1 AND (p.birth_date <= ?3 OR p.care_ability = ?4)) OR t.barred = 1))"
		" ORDER BY c.id LIMIT 200",
		TEXT(STR(DEMO_HOME)), INT(c->today), INT(c->today - 690000),
		TEXT(STR(CODE_CARE_ABILITY_UNABLE)), INT(c->model->county), INT(class));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < CANDIDATES)
		list[n++] = (struct candidate){ db_int(&q, 0), (day)db_int(&q, 1), db_int(&q, 2) != 0 };
	*ret_n = n;
	return db_done(&q);
}

/* The first that fits in age, of the class if there is one; takes it out of the list. */
static int64_t pick(struct candidate *list, size_t n, day today, const int years[2], bool taught)
{
	for (int pass = taught ? 0 : 1; pass < 3; pass++)
		for (size_t i = 0; i < n; i++) {
			struct candidate *k = &list[i];
			int age = day_age(k->born, today);
			bool fits = age >= years[0] && age <= years[1];
			if (!k->id || (pass == 0 && !k->taught) || (pass < 2 && !fits))
				continue;
			int64_t id = k->id;
			k->id = 0;
			return id;
		}
	return 0;
}

enum rc demo_story_family(struct ctx *c, int64_t *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT i.child FROM tie i JOIN account a ON a.login = 'guardian'"
			       " AND a.person_id = CAST(i.person AS TEXT) ORDER BY i.id LIMIT 1");

	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	return db_done(&q);
}

enum rc demo_story(struct ctx *c, struct demo_story *ret)
{
	struct candidate list[CANDIDATES];
	struct demo_story s = { .ngreen = 0 };
	size_t n = 0;
	int64_t class = 0;
	enum rc rc = teacher_class(c, &class);

	if (rc == RC_OK)
		rc = list_candidates(c, class, list, &n);
	if (rc != RC_OK)
		return rc;
	s.blue = pick(list, n, c->today, (const int[]){ 7, 12 }, true);
	s.red = pick(list, n, c->today, (const int[]){ 11, 13 }, false);
	s.yellow = pick(list, n, c->today, (const int[]){ 10, 14 }, false);
	for (size_t i = 0; i < n && s.ngreen < DEMO_STORY_GREEN; i++)
		if (list[i].id)
			s.green[s.ngreen++] = list[i].id;
	if (!s.red || !s.yellow || !s.blue)
		return RC_NOT_FOUND;
	*ret = s;
	return RC_OK;
}

int demo_care_diligence(str village)
{
	enum { OF_TEN_GOOD = 5, OF_TEN_FAIR = 8 };

	if (str_eq(village, STR(DEMO_HOME)))
		return 0;
	uint64_t of = str_hash(village) % 10;
	return of < OF_TEN_GOOD ? 0 : of < OF_TEN_FAIR ? 1 : 2;
}

/* --- a year of forms --- */

struct kid {
	int64_t id;
	day born;
	str village;
	day since; /* under care */
};

enum { UNIT = 100, WINDOWS = 4, MEMORY = 256 << 20 };

struct unit {
	const struct demo_story *story;
	int64_t after, director;
	struct kid kid[UNIT];
	size_t n;
	day window[WINDOWS]; /* first days of March and September, oldest first */
	size_t windows;
};

static enum rc load_kids(struct ctx *c, struct unit *u)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.child, c.birth_date, coalesce(k.village, ''), coalesce(k.from_day, 0)"
			      " FROM care_case k JOIN child c ON c.id = k.child WHERE k.child > ?1"
			      " AND k.level > 0 AND k.county = ?2 ORDER BY k.child LIMIT 100",
			      INT(u->after), INT(c->model->county));

	u->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && u->n < UNIT) {
		u->kid[u->n++] = (struct kid){ db_int(&q, 0), (day)db_int(&q, 1), db_dup(c->mem, &q, 2),
					       (day)db_int(&q, 3) };
		u->after = db_int(&q, 0);
	}
	return db_done(&q);
}

static void find_windows(day today, struct unit *u)
{
	enum { MONTHS = 12 };
	int32_t month = today / 100;

	u->windows = 0;
	for (int i = 0; i < MONTHS; i++)
		month = month % 100 == 1 ? month - 100 + 11 : month - 1;
	for (int i = 0; i <= MONTHS && u->windows < WINDOWS; i++) {
		if (month % 100 == 3 || month % 100 == 9)
			u->window[u->windows++] = month * 100 + 1;
		month = month % 100 == 12 ? month + 100 - 11 : month + 1;
	}
}

/* Mostly well; what is said of money or health enters no level. */
static struct instrument_answers answers_of(struct demo_random *r, const struct instrument *form, bool calm)
{
	static const char *const hazards[] = { "electric_fire", "drowning", "gas",
					       "unsafe_house",  "drowning", "geology" };
	struct instrument_answers a = { { { NULL, 0 } } };

	for (size_t i = 0; i < form->n; i++) {
		const struct instrument_item *item = &form->item[i];
		bool last = demo_random_chance(r, 120);
		if (item->by_age)
			continue;
		if (!item->many)
			a.item[i] = item->choice[last ? item->n - 1 : 0].code;
		else if (str_eq(item->code, STR("hazards")) && demo_random_chance(r, 45) && !calm)
			a.item[i] = str_of(hazards[demo_random_below(r, COUNT(hazards))]);
		else if (str_eq(item->code, STR("habits")) && demo_random_chance(r, 12) && !calm)
			a.item[i] = STR("truancy");
	}
	return a;
}

/* As the program, in nobody's name but in the director's village: who filled a form in is part of it. */
static enum rc write_form(struct ctx *c, const struct unit *u, const struct kid *k, day on,
			  const struct instrument_answers *a)
{
	const struct instrument *form = &instruments[0];
	struct input in = input_new(&assessment_kind);
	struct record done;

	input_int(&in, c->mem, ASSESSMENT_CHILD, k->id);
	input_set(&in, ASSESSMENT_INSTRUMENT, form->code);
	input_day(&in, c->mem, ASSESSMENT_ON, on);
	input_set(&in, ASSESSMENT_ANSWERS, instrument_json(c->mem, form, a));
	input_int(&in, c->mem, ASSESSMENT_AT, demo_instant(on) + INT64_C(10) * 3600 * 1000000);
	if (str_eq(k->village, STR(DEMO_HOME)))
		input_int(&in, c->mem, ASSESSMENT_BY, u->director);
	return record_create(c, &in, &done);
}

static bool in_story(const struct demo_story *s, int64_t child)
{
	return child == s->red || child == s->yellow || child == s->blue;
}

/* Of ten forms: on time in the month, in the month after it, never. */
static enum rc write_window(struct ctx *c, const struct unit *u, const struct kid *k, day window,
			    struct demo_random *r)
{
	static const struct {
		unsigned on_time, late; /* of a thousand */
	} does[] = { { 930, 50 }, { 700, 200 }, { 400, 200 } };
	int how = demo_care_diligence(k->village);
	unsigned draw = demo_random_below(r, 1000);
	bool story = in_story(u->story, k->id), late = draw >= does[how].on_time;
	/* Story or not, the same numbers are drawn. */
	int32_t days = (int32_t)demo_random_below(r, 28) + (late && !story ? 31 : 0);
	struct instrument_answers a = answers_of(r, &instruments[0], story);
	day on = day_add(window, days);

	bool born = u->story && k->born < window;
	if (!born || on >= c->today || k->since > on ||
	    (!story && draw >= does[how].on_time + does[how].late))
		return RC_OK;
	return write_form(c, u, k, on, &a);
}

/* What somebody saw on the way, of one in a dozen. */
static enum rc write_seen(struct ctx *c, const struct unit *u, const struct kid *k, struct demo_random *r)
{
	static const struct {
		const char *indicator;
		unsigned chance; /* of a thousand */
	} seen[] = { { "contact_late", 45 }, { "far_school", 30 }, { "grades", 15 }, { "poisons", 12 },
		     { "withdrawn", 12 },    { "no_contact", 8 },  { "illness", 6 }, { "labour", 4 },
		     { "bullied", 3 },       { "deed_none", 25 },  { "runaway", 1 } };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(seen) && rc == RC_OK; i++) {
		struct input in = input_new(&finding_kind);
		struct record done;
		bool so = demo_random_chance(r, seen[i].chance);
		day on = day_add(c->today, -5 - (int32_t)demo_random_below(r, 200));
		if (!so || in_story(u->story, k->id) || on <= k->born || on < k->since)
			continue;
		input_int(&in, c->mem, FINDING_CHILD, k->id);
		input_set(&in, FINDING_INDICATOR, str_of(seen[i].indicator));
		input_day(&in, c->mem, FINDING_ON, on);
		input_int(&in, c->mem, FINDING_AT, demo_instant(on) + INT64_C(11) * 3600 * 1000000);
		if (str_eq(k->village, STR(DEMO_HOME)))
			input_int(&in, c->mem, FINDING_BY, u->director);
		rc = record_create(c, &in, &done);
	}
	return rc;
}

static enum rc write_unit(struct ctx *c, void *arg)
{
	enum { STREAM = 0x63617265 };
	struct unit *u = arg;
	enum rc rc = load_kids(c, u);

	for (size_t i = 0; i < u->n && rc == RC_OK; i++) {
		const struct kid *k = &u->kid[i];
		struct demo_random r = demo_random_of((uint64_t)k->id, STREAM);
		for (size_t w = 0; w < u->windows && rc == RC_OK; w++)
			rc = write_window(c, u, k, u->window[w], &r);
		if (rc == RC_OK)
			rc = write_seen(c, u, k, &r);
	}
	return rc;
}

/* --- the three stories --- */

struct act {
	int64_t child;
	const char *indicator, *note; /* a finding; else a decision: */
	int level;                    /* up to this one; 0: a step down */
	const char *reason;
};

static enum rc act_unit(struct ctx *c, void *arg)
{
	const struct act *a = arg;
	struct input in = input_new(&finding_kind);
	struct record done;
	int64_t id;

	if (!a->indicator)
		return level_decide_unit(c,
					 &(struct level_new){ .child = a->child,
							      .up = a->level != 0,
							      .level = a->level,
							      .reason = str_of(a->reason) },
					 &id);
	input_int(&in, c->mem, FINDING_CHILD, a->child);
	input_set(&in, FINDING_INDICATOR, str_of(a->indicator));
	input_day(&in, c->mem, FINDING_ON, c->today);
	if (a->note)
		input_set(&in, FINDING_NOTE, str_of(a->note));
	return record_create(c, &in, &done);
}

static enum rc act(struct ctx *c, const char *login, int ago, struct act a)
{
	struct demo_then then;
	enum rc rc = demo_then(c, login, day_add(c->today, -ago), &then);

	return rc == RC_OK ? store_write(&then.ctx, PRIO_BULK, act_unit, &a) : rc;
}

static enum rc tell_red(struct ctx *c, int64_t child)
{
	enum rc rc = act(c, "director", 96,
			 (struct act){ .child = child,
				       .indicator = "contact_late",
				       .note = "爸爸妈妈两个多星期没有打电话回来。" });

	if (rc == RC_OK)
		rc = act(c, "director", 12,
			 (struct act){ .child = child,
				       .indicator = "alone",
				       .note = "奶奶住院，晚上只有孩子一个人在家；已联系邻居先照看。" });
	return rc;
}

static enum rc tell_yellow(struct ctx *c, int64_t child)
{
	enum rc rc = act(c, "director", 40,
			 (struct act){ .child = child,
				       .indicator = "labour",
				       .note = "挖土豆的日子整天在地里帮工，没有去上学。" });

	if (rc == RC_OK)
		rc = act(c, "director", 33,
			 (struct act){ .child = child,
				       .indicator = "truancy",
				       .note = "班主任说这个月缺课五天。" });
	return rc;
}

/* It was raised by hand in spring, stepped down in summer; in autumn the calls became rare. */
static enum rc tell_blue(struct ctx *c, int64_t child)
{
	enum rc rc =
		act(c, "director", 230,
		    (struct act){ .child = child, .level = 3, .reason = "爷爷摔伤，家里一时没有人手。" });

	if (rc == RC_OK)
		rc = act(c, "supervisor", 170,
			 (struct act){ .child = child, .reason = "爷爷已经康复，邻居也常来帮忙。" });
	if (rc == RC_OK)
		rc = act(c, "supervisor", 110,
			 (struct act){ .child = child, .reason = "两个月来一切平稳。" });
	if (rc == RC_OK)
		rc = act(c, "director", 21,
			 (struct act){ .child = child,
				       .indicator = "contact_late",
				       .note = "孩子说爸爸妈妈最近很少打电话。" });
	return rc;
}

/* One of the green ones was seen otherwise, and somebody said it was not so. */
static enum rc tell_contest(struct ctx *c, int64_t child)
{
	struct demo_then then;
	int64_t id = 0;
	enum rc rc = act(c, "director", 9,
			 (struct act){ .child = child,
				       .indicator = "far_school",
				       .note = "上学要过一座没有护栏的小桥。" });

	if (rc == RC_OK)
		rc = DB_ONE(
			c->db, &id,
			"SELECT max(f.id) FROM finding f WHERE f.child = ?1 AND f.indicator = 'far_school'",
			INT(child));
	if (rc == RC_OK)
		rc = demo_then(c, "head", day_add(c->today, -6), &then);
	return rc == RC_OK ? finding_contest(&then.ctx, id, STR("村里上个月已经给桥装了护栏。")) : rc;
}

static enum rc touch_unit(struct ctx *c, void *arg)
{
	const struct demo_story *s = arg;

	store_touch(c, s->red);
	store_touch(c, s->yellow);
	store_touch(c, s->blue);
	if (s->ngreen)
		store_touch(c, s->green[0]);
	return RC_OK;
}

static enum rc tell(struct ctx *c, struct demo_story *s)
{
	enum rc rc = tell_blue(c, s->blue);

	if (rc == RC_OK)
		rc = tell_yellow(c, s->yellow);
	if (rc == RC_OK)
		rc = tell_red(c, s->red);
	if (rc == RC_OK && s->ngreen)
		rc = tell_contest(c, s->green[0]);
	/* What was written as of days gone by settled as of them. */
	return rc == RC_OK ? store_write(c, PRIO_BULK, touch_unit, s) : rc;
}

static enum rc write_year(struct ctx *c, struct unit *u)
{
	struct arena *mem = arena_within(c->mem, MEMORY);
	enum rc rc = RC_OK;

	do {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, write_unit, u);
		if (rc != RC_OK)
			c->problems = unit.problems;
	} while (rc == RC_OK && u->n == UNIT);
	if (rc == RC_OK)
		arena_free(mem);
	return rc;
}

enum rc demo_care_write(struct ctx *c)
{
	struct demo_story s = { .ngreen = 0 };
	struct unit u = { .story = &s };
	enum rc rc = demo_story(c, &s);

	if (rc == RC_NOT_FOUND) /* too small a demo */
		rc = RC_OK;
	if (rc == RC_OK)
		rc = account_find(c, STR("director"), &u.director);
	find_windows(c->today, &u);
	if (rc == RC_OK)
		rc = write_year(c, &u);
	return rc == RC_OK && s.red ? tell(c, &s) : rc;
}
