/* route.h - from a path to a handler: the one place where a request can be given up, where access to a route
 * is decided, and where an outcome becomes a status and a page or problem document. */
#pragma once
#include "http.h"
#include "readqueue.h"
#include "session.h"

struct req;
struct route_index;
/* What came of it; unless RC_OK the dispatcher answers (problem document under /api, page elsewhere). */
typedef enum rc handler(struct req *r);

struct route {
	enum method method;
	const char *path; /* "/children/:id": ids are numbers; ":code" digits; ":word" a name [a-z_]+ */
	handler *run;
	unsigned need;   /* roles; 0 = nobody */
	bool slow;       /* a GET that must wait or reckons long: on a worker */
	bool costly;     /* asks for a password: not on all workers at once */
	size_t body_max; /* 0: HTTP_BODY_MAX */
	/* What the read log says of it when it shows somebody's records (readlog_label()): "file", "roster";
	 * with a :word, "list" becomes "list:ties".  NULL: the path. */
	const char *purpose;
};

struct app {
	const struct model *model;
	struct readers *readers;
	const struct route *const *routes; /* one list a room, each ended by an empty row */
	size_t nroutes;
	const struct route_index *index; /* of all of them (route_index.h) */
	int64_t (*now)(void *clock);     /* the clock; a test has its own */
	void *clock;
	/* How a page says what went wrong (ui/). */
	void (*error_page)(struct req *r, enum rc rc);
	bool secure; /* behind https: cookies say Secure */
	bool demo;
	str where;                             /* the name of the county, for the sign-in page */
	const struct api_extra *const *extras; /* NULL-ended */
	const struct house *house;  /* ui/house.h: rooms and their panels; http/ does not look inside */
	struct http_server *server; /* for /metrics */
	str db_file,
		key_file; /* of an SQLite database, and its key: for the self-audit; empty: no file of ours */
	enum rc (*figures)(struct ctx *c, struct buf *to); /* of the services, for /metrics; NULL: none */
	struct readqueue *readings; /* on their way to the read log; without it nobody's records are shown */
	struct rtc *rtc;            /* service/rtc.h, which http/ does not look into; NULL: no calls here */
};

struct req {
	struct http_request *http;
	struct http_reply *reply;
	const struct app *app;
	const struct route *route;
	struct session session;
	struct ctx ctx; /* ctx.who is the session's actor, or nobody */
	int64_t id;     /* of :id */
	str word;       /* of :word or :code */
	bool api;
	day as_of;   /* of ?as_of=; today when absent */
	bool dated;  /* as_of or region was given: only who counts on that day */
	void *extra; /* of the room whose kind is read */
	struct seen seen;
};

/* Answer one request: the app's answer() for http/. `db` is a reading connection. */
void route_answer(const struct app *app, struct http_request *h, struct http_reply *p);
bool route_slow(const struct app *app, const struct http_request *h, size_t *ret_body_max);
const struct route *route_find(const struct app *app, enum method m, str path, struct req *fill,
			       unsigned *ret_others);

/* GET /events: what is published for the account that asks (events.h).  Asking keeps no session alive, since
 * an open page asks again for ever. */
enum rc req_events(struct req *r);

/* For handlers. */
enum rc req_see_other(struct req *r, str location); /* 303 */
void req_json(struct req *r, int status);           /* a JSON reply; body through req_body() */
struct buf *req_body(struct req *r);
str req_query(const struct req *r, str name); /* empty when absent */
/* The form fields of a POST; csrf is checked by the dispatcher already. */
enum rc req_form(struct req *r, struct http_pair **ret, size_t *ret_n) MUST_CHECK;
str form_value(const struct http_pair *f, size_t n, str name);
int rc_status(enum rc rc);
const char *rc_title(enum rc rc); /* English, marked for translation */
