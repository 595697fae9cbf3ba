#include "visit_page.h"

#include "facts.h"
#include "frame.h"
#include "photo_page.h"
#include "thread.h"

enum { OF_CHILD = 100 /* visits on a child's page; who has more is older than childhood */ };

/* --- what pages share --- */

/* Codes parted by blanks, in the reader's words. */
static str visit_codes_text(struct page *p, const char *list, str codes)
{
	struct buf b = buf_new(p->mem, 4 << 10);
	str code;

	while (str_next(&codes, ' ', &code)) {
		if (!code.n)
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, registry_code(p, list, code));
	}
	return buf_view(&b);
}

str visit_by_text(struct page *p, const struct record *v)
{
	str role = registry_code(p, "role", rec_text(v, VISIT_ROLE)), name = v->label[VISIT_BY];

	return name.n ? html_say(p, N_("{0}, {1}"), name, role) : role;
}

static bool is_covered(const struct record *v, size_t field) { return v->masked >> field & 1; }

/* Items of one answer, as a sentence; what is not in order comes first. */
static void put_answer(struct page *p, const struct record *v, const char *answer, const char *label)
{
	str rest = rec_text(v, VISIT_CHECKLIST), part, item, is;
	struct buf b = buf_new(p->mem, 8 << 10);

	while (str_next(&rest, ' ', &part)) {
		if (!str_next(&part, '=', &item) || !str_next(&part, '=', &is) || !str_eq(is, str_of(answer)))
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_("; ")));
		buf_str(&b, registry_code(p, "visit_check", item));
	}
	if (b.n)
		facts_row(p, label, buf_view(&b));
}

static void put_checklist(struct page *p, const struct record *v)
{
	if (rec_null(v, VISIT_CHECKLIST) || is_covered(v, VISIT_CHECKLIST))
		return;
	put_answer(p, v, CODE_VISIT_ANSWER_NO, N_("Not in order"));
	put_answer(p, v, CODE_VISIT_ANSWER_YES, N_("In order"));
	put_answer(p, v, CODE_VISIT_ANSWER_UNSEEN, N_("Not looked at"));
}

static void put_hazards(struct page *p, const struct record *v)
{
	if (!rec_null(v, VISIT_HAZARDS) && !is_covered(v, VISIT_HAZARDS))
		facts_row(p, visit_kind.fields[VISIT_HAZARDS].label,
			  visit_codes_text(p, "hazard", rec_text(v, VISIT_HAZARDS)));
}

/* What was seen and heard, as rows; true when something is covered. */
static bool visit_put_facts(struct page *p, const struct record *v)
{
	static const size_t texts[] = { VISIT_SEEN, VISIT_WORDS, VISIT_NEXT_STEP };
	static const size_t rest[] = { VISIT_NEXT_ON, VISIT_PLACE };
	bool covered = is_covered(v, VISIT_CHECKLIST) || is_covered(v, VISIT_HAZARDS);

	facts_begin(p);
	facts_row(p, N_("Way of the visit"), registry_code(p, "visit_how", rec_text(v, VISIT_HOW)));
	if (!rec_null(v, VISIT_MET))
		facts_row(p, N_("Who was met"), visit_codes_text(p, "visit_met", rec_text(v, VISIT_MET)));
	facts_row(p, N_("Visited by"), visit_by_text(p, v));
	put_checklist(p, v);
	covered |= facts_fields(p, v, texts, 2);
	put_hazards(p, v);
	covered |= facts_fields(p, v, texts + 2, 1);
	covered |= facts_fields(p, v, rest, COUNT(rest));
	facts_end(p);
	return covered;
}

/* --- one visit --- */

struct one {
	struct record visit, child, like;
	bool alike; /* `like` is within reach */
	int64_t corrected_by;
};

static enum rc load_one(struct req *r, struct one *o)
{
	struct ctx *c = &r->ctx;
	enum rc rc = record_load(c, &visit_kind, r->id, &o->visit);

