#include "registry_page.h"

/* Who entered or left a status this month: one row of crossing against the one before it. */
enum move { MOVE_CIVIL_IN, MOVE_CIVIL_OUT, MOVE_ROLL_IN, MOVE_ROLL_OUT, MOVE__N };
/* clang-format off */
static const char *const moves[MOVE__N] = {
	[MOVE_CIVIL_IN]  = N_("Newly left behind, civil affairs"),
	[MOVE_CIVIL_OUT] = N_("No longer left behind, civil affairs"),
	[MOVE_ROLL_IN]   = N_("Newly left behind, school roll"),
	[MOVE_ROLL_OUT]  = N_("No longer left behind, school roll"),
};
/* clang-format on */

enum { MOVES_SHOWN = 12, MOVES_MAX = 2000 };

struct moved {
	int64_t child;
	day day;
	unsigned kinds; /* bits by enum move */
};
struct month {
	struct moved *list;
	size_t n, count[MOVE__N];
	struct records names; /* of those shown */
};

static enum rc load_moves(struct req *r, struct month *ret)
{
	struct rows q;
	day first = r->ctx.today / 100 * 100 + 1;
	enum rc rc = STORE_QUERY(
		&r->ctx, &q,
		"SELECT x.child, x.day,"
		" CASE WHEN x.civil_affairs = 1 AND coalesce(b.civil_affairs, 0) = 0 THEN 1 ELSE 0 END,"
		" CASE WHEN x.civil_affairs = 0 AND b.civil_affairs = 1 THEN 1 ELSE 0 END,"
		" CASE WHEN x.school_roll > 0 AND coalesce(b.school_roll, 0) = 0 THEN 1 ELSE 0 END,"
		" CASE WHEN x.school_roll = 0 AND b.school_roll > 0 THEN 1 ELSE 0 END"
		" FROM crossing x JOIN child c ON c.id = x.child"
		" LEFT JOIN crossing b ON b.child = x.child AND b.day ="
		" (SELECT max(y.day) FROM crossing y WHERE y.child = x.child AND y.day < x.day)"
		" WHERE x.day >= ?1 AND x.day <= ?2 AND {child c} ORDER BY x.day DESC, x.child LIMIT 2000",
		INT(first), INT(r->ctx.today));

	if (rc != RC_OK)
		return rc;
	*ret = (struct month){ .list = NEW(r->ctx.mem, struct moved, MOVES_MAX) };
	while (db_next(&q) && ret->n < MOVES_MAX) {
		struct moved m = { .child = db_int(&q, 0), .day = (day)db_int(&q, 1) };
		for (int k = 0; k < MOVE__N; k++) {
			bool is = db_int(&q, 2 + k);
			m.kinds |= (unsigned)is << k;
			ret->count[k] += is;
		}
		if (m.kinds)
			ret->list[ret->n++] = m;
	}
	return db_done(&q);
}

/* The names of all who moved: one statement, whatever their number. */
static enum rc load_names(struct req *r, struct month *m)
{
	struct list l = {
		.where = SQL("t.id IN (SELECT x.child FROM crossing x WHERE x.day >= ?1 AND x.day <= ?2)"),
		.v = { INT(r->ctx.today / 100 * 100 + 1), INT(r->ctx.today) },
		.nv = 2,
		.want = 1ULL << CHILD_NAME | 1ULL << CHILD_SCHOOL
	};

	return m->n ? record_list(&r->ctx, &child_kind, &l, &m->names) : RC_OK;
}

static const struct record *name_of(const struct month *m, int64_t child)
{
	size_t low = 0, high = m->names.n; /* in order of id */

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->names.r[mid].id == child)
			return &m->names.r[mid];
		if (m->names.r[mid].id < child)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void put_move(struct page *p, const struct month *m, enum move which)
{
	size_t shown = 0;

	if (!m->count[which])
		return;
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, moves[which]);
	html_lit(p, "</h2><small>");
	html_tr(p, N_("{0} this month"), html_int_text(p, (int64_t)m->count[which]));
	html_lit(p, "</small></div>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < m->n && shown < MOVES_SHOWN; i++) {
		const struct record *child =
			m->list[i].kinds >> which & 1 ? name_of(m, m->list[i].child) : NULL;
		if (!child)
			continue;
		str since = html_say(p, N_("since {0}"), html_day_short(p, m->list[i].day));
		str school = child->label[CHILD_SCHOOL];
		table_rows_item(p, &(struct row){ .icon = "child",
						  .title = rec_text(child, CHILD_NAME),
						  .url = html_url(p, "/children/#", child->id),
						  .why = school.n ? html_say(p, N_("{0}; {1}"), since, school)
								  : since,
						  .verb = N_("Open the file") });
		shown++;
	}
	table_rows_end(p);
	if (m->count[which] > shown) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("And {0} more: they stand in the region's figures."),
			html_int_text(p, (int64_t)(m->count[which] - shown)));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
}

