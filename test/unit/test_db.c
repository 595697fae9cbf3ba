/* Both engines must pass the same assertions.  PostgreSQL: set TX_PG_URL (script/pg start DIR prints one). */
#include "migrate.h"
#include "place.h"
#include "writer.h"

#include <sys/stat.h>

static char dir[] = "/tmp/tongxin-db-XXXXXX";

static void make_tables(struct db *db)
{
	OK(db_script(db,
		     migrate_ddl(&mem, db_engine(db),
				 STR("CREATE TABLE school(id ID, name TEXT NOT NULL UNIQUE);"
				     "CREATE TABLE child(id ID, school BIG REFERENCES school(id), name TEXT,"
				     " born INT, photo BLOB, boards BOOL, code BIG);"))) == RC_OK);
	OK(DB_EXEC(db, "INSERT INTO school(id, name) VALUES (?1, ?2)", INT(1), TEXT(STR("雷州一小"))) ==
	   RC_OK);
}

static int64_t count(struct db *db)
{
	int64_t n = -1;

	return db_one_int(db, SQL("SELECT count(*) FROM child"), NULL, 0, &n) == RC_OK ? n : -1;
}

static const char bytes[] = { 0, 1, '\'', '\\', 0, (char)0xff };
static const str text = STR_INIT("O'Brien \"小雨\" \\ ?1 $1 -- \n😀");

