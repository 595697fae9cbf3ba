/* buf.h - growing text in an arena, with a cap.  Past the cap it jumps like the arena does. */
#pragma once
#include "base.h"

struct buf {
	struct arena *mem;
	char *s;
	size_t n, cap, max;
};

struct buf buf_new(struct arena *mem, size_t max);
void buf_grow(struct buf *b, size_t n); /* room for n more bytes */
/* Written out here: a page is some thousand of these, most of a few bytes known to the compiler. */
static inline void buf_put(struct buf *b, const void *bytes, size_t n)
{
	if (n > b->cap - b->n)
		buf_grow(b, n);
	if (n)
		memcpy(b->s + b->n, bytes, n);
	b->n += n;
}
static inline void buf_str(struct buf *b, str s) { buf_put(b, s.s, s.n); }
static inline void buf_ch(struct buf *b, char c) { buf_put(b, &c, 1); }
void buf_int(struct buf *b, int64_t i);
void buf_hex(struct buf *b, const void *bytes, size_t n);
void buf_base64(struct buf *b, const void *bytes, size_t n); /* RFC 4648, with = at its end */
void buf_pad(struct buf *b, int64_t i, int width);           /* with leading zeros */
str buf_view(const struct buf *b);
static inline void buf_lit_(struct buf *b, const char *lit, size_t n) { buf_put(b, lit, n); }
#define buf_lit(b, lit) buf_lit_((b), "" lit "", sizeof(lit) - 1)
