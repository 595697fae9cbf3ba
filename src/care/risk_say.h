/* risk_say.h - a level and its reasons in words: for pages about one child, and as they are kept. */
#pragma once
#include "html.h"
#include "risk.h"

/* Word, shape and colour together: <b class="level l4">. */
void risk_put_level(struct page *p, int level);
/* One reason as a sentence, with its day. */
str risk_reason_text(struct page *p, const struct risk_reason *r);
/* How the reasons are kept beside a level: codes and days only, no words anybody wrote. */
str risk_reasons_json(struct arena *mem, const struct risk *r);
