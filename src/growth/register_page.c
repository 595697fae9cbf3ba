/* The register in figures: each number opens to the children behind it. */
#include "register_page.h"

static str rows_url(struct page *p, const struct register_view *v, enum register_of of, int section)
{
	struct register_view at = *v;

	at.by = REGISTER_WHOLE;
	str url = register_view_url(p, STR("/growth/rows"), &at);
	url = html_url_with(p, url, "of", str_of(register_of_name[of]));
	return section ? html_url_with(p, url, "section", html_int_text(p, section)) : url;
}

static str percent(struct page *p, int64_t n)
{
	struct buf b = buf_new(p->mem, 32);

	buf_int(&b, n);
	buf_lit(&b, "%");
	return buf_view(&b);
}

static void put_tally(struct page *p, const struct register_view *v, const struct register_part *all)
{
	const struct {
		int64_t n;
		enum register_of of;
		const char *label, *tone, *icon;
	} part[] = {
		{ all->children, REGISTER_ALL, N_("children"), NULL, NULL },
		{ all->untouched, REGISTER_UNTOUCHED, N_("nobody wrote for a term"), "due", "day" },
		{ all->bare, REGISTER_BARE, N_("of these, nothing yet at all"), "bad", "warn" },
	};

	table_tally_begin(p);
	for (size_t i = 0; i < COUNT(part); i++)
		table_tally(p, &(struct tally){ .count = part[i].n,
						.label = html_word(p, part[i].label),
						.tone = part[i].n ? part[i].tone : NULL,
						.icon = part[i].n && part[i].tone ? part[i].icon : NULL,
						.url = part[i].n ? rows_url(p, v, part[i].of, 0) : STR("") });
	table_tally_end(p);
}

static void put_number(struct table *t, int64_t n, str url)
{
	table_cell(t);
	if (n)
		html_link(t->p, url, html_int_text(t->p, n));
	else
		html_int(t->p, n);
}

/* --- by place, school, class --- */

static struct register_view within(const struct register_view *v, str key)
{
	struct register_view at = *v;
	int64_t id = 0;

	if (v->by == REGISTER_TOWNSHIP || v->by == REGISTER_VILLAGE)
		at.ask.region = key;
	else if (str_int(key, &id) && v->by == REGISTER_SCHOOL)
		at.ask.school = id;
	else if (v->by == REGISTER_CLASS)
		at.ask.class = id;
	at.by = REGISTER_WHOLE;
	return at;
}

static void put_part(struct table *t, const struct register_view *v, const struct register_names *names,
		     const struct register_part *part)
{
	struct page *p = t->p;
	struct register_view at = within(v, part->key);
	str name = register_name(p, v, names, part->key);

	table_row(t);
	table_cell(t);
	if (part->key.n)
		html_link(p, register_view_url(p, STR("/growth"), &at), name);
	else
		html_text(p, name);
	if (!part->key.n) { /* nothing in an address says "none" */
		table_text(t, html_int_text(p, part->children));
		table_text(t, percent(p, register_share(p->who, part)));
		table_text(t, html_int_text(p, part->untouched));
		table_text(t, html_int_text(p, part->bare));
		return;
	}
	put_number(t, part->children, rows_url(p, &at, REGISTER_ALL, 0));
	table_text(t, percent(p, register_share(p->who, part)));
	put_number(t, part->untouched, rows_url(p, &at, REGISTER_UNTOUCHED, 0));
	put_number(t, part->bare, rows_url(p, &at, REGISTER_BARE, 0));
}

static const char *const by_label[] = { [REGISTER_TOWNSHIP] = N_("Township"),
					[REGISTER_VILLAGE] = N_("Village"),
					[REGISTER_SCHOOL] = N_("School"),
					[REGISTER_CLASS] = N_("Class") };

static void put_parts(struct page *p, const struct register_view *v, const struct register_names *names)
{
	const struct col cols[] = { { by_label[v->by], COL_TEXT },
				    { N_("Children"), COL_NUMBER },
				    { N_("Sections filled"), COL_NUMBER },
				    { N_("Not for a term"), COL_NUMBER },
				    { N_("Nothing yet"), COL_NUMBER } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));

	for (size_t i = 0; i < v->parts.n; i++)
		put_part(&t, v, names, &v->parts.list[i]);
	table_end(&t);
}

static void put_ways(struct page *p, const struct register_view *v)
{
	const bool place = v->by == REGISTER_TOWNSHIP || v->by == REGISTER_VILLAGE;
	struct register_view at = *v;
	const struct {
		const char *label;
		str by;
		bool current;
	} way[] = { { N_("By place"), STR(""), place },
		    { N_("By school"), STR("school"), v->by == REGISTER_SCHOOL } };

	if ((p->who->role & (ROLES_SCHOOL | ROLE_DIRECTOR)) || v->ask.school)
		return;
	at.by = REGISTER_WHOLE;
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Counted by"));
	html_lit(p, ">");
	for (size_t i = 0; i < COUNT(way); i++) {
		str url = register_view_url(p, STR("/growth"), &at);
		html_lit(p, "<a");
		html_href(p, way[i].by.n ? html_url_with(p, url, "by", way[i].by) : url);
		if (way[i].current)
			html_lit(p, " aria-current=\"page\"");
		html_lit(p, ">");
		html_tr(p, way[i].label);
		html_lit(p, "</a>");
	}
	html_lit(p, "</nav>\n");
}

/* --- section by section --- */

