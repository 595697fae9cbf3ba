#include "invite.h"

#include "consent.h"
#include "notice.h"
#include "outbox.h"
#include "program.h"
#include "remind.h"

str invite_url(struct arena *mem, str origin, str secret)
{
	struct buf b = buf_new(mem, 500);

	buf_str(&b, origin);
	buf_lit(&b, "/l/");
	buf_str(&b, secret);
	return buf_view(&b);
}

static enum rc tell_account(struct ctx *c, const struct record *call, int64_t account, const char *code)
{
	if (!account || account == c->who->account)
		return RC_OK;
	return notice_put(c, &(struct notice_new){ .code = code,
						   .to_account = account,
						   .county = call->county,
						   .child = rec_int(call, CALL_CHILD),
						   .about = call_kind.plural,
						   .record = call->id,
						   .until = call_ends(call) });
}

/* --- by a text message --- */

static enum rc number_of(struct ctx *c, int64_t person, str *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct record r;
	enum rc rc = record_load(&p, &person_kind, person, &r);

	*ret = rc == RC_OK && !rec_null(&r, PERSON_PHONE) ? rec_text(&r, PERSON_PHONE) : (str){ NULL, 0 };
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* In Chinese: families read it.  Neither name nor place stands in it. */
static str words(struct arena *mem, const struct record *call, str url)
{
	struct buf b = buf_new(mem, 1000), on = buf_new(mem, 40);
	char clock[6];

	slot_clock((int)rec_int(call, CALL_FROM), clock);
	tr_date(&on, LANG_ZH, N_("{2} {1}"), rec_day(call, CALL_ON));
	TR(&b, LANG_ZH,
	   N_("Your child would like to talk with you: {0} {1}, Beijing time. Please say whether you can "
	      "come, and "
	      "come in later, here: {2}"),
	   buf_view(&on), str_of(clock), url);
	return buf_view(&b);
}

static enum rc send_link(struct ctx *c, const struct invite *i)
{
	int64_t child = rec_int(i->call, CALL_CHILD), person = rec_int(i->party, CALL_PARTY_PERSON);
	str to = i->to, secret;
	enum rc rc = to.n ? RC_OK : number_of(c, person, &to);

	if (rc != RC_OK || !to.n || !i->origin.n ||
	    !consent_holds(c, child, STR(CODE_CONSENT_PURPOSE_PROVISION), c->today))
		return rc;
	rc = link_make(c, i->call, i->party, &secret);
	return rc == RC_OK ? outbox_add(c, &(struct outbox_new){ .channel = OUTBOX_SMS,
								 .to = to,
								 .text = words(c->mem, i->call,
									       invite_url(c->mem, i->origin,
											  secret)),
								 .ref = i->party->id,
								 .child = child,
								 .person = person,
								 .until = call_ends(i->call) })
			   : rc;
}

enum rc invite_send(struct ctx *c, const struct invite *i)
{
	int64_t account = rec_int(i->party, CALL_PARTY_ACCOUNT);

	if (account)
		return tell_account(c, i->call, account, i->code);
	return send_link(c, i);
}

static enum rc child_account(struct ctx *c, int64_t child, int64_t *ret)
{
	struct buf id = buf_new(c->mem, 24);

	buf_int(&id, child);
	enum rc rc =
		DB_ONE(c->db, ret,
		       "SELECT a.id FROM account a WHERE a.child_id = ?1 AND coalesce(a.disabled, 0) = 0",
		       TEXT(buf_view(&id)));
	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc invite_tell_all(struct ctx *c, const struct call *call, const char *code)
{
	int64_t child = 0;
	enum rc rc = child_account(c, rec_int(&call->call, CALL_CHILD), &child);

	if (rc == RC_OK)
		rc = tell_account(c, &call->call, child, code);
	for (size_t i = 0; rc == RC_OK && i < call->party.n; i++)
		rc = tell_account(c, &call->call, rec_int(&call->party.r[i], CALL_PARTY_ACCOUNT), code);
	if (rc == RC_OK && call_party_of_account(call, rec_int(&call->call, CALL_BY)) == NULL)
		rc = tell_account(c, &call->call, rec_int(&call->call, CALL_BY), code);
	return rc;
}

/* --- answers --- */

/* One yes is enough for a call; when the last one says no it is only booked again. */
static enum rc set_state(struct ctx *c, const struct call *call, int64_t party, str answer)
{
	bool yes = str_eq(answer, STR(CODE_CALL_ANSWER_YES));

	for (size_t i = 0; i < call->party.n; i++)
		yes |= call->party.r[i].id != party &&
		       str_eq(rec_text(&call->party.r[i], CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_YES));
	if (yes == call_is(&call->call, CODE_CALL_STATE_CONFIRMED) ||
	    !(yes || call_is(&call->call, CODE_CALL_STATE_CONFIRMED)))
		return RC_OK;
	if (!call_is(&call->call, CODE_CALL_STATE_BOOKED) && !call_is(&call->call, CODE_CALL_STATE_CONFIRMED))
		return RC_OK; /* the room is open */
	return call_set_state(c, &call->call, yes ? CODE_CALL_STATE_CONFIRMED : CODE_CALL_STATE_BOOKED,
			      (str){ NULL, 0 });
}

enum rc invite_answer(struct ctx *c, const struct call *call, const struct record *party,
		      const struct invite_answer *a)
{
	struct input in = input_new(&call_party_kind);

	if (!call_holds(&call->call) || c->now >= call_ends(&call->call))
		return RC_CONFLICT;
	if (!code_find(code_list_find(STR("call_answer")), a->answer, c->today, (str){ NULL, 0 }) ||
	    str_eq(a->answer, STR(CODE_CALL_ANSWER_ASKED))) {
		problem_add(&c->problems, STR("answer"),
			    N_("Say yes, no, or that you would like another time."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	input_set(&in, CALL_PARTY_ANSWER, a->answer);
	input_int(&in, c->mem, CALL_PARTY_ANSWERED_AT, c->now);
	input_set(&in, CALL_PARTY_SAYS, str_trim(a->says));
	enum rc rc = call_put(c, party, &in);
	if (rc == RC_OK)
		rc = set_state(c, call, party->id, a->answer);
	if (rc == RC_OK)
		rc = remind_again(c, call->call.id);
	if (rc == RC_OK)
		rc = call_event_add(c, &call->call, party->id, CODE_CALL_EVENT_WHAT_ANSWERED,
				    (str){ NULL, 0 });
	return rc == RC_OK ? tell_account(c, &call->call, rec_int(&call->call, CALL_BY),
					  CODE_NOTICE_CODE_CALL_ANSWERED)
			   : rc;
}
