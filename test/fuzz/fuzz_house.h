/* fuzz_house.h - for targets that need a whole house: one that is the same before every input, and inputs
 * that are played as a row of requests, so that what is found is what a person could have clicked together.
 */
#pragma once
#include "harness.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold, and ends the program. */
#define require(truth) ((truth) ? (void)0 : fuzz_wrong(#truth, __func__, __LINE__))
_Noreturn static inline void fuzz_wrong(const char *what, const char *where, int line)
{
	(void)fprintf(stderr, "# does not hold in %s(), line %d: %s\n", where, line, what);
	abort();
}

/* On SQLite.  begin() is called once, before the first input, and adds what the target needs; NULL: nothing.
 * The region map lies beside the directory of this program. */
struct harness *fuzz_house(void (*begin)(struct harness *h));

/* The bytes of an input, one after the other; 0 when there are none left. */
struct feed {
	const uint8_t *at;
	size_t left;
};
unsigned feed_byte(struct feed *f);
unsigned feed_below(struct feed *f, size_t n); /* 0 to n - 1 */

/* One request that may be made.  {name} in path and body is a choice, taken anew each time by a byte, or what
 * the house keeps under that name.  Without a method `path` is how many minutes the clock goes on; past
 * midnight the daily timer runs. */
enum { FUZZ_OF = 12, FUZZ_ACTS_MAX = 24 };
struct fuzz_choice {
	const char *name, *of[FUZZ_OF];
};
struct fuzz_act {
	enum method method;
	const char *path, *body;
};
struct fuzz_play {
	const struct fuzz_act *act;
	size_t nacts;
	const struct fuzz_choice *choice;
	size_t nchoices;
	const enum as *as;
	size_t nas;
	void (*after)(struct harness *h); /* after each request; NULL: nothing */
	const char *const *never;         /* queries whose one number must be 0 at the end */
	size_t nnever;
};
/* At most FUZZ_ACTS_MAX of them.  No answer is a fault of ours, and the journal is whole at the end. */
void fuzz_play(struct harness *h, const struct fuzz_play *p, struct feed *f);

/* A record as the program writes it: field, value, field, value, NULL; its id kept under `name`, if given. */
void fuzz_make(struct harness *h, const struct kind *k, const char *name, const char *const *fields);
#define MAKE(h, kind, name, ...) fuzz_make((h), (kind), (name), (const char *const[]){ __VA_ARGS__, NULL })
