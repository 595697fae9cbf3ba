/* The mother and the postman. */
#include "forked.h"
#include "postman_own.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY = 4 << 20, DONE_KEYS = 256, WALL_S = POSTMAN_WALL_S - 10, MS = 1000, DNS = 53 };

static bool say(const struct postman_note *n)
{
	return send(FORKED_CONTROL, n, sizeof *n, MSG_NOSIGNAL) == (ssize_t)sizeof *n;
}

/* Has the program gone?  Asked while a gateway lets us wait. */
static int program_gone(void)
{
	struct pollfd p = { .fd = FORKED_CONTROL, .events = POLLRDHUP };

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* --- the postman --- */

/* What it has sent already: a message that comes again, since we could not tell the program so, is not sent
 * again. */
struct done {
	char key[DONE_KEYS][POSTMAN_KEY];
	size_t next;
};
static bool is_done(const struct done *d, const char *key)
{
	for (size_t i = 0; i < DONE_KEYS; i++)
		if (!memcmp(d->key[i], key, POSTMAN_KEY))
			return true;
	return false;
}

static bool unpack(const struct postman_packet *p, size_t n, struct postman_order *ret)
{
	if (n != sizeof *p || p->channel >= OUTBOX_CHANNELS || p->to > OUTBOX_TO_MAX ||
	    p->subject > OUTBOX_SUBJECT_MAX || p->text > OUTBOX_TEXT_MAX)
		return false;
	*ret = (struct postman_order){ .channel = (enum outbox_channel)p->channel,
				       .key = { p->key, POSTMAN_KEY },
				       .to = { p->bytes, p->to },
				       .subject = { p->bytes + p->to, p->subject },
				       .text = { p->bytes + p->to + p->subject, p->text } };
	return true;
}

static struct postman_answer carry(struct arena *mem, const struct postman_conf *conf,
				   const struct postman_order *o, struct done *done)
{
	struct postman_answer a = { POSTMAN_SENT, OUTBOX_WELL };

	if (is_done(done, o->key.s))
		return a;
	alarm(WALL_S); /* if a library hangs: the mother forks another */
	a = postman_send(mem, conf, o, program_gone);
	alarm(0);
	if (a.verdict == POSTMAN_SENT)
		memcpy(done->key[done->next++ % DONE_KEYS], o->key.s, POSTMAN_KEY);
	return a;
}

static bool is_far(const struct postman_conf *conf)
{
	return (conf->value[CONF_SMS_URL] && !conf->near[OUTBOX_SMS]) ||
	       (conf->value[CONF_MAIL_URL] && !conf->near[OUTBOX_MAIL]);
}

static struct postman_note hello_of(const struct postman_conf *conf)
{
	return (struct postman_note){ .says = POSTMAN_HELLO,
				      .sink = conf->sink != NULL,
				      .far = is_far(conf),
				      .takes = { conf->sink || conf->value[CONF_SMS_URL],
						 conf->sink || conf->value[CONF_MAIL_URL] } };
}

static _Noreturn void postman(const struct postman_conf *conf, const struct sandbox_order *order)
{
	struct postman_packet packet;
	struct done done = { .next = 0 };
	struct postman_note note = hello_of(conf);
	struct postman_order o;
	struct arena mem;

	(void)prctl(PR_SET_NAME, "tx-postman");
	if ((order && sandbox_enter(order) != RC_OK) || !say(&note))
		forked_end(1);
	arena_init(&mem, MEMORY);
	for (;;) {
		ssize_t n = recv(FORKED_CONTROL, &packet, sizeof packet, 0);
		if (n == 0)
			forked_end(0); /* the program has gone */
		if (n < 0 || !unpack(&packet, (size_t)n, &o))
			forked_end(1);
		struct postman_answer a = carry(&mem, conf, &o, &done);
		note = (struct postman_note){ .number = packet.number,
					      .says = POSTMAN_ANSWER,
					      .verdict = (int32_t)a.verdict,
					      .why = (int32_t)a.why };
		if (!say(&note))
			forked_end(0);
		arena_reset(&mem);
	}
}

/* --- the mother --- */

/* False: the program has gone meanwhile. */
static bool pause_s(int seconds)
{
	struct pollfd p = { .fd = FORKED_CONTROL, .events = POLLRDHUP };

	return poll(&p, 1, seconds * MS) == 0;
}

static int64_t seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static _Noreturn void watch(const struct postman_conf *conf, const struct sandbox_order *order)
{
	enum { STEADY_S = 60, PAUSE_MAX = 60 };
	int pause = 1;

	for (;;) {
		int64_t from = seconds_now();
		int status = 0;
		pid_t child = fork();
		if (child == 0)
			postman(conf, order);
		while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
		if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
			forked_end(0);
		if (seconds_now() - from >= STEADY_S)
			pause = 1;
		if (!pause_s(pause))
			forked_end(0);
		pause = pause * 2 > PAUSE_MAX ? PAUSE_MAX : pause * 2;
	}
}

static str read_file(struct arena *mem, const char *path, const char **ret_wrong)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *text = NEW(mem, char, POSTMAN_CONF_MAX + 2);
	ssize_t n = -1;

	if (fd < 0) {
		*ret_wrong = "the file cannot be opened";
	} else if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_mode & 07) {
		*ret_wrong = "everybody on this machine can read or change the file: chmod 600";
	} else {
		n = read(fd, text, POSTMAN_CONF_MAX + 1);
		*ret_wrong = n < 0 ? "the file cannot be read" : NULL;
	}
	if (fd >= 0)
		close(fd);
	return (str){ text, n < 0 ? 0 : (size_t)n };
}

