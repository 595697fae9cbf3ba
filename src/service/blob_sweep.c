/* Away: what was dropped, what a crash left behind; and what should be there and is not. */
#include "blob.h"
#include "blob_backup.h"
#include "blob_own.h"
#include "logline.h"
#include "tr.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* --- dropping --- */

/* One that waits already will do. */
static enum rc order_job(struct ctx *c)
{
	struct actor program = actor_system(c->model->county);
	struct ctx p = *c;
	int64_t waits = 0, id;
	enum rc rc = DB_ONE(c->db, &waits, "SELECT count(*) FROM job j WHERE j.kind = ?1 AND j.state = ?2",
			    TEXT(str_of(blob_job.name)), INT(JOB_WAITING));

	p.who = &program; /* whoever erased it need not be there when it is done */
	if (rc != RC_OK || waits)
		return rc;
	return job_add(&p, &(struct job_new){ .kind = &blob_job }, &id);
}

enum rc blob_drop(struct ctx *c, str name)
{
	int64_t n = 0;
	enum rc rc = db_exec(c->db, SQL("DELETE FROM blob WHERE name = ?1"), VALS(TEXT(name)), &n);

	if (rc != RC_OK || !n)
		return rc;
	rc = DB_EXEC(c->db, "INSERT INTO blob_gone (name, at) VALUES (?1, ?2)", TEXT(name), INT(c->now));
	return rc == RC_OK ? order_job(c) : rc;
}

/* --- taking away what was dropped --- */

enum { GONE_AT_ONCE = 200 };
struct gone {
	str name[GONE_AT_ONCE];
	size_t n;
};

static enum rc load_gone(struct ctx *c, struct gone *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT g.name FROM blob_gone g ORDER BY g.at, g.name LIMIT 200");

	ret->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && ret->n < GONE_AT_ONCE)
		ret->name[ret->n++] = db_dup(c->mem, &q, 0);
	return db_done(&q);
}

static enum rc forget_gone(struct ctx *c, void *arg)
{
	const struct gone *g = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < g->n && rc == RC_OK; i++)
		rc = DB_EXEC(c->db, "DELETE FROM blob_gone WHERE name = ?1", TEXT(g->name[i]));
	return rc;
}

/* First the file, then the word that it is to go. */
static enum rc remove_gone(struct ctx *c, int64_t *ret_removed)
{
	struct gone *g = NEW(c->mem, struct gone, 1);
	enum rc rc;

	do {
		rc = load_gone(c, g);
		for (size_t i = 0; i < g->n && rc == RC_OK; i++)
			if (!blob_unlink(c->model->blobs, g->name[i].s)) {
				logline(LOG_FAULT, "blob", "%.*s cannot be removed: %s", STR_ARG(g->name[i]),
					strerror(errno));
				return RC_BUSY;
			}
		*ret_removed += (int64_t)g->n;
		if (rc == RC_OK && g->n)
			rc = store_write(c, PRIO_BULK, forget_gone, g);
	} while (rc == RC_OK && g->n == GONE_AT_ONCE);
	return rc;
}

static enum rc run_job(struct job_work *w)
{
	int64_t removed = 0;

	/* Another server of this county may have the place for files. */
	if (!w->ctx->model->blobs)
		return RC_BUSY;
	struct blob_hold hold = blob_hold(w->ctx->model->blobs, true);

	/* A backup is copying them, or the sweep is at it. */
	if (hold.fd < 0)
		return RC_BUSY;
	enum rc rc = remove_gone(w->ctx, &removed);

	blob_release(&hold);
	return rc;
}

const struct job_kind blob_job = { .name = "blob",
				   .label = N_("Taking away files that were erased"),
				   .run = run_job,
				   .prio = JOB_BULK,
				   .keep_days = 1 };

/* --- the sweep: shelf by shelf --- */

struct row {
	str name;
	int64_t bytes;
	bool there;
};

struct shelf {
	struct ctx *c;
	struct blob_report *report;
	struct row *row; /* in order of name */
	size_t n;
	int64_t now; /* of the machine, as the files' */
	bool look;
	int dir;
};

