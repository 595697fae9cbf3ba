/* throttle.h - guessing passwords made slow: failures counted per login and per address in bounded tables,
 * and a gate before what is expensive.  GB/T 22239-2019 8.1.4.1 b: failed sign-ins are limited.
 *
 * A login with `most` strikes is shut for `period`, whether there is such an account or not, so the answer
 * tells nothing.  Strikes halve with every period without a new one; refused attempts add none, so nobody can
 * keep a lock shut by knocking.  A whole school may share one address: too many strikes from there never shut
 * out the others behind it, they only leave one try to each login instead of `most`. */
#pragma once
#include "base.h"
#include "sm.h"
#include <pthread.h>

enum { THROTTLE_SETS = 512, THROTTLE_WAYS = 8, THROTTLE_PEER_FACTOR = 20 };

struct throttle_entry {
	uint64_t key[2];
	int64_t at; /* instant of the last strike */
	int strikes;
};
/* What finds no room takes the place of the entry in its set that matters least. */
struct throttle_table {
	struct throttle_entry entry[THROTTLE_SETS][THROTTLE_WAYS];
};

/* Any thread may use it.  Zero but for the lock is empty: THROTTLE_INIT. */
struct throttle {
	pthread_mutex_t lock;
	struct throttle_table logins, peers;
};
#define THROTTLE_INIT                                                                                        \
	{                                                                                                    \
		.lock = PTHREAD_MUTEX_INITIALIZER                                                            \
	}

/* One attempt.  Keys are keyed digests, so nobody outside can aim at a set. */
struct throttle_try {
	struct sm3 login, peer;
	bool has_peer;
	int64_t now, period; /* microseconds */
	int most;
	int kept; /* strikes of this login that the database remembers, and their instant: after a restart */
	int64_t kept_at;
};

struct throttle_taken {
	int strikes;  /* of the login, this one counted */
	bool crowded; /* too many from this address: not each of them is worth a line in the books */
};
/* Count the attempt as failed in advance, so that many at once are no way around; false: shut, nothing
 * counted. */
bool throttle_take(struct throttle *t, const struct throttle_try *try, struct throttle_taken *ret) MUST_CHECK;
/* It came to nothing: neither right nor wrong. */
void throttle_give_back(struct throttle *t, const struct throttle_try *try);
/* It was right: the login starts anew. */
void throttle_clear(struct throttle *t, const struct throttle_try *try);

/* Where an address counts: an IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has. */
str throttle_peer(struct arena *mem, str peer);

/* At most `most` inside, at most `queue` waiting; false at once for those beyond. */
struct throttle_gate {
	pthread_mutex_t lock;
	pthread_cond_t left;
	int inside, waiting, most, queue;
};
bool throttle_enter(struct throttle_gate *g) MUST_CHECK;
void throttle_leave(struct throttle_gate *g);
