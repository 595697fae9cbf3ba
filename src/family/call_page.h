/* call_page.h - the call itself: who is in it, a few big buttons, how the line is, help, and what to do where
 * nothing goes: for the child, the family, the grown-ups of the home; by session, or by a link. */
#pragma once
#include "call_seat.h"
#include "frame.h"

extern const struct route call_routes[]; /* ended by an empty row */

/* Inside the page: what the grown-ups of the home do, and the telephone. */
enum rc call_desk_put(struct page *p, const struct call_who *w, const struct http_pair *typed,
		      size_t ntyped) MUST_CHECK;
/* "mum", the child's given name; never more than the reader may know. */
str call_page_name(struct page *p, const struct call_who *w, const struct record *party);
str call_page_url(struct page *p, const struct call_who *w, const char *tail);
