#include "notice_page.h"
#include "notice.h"
#include "table.h"

enum { SHOWN = 8, ROWS = 50 };

static str path_of(struct page *p, const struct record *n)
{
	struct buf b = buf_new(p->mem, 100);

	buf_ch(&b, '/');
	buf_str(&b, rec_text(n, NOTICE_ABOUT));
	buf_ch(&b, '/');
	buf_str(&b, rec_text(n, NOTICE_RECORD));
	return buf_view(&b);
}

static bool leads_on(const struct record *n)
{
	return !rec_null(n, NOTICE_ABOUT) && !rec_null(n, NOTICE_RECORD);
}

static str when_text(struct page *p, int64_t at)
{
	day d = instant_day(at);

	return d == p->today ? html_clock_text(p, at)
			     : html_say(p, N_("{0}, {1}"), html_day_short(p, d), html_clock_text(p, at));
}

/* Open ones; what asks for something by a time stays until then although it was looked at. */
static bool is_open(const struct page *p, const struct record *n)
{
	return rec_null(n, NOTICE_DONE_AT) &&
	       (rec_null(n, NOTICE_UNTIL) || rec_int(n, NOTICE_UNTIL) > p->r->ctx.now);
}

static void put_item(struct page *p, const struct record *n)
{
	const struct code_list *list = code_list_find(STR("notice_code"));
	bool waits = is_open(p, n) && !rec_null(n, NOTICE_UNTIL);

	html_lit(p, "<li><div><b>");
	html_icon(p, "msg");
	html_lit(p, " <span>");
	html_text(p, list ? code_label(list, rec_text(n, NOTICE_CODE), p->lang) : rec_text(n, NOTICE_CODE));
	html_lit(p, "</span></b><p class=\"s\">");
	if (waits)
		html_tr(p, N_("{0}; until {1}"), when_text(p, rec_int(n, NOTICE_AT)),
			when_text(p, rec_int(n, NOTICE_UNTIL)));
	else
		html_text(p, when_text(p, rec_int(n, NOTICE_AT)));
	html_lit(p, "</p></div>");
	if (leads_on(n)) {
		html_lit(p, "<form method=\"post\"");
		html_action(p, html_url(p, "/notices/#/look", n->id));
		html_lit(p, ">");
		html_csrf(p);
		html_lit(p, "<button class=\"quiet\">");
		html_tr(p, N_("Look"));
		html_lit(p, "</button></form>");
	}
	html_lit(p, "</li>\n");
}

static void put_items(struct page *p, const struct records *list)
{
	table_rows_begin(p);
	for (size_t i = 0; i < list->n; i++)
		put_item(p, &list->r[i]);
	table_rows_end(p);
}

enum rc notice_panel(struct page *p)
{
	struct records found;
	struct list l = {
		.where = SQL("t.done_at IS NULL AND (t.until_at > ?1 OR (t.until_at IS NULL AND NOT EXISTS"
			     " (SELECT 1 FROM notice_read x WHERE x.notice = t.id AND x.account = ?2)))"),
		.v = { INT(p->r->ctx.now), INT(p->who->account) },
		.nv = 2,
		.limit = SHOWN,
		.newest_first = true,
	};

	if (!may_read(p->who, P_NOTICE))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &notice_kind, &l, &found);
	if (rc != RC_OK || !found.n)
		return rc;
	html_lit(p, "<section id=\"notices\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("For you"));
	html_lit(p, "</h2>");
	html_link(p, STR("/notices"), html_word(p, N_("All of them")));
	html_lit(p, "</div>\n");
	put_items(p, &found);
	html_lit(p, "</section>\n");
	return RC_OK;
}

enum rc notice_page_list(struct req *r)
{
	struct records found;
	struct list l = { .limit = ROWS, .newest_first = true };
	str after = req_query(r, STR("after"));

	if (!may_read(r->ctx.who, P_NOTICE))
		return RC_NOT_FOUND;
	if (after.n && (!str_int(after, &l.after) || l.after < 1))
		return RC_INVALID;
	enum rc rc = record_list(&r->ctx, &notice_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Notices"))),
						       .tab = "/",
						       .back = STR("/"),
						       .back_label = N_("To Today") });
	if (found.n)
		put_items(&p, &found);
	else
		table_empty(&p, &(struct empty){ .title = N_("Nobody has told you anything yet"),
						 .why = N_("What you need to know about stands here.") });
	table_pages(&p, &(struct pages){
				.shown = found.n,
				.first = l.after ? STR("/notices") : STR(""),
				.next = found.more ? html_url_with(&p, STR("/notices"), "after",
								   html_int_text(&p, found.r[found.n - 1].id))
						   : STR("") });
	page_end(&p);
	return RC_OK;
}

static enum rc note_read(struct ctx *c, void *arg)
{
	const struct record *n = arg;

	return DB_EXEC(c->db,
		       "INSERT INTO notice_read (notice, account, county, at) VALUES (?1, ?2, ?3, ?4)"
		       " ON CONFLICT (notice, account) DO NOTHING",
		       INT(n->id), INT(c->who->account), INT(n->county), INT(c->now));
}

enum rc notice_page_look(struct req *r)
{
	struct record n;
	struct page p = page_of(r);
	enum rc rc =
		may_read(r->ctx.who, P_NOTICE) ? record_load(&r->ctx, &notice_kind, r->id, &n) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, note_read, &n);
	if (rc != RC_OK)
		return rc;
	return req_see_other(r, leads_on(&n) ? path_of(&p, &n) : STR("/notices"));
}