/* Only officials see who counts as left behind beside other children; head and teacher see their classes. */
static enum rc put_officer(struct page *p)
{
	struct month m;
	enum rc rc = load_moves(p->r, &m);

	if (rc == RC_OK)
		rc = load_names(p->r, &m);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<p class=\"duo\"><a class=\"btn main\" href=\"/regions\">");
	html_icon(p, "place");
	html_tr(p, N_("See the figures"));
	if (p->who->role & ROLES_IMPORT) {
		html_lit(p, "</a><a class=\"btn\" href=\"/import\">");
		html_icon(p, "down");
		html_tr(p, N_("Import a list"));
	}
	html_lit(p, "</a></p>\n");
	if (!m.n) {
		table_empty(p, &(struct empty){ .title = N_("Nobody's status has changed this month"),
						.why = N_("Who becomes left behind, or is so no longer, "
							  "stands here from that day on."),
						.scene = true });
		return RC_OK;
	}
	html_lit(p, "<div class=\"cols half\">\n");
	put_move(p, &m, MOVE_CIVIL_IN);
	put_move(p, &m, MOVE_CIVIL_OUT);
	put_move(p, &m, MOVE_ROLL_IN);
	put_move(p, &m, MOVE_ROLL_OUT);
	html_lit(p, "</div>\n");
	return RC_OK;
}

static enum rc put_classes(struct page *p)
{
	struct records list;
	enum rc rc = record_list(&p->r->ctx, &class_kind, &(struct list){ 0 }, &list);

	if (rc != RC_OK)
		return rc;
	if (!list.n) {
		table_empty(
			p, &(struct empty){ .title = N_("No class here yet"),
					    .why = N_("Classes are added on the page of their school."),
					    .url = may_create(p->who, P_REGISTER) ? STR("/schools") : STR(""),
					    .verb = N_("Schools"),
					    .scene = true });
		return RC_OK;
	}
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, p->who->reach == REACH_CLASS ? N_("Your class") : N_("The classes of your school"));
	html_lit(p, "</h2>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < list.n; i++)
		table_rows_item(p, &(struct row){ .icon = "class",
						  .title = rec_text(&list.r[i], CLASS_NAME),
						  .why = p->who->reach == REACH_CLASS
								 ? list.r[i].label[CLASS_SCHOOL]
								 : STR(""),
						  .url = html_url(p, "/classes/#", list.r[i].id),
						  .verb = N_("Open") });
	table_rows_end(p);
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* Directors and supervisors go by place, not by class. */
static void put_village(struct page *p)
{
	html_lit(p, "<p class=\"duo\"><a class=\"btn main\" href=\"/children\">");
	html_icon(p, "child");
	html_tr(p, p->who->role == ROLE_DIRECTOR ? N_("The children of the village")
						 : N_("The children of the township"));
	html_lit(p, "</a></p>\n");
}

/* --- those for whom children are no daily work --- */

struct way {
	unsigned need;
	const char *icon, *url, *title, *why;
};
/* clang-format off */
static const struct way ways[] = {
	{ ROLES_CARE, "child", "/children", N_("Children"),
	  N_("Those whose families agreed that you know of them. Whoever takes it back is gone from here the same day.") },
	{ ROLE_INSPECTOR | ROLES_ABOVE, "place", "/regions", N_("Figures"), N_("Left-behind children by place, under both definitions") },
	{ ROLE_ADMIN | ROLE_SECURITY | ROLE_AUDITOR, "duty", "/admin/self-audit", N_("What is insecure here"),
	  N_("A list of checks of this installation, and how to mend each") },
	{ ROLE_SECURITY | ROLE_AUDITOR, "child", "/accounts", N_("Accounts"), N_("Who may sign in. No child's data is shown to you.") },
	{ ROLE_AUDITOR | ROLE_ADMIN, "grow", "/admin/audit-report", N_("The year's audit"), N_("What was read, agreed to, asked for and erased") },
	{ ROLE_ADMIN, "day", "/admin/retention", N_("What will be erased"), N_("By class of record, with the rule that says so") },
	{ ROLE_AUDITOR, "msg", "/rights_requests", N_("What families ask for"), N_("And how fast they were answered") },
};
/* clang-format on */

static void put_ways(struct page *p)
{
	bool any = false;

	for (size_t i = 0; i < COUNT(ways); i++)
		any |= (ways[i].need & (unsigned)p->who->role) != 0;
	if (!any) {
		table_empty(p, &(struct empty){ .title = N_("Nothing needs you today"),
						.why = N_("What comes up for you stands here."),
						.scene = true });
		return;
	}
	table_rows_begin(p);
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].need & (unsigned)p->who->role)
			table_rows_item(p, &(struct row){ .icon = ways[i].icon,
							  .title = html_word(p, ways[i].title),
							  .why = html_word(p, ways[i].why),
							  .url = str_of(ways[i].url),
							  .verb = N_("Open") });
	table_rows_end(p);
}