/* Rows through every type; what comes back is looked at below. */
static void put_values(struct db *db)
{
	OK(DB_EXEC(db,
		   "INSERT INTO child(id, name, born, photo, boards, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		   INT(INT64_MAX), TEXT(text), INT(20160302), BLOB(((str){ bytes, sizeof bytes })), INT(1),
		   INT(INT64_MIN)) == RC_OK);
	OK(DB_EXEC(db,
		   "INSERT INTO child(id, name, born, photo, boards, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		   INT(2), TEXT(((str){ NULL, 0 })), NIL, BLOB(STR("")), NIL, NIL) == RC_OK);
	OK(DB_EXEC(db,
		   "INSERT INTO child(id, name, born, photo, boards, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		   INT(3), NIL, INT(-1), NIL, INT(0), INT(0)) == RC_OK);
}

static void check_nulls(struct rows *q)
{
	OK(db_next(q) && db_int(q, 0) == 2);
	OK(!db_null(q, 1) && db_text(q, 1).n == 0 && db_text(q, 1).s);
	OK(db_null(q, 2) && db_int(q, 2) == 0 && db_text(q, 2).s == NULL);
	OK(!db_null(q, 3) && db_blob(q, 3).n == 0 && db_null(q, 4) && db_null(q, 5));
	OK(db_next(q) && db_int(q, 0) == 3);
	OK(db_null(q, 1) && db_int(q, 2) == -1 && db_null(q, 3) && !db_null(q, 4) && db_int(q, 4) == 0);
	OK(db_dup(&mem, q, 1).n == 0);
}

static void test_values(struct db *db)
{
	struct rows q;

	put_values(db);
	OK(DB_QUERY0(db, &q, "SELECT id, name, born, photo, boards, code FROM child ORDER BY id") == RC_OK);
	check_nulls(&q);
	OK(db_next(&q) && db_int(&q, 0) == INT64_MAX && db_int(&q, 5) == INT64_MIN);
	str first = db_blob(&q, 3), again = db_blob(&q, 3), kept = db_dup(&mem, &q, 1);
	OK(first.n == sizeof bytes && memcmp(first.s, bytes, first.n) == 0 && str_eq(first, again));
	OK(str_eq(db_text(&q, 1), text) && str_eq(db_text(&q, 2), STR("20160302")));
	OK(!db_next(&q) && !db_next(&q) && db_null(&q, 0) && db_int(&q, 0) == 0 && db_text(&q, 0).s == NULL);
	OK(db_done(&q) == RC_OK && db_done(&q) == RC_OK);
	OK(str_eq(kept, text));
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

static void test_parameters(struct db *db)
{
	struct rows q;
	int64_t n = 0;

	OK(DB_QUERY(db, &q,
		    "SELECT ?1, '?1 it''s ?2', name /* ?7 ' */ FROM school -- ?8 \"\n"
		    " WHERE name = ?2 OR name = ?2 || ?2",
		    INT(7), TEXT(STR("雷州一小"))) == RC_OK);
	OK(db_next(&q) && db_int(&q, 0) == 7 && str_eq(db_text(&q, 1), STR("?1 it's ?2")));
	OK(str_eq(db_text(&q, 2), STR("雷州一小")) && db_done(&q) == RC_OK);
	OK(DB_ONE(db, &n, "SELECT ?1 + ?1 + ?2", INT(20), INT(2)) == RC_OK && n == 42);
	OK(DB_ONE(db, &n, "SELECT id FROM school WHERE id = ?1", INT(99)) == RC_NOT_FOUND && n == 42);
	OK(DB_ONE(db, &n, "SELECT max(id) FROM child WHERE id = ?1", INT(99)) == RC_OK && n == 0);
	OK(DB_ONE(db, &n, "SELECT ?1", INT(1), INT(2)) == RC_FAULT); /* one too many */
	OK(DB_ONE(db, &n, "SELECT ?2", INT(1)) == RC_FAULT);
	OK(DB_QUERY0(db, &q, "SELECT nonsense FROM nowhere") == RC_FAULT);
	OK(!db_next(&q) && db_null(&q, 0) && db_done(&q) == RC_FAULT);
	OK(DB_ONE(db, &n, "SELECT count(*) FROM school WHERE name LIKE ?1 ESCAPE '~'", TEXT(STR("%一%"))) ==
		   RC_OK &&
	   n == 1);
	OK(DB_ONE(db, &n, "SELECT CASE WHEN 'Abc' LIKE ?1 ESCAPE '~' THEN 1 ELSE 0 END", TEXT(STR("abc"))) ==
		   RC_OK &&
	   n == 0);
}

/* PostgreSQL fixes types when it prepares: every order of NULL and not NULL must do, in a transaction too. */
static int null_or_not(struct db *db, int i)
{
	struct val born = i & 1 ? INT(20160302) : NIL, name = i & 2 ? TEXT(STR("小雨")) : NIL;
	struct val photo = i & 4 ? BLOB(STR("\1\2")) : NIL;
	int64_t n = 0;
	enum rc put = DB_EXEC(db, "INSERT INTO child(id, born, name, photo) VALUES (?1, ?2, ?3, ?4)",
			      INT(100 + i), born, name, photo);
	enum rc got = DB_ONE(db, &n,
			     "SELECT count(*) FROM child WHERE id = ?4 AND (?1 IS NULL OR born = ?1)"
			     " AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR photo = ?3)",
			     born, name, photo, INT(100 + i));

	return put == RC_OK && got == RC_OK && n == 1;
}

static enum rc nulls(struct db *db, void *arg)
{
	struct rows q;
	int64_t one = 0, two = 0;
	int *good = arg;

	for (int i = 0; i < 16; i++)
		*good += null_or_not(db, i);
	enum rc rc = DB_QUERY(db, &q, "SELECT ?1, coalesce(?2, ?3)", NIL, NIL, INT(5));

	*good += rc == RC_OK && db_next(&q) && db_null(&q, 0) && db_int(&q, 1) == 5;
	rc = db_done(&q);
	if (rc == RC_OK)
		rc = DB_ONE(db, &one, "SELECT CASE WHEN ?1 IS NULL THEN 1 ELSE 0 END", NIL);
	if (rc == RC_OK)
		rc = DB_ONE(db, &two, "SELECT CASE WHEN ?1 + ?2 IS NULL THEN 1 ELSE 0 END", NIL, NIL);
	*good += one == 1 && two == 1;
	return rc;
}

static void test_nulls(struct db *db)
{
	int good = 0;

	OK(nulls(db, &good) == RC_OK && good == 18);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
	good = 0;
	OK(db_write(db, nulls, &good) == RC_OK && good == 18);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

static void check_conflicts(struct db *db)
{
	struct rows q;

	OK(DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1)) == RC_CONFLICT);
	OK(DB_EXEC(db, "INSERT INTO child(id, school) VALUES (?1, ?2)", INT(9), INT(77)) == RC_CONFLICT);
	OK(DB_EXEC(db, "INSERT INTO school(id, name) VALUES (?1, ?2)", INT(2), TEXT(STR("雷州一小"))) ==
	   RC_CONFLICT);
	OK(DB_EXEC(db, "INSERT INTO school(id, name) VALUES (?1, ?2)", INT(2), NIL) == RC_CONFLICT);
	OK(DB_EXEC(db, "UPDATE child SET born = ?1 WHERE id = 1", TEXT(STR("abc"))) == RC_FAULT);
	OK(DB_QUERY(db, &q, "INSERT INTO child(id, name) VALUES (?1, ?2)", INT(1), NIL) == RC_CONFLICT);
	OK(db_done(&q) == RC_CONFLICT);
}

static void test_changes(struct db *db)
{
	int64_t changes = -1;
	struct rows q;

	for (int i = 1; i <= 5; i++)
		OK(DB_EXEC(db, "INSERT INTO child(id, school, born) VALUES (?1, ?2, ?3)", INT(i), INT(1),
			   INT(i % 2)) == RC_OK);
	OK(db_exec(db, SQL("UPDATE child SET born = 7 WHERE born = 1"), NULL, 0, &changes) == RC_OK &&
	   changes == 3);
	OK(db_exec(db, SQL("DELETE FROM child WHERE born = 8"), NULL, 0, &changes) == RC_OK && changes == 0);
	check_conflicts(db);
	/* Done at once, whether or not the rows are read. */
	OK(DB_QUERY(db, &q, "UPDATE child SET born = ?1 WHERE born = 7 RETURNING id", INT(6)) == RC_OK);
	OK(db_done(&q) == RC_OK);
	OK(DB_QUERY(db, &q, "DELETE FROM child WHERE born = ?1 RETURNING id", INT(6)) == RC_OK);
	int n = 0;
	while (db_next(&q))
		n++;
	OK(n == 3 && db_done(&q) == RC_OK && count(db) == 2);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

/* The same literal inside its own loop. */
/* NOLINTNEXTLINE(misc-no-recursion): that is the case to be tested */
static int descend(struct db *db, int depth)
{
	struct rows q;
	int n = 0;

	if (DB_QUERY(db, &q, "SELECT id FROM child WHERE id > ?1 ORDER BY id", INT(depth)) != RC_OK)
		return -1000;
	while (db_next(&q))
		n += 1 + (depth < 3 ? descend(db, (int)db_int(&q, 0)) : 0);
	return db_done(&q) == RC_OK ? n : -1000;
}

static void test_cache(struct db *db)
{
	int good = 0;

	for (int i = 1; i <= 4; i++)
		OK(db_exec_text(db, STR("INSERT INTO child(id, name) VALUES (?1, ?2)"), VALS(INT(i), NIL),
				NULL) == RC_OK);
	OK(descend(db, 0) == 15);
	for (int i = 0; i < 1300; i++) {
		struct rows q;
		str sql = printed("SELECT %d WHERE 1 = ?1", i % 1000);

		good += db_query_text(db, &q, sql, VALS(INT(1))) == RC_OK && db_next(&q) &&
			db_int(&q, 0) == i % 1000;
		good += db_done(&q) == RC_OK;
	}
	OK(good == 2600);
	OK(db_query_text(db, &(struct rows){ 0 }, STR("SELECT 1; SELECT 2"), NULL, 0) == RC_FAULT);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

static enum rc three_writes(struct db *db, void *arg UNUSED)
{
	for (int i = 1; i <= 3; i++) {
		enum rc rc = i == 2 ? DB_LATER(db, "INSERT INTO child(id) VALUES (?1)", INT(i))
				    : DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(i));

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static enum rc careless(struct db *db, void *arg UNUSED)
{
	(void)!DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1));
	(void)!DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1));
	return RC_OK;
}

static enum rc go_on(struct db *db, void *arg)
{
	(void)!DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1));
	enum rc first = DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1));

	*(bool *)arg =
		first == RC_CONFLICT && DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(2)) == RC_FAULT;
	return first;
}

