#include "conference.h"
#include "complain.h"
#include "notice.h"
#include "plan_rule.h"
#include "program.h"
#include "utf8.h"

bool conference_is(const struct record *r, const char *state)
{
	return str_eq(rec_text(r, CONFERENCE_STATE), str_of(state));
}

/* --- the rules --- */

static void check_call(struct ctx *c, const struct record *r)
{
	struct plan_rule_conference x = { .today = c->today,
					  .on = rec_day(r, CONFERENCE_ON),
					  .back = (int)ctx_param(c, PARAM_CARE_CONFERENCE_DAYS_BACK),
					  .ahead = (int)ctx_param(c, PARAM_CARE_CONFERENCE_DAYS_AHEAD) };
	unsigned f = plan_rule_of_call(&x);

	if (f & PLAN_RULE_CALL_EARLY)
		complain_of(c, "on",
			    N_("This is long past. A conference is written down since {0} at the earliest."),
			    complain_date(c, day_add(x.today, -x.back)));
	if (f & PLAN_RULE_CALL_AHEAD)
		complain_of(c, "on", N_("This is far away. Choose a day by {0}: a child waits."),
			    complain_date(c, day_add(x.today, x.ahead)));
}

static void check_hour(struct ctx *c, struct record *r)
{
	str hour;

	if (rec_null(r, CONFERENCE_TIME))
		return;
	if (plan_rule_hour(c->mem, utf8_fold(c->mem, rec_text(r, CONFERENCE_TIME)), &hour))
		r->v[CONFERENCE_TIME] = TEXT(hour);
	else
		complain(c, "time", N_("This is no hour of the day. Write it like 14:30."));
}

static void check_alone(struct ctx *c, const struct record *r)
{
	int64_t on;

	if (DB_ONE(c->db, &on,
		   "SELECT x.on_day FROM conference x WHERE x.child = ?1 AND x.state = 'called' AND x.id <> "
		   "?2"
		   " ORDER BY x.id",
		   INT(rec_int(r, CONFERENCE_CHILD)), INT(r->id)) != RC_OK)
		return;
	complain_of(
		c, "child",
		N_("A conference about this child is called for {0} already: hold it or call it off first."),
		complain_date(c, (day)on));
	c->conflicts++;
}

static uint64_t bit(size_t field) { return UINT64_C(1) << field; }

/* What was sent out stays as it was sent. */
static void check_fixed(struct ctx *c, const struct change *ch)
{
	static const size_t sent[] = { CONFERENCE_ON, CONFERENCE_TIME, CONFERENCE_PLACE, CONFERENCE_REASON };

	for (size_t i = 0; i < COUNT(sent); i++)
		if (ch->changed & bit(sent[i])) {
			complain(c, conference_kind.fields[sent[i]].name,
				 N_("The conference is over: only its minutes can be put right."));
			return;
		}
}

void conference_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;

	if (!change->before) {
		if (rec_null(r, CONFERENCE_STATE))
			r->v[CONFERENCE_STATE] = TEXT(STR(CODE_CONFERENCE_STATE_CALLED));
		if (c->who->account)
			r->v[CONFERENCE_BY] = INT(c->who->account);
	}
	if (c->problems.n || program_writes(c))
		return;
	check_hour(c, r);
	if (!conference_is(r, CODE_CONFERENCE_STATE_CALLED)) {
		check_fixed(c, change);
		return;
	}
	if (!rec_null(r, CONFERENCE_MINUTES))
		complain(c, "minutes", N_("Minutes are written when it was held."));
	if (!change->before || change->changed & bit(CONFERENCE_ON))
		check_call(c, r);
	check_alone(c, r);
}

/* --- who is told --- */

static enum rc tell(struct ctx *c, const struct record *conference, int64_t account, const char *code)
{
	return notice_put(c, &(struct notice_new){ .code = code,
						   .to_account = account,
						   .county = conference->county,
						   .child = rec_int(conference, CONFERENCE_CHILD),
						   .about = "invitations",
						   .record = conference->id });
}

enum { SEATS_MAX = 60 };

static enum rc tell_all(struct ctx *c, const struct record *conference, const char *code)
{
	int64_t list[SEATS_MAX];
	size_t n = 0;
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT s.account FROM attendee s WHERE s.conference = ?1 AND s.account IS NOT NULL"
			 " ORDER BY s.id LIMIT 60",
			 INT(conference->id));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < SEATS_MAX)
		list[n++] = db_int(&q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = tell(c, conference, list[i], code);
	return rc;
}

enum rc conference_after(struct ctx *c, struct change *change)
{
	static const uint64_t sent = UINT64_C(1) << CONFERENCE_ON | UINT64_C(1) << CONFERENCE_TIME |
				     UINT64_C(1) << CONFERENCE_PLACE;
	const struct record *r = change->after;

	if (c->via == VIA_UNDO || !r || !change->before)
		return RC_OK;
	if (conference_is(r, CODE_CONFERENCE_STATE_CALLED))
		return change->changed & sent ? tell_all(c, r, CODE_NOTICE_CODE_CONFERENCE_MOVED) : RC_OK;
	if (!conference_is(change->before, CODE_CONFERENCE_STATE_CALLED))
		return RC_OK;
	enum rc rc = notice_done(c, "invitations", r->id);
	if (rc == RC_OK && conference_is(r, CODE_CONFERENCE_STATE_DROPPED))
		rc = tell_all(c, r, CODE_NOTICE_CODE_CONFERENCE_DROPPED);
	return rc;
}

