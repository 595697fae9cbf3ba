#include "sandbox.h"
#include "logline.h"
#include "tr.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct sandbox_state state;

const struct sandbox_state *sandbox_state(void) { return &state; }

static void missing(const char *text)
{
	logline(LOG_WARN, "sandbox", "%s", text);
	if (state.nreasons < SANDBOX_REASONS_MAX)
		state.reason[state.nreasons++] = text;
}

void sandbox_allow(struct sandbox_order *o, const char *path, enum sandbox_use use)
{
	if (!path || o->nplaces == SANDBOX_PLACES_MAX)
		return;
	o->place[o->nplaces].path = path;
	o->place[o->nplaces++].use = use;
}

static const char *const common[] = {
	"/usr/share/tongxin",
	"/usr/share/zoneinfo",
	"/etc/localtime",
	"/etc/ssl",
	"/usr/share/ca-certificates",
	"/etc/gnutls",
	"/etc/hosts",
	"/etc/host.conf",
	"/etc/resolv.conf",
	"/run/systemd/resolve",
	"/etc/nsswitch.conf",
	"/etc/gai.conf",
	"/etc/services",
	"/etc/protocols",
	"/etc/ld.so.cache",
	"/usr/lib",
	"/usr/lib64",
	"/dev/urandom",
	"/dev/random",
	"/dev/null",
};

void sandbox_allow_common(struct sandbox_order *o)
{
	for (size_t i = 0; i < COUNT(common); i++)
		sandbox_allow(o, common[i], SANDBOX_READ);
}

void sandbox_harden(void)
{
	static const struct rlimit none = { 0, 0 };

	state.hardened = setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
	if (!state.hardened)
		missing(N_("The memory of the program, and so its keys, could be read by other programs."));
}

/* --- Landlock --- */

/* What Debian 12's <linux/landlock.h> does not name yet: kernel documentation, userspace-api/landlock. */
#define FS_TRUNCATE (1ULL << 14)  /* version 3 */
#define FS_IOCTL_DEV (1ULL << 15) /* version 5 */
#define FS_FIRST 0x1fffULL        /* the thirteen of version 1 */
#define NET_BIND (1ULL << 0)      /* version 4 */
#define NET_CONNECT (1ULL << 1)
#define SCOPE_ALL 3ULL /* version 6: abstract sockets and signals */
enum { RULE_PATH = 1, RULE_PORT = 2 };
struct ruleset { /* struct landlock_ruleset_attr as it is by now; what a kernel does not know must be 0 */
	uint64_t fs, net, scope;
};
struct port_rule {
	uint64_t access, port;
};

#define FS_OF_FILES                                                                                          \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |         \
	 FS_TRUNCATE | FS_IOCTL_DEV)
/* clang-format off */
static const uint64_t rights[] = {
	[SANDBOX_READ]   = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	[SANDBOX_WRITE]  = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE |
	                   FS_TRUNCATE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	                   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER,
	[SANDBOX_SOCKET] = LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE,
};
/* clang-format on */

static struct ruleset ruleset_of(int abi)
{
	struct ruleset r = { .fs = FS_FIRST };

	if (abi >= 2)
		r.fs |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		r.fs |= FS_TRUNCATE;
	if (abi >= 4)
		r.net = NET_BIND | NET_CONNECT;
	if (abi >= 5)
		r.fs |= FS_IOCTL_DEV;
	if (abi >= 6)
		r.scope = SCOPE_ALL;
	return r;
}

/* False only when a place is there and cannot be allowed. */
static bool add_place(int ruleset, uint64_t known, const char *path, enum sandbox_use use)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights[use] & known };
	struct stat st;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == EACCES || errno == ENOTDIR;
	bool ok = fstat(rule.parent_fd, &st) == 0;
	if (ok && !S_ISDIR(st.st_mode))
		rule.allowed_access &= FS_OF_FILES;
	ok = ok &&
	     (!rule.allowed_access || syscall(SYS_landlock_add_rule, ruleset, RULE_PATH, &rule, 0) == 0);
	close(rule.parent_fd);
	return ok;
}

static bool add_port(int ruleset, uint64_t access, uint16_t port)
{
	const struct port_rule rule = { access, port };

	return syscall(SYS_landlock_add_rule, ruleset, RULE_PORT, &rule, 0) == 0;
}

