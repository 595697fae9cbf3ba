/* Backups: the file that seals, and tables into it and out of it, on both engines.  PostgreSQL: set TX_PG_URL
 * (script/pg start DIR prints one). */
#include "backup.h"
#include "buf.h"
#include "migrate.h"
#include "place.h"
#include "writer.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/tongxin-backup-XXXXXX";
static const uint8_t key[SM4_KEY] = "0123456789abcde", other_key[SM4_KEY] = "0123456789abcdf";

static str file(const char *name) { return printed("%s/%s", dir, name); }

/* --- the file --- */

enum { LONG = 700000 };

/* A little, then a lot that does not get smaller, then as it is. */
static bool write_pack(str path)
{
	struct pack_out *p;
	int64_t bytes;
	str why;
	char *noise = NEW(&mem, char, LONG);

	sm_random(noise, LONG / 2);
	memcpy(noise + LONG / 2, noise, LONG / 2);
	if (pack_create(&mem, path, STR("{\"a head\":1}"), key, &p, &why) != RC_OK)
		return false;
	bool ok = pack_put(p, "hello", 5) && pack_put(p, noise, LONG);

	pack_as_is(p, true);
	ok = ok && pack_put(p, noise, LONG);
	pack_as_is(p, false);
	ok = ok && pack_put(p, "end", 3);
	return pack_close(&mem, p, ok, &bytes, &why) == RC_OK && bytes > LONG;
}

/* Reads all of it; what was wrong, or empty. */
static str read_pack(str path, const uint8_t *with)
{
	struct pack_in *p;
	static char all[2 * LONG + 8];
	str why = { NULL, 0 };

	if (pack_open(&mem, path, &p, &why) != RC_OK)
		return why;
	pack_key(p, with);
	bool ok = pack_get(p, all, sizeof all) && memcmp(all, "hello", 5) == 0 &&
		  memcmp(all + 5, all + 5 + LONG, LONG) == 0 && memcmp(all + sizeof all - 3, "end", 3) == 0 &&
		  pack_at_end(p);

	why = str_dup(&mem, pack_fault(p));
	if (!ok && !why.n)
		why = STR("other bytes came back");
	pack_free(p);
	return why;
}

static str slurp(str path)
{
	int fd = open(str_z(&mem, path), O_RDONLY);
	off_t n = lseek(fd, 0, SEEK_END);
	char *s = NEW(&mem, char, (size_t)n + 1);

	if (pread(fd, s, (size_t)n, 0) != n)
		n = 0;
	close(fd);
	return (str){ s, (size_t)n };
}

