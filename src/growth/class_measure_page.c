#include "class_roll.h"
#include "entry.h"
#include "health_page.h"
#include "measure_sheet.h"

/* A measuring day: one row for each child, four small fields; who was measured on that day already says so.
 */

static const uint8_t columns[] = { MEASUREMENT_HEIGHT, MEASUREMENT_WEIGHT, MEASUREMENT_LEFT,
				   MEASUREMENT_RIGHT };

struct measuring {
	struct class_roll roll;
	int64_t *there;        /* of each child: the measurement of that day; 0: none */
	size_t looked, passed; /* rows of a spreadsheet, and those that are there already */
};

static enum rc load(struct req *r, struct measuring *m)
{
	enum rc rc;

	m->roll.kind = &measurement_kind;
	rc = class_roll_load(r, &m->roll);
	return rc == RC_OK ? class_roll_read(r, &m->roll) : rc;
}

static enum rc find_there(struct req *r, struct measuring *m)
{
	const struct records *children = &m->roll.children;
	struct rows q;
	enum rc rc = STORE_QUERY(&r->ctx, &q,
				 "SELECT m.child, m.id FROM measurement m JOIN child c ON c.id = m.child"
				 " WHERE c.class = ?1 AND m.on_day = ?2 AND {child c}"
				 " AND NOT EXISTS (SELECT 1 FROM measurement n WHERE n.corrects = m.id)",
				 INT(r->id), INT(m->roll.on));

	m->there = NEW(r->ctx.mem, int64_t, children->n + 1);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < children->n; i++)
			if (children->r[i].id == db_int(&q, 0))
				m->there[i] = db_int(&q, 1);
	return db_done(&q);
}

/* --- the form --- */

static void put_cell(struct page *p, const struct measuring *m, const struct record *child, size_t field)
{
	const struct field *f = &measurement_kind.fields[field];

	html_lit(p, "<td><input inputmode=\"decimal\" autocomplete=\"off\" maxlength=\"6\"");
	html_attr(p, "name", class_roll_name(p->mem, f->name, child->id));
	html_attr(p, "aria-label",
		  html_say(p, N_("{0}, {1}"), html_word(p, f->label), rec_text(child, CHILD_NAME)));
	str typed = class_roll_typed(&m->roll, p->mem, f->name, child->id);
	if (typed.n)
		html_attr(p, "value", typed);
	html_lit(p, "></td>");
}

/* What stands beside a row that came back: why, and room to say that it is right all the same. */
static void put_wrong(struct page *p, const struct measuring *m, const struct record *child)
{
	const struct field *note = &measurement_kind.fields[MEASUREMENT_NOTE];

	html_lit(p, "<tr><td colspan=\"5\">");
	class_roll_errors(p, child->id);
	html_lit(p, "<label class=\"f\">");
	html_tr(p, N_("If it is right all the same, say why"));
	html_lit(p, "<input maxlength=\"200\" autocomplete=\"off\"");
	html_attr(p, "name", class_roll_name(p->mem, note->name, child->id));
	html_attr(p, "value", class_roll_typed(&m->roll, p->mem, note->name, child->id));
	html_lit(p, "></label></td></tr>\n");
}

static void put_child(struct page *p, const struct measuring *m, size_t i)
{
	const struct record *child = &m->roll.children.r[i];
	bool wrong = class_roll_wrong(p, child->id);

	html_lit(p, "<tr><th scope=\"row\">");
	html_text(p, rec_text(child, CHILD_NAME));
	html_lit(p, "</th>");
	if (m->there[i] && !wrong) {
		html_lit(p, "<td colspan=\"4\" class=\"s\">");
		html_link(p, entry_form_at(p, &measurement_kind, m->there[i]),
			  html_word(p, N_("measured, saved")));
		html_lit(p, "</td></tr>\n");
		return;
	}
	for (size_t k = 0; k < COUNT(columns); k++)
		put_cell(p, m, child, columns[k]);
	html_lit(p, "</tr>\n");
	if (wrong)
		put_wrong(p, m, child);
}

