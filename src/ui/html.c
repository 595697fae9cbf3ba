#include "html.h"

#include "session.h"

struct page page_of(struct req *r)
{
	return (struct page){
		.r = r,
		.mem = r->ctx.mem,
		.b = req_body(r),
		.lang = r->ctx.lang,
		.who = r->ctx.who,
		.today = r->ctx.today,
		.icons = static_url(r->ctx.mem, STR("icons.svg")),
	};
}

static str escape_of(unsigned char c)
{
	switch (c) {
	case '&': return STR("&amp;");
	case '<': return STR("&lt;");
	case '>': return STR("&gt;");
	case '"': return STR("&quot;");
	case '\'': return STR("&#39;");
	case '\t':
	case '\n':
	case '\r': return STR(""); /* browsers read it as the line's end that it is */
	default: break;
	}
	/* Other controls may not stand in a page, not even as references. */
	return c < ' ' || c == 0x7f ? STR("\xef\xbf\xbd") : STR("");
}

/* The bytes that need a second look; all others go out as they stand. */
static const bool special[256] = {
	[0 ... ' ' - 1] = true, ['&'] = true,  ['<'] = true,  ['>'] = true,
	['"'] = true,           ['\''] = true, [0x7f] = true,
};

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* The first special byte from `at` on, or the end: most text has none, so sixteen are looked at together. */
static size_t next_special(str text, size_t at)
{
	for (; text.n - at >= sizeof(sixteen); at += sizeof(sixteen)) {
		sixteen c;
		uint64_t any[2];
		memcpy(&c, text.s + at, sizeof c);
		/* & and ', < and > differ in one bit. */
		sixteen found = (sixteen)((c < ' ') | ((c | 1) == '\'') | ((c | 2) == '>') | (c == '"') |
					  (c == 0x7f));
		memcpy(any, &found, sizeof any);
		if (any[0] | any[1])
			break;
	}
	while (at < text.n && !special[(unsigned char)text.s[at]])
		at++;
	return at;
}

void html_text(struct page *p, str text)
{
	size_t from = 0;

	for (size_t i = next_special(text, 0); i < text.n; i = next_special(text, i + 1)) {
		str e = escape_of((unsigned char)text.s[i]);
		if (!e.n)
			continue;
		buf_put(p->b, text.s + from, i - from);
		buf_str(p->b, e);
		from = i + 1;
	}
	if (from < text.n)
		buf_put(p->b, text.s + from, text.n - from);
}

void html_int(struct page *p, int64_t i) { buf_int(p->b, i); }

void html_gap(struct page *p)
{
	if (p->lang == LANG_EN)
		html_lit(p, " ");
}

str html_say_(struct page *p, const char *text, const str *args, size_t n)
{
	struct buf b = buf_new(p->mem, 64 << 10);

	tr_put(&b, p->lang, text, args, n);
	return buf_view(&b);
}

str html_word(struct page *p, const char *text) { return str_of(tr(p->lang, text)); }

str html_fill_(struct page *p, str text, const str *args, size_t n)
{
	struct buf b = buf_new(p->mem, 64 << 10);

	tr_put(&b, LANG_EN, text.s, args, n); /* English is how it stands in the source */
	return buf_view(&b);
}

void html_tr_(struct page *p, const char *text, const str *args, size_t n)
{
	if (n)
		html_text(p, html_say_(p, text, args, n));
	else
		html_text(p, str_of(tr(p->lang, text)));
}

/* Digits stand in an address as they are. */
str html_url_id_(struct page *p, str pattern, int64_t id)
{
	struct buf b = buf_new(p->mem, 16 << 10);
	str part;

	for (bool first = true; str_next(&pattern, '#', &part); first = false) {
		if (!first)
			buf_int(&b, id);
		buf_str(&b, part);
	}
	return buf_view(&b);
}

str html_url_code_(struct page *p, str pattern, str code)
{
	struct buf b = buf_new(p->mem, 16 << 10);
	str part;

	for (bool first = true; str_next(&pattern, '#', &part); first = false) {
		if (!first)
			url_encode(&b, code);
		buf_str(&b, part);
	}
	return buf_view(&b);
}

str html_url_with_(struct page *p, str url, str name, str value)
{
	struct buf b = buf_new(p->mem, 16 << 10);

	buf_str(&b, url);
	buf_ch(&b, str_has(url, STR("?")) ? '&' : '?');
	buf_str(&b, name);
	buf_ch(&b, '=');
	url_encode(&b, value);
	return buf_view(&b);
}

bool html_url_ours(str url)
{
	if (!url.n || (url.s[0] != '/' && url.s[0] != '#' && url.s[0] != '?'))
		return false;
	/* "//host" and, to browsers, "/\host" lead elsewhere; they also drop tabs and newlines. */
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.s[i] <= ' ' || url.s[i] == '\\')
			return false;
	return url.n < 2 || url.s[0] != '/' || url.s[1] != '/';
}

