#include "kindpage.h"
#include "facts.h"
#include "frame.h"
#include "journal.h"
#include "table.h"
#include "thread.h"

enum { ROWS = 50, ENTRIES = 30, OPTIONS = 200 };

/* --- writing --- */

struct save {
	const struct form_given *given;
	int64_t id;
	struct record *ret;
	size_t problems; /* that reading the form had found */
};

static enum rc save_job(struct ctx *c, void *arg)
{
	struct save *s = arg;
	const struct input *in = &s->given->in;
	enum rc rc = s->id ? record_update(c, in->kind, s->id, s->given->version, in, s->ret)
			   : record_create(c, in, s->ret);

	/* The store has said everything else that is wrong; now nothing of it may stay. */
	return rc == RC_OK && s->problems ? RC_INVALID : rc;
}

enum rc kindpage_save(struct req *r, const struct form_given *g, int64_t id, struct record *ret)
{
	struct save s = { .given = g, .id = id, .ret = ret, .problems = r->ctx.problems.n };

	if (id && !g->version)
		return RC_NEEDS_VERSION;
	return store_write(&r->ctx, PRIO_PEOPLE, save_job, &s);
}

struct drop {
	const struct kind *kind;
	int64_t id, version;
};

static enum rc drop_job(struct ctx *c, void *arg)
{
	const struct drop *d = arg;

	return record_delete(c, d->kind, d->id, d->version);
}

enum rc kindpage_delete(struct req *r, const struct kind *k, int64_t id, int64_t version)
{
	if (!version)
		return RC_NEEDS_VERSION;
	return store_write(&r->ctx, PRIO_PEOPLE, drop_job, &(struct drop){ k, id, version });
}

bool kindpage_again(enum rc rc) { return rc == RC_INVALID || rc == RC_STALE || rc == RC_CONFLICT; }

/* --- what a page needs to know --- */

static enum rc find(struct req *r, const struct kind_page **ret)
{
	for (const struct room *const *room = r->app->house->rooms; *room; room++)
		for (const struct kind_page *const *k = (*room)->pages; k && *k; k++) {
			if (!str_eq(r->word, str_of((*k)->kind->plural)))
				continue;
			if (!may_read(r->ctx.who, (*k)->kind->fields[(*k)->column[0]].profile))
				return RC_NOT_FOUND;
			*ret = *k;
			return RC_OK;
		}
	return RC_NOT_FOUND;
}

static str address(struct page *p, const struct kind *k, int64_t id, const char *tail)
{
	struct buf b = buf_new(p->mem, 300);

	buf_ch(&b, '/');
	buf_str(&b, str_of(k->plural));
	if (id) {
		buf_ch(&b, '/');
		buf_int(&b, id);
	}
	buf_str(&b, str_of(tail));
	return buf_view(&b);
}

static str name_of(struct page *p, const struct record *rec)
{
	size_t i = rec->kind->label_field;

	if (i && rec->v[i - 1].t == VAL_TEXT)
		return rec->v[i - 1].s;
	return html_word(p, rec->kind->label);
}

enum rc kindpage_options(struct req *r, struct form_field *f, const struct kind *ref)
{
	struct records list;
	struct list l = { .limit = OPTIONS };
	enum rc rc = record_list(&r->ctx, ref, &l, &list);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	struct form_option *o = NEW(r->ctx.mem, struct form_option, list.n + 1);
	for (size_t i = 0; i < list.n; i++)
		o[i] = (struct form_option){ html_int_text(&p, list.r[i].id), name_of(&p, &list.r[i]) };
	f->option = o;
	f->noption = list.n;
	return RC_OK;
}

/* --- the list --- */

static void put_rows(struct page *p, const struct kind_page *k, const struct records *list)
{
	struct col *cols = NEW(p->mem, struct col, k->ncolumn);

	for (size_t i = 0; i < k->ncolumn; i++)
		cols[i].label = k->kind->fields[k->column[i]].label;
	struct table t = table_begin(p, cols, k->ncolumn, (str){ NULL, 0 });
	for (size_t i = 0; i < list->n; i++) {
		table_row(&t);
		for (size_t j = 0; j < k->ncolumn; j++) {
			str text = facts_text(p, &list->r[i], k->column[j]);
			if (j) {
				table_text(&t, text);
				continue;
			}
			table_cell(&t);
			html_link(p, address(p, k->kind, list->r[i].id, ""),
				  text.n ? text : html_word(p, k->kind->label));
		}
	}
	table_end(&t);
}

