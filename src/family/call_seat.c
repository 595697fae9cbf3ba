#include "call_seat.h"

#include "home.h"

enum { SEAT_BYTES = 16 };

bool call_party_is(const struct record *party, const char *part)
{
	return str_eq(rec_text(party, CALL_PARTY_PART), str_of(part));
}

bool call_party_in(const struct record *party)
{
	return !rec_null(party, CALL_PARTY_JOINED_AT) && rec_null(party, CALL_PARTY_LEFT_AT) &&
	       rec_null(party, CALL_PARTY_REMOVED_AT);
}

/* --- who asks --- */

/* On the team of the home; without a home, whoever looks after the child there: not one of those who talk. */
static enum rc find_supervises(struct ctx *c, struct call_who *w)
{
	int64_t home = rec_int(&w->call.call, CALL_HOME);
	unsigned role = c->who->role;
	bool is = false;
	enum rc rc = RC_OK;

	if (home && role & ROLES_HOME_TEAM)
		rc = home_on_team(c, home, &is);
	else if (!home)
		is = role & (ROLE_TEACHER | ROLE_DIRECTOR | ROLES_CARE | ROLE_GUARDIAN) && !w->party;
	w->supervises = is && c->who->cleared;
	return rc;
}

struct call_adults call_who_adults(const struct record *call)
{
	return (struct call_adults){
		{ rec_null(call, CALL_STAFF) ? 0 : rec_int(call, CALL_STAFF_SEEN),
		  rec_null(call, CALL_SECOND) ? 0 : rec_int(call, CALL_SECOND_SEEN) },
	};
}

static void count_adults(struct ctx *c, struct call_who *w)
{
	const int64_t who[CALL_ADULTS] = { rec_int(&w->call.call, CALL_STAFF),
					   rec_int(&w->call.call, CALL_SECOND) };
	int64_t me = c->who->account;

	w->heard = call_who_adults(&w->call.call);
	w->adults = call_rule_adults(&w->heard, c->now, &w->limits);
	w->present = false;
	for (size_t i = 0; i < CALL_ADULTS && w->supervises && me; i++)
		w->present |= who[i] == me && call_rule_beside(w->heard.seen[i], c->now, &w->limits);
}

static const struct record *own_party(const struct actor *who, const struct call *call)
{
	const struct record *p = NULL;

	if (who->role == ROLE_CHILD)
		return who->child == rec_int(&call->call, CALL_CHILD) ? call_party_of_child(call) : NULL;
	if (who->role & ROLES_FAMILY && who->person)
		p = call_party_of_person(call, who->person);
	return p ? p : call_party_of_account(call, who->account);
}

/* A guardian whose telephone it is keeps good order alone, whatever is asked of a home. */
struct call_limits call_who_limits(const struct ctx *c, const struct record *call)
{
	bool two = rec_int(call, CALL_HOME) && ctx_param(c, PARAM_FAMILY_TWO_ADULTS);

	return (struct call_limits){
		.early = ctx_param(c, PARAM_FAMILY_CALL_EARLY_MINUTES),
		.warn = ctx_param(c, PARAM_FAMILY_CALL_WARN_MINUTES),
		.grace = ctx_param(c, PARAM_FAMILY_CALL_GRACE_MINUTES),
		.counted = ctx_param(c, PARAM_FAMILY_CALL_COUNTED_SECONDS),
		.adults = two ? 2 : 1,
		.away = ctx_param(c, PARAM_FAMILY_ADULT_AWAY_MINUTES),
	};
}

static void read_limits(struct ctx *c, struct call_who *w)
{
	w->limits = call_who_limits(c, &w->call.call);
	w->times = call_rule_times(call_begins(&w->call.call), call_ends(&w->call.call), &w->limits);
}

static enum rc find_by_link(struct req *r, struct call_who *w)
{
	str cookie = http_cookie(r->http, link_cookie_name(r->app->secure));
	enum rc rc = link_find(&r->ctx, r->word, cookie, &w->holder);

	w->by_link = true;
	if (rc == RC_OK)
		rc = link_guess(&r->ctx, r->http->peer, w->holder.is);
	if (rc != RC_OK)
		return rc;
	w->link = w->holder.is;
	if (w->link == LINK_UNKNOWN)
		return RC_NOT_FOUND;
	w->call = w->holder.call;
	w->party = w->holder.party;
	w->bound = cookie;
	return w->link == LINK_OURS ? RC_OK : RC_DENIED;
}