void html_href(struct page *p, str url) { html_attr(p, "href", html_url_ours(url) ? url : STR("#")); }

void html_action(struct page *p, str url) { html_attr(p, "action", html_url_ours(url) ? url : STR("#")); }

void html_link(struct page *p, str url, str text)
{
	html_lit(p, "<a");
	html_href(p, url);
	html_lit(p, ">");
	html_text(p, text);
	html_lit(p, "</a>");
}

void html_button(struct page *p, str url, const char *verb, bool main)
{
	if (main)
		html_lit(p, "<a class=\"btn main\"");
	else
		html_lit(p, "<a class=\"btn\"");
	html_href(p, url);
	html_lit(p, ">");
	html_tr(p, verb);
	html_lit(p, "</a>");
}

static void put_symbol(struct page *p, str file, str name)
{
	html_lit(p, "<svg class=\"i\" aria-hidden=\"true\"><use href=\"");
	html_text(p, file);
	html_lit(p, "#");
	html_text(p, name);
	html_lit(p, "\"/></svg>");
}

void html_icon_(struct page *p, str name) { put_symbol(p, p->icons, name); }

void html_picture(struct page *p, str name)
{
	put_symbol(p, static_url(p->mem, STR("pics.svg")), html_fill(p, "pic-{0}", name));
}

str html_int_text(struct page *p, int64_t i)
{
	struct buf b = buf_new(p->mem, 64);

	buf_int(&b, i);
	return buf_view(&b);
}

static str date_text(struct page *p, const char *text, int32_t yyyymmdd)
{
	struct buf b = buf_new(p->mem, 64);

	tr_date(&b, p->lang, text, yyyymmdd);
	return buf_view(&b);
}

str html_day_text(struct page *p, day d) { return d ? date_text(p, N_("{2} {1} {0}"), d) : STR(""); }

str html_day_short(struct page *p, day d)
{
	if (d && d / 10000 == p->today / 10000)
		return date_text(p, N_("{2} {1}"), d);
	return html_day_text(p, d);
}

str html_month_text(struct page *p, int32_t yyyymm)
{
	return yyyymm ? date_text(p, N_("{1} {0}"), yyyymm * 100) : STR("");
}

str html_weekday_text(struct page *p, day d)
{
	static const char *const name[] = { N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
					    N_("Friday"), N_("Saturday"), N_("Sunday") };

	return str_of(tr(p->lang, name[day_weekday(d) - 1]));
}

enum { MINUTE = 60 };
static const int64_t second = 1000000;

str html_clock_text(struct page *p, int64_t instant)
{
	static const int64_t shanghai = INT64_C(8) * MINUTE, whole_day = INT64_C(24) * MINUTE;
	struct buf b = buf_new(p->mem, 16);
	int64_t minute = (instant / (second * MINUTE) + shanghai) % whole_day;

	buf_int(&b, minute / MINUTE);
	buf_ch(&b, ':');
	buf_pad(&b, minute % MINUTE, 2);
	return buf_view(&b);
}

static void time_element(struct page *p, str machine, str human)
{
	html_lit(p, "<time");
	html_attr(p, "datetime", machine);
	html_lit(p, ">");
	html_text(p, human);
	html_lit(p, "</time>");
}

static void day_element(struct page *p, day d, str human)
{
	struct buf b = buf_new(p->mem, 16);

	if (!d)
		return;
	day_put(&b, d);
	time_element(p, buf_view(&b), human);
}

void html_day(struct page *p, day d) { day_element(p, d, html_day_short(p, d)); }

void html_day_full(struct page *p, day d) { day_element(p, d, html_day_text(p, d)); }

void html_month(struct page *p, int32_t yyyymm)
{
	struct buf b = buf_new(p->mem, 16);

	if (!yyyymm)
		return;
	buf_pad(&b, yyyymm / 100, 4);
	buf_ch(&b, '-');
	buf_pad(&b, yyyymm % 100, 2);
	time_element(p, buf_view(&b), html_month_text(p, yyyymm));
}

void html_instant(struct page *p, int64_t instant)
{
	struct buf b = buf_new(p->mem, 40);

	instant_put(&b, instant);
	time_element(p, buf_view(&b),
		     html_say(p, N_("{0}, {1}"), html_day_short(p, instant_day(instant)),
			      html_clock_text(p, instant)));
}

void html_hidden(struct page *p, str name, str value)
{
	html_lit(p, "<input type=\"hidden\"");
	html_attr(p, "name", name);
	html_attr(p, "value", value);
	html_lit(p, ">");
}

void html_csrf(struct page *p)
{
	p->secret = true;
	html_hidden(p, STR("csrf"), csrf_token(p->mem, &p->r->session));
}