static void put_rows(struct page *p, const struct measuring *m)
{
	html_lit(p, "<table class=\"tbl fill\"><caption>");
	html_tr(p, N_("Centimetres, kilograms, eyesight left and right. What was not measured stays empty."));
	html_lit(p, "</caption><thead><tr><th scope=\"col\">");
	html_tr(p, N_("Name"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("cm"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("kg"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("left"));
	html_lit(p, "</th><th scope=\"col\">");
	html_tr(p, N_("right"));
	html_lit(p, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < m->roll.children.n; i++)
		put_child(p, m, i);
	html_lit(p, "</tbody></table>\n");
}

static void put_ways(struct page *p, int64_t class)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/classes/#/measurements.xlsx", class),
		  html_word(p, N_("The same as a spreadsheet")));
	html_link(p, html_url(p, "/classes/#/measurements/import", class),
		  html_word(p, N_("Send in a spreadsheet")));
	html_link(p, html_url(p, "/classes/#/comments", class), html_word(p, N_("Comments of the term")));
	html_lit(p, "</p>\n");
}

static void put_looked(struct page *p, const struct measuring *m)
{
	if (!m->looked)
		return;
	html_lit(p, "<p class=\"sheet\" role=\"status\">");
	html_tr(p,
		N_("Looked through {0} rows, nothing is saved yet. Ready: {1}. To be put right: {2}. "
		   "Measured on that day "
		   "already and left as it is: {3}."),
		html_int_text(p, (int64_t)m->looked), html_int_text(p, (int64_t)m->roll.nsaved),
		html_int_text(p, (int64_t)m->roll.nwrong), html_int_text(p, (int64_t)m->passed));
	html_lit(p, "</p>\n");
	class_roll_errors(p, 0);
}

static enum rc put_page(struct req *r, struct measuring *m, enum rc outcome)
{
	enum rc rc = m->there ? RC_OK : find_there(r, m);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Measuring day")),
					   .under = registry_class_text(&p, &m->roll.class, NULL),
					   .tab = r->ctx.who->reach == REACH_CLASS ? "/children" : "/schools",
					   .task = true,
					   .no_store = m->roll.pair != NULL,
					   .back = html_url(&p, "/classes/#", r->id),
					   .back_label = N_("To the class"),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (m->looked)
		put_looked(&p, m);
	else
		class_roll_said(&p, &m->roll);
	if (m->roll.children.n) {
		class_roll_begin(&p, &m->roll, html_url(&p, "/classes/#/measure", r->id));
		put_rows(&p, m);
		class_roll_end(&p, N_("Save what is typed"));
	} else {
		table_empty(&p,
			    &(struct empty){ .title = N_("Nobody is in this class yet"),
					     .why = N_("Children come here with a list, or one by one.") });
	}
	put_ways(&p, r->id);
	page_end(&p);
	return RC_OK;
}

enum rc class_measure_page_show(struct req *r)
{
	struct measuring m = { .there = NULL };
	enum rc rc = load(r, &m);

	return rc == RC_OK || r->ctx.problems.n ? put_page(r, &m, rc) : rc;
}

enum rc class_measure_page_save(struct req *r)
{
	struct measuring m = { .there = NULL };
	struct page p = page_of(r);
	enum rc rc = load(r, &m);

	if (rc != RC_OK)
		return rc;
	rc = class_roll_save(r, &m.roll, NULL);
	if (rc == RC_INVALID)
		return put_page(r, &m, rc);
	if (rc != RC_OK)
		return rc;
	return req_see_other(r, html_url_with(&p, html_url(&p, "/classes/#/measure", r->id), "saved",
					      html_int_text(&p, (int64_t)m.roll.nsaved)));
}

/* --- out of a spreadsheet --- */

/* Rows of children who were measured on that day are not asked again. */
static void pass_over(struct measuring *m, struct measure_sheet *sheet)
{
	for (size_t i = 0; i < m->roll.children.n; i++) {
		int64_t child = m->roll.children.r[i].id;
		size_t kept = 0, before = sheet->n;
		if (!m->there[i])
			continue;
		for (size_t k = 0; k < sheet->n; k++)
			if (!class_roll_is_of(sheet->pair[k].name, child))
				sheet->pair[kept++] = sheet->pair[k];
		sheet->n = kept;
		m->passed += kept < before;
	}
}

enum rc class_measure_look(struct req *r, struct class_roll *roll, struct measure_sheet *sheet)
{
	struct measuring m = { .roll = *roll, .looked = sheet->rows };
	struct buf on = buf_new(r->ctx.mem, 16);

	m.roll.kind = &measurement_kind;
	m.roll.on = sheet->on;
	m.roll.client = form_client(r->ctx.mem);
	enum rc rc = find_there(r, &m);
	if (rc != RC_OK)
		return rc;
	pass_over(&m, sheet);
	day_put(&on, sheet->on);
	sheet->pair[sheet->n++] = (struct http_pair){ STR("on"), buf_view(&on) };
	m.roll.pair = sheet->pair;
	m.roll.npair = sheet->n;
	rc = class_roll_look(r, &m.roll, NULL);
	return rc == RC_OK ? put_page(r, &m, RC_OK) : rc;
}
