/* Whatever a client sends to a server: it does not break, and what it sends back begins as replies do. */
#include "../unit/http_probe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { QUIET_MS = 20 };

static int port(void)
{
	static struct http_server *server; /* one for all inputs: it is what must last */

	if (!server)
		server = start((struct http_options){ .threads = 1, .workers = 1, .patience = 1 });
	return http_port(server);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char wanted[] = "HTTP/1.1 ";
	char got[4096];
	size_t have = 0;
	int fd = dial(port());

	if (fd < 0)
		abort();
	put(fd, data, n);
	shutdown(fd, SHUT_WR);
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	while (poll(&wait, 1, QUIET_MS) ==
	       1) { /* a connection that may be used again does not end by itself */
		ssize_t k = recv(fd, got + have, sizeof got - have, 0);
		if (k <= 0)
			break;
		have += have < sizeof wanted ? (size_t)k : 0;
	}
	close(fd);
	if (have > 0 && memcmp(got, wanted, have < sizeof wanted - 1 ? have : sizeof wanted - 1) != 0)
		abort();
	return 0;
}
