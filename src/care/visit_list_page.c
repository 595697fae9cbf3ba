#include "frame.h"
#include "visit_page.h"

/* Lists of visits: several children on one page, so names, days and who visited, and nothing of what was
 * seen. Whose work is a place reads all visits there; a school its own people's, or it would learn from a
 * list whom the village looks after. */

enum { DRAFTS = 20 };

/* --- what is asked for --- */

enum { ROUND = 16 /* values of one condition */, WANT_MAX = 200 };

struct asked {
	int64_t by;    /* whose visits; 0: everybody's within reach */
	day from, to;  /* days of visits */
	int64_t after; /* the visit that the page before ended with; 0: from the last day */
	bool alike;    /* only those that read like another */
	size_t limit;
};

struct found {
	struct records visits, children;
	bool more;
};

/* A school is shown its own. */
static int64_t whose(const struct actor *who)
{
	return who->role & (ROLES_COUNTY | ROLES_VILLAGE) ? 0 : who->account;
}

static enum rc take_ids(struct rows *q, size_t limit, int64_t *ret, size_t *ret_n)
{
	size_t n = 0;

	while (n <= limit && db_next(q))
		ret[n++] = db_int(q, 0);
	*ret_n = n;
	return db_done(q);
}

/* Ids of those that read like another, or have a photo that looks like another's, the last day first. */
static enum rc list_alike(struct ctx *c, const struct asked *a, day after, int64_t *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc =
		STORE_QUERY(c, &q,
			    "SELECT v.id FROM visit v WHERE v.id IN (SELECT x.id FROM visit x WHERE "
			    "x.like_visit IS NOT NULL"
			    " UNION SELECT f.visit FROM photo f WHERE f.like_photo IS NOT NULL)"
			    " AND (?1 = 0 OR v.on_day < ?2 OR (v.on_day = ?2 AND v.id < ?1)) AND {visit v}"
			    " ORDER BY v.on_day DESC, v.id DESC LIMIT ?3",
			    INT(a->after), INT(after), INT((int64_t)a->limit + 1));

	return rc == RC_OK ? take_ids(&q, a->limit, ret, ret_n) : rc;
}

/* Ids, the last day first. */
static enum rc list_ids(struct ctx *c, const struct asked *a, int64_t *ret, size_t *ret_n)
{
	struct rows q;
	int64_t after = 0;
	enum rc rc = RC_OK;

	if (a->after)
		rc = DB_ONE(c->db, &after, "SELECT v.on_day FROM visit v WHERE v.id = ?1", INT(a->after));
	if (rc == RC_OK && a->alike)
		return list_alike(c, a, (day)after, ret, ret_n);
	if (rc != RC_OK)
		return rc;
	rc = STORE_QUERY(c, &q,
			 "SELECT v.id FROM visit v WHERE v.on_day >= ?1 AND v.on_day <= ?2"
			 " AND (?3 = 0 OR v.by_account = ?3)"
			 " AND (?4 = 0 OR v.on_day < ?5 OR (v.on_day = ?5 AND v.id < ?4)) AND {visit v}"
			 " ORDER BY v.on_day DESC, v.id DESC LIMIT ?6",
			 INT(a->from), INT(a->to), INT(a->by), INT(a->after), INT(after),
			 INT((int64_t)a->limit + 1));
	return rc == RC_OK ? take_ids(&q, a->limit, ret, ret_n) : rc;
}

static enum rc load_round(struct ctx *c, const int64_t *id, size_t n, struct records *to)
{
	struct list l = { .nv = ROUND,
			  .want = UINT64_C(1) << VISIT_CHILD | UINT64_C(1) << VISIT_ON |
				  UINT64_C(1) << VISIT_HOW | UINT64_C(1) << VISIT_BY |
				  UINT64_C(1) << VISIT_ROLE | UINT64_C(1) << VISIT_LIKE };
	struct records some;

	l.where = SQL("t.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
	for (size_t i = 0; i < ROUND; i++)
		l.v[i] = INT(i < n ? id[i] : 0);
	enum rc rc = record_list(c, &visit_kind, &l, &some);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		for (size_t k = 0; k < some.n; k++)
			if (some.r[k].id == id[i])
				to->r[to->n++] = some.r[k];
	return rc;
}

static enum rc load(struct req *r, const struct asked *a, struct found *ret)
{
	struct ctx *c = &r->ctx;
	int64_t *id = NEW(c->mem, int64_t, a->limit + 1);
	size_t n = 0;
	enum rc rc = list_ids(c, a, id, &n);

