#include "server.h"

enum { HASH_DIGITS = 16 };

/* "/s/name" or "/s/HASH/name".  A style sheet at /s/ITS-HASH/a.css names b.svg beside itself, so any hash is
 * answered, but only the right one is said to last. */
static const struct static_file *find(str path, bool *ret_exact)
{
	str name = str_cut(path, 3, path.n), hash = { NULL, 0 };

	if (!str_starts(path, STR("/s/")))
		return NULL;
	if (name.n > HASH_DIGITS && name.s[HASH_DIGITS] == '/') {
		hash = str_cut(name, 0, HASH_DIGITS);
		name = str_cut(name, HASH_DIGITS + 1, name.n);
	}
	for (size_t i = 0; i < static_nfiles; i++) {
		const struct static_file *f = &static_files[i];
		if (!str_eq(str_of(f->path + 3), name))
			continue;
		*ret_exact = str_eq(str_of(f->hash), hash);
		return f;
	}
	return NULL;
}

bool http_static(struct http_request *r, struct http_reply *p)
{
	bool exact;
	const struct static_file *f = r->method == HTTP_GET ? find(r->path, &exact) : NULL;

	if (!f)
		return false;
	struct accepted may = encoding_accepted(http_header(r, STR("accept-encoding")));
	p->status = 200;
	p->type = str_of(f->type);
	p->fixed = f->plain;
	p->immutable = exact;
	p->brief = !exact;
	p->varies = f->gzip.n || f->brotli.n;
	bool gzip = f->gzip.n && may.gzip > 0;
	bool brotli = f->brotli.n && may.brotli > 0 && !(gzip && may.gzip > may.brotli);
	if (brotli)
		p->fixed = f->brotli;
	else if (gzip)
		p->fixed = f->gzip;
	if (brotli || gzip)
		p->encoding = brotli ? STR("br") : STR("gzip");
	char *etag = arena_try(r->mem, 1, 1, HASH_DIGITS + 2);
	if (etag) {
		etag[0] = etag[HASH_DIGITS + 1] = '"';
		memcpy(etag + 1, f->hash, HASH_DIGITS);
		p->etag = (str){ etag, HASH_DIGITS + 2 };
	}
	return true;
}

str static_url(struct arena *mem, str name)
{
	for (size_t i = 0; i < static_nfiles; i++) {
		const struct static_file *f = &static_files[i];
		if (!str_eq(str_of(f->path + 3), name))
			continue;
		struct buf url = buf_new(mem, 3 + HASH_DIGITS + 1 + name.n);
		buf_lit(&url, "/s/");
		buf_put(&url, f->hash, HASH_DIGITS);
		buf_ch(&url, '/');
		buf_str(&url, name);
		return buf_view(&url);
	}
	return STR("/s/missing"); /* answers 404: seen in the first test of the page */
}