static void test_counting(struct db *db)
{
	uint64_t before = db_statements(db), n = 0;
	bool refused = false;

	OK(count(db) == 0 && db_statements(db) == before + 1);
	OK(db_read_begin(db) == RC_OK && count(db) == 0);
	db_read_end(db);
	OK(db_statements(db) == before + 2);
	for (n = 1; n < 10; n++) {
		db_fail_at(db, n);
		enum rc rc = db_write(db, three_writes, NULL);

		db_fail_at(db, 0);
		if (rc == RC_OK)
			break;
		OK(rc == RC_FAULT && count(db) == 0);
	}
	OK(n == 4 && count(db) == 3 && DB_EXEC0(db, "DELETE FROM child") == RC_OK);
	OK(db_write(db, careless, NULL) == RC_FAULT && count(db) == 0);
	OK(db_write(db, go_on, &refused) == RC_CONFLICT && refused && count(db) == 0);
	db_fail_at(db, 1);
	OK(count(db) == -1);
	OK(count(db) == 0); /* outside a transaction one failure is one failure */
}

/* A hundred sent ahead, of which number *arg may be in conflict; an even one is not even noticed by the job.
 */
static enum rc late_conflict(struct db *db, void *arg)
{
	const int *which = arg;
	enum rc rc = RC_OK;
	char name[8];

