/* Tasks: the reader's list with what the law asks and what others ask, and one of them. */
#include "task_page.h"

#include "duty.h"
#include "facts.h"
#include "pick.h"
#include "team.h"

/* --- words --- */

static str task_pick_text(struct page *p, const struct task_row *row)
{
	struct buf b = buf_new(p->mem, 120);

	if (row->task) {
		buf_lit(&b, "task:");
		buf_int(&b, row->task->id);
	} else {
		buf_lit(&b, "duty:");
		buf_int(&b, rec_int(row->duty, OBLIGATION_CHILD));
		buf_ch(&b, ':');
		buf_int(&b, rec_day(row->duty, OBLIGATION_FROM));
		buf_ch(&b, ':');
		buf_str(&b, rec_text(row->duty, OBLIGATION_DUTY));
	}
	return buf_view(&b);
}

static const struct duty *duty_of(struct page *p, const struct record *duty)
{
	struct buf county = buf_new(p->mem, 8);

	buf_pad(&county, duty->county, 6);
	return duty_find(p->r->ctx.model->duties, rec_text(duty, OBLIGATION_DUTY), 0, buf_view(&county));
}

/* The words of a task or duty: title; and by when, whose, where it stands. */
static str task_row_title(struct page *p, const struct task_row *row)
{
	if (row->task)
		return rec_text(row->task, TASK_TITLE);
	const struct duty *d = duty_of(p, row->duty);
	return d ? duty_title(d, p->lang) : html_word(p, N_("A duty"));
}

static void put_due(struct page *p, const struct task_row *row)
{
	day due = rec_day(row->task ? row->task : row->duty,
			  row->task ? (size_t)TASK_DUE : (size_t)OBLIGATION_DUE);

	if (row->on > due)
		html_tr(p, N_("due by {0}, put off until {1}"), html_day_short(p, due),
			html_day_short(p, row->on));
	else if (due < p->today)
		html_tr(p, N_("was due by {0}"), html_day_short(p, due));
	else
		html_tr(p, N_("by {0}"), html_day_short(p, due));
}

/* Whose, where it is not simply the reader's. */
static void put_whose(struct page *p, const struct task_row *row)
{
	const struct record *r = row->task ? row->task : row->duty;
	str now = rec_text(r, row->task ? (size_t)TASK_NOW_ROLE : (size_t)OBLIGATION_NOW_ROLE);
	str role = rec_text(r, row->task ? (size_t)TASK_FOR_ROLE : (size_t)OBLIGATION_ROLE);

	if (row->task && row->task->label[TASK_FOR_ACCOUNT].n)
		html_tr(p, N_("; for {0}"), row->task->label[TASK_FOR_ACCOUNT]);
	else if (!str_eq(role, str_of(role_code(p->who->role))))
		html_tr(p, N_("; for: {0}"), registry_code(p, "role", role));
	if (now.n && !str_eq(now, role))
		html_tr(p, N_("; now with: {0}"), registry_code(p, "role", now));
	if (row->task && row->task->label[TASK_BY].n && rec_int(row->task, TASK_BY) != p->who->account)
		html_tr(p, N_("; asked by {0}"), row->task->label[TASK_BY]);
}

static void task_row_line(struct page *p, const struct task_row *row)
{
	if (row->child) {
		html_text(p, rec_text(row->child, CHILD_NAME));
		html_tr(p, N_(", "));
	}
	put_due(p, row);
	put_whose(p, row);
}

/* --- the list --- */

static const struct pick lists[TASK_LIST__N] = {
	[TASK_LIST_NOW] = { "now", N_("now and soon") },
	[TASK_LIST_LATER] = { "later", N_("later") },
	[TASK_LIST_WAITING] = { "waiting", N_("with others") },
	[TASK_LIST_DONE] = { "done", N_("done") },
};

/* Which list, and whose: 0, one's own. */
struct view {
	struct picks picks;
	int64_t person;
	struct task_whose whose;
	str name;
};

/* Where a duty is done; empty: by nothing one could open. */
static str way_of(struct page *p, const struct task_row *row)
{
	if (row->task)
		return html_url(p, "/tasks/#", row->task->id);
	const struct duty *d = duty_of(p, row->duty);
	if (!d || !d->way.n)
		return STR("");
	return html_url_id_(p, d->way, rec_int(row->duty, OBLIGATION_CHILD));
}

