/* demo_pieces.h - much that a demo writes, in pieces: each a unit of its own, whose memory is given back
 * after it. */
#pragma once
#include "record.h"

struct demo_piece {
	void *arg;
	size_t from, n;
};
struct demo_pieces {
	size_t n, each;
	store_job *job; /* gets a struct demo_piece */
	void *arg;
};
/* The first that fails ends it; its first problem is then in *c. */
enum rc demo_pieces_write(struct ctx *c, const struct demo_pieces *w) MUST_CHECK;