/* --- the family: its own children, in big type --- */

static void put_own_child(struct page *p, const struct record *child)
{
	html_lit(p, "<a");
	html_href(p, html_url(p, "/my/children/#", child->id));
	html_lit(p, ">");
	html_icon(p, "child");
	html_lit(p, "<span><b>");
	html_text(p, rec_text(child, CHILD_NAME));
	html_lit(p, "</b><small>");
	html_text(p, child->label[CHILD_SCHOOL].n ? child->label[CHILD_SCHOOL]
						  : registry_child_line(p, child, p->today));
	html_lit(p, "</small></span></a>\n");
}

static enum rc put_family(struct page *p)
{
	struct records list;
	struct list l = { .want = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
				  1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS };
	enum rc rc = record_list(&p->r->ctx, &child_kind, &l, &list);

	if (rc != RC_OK)
		return rc;
	if (!list.n)
		table_empty(
			p,
			&(struct empty){
				.title = N_("No child stands here"),
				.why = N_("Ask the school: it writes down whose parent or guardian you are."),
				.scene = true });
	html_lit(p, "<nav class=\"big\"");
	html_attr_tr(p, "aria-label", N_("Your children"));
	html_lit(p, ">\n");
	for (size_t i = 0; i < list.n; i++)
		put_own_child(p, &list.r[i]);
	html_lit(p, "<a href=\"/more\">");
	html_icon(p, "more");
	html_lit(p, "<span><b>");
	html_tr(p, N_("More"));
	html_lit(p, "</b><small>");
	html_tr(p, N_("Language, sign out"));
	html_lit(p, "</small></span></a></nav>\n");
	return RC_OK;
}

static enum rc put_daily(struct page *p)
{
	if (p->who->role & ROLES_COUNTY)
		return put_officer(p);
	if (p->who->role & ROLES_FAMILY)
		return put_family(p);
	if (p->who->role & ROLES_SCHOOL)
		return put_classes(p);
	if (p->who->role & ROLES_VILLAGE)
		put_village(p);
	else
		put_ways(p);
	return RC_OK;
}

enum rc today_page_show(struct req *r)
{
	struct page p = page_of(r);
	str name = p.who->name.n ? p.who->name : p.who->login;
	enum rc rc = RC_OK;

	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Today"))),
					   .tab = "/",
					   .elder = (p.who->role & ROLES_FAMILY) != 0,
					   .own_h1 = true });
	html_lit(&p, "<div><h1>");
	html_tr(&p, N_("Good day, {0}"), name);
	html_lit(&p, "</h1><p class=\"s\">");
	html_tr(&p, N_("{0}; {1}"), html_day_text(&p, p.today), html_weekday_text(&p, p.today));
	html_lit(&p, "</p></div>\n");
	/* What somebody is told stands before what they come back to every day. */
	rc = registry_panels(&p, NULL);
	if (rc == RC_OK)
		rc = put_daily(&p);
	page_end(&p);
	return rc;
}
