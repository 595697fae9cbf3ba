/* What goes over the wire, and what comes back: pure. */
#include "buf.h"
#include "day.h"
#include "json.h"
#include "postman_own.h"
#include "utf8.h"

enum { FILLED_MAX = 64 << 10 };

/* --- templates --- */

static void put_json(struct buf *to, str value)
{
	struct buf quoted = buf_new(to->mem, FILLED_MAX);
	struct json j = json_to(&quoted);

	json_str(&j, value);
	buf_str(to, str_cut(buf_view(&quoted), 1, quoted.n - 2));
}

static void put_url(struct buf *to, str value)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < value.n; i++) {
		unsigned char ch = (unsigned char)value.s[i];
		if ((ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') ||
		    strchr("-._~", ch)) {
			buf_ch(to, (char)ch);
			continue;
		}
		buf_ch(to, '%');
		buf_ch(to, hex[ch >> 4]);
		buf_ch(to, hex[ch & 15]);
	}
}

str postman_fill(struct arena *mem, const char *template, enum postman_escape how,
		 const struct postman_order *o)
{
	const struct {
		str name, value;
	} parts[] = { { STR("{to}"), o->to },
		      { STR("{text}"), o->text },
		      { STR("{subject}"), o->subject },
		      { STR("{key}"), o->key } };
	str rest = str_of(template);
	struct buf b = buf_new(mem, FILLED_MAX);

	while (rest.n) {
		size_t i = 0;
		while (i < COUNT(parts) && !str_starts(rest, parts[i].name))
			i++;
		if (i == COUNT(parts)) {
			buf_ch(&b, rest.s[0]);
			rest = str_cut(rest, 1, rest.n);
			continue;
		}
		(how == ESCAPE_JSON ? put_json : put_url)(&b, parts[i].value);
		rest = str_cut(rest, parts[i].name.n, rest.n);
	}
	return buf_view(&b);
}

/* --- a mail: RFC 5322, RFC 2047 --- */

/* Words of a header that are no plain ASCII, in pieces that no character is torn over. */
static void put_words(struct buf *b, str text)
{
	enum { PIECE = 42 };
	size_t from = 0, at = 0;

	while (from < text.n) {
		size_t end = from;
		at = from;
		while (at < text.n && at - from <= PIECE - 4) {
			(void)utf8_next(text, &at);
			end = at;
		}
		if (from)
			buf_lit(b, "\r\n ");
		buf_lit(b, "=?UTF-8?B?");
		buf_base64(b, text.s + from, end - from);
		buf_lit(b, "?=");
		from = end;
	}
}

static void put_date(struct buf *b, int64_t now)
{
	static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const int64_t second = 1000000, a_day = 86400, shanghai = 28800;
	day d = instant_day(now);
	int64_t s = (now / second + shanghai) % a_day;

	buf_put(b, days + (ptrdiff_t)(day_weekday(d) - 1) * 3, 3);
	buf_lit(b, ", ");
	buf_int(b, d % 100);
	buf_ch(b, ' ');
	buf_put(b, months + (ptrdiff_t)(d / 100 % 100 - 1) * 3, 3);
	buf_ch(b, ' ');
	buf_int(b, d / 10000);
	buf_ch(b, ' ');
	buf_pad(b, s / 3600, 2);
	buf_ch(b, ':');
	buf_pad(b, s / 60 % 60, 2);
	buf_ch(b, ':');
	buf_pad(b, s % 60, 2);
	buf_lit(b, " +0800");
}

static void put_lines(struct buf *b, str text)
{
	enum { LINE = 57 }; /* bytes, 76 characters */

	for (size_t i = 0; i < text.n; i += LINE) {
		str part = str_cut(text, i, LINE);
		buf_base64(b, part.s, part.n);
		buf_lit(b, "\r\n");
	}
}

static str domain(str address)
{
	size_t at = address.n;

	while (at > 0 && address.s[at - 1] != '@')
		at--;
	return str_cut(address, at, address.n);
}

str postman_mail(struct arena *mem, const struct postman_letter *l, const struct postman_order *o)
{
	struct buf b = buf_new(mem, FILLED_MAX);

	buf_lit(&b, "Date: ");
	put_date(&b, l->now);
	buf_lit(&b, "\r\nFrom: ");
	if (l->name) {
		put_words(&b, str_of(l->name));
		buf_ch(&b, ' ');
	}
	buf_ch(&b, '<');
	buf_str(&b, str_of(l->from));
	buf_lit(&b, ">\r\nTo: <");
	buf_str(&b, o->to);
	/* The same at every attempt: a mail server that has it already may know it by this. */
	buf_lit(&b, ">\r\nMessage-ID: <");
	buf_str(&b, o->key);
	buf_ch(&b, '@');
	buf_str(&b, domain(str_of(l->from)));
	buf_lit(&b, ">\r\nSubject: ");
	put_words(&b, o->subject);
	buf_lit(&b, "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
		    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	put_lines(&b, o->text);
	return buf_view(&b);
}

/* --- what they answer --- */

static struct postman_answer later(enum outbox_why why)
{
	return (struct postman_answer){ POSTMAN_LATER, why };
}

static struct postman_answer judge_2xx(const struct postman_conf *conf, str body)
{
	const char *accepted = conf->value[CONF_SMS_ACCEPTED], *refused = conf->value[CONF_SMS_REFUSED];

	if (refused && str_has(body, str_of(refused)))
		return (struct postman_answer){ POSTMAN_NEVER, OUTBOX_REFUSED };
	if (accepted && !str_has(body, str_of(accepted)))
		return later(OUTBOX_NONSENSE);
	return (struct postman_answer){ POSTMAN_SENT, OUTBOX_WELL };
}

struct postman_answer postman_judge_http(const struct postman_conf *conf, long status, str body)
{
	/* clang-format off */
	static const struct {
		long from, to;
		enum outbox_why why;
	} wait[] = {
		{ 401, 401, OUTBOX_LOGIN }, { 403, 403, OUTBOX_LOGIN }, { 407, 407, OUTBOX_LOGIN },
		{ 404, 405, OUTBOX_NONSENSE }, { 410, 411, OUTBOX_NONSENSE }, { 415, 415, OUTBOX_NONSENSE },
		{ 408, 409, OUTBOX_BUSY }, { 423, 425, OUTBOX_BUSY }, { 429, 429, OUTBOX_BUSY }, { 500, 599, OUTBOX_BUSY },
	};
	/* clang-format on */

	if (status >= 200 && status < 300)
		return judge_2xx(conf, body);
	for (size_t i = 0; i < COUNT(wait); i++)
		if (status >= wait[i].from && status <= wait[i].to)
			return later(wait[i].why);
	if (status >= 400 && status < 500)
		return (struct postman_answer){ POSTMAN_NEVER, OUTBOX_REFUSED };
	return later(OUTBOX_NONSENSE); /* led elsewhere, or no number at all */
}

struct postman_answer postman_judge_mail(long code)
{
	if (code == 530 || code == 534 || code == 535 || code == 538)
		return later(OUTBOX_LOGIN);
	if (code == 421 || (code >= 400 && code < 500))
		return later(OUTBOX_BUSY);
	/* 50x: it does not understand us, whatever the message. */
	if (code >= 510 && code < 600)
		return (struct postman_answer){ POSTMAN_NEVER, OUTBOX_REFUSED };
	return later(OUTBOX_NONSENSE);
}
