#include "call_wire.h"

#include "call_line.h"
#include "call_room.h"
#include "call_told.h"
#include "rtc.h"

/* One request under way. */
struct wire {
	struct call_who who;
	const struct json_value *said;
	const struct record *party; /* whose seat it came with */
};

/* --- answering --- */

static struct json begin(struct req *r, int status)
{
	r->reply->no_store = true;
	req_json(r, status);
	struct json j = json_to(req_body(r));
	json_obj(&j);
	return j;
}

static enum rc refuse(struct req *r, int status, const char *why)
{
	struct json j = begin(r, status);

	JSON_KEY(&j, "why");
	json_str(&j, str_of(tr(r->ctx.lang, why)));
	json_obj_end(&j);
	return RC_OK;
}

static enum rc done(struct req *r)
{
	struct json j = begin(r, 200);

	json_obj_end(&j);
	return RC_OK;
}

/* What the media server made of it; `why` of an offer that is none of ours. */
static enum rc answer_rtc(struct req *r, enum rc rc, const char *why)
{
	switch (rc) {
	case RC_INVALID:
		return refuse(r, 422,
			      why ? why : N_("Your browser asked for something that calls do not have."));
	case RC_TOO_BIG: return refuse(r, 413, N_("Your browser sent more than a call needs."));
	case RC_CONFLICT: return refuse(r, 409, N_("The call is full."));
	case RC_NOT_FOUND:
	case RC_DENIED: return refuse(r, 410, N_("The call was interrupted. Please come in again."));
	case RC_BUSY:
		why = rtc_why(r->app->rtc);
		return refuse(r, 503,
			      why ? why : N_("Calls cannot be made just now. Please try again in a moment."));
	default: return rc;
	}
}

/* --- asking --- */

static bool is_json(struct req *r)
{
	return str_starts(http_header(r->http, STR("content-type")), STR("application/json"));
}

static enum rc read_said(struct req *r, struct wire *w)
{
	struct json_value *v;

	if (!is_json(r))
		return RC_MEDIA;
	if (r->http->body.n > CALL_WIRE_MAX)
		return RC_TOO_BIG;
	enum rc rc = json_parse(r->ctx.mem, r->http->body, &v);
	if (rc == RC_OK && v->type != JSON_OBJECT)
		rc = RC_MALFORMED;
	if (rc == RC_OK)
		w->said = v;
	return rc;
}

static str said_text(const struct wire *w, const char *key)
{
	const struct json_value *v = json_get(w->said, str_of(key));

	return v && v->type == JSON_STRING ? v->text : STR("");
}

static bool said_bool(const struct wire *w, const char *key, bool absent)
{
	const struct json_value *v = json_get(w->said, str_of(key));

	return v && v->type == JSON_BOOL ? v->i != 0 : absent;
}

static int64_t said_int(const struct wire *w, const char *key, int64_t absent)
{
	const struct json_value *v = json_get(w->said, str_of(key));

	return v && v->type == JSON_NUMBER && v->whole && v->i >= 0 && v->i < INT64_C(1) << 53 ? v->i
											       : absent;
}

/* False: it was answered with why not (and *ret_rc is what to return), or it is none of theirs. */
static bool ask(struct req *r, struct wire *w, enum rc *ret_rc)
{
	enum rc rc = read_said(r, w);

	if (rc == RC_TOO_BIG) {
		*ret_rc = refuse(r, 413, N_("Your browser sent more than a call needs."));
		return false;
	}
	if (rc == RC_OK)
		rc = call_who_find(r, &w->who);
	if (rc == RC_DENIED && w->who.by_link)
		rc = refuse(r, 403,
			    link_why(w->who.link) ? link_why(w->who.link)
						  : N_("Please open the link again."));
	else if (rc == RC_OK)
		return true;
	*ret_rc = rc;
	return false;
}

/* RC_CONFLICT: it is shut, and was answered with why.  Whoever finds that the grown-ups have gone closes the
 * room. */
static enum rc look_at_door(struct req *r, struct wire *w)
{
	enum call_door door = call_who_door(&r->ctx, &w->who, w->party);
	bool alone = door == CALL_DOOR_ALONE || door == CALL_DOOR_SECOND;
	enum rc rc = alone ? call_room_alone(r, &w->who) : RC_OK;

	if (rc != RC_OK || door == CALL_DOOR_OPEN)
		return rc;
	rc = refuse(r, 409, call_rule_says(door));
	return rc == RC_OK ? RC_CONFLICT : rc;
}

