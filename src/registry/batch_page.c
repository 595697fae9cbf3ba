#include "batch_page.h"
#include "book_write.h"
#include "merge_page.h"
#include "progress.h"

enum { ROWS_SHOWN = 100, WARNINGS_SHOWN = 50 };

/* --- what all of them share --- */

str batch_page_name(struct page *p, const struct record *r)
{
	str file = rec_text(r, BATCH_FILE);

	if (!file.n && batch_is_merge(r))
		return html_word(p, N_("two records joined"));
	return file.n ? file : html_word(p, N_("a list"));
}

str batch_page_who(struct page *p, const struct record *r)
{
	int64_t at = rec_int(r, BATCH_AT);

	return html_say(p, N_("{0}, {1} {2}"), r->label[BATCH_ACCOUNT], html_day_text(p, instant_day(at)),
			html_clock_text(p, at));
}

/* "National pupil form; Children": kept in English, so that it does not matter who looks. */
static str forms_text(struct page *p, str forms)
{
	struct buf b = buf_new(p->mem, 4 << 10);
	str form;

	while (str_next(&forms, ';', &form)) {
		if (b.n)
			buf_str(&b, html_word(p, N_("; ")));
		buf_str(&b, html_word(p, str_z(p->mem, str_trim(form))));
	}
	return buf_view(&b);
}

static void put_line(struct page *p, const struct batch *b)
{
	str forms = forms_text(p, rec_text(&b->rec, BATCH_FORM));
	int64_t rows = rec_int(&b->rec, BATCH_ROWS);

	html_lit(p, "<p class=\"s\">");
	html_text(p, batch_page_name(p, &b->rec));
	if (rows && !b->undo && !b->merge) {
		html_text(p, html_word(p, N_("; ")));
		html_tr(p, N_("{0} rows"), html_int_text(p, rows));
	}
	if (forms.n && !b->merge) {
		html_text(p, html_word(p, N_("; ")));
		html_text(p, forms);
	}
	html_lit(p, "<br>");
	html_text(p, batch_page_who(p, &b->rec));
	html_lit(p, "</p>");
}

struct page batch_page_begin(struct req *r, const struct batch *b, const char *title)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, title)),
						       .where = str_of(tr(r->ctx.lang, N_("Import"))),
						       .tab = "/more",
						       .own_h1 = true,
						       .back = STR("/batches"),
						       .back_label = N_("To the imports"),
						       .no_store = true });

	html_lit(&p, "<div><h1>");
	html_tr(&p, title);
	html_lit(&p, "</h1>");
	put_line(&p, b);
	html_lit(&p, "</div>\n");
	return p;
}

enum rc batch_page_load(struct req *r, struct batch *ret) { return batch_load(&r->ctx, r->id, ret); }

/* --- the tally --- */

static void put_figure(struct page *p, size_t n, const char *label, const struct tally *look)
{
	struct tally t = *look;

	t.count = (int64_t)n;
	t.label = html_word(p, label);
	if (!n) {
		t.tone = NULL;
		t.icon = NULL;
		t.url = STR("");
	}
	table_tally(p, &t);
}

static void put_tally(struct page *p, const struct import_report *t, bool likely)
{
	const struct tally good = { .tone = "ok", .icon = "yes" };

	table_tally_begin(p);
	put_figure(p, t->fresh, N_("new"), &good);
	put_figure(p, t->changed, N_("changed"), &good);
	put_figure(p, t->same, N_("as before"), &(struct tally){ 0 });
	put_figure(p, t->refused, N_("to put right"),
		   &(struct tally){ .tone = "bad", .icon = "warn", .url = STR("#problems") });
	if (t->held)
		put_figure(p, t->held, N_("maybe known"),
			   &(struct tally){ .tone = "due",
					    .icon = "child",
					    .url = likely ? STR("#likely") : STR("") });
	table_tally_end(p);
}

/* --- what is wrong, row by row --- */

static str sheet_name(const struct import_report *t, uint32_t sheet)
{
	size_t taken = 0;

	for (size_t i = 0; i < t->nsheet; i++)
		taken += t->sheet[i].form != NULL;
	return taken > 1 && sheet < t->nsheet ? t->sheet[sheet].name : STR("");
}

static void put_place(struct page *p, const struct import_report *t, const struct import_problem *x)
{
	str sheet = sheet_name(t, x->sheet);

	if (!x->what.row) {
		if (x->sheet < t->nsheet && t->sheet[x->sheet].name.n)
			html_tr(p, N_("Sheet {0}"), t->sheet[x->sheet].name);
		else
			html_tr(p, N_("The file"));
	} else if (sheet.n) {
		html_tr(p, N_("Row {0}, {1}"), html_int_text(p, (int64_t)x->what.row), sheet);
	} else {
		html_tr(p, N_("Row {0}"), html_int_text(p, (int64_t)x->what.row));
	}
}

