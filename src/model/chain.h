/* chain.h - inside model/ only: the two chains, as the writer remembers them.  Each county and node has one
 * of changes (journal) and one of readings (readlog); the anchors (anchor.h) say where each of them ends. */
#pragma once
#include "journal.h"
#include "keyring.h"
#include "sm.h"

enum chain_name { CHAIN_JOURNAL, CHAIN_READLOG, CHAIN__N };
const char *chain_text(enum chain_name which); /* also the name of its table */

/* Counties in one unit of writing: what settles by day takes two hundred children at once, from anywhere. */
enum { CHAINS_MAX = 256 };

/* The end of one chain. */
struct link {
	bool known;   /* read since it may have changed */
	bool checked; /* compared with its anchor in this group of writes */
	bool moved;   /* rows were added in this unit: the anchor is to follow */
	bool frozen;  /* the anchor says otherwise: it stays as it is, as evidence */
	int64_t seq;
	int64_t fewer; /* rows that are kept no longer: seq less their count */
	uint8_t hash[SM3_SIZE];
};

struct head {
	unsigned county;
	struct link link[CHAIN__N];
	int64_t next, end; /* of the leased block of ids; 0: none leased */
};

struct chain {
	struct head head[CHAINS_MAX];
	size_t n;
	bool in_job;
	struct key_memory keys; /* seal.c: the keys of this group of writes */
};

enum rc chain_end(struct ctx *c, unsigned county, enum chain_name which, struct link **ret) MUST_CHECK;
/* A row with this hash has been added. */
void chain_add(struct link *end, const struct sm3 *hash);
/* At the end of a unit: what was added to is anchored. */
enum rc chain_anchor(struct ctx *c) MUST_CHECK;

/* journal.c: SM3(hash before || header), and what binds a sealed body to its row. */
struct sm3 journal_hash(struct arena *mem, const uint8_t before[SM3_SIZE], const struct entry *e, str digest);
str journal_body_extra(struct arena *mem, unsigned county, int64_t seq);
/* journal.c: the one row of a bulk load (load.h), with its sealed body. */
enum rc journal_load(struct ctx *c, unsigned county, str body) MUST_CHECK;
str journal_secret(struct arena *mem, const struct val *v); /* what a body says of a T_SECRET */
