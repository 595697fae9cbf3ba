/* Exports: who asked for what, the answer, the file. */
#include "export.h"
#include "facts.h"
#include "formpart.h"
#include "progress.h"
#include "registry_page.h"

/* --- words --- */

static str list_text(struct page *p, const struct export *e)
{
	str form = rec_text(&e->rec, EXPORT_FORM);

	if (str_eq(form, STR(CODE_EXPORT_FORM_NATIONAL)))
		return html_word(p, N_("National pupil form"));
	if (str_eq(form, STR(CODE_EXPORT_FORM_CIVIL)))
		return html_word(p, N_("Civil-affairs register form"));
	if (str_eq(form, STR(CODE_EXPORT_FORM_ONEROSTER)))
		return html_word(p, N_("OneRoster 1.2"));
	return html_word(p, e->kind->labels);
}

static str who_text(struct page *p, const struct record *r)
{
	int64_t at = rec_int(r, EXPORT_AT);
	str who =
		r->label[EXPORT_ACCOUNT].n ? r->label[EXPORT_ACCOUNT] : html_word(p, N_("the command line"));

	return html_say(p, N_("{0}, {1} {2}"), who, html_day_text(p, instant_day(at)),
			html_clock_text(p, at));
}

static str phase_text(struct page *p, const struct export *e)
{
	switch (e->phase) {
	case EXPORT_IS_ASKED:
		return html_say(p, N_("Waits for somebody to agree, until {0}"), html_day_text(p, e->until));
	case EXPORT_IS_LAPSED: return html_word(p, N_("Nobody answered in time."));
	case EXPORT_IS_REFUSED: return html_word(p, N_("Not agreed to."));
	case EXPORT_IS_MAKING: return html_word(p, N_("The file is being made."));
	case EXPORT_IS_READY:
		return html_say(p, N_("The file is there until {0}."), html_day_text(p, e->until));
	case EXPORT_IS_EXPIRED: break;
	}
	return html_word(p, N_("The file is gone."));
}

static const char *phase_icon(const struct export *e)
{
	switch (e->phase) {
	case EXPORT_IS_ASKED:
	case EXPORT_IS_MAKING: return "day";
	case EXPORT_IS_READY: return "down";
	case EXPORT_IS_REFUSED:
	case EXPORT_IS_LAPSED: return "warn";
	case EXPORT_IS_EXPIRED: break;
	}
	return "lock";
}

/* --- the list of them --- */

enum rc export_page_list(struct req *r)
{
	struct list l = { .limit = REGISTRY_PAGE, .newest_first = true, .after = registry_after(r) };
	struct records found;
	enum rc rc = record_list(&r->ctx, &export_request_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Exports"))),
						       .tab = "/more",
						       .back = STR("/more"),
						       .own_h1 = true });
	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Exports"));
	html_lit(&p, "</h1>");
	if (p.who->role & ROLES_EXPORT) {
		html_lit(&p, "<a class=\"btn\" href=\"/export\">");
		html_tr(&p, N_("Export a list"));
		html_lit(&p, "</a>");
	}
	html_lit(&p, "</div>\n");
	if (!found.n)
		table_empty(
			&p,
			&(struct empty){
				.title = N_("No list has left yet"),
				.why = N_(
					"Whoever takes a list out as a file stands here, with what for.") });
	if (found.n)
		table_rows_begin(&p);
	for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
		struct export e;
		rc = export_of(&r->ctx, &found.r[i], &e);
		if (rc == RC_OK)
			table_rows_item(
				&p, &(struct row){ .icon = phase_icon(&e),
						   .title = html_say(&p, N_("{0}; {1}"), list_text(&p, &e),
								     who_text(&p, &e.rec)),
						   .url = html_url(&p, "/exports/#", e.rec.id),
						   .why = phase_text(&p, &e),
						   .verb = N_("Open") });
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	if (found.n)
		table_rows_end(&p);
	page_end(&p);
	return rc;
}

/* --- one of them --- */

static str narrowed_text(struct page *p, const struct export *e)
{
	struct ctx look = p->r->ctx;
	struct record to;
	str text = STR("");

	look.seen = NULL;
	if (e->query.school && record_load(&look, &school_kind, e->query.school, &to) == RC_OK)
		text = rec_text(&to, SCHOOL_NAME);
	if (e->query.class && record_load(&look, &class_kind, e->query.class, &to) == RC_OK)
		text = html_fill(p, "{0} {1}", text, rec_text(&to, CLASS_NAME));
	if (e->query.region.n)
		text = html_fill(p, "{0} {1}", registry_region(p, e->query.region), text);
	if (e->query.as_of)
		text = html_fill(p, "{0} {1}", text, html_day_text(p, e->query.as_of));
	return str_trim(text);
}