	*ret = (struct found){ .visits = { .r = NEW(c->mem, struct record, a->limit + 1) },
			       .more = n > a->limit };
	if (n > a->limit)
		n = a->limit;
	for (size_t at = 0; at < n && rc == RC_OK; at += ROUND)
		rc = load_round(c, id + at, n - at < ROUND ? n - at : ROUND, &ret->visits);
	return rc == RC_OK ? visit_children(c, &ret->visits, &ret->children) : rc;
}

static struct asked all_days(struct req *r)
{
	return (struct asked){ .by = whose(r->ctx.who),
			       .to = r->ctx.today,
			       .after = registry_after(r),
			       .limit = REGISTRY_PAGE };
}

static int64_t last_id(const struct found *f) { return f->visits.n ? f->visits.r[f->visits.n - 1].id : 0; }

static void put_pages(struct page *p, const struct asked *a, const struct found *f, str url)
{
	table_pages(p, &(struct pages){
			       .shown = f->visits.n,
			       .first = a->after ? url : STR(""),
			       .next = f->more ? html_url_with(p, url, "after", html_int_text(p, last_id(f)))
					       : STR("") });
}

static str name_of(struct page *p, const struct records *children, const struct record *visit)
{
	const struct record *child = visit_child_in(children, rec_int(visit, VISIT_CHILD));

	return child ? rec_text(child, CHILD_NAME) : html_word(p, N_("a child"));
}

static void put_table(struct page *p, const struct records *visits, const struct records *children)
{
	static const struct col cols[] = { { N_("Child"), COL_TEXT },
					   { N_("Day"), COL_TEXT },
					   { N_("Way of the visit"), COL_TEXT },
					   { N_("Visited by"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < visits->n; i++) {
		const struct record *v = &visits->r[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/visits/#", v->id), name_of(p, children, v));
		table_text(&t, html_day_text(p, rec_day(v, VISIT_ON)));
		table_text(&t, registry_code(p, "visit_how", rec_text(v, VISIT_HOW)));
		table_text(&t, visit_by_text(p, v));
	}
	table_end(&t);
}

/* --- begun --- */

static void put_draft(struct page *p, const struct draft *d, const struct record *child)
{
	table_rows_item(p, &(struct row){ .icon = "visit",
					  .title = rec_text(child, CHILD_NAME),
					  .why = html_say(p, N_("Begun; saved on {0} at {1}."),
							  html_day_short(p, instant_day(d->saved_at)),
							  html_clock_text(p, d->saved_at)),
					  .url = html_url(p, "/children/#/visits/new", d->child),
					  .verb = N_("Go on writing") });
}

static enum rc put_drafts(struct page *p)
{
	struct draft d[DRAFTS];
	size_t n = DRAFTS;
	struct record child;

	if (!(p->who->role & ROLES_VISIT))
		return RC_OK;
	enum rc rc = draft_list(&p->r->ctx, VISIT_DRAFT, d, &n);
	if (rc != RC_OK || !n)
		return rc;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Begun, not handed in yet"));
	html_lit(p, "</h2>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		rc = record_load(&p->r->ctx, &child_kind, d[i].child, &child);
		if (rc == RC_OK)
			put_draft(p, &d[i], &child);
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
	return rc;
}

/* --- the list --- */

static void put_ways(struct page *p)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, STR("/visits/print"), html_word(p, N_("This month, to print")));
	if (p->who->role & ROLES_ALIKE)
		html_link(p, STR("/visits/alike"), html_word(p, N_("Visits that read the same")));
	html_lit(p, "</p>\n");
}

static void put_visit(struct page *p, const struct record *v, const struct records *children)
{
	table_rows_item(
		p,
		&(struct row){ .icon = "visit",
			       .title = name_of(p, children, v),
			       .why = html_say(p, N_("{0}, {1}; {2}"), html_day_text(p, rec_day(v, VISIT_ON)),
					       registry_code(p, "visit_how", rec_text(v, VISIT_HOW)),
					       visit_by_text(p, v)),
			       .url = html_url(p, "/visits/#", v->id) });
}

static void put_list(struct page *p, const struct asked *a, const struct found *f)
{
	if (f->visits.n) {
		table_rows_begin(p);
		for (size_t i = 0; i < f->visits.n; i++)
			put_visit(p, &f->visits.r[i], &f->children);
		table_rows_end(p);
	} else {
		table_empty(
			p, &(struct empty){ .title = N_("No visits yet"),
					    .why = N_("A visit is written in the child's file, or where your "
						      "work stands."),
					    .url = STR("/children"),
					    .verb = N_("To the children") });
	}
	put_pages(p, a, f, STR("/visits"));
}

enum rc visit_list_page_show(struct req *r)
{
	struct asked a = all_days(r);
	struct found f;
	enum rc rc = load(r, &a, &f);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Visits")), .tab = "/more" });
	rc = a.after ? RC_OK : put_drafts(&p);
	if (rc != RC_OK)
		return rc;
	put_list(&p, &a, &f);
	put_ways(&p);
	page_end(&p);
	return RC_OK;
}

/* --- a month on paper --- */

static bool read_month(struct req *r, int32_t *ret)
{
	int64_t month;
	str given = req_query(r, STR("month"));

	*ret = r->ctx.today / 100;
	if (!given.n)
		return true;
	if (!str_int(given, &month) || month < 190001 || month > 219912 || month % 100 < 1 ||
	    month % 100 > 12)
		return false;
	*ret = (int32_t)month;
	return true;
}

static void put_other_months(struct page *p, int32_t month)
{
	int32_t before = month % 100 == 1 ? month - 89 : month - 1;
	int32_t after = month % 100 == 12 ? month + 89 : month + 1;

	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url_with(p, STR("/visits/print"), "month", html_int_text(p, before)),
		  html_month_text(p, before));
	if (after <= p->today / 100)
		html_link(p, html_url_with(p, STR("/visits/print"), "month", html_int_text(p, after)),
			  html_month_text(p, after));
	html_lit(p, "</p>\n");
}

enum rc visit_list_page_print(struct req *r)
{
	int32_t month;
	struct found f;
	int64_t most = ctx_param(&r->ctx, PARAM_EXPORT_PRINT_ROWS);

	if (!read_month(r, &month)) {
		problem_add(&r->ctx.problems, STR("month"), N_("This is no month."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	const struct asked a = { .by = whose(r->ctx.who),
				 .from = month * 100 + 1,
				 .to = month * 100 + 31,
				 .limit = most > 0 && most < WANT_MAX ? (size_t)most : WANT_MAX };
	enum rc rc = load(r, &a, &f);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Visits in {0}"), html_month_text(&p, month)),
				    .tab = "/more",
				    .back = STR("/visits"),
				    .no_store = true });
	put_other_months(&p, month);
	if (f.visits.n)
		put_table(&p, &f.visits, &f.children);
	else
		table_empty(&p, &(struct empty){ .title = N_("No visits in this month"),
						 .why = N_("What is written down stands here.") });
	if (f.more) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("These are the last {0}; there are more."),
			html_int_text(&p, (int64_t)f.visits.n));
		html_lit(&p, "</p>\n");
	}
	page_end(&p);
	return RC_OK;
}

/* --- texts that read the same --- */

static str alike_text(struct page *p, const struct record *v, const struct record *other)
{
	str on = html_day_text(p, rec_day(v, VISIT_ON)), by = visit_by_text(p, v);
	str then = other ? html_day_text(p, rec_day(other, VISIT_ON)) : STR("");

	if (rec_null(v, VISIT_LIKE))
		return html_say(p, N_("On {0}, by {1}; a photo looks like one of another visit."), on, by);
	if (!other)
		return html_say(p, N_("On {0}, by {1}; the same text stands in a visit elsewhere."), on, by);
	if (rec_int(other, VISIT_CHILD) == rec_int(v, VISIT_CHILD))
		return html_say(p, N_("On {0} and on {1}, by {2}."), on, then, by);
	return html_say(p, N_("On {0}, by {1}; the same text on {2} to another child."), on, by, then);
}

static void put_pair(struct page *p, const struct record *v, const struct records *children,
		     const struct records *others)
{
	const struct record *other = NULL;

	for (size_t i = 0; i < others->n; i++)
		if (others->r[i].id == rec_int(v, VISIT_LIKE))
			other = &others->r[i];
	table_rows_item(p, &(struct row){ .icon = "visit",
					  .title = name_of(p, children, v),
					  .why = alike_text(p, v, other),
					  .url = html_url(p, "/visits/#", v->id),
					  .verb = N_("Look") });
}

/* The visits that these read like, as far as they are within reach. */
static enum rc load_others(struct req *r, const struct found *f, struct records *ret)
{
	int64_t *id = NEW(r->ctx.mem, int64_t, f->visits.n + 1);
	enum rc rc = RC_OK;

