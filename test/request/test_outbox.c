/* Messages that go out, in process and on a clock of the test's own, through the real postman to a gateway
 * that does as it is told: never lost, never twice but under the same key, and nothing of them readable at
 * rest. */
#include "erase.h"
#include "gateway.h"
#include "outbox_own.h"
#include "route.h"
#include "self_audit.h"
#include "steps.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

static const int64_t second = 1000000;
static const int64_t an_hour = INT64_C(3600000000), a_day = INT64_C(86400000000);
static struct gate sms;

/* --- adding and sending --- */

static enum rc add(struct ctx *c, void *arg) { return outbox_add(c, arg); }
static enum rc add_and_fail(struct ctx *c, void *arg)
{
	enum rc rc = outbox_add(c, arg);

	return rc == RC_OK ? RC_CONFLICT : rc;
}

static struct outbox_new message(struct harness *h, int64_t ref)
{
	return (struct outbox_new){ .to = STR("13812345678"),
				    .text = STR("rarewords: a call at four"),
				    .ref = ref,
				    .until = h->now + 3 * an_hour };
}

static enum rc put(struct harness *h, struct outbox_new m)
{
	struct ctx c = harness_ctx(h);

	return store_write(&c, PRIO_PEOPLE, add, &m);
}

static int64_t clock_of(void *arg)
{
	const struct harness *h = arg;

	return h->now;
}

static struct outbox_setup setup(struct harness *h)
{
	return (struct outbox_setup){
		.model = &h->model, .readers = h->app.readers, .now = clock_of, .clock = h, .alone = true
	};
}

static enum rc step(struct harness *h, bool *ret_ran)
{
	struct outbox_setup s = setup(h);
	struct db *db = readers_take(h->app.readers);
	struct arena mem;

	arena_init(&mem, 8 << 20);
	*ret_ran = false;
	enum rc rc = outbox_step(&s, &mem, db, ret_ran);
	readers_give(h->app.readers, db);
	arena_free(&mem);
	return rc;
}

/* How many were tried, until none is due. */
static int steps(struct harness *h)
{
	bool ran = true;
	int n = 0;

	while (n < 100 && step(h, &ran) == RC_OK && ran)
		n++;
	return n;
}

static void later(struct harness *h, int64_t time) { harness_clock(h, h->now + time); }

static struct outbox_look look(struct harness *h, int64_t ref)
{
	struct ctx c = harness_ctx(h);
	struct outbox_look m = { 0 };

	OK(outbox_state(&c, ref, &m) == RC_OK);
	return m;
}

static bool says(struct harness *h, int64_t ref, const char *text)
{
	struct outbox_look m = look(h, ref);

	if (!strcmp(outbox_say(&m), text))
		return true;
	printf("# %s\n", outbox_say(&m));
	return false;
}

static int64_t texts(struct harness *h) { return harness_number(h, STR("SELECT count(*) FROM outbox_text")); }

static void clear(struct harness *h)
{
	OK(harness_exec(h, STR("DELETE FROM outbox")) && harness_exec(h, STR("DELETE FROM outbox_text")));
	sms.seen->mode = GATE_TAKE;
	sms.seen->asked = 0;
}

static void test_sent(struct harness *h)
{
	clear(h);
	OK(look(h, 7).state == OUTBOX_NONE && says(h, 7, "No message was sent."));
	struct outbox_new m = message(h, 7);
	struct ctx c = harness_ctx(h);
	OK(store_write(&c, PRIO_PEOPLE, add_and_fail, &m) == RC_CONFLICT && look(h, 7).state == OUTBOX_NONE);
	OK(put(h, m) == RC_OK && texts(h) == 1 && says(h, 7, "It waits to be sent."));
	OK(steps(h) == 1 && sms.seen->asked == 1);
	OK(strstr(sms.seen->body, "\"13812345678\"") && strstr(sms.seen->body, "rarewords: a call at four"));
	struct outbox_look l = look(h, 7);
	OK(l.state == OUTBOX_SENT && l.attempts == 1 && l.ended_at == h->now && !l.why &&
	   says(h, 7, "Sent."));
	OK(texts(h) == 0 && steps(h) == 0 && sms.seen->asked == 1);
}

