/* The program's side. */
#include "logline.h"
#include "postman_own.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { HELLO_MS = 10000, SLICE_MS = 100, MS = 1000 };

/* Of the process, as its standard output is: forked once, at its start. */
static struct {
	pthread_mutex_t lock; /* whoever talks to it */
	pthread_mutex_t look; /* of `state`, for who only asks how it is */
	int control;
	pid_t mother;
	uint64_t number;
	struct postman_state state;
} post = { .lock = PTHREAD_MUTEX_INITIALIZER, .look = PTHREAD_MUTEX_INITIALIZER, .control = -1 };

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS + t.tv_nsec / 1000000;
}

static void set_state(struct postman_state s)
{
	pthread_mutex_lock(&post.look);
	post.state = s;
	pthread_mutex_unlock(&post.look);
}

static void lose(void)
{
	struct postman_state s = post.state;

	if (!s.gone)
		logline(LOG_FAULT, "post",
			"the postman is lost; nothing goes out until the server is started again");
	s.gone = true;
	set_state(s);
}

static void know(const struct postman_note *n, unsigned again)
{
	struct postman_state s = { .open = true, .sink = n->sink != 0, .far = n->far != 0, .again = again };

	for (int i = 0; i < OUTBOX_CHANNELS; i++)
		s.takes[i] = n->takes[i] != 0;
	set_state(s);
}

/* The next note within this time; false: there is none. */
static bool hear(int ms, struct postman_note *ret)
{
	struct pollfd p = { .fd = post.control, .events = POLLIN };

	if (post.state.gone || poll(&p, 1, ms) <= 0)
		return false;
	if (recv(post.control, ret, sizeof *ret, MSG_DONTWAIT) == (ssize_t)sizeof *ret)
		return true;
	lose();
	return false;
}

/* One that is greeted by has been forked anew: what its sister had in hand is lost. */
static bool is_greeting(const struct postman_note *n)
{
	if (n->says != POSTMAN_HELLO)
		return false;
	know(n, post.state.again + 1);
	logline(LOG_WARN, "post", "the postman died and was forked again");
	return true;
}

static void catch_up(void)
{
	struct postman_note n;

	while (hear(0, &n))
		(void)is_greeting(&n);
}

/* --- opening and closing --- */

enum rc postman_open(struct arena *mem, const char *where, bool sandboxed, str *ret_why)
{
	struct postman_note n = { 0 };
	int pair[2];

	if (post.state.open || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
		*ret_why = STR("the postman cannot be forked");
		return RC_INVALID;
	}
	post.mother = fork();
	if (post.mother == 0)
		postman_mother(pair[1], where, sandboxed);
	close(pair[1]);
	post.control = pair[0];
	set_state((struct postman_state){ .open = true });
	if (post.mother > 0 && hear(HELLO_MS, &n) && n.says == POSTMAN_HELLO) {
		know(&n, 0);
		return RC_OK;
	}
	n.text[sizeof n.text - 1] = '\0';
	*ret_why = n.says == POSTMAN_BAD ? str_dup(mem, str_of(n.text)) : STR("the postman cannot be forked");
	postman_close();
	return RC_INVALID;
}

void postman_close(void)
{
	if (!post.state.open)
		return;
	close(post.control);
	while (post.mother > 0 && waitpid(post.mother, NULL, 0) < 0 && errno == EINTR)
		;
	post.control = -1;
	post.mother = 0;
	set_state((struct postman_state){ 0 });
}

struct postman_state postman_state(void)
{
	/* While a message is under way whoever waits for its end hears what there is to hear. */
	if (pthread_mutex_trylock(&post.lock) == 0) {
		if (post.state.open)
			catch_up();
		pthread_mutex_unlock(&post.lock);
	}
	pthread_mutex_lock(&post.look);
	struct postman_state s = post.state;
	pthread_mutex_unlock(&post.look);
	return s;
}

/* --- one message --- */

static bool pack(const struct postman_order *o, struct postman_packet *ret)
{
	if (o->key.n != POSTMAN_KEY || o->to.n > OUTBOX_TO_MAX || o->subject.n > OUTBOX_SUBJECT_MAX ||
	    o->text.n > OUTBOX_TEXT_MAX)
		return false;
	*ret = (struct postman_packet){ .number = ++post.number,
					.channel = o->channel,
					.to = (uint32_t)o->to.n,
					.subject = (uint32_t)o->subject.n,
					.text = (uint32_t)o->text.n };
	const str parts[] = { o->to, o->subject, o->text };
	char *at = ret->bytes;
	memcpy(ret->key, o->key.s, POSTMAN_KEY);
	for (size_t i = 0; i < COUNT(parts); at += parts[i++].n)
		if (parts[i].n)
			memcpy(at, parts[i].s, parts[i].n);
	return true;
}

/* Nothing of the other side is believed: numbers outside their lists are nonsense. */
static struct postman_answer read_answer(const struct postman_note *n)
{
	if (n->verdict < POSTMAN_SENT || n->verdict > POSTMAN_NEVER || n->why < 0 || n->why >= OUTBOX_WHYS)
		return (struct postman_answer){ POSTMAN_LATER, OUTBOX_NONSENSE };
	return (struct postman_answer){ (enum postman_verdict)n->verdict, (enum outbox_why)n->why };
}

static enum rc wait_for(uint64_t number, const atomic_bool *stop, struct postman_answer *ret)
{
	int64_t deadline = clock_ms() + (int64_t)POSTMAN_WALL_S * MS;
	struct postman_note n;

	*ret = (struct postman_answer){ POSTMAN_LATER, OUTBOX_LOST };
	while (clock_ms() < deadline && !post.state.gone) {
		if (stop && atomic_load(stop))
			return RC_BUSY;
		if (!hear(SLICE_MS, &n))
			continue;
		if (is_greeting(&n))
			return RC_OK;
		if (n.says == POSTMAN_ANSWER && n.number == number) {
			*ret = read_answer(&n);
			return RC_OK;
		}
	}
	return RC_OK;
}

enum rc postman_do(const struct postman_order *o, const atomic_bool *stop, struct postman_answer *ret)
{
	struct postman_packet p;
	enum rc rc = RC_INVALID;

	pthread_mutex_lock(&post.lock);
	if (post.state.open && pack(o, &p)) {
		catch_up();
		*ret = (struct postman_answer){ POSTMAN_LATER, OUTBOX_LOST };
		rc = RC_OK;
		if (!post.state.gone &&
		    send(post.control, &p, sizeof p, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof p)
			rc = wait_for(p.number, stop, ret);
	}
	pthread_mutex_unlock(&post.lock);
	return rc;
}
