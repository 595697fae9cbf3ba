#include "forked.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

void forked_end(int status)
{
	for (;;)
		(void)syscall(SYS_exit_group, status);
}

const char *forked_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

/* The kernel says where they stand, proc(5): fields 48 to 51 of stat, counted from after the name in
 * brackets; 0 to who may not know. */
void forked_forget(const char *title, size_t size)
{
	char text[2048], *at = strrchr(forked_read("/proc/self/stat", text, sizeof text), ')');
	unsigned long place[4] = { 0 };

	clearenv();
	for (int field = 2; at && field < 48; field++)
		at = strchr(at + 1, ' ');
	for (size_t i = 0; at && i < COUNT(place); i++)
		place[i] = strtoul(at, &at, 10);
	for (size_t i = 0; i < COUNT(place); i += 2) {
		char *words = (char *)place[i]; /* NOLINT(performance-no-int-to-ptr) */
		if (!words || place[i + 1] <= place[i])
			continue;
		memset(words, 0, place[i + 1] - place[i]);
		if (i == 0 && place[1] - place[0] > size)
			memcpy(words, title, size);
	}
}

bool forked_leave(int control)
{
	static const int plain[] = { SIGPIPE, SIGCHLD, SIGALRM, SIGXCPU, SIGXFSZ, SIGSEGV, SIGABRT };
	sigset_t blocked;

	if (control != FORKED_CONTROL && dup2(control, FORKED_CONTROL) != FORKED_CONTROL)
		return false;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < FORKED_CONTROL; fd++)
		if (null < 0 || dup2(null, fd) != fd)
			return false;
	if (close_range(FORKED_CONTROL + 1, ~0U, 0))
		return false;
	for (size_t i = 0; i < COUNT(plain); i++)
		(void)signal(plain[i], SIG_DFL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGHUP);
	sigaddset(&blocked, SIGQUIT);
	return sigprocmask(SIG_SETMASK, &blocked, NULL) == 0;
}
