#include "call_outcome.h"

#include "call_told.h"
#include "complain.h"
#include "program.h"
#include "rtc.h"

/* --- who was there when --- */

enum { EVENTS_MAX = 400 };

struct stays {
	struct call_stay *s;
	size_t n;
};

static bool side_of(const struct call *call, int64_t party, enum call_side *ret)
{
	const struct record *p = call_party_find(call, party);

	if (!p)
		return false;
	*ret = call_party_is(p, CODE_CALL_PART_CHILD)      ? CALL_SIDE_CHILD
	       : call_party_is(p, CODE_CALL_PART_RELATIVE) ? CALL_SIDE_FAMILY
							   : CALL_SIDE_ADULT;
	return true;
}

static void end_stay(struct stays *list, int64_t party, int64_t at)
{
	for (size_t i = list->n; i-- > 0;)
		if (list->s[i].party == party && !list->s[i].to) {
			list->s[i].to = at;
			return;
		}
}

static void begin_stay(struct stays *list, const struct call *call, int64_t party, int64_t at)
{
	enum call_side side;

	if (!side_of(call, party, &side))
		return;
	end_stay(list, party, at);
	list->s[list->n++] = (struct call_stay){ side, party, at, 0 };
}

/* The log in its order; whoever is in it still stays until now, or until the room closed. */
static enum rc read_stays(struct ctx *c, const struct call *call, int64_t until, struct stays *ret)
{
	struct records log;
	struct list l = { .filter = { { CALL_EVENT_CALL, INT(call->call.id) } },
			  .nfilter = 1,
			  .limit = LIST_MAX };
	struct actor program;
	struct ctx p = program_for(c, &program, call->call.county);

	*ret = (struct stays){ NEW(c->mem, struct call_stay, EVENTS_MAX), 0 };
	for (;;) {
		enum rc rc = record_list(&p, &call_event_kind, &l, &log);
		if (rc != RC_OK)
			return rc;
		for (size_t i = 0; i < log.n && ret->n < EVENTS_MAX; i++) {
			const struct record *e = &log.r[i];
			str what = rec_text(e, CALL_EVENT_WHAT);
			int64_t party = rec_int(e, CALL_EVENT_PARTY), at = rec_int(e, CALL_EVENT_AT);
			if (str_eq(what, STR(CODE_CALL_EVENT_WHAT_JOINED)))
				begin_stay(ret, call, party, at);
			else if (str_eq(what, STR(CODE_CALL_EVENT_WHAT_LEFT)))
				end_stay(ret, party, at);
			l.after = e->id;
		}
		if (!log.more || ret->n >= EVENTS_MAX)
			break;
	}
	for (size_t i = 0; i < ret->n; i++)
		if (!ret->s[i].to)
			ret->s[i].to = until > ret->s[i].from ? until : ret->s[i].from;
	return RC_OK;
}

/* --- as the program reckons it --- */

static const char *why_not(const struct call *call, const struct stays *s)
{
	struct call_there t = { .adult = !rec_null(&call->call, CALL_STAFF) };

	for (size_t i = 0; i < s->n; i++) {
		t.child |= s->s[i].side == CALL_SIDE_CHILD;
		t.family |= s->s[i].side == CALL_SIDE_FAMILY;
	}
	return call_rule_why(&t);
}

static enum rc leave_all(struct ctx *c, const struct call *call, int64_t until)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < call->party.n && rc == RC_OK; i++) {
		struct input in = input_new(&call_party_kind);
		if (!call_party_in(&call->party.r[i]))
			continue;
		input_int(&in, c->mem, CALL_PARTY_LEFT_AT, until);
		rc = call_put(c, &call->party.r[i], &in);
	}
	return rc;
}

enum rc call_outcome_settle(struct ctx *c, const struct call *call, const struct call_limits *l)
{
	struct call_times times = call_rule_times(call_begins(&call->call), call_ends(&call->call), l);
	int64_t until = c->now < times.close ? c->now : times.close;
	struct input in = input_new(&call_kind);
	struct stays s;

