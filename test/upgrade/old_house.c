/* What a scenario of upgrades needs besides the program: databases as an older program left them, on both
 * engines.
 *
 * old_house load URL NUMBER FILE   the tables of schema NUMBER, and the rows of an SQLite file
 * old_house step URL NUMBER KEY    up to NUMBER, and then killed
 * old_house half URL NUMBER KEY    killed in the middle of NUMBER
 * old_house lost URL NUMBER KEY    the database server ends the connection in the middle of NUMBER
 * old_house recount URL KEY        derived tables, made anew from the facts: are they what they were? */
#include "counts.h"
#include "db_text.h"
#include "settle.h"
#include "site_look.h"
#include "sm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena mem;

static int fail(const char *what)
{
	fprintf(stderr, "old_house: %s\n", what);
	return EXIT_FAULT;
}

static struct db *opened(str url, enum db_mode mode)
{
	struct db *db;
	str why;

	if (db_open(&mem, url, mode, &db, &why) != RC_OK) {
		fprintf(stderr, "%.*s\n", STR_ARG(why));
		exit(EXIT_FAULT);
	}
	return db;
}

static size_t known_to(int number)
{
	size_t n = 0;

	while (n < nmigrations && migrations[n].number <= number)
		n++;
	return n;
}

/* --- rows --- */

enum { COLUMNS_MAX = 100, TEXT_SIZE = 1 << 16 };

struct table {
	str name;
	size_t n;
	bool bytes[COLUMNS_MAX], text[COLUMNS_MAX];
	struct buf select, insert, places;
};

struct copying {
	struct db *from;
	str live; /* its schema */
};

static void put_name(struct buf *b, size_t before, str name)
{
	buf_str(b, before ? STR(", \"") : STR(" \""));
	buf_str(b, name);
	buf_lit(b, "\"");
}

static void add_column(struct table *t, str name, str word)
{
	put_name(&t->select, t->n, name);
	put_name(&t->insert, t->n, name);
	buf_str(&t->places, t->n ? STR(", ?") : STR("?"));
	buf_int(&t->places, (int64_t)t->n + 1);
	t->bytes[t->n] = str_eq(word, STR("BLOB"));
	t->text[t->n++] = str_eq(word, STR("TEXT"));
}

static enum rc copy_rows(struct db *to, struct db *from, struct table *t)
{
	struct rows q;
	struct val v[COLUMNS_MAX];

	buf_lit(&t->select, " FROM ");
	buf_str(&t->select, t->name);
	buf_lit(&t->insert, ") VALUES (");
	buf_str(&t->insert, buf_view(&t->places));
	buf_lit(&t->insert, ")");
	enum rc rc = db_query_text(from, &q, buf_view(&t->select), NULL, 0);

	while (rc == RC_OK && db_next(&q)) {
		for (size_t i = 0; i < t->n; i++) {
			int c = (int)i;
			v[i] = db_null(&q, c) ? NIL
			       : t->bytes[i]  ? BLOB(db_blob(&q, c))
			       : t->text[i]   ? TEXT(db_text(&q, c))
					      : INT(db_int(&q, c));
		}
		rc = db_later_text(to, buf_view(&t->insert), v, t->n);
	}
	enum rc done = db_done(&q);

	return rc == RC_OK ? done : rc;
}

static struct table begun(str name)
{
	struct table t = { .name = name,
			   .select = buf_new(&mem, TEXT_SIZE),
			   .insert = buf_new(&mem, TEXT_SIZE),
			   .places = buf_new(&mem, TEXT_SIZE) };

	buf_lit(&t.select, "SELECT");
	buf_lit(&t.insert, "INSERT INTO ");
	buf_str(&t.insert, name);
	buf_lit(&t.insert, " (");
	return t;
}

static enum rc empty(struct db *to, str table)
{
	struct buf b = buf_new(&mem, 200);

	buf_lit(&b, "DELETE FROM ");
	buf_str(&b, table);
	return db_script(to, buf_view(&b));
}

/* A db_job.  The lines of a table's columns are one after the other. */
static enum rc copy_all(struct db *to, void *arg)
{
	struct copying *c = arg;
	str rest = c->live, line, place, word, name;
	struct table t = { 0 };
	enum rc rc = RC_OK;

