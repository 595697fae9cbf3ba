/* Keys changed: one by one, batch by batch, killed at every statement, while others read; and with the key
 * file. */
#include "key_house.h"

#include <pthread.h>

static void test_dropped(struct house *h, struct key_of of)
{
	OK(NUMBER(h, "SELECT count(*) FROM sealing_key WHERE retired IS NOT NULL AND number = 2 AND class = "
		     "4") == 1);
	OK(rotate_drop(&h->c, &(struct key_name){ of, 3 }) == RC_CONFLICT); /* in use */
	OK(rotate_drop(&h->c, &(struct key_name){ of, 2 }) == RC_OK);
	OK(rotate_drop(&h->c, &(struct key_name){ of, 2 }) == RC_CONFLICT); /* gone */
	OK(NUMBER(h, "SELECT count(*) FROM sealing_key WHERE wrapped IS NULL") == 1);
}

/* Hashes, digests and versions are what they were. */
static void test_unchanged(struct house *h)
{
	OK(NUMBER(h, "SELECT count(*) FROM journal j JOIN before b ON b.seq = j.seq WHERE j.hash = b.hash"
		     " AND j.digest = b.digest") == 450);
	OK(NUMBER(h, "SELECT count(*) FROM journal WHERE act = 13 AND kind = 'sealing_key' AND record = 3") ==
	   2);
	OK(NUMBER(h, "SELECT count(*) FROM story WHERE version <> 1") == 0);
	OK(whole(h));
}

static bool rotated(struct house *h, struct key_of of, struct rotation *ret, int least)
{
	return rotate_begin(&h->c, of, ret) == RC_OK && turns(h, ret) >= least && ret->done;
}

static void test_rotation(void)
{
	struct house h;
	struct rotation r, again;
	int number = make(&h, (str){ NULL, 0 }), papers = 450;
	str key = key_path(number);
	struct key_of c4 = { COUNTY, C4_SENSITIVE }, c3 = { COUNTY, C3_PERSONAL }, c5 = { COUNTY, C5_SEALED };

	tell_some(&h, 1, 450);
	OK(store_write(&h.c, PRIO_PEOPLE, fill_shelf, &papers) == RC_OK);
	OK(run_sql(&h, STR("CREATE TABLE before AS SELECT seq, hash, digest FROM journal")));
	OK(left_under(&h, C4_SENSITIVE, 2) == 450 + 450 + 450); /* stories, bodies, papers */
	OK(rotate_begin(&h.c, c4, &r) == RC_OK && r.to == 3);
	OK(rotate_begin(&h.c, c4, &again) == RC_OK);
	OK(again.to == 3 && rotate_drop(&h.c, &(struct key_name){ c4, 2 }) == RC_CONFLICT); /* under way */
	OK(turns(&h, &r) == 9 && r.done && r.sealed == 1350);
	OK(left_under(&h, C4_SENSITIVE, 2) == 0 && left_under(&h, C4_SENSITIVE, 3) == 1350);
	OK(left_under(&h, C5_SEALED, 2) == 900); /* others are not touched: 450, and their journal */
	OK(wrong(&h.c) + wrong_anew(number, key) + wrong_papers(&h.c) == 0);
	test_unchanged(&h);
	test_dropped(&h, c4);
	OK(wrong_anew(number, key) == 0);
	OK(rotated(&h, c3, &r, 3) && r.sealed >= 450);
	OK(rotated(&h, c5, &r, 6) && r.sealed == 900);
	OK(wrong_anew(number, key) == 0);
	leave(&h);
}

/* Each statement of each batch fails once, and the process forgets everything: it always goes on. */
static void test_killed(void)
{
	struct house h;
	struct rotation r = { 0 };
	int number = make(&h, (str){ NULL, 0 }), papers = 210, bad = 0, kills = 0, rounds = 0;
	str key = key_path(number);

	tell_some(&h, 1, 210);
	OK(store_write(&h.c, PRIO_PEOPLE, fill_shelf, &papers) == RC_OK);
	for (uint64_t at = 1; !r.done && rounds < 400; rounds++) {
		leave(&h);
		enter(&h, number, key);
		db_fail_at(h.c.db, at);
		enum rc rc = rotate_begin(&h.c, (struct key_of){ COUNTY, C4_SENSITIVE }, &r);
		if (rc == RC_OK)
			rc = rotate_step(&h.c, &r);
		db_fail_at(h.c.db, 0);
		kills += rc != RC_OK;
		/* When nothing fails any more it has moved on by one batch: the next is shot at anew. */
		at = rc == RC_OK ? 1 : at + 1 + at / 4;
		bad += r.done && rc != RC_OK;
		if (rounds % 7 == 0)
			bad += wrong(&h.c) != 0 || wrong_papers(&h.c) != 0;
	}
	printf("# %d batches were cut off, %d rounds\n", kills, rounds);
	OK(bad == 0 && kills > 30 && r.done);
	OK(r.sealed == 630 && r.unread == 0);
	OK(NUMBER(&h, "SELECT count(*) FROM sealing_key WHERE class = 4") == 2);
	OK(NUMBER(&h, "SELECT count(*) FROM rotation") == 1);
	OK(left_under(&h, C4_SENSITIVE, 2) == 0);
	OK(wrong_anew(number, key) == 0 && whole(&h));
	leave(&h);
}

