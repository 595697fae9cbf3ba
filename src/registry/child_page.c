#include "child_page.h"
#include "difficulty_page.h"
#include "facts.h"
#include "journal.h"
#include "merge_page.h"
#include "thread.h"
#include "together_page.h"

/* --- the two statuses --- */

static const char *civil_text(int answer)
{
	return answer < 0 ? N_("Civil affairs: not known yet")
	       : answer   ? N_("Civil affairs: counts as left behind")
			  : N_("Civil affairs: does not count as left behind");
}

static const char *roll_text(int answer)
{
	switch (answer) {
	case 0: return N_("School roll: 0, no parent away for long");
	case 1: return N_("School roll: 1, one parent away for long");
	case 2: return N_("School roll: 2, both parents away for long");
	default: return N_("School roll: not known yet");
	}
}

static const char *basis_text(enum standing_basis basis)
{
	switch (basis) {
	case STANDING_COMPUTED: return N_("Computed from dated facts.");
	case STANDING_DECLARED: return N_("Rests in part on a form that says so, without a first day.");
	case STANDING_BASIS_UNKNOWN: break;
	}
	return N_("Something is still missing for an answer.");
}

static void put_reasons(struct page *p, const struct standing *s, const char *title, unsigned about)
{
	html_lit(p, "<h3>");
	html_tr(p, title);
	html_lit(p, "</h3><ul class=\"why-list\">");
	for (size_t i = 0; i < s->nreasons; i++) {
		struct buf b = buf_new(p->mem, 4 << 10);
		if (!(s->reasons[i].concerns & about))
			continue;
		standing_reason_put(&b, p->lang, &s->reasons[i]);
		html_lit(p, "<li>");
		html_text(p, buf_view(&b));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
}

/* both statuses in sentences, folded */
static void child_page_standing(struct child_page *f)
{
	struct page *p = f->p;
	struct standing s;

	if (!may_read(p->who, P_STATUS))
		return;
	child_standing(&p->r->ctx, f->index, f->child, f->on, &s);
	html_lit(p, "<details id=\"standing\" class=\"sheet stack\"");
	if (req_query(p->r, STR("as_of")).n)
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("Both definitions of left behind, on {0}"), html_day_text(p, f->on));
	html_lit(p, "</summary>\n");
	put_reasons(p, &s, civil_text(s.civil_affairs), STANDING_FOR_CIVIL_AFFAIRS);
	put_reasons(p, &s, roll_text(s.school_roll), STANDING_FOR_SCHOOL_ROLL);
	html_lit(p, "<p class=\"s\">");
	html_tr(p, basis_text(s.basis));
	html_lit(p, "</p>\n");
	if (s.difficulty_review) {
		html_lit(p, "<p class=\"sheet note\">");
		html_tr(p, N_("Please look whether this is a child in difficulty."));
		html_lit(p, "</p>\n");
	}
	registry_as_of_form(p, html_url(p, "/children/#", f->child->id), f->on);
	html_lit(p, "</details>\n");
}

/* --- school --- */

static void put_enrolment(struct child_page *f, const struct record *e)
{
	struct page *p = f->p;
	str class = e->label[ENROLMENT_CLASS];
	str title = class.n ? html_say(p, N_("{0}, {1}"), e->label[ENROLMENT_SCHOOL], class)
			    : e->label[ENROLMENT_SCHOOL];
	str mode = registry_code(p, "attendance_mode", rec_text(e, ENROLMENT_ATTENDANCE_MODE));
	str end = registry_code(p, "enrolment_end", rec_text(e, ENROLMENT_END));

	thread_item(p, title, 0, child_page_span(p, rec_day(e, ENROLMENT_FROM), rec_day(e, ENROLMENT_TO)),
		    false);
	child_page_lead(f, e);
	if (mode.n || end.n) {
		html_lit(p, "<p>");
		html_text(p, mode);
		if (mode.n && end.n)
			html_tr(p, N_(", "));
		html_text(p, end);
		html_lit(p, "</p>");
	}
	if (may_write(p->who, P_REGISTER))
		html_link(p, html_url(p, "/enrolments/#/edit", e->id), html_word(p, N_("Change")));
	thread_item_end(p);
}

