/* libmicrohttpd restarts its only timer at every byte, so a client that sends one byte a second keeps a
 * connection for ever.  The guard looks at every connection once a second and shuts down those that are too
 * slow. */
#include "server.h"

#include <linux/tcp.h> /* glibc's own structure ends before the byte counts */
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum {
	REPLY_PATIENCES = 6, /* times `patience`, in which a reader must take HTTP_BODY_RATE * patience bytes;
				2G stalls */
	TRIM_EVERY = 60      /* seconds */
};

int64_t guard_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* How many bytes the client has sent us, and taken from us; false on a unix socket: its client is our proxy.
 */
static bool tcp_bytes(int fd, uint64_t *ret_received, uint64_t *ret_acked)
{
	struct tcp_info info = { 0 };
	socklen_t n = sizeof info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) ||
	    n < offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received)
		return false;
	*ret_received = info.tcpi_bytes_received;
	*ret_acked = info.tcpi_bytes_acked;
	return true;
}

/* Only from the phase it was judged in: the connection's own thread may just have moved on. */
static void cut(struct conn *c, int phase)
{
	if (!atomic_compare_exchange_strong(&c->phase, &phase, PHASE_CUT))
		return;
	/* Before its request is complete nothing else is being written there. */
	if (!c->tls && (phase == PHASE_HEADERS || phase == PHASE_BODY))
		(void)send(c->fd, reply_late.s, reply_late.n, MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(c->fd, SHUT_RDWR); /* libmicrohttpd notices and closes; the descriptor is its own */
}

static bool body_too_slow(const struct guard *g, struct conn *c)
{
	uint64_t got = atomic_load(&c->got);
	size_t slots = g->patience + 1, at = c->ticks % slots;
	uint64_t before = c->window[(at + 1) % slots]; /* `patience` ticks ago */

	c->window[at] = got;
	c->ticks++;
	return c->ticks > g->patience && got - before < (uint64_t)HTTP_BODY_RATE * g->patience;
}

static bool reply_too_slow(const struct guard *g, struct conn *c, int64_t now)
{
	uint64_t received, acked;

	if (!tcp_bytes(c->fd, &received, &acked))
		return false;
	if (c->seen_at == 0) {
		c->seen_at = now;
		c->seen_bytes = acked;
	}
	if (now - c->seen_at < (int64_t)g->patience * REPLY_PATIENCES * 1000)
		return false;
	if (acked - c->seen_bytes < (uint64_t)HTTP_BODY_RATE * g->patience)
		return true;
	c->seen_at = now;
	c->seen_bytes = acked;
	return false;
}

/* Between requests: the first bytes of the next one start the clock of its headers.  libmicrohttpd tells of a
 * request only when its first line is whole, so the kernel's count is asked. */
static void watch_idle(struct conn *c, int64_t now)
{
	uint32_t turn = atomic_load(&c->turn);
	uint64_t received, acked;

	if (!tcp_bytes(c->fd, &received, &acked))
		return;
	if (c->seen_at == 0 || c->seen_turn != turn) {
		c->seen_at = now;
		c->seen_turn = turn;
		c->seen_bytes = received;
	} else if (received != c->seen_bytes) {
		int idle = PHASE_IDLE;
		atomic_store(&c->since, now);
		atomic_compare_exchange_strong(&c->phase, &idle, PHASE_HEADERS);
	}
}

static void watch(const struct guard *g, struct conn *c, int64_t now)
{
	int phase = atomic_load(&c->phase);

	if (phase != PHASE_BODY)
		c->ticks = 0;
	if (phase != PHASE_IDLE && phase != PHASE_REPLY)
		c->seen_at = 0;
	switch (phase) {
	case PHASE_HEADERS:
		if (now - atomic_load(&c->since) >= (int64_t)g->patience * 1000)
			cut(c, phase);
		break;
	case PHASE_BODY:
		if (body_too_slow(g, c))
			cut(c, phase);
		break;
	case PHASE_REPLY:
		if (reply_too_slow(g, c, now))
			cut(c, phase);
		break;
	case PHASE_IDLE: watch_idle(c, now); break;
	default: break;
	}
}

static void *guard_run(void *arg)
{
	struct guard *g = arg;
	struct timespec next;
	unsigned long most = 0, ticks = 0;

	clock_gettime(CLOCK_MONOTONIC, &next);
	pthread_mutex_lock(&g->lock);
	while (!g->stopping) {
		unsigned long n = 0;
		int64_t now = guard_clock();
		for (struct conn *c = g->conns; c; c = c->next, n++)
			watch(g, c, now);
		most = n > most ? n : most;
		/* After a rush glibc keeps what libmicrohttpd has freed. */
		if (++ticks % TRIM_EVERY == 0) {
			if (most > 2 * n + 200)
				malloc_trim(0);
			most = n;
		}
		next.tv_sec++;
		while (!g->stopping && pthread_cond_timedwait(&g->wake, &g->lock, &next) == 0)
			;
	}
	pthread_mutex_unlock(&g->lock);
	return NULL;
}

bool guard_start(struct guard *g, unsigned patience)
{
	pthread_condattr_t monotonic;

	g->patience = patience == 0                  ? HTTP_PATIENCE
		      : patience > HTTP_PATIENCE_MAX ? HTTP_PATIENCE_MAX
						     : patience;
	pthread_mutex_init(&g->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&g->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	g->running = pthread_create(&g->thread, NULL, guard_run, g) == 0;
	return g->running;
}

void guard_stop(struct guard *g)
{
	if (!g->running)
		return;
	pthread_mutex_lock(&g->lock);
	g->stopping = true;
	pthread_cond_signal(&g->wake);
	pthread_mutex_unlock(&g->lock);
	pthread_join(g->thread, NULL);
	g->running = false;
	pthread_cond_destroy(&g->wake);
	pthread_mutex_destroy(&g->lock);
}

void guard_add(struct guard *g, struct conn *c)
{
	atomic_store(&c->since, guard_clock());
	pthread_mutex_lock(&g->lock);
	c->next = g->conns;
	c->link = &g->conns;
	if (c->next)
		c->next->link = &c->next;
	g->conns = c;
	pthread_mutex_unlock(&g->lock);
}

void guard_remove(struct guard *g, struct conn *c)
{
	pthread_mutex_lock(&g->lock);
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	pthread_mutex_unlock(&g->lock);
}

/* Only between requests: what comes after an answer's own request waits for its turn. */
bool guard_unread(struct guard *g)
{
	bool unread = false;

	pthread_mutex_lock(&g->lock);
	for (const struct conn *c = g->conns; c && !unread; c = c->next) {
		int phase = atomic_load(&c->phase), n = 0;
		unread = (phase == PHASE_HEADERS || phase == PHASE_IDLE) && ioctl(c->fd, FIONREAD, &n) == 0 &&
			 n > 0;
	}
	pthread_mutex_unlock(&g->lock);
	return unread;
}

bool guard_phase(struct conn *c, enum phase phase)
{
	int was = atomic_load(&c->phase);

	/* A request line that follows its first bytes keeps the time of those. */
	if (!(phase == PHASE_HEADERS && was == PHASE_HEADERS))
		atomic_store(&c->since, guard_clock());
	while (was != PHASE_CUT)
		if (atomic_compare_exchange_weak(&c->phase, &was, phase))
			return true;
	return false;
}
