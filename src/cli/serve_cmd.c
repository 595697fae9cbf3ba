#include "blob.h"
#include "command.h"
#include "errorpage.h"
#include "job.h"
#include "journal.h"
#include "logline.h"
#include "notice_live.h"
#include "outbox.h"
#include "readlog_flush.h"
#include "route_index.h"
#include "serve_calls.h"
#include "serve_post.h"
#include "serve_setup.h"
#include "site.h"
#include "timer.h"
#include "trouble.h"

#include <signal.h>
#include <stdio.h>

static const char usage[] =
	"tongxin serve --db URL [--listen HOST:PORT|unix:PATH] [--threads N] [--tls-cert "
	"FILE --tls-key FILE]\n"
	"                     [--key FILE] [--blobs DIR] [--duties DIR] [--behind-https] [--clock INSTANT]\n"
	"                     [--post FILE|sink:DIR] [--rtc FILE] [--no-sandbox]\n"
	"  --blobs: where files such as photos lie; without it FILE.blobs beside an SQLite file.\n"
	"  --clock: in a demo database only, the time to begin with.\n"
	"  --duties: duties.csv and ladders.csv of this county's own (see tongxin duty check).\n"
	"  --post: how text messages and mails go out; also TONGXIN_POST (see tongxin-post(5)).\n"
	"  --rtc: where the media server for calls is; also TONGXIN_RTC (see tongxin-rtc(1)).\n"
	"  --no-sandbox: for finding faults; the self-audit says so.\n";

struct server {
	struct site site;
	struct app app;
	struct http_app door; /* what http/ calls; kept as long as it runs */
	struct writer *writer;
	struct readers *readers;
	struct http_server *http;
	struct timer *timer;
	struct flush *flush;
	struct jobs *jobs;
	struct outbox *outbox;
	struct rtc_conf calls;
	bool has_calls;
	const struct job_kind *const *job_kinds;
	_Atomic bool ending;
	int64_t ahead; /* of the machine's clock: demo databases only */
};

static int64_t now(void *arg)
{
	const struct server *s = arg;

	return instant_now() + s->ahead;
}

static void answer(void *arg, struct http_request *r, struct http_reply *p)
{
	const struct server *s = arg;

	route_answer(&s->app, r, p);
}

static bool slow(void *arg, const struct http_request *r, size_t *ret_body_max)
{
	const struct server *s = arg;

	return route_slow(&s->app, r, ret_body_max);
}

static bool costly(void *arg, const struct http_request *r)
{
	const struct server *s = arg;
	struct req scratch;
	unsigned others;
	const struct route *found = route_find(&s->app, r->method, r->path, &scratch, &others);

	return found && found->costly;
}

/* A refusal of http/ itself, before any route: in the language of the request, as a problem document. */
static void refuse(void *arg, struct http_request *r, int status, struct http_reply *p)
{
	const struct server *s = arg;
	struct req q = { .http = r,
			 .reply = p,
			 .app = &s->app,
			 .ctx = { .mem = r->mem, .model = s->app.model, .lang = LANG_EN } };
	jmp_buf full, *outer = r->mem->full;

	q.ctx.lang = lang_choose(http_header(r, STR("accept-language")));
	r->mem->full = &full;
	if (!setjmp(full))
		trouble_status(&q, status);
	r->mem->full = outer;
}

/* --- the day's own work --- */

enum { DAY_MEMORY = 256 << 20, DAY_PATIENCE = 30 /* seconds */ };

/* What it finds wrong it logs by name; the day's work is done all the same. */
static void sweep_files(struct ctx *c)
{
	struct blob_report r;

	if (c->model->blobs && blob_sweep(c, false, &r) == RC_OK && (r.removed || r.lost || r.cut))
		logline(r.lost || r.cut ? LOG_FAULT : LOG_INFO, "blob",
			"%lld files, %lld removed, %lld missing, %lld of another length", (long long)r.files,
			(long long)r.removed, (long long)r.lost, (long long)r.cut);
}

/* Stands there until the day is done: a start after a stop or a crash under way then goes on with it. */
static enum rc note_begun(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC0(c->db, "INSERT INTO meta (name, value) VALUES ('day_begun', '1')"
			       " ON CONFLICT (name) DO NOTHING");
}

static enum rc note_done(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC0(c->db, "DELETE FROM meta WHERE name = 'day_begun'");
}

static enum rc do_day(const struct server *s, struct ctx *c)
{
	enum rc rc = store_write(c, PRIO_BULK, note_begun, NULL);

	for (const struct room *const *room = the_house.rooms; *room && rc == RC_OK; room++)
		if ((*room)->daily)
			rc = (*room)->daily(c);
	if (rc == RC_OK)
		rc = jobs_daily(c, s->job_kinds);
	if (rc == RC_OK)
		rc = outbox_daily(c);
	if (rc == RC_OK)
		sweep_files(c);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note_done, NULL) : rc;
}

