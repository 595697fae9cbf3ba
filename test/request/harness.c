#include "harness.h"
#include "account.h"
#include "db_text.h"
#include "dir.h"
#include "engine.h"
#include "errorpage.h"
#include "harness_fixture.h"
#include "job.h"
#include "journal.h"
#include "outbox.h"
#include "route_index.h"
#include "seal.h"
#include "server.h"
#include "sm.h"
#include "verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Of the run: written by harness_start() before any test. */
static struct arena run_mem;
static const struct regions *regions;
static str key_path; /* keys in memory are of one database: each house loads the file anew */
static char dir[80];
static const char *golden_dir;
static struct template template[2];
static bool made[2], everyone;
static int opened;

/* clang-format off */
const char *const as_name[AS__N] = {
	[AS_NOBODY] = "nobody", [AS_OFFICER] = "officer", [AS_HEAD] = "head", [AS_TEACHER] = "teacher",
	[AS_ADMIN] = "admin", [AS_HEAD_2] = "head-2", [AS_TEACHER_2] = "teacher-2", [AS_FAR_OFFICER] = "far-officer",
	[AS_FAR_HEAD] = "far-head", [AS_FAR_TEACHER] = "far-teacher", [AS_FAR_ADMIN] = "far-admin",
	[AS_SECURITY] = "security", [AS_AUDITOR] = "auditor", [AS_CIVIL] = "civil", [AS_COUNSELLOR] = "counsellor",
	[AS_DIRECTOR] = "director", [AS_SUPERVISOR] = "supervisor", [AS_FEDERATION] = "federation", [AS_KEEPER] = "keeper",
	[AS_GUARDIAN] = "guardian", [AS_PARENT] = "parent", [AS_CHILD] = "child", [AS_POLICE] = "police",
	[AS_HOSPITAL] = "hospital", [AS_FINANCE] = "finance", [AS_INSPECTOR] = "inspector", [AS_VOLUNTEER] = "volunteer",
	[AS_ORG] = "org", [AS_DONOR] = "donor", [AS_CITY] = "city", [AS_PROVINCE] = "province", [AS_MINISTRY] = "ministry",
	[AS_BARRED] = "barred", [AS_OVERDUE] = "overdue", [AS_COUNSELLOR_2] = "counsellor-2", [AS_DIRECTOR_2] = "director-2",
	[AS_GUARDIAN_2] = "guardian-2", [AS_CHILD_2] = "child-2", [AS_FAR_SECURITY] = "far-security",
	[AS_FAR_AUDITOR] = "far-auditor", [AS_FAR_CIVIL] = "far-civil", [AS_FAR_CITY] = "far-city",
};
/* clang-format on */

void harness_fail(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	printf("Bail out! ");
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is, the line above */
	vprintf(format, ap);
	printf("\n");
	va_end(ap);
	exit(1);
}

str harness_text(struct arena *mem, const char *format, ...)
{
	char line[1 << 16];
	va_list ap;

	va_start(ap, format);
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is, the line above */
	vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	return str_dup(mem, str_of(line));
}

/* --- databases --- */

const char *harness_engine(enum db_engine engine) { return engine == DB_SQLITE ? "SQLite" : "PostgreSQL"; }

const char *harness_golden_dir(void) { return golden_dir; }

bool harness_small(void) { return getenv("TX_SMALL"); }

/* Once more on the server, where there is one; when small only those do so that TX_BOTH is set for. */
static bool on_engine(enum db_engine engine, void (*skipped)(const char *why))
{
	if (engine == DB_POSTGRES && harness_small() && !getenv("TX_BOTH"))
		return false;
	if (engine == DB_POSTGRES && !getenv("TX_PG_URL")) {
		skipped("TX_PG_URL is not set");
		return false;
	}
	printf("# %s\n", harness_engine(engine));
	return true;
}

static struct db *connect_to(struct arena *mem, str url, enum db_mode mode)
{
	struct db *db;
	str why = { NULL, 0 };

