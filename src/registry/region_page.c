/* A place and its children in figures, from the nation to the village: each number opens to its rows. */
#include "region_figures.h"
#include "trend.h"

str region_day_url(struct page *p, str url, day on)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, on);
	return on == p->today ? url : html_url_with(p, url, "as_of", buf_view(&b));
}

str region_url(struct page *p, str code, day on)
{
	return region_day_url(p, html_url_code(p, "/regions/#", code), on);
}

str region_rows_url(struct page *p, str code, int which, day on)
{
	/* What is to come is reckoned, but nobody has crossed into it yet.  Names are for the county. */
	if (!code.n || on > p->today || !(p->who->role & ROLES_COUNTY))
		return STR("");
	str url = html_url_with(p, html_url_code(p, "/regions/#/children", code), "of",
				str_of(count_ways[which].name));
	return region_day_url(p, url, on);
}

/* --- figures --- */

static void put_figure(struct page *p, str code, const struct counts *c, int which, day on)
{
	table_tally(p, &(struct tally){ .count = c->n[which],
					.label = html_word(p, count_ways[which].label),
					.url = c->n[which] ? region_rows_url(p, code, which, on) : STR("") });
}

static void put_figures(struct page *p, str code, const struct counts *c, day on, bool care)
{
	if (care && !counts_care_shown(p->who))
		return;
	if (care) {
		html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
		html_tr(p, N_("Children in difficulty"));
		html_lit(p, "</h2></div><p class=\"s\">");
		html_tr(p, N_("Certified by civil affairs. A child may be left behind and in difficulty at "
			      "once: "
			      "in the sum it counts once."));
		html_lit(p, "</p>\n");
	}
	table_tally_begin(p);
	for (int i = 0; i < COUNT__N; i++)
		if (count_ways[i].care == care)
			put_figure(p, code, c, i, on);
	table_tally_end(p);
	if (care)
		html_lit(p, "</section>\n");
}

/* --- over twelve months --- */

enum { MONTHS = 13 };

static int month_before(int month, int n)
{
	int index = month / 100 * 12 + month % 100 - 1 - n;

	return index / 12 * 100 + index % 12 + 1;
}

/* The last month whose end lies on or before the day; of today the running one. */
static int last_month(const struct page *p, day on)
{
	if (on >= p->today)
		return p->today / 100;
	return on == day_month_end(on) ? on / 100 : month_before(on / 100, 1);
}

static str finding(struct page *p, const str *when, const int64_t *n)
{
	int64_t was = n[0], is = n[MONTHS - 1];
	str now = html_int_text(p, is), then = when[0];

	if (is == was)
		return html_say(p,
				N_("{0} children count as left behind (civil affairs), as many as in {1}."),
				now, then);
	return html_say(
		p,
		is > was ? N_("{0} children count as left behind (civil affairs), {1} more than in {2}.")
			 : N_("{0} children count as left behind (civil affairs), {1} fewer than in {2}."),
		now, html_int_text(p, is > was ? is - was : was - is), then);
}

static enum rc put_trend(struct page *p, str code, day on)
{
	struct counts *month = NEW(p->mem, struct counts, MONTHS);
	str *when = NEW(p->mem, str, MONTHS);
	int64_t *civil = NEW(p->mem, int64_t, MONTHS), *roll = NEW(p->mem, int64_t, MONTHS);
	int last = last_month(p, on);
	enum rc rc = left_behind_series(&p->r->ctx, code, month_before(last, MONTHS - 1), MONTHS, month);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < MONTHS; i++) {
		when[i] = html_month_text(p, month_before(last, MONTHS - 1 - i));
		civil[i] = month[i].n[COUNT_CIVIL];
		roll[i] = month[i].n[COUNT_ROLL_1] + month[i].n[COUNT_ROLL_2];
	}
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Over twelve months"));
	html_lit(p, "</h2></div>\n");
	str says = finding(p, when, civil);
	trend_put(p, &(struct trend){ .when = when,
				      .n = MONTHS,
				      .line = { { html_word(p, N_("Civil affairs")), civil },
						{ html_word(p, N_("School roll")), roll } },
				      .lines = 2,
				      .finding = says,
				      .caption = html_say(p, N_("{0} Dashed: by the school roll."), says) });
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* --- the page --- */

static void put_way_up(struct page *p, str code, day on)
{
	struct region up;
	bool any = region_parent(p->r->ctx.model->regions, code, &up);

	if (!any && !(code.n && p->who->reach == REACH_NATION))
		return;
	html_lit(p, "<a class=\"btn\"");
	html_href(p, any ? region_url(p, str_of(up.code), on) : region_day_url(p, STR("/regions"), on));
	html_lit(p, ">");
	html_icon(p, "back");
	if (any)
		html_text(p, up.name);
	else
		html_tr(p, N_("The whole country"));
	html_lit(p, "</a>");
}

static void put_head(struct page *p, const struct region *at, day on)
{
	str code = str_dup(p->mem, str_of(at->code));
	struct buf path = buf_new(p->mem, 1 << 10);

	(void)region_path(p->r->ctx.model->regions, code, &path);
	html_lit(p, "<div class=\"head\"><div><h1>");
	html_text(p, at->name);
	html_lit(p, "</h1><p class=\"s\">");
	if (path.n)
		html_tr(p, N_("{0}; on {1}"), buf_view(&path), html_day_text(p, on));
	else
		html_text(p, html_day_text(p, on));
	html_lit(p, "</p></div>");
	put_way_up(p, code, on);
	html_lit(p, "</div>\n");
}

