/* The writer and the readers, on both engines.  PostgreSQL: set TX_PG_URL (script/pg start DIR prints one).
 */
#include "migrate.h"
#include "place.h"
#include "writer.h"

#include <pthread.h>

static char dir[] = "/tmp/tongxin-writer-XXXXXX";

/* part.whole is only looked at when a group commits: the one way to make that fail on both engines. */
static void make_tables(struct db *db)
{
	OK(db_script(db, migrate_ddl(&mem, db_engine(db),
				     STR("CREATE TABLE head(id ID, seq BIG NOT NULL);"
					 "CREATE TABLE note(id ID, thread INT, seq BIG NOT NULL UNIQUE);"
					 "CREATE TABLE whole(id ID);"
					 "CREATE TABLE part(id ID, whole BIG NOT NULL REFERENCES whole(id)"
					 " DEFERRABLE INITIALLY DEFERRED);"))) == RC_OK);
	OK(DB_EXEC0(db, "INSERT INTO head(id, seq) VALUES (1, 0)") == RC_OK);
}

static int64_t notes(struct db *db)
{
	int64_t n = -1;

	return db_one_int(db, SQL("SELECT count(*) FROM note"), NULL, 0, &n) == RC_OK ? n : -1;
}

static int64_t head(struct db *db)
{
	int64_t n = -1;

	return db_one_int(db, SQL("SELECT seq FROM head WHERE id = 1"), NULL, 0, &n) == RC_OK ? n : -1;
}

static void empty(struct db *db)
{
	OK(DB_EXEC0(db, "DELETE FROM note") == RC_OK && DB_EXEC0(db, "UPDATE head SET seq = 0") == RC_OK);
}

struct ask {
	int64_t id;
	int thread;
	enum rc end; /* what the job shall come to */
	struct arena *mem;
	bool hungry;
};

/* Takes the next number of a chain; a number lost or taken twice would show. */
static enum rc add_note(struct db *db, void *arg)
{
	const struct ask *a = arg;
	int64_t seq = head(db);

	if (seq < 0)
		return RC_FAULT;
	enum rc rc = DB_LATER(db, "UPDATE head SET seq = ?1 WHERE id = 1", INT(seq + 1));

	if (rc == RC_OK)
		rc = DB_EXEC(db, "INSERT INTO note(id, thread, seq) VALUES (?1, ?2, ?3)", INT(a->id),
			     INT(a->thread), INT(seq + 1));
	while (rc == RC_OK && a->hungry)
		(void)NEW(a->mem, char, 1000);
	if (rc == RC_OK && a->end == RC_CONFLICT)
		return DB_EXEC(db, "INSERT INTO note(id, thread, seq) VALUES (?1, 0, ?2)", INT(-a->id),
			       INT(seq + 1));
	if (rc == RC_OK && a->end == RC_FAULT) {
		db_fail_at(db, 1);
		return DB_LATER(db, "UPDATE head SET seq = ?1 WHERE id = 1", INT(-1));
	}
	return rc == RC_OK ? a->end : rc;
}

enum { THREADS = 8, JOBS = 200 };
struct crowd {
	struct writer *w;
	int thread, good, kept;
};

static void *work(void *arg)
{
	struct crowd *c = arg;
	unsigned random = (unsigned)c->thread + 1;
	struct arena own;

	arena_init(&own, 100000);
	for (int i = 0; i < JOBS; i++) {
		random = random * 1103515245 + 12345;
		static const enum rc ends[] = { RC_OK,       RC_OK,    RC_OK,   RC_INVALID,
						RC_CONFLICT, RC_FAULT, RC_STALE };
		struct ask a = { .id = c->thread * 1000 + i + 1,
				 .thread = c->thread,
				 .end = ends[(random >> 16) % COUNT(ends)],
				 .mem = &own };

		a.hungry = (random >> 8) % 10 == 0;
		enum rc rc = writer_do(c->w, i % 5 ? PRIO_PEOPLE : PRIO_BULK, &own, add_note, &a);

		c->good += rc == (a.hungry ? RC_TOO_BIG : a.end) && own.full == NULL;
		c->kept += rc == RC_OK;
		arena_reset(&own);
	}
	arena_free(&own);
	return NULL;
}

/* Another program that writes beside the server. */
struct beside {
	struct db *db;
	int good;
};

static void *write_beside(void *arg)
{
	struct beside *b = arg;

	for (int i = 0; i < 100; i++) {
		struct ask a = { .id = 100000 + i, .thread = 100 };

		b->good += db_write(b->db, add_note, &a) == RC_OK;
	}
	return NULL;
}