	if (db_open(mem, url, mode, &db, &why) != RC_OK)
		harness_fail("%.*s", STR_ARG(why));
	return db;
}

static void on_server(struct arena *mem, str statement)
{
	struct db *db = connect_to(mem, str_of(getenv("TX_PG_URL")), DB_WRITE);

	if (db_script(db, statement) != RC_OK)
		harness_fail("%.*s", STR_ARG(statement));
	db_close(db);
}

static str name_of(struct arena *mem, enum db_engine engine, const char *what, int n)
{
	return engine == DB_SQLITE ? harness_text(mem, "%s/%s%d.db", dir, what, n)
				   : harness_text(mem, "tx_%s%d_%d", what, n, (int)getpid());
}

static str url_of(struct arena *mem, enum db_engine engine, str name)
{
	const char *pg = getenv("TX_PG_URL");

	if (engine == DB_SQLITE || !pg)
		return harness_text(mem, "sqlite:%.*s", STR_ARG(name));
	return harness_text(mem, "%s%cdbname=%.*s", pg, strchr(pg, '?') ? '&' : '?', STR_ARG(name));
}

static void copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	char part[65536];
	size_t n;

	while (in && out && (n = fread(part, 1, sizeof part, in)) > 0)
		if (fwrite(part, 1, n, out) != n)
			harness_fail("cannot write %s", to);
	if (!in || !out || fclose(in) || fclose(out))
		harness_fail("cannot copy %s", from);
}

static void base_model(struct arena *mem, struct model *ret)
{
	str why = { NULL, 0 };

	house_model(mem, ret);
	ret->regions = regions;
	if (keys_load(mem, key_path, &ret->keys, &why) != RC_OK)
		harness_fail("no key file");
	ret->county = HARNESS_COUNTY;
	ret->demo = true; /* no second factor, but where a test says otherwise */
	ret->chain = chain_new(mem);
}

static void make_template(enum db_engine engine)
{
	struct template *t = &template[engine];
	struct model model;
	str name = name_of(&run_mem, engine, "template", 0), why = { NULL, 0 };

	if (engine == DB_POSTGRES)
		on_server(&run_mem, harness_text(&run_mem, "CREATE DATABASE %.*s", STR_ARG(name)));
	struct db *db = connect_to(&run_mem, url_of(&run_mem, engine, name), DB_CREATE);
	base_model(&run_mem, &model);
	if (migrate(&run_mem, db, migrations, nmigrations, &why) != RC_OK)
		harness_fail("%.*s", STR_ARG(why));
	db_on_group(db, chain_group, model.chain);
	fixture_make(&run_mem, db, &model, everyone, t);
	db_close(db);
	t->name = name;
	made[engine] = true;
}

/* --- the run --- */

void harness_start(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	sm_start();
	arena_init(&run_mem, 1 << 30);
	if (argc < 3)
		harness_fail("usage: %s REGIONS GOLDEN", argv[0]);
	if (region_open(&run_mem, argv[1], &regions) != RC_OK)
		harness_fail("cannot open the regions %s", argv[1]);
	golden_dir = argv[2];
	const char *where = getenv("TMPDIR");
	(void)snprintf(dir, sizeof dir, "%s/tongxin-request-XXXXXX", where ? where : "/tmp");
	if (!mkdtemp(dir))
		harness_fail("no temporary directory %s", dir);
	key_path = harness_text(&run_mem, "%s/key", dir);
	if (keys_make(&run_mem, key_path) != RC_OK)
		harness_fail("no key file");
}

void harness_start_everyone(int argc, char **argv)
{
	everyone = true;
	harness_start(argc, argv);
}

bool harness_knows(enum as as) { return as != AS_NOBODY && (everyone || as <= AS_FAR_SECURITY); }

enum rc harness_touch_all(struct ctx *c, void *arg)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT c.id FROM child c ORDER BY c.id");

	(void)arg;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		store_touch(c, db_int(&q, 0));
	return db_done(&q);
}

