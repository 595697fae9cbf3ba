/* Every hand that touches what is kept, past the program, is named by its place: rows of both chains, their
 * ends, bodies, purposes, records; erasure as the law demands is told apart (DESIGN 2.3). */
#include "chain.h"
#include "db_text.h"
#include "harness.h"
#include "readlog.h"
#include "registry.h"
#include "tap.h"
#include "verify.h"

#include <stdio.h>

static struct verdict verified(struct harness *h, bool quick)
{
	struct ctx c = harness_ctx(h);
	struct verdict v = { .broken_at = -99 };

	if ((quick ? journal_verify_quick(&c, &v) : journal_verify(&c, &v)) != RC_OK)
		v.broken_at = -99;
	return v;
}

static bool ddl(struct harness *h, const char *text)
{
	return db_script(harness_db(h), str_of(text)) == RC_OK;
}

static const char *const tables[] = { "journal", "journal_body", "readlog", "readlog_child", "anchor",
				      "child",   "person",       "tie",     "absence",       "account" };

static void keep(struct harness *h)
{
	for (size_t i = 0; i < COUNT(tables); i++)
		OK(ddl(h, str_z(&h->mem, harness_text(&h->mem, "CREATE TABLE kept_%s AS SELECT * FROM %s;",
						      tables[i], tables[i]))));
}

static void restore(struct harness *h)
{
	for (size_t i = 0; i < COUNT(tables); i++)
		if (!ddl(h,
			 str_z(&h->mem,
			       harness_text(&h->mem, "DELETE FROM %s; INSERT INTO %s SELECT * FROM kept_%s;",
					    tables[i], tables[i], tables[i]))))
			harness_fail("cannot restore %s", tables[i]);
}

static void forget(struct harness *h)
{
	for (size_t i = 0; i < COUNT(tables); i++)
		OK(ddl(h, str_z(&h->mem, harness_text(&h->mem, "DROP TABLE kept_%s;", tables[i]))));
}

/* What is done, and what must be named: a row of a chain by its seq (0: any), or a record's field. */
struct hand {
	const char *sql;
	const char *chain;
	int64_t seq;
	const char *kind, *field;
};

static bool names(const struct verdict *v, const struct hand *hand)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct finding *f = &v->finding[i];
		if (hand->chain && f->chain && !strcmp(f->chain, hand->chain) &&
		    (!hand->seq || f->seq == hand->seq))
			return true;
		if (hand->kind && f->kind && !strcmp(f->kind, hand->kind) &&
		    (!hand->field ? !f->field : f->field && !strcmp(f->field, hand->field)))
			return true;
	}
	return false;
}

static void print_named(const struct verdict *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct finding *f = &v->finding[i];
		printf("#   %s %lld %s %lld %s: %s\n", f->chain ? f->chain : "-", (long long)f->seq,
		       f->kind ? f->kind : "-", (long long)f->record, f->field ? f->field : "-", f->why);
	}
}

static bool is_broken(const struct verdict *v) { return v->broken_at != 0 && v->broken_at != -99; }

static void try(struct harness *h, const struct hand *hand)
{
	str sql = harness_fill(h, hand->sql);
	bool script = str_has(sql, STR(";"));
	bool done = script ? ddl(h, str_z(&h->mem, sql)) : harness_exec(h, sql);
	struct verdict v = verified(h, false), quick = verified(h, true);
	bool found = done && is_broken(&v) && names(&v, hand);

	if (!found || !is_broken(&quick)) {
		printf("# %s: %.*s\n",
		       !done   ? "not done"
		       : found ? "not seen at a quick look"
			       : "not named",
		       STR_ARG(sql));
		print_named(&v);
	}
	OK(found);
	OK(is_broken(&quick));
	restore(h);
}

static void try_all(struct harness *h, const struct hand *list, size_t n)
{
	OK(verified(h, false).broken_at == 0 && verified(h, true).broken_at == 0);
	for (size_t i = 0; i < n; i++)
		try(h, &list[i]);
	OK(verified(h, false).broken_at == 0);
}