static void put_tick(struct page *p, const struct task_row *row, str title)
{
	html_lit(p, "<label class=\"tick\"><input type=\"checkbox\" name=\"t\"");
	html_attr(p, "value", task_pick_text(p, row));
	html_lit(p, "><span class=\"hide\">");
	if (row->child)
		html_tr(p, N_("{0}, {1}"), title, rec_text(row->child, CHILD_NAME));
	else
		html_text(p, title);
	html_lit(p, "</span></label>");
}

static void put_row(struct page *p, const struct task_row *row, bool ticks)
{
	str title = task_row_title(p, row), way = way_of(p, row);
	bool tickable = row->task || !rec_null(row->duty, OBLIGATION_CHILD);

	html_lit(p, "<li>");
	if (ticks && tickable)
		put_tick(p, row, title);
	html_lit(p, "<div><b>");
	html_text(p, title);
	html_lit(p, "</b><p class=\"s\"><span>");
	task_row_line(p, row);
	html_lit(p, "</span></p></div>");
	if (way.n) {
		html_lit(p, "<a class=\"btn\"");
		html_href(p, way);
		html_attr_tr(p, "aria-label", N_("{0}: {1}"),
			     html_word(p, row->task ? N_("Open") : N_("Do it")), title);
		html_lit(p, ">");
		html_tr(p, row->task ? N_("Open") : N_("Do it"));
		html_lit(p, "</a>");
	}
	html_lit(p, "</li>\n");
}

enum part { PART_LATE, PART_TODAY, PART_SOON, PART__N };

static enum part part_of(const struct page *p, const struct task_row *row)
{
	return row->on < p->today ? PART_LATE : row->on == p->today ? PART_TODAY : PART_SOON;
}

static void put_part_head(struct page *p, enum part part, size_t n)
{
	static const char *const label[PART__N] = { N_("Past its day: {0}"), N_("Today: {0}"),
						    N_("Soon: {0}") };

	html_lit(p, "<div class=\"head\"><h2>");
	html_tr(p, label[part], html_int_text(p, (int64_t)n));
	html_lit(p, "</h2></div>\n");
}

/* Rows of one part stand beside each other: the order is by day. */
static void put_parts(struct page *p, const struct task_rows *rows)
{
	for (size_t i = 0; i < rows->n;) {
		enum part part = part_of(p, &rows->row[i]);
		size_t end = i;
		while (end < rows->n && part_of(p, &rows->row[end]) == part)
			end++;
		put_part_head(p, part, end - i);
		table_rows_begin(p);
		for (; i < end; i++)
			put_row(p, &rows->row[i], true);
		table_rows_end(p);
	}
}

static void put_plain(struct page *p, const struct task_rows *rows, bool ticks)
{
	table_rows_begin(p);
	for (size_t i = 0; i < rows->n; i++)
		put_row(p, &rows->row[i], ticks);
	table_rows_end(p);
}

static void put_nothing(struct page *p, enum task_list which)
{
	static const char *const title[TASK_LIST__N] = {
		N_("Nothing needs you now or soon"), N_("Nothing is planned after that"),
		N_("Nobody has anything to do for you"), N_("Nothing was ticked off in the last thirty days")
	};

	table_empty(p,
		    &(struct empty){ .title = title[which],
				     .why = N_("Visits, assessments and what others ask of you come here by "
					       "themselves, each with its day.") });
}

static str after_of(struct page *p, const struct task_rows *rows)
{
	struct buf b = buf_new(p->mem, 48);

	buf_int(&b, rows->last.on);
	buf_str(&b, rows->last.duty ? STR("-d-") : STR("-t-"));
	buf_int(&b, rows->last.id);
	return buf_view(&b);
}

static bool read_after(str text, struct task_after *ret)
{
	str day_part, sort;
	int64_t on;

	*ret = (struct task_after){ .on = 0 };
	if (!text.n)
		return true;
	if (!str_next(&text, '-', &day_part) || !str_next(&text, '-', &sort) || !str_int(day_part, &on) ||
	    !day_valid((day)on) || !str_int(text, &ret->id) || ret->id < 0 || ret->id == INT64_MAX)
		return false;
	ret->on = (day)on;
	ret->duty = str_eq(sort, STR("d"));
	return ret->duty || str_eq(sort, STR("t"));
}