void harness_stop(void)
{
	if (made[DB_POSTGRES])
		on_server(&run_mem, harness_text(&run_mem, "DROP DATABASE %.*s WITH (FORCE)",
						 STR_ARG(template[DB_POSTGRES].name)));
	dir_remove(dir);
	region_close(regions);
	arena_free(&run_mem);
}

/* --- a house --- */

static int64_t clock_of(void *arg)
{
	const struct harness *h = arg;

	return h->now;
}

static void start_house(struct harness *h)
{
	base_model(&h->mem, &h->model);
	if (writer_start(h->url, &h->model.writer) != RC_OK)
		harness_fail("no writer on %.*s", STR_ARG(h->url));
	writer_on_group(h->model.writer, chain_group, h->model.chain);
	h->app = (struct app){ .model = &h->model,
			       .readers = readers_new(h->url),
			       .now = clock_of,
			       .clock = h,
			       .error_page = errorpage,
			       .where = STR("坡头区"),
			       .extras = the_extras,
			       .house = &the_house,
			       .figures = house_figures };
	h->app.readings = readqueue_new(&h->mem);
	h->app.routes = house_routes(&h->mem, &h->app.nroutes);
	h->app.index = route_index_make(&h->mem, h->app.routes, h->app.nroutes);
	struct db *db = readers_take(h->app.readers);
	if (seal_start(&h->mem, db, h->model.keys) != RC_OK)
		harness_fail("the keys cannot be read");
	readers_give(h->app.readers, db);
}

static bool flush(struct harness *h, bool all)
{
	struct arena mem;
	struct ctx c = harness_ctx(h);

	arena_init(&mem, 64 << 20);
	c.mem = &mem;
	enum rc rc = readqueue_flush(h->app.readings, &c, all);
	arena_free(&mem);
	return rc == RC_OK;
}

void harness_flush(struct harness *h, bool all)
{
	if (!flush(h, all))
		harness_fail("the readings cannot be written");
}

static void stop_house(struct harness *h)
{
	(void)flush(h, true); /* as a server does; a test may have left nothing to write to */
	if (h->db)
		db_close(h->db);
	h->db = NULL;
	writer_stop(h->model.writer);
	readers_free(h->app.readers);
}

void harness_open(struct harness *h, enum db_engine engine)
{
	*h = (struct harness){ .engine = engine, .lang = LANG_EN };
	arena_init(&h->mem, 2047u << 20);
	if (!made[engine])
		make_template(engine);
	h->name = name_of(&h->mem, engine, "request", ++opened);
	h->url = url_of(&h->mem, engine, h->name);
	if (engine == DB_SQLITE)
		copy_file(str_z(&h->mem, template[engine].name), str_z(&h->mem, h->name));
	else
		on_server(&h->mem, harness_text(&h->mem, "CREATE DATABASE %.*s TEMPLATE %.*s",
						STR_ARG(h->name), STR_ARG(template[engine].name)));
	start_house(h);
	h->program = actor_system(HARNESS_COUNTY);
	memcpy(h->fix, template[engine].fix, sizeof h->fix);
	for (int i = 0; i < FIX__N; i++)
		harness_keep(h, fixture_name[i], harness_text(&h->mem, "%lld", (long long)h->fix[i]));
	harness_today(h, HARNESS_TODAY);
}

void harness_restart(struct harness *h)
{
	stop_house(h);
	start_house(h);
}

void harness_close(struct harness *h)
{
	stop_house(h);
	if (h->engine == DB_POSTGRES)
		on_server(&h->mem,
			  harness_text(&h->mem, "DROP DATABASE %.*s WITH (FORCE)", STR_ARG(h->name)));
	else
		(void)unlink(str_z(&h->mem, h->name));
	arena_free(&h->mem);
}

/* --- the clock --- */

static enum rc keep_sessions(struct db *db, void *arg)
{
	const struct harness *h = arg;

