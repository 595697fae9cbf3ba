/* Whatever the media server says, and whatever stands in rtc.conf: nothing longer or stranger is believed
 * than its readers may meet. */
#include "fuzz_look.h"
#include "rtc_hear.h"

#include <stdlib.h>

static void look(struct arena *mem, str text)
{
	struct rtc_heard h;
	struct rtc_conf c;
	unsigned line;

	if (rtc_hear(mem, text, &h) == RC_OK) {
		if (h.nstreams > RTC_STREAMS_MAX || h.sdp.n > RTC_SDP_MAX || h.bytes_in < 0 ||
		    h.bytes_out < 0)
			abort();
		for (size_t i = 0; i < h.nstreams; i++)
			if (!h.stream[i].mid.n || h.stream[i].mid.n > RTC_MID_MAX || h.stream[i].guest <= 0)
				abort();
	}
	if (rtc_conf_read(text, &c, &line) == RC_OK && (!c.key.n || !c.api_port || c.nurls > RTC_URLS_MAX))
		abort();
}
