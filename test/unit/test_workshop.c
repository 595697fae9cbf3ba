/* The workshop: a list read there is the list read here; whatever a worker does that it may not, ends it and
 * nothing else. The jobs of this test are the crimes. */
#include "book_frame.h"
#include "frames.h"
#include "tap.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A sanitizer needs more room than any limit: there only the arena has one. */
#ifdef __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif

/* --- the crimes: each tells its place in the answer when it was not stopped --- */

static enum rc say(struct workshop_desk *d, const char *text)
{
	workshop_put(d, 1, str_of(text));
	return RC_OK;
}

static enum rc echo(struct workshop_desk *d)
{
	workshop_put(d, 1, d->input);
	return RC_OK;
}

static enum rc open_file(struct workshop_desk *d)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 ? say(d, "no") : say(d, "open");
}

static enum rc make_socket(struct workshop_desk *d)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? say(d, "no") : say(d, "socket");
}

static enum rc run_program(struct workshop_desk *d)
{
	char *const argv[] = { NULL };

	return execve("/bin/true", argv, argv) < 0 ? say(d, "no") : RC_OK;
}

static enum rc make_process(struct workshop_desk *d)
{
	pid_t pid = fork();

	return pid < 0 ? say(d, "no") : say(d, "fork");
}

static void *rest(void *arg) { return arg; }

static enum rc make_thread(struct workshop_desk *d)
{
	pthread_t t;

	return pthread_create(&t, NULL, rest, NULL) ? say(d, "no") : say(d, "thread");
}

static enum rc kill_others(struct workshop_desk *d)
{
	return kill(getppid(), SIGKILL) ? say(d, "no") : say(d, "kill");
}

static enum rc run_data(struct workshop_desk *d)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? say(d, "no") : say(d, "code");
}

/* Standard error is not the answer: it might pass for a line of the log. */
static enum rc write_elsewhere(struct workshop_desk *d)
{
	return write(2, "x", 1) < 0 ? say(d, "no") : say(d, "write");
}

static enum rc read_server(struct workshop_desk *d)
{
	char c;

	return read(3, &c, 1) < 0 ? say(d, "no") : say(d, "read");
}

static enum rc crash(struct workshop_desk *d UNUSED) { __builtin_trap(); }

static enum rc loop(struct workshop_desk *d)
{
	for (volatile unsigned i = 0; d->input.n; i++)
		;
	return RC_OK;
}

static enum rc take_memory(struct workshop_desk *d)
{
	while (d->input.n)
		memset(NEW(d->mem, char, 1 << 20), 1, 1 << 20);
	return RC_OK;
}

/* Past the arena: the limit of the address space. */
static enum rc take_space(struct workshop_desk *d)
{
	for (int i = 0; i < 4096; i++) {
		char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED)
			return RC_TOO_BIG;
		*p = 1;
	}
	return say(d, "space");
}

static enum rc flood(struct workshop_desk *d)
{
	static const char much[1 << 16];

	while (d->input.n)
		workshop_put(d, 1, (str){ much, sizeof much });
	return RC_OK;
}

static enum rc say_nonsense(struct workshop_desk *d)
{
	workshop_put(d, 0, STR("\x0c")); /* an end of RC_FAULT: not a worker's to say */
	return RC_OK;
}

static enum rc claim_much(struct workshop_desk *d)
{
	return write(3, "\xff\xff\xff\x7f\x01", 5) == 5 ? RC_OK : say(d, "no");
}

static enum rc refuse_it(struct workshop_desk *d UNUSED) { return RC_MALFORMED; }

enum { WAIT = 40, ONE = 1, MEM = 64 << 20 };
#define CRIME(f)                                                                                             \
	{                                                                                                    \
		.name = #f, .run = (f), .processor = ONE, .wall = WAIT, .memory = MEM, .answer = 1           \
	}
/* What stands where the environment stood: passwords of databases may. */
static const char *secret;
static enum rc tell_environment(struct workshop_desk *d)
{
	return say(d, getenv("TX_SECRET") ? "there" : secret);
}

