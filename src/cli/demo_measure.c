#include "demo_measure.h"

#include "curve.h"
#include "demo.h"
#include "demo_care.h"
#include "demo_growth.h"
#include "demo_pieces.h"
#include "demo_plan.h"
#include "demo_random.h"
#include "demo_then.h"
#include "growth.h"
#include "survey.h"

enum { STREAM = 0x6d656173, TERMS = 20, AT_ONCE = 60 /* children a unit */ };
enum {
	YEAR = 12,
	FIRST_AGE = 5 * YEAR,
	FIRST_MID = 90 /* months: the middle of the standard's first year */,
	CM = 100,
	METRE = 100 * CM,
	PERCENT = 100
};

/* --- whom --- */

struct kid {
	int64_t id;
	int sex;
	day born;
	int terms; /* how many measuring days back */
	int diligence;
	bool near; /* the demo's own teacher knows it */
	bool ours; /* of the village of the demo's director */
};

struct people {
	struct actor teacher, director, elsewhere, village;
};

struct unit {
	const struct kid *kid;
	const struct people *people;
	struct demo_random *chance;
};

/* --- how tall --- */

static int row_at(const struct curve_row *row, size_t n, int bound, int months)
{
	for (size_t i = 0; i + 1 < n; i++) {
		int at = row[i].months + YEAR / 2, next = row[i + 1].months + YEAR / 2;
		if (months < next)
			return row[i].bound[bound] +
			       (row[i + 1].bound[bound] - row[i].bound[bound]) * (months - at) / (next - at);
	}
	return row[n - 1].bound[bound];
}

/* A child keeps its place among others; below seven years the line goes on as it began. */
static int height_of(int sex, int months, int place)
{
	char code = (char)('0' + sex);
	size_t n;
	const struct curve_row *row = curve_of(CURVE_HEIGHT, (str){ &code, 1 }, &n);
	int from = months < FIRST_MID ? FIRST_MID : months;

	if (!row)
		return 0;
	int middle = row_at(row, n, CURVE_MIDDLE, from), above = row_at(row, n, CURVE_ABOVE, from);
	return middle + (above - middle) * place / PERCENT - (from - months) * CM / 2;
}

static str number(struct arena *mem, int hundredths)
{
	struct buf b = buf_new(mem, 16);

	curve_put(&b, (hundredths + 5) / 10 * 10);
	return buf_view(&b);
}

/* --- one entry --- */

static struct ctx then_of(struct ctx *c, const struct actor *who, day on)
{
	struct ctx then = *c;

	then.who = who;
	then.today = on;
	then.now = demo_instant(on) + INT64_C(10) * 3600 * 1000000;
	return then;
}

static enum rc create(struct ctx *c, struct ctx *then, const struct input *in)
{
	struct record done;
	enum rc rc = record_create(then, in, &done);

	c->problems = then->problems;
	return rc;
}

struct body {
	int place, mass; /* among others, in hundredths of a standard deviation; BMI beside the usual */
	int eyes;        /* 500, or less from ten years on */
};

static enum rc measure(struct ctx *c, const struct unit *u, const struct kid *k, const struct body *b, day on)
{
	struct ctx then = then_of(c, k->near ? &u->people->teacher : &u->people->elsewhere, on);
	struct input in = input_new(&measurement_kind);
	int months = curve_months(k->born, on), height = height_of(k->sex, months, b->place);
	int bmi = 1500 + (months > 7 * YEAR ? (months - 7 * YEAR) * 4 : 0) + b->mass;
	int eyes = months > 10 * YEAR ? b->eyes : 500;

	if (!height)
		return RC_OK;
	input_int(&in, c->mem, MEASUREMENT_CHILD, k->id);
	input_day(&in, c->mem, MEASUREMENT_ON, on);
	input_set(&in, MEASUREMENT_HEIGHT, number(c->mem, height));
	input_set(&in, MEASUREMENT_WEIGHT,
		  number(c->mem, (int)((int64_t)bmi * height / METRE * height / METRE)));
	input_set(&in, MEASUREMENT_LEFT, number(c->mem, eyes));
	input_set(&in, MEASUREMENT_RIGHT, number(c->mem, 500));
	return create(c, &then, &in);
}

