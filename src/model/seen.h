/* seen.h - whose records a piece of work has handed out: what the read log says of it.  The store itself
 * collects them (ctx.seen), so that no page can forget; where the program only counts, ctx.seen is NULL. */
#pragma once
#include "kind.h"

/* Ids, each once. */
struct ids {
	int64_t *slot; /* open addressing, 0: free */
	size_t n, cap;
};

struct seen {
	struct arena *mem;
	struct ids child; /* the child itself, or any part of the file */
	struct ids other; /* records about other persons that are of no one child: an adult, an account's
			     queries */
	bool sealed_case; /* for a case whose readings the family is not told of */
	bool apart;       /* a record of a sealed kind (kind.h) is among them */
};

/* A record of this kind was handed out; `child` is the one it belongs to, 0: none. */
void seen_add(struct seen *s, const struct kind *k, int64_t id, int64_t child);
/* What was handed out before is not shown after all. */
void seen_clear(struct seen *s);
/* It is a case whose readings the family is not told of; s may be NULL. */
void seen_seal(struct seen *s);
/* In order of id: the children; when there is none, the others; where .apart, both. */
size_t seen_list(const struct seen *s, struct arena *mem, int64_t **ret);
