/* The children of a village under care, on a page and on paper: who they are, where they go to school, who
 * answers for them, and when somebody last wrote into their file.  No level, no label. */
#include "growth_book_page.h"
#include "journal.h"
#include "press.h"
#include "register_page.h"

#include <stdlib.h>

enum { ROWS = 200, TIES = 8 * ROWS, ROOM = 4 << 20 };

struct village {
	str region, name; /* region empty: all of a director's own village */
	struct register_rows rows;
	struct records ties, persons;
	day today;
};

/* --- the list --- */

static int by_name(const void *a, const void *b)
{
	const struct record *one = a, *other = b;
	int order = str_cmp(rec_text(one, CHILD_NAME), rec_text(other, CHILD_NAME));

	return order ? order : (one->id > other->id) - (one->id < other->id);
}

static const struct register_line *line_of(const struct village *v, int64_t child)
{
	for (size_t i = 0; i < v->rows.n; i++)
		if (v->rows.line[i].child == child)
			return &v->rows.line[i];
	return NULL;
}

/* Only guardians of today, of children under care in this place; what the reader may not know stays out. */
static enum rc load_guardians(struct ctx *c, struct village *v)
{
	struct list l = { .v = { TEXT(v->region), INT(c->today) }, .nv = 2, .limit = TIES };
	enum rc rc;

	if (!may_read(c->who, tie_kind.profile) || !may_read(c->who, person_kind.profile))
		return RC_OK;
	l.where =
		SQL("t.guardian = 1 AND coalesce(t.barred, 0) = 0 AND coalesce(t.from_day, 0) <= ?2"
		    " AND coalesce(t.to_day, 99999999) >= ?2 AND t.child IN (SELECT k.child FROM care_case k"
		    " WHERE k.village = ?1)");
	rc = record_list(c, &tie_kind, &l, &v->ties);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	l.where = SQL("t.id IN (SELECT x.person FROM tie x JOIN care_case k ON k.child = x.child"
		      " WHERE x.guardian = 1 AND coalesce(x.from_day, 0) <= ?2 AND k.village = ?1)");
	l.want = UINT64_C(1) << PERSON_NAME;
	rc = record_list(c, &person_kind, &l, &v->persons);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static str person_name(const struct village *v, int64_t id)
{
	for (size_t i = 0; i < v->persons.n; i++)
		if (v->persons.r[i].id == id && !rec_null(&v->persons.r[i], PERSON_NAME))
			return rec_text(&v->persons.r[i], PERSON_NAME);
	return STR("");
}

static str guardian_of(struct page *p, const struct village *v, int64_t child)
{
	str all = STR("");

	for (size_t i = 0; i < v->ties.n; i++) {
		const struct record *t = &v->ties.r[i];
		str name = rec_int(t, TIE_CHILD) == child ? person_name(v, rec_int(t, TIE_PERSON)) : STR("");
		if (name.n)
			all = all.n ? html_say(p, N_("{0}, {1}"), all, name) : name;
	}
	return all;
}

static enum rc load(struct req *r, struct village *ret)
{
	struct village v = { .region = req_query(r, STR("region")), .today = r->ctx.today };
	struct page p = page_of(r);

	if (!v.region.n && r->ctx.who->role == ROLE_DIRECTOR)
		v.region = r->ctx.who->region;
	if (v.region.n != 12 || !str_digits(v.region))
		return v.region.n ? RC_INVALID : RC_NOT_FOUND;
	v.name = registry_region(&p, v.region);
	enum rc rc = register_rows(
		&r->ctx, &(struct register_page){ .ask = { .region = v.region }, .limit = ROWS }, &v.rows);
	if (rc == RC_OK)
		rc = load_guardians(&r->ctx, &v);
	if (rc != RC_OK)
		return rc;
	qsort(v.rows.children.r, v.rows.children.n, sizeof *v.rows.children.r, by_name);
	*ret = v;
	return RC_OK;
}

enum { CELLS = 5 };
static const char *const columns[CELLS] = { N_("Name"), N_("School"), N_("Class"), N_("Guardian"),
					    N_("Last entry in the file") };

static void cells_of(struct page *p, const struct village *v, const struct record *child, str cell[CELLS])
{
	const struct register_line *x = line_of(v, child->id);

	cell[0] = rec_text(child, CHILD_NAME);
	cell[1] = child->label[CHILD_SCHOOL];
	cell[2] = child->label[CHILD_CLASS];
	cell[3] = guardian_of(p, v, child->id);
	cell[4] = x && x->touched ? html_day_text(p, x->touched) : html_word(p, N_("nothing yet"));
}

/* --- the page --- */

static void put_table(struct page *p, const struct village *v)
{
	struct col cols[CELLS];
	str cell[CELLS];

	for (size_t i = 0; i < CELLS; i++)
		cols[i] = (struct col){ columns[i], COL_TEXT };
	struct table t =
		table_begin(p, cols, CELLS,
			    html_say(p, N_("{0} children"), html_int_text(p, (int64_t)v->rows.children.n)));
	for (size_t i = 0; i < v->rows.children.n; i++) {
		const struct record *child = &v->rows.children.r[i];
		cells_of(p, v, child, cell);
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/children/#/growth", child->id), cell[0]);
		for (size_t k = 1; k < CELLS; k++)
			table_text(&t, cell[k]);
	}
	table_end(&t);
}

static void put_village(struct req *r, const struct village *v)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Children under care in {0}"), v->name),
					   .tab = "/children",
					   .back = STR("/growth"),
					   .back_label = N_("To the growth files"),
					   .no_store = true });
	if (!v->rows.children.n) {
		table_empty(&p,
			    &(struct empty){
				    .title = N_("Nobody is on this list"),
				    .why = N_("Children of this village who are under care stand here.") });
	} else {
		html_lit(&p, "<form method=\"post\" class=\"noprint\"");
		html_action(&p, html_url_with(&p, STR("/village-list/pdf"), "region", v->region));
		html_lit(&p, ">");
		html_csrf(&p);
		html_lit(&p, "<button class=\"btn main\">");
		html_tr(&p, N_("Fetch the list as PDF"));
		html_lit(&p, "</button></form>\n");
		put_table(&p, v);
		if (v->rows.more) {
			html_lit(&p, "<p>");
			html_tr(&p,
				N_("The village has more children than one list holds; here are the first "
				   "{0}."),
				html_int_text(&p, ROWS));
			html_lit(&p, "</p>\n");
		}
	}
	page_end(&p);
}

