#include "demo_call.h"

#include "booking.h"
#include "codes.h"
#include "consent.h"
#include "demo_growth.h"
#include "demo_random.h"

enum {
	STREAM = 0x63616c6c,
	AT_A_HOME = 14,
	HOMES_MAX = 64,
	BACK = 7,
	AHEAD = 7,
	NAMES = 2,
	HALF_A_YEAR = 182,
	MONTH_AND_DAY = 10000,
	NOT_BEFORE = 11 * 60 /* of today: what comes is still to come */
};
static const int64_t A_SECOND = 1000000;

struct telling {
	uint64_t seed;
	int64_t star, keeper;
	int64_t home[HOMES_MAX];
	size_t homes, at;
	int64_t told[HOMES_MAX * AT_A_HOME]; /* children who have calls already */
	size_t ntold;
};

/* A child at one home. */
struct caller {
	struct record child;
	struct booking_relatives who;
	struct demo_random r;
	size_t place; /* among those of the home */
	bool agreed;  /* the family, that the home knows the child */
};

/* --- one call --- */

struct slot {
	day on;
	int from;
	int64_t home, device;
};
struct fate {
	const char *state, *why, *occasion;
};

static enum rc create(struct ctx *c, const struct input *in, int64_t *ret)
{
	struct record done;
	enum rc rc = record_create(c, in, &done);

	if (rc == RC_OK && ret)
		*ret = done.id;
	return rc;
}

static bool is_done(const struct fate *f) { return !strcmp(f->state, CODE_CALL_STATE_DONE); }

static int64_t began(const struct slot *s) { return call_instant(s->on, s->from) + 70 * A_SECOND; }

static void put_held(struct ctx *c, struct caller *k, const struct slot *s, struct input *in)
{
	static const char *const moods[] = { CODE_CALL_MOOD_HAPPY, CODE_CALL_MOOD_HAPPY, CODE_CALL_MOOD_CALM,
					     CODE_CALL_MOOD_SAD };
	int seconds = demo_random_between(&k->r, 300, 800);

	input_int(in, c->mem, CALL_STARTED_AT, began(s));
	input_int(in, c->mem, CALL_ENDED_AT, began(s) + seconds * A_SECOND);
	input_int(in, c->mem, CALL_SECONDS, seconds);
	input_set(in, CALL_MOOD, str_of(moods[demo_random_below(&k->r, COUNT(moods))]));
}

static enum rc write_party(struct ctx *c, int64_t call, const struct caller *k,
			   const struct booking_relative *who, const struct slot *s, const struct fate *f)
{
	struct input in = input_new(&call_party_kind);
	bool confirmed = is_done(f) || !strcmp(f->state, CODE_CALL_STATE_CONFIRMED);

	input_int(&in, c->mem, CALL_PARTY_CHILD, k->child.id);
	input_int(&in, c->mem, CALL_PARTY_CALL, call);
	input_set(&in, CALL_PARTY_PART, who ? STR(CODE_CALL_PART_RELATIVE) : STR(CODE_CALL_PART_CHILD));
	if (who) {
		input_int(&in, c->mem, CALL_PARTY_PERSON, who->person);
		input_set(&in, CALL_PARTY_ANSWER,
			  confirmed ? STR(CODE_CALL_ANSWER_YES) : STR(CODE_CALL_ANSWER_ASKED));
	}
	if (who && who->account)
		input_int(&in, c->mem, CALL_PARTY_ACCOUNT, who->account);
	if (who && confirmed)
		input_int(&in, c->mem, CALL_PARTY_ANSWERED_AT, call_instant(day_add(s->on, -2), 1200));
	if (is_done(f)) {
		input_int(&in, c->mem, CALL_PARTY_JOINED_AT, began(s));
		input_set(&in, CALL_PARTY_RUNG, who ? STR(CODE_CALL_RUNG_VIDEO) : STR(CODE_CALL_RUNG_SMALL));
		input_int(&in, c->mem, CALL_PARTY_BYTES, 9000000);
	}
	return create(c, &in, NULL);
}