static void test_crowd(str url, struct db *db)
{
	struct crowd crowd[THREADS];
	pthread_t thread[THREADS], beside;
	struct writer *w = NULL;
	struct beside other = { .db = opened(url, DB_WRITE) };
	int good = 0, kept = 0;

	OK(writer_start(url, &w) == RC_OK);
	OK(pthread_create(&beside, NULL, write_beside, &other) == 0);
	for (int i = 0; i < THREADS; i++) {
		crowd[i] = (struct crowd){ .w = w, .thread = i };
		pthread_create(&thread[i], NULL, work, &crowd[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		good += crowd[i].good;
		kept += crowd[i].kept;
	}
	pthread_join(beside, NULL);
	OK(good == THREADS * JOBS && kept > THREADS * JOBS / 4 && other.good == 100);
	OK(notes(db) == kept + 100 && head(db) == kept + 100);
	writer_stop(w);
	db_close(other.db);
	empty(db);
}

/* The order in which jobs run, seen from inside. */
struct order {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool open; /* the first job waits for this */
	char ran[64];
	int n;
};
struct turn {
	struct writer *w;
	struct order *order;
	char name;
	enum prio prio;
	enum rc rc;
};

static enum rc take_turn(struct db *db UNUSED, void *arg)
{
	const struct turn *t = arg;
	struct order *o = t->order;

	pthread_mutex_lock(&o->lock);
	o->ran[o->n++] = t->name;
	pthread_cond_broadcast(&o->changed);
	while (t->name == '0' && !o->open)
		pthread_cond_wait(&o->changed, &o->lock);
	pthread_mutex_unlock(&o->lock);
	return RC_OK;
}

static void *queue_turn(void *arg)
{
	struct turn *t = arg;

	t->rc = writer_do(t->w, t->prio, NULL, take_turn, t);
	return NULL;
}

static void note_group(void *ctx, bool begun)
{
	struct order *o = ctx;

	pthread_mutex_lock(&o->lock);
	o->ran[o->n++] = begun ? '(' : '!';
	pthread_mutex_unlock(&o->lock);
}

/* Who ran, whatever the groups. */
static bool order_is(const struct order *o, const char *names)
{
	for (int i = 0; i < o->n; i++)
		if (o->ran[i] != '(' && o->ran[i] != *names++)
			return false;
	return !*names;
}

static void test_priorities(str url)
{
	struct order o = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct writer *w = NULL;
	struct turn turn[7];
	pthread_t thread[7];

	OK(writer_start(url, &w) == RC_OK);
	writer_on_group(w, note_group, &o);
	for (int i = 0; i < 7; i++) {
		turn[i] =
			(struct turn){ w, &o, (char)(i ? (i % 2 ? 'b' : 'P') : '0'), PRIO_PEOPLE, RC_FAULT };
		turn[i].prio = turn[i].name == 'b' ? PRIO_BULK : PRIO_PEOPLE;
		pthread_create(&thread[i], NULL, queue_turn, &turn[i]);
		pthread_mutex_lock(&o.lock);
		while (o.n == 0)
			pthread_cond_wait(&o.changed, &o.lock);
		pthread_mutex_unlock(&o.lock);
		usleep(20000); /* queued, one after the other */
	}
	pthread_mutex_lock(&o.lock);
	o.open = true;
	pthread_cond_broadcast(&o.changed);
	pthread_mutex_unlock(&o.lock);
	for (int i = 0; i < 7; i++) {
		pthread_join(thread[i], NULL);
		OK(turn[i].rc == RC_OK);
	}
	printf("# %.*s\n", o.n, o.ran);
	/* The first lasted longer than a group may, so the people come in a second group, the import in a
	 * third; a slow machine may cut these once more. */
	OK(strncmp(o.ran, "(0(", 3) == 0 && order_is(&o, "0PPPbbb") && strchr(o.ran, 'b')[-1] == '(');
	writer_stop(w);
}

static enum rc add_part(struct db *db, void *arg)
{
	struct ask *a = arg;
	enum rc rc = DB_EXEC(db, "INSERT INTO part(id, whole) VALUES (?1, ?2)", INT(a->id), INT(99));

	if (rc == RC_OK)
		usleep(30000); /* whoever comes now is in the next group: this one is old enough to end */
	return rc;
}

static void test_failed_commit(str url, struct db *db)
{
	struct order o = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct ask a = { .id = 1 };
	struct writer *w = NULL;

	OK(writer_start(url, &w) == RC_OK);
	writer_on_group(w, note_group, &o);
	OK(writer_do(w, PRIO_PEOPLE, NULL, add_part, &a) == RC_FAULT && strcmp(o.ran, "(!") == 0);
	OK(writer_do(w, PRIO_PEOPLE, NULL, add_note, &a) == RC_OK && strcmp(o.ran, "(!(") == 0);
	a = (struct ask){ .id = 2, .end = RC_INVALID };
	OK(writer_do(w, PRIO_PEOPLE, NULL, add_note, &a) == RC_INVALID && strcmp(o.ran, "(!((!") == 0);
	OK(notes(db) == 1 && head(db) == 1);
	writer_stop(w);
	o.n = 0;
	db_on_group(db, note_group, &o);
	OK(db_write(db, add_part, &a) == RC_CONFLICT && notes(db) == 1);
	a.end = RC_OK;
	OK(db_write(db, add_note, &a) == RC_OK && notes(db) == 2 && o.n == 3 && memcmp(o.ran, "(!(", 3) == 0);
	db_on_group(db, NULL, NULL);
	empty(db);
}

/* Rows of an import: the bad ones are left out, the rest stays; rows under way are not disturbed. */
static enum rc import(struct db *db, void *arg)
{
	struct ask a = *(struct ask *)arg;
	struct rows q;
	int kept = 0, seen = 0;
	enum rc rc = DB_QUERY(db, &q, "SELECT id FROM whole WHERE id > ?1 ORDER BY id", INT(0));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		a.id = db_int(&q, 0);
		a.end = a.id % 2 ? RC_OK : a.id % 4 ? RC_CONFLICT : RC_INVALID;
		kept += db_attempt(db, add_note, &a) == RC_OK;
		seen++;
	}
	rc = db_done(&q);
	if (rc != RC_OK || kept != 4 || seen != 8 || notes(db) != 4)
		return RC_FAULT;
	return ((struct ask *)arg)->end;
}

/* Runs out of memory two savepoints deep, with rows under way. */
static enum rc sink(struct db *db, void *arg)
{
	struct ask *a = arg;
	struct rows q;

	a->hungry = true;
	if (DB_QUERY(db, &q, "SELECT id FROM whole WHERE id > ?1 ORDER BY id", INT(0)) != RC_OK ||
	    !db_next(&q))
		return RC_FAULT;
	return db_attempt(db, add_note, a);
}

static enum rc sink_deeper(struct db *db, void *arg) { return db_attempt(db, sink, arg); }

/* Sends a conflict ahead, begins a part and makes light of both: nothing of it may stay. */
static enum rc make_light(struct db *db, void *arg)
{
	struct ask a = *(struct ask *)arg;
	enum rc rc = DB_LATER(db, "INSERT INTO note(id, thread, seq) VALUES (?1, 0, ?1)", INT(a.id));

	(void)!DB_LATER(db, "INSERT INTO note(id, thread, seq) VALUES (?1, 0, ?1)", INT(a.id));
	a.id++;
	(void)!db_attempt(db, add_note, &a);
	(void)!DB_LATER(db, "INSERT INTO note(id, thread, seq) VALUES (?1, 0, ?1)", INT(a.id + 1));
	return rc;
}

static void test_parts(str url, struct db *db)
{
	struct writer *w = NULL;
	struct arena own;
	struct ask a = { .id = 50, .mem = &own };

	arena_init(&own, 100000);
	for (int i = 1; i <= 8; i++)
		OK(DB_EXEC(db, "INSERT INTO whole(id) VALUES (?1)", INT(i)) == RC_OK);
	OK(writer_start(url, &w) == RC_OK);
	OK(writer_do(w, PRIO_PEOPLE, &own, sink_deeper, &a) == RC_TOO_BIG && own.full == NULL);
	a = (struct ask){ .thread = 7 };
	OK(writer_do(w, PRIO_BULK, NULL, import, &a) == RC_OK && notes(db) == 4 && head(db) == 4);
	a = (struct ask){ .id = 51 };
	OK(writer_do(w, PRIO_PEOPLE, &own, add_note, &a) == RC_OK && notes(db) == 5);
	a.id = 60;
	OK(writer_do(w, PRIO_PEOPLE, NULL, make_light, &a) == RC_CONFLICT && notes(db) == 5 && head(db) == 5);
	empty(db);
	a.end = RC_STALE;
	OK(writer_do(w, PRIO_BULK, NULL, import, &a) == RC_STALE && notes(db) == 0 && head(db) == 0);
	writer_stop(w);
	arena_free(&own);
}

static enum rc kill_others(struct db *db, void *arg UNUSED)
{
	struct rows q;
	enum rc rc = db_query_text(
		db, &q,
		STR("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
		    " current_database() AND pid <> pg_backend_pid()"
		    " AND backend_type = 'client backend'"),
		NULL, 0);

	while (db_next(&q))
		;
	return db_done(&q) == RC_OK ? rc : RC_FAULT;
}

struct killing {
	struct db *killer;
	struct ask ask;
	int steps;
};

static enum rc add_and_lose(struct db *db, void *arg)
{
	struct killing *k = arg;
	enum rc rc = k->steps > 1 ? add_note(db, &k->ask) : RC_OK;

	if (rc == RC_OK)
		rc = kill_others(k->killer, NULL);
	return rc == RC_OK && k->steps > 2 ? add_note(db, &k->ask) : rc;
}

static void test_lost(str url, struct db *db)
{
	struct writer *w = NULL;
	struct killing k = { .ask = { .id = 1 } };

	OK(writer_start(url, &w) == RC_OK);
	k.killer = opened(url, DB_WRITE);
	OK(kill_others(k.killer, NULL) == RC_OK);
	OK(writer_do(w, PRIO_PEOPLE, NULL, add_note, &k.ask) == RC_OK);
	for (k.steps = 1; k.steps <= 3; k.steps++) {
		k.ask.id = 10 + k.steps;
		OK(writer_do(w, PRIO_PEOPLE, NULL, add_and_lose, &k) == RC_FAULT);
		k.ask.id = 20 + k.steps;
		OK(writer_do(w, PRIO_PEOPLE, NULL, add_note, &k.ask) == RC_OK);
	}
	writer_stop(w);
	OK(notes(k.killer) == 4 && head(k.killer) == 4);
	db_close(k.killer);
	OK(db_read_begin(db) == RC_OK); /* connects again */
	db_read_end(db);
	empty(db);
}

struct reading {
	struct readers *readers;
	int good;
};

static void *read_often(void *arg)
{
	struct reading *r = arg;

	for (int i = 0; i < 50; i++) {
		struct db *db = readers_take(r->readers);

		r->good += db && db_read_begin(db) == RC_OK && notes(db) >= 0;
		readers_give(r->readers, db); /* with its transaction open */
	}
	return NULL;
}

static void test_readers(str url)
{
	struct readers *r = readers_new(url), *none = readers_new(STR("sqlite:/nowhere/at/all.db"));
	struct db *a = readers_take(r), *b = readers_take(r);
	pthread_t thread[4];
	struct reading reading[4];
	int good = 0;

	OK(a && b && a != b && db_read_begin(a) == RC_OK && notes(a) == 0);
	readers_give(r, a);
	OK(readers_take(r) == a && db_read_begin(a) == RC_OK); /* abandoned: nothing is under way */
	readers_give(r, a);
	readers_give(r, b);
	readers_give(r, NULL);
	for (int i = 0; i < 4; i++) {
		reading[i] = (struct reading){ .readers = r };
		pthread_create(&thread[i], NULL, read_often, &reading[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		good += reading[i].good;
	}
	OK(good == 200);
	OK(readers_take(none) == NULL);
	readers_free(r);
	readers_free(none);
	readers_free(NULL);
}

static enum rc linger(struct db *db, void *arg)
{
	usleep(100000);
	return add_note(db, arg);
}

static void *queue_note(void *arg)
{
	struct killing *k = arg;

	k->steps = (int)writer_do((struct writer *)k->killer, PRIO_BULK, NULL, linger, &k->ask);
	return NULL;
}

static void test_stop(str url, struct db *db)
{
	struct writer *w = NULL;
	struct killing k[3];
	pthread_t thread[3];

	OK(writer_start(STR("sqlite:/nowhere/at/all.db"), &w) == RC_FAULT && !w);
	OK(writer_start(url, &w) == RC_OK);
	for (int i = 0; i < 3; i++) {
		k[i] = (struct killing){ .killer = (struct db *)w,
					 .ask = { .id = i + 1 },
					 .steps = RC_FAULT };
		pthread_create(&thread[i], NULL, queue_note, &k[i]);
	}
	usleep(50000);
	writer_stop(w); /* the three are waiting and are finished first */
	for (int i = 0; i < 3; i++) {
		pthread_join(thread[i], NULL);
		OK(k[i].steps == RC_OK);
	}
	OK(notes(db) == 3);
	writer_stop(NULL);
	empty(db);
}

static void test_engine(enum db_engine engine)
{
	str url = fresh(engine, dir, "writer");
	struct db *db = opened(url, DB_CREATE);

	make_tables(db);
	test_crowd(url, db);
	test_priorities(url);
	test_failed_commit(url, db);
	test_parts(url, db);
	test_stop(url, db);
	test_readers(url);
	if (engine == DB_POSTGRES)
		test_lost(url, db);
	db_close(db);
	drop(engine, url);
}

int main(void)
{
	arena_init(&mem, 16 << 20);
	OK(mkdtemp(dir) != NULL);
	test_engine(DB_SQLITE);
	if (*server())
		test_engine(DB_POSTGRES);
	else
		SKIP("TX_PG_URL is not set: no PostgreSQL");
	OK(unlink(printed("%s/writer.db", dir).s) == 0);
	OK(rmdir(dir) == 0); /* no -wal or -shm is left behind */
	arena_free(&mem);
	return tap_end();
}