static str number_text(struct arena *mem, int64_t n)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, n);
	return buf_view(&b);
}

static enum rc find_by_session(struct req *r, struct call_who *w)
{
	enum rc rc = call_load(&r->ctx, r->id, &w->call);

	if (rc != RC_OK)
		return rc;
	w->party = own_party(r->ctx.who, &w->call);
	w->bound = number_text(r->ctx.mem, r->ctx.who->account);
	return find_supervises(&r->ctx, w);
}

enum rc call_who_find(struct req *r, struct call_who *ret)
{
	bool link = str_starts(str_of(r->route->path), STR("/l/"));
	struct call_who w = { .by_link = link };
	enum rc rc = link ? find_by_link(r, &w) : find_by_session(r, &w);

	if (rc == RC_OK) {
		read_limits(&r->ctx, &w);
		count_adults(&r->ctx, &w);
	}
	if (rc == RC_OK || rc == RC_DENIED)
		*ret = w;
	return rc;
}

enum rc call_who_again(struct ctx *c, struct call_who *w)
{
	int64_t party = w->party ? w->party->id : 0;
	struct call now;
	enum rc rc = call_load_program(c, w->call.call.id, &now);

	if (rc != RC_OK)
		return rc;
	now.child = w->call.child;
	w->call = now;
	w->party = party ? call_party_find(&w->call, party) : NULL;
	count_adults(c, w);
	return RC_OK;
}

/* --- the door --- */

const struct record *call_who_party(const struct call_who *w, bool as_child)
{
	if (!as_child)
		return w->party;
	return w->present ? call_party_of_child(&w->call) : NULL;
}

enum call_door call_who_door(const struct ctx *c, const struct call_who *w, const struct record *party)
{
	const struct record *call = &w->call.call;
	struct call_asks a = { .now = c->now,
			       .times = w->times,
			       .cancelled = call_is(call, CODE_CALL_STATE_CANCELLED),
			       .ended = !call_holds(call),
			       .phone = str_eq(rec_text(call, CALL_CHANNEL), STR(CODE_CALL_CHANNEL_PHONE)),
			       .removed = party && !rec_null(party, CALL_PARTY_REMOVED_AT),
			       .adult = !party && w->supervises,
			       .adults = w->adults,
			       .needed = w->limits.adults,
			       .left = w->heard.seen[0] || w->heard.seen[1] };

	return call_rule_door(&a);
}

/* --- the seat --- */

static str digest_of(struct ctx *c, const struct call_who *w, str seat)
{
	struct buf b = buf_new(c->mem, 512);

	buf_str(&b, seat);
	buf_ch(&b, ':');
	buf_str(&b, str_cut(w->bound, 0, 256));
	str d = keys_digest(c->mem, c->model->keys, STR("call seat"), buf_view(&b));
	return hex_put(c->mem, d.s, d.n);
}

enum rc call_seat_take(struct ctx *c, const struct call_who *w, const struct record *party, str *ret)
{
	struct input in = input_new(&call_party_kind);
	uint8_t drawn[SEAT_BYTES];

	sm_random(drawn, sizeof drawn);
	str seat = hex_put(c->mem, drawn, sizeof drawn);
	input_set(&in, CALL_PARTY_SEAT, digest_of(c, w, seat));
	enum rc rc = call_put(c, party, &in);
	if (rc == RC_OK)
		*ret = seat;
	return rc;
}

enum rc call_seat_find(struct ctx *c, const struct call_who *w, str seat, const struct record **ret)
{
	struct rows q;
	int64_t id = 0;

	if (seat.n != (size_t)2 * SEAT_BYTES)
		return RC_DENIED;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT t.id FROM call_party t WHERE t.call = ?1 AND t.seat = ?2 ORDER BY t.id",
			      INT(w->call.call.id), TEXT(digest_of(c, w, seat)));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		id = db_int(&q, 0);
	rc = db_done(&q);
	const struct record *party = rc == RC_OK && id ? call_party_find(&w->call, id) : NULL;
	if (rc == RC_OK && !party)
		return RC_DENIED;
	if (rc == RC_OK)
		*ret = party;
	return rc;
}
