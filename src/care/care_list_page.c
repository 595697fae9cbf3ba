/* Children under care by level, then by the day of the next visit: for those whose duty the children of a
 * place are.  Answering what somebody says is not so has a list of its own, without any level. */
#include "api.h"
#include "registry_page.h"
#include "risk_page.h"
#include "risk_say.h"

enum { ROWS = REGISTRY_PAGE, NEVER = 99999999 };

struct line {
	int64_t child;
	int level;
	day visit_due;
	str village;
};
struct place { /* where a page ended */
	int64_t level, due, child;
};
struct lines {
	struct line line[ROWS + 1];
	size_t n;
	struct records children;
	int64_t count[RISK_LEVEL__MAX + 1], total;
	int64_t only;       /* this level; 0: all */
	struct place after; /* child 0: from the start */
	str asked;
};

/* level-due-child */
static bool read_place(str text, struct place *ret)
{
	str a, b;

	if (!text.n)
		return true;
	return str_next(&text, '-', &a) && str_next(&text, '-', &b) && str_int(a, &ret->level) &&
	       str_int(b, &ret->due) && str_int(text, &ret->child) && ret->child > 0;
}

static enum rc load_counts(struct ctx *c, struct lines *l)
{
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT k.level, count(*) FROM care_case k"
				 " WHERE {care_case k} AND k.level > ?1 GROUP BY k.level",
				 INT(0));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		int64_t level = db_int(&q, 0);
		if (level > RISK_NONE && level <= RISK_RED)
			l->count[level] = db_int(&q, 1);
	}
	return db_done(&q);
}

static enum rc load_lines(struct ctx *c, struct lines *l)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT k.child, k.level, coalesce(k.visit_due, 99999999), coalesce(k.village, '') FROM "
		"care_case k WHERE {care_case k}"
		" AND k.level > 0 AND (?1 = 0 OR k.level = ?1) AND (?4 = 0 OR k.level < ?2 OR (k.level = ?2 "
		"AND"
		" (coalesce(k.visit_due, 99999999) > ?3 OR (coalesce(k.visit_due, 99999999) = ?3 AND k.child "
		">"
		" ?4)))) ORDER BY k.level DESC, coalesce(k.visit_due, 99999999), k.child LIMIT 51",
		INT(l->only), INT(l->after.level), INT(l->after.due), INT(l->after.child));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && l->n <= ROWS)
		l->line[l->n++] = (struct line){ .child = db_int(&q, 0),
						 .level = (int)db_int(&q, 1),
						 .visit_due = (day)db_int(&q, 2),
						 .village = db_dup(c->mem, &q, 3) };
	return db_done(&q);
}

/* Their names, as far as the reader reaches; the reading is on record with them. */
static enum rc load_names(struct ctx *c, struct lines *l)
{
	static const uint64_t want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SEX |
				     UINT64_C(1) << CHILD_BIRTH_DATE | UINT64_C(1) << CHILD_CLASS;
	struct records piece;
	enum rc rc = RC_OK;
	enum { AT_ONCE = 16 };
	size_t n = l->n < ROWS ? l->n : ROWS;
	struct record *all = NEW(c->mem, struct record, n + 1);

