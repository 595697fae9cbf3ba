/* key_house.h - for the tests of keys: a database with a kind of its own, of which the fields are C4 and C5,
 * entered by one process or several. */
#pragma once
#include "chain.h"
#include "dir.h"
#include "keyring.h"
#include "rotate.h"
#include "schema.h"
#include "tap.h"
#include "tx.h"
#include "verify.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COUNTY = 440804, FAR = 440803 };
enum { STORY_NAME, STORY_NUMBER, STORY_SECRET, STORY__N };

/* clang-format off */
static const struct field story_fields[STORY__N] = {
	[STORY_NAME]   = { "name",   T_TEXT,   "Name",   C3_PERSONAL,  P_REGISTER, .max = 50, .required = true },
	[STORY_NUMBER] = { "number", T_NUMBER, "Number", C4_SENSITIVE, P_CONTACT,  .max = 30, .digest = true, .mask = MASK_PHONE },
	[STORY_SECRET] = { "secret", T_LONG,   "Secret", C5_SEALED,    P_CONTACT,  .max = 400 },
};
static const struct kind story_kind = {
	.name = "story", .plural = "stories", .label = "Story", .labels = "Stories", .fields = story_fields,
	.nfields = STORY__N, .profile = P_REGISTER, .scope = { [REACH_COUNTY] = "t.county = ?S" }, .label_field = 1 + STORY_NAME,
};
/* clang-format on */
static const struct kind *const kinds[] = { &story_kind };

/* A sealed column of a table that is no kind. */
static inline str shelf_extra(struct arena *mem, const struct val *key)
{
	struct buf b = buf_new(mem, 100);

	buf_lit(&b, "shelf.");
	buf_int(&b, key[0].i);
	buf_ch(&b, '.');
	buf_str(&b, key[1].s);
	return buf_view(&b);
}

static const struct sealed_column shelf_sealed = { .table = "shelf",
						   .column = "paper",
						   .class = C4_SENSITIVE,
						   .key = { { "place", false }, { "label", true } },
						   .extra = shelf_extra };
static const struct sealed_column *const sealed_columns[] = { &shelf_sealed, NULL };
static const char shelf_ddl[] =
	"CREATE TABLE shelf (\n\tplace BIG NOT NULL,\n\tlabel TEXT NOT NULL,\n\tpaper BLOB "
	"NOT NULL,\n\tPRIMARY KEY (place, label)\n);\n";
static const char *const more[] = { model_ddl, shelf_ddl, NULL };

static char dir[] = "/tmp/tongxin-keys-XXXXXX";
static enum db_engine engine;
static int made;
static struct arena paths;

/* One process: its own keys in memory, its own connection. */
struct house {
	struct arena mem;
	struct model model;
	struct actor who;
	struct ctx c;
};

static inline str text_of(struct arena *mem, const char *head, int64_t n)
{
	struct buf b = buf_new(mem, 1000);

	buf_str(&b, str_of(head));
	buf_int(&b, n);
	return buf_view(&b);
}

static inline struct db *opened(struct arena *mem, str url, enum db_mode mode)
{
	struct db *db = NULL;
	str why = { NULL, 0 };

	if (db_open(mem, url, mode, &db, &why) != RC_OK) {
		printf("Bail out! %.*s\n", STR_ARG(why));
		exit(1);
	}
	return db;
}

static inline str url_of(struct arena *mem, int number)
{
	const char *pg = getenv("TX_PG_URL");
	struct buf b = buf_new(mem, 1000);

	if (engine == DB_SQLITE || !pg) {
		buf_lit(&b, "sqlite:");
		buf_str(&b, str_of(dir));
		buf_str(&b, text_of(mem, "/db", number));
		return buf_view(&b);
	}
	buf_str(&b, str_of(pg));
	buf_ch(&b, strchr(pg, '?') ? '&' : '?');
	buf_str(&b, text_of(mem, "dbname=tx_keys_", (int64_t)getpid() * 1000 + number));
	return buf_view(&b);
}

static inline str key_path(int number)
{
	struct buf b = buf_new(&paths, 200);

	buf_str(&b, str_of(dir));
	buf_str(&b, text_of(&paths, "/key", number));
	return buf_view(&b);
}

static inline void enter(struct house *h, int number, str key)
{
	str why = { NULL, 0 };

	*h = (struct house){ 0 };
	arena_init(&h->mem, 1 << 30);
	h->who = actor_system(COUNTY);
	h->model = (struct model){ .kinds = kinds,
				   .nkinds = 1,
				   .params = &param_embedded,
				   .chain = chain_new(&h->mem),
				   .sealed = sealed_columns,
				   .county = COUNTY };
	if (keys_load(&h->mem, key, &h->model.keys, &why) != RC_OK) {
		printf("Bail out! %.*s\n", STR_ARG(why));
		exit(1);
	}
	h->c = (struct ctx){ .mem = &h->mem,
			     .db = opened(&h->mem, url_of(&h->mem, number), DB_WRITE),
			     .model = &h->model,
			     .who = &h->who,
			     .via = VIA_CLI,
			     .today = 20261121,
			     .now = INT64_C(1795226400000000),
			     .problems = { .mem = &h->mem } };
	db_on_group(h->c.db, chain_group, h->model.chain);
}

