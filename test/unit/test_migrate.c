/* Migrations, on both engines.  PostgreSQL: set TX_PG_URL (script/pg start DIR prints one). */
#include "buf.h"
#include "migrate.h"
#include "place.h"
#include "sm.h"
#include "writer.h"

static char dir[] = "/tmp/tongxin-migrate-XXXXXX";

static void test_ddl(void)
{
	static const struct {
		str in, lite, pg;
	} t[] = {
		{ STR_INIT("CREATE TABLE a(id ID, n INT NOT NULL, b BIG, t TEXT DEFAULT 'INT', x BLOB, o "
			   "BOOL);"),
		  STR_INIT("CREATE TABLE a(id INTEGER PRIMARY KEY, n /*INT*/ INTEGER NOT NULL, b /*BIG*/ "
			   "INTEGER,"
			   " t TEXT DEFAULT 'INT', x BLOB, o /*BOOL*/ INTEGER) STRICT;"),
		  STR_INIT("CREATE TABLE a(id BIGINT PRIMARY KEY, n INTEGER NOT NULL, b BIGINT,"
			   " t TEXT COLLATE \"C\" DEFAULT 'INT', x BYTEA, o SMALLINT);") },
		/* Words that are names, parts of names, in quotes, in comments, in constraints. */
		{ STR_INIT("CREATE TABLE TEXT(BLOB BLOB CHECK (BLOB <> 'BIG -- INT'), -- INT, x INT\n"
			   "\"INT\" INT, IDLE INTO, /* , a BIG */ UNIQUE (BLOB, \"INT\"), CHECK (BIG INT))"),
		  STR_INIT("CREATE TABLE TEXT(BLOB BLOB CHECK (BLOB <> 'BIG -- INT'), -- INT, x INT\n"
			   "\"INT\" /*INT*/ INTEGER, IDLE INTO, /* , a BIG */ UNIQUE (BLOB, \"INT\"), CHECK "
			   "(BIG INT)) STRICT"),
		  STR_INIT("CREATE TABLE TEXT(BLOB BYTEA CHECK (BLOB <> 'BIG -- INT'), -- INT, x INT\n"
			   "\"INT\" INTEGER, IDLE INTO, /* , a BIG */ UNIQUE (BLOB, \"INT\"), CHECK (BIG "
			   "INT))") },
		{ STR_INIT("CREATE TABLE k(a INT, b TEXT, PRIMARY KEY (b, a)); CREATE TABLE l(n BIG)"),
		  STR_INIT("CREATE TABLE k(a /*INT*/ INTEGER, b TEXT, PRIMARY KEY (b, a)) STRICT, WITHOUT "
			   "ROWID;"
			   " CREATE TABLE l(n /*BIG*/ INTEGER) STRICT"),
		  STR_INIT("CREATE TABLE k(a INTEGER, b TEXT COLLATE \"C\", PRIMARY KEY (b, a));"
			   " CREATE TABLE l(n BIGINT)") },
		{ STR_INIT(
			  "ALTER TABLE INT ADD COLUMN BIG BIG; alter table t add o BOOL NOT NULL DEFAULT 0;\n"
			  "CREATE INDEX INT ON BIG(TEXT); UPDATE t SET a = BIG WHERE INT = 'it''s; INT';"),
		  STR_INIT("ALTER TABLE INT ADD COLUMN BIG /*BIG*/ INTEGER; alter table t add o /*BOOL*/ "
			   "INTEGER NOT NULL"
			   " DEFAULT 0;\nCREATE INDEX INT ON BIG(TEXT); UPDATE t SET a = BIG WHERE INT = "
			   "'it''s; INT';"),
		  STR_INIT("ALTER TABLE INT ADD COLUMN BIG BIGINT; alter table t add o SMALLINT NOT NULL "
			   "DEFAULT 0;\n"
			   "CREATE INDEX INT ON BIG(TEXT); UPDATE t SET a = BIG WHERE INT = 'it''s; INT';") },
		/* SQLite has the id in every index anyway */
		{ STR_INIT("CREATE INDEX i ON t (a, id);\nCREATE INDEX j ON t (id, a); CREATE INDEX k ON t "
			   "(a, "
			   "id) WHERE a > 0"),
		  STR_INIT("CREATE INDEX i ON t (a /*, id*/);\nCREATE INDEX j ON t (id, a); CREATE INDEX k "
			   "ON t "
			   "(a /*, id*/) WHERE a > 0"),
		  STR_INIT("CREATE INDEX i ON t (a, id);\nCREATE INDEX j ON t (id, a); CREATE INDEX k ON t "
			   "(a, "
			   "id) WHERE a > 0") },
		{ STR_INIT(""), STR_INIT(""), STR_INIT("") },
		{ STR_INIT("CREATE TABLE 'open"), STR_INIT("CREATE TABLE 'open"),
		  STR_INIT("CREATE TABLE 'open") },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		OK(str_eq(migrate_ddl(&mem, DB_SQLITE, t[i].in), t[i].lite));
		OK(str_eq(migrate_ddl(&mem, DB_POSTGRES, t[i].in), t[i].pg));
	}
}

