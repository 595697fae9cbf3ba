#include "remind.h"

#include "invite.h"
#include "outbox.h"
#include "program.h"
#include "wish.h"

static const int64_t AN_HOUR = INT64_C(3600) * 1000000;

bool remind_due(int64_t begins, int64_t reminded_at, int64_t now, int64_t hours)
{
	return !reminded_at && now < begins && begins - now <= hours * AN_HOUR;
}

/* --- before a call --- */

/* Who has a link has it already: no new one, only a word. */
static enum rc remind_link(struct ctx *c, const struct call *call, const struct record *party)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct buf b = buf_new(c->mem, 600);
	struct record person;
	char clock[6];

	if (rec_null(party, CALL_PARTY_LINK_UNTIL) || rec_int(party, CALL_PARTY_ACCOUNT) ||
	    str_eq(rec_text(party, CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_NO)))
		return RC_OK;
	enum rc rc = record_load(&p, &person_kind, rec_int(party, CALL_PARTY_PERSON), &person);
	if (rc != RC_OK || rec_null(&person, PERSON_PHONE))
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	slot_clock((int)rec_int(&call->call, CALL_FROM), clock);
	TR(&b, LANG_ZH,
	   N_("Soon your child calls: at {0}, Beijing time. Please open the link of the first message then."),
	   str_of(clock));
	return outbox_add(c, &(struct outbox_new){ .channel = OUTBOX_SMS,
						   .to = rec_text(&person, PERSON_PHONE),
						   .text = buf_view(&b),
						   .ref = party->id,
						   .child = rec_int(party, CALL_PARTY_CHILD),
						   .person = person.id,
						   .until = call_ends(&call->call) });
}

static enum rc remind_one(struct ctx *c, const struct record *r)
{
	struct input in = input_new(&call_kind);
	struct call call;
	enum rc rc = call_load_program(c, r->id, &call);

	if (rc == RC_OK)
		rc = invite_tell_all(c, &call, CODE_NOTICE_CODE_CALL_REMINDER);
	for (size_t i = 0; rc == RC_OK && i < call.party.n; i++)
		if (rec_int(&call.party.r[i], CALL_PARTY_PERSON))
			rc = remind_link(c, &call, &call.party.r[i]);
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
