/* frames.h - inside service/ only: the answer of a job of the workshop (workshop.h), on both of its sides.
 * Whoever works at a file puts frames; whoever wants the answer takes each and believes nothing of it.
 * Without a workshop the same work is done in this process, and its frames go straight to who takes them. */
#pragma once
#include "workshop.h"

/* Puts one frame; false: nobody wants more of them.  Never jumps. */
typedef bool frames_put(void *ctx, int type, str payload);
/* Who works: where its frames go, and the memory it works in. */
struct frames_to {
	frames_put *put;
	void *ctx;
	struct arena *mem;
};

/* --- in the worker --- */

frames_put frames_out; /* ctx: its struct workshop_desk */
/* How its run() ends: with `why`, a number of the job's own, in a frame of type `refused`; 0: all is well. */
enum rc frames_end(struct workshop_desk *d, int refused, int why);

/* --- in the program --- */

struct frames_taker {
	struct arena *mem; /* payloads live in it */
	/* One frame; RC_OK, or the answer is given up with this.  Must not jump. */
	enum rc (*take)(void *ctx, int type, str payload);
	void *ctx;
	enum rc rc; /* why frames_here() said false */
};
workshop_take frames_take; /* arg: a struct frames_taker */
frames_put frames_here;    /* ctx: a struct frames_taker; for work done in this process */
/* The number in a frame that refuses, from 1 to below `below`; 0: it is nonsense. */
int frames_refusal(str payload, int below);

/* What a job calls an end that said nothing of itself. */
struct frames_whys {
	int memory, broken, busy, workshop;
};
/* Of what workshop_do() returned; RC_OK: 0. */
int frames_why(const struct frames_whys *w, enum rc rc);
