/* The demo as it stands in the database, on both engines (PostgreSQL: set TX_PG_URL): the promised numbers by
 * the rules over the records, everything valid and in its place, the same twice.  Argument: the region map.
 */
#include "account.h"
#include "care.h"
#include "child.h"
#include "db_text.h"
#include "demo.h"
#include "harness.h"
#include "harness_hash.h"
#include "journal.h"
#include "rollup.h"
#include "schema.h"
#include "session.h"
#include "settle.h"
#include "site.h"
#include "sm.h"
#include "studentnumber.h"
#include "tap.h"
#include "verify.h"

#include <stdlib.h>
#include <unistd.h>

enum { COUNTY = 440804 };

static struct arena mem; /* of the whole test */
static const struct regions *regions;
static char dir[] = "/tmp/tongxin-demo-XXXXXX";
static int made;
static str server; /* of PostgreSQL, empty: none */

/* ---- a database of its own ---- */

struct place {
	struct arena mem;
	struct model model;
	struct actor program;
	struct ctx c;
	str name; /* on the PostgreSQL server; empty: SQLite */
};

static str joined(struct arena *to, str a, const char *b, str c)
{
	struct buf all = buf_new(to, 600);

	buf_str(&all, a);
	buf_str(&all, str_of(b));
	buf_str(&all, c);
	return buf_view(&all);
}

static struct db *opened(struct arena *to, str url, enum db_mode mode)
{
	struct db *db = NULL;
	str why = { NULL, 0 };

	if (db_open(to, url, mode, &db, &why) != RC_OK)
		printf("# %.*s\n", STR_ARG(why));
	return db;
}

static void on_server(struct place *p, const char *what)
{
	struct db *db = opened(&p->mem, server, DB_WRITE);

	OK(db_script(db, joined(&p->mem, str_of(what), " DATABASE ", p->name)) == RC_OK);
	db_close(db);
}

static str url_of(struct place *p, enum db_engine engine)
{
	struct buf name = buf_new(&p->mem, 60);

	if (engine == DB_SQLITE)
		return STR("sqlite::memory:");
	buf_lit(&name, "tx_demo_");
	buf_int(&name, getpid());
	buf_ch(&name, '_');
	buf_int(&name, made);
	p->name = buf_view(&name);
	on_server(p, "CREATE");
	return joined(&p->mem, server, str_has(server, STR("?")) ? "&dbname=" : "?dbname=", p->name);
}

static str key_file(struct arena *to, int n)
{
	struct buf b = buf_new(to, 100);

	buf_str(&b, str_of(dir));
	buf_ch(&b, '/');
	buf_int(&b, n);
	return buf_view(&b);
}

static void begin(struct place *p, enum db_engine engine)
{
	struct buf ddl;
	const char *kind;
	str why = { NULL, 0 };

	*p = (struct place){ 0 };
	arena_init(&p->mem, 1 << 30);
	ddl = buf_new(&p->mem, 1 << 20);
	house_model(&p->mem, &p->model);
	p->model.regions = regions;
	p->model.chain = chain_new(&p->mem);
	p->model.county = COUNTY;
	p->model.demo = true;
	str path = key_file(&p->mem, ++made);
	OK(keys_make(&p->mem, path) == RC_OK && keys_load(&p->mem, path, &p->model.keys, &why) == RC_OK);
	OK(model_fault(&p->model, &kind) == NULL);
	p->program = actor_system(COUNTY);
	p->c = (struct ctx){ .mem = &p->mem,
			     .db = opened(&p->mem, url_of(p, engine), DB_CREATE),
			     .model = &p->model,
			     .who = &p->program,
			     .via = VIA_DEMO,
			     .today = 20260901,
			     .now = instant_now(),
			     .problems = { .mem = &p->mem } };
	db_on_group(p->c.db, chain_group, p->model.chain);
	schema_print(&ddl, &p->model, house_ddl(&p->mem));
	OK(db_script(p->c.db, migrate_ddl(&p->mem, engine, buf_view(&ddl))) == RC_OK);
}

static void end(struct place *p)
{
	db_close(p->c.db);
	if (p->name.n)
		on_server(p, "DROP");
	arena_free(&p->mem);
}

static enum rc make(struct place *p, const char *size, uint64_t seed, day as_of)
{
	str why = { NULL, 0 };

	p->c.today = as_of;
	harness_hash_once(true);
	enum rc rc = demo_make(&p->c, &(struct demo_options){ size, seed, as_of }, &why);
	harness_hash_once(false);
	if (rc != RC_OK)
		printf("# %.*s\n", STR_ARG(why));
	return rc;
}

