/* gateway.h - for tests: a gateway for text messages and a mail server on this machine, in a process of their
 * own, that do as they are told: take it, refuse it, stay silent, talk nonsense.  What they got can be looked
 * at. */
#pragma once
#include "tap.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum gateway_mode {
	GATE_TAKE,    /* 200, 250 */
	GATE_TROUBLE, /* 500, 451 */
	GATE_REFUSE,  /* 422, 550 */
	GATE_LOGIN,   /* 401, 535 */
	GATE_SILENT,
	GATE_GARBAGE,
	GATE_HUGE,  /* an answer without end */
	GATE_LEAD,  /* a redirect */
	GATE_CLOSE, /* nothing at all */
	GATE_SAY,   /* 200 with `say` */
};
struct gateway {
	_Atomic int mode;
	_Atomic int asked;
	char say[200], key[40], head[2000], body[8000];
};
struct gate {
	struct gateway *seen; /* shared */
	int port;
	pid_t pid;
};

static inline void gate_put(int fd, const char *text) { (void)!send(fd, text, strlen(text), MSG_NOSIGNAL); }

/* Until the other side goes away. */
static inline void gate_wait(int fd)
{
	char c[256];

	while (recv(fd, c, sizeof c, 0) > 0)
		;
}

/* The whole request; false: it went away. */
static inline bool gate_hear(int fd, struct gateway *g)
{
	char text[10000];
	size_t n = 0, want = 0;
	char *end = NULL;

	while (n + 1 < sizeof text && (!end || n < want)) {
		ssize_t got = recv(fd, text + n, sizeof text - 1 - n, 0);
		if (got <= 0)
			return false;
		n += (size_t)got;
		text[n] = '\0';
		end = strstr(text, "\r\n\r\n");
		const char *length = strcasestr(text, "Content-Length:");
		want = end ? (size_t)(end + 4 - text) + (length ? strtoul(length + 15, NULL, 10) : 0) : 0;
	}
	const char *key = strcasestr(text, "Idempotency-Key: ");
	(void)snprintf(g->head, sizeof g->head, "%.*s", (int)(end ? end - text : 0), text);
	(void)snprintf(g->body, sizeof g->body, "%s", end ? end + 4 : "");
	(void)snprintf(g->key, sizeof g->key, "%.32s", key ? key + 17 : "");
	return true;
}

static inline void gate_answer_http(int fd, struct gateway *g)
{
	char text[400];

	switch (atomic_load(&g->mode)) {
	case GATE_TAKE: gate_put(fd, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"code\":\"0\"}"); break;
	case GATE_TROUBLE: gate_put(fd, "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"); break;
	case GATE_REFUSE: gate_put(fd, "HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n"); break;
	case GATE_LOGIN: gate_put(fd, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"); break;
	case GATE_SILENT: gate_wait(fd); break;
	case GATE_GARBAGE: gate_put(fd, "\x01\x02 good morning\r\n\r\n"); break;
	case GATE_LEAD:
		gate_put(fd,
			 "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
		break;
	case GATE_SAY:
		(void)snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
			       strlen(g->say), g->say);
		gate_put(fd, text);
		break;
	case GATE_HUGE:
		gate_put(fd, "HTTP/1.1 200 OK\r\n\r\n");
		while (send(fd, text, sizeof text, MSG_NOSIGNAL) > 0)
			;
		break;
	default: break;
	}
}

static inline void gate_http(int fd, struct gateway *g)
{
	if (gate_hear(fd, g)) {
		g->asked++;
		gate_answer_http(fd, g);
	}
}

/* One command of a mail server; false: the talk is over. */
static inline bool gate_command(int fd, struct gateway *g, const char *line, bool *data)
{
	const int mode = g->mode;

	if (*data) {
		if (strcmp(line, ".") != 0) {
			size_t n = strlen(g->body);
			(void)snprintf(g->body + n, sizeof g->body - n, "%s\n", line);
			return true;
		}
		*data = false;
		g->asked++;
		gate_put(fd, mode == GATE_TROUBLE ? "451 later\r\n" : "250 taken\r\n");
	} else if (!strncmp(line, "EHLO", 4)) {
		gate_put(fd, "250-here\r\n250 AUTH PLAIN\r\n");
	} else if (!strcmp(line, "AUTH PLAIN")) {
		gate_put(fd, "334 \r\n");
	} else if (!strcmp(line, "AHUAcA==")) { /* NUL u NUL p */
		gate_put(fd, mode == GATE_LOGIN ? "535 no\r\n" : "235 yes\r\n");
	} else if (!strncmp(line, "RCPT", 4) && mode == GATE_REFUSE) {
		gate_put(fd, "550 nobody\r\n");
	} else if (!strcmp(line, "DATA")) {
		*data = true;
		g->body[0] = '\0';
		gate_put(fd, "354 go\r\n");
	} else if (!strcmp(line, "QUIT")) {
		gate_put(fd, "221 bye\r\n");
		return false;
	} else {
		(void)snprintf(g->head + strlen(g->head), sizeof g->head - strlen(g->head), "%s\n", line);
		gate_put(fd, "250 well\r\n");
	}
	return true;
}

static inline void gate_smtp(int fd, struct gateway *g)
{
	char line[4000];
	size_t n = 0;
	bool data = false;

	g->head[0] = '\0';
	if (g->mode == GATE_SILENT) {
		gate_wait(fd);
		return;
	}
	gate_put(fd, g->mode == GATE_GARBAGE ? "good morning\r\n" : "220 here\r\n");
	while (n + 1 < sizeof line && recv(fd, line + n, 1, 0) == 1) {
		if (line[n++] != '\n')
			continue;
		line[n > 1 && line[n - 2] == '\r' ? n - 2 : n - 1] = '\0';
		n = 0;
		if (!gate_command(fd, g, line, &data))
			return;
	}
}

static inline struct gate gate_open(void (*talk)(int fd, struct gateway *g))
{
	struct gate g = { .seen = mmap(NULL, sizeof *g.seen, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0) };
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (g.seen == MAP_FAILED || bind(listening, (struct sockaddr *)&at, sizeof at) ||
	    listen(listening, 16) || getsockname(listening, (struct sockaddr *)&at, &size)) {
		perror("gateway");
		exit(1);
	}
	g.port = ntohs(at.sin_port);
	g.pid = fork();
	if (g.pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			int fd = accept(listening, NULL, NULL);
			talk(fd, g.seen);
			close(fd);
		}
	}
	close(listening);
	return g;
}

static inline void gate_close(struct gate *g)
{
	(void)kill(g->pid, SIGKILL);
	(void)waitpid(g->pid, NULL, 0);
	(void)munmap(g->seen, sizeof *g->seen);
}
