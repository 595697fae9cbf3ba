#include "formpart.h"
#include "kindpage.h"
#include "parents.h"
#include "registry_page.h"

static const struct form_field fields[] = {
	{ .field = PARENT_RELATION },     { .field = PARENT_NAME, .needed = true },
	{ .field = PARENT_PHONE },        { .field = PARENT_ID_NUMBER },
	{ .field = PARENT_LIVES_WITH },   { .field = PARENT_STATE },
	{ .field = PARENT_GUARDIANSHIP }, { .field = PARENT_SINCE },
	{ .field = PARENT_CARER },        { .field = PARENT_BIRTH_DATE },
	{ .field = PARENT_HEALTH },       { .field = PARENT_CARE_ABILITY },
	{ .field = PARENT_BARRED },
};

/* Of a child somebody is mother, father or grandparent far more often than anything else; the child itself,
 * spouses and descendants do not occur. */
static struct form_field relations(struct req *r)
{
	static const char *const often[] = {
		CODE_RELATION_MOTHER,         CODE_RELATION_FATHER,         CODE_RELATION_FATHERS_MOTHER,
		CODE_RELATION_FATHERS_FATHER, CODE_RELATION_MOTHERS_MOTHER, CODE_RELATION_MOTHERS_FATHER,
	};
	static const char first_kin[] = "50";
	const struct code_list *list = code_list_find(STR("relation"));
	struct form_option *o = NEW(r->ctx.mem, struct form_option, list->n + COUNT(often));
	const struct code *code;
	size_t n = 0, at = 0;

	for (; n < COUNT(often); n++)
		o[n] = (struct form_option){ str_of(often[n]),
					     code_label(list, str_of(often[n]), r->ctx.lang) };
	while ((code = code_next(list, &at, r->ctx.today, (str){ NULL, 0 }))) {
		bool is_often = memcmp(code->code.s, first_kin, 2) < 0;
		for (size_t i = 0; i < COUNT(often); i++)
			is_often |= str_eq(code->code, str_of(often[i]));
		if (!is_often)
			o[n++] =
				(struct form_option){ code->code, code_label(list, code->code, r->ctx.lang) };
	}
	return (struct form_field){ .field = PARENT_RELATION, .option = o, .noption = n };
}

/* A parent as a record of the view: what a form can show. */
static struct record record_of(struct req *r, const struct parent *from)
{
	struct record rec = { .kind = &parent_view,
			      .id = from->id,
			      .version = from->version,
			      .v = NEW(r->ctx.mem, struct val, PARENT__N),
			      .label = NEW(r->ctx.mem, str, PARENT__N) };

	for (size_t i = 0; i < PARENT__N; i++) {
		str text = parent_text(&r->ctx, from, i);
		bool is_true = str_eq(text, STR("true"));
		if (i == PARENT_PERSON)
			rec.v[i] = INT(from->person.id);
		else if (i == PARENT_BIRTH_DATE)
			rec.v[i] = from->person.v[PERSON_BIRTH_DATE];
		else if (parent_view.fields[i].type == T_BOOL)
			rec.v[i] = INT(is_true);
		else if (text.n)
			rec.v[i] = TEXT(text);
	}
	rec.masked = parent_masked(from);
	return rec;
}

static void put_end(struct page *p, const struct record *rec)
{
	html_lit(p, "<p class=\"links\">");
	str own = html_url(p, "/persons/#/journal", rec->v[PARENT_PERSON].i);
	html_link(p, html_url_with(p, own, "back", html_url(p, "/parents/#/edit", rec->id)),
		  html_word(p, N_("What changed")));
	html_lit(p, "</p>\n");
	formpart_fold_begin(p, N_("No longer part of the family"), false);
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, html_url(p, "/parents/#/edit", rec->id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("version"), html_int_text(p, rec->version));
	html_hidden(p, STR("end"), STR("1"));
	html_lit(p, "<p>");
	html_tr(p, N_("The tie to this child ends yesterday. What was written about the adult stays."));
	html_lit(p, "</p><button>");
	html_tr(p, N_("End it"));
	html_lit(p, "</button></form>");
	formpart_fold_end(p);
}