enum { J_BOOK, J_ECHO, J_ENVIRONMENT, J_REFUSE, J_MEMORY, J_SPACE, J_CRIMES };
/* clang-format off */
static const struct workshop_job jobs[] = {
	[J_BOOK] = { .name = "book", .prepare = book_prepare, .run = book_job, .processor = 10, .wall = 60, .memory = 256 << 20,
		     .answer = 8 },
	[J_ECHO] = CRIME(echo), [J_ENVIRONMENT] = CRIME(tell_environment), [J_REFUSE] = CRIME(refuse_it), [J_MEMORY] = CRIME(take_memory), [J_SPACE] = CRIME(take_space),
	/* every one of these is answered RC_INVALID */
	[J_CRIMES] = CRIME(open_file), CRIME(make_socket), CRIME(run_program), CRIME(make_process), CRIME(make_thread),
	CRIME(kill_others), CRIME(run_data), CRIME(write_elsewhere), CRIME(read_server), CRIME(crash), CRIME(loop), CRIME(flood),
	CRIME(say_nonsense), CRIME(claim_much),
};
/* clang-format on */

/* --- asking --- */

static enum rc take_text(void *arg, struct workshop_frames *f)
{
	str *text = arg;
	int type;

	while (workshop_next(f, &type, text))
		;
	return f->rc;
}

static enum rc do_job(size_t job, str input, char said[64])
{
	struct arena mem;
	str text = { NULL, 0 };

	arena_init(&mem, 8 << 20);
	enum rc rc = workshop_do(job, &mem, input, take_text, &text);
	size_t n = text.n < 63 ? text.n : 63;
	if (n)
		memcpy(said, text.s, n);
	said[n] = '\0';
	arena_free(&mem);
	return rc;
}

static void try_crimes(void)
{
	char said[64];

	for (size_t i = J_CRIMES; i < COUNT(jobs); i++) {
		enum rc rc = do_job(i, STR("x"), said);
		printf("# %s: %d \"%s\"\n", jobs[i].name, (int)rc, jobs[i].run == flood ? "" : said);
		OK(rc == RC_INVALID || (jobs[i].run == flood && rc == RC_TOO_BIG));
		OK(jobs[i].run == flood || said[0] == '\0');
	}
	OK(workshop_state().lost == 0);
	OK(do_job(J_ECHO, STR("still here"), said) == RC_OK && strcmp(said, "still here") == 0);
}

static void try_limits(void)
{
	char said[64];

	OK(do_job(J_MEMORY, STR("x"), said) == RC_TOO_BIG);
	OK(do_job(J_REFUSE, STR("x"), said) == RC_MALFORMED);
	OK(strcmp(secret, "hush") == 0);
	OK(do_job(J_ENVIRONMENT, STR("x"), said) == RC_OK && said[0] == '\0');
	OK(do_job(COUNT(jobs), STR("x"), said) == RC_INVALID);
	OK(SANITIZED || do_job(J_SPACE, STR("x"), said) == RC_TOO_BIG);
	OK(do_job(J_ECHO, (str){ NULL, 0 }, said) == RC_OK);
}

/* --- the same rows --- */

static bool same_cells(const struct book_row *a, const struct book_row *b)
{
	if (a->n != b->n || a->line != b->line)
		return false;
	for (size_t k = 0; k < a->n; k++)
		if (a->cell[k].type != b->cell[k].type || !str_eq(a->cell[k].text, b->cell[k].text))
			return false;
	return true;
}

static bool same_rows(const struct book *a, const struct book *b)
{
	if (a->n != 1 || b->n != 1 || a->sheet[0].n != b->sheet[0].n)
		return a->n == b->n && a->n == 0;
	for (size_t i = 0; i < a->sheet[0].n; i++)
		if (!same_cells(&a->sheet[0].row[i], &b->sheet[0].row[i]))
			return false;
	return true;
}

static bool take_here(void *ctx, int type, str payload)
{
	struct book_taker *t = ctx;

	return book_take_frame(t, type, str_dup(t->mem, payload)) == RC_OK;
}

