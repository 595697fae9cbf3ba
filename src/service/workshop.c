#include "workshop.h"
#include "book_frame.h"
#include "image_work.h"
#include "logline.h"
#include "press_work.h"
#include "voice_work.h"
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* clang-format off */
const struct workshop_job workshop_jobs[WORKSHOP__N] = {
	/* A workbook is packed: its answer may be many times as long. What it may be at most, book_frame.h says. */
	[WORKSHOP_BOOK] = { .name = "book", .prepare = book_prepare, .run = book_job, .processor = 30, .wall = 90,
	                    .memory = BOOK_DESK, .answer = BOOK_ANSWER_RATIO + 1 },
	[WORKSHOP_IMAGE] = { .name = "image", .prepare = image_prepare, .run = image_job, .processor = 20, .wall = 60,
	                     .memory = IMAGE_DESK, .answer = IMAGE_ANSWER_RATIO },
	[WORKSHOP_PRESS] = { .name = "press", .prepare = press_prepare, .run = press_job, .processor = 60, .wall = 120,
	                     .memory = PRESS_DESK, .answer = PRESS_ANSWER_RATIO },
	[WORKSHOP_VOICE] = { .name = "voice", .run = voice_job, .processor = 5, .wall = 20,
	                     .memory = VOICE_DESK, .answer = VOICE_ANSWER_RATIO },
};
/* clang-format on */

enum { ANSWER_SPARE = 1 << 20, PLACE_SECONDS = 20, HELLO_MS = 5000, STATUS_MS = 5000, MS = 1000 };

struct place {
	int control; /* -1: its warden is lost */
	pid_t warden;
	bool busy;
};

