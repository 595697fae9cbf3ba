/* What lies below a region: as a ranked list, and as tiles about where they lie on a map. */
#include "region_figures.h"
#include "region_place.h"
#include "tiles.h"

#include <stdlib.h>

enum rc region_below_load(struct req *r, str code, day on, struct region_below *ret)
{
	const struct regions *regions = r->ctx.model->regions;
	struct region_range range = region_children(regions, code);
	size_t n = range.end - range.at;

	*ret = (struct region_below){ .region = NEW(r->ctx.mem, struct region, n + 1),
				      .code = NEW(r->ctx.mem, str, n + 1),
				      .n = n };
	for (size_t i = 0; i < n; i++) {
		ret->region[i] = region_at(regions, range.at + i);
		ret->code[i] = str_of(ret->region[i].code);
	}
	if (!n || !counts_rolled_up(&r->ctx, on))
		return RC_OK;
	ret->count = NEW(r->ctx.mem, struct counts, n);
	return left_behind_below(&r->ctx, ret->code, n, on, ret->count);
}

/* --- ranked --- */

struct ranked {
	size_t at; /* in struct region_below */
	int64_t part, whole;
	enum region_order order;
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int64_t left = x->part, right = y->part;

	if (x->order == REGION_BY_SHARE) {
		left = x->part * y->whole;
		right = y->part * x->whole;
	}
	if (left != right)
		return left < right ? 1 : -1;
	return x->at < y->at ? -1 : 1; /* by code */
}

/* Those where somebody counts, the most first. */
static size_t rank(struct page *p, const struct region_below *b, enum region_order order, struct ranked **ret)
{
	size_t n = 0;

	*ret = NEW(p->mem, struct ranked, b->n + 1);
	for (size_t i = 0; i < b->n; i++) {
		const int64_t *count = b->count ? b->count[i].n : NULL;
		if (!count || count[COUNT_CHILDREN])
			(*ret)[n++] = (struct ranked){ i, count ? count[COUNT_CIVIL] : 0,
						       count ? count[COUNT_CHILDREN] : 1, order };
	}
	qsort(*ret, n, sizeof **ret, by_rank);
	return n;
}

static const struct col cols[] = {
	{ N_("Region"), COL_TEXT },      { N_("Left behind"), COL_NUMBER }, { N_("Share"), COL_NUMBER },
	{ N_("Children"), COL_NUMBER },  { N_("Roll 1"), COL_NUMBER },      { N_("Roll 2"), COL_NUMBER },
	{ N_("Not known"), COL_NUMBER },
};

static void put_count(struct table *t, str code, const struct counts *c, int which, day on)
{
	str url = region_rows_url(t->p, code, which, on);

	table_cell(t);
	if (c->n[which] && url.n)
		html_link(t->p, url, html_int_text(t->p, c->n[which]));
	else
		html_int(t->p, c->n[which]);
}

/* Of a thousand, as one place after the point. */
static str share_text(struct page *p, int64_t part, int64_t whole)
{
	struct buf b = buf_new(p->mem, 32);
	int64_t tenths = (part * 1000 + whole / 2) / whole;

	buf_int(&b, tenths / 10);
	buf_ch(&b, '.');
	buf_int(&b, tenths % 10);
	buf_lit(&b, "%");
	return buf_view(&b);
}

static void put_row(struct table *t, const struct region_below *b, const struct ranked *r, day on)
{
	const struct counts *c = b->count ? &b->count[r->at] : NULL;
	str code = b->code[r->at];

	table_row(t);
	table_cell(t);
	html_link(t->p, region_url(t->p, code, on), b->region[r->at].name);
	if (!c)
		return;
	put_count(t, code, c, COUNT_CIVIL, on);
	table_text(t, share_text(t->p, r->part, r->whole));
	put_count(t, code, c, COUNT_CHILDREN, on);
	put_count(t, code, c, COUNT_ROLL_1, on);
	put_count(t, code, c, COUNT_ROLL_2, on);
	put_count(t, code, c,
		  c->n[COUNT_CIVIL_UNKNOWN] >= c->n[COUNT_ROLL_UNKNOWN] ? COUNT_CIVIL_UNKNOWN
									: COUNT_ROLL_UNKNOWN,
		  on);
}

/* Places where nobody counts: their names are enough. */
static void put_nobody(struct page *p, const struct region_below *b, day on)
{
	bool any = false;

	for (size_t i = 0; i < b->n; i++) {
		if (b->count[i].n[COUNT_CHILDREN])
			continue;
		if (!any) {
			html_lit(p, "<details class=\"s\"><summary>");
			html_tr(p, N_("Places where no child counts"));
			html_lit(p, "</summary><p class=\"links\">");
		}
		html_link(p, region_url(p, b->code[i], on), b->region[i].name);
		html_lit(p, " ");
		any = true;
	}
	if (any)
		html_lit(p, "</p></details>\n");
}

