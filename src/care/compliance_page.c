/* Whether what the law asks was done: all duties, one duty by place, school and person, the cases behind each
 * number. */
#include "compliance.h"
#include "facts.h"
#include "frame.h"
#include "registry_page.h"
#include "table.h"

enum { MONTHS_SHORT = 1, MONTHS_LONG = 12, MONTHS_USUAL = 6 };

/* What is asked for, out of the address. */
struct asked {
	struct compliance_ask ask;
	int months;
	const struct duty *duty; /* NULL: all */
	enum { BY_PLACE, BY_SCHOOL, BY_PERSON } by;
};

static int month_back(int month, int n)
{
	int index = month / 100 * 12 + month % 100 - 1 - n;

	return index / 12 * 100 + index % 12 + 1;
}

static bool read_months(struct req *r, int *ret)
{
	str text = req_query(r, STR("months"));
	int64_t n = MONTHS_USUAL;

	if (text.n && (!str_int(text, &n) || (n != MONTHS_SHORT && n != MONTHS_USUAL && n != MONTHS_LONG)))
		return false;
	*ret = (int)n;
	return true;
}

static enum rc read_asked(struct req *r, str fact, struct asked *ret)
{
	struct ctx *c = &r->ctx;
	str by = req_query(r, STR("by"));

	*ret = (struct asked){ .by = str_eq(by, STR("school"))   ? BY_SCHOOL
				     : str_eq(by, STR("person")) ? BY_PERSON
								 : BY_PLACE };
	if (!read_months(r, &ret->months))
		return RC_INVALID;
	if (!compliance_region(c, req_query(r, STR("region")), &ret->ask.region))
		return RC_NOT_FOUND;
	if (fact.n) {
		ret->duty = compliance_duty(c, fact);
		if (!ret->duty)
			return RC_NOT_FOUND;
		ret->ask.fact = fact;
	}
	/* Beyond the county only months that are over: of the running one nobody there knows what is still
	 * to come. */
	ret->ask.last = c->today / 100;
	if (c->who->reach > REACH_COUNTY)
		ret->ask.last = month_back(ret->ask.last, 1);
	ret->ask.first = month_back(ret->ask.last, ret->months - 1);
	return RC_OK;
}

/* --- addresses --- */

static str with_ask(struct page *p, str url, const struct asked *a)
{
	if (a->months != MONTHS_USUAL)
		url = html_url_with(p, url, "months", html_int_text(p, a->months));
	if (a->ask.region.n && !str_eq(a->ask.region, p->who->region))
		url = html_url_with(p, url, "region", a->ask.region);
	return url;
}

static str duty_url(struct page *p, const struct asked *a, str fact)
{
	return with_ask(p, html_url_code(p, "/duties/#", fact), a);
}

static str rows_url(struct page *p, const struct asked *a, enum compliance_state s, str region,
		    int64_t school)
{
	struct asked at = *a;

	if (!(p->who->role & ROLES_COMPLIANCE_ROWS))
		return STR("");
	at.ask.region = region.n ? region : a->ask.region;
	str url = with_ask(p, html_url_code(p, "/duties/#/rows", a->ask.fact), &at);
	url = html_url_with(p, url, "of", str_of(compliance_state_name[s]));
	return school ? html_url_with(p, url, "school", html_int_text(p, school)) : url;
}

/* --- figures --- */

static str share_text(struct page *p, const struct compliance *x)
{
	struct buf b = buf_new(p->mem, 32);
	int64_t due = compliance_due(x);

	if (!due)
		return STR("");
	buf_int(&b, (x->n.n[DUTY_IN_TIME] * 100 + due / 2) / due);
	buf_lit(&b, "%");
	return buf_view(&b);
}

static void put_number(struct table *t, int64_t n, str url)
{
	table_cell(t);
	if (n && url.n)
		html_link(t->p, url, html_int_text(t->p, n));
	else
		html_int(t->p, n);
}

/* The five columns that all tables share. */
#define FIGURES                                                                                              \
	{ N_("Due"), COL_NUMBER }, { N_("In time"), COL_NUMBER }, { N_("Share in time"), COL_NUMBER },       \
		{ N_("Late"), COL_NUMBER },                                                                  \
	{                                                                                                    \
		N_("Not done"), COL_NUMBER                                                                   \
	}

