/* The list of conferences; and what somebody who is invited is told: day, hour, place, who called it. Neither
 * child nor reason stands there, since whoever comes for an agency need not be allowed to read the file. */
#include "account.h"
#include "conference_page.h"
#include "facts.h"
#include "pick.h"

enum list_of { LIST_CALLED, LIST_HELD, LIST_DROPPED, LIST__N };
static const struct pick lists[LIST__N] = {
	[LIST_CALLED] = { "called", N_("to come") },
	[LIST_HELD] = { "held", N_("held") },
	[LIST_DROPPED] = { "dropped", N_("called off") },
};
static const char *const state_of[LIST__N] = {
	[LIST_CALLED] = CODE_CONFERENCE_STATE_CALLED,
	[LIST_HELD] = CODE_CONFERENCE_STATE_HELD,
	[LIST_DROPPED] = CODE_CONFERENCE_STATE_DROPPED,
};
static const char *const nothing[LIST__N] = {
	[LIST_CALLED] = N_("No conference is called"),
	[LIST_HELD] = N_("No conference has been held yet"),
	[LIST_DROPPED] = N_("No conference was called off"),
};

static enum rc load_list(struct ctx *c, enum list_of which, int64_t after, struct records *conferences,
			 struct records *children)
{
	struct list l = { .filter = { { CONFERENCE_STATE, TEXT(str_of(state_of[which])) } },
			  .nfilter = 1,
			  .after = after,
			  .limit = REGISTRY_PAGE,
			  .want = 1ULL << CONFERENCE_CHILD | 1ULL << CONFERENCE_ON | 1ULL << CONFERENCE_TIME |
				  1ULL << CONFERENCE_PLACE | 1ULL << CONFERENCE_HELD_ON };
	struct list kids = { .nv = 2, .want = 1ULL << CHILD_NAME };
	enum rc rc = record_list(c, &conference_kind, &l, conferences);

	*children = (struct records){ .n = 0 };
	if (rc != RC_OK || !conferences->n)
		return rc;
	kids.where = SQL("t.id IN (SELECT x.child FROM conference x WHERE x.id >= ?1 AND x.id <= ?2)");
	kids.v[0] = INT(conferences->r[0].id);
	kids.v[1] = INT(conferences->r[conferences->n - 1].id);
	return record_list(c, &child_kind, &kids, children);
}

static str name_of(struct page *p, const struct records *children, int64_t id)
{
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == id)
			return rec_text(&children->r[i], CHILD_NAME);
	return html_word(p, N_("A child"));
}

static void put_row(struct page *p, enum list_of which, const struct record *x, str name)
{
	bool late = which == LIST_CALLED && rec_day(x, CONFERENCE_ON) < p->today;
	str why = which == LIST_HELD
			  ? html_say(p, N_("held on {0}"), html_day_text(p, rec_day(x, CONFERENCE_HELD_ON)))
		  : late ? html_say(p, N_("was called for {0}: the minutes are missing"),
				    html_day_text(p, rec_day(x, CONFERENCE_ON)))
			 : conference_when(p, x);

	table_rows_item(p, &(struct row){ .icon = late ? "warn" : "day",
					  .title = name,
					  .url = html_url(p, "/conferences/#", x->id),
					  .why = why,
					  .verb = N_("Open") });
}

enum rc conference_list_page_show(struct req *r)
{
	struct picks k = {
		.path = STR("/conferences"), .label = N_("Which conferences"), .pick = lists, .n = LIST__N
	};
	struct records list, children;
	int64_t after = registry_after(r);

	if (!pick_read(r, &k))
		return RC_INVALID;
	enum list_of which = (enum list_of)k.at;
	enum rc rc = load_list(&r->ctx, which, after, &list, &children);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, conference_kind.labels),
					   .tab = "/more",
					   .back = STR("/more") });
	pick_put(&p, &k);
	if (list.n)
		table_rows_begin(&p);
	else
		table_empty(&p, &(struct empty){ .title = nothing[which],
						 .why = N_("A conference is called from a child's file, "
							   "under Plans and conferences.") });
	for (size_t i = 0; i < list.n; i++)
		put_row(&p, which, &list.r[i], name_of(&p, &children, rec_int(&list.r[i], CONFERENCE_CHILD)));
	if (list.n)
		table_rows_end(&p);
	pick_pages(&p, &k, &list, after != 0);
	page_end(&p);
	return RC_OK;
}

/* --- invitations --- */

