#include "readqueue.h"
#include "sm.h"

#include <pthread.h>

/* A reading without pointers. */
struct slot {
	struct reading r; /* what, purpose and id are filled in from below when it is taken out */
	char what[READLOG_WHAT];
	size_t what_n, nid;
	int64_t id[READLOG_IDS];
};

/* A reading that may be repeated: its row is on its way or written. */
struct window {
	uint8_t key[SM3_SIZE];
	struct reading r;
	char what[READLOG_WHAT];
	size_t what_n;
	int list; /* of readqueue.list; -1: no list, or one too long to keep */
	int64_t until, again;
	struct window *next;          /* of the same bucket */
	struct window *newer, *older; /* in order of their beginning */
};

struct id_list {
	int64_t id[READLOG_IDS];
};

struct readqueue {
	pthread_mutex_t lock;
	struct slot *row; /* a ring */
	size_t first, n;
	struct window *window, *unused, *oldest, *newest;
	struct window *bucket[READQUEUE_OPEN];
	struct id_list *list;
	int unused_list[READQUEUE_LISTS];
	int nunused_lists;
};

struct readqueue *readqueue_new(struct arena *mem)
{
	struct readqueue *q = NEW(mem, struct readqueue, 1);

	pthread_mutex_init(&q->lock, NULL);
	q->row = NEW(mem, struct slot, READQUEUE_ROWS);
	q->window = NEW(mem, struct window, READQUEUE_OPEN);
	q->list = NEW(mem, struct id_list, READQUEUE_LISTS);
	for (size_t i = READQUEUE_OPEN; i-- > 0;) {
		q->window[i].next = q->unused;
		q->unused = &q->window[i];
	}
	for (int i = 0; i < READQUEUE_LISTS; i++)
		q->unused_list[q->nunused_lists++] = i;
	return q;
}

/* --- what is the same reading --- */

static struct sm3 key_of(const struct reading *r)
{
	const int64_t numbers[] = { r->actor,  r->for_account, r->county,     r->via,
				    r->record, r->n,           r->sealed_case };
	const str part[] = { { (const char *)numbers, sizeof numbers },
			     { (const char *)r->id, r->id ? 8 * (size_t)r->n : 0 },
			     r->what };

	return sm3(part, COUNT(part));
}

static struct window **bucket_of(struct readqueue *q, const uint8_t key[SM3_SIZE])
{
	uint32_t h;

	memcpy(&h, key, sizeof h);
	return &q->bucket[h % READQUEUE_OPEN];
}

static struct window *find(struct readqueue *q, const struct sm3 *key)
{
	struct window *w = *bucket_of(q, key->b);

	while (w && memcmp(w->key, key->b, SM3_SIZE) != 0)
		w = w->next;
	return w;
}

/* --- the ring; room has been made sure of --- */

static void push(struct readqueue *q, const struct reading *r, const int64_t *id, str what)
{
	struct slot *s = &q->row[(q->first + q->n++) % READQUEUE_ROWS];

	s->r = *r;
	s->what_n = what.n < READLOG_WHAT ? what.n : READLOG_WHAT;
	memcpy(s->what, what.s, s->what_n);
	s->nid = id && r->n <= READLOG_IDS ? (size_t)r->n : 0;
	if (s->nid)
		memcpy(s->id, id, s->nid * sizeof *id);
}

/* How often it was repeated. */
static void push_count(struct readqueue *q, const struct window *w)
{
	struct reading r = w->r;

	r.times = w->again;
	push(q, &r, w->list >= 0 ? q->list[w->list].id : NULL, (str){ w->what, w->what_n });
}

/* --- windows --- */

static void unlink_window(struct readqueue *q, struct window *w)
{
	struct window **at = bucket_of(q, w->key);

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	if (w->older)
		w->older->newer = w->newer;
	else
		q->oldest = w->newer;
	if (w->newer)
		w->newer->older = w->older;
	else
		q->newest = w->older;
	if (w->list >= 0)
		q->unused_list[q->nunused_lists++] = w->list;
	w->next = q->unused;
	q->unused = w;
}

static void close_window(struct readqueue *q, struct window *w)
{
	if (w->again)
		push_count(q, w);
	unlink_window(q, w);
}

/* The oldest that keeps a list: others are kept in their place, to be counted on. */
static struct window *oldest_list(const struct readqueue *q)
{
	struct window *w = q->oldest;

