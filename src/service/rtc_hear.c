#include "rtc_hear.h"

/* --- values that may be missing, or something else --- */

static str text_of(const struct json_value *object, str key)
{
	const struct json_value *v = json_get(object, key);

	return v && v->type == JSON_STRING ? v->text : (str){ NULL, 0 };
}

static int64_t number_of(const struct json_value *object, str key)
{
	const struct json_value *v = json_get(object, key);

	return v && v->type == JSON_NUMBER && v->whole ? v->i : 0;
}

static bool truth_of(const struct json_value *object, str key)
{
	const struct json_value *v = json_get(object, key);

	return v && v->type == JSON_BOOL && v->i;
}

static const struct json_value *object_of(const struct json_value *object, str key)
{
	static const struct json_value none = { .type = JSON_OBJECT };
	const struct json_value *v = json_get(object, key);

	return v && v->type == JSON_OBJECT ? v : &none;
}

static const struct json_value *list_of(const struct json_value *object, str key)
{
	const struct json_value *v = json_get(object, key);

	return v && v->type == JSON_ARRAY ? v->child : NULL;
}

/* Ids of ours are sent as decimal text. */
static int64_t id_of(str text)
{
	int64_t id;

	return str_digits(text) && str_int(text, &id) ? id : 0;
}

/* --- what is said --- */

static enum rtc_verb verb_of(str name)
{
	/* clang-format off */
	static const struct {
		str name;
		enum rtc_verb verb;
	} rows[] = {
		{ STR_INIT("success"),   RTC_VERB_SUCCESS },
		{ STR_INIT("ack"),       RTC_VERB_ACK },
		{ STR_INIT("event"),     RTC_VERB_EVENT },
		{ STR_INIT("error"),     RTC_VERB_ERROR },
		{ STR_INIT("webrtcup"),  RTC_VERB_UP },
		{ STR_INIT("media"),     RTC_VERB_MEDIA },
		{ STR_INIT("slowlink"),  RTC_VERB_SLOW },
		{ STR_INIT("hangup"),    RTC_VERB_HANGUP },
		{ STR_INIT("detached"),  RTC_VERB_HANGUP },
		{ STR_INIT("timeout"),   RTC_VERB_TIMEOUT },
		{ STR_INIT("keepalive"), RTC_VERB_KEEPALIVE },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(name, rows[i].name))
			return rows[i].verb;
	return RTC_VERB_OTHER;
}

static bool is_mid(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] <= ' ' || s.s[i] > '~')
			return false;
	return s.n > 0 && s.n <= RTC_MID_MAX;
}

/* A part that nobody sends into any more is still listed, without a feed. */
static void read_streams(const struct json_value *data, struct rtc_heard *ret)
{
	for (const struct json_value *v = list_of(data, STR("streams")); v; v = v->next) {
		if (v->type != JSON_OBJECT || ret->nstreams == RTC_STREAMS_MAX)
			continue;
		const struct rtc_stream s = { .mid = text_of(v, STR("mid")),
					      .guest = id_of(text_of(v, STR("feed_id"))),
					      .video = str_eq(text_of(v, STR("type")), STR("video")) };
		const struct json_value *active = json_get(v, STR("active"));
		if (is_mid(s.mid) && s.guest && !(active && active->type == JSON_BOOL && !active->i))
			ret->stream[ret->nstreams++] = s;
	}
}

/* info.streams[].components[].{in,out}_stats and info.webrtc.media[].stats, as versions have it. */
static void read_bytes(const struct json_value *info, struct rtc_heard *ret)
{
	const struct json_value *media = json_get(object_of(info, STR("webrtc")), STR("media"));

	if (!media || (media->type != JSON_OBJECT && media->type != JSON_ARRAY))
		return;
	for (const struct json_value *v = media->child; v; v = v->next) {
		const struct json_value *stats = v->type == JSON_OBJECT ? object_of(v, STR("stats")) : NULL;
		if (!stats)
			continue;
		int64_t in = number_of(object_of(stats, STR("in")), STR("bytes"));
		int64_t out = number_of(object_of(stats, STR("out")), STR("bytes"));
		if (in > 0 && in < INT64_MAX / RTC_STREAMS_MAX)
			ret->bytes_in += in;
		if (out > 0 && out < INT64_MAX / RTC_STREAMS_MAX)
			ret->bytes_out += out;
	}
}

static void read_plugin(const struct json_value *data, struct rtc_heard *ret)
{
	if (number_of(data, STR("error_code")))
		ret->error = number_of(data, STR("error_code"));
	ret->pass = number_of(data, STR("private_id"));
	read_streams(data, ret);
}

enum rc rtc_hear(struct arena *mem, str text, struct rtc_heard *ret)
{
	struct json_value *whole;
	struct rtc_heard h = { 0 };
	enum rc rc = json_parse(mem, text, &whole);

	if (rc != RC_OK || whole->type != JSON_OBJECT)
		return RC_MALFORMED;
	h.verb = verb_of(text_of(whole, STR("janus")));
	h.mark = id_of(text_of(whole, STR("transaction")));
	h.sender = number_of(whole, STR("sender"));
	h.id = number_of(object_of(whole, STR("data")), STR("id"));
	h.error = number_of(object_of(whole, STR("error")), STR("code"));
	if (h.verb == RTC_VERB_ERROR && !h.error)
		h.error = -1;
	read_plugin(object_of(object_of(whole, STR("plugindata")), STR("data")), &h);
	if (!h.error)
		h.error = number_of(object_of(whole, STR("response")), STR("error_code"));
	h.sdp = text_of(object_of(whole, STR("jsep")), STR("sdp"));
	if (h.sdp.n > RTC_SDP_MAX)
		h.sdp = (str){ NULL, 0 };
	h.video = str_eq(text_of(whole, h.verb == RTC_VERB_SLOW ? STR("media") : STR("type")), STR("video"));
	h.on = truth_of(whole, h.verb == RTC_VERB_SLOW ? STR("uplink") : STR("receiving"));
	read_bytes(object_of(whole, STR("info")), &h);
	*ret = h;
	return RC_OK;
}