static void put_new(struct page *p, const struct kind *k)
{
	if (!may_create(p->who, k->profile))
		return;
	html_lit(p, "<p><a class=\"btn main\"");
	html_href(p, address(p, k, 0, "/new"));
	html_lit(p, ">");
	html_tr(p, N_("Add one"));
	html_lit(p, "</a></p>\n");
}

static enum rc show_list(struct req *r)
{
	const struct kind_page *k;
	struct records list;
	struct list l = { .limit = ROWS };
	str after = req_query(r, STR("after"));
	enum rc rc = find(r, &k);

	if (rc == RC_OK && after.n && (!str_int(after, &l.after) || l.after < 1))
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = record_list(&r->ctx, k->kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, k->kind->labels), .tab = k->tab });
	put_new(&p, k->kind);
	if (list.n)
		put_rows(&p, k, &list);
	else
		table_empty(&p, &(struct empty){ .title = N_("Nothing here yet"),
						 .why = N_("What is added stands here.") });
	str own = address(&p, k->kind, 0, "");
	table_pages(&p, &(struct pages){
				.shown = list.n,
				.first = l.after ? own : STR(""),
				.next = list.more ? html_url_with(&p, own, "after",
								  html_int_text(&p, list.r[list.n - 1].id))
						  : STR("") });
	page_end(&p);
	return RC_OK;
}

/* --- one record --- */

static void put_link(struct page *p, str url, const char *label)
{
	html_lit(p, "<a class=\"btn\"");
	html_href(p, url);
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</a>");
}

static enum rc show_one(struct req *r)
{
	const struct kind_page *k;
	struct record rec;
	enum rc rc = find(r, &k);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, k->kind, r->id, &rec);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	size_t *all = NEW(r->ctx.mem, size_t, k->kind->nfields);
	for (size_t i = 0; i < k->kind->nfields; i++)
		all[i] = i;
	p = page_begin(r, &(struct frame){ .title = name_of(&p, &rec),
					   .tab = k->tab,
					   .back = address(&p, k->kind, 0, ""),
					   .back_label = N_("To the list") });
	html_lit(&p, "<section class=\"sheet stack\">");
	facts_begin(&p);
	(void)facts_fields(&p, &rec, all, k->kind->nfields);
	facts_end(&p);
	html_lit(&p, "</section><p class=\"acts\">");
	if (may_write(p.who, k->kind->fields[k->field[0]].profile))
		put_link(&p, address(&p, k->kind, rec.id, "/edit"), N_("Change"));
	put_link(&p, address(&p, k->kind, rec.id, "/journal"), N_("What changed"));
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

/* --- its form --- */

static enum rc fields_of(struct req *r, const struct kind_page *k, struct form_field *to)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < k->nfield && rc == RC_OK; i++) {
		const struct field *f = &k->kind->fields[k->field[i]];
		to[i].field = k->field[i];
		if (f->ref)
			rc = kindpage_options(r, &to[i], f->ref);
	}
	return rc;
}