/* ---- the promised numbers ---- */

struct tally {
	unsigned children, at_wuhe, roll[3], unknown, behind, civil, entered, left;
};

static int64_t wuhe_of(struct place *p)
{
	int64_t id = 0;

	OK(DB_ONE(p->c.db, &id, "SELECT s.id FROM school s WHERE s.name = ?1 AND s.region = ?2",
		  TEXT(STR("五合小学")), TEXT(STR("440804101209"))) == RC_OK);
	return id;
}

static struct tally tally_of(struct place *p)
{
	struct tally t = { 0 };
	struct file f;
	struct standing_params params = standing_params_of(&p->c);
	day today = p->c.today, before = day_add(today / 100 * 100 + 1, -1);
	int64_t wuhe = wuhe_of(p);
	struct facts_index *x;

	OK(file_load_all(&p->c, &f) == RC_OK);
	x = facts_index_new(&p->c, &f);
	for (size_t i = 0; i < f.children.n; i++) {
		struct record *child = &f.children.r[i];
		struct standing_facts facts;
		struct standing now = { 0 }, then = { 0 };
		child_as_of(x, child, today);
		facts_of(&p->c, x, child, &facts);
		standing_at(&p->mem, &facts, &params, today, &now);
		standing_at(&p->mem, &facts, &params, before, &then);
		t.children++;
		t.behind += now.school_roll > 0;
		t.civil += now.civil_affairs > 0;
		t.entered += now.school_roll > 0 && then.school_roll <= 0;
		t.left += now.school_roll <= 0 && then.school_roll > 0;
		if (rec_int(child, CHILD_SCHOOL) != wuhe)
			continue;
		t.at_wuhe++;
		t.unknown += now.school_roll < 0;
		if (now.school_roll >= 0)
			t.roll[now.school_roll]++;
	}
	return t;
}

static bool promised(const struct tally *t)
{
	return t->at_wuhe == 154 && t->roll[1] + t->roll[2] == 74 && t->roll[0] == 80 && t->unknown == 0;
}

/* ---- everything valid and in its place ---- */

static int64_t count(struct place *p, const struct sql *sql)
{
	int64_t n = -1;

	return db_one_int(p->c.db, sql, NULL, 0, &n) == RC_OK ? n : -1;
}

static void never(struct place *p, const struct sql *sql)
{
	int64_t n = count(p, sql);

	if (n)
		printf("# %lld: %s\n", (long long)n, sql->text);
	OK(n == 0);
}

/* clang-format off */
static void check_places(struct place *p)
{
	never(p, SQL("SELECT count(*) FROM enrolment e JOIN class k ON k.id = e.class WHERE k.school <> e.school"));
	never(p, SQL("SELECT count(*) FROM child c JOIN class k ON k.id = c.class WHERE c.school IS NULL OR k.school <> c.school"));
	never(p, SQL("SELECT count(*) FROM child c WHERE c.school IS NOT NULL AND c.class IS NULL"));
	never(p, SQL("SELECT count(*) FROM enrolment a JOIN enrolment b ON b.child = a.child AND b.id > a.id"
		" WHERE a.from_day <= coalesce(b.to_day, 99991231) AND b.from_day <= coalesce(a.to_day, 99991231)"));
	never(p, SQL("SELECT count(*) FROM circumstance a JOIN circumstance b ON b.child = a.child AND b.id > a.id"
		" WHERE b.topic = a.topic AND coalesce(a.from_day, 0) <= coalesce(b.to_day, 99991231)"
		" AND coalesce(b.from_day, 0) <= coalesce(a.to_day, 99991231)"));
	never(p, SQL("SELECT count(*) FROM circumstance a JOIN circumstance b ON b.person = a.person AND b.id > a.id"
		" WHERE b.topic = a.topic AND coalesce(a.from_day, 0) <= coalesce(b.to_day, 99991231)"
		" AND coalesce(b.from_day, 0) <= coalesce(a.to_day, 99991231)"));
	never(p, SQL("SELECT count(*) FROM absence a JOIN absence b ON b.person = a.person AND b.id > a.id"
		" WHERE coalesce(a.from_day, 0) <= coalesce(b.to_day, 99991231)"
		" AND coalesce(b.from_day, 0) <= coalesce(a.to_day, 99991231)"));
	never(p, SQL("SELECT count(*) FROM child a JOIN child b ON b.id_number_digest = a.id_number_digest AND b.id > a.id"));
	never(p, SQL("SELECT count(*) FROM child a JOIN child b ON b.student_number_digest = a.student_number_digest AND b.id > a.id"));
	never(p, SQL("SELECT count(*) FROM person a JOIN person b ON b.id_number_digest = a.id_number_digest AND b.id > a.id"));
	never(p, SQL("SELECT count(*) FROM person a JOIN person b ON b.phone_digest = a.phone_digest AND b.id > a.id"));
	never(p, SQL("SELECT count(*) FROM child a JOIN person b ON b.id_number_digest = a.id_number_digest"));
	never(p, SQL("SELECT count(*) FROM child c WHERE c.household_region IS NULL OR c.household_type IS NULL OR c.living_region IS NULL"));
	never(p, SQL("SELECT count(*) FROM child c WHERE NOT EXISTS (SELECT 1 FROM tie t WHERE t.child = c.id)"));
	never(p, SQL("SELECT count(*) FROM child c WHERE c.id_number IS NULL AND c.no_id_reason IS NULL"));
	never(p, SQL("SELECT count(*) FROM school a JOIN school b ON b.id > a.id AND (b.code = a.code OR b.name = a.name)"));
	never(p, SQL("SELECT count(*) FROM child c WHERE c.county <> 440804"));
	OK(count(p, SQL("SELECT count(*) FROM account a")) == 23);
}
/* clang-format on */