/* clang-format off */
static const struct migration all[] = {
	{ 1, "start", STR_INIT(
		"-- schools; and who is in them\n"
		"CREATE TABLE school(id ID, county INT NOT NULL, name TEXT NOT NULL, UNIQUE (county, name));\n"
		"CREATE TABLE child(id ID, school BIG NOT NULL REFERENCES school(id), name TEXT, photo BLOB,"
		" boards BOOL NOT NULL DEFAULT 0 CHECK (boards IN (0, 1)));\n"
		"CREATE INDEX child_school ON child(school, name DESC);\n"
		"CREATE INDEX child_name ON child (name, id);\n") },
	{ 2, "journal", STR_INIT(
		"CREATE TABLE journal(county INT, node INT, seq BIG, at BIG NOT NULL, PRIMARY KEY (county, node, seq));\n"
		"CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT);\n"
		"INSERT INTO setting(name, value) VALUES ('INT', 'BIG; CREATE TABLE x(a INT)');\n") },
	{ 4, "more", STR_INIT(
		"ALTER TABLE child ADD COLUMN next_on INT;\n"
		"ALTER TABLE child ADD COLUMN twin BIG;\n"
		"CREATE UNIQUE INDEX child_twin ON child(twin) WHERE twin IS NOT NULL;\n") },
	{ 5, "less", STR_INIT("ALTER TABLE child DROP COLUMN twin2; ") },
};
static const str live_4 = STR_INIT(
	"child.boards BOOL\n"
	"child.id ID\n"
	"child.name TEXT null\n"
	"child.next_on INT null\n"
	"child.photo BLOB null\n"
	"child.school BIG\n"
	"child.twin BIG null\n"
	"index child_name child(name,id)\n"
	"index child_school child(school,name desc)\n"
	"index child_twin child(twin) unique partial\n"
	"index primary journal(county,node,seq) unique\n"
	"index primary setting(name) unique\n"
	"index unique school(county,name) unique\n"
	"journal.at BIG\n"
	"journal.county INT\n"
	"journal.node INT\n"
	"journal.seq BIG\n"
	"school.county INT\n"
	"school.id ID\n"
	"school.name TEXT\n"
	"setting.name TEXT\n"
	"setting.value TEXT null\n");
/* clang-format on */

static int at(struct db *db)
{
	int n = -1;

	return migrate_at(db, &n) == RC_OK ? n : -1;
}

static str live(struct db *db)
{
	str s = { NULL, 0 };

	OK(migrate_live(&mem, db, &s) == RC_OK);
	return s;
}

static void test_applying(struct db *db)
{
	str why = { NULL, 0 };
	static const struct migration unordered[] = { { 2, "b", STR_INIT("") }, { 1, "a", STR_INIT("") } };

	OK(at(db) == 0 && live(db).n == 0);
	OK(migrate(&mem, db, unordered, 2, &why) == RC_INVALID && why.n > 0 && at(db) == 0);
	OK(migrate(&mem, db, all, 0, &why) == RC_OK && at(db) == 0);
	/* However far the first gets, nothing stays of it unless all of it does. */
	for (uint64_t k = 1; k < 100; k++) {
		db_fail_at(db, k);
		if (migrate(&mem, db, all, 1, &why) == RC_OK)
			break;
		OK(at(db) == 0 && live(db).n == 0);
	}
	db_fail_at(db, 0);
	OK(at(db) == 1);
}

static void test_resuming(struct db *db)
{
	str why = { NULL, 0 };
	int64_t n = 0;

	/* The last has a mistake: those before it stay, and the next start goes on from there. */
	OK(migrate(&mem, db, all, 4, &why) == RC_FAULT && at(db) == 4);
	OK(str_eq(why, STR("migration 0005 less cannot be applied")));
	str now = live(db);

	OK(str_eq(now, live_4));
	if (!str_eq(now, live_4))
		tap_note(now.s, now.n);
	OK(migrate(&mem, db, all, 3, &why) == RC_OK && at(db) == 4 && str_eq(live(db), live_4));
	OK(migrate(&mem, db, all, 2, &why) == RC_CONFLICT && why.n > 0);
	OK(DB_ONE(db, &n, "SELECT count(*) FROM migration WHERE number = ?1 AND name = 'more'", INT(4)) ==
		   RC_OK &&
	   n == 1);
	OK(DB_ONE(db, &n, "SELECT count(*) FROM setting WHERE value = ?1",
		  TEXT(STR("BIG; CREATE TABLE x(a INT)"))) == RC_OK &&
	   n == 1);
}

static struct migrate_state look(struct db *db, const struct migration *with, size_t n)
{
	struct migrate_state s = { .says = MIGRATE_EMPTY, .at = -1 };

	OK(migrate_look(&mem, db, with, n, &s) == RC_OK);
	return s;
}

