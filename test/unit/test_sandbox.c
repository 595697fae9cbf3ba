/* What the serving process may no longer do: each attempt in a child that has entered the sandbox, and once
 * more from a thread made afterwards. Every attempt is first shown to work outside, so that the refusal is
 * the sandbox's. */
#include "sandbox.h"
#include "tap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char home[40], outside[64], socket_path[64]; /* directories of this test */
static uint16_t allowed_port, other_port;           /* where this test listens */

/* --- attempts: 0, or why not --- */

static int done(long rc) { return rc < 0 ? errno : 0; }

static int read_path(const char *path)
{
	char c;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int why = done(fd);

	if (fd >= 0) {
		why = done(read(fd, &c, 1));
		close(fd);
	}
	return why;
}

static int write_in(const char *directory)
{
	char path[128];

	(void)snprintf(path, sizeof path, "%s/file", directory);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int why = done(fd);
	if (fd >= 0) {
		why = done(write(fd, "x", 1));
		close(fd);
		(void)unlink(path);
	}
	return why;
}

static int connect_to(uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons(port),
				 .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int why = done(fd);

	if (fd >= 0) {
		why = done(connect(fd, (const struct sockaddr *)&a, sizeof a));
		close(fd);
	}
	return why;
}

static int bind_to(uint16_t port)
{
	static const int yes = 1;
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons(port),
				 .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int why = done(fd);

	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
		why = done(bind(fd, (const struct sockaddr *)&a, sizeof a));
		close(fd);
	}
	return why;
}

static int make_socket(int family, int type, int protocol)
{
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);
	int why = done(fd);

	if (fd >= 0)
		close(fd);
	return why;
}

static int try_shadow(void) { return read_path("/etc/shadow"); }
static int try_passwd(void) { return read_path("/etc/passwd"); }
static int try_list(void) { return read_path("/root"); }
static int try_outside(void) { return write_in(outside); }
static int try_temporary(void) { return write_in("/tmp"); }
static int try_program(void) { return read_path("/proc/self/exe"); }
static int try_connect_other(void) { return connect_to(other_port); }
static int try_bind_other(void) { return bind_to(0); }
static int try_netlink(void) { return make_socket(AF_NETLINK, SOCK_RAW, 0); }
static int try_raw(void) { return make_socket(AF_INET, SOCK_RAW, IPPROTO_TCP); }
static int try_datagram(void) { return make_socket(AF_INET, SOCK_DGRAM, 0); }
static int try_packet(void) { return make_socket(AF_PACKET, SOCK_DGRAM, 0); }

static int try_execve(void)
{
	char *const none[] = { NULL };

	return done(execve("/nowhere", none, none));
}

static int try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return done(pid);
}

static int try_clone(void)
{
	long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(0);
	return done(pid);
}

static int try_ptrace(void) { return done(ptrace(PTRACE_TRACEME, 0, NULL, NULL)); }
static int try_unshare(void) { return done(unshare(CLONE_FILES)); }
static int try_mount(void) { return done(mount("none", "/nowhere", "tmpfs", 0, NULL)); }
static int try_bpf(void) { return done(syscall(SYS_bpf, 0, NULL, 0)); }
static int try_io_uring(void) { return done(syscall(SYS_io_uring_setup, 1, NULL)); }
static int try_keyctl(void)
{
	return done(syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1));
}
static int try_userfaultfd(void) { return done(syscall(SYS_userfaultfd, 1)); }
static int try_perf(void) { return done(syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0)); }
static int try_personality(void) { return done(syscall(SYS_personality, 0xffffffff)); }
static int try_kill(void) { return done(kill(getppid(), 0)); }
static int try_setuid(void) { return done(setuid(getuid())); }
static int try_clock(void) { return done(syscall(SYS_clock_settime, CLOCK_REALTIME, NULL)); }
static int try_clone3(void) { return done(syscall(SYS_clone3, NULL, 0)); }