/* Of the process, as its standard output is: forked once, at its start. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t some;
	const struct workshop_job *jobs;
	size_t njobs;
	struct place place[WORKSHOP_PLACES_MAX];
	struct workshop_state state;
} shop = { .lock = PTHREAD_MUTEX_INITIALIZER, .some = PTHREAD_COND_INITIALIZER };

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS + t.tv_nsec / 1000000;
}

/* Is there something to read, or the end, before the deadline? */
static bool readable(int fd, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n;

	do {
		int64_t left = deadline - clock_ms();
		n = poll(&p, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

/* --- opening and closing --- */

static void close_place(struct place *p)
{
	if (p->control >= 0)
		close(p->control); /* by which the warden ends, when its worker has */
	p->control = -1;
}

static bool hear_hello(struct place *p, int *ret_landlock)
{
	struct warden_hello h;

	if (!readable(p->control, clock_ms() + HELLO_MS) ||
	    recv(p->control, &h, sizeof h, MSG_DONTWAIT) != (ssize_t)sizeof h)
		return false;
	*ret_landlock = h.landlock;
	return true;
}

static bool open_place(struct place *p)
{
	int pair[2];

	*p = (struct place){ .control = -1 };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return false;
	p->warden = fork();
	if (p->warden == 0)
		warden_run(pair[1], shop.jobs, shop.njobs);
	close(pair[1]);
	p->control = pair[0];
	if (p->warden < 0)
		close_place(p);
	return p->warden > 0;
}

enum rc workshop_open(const struct workshop_job *jobs, size_t njobs, unsigned places)
{
	unsigned n = 0, heard = 0;

	if (shop.state.places || !places || places > WORKSHOP_PLACES_MAX)
		return RC_INVALID;
	shop.state = (struct workshop_state){ 0 };
	shop.jobs = jobs;
	shop.njobs = njobs;
	while (n < places && open_place(&shop.place[n]))
		n++;
	shop.state.places = n;
	/* All of them make themselves ready at once: the typefaces take each a while. */
	while (heard < n && hear_hello(&shop.place[heard], &shop.state.landlock))
		heard++;
	if (heard == places)
		return RC_OK;
	workshop_close();
	shop.state.refused = true;
	logline(LOG_WARN, "workshop",
		"there is none: the kernel refuses; files are read in the server itself");
	return RC_INVALID;
}

void workshop_close(void)
{
	for (unsigned i = 0; i < shop.state.places; i++)
		close_place(&shop.place[i]);
	for (unsigned i = 0; i < shop.state.places; i++)
		while (shop.place[i].warden > 0 && waitpid(shop.place[i].warden, NULL, 0) < 0 &&
		       errno == EINTR)
			;
	shop.state = (struct workshop_state){ 0 };
}

struct workshop_state workshop_state(void)
{
	pthread_mutex_lock(&shop.lock);
	struct workshop_state s = shop.state;
	pthread_mutex_unlock(&shop.lock);
	return s;
}

bool workshop_is_open(void) { return shop.state.places != 0; } /* changes only before and after all threads */

/* --- a place for one job --- */

/* The first that is free; *ret_any: is there a warden left at all? */
static struct place *find_place(bool *ret_any)
{
	*ret_any = false;
	for (unsigned i = 0; i < shop.state.places; i++) {
		struct place *p = &shop.place[i];
		*ret_any = *ret_any || p->control >= 0;
		if (p->control >= 0 && !p->busy)
			return p;
	}
	return NULL;
}

static enum rc take_place(struct place **ret)
{
	struct timespec until;
	bool any;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PLACE_SECONDS;
	pthread_mutex_lock(&shop.lock);
	struct place *p = find_place(&any);
	while (!p && any && !late) {
		late = pthread_cond_clockwait(&shop.some, &shop.lock, CLOCK_MONOTONIC, &until);
		p = find_place(&any);
	}
	if (p)
		p->busy = true;
	pthread_mutex_unlock(&shop.lock);
	*ret = p;
	return p ? RC_OK : any ? RC_BUSY : RC_FAULT;
}

static void give_place(struct place *p, bool lost)
{
	pthread_mutex_lock(&shop.lock);
	p->busy = false;
	if (lost) {
		close_place(p);
		shop.state.lost++;
	}
	pthread_cond_broadcast(&shop.some);
	pthread_mutex_unlock(&shop.lock);
	if (lost)
		logline(LOG_FAULT, "workshop", "a warden is lost; the server should be started again");
}

/* --- the answer --- */

bool workshop_next(struct workshop_frames *f, int *ret_type, str *ret_payload)
{
	uint8_t head[WARDEN_HEAD];
	char *payload;

	f->rc = RC_INVALID;
	if (f->left < sizeof head || !f->read(f->ctx, head, sizeof head))
		return false;
	f->left -= sizeof head;
	size_t n = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
	if (n > f->left)
		return false;
	f->left -= n;
	if (head[4] == 0) {
		uint8_t rc;
		if (n == 1 && f->read(f->ctx, &rc, 1) &&
		    (rc == RC_OK || rc == RC_MALFORMED || rc == RC_TOO_BIG))
			f->rc = rc;
		return false;
	}
	payload = arena_try(f->mem, 1, 1, n + 1);
	if (!payload) {
		f->rc = RC_TOO_BIG;
		return false;
	}
	if (!f->read(f->ctx, payload, n))
		return false;
	*ret_type = head[4];
	*ret_payload = (str){ payload, n };
	return true;
}

struct answer {
	int fd;
	int64_t deadline;
};

static bool read_answer(void *ctx, void *to, size_t n)
{
	const struct answer *a = ctx;
	char *at = to;

	while (n) {
		ssize_t got = readable(a->fd, a->deadline) ? read(a->fd, at, n) : -1;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

/* --- one job --- */

/* The input as a file without a name that nobody can change any more. -1: no memory. */
static int file_of(str input)
{
	int fd = memfd_create("tongxin-job", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t at = 0;

	while (fd >= 0 && at < input.n) {
		ssize_t n = write(fd, input.s + at, input.n - at);
		if (n <= 0) {
			close(fd);
			return -1;
		}
		at += (size_t)n;
	}
	if (fd >= 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)) {
		close(fd);
		return -1;
	}
	return fd;
}

static const char *why_ended(int signal)
{
	switch (signal) {
	case SIGSYS: return "a forbidden system call";
	case SIGXCPU:
	case SIGALRM:
	case SIGKILL: return "its time was up";
	default: return "a crash";
	}
}

/* How it ended, from the warden; false: there is no warden any more. */
static bool hear_end(struct place *p, const struct workshop_job *job, int64_t deadline, bool *ret_fair)
{
	struct warden_end e;

	if (!readable(p->control, deadline) ||
	    recv(p->control, &e, sizeof e, MSG_DONTWAIT) != (ssize_t)sizeof e)
		return false;
	*ret_fair = e.how == WARDEN_DONE;
	if (e.how == WARDEN_KILLED && e.what != SIGPIPE) /* that one: we had enough of it */
		logline(LOG_WARN, "workshop", "%s: the worker was ended by signal %d: %s", job->name, e.what,
			why_ended(e.what));
	if (e.how == WARDEN_NO_WORKER)
		logline(LOG_FAULT, "workshop", "%s: no worker could be made", job->name);
	return true;
}

static bool send_order(const struct place *p, const struct warden_order *o, int file, int answer)
{
	union {
		char room[CMSG_SPACE(2 * sizeof(int))];
		struct cmsghdr aligned;
	} u = { { 0 } };
	struct iovec part = { (void *)o, sizeof *o };
	struct msghdr m = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = u.room, .msg_controllen = sizeof u.room
	};
	const int fds[] = { file, answer };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(c), fds, sizeof fds);
	return sendmsg(p->control, &m, MSG_NOSIGNAL) == (ssize_t)sizeof *o;
}

/* What the caller wants of one job. */
struct wish {
	size_t job;
	struct arena *mem;
	str input;
	workshop_take *take;
	void *arg;
};

static enum rc do_at(struct place *p, const struct wish *w, int file, bool *ret_lost)
{
	const struct workshop_job *job = &shop.jobs[w->job];
	const struct warden_order order = { .job = (uint32_t)w->job, .size = w->input.n };
	int end[2];
	bool fair = false;

	if (pipe2(end, O_CLOEXEC))
		return RC_FAULT;
	struct answer a = { end[0], clock_ms() + (int64_t)job->wall * MS + STATUS_MS };
	struct workshop_frames f = { .read = read_answer,
				     .ctx = &a,
				     .mem = w->mem,
				     .left = ANSWER_SPARE + w->input.n * job->answer,
				     .rc = RC_INVALID };
	*ret_lost = !send_order(p, &order, file, end[1]);
	close(end[1]);
	enum rc rc = *ret_lost ? RC_BUSY : w->take(w->arg, &f);
	close(end[0]);
	if (*ret_lost)
		return rc;
	*ret_lost = !hear_end(p, job, a.deadline + STATUS_MS, &fair);
	if (rc == RC_OK && f.rc != RC_OK)
		rc = f.rc;
	return rc == RC_OK && !fair ? RC_INVALID : rc;
}

enum rc workshop_do(size_t job, struct arena *mem, str input, workshop_take *take, void *arg)
{
	const struct wish w = { job, mem, input, take, arg };
	struct place *p;
	bool lost = false;

	if (job >= shop.njobs)
		return RC_INVALID;
	int file = file_of(input);
	enum rc rc = file < 0 ? RC_FAULT : take_place(&p);
	if (rc == RC_OK) {
		rc = do_at(p, &w, file, &lost);
		give_place(p, lost);
	}
	if (file >= 0)
		close(file);
	return rc;
}