/* --- who is to come --- */

void attendee_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	int64_t found;

	if (c->problems.n || program_writes(c))
		return;
	if (DB_ONE(c->db, &found, "SELECT x.child FROM conference x WHERE x.id = ?1",
		   INT(rec_int(r, ATTENDEE_CONFERENCE))) != RC_OK)
		return;
	if (found != rec_int(r, ATTENDEE_CHILD))
		complain(c, "conference", N_("This conference is about another child."));
	if (DB_ONE(c->db, &found, "SELECT count(*) FROM conference x WHERE x.id = ?1 AND x.state = 'dropped'",
		   INT(rec_int(r, ATTENDEE_CONFERENCE))) == RC_OK &&
	    found)
		complain(c, "conference", N_("The conference was called off."));
	if (!rec_null(r, ATTENDEE_ACCOUNT) &&
	    DB_ONE(c->db, &found,
		   "SELECT s.id FROM attendee s WHERE s.conference = ?1 AND s.account = ?2 AND s.id <> ?3"
		   " ORDER BY s.id",
		   INT(rec_int(r, ATTENDEE_CONFERENCE)), INT(rec_int(r, ATTENDEE_ACCOUNT)),
		   INT(r->id)) == RC_OK) {
		complain(c, "account", N_("This person is on the list already."));
		c->conflicts++;
	}
}

enum rc attendee_after(struct ctx *c, struct change *change)
{
	const struct record *r = change->after;
	struct record conference;
	struct actor program = actor_system(c->who->county);
	struct ctx own = ctx_system(c, &program);

	if (c->via == VIA_UNDO || change->before || !r || rec_null(r, ATTENDEE_ACCOUNT))
		return RC_OK;
	own.seen = NULL;
	enum rc rc = record_load(&own, &conference_kind, rec_int(r, ATTENDEE_CONFERENCE), &conference);
	if (rc != RC_OK || !conference_is(&conference, CODE_CONFERENCE_STATE_CALLED))
		return rc;
	return tell(c, &conference, rec_int(r, ATTENDEE_ACCOUNT), CODE_NOTICE_CODE_CONFERENCE_CALLED);
}

/* --- lists of one --- */

enum rc conference_seats(struct ctx *c, int64_t id, struct records *ret)
{
	struct list l = { .filter = { { ATTENDEE_CONFERENCE, INT(id) } }, .nfilter = 1 };

	return record_list(c, &attendee_kind, &l, ret);
}

/* "conference:1" and on: source_id alone says which, and is indexed. */
enum rc conference_tasks(struct ctx *c, int64_t id, struct records *ret)
{
	struct buf b = buf_new(c->mem, 24);
	struct list l = { .nfilter = 1 };

	buf_int(&b, id);
	l.filter[0].field = TASK_SOURCE_ID;
	l.filter[0].is = TEXT(buf_view(&b));
	return record_list(c, &task_kind, &l, ret);
}

/* --- Today --- */

enum { SOON = 7 }; /* days: a week as people plan it, no policy */

static enum rc read_count(struct rows *q, day today, struct today_count *ret)
{
	while (db_next(q)) {
		day on = (day)db_int(q, 0);
		ret->n++;
		ret->late += on < today;
		if (!ret->next || on < ret->next)
			ret->next = on;
	}
	return db_done(q);
}

static enum rc count_called(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc =
		STORE_QUERY(c, &q,
			    "SELECT t.on_day FROM conference t WHERE t.on_day <= ?1 AND t.state = 'called'"
			    " AND {conference t} ORDER BY t.on_day LIMIT 200",
			    INT(day_add(c->today, SOON)));

	return rc == RC_OK ? read_count(&q, c->today, ret) : rc;
}

static enum rc count_invited(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT x.on_day FROM attendee s JOIN conference x ON x.id = s.conference"
			 " WHERE s.account = ?1 AND x.state = 'called' AND x.on_day >= ?2"
			 " ORDER BY x.on_day LIMIT 200",
			 INT(c->who->for_account ? c->who->for_account : c->who->account), INT(c->today));

	return rc == RC_OK ? read_count(&q, c->today, ret) : rc;
}

/* clang-format off */
const struct today_item conference_today = {
	.need = ROLES_CONFERENCE, .icon = "duty", .count = count_called,
	.title = N_("Case conferences of this week, or without minutes: {0}"),
	.one = N_("A case conference this week, or without minutes"),
	.why = N_("Afterwards write down who came and who does what by when."),
	.url = "/conferences", .verb = N_("Look"),
};

const struct today_item conference_invited_today = {
	.need = ROLES_INVITED, .icon = "day", .count = count_invited,
	.title = N_("Case conferences you are invited to: {0}"),
	.one = N_("You are invited to a case conference"),
	.why = N_("Day, hour and place stand there."),
	.url = "/invitations", .verb = N_("Look"), .told = true,
};
/* clang-format on */
