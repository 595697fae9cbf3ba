#include "work_page.h"

#include "api.h"
#include "complain.h"
#include "entry.h"
#include "facts.h"
#include "formpart.h"
#include "frame.h"
#include "kindpage.h"
#include "media.h"
#include "registry_page.h"
#include "section.h"
#include "timeline.h"
#include "timeline_records.h"
#include "work.h"

/* --- what pages share --- */

/* A child as this reader calls it: by its name; the child itself: empty. */
static str work_child_name(struct page *p, const struct record *child)
{
	return p->who->role == ROLE_CHILD || rec_null(child, CHILD_NAME) ? STR("")
									 : rec_text(child, CHILD_NAME);
}

/* The way back from what is kept of a child. */
static str work_child_back(struct page *p, int64_t child)
{
	if (p->who->role == ROLE_CHILD)
		return STR("/");
	return p->who->role & ROLES_FAMILY ? html_url(p, "/my/children/#", child)
					   : html_url(p, "/children/#", child);
}

static str what_text(struct page *p, const struct record *work)
{
	return timeline_code(p, "work_what", rec_text(work, WORK_WHAT));
}

static str title_of(struct page *p, const struct record *work)
{
	return rec_null(work, WORK_TITLE) ? what_text(p, work) : rec_text(work, WORK_TITLE);
}

/* A child reads few words, and not why. */
static void put_covered(struct page *p)
{
	html_lit(p, "<span class=\"covered\">");
	html_icon(p, "eye");
	html_lit(p, "<span>");
	if (p->who->role == ROLE_CHILD)
		html_tr(p, N_("This picture is put away."));
	else
		html_tr(p, N_("Covered: not every family agrees to pictures with faces."));
	html_lit(p, "</span></span>");
}

/* Small, so that a page is there on any line; its own page leads on to the large one. */
static void put_picture(struct page *p, const struct record *work, str alt)
{
	html_lit(p, "<img loading=\"lazy\"");
	html_attr(p, "src", html_url(p, "/works/#/small", work->id));
	html_attr(p, "alt", alt);
	html_lit(p, ">");
}

static void put_whole(struct page *p, const struct record *work)
{
	html_lit(p, "<a");
	html_href(p, html_url(p, "/works/#/large", work->id));
	html_lit(p, ">");
	put_picture(p, work, title_of(p, work));
	html_lit(p, "</a>");
}

static void put_tile(struct page *p, const struct record *work, bool shown)
{
	html_lit(p, "<li><a");
	html_href(p, html_url(p, "/works/#", work->id));
	html_lit(p, ">");
	if (shown)
		put_picture(p, work, STR("")); /* its title stands beside it */
	else
		put_covered(p);
	html_lit(p, "<b>");
	html_text(p, title_of(p, work));
	html_lit(p, "</b></a><p class=\"s\">");
	html_day(p, rec_day(work, WORK_ON));
	html_lit(p, "</p></li>\n");
}

/* The grid of small pictures of these works; those that may not be shown are covered or left out. */
static void work_put_grid(struct page *p, const struct records *list)
{
	struct face_memo memo = { .n = 0 };

	html_lit(p, "<ul class=\"photos\">\n");
	for (size_t i = 0; i < list->n; i++) {
		bool shown = face_shown(&p->r->ctx, &memo, &list->r[i]);
		if (shown || may_create(p->who, P_WORK))
			put_tile(p, &list->r[i], shown);
	}
	html_lit(p, "</ul>\n");
}

/* --- all of a child --- */

static void put_all(struct page *p, const struct record *child, const struct records *list, bool later)
{
	str own = html_url(p, "/children/#/works", child->id), next = STR("");

	if (list->n)
		work_put_grid(p, list);
	else if (!later)
		table_empty(p, &(struct empty){ .title = N_("There are no works yet"),
						.why = N_("A drawing, a piece of writing, a photo of a day "
							  "outside: they stay here, and go into the book."),
						.scene = true });
	if (list->more)
		next = html_url_with(p, own, "after", html_int_text(p, list->r[list->n - 1].id));
	if (next.n || later)
		table_pages(
			p, &(struct pages){ .shown = list->n, .first = later ? own : STR(""), .next = next });
}