/* clang-format off */
#define J "UPDATE journal SET "
#define AT5 " WHERE county = 440804 AND node = 0 AND seq = 5"
#define LAST " WHERE county = 440804 AND node = 0 AND seq = (SELECT max(k.seq) FROM kept_journal k WHERE k.county = 440804)"
static const struct hand on_journal[] = {
	/* every column of the header, in the middle of the chain */
	{ J "county = 440805" AT5, "journal", 5 },
	{ J "node = 1" AT5, "journal", 5 },
	{ J "seq = 500000" AT5, "journal", 5 },
	{ J "at = at + 1" AT5, "journal", 5 },
	{ J "actor = actor + 1" AT5, "journal", 5 },
	{ J "via = via + 1" AT5, "journal", 5 },
	{ J "act = 7" AT5, "journal", 5 },
	{ J "kind = 'tie'" AT5, "journal", 5 },
	{ J "record = record + 1" AT5, "journal", 5 },
	{ J "batch = 7" AT5, "journal", 5 },
	{ J "reason = 'because'" AT5, "journal", 5 },
	{ J "digest = (SELECT k.digest FROM kept_journal k WHERE k.county = 440804 AND k.seq = 4)" AT5, "journal", 5 },
	{ J "digest = ''" AT5, "journal", 5 },
	{ J "hash = (SELECT k.hash FROM kept_journal k WHERE k.county = 440804 AND k.seq = 4)" AT5, "journal", 5 },
	/* the last row of a chain: nothing after it would notice */
	{ J "node = 1" LAST, "journal" },
	{ J "at = at + 1" LAST, "journal" },
	{ J "county = 440805, seq = 1" LAST, "journal" },
	/* rows taken out, put in, changed over */
	{ "DELETE FROM journal WHERE county = 440804 AND seq = 1", "journal", 1 },
	{ "DELETE FROM journal WHERE county = 440804 AND seq = 5", "journal", 5 },
	{ "DELETE FROM journal WHERE county = 440804 AND seq <= 5", "journal", 1 },
	{ "DELETE FROM journal" LAST, "journal" },
	{ "DELETE FROM journal WHERE county = 440804 AND seq > 6", "journal", 7 },
	{ "DELETE FROM journal WHERE county = 440804", "journal", 1 },
	{ "INSERT INTO journal SELECT 440804, 0, (SELECT max(j.seq) + 1 FROM kept_journal j WHERE j.county = 440804), k.at, k.actor, k.via, k.act, k.kind, k.record, k.batch, k.reason, k.digest, k.hash FROM kept_journal k WHERE k.county = 440804 AND k.seq = 5", "journal" },
	{ "INSERT INTO journal SELECT 440804, 1, 1, k.at, k.actor, k.via, k.act, k.kind, k.record, k.batch, k.reason, k.digest, k.hash FROM kept_journal k WHERE k.county = 440804 AND k.seq = 1", "journal", 1 },
	{ J "seq = -5" AT5 "; UPDATE journal SET seq = 5 WHERE county = 440804 AND seq = 6; UPDATE journal SET seq = 6 WHERE seq = -5;", "journal", 5 },
	/* every column of a body */
	{ "UPDATE journal_body SET county = 440805" AT5, "journal", 5 },
	{ "UPDATE journal_body SET node = 1" AT5, "journal", 5 },
	{ "UPDATE journal_body SET seq = 500000" AT5, "journal", 5 },
	{ "UPDATE journal_body SET part = 5" AT5 " AND part = 3", "journal", 5 },
	{ "UPDATE journal_body SET salt = (SELECT k.salt FROM kept_journal_body k WHERE k.county = 440804 AND k.seq = 4 AND k.part = 3)" AT5 " AND part = 3", "journal", 5 },
	{ "UPDATE journal_body SET sealed = (SELECT k.sealed FROM kept_journal_body k WHERE k.county = 440804 AND k.seq = 4 AND k.part = 3)" AT5 " AND part = 3", "journal", 5 },
	{ "UPDATE journal_body SET sealed = {empty}" AT5 " AND part = 3", "journal", 5 }, /* emptied, and nobody says so */
	{ "DELETE FROM journal_body" AT5, "journal", 5 },
	/* the C4 part alone: of the child, which has both */
	{ "DELETE FROM journal_body WHERE county = 440804 AND part = 4 AND seq = (SELECT max(k.seq) FROM kept_journal_body k WHERE k.part = 4 AND k.county = 440804)", "journal" },
	{ "UPDATE journal_body SET part = 5 WHERE county = 440804 AND part = 4", "journal" },
	/* one more, under a header that knows of none */
	{ "INSERT INTO journal_body SELECT 440804, 0, 5, 4, k.salt, k.sealed FROM kept_journal_body k WHERE k.county = 440804 AND k.seq = 4 AND k.part = 3", "journal", 5 },
	{ "INSERT INTO journal_body SELECT 440804, 0, 900000, 3, k.salt, k.sealed FROM kept_journal_body k WHERE k.county = 440804 AND k.seq = 4 AND k.part = 3", "journal", 900000 },
};