static void test_addresses(void)
{
	static const char *const wrong[] = {
		"12345678901", "1381234567", "138123456789",    "+86138123456",  "+0123456789",
		"1381234567x", "",           "+8613812345678 ", "13812345678\n", "+12"
	};
	static const char *const right[] = { "13812345678", "19900000000", "+8613812345678", "+12025550123",
					     "+4915112345678" };
	static const char *const no_mail[] = { "a",        "a@b",      "@b.cn",
					       "a@",       "a b@c.cn", "a@b.cn\r\nBcc: x@y.cn",
					       "<a@b.cn>", "a@b@c.cn", "-a@b.cn",
					       "a@.cn",    "a@b.",     "妈@b.cn" };

	for (size_t i = 0; i < COUNT(wrong); i++)
		OK(!outbox_address_ok(OUTBOX_SMS, str_of(wrong[i])));
	for (size_t i = 0; i < COUNT(right); i++)
		OK(outbox_address_ok(OUTBOX_SMS, str_of(right[i])));
	for (size_t i = 0; i < COUNT(no_mail); i++)
		OK(!outbox_address_ok(OUTBOX_MAIL, str_of(no_mail[i])));
	OK(outbox_address_ok(OUTBOX_MAIL, STR("mother.of-two+x@mail.example.com")));
}

static void test_refused_at_once(struct harness *h)
{
	struct outbox_new m = message(h, 8);

	clear(h);
	m.to = STR("12345678901");
	OK(put(h, m) == RC_OK && texts(h) == 0 && says(h, 8, "Not sent: this is no mobile number."));
	m.channel = OUTBOX_MAIL;
	OK(put(h, m) == RC_OK && says(h, 8, "Not sent: this is no mail address."));
	m = message(h, 9);
	m.until = h->now;
	OK(put(h, m) == RC_OK && texts(h) == 0 && look(h, 9).state == OUTBOX_EXPIRED);
	OK(steps(h) == 0 && sms.seen->asked == 0);
	m.text = STR("");
	OK(put(h, m) == RC_INVALID);
	m.text = (str){ arena_text(&h->mem, OUTBOX_TEXT_MAX + 1), OUTBOX_TEXT_MAX + 1 };
	OK(put(h, m) == RC_TOO_BIG);
	m = message(h, 9);
	m.text = STR("\xff\xfe");
	OK(put(h, m) == RC_INVALID);
}

/* What goes on being added under one number of the caller's is one message. */
static void test_once(struct harness *h)
{
	struct outbox_new m = message(h, 10);

	clear(h);
	m.once = h->engine == DB_SQLITE ? STR("a-number-of-the-form") : STR("its-number");
	OK(put(h, m) == RC_OK && put(h, m) == RC_OK && steps(h) == 1 && put(h, m) == RC_OK && steps(h) == 0);
	m.once = h->engine == DB_SQLITE ? STR("another") : STR("one more");
	OK(put(h, m) == RC_OK && steps(h) == 1 && sms.seen->asked == 2);
}

/* --- a gateway in trouble --- */

static void test_an_hour_of_trouble(struct harness *h)
{
	static const int64_t pauses[] = { 10, 60, 120, 300, 600, 900, 900, 900 };
	char key[40];

	clear(h);
	sms.seen->mode = GATE_TROUBLE;
	OK(put(h, message(h, 11)) == RC_OK);
	for (size_t i = 0; i < COUNT(pauses); i++) {
		OK(steps(h) == 1 && sms.seen->asked == (int)i + 1);
		OK(i == 0 || !strcmp(key, sms.seen->key));
		memcpy(key, sms.seen->key, sizeof key);
		OK(look(h, 11).state == OUTBOX_WAITING && look(h, 11).next_at == h->now + pauses[i] * second);
		later(h, pauses[i] * second - 1);
		OK(steps(h) == 0);
		later(h, 1);
	}
	OK(says(h, 11, "It waits: the gateway cannot take it just now."));
	sms.seen->mode = GATE_TAKE;
	OK(steps(h) == 1 && look(h, 11).state == OUTBOX_SENT && !strcmp(key, sms.seen->key));
	OK(look(h, 11).attempts == (int64_t)COUNT(pauses) + 1 && texts(h) == 0 && steps(h) == 0);
}

