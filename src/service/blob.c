#include "blob.h"
#include "blob_own.h"
#include "logline.h"
#include "outage.h"
#include "sm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* `sealed`: the file's key.  A row of blob_gone is a file that is to be taken away. */
const char blob_ddl[] = "CREATE TABLE blob (\n"
			"\tname TEXT NOT NULL PRIMARY KEY,\n"
			"\tcounty INT NOT NULL,\n"
			"\tbytes BIG NOT NULL,\n"
			"\tcreated_at BIG NOT NULL,\n"
			"\tsealed BLOB NOT NULL\n"
			");\n"
			"CREATE TABLE blob_gone (\n"
			"\tname TEXT NOT NULL PRIMARY KEY,\n"
			"\tat BIG NOT NULL\n"
			");\n";

enum { MAGIC = sizeof BLOB_MAGIC - 1, SEALED_PIECE = BLOB_PIECE + SEAL_EXTRA };

static str key_extra(struct arena *mem, str name)
{
	struct buf b = buf_new(mem, name.n + 8);

	buf_lit(&b, "blob.");
	buf_str(&b, name);
	return buf_view(&b);
}

static str row_extra(struct arena *mem, const struct val *key) { return key_extra(mem, key[0].s); }

const struct sealed_column blob_sealed = {
	.table = "blob",
	.column = "sealed",
	.class = C4_SENSITIVE,
	.county = "county",
	.key = { { "name", true } },
	.extra = row_extra,
};

/* --- names and sizes --- */

bool blob_is_name(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789abcdef", s.s[i]) || !s.s[i])
			return false;
	return s.n == BLOB_NAME;
}

void blob_path(char to[BLOB_PATH], const char *name, bool temporary)
{
	(void)snprintf(to, BLOB_PATH, "%.*s/%s%.*s", BLOB_SHELF, name, temporary ? "." : "", BLOB_NAME, name);
}

static int64_t pieces_of(int64_t bytes) { return (bytes + BLOB_PIECE - 1) / BLOB_PIECE; }

int64_t blob_file_size(int64_t bytes) { return MAGIC + bytes + pieces_of(bytes) * SEAL_EXTRA; }

/* What each piece is sealed with beside the key: whose it is, which one, and how long the whole is. */
static str piece_extra(char to[128], const char *name, int64_t piece, int64_t bytes)
{
	int n = snprintf(to, 128, "%.*s.%lld.%lld", BLOB_NAME, name, (long long)piece, (long long)bytes);

	return (str){ to, (size_t)n };
}

/* --- where they lie --- */

enum rc blobs_open(struct arena *mem, str path, const struct blobs **ret)
{
	struct blobs *b = NEW(mem, struct blobs, 1);
	const char *dir = str_z(mem, path);

	if (mkdir(dir, 0700) && errno != EEXIST)
		return RC_INVALID;
	b->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->dir < 0)
		return RC_INVALID;
	if (faccessat(b->dir, ".", W_OK | X_OK, 0)) {
		close(b->dir);
		return RC_INVALID;
	}
	/* Of a restore killed after its last step. Left there, the next one would take all of this for its
	 * own ruins. */
	(void)unlinkat(b->dir, BLOB_MARK, 0);
	*ret = b;
	return RC_OK;
}

void blobs_close(const struct blobs *b)
{
	if (b)
		close(b->dir);
}

/* --- writing a file --- */

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t put = write(fd, bytes, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes += put;
		n -= (size_t)put;
	}
	return true;
}

static bool write_pieces(int fd, const struct blob_new *b, struct sm4 *key, str bytes, char *room)
{
	char text[128];
	bool ok = write_all(fd, BLOB_MAGIC, MAGIC);

	for (int64_t i = 0; ok && i < pieces_of(b->bytes); i++) {
		str plain = str_cut(bytes, (size_t)i * BLOB_PIECE, BLOB_PIECE);
		uint8_t iv[SM4_IV];
		sm_random(iv, sizeof iv);
		sm4_seal_with(key, iv, plain, piece_extra(text, b->name, i, b->bytes), room);
		ok = write_all(fd, room, plain.n + SEAL_EXTRA);
	}
	return ok && fsync(fd) == 0;
}

