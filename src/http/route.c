#include "route.h"
#include "logline.h"
#include "outage.h"
#include "route_index.h"
#include "trouble.h"
#include "utf8.h"

/* --- finding --- */

static bool segment_matches(str pattern, str part, struct req *fill)
{
	if (pattern.n == 0 || pattern.s[0] != ':')
		return str_eq(pattern, part);
	if (str_eq(pattern, STR(":id")))
		return str_digits(part) && part.n < 20 && str_int(part, &fill->id);
	if (str_eq(pattern, STR(":code")) && !str_digits(part))
		return false;
	for (size_t i = 0; i < part.n; i++)
		if (!(part.s[i] >= 'a' && part.s[i] <= 'z') && part.s[i] != '_' && part.s[i] != '-' &&
		    !(part.s[i] >= '0' && part.s[i] <= '9'))
			return false;
	fill->word = part;
	return part.n > 0;
}

static bool path_matches(const char *pattern, str path, struct req *fill)
{
	size_t same = 0;

	/* Most differ before their first parameter, which begins a segment. */
	while (pattern[same] && pattern[same] != ':' && same < path.n && pattern[same] == path.s[same])
		same++;
	if (pattern[same] != ':')
		return !pattern[same] && same == path.n;
	str left = str_of(pattern + same), p, q;
	path = str_cut(path, same, path.n);
	for (;;) {
		bool a = str_next(&left, '/', &p), b = str_next(&path, '/', &q);
		if (!a || !b)
			return a == b;
		if (!segment_matches(p, q, fill))
			return false;
	}
}

/* NULL: this one is another path, or another method, then noted. */
static const struct route *try_route(const struct route *r, enum method m, str path, struct req *fill,
				     unsigned *others)
{
	if (!path_matches(r->path, path, fill))
		return NULL;
	if (r->method == m)
		return r;
	*others |= r->method;
	return NULL;
}

const struct route *route_find(const struct app *app, enum method m, str path, struct req *fill,
			       unsigned *ret_others)
{
	const struct route *found = NULL;
	size_t n;

	*ret_others = 0;
	const struct route *const *some = route_index_find(app->index, path, &n);

	for (size_t i = 0; i < n && !found; i++)
		found = try_route(some[i], m, path, fill, ret_others);
	return found;
}

bool route_slow(const struct app *app, const struct http_request *h, size_t *ret_body_max)
{
	struct req scratch;
	unsigned others;
	const struct route *r = route_find(app, h->method, h->path, &scratch, &others);

	/* Large bodies are for those who come with something to show for it; what it is worth is seen later.
	 */
	bool stranger = !http_header(h, STR("cookie")).n && !http_header(h, STR("authorization")).n;
	*ret_body_max = r && r->body_max && !stranger ? r->body_max : HTTP_BODY_MAX;
	return h->method != HTTP_GET || (r && r->slow) || http_header(h, STR("x-purpose")).n > 0;
}

/* --- who asks --- */

static enum rc read_purpose(struct req *r)
{
	str given = http_header(r->http, STR("x-purpose")), text;