static bool add_rules(int ruleset, const struct ruleset *r, const struct sandbox_order *o)
{
	for (size_t i = 0; i < o->nplaces; i++)
		if (!add_place(ruleset, r->fs, o->place[i].path, o->place[i].use))
			return false;
	if (r->net && o->listens && !add_port(ruleset, NET_BIND, o->listen_port))
		return false;
	for (size_t i = 0; i < COUNT(o->connect_more); i++)
		if (r->net && o->connect_more[i] && !add_port(ruleset, NET_CONNECT, o->connect_more[i]))
			return false;
	for (size_t i = 0; r->net && i < SANDBOX_NEAR_MAX; i++)
		if (o->near_port[i] && !add_port(ruleset, NET_CONNECT, o->near_port[i]))
			return false;
	return !r->net || !o->connect_port || add_port(ruleset, NET_CONNECT, o->connect_port);
}

int sandbox_landlock(const struct sandbox_order *o)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset r = ruleset_of((int)abi);

	if (abi < 1)
		return 0;
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &r,
				   sizeof(uint64_t) * (abi < 4   ? 1
						       : abi < 6 ? 2
								 : 3),
				   0);
	if (ruleset < 0)
		return 0;
	bool ok = add_rules(ruleset, &r, o) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		  syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return ok ? (int)abi : 0;
}

/* --- seccomp --- */

/* Answered with EPERM. A list of what is refused stays right when libc, SQLite or libpq begin to use another
 * call; a list of what is allowed would have to follow each of them. The workshop, which runs our code only,
 * has one. */
/* clang-format off */
static const int refused[] = {
	/* other programs */
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(uselib),
	/* other processes */
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise),
	SCMP_SYS(process_mrelease), SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(kcmp), SCMP_SYS(kill),
	SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(migrate_pages),
	SCMP_SYS(move_pages), SCMP_SYS(perf_event_open), SCMP_SYS(lookup_dcookie),
	/* namespaces and file systems */
	SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(mount), SCMP_SYS(umount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
	SCMP_SYS(chroot), SCMP_SYS(open_tree), SCMP_SYS(move_mount), SCMP_SYS(fsopen), SCMP_SYS(fsconfig),
	SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(mknod), SCMP_SYS(mknodat),
	SCMP_SYS(name_to_handle_at), SCMP_SYS(open_by_handle_at), SCMP_SYS(fanotify_init), SCMP_SYS(fanotify_mark),
	SCMP_SYS(quotactl), SCMP_SYS(quotactl_fd), SCMP_SYS(nfsservctl),
	/* parts of the kernel that have often been a way in */
	SCMP_SYS(bpf), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl), SCMP_SYS(vmsplice),
	SCMP_SYS(remap_file_pages), SCMP_SYS(modify_ldt), SCMP_SYS(personality),
	/* the machine */
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(create_module),
	SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff),
	SCMP_SYS(acct), SCMP_SYS(syslog), SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(sethostname),
	SCMP_SYS(setdomainname), SCMP_SYS(vhangup), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
	SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(stime),
	/* who one is */
	SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid),
	SCMP_SYS(setresgid), SCMP_SYS(setfsuid), SCMP_SYS(setfsgid), SCMP_SYS(setgroups), SCMP_SYS(capset),
};
/* clang-format on */

/* The filter under way: what libseccomp has no number for on this machine (-EDOM) cannot be called either. */
struct filter {
	scmp_filter_ctx ctx;
	bool ok;
};

static void refuse(struct filter *f, uint32_t how, int call, unsigned n, const struct scmp_arg_cmp *arg)
{
	int rc = seccomp_rule_add_array(f->ctx, how, call, n, arg);

	f->ok = f->ok && (rc == 0 || rc == -EDOM);
}

static void refuse_where(struct filter *f, uint32_t how, int call, struct scmp_arg_cmp arg)
{
	refuse(f, how, call, 1, &arg);
}

/* New threads yes, new processes no. clone3 keeps its flags where no filter sees them: as if the kernel had
 * none, and libc takes clone. */
