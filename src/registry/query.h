/* query.h - which records of a kind a list shows, said once: the page, the print, the file and the export
 * behind it all ask with the same query, so that screen and file never disagree.
 *
 * As text it is "school=5&class=7&region=440804&as_of=20261121": ids and codes only, so it may stand in an
 * address and in the record of an export.  A name or a number looked for (q) never stands there: it lives in
 * the form that was sent. */
#pragma once
#include "http.h"
#include "registry.h"

struct query {
	const struct kind *kind;
	int64_t school, class; /* 0: any */
	str region;            /* the code's beginning; empty: any */
	day as_of;             /* who counted on that day; 0: who is there today */
	str q;
};
enum { QUERY_TEXT_MAX = 300, QUERY_STORED_MAX = 200 };

/* Out of an address or a form; pairs of other names are left alone.  RC_INVALID: c->problems says at which
 * field something is no id, no region, no day, or cannot narrow this kind. */
enum rc query_read(struct ctx *c, const struct kind *k, const struct http_pair *pair, size_t n,
		   struct query *ret) MUST_CHECK;
/* As text and back.  RC_INVALID: written by nobody of ours, or with `q`. */
str query_text(struct arena *mem, const struct query *q);
enum rc query_parse(struct ctx *c, const struct kind *k, str text, struct query *ret) MUST_CHECK;
/* Does it leave anything out? */
bool query_narrows(const struct query *q);

/* One page of it: records after this id, at most `limit` of them, brought to the day asked for.  `want` as in
 * struct list. */
struct query_page {
	int64_t after;
	size_t limit;
	uint64_t want;
};
enum rc query_run(struct ctx *c, const struct query *q, const struct query_page *page,
		  struct records *ret) MUST_CHECK;
enum rc query_count(struct ctx *c, const struct query *q, int64_t *ret) MUST_CHECK;

/* Of children on a day: born by it, under eighteen on it, the household in the region then.  For lists made
 * elsewhere (the API): `l` has its region and loses its .on. */
void query_narrow(struct ctx *c, struct list *l, day as_of);