static int try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int try_made_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? 0 : done(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

/* --- what the server needs --- */

static int try_home(void) { return write_in(home); }
static int try_hosts(void) { return read_path("/etc/hosts"); }
static int try_connect(void) { return connect_to(allowed_port); }
static int try_bind(void) { return bind_to(allowed_port); }

static int try_socket_file(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(a.sun_path, socket_path, sizeof socket_path);
	int why = done(bind(fd, (const struct sockaddr *)&a, sizeof a));
	close(fd);
	(void)unlink(socket_path);
	return why;
}

static int try_rename(void)
{
	char from[128], to[128];

	(void)snprintf(from, sizeof from, "%s/from", home);
	(void)snprintf(to, sizeof to, "%s/to", home);
	int fd = open(from, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	int why = done(rename(from, to));
	(void)unlink(to);
	return why;
}

/* As uploads are kept while they arrive. */
static int try_nameless(void)
{
	int fd = open(home, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int why = done(fd);

	if (fd >= 0) {
		why = done(ftruncate(fd, 4096));
		if (!why && mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED)
			why = errno;
		close(fd);
	}
	return why;
}

static int try_abort_signal(void) { return done(syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0)); }

/* --- in the sandbox --- */

enum need { NEED_LANDLOCK, NEED_PORTS, NEED_SECCOMP };
struct attempt {
	const char *name;
	int (*try)(void);
	int refusal;    /* expected inside; 0: it works */
	enum need need; /* what the kernel must have for it */
	bool unsure;    /* outside it depends on the machine and on who runs this */
};
/* clang-format off */
static const struct attempt attempts[] = {
	{ "open /etc/shadow", try_shadow, EACCES, NEED_LANDLOCK, true },
	{ "open /etc/passwd", try_passwd, EACCES, NEED_LANDLOCK, false },
	{ "open a directory", try_list, EACCES, NEED_LANDLOCK, true },
	{ "open a program", try_program, EACCES, NEED_LANDLOCK, false },
	{ "write outside", try_outside, EACCES, NEED_LANDLOCK, false },
	{ "write in /tmp", try_temporary, EACCES, NEED_LANDLOCK, false },
	{ "connect to another port", try_connect_other, EACCES, NEED_PORTS, false },
	{ "listen on another port", try_bind_other, EACCES, NEED_PORTS, false },
	{ "netlink", try_netlink, EAFNOSUPPORT, NEED_SECCOMP, true },
	{ "raw packets", try_raw, EAFNOSUPPORT, NEED_SECCOMP, true },
	{ "packets", try_packet, EAFNOSUPPORT, NEED_SECCOMP, true },
	{ "execve", try_execve, EPERM, NEED_SECCOMP, true },
	{ "fork", try_fork, EPERM, NEED_SECCOMP, false },
	{ "ptrace", try_ptrace, EPERM, NEED_SECCOMP, true },
	{ "unshare", try_unshare, EPERM, NEED_SECCOMP, true },
	{ "mount", try_mount, EPERM, NEED_SECCOMP, true },
	{ "bpf", try_bpf, EPERM, NEED_SECCOMP, true },
	{ "io_uring", try_io_uring, EPERM, NEED_SECCOMP, true },
	{ "keyctl", try_keyctl, EPERM, NEED_SECCOMP, true },
	{ "userfaultfd", try_userfaultfd, EPERM, NEED_SECCOMP, true },
	{ "perf_event_open", try_perf, EPERM, NEED_SECCOMP, true },
	{ "personality", try_personality, EPERM, NEED_SECCOMP, true },
	{ "kill", try_kill, EPERM, NEED_SECCOMP, false },
	{ "setuid", try_setuid, EPERM, NEED_SECCOMP, false },
	{ "clock_settime", try_clock, EPERM, NEED_SECCOMP, true },
	{ "clone3", try_clone3, ENOSYS, NEED_SECCOMP, true },
	{ "memory to write and run", try_code, EPERM, NEED_SECCOMP, false },
	{ "memory written, then run", try_made_code, EPERM, NEED_SECCOMP, false },
	{ "write at home", try_home, 0, NEED_LANDLOCK, false },
	{ "rename at home", try_rename, 0, NEED_LANDLOCK, false },
	{ "a file without a name at home", try_nameless, 0, NEED_LANDLOCK, false },
	{ "read what is allowed", try_hosts, 0, NEED_LANDLOCK, false },
	{ "connect to the database", try_connect, 0, NEED_PORTS, false },
	{ "listen", try_bind, 0, NEED_PORTS, false },
	{ "listen on a socket file", try_socket_file, 0, NEED_LANDLOCK, false },
	{ "a signal to itself", try_abort_signal, 0, NEED_SECCOMP, false },
};
static const struct attempt alone[] = { /* a server whose database is a file */
	{ "connect at all", try_connect, EPERM, NEED_SECCOMP, false },
	{ "datagrams", try_datagram, EAFNOSUPPORT, NEED_SECCOMP, false },
	{ "clone", try_clone, EPERM, NEED_SECCOMP, false },
};
/* clang-format on */

static struct sandbox_order order(bool database)
{
	struct sandbox_order o = { .listens = true, .listen_port = allowed_port };

	sandbox_allow(&o, home, SANDBOX_WRITE);
	sandbox_allow(&o, home, SANDBOX_SOCKET);
	sandbox_allow(&o, "/etc/hosts", SANDBOX_READ);
	sandbox_allow(&o, "/nowhere/at/all", SANDBOX_READ);
	if (database) {
		o.connects = true;
		o.connect_port = allowed_port;
	}
	return o;
}

static void *call(void *arg)
{
	const struct attempt *a = arg;

	return (void *)(intptr_t)a->try(); /* NOLINT(performance-no-int-to-ptr) */
}

enum where { OUTSIDE, INSIDE, IN_THREAD };

/* In a child of its own; what it came to is its exit status. */
static int come_to(const struct attempt *a, enum where where, bool database)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		struct sandbox_order o = order(database);
		pthread_t t;
		void *why = NULL;
		if (where != OUTSIDE && sandbox_enter(&o) != RC_OK)
			_exit(255);
		if (where != IN_THREAD)
			_exit(a->try());
		if (pthread_create(&t, NULL, call, (void *)a) || pthread_join(t, &why))
			_exit(254);
		_exit((int)(intptr_t)why);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static bool has(enum need need, const struct sandbox_state *can)
{
	return need == NEED_SECCOMP ? can->seccomp : need == NEED_PORTS ? can->network : can->landlock != 0;
}

static void attempt_all(const struct attempt *a, size_t n, const struct sandbox_state *can, bool database)
{
	for (size_t i = 0; i < n; i++) {
		if (!has(a[i].need, can)) {
			SKIP(a[i].need == NEED_SECCOMP ? "the kernel has no seccomp"
			     : a[i].need == NEED_PORTS ? "the kernel's Landlock does not guard ports"
						       : "the kernel has no Landlock");
			continue;
		}
		int out = come_to(&a[i], OUTSIDE, database), in = come_to(&a[i], INSIDE, database);
		int thread = come_to(&a[i], IN_THREAD, database);
		printf("# %s: outside %d, inside %d, in a thread %d\n", a[i].name, out, in, thread);
		OK(a[i].unsure || out == 0);
		OK(in == a[i].refusal);
		OK(thread == a[i].refusal);
	}
}

/* --- the state, and what /proc says --- */

static bool status_says(const char *line)
{
	char text[4096];
	FILE *f = fopen("/proc/self/status", "re");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;

	if (f)
		(void)fclose(f);
	text[n] = '\0';
	return strstr(text, line) != NULL;
}

enum {
	SAID_NEW_PRIVS = 1,
	SAID_SECCOMP = 2,
	SAID_DUMPABLE = 4,
	SAID_CORE = 8,
	SAID_THREADS = 16,
	SAID_ENTERED = 32
};

/* What holds in a sandboxed child; *ret_can travels through shared memory. */
static int look_at_state(struct sandbox_state *ret_can)
{
	struct sandbox_order o = order(true);
	struct rlimit core;
	int said = 0;
	pthread_t t;

	sandbox_allow(&o, "/proc", SANDBOX_READ);
	sandbox_harden();
	if (sandbox_enter(&o) == RC_OK)
		said |= SAID_ENTERED;
	*ret_can = *sandbox_state();
	said |= status_says("NoNewPrivs:\t1") ? SAID_NEW_PRIVS : 0;
	said |= status_says("Seccomp:\t2") ? SAID_SECCOMP : 0;
	said |= prctl(PR_GET_DUMPABLE) == 0 ? SAID_DUMPABLE : 0;
	said |= getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 ? SAID_CORE : 0;
	if (pthread_create(&t, NULL, call, (void *)&attempts[0]) == 0)
		said |= pthread_join(t, NULL) == 0 ? SAID_THREADS : 0;
	return said;
}

static void *wait_long(void *arg)
{
	(void)pause();
	return arg;
}

static int enter_with_thread(void)
{
	struct sandbox_order o = order(true);
	pthread_t t;

	if (pthread_create(&t, NULL, wait_long, NULL))
		return 255;
	return (int)sandbox_enter(&o);
}

static int in_child(int (*f)(struct sandbox_state *), struct sandbox_state *ret)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(f ? f(ret) : enter_with_thread());
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static uint16_t listen_somewhere(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof a;
	static const int yes = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
	if (bind(fd, (const struct sockaddr *)&a, sizeof a) || listen(fd, 64) ||
	    getsockname(fd, (struct sockaddr *)&a, &n))
		return 0;
	return ntohs(a.sin_port);
}

int main(void)
{
	struct sandbox_state *can =
		mmap(NULL, sizeof *can, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	(void)snprintf(home, sizeof home, "/var/tmp/tx-sandbox-%d", (int)getpid());
	(void)snprintf(outside, sizeof outside, "%s-outside", home);
	(void)snprintf(socket_path, sizeof socket_path, "%s/socket", home);
	OK(mkdir(home, 0700) == 0 && mkdir(outside, 0700) == 0);
	allowed_port = listen_somewhere();
	other_port = listen_somewhere();
	OK(allowed_port && other_port && can != MAP_FAILED);
	OK(!sandbox_state()->entered);
	int said = in_child(look_at_state, can);
	printf("# Landlock %d, ports %d, seccomp %d\n", can->landlock, can->network, can->seccomp);
	OK(said & SAID_ENTERED && can->entered && can->hardened);
	OK(said & SAID_DUMPABLE);
	OK(said & SAID_CORE);
	OK(said & SAID_THREADS);
	OK((said & SAID_SECCOMP) || !can->seccomp);
	OK((said & SAID_NEW_PRIVS) || (!can->seccomp && !can->landlock));
	OK(can->nreasons == (size_t)!can->landlock + (can->landlock && !can->network) + !can->seccomp);
	OK(in_child(NULL, can) == RC_INVALID);
	attempt_all(attempts, COUNT(attempts), can, true);
	attempt_all(alone, COUNT(alone), can, false);
	OK(rmdir(home) == 0 && rmdir(outside) == 0);
	return tap_end();
}
