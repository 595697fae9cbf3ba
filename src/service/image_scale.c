#include "image_work.h"

enum { RGB = 3 };

static size_t bytes_of(const struct pixels *p) { return (size_t)p->width * p->height * RGB; }

/* --- smaller --- */

static enum image_why scaler_begin_as(struct scaler *s, struct arena *mem, struct pixels from,
				      struct pixels to)
{
	*s = (struct scaler){ .to = to, .width = from.width, .height = from.height };
	s->to.rgb = arena_try(mem, 1, 1, bytes_of(&to));
	s->line = arena_try(mem, sizeof *s->line, alignof(uint32_t), (size_t)to.width * RGB);
	s->sum = arena_try(mem, sizeof *s->sum, alignof(uint64_t), (size_t)to.width * RGB);
	return s->to.rgb && s->line && s->sum ? IMAGE_FINE : IMAGE_MEMORY;
}

static unsigned share(unsigned part, unsigned side, unsigned longer)
{
	uint64_t n = ((uint64_t)part * side + longer / 2) / longer;

	return n ? (unsigned)n : 1;
}

enum image_why scaler_begin(struct scaler *s, struct arena *mem, struct pixels from, unsigned side)
{
	unsigned longer = from.width > from.height ? from.width : from.height;
	struct pixels to = { NULL, from.width, from.height };

	if (longer > side) {
		to.width = share(from.width, side, longer);
		to.height = share(from.height, side, longer);
	}
	return scaler_begin_as(s, mem, from, to);
}

/* On a line of width * to.width units a pixel that comes in covers to.width of them and one that goes out
 * covers `width`: so it lies in one of those, or in two. */
static void narrow(struct scaler *s, const uint8_t *rgb)
{
	const unsigned wide = s->width, thin = s->to.width;
	unsigned at = 0, left = wide; /* the pixel that goes out, and what it still lacks */

	memset(s->line, 0, (size_t)thin * RGB * sizeof *s->line);
	for (unsigned i = 0; i < wide; i++, rgb += RGB) {
		unsigned part = thin < left ? thin : left, rest = thin - part;
		for (unsigned k = 0; k < RGB; k++)
			s->line[at * RGB + k] += rgb[k] * part;
		left -= part;
		if (left == 0) {
			at++;
			left = wide;
		}
		for (unsigned k = 0; k < RGB && rest; k++)
			s->line[at * RGB + k] += rgb[k] * rest;
		left -= rest;
	}
}

static void add_line(struct scaler *s, unsigned part)
{
	size_t n = (size_t)s->to.width * RGB;

	for (size_t i = 0; i < n; i++)
		s->sum[i] += (uint64_t)s->line[i] * part;
}

static void put_line(struct scaler *s)
{
	const uint64_t weight = (uint64_t)s->width * s->height;
	size_t n = (size_t)s->to.width * RGB;
	uint8_t *to = s->to.rgb + s->out * n;

	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)((s->sum[i] + weight / 2) / weight);
	memset(s->sum, 0, n * sizeof *s->sum);
	s->out++;
}

void scaler_row(struct scaler *s, const uint8_t *rgb)
{
	if (s->row == s->height)
		return;
	narrow(s, rgb);
	/* As with columns. */
	uint64_t from = (uint64_t)s->row * s->to.height, end = ((uint64_t)s->out + 1) * s->height;
	unsigned part = end - from < s->to.height ? (unsigned)(end - from) : s->to.height;
	add_line(s, part);
	if (from + part == end) {
		put_line(s);
		if (part < s->to.height)
			add_line(s, s->to.height - part);
	}
	s->row++;
}

static enum image_why scale_as(struct arena *mem, const struct pixels *from, struct pixels *to)
{
	struct scaler s;
	enum image_why why = scaler_begin_as(&s, mem, *from, *to);

	for (unsigned y = 0; y < from->height && why == IMAGE_FINE; y++)
		scaler_row(&s, from->rgb + (size_t)y * from->width * RGB);
	if (why == IMAGE_FINE)
		*to = s.to;
	return why;
}

