/* What a request must be to be one.  libmicrohttpd 0.9.75 takes requests that a proxy in front may read
 * otherwise (two lengths, a length and chunks, values cut at a NUL, folded lines): each of these is refused
 * here, RFC 9112 3, 5 and 6.  Its own strictness is left off, since it closes or answers without our headers.
 */
#include "server.h"

/* A second one of these would leave open which of the two is meant. In order. */
static const str single[] = {
	STR_INIT("authorization"),  STR_INIT("content-encoding"),
	STR_INIT("content-length"), STR_INIT("content-type"),
	STR_INIT("cookie"),         STR_INIT("expect"),
	STR_INIT("host"),           STR_INIT("idempotency-key"),
	STR_INIT("if-match"),       STR_INIT("if-modified-since"),
	STR_INIT("origin"),         STR_INIT("range"),
	STR_INIT("referer"),        STR_INIT("transfer-encoding"),
	STR_INIT("user-agent"),     STR_INIT("x-csrf-token"),
	STR_INIT("x-purpose"),
};

struct walk {
	struct exchange *ex;
	const char *at; /* the end of what was last read: its line's NUL */
	size_t room;
	int status;
};

/* libmicrohttpd puts NULs over the ends of lines and hands out pointers into the bytes received.  So two
 * values that are not exactly a line's end apart have something between them: a NUL in the text, a folded
 * line or a bare line feed.  Read in the source of 0.9.75; http_start() asks for the version and a test sends
 * all of these. */
static bool is_token(const char *s, size_t n)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < n; i++) {
		char c = s[i], lower = (char)(c | 0x20);
		if (!(c >= '0' && c <= '9') && !(lower >= 'a' && lower <= 'z') && !(c && strchr(others, c)))
			return false;
	}
	return n > 0;
}

static bool is_field_value(str v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.s[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool is_single(str name)
{
	for (size_t i = 0; i < COUNT(single); i++)
		if (str_eq(single[i], name))
			return true;
	return false;
}

static bool is_caseless(str s, const char *lower)
{
	size_t n = strlen(lower);

	for (size_t i = 0; i < n && s.n == n; i++)
		if ((s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] | 0x20 : s.s[i]) != lower[i])
			return false;
	return s.n == n;
}

static int take_header(struct walk *w, str name, str value)
{
	struct http_request *r = &w->ex->r;

	if (w->ex->server->lines_adjacent && (name.s != w->at + 2 || value.s <= name.s + name.n))
		return 400;
	w->at = value.s + value.n;
	if (!is_token(name.s, name.n) || !is_field_value(value))
		return 400;
	char *lower = arena_try(r->mem, 1, 1, name.n);
	if (!lower || r->nheader == w->room)
		return 431;
	for (size_t i = 0; i < name.n; i++)
		lower[i] = (char)(name.s[i] >= 'A' && name.s[i] <= 'Z' ? name.s[i] | 0x20 : name.s[i]);
	name.s = lower;
	if (is_single(name) && http_header(r, name).s)
		return 400;
	/* Compared before blanks go from its end: libmicrohttpd compares it with them. */
	if (str_eq(name, STR("transfer-encoding")) && !is_caseless(value, "chunked"))
		return 501;
	while (value.n && (value.s[value.n - 1] == ' ' || value.s[value.n - 1] == '\t'))
		value.n--;
	r->header[r->nheader++] = (struct http_pair){ name, value };
	return 0;
}

static enum MHD_Result on_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n,
				 const char *value, size_t value_n)
{
	struct walk *w = arg;

	(void)kind;
	w->status = take_header(w, (str){ name, name_n }, (str){ value ? value : "", value_n });
	return w->status ? MHD_NO : MHD_YES;
}

/* The lines' places must add up from the method to the empty line. */
static bool line_is_whole(const struct exchange *ex, const char *method, const char *version)
{
	return !ex->server->lines_adjacent ||
	       (ex->line == method + strlen(method) + 1 && version == ex->line + ex->target.n + 1);
}