static inline void leave(struct house *h)
{
	db_close(h->c.db);
	arena_free(&h->mem);
}

static inline enum rc put_mark(struct db *db, void *arg)
{
	return DB_EXEC(db, "INSERT INTO meta (name, value) VALUES ('key', ?1)", TEXT(*(str *)arg));
}

/* A new database, entered with this key file; a new one is made when it is not there. */
static inline int make(struct house *h, str key)
{
	struct arena mem;
	int number = ++made;

	arena_init(&mem, 1 << 24);
	if (engine == DB_POSTGRES) {
		struct db *server = opened(&mem, str_of(getenv("TX_PG_URL")), DB_WRITE);
		struct buf b = buf_new(&mem, 200);
		buf_str(&b, text_of(&mem, "CREATE DATABASE tx_keys_", (int64_t)getpid() * 1000 + number));
		OK(db_script(server, buf_view(&b)) == RC_OK);
		db_close(server);
	}
	struct db *db = opened(&mem, url_of(&mem, number), DB_CREATE);
	struct buf ddl = buf_new(&mem, 1 << 20);
	struct model bare = { .kinds = kinds, .nkinds = 1 };
	schema_print(&ddl, &bare, more);
	OK(db_script(db, migrate_ddl(&mem, engine, buf_view(&ddl))) == RC_OK);
	db_close(db);
	if (!key.n) {
		key = key_path(number);
		OK(keys_make(&mem, key) == RC_OK);
	}
	enter(h, number, key);
	str mark = keys_mark(&h->mem, h->model.keys);
	OK(db_write(h->c.db, put_mark, &mark) == RC_OK);
	arena_free(&mem);
	return number;
}

static inline void drop_databases(void)
{
	struct arena mem;

	if (engine == DB_SQLITE)
		return;
	arena_init(&mem, 1 << 20);
	struct db *server = opened(&mem, str_of(getenv("TX_PG_URL")), DB_WRITE);
	for (; made; made--) {
		struct buf b = buf_new(&mem, 200);
		buf_str(&b,
			text_of(&mem, "DROP DATABASE IF EXISTS tx_keys_", (int64_t)getpid() * 1000 + made));
		buf_lit(&b, " WITH (FORCE)");
		(void)!db_script(server, buf_view(&b));
	}
	db_close(server);
	arena_free(&mem);
}

static inline int64_t number_of(struct house *h, str sql)
{
	struct rows q;
	int64_t n = -1;

	if (db_query_text(h->c.db, &q, sql, NULL, 0) == RC_OK)
		n = db_next(&q) ? db_int(&q, 0) : -1;
	return db_done(&q) == RC_OK ? n : -1;
}
#define NUMBER(h, sql) number_of((h), STR(sql))

static inline bool run_sql(struct house *h, str sql) { return db_script(h->c.db, sql) == RC_OK; }

/* --- records --- */

struct telling {
	int first, n;
	int64_t id; /* of the last */
	enum rc answer;
	bool in_part;
};

static inline enum rc tell_one(struct ctx *c, int i, int64_t *ret_id)
{
	struct input in = input_new(&story_kind);
	struct record r;

	input_set(&in, STORY_NAME, text_of(c->mem, "name ", i));
	input_set(&in, STORY_NUMBER, text_of(c->mem, "1380000", 1000 + i));
	input_set(&in, STORY_SECRET, text_of(c->mem, "secret ", i));
	enum rc rc = record_create(c, &in, &r);
	if (rc == RC_OK)
		*ret_id = r.id;
	return rc;
}

static inline enum rc tell_part(struct ctx *c, void *arg)
{
	struct telling *t = arg;

	(void)!tell_one(c, 900, &t->id);
	return RC_INVALID;
}

static inline enum rc tell(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	enum rc rc = t->in_part && store_attempt(c, tell_part, t) == RC_OK ? RC_FAULT : RC_OK;

	for (int i = 0; i < t->n && rc == RC_OK; i++)
		rc = tell_one(c, t->first + i, &t->id);
	return rc == RC_OK ? t->answer : rc;
}

static inline enum rc told(struct house *h, struct telling *t)
{
	return store_write(&h->c, PRIO_PEOPLE, tell, t);
}

static inline int64_t tell_some(struct house *h, int first, int n)
{
	struct telling t = { .first = first, .n = n };

	OK(told(h, &t) == RC_OK);
	return t.id;
}

