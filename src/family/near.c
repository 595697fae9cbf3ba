#include "near.h"

#include "call.h"
#include "contact.h"
#include "kin.h"
#include "message.h"

static const int64_t A_MINUTE = INT64_C(60) * 1000000;
enum { CALLS = 20, STATES = 8 };

/* --- what there is --- */

static bool is_over(const struct ctx *c, const struct record *call)
{
	return !call_holds(call) || call_ends(call) < c->now;
}

/* One that is to come comes before one that has been, the sooner before the later. */
static bool comes_first(const struct ctx *c, const struct record *call, const struct near *n)
{
	bool over = is_over(c, call);

	if (!n->call.kind)
		return true;
	if (over != n->over)
		return n->over;
	return over ? call_begins(call) > call_begins(&n->call) : call_begins(call) < call_begins(&n->call);
}

static enum rc load_call(struct ctx *c, int64_t child, struct near *n)
{
	int64_t early = ctx_param(c, PARAM_FAMILY_CALL_EARLY_MINUTES) * A_MINUTE;
	struct records all;
	struct list l = { .v = { INT(child), INT(c->today) }, .nv = 2, .limit = CALLS };

	l.where = SQL("t.child = ?1 AND t.on_day >= ?2 AND t.state <> '" CODE_CALL_STATE_CANCELLED "'");
	enum rc rc = record_list(c, &call_kind, &l, &all);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		if (!comes_first(c, &all.r[i], n))
			continue;
		n->call = all.r[i];
		n->over = is_over(c, &all.r[i]);
	}
	if (rc == RC_OK && n->call.kind) {
		n->held = call_is(&n->call, CODE_CALL_STATE_DONE);
		n->now = !n->over && c->now >= call_begins(&n->call) - early;
	}
	return rc;
}

static enum rc load_last(struct ctx *c, int64_t child, struct near *n)
{
	struct records all;
	struct list l = { .filter = { { CONTACT_STATE_CHILD, INT(child) } },
			  .nfilter = 1,
			  .limit = STATES,
			  .want = UINT64_C(1) << CONTACT_STATE_CHILD_ON };

	if (!may_read(c->who, P_CONTACT_STATE))
		return RC_OK;
	enum rc rc = record_list(c, &contact_state_kind, &l, &all);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		if (!rec_null(&all.r[i], CONTACT_STATE_CHILD_ON) &&
		    rec_day(&all.r[i], CONTACT_STATE_CHILD_ON) > n->last)
			n->last = rec_day(&all.r[i], CONTACT_STATE_CHILD_ON);
	return rc;
}

enum rc near_load(struct page *p, int64_t child, struct near *ret)
{
	struct ctx *c = &p->r->ctx;
	struct near n = { .last = 0 };
	enum rc rc = load_call(c, child, &n);

	if (rc == RC_OK)
		rc = load_last(c, child, &n);
	if (rc == RC_OK)
		rc = message_waiting(c, child, (c->who->role & ROLES_FAMILY) != 0, &n.waiting);
	if (rc == RC_OK)
		*ret = n;
	return rc;
}

enum rc near_relatives(struct page *p, const struct record *call, str *ret)
{
	struct buf b = buf_new(p->mem, 400);
	struct call all;
	enum rc rc = call_load(&p->r->ctx, call->id, &all);

	for (size_t i = 0; rc == RC_OK && i < all.party.n; i++) {
		int64_t person = rec_int(&all.party.r[i], CALL_PARTY_PERSON);
		if (!person || !rec_null(&all.party.r[i], CALL_PARTY_REMOVED_AT))
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, kin_person(p, rec_int(call, CALL_CHILD), person));
	}
	if (rc == RC_OK)
		*ret = b.n ? buf_view(&b) : html_word(p, N_("your family"));
	return rc;
}

/* --- in words --- */

str near_when(struct page *p, const struct record *call)
{
	str at = html_clock_text(p, call_begins(call));
	day on = rec_day(call, CALL_ON);

	if (on == p->today)
		return html_say(p, N_("today at {0}"), at);
	return html_say(p, N_("{0}, {1}, at {2}"), html_day_short(p, on), html_weekday_text(p, on), at);
}

static void put_call(struct page *p, const struct near *n)
{
	html_lit(p, "<p>");
	html_icon(p, "call");
	html_lit(p, " <b>");
	if (n->over && n->held)
		html_tr(p, N_("You have talked today."));
	else if (n->over)
		html_tr(p,
			N_("Today's call came to nothing. A message reaches the other side all the same."));
	else
		html_tr(p, N_("Next call: {0}"), near_when(p, &n->call));
	html_lit(p, "</b></p>\n");
	if (n->now) {
		html_lit(p, "<p class=\"acts\">");
		html_button(p, html_url(p, "/calls/#/room", n->call.id), N_("Join the call"), true);
		html_lit(p, "</p>\n");
	}
}

static void put_none(struct page *p)
{
	html_lit(p, "<p>");
	html_icon(p, "call");
	html_lit(p, " ");
	html_tr(p, N_("No call is booked."));
	html_lit(p, "</p>\n");
}

static void put_last(struct page *p, const struct near *n)
{
	if (!n->last)
		return;
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Last in touch: {0}."), html_day_text(p, n->last));
	html_lit(p, "</p>\n");
}

static void put_links(struct page *p, const struct near *n, int64_t child)
{
	bool child_reads = p->who->role == ROLE_CHILD;
	str waiting = html_say(p, child_reads ? N_("{0} waiting for you") : N_("Messages for you: {0}"),
			       html_int_text(p, n->waiting));

	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#/messages", child),
		  n->waiting ? waiting : html_word(p, N_("Earlier messages")));
	html_lit(p, " ");
	if (n->call.kind && !n->over && p->who->role & ROLES_FAMILY) {
		html_link(p, html_url(p, "/calls/#", n->call.id), html_word(p, N_("About this call")));
		html_lit(p, " ");
	}
	html_link(p, html_url(p, "/children/#/messages/new", child), html_word(p, N_("Leave a message")));
	html_lit(p, "</p>");
}

enum rc near_panel(struct page *p, const struct record *child)
{
	struct near n;

	if (!(p->who->role & ROLES_MESSAGE))
		return RC_OK;
	enum rc rc = near_load(p, child->id, &n);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\">");
	if (n.call.kind)
		put_call(p, &n);
	else
		put_none(p);
	put_last(p, &n);
	put_links(p, &n, child->id);
	html_lit(p, "</section>\n");
	return RC_OK;
}
