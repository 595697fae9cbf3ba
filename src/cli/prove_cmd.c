/* The nightly backup, and once a month the proof that it is one (ADR 0038): started by a timer beside the
 * server, which is shut in and cannot do it.  Each step is a process of its own that does just what the
 * command of that name does, so what is proven is what would be typed. */
#include "command.h"
#include "journal.h"
#include "proof.h"
#include "record.h"
#include "site.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
	"tongxin prove --db URL --backups DIR [--key FILE] [--blobs DIR] [--now]\n"
	"  Write a backup into DIR and take the oldest away; once a month, or --now, restore the newest "
	"aside, in "
	"DIR,\n"
	"  verify it, count it against the database, remove it, and write down what came of it for "
	"/admin/self-audit.\n";

struct order {
	const char *db, *key, *blobs, *backups;
	bool now;
};
struct prove {
	const struct order *o;
	struct site s;
	struct ctx c;
	const char *aside; /* DIR/.proof */
	str *backup;       /* in DIR, the oldest first */
	size_t n, cap;
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

/* The command's words to a file each; they are few. */
static void become(struct prove *p, command *run, char **argv)
{
	const char *said = path_in(p, p->aside, "out"), *wrong = path_in(p, p->aside, "err");
	int argc = 0;

	while (argv[argc])
		argc++;
	if (!freopen(said, "w", stdout) || !freopen(wrong, "w", stderr))
		_exit(EXIT_FAULT);
	int status = run(argc, argv);

	(void)fflush(stdout);
	(void)fflush(stderr);
	_exit(status);
}

static str read_all(struct prove *p, const char *path)
{
	enum { MOST = 16 << 10 };
	char *room = NEW(&p->s.mem, char, MOST);
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(room, 1, MOST, f) : 0;

	if (f)
		(void)fclose(f);
	return (str){ room, n };
}

/* Its own sentence, without "tongxin: ". */
static enum rc step(struct prove *p, command *run, char **argv)
{
	int status = 0;
	pid_t child = fork();
	str first, all;

	if (child == 0)
		become(p, run, argv);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return fail(p, "no process could be started");
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE)
		return RC_OK;
	all = read_all(p, path_in(p, p->aside, "err"));
	if (!str_next(&all, '\n', &first) || !first.n)
		return fail(p, WIFSIGNALED(status) ? "it was ended by a signal" : "it failed without a word");
	return fail(p, str_z(&p->s.mem,
			     str_starts(first, STR("tongxin: ")) ? str_cut(first, 9, first.n) : first));
}

/* "NAME\tNUMBER" among the lines that it printed. */
static int64_t said(struct prove *p, const char *name)
{
	str all = read_all(p, path_in(p, p->aside, "out")), line, word;
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

	if (name.n != STAMP + 4 || !str_eq(str_cut(name, STAMP, name.n), str_of(ending)))
		return false;
	for (size_t i = 0; i < STAMP; i++)
		if (i == 8           ? name.s[i] != 'T'
		    : i == STAMP - 1 ? name.s[i] != 'Z'
				     : name.s[i] < '0' || name.s[i] > '9')
			return false;
	return true;
}

static int by_name(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

static enum rc list_backups(struct prove *p)
{
	DIR *d = opendir(p->o->backups);

	if (!d)
		return fail(p, "the directory for backups cannot be read");
	p->n = 0;
	for (const struct dirent *e = readdir(d); e; e = readdir(d)) {
		if (!is_backup(str_of(e->d_name), ".bak"))
			continue;
		p->backup = GROWN(&p->s.mem, p->backup, p->n, &p->cap);
		p->backup[p->n++] = str_dup(&p->s.mem, str_of(e->d_name));
	}
	closedir(d);
	if (p->n)
		qsort(p->backup, p->n, sizeof *p->backup, by_name);
	return RC_OK;
}

/* Increments go with the backup that they go on from. */
static void drop_increments(struct prove *p)
{
	DIR *d = opendir(p->o->backups);

	for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d))
		if (is_backup(str_of(e->d_name), ".inc") && str_cmp(str_of(e->d_name), p->backup[0]) < 0)
			(void)unlink(path_in(p, p->o->backups, e->d_name));
	if (d)
		closedir(d);
}