static void put_section(struct table *t, const struct register_view *v, const struct register_part *all,
			const struct code *code)
{
	struct page *p = t->p;
	int n = section_number(code->code);
	int64_t held = all->held[n - 1];

	table_row(t);
	table_text(t, register_section_text(p, n));
	table_cell(t);
	html_lit(p, "<span>");
	if (held)
		html_link(p, rows_url(p, v, REGISTER_HOLDS, n), html_int_text(p, held));
	else
		html_int(p, held);
	html_text(p, html_fill(p, " · {0}", percent(p, held * 100 / all->children)));
	html_lit(p, "</span>");
	put_number(t, all->children - held, rows_url(p, v, REGISTER_LACKS, n));
}

static void put_sections(struct page *p, const struct register_view *v, const struct register_part *all)
{
	static const struct col cols[] = { { N_("Section of the file"), COL_TEXT },
					   { N_("Holds something"), COL_NUMBER },
					   { N_("Holds nothing"), COL_NUMBER } };
	const struct code_list *list = code_list_find(STR(CODE_LIST_GROWTH_SECTION));
	unsigned counted = register_sections(p->who);
	size_t at = 0;

	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Section by section"));
	html_lit(p, "</h2><small>");
	html_tr(p, N_("{0} of all sections hold something"), percent(p, register_share(p->who, all)));
	html_lit(p, "</small></div>\n");
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));
	for (const struct code *code; (code = code_next(list, &at, p->today, STR("")));)
		if (section_bit(code->code) & counted)
			put_section(&t, v, all, code);
	table_end(&t);
	html_lit(p, "</section>\n");
}

/* --- the page --- */

static void put_words(struct page *p)
{
	html_lit(p, "<p class=\"s\">");
	if (p->who->role & ROLES_SCHOOL)
		html_tr(p, N_("Counted from what was written down, of all pupils alike."));
	else
		html_tr(p, N_("Counted from what was written down, of the children under care."));
	if (p->who->role == ROLE_FEDERATION) {
		html_gap(p);
		html_tr(p, N_("Names stand in the lists only where the family agrees."));
	}
	html_lit(p, "</p>\n");
}

static void put_acts(struct page *p, const struct register_view *v)
{
	static const struct {
		const char *format, *label;
	} file[] = { { "xlsx", N_("As a workbook") }, { "csv", N_("As CSV text") } };
	str url = register_view_url(p, STR("/growth/file"), v);

	html_lit(p, "<p class=\"acts\">");
	if (p->who->role & (ROLES_COUNTY | ROLES_VILLAGE | ROLE_FEDERATION)) {
		html_lit(p, "<a class=\"btn\" href=\"/village-list\">");
		html_tr(p, N_("List of a village"));
		html_lit(p, "</a>");
	}
	for (size_t i = 0; i < COUNT(file); i++) {
		html_lit(p, "<a class=\"btn\" download");
		html_href(p, html_url_with(p, url, "format", str_of(file[i].format)));
		html_lit(p, ">");
		html_tr(p, file[i].label);
		html_lit(p, "</a>");
	}
	html_lit(p, "</p>\n");
}

static enum rc register_page_show(struct req *r)
{
	struct register_view v;
	struct register_names names;
	enum rc rc = register_view_read(r, &v);

	if (rc == RC_OK)
		rc = register_names_load(&r->ctx, &v, &names);
	if (rc != RC_OK)
		return rc;
	struct register_part all = register_sum(&v.parts);
	bool narrowed = v.ask.region.n || v.ask.school || v.ask.class;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Growth files")),
					   .under = register_view_text(&p, &v),
					   .tab = "/more",
					   .back = narrowed ? STR("/growth") : STR("/more") });
	put_words(&p);
	if (!all.children) {
		table_empty(&p, &(struct empty){ .title = N_("Nobody counts here"),
						 .why = N_("As soon as a child is looked after here, its "
							   "growth file is counted."),
						 .scene = true });
	} else {
		put_tally(&p, &v, &all);
		put_ways(&p, &v);
		if (v.by != REGISTER_WHOLE)
			put_parts(&p, &v, &names);
		put_sections(&p, &v, &all);
		put_acts(&p, &v);
	}
	page_end(&p);
	return RC_OK;
}

/* --- on Today --- */

static enum rc count_untouched(struct ctx *c, struct today_count *ret)
{
	struct register_parts parts;
	enum rc rc = register_load(c, &(struct register_ask){ .school = 0 }, REGISTER_WHOLE, &parts);

	if (rc == RC_OK)
		ret->n = register_sum(&parts).untouched;
	return rc;
}

const struct today_item register_today = {
	.need = ROLE_HEAD | ROLE_TEACHER | ROLE_DIRECTOR,
	.icon = "grow",
	.count = count_untouched,
	.title = N_("Growth files nobody wrote into for a term: {0}"),
	.one = N_("One growth file that nobody wrote into for a term"),
	.why = N_("A few good words about each of these children are enough."),
	.url = "/growth/rows?of=untouched",
	.verb = N_("See whose"),
};

/* clang-format off */
const struct route register_routes[] = {
	{ HTTP_GET,  "/growth",           register_page_show,    .need = ROLES_REGISTER, .slow = true },
	{ HTTP_GET,  "/growth/file",      register_figures_file, .need = ROLES_REGISTER, .slow = true },
	/* Of several children, each by name: how much of the file is filled, no status and no level. */
	{ HTTP_GET,  "/growth/rows",      register_rows_show,    .need = ROLES_REGISTER, .slow = true, .purpose = "growth_register" },
	{ HTTP_GET,  "/growth/print",     register_rows_print,   .need = ROLES_REGISTER, .slow = true, .purpose = "growth_register" },
	{ HTTP_POST, "/growth/rows/file", register_rows_file,    .need = ROLES_REGISTER_FILE, .purpose = "export" },
	{ 0 },
};
/* clang-format on */