static enum rc put_list(struct page *p, const struct view *v, const struct task_rows *rows)
{
	enum task_list which = (enum task_list)v->picks.at;
	enum rc rc = RC_OK;

	if (!rows->n) {
		put_nothing(p, which);
		return RC_OK;
	}
	if (which == TASK_LIST_DONE) {
		put_plain(p, rows, false);
		return RC_OK;
	}
	html_lit(p, "<form method=\"post\" action=\"/tasks/act\" class=\"stack\" novalidate>");
	html_csrf(p);
	html_hidden(p, STR("back"), pick_address(p, &v->picks));
	if (which == TASK_LIST_NOW)
		put_parts(p, rows);
	else
		put_plain(p, rows, true);
	rc = task_acts_put(p, NULL);
	html_lit(p, "</form>\n");
	return rc;
}

static void put_title(struct page *p, const struct view *v)
{
	html_lit(p, "<div class=\"head\"><h1>");
	if (v->person)
		html_tr(p, N_("The list of {0}"), v->name);
	else
		html_tr(p, N_("Tasks"));
	html_lit(p, "</h1>");
	if (may_create(p->who, P_TASK)) {
		html_lit(p, "<a class=\"btn\" href=\"/tasks/new\">");
		html_tr(p, N_("Ask somebody"));
		html_lit(p, "</a>");
	}
	html_lit(p, "</div>\n");
}

/* Somebody's whom the reader may look after: rows stay within the reader's own reach. */
static enum rc find_person(struct req *r, struct view *v)
{
	str typed = req_query(r, STR("person"));
	struct team team;

	v->whose = task_whose_of(r->ctx.who);
	if (!typed.n)
		return RC_OK;
	if (!(r->ctx.who->role & ROLES_TEAM) || !str_int(typed, &v->person))
		return RC_NOT_FOUND;
	enum rc rc = team_load(&r->ctx, &team);
	const struct actor *who = rc == RC_OK ? team_find(&team, v->person) : NULL;
	if (rc != RC_OK)
		return rc;
	if (!who || who->county != r->ctx.who->county)
		return RC_NOT_FOUND;
	struct page p = page_of(r);
	v->picks.path = html_url(&p, "/tasks?person=#", v->person);
	v->name = who->name;
	v->whose = (struct task_whose){ .role = who->role,
					.account = who->account,
					.village = who->region,
					.school = who->school,
					.class = who->class };
	return RC_OK;
}

static void put_view(struct req *r, const struct view *v, bool later, const struct task_rows *rows,
		     enum rc *rc)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Tasks"))),
						       .tab = "/",
						       .back = v->person ? STR("/team") : STR("/"),
						       .own_h1 = true });
	str own = pick_address(&p, &v->picks);

	put_title(&p, v);
	pick_put(&p, &v->picks);
	*rc = put_list(&p, v, rows);
	table_pages(&p,
		    &(struct pages){ .shown = rows->n,
				     .first = later ? own : STR(""),
				     .next = rows->more ? html_url_with(&p, own, "after", after_of(&p, rows))
							: STR("") });
	page_end(&p);
}

static enum rc show_list(struct req *r)
{
	struct view v = { .picks = { .path = STR("/tasks"),
				     .label = N_("Which of them"),
				     .pick = lists,
				     .n = TASK_LIST__N } };
	struct task_after after;
	struct task_rows rows;

	if (!pick_read(r, &v.picks) || !read_after(req_query(r, STR("after")), &after))
		return RC_INVALID;
	enum rc rc = find_person(r, &v);
	if (rc == RC_OK)
		rc = task_list_load(&r->ctx, (enum task_list)v.picks.at, &v.whose, &after, &rows);
	if (rc == RC_OK)
		put_view(r, &v, after.on != 0, &rows, &rc);
	return rc;
}

/* --- one --- */

