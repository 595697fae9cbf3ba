#include "fuzz_house.h"
#include "chain.h"
#include "db_text.h"
#include "sm.h"
#include "verify.h"

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <unistd.h>

unsigned feed_byte(struct feed *f)
{
	if (!f->left)
		return 0;
	f->left--;
	return *f->at++;
}

unsigned feed_below(struct feed *f, size_t n) { return n ? (unsigned)(feed_byte(f) % n) : 0; }

/* Nobody guesses passwords here: what they cost would be most of what a run costs. */
void cheap_argon2id(str password, const uint8_t salt[16], uint8_t ret[32]) __asm__("__wrap_sm_argon2id");
void cheap_argon2id(str password, const uint8_t salt[16], uint8_t ret[32])
{
	const str part[] = { { (const char *)salt, 16 }, password };

	memcpy(ret, sm3(part, COUNT(part)).b, 32);
}

/* To verify every row of a house is most of what a run costs: one input in so many has it done, and which
 * does is in its bytes, so that it does again.  A replay always does. */
enum { VERIFY_ONE_IN = 16 };
static bool verifies;

static bool is_verified(const struct feed *f)
{
	return getenv("FUZZ_REPLAY") || str_hash((str){ (const char *)f->at, f->left }) % VERIFY_ONE_IN == 0;
}

enum rc real_quick(struct ctx *c, struct verdict *ret) __asm__("__real_journal_verify_quick");
enum rc seldom_quick(struct ctx *c, struct verdict *ret) __asm__("__wrap_journal_verify_quick");
enum rc seldom_quick(struct ctx *c, struct verdict *ret)
{
	if (verifies)
		return real_quick(c, ret);
	*ret = (struct verdict){ 0 };
	return RC_OK;
}

/* --- the house --- */

static struct harness house, marked;
static struct arena laid_down; /* what the house is made of, which outlives its inputs */
static int log_index = -1;     /* the file beside the database that says which pages its log holds */
static char index_then[1 << 15];
static int64_t seq_then; /* the journal's end */
#define SEQ STR("SELECT max(seq) FROM journal")

/* From here on all changes stay in the database's log, and nothing waits for a disk. */
static void keep_in_log(struct db *db)
{
	require(db_script(db, STR("PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=0")) == RC_OK);
}

/* What is opened here stays open. */
static void mark(struct harness *h)
{
	harness_restart(h);
	keep_in_log(harness_writer(h));
	keep_in_log(harness_db(h));
	seq_then = harness_number(h, SEQ);
	require(seq_then > 0 && harness_reader(h));
	log_index =
		open(str_z(&h->mem, harness_text(&h->mem, "%.*s-shm", STR_ARG(h->name))), O_RDWR | O_CLOEXEC);
	require(log_index >= 0);
	require(pread(log_index, index_then, sizeof index_then, 0) == sizeof index_then);
	laid_down = h->mem;
	arena_init(&h->mem, laid_down.limit);
	marked = *h;
}

/* The log's pages since are forgotten with the index as it was: the database is what it was, while
 * connections and their prepared statements stay.  A tenth of what a copy and a new house cost. */
static void rewind_it(struct harness *h)
{
	harness_flush(h, true);
	chain_group(h->model.chain, false);
	require(pwrite(log_index, index_then, sizeof index_then, 0) == sizeof index_then);
	arena_free(&h->mem);
	*h = marked;
	require(harness_number(h, SEQ) == seq_then);
}

static void open_house(void (*begin)(struct harness *h))
{
	static char self[PATH_MAX], regions[PATH_MAX + 20];
	char *argv[] = { self, regions, self };
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	require(n > 0);
	(void)snprintf(regions, sizeof regions, "%s/../regions.map", dirname(self));
	harness_start_everyone(COUNT(argv), argv);
	(void)atexit(harness_stop);
	harness_open(&house, DB_SQLITE);
	if (begin)
		begin(&house);
	mark(&house);
}

struct harness *fuzz_house(void (*begin)(struct harness *h))
{
	if (log_index >= 0)
		rewind_it(&house);
	else
		open_house(begin);
	return &house;
}

/* --- playing --- */

static void choose(struct harness *h, const struct fuzz_play *p, const char *template, struct feed *f)
{
	for (size_t i = 0; template && i < p->nchoices; i++) {
		const struct fuzz_choice *c = &p->choice[i];
		char gap[40];
		size_t n = 0;
		(void)snprintf(gap, sizeof gap, "{%s}", c->name);
		while (n < FUZZ_OF && c->of[n])
			n++;
		if (strstr(template, gap))
			harness_keep(h, c->name, harness_fill(h, c->of[feed_below(f, n)]));
	}
}

static void move_clock(struct harness *h, long minutes)
{
	day before = instant_day(h->now);

	harness_clock(h, h->now + (int64_t)minutes * 60 * 1000000);
	if (instant_day(h->now) != before)
		harness_daily(h);
}

static void play_one(struct harness *h, const struct fuzz_play *p, struct feed *f)
{
	const struct fuzz_act *act = &p->act[feed_below(f, p->nacts)];

	if (!act->method) {
		move_clock(h, strtol(act->path, NULL, 10));
		return;
	}
	enum as as = p->as[feed_below(f, p->nas)];
	choose(h, p, act->path, f);
	choose(h, p, act->body, f);
	struct answer a = harness_ask(h, as, act->method, act->path, NULL, act->body);
	if (getenv("FUZZ_SAY")) {
		str body = harness_fill(h, act->body ? act->body : "");
		printf("# %s %s %.*s: %d\n", as_name[as], harness_fill(h, act->path).s, STR_ARG(body),
		       a.status);
	}
	require(a.status >= 200 && a.status != 500 && a.status < 504);
}

void fuzz_play(struct harness *h, const struct fuzz_play *p, struct feed *f)
{
	verifies = is_verified(f);
	for (int i = 0; i < FUZZ_ACTS_MAX && f->left; i++) {
		play_one(h, p, f);
		if (p->after)
			p->after(h);
	}
	for (size_t i = 0; i < p->nnever; i++)
		if (harness_number(h, str_of(p->never[i]))) {
			printf("# not 0: %s\n", p->never[i]);
			abort();
		}
	require(!verifies || harness_journal_whole(h));
}

/* --- records --- */

struct making {
	struct harness *h;
	const struct kind *kind;
	const char *const *fields;
	int64_t id;
};

static enum rc make_it(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct input in = input_new(m->kind);
	struct record done;

	for (size_t i = 0; m->fields[i]; i += 2) {
		size_t field;
		require(kind_field(m->kind, str_of(m->fields[i]), &field));
		input_set(&in, field, harness_fill(m->h, m->fields[i + 1]));
	}
	enum rc rc = record_create(c, &in, &done);
	m->id = rc == RC_OK ? done.id : 0;
	return rc;
}

void fuzz_make(struct harness *h, const struct kind *k, const char *name, const char *const *fields)
{
	struct ctx c = harness_ctx(h);
	struct making m = { h, k, fields, 0 };

	if (store_write(&c, PRIO_PEOPLE, make_it, &m) != RC_OK)
		harness_fail("no %s: %s", k->name, c.problems.n ? c.problems.list[0].text : "?");
	if (name)
		harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)m.id));
}
