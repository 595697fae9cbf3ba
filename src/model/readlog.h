/* readlog.h - who looked at whose records: the second chain (journal.h is the first).  Opening a child's file
 * or a list of children is one row (PIPL 51 and 54; rules on minors on the network, MNPR 36: every access is
 * recorded).  The header holds no personal value; the purpose somebody typed is sealed beside it, with its
 * digest in the header, so that it can be erased.  A row never changes: repeats by the same reader are one
 * more row (readqueue.h). */
#pragma once
#include "record.h"
#include "seen.h"
#include "sm.h"

enum {
	READLOG_IDS = 200, /* of a list are kept; of a longer one only how many there were */
	READLOG_WHAT = 48, /* bytes */
};

/* Who is told of it: the family and all whom that concerns; not the family; nobody but who handles the record
 * of a sealed kind (kind.h) that was among what was read. */
enum { READING_TOLD, READING_SEALED, READING_APART };

struct reading {
	int64_t seq, at, actor, for_account; /* for_account: whose deputy the actor was; 0: none */
	unsigned county, node;
	enum via via;
	str what; /* what the route is for: "file", "roster", "list:ties"; readlog_label() */
	str purpose, actor_name;
	int64_t record;    /* the one record; 0: several or none */
	int64_t n;         /* how many records */
	const int64_t *id; /* of several, in order, or NULL */
	int64_t times;     /* 1; more: so often again after a row like this */
	int sealed_case;   /* READING_... */
	bool erased;       /* there was a purpose */
};

/* What this piece of work hands out, as far as it goes: ctx.seen, ctx.purpose, who and when. */
struct reading reading_of(struct ctx *c, str what);
/* Inside store_write(). */
enum rc readlog_add(struct ctx *c, const struct reading *r) MUST_CHECK;
/* A unit of its own: durable when it comes back. */
enum rc readlog_write(struct ctx *c, const struct reading *r) MUST_CHECK;

/* English, marked for translation; of a `what` of another program version, "Read". */
const char *readlog_label(str what);

/* --- for pages; newest first; *n: at most so many, then how many; before: an instant, 0: now --- */

struct readlog_filter {
	int64_t child, actor; /* one of them, or neither; child: any record's id */
	int64_t before;       /* rows older than this instant; 0: from the newest */
	int64_t from;         /* and not older than this one */
	bool sealed;          /* with those under a sealed case */
	bool apart; /* and those of sealed kinds; .child is a record of one, within the reader's reach */
};
/* Who looked at this child's file: for who may see the child (RC_NOT_FOUND for others); never those under a
 * sealed case.  Purposes are opened. */
enum rc readlog_of_child(struct ctx *c, int64_t child, int64_t before, struct reading **ret,
			 size_t *n) MUST_CHECK;
/* What the filter says, for roles that may see all readings: nothing is checked here, the route must.
 * Purposes stay closed. */
enum rc readlog_list(struct ctx *c, const struct readlog_filter *f, struct reading **ret,
		     size_t *n) MUST_CHECK;
/* The same by one reader. */
enum rc readlog_of_actor(struct ctx *c, int64_t account, int64_t before, struct reading **ret,
			 size_t *n) MUST_CHECK;

extern const struct sealed_column readlog_sealed; /* seal.h: the purposes */

/* --- inside model/ --- */

str readlog_extra(struct arena *mem, unsigned county, int64_t seq);
const int64_t *readlog_unpack(struct arena *mem, str ids, size_t *ret_n);
/* SM3(hash before || header); digest: "3:HEX" of the purpose, or empty. */
struct sm3 readlog_hash(struct arena *mem, const uint8_t before[SM3_SIZE], const struct reading *r, str ids,
			str digest);