static enum rc configure(struct arena *mem, const char *where, struct postman_conf *ret, str *ret_why)
{
	static const char sink[] = "sink:";
	const char *bad = NULL;

	if (!strncmp(where, sink, sizeof sink - 1)) {
		*ret = (struct postman_conf){ .sink = where + sizeof sink - 1 };
		if (mkdir(ret->sink, 0700) == 0 || (errno == EEXIST && access(ret->sink, W_OK) == 0))
			return RC_OK;
		*ret_why = STR("the directory cannot be made or written to");
		return RC_INVALID;
	}
	str text = read_file(mem, where, &bad);
	if (!bad)
		return postman_conf_read(mem, text, ret, ret_why);
	*ret_why = str_of(bad);
	return RC_INVALID;
}

static struct sandbox_order order_of(const struct postman_conf *conf)
{
	struct sandbox_order o = { .connects = true,
				   .connect_port = conf->port[OUTBOX_SMS],
				   .connect_more = { conf->port[OUTBOX_MAIL], DNS } };

	if (!o.connect_port)
		o.connect_port = conf->port[OUTBOX_MAIL];
	if (conf->sink) {
		o = (struct sandbox_order){ 0 };
		sandbox_allow(&o, conf->sink, SANDBOX_WRITE);
		return o;
	}
	sandbox_allow_common(&o);
	sandbox_allow(&o, conf->value[CONF_CA], SANDBOX_READ);
	return o;
}

_Noreturn void postman_mother(int control, const char *where, bool sandboxed)
{
	static const char title[] = "tongxin: post";
	struct sandbox_order order;
	struct postman_conf conf = { 0 };
	struct arena mem;
	str why = { NULL, 0 };

	arena_init(&mem, MEMORY);
	where = str_z(&mem, str_of(where)); /* it may stand where the title comes */
	(void)prctl(PR_SET_NAME, "tx-mother");
	forked_forget(title, sizeof title);
	if (sandboxed)
		sandbox_harden();
	enum rc rc = configure(&mem, where, &conf, &why);
	if (!forked_leave(control))
		forked_end(1);
	if (rc != RC_OK) {
		struct postman_note bad = { .says = POSTMAN_BAD };
		(void)snprintf(bad.text, sizeof bad.text, "%.*s", STR_ARG(why));
		(void)say(&bad);
		forked_end(0);
	}
	postman_prepare();
	order = order_of(&conf);
	watch(&conf, sandboxed ? &order : NULL);
}