#define R "UPDATE readlog SET "
#define AT2 " WHERE county = 440804 AND node = 0 AND seq = 2"
static const struct hand on_readlog[] = {
	{ R "county = 440805" AT2, "readlog", 2 },
	{ R "node = 1" AT2, "readlog", 2 },
	{ R "seq = 500000" AT2, "readlog", 2 },
	{ R "at = at + 1" AT2, "readlog", 2 },
	{ R "actor = actor + 1" AT2, "readlog", 2 },
	{ R "for_account = 7" AT2, "readlog", 2 },
	{ R "via = via + 1" AT2, "readlog", 2 },
	{ R "what = 'file'" AT2, "readlog", 2 },
	{ R "record = record + 1" AT2, "readlog", 2 },
	{ R "n = n + 1" AT2, "readlog", 2 },
	{ R "ids = (SELECT k.hash FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 1)" AT2, "readlog", 2 },
	{ R "times = 5" AT2, "readlog", 2 },
	{ R "sealed_case = 1" AT2, "readlog", 2 },
	{ R "digest = '' WHERE county = 440804 AND seq = 3", "readlog", 3 },
	{ R "hash = (SELECT k.hash FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 1)" AT2, "readlog", 2 },
	/* the purpose of the third */
	{ R "salt = (SELECT k.salt FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 4) WHERE county = 440804 AND seq = 3", "readlog", 3 },
	{ R "purpose = (SELECT k.purpose FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 4), salt = (SELECT k.salt FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 4) WHERE county = 440804 AND seq = 3", "readlog", 3 },
	{ R "purpose = {empty} WHERE county = 440804 AND seq = 3", "readlog", 3 },
	{ R "purpose = (SELECT k.purpose FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 3) WHERE county = 440804 AND seq = 1", "readlog", 1 },
	/* rows */
	{ "DELETE FROM readlog WHERE county = 440804 AND seq = 1", "readlog", 1 },
	{ "DELETE FROM readlog WHERE county = 440804 AND seq = 2", "readlog", 2 },
	{ "DELETE FROM readlog WHERE county = 440804 AND seq = 4", "readlog", 4 },
	{ R "seq = -2" AT2 "; UPDATE readlog SET seq = 2 WHERE county = 440804 AND seq = 3; UPDATE readlog SET seq = 3 WHERE seq = -2;", "readlog", 2 },
	{ "DELETE FROM readlog WHERE county = 440804", "readlog", 1 },
	{ "INSERT INTO readlog SELECT 440804, 0, 5, k.at, k.actor, k.for_account, k.via, k.what, k.record, k.n, k.ids, k.times, k.sealed_case, k.digest, k.hash, k.salt, k.purpose FROM kept_readlog k WHERE k.county = 440804 AND k.seq = 1", "readlog", 5 },
	/* what leads a child to a list */
	{ "INSERT INTO readlog_child SELECT 1, k.county, k.node, k.seq FROM kept_readlog_child k ORDER BY k.child LIMIT 1", "readlog" },
};