/* Which village? */
static enum rc put_choice(struct req *r)
{
	struct register_ask ask = { .region = STR("") };
	struct register_parts parts;
	enum rc rc = register_load(&r->ctx, &ask, REGISTER_VILLAGE, &parts);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("List of a village")),
					   .tab = "/children",
					   .back = STR("/growth"),
					   .back_label = N_("To the growth files") });
	table_rows_begin(&p);
	for (size_t i = 0; i < parts.n; i++)
		if (parts.list[i].key.n == 12)
			table_rows_item(&p, &(struct row){ .icon = "place",
							   .title = registry_region(&p, parts.list[i].key),
							   .url = html_url_with(&p, STR("/village-list"),
										"region", parts.list[i].key),
							   .verb = N_("Open") });
	table_rows_end(&p);
	page_end(&p);
	return RC_OK;
}

enum rc village_page_show(struct req *r)
{
	struct village v;

	if (!req_query(r, STR("region")).n && r->ctx.who->role != ROLE_DIRECTOR)
		return put_choice(r);
	enum rc rc = load(r, &v);
	if (rc == RC_OK)
		put_village(r, &v);
	return rc;
}

/* --- on paper, from the same rows --- */

static struct press press_of(struct page *p, const struct village *v)
{
	static const char shares[CELLS] = { 3, 5, 4, 4, 4 };
	const struct actor *who = p->who;
	str cell[CELLS], title = html_say(p, N_("Children under care in {0}"), v->name);
	struct press press = press_new(
		p->mem,
		&(struct press_about){ .title = title, .head = title, .made = v->today, .numbered = true },
		ROOM);

	press_add(&press, PRESS_PART, STR(""), title,
		  html_say(p, N_("{0} children, on {1}. Made for {2} ({3})."),
			   html_int_text(p, (int64_t)v->rows.children.n), html_day_text(p, v->today),
			   who->name.n ? who->name : who->login,
			   registry_code(p, "role", str_of(role_code(who->role)))));
	for (size_t i = 0; i < CELLS; i++)
		cell[i] = html_word(p, columns[i]);
	press_put(&press, PRESS_HEAD, cell, CELLS, (str){ shares, CELLS });
	for (size_t i = 0; i < v->rows.children.n; i++) {
		cells_of(p, v, &v->rows.children.r[i], cell);
		press_put(&press, PRESS_ROW, cell, CELLS, STR(""));
	}
	return press;
}

static enum rc note_unit(struct ctx *c, void *arg UNUSED)
{
	return journal_note(c, ACT_EXPORT, STR("child"), 0, STR("village_list"));
}

enum rc village_page_pdf(struct req *r)
{
	struct village v;
	struct press_made made;
	const char *why = NULL;
	struct page p = page_of(r);
	enum rc rc = load(r, &v);

	if (rc != RC_OK)
		return rc;
	struct press press = press_of(&p, &v);
	rc = press_make(r->ctx.mem, &press, &made, &why);
	if (rc != RC_OK) {
		problem_add(&r->ctx.problems, STR("list"), why ? why : "", (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return rc;
	}
	rc = store_write(&r->ctx, PRIO_PEOPLE, note_unit, NULL);
	if (rc != RC_OK)
		return rc;
	r->reply->status = 200;
	r->reply->type = STR("application/pdf");
	r->reply->disposition = "attachment; filename=\"tongxin-village.pdf\"";
	r->reply->no_store = true;
	r->reply->no_gzip = true;
	buf_str(req_body(r), made.pdf);
	return RC_OK;
}
