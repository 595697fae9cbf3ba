#include "sdp.h"
#include "tr.h"

/* What stays, by the beginning of its line: of the whole, and of a part. */
static const str kept[] = {
	STR_INIT("v="),
	STR_INIT("o="),
	STR_INIT("s="),
	STR_INIT("t="),
	STR_INIT("a=group:BUNDLE"),
	STR_INIT("a=extmap-allow-mixed"),
	STR_INIT("a=msid-semantic:"),
	STR_INIT("a=ice-ufrag:"),
	STR_INIT("a=ice-pwd:"),
	STR_INIT("a=ice-options:"),
	STR_INIT("a=fingerprint:"),
	STR_INIT("a=setup:"),
	STR_INIT("a=mid:"),
	STR_INIT("a=msid:"),
	STR_INIT("a=rtcp-mux"),
	STR_INIT("a=rtcp-rsize"),
	STR_INIT("a=sendrecv"),
	STR_INIT("a=sendonly"),
	STR_INIT("a=recvonly"),
	STR_INIT("a=inactive"),
	STR_INIT("a=ptime:"),
	STR_INIT("a=maxptime:"),
};
/* a=rtpmap:96 VP8/90000: the codecs, without regard to case. */
static const str codecs[] = { STR_INIT("opus/48000"), STR_INIT("vp8/90000"), STR_INIT("h264/90000") };
/* Of a=extmap:4 NAME. */
static const str extensions[] = {
	STR_INIT("urn:ietf:params:rtp-hdrext:sdes:mid"),
	STR_INIT("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
	STR_INIT("urn:3gpp:video-orientation"),
	STR_INIT("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
	STR_INIT("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
	STR_INIT("http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"),
};
/* What has had holes, or is not ours to carry. */
static const struct {
	str line;
	const char *why;
} refused[] = {
	{ STR_INIT("m=application"), N_("A call carries sound and pictures only.") },
	{ STR_INIT("a=simulcast"), N_("A picture is sent in one size only.") },
	{ STR_INIT("a=rid:"), N_("A picture is sent in one size only.") },
	{ STR_INIT("a=ssrc-group:SIM"), N_("A picture is sent in one size only.") },
	{ STR_INIT("a=sctp"), N_("A call carries sound and pictures only.") },
	{ STR_INIT("a=crypto:"), N_("The browser's way of sealing the call is not taken.") },
};

static const char *const not_understood = N_("What the browser says of the call is not understood.");

struct walk {
	str rest;
	struct buf *to;
	struct sdp *sdp;
	bool version, fingerprint;
	const char *why;
	/* of the m-section under way */
	struct sdp_media *media;
	str source;                   /* the number of its stream; that of a retransmission comes second */
	bool payload[SDP_CODECS_MAX]; /* types that stay */
};

/* The next line, without its end; false at the end of the text. */
static bool line_next(str *rest, str *ret)
{
	if (!rest->n)
		return false;
	(void)str_next(rest, '\n', ret);
	if (ret->n && ret->s[ret->n - 1] == '\r')
		ret->n--;
	return true;
}

static bool is_text(str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] < ' ' || line.s[i] > '~')
			return false;
	return line.n >= 2 && line.n <= SDP_LINE_MAX && line.s[1] == '=';
}

static bool is_word(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		if (!(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z') && c != '-' && c != '_')
			return false;
	}
	return s.n > 0 && s.n <= SDP_MID_MAX;
}

static bool refuse(struct walk *w, const char *why)
{
	w->why = why;
	return false;
}

static void keep(struct walk *w, str line)
{
	buf_str(w->to, line);
	buf_lit(w->to, "\r\n");
}

/* "a=rtpmap:96 VP8/90000": 96, and what follows the blank. False when no payload type stands there. */
static bool payload_of(str line, size_t prefix, int64_t *ret, str *ret_rest)
{
	str rest = str_cut(line, prefix, line.n), number;

	(void)str_next(&rest, ' ', &number);
	if (!str_digits(number) || !str_int(number, ret) || *ret >= SDP_CODECS_MAX)
		return false;
	*ret_rest = rest.s ? rest : (str){ "", 0 };
	return true;
}

static bool starts_nocase(str s, str lower)
{
	if (s.n < lower.n)
		return false;
	for (size_t i = 0; i < lower.n; i++) {
		char c = s.s[i];
		if ((c >= 'A' && c <= 'Z' ? (char)(c | 32) : c) != lower.s[i])
			return false;
	}
	return s.n == lower.n || s.s[lower.n] == '/';
}

/* Which payload types of the section that begins in `rest` are codecs of ours. */
static size_t find_codecs(struct walk *w)
{
	str rest = w->rest, line, name;
	int64_t type;
	size_t n = 0;

	memset(w->payload, 0, sizeof w->payload);
	while (line_next(&rest, &line) && !str_starts(line, STR("m="))) {
		if (!str_starts(line, STR("a=rtpmap:")) ||
		    !payload_of(line, sizeof "a=rtpmap:" - 1, &type, &name))
			continue;
		for (size_t i = 0; i < COUNT(codecs); i++)
			if (starts_nocase(name, codecs[i]) && !w->payload[type])
				n += w->payload[type] = true;
	}
	return n;
}

/* "m=video 9 UDP/TLS/RTP/SAVPF 96 97": port and protocol as they are to be, and of the types those that stay.
 */
static bool media_line(struct walk *w, str line)
{
	str rest = str_cut(line, 2, line.n), what, port, protocol, type;
	int64_t n;
	bool some = false;

	if (w->sdp->n == SDP_MEDIA_MAX)
		return refuse(w, N_("The call has too many parts."));
	if (!str_next(&rest, ' ', &what) || !str_next(&rest, ' ', &port) || !str_next(&rest, ' ', &protocol))
		return refuse(w, not_understood);
	bool sound = str_eq(what, STR("audio"));
	if (!sound && !str_eq(what, STR("video")))
		return refuse(w, N_("A call carries sound and pictures only."));
	if (!str_eq(protocol, STR("UDP/TLS/RTP/SAVPF")))
		return refuse(w, N_("The browser's way of sealing the call is not taken."));
	if (!str_digits(port))
		return refuse(w, not_understood);
	bool off = str_eq(port, STR("0"));
	if (!find_codecs(w) && !off)
		return refuse(w, N_("The browser knows none of the ways in which this call carries sound and "
				    "pictures."));
	w->source = (str){ NULL, 0 };
	w->media = &w->sdp->media[w->sdp->n++];
	*w->media = (struct sdp_media){ .what = sound ? SDP_SOUND : SDP_PICTURE, .refused = off };
	buf_lit(w->to, "m=");
	buf_str(w->to, what);
	buf_str(w->to, w->media->refused ? STR(" 0 ") : STR(" 9 "));
	buf_str(w->to, protocol);
	while (str_next(&rest, ' ', &type))
		if (str_digits(type) && str_int(type, &n) && n < SDP_CODECS_MAX && w->payload[n]) {
			buf_ch(w->to, ' ');
			buf_int(w->to, n);
			some = true;
		}
	if (off && !some)
		buf_lit(w->to, " 0");
	buf_lit(w->to, "\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n");
	return some || off || refuse(w, not_understood);
}

/* Lines about a payload type stay when it does. */
static bool codec_line(struct walk *w, str line)
{
	static const str about[] = { STR_INIT("a=rtpmap:"), STR_INIT("a=fmtp:"), STR_INIT("a=rtcp-fb:") };
	int64_t type;
	str rest;

	for (size_t i = 0; i < COUNT(about); i++)
		if (str_starts(line, about[i])) {
			if (w->media && payload_of(line, about[i].n, &type, &rest) && w->payload[type])
				keep(w, line);
			return true;
		}
	return false;
}

/* "a=extmap:4 NAME", "a=extmap:4/recvonly NAME" */
static bool extension_line(struct walk *w, str line)
{
	str rest = line, head, name;

	if (!str_starts(line, STR("a=extmap:")))
		return false;
	if (!str_next(&rest, ' ', &head) || !str_next(&rest, ' ', &name))
		return true;
	for (size_t i = 0; i < COUNT(extensions); i++)
		if (str_eq(name, extensions[i]))
			keep(w, line);
	return true;
}

static bool mid_line(struct walk *w, str line)
{
	str mid = str_cut(line, sizeof "a=mid:" - 1, line.n);

	if (!w->media || w->media->mid.n || !is_word(mid))
		return refuse(w, not_understood);
	for (size_t i = 0; i + 1 < w->sdp->n; i++)
		if (str_eq(w->sdp->media[i].mid, mid))
			return refuse(w, not_understood);
	w->media->mid = mid;
	keep(w, line);
	return true;
}

/* "a=ssrc:1234 cname:x": of the first stream of its section. */
static bool source_line(struct walk *w, str line)
{
	str rest = str_cut(line, sizeof "a=ssrc:" - 1, line.n), number;

	if (!str_starts(line, STR("a=ssrc:")))
		return false;
	if (!w->media || !str_next(&rest, ' ', &number) || !str_digits(number))
		return true;
	if (!w->source.n)
		w->source = number;
	if (str_eq(w->source, number))
		keep(w, line);
	return true;
}

static bool one_line(struct walk *w, str line)
{
	if (!is_text(line))
		return refuse(w, not_understood);
	for (size_t i = 0; i < COUNT(refused); i++)
		if (str_starts(line, refused[i].line))
			return refuse(w, refused[i].why);
	if (!w->version && !str_eq(line, STR("v=0")))
		return refuse(w, not_understood);
	w->version = true;
	if (str_starts(line, STR("m=")))
		return (!w->media || w->media->mid.n || refuse(w, not_understood)) && media_line(w, line);
	if (codec_line(w, line) || extension_line(w, line) || source_line(w, line))
		return true;
	if (str_starts(line, STR("a=mid:")))
		return mid_line(w, line);
	w->fingerprint = w->fingerprint || str_starts(line, STR("a=fingerprint:sha-256 "));
	for (size_t i = 0; i < COUNT(kept); i++)
		if (str_starts(line, kept[i])) {
			keep(w, line);
			break;
		}
	return true;
}

enum rc sdp_filter(str text, struct buf *to, struct sdp *ret, const char **ret_why)
{
	struct sdp found = { .n = 0 };
	struct walk w = { .rest = text, .to = to, .sdp = &found };
	str line;
	bool ok = true;

	if (text.n > SDP_MAX) {
		*ret_why = N_("What the browser says of the call is too long.");
		return RC_TOO_BIG;
	}
	while (ok && line_next(&w.rest, &line))
		ok = one_line(&w, line);
	if (ok && (!found.n || !w.media->mid.n))
		ok = refuse(&w, not_understood);
	if (ok && !w.fingerprint)
		ok = refuse(&w, N_("The browser's way of sealing the call is not taken."));
	if (!ok) {
		*ret_why = w.why;
		return RC_INVALID;
	}
	*ret = found;
	return RC_OK;
}

void sdp_packets(str text, unsigned ms, struct buf *to)
{
	str rest = text, line;
	bool sound = false;

	while (line_next(&rest, &line)) {
		if (str_starts(line, STR("m=")))
			sound = str_starts(line, STR("m=audio"));
		if (sound && (str_starts(line, STR("a=ptime:")) || str_starts(line, STR("a=maxptime:"))))
			continue;
		buf_str(to, line);
		buf_lit(to, "\r\n");
		if (sound && str_starts(line, STR("a=mid:"))) {
			buf_lit(to, "a=ptime:");
			buf_int(to, ms);
			buf_lit(to, "\r\na=maxptime:");
			buf_int(to, ms);
			buf_lit(to, "\r\n");
		}
	}
}