#define C "UPDATE child SET "
#define KID " WHERE id = {kid}"
#define SISTER(column) "(SELECT k." column " FROM kept_child k WHERE k.id = {kid_b})"
static const struct hand on_records[] = {
	{ C "name = 'x'" KID, NULL, 0, "child", "name" },
	{ C "sex = '2'" KID, NULL, 0, "child", "sex" },
	{ C "birth_date = birth_date + 1" KID, NULL, 0, "child", "birth_date" },
	{ C "id_number = " SISTER("id_number") KID, NULL, 0, "child", "id_number" },
	{ C "id_number = NULL" KID, NULL, 0, "child", "id_number" },
	{ C "id_number_digest = " SISTER("id_number_digest") KID, NULL, 0, "child", "id_number" },
	{ C "id_number_digest = NULL" KID, NULL, 0, "child", "id_number" },
	{ C "phone_tail = '0000'" KID, NULL, 0, "child", "phone" },
	{ C "version = version + 1" KID, NULL, 0, "child", "version" },
	{ C "county = 440805" KID, NULL, 0, "child", "county" },
	{ C "created_at = created_at + 1" KID, NULL, 0, "child", "created_at" },
	{ C "updated_at = updated_at + 1" KID, NULL, 0, "child", "updated_at" },
	/* a name is exchanged for another: both are named */
	{ "UPDATE person SET name = (SELECT k.name FROM kept_person k WHERE k.id = {mother}) WHERE id = {father}", NULL, 0, "person", "name" },
	{ "UPDATE tie SET person = {mother} WHERE id = {father_tie}", NULL, 0, "tie", "person" },
	{ "UPDATE account SET role = 'officer' WHERE role = 'teacher'", NULL, 0, "account", "role" },
	/* somebody's own password under another's account */
	{ "UPDATE account SET password = (SELECT k.password FROM kept_account k WHERE k.role = 'teacher' ORDER BY k.id LIMIT 1) WHERE role = 'officer'", NULL, 0, "account", "password" },
	{ "DELETE FROM absence WHERE id = {absence}", NULL, 0, "absence", NULL },
	{ "DELETE FROM child" KID, NULL, 0, "child", NULL },
	{ "UPDATE absence SET id = id + 1000000 WHERE id = {absence}", NULL, 0, "absence", NULL },
	{ "INSERT INTO person SELECT * FROM kept_gone", NULL, 0, "person", NULL },
};

static const struct hand on_anchors[] = {
	{ "DELETE FROM anchor WHERE chain = 'journal' AND county = 440804", "journal" },
	{ "DELETE FROM anchor WHERE chain = 'readlog' AND county = 440804", "readlog" },
	{ "UPDATE anchor SET sealed = (SELECT k.sealed FROM kept_anchor k WHERE k.chain = 'readlog' AND k.county = 440804) WHERE chain = 'journal' AND county = 440804", "journal" },
	{ "UPDATE anchor SET sealed = (SELECT k.sealed FROM kept_anchor k WHERE k.chain = 'journal' AND k.county = 440803) WHERE chain = 'journal' AND county = 440804", "journal" },
	{ "UPDATE anchor SET sealed = ''", "journal" },
	{ "UPDATE anchor SET county = 440805 WHERE county = 440804 AND chain = 'journal'", "journal" },
};
/* clang-format on */

/* Four readings: a file, a list, and two with a purpose. */
static void read_something(struct harness *h)
{
	OK(harness_get(h, AS_OFFICER, "/children/{kid}").status == 200);
	OK(harness_get(h, AS_OFFICER, "/api/v1/children").status == 200);
	harness_flush(h, true);
	for (int i = 0; i < 2; i++)
		OK(harness_ask(h, AS_OFFICER, HTTP_GET, "/api/v1/children/{kid}",
			       i ? "X-Purpose: check" : "X-Purpose: visit", NULL)
			   .status == 200);
	OK(harness_number(h, STR("SELECT count(*) FROM readlog WHERE county = 440804")) == 4);
	OK(harness_number(h, STR("SELECT count(*) FROM readlog_child WHERE county = 440804")) > 3);
}

/* A person who was there and is deleted, as the program would. */
static void make_gone(struct harness *h)
{
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'已删除'}");

	harness_keep(h, "gone", harness_text(&h->mem, "%lld", (long long)id_at(&a, "id")));
	str copy = harness_fill(h, "CREATE TABLE kept_gone AS SELECT * FROM person WHERE id = {gone};");
	OK(ddl(h, str_z(&h->mem, copy)));
	a = harness_ask(h, AS_OFFICER, HTTP_DELETE, "/api/v1/persons/{gone}", "If-Match: '1'", NULL);
	OK(a.status == 204);
}