static enum rc put_form(struct req *r, const struct kind_page *k, const struct record *rec,
			const struct form_given *g, enum rc outcome)
{
	struct form_field *fields = NEW(r->ctx.mem, struct form_field, k->nfield);
	enum rc rc = fields_of(r, k, fields);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str up = address(&p, k->kind, rec ? rec->id : 0, "");
	p = page_begin(r, &(struct frame){ .title = rec ? name_of(&p, rec) : html_word(&p, k->kind->label),
					   .tab = k->tab,
					   .task = true,
					   .back = up,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_put(&p,
		 &(struct form){ .kind = k->kind,
				 .field = fields,
				 .nfield = k->nfield,
				 .record = rec,
				 .given = g,
				 .conflict = outcome == RC_STALE,
				 .button = N_("Save"),
				 .action = address(&p, k->kind, rec ? rec->id : 0, rec ? "/edit" : "/new") });
	page_end(&p);
	return RC_OK;
}

static enum rc ask_new(struct req *r)
{
	const struct kind_page *k;
	enum rc rc = find(r, &k);

	if (rc == RC_OK && !may_create(r->ctx.who, k->kind->profile))
		rc = RC_DENIED;
	return rc == RC_OK ? put_form(r, k, NULL, NULL, RC_OK) : rc;
}

static enum rc ask_edit(struct req *r)
{
	const struct kind_page *k;
	struct record rec;
	enum rc rc = find(r, &k);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, k->kind, r->id, &rec);
	return rc == RC_OK ? put_form(r, k, &rec, NULL, RC_OK) : rc;
}

static enum rc see(struct req *r, const struct kind *k, int64_t id)
{
	struct page p = page_of(r);

	return req_see_other(r, address(&p, k, id, ""));
}

static enum rc save(struct req *r, int64_t id)
{
	const struct kind_page *k;
	struct form_given g;
	struct record rec;
	enum rc rc = find(r, &k);

	if (rc == RC_OK)
		rc = form_read(r, k->kind, &g);
	if (rc != RC_OK)
		return rc;
	enum rc saved = kindpage_save(r, &g, id, &rec);
	if (saved == RC_OK)
		return see(r, k->kind, rec.id);
	if (!kindpage_again(saved))
		return saved;
	if (!id)
		return put_form(r, k, NULL, &g, saved);
	rc = record_load(&r->ctx, k->kind, id, &rec);
	return rc == RC_OK ? put_form(r, k, &rec, &g, saved) : rc;
}

static enum rc save_new(struct req *r) { return save(r, 0); }
static enum rc save_edit(struct req *r) { return save(r, r->id); }

/* --- its journal --- */

enum rc kindpage_journal(struct req *r, const struct kind *k, const char *tab, str back)
{
	struct record rec;
	struct entry *e;
	size_t n;
	int64_t before = 0;
	str given = req_query(r, STR("before"));

	if (given.n && (!str_int(given, &before) || before < 1))
		return RC_INVALID;
	enum rc rc = record_load(&r->ctx, k, r->id, &rec);
	if (rc == RC_OK)
		rc = journal_of(&r->ctx, k, r->id, before, ENTRIES, &e, &n);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("{0}: what changed"), name_of(&p, &rec)),
					   .under = html_say(&p, N_("Newest first")),
					   .tab = tab,
					   .back = back });
	if (n)
		thread_journal(&p, e, n);
	else
		table_empty(&p, &(struct empty){
					.title = N_("Nothing more has changed"),
					.why = N_("Every change stands here with its day and its author.") });
	if (n == ENTRIES)
		table_pages(&p, &(struct pages){ .shown = n,
						 .first = before ? r->http->path : STR(""),
						 .next = html_url_with(&p, r->http->path, "before",
								       html_int_text(&p, e[n - 1].seq)) });
	page_end(&p);
	return RC_OK;
}

static enum rc show_journal(struct req *r)
{
	const struct kind_page *k;
	enum rc rc = find(r, &k);
	struct page p = page_of(r);

	return rc == RC_OK ? kindpage_journal(r, k->kind, k->tab, address(&p, k->kind, r->id, "")) : rc;
}

/* clang-format off */
const struct route kindpage_routes[] = {
	{ HTTP_GET,  "/:word",             show_list,    .need = ROLES_SIGNED_IN },
	{ HTTP_GET,  "/:word/new",         ask_new,      .need = ROLES_SIGNED_IN },
	{ HTTP_POST, "/:word/new",         save_new,     .need = ROLES_SIGNED_IN },
	{ HTTP_GET,  "/:word/:id",         show_one,     .need = ROLES_SIGNED_IN },
	{ HTTP_GET,  "/:word/:id/edit",    ask_edit,     .need = ROLES_SIGNED_IN },
	{ HTTP_POST, "/:word/:id/edit",    save_edit,    .need = ROLES_SIGNED_IN },
	{ HTTP_GET,  "/:word/:id/journal", show_journal, .need = ROLES_SIGNED_IN },
	{ 0 },
};
/* clang-format on */
