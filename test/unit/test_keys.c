/* Keys of sealed values: made, kept wrapped, lost by rollbacks, met by other processes; C5 values. */
#include "key_house.h"

/* --- the key file --- */

static void test_bad_files(void)
{
	static const char *const bad[] = { "",
					   "tongxin-key 1 00",
					   "tongxin-key 3 " OLD_MASTER,
					   "tongxin-key 2 " OLD_MASTER,
					   "tongxin-key 2 " OLD_MASTER " " OLD_MASTER "00",
					   "tongxin-key 2 " OLD_MASTER "  " OLD_MASTER };
	struct arena mem;
	const struct keys *keys;
	str other = key_path(9004);

	arena_init(&mem, 1 << 24);
	for (size_t i = 0; i < COUNT(bad); i++) {
		str why = { NULL, 0 };
		write_text(other, bad[i], 0600);
		OK(keys_load(&mem, other, &keys, &why) == RC_INVALID && why.n);
	}
	arena_free(&mem);
}

static void test_files(void)
{
	struct arena mem;
	const struct keys *a = NULL, *b = NULL, *old;
	struct stat st;
	str why = { NULL, 0 };

	arena_init(&mem, 1 << 24);
	str one = key_path(9001), two = key_path(9002), other = key_path(9003);
	OK(keys_make(&mem, one) == RC_OK);
	OK(keys_make(&mem, one) == RC_CONFLICT);
	OK(stat(str_z(&mem, one), &st) == 0 && (st.st_mode & 0777) == 0600);
	OK(keys_load(&mem, one, &a, &why) == RC_OK);
	OK(keys_make_next(&mem, two, a) == RC_OK);
	OK(keys_make_next(&mem, two, a) == RC_CONFLICT);
	OK(keys_load(&mem, two, &b, &why) == RC_OK);
	OK(keys_related(a, b) && !str_eq(keys_mark(&mem, a), keys_mark(&mem, b)));
	OK(str_eq(keys_digest(&mem, a, STR("x"), STR("y")), keys_digest(&mem, b, STR("x"), STR("y"))));
	OK(keys_make(&mem, other) == RC_OK && keys_load(&mem, other, &b, &why) == RC_OK);
	OK(!keys_related(a, b));

	write_text(other, "tongxin-key 1 " OLD_MASTER "\n", 0600);
	OK(keys_load(&mem, other, &old, &why) == RC_OK);
	write_text(other, "tongxin-key 1 " OLD_MASTER "\n", 0640);
	why = (str){ NULL, 0 };
	OK(keys_load(&mem, other, &old, &why) == RC_INVALID && why.n);
	OK(keys_load(&mem, key_path(9999), &old, &why) == RC_INVALID);
	arena_free(&mem);
	test_bad_files();
}

/* --- making and finding --- */

static void test_made(void)
{
	struct house h;
	int number = make(&h, (str){ NULL, 0 });
	str key = key_path(number);

	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 0);
	int64_t id = tell_some(&h, 1, 3);
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 3); /* C3 for the journal, C4, C5 */
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key WHERE county = 440804 AND number = 2 AND retired IS "
		      "NULL") == 3);
	OK(stands_under(&h, id) == 2);
	tell_some(&h, 4, 3);
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 3);
	OK(wrong(&h.c) == 0 && wrong_anew(number, key) == 0);
	leave(&h);
}

static void test_wrong_file(void)
{
	struct house h, thief;
	int number = make(&h, (str){ NULL, 0 });

	tell_some(&h, 1, 3);
	OK(keys_make(&h.mem, key_path(9100 + number)) == RC_OK);
	enter(&thief, number, key_path(9100 + number));
	OK(wrong(&thief.c) == 3);
	OK(try_seal(&thief, COUNTY, C4_SENSITIVE) == RC_FAULT); /* its key does not open */
	OK(try_seal(&thief, FAR, C4_SENSITIVE) == RC_FAULT); /* there is none, but no file may add its own */
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 3);
	OK(try_seal(&h, FAR, C4_SENSITIVE) == RC_OK);
	leave(&thief);
	leave(&h);
}

