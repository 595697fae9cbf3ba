#include "sweep_page.h"

/* A village's list as its director works through it: whom to visit, on top and big; then who is done. */

struct list_page {
	struct record sweep;
	str village;
	struct sweep_village list;
	size_t open, wrong, done;
};

static enum rc load_list(struct req *r, struct list_page *ret)
{
	struct list_page l = { .village = str_dup(r->ctx.mem, r->word) };
	enum rc rc = record_load(&r->ctx, &sweep_kind, r->id, &l.sweep);

	if (rc == RC_OK && !str_starts(l.village, rec_text(&l.sweep, SWEEP_REGION)))
		rc = RC_NOT_FOUND;
	/* Who looks after a place is told nothing of others, not even that nobody lives there. */
	if (rc == RC_OK && r->ctx.who->reach != REACH_COUNTY && !str_starts(l.village, r->ctx.who->region))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = sweep_village_of(&r->ctx, &l.sweep, l.village, &l.list);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < l.list.n; i++) {
		const struct record *e = l.list.row[i].entry;
		l.open += !sweep_is_answered(e);
		l.wrong += sweep_is_answered(e) && !sweep_is_done(e);
		l.done += sweep_is_done(e);
	}
	*ret = l;
	return RC_OK;
}

static str entry_url(struct page *p, const struct sweep_row *row)
{
	return html_url(p, "/sweep_entries/#", row->entry->id);
}

/* --- on the phone --- */

static void begin_part(struct page *p, const char *title, size_t n)
{
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, title);
	html_lit(p, "</h2><small>");
	html_int(p, (int64_t)n);
	html_lit(p, "</small></div>\n");
}

/* Where to begin: who is to be visited again, else the first of the list. */
static const struct sweep_row *first_row(const struct list_page *l)
{
	const struct sweep_row *first = NULL;

	for (size_t i = 0; i < l->list.n; i++) {
		const struct sweep_row *row = &l->list.row[i];
		if (sweep_is_done(row->entry))
			continue;
		if (sweep_is_answered(row->entry))
			return row;
		first = first ? first : row;
	}
	return first;
}

static void put_now(struct page *p, const struct list_page *l)
{
	const struct sweep_row *row = first_row(l);

	if (!row || sweep_is_closed(&l->sweep))
		return;
	html_lit(p, "<section class=\"sheet now stack\" aria-labelledby=\"now\"><div><h2 id=\"now\">");
	html_text(p, rec_text(row->child, CHILD_NAME));
	html_lit(p, "</h2><p>");
	html_text(p, registry_child_line(p, row->child, p->today));
	html_lit(p, "</p></div>");
	html_button(p, entry_url(p, row),
		    sweep_is_answered(row->entry) ? N_("Write the visit anew") : N_("Write the visit"),
		    false);
	html_lit(p, "</section>\n");
}