static void test_too_late(struct harness *h)
{
	clear(h);
	sms.seen->mode = GATE_TROUBLE;
	OK(put(h, message(h, 12)) == RC_OK && steps(h) == 1);
	later(h, 3 * an_hour);
	OK(look(h, 12).state == OUTBOX_EXPIRED); /* a page need not wait for the thread */
	sms.seen->mode = GATE_TAKE;
	OK(steps(h) == 0 && sms.seen->asked == 1 && texts(h) == 0);
	OK(look(h, 12).state == OUTBOX_EXPIRED &&
	   says(h, 12, "Not sent: the gateway could not be reached before it was too late."));
}

static enum rc again(struct harness *h)
{
	struct ctx c = harness_ctx(h);

	return outbox_retry(&c);
}

static void test_refused(struct harness *h)
{
	struct outbox_counts n;

	clear(h);
	sms.seen->mode = GATE_REFUSE;
	OK(put(h, message(h, 13)) == RC_OK && steps(h) == 1 && look(h, 13).state == OUTBOX_FAILED);
	OK(says(h, 13, "Not sent: the gateway refused this message or its recipient."));
	later(h, an_hour);
	OK(steps(h) == 0 && texts(h) == 1);
	struct ctx c = harness_ctx(h);
	OK(outbox_counts(&c, &n) == RC_OK && n.again == 1 && n.n[OUTBOX_SMS][OUTBOX_FAILED] == 1 &&
	   !n.oldest);
	sms.seen->mode = GATE_TAKE;
	OK(again(h) == RC_OK && steps(h) == 1 && look(h, 13).state == OUTBOX_SENT && texts(h) == 0);
	/* Of one that failed the text goes when it would be too late. */
	sms.seen->mode = GATE_REFUSE;
	OK(put(h, message(h, 14)) == RC_OK && steps(h) == 1);
	later(h, 3 * an_hour);
	OK(steps(h) == 0 && texts(h) == 0 && look(h, 14).state == OUTBOX_FAILED);
	OK(again(h) == RC_OK && steps(h) == 0);
}

static void test_no_gateway(struct harness *h)
{
	struct outbox_new m = message(h, 15);

	clear(h);
	m.channel = OUTBOX_MAIL;
	m.to = STR("mother@example.com");
	OK(put(h, m) == RC_OK && steps(h) == 0);
	OK(says(h, 15, "It waits: nothing is set up here that could send it."));
	later(h, 3 * an_hour);
	OK(says(h, 15, "Not sent: nothing was set up here that could send it in time."));
}

/* --- what is cut off --- */

/* A process that died with one in hand: another leaves it alone until its time is up; whoever serves alone
 * takes it up at once.  The gateway sees the same key. */
static void test_cut_off(struct harness *h)
{
	char key[40];

	clear(h);
	OK(put(h, message(h, 16)) == RC_OK && steps(h) == 1);
	memcpy(key, sms.seen->key, sizeof key);
	OK(put(h, message(h, 17)) == RC_OK);
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE outbox SET claim = 5, lease = %lld WHERE ref = 17",
					(long long)(h->now + 120 * second))));
	OK(steps(h) == 0);
	later(h, 121 * second);
	OK(steps(h) == 1 && look(h, 17).state == OUTBOX_SENT && strcmp(key, sms.seen->key) != 0);
}