static bool number_good(struct place *p, str number, int sex, day born)
{
	struct idnumber id;
	struct number_problem why, against[2];

	return idnumber_parse(&p->mem, number, p->c.today, &id, &why) && id.region == COUNTY &&
	       idnumber_contradictions(&p->mem, &id, sex, born, against) == 0;
}

static bool student_good(struct place *p, const struct record *r)
{
	struct studentnumber s;
	struct number_problem why, against[2];

	return studentnumber_parse(&p->mem, rec_text(r, CHILD_STUDENT_NUMBER), p->c.today, &s, &why) &&
	       studentnumber_contradictions(&p->mem, &s, rec_text(r, CHILD_ID_NUMBER),
					    rec_day(r, CHILD_BIRTH_DATE), against) == 0;
}

static void check_numbers(struct place *p)
{
	struct list all = { 0 };
	struct records children = { 0 }, persons = { 0 };
	unsigned bad = 0, letters = 0, fictitious = 0, without = 0; /* who stand there twice lack numbers */

	OK(record_list(&p->c, &child_kind, &all, &children) == RC_OK &&
	   record_list(&p->c, &person_kind, &all, &persons) == RC_OK);
	for (size_t i = 0; i < children.n; i++) {
		const struct record *r = &children.r[i];
		if (!rec_null(r, CHILD_ID_NUMBER))
			bad += !number_good(p, rec_text(r, CHILD_ID_NUMBER),
					    rec_text(r, CHILD_SEX).s[0] - '0', rec_day(r, CHILD_BIRTH_DATE));
		if (!rec_null(r, CHILD_STUDENT_NUMBER))
			bad += !student_good(p, r);
		without += rec_null(r, CHILD_STUDENT_NUMBER) && !rec_null(r, CHILD_SCHOOL);
		letters +=
			!rec_null(r, CHILD_STUDENT_NUMBER) && rec_text(r, CHILD_STUDENT_NUMBER).s[0] != 'G';
	}
	for (size_t i = 0; i < persons.n; i++) {
		const struct record *r = &persons.r[i];
		if (!rec_null(r, PERSON_ID_NUMBER)) /* of one who stands there twice it is missing */
			bad += !number_good(p, rec_text(r, PERSON_ID_NUMBER),
					    rec_text(r, PERSON_SEX).s[0] - '0',
					    rec_day(r, PERSON_BIRTH_DATE));
		if (!rec_null(r, PERSON_PHONE))
			fictitious += str_starts(rec_text(r, PERSON_PHONE), STR("13000"));
	}
	printf("# %zu children, %zu adults, %u student numbers J or L\n", children.n, persons.n, letters);
	OK(bad == 0 && without <= 8 && fictitious > persons.n / 2);
}

/* ---- the tests ---- */

static void test_refused(enum db_engine engine)
{
	struct place p;
	/* clang-format off */
	static const struct { const char *size; day as_of; } bad[] = {
		{ "village", 20261121 }, { "", 20261121 }, { "school", 0 }, { "school", 20260230 }, { "county", 18991231 },
	};
	/* clang-format on */
	begin(&p, engine);
	for (size_t i = 0; i < COUNT(bad); i++) {
		str why = { NULL, 0 };
		OK(demo_make(&p.c, &(struct demo_options){ bad[i].size, 1, bad[i].as_of }, &why) ==
			   RC_INVALID &&
		   why.n > 10);
	}
	OK(count(&p, SQL("SELECT count(*) FROM school s")) == 0 &&
	   count(&p, SQL("SELECT count(*) FROM journal j")) == 0);
	end(&p);
}

