#include "pack.h"
#include "engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { PIECE = 128 << 10, SEALED = PIECE + SEAL_EXTRA, LENGTH = 4, LEVEL = 4 };
#define MAGIC "tongxin-backup 1\n"
static const uint32_t last_bit = UINT32_C(1) << 31;

/* What each piece is sealed with beside the key. */
struct extra {
	uint8_t header[SM3_SIZE];
	uint8_t number[8];
	uint8_t length[LENGTH];
};

static void put_big(uint8_t *to, size_t n, uint64_t v)
{
	while (n--) {
		to[n] = (uint8_t)v;
		v >>= 8;
	}
}

static uint64_t get_big(const uint8_t *from, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | from[i];
	return v;
}

static void begin_extra(struct extra *e, str header)
{
	const str part[] = { STR(MAGIC), header };
	struct sm3 d = sm3(part, COUNT(part));

	memcpy(e->header, d.b, sizeof e->header);
}

static str extra_of(struct extra *e, uint64_t number, uint32_t length)
{
	put_big(e->number, sizeof e->number, number);
	put_big(e->length, sizeof e->length, length);
	return (str){ (const char *)e, sizeof *e };
}

/* --- writing --- */

struct pack_out {
	char *path, *part;
	int fd;
	int error; /* errno of what went wrong first */
	z_stream z;
	struct sm4 *key;
	struct extra extra;
	uint64_t number; /* of the next piece */
	int64_t bytes;
	bool as_is;
	uint8_t piece[PIECE];
	char sealed[SEALED];
};

static bool write_all(struct pack_out *p, const void *bytes, size_t n)
{
	const char *s = bytes;

	while (n && !p->error) {
		ssize_t put = write(p->fd, s, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			p->error = put < 0 ? errno : EIO;
			break;
		}
		s += put;
		n -= (size_t)put;
		p->bytes += put;
	}
	return !p->error;
}

static void write_piece(struct pack_out *p, bool last)
{
	uint8_t iv[SM4_IV], length[LENGTH];
	str plain = { (const char *)p->piece, PIECE - p->z.avail_out };
	uint32_t n = (uint32_t)(plain.n + SEAL_EXTRA) | (last ? last_bit : 0);

	put_big(length, sizeof length, n);
	sm_random(iv, sizeof iv);
	sm4_seal_with(p->key, iv, plain, extra_of(&p->extra, p->number++, n), p->sealed);
	if (write_all(p, length, sizeof length))
		(void)write_all(p, p->sealed, plain.n + SEAL_EXTRA);
	p->z.next_out = p->piece;
	p->z.avail_out = PIECE;
}

/* zlib asks for its memory by malloc(); with the sizes it takes here that is 256 KiB. */
static void compress_some(struct pack_out *p, int flush)
{
	int code;

	do {
		code = deflate(&p->z, flush);
		if (p->z.avail_out == 0)
			write_piece(p, false);
	} while (!p->error && (flush == Z_FINISH ? code == Z_OK || code == Z_BUF_ERROR : p->z.avail_in > 0));
}

bool pack_put(struct pack_out *p, const void *bytes, size_t n)
{
	const uint8_t *s = bytes;

	while (n && !p->error) {
		size_t some = n < PIECE ? n : PIECE;

		/* NOLINTNEXTLINE(performance-no-int-to-ptr): zlib's type has no const */
		p->z.next_in = (Bytef *)(uintptr_t)s;
		p->z.avail_in = (uInt)some;
		compress_some(p, Z_NO_FLUSH);
		s += some;
		n -= some;
	}
	return !p->error;
}

void pack_as_is(struct pack_out *p, bool as_is)
{
	int code = Z_OK;

	if (p->as_is == as_is || p->error)
		return;
	p->as_is = as_is;
	p->z.avail_in = 0;
	/* What came before must get out first, by the old level. */
	do {
		code = deflateParams(&p->z, as_is ? 0 : LEVEL, Z_DEFAULT_STRATEGY);
		if (p->z.avail_out == 0)
			write_piece(p, false);
	} while (code == Z_BUF_ERROR && !p->error);
}

static void free_out(struct pack_out *p)
{
	(void)deflateEnd(&p->z);
	if (p->key)
		sm4_free(p->key);
	if (p->fd >= 0)
		close(p->fd);
	free(p->path);
	free(p->part);
	free(p);
}

