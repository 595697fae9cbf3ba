#include "buf.h"
#include "command.h"
#include "site.h"
#include "sm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
	"tongxin rtc config DIR [--address IP] [--public IP] [--port N] [--relay-port N]\n"
	"  writes into DIR, for Janus: janus.jcfg and its companions; for coturn: turnserver.conf; for\n"
	"  `tongxin serve --rtc`: rtc.conf; with new secrets, for their owner's eyes only.\n"
	"  --address: the machine's own, to which calls come; without it the first that is no loopback.\n"
	"  --public: what the world has in its place, behind a router that passes the ports on.\n"
	"  --port, --relay-port: TCP on the loopback, N and N+1 (21088); of the relay (3478).\n";

/* What stands between two @ in the files. */
enum value {
	DIRECTORY,
	LIBRARIES,
	ADDRESS,
	PUBLIC_LINES,
	PEER_LINES,
	REACHED,
	API_PORT,
	ADMIN_PORT,
	RELAY_PORT,
	API_SECRET,
	ADMIN_SECRET,
	ADMIN_KEY,
	KEY,
	TURN_SECRET,
	VALUE__N
};
static const str value_name[] = {
	[DIRECTORY] = STR_INIT("directory"),
	[LIBRARIES] = STR_INIT("libraries"),
	[ADDRESS] = STR_INIT("address"),
	[PUBLIC_LINES] = STR_INIT("public"),
	[PEER_LINES] = STR_INIT("peers"),
	[REACHED] = STR_INIT("reached"),
	[API_PORT] = STR_INIT("api_port"),
	[ADMIN_PORT] = STR_INIT("admin_port"),
	[RELAY_PORT] = STR_INIT("relay_port"),
	[API_SECRET] = STR_INIT("api_secret"),
	[ADMIN_SECRET] = STR_INIT("admin_secret"),
	[ADMIN_KEY] = STR_INIT("admin_key"),
	[KEY] = STR_INIT("key"),
	[TURN_SECRET] = STR_INIT("turn_secret"),
};

