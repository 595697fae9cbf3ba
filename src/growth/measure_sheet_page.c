#include "measure_sheet.h"

#include "book_write.h"
#include "complain.h"
#include "formpart.h"
#include "health_page.h"

enum { ROOM = 256 << 20 }; /* what a sheet becomes while it is read */

static enum rc put_ask(struct req *r, const struct class_roll *roll, enum rc outcome)
{
	struct page p = page_of(r);
	struct buf on = buf_new(p.mem, 16);

	day_put(&on, roll->on);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Measurements by spreadsheet")),
					   .under = registry_class_text(&p, &roll->class, NULL),
					   .tab = r->ctx.who->reach == REACH_CLASS ? "/children" : "/schools",
					   .task = true,
					   .back = html_url(&p, "/classes/#/measure", r->id),
					   .back_label = N_("To the measuring day"),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	html_lit(&p,
		 "<form method=\"post\" enctype=\"multipart/form-data\" class=\"stack narrow\" novalidate");
	html_action(&p, html_url(&p, "/classes/#/measurements/import", r->id));
	html_lit(&p, ">\n");
	html_csrf(&p);
	html_lit(&p, "<p>");
	html_tr(&p, N_("First the sheet is only looked at: you see each row before anything is saved. Sent "
		       "twice, it changes "
		       "nothing."));
	html_lit(&p, "</p><p class=\"links\">");
	html_link(&p, html_url(&p, "/classes/#/measurements.xlsx", r->id),
		  html_word(&p, N_("Fetch the sheet with the names of this class")));
	html_lit(&p, "</p>\n");
	form_summary(&p, NULL);
	form_text_put(&p, &(struct form_text){ .name = "on",
					       .label = N_("Day"),
					       .hint = N_("Of rows that say no day"),
					       .type = "date",
					       .value = buf_view(&on) });
	form_text_put(&p,
		      &(struct form_text){ .name = "file",
					   .label = N_("The file"),
					   .type = "file",
					   .accept = ".xlsx,.csv,text/csv,application/"
						     "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
					   .required = true });
	form_bar(&p, N_("Look at the sheet"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc measure_sheet_page_ask(struct req *r)
{
	struct class_roll roll = { .on = r->ctx.today };
	enum rc rc = class_roll_load(r, &roll);

	return rc == RC_OK ? put_ask(r, &roll, RC_OK) : rc;
}

enum rc measure_sheet_page_template(struct req *r)
{
	struct class_roll roll = { .on = r->ctx.today };
	str bytes = { NULL, 0 };
	enum rc rc = class_roll_load(r, &roll);

	if (rc == RC_OK)
		rc = measure_sheet_make(&r->ctx, &roll.children, &bytes);
	if (rc != RC_OK)
		return rc;
	book_write_reply(r, BOOK_WRITE_XLSX, "attachment; filename=\"measuring-day.xlsx\"", bytes);
	return RC_OK;
}

/* Read in the workshop; what it says is checked row by row before anybody is asked to save it. */
static enum rc read_file(struct req *r, str bytes, const struct class_roll *roll, struct measure_sheet *sheet)
{
	struct arena *room = arena_within(r->ctx.mem, ROOM);
	const char *why = NULL;
	struct book book;
	enum rc rc = book_read(room, bytes, &book, &why);

	if (rc == RC_OK)
		rc = measure_sheet_read(&r->ctx, &book, &roll->children, sheet);
	else if (rc == RC_MALFORMED || rc == RC_INVALID || rc == RC_TOO_BIG || rc == RC_BUSY)
		complain(&r->ctx, "file", why ? why : N_("This file cannot be read."));
	arena_free(room);
	return rc;
}

enum rc measure_sheet_page_take(struct req *r)
{
	struct class_roll roll = { .on = r->ctx.today };
	struct measure_sheet sheet = { .n = 0 };
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = class_roll_load(r, &roll);
	if (rc != RC_OK)
		return rc;
	str bytes = form_value(f, n, STR("file")), on = str_trim(form_value(f, n, STR("on")));
	if (on.n && (!day_parse(on, &roll.on) || roll.on > r->ctx.today))
		complain(&r->ctx, "on", N_("This is no day that has come. Write it like 2026-09-01."));
	if (!bytes.n)
		complain(&r->ctx, "file", N_("Choose a file first."));
	sheet.on = roll.on;
	if (r->ctx.problems.n)
		return put_ask(r, &roll, RC_INVALID);
	rc = read_file(r, bytes, &roll, &sheet);
	if (rc != RC_OK)
		return r->ctx.problems.n ? put_ask(r, &roll, RC_INVALID) : rc;
	return class_measure_look(r, &roll, &sheet);
}
