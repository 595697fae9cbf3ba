#include "backup_head.h"
#include "blob_backup.h"
#include "command.h"
#include "journal.h"
#include "record.h"
#include "restore_then.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
	"tongxin restore --from FILE [--then INCREMENT...] [--until INSTANT] --db URL [--key FILE] [--blobs "
	"DIR]\n"
	"        | --from FILE [--then INCREMENT...] --check --key FILE\n"
	"  A backup into a place that is empty: first all of it is checked, then written, then the journal "
	"is "
	"verified.\n"
	"  One that was broken off begins anew. --check: only look, and print every table with its rows and "
	"its "
	"sum.\n"
	"  --then: the increments since, in their order. --until: no further than to that moment, such as\n"
	"  2026-11-20T14:07:00+08:00.\n";

enum { THEN_MAX = 4096 }; /* increments at once: two weeks of one every five minutes */
struct order {
	const char *from, *then, *until, *db, *key, *blobs;
	const char *more[THEN_MAX]; /* after the one of --then */
	bool check;
};

/* One restore, step by step. */
struct restore {
	const struct order *order;
	struct site s; /* without a database at first */
	struct backup_head head;
	struct then then;
	struct backup_total total;
	str path, made; /* of an SQLite file: its name, and under which it is made */
	struct blob_restore *blobs;
	struct backup_load *load;
	str why;
};

static int refuse(str why)
{
	fprintf(stderr, "tongxin: %.*s\n", STR_ARG(why));
	return EXIT_REFUSED;
}

static str join(struct arena *mem, str a, const char *b)
{
	struct buf text = buf_new(mem, 8192);

	buf_str(&text, a);
	buf_str(&text, str_of(b));
	return buf_view(&text);
}

/* --- reading it --- */

static enum rc open_pack(struct restore *r, const char *path, struct backup_head *ret_head,
			 struct pack_in **ret)
{
	struct pack_in *p;
	enum rc rc = pack_open(&r->s.mem, str_of(path), &p, &r->why);

	if (rc != RC_OK)
		return rc;
	rc = backup_head_read(&r->s.mem, r->s.model.keys, pack_header(p), ret_head, &r->why);
	if (rc != RC_OK) {
		pack_free(p);
		return rc;
	}
	pack_key(p, ret_head->key);
	explicit_bzero(ret_head->key, sizeof ret_head->key);
	*ret = p;
	return RC_OK;
}

static enum rc read_all(struct restore *r, const struct backup_taker *to, struct backup_total *ret)
{
	struct pack_in *p;
	enum rc rc = open_pack(r, r->order->from, &r->head, &p);

	if (rc != RC_OK)
		return rc;
	rc = backup_read(&r->s.mem, p, to, ret, &r->why);
	pack_free(p);
	return rc;
}

/* then_open */
static enum rc open_then(void *arg, const struct then_file *f, struct pack_in **ret)
{
	struct backup_head head;

	return open_pack(arg, f->path, &head, ret);
}

/* The head of one file of the list, and whether all of it is what was written. */
static enum rc look_at(struct restore *r, struct then_file *f, const struct backup_taker *to,
		       struct backup_total *ret)
{
	struct pack_in *p;
	enum rc rc = open_pack(r, f->path, &f->head, &p);

	if (rc != RC_OK)
		return rc;
	f->id = backup_head_id(&r->s.mem, pack_header(p));
	rc = backup_read(&r->s.mem, p, to, ret, &r->why);
	pack_free(p);
	return rc;
}

static enum rc print_part(void *arg, const struct backup_part *p, str *ret_why)
{
	struct restore *r = arg;
	struct arena *mem = arena_within(&r->s.mem, 1 << 16);

	(void)ret_why;
	if (!p->file)
		printf("table\t%.*s\t%lld\t%.*s\n", STR_ARG(p->name), (long long)p->count,
		       STR_ARG(hex_put(mem, p->sum, sizeof p->sum)));
	arena_reset(mem);
	return RC_OK;
}

static void print_total(struct arena *mem, const struct backup_total *t)
{
	printf("tables\t%lld\nrows\t%lld\nfiles\t%lld\nbytes\t%lld\nmissing\t%lld\nsum\t%.*s\n",
	       (long long)t->tables, (long long)t->rows, (long long)t->files, (long long)t->bytes,
	       (long long)t->lost, STR_ARG(hex_put(mem, t->sum, sizeof t->sum)));
}