	while (rc == RC_OK && str_next(&rest, '\n', &line)) {
		if (str_starts(line, STR("index ")) || !str_next(&line, ' ', &place) ||
		    !str_next(&line, ' ', &word) || !str_next(&place, '.', &name))
			continue;
		if (t.n && !str_eq(t.name, name)) {
			rc = copy_rows(to, c->from, &t);
			t.n = 0;
		}
		if (!t.n) {
			t = begun(name);
			rc = rc == RC_OK ? empty(to, name) : rc;
		}
		add_column(&t, place, word);
	}
	if (rc == RC_OK && t.n)
		rc = copy_rows(to, c->from, &t);
	return rc == RC_OK ? db_settle(to) : rc;
}

static int load(str url, int number, const char *file)
{
	struct buf from = buf_new(&mem, 4096);
	str why;

	buf_lit(&from, "sqlite:");
	buf_str(&from, str_of(file));
	struct copying c = { .from = opened(buf_view(&from), DB_READ) };
	struct db *db = opened(url, DB_CREATE);

	if (migrate(&mem, db, migrations, known_to(number), &why) != RC_OK ||
	    migrate_live(&mem, c.from, &c.live) != RC_OK)
		return fail("the tables cannot be made");
	if (db_write(db, copy_all, &c) != RC_OK)
		return fail("the rows cannot be written");
	/* As those programs had it. */
	if (db_script(db, STR("ALTER TABLE migration DROP COLUMN digest")) != RC_OK)
		return fail("the table of migrations cannot be changed");
	db_close(c.from);
	db_close(db);
	return EXIT_DONE;
}

/* --- ends --- */

struct ending {
	struct site s;
	int number;
	bool lost;
};

/* The server ends it; what is asked next finds out. */
static enum rc lose(struct db *db)
{
	int64_t n;

	(void)!db_script(db, STR("SELECT pg_terminate_backend(pg_backend_pid())"));
	return DB_ONE(db, &n, "SELECT count(*) FROM migration WHERE number > ?1", INT(0));
}

static enum rc end_it(struct db *db, int number, void *arg)
{
	struct ending *e = arg;

	if (number != e->number)
		return site_also(db, number, &e->s);
	if (e->lost)
		return lose(db);
	kill(getpid(), SIGKILL);
	return RC_FAULT;
}

/* Its statements up to the middle. */
static str first_half(str text)
{
	size_t n = text.n / 2;

	while (n > 0 && !(text.s[n - 1] == '\n' && text.s[n - 2] == ';'))
		n--;
	return str_cut(text, 0, n ? n : text.n);
}

static int step(str url, int number, const char *how, const char *key)
{
	struct ending e = { .number = number, .lost = !strcmp(how, "lost") };
	bool whole = !strcmp(how, "step");
	size_t n = known_to(number);
	struct migration *all = NEW(&mem, struct migration, nmigrations);
	str why = { NULL, 0 };
	int status = site_bare(&e.s);

	if (status != EXIT_DONE || keys_load(&mem, str_of(key), &e.s.model.keys, &why) != RC_OK)
		return fail("no house, or no key");
	memcpy(all, migrations, nmigrations * sizeof *all);
	if (!whole)
		all[n - 1].text = first_half(all[n - 1].text);
	enum rc rc = migrate_with(&mem, opened(url, DB_WRITE),
				  &(struct migrate_plan){ all, n, whole ? site_also : end_it, &e }, &why);

	if (whole && rc == RC_OK)
		kill(getpid(), SIGKILL); /* nothing closed, nothing written back */
	fprintf(stderr, "%.*s\n", STR_ARG(why));
	return e.lost && rc == RC_FAULT ? EXIT_DONE : fail("it should not have come to this");
}

/* --- the recount --- */

static const char *const derived[] = {
	"SELECT child, day, counted, region, civil_affairs, school_roll, basis, difficulty, orphan, "
	"unattended,"
	" disability, proposed FROM crossing ORDER BY child, day",
	"SELECT county, region, month, children, civil, civil_unknown, roll_0, roll_1, roll_2, roll_unknown,"
	" coalesce(difficulty, 0), coalesce(orphan, 0), coalesce(unattended, 0), coalesce(disability, 0),"
	" coalesce(cared_for, 0) FROM rollup_left_behind WHERE children <> 0 OR civil <> 0 OR civil_unknown "
	"<> 0"
	" OR roll_0 <> 0 OR roll_1 <> 0 OR roll_2 <> 0 OR roll_unknown <> 0 ORDER BY county, region, month",
	"SELECT county, region, duty, month, asked, in_time, late, missed FROM rollup_duty WHERE asked <> 0 "
	"ORDER BY 1, 2, 3, 4",
	"SELECT id, next_on FROM child ORDER BY id",
	"SELECT child, duty, due, from_day FROM obligation ORDER BY child, duty, due, id",
	"SELECT child, sections, touched_on, village, school FROM growth_file ORDER BY child",
	"SELECT child, level, village, school, next_on FROM care_case ORDER BY child",
};