/* Every statement of a step fails once: in the end it is sent, under one key, and stands as sent. */
static void test_faults(struct harness *h)
{
	char key[40] = "";
	int64_t n = 1;
	bool ran = false, same = true;

	clear(h);
	for (; n < 40; n++) {
		OK(put(h, message(h, 100 + n)) == RC_OK);
		int before = sms.seen->asked;
		db_fail_at(harness_writer(h), (uint64_t)n);
		enum rc rc = step(h, &ran);
		db_fail_at(harness_writer(h), 0);
		if (rc == RC_OK && ran)
			break;
		if (sms.seen->asked > before)
			memcpy(key, sms.seen->key, sizeof key);
		later(h, 130 * second);
		OK(steps(h) == 1 && look(h, 100 + n).state == OUTBOX_SENT);
		/* The postman remembers what it has sent. */
		same &= sms.seen->asked == before + 1;
	}
	OK(n > 4 && n < 40 && same && key[0]);
}

/* --- forgetting --- */

static enum rc drop(struct ctx *c, void *arg) { return outbox_drop(c, *(const int64_t *)arg); }
static enum rc forget(struct ctx *c, void *arg)
{
	const int64_t *who = arg;

	return outbox_forget(c, who[0], who[1]);
}

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(const int64_t *)arg); }

static void test_erased(struct harness *h)
{
	struct outbox_new m = message(h, 24);
	struct ctx c = harness_ctx(h);

	clear(h);
	m.child = h->fix[FIX_LOOSE];
	OK(put(h, m) == RC_OK && texts(h) == 1);
	OK(store_write(&c, PRIO_PEOPLE, erase, &m.child) == RC_OK);
	OK(look(h, 24).state == OUTBOX_NONE && texts(h) == 0);
}

static void test_forgotten(struct harness *h)
{
	struct outbox_new m = message(h, 20);
	int64_t ref = 20, who[2] = { h->fix[FIX_KID], 0 };
	struct ctx c = harness_ctx(h);

	clear(h);
	OK(put(h, m) == RC_OK && put(h, message(h, 21)) == RC_OK);
	OK(store_write(&c, PRIO_PEOPLE, drop, &ref) == RC_OK && look(h, 20).state == OUTBOX_NONE &&
	   texts(h) == 1);
	m.child = h->fix[FIX_KID];
	m.person = h->fix[FIX_MOTHER];
	OK(put(h, m) == RC_OK && steps(h) == 2 && put(h, m) == RC_OK);
	OK(store_write(&c, PRIO_PEOPLE, forget, who) == RC_OK && look(h, 20).state == OUTBOX_NONE &&
	   texts(h) == 0);
	OK(look(h, 21).state == OUTBOX_SENT);
	OK(put(h, m) == RC_OK);
	who[0] = 0;
	who[1] = h->fix[FIX_MOTHER];
	OK(store_write(&c, PRIO_PEOPLE, forget, who) == RC_OK && look(h, 20).state == OUTBOX_NONE &&
	   texts(h) == 0);
	who[1] = 0; /* nobody: and so nothing, though most rows name nobody */
	OK(store_write(&c, PRIO_PEOPLE, forget, who) == RC_OK && look(h, 21).state == OUTBOX_SENT);
	later(h, 90 * a_day - 1);
	harness_daily(h);
	OK(look(h, 21).state == OUTBOX_SENT);
	later(h, 1);
	harness_daily(h);
	OK(look(h, 21).state == OUTBOX_NONE);
}

/* Nothing of them can be read where they lie. */
static void test_sealed(struct harness *h)
{
	struct rows q;
	bool plain = false;
	int64_t n = 0;

	clear(h);
	OK(put(h, message(h, 22)) == RC_OK);
	OK(DB_QUERY0(harness_db(h), &q, "SELECT x.sealed FROM outbox_text x") == RC_OK);
	while (db_next(&q)) {
		str sealed = db_blob(&q, 0);
		n++;
		plain |= memmem(sealed.s, sealed.n, "rarewords", 9) ||
			 memmem(sealed.s, sealed.n, "13812345678", 11);
	}
	OK(db_done(&q) == RC_OK && n == 1 && !plain);
	/* One whose text has gone, or was moved to another row, is not tried for ever. */
	OK(harness_exec(h, STR("UPDATE outbox_text SET message = message + 1000000")));
	OK(put(h, message(h, 23)) == RC_OK);
	OK(steps(h) == 2 && look(h, 22).state == OUTBOX_FAILED && sms.seen->asked == 1);
}

