/* Messages that are added, dropped, tried again and forgotten while the gateway says what it likes and the
 * clock goes on: none is sent again after it was taken, none after its time, each under its one key, and of
 * what is over no text is kept. The postman is this program: its answers are the input. */
#include "fuzz_house.h"
#include "outbox_own.h"

enum { MESSAGES = 32, HOUR = 3600 };
static const int64_t second = 1000000;
static struct feed *answers;
static struct harness *house;
static struct sent_one {
	char key[POSTMAN_KEY];
	char text[16];
	bool over;
} seen[MESSAGES];
static size_t nseen;
static int64_t until[MESSAGES]; /* by the number that stands in the text */

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): --wrap of the linker calls them so
 */
struct postman_state __wrap_postman_state(void);
enum rc __wrap_postman_do(const struct postman_order *o, const atomic_bool *stop, struct postman_answer *ret);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

struct postman_state __wrap_postman_state(void)
{
	return (struct postman_state){ .open = true, .takes = { true, true } };
}

static struct sent_one *seen_of(const struct postman_order *o)
{
	require(o->key.n == POSTMAN_KEY && o->text.n < sizeof seen->text);
	for (size_t i = 0; i < nseen; i++)
		if (str_eq((str){ seen[i].key, POSTMAN_KEY }, o->key)) {
			require(str_eq(str_of(seen[i].text), o->text)); /* one key, one message */
			return &seen[i];
		}
	require(nseen < MESSAGES);
	memcpy(seen[nseen].key, o->key.s, POSTMAN_KEY);
	memcpy(seen[nseen].text, o->text.s, o->text.n);
	return &seen[nseen++];
}

enum rc __wrap_postman_do(const struct postman_order *o, const atomic_bool *stop, struct postman_answer *ret)
{
	struct sent_one *s = seen_of(o);
	unsigned say = feed_byte(answers);

	(void)stop;
	require(!s->over && outbox_address_ok(o->channel, o->to));
	require(house->now < until[strtol(s->text, NULL, 10)]);
	if (say % 5 == 4)
		return RC_BUSY;
	ret->verdict = say % 5 > POSTMAN_NEVER ? POSTMAN_LATER : (enum postman_verdict)(say % 5);
	ret->why = (enum outbox_why)(say / 5 % OUTBOX_WHYS);
	s->over = ret->verdict != POSTMAN_LATER;
	return RC_OK;
}

/* --- what happens to it --- */

static enum rc add(struct ctx *c, void *arg) { return outbox_add(c, arg); }
static enum rc drop(struct ctx *c, void *arg) { return outbox_drop(c, *(int64_t *)arg); }
static enum rc forget(struct ctx *c, void *arg) { return outbox_forget(c, *(int64_t *)arg, 0); }

static void add_one(struct ctx *c, struct feed *f, size_t n)
{
	static const char *const to[] = { "13812345678", "+12025550123", "a@example.cn", "12", "" };
	unsigned how = feed_byte(f);
	struct outbox_new m = { .channel = how & 1 ? OUTBOX_MAIL : OUTBOX_SMS,
				.to = str_of(to[feed_below(f, COUNT(to))]),
				.subject = how & 2 ? STR("x") : STR(""),
				.ref = how >> 2 & 3,
				.child = how >> 4 & 3,
				.until = c->now + ((int64_t)feed_byte(f) - 8) * 600 * second };

	m.text = harness_text(c->mem, "%zu", n);
	until[n] = m.until;
	enum rc rc = store_write(c, PRIO_PEOPLE, add, &m);
	require(rc == RC_OK || rc == RC_INVALID);
}

static void step(struct harness *h)
{
	struct outbox_setup s = {
		.model = &h->model, .readers = h->app.readers, .now = h->app.now, .clock = h, .alone = true
	};
	struct arena mem;
	bool ran;

	arena_init(&mem, 8 << 20);
	struct db *db = readers_take(s.readers);
	require(outbox_step(&s, &mem, db, &ran) == RC_OK);
	readers_give(s.readers, db);
	arena_free(&mem);
}

static void do_one(struct harness *h, struct feed *f, size_t *added)
{
	struct ctx c = harness_ctx(h);
	int64_t n = 0;

	switch (feed_below(f, 8)) {
	case 0:
		if (*added < MESSAGES)
			add_one(&c, f, (*added)++);
		break;
	case 1:
	case 2: step(h); break;
	case 3: h->now += (int64_t)feed_byte(f) * 20 * second; break;
	case 4: h->now += (int64_t)feed_byte(f) * HOUR * second; break;
	case 5:
		n = feed_below(f, 4);
		require(store_write(&c, PRIO_PEOPLE, feed_byte(f) & 1 ? drop : forget, &n) == RC_OK);
		break;
	case 6: require(outbox_retry(&c) == RC_OK); break;
	default: require(outbox_daily(&c) == RC_OK); break;
	}
}

static void retried(struct harness *h)
{
	/* What has failed may be tried again when somebody asks for it. */
	if (harness_number(h, STR("SELECT count(*) FROM outbox WHERE state = 1")) > 0)
		for (size_t i = 0; i < nseen; i++)
			if (harness_number(h, harness_text(&h->mem,
							   "SELECT count(*) FROM outbox WHERE state = 1 AND "
							   "mark = '%.*s'",
							   POSTMAN_KEY, seen[i].key)) == 1)
				seen[i].over = false;
}

/* What the house has of its own is none of these. */
static void begin(struct harness *h)
{
	require(harness_exec(h, STR("DELETE FROM outbox_text")) &&
		harness_exec(h, STR("DELETE FROM outbox")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed f = { data, size };
	size_t added = 0;

	house = fuzz_house(begin);
	answers = &f;
	nseen = 0;
	memset(seen, 0, sizeof seen);
	for (int i = 0; i < 3 * FUZZ_ACTS_MAX && f.left; i++) {
		do_one(house, &f, &added);
		retried(house);
	}
	require(!harness_number(house, STR("SELECT count(*) FROM outbox_text x JOIN outbox o ON o.id = "
					   "x.message WHERE o.state IN (0, 2)")));
	require(!harness_number(house, STR("SELECT count(*) FROM outbox_text x WHERE NOT EXISTS (SELECT 1 "
					   "FROM outbox o WHERE o.id = x.message)")));
	return 0;
}
