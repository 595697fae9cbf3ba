#include "blob_backup.h"
#include "blob_own.h"
#include "logline.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };

static str say(struct arena *mem, const char *what, const char *path, int error)
{
	struct buf b = buf_new(mem, 8192);

	buf_str(&b, str_of(what));
	buf_lit(&b, " ");
	buf_str(&b, str_of(path));
	if (error) {
		buf_lit(&b, ": ");
		buf_str(&b, str_of(strerror(error)));
	}
	return buf_view(&b);
}

/* --- holding --- */

/* Of its own for each: locks of one open directory would not keep each other off. */
struct blob_hold blob_hold(const struct blobs *b, bool alone)
{
	struct blob_hold h = { .fd = openat(b->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
	int code;

	if (h.fd < 0)
		return h;
	do
		code = flock(h.fd, alone ? LOCK_EX | LOCK_NB : LOCK_SH);
	while (code && errno == EINTR);
	if (code)
		blob_release(&h);
	return h;
}

void blob_release(struct blob_hold *h)
{
	if (h->fd >= 0)
		close(h->fd);
	h->fd = -1;
}

/* --- into a backup --- */

struct copy {
	struct ctx *c;
	struct backup_to *to;
	str *why;
	char *room;
};

static enum rc copy_bytes(struct copy *k, int fd, str name)
{
	ssize_t n;

	do {
		n = read(fd, k->room, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0 && !backup_data(k->to, (str){ k->room, (size_t)n }))
			return RC_BUSY;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0) {
		*k->why = say(k->c->mem, "this file cannot be read:", str_z(k->c->mem, name), errno);
		return RC_BUSY;
	}
	return RC_OK;
}

static enum rc copy_file(struct copy *k, str name, int64_t bytes)
{
	char path[BLOB_PATH];
	struct stat st;
	int fd = -1;

	if (blob_is_name(name)) {
		blob_path(path, name.s, false);
		fd = openat(k->c->model->blobs->dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	}
	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size != blob_file_size(bytes)) {
		if (fd >= 0)
			close(fd);
		logline(LOG_FAULT, "blob", "%.*s is missing or of another length, and not in the backup",
			STR_ARG(name));
		backup_lost(k->to);
		return RC_OK;
	}
	enum rc rc = backup_file(k->to, name) ? copy_bytes(k, fd, name) : RC_BUSY;

	close(fd);
	return rc == RC_OK && !backup_file_end(k->to) ? RC_BUSY : rc;
}

enum { AT_ONCE = 500 };
struct some {
	struct {
		str name;
		int64_t bytes;
	} row[AT_ONCE];
	size_t n;
};

static enum rc load_some(struct ctx *c, struct arena *mem, str after, struct some *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q, "SELECT b.name, b.bytes FROM blob b WHERE b.name > ?1 ORDER BY b.name LIMIT 500",
		TEXT(after));

	ret->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && ret->n < AT_ONCE) {
		ret->row[ret->n].name = db_dup(mem, &q, 0);
		ret->row[ret->n++].bytes = db_int(&q, 1);
	}
	return db_done(&q);
}

