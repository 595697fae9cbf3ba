/* buf.h - growing text in an arena, with a cap.  Past the cap it jumps like the arena does. */
#pragma once
#include "base.h"

struct buf {
	struct arena *mem;
	char *s;
	size_t n, cap, max;
};

struct buf buf_new(struct arena *mem, size_t max);
void buf_put(struct buf *b, const void *bytes, size_t n);
void buf_str(struct buf *b, str s);
void buf_ch(struct buf *b, char c);
void buf_int(struct buf *b, int64_t i);
void buf_hex(struct buf *b, const void *bytes, size_t n);
void buf_pad(struct buf *b, int64_t i, int width); /* with leading zeros */
str buf_view(const struct buf *b);
void buf_lit_(struct buf *b, const char *lit, size_t n);
#define buf_lit(b, lit) buf_lit_((b), "" lit "", sizeof(lit) - 1)
