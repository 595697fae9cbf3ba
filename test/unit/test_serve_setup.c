/* Which port the sandbox leaves open for the database; what of large blocks stays. */
#include "serve_setup.h"
#include "tap.h"

#include <malloc.h>
#include <stdlib.h>

static uint16_t port(const char *url) { return serve_database_port(str_of(url)); }

/* glibc maps the larger ones next time from its own memory once one has been given back, unless the limit is
 * set. */
static void test_large_blocks(void)
{
	enum { LARGE = 19 << 20 };

	serve_begin(false);
	size_t before = mallinfo2().hblkhd;
	char *volatile first = malloc(LARGE);
	bool glibc = mallinfo2().hblkhd > before;
	free(first);
	OK(glibc ||
	   getenv("TX_SMALL")); /* under the sanitizers memory is theirs: nothing of glibc's to try */
	for (int i = 0; glibc && i < 3; i++) {
		char *volatile p = malloc(LARGE);
		OK(p && mallinfo2().hblkhd >= before + LARGE);
		free(p);
		OK(mallinfo2().hblkhd == before);
	}
}

int main(void)
{
	test_large_blocks();
	unsetenv("PGHOST");
	unsetenv("PGPORT");
	OK(port("sqlite:/var/lib/tongxin/a.db") == 0);
	OK(port("postgresql:///tongxin") == 0);
	OK(port("postgresql:///tongxin?host=/run/postgresql&user=a") == 0);
	OK(port("postgresql://%2Frun%2Fpostgresql/tongxin") == 0);
	OK(port("postgresql://:5433/tongxin") == 0);
	OK(port("postgresql://db.county/tongxin") == 5432);
	OK(port("postgresql://db.county:6432/tongxin") == 6432);
	OK(port("postgresql://db.county:6432") == 6432);
	OK(port("postgresql://user:pass%40:word@db.county:6432/tongxin?sslmode=require") == 6432);
	OK(port("postgresql://user@10.0.0.1/tongxin?port=7000") == 7000);
	OK(port("postgresql:///tongxin?host=db.county&port=7001") == 7001);
	OK(port("postgresql://[::1]:6000/tongxin") == 6000);
	OK(port("postgresql://[::1]/tongxin") == 5432);
	OK(port("postgresql://one:6001,two:6001/tongxin") == 6001);
	OK(port("postgresql://db.county:99999/tongxin") == 5432);
	setenv("PGHOST", "db.county", 1);
	setenv("PGPORT", "6543", 1);
	OK(port("postgresql:///tongxin") == 6543);
	OK(port("postgresql://other:6544/tongxin") == 6544);
	setenv("PGHOST", "/run/postgresql", 1);
	OK(port("postgresql:///tongxin") == 0);
	return tap_end();
}