static void put_school(struct child_page *f)
{
	const struct records *all = &f->file->enrolments;

	html_lit(f->p, "<section id=\"school\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(f->p, N_("At school"));
	html_lit(f->p, "</h2>");
	if (may_create(f->p->who, P_REGISTER))
		html_link(f->p, html_url(f->p, "/enrolments/new?child=#", f->child->id),
			  html_word(f->p, N_("Add a time at school")));
	html_lit(f->p, "</div>\n");
	if (all->n) {
		thread_begin(f->p);
		for (size_t i = all->n; i-- > 0;)
			put_enrolment(f, &all->r[i]);
		thread_end(f->p);
	} else {
		html_lit(f->p, "<p class=\"sheet\">");
		html_tr(f->p, N_("No school is written down."));
		html_lit(f->p, "</p>\n");
	}
	html_lit(f->p, "</section>\n");
}

/* --- what the register holds --- */

static void put_register(struct child_page *f)
{
	static const size_t open[] = { CHILD_BIRTH_DATE,       CHILD_ETHNICITY,     CHILD_HOUSEHOLD_TYPE,
				       CHILD_HOUSEHOLD_REGION, CHILD_LIVING_REGION, CHILD_NO_ID_REASON };
	static const size_t covered[] = { CHILD_ID_NUMBER, CHILD_STUDENT_NUMBER, CHILD_ADDRESS, CHILD_PHONE,
					  CHILD_HEALTH };
	struct page *p = f->p;
	bool any = false;

	html_lit(p, "<section id=\"numbers\" class=\"sheet stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Register"));
	html_lit(p, "</h2>");
	if (may_write(p->who, P_REGISTER))
		html_link(p, html_url(p, "/children/#/edit", f->child->id), html_say(p, N_("Change")));
	html_lit(p, "</div>\n");
	facts_begin(p);
	facts_fields(p, f->child, open, COUNT(open));
	any = facts_fields(p, f->child, covered, COUNT(covered));
	facts_end(p);
	for (size_t i = 0; i < f->file->persons.n; i++)
		any |= f->file->persons.r[i].masked != 0;
	if (any && may_open(p->who, P_CONTACT))
		facts_show(p, html_url(p, "/children/#/show", f->child->id));
	html_lit(p, "</section>\n");
}

/* --- the page --- */

static void put_chips(struct child_page *f)
{
	struct page *p = f->p;

	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Parts of the file"));
	html_lit(p, ">");
	if (may_read(p->who, P_RISK))
		html_link(p, STR("#care"), html_say(p, N_("Care")));
	html_link(p, STR("#home"), html_say(p, N_("Family")));
	if (f->file->absences.n)
		html_link(p, STR("#away"), html_say(p, N_("Absences")));
	html_link(p, STR("#school"), html_say(p, N_("At school")));
	html_link(p, STR("#numbers"), html_say(p, N_("Register")));
	if (may_read(p->who, P_DECLARATION) || may_read(p->who, P_CARE))
		html_link(p, html_url(p, "/children/#/forms", f->child->id),
			  html_say(p, N_("What forms say")));
	html_link(p, html_url(p, "/children/#/journal", f->child->id), html_say(p, N_("What changed")));
	if (may_create(p->who, P_CARD))
		html_link(p, html_url(p, "/children/#/cards", f->child->id), html_say(p, N_("Cards")));
	html_lit(p, "</nav>\n");
}

/* Whoever reads a file is read about, too. */
static void put_seen(struct page *p, int64_t child)
{
	html_lit(p, "<p class=\"s\">");
	html_icon(p, "eye");
	html_lit(p, " ");
	html_tr(p, N_("That you looked is on record. The family can see who looked, and what for."));
	if (p->who->role & (ROLES_COUNTY | ROLE_HEAD | ROLE_SUPERVISOR)) {
		html_gap(p);
		html_link(p, html_url(p, "/children/#/looked", child),
			  html_word(p, N_("Who looked at this file")));
	}
	html_lit(p, "</p>\n");
}