static void test_school(enum db_engine engine)
{
	static const uint64_t seeds[] = { 1, 2, 20261121 };
	static const day days[] = { 20261121, 20270301 };

	/* The first of one day, the last of the other. */
	for (size_t i = 0; i < COUNT(seeds) * COUNT(days); i += harness_small() ? 5 : 1) {
		struct place p;
		begin(&p, engine);
		OK(make(&p, "school", seeds[i % 3], days[i / 3]) == RC_OK);
		struct tally t = tally_of(&p);
		printf("# roll %u/%u/%u, civil affairs %u, entered %u, left %u\n", t.roll[0], t.roll[1],
		       t.roll[2], t.civil, t.entered, t.left);
		OK(t.children == 154 && promised(&t) && t.behind == 74);
		OK(t.entered >= 3 && t.left >= 2);
		OK(count(&p, SQL("SELECT count(*) FROM school s")) == 1 &&
		   count(&p, SQL("SELECT count(*) FROM class k")) == 6);
		check_places(&p);
		check_numbers(&p);
		end(&p);
	}
}

/* Each sees their own: how many children at least, at most. */
static void test_staff(enum db_engine engine)
{
	/* clang-format off */
	static const struct { const char *login; enum role role; int64_t least, most; } staff[] = {
		{ "officer", ROLE_OFFICER, 154, 154 }, { "civil", ROLE_CIVIL, 154, 154 },
		{ "head", ROLE_HEAD, 154, 154 }, { "teacher", ROLE_TEACHER, 10, 50 },
		{ "counsellor", ROLE_COUNSELLOR, 154, 154 }, { "director", ROLE_DIRECTOR, 1, 154 },
		{ "supervisor", ROLE_SUPERVISOR, 1, 154 }, { "federation", ROLE_FEDERATION, 1, 150 },
		{ "keeper", ROLE_KEEPER, 1, 150 }, { "guardian", ROLE_GUARDIAN, 1, 4 },
		{ "parent", ROLE_PARENT, 1, 4 }, { "child", ROLE_CHILD, 1, 1 }, { "police", ROLE_POLICE, 0, 0 },
		{ "admin", ROLE_ADMIN, 0, 0 }, { "security", ROLE_SECURITY, 0, 0 }, { "auditor", ROLE_AUDITOR, 0, 0 },
		{ "donor", ROLE_DONOR, 0, 0 },
	};
	/* clang-format on */
	struct place p;

	begin(&p, engine);
	OK(make(&p, "school", 3, 20261121) == RC_OK);
	for (size_t i = 0; i < COUNT(staff); i++) {
		struct session s;
		struct list all = { 0 };
		int64_t seen = -1;
		struct ctx c = p.c;
		c.problems = (struct problems){ .mem = &p.mem };
		c.today = 20261121;
		struct sign_in in = { .login = str_of(staff[i].login),
				      .password = STR(DEMO_PASSWORD),
				      .peer = STR("127.0.0.1") };
		OK(session_open(&c, &in, &s) == RC_OK);
		c.who = &s.actor;
		OK(s.actor.role == staff[i].role && record_count(&c, &child_kind, &all, &seen) == RC_OK);
		if (seen < staff[i].least || seen > staff[i].most)
			printf("# %s sees %d\n", staff[i].login, (int)seen);
		OK(seen >= staff[i].least && seen <= staff[i].most);
	}
	end(&p);
}

/* What hangs on the installation's key, or on chance by design: marks of texts, names of files, codes to ask
 * back with. */
static void forget_chance(struct record *r)
{
	if (r->kind == &visit_kind)
		r->v[VISIT_MARK] = NIL;
	else if (r->kind == &photo_kind)
		r->v[PHOTO_NAME] = NIL;
	else if (r->kind == &report_kind)
		r->v[REPORT_CODE] = NIL;
}

/* Every record and value of each kind, as text. */
struct content {
	uint64_t of[KINDS_MAX];
};

static struct content content(struct place *p)
{
	struct content is = { { 0 } };