static const struct {
	const char *name;
	str text;
} files[] = {
	{ "janus.jcfg",
	  STR_INIT("# Janus as the media server of Tongxin: it listens on the loopback, records nothing, and "
		   "has\n"
		   "# no parts but those a call needs.  Written by `tongxin rtc config`.\n"
		   "general: {\n"
		   "\tconfigs_folder = \"@directory@\"\n"
		   "\tplugins_folder = \"@libraries@/plugins\"\n"
		   "\ttransports_folder = \"@libraries@/transports\"\n"
		   "\tevents_folder = \"@libraries@/events\"\n"
		   "\tloggers_folder = \"@libraries@/loggers\"\n"
		   "\tapi_secret = \"@api_secret@\"\n"
		   "\tadmin_secret = \"@admin_secret@\"\n"
		   "\tsession_timeout = 60\n"
		   "\tdebug_level = 3\n"
		   "\tdebug_colors = false\n"
		   "\tserver_name = \"tongxin\"\n"
		   "\thide_dependencies = true\n"
		   "\tprotected_folders = [ \"/\" ]\n"
		   "}\n"
		   "media: {\n"
		   "\trtp_port_range = \"20000-20999\"\n"
		   "\tslowlink_threshold = 5\n"
		   "\tno_media_timer = 3\n"
		   "\tdtls_mtu = 1200\n"
		   "}\n"
		   "nat: {\n"
		   "\tice_enforce_list = \"@address@\"\n"
		   "\tignore_mdns = true\n"
		   "@public@"
		   "}\n"
		   "plugins: {\n"
		   "\tdisable = "
		   "\"libjanus_audiobridge.so,libjanus_duktape.so,libjanus_lua.so,libjanus_echotest.so,"
		   "libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,"
		   "libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so\"\n"
		   "}\n"
		   "transports: {\n"
		   "\tdisable = "
		   "\"libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so,"
		   "libjanus_websockets.so\"\n"
		   "}\n"
		   "loggers: {\n"
		   "\tdisable = \"libjanus_jsonlog.so\"\n"
		   "}\n"
		   "events: {\n"
		   "\tbroadcast = false\n"
		   "\tdisable = \"libjanus_gelfevh.so,libjanus_mqttevh.so,libjanus_nanomsgevh.so,"
		   "libjanus_rabbitmqevh.so,libjanus_sampleevh.so,libjanus_wsevh.so\"\n"
		   "}\n") },
	{ "janus.transport.http.jcfg", STR_INIT("general: {\n"
						"\tjson = \"compact\"\n"
						"\tbase_path = \"/janus\"\n"
						"\thttp = true\n"
						"\tport = @api_port@\n"
						"\tip = \"127.0.0.1\"\n"
						"\thttps = false\n"
						"}\n"
						"admin: {\n"
						"\tadmin_base_path = \"/admin\"\n"
						"\tadmin_http = true\n"
						"\tadmin_port = @admin_port@\n"
						"\tadmin_ip = \"127.0.0.1\"\n"
						"\tadmin_https = false\n"
						"}\n") },
	{ "janus.plugin.videoroom.jcfg", STR_INIT("general: {\n"
						  "\tadmin_key = \"@admin_key@\"\n"
						  "\tlock_rtp_forward = true\n"
						  "\tstring_ids = true\n"
						  "}\n") },
	{ "turnserver.conf",
	  STR_INIT("# coturn as the relay of Tongxin's calls: it passes on to the media server, and to "
		   "nobody else.\n"
		   "# Networks that let nothing out but HTTPS need tls-listening-port=443 with cert= and "
		   "pkey= on an\n"
		   "# address of its own, and a line turn_url = turns:NAME:443?transport=tcp in rtc.conf.\n"
		   "# Written by `tongxin rtc config`.\n"
		   "listening-port=@relay_port@\n"
		   "listening-ip=@address@\n"
		   "relay-ip=@address@\n"
		   "min-port=21100\n"
		   "max-port=21999\n"
		   "fingerprint\n"
		   "use-auth-secret\n"
		   "static-auth-secret=@turn_secret@\n"
		   "realm=tongxin\n"
		   "user-quota=40\n"
		   "total-quota=400\n"
		   "stale-nonce=600\n"
		   "no-cli\n"
		   "no-tls\n"
		   "no-dtls\n"
		   "no-rfc5780\n"
		   "no-multicast-peers\n"
		   "no-software-attribute\n"
		   "log-file=stdout\n"
		   "simple-log\n"
		   "denied-peer-ip=0.0.0.0-255.255.255.255\n"
		   "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n"
		   "@peers@") },
	{ "rtc.conf", STR_INIT("# For `tongxin serve --rtc`: where the media server is, what it wants to "
			       "hear, and the relay.\n"
			       "# Written by `tongxin rtc config`.\n"
			       "api_port = @api_port@\n"
			       "admin_port = @admin_port@\n"
			       "api_secret = @api_secret@\n"
			       "admin_secret = @admin_secret@\n"
			       "admin_key = @admin_key@\n"
			       "key = @key@\n"
			       "turn_secret = @turn_secret@\n"
			       "turn_url = turn:@reached@:@relay_port@?transport=udp\n"
			       "turn_url = turn:@reached@:@relay_port@?transport=tcp\n") },
};

struct words {
	const char *what, *dir, *address, *public, *port, *relay_port;
};
enum { TEXT_MAX = 16 << 10, SECRET_BYTES = 24, PORT_MAX = 65534, API_DEFAULT = 21088, RELAY_DEFAULT = 3478 };

/* --- the values --- */

