#include "batch.h"
#include "formpart.h"
#include "registry_page.h"
#include "utf8.h"

/* A list is looked at first and written only when somebody has seen what would become of each row.  Whether
 * the file can be read at all is said at once, on the page where it was chosen; the rest is a job. */

enum { NAME_MAX_FILE = 120 };

struct order {
	str kind, school, form_day; /* as chosen; empty kind: the headings say it */
	str file, bytes;
};

/* --- asking --- */

static void put_kinds(struct page *p, const struct order *o)
{
	static const struct {
		const char *plural, *label;
	} lists[] = {
		{ "children", N_("Children and families") },
		{ "schools", N_("Schools") },
		{ "classes", N_("Classes") },
		{ "staff", N_("Staff") },
	};
	struct tile tile[COUNT(lists) + 1] = {
		{ STR(""), html_word(p, N_("Let the headings say")), NULL, !o->kind.n },
	};
	size_t n = 1;

	for (size_t i = 0; i < COUNT(lists); i++) {
		const struct kind *k = import_kind(str_of(lists[i].plural));
		if (k && kind_may_write(p->who, k))
			tile[n++] = (struct tile){ str_of(lists[i].plural), html_word(p, lists[i].label),
						   NULL, str_eq(o->kind, str_of(lists[i].plural)) };
	}
	formpart_tiles(p, &(struct control){ .name = STR("kind"), .label = N_("What is in the list") }, tile,
		       n);
}

