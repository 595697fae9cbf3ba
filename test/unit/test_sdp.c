/* What of a browser's offer reaches the media server, and what is refused. */
#include "sdp.h"
#include "tap.h"

#include <stdlib.h>

#define HEAD                                                                                                 \
	"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=msid-semantic: WMS\r\n"
#define SEALED                                                                                               \
	"a=ice-ufrag:aqcq\r\na=ice-pwd:ESop9VaYAxuNXPOcsktey5kZ\r\na=fingerprint:sha-256 DC:CB:EA\r\n"       \
	"a=setup:actpass\r\n"
#define SOUND                                                                                                \
	"m=audio 54321 UDP/TLS/RTP/SAVPF 111 63 0\r\nc=IN IP4 10.1.2.3\r\n" SEALED "a=mid:0\r\n"             \
	"a=candidate:1 1 udp 2113937151 10.1.2.3 54321 typ host\r\na=sendonly\r\na=rtcp-mux\r\n"             \
	"a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\na=rtcp-fb:111 transport-cc\r\n"           \
	"a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:0 PCMU/8000\r\n"
#define SOUND_KEPT                                                                                           \
	"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n" SEALED          \
	"a=mid:0\r\na=sendonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\n"  \
	"a=rtcp-fb:111 transport-cc\r\n"
#define PICTURE                                                                                              \
	"m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 45\r\nc=IN IP4 0.0.0.0\r\n" SEALED "a=mid:1\r\n"               \
	"a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"                                                 \
	"a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\na=sendonly\r\n"                        \
	"a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:* nack\r\na=rtpmap:97 rtx/90000\r\n"        \
	"a=fmtp:97 apt=96\r\na=rtpmap:98 H264/90000\r\na=rtpmap:45 AV1/90000\r\na=something-new:1\r\n"       \
	"a=ssrc-group:FID 7 8\r\na=ssrc:7 cname:x\r\na=ssrc:8 cname:x\r\na=ssrc:7 msid:- y\r\n"
#define PICTURE_KEPT                                                                                         \
	"m=video 9 UDP/TLS/RTP/SAVPF 96 98\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n" SEALED        \
	"a=mid:1\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=sendonly\r\na=rtpmap:96 "            \
	"VP8/90000\r\n"                                                                                      \
	"a=rtcp-fb:96 nack\r\na=rtpmap:98 H264/90000\r\na=ssrc:7 cname:x\r\na=ssrc:7 msid:- y\r\n"

enum { ROOM_MAX = 4 * SDP_MAX };
static struct arena mem;

static str filtered(const char *text, enum rc *ret, struct sdp *ret_sdp, const char **ret_why)
{
	struct buf to = buf_new(&mem, ROOM_MAX);

	*ret = sdp_filter(str_of(text), &to, ret_sdp, ret_why);
	return buf_view(&to);
}

static void test_kept(void)
{
	struct sdp sdp = { 0 };
	const char *why = NULL;
	enum rc rc;
	str out = filtered(HEAD SOUND PICTURE, &rc, &sdp, &why);

	OK(rc == RC_OK);
	OK(str_eq(out, STR(HEAD SOUND_KEPT PICTURE_KEPT)));
	OK(sdp.n == 2 && sdp.media[0].what == SDP_SOUND && sdp.media[1].what == SDP_PICTURE);
	OK(str_eq(sdp.media[0].mid, STR("0")) && str_eq(sdp.media[1].mid, STR("1")));
	str again = filtered(str_z(&mem, out), &rc, &sdp, &why);
	OK(rc == RC_OK && str_eq(again, out)); /* nothing is left to leave out */
	out = filtered("v=0\na=fingerprint:sha-256 DC\nm=audio 0 UDP/TLS/RTP/SAVPF 0\na=mid:0\n", &rc, &sdp,
		       &why);
	OK(rc == RC_OK && sdp.media[0].refused && str_has(out, STR("m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n")));
}