/* What does not open is left and counted, and does not stop the rest. */
static void test_unread(void)
{
	struct house h;
	struct rotation r;
	int number = make(&h, (str){ NULL, 0 }), papers = 5;

	(void)number;
	tell_some(&h, 1, 3);
	OK(store_write(&h.c, PRIO_PEOPLE, fill_shelf, &papers) == RC_OK);
	OK(run_sql(&h,
		   STR("UPDATE story SET number = (SELECT s.number FROM story s WHERE s.name = 'name 2')"
		       " WHERE name = 'name 1'; UPDATE shelf SET paper = (SELECT s.paper FROM shelf s WHERE "
		       "s.label = 'paper 1') WHERE label = 'paper 3'")));
	OK(rotate_begin(&h.c, (struct key_of){ COUNTY, C4_SENSITIVE }, &r) == RC_OK && turns(&h, &r) > 0);
	OK(r.done && r.unread == 2 && r.sealed == 2 + 3 + 4);
	OK(rotate_drop(&h.c, &(struct key_name){ { COUNTY, C4_SENSITIVE }, 2 }) == RC_CONFLICT);
	leave(&h);
}

/* --- reading meanwhile --- */

enum { READERS = 4 };
struct reader {
	pthread_t thread;
	struct house *h;
	int number, bad, rounds;
	_Atomic bool *stop;
};

static void *read_on(void *arg)
{
	struct reader *r = arg;
	struct arena mem;

	arena_init(&mem, 1 << 28);
	struct db *db = opened(&mem, url_of(&mem, r->number), DB_READ);
	while (!*r->stop || !r->rounds) {
		struct arena *piece = arena_within(&mem, 1 << 26);
		struct ctx c = r->h->c;
		c.mem = piece;
		c.db = db;
		c.problems = (struct problems){ .mem = piece };
		r->bad += db_read_begin(db) != RC_OK || wrong(&c) != 0;
		db_read_end(db);
		r->rounds++;
		arena_free(piece);
	}
	db_close(db);
	arena_free(&mem);
	return NULL;
}

/* Readers share the keys in memory with the writer, as a server's threads do. */
static void test_readers(void)
{
	struct house h;
	struct reader reader[READERS];
	struct rotation r;
	_Atomic bool stop = false;
	int bad = 0, rounds = 0, number = make(&h, (str){ NULL, 0 });

	tell_some(&h, 1, 450);
	struct house other; /* the command line */
	enter(&other, number, key_path(number));
	for (int i = 0; i < READERS; i++) {
		reader[i] = (struct reader){ .h = &h, .number = number, .stop = &stop };
		OK(pthread_create(&reader[i].thread, NULL, read_on, &reader[i]) == 0);
	}
	for (int class = C3_PERSONAL; class <= C5_SEALED; class ++)
		OK(rotate_begin(&other.c, (struct key_of){ COUNTY, class }, &r) == RC_OK &&
		   turns(&other, &r) > 0 && r.done);
	stop = true;
	for (int i = 0; i < READERS; i++) {
		pthread_join(reader[i].thread, NULL);
		bad += reader[i].bad;
		rounds += reader[i].rounds;
	}
	printf("# %d lists were read meanwhile\n", rounds);
	OK(bad == 0 && rounds >= READERS);
	leave(&other);
	leave(&h);
}

/* --- another key file --- */

/* Every statement fails once: the old file stays the one. */
static void test_cut_off(struct house *h, int number, const struct keys *to, str new)
{
	int bad = 0, kills = 0;

	for (uint64_t k = 1; k < 100; k++) {
		db_fail_at(h->c.db, k);
		enum rc rc = rotate_file(&h->c, to);
		db_fail_at(h->c.db, 0);
		if (rc == RC_OK)
			break;
		kills++;
		bad += wrong_anew(number, key_path(number)) != 0 || wrong_anew(number, new) != 3;
	}
	OK(bad == 0 && kills > 5);
}

static void test_file_changed(void)
{
	struct house h, next, server;
	int number = make(&h, (str){ NULL, 0 });
	str old = key_path(number), new = key_path(9200 + number), stranger = key_path(9300 + number);
	const struct keys *to = NULL, *foreign = NULL;
	str why = { NULL, 0 };

	tell_some(&h, 1, 3);
	enter(&server, number, old);
	OK(seal_start(&server.mem, server.c.db, server.model.keys) == RC_OK);
	OK(keys_make_next(&h.mem, new, h.model.keys) == RC_OK && keys_load(&h.mem, new, &to, &why) == RC_OK);
	OK(keys_make(&h.mem, stranger) == RC_OK && keys_load(&h.mem, stranger, &foreign, &why) == RC_OK);
	OK(rotate_file(&h.c, foreign) == RC_CONFLICT);
	test_cut_off(&h, number, to, new);
	OK(wrong_anew(number, new) == 0 && wrong_anew(number, old) == 3);
	enter(&next, number, new);
	OK(rotate_file(&h.c, to) == RC_CONFLICT); /* h is of the old file still */
	/* A server that was not told goes on with the keys it knows and makes none. */
	tell_some(&server, 4, 1);
	OK(try_seal(&server, FAR, C4_SENSITIVE) == RC_FAULT && wrong(&server.c) == 0);
	OK(try_seal(&next, FAR, C4_SENSITIVE) == RC_OK && wrong(&next.c) == 0);
	/* Found again as before. */
	struct val digest = BLOB(store_digest(&h.c, &story_kind, STORY_NUMBER, STR("13800001001")));
	OK(str_eq(digest.s, store_digest(&next.c, &story_kind, STORY_NUMBER, STR("13800001001"))));
	leave(&next);
	leave(&server);
	leave(&h);
}