	if (!call_holds(&call->call))
		return RC_OK;
	enum rc rc = read_stays(c, call, until, &s);
	if (rc == RC_OK)
		rc = leave_all(c, call, until);
	if (rc != RC_OK)
		return rc;
	int64_t together = call_rule_together(s.s, s.n);
	bool held = call_rule_outcome(together, l) == CALL_CAME_DONE;
	input_set(&in, CALL_STATE, held ? STR(CODE_CALL_STATE_DONE) : STR(CODE_CALL_STATE_MISSED));
	if (!held)
		input_set(&in, CALL_WHY, str_of(why_not(call, &s)));
	input_int(&in, c->mem, CALL_SECONDS, together);
	input_int(&in, c->mem, CALL_ENDED_AT, until);
	rc = call_put(c, &call->call, &in);
	return rc == RC_OK ? call_event_add(c, &call->call, 0, CODE_CALL_EVENT_WHAT_ENDED, STR("")) : rc;
}

/* --- as a grown-up writes it down --- */

enum { TALK_MINUTES_MAX = 120 };

struct written {
	struct call_who *w;
	const struct call_outcome_form *f;
	bool reached;
	int64_t minutes;
	int64_t phoned; /* the party that was on the telephone; 0: none */
};

static void read_code(struct ctx *c, const char *list, str code, const char *field)
{
	const struct code_list *l = code_list_find(str_of(list));

	if (code.n && (!l || !code_find(l, code, c->today, STR(""))))
		complain(c, field, N_("This is not one of the choices."));
}

static bool by_phone(const struct written *w)
{
	return w->reached && str_eq(w->f->way, STR(CODE_CALL_CHANNEL_PHONE));
}

static void check_whom(struct ctx *c, struct written *w)
{
	const struct record *only = NULL;
	size_t n = 0;

	for (size_t i = 0; i < w->w->call.party.n; i++) {
		const struct record *p = &w->w->call.party.r[i];
		if (!call_party_is(p, CODE_CALL_PART_RELATIVE))
			continue;
		only = p;
		n++;
		if (str_int(w->f->whom, &w->phoned) && w->phoned == p->id)
			return;
	}
	w->phoned = n == 1 && !w->f->whom.n ? only->id : 0;
	if (!w->phoned)
		complain(c, "whom", N_("Who was on the telephone?"));
}

static void check_form(struct ctx *c, struct written *w)
{
	const struct call_outcome_form *f = w->f;

	w->reached = str_eq(f->reached, STR("yes"));
	if (!w->reached && !str_eq(f->reached, STR("no")))
		complain(c, "reached", N_("Did they talk with each other?"));
	read_code(c, "call_mood", f->mood, "mood");
	read_code(c, "call_why", f->why, "why");
	read_code(c, "call_channel", f->way, "way");
	if (f->minutes.n &&
	    (!str_int(f->minutes, &w->minutes) || w->minutes < 1 || w->minutes > TALK_MINUTES_MAX))
		complain_of(c, "minutes", N_("How many minutes, from 1 to {0}?"), STR("120"));
	else if (by_phone(w) && !w->minutes)
		complain(c, "minutes", N_("How many minutes did they talk on the telephone?"));
	if (by_phone(w))
		check_whom(c, w);
}

/* Minutes that somebody wrote down count where the program has seen less. */
static void fill(struct ctx *c, const struct written *w, struct input *in)
{
	const struct record *call = &w->w->call.call;
	int64_t seconds = rec_int(call, CALL_SECONDS);

	input_set(in, CALL_STATE, w->reached ? STR(CODE_CALL_STATE_DONE) : STR(CODE_CALL_STATE_MISSED));
	input_set(in, CALL_WHY,
		  w->reached    ? STR("")
		  : w->f->why.n ? w->f->why
				: STR(CODE_CALL_WHY_NO_ANSWER));
	if (w->f->mood.n)
		input_set(in, CALL_MOOD, w->f->mood);
	if (w->f->way.n)
		input_set(in, CALL_CHANNEL, w->f->way);
	if (w->reached && w->minutes * 60 > seconds)
		input_int(in, c->mem, CALL_SECONDS, w->minutes * 60);
	if (w->reached && rec_null(call, CALL_STARTED_AT))
		input_int(in, c->mem, CALL_STARTED_AT, call_begins(call));
	if (rec_null(call, CALL_STAFF)) {
		input_int(in, c->mem, CALL_STAFF, c->who->account);
		input_int(in, c->mem, CALL_STAFF_AT, c->now);
	}
}

static enum rc put_phoned(struct ctx *c, const struct written *w)
{
	const struct record *party = call_party_find(&w->w->call, w->phoned);
	struct input in = input_new(&call_party_kind);

	if (!party)
		return RC_OK;
	input_set(&in, CALL_PARTY_RUNG, STR(CODE_CALL_RUNG_PHONE));
	return call_put(c, party, &in);
}