	l->children = (struct records){ all, 0, false };
	for (size_t at = 0; at < n && rc == RC_OK; at += AT_ONCE) {
		struct list q = { .nv = AT_ONCE, .want = want };
		q.where = SQL(
			"t.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
		for (size_t i = 0; i < AT_ONCE; i++)
			q.v[i] = INT(l->line[at + i < n ? at + i : n - 1].child);
		rc = record_list(c, &child_kind, &q, &piece);
		for (size_t i = 0; rc == RC_OK && i < piece.n && l->children.n < n; i++)
			all[l->children.n++] = piece.r[i];
	}
	return rc;
}

static const struct record *child_of(const struct lines *l, int64_t id)
{
	for (size_t i = 0; i < l->children.n; i++)
		if (l->children.r[i].id == id)
			return &l->children.r[i];
	return NULL;
}

static str own_url(struct page *p, int64_t level)
{
	return level ? html_url_with(p, STR("/care"), "level", html_int_text(p, level)) : STR("/care");
}

static void put_tally(struct page *p, const struct lines *l)
{
	table_tally_begin(p);
	for (int i = RISK_RED; i >= RISK_GREEN; i--)
		table_tally(p, &(struct tally){ .count = l->count[i],
						.label = risk_word(p->lang, i),
						.url = own_url(p, i) });
	table_tally_end(p);
}

static void put_due(struct page *p, const struct line *x)
{
	if (x->visit_due == NEVER)
		return;
	html_lit(p, "<br><small>");
	if (x->visit_due < p->today) {
		html_lit(p, "<b class=\"bad\">");
		html_tr(p, N_("visit due since {0}"), html_day_short(p, x->visit_due));
		html_lit(p, "</b>");
	} else {
		html_tr(p, N_("next visit by {0}"), html_day_short(p, x->visit_due));
	}
	html_lit(p, "</small>");
}

static void put_line(struct table *t, const struct line *x, const struct record *child)
{
	struct page *p = t->p;

	table_row(t);
	table_cell(t);
	html_link(p, html_url(p, "/children/#", x->child), rec_text(child, CHILD_NAME));
	html_lit(p, "<br><small>");
	html_text(p, registry_child_line(p, child, p->today));
	if (p->who->reach != REACH_VILLAGE) { /* there everybody lives in the same */
		html_text(p, html_word(p, N_("; ")));
		html_text(p, registry_region(p, x->village));
	}
	html_lit(p, "</small>");
	table_cell(t);
	risk_put_level(p, x->level);
	put_due(p, x);
}

/* Two columns: on a phone a line each. */
static void put_lines(struct page *p, const struct lines *l)
{
	static const struct col cols[] = { { N_("Name"), COL_TEXT }, { N_("Risk level"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });
	size_t n = l->n < ROWS ? l->n : ROWS;

	for (size_t i = 0; i < n; i++) {
		const struct record *child = child_of(l, l->line[i].child);
		if (child)
			put_line(&t, &l->line[i], child);
	}
	table_end(&t);
}

static str next_url(struct page *p, const struct lines *l)
{
	struct buf b = buf_new(p->mem, 80);

	if (l->n <= ROWS)
		return STR("");
	const struct line *last = &l->line[ROWS - 1];
	buf_int(&b, last->level);
	buf_ch(&b, '-');
	buf_int(&b, last->visit_due);
	buf_ch(&b, '-');
	buf_int(&b, last->child);
	return html_url_with(p, own_url(p, l->only), "after", buf_view(&b));
}

static void put_page(struct req *r, const struct lines *l)
{
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Children under care"))),
					       .tab = "/more",
					       .own_h1 = true,
					       .back = STR("/more") });

	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Children under care"));
	html_lit(&p, "</h1>");
	if (p.who->role & ROLES_FAIRNESS)
		html_link(&p, STR("/care/fairness"), html_word(&p, N_("Are levels fair?")));
	html_lit(&p, "</div>\n");
	put_tally(&p, l);
	if (l->only) {
		html_lit(&p, "<p class=\"links\">");
		html_link(&p, STR("/care"), html_word(&p, N_("All levels")));
		html_lit(&p, "</p>\n");
	}
	if (l->n)
		put_lines(&p, l);
	else
		table_empty(&p, &(struct empty){
					.title = N_("Nobody stands here"),
					.why = N_("Children who are left behind or in difficulty come by "
						  "themselves; so does whoever somebody has seen a risk of."),
					.scene = true });
	table_pages(&p, &(struct pages){ .shown = l->n < ROWS ? l->n : ROWS,
					 .first = l->after.child ? own_url(&p, l->only) : STR(""),
					 .next = next_url(&p, l) });
	page_end(&p);
}

static enum rc care_list_page_show(struct req *r)
{
	struct lines *l = NEW(r->ctx.mem, struct lines, 1);
	str level = req_query(r, STR("level"));

	if ((level.n && (!str_int(level, &l->only) || l->only < RISK_GREEN || l->only > RISK_RED)) ||
	    !read_place(req_query(r, STR("after")), &l->after))
		return RC_INVALID;
	enum rc rc = load_counts(&r->ctx, l);
	if (rc == RC_OK)
		rc = load_lines(&r->ctx, l);
	if (rc == RC_OK)
		rc = load_names(&r->ctx, l);
	if (rc == RC_OK)
		put_page(r, l);
	return rc;
}

