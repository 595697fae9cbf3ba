/* html.h - markup out.  Markup is a literal, or it does not compile; everything else is text and goes through
 * the escaping writers.  Addresses are made of a literal with its ids filled in, so nothing from outside can
 * leave the site.  Dates and instants come in the reader's language as <time>. */
#pragma once
#include "day.h"
#include "route.h"

/* One page under way: what its components write to and ask about. */
struct page {
	struct req *r;
	struct arena *mem;
	struct buf *b; /* the reply's body */
	enum lang lang;
	const struct actor *who;
	day today;
	str icons;   /* address of icons.svg */
	bool secret; /* holds a token: its bytes differ each time */
	int serial;  /* for ids of parts that may come more than once */
};
struct page page_of(struct req *r);

#define html_lit(p, lit) buf_lit_((p)->b, "" lit "", sizeof(lit) - 1)
void html_text(struct page *p, str text);
void html_int(struct page *p, int64_t i);
void html_gap(struct page *p); /* between sentences; in Chinese there is none */
/* html_tr(p, "English text {0}", value...): translated, places filled, all escaped.  Values are str. */
#define html_tr(p, text, ...)                                                                                \
	html_tr_((p), (text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                               \
		 COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1)
void html_tr_(struct page *p, const char *text, const str *args, size_t n);
/* The same as text in the page's arena, to be used as a value elsewhere. */
#define html_say(p, text, ...)                                                                               \
	html_say_((p), (text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                              \
		  COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1)
str html_say_(struct page *p, const char *text, const str *args, size_t n);
str html_word(struct page *p, const char *text); /* the translation alone */

/* The places filled, nothing translated: for ids and the like. */
#define html_fill(p, text, ...)                                                                              \
	html_fill_((p), STR(text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                          \
		   COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1)
str html_fill_(struct page *p, str text, const str *args, size_t n);

/* name="value" with a space before it; the name is a literal. */
#define html_attr(p, name, value)                                                                            \
	(html_lit((p), " " name "=\""), html_text((p), (value)), html_lit((p), "\""))
#define html_attr_tr(p, name, text, ...) html_attr((p), name, html_say((p), (text), ##__VA_ARGS__))

/* Addresses.  "/children/#/edit": each # becomes the id, or the text percent-encoded.  html_url_with() adds
 * a query part. */
#define html_url(p, lit, id) html_url_id_((p), STR(lit), (id))
#define html_url_code(p, lit, code) html_url_code_((p), STR(lit), (code))
#define html_url_with(p, url, name, value) html_url_with_((p), (url), STR(name), (value))
str html_url_id_(struct page *p, str pattern, int64_t id);
str html_url_code_(struct page *p, str pattern, str code);
str html_url_with_(struct page *p, str url, str name, str value);
/* Only within the site: anything that does not begin with "/", "#" or "?" becomes "#". */
void html_href(struct page *p, str url);
void html_action(struct page *p, str url); /* of a form */
bool html_url_ours(str url);
void html_link(struct page *p, str url, str text); /* <a href>text</a> */
/* A link that looks like a button; `verb` English, `main`: what is mostly done here. */
void html_button(struct page *p, str url, const char *verb, bool main);

#define html_icon(p, name) html_icon_((p), STR(name))
void html_icon_(struct page *p, str name);
/* One of the pictures of asset/pics.svg, which few pages need. */
void html_picture(struct page *p, str name);

/* Dates: the year is left out when it is this one and there is a day. */
void html_day(struct page *p, day d);
void html_day_full(struct page *p, day d);
void html_month(struct page *p, int32_t yyyymm);
void html_instant(struct page *p, int64_t instant);
str html_day_text(struct page *p, day d);  /* with its year */
str html_day_short(struct page *p, day d); /* without this year's */
str html_month_text(struct page *p, int32_t yyyymm);
str html_clock_text(struct page *p, int64_t instant); /* 7:45 in Asia/Shanghai */
str html_weekday_text(struct page *p, day d);
str html_int_text(struct page *p, int64_t i);

/* The hidden field that proves a form is ours. */
void html_csrf(struct page *p);
void html_hidden(struct page *p, str name, str value);
