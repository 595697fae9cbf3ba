/* Whatever a browser sends as its offer: refused with a sentence, or without anything that must not pass, and
 * the same when it is filtered once more. */
#include "fuzz_look.h"
#include "sdp.h"

#include <stdlib.h>

enum { ROOM_MAX = 8 * SDP_MAX };

static void look(struct arena *mem, str text)
{
	static const str never[] = { STR_INIT("\na=candidate"),  STR_INIT("\na=rid"),
				     STR_INIT("\na=simulcast"),  STR_INIT("\nm=application"),
				     STR_INIT("\na=ssrc-group"), STR_INIT("\n\n") };
	struct buf to = buf_new(mem, ROOM_MAX), again = buf_new(mem, ROOM_MAX),
		   packets = buf_new(mem, ROOM_MAX);
	struct sdp sdp, same;
	const char *why = NULL;

	if (sdp_filter(text, &to, &sdp, &why) != RC_OK) {
		if (!why || !*why)
			abort();
		return;
	}
	for (size_t i = 0; i < COUNT(never); i++)
		if (str_has(buf_view(&to), never[i]))
			abort();
	if (sdp_filter(buf_view(&to), &again, &same, &why) != RC_OK ||
	    !str_eq(buf_view(&to), buf_view(&again)) || same.n != sdp.n)
		abort();
	sdp_packets(text, 60, &packets);
}
