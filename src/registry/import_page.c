#include "import.h"
#include "registry_page.h"
#include "utf8.h"

/* A list is looked at first and written only when somebody has seen what would become of each row.  In
 * between nothing is kept on the server: the confirming form carries the list along. */

enum {
	ROWS_SHOWN = 100,
	CARRIED_MAX = 1 << 20, /* a longer list is chosen again to confirm */
};

struct order {
	const struct kind *kind;
	int64_t school;
	str file, text;
};

/* --- asking --- */

static void put_kinds(struct page *p, const struct kind *chosen)
{
	static const char *const plurals[] = { "children", "schools", "classes", "parents", "absences" };

	html_lit(p, "<fieldset class=\"f\"><legend>");
	html_tr(p, N_("What is in the list"));
	html_lit(p, "</legend><div class=\"seg\">");
	for (size_t i = 0; i < COUNT(plurals); i++) {
		const struct kind *k = import_kind(str_of(plurals[i]));
		if (!k || !may_create(p->who, k->profile))
			continue;
		html_lit(p, "<label class=\"pick\"><input type=\"radio\" name=\"kind\"");
		html_attr(p, "value", str_of(plurals[i]));
		if (k == chosen)
			html_lit(p, " checked");
		html_lit(p, "><span>");
		html_tr(p, k->labels);
		html_lit(p, "</span></label>");
	}
	html_lit(p, "</div></fieldset>\n");
}

static void put_schools(struct page *p, const struct form_field *schools, int64_t chosen)
{
	html_lit(p, "<div class=\"f\"><label for=\"f-school\">");
	html_tr(p, N_("Whose roster"));
	html_lit(p, "</label><small id=\"h-school\">");
	html_tr(p, N_("Leave it open when the rows name their school."));
	html_lit(p, "</small><select id=\"f-school\" name=\"school\" aria-describedby=\"h-school\"><option "
		    "value=\"\">–</option>");
	str own = html_int_text(p, chosen);
	for (size_t i = 0; i < schools->noption; i++) {
		html_lit(p, "<option");
		html_attr(p, "value", schools->option[i].value);
		if (str_eq(schools->option[i].value, own) || schools->noption == 1)
			html_lit(p, " selected");
		html_lit(p, ">");
		html_text(p, schools->option[i].label);
		html_lit(p, "</option>");
	}
	html_lit(p, "</select></div>\n");
}

static void put_file(struct page *p)
{
	form_text_put(p,
		      &(struct form_text){
			      .name = "file",
			      .label = N_("The file"),
			      .hint = N_("CSV in UTF-8, as spreadsheets save it, with one line of headings."),
			      .type = "file",
			      .accept = ".csv,text/csv",
			      .required = true });
}

