#include "server.h"

#include <stdlib.h>

enum {
	KEEP_BLOCK = 64 << 10, /* of an arena between requests: a page and its compressed form */
	KEEP_AT_MOST = 128 << 10,
	KEEP_EXCHANGES = 64,
	SMALL_BODY = 32 << 10, /* goes to the arena; a larger one is malloc'ed, since it may grow */
	SKIP_AT_MOST = 8 << 20 /* of a body past its limit; after that the connection is cut */
};

struct exchange *exchange_take(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	struct exchange *ex = s->unused;
	if (ex) {
		s->unused = ex->next;
		s->nunused--;
	}
	s->active++;
	pthread_mutex_unlock(&s->lock);
	if (!ex && (ex = calloc(1, sizeof *ex))) {
		ex->server = s;
		arena_init(&ex->arena, HTTP_ARENA_SPARE);
		if (arena_try(&ex->arena, 1, 1, KEEP_BLOCK - 64))
			arena_reset(&ex->arena);
	}
	if (ex) {
		ex->r.mem = &ex->arena;
		return ex;
	}
	pthread_mutex_lock(&s->lock);
	s->active--;
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void drop_body(struct exchange *ex)
{
	if (ex->held)
		atomic_fetch_sub(&ex->server->bodies, ex->held);
	free(ex->grown);
	ex->body = ex->grown = NULL;
	ex->held = ex->body_n = ex->body_cap = 0;
}

void exchange_give(struct exchange *ex)
{
	struct http_server *s = ex->server;

	drop_body(ex);
	if (ex->response)
		MHD_destroy_response(ex->response);
	arena_reset(&ex->arena);
	*ex = (struct exchange){ .server = s, .arena = ex->arena };
	ex->arena.limit = HTTP_ARENA_SPARE;
	if (ex->arena.used > KEEP_AT_MOST)
		arena_free(&ex->arena);
	pthread_mutex_lock(&s->lock);
	bool keep = s->nunused < KEEP_EXCHANGES;
	if (keep) {
		ex->next = s->unused;
		s->unused = ex;
		s->nunused++;
	}
	if (--s->active == 0)
		pthread_cond_broadcast(&s->quiet);
	pthread_mutex_unlock(&s->lock);
	if (!keep) {
		arena_free(&ex->arena);
		free(ex);
	}
}

void exchange_free_all(struct http_server *s)
{
	while (s->unused) {
		struct exchange *ex = s->unused;
		s->unused = ex->next;
		arena_free(&ex->arena);
		free(ex);
	}
}

/* Memory follows the bytes that came, not those that were announced. */
static bool hold(struct exchange *ex, size_t need)
{
	struct http_server *s = ex->server;
	size_t cap = ex->body_cap * 2 > need ? ex->body_cap * 2 : need;

	if (cap < 2 * (size_t)SMALL_BODY)
		cap = 2 * (size_t)SMALL_BODY;
	if (cap > ex->body_max)
		cap = ex->body_max;
	size_t more = cap - ex->held;
	if (atomic_fetch_add(&s->bodies, more) + more > HTTP_BODIES_MAX) {
		atomic_fetch_sub(&s->bodies, more);
		return false;
	}
	char *p = realloc(ex->grown, cap);
	if (!p) {
		atomic_fetch_sub(&s->bodies, more);
		return false;
	}
	if (!ex->grown && ex->body_n)
		memcpy(p, ex->body, ex->body_n);
	ex->body = ex->grown = p;
	ex->held = ex->body_cap = cap;
	return true;
}

static bool make_room(struct exchange *ex, size_t n)
{
	size_t need = ex->body_n + n;
	int64_t announced = 0;

	if (need <= ex->body_cap)
		return true;
	if (ex->body_cap > 0 || need > SMALL_BODY)
		return hold(ex, need);
	if (!str_int(http_header(&ex->r, STR("content-length")), &announced) || announced > SMALL_BODY)
		return hold(ex, need);
	size_t cap = (size_t)announced > need ? (size_t)announced : need;
	ex->body = arena_try(&ex->arena, 1, 1, cap);
	ex->body_cap = ex->body ? cap : 0;
	return ex->body;
}

void exchange_body(struct exchange *ex, const char *bytes, size_t n)
{
	if (!ex->body_status && n > ex->body_max - ex->body_n)
		ex->body_status = 413;
	else if (!ex->body_status && !make_room(ex, n))
		ex->body_status = 503;
	if (ex->body_status) {
		drop_body(ex);
		ex->body_skipped += n;
		return;
	}
	memcpy(ex->body + ex->body_n, bytes, n);
	ex->body_n += n;
}

bool exchange_body_hopeless(const struct exchange *ex) { return ex->body_skipped > SKIP_AT_MOST; }

static void begin_reply(struct exchange *ex)
{
	ex->p = (struct http_reply){ .body = buf_new(&ex->arena, HTTP_ARENA_SPARE / 2) };
}

void exchange_answer(struct exchange *ex)
{
	const struct http_app *app = ex->server->app;

	begin_reply(ex);
	app->answer(app->ctx, &ex->r, &ex->p);
	ex->arena.full = NULL; /* the application's way out went with its frame */
	ex->response = reply_make(ex);
}

void exchange_refuse(struct exchange *ex, int status)
{
	const struct http_app *app = ex->server->app;

	atomic_fetch_add(&ex->server->refused, 1);
	begin_reply(ex);
	if (app->refuse) {
		app->refuse(app->ctx, &ex->r, status, &ex->p);
		ex->arena.full = NULL;
	}
	ex->p.status = status;
	ex->p.no_store = true;
	if (status == 405)
		reply_header(&ex->p, STR("Allow"), STR("GET, HEAD, POST, PUT, PATCH, DELETE"));
	if (status == 503)
		reply_header(&ex->p, STR("Retry-After"), STR("2"));
	ex->response = reply_make(ex);
}