static enum rc load_shelf(struct ctx *c, const char *from, const char *to, struct shelf *s)
{
	struct rows q;
	size_t cap = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT b.name, b.bytes FROM blob b WHERE b.name >= ?1 AND b.name < ?2 ORDER BY"
			      " b.name",
			      TEXT(str_of(from)), TEXT(str_of(to)));

	s->n = 0;
	s->row = NULL;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		s->row = GROWN(c->mem, s->row, s->n, &cap);
		s->row[s->n++] = (struct row){ .name = db_dup(c->mem, &q, 0), .bytes = db_int(&q, 1) };
	}
	return db_done(&q);
}

static int compare_name(const void *name, const void *row)
{
	return str_cmp(*(const str *)name, ((const struct row *)row)->name);
}

static void look_at_orphan(struct shelf *s, const char *file, const struct stat *st)
{
	if (s->now - st->st_mtim.tv_sec < BLOB_YOUNG_S)
		s->report->young++;
	else if (s->look || unlinkat(s->dir, file, 0) == 0)
		s->report->removed++;
}

static void look_at_file(struct shelf *s, const char *file)
{
	str name = str_of(file);
	struct stat st;

	if (fstatat(s->dir, file, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
		return;
	struct row *r = s->n ? bsearch(&name, s->row, s->n, sizeof *s->row, compare_name) : NULL;
	bool part = name.s[0] == '.' && blob_is_name(str_cut(name, 1, name.n));
	if (!r && (part || blob_is_name(name))) { /* what is not ours is left alone */
		look_at_orphan(s, file, &st);
	} else if (r) {
		r->there = true;
		if (st.st_size == blob_file_size(r->bytes)) {
			s->report->files++;
			return;
		}
		s->report->cut++;
		logline(LOG_FAULT, "blob", "%s is of another length than it was", file);
	}
}

/* Erased since the rows were read, it is no loss. */
static void look_at_lost(struct shelf *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->row[i].there && blob_exists(s->c, s->row[i].name)) {
			s->report->lost++;
			logline(LOG_FAULT, "blob", "%.*s is missing", STR_ARG(s->row[i].name));
		}
}

static void look_at_shelf(struct shelf *s, const char *path)
{
	int fd = openat(s->c->model->blobs->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (d) {
		s->dir = fd;
		for (const struct dirent *e = readdir(d); e; e = readdir(d))
			look_at_file(s, e->d_name);
		closedir(d);
	} else if (fd >= 0) {
		close(fd);
	}
	look_at_lost(s);
}

static enum rc sweep_shelf(struct ctx *c, unsigned number, bool look, struct blob_report *report)
{
	static const char digits[] = "0123456789abcdefg"; /* the last is after every name */
	char from[] = { digits[number / 16], digits[number % 16], '\0' };
	char to[] = { digits[number / 16], digits[number % 16 + 1], '\0' };
	struct shelf s = { .c = c, .report = report, .now = time(NULL), .look = look, .dir = -1 };
	enum rc rc = load_shelf(c, from, to, &s);

	if (rc == RC_OK)
		look_at_shelf(&s, from);
	return rc;
}

enum rc blob_sweep(struct ctx *c, bool look, struct blob_report *ret)
{
	enum { SHELVES = 256, SHELF_MEMORY = 64 << 20 };
	struct blob_report report = { .files = 0 };
	struct ctx in = *c;
	enum rc rc = RC_OK;

	if (!c->model->blobs)
		return RC_INVALID;
	struct blob_hold hold = { .fd = -1 };

	/* While a backup copies them it stays with looking: the next sweep takes them away. */
	if (!look)
		hold = blob_hold(c->model->blobs, true);
	look = hold.fd < 0;
	if (!look)
		rc = remove_gone(c, &report.removed);
	in.mem = arena_within(c->mem, SHELF_MEMORY);
	for (unsigned i = 0; i < SHELVES && rc == RC_OK; i++) {
		rc = sweep_shelf(&in, i, look, &report);
		arena_reset(in.mem);
	}
	blob_release(&hold);
	if (rc == RC_OK)
		*ret = report;
	return rc;
}
