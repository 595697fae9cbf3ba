#include "server.h"
#include "events.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	DEFAULT_THREADS = 4,
	DEFAULT_WORKERS = 16, /* the more of them wait for the writer, the larger its groups */
	DEFAULT_QUEUE = 256,
	IDLE_SECONDS = 30,
	DOOR_QUIET = 20,           /* looks at the door, 10 ms apart */
	DOOR_MS = 1000,            /* for those who wait at the door when the server stops */
	CONNECTION_MEMORY = 16384, /* a 6 KB cookie fits; it is all that an idle connection costs */
	STREAMS_SHARE = 3,         /* at most one connection in so many is an event stream */
	CONNECTIONS_MAX = STREAMS_SHARE * EVENTS_STREAMS_MAX,
	OTHER_FILES = 200 /* descriptors for the databases, logs and what lingers */
};

/* Library code does not log; and what libmicrohttpd says may quote the request. */
static void on_log(void *arg, const char *format, va_list args)
{
	(void)arg;
	(void)format;
	(void)args;
}

/* Left as sent: target.c decodes. */
static size_t on_unescape(void *arg, struct MHD_Connection *mhd, char *s)
{
	(void)arg;
	(void)mhd;
	return strlen(s);
}

static void write_peer(struct conn *c, const struct sockaddr *a)
{
	if (a && a->sa_family == AF_INET) {
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, c->peer,
			  sizeof c->peer);
	} else if (a && a->sa_family == AF_INET6) {
		const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr;
		if (IN6_IS_ADDR_V4MAPPED(six))
			inet_ntop(AF_INET, &six->s6_addr[12], c->peer, sizeof c->peer);
		else
			inet_ntop(AF_INET6, six, c->peer, sizeof c->peer);
	}
}

static struct conn *open_conn(struct http_server *s, struct MHD_Connection *mhd)
{
	int fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	const union MHD_ConnectionInfo *a = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct conn *c = calloc(1, sizeof *c);

	if (c) {
		c->fd = fd;
		c->tls = s->tls;
		write_peer(c, a ? a->client_addr : NULL);
		guard_add(&s->guard, c);
		atomic_fetch_add(&s->open, 1);
	}
	/* Its quiesce call may abort under load (a race over the epoll set), so new ones are taken and ended.
	 */
	if (!c || atomic_load(&s->shut))
		shutdown(fd, SHUT_RDWR);
	return c;
}

static void on_connection(void *arg, struct MHD_Connection *mhd, void **ret_context,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = arg;
	struct conn *c = *ret_context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*ret_context = open_conn(s, mhd);
	} else if (c) {
		guard_remove(&s->guard, c);
		atomic_fetch_sub(&s->open, 1);
		*ret_context = NULL;
		free(c);
	}
}

/* The request line is whole: the exchange begins. NULL ends it at the first call of on_request(). */
static void *on_request_line(void *arg, const char *target, struct MHD_Connection *mhd)
{
	struct http_server *s = arg;
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct conn *c = i ? i->socket_context : NULL;
	struct exchange *ex = c && guard_phase(c, PHASE_HEADERS) ? exchange_take(s) : NULL;

	if (!ex)
		return NULL;
	ex->conn = c;
	ex->mhd = mhd;
	ex->line = target;
	size_t n = target ? strlen(target) : 0;
	char *copy = arena_try(&ex->arena, 1, 1, n + 1); /* it is cut in pieces where it stands */
	if (copy && n) {
		memcpy(copy, target, n + 1);
		ex->target = (str){ copy, n };
	}
	ex->r.id = atomic_fetch_add(&s->last_id, 1) + 1;
	ex->r.now = s->app->now(s->app->ctx);
	atomic_fetch_add(&s->requests, 1);
	return ex;
}

/* It may last: without libmicrohttpd's timeout, and without the memory in which it was made. */
static void settle_stream(struct exchange *ex)
{
	MHD_set_connection_option(ex->mhd, MHD_CONNECTION_OPTION_TIMEOUT, 0U);
	arena_free(&ex->arena);
	ex->r = (struct http_request){ .mem = &ex->arena };
	ex->p = (struct http_reply){ .status = 200 };
}

static enum MHD_Result send_reply(struct exchange *ex)
{
	struct http_server *s = ex->server;

	if (!ex->response || !guard_phase(ex->conn, ex->stream ? PHASE_STREAM : PHASE_REPLY))
		return MHD_NO;
	if (ex->stream)
		settle_stream(ex);
	atomic_fetch_add(&s->status[ex->status / 100], 1);
	enum MHD_Result queued = MHD_queue_response(ex->mhd, ex->status, ex->response);
	reply_drop(ex);
	return queued;
}

