#include "audit_report.h"
#include "formpart.h"
#include "kindpage.h"
#include "privacy_page.h"
#include "readlog.h"

static str code_text(struct page *p, const struct audit_line *line)
{
	if (!line->codes)
		return line->code;
	if (!strcmp(line->codes, "readlog"))
		return html_word(p, readlog_label(line->code));
	return line->code.n ? registry_code(p, line->codes, line->code) : html_word(p, N_("the program"));
}

/* Is there a page with these rows for this reader? */
static bool opens(const struct actor *who, const char *url)
{
	if (!url)
		return false;
	if (who->role == ROLE_AUDITOR || !strcmp(url, "/admin/retention"))
		return true;
	return who->role == ROLE_OFFICER && strcmp(url, "/accounts") != 0;
}

static bool has_lines(const struct audit_report *report, enum audit_section section)
{
	for (size_t i = 0; i < report->n; i++)
		if (report->line[i].section == section)
			return true;
	return false;
}

static void put_section(struct page *p, const struct audit_report *report, enum audit_section section)
{
	static const struct col cols[] = { { N_("What"), COL_TEXT }, { N_("How many"), COL_NUMBER } };
	struct table t = table_begin(p, cols, COUNT(cols), html_word(p, audit_section_titles[section]));

	for (size_t i = 0; i < report->n; i++) {
		const struct audit_line *line = &report->line[i];
		if (line->section != section)
			continue;
		table_row(&t);
		table_text(&t, html_say(p, line->label, code_text(p, line)));
		table_cell(&t);
		if (line->n && opens(p->who, line->url))
			html_link(p, str_of(line->url), html_int_text(p, line->n));
		else
			html_int(p, line->n);
	}
	if (!has_lines(report, section)) {
		table_row(&t);
		table_text(&t, html_word(p, N_("Nothing yet")));
		table_text(&t, html_int_text(p, 0));
	}
	table_end(&t);
}

static void put_years(struct page *p, int year)
{
	int now = p->today / 10000;
	enum { BACK = 3 };

	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Years"));
	html_lit(p, ">");
	for (int y = now; y > now - BACK; y--) {
		str text = html_int_text(p, y);
		if (y == year) {
			html_lit(p, "<a aria-current=\"page\"");
			html_href(p, html_url_with(p, STR("/admin/audit-report"), "year", text));
			html_lit(p, ">");
			html_text(p, text);
			html_lit(p, "</a>");
		} else {
			html_link(p, html_url_with(p, STR("/admin/audit-report"), "year", text), text);
		}
	}
	html_lit(p, "</nav>\n");
}

static enum rc put_sent(struct page *p, int year)
{
	struct records list;
	struct list l = { .where = SQL("t.of_year = ?1"), .v = { INT(year) }, .nv = 1 };
	enum rc rc = record_list(&p->r->ctx, &audit_submission_kind, &l, &list);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("Sent to the authorities"));
	html_lit(p, "</h2>\n");
	if (!list.n)
		privacy_say(p, N_("Not yet."));
	for (size_t i = 0; i < list.n; i++) {
		html_lit(p, "<p>");
		html_tr(p, N_("{0}: to {1}, by {2}"),
			html_day_text(p, rec_day(&list.r[i], AUDIT_SUBMITTED_ON)),
			rec_text(&list.r[i], AUDIT_TO), list.r[i].label[AUDIT_BY]);
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

static void put_send(struct page *p, int year)
{
	struct buf today = buf_new(p->mem, 16);

	if (!may_create(p->who, P_CONSENT_TEXT))
		return;
	day_put(&today, p->today);
	html_lit(p, "<form method=\"post\" action=\"/admin/audit-report\" class=\"sheet stack narrow\" "
		    "novalidate>\n");
	html_csrf(p);
	form_summary(p, NULL);
	html_hidden(p, STR("year"), html_int_text(p, year));
	form_text_put(p, &(struct form_text){ .name = "to", .label = N_("To whom"), .required = true });
	form_text_put(p, &(struct form_text){ .name = "reference", .label = N_("Number of the letter") });
	form_text_put(p, &(struct form_text){ .name = "submitted_on",
					      .label = N_("Sent on"),
					      .value = buf_view(&today),
					      .type = "date",
					      .required = true });
	html_lit(p, "<p class=\"acts\"><button>");
	html_tr(p, N_("Write down that it was sent"));
	html_lit(p, "</button></p></form>\n");
}

static enum rc put_page(struct req *r, int year, enum rc outcome)
{
	struct audit_report report;
	enum rc rc = audit_gather(&r->ctx, year, &report);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Audit of minors' personal data, {0}"),
						      html_int_text(&p, year)),
				    .under = html_say(
					    &p, N_("Regulations on the Protection of Minors Online, art. 37; "
						   "Personal Information Protection Law, art. 54")),
				    .tab = "/more",
				    .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	put_years(&p, year);
	for (int i = 0; i < AUDIT_SECTION__N; i++)
		put_section(&p, &report, (enum audit_section)i);
	rc = put_sent(&p, year);
	put_send(&p, year);
	page_end(&p);
	return rc;
}

static enum rc read_year(struct req *r, str given, int *ret)
{
	int64_t year = r->ctx.today / 10000;
	enum { FIRST = 2020 };

	if (given.n && (!str_int(given, &year) || year < FIRST || year > r->ctx.today / 10000))
		return RC_INVALID;
	*ret = (int)year;
	return RC_OK;
}

enum rc audit_report_page(struct req *r)
{
	int year;
	enum rc rc = read_year(r, req_query(r, STR("year")), &year);

	return rc == RC_OK ? put_page(r, year, RC_OK) : rc;
}

static enum rc submit_job(struct ctx *c, void *arg)
{
	struct record done;

	return record_create(c, arg, &done);
}

enum rc audit_report_submit(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int year;
	struct input in = input_new(&audit_submission_kind);
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = read_year(r, form_value(f, n, STR("year")), &year);
	if (rc != RC_OK)
		return rc;
	input_int(&in, r->ctx.mem, AUDIT_YEAR, year);
	input_set(&in, AUDIT_SUBMITTED_ON, form_value(f, n, STR("submitted_on")));
	input_set(&in, AUDIT_TO, form_value(f, n, STR("to")));
	input_set(&in, AUDIT_REFERENCE, form_value(f, n, STR("reference")));
	rc = store_write(&r->ctx, PRIO_PEOPLE, submit_job, &in);
	if (rc == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(
			r, html_url_with(&p, STR("/admin/audit-report"), "year", html_int_text(&p, year)));
	}
	return kindpage_again(rc) ? put_page(r, year, rc) : rc;
}
