/* near.h - what brings a child and its family together next: the call to come, with one tap into it; since
 * when they were not in touch; what was left for the reader.  On the first page of a family, of the child, of
 * a happy home's computer, of an old phone. */
#pragma once
#include "html.h"
#include "record.h"

struct near {
	struct record call; /* the next one; else that of today that has been.  kind NULL: none */
	bool over, held;    /* of .call */
	bool now;           /* its door is open: tap and talk */
	day last;           /* the child and a parent were in touch; 0: not known */
	int64_t waiting;    /* messages for this reader's side */
};
enum rc near_load(struct page *p, int64_t child, struct near *ret) MUST_CHECK;
/* "mum, dad": who takes part in the call. */
enum rc near_relatives(struct page *p, const struct record *call, str *ret) MUST_CHECK;
/* "today at 16:30", "28 November at 16:30" */
str near_when(struct page *p, const struct record *call);

/* First on the page of a child, for its family and for itself; nothing for others. */
enum rc near_panel(struct page *p, const struct record *child) MUST_CHECK;