static int take_headers(struct exchange *ex, const char *method, const char *version)
{
	int n = MHD_get_connection_values_n(ex->mhd, MHD_HEADER_KIND, NULL, NULL);
	struct walk w = { .ex = ex, .at = version + strlen(version), .room = n > 0 ? (size_t)n : 0 };

	if (w.room > HTTP_HEADERS_MAX)
		return 431;
	ex->r.header = arena_try(&ex->arena, sizeof *ex->r.header, alignof(struct http_pair), w.room + 1);
	if (!ex->r.header)
		return 503;
	MHD_get_connection_values_n(ex->mhd, MHD_HEADER_KIND, on_header, &w);
	if (w.status)
		return w.status;
	const union MHD_ConnectionInfo *size =
		MHD_get_connection_info(ex->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	if (ex->server->lines_adjacent && (!size || method + size->header_size != w.at + 4))
		return 400;
	return line_is_whole(ex, method, version) ? 0 : 400;
}

static int take_method(struct exchange *ex, const char *method)
{
	static const struct {
		const char *name;
		enum method method;
		bool head;
	} known[] = {
		{ "GET", HTTP_GET, false },     { "HEAD", HTTP_GET, true }, { "POST", HTTP_POST, false },
		{ "PATCH", HTTP_PATCH, false }, { "PUT", HTTP_PUT, false }, { "DELETE", HTTP_DELETE, false },
	};
	static const char *const not_here[] = { "OPTIONS", "TRACE", "CONNECT" };

	for (size_t i = 0; i < COUNT(known); i++)
		if (!strcmp(known[i].name, method)) {
			ex->r.method = known[i].method;
			ex->r.head = known[i].head;
			return 0;
		}
	for (size_t i = 0; i < COUNT(not_here); i++)
		if (!strcmp(not_here[i], method))
			return 405;
	return is_token(method, strlen(method)) ? 501 : 400;
}

static bool is_host(str host)
{
	for (size_t i = 0; i < host.n; i++) {
		char c = host.s[i], lower = (char)(c | 0x20);
		if (!(c >= '0' && c <= '9') && !(lower >= 'a' && lower <= 'z') && !(c && strchr("-._:[]", c)))
			return false;
	}
	return host.n > 0;
}

static int check_host(const struct exchange *ex, bool old, str authority)
{
	str host = http_header(&ex->r, STR("host"));

	if (!host.s)
		return old ? 0 : 400;
	if (!is_host(host) || (authority.n && !str_eq(authority, host)))
		return 400;
	return 0;
}

static int check_framing(struct exchange *ex, bool old)
{
	str chunks = http_header(&ex->r, STR("transfer-encoding"));
	str length = http_header(&ex->r, STR("content-length"));
	str expect = http_header(&ex->r, STR("expect"));
	int64_t n = 0;

	if (chunks.s && (length.s || old))
		return 400;
	if (length.s && (!str_digits(length) || !str_int(length, &n)))
		return 400;
	if (expect.s && !old && !is_caseless(expect, "100-continue"))
		return 417;
	ex->close = chunks.s; /* after chunks and trailers nothing that follows is believed */
	ex->expects_body = chunks.s || n > 0;
	return 0;
}

/* The last of the lines with this name: a proxy may add one behind those that the client sent. */
static str last_header(const struct http_request *r, str lower_name)
{
	size_t i = r->nheader;

	while (i > 0 && !str_eq(r->header[i - 1].name, lower_name))
		i--;
	return i ? r->header[i - 1].value : (str){ NULL, 0 };
}

/* A proxy of ours stands before a unix socket and nobody else can: what it says of the client is believed. */
static void take_peer(struct exchange *ex)
{
	struct http_request *r = &ex->r;
	str rest = last_header(r, STR("x-forwarded-for")), part;

	r->peer = str_of(ex->conn->peer);
	r->tls = ex->server->tls;
	if (!ex->server->is_unix)
		return;
	while (str_next(&rest, ',', &part))
		r->peer = str_trim(part); /* the last is the one our proxy saw */
	r->tls = str_eq(last_header(r, STR("x-forwarded-proto")), STR("https"));
}

int intake_read(struct exchange *ex, const char *method, const char *version)
{
	struct http_request *r = &ex->r;
	str authority = { NULL, 0 };
	bool old = !strcmp(version, "HTTP/1.0");

	r->method = HTTP_GET; /* until known, for the refusal */
	r->path = STR("/");
	int status = take_headers(ex, method, version);
	take_peer(ex);
	if (!status && !old && strcmp(version, "HTTP/1.1") != 0)
		status = 505;
	if (!status)
		status = check_framing(ex, old);
	if (!status)
		status = take_method(ex, method);
	if (!status)
		status = target_read(&ex->arena, ex->target, r, &authority);
	if (!status)
		status = check_host(ex, old, authority);
	if (status)
		return status;

	size_t *most = &ex->upload.max;
	*most = HTTP_BODY_MAX;
	bool slow = ex->server->app->slow && ex->server->app->slow(ex->server->app->ctx, r, most);
	*most = *most < HTTP_BODY_MOST ? *most : HTTP_BODY_MOST;
	ex->slow = slow || r->method != HTTP_GET || http_header(r, STR("x-purpose")).n;
	ex->costly = ex->slow && ex->server->app->costly && ex->server->app->costly(ex->server->app->ctx, r);
	int64_t length = 0;
	if (str_int(http_header(r, STR("content-length")), &length) && (uint64_t)length > *most)
		return 413;
	ex->arena.limit = *most + HTTP_ARENA_SPARE;
	return 0;
}
