/* What single header lines of a request may hold: ranges, languages, encodings, cookies, numbers, secrets.
 * The first byte says how long the body is of which a part is asked for. */
#include "range.h"
#include "secret.h"
#include "server.h"
#include "tr.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check_range(str value, size_t total)
{
	struct http_pair header[] = { { STR("range"), value }, { STR("if-range"), STR("\"1\"") } };
	struct http_request r = { .header = header, .nheader = 1 };
	struct range got;

	for (r.nheader = 1; r.nheader <= 2; r.nheader++) {
		if (!range_wanted(&r, STR("\"1\""), total, &got))
			continue;
		require(got.from <= total && got.n <= total - got.from);
		require(got.part || (got.from == 0 && got.n == total));
		require(!got.part || got.n > 0);
	}
}

static void check_cookie(str value)
{
	static const str name[] = { STR_INIT("tx"), STR_INIT("__Host-tx"), STR_INIT("known"), STR_INIT("") };
	struct http_pair header[] = { { STR("cookie"), value }, { STR("cookie"), value } };
	struct http_request r = { .header = header, .nheader = 2 };

	for (size_t i = 0; i < COUNT(name); i++) {
		str got = http_cookie(&r, name[i]);
		require(!got.n || (got.s >= value.s && got.s + got.n <= value.s + value.n));
		require(!memchr(got.n ? got.s : "", ';', got.n));
	}
}

static void check_secret(struct arena *mem, str value)
{
	str digest;
	unsigned char raw[SECRET_SIZE];

	if (secret_digest(mem, value, &digest))
		require(value.n == (size_t)2 * SECRET_SIZE && digest.n == 32);
	require(!hex_read(value, raw, sizeof raw) || value.n == 2 * sizeof raw);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena mem;
	str value = { (const char *)data, n };

	sm_start();
	arena_init(&mem, 1 << 20);
	if (n) {
		value = str_cut(value, 1, n);
		check_range(value, data[0] < 250 ? data[0] : SIZE_MAX >> (data[0] - 249));
	}
	check_cookie(value);
	check_secret(&mem, value);
	require(lang_choose(value) < LANG__N);
	struct accepted a = encoding_accepted(value);
	require(a.gzip >= 0 && a.gzip <= 1000 && a.brotli >= 0 && a.brotli <= 1000);
	(void)encoding_worthwhile(value);
	arena_free(&mem);
	return 0;
}
