#include "serve_calls.h"
#include "call_told.h"
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whoever may read it may hear and see every call. */
static const char *read_file(struct arena *mem, const char *path, str *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = NEW(mem, char, RTC_CONF_MAX);
	struct stat st;

	if (fd < 0)
		return strerror(errno);
	ssize_t n = read(fd, text, RTC_CONF_MAX);
	bool known = fstat(fd, &st) == 0;
	close(fd);
	if (n < 0 || !known)
		return "cannot be read";
	if (st.st_mode & S_IRWXO)
		return "is open to everybody on this machine; chmod 600";
	if (n == RTC_CONF_MAX)
		return "is too long";
	*ret = (str){ text, (size_t)n };
	return NULL;
}

int serve_calls_read(struct arena *mem, const char *file, struct rtc_conf *ret, bool *ret_there)
{
	const char *path = file ? file : getenv("TONGXIN_RTC");
	unsigned line = 0;
	str text = { NULL, 0 };

	*ret_there = path && *path;
	if (!*ret_there)
		return EXIT_DONE;
	const char *why = read_file(mem, path, &text);
	if (why) {
		fprintf(stderr, "tongxin: %s: %s\n", path, why);
		return EXIT_REFUSED;
	}
	if (rtc_conf_read(text, ret, &line) != RC_OK) {
		if (line)
			fprintf(stderr, "tongxin: %s: line %u is not understood\n", path, line);
		else
			fprintf(stderr, "tongxin: %s: something is missing; see tongxin-rtc(1)\n", path);
		return EXIT_REFUSED;
	}
	return rtc_prepare() == RC_OK ? EXIT_DONE : EXIT_FAULT;
}

enum rc serve_calls_start(const struct rtc_conf *conf, struct app *app)
{
	return rtc_start(
		&(struct rtc_setup){
			.conf = *conf, .tell = call_heard, .arg = app, .now = app->now, .clock = app->clock },
		&app->rtc);
}
