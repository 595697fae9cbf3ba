/* Large bodies: whole and unchanged, within their limits, and not in memory. */
#include "http_probe.h"
#include "server.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { CLIENTS = 20, PIECE = 1 << 16 };

/* Of the whole process: memory that is no file's, in bytes. */
static size_t anonymous(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[200];
	size_t kb = 0;

	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, "RssAnon:", 8))
			kb = strtoul(line + 8, NULL, 10);
	if (f)
		(void)fclose(f);
	return kb * 1024;
}

static char content(size_t at) { return (char)('a' + (at >> 3) % 25 + at % 2); }

/* The answer to a body of n such bytes. */
static void wanted(char *to, size_t room, size_t n)
{
	char *all = malloc(n);

	if (!all)
		abort();
	for (size_t i = 0; i < n; i++)
		all[i] = content(i);
	snprintf(to, room, "%zu %lld", n, (long long)(str_hash((str){ all, n }) >> 1));
	free(all);
}

/* In pieces, announced or chunked; the reply. */
static struct reply send_upload(int port, size_t n, bool chunked)
{
	static const char *const head = "POST /upload HTTP/1.1\r\nHost: t\r\n";
	char text[200], piece[PIECE];
	int fd = dial(port);

	if (chunked)
		snprintf(text, sizeof text, "%sTransfer-Encoding: chunked\r\n\r\n", head);
	else
		snprintf(text, sizeof text, "%sContent-Length: %zu\r\n\r\n", head, n);
	put_text(fd, text);
	for (size_t at = 0; at < n;) {
		size_t k = n - at < sizeof piece ? n - at : sizeof piece;
		for (size_t i = 0; i < k; i++)
			piece[i] = content(at + i);
		snprintf(text, sizeof text, "%zx\r\n", k);
		if (chunked)
			put_text(fd, text);
		if (!put(fd, piece, k))
			break;
		if (chunked)
			put_text(fd, "\r\n");
		at += k;
	}
	if (chunked)
		put_text(fd, "0\r\n\r\n");
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	poll(&wait, 1, 60000); /* under a sanitizer a checksum of 24 MB takes its time */
	struct reply a = read_reply(fd, false);
	close(fd);
	return a;
}

/* Around every size at which a body is kept in another way. */
static void test_sizes(int port)
{
	static const size_t size[] = { 1,     32767, 32768, 32769,         65535,          65536,
				       65537, 70000, 98304, (1 << 20) + 1, UPLOAD_MAX - 1, UPLOAD_MAX };
	char text[100];

	for (size_t i = 0; i < COUNT(size); i++) {
		wanted(text, sizeof text, size[i]);
		for (int chunked = 0; chunked < 2; chunked++) {
			struct reply a = send_upload(port, size[i], chunked);
			OK(a.status == 200 && body_is(&a, text));
			free(a.body);
		}
	}
	for (int chunked = 0; chunked < 2; chunked++) {
		struct reply a = send_upload(port, UPLOAD_MAX + 1, chunked);
		OK(a.status == 413);
		free(a.body);
	}
}

struct client {
	int port;
	bool served;
};

static _Atomic bool over;
static size_t most;

static void *client_run(void *arg)
{
	struct client *c = arg;
	struct reply a = send_upload(c->port, UPLOAD_MAX, false);

	c->served = a.status == 200 && !strncmp(a.body, "25165824 ", 9);
	free(a.body);
	return NULL;
}

static void *watch_run(void *arg)
{
	(void)arg;
	while (!atomic_load(&over)) {
		size_t now_used = anonymous();
		most = now_used > most ? now_used : most;
		wait_ms(5);
	}
	return NULL;
}

/* Twenty rosters of 24 MB at once: 480 MB, of which less than a twentieth may be memory at any time. */
static void test_memory(int port)
{
	struct client client[CLIENTS];
	pthread_t thread[CLIENTS], watcher;
	size_t before = anonymous(), served = 0;

	OK(before > 0);
	pthread_create(&watcher, NULL, watch_run, NULL);
	for (size_t i = 0; i < COUNT(client); i++) {
		client[i].port = port;
		pthread_create(&thread[i], NULL, client_run, &client[i]);
	}
	for (size_t i = 0; i < COUNT(client); i++) {
		pthread_join(thread[i], NULL);
		served += client[i].served;
	}
	atomic_store(&over, true);
	pthread_join(watcher, NULL);
	OK(served == COUNT(client));
	double share = (double)(most - before) / ((double)CLIENTS * UPLOAD_MAX);
	printf("# %zu KB more anonymous memory for %d MB of bodies: %.4f\n", (most - before) / 1024,
	       CLIENTS * (UPLOAD_MAX >> 20), share);
#ifdef __SANITIZE_THREAD__
	(void)share; /* its shadow of what is mapped counts as ours */
#else
	OK(share < 0.05);
#endif
}