	for (size_t k = 1; k < p->model.nkinds; k++) { /* passwords are salted by chance: without accounts */
		struct list all = { 0 };
		struct records list;
		uint64_t h = 1;
		OK(record_list(&p->c, p->model.kinds[k], &all, &list) == RC_OK);
		for (size_t i = 0; i < list.n; i++) {
			struct buf b = buf_new(&p->mem, 1 << 16);
			struct json j = json_to(&b);
			forget_chance(&list.r[i]);
			record_json(&j, &p->c, &list.r[i]);
			h = h * 31 + str_hash(buf_view(&b));
		}
		is.of[k] = h;
	}
	return is;
}

/* Says which kinds are not alike. */
static bool alike(const struct place *p, const struct content *one, const struct content *two)
{
	bool same = true;

	for (size_t k = 1; k < p->model.nkinds; k++)
		if (one->of[k] != two->of[k]) {
			printf("# of another content: %s\n", p->model.kinds[k]->name);
			same = false;
		}
	return same;
}

static void test_repeats(enum db_engine engine)
{
	static const struct {
		uint64_t seed;
		day as_of;
	} runs[] = { { 5, 20261121 }, { 5, 20261121 }, { 6, 20261121 }, { 5, 20261122 } };
	struct content is[COUNT(runs)];

	for (size_t i = 0; i < COUNT(runs); i++) {
		struct place p;
		begin(&p, engine);
		p.c.now += (int64_t)i * 1000000; /* whenever it is made */
		OK(make(&p, "school", runs[i].seed, runs[i].as_of) == RC_OK);
		is[i] = content(&p);
		if (i == 1)
			OK(alike(&p, &is[0], &is[1]));
		end(&p);
	}
	OK(memcmp(&is[0], &is[2], sizeof is[0]) != 0 && memcmp(&is[0], &is[3], sizeof is[0]) != 0);
}

static void test_county(enum db_engine engine)
{
	struct place p;
	struct verdict v;

	begin(&p, engine);
	int64_t before = instant_now();
	OK(make(&p, "county", 1, 20261121) == RC_OK);
	printf("# county: %lld ms, %lld journal rows\n", (long long)(instant_now() - before) / 1000,
	       (long long)count(&p, SQL("SELECT count(*) FROM journal j")));
	struct tally t = tally_of(&p);
	printf("# %u children, behind %u, civil affairs %u, entered %u, left %u\n", t.children, t.behind,
	       t.civil, t.entered, t.left);
	OK(t.children >= 7000 && t.children <= 9000 && promised(&t));
	OK(t.behind > 500 && t.behind < 1400 && t.civil > 250 && t.entered > 5 && t.left > 5);
	OK(count(&p, SQL("SELECT count(*) FROM school s")) == 47);
	OK(count(&p, SQL("SELECT count(*) FROM school s WHERE s.closed_on IS NOT NULL")) == 1);
	OK(count(&p, SQL("SELECT count(*) FROM school s WHERE s.kind = '218'")) == 4);
	OK(count(&p, SQL("SELECT count(DISTINCT c.living_region) FROM child c WHERE c.living_region LIKE "
			 "'440804%' ESCAPE '!'")) == 75);
	OK(count(&p, SQL("SELECT count(*) FROM child c WHERE c.attendance_mode = '2'")) > 50);
	OK(count(&p, SQL("SELECT count(*) FROM child c WHERE c.school IS NULL AND c.birth_date < 20101101")) >
	   100);
	check_places(&p);
	check_numbers(&p);
	OK(journal_verify(&p.c, &v) == RC_OK && v.broken_at == 0 && v.rows > 50000);
	end(&p);
}

static void run(enum db_engine engine)
{
	test_refused(engine);
	test_school(engine);
	test_staff(engine);
	if (!harness_small()) /* four more of the same: the release build compares them */
		test_repeats(engine);
}

int main(int argc, char **argv)
{
	arena_init(&mem, 1 << 20);
	sm_start();
	OK(region_open(&mem, argc > 1 ? argv[1] : "regions.map", &regions) == RC_OK && mkdtemp(dir));
	if (!regions)
		return tap_end();
	run(DB_SQLITE);
	if (!harness_small()) /* eight thousand children by the same lines of code */
		test_county(DB_SQLITE);
	server = str_of(getenv("TX_PG_URL"));
	if (server.n && !harness_small())
		run(DB_POSTGRES);
	else if (!server.n)
		SKIP("demo on PostgreSQL: TX_PG_URL is not set");
	while (made > 0)
		unlink(str_z(&mem, key_file(&mem, made--)));
	OK(rmdir(dir) == 0);
	region_close(regions);
	arena_free(&mem);
	return tap_end();
}