static void test_hands(struct harness *h)
{
	harness_keep(h, "empty", h->engine == DB_SQLITE ? STR("x''") : STR("''"));
	read_something(h);
	make_gone(h);
	keep(h);
	try_all(h, on_journal, COUNT(on_journal));
	try_all(h, on_readlog, COUNT(on_readlog));
	try_all(h, on_records, COUNT(on_records));
	try_all(h, on_anchors, COUNT(on_anchors));
	OK(ddl(h, "DROP TABLE kept_gone;"));
}

/* --- the whole chain made anew, by somebody who has read how it is made --- */

static enum rc rehash(struct db *db, void *arg)
{
	struct harness *h = arg;
	struct arena mem;
	struct rows q;
	uint8_t hash[SM3_SIZE] = { 0 };
	enum rc rc =
		DB_QUERY(db, &q,
			 "SELECT j.seq, j.at, j.actor, j.via, j.act, j.kind, j.record, j.batch, j.reason, "
			 "j.digest FROM journal j WHERE j.county = ?1 ORDER BY j.seq",
			 INT(HARNESS_COUNTY));

	arena_init(&mem, 64 << 20);
	while (rc == RC_OK && db_next(&q)) {
		struct entry e = { .county = HARNESS_COUNTY,
				   .seq = db_int(&q, 0),
				   .at = db_int(&q, 1),
				   .actor = db_int(&q, 2) + (db_int(&q, 0) == 3),
				   .via = (enum via)db_int(&q, 3),
				   .act = (enum act)db_int(&q, 4),
				   .kind = db_dup(&mem, &q, 5),
				   .record = db_int(&q, 6),
				   .batch = db_int(&q, 7),
				   .reason = db_dup(&mem, &q, 8) };
		struct sm3 now = journal_hash(&mem, hash, &e, db_dup(&mem, &q, 9));
		memcpy(hash, now.b, SM3_SIZE);
		rc = DB_EXEC(db, "UPDATE journal SET actor = ?1, hash = ?2 WHERE county = ?3 AND seq = ?4",
			     INT(e.actor), BLOB(((str){ (const char *)hash, SM3_SIZE })), INT(HARNESS_COUNTY),
			     INT(e.seq));
	}
	arena_free(&mem);
	(void)h;
	enum rc done = db_done(&q);
	return rc == RC_OK ? done : rc;
}

static void test_made_anew(struct harness *h)
{
	const struct hand last = { .chain = "journal",
				   .seq = harness_number(h, STR("SELECT max(seq) FROM journal WHERE county = "
								"440804")) };

	OK(db_write(harness_db(h), rehash, h) == RC_OK);
	struct verdict v = verified(h, false);
	OK(v.broken == 1 && names(&v, &last));
	restore(h);
}

/* A tail that was cut off stays found, also when the program has gone on writing over it. */
static void test_gone_on(struct harness *h)
{
	const struct hand cut = { .chain = "journal" };

	OK(harness_exec(h,
			STR("DELETE FROM journal_body WHERE county = 440804 AND seq > (SELECT max(k.seq) - 3 "
			    "FROM kept_journal k WHERE k.county = 440804)")));
	OK(harness_exec(h, STR("DELETE FROM journal WHERE county = 440804 AND seq > (SELECT max(k.seq) - 3 "
			       "FROM kept_journal k WHERE k.county = 440804)")));
	for (int i = 0; i < 5; i++)
		OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'后来'}").status ==
		   201);
	struct verdict v = verified(h, false);
	OK(v.broken_at != 0 && names(&v, &cut));
	restore(h);
}

/* --- chains of a program that kept no anchors --- */

static enum rc adopt(struct ctx *c, void *arg)
{
	(void)arg;
	return journal_adopt(c);
}

static void test_adopted(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(harness_exec(h, STR("DELETE FROM anchor WHERE chain = 'journal'")));
	OK(verified(h, false).broken_at != 0);
	OK(store_write(&c, PRIO_BULK, adopt, NULL) == RC_OK);
	OK(verified(h, false).broken_at == 0);
	OK(harness_ask(h, AS_OFFICER, HTTP_POST, "/api/v1/persons", NULL, "{'name':'再写'}").status == 201);
	OK(verified(h, false).broken_at == 0);
	restore(h);
}

/* --- erased by right --- */

struct erasing {
	const struct kind *kind;
	int64_t record;
	unsigned classes;
};

static enum rc erase_job(struct ctx *c, void *arg)
{
	const struct erasing *e = arg;