static void put_to_visit(struct page *p, const struct list_page *l, bool again)
{
	size_t n = again ? l->wrong : l->open;

	if (!n)
		return;
	begin_part(p, again ? N_("To be visited again") : N_("To visit"), n);
	table_rows_begin(p);
	for (size_t i = 0; i < l->list.n; i++) {
		const struct sweep_row *row = &l->list.row[i];
		bool is = again ? sweep_is_answered(row->entry) && !sweep_is_done(row->entry)
				: !sweep_is_answered(row->entry);
		if (is)
			table_rows_item(p, &(struct row){ .icon = again ? "warn" : "visit",
							  .title = rec_text(row->child, CHILD_NAME),
							  .why = registry_child_line(p, row->child, p->today),
							  .url = entry_url(p, row) });
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
}

static void put_done(struct page *p, const struct list_page *l)
{
	if (!l->done)
		return;
	html_lit(p, "<details class=\"sheet stack\"><summary>");
	html_tr(p, N_("Visited: {0}"), html_int_text(p, (int64_t)l->done));
	html_lit(p, "</summary>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < l->list.n; i++) {
		const struct sweep_row *row = &l->list.row[i];
		if (!sweep_is_done(row->entry))
			continue;
		table_rows_item(
			p,
			&(struct row){ .icon = "yes",
				       .title = rec_text(row->child, CHILD_NAME),
				       .why = html_say(
					       p, N_("{0}; {1}"),
					       registry_code(p, "sweep_answer",
							     rec_text(row->entry, SWEEP_ENTRY_STATE)),
					       html_day_text(p, rec_day(row->entry, SWEEP_ENTRY_VISITED_ON))),
				       .url = entry_url(p, row) });
	}
	table_rows_end(p);
	html_lit(p, "</details>\n");
}

/* Whom the lot has drawn, visited, and not looked at a second time. */
static void put_to_check(struct page *p, const struct list_page *l)
{
	size_t n = 0;

	if (p->who->role == ROLE_DIRECTOR || sweep_is_closed(&l->sweep))
		return;
	for (size_t i = 0; i < l->list.n; i++)
		n += l->list.row[i].drawn && rec_null(l->list.row[i].entry, SWEEP_ENTRY_CHECK) &&
		     sweep_is_answered(l->list.row[i].entry);
	if (!n)
		return;
	begin_part(p, N_("To be looked at a second time"), n);
	table_rows_begin(p);
	for (size_t i = 0; i < l->list.n; i++) {
		const struct sweep_row *row = &l->list.row[i];
		if (!row->drawn || !rec_null(row->entry, SWEEP_ENTRY_CHECK) || !sweep_is_answered(row->entry))
			continue;
		const char *keeps = sweep_check_keeps(&p->r->ctx, row->entry);
		table_rows_item(p, &(struct row){ .icon = "eye",
						  .title = rec_text(row->child, CHILD_NAME),
						  .why = keeps ? html_word(p, keeps)
							       : registry_child_line(p, row->child, p->today),
						  .url = entry_url(p, row) });
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
}

static void put_late_child(struct page *p, const struct list_page *l, const struct record *child)
{
	html_lit(p, "<li>");
	html_icon(p, "child");
	html_lit(p, "<div><b>");
	html_text(p, rec_text(child, CHILD_NAME));
	html_lit(p, "</b><p class=\"s\">");
	html_text(p, registry_child_line(p, child, p->today));
	html_lit(p, "</p></div>");
	if (!sweep_is_closed(&l->sweep)) {
		html_lit(p, "<form method=\"post\"");
		html_action(p, sweep_village_url(p, l->sweep.id, l->village));
		html_lit(p, ">");
		html_csrf(p);
		html_hidden(p, STR("child"), html_int_text(p, child->id));
		html_lit(p, "<button>");
		html_tr(p, N_("Put on the list"));
		html_lit(p, "<span class=\"hide\"> ");
		html_text(p, rec_text(child, CHILD_NAME));
		html_lit(p, "</span></button></form>");
	}
	html_lit(p, "</li>\n");
}

static void put_late(struct page *p, const struct list_page *l)
{
	const struct records *late = &l->list.late;

	if (!late->n)
		return;
	begin_part(p, N_("Not on the list"), late->n);
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Born, registered or moved here since the list was drawn on {0}."),
		html_day_text(p, rec_day(&l->sweep, SWEEP_LISTED_ON)));
	html_lit(p, "</p>\n<ul class=\"rows\">\n");
	for (size_t i = 0; i < late->n; i++)
		put_late_child(p, l, &late->r[i]);
	html_lit(p, "</ul></section>\n");
}

static void put_ways(struct page *p, const struct list_page *l)
{
	str own = sweep_village_url(p, l->sweep.id, l->village);
	struct buf print = buf_new(p->mem, 200);

	buf_str(&print, own);
	buf_lit(&print, "/print");
	html_lit(p, "<p class=\"acts\">");
	if (may_create(p->who, P_REGISTER) && !sweep_is_closed(&l->sweep)) {
		html_button(p, html_url_with(p, STR("/children/new"), "back", own),
			    N_("A child nobody has written down"), false);
		html_lit(p, " ");
	}
	html_button(p, buf_view(&print), N_("The list on paper"), false);
	if (sweep_is_spring(&l->sweep)) {
		html_lit(p, " ");
		html_button(p, html_url(p, "/sweeps/#/season", l->sweep.id),
			    N_("Who is home for the festival"), false);
	}
	html_lit(p, "</p>\n");
}

static void put_bar(struct page *p, const struct list_page *l)
{
	html_lit(p, "<section class=\"sheet stack\"><progress");
	html_attr(p, "max", html_int_text(p, (int64_t)l->list.n));
	html_attr(p, "value", html_int_text(p, (int64_t)l->done));
	html_attr_tr(p, "aria-label", N_("Visited"));
	html_lit(p, "></progress><p>");
	html_tr(p, N_("{0} of {1} children are visited."), html_int_text(p, (int64_t)l->done),
		html_int_text(p, (int64_t)l->list.n));
	if (sweep_is_closed(&l->sweep)) {
		html_gap(p);
		html_tr(p, N_("This sweep is closed: what was found stays as it is."));
	} else if (l->done == l->list.n) {
		html_gap(p);
		html_tr(p, N_("All are visited. Thank you."));
	}
	html_lit(p, "</p></section>\n");
}

/* What was wrong with a POST to this page. */
static void put_list(struct req *r, const struct list_page *l, int status)
{
	struct page p = page_of(r);
	bool all = r->ctx.who->reach != REACH_VILLAGE;

	p = page_begin(r,
		       &(struct frame){ .title = registry_region(&p, l->village),
					.under = html_say(&p, N_("{0}; to be done by {1}"),
							  rec_text(&l->sweep, SWEEP_NAME),
							  html_day_text(&p, rec_day(&l->sweep, SWEEP_DUE))),
					.tab = "/more",
					.back = all ? html_url(&p, "/sweeps/#", r->id) : STR("/sweeps"),
					.status = status });
	form_summary(&p, NULL);
	if (l->list.n) {
		put_bar(&p, l);
		put_now(&p, l);
		put_to_visit(&p, l, true);
		put_to_check(&p, l);
		put_to_visit(&p, l, false);
		put_done(&p, l);
	} else {
		table_empty(&p,
			    &(struct empty){ .title = N_("Nobody is on the list"),
					     .why = N_("The list is being drawn, or no child is registered "
						       "here. Look again in a minute.") });
	}
	put_late(&p, l);
	put_ways(&p, l);
	page_end(&p);
}

enum rc sweep_village_page_show(struct req *r)
{
	struct list_page l;
	enum rc rc = load_list(r, &l);

	if (rc == RC_OK)
		put_list(r, &l, 200);
	return rc;
}

/* A child that the drawn list does not have: written on it, and visited right away. */
enum rc sweep_village_page_add(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t child;
	struct record entry;
	struct list_page l;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = load_list(r, &l);
	if (rc != RC_OK)
		return rc;
	if (!str_int(form_value(f, n, STR("child")), &child) || child < 1)
		return RC_MALFORMED;
	rc = sweep_add(&r->ctx, r->id, child, &entry);
	if (rc == RC_OK)
		return registry_see(r, "/sweep_entries/", entry.id);
	if (rc != RC_INVALID)
		return rc;
	put_list(r, &l, rc_status(rc));
	return RC_OK;
}

/* --- on paper --- */

static void put_known(struct table *t, const struct sweep_row *row, int parent)
{
	const struct sweep_parent *p = &row->family.parent[parent];

	table_cell(t);
	if (p->person)
		html_text(t->p, sweep_known_text(t->p, p, t->p->today));
	else
		html_tr(t->p, N_("not written down"));
}

static void put_sheet(struct page *p, const struct list_page *l)
{
	static const struct col cols[] = {
		{ N_("No."), COL_NUMBER },          { N_("Child"), COL_TEXT },
		{ N_("Father"), COL_TEXT },         { N_("Mother"), COL_TEXT },
		{ N_("What was found"), COL_TEXT }, { N_("Father: since"), COL_TEXT },
		{ N_("Mother: since"), COL_TEXT },
	};
	static const char *const boxes[] = { CODE_SWEEP_ANSWER_SAME, CODE_SWEEP_ANSWER_CHANGED,
					     CODE_SWEEP_ANSWER_MOVED, CODE_SWEEP_ANSWER_GONE };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < l->list.n; i++) {
		const struct sweep_row *row = &l->list.row[i];
		table_row(&t);
		table_text(&t, html_int_text(p, (int64_t)i + 1));
		table_cell(&t);
		html_lit(p, "<span><b>");
		html_text(p, rec_text(row->child, CHILD_NAME));
		html_lit(p, "</b><br>");
		html_text(p, registry_child_line(p, row->child, p->today));
		html_lit(p, "</span>");
		put_known(&t, row, SWEEP_FATHER);
		put_known(&t, row, SWEEP_MOTHER);
		table_cell(&t);
		html_lit(p, "<span>");
		for (size_t k = 0; k < COUNT(boxes); k++) {
			html_lit(p, "&#9744;&nbsp;");
			html_text(p, registry_code(p, "sweep_answer", str_of(boxes[k])));
			html_lit(p, "&ensp; ");
		}
		html_lit(p, "</span>");
		table_text(&t, STR("________"));
		table_text(&t, STR("________"));
	}
	table_end(&t);
}

