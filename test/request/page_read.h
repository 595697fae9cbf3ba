/* page_read.h - what a person reads off a page and types elsewhere. */
#pragma once
#include "harness.h"
#include "totp.h"

#include <string.h>

/* What stands between the two; .s is NULL when they are not there. */
static inline str between(str text, const char *before, const char *after)
{
	const char *from = text.n ? memmem(text.s, text.n, before, strlen(before)) : NULL;

	if (!from)
		return (str){ NULL, 0 };
	from += strlen(before);
	size_t left = text.n - (size_t)(from - text.s);
	const char *to = memmem(from, left, after, strlen(after));
	return to ? (str){ from, (size_t)(to - from) } : (str){ NULL, 0 };
}

/* The secret of the second factor, in base 32 as its page shows it; as long as there were letters for. */
static inline str secret_shown(struct arena *mem, str page)
{
	str shown = between(page, "translate=\"no\">", "<");
	char *raw = NEW(mem, char, TOTP_BYTES);
	unsigned bits = 0, have = 0;
	size_t n = 0;

	for (size_t i = 0; i < shown.n && n < TOTP_BYTES; i++) {
		char ch = shown.s[i];
		if (ch == ' ')
			continue;
		bits = (bits << 5 | (unsigned)(ch >= 'A' ? ch - 'A' : ch - '2' + 26)) & 0xffff;
		have += 5;
		if (have >= 8)
			raw[n++] = (char)(bits >> (have -= 8));
	}
	return (str){ raw, n };
}
