#include "logline.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

void logline(enum level level, const char *area, const char *format, ...)
{
	static const char *const word[] = { "fault", "warn", "info" };
	char line[1024];
	struct timespec t;
	va_list ap;

	clock_gettime(CLOCK_REALTIME, &t);
	int n = snprintf(line, sizeof line, "%lld.%03ld %s %s: ", (long long)t.tv_sec, t.tv_nsec / 1000000,
			 word[level], area);
	va_start(ap, format);
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is, the line above */
	int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, format, ap);
	va_end(ap);
	size_t len = (size_t)n + (m < 0 ? 0 : (size_t)m);
	if (len > sizeof line - 2)
		len = sizeof line - 2;
	for (size_t i = 0; i < len; i++)
		if (line[i] == '\n' || line[i] == '\r')
			line[i] = ' '; /* one line is one line, whatever a stranger wrote */
	line[len] = '\n';
	(void)!fwrite(line, 1, len + 1, stderr);
}
