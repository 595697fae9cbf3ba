#include "key.h"
#include "keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET = 32, FILE_MAX = 256 };
static const str head_1 = STR_INIT("tongxin-key 1 "), head_2 = STR_INIT("tongxin-key 2 ");

struct keys {
	int format;
	uint8_t master[SECRET], digest[SM3_SIZE], wrap[SM4_KEY];
	struct keyring *ring;
};

/* --- the file --- */

/* A name that the directory has lost after a power cut is a key that is lost. */
static bool sync_directory(struct arena *mem, str path)
{
	while (path.n && path.s[path.n - 1] != '/')
		path.n--;
	int fd = open(path.n ? str_z(mem, path) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0;
	return close(fd) == 0 && ok;
}

static enum rc write_file(struct arena *mem, str path, const uint8_t digest[SM3_SIZE])
{
	uint8_t master[SECRET];
	struct buf b = buf_new(mem, FILE_MAX);
	int fd = open(str_z(mem, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? RC_CONFLICT : RC_FAULT;
	sm_random(master, sizeof master);
	buf_str(&b, head_2);
	buf_hex(&b, master, sizeof master);
	buf_ch(&b, ' ');
	buf_hex(&b, digest, SM3_SIZE);
	buf_ch(&b, '\n');
	explicit_bzero(master, sizeof master);
	bool ok = write(fd, b.s, b.n) == (ssize_t)b.n && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	return ok && sync_directory(mem, path) ? RC_OK : RC_FAULT;
}

enum rc keys_make(struct arena *mem, str path)
{
	uint8_t digest[SM3_SIZE];

	sm_random(digest, sizeof digest);
	return write_file(mem, path, digest);
}

enum rc keys_make_next(struct arena *mem, str path, const struct keys *old)
{
	return write_file(mem, path, old->digest);
}

static str read_small(struct arena *mem, str path, str *ret_why)
{
	char *text = NEW(mem, char, FILE_MAX);
	struct stat st;
	int fd = open(str_z(mem, path), O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		*ret_why = STR("The key file is not there or cannot be read. Without it nothing sealed can "
			       "be opened.");
		return (str){ NULL, 0 };
	}
	if (fstat(fd, &st) == 0 && (st.st_mode & 077))
		*ret_why = STR("The key file can be read by others: chmod 600 it.");
	ssize_t n = read(fd, text, FILE_MAX - 1);
	close(fd);
	if (ret_why->n)
		return (str){ NULL, 0 };
	return str_trim((str){ text, n < 0 ? 0 : (size_t)n });
}

static void made_from_master(const struct keys *k, str what, uint8_t *to, size_t n)
{
	struct sm3 d = sm3_hmac((str){ (const char *)k->master, SECRET }, &what, 1);

	memcpy(to, d.b, n);
}

static bool parse(struct keys *k, str text)
{
	str rest = text, master;

	if (str_starts(text, head_1)) {
		k->format = 1;
		if (!hex_read(str_cut(text, head_1.n, text.n), k->master, SECRET))
			return false;
		made_from_master(k, STR("digest"), k->digest, SM3_SIZE);
	} else if (str_starts(text, head_2)) {
		k->format = 2;
		rest = str_cut(text, head_2.n, text.n);
		if (!str_next(&rest, ' ', &master) || !hex_read(master, k->master, SECRET) ||
		    !hex_read(rest, k->digest, SM3_SIZE))
			return false;
	} else {
		return false;
	}
	made_from_master(k, STR("wrap"), k->wrap, SM4_KEY);
	return true;
}

enum rc keys_load(struct arena *mem, str path, const struct keys **ret, str *ret_why)
{
	str why = { NULL, 0 }, text = read_small(mem, path, &why);
	struct keys *k = NEW(mem, struct keys, 1);

	if (!text.s) {
		*ret_why = why;
		return RC_INVALID;
	}
	if (!parse(k, text)) {
		*ret_why = STR("The key file is not one of Tongxin's.");
		return RC_INVALID;
	}
	k->ring = keyring_new(mem);
	*ret = k;
	return RC_OK;
}

bool keys_related(const struct keys *a, const struct keys *b)
{
	return sm_equal(a->digest, b->digest, SM3_SIZE);
}

struct keyring *keys_ring(const struct keys *k) { return k->ring; }

/* --- what is made from it --- */

str keys_digest(struct arena *mem, const struct keys *k, str what, str value)
{
	const str part[] = { what, STR("="), value };
	struct sm3 d = sm3_hmac((str){ (const char *)k->digest, SM3_SIZE }, part, COUNT(part));

	return str_dup(mem, (str){ (char *)d.b, SM3_SIZE });
}

/* Format 1 had but one secret; in format 2 the digest key goes on to the next file, so the master must vouch.
 */
str keys_mark(struct arena *mem, const struct keys *k)
{
	uint8_t mark[SM3_SIZE];

	if (k->format == 1) {
		str digest = keys_digest(mem, k, STR("installation"), STR("tongxin"));
		return hex_put(mem, digest.s, digest.n);
	}
	made_from_master(k, STR("installation"), mark, sizeof mark);
	return hex_put(mem, mark, sizeof mark);
}

static str wrap_extra(char to[64], const struct key_name *name)
{
	int n = snprintf(to, 64, "key.%06u.C%d.%u", name->of.county, name->of.class, name->number);

	return (str){ to, (size_t)n };
}

str keys_wrap(struct arena *mem, const struct keys *k, const struct key_name *name,
	      const uint8_t key[SM4_KEY])
{
	char extra[64];

	return sm4_seal(mem, k->wrap, (str){ (const char *)key, SM4_KEY }, wrap_extra(extra, name));
}

bool keys_unwrap(struct arena *mem, const struct keys *k, const struct key_name *name, str wrapped,
		 uint8_t ret[SM4_KEY])
{
	char extra[64];
	str key;

	if (!sm4_open(mem, k->wrap, wrapped, wrap_extra(extra, name), &key) || key.n != SM4_KEY)
		return false;
	memcpy(ret, key.s, SM4_KEY);
	return true;
}

bool keys_derive(const struct keys *k, struct key_of which, uint8_t ret[SM4_KEY])
{
	char name[32];
	int n = snprintf(name, sizeof name, "seal %06u C%d", which.county, which.class);

	if (k->format != 1)
		return false;
	made_from_master(k, (str){ name, (size_t)n }, ret, SM4_KEY);
	return true;
}