/* --- what somebody says is not so --- */

static enum rc finding_page_list(struct req *r)
{
	struct list q = { .filter = { { FINDING_STATE, TEXT(STR(CODE_FINDING_STATE_CONTESTED)) } },
			  .nfilter = 1,
			  .limit = ROWS,
			  .after = registry_after(r),
			  .want = UINT64_C(1) << FINDING_CHILD | UINT64_C(1) << FINDING_CONTESTED_ON };
	struct records found;
	enum rc rc = record_list(&r->ctx, &finding_kind, &q, &found);

	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("To look at again"))),
					       .tab = "/more",
					       .back = STR("/") });
	table_rows_begin(&p);
	for (size_t i = 0; i < found.n; i++)
		table_rows_item(
			&p,
			&(struct row){ .icon = "eye",
				       .title = found.r[i].label[FINDING_CHILD].n
							? found.r[i].label[FINDING_CHILD]
							: html_word(&p, N_("A child")),
				       .why = html_say(
					       &p, N_("Somebody says since {0} that it is not so."),
					       html_day_text(&p, rec_day(&found.r[i], FINDING_CONTESTED_ON))),
				       .url = html_url(&p, "/findings/#", found.r[i].id),
				       .verb = N_("Look") });
	table_rows_end(&p);
	if (!found.n)
		table_empty(&p,
			    &(struct empty){ .title = N_("Nothing is contested"),
					     .why = N_("When somebody says that what was seen of a child is "
						       "not so, it stands here.") });
	table_pages(&p, &(struct pages){
				.shown = found.n,
				.first = q.after ? STR("/findings") : STR(""),
				.next = found.more ? html_url_with(&p, STR("/findings"), "after",
								   html_int_text(&p, found.r[found.n - 1].id))
						   : STR("") });
	page_end(&p);
	return RC_OK;
}

/* clang-format off */
const struct route risk_routes[] = {
	{ HTTP_GET,  "/care",                       care_list_page_show,    .need = ROLES_CARE_LIST, .purpose = "care" },
	{ HTTP_GET,  "/care/fairness",              fairness_page_show,     .need = ROLES_FAIRNESS, .slow = true },
	{ HTTP_GET,  "/children/:id/risk",          risk_page_show,         .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_POST, "/children/:id/level",         risk_page_decide,       .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_GET,  "/children/:id/findings/new",  finding_page_new,       .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_POST, "/children/:id/findings/new",  finding_page_create,    .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_GET,  "/children/:id/assess",        assessment_page_new,    .need = ROLES_ASSESS, .purpose = "risk" },
	{ HTTP_POST, "/children/:id/assess",        assessment_page_create, .need = ROLES_ASSESS, .purpose = "risk" },
	{ HTTP_GET,  "/findings",                   finding_page_list,      .need = ROLES_ANSWER, .purpose = "contests" },
	{ HTTP_GET,  "/findings/:id",               finding_page_show,      .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_POST, "/findings/:id/show",          finding_page_open,      .need = ROLES_STAFF, .purpose = "show" },
	{ HTTP_POST, "/findings/:id/contest",       finding_page_contest,   .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_POST, "/findings/:id/answer",        finding_page_answer,    .need = ROLES_ANSWER, .purpose = "risk" },
	{ HTTP_GET,  "/assessments/:id",            assessment_page_show,   .need = ROLES_STAFF, .purpose = "risk" },
	{ HTTP_POST, "/assessments/:id/show",       assessment_page_open,   .need = ROLES_STAFF, .purpose = "show" },
	{ HTTP_POST, "/api/v1/findings/:id/contest", finding_api_contest,   .need = ROLES_STAFF },
	{ HTTP_POST, "/api/v1/findings/:id/answer", finding_api_answer,     .need = ROLES_ANSWER },
	{ HTTP_POST, "/api/v1/assessments",         assessment_api_make,    .need = ROLES_ASSESS },
	{ 0 },
};
/* clang-format on */
