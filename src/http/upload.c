/* The body of a request on its way in.  A small one is kept in memory; one of more than UPLOAD_IN_MEMORY
 * bytes goes to a file that has no name, and is mapped read-only when it is whole: twenty officers who send a
 * roster of 24 MB at the same time cost no more memory than twenty who send a name.  The file is the
 * process's own, in one directory (http_options.spool), and is gone with its descriptor and mapping, also
 * after a crash. */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	UPLOAD_IN_ARENA = 32 << 10,
	UPLOAD_IN_MEMORY = 64 << 10,
	SKIP_AT_MOST = 8 << 20 /* of a body past its limit; after that the connection is cut */
};

const char *upload_directory(const char *given)
{
	const char *tmp = given ? given : getenv("TMPDIR");

	return tmp && *tmp ? tmp : "/tmp";
}

/* Not every file system knows files without a name: then it gets one for a moment. */
int upload_file(const char *directory)
{
	char path[4096];
	int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
		return fd;
	int n = snprintf(path, sizeof path, "%s/tongxin-XXXXXX", directory);
	if (n < 0 || (size_t)n >= sizeof path)
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

/* One share of a limit for all requests together. */
static bool reserve(_Atomic size_t *of, size_t most, size_t n)
{
	if (atomic_fetch_add(of, n) + n <= most)
		return true;
	atomic_fetch_sub(of, n);
	return false;
}

void upload_drop(struct exchange *ex)
{
	struct upload *u = &ex->upload;

	if (u->held)
		atomic_fetch_sub(&ex->server->bodies, u->held);
	if (u->spooled)
		atomic_fetch_sub(&ex->server->spooled, u->spooled);
	if (u->mapped)
		munmap(u->mapped, u->n);
	if (u->fd >= 0)
		close(u->fd);
	free(u->grown);
	*u = (struct upload){ .fd = -1, .max = u->max, .skipped = u->skipped, .status = u->status };
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, bytes, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false; /* the disk is full, or worse */
		bytes += k;
		n -= (size_t)k;
	}
	return true;
}

static bool spool(struct exchange *ex, const char *bytes, size_t n)
{
	struct upload *u = &ex->upload;

	if (!reserve(&ex->server->spooled, HTTP_SPOOL_MAX, n))
		return false;
	u->spooled += n;
	return write_all(u->fd, bytes, n);
}

/* What is in memory so far goes first. */
static bool begin_spool(struct exchange *ex)
{
	struct upload *u = &ex->upload;

	u->fd = upload_file(ex->server->spool);
	if (u->fd < 0 || !spool(ex, u->bytes, u->n))
		return false;
	free(u->grown);
	if (u->held)
		atomic_fetch_sub(&ex->server->bodies, u->held);
	u->bytes = u->grown = NULL;
	u->cap = u->held = 0;
	return true;
}

/* Room for a body of this length, the first time that bytes of it come. */
static bool hold(struct exchange *ex, size_t length)
{
	struct upload *u = &ex->upload;

	if (length <= UPLOAD_IN_ARENA) {
		u->bytes = arena_try(&ex->arena, 1, 1, length);
	} else if (reserve(&ex->server->bodies, HTTP_BODIES_MAX, length)) {
		u->held = length;
		u->bytes = u->grown = malloc(length);
	}
	u->cap = u->bytes ? length : 0;
	return u->bytes;
}

static bool take(struct exchange *ex, const char *bytes, size_t n)
{
	struct upload *u = &ex->upload;
	int64_t announced = 0;

	if (u->fd < 0 && u->cap == 0) {
		bool known = str_int(http_header(&ex->r, STR("content-length")), &announced);
		size_t length = known ? (size_t)announced : UPLOAD_IN_MEMORY;
		if (length <= UPLOAD_IN_MEMORY && !hold(ex, length))
			return false;
	}
	if (u->fd < 0 && n <= u->cap - u->n) {
		memcpy(u->bytes + u->n, bytes, n);
		return true;
	}
	if (u->fd < 0 && !begin_spool(ex))
		return false;
	return spool(ex, bytes, n);
}

void upload_add(struct exchange *ex, const char *bytes, size_t n)
{
	struct upload *u = &ex->upload;

	if (!u->status && n > u->max - u->n)
		u->status = 413;
	else if (!u->status && !take(ex, bytes, n))
		u->status = 503;
	if (u->status) {
		upload_drop(ex);
		u->skipped += n;
		return;
	}
	u->n += n;
}

bool upload_is_hopeless(const struct exchange *ex) { return ex->upload.skipped > SKIP_AT_MOST; }

int upload_finish(struct exchange *ex)
{
	struct upload *u = &ex->upload;

	if (!u->status && u->fd >= 0) {
		void *map = mmap(NULL, u->n, PROT_READ, MAP_PRIVATE, u->fd, 0);
		close(u->fd);
		u->fd = -1;
		u->mapped = map == MAP_FAILED ? NULL : map;
		u->bytes = u->mapped;
		u->status = u->mapped ? 0 : 503;
	}
	if (u->status) {
		upload_drop(ex);
		return u->status;
	}
	ex->r.body = (str){ u->bytes, u->n };
	return 0;
}