static void put_fields(struct page *p, const struct order *o, const struct form_field *schools)
{
	put_kinds(p, o);
	form_text_put(
		p,
		&(struct form_text){
			.name = "file",
			.label = N_("The file"),
			.hint = N_(
				"A spreadsheet (.xlsx), or CSV. The national pupil form, the civil-affairs "
				"register form and our own export are recognised by their headings."),
			.type = "file",
			.accept = ".xlsx,.csv,text/csv,application/"
				  "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			.required = true });
	formpart_select(p,
			&(struct control){ .name = STR("school"),
					   .value = schools->noption == 1 && !o->school.n
							    ? schools->option[0].value
							    : o->school,
					   .label = N_("Whose list"),
					   .hint = N_("Leave it open when the rows name their school.") },
			schools->option, schools->noption);
	formpart_control(p, &batch_kind.fields[BATCH_FORM_DAY],
			 &(struct control){
				 .name = STR("form_day"),
				 .value = o->form_day,
				 .label = N_("Day of the form"),
				 .hint = N_("What the form says was known by that day. Left open: today.") });
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
					       .back = STR("/batches"),
					       .back_label = N_("To the imports"),
					       .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	html_lit(&p, "<form method=\"post\" action=\"/import\" enctype=\"multipart/form-data\" class=\"stack "
		     "narrow\""
		     " novalidate>\n");
	html_csrf(&p);
	html_lit(&p, "<p>");
	html_tr(&p, N_("First the list is only looked at. You see what would happen, then you decide."));
	html_lit(&p, "</p>\n");
	form_summary(&p, NULL);
	if (outcome != RC_OK && o->bytes.n) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("Please choose the file once more; a page cannot keep it."));
		html_lit(&p, "</p>\n");
	}
	put_fields(&p, o, &schools);
	form_bar(&p, N_("Look at the list"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc import_page_ask(struct req *r)
{
	struct order o = { .kind = STR("children"), .school = req_query(r, STR("school")) };
	int64_t id;

	if (o.school.n && !str_int(o.school, &id))
		return RC_INVALID;
	if (!req_query(r, STR("school")).n)
		o.kind = STR("");
	return put_ask(r, &o, RC_OK);
}

/* --- taking it in --- */

static void complain(struct req *r, const char *field, const char *why, str value)
{
	problem_add(&r->ctx.problems, str_of(field), why, value, (str){ NULL, 0 });
}

/* The last part of a path, as long as the record holds. */
static str file_name(const struct http_request *h, str bytes)
{
	str name = http_file_name(h, bytes);
	size_t from = name.n, at = 0;

	while (from > 0 && name.s[from - 1] != '/' && name.s[from - 1] != '\\')
		from--;
	name = str_trim(str_cut(name, from, name.n));
	for (size_t n = 0; n < NAME_MAX_FILE && utf8_next(name, &at); n++)
		;
	name = str_cut(name, 0, at);
	return utf8_has_control(name) || memchr(name.s ? name.s : "", '\n', name.n) ? STR("") : name;
}

static enum rc read_order(struct req *r, struct order *ret)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct order){ .kind = form_value(f, n, STR("kind")),
			       .school = str_trim(form_value(f, n, STR("school"))),
			       .form_day = str_trim(form_value(f, n, STR("form_day"))),
			       .bytes = form_value(f, n, STR("file")) };
	ret->file = file_name(r->http, ret->bytes);
	return RC_OK;
}

static bool offered(const struct form_field *schools, str id)
{
	for (size_t i = 0; i < schools->noption; i++)
		if (str_eq(schools->option[i].value, id))
			return true;
	return false;
}

/* What can be told without looking into the file. */
static enum rc check_order(struct req *r, const struct order *o, struct batch_new *ret)
{
	struct form_field schools = { 0 };
	enum rc rc = registry_school_options(r, &schools);

	if (rc != RC_OK)
		return rc;
	*ret = (struct batch_new){ .file = o->file, .kind = o->kind.n ? import_kind(o->kind) : NULL };
	if (o->kind.n && (!ret->kind || !kind_may_write(r->ctx.who, ret->kind)))
		complain(r, "kind", N_("This kind of list is not taken in here."), STR(""));
	if (o->school.n && (!offered(&schools, o->school) || !str_int(o->school, &ret->school)))
		complain(r, "school", N_("Choose a school from the list."), STR(""));
	if (o->form_day.n && !day_parse(o->form_day, &ret->form_day))
		complain(r, "form_day", N_("{0} is not a date that exists. Write it like 2026-09-01."),
			 str_cut(o->form_day, 0, 40));
	else if (ret->form_day > r->ctx.today)
		complain(r, "form_day", N_("This day has not come yet."), STR(""));
	if (!o->bytes.n)
		complain(r, "file", o->file.n ? N_("This file is empty.") : N_("Choose a file first."),
			 STR(""));
	return r->ctx.problems.n ? RC_INVALID : RC_OK;
}

/* Can it be read?  What it says is for the job to see. */
static enum rc check_file(struct req *r, const struct order *o)
{
	struct arena *room = batch_room(&r->ctx);
	const char *why = NULL;
	struct book book;
	enum rc rc = book_read(room, o->bytes, &book, &why);

	arena_free(room);
	if (rc == RC_MALFORMED || rc == RC_INVALID || rc == RC_TOO_BIG) {
		complain(r, "file", why ? why : N_("This file cannot be read."), STR(""));
		return RC_INVALID;
	}
	if (rc == RC_BUSY)
		complain(r, "file",
			 why ? why
			     : N_("Many files are being read right now. Send it once more in a minute."),
			 STR(""));
	return rc;
}

enum rc import_page_check(struct req *r)
{
	struct order o = { 0 };
	struct batch_new new;
	int64_t id = 0;
	enum rc rc = read_order(r, &o);

	if (rc != RC_OK)
		return rc;
	rc = check_order(r, &o, &new);
	if (rc == RC_OK)
		rc = check_file(r, &o);
	if (rc == RC_OK)
		rc = batch_take(&r->ctx, &new, o.bytes, &id);
	if (rc == RC_BUSY && !r->ctx.problems.n)
		complain(r, "file",
			 N_("Several of your lists are still at work. Wait for them, then send this one."),
			 STR(""));
	if ((rc == RC_INVALID || rc == RC_BUSY) && r->ctx.problems.n)
		return put_ask(r, &o, rc);
	return rc == RC_OK ? registry_see(r, "/batches/", id) : rc;
}