/* Beside the SQLite file that is to be made, unless --key says otherwise. */
static int load_key(struct restore *r)
{
	const struct order *o = r->order;
	str path = str_of(o->key), url = str_of(o->db);

	if (!o->key && str_starts(url, STR("sqlite:")))
		path = join(&r->s.mem, str_cut(url, sizeof "sqlite:" - 1, url.n), ".key");
	if (!path.n)
		return refuse(STR("say where the key file is, with --key"));
	if (keys_load(&r->s.mem, path, &r->s.model.keys, &r->why) != RC_OK)
		return refuse(r->why);
	return EXIT_DONE;
}

static int list_files(struct restore *r)
{
	const struct order *o = r->order;
	struct then *t = &r->then;

	*t = (struct then){ .mem = &r->s.mem, .file = NEW(&r->s.mem, struct then_file, THEN_MAX + 2) };
	t->file[t->n++].path = o->from;
	if (o->then)
		t->file[t->n++].path = o->then;
	for (size_t i = 0; o->then && i < THEN_MAX && o->more[i]; i++)
		t->file[t->n++].path = o->more[i];
	t->cut = o->until != NULL;
	if (t->cut && !instant_parse(str_of(o->until), &t->until))
		return refuse(STR("--until takes a moment such as 2026-11-20T14:07:00+08:00"));
	return EXIT_DONE;
}

/* All of it, before anything is made. */
static int check(struct restore *r)
{
	const struct backup_taker to = { .end = r->order->check ? print_part : NULL, .arg = r };
	int newest = migrations[nmigrations - 1].number;
	struct then *t = &r->then;
	struct backup_total total;

	for (size_t i = 0; i < t->n; i++)
		if (look_at(r, &t->file[i], &to, i ? &total : &r->total) != RC_OK)
			return refuse(t->n > 1 ? join(&r->s.mem,
						      join(&r->s.mem, str_of(t->file[i].path), ": "),
						      str_z(&r->s.mem, r->why))
					       : r->why);
	r->head = t->file[0].head;
	if (r->head.migration > newest || r->head.migration < 1)
		return refuse(STR("this backup was made by a newer program"));
	if (t->n > 1 && r->head.migration != newest)
		return refuse(STR("these increments are of an older program: restore them with that one"));
	return t->n > 1 || !r->order->check || t->cut
		       ? then_order(t, instant_now(), &r->why) == RC_OK ? EXIT_DONE : refuse(r->why)
		       : EXIT_DONE;
}

/* --- the place --- */

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static int open_lite(struct restore *r)
{
	static const char *const beside[] = { "", "-wal", "-journal" };
	struct arena *mem = &r->s.mem;

	r->path = str_cut(str_of(r->order->db), sizeof "sqlite:" - 1, SIZE_MAX);
	r->made = join(mem, r->path, ".restoring");
	for (size_t i = 0; i < COUNT(beside); i++) {
		str file = join(mem, r->path, beside[i]);

		if (exists(str_z(mem, file)))
			return refuse(
				join(mem, STR("this is not an empty place, there is "), str_z(mem, file)));
		(void)unlink(str_z(mem, join(mem, r->made, beside[i]))); /* of one that was broken off */
	}
	str url = join(mem, STR("sqlite:"), str_z(mem, r->made));

	return db_open(mem, url, DB_CREATE, &r->s.db, &r->why) == RC_OK ? EXIT_DONE : refuse(r->why);
}

static int open_postgres(struct restore *r)
{
	bool content = true;
	int at = 0;

	if (db_open(&r->s.mem, str_of(r->order->db), DB_WRITE, &r->s.db, &r->why) != RC_OK)
		return refuse(r->why);
	if (migrate_at(r->s.db, &at) != RC_OK || backup_content(&r->s.mem, r->s.db, &content) != RC_OK)
		return refuse(STR("the database cannot be read"));
	/* Tables without a row are what one left that was broken off. */
	if (content)
		return refuse(STR("this database has content already"));
	if (at > r->head.migration)
		return refuse(STR("this database has the tables of a newer program: make an empty one"));
	return EXIT_DONE;
}

static int open_blobs(struct restore *r)
{
	str dir = str_of(r->order->blobs);

	if (!dir.n && r->path.n)
		dir = join(&r->s.mem, r->path, ".blobs");
	if (!dir.n && !r->total.files)
		return EXIT_DONE;
	if (!dir.n)
		return refuse(STR("there are files in this backup: say where they go, with --blobs"));
	if (blob_restore_begin(&r->s.mem, dir, &r->blobs, &r->why) != RC_OK)
		return refuse(r->why);
	return EXIT_DONE;
}

/* --- writing it --- */

static enum rc take_table(void *arg, const struct backup_table *t, str *ret_why)
{
	return backup_load_table(((struct restore *)arg)->load, t, ret_why);
}

