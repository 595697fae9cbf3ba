/* http.h - requests and replies as the rooms see them; libmicrohttpd stays behind it.
 *
 * A GET is run inline on the server's thread with a reading connection, unless it carries X-Purpose (its
 * reading must be durable before the bytes leave) or its route says .worker; every unsafe method runs on a
 * worker, the connection suspended, and may wait for the writer. */
#pragma once
#include "base.h"
#include "buf.h"
#include "tr.h"

enum method { HTTP_GET = 1, HTTP_POST = 2, HTTP_PATCH = 4, HTTP_DELETE = 8, HTTP_PUT = 16 };

struct http_pair {
	str name, value;
};

enum { HTTP_BODY_MAX = 1 << 20, HTTP_UPLOAD_MAX = 32 << 20, HTTP_PATH_MAX = 2048, HTTP_QUERY_MAX = 40 };
/* Past what any route says: 413 before the form is read. */
enum { HTTP_BODY_MOST = 64 << 20 };

struct http_request {
	struct arena *mem; /* given up when the reply has left */
	enum method method;
	bool head;               /* HEAD: run as GET, no body sent */
	str path;                /* decoded, valid UTF-8, no NUL, no dot segments; starts with '/' */
	struct http_pair *query; /* decoded; in order, repeats kept */
	size_t nquery;
	struct http_pair *header; /* names in lower case; a second one of a single-valued name is refused */
	size_t nheader;
	str body;    /* whole; already within the limit for the route; a large one is a mapped file */
	int64_t now; /* instant of arrival, from the server's clock */
	uint64_t id; /* for the log and for fault pages */
	bool tls;
	str peer; /* the client's address, for throttling only */
};

str http_header(const struct http_request *r, str lower_name); /* empty when absent */
bool http_query(const struct http_request *r, str name, str *ret_value);
/* Empty too when the name is there twice with two values: one of them was planted by somebody else. */
str http_cookie(const struct http_request *r, str name);
/* application/x-www-form-urlencoded or multipart/form-data fields of the body; values are slices of it
 * wherever nothing had to be decoded, so a large file costs nothing. Names and the values of fields without a
 * file name are valid UTF-8 without NUL; a file's bytes are any. RC_MALFORMED, RC_TOO_BIG (more than 500
 * fields or 20 files, a part's headers over 8 KB), RC_MEDIA (no form). */
enum rc http_form(const struct http_request *r, struct http_pair **ret, size_t *ret_n) MUST_CHECK;
/* What a file of a multipart form was called where it came from, as sent: any UTF-8; empty: none.  `value` is
 * that of http_form(). */
str http_file_name(const struct http_request *r, str value);
/* RC_MALFORMED for broken escapes, NUL, and what is not UTF-8 then. Without escapes *ret is s itself. */
enum rc url_decode(struct arena *mem, str s, bool plus_is_space, str *ret) MUST_CHECK;
void url_encode(struct buf *to, str s);

struct http_reply {
	int status;
	str type;        /* Content-Type; empty for none */
	struct buf body; /* in the request's arena */
	str etag;        /* with its quotes; a matching If-None-Match turns 200 into 304 */
	str location;
	bool no_store; /* otherwise private, no-cache; static files say .immutable */
	bool immutable;
	bool brief;              /* public, for five minutes */
	bool varies;             /* by Accept-Encoding, where http/ cannot know */
	bool no_gzip;            /* already compressed, or holds a secret beside text a stranger chose */
	str encoding;            /* of a body that is already compressed: "br", "gzip" */
	str fixed;               /* a body that outlives the process (static file); then `body` is not used */
	const char *disposition; /* Content-Disposition, literal */
	int64_t events;          /* a topic: with status 200 the reply is a stream of its events, events.h */
	struct http_pair extra[8]; /* Set-Cookie, Clear-Site-Data, ... */
	size_t nextra;
};
void reply_header(struct http_reply *p, str name, str value);