static void put_figures(struct table *t, const struct compliance *x, const struct asked *a, str region,
			int64_t school)
{
	struct page *p = t->p;

	table_cell(t);
	html_int(p, compliance_due(x));
	put_number(t, x->n.n[DUTY_IN_TIME], rows_url(p, a, COMPLIANCE_IN_TIME, region, school));
	table_text(t, share_text(p, x));
	put_number(t, x->n.n[DUTY_LATE], rows_url(p, a, COMPLIANCE_LATE, region, school));
	put_number(t, compliance_not_done(x), rows_url(p, a, COMPLIANCE_NOT_DONE, region, school));
}

static str period_text(struct page *p, const struct asked *a)
{
	str last = html_month_text(p, a->ask.last);

	if (a->ask.first == a->ask.last)
		return html_say(p, N_("What fell due in {0}"), last);
	return html_say(p, N_("What fell due from {0} to {1}"), html_month_text(p, a->ask.first), last);
}

static str where_text(struct page *p, const struct asked *a)
{
	str region = a->ask.region;

	if (p->who->reach == REACH_SCHOOL || p->who->reach == REACH_CLASS || p->who->reach == REACH_POSTED)
		return html_word(p, N_("your children"));
	if (!region.n && p->who->reach == REACH_NATION)
		return html_word(p, N_("The whole country"));
	return region.n ? registry_region(p, region) : html_word(p, N_("the whole county"));
}

static void put_chip(struct page *p, str url, const char *label, bool current)
{
	html_lit(p, "<a");
	html_href(p, url);
	if (current)
		html_lit(p, " aria-current=\"page\"");
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</a>");
}

static void put_months(struct page *p, const struct asked *a, str url)
{
	static const struct {
		int months;
		const char *label;
	} way[] = { { MONTHS_SHORT, N_("This month") },
		    { MONTHS_USUAL, N_("Six months") },
		    { MONTHS_LONG, N_("Twelve months") } };

	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Months"));
	html_lit(p, ">");
	for (size_t i = 0; i < COUNT(way); i++) {
		struct asked at = *a;
		at.months = way[i].months;
		put_chip(p, with_ask(p, url, &at), way[i].label, a->months == at.months);
	}
	html_lit(p, "</nav>\n");
}

/* --- all duties --- */

static void put_law(struct page *p, const struct duty *d)
{
	html_lit(p, "<small>");
	html_text(p, duty_article(p->mem, d, p->lang));
	html_lit(p, "</small>");
}

static void put_all(struct page *p, const struct asked *a, const struct compliance_lines *lines)
{
	static const struct col cols[] = { { N_("Duty"), COL_TEXT }, FIGURES };
	struct table t = table_begin(p, cols, COUNT(cols), period_text(p, a));

	for (size_t i = 0; i < lines->n; i++) {
		const struct duty *d = lines->list[i].duty;
		struct asked one = *a;
		one.ask.fact = d->fact;
		table_row(&t);
		table_cell(&t);
		html_lit(p, "<span>");
		html_link(p, duty_url(p, a, d->fact), duty_title(d, p->lang));
		html_lit(p, "<br>");
		put_law(p, d);
		html_lit(p, "</span>");
		put_figures(&t, &lines->list[i].is, &one, STR(""), 0);
	}
	table_end(&t);
}

static enum rc list_show(struct req *r)
{
	struct asked a;
	struct compliance_lines lines;
	enum rc rc = read_asked(r, STR(""), &a);

	if (rc == RC_OK)
		rc = compliance_load(&r->ctx, &a.ask, &lines);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("What the law asks")),
					   .tab = "/more",
					   .under = where_text(&p, &a) });
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("Counted from what was written down, never ticked off. Reports of harm are sealed and "
		       "stand in "
		       "no figure here."));
	html_lit(&p, "</p>\n");
	put_months(&p, &a, STR("/duties"));
	put_all(&p, &a, &lines);
	page_end(&p);
	return RC_OK;
}

/* --- one duty --- */

static void put_sentence(struct page *p, const struct duty *d)
{
	html_lit(p, "<section class=\"sheet stack\"><p>");
	html_text(p, duty_sentence(d, p->lang));
	html_lit(p, "</p><p class=\"s\">");
	html_text(p, duty_article(p->mem, d, p->lang));
	html_lit(p, "</p></section>\n");
}