/* --- pages --- */

static void test_page(struct harness *h)
{
	static const struct step list[] = {
		{ "nobody", AS_NOBODY, GET, "/admin/outbox", NULL, NULL, 303 },
		{ "a head", AS_HEAD, GET, "/admin/outbox", NULL, NULL, 404 },
		{ "a teacher", AS_TEACHER, POST, "/admin/outbox/again", NULL, "", 404 },
		{ "an officer's trial", AS_OFFICER, POST, "/admin/outbox/trial", NULL, "to=13812345678",
		  404 },
		{ "an officer",
		  AS_OFFICER,
		  GET,
		  "/admin/outbox",
		  NULL,
		  NULL,
		  200,
		  { "~It waits: the gateway cannot take it just now.", "~Try them all again now",
		    "!~13812345678", "!~rarewords", "!~/admin/outbox/trial" } },
		{ "an admin",
		  AS_ADMIN,
		  GET,
		  "/admin/outbox",
		  NULL,
		  NULL,
		  200,
		  { "~/admin/outbox/trial", "!~13812345678",
		    "~Text messages are sent. No mail server is set up" } },
		{ "no number",
		  AS_ADMIN,
		  POST,
		  "/admin/outbox/trial",
		  NULL,
		  "client=c1&to=12345678901",
		  422,
		  { "~neither a mobile number of eleven digits", "~value=\"12345678901\"" } },
		{ "a trial", AS_ADMIN, POST, "/admin/outbox/trial", NULL, "client={client}&to=13900000001",
		  303 },
		{ "twice", AS_ADMIN, POST, "/admin/outbox/trial", NULL, "client={client}&to=13900000001",
		  303 },
		{ "all again", AS_OFFICER, POST, "/admin/outbox/again", NULL, "", 303 },
	};

	clear(h);
	sms.seen->mode = GATE_TROUBLE;
	OK(put(h, message(h, 30)) == RC_OK && steps(h) == 1 && steps(h) == 0);
	harness_keep(h, "client", h->engine == DB_SQLITE ? STR("form-a") : STR("form-b"));
	STEPS(h, list);
	sms.seen->mode = GATE_TAKE;
	OK(steps(h) == 2 && sms.seen->asked == 3 && look(h, 30).state == OUTBOX_SENT);
	struct answer a = harness_get(h, AS_ADMIN, "/admin/outbox");
	OK(a.status == 200 && str_has(a.body, STR("Nothing waits and nothing failed")));
	a = harness_get(h, AS_NOBODY, "/metrics");
	OK(str_has(a.body, STR("tongxin_outbox{channel=\"sms\",state=\"sent\"} 2\n")) &&
	   str_has(a.body, STR("tongxin_postman_up 1\n")) &&
	   str_has(a.body, STR("tongxin_outbox_oldest_seconds 0\n")));
}

/* What waits, failed or was too late, of every channel, the newest first; each state may have more than is
 * asked for. */
static void test_list(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct outbox_look m[3];
	size_t n = 0;

	clear(h);
	for (int64_t ref = 50; ref < 56; ref++) {
		struct outbox_new one = message(h, ref);
		if (ref % 3 == 1)
			one.channel = OUTBOX_MAIL; /* whose address this cannot be: it has failed */
		if (ref % 3 == 2)
			one.until = h->now; /* too late */
		OK(put(h, one) == RC_OK);
	}
	OK(outbox_list(&c, COUNT(m), m, &n) == RC_OK && n == 3);
	OK(m[0].ref == 55 && m[0].state == OUTBOX_FAILED && m[1].ref == 54 && m[1].state == OUTBOX_WAITING &&
	   m[2].ref == 53 && m[2].state == OUTBOX_EXPIRED);
	OK(harness_exec(h, STR("UPDATE outbox SET state = 2 WHERE ref > 50")));
	OK(outbox_list(&c, COUNT(m), m, &n) == RC_OK && n == 1 && m[0].ref == 50);
	clear(h);
}