/* Those counted in the county whose household place is elsewhere, or not known. */
static void put_elsewhere(struct page *p, const struct counts *all, const struct counts *here)
{
	int64_t n = all->n[COUNT_CHILDREN] - here->n[COUNT_CHILDREN];

	if (n <= 0)
		return;
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("{0} more children are looked after here whose household is elsewhere or not known."),
		html_int_text(p, n));
	html_lit(p, "</p>\n");
}

static bool own_county(const struct req *r, str code)
{
	struct buf b = buf_new(r->ctx.mem, 8);

	buf_pad(&b, r->ctx.who->county, 6);
	return str_eq(buf_view(&b), code);
}

struct place {
	struct region at;
	str code;
	day on;
	struct counts here, all; /* all: of the own county, wherever the household */
	struct region_below below;
};

static enum rc load(struct req *r, str code, struct place *f)
{
	*f = (struct place){ .code = code };
	enum rc rc = registry_as_of(r, &f->on);

	if (rc != RC_OK)
		return rc;
	if (!code.n)
		f->at = (struct region){ .name = str_of(tr(r->ctx.lang, N_("The whole country"))) };
	else if (!region_find(r->ctx.model->regions, code, &f->at))
		return RC_NOT_FOUND;
	rc = left_behind_counts(&r->ctx, code, f->on, &f->here);
	if (rc == RC_OK && own_county(r, code) && counts_rolled_up(&r->ctx, f->on))
		rc = left_behind_counts(&r->ctx, STR(""), f->on, &f->all);
	return rc == RC_OK ? region_below_load(r, code, f->on, &f->below) : rc;
}

static void put_find(struct page *p, const struct place *f)
{
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Another place, another day"));
	html_lit(p, "</h2></div>\n");
	form_search(p, STR("/regions"), N_("Name of a place"), STR(""));
	registry_as_of_form(p, f->code.n ? html_url_code(p, "/regions/#", f->code) : STR("/regions"), f->on);
	html_lit(p, "</section>\n");
}

static enum rc show(struct req *r, str code)
{
	struct place f;
	enum rc rc = load(r, code, &f);

	if (rc != RC_OK)
		return rc;
	bool by_share = str_eq(req_query(r, STR("by")), STR("share"));
	struct page p =
		page_begin(r, &(struct frame){ .title = f.at.name, .tab = "/regions", .own_h1 = true });
	put_head(&p, &f.at, f.on);
	put_figures(&p, code, &f.here, f.on, false);
	put_elsewhere(&p, &f.all, &f.here);
	html_lit(&p, "<div class=\"cols\"><div class=\"stack\">\n");
	if (f.below.n && !f.below.count) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("For a day that ends no month each place is counted when you open it."));
		html_lit(&p, "</p>\n");
	}
	if (region_below_wide(code))
		region_below_tiles(&p, code, &f.below, f.on);
	if (f.below.n)
		region_below_table(&p, code, &f.below, f.on, by_share ? REGION_BY_SHARE : REGION_BY_NUMBER);
	put_figures(&p, code, &f.here, f.on, true);
	html_lit(&p, "</div><div class=\"stack\">\n");
	rc = put_trend(&p, code, f.on);
	if (!region_below_wide(code))
		region_below_tiles(&p, code, &f.below, f.on);
	put_find(&p, &f);
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return rc;
}

enum rc region_page_top(struct req *r)
{
	struct buf b = buf_new(r->ctx.mem, 8);

	if (r->ctx.who->reach > REACH_COUNTY)
		return show(r, r->ctx.who->region);
	buf_pad(&b, r->ctx.who->county, 6);
	return show(r, buf_view(&b));
}

enum rc region_page_show(struct req *r) { return show(r, r->word); }

static void put_found(struct page *p, const struct region *found, size_t count)
{
	table_rows_begin(p);
	for (size_t i = 0; i < count; i++) {
		struct buf path = buf_new(p->mem, 1 << 10);
		str code = str_dup(p->mem, str_of(found[i].code));
		(void)region_path(p->r->ctx.model->regions, code, &path);
		table_rows_item(p, &(struct row){ .title = found[i].name,
						  .url = region_url(p, code, p->today),
						  .why = buf_view(&path) });
	}
	table_rows_end(p);
}

enum rc region_page_find(struct req *r)
{
	enum { FOUND = 50 };
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	str q = str_cut(str_trim(form_value(f, n, STR("q"))), 0, REGION_NAME_MAX);
	struct region *found = NEW(r->ctx.mem, struct region, FOUND);
	struct buf county = buf_new(r->ctx.mem, 8);
	buf_pad(&county, r->ctx.who->county, 6);
	size_t count = region_search(r->ctx.model->regions, q, buf_view(&county), found, FOUND);
	if (!count)
		count = region_search(r->ctx.model->regions, q, STR(""), found, FOUND);
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Regions"))), .tab = "/regions" });
	form_search(&p, STR("/regions"), N_("Name of a place"), q);
	if (count)
		put_found(&p, found, count);
	else
		table_empty(&p, &(struct empty){ .title = N_("No place is called so"),
						 .why = N_("Try a shorter part of its name.") });
	page_end(&p);
	return RC_OK;
}
