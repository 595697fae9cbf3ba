/* Over a city, a province, the nation: by id number, or by full name and year of birth, with a purpose.  What
 * is told is where a child is kept, so that the county can be asked: no name that was not typed, no number,
 * no school, no status (PIPL 6: no more than the purpose needs). */
#include "idnumber.h"
#include "registry_page.h"
#include "search.h"
#include "utf8.h"

struct typed {
	str number, name, year, purpose;
};

struct outcome {
	struct search_found found[SEARCH_WIDE_MAX];
	size_t n;
	bool asked, more;
};

static void complain(struct req *r, const char *field, const char *text)
{
	problem_add(&r->ctx.problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* --- what was typed --- */

static void read_number(struct req *r, str typed, struct search_wide *ret)
{
	struct search_term t;
	struct idnumber id;
	struct number_problem bad;

	if (!search_term_read(typed, &t) || t.what != SEARCH_NUMBER) {
		complain(r, "number", N_("Type the whole id number."));
		return;
	}
	ret->number = str_dup(r->ctx.mem, str_of(t.number));
	if (ret->number.n == IDNUMBER_LENGTH &&
	    !idnumber_parse(r->ctx.mem, ret->number, r->ctx.today, &id, &bad))
		problem_add(&r->ctx.problems, STR("number"), bad.text, bad.arg[0], bad.arg[1]);
}

static void read_name(struct req *r, const struct typed *in, struct search_wide *ret)
{
	struct search_term t;
	int64_t year = 0;
	int this_year = r->ctx.today / 10000;

	if (!search_term_read(in->name, &t))
		complain(r, "name", t.why);
	else if (t.n < 2)
		complain(r, "name", N_("Type the full name, as it stands in the household book."));
	if (!str_digits(in->year) || !str_int(in->year, &year) || year > this_year ||
	    year < this_year - SEARCH_YEARS_BACK)
		complain(r, "year", N_("Type the year of birth in four digits, such as 2015."));
	ret->name = t.text;
	ret->born_year = (int)year;
}

static bool read_typed(struct req *r, const struct typed *in, struct search_wide *ret)
{
	*ret = (struct search_wide){ .born_year = 0 };
	if (in->number.n && (in->name.n || in->year.n))
		complain(r, "number", N_("Look by the number or by the name, not by both at once."));
	else if (in->number.n)
		read_number(r, in->number, ret);
	else if (in->name.n || in->year.n)
		read_name(r, in, ret);
	else
		complain(r, "number", N_("Type an id number, or a full name and the year of birth."));
	if (!in->purpose.n || utf8_count(in->purpose) > 200 || utf8_has_control(in->purpose))
		complain(r, "purpose", N_("Say in 1 to 200 characters what you need it for."));
	return r->ctx.problems.n == 0;
}

/* --- the page --- */

static void put_form(struct page *p, const struct typed *in)
{
	html_lit(p, "<form method=\"post\" action=\"/search\" class=\"stack narrow\" novalidate>\n");
	html_csrf(p);
	form_summary(p, NULL);
	form_text_put(p, &(struct form_text){ .name = "number",
					      .label = N_("Id number"),
					      .hint = N_("Whole; or leave it empty and give name and year"),
					      .value = in->number });
	form_text_put(p, &(struct form_text){ .name = "name", .label = N_("Full name"), .value = in->name });
	form_text_put(p, &(struct form_text){ .name = "year",
					      .label = N_("Year of birth"),
					      .inputmode = "numeric",
					      .value = in->year });
	form_text_put(p, &(struct form_text){
				 .name = "purpose",
				 .label = N_("What you need it for"),
				 .hint = N_("It is kept on record with your name; the family can see it."),
				 .value = in->purpose,
				 .required = true });
	form_bar(p, N_("Find"));
	html_lit(p, "</form>\n");
}

static void put_one(struct table *t, const struct search_found *f)
{
	struct page *p = t->p;
	struct buf code = buf_new(p->mem, 8);
	struct buf where = buf_new(p->mem, 600);

	buf_pad(&code, f->county, 6);
	if (!region_path(p->r->ctx.model->regions, buf_view(&code), &where))
		buf_str(&where, buf_view(&code));
	table_row(t);
	table_text(t, buf_view(&where));
	table_cell(t);
	html_month(p, f->born / 100);
	table_text(t, registry_code(p, "sex", f->sex));
}

static void put_outcome(struct page *p, const struct outcome *o)
{
	static const struct col cols[] = { { N_("Kept by"), COL_TEXT },
					   { N_("Born"), COL_TEXT },
					   { N_("Sex"), COL_TEXT } };

	if (!o->asked)
		return;
	if (!o->n) {
		table_empty(p, &(struct empty){
				       .title = N_("No child found"),
				       .why = N_("Nobody is registered so in the counties you look after. "
						 "Perhaps the name is written with another character.") });
		return;
	}
	html_lit(p, "<section class=\"stack\" id=\"found\">\n");
	struct table t = table_begin(p, cols, COUNT(cols),
				     html_say(p, N_("Children found: {0}"), html_int_text(p, (int64_t)o->n)));
	for (size_t i = 0; i < o->n; i++)
		put_one(&t, &o->found[i]);
	table_end(&t);
	html_lit(p, "<p class=\"s\">");
	if (o->more)
		html_tr(p, N_("There are more than these: look by the id number."));
	else
		html_tr(p, N_("Ask the education office of the county: it has the file."));
	html_lit(p, "</p></section>\n");
}

static enum rc put_page(struct req *r, const struct typed *in, const struct outcome *o)
{
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Look for a child"))),
					       .tab = "/more",
					       .task = true,
					       .back = STR("/more"),
					       .no_store = o->asked,
					       .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });

	html_lit(&p, "<p class=\"narrow\">");
	html_tr(&p, N_("You learn which county keeps the child. Each search is written down, found or not."));
	html_lit(&p, "</p>\n");
	put_outcome(&p, o);
	put_form(&p, in);
	page_end(&p);
	return RC_OK;
}

static enum rc search_page_ask(struct req *r)
{
	const struct typed none = { .year = { NULL, 0 } };
	const struct outcome nothing = { .n = 0 };

	return put_page(r, &none, &nothing);
}

static enum rc search_page_find(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct search_wide w;
	struct outcome o = { .n = 0 };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct typed in = { .number = str_trim(form_value(f, n, STR("number"))),
				  .name = str_trim(form_value(f, n, STR("name"))),
				  .year = utf8_fold(r->ctx.mem, form_value(f, n, STR("year"))),
				  .purpose = str_trim(form_value(f, n, STR("purpose"))) };
	if (!read_typed(r, &in, &w))
		return put_page(r, &in, &o);
	/* By which the dispatcher knows to put it on record before anything leaves. */
	r->ctx.purpose = in.purpose;
	o.asked = true;
	rc = search_wide(&r->ctx, &w, o.found, &o.n, &o.more);
	return rc == RC_OK ? put_page(r, &in, &o) : rc;
}

/* clang-format off */
const struct route search_routes[] = {
	{ HTTP_GET,  "/search", search_page_ask,  .need = ROLES_ABOVE },
	{ HTTP_POST, "/search", search_page_find, .need = ROLES_ABOVE, .purpose = "wide" },
	{ 0 },
};
/* clang-format on */
