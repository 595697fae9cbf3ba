/* sdp.h - what a browser says of its call (SDP, RFC 8866) before the media server hears it: everything that
 * the call does not need is left out, and what could reach code that has had holes is refused.  Pure.
 *
 * Kept: sound as Opus, pictures as VP8 or H.264, over DTLS-SRTP, with the attributes in sdp.c's tables.  Left
 * out: other codecs, retransmission as a codec of its own (rtx), addresses (the media server learns them from
 * the packets, and knocks nowhere else), and any attribute we do not know.  Refused: data channels, several
 * versions of a picture in one m-section (simulcast, rid), anything but UDP/TLS/RTP/SAVPF, no DTLS
 * fingerprint. */
#pragma once
#include "base.h"
#include "buf.h"

enum { SDP_MAX = 64 << 10, SDP_LINE_MAX = 2048, SDP_MEDIA_MAX = 24, SDP_MID_MAX = 16, SDP_CODECS_MAX = 128 };

enum sdp_what { SDP_SOUND, SDP_PICTURE };
struct sdp_media {
	enum sdp_what what;
	bool refused; /* port 0 */
	str mid;      /* of the text given; [A-Za-z0-9_-], one or more */
};
struct sdp {
	struct sdp_media media[SDP_MEDIA_MAX];
	size_t n;
};
/* The text as the media server may have it, in `to`.  RC_TOO_BIG: more than SDP_MAX bytes; RC_INVALID:
 * *ret_why is a sentence (English, marked for translation).  `to` holds a part of it then. */
enum rc sdp_filter(str text, struct buf *to, struct sdp *ret, const char **ret_why) MUST_CHECK;

/* A media server's answer, in which the browser is asked for sound in packets of so many milliseconds. */
void sdp_packets(str text, unsigned ms, struct buf *to);