static bool put_rows(struct db *db, struct buf *to, const char *text)
{
	struct rows q;
	int columns = 1;

	for (const char *p = text; strncmp(p, " FROM ", 6) != 0; p++)
		columns += *p == ',' && strncmp(p, ", 0)", 4) != 0;
	if (db_query_text(db, &q, str_of(text), NULL, 0) != RC_OK)
		return false;
	while (db_next(&q)) {
		for (int i = 0; i < columns; i++) {
			buf_str(to, db_null(&q, i) ? STR("-") : db_text(&q, i));
			buf_ch(to, ' ');
		}
		buf_ch(to, '\n');
	}
	buf_lit(to, "--\n");
	return db_done(&q) == RC_OK;
}

enum { DERIVED_MAX = 16 << 20 };

static str all_derived(struct site *s)
{
	struct buf b = buf_new(&s->mem, DERIVED_MAX);

	for (size_t i = 0; i < COUNT(derived); i++)
		if (!put_rows(s->db, &b, derived[i]))
			exit(fail(derived[i]));
	return buf_view(&b);
}

/* A store_job: every child is settled. */
static enum rc touch_all(struct ctx *c, void *arg)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT c.id FROM child c ORDER BY c.id");

	return settle_touch(c, &q, rc, arg);
}

/* A db_job: what is counted, forgotten. */
static enum rc forget(struct db *db, void *arg)
{
	(void)arg;
	return db_script(db, STR("DELETE FROM crossing; DELETE FROM rollup_left_behind"));
}

static bool counts_right(struct ctx *c)
{
	static const char *const region[] = { "", "440804", "440804101", "440804103" };
	struct counts rolled, facts;

	for (size_t i = 0; i < COUNT(region); i++)
		if (left_behind_counts(c, str_of(region[i]), c->today, &rolled) != RC_OK ||
		    left_behind_recount(c, str_of(region[i]), c->today, &facts) != RC_OK ||
		    memcmp(&rolled, &facts, sizeof rolled) != 0)
			return false;
	return true;
}

/* Where two texts part. */
static int differ(str was, str is)
{
	str a, b;

	while (str_next(&was, '\n', &a) && str_next(&is, '\n', &b))
		if (!str_eq(a, b)) {
			fprintf(stderr, "was %.*s\nis  %.*s\n", STR_ARG(a), STR_ARG(b));
			break;
		}
	return fail("what is derived is not what a recount gives");
}

static int recount(const char *url, const char *key)
{
	struct site s;
	size_t n = 0;
	int status = site_open(&s, url, key, SITE_OPEN);

	if (status != EXIT_DONE)
		return status;
	struct ctx c = site_ctx(&s);
	str settled = site_meta(&s, "settled_to");

	if (!day_parse(settled, &c.today))
		return fail("no server has settled it");
	str was = all_derived(&s);

	if (!counts_right(&c))
		return fail("the counts are not those of the facts");
	if (store_write(&c, PRIO_BULK, touch_all, &n) != RC_OK || !str_eq(was, all_derived(&s)))
		return differ(was, all_derived(&s));
	if (db_write(s.db, forget, NULL) != RC_OK || store_write(&c, PRIO_BULK, touch_all, &n) != RC_OK ||
	    !str_eq(was, all_derived(&s)))
		return differ(was, all_derived(&s));
	site_close(&s);
	printf("%zu children\n", n);
	return n ? EXIT_DONE : fail("there is nobody in it");
}

int main(int argc, char **argv)
{
	sm_start();
	arena_init(&mem, 1 << 30);
	if (argc == 4 && !strcmp(argv[1], "recount"))
		return recount(argv[2], argv[3]);
	int64_t number;

	if (argc < 5 || !str_int(str_of(argv[3]), &number))
		return fail("usage: see its first lines");
	if (argc == 5 && !strcmp(argv[1], "load"))
		return load(str_of(argv[2]), (int)number, argv[4]);
	if (argc == 5)
		return step(str_of(argv[2]), (int)number, argv[1], argv[4]);
	return fail("usage: see its first lines");
}
