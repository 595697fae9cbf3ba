#include "image.h"
#include "frames.h"
#include "image_work.h"

enum { QUALITY = 82, QUALITY_SMALL = 76 };

/* --- in the worker --- */

static void put_number(uint8_t *to, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(n >> 8 * i & 0xff);
}

static bool put_head(const struct frames_to *o, const struct pixels *p, const struct exif *exif)
{
	uint8_t head[IMAGE_HEAD_BYTES] = { 0 }, *at = head + 8;

	put_number(head, p->width);
	put_number(head + 4, p->height);
	at[IMAGE_MARK] = pixels_mark(o->mem, p, at);
	if (!at[IMAGE_MARK])
		memset(at, 0, IMAGE_MARK);
	at[IMAGE_MARK + 1] = exif->placed;
	put_number(at + IMAGE_MARK + 2, (uint32_t)exif->latitude);
	put_number(at + IMAGE_MARK + 6, (uint32_t)exif->longitude);
	return o->put(o->ctx, IMAGE_HEAD, (str){ (const char *)head, sizeof head });
}

static enum image_why put_copy(const struct frames_to *o, const struct pixels *p, int quality, int type)
{
	str jpeg;
	enum image_why why = image_jpeg_write(o->mem, p, quality, &jpeg);

	if (why == IMAGE_FINE && !o->put(o->ctx, type, jpeg))
		why = IMAGE_MEMORY;
	return why;
}

/* input: the order, then the file. */
static enum image_why work(str input, const struct frames_to *o)
{
	struct image_order order = { .bytes = str_cut(input, IMAGE_ORDER, input.n), .mem = o->mem };
	struct pixels large, small;
	struct exif exif = { .orientation = 1 };
	bool png;

	order.side = (unsigned)(uint8_t)input.s[0] | (unsigned)(uint8_t)input.s[1] << 8;
	enum image_why why = image_look(order.bytes, &png);
	if (why == IMAGE_FINE)
		why = png ? image_png_read(&order, &large, &exif) : image_jpeg_read(&order, &large, &exif);
	if (why == IMAGE_FINE)
		why = pixels_upright(o->mem, exif.orientation, &large);
	if (why == IMAGE_FINE)
		why = pixels_scale(o->mem, &large, IMAGE_SMALL, &small);
	if (why == IMAGE_FINE && !put_head(o, &large, &exif))
		why = IMAGE_MEMORY;
	if (why == IMAGE_FINE)
		why = put_copy(o, &large, QUALITY, IMAGE_BIG);
	return why == IMAGE_FINE ? put_copy(o, &small, QUALITY_SMALL, IMAGE_LITTLE) : why;
}

enum rc image_job(struct workshop_desk *d)
{
	const struct frames_to o = { frames_out, d, d->mem };
	enum image_why why = d->input.n < IMAGE_ORDER ? IMAGE_EMPTY : work(d->input, &o);

	return frames_end(d, IMAGE_REFUSED, (int)why);
}

/* libjpeg looks at its first picture what the processor can do, on some machines in a file of /proc: while
 * there is one. */
void image_prepare(void)
{
	enum { SIDE = 16, RGB = 3 };
	uint8_t grey[SIDE * SIDE * RGB];
	struct arena mem;
	struct pixels p = { grey, SIDE, SIDE };
	struct exif exif;
	str jpeg;

	memset(grey, 128, sizeof grey);
	arena_init(&mem, 4 << 20);
	if (image_jpeg_write(&mem, &p, QUALITY, &jpeg) == IMAGE_FINE)
		(void)!image_jpeg_read(&(struct image_order){ jpeg, SIDE, &mem }, &p, &exif);
	arena_free(&mem);
}

enum rc image_encode(struct arena *mem, const uint8_t *rgb, unsigned width, unsigned height, str *ret)
{
	const struct pixels p = { (uint8_t *)rgb, width, height };

	return image_jpeg_write(mem, &p, QUALITY, ret) == IMAGE_FINE ? RC_OK : RC_TOO_BIG;
}

/* --- in the program: nothing of what the worker says is believed --- */

struct taker {
	struct arena *mem;
	struct image image;
	unsigned side;
	bool headed;
	enum image_why why;
};

static uint32_t number_at(str s, size_t at)
{
	uint32_t n = 0;

	for (int i = 3; i >= 0; i--)
		n = n << 8 | (uint8_t)s.s[at + (size_t)i];
	return n;
}