static enum rc write_event(struct ctx *c, const struct caller *k, int64_t call, const char *what, int64_t at)
{
	struct input in = input_new(&call_event_kind);

	input_int(&in, c->mem, CALL_EVENT_CHILD, k->child.id);
	input_int(&in, c->mem, CALL_EVENT_CALL, call);
	input_int(&in, c->mem, CALL_EVENT_AT, at);
	input_set(&in, CALL_EVENT_WHAT, str_of(what));
	return create(c, &in, NULL);
}

static enum rc write_people(struct ctx *c, struct caller *k, int64_t call, const struct slot *s,
			    const struct fate *f)
{
	enum rc rc = write_party(c, call, k, NULL, s, f);
	size_t n = 0;

	for (size_t i = 0; rc == RC_OK && i < k->who.n && n < NAMES; i++)
		if (k->who.r[i].away) {
			rc = write_party(c, call, k, &k->who.r[i], s, f);
			n++;
		}
	if (rc == RC_OK)
		rc = write_event(c, k, call, CODE_CALL_EVENT_WHAT_BOOKED,
				 call_instant(day_add(s->on, -4), 1000));
	if (rc == RC_OK && is_done(f))
		rc = write_event(c, k, call, CODE_CALL_EVENT_WHAT_ENDED, began(s));
	return rc;
}

static enum rc write_call(struct ctx *c, const struct telling *t, struct caller *k, const struct slot *s,
			  const struct fate *f)
{
	struct input in = input_new(&call_kind);
	int64_t id;

	input_int(&in, c->mem, CALL_CHILD, k->child.id);
	input_int(&in, c->mem, CALL_HOME, s->home);
	input_int(&in, c->mem, CALL_DEVICE, s->device);
	input_day(&in, c->mem, CALL_ON, s->on);
	input_int(&in, c->mem, CALL_FROM, s->from);
	input_int(&in, c->mem, CALL_MINUTES, ctx_param(c, PARAM_FAMILY_SLOT_MINUTES));
	input_set(&in, CALL_CHANNEL, STR(CODE_CALL_CHANNEL_VIDEO));
	input_set(&in, CALL_OCCASION, str_of(f->occasion));
	input_set(&in, CALL_STATE, str_of(f->state));
	if (f->why)
		input_set(&in, CALL_WHY, str_of(f->why));
	if (is_done(f))
		put_held(c, k, s, &in);
	input_set(&in, CALL_ROLE, k->agreed ? STR("keeper") : STR("director"));
	if (t->keeper && k->agreed)
		input_int(&in, c->mem, CALL_BY, t->keeper);
	if (t->keeper && is_done(f)) {
		input_int(&in, c->mem, CALL_STAFF, t->keeper);
		input_int(&in, c->mem, CALL_STAFF_AT, call_instant(s->on, s->from) - 120 * A_SECOND);
	}
	input_int(&in, c->mem, CALL_AT, call_instant(day_add(s->on, -4), 1000));
	enum rc rc = create(c, &in, &id);
	return rc == RC_OK ? write_people(c, k, id, s, f) : rc;
}

/* --- a child's weeks --- */

static struct fate past_fate(struct caller *k, bool star)
{
	unsigned chance = star ? 999 : demo_random_below(&k->r, 1000);

	if (chance < 70)
		return (struct fate){ CODE_CALL_STATE_MISSED, CODE_CALL_WHY_NO_ANSWER,
				      CODE_CALL_OCCASION_WEEKLY };
	if (chance < 130)
		return (struct fate){ CODE_CALL_STATE_CANCELLED, CODE_CALL_WHY_RELATIVE,
				      CODE_CALL_OCCASION_WEEKLY };
	return (struct fate){ CODE_CALL_STATE_DONE, NULL, CODE_CALL_OCCASION_WEEKLY };
}

static struct fate next_fate(struct caller *k, bool star)
{
	bool yes = star || demo_random_chance(&k->r, 600);

