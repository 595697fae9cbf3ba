/* usage: yard_mhd REPLY THREADS
 * The floor under our pages: libmicrohttpd with the settings of src/http/server.c, which answers each request
 * with the bytes of REPLY, head and body, made anew each time as ours are.  Prints its port. */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REPLY_MAX = 1 << 20, CONNECTION_MEMORY = 16384, HEADERS_MAX = 64 };

struct reply {
	char bytes[REPLY_MAX];
	size_t n, head; /* where the body begins */
	unsigned status;
	char *name[HEADERS_MAX], *value[HEADERS_MAX];
	size_t nheaders;
};

static void die(const char *why)
{
	fprintf(stderr, "yard_mhd: %s\n", why);
	exit(1);
}

/* What the library writes by itself is left to it. */
static int is_its_own(const char *name)
{
	return !strcasecmp(name, "Date") || !strcasecmp(name, "Content-Length");
}

static void read_head(struct reply *r)
{
	char *end = memmem(r->bytes, r->n, "\r\n\r\n", 4), *left = r->bytes, *line;

	if (!end)
		die("no head");
	r->head = (size_t)(end - r->bytes) + 4;
	*end = '\0';
	line = strsep(&left, "\n");
	r->status = (unsigned)strtoul(line + 9, NULL, 10);
	while ((line = strsep(&left, "\n"))) {
		char *value = strstr(line, ": ");
		if (!value || r->nheaders == HEADERS_MAX)
			die("a header is wrong, or too many");
		*value = '\0';
		value[2 + strcspn(value + 2, "\r")] = '\0';
		if (is_its_own(line))
			continue;
		r->name[r->nheaders] = line;
		r->value[r->nheaders++] = value + 2;
	}
}

static void *on_line(void *arg, const char *target, struct MHD_Connection *c)
{
	(void)arg;
	(void)target;
	(void)c;
	return NULL;
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libmicrohttpd's */
static enum MHD_Result on_request(void *arg, struct MHD_Connection *c, const char *url, const char *method,
				  const char *version, const char *body, size_t *body_n, void **context)
{
	static int begun;
	struct reply *r = arg;

	(void)url, (void)method, (void)version, (void)body;
	*body_n = 0; /* nobody sends one */
	if (!*context) {
		*context = &begun;
		return MHD_YES;
	}
	struct MHD_Response *to =
		MHD_create_response_from_buffer(r->n - r->head, r->bytes + r->head, MHD_RESPMEM_PERSISTENT);
	for (size_t i = 0; i < r->nheaders; i++)
		(void)MHD_add_response_header(to, r->name[i], r->value[i]);
	enum MHD_Result queued = MHD_queue_response(c, r->status, to);
	MHD_destroy_response(to);
	return queued;
}

int main(int argc, char **argv)
{
	static struct reply r;
	FILE *f = argc == 3 ? fopen(argv[1], "rbe") : NULL;

	if (!f)
		die("REPLY THREADS");
	r.n = fread(r.bytes, 1, sizeof r.bytes, f);
	(void)fclose(f);
	read_head(&r);
	struct MHD_Daemon *d = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, &r,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)strtoul(argv[2], NULL, 10),
		MHD_OPTION_CONNECTION_LIMIT, 2000U, MHD_OPTION_CONNECTION_TIMEOUT, 30U,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_URI_LOG_CALLBACK,
		on_line, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	const union MHD_DaemonInfo *port = d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT) : NULL;
	if (!port)
		die("no daemon");
	printf("%d\n", port->port);
	(void)fflush(stdout);
	pause();
	return 0;
}