static str why_text(struct page *p, const struct problem *x)
{
	struct buf b = buf_new(p->mem, 8 << 10);

	problem_put(&b, p->lang, x);
	return buf_view(&b);
}

static void put_problems(struct page *p, const struct import_report *t)
{
	static const struct col cols[] = {
		{ N_("Row"), COL_TEXT },
		{ N_("Column"), COL_TEXT },
		{ N_("What stands there"), COL_TEXT },
		{ N_("Why, and what to do"), COL_FULL },
	};
	const struct import_problems *list = &t->problems;
	size_t n = list->n < ROWS_SHOWN ? list->n : ROWS_SHOWN, all = list->n + list->dropped;

	if (!n)
		return;
	html_lit(p, "<section class=\"stack\" id=\"problems\"><div class=\"head\"><h2>");
	html_tr(p, N_("To put right"));
	html_lit(p, "</h2></div>\n");
	str caption = html_say(p, N_("{0} here, {1} in all"), html_int_text(p, (int64_t)n),
			       html_int_text(p, (int64_t)all));
	if (n < all)
		caption = html_say(p, N_("{0} here, {1} in all; the rest stands in the downloaded list"),
				   html_int_text(p, (int64_t)n), html_int_text(p, (int64_t)all));
	struct table tab = table_begin(p, cols, COUNT(cols), caption);
	for (size_t i = 0; i < n; i++) {
		const struct import_problem *x = &list->list[i];
		table_row(&tab);
		table_cell(&tab);
		put_place(p, t, x);
		table_text(&tab, x->what.field);
		table_text(&tab, x->what.value);
		table_cell(&tab);
		html_text(p, why_text(p, &x->what));
	}
	table_end(&tab);
	html_lit(p, "</section>\n");
}

