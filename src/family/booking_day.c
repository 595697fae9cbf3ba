#include "booking.h"

#include "program.h"
#include "workday.h"

enum { FRIDAY = 5, TAKEN_MAX = 400 };

/* Extra hours are set for a while: they hold on holidays too. */
static enum rc extra_hours(struct ctx *c, int64_t home, day on, bool *ret)
{
	const char weekday[2] = { (char)('0' + day_weekday(on)), '\0' };
	int64_t n = 0;
	enum rc rc = DB_ONE(
		c->db, &n,
		"SELECT count(*) FROM home_hours x WHERE x.home = ?1 AND x.weekday = ?2 AND x.first_on <= ?3"
		" AND x.last_on >= ?3",
		INT(home), TEXT(((str){ weekday, 1 })), INT(on));

	*ret = n > 0;
	return rc;
}

static enum rc load_hours(struct ctx *c, int64_t home, day on, struct booking_day *d)
{
	bool extra = false;
	enum rc rc = home_hours_of_day(c, home, on, &d->hours);

	if (rc == RC_OK && day_weekday(on) <= FRIDAY && !workday_is(on, (str){ NULL, 0 })) {
		rc = extra_hours(c, home, on, &extra);
		d->holiday = !extra;
	}
	d->slot.span = d->hours.span;
	d->slot.nspan = d->holiday ? 0 : d->hours.n;
	return rc;
}

/* Whoever books must not learn whose a taken slot is, only that it is. */
static enum rc load_taken(struct ctx *c, int64_t home, day on, struct booking_day *d)
{
	struct slot_taken *t = NEW(c->mem, struct slot_taken, TAKEN_MAX);
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT t.device, t.from_minute, t.minutes FROM call t WHERE t.home = ?1 AND t.on_day = ?2"
		" AND t.state IN ('" CODE_CALL_STATE_BOOKED "', '" CODE_CALL_STATE_CONFIRMED
		"', '" CODE_CALL_STATE_OPEN "', '" CODE_CALL_STATE_TALKING "', '" CODE_CALL_STATE_DONE
		"') ORDER BY t.from_minute, t.id",
		INT(home), INT(on));

	if (rc != RC_OK)
		return rc;
	while (n < TAKEN_MAX && db_next(&q)) {
		t[n].device = db_int(&q, 0);
		t[n].from = (int)db_int(&q, 1);
		t[n++].minutes = (int)db_int(&q, 2);
	}
	d->slot.taken = t;
	d->slot.ntaken = n;
	return db_done(&q);
}

static enum rc load_calls(struct ctx *c, int64_t home, day on, struct records *ret)
{
	struct list l = { .filter = { { CALL_HOME, INT(home) }, { CALL_ON, INT(on) } },
			  .nfilter = 2,
			  .limit = LIST_MAX };

	if (!may_read(c->who, P_CALL)) {
		*ret = (struct records){ .n = 0 };
		return RC_OK;
	}
	return record_list(c, &call_kind, &l, ret);
}

enum rc booking_day(struct ctx *c, int64_t home, day on, struct booking_day *ret)
{
	ret->holiday = false;
	ret->slot = (struct slot_day){ .on = on,
				       .length = (int)ctx_param(c, PARAM_FAMILY_SLOT_MINUTES),
				       .today = c->today,
				       .last = day_add(c->today,
						       (int32_t)ctx_param(c, PARAM_FAMILY_BOOK_AHEAD_DAYS)),
				       .now = home_minute(c->now) };
	enum rc rc = load_hours(c, home, on, ret);
	if (rc == RC_OK)
		rc = home_devices_of_day(c, home, on, &ret->device);
	if (rc == RC_OK)
		rc = load_taken(c, home, on, ret);
	return rc == RC_OK ? load_calls(c, home, on, &ret->call) : rc;
}

bool booking_device_suits(const struct record *device, str channel)
{
	bool phone = str_eq(rec_text(device, HOME_DEVICE_WHAT), STR(CODE_HOME_DEVICE_WHAT_PHONE));

	return phone == str_eq(channel, STR(CODE_CALL_CHANNEL_PHONE));
}

int64_t booking_device(const struct booking_day *d, str channel, int from)
{
	for (size_t i = 0; i < d->device.n; i++)
		if (booking_device_suits(&d->device.r[i], channel) &&
		    slot_is(&d->slot, d->device.r[i].id, from) == SLOT_FREE)
			return d->device.r[i].id;
	return 0;
}

/* --- what a child may still have --- */

static struct quota_rule rule_of(const struct ctx *c)
{
	return (struct quota_rule){ .weekly = (int)ctx_param(c, PARAM_FAMILY_WEEK_QUOTA),
				    .special = (int)ctx_param(c, PARAM_FAMILY_SPECIAL_QUOTA),
				    .rehearsals = (int)ctx_param(c, PARAM_FAMILY_REHEARSALS_OF_TERM),
				    .birthday_days = (int)ctx_param(c, PARAM_FAMILY_BIRTHDAY_DAYS),
				    .before_festival = (int)ctx_param(c, PARAM_FAMILY_FESTIVAL_BEFORE_DAYS),
				    .after_days = (int)ctx_param(c, PARAM_FAMILY_FESTIVAL_AFTER_DAYS) };
}

enum { USED_MAX = 400, TERM_DAYS = 200 };

enum rc booking_quota(struct ctx *c, const struct record *child, day on, bool rehearsal,
		      struct quota_left *ret)
{
	const struct quota_rule rule = rule_of(c);
	struct quota_used *used = NEW(c->mem, struct quota_used, USED_MAX);
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT t.on_day, t.occasion FROM call t WHERE t.child = ?1 AND t.on_day >= ?2"
			      " AND t.on_day <= ?3 AND t.state NOT IN ('" CODE_CALL_STATE_CANCELLED
			      "', '" CODE_CALL_STATE_MISSED "')",
			      INT(child->id), INT(day_add(on, -TERM_DAYS)), INT(day_add(on, TERM_DAYS)));

	if (rc != RC_OK)
		return rc;
	while (n < USED_MAX && db_next(&q)) {
		used[n].on = (day)db_int(&q, 0);
		used[n++].rehearsal = str_eq(db_text(&q, 1), STR(CODE_CALL_OCCASION_REHEARSAL));
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = quota_left(&rule, rec_day(child, CHILD_BIRTH_DATE), on, rehearsal, used, n);
	return rc;
}

str booking_occasion(struct ctx *c, const struct record *child, day on, bool rehearsal)
{
	const struct quota_rule rule = rule_of(c);

	if (rehearsal)
		return STR(CODE_CALL_OCCASION_REHEARSAL);
	switch (quota_why(&rule, rec_day(child, CHILD_BIRTH_DATE), on)) {
	case QUOTA_BIRTHDAY: return STR(CODE_CALL_OCCASION_BIRTHDAY);
	case QUOTA_FESTIVAL: return STR(CODE_CALL_OCCASION_FESTIVAL);
	default: return STR(CODE_CALL_OCCASION_WEEKLY);
	}
}