	if (rc == RC_OK)
		rc = record_load(c, &child_kind, rec_int(&o->visit, VISIT_CHILD), &o->child);
	if (rc != RC_OK)
		return rc;
	bool mine = rec_int(&o->visit, VISIT_BY) == c->who->account;
	if (!rec_null(&o->visit, VISIT_LIKE) && (mine || c->who->role & ROLES_ALIKE)) {
		struct list l = { .v = { INT(rec_int(&o->visit, VISIT_LIKE)) },
				  .nv = 1,
				  .want = UINT64_C(1) << VISIT_ON | UINT64_C(1) << VISIT_CHILD };
		struct records found;
		l.where = SQL("t.id = ?1");
		rc = record_list(c, &visit_kind, &l, &found);
		o->alike = rc == RC_OK && found.n;
		if (o->alike)
			o->like = found.r[0];
	}
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &o->corrected_by, "SELECT max(v.id) FROM visit v WHERE v.corrects = ?1",
			    INT(r->id));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void put_alike(struct page *p, const struct one *o)
{
	if (!o->alike)
		return;
	html_lit(p, "<p class=\"sheet note\">");
	if (rec_int(&o->like, VISIT_CHILD) == o->child.id)
		html_tr(p, N_("This reads the same as the visit to this child on {0}."),
			html_day_text(p, rec_day(&o->like, VISIT_ON)));
	else
		html_tr(p, N_("This reads the same as a visit to another child on {0}."),
			html_day_text(p, rec_day(&o->like, VISIT_ON)));
	html_lit(p, " ");
	html_link(p, html_url(p, "/visits/#", o->like.id), html_word(p, N_("See that visit")));
	html_lit(p, "</p>\n");
}

static void put_corrections(struct page *p, const struct one *o)
{
	if (o->corrected_by) {
		html_lit(p, "<p class=\"sheet note\">");
		html_tr(p, N_("A later visit puts this one right."));
		html_lit(p, " ");
		html_link(p, html_url(p, "/visits/#", o->corrected_by), html_word(p, N_("See that visit")));
		html_lit(p, "</p>\n");
	}
	if (rec_null(&o->visit, VISIT_CORRECTS))
		return;
	html_lit(p, "<p>");
	html_link(p, html_url(p, "/visits/#", rec_int(&o->visit, VISIT_CORRECTS)),
		  html_word(p, N_("It puts an earlier visit right")));
	html_lit(p, "</p>\n");
}

/* Whoever has just marked harm is led on to the report that the law asks for (LPM 11). */
static void put_harm(struct page *p, const struct one *o)
{
	if (!str_eq(req_query(p->r, STR("harm")), STR("1")))
		return;
	html_lit(p, "<div class=\"sheet note stack\" role=\"alert\"><p>");
	html_tr(p,
		N_("The visit is saved. You marked that the child may be harmed: the law asks you to report "
		   "that at once. In danger, call 110 first."));
	html_lit(p, "</p><p>");
	html_button(p, html_url_with(p, STR("/reports/new"), "child", html_int_text(p, o->child.id)),
		    N_("Report it"), false);
	html_lit(p, "</p></div>\n");
}

static void put_ways(struct page *p, const struct one *o)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#", o->child.id), html_word(p, N_("The child's file")));
	if (p->who->role & ROLES_VISIT && !o->corrected_by)
		html_link(p,
			  html_url_with(p, html_url(p, "/children/#/visits/new", o->child.id), "corrects",
					html_int_text(p, o->visit.id)),
			  html_word(p, N_("Put something right")));
	html_lit(p, "</p>\n");
}

