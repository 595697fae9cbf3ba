#include "moves_page.h"

#include "facts.h"
#include "moves.h"
#include "names_file.h"
#include "sweep_list.h"

/* Statuses of several children at once: for officials and those who visit the families, who have to write
 * the next month's report; never for schools. */

enum { SHOWN = 200, MONTHS = 13 };

static enum rc read_query(struct req *r, const struct http_pair *pair, size_t n, struct moves_query *ret)
{
	str month = form_value(pair, n, STR("month")), of = form_value(pair, n, STR("of")),
	    region = form_value(pair, n, STR("region"));
	int64_t yyyymm = r->ctx.today / 100;
	enum { FIRST = 190001, LONGEST = 12 };

	*ret = (struct moves_query){ .of = MOVES_CIVIL_IN, .region = region };
	if (month.n && (!str_int(month, &yyyymm) || yyyymm < FIRST || yyyymm > r->ctx.today / 100 ||
			yyyymm % 100 < 1 || yyyymm % 100 > 12))
		return RC_INVALID;
	ret->month = (int)yyyymm;
	if (region.n && (!str_digits(region) || region.n > LONGEST))
		return RC_INVALID;
	for (int i = 0; i < MOVES__N; i++)
		if (str_eq(of, str_of(moves_name[i]))) {
			ret->of = (enum moves_of)i;
			return RC_OK;
		}
	return of.n ? RC_INVALID : RC_OK;
}

static str address(struct page *p, const char *path, const struct moves_query *q)
{
	str url = html_url_with(p, str_of(path), "month", html_int_text(p, q->month));

	url = html_url_with(p, url, "of", str_of(moves_name[q->of]));
	return q->region.n ? html_url_with(p, url, "region", q->region) : url;
}

/* --- what is shown --- */

static void put_filter(struct page *p, const struct moves_query *q)
{
	html_lit(p, "<form class=\"find\" method=\"get\" action=\"/moves\">");
	html_hidden(p, STR("of"), str_of(moves_name[q->of]));
	if (q->region.n)
		html_hidden(p, STR("region"), q->region);
	html_lit(p, "<label class=\"hide\" for=\"month\">");
	html_tr(p, N_("Month"));
	html_lit(p, "</label><select id=\"month\" name=\"month\">");
	for (int i = 0; i < MONTHS; i++) {
		int month = moves_month_after((int)(p->today / 100), -i);
		html_lit(p, "<option");
		html_attr(p, "value", html_int_text(p, month));
		if (month == q->month)
			html_lit(p, " selected");
		html_lit(p, ">");
		html_text(p, html_month_text(p, month));
		html_lit(p, "</option>");
	}
	html_lit(p, "</select><button>");
	html_tr(p, N_("See"));
	html_lit(p, "</button></form>\n");
}

static void put_counts(struct page *p, const struct moves_query *q, const struct moves *m)
{
	table_tally_begin(p);
	for (int i = 0; i < MOVES__N; i++) {
		struct moves_query other = *q;
		other.of = (enum moves_of)i;
		table_tally(p, &(struct tally){ .count = m->count[i],
						.label = html_word(p, moves_label[i]),
						.url = address(p, "/moves", &other) });
	}
	table_tally_end(p);
}

