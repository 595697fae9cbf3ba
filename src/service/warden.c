#include "warden.h"
#include "forked.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Each process here has one file open beside 0 to 2: the warden its socket, the worker its pipe. */
enum { ONLY = FORKED_CONTROL, FILES_MAX = 16, SPACE_SPARE = 32 << 20 };

struct warden {
	const struct workshop_job *jobs;
	size_t njobs;
	rlim_t space;           /* address space that the program itself takes */
	scmp_filter_ctx worker; /* its filter, made ready: loaded in each */
};

/* --- what a worker and a warden may call --- */

/* clang-format off */
static const int worker_calls[] = {
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(exit_group), SCMP_SYS(exit),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
};
/* Beside those of the worker. Of files, only what it is handed; no kill: limits end a worker. */
static const int warden_calls[] = {
	SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(wait4), SCMP_SYS(close), SCMP_SYS(dup2), SCMP_SYS(dup3),
	SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(mmap), SCMP_SYS(setrlimit), SCMP_SYS(prlimit64), SCMP_SYS(alarm),
	SCMP_SYS(setitimer), SCMP_SYS(prctl), SCMP_SYS(seccomp), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(futex), SCMP_SYS(restart_syscall),
	SCMP_SYS(write),
};
/* The sanitizers' own. */
static const int sanitizer_calls[] = {
	SCMP_SYS(sigaltstack), SCMP_SYS(sched_yield), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(futex),
};
/* clang-format on */

static bool allow(scmp_filter_ctx f, int call, unsigned n, const struct scmp_arg_cmp *arg)
{
	int rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, n, arg);

	return rc == 0 || rc == -EDOM || rc == -EEXIST;
}

static bool allow_all(scmp_filter_ctx f, const int *call, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!allow(f, call[i], 0, NULL))
			return false;
	return true;
}

/* Memory that is no code and no file. A descriptor of -1 comes in 32 or in 64 bits. */
static bool allow_memory(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp map[] = { SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
					    SCMP_A4(SCMP_CMP_MASKED_EQ, UINT32_MAX, UINT32_MAX) };
	const struct scmp_arg_cmp protect = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	return allow(f, SCMP_SYS(mmap), COUNT(map), map) && allow(f, SCMP_SYS(mprotect), 1, &protect);
}

static scmp_filter_ctx worker_filter(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	const struct scmp_arg_cmp only = SCMP_A0(SCMP_CMP_EQ, ONLY);

	if (f && allow_all(f, worker_calls, COUNT(worker_calls)) && allow_memory(f) &&
	    allow(f, SCMP_SYS(write), 1, &only) &&
	    (!SANITIZED || allow_all(f, sanitizer_calls, COUNT(sanitizer_calls))))
		return f;
	seccomp_release(f);
	return NULL;
}

static bool load_warden_filter(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	const uint64_t of_fork = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CSIGNAL;
	const struct scmp_arg_cmp fork_only = SCMP_A0(SCMP_CMP_MASKED_EQ, ~of_fork, 0);
	const struct scmp_arg_cmp protect = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	bool ok = f && allow_all(f, worker_calls, COUNT(worker_calls)) &&
		  allow_all(f, warden_calls, COUNT(warden_calls)) &&
		  (!SANITIZED || allow_all(f, sanitizer_calls, COUNT(sanitizer_calls))) &&
		  allow(f, SCMP_SYS(mprotect), 1, &protect) && allow(f, SCMP_SYS(clone), 1, &fork_only) &&
		  seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
		  seccomp_load(f) == 0;
	seccomp_release(f);
	return ok;
}

/* --- the worker --- */

static void write_all(const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n) {
		ssize_t put = write(ONLY, at, n);
		if (put <= 0)
			forked_end(1);
		at += put;
		n -= (size_t)put;
	}
}

static void put_frame(int type, str payload)
{
	const uint8_t head[WARDEN_HEAD] = { (uint8_t)payload.n, (uint8_t)(payload.n >> 8),
					    (uint8_t)(payload.n >> 16), (uint8_t)(payload.n >> 24),
					    (uint8_t)type };

	if (payload.n > UINT32_MAX)
		forked_end(1);
	write_all(head, sizeof head);
	write_all(payload.s, payload.n);
}

void workshop_put(struct workshop_desk *d UNUSED, int type, str payload) { put_frame(type, payload); }

static bool limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard)
{
	const struct rlimit r = { soft, hard };

	return setrlimit(resource, &r) == 0;
}

