#include "server.h"

#include <stdlib.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8, GZIP_LEVEL = 1 };
/* A long page is a tenth shorter for a tenth of a millisecond more, and is read on a slow line; what is
 * longer still is no page. */
enum { GZIP_LEVEL_LONG = 5, GZIP_LONG = 4 << 10, GZIP_LONGER = 128 << 10 };

/* RFC 9110 12.4.2: 0 to 1000; what is no quality is none. */
static int quality_read(str q)
{
	int value = 0, unit = 1000;

	if (q.n == 0 || q.n > 5 || (q.s[0] != '0' && q.s[0] != '1') || (q.n > 1 && q.s[1] != '.'))
		return 0;
	for (size_t i = 0; i < q.n; i++) {
		if (i == 1)
			continue;
		if (q.s[i] < '0' || q.s[i] > '9')
			return 0;
		value += (q.s[i] - '0') * unit;
		unit /= 10;
	}
	return value > 1000 ? 0 : value;
}

static bool is_name(str s, const char *lower)
{
	size_t n = strlen(lower);

	for (size_t i = 0; i < n && s.n == n; i++)
		if ((s.s[i] | 0x20) != (lower[i] | 0x20))
			return false;
	return s.n == n;
}

struct accepted encoding_accepted(str accept)
{
	int gzip = -1, brotli = -1, any = 0;
	str item;

	while (str_next(&accept, ',', &item)) {
		str name, parameter;
		int q = 1000;
		if (!str_next(&item, ';', &name))
			continue;
		while (str_next(&item, ';', &parameter)) {
			parameter = str_trim(parameter);
			if (str_starts(parameter, STR("q=")) || str_starts(parameter, STR("Q=")))
				q = quality_read(str_cut(parameter, 2, parameter.n));
		}
		name = str_trim(name);
		if (is_name(name, "gzip") || is_name(name, "x-gzip"))
			gzip = q;
		else if (is_name(name, "br"))
			brotli = q;
		else if (is_name(name, "*"))
			any = q;
	}
	return (struct accepted){ gzip < 0 ? any : gzip, brotli < 0 ? any : brotli };
}

bool encoding_worthwhile(str type)
{
	static const str exact[] = { STR_INIT("application/json"), STR_INIT("application/javascript"),
				     STR_INIT("application/xml"), STR_INIT("image/svg+xml") };
	str name;

	if (str_starts(type, STR("text/")))
		return true;
	if (!str_next(&type, ';', &name))
		return false;
	for (size_t i = 0; i < COUNT(exact); i++)
		if (str_eq(name, exact[i]))
			return true;
	return str_ends(name, STR("+json")) || str_ends(name, STR("+xml"));
}

/* A quarter of a megabyte each, so they are kept: at most one per thread is ever in use. */
static struct deflater *deflater_take(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	struct deflater *d = s->deflaters;
	if (d)
		s->deflaters = d->next;
	pthread_mutex_unlock(&s->lock);
	if (d)
		return deflateReset(&d->z) == Z_OK ? d : NULL;
	d = calloc(1, sizeof *d);
	if (d && deflateInit2(&d->z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) !=
			 Z_OK) {
		free(d);
		d = NULL;
	}
	return d;
}

static void deflater_give(struct http_server *s, struct deflater *d)
{
	pthread_mutex_lock(&s->lock);
	d->next = s->deflaters;
	s->deflaters = d;
	pthread_mutex_unlock(&s->lock);
}

bool encoding_gzip(struct http_server *s, struct arena *mem, str plain, str *ret)
{
	struct deflater *d = plain.n <= UINT32_MAX / 2 ? deflater_take(s) : NULL;

	if (!d)
		return false;
	size_t room = plain.n - plain.n / 16; /* it must be worth it */
	char *to = arena_try(mem, 1, 1, room);
	bool done = false;
	int level = plain.n >= GZIP_LONG && plain.n < GZIP_LONGER ? GZIP_LEVEL_LONG : GZIP_LEVEL;

	if (to && deflateParams(&d->z, level, Z_DEFAULT_STRATEGY) == Z_OK) {
		d->z.next_in = (const Bytef *)plain.s;
		d->z.avail_in = (uInt)plain.n;
		d->z.next_out = (Bytef *)to;
		d->z.avail_out = (uInt)room;
		done = deflate(&d->z, Z_FINISH) == Z_STREAM_END;
		if (done)
			*ret = (str){ to, room - d->z.avail_out };
	}
	deflater_give(s, d);
	return done;
}

void encoding_free_all(struct http_server *s)
{
	while (s->deflaters) {
		struct deflater *d = s->deflaters;
		s->deflaters = d->next;
		deflateEnd(&d->z);
		free(d);
	}
}
