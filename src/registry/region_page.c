#include "counts.h"
#include "registry_page.h"

/* The rows behind each figure, by name in the address. */
enum behind {
	BEHIND_ALL,
	BEHIND_CIVIL,
	BEHIND_CIVIL_UNKNOWN,
	BEHIND_ROLL_0,
	BEHIND_ROLL_1,
	BEHIND_ROLL_2,
	BEHIND_ROLL_UNKNOWN,
	BEHIND__N
};
/* clang-format off */
static const struct { const char *name, *label; int count; } behind[BEHIND__N] = {
	[BEHIND_ALL]           = { "all",                   N_("Children"),                       COUNT_CHILDREN },
	[BEHIND_CIVIL]         = { "civil_affairs",         N_("Left behind, civil affairs"),     COUNT_CIVIL },
	[BEHIND_CIVIL_UNKNOWN] = { "civil_affairs_unknown", N_("Civil affairs, not known yet"),   COUNT_CIVIL_UNKNOWN },
	[BEHIND_ROLL_0]        = { "school_roll_0",         N_("School roll 0: no parent"),       COUNT_ROLL_0 },
	[BEHIND_ROLL_1]        = { "school_roll_1",         N_("School roll 1: one parent"),      COUNT_ROLL_1 },
	[BEHIND_ROLL_2]        = { "school_roll_2",         N_("School roll 2: both parents"),    COUNT_ROLL_2 },
	[BEHIND_ROLL_UNKNOWN]  = { "school_roll_unknown",   N_("School roll, not known yet"),     COUNT_ROLL_UNKNOWN },
};
/* clang-format on */

static str day_param(struct page *p, day on)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, on);
	return buf_view(&b);
}

static str on_day(struct page *p, str url, day on)
{
	return on == p->today ? url : html_url_with(p, url, "as_of", day_param(p, on));
}

static str region_url(struct page *p, str code, day on)
{
	return on_day(p, html_url_code(p, "/regions/#", code), on);
}

static str rows_url(struct page *p, str code, enum behind which, day on)
{
	/* What is to come is reckoned, but nobody has crossed into it yet.  Names are for the county. */
	if (on > p->today || !(p->who->role & ROLES_COUNTY))
		return STR("");
	str url = html_url_with(p, html_url_code(p, "/regions/#/children", code), "of",
				str_of(behind[which].name));
	return on_day(p, url, on);
}

/* --- figures --- */

static void put_figures(struct page *p, str code, const struct counts *c, day on)
{
	table_tally_begin(p);
	for (size_t i = 0; i < BEHIND__N; i++)
		table_tally(p, &(struct tally){ .count = c->n[behind[i].count],
						.label = html_word(p, behind[i].label),
						.url = c->n[behind[i].count]
							       ? rows_url(p, code, (enum behind)i, on)
							       : STR("") });
	table_tally_end(p);
}

static void put_count(struct table *t, str code, const struct counts *c, enum behind which, day on)
{
	int64_t n = c->n[behind[which].count];
	str url = rows_url(t->p, code, which, on);

	table_cell(t);
	if (n && url.n)
		html_link(t->p, url, html_int_text(t->p, n));
	else
		html_int(t->p, n);
}

static const struct col below_cols[] = {
	{ N_("Region"), COL_TEXT },   { N_("Children"), COL_NUMBER }, { N_("Civil affairs"), COL_NUMBER },
	{ N_("Roll 1"), COL_NUMBER }, { N_("Roll 2"), COL_NUMBER },   { N_("Not known"), COL_NUMBER },
};

struct below {
	struct region *region;
	str *code;
	struct counts *count; /* NULL: not counted for this day */
	size_t n;
};

/* Places where nobody counts: their names are enough. */
static void put_nobody(struct page *p, const struct below *b, day on)
{
	bool any = false;

	for (size_t i = 0; i < b->n; i++) {
		if (b->count[i].n[COUNT_CHILDREN])
			continue;
		if (!any) {
			html_lit(p, "<section class=\"s\"><p>");
			html_tr(p, N_("No child counts here:"));
			html_lit(p, "</p><p class=\"links\">");
		}
		html_link(p, region_url(p, b->code[i], on), b->region[i].name);
		html_lit(p, " ");
		any = true;
	}
	if (any)
		html_lit(p, "</p></section>\n");
}