static enum rc note(struct ctx *c, const struct unit *u, const struct kid *k, day on)
{
	static const struct {
		const char *what, *text;
	} notes[] = {
		{ CODE_HEALTH_WHAT_VACCINATION, "流感疫苗，校医室接种，观察半小时没有不适。" },
		{ CODE_HEALTH_WHAT_CHECKUP, "学校体检，各项正常。" },
		{ CODE_HEALTH_WHAT_TEETH, "换牙期，一颗蛀牙，已告诉家里去补。" },
		{ CODE_HEALTH_WHAT_ILLNESS, "感冒发热，在家休息两天，已好。" },
		{ CODE_HEALTH_WHAT_ALLERGY, "吃虾起疹子，食堂已知道。" },
	};
	struct ctx then = then_of(c, k->near ? &u->people->teacher : &u->people->elsewhere, on);
	struct input in = input_new(&health_note_kind);
	size_t i = demo_random_below(u->chance, COUNT(notes));

	input_int(&in, c->mem, HEALTH_NOTE_CHILD, k->id);
	input_set(&in, HEALTH_NOTE_WHAT, str_of(notes[i].what));
	input_day(&in, c->mem, HEALTH_NOTE_ON, on);
	input_set(&in, HEALTH_NOTE_TEXT, str_of(notes[i].text));
	return create(c, &then, &in);
}

/* The first answer is the one wished for; now and then another. */
static enum rc survey(struct ctx *c, const struct unit *u, const struct kid *k, day on)
{
	struct ctx then = then_of(c, k->ours ? &u->people->director : &u->people->village, on);
	struct input in = input_new(&home_survey_kind);
	struct buf b = buf_new(c->mem, 4 << 10);

	for (size_t i = 0; i < survey_nitems; i++) {
		const struct survey_item *item = &survey_items[i];
		bool usual = demo_random_chance(u->chance, 700);
		if (item->many && usual)
			continue;
		/* Nobody of the demo is hit: that would be a report, not a survey. */
		size_t most = str_eq(item->code, STR("wrong")) ? 2 : item->n;
		survey_say(&b, item->code,
			   item->choice[usual ? 0 : demo_random_below(u->chance, (unsigned)most)].code);
	}
	input_int(&in, c->mem, HOME_SURVEY_CHILD, k->id);
	input_day(&in, c->mem, HOME_SURVEY_ON, on);
	input_set(&in, HOME_SURVEY_ANSWERS, buf_view(&b));
	input_set(&in, HOME_SURVEY_NOTE, STR("家里收拾得干净，孩子的书放在窗边的桌上。"));
	return create(c, &then, &in);
}

/* --- one child --- */

/* Every half year back from two months ago: measuring days in September and March. */
static day term_day(day today, int back)
{
	enum { HALF_YEAR = 182, AGO = 55 };

	return day_add(today, -AGO - back * HALF_YEAR);
}

static enum rc write_kid(struct ctx *c, const struct unit *u, const struct kid *k)
{
	struct body b = { .place = demo_random_between(u->chance, -120, 130),
			  .mass = demo_random_between(u->chance, -80, 220),
			  .eyes = demo_random_chance(u->chance, 600) ? 500 : 480 };
	enum rc rc = RC_OK;

	for (int i = k->terms; i-- > 0 && rc == RC_OK;) {
		day on = term_day(c->today, i);
		if (on <= k->born || curve_months(k->born, on) < FIRST_AGE)
			continue;
		rc = measure(c, u, k, &b, on);
		if (rc == RC_OK && (k->near || k->terms > 2) && demo_random_chance(u->chance, 300))
			rc = note(c, u, k, day_add(on, 9));
	}
	bool asked = k->near ? k->terms > 2 || demo_random_chance(u->chance, 300)
			     : k->terms > 0 && demo_random_chance(u->chance, 150);
	if (rc == RC_OK && asked)
		rc = survey(c, u, k, day_add(c->today, -40));
	return rc;
}