static enum rc put_file(struct child_page *f)
{
	struct page *p = f->p;

	facts_who(p, rec_text(f->child, CHILD_NAME), registry_child_line(p, f->child, f->on));
	if (may_read(p->who, P_FAMILY))
		child_page_note(f);
	put_chips(f);
	html_lit(p, "<div class=\"cols half\"><div class=\"stack\">\n");
	enum rc rc = registry_first_panels(p, f->child);
	if (may_read(p->who, P_FAMILY)) {
		child_page_family(f);
		child_page_together(f);
	}
	child_page_standing(f);
	if (rc == RC_OK)
		rc = difficulty_panel(f);
	html_lit(p, "</div><div class=\"stack\">\n");
	put_register(f);
	put_school(f);
	if (may_read(p->who, P_FAMILY)) {
		child_page_absences(f);
		child_page_held(f);
	}
	if (rc == RC_OK)
		rc = registry_panels(p, f->child);
	put_seen(p, f->child->id);
	html_lit(p, "</div></div>\n");
	return rc;
}

static str version_text(struct req *r, const struct record *child)
{
	struct buf b = buf_new(r->ctx.mem, 64);

	buf_int(&b, child->version);
	buf_ch(&b, '.');
	buf_int(&b, child->file_version);
	return buf_view(&b);
}

static enum rc show(struct req *r, day on, bool opened)
{
	struct file file;
	enum rc rc = file_load(&r->ctx, r->id, &file);

	if (rc != RC_OK)
		return rc;
	struct record *child = &file.children.r[0];
	if (!child_day_valid(&r->ctx, child, STR("as_of"), on))
		return RC_INVALID;
	struct child_page f = { .file = &file,
				.child = child,
				.index = facts_index_new(&r->ctx, &file),
				.on = on,
				.opened = opened };
	child_as_of(f.index, child, on);
	struct page p = page_begin(r, &(struct frame){ .title = rec_text(child, CHILD_NAME),
						       .where = str_of(tr(r->ctx.lang, N_("Children"))),
						       .tab = "/children",
						       .own_h1 = true,
						       .back = STR("/children"),
						       .back_label = N_("To the list"),
						       .no_store = opened });
	f.p = &p;
	if (!opened && r->http->method == HTTP_GET)
		(void)page_fresh(r, version_text(r, child));
	rc = put_file(&f);
	page_end(&p);
	return rc;
}

/* Its versions, with nothing opened that is sealed. */
static enum rc load_versions(struct req *r, struct record *ret)
{
	struct list l = {
		.where = SQL("t.id = ?1"), .v = { INT(r->id) }, .nv = 1, .want = UINT64_C(1) << CHILD_SEX
	};
	struct records found;
	enum rc rc = record_list(&r->ctx, &child_kind, &l, &found);

	if (rc == RC_OK && !found.n)
		return RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

enum rc child_page_show(struct req *r)
{
	struct record child;
	day on;
	enum rc rc = registry_as_of(r, &on);

	if (rc != RC_OK)
		return rc;
	/* What the browser has may still be true: one statement tells. */
	if (http_header(r->http, STR("if-none-match")).n) {
		rc = load_versions(r, &child);
		if (rc == RC_OK && page_fresh(r, version_text(r, &child)))
			return RC_OK;
	}
	if (rc == RC_OK)
		rc = show(r, on, false);
	return rc == RC_NOT_FOUND ? merge_page_redirect(r) : rc;
}

/* --- covered values, opened for a purpose --- */

enum rc child_page_purpose(struct req *r, bool *ret_given)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	return rc == RC_OK ? facts_purpose(r, ret_given) : rc;
}

enum rc child_page_open(struct req *r)
{
	bool given;
	enum rc rc = child_page_purpose(r, &given);

	if (rc != RC_OK)
		return rc;
	rc = show(r, r->ctx.today, given);
	if (!given)
		r->reply->status = rc_status(RC_INVALID);
	return rc;
}