/* A wrapped key in another's place, a value in another's. */
static void test_swapped(void)
{
	struct house h;
	int number = make(&h, (str){ NULL, 0 });
	str key = key_path(number);
	struct record r;

	int64_t id = tell_some(&h, 1, 2);
	OK(run_sql(&h, STR("UPDATE story SET number = (SELECT s.number FROM story s WHERE s.name = 'name 2')"
			   " WHERE name = 'name 1'")));
	OK(wrong(&h.c) == 1);
	OK(record_load(&h.c, &story_kind, id - 1, &r) == RC_OK && rec_null(&r, STORY_NUMBER) &&
	   !rec_null(&r, STORY_SECRET));
	OK(run_sql(&h, STR("UPDATE story SET secret = number WHERE name = 'name 2'")));
	OK(record_load(&h.c, &story_kind, id, &r) == RC_OK && rec_null(&r, STORY_SECRET) &&
	   !rec_null(&r, STORY_NUMBER));

	OK(run_sql(&h, STR("CREATE TABLE aside AS SELECT class, wrapped FROM sealing_key")));
	OK(run_sql(&h,
		   STR("UPDATE sealing_key SET wrapped = (SELECT a.wrapped FROM aside a WHERE a.class = 9 - "
		       "sealing_key.class) WHERE class IN (4, 5)")));
	struct house anew;
	enter(&anew, number, key);
	OK(record_load(&anew.c, &story_kind, id, &r) == RC_OK && rec_null(&r, STORY_NUMBER));
	OK(try_seal(&anew, COUNTY, C4_SENSITIVE) == RC_FAULT &&
	   try_seal(&anew, COUNTY, C3_PERSONAL) == RC_OK);
	OK(NUMBER(&anew, "SELECT count(*) FROM sealing_key") == 3);
	leave(&anew);
	leave(&h);
}

/* --- what is rolled back was never there --- */

static void test_rollback(void)
{
	struct house h;
	int number = make(&h, (str){ NULL, 0 });
	str key = key_path(number);
	struct telling refused = { .first = 1, .n = 1, .answer = RC_INVALID };
	struct telling part = { .first = 2, .n = 2, .in_part = true };

	OK(told(&h, &refused) == RC_INVALID);
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 0);
	OK(told(&h, &part) == RC_OK); /* the part made the keys and was undone */
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 3 &&
	   NUMBER(&h, "SELECT count(*) FROM story") == 2);
	OK(wrong(&h.c) == 0 && wrong_anew(number, key) == 0);
	leave(&h);
}

static enum rc tell_and_break(struct ctx *c, void *arg)
{
	enum rc rc = tell(c, arg);

	return rc == RC_OK ? DB_EXEC(c->db, "INSERT INTO pupil (id, master) VALUES (?1, 99)", INT(c->now))
			   : rc;
}

/* A COMMIT that fails: the engine refuses a deferred key. */
static void test_failed_commit(bool thread)
{
	struct house h;
	int number = make(&h, (str){ NULL, 0 });
	str key = key_path(number);
	struct telling t = { .first = 1, .n = 1 };

	OK(run_sql(
		&h,
		STR("CREATE TABLE master (id BIGINT PRIMARY KEY); CREATE TABLE pupil (id BIGINT PRIMARY KEY,"
		    " master BIGINT REFERENCES master (id) DEFERRABLE INITIALLY DEFERRED)")));
	if (thread) {
		OK(writer_start(url_of(&h.mem, number), &h.model.writer) == RC_OK);
		writer_on_group(h.model.writer, chain_group, h.model.chain);
	}
	OK(store_write(&h.c, PRIO_PEOPLE, tell_and_break, &t) != RC_OK);
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 0 &&
	   NUMBER(&h, "SELECT count(*) FROM story") == 0);
	tell_some(&h, 2, 2);
	OK(wrong(&h.c) == 0 && wrong_anew(number, key) == 0);
	if (thread)
		writer_stop(h.model.writer);
	leave(&h);
}

