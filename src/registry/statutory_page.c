/* Statutory forms: filled in from facts, with the children behind each figure, and handed in. */
#include "statutory_page.h"
#include "formpart.h"

/* Children of three statements. */
enum { AT_ONCE = 16, NAMES = 48 };

static str own_county(struct arena *mem, const struct actor *who)
{
	struct buf b = buf_new(mem, 8);

	buf_pad(&b, who->county, 6);
	return buf_view(&b);
}

/* Heads see the form that is about their pupils. */
static bool may_fill(const struct actor *who, const struct statutory_form *f)
{
	return who->role & ROLES_COUNTY || (who->role == ROLE_HEAD && f->of_pupils);
}

static enum rc read_day(struct req *r, day *ret)
{
	enum rc rc = registry_as_of(r, ret);

	if (rc == RC_OK && *ret > r->ctx.today) {
		problem_add(&r->ctx.problems, STR("as_of"),
			    N_("Figures of a day to come cannot be handed in."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	return rc;
}

/* The form of ?as_of= of the reader's county.  RC_NOT_FOUND: no such form for this role. */
static enum rc statutory_of(struct req *r, struct statutory_table *ret)
{
	const struct statutory_form *f = statutory_find(r->word);
	day on;
	enum rc rc = read_day(r, &on);

	if (!f || !may_fill(r->ctx.who, f))
		return RC_NOT_FOUND;
	return rc == RC_OK ? statutory_load(&r->ctx, f, own_county(r->ctx.mem, r->ctx.who), on, ret) : rc;
}

/* "/statutory/civil_monthly/rows?as_of=..." */
static str address(struct page *p, const struct statutory_table *t, str tail)
{
	struct buf b = buf_new(p->mem, 16);
	str url = html_fill(p, "/statutory/{0}{1}", str_of(t->form->code), tail);

	day_put(&b, t->on);
	return t->on == p->today ? url : html_url_with(p, url, "as_of", buf_view(&b));
}

/* --- the forms there are --- */

static enum rc put_form(struct page *p, const struct statutory_form *f)
{
	struct hand_in last;
	struct ctx *c = &p->r->ctx;
	enum rc rc = RC_OK;
	str why = html_word(p, N_("Filled in from what is written down; nothing is to be counted by hand."));

	if (p->who->role & ROLES_COUNTY) {
		rc = hand_in_last(c, f, own_county(p->mem, p->who), 0, &last);
		if (rc == RC_OK)
			why = last.rec.id ? html_say(p, N_("Last handed in with the figures of {0}."),
						     html_day_text(p, last.table.on))
					  : html_word(p, N_("Not handed in yet."));
	}
	table_rows_item(p, &(struct row){ .icon = "duty",
					  .title = statutory_title(p, f),
					  .why = why,
					  .url = html_fill(p, "/statutory/{0}", str_of(f->code)),
					  .verb = N_("Open") });
	return rc;
}

static enum rc statutory_page_list(struct req *r)
{
	enum rc rc = RC_OK;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Statutory forms"))),
					       .tab = "/more" });

	table_rows_begin(&p);
	for (size_t i = 0; i < statutory_nforms && rc == RC_OK; i++)
		if (may_fill(r->ctx.who, &statutory_forms[i]))
			rc = put_form(&p, &statutory_forms[i]);
	table_rows_end(&p);
	if (p.who->role & ROLES_HANDED_IN) {
		html_lit(&p, "<p class=\"acts\"><a class=\"btn\" href=\"/hand_ins\">");
		html_tr(&p, N_("All that was handed in"));
		html_lit(&p, "</a></p>\n");
	}
	page_end(&p);
	return rc;
}

/* --- one form --- */

/* Nobody who counts is worth a word of its own: an empty form may be handed in, too. */
static void put_hand_in(struct page *p, const struct statutory_table *t)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, t->on);
	html_lit(p, "<section id=\"hand-in\" class=\"sheet stack narrow\"><h2>");
	html_tr(p, N_("Hand it in"));
	html_lit(p, "</h2><p class=\"s\">");
	html_tr(p,
		N_("The figures of {0} are kept as they stand, with your name. The next form shows what "
		   "changed "
		   "since."),
		html_day_text(p, t->on));
	html_lit(p, "</p>\n<form method=\"post\" class=\"stack\"");
	html_action(p, html_fill(p, "/statutory/{0}/hand-in", str_of(t->form->code)));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("as_of"), buf_view(&b));
	form_text_put(p, &(struct form_text){
				 .name = "note",
				 .label = N_("Note"),
				 .hint = hand_in_broken(t)
						 ? N_("The figures do not fit together: say in a sentence "
						      "why they are right so.")
						 : N_("If there is something to say to whoever reads it"),
				 .value = p->r->http->method == HTTP_POST ? p->r->ctx.reason : STR(""),
				 .required = hand_in_broken(t) > 0 });
	html_lit(p, "<button class=\"main\">");
	html_tr(p, N_("Hand it in"));
	html_lit(p, "</button></form></section>\n");
}