static bool write_head(struct pack_out *p, str header)
{
	uint8_t length[LENGTH];

	put_big(length, sizeof length, header.n);
	return write_all(p, MAGIC, sizeof MAGIC - 1) && write_all(p, length, sizeof length) &&
	       write_all(p, header.s, header.n);
}

static struct pack_out *new_out(str path)
{
	struct pack_out *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->fd = -1;
	p->path = strndup(path.s, path.n);
	p->part = p->path ? malloc(path.n + sizeof ".part") : NULL;
	if (p->part && deflateInit(&p->z, LEVEL) == Z_OK) {
		(void)snprintf(p->part, path.n + sizeof ".part", "%s.part", p->path);
		p->z.next_out = p->piece;
		p->z.avail_out = PIECE;
		return p;
	}
	free_out(p);
	return NULL;
}

enum rc pack_create(struct arena *mem, str path, str header, const uint8_t key[SM4_KEY],
		    struct pack_out **ret, str *ret_why)
{
	struct stat st;
	struct pack_out *p = header.n <= PACK_HEADER_MAX ? new_out(path) : NULL;

	if (!p) {
		*ret_why = STR("out of memory");
		return RC_FAULT;
	}
	if (lstat(p->path, &st) == 0) {
		free_out(p);
		*ret_why = db_why(mem, "there is a file %.*s already", STR_ARG(path));
		return RC_CONFLICT;
	}
	/* One that an attempt left behind which was killed is written over, whole. */
	(void)unlink(p->part);
	p->fd = open(p->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (p->fd < 0 || !write_head(p, header)) {
		int error = p->fd < 0 ? errno : p->error;

		if (p->fd >= 0)
			(void)unlink(p->part);
		free_out(p);
		*ret_why = db_why(mem, "%.*s cannot be written: %s", STR_ARG(path), strerror(error));
		return RC_INVALID;
	}
	begin_extra(&p->extra, header);
	p->key = sm4_new(key);
	*ret = p;
	return RC_OK;
}

static void sync_place(struct pack_out *p)
{
	char *slash = strrchr(p->part, '/');

	if (slash)
		slash[slash == p->part] = '\0';
	int fd = open(slash ? p->part : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd))
		p->error = errno;
	if (fd >= 0)
		close(fd);
}

/* Never over what somebody has put there meanwhile, where the file system can tell. */
static bool take_name(struct pack_out *p)
{
	if (renameat2(AT_FDCWD, p->part, AT_FDCWD, p->path, RENAME_NOREPLACE) == 0)
		return true;
	return (errno == EINVAL || errno == ENOSYS) && rename(p->part, p->path) == 0;
}

static void finish(struct pack_out *p)
{
	p->z.avail_in = 0;
	compress_some(p, Z_FINISH);
	if (!p->error)
		write_piece(p, true);
	if (!p->error && fsync(p->fd))
		p->error = errno;
	if (!p->error && !take_name(p))
		p->error = errno;
}

enum rc pack_close(struct arena *mem, struct pack_out *p, bool keep, int64_t *ret_bytes, str *ret_why)
{
	if (keep)
		finish(p);
	(void)unlink(p->part);
	if (keep && !p->error)
		sync_place(p);
	int error = p->error;
	int64_t bytes = p->bytes;

	if (error)
		*ret_why = db_why(mem, "%s cannot be written: %s", p->path, strerror(error));
	free_out(p);
	if (error)
		return RC_BUSY;
	*ret_bytes = bytes;
	return RC_OK;
}

/* --- reading --- */

struct pack_in {
	int fd;
	str header;
	const char *fault;
	z_stream z;
	struct sm4 *key;
	struct extra extra;
	uint64_t number;
	bool last;  /* the piece in hand is */
	bool ended; /* zlib has said so */
	uint8_t piece[PIECE];
	char sealed[SEALED];
};

static const char cut_off[] = "the file is cut off", changed[] = "the file was changed, or is damaged";

/* NOLINTNEXTLINE(bugprone-easily-swappable-parameters) */
static bool read_all(struct pack_in *p, void *to, size_t n)
{
	char *s = to;

	while (n) {
		ssize_t got = read(p->fd, s, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			p->fault = got < 0 ? "the file cannot be read" : cut_off;
			return false;
		}
		s += got;
		n -= (size_t)got;
	}
	return true;
}

