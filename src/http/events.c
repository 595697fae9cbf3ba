/* While nothing is to be said a stream's connection is suspended: no thread and no processor time, some 20 KB
 * of memory.  Whoever has something to say resumes it, exactly once: `asleep` changes only under the hub's
 * lock.
 *
 * Libmicrohttpd does not watch a suspended connection, neither for its end nor for its time.  So a thread of
 * the hub looks at all of them once a second. */
#include "events.h"
#include "server.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum {
	QUEUE = 16384,    /* bytes not yet taken by the client */
	QUEUE_FIRST = 64, /* room for a sign of life and a usual event */
	BLOCK = 1024,     /* that libmicrohttpd asks for at once */
	PING_SECONDS = 25,
	STUCK_SECONDS = 30, /* without taking anything of what is queued */
	STOP_SECONDS = 2    /* the same, once the server stops */
};

struct stream {
	struct stream *next, **link;
	struct stream *near, **near_link; /* of the same bucket of topics */
	struct hub *hub;
	struct MHD_Connection *mhd;
	int fd;
	int64_t topic;
	bool asleep, over;
	int64_t began, spoke,
		moved; /* guard_clock(); moved: when the queue was empty, or something taken of it */
	size_t n, room;
	char *queue;
};

/* --- under the lock --- */

static struct stream **bucket(struct hub *h, int64_t topic)
{
	return &h->topic[((uint64_t)topic * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - HUB_TOPIC_BITS)];
}

static void enlist(struct hub *h, struct stream *s)
{
	struct stream **first = bucket(h, s->topic);

	s->next = h->streams;
	s->link = &h->streams;
	if (s->next)
		s->next->link = &s->next;
	h->streams = s;
	s->near = *first;
	s->near_link = first;
	if (s->near)
		s->near->near_link = &s->near;
	*first = s;
}

static void delist(struct stream *s)
{
	*s->link = s->next;
	if (s->next)
		s->next->link = s->link;
	*s->near_link = s->near;
	if (s->near)
		s->near->near_link = s->near_link;
}

static void wake(struct stream *s)
{
	if (!s->asleep)
		return;
	s->asleep = false;
	MHD_resume_connection(s->mhd);
}

static void finish(struct stream *s)
{
	s->over = true;
	wake(s);
}

/* What waits is mostly nothing, so its room is made when it is needed. */
static bool make_room(struct stream *s, size_t more)
{
	size_t room = s->room ? s->room : QUEUE_FIRST;

	while (room < s->n + more)
		room *= 2;
	if (room == s->room)
		return true;
	char *queue = room <= QUEUE ? realloc(s->queue, room) : NULL;
	if (queue) {
		s->queue = queue;
		s->room = room;
	}
	return queue;
}

static void say(struct stream *s, str text, int64_t now)
{
	if (s->over)
		return;
	if (!make_room(s, text.n)) {
		finish(s);
		return;
	}
	if (s->n == 0)
		s->moved = now;
	memcpy(s->queue + s->n, text.s, text.n);
	s->n += text.n;
	s->spoke = now;
	wake(s);
}

/* Once a second.  poll() and not recv(MSG_PEEK): a client that has sent something more would hide its end. */
static void look_at_all(struct hub *h, int64_t now)
{
	const int64_t stuck = (int64_t)(h->stopping ? STOP_SECONDS : STUCK_SECONDS) * 1000;
	nfds_t n = 0, i = 0;

	for (const struct stream *s = h->streams; s; s = s->next)
		h->polled[n++] = (struct pollfd){ .fd = s->fd, .events = POLLRDHUP };
	poll(h->polled, n, 0);
	for (struct stream *s = h->streams; s; s = s->next, i++) {
		if (h->polled[i].revents) {
			s->n = 0;
			finish(s);
		} else if (s->n > 0 && now - s->moved >= stuck) {
			shutdown(s->fd, SHUT_RDWR); /* libmicrohttpd notices and closes */
		} else if (now - s->began >= (int64_t)EVENTS_LIFE_MINUTES * 60000) {
			finish(s);
		} else if (now - s->spoke >= (int64_t)h->ping * 1000) {
			say(s, STR(":\n\n"), now);
		}
	}
}