static bool sync_directory(int at, const char *path)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* A new shelf must not be forgotten either. */
static bool make_shelf(const struct blobs *b, const char *shelf)
{
	if (mkdirat(b->dir, shelf, 0700) == 0)
		return sync_directory(b->dir, ".");
	return errno == EEXIST;
}

/* Under its name only when all of it is safe. */
static bool write_file(const struct blobs *at, const struct blob_new *b, str bytes, char *room)
{
	char part[BLOB_PATH], whole[BLOB_PATH], shelf[BLOB_SHELF + 1] = { b->name[0], b->name[1], '\0' };
	struct sm4 *key = sm4_new(b->key);

	blob_path(part, b->name, true);
	blob_path(whole, b->name, false);
	int fd = make_shelf(at, shelf) ? openat(at->dir, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)
				       : -1;
	bool ok = fd >= 0 && write_pieces(fd, b, key, bytes, room);
	int error = errno;
	if (fd >= 0)
		close(fd);
	sm4_free(key);
	if (ok)
		ok = renameat(at->dir, part, at->dir, whole) == 0 && sync_directory(at->dir, shelf);
	if (ok)
		return true;
	if (fd >= 0)
		(void)unlinkat(at->dir, part, 0);
	logline(LOG_FAULT, "blob", "a file could not be written: %s", strerror(error));
	outage_full();
	return false;
}

static void make_name(struct ctx *c, str bytes, char to[BLOB_NAME])
{
	uint8_t chance[SM3_SIZE];
	struct sm3 content = sm3(&bytes, 1);
	struct buf b = buf_new(c->mem, sizeof chance + sizeof content);

	/* The same picture twice is two files that nobody can tell are the same. */
	sm_random(chance, sizeof chance);
	buf_put(&b, content.b, sizeof content.b);
	buf_put(&b, chance, sizeof chance);
	str digest = keys_digest(c->mem, c->model->keys, STR("blob"), buf_view(&b));
	memcpy(to, hex_put(c->mem, digest.s, digest.n).s, BLOB_NAME);
}

enum rc blob_write(struct ctx *c, str bytes, struct blob_new *ret)
{
	struct blob_new b = { .bytes = (int64_t)bytes.n };

	if (bytes.n > BLOB_BYTES)
		return RC_TOO_BIG;
	if (!c->model->blobs)
		return RC_INVALID;
	char *room = NEW(c->mem, char, SEALED_PIECE);
	make_name(c, bytes, b.name);
	sm_random(b.key, sizeof b.key);
	bool ok = write_file(c->model->blobs, &b, bytes, room);
	if (ok)
		*ret = b;
	explicit_bzero(b.key, sizeof b.key);
	return ok ? RC_OK : RC_BUSY;
}

bool blob_unlink(const struct blobs *b, const char *name)
{
	char path[BLOB_PATH];

	blob_path(path, name, false);
	return unlinkat(b->dir, path, 0) == 0 || errno == ENOENT;
}

void blob_discard(struct ctx *c, struct blob_new *b)
{
	if (c->model->blobs && b->name[0])
		(void)blob_unlink(c->model->blobs, b->name);
	*b = (struct blob_new){ .bytes = 0 };
}

/* --- rows --- */

static str name_of(const struct blob_new *b) { return (str){ b->name, BLOB_NAME }; }

static enum rc seal_key(struct ctx *c, unsigned county, str key, str name, str *ret)
{
	return seal_text(c, (struct key_of){ county, C4_SENSITIVE }, key, key_extra(c->mem, name), ret);
}

enum rc blob_keep(struct ctx *c, const struct blob_new *b)
{
	unsigned county = c->who->county ? c->who->county : c->model->county;
	str sealed, name = name_of(b);
	enum rc rc = seal_key(c, county, (str){ (const char *)b->key, SM4_KEY }, name, &sealed);

	if (rc != RC_OK)
		return rc;
	return DB_EXEC(
		c->db,
		"INSERT INTO blob (name, county, bytes, created_at, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
		TEXT(name), INT(county), INT(b->bytes), INT(c->now), BLOB(sealed));
}

struct row {
	unsigned county;
	int64_t bytes;
	str sealed;
};

static enum rc load_row(struct ctx *c, str name, struct row *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT b.county, b.bytes, b.sealed FROM blob b WHERE b.name = ?1",
			      TEXT(name));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	if (found) {
		*ret = (struct row){ .county = (unsigned)db_int(&q, 0), .bytes = db_int(&q, 1) };
		ret->sealed = str_dup(c->mem, db_blob(&q, 2));
	}
	rc = db_done(&q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_NOT_FOUND;
}