static void put_form(struct req *r, int64_t child, const struct record *rec, const struct form_given *g,
		     enum rc rc)
{
	struct page p = page_of(r);
	str title = rec && rec->v[PARENT_NAME].t == VAL_TEXT ? rec->v[PARENT_NAME].s
							     : html_say(&p, N_("Add somebody to the family"));
	struct frame f = {
		.title = title,
		.tab = "/children",
		.task = true,
		.back = html_url(&p, "/children/#", child),
		.back_label = N_("To the file"),
		.status = rc == RC_OK ? 200 : rc_status(rc),
	};

	struct form_field own[COUNT(fields)];
	memcpy(own, fields, sizeof own);
	own[0] = relations(r);
	p = page_begin(r, &f);
	form_put(&p, &(struct form){ .kind = &parent_view,
				     .field = own,
				     .nfield = COUNT(fields),
				     .record = rec,
				     .given = g,
				     .conflict = rc == RC_STALE,
				     .lead = rec ? NULL
						 : N_("Somebody already known by id number, or by name and "
						      "phone, is taken over."),
				     .action = rec ? html_url(&p, "/parents/#/edit", rec->id)
						   : html_url(&p, "/children/#/parents/new", child),
				     .button = N_("Save") });
	if (rec)
		put_end(&p, rec);
	page_end(&p);
}

enum rc parent_page_new(struct req *r)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		put_form(r, r->id, NULL, NULL, RC_OK);
	return rc;
}

struct write {
	const struct form_given *given;
	int64_t id;
	bool end;
};

static enum rc write_job(struct ctx *c, void *arg)
{
	struct write *w = arg;
	int64_t made;

	if (!w->id)
		return parent_create(c, &w->given->in, &made);
	if (w->end)
		return parent_end(c, w->id, w->given->version);
	return parent_update(c, w->id, w->given->version, &w->given->in);
}

enum rc parent_page_create(struct req *r)
{
	struct form_given g;
	struct record child;
	enum rc rc = form_read(r, &parent_view, &g);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc != RC_OK)
		return rc;
	input_int(&g.in, r->ctx.mem, PARENT_CHILD, r->id);
	rc = store_write(&r->ctx, PRIO_PEOPLE, write_job, &(struct write){ .given = &g });
	if (rc == RC_OK)
		return registry_see(r, "/children/", r->id);
	if (!kindpage_again(rc))
		return rc;
	put_form(r, r->id, NULL, &g, rc);
	return RC_OK;
}

enum rc parent_page_edit(struct req *r)
{
	struct parent found;
	enum rc rc = parent_load(&r->ctx, r->id, r->ctx.today, &found);

	if (rc != RC_OK)
		return rc;
	struct record rec = record_of(r, &found);
	put_form(r, rec_int(&found.tie, TIE_CHILD), &rec, NULL, RC_OK);
	return RC_OK;
}

enum rc parent_page_save(struct req *r)
{
	struct form_given g;
	struct parent found;
	enum rc rc = form_read(r, &parent_view, &g);

	if (rc == RC_OK)
		rc = parent_load(&r->ctx, r->id, r->ctx.today, &found);
	if (rc != RC_OK)
		return rc;
	if (!g.version)
		return RC_NEEDS_VERSION;
	int64_t child = rec_int(&found.tie, TIE_CHILD);
	struct write w = { .given = &g, .id = r->id, .end = form_value(g.pair, g.npair, STR("end")).n != 0 };
	enum rc saved = store_write(&r->ctx, PRIO_PEOPLE, write_job, &w);
	if (saved == RC_OK)
		return registry_see(r, "/children/", child);
	if (w.end || !kindpage_again(saved))
		return saved;
	rc = parent_load(&r->ctx, r->id, r->ctx.today, &found);
	if (rc != RC_OK)
		return rc;
	struct record rec = record_of(r, &found);
	put_form(r, child, &rec, &g, saved);
	return RC_OK;
}