enum rc sweep_village_page_print(struct req *r)
{
	struct list_page l;
	enum rc rc = load_list(r, &l);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r,
		       &(struct frame){ .title = html_say(&p, N_("{0}: {1}"), rec_text(&l.sweep, SWEEP_NAME),
							  registry_region(&p, l.village)),
					.tab = "/more",
					.back = sweep_village_url(&p, r->id, l.village),
					.no_store = true });
	html_lit(&p, "<p>");
	html_tr(&p, N_("The list was drawn on {0}; this sheet shows {1} children as known on {2}."),
		html_day_text(&p, rec_day(&l.sweep, SWEEP_LISTED_ON)), html_int_text(&p, (int64_t)l.list.n),
		html_day_text(&p, p.today));
	html_gap(&p);
	html_tr(&p, N_("Who is not on it, write below: name, day of birth, father and mother."));
	html_lit(&p, "</p>\n");
	if (l.list.n)
		put_sheet(&p, &l);
	html_lit(&p, "<p>1. ______________________________</p><p>2. ______________________________</p>"
		     "<p>3. ______________________________</p><p>");
	html_tr(&p, N_("Visited by"));
	html_lit(&p, " ____________________ ");
	html_tr(&p, N_("on"));
	html_lit(&p, " ____________________</p>\n");
	page_end(&p);
	return RC_OK;
}