	if (!given.n ||
	    !r->api) /* a page opens nothing by a header: its *show* is a POST, and written down */
		return RC_OK;
	if (url_decode(r->ctx.mem, given, false, &text) != RC_OK || !utf8_valid(text) ||
	    utf8_has_control(text) || utf8_count(text) > 200) {
		problem_add(&r->ctx.problems, STR("X-Purpose"),
			    N_("A purpose has 1 to 200 characters, percent-encoded."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	r->ctx.purpose = str_trim(text);
	return RC_OK;
}

static void read_lang(struct req *r)
{
	str cookie = http_cookie(r->http, STR("lang"));

	r->ctx.lang = lang_choose(cookie.n ? cookie : http_header(r->http, STR("accept-language")));
}

static enum rc find_session(struct req *r)
{
	str bearer = http_header(r->http, STR("authorization"));
	str cookie = http_cookie(r->http, session_cookie_name(r->app->secure));
	enum rc rc = RC_UNKNOWN_USER;

	if (bearer.n) {
		if (str_starts(bearer, STR("Bearer ")))
			rc = token_find(&r->ctx, str_trim(str_cut(bearer, 7, bearer.n)), &r->session);
		r->session.by_token = true;
	} else if (cookie.n) {
		rc = session_find(&r->ctx, cookie, &r->session);
	}
	if (rc == RC_OK)
		r->ctx.who = &r->session.actor;
	else
		r->session = (struct session){ .actor = actor_nobody };
	return rc == RC_UNKNOWN_USER ? RC_OK : rc;
}

/* A form of ours carries the session's token; a program with a cookie sends it as a header.  Without a
 * session (the sign-in form) the browser's own word on where it comes from must do. */
static enum rc check_forgery(struct req *r)
{
	str site = http_header(r->http, STR("sec-fetch-site")),
	    given = http_header(r->http, STR("x-csrf-token"));
	struct http_pair *form;
	size_t n;

	if (r->http->method == HTTP_GET || r->session.by_token)
		return RC_OK;
	if (site.n && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
		return RC_DENIED;
	if (!r->session.token.n)
		return RC_OK;
	if (!given.n && !r->api) {
		enum rc rc = http_form(r->http, &form, &n);
		if (rc != RC_OK)
			return rc;
		given = form_value(form, n, STR("csrf"));
	}
	return csrf_valid(&r->session, given) ? RC_OK : RC_DENIED;
}

/* --- running --- */

static void to_sign_in(struct req *r)
{
	r->reply->status = 303;
	r->reply->location = STR("/sign-in");
	r->reply->no_store = true;
}

static void answer_outcome(struct req *r, enum rc rc)
{
	if (rc == RC_OK)
		return;
	rc = outage_rc(rc);
	r->reply->body.n = 0;
	r->reply->etag = (str){ NULL, 0 };
	if (r->api || !r->app->error_page)
		trouble_answer(r, rc);
	else if (rc == RC_UNKNOWN_USER && r->http->method == HTTP_GET)
		to_sign_in(r);
	else
		r->app->error_page(r, rc);
}

static void put_allow(struct req *r, unsigned methods)
{
	static const struct {
		unsigned m;
		const char *name;
	} all[] = { { HTTP_GET, "GET, HEAD" },
		    { HTTP_POST, "POST" },
		    { HTTP_PATCH, "PATCH" },
		    { HTTP_DELETE, "DELETE" } };
	struct buf b = buf_new(r->ctx.mem, 100);

	for (size_t i = 0; i < COUNT(all); i++) {
		if (!(methods & all[i].m))
			continue;
		if (b.n)
			buf_lit(&b, ", ");
		buf_str(&b, str_of(all[i].name));
	}
	reply_header(r->reply, STR("Allow"), buf_view(&b));
}

static enum rc run_route(struct req *r)
{
	unsigned others;
	enum rc rc = find_session(r);

	if (rc != RC_OK)
		return rc;
	r->route = route_find(r->app, r->http->method, r->http->path, r, &others);
	bool open = r->route && r->route->need & ROLE_NONE;
	if (!open && r->ctx.who->role == ROLE_NONE)
		return RC_UNKNOWN_USER;
	if (!r->route && others) {
		put_allow(r, others);
		r->reply->status = 405;
		return r->api ? (trouble_status(r, 405), RC_OK) : RC_NOT_FOUND;
	}
	if (!r->route || !(r->route->need & r->ctx.who->role))
		return RC_NOT_FOUND;
	rc = token_permits(&r->session, r->http->method != HTTP_GET, r->http->path);
	if (rc == RC_OK)
		rc = read_purpose(r);
	if (rc == RC_OK)
		rc = check_forgery(r);
	return rc == RC_OK ? r->route->run(r) : rc;
}

/* --- a session in use does not go idle: one short write every few minutes --- */

enum { TOUCH_MEMORY = 1 << 20, TOUCH_SECRET = 128 };
struct touch {
	const struct app *app;
	int64_t now, seen, idle;
	bool by_token;
	uint8_t n;
	char secret[TOUCH_SECRET];
};

static void touch(struct ctx *c, const struct session *s)
{
	if (session_touch(c, s) != RC_OK)
		logline(LOG_WARN, "http", "a session could not be kept alive");
}

/* On a worker with nothing else to do. */
static void touch_later(void *ctx, const void *bytes)
{
	const struct touch *t = bytes;
	struct arena mem;
	str secret = { t->secret, t->n };
	struct session s = {
		.stage = SESSION_OPEN, .by_token = t->by_token, .seen = t->seen, .idle = t->idle
	};

	(void)ctx;
	arena_init(&mem, TOUCH_MEMORY);
	if (t->by_token)
		s.digest = secret;
	else
		s.token = secret;
	struct ctx c = { .mem = &mem,
			 .model = t->app->model,
			 .who = &actor_nobody,
			 .via = VIA_PAGE,
			 .now = t->now,
			 .today = instant_day(t->now),
			 .problems = { .mem = &mem } };
	touch(&c, &s);
	arena_free(&mem);
}

/* Who only looks does not wait for the writer. */
static bool hand_over(struct req *r)
{
	const struct session *s = &r->session;
	str secret = s->by_token ? s->digest : s->token;
	struct touch t = { r->app, r->ctx.now, s->seen, s->idle, s->by_token, (uint8_t)secret.n, { 0 } };

	if (!r->app->server || r->http->method != HTTP_GET || !secret.s || secret.n > sizeof t.secret)
		return false;
	memcpy(t.secret, secret.s, secret.n);
	/* When there is too much to do already, the next request asks again. */
	(void)http_later(r->app->server, &(struct http_note){ touch_later, NULL, &t, sizeof t });
	return true;
}

static void keep_alive(struct req *r)
{
	if (!r->reply->events && session_due(&r->session, r->ctx.now) && !hand_over(r))
		touch(&r->ctx, &r->session);
}

/* --- who looked --- */

/* "list" of "/api/v1/:word" is "list:ties". */
static str what_of(const struct req *r)
{
	const struct route *route = r->route;
	str purpose = str_of(route->purpose ? route->purpose : route->path);
	struct buf b = buf_new(r->ctx.mem, purpose.n + r->word.n + 2);

	if (!route->purpose || !strstr(route->path, ":word"))
		return purpose;
	buf_str(&b, purpose);
	buf_ch(&b, ':');
	buf_str(&b, r->word);
	return buf_view(&b);
}

/* Before the answer leaves: durable when it was asked for with a purpose, else within a second.  RC_BUSY: it
 * must not leave. */
static enum rc note_reading(struct req *r, bool opened)
{
	const int64_t minute = INT64_C(60) * 1000000;
	struct reading what = reading_of(&r->ctx, what_of(r));

	if (opened && !what.n)
		what.record = r->id; /* of a record about nobody, or of an answer that was kept */
	if (opened)
		return readlog_write(&r->ctx, &what);
	if (!r->app->readings)
		return RC_BUSY;
	return readqueue_put(r->app->readings, &what,
			     ctx_param(&r->ctx, PARAM_READLOG_REPEAT_MINUTES) * minute);
}

/* A page that says what is not right yet (422) shows what it is about, and so does 412; a refusal or a way on
 * (303) nothing.  What somebody has just made (201) is in the journal under their name. */
static enum rc look_back(struct req *r)
{
	int status = r->reply->status;
	bool shows = status != 303 && status != 204, opened = shows && r->ctx.purpose.n > 0;

	if (!r->route || !r->ctx.who->account || !shows)
		return RC_OK;
	if (!opened && (status == 201 || !(r->seen.child.n + r->seen.other.n)))
		return RC_OK;
	return note_reading(r, opened);
}

static enum rc run_with_db(struct req *r)
{
	bool reading = r->http->method == HTTP_GET;
	enum rc rc = reading && !http_header(r->http, STR("x-purpose")).n ? db_read_begin(r->ctx.db) : RC_OK;

	if (rc == RC_OK)
		rc = run_route(r);
	db_read_end(r->ctx.db);
	keep_alive(r);
	return rc;
}

static void answer(struct req *r, enum rc rc)
{
	if (rc != RC_OK) {
		r->ctx.purpose = (str){ NULL, 0 }; /* a refusal opens nothing */
		seen_clear(&r->seen);
	}
	answer_outcome(r, rc);
	rc = look_back(r);
	if (rc == RC_OK)
		return;
	seen_clear(&r->seen);
	r->reply->location = (str){ NULL, 0 };
	answer_outcome(r, rc);
}

static void begin(struct req *r, const struct app *app, struct http_request *h, struct http_reply *p)
{
	*r = (struct req){ .http = h, .reply = p, .app = app, .api = str_starts(h->path, STR("/api/")) };
	p->body = buf_new(h->mem, 8 << 20);
	r->ctx = (struct ctx){ .mem = h->mem,
			       .model = app->model,
			       .who = &actor_nobody,
			       .via = r->api ? VIA_API : VIA_PAGE,
			       .now = h->now,
			       .today = instant_day(h->now),
			       .problems = { .mem = h->mem },
			       .seen = &r->seen };
	r->seen.mem = h->mem;
	r->as_of = r->ctx.today;
	read_lang(r);
	reply_header(p, STR("Vary"), STR("Cookie, Authorization, Accept-Language"));
}

/* The one place where a request can be given up: nothing it allocated or began survives. */
void route_answer(const struct app *app, struct http_request *h, struct http_reply *p)
{
	struct req r;
	jmp_buf full, *outer = h->mem->full;
	struct db *volatile db = NULL;
	enum rc rc;

	if (http_static(h, p))
		return;
	h->mem->full = &full;
	if (setjmp(full)) {
		static const char sorry[] = "{\"status\":413,\"title\":\"Too much for one request\"}";
		db_abandon(db);
		*p = (struct http_reply){ .status = 413,
					  .type = STR("application/problem+json"),
					  .no_store = true,
					  .fixed = { sorry, sizeof sorry - 1 } };
	} else {
		begin(&r, app, h, p);
		db = readers_take(app->readers);
		r.ctx.db = db;
		rc = db ? run_with_db(&r) : RC_BUSY;
		answer(&r, rc);
	}
	if (db)
		readers_give(app->readers, db);
	h->mem->full = outer;
}

/* --- for handlers --- */

enum rc req_events(struct req *r)
{
	r->reply->status = 200;
	r->reply->events = r->ctx.who->account;
	return RC_OK;
}

/* A header holds no byte outside ASCII, no blank and no control: those are written %XX (RFC 3986 2.1). */
static str header_url(struct arena *mem, str url)
{
	struct buf b = buf_new(mem, 3 * url.n + 1);

	for (size_t i = 0; i < url.n; i++) {
		uint8_t c = (uint8_t)url.s[i];
		if (c > ' ' && c < 0x7f) {
			buf_ch(&b, (char)c);
		} else {
			buf_ch(&b, '%');
			buf_hex(&b, &c, 1);
		}
	}
	return buf_view(&b);
}

enum rc req_see_other(struct req *r, str location)
{
	r->reply->status = 303;
	r->reply->location = header_url(r->ctx.mem, location);
	r->reply->no_store = true;
	return RC_OK;
}

void req_json(struct req *r, int status)
{
	r->reply->status = status;
	r->reply->type = STR("application/json");
}

struct buf *req_body(struct req *r) { return &r->reply->body; }

str req_query(const struct req *r, str name)
{
	str v = { NULL, 0 };

	(void)!http_query(r->http, name, &v);
	return v;
}

enum rc req_form(struct req *r, struct http_pair **ret, size_t *ret_n)
{
	return http_form(r->http, ret, ret_n);
}

str form_value(const struct http_pair *f, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(f[i].name, name))
			return f[i].value;
	return (str){ NULL, 0 };
}
