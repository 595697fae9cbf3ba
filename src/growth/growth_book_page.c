#include "growth_book_page.h"

#include "api.h"
#include "facts.h"
#include "form.h"
#include "formpart.h"
#include "progress.h"
#include "registry_page.h"
#include "word_page.h"

/* --- all of a child's --- */

static str name_of(struct page *p, const struct record *rec)
{
	bool wall = str_eq(rec_text(rec, GROWTH_BOOK_WHAT), STR(CODE_BOOK_WHAT_WALL));

	return html_word(p, wall ? N_("Page for the wall") : N_("The child's book"));
}

static void put_ask(struct page *p, int64_t child, const char *what, const char *verb, bool main)
{
	formpart_act_begin(p, html_url(p, "/children/#/book", child));
	html_hidden(p, STR("what"), str_of(what));
	formpart_act_end(p, verb, main);
}

static str state_text(struct page *p, const struct growth_book *b)
{
	switch (b->phase) {
	case GROWTH_BOOK_IS_READY:
		return html_say(p, N_("{0} pages. It can be fetched until {1}."),
				html_int_text(p, rec_int(&b->rec, GROWTH_BOOK_PAGES)),
				html_day_text(p, b->until));
	case GROWTH_BOOK_IS_GONE: return html_word(p, N_("It is not there any more."));
	default: break;
	}
	return html_word(p, progress_ends(&b->job) ? N_("It was not made.") : N_("It is being made."));
}

static enum rc put_books(struct page *p, int64_t child)
{
	struct records all;
	struct growth_book b;
	enum rc rc = growth_book_list(&p->r->ctx, child, &all);

	if (rc != RC_OK || !all.n)
		return rc;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("What you had made"));
	html_lit(p, "</h2>\n");
	table_rows_begin(p);
	for (size_t i = all.n; i-- > 0 && rc == RC_OK;) {
		rc = growth_book_of(&p->r->ctx, &all.r[i], &b);
		if (rc == RC_OK)
			table_rows_item(
				p, &(struct row){ .icon = "grow",
						  .title = html_say(
							  p, N_("{0}, {1}"), name_of(p, &b.rec),
							  html_day_text(p, rec_day(&b.rec, GROWTH_BOOK_ON))),
						  .why = state_text(p, &b),
						  .url = html_url(p, "/books/#", b.rec.id),
						  .verb = N_("Open") });
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
	return rc;
}

static void put_what(struct page *p, const struct record *child)
{
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("A book to keep"));
	html_lit(p, "</h2><p>");
	html_tr(p,
		N_("Who the child is, letters, what teachers wrote, awards, works and the child's own words, "
		   "year by "
		   "year, and how it grew: an A4 book to print. Nothing of visits, talks or help is in it."));
	html_gap(p);
	html_tr(p, N_("It holds what you may read yourself, and only you can fetch it."));
	html_lit(p, "</p>");
	put_ask(p, child->id, CODE_BOOK_WHAT_BOOK, N_("Make the book"), true);
	html_lit(p, "</section>\n<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("A page for the wall"));
	html_lit(p, "</h2><p>");
	html_tr(p, N_("One page: what the child is good at, a wish, awards and a drawing. No photograph with "
		      "a face."));
	html_lit(p, "</p>");
	put_ask(p, child->id, CODE_BOOK_WHAT_WALL, N_("Make the page"), false);
	html_lit(p, "</section>\n");
}

static enum rc put_list(struct req *r, enum rc outcome)
{
	struct record child;
	struct page p = page_of(r);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc != RC_OK)
		return rc;
	if (!growth_book_may(r->ctx.who))
		return RC_NOT_FOUND;
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = html_word(&p, N_("Growth book")),
					     .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_what(&p, &child);
	rc = put_books(&p, child.id);
	page_end(&p);
	return rc;
}

static enum rc growth_book_page_list(struct req *r) { return put_list(r, RC_OK); }

static enum rc read_what(struct req *r, str *ret)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		*ret = form_value(f, n, STR("what"));
	return rc;
}

static enum rc growth_book_page_ask(struct req *r)
{
	int64_t id;
	str what;
	enum rc rc = read_what(r, &what);

	if (rc == RC_OK)
		rc = growth_book_ask(&r->ctx, r->id, what, &id);
	if (rc == RC_OK)
		return registry_see(r, "/books/", id);
	return rc == RC_INVALID ? put_list(r, rc) : rc;
}

/* --- one --- */

static void put_facts(struct page *p, const struct growth_book *b)
{
	const struct record *r = &b->rec;

	facts_begin(p);
	facts_row(p, N_("Made on"), html_day_text(p, rec_day(r, GROWTH_BOOK_ON)));
	if (!rec_null(r, GROWTH_BOOK_PAGES))
		facts_row(p, N_("Pages"), html_int_text(p, rec_int(r, GROWTH_BOOK_PAGES)));
	if (!rec_null(r, GROWTH_BOOK_MISSING))
		facts_row(p, N_("Signs that cannot be printed"), rec_text(r, GROWTH_BOOK_MISSING));
	facts_row(p, N_("Number of the book"), html_int_text(p, r->id));
	facts_end(p);
	if (!rec_null(r, GROWTH_BOOK_MISSING)) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("In the place of each of them stands a white box: small pictures among the "
			      "letters and very "
			      "rare characters have no printed form here."));
		html_lit(p, "</p>\n");
	}
}

