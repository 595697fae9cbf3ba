/* LD_PRELOAD: writes down every statement a program runs on SQLite, with its values, for yard_epoll to run
 * again. Lines: "i N", "t HEX", "b HEX", "n" a value each; "q HEX" the text, which takes the values before
 * it.  To the file BENCH_TRACE, appended, so that whoever reads it may empty it between two requests. */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*bind_int)(sqlite3_stmt *, int, sqlite3_int64);
typedef int (*bind_bytes)(sqlite3_stmt *, int, const void *, sqlite3_uint64, void (*)(void *));
typedef int (*bind_text)(sqlite3_stmt *, int, const char *, sqlite3_uint64, void (*)(void *), unsigned char);
typedef int (*of_stmt)(sqlite3_stmt *);
typedef int (*bind_nothing)(sqlite3_stmt *, int);

enum { PENDING_MAX = 1 << 20 };
struct pending {
	char text[PENDING_MAX];
	size_t n;
};
/* Values wait here for the step that uses them; a thread binds and steps one statement after the other. */
static _Thread_local struct pending pending;

static void put(const char *bytes, size_t n)
{
	if (n <= PENDING_MAX - pending.n) {
		memcpy(pending.text + pending.n, bytes, n);
		pending.n += n;
	}
}

static void put_hex(char what, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	char pair[2] = { what, ' ' };

	put(pair, 2);
	for (size_t i = 0; i < n; i++) {
		pair[0] = "0123456789abcdef"[p[i] >> 4];
		pair[1] = "0123456789abcdef"[p[i] & 15];
		put(pair, 2);
	}
	put("\n", 1);
}

static void put_int(sqlite3_int64 value)
{
	char line[32];
	int n = snprintf(line, sizeof line, "i %lld\n", value);

	put(line, (size_t)n);
}

static void *next(const char *name)
{
	void *f = dlsym(RTLD_NEXT, name);

	if (!f)
		abort();
	return f;
}

int sqlite3_bind_null(sqlite3_stmt *st, int at)
{
	put("n\n", 2);
	return ((bind_nothing)next("sqlite3_bind_null"))(st, at);
}

int sqlite3_bind_int64(sqlite3_stmt *st, int at, sqlite3_int64 value)
{
	put_int(value);
	return ((bind_int)next("sqlite3_bind_int64"))(st, at, value);
}

int sqlite3_bind_text64(sqlite3_stmt *st, int at, const char *s, sqlite3_uint64 n, void (*drop)(void *),
			unsigned char encoding)
{
	put_hex('t', s, n);
	return ((bind_text)next("sqlite3_bind_text64"))(st, at, s, n, drop, encoding);
}

int sqlite3_bind_blob64(sqlite3_stmt *st, int at, const void *s, sqlite3_uint64 n, void (*drop)(void *))
{
	put_hex('b', s, n);
	return ((bind_bytes)next("sqlite3_bind_blob64"))(st, at, s, n, drop);
}

static void write_down(const char *text)
{
	const char *path = getenv("BENCH_TRACE");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;

	put_hex('q', text, strlen(text));
	if (fd < 0 || write(fd, pending.text, pending.n) != (ssize_t)pending.n)
		abort();
	close(fd);
	pending.n = 0;
}

int sqlite3_step(sqlite3_stmt *st)
{
	/* SQLite's own have no text. */
	if (!sqlite3_stmt_busy(st) && sqlite3_sql(st))
		write_down(sqlite3_sql(st));
	return ((of_stmt)next("sqlite3_step"))(st);
}