static enum rc run_day(void *arg, day today)
{
	struct server *s = arg;
	struct arena mem;
	struct actor program = actor_system(s->site.model.county);
	struct db *db = readers_take(s->readers);
	enum rc rc = db ? RC_OK : RC_BUSY;

	arena_init(&mem, DAY_MEMORY);
	struct ctx c = { .mem = &mem,
			 .db = db,
			 .model = &s->site.model,
			 .who = &program,
			 .via = VIA_TIMER,
			 .now = now(s),
			 .today = today,
			 .problems = { .mem = &mem } };
	if (rc == RC_OK)
		rc = do_day(s, &c);
	if (db)
		readers_give(s->readers, db);
	arena_free(&mem);
	serve_rest();
	return rc;
}

/* What was written has something to say: to who looks on, or to the runner. */
static void told(void *arg, const struct told *list, size_t n)
{
	struct server *s = arg;
	size_t from = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && !list[i].work)
			continue;
		if (i > from)
			notice_told(&s->app, list + from, i - from);
		if (i < n) {
			jobs_wake(s->jobs);
			outbox_wake(s->outbox);
		}
		from = i + 1;
	}
}

/* --- starting and stopping --- */

enum { PEM_MAX = 65536 };

static str read_text(struct arena *mem, const char *path)
{
	FILE *f = path ? fopen(path, "rbe") : NULL;
	char *text = NEW(mem, char, PEM_MAX);
	size_t n = f ? fread(text, 1, PEM_MAX - 1, f) : 0;

	if (f)
		(void)fclose(f);
	return (str){ text, n };
}

struct wanted {
	const char *db, *listen, *threads, *cert, *tls_key, *key, *clock, *duties, *blobs, *post, *rtc;
	bool https, bare;
};

static int read_wanted(struct server *s, const struct wanted *w, struct http_options *o)
{
	int64_t n = 0, at;

	o->listen = w->listen ? str_of(w->listen) : STR("127.0.0.1:8080");
	if (w->threads && (!str_int(str_of(w->threads), &n) || n < 1 || n > 256)) {
		fprintf(stderr, "tongxin: --threads takes a number from 1 to 256\n");
		return EXIT_USAGE;
	}
	o->threads = (unsigned)n;
	if (w->clock && (!s->site.demo || !instant_parse(str_of(w->clock), &at))) {
		fprintf(stderr, "tongxin: --clock takes an instant, and only a demo database has a clock of "
				"its own\n");
		return EXIT_USAGE;
	}
	if (w->clock)
		s->ahead = at - instant_now();
	if (!w->cert && !w->tls_key)
		return EXIT_DONE;
	o->tls_cert = read_text(&s->site.mem, w->cert);
	o->tls_key = read_text(&s->site.mem, w->tls_key);
	if (o->tls_cert.n && o->tls_key.n)
		return EXIT_DONE;
	fprintf(stderr, "tongxin: --tls-cert and --tls-key are needed both, as PEM files\n");
	return EXIT_REFUSED;
}

/* Threads come after the sandbox.  Two servers on one file of SQLite are no installation of ours; on one
 * database of PostgreSQL they may be. */
static enum rc start_jobs(struct server *s)
{
	return jobs_start(&(struct job_setup){ .model = &s->site.model,
					       .readers = s->readers,
					       .kinds = s->job_kinds,
					       .now = now,
					       .clock = s,
					       .alone = str_starts(s->site.url, STR("sqlite:")) },
			  &s->jobs);
}

static enum rc start_outbox(struct server *s)
{
	return outbox_start(&(struct outbox_setup){ .model = &s->site.model,
						    .readers = s->readers,
						    .now = now,
						    .clock = s,
						    .alone = str_starts(s->site.url, STR("sqlite:")) },
			    &s->outbox);
}

