#include "server.h"

#include <assert.h>
#include <stdlib.h>

/* blob: of media is what one has just said oneself, to be heard before it is sent (asset/voice.js). */
#define CSP                                                                                                  \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "  \
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#define PERMISSIONS                                                                                          \
	"camera=(self), display-capture=(), geolocation=(self), microphone=(self), payment=(), usb=()"

static const struct {
	const char *name, *value;
} security[] = {
	{ "Content-Security-Policy", CSP },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" }, /* for browsers that do not know frame-ancestors */
	{ "Referrer-Policy", "same-origin" },
	{ "Permissions-Policy", PERMISSIONS },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

const str reply_late = STR_INIT("HTTP/1.1 408 Request Timeout\r\n"
				"Connection: close\r\n"
				"Content-Security-Policy: " CSP "\r\n"
				"X-Content-Type-Options: nosniff\r\n"
				"X-Frame-Options: DENY\r\n"
				"Referrer-Policy: same-origin\r\n"
				"Permissions-Policy: " PERMISSIONS "\r\n"
				"Cross-Origin-Opener-Policy: same-origin\r\n"
				"Cross-Origin-Resource-Policy: same-origin\r\n"
				"Cache-Control: no-store\r\n"
				"Content-Length: 0\r\n\r\n");

enum { GZIP_FROM = 1024, SHORT_CACHE = 300 };

void reply_header(struct http_reply *p, str name, str value)
{
	assert(p->nextra < COUNT(p->extra)); /* the program's own; nothing a stranger sends adds one */
	p->extra[p->nextra++] = (struct http_pair){ name, value };
}

/* RFC 9110 8.8.3.2, the weak comparison: whether one of the list has the same opaque part. */
static bool etag_listed(str list, str etag)
{
	if (str_starts(etag, STR("W/")))
		etag = str_cut(etag, 2, etag.n);
	while (list.n) {
		char c = list.s[0];
		if (c == ' ' || c == '\t' || c == ',') {
			list = str_cut(list, 1, list.n);
			continue;
		}
		if (c == '*')
			return true;
		if (str_starts(list, STR("W/")))
			list = str_cut(list, 2, list.n);
		const char *end = list.n > 1 && list.s[0] == '"' ? memchr(list.s + 1, '"', list.n - 1) : NULL;
		if (!end)
			return false;
		size_t n = (size_t)(end - list.s) + 1;
		if (str_eq((str){ list.s, n }, etag))
			return true;
		list = str_cut(list, n, list.n);
	}
	return false;
}

/* Nothing in a value may begin another header. */
static bool is_header_value(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] < 0x20 || (unsigned char)s.s[i] > 0x7e)
			return false;
	return true;
}

static bool values_are_sound(const struct http_reply *p)
{
	for (size_t i = 0; i < p->nextra; i++)
		if (!is_header_value(p->extra[i].name) || !is_header_value(p->extra[i].value))
			return false;
	return is_header_value(p->type) && is_header_value(p->etag) && is_header_value(p->location) &&
	       is_header_value(p->encoding) && (!p->disposition || is_header_value(str_of(p->disposition)));
}

static bool put(struct MHD_Response *to, const char *name, const char *value)
{
	return MHD_add_response_header(to, name, value) == MHD_YES;
}

static bool put_str(struct MHD_Response *to, struct arena *mem, const char *name, str value)
{
	if (value.n == 0)
		return true;
	char *z = arena_try(mem, 1, 1, value.n + 1);
	if (z)
		memcpy(z, value.s, value.n);
	return z && put(to, name, z);
}

static const char *cache_control(const struct http_reply *p)
{
	if (p->no_store)
		return "no-store";
	if (p->immutable)
		return "public, max-age=31536000, immutable";
	return p->brief ? "public, max-age=300" : "private, no-cache";
}

static bool put_extra(struct MHD_Response *to, struct arena *mem, const struct http_pair *pair)
{
	char *name = arena_try(mem, 1, 1, pair->name.n + 1);

	if (!name)
		return false;
	memcpy(name, pair->name.s, pair->name.n);
	return put_str(to, mem, name, pair->value);
}

static bool put_all(struct exchange *ex, struct MHD_Response *to, bool varies)
{
	const struct http_reply *p = &ex->p;
	struct arena *mem = &ex->arena;
	bool ok = true;

	for (size_t i = 0; i < COUNT(security); i++)
		ok = ok && put(to, security[i].name, security[i].value);
	if (ex->r.tls)
		ok = ok && put(to, "Strict-Transport-Security", "max-age=31536000");
	ok = ok && put(to, "Cache-Control", cache_control(p));
	ok = ok && put_str(to, mem, "Content-Type", p->type);
	ok = ok && put_str(to, mem, "ETag", p->etag);
	ok = ok && put_str(to, mem, "Location", p->location);
	ok = ok && put_str(to, mem, "Content-Encoding", p->encoding);
	if (p->disposition)
		ok = ok && put(to, "Content-Disposition", p->disposition);
	if (varies)
		ok = ok && put(to, "Vary", "Accept-Encoding");
	for (size_t i = 0; i < p->nextra; i++)
		ok = ok && put_extra(to, mem, &p->extra[i]);
	if (ex->close || ex->stream || atomic_load(&ex->server->stopping))
		ok = ok && put(to, "Connection", "close");
	return ok;
}