static void put_facts(struct page *p, const struct record *t, const struct record *child)
{
	static const size_t shown[] = { TASK_DUE,   TASK_FOR_ROLE,   TASK_FOR_ACCOUNT, TASK_NOW_ROLE,
					TASK_STATE, TASK_SNOOZED_TO, TASK_DONE_ON,     TASK_DONE_BY,
					TASK_BY,    TASK_AT };

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	if (child)
		registry_child_row(p, child);
	facts_row(p, N_("Sort"), registry_code(p, "task_what", rec_text(t, TASK_WHAT)));
	for (size_t i = 0; i < COUNT(shown); i++)
		facts_field(p, t, shown[i], facts_text(p, t, shown[i]));
	bool masked = facts_field(p, t, TASK_SNOOZE_WHY, facts_text(p, t, TASK_SNOOZE_WHY));
	masked |= facts_field(p, t, TASK_RESULT, facts_text(p, t, TASK_RESULT));
	facts_end(p);
	if (masked)
		facts_show(p, html_url(p, "/tasks/#/show", t->id));
	html_lit(p, "</section>\n");
}

static bool is_open(const struct record *t)
{
	return str_eq(rec_text(t, TASK_STATE), STR(CODE_TASK_STATE_OPEN));
}

static enum rc put_acts(struct page *p, const struct record *t)
{
	if (!is_open(t) || !may_write(p->who, P_TASK) || !task_may(p->who, t))
		return RC_OK;
	html_lit(p, "<form method=\"post\" action=\"/tasks/act\" class=\"stack\" novalidate>");
	html_csrf(p);
	html_hidden(p, STR("t"), task_pick_text(p, &(struct task_row){ .task = t }));
	html_hidden(p, STR("back"), html_url(p, "/tasks/#", t->id));
	enum rc rc = task_acts_put(p, t);
	html_lit(p, "</form>\n");
	return rc;
}

static enum rc put_one(struct req *r, bool opened)
{
	struct record t, child;
	enum rc rc = record_load(&r->ctx, &task_kind, r->id, &t);

	if (rc != RC_OK)
		return rc;
	bool known = !rec_null(&t, TASK_CHILD) &&
		     record_load(&r->ctx, &child_kind, rec_int(&t, TASK_CHILD), &child) == RC_OK;
	struct page p =
		page_begin(r, &(struct frame){ .title = rec_text(&t, TASK_TITLE),
					       .tab = "/",
					       .back = STR("/tasks"),
					       .no_store = opened,
					       .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	form_summary(&p, NULL);
	put_facts(&p, &t, known ? &child : NULL);
	rc = put_acts(&p, &t);
	page_end(&p);
	return rc;
}

static enum rc show_one(struct req *r) { return put_one(r, false); }

/* With what came of it in plain: asked for with what for. */
static enum rc open_one(struct req *r)
{
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_one(r, given) : rc;
}

/* clang-format off */
const struct route task_routes[] = {
	{ HTTP_GET,  "/tasks",           show_list,       .need = ROLES_TASK, .purpose = "tasks" },
	{ HTTP_GET,  "/tasks/new",       task_page_new,   .need = ROLES_STAFF, .purpose = "tasks" },
	{ HTTP_POST, "/tasks/new",       task_page_raise, .need = ROLES_STAFF, .purpose = "tasks" },
	{ HTTP_POST, "/tasks/act",       task_act_page,   .need = ROLES_TASK, .purpose = "tasks" },
	{ HTTP_GET,  "/tasks/:id",       show_one,        .need = ROLES_TASK, .purpose = "tasks" },
	{ HTTP_POST, "/tasks/:id/show",  open_one,        .need = ROLES_TASK, .purpose = "tasks" },
	{ HTTP_GET,  "/team",            team_page_show,  .need = ROLES_TEAM, .purpose = "tasks" },
	{ HTTP_POST, "/api/v1/tasks",            task_api_raise, .need = ROLES_STAFF, .purpose = "record:tasks" },
	{ HTTP_POST, "/api/v1/tasks/:id/done",   task_api_done,  .need = ROLES_TASK, .purpose = "record:tasks" },
	{ HTTP_POST, "/api/v1/tasks/:id/later",  task_api_later, .need = ROLES_TASK, .purpose = "record:tasks" },
	{ HTTP_POST, "/api/v1/tasks/:id/hand",   task_api_hand,  .need = ROLES_TASK, .purpose = "record:tasks" },
	{ HTTP_POST, "/api/v1/tasks/:id/drop",   task_api_drop,  .need = ROLES_TASK, .purpose = "record:tasks" },
	{ HTTP_POST, "/api/v1/deferrals",        task_api_defer, .need = ROLES_STAFF, .purpose = "record:deferrals" },
	{ 0 },
};
/* clang-format on */
