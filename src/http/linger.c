#include "server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINGER_QUIET = 2000, LINGER_WHOLE = 10000 }; /* milliseconds without a byte; in all */

struct lingerer {
	int fd;
	int64_t since, last;
};

/* Has the client closed, or had its time? */
static bool drain(struct lingerer *c, bool readable, int64_t now)
{
	char waste[1 << 14];

	for (int i = 0; readable && i < 16; i++) {
		ssize_t n = recv(c->fd, waste, sizeof waste, MSG_DONTWAIT);
		if (n == 0)
			return true;
		if (n < 0)
			break;
		c->last = now;
	}
	return now - c->last > LINGER_QUIET || now - c->since > LINGER_WHOLE;
}

static void take_fresh(struct lingering *l, struct lingerer *list, size_t *n, int64_t now)
{
	pthread_mutex_lock(&l->lock);
	while (l->nfresh > 0) {
		int fd = l->fresh[--l->nfresh];
		if (*n < LINGER_MAX)
			list[(*n)++] = (struct lingerer){ fd, now, now };
		else
			close(fd);
	}
	pthread_mutex_unlock(&l->lock);
}

static bool is_stopping(struct lingering *l)
{
	pthread_mutex_lock(&l->lock);
	bool stopping = l->stopping;
	pthread_mutex_unlock(&l->lock);
	return stopping;
}

static void *linger_run(void *arg)
{
	struct lingering *l = arg;
	struct lingerer list[LINGER_MAX];
	struct pollfd wait[LINGER_MAX + 1] = { { .fd = l->wake, .events = POLLIN } };
	size_t n = 0;

	while (!is_stopping(l)) {
		for (size_t i = 0; i < n; i++)
			wait[i + 1] = (struct pollfd){ .fd = list[i].fd, .events = POLLIN };
		poll(wait, n + 1, n ? 500 : -1);
		int64_t now = guard_clock();
		for (size_t i = n; i-- > 0;)
			if (drain(&list[i], wait[i + 1].revents != 0, now)) {
				close(list[i].fd);
				list[i] = list[--n];
				wait[i + 1] = wait[n + 1];
			}
		eventfd_t ignored;
		if (wait[0].revents)
			(void)eventfd_read(l->wake, &ignored);
		take_fresh(l, list, &n, now);
	}
	take_fresh(l, list, &n, 0);
	while (n > 0)
		close(list[--n].fd);
	return NULL;
}

bool linger_start(struct lingering *l)
{
	pthread_mutex_init(&l->lock, NULL);
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->running = l->wake >= 0 && pthread_create(&l->thread, NULL, linger_run, l) == 0;
	return l->running;
}

void linger_on(struct lingering *l, int fd)
{
	pthread_mutex_lock(&l->lock);
	int own = l->nfresh < LINGER_MAX && !l->stopping ? dup(fd) : -1; /* libmicrohttpd closes the other */
	if (own >= 0)
		l->fresh[l->nfresh++] = own;
	pthread_mutex_unlock(&l->lock);
	if (own >= 0)
		(void)eventfd_write(l->wake, 1);
}

void linger_stop(struct lingering *l)
{
	if (!l->running)
		return;
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	pthread_mutex_unlock(&l->lock);
	(void)eventfd_write(l->wake, 1);
	pthread_join(l->thread, NULL);
	l->running = false;
	close(l->wake);
}
