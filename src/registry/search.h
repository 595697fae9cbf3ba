/* search.h - finding children: by name, letters of its reading, whole numbers and the last digits of a phone
 * within the reader's reach; by id number, or by full name and year of birth, over city, province or nation.
 *
 * name_key holds the keys of names (search_name.h), kept as names are written: child_after() knows the old
 * name and the new one, so nothing is looked up.  A key may be missing or too many for a while (a database of
 * an older program): what was found is always compared with the name itself. */
#pragma once
#include "registry.h"
#include "search_term.h"

extern const char search_ddl[];

/* --- keeping --- */

/* A child was written: its keys follow its name. */
enum rc search_keep(struct ctx *c, const struct change *change) MUST_CHECK;
/* A child has another keeper. */
enum rc search_moved(struct ctx *c, int64_t child, str name, unsigned from_county,
		     unsigned to_county) MUST_CHECK;
/* Once, in units, by the daily timer: keys for a database that has none, or those of another dictionary. */
enum rc search_daily(struct ctx *c) MUST_CHECK;
/* Inside store_write(): whoever loaded names by hundreds of thousands wrote their keys as well. */
enum rc search_built(struct ctx *c) MUST_CHECK;

/* --- within reach --- */

/* The children of `l` (filters, .after, .limit, .want; no .where, no .q) whom the term may mean; .more as in
 * record_list().  Only those given back count as handed out.  A refused term finds nobody. */
enum rc search_run(struct ctx *c, const struct search_term *t, const struct list *l,
		   struct records *ret) MUST_CHECK;

/* --- over more than a county: where a child is kept, nothing else of its file --- */

struct search_wide {
	str number; /* whole id number; or empty, with: */
	str name;   /* the full name as written */
	int born_year;
};
extern const struct route search_routes[]; /* ended by an empty row */
enum { SEARCH_WIDE_MAX = 20 };
struct search_found {
	int64_t id;
	unsigned county;
	day born;
	str sex; /* code */
};
/* ctx.purpose must be given: all found are handed out with it.  *ret_n: at most SEARCH_WIDE_MAX. */
enum rc search_wide(struct ctx *c, const struct search_wide *w, struct search_found *ret, size_t *ret_n,
		    bool *ret_more) MUST_CHECK;