static enum rc take_row(void *arg, const struct val *v, size_t n, str *ret_why)
{
	return backup_load_row(((struct restore *)arg)->load, v, n, ret_why);
}

static enum rc take_file(void *arg, str name, str *ret_why)
{
	return blob_restore_file(((struct restore *)arg)->blobs, name, ret_why);
}

static enum rc take_data(void *arg, str bytes, str *ret_why)
{
	return blob_restore_data(((struct restore *)arg)->blobs, bytes, ret_why);
}

static enum rc take_end(void *arg, const struct backup_part *p, str *ret_why)
{
	return p->file ? blob_restore_end(((struct restore *)arg)->blobs, ret_why) : RC_OK;
}

/* Ids that were given out after the backup was made, printed or sent, must not be given out again. */
enum { ID_JUMP = 1 << 20 };

static enum rc load_then(struct restore *r, struct ctx *c)
{
	struct then_to to = { .blobs = r->blobs, .open = open_then, .arg = r };
	enum rc rc = backup_load_more(&r->s.mem, c->db, &to.load, &r->why);

	return rc == RC_OK ? then_load(c, &r->then, &to, &r->why) : rc;
}

/* In a unit: rows and files, all or nothing. */
static enum rc load(struct ctx *c, void *arg)
{
	struct restore *r = arg;
	struct db *db = c->db;
	const struct backup_taker to = { take_table, take_row, take_file, take_data, take_end, r };
	struct backup_total again;
	enum rc rc = backup_load_begin(&r->s.mem, db, &r->load, &r->why);

	if (rc == RC_OK)
		rc = read_all(r, &to, &again);
	if (rc == RC_OK && !sm_equal(again.sum, r->total.sum, sizeof again.sum)) {
		r->why = STR("the backup was changed while it was read");
		rc = RC_CONFLICT;
	}
	if (rc == RC_OK && r->then.n > 1)
		rc = load_then(r, c);
	if (rc == RC_OK)
		rc = DB_EXEC(db, "UPDATE counter SET next = next + ?1", INT(ID_JUMP));
	if (rc == RC_OK && r->blobs)
		rc = blob_restore_sync(r->blobs, &r->why);
	return rc;
}

/* A db_job: written after bulk, it is what makes the rest safe (db_bulk). */
static enum rc remember(struct db *db, void *arg)
{
	struct restore *r = arg;
	struct buf b = buf_new(&r->s.mem, 40);