static void put_below(struct page *p, const struct below *b, day on)
{
	size_t ncol = b->count ? COUNT(below_cols) : 1;
	struct table t = table_begin(p, below_cols, ncol,
				     html_say(p, N_("{0} places below"), html_int_text(p, (int64_t)b->n)));

	for (size_t i = 0; i < b->n; i++) {
		const struct counts *c = b->count ? &b->count[i] : NULL;
		if (c && !c->n[COUNT_CHILDREN])
			continue;
		table_row(&t);
		table_cell(&t);
		html_link(p, region_url(p, b->code[i], on), b->region[i].name);
		if (!c)
			continue;
		put_count(&t, b->code[i], c, BEHIND_ALL, on);
		put_count(&t, b->code[i], c, BEHIND_CIVIL, on);
		put_count(&t, b->code[i], c, BEHIND_ROLL_1, on);
		put_count(&t, b->code[i], c, BEHIND_ROLL_2, on);
		int64_t civil = c->n[COUNT_CIVIL_UNKNOWN], roll = c->n[COUNT_ROLL_UNKNOWN];
		put_count(&t, b->code[i], c, civil >= roll ? BEHIND_CIVIL_UNKNOWN : BEHIND_ROLL_UNKNOWN, on);
	}
	table_end(&t);
	if (b->count)
		put_nobody(p, b, on);
}

static enum rc load_below(struct req *r, str code, day on, struct below *ret)
{
	const struct regions *regions = r->ctx.model->regions;
	struct region_range range = region_children(regions, code);
	size_t n = range.end - range.at;

	*ret = (struct below){ .region = NEW(r->ctx.mem, struct region, n + 1),
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

/* --- the page of a region --- */

static void put_way_up(struct page *p, str code, day on)
{
	const struct regions *regions = p->r->ctx.model->regions;
	struct region up;

	if (!region_parent(regions, code, &up))
		return;
	html_lit(p, "<a class=\"btn\"");
	html_href(p, region_url(p, str_of(up.code), on));
	html_lit(p, ">");
	html_icon(p, "back");
	html_text(p, up.name);
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

static enum rc show(struct req *r, str code)
{
	struct region at;
	struct counts here, all = { { 0 } };
	struct below below;
	day on;
	enum rc rc = registry_as_of(r, &on);

	if (rc != RC_OK)
		return rc;
	if (!code.n)
		at = (struct region){ .name = str_of(tr(r->ctx.lang, N_("The whole country"))) };
	else if (!region_find(r->ctx.model->regions, code, &at))
		return RC_NOT_FOUND;
	rc = left_behind_counts(&r->ctx, code, on, &here);
	if (rc == RC_OK && own_county(r, code) && counts_rolled_up(&r->ctx, on))
		rc = left_behind_counts(&r->ctx, STR(""), on, &all);
	if (rc == RC_OK)
		rc = load_below(r, code, on, &below);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = at.name, .tab = "/regions", .own_h1 = true });
	put_head(&p, &at, on);
	form_search(&p, STR("/regions"), N_("Name of a place"), STR(""));
	registry_as_of_form(&p, html_url_code(&p, "/regions/#", code), on);
	put_figures(&p, code, &here, on);
	put_elsewhere(&p, &all, &here);
	if (below.n && !below.count) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("For a day that ends no month each place is counted when you open it."));
		html_lit(&p, "</p>\n");
	}
	if (below.n)
		put_below(&p, &below, on);
	page_end(&p);
	return RC_OK;
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
	if (!count)
		table_empty(&p, &(struct empty){ .title = N_("No place is called so"),
						 .why = N_("Try a shorter part of its name.") });
	else
		table_rows_begin(&p);
	for (size_t i = 0; i < count; i++) {
		struct buf path = buf_new(p.mem, 1 << 10);
		str code = str_dup(p.mem, str_of(found[i].code));
		(void)region_path(r->ctx.model->regions, code, &path);
		table_rows_item(&p, &(struct row){ .title = found[i].name,
						   .url = region_url(&p, code, p.today),
						   .why = buf_view(&path) });
	}
	if (count)
		table_rows_end(&p);
	page_end(&p);
	return RC_OK;
}

