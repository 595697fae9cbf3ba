/* A heap: the client for whom something is due first stands at its top. */
#include "load.h"

static bool earlier(size_t a, size_t b) { return run.c[a].due < run.c[b].due; }

static void settle(size_t at, size_t who)
{
	run.heap[at] = who;
	run.c[who].place = at;
}

static void sift(size_t at, size_t who)
{
	while (at > 1 && earlier(who, run.heap[at / 2])) {
		settle(at, run.heap[at / 2]);
		at /= 2;
	}
	for (size_t child; (child = 2 * at) <= run.heaped; at = child) {
		if (child < run.heaped && earlier(run.heap[child + 1], run.heap[child]))
			child++;
		if (!earlier(run.heap[child], who))
			break;
		settle(at, run.heap[child]);
	}
	settle(at, who);
}

void load_due_at(struct client *c, int64_t due)
{
	size_t who = (size_t)(c - run.c), at = c->place ? c->place : ++run.heaped;

	c->due = due;
	sift(at, who);
}

struct client *load_due_take(int64_t t)
{
	if (!run.heaped || run.c[run.heap[1]].due > t)
		return NULL;
	struct client *c = &run.c[run.heap[1]];
	size_t last = run.heap[run.heaped--];
	c->place = 0;
	if (run.heaped && last != (size_t)(c - run.c)) {
		run.c[last].place = 0;
		sift(1, last);
	}
	return c;
}