/* What of a migration counts, and what is said of a database that has others. */
static void test_looking(struct db *db)
{
	str why = { NULL, 0 };
	struct migration other[3] = { all[0], all[1], all[2] };

	OK(str_eq(migrate_digest(&mem, STR("CREATE  TABLE a(n INT); -- why\n")),
		  migrate_digest(&mem, STR("/* so */\nCREATE TABLE a (n INT);"))));
	OK(!str_eq(migrate_digest(&mem, STR("CREATE TABLE a(n INT)")),
		   migrate_digest(&mem, STR("CREATE TABLE an(INT)"))));
	OK(!str_eq(migrate_digest(&mem, STR("DELETE FROM a WHERE t = 'b c'")),
		   migrate_digest(&mem, STR("DELETE FROM a WHERE t = 'bc'"))));
	OK(look(db, all, 3).says == MIGRATE_NEWEST && look(db, all, 4).says == MIGRATE_OLDER);
	OK(look(db, all, 2).says == MIGRATE_NEWER && look(db, all, 2).at == 4);
	other[1].text = STR("CREATE TABLE another(a INT)");
	OK(look(db, other, 3).says == MIGRATE_OTHER && look(db, other, 3).wrong == 2);
	other[1] = (struct migration){ 3, "journal", all[1].text };
	OK(look(db, other, 3).says == MIGRATE_OTHER && look(db, other, 3).wrong == 2);
	other[0].name = "theirs";
	OK(look(db, other, 3).says == MIGRATE_FOREIGN);
	/* Of a program that kept no digests. */
	other[0] = all[0];
	other[1] = (struct migration){ 2, "journal", STR("CREATE TABLE another(a INT)") };
	OK(db_script(db, STR("ALTER TABLE migration DROP COLUMN digest")) == RC_OK);
	OK(look(db, other, 3).says == MIGRATE_NEWEST);
	OK(migrate(&mem, db, all, 3, &why) == RC_OK && look(db, all, 3).says == MIGRATE_NEWEST);
	OK(look(db, other, 3).says == MIGRATE_OTHER);
}

static void test_schema(struct db *db)
{
	int64_t n = 0;

	OK(DB_EXEC(db, "INSERT INTO journal(county, node, seq, at) VALUES (?1, ?2, ?3, 0)", INT(440882),
		   INT(0), INT(1)) == RC_OK);
	OK(DB_EXEC(db, "INSERT INTO journal(county, node, seq, at) VALUES (?1, ?2, ?3, 0)", INT(440882),
		   INT(0), INT(2)) == RC_OK);
	OK(DB_EXEC(db, "INSERT INTO journal(county, node, seq, at) VALUES (?1, ?2, ?3, 0)", INT(440882),
		   INT(0), INT(1)) == RC_CONFLICT);
	OK(DB_EXEC(db, "INSERT INTO journal(county, node, seq, at) VALUES (?1, ?2, ?3, 0)", INT(440882), NIL,
		   INT(3)) == RC_CONFLICT);
	OK(DB_EXEC(db, "INSERT INTO journal(county, node, seq, at) VALUES (?1, ?2, ?3, 0)", INT(440882),
		   TEXT(STR("x")), INT(3)) == RC_FAULT);
	/* Text is in the order of its bytes. */
	OK(DB_EXEC0(db, "INSERT INTO setting(name) VALUES ('b'), ('A'), ('a'), ('一'), ('B')") == RC_OK);
	OK(DB_ONE(db, &n, "SELECT count(*) FROM setting WHERE name > ?1", TEXT(STR("B"))) == RC_OK && n == 4);
	struct buf order = buf_new(&mem, 40);
	struct rows q;

	OK(DB_QUERY0(db, &q, "SELECT name FROM setting WHERE value IS NULL ORDER BY name") == RC_OK);
	while (db_next(&q))
		buf_str(&order, db_text(&q, 0));
	OK(db_done(&q) == RC_OK && str_eq(buf_view(&order), STR("ABab一")));
}

static void test_engine(enum db_engine engine)
{
	str url = fresh(engine, dir, "migrate");
	struct db *db = opened(url, DB_CREATE);

	OK(look(db, all, 3).says == MIGRATE_EMPTY);
	test_applying(db);
	test_resuming(db);
	test_looking(db);
	test_schema(db);
	struct db *reader = opened(url, DB_READ);

	OK(at(reader) == 4 && str_eq(live(reader), live_4));
	db_close(reader);
	db_close(db);
	drop(engine, url);
}

int main(void)
{
	sm_start();
	arena_init(&mem, 64 << 20);
	OK(mkdtemp(dir) != NULL);
	test_ddl();
	test_engine(DB_SQLITE);
	if (*server())
		test_engine(DB_POSTGRES);
	else
		SKIP("TX_PG_URL is not set: no PostgreSQL");
	OK(unlink(printed("%s/migrate.db", dir).s) == 0);
	OK(rmdir(dir) == 0); /* no -wal or -shm is left behind */
	arena_free(&mem);
	return tap_end();
}
