/* The opening log: one tap opens the home, one closes it; every day stands here. */
#include "attendance.h"
#include "entry.h"
#include "home_page.h"
#include "program.h"
#include "registry_page.h"
#include "table.h"

struct act {
	int64_t home;
	str client;
};

static enum rc open_unit(struct ctx *c, void *arg)
{
	const struct act *a = arg;
	struct input in = input_new(&home_opening_kind);
	struct record done;
	int64_t there = 0;
	enum rc rc = entry_find(c, &home_opening_kind, a->client, &there);

	if (rc != RC_NOT_FOUND) /* the same tap twice is one opening */
		return rc;
	rc = home_is_open(c, a->home, &there);
	if (rc != RC_OK || there)
		return rc;
	input_int(&in, c->mem, HOME_OPENING_HOME, a->home);
	if (a->client.n)
		input_set(&in, HOME_OPENING_CLIENT, a->client);
	return record_create(c, &in, &done);
}

static enum rc close_unit(struct ctx *c, void *arg)
{
	const struct act *a = arg;
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_new(&home_opening_kind);
	struct record done;
	bool may = false;
	int64_t there = 0;
	enum rc rc = home_may_work(c, a->home, &may);

	if (rc == RC_OK && !may)
		return RC_DENIED;
	if (rc == RC_OK)
		rc = home_is_open(c, a->home, &there);
	if (rc != RC_OK || !there)
		return rc;
	rc = attendance_all_left(c, there);
	if (rc != RC_OK)
		return rc;
	input_int(&in, p.mem, HOME_OPENING_CLOSED_AT, c->now);
	rc = record_update(&p, &home_opening_kind, there, 0, &in, &done);
	program_problems(c, &p);
	return rc;
}

static enum rc act(struct req *r, store_job *unit)
{
	struct home_at at;
	struct http_pair *f;
	size_t n;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK)
		rc = req_form(r, &f, &n);
	if (rc != RC_OK)
		return rc;
	if (!at.work)
		return RC_DENIED;
	struct act a = { .home = r->id, .client = str_trim(form_value(f, n, STR("client"))) };
	rc = store_write(&r->ctx, PRIO_PEOPLE, unit, &a);
	return rc == RC_OK ? registry_see(r, "/homes/", r->id) : rc;
}

enum rc opening_log_open(struct req *r) { return act(r, open_unit); }
enum rc opening_log_close(struct req *r) { return act(r, close_unit); }

/* --- the log --- */

enum { ROWS = 60 };

/* Who opened it, by account. */
struct opener {
	int64_t account;
	str name;
};
enum { OPENERS = 40 };

static enum rc load_openers(struct ctx *c, int64_t home, struct opener ret[OPENERS], size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT a.id, a.name FROM account a WHERE a.id IN (SELECT o.by_account"
			      " FROM home_opening o WHERE o.home = ?1) ORDER BY a.id LIMIT ?2",
			      INT(home), INT(OPENERS));

	if (rc != RC_OK)
		return rc;
	while (n < OPENERS && db_next(&q)) {
		ret[n].account = db_int(&q, 0);
		ret[n++].name = db_dup(c->mem, &q, 1);
	}
	*ret_n = n;
	return db_done(&q);
}

/* How many children each opening had. */
static enum rc count_children(struct ctx *c, int64_t home, const struct records *list, int64_t *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT a.opening, count(*) FROM home_attendance a WHERE a.home = ?1 AND"
			      " a.opening >= ?2 GROUP BY a.opening ORDER BY a.opening",
			      INT(home), INT(list->n ? list->r[list->n - 1].id : 0));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < list->n; i++)
			if (list->r[i].id == db_int(&q, 0))
				ret[i] = db_int(&q, 1);
	return db_done(&q);
}

struct log {
	struct records list;
	int64_t children[ROWS];
	struct opener opener[OPENERS];
	size_t openers;
};

static str opener_name(const struct log *l, const struct record *o)
{
	for (size_t i = 0; i < l->openers && !rec_null(o, HOME_OPENING_BY); i++)
		if (l->opener[i].account == rec_int(o, HOME_OPENING_BY))
			return l->opener[i].name;
	return STR("");
}

static void put_log(struct page *p, const struct log *l)
{
	static const struct col cols[] = { { N_("Day"), COL_TEXT },
					   { N_("Hours"), COL_TEXT },
					   { N_("Children"), COL_NUMBER },
					   { N_("Opened by"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));

	for (size_t i = 0; i < l->list.n; i++) {
		const struct record *o = &l->list.r[i];
		str from = html_clock_text(p, rec_int(o, HOME_OPENING_OPENED_AT));
		table_row(&t);
		table_text(&t, html_say(p, N_("{0}, {1}"), html_day_text(p, rec_day(o, HOME_OPENING_ON)),
					html_weekday_text(p, rec_day(o, HOME_OPENING_ON))));
		table_text(&t, rec_null(o, HOME_OPENING_CLOSED_AT)
				       ? html_say(p, N_("since {0}"), from)
				       : html_fill(p, "{0}–{1}", from,
						   html_clock_text(p, rec_int(o, HOME_OPENING_CLOSED_AT))));
		table_text(&t, html_int_text(p, l->children[i]));
		table_text(&t, opener_name(l, o));
	}
	table_end(&t);
}

/* What lies before, by day: ?before=ID. */
static enum rc load(struct req *r, struct records *ret, bool *ret_first)
{
	struct list l = { .v = { INT(r->id), INT(0) }, .nv = 2, .limit = ROWS, .newest_first = true };
	str before = req_query(r, STR("before"));
	int64_t id = 0;

	if (before.n && (!str_int(before, &id) || id < 1))
		return RC_INVALID;
	l.v[1] = INT(id);
	l.where = SQL("t.home = ?1 AND (?2 = 0 OR t.id < ?2)");
	*ret_first = id == 0;
	return record_list(&r->ctx, &home_opening_kind, &l, ret);
}

enum rc opening_log_show(struct req *r)
{
	struct home_at at;
	struct log l = { .openers = 0 };
	bool first = true;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK)
		rc = load(r, &l.list, &first);
	if (rc == RC_OK)
		rc = count_children(&r->ctx, r->id, &l.list, l.children);
	if (rc == RC_OK)
		rc = load_openers(&r->ctx, r->id, l.opener, &l.openers);
	if (rc != RC_OK)
		return rc;
	struct page p = home_page_begin(r, &at, N_("Opening log"), RC_OK);
	if (l.list.n)
		put_log(&p, &l);
	else
		table_empty(&p,
			    &(struct empty){ .title = N_("Not opened yet"),
					     .why = N_("Each opening stands here with its hours and how many "
						       "children came."),
					     .scene = true });
	str own = html_url(&p, "/homes/#/openings", r->id);
	table_pages(&p,
		    &(struct pages){
			    .shown = l.list.n,
			    .first = first ? STR("") : own,
			    .next = l.list.more ? html_url_with(&p, own, "before",
								html_int_text(&p, l.list.r[l.list.n - 1].id))
						: STR("") });
	page_end(&p);
	return RC_OK;
}