static enum rc work_page_list(struct req *r)
{
	struct record child;
	struct records list;
	int64_t after = registry_after(r);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = work_of_child(&r->ctx, r->id, after, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str name = work_child_name(&p, &child);
	p = page_begin(r, &(struct frame){ .title = name.n ? html_say(&p, N_("Works of {0}"), name)
							   : html_word(&p, N_("My works")),
					   .where = html_word(&p, N_("Works")),
					   .tab = "/children",
					   .back = work_child_back(&p, r->id) });
	if (may_create(p.who, P_WORK)) {
		html_lit(&p, "<p class=\"acts\">");
		html_button(&p, html_url(&p, "/children/#/works/new", r->id), N_("Add a work"), true);
		html_lit(&p, "</p>\n");
	}
	put_all(&p, &child, &list, after != 0);
	page_end(&p);
	return RC_OK;
}

/* --- sending one --- */

static void put_field(struct page *p, size_t field, str value, bool required, const char *hint)
{
	formpart_control(p, &work_kind.fields[field],
			 &(struct control){ .value = value, .hint = hint, .required = required });
}

/* What is asked of who sends it: a child is not asked whether its work goes into the book. */
static void put_form(struct page *p, int64_t child, const struct work_new *t)
{
	formpart_send_begin(p, html_url(p, "/children/#/works", child), t->client);
	form_text_put(p, &(struct form_text){ .name = "file",
					      .label = N_("Picture"),
					      .hint = N_("JPEG or PNG. It is made smaller, and what the "
							 "telephone wrote into it is taken out."),
					      .type = "file",
					      .accept = "image/jpeg,image/png",
					      .required = true });
	put_field(p, WORK_WHAT, t->what, true, NULL);
	put_field(p, WORK_FACES, t->faces, true,
		  N_("With faces it is shown only while the family agrees to pictures of the child."));
	put_field(p, WORK_TITLE, t->title, false, NULL);
	put_field(p, WORK_TEXT, t->text, false, NULL);
	put_field(p, WORK_ON, t->on.n ? t->on : complain_day(&p->r->ctx, p->today), true, NULL);
	if (p->who->role == ROLE_CHILD)
		html_hidden(p, STR("in_book"), STR("1"));
	else
		put_field(p, WORK_IN_BOOK, t->in_book.n ? t->in_book : STR("1"), true, NULL);
	form_bar(p, N_("Send the picture"));
	html_lit(p, "</form>\n");
}

static enum rc put_task(struct req *r, const struct work_new *t, enum rc outcome)
{
	struct page p = page_of(r);
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc != RC_OK)
		return rc;
	str name = work_child_name(&p, &child);
	p = page_begin(r, &(struct frame){ .title = name.n ? html_say(&p, N_("A work of {0}"), name)
							   : html_word(&p, N_("A work of mine")),
					   .where = html_word(&p, N_("Add a work")),
					   .tab = "/children",
					   .task = true,
					   .back = html_url(&p, "/children/#/works", r->id),
					   .back_label = N_("All works"),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_form(&p, r->id, t);
	page_end(&p);
	return RC_OK;
}

static enum rc work_page_new(struct req *r)
{
	return may_create(r->ctx.who, P_WORK) ? put_task(r, &(struct work_new){ .child = r->id }, RC_OK)
					      : RC_DENIED;
}

static enum rc read_new(struct req *r, struct work_new *ret)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct work_new){ .child = r->id,
				  .bytes = form_value(f, n, STR("file")),
				  .what = str_trim(form_value(f, n, STR("what"))),
				  .on = str_trim(form_value(f, n, STR("on"))),
				  .title = str_trim(form_value(f, n, STR("title"))),
				  .text = str_trim(form_value(f, n, STR("text"))),
				  .faces = str_trim(form_value(f, n, STR("faces"))),
				  .in_book = str_trim(form_value(f, n, STR("in_book"))),
				  .client = str_trim(form_value(f, n, STR("client"))) };
	return RC_OK;
}

static enum rc work_page_take(struct req *r)
{
	struct work_new typed = { .child = 0 };
	struct record work;
	bool there;
	enum rc rc = read_new(r, &typed);