/* A file that cannot be used: sentences, and another try. */
static void put_unusable(struct page *p, const struct import_report *t)
{
	html_lit(p, "<section class=\"sheet note stack\" id=\"problems\"><ul class=\"why-list\">");
	for (size_t i = 0; i < t->problems.n && i < ROWS_SHOWN; i++) {
		const struct problem *x = &t->problems.list[i].what;
		html_lit(p, "<li>");
		if (x->field.n)
			html_tr(p, N_("{0}: {1}"), x->field, why_text(p, x));
		else
			html_text(p, why_text(p, x));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul></section>\n");
}

static void put_warnings(struct page *p, const struct import_report *t)
{
	const struct import_problems *list = &t->warnings;
	size_t n = list->n < WARNINGS_SHOWN ? list->n : WARNINGS_SHOWN;

	if (!n)
		return;
	html_lit(p, "<details class=\"sheet\"><summary>");
	html_tr(p, N_("Taken as they are, but have a look: {0}"),
		html_int_text(p, (int64_t)(list->n + list->dropped)));
	html_lit(p, "</summary><ul class=\"why-list\">");
	for (size_t i = 0; i < n; i++) {
		const struct import_problem *x = &list->list[i];
		html_lit(p, "<li>");
		put_place(p, t, x);
		html_text(p, html_word(p, N_("; ")));
		if (x->what.field.n) {
			html_text(p, x->what.field);
			html_text(p, html_word(p, N_("; ")));
		}
		html_text(p, why_text(p, &x->what));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul></details>\n");
}

/* --- what can be done --- */

static void put_download(struct page *p, const struct batch *b, const struct import_report *t)
{
	size_t n = t->refused + t->held;

	if (!n)
		return;
	html_lit(p, "<a class=\"btn\"");
	html_href(p, html_url(p, "/batches/#/refused", b->rec.id));
	html_lit(p, ">");
	html_icon(p, "down");
	html_tr(p, N_("Download these {0} rows"), html_int_text(p, (int64_t)n));
	html_lit(p, "</a>");
}

static void put_hint(struct page *p, const struct import_report *t, int64_t days)
{
	html_lit(p, "<p class=\"s\">");
	if (t->refused + t->held) {
		html_tr(p, N_("The downloaded list has one more column, “why”. Put the rows right and "
			      "import just those."));
		html_gap(p);
	}
	if (days)
		html_tr(p, N_("For {0} days an import can be taken back as a whole."),
			html_int_text(p, days));
	html_lit(p, "</p>\n");
}

/* One form: what is chosen among likely duplicates further down belongs to it. */
static void put_decision(struct page *p, const struct batch *b, const struct import_report *t)
{
	size_t ready = t->fresh + t->changed;

	html_lit(p, "<form id=\"go\" method=\"post\"");
	html_action(p, html_url(p, "/batches/#/run", b->rec.id));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<div class=\"acts\">");
	if (ready) {
		html_lit(p, "<button class=\"main\">");
		html_tr(p, t->refused + t->held ? N_("Import {0} rows now") : N_("Import {0} rows"),
			html_int_text(p, (int64_t)ready));
		html_lit(p, "</button>");
	}
	put_download(p, b, t);
	html_lit(p, "<button");
	html_attr(p, "formaction", html_url(p, "/batches/#/drop", b->rec.id));
	html_lit(p, ">");
	html_tr(p, N_("Import nothing"));
	html_lit(p, "</button></div></form>\n");
	if (!ready && !t->held) {
		html_lit(p, "<p>");
		if (t->same)
			html_tr(p,
				N_("What can be read stands in the register already, word for word: there is "
				   "nothing to import."));
		else
			html_tr(p, N_("No row can be imported as it stands."));
		html_lit(p, "</p>\n");
	}
}

static enum rc put_looked(struct req *r, const struct batch *b)
{
	struct import_report t = { 0 };
	enum rc rc = batch_report(&r->ctx, b, &t);

	if (rc != RC_OK)
		return rc;
	struct page p = batch_page_begin(r, b, N_("The list is looked through, nothing is imported yet"));
	form_summary(&p, NULL);
	put_tally(&p, &t, true);
	if (b->own) {
		put_decision(&p, b, &t);
		put_hint(&p, &t, ctx_param(&r->ctx, PARAM_IMPORT_UNDO_DAYS));
	} else {
		html_lit(&p, "<p>");
		html_tr(&p, N_("Whoever sent the list decides what becomes of it."));
		html_lit(&p, "</p>\n");
	}
	put_warnings(&p, &t);
	rc = batch_page_likely(&p, b, &t);
	put_problems(&p, &t);
	page_end(&p);
	return rc;
}

/* What its record says, when the report is no longer kept. */
static struct import_report counts_of(const struct record *r)
{
	return (struct import_report){ .rows = (size_t)rec_int(r, BATCH_ROWS),
				       .fresh = (size_t)rec_int(r, BATCH_FRESH),
				       .changed = (size_t)rec_int(r, BATCH_CHANGED),
				       .same = (size_t)rec_int(r, BATCH_SAME),
				       .refused = (size_t)rec_int(r, BATCH_REFUSED),
				       .held = (size_t)rec_int(r, BATCH_HELD) };
}

static enum rc put_ended(struct req *r, const struct batch *b)
{
	struct import_report t = { 0 }, counts = counts_of(&b->rec);
	bool whole = b->phase == BATCH_IS_DONE;
	enum rc rc = batch_report(&r->ctx, b, &t);
	bool kept = rc == RC_OK;

	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	/* Cancelled while it waited to go on: then nobody wrote how far it had come. */
	if (rc == RC_OK && kept && !whole &&
	    str_eq(rec_text(&b->rec, BATCH_STATE), STR(CODE_BATCH_STATE_RUNNING)))
		rc = batch_so_far(&r->ctx, b->rec.id, &b->job, &counts);
	if (rc != RC_OK)
		return rc;
	struct page p = batch_page_begin(
		r, b, whole ? N_("The list is imported") : N_("A part of the list is imported"));
	rc = batch_undo_page_note(&p, b);
	put_tally(&p, &counts, false);
	if (!whole) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("It was stopped. What stands above is imported; import the same list again "
			       "for the "
			       "rest: rows that are known stay as they are."));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<div class=\"acts\">");
	if (may_read(p.who, P_REGISTER)) {
		html_lit(&p, "<a class=\"btn main\" href=\"/children\">");
		html_tr(&p, N_("To the children"));
		html_lit(&p, "</a>");
	}
	if (kept)
		put_download(&p, b, &counts);
	batch_undo_page_offer(&p, b);
	html_lit(&p, "</div>\n");
	if (kept)
		put_hint(&p, &counts, 0);
	else if (counts.refused + counts.held) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("Which rows were refused is no longer kept."));
		html_lit(&p, "</p>\n");
	}
	put_warnings(&p, &t);
	put_problems(&p, &t);
	page_end(&p);
	return rc;
}

static void put_again(struct page *p)
{
	html_lit(p, "<div class=\"acts\"><a class=\"btn main\" href=\"/import\">");
	html_tr(p, N_("Choose another file"));
	html_lit(p, "</a></div>\n");
}

static enum rc put_dropped(struct req *r, const struct batch *b)
{
	struct page p = batch_page_begin(r, b, N_("Nothing of this list was imported"));

	html_lit(&p, "<p>");
	html_tr(&p, N_("The register is as it was before."));
	html_lit(&p, "</p>\n");
	put_again(&p);
	page_end(&p);
	return RC_OK;
}

