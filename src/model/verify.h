/* verify.h - is what is kept what was written?  Both chains are walked against their hashes and anchors,
 * every body and purpose against its digest, and every record of every kind against the journal's last word
 * on it. What was changed, taken out, put in, moved or cut off past the program is named by its place; a
 * value never is.  Erasure as the law demands is told apart: a row of the journal says who did it (PIPL 47).
 *
 * Reads only.  In one read transaction (db_read_begin) a running server does no harm.  Memory does not grow
 * with the database. */
#pragma once
#include "journal.h"

struct finding {
	const char *chain; /* "journal" or "readlog": a row of it; NULL: a record */
	unsigned county, node;
	int64_t seq;      /* of the row; 0: the chain as a whole */
	const char *kind; /* of the record */
	int64_t record;
	const char *field; /* of the record; NULL: the whole of it */
	const char *why;   /* English, marked for translation */
};

enum { FINDINGS_MAX = 20 };
struct verdict {
	int64_t rows, readings, records; /* looked at: of the journal, of the read log, of the kinds */
	int64_t segments;                /* chains of the journal */
	int64_t erased;                  /* parts of bodies, and purposes, that somebody erased by right */
	int64_t erased_by;               /* the account that erased the last of them */
	int64_t broken;                  /* findings, also those that found no room */
	struct finding finding[FINDINGS_MAX];
	size_t n;
	/* The first of them, for who wants but one: its seq, or -1 when it has none; 0: all is whole. */
	int64_t broken_at;
	unsigned county;
	str why;
};

enum rc journal_verify(struct ctx *c, struct verdict *ret) MUST_CHECK;
/* The last rows of each chain and about a thousand records: for every morning. */
enum rc journal_verify_quick(struct ctx *c, struct verdict *ret) MUST_CHECK;

/* --- inside model/ --- */

void verdict_add(struct verdict *v, const struct finding *f);
enum rc verify_records(struct ctx *c, bool quick, struct verdict *v) MUST_CHECK; /* verify_record.c */

/* One load (load.h): between these ids its row vouches for what there is. */
struct loaded {
	unsigned county;
	int64_t seq, at, first, last;
};
/* verify_load.c: the blocks of every load (quick: some of one of them).  *ret: all loads, by id. */
enum rc verify_loads(struct ctx *c, bool quick, struct verdict *v, struct loaded **ret,
		     size_t *ret_n) MUST_CHECK;
/* verify_record.c: what the journal says of a loaded record since, against the record. */
enum rc verify_loaded(struct ctx *c, struct verdict *v, const struct kind *k, int64_t id,
		      const struct loaded *from) MUST_CHECK;