static void put_tally(struct page *p, const struct asked *a, const struct compliance *x)
{
	const struct {
		int64_t n;
		enum compliance_state state;
		const char *label, *tone, *icon;
	} part[] = {
		{ x->n.n[DUTY_IN_TIME], COMPLIANCE_IN_TIME, N_("done in time"), "ok", "yes" },
		{ x->n.n[DUTY_LATE], COMPLIANCE_LATE, N_("done late"), "due", "day" },
		{ compliance_not_done(x), COMPLIANCE_NOT_DONE, N_("not done"), "bad", "warn" },
		{ x->running, COMPLIANCE_RUNNING, N_("still running"), NULL, NULL },
		{ x->older, COMPLIANCE_OLDER, N_("open since before"), "bad", "warn" },
	};

	table_tally_begin(p);
	for (size_t i = 0; i < COUNT(part); i++)
		if (part[i].n || part[i].state != COMPLIANCE_OLDER)
			table_tally(p, &(struct tally){
					       .count = part[i].n,
					       .label = html_word(p, part[i].label),
					       .tone = part[i].n ? part[i].tone : NULL,
					       .icon = part[i].n ? part[i].icon : NULL,
					       .url = part[i].n ? rows_url(p, a, part[i].state, STR(""), 0)
								: STR("") });
	table_tally_end(p);
}

/* Schools and people are for who answers for several of them. */
static bool may_by(const struct page *p, const struct asked *a, int by)
{
	unsigned role = (unsigned)p->who->role;

	if (by == BY_PLACE)
		return a->duty->objects != DUTY_ACCOUNT && p->who->reach >= REACH_TOWNSHIP;
	if (by == BY_SCHOOL)
		return a->duty->objects != DUTY_ACCOUNT && (role & (ROLES_COUNTY | ROLE_INSPECTOR));
	return (role & (ROLES_COUNTY | ROLE_SUPERVISOR)) != 0;
}

static void put_ways(struct page *p, const struct asked *a)
{
	static const struct {
		const char *by, *label;
	} way[] = { { "place", N_("By place") },
		    { "school", N_("By school") },
		    { "person", N_("By person") } };

	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Counted by"));
	html_lit(p, ">");
	for (int i = 0; i < (int)COUNT(way); i++)
		if (may_by(p, a, i))
			put_chip(p, html_url_with(p, duty_url(p, a, a->ask.fact), "by", str_of(way[i].by)),
				 way[i].label, (int)a->by == i);
	html_lit(p, "</nav>\n");
}

static void put_empty(struct page *p)
{
	table_empty(p,
		    &(struct empty){ .title = N_("Nothing fell due here"),
				     .why = N_("In these months the law asked nothing of anybody here.") });
}

static bool nothing(const struct compliance *x) { return !x->n.n[DUTY_ASKED]; }

static enum rc put_places(struct page *p, const struct asked *a)
{
	static const struct col cols[] = { { N_("Place"), COL_TEXT }, FIGURES };
	struct ctx *c = &p->r->ctx;
	const struct regions *map = c->model->regions;
	struct buf county = buf_new(p->mem, 8);
	struct compliance_parts parts;
	size_t rows = 0;

	buf_pad(&county, p->who->county, 6);
	str at = a->ask.region.n || p->who->reach > REACH_COUNTY ? a->ask.region : buf_view(&county);
	struct region_range range = region_children(map, at);
	size_t n = range.end - range.at;
	str *code = NEW(p->mem, str, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct region one = region_at(map, range.at + i);
		code[i] = str_dup(p->mem, str_of(one.code));
	}
	enum rc rc = compliance_places(c, &a->ask, code, n, &parts);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < parts.n; i++)
		rows += !nothing(&parts.list[i].is);
	if (!rows) {
		put_empty(p);
		return RC_OK;
	}
	struct table t = table_begin(p, cols, COUNT(cols), period_text(p, a));
	for (size_t i = 0; i < parts.n; i++) {
		const struct compliance_part *part = &parts.list[i];
		struct asked below = *a;
		if (nothing(&part->is))
			continue;
		below.ask.region = part->region;
		table_row(&t);
		table_cell(&t);
		if (part->region.n < 12)
			html_link(p, duty_url(p, &below, a->ask.fact), registry_region(p, part->region));
		else
			html_text(p, registry_region(p, part->region));
		put_figures(&t, &part->is, a, part->region, 0);
	}
	table_end(&t);
	return RC_OK;
}

/* Schools by their names, one statement. */
static enum rc put_schools(struct page *p, const struct asked *a)
{
	static const struct col cols[] = { { N_("School"), COL_TEXT }, FIGURES };
	struct ctx *c = &p->r->ctx;
	struct compliance_parts parts;
	struct records schools;
	enum rc rc = compliance_schools(c, &a->ask, &parts);