	return DB_EXEC(db, "UPDATE session SET seen = ?1, expires = ?2", INT(h->now),
		       INT(h->now + INT64_C(40000000000)));
}

void harness_clock(struct harness *h, int64_t instant)
{
	h->now = instant;
	if (db_write(harness_db(h), keep_sessions, h) != RC_OK)
		harness_fail("the clock cannot be moved");
	harness_keep(h, "today",
		     harness_text(&h->mem, "%04d-%02d-%02d", instant_day(instant) / 10000,
				  instant_day(instant) / 100 % 100, instant_day(instant) % 100));
}

void harness_today(struct harness *h, day d)
{
	harness_clock(h, (int64_t)day_number(d) * 86400 * 1000000 + INT64_C(2) * 3600 * 1000000);
}

void harness_daily(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	c.via = VIA_TIMER;
	for (const struct room *const *room = the_house.rooms; *room; room++)
		if ((*room)->daily && (*room)->daily(&c) != RC_OK)
			harness_fail("the day could not be settled");
	if (jobs_daily(&c, house_jobs(&h->mem)) != RC_OK)
		harness_fail("the jobs could not be looked through");
	if (outbox_daily(&c) != RC_OK)
		harness_fail("what was sent could not be looked through");
}

struct job_setup harness_job_setup(struct harness *h)
{
	return (struct job_setup){ .model = &h->model,
				   .readers = h->app.readers,
				   .kinds = house_jobs(&h->mem),
				   .now = clock_of,
				   .clock = h };
}

size_t harness_jobs(struct harness *h)
{
	struct job_setup s = harness_job_setup(h);
	struct arena mem;
	size_t n = 0;
	bool ran = true;

	arena_init(&mem, 512 << 20);
	while (ran) {
		struct db *db = readers_take(h->app.readers);
		if (!db || jobs_step(&s, &mem, db, &ran) != RC_OK)
			harness_fail("a job could not be run");
		readers_give(h->app.readers, db);
		n += ran;
	}
	arena_free(&mem);
	return n;
}

/* --- asking --- */

static void add_header(struct http_request *r, const char *name, str value)
{
	r->header[r->nheader++] = (struct http_pair){ str_of(name), value };
}

/* Filled, with ' for the double quotes that C would make unreadable. */
static str quoted(struct harness *h, const char *given)
{
	str s = harness_fill(h, given);

	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] == '\'')
			((char *)s.s)[i] = '"';
	return s;
}

static void read_headers(struct harness *h, struct http_request *r, const char *given)
{
	str rest = given ? quoted(h, given) : (str){ NULL, 0 }, line, name;

	while (rest.n && str_next(&rest, '\n', &line)) {
		if (!str_next(&line, ':', &name))
			continue;
		char *low = str_z(&h->mem, name);
		for (size_t i = 0; i < name.n; i++)
			low[i] = (char)(low[i] >= 'A' && low[i] <= 'Z' ? low[i] + 32 : low[i]);
		add_header(r, low, str_trim(line));
	}
}

static void add_identity(struct harness *h, struct http_request *r, enum as as, bool api)
{
	const struct template *t = &template[h->engine];

	if (as == AS_NOBODY)
		return;
	if (api) {
		add_header(r, "authorization", harness_text(&h->mem, "Bearer %.*s", STR_ARG(t->token[as])));
		return;
	}
	add_header(r, "cookie",
		   harness_text(&h->mem, "%.*s=%.*s", STR_ARG(session_cookie_name(false)),
				STR_ARG(t->session[as].token)));
	if (r->method != HTTP_GET)
		add_header(r, "x-csrf-token", csrf_token(&h->mem, &t->session[as]));
}

str harness_session(enum as as, struct harness *h) { return template[h->engine].session[as].token; }

str harness_csrf(enum as as, struct harness *h)
{
	return csrf_token(&h->mem, &template[h->engine].session[as]);
}

str harness_token(enum as as, struct harness *h) { return template[h->engine].token[as]; }