	if (rc == RC_OK)
		rc = work_take(&r->ctx, &typed, &work, &there);
	if (rc != RC_OK && r->ctx.problems.n)
		return put_task(r, &typed, rc);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	return req_see_other(r, html_url(&p, "/children/#/works", r->id));
}

/* --- one --- */

static str consents_url(struct page *p, int64_t child)
{
	return p->who->role & ROLES_FAMILY ? html_url(p, "/my/children/#/consents", child)
					   : html_url(p, "/children/#/consents", child);
}

/* Who may write is told why, and where an agreement is given. */
static void put_why(struct page *p, const struct record *work)
{
	html_lit(p, "<p class=\"sheet note\">");
	if (p->who->role == ROLE_CHILD) {
		html_tr(p, N_("This picture is put away."));
	} else if (!rec_null(work, WORK_TOGETHER)) {
		html_tr(p, N_("Several children can be recognised in this picture, and not every family "
			      "agrees to "
			      "such pictures today. It is covered until they do."));
	} else {
		html_tr(p, N_("Faces can be seen in this picture, and the family does not agree to such "
			      "pictures "
			      "today. It is covered until it does."));
		if (may_read(p->who, P_CONSENT)) {
			html_gap(p);
			html_link(p, consents_url(p, rec_int(work, WORK_CHILD)),
				  html_word(p, N_("What the family agreed to")));
		}
	}
	html_lit(p, "</p>\n");
}

static void put_work(struct page *p, const struct record *work, bool shown)
{
	static const size_t rows[] = { WORK_TEXT, WORK_FACES, WORK_IN_BOOK };

	if (shown) {
		html_lit(p, "<p class=\"work\">");
		put_whole(p, work);
		html_lit(p, "</p>\n");
	} else {
		put_why(p, work);
	}
	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, work_kind.fields[WORK_WHAT].label, what_text(p, work));
	facts_row(p, work_kind.fields[WORK_ON].label, html_day_text(p, rec_day(work, WORK_ON)));
	(void)facts_fields(p, work, rows, p->who->role == ROLE_CHILD ? 1 : COUNT(rows));
	facts_row(p, work_kind.fields[WORK_BY].label, timeline_by(p, work));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static bool may_change(const struct page *p, const struct record *work)
{
	return may_write(p->who, P_WORK) && (rec_int(work, WORK_BY) == p->who->account ||
					     p->who->role & (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER));
}

static enum rc work_page_show(struct req *r)
{
	struct record work;
	enum rc rc = record_load(&r->ctx, &work_kind, r->id, &work);

	if (rc != RC_OK)
		return rc;
	bool shown = face_shown(&r->ctx, NULL, &work);
	if (!shown && !may_create(r->ctx.who, P_WORK))
		return RC_NOT_FOUND;
	struct page p = page_of(r);
	str all = html_url(&p, "/children/#/works", rec_int(&work, WORK_CHILD));
	p = page_begin(r, &(struct frame){ .title = title_of(&p, &work),
					   .where = html_word(&p, N_("Work")),
					   .tab = "/children",
					   .back = all,
					   .back_label = N_("All works") });
	put_work(&p, &work, shown);
	if (may_change(&p, &work)) {
		html_lit(&p, "<p class=\"links\">");
		html_link(&p,
			  html_url_with(&p, html_url(&p, "/works/#/edit", work.id), "back",
					html_url(&p, "/works/#", work.id)),
			  html_word(&p, N_("Change or delete")));
		html_lit(&p, "</p>\n");
	}
	page_end(&p);
	return RC_OK;
}

/* --- giving them out --- */

static enum rc send_picture(struct req *r, bool small)
{
	struct record work;
	str bytes;
	enum rc rc = record_load(&r->ctx, &work_kind, r->id, &work);

	if (rc == RC_OK)
		rc = work_picture(&r->ctx, &work, small, &bytes);
	if (rc != RC_OK)
		return rc;
	picture_reply(r, &(struct picture_sent){ media_name(&work), small, "inline; filename=\"work.jpg\"" },
		      bytes);
	return RC_OK;
}

static enum rc work_page_large(struct req *r) { return send_picture(r, false); }