/* The headers are whole. A reply now means that no body is read and the connection closed after it. */
static enum MHD_Result begin_request(struct exchange *ex, const char *method, const char *version)
{
	ex->begun = true;
	int status = intake_read(ex, method, version);
	if (status) {
		exchange_refuse(ex, status);
		linger_on(&ex->server->linger, ex->conn->fd);
		return send_reply(ex);
	}
	return guard_phase(ex->conn, ex->expects_body ? PHASE_BODY : PHASE_ANSWER) ? MHD_YES : MHD_NO;
}

static enum MHD_Result answer_request(struct exchange *ex)
{
	if (!guard_phase(ex->conn, PHASE_ANSWER))
		return MHD_NO;
	ex->ran = true;
	int status = upload_finish(ex);
	if (status)
		exchange_refuse(ex, status);
	else if (!ex->slow)
		exchange_answer(ex);
	else if (workers_hand(&ex->server->workers, ex))
		return MHD_YES; /* called again when a worker has made the reply */
	else
		exchange_refuse(ex, 503);
	return send_reply(ex);
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libmicrohttpd's */
static enum MHD_Result on_request(void *arg, struct MHD_Connection *mhd, const char *url, const char *method,
				  const char *version, const char *body, size_t *body_n, void **context)
{
	struct exchange *ex = *context;

	(void)arg;
	(void)mhd;
	(void)url; /* cut at NULs: the target was kept instead */
	if (!ex)
		return MHD_NO;
	if (!ex->begun)
		return begin_request(ex, method, version);
	if (*body_n > 0) {
		upload_add(ex, body, *body_n);
		atomic_fetch_add(&ex->conn->got, *body_n);
		*body_n = 0;
		return upload_is_hopeless(ex) ? MHD_NO : MHD_YES;
	}
	return ex->ran ? send_reply(ex) : answer_request(ex);
}

static void on_completed(void *arg, struct MHD_Connection *mhd, void **context,
			 enum MHD_RequestTerminationCode why)
{
	struct exchange *ex = *context;

	(void)arg;
	(void)mhd;
	(void)why;
	if (!ex)
		return;
	atomic_fetch_add(&ex->conn->turn, 1);
	guard_phase(ex->conn, PHASE_IDLE);
	*context = NULL;
	exchange_give(ex);
}

/* Below what the process may open, so that the databases can be reached when all connections are in use. */
static unsigned connection_limit(unsigned wanted)
{
	struct rlimit r;
	const rlim_t most = CONNECTIONS_MAX + OTHER_FILES, spare = OTHER_FILES;

	if (getrlimit(RLIMIT_NOFILE, &r))
		return 512;
	if (r.rlim_cur < most) {
		r.rlim_cur = r.rlim_max < most ? r.rlim_max : most;
		(void)setrlimit(RLIMIT_NOFILE, &r);
		(void)getrlimit(RLIMIT_NOFILE, &r);
	}
	rlim_t n = r.rlim_cur > 2 * spare ? r.rlim_cur - spare : r.rlim_cur / 2;
	unsigned limit = n < CONNECTIONS_MAX ? (unsigned)n : CONNECTIONS_MAX;
	return wanted && wanted < limit ? wanted : limit;
}

static unsigned cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > DEFAULT_THREADS ? (unsigned)n : DEFAULT_THREADS;
}

/* libmicrohttpd closes its socket after some failures and not after others, so it gets one of its own. */
static bool daemon_start(struct http_server *s, unsigned threads, unsigned connections)
{
	int listen_fd = fcntl(s->listen_fd, F_DUPFD_CLOEXEC, 0);
	unsigned flags =
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (s->tls ? MHD_USE_TLS : 0);
	struct MHD_OptionItem option[] = {
		{ MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_log,
		  NULL }, /* first: what comes before it is printed */
		{ MHD_OPTION_THREAD_POOL_SIZE, threads, NULL },
		{ MHD_OPTION_CONNECTION_LIMIT, connections, NULL },
		{ MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL },
		{ MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL },
		{ MHD_OPTION_LISTEN_SOCKET, listen_fd, NULL },
		{ MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)on_unescape, NULL },
		{ MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, s },
		{ MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s },
		{ MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, s },
		{ MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL },
		{ s->tls ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, s->cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, s->key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
		{ MHD_OPTION_END, 0, NULL },
	};

	s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_ARRAY, option,
				     MHD_OPTION_END);
	return s->daemon;
}

static char *copy_text(str s)
{
	char *z = s.n ? malloc(s.n + 1) : NULL;

	if (z) {
		memcpy(z, s.s, s.n);
		z[s.n] = '\0';
	}
	return z;
}

static void server_free(struct http_server *s)
{
	hub_stop(&s->hub);
	guard_stop(&s->guard);
	linger_stop(&s->linger);
	exchange_free_all(s);
	encoding_free_all(s);
	reply_free_all(s);
	listen_close(s);
	pthread_mutex_destroy(&s->lock);
	if (s->listen_fd >= 0)
		close(s->listen_fd);
	free(s->spool);
	free(s->cert);
	free(s->key);
	free(s);
}