	return journal_erase(c, e->kind, e->record, e->classes);
}

static enum rc erase(struct harness *h, const struct kind *k, int64_t record, unsigned classes)
{
	struct ctx c = harness_ctx(h);
	struct actor officer = actor_system(HARNESS_COUNTY);
	struct erasing e = { k, record, classes };

	officer.account = 4711;
	c.who = &officer;
	return store_write(&c, PRIO_PEOPLE, erase_job, &e);
}

static void test_erasing(struct harness *h)
{
	struct verdict before = verified(h, false);

	OK(before.broken_at == 0 && before.erased == 0 && before.rows > 20 && before.readings == 4 &&
	   before.records > 20 && before.segments >= 2);
	OK(erase(h, &child_kind, h->fix[FIX_KID], 1u << C4_SENSITIVE) == RC_OK);
	struct verdict v = verified(h, false);
	OK(v.broken_at == 0 && v.erased >= 1 && v.erased_by == 4711 && v.rows == before.rows + 1);
	/* What cannot be opened counts as changed, and shows nothing. */
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_GET, "/api/v1/children/{kid}/journal",
				      "X-Purpose: audit", NULL);
	OK(a.status == 200 && !str_has(a.body, STR("13000000077")) && str_has(a.body, STR("李小明")));
	/* With C3 the purposes that were typed about the child go, too. */
	int64_t purposes = harness_number(h, STR("SELECT count(*) FROM readlog WHERE length(purpose) > 0"));
	OK(purposes >= 3);
	OK(erase(h, &child_kind, h->fix[FIX_KID], 1u << C3_PERSONAL) == RC_OK);
	OK(harness_number(h, STR("SELECT count(*) FROM readlog WHERE length(purpose) > 0")) == 0);
	v = verified(h, false);
	OK(v.broken_at == 0 && v.erased >= 1 + purposes);
	OK(verified(h, true).broken_at == 0);
}

/* One right does not cover another's hand. */
static void test_not_erased(struct harness *h)
{
	const struct hand body = { .chain = "journal" };

	OK(harness_exec(
		h,
		harness_fill(h, "UPDATE journal_body SET sealed = {empty} WHERE part = 3 AND seq = (SELECT "
				"min(j.seq) FROM journal j WHERE j.record = {kid_b}) AND county = "
				"440804")));
	struct verdict v = verified(h, false);
	OK(v.broken_at != 0 && names(&v, &body));
	restore(h);
	/* What came after it is not erased by it. */
	OK(erase(h, &person_kind, h->fix[FIX_FATHER], 1u << C3_PERSONAL) == RC_OK);
	harness_clock(h, h->now + 1000000);
	OK(harness_ask(h, AS_OFFICER, HTTP_PATCH, "/api/v1/persons/{father}", "If-Match: '1'",
		       "{'name':'李改名'}")
		   .status == 200);
	OK(verified(h, false).broken_at == 0);
	OK(harness_exec(
		h,
		harness_fill(h, "UPDATE journal_body SET sealed = {empty} WHERE part = 3 AND seq = (SELECT "
				"max(j.seq) FROM journal j WHERE j.record = {father}) AND county = "
				"440804")));
	v = verified(h, false);
	OK(v.broken_at != 0 && names(&v, &body));
	restore(h);
}

/* --- a quick look --- */

static enum rc many_persons(struct ctx *c, void *arg)
{
	enum rc rc = RC_OK;

	(void)arg;
	for (int i = 0; i < 2500 && rc == RC_OK; i++) {
		struct input in = input_new(&person_kind);
		struct record r;
		input_set(&in, PERSON_NAME, STR("许多人"));
		rc = record_create(c, &in, &r);
	}
	return rc;
}

static void test_quick(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	OK(store_write(&c, PRIO_BULK, many_persons, NULL) == RC_OK);
	struct verdict all = verified(h, false), some = verified(h, true);
	OK(all.broken_at == 0 && some.broken_at == 0);
	OK(all.records > 2500 && some.records > 900 && some.records < all.records * 2 / 3);
}

static void test_engine(struct harness *h)
{
	test_hands(h);
	test_made_anew(h);
	test_gone_on(h);
	test_adopted(h);
	test_not_erased(h);
	test_erasing(h);
	forget(h);
	test_quick(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
