/* The nightly backup, increments in between, and once a month the proof that it is one (ADR 0038): started by
 * timers beside the server, which is shut in and cannot do it.  Each step is a process of its own that does
 * just what the command of that name does, so what is proven is what would be typed. */
#include "command.h"
#include "journal.h"
#include "proof.h"
#include "record.h"
#include "site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
	"tongxin prove --db URL --backups DIR [--key FILE] [--blobs DIR] [--now | --increment]\n"
	"  Write a backup into DIR and take the oldest away; once a month, or --now, restore the newest "
	"aside, in "
	"DIR,\n"
	"  verify it, count it against the database, remove it, and write down what came of it for "
	"/admin/self-audit.\n"
	"  --increment: only what is new since the newest file in DIR; a whole one where that cannot be.\n";

struct order {
	const char *db, *key, *blobs, *backups;
	bool now, increment;
};
struct files {
	str *name; /* the oldest first */
	size_t n, cap;
};
struct prove {
	const struct order *o;
	struct site s;
	struct ctx c;
	const char *aside;        /* DIR/.proof */
	struct files whole, more; /* in DIR; what goes on from them */
	int said, wrong;          /* what the last step printed */
	struct proof result;
};

static str join(struct arena *mem, const char *a, const char *b)
{
	struct buf text = buf_new(mem, 8192);

	buf_str(&text, str_of(a));
	buf_str(&text, str_of(b));
	return buf_view(&text);
}

static const char *path_in(struct prove *p, const char *dir, const char *name)
{
	return str_z(&p->s.mem, join(&p->s.mem, str_z(&p->s.mem, join(&p->s.mem, dir, "/")), name));
}

static enum rc fail(struct prove *p, const char *why)
{
	if (!p->result.why.n)
		p->result.why = str_dup(&p->s.mem, str_of(why));
	return RC_INVALID;
}

/* --- a step --- */

/* Its words stay in memory: they say what is wrong when the disk is full, too. */
static void become(struct prove *p, command *run, char **argv)
{
	int argc = 0;

	while (argv[argc])
		argc++;
	if (dup2(p->said, STDOUT_FILENO) < 0 || dup2(p->wrong, STDERR_FILENO) < 0)
		_exit(EXIT_FAULT);
	int status = run(argc, argv);

	(void)fflush(stdout);
	(void)fflush(stderr);
	_exit(status);
}

static bool empty(int *fd)
{
	if (*fd < 0)
		*fd = memfd_create("prove", MFD_CLOEXEC);
	return *fd >= 0 && ftruncate(*fd, 0) == 0 && lseek(*fd, 0, SEEK_SET) == 0;
}

static str read_all(struct prove *p, int fd)
{
	enum { MOST = 16 << 10 };
	char *room = NEW(&p->s.mem, char, MOST);
	ssize_t n = pread(fd, room, MOST, 0);

	return (str){ room, n > 0 ? (size_t)n : 0 };
}

/* Its own sentence, without "tongxin: ". */
static enum rc step(struct prove *p, command *run, char **argv)
{
	int status = 0;
	bool ready = empty(&p->said) && empty(&p->wrong);
	pid_t child = ready ? fork() : -1;
	str first, all;

	if (child == 0)
		become(p, run, argv);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return fail(p, "no process could be started");
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE)
		return RC_OK;
	all = read_all(p, p->wrong);
	if (!str_next(&all, '\n', &first) || !first.n)
		return fail(p, WIFSIGNALED(status) ? "it was ended by a signal" : "it failed without a word");
	return fail(p, str_z(&p->s.mem,
			     str_starts(first, STR("tongxin: ")) ? str_cut(first, 9, first.n) : first));
}

/* "NAME\tNUMBER" among the lines that it printed. */
static int64_t said(struct prove *p, const char *name)
{
	str all = read_all(p, p->said), line, word;
	int64_t n = -1;

	while (str_next(&all, '\n', &line))
		if (str_next(&line, '\t', &word) && str_eq(word, str_of(name)) && str_int(line, &n))
			return n;
	return -1;
}

/* --- the place --- */