/* Every statement of a first write fails once: never a key in memory that is not in the database. */
static void test_torture(void)
{
	struct house h;
	int number = make(&h, (str){ NULL, 0 });
	str key = key_path(number);
	int bad = 0, tries = 0;
	struct telling t = { .n = 1 };

	for (uint64_t k = 1; k < 60; k++) {
		t.first = (int)k;
		db_fail_at(h.c.db, k);
		tries += told(&h, &t) == RC_OK;
		db_fail_at(h.c.db, 0);
		t.first = 100 + (int)k;
		bad += told(&h, &t) != RC_OK;
		bad += wrong_anew(number, key) != 0;
		bad += !run_sql(&h,
				STR("DELETE FROM sealing_key; DELETE FROM story; DELETE FROM journal_body;"
				    "DELETE FROM journal; DELETE FROM anchor"));
		leave(&h);
		enter(&h, number, key);
	}
	OK(bad == 0);
	OK(tries > 0 && tries < 59); /* it was hit, and came to its end */
	leave(&h);
}

/* --- several processes --- */

static void test_processes(void)
{
	struct house a, b;
	int number = make(&a, (str){ NULL, 0 });
	struct rotation r;

	enter(&b, number, key_path(number));
	tell_some(&a, 1, 2);
	OK(wrong(&b.c) == 0); /* b meets numbers it never saw */
	int64_t id = tell_some(&b, 3, 2);
	OK(stands_under(&a, id) == 2 && NUMBER(&a, "SELECT count(*) FROM sealing_key") == 3);
	OK(rotate_begin(&b.c, (struct key_of){ COUNTY, C4_SENSITIVE }, &r) == RC_OK && r.from == 2 &&
	   r.to == 3);
	id = tell_some(&a, 5, 1); /* a knows number 2, and takes 3 at once */
	OK(stands_under(&b, id) == 3);
	OK(wrong(&a.c) == 0 && wrong(&b.c) == 0);
	leave(&b);
	leave(&a);
}

static enum rc seal_everywhere(struct ctx *c, void *arg)
{
	enum rc rc = RC_OK;

	(void)arg;
	for (unsigned i = 0; i < 3 * 70 && rc == RC_OK; i++)
		for (int class = C3_PERSONAL; class <= C5_SEALED && rc == RC_OK; class ++) {
			const struct key_of of = { 440000 + i % 70, class };
			str sealed, plain = { NULL, 0 };
			rc = seal_text(c, of, STR("x"), STR("y"), &sealed);
			if (rc == RC_OK)
				rc = seal_open(c, of, sealed, STR("y"), &plain);
			if (rc == RC_OK && !str_eq(plain, STR("x")))
				rc = RC_FAULT;
		}
	return rc;
}

/* More keys than there are places for handles, or for the writer to remember. */
static void test_many(void)
{
	struct house h;
	int number = make(&h, (str){ NULL, 0 }), bad = 0;
	str one = STR("one"), extra = STR("extra"), plain;

	(void)number;
	for (int round = 0; round < 2; round++)
		for (unsigned i = 0; i < 70; i++)
			bad += try_seal(&h, 440000 + i, C4_SENSITIVE) != RC_OK;
	OK(bad == 0 && NUMBER(&h, "SELECT count(*) FROM sealing_key") == 70);
	OK(store_write(&h.c, PRIO_PEOPLE, seal_everywhere, NULL) == RC_OK);
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key") == 210);
	for (int i = 0; i < 200; i++) {
		struct key_now now = { { .number = 7 }, { (uint8_t)(i % 100) } };
		static const uint8_t iv[SM4_IV] = { 1, 2, 3 };
		uint8_t *key = now.key;
		char sealed[SEAL_NUMBER + 3 + SEAL_EXTRA], back[4];
		keyring_seal(&now, iv, one, extra, sealed);
		str s = { sealed, sizeof sealed };
		bad += sealed_number(s) != 7 || !keyring_open(key, s, extra, back) ||
		       memcmp(back, "one", 3) != 0;
		key[15]++;
		bad += keyring_open(key, s, extra, back);
		/* The same sealed text as sm.h knows it. */
		key[15]--;
		bad += !sm4_open(&h.mem, key, str_cut(s, SEAL_NUMBER, s.n), extra, &plain) ||
		       !str_eq(plain, one);
	}
	OK(bad == 0);
	leave(&h);
}

/* --- the file itself --- */

