#include "class_roll.h"
#include "entry.h"
#include "health_page.h"

/* Comments of a term for a whole class, one field for each child; when the last one was written stands
 * beside. */

struct commenting {
	struct class_roll roll;
	day *last; /* of each child: day of its last comment; 0: none */
};

static enum rc load(struct req *r, struct commenting *m)
{
	m->roll.kind = &growth_note_kind;
	enum rc rc = class_roll_load(r, &m->roll);

	return rc == RC_OK ? class_roll_read(r, &m->roll) : rc;
}

static enum rc find_last(struct req *r, struct commenting *m)
{
	const struct records *children = &m->roll.children;
	struct rows q;
	enum rc rc =
		STORE_QUERY(&r->ctx, &q,
			    "SELECT n.child, max(n.on_day) FROM growth_note n JOIN child c ON c.id = n.child"
			    " WHERE c.class = ?1 AND n.what = ?2 AND {child c} GROUP BY n.child",
			    INT(r->id), TEXT(STR(CODE_GROWTH_WHAT_COMMENT)));

	m->last = NEW(r->ctx.mem, day, children->n + 1);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < children->n; i++)
			if (children->r[i].id == db_int(&q, 0))
				m->last[i] = (day)db_int(&q, 1);
	return db_done(&q);
}

static void put_child(struct page *p, const struct commenting *m, size_t i)
{
	const struct record *child = &m->roll.children.r[i];
	const char *field = growth_note_kind.fields[GROWTH_NOTE_TEXT].name;
	str name = class_roll_name(p->mem, field, child->id);

	html_lit(p, "<li class=\"sheet stack\"><label");
	html_attr(p, "for", name);
	html_lit(p, "><b>");
	html_text(p, rec_text(child, CHILD_NAME));
	html_lit(p, "</b> <small>");
	if (m->roll.saved[i])
		html_tr(p, N_("saved just now"));
	else if (m->last[i])
		html_tr(p, N_("last comment on {0}"), html_day_text(p, m->last[i]));
	html_lit(p, "</small></label>");
	class_roll_errors(p, child->id);
	html_lit(p, "<textarea rows=\"2\" maxlength=\"2000\"");
	html_attr(p, "id", name);
	html_attr(p, "name", name);
	html_lit(p, ">\n");
	if (!m->roll.saved[i])
		html_text(p, class_roll_typed(&m->roll, p->mem, field, child->id));
	html_lit(p, "</textarea></li>\n");
}

static enum rc put_page(struct req *r, struct commenting *m, enum rc outcome)
{
	enum rc rc = find_last(r, m);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Comments of the term")),
					   .under = registry_class_text(&p, &m->roll.class, NULL),
					   .tab = r->ctx.who->reach == REACH_CLASS ? "/children" : "/schools",
					   .task = true,
					   .back = html_url(&p, "/classes/#", r->id),
					   .back_label = N_("To the class"),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	class_roll_said(&p, &m->roll);
	html_lit(&p, "<p>");
	html_tr(&p, N_("Each child and its family read what you write about the child. Begin with what is "
		       "good. Who has "
		       "nothing today stays empty."));
	html_lit(&p, "</p>\n");
	if (m->roll.children.n) {
		class_roll_begin(&p, &m->roll, html_url(&p, "/classes/#/comments", r->id));
		html_lit(&p, "<ul class=\"stack\">\n");
		for (size_t i = 0; i < m->roll.children.n; i++)
			put_child(&p, m, i);
		html_lit(&p, "</ul>\n");
		class_roll_end(&p, N_("Save what is typed"));
	} else {
		table_empty(&p,
			    &(struct empty){ .title = N_("Nobody is in this class yet"),
					     .why = N_("Children come here with a list, or one by one.") });
	}
	page_end(&p);
	return RC_OK;
}

enum rc class_comment_page_show(struct req *r)
{
	struct commenting m = { .last = NULL };
	enum rc rc = load(r, &m);

	return rc == RC_OK || r->ctx.problems.n ? put_page(r, &m, rc) : rc;
}

static void fill(struct ctx *c, struct input *in)
{
	(void)c;
	input_set(in, GROWTH_NOTE_WHAT, STR(CODE_GROWTH_WHAT_COMMENT));
}

enum rc class_comment_page_save(struct req *r)
{
	struct commenting m = { .last = NULL };
	struct page p = page_of(r);
	enum rc rc = load(r, &m);

	if (rc != RC_OK)
		return rc;
	rc = class_roll_save(r, &m.roll, fill);
	if (rc == RC_INVALID)
		return put_page(r, &m, rc);
	if (rc != RC_OK)
		return rc;
	return req_see_other(r, html_url_with(&p, html_url(&p, "/classes/#/comments", r->id), "saved",
					      html_int_text(&p, (int64_t)m.roll.nsaved)));
}