/* With a seat, and while the door is open to its holder. */
static bool ask_seated(struct req *r, struct wire *w, enum rc *ret_rc)
{
	if (!ask(r, w, ret_rc))
		return false;
	enum rc rc = call_seat_find(&r->ctx, &w->who, said_text(w, "seat"), &w->party);
	if (rc == RC_DENIED) {
		*ret_rc = refuse(r, 403,
				 N_("This call is open in another window, or you were asked to leave it."));
		return false;
	}
	if (rc == RC_OK)
		rc = look_at_door(r, w);
	*ret_rc = rc == RC_CONFLICT ? RC_OK : rc;
	return rc == RC_OK;
}

/* --- coming in --- */

static void put_relay(struct json *j, const struct rtc_relay *relay)
{
	JSON_KEY(j, "ice");
	json_arr(j);
	for (size_t i = 0; i < relay->nurls; i++) {
		json_obj(j);
		JSON_KEY(j, "urls");
		json_str(j, relay->url[i]);
		JSON_KEY(j, "username");
		json_str(j, relay->user);
		JSON_KEY(j, "credential");
		json_str(j, relay->password);
		json_obj_end(j);
	}
	json_arr_end(j);
}

/* How many seconds are left: the clock of the browser may be any. */
static void put_seconds(struct json *j, const char *key, int64_t until, int64_t now)
{
	json_key(j, str_of(key));
	json_int(j, until > now ? (until - now) / 1000000 : 0);
}

static enum rc answer_seat(struct req *r, const struct wire *w, str seat)
{
	struct rtc_relay relay = rtc_relay(r->app->rtc, r->ctx.mem, w->party->id, w->who.times.close);
	struct json j = begin(r, 200);

	JSON_KEY(&j, "seat");
	json_str(&j, seat);
	JSON_KEY(&j, "party");
	json_id(&j, w->party->id);
	JSON_KEY(&j, "bytes");
	json_int(&j, rec_int(w->party, CALL_PARTY_BYTES));
	JSON_KEY(&j, "sound");
	json_bool(&j, str_eq(rec_text(&w->who.call.call, CALL_CHANNEL), STR(CODE_CALL_CHANNEL_AUDIO)));
	put_seconds(&j, "left", w->who.times.close, r->ctx.now);
	put_relay(&j, &relay);
	json_obj_end(&j);
	return RC_OK;
}

enum rc call_wire_join(struct req *r)
{
	struct wire w = { .party = NULL };
	str seat = STR("");
	enum rc rc;

	if (!ask(r, &w, &rc))
		return rc;
	w.party = call_who_party(&w.who, said_bool(&w, "as_child", false));
	if (!w.party)
		return refuse(r, 403, N_("You are not one of those who talk in this call."));
	rc = look_at_door(r, &w);
	if (rc != RC_OK)
		return rc == RC_CONFLICT ? RC_OK : rc;
	const char *why = rtc_why(r->app->rtc);
	if (why)
		return refuse(r, 503, why);
	rc = call_room_let_in(r, &w.who, w.party, &seat);
	return rc == RC_OK ? answer_seat(r, &w, seat) : answer_rtc(r, rc, NULL);
}

/* --- what WebRTC says --- */

static struct rtc_sdp sdp_of(const struct wire *w)
{
	return (struct rtc_sdp){ .room = w->who.call.call.id,
				 .guest = w->party->id,
				 .sdp = said_text(w, "sdp"),
				 .packet_ms = said_int(w, "packet", 0) == 60 ? 60 : 0 };
}

static void put_sdp(struct json *j, str sdp)
{
	JSON_KEY(j, "sdp");
	json_str(j, sdp);
}

enum rc call_wire_publish(struct req *r)
{
	struct wire w = { .party = NULL };
	const char *why = NULL;
	str answer;
	enum rc rc;

	if (!ask_seated(r, &w, &rc))
		return rc;
	struct rtc_sdp offer = sdp_of(&w);
	rc = rtc_publish(r->app->rtc, r->ctx.mem, &offer, &answer, &why);
	if (rc != RC_OK)
		return answer_rtc(r, rc, why);
	rc = call_room_came(r, &w.who, w.party);
	if (rc != RC_OK)
		return rc;
	struct json j = begin(r, 200);
	put_sdp(&j, answer);
	json_obj_end(&j);
	return RC_OK;
}

static void put_streams(struct json *j, const struct rtc_streams *s)
{
	JSON_KEY(j, "streams");
	json_arr(j);
	for (size_t i = 0; i < s->n; i++) {
		json_obj(j);
		JSON_KEY(j, "mid");
		json_str(j, s->stream[i].mid);
		JSON_KEY(j, "party");
		json_id(j, s->stream[i].guest);
		JSON_KEY(j, "video");
		json_bool(j, s->stream[i].video);
		json_obj_end(j);
	}
	json_arr_end(j);
}