/* How many of the telltale texts the database's own files hold. */
static int told_by_files(struct house *h, int number, const char *const *text, size_t n)
{
	static const char *const ends[] = { "", "-wal" };
	int bad = 0;

	for (size_t i = 0; i < COUNT(ends); i++) {
		struct buf b = buf_new(&h->mem, 400);
		buf_str(&b, str_cut(url_of(&h->mem, number), 7, 400));
		buf_str(&b, str_of(ends[i]));
		FILE *f = fopen(str_z(&h->mem, buf_view(&b)), "rbe");
		char *bytes = NEW(&h->mem, char, (size_t)16 << 20);
		size_t got = f ? fread(bytes, 1, 16 << 20, f) : 0;
		for (size_t k = 0; k < n; k++)
			bad += got && memmem(bytes, got, text[k], strlen(text[k])) != NULL;
		if (f)
			(void)fclose(f);
	}
	return bad;
}

static void test_raw(void)
{
	static const char *const sealed[] = { "1380000", "secret 1", "\"number\"" }, *const plain[] = {
		"name 1"
	};
	struct house h;
	int number;

	if (engine != DB_SQLITE)
		return;
	number = make(&h, (str){ NULL, 0 });
	tell_some(&h, 1, 20);
	OK(told_by_files(&h, number, sealed, COUNT(sealed)) == 0);
	OK(told_by_files(&h, number, plain, COUNT(plain)) > 0); /* the looking can find */
	leave(&h);
}

/* --- C5 --- */

static int asked;
static bool agrees(struct ctx *c, const struct record *r, const struct field *f)
{
	asked++;
	return c->purpose.n && f->class == C5_SEALED && str_eq(rec_text(r, STORY_NAME), STR("name 1"));
}

static bool masked(const struct record *r, size_t i) { return r->masked >> i & 1; }

static bool withheld(struct ctx *c, int64_t id)
{
	struct record r;

	return record_load(c, &story_kind, id, &r) == RC_OK && rec_null(&r, STORY_SECRET) &&
	       masked(&r, STORY_SECRET);
}

static bool told_plain(struct ctx *c, int64_t id, const char *secret)
{
	struct record r;

	return record_load(c, &story_kind, id, &r) == RC_OK && !masked(&r, STORY_SECRET) &&
	       str_eq(rec_text(&r, STORY_SECRET), str_of(secret));
}

static bool number_is(struct ctx *c, int64_t id, const char *number)
{
	struct record r;

	return record_load(c, &story_kind, id, &r) == RC_OK &&
	       str_eq(rec_text(&r, STORY_NUMBER), str_of(number));
}

static void test_c5(void)
{
	struct house h;
	struct actor officer = {
		.account = 5, .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = COUNTY
	};
	struct records list;

	make(&h, (str){ NULL, 0 });
	int64_t id = tell_some(&h, 1, 2) - 1;
	struct ctx c = h.c;
	c.who = &officer;
	OK(withheld(&c, id) && number_is(&c, id, "138****1001"));
	c.purpose = STR("a reason");
	OK(withheld(&c, id) && number_is(&c, id, "13800001001")); /* nobody agrees: a purpose is not enough */
	h.model.c5_opens = agrees;
	OK(told_plain(&c, id, "secret 1") && asked == 1);
	OK(record_list(&c, &story_kind, &(struct list){ 0 }, &list) == RC_OK && list.n == 2 && asked == 3);
	OK(!masked(&list.r[0], STORY_SECRET) && masked(&list.r[1], STORY_SECRET));
	OK(rec_null(&list.r[1], STORY_SECRET));
	c.purpose = (str){ NULL, 0 };
	OK(withheld(&c, id) && asked == 3);
	c.purpose = STR("a reason");
	officer.role = ROLE_VOLUNTEER; /* its profile neither reads nor opens */
	OK(!told_plain(&c, id, "secret 1") && asked == 3);
	OK(told_plain(&h.c, id + 1, "secret 2") && asked == 3); /* the program itself */
	leave(&h);
	asked = 0;
}

static void test_engine(void)
{
	test_made();
	test_wrong_file();
	test_swapped();
	test_rollback();
	test_failed_commit(false);
	test_failed_commit(true);
	test_torture();
	test_processes();
	test_many();
	test_raw();
	test_c5();
}

int main(void) { return run_tests(test_files, test_engine); }