struct invitation {
	int64_t id;
	day on;
	str time, place, state, by, agency;
};
enum { INVITATIONS = 50 };

static int64_t invited(const struct ctx *c)
{
	return c->who->for_account ? c->who->for_account : c->who->account;
}

/* Only one's own, and nothing of the child: no reach is asked, and nobody's file is read. */
static enum rc load_invitations(struct ctx *c, int64_t one, struct invitation *list, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT x.id, x.on_day, x.at_hour, x.place, x.state, a.name, s.agency FROM attendee s"
		" JOIN conference x ON x.id = s.conference LEFT JOIN account a ON a.id = x.by_account"
		" WHERE s.account = ?1 AND (?2 = 0 OR x.id = ?2) AND (?2 <> 0 OR x.on_day >= ?3)"
		" ORDER BY x.on_day, x.id LIMIT 50",
		INT(invited(c)), INT(one), INT(c->today));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < INVITATIONS)
		list[n++] = (struct invitation){ db_int(&q, 0),         (day)db_int(&q, 1),
						 db_dup(c->mem, &q, 2), db_dup(c->mem, &q, 3),
						 db_dup(c->mem, &q, 4), db_dup(c->mem, &q, 5),
						 db_dup(c->mem, &q, 6) };
	*ret_n = n;
	return db_done(&q);
}

static bool is_off(const struct invitation *v)
{
	return !str_eq(v->state, STR(CODE_CONFERENCE_STATE_CALLED));
}

static str when_text(struct page *p, const struct invitation *v)
{
	str on = html_say(p, N_("{0}, {1}"), html_day_text(p, v->on), html_weekday_text(p, v->on));

	return v->time.n ? html_say(p, N_("{0}, {1}"), on, v->time) : on;
}

enum rc conference_list_page_invited(struct req *r)
{
	struct invitation *list = NEW(r->ctx.mem, struct invitation, INVITATIONS);
	size_t n;
	enum rc rc = load_invitations(&r->ctx, 0, list, &n);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Your invitations")),
					   .tab = "/",
					   .back = STR("/") });
	if (n)
		table_rows_begin(&p);
	else
		table_empty(&p, &(struct empty){
					.title = N_("You are invited nowhere"),
					.why = N_("Who calls a conference about a child says here who is "
						  "to come.") });
	for (size_t i = 0; i < n; i++)
		table_rows_item(&p,
				&(struct row){ .icon = is_off(&list[i]) ? "even" : "day",
					       .title = when_text(&p, &list[i]),
					       .url = html_url(&p, "/invitations/#", list[i].id),
					       .why = is_off(&list[i]) ? registry_code(&p, "conference_state",
										       list[i].state)
								       : list[i].place,
					       .verb = N_("Open") });
	if (n)
		table_rows_end(&p);
	page_end(&p);
	return RC_OK;
}

/* Who may read the conference finds it from here. */
static void put_way(struct page *p, int64_t id)
{
	struct ctx look = p->r->ctx;
	struct record x;

	look.seen = NULL;
	if (!(p->who->role & ROLES_CONFERENCE_READ) || record_load(&look, &conference_kind, id, &x) != RC_OK)
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/conferences/#", id), html_word(p, N_("The conference")));
	html_lit(p, "</p>\n");
}

enum rc conference_list_page_invitation(struct req *r)
{
	struct invitation *v = NEW(r->ctx.mem, struct invitation, INVITATIONS);
	size_t n;
	enum rc rc = load_invitations(&r->ctx, r->id, v, &n);

	if (rc == RC_OK && !n)
		return RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("You are invited to a case conference")),
					   .tab = "/",
					   .back = STR("/invitations") });
	html_lit(&p, "<section class=\"sheet stack\">");
	facts_begin(&p);
	facts_row(&p, N_("When"), when_text(&p, v));
	facts_row(&p, N_("Where"), v->place);
	facts_row(&p, N_("Comes for"), registry_code(&p, "agency_sort", v->agency));
	facts_row(&p, N_("Called by"), v->by);
	facts_row(&p, N_("Where it stands"), registry_code(&p, "conference_state", v->state));
	facts_end(&p);
	html_lit(&p, "</section>\n<p class=\"s\">");
	html_tr(&p, N_("Whom it is about you are told there, or by whoever called it: a name is not sent "
		       "around."));
	html_lit(&p, "</p>\n");
	put_way(&p, v->id);
	page_end(&p);
	return RC_OK;
}