static enum rc put_one(struct req *r, const struct one *o)
{
	struct page p = page_of(r);

	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Visit: {0}"), rec_text(&o->child, CHILD_NAME)),
				    .where = html_word(&p, N_("Visit")),
				    .tab = "/children",
				    .back = html_url(&p, "/children/#/visits", o->child.id),
				    .back_label = N_("All visits"),
				    .own_h1 = true,
				    .no_store = r->ctx.purpose.n != 0,
				    .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	facts_who(&p, rec_text(&o->child, CHILD_NAME),
		  html_say(&p, N_("Visit on {0}"), html_day_text(&p, rec_day(&o->visit, VISIT_ON))));
	form_summary(&p, NULL);
	put_harm(&p, o);
	put_alike(&p, o);
	put_corrections(&p, o);
	html_lit(&p, "<section class=\"sheet stack\">");
	bool covered = visit_put_facts(&p, &o->visit);
	if (covered)
		facts_show(&p, html_url(&p, "/visits/#/show", o->visit.id));
	html_lit(&p, "</section>\n");
	enum rc rc = photo_panel(&p, &o->visit);
	put_ways(&p, o);
	page_end(&p);
	return rc;
}

enum rc visit_page_show(struct req *r)
{
	struct one o = { .alike = false };
	enum rc rc = load_one(r, &o);

	return rc == RC_OK ? put_one(r, &o) : rc;
}

/* The texts, for a purpose: the dispatcher puts it on record before they leave. */
enum rc visit_page_open(struct req *r)
{
	struct one o = { .alike = false };
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = load_one(r, &o);
	if (rc != RC_OK)
		return rc;
	return put_one(r, &o);
}

/* --- a child's visits --- */

/* The newest day first; of one day the last written first. */
static void sort_by_day(struct records *all)
{
	for (size_t i = 1; i < all->n; i++) {
		struct record r = all->r[i];
		size_t k = i;
		for (; k && (rec_day(&all->r[k - 1], VISIT_ON) < rec_day(&r, VISIT_ON) ||
			     (rec_day(&all->r[k - 1], VISIT_ON) == rec_day(&r, VISIT_ON) &&
			      all->r[k - 1].id < r.id));
		     k--)
			all->r[k] = all->r[k - 1];
		all->r[k] = r;
	}
}

static bool put_thread(struct page *p, const struct records *all)
{
	bool covered = false;

	thread_begin(p);
	for (size_t i = 0; i < all->n; i++) {
		const struct record *v = &all->r[i];
		thread_item(p, registry_code(p, "visit_how", rec_text(v, VISIT_HOW)), rec_day(v, VISIT_ON),
			    visit_by_text(p, v), false);
		if (p->r->ctx.purpose.n)
			covered |= visit_put_facts(p, v);
		else
			covered |= v->masked != 0;
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/visits/#", v->id),
			  html_say(p, N_("The visit of {0}"), html_day_text(p, rec_day(v, VISIT_ON))));
		html_lit(p, "</p>");
		thread_item_end(p);
	}
	thread_end(p);
	return covered;
}

static void put_new(struct page *p, int64_t child)
{
	if (!(p->who->role & ROLES_VISIT))
		return;
	html_lit(p, "<p>");
	html_button(p, html_url(p, "/children/#/visits/new", child), N_("Write a visit"), true);
	html_lit(p, "</p>\n");
}

static enum rc put_child(struct req *r)
{
	struct record child;
	struct records all = { .r = NULL };
	struct list l = { .filter = { { VISIT_CHILD, INT(r->id) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = OF_CHILD };
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &visit_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	sort_by_day(&all);
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Visits: {0}"), rec_text(&child, CHILD_NAME)),
				    .where = html_word(&p, N_("Visits")),
				    .tab = "/children",
				    .back = html_url(&p, "/children/#", r->id),
				    .own_h1 = true,
				    .no_store = r->ctx.purpose.n != 0,
				    .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	facts_who(&p, rec_text(&child, CHILD_NAME), registry_child_line(&p, &child, p.today));
	form_summary(&p, NULL);
	put_new(&p, r->id);
	if (!all.n)
		table_empty(&p,
			    &(struct empty){ .title = N_("No visits yet"),
					     .why = N_("When somebody has been to see the child, it stands "
						       "here.") });
	else if (put_thread(&p, &all))
		facts_show(&p, html_url(&p, "/children/#/visits/show", r->id));
	page_end(&p);
	return RC_OK;
}

enum rc visit_page_child(struct req *r) { return put_child(r); }

enum rc visit_page_child_open(struct req *r)
{
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc != RC_OK)
		return rc;
	return put_child(r);
}