static enum rc work_page_small(struct req *r) { return send_picture(r, true); }

static enum rc work_api_large(struct req *r) { return send_picture(r, false); }

static enum rc work_api_small(struct req *r) { return send_picture(r, true); }

/* --- by other programs --- */

static enum rc work_api_take(struct req *r)
{
	struct work_new typed = { .child = 0 };
	struct record work;
	bool there = false;
	enum rc rc = read_new(r, &typed);

	if (rc == RC_OK)
		rc = work_take(&r->ctx, &typed, &work, &there);
	return rc == RC_OK ? api_answer(r, &work_kind, work.id, there ? 200 : 201) : rc;
}

/* --- in the growth file --- */

static enum rc read_works(struct timeline *t)
{
	struct face_memo memo = { .n = 0 };
	struct records list;
	struct page *p = t->p;
	enum rc rc = timeline_records(t, &work_kind, &list);

	for (size_t i = 0; i < list.n && rc == RC_OK; i++) {
		const struct record *w = &list.r[i];
		bool shown = face_shown(&p->r->ctx, &memo, w);
		if (!shown && !may_create(p->who, P_WORK))
			continue;
		timeline_add(t, &(struct timeline_item){
					.on = rec_day(w, WORK_ON),
					.section = section_of_work(rec_text(w, WORK_WHAT)),
					.icon = "grow",
					.title = rec_null(w, WORK_TITLE)
							 ? what_text(p, w)
							 : html_say(p, N_("{0}: {1}"), what_text(p, w),
								    rec_text(w, WORK_TITLE)),
					.text = rec_null(w, WORK_TEXT) ? STR("") : rec_text(w, WORK_TEXT),
					.by = timeline_by(p, w),
					.url = html_url(p, "/works/#", w->id),
					.picture = shown ? html_url(p, "/works/#/small", w->id) : STR(""),
					.picture_alt = title_of(p, w),
					.kind = work_kind.name,
					.id = w->id });
	}
	return rc;
}

const struct timeline_source work_timeline = { .section = CODE_GROWTH_SECTION_WORKS,
					       .also = { CODE_GROWTH_SECTION_STUDY,
							 CODE_GROWTH_SECTION_CONDUCT },
					       .profile = P_WORK,
					       .read = read_works };

/* --- routes --- */

/* clang-format off */
const struct route work_routes[] = {
	{ HTTP_GET,  "/children/:id/works",        work_page_list,  .need = ROLES_WORKS,      .purpose = "works" },
	{ HTTP_GET,  "/children/:id/works/new",    work_page_new,   .need = ROLES_WORKS_SEND, .purpose = "work" },
	{ HTTP_POST, "/children/:id/works",        work_page_take,  .need = ROLES_WORKS_SEND, .body_max = PICTURE_BODY_MAX, .purpose = "work" },
	{ HTTP_GET,  "/works/:id",                 work_page_show,  .need = ROLES_WORKS,      .purpose = "work" },
	{ HTTP_GET,  "/works/:id/large",           work_page_large, .need = ROLES_WORKS,      .purpose = "work" },
	{ HTTP_GET,  "/works/:id/small",           work_page_small, .need = ROLES_WORKS,      .purpose = "work" },
	{ HTTP_POST, "/api/v1/children/:id/works", work_api_take,   .need = ROLES_WORKS_SEND, .body_max = PICTURE_BODY_MAX },
	{ HTTP_GET,  "/api/v1/works/:id/file",     work_api_large,  .need = ROLES_WORKS,      .purpose = "work" },
	{ HTTP_GET,  "/api/v1/works/:id/small",    work_api_small,  .need = ROLES_WORKS,      .purpose = "work" },
	{ 0 },
};
/* clang-format on */

static const uint8_t fields[] = { WORK_WHAT, WORK_TITLE, WORK_TEXT, WORK_FACES, WORK_IN_BOOK };
const struct kind_page work_pages = {
	.kind = &work_kind,
	.field = fields,
	.nfield = COUNT(fields),
	.tab = "/children",
	.made_elsewhere = true,
	.mistake = N_("The picture itself is gone for good then, from every copy of the data."),
};