/* --- static files: each answer is made once --- */

struct kept {
	struct kept *next;
	const char *bytes; /* of the file in this encoding */
	unsigned status;
	bool immutable;
	struct MHD_Response *response;
};

static bool is_keepable(const struct exchange *ex)
{
	const struct http_reply *p = &ex->p;

	return p->fixed.s && p->etag.n && (p->immutable || p->brief) && !p->nextra && !p->location.n &&
	       !p->disposition && !ex->close && !atomic_load(&ex->server->stopping);
}

static _Atomic(struct kept *) *kept_place(struct http_server *s, const char *bytes)
{
	return &s->kept[((uintptr_t)bytes >> 4) % COUNT(s->kept)];
}

static struct MHD_Response *kept_find(const struct exchange *ex)
{
	const struct http_reply *p = &ex->p;

	for (const struct kept *k = atomic_load(kept_place(ex->server, p->fixed.s)); k; k = k->next)
		if (k->bytes == p->fixed.s && k->status == (unsigned)p->status &&
		    k->immutable == p->immutable)
			return k->response;
	return NULL;
}

/* Two threads may keep the same: the second stands before the first, and both go when the server does. */
static bool kept_add(const struct exchange *ex, struct MHD_Response *response)
{
	_Atomic(struct kept *) *place = kept_place(ex->server, ex->p.fixed.s);
	struct kept *k = calloc(1, sizeof *k);

	if (!k)
		return false;
	*k = (struct kept){ .next = atomic_load(place),
			    .bytes = ex->p.fixed.s,
			    .status = (unsigned)ex->p.status,
			    .immutable = ex->p.immutable,
			    .response = response };
	while (!atomic_compare_exchange_weak(place, &k->next, k))
		;
	return true;
}

void reply_drop(struct exchange *ex)
{
	if (ex->response && !ex->kept)
		MHD_destroy_response(ex->response);
	ex->response = NULL;
	ex->kept = false;
}

void reply_free_all(struct http_server *s)
{
	for (size_t i = 0; i < COUNT(s->kept); i++)
		for (struct kept *k = atomic_load(&s->kept[i]), *next; k; k = next) {
			next = k->next;
			MHD_destroy_response(k->response);
			free(k);
		}
}

/* --- a reply --- */

static struct MHD_Response *response_new(struct exchange *ex, str body, bool varies)
{
	union {
		const void *ours;
		void *theirs; /* which it does not write to */
	} bytes = { .ours = body.n ? body.s : "" };
	struct MHD_Response *to =
		ex->stream ? stream_response(ex)
			   : MHD_create_response_from_buffer(body.n, bytes.theirs, MHD_RESPMEM_PERSISTENT);

	if (to && !put_all(ex, to, varies)) {
		MHD_destroy_response(to);
		to = NULL;
	}
	return to;
}

/* The one that is kept, or a new one, which may be kept from now on. */
static struct MHD_Response *response_of(struct exchange *ex, str body, bool varies)
{
	bool keepable = is_keepable(ex);
	struct MHD_Response *kept = keepable ? kept_find(ex) : NULL;

	if (kept) {
		ex->kept = true;
		return kept;
	}
	struct MHD_Response *to = response_new(ex, body, varies);
	ex->kept = to && keepable && kept_add(ex, to);
	return to;
}

/* The ETag stays the same when a body is compressed: it comes back in If-Match, and ranges, which would need
 * the difference, are not served. */
struct MHD_Response *reply_make(struct exchange *ex)
{
	struct http_reply *p = &ex->p;
	const struct http_request *r = &ex->r;

	if (p->status < 200 || p->status > 599 || !values_are_sound(p)) {
		*p = (struct http_reply){ .status = 500, .no_store = true };
		p->body.mem = &ex->arena;
		stream_close(ex);
	}
	if (p->status == 200 && p->etag.n && r->method == HTTP_GET &&
	    etag_listed(http_header(r, STR("if-none-match")), p->etag))
		p->status = 304;
	str body = p->fixed.s ? p->fixed : buf_view(&p->body);
	bool pressable = !p->fixed.s && !p->no_gzip && p->encoding.n == 0 && body.n > GZIP_FROM &&
			 encoding_worthwhile(p->type);
	/* Of a 304 libmicrohttpd always sends a Content-Length, and clients exist that then wait for as many
	 * bytes: 0 is not what RFC 9110 8.6 asks for, but caches disregard it and nobody waits. */
	if (p->status == 204 || p->status == 304)
		body = (str){ NULL, 0 };
	else if (pressable && encoding_accepted(http_header(r, STR("accept-encoding"))).gzip > 0 &&
		 encoding_gzip(ex->server, &ex->arena, body, &body))
		p->encoding = STR("gzip");

	ex->status = (unsigned)p->status;
	return response_of(ex, body, pressable || p->varies);
}