static void put_facts(struct page *p, const struct export *e)
{
	const struct record *r = &e->rec;

	facts_begin(p);
	facts_row(p, N_("Who asks"), who_text(p, r));
	facts_row(p, N_("What it lists"), list_text(p, e));
	facts_row(p, N_("Which of them"), narrowed_text(p, e));
	facts_row(p, N_("Rows"), html_int_text(p, rec_int(r, EXPORT_ROWS)));
	facts_row(p, N_("Kind of file"), registry_code(p, "export_format", rec_text(r, EXPORT_FORMAT)));
	facts_row(p, N_("Numbers and addresses"),
		  html_word(p, rec_int(r, EXPORT_PLAIN) ? N_("in plain") : N_("masked or left out")));
	facts_row(p, N_("What the file is for"), rec_text(r, EXPORT_PURPOSE));
	facts_row(p, N_("Who answered"), r->label[EXPORT_APPROVER]);
	facts_row(p, N_("Why not"), rec_text(r, EXPORT_WHY));
	facts_row(p, N_("Number of the export"), html_int_text(p, r->id));
	facts_end(p);
}

static void put_post(struct page *p, const struct export *e, const char *tail, const char *verb)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, html_fill(p, "{0}{1}", html_url(p, "/exports/#", e->rec.id), str_of(tail)));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button class=\"main\">");
	html_tr(p, verb);
	html_lit(p, "</button></form>\n");
}

static void put_answer(struct page *p, const struct export *e)
{
	put_post(p, e, "/approve", N_("Agree: the file is made"));
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/exports/#/refuse", e->rec.id));
	html_lit(p, ">\n");
	html_csrf(p);
	form_text_put(p, &(struct form_text){ .name = "why", .label = N_("Why not"), .required = true });
	html_lit(p, "<p class=\"acts\"><button>");
	html_tr(p, N_("Do not agree"));
	html_lit(p, "</button></p></form>\n");
}

static void say(struct page *p, str text)
{
	html_lit(p, "<p>");
	html_text(p, text);
	html_lit(p, "</p>\n");
}

static enum rc put_state(struct page *p, const struct export *e)
{
	bool works = e->job.id && e->job.state != JOB_DONE;

	if (e->phase == EXPORT_IS_MAKING && works)
		return progress_put(p,
				    &(struct progress){ &e->job, export_job.label, N_("{0} of {1} rows") });
	say(p, phase_text(p, e));
	if (!e->own)
		return RC_OK;
	if (e->phase == EXPORT_IS_MAKING)
		put_post(p, e, "/again", N_("Make the file"));
	if (e->phase == EXPORT_IS_READY)
		put_post(p, e, "/file", N_("Download the file"));
	return RC_OK;
}

static enum rc put_page(struct req *r, enum rc outcome)
{
	struct export e;
	struct ctx look = r->ctx;
	enum rc rc = export_load(&look, r->id, &e);

	if (rc != RC_OK)
		return rc;
	const char *keeps = export_keeps(&r->ctx, &e);
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Export"))),
					       .tab = "/more",
					       .back = STR("/exports"),
					       .back_label = N_("To the exports"),
					       .no_store = true,
					       .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	rc = put_state(&p, &e);
	put_facts(&p, &e);
	if (!keeps)
		put_answer(&p, &e);
	else if (e.phase == EXPORT_IS_ASKED && !e.own)
		say(&p, html_word(&p, keeps));
	page_end(&p);
	return rc;
}

enum rc export_page_show(struct req *r) { return put_page(r, RC_OK); }

/* --- acts --- */

static enum rc shown_again(struct req *r, enum rc rc)
{
	if (rc == RC_OK)
		return registry_see(r, "/exports/", r->id);
	return rc == RC_INVALID || rc == RC_CONFLICT ? put_page(r, rc) : rc;
}

enum rc export_page_approve(struct req *r)
{
	return shown_again(r, export_decide(&r->ctx, &(struct export_answer){ .id = r->id, .agreed = true }));
}

enum rc export_page_refuse(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	return shown_again(
		r, export_decide(&r->ctx, &(struct export_answer){ .id = r->id,
								   .why = form_value(f, n, STR("why")) }));
}

enum rc export_page_again(struct req *r) { return shown_again(r, export_again(&r->ctx, r->id)); }

/* A POST, so that nothing fetches it ahead: each time is written down. */
enum rc export_page_file(struct req *r)
{
	/* clang-format off */
	static const struct { const char *format, *type, *disposition; } types[] = {
		{ CODE_EXPORT_FORMAT_XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment; filename=\"tongxin-export.xlsx\"" },
		{ CODE_EXPORT_FORMAT_CSV, "text/csv; charset=utf-8", "attachment; filename=\"tongxin-export.csv\"" },
		{ CODE_EXPORT_FORMAT_ZIP, "application/zip", "attachment; filename=\"tongxin-oneroster.zip\"" },
	};
	/* clang-format on */
	struct export e;
	str bytes;
	enum rc rc = export_fetch(&r->ctx, r->id, &e, &bytes);

	if (rc != RC_OK)
		return shown_again(r, rc);
	r->reply->status = 200;
	for (size_t i = 0; i < COUNT(types); i++)
		if (str_eq(rec_text(&e.rec, EXPORT_FORMAT), str_of(types[i].format))) {
			r->reply->type = str_of(types[i].type);
			r->reply->disposition = types[i].disposition;
		}
	r->reply->no_store = true;
	r->reply->no_gzip = true;
	buf_str(req_body(r), bytes);
	return RC_OK;
}
