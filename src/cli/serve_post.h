/* serve_post.h - the postman of a server: forked before keys and threads. */
#pragma once
#include "base.h"

/* Of --post or, without it, TONGXIN_POST; neither: nothing goes out, and what is written waits.  An exit
 * status; what is wrong has been said on standard error. */
int serve_post(const char *where, bool sandboxed);
/* A demonstration holds numbers that were made up, and may be somebody's: it speaks to nobody outside. */
int serve_post_fits(bool demo);