/* --- the rows behind a figure: for officers, who answer for them; no class screen --- */

/* The stretch of each child's life that holds on the day ?3, its household place in ?1 .. ?2. */
#define STRETCH                                                                                              \
	"t.id IN (SELECT x.child FROM crossing x WHERE coalesce(x.region, '') >= ?1 AND"                     \
	" coalesce(x.region, '') < ?2 AND x.day <= ?3 AND x.counted = 1 AND NOT EXISTS (SELECT 1 FROM"       \
	" crossing y WHERE y.child = x.child AND y.day > x.day AND y.day <= ?3)"

static const struct sql *rows_where(enum behind which)
{
	switch (which) {
	case BEHIND_CIVIL: return SQL(STRETCH " AND x.civil_affairs = 1)");
	case BEHIND_CIVIL_UNKNOWN: return SQL(STRETCH " AND x.civil_affairs IS NULL)");
	case BEHIND_ROLL_0: return SQL(STRETCH " AND x.school_roll = 0)");
	case BEHIND_ROLL_1: return SQL(STRETCH " AND x.school_roll = 1)");
	case BEHIND_ROLL_2: return SQL(STRETCH " AND x.school_roll = 2)");
	case BEHIND_ROLL_UNKNOWN: return SQL(STRETCH " AND x.school_roll IS NULL)");
	case BEHIND_ALL:
	case BEHIND__N: break;
	}
	return SQL(STRETCH ")");
}

static bool find_behind(str name, enum behind *ret)
{
	for (size_t i = 0; i < BEHIND__N; i++)
		if (str_eq(name, str_of(behind[i].name))) {
			*ret = (enum behind)i;
			return true;
		}
	return false;
}

enum rc region_page_rows(struct req *r)
{
	static const uint64_t wanted = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
				       1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS;
	struct region at;
	enum behind which;
	struct records list;
	int64_t total;
	day on;
	enum rc rc = registry_as_of(r, &on);

	if (rc != RC_OK || !find_behind(req_query(r, STR("of")), &which))
		return RC_INVALID;
	if (!region_find(r->ctx.model->regions, r->word, &at))
		return RC_NOT_FOUND;
	/* The first code that lies no longer inside. */
	char *end = str_z(r->ctx.mem, r->word);
	end[r->word.n - 1]++;
	struct list l = { .where = rows_where(which),
			  .v = { TEXT(r->word), TEXT(((str){ end, r->word.n })), INT(on) },
			  .nv = 3,
			  .want = wanted,
			  .limit = REGISTRY_PAGE };
	rc = record_count(&r->ctx, &child_kind, &l, &total);
	l.after = registry_after(r);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &child_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_word(&p, behind[which].label),
				    .where = at.name,
				    .under = html_say(&p, N_("{0}; on {1}"), at.name, html_day_text(&p, on)),
				    .tab = "/regions",
				    .back = region_url(&p, r->word, on) });
	str own = rows_url(&p, r->word, which, on);
	if (list.n)
		registry_children_table(&p, &list, total);
	else
		table_empty(&p, &(struct empty){ .title = N_("Nobody"),
						 .why = N_("On this day no child counts here.") });
	if (list.n)
		table_pages(&p, &(struct pages){
					.shown = list.n,
					.total = total,
					.first = l.after ? own : STR(""),
					.next = list.more ? html_url_with(
								    &p, own, "after",
								    html_int_text(&p, list.r[list.n - 1].id))
							  : STR("") });
	page_end(&p);
	return RC_OK;
}