/* --- the thread --- */

static void *hub_run(void *arg)
{
	struct hub *h = arg;
	struct timespec next;

	pthread_mutex_lock(&h->lock);
	while (!h->stopping || h->n > 0) {
		if (h->n == 0) {
			pthread_cond_wait(&h->wake, &h->lock);
			continue;
		}
		clock_gettime(CLOCK_MONOTONIC, &next);
		next.tv_sec++;
		(void)pthread_cond_timedwait(&h->wake, &h->lock, &next);
		look_at_all(h, guard_clock());
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

bool hub_start(struct hub *h, size_t cap, unsigned ping)
{
	pthread_condattr_t monotonic;

	h->cap = cap;
	h->ping = ping ? ping : PING_SECONDS;
	h->polled = calloc(cap ? cap : 1, sizeof *h->polled);
	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&h->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	h->running = h->polled && pthread_create(&h->thread, NULL, hub_run, h) == 0;
	return h->running;
}

void hub_end(struct hub *h)
{
	if (!h->running)
		return;
	pthread_mutex_lock(&h->lock);
	h->stopping = true;
	for (struct stream *s = h->streams; s; s = s->next)
		finish(s);
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
}

void hub_stop(struct hub *h)
{
	if (h->running) {
		hub_end(h);
		pthread_join(h->thread, NULL);
		h->running = false;
		pthread_cond_destroy(&h->wake);
		pthread_mutex_destroy(&h->lock);
	}
	free(h->polled);
	h->polled = NULL;
}

size_t hub_count(struct hub *h)
{
	pthread_mutex_lock(&h->lock);
	size_t n = h->n;
	pthread_mutex_unlock(&h->lock);
	return n;
}

/* --- one stream --- */

/* The newest stand first.  Told why, the oldest page does not come back to push out another one. */
static void push_out_oldest(struct hub *h, int64_t topic, int64_t now)
{
	struct stream *oldest = NULL;
	size_t same = 0;

	for (struct stream *s = *bucket(h, topic); s; s = s->near)
		if (s->topic == topic && !s->over) {
			same++;
			oldest = s;
		}
	if (same < EVENTS_TOPIC_MAX)
		return;
	say(oldest, STR("event: full\ndata: \n\n"), now);
	finish(oldest);
}

bool stream_open(struct exchange *ex)
{
	static const str hello = STR_INIT("retry: 3000\n\n"); /* also makes the browser say that it is open */
	struct hub *h = &ex->server->hub;
	struct stream *s = calloc(1, sizeof *s);

	if (!s)
		return false;
	*s = (struct stream){ .hub = h, .mhd = ex->mhd, .fd = ex->conn->fd, .topic = ex->p.events };
	s->began = s->spoke = guard_clock();
	pthread_mutex_lock(&h->lock);
	bool room = !h->stopping && h->n < h->cap;
	if (room) {
		push_out_oldest(h, s->topic, s->began);
		enlist(h, s);
		if (h->n++ == 0)
			pthread_cond_signal(&h->wake);
		say(s, hello, s->began);
	}
	pthread_mutex_unlock(&h->lock);
	if (!room) {
		free(s->queue);
		free(s);
		return false;
	}
	ex->stream = s;
	return true;
}

void stream_close(struct exchange *ex)
{
	struct stream *s = ex->stream;

	if (!s)
		return;
	pthread_mutex_lock(&s->hub->lock);
	delist(s);
	if (--s->hub->n == 0)
		pthread_cond_signal(&s->hub->wake);
	pthread_mutex_unlock(&s->hub->lock);
	free(s->queue);
	free(s);
	ex->stream = NULL;
}

static ssize_t on_read(void *arg, uint64_t position, char *to, size_t room)
{
	struct stream *s = arg;
	ssize_t got = 0;

	(void)position;
	pthread_mutex_lock(&s->hub->lock);
	if (s->n > 0) {
		size_t n = s->n < room ? s->n : room;
		memcpy(to, s->queue, n);
		memmove(s->queue, s->queue + n, s->n - n);
		s->n -= n;
		s->moved = guard_clock();
		got = (ssize_t)n;
	} else if (s->over) {
		got = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		s->asleep = true;
		MHD_suspend_connection(s->mhd);
	}
	pthread_mutex_unlock(&s->hub->lock);
	return got;
}

struct MHD_Response *stream_response(struct exchange *ex)
{
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, on_read, ex->stream, NULL);
}

/* --- saying something --- */

static bool is_event_name(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.s[i] >= 'a' && s.s[i] <= 'z') && !(s.s[i] >= '0' && s.s[i] <= '9') && s.s[i] != '-' &&
		    s.s[i] != '_')
			return false;
	return s.n > 0;
}

