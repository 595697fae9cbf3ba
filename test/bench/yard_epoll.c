/* usage: yard_epoll DATABASE TRACE REPLY
 * The yardstick of a page: two bare epoll loops that answer each request with the bytes of REPLY after
 * running the statements of TRACE (yard_trace.c) on DATABASE, prepared once, every row stepped, every column
 * read.  Prints its port.  Nothing here is a web server: a request is whatever ends with an empty line. */
#include <arpa/inet.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LOOPS = 2, STATEMENTS_MAX = 256, VALUES_MAX = 64, EVENTS = 64, FDS_MAX = 4096, REQUEST_MAX = 8192 };

struct value {
	char type;
	long long i;
	unsigned char *bytes;
	int n;
};
struct query {
	char *sql;
	struct value v[VALUES_MAX];
	int nvalues;
};
struct plan {
	const char *database;
	struct query q[STATEMENTS_MAX];
	int n;
	char *reply;
	size_t reply_n;
	int listener;
};

static void die(const char *why)
{
	fprintf(stderr, "yard_epoll: %s\n", why);
	exit(1);
}

static char *read_file(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");

	if (!f || fseek(f, 0, SEEK_END))
		die(path);
	long n = ftell(f);
	char *text = calloc(1, (size_t)n + 1);
	rewind(f);
	if (!text || fread(text, 1, (size_t)n, f) != (size_t)n)
		die(path);
	fclose(f);
	*ret_n = (size_t)n;
	return text;
}

static unsigned char *unhex(const char *s, int *ret_n)
{
	int n = (int)strlen(s) / 2;
	unsigned char *out = calloc(1, (size_t)n + 1);

	for (int i = 0; out && i < n; i++) {
		const char pair[3] = { s[2 * (size_t)i], s[2 * (size_t)i + 1], 0 };
		out[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	*ret_n = n;
	return out;
}

static void read_plan(struct plan *p, char *trace)
{
	struct query *q = &p->q[0];
	int n;

	for (char *line; (line = strsep(&trace, "\n")) && *line;) {
		const char *rest = line[1] ? line + 2 : "";
		if (line[0] == 'q') {
			q->sql = (char *)unhex(rest, &n);
			if (++p->n == STATEMENTS_MAX)
				die("too many statements");
			q = &p->q[p->n];
			continue;
		}
		if (q->nvalues == VALUES_MAX)
			die("too many values");
		struct value *v = &q->v[q->nvalues++];
		v->type = line[0];
		v->i = line[0] == 'i' ? strtoll(rest, NULL, 10) : 0;
		v->bytes = line[0] == 't' || line[0] == 'b' ? unhex(rest, &v->n) : NULL;
	}
}

static int bind_value(sqlite3_stmt *st, int at, const struct value *v)
{
	switch (v->type) {
	case 'i': return sqlite3_bind_int64(st, at, v->i);
	case 't': return sqlite3_bind_text(st, at, (const char *)v->bytes, v->n, SQLITE_STATIC);
	case 'b': return sqlite3_bind_blob(st, at, v->bytes, v->n, SQLITE_STATIC);
	default: return sqlite3_bind_null(st, at);
	}
}

/* What was read must not be optimised away: a sum of it is given back. */
static unsigned long run(sqlite3_stmt *st, const struct query *q)
{
	unsigned long sum = 0;

	for (int i = 0; i < q->nvalues; i++)
		bind_value(st, i + 1, &q->v[i]);
	while (sqlite3_step(st) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			if (sqlite3_column_type(st, i) == SQLITE_INTEGER) {
				sum += (unsigned long)sqlite3_column_int64(st, i);
			} else {
				const unsigned char *s = sqlite3_column_blob(st, i);
				sum += s ? s[0] + (unsigned long)sqlite3_column_bytes(st, i) : 0;
			}
		}
	sqlite3_reset(st);
	return sum;
}

static void prepare_all(const struct plan *p, sqlite3_stmt **st)
{
	sqlite3 *db;

	if (sqlite3_open_v2(p->database, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die(p->database);
	/* As the program's own readers are set up. */
	sqlite3_exec(db, "PRAGMA mmap_size=268435456; PRAGMA case_sensitive_like=ON; PRAGMA query_only=ON",
		     NULL, NULL, NULL);
	for (int i = 0; i < p->n; i++)
		if (sqlite3_prepare_v3(db, p->q[i].sql, -1, SQLITE_PREPARE_PERSISTENT, &st[i], NULL) !=
		    SQLITE_OK)
			die(sqlite3_errmsg(db));
}

static void answer(const struct plan *p, sqlite3_stmt **st, int fd)
{
	volatile unsigned long sum = 0;

	for (int i = 0; i < p->n; i++)
		sum += run(st[i], &p->q[i]);
	for (size_t at = 0; at < p->reply_n;) {
		ssize_t n = write(fd, p->reply + at, p->reply_n - at);
		if (n < 0)
			break;
		at += (size_t)n;
	}
}

/* True when the connection is over. */
static bool serve_one(const struct plan *p, sqlite3_stmt **st, int fd, char *request, size_t *have)
{
	ssize_t n = read(fd, request + *have, REQUEST_MAX - *have);

	if (n <= 0)
		return true;
	*have += (size_t)n;
	if (*have >= 4 && memcmp(request + *have - 4, "\r\n\r\n", 4) == 0) {
		answer(p, st, fd);
		*have = 0;
	}
	return *have == REQUEST_MAX;
}

static void *loop(void *arg)
{
	const struct plan *p = arg;
	sqlite3_stmt *st[STATEMENTS_MAX];
	struct epoll_event ready[EVENTS], e = { .events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = p->listener };
	char(*request)[REQUEST_MAX] = calloc(FDS_MAX, REQUEST_MAX);
	size_t *have = calloc(FDS_MAX, sizeof *have);
	int epoll = epoll_create1(0);

	if (!request || !have || epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, p->listener, &e))
		die("epoll");
	prepare_all(p, st);
	for (;;) {
		int n = epoll_wait(epoll, ready, EVENTS, -1);
		for (int i = 0; i < n; i++) {
			int fd = ready[i].data.fd;
			if (fd == p->listener) {
				int fresh = accept4(fd, NULL, NULL, SOCK_NONBLOCK);
				e = (struct epoll_event){ .events = EPOLLIN, .data.fd = fresh };
				if (fresh >= FDS_MAX ||
				    (fresh >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fresh, &e)))
					close(fresh);
			} else if (serve_one(p, st, fd, request[fd], &have[fd])) {
				have[fd] = 0;
				close(fd);
			}
		}
	}
	return NULL;
}

int main(int argc, char **argv)
{
	static struct plan p;
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	pthread_t thread;
	size_t n;

	if (argc != 4)
		die("DATABASE TRACE REPLY");
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* as the program does */
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	p.database = argv[1];
	char *trace = read_file(argv[2], &n);
	read_plan(&p, trace);
	free(trace);
	p.reply = read_file(argv[3], &p.reply_n);
	p.listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (bind(p.listener, (struct sockaddr *)&at, sizeof at) || listen(p.listener, 1024) ||
	    getsockname(p.listener, (struct sockaddr *)&at, &size))
		die("listen");
	for (int i = 0; i < LOOPS; i++)
		if (pthread_create(&thread, NULL, loop, &p))
			die("thread");
	printf("%d %d statements\n", ntohs(at.sin_port), p.n);
	fflush(stdout);
	pause();
	return 0;
}
