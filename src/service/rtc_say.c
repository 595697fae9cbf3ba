#include "rtc_own.h"
#include "sm.h"

enum { BODY_MAX = 4 * SDP_MAX, TARGET_MAX = 64, NAME_LENGTH = 24, SECRET_BYTES = 16 };

static const str room_plugin = STR_INIT("janus.plugin.videoroom");

str rtc_say_name(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, NAME_LENGTH);

	buf_int(&b, id);
	return buf_view(&b);
}

static void put_target(struct rtc_say *s, int64_t session, int64_t handle)
{
	s->path = buf_new(s->mem, TARGET_MAX);
	if (session) {
		buf_ch(&s->path, '/');
		buf_int(&s->path, session);
	}
	if (handle) {
		buf_ch(&s->path, '/');
		buf_int(&s->path, handle);
	}
}

/* Each order has a mark of its own, by which its answer is known. */
static void begin(struct rtc_say *s, const char *verb, str secret_key, str secret)
{
	s->mark = atomic_fetch_add(&s->r->mark, 1) + 1;
	s->body = buf_new(s->mem, BODY_MAX);
	s->j = json_to(&s->body);
	json_obj(&s->j);
	JSON_KEY(&s->j, "janus");
	json_str(&s->j, str_of(verb));
	JSON_KEY(&s->j, "transaction");
	json_str(&s->j, rtc_say_name(s->mem, s->mark));
	json_key(&s->j, secret_key);
	json_str(&s->j, secret);
}

static void begin_request(struct rtc_say *s, str where, const char *request, int64_t room)
{
	json_key(&s->j, where);
	json_obj(&s->j);
	JSON_KEY(&s->j, "request");
	json_str(&s->j, str_of(request));
	if (!room)
		return;
	JSON_KEY(&s->j, "room");
	json_str(&s->j, rtc_say_name(s->mem, room));
}

void rtc_say_janus(struct rtc_say *s, const char *verb, int64_t session, int64_t handle)
{
	begin(s, verb, STR("apisecret"), s->r->setup.conf.api_secret);
	put_target(s, session, handle);
}

void rtc_say_attach(struct rtc_say *s, int64_t session)
{
	rtc_say_janus(s, "attach", session, 0);
	JSON_KEY(&s->j, "plugin");
	json_str(&s->j, room_plugin);
}

void rtc_say_message(struct rtc_say *s, const char *request, int64_t session, int64_t handle, int64_t room)
{
	rtc_say_janus(s, "message", session, handle);
	begin_request(s, STR("body"), request, room);
}

void rtc_say_jsep(struct rtc_say *s, const char *type, str sdp)
{
	json_obj_end(&s->j);
	JSON_KEY(&s->j, "jsep");
	json_obj(&s->j);
	JSON_KEY(&s->j, "type");
	json_str(&s->j, str_of(type));
	JSON_KEY(&s->j, "sdp");
	json_str(&s->j, sdp);
	JSON_KEY(&s->j, "trickle");
	json_bool(&s->j, false);
}

void rtc_say_room(struct rtc_say *s, const char *request, int64_t room)
{
	begin(s, "message_plugin", STR("admin_secret"), s->r->setup.conf.admin_secret);
	put_target(s, 0, 0);
	JSON_KEY(&s->j, "plugin");
	json_str(&s->j, room_plugin);
	begin_request(s, STR("request"), request, room);
	JSON_KEY(&s->j, "secret");
	json_str(&s->j, rtc_say_secret(s, "room", room, 0));
}

void rtc_say_look(struct rtc_say *s, int64_t session, int64_t handle)
{
	begin(s, "handle_info", STR("admin_secret"), s->r->setup.conf.admin_secret);
	put_target(s, session, handle);
}

/* From the key alone: a server that was begun anew knows them too. */
str rtc_say_secret(struct rtc_say *s, const char *use, int64_t room, int64_t guest)
{
	const str part[] = { str_of(use), STR("\n"), rtc_say_name(s->mem, room), STR("\n"),
			     rtc_say_name(s->mem, guest) };
	struct sm3 h = sm3_hmac(s->r->setup.conf.key, part, COUNT(part));

	return hex_put(s->mem, h.b, SECRET_BYTES);
}

str rtc_say_end(struct rtc_say *s)
{
	while (s->j.depth)
		json_obj_end(&s->j);
	return buf_view(&s->body);
}
