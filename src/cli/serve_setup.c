#include "serve_setup.h"
#include "logline.h"
#include "sandbox.h"
#include "workshop.h"

#include <limits.h>
#include <malloc.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORKSHOP_PLACES = 2, GIVE_BACK = 1 << 20 };

void serve_begin(bool sandboxed)
{
	/* Once glibc has given back a block of 19 MB, for a password, it keeps those that follow: one in each
	 * worker's arena, 300 MB after a morning of signing in.  A limit that is set stays where it is. */
	(void)mallopt(M_MMAP_THRESHOLD, GIVE_BACK);
	if (!sandboxed) {
		logline(LOG_WARN, "serve", "without the sandbox: for finding faults only");
		return;
	}
	sandbox_harden();
	(void)!workshop_open(workshop_jobs, WORKSHOP__N,
			     WORKSHOP_PLACES); /* it says itself when there is none */
}

void serve_rest(void) { (void)malloc_trim(0); }

void serve_end(void) { workshop_close(); }

/* --- where the database is --- */

/* "host=...", as it stands after the question mark; empty when it is not there. */
static str parameter(str url, str name)
{
	str rest = url, part;

	if (!str_next(&rest, '?', &part))
		return (str){ NULL, 0 };
	while (str_next(&rest, '&', &part))
		if (part.n > name.n && str_starts(part, name) && part.s[name.n] == '=')
			return str_cut(part, name.n + 1, part.n);
	return (str){ NULL, 0 };
}

/* A path, written plainly or escaped. */
static bool is_local(str host)
{
	return !host.n || host.s[0] == '/' || str_starts(host, STR("%2F")) || str_starts(host, STR("%2f"));
}

static uint16_t port_number(str text)
{
	enum { POSTGRES = 5432, PORT_MAX = 65535 };
	int64_t n;

	if (!text.n)
		text = str_of(getenv("PGPORT"));
	return str_int(text, &n) && n > 0 && n <= PORT_MAX ? (uint16_t)n : POSTGRES;
}

/* USER:PASSWORD@HOST:PORT without the first half: a password may hold what it likes, escaped. */
static str authority(str url)
{
	const char *mark = memmem(url.s, url.n, "://", 3);
	str rest = mark ? str_cut(url, (size_t)(mark - url.s) + 3, url.n) : url;
	size_t end = 0, from = 0;

	while (end < rest.n && rest.s[end] != '/' && rest.s[end] != '?')
		end++;
	for (size_t i = 0; i < end; i++)
		if (rest.s[i] == '@')
			from = i + 1;
	return str_cut(rest, from, end - from);
}

/* Where the port begins, after its colon; 0: there is none. An IPv6 address stands in brackets. */
static size_t port_at(str host)
{
	for (size_t i = host.n; i > 0 && host.s[i - 1] != ']'; i--)
		if (host.s[i - 1] == ':')
			return i;
	return 0;
}

/* postgresql://USER:PASSWORD@HOST:PORT/NAME?host=...&port=...; of several hosts the first. */
uint16_t serve_database_port(str url)
{
	str hosts = authority(url), host, port = parameter(url, STR("port")),
	    named = parameter(url, STR("host"));

	if (!str_starts(url, STR("postgresql://")) && !str_starts(url, STR("postgres://")))
		return 0;
	if (!str_next(&hosts, ',', &host))
		host = (str){ NULL, 0 };
	size_t at = port_at(host);
	if (at && !port.n)
		port = str_cut(host, at, host.n);
	if (at)
		host = str_cut(host, 0, at - 1);
	if (named.n)
		host = named;
	if (!host.n)
		host = str_of(getenv("PGHOST"));
	return is_local(host) ? 0 : port_number(port);
}

/* --- the places a server needs --- */

static const char *directory_of(struct arena *mem, str path)
{
	while (path.n && path.s[path.n - 1] != '/')
		path.n--;
	return path.n ? str_z(mem, path) : ".";
}

