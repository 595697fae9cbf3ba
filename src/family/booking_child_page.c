/* A child's calls: what comes, what was, what waits; for its family in large type. */
#include "booking_page.h"
#include "formpart.h"
#include "wish.h"

enum { PAST = 12, NEXT = 20, ON_FILE = 4 };

struct calls {
	struct record child;
	struct records next, past, wish;
};

static enum rc load_next(struct ctx *c, int64_t child, size_t limit, struct records *ret)
{
	struct list l = { .filter = { { CALL_CHILD, INT(child) } },
			  .nfilter = 1,
			  .v = { INT(c->today) },
			  .nv = 1,
			  .limit = limit };

	l.where = SQL("t.on_day >= ?1 AND t.state NOT IN ('" CODE_CALL_STATE_CANCELLED
		      "', '" CODE_CALL_STATE_DONE "', '" CODE_CALL_STATE_MISSED "')");
	return record_list(c, &call_kind, &l, ret);
}

static enum rc load_calls(struct ctx *c, int64_t child, struct calls *ret)
{
	struct list past = { .filter = { { CALL_CHILD, INT(child) } },
			     .nfilter = 1,
			     .v = { INT(c->today) },
			     .nv = 1,
			     .newest_first = true,
			     .limit = PAST };
	enum rc rc = load_next(c, child, NEXT, &ret->next);

	past.where = SQL("(t.on_day < ?1 OR t.state IN ('" CODE_CALL_STATE_CANCELLED
			 "', '" CODE_CALL_STATE_DONE "', '" CODE_CALL_STATE_MISSED "'))");
	if (rc == RC_OK)
		rc = record_list(c, &call_kind, &past, &ret->past);
	return rc == RC_OK ? wish_list(c, 0, child, &ret->wish) : rc;
}

static bool may_book(const struct page *p) { return p->who->role & ROLES_CALL_BOOK; }

static void put_wishes(struct page *p, const struct records *wish)
{
	for (size_t i = 0; i < wish->n; i++) {
		html_lit(p, "<div class=\"sheet stack\"><p>");
		html_tr(p, N_("On the waiting list until {0}."),
			html_day_short(p, rec_day(&wish->r[i], CALL_WISH_TO)));
		if (!rec_null(&wish->r[i], CALL_WISH_NOTE)) {
			html_gap(p);
			html_text(p, rec_text(&wish->r[i], CALL_WISH_NOTE));
		}
		html_lit(p, "</p>");
		formpart_act_begin(p, html_url(p, "/call-wishes/#/withdraw", wish->r[i].id));
		formpart_act_end(p, N_("Take it back"), false);
		html_lit(p, "</div>\n");
	}
}

/* The child asks; a grown-up books. */
static void put_ask(struct page *p, const struct calls *s)
{
	struct records homes;

	if (p->who->role != ROLE_CHILD || s->wish.n || home_near(&p->r->ctx, s->child.id, &homes) != RC_OK ||
	    !homes.n)
		return;
	formpart_act_begin(p, html_url(p, "/children/#/calls/wish", s->child.id));
	html_hidden(p, STR("home"), html_int_text(p, homes.r[0].id));
	html_hidden(p, STR("client"), form_client(p->mem));
	formpart_act_end(p, N_("I would like to call home"), true);
}

static enum rc put_lists(struct page *p, const struct calls *s)
{
	enum rc rc = RC_OK;

	if (may_book(p))
		html_button(p, html_url(p, "/children/#/calls/new", s->child.id), N_("Book a call"), true);
	put_ask(p, s);
	put_wishes(p, &s->wish);
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("What comes"));
	html_lit(p, "</h2>\n");
	if (s->next.n)
		rc = booking_put_calls(p, &s->next, false);
	else {
		html_lit(p, "<p>");
		html_tr(p, N_("No call is booked."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	if (!s->past.n || rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("What was"));
	html_lit(p, "</h2>\n");
	rc = booking_put_calls(p, &s->past, false);
	html_lit(p, "</section>\n");
	return rc;
}

enum rc booking_child_page_show(struct req *r)
{
	struct calls s;
	struct page p = page_of(r);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &s.child);

	if (rc == RC_OK)
		rc = load_calls(&r->ctx, r->id, &s);
	if (rc != RC_OK)
		return rc;
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Calls of {0}"), rec_text(&s.child, CHILD_NAME)),
				    .tab = "/children",
				    .elder = booking_elder(&p),
				    .back = p.who->role == ROLE_CHILD ? STR("/")
					    : booking_elder(&p)       ? html_url(&p, "/my/children/#", r->id)
								      : html_url(&p, "/children/#", r->id),
				    .back_label = booking_elder(&p) ? N_("Back") : NULL });
	rc = put_lists(&p, &s);
	page_end(&p);
	return rc;
}

/* --- in the child's file --- */

enum rc booking_panel_child(struct page *p, const struct record *child)
{
	struct records next;

	if (!(p->who->role & ROLES_CALL_READ))
		return RC_OK;
	enum rc rc = load_next(&p->r->ctx, child->id, ON_FILE, &next);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"stack\" id=\"calls\"><h2>");
	html_tr(p, N_("Calls home"));
	html_lit(p, "</h2>\n");
	if (next.n)
		rc = booking_put_calls(p, &next, false);
	else {
		html_lit(p, "<p>");
		html_tr(p, N_("No call is booked."));
		html_lit(p, "</p>");
	}
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#/calls", child->id), html_word(p, N_("All calls")));
	if (may_book(p)) {
		html_lit(p, " ");
		html_link(p, html_url(p, "/children/#/calls/new", child->id),
			  html_word(p, N_("Book a call")));
	}
	html_lit(p, "</p></section>\n");
	return rc;
}