static char *put(char *at, str s) { return s.n ? mempcpy(at, s.s, s.n) : at; }

/* Every line of the data is a line of the event: CR LF, CR and LF end one, so none of them may stand in it.
 */
size_t events_write(char *to, size_t room, str event, str data)
{
	static const str line = STR_INIT("\ndata: ");
	size_t lines = 1;

	for (size_t i = 0; i < data.n; i++)
		lines += data.s[i] == '\n' || data.s[i] == '\r';
	if (7 + event.n + data.n + lines * line.n + 2 > room)
		return 0;
	char *at = put(put(put(to, STR("event: ")), event), line);
	for (size_t i = 0; i < data.n; i++) {
		if (data.s[i] == '\r' && i + 1 < data.n && data.s[i + 1] == '\n')
			continue;
		if (data.s[i] == '\n' || data.s[i] == '\r')
			at = put(at, line);
		else
			*at++ = data.s[i];
	}
	return (size_t)(put(at, STR("\n\n")) - to);
}

enum rc http_events_publish(struct http_server *server, int64_t topic, const char *event, str data)
{
	struct hub *h = &server->hub;
	char text[EVENTS_WRITTEN_MAX];

	if (!is_event_name(str_of(event)))
		return RC_INVALID;
	size_t n = data.n <= EVENTS_DATA_MAX ? events_write(text, sizeof text, str_of(event), data) : 0;
	if (n == 0)
		return RC_TOO_BIG;
	int64_t now = guard_clock();
	pthread_mutex_lock(&h->lock);
	for (struct stream *s = *bucket(h, topic); s; s = s->near)
		if (s->topic == topic)
			say(s, (str){ text, n }, now);
	pthread_mutex_unlock(&h->lock);
	return RC_OK;
}

void http_events_end(struct http_server *server, int64_t topic)
{
	struct hub *h = &server->hub;

	pthread_mutex_lock(&h->lock);
	for (struct stream *s = *bucket(h, topic); s; s = s->near)
		if (s->topic == topic)
			finish(s);
	pthread_mutex_unlock(&h->lock);
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

size_t http_events_topics(struct http_server *server, int64_t *ret_topic, size_t max)
{
	struct hub *h = &server->hub;
	size_t all = 0, n = 0;

	pthread_mutex_lock(&h->lock);
	for (struct stream *s = h->streams; s && all < max; s = s->next)
		if (!s->over)
			ret_topic[all++] = s->topic;
	pthread_mutex_unlock(&h->lock);
	if (all)
		qsort(ret_topic, all, sizeof *ret_topic, by_number);
	for (size_t i = 0; i < all; i++)
		if (!n || ret_topic[n - 1] != ret_topic[i])
			ret_topic[n++] = ret_topic[i];
	return n;
}