/* As book_read() does without a workshop. */
static enum rc read_here(struct arena *mem, str text, struct book *ret)
{
	struct book_taker t = { .mem = mem };
	struct book_out o = { .put = take_here, .ctx = &t, .mem = mem };
	enum book_why why = book_work(text, &o);

	return why == WHY_NONE ? book_take_end(&t, ret) : book_why_rc(why);
}

static bool same_reading(str text)
{
	struct arena mem;
	struct book here = { 0 }, there = { 0 };
	const char *why;

	arena_init(&mem, 512 << 20);
	enum rc a = read_here(&mem, text, &here), b = book_read(&mem, text, &there, &why);
	if (a != b)
		printf("# %d here, %d in the workshop: %s\n", (int)a, (int)b, why ? why : "");
	bool same = a == b && same_rows(&here, &there);
	arena_free(&mem);
	return same;
}

static str repeat(struct arena *mem, str part, size_t times)
{
	char *s = NEW(mem, char, part.n *times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(s + i * part.n, part.s, part.n);
	return (str){ s, part.n * times };
}

/* --- frames --- */

struct seen {
	int type;
	str payload;
	enum rc answer;
};

static enum rc see(void *ctx, int type, str payload)
{
	struct seen *s = ctx;

	s->type = type;
	s->payload = payload;
	return s->answer;
}

static void take_frames_here(void)
{
	struct arena mem;
	struct seen s = { .answer = RC_OK };
	struct frames_taker t = { .mem = &mem, .take = see, .ctx = &s };
	char text[] = "abc";

	arena_init(&mem, 100);
	OK(frames_here(&t, 7, (str){ text, 3 }) && t.rc == RC_OK && s.type == 7);
	text[0] = 'x';
	OK(str_eq(s.payload, STR("abc"))); /* its own copy */
	OK(frames_here(&t, 8, STR("")) && s.type == 8 && s.payload.n == 0);
	OK(!frames_here(&t, 9, (str){ text, 100 }) && t.rc == RC_TOO_BIG && s.type == 8);
	s.answer = RC_MALFORMED;
	OK(!frames_here(&t, 9, STR("")) && t.rc == RC_MALFORMED);
	arena_free(&mem);
	OK(frames_refusal(STR("\3"), 4) == 3 && frames_refusal(STR("\1"), 4) == 1);
	OK(!frames_refusal(STR("\4"), 4) && !frames_refusal(STR("\0"), 4) && !frames_refusal(STR("\xff"), 4));
	OK(!frames_refusal(STR(""), 4) && !frames_refusal(STR("\1\1"), 4));
	const struct frames_whys w = { 11, 12, 13, 14 };
	OK(frames_why(&w, RC_OK) == 0 && frames_why(&w, RC_TOO_BIG) == 11 &&
	   frames_why(&w, RC_MALFORMED) == 12 && frames_why(&w, RC_BUSY) == 13 &&
	   frames_why(&w, RC_INVALID) == 14 && frames_why(&w, RC_FAULT) == 14);
}

static void read_the_same(void)
{
	struct arena mem;

	arena_init(&mem, 512 << 20);
	OK(same_reading(STR("")));
	OK(same_reading(STR("\xef\xbb\xbf姓名,性别\r\n林小春,女\r\n\r\n,,\n'=1+1,\"a\"\"b\nc\"\n")));
	OK(same_reading(STR("a,\"b\nc")));
	OK(same_reading(STR("a\"b,c\n")));
	OK(same_reading(STR("\xff\xfe,b\n")));
	OK(same_reading(repeat(&mem, STR("林小春,女,2017-01-10,440804201701105000,汉族\n"), 20000)));
	OK(same_reading(repeat(&mem, STR("a\n"), BOOK_ROWS)));
	OK(same_reading(repeat(&mem, STR("a\n"), BOOK_ROWS + 1)));
	OK(same_reading(repeat(&mem, STR(","), BOOK_COLUMNS - 1)));
	OK(same_reading(repeat(&mem, STR(","), BOOK_COLUMNS)));
	OK(same_reading(repeat(&mem, STR("x"), 300 << 10))); /* one cell longer than a frame */
	OK(same_reading(repeat(&mem, STR(",,,,,,,,,\n"), 50000)));
	arena_free(&mem);
}

/* The place of one who waits is not lost when the memory for the answer is too small. */
static void run_out_of_memory(void)
{
	struct arena mem, small;
	struct book book;
	const char *why;

	arena_init(&mem, 64 << 20);
	arena_init(&small, 64 << 10);
	str text = repeat(&mem, STR("a,b,c,d,e,f\n"), 20000);
	for (int i = 0; i < 4; i++)
		OK(book_read(&small, text, &book, &why) == RC_TOO_BIG);
	OK(workshop_state().lost == 0);
	OK(same_reading(text));
	arena_free(&small);
	arena_free(&mem);
}

/* --- many at once --- */

static void *read_some(void *arg)
{
	_Atomic int *good = arg;

	for (int i = 0; i < 10; i++)
		*good += same_reading(STR("a,b\n1,2\n"));
	return NULL;
}

static void read_at_once(void)
{
	enum { THREADS = 8 };
	pthread_t t[THREADS];
	_Atomic int good = 0;

	for (int i = 0; i < THREADS; i++)
		OK(pthread_create(&t[i], NULL, read_some, &good) == 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	OK(good == THREADS * 10);
}

/* --- a warden that ends: the other goes on, and when there is none it is said --- */

static void lose_wardens(void)
{
	char said[64];
	enum rc rc = RC_OK;

	/* The wardens are this process's only children. */
	char text[256] = "";
	FILE *f = fopen("/proc/thread-self/children", "re");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
	if (f)
		(void)fclose(f);
	text[n] = '\0';
	char *at = text;
	pid_t one = (pid_t)strtol(at, &at, 10), two = (pid_t)strtol(at, &at, 10);
	OK(one > 0 && two > 0);
	if (one <= 0 || two <= 0)
		return;
	kill(one, SIGKILL);
	for (int i = 0; i < 5; i++)
		rc = do_job(J_ECHO, STR("x"), said);
	OK(rc == RC_OK && workshop_state().lost <= 1);
	kill(two, SIGKILL);
	for (int i = 0; i < 3; i++)
		rc = do_job(J_ECHO, STR("x"), said);
	OK(rc == RC_FAULT && workshop_state().lost == 2);
	struct arena mem;
	struct book book;
	const char *why = NULL;
	arena_init(&mem, 1 << 20);
	OK(book_read(&mem, STR("a,b\n"), &book, &why) == RC_FAULT && why);
	arena_free(&mem);
}

int main(int argc UNUSED, char **argv)
{
	secret = getenv("TX_SECRET");
	if (!secret) { /* where the kernel puts it, not where setenv() does */
		setenv("TX_SECRET", "hush", 1);
		execv("/proc/self/exe", argv);
		return 1;
	}
	take_frames_here();
	OK(!workshop_is_open());
	OK(same_reading(STR("a,b\n1,2\n")));
	OK(workshop_open(jobs, COUNT(jobs), 0) == RC_INVALID);
	OK(workshop_open(jobs, COUNT(jobs), 2) == RC_OK);
	if (!workshop_is_open()) {
		SKIP("the kernel has no seccomp");
		return tap_end();
	}
	OK(workshop_open(jobs, COUNT(jobs), 2) == RC_INVALID);
	OK(workshop_state().places == 2);
	read_the_same();
	run_out_of_memory();
	try_crimes();
	try_limits();
	read_at_once();
	lose_wardens();
	workshop_close();
	OK(!workshop_is_open());
	OK(waitpid(-1, NULL, WNOHANG) == -1); /* no process is left behind */
	OK(workshop_open(workshop_jobs, WORKSHOP__N, 1) == RC_OK);
	OK(same_reading(STR("a,b\n1,2\n")));
	workshop_close();
	return tap_end();
}
