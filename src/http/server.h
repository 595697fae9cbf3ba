/* server.h - what the files of http/ share and nobody else includes; with them it is all that knows
 * libmicrohttpd.
 *
 * A connection (struct conn) lives from accept to close. A request on it is an exchange, from its request
 * line until its reply has left: it owns the arena, is run on the connection's own thread or handed to a
 * worker while the connection sleeps, and is kept for the next request afterwards, its first block of memory
 * with it. */
#pragma once
#include "http.h"
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
	HTTP_QUERY_BYTES = 4096, /* as sent */
	HTTP_HEADERS_MAX = 100,
	HTTP_ARENA_SPARE = 16 << 20, /* of a request's arena beside its body */
	HTTP_BODIES_MAX = 64 << 20,  /* of bodies in memory, of all requests together; past it 503 */
	HTTP_SPOOL_MAX = 1 << 30,    /* of bodies in files, likewise */
	HTTP_BODY_RATE = 1024,       /* bytes a second, over any `patience` seconds */
	HTTP_PATIENCE = 10,          /* seconds, also for the headers and for http_stop() */
	HTTP_PATIENCE_MAX = 15
};

/* What a connection is doing, as far as the guard must know. PHASE_CUT: the guard has given it up. */
enum phase { PHASE_HEADERS, PHASE_BODY, PHASE_ANSWER, PHASE_REPLY, PHASE_IDLE, PHASE_STREAM, PHASE_CUT };

struct conn {
	struct conn *next, **link; /* under guard.lock */
	int fd;
	bool tls;
	char peer[INET6_ADDRSTRLEN];
	_Atomic int phase;     /* enum phase */
	_Atomic int64_t since; /* when the phase began, see guard_clock() */
	_Atomic uint32_t turn; /* requests finished */
	_Atomic uint64_t got;  /* bytes of bodies */
	/* The guard's own notes. */
	uint32_t seen_turn;
	uint64_t seen_bytes;
	int64_t seen_at;
	uint64_t window[HTTP_PATIENCE_MAX + 1];
	unsigned ticks;
};

struct guard {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool running, stopping;
	unsigned patience; /* seconds */
	struct conn *conns;
};

/* A body on its way in; upload.c. */
struct upload {
	size_t max, n;        /* allowed; arrived */
	char *bytes;          /* in the arena, `grown` or `mapped`; NULL while in a file */
	size_t cap;           /* of bytes in memory */
	char *grown;          /* malloc'ed */
	char *mapped;         /* read-only */
	int fd;               /* -1: none */
	size_t held, spooled; /* its shares of HTTP_BODIES_MAX and HTTP_SPOOL_MAX */
	size_t skipped;       /* bytes thrown away after it was dropped */
	int status;           /* why it was dropped: 413 or 503 */
};

struct exchange {
	struct exchange *next; /* while unused */
	struct http_server *server;
	struct conn *conn;
	struct MHD_Connection *mhd;
	struct arena arena;
	struct http_request r;
	struct http_reply p;
	const char *line; /* the target where libmicrohttpd keeps it, for intake.c to compare places only */
	str target;       /* as sent */
	bool begun;       /* the headers have been judged */
	bool slow;        /* to run on a worker */
	bool costly;      /* and not on all of them at once */
	bool ran;         /* the reply is made, or being made */
	bool close;       /* nothing more may follow on this connection */
	bool expects_body;
	struct upload upload;
	struct stream *stream; /* the reply is one: events.c */
	struct MHD_Response *response;
	bool kept; /* it stays with the server: reply.c */
	unsigned status;
};

/* Work that nobody waits for: http_later(). */
enum { NOTES_MAX = 64 };
struct note {
	void (*run)(void *ctx, const void *bytes);
	void *ctx;
	alignas(16) char bytes[HTTP_NOTE_MAX];
};

/* What is costly, the hash of a password, waits apart: when a whole county signs in at eight, the other work
 * goes on beside it. */
enum { COSTLY_SHARE = 4 }; /* one worker in so many does it at most */
struct ring {
	struct exchange **at;
	size_t n, first;
};
struct workers {
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct ring plain, costly;
	size_t cap;               /* of each */
	unsigned dear, dear_most; /* workers at what is costly */
	struct note notes[NOTES_MAX];
	size_t nnotes, first_note;
	pthread_t *thread;
	unsigned nthreads;
	bool stopping;
};

/* Connections that were answered before their body was read: closed only when the client has had time to read
 * the answer, else the unread bytes make the kernel reset the connection and the answer is lost. */
enum { LINGER_MAX = 256 };
struct lingering {
	pthread_mutex_t lock;
	pthread_t thread;
	bool running, stopping;
	int wake; /* eventfd */
	int fresh[LINGER_MAX];
	size_t nfresh;
};

/* Event streams; events.c. */
enum { HUB_TOPIC_BITS = 12 };
struct hub {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool running, stopping;
	unsigned ping;          /* seconds */
	struct stream *streams; /* under lock, as are the next three */
	size_t n, cap;
	struct stream *topic[1 << HUB_TOPIC_BITS]; /* by topic, under lock */
	struct pollfd *polled;                     /* room for cap */
};