static int start(struct server *s, const struct wanted *w, const struct http_options *o)
{
	day settled = 0;

	if (writer_start(s->site.url, &s->writer) != RC_OK)
		return EXIT_FAULT;
	writer_on_group(s->writer, chain_group, s->site.model.chain);
	s->site.model.writer = s->writer;
	s->site.model.told = told;
	s->site.model.told_arg = s;
	s->site.model.ending = &s->ending;
	s->readers = readers_new(s->site.url);
	s->app = (struct app){ .model = &s->site.model,
			       .readers = s->readers,
			       .now = now,
			       .clock = s,
			       .error_page = errorpage,
			       .secure = w->https || o->tls_cert.n,
			       .demo = s->site.demo,
			       .where = s->site.where,
			       .extras = the_extras,
			       .house = &the_house,
			       .figures = house_figures,
			       .db_file = str_starts(s->site.url, STR("sqlite:"))
						  ? str_cut(s->site.url, 7, s->site.url.n)
						  : STR(""),
			       .key_file = s->site.key_file };
	s->app.routes = house_routes(&s->site.mem, &s->app.nroutes);
	s->app.index = route_index_make(&s->site.mem, s->app.routes, s->app.nroutes);
	s->job_kinds = house_jobs(&s->site.mem);
	s->app.readings = readqueue_new(&s->site.mem);
	if (flush_start(s->app.readings, &s->site.model, now, s, &s->flush) != RC_OK)
		return EXIT_FAULT;
	if (!site_meta(&s->site, "day_begun").n)
		(void)!day_parse(site_meta(&s->site, "settled_to"), &settled);
	if (timer_start(now, run_day, s, settled, &s->timer) != RC_OK)
		return EXIT_FAULT;
	if (!timer_wait(s->timer, DAY_PATIENCE)) /* before anybody looks, if it is not too much */
		logline(LOG_INFO, "serve",
			"the day's work goes on; until it is done pages show yesterday's standing");
	if (start_jobs(s) != RC_OK || start_outbox(s) != RC_OK)
		return EXIT_FAULT;
	if (s->has_calls && serve_calls_start(&s->calls, &s->app) != RC_OK)
		return EXIT_FAULT;
	s->door = (struct http_app){
		.answer = answer, .slow = slow, .costly = costly, .refuse = refuse, .now = now, .ctx = s
	};
	enum rc rc = http_start(o, &s->door, &s->http);
	if (rc == RC_OK)
		s->app.server = s->http;
	else
		fprintf(stderr, "tongxin: cannot listen on %.*s\n", STR_ARG(o->listen));
	return rc == RC_OK ? EXIT_DONE : rc == RC_FAULT ? EXIT_FAULT : EXIT_REFUSED;
}

static void stop(struct server *s)
{
	s->ending = true;
	if (s->timer)
		timer_stop(s->timer); /* its writes are published by the server */
	jobs_stop(s->jobs);           /* and so are theirs */
	rtc_stop(s->app.rtc);
	outbox_stop(s->outbox);
	if (s->http)
		http_stop(s->http);
	rtc_free(s->app.rtc);
	jobs_free(s->jobs); /* whom no answer can wake any more */
	outbox_free(s->outbox);
	flush_stop(s->flush); /* after the last answer, before the writer */
	if (s->writer)
		writer_stop(s->writer);
	if (s->readers)
		readers_free(s->readers);
	site_close(&s->site);
}

static void wait_for_signal(const sigset_t *set)
{
	int got;

	while (sigwait(set, &got) != 0)
		;
	logline(LOG_INFO, "serve", "stopping");
}

static void say_ready(const struct server *s, const struct http_options *o)
{
	if (str_starts(o->listen, STR("unix:")))
		printf("listening on %.*s\n", STR_ARG(o->listen));
	else
		printf("listening on %s://%.*s:%d\n", o->tls_cert.n ? "https" : "http",
		       (int)((const char *)memrchr(o->listen.s, ':', o->listen.n) - o->listen.s), o->listen.s,
		       http_port(s->http));
	(void)fflush(stdout);
}

int cmd_serve(int argc, char **argv)
{
	struct wanted w = { 0 };
	struct http_options o = { 0 };
	struct server s = { 0 };
	sigset_t set;
	const struct option_row rows[] = {
		{ "--db", &w.db, NULL },           { "--listen", &w.listen, NULL },
		{ "--threads", &w.threads, NULL }, { "--tls-cert", &w.cert, NULL },
		{ "--tls-key", &w.tls_key, NULL }, { "--key", &w.key, NULL },
		{ "--clock", &w.clock, NULL },     { "--duties", &w.duties, NULL },
		{ "--blobs", &w.blobs, NULL },     { "--behind-https", NULL, &w.https },
		{ "--no-sandbox", NULL, &w.bare }, { "--post", &w.post, NULL },
		{ "--rtc", &w.rtc, NULL }
	};
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!w.db) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	sigemptyset(&set); /* before any thread, so that only this one is woken */
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN); /* a write past a limit of files is then a write that fails */
	serve_begin(!w.bare);
	status = serve_post(w.post, !w.bare);
	if (status == EXIT_DONE)
		status = site_open(&s.site, w.db, w.key, SITE_OPEN);
	if (status == EXIT_DONE)
		status = serve_post_fits(s.site.demo);
	if (status == EXIT_DONE && w.duties)
		status = site_duties(&s.site, w.duties);
	if (status == EXIT_DONE)
		status = site_blobs(&s.site, w.blobs);
	if (status == EXIT_DONE)
		status = read_wanted(&s, &w, &o);
	if (status == EXIT_DONE)
		status = serve_calls_read(&s.site.mem, w.rtc, &s.calls, &s.has_calls);
	if (status == EXIT_DONE)
		status = serve_shut_in(&s.site, &o, s.has_calls ? &s.calls : NULL, !w.bare);
	if (status == EXIT_DONE)
		status = start(&s, &w, &o);
	if (status == EXIT_DONE) {
		say_ready(&s, &o);
		wait_for_signal(&set);
	}
	stop(&s);
	postman_close();
	serve_end();
	return status;
}