static enum rc show(struct req *r, const struct statutory_table *t, enum rc outcome)
{
	struct hand_in before = { .rec = { .id = 0 } };
	bool county = (r->ctx.who->role & ROLES_COUNTY) != 0;
	enum rc rc = county ? hand_in_last(&r->ctx, t->form, t->region, 0, &before) : RC_OK;

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = statutory_title(&p, t->form),
				    .under = html_say(&p, N_("{0}; on {1}"), registry_region(&p, t->region),
						      html_day_text(&p, t->on)),
				    .tab = "/more",
				    .back = STR("/statutory"),
				    .back_label = N_("All forms"),
				    .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	form_summary(&p, NULL);
	registry_as_of_form(&p, html_fill(&p, "/statutory/{0}", str_of(t->form->code)), t->on);
	struct statutory_view v = { .table = t, .before = &before, .files = address(&p, t, STR("/file")) };
	if (county) {
		v.rows = address(&p, t, STR("/rows"));
		v.changes = html_url_with(&p, address(&p, t, STR("/changes")), "since",
					  html_int_text(&p, before.rec.id));
	}
	statutory_put(&p, &v);
	if (hand_in_may(p.who))
		put_hand_in(&p, t);
	page_end(&p);
	return RC_OK;
}

static enum rc statutory_page_show(struct req *r)
{
	struct statutory_table t;
	enum rc rc = statutory_of(r, &t);

	return rc == RC_OK ? show(r, &t, RC_OK) : rc;
}

static enum rc statutory_page_file(struct req *r)
{
	struct statutory_table t;
	enum rc rc = statutory_of(r, &t);

	return rc == RC_OK ? statutory_file(r, &t) : rc;
}

static enum rc statutory_page_hand_in(struct req *r)
{
	struct statutory_table t;
	struct http_pair *f;
	size_t n;
	const struct statutory_form *form = statutory_find(r->word);
	day on = 0;
	int64_t id;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	if (!form || !may_fill(r->ctx.who, form))
		return RC_NOT_FOUND;
	if (!day_parse(form_value(f, n, STR("as_of")), &on) || on > r->ctx.today)
		return RC_INVALID;
	rc = statutory_load(&r->ctx, form, own_county(r->ctx.mem, r->ctx.who), on, &t);
	if (rc != RC_OK)
		return rc;
	str note = form_value(f, n, STR("note"));
	rc = hand_in_write(&r->ctx, &(struct hand_in_new){ .table = &t, .note = note }, &id);
	if (rc == RC_OK)
		return registry_see(r, "/hand_ins/", id);
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	r->ctx.reason = note; /* so that it stands in the form again */
	return show(r, &t, rc);
}

/* --- the children behind a figure --- */

/* By their ids, in that order, at most NAMES. */
static enum rc load_names(struct req *r, const int64_t *id, size_t n, struct records *ret)
{
	struct records all = { .r = NEW(r->ctx.mem, struct record, NAMES) };
	enum rc rc = RC_OK;