/* Who sends: of who has gone the media server says nothing any more. */
static void put_here(struct json *j, struct rtc *rtc, const struct wire *w)
{
	struct rtc_seat seat[RTC_GUESTS_MAX];
	size_t n = rtc_look(rtc, w->who.call.call.id, seat, COUNT(seat));

	JSON_KEY(j, "here");
	json_arr(j);
	for (size_t i = 0; i < n; i++)
		if (seat[i].sends && seat[i].guest != w->party->id)
			json_id(j, seat[i].guest);
	json_arr_end(j);
}

enum rc call_wire_subscribe(struct req *r)
{
	struct wire w = { .party = NULL };
	struct rtc_streams streams = { .n = 0 };
	enum rc rc;

	if (!ask_seated(r, &w, &rc))
		return rc;
	rc = rtc_subscribe(r->app->rtc, r->ctx.mem, w.who.call.call.id, w.party->id,
			   said_bool(&w, "fresh", false), &streams);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return answer_rtc(r, rc, NULL);
	struct json j = begin(r, 200);
	put_sdp(&j, rc == RC_OK ? streams.offer : STR(""));
	/* Nothing has changed: no word of the streams, either. */
	if (rc == RC_NOT_FOUND || streams.offer.n)
		put_streams(&j, &streams);
	put_here(&j, r->app->rtc, &w);
	json_obj_end(&j);
	return RC_OK;
}

enum rc call_wire_answer(struct req *r)
{
	struct wire w = { .party = NULL };
	const char *why = NULL;
	enum rc rc;

	if (!ask_seated(r, &w, &rc))
		return rc;
	struct rtc_sdp answer = sdp_of(&w);
	rc = rtc_answer(r->app->rtc, r->ctx.mem, &answer, &why);
	return rc == RC_OK ? done(r) : answer_rtc(r, rc, why);
}

/* A picture that comes in is paused or goes on. */
enum rc call_wire_configure(struct req *r)
{
	struct wire w = { .party = NULL };
	enum rc rc;

	if (!ask_seated(r, &w, &rc))
		return rc;
	rc = rtc_receive(r->app->rtc, w.who.call.call.id, w.party->id, said_text(&w, "mid"),
			 said_bool(&w, "on", true));
	return rc == RC_OK ? done(r) : answer_rtc(r, rc, NULL);
}

/* --- going, and how it goes --- */

enum rc call_wire_leave(struct req *r)
{
	struct wire w = { .party = NULL };
	enum rc rc;

	if (!ask_seated(r, &w, &rc))
		return rc;
	rc = call_room_left(r, &w.who, w.party);
	return rc == RC_OK ? done(r) : rc;
}

enum rc call_wire_line(struct req *r)
{
	struct wire w = { .party = NULL };
	enum rc rc;

	if (!ask_seated(r, &w, &rc))
		return rc;
	struct call_line_report l = { .bytes = said_int(&w, "bytes", 0),
				      .rung = said_text(&w, "rung"),
				      .line = { .concealed = said_int(&w, "concealed", -1),
						.lost = said_int(&w, "lost", -1),
						.delay = said_int(&w, "delay", -1) } };
	rc = call_line_take(r, &w.who, w.party, &l);
	if (rc != RC_OK)
		return rc;
	struct json j = begin(r, 200); /* who misses somebody of these subscribes once more */
	put_here(&j, r->app->rtc, &w);
	json_obj_end(&j);
	return RC_OK;
}

enum rc call_wire_present(struct req *r)
{
	struct wire w = { .party = NULL };
	enum rc rc;

	if (!ask(r, &w, &rc))
		return rc;
	if (!w.who.supervises)
		return RC_DENIED;
	rc = call_room_beat(r, &w.who);
	if (rc == RC_DENIED)
		return refuse(r, 409, N_("Please check in again."));
	return rc == RC_OK ? done(r) : rc;
}

/* Each party hears what concerns it under its own number; grown-ups of the home under that of the call; a
 * child that sits beside one of them under the child's. */
enum rc call_wire_events(struct req *r)
{
	struct call_who w;
	enum rc rc = call_who_find(r, &w);
	bool as_child = str_eq(req_query(r, STR("as")), STR("child"));

	if (rc != RC_OK)
		return rc;
	const struct record *party = call_who_party(&w, as_child);
	if (!party && !w.supervises)
		return RC_NOT_FOUND;
	r->reply->status = 200;
	r->reply->type = STR("text/event-stream");
	r->reply->events = party ? party->id : w.call.call.id;
	return RC_OK;
}
