#include "fairness.h"
#include "registry_page.h"
#include "risk_page.h"

static const struct {
	const char *name, *label, *column; /* of the address; English */
} ways[FAIR_BY__N] = {
	[FAIR_VILLAGE] = { "village", N_("by village"), N_("Village") },
	[FAIR_SCHOOL] = { "school", N_("by school"), N_("School") },
	[FAIR_SEX] = { "sex", N_("by sex"), N_("Sex") },
	[FAIR_ETHNICITY] = { "ethnicity", N_("by ethnic group"), N_("Ethnic group") },
};

static void put_ways(struct page *p, enum fair_by by)
{
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Compared by"));
	html_lit(p, ">");
	for (size_t i = 0; i < FAIR_BY__N; i++) {
		html_lit(p, "<a");
		html_href(p, i ? html_url_with(p, STR("/care/fairness"), "by", str_of(ways[i].name))
			       : STR("/care/fairness"));
		if (i == (size_t)by)
			html_lit(p, " aria-current=\"page\"");
		html_lit(p, ">");
		html_tr(p, ways[i].label);
		html_lit(p, "</a>");
	}
	html_lit(p, "</nav>\n");
}

/* 123 per mille as 12.3 % */
static str percent(struct page *p, int mille)
{
	struct buf b = buf_new(p->mem, 24);

	buf_int(&b, mille / 10);
	buf_ch(&b, '.');
	buf_int(&b, mille % 10);
	return html_say(p, N_("{0} %"), buf_view(&b));
}

static str name_of(struct page *p, enum fair_by by, const struct fair_cell *x)
{
	if (!x->code.n)
		return html_word(p, N_("not written down"));
	switch (by) {
	case FAIR_SCHOOL: return x->name;
	case FAIR_SEX: return registry_code(p, "sex", x->code);
	case FAIR_ETHNICITY: return registry_code(p, "ethnicity", x->code);
	default: return registry_region(p, x->code);
	}
}

static void put_against(struct page *p, int against)
{
	if (against > 0) {
		html_lit(p, "<b class=\"due\">");
		html_icon(p, "warn");
		html_lit(p, " ");
		html_tr(p, N_("more often than the county"));
		html_lit(p, "</b>");
	} else if (against < 0) {
		html_tr(p, N_("less often than the county"));
	} else {
		html_tr(p, N_("no difference can be said"));
	}
}

static void put_table(struct page *p, enum fair_by by, const struct fair_table *t)
{
	const struct col cols[] = {
		{ ways[by].column, COL_TEXT },       { N_("Children"), COL_NUMBER },
		{ N_("Yellow or red"), COL_NUMBER }, { N_("Share"), COL_NUMBER },
		{ N_("Surely between"), COL_TEXT },  { N_("Against the county"), COL_FULL }
	};
	struct table out = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < t->n; i++) {
		const struct fair_cell *x = &t->cell[i];
		if (!x->shown)
			continue;
		table_row(&out);
		table_text(&out, name_of(p, by, x));
		table_text(&out, html_int_text(p, x->all));
		table_text(&out, html_int_text(p, x->flagged));
		table_text(&out, percent(p, x->share));
		table_text(&out, html_say(p, N_("{0} to {1}"), percent(p, x->low), percent(p, x->high)));
		table_cell(&out);
		put_against(p, x->against);
	}
	table_end(&out);
}

static void put_page(struct req *r, enum fair_by by, const struct fair_table *t)
{
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Are levels fair?"))),
					       .tab = "/more",
					       .back = STR("/more") });

	html_lit(&p, "<p>");
	html_tr(&p,
		N_("How many of the children with a level stand at yellow or red. A difference is only said "
		   "where chance does not explain it; where one is said, somebody should ask why."));
	html_lit(&p, "</p>\n");
	put_ways(&p, by);
	if (!t->total.shown) {
		table_empty(&p,
			    &(struct empty){ .title = N_("Too few children"),
					     .why = N_("Shares of so few children say nothing, and might say "
						       "who they are.") });
		page_end(&p);
		return;
	}
	html_lit(&p, "<p class=\"sheet\">");
	html_tr(&p, N_("The county: {0} of {1} children, {2} (surely between {3} and {4})."),
		html_int_text(&p, t->total.flagged), html_int_text(&p, t->total.all),
		percent(&p, t->total.share), percent(&p, t->total.low), percent(&p, t->total.high));
	html_lit(&p, "</p>\n");
	if (t->hidden < t->n)
		put_table(&p, by, t);
	if (t->hidden) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("{0} groups are too small to be shown."),
			html_int_text(&p, (int64_t)t->hidden));
		html_lit(&p, "</p>\n");
	}
	page_end(&p);
}

enum rc fairness_page_show(struct req *r)
{
	str by = req_query(r, STR("by"));
	struct fair_table t;

	for (size_t i = 0; i < FAIR_BY__N; i++) {
		if (by.n ? !str_eq(by, str_of(ways[i].name)) : i != FAIR_VILLAGE)
			continue;
		enum rc rc = fairness_load(&r->ctx, (enum fair_by)i, &t);
		if (rc == RC_OK)
			put_page(r, (enum fair_by)i, &t);
		return rc;
	}
	return RC_INVALID;
}
