#include "demo_drawing.h"

#include "image.h"

/* --- a drawing: sky, hill, a house, a tree, the sun --- */

struct drawing {
	uint8_t *rgb;
	int width, height;
};

static void dot(struct drawing *d, int x, int y, uint32_t colour)
{
	if (x < 0 || y < 0 || x >= d->width || y >= d->height)
		return;
	uint8_t *to = d->rgb + ((size_t)y * (size_t)d->width + (size_t)x) * 3;
	for (int k = 0; k < 3; k++)
		to[k] = (uint8_t)(colour >> (16 - 8 * k));
}

static void box(struct drawing *d, int x, int y, int w, int h, uint32_t colour)
{
	for (int j = y; j < y + h; j++)
		for (int i = x; i < x + w; i++)
			dot(d, i, j, colour);
}

static void disc(struct drawing *d, int x, int y, int r, uint32_t colour)
{
	for (int j = -r; j <= r; j++)
		for (int i = -r; i <= r; i++)
			if (i * i + j * j <= r * r)
				dot(d, x + i, y + j, colour);
}

/* On its tip. */
static void roof(struct drawing *d, int x, int y, int w, int h, uint32_t colour)
{
	for (int j = 0; j < h; j++)
		box(d, x - w * j / (2 * h), y + j, w * j / h, 1, colour);
}

static void draw_house(struct drawing *d, const struct demo_scene *s, int x, int ground)
{
	int w = d->width / 4, h = d->height / 4;

	box(d, x, ground - h, w, h, s->wall);
	roof(d, x + w / 2, ground - h - h / 2, w + w / 4, h / 2, s->roof);
	box(d, x + w / 8, ground - h / 2, w / 5, h / 2, 0x5a3a22);
	box(d, x + w * 5 / 8, ground - h * 3 / 4, w / 4, h / 4, 0xfff2b0);
	for (int i = 0; s->smoke && i < 4; i++)
		disc(d, x + w * 3 / 4 + i * w / 12, ground - h - h / 2 - i * h / 5, h / 10 + i * h / 40,
		     0xd8d8d8);
}

static void draw(struct drawing *d, const struct demo_scene *s)
{
	int ground = d->height * 3 / 4, tree = d->width * s->tree / 100;

	box(d, 0, 0, d->width, ground, s->sky);
	disc(d, d->width * s->sun / 100, d->height / 6, d->height / 12, 0xffd75e);
	disc(d, d->width / 3, ground + d->height, d->height * 5 / 4, s->hill);
	box(d, 0, ground, d->width, d->height - ground, s->hill);
	draw_house(d, s, d->width * s->house / 100, ground + d->height / 20);
	box(d, tree - d->width / 100, ground - d->height / 8, d->width / 50, d->height / 5, 0x6b4a2b);
	disc(d, tree, ground - d->height / 6, d->height / 10, 0x3f7d3a);
}

struct demo_scene demo_drawing_scene(struct demo_random *r)
{
	static const uint32_t skies[] = { 0x9fd0ee, 0xc9d6df, 0xf2c9a0, 0x7fb3d9 };
	static const uint32_t hills[] = { 0x7aa35a, 0x8f9a4e, 0x5f8f6a };
	static const uint32_t walls[] = { 0xe9dcc3, 0xd5d0c8, 0xc99a76 };
	static const uint32_t roofs[] = { 0x8a4b38, 0x4c5866, 0x6d3f4c };

	return (struct demo_scene){ .sky = skies[demo_random_below(r, COUNT(skies))],
				    .hill = hills[demo_random_below(r, COUNT(hills))],
				    .wall = walls[demo_random_below(r, COUNT(walls))],
				    .roof = roofs[demo_random_below(r, COUNT(roofs))],
				    .house = 10 + (int)demo_random_below(r, 50),
				    .tree = 15 + (int)demo_random_below(r, 75),
				    .sun = 10 + (int)demo_random_below(r, 80),
				    .smoke = demo_random_chance(r, 500) };
}

enum rc demo_drawing_jpeg(struct arena *mem, const struct demo_scene *s, int width, str *ret)
{
	struct drawing d = { .width = width, .height = width * 3 / 4 };

	d.rgb = NEW(mem, uint8_t, (size_t)d.width * (size_t)d.height * 3);
	draw(&d, s);
	return image_encode(mem, d.rgb, (unsigned)d.width, (unsigned)d.height, ret);
}