static void test_self_audit(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct self_facts f;
	struct outbox_new m = message(h, 31);

	clear(h);
	OK(put(h, m) == RC_OK && self_audit_facts(&c, &h->app, &f) == RC_OK && f.unsent == 0 && !f.post_lost);
	m.channel = OUTBOX_MAIL;
	m.to = STR("mother@example.com");
	OK(put(h, m) == RC_OK && self_audit_facts(&c, &h->app, &f) == RC_OK && f.unsent == 1);
	struct answer a = harness_get(h, AS_ADMIN, "/admin/self-audit");
	OK(a.status == 200 &&
	   str_has(a.body, STR("Messages to families wait, and nothing here could send them.")));
}

/* --- the thread --- */

static void test_thread(struct harness *h)
{
	const struct timespec moment = { .tv_nsec = 5000000 };
	struct outbox_setup s = setup(h);
	struct outbox *o = NULL;

	clear(h);
	OK(put(h, message(h, 40)) == RC_OK);
	/* Another process died with it in hand; nobody else serves this database. */
	OK(harness_exec(h, harness_text(&h->mem, "UPDATE outbox SET claim = 5, lease = %lld WHERE ref = 40",
					(long long)(h->now + 120 * second))));
	OK(outbox_start(&s, &o) == RC_OK);
	for (int i = 0; i < 2000 && look(h, 40).state != OUTBOX_SENT; i++)
		(void)nanosleep(&moment, NULL);
	OK(look(h, 40).state == OUTBOX_SENT && sms.seen->asked == 1);
	/* Stopped while the gateway lets it wait: given up, and not counted. */
	sms.seen->mode = GATE_SILENT;
	OK(put(h, message(h, 41)) == RC_OK);
	outbox_wake(o);
	for (int i = 0; i < 2000 && sms.seen->asked < 2; i++)
		(void)nanosleep(&moment, NULL);
	outbox_stop(o);
	outbox_free(o);
	struct outbox_look l = look(h, 41);
	OK(l.state == OUTBOX_WAITING && !l.attempts && texts(h) == 1);
	OK(harness_number(h, STR("SELECT count(*) FROM outbox WHERE lease <> 0 OR claim <> 0")) == 0);
	sms.seen->mode = GATE_TAKE;
}

static void tests(struct harness *h)
{
	test_sent(h);
	test_addresses();
	test_refused_at_once(h);
	test_once(h);
	test_an_hour_of_trouble(h);
	test_too_late(h);
	test_refused(h);
	test_no_gateway(h);
	test_cut_off(h);
	test_faults(h);
	test_sealed(h);
	test_page(h);
	test_list(h);
	test_self_audit(h);
	test_thread(h);
	test_erased(h);
	test_forgotten(h);
}

/* Before any thread, as a server does. */
static void open_post(void)
{
	char dir[] = "/tmp/tx-outbox-XXXXXX", path[100], text[400];
	struct arena mem;
	str why = { NULL, 0 };

	sms = gate_open(gate_http);
	arena_init(&mem, 1 << 16);
	if (!mkdtemp(dir))
		exit(1);
	(void)snprintf(path, sizeof path, "%s/conf", dir);
	int n = snprintf(text, sizeof text,
			 "timeout = 3\n[sms]\nurl = http://127.0.0.1:%d/\n"
			 "body = {\"to\":\"{to}\",\"text\":\"{text}\"}\n",
			 sms.port);
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	OK(write(fd, text, (size_t)n) == n);
	close(fd);
	OK(postman_open(&mem, path, true, &why) == RC_OK);
	(void)unlink(path);
	(void)rmdir(dir);
	arena_free(&mem);
}

int main(int argc, char **argv)
{
	open_post();
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	postman_close();
	gate_close(&sms);
	return tap_end();
}