static void spill(str path, str a, str b)
{
	int fd = open(str_z(&mem, path), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	OK(write(fd, a.s, a.n) == (ssize_t)a.n && write(fd, b.s, b.n) == (ssize_t)b.n);
	close(fd);
}

static bool refused_changed(str all, size_t at)
{
	char *copy = (char *)(uintptr_t)str_dup(&mem, all).s;
	str path = file("changed");

	copy[at] = (char)(copy[at] ^ 4);
	int fd = open(str_z(&mem, path), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	bool ok = write(fd, copy, all.n) == (ssize_t)all.n;

	close(fd);
	return ok && read_pack(path, key).n > 0;
}

static void test_pack(void)
{
	str path = file("pack"), cut = file("cut");

	OK(write_pack(path));
	OK(read_pack(path, key).n == 0);
	OK(!write_pack(path)); /* there is one */
	OK(access(str_z(&mem, file("pack.part")), F_OK) != 0);
	OK(str_has(read_pack(path, other_key), STR("changed")));
	str all = slurp(path);

	OK(str_has(all, STR("a head")) && !str_has(all, STR("hello")));
	spill(cut, all, STR("x"));
	OK(read_pack(cut, key).n > 0);
	spill(cut, STR(""), STR(""));
	OK(str_has(read_pack(cut, key), STR("not a backup")));
	bool refused = true;

	for (size_t at = 1; at < all.n && refused; at += at < 200 ? 1 : all.n / 97) {
		spill(cut, str_cut(all, 0, at), STR(""));
		refused = read_pack(cut, key).n > 0;
	}
	OK(refused);
	for (size_t at = 0; at < all.n && refused; at += at < 120 ? 1 : all.n / 97)
		refused = refused_changed(all, at);
	OK(refused);
	refused = true;
	for (size_t at = all.n - 64; at < all.n && refused; at++)
		refused = refused_changed(all, at);
	OK(refused);
}

/* Two pieces of the same length change places. */
static void test_places(void)
{
	enum { HEAD = 17 + 4 + 12, PIECE = 4 + (128 << 10) + SEAL_EXTRA };
	str all = slurp(file("pack")), path = file("swapped");
	char *copy = (char *)(uintptr_t)str_dup(&mem, all).s;

	memcpy(copy + HEAD, all.s + HEAD + PIECE, PIECE);
	memcpy(copy + HEAD + PIECE, all.s + HEAD, PIECE);
	spill(path, (str){ copy, all.n }, STR(""));
	OK(str_has(read_pack(path, key), STR("changed")));
	/* one taken out */
	spill(path, str_cut(all, 0, HEAD), str_cut(all, HEAD + PIECE, all.n));
	OK(str_has(read_pack(path, key), STR("changed")));
}

static void test_pack_places(void)
{
	struct pack_out *p;
	int64_t bytes;
	str why = { NULL, 0 };

	OK(pack_create(&mem, file("no/such/place"), STR("{}"), key, &p, &why) == RC_INVALID && why.n);
	OK(pack_create(&mem, file("given_up"), STR("{}"), key, &p, &why) == RC_OK && pack_put(p, "x", 1));
	OK(pack_close(&mem, p, false, &bytes, &why) == RC_OK);
	OK(access(str_z(&mem, file("given_up")), F_OK) != 0 &&
	   access(str_z(&mem, file("given_up.part")), F_OK) != 0);
	OK(pack_create(&mem, STR("/dev/full"), STR("{}"), key, &p, &why) == RC_CONFLICT);
	struct pack_in *in;

	OK(pack_open(&mem, file("none"), &in, &why) == RC_NOT_FOUND);
	OK(pack_open(&mem, str_of(dir), &in, &why) == RC_MALFORMED);
}

/* --- tables --- */

static const struct migration town[] = {
	{ 1, "town",
	  STR_INIT("CREATE TABLE counter (county INT NOT NULL, node INT NOT NULL, next BIG NOT NULL, PRIMARY "
		   "KEY (county, node));"
		   "CREATE TABLE child (id ID, name TEXT NOT NULL, born INT, here BOOL, weight BIG, sealed "
		   "BLOB);"
		   "CREATE TABLE step (chain TEXT NOT NULL, county INT NOT NULL, seq BIG NOT NULL, what "
		   "TEXT, PRIMARY KEY (chain, county, seq));"
		   "CREATE TABLE past (account BIG NOT NULL, kept TEXT NOT NULL);"
		   "CREATE INDEX past_account ON past (account);"
		   "CREATE TABLE mail (digest BLOB NOT NULL PRIMARY KEY, body TEXT NOT NULL);"
		   "CREATE TABLE session (digest BLOB NOT NULL PRIMARY KEY, account BIG NOT NULL);") },
};
/* The same by name, with a column more. */
static const struct migration other_town[] = {
	{ 1, "town",
	  STR_INIT("CREATE TABLE counter (county INT NOT NULL, node INT NOT NULL, next BIG NOT NULL, PRIMARY "
		   "KEY (county, node));"
		   "CREATE TABLE child (id ID, name TEXT NOT NULL, extra INT);") },
};
static const char *const leave[] = { "session", NULL };

static struct db *made(enum db_engine engine, const char *name, const struct migration *tables)
{
	str why = { NULL, 0 };
	struct db *db = opened(fresh(engine, dir, name), DB_CREATE);

	OK(migrate(&mem, db, tables, 1, &why) == RC_OK);
	return db;
}

static void drop_made(enum db_engine engine, const char *name)
{
	drop(engine, printed("dbname=tx_%s_%d", name, (int)getpid()));
}

enum { CHILDREN = 2345, STEPS = 1203 };
static const struct sql add_child = {
	"INSERT INTO child (id, name, born, here, weight, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", __FILE__,
	__LINE__, 0
};
static const struct sql add_step = { "INSERT INTO step (chain, county, seq, what) VALUES (?1, ?2, ?3, ?4)",
				     __FILE__, __LINE__, 0 };
static const struct sql add_past = { "INSERT INTO past (account, kept) VALUES (?1, ?2)", __FILE__, __LINE__,
				     0 };
static const struct sql add_mail = { "INSERT INTO mail (digest, body) VALUES (?1, ?2)", __FILE__, __LINE__,
				     0 };
static const struct sql add_session = { "INSERT INTO session (digest, account) VALUES (?1, ?2)", __FILE__,
					__LINE__, 0 };
static const struct sql add_counter = { "INSERT INTO counter (county, node, next) VALUES (?1, ?2, ?3)",
					__FILE__, __LINE__, 0 };

static bool add(struct db *db, const struct sql *sql, const struct val *v, size_t n)
{
	return db_exec(db, sql, v, n, NULL) == RC_OK;
}

/* A db_job: every kind of value there is, and more rows than a page holds. */
static enum rc fill(struct db *db, void *arg)
{
	char *body = NEW(&mem, char, 300000);
	bool ok = add(db, &add_child,
		      VALS(INT(INT64_MAX), TEXT(STR("𠮷野\n😀,'\\")), NIL, NIL, INT(INT64_MIN), NIL)) &&
		  add(db, &add_child,
		      VALS(INT(INT64_MIN), TEXT(STR("")), INT(0), INT(1), NIL, BLOB(STR("")))) &&
		  add(db, &add_counter, VALS(INT(440804), INT(0), INT(77))) &&
		  add(db, &add_session, VALS(BLOB(STR("live")), INT(1)));

	(void)arg;
	memset(body, 'x', 300000);
	for (int64_t i = 0; ok && i < CHILDREN; i++)
		ok = add(db, &add_child,
			 VALS(INT(i * 7919 - 9000), TEXT(printed("孩子%lld", (long long)i)), INT(20150101),
			      INT(i % 2), INT(i << 40), BLOB(STR("\0\1\xff\0"))));
	for (int64_t i = 0; ok && i < STEPS; i++)
		ok = add(db, &add_step,
			 VALS(TEXT(i % 3 ? STR("journal") : STR("journal\xc3\xa9")), INT(440804 + i % 2),
			      INT(i), NIL)) &&
		     add(db, &add_past, VALS(INT(i % 5), TEXT(printed("salt %lld", (long long)i))));
	for (int64_t i = 0; ok && i < 40; i++)
		ok = add(db, &add_mail,
			 VALS(BLOB(printed("%c%lld", (char)(200 + i), (long long)i)),
			      TEXT(((str){ body, (size_t)i * 7000 }))));
	return ok ? RC_OK : RC_FAULT;
}

static bool save(struct db *db, const char *name, struct backup_total *ret)
{
	struct backup_to to = { .pack = NULL };
	int64_t bytes;
	str why = { NULL, 0 };

	if (pack_create(&mem, file(name), STR("{}"), key, &to.pack, &why) != RC_OK ||
	    db_read_begin(db) != RC_OK)
		return false;
	enum rc rc = backup_tables(&mem, db, leave, &to, &why);

	db_read_end(db);
	bool ok = rc == RC_OK && backup_file(&to, STR("one")) && backup_data(&to, STR("bytes")) &&
		  backup_data(&to, STR(" of it")) && backup_file_end(&to) && backup_file(&to, STR("empty")) &&
		  backup_file_end(&to);

	backup_lost(&to);
	ok = ok && backup_end(&to);
	if (!ok)
		tap_note(why.s, why.n);
	*ret = to.total;
	return pack_close(&mem, to.pack, ok, &bytes, &why) == RC_OK && ok;
}

static enum rc read_file(const char *name, const struct backup_taker *to, struct backup_total *ret,
			 str *ret_why)
{
	struct pack_in *p;
	enum rc rc = pack_open(&mem, file(name), &p, ret_why);

	if (rc != RC_OK)
		return rc;
	pack_key(p, key);
	rc = backup_read(&mem, p, to, ret, ret_why);
	pack_free(p);
	return rc;
}

struct loading {
	const char *name;
	struct backup_total total;
	str why;
};

static enum rc load(struct db *db, void *arg)
{
	struct loading *l = arg;
	struct backup_load *load;
	enum rc rc = backup_load_begin(&mem, db, &load, &l->why);
	const struct backup_taker to = { .table = backup_load_table,
					 .row = backup_load_row,
					 .arg = rc == RC_OK ? load : NULL };

	if (rc == RC_OK)
		rc = read_file(l->name, &to, &l->total, &l->why);
	return rc;
}

static bool equal(const struct backup_total *a, const struct backup_total *b)
{
	return a->tables == b->tables && a->rows == b->rows && a->files == b->files && a->bytes == b->bytes &&
	       a->lost == b->lost && memcmp(a->sum, b->sum, sizeof a->sum) == 0;
}

static void test_tables(enum db_engine from, enum db_engine to)
{
	struct db *db = made(from, "from", town), *there = made(to, "to", town);
	struct loading l = { .name = "town" };
	struct backup_total made, again, read;
	bool content = true;

	OK(backup_content(&mem, db, &content) == RC_OK && !content);
	OK(db_write(db, fill, NULL) == RC_OK);
	OK(backup_content(&mem, db, &content) == RC_OK && content);
	OK(save(db, "town", &made));
	OK(made.tables == 5 && made.rows == CHILDREN + 2 + 2 * STEPS + 40 + 1 && made.files == 2 &&
	   made.bytes == 11 && made.lost == 1);
	OK(read_file("town", &(struct backup_taker){ .arg = NULL }, &read, &l.why) == RC_OK &&
	   equal(&made, &read));
	OK(db_write(there, load, &l) == RC_OK && equal(&made, &l.total));
	OK(backup_load_look(there) == RC_OK);
	OK(save(there, "town2", &again) && equal(&made, &again));
	db_close(db);
	db_close(there);
	drop_made(from, "from");
	drop_made(to, "to");
	OK(unlink(str_z(&mem, file("town2"))) == 0);
}

static void test_other_tables(void)
{
	struct db *db = made(DB_SQLITE, "other", other_town);
	struct loading l = { .name = "town" };
	bool content = true;

	OK(db_write(db, load, &l) == RC_CONFLICT && str_has(l.why, STR("child")));
	OK(backup_content(&mem, db, &content) == RC_OK && !content); /* all or nothing */
	db_close(db);
}

/* Two rows that are the same, at the end of a page: it would be told. */
static void test_same_rows(void)
{
	struct db *db = made(DB_SQLITE, "same", town);
	struct backup_total made;
	bool ok = true;

	for (int i = 0; i < 150; i++)
		ok = ok && add(db, &add_past, VALS(INT(1), TEXT(STR("the same"))));
	OK(ok);
	OK(!save(db, "same", &made));
	OK(access(str_z(&mem, file("same")), F_OK) != 0);
	db_close(db);
}

/* --- what is in it, made by somebody who has the key --- */

static bool put(struct pack_out *p, char kind, str bytes)
{
	const char head[] = { kind, (char)(bytes.n >> 24), (char)(bytes.n >> 16), (char)(bytes.n >> 8),
			      (char)bytes.n };

	return pack_put(p, head, sizeof head) && pack_put(p, bytes.s, bytes.n);
}

struct item {
	char kind;
	str bytes;
};

static enum rc read_items(const struct item *item, size_t n)
{
	struct pack_out *p;
	struct backup_total total;
	int64_t bytes;
	str why = { NULL, 0 }, path = file("made");

	(void)unlink(str_z(&mem, path));
	if (pack_create(&mem, path, STR("{}"), key, &p, &why) != RC_OK)
		return RC_OK;
	for (size_t i = 0; i < n; i++)
		if (!put(p, item[i].kind, item[i].bytes))
			return RC_OK;
	if (pack_close(&mem, p, true, &bytes, &why) != RC_OK)
		return RC_OK;
	enum rc rc = read_file("made", &(struct backup_taker){ .arg = NULL }, &total, &why);

	return rc == RC_MALFORMED && !why.n ? RC_OK : rc;
}

#define ITEMS(...) (const struct item[]){ __VA_ARGS__ }, COUNT(((const struct item[]){ __VA_ARGS__ }))

static void test_items(void)
{
	const struct item table = { 'T', STR("child\nid i") };
	const str zeros = { NEW(&mem, char, 100), 72 };

	OK(read_items(NULL, 0) == RC_MALFORMED);
	OK(read_items(ITEMS(table)) == RC_MALFORMED);              /* no end */
	OK(read_items(ITEMS({ 'R', STR("\0") })) == RC_MALFORMED); /* of no table */
	OK(read_items(ITEMS({ 'D', STR("x") })) == RC_MALFORMED);
	OK(read_items(ITEMS(table, { 'D', STR("x") })) == RC_MALFORMED);
	OK(read_items(ITEMS(table, table)) == RC_MALFORMED);
	OK(read_items(ITEMS({ 'T', STR("child") })) == RC_MALFORMED);
	OK(read_items(ITEMS({ 'T', STR("child\nid") })) == RC_MALFORMED);
	OK(read_items(ITEMS(table, { 'R', STR("\1\0\0") })) == RC_MALFORMED); /* a short number */
	OK(read_items(ITEMS(table, { 'R', STR("\2\377\377\377\377x") })) == RC_MALFORMED);
	OK(read_items(ITEMS(table, { 'R', STR("\7") })) == RC_MALFORMED);
	OK(read_items(ITEMS(table, { 'R', STR("\0\0") })) == RC_MALFORMED); /* a value too many */
	OK(read_items(ITEMS(table, { 'E', STR("x") })) == RC_MALFORMED);
	OK(read_items(ITEMS(table, { 'E', str_cut(zeros, 0, 40) })) == RC_MALFORMED); /* a wrong sum */
	OK(read_items(ITEMS({ 'Z', str_cut(zeros, 0, 40) })) == RC_MALFORMED);
	OK(read_items(ITEMS({ 'Z', zeros })) == RC_OK); /* nothing in it, and that is said */
	OK(read_items(ITEMS({ 'Z', zeros }, table)) == RC_MALFORMED);
	OK(read_items(ITEMS({ 'X', zeros })) == RC_MALFORMED);
}

static void clear(void)
{
	DIR *d = opendir(dir);

	for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d))
		(void)unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}

int main(void)
{
	sm_start();
	arena_init(&mem, 1 << 30);
	OK(mkdtemp(dir) != NULL);
	test_pack();
	test_places();
	test_pack_places();
	test_items();
	test_tables(DB_SQLITE, DB_SQLITE);
	test_other_tables();
	test_same_rows();
	if (getenv("TX_PG_URL")) {
		clear();
		test_tables(DB_POSTGRES, DB_POSTGRES);
		clear();
		test_tables(DB_SQLITE, DB_POSTGRES);
		clear();
		test_tables(DB_POSTGRES, DB_SQLITE);
	} else {
		SKIP("TX_PG_URL is not set: no PostgreSQL");
	}
	clear();
	OK(rmdir(dir) == 0);
	arena_free(&mem);
	return tap_end();
}