	for (size_t at = 0; at < n && at < NAMES && rc == RC_OK; at += AT_ONCE) {
		struct list l = { .nv = AT_ONCE,
				  .want = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
					  1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS };
		struct records piece;
		/* Not in the initializer: clang 14 makes an empty literal of it where all the rest is
		 * constant. */
		l.where = SQL(
			"t.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
		for (size_t i = 0; i < AT_ONCE; i++)
			l.v[i] = INT(at + i < n ? id[at + i] : 0);
		rc = record_list(&r->ctx, &child_kind, &l, &piece);
		for (size_t i = 0; rc == RC_OK && i < piece.n; i++)
			all.r[all.n++] = piece.r[i];
	}
	all.more = n > NAMES;
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

static bool read_number(struct req *r, str name, size_t most, size_t *ret)
{
	int64_t n;

	if (!str_int(req_query(r, name), &n) || n < 1 || (size_t)n > most)
		return false;
	*ret = (size_t)n - 1;
	return true;
}

struct wanted {
	size_t column, line;
	bool gap; /* column is the number of an equation */
	str title, own;
};

static bool read_wanted(struct req *r, const struct statutory_table *t, struct wanted *ret)
{
	struct page p = page_of(r);
	str line = req_query(r, STR("line"));
	const struct statutory_line *found = statutory_line_of(t, line);
	struct wanted w = { .line = found ? (size_t)(found - t->line) : SIZE_MAX };

	w.own = address(&p, t, STR("/rows"));
	w.gap = read_number(r, STR("gap"), t->form->equations, &w.column);
	if (w.gap) {
		w.title = html_word(&p, N_("In no column of the right side"));
		w.own = html_url_with(&p, w.own, "gap", req_query(r, STR("gap")));
	} else {
		if (!read_number(r, STR("of"), t->form->columns, &w.column) || (line.n && !found))
			return false;
		w.title = html_word(&p, t->form->column[w.column].label);
		w.own = html_url_with(&p, w.own, "of", req_query(r, STR("of")));
		if (line.n)
			w.own = html_url_with(&p, w.own, "line", line);
	}
	*ret = w;
	return true;
}

static enum rc statutory_page_rows(struct req *r)
{
	struct statutory_table t;
	struct wanted w;
	struct records list;
	int64_t after = registry_after(r);
	size_t at = 0;
	enum rc rc = statutory_of(r, &t);

	if (rc != RC_OK)
		return rc;
	if (!read_wanted(r, &t, &w))
		return RC_INVALID;
	int64_t *id = NEW(r->ctx.mem, int64_t, t.rows + 1);
	size_t n = w.gap ? statutory_gap(&t, w.column, id) : statutory_who(&t, w.column, w.line, id);
	while (at < n && id[at] <= after)
		at++;
	rc = load_names(r, id + at, n - at, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str where =
		w.line == SIZE_MAX ? registry_region(&p, t.region) : statutory_line_text(&p, &t.line[w.line]);
	p = page_begin(
		r, &(struct frame){ .title = w.title,
				    .where = statutory_title(&p, t.form),
				    .under = html_say(&p, N_("{0}; on {1}"), where, html_day_text(&p, t.on)),
				    .tab = "/more",
				    .back = address(&p, &t, STR("")) });
	if (list.n)
		registry_children_table(&p, &list, (int64_t)n);
	else
		table_empty(&p, &(struct empty){ .title = N_("Nobody"),
						 .why = N_("On this day no child counts here.") });
	if (list.n)
		table_pages(&p, &(struct pages){
					.shown = list.n,
					.total = (int64_t)n,
					.first = after ? w.own : STR(""),
					.next = list.more ? html_url_with(
								    &p, w.own, "after",
								    html_int_text(&p, list.r[list.n - 1].id))
							  : STR("") });
	page_end(&p);
	return RC_OK;
}

/* --- who came and who went since it was handed in --- */

static enum rc put_movers(struct req *r, struct page *p, const char *title, const int64_t *id, size_t n)
{
	struct records list;
	enum rc rc = load_names(r, id, n, &list);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, title, html_int_text(p, (int64_t)n));
	html_lit(p, "</h2></div>\n");
	if (list.n)
		registry_children_table(p, &list, (int64_t)n);
	if (list.more) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Only the first {0} are shown."), html_int_text(p, (int64_t)list.n));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

static void put_sum_up(struct page *p, const struct hand_in *h, const struct statutory_table *now,
		       size_t column)
{
	html_lit(p, "<p class=\"sheet\">");
	html_tr(p, N_("Handed in with the figures of {0}: {1}. Today's form: {2}."),
		html_day_text(p, h->table.on), html_int_text(p, h->table.total[column]),
		html_int_text(p, now->total[column]));
	html_lit(p, "</p>\n");
}

static enum rc statutory_page_changes(struct req *r)
{
	struct statutory_table now;
	struct hand_in h;
	size_t column;
	int64_t since;
	enum rc rc = statutory_of(r, &now);

	if (rc != RC_OK)
		return rc;
	if (!str_int(req_query(r, STR("since")), &since) ||
	    !read_number(r, STR("of"), now.form->columns, &column))
		return RC_INVALID;
	rc = hand_in_load(&r->ctx, since, &h);
	if (rc == RC_OK && (h.table.form != now.form || !str_eq(h.table.region, now.region)))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = hand_in_rows(&r->ctx, &h);
	if (rc != RC_OK)
		return rc;
	const struct statutory_table *then = &h.table;
	int64_t *came = NEW(r->ctx.mem, int64_t, now.rows + 1),
		*went = NEW(r->ctx.mem, int64_t, then->rows + 1);
	size_t in = statutory_came(&now, then, column, came), out = statutory_came(then, &now, column, went);
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, now.form->column[column].label),
					   .where = statutory_title(&p, now.form),
					   .under = html_say(&p, N_("From {0} to {1}"),
							     html_day_text(&p, h.table.on),
							     html_day_text(&p, now.on)),
					   .tab = "/more",
					   .back = address(&p, &now, STR("")) });
	put_sum_up(&p, &h, &now, column);
	rc = put_movers(r, &p, N_("Came: {0}"), came, in);
	if (rc == RC_OK)
		rc = put_movers(r, &p, N_("Went: {0}"), went, out);
	page_end(&p);
	return rc;
}