static void put_order(struct page *p, str code, day on, enum region_order order)
{
	str own = code.n ? region_url(p, code, on) : region_day_url(p, STR("/regions"), on);

	if (order == REGION_BY_SHARE)
		html_link(p, own, html_word(p, N_("By number")));
	else
		html_link(p, html_url_with(p, own, "by", STR("share")), html_word(p, N_("By share")));
}

void region_below_table(struct page *p, str code, const struct region_below *b, day on,
			enum region_order order)
{
	struct ranked *list;
	size_t n = rank(p, b, order, &list);

	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, !b->count                  ? N_("Places below")
		   : order == REGION_BY_SHARE ? N_("Where the share is largest")
					      : N_("Where most are left behind"));
	html_lit(p, "</h2>");
	if (b->count && n)
		put_order(p, code, on, order);
	html_lit(p, "</div>\n");
	if (n) {
		struct table t = table_begin(p, cols, b->count ? COUNT(cols) : 1,
					     html_say(p, N_("{0} places"), html_int_text(p, (int64_t)n)));
		for (size_t i = 0; i < n; i++)
			put_row(&t, b, &list[i], on);
		table_end(&t);
	}
	if (b->count)
		put_nobody(p, b, on);
	html_lit(p, "</section>\n");
}

/* --- as tiles --- */

static struct map_tile tile_of(struct page *p, const struct region_below *b, size_t i, day on)
{
	return (struct map_tile){ .name = b->region[i].name,
				  .value = html_int_text(p, b->count[i].n[COUNT_CIVIL]),
				  .url = region_url(p, b->code[i], on) };
}

static size_t find(const struct region_below *b, str code)
{
	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->code[i], code))
			return i;
	return SIZE_MAX;
}

/* Those that somebody drew, in their places; *index says which of b each one is. */
static size_t placed(struct page *p, str code, const struct region_below *b, day on, struct tiles *ret,
		     size_t *index)
{
	const struct region_place *place;
	size_t n = region_places(code, &place, &ret->columns), count = 0;
	struct map_tile *tile = NEW(p->mem, struct map_tile, n + b->n + 1);

	for (size_t i = 0; i < n; i++) {
		size_t at = find(b, str_of(place[i].code));
		if (at == SIZE_MAX && !place[i].name)
			continue;
		index[count] = at;
		if (at != SIZE_MAX)
			tile[count] = tile_of(p, b, at, on);
		if (place[i].name)
			tile[count].name = str_of(place[i].name);
		tile[count].row = place[i].row;
		tile[count].column = place[i].column;
		tile[count++].placed = true;
	}
	ret->tile = tile;
	return count;
}

bool region_below_wide(str code)
{
	const struct region_place *place;
	int columns = 0;

	return region_places(code, &place, &columns) && columns > 4;
}

void region_below_tiles(struct page *p, str code, const struct region_below *b, day on)
{
	enum { MOST = 120, UNHELD = 8 };
	struct tiles t = { .columns = 0 };
	size_t *index = NEW(p->mem, size_t, b->n + UNHELD + 1);
	struct tile_share *share = NEW(p->mem, struct tile_share, b->n + UNHELD + 1);
	enum tile_shade *shade = NEW(p->mem, enum tile_shade, b->n + UNHELD + 1);

	if (!b->count || b->n < 2 || b->n > MOST)
		return;
	t.n = placed(p, code, b, on, &t, index);
	struct map_tile *tile = NEW(p->mem, struct map_tile, b->n + UNHELD + 1);
	if (t.n)
		memcpy(tile, t.tile, t.n * sizeof *tile);
	for (size_t i = 0; i < b->n && !t.columns; i++)
		if (b->count[i].n[COUNT_CHILDREN]) {
			index[t.n] = i;
			tile[t.n++] = tile_of(p, b, i, on);
		}
	for (size_t i = 0; i < t.n; i++)
		if (index[i] != SIZE_MAX)
			share[i] = (struct tile_share){ b->count[index[i]].n[COUNT_CIVIL],
							b->count[index[i]].n[COUNT_CHILDREN] };
	tiles_shade(p->mem, share, t.n, shade);
	for (size_t i = 0; i < t.n; i++)
		tile[i].shade = shade[i];
	t.tile = tile;
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Left behind, by place"));
	html_lit(p, "</h2></div><p class=\"s\">");
	if (t.columns)
		html_tr(p, N_("About where they lie. The stronger the colour, the larger the share of the "
			      "children."));
	else
		html_tr(p, N_("In the order of their codes. The stronger the colour, the larger the share of "
			      "the children."));
	html_lit(p, "</p>");
	tiles_put(p, &t);
	html_lit(p, "</section>\n");
}