static enum rc keep_some(struct prove *p)
{
	int64_t keep = ctx_param(&p->c, PARAM_BACKUP_KEEP);
	size_t most = keep > 1 ? (size_t)keep : 1, first = p->n > most ? p->n - most : 0;

	for (size_t i = 0; i < first; i++)
		if (unlink(path_in(p, p->o->backups, str_z(&p->s.mem, p->backup[i]))))
			return fail(p, "an old backup cannot be taken away");
	p->backup += first;
	p->n -= first;
	drop_increments(p);
	return RC_OK;
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
static const char *stamp_name(struct prove *p, int64_t at)
{
	struct buf whole = buf_new(&p->s.mem, 40), name = buf_new(&p->s.mem, 40);

	instant_put(&whole, at);
	for (size_t i = 0; i < whole.n && whole.s[i] != '.'; i++)
		if (whole.s[i] != '-' && whole.s[i] != ':' && whole.s[i] != 'Z')
			buf_ch(&name, whole.s[i]);
	buf_lit(&name, "Z.bak");
	return str_z(&p->s.mem, buf_view(&name));
}

/* Two within a second have names a second apart. */
static const char *free_path(struct prove *p)
{
	enum { SECOND = 1000000, TRIES = 60 };
	const char *path = NULL;

	for (int64_t i = 0; i < TRIES && (!path || !access(path, F_OK)); i++)
		path = path_in(p, p->o->backups, stamp_name(p, p->c.now + i * SECOND));
	return path;
}

static enum rc back_up(struct prove *p)
{
	char *argv[12] = { (char *)"backup" };
	size_t n = 1;

	put_option(argv, &n, "--db", p->o->db);
	put_option(argv, &n, "--key", str_z(&p->s.mem, p->s.key_file));
	put_option(argv, &n, "--blobs", p->o->blobs);
	put_option(argv, &n, "--to", free_path(p));
	enum rc rc = step(p, cmd_backup, argv);

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

	if (!p->n)
		return fail(p, "there is no backup");
	put_option(argv, &n, "--from", path_in(p, p->o->backups, str_z(&p->s.mem, p->backup[p->n - 1])));
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
		printf("proven\t%.*s\nrows\t%lld\nfiles\t%lld\nrecords\t%lld\n", STR_ARG(p->backup[p->n - 1]),
		       (long long)kept.rows, (long long)kept.files, (long long)kept.records);
	else
		fprintf(stderr, "tongxin: the proof failed: %.*s\n", STR_ARG(kept.why));
	int status = site_meta_put(&p->s, "proof", proof_text(&p->s.mem, &kept));

	return status == EXIT_DONE && !good ? EXIT_REFUSED : status;
}

static int run(struct prove *p)
{
	struct proof last = proof_last(&p->c);
	bool due = is_due(p, &last);

	p->aside = path_in(p, p->o->backups, ".proof");
	clear(p->aside);
	enum rc rc = mkdir(p->aside, 0700) ? fail(p, str_z(&p->s.mem, join(&p->s.mem,
									   "nothing can be written into the "
									   "directory for backups: ",
									   strerror(errno))))
					   : RC_OK;

	if (rc == RC_OK)
		rc = back_up(p);
	if (rc == RC_OK)
		rc = list_backups(p);
	if (rc == RC_OK && due)
		rc = restore_aside(p);
	/* None is taken away while it is not known that the new one is good. */
	if (rc == RC_OK)
		rc = keep_some(p);
	clear(p->aside);
	if (rc == RC_OK && !due) {
		printf("kept\t%zu\n", p->n);
		return EXIT_DONE;
	}
	if (!p->result.why.n && rc != RC_OK)
		(void)fail(p, rc_title(rc));
	return remember(p, &last, rc == RC_OK);
}

int cmd_prove(int argc, char **argv)
{
	struct order o = { .now = false };
	const struct option_row rows[] = {
		{ "--db", &o.db, NULL },           { "--key", &o.key, NULL }, { "--blobs", &o.blobs, NULL },
		{ "--backups", &o.backups, NULL }, { "--now", NULL, &o.now },
	};
	struct prove p = { .o = &o };
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!o.db || !o.backups || !*o.backups) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&p.s, o.db, o.key, SITE_OPEN);
	if (status == EXIT_DONE) {
		p.c = site_ctx(&p.s);
		status = run(&p);
	}
	site_close(&p.s);
	return status;
}