/* Where Debian keeps the parts of Janus, by the machine. */
static const char *libraries(void)
{
	static const char *const place[] = { "/usr/lib/x86_64-linux-gnu/janus",
					     "/usr/lib/aarch64-linux-gnu/janus",
					     "/usr/lib/loongarch64-linux-gnu/janus",
					     "/usr/lib/riscv64-linux-gnu/janus", "/usr/lib/janus" };

	for (size_t i = 0; i < COUNT(place); i++)
		if (access(place[i], R_OK) == 0)
			return place[i];
	fprintf(stderr, "tongxin: Janus is not installed here; its parts are looked for in %s\n", place[0]);
	return place[0];
}

static bool is_address(const char *text)
{
	struct in_addr at;

	return inet_pton(AF_INET, text, &at) == 1 && at.s_addr != INADDR_ANY;
}

static bool is_outside(const struct ifaddrs *i)
{
	return i->ifa_addr && i->ifa_addr->sa_family == AF_INET && (i->ifa_flags & IFF_UP) &&
	       !(i->ifa_flags & IFF_LOOPBACK);
}

/* The first address of the machine that is no loopback: with that one alone Janus finds no way for a call. */
static const char *own_address(struct arena *mem)
{
	struct ifaddrs *all = NULL;
	char *text = NULL;

	if (getifaddrs(&all))
		return NULL;
	for (const struct ifaddrs *i = all; i && !text; i = i->ifa_next)
		if (is_outside(i)) {
			const void *in = &((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr;
			text = NEW(mem, char, INET_ADDRSTRLEN);
			inet_ntop(AF_INET, in, text, INET_ADDRSTRLEN);
		}
	freeifaddrs(all);
	return text;
}

static str joined(struct arena *mem, const str *part, size_t n)
{
	struct buf b = buf_new(mem, TEXT_MAX);

	for (size_t i = 0; i < n; i++)
		buf_str(&b, part[i]);
	return buf_view(&b);
}

static str secret(struct arena *mem)
{
	uint8_t bytes[SECRET_BYTES];

	sm_random(bytes, sizeof bytes);
	return hex_put(mem, bytes, sizeof bytes);
}

static bool port_of(struct arena *mem, const char *text, int64_t *n, str *ret)
{
	struct buf b = buf_new(mem, 16);

	if (text && (!str_digits(str_of(text)) || !str_int(str_of(text), n) || *n < 1 || *n > PORT_MAX))
		return false;
	buf_int(&b, *n);
	*ret = buf_view(&b);
	return true;
}

static bool put_ports(struct arena *mem, const struct words *w, str *value)
{
	int64_t api = API_DEFAULT, relay = RELAY_DEFAULT, admin;

	if (!port_of(mem, w->port, &api, &value[API_PORT]) ||
	    !port_of(mem, w->relay_port, &relay, &value[RELAY_PORT]))
		return false;
	admin = api + 1;
	return port_of(mem, NULL, &admin, &value[ADMIN_PORT]);
}

/* Who comes by the relay reaches the media server at the machine's own address, whatever the world calls it.
 */
static void put_addresses(struct arena *mem, const char *own, const char *public, str *value)
{
	const str a = str_of(own), p = str_of(public);
	const str out[] = { STR("\tnat_1_1_mapping = \""), p, STR("\"\n\tkeep_private_host = true\n") };
	const str peer[] = { STR("allowed-peer-ip="),
			     a,
			     STR("\n"),
			     STR("allowed-peer-ip="),
			     p,
			     STR("\nexternal-ip="),
			     p,
			     STR("/"),
			     a,
			     STR("\n") };

	value[ADDRESS] = a;
	value[REACHED] = p.n ? p : a;
	value[PUBLIC_LINES] = joined(mem, out, p.n ? COUNT(out) : 0);
	value[PEER_LINES] = joined(mem, peer, p.n ? COUNT(peer) : 3);
}

static int find_values(struct arena *mem, const struct words *w, str *value)
{
	const char *own = w->address ? w->address : own_address(mem);
	char *dir = NEW(mem, char, PATH_MAX);

	if (!own || !is_address(own) || (w->public && !is_address(w->public))) {
		fprintf(stderr, "tongxin: --address and --public take an IPv4 address%s\n",
			own ? "" : "; this machine has none but the loopback");
		return EXIT_USAGE;
	}
	if (!put_ports(mem, w, value)) {
		fprintf(stderr, "tongxin: --port and --relay-port take a number from 1 to %d\n", PORT_MAX);
		return EXIT_USAGE;
	}
	if ((mkdir(w->dir, S_IRWXU) && errno != EEXIST) || !realpath(w->dir, dir)) {
		fprintf(stderr, "tongxin: %s: %s\n", w->dir, strerror(errno));
		return EXIT_REFUSED;
	}
	put_addresses(mem, own, w->public, value);
	value[DIRECTORY] = str_of(dir);
	value[LIBRARIES] = str_of(libraries());
	static const enum value secrets[] = { API_SECRET, ADMIN_SECRET, ADMIN_KEY, KEY, TURN_SECRET };
	for (size_t i = 0; i < COUNT(secrets); i++)
		value[secrets[i]] = secret(mem);
	return EXIT_DONE;
}

/* --- the files --- */

static str filled(struct arena *mem, str text, const str *value)
{
	struct buf b = buf_new(mem, TEXT_MAX);
	str rest = text, part;

	for (bool name = false; str_next(&rest, '@', &part); name = !name) {
		if (!name)
			buf_str(&b, part);
		for (size_t i = 0; name && i < VALUE__N; i++)
			if (str_eq(part, value_name[i]))
				buf_str(&b, value[i]);
	}
	return buf_view(&b);
}

static bool write_all(int fd, str text)
{
	while (text.n) {
		ssize_t n = write(fd, text.s, text.n);
		if (n <= 0)
			return false;
		text = str_cut(text, (size_t)n, text.n);
	}
	return fsync(fd) == 0;
}

/* Secrets that are in use are not written over. */
static bool write_file(int dir, const char *name, str text)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd < 0)
		return false;
	bool ok = write_all(fd, text);
	int why = errno;
	close(fd);
	errno = why;
	return ok;
}