/* The file's own directory, and the real one's when the name is a link: SQLite keeps its journal there. */
static void allow_database(struct arena *mem, struct sandbox_order *order, str url)
{
	str file = str_cut(url, sizeof "sqlite:" - 1, url.n);
	char *real = NEW(mem, char, PATH_MAX);

	sandbox_allow(order, directory_of(mem, file), SANDBOX_WRITE);
	if (realpath(str_z(mem, file), real))
		sandbox_allow(order, directory_of(mem, str_of(real)), SANDBOX_WRITE);
}

static const char *home_file(struct arena *mem, const char *name)
{
	const char *home = getenv("HOME");
	struct buf b = buf_new(mem, PATH_MAX);

	if (!home || strlen(home) > PATH_MAX / 2)
		return NULL;
	buf_str(&b, str_of(home));
	buf_ch(&b, '/');
	buf_str(&b, str_of(name));
	return str_z(mem, buf_view(&b));
}

/* A new connection looks for a password and certificates, and for the name of the account: that one only the
 * list of users knows, which is out of reach then. */
static void allow_postgres(struct arena *mem, struct sandbox_order *order)
{
	const struct passwd *me = getpwuid(geteuid());
	const char *file = getenv("PGPASSFILE");

	if (me)
		(void)setenv("PGUSER", me->pw_name, 0);
	sandbox_allow(order, file ? file : home_file(mem, ".pgpass"), SANDBOX_READ);
	sandbox_allow(order, getenv("PGSERVICEFILE"), SANDBOX_READ);
	sandbox_allow(order, home_file(mem, ".postgresql"), SANDBOX_READ);
	order->connects = true;
}

static const char *spool_directory(struct arena *mem, str url)
{
	const char *state = getenv("STATE_DIRECTORY"), *temporary = getenv("TMPDIR");

	if (str_starts(url, STR("sqlite:")) && !str_eq(url, STR("sqlite::memory:")))
		return directory_of(mem, str_cut(url, sizeof "sqlite:" - 1, url.n));
	return state ? state : temporary ? temporary : "/tmp";
}

static void allow_listening(struct arena *mem, struct sandbox_order *order, str listen)
{
	int64_t port = 0;
	size_t colon = listen.n;

	if (str_starts(listen, STR("unix:"))) {
		sandbox_allow(order, directory_of(mem, str_cut(listen, 5, listen.n)), SANDBOX_SOCKET);
		order->connects = true; /* is the socket that lies there one of a crash? */
		return;
	}
	while (colon > 0 && listen.s[colon - 1] != ':')
		colon--;
	order->listens = true;
	if (str_int(str_cut(listen, colon, listen.n), &port) && port > 0 && port <= UINT16_MAX)
		order->listen_port = (uint16_t)port;
}

/* The address cannot be guarded, only the ports: the media server listens on the loopback. */
static void allow_calls(struct sandbox_order *order, const struct rtc_conf *calls)
{
	order->near_port[0] = calls->api_port;
	order->near_port[1] = calls->admin_port;
	order->connects = true;
}

int serve_shut_in(struct site *s, struct http_options *o, const struct rtc_conf *calls, bool sandboxed)
{
	struct sandbox_order order = { .connect_port = serve_database_port(s->url) };

	if (!o->spool.n)
		o->spool = str_of(spool_directory(&s->mem, s->url));
	(void)setenv("TMPDIR", str_z(&s->mem, o->spool), 1); /* of libraries: the one place to write to */
	if (!sandboxed)
		return EXIT_DONE;
	sandbox_allow_common(&order);
	if (str_starts(s->url, STR("sqlite:")))
		allow_database(&s->mem, &order, s->url);
	else
		allow_postgres(&s->mem, &order);
	sandbox_allow(&order, str_z(&s->mem, o->spool), SANDBOX_WRITE);
	if (s->blobs_dir.n)
		sandbox_allow(&order, str_z(&s->mem, s->blobs_dir), SANDBOX_WRITE);
	allow_listening(&s->mem, &order, o->listen);
	if (calls)
		allow_calls(&order, calls);
	if (sandbox_enter(&order) == RC_OK)
		return EXIT_DONE;
	fprintf(stderr, "tongxin: the sandbox cannot be entered: there are threads already\n");
	return EXIT_FAULT;
}
