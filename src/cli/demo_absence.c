#include "demo_absence.h"

#include "codes_gen.h"

/* New Year's Day of the lunar calendar, mmdd, from 2005 on. */
static const short festival[] = { 209, 129, 218, 207, 126, 214, 203, 123, 210, 131, 219,
				  208, 128, 216, 205, 125, 212, 201, 122, 210, 129, 217,
				  206, 126, 213, 203, 123, 211, 131, 219, 208 };

enum { FESTIVALS_FROM = 2005, ADULT = 18 };

static day festival_of(int year)
{
	int at = year - FESTIVALS_FROM;

	return year * 10000 + (at >= 0 && at < (int)COUNT(festival) ? festival[at] : 205);
}

static day later(day a, day b) { return a > b ? a : b; }

static void push(struct demo_adult *to, struct demo_absence a)
{
	if (!a.reason)
		a.reason = CODE_ABSENCE_REASON_WORK;
	if (to->absences < DEMO_ABSENCES)
		to->absence[to->absences++] = a;
}

/* Work from `since` to `last` (0: it goes on).  Less than half of them come home for the festival (parents
 * seen once a year or less: domain facts 2.2), never for so long that the absence would have ended. */
static void push_work(struct demo_adult *to, const struct demo_setting *s, struct demo_random *r, day since,
		      day last, str region)
{
	day from = since, end = last ? last : s->as_of;

	for (int year = since / 10000; year <= end / 10000 && to->absences + 2 < DEMO_ABSENCES; year++) {
		day home = day_add(festival_of(year), -demo_random_between(r, 3, 10));
		day back = day_add(festival_of(year), demo_random_between(r, 6, 16));
		if (!demo_random_chance(r, 450) || day_diff(home, from) < 45 || day_diff(end, back) < 30)
			continue;
		if (day_diff(back, home) - 1 > s->params.absence_gap_days)
			back = day_add(home, s->params.absence_gap_days + 1);
		push(to, (struct demo_absence){ .from = from, .to = home, .region = region });
		from = back;
	}
	push(to, (struct demo_absence){ .from = from, .to = last, .region = region });
}

/* The day of leaving: three of four go in the weeks after a festival, most within the last years. */
static day choose_start(struct demo_random *r, day earliest, day latest)
{
	static const uint8_t ago[] = { 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7 };
	int year = latest / 10000 - ago[demo_random_below(r, COUNT(ago))];
	day start = demo_random_chance(r, 750) ? day_add(festival_of(year), demo_random_between(r, 7, 28))
					       : day_add(year * 10000 + 101, demo_random_between(r, 0, 364));

	if (start > latest)
		start = day_add(start, -365);
	return start > earliest ? start : earliest < latest ? earliest : latest;
}

static day long_enough(const struct demo_setting *s)
{
	return day_add(s->as_of, -(s->params.min_days_away + 10));
}

/* A day of this month that is not still to come. */
static day this_month(const struct demo_setting *s, struct demo_random *r)
{
	return day_add(s->as_of, -(int)demo_random_below(r, (unsigned)(s->as_of % 100)));
}

static void plan_away(struct demo_adult *to, const struct demo_setting *s, struct demo_random *r,
		      day earliest, str region)
{
	push_work(to, s, r, choose_start(r, earliest, long_enough(s)), 0, region);
}

static void plan_visit(struct demo_adult *to, const struct demo_setting *s, struct demo_random *r,
		       day earliest, str region)
{
	int days = s->params.absence_gap_days < 18 ? s->params.absence_gap_days : 18;
	day last = day_add(s->as_of, -demo_random_between(r, 1, days));

	push_work(to, s, r, choose_start(r, earliest, day_add(long_enough(s), -60)), last, region);
}

