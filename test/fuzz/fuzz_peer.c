/* Whatever a client sends ahead of what our proxy says of it on a unix socket: the address and the https that
 * are believed are the proxy's. */
#include "../unit/http_probe.h"

#include <sys/un.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { QUIET_MS = 100, SENT_MAX = 4096 };
static const char begin[] = "GET /peer HTTP/1.1\r\nHost: t\r\nConnection: close\r\n";
static const char ours[] = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n";
static const char shared[] = ", 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n"; /* in the client's own line */
static struct sockaddr_un place = { .sun_family = AF_UNIX };

static void stop(void) { (void)unlink(place.sun_path); }

static void serve(void)
{
	static struct http_server *server;
	char listen[200];

	if (server)
		return;
	(void)snprintf(place.sun_path, sizeof place.sun_path, "%s/tongxin-peer-%d",
		       getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (int)getpid());
	(void)unlink(place.sun_path);
	(void)snprintf(listen, sizeof listen, "unix:%s", place.sun_path);
	server = start(
		(struct http_options){ .listen = str_of(listen), .threads = 1, .workers = 1, .patience = 1 });
	if (!server)
		abort();
	(void)atexit(stop);
}

/* Lines of a head and nothing behind it: else the rest would be another request, and the client's alone. */
static bool are_lines(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] == '\0' || (data[i] == '\n' && (i == 0 || data[i - 1] != '\r')) ||
		    (data[i] == '\r' &&
		     (i + 1 == size || data[i + 1] != '\n' || i == 0 || data[i - 1] == '\n')))
			return false;
	return true;
}

/* The first byte chooses whether the proxy adds a line of its own or to the last one of the client's. */
static void say(int fd, const uint8_t *data, size_t size)
{
	static const char name[] = "X-Forwarded-For: ";
	bool own = data[0] % 2 || memchr(data, '\n', size);

	put(fd, begin, sizeof begin - 1);
	if (own) {
		put(fd, data + 1, size - 1);
		if (size > 1 && data[size - 1] != '\n')
			put(fd, "\r\n", 2);
		put(fd, ours, sizeof ours - 1);
	} else {
		put(fd, name, sizeof name - 1);
		put(fd, data + 1, size - 1);
		put(fd, shared, sizeof shared - 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char wanted[] = "HTTP/1.1 200", believed[] = "\r\n\r\n192.0.2.7s";
	char got[SENT_MAX + 1];
	size_t n = 0;

	serve();
	if (!size || size > SENT_MAX || !are_lines(data + 1, size - 1))
		return 0;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&place, sizeof place))
		abort();
	say(fd, data, size);
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	while (n < SENT_MAX && poll(&wait, 1, QUIET_MS) == 1) {
		ssize_t k = recv(fd, got + n, SENT_MAX - n, 0);
		if (k <= 0)
			break;
		n += (size_t)k;
	}
	close(fd);
	got[n] = '\0';
	if (n > sizeof wanted && memcmp(got, wanted, sizeof wanted - 1) == 0 && strstr(got, "\r\n\r\n") &&
	    strcmp(strstr(got, "\r\n\r\n"), believed) != 0) {
		printf("# %s\n", got);
		abort();
	}
	return 0;
}