/* clang-format off */
const struct route statutory_routes[] = {
	{ HTTP_GET,  "/statutory",               statutory_page_list,    .need = ROLES_FORMS },
	{ HTTP_GET,  "/statutory/:word",         statutory_page_show,    .need = ROLES_FORMS, .slow = true },
	{ HTTP_GET,  "/statutory/:word/file",    statutory_page_file,    .need = ROLES_FORMS, .slow = true },
	{ HTTP_GET,  "/statutory/:word/rows",    statutory_page_rows,    .need = ROLES_COUNTY, .slow = true, .purpose = "statutory" },
	{ HTTP_GET,  "/statutory/:word/changes", statutory_page_changes, .need = ROLES_COUNTY, .slow = true, .purpose = "statutory" },
	{ HTTP_POST, "/statutory/:word/hand-in", statutory_page_hand_in, .need = ROLES_COUNTY },
	{ HTTP_GET,  "/hand_ins",                hand_in_page_list,      .need = ROLES_HANDED_IN },
	{ HTTP_GET,  "/hand_ins/sum",            hand_in_page_sum,       .need = ROLES_ABOVE, .slow = true },
	{ HTTP_GET,  "/hand_ins/:id",            hand_in_page_show,      .need = ROLES_HANDED_IN },
	{ HTTP_GET,  "/hand_ins/:id/file",       hand_in_page_file,      .need = ROLES_HANDED_IN },
	{ 0 },
};
/* clang-format on */
