/* What may be erased of a child, doing it, and what is only stored meanwhile. */
#include "erase.h"
#include "facts.h"
#include "kindpage.h"
#include "privacy_page.h"

static const char *way_text(enum erase_way way)
{
	switch (way) {
	case ERASE_NOT_YET:
		return N_("The child is at school here: the register is a duty by law, and nothing of it is "
			  "erased now. What "
			  "rests on agreement alone ends when the agreement is taken back.");
	case ERASE_LOCK:
		return N_("What it was kept for is over, but the time to keep it is not: it can be locked "
			  "away. Then it is stored "
			  "and nobody sees it, until it is erased by itself.");
	case ERASE_NOW: break;
	}
	return N_("The time to keep it is over: it can be erased. The file, its history and the adults "
		  "nobody else is tied to "
		  "go for good; a line that it was done stays.");
}

static void put_button(struct page *p, const char *answer, const char *label)
{
	html_lit(p, "<p class=\"acts\"><button class=\"main\" name=\"answer\"");
	html_attr(p, "value", str_of(answer));
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</button></p>\n");
}

static enum rc put_page(struct req *r, enum rc outcome)
{
	struct record child;
	struct erase_facts facts;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = erase_facts(&r->ctx, r->id, &facts);
	if (rc != RC_OK)
		return rc;
	enum erase_way way = erase_way(&facts);
	struct page p = privacy_begin(
		r, &child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("What may be erased"))),
					 .task = way != ERASE_NOT_YET,
					 .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	html_lit(&p, "<form method=\"post\" class=\"sheet stack narrow\" novalidate");
	html_action(&p, html_url(&p, "/children/#/erase", r->id));
	html_lit(&p, ">\n");
	html_csrf(&p);
	form_summary(&p, NULL);
	privacy_say(&p, way_text(way));
	facts_begin(&p);
	facts_row(&p, N_("The register is kept until"), html_day_text(&p, erase_until(&facts)));
	facts_end(&p);
	if (way != ERASE_NOT_YET)
		form_text_put(&p, &(struct form_text){
					  .name = "law",
					  .label = way == ERASE_LOCK ? N_("What has it kept (law, article)")
								     : N_("Why it is erased"),
					  .required = true });
	if (way == ERASE_LOCK)
		put_button(&p, "lock", N_("Lock it away"));
	if (way == ERASE_NOW)
		put_button(&p, "erase", N_("Erase it for good"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc erase_page_ask(struct req *r) { return put_page(r, RC_OK); }

struct job {
	int64_t child;
	day until;
	str law;
	bool lock;
};

static enum rc run_job(struct ctx *c, void *arg)
{
	const struct job *j = arg;

	c->reason = j->law;
	return j->lock ? erase_lock(c, j->child, j->until, j->law) : erase_child(c, j->child);
}

enum rc erase_page_run(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct record child;
	struct erase_facts facts;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc == RC_OK)
		rc = erase_facts(&r->ctx, r->id, &facts);
	if (rc != RC_OK)
		return rc;
	enum erase_way way = erase_way(&facts);
	struct job j = { .child = r->id,
			 .until = erase_until(&facts),
			 .law = str_trim(form_value(f, n, STR("law"))),
			 .lock = str_eq(form_value(f, n, STR("answer")), STR("lock")) };
	if (way == ERASE_NOT_YET || j.lock != (way == ERASE_LOCK))
		return RC_CONFLICT;
	if (!j.law.n)
		problem_add(&r->ctx.problems, STR("law"), N_("This is needed."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	rc = r->ctx.problems.n ? RC_INVALID : store_write(&r->ctx, PRIO_PEOPLE, run_job, &j);
	if (rc == RC_OK)
		return req_see_other(r, j.lock ? STR("/storage_locks") : STR("/rights_requests"));
	if (rc == RC_CONFLICT && !r->ctx.problems.n)
		problem_add(&r->ctx.problems, STR(""),
			    N_("An order protects this child: nothing is erased while it is in force."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	return kindpage_again(rc) ? put_page(r, rc) : rc;
}

/* --- what is only stored --- */

static void put_lock(struct page *p, const struct record *lock)
{
	html_lit(p, "<li><div><b>");
	html_tr(p, N_("Child {0}"), html_int_text(p, rec_int(lock, LOCK_CHILD)));
	html_lit(p, "</b><p class=\"s\">");
	html_tr(p, N_("{0} to {1}; {2}"), html_day_text(p, rec_day(lock, LOCK_SINCE)),
		html_day_text(p, rec_day(lock, LOCK_UNTIL)), rec_text(lock, LOCK_LAW));
	html_lit(p, "</p></div>");
	if (!rec_null(lock, LOCK_LIFTED_ON)) {
		html_lit(p, "<span class=\"s\">");
		html_tr(p, N_("Lifted on {0}"), html_day_text(p, rec_day(lock, LOCK_LIFTED_ON)));
		html_lit(p, "</span>");
	} else if (p->who->role & ROLE_OFFICER) {
		html_lit(p, "<form method=\"post\"");
		html_action(p, html_url(p, "/storage_locks/#/lift", lock->id));
		html_lit(p, ">");
		html_csrf(p);
		html_lit(p, "<button>");
		html_tr(p, N_("Lift"));
		html_lit(p, "</button></form>");
	}
	html_lit(p, "</li>\n");
}

enum rc lock_page_list(struct req *r)
{
	enum { SHOWN = 200 };
	struct records list;
	struct list l = { .limit = SHOWN, .newest_first = true };
	enum rc rc = record_list(&r->ctx, &storage_lock_kind, &l, &list);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Only stored"))), .tab = "/more" });
	privacy_say(&p, N_("Files that a law has kept although what they were for is over. Nobody sees them; "
			   "they stand here by "
			   "number only."));
	if (!list.n)
		table_empty(
			&p,
			&(struct empty){
				.title = N_("None"),
				.why = N_("What is locked away after a request to erase it stands here.") });
	else {
		html_lit(&p, "<ul class=\"rows\">\n");
		for (size_t i = 0; i < list.n; i++)
			put_lock(&p, &list.r[i]);
		html_lit(&p, "</ul>\n");
	}
	page_end(&p);
	return RC_OK;
}

static enum rc lift_job(struct ctx *c, void *arg)
{
	const int64_t *lock = arg;

	return erase_unlock(c, *lock);
}

enum rc lock_page_end(struct req *r)
{
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, lift_job, &r->id);

	return rc == RC_OK ? req_see_other(r, STR("/storage_locks")) : rc;
}
