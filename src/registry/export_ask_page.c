/* Asking for a list as a file. */
#include "export.h"
#include "formpart.h"
#include "registry_page.h"

/* As it stood in the form. */
struct typed {
	str form, list, format, school, class, region, as_of, purpose;
	bool plain;
};

static void put_forms(struct page *p, const struct typed *t)
{
	static const struct {
		const char *code, *label, *small;
	} all[] = {
		{ CODE_EXPORT_FORM_OWN, N_("Our own list"),
		  N_("Can be changed in a spreadsheet and imported again") },
		{ CODE_EXPORT_FORM_NATIONAL, N_("National pupil form"),
		  N_("71 columns, in the order of the school roll") },
		{ CODE_EXPORT_FORM_CIVIL, N_("Civil-affairs register form"), NULL },
		{ CODE_EXPORT_FORM_ONEROSTER, N_("OneRoster 1.2"),
		  N_("For learning platforms; without numbers or addresses") },
	};
	struct tile tile[COUNT(all)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(all); i++)
		if (export_may_form(p->who, str_of(all[i].code)))
			tile[n++] = (struct tile){ str_of(all[i].code), html_word(p, all[i].label),
						   all[i].small, str_eq(t->form, str_of(all[i].code)) };
	formpart_tiles(p, &(struct control){ .name = STR("form"), .label = N_("Form of the file") }, tile, n);
}

static void put_lists(struct page *p, const struct typed *t)
{
	static const struct {
		const struct kind *kind;
		const char *label;
	} all[] = { { &child_kind, N_("Children and families") },
		    { &class_kind, N_("Classes") },
		    { &school_kind, N_("Schools") },
		    { &staff_kind, N_("Staff") } };
	struct form_option option[COUNT(all)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(all); i++)
		if (export_may_list(p->who, all[i].kind))
			option[n++] = (struct form_option){ str_of(all[i].kind->plural),
							    html_word(p, all[i].label) };
	formpart_select(
		p,
		&(struct control){
			.name = STR("list"), .label = N_("Which list"), .value = t->list, .required = true },
		option, n);
}

static void put_formats(struct page *p, const struct typed *t)
{
	const struct form_option option[] = {
		{ STR_INIT(CODE_EXPORT_FORMAT_XLSX), html_word(p, N_("Excel workbook (.xlsx)")) },
		{ STR_INIT(CODE_EXPORT_FORMAT_CSV),
		  html_word(p, N_("CSV text: the list alone, without families")) },
	};

	formpart_select(p,
			&(struct control){ .name = STR("format"),
					   .label = N_("Kind of file"),
					   .hint = N_("OneRoster is always a .zip."),
					   .value = t->format,
					   .required = true },
			option, COUNT(option));
}

static enum rc put_where(struct req *r, struct page *p, const struct typed *t)
{
	struct form_field schools = { 0 }, classes = { 0 };
	int64_t school = 0;
	enum rc rc = registry_school_options(r, &schools);

	if (schools.noption == 1)
		school = r->ctx.who->school;
	else if (!str_int(t->school, &school))
		school = 0;
	if (rc == RC_OK && school)
		rc = registry_class_options(r, school, &classes);
	if (rc != RC_OK)
		return rc;
	if (schools.noption > 1)
		formpart_select(
			p,
			&(struct control){ .name = STR("school"), .label = N_("School"), .value = t->school },
			schools.option, schools.noption);
	if (classes.noption > 1)
		formpart_select(
			p, &(struct control){ .name = STR("class"), .label = N_("Class"), .value = t->class },
			classes.option, classes.noption);
	else if (t->class.n)
		html_hidden(p, STR("class"), t->class);
	if (r->ctx.who->role & ROLES_COUNTY)
		form_text_put(p, &(struct form_text){
					 .name = "region",
					 .label = N_("Place"),
					 .hint = N_("Digits of a township or village; empty: the county"),
					 .inputmode = "numeric",
					 .value = t->region });
	if (t->as_of.n)
		html_hidden(p, STR("as_of"), t->as_of);
	return RC_OK;
}

static void put_plain(struct page *p, const struct typed *t)
{
	if (!export_may_plain(p->who))
		return;
	html_lit(p, "<label class=\"pick\"><input type=\"checkbox\" name=\"plain\" value=\"1\"");
	if (t->plain)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_tr(p, N_("With numbers and addresses in plain"));
	html_lit(p, "<small>");
	html_tr(p, N_("A second person has to agree. Left open, they are masked."));
	html_lit(p, "</small></span></label>\n");
}

static enum rc put_ask(struct req *r, const struct typed *t, enum rc outcome)
{
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Export a list"))),
					       .tab = "/more",
					       .task = true,
					       .back = STR("/exports"),
					       .back_label = N_("To the exports"),
					       .status = outcome == RC_OK ? 200 : rc_status(outcome) });

	html_lit(&p, "<form method=\"post\" action=\"/export\" class=\"stack narrow\" novalidate>\n");
	html_csrf(&p);
	html_lit(&p, "<p>");
	html_tr(&p, N_("What leaves as a file is out of our hands: take no more than you need. It bears your "
		       "name and a "
		       "number."));
	html_lit(&p, "</p>\n");
	form_summary(&p, NULL);
	put_forms(&p, t);
	put_lists(&p, t);
	enum rc rc = put_where(r, &p, t);
	put_formats(&p, t);
	put_plain(&p, t);
	form_text_put(&p, &(struct form_text){
				  .name = "purpose",
				  .label = N_("What the file is for"),
				  .hint = N_("It stands in the file and on record; the families can see it."),
				  .value = t->purpose,
				  .required = true });
	form_bar(&p, N_("Ask for the file"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return rc;
}

enum rc export_page_ask(struct req *r)
{
	struct typed t = { .form = STR(CODE_EXPORT_FORM_OWN),
			   .list = req_query(r, STR("list")),
			   .format = STR(CODE_EXPORT_FORMAT_XLSX),
			   .school = req_query(r, STR("school")),
			   .class = req_query(r, STR("class")),
			   .region = req_query(r, STR("region")),
			   .as_of = req_query(r, STR("as_of")) };

	if (!t.list.n)
		t.list = STR("children");
	return put_ask(r, &t, RC_OK);
}

enum rc export_page_take(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t id = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct typed t = { .form = form_value(f, n, STR("form")),
				 .list = form_value(f, n, STR("list")),
				 .format = form_value(f, n, STR("format")),
				 .school = form_value(f, n, STR("school")),
				 .class = form_value(f, n, STR("class")),
				 .region = str_trim(form_value(f, n, STR("region"))),
				 .as_of = form_value(f, n, STR("as_of")),
				 .purpose = form_value(f, n, STR("purpose")),
				 .plain = form_value(f, n, STR("plain")).n > 0 };
	struct export_new new = { .kind = model_kind(r->ctx.model, t.list),
				  .form = t.form,
				  .format = t.format,
				  .plain = t.plain,
				  .purpose = t.purpose };
	if (new.kind)
		rc = query_read(&r->ctx, new.kind, f, n, &new.query);
	if (rc == RC_OK)
		rc = export_ask(&r->ctx, &new, &id);
	if (rc == RC_OK)
		return registry_see(r, "/exports/", id);
	return rc == RC_INVALID ? put_ask(r, &t, rc) : rc;
}