static void test_refused(void)
{
	static const char *const cases[] = {
		"",
		"\r\n",
		"hello\r\n",
		"v=1\r\n" SOUND,
		HEAD,
		SOUND,
		HEAD SOUND "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n",
		HEAD SOUND PICTURE "a=simulcast:send h;l\r\n",
		HEAD SOUND PICTURE "a=rid:h send\r\n",
		HEAD SOUND PICTURE "a=ssrc-group:SIM 1 2\r\n",
		HEAD SOUND "a=sctp-port:5000\r\n",
		HEAD SOUND "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
		HEAD SOUND "m=text 9 UDP/TLS/RTP/SAVPF 98\r\na=mid:3\r\n",
		HEAD "m=audio 9 RTP/AVP 111\r\n" SEALED "a=mid:0\r\na=rtpmap:111 opus/48000/2\r\n",
		HEAD "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" SEALED "a=mid:0\r\na=rtpmap:0 PCMU/8000\r\n",
		HEAD "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" SEALED
		     "a=rtpmap:111 opus/48000/2\r\n", /* no mid */
		HEAD SOUND SOUND,                     /* one mid twice */
		HEAD SOUND "a=mid:x\r\n",
		HEAD "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:\"><b>\r\na=rtpmap:111 opus/48000/2\r\n",
		HEAD
		"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n", /* unsealed */
		HEAD "m=audio\r\n",
		HEAD "m=audio nine UDP/TLS/RTP/SAVPF 111\r\n" SEALED
		     "a=mid:0\r\na=rtpmap:111 opus/48000/2\r\n",
		HEAD SOUND "a=\x01\r\n",
		HEAD SOUND "nonsense\r\n",
		HEAD SOUND "\r\n\r\n",
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sdp sdp;
		const char *why = NULL;
		enum rc rc;
		filtered(cases[i], &rc, &sdp, &why);
		if (rc != RC_INVALID || !why || strlen(why) < 20)
			printf("# case %zu\n", i);
		OK(rc == RC_INVALID && why && strlen(why) >= 20);
	}
}

static void test_limits(void)
{
	struct buf many = buf_new(&mem, ROOM_MAX), line = buf_new(&mem, ROOM_MAX);
	struct sdp sdp;
	const char *why = NULL;
	enum rc rc;

	buf_lit(&many, HEAD);
	for (int i = 0; i <= SDP_MEDIA_MAX; i++) {
		buf_lit(&many,
			"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" SEALED "a=rtpmap:111 opus/48000/2\r\na=mid:");
		buf_int(&many, i);
		buf_lit(&many, "\r\n");
	}
	filtered(str_z(&mem, buf_view(&many)), &rc, &sdp, &why);
	OK(rc == RC_INVALID);
	buf_lit(&line, HEAD SOUND "a=fmtp:111 ");
	while (line.n < SDP_MAX - 10)
		buf_ch(&line, 'x');
	filtered(str_z(&mem, buf_view(&line)), &rc, &sdp, &why);
	OK(rc == RC_INVALID);
	while (line.n <= SDP_MAX)
		buf_ch(&line, 'x');
	filtered(str_z(&mem, buf_view(&line)), &rc, &sdp, &why);
	OK(rc == RC_TOO_BIG && why);
}

static void test_packets(void)
{
	struct buf to = buf_new(&mem, SDP_MAX);

	sdp_packets(STR("v=0\r\nm=audio 9 X 111\r\na=mid:0\r\na=ptime:20\r\na=x\r\nm=video 9 X "
			"96\r\na=mid:1\r\n"),
		    60, &to);
	OK(str_eq(buf_view(&to),
		  STR("v=0\r\nm=audio 9 X 111\r\na=mid:0\r\na=ptime:60\r\na=maxptime:60\r\na=x\r\n"
		      "m=video 9 X 96\r\na=mid:1\r\n")));
}

int main(void)
{
	arena_init(&mem, 64 << 20);
	test_kept();
	test_refused();
	test_limits();
	test_packets();
	arena_free(&mem);
	return tap_end();
}