static const struct progress *progress_of(const struct batch *b, struct progress *ret)
{
	bool looking = str_eq(b->job.kind, str_of(batch_check_job.name));

	*ret = (struct progress){ .job = &b->job,
				  .label = looking   ? batch_check_job.label
					   : b->undo ? batch_undo_job.label
						     : batch_run_job.label,
				  .counted = b->undo ? N_("{0} of {1} changes") : N_("{0} of {1} rows") };
	return ret;
}

/* Either the file is no use, or the work could not be done: then it may be told to go on. */
static enum rc put_failed(struct req *r, const struct batch *b)
{
	struct import_report t = { 0 };
	struct progress it;
	bool looking = !str_eq(rec_text(&b->rec, BATCH_STATE), STR(CODE_BATCH_STATE_RUNNING));
	bool unusable = batch_report(&r->ctx, b, &t) == RC_OK && looking && t.problems.n;
	struct page p = batch_page_begin(r, b,
					 unusable  ? N_("This list cannot be imported")
					 : looking ? N_("The list could not be looked through")
						   : N_("The import did not come to its end"));
	enum rc rc = batch_undo_page_note(&p, b);

	if (unusable)
		put_unusable(&p, &t);
	else if (rc == RC_OK && b->job.id && rec_null(&b->rec, BATCH_UNDONE_BY))
		rc = progress_put(&p, progress_of(b, &it));
	if (looking) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("Nothing is imported. The register is as it was before."));
		html_lit(&p, "</p>\n");
		put_again(&p);
	} else {
		html_lit(&p, "<div class=\"acts\">");
		batch_undo_page_offer(&p, b);
		html_lit(&p, "</div>\n");
	}
	page_end(&p);
	return rc;
}

static enum rc put_at_work(struct req *r, const struct batch *b)
{
	struct progress it;
	struct page p = batch_page_begin(r, b,
					 b->phase == BATCH_IS_LOOKING ? N_("The list is being looked through")
								      : N_("The list is being imported"));
	enum rc rc = progress_put(&p, progress_of(b, &it));

	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("You need not wait here: it goes on by itself, and stands among the imports."));
	html_lit(&p, "</p>\n");
	page_end(&p);
	return rc;
}

enum rc batch_page_show(struct req *r)
{
	struct batch b;
	enum rc rc = batch_page_load(r, &b);

	if (rc != RC_OK)
		return rc;
	if (b.undo)
		return batch_undo_page_put(r, &b);
	if (b.merge)
		return merge_page_batch(r, &b);
	switch (b.phase) {
	case BATCH_IS_LOOKING:
	case BATCH_IS_RUNNING: return put_at_work(r, &b);
	case BATCH_IS_LOOKED:
		rc = put_looked(r, &b);
		return rc == RC_NOT_FOUND ? put_dropped(r, &b) : rc; /* its file is no longer kept */
	case BATCH_IS_DONE:
	case BATCH_IS_PARTIAL: return put_ended(r, &b);
	case BATCH_IS_DROPPED: return put_dropped(r, &b);
	case BATCH_IS_FAILED:
	case BATCH_PHASE__N: break;
	}
	return put_failed(r, &b);
}

/* --- moving on; whoever comes too late sees how it stands --- */

static enum rc see_it(struct req *r, enum rc rc)
{
	return rc == RC_OK || rc == RC_CONFLICT ? registry_see(r, "/batches/", r->id) : rc;
}

enum rc batch_page_run(struct req *r)
{
	struct batch b;
	struct import_report t = { 0 };
	struct import_choice *choice = NULL;
	size_t n = 0;
	enum rc rc = batch_page_load(r, &b);

	if (rc != RC_OK)
		return rc;
	if (b.own && b.phase == BATCH_IS_LOOKED)
		rc = batch_report(&r->ctx, &b, &t);
	if (rc == RC_OK)
		rc = batch_page_choices(r, &t, &choice, &n);
	if (rc == RC_OK)
		rc = batch_run(&r->ctx, &b, choice, n);
	return see_it(r, rc);
}

enum rc batch_page_drop(struct req *r)
{
	struct batch b;
	enum rc rc = batch_page_load(r, &b);

	return rc == RC_OK ? see_it(r, batch_drop(&r->ctx, &b)) : rc;
}

enum rc batch_page_refused(struct req *r)
{
	struct batch b;
	str bytes;
	enum rc rc = batch_page_load(r, &b);

	if (rc == RC_OK)
		rc = batch_refused(&r->ctx, &b, &bytes);
	if (rc != RC_OK)
		return rc;
	book_write_reply(r, BOOK_WRITE_XLSX, "attachment; filename=\"refused.xlsx\"", bytes);
	return RC_OK;
}
