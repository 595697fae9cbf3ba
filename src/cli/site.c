#include "site.h"
#include "blob.h"
#include "duty_dir.h"
#include "journal.h"
#include "seal.h"
#include "sm.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PROCESS_MEMORY = 1 << 30 };

static int refuse(const char *what, str why)
{
	fprintf(stderr, "tongxin: %s%s%.*s\n", what, why.n ? ": " : "", (int)why.n, why.n ? why.s : "");
	return EXIT_REFUSED;
}

static int fault(const char *what)
{
	fprintf(stderr, "tongxin: %s\n", what);
	return EXIT_FAULT;
}

/* Beside the program, or where the package puts it. */
static const struct regions *find_regions(struct arena *mem)
{
	const struct regions *r;
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 20);
	const char *set = getenv("TONGXIN_REGIONS");

	if (set && region_open(mem, set, &r) == RC_OK)
		return r;
	while (n > 0 && path[n - 1] != '/')
		n--;
	if (n > 0) {
		memcpy(path + n, "regions.map", sizeof "regions.map");
		if (region_open(mem, path, &r) == RC_OK)
			return r;
	}
	return region_open(mem, "/usr/share/tongxin/regions.map", &r) == RC_OK ? r : NULL;
}

/* The duties of a county of its own, instead of those that came with the program. */
int site_duties(struct site *s, const char *dir)
{
	struct duties *d = NEW(&s->mem, struct duties, 1);
	str faults = { NULL, 0 };
	enum rc rc = duty_dir_read(&s->mem, dir, s->model.facts, s->model.params, d, &faults);

	if (rc == RC_NOT_FOUND)
		return refuse("the duties cannot be read", faults);
	if (rc != RC_OK) {
		fprintf(stderr, "%.*s", STR_ARG(faults));
		return EXIT_REFUSED;
	}
	s->model.duties = d;
	return EXIT_DONE;
}

int site_bare(struct site *s)
{
	const char *kind, *why;

	sm_start();
	arena_init(&s->mem, PROCESS_MEMORY);
	house_model(&s->mem, &s->model);
	s->model.regions = find_regions(&s->mem);
	s->model.chain = chain_new(&s->mem);
	if (!s->model.regions)
		return fault("the list of regions (regions.map) is not beside the program");
	why = model_fault(&s->model, &kind);
	if (why)
		return fault(why);
	return getenv("TONGXIN_DUTIES") ? site_duties(s, getenv("TONGXIN_DUTIES")) : EXIT_DONE;
}

/* FILE.key beside an SQLite file, unless --key says otherwise. */
static str key_path(struct site *s, const char *key)
{
	struct buf b = buf_new(&s->mem, 4096);

	if (key)
		return str_of(key);
	if (!str_starts(s->url, STR("sqlite:")))
		return (str){ NULL, 0 };
	buf_str(&b, str_cut(s->url, 7, s->url.n));
	buf_lit(&b, ".key");
	return buf_view(&b);
}

/* --- files beside the database --- */

/* Empty: a database that is no file has no place of its own. */
static str blobs_path(struct site *s)
{
	struct buf b = buf_new(&s->mem, 4096);

	if (!str_starts(s->url, STR("sqlite:")) || str_eq(s->url, STR("sqlite::memory:")))
		return (str){ NULL, 0 };
	buf_str(&b, str_cut(s->url, 7, s->url.n));
	buf_lit(&b, ".blobs");
	return buf_view(&b);
}

int site_blobs(struct site *s, const char *dir)
{
	str path = dir ? str_of(dir) : blobs_path(s);
	const struct blobs *to = NULL;

	if (!path.n || str_eq(path, s->blobs_dir))
		return EXIT_DONE;
	if (blobs_open(&s->mem, path, &to) != RC_OK)
		return refuse("the directory for files cannot be made or written to", path);
	blobs_close(s->model.blobs);
	s->model.blobs = to;
	s->blobs_dir = path;
	return EXIT_DONE;
}

