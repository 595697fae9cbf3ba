/* chain.h - inside model/ only: one chain of the journal, as the writer remembers it. */
#pragma once
#include "journal.h"
#include "sm.h"

enum { CHAINS_MAX = 64 };

struct head {
	unsigned county;
	bool known;
	int64_t seq;
	uint8_t hash[SM3_SIZE];
	int64_t next, end; /* of the leased block of ids; 0: none leased */
};

struct chain {
	struct head head[CHAINS_MAX], saved[CHAINS_MAX];
	size_t n;
	bool in_job;
};

enum rc chain_head(struct ctx *c, unsigned county, struct head **ret) MUST_CHECK;

/* journal.c: SM3(hash before || header), and what binds a sealed body to its row. */
struct sm3 journal_hash(struct arena *mem, const uint8_t before[SM3_SIZE], const struct entry *e, str digest);
str journal_body_extra(struct arena *mem, unsigned county, int64_t seq);
