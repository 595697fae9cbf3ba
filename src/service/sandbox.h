/* sandbox.h - what the serving process gives up for good before it answers anybody: files and ports by
 * Landlock, system calls by seccomp, and the ways by which its memory, where the keys are, could be read by
 * others.
 *
 * What this kernel does not have is left out with a line in the log and stands in sandbox_state(), for the
 * page /admin/self-audit. Of Landlock: kernel 5.13 for files, 6.7 for ports, 6.12 for signals. */
#pragma once
#include "base.h"

/* What may be done in a place: SOCKET only makes and removes a socket, for a server that listens on one. */
enum sandbox_use { SANDBOX_READ, SANDBOX_WRITE, SANDBOX_SOCKET };
enum { SANDBOX_PLACES_MAX = 48, SANDBOX_NEAR_MAX = 2 };
struct sandbox_order {
	struct {
		const char *
			path; /* a file, or a directory and all in it; one that is not there is passed over */
		enum sandbox_use use;
	} place[SANDBOX_PLACES_MAX];
	size_t nplaces;
	bool listens;                         /* on TCP */
	uint16_t listen_port;                 /* 0: any that is free */
	uint16_t connect_port;                /* of the database server; 0: none */
	uint16_t near_port[SANDBOX_NEAR_MAX]; /* of other programs on this machine; 0: none */
	uint16_t connect_more[2];
	bool connects; /* to anything, a local socket too */
};
/* One more place; NULL and what no longer finds room is left out, which only forbids more. */
void sandbox_allow(struct sandbox_order *o, const char *path, enum sandbox_use use);
/* What libraries read in any program: names of machines, certificates, time, themselves. */
void sandbox_allow_common(struct sandbox_order *o);

enum { SANDBOX_REASONS_MAX = 8 };
struct sandbox_state {
	bool entered; /* false: not asked for (--no-sandbox), or this is no server */
	int landlock; /* version of its interface that is in force, 0: none */
	bool network; /* Landlock guards the TCP ports too */
	bool seccomp;
	bool hardened;                           /* sandbox_harden() worked */
	const char *reason[SANDBOX_REASONS_MAX]; /* N_() texts: what is missing, and so a finding */
	size_t nreasons;
};
const struct sandbox_state *sandbox_state(void);

/* No core dumps, no ptrace, no /proc/PID/mem for others of the same user: before any key is read. */
void sandbox_harden(void);
/* Once, after all is open and before the first thread. RC_INVALID: there are threads already, which Landlock
 * would leave outside; nothing has been given up then. Otherwise RC_OK, and sandbox_state() says how far it
 * went. */
enum rc sandbox_enter(const struct sandbox_order *o) MUST_CHECK;

/* Landlock alone, for the workshop. The version in force, or 0. */
int sandbox_landlock(const struct sandbox_order *o);
