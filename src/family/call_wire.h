/* call_wire.h - what a browser in a call posts: small JSON, answered in JSON, on a worker.  What cannot be
 * done says why in "why", a sentence for the page. */
#pragma once
#include "route.h"

handler call_wire_join, call_wire_publish, call_wire_subscribe, call_wire_answer, call_wire_configure;
handler call_wire_leave, call_wire_line;
/* Of the page of a grown-up who is there. */
handler call_wire_present;
/* The stream of what happens; GET. */
handler call_wire_events;

/* An offer of a browser is six kilobytes, the longest that service/sdp takes 64. */
enum { CALL_WIRE_MAX = 72 << 10 };
