#include "rtc_conf.h"

#include <stddef.h>

enum { SECRET_MIN = 16, SECRET_MAX = 128, URL_MAX = 200, PORT_MAX = 65535 };

enum what { PORT, SECRET, RELAY_SECRET, RELAY_URL };
/* clang-format off */
static const struct {
	str name;
	enum what what;
	size_t at;
} rows[] = {
	{ STR_INIT("api_port"),     PORT,         offsetof(struct rtc_conf, api_port) },
	{ STR_INIT("admin_port"),   PORT,         offsetof(struct rtc_conf, admin_port) },
	{ STR_INIT("api_secret"),   SECRET,       offsetof(struct rtc_conf, api_secret) },
	{ STR_INIT("admin_secret"), SECRET,       offsetof(struct rtc_conf, admin_secret) },
	{ STR_INIT("admin_key"),    SECRET,       offsetof(struct rtc_conf, admin_key) },
	{ STR_INIT("key"),          SECRET,       offsetof(struct rtc_conf, key) },
	{ STR_INIT("turn_secret"),  RELAY_SECRET, offsetof(struct rtc_conf, turn_secret) },
	{ STR_INIT("turn_url"),     RELAY_URL,    0 },
};
/* clang-format on */

/* Of what needs no escaping, in JSON, in an address or in the files of Janus and coturn. */
static bool is_secret(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		if (!(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z'))
			return false;
	}
	return s.n >= SECRET_MIN && s.n <= SECRET_MAX;
}

static bool is_url(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] <= ' ' || s.s[i] > '~' || s.s[i] == '"' || s.s[i] == '\\')
			return false;
	return s.n <= URL_MAX && (str_starts(s, STR("turn:")) || str_starts(s, STR("turns:")));
}

static bool put_port(void *at, str value)
{
	int64_t n;

	if (!str_digits(value) || !str_int(value, &n) || n < 1 || n > PORT_MAX)
		return false;
	*(uint16_t *)at = (uint16_t)n;
	return true;
}

static bool put(struct rtc_conf *c, size_t row, str value)
{
	void *at = (char *)c + rows[row].at;

	if (rows[row].what == PORT)
		return put_port(at, value);
	if (rows[row].what == RELAY_URL) {
		if (c->nurls == RTC_URLS_MAX || !is_url(value))
			return false;
		c->turn_url[c->nurls++] = value;
		return true;
	}
	*(str *)at = value;
	return is_secret(value);
}

static bool one_line(struct rtc_conf *c, str line, bool *seen)
{
	str value = line, name;

	line = str_trim(line);
	if (!line.n || line.s[0] == '#')
		return true;
	if (!str_next(&value, '=', &name) || !value.s)
		return false;
	name = str_trim(name);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!str_eq(name, rows[i].name))
			continue;
		if (seen[i] && rows[i].what != RELAY_URL)
			return false;
		seen[i] = true;
		return put(c, i, str_trim(value));
	}
	return false;
}

enum rc rtc_conf_read(str text, struct rtc_conf *ret, unsigned *ret_line)
{
	struct rtc_conf c = { 0 };
	bool seen[COUNT(rows)] = { false }, whole = true;
	str rest = text, line;
	unsigned n = 0;

	while (str_next(&rest, '\n', &line)) {
		n++;
		if (!one_line(&c, line, seen)) {
			*ret_line = n;
			return RC_INVALID;
		}
	}
	for (size_t i = 0; i < COUNT(rows); i++)
		whole = whole && (seen[i] || rows[i].what == RELAY_SECRET || rows[i].what == RELAY_URL);
	/* A relay without a secret lets nobody in, and the other way round nobody finds it. */
	if (!whole || (c.nurls > 0) != (c.turn_secret.n > 0)) {
		*ret_line = 0;
		return RC_INVALID;
	}
	*ret = c;
	return RC_OK;
}