/* The file is mapped before the filter, which knows of no file; then nothing is left open but the pipe. */
static bool settle_in(const struct warden *w, const struct warden_order *o, const int file[2], str *ret_input)
{
	const struct workshop_job *job = &w->jobs[o->job];
	void *map = NULL;
	struct stat st;

	if (fstat(file[0], &st) || st.st_size < 0 || (uint64_t)st.st_size < o->size)
		return false;
	if (o->size)
		map = mmap(NULL, o->size, PROT_READ, MAP_PRIVATE, file[0], 0);
	if (map == MAP_FAILED || dup2(file[1], ONLY) != ONLY)
		return false;
	close(file[0]);
	close(file[1]);
	*ret_input = (str){ map, o->size };
	/* A sanitizer's shadow alone is terabytes: there the arena's limit must do. */
	if (!SANITIZED) {
		rlim_t space = w->space + o->size + job->memory + SPACE_SPARE;
		if (!limit(RLIMIT_AS, space, space))
			return false;
	}
	alarm(job->wall);
	return limit(RLIMIT_CPU, job->processor, job->processor + 1) && limit(RLIMIT_FSIZE, 0, 0) &&
	       limit(RLIMIT_NOFILE, 0, 0) && seccomp_load(w->worker) == 0;
}

static _Noreturn void work(const struct warden *w, const struct warden_order *o, const int file[2])
{
	struct workshop_desk d;
	struct arena mem;
	jmp_buf full;
	uint8_t rc = RC_TOO_BIG;

	if (!settle_in(w, o, file, &d.input))
		forked_end(1);
	arena_init(&mem, w->jobs[o->job].memory);
	mem.full = &full;
	d.mem = &mem;
	if (!setjmp(full))
		rc = (uint8_t)w->jobs[o->job].run(&d);
	put_frame(0, (str){ (const char *)&rc, 1 });
	forked_end(0);
}

/* --- the warden --- */

/* False: the server is gone. Anything but an order with two files is the server's mistake, and the end. */
static bool next_order(const struct warden *w, struct warden_order *ret, int ret_file[2])
{
	union {
		char room[CMSG_SPACE(2 * sizeof(int))];
		struct cmsghdr aligned;
	} u;
	struct iovec part = { ret, sizeof *ret };
	struct msghdr m = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = u.room, .msg_controllen = sizeof u.room
	};

	if (recvmsg(ONLY, &m, 0) != (ssize_t)sizeof *ret || m.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
		return false;
	const struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	if (!c || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(2 * sizeof(int)))
		return false;
	memcpy(ret_file, CMSG_DATA(c), 2 * sizeof(int));
	return ret->job < w->njobs;
}

static struct warden_end wait_for(pid_t worker)
{
	int status = 0;

	if (worker < 0)
		return (struct warden_end){ WARDEN_NO_WORKER, errno };
	while (waitpid(worker, &status, 0) < 0)
		if (errno != EINTR)
			return (struct warden_end){ WARDEN_UNFAIR, 0 };
	if (WIFSIGNALED(status))
		return (struct warden_end){ WARDEN_KILLED, WTERMSIG(status) };
	return (struct warden_end){ WEXITSTATUS(status) ? WARDEN_UNFAIR : WARDEN_DONE, WEXITSTATUS(status) };
}

static rlim_t own_space(void)
{
	enum { UNKNOWN = 1 << 30 };
	char text[256];
	unsigned long pages = strtoul(forked_read("/proc/self/statm", text, sizeof text), NULL, 10);

	return pages ? (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) : UNKNOWN;
}

_Noreturn void warden_run(int control, const struct workshop_job *jobs, size_t njobs)
{
	static const char title[] = "tongxin: workshop";
	static const struct sandbox_order nothing;
	struct warden w = { .jobs = jobs, .njobs = njobs };
	struct warden_order order = { 0 };
	struct warden_hello hello = { 0 };
	int file[2];

	forked_forget(title, sizeof title);
	sandbox_harden();
	for (size_t i = 0; i < njobs; i++)
		if (jobs[i].prepare)
			jobs[i].prepare();
	w.space = own_space();
	if (!forked_leave(control) || !limit(RLIMIT_NOFILE, FILES_MAX, FILES_MAX))
		forked_end(1);
	hello.landlock = sandbox_landlock(&nothing);
	w.worker = worker_filter();
	if (!w.worker || !load_warden_filter() || send(ONLY, &hello, sizeof hello, MSG_NOSIGNAL) < 0)
		forked_end(1);
	while (next_order(&w, &order, file)) {
		pid_t worker = fork();
		if (worker == 0)
			work(&w, &order, file);
		close(file[0]);
		close(file[1]);
		const struct warden_end done = wait_for(worker);
		if (send(ONLY, &done, sizeof done, MSG_NOSIGNAL) < 0)
			break;
	}
	forked_end(0);
}