	for (int i = 1; rc == RC_OK && i <= 100; i++) {
		snprintf(name, sizeof name, "c%d", i); /* overwritten by the next: values are copied */
		rc = DB_LATER(db, "INSERT INTO child(id, name) VALUES (?1, ?2)", INT(i == *which ? 1 : i),
			      i % 3 ? TEXT(str_of(name)) : NIL);
	}
	return *which % 2 ? rc : RC_OK;
}

static enum rc add_two(struct db *db, void *arg UNUSED)
{
	return DB_LATER(db, "INSERT INTO child(id) VALUES (?1)", INT(2));
}

/* What comes after something sent ahead: a conflict of the same kind, a conflict asked for, a question. */
static enum rc late_then_ask(struct db *db, void *arg)
{
	const int *how = arg;
	int64_t n = 0;
	enum rc rc = DB_LATER(db, "INSERT INTO child(id) VALUES (?1)", INT(1));

	if (rc == RC_OK && *how == 1)
		rc = DB_LATER(db, "INSERT INTO child(id) VALUES (?1)", INT(1));
	if (rc == RC_OK && *how == 2)
		rc = DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1));
	if (rc == RC_OK)
		rc = DB_ONE(db, &n, "SELECT count(*) FROM child WHERE id > ?1", INT(0));
	return rc == RC_OK && n != 1 ? RC_INVALID : rc;
}

/* A conflict from before a part belongs to the job, one inside the part does not. */
static enum rc late_then_part(struct db *db, void *arg)
{
	const int *how = arg;
	enum rc rc = DB_LATER(db, "INSERT INTO child(id) VALUES (?1)", INT(1));

	if (rc == RC_OK && *how == 1)
		rc = DB_LATER(db, "INSERT INTO child(id) VALUES (?1)", INT(1));
	if (rc == RC_OK)
		rc = db_attempt(db, add_two, NULL);
	if (rc != RC_OK)
		return rc;
	return db_attempt(db, add_two, NULL) == RC_CONFLICT && count(db) == 2 ? RC_OK : RC_INVALID;
}

static void test_after_later(struct db *db)
{
	OK(db_write(db, late_then_ask, &(int){ 0 }) == RC_OK && count(db) == 1);
	OK(db_write(db, late_then_ask, &(int){ 0 }) == RC_CONFLICT && count(db) == 1);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
	OK(db_write(db, late_then_ask, &(int){ 1 }) == RC_CONFLICT && count(db) == 0);
	OK(db_write(db, late_then_ask, &(int){ 2 }) == RC_CONFLICT && count(db) == 0);
	OK(db_write(db, late_then_part, &(int){ 1 }) == RC_CONFLICT && count(db) == 0);
	OK(db_write(db, late_then_part, &(int){ 0 }) == RC_OK && count(db) == 2);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

static void test_later(struct db *db)
{
	OK(db_settle(db) == RC_OK);
	for (int which = 2; which <= 100; which += 7)
		OK(db_write(db, late_conflict, &which) == RC_CONFLICT && count(db) == 0);
	OK(db_write(db, late_conflict, &(int){ 101 }) == RC_OK && count(db) == 100);
	int64_t n = 0;
	OK(DB_ONE(db, &n, "SELECT count(*) FROM child WHERE name = 'c' || id AND id <> ?1", INT(0)) ==
		   RC_OK &&
	   n == 67);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
	OK(DB_LATER(db, "INSERT INTO child(id, name) VALUES (?1, ?2)", INT(1), NIL) == RC_OK &&
	   count(db) == 1);
	OK(DB_LATER(db, "INSERT INTO child(id, name) VALUES (?1, ?2)", INT(1), NIL) == RC_CONFLICT);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

static void test_reading(struct db *db, struct db *reader)
{
	struct rows q;

	OK(db_read_begin(reader) == RC_OK && count(reader) == 0);
	OK(db_read_begin(reader) == RC_FAULT);
	OK(DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(1)) == RC_OK && count(reader) == 0);
	db_read_end(reader);
	db_read_end(reader);
	OK(count(reader) == 1);
	OK(DB_EXEC(reader, "INSERT INTO child(id) VALUES (?1)", INT(2)) == RC_FAULT);
	OK(db_read_begin(db) == RC_OK &&
	   DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(2)) == RC_FAULT);
	db_read_end(db);
	OK(DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(2)) == RC_OK);
	/* What a request leaves behind that gave up. */
	OK(db_read_begin(reader) == RC_OK);
	OK(DB_QUERY0(reader, &q, "SELECT id FROM child ORDER BY id") == RC_OK && db_next(&q));
	db_abandon(reader);
	OK(!db_next(&q) && db_done(&q) == RC_OK);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK && count(reader) == 0);
}