/* What answers.  Called on the server's thread or a worker's; must fill *p. Called again never. answer() and
 * refuse() give r->mem its way out themselves, and it ends with them; p->body is ready to be written to. */
struct http_app {
	void (*answer)(void *ctx, struct http_request *r, struct http_reply *p);
	/* Is this to run on a worker?  Asked before the body is read; also tells how much body the path may
	 * have. */
	bool (*slow)(void *ctx, const struct http_request *r, size_t *ret_body_max);
	/* Of what is slow: does it keep a processor busy for long, so that only some of the workers may do it
	 * at once? May be NULL: nothing does. */
	bool (*costly)(void *ctx, const struct http_request *r);
	/* A reply made by http/ itself (400, 408, 413, 431, 503...) in the application's dress. */
	void (*refuse)(void *ctx, struct http_request *r, int status, struct http_reply *p);
	int64_t (*now)(void *ctx); /* the clock; tests have their own */
	void *ctx;
};

struct http_options {
	str listen; /* HOST:PORT, or unix:PATH; port 0 picks one */
	unsigned threads, workers;
	str tls_cert, tls_key; /* PEM text; empty: plain HTTP */
	unsigned queue;        /* requests that may wait for a worker; past it 503 */
	unsigned patience; /* seconds for a request's headers, and of the window of its body's rate; at most
			      15 */
	unsigned connections; /* at most; 0: as many as the process may open files, less 200, up to 30000 */
	unsigned ping;        /* seconds between two signs of life on an event stream; 0: 25 */
	str spool; /* directory for bodies of more than 64 KiB while they are read; empty: $TMPDIR, else /tmp
		    */
};
struct http_server;
/* RC_INVALID: the address, the certificate or its key, or no file can be made in .spool; RC_CONFLICT: the
 * address is taken; RC_DENIED: not allowed to use it; RC_FAULT. On a unix socket the proxy is believed:
 * X-Forwarded-For (its last part) is the peer, and X-Forwarded-Proto says whether it was https. SIGPIPE is
 * ignored from then on. */
enum rc http_start(const struct http_options *o, const struct http_app *app,
		   struct http_server **ret) MUST_CHECK;
int http_port(const struct http_server *s);
/* End the event streams, answer what was sent before (`patience` at most, each answer the last of its
 * connection), take no more connections, refuse what is still queued then, and stop. An answer that runs on a
 * worker is always waited for. */
void http_stop(struct http_server *s);
/* Work that no answer waits for (a session's time of last use): done by a worker when no request wants one.
 * A copy of `bytes` is handed to run(), which has to bring its own arena and connection.  False: there is too
 * much of it, or the server stops; and what is not begun by then is dropped. So only what may be lost. */
enum { HTTP_NOTE_MAX = 256 };
struct http_note {
	void (*run)(void *ctx, const void *bytes);
	void *ctx;
	const void *bytes;
	size_t n;
};
bool http_later(struct http_server *s, const struct http_note *note);
/* Counts for /metrics. */
struct http_counts {
	uint64_t requests, status[6]; /* status[2] = 2xx ... */
	uint64_t open, refused, streams;
};
void http_counts(struct http_server *s, struct http_counts *ret);

/* Compressed embedded files: made at build time by tool/embed from asset/. */
struct static_file {
	const char *path; /* "/s/tongxin.css", also reachable as "/s/HASH/tongxin.css" */
	const char *type;
	const char *hash;        /* 16 hex digits of its content */
	str plain, gzip, brotli; /* brotli or gzip empty when not smaller */
};
extern const struct static_file static_files[];
extern const size_t static_nfiles;
/* Answer from static_files; false when the path is none of them. Lasting for the right HASH, brief for none
 * or another, so that a style sheet may name a file beside itself. */
bool http_static(struct http_request *r, struct http_reply *p);
/* "/s/HASH/name" for a name in asset/, for pages to link to; an address that is not found when there is none.
 */
str static_url(struct arena *mem, str name);