	return (struct fate){ yes ? CODE_CALL_STATE_CONFIRMED : CODE_CALL_STATE_BOOKED, NULL,
			      CODE_CALL_OCCASION_WEEKLY };
}

/* The n-th free slot between two days; false: there is none.  ctx's slots know of the past only up to today,
 * so what is free then is reckoned from the hours. */
static enum rc find_slot(struct ctx *c, int64_t home, day from, day to, struct slot *ret, bool *ret_found)
{
	struct booking_day d;
	int begins[SLOTS_OF_DAY];
	enum rc rc = RC_OK;

	*ret_found = false;
	for (day on = from; on <= to && rc == RC_OK; on = day_add(on, 1)) {
		rc = booking_day(c, home, on, &d);
		if (rc != RC_OK)
			break;
		d.slot.today = day_add(on, -1); /* as it was before that day */
		d.slot.last = on;
		size_t n = slot_begins(&d.slot, begins, SLOTS_OF_DAY);
		for (size_t i = 0; i < n; i++) {
			int64_t device = booking_device(&d, STR(CODE_CALL_CHANNEL_VIDEO), begins[i]);
			if (!device || (on == c->today && begins[i] < NOT_BEFORE))
				continue;
			*ret = (struct slot){ on, begins[i], home, device };
			*ret_found = true;
			return RC_OK;
		}
	}
	return rc;
}

static enum rc write_one(struct ctx *c, const struct telling *t, struct caller *k, day from, day to,
			 struct fate f)
{
	struct slot s;
	bool found = false;
	enum rc rc = find_slot(c, t->home[t->at], from, to, &s, &found);

	if (rc != RC_OK || !found)
		return rc;
	if (str_eq(booking_occasion(c, &k->child, s.on, false), STR(CODE_CALL_OCCASION_BIRTHDAY)))
		f.occasion = CODE_CALL_OCCASION_BIRTHDAY;
	return write_call(c, t, k, &s, &f);
}

static enum rc write_wish(struct ctx *c, const struct telling *t, const struct caller *k)
{
	struct input in = input_new(&call_wish_kind);

	input_int(&in, c->mem, CALL_WISH_CHILD, k->child.id);
	input_int(&in, c->mem, CALL_WISH_HOME, t->home[t->at]);
	input_day(&in, c->mem, CALL_WISH_FROM, c->today);
	input_day(&in, c->mem, CALL_WISH_TO, day_add(c->today, 2 * AHEAD));
	input_set(&in, CALL_WISH_STATE, STR(CODE_WISH_STATE_WAITING));
	input_int(&in, c->mem, CALL_WISH_AT, c->now);
	input_set(&in, CALL_WISH_ROLE, STR("child"));
	return create(c, &in, NULL);
}

/* A call for its last birthday, within half a year: the log of older ones is not kept. */
static enum rc write_birthday(struct ctx *c, const struct telling *t, struct caller *k)
{
	day born = rec_day(&k->child, CHILD_BIRTH_DATE), on = day_birthday(born, day_age(born, c->today));

	if (day_diff(c->today, on) <= BACK || day_diff(c->today, on) > HALF_A_YEAR)
		return RC_OK;
	return write_one(c, t, k, on, day_add(on, 3),
			 (struct fate){ CODE_CALL_STATE_DONE, NULL, CODE_CALL_OCCASION_BIRTHDAY });
}

/* The second child of a home has tried it out first, the third waits; of the others some have no call yet. */
static enum rc write_caller(struct ctx *c, const struct telling *t, struct caller *k)
{
	bool star = k->child.id == t->star;
	day offset = (day)(k->place * 2 % BACK);
	enum rc rc =
		write_one(c, t, k, day_add(c->today, star ? -BACK : -BACK + (int)(offset > 4 ? 4 : offset)),
			  day_add(c->today, -1), past_fate(k, star));