static enum rc put_ask(struct req *r, const struct order *o, enum rc outcome)
{
	struct form_field schools = { 0 };
	enum rc rc = registry_school_options(r, &schools);

	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Import a list"))),
					       .tab = "/more",
					       .task = true,
					       .back = STR("/"),
					       .back_label = N_("To Today"),
					       .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	html_lit(&p, "<form method=\"post\" action=\"/import\" enctype=\"multipart/form-data\" class=\"stack "
		     "narrow\" novalidate>\n");
	html_csrf(&p);
	html_lit(&p, "<p>");
	html_tr(&p, N_("First the list is only looked at. You see what would happen, then you decide."));
	html_lit(&p, "</p>\n");
	form_summary(&p, NULL);
	put_kinds(&p, o->kind);
	put_schools(&p, &schools, o->school);
	put_file(&p);
	form_bar(&p, N_("Look at the list"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc import_page_ask(struct req *r)
{
	struct order o = { .kind = &child_kind };
	str school = req_query(r, STR("school"));

	if (school.n && !str_int(school, &o.school))
		return RC_INVALID;
	return put_ask(r, &o, RC_OK);
}

/* --- what would become of it --- */

static void put_tally(struct page *p, const struct import_report *t)
{
	table_tally_begin(p);
	table_tally(p, &(struct tally){ .count = (int64_t)t->fresh,
					.label = html_word(p, N_("new")),
					.tone = "ok",
					.icon = "yes" });
	table_tally(p, &(struct tally){ .count = (int64_t)t->changed,
					.label = html_word(p, N_("changed")),
					.tone = "ok",
					.icon = "yes" });
	table_tally(p, &(struct tally){ .count = (int64_t)t->same, .label = html_word(p, N_("as before")) });
	table_tally(p, &(struct tally){ .count = (int64_t)t->refused,
					.label = html_word(p, N_("to put right")),
					.tone = t->refused ? "bad" : NULL,
					.icon = t->refused ? "warn" : NULL });
	table_tally_end(p);
}

static void put_refused(struct page *p, const struct import_report *t)
{
	static const struct col cols[] = {
		{ N_("Row"), COL_TEXT },
		{ N_("Column"), COL_TEXT },
		{ N_("What stands there"), COL_TEXT },
		{ N_("Why, and what to do"), COL_FULL },
	};
	size_t n = t->problems.n < ROWS_SHOWN ? t->problems.n : ROWS_SHOWN;

	if (!n)
		return;
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("To put right"));
	html_lit(p, "</h2></div>\n");
	struct table tab =
		table_begin(p, cols, COUNT(cols),
			    html_say(p, N_("{0} here, {1} in all"), html_int_text(p, (int64_t)n),
				     html_int_text(p, (int64_t)(t->problems.n + t->problems.dropped))));
	for (size_t i = 0; i < n; i++) {
		const struct problem *x = &t->problems.list[i];
		struct buf why = buf_new(p->mem, 4 << 10);
		problem_put(&why, p->lang, x);
		table_row(&tab);
		table_cell(&tab);
		html_tr(p, N_("Row {0}"), html_int_text(p, (int64_t)x->row));
		table_text(&tab, x->field);
		table_text(&tab, x->value);
		table_cell(&tab);
		html_text(p, buf_view(&why));
	}
	table_end(&tab);
	html_lit(p, "</section>\n");
}

/* The list goes along, or is chosen once more when it is too long for that. */
static void put_confirm(struct page *p, const struct order *o, const struct import_report *t)
{
	size_t ready = t->fresh + t->changed;
	/* What a page cannot hold would come back as something else. */
	bool carried = o->text.n <= CARRIED_MAX && !utf8_has_control(o->text);

	if (!ready)
		return;
	html_lit(p, "<form method=\"post\" action=\"/import/run\" enctype=\"multipart/form-data\" "
		    "class=\"stack narrow\">\n");
	html_csrf(p);
	html_hidden(p, STR("kind"), str_of(o->kind->plural));
	if (o->school)
		html_hidden(p, STR("school"), html_int_text(p, o->school));
	if (carried)
		html_hidden(p, STR("text"), o->text);
	else
		put_file(p);
	html_lit(p, "<div class=\"acts\"><button class=\"main\">");
	html_tr(p, t->refused ? N_("Import {0} rows now") : N_("Import {0} rows"),
		html_int_text(p, (int64_t)ready));
	html_lit(p, "</button>");
	if (t->refused) {
		html_lit(p, "<button name=\"refused\" value=\"1\">");
		html_icon(p, "down");
		html_tr(p, N_("Download these {0} rows"), html_int_text(p, (int64_t)t->refused));
		html_lit(p, "</button>");
	}
	html_lit(p, "<a class=\"btn\" href=\"/import\">");
	html_tr(p, N_("Import nothing"));
	html_lit(p, "</a></div></form>\n");
}

static void put_report(struct req *r, const struct order *o, const struct import_report *t, bool done)
{
	const char *title =
		done ? N_("The list is imported") : N_("The list is looked through, nothing is imported yet");
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, title)),
						       .where = str_of(tr(r->ctx.lang, N_("Import"))),
						       .tab = "/more",
						       .own_h1 = true,
						       .back = STR("/import"),
						       .back_label = N_("Another list"),
						       .no_store = true });

	html_lit(&p, "<div><h1>");
	html_tr(&p, title);
	html_lit(&p, "</h1><p class=\"s\">");
	str rows = html_say(&p, N_("{0} rows"), html_int_text(&p, (int64_t)t->rows));
	if (o->file.n)
		html_tr(&p, N_("{0}; {1}"), o->file, rows);
	else
		html_text(&p, rows);
	html_lit(&p, "</p></div>\n");
	put_tally(&p, t);
	if (!done)
		put_confirm(&p, o, t);
	if (t->refused) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("The downloaded list has one more column, “why”. Put the rows right and "
			       "import just those."));
		html_lit(&p, "</p>\n");
	}
	put_refused(&p, t);
	if (done) {
		html_lit(&p, "<p class=\"duo\"><a class=\"btn main\" href=\"/children\">");
		html_tr(&p, N_("To the children"));
		html_lit(&p, "</a></p>\n");
	}
	page_end(&p);
}