static void refuse_processes(struct filter *f)
{
	refuse_where(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	refuse(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, NULL);
}

/* Memory is written or run, never both. */
static void refuse_new_code(struct filter *f)
{
	enum { BOTH = PROT_WRITE | PROT_EXEC, RUN = PROT_EXEC };
	const uint32_t no = SCMP_ACT_ERRNO(EPERM);

	refuse_where(f, no, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, BOTH, BOTH));
	refuse_where(f, no, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, RUN, RUN));
	refuse_where(f, no, SCMP_SYS(pkey_mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, RUN, RUN));
	refuse_where(f, no, SCMP_SYS(shmat), SCMP_A2(SCMP_CMP_MASKED_EQ, SHM_EXEC, SHM_EXEC));
}

/* Of one family and type; the type stands in four bits, flags above. */
static void refuse_type(struct filter *f, int family, int type)
{
	enum { TYPE = 0xf };
	const struct scmp_arg_cmp arg[] = { SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family),
					    SCMP_A1(SCMP_CMP_MASKED_EQ, TYPE, (scmp_datum_t)type) };

	refuse(f, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), COUNT(arg), arg);
}

/* TCP and local sockets; never raw packets, the kernel's own sockets or rarer protocols. A server whose
 * database is on this machine speaks to nobody who did not speak to it first, so it sends no datagrams
 * either. */
static void refuse_sockets(struct filter *f, const struct sandbox_order *o)
{
	static const int inet[] = { AF_INET, AF_INET6 };
	const uint32_t no = SCMP_ACT_ERRNO(EPERM), family = SCMP_ACT_ERRNO(EAFNOSUPPORT);

	for (int i = 0; i < AF_INET6; i++)
		if (i != AF_UNIX && i != AF_INET)
			refuse_where(f, family, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)i));
	refuse_where(f, family, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GT, AF_INET6));
	for (size_t i = 0; i < COUNT(inet); i++) {
		refuse_type(f, inet[i], SOCK_RAW);
		if (!o->connect_port)
			refuse_type(f, inet[i], SOCK_DGRAM);
	}
	/* Data with the first packet connects without connect(). */
	refuse_where(f, no, SCMP_SYS(sendto), SCMP_A3(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, MSG_FASTOPEN));
	refuse_where(f, no, SCMP_SYS(sendmsg), SCMP_A2(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, MSG_FASTOPEN));
	refuse_where(f, no, SCMP_SYS(sendmmsg), SCMP_A3(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, MSG_FASTOPEN));
	if (!o->connects)
		refuse(f, no, SCMP_SYS(connect), 0, NULL);
}

static bool enter_seccomp(const struct sandbox_order *o)
{
	struct filter f = { seccomp_init(SCMP_ACT_ALLOW), true };

	if (!f.ctx)
		return false;
	for (size_t i = 0; i < COUNT(refused); i++)
		refuse(&f, SCMP_ACT_ERRNO(EPERM), refused[i], 0, NULL);
	refuse_processes(&f);
	refuse_new_code(&f);
	refuse_sockets(&f, o);
	bool ok = f.ok && seccomp_attr_set(f.ctx, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && seccomp_load(f.ctx) == 0;
	seccomp_release(f.ctx);
	return ok;
}

static bool is_alone(void)
{
	DIR *d = opendir("/proc/self/task");
	int n = 0;

	if (!d)
		return true; /* without /proc nobody can tell; seccomp takes all threads anyway */
	for (const struct dirent *e = readdir(d); e; e = readdir(d))
		n += e->d_name[0] != '.';
	closedir(d);
	return n == 1;
}

enum rc sandbox_enter(const struct sandbox_order *o)
{
	enum { NETWORK_SINCE = 4 };

	if (!is_alone())
		return RC_INVALID;
	state.entered = true;
	state.landlock = sandbox_landlock(o);
	state.network = state.landlock >= NETWORK_SINCE;
	if (!state.landlock)
		missing(N_("The kernel has no Landlock: the server could open any file that its account may "
			   "open."));
	else if (!state.network)
		missing(N_(
			"The kernel's Landlock does not guard ports: the server could connect to anywhere."));
	state.seccomp = enter_seccomp(o);
	if (!state.seccomp)
		missing(N_("The kernel refuses seccomp: the server could run other programs."));
	return RC_OK;
}