	if (rc == RC_OK && k->place == 1)
		rc = write_one(c, t, k, day_add(c->today, -BACK - 6), day_add(c->today, -BACK),
			       (struct fate){ CODE_CALL_STATE_DONE, NULL, CODE_CALL_OCCASION_REHEARSAL });
	if (rc == RC_OK)
		rc = write_birthday(c, t, k);
	if (rc != RC_OK)
		return rc;
	if (k->place == 2 && !star)
		return write_wish(c, t, k);
	if (!star && demo_random_chance(&k->r, 250))
		return RC_OK;
	return write_one(c, t, k, star ? c->today : day_add(c->today, (int)(offset / 2)),
			 day_add(c->today, AHEAD), next_fate(k, star));
}

/* --- a home --- */

static bool is_told(const struct telling *t, int64_t child)
{
	for (size_t i = 0; i < t->ntold; i++)
		if (t->told[i] == child)
			return true;
	return false;
}

/* Children of its township and school of whom somebody is away; the one of the logins first, then those whose
 * families agreed, so that the keeper books, and of them whose birthday comes. */
static enum rc list_children(struct ctx *c, const struct telling *t, int64_t *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT c.id FROM child c JOIN happy_home h ON h.id = ?1"
		" LEFT JOIN consent k ON k.child = c.id AND k.purpose = 'provision' AND k.to_day IS NULL"
		" WHERE (c.school = h.school OR"
		" substr(coalesce(c.living_region, c.household_region), 1, 9) = substr(h.region, 1, 9))"
		" AND EXISTS (SELECT 1 FROM tie i WHERE i.child = c.id AND coalesce(i.lives_with, 0) = 0"
		" AND coalesce(i.barred, 0) = 0 AND i.to_day IS NULL)"
		" ORDER BY CASE WHEN c.id = ?2 THEN 0 WHEN k.id IS NULL THEN 3 WHEN c.birth_date % 10000 >= "
		"?3"
		" AND c.birth_date % 10000 <= ?4 THEN 1 ELSE 2 END, c.id",
		INT(t->home[t->at]), INT(t->star), INT(day_add(c->today, 1 - BACK) % MONTH_AND_DAY),
		INT(day_add(c->today, AHEAD - 1) % MONTH_AND_DAY));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < AT_A_HOME && db_next(&q))
		if (!is_told(t, db_int(&q, 0)))
			ret[(*ret_n)++] = db_int(&q, 0);
	return db_done(&q);
}

static enum rc write_home(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	int64_t child[AT_A_HOME];
	size_t n;
	enum rc rc = list_children(c, t, child, &n);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct caller k = { .r = demo_random_of(t->seed ^ (uint64_t)child[i], STREAM),
				    .place = i,
				    .agreed = consent_holds(c, child[i], STR(CODE_CONSENT_PURPOSE_PROVISION),
							    c->today) };
		rc = record_load(c, &child_kind, child[i], &k.child);
		if (rc == RC_OK)
			rc = booking_relatives(c, child[i], &k.who);
		if (rc == RC_OK)
			rc = write_caller(c, t, &k);
		t->told[t->ntold++] = child[i];
	}
	return rc;
}

static enum rc list_homes(struct ctx *c, struct telling *t)
{
	struct list l = { .limit = HOMES_MAX, .want = UINT64_C(1) << HAPPY_HOME_NAME };
	struct records homes;
	enum rc rc = record_list(c, &happy_home_kind, &l, &homes);

	for (size_t i = 0; rc == RC_OK && i < homes.n; i++)
		t->home[t->homes++] = homes.r[i].id;
	return rc;
}

enum rc demo_call_write(struct ctx *c, uint64_t seed)
{
	struct demo_growth_story story = { 0 };
	struct telling *t = NEW(c->mem, struct telling, 1);
	enum rc rc = demo_growth_story(c, &story);

	t->seed = seed;
	t->star = story.star;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	rc = list_homes(c, t);
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &t->keeper, "SELECT a.id FROM account a WHERE a.login = ?1",
			    TEXT(STR("keeper")));
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	for (t->at = 0; t->at < t->homes && rc == RC_OK; t->at++)
		rc = store_write(c, PRIO_BULK, write_home, t);
	return rc;
}
