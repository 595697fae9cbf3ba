/* warden.h - inside the workshop only: the other side of it, and what the two say to each other over a socket
 * of whole packets. Both are the same program, so the structs travel as they are. */
#pragma once
#include "workshop.h"

#include <sys/types.h>

enum { WARDEN_HEAD = 5 }; /* bytes before a frame's payload */

struct warden_hello { /* once, when it has shut itself in */
	int32_t landlock;
};
struct warden_order { /* with two files: the input, and the pipe for the answer */
	uint32_t job;
	uint64_t size; /* of the input */
};
enum { WARDEN_DONE, WARDEN_KILLED, WARDEN_NO_WORKER, WARDEN_UNFAIR };
struct warden_end {        /* one for each order */
	int32_t how, what; /* KILLED: by which signal */
};

/* In the forked process; does not come back. Ends when the other side closes the socket. */
_Noreturn void warden_run(int control, const struct workshop_job *jobs, size_t njobs);
