/* Cookie lines: a value found is a part of the line and holds no separator. */
#include "http.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const str name[] = { STR_INIT("s"), STR_INIT("session"), STR_INIT("") };
	struct http_pair header = { STR("cookie"), { (const char *)data, n } };
	const struct http_request r = { .header = &header, .nheader = 1 };

	for (size_t i = 0; i < COUNT(name); i++) {
		str v = http_cookie(&r, name[i]);
		if (v.n && (v.s < header.value.s || v.s + v.n > header.value.s + n || memchr(v.s, ';', v.n)))
			abort();
	}
	return 0;
}
