/* tap.h - TAP on standard output: OK(e) is one test, tap_end() the plan.  One main() per binary. */
#pragma once
#include <stdio.h>

static int tap_n, tap_bad;
/* The number is taken after `e`, which may hold tests of its own. */
#define OK(e)                                                                                                \
	((e) ? (void)printf("ok %d - %s:%d %s\n", ++tap_n, __func__, __LINE__, #e)                           \
	     : (tap_bad++, (void)printf("not ok %d - %s:%d %s\n", ++tap_n, __FILE__, __LINE__, #e)))
#define SKIP(why) (tap_n++, (void)printf("ok %d # SKIP %s\n", tap_n, why))

static inline void tap_skip(const char *why) { SKIP(why); }

/* A remark, line by line. */
static inline void tap_note(const char *text, size_t n)
{
	fputs("# ", stdout);
	for (size_t i = 0; i < n; i++) {
		putchar(text[i]);
		if (text[i] == '\n')
			fputs("# ", stdout);
	}
	putchar('\n');
}

static inline int tap_end(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad != 0;
}