/* A command that only looks makes nothing. */
static int open_blobs(struct site *s, int how)
{
	str path = blobs_path(s);

	if (!path.n || (how != SITE_NEW && access(str_z(&s->mem, path), F_OK)))
		return EXIT_DONE;
	return site_blobs(s, NULL);
}

/* --- opening --- */

/* Another installation's key, or one that was taken out of use, opens nothing here and must seal nothing. */
static int check_key(struct site *s)
{
	if (!site_meta(s, "key").n)
		return refuse(
			"this database was never finished: its restore, or tongxin init, was broken off",
			(str){ NULL, 0 });
	if (!str_eq(site_meta(s, "key"), keys_mark(&s->mem, s->model.keys)))
		return refuse("this is the key of another installation, or no longer the one of this",
			      (str){ NULL, 0 });
	return seal_start(&s->mem, s->db, s->model.keys) == RC_OK ? EXIT_DONE
								  : fault("the keys cannot be read");
}

static int open_key(struct site *s, const char *key, int how)
{
	str path = key_path(s, key), why = { NULL, 0 };

	if (!path.n)
		return refuse("say where the key file is, with --key", why);
	s->key_file = path;
	if (how == SITE_NEW) {
		enum rc rc = keys_make(&s->mem, path);
		if (rc == RC_CONFLICT)
			return refuse("there is a key file already", path);
		if (rc != RC_OK)
			return refuse("the key file cannot be written", path);
	}
	return keys_load(&s->mem, path, &s->model.keys, &why) == RC_OK ? EXIT_DONE : refuse("key", why);
}

static int check_empty(struct site *s)
{
	int at = 0;
	str why = { NULL, 0 };

	if (migrate_at(s->db, &at) != RC_OK)
		return fault("the database cannot be read");
	return at ? refuse("this database has content already", why) : EXIT_DONE;
}

static int make_tables(struct site *s)
{
	str why = { NULL, 0 };

	return migrate(&s->mem, s->db, migrations, nmigrations, &why) == RC_OK ? EXIT_DONE
									       : refuse("migration", why);
}

static int check_tables(struct site *s, int *ret_was)
{
	int at = 0;
	str why = { NULL, 0 };

	if (migrate_at(s->db, &at) != RC_OK)
		return fault("the database cannot be read");
	if (!at)
		return refuse("this database is empty: make it with tongxin init", why);
	/* What a newer program brings along is applied before anything else touches the data. */
	if (at > migrations[nmigrations - 1].number)
		return refuse("this database was made by a newer program", why);
	if (migrate(&s->mem, s->db, migrations, nmigrations, &why) != RC_OK)
		return refuse("migration", why);
	*ret_was = at;
	enum rc rc = schema_check(&s->mem, s->db, &s->model, house_ddl(&s->mem), &why);
	return rc == RC_OK ? EXIT_DONE : refuse("the database does not fit this program", why);
}

static void read_county(struct site *s)
{
	int64_t county;
	struct buf b = buf_new(&s->mem, 400);
	str code = site_meta(s, "county");

	if (str_int(code, &county))
		s->model.county = (unsigned)county;
	if (region_path(s->model.regions, code, &b))
		s->where = buf_view(&b);
	s->demo = site_meta(s, "demo").n > 0;
	s->model.demo = s->demo;
	s->program = actor_system(s->model.county);
}

static int make_new(struct site *s, const char *key)
{
	int status = check_empty(s);

	if (status == EXIT_DONE)
		status = open_key(s, key, SITE_NEW);
	if (status == EXIT_DONE)
		status = make_tables(s);
	return status == EXIT_DONE ? site_meta_put(s, "key", keys_mark(&s->mem, s->model.keys)) : status;
}

static enum rc adopt(struct ctx *c, void *arg)
{
	(void)arg;
	return journal_adopt(c);
}

/* Chains of a time without anchors are taken at their word, this once. */
static int anchor_chains(struct site *s)
{
	struct ctx c = site_ctx(s);

	return store_write(&c, PRIO_BULK, adopt, NULL) == RC_OK
		       ? EXIT_DONE
		       : fault("the journal of the older program cannot be anchored");
}