static bool read_head(struct arena *mem, struct pack_in *p)
{
	char magic[sizeof MAGIC - 1];
	uint8_t length[LENGTH];

	if (!read_all(p, magic, sizeof magic) || memcmp(magic, MAGIC, sizeof magic) != 0) {
		p->fault = "this is not a backup of Tongxin";
		return false;
	}
	if (!read_all(p, length, sizeof length))
		return false;
	size_t n = (size_t)get_big(length, sizeof length);

	if (n > PACK_HEADER_MAX) {
		p->fault = changed;
		return false;
	}
	char *text = NEW(mem, char, n + 1);

	if (!read_all(p, text, n))
		return false;
	p->header = (str){ text, n };
	begin_extra(&p->extra, p->header);
	return true;
}

enum rc pack_open(struct arena *mem, str path, struct pack_in **ret, str *ret_why)
{
	struct pack_in *p = calloc(1, sizeof *p);
	char *name = str_z(mem, path);

	if (!p || inflateInit(&p->z) != Z_OK) {
		free(p);
		*ret_why = STR("out of memory");
		return RC_FAULT;
	}
	p->fd = open(name, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0) {
		*ret_why = db_why(mem, "%s cannot be read: %s", name, strerror(errno));
		pack_free(p);
		return RC_NOT_FOUND;
	}
	if (!read_head(mem, p)) {
		*ret_why = str_of(p->fault);
		pack_free(p);
		return RC_MALFORMED;
	}
	*ret = p;
	return RC_OK;
}

str pack_header(const struct pack_in *p) { return p->header; }
str pack_fault(const struct pack_in *p) { return str_of(p->fault); }

void pack_key(struct pack_in *p, const uint8_t key[SM4_KEY]) { p->key = sm4_new(key); }

static bool read_piece(struct pack_in *p)
{
	uint8_t length[LENGTH];

	if (!read_all(p, length, sizeof length))
		return false;
	uint32_t n = (uint32_t)get_big(length, sizeof length);
	size_t bytes = n & ~last_bit;

	if (bytes < SEAL_EXTRA || bytes > SEALED) {
		p->fault = changed;
		return false;
	}
	if (!read_all(p, p->sealed, bytes))
		return false;
	str extra = extra_of(&p->extra, p->number++, n);

	if (!p->key || !sm4_open_with(p->key, (str){ p->sealed, bytes }, extra, (char *)p->piece)) {
		p->fault = changed;
		return false;
	}
	p->last = n & last_bit;
	p->z.next_in = p->piece;
	p->z.avail_in = (uInt)(bytes - SEAL_EXTRA);
	return true;
}

/* One step further: more input, or some output.  false: no more will come. */
static bool inflate_some(struct pack_in *p)
{
	if (p->z.avail_in == 0 && !p->last)
		return read_piece(p);
	int code = inflate(&p->z, Z_NO_FLUSH);

	p->ended = code == Z_STREAM_END;
	if (p->ended || code == Z_OK || (code == Z_BUF_ERROR && !p->last))
		return true;
	p->fault = code == Z_BUF_ERROR ? cut_off : changed;
	return false;
}

bool pack_get(struct pack_in *p, void *to, size_t n)
{
	uint8_t none;

	if (p->fault || n > UINT32_MAX)
		return false;
	/* zlib refuses a NULL even where nothing is to go. */
	p->z.next_out = n ? to : &none;
	p->z.avail_out = (uInt)n;
	while (p->z.avail_out) {
		if (p->ended)
			p->fault = cut_off;
		if (p->ended || !inflate_some(p))
			return false;
	}
	return true;
}

bool pack_at_end(struct pack_in *p)
{
	uint8_t more;

	/* zlib says that it was the end only when it is asked for more. */
	p->z.next_out = &more;
	p->z.avail_out = 1;
	while (!p->fault && !p->ended && p->z.avail_out)
		(void)inflate_some(p);
	/* The end may have come with a piece that was just full: then the last one is empty. */
	if (p->ended && !p->last && !p->z.avail_in)
		(void)read_piece(p);
	if (p->fault)
		return false;
	if (!p->ended || !p->last || p->z.avail_in || p->z.avail_out == 0 || read(p->fd, &more, 1) != 0) {
		p->fault = changed;
		return false;
	}
	return true;
}

void pack_free(struct pack_in *p)
{
	if (!p)
		return;
	(void)inflateEnd(&p->z);
	if (p->key)
		sm4_free(p->key);
	if (p->fd >= 0)
		close(p->fd);
	free(p);
}