	if (rc == RC_OK)
		rc = record_list(c, &school_kind, &(struct list){ .want = 1U << SCHOOL_NAME }, &schools);
	if (rc != RC_OK)
		return rc;
	if (!parts.n) {
		put_empty(p);
		return RC_OK;
	}
	struct table t = table_begin(p, cols, COUNT(cols), period_text(p, a));
	for (size_t i = 0; i < parts.n; i++) {
		str name = STR("");
		for (size_t j = 0; j < schools.n; j++)
			if (schools.r[j].id == parts.list[i].id)
				name = rec_text(&schools.r[j], SCHOOL_NAME);
		if (!name.n)
			continue;
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/schools/#", parts.list[i].id), name);
		put_figures(&t, &parts.list[i].is, a, STR(""), parts.list[i].id);
	}
	table_end(&t);
	return RC_OK;
}

static enum rc put_people(struct page *p, const struct asked *a)
{
	static const struct col cols[] = { { N_("Who"), COL_TEXT }, { N_("Where"), COL_TEXT }, FIGURES };
	struct compliance_parts parts;
	enum rc rc = compliance_people(&p->r->ctx, &a->ask, &parts);

	if (rc != RC_OK)
		return rc;
	if (!parts.n) {
		put_empty(p);
		return RC_OK;
	}
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Whose place it is today. A deputy's work counts for whom they stand in for; places "
		      "that nobody "
		      "holds are in the list by place."));
	html_lit(p, "</p>\n");
	struct table t = table_begin(p, cols, COUNT(cols), period_text(p, a));
	for (size_t i = 0; i < parts.n; i++) {
		const struct compliance_part *part = &parts.list[i];
		table_row(&t);
		table_text(&t, part->who.n ? part->who : html_word(p, N_("Account not in use")));
		table_text(&t, part->region.n ? registry_region(p, part->region) : STR(""));
		/* A number opens to the rows of the place. */
		put_figures(&t, &part->is, a, part->region, part->school);
	}
	table_end(&t);
	return RC_OK;
}

static enum rc put_parts(struct page *p, struct asked *a)
{
	if (!may_by(p, a, (int)a->by))
		a->by = a->duty->objects == DUTY_ACCOUNT ? BY_PERSON : BY_PLACE;
	if (!may_by(p, a, (int)a->by))
		return RC_OK;
	put_ways(p, a);
	if (a->by == BY_SCHOOL)
		return put_schools(p, a);
	return a->by == BY_PERSON ? put_people(p, a) : put_places(p, a);
}

static enum rc duty_show(struct req *r)
{
	struct asked a;
	struct compliance_lines lines = { .n = 0 };
	enum rc rc = read_asked(r, r->word, &a);

	if (rc == RC_OK)
		rc = compliance_load(&r->ctx, &a.ask, &lines);
	if (rc != RC_OK || !lines.n)
		return rc != RC_OK ? rc : RC_NOT_FOUND;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = duty_title(a.duty, p.lang),
					   .tab = "/more",
					   .under = html_say(&p, N_("{0}; {1}"), where_text(&p, &a),
							     period_text(&p, &a)),
					   .back = with_ask(&p, STR("/duties"), &a) });
	put_sentence(&p, a.duty);
	put_months(&p, &a, html_url_code(&p, "/duties/#", a.ask.fact));
	put_tally(&p, &a, &lines.list[0].is);
	rc = put_parts(&p, &a);
	page_end(&p);
	return rc;
}

/* --- the cases --- */

static bool state_of(str name, enum compliance_state *ret)
{
	for (int i = 0; i < COMPLIANCE__N; i++)
		if (str_eq(name, str_of(compliance_state_name[i]))) {
			*ret = (enum compliance_state)i;
			return true;
		}
	return false;
}

static const char *const state_title[COMPLIANCE__N] = {
	[COMPLIANCE_IN_TIME] = N_("Done in time"),
	[COMPLIANCE_LATE] = N_("Done late"),
	[COMPLIANCE_NOT_DONE] = N_("Not done"),
	[COMPLIANCE_RUNNING] = N_("Still running"),
	[COMPLIANCE_OLDER] = N_("Open since before these months"),
};

static void put_end(struct page *p, const struct record *o)
{
	day done = rec_day(o, OBLIGATION_DONE_ON), ended = rec_day(o, OBLIGATION_ENDED_ON);

	if (done)
		html_tr(p, N_("done on {0}"), html_day_text(p, done));
	else if (ended)
		html_tr(p, N_("never done; asked no longer since {0}"), html_day_text(p, ended));
	else
		html_tr(p, N_("open; now with: {0}"),
			code_label(code_list_find(STR(CODE_LIST_ROLE)), rec_text(o, OBLIGATION_NOW_ROLE),
				   p->lang));
}