	instant_put(&b, then_moment(&r->then));
	return DB_EXEC(db,
		       "INSERT INTO meta (name, value) VALUES ('restored', ?1)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(buf_view(&b)));
}

static int write_rows(struct restore *r)
{
	size_t n = 0;

	r->s.model.county = r->head.county;
	struct ctx c = site_ctx(&r->s);

	while (n < nmigrations && migrations[n].number <= r->head.migration)
		n++;
	if (db_bulk(r->s.db, true) != RC_OK || migrate(&r->s.mem, r->s.db, migrations, n, &r->why) != RC_OK)
		return refuse(join(&r->s.mem, STR("the tables cannot be written, is the disk full? "),
				   str_z(&r->s.mem, r->why)));
	r->why = STR("the database cannot be written: is the disk full?");
	if (store_write(&c, PRIO_BULK, load, r) != RC_OK || db_bulk(r->s.db, false) != RC_OK ||
	    backup_load_look(r->s.db) != RC_OK || db_write(r->s.db, remember, r) != RC_OK)
		return refuse(r->why);
	return EXIT_DONE;
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* An SQLite file that is whole takes its name. */
static int take_name(struct restore *r)
{
	struct arena *mem = &r->s.mem;
	const char *made = str_z(mem, r->made), *path = str_z(mem, r->path);
	str dir = r->path;

	db_close(r->s.db);
	r->s.db = NULL;
	while (dir.n && dir.s[dir.n - 1] != '/')
		dir.n--;
	const char *place = dir.n ? str_z(mem, dir) : ".";

	if (!exists(str_z(mem, join(mem, r->made, "-wal"))) && sync_path(made, 0) &&
	    rename(made, path) == 0 && sync_path(place, O_DIRECTORY))
		return EXIT_DONE;
	return refuse(join(mem, STR("the database cannot be written: "), strerror(errno)));
}

static int write_place(struct restore *r)
{
	int status = str_starts(str_of(r->order->db), STR("sqlite:")) ? open_lite(r) : open_postgres(r);

	if (status == EXIT_DONE)
		status = open_blobs(r);
	if (status == EXIT_DONE)
		status = write_rows(r);
	if (status == EXIT_DONE && r->path.n)
		status = take_name(r);
	if (r->blobs)
		blob_restore_done(r->blobs, status == EXIT_DONE);
	if (status != EXIT_DONE && r->made.n)
		(void)unlink(str_z(&r->s.mem, r->made));
	return status;
}

/* --- afterwards --- */

static enum rc note(struct ctx *c, void *arg)
{
	struct buf *made = arg;

	return journal_note(c, ACT_RESTORE, STR("backup"), 0, buf_view(made));
}

/* What is not in the journal's rows, and what they cannot say any more. */
static void tell_losses(const struct then *t)
{
	const struct redo *r = &t->redo;

	fprintf(stderr, "tongxin: %lld changes were carried out again from %zu increments.\n",
		(long long)r->done, t->n - 1);
	if (t->cut)
		fprintf(stderr, "tongxin: jobs, messages on their way, drafts and cards are as in the last "
				"increment before that moment.\n");
	if (r->erased)
		fprintf(stderr, "tongxin: of %lld changes the values were erased since, and stay so.\n",
			(long long)r->erased);
	if (r->secrets)
		fprintf(stderr,
			"tongxin: %lld passwords or links were set and changed again between two increments: "
			"they are empty.\n",
			(long long)r->secrets);
	if (r->unknown)
		fprintf(stderr, "tongxin: %lld changes are of kinds that this program does not know.\n",
			(long long)r->unknown);
}

static int catch_up(struct ctx *c, const struct then *t)
{
	int64_t left = 0;
	enum rc rc = then_settle(c, t);

	if (rc == RC_OK)
		rc = then_erase(c, t, &left);
	if (rc != RC_OK)
		return site_outcome(c, rc);
	tell_losses(t);
	if (t->nlate)
		fprintf(stderr,
			"tongxin: %zu records that were erased after that moment were erased again%s\n",
			t->nlate - (size_t)left, left ? "; see below" : ".");
	if (left)
		fprintf(stderr, "tongxin: %lld could not be: something stands against it now\n",
			(long long)left);
	return EXIT_DONE;
}

/* As any command finds it: migrated, its schema checked, both chains and every record verified. */
static int prove(const struct order *o, const struct then *t)
{
	struct site s;
	int status = site_open(&s, o->db, o->key, SITE_OPEN);

	if (status == EXIT_DONE && o->blobs)
		status = site_blobs(&s, o->blobs);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		struct buf made = buf_new(&s.mem, 40);

		instant_put(&made, then_moment(t));
		status = site_outcome(&c, store_write(&c, PRIO_BULK, note, &made));
		if (status == EXIT_DONE && t->n > 1)
			status = catch_up(&c, t);
		if (status == EXIT_DONE)
			status = site_verify(&c, false);
		fprintf(stderr,
			"tongxin: as it was at %.*s. What was %sclosed or disabled since then has to "
			"be done "
			"again.\n",
			STR_ARG(buf_view(&made)), t->n > 1 ? "" : "erased, ");
	}
	site_close(&s);
	return status;
}

static int run(const struct order *o)
{
	struct restore r = { .order = o };
	int status = site_bare(&r.s);

	if (status == EXIT_DONE)
		status = load_key(&r);
	if (status == EXIT_DONE)
		status = list_files(&r);
	if (status == EXIT_DONE)
		status = check(&r);
	if (status == EXIT_DONE && !o->check)
		status = write_place(&r);
	if (status == EXIT_DONE)
		print_total(&r.s.mem, &r.total);
	if (r.s.db) {
		db_close(r.s.db);
		r.s.db = NULL;
	}
	if (status == EXIT_DONE && !o->check)
		status = prove(o, &r.then);
	site_close(&r.s);
	return status;
}

int cmd_restore(int argc, char **argv)
{
	struct order o = { .check = false };
	const struct option_row rows[] = {
		{ "--from", &o.from, NULL },   { "--then", &o.then, NULL }, { "--until", &o.until, NULL },
		{ "--db", &o.db, NULL },       { "--key", &o.key, NULL },   { "--blobs", &o.blobs, NULL },
		{ "--check", NULL, &o.check },
	};
	int status = command_read(argc, argv,
				  &(struct command_form){ usage, rows, COUNT(rows), o.more, THEN_MAX });

	if (status >= 0)
		return status;
	bool place = o.db && db_url_valid(str_of(o.db)) && !str_eq(str_of(o.db), STR("sqlite::memory:"));

	if (!o.from || (!o.check && !place) || (o.check && !o.key && !o.db) || (o.more[0] && !o.then)) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	return run(&o);
}