static void touched(void *ctx, bool writes, const char *table, const char *column)
{
	char *seen = ctx;
	size_t n = strlen(seen);

	snprintf(seen + n, 200 - n, "%s%s.%s ", writes ? "!" : "", table, column);
}

static void test_accepts(struct db *db)
{
	char seen[200] = "";
	str why = { NULL, 0 };
	int bad = 0;

	for (const struct sql *s = __start_tx_sql; s < __stop_tx_sql; s++) {
		bool nonsense = strstr(s->text, "nonsense") || strstr(s->text, "migration");

		if ((db_accepts(db, &mem, s->text, &why) == RC_OK) == nonsense) {
			printf("# %s:%ld %s: %.*s\n", s->file, s->line, s->text, STR_ARG(why));
			bad++;
		}
	}
	OK(bad == 0 && __stop_tx_sql - __start_tx_sql > 30);
	OK(db_accepts(db, &mem, "SELECT iif(", &why) == RC_INVALID && why.n > 0);
	OK(db_accepts(db, &mem, "SELECT 1; SELECT 2", &why) == RC_INVALID);
	if (db_engine(db) == DB_POSTGRES) {
		OK(db_touches(db, "SELECT name FROM child", touched, seen) == RC_INVALID);
		return;
	}
	OK(db_touches(db, "UPDATE child SET name = ?1 WHERE born = 1", touched, seen) == RC_OK);
	OK(strcmp(seen, "!child.name child.born ") == 0 || strcmp(seen, "child.born !child.name ") == 0);
	seen[0] = '\0';
	OK(db_touches(db, "DELETE FROM school", touched, seen) == RC_OK && strstr(seen, "!school. "));
}

/* Only PostgreSQL has a connection to lose. */
static enum rc kill_others(struct db *db)
{
	struct rows q;
	enum rc rc = db_query_text(
		db, &q,
		STR("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
		    " current_database() AND pid <> pg_backend_pid()"
		    " AND backend_type = 'client backend'"),
		NULL, 0);
	int n = 0;

	while (db_next(&q))
		n++;
	return db_done(&q) == RC_OK && n > 0 ? rc : RC_NOT_FOUND;
}

static enum rc killed_inside(struct db *db, void *arg)
{
	enum rc rc = DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(5));

	if (rc == RC_OK)
		rc = kill_others(arg);
	return rc == RC_OK ? DB_EXEC(db, "INSERT INTO child(id) VALUES (?1)", INT(6)) : RC_INVALID;
}

static void lose_idle(struct db *db, struct db *reader, struct db *killer)
{
	OK(count(reader) == 0 && kill_others(killer) == RC_OK);
	OK(count(reader) == 0);                           /* asked again */
	OK(db_read_begin(db) == RC_OK && count(db) == 0); /* begun again */
	db_read_end(db);
	OK(kill_others(killer) == RC_OK);
	OK(db_write(db, three_writes, NULL) == RC_OK && count(db) == 3);
	OK(kill_others(killer) == RC_OK);
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_FAULT && count(db) == 3); /* nobody knows if it was done */
	OK(DB_EXEC0(db, "DELETE FROM child") == RC_OK);
}

static void lose_inside(struct db *db, struct db *reader, struct db *killer)
{
	struct rows q;

	OK(db_write(db, killed_inside, killer) == RC_FAULT && count(db) == 0);
	OK(db_write(db, three_writes, NULL) == RC_OK && count(db) == 3);
	OK(db_read_begin(reader) == RC_OK && count(reader) == 3 && kill_others(killer) == RC_OK);
	OK(count(reader) == -1 && count(reader) == -1); /* another picture of the data would be a lie */
	db_read_end(reader);
	OK(count(reader) == 3);
	OK(DB_QUERY0(reader, &q, "SELECT id FROM child ORDER BY id") == RC_OK && db_next(&q));
	OK(kill_others(killer) == RC_OK && db_next(&q) && db_int(&q, 0) == 2 && db_done(&q) == RC_OK);
}