	while (w && w->list < 0)
		w = w->newer;
	return w;
}

static void open_window(struct readqueue *q, const struct reading *r, const struct sm3 *key, int64_t until)
{
	struct window *w = q->unused;
	bool listed = r->id && r->n <= READLOG_IDS;

	q->unused = w->next;
	*w = (struct window){ .r = *r, .list = -1, .until = until, .what_n = r->what.n, .older = q->newest };
	memcpy(w->key, key->b, SM3_SIZE);
	memcpy(w->what, r->what.s, r->what.n);
	if (listed) {
		w->list = q->unused_list[--q->nunused_lists];
		memcpy(q->list[w->list].id, r->id, (size_t)r->n * sizeof *r->id);
	}
	w->r.id = NULL;
	struct window **at = bucket_of(q, w->key);
	w->next = *at;
	*at = w;
	if (q->newest)
		q->newest->newer = w;
	else
		q->oldest = w;
	q->newest = w;
}

/* Room for one more, with a list if it has one. */
static void make_room(struct readqueue *q, const struct reading *r)
{
	if (r->id && r->n <= READLOG_IDS && !q->nunused_lists)
		close_window(q, oldest_list(q));
	if (!q->unused)
		close_window(q, q->oldest);
}

enum { ROWS_OF_A_PUT = 4 }; /* at most: itself, the window it ends, two that make room */

enum rc readqueue_put(struct readqueue *q, const struct reading *given, int64_t repeat)
{
	struct reading r = *given;

	r.what = str_cut(r.what, 0, READLOG_WHAT);
	struct sm3 key = key_of(&r);
	enum rc rc = RC_OK;
	pthread_mutex_lock(&q->lock);
	struct window *w = find(q, &key);
	if (w && r.at < w->until) {
		w->again++;
		w->r.at = r.at; /* of the last one */
	} else if (q->n + ROWS_OF_A_PUT > READQUEUE_ROWS) {
		rc = RC_BUSY;
	} else {
		if (w)
			close_window(q, w);
		make_room(q, &r);
		push(q, &r, r.id, r.what);
		open_window(q, &r, &key, r.at + repeat);
	}
	pthread_mutex_unlock(&q->lock);
	return rc;
}

size_t readqueue_waiting(struct readqueue *q)
{
	pthread_mutex_lock(&q->lock);
	size_t n = q->n;
	pthread_mutex_unlock(&q->lock);
	return n;
}

/* --- out --- */

/* Windows have one length, so the oldest ends first; but for a clock that was put back. */
static void close_ended(struct readqueue *q, int64_t now, bool all)
{
	while (q->oldest && q->n < READQUEUE_ROWS && (all || q->oldest->until <= now))
		close_window(q, q->oldest);
}

enum { BATCH = 256 };
struct batch {
	struct readqueue *q;
	size_t n;
};

/* Nobody else takes rows out, and those that wait do not change: they are read without the lock. */
static enum rc write_batch(struct ctx *c, void *arg)
{
	const struct batch *b = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < b->n && rc == RC_OK; i++) {
		struct slot *s = &b->q->row[(b->q->first + i) % READQUEUE_ROWS];
		struct reading r = s->r;
		r.what = (str){ s->what, s->what_n };
		r.id = s->nid ? s->id : NULL;
		r.purpose = STR("");
		rc = readlog_add(c, &r);
	}
	return rc;
}

static size_t next_batch(struct readqueue *q, int64_t now, bool all)
{
	pthread_mutex_lock(&q->lock);
	close_ended(q, now, all);
	size_t n = q->n < BATCH ? q->n : BATCH;
	pthread_mutex_unlock(&q->lock);
	return n;
}

enum rc readqueue_flush(struct readqueue *q, struct ctx *c, bool all)
{
	struct batch b = { .q = q };

	while ((b.n = next_batch(q, c->now, all)) > 0) {
		enum rc rc = store_write(c, PRIO_PEOPLE, write_batch, &b);
		if (rc != RC_OK)
			return rc;
		pthread_mutex_lock(&q->lock);
		q->first = (q->first + b.n) % READQUEUE_ROWS;
		q->n -= b.n;
		pthread_mutex_unlock(&q->lock);
		arena_reset(c->mem);
	}
	return RC_OK;
}