static void put_rows(struct page *p, const struct moves *m, size_t most)
{
	static const struct col cols[] = { { N_("Child"), COL_TEXT },
					   { N_("Village"), COL_TEXT },
					   { N_("School"), COL_TEXT },
					   { N_("From which day"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < m->n && i < most; i++) {
		const struct move *x = &m->list[i];
		const struct record *child = sweep_find(&m->children, x->child);
		if (!child)
			continue;
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/children/#", child->id), rec_text(child, CHILD_NAME));
		table_text(&t, x->region.n ? registry_region(p, x->region) : STR(""));
		table_text(&t, child->label[CHILD_SCHOOL]);
		table_cell(&t);
		html_day_full(p, x->day);
	}
	table_end(&t);
}

static void put_file_form(struct page *p, const struct moves_query *q, str purpose)
{
	const struct http_pair which[] = { { STR("month"), html_int_text(p, q->month) },
					   { STR("of"), str_of(moves_name[q->of]) },
					   { STR("region"), q->region } };

	names_file_put(p, &(struct names_file_form){ STR("/moves/file"), purpose, which, COUNT(which) });
}

static void put_page(struct req *r, const struct moves_query *q, const struct moves *m, enum rc outcome,
		     str typed)
{
	struct page p = page_of(r);
	str where = q->region.n ? registry_region(&p, q->region) : STR("");

	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Who came and who went")),
					   .under = where,
					   .tab = "/more",
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	put_filter(&p, q);
	put_counts(&p, q, m);
	form_summary(&p, NULL);
	html_lit(&p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(&p, moves_label[q->of]);
	html_lit(&p, "</h2><small>");
	html_text(&p, html_month_text(&p, q->month));
	html_lit(&p, "</small></div>\n");
	if (m->n)
		put_rows(&p, m, SHOWN);
	else
		table_empty(&p, &(struct empty){
					.title = N_("Nobody in this month"),
					.why = N_("Whose status changes stands here from that day on.") });
	if (m->n > SHOWN) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("And {0} more: choose a place, or take the list to print."),
			html_int_text(&p, (int64_t)(m->n - SHOWN)));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "</section>\n<p class=\"acts\">");
	html_button(&p, address(&p, "/moves/print", q), N_("To print"), false);
	html_lit(&p, "</p>\n");
	if (m->n && r->ctx.who->role & ROLES_COUNTY)
		put_file_form(&p, q, typed);
	page_end(&p);
}

static enum rc moves_page_show(struct req *r)
{
	struct moves_query q;
	struct moves m;
	enum rc rc = read_query(r, r->http->query, r->http->nquery, &q);

	if (rc == RC_OK)
		rc = moves_run(&r->ctx, &q, &m);
	if (rc == RC_OK)
		put_page(r, &q, &m, RC_OK, STR(""));
	return rc;
}

static enum rc moves_page_print(struct req *r)
{
	struct moves_query q;
	struct moves m;
	enum rc rc = read_query(r, r->http->query, r->http->nquery, &q);

	if (rc == RC_OK)
		rc = moves_run(&r->ctx, &q, &m);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("{0}, {1}"), html_word(&p, moves_label[q.of]),
						      html_month_text(&p, q.month)),
				    .under = q.region.n ? registry_region(&p, q.region) : STR(""),
				    .tab = "/more",
				    .back = address(&p, "/moves", &q),
				    .no_store = true });
	html_lit(&p, "<p>");
	html_tr(&p, N_("{0} children"), html_int_text(&p, m.count[q.of]));
	html_lit(&p, "</p>\n");
	if (m.n)
		put_rows(&p, &m, MOVES_MAX);
	page_end(&p);
	return RC_OK;
}

/* --- the file --- */

static void write_rows(struct page *p, const struct moves *m)
{
	const str head[] = { html_word(p, N_("Child")), html_word(p, N_("Village")),
			     html_word(p, N_("School")), html_word(p, N_("From which day")) };

	names_file_row(p, head, COUNT(head));
	for (size_t i = 0; i < m->n; i++) {
		const struct record *child = sweep_find(&m->children, m->list[i].child);
		struct buf on = buf_new(p->mem, 16);
		if (!child)
			continue;
		day_put(&on, m->list[i].day);
		const str row[] = { rec_text(child, CHILD_NAME), registry_region(p, m->list[i].region),
				    child->label[CHILD_SCHOOL], buf_view(&on) };
		names_file_row(p, row, COUNT(row));
	}
}

static enum rc moves_page_file(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct moves_query q;
	struct moves m;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = read_query(r, f, n, &q);
	if (rc == RC_OK)
		rc = moves_run(&r->ctx, &q, &m);
	if (rc != RC_OK)
		return rc;
	str purpose = str_trim(form_value(f, n, STR("purpose")));
	names_file_check(&r->ctx, purpose, (int64_t)m.n > ctx_param(&r->ctx, PARAM_EXPORT_ROWS_C3));
	if (r->ctx.problems.n) {
		put_page(r, &q, &m, RC_INVALID, purpose);
		return RC_OK;
	}
	struct page p = page_of(r);
	rc = names_file_begin(&p, &(struct names_file){ STR("crossing"), STR("moves"), purpose,
							"attachment; filename=\"tongxin-moves.csv\"" });
	if (rc != RC_OK)
		return rc;
	write_rows(&p, &m);
	names_file_end(&p, purpose);
	return RC_OK;
}

/* clang-format off */
#define ROLES_MOVES (ROLES_COUNTY | ROLES_VILLAGE)
const struct route moves_routes[] = {
	{ HTTP_GET,  "/moves",       moves_page_show,  .need = ROLES_MOVES, .slow = true, .purpose = "moves" },
	{ HTTP_GET,  "/moves/print", moves_page_print, .need = ROLES_MOVES, .slow = true, .purpose = "print" },
	{ HTTP_POST, "/moves/file",  moves_page_file,  .need = ROLES_COUNTY, .purpose = "export" },
	{ 0 },
};
/* clang-format on */
