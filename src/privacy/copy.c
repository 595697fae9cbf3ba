#include "copy.h"
#include "facts.h"
#include "registry_page.h"
#include "table.h"

static bool readable(const struct actor *who, const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (may_read(who, k->fields[i].profile))
			return true;
	return false;
}

/* The field by which a kind belongs to a child; SIZE_MAX: none. */
static size_t of_child(const struct kind *k)
{
	if (k->child_field)
		return k->child_field - 1;
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].ref == &child_kind && field_stored(&k->fields[i]))
			return i;
	return SIZE_MAX;
}

static enum rc collect_kind(struct ctx *c, const struct kind *k, int64_t child, struct records *ret)
{
	struct list l = { .v = { INT(child) }, .nv = 1 };
	size_t field = of_child(k);

	*ret = (struct records){ 0 };
	if (k == &person_kind)
		l.where = SQL("t.id IN (SELECT i.person FROM tie i WHERE i.child = ?1)");
	else if (k == &absence_kind)
		l.where = SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child = ?1)");
	else if (k == &circumstance_kind)
		l.where = SQL("t.child = ?1 OR t.person IN (SELECT i.person FROM tie i WHERE i.child = ?1)");
	else if (field == SIZE_MAX)
		return RC_OK;
	else
		l = (struct list){ .filter = { { .field = field, .is = INT(child) } }, .nfilter = 1 };
	return record_list(c, k, &l, ret);
}

enum rc copy_collect(struct ctx *c, int64_t child, struct copy *ret)
{
	struct copy_part *part = NEW(c->mem, struct copy_part, c->model->nkinds);
	size_t n = 0;
	enum rc rc = record_load(c, &child_kind, child, &ret->child);

	for (size_t i = 0; i < c->model->nkinds && rc == RC_OK; i++) {
		const struct kind *k = c->model->kinds[i];
		if (k == &child_kind || !readable(c->who, k))
			continue;
		part[n].kind = k;
		rc = collect_kind(c, k, child, &part[n].list);
		n += part[n].list.n > 0;
	}
	ret->part = part;
	ret->n = n;
	return rc;
}

struct actor copy_asker(const struct ctx *c, int64_t person)
{
	return (struct actor){ .account = c->who->account,
			       .role = ROLE_GUARDIAN,
			       .reach = REACH_OWN,
			       .county = c->who->county,
			       .person = person,
			       .cleared = true,
			       .login = c->who->login,
			       .name = c->who->name };
}

/* --- as a file --- */

static void put_kind(struct json *j, const struct kind *k, size_t n)
{
	json_obj(j);
	JSON_KEY(j, "name");
	json_str(j, str_of(k->plural ? k->plural : k->name));
	JSON_KEY(j, "label");
	json_str(j, str_of(k->labels));
	JSON_KEY(j, "count");
	json_int(j, (int64_t)n);
	json_obj_end(j);
}

void copy_json(struct json *j, struct ctx *c, const struct copy *copy)
{
	json_obj(j);
	JSON_KEY(j, "made_on");
	json_day(j, c->today);
	JSON_KEY(j, "child");
	record_json(j, c, &copy->child);
	JSON_KEY(j, "kinds");
	json_arr(j);
	for (size_t i = 0; i < copy->n; i++)
		put_kind(j, copy->part[i].kind, copy->part[i].list.n);
	json_arr_end(j);
	JSON_KEY(j, "records");
	json_obj(j);
	for (size_t i = 0; i < copy->n; i++) {
		const struct copy_part *part = &copy->part[i];
		json_key(j, str_of(part->kind->plural ? part->kind->plural : part->kind->name));
		json_arr(j);
		for (size_t k = 0; k < part->list.n; k++)
			record_json(j, c, &part->list.r[k]);
		json_arr_end(j);
	}
	json_obj_end(j);
	json_obj_end(j);
}

/* --- as a page --- */

/* A value in words; whose child it is, is said above. */
static str value_text(struct page *p, const struct record *r, size_t i)
{
	const struct field *f = &r->kind->fields[i];

	if (f->ref == &child_kind)
		return STR("");
	if (r->kind == &circumstance_kind && i == CIRCUMSTANCE_VALUE)
		return registry_held(p, r);
	str text = facts_text(p, r, i);
	return !text.n && f->ref && !rec_null(r, i) ? facts_ref(p, f, rec_int(r, i)) : text;
}

/* Numbers of devices, digests: nobody reads them; a copy as a file holds them. */
static bool of_machines(const struct field *f)
{
	return f->class == C2_INTERNAL && (f->type == T_NUMBER || (f->type == T_TEXT && f->derived));
}

static bool put_record(struct page *p, const struct record *r)
{
	bool covered = false;

	facts_begin(p);
	for (size_t i = 0; i < r->kind->nfields; i++)
		if (!of_machines(&r->kind->fields[i]))
			covered |= facts_field(p, r, i, value_text(p, r, i));
	facts_row(p, N_("Written down"), html_day_text(p, instant_day(r->created_at)));
	if (r->version > 1)
		facts_row(p, N_("Last changed"), html_day_text(p, instant_day(r->updated_at)));
	facts_end(p);
	return covered;
}

static void put_counts(struct page *p, const struct copy *copy)
{
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("How many of what"));
	html_lit(p, "</h2>\n");
	facts_begin(p);
	facts_row(p, child_kind.labels, html_int_text(p, 1));
	for (size_t i = 0; i < copy->n; i++)
		facts_row(p, copy->part[i].kind->labels, html_int_text(p, (int64_t)copy->part[i].list.n));
	facts_end(p);
	html_lit(p, "</section>\n");
}

/* A page for a telephone: the newest of each sort, and where the others are. */
static bool put_newest(struct page *p, const struct records *list)
{
	enum { SHOWN = 1 };
	size_t left = list->n > SHOWN ? list->n - SHOWN : 0;
	bool covered = false;

	for (size_t k = left; k < list->n; k++)
		covered |= put_record(p, &list->r[k]);
	if (left) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("And {0} older ones: a copy, which you can ask for, holds them all."),
			html_int_text(p, (int64_t)left));
		html_lit(p, "</p>\n");
	}
	return covered;
}

bool copy_put(struct page *p, const struct copy *copy, bool values)
{
	bool covered = false;

	put_counts(p, copy);
	if (!values)
		return false;
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, child_kind.label);
	html_lit(p, "</h2>\n");
	covered = put_record(p, &copy->child);
	html_lit(p, "</section>\n");
	for (size_t i = 0; i < copy->n; i++) {
		const struct copy_part *part = &copy->part[i];
		html_lit(p, "<section class=\"sheet stack\"><h2>");
		html_tr(p, part->kind->labels);
		html_lit(p, "</h2>\n");
		covered |= put_newest(p, &part->list);
		html_lit(p, "</section>\n");
	}
	return covered;
}