	*ret = (struct records){ .r = NEW(r->ctx.mem, struct record, f->visits.n + 1) };
	for (size_t i = 0; i < f->visits.n; i++)
		id[i] = rec_int(&f->visits.r[i], VISIT_LIKE);
	for (size_t at = 0; at < f->visits.n && rc == RC_OK; at += ROUND)
		rc = load_round(&r->ctx, id + at, f->visits.n - at < ROUND ? f->visits.n - at : ROUND, ret);
	return rc;
}

enum rc visit_list_page_alike(struct req *r)
{
	struct asked a = all_days(r);
	struct found f;
	struct records others;

	a.alike = true;
	enum rc rc = load(r, &a, &f);
	if (rc == RC_OK)
		rc = load_others(r, &f, &others);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_word(&p, N_("Visits that read the same")),
				    .tab = "/more",
				    .under = html_word(&p, N_("Nobody is accused by this. Ask, before you "
							      "draw a conclusion.")),
				    .back = STR("/visits") });
	table_rows_begin(&p);
	for (size_t i = 0; i < f.visits.n; i++)
		put_pair(&p, &f.visits.r[i], &f.children, &others);
	table_rows_end(&p);
	if (!f.visits.n)
		table_empty(&p, &(struct empty){ .title = N_("No two visits read the same"),
						 .why = N_("When they do, both stand here.") });
	put_pages(&p, &a, &f, STR("/visits/alike"));
	page_end(&p);
	return RC_OK;
}