static int write_files(struct arena *mem, const char *path, const str *value)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), why;
	size_t n = 0;

	while (dir >= 0 && n < COUNT(files) &&
	       write_file(dir, files[n].name, filled(mem, files[n].text, value)))
		n++;
	if (n == COUNT(files)) {
		close(dir);
		return EXIT_DONE;
	}
	why = errno;
	fprintf(stderr, "tongxin: %s/%s: %s\n", path, files[n].name, strerror(why));
	while (dir >= 0 && n > 0)
		unlinkat(dir, files[--n].name, 0);
	if (dir >= 0)
		close(dir);
	return why == EEXIST || why == EACCES || why == ENOTDIR ? EXIT_REFUSED : EXIT_FAULT;
}

enum { MEMORY = 4 << 20 };

int cmd_rtc(int argc, char **argv)
{
	struct words w = { 0 };
	const char *word[2] = { 0 };
	const struct option_row rows[] = { { "--address", &w.address, NULL },
					   { "--public", &w.public, NULL },
					   { "--port", &w.port, NULL },
					   { "--relay-port", &w.relay_port, NULL } };
	int status = command_read(argc, argv,
				  &(struct command_form){ usage, rows, COUNT(rows), word, COUNT(word) });
	str value[VALUE__N] = { { NULL, 0 } };
	struct arena mem;

	if (status >= 0)
		return status;
	w.dir = word[1];
	if (!word[0] || !str_eq(str_of(word[0]), STR("config")) || !w.dir) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	sm_start();
	arena_init(&mem, MEMORY);
	status = find_values(&mem, &w, value);
	if (status == EXIT_DONE)
		status = write_files(&mem, w.dir, value);
	arena_free(&mem);
	return status;
}