static int by_name(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

static bool is_known(const struct blob_known *known, str name)
{
	return known && known->n &&
	       bsearch(&name, known->name, known->n, sizeof *known->name, by_name) != NULL;
}

enum rc blob_backup(struct ctx *c, const struct blob_known *known, struct backup_to *to, str *ret_why)
{
	struct copy k = { .c = c, .to = to, .why = ret_why, .room = NEW(c->mem, char, PIECE) };
	struct some *some = NEW(c->mem, struct some, 1);
	struct arena *page[2] = { arena_within(c->mem, 1 << 20), arena_within(c->mem, 1 << 20) };
	str after = STR("");
	size_t turn = 0;
	enum rc rc;

	do {
		arena_reset(page[turn ^= 1]);
		rc = load_some(c, page[turn], after, some);
		if (rc == RC_OK && some->n && !c->model->blobs)
			rc = RC_INVALID;
		for (size_t i = 0; rc == RC_OK && i < some->n; i++) {
			after = some->row[i].name;
			if (!is_known(known, after))
				rc = copy_file(&k, after, some->row[i].bytes);
		}
	} while (rc == RC_OK && some->n == AT_ONCE);
	return rc;
}

/* --- out of a backup --- */

struct blob_restore {
	struct arena *mem;
	const char *path;
	struct blobs at;
	int fd; /* of the file under way */
	char name[BLOB_NAME];
};

/* What an attempt left behind that was broken off: it may have been another backup's. */
static void empty_shelf(int dir, const char *shelf)
{
	int fd = openat(dir, shelf, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	for (const struct dirent *e = readdir(d); e; e = readdir(d)) {
		str name = str_of(e->d_name);

		if (blob_is_name(name) || (name.s[0] == '.' && blob_is_name(str_cut(name, 1, name.n))))
			(void)unlinkat(fd, e->d_name, 0);
	}
	closedir(d);
}

enum found { FOUND_NOTHING, FOUND_MARK, FOUND_CONTENT };
static enum found look_around(int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	enum found found = FOUND_NOTHING;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return FOUND_CONTENT;
	}
	for (const struct dirent *e = readdir(d); e && found != FOUND_MARK; e = readdir(d)) {
		if (strcmp(e->d_name, BLOB_MARK) == 0)
			found = FOUND_MARK;
		else if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			found = FOUND_CONTENT;
	}
	closedir(d);
	return found;
}

static bool mark(struct blob_restore *r)
{
	int fd = openat(r->at.dir, BLOB_MARK, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0 && fsync(r->at.dir) == 0;

	close(fd);
	return ok;
}

enum rc blob_restore_begin(struct arena *mem, str path, struct blob_restore **ret, str *ret_why)
{
	static const char digits[] = "0123456789abcdef";
	struct blob_restore *r = NEW(mem, struct blob_restore, 1);

	*r = (struct blob_restore){ .mem = mem, .path = str_z(mem, path), .fd = -1 };
	if (mkdir(r->path, 0700) && errno != EEXIST) {
		*ret_why = say(mem, "the directory for files cannot be made:", r->path, errno);
		return RC_INVALID;
	}
	r->at.dir = open(r->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum found found = r->at.dir < 0 ? FOUND_CONTENT : look_around(r->at.dir);

	if (found == FOUND_CONTENT || (found == FOUND_NOTHING && !mark(r))) {
		*ret_why = say(mem,
			       found == FOUND_CONTENT ? "the directory for files is not empty:"
						      : "the directory for files cannot be written to:",
			       r->path, 0);
		blob_restore_done(r, false);
		return RC_CONFLICT;
	}
	for (int i = 0; found == FOUND_MARK && i < 256; i++)
		empty_shelf(r->at.dir, (const char[]){ digits[i / 16], digits[i % 16], '\0' });
	*ret = r;
	return RC_OK;
}

static enum rc cannot(struct blob_restore *r, str *ret_why)
{
	*ret_why = say(r->mem, "the files cannot be written:", r->path, errno);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	return RC_BUSY;
}

enum rc blob_restore_file(void *restore, str name, str *ret_why)
{
	struct blob_restore *r = restore;
	char path[BLOB_PATH];

	if (!blob_is_name(name)) {
		*ret_why = STR("a file in the backup has a name that none of ours has");
		return RC_MALFORMED;
	}
	memcpy(r->name, name.s, BLOB_NAME);
	const char shelf[] = { name.s[0], name.s[1], '\0' };

	if (mkdirat(r->at.dir, shelf, 0700) && errno != EEXIST)
		return cannot(r, ret_why);
	blob_path(path, r->name, true);
	r->fd = openat(r->at.dir, path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	return r->fd >= 0 ? RC_OK : cannot(r, ret_why);
}

enum rc blob_restore_data(void *restore, str bytes, str *ret_why)
{
	struct blob_restore *r = restore;

	while (bytes.n) {
		ssize_t put = write(r->fd, bytes.s, bytes.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return cannot(r, ret_why);
		bytes = str_cut(bytes, (size_t)put, bytes.n);
	}
	return RC_OK;
}

enum rc blob_restore_end(void *restore, str *ret_why)
{
	struct blob_restore *r = restore;
	char part[BLOB_PATH], whole[BLOB_PATH];
	int code = close(r->fd);

	r->fd = -1;
	blob_path(part, r->name, true);
	blob_path(whole, r->name, false);
	return code == 0 && renameat(r->at.dir, part, r->at.dir, whole) == 0 ? RC_OK : cannot(r, ret_why);
}

/* The whole file system at once: a hundred thousand small files one by one would take the night. */
enum rc blob_restore_sync(struct blob_restore *r, str *ret_why)
{
	return syncfs(r->at.dir) == 0 ? RC_OK : cannot(r, ret_why);
}

void blob_restore_done(struct blob_restore *r, bool whole)
{
	if (r->fd >= 0)
		close(r->fd);
	if (whole)
		(void)unlinkat(r->at.dir, BLOB_MARK, 0);
	if (r->at.dir >= 0)
		close(r->at.dir);
	r->fd = r->at.dir = -1;
}
