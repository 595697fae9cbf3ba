/* range.h - a part of a body, as players of sound ask for it (RFC 9110, 14).  For a route that gives out
 * bytes that do not change under their ETag: it knows how long they are, asks which of them are wanted, and
 * reads just those. */
#pragma once
#include "http.h"

struct range {
	size_t from, n;
	bool part; /* asked for: 206 */
};
/* Of `total` bytes.  One range only; what is no range of bytes, several at once, and a part of another
 * edition (If-Range) mean the whole, as the RFC allows.  False: nothing of it is there, 416. */
bool range_wanted(const struct http_request *r, str etag, size_t total, struct range *ret);
/* Status and headers of the reply that has these bytes; or, with NULL, of the one that has none. */
void range_reply(struct http_reply *p, struct arena *mem, const struct range *given, size_t total);
