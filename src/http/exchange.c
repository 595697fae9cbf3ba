#include "server.h"

#include <stdlib.h>

enum {
	KEEP_BLOCK = 64 << 10, /* of an arena between requests: a page and its compressed form */
	KEEP_AT_MOST = 128 << 10,
	KEEP_EXCHANGES = 64
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
		ex->upload.fd = -1;
		return ex;
	}
	pthread_mutex_lock(&s->lock);
	s->active--;
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

void exchange_give(struct exchange *ex)
{
	struct http_server *s = ex->server;

	upload_drop(ex);
	stream_close(ex);
	reply_drop(ex);
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
	s->active--;
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

static void begin_reply(struct exchange *ex)
{
	ex->p = (struct http_reply){ .body = buf_new(&ex->arena, HTTP_ARENA_SPARE / 2) };
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

/* False: there are too many already. */
static bool make_stream(struct exchange *ex)
{
	struct http_reply *p = &ex->p;

	p->type = STR("text/event-stream");
	p->no_store = true;
	p->etag = (str){ NULL, 0 };
	p->body.n = 0;
	reply_header(p, STR("X-Accel-Buffering"),
		     STR("no")); /* a proxy that waits for more makes it useless */
	return p->status != 200 || ex->r.head || stream_open(ex);
}

void exchange_answer(struct exchange *ex)
{
	const struct http_app *app = ex->server->app;

	begin_reply(ex);
	app->answer(app->ctx, &ex->r, &ex->p);
	ex->arena.full = NULL; /* the application's way out went with its frame */
	if (ex->p.events && !make_stream(ex))
		exchange_refuse(ex, 503);
	else
		ex->response = reply_make(ex);
}