static enum rc read_order(struct req *r, struct order *ret, bool *ret_refused)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	str school = form_value(f, n, STR("school")), text = form_value(f, n, STR("text"));
	*ret = (struct order){ .kind = import_kind(form_value(f, n, STR("kind"))) };
	ret->text = text.n ? text : form_value(f, n, STR("file"));
	if (str_starts(ret->text, STR("\xef\xbb\xbf"))) /* as spreadsheets begin UTF-8 */
		ret->text = str_cut(ret->text, 3, ret->text.n);
	*ret_refused = form_value(f, n, STR("refused")).n != 0;
	if (!ret->kind)
		return RC_MALFORMED;
	return school.n && !str_int(school, &ret->school) ? RC_MALFORMED : RC_OK;
}

/* What is wrong with the file as a whole, in words, on the page that asked for it. */
static enum rc ask_again(struct req *r, const struct order *o, const struct import_report *t, enum rc rc)
{
	struct problems *list = &r->ctx.problems;

	if (rc == RC_INVALID && !list->n)
		*list = t->problems;
	for (size_t i = 0; i < list->n; i++) { /* all of them are the file's */
		list->list[i].field = STR("file");
		list->list[i].row = 0;
	}
	if (rc == RC_MALFORMED)
		problem_add(
			list, STR("file"),
			N_("This is no CSV file in UTF-8. Save the list as “CSV UTF-8” and choose it again."),
			(str){ NULL, 0 }, (str){ NULL, 0 });
	if (rc == RC_TOO_BIG)
		problem_add(list, STR("file"),
			    N_("The list is too long. Split it and import one part after the other."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	return put_ask(r, o, rc);
}

static bool is_askable(enum rc rc) { return rc == RC_INVALID || rc == RC_MALFORMED || rc == RC_TOO_BIG; }

enum rc import_page_check(struct req *r)
{
	struct order o = { 0 };
	struct import_report t = { 0 };
	bool refused = false;
	enum rc rc = read_order(r, &o, &refused);

	if (rc != RC_OK)
		return rc;
	if (!str_trim(o.text).n) {
		problem_add(&r->ctx.problems, STR("file"), N_("Choose a file first."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return put_ask(r, &o, RC_INVALID);
	}
	rc = import_run(&r->ctx, o.kind, o.text, &(struct import_options){ o.school, true }, &t);
	if (is_askable(rc))
		return ask_again(r, &o, &t, rc);
	if (rc == RC_OK)
		put_report(r, &o, &t, false);
	return rc;
}

enum rc import_page_run(struct req *r)
{
	struct order o = { 0 };
	struct import_report t = { 0 };
	bool refused = false;
	enum rc rc = read_order(r, &o, &refused);

	if (rc == RC_OK)
		rc = import_run(&r->ctx, o.kind, o.text, &(struct import_options){ o.school, refused }, &t);
	if (is_askable(rc) && o.kind)
		return ask_again(r, &o, &t, rc);
	if (rc != RC_OK)
		return rc;
	if (!refused) {
		put_report(r, &o, &t, true);
		return RC_OK;
	}
	import_refused(req_body(r), r->ctx.lang, &t);
	r->reply->status = 200;
	r->reply->type = STR("text/csv; charset=utf-8");
	r->reply->disposition = "attachment; filename=\"refused.csv\"";
	r->reply->no_store = true;
	return RC_OK;
}