enum { ANCHORS_SINCE = 2 }; /* the migration that brought them */

static int open_old(struct site *s, const char *key)
{
	int was = 0, status = check_tables(s, &was);

	if (status == EXIT_DONE)
		status = open_key(s, key, SITE_OPEN);
	if (status == EXIT_DONE)
		status = check_key(s);
	if (status == EXIT_DONE)
		read_county(s);
	return status == EXIT_DONE && was < ANCHORS_SINCE ? anchor_chains(s) : status;
}

int site_open(struct site *s, const char *db_url, const char *key, int how)
{
	str why = { NULL, 0 };
	int status;

	*s = (struct site){ .url = str_of(db_url) };
	if (!db_url || !db_url_valid(s->url)) {
		fprintf(stderr, "tongxin: --db takes sqlite:FILE or postgresql://...\n");
		return EXIT_USAGE;
	}
	status = site_bare(s);
	if (status != EXIT_DONE)
		return status;
	if (db_open(&s->mem, s->url, how == SITE_NEW ? DB_CREATE : DB_WRITE, &s->db, &why) != RC_OK)
		return refuse("the database cannot be opened", why);
	db_on_group(s->db, chain_group, s->model.chain);
	status = how == SITE_NEW ? make_new(s, key) : open_old(s, key);
	return status == EXIT_DONE ? open_blobs(s, how) : status;
}

void site_close(struct site *s)
{
	blobs_close(s->model.blobs);
	if (s->db)
		db_close(s->db);
	if (s->model.regions)
		region_close(s->model.regions);
	arena_free(&s->mem);
}

struct ctx site_ctx(struct site *s)
{
	int64_t now = instant_now();

	s->program = actor_system(s->model.county);
	return (struct ctx){ .mem = &s->mem,
			     .db = s->db,
			     .model = &s->model,
			     .who = &s->program,
			     .lang = LANG_EN,
			     .via = VIA_CLI,
			     .now = now,
			     .today = instant_day(now),
			     .problems = { .mem = &s->mem } };
}

struct meta {
	const char *name;
	str value;
};

static enum rc put_meta(struct db *db, void *arg)
{
	const struct meta *m = arg;

	return DB_EXEC(db,
		       "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET "
		       "value = excluded.value",
		       TEXT(str_of(m->name)), TEXT(m->value));
}

int site_meta_put(struct site *s, const char *name, str value)
{
	struct meta m = { name, value };

	if (db_write(s->db, put_meta, &m) != RC_OK)
		return fault("the database cannot be written");
	read_county(s);
	return EXIT_DONE;
}

str site_meta(struct site *s, const char *name)
{
	struct rows q;
	str value = { NULL, 0 };

	if (DB_QUERY(s->db, &q, "SELECT m.value FROM meta m WHERE m.name = ?1", TEXT(str_of(name))) != RC_OK)
		return value;
	if (db_next(&q))
		value = db_dup(&s->mem, &q, 0);
	return db_done(&q) == RC_OK ? value : (str){ NULL, 0 };
}

int site_outcome(struct ctx *c, enum rc rc)
{
	for (size_t i = 0; i < c->problems.n; i++) {
		struct buf b = buf_new(c->mem, 4096);
		problem_put(&b, c->lang, &c->problems.list[i]);
		fprintf(stderr, "tongxin: %.*s%s%.*s\n", STR_ARG(c->problems.list[i].field),
			c->problems.list[i].field.n ? ": " : "", STR_ARG(buf_view(&b)));
	}
	if (rc == RC_OK)
		return EXIT_DONE;
	if (!c->problems.n)
		fprintf(stderr, "tongxin: %s\n", rc_title(rc));
	return rc == RC_FAULT || rc == RC_BUSY || rc == RC_TOO_BIG ? EXIT_FAULT : EXIT_REFUSED;
}