static void run(struct harness *h, struct http_request *r, struct http_reply *p)
{
	size_t body_max;

	*p = (struct http_reply){ .body = buf_new(r->mem, HTTP_ARENA_SPARE / 2) };
	(void)route_slow(&h->app, r, &body_max);
	if (r->body.n > body_max)
		p->status = 413; /* http/ reads no further: test_http.c */
	else
		route_answer(&h->app, r, p);
}

static struct answer kept(struct harness *h, const struct http_reply *p)
{
	struct answer a = { .status = p->status, .no_store = p->no_store };
	struct json_value *json;

	a.type = str_dup(&h->mem, p->type);
	a.etag = str_dup(&h->mem, p->etag);
	a.location = str_dup(&h->mem, p->location);
	a.body = str_dup(&h->mem, p->fixed.n ? p->fixed : buf_view(&p->body));
	for (size_t i = 0; i < p->nextra; i++)
		a.header[a.nheaders++] = (struct http_pair){ str_dup(&h->mem, p->extra[i].name),
							     str_dup(&h->mem, p->extra[i].value) };
	if (str_has(a.type, STR("json")) && json_parse(&h->mem, a.body, &json) == RC_OK)
		a.json = json;
	return a;
}

static struct answer send_it(struct harness *h, enum as as, enum method method, const char *path,
			     const char *headers, str body)
{
	struct arena mem;
	struct http_pair header[24];
	struct http_request r = { .mem = &mem, .method = method, .header = header, .now = h->now, .id = 1 };
	struct http_reply p;
	str target = harness_fill(h, path), authority;
	bool api = str_starts(target, STR("/api/"));
	struct answer a = { 0 };

	arena_init(&mem, HTTP_ARENA_SPARE);
	a.status = target_read(&mem, target, &r, &authority);
	if (a.status) {
		arena_free(&mem);
		return a;
	}
	read_headers(h, &r, headers);
	add_identity(h, &r, as, api);
	if (body.s && !http_header(&r, STR("content-type")).n)
		add_header(&r, "content-type",
			   api ? STR("application/json") : STR("application/x-www-form-urlencoded"));
	if (h->lang == LANG_EN && !http_header(&r, STR("accept-language")).n)
		add_header(&r, "accept-language", STR("en"));
	r.body = body;
	if (h->memory) { /* exactly so much from here on */
		mem.end = mem.beg;
		mem.limit = mem.used + h->memory;
	}
	bool alone = !h->app.server; /* else its workers run statements, too: then none are counted */
	uint64_t reads = alone ? db_statements(harness_reader(h)) : 0;
	uint64_t writes = alone ? db_statements(harness_writer(h)) : 0;
	run(h, &r, &p);
	a = kept(h, &p);
	if (alone) {
		a.reads = db_statements(harness_reader(h)) - reads;
		a.writes = db_statements(harness_writer(h)) - writes;
	}
	if (readqueue_waiting(h->app.readings) > READQUEUE_ROWS / 2) /* what a server's thread does */
		harness_flush(h, false);
	arena_free(&mem);
	return a;
}

struct answer harness_ask(struct harness *h, enum as as, enum method method, const char *path,
			  const char *headers, const char *body)
{
	bool api = str_starts(harness_fill(h, path), STR("/api/"));

	return send_it(h, as, method, path, headers,
		       !body ? (str){ NULL, 0 }
		       : api ? quoted(h, body)
			     : harness_fill(h, body));
}

struct answer harness_send(struct harness *h, enum as as, const char *path, const char *type, str body)
{
	return send_it(h, as, HTTP_POST, path, harness_text(&h->mem, "Content-Type: %s", type).s, body);
}

struct answer harness_get(struct harness *h, enum as as, const char *path)
{
	return harness_ask(h, as, HTTP_GET, path, NULL, NULL);
}

/* --- behind the curtain --- */

struct db *harness_db(struct harness *h)
{
	if (!h->db)
		h->db = connect_to(&h->mem, h->url, DB_WRITE);
	return h->db;
}

