#include "buf.h"

#include <stdlib.h>

struct buf buf_new(struct arena *mem, size_t max) { return (struct buf){ .mem = mem, .max = max }; }

void buf_grow(struct buf *b, size_t n)
{
	if (n > b->max - b->n) {
		if (b->mem->full)
			longjmp(*b->mem->full, 1);
		abort();
	}
	size_t cap = b->cap ? b->cap * 2 : 256;
	while (cap < b->n + n)
		cap *= 2;
	/* The newest thing in the arena grows where it stands. */
	if (b->s && b->s + b->cap == b->mem->beg && cap - b->cap <= (size_t)(b->mem->end - b->mem->beg)) {
		b->mem->beg += cap - b->cap;
		b->cap = cap;
		return;
	}
	char *s = arena_text(b->mem, cap);
	if (b->s)
		memcpy(s, b->s, b->n);
	b->s = s;
	b->cap = cap;
}

void buf_int(struct buf *b, int64_t i) { buf_pad(b, i, 1); }

void buf_pad(struct buf *b, int64_t i, int width)
{
	static const char pairs[] = "0001020304050607080910111213141516171819"
				    "2021222324252627282930313233343536373839"
				    "4041424344454647484950515253545556575859"
				    "6061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";
	char digits[32], *p = digits + sizeof digits;
	uint64_t u = i < 0 ? -(uint64_t)i : (uint64_t)i;

	for (; u >= 100; u /= 100, width -= 2) {
		const char *two = pairs + 2 * (u % 100);
		*--p = two[1];
		*--p = two[0];
	}
	for (; u || width > 0; u /= 10, width--)
		*--p = (char)('0' + u % 10);
	if (i < 0)
		*--p = '-';
	buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_hex(struct buf *b, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) {
		buf_ch(b, "0123456789abcdef"[p[i] >> 4]);
		buf_ch(b, "0123456789abcdef"[p[i] & 15]);
	}
}

void buf_base64(struct buf *b, const void *bytes, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *p = bytes;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t three = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
				 (left > 2 ? p[i + 2] : 0);
		buf_ch(b, digit[three >> 18]);
		buf_ch(b, digit[three >> 12 & 63]);
		const char last[] = { '=', digit[three >> 6 & 63], digit[three & 63] };
		buf_ch(b, last[left > 1 ? 1 : 0]);
		buf_ch(b, last[left > 2 ? 2 : 0]);
	}
}

str buf_view(const struct buf *b) { return (str){ b->s, b->n }; }
