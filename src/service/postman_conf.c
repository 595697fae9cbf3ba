#include "buf.h"
#include "postman_own.h"
#include "utf8.h"

/* clang-format off */
static const struct key {
	const char *section, *name;
	size_t max;
} keys[CONF__N] = {
	[CONF_SMS_URL]        = { "sms",  "url",        1000 },
	[CONF_SMS_METHOD]     = { "sms",  "method",     4 },
	[CONF_SMS_TYPE]       = { "sms",  "type",       4 },
	[CONF_SMS_BODY]       = { "sms",  "body",       4000 },
	[CONF_SMS_BEARER]     = { "sms",  "bearer",     2000 },
	[CONF_SMS_USER]       = { "sms",  "user",       200 },
	[CONF_SMS_PASSWORD]   = { "sms",  "password",   200 },
	[CONF_SMS_KEY_HEADER] = { "sms",  "key_header", 60 },
	[CONF_SMS_ACCEPTED]   = { "sms",  "accepted",   200 },
	[CONF_SMS_REFUSED]    = { "sms",  "refused",    200 },
	[CONF_MAIL_URL]       = { "mail", "url",        1000 },
	[CONF_MAIL_USER]      = { "mail", "user",       200 },
	[CONF_MAIL_PASSWORD]  = { "mail", "password",   200 },
	[CONF_MAIL_FROM]      = { "mail", "from",       OUTBOX_TO_MAX },
	[CONF_MAIL_NAME]      = { "mail", "name",       100 },
	[CONF_CA]             = { "",     "ca",         1000 },
	[CONF_TIMEOUT]        = { "",     "timeout",    2 },
};
/* clang-format on */

/* Under way: where the first thing is that is wrong. */
struct reading {
	struct arena *mem;
	int line; /* 0: the whole */
	str section;
	const char *wrong;
	str about;
};

static bool wrong(struct reading *r, const char *what, str about)
{
	r->wrong = what;
	r->about = str_cut(about, 0, 60);
	return false;
}

static str say(const struct reading *r)
{
	struct buf b = buf_new(r->mem, 300);

	if (r->line) {
		buf_lit(&b, "line ");
		buf_int(&b, r->line);
		buf_lit(&b, ": ");
	}
	buf_str(&b, str_of(r->wrong));
	if (r->about.n) {
		buf_lit(&b, ": ");
		buf_str(&b, r->about);
	}
	return buf_view(&b);
}

/* --- lines --- */

static bool take_section(struct reading *r, str line)
{
	if (!str_eq(line, STR("[sms]")) && !str_eq(line, STR("[mail]")))
		return wrong(r, "a section is [sms] or [mail]", line);
	r->section = str_cut(line, 1, line.n - 2);
	return true;
}

static int key_of(const struct reading *r, str name)
{
	for (int i = 0; i < CONF__N; i++)
		if (str_eq(str_of(keys[i].name), name) && str_eq(str_of(keys[i].section), r->section))
			return i;
	return -1;
}

/* Of a value only the name of its key is ever repeated: it may be a password. */
static bool take_value(struct reading *r, str line, struct postman_conf *conf)
{
	str value = line, name;

	if (!memchr(line.s, '=', line.n) || !str_next(&value, '=', &name))
		return wrong(r, "no KEY = VALUE", (str){ NULL, 0 });
	name = str_trim(name);
	value = str_trim(value);
	int key = key_of(r, name);
	if (key < 0)
		return wrong(r, "no such key in this section", name);
	if (conf->value[key])
		return wrong(r, "given twice", name);
	if (!value.n)
		return wrong(r, "it has no value", name);
	if (value.n > keys[key].max)
		return wrong(r, "its value is too long", name);
	conf->value[key] = str_z(r->mem, value);
	return true;
}

static bool take_line(struct reading *r, str line, struct postman_conf *conf)
{
	line = str_trim(line);
	if (!line.n || line.s[0] == '#')
		return true;
	return line.s[0] == '[' ? take_section(r, line) : take_value(r, line, conf);
}

/* --- what they mean together --- */

/* After "://": who it is, and how far that goes. */
static str authority(str url)
{
	const char *mark = memmem(url.s, url.n, "://", 3);
	str rest = mark ? str_cut(url, (size_t)(mark - url.s) + 3, url.n) : (str){ NULL, 0 };
	size_t n = 0;

	while (n < rest.n && rest.s[n] != '/' && rest.s[n] != '?' && rest.s[n] != '#')
		n++;
	return str_cut(rest, 0, n);
}

/* HOST or HOST:PORT or [ADDRESS]:PORT. */
static bool split(str where, uint16_t usual, str *ret_host, uint16_t *ret_port)
{
	enum { PORT_MAX = 65535 };
	size_t colon = where.n;
	int64_t port = usual;

	if (!where.s)
		return false;
	while (colon > 0 && where.s[colon - 1] != ':' && where.s[colon - 1] != ']')
		colon--;
	bool named = colon > 0 && where.s[colon - 1] == ':';
	str digits = named ? str_cut(where, colon, where.n) : (str){ NULL, 0 };
	if (named && (!str_digits(digits) || !str_int(digits, &port)))
		return false;
	*ret_host = named ? str_cut(where, 0, colon - 1) : where;
	*ret_port = (uint16_t)port;
	return ret_host->n && port > 0 && port <= PORT_MAX;
}

static bool is_near(str host)
{
	return str_eq(host, STR("localhost")) || str_eq(host, STR("127.0.0.1")) || str_eq(host, STR("[::1]"));
}

/* What it is reached by. */
struct scheme {
	str name;
	uint16_t port;
	bool plain; /* without TLS: to this machine only */
};

