#include "server.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static enum rc rc_of_errno(void)
{
	return errno == EADDRINUSE ? RC_CONFLICT : errno == EACCES || errno == EPERM ? RC_DENIED : RC_FAULT;
}

static enum rc bind_and_listen(int fd, const struct sockaddr *addr, socklen_t n)
{
	if (bind(fd, addr, n) == 0 && listen(fd, BACKLOG) == 0)
		return RC_OK;
	enum rc rc = rc_of_errno();
	close(fd);
	return rc;
}

/* A socket file that nobody answers on is left from a crash and may go. */
static void remove_stale(const struct sockaddr_un *addr)
{
	struct stat st;

	if (lstat(addr->sun_path, &st) || !S_ISSOCK(st.st_mode))
		return;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const struct sockaddr *)addr, sizeof *addr) && errno == ECONNREFUSED)
		unlink(addr->sun_path);
	close(fd);
}

static enum rc listen_unix(str path, struct http_server *s)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };

	if (path.n == 0 || path.n >= sizeof addr.sun_path)
		return RC_INVALID;
	memcpy(addr.sun_path, path.s, path.n);
	remove_stale(&addr);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return RC_FAULT;
	enum rc rc = bind_and_listen(fd, (const struct sockaddr *)&addr, sizeof addr);
	if (rc != RC_OK)
		return rc;
	chmod(addr.sun_path, 0660); /* the proxy's group; the directory decides the rest */
	s->listen_fd = fd;
	s->is_unix = true;
	s->unix_path = strdup(addr.sun_path);
	return s->unix_path ? RC_OK : RC_FAULT;
}

static enum rc listen_address(const struct addrinfo *a, struct http_server *s)
{
	static const int yes = 1, no = 0;
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return RC_FAULT;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (a->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
	enum rc rc = bind_and_listen(fd, a->ai_addr, a->ai_addrlen);
	if (rc == RC_OK)
		s->listen_fd = fd;
	return rc;
}

static int port_of(int fd)
{
	struct sockaddr_storage a = { 0 };
	socklen_t n = sizeof a;

	if (getsockname(fd, (struct sockaddr *)&a, &n))
		return 0;
	if (a.ss_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)&a)->sin_port);
	return a.ss_family == AF_INET6 ? ntohs(((const struct sockaddr_in6 *)&a)->sin6_port) : 0;
}

/* HOST:PORT; an IPv6 address in brackets; no host is every address of this machine. */
static enum rc listen_tcp(str where, struct http_server *s)
{
	struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	char host[256] = "", port[8] = "";
	size_t colon = where.n;

	while (colon > 0 && where.s[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return RC_INVALID;
	str h = str_cut(where, 0, colon - 1), p = str_cut(where, colon, where.n);
	if (h.n > 1 && h.s[0] == '[' && h.s[h.n - 1] == ']')
		h = str_cut(h, 1, h.n - 2);
	int64_t number;
	if (h.n >= sizeof host || p.n >= sizeof port || !str_digits(p) || !str_int(p, &number) ||
	    number > 65535)
		return RC_INVALID;
	if (h.n)
		memcpy(host, h.s, h.n);
	memcpy(port, p.s, p.n);
	if (getaddrinfo(h.n ? host : NULL, port, &hints, &found))
		return RC_INVALID;
	enum rc rc = RC_INVALID;
	for (const struct addrinfo *a = found; a && rc != RC_OK; a = a->ai_next)
		rc = listen_address(a, s);
	freeaddrinfo(found);
	if (rc == RC_OK)
		s->port = port_of(s->listen_fd);
	return rc;
}

enum rc listen_open(str where, struct http_server *s)
{
	if (str_starts(where, STR("unix:")))
		return listen_unix(str_cut(where, 5, where.n), s);
	return listen_tcp(where, s);
}

void listen_close(struct http_server *s)
{
	if (s->unix_path)
		unlink(s->unix_path);
	free(s->unix_path);
	s->unix_path = NULL;
}
