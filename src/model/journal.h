/* journal.h - the append-only, hash-chained journal (SM3).  The header holds no personal value; bodies
 * (before and after) are sealed per class with a random salt, and the header keeps SM3(salt || plain) of each
 * part, so that re-keying and lawful erasure leave the chain whole.  One chain per county and node. */
#pragma once
#include "record.h"

/* Kept as numbers: new ones at the end.  ACT_READ is of databases that had no read log yet (readlog.h). */
enum act {
	ACT_CREATE = 1,
	ACT_UPDATE,
	ACT_DELETE,
	ACT_READ,
	ACT_CROSS,
	ACT_SIGN_IN,
	ACT_SIGN_OUT,
	ACT_OPEN,    /* something sealed is asked for */
	ACT_APPROVE, /* a second person agrees */
	ACT_REFUSE,
	ACT_EXPORT, /* a list leaves */
	ACT_ERASE,  /* bodies emptied as the law demands; the reason names the classes: "3,4" */
	ACT_KEY,    /* a key made, changed or destroyed */
	ACT_CONSENT,
	ACT_DEPART,  /* a record leaves for another county (move.h): no body, the reason names the county */
	ACT_ARRIVE,  /* it is there, whole, under the same id */
	ACT_LOAD,    /* many records at once (load.h) */
	ACT_BACKUP,  /* a copy of everything leaves */
	ACT_RESTORE, /* all of it came back from one; the reason is when it was made */
	ACT__N
};
const char *act_name(enum act act);

/* The writer's memory of heads and counters; reread at each group, restored when a job is rolled back. */
struct chain;
struct chain *chain_new(struct arena *mem);
void chain_group(void *chain, bool begun); /* for writer_on_group() */
void chain_job_begin(struct chain *ch);
void chain_job_end(struct chain *ch, bool kept);

/* The next id of a county: 20 bits county, 11 bits node, 32 bits counter leased in blocks. */
enum rc id_next(struct ctx *c, unsigned county, int64_t *ret) MUST_CHECK;
unsigned id_county(int64_t id);

/* Add a row for a change, inside store_write(). */
enum rc journal_change(struct ctx *c, enum act act, const struct change *change) MUST_CHECK;
/* A record changes its keeper (move.h): a row in the chain of each of the two counties. */
enum rc journal_move(struct ctx *c, const struct record *before, const struct record *after) MUST_CHECK;
/* A row without a body: a sign-in, a list that leaves. */
enum rc journal_note(struct ctx *c, enum act act, str kind, int64_t record, str reason) MUST_CHECK;

/* Inside store_write(): empty what the journal keeps of a record in these classes (bits 1 << C3_PERSONAL
 * ...), with C3 also the purposes that readers typed about it.  Headers and digests stay, so the chain stays
 * whole; a row ACT_ERASE says who did it.  The record itself is the caller's to change or delete first. */
enum rc journal_erase(struct ctx *c, const struct kind *k, int64_t record, unsigned classes) MUST_CHECK;

/* The same without that row: it is there already (redo.h). */
enum rc journal_forget(struct ctx *c, const struct kind *k, int64_t record, unsigned classes) MUST_CHECK;

/* Inside store_write(), once, when a database comes from a program that kept no anchors (anchor.h): its
 * chains are taken as they are. */
enum rc journal_adopt(struct ctx *c) MUST_CHECK;

/* Which fields of a record changed in versions after `version` (bits by field index). RC_NOT_FOUND: that
 * version never was. */
enum rc journal_changed_since(struct ctx *c, const struct kind *k, const struct record *now, int64_t version,
			      uint64_t *ret) MUST_CHECK;

/* Which fields of two records changed in the last `writes` updates of either (a view over both). */
enum rc journal_changed_last(struct ctx *c, const struct record *const r[2], int64_t writes,
			     uint64_t ret[2]) MUST_CHECK;

struct entry {
	int64_t seq, at, actor, record, batch;
	unsigned county, node;
	enum act act;
	enum via via;
	str kind, reason, actor_name;
	struct field_change {
		const struct field *field;
		size_t index;
		str before, after; /* as text, masked for the reader */
		bool had, has;
	} * change;
	size_t nchange;
};
/* The rows of one record the actor can see, newest first; *n: at most so many, then how many.  RC_NOT_FOUND
 * of a sealed kind: its own steps tell its history. */
enum rc journal_of(struct ctx *c, const struct kind *k, int64_t record, int64_t before_seq,
		   struct entry **ret, size_t *n) MUST_CHECK;

/* Headers only, of the installation's county, newest first, for the auditor: who did what when, never a
 * value, and no rows of sealed kinds.  Nothing is checked here, the route must. */
struct headers_filter {
	int64_t actor;  /* 0: anybody */
	unsigned acts;  /* bits 1 << ACT_...; 0: any */
	int64_t record; /* 0: any */
	int64_t before; /* a seq: rows before it; 0: from the newest */
	int64_t from;   /* an instant: not older than that */
};
enum rc journal_headers(struct ctx *c, const struct headers_filter *f, struct entry **ret,
			size_t *n) MUST_CHECK;