/* How many stories do not say what they were told to. */
static inline int wrong(struct ctx *c)
{
	struct records all;
	int bad = 0;

	if (record_list(c, &story_kind, &(struct list){ 0 }, &all) != RC_OK)
		return -1;
	for (size_t i = 0; i < all.n; i++) {
		const struct record *r = &all.r[i];
		int64_t n = 0;
		(void)!str_int(str_cut(rec_text(r, STORY_NAME), 5, 20), &n);
		bad += !str_eq(rec_text(r, STORY_NUMBER), text_of(c->mem, "1380000", 1000 + n)) ||
		       !str_eq(rec_text(r, STORY_SECRET), text_of(c->mem, "secret ", n)) || r->version != 1;
	}
	return bad;
}

/* The same asked by a process that remembers nothing. */
static inline int wrong_anew(int number, str key)
{
	struct house h;

	enter(&h, number, key);
	int bad = wrong(&h.c);
	leave(&h);
	return bad;
}

static inline uint32_t stands_under(struct house *h, int64_t id)
{
	struct rows q;
	uint32_t n = 0;

	if (DB_QUERY(h->c.db, &q, "SELECT s.number FROM story s WHERE s.id = ?1", INT(id)) != RC_OK)
		return 0;
	if (db_next(&q))
		n = sealed_number(db_blob(&q, 0));
	return db_done(&q) == RC_OK ? n : 0;
}

static inline void write_text(str path, const char *text, mode_t mode)
{
	struct arena mem;

	arena_init(&mem, 1 << 16);
	int fd = open(str_z(&mem, path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	OK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && fchmod(fd, mode) == 0);
	(void)close(fd);
	arena_free(&mem);
}

#define OLD_MASTER "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static inline enum rc seal_some(struct ctx *c, void *arg)
{
	str sealed;

	return seal_text(c, *(struct key_of *)arg, STR("x"), STR("y"), &sealed);
}

static inline enum rc try_seal(struct house *h, unsigned county, int class)
{
	struct key_of of = { county, class };

	return store_write(&h->c, PRIO_PEOPLE, seal_some, &of);
}

/* --- rotation --- */

static inline enum rc fill_shelf(struct ctx *c, void *arg)
{
	enum rc rc = RC_OK;

	for (int64_t i = 0; i < *(int *)arg && rc == RC_OK; i++) {
		const struct val key[] = { INT(i % 3), TEXT(text_of(c->mem, "paper ", i)) };
		str paper;
		rc = seal_text(c, (struct key_of){ COUNTY, C4_SENSITIVE }, key[1].s, shelf_extra(c->mem, key),
			       &paper);
		if (rc == RC_OK)
			rc = DB_EXEC(c->db, "INSERT INTO shelf (place, label, paper) VALUES (?1, ?2, ?3)",
				     key[0], key[1], BLOB(paper));
	}
	return rc;
}

static inline int wrong_papers(struct ctx *c)
{
	struct rows q;
	int bad = 0;

	if (DB_QUERY0(c->db, &q, "SELECT s.place, s.label, s.paper FROM shelf s ORDER BY s.place, s.label") !=
	    RC_OK)
		return -1;
	while (db_next(&q)) {
		const struct val key[] = { INT(db_int(&q, 0)), TEXT(db_dup(c->mem, &q, 1)) };
		str plain = { NULL, 0 };
		bad += seal_open(c, (struct key_of){ COUNTY, C4_SENSITIVE }, db_blob(&q, 2),
				 shelf_extra(c->mem, key), &plain) != RC_OK ||
		       !str_eq(plain, key[1].s);
	}
	return db_done(&q) == RC_OK ? bad : -1;
}

static inline int64_t left_under(struct house *h, int class, uint32_t number)
{
	struct key_name name = { { COUNTY, class }, number };
	int64_t n = -1;

	return rotate_uses(&h->c, &name, &n) == RC_OK ? n : -1;
}

static inline bool whole(struct house *h)
{
	struct verdict v = { 0 };

	return journal_verify(&h->c, &v) == RC_OK && !v.broken_at && v.rows > 0;
}

static inline int turns(struct house *h, struct rotation *r)
{
	int n = 0;

	while (!r->done && n < 1000 && rotate_step(&h->c, r) == RC_OK)
		n++;
	return n;
}

/* --- the run --- */

/* On each engine that is there. */
static inline int run_tests(void (*once)(void), void (*tests)(void))
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	sm_start();
	arena_init(&paths, 1 << 24);
	OK(mkdtemp(dir) != NULL);
	if (once)
		once();
	tests();
	engine = DB_POSTGRES;
	if (getenv("TX_PG_URL")) {
		tests();
		drop_databases();
	} else {
		SKIP("TX_PG_URL is not set");
	}
	dir_remove(dir);
	arena_free(&paths);
	return tap_end();
}
