/* tr.h - the reader's language.  English stands in the source; po/ carries the others.  Texts have numbered
 * places {0} {1} instead of printf's, so a translation can reorder them and cannot crash. */
#pragma once
#include "base.h"
#include "buf.h"

enum lang { LANG_ZH, LANG_EN, LANG__N }; /* zh-CN is the default */

#define N_(text) text /* mark for xgettext; translate where it is shown */

const char *tr(enum lang lang, const char *text);
/* The translation with its places filled, unescaped. */
void tr_put(struct buf *b, enum lang lang, const char *text, const str *args, size_t n);
#define TR(b, lang, text, ...)                                                                               \
	tr_put((b), (lang), (text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                         \
	       COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1)
/* A date in the reader's language; in `text` the places are 0 year, 1 name of the month, 2 day: N_("{2} {1}
 * {0}"). */
void tr_date(struct buf *b, enum lang lang, const char *text, int32_t yyyymmdd);
const char *lang_tag(enum lang lang); /* "zh-CN", "en" */
/* The best of an Accept-Language header or a cookie's value. */
enum lang lang_choose(str header);