static enum rc write_it(struct ctx *c, void *arg)
{
	struct written *w = arg;
	struct input in = input_new(&call_kind);
	enum rc rc = call_who_again(c, w->w);

	if (rc == RC_OK)
		rc = call_outcome_settle(c, &w->w->call, &w->w->limits);
	if (rc == RC_OK)
		rc = call_who_again(c, w->w);
	if (rc != RC_OK)
		return rc;
	fill(c, w, &in);
	rc = call_put(c, &w->w->call.call, &in);
	if (rc == RC_OK)
		rc = put_phoned(c, w);
	return rc == RC_OK ? call_event_add(c, &w->w->call.call, 0, CODE_CALL_EVENT_WHAT_OUTCOME, STR(""))
			   : rc;
}

enum rc call_outcome_write(struct req *r, struct call_who *w, const struct call_outcome_form *f)
{
	struct written done = { .w = w, .f = f };

	if (!w->supervises || call_is(&w->call.call, CODE_CALL_STATE_CANCELLED) || r->ctx.now < w->times.open)
		return RC_DENIED;
	check_form(&r->ctx, &done);
	if (r->ctx.problems.n)
		return RC_INVALID;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, write_it, &done);
	if (rc != RC_OK)
		return rc;
	(void)!rtc_room_close(r->app->rtc, w->call.call.id);
	call_told_all(r->app, &w->call, "over", STR(""));
	return RC_OK;
}

/* --- by time alone --- */

enum { AT_ONCE = 200 };

struct due {
	int64_t id[AT_ONCE];
	size_t n;
};

static enum rc settle_due(struct ctx *c, void *arg)
{
	const struct due *due = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < due->n && rc == RC_OK; i++) {
		struct call call;
		struct call_limits l;
		rc = call_load_program(c, due->id[i], &call);
		if (rc == RC_OK) {
			l = call_who_limits(c, &call.call);
			rc = call_outcome_settle(c, &call, &l);
		} else if (rc == RC_NOT_FOUND)
			rc = RC_OK;
	}
	return rc;
}

static enum rc read_ids(struct rows *q, enum rc rc, struct due *ret)
{
	ret->n = 0;
	if (rc != RC_OK)
		return rc;
	while (ret->n < AT_ONCE && db_next(q))
		ret->id[ret->n++] = db_int(q, 0);
	return db_done(q);
}

/* Of days that are over: what ends today is closed by the media server's clock, or tomorrow. */
static enum rc close_due(struct ctx *c)
{
	struct due due;
	struct rows q;
	enum rc rc;

	do {
		rc = DB_QUERY(c->db, &q,
			      "SELECT t.id FROM call t WHERE t.state IN ('" CODE_CALL_STATE_BOOKED
			      "', '" CODE_CALL_STATE_CONFIRMED "', '" CODE_CALL_STATE_OPEN
			      "', '" CODE_CALL_STATE_TALKING "') AND +t.on_day < ?1 ORDER BY t.id LIMIT 200",
			      INT(c->today));
		rc = read_ids(&q, rc, &due);
		if (rc == RC_OK && due.n)
			rc = store_write(c, PRIO_BULK, settle_due, &due);
	} while (rc == RC_OK && due.n == AT_ONCE);
	return rc;
}

static enum rc forget_due(struct ctx *c, void *arg)
{
	const struct due *due = arg;
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < due->n && rc == RC_OK; i++)
		rc = record_delete(&p, &call_event_kind, due->id[i], 0);
	return rc;
}

/* When somebody came and went, and over which line, is nobody's business any more: that there was a call
 * stays. */
static enum rc forget_old(struct ctx *c)
{
	day before = day_add(c->today, -(int32_t)ctx_param(c, PARAM_FAMILY_CALL_LOG_DAYS));
	struct due due;
	struct rows q;
	enum rc rc;

	do {
		rc = DB_QUERY(c->db, &q,
			      "SELECT e.id FROM call_event e JOIN call t ON t.id = e.call WHERE t.on_day < ?1"
			      " ORDER BY e.id LIMIT 200",
			      INT(before));
		rc = read_ids(&q, rc, &due);
		if (rc == RC_OK && due.n)
			rc = store_write(c, PRIO_BULK, forget_due, &due);
	} while (rc == RC_OK && due.n == AT_ONCE);
	return rc;
}

enum rc call_outcome_daily(struct ctx *c)
{
	enum rc rc = close_due(c);

	return rc == RC_OK ? forget_old(c) : rc;
}