static int take_away(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

/* What a proof made, or one that was killed; nothing beyond it, links neither. */
static void clear(const char *dir)
{
	enum { FILES_OPEN = 8 };

	(void)nftw(dir, take_away, FILES_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* 20261123T010000Z.bak */
static bool is_backup(str name, const char *ending)
{
	enum { STAMP = 16 };

	if (name.n < STAMP || !str_eq(str_cut(name, STAMP, name.n), str_of(ending)))
		return false;
	for (size_t i = 0; i < STAMP; i++)
		if (i == 8           ? name.s[i] != 'T'
		    : i == STAMP - 1 ? name.s[i] != 'Z'
				     : name.s[i] < '0' || name.s[i] > '9')
			return false;
	return true;
}

static int by_name(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

static void put_file(struct prove *p, struct files *to, const char *name)
{
	to->name = GROWN(&p->s.mem, to->name, to->n, &to->cap);
	to->name[to->n++] = str_dup(&p->s.mem, str_of(name));
}

/* Nobody else writes here now, so what is half written was killed. */
static void drop_half(struct prove *p, const char *name)
{
	if (is_backup(str_of(name), ".bak.part") || is_backup(str_of(name), ".inc.part"))
		(void)unlink(path_in(p, p->o->backups, name));
}

static enum rc list_files(struct prove *p)
{
	DIR *d = opendir(p->o->backups);

	if (!d)
		return fail(p, "the directory for backups cannot be read");
	p->whole.n = p->more.n = 0;
	for (const struct dirent *e = readdir(d); e; e = readdir(d)) {
		drop_half(p, e->d_name);
		if (is_backup(str_of(e->d_name), ".bak"))
			put_file(p, &p->whole, e->d_name);
		if (is_backup(str_of(e->d_name), ".inc"))
			put_file(p, &p->more, e->d_name);
	}
	closedir(d);
	if (p->whole.n)
		qsort(p->whole.name, p->whole.n, sizeof *p->whole.name, by_name);
	if (p->more.n)
		qsort(p->more.name, p->more.n, sizeof *p->more.name, by_name);
	return RC_OK;
}

/* Of both, by their moments. */
static str newest(const struct prove *p)
{
	str whole = p->whole.n ? p->whole.name[p->whole.n - 1] : STR("");

	return p->more.n && str_cmp(p->more.name[p->more.n - 1], whole) > 0 ? p->more.name[p->more.n - 1]
									    : whole;
}

static enum rc remove_before(struct prove *p, const struct files *f, str first)
{
	for (size_t i = 0; i < f->n && str_cmp(f->name[i], first) < 0; i++)
		if (unlink(path_in(p, p->o->backups, str_z(&p->s.mem, f->name[i]))))
			return fail(p, "an old backup cannot be taken away");
	return RC_OK;
}

/* Increments go with the backup that they go on from, and before it: they are nothing without. */
static enum rc keep_some(struct prove *p)
{
	int64_t keep = ctx_param(&p->c, PARAM_BACKUP_KEEP);
	size_t most = keep > 1 ? (size_t)keep : 1;
	str first = p->whole.name[p->whole.n > most ? p->whole.n - most : 0];
	enum rc rc = remove_before(p, &p->more, first);

	if (rc == RC_OK)
		rc = remove_before(p, &p->whole, first);
	return rc == RC_OK ? list_files(p) : rc;
}

/* --- the backup --- */

static void put_option(char **argv, size_t *n, const char *name, const char *value)
{
	if (!value)
		return;
	argv[(*n)++] = (char *)name;
	argv[(*n)++] = (char *)value;
}

/* 2026-11-23T01:00:00.123456Z without what stands between. */
static str stamp_of(struct prove *p, int64_t at)
{
	struct buf whole = buf_new(&p->s.mem, 40), stamp = buf_new(&p->s.mem, 40);

	instant_put(&whole, at);
	for (size_t i = 0; i < whole.n && whole.s[i] != '.'; i++)
		if (whole.s[i] != '-' && whole.s[i] != ':' && whole.s[i] != 'Z')
			buf_ch(&stamp, whole.s[i]);
	buf_ch(&stamp, 'Z');
	return buf_view(&stamp);
}

/* Later than all that are there, so that their order is that of their names: two within a second have names a
 * second apart. */
static enum rc choose_path(struct prove *p, const char *ending, const char **ret)
{
	enum { SECOND = 1000000, TRIES = 60, STAMP = 16 };
	str last = newest(p), stamp = stamp_of(p, p->c.now);

	last = last.n ? str_cut(last, 0, STAMP) : last;
	for (int64_t i = 1; i < TRIES && str_cmp(stamp, last) <= 0; i++)
		stamp = stamp_of(p, p->c.now + i * SECOND);
	if (str_cmp(stamp, last) <= 0)
		return fail(p, "the clock stands before the newest backup: one of the two is wrong");
	*ret = path_in(p, p->o->backups, str_z(&p->s.mem, join(&p->s.mem, str_z(&p->s.mem, stamp), ending)));
	return RC_OK;
}

/* since: the name of a file in DIR; none for a whole one. */
static enum rc back_up(struct prove *p, str since)
{
	char *argv[14] = { (char *)"backup" };
	const char *to = NULL;
	size_t n = 1;
	enum rc rc = choose_path(p, since.n ? ".inc" : ".bak", &to);

	if (rc != RC_OK)
		return rc;
	put_option(argv, &n, "--db", p->o->db);
	put_option(argv, &n, "--key", str_z(&p->s.mem, p->s.key_file));
	put_option(argv, &n, "--blobs", p->o->blobs);
	if (since.n)
		put_option(argv, &n, "--since", path_in(p, p->o->backups, str_z(&p->s.mem, since)));
	put_option(argv, &n, "--to", to);
	rc = step(p, cmd_backup, argv);
	if (rc == RC_OK && said(p, "missing") > 0)
		rc = fail(p, "files are missing beside the database: tongxin blob check names them");
	return rc;
}

/* --- the proof --- */

/* Of a kind so many were made and so many deleted, as its journal says. */
struct told_of {
	int64_t there, made, dropped;
};

static enum rc count_kinds(struct ctx *c, struct told_of *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT j.kind, j.act, count(*) FROM journal j WHERE j.act IN (1, 3)"
			       " AND j.digest <> '' GROUP BY j.kind, j.act ORDER BY j.kind, j.act");

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < c->model->nkinds; i++)
			if (str_eq(str_of(c->model->kinds[i]->name), db_text(&q, 0)))
				*(db_int(&q, 1) == ACT_CREATE ? &ret[i].made : &ret[i].dropped) =
					db_int(&q, 2);
	rc = db_done(&q);
	for (size_t i = 0; i < c->model->nkinds && rc == RC_OK; i++) {
		const struct list all = { .limit = 0 };
		if (!c->model->kinds[i]->derived)
			rc = record_count(c, c->model->kinds[i], &all, &ret[i].there);
	}
	return rc;
}

static enum rc count_in(struct ctx *c, struct told_of *ret)
{
	enum rc rc = db_read_begin(c->db);

	if (rc == RC_OK)
		rc = count_kinds(c, ret);
	db_read_end(c->db);
	return rc;
}

/* What is there now is what was there then, with what the journal says since. */
static enum rc compare(struct prove *p, const struct told_of *now, const struct told_of *then)
{
	for (size_t i = 0; i < p->s.model.nkinds; i++) {
		int64_t must =
			then[i].there + (now[i].made - then[i].made) - (now[i].dropped - then[i].dropped);
		p->result.records += then[i].there;
		if (now[i].there != must)
			return fail(p, str_z(&p->s.mem,
					     join(&p->s.mem, "the backup has another number of records: ",
						  p->s.model.kinds[i]->name)));
	}
	return RC_OK;
}

static enum rc count_aside(struct prove *p, const char *url)
{
	struct told_of *now = NEW(&p->s.mem, struct told_of, p->s.model.nkinds),
		       *then = NEW(&p->s.mem, struct told_of, p->s.model.nkinds);
	struct site aside;
	int status = site_open(&aside, url, str_z(&p->s.mem, p->s.key_file), SITE_OPEN);
	enum rc rc = status == EXIT_DONE ? RC_OK : fail(p, "what was restored cannot be opened");

	if (rc == RC_OK) {
		struct ctx c = site_ctx(&aside);
		rc = count_in(&c, then);
	}
	site_close(&aside);
	if (rc == RC_OK)
		rc = count_in(&p->c, now);
	return rc == RC_OK ? compare(p, now, then) : rc;
}

static enum rc restore_aside(struct prove *p)
{
	const char *url = str_z(&p->s.mem, join(&p->s.mem, "sqlite:", path_in(p, p->aside, "db")));
	char *argv[12] = { (char *)"restore" };
	size_t n = 1;

	if (!p->whole.n)
		return fail(p, "there is no backup");
	put_option(argv, &n, "--from",
		   path_in(p, p->o->backups, str_z(&p->s.mem, p->whole.name[p->whole.n - 1])));
	put_option(argv, &n, "--db", url);
	put_option(argv, &n, "--key", str_z(&p->s.mem, p->s.key_file));
	enum rc rc = step(p, cmd_restore, argv);

	if (rc != RC_OK)
		return rc;
	p->result.rows = said(p, "rows");
	p->result.files = said(p, "files");
	return count_aside(p, url);
}

static bool is_due(struct prove *p, const struct proof *last)
{
	static const int64_t a_day = INT64_C(86400000000);

	return p->o->now || !last->known || !last->good ||
	       p->c.now - last->good_at >= ctx_param(&p->c, PARAM_BACKUP_PROOF_DAYS) * a_day;
}

static int remember(struct prove *p, const struct proof *last, bool good)
{
	p->result.at = p->c.now;
	p->result.good = good;
	struct proof kept = proof_after(last, &p->result);

	if (good)
		printf("proven\t%.*s\nrows\t%lld\nfiles\t%lld\nrecords\t%lld\n",
		       STR_ARG(p->whole.name[p->whole.n - 1]), (long long)kept.rows, (long long)kept.files,
		       (long long)kept.records);
	else
		fprintf(stderr, "tongxin: the proof failed: %.*s\n", STR_ARG(kept.why));
	int status = site_meta_put(&p->s, "proof", proof_text(&p->s.mem, &kept));

	return status == EXIT_DONE && !good ? EXIT_REFUSED : status;
}

static enum rc begin(struct prove *p)
{
	p->aside = path_in(p, p->o->backups, ".proof");
	clear(p->aside);
	if (mkdir(p->aside, 0700) == 0)
		return list_files(p);
	return fail(
		p, str_z(&p->s.mem, join(&p->s.mem, "nothing can be written into the directory for backups: ",
					 strerror(errno))));
}

static int run_nightly(struct prove *p)
{
	struct proof last = proof_last(&p->c);
	bool due = is_due(p, &last);
	enum rc rc = begin(p);

	if (rc == RC_OK)
		rc = back_up(p, STR(""));
	if (rc == RC_OK)
		rc = list_files(p);
	if (rc == RC_OK && due)
		rc = restore_aside(p);
	/* None is taken away while it is not known that the new one is good. */
	if (rc == RC_OK)
		rc = keep_some(p);
	clear(p->aside);
	if (rc == RC_OK && !due) {
		printf("kept\t%zu\n", p->whole.n);
		return EXIT_DONE;
	}
	if (!p->result.why.n && rc != RC_OK)
		(void)fail(p, rc_title(rc));
	return remember(p, &last, rc == RC_OK);
}

/* Where one cannot be, by the command's own word (nothing whole yet, keys changed, a load in bulk, a file
 * that is damaged), a whole one is what helps. */
static int run_increment(struct prove *p)
{
	struct proof last = proof_last(&p->c);
	enum rc rc = begin(p);
	bool done = false;

	if (rc == RC_OK && p->whole.n) {
		done = back_up(p, newest(p)) == RC_OK;
		if (!done)
			fprintf(stderr, "tongxin: no increment: %.*s\n", STR_ARG(p->result.why));
		p->result.why = STR("");
	}
	if (rc == RC_OK && !done)
		rc = back_up(p, STR(""));
	if (rc == RC_OK)
		rc = list_files(p);
	clear(p->aside);
	if (rc != RC_OK)
		return remember(p, &last, false);
	printf("%s\t%.*s\n", done ? "increment" : "whole", STR_ARG(newest(p)));
	return EXIT_DONE;
}

/* One at a time in DIR: what comes of a file that another is still writing has no order. */
static int run(struct prove *p)
{
	int dir = open(p->o->backups, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (dir >= 0 && flock(dir, LOCK_EX) && errno == EINTR)
		continue;
	p->c = site_ctx(&p->s);
	int status = p->o->increment ? run_increment(p) : run_nightly(p);

	if (dir >= 0)
		close(dir);
	return status;
}

int cmd_prove(int argc, char **argv)
{
	struct order o = { .now = false };
	const struct option_row rows[] = {
		{ "--db", &o.db, NULL },       { "--key", &o.key, NULL },
		{ "--blobs", &o.blobs, NULL }, { "--backups", &o.backups, NULL },
		{ "--now", NULL, &o.now },     { "--increment", NULL, &o.increment },
	};
	struct prove p = { .o = &o, .said = -1, .wrong = -1 };
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!o.db || !o.backups || !*o.backups || (o.now && o.increment)) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&p.s, o.db, o.key, SITE_OPEN);
	if (status == EXIT_DONE)
		status = run(&p);
	site_close(&p.s);
	return status;
}