static void test_lost(struct db *db, struct db *reader, str url)
{
	struct db *killer = opened(url, DB_WRITE);

	lose_idle(db, reader, killer);
	lose_inside(db, reader, killer);
	db_close(killer);
}

static void test_engine(enum db_engine engine)
{
	str url = fresh(engine, dir, "db");
	struct db *db = opened(url, DB_CREATE);

	OK(db && db_engine(db) == engine);
	make_tables(db);
	struct db *reader = opened(url, DB_READ);
	test_values(db);
	test_parameters(db);
	test_nulls(db);
	test_changes(db);
	test_cache(db);
	test_counting(db);
	test_later(db);
	test_after_later(db);
	test_reading(db, reader);
	test_accepts(db);
	if (engine == DB_POSTGRES)
		test_lost(db, reader, url);
	db_close(reader);
	db_close(db);
	drop(engine, url);
}

static bool refused(str url, enum db_mode mode)
{
	struct db *db = NULL;
	str why = { NULL, 0 };
	enum rc rc = db_open(&mem, url, mode, &db, &why);

	tap_note(why.s, why.n);
	return rc != RC_OK && !db && why.n > 0;
}

static void test_refusal(void)
{
	str url = fresh(DB_SQLITE, dir, "refused");

	OK(db_url_valid(url) && db_url_valid(STR("postgresql:///x")) && db_url_valid(STR("sqlite::memory:")));
	OK(!db_url_valid(STR("sqlite:")) && !db_url_valid(STR("mysql://x")) && !db_url_valid(STR("")));
	OK(refused(STR("mysql://x"), DB_READ));
	OK(refused(url, DB_READ) && refused(url, DB_WRITE) && access(url.s + 7, F_OK) != 0);
	OK(refused(STR("sqlite:/nowhere/at/all.db"), DB_CREATE));
	OK(refused(STR("sqlite:/etc/passwd"), DB_READ));
	OK(refused(STR("postgresql:///x?host=/nowhere"), DB_READ));
	OK(refused(STR("postgresql:///x?nonsense=1"), DB_READ));
}

static void test_new_file(void)
{
	str url = fresh(DB_SQLITE, dir, "new");
	struct db *db = opened(url, DB_CREATE);
	struct rows q;
	struct stat st;
	int64_t size = 0;

	OK(db_script(db, STR("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1);")) == RC_OK);
	OK(stat(url.s + 7, &st) == 0 && (st.st_mode & 0777) == 0600);
	OK(db_query_text(db, &q, STR("PRAGMA page_size"), NULL, 0) == RC_OK && db_next(&q));
	size = db_int(&q, 0);
	OK(db_done(&q) == RC_OK && size == 8192);
	OK(db_query_text(db, &q, STR("PRAGMA journal_mode"), NULL, 0) == RC_OK && db_next(&q) &&
	   str_eq(db_text(&q, 0), STR("wal")) && db_done(&q) == RC_OK);
	db_close(db);
	db = opened(STR("sqlite::memory:"), DB_WRITE);
	OK(db && db_script(db, STR("CREATE TABLE t(a INTEGER)")) == RC_OK);
	db_close(db);
}

static void test_sixteen(void)
{
	const int64_t three[] = { 5, 6, 7 };
	int64_t many[DB_AT_ONCE + 2];
	struct val v[DB_AT_ONCE];
	bool last = true;

	db_sixteen(three, COUNT(three), v);
	for (size_t i = 2; i < DB_AT_ONCE; i++)
		last &= v[i].t == VAL_INT && v[i].i == 7;
	OK(v[0].i == 5 && v[1].i == 6 && last);
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = (int64_t)i;
	db_sixteen(many, COUNT(many), v);
	OK(v[0].i == 0 && v[DB_AT_ONCE - 1].i == DB_AT_ONCE - 1);
}

int main(void)
{
	arena_init(&mem, 64 << 20);
	OK(mkdtemp(dir) != NULL);
	test_refusal();
	test_new_file();
	test_sixteen();
	test_engine(DB_SQLITE);
	if (*server())
		test_engine(DB_POSTGRES);
	else
		SKIP("TX_PG_URL is not set: no PostgreSQL");
	OK(unlink(printed("%s/db.db", dir).s) == 0 && unlink(printed("%s/new.db", dir).s) == 0);
	OK(rmdir(dir) == 0); /* no -wal or -shm is left behind */
	arena_free(&mem);
	return tap_end();
}