static enum rc take_head(struct taker *t, str head)
{
	enum { LATITUDE = 90 * 1000000, LONGITUDE = 180 * 1000000, AFTER = 8 + IMAGE_MARK };
	struct image *i = &t->image;

	if (t->headed || head.n != IMAGE_HEAD_BYTES)
		return RC_INVALID;
	*i = (struct image){ .width = number_at(head, 0),
			     .height = number_at(head, 4),
			     .marked = head.s[AFTER] == 1,
			     .placed = head.s[AFTER + 1] == 1,
			     .latitude = (int32_t)number_at(head, AFTER + 2),
			     .longitude = (int32_t)number_at(head, AFTER + 6) };
	memcpy(i->mark, head.s + 8, IMAGE_MARK);
	if (!i->width || !i->height || i->width > t->side || i->height > t->side || i->latitude < -LATITUDE ||
	    i->latitude > LATITUDE || i->longitude < -LONGITUDE || i->longitude > LONGITUDE)
		return RC_INVALID;
	t->headed = true;
	return RC_OK;
}

static enum rc take_copy(str jpeg, str *to)
{
	if (to->n || jpeg.n > IMAGE_BIG_BYTES || !str_starts(jpeg, STR("\xff\xd8\xff")) ||
	    !str_ends(jpeg, STR("\xff\xd9")))
		return RC_INVALID;
	*to = jpeg;
	return RC_OK;
}

static enum rc take_refusal(struct taker *t, str code)
{
	t->why = (enum image_why)frames_refusal(code, IMAGE_WHY__N);
	return t->why == IMAGE_FINE ? RC_INVALID : image_why_rc(t->why);
}

static enum rc take_frame(void *taker, int type, str payload)
{
	struct taker *t = taker;

	if (type == IMAGE_REFUSED)
		return take_refusal(t, payload);
	if (type == IMAGE_HEAD)
		return take_head(t, payload);
	if (!t->headed || (type != IMAGE_BIG && type != IMAGE_LITTLE))
		return RC_INVALID;
	return take_copy(payload, type == IMAGE_BIG ? &t->image.large : &t->image.small);
}

static enum rc read_here(struct arena *desk, str input, struct taker *t, struct frames_taker *frames)
{
	const struct frames_to o = { frames_here, frames, desk };
	enum image_why why = work(input, &o);

	if (t->why == IMAGE_FINE)
		t->why = why;
	return image_why_rc(t->why);
}

/* What has no reason yet gets one. */
static enum image_why why_of(const struct taker *t, enum rc rc)
{
	const struct frames_whys unsaid = { IMAGE_MEMORY, IMAGE_BROKEN, IMAGE_BUSY, IMAGE_WORKSHOP };

	if (t->why != IMAGE_FINE)
		return t->why;
	if (rc == RC_OK && (!t->image.large.n || !t->image.small.n))
		rc = RC_INVALID;
	return (enum image_why)frames_why(&unsaid, rc);
}

static enum rc read_in(struct arena *desk, str bytes, struct taker *t)
{
	struct frames_taker frames = { .mem = t->mem, .take = take_frame, .ctx = t };
	char *order = arena_try(desk, 1, 1, bytes.n + IMAGE_ORDER);
	str input = { order, bytes.n + IMAGE_ORDER };

	if (!order)
		return RC_TOO_BIG;
	order[0] = (char)(t->side & 0xff);
	order[1] = (char)(t->side >> 8);
	memcpy(order + IMAGE_ORDER, bytes.s, bytes.n);
	if (workshop_is_open())
		return workshop_do(WORKSHOP_IMAGE, t->mem, input, frames_take, &frames);
	return read_here(desk, input, t, &frames);
}

enum rc image_read(struct arena *mem, str bytes, unsigned side, struct image *ret, const char **ret_why)
{
	struct taker t = { .mem = mem, .side = side < IMAGE_LARGEST ? side : IMAGE_LARGEST };
	struct arena desk;
	enum rc rc = RC_OK;

	arena_init(&desk, IMAGE_BYTES + IMAGE_DESK);
	if (!bytes.n)
		t.why = IMAGE_EMPTY;
	else if (bytes.n > IMAGE_BYTES)
		t.why = IMAGE_TOO_MANY_BYTES;
	else
		rc = read_in(&desk, bytes, &t);
	arena_free(&desk);
	enum image_why why = why_of(&t, rc);
	*ret_why = image_why_text(why);
	if (why == IMAGE_FINE)
		*ret = t.image;
	return rc == RC_FAULT ? rc : image_why_rc(why);
}