/* The name of the child, or of whom else it is about. */
static void put_whom(struct page *p, const struct record *o, const struct records *children)
{
	int64_t id = rec_int(o, OBLIGATION_CHILD);

	if (!id) {
		html_text(p, facts_ref(p, &obligation_kind.fields[OBLIGATION_ACCOUNT],
				       rec_int(o, OBLIGATION_ACCOUNT)));
		return;
	}
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == id)
			html_link(p, html_url(p, "/children/#", id), rec_text(&children->r[i], CHILD_NAME));
}

static void put_rows(struct page *p, const struct records *rows, const struct records *children)
{
	static const struct col cols[] = { { N_("Of whom"), COL_TEXT },
					   { N_("Place"), COL_TEXT },
					   { N_("By"), COL_TEXT },
					   { N_("What became of it"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *o = &rows->r[i];
		table_row(&t);
		table_cell(&t);
		put_whom(p, o, children);
		table_text(&t, registry_region(p, rec_text(o, OBLIGATION_VILLAGE)));
		table_cell(&t);
		html_day(p, rec_day(o, OBLIGATION_DUE));
		table_cell(&t);
		put_end(p, o);
	}
	table_end(&t);
}

/* Their names, by one statement: those of the page, in order of their ids. */
static enum rc load_children(struct ctx *c, const struct compliance_ask *ask, enum compliance_state state,
			     const struct records *rows, struct records *ret)
{
	struct list l = { .nv = 4, .want = UINT64_C(1) << CHILD_NAME };

	l.where = SQL(
		"t.id IN (SELECT o.child FROM obligation o WHERE o.id >= ?1 AND o.id <= ?2 AND o.due >= ?3"
		" AND o.due <= ?4)");
	*ret = (struct records){ NULL, 0, false };
	if (!rows->n)
		return RC_OK;
	l.v[0] = INT(rows->r[0].id);
	l.v[1] = INT(rows->r[rows->n - 1].id);
	l.v[2] = INT(state == COMPLIANCE_OLDER ? 0 : ask->first * 100 + 1);
	l.v[3] = INT(day_month_end((day)(ask->last * 100 + 1)));
	return record_list(c, &child_kind, &l, ret);
}

static enum rc rows_show(struct req *r)
{
	struct asked a;
	enum compliance_state state;
	struct records rows, children;
	int64_t school = 0, after = registry_after(r);
	str of_school = req_query(r, STR("school"));
	enum rc rc = read_asked(r, r->word, &a);

	if (rc == RC_OK &&
	    (!state_of(req_query(r, STR("of")), &state) || (of_school.n && !str_int(of_school, &school))))
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = compliance_rows(&r->ctx, &a.ask, state, school, after, &rows);
	if (rc == RC_OK)
		rc = load_children(&r->ctx, &a.ask, state, &rows, &children);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str own = rows_url(&p, &a, state, a.ask.region, school);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, state_title[state]),
					   .where = duty_title(a.duty, p.lang),
					   .tab = "/more",
					   .under = html_say(&p, N_("{0}; {1}"), where_text(&p, &a),
							     period_text(&p, &a)),
					   .back = duty_url(&p, &a, a.ask.fact) });
	if (rows.n) {
		put_rows(&p, &rows, &children);
		str last = html_int_text(&p, rows.r[rows.n - 1].id);
		table_pages(&p, &(struct pages){ .shown = rows.n,
						 .first = after ? own : STR(""),
						 .next = rows.more ? html_url_with(&p, own, "after", last)
								   : STR("") });
	} else {
		table_empty(&p, &(struct empty){ .title = N_("Nobody"),
						 .why = N_("In these months there is no such case here.") });
	}
	page_end(&p);
	return RC_OK;
}

/* clang-format off */
const struct route compliance_routes[] = {
	{ HTTP_GET, "/duties",            list_show, .need = ROLES_COMPLIANCE, .slow = true },
	{ HTTP_GET, "/duties/:word",      duty_show, .need = ROLES_COMPLIANCE, .slow = true },
	/* Of several children, each by name: whether what was due was done, no status and no level. */
	{ HTTP_GET, "/duties/:word/rows", rows_show, .need = ROLES_COMPLIANCE_ROWS, .slow = true, .purpose = "duties" },
	{ 0 },
};
/* clang-format on */