static bool read_url(struct reading *r, enum postman_key key, const struct scheme *list, size_t n,
		     bool starttls, struct postman_conf *conf)
{
	str url = str_of(conf->value[key]), name = STR("url"), host;
	const struct scheme *s = NULL;
	enum outbox_channel channel = key == CONF_SMS_URL ? OUTBOX_SMS : OUTBOX_MAIL;

	for (size_t i = 0; i < n; i++)
		if (str_starts(url, list[i].name))
			s = &list[i];
	if (!s)
		return wrong(r, "the url begins with none of those that are known", name);
	str where = authority(url);
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.s[i] <= ' ' || url.s[i] == '#')
			return wrong(r, "the url holds a character it must not", name);
	if (memchr(where.s ? where.s : "", '@', where.n) || memchr(where.s ? where.s : "", '{', where.n))
		return wrong(r, "the url names a user or a value where a machine belongs", name);
	if (!split(where, s->port, &host, &conf->port[channel]))
		return wrong(r, "the url names no machine or port", name);
	conf->near[channel] = is_near(host);
	if (s->plain && !starttls && !conf->near[channel])
		return wrong(r, "without TLS only this machine is spoken to", name);
	return true;
}

static bool has(const struct postman_conf *conf, const char *part)
{
	return strstr(conf->value[CONF_SMS_URL], part) ||
	       (conf->value[CONF_SMS_BODY] && strstr(conf->value[CONF_SMS_BODY], part));
}

static bool one_of(const char *value, const char *a, const char *b)
{
	return !value || !strcmp(value, a) || !strcmp(value, b);
}

static bool header_ok(const char *name)
{
	for (; name && *name; name++)
		if (!(*name >= 'A' && *name <= 'Z') && !(*name >= 'a' && *name <= 'z') &&
		    !(*name >= '0' && *name <= '9') && *name != '-')
			return false;
	return true;
}

static bool check_sms(struct reading *r, struct postman_conf *conf)
{
	static const struct scheme list[] = { { STR_INIT("https://"), 443, false },
					      { STR_INIT("http://"), 80, true } };
	const char *const *v = conf->value;

	if (!read_url(r, CONF_SMS_URL, list, COUNT(list), false, conf))
		return false;
	if (!one_of(v[CONF_SMS_METHOD], "POST", "GET"))
		return wrong(r, "method is POST or GET", (str){ NULL, 0 });
	if (!one_of(v[CONF_SMS_TYPE], "json", "form"))
		return wrong(r, "type is json or form", (str){ NULL, 0 });
	conf->get = v[CONF_SMS_METHOD] && !strcmp(v[CONF_SMS_METHOD], "GET");
	conf->form = v[CONF_SMS_TYPE] && !strcmp(v[CONF_SMS_TYPE], "form");
	if (conf->get == (v[CONF_SMS_BODY] != NULL))
		return wrong(r, "POST needs a body, GET has none", (str){ NULL, 0 });
	if (!has(conf, "{to}") || !has(conf, "{text}"))
		return wrong(r, "url and body hold no {to} or no {text}", (str){ NULL, 0 });
	if (!header_ok(v[CONF_SMS_KEY_HEADER]))
		return wrong(r, "key_header is the name of a header", (str){ NULL, 0 });
	if (v[CONF_SMS_BEARER] && v[CONF_SMS_USER])
		return wrong(r, "either bearer, or user and password", (str){ NULL, 0 });
	return true;
}

static bool check_mail(struct reading *r, struct postman_conf *conf)
{
	static const struct scheme list[] = { { STR_INIT("smtps://"), 465, false },
					      { STR_INIT("smtp://"), 587, true } };
	const char *from = conf->value[CONF_MAIL_FROM];

	/* smtp:// to another machine begins TLS after the greeting, or nothing is sent. */
	if (!read_url(r, CONF_MAIL_URL, list, COUNT(list), true, conf))
		return false;
	if (!from || !strchr(from, '@') || strpbrk(from, " <>\""))
		return wrong(r, "[mail] needs from = somebody@example.cn", (str){ NULL, 0 });
	return true;
}

static bool check(struct reading *r, struct postman_conf *conf)
{
	enum { USUAL_S = 20, MOST_S = 60 };
	int64_t seconds = USUAL_S;
	const char *timeout = conf->value[CONF_TIMEOUT];

	r->line = 0;
	if (timeout && (!str_int(str_of(timeout), &seconds) || seconds < 1 || seconds > MOST_S))
		return wrong(r, "timeout is a number of seconds from 1 to 60", (str){ NULL, 0 });
	conf->timeout = (long)seconds;
	if (!conf->value[CONF_SMS_URL] && !conf->value[CONF_MAIL_URL])
		return wrong(r, "neither [sms] nor [mail] has an url", (str){ NULL, 0 });
	return (!conf->value[CONF_SMS_URL] || check_sms(r, conf)) &&
	       (!conf->value[CONF_MAIL_URL] || check_mail(r, conf));
}

enum rc postman_conf_read(struct arena *mem, str text, struct postman_conf *ret, str *ret_why)
{
	struct reading r = { .mem = mem, .section = STR("") };
	struct postman_conf conf = { 0 };
	str rest = text, line;
	bool ok = text.n <= POSTMAN_CONF_MAX || wrong(&r, "the file is too long", (str){ NULL, 0 });

	if (ok && !utf8_valid(text))
		ok = wrong(&r, "the file is no text", (str){ NULL, 0 });
	while (ok && str_next(&rest, '\n', &line)) {
		r.line++;
		ok = take_line(&r, line, &conf);
	}
	if (!ok || !check(&r, &conf)) {
		*ret_why = say(&r);
		return RC_INVALID;
	}
	*ret = conf;
	return RC_OK;
}