/* What a program before wrapped keys left behind: number 1, derived from the file (ADR 0008). */
static void seal_as_before(struct house *h, str name, str plain, const char *field, int64_t id)
{
	char what[] = "seal 440804 C4", number[] = { 0, 0, 0, 1 };
	str whats = { what, sizeof what - 1 };
	uint8_t master[32];

	what[13] = strcmp(field, "secret") == 0 ? '5' : '4';
	for (uint8_t i = 0; i < 32; i++)
		master[i] = i;
	struct sm3 key = sm3_hmac((str){ (char *)master, 32 }, &whats, 1);
	size_t i = 0;
	OK(kind_field(&story_kind, str_of(field), &i));
	str s = sm4_seal(&h->mem, key.b, plain, seal_extra(&h->mem, &story_kind, &story_fields[i], id));
	struct buf b = buf_new(&h->mem, 1000), sql = buf_new(&h->mem, 1000);
	buf_put(&b, number, 4);
	buf_str(&b, s);
	buf_lit(&sql, "UPDATE story SET ");
	buf_str(&sql, str_of(field));
	buf_lit(&sql, " = ?1 WHERE name = ?2");
	const struct val v[] = { BLOB(buf_view(&b)), TEXT(name) };
	OK(db_exec_text(h->c.db, buf_view(&sql), v, 2, NULL) == RC_OK);
}

/* The file can be changed first, and the keys afterwards. */
static void test_derived_changed(struct house *h, int number, str old, str new)
{
	struct house next;
	struct rotation r;
	const struct keys *to = NULL;
	str why = { NULL, 0 };

	OK(keys_make_next(&h->mem, new, h->model.keys) == RC_OK &&
	   keys_load(&h->mem, new, &to, &why) == RC_OK);
	OK(rotate_file(&h->c, to) == RC_OK);
	OK(wrong_anew(number, new) == 0 &&
	   wrong_anew(number, old) == 0); /* old values open with the old file */
	enter(&next, number, new);
	int64_t fresh = tell_some(&next, 2, 1);
	OK(stands_under(&next, fresh) == 2); /* nothing new is sealed by a derived key */
	OK(rotated(&next, (struct key_of){ COUNTY, C4_SENSITIVE }, &r, 1) && r.to == 3);
	OK(rotated(&next, (struct key_of){ COUNTY, C5_SEALED }, &r, 1) && wrong(&next.c) == 0);
	OK(left_under(&next, C4_SENSITIVE, 1) == 0 && wrong_anew(number, new) == 0);
	OK(wrong_anew(number, old) == 2); /* now it opens nothing */
	leave(&next);
}

static void test_derived(void)
{
	struct house h;
	struct arena mem;
	struct key_of *all;
	size_t n = 0;

	arena_init(&mem, 1 << 20);
	str old = key_path(9400 + (int)engine), new = key_path(9500 + (int)engine);
	write_text(old, "tongxin-key 1 " OLD_MASTER "\n", 0600);
	int number = make(&h, old);
	/* The mark that such databases have. */
	OK(str_eq(keys_mark(&mem, h.model.keys),
		  hex_put(&mem, keys_digest(&mem, h.model.keys, STR("installation"), STR("tongxin")).s, 32)));
	int64_t id = tell_some(&h, 1, 1);
	seal_as_before(&h, STR("name 1"), STR("13800001001"), "number", id);
	seal_as_before(&h, STR("name 1"), STR("secret 1"), "secret", id);
	OK(stands_under(&h, id) == 1 && wrong(&h.c) == 0 && wrong_anew(number, old) == 0);
	OK(run_sql(&h, STR("DELETE FROM sealing_key; DELETE FROM journal_body")));
	leave(&h);
	enter(&h, number, old);
	OK(wrong(&h.c) == 0);
	OK(rotate_all(&h.c, &all, &n) == RC_OK && n == 3 && all[0].county == COUNTY);

	test_derived_changed(&h, number, old, new);
	leave(&h);
	arena_free(&mem);
}

static void test_engine(void)
{
	test_rotation();
	test_killed();
	test_unread();
	test_readers();
	test_file_changed();
	test_derived();
}

int main(void) { return run_tests(NULL, test_engine); }
