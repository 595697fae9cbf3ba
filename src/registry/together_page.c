#include "together_page.h"

#include "together.h"

enum { YEARS = 5 };

static day year_begin(int year) { return (day)(year * 10000 + 101); }
static day year_end(int year) { return (day)(year * 10000 + 1231); }

/* --- one child --- */

static void put_year(struct table *t, int year, const struct together *is)
{
	struct page *p = t->p;

	table_row(t);
	table_text(t, html_int_text(p, year));
	table_cell(t);
	html_tr(p, N_("{0} of {1} days"), html_int_text(p, is->days), html_int_text(p, is->of));
	if (is->unknown) {
		html_lit(p, " ");
		html_tr(p, N_("({0} not known)"), html_int_text(p, is->unknown));
	}
}

void child_page_together(struct child_page *f)
{
	static const struct col cols[] = { { N_("Year"), COL_TEXT },
					   { N_("Together with a parent"), COL_TEXT } };
	struct page *p = f->p;
	struct standing_facts facts;
	struct together year;
	int now = f->on / 10000, born = rec_day(f->child, CHILD_BIRTH_DATE) / 10000;

	if (!may_read(p->who, P_FAMILY) || f->on < rec_day(f->child, CHILD_BIRTH_DATE))
		return;
	facts_of(&p->r->ctx, f->index, f->child, &facts);
	html_lit(p, "<details id=\"together\" class=\"sheet stack\"><summary>");
	html_tr(p, N_("Days together with a parent"));
	html_lit(p, "</summary>\n");
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });
	for (int y = now; y > now - YEARS && y >= born; y--) {
		together_count(&facts, year_begin(y), y == now ? f->on : year_end(y), &year);
		put_year(&t, y, &year);
	}
	table_end(&t);
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Counted are days on which father or mother was at home, or the child was with them."));
	html_lit(p, "</p></details>\n");
}

/* --- a place --- */

struct spread {
	int year;
	str region;
	day from, to;
	int64_t band[TOGETHER__N], children, days, known;
};

static enum rc read_spread(struct req *r, struct spread *s)
{
	str year = req_query(r, STR("year")), region = req_query(r, STR("region"));
	int64_t y = r->ctx.today / 10000 - 1;
	enum { EARLIEST = 1990, LONGEST = 12 };

	if (year.n && (!str_int(year, &y) || y < EARLIEST || y > r->ctx.today / 10000))
		return RC_INVALID;
	if (region.n && (!str_digits(region) || region.n > LONGEST))
		return RC_INVALID;
	*s = (struct spread){ .year = (int)y, .region = region, .from = year_begin((int)y) };
	s->to = year_end((int)y) < r->ctx.today ? year_end((int)y) : r->ctx.today;
	return RC_OK;
}

static str end_of(struct arena *mem, str code)
{
	char *end = str_z(mem, code);

	if (code.n)
		end[code.n - 1]++;
	return code.n ? (str){ end, code.n } : STR(":");
}

enum { AT_ONCE = 500, MEMORY = 256 << 20 };

static void add_child(struct ctx *c, struct facts_index *x, const struct record *child, struct spread *s)
{
	struct standing_facts facts;
	struct together is;

	facts_of(c, x, child, &facts);
	together_count(&facts, s->from, s->to, &is);
	if (!is.of)
		return;
	enum together_band band = together_band_of(&is);
	s->band[band]++;
	s->children++;
	if (band != TOGETHER_UNKNOWN) {
		s->known++;
		s->days += is.days;
	}
}

/* Piece by piece, each forgotten before the next: a county's children are tens of thousands. */
static enum rc count_spread(struct req *r, struct spread *s)
{
	struct ctx c = r->ctx;
	day grown = (day)(s->from - 10000 * (day)ctx_param(&r->ctx, PARAM_CHILD_MAX_AGE));
	struct list l = { .v = { TEXT(s->region), TEXT(end_of(r->ctx.mem, s->region)), INT(grown) },
			  .nv = 3,
			  .limit = AT_ONCE,
			  .want = UINT64_C(1) << CHILD_BIRTH_DATE };
	struct records list = { .more = true };
	enum rc rc = RC_OK;

	l.where = SQL("coalesce(t.household_region, '') >= ?1 AND coalesce(t.household_region, '') < ?2"
		      " AND t.birth_date > ?3");
	c.mem = arena_within(r->ctx.mem, MEMORY);
	c.seen = NULL; /* figures, no names */
	while (rc == RC_OK && list.more) {
		struct file file;
		arena_reset(c.mem);
		rc = record_list(&c, &child_kind, &l, &list);
		if (rc == RC_OK)
			rc = file_load_list(&c, &list, &file);
		if (rc != RC_OK || !list.n)
			break;
		struct facts_index *x = facts_index_new(&c, &file);
		for (size_t i = 0; i < list.n; i++)
			add_child(&c, x, &list.r[i], s);
		l.after = list.r[list.n - 1].id;
	}
	return rc;
}

static void put_spread(struct page *p, const struct spread *s)
{
	static const struct col cols[] = { { N_("Together with a parent"), COL_TEXT },
					   { N_("Children"), COL_NUMBER },
					   { N_("Of a hundred"), COL_NUMBER } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (int i = TOGETHER_NEVER; i <= TOGETHER__N; i++) {
		int band = i == TOGETHER__N ? TOGETHER_UNKNOWN : i; /* what is not known stands last */
		table_row(&t);
		table_text(&t, html_word(p, together_band_text((enum together_band)band)));
		table_text(&t, html_int_text(p, s->band[band]));
		table_text(&t, html_int_text(p, s->children ? (100 * s->band[band] + s->children / 2) /
								      s->children
							    : 0));
	}
	table_end(&t);
}

static void put_years(struct page *p, const struct spread *s)
{
	html_lit(p, "<p class=\"links\">");
	for (int y = p->today / 10000; y > p->today / 10000 - YEARS; y--) {
		str url = html_url_with(p, STR("/together"), "year", html_int_text(p, y));
		if (s->region.n)
			url = html_url_with(p, url, "region", s->region);
		if (y == s->year) {
			html_lit(p, "<b>");
			html_int(p, y);
			html_lit(p, "</b> ");
		} else {
			html_link(p, url, html_int_text(p, y));
			html_lit(p, " ");
		}
	}
	html_lit(p, "</p>\n");
}

static enum rc together_page_show(struct req *r)
{
	struct spread s;
	enum rc rc = read_spread(r, &s);

	if (rc == RC_OK)
		rc = count_spread(r, &s);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Days together with a parent")),
					   .under = s.region.n ? registry_region(&p, s.region) : STR(""),
					   .tab = "/more" });
	put_years(&p, &s);
	if (s.children) {
		html_lit(&p, "<p>");
		html_tr(&p,
			N_("In {0} the children here were with a parent on {1} days on average; of {2} of "
			   "{3} children it is known."),
			html_int_text(&p, s.year), html_int_text(&p, s.known ? s.days / s.known : 0),
			html_int_text(&p, s.known), html_int_text(&p, s.children));
		html_lit(&p, "</p>\n");
		put_spread(&p, &s);
	} else {
		table_empty(&p, &(struct empty){ .title = N_("Nobody to count"),
						 .why = N_("In this year no child is written down here.") });
	}
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p,
		N_("Counted are days on which father or mother was at home, or the child was with them."));
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

/* clang-format off */
const struct route together_routes[] = {
	{ HTTP_GET, "/together", together_page_show, .need = ROLES_COUNTY | ROLES_VILLAGE, .slow = true },
	{ 0 },
};
/* clang-format on */