enum image_why pixels_scale(struct arena *mem, const struct pixels *from, unsigned side, struct pixels *ret)
{
	struct scaler s;
	enum image_why why = scaler_begin(&s, mem, *from, side);

	for (unsigned y = 0; y < from->height && why == IMAGE_FINE; y++)
		scaler_row(&s, from->rgb + (size_t)y * from->width * RGB);
	if (why == IMAGE_FINE)
		*ret = s.to;
	return why;
}

/* --- upright --- */

enum { MIRROR_X = 1, MIRROR_Y = 2, TRANSPOSE = 4 };
static const uint8_t moves[] = { /* by EXIF's number */
				 [2] = MIRROR_X,
				 [3] = MIRROR_X | MIRROR_Y,
				 [4] = MIRROR_Y,
				 [5] = TRANSPOSE,
				 [6] = TRANSPOSE | MIRROR_X,
				 [7] = TRANSPOSE | MIRROR_X | MIRROR_Y,
				 [8] = TRANSPOSE | MIRROR_Y
};

enum image_why pixels_upright(struct arena *mem, unsigned orientation, struct pixels *p)
{
	unsigned how = orientation < COUNT(moves) ? moves[orientation] : 0;
	struct pixels to = *p;

	if (!how)
		return IMAGE_FINE;
	if (how & TRANSPOSE)
		to = (struct pixels){ NULL, p->height, p->width };
	to.rgb = arena_try(mem, 1, 1, bytes_of(p));
	if (!to.rgb)
		return IMAGE_MEMORY;
	for (unsigned y = 0; y < to.height; y++)
		for (unsigned x = 0; x < to.width; x++) {
			unsigned u = how & MIRROR_X ? to.width - 1 - x : x,
				 v = how & MIRROR_Y ? to.height - 1 - y : y;
			size_t from = how & TRANSPOSE ? (size_t)u * p->width + v : (size_t)v * p->width + u;
			memcpy(to.rgb + ((size_t)y * to.width + x) * RGB, p->rgb + from * RGB, RGB);
		}
	*p = to;
	return IMAGE_FINE;
}

/* --- the mark --- */

/* ITU-R BT.601, in thousandths. */
static int grey(const struct pixels *p, unsigned x, unsigned y)
{
	const uint8_t *c = p->rgb + ((size_t)y * p->width + x) * RGB;

	return (c[0] * 299 + c[1] * 587 + c[2] * 114) / 1000;
}

/* What differs by less than a STEP is flat: a wall, the sky. */
enum { MARK_SIDE = 8, CONTRAST = 12, STEP = 3 };

bool pixels_mark(struct arena *mem, const struct pixels *p, uint8_t ret[IMAGE_MARK])
{
	struct pixels wide = { NULL, MARK_SIDE + 1, MARK_SIDE }, high = { NULL, MARK_SIDE, MARK_SIDE + 1 };
	int least = 255, most = 0;

	if (p->width <= MARK_SIDE || p->height <= MARK_SIDE || scale_as(mem, p, &wide) != IMAGE_FINE ||
	    scale_as(mem, p, &high) != IMAGE_FINE)
		return false;
	memset(ret, 0, IMAGE_MARK);
	for (unsigned y = 0; y < MARK_SIDE; y++)
		for (unsigned x = 0; x < MARK_SIDE; x++) {
			int here = grey(&wide, x, y);
			least = here < least ? here : least;
			most = here > most ? here : most;
			if (here + STEP <= grey(&wide, x + 1, y))
				ret[y] |= (uint8_t)(1U << x);
			if (grey(&high, x, y) + STEP <= grey(&high, x, y + 1))
				ret[MARK_SIDE + y] |= (uint8_t)(1U << x);
		}
	return most - least >= CONTRAST;
}

unsigned image_apart(const uint8_t a[IMAGE_MARK], const uint8_t b[IMAGE_MARK])
{
	unsigned n = 0;

	for (int i = 0; i < IMAGE_MARK; i++)
		n += (unsigned)__builtin_popcount((unsigned)(a[i] ^ b[i]));
	return n;
}