/* A server that could take no large body should say so at its start. */
static bool spool_open(struct http_server *s, str given)
{
	char *named = copy_text(given);

	s->spool = strdup(upload_directory(named));
	free(named);
	int fd = s->spool ? upload_file(s->spool) : -1;
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool threads_start(struct http_server *s, const struct http_options *o)
{
	unsigned connections = connection_limit(o->connections);

	return workers_start(&s->workers, o->workers ? o->workers : DEFAULT_WORKERS,
			     o->queue ? o->queue : DEFAULT_QUEUE) &&
	       guard_start(&s->guard, o->patience) && linger_start(&s->linger) &&
	       hub_start(&s->hub, connections / STREAMS_SHARE, o->ping) &&
	       daemon_start(s, o->threads ? o->threads : cores(), connections);
}

enum rc http_start(const struct http_options *o, const struct http_app *app, struct http_server **ret)
{
	struct http_server *s = calloc(1, sizeof *s);

	if (!s)
		return RC_FAULT;
	if ((o->tls_cert.n > 0) != (o->tls_key.n > 0)) {
		free(s);
		return RC_INVALID;
	}
	s->app = app;
	s->tls = o->tls_cert.n > 0;
	s->lines_adjacent = strverscmp(MHD_get_version(), "0.9.75") <= 0;
	s->cert = copy_text(o->tls_cert);
	s->key = copy_text(o->tls_key);
	atomic_store(&s->last_id, (uint64_t)app->now(app->ctx)); /* not again after a restart */
	pthread_mutex_init(&s->lock, NULL);
	signal(SIGPIPE, SIG_IGN); /* a client that leaves must not end the process */

	s->listen_fd = -1;
	enum rc rc = spool_open(s, o->spool) ? listen_open(o->listen, s) : RC_INVALID;
	if (rc == RC_OK && !threads_start(s, o)) {
		rc = s->tls ? RC_INVALID : RC_FAULT; /* most likely the certificate or its key */
		workers_stop(&s->workers);
	}
	if (rc != RC_OK) {
		server_free(s);
		return rc;
	}
	*ret = s;
	return RC_OK;
}

int http_port(const struct http_server *s) { return s->port; }

static void pause_briefly(void)
{
	const struct timespec t = { 0, 10000000 };

	nanosleep(&t, NULL);
}

/* Everybody who had connected is taken, and then the door is shut.  The kernel hands connections out in the
 * order in which they came, so once nobody waits there all that came before have been taken; a thread may
 * still be on its way from accept() to where the door is looked at, so the quiet has to last. */
static void shut_door(struct http_server *s)
{
	int64_t until = guard_clock() + DOOR_MS;
	struct pollfd door = { .fd = s->listen_fd, .events = POLLIN };

	for (int quiet = 0; quiet < DOOR_QUIET && guard_clock() < until; quiet++) {
		if (poll(&door, 1, 0) == 1)
			quiet = 0;
		pause_briefly();
	}
	atomic_store(&s->shut, true);
}

/* Is a request being answered, or has one been sent that libmicrohttpd has not yet read? */
static bool is_busy(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	bool active = s->active > 0;
	pthread_mutex_unlock(&s->lock);
	return active || guard_unread(&s->guard);
}

static void wait_until_quiet(struct http_server *s, unsigned seconds)
{
	int64_t until = guard_clock() + (int64_t)seconds * 1000;

	/* Looked at more than once, since bytes just read are not yet a request. */
	for (int quiet = 0; quiet < 3 && guard_clock() < until; quiet++) {
		if (is_busy(s))
			quiet = -1;
		pause_briefly();
	}
}

void http_stop(struct http_server *s)
{
	if (!s)
		return;
	atomic_store(&s->stopping, true);
	hub_end(&s->hub);
	shut_door(s);
	wait_until_quiet(s, s->guard.patience);
	/* What still runs on a worker is waited for: its connection sleeps, and libmicrohttpd ends the
	 * process when it is stopped with one asleep.  What is only queued is refused. */
	workers_stop(&s->workers);
	wait_until_quiet(s, 1);
	MHD_stop_daemon(s->daemon);
	server_free(s);
}

void http_counts(struct http_server *s, struct http_counts *ret)
{
	*ret = (struct http_counts){ .requests = atomic_load(&s->requests),
				     .open = atomic_load(&s->open),
				     .refused = atomic_load(&s->refused),
				     .streams = hub_count(&s->hub) };
	for (size_t i = 0; i < COUNT(ret->status); i++)
		ret->status[i] = atomic_load(&s->status[i]);
}