static enum rc open_key(struct ctx *c, str name, const struct row *r, str *ret_key)
{
	enum rc rc = seal_open(c, (struct key_of){ r->county, C4_SENSITIVE }, r->sealed,
			       key_extra(c->mem, name), ret_key);

	return rc == RC_OK && ret_key->n != SM4_KEY ? RC_NOT_FOUND : rc;
}

bool blob_exists(struct ctx *c, str name)
{
	struct row r;

	return blob_is_name(name) && load_row(c, name, &r) == RC_OK;
}

str blob_etag(struct arena *mem, str name, char part)
{
	enum { ENOUGH = 24 };
	struct buf b = buf_new(mem, 40);

	buf_ch(&b, '"');
	buf_str(&b, str_cut(name, 0, ENOUGH));
	buf_ch(&b, part);
	buf_ch(&b, '"');
	return buf_view(&b);
}

enum rc blob_rekeep(struct ctx *c, str name, unsigned county)
{
	struct row r;
	str key, sealed;
	enum rc rc = load_row(c, name, &r);

	if (rc != RC_OK || r.county == county)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = open_key(c, name, &r, &key);
	if (rc == RC_OK)
		rc = seal_key(c, county, key, name, &sealed);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc; /* what does not open stays as it is */
	return DB_EXEC(c->db, "UPDATE blob SET county = ?2, sealed = ?3 WHERE name = ?1", TEXT(name),
		       INT(county), BLOB(sealed));
}

/* --- reading --- */

struct span {
	str name;
	int64_t bytes;
	int64_t first, last; /* pieces */
};

static bool read_piece(int fd, struct sm4 *key, const struct span *s, int64_t piece, char *room, char *to)
{
	char text[128];
	int64_t left = s->bytes - piece * BLOB_PIECE;
	size_t n = (left < BLOB_PIECE ? (size_t)left : BLOB_PIECE) + SEAL_EXTRA;

	if (pread(fd, room, n, (off_t)(MAGIC + piece * SEALED_PIECE)) != (ssize_t)n)
		return false;
	return sm4_open_with(key, (str){ room, n }, piece_extra(text, s->name.s, piece, s->bytes), to);
}

static enum rc read_span(struct ctx *c, const uint8_t *key_bytes, const struct span *s, char *to)
{
	char path[BLOB_PATH], *room = NEW(c->mem, char, SEALED_PIECE);
	struct stat st;

	blob_path(path, s->name.s, false);
	int fd = openat(c->model->blobs->dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && fstat(fd, &st) == 0 && st.st_size == blob_file_size(s->bytes);
	struct sm4 *key = ok ? sm4_new(key_bytes) : NULL;
	for (int64_t i = s->first; ok && i <= s->last; i++)
		ok = read_piece(fd, key, s, i, room, to + (i - s->first) * BLOB_PIECE);
	if (key)
		sm4_free(key);
	if (fd >= 0)
		close(fd);
	if (!ok)
		logline(LOG_FAULT, "blob", "%.*s is missing, cut off or changed", STR_ARG(s->name));
	return ok ? RC_OK : RC_NOT_FOUND;
}

enum rc blob_read(struct ctx *c, str name, size_t from, size_t n, str *ret)
{
	struct row r = { .bytes = 0 };
	str key;
	enum rc rc = blob_is_name(name) && c->model->blobs ? load_row(c, name, &r) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = open_key(c, name, &r, &key);
	if (rc != RC_OK)
		return rc;
	size_t all = (size_t)r.bytes, end = from < all && n < all - from ? from + n : all;
	if (from >= end) {
		*ret = STR("");
		return RC_OK;
	}
	const struct span s = { .name = name,
				.bytes = r.bytes,
				.first = (int64_t)(from / BLOB_PIECE),
				.last = (int64_t)((end - 1) / BLOB_PIECE) };
	char *to = arena_text(c->mem, (size_t)(s.last - s.first + 1) * BLOB_PIECE);
	rc = read_span(c, (const uint8_t *)key.s, &s, to);
	if (rc == RC_OK)
		*ret = (str){ to + (from - (size_t)s.first * BLOB_PIECE), end - from };
	return rc;
}