/* The last form: those of the first weeks of a school year. */
static void plan_declared(struct demo_adult *to, const struct demo_setting *s, struct demo_random *r,
			  str region)
{
	day form = grade_school_year(s->as_of, &grade_system_6_3) * 10000 + grade_system_6_3.starts;

	form = day_add(form, demo_random_between(r, 0, 13));
	push(to, (struct demo_absence){ .known_by = form < s->as_of ? form : s->as_of, .region = region });
}

static void plan_return(struct demo_adult *to, const struct demo_setting *s, struct demo_random *r, day last,
			str region)
{
	push_work(to, s, r, day_add(last, -demo_random_between(r, 200, 1100)), last, region);
}

static void plan_past(struct demo_adult *to, const struct demo_setting *s, struct demo_random *r,
		      day earliest, str region)
{
	day last = day_add(s->as_of, -demo_random_between(r, 500, 1800)),
	    since = day_add(last, -demo_random_between(r, 100, 700));

	if (demo_random_chance(r, 120) && since > earliest)
		push_work(to, s, r, since, last, region);
}

static void add_fact(struct demo_adult *to, const char *topic, const char *value, day from)
{
	to->fact[to->facts++] = (struct demo_fact){ .topic = topic, .value = str_of(value), .from = from };
}

/* Something befell the parent within the last five years, or since `earliest`. */
static void plan_fact(struct demo_adult *to, enum demo_where where, const struct demo_setting *s,
		      struct demo_random *r, day earliest)
{
	day from = later(day_add(s->as_of, -demo_random_between(r, 40, 1800)), earliest);

	if (from > s->as_of)
		from = s->as_of;
	if (where == DEMO_UNABLE)
		add_fact(to, CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, CODE_GUARDIANSHIP_LOST, from);
	else
		add_fact(to, CODE_CIRCUMSTANCE_TOPIC_STATE,
			 where == DEMO_DEAD      ? CODE_PERSON_STATE_DEAD
			 : where == DEMO_MISSING ? CODE_PERSON_STATE_MISSING
						 : CODE_PERSON_STATE_IMPRISONED,
			 from);
}

void demo_absence_plan(struct demo_adult *to, enum demo_where where, const struct demo_setting *s,
		       struct demo_random *r, day earliest, str region)
{
	int gap = s->params.absence_gap_days, enough = s->params.min_days_away;

	earliest = later(earliest, day_birthday(to->born, ADULT));
	switch (where) {
	case DEMO_AT_HOME: plan_past(to, s, r, earliest, region); break;
	case DEMO_AWAY: plan_away(to, s, r, earliest, region); break;
	case DEMO_VISITING: plan_visit(to, s, r, earliest, region); break;
	case DEMO_DECLARED: plan_declared(to, s, r, region); break;
	case DEMO_ENTERED: push_work(to, s, r, day_add(this_month(s, r), -(enough + 1)), 0, region); break;
	case DEMO_RECENT:
		push_work(to, s, r, day_add(s->as_of, -demo_random_between(r, 3, enough - 5)), 0, region);
		break;
	case DEMO_RETURNED:
		plan_return(to, s, r, day_add(s->as_of, -demo_random_between(r, gap + 35, 330)), region);
		break;
	case DEMO_LEFT: plan_return(to, s, r, day_add(this_month(s, r), -(gap + 1)), region); break;
	case DEMO_ALONG:
		push(to, (struct demo_absence){ .from = choose_start(r, earliest, long_enough(s)),
						.region = region,
						.child_along = true });
		break;
	case DEMO_STUDIES:
		push(to, (struct demo_absence){ .from = choose_start(r, earliest, long_enough(s)),
						.region = region,
						.reason = CODE_ABSENCE_REASON_STUDY });
		break;
	case DEMO_DEAD:
	case DEMO_MISSING:
	case DEMO_IMPRISONED:
	case DEMO_UNABLE: plan_fact(to, where, s, r, earliest); break;
	}
}

bool demo_absence_cares(enum demo_where where)
{
	return where == DEMO_AT_HOME || where == DEMO_RETURNED || where == DEMO_LEFT;
}