static enum rc put_state(struct page *p, const struct growth_book *b)
{
	if (b->phase == GROWTH_BOOK_IS_MAKING)
		return progress_put(
			p, &(struct progress){ &b->job, growth_book_job.label, N_("{0} of {1} parts") });
	html_lit(p, "<p>");
	html_text(p, state_text(p, b));
	html_lit(p, "</p>\n");
	if (b->phase == GROWTH_BOOK_IS_READY) {
		formpart_act_begin(p, html_url(p, "/books/#/file", b->rec.id));
		formpart_act_end(p, N_("Fetch the PDF"), true);
	}
	return RC_OK;
}

static enum rc put_book(struct req *r, enum rc outcome)
{
	struct growth_book b;
	struct record child;
	struct page p = page_of(r);
	enum rc rc = growth_book_load(&r->ctx, r->id, &b);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&b.rec, GROWTH_BOOK_CHILD), &child);
	if (rc != RC_OK)
		return rc;
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = name_of(&p, &b.rec),
					     .back = html_url(&p, "/children/#/book", child.id),
					     .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	rc = put_state(&p, &b);
	put_facts(&p, &b);
	if (b.phase != GROWTH_BOOK_IS_MAKING || progress_ends(&b.job)) {
		formpart_act_begin(&p, html_url(&p, "/books/#/drop", b.rec.id));
		formpart_act_end(&p, N_("Delete it"), false);
	}
	page_end(&p);
	return rc;
}

static enum rc growth_book_page_show(struct req *r) { return put_book(r, RC_OK); }

static enum rc send_pdf(struct req *r)
{
	struct growth_book b;
	str pdf;
	enum rc rc = growth_book_fetch(&r->ctx, r->id, &b, &pdf);

	if (rc != RC_OK)
		return rc;
	r->reply->status = 200;
	r->reply->type = STR("application/pdf");
	r->reply->disposition = "attachment; filename=\"growth-book.pdf\"";
	r->reply->no_store = true;
	r->reply->no_gzip = true;
	buf_str(req_body(r), pdf);
	return RC_OK;
}

/* What is wrong is said beside the book, as long as it is there. */
static enum rc said(struct req *r, enum rc rc)
{
	if (rc != RC_CONFLICT)
		return rc;
	enum rc shown = put_book(r, rc);
	return shown == RC_NOT_FOUND ? rc : shown;
}

static enum rc growth_book_page_file(struct req *r) { return said(r, send_pdf(r)); }

static enum rc growth_book_page_drop(struct req *r)
{
	struct growth_book b;
	enum rc rc = growth_book_load(&r->ctx, r->id, &b);

	if (rc == RC_OK)
		rc = growth_book_drop(&r->ctx, r->id);
	if (rc != RC_OK)
		return said(r, rc);
	struct page p = page_of(r);
	return req_see_other(r, html_url(&p, "/children/#/book", rec_int(&b.rec, GROWTH_BOOK_CHILD)));
}

/* --- by other programs --- */

static enum rc put_json(struct req *r, int64_t id, int status)
{
	static const char *const states[] = { [GROWTH_BOOK_IS_MAKING] = "making",
					      [GROWTH_BOOK_IS_READY] = "ready",
					      [GROWTH_BOOK_IS_GONE] = "gone" };
	struct growth_book b;
	enum rc rc = growth_book_load(&r->ctx, id, &b);

	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, status);
	json_obj(&j);
	record_json_fields(&j, &r->ctx, &b.rec);
	JSON_KEY(&j, "state");
	json_str(&j, str_of(states[b.phase]));
	JSON_KEY(&j, "job");
	json_id(&j, b.job.id);
	json_obj_end(&j);
	return RC_OK;
}

static enum rc growth_book_api_ask(struct req *r)
{
	struct json_value *body;
	int64_t id;
	enum rc rc = api_body(r, &body);
	const struct json_value *what = rc == RC_OK ? json_get(body, STR("what")) : NULL;

	if (rc == RC_OK)
		rc = growth_book_ask(&r->ctx, r->id, what && what->type == JSON_STRING ? what->text : STR(""),
				     &id);
	return rc == RC_OK ? put_json(r, id, 202) : rc;
}

static enum rc growth_book_api_file(struct req *r) { return send_pdf(r); }

static enum rc growth_book_api_drop(struct req *r)
{
	enum rc rc = growth_book_drop(&r->ctx, r->id);

	if (rc == RC_OK)
		r->reply->status = 204;
	return rc;
}

/* clang-format off */
#define ROLES_BOOK (ROLE_HEAD | ROLE_TEACHER | ROLE_DIRECTOR | ROLES_FAMILY | ROLE_CHILD)
#define ROLES_VILLAGE_LIST (ROLES_COUNTY | ROLES_VILLAGE | ROLE_FEDERATION)
const struct route growth_book_routes[] = {
	{ HTTP_GET,  "/children/:id/book",                growth_book_page_list, .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_POST, "/children/:id/book",                growth_book_page_ask,  .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_GET,  "/books/:id",                        growth_book_page_show, .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_POST, "/books/:id/file",                   growth_book_page_file, .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_POST, "/books/:id/drop",                   growth_book_page_drop, .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_POST, "/api/v1/children/:id/books",        growth_book_api_ask,   .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_POST, "/api/v1/growth_books/:id/file",     growth_book_api_file,  .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_POST, "/api/v1/growth_books/:id/drop",     growth_book_api_drop,  .need = ROLES_BOOK, .purpose = "growth_book" },
	{ HTTP_GET,  "/village-list",                     village_page_show,     .need = ROLES_VILLAGE_LIST, .purpose = "village_list" },
	{ HTTP_POST, "/village-list/pdf",                 village_page_pdf,      .need = ROLES_VILLAGE_LIST, .purpose = "village_list" },
	{ 0 },
};
/* clang-format on */
