/* Loaded before a program by LD_PRELOAD: its clock of the day stands so many seconds off, and its steady
 * clock so many ahead, as the two numbers of twenty places each in the file CLOCK_FILE say, while it runs.
 * What waits looks again five times a second, so that a jump is noticed at once.  For tests alone. */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PLACES = 20, LINE = PLACES + 1, LOOK_EVERY_NS = 200000000, SECOND_NS = 1000000000 };

static const char *numbers;
static int (*real_clock)(clockid_t, struct timespec *);
static int (*real_wait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

/* The waits of before 2003 have the same name. */
static void find(void)
{
	real_clock = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	real_wait = (int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))dlvsym(
		RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
	if (!real_wait)
		real_wait = (int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))dlsym(
			RTLD_NEXT, "pthread_cond_timedwait");
}

/* Before the program shuts itself in. */
__attribute__((constructor)) static void open_file(void)
{
	const char *name = getenv("CLOCK_FILE");
	int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED : mmap(NULL, (size_t)2 * LINE, PROT_READ, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	numbers = at == MAP_FAILED ? NULL : at;
	find();
}

static long long off(int line)
{
	long long n = 0;
	const char *at = numbers ? numbers + (ptrdiff_t)line * LINE : "";

	for (int i = 1; numbers && i < PLACES; i++)
		n = n * 10 + (at[i] - '0');
	return *at == '-' ? -n : n;
}

int clock_gettime(clockid_t id, struct timespec *to)
{
	if (!real_clock)
		find();
	int answer = real_clock(id, to);
	if (answer == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		to->tv_sec += off(0);
	if (answer == 0 && id == CLOCK_BOOTTIME)
		to->tv_sec += off(1);
	return answer;
}

time_t time(time_t *to)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (to)
		*to = now.tv_sec;
	return now.tv_sec;
}

/* As long as is asked, in steps: to who waits, the end of one is an end. */
int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until)
{
	struct timespec soon;

	(void)real_clock(CLOCK_MONOTONIC, &soon);
	soon.tv_nsec += LOOK_EVERY_NS;
	soon.tv_sec += soon.tv_nsec / SECOND_NS;
	soon.tv_nsec %= SECOND_NS;
	return real_wait(c, m, until->tv_sec < soon.tv_sec ? until : &soon);
}
