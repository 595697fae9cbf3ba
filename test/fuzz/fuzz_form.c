/* Forms: the first line is the Content-Type, the rest the body. Names are text; a field is never past the
 * limit. */
#include "http.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	str rest = { (const char *)data, n }, type;
	struct arena mem;
	struct http_pair *field = NULL;
	size_t count = 0;

	if (!str_next(&rest, '\n', &type))
		return 0;
	arena_init(&mem, 4 << 20);
	struct http_pair header = { STR("content-type"), type };
	struct http_request r = { .mem = &mem, .header = &header, .nheader = 1, .body = rest };
	enum rc rc = http_form(&r, &field, &count);
	if (rc != RC_OK && rc != RC_MALFORMED && rc != RC_TOO_BIG && rc != RC_MEDIA)
		abort();
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		if (!utf8_valid(field[i].name))
			abort();
	if (rc == RC_OK && count > 500)
		abort();
	arena_free(&mem);
	return 0;
}
