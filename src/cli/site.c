#include "site.h"
#include "blob.h"
#include "duty_dir.h"
#include "journal.h"
#include "seal.h"
#include "site_look.h"
#include "sm.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PROCESS_MEMORY = 1 << 30 };

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
		return SITE_SAY(s, EXIT_REFUSED, N_("The duties cannot be read: {0}"), faults);
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
	s->lang = site_lang();
	house_model(&s->mem, &s->model);
	s->model.regions = find_regions(&s->mem);
	s->model.chain = chain_new(&s->mem);
	if (!s->model.regions)
		return SITE_SAY(s, EXIT_FAULT,
				N_("The list of regions (regions.map) is not beside the program."));
	why = model_fault(&s->model, &kind);
	if (why)
		return SITE_SAY(s, EXIT_FAULT, why);
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
		return SITE_SAY(s, EXIT_REFUSED,
				N_("The directory for files cannot be made or written to: {0}"), path);
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
		return SITE_SAY(
			s, EXIT_REFUSED,
			N_("This database was never finished: its restore, or tongxin init, was broken "
			   "off."));
	if (!str_eq(site_meta(s, "key"), keys_mark(&s->mem, s->model.keys)))
		return SITE_SAY(
			s, EXIT_REFUSED,
			N_("{0} is the key file of another installation, or no longer the one of this."),
			s->key_file);
	return EXIT_DONE;
}

static int open_key(struct site *s, const char *key, int how)
{
	str path = key_path(s, key), why = { NULL, 0 };

	if (!path.n)
		return SITE_SAY(s, EXIT_REFUSED, N_("Say where the key file is, with --key."));
	s->key_file = path;
	if (how == SITE_NEW) {
		enum rc rc = keys_make(&s->mem, path);
		if (rc == RC_CONFLICT)
			return SITE_SAY(s, EXIT_REFUSED, N_("There is a key file already: {0}"), path);
		if (rc != RC_OK)
			return SITE_SAY(s, EXIT_REFUSED, N_("The key file cannot be written: {0}"), path);
	}
	return keys_load(&s->mem, path, &s->model.keys, &why) == RC_OK
		       ? EXIT_DONE
		       : SITE_SAY(s, EXIT_REFUSED, N_("The key file cannot be used: {0}"), why);
}

static int check_empty(struct site *s)
{
	struct migrate_state state;

	if (migrate_look(&s->mem, s->db, migrations, nmigrations, &state) != RC_OK)
		return SITE_SAY(s, EXIT_FAULT, N_("The database cannot be read."));
	return state.says == MIGRATE_EMPTY
		       ? EXIT_DONE
		       : SITE_SAY(s, EXIT_REFUSED, N_("This database has content already."));
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
		status = site_migrate(s, 0, &(struct migrate_plan){ .all = migrations, .n = nmigrations });
	return status == EXIT_DONE ? site_meta_put(s, "key", keys_mark(&s->mem, s->model.keys)) : status;
}

enum { ANCHORS_SINCE = 2 }; /* the migration that brought them */

/* Chains of a time without anchors are taken at their word, as the table for anchors is made: never later. */
enum rc site_also(struct db *db, int number, void *arg)
{
	struct ctx c = site_ctx(arg);

	c.db = db;
	return number == ANCHORS_SINCE ? journal_adopt(&c) : RC_OK;
}

static int connect_to(struct site *s, enum db_mode mode)
{
	str why = { NULL, 0 };

	if (db_open(&s->mem, s->url, mode, &s->db, &why) != RC_OK)
		return SITE_SAY(s, EXIT_REFUSED, N_("The database cannot be opened: {0}"), why);
	db_on_group(s->db, chain_group, s->model.chain);
	return EXIT_DONE;
}

/* Whatever may be refused is, before a connection is there that could change anything. */
static int open_old(struct site *s, const char *key)
{
	const struct migrate_plan plan = { migrations, nmigrations, site_also, s };
	struct migrate_state was;
	int status = site_look(s, &was);

	if (status == EXIT_DONE)
		status = open_key(s, key, SITE_OPEN);
	if (status == EXIT_DONE)
		status = check_key(s);
	if (status != EXIT_DONE)
		return status;
	db_close(s->db);
	s->db = NULL;
	status = connect_to(s, DB_WRITE);
	if (status == EXIT_DONE)
		status = site_migrate(s, was.at, &plan);
	if (status != EXIT_DONE)
		return status;
	read_county(s);
	return seal_start(&s->mem, s->db, s->model.keys) == RC_OK
		       ? EXIT_DONE
		       : SITE_SAY(s, EXIT_FAULT, N_("The keys in the database cannot be read."));
}

int site_open(struct site *s, const char *db_url, const char *key, int how)
{
	int status;

	*s = (struct site){ .url = str_of(db_url) };
	if (!db_url || !db_url_valid(s->url)) {
		fprintf(stderr, "tongxin: --db takes sqlite:FILE or postgresql://...\n");
		return EXIT_USAGE;
	}
	status = site_bare(s);
	if (status == EXIT_DONE)
		status = connect_to(s, how == SITE_NEW ? DB_CREATE : DB_LOOK);
	if (status == EXIT_DONE)
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
		return SITE_SAY(s, EXIT_FAULT, N_("The database cannot be written."));
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
