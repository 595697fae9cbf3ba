#include "remind.h"

#include "invite.h"
#include "kin.h"
#include "outbox.h"
#include "wish.h"

static const int64_t AN_HOUR = INT64_C(3600) * 1000000;

bool remind_due(int64_t begins, int64_t reminded_at, int64_t now, int64_t hours)
{
	return !reminded_at && now < begins && begins - now <= hours * AN_HOUR;
}

/* --- before a call --- */

/* By account, or by the link they were given: to others nothing is sent.  Chinese: it goes to a Chinese
 * telephone; neither name nor place stands in it. */
static str words(struct ctx *c, const struct call *call, const struct record *party)
{
	struct buf b = buf_new(c->mem, 600), on = buf_new(c->mem, 40);
	char clock[6];

	slot_clock((int)rec_int(&call->call, CALL_FROM), clock);
	tr_date(&on, LANG_ZH, N_("{2} {1}"), rec_day(&call->call, CALL_ON));
	if (rec_int(party, CALL_PARTY_ACCOUNT))
		TR(&b, LANG_ZH,
		   N_("A call with your child is booked: {0} {1}, Beijing time. Please open Tongxin then."),
		   buf_view(&on), str_of(clock));
	else
		TR(&b, LANG_ZH,
		   N_("A call with your child is booked: {0} {1}, Beijing time. Please open the link of the "
		      "first message then."),
		   buf_view(&on), str_of(clock));
	return buf_view(&b);
}

static enum rc plan_one(struct ctx *c, const struct call *call, const struct record *party, int64_t at)
{
	str phone = STR("");
	enum rc rc = kin_phone(c, rec_int(party, CALL_PARTY_PERSON), &phone);

	if (rc != RC_OK || !phone.n)
		return rc;
	return outbox_add(c, &(struct outbox_new){ .channel = OUTBOX_SMS,
						   .to = phone,
						   .text = words(c, call, party),
						   .ref = call->call.id,
						   .child = rec_int(party, CALL_PARTY_CHILD),
						   .person = rec_int(party, CALL_PARTY_PERSON),
						   .from = at,
						   .until = call_ends(&call->call) });
}

static bool is_told(const struct record *party)
{
	return rec_int(party, CALL_PARTY_PERSON) &&
	       (rec_int(party, CALL_PARTY_ACCOUNT) || !rec_null(party, CALL_PARTY_LINK_UNTIL)) &&
	       !str_eq(rec_text(party, CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_NO));
}

static size_t remind_hours(const struct remind_when *w, int64_t now, int64_t ret[REMIND_MOST])
{
	int64_t evening = call_instant(day_add(w->on, -1), w->evening),
		soon = call_instant(w->on, w->from) - w->hours * AN_HOUR;
	size_t n = 0;

	if (w->evening > 0 && evening > now)
		ret[n++] = evening;
	if (w->hours > 0 && soon > now && (!n || soon - evening >= AN_HOUR))
		ret[n++] = soon;
	return n;
}

/* A demonstration rings nobody. */
static enum rc remind_plan(struct ctx *c, const struct call *call)
{
	struct remind_when w = { .on = rec_day(&call->call, CALL_ON),
				 .from = (int)rec_int(&call->call, CALL_FROM),
				 .evening = (int)ctx_param(c, PARAM_FAMILY_REMIND_EVENING_MINUTE),
				 .hours = ctx_param(c, PARAM_FAMILY_REMIND_AGAIN_HOURS) };
	int64_t at[REMIND_MOST];
	size_t n = call_holds(&call->call) && c->via != VIA_DEMO ? remind_hours(&w, c->now, at) : 0;
	enum rc rc = outbox_drop(c, call->call.id);

	for (size_t i = 0; i < call->party.n; i++)
		for (size_t k = 0; rc == RC_OK && k < n && is_told(&call->party.r[i]); k++)
			rc = plan_one(c, call, &call->party.r[i], at[k]);
	return rc;
}

enum rc remind_again(struct ctx *c, int64_t call)
{
	struct call now;
	enum rc rc = call_load_program(c, call, &now);

	return rc == RC_OK ? remind_plan(c, &now) : rc;
}

static enum rc remind_one(struct ctx *c, const struct record *r)
{
	struct input in = input_new(&call_kind);
	struct call call;
	enum rc rc = call_load_program(c, r->id, &call);

	if (rc == RC_OK)
		rc = invite_tell_all(c, &call, CODE_NOTICE_CODE_CALL_REMINDER);
	input_int(&in, c->mem, CALL_REMINDED_AT, c->now);
	if (rc == RC_OK)
		rc = call_put(c, r, &in);
	return rc == RC_OK ? call_event_add(c, r, 0, CODE_CALL_EVENT_WHAT_REMINDED, (str){ NULL, 0 }) : rc;
}

static enum rc remind_job(struct ctx *c, void *arg)
{
	int64_t hours = ctx_param(c, PARAM_FAMILY_REMIND_HOURS);
	struct list l = { .v = { INT(c->today), INT(day_add(c->today, (int32_t)(hours / 24 + 1))) },
			  .nv = 2,
			  .limit = LIST_MAX };
	struct records soon;

	(void)arg;
	l.where = SQL("t.on_day >= ?1 AND t.on_day <= ?2 AND t.state IN ('" CODE_CALL_STATE_BOOKED
		      "', '" CODE_CALL_STATE_CONFIRMED "') AND t.reminded_at IS NULL");
	enum rc rc = record_list(c, &call_kind, &l, &soon);
	for (size_t i = 0; rc == RC_OK && i < soon.n; i++)
		if (remind_due(call_begins(&soon.r[i]), 0, c->now, hours))
			rc = remind_one(c, &soon.r[i]);
	return rc;
}

enum rc remind_daily(struct ctx *c)
{
	enum rc rc = store_write(c, PRIO_PEOPLE, remind_job, NULL);

	return rc == RC_OK ? wish_daily(c) : rc;
}

/* --- Today --- */

static enum rc count_day(struct ctx *c, struct today_count *ret)
{
	struct list l = { .filter = { { CALL_ON, INT(c->today) } }, .nfilter = 1 };

	l.where = SQL("t.state IN ('" CODE_CALL_STATE_BOOKED "', '" CODE_CALL_STATE_CONFIRMED
		      "', '" CODE_CALL_STATE_OPEN "', '" CODE_CALL_STATE_TALKING "')");
	return record_count(c, &call_kind, &l, &ret->n);
}

static enum rc count_wishes(struct ctx *c, struct today_count *ret)
{
	struct list l = { .filter = { { CALL_WISH_STATE, TEXT(STR(CODE_WISH_STATE_WAITING)) } },
			  .nfilter = 1 };

	return record_count(c, &call_wish_kind, &l, &ret->n);
}

const struct today_item remind_today_home = { .need = ROLE_KEEPER | ROLE_FEDERATION | ROLE_TEACHER |
						      ROLE_DIRECTOR,
					      .icon = "call",
					      .count = count_day,
					      .title = N_("Calls home today: {0}"),
					      .one = N_("A call home today"),
					      .why = N_("Who talks with whom, and when."),
					      .url = "/calls",
					      .verb = N_("See them") };
const struct today_item remind_today_wish = { .need = ROLE_KEEPER | ROLE_FEDERATION,
					      .icon = "day",
					      .count = count_wishes,
					      .title = N_("Children who would like to call home: {0}"),
					      .one = N_("A child would like to call home"),
					      .why = N_(
						      "They wait for a slot, or for somebody who books one."),
					      .url = "/calls/wishes",
					      .verb = N_("Book a call") };
