#include "tiles.h"

#include <stdlib.h>

static void put_tile(struct page *p, const struct map_tile *t)
{
	static const char *const shade[] = { [TILE_PLAIN] = "t1", [TILE_TINT] = "t2", [TILE_FULL] = "t3" };

	if (t->url.n)
		html_lit(p, "<a");
	else
		html_lit(p, "<span");
	html_attr(p, "class", str_of(shade[t->shade]));
	if (t->url.n)
		html_href(p, t->url);
	html_lit(p, ">");
	html_text(p, t->name);
	html_lit(p, "<b>");
	html_text(p, t->value.n ? t->value : STR("—"));
	if (t->url.n)
		html_lit(p, "</b></a>");
	else
		html_lit(p, "</b></span>");
}

/* A place of the grid where nothing lies: there on wide screens only. */
static void put_gap(struct page *p) { html_lit(p, "<i></i>"); }

void tiles_put(struct page *p, const struct tiles *t)
{
	int at = 0;

	if (t->columns > 4)
		html_lit(p, "<div class=\"tiles map\">");
	else
		html_lit(p, "<div class=\"tiles\">");
	for (size_t i = 0; i < t->n; i++) {
		const struct map_tile *one = &t->tile[i];
		int place = one->row * t->columns + one->column;
		for (; t->columns && one->placed && at < place; at++)
			put_gap(p);
		put_tile(p, one);
		at++;
	}
	html_lit(p, "</div>\n");
}

static int by_share(const void *a, const void *b)
{
	const struct tile_share *x = a, *y = b;
	int64_t left = x->part * y->whole, right = y->part * x->whole;

	return (left > right) - (left < right);
}

static bool less(const struct tile_share *a, const struct tile_share *b) { return by_share(a, b) < 0; }

void tiles_shade(struct arena *mem, const struct tile_share *share, size_t n, enum tile_shade *ret)
{
	struct tile_share *sorted = NEW(mem, struct tile_share, n + 1);
	size_t m = 0, different = 0;

	for (size_t i = 0; i < n; i++) {
		ret[i] = TILE_PLAIN;
		if (share[i].whole > 0)
			sorted[m++] = share[i];
	}
	qsort(sorted, m, sizeof *sorted, by_share);
	for (size_t i = 0; i < m; i++)
		different += !i || less(&sorted[i - 1], &sorted[i]);
	if (different < 3)
		return;
	const struct tile_share *low = &sorted[m / 3], *high = &sorted[2 * m / 3];
	for (size_t i = 0; i < n; i++)
		if (share[i].whole > 0)
			ret[i] = less(&share[i], low)    ? TILE_PLAIN
				 : less(&share[i], high) ? TILE_TINT
							 : TILE_FULL;
}
