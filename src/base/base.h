/* base.h - arenas, string slices, result codes: what everything else is written in.  Depends on nothing of
 * ours. */
#pragma once
#include <setjmp.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define MUST_CHECK __attribute__((warn_unused_result))
#define UNUSED __attribute__((unused))

/* A borrowed slice of bytes. Whoever owns the bytes outlives it; it need not be NUL-terminated. */
typedef struct {
	const char *s;
	size_t n;
} str;
#define STR(lit) ((str){ "" lit "", sizeof(lit) - 1 })
#define STR_INIT(lit)                                                                                        \
	{                                                                                                    \
		"" lit "", sizeof(lit) - 1                                                                   \
	}                            /* for static tables */
#define STR_ARG(x) (int)(x).n, (x).s /* printf("%.*s", STR_ARG(x)) */

/* Memory lives as long as its arena: a request, a job or a worker has one, and nobody calls free().
 * An arena grows block by block up to its limit; past it arena_alloc() jumps to *full (one setjmp in the
 * program's dispatch), arena_try() returns NULL.  Code called back by a library may only use arena_try(). */
struct arena_block;
struct arena {
	char *beg, *end;            /* the room left in the newest block */
	struct arena_block *blocks; /* newest first */
	size_t used, limit;         /* bytes taken from the system; at most */
	struct arena *inner;        /* those within this one, newest first */
	struct arena *beside;       /* the next one within the same */
	struct arena *outer;        /* that this one is within; NULL: the outermost */
	jmp_buf *full;              /* of the outermost; NULL: running out ends the process */
};
#define NEW(a, type, n) ((type *)arena_alloc((a), sizeof(type), alignof(type), (n)))

void arena_init(struct arena *a, size_t limit);
void *arena_alloc(struct arena *a, size_t size, size_t align, size_t n); /* zeroed, never NULL */
void *arena_try(struct arena *a, size_t size, size_t align, size_t n) MUST_CHECK;
char *arena_text(struct arena *a,
		 size_t n); /* room for n bytes, not zeroed: to be written at once; never NULL */
/* See to it that n bytes are left, now, when running out still undoes what is under way. */
void arena_spare(struct arena *a, size_t n);
void arena_reset(struct arena *a); /* forget everything, keep the first block for the next request */
void arena_free(struct arena *a);
/* A list that grows while it is filled: room for one more than the n it has, in `list` itself or, when they
 * fill the *cap there is room for, in a copy twice as long.  At first `list` is NULL and *cap 0.
 *	list = GROWN(a, list, n, &cap);
 *	list[n++] = one;
 * The room past n is zeroed.  arena_try_grow() returns NULL when there is no memory, and changes nothing. */
void *arena_grow(struct arena *a, void *list, size_t size, size_t n, size_t *cap);
void *arena_try_grow(struct arena *a, void *list, size_t size, size_t n, size_t *cap) MUST_CHECK;
#define GROWN(a, list, n, cap) arena_grow((a), (list), sizeof *(list), (n), (cap))
#define TRY_GROWN(a, list, n, cap) arena_try_grow((a), (list), sizeof *(list), (n), (cap))
/* One for a piece of the work, given up with `a` at the latest, so that nothing leaks when a request is given
 * up: a long list is worked through in pieces, each forgotten by arena_reset() before the next.  Whichever of
 * them runs out, the way out is that of the outermost: who hands over one to another thread catches all. */
struct arena *arena_within(struct arena *a, size_t limit);
struct arena *arena_top(struct arena *a); /* the outermost: itself, or that which it is within */

str str_of(const char *z); /* of a C string; NULL gives the empty slice */
str str_dup(struct arena *a, str s);
char *str_z(struct arena *a, str s); /* a NUL-terminated copy */
bool str_eq(str a, str b);
int str_cmp(str a, str b); /* by bytes, shorter first */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_has(str s, str part);
str str_cut(str s, size_t from, size_t n);          /* clamped to s */
str str_trim(str s);                                /* ASCII white space, and U+3000 */
bool str_digits(str s);                             /* one or more of 0-9 and nothing else */
bool str_int(str s, int64_t *ret_value) MUST_CHECK; /* decimal, optional sign, no overflow */
/* Take the part of *rest before the first `sep` off it; false when *rest was at its end (s == NULL). */
bool str_next(str *rest, char sep, str *ret_part);
uint64_t str_hash(str s);

/* What came of it, as far as a caller can act on it.  http/ maps each to a status. */
enum rc {
	RC_OK,
	RC_NOT_FOUND,     /* not there, or not for these eyes: nobody is told which */
	RC_UNKNOWN_USER,  /* not signed in */
	RC_DENIED,        /* seen, but not to be changed by this role */
	RC_INVALID,       /* the problems say what */
	RC_CONFLICT,      /* another record stands against it */
	RC_STALE,         /* somebody else changed it meanwhile */
	RC_NEEDS_VERSION, /* If-Match is missing */
	RC_MALFORMED,     /* not even readable */
	RC_MEDIA,         /* of a type we do not take */
	RC_TOO_BIG,
	RC_BUSY,
	RC_FAULT, /* ours; logged once where it arose */
	RC_AWAY,  /* as a request hears of it: the database cannot be reached */
	RC_FULL,  /* the same: the disk takes nothing more */
	RC__N
};