struct deflater {
	struct deflater *next;
	z_stream z;
};

struct http_server {
	const struct http_app *app;
	struct MHD_Daemon *daemon;
	int listen_fd, port;
	bool is_unix, tls;
	bool lines_adjacent; /* see intake.c */
	char *unix_path, *cert, *key;
	struct guard guard;
	struct workers workers;
	struct lingering linger;
	struct hub hub;
	_Atomic(struct kept *) kept[256]; /* answers of static files; reply.c */
	char *spool;                      /* directory for large bodies */

	pthread_mutex_t lock; /* of the next four */
	struct exchange *unused;
	struct deflater *deflaters;
	unsigned nunused, active;

	_Atomic bool stopping;          /* every reply is the last of its connection */
	_Atomic bool shut;              /* and new connections are ended at once */
	_Atomic size_t bodies, spooled; /* of HTTP_BODIES_MAX, HTTP_SPOOL_MAX */
	_Atomic uint64_t last_id;
	_Atomic uint64_t requests, status[6], open, refused;
};

/* listen.c */
enum rc listen_open(str where, struct http_server *s) MUST_CHECK;
void listen_close(struct http_server *s);

/* exchange.c: none of these jumps. */
struct exchange *exchange_take(struct http_server *s); /* NULL: out of memory */
void exchange_give(struct exchange *ex);
void exchange_free_all(struct http_server *s);
void exchange_answer(struct exchange *ex); /* leaves ex->response, NULL on want of memory */
void exchange_refuse(struct exchange *ex, int status);

/* upload.c: none of these jumps. */
const char *upload_directory(const char *given); /* else $TMPDIR, else /tmp */
int upload_file(const char *directory);          /* a file without a name; -1: errno says why */
void upload_add(struct exchange *ex, const char *bytes, size_t n);
bool upload_is_hopeless(const struct exchange *ex); /* has it gone on too long after its limit? */
int upload_finish(struct exchange *ex);             /* fills ex->r.body; 0, 413 or 503 */
void upload_drop(struct exchange *ex);

/* intake.c: take the headers over and judge them. 0, or the status to refuse the request with. */
int intake_read(struct exchange *ex, const char *method, const char *version);
/* target.c: the path and query of a target as sent. 0, 400 or 414; the authority of an absolute one apart. */
int target_read(struct arena *mem, str target, struct http_request *r, str *ret_authority);

/* reply.c */
struct MHD_Response *reply_make(struct exchange *ex); /* from ex->p; sets ex->status; NULL: out of memory */
void reply_drop(struct exchange *ex);                 /* the exchange is done with it */
void reply_free_all(struct http_server *s);

extern const str reply_late; /* the whole of a 408, for where libmicrohttpd can send none */

/* encoding.c: the quality, 0 to 1000, at which the client takes each; 0 is not at all. */
struct accepted {
	int gzip, brotli;
};
struct accepted encoding_accepted(str accept_encoding);
bool encoding_worthwhile(str content_type);
bool encoding_gzip(struct http_server *s, struct arena *mem, str plain,
		   str *ret); /* false: leave it as it is */
void encoding_free_all(struct http_server *s);

/* workers.c */
bool workers_start(struct workers *w, unsigned threads, size_t queue) MUST_CHECK;
/* Suspend the connection and queue the exchange; false when the queue is full: then nothing has happened. */
bool workers_hand(struct workers *w, struct exchange *ex) MUST_CHECK;
void workers_stop(struct workers *w); /* refuses what is queued, waits for what runs */

/* events.c: streams (events.h). */
enum { EVENTS_WRITTEN_MAX = 2048 };
bool hub_start(struct hub *h, size_t cap, unsigned ping) MUST_CHECK; /* ping: seconds, 0 = 25 */
void hub_end(struct hub *h);                                         /* ends all streams, and takes no more */
void hub_stop(struct hub *h);                                        /* when none is left */
size_t hub_count(struct hub *h);
bool stream_open(struct exchange *ex) MUST_CHECK; /* for ex->p.events; false: there are too many */
void stream_close(struct exchange *ex);
struct MHD_Response *stream_response(struct exchange *ex);
/* An event as it is sent; 0: it does not fit. */
size_t events_write(char *to, size_t room, str event, str data);

/* linger.c */
bool linger_start(struct lingering *l) MUST_CHECK;
void linger_on(struct lingering *l,
	       int fd); /* keeps the connection open a while after libmicrohttpd closed it */
void linger_stop(struct lingering *l);

/* guard.c */
bool guard_start(struct guard *g, unsigned patience) MUST_CHECK;
void guard_stop(struct guard *g);
int64_t guard_clock(void); /* milliseconds, monotonic */
void guard_add(struct guard *g, struct conn *c);
void guard_remove(struct guard *g, struct conn *c);
bool guard_unread(struct guard *g); /* has any connection sent something that nobody has read? */
/* Enter the phase; false when the guard has cut the connection meanwhile: answer nothing more. */
bool guard_phase(struct conn *c, enum phase phase);
