/* Targets of requests, and percent decoding: whatever is accepted is clean. */
#include "server.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool truth)
{
	if (!truth)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena mem;
	struct http_request r = { .mem = &mem };
	str in = { (const char *)data, n }, authority, segment, plain;

	arena_init(&mem, 1 << 20);
	int status = target_read(&mem, in, &r, &authority);
	require(status == 0 || status == 400 || status == 414);
	if (status == 0) {
		require(r.path.n > 0 && r.path.s[0] == '/' && utf8_valid(r.path) &&
			!utf8_has_control(r.path));
		for (str rest = r.path; str_next(&rest, '/', &segment);)
			require(!str_eq(segment, STR(".")) && !str_eq(segment, STR("..")));
		require(r.nquery <= HTTP_QUERY_MAX);
		for (size_t i = 0; i < r.nquery; i++)
			require(utf8_valid(r.query[i].name) && utf8_valid(r.query[i].value));
	}
	if (url_decode(&mem, in, true, &plain) == RC_OK && n < 10000) {
		struct buf again = buf_new(&mem, 3 * n + 1);
		require(utf8_valid(plain));
		url_encode(&again, plain);
		str twice;
		require(url_decode(&mem, buf_view(&again), true, &twice) == RC_OK && str_eq(plain, twice));
	}
	struct accepted a = encoding_accepted(in);
	require(a.gzip >= 0 && a.gzip <= 1000 && a.brotli >= 0 && a.brotli <= 1000);
	arena_free(&mem);
	return 0;
}