static enum rc write_some(struct ctx *c, void *arg)
{
	const struct demo_piece *p = arg;
	const struct unit *u = p->arg;
	enum rc rc = RC_OK;

	for (size_t i = p->from; i < p->from + p->n && rc == RC_OK; i++)
		rc = write_kid(c, u, &u->kid[i]);
	return rc;
}

/* --- all --- */

static enum rc find_people(struct ctx *c, struct people *ret)
{
	struct demo_then t, d;
	enum rc rc = demo_then(c, "teacher", c->today, &t);

	if (rc == RC_OK)
		rc = demo_then(c, "director", c->today, &d);
	if (rc != RC_OK)
		return rc;
	*ret = (struct people){
		.teacher = t.who,
		.director = d.who,
		.elsewhere = { .role = ROLE_TEACHER,
			       .reach = REACH_COUNTY,
			       .county = t.who.county,
			       .cleared = true },
		.village = { .role = ROLE_DIRECTOR,
			     .reach = REACH_COUNTY,
			     .county = t.who.county,
			     .cleared = true },
	};
	/* A child may have been elsewhere on a day gone by. */
	ret->teacher.reach = ret->director.reach = REACH_COUNTY;
	return RC_OK;
}

static int terms_of(const struct kid *k, const struct demo_growth_story *s, int64_t class,
		    struct demo_random *r)
{
	static const unsigned measured[] = { 700, 500, 150 };

	if (k->id == s->ten || k->id == s->star)
		return TERMS;
	if (class && class == s->klass)
		return 2;
	return demo_random_chance(r, measured[k->diligence < 0 || k->diligence > 2 ? 0 : k->diligence]) ? 1
													: 0;
}

static enum rc list_kids(struct ctx *c, const struct demo_growth_story *s, struct demo_random *r,
			 struct kid **ret, size_t *ret_n)
{
	struct rows q;
	int64_t n = 0;
	size_t at = 0;
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM child WHERE id > ?1", INT(0));

	if (rc != RC_OK)
		return rc;
	struct kid *list = NEW(c->mem, struct kid, (size_t)n + 1);
	rc = DB_QUERY(c->db, &q,
		      "SELECT c.id, c.sex, c.birth_date, coalesce(c.class, 0), coalesce(k.village, '')"
		      " FROM child c LEFT JOIN care_case k ON k.child = c.id"
		      " WHERE c.birth_date IS NOT NULL AND (k.child IS NOT NULL OR c.class = ?1 OR c.id = ?2 "
		      "OR c.id = ?3)"
		      " ORDER BY c.id",
		      INT(s->klass), INT(s->star), INT(s->ten));
	if (rc != RC_OK)
		return rc;
	while (at < (size_t)n && db_next(&q)) {
		struct kid k = { .id = db_int(&q, 0),
				 .sex = str_eq(db_text(&q, 1), STR(CODE_SEX_MALE)) ? 1 : 2,
				 .born = (day)db_int(&q, 2),
				 .diligence = demo_care_diligence(db_text(&q, 4)),
				 .ours = str_eq(db_text(&q, 4), STR(DEMO_HOME)) };
		k.near = k.id == s->star || db_int(&q, 3) == s->klass;
		k.terms = terms_of(&k, s, db_int(&q, 3), r);
		if (k.terms)
			list[at++] = k;
	}
	*ret = list;
	*ret_n = at;
	return db_done(&q);
}

enum rc demo_measure_write(struct ctx *c, uint64_t seed)
{
	struct demo_random chance = demo_random_of(seed, STREAM);
	struct demo_growth_story story;
	struct people people;
	struct kid *all = NULL;
	size_t n = 0;
	enum rc rc = demo_growth_story(c, &story);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = find_people(c, &people);
	if (rc == RC_OK)
		rc = list_kids(c, &story, &chance, &all, &n);
	struct unit u = { .kid = all, .people = &people, .chance = &chance };
	return rc == RC_OK ? demo_pieces_write(c, &(struct demo_pieces){ n, AT_ONCE, write_some, &u }) : rc;
}