struct ctx harness_ctx(struct harness *h)
{
	return (struct ctx){ .mem = &h->mem,
			     .db = harness_db(h),
			     .model = &h->model,
			     .who = &h->program,
			     .lang = LANG_EN,
			     .via = VIA_CLI,
			     .today = instant_day(h->now),
			     .now = h->now,
			     .problems = { .mem = &h->mem } };
}

int64_t harness_number(struct harness *h, str sql)
{
	struct rows q;
	int64_t n = -1;

	if (db_query_text(harness_db(h), &q, sql, NULL, 0) == RC_OK && db_next(&q))
		n = db_int(&q, 0);
	return db_done(&q) == RC_OK ? n : -1;
}

static enum rc exec_job(struct db *db, void *arg)
{
	const str *sql = arg;

	return db_exec_text(db, *sql, NULL, 0, NULL);
}

bool harness_exec(struct harness *h, str sql) { return db_write(harness_db(h), exec_job, &sql) == RC_OK; }

bool harness_journal_whole(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct verdict v = { 0 };

	if (journal_verify(&c, &v) != RC_OK)
		return false;
	if (v.broken_at)
		printf("# the journal is broken at %lld: %.*s\n", (long long)v.broken_at, STR_ARG(v.why));
	return v.broken_at == 0;
}

struct db *harness_reader(struct harness *h)
{
	struct db *db = readers_take(h->app.readers);

	readers_give(h->app.readers, db);
	return db;
}

static enum rc see_writer(struct db *db, void *arg)
{
	*(struct db **)arg = db;
	return RC_OK;
}

struct db *harness_writer(struct harness *h)
{
	struct db *db = NULL;

	if (writer_do(h->model.writer, PRIO_PEOPLE, NULL, see_writer, (void *)&db) != RC_OK)
		harness_fail("the writer does not answer");
	return db;
}

static void note_text(struct texts *t, const struct stmt *st, uint64_t from, uint64_t *at)
{
	if (!st || st->at <= from)
		return;
	size_t i = t->n++;
	for (; i > 0 && at[i - 1] > st->at; i--) {
		at[i] = at[i - 1];
		t->list[i] = t->list[i - 1];
	}
	at[i] = st->at;
	t->list[i] = st->text;
}

struct texts harness_texts(struct harness *h, const struct db *db, uint64_t from)
{
	size_t literals = (size_t)(__stop_tx_sql - __start_tx_sql);
	struct texts t = { NEW(&h->mem, const char *, literals + TEXT_MAX), 0 };
	uint64_t *at = NEW(&h->mem, uint64_t, literals + TEXT_MAX);

	for (size_t i = 0; db->literal && i < literals; i++)
		note_text(&t, db->literal[i], from, at);
	for (size_t i = 0; i < TEXT_BUCKETS; i++)
		for (const struct stmt *st = db->text[i]; st; st = st->next_text)
			note_text(&t, st, from, at);
	for (size_t i = 0; i < t.n; i++)
		t.list[i] = str_z(&h->mem, str_of(t.list[i]));
	return t;
}

void harness_each_engine(void (*tests)(struct harness *h), void (*skipped)(const char *why))
{
	static struct harness h;

	for (int e = DB_SQLITE; e <= DB_POSTGRES; e++) {
		if (!on_engine((enum db_engine)e, skipped))
			continue;
		harness_open(&h, (enum db_engine)e);
		tests(&h);
		harness_close(&h);
	}
}

void harness_each_pair(void (*tests)(struct harness *h, struct harness *other),
		       void (*skipped)(const char *why))
{
	static struct harness h, other;

	for (int e = DB_SQLITE; e <= DB_POSTGRES; e++) {
		if (!on_engine((enum db_engine)e, skipped))
			continue;
		harness_open(&h, (enum db_engine)e);
		harness_open(&other, (enum db_engine)e);
		tests(&h, &other);
		harness_close(&other);
		harness_close(&h);
	}
}