static size_t count_files(const char *directory)
{
	DIR *d = opendir(directory);
	size_t n = 0;

	for (const struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	return n;
}

/* The files are in the directory given and nowhere to be seen; none of them outlives its request. */
static void test_place(void)
{
	char dir[] = "/tmp/tongxin-spool-XXXXXX", text[100];

	OK(mkdtemp(dir) != NULL);
	struct http_server *s = start((struct http_options){ .spool = str_of(dir), .patience = 2 });
	OK(s != NULL);
	int fd = dial(http_port(s));
	snprintf(text, sizeof text, "POST /upload HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n", 200000);
	put_text(fd, text);
	char piece[PIECE] = { 0 };
	put(fd, piece, sizeof piece);
	wait_ms(200);
	OK(count_files(dir) == 0);
	char link[300], path[100];
	size_t open_ones = 0;
	for (int i = 3; i < 200; i++) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", i);
		ssize_t k = readlink(path, link, sizeof link - 1);
		open_ones += k > 0 && !strncmp(link, dir, strlen(dir));
	}
	OK(open_ones == 1);
	close(fd); /* in the middle of its body */
	wait_ms(300);
	for (int i = 3; i < 200; i++) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", i);
		ssize_t k = readlink(path, link, sizeof link - 1);
		open_ones += k > 0 && !strncmp(link, dir, strlen(dir));
	}
	OK(open_ones == 1);  /* still the one counted before */
	OK(rmdir(dir) == 0); /* from now on no file can be made */
	struct reply a = send_upload(http_port(s), 65536, false);
	OK(a.status == 200);
	free(a.body);
	a = send_upload(http_port(s), 65537, false);
	OK(a.status == 503 && header(&a, "retry-after"));
	free(a.body);
	http_stop(s);
	OK(start((struct http_options){ .spool = str_of(dir) }) == NULL);
}

/* A form with a large file in it: the file's bytes are where the body is. */
static void test_form(int port)
{
	static const char before[] =
		"--XYZ\r\nContent-Disposition: form-data; name=\"roster\"; filename=\"a.xlsx\"\r\n"
		"Content-Type: application/octet-stream\r\n\r\n";
	static const char after[] =
		"\r\n--XYZ\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n1234\r\n--XYZ--\r\n";
	size_t file = 900000, n = sizeof before - 1 + file + sizeof after - 1;
	char *all = malloc(n), text[300];

	if (!all)
		abort();
	char *at = mempcpy(all, before, sizeof before - 1);
	for (size_t i = 0; i < file; i++)
		*at++ = (char)(i * 7);
	memcpy(at, after, sizeof after - 1);
	int fd = dial(port);
	snprintf(text, sizeof text,
		 "POST /form HTTP/1.1\r\nHost: t\r\nContent-Type: multipart/form-data; boundary=XYZ\r\n"
		 "Content-Length: %zu\r\n\r\n",
		 n);
	put_text(fd, text);
	put(fd, all, n);
	struct reply a = read_reply(fd, false);
	close(fd);
	OK(a.status == 200 && a.n == 7 + file + 1 + 10);
	OK(a.body && !memcmp(a.body + 7, all + sizeof before - 1, file));
	OK(a.body && !memcmp(a.body + 7 + file, ";csrf=1234;", 11));
	free(a.body);
	free(all);
}

/* What all requests together may keep: the last byte of it, and one more. */
static void test_shares(struct http_server *s, int port)
{
	atomic_fetch_add(&s->spooled, (size_t)HTTP_SPOOL_MAX - 100000);
	atomic_fetch_add(&s->bodies, (size_t)HTTP_BODIES_MAX - 40000);
	for (int round = 0; round < 2; round++) { /* nothing of it is lost by a refusal */
		struct reply a = send_upload(port, 100000, false);
		OK(a.status == 200);
		free(a.body);
		a = send_upload(port, 100001, false);
		OK(a.status == 503 && header(&a, "retry-after"));
		free(a.body);
		a = send_upload(port, 40000, false);
		OK(a.status == 200);
		free(a.body);
		a = send_upload(port, 40001, false);
		OK(a.status == 503);
		free(a.body);
	}
	wait_ms(100);
	OK(atomic_load(&s->spooled) == (size_t)HTTP_SPOOL_MAX - 100000);
	OK(atomic_load(&s->bodies) == (size_t)HTTP_BODIES_MAX - 40000);
	atomic_store(&s->spooled, 0);
	atomic_store(&s->bodies, 0);
}

int main(void)
{
	struct http_server *s = start((struct http_options){ .threads = 2, .workers = CLIENTS });

	OK(s != NULL);
	if (!s)
		return tap_end();
	test_sizes(http_port(s));
	test_form(http_port(s));
	test_shares(s, http_port(s));
	test_memory(http_port(s));
	http_stop(s);
	test_place();
	return tap_end();
}
