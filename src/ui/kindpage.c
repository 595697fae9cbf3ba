#include "kindpage.h"
#include "facts.h"
#include "formpart.h"
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

struct gone {
	const struct kind *kind;
	int64_t id, version;
};

static enum rc drop_job(struct ctx *c, void *arg)
{
	const struct gone *d = arg;

	return record_delete(c, d->kind, d->id, d->version);
}

static enum rc drop(struct req *r, const struct kind *k, int64_t id, int64_t version)
{
	if (!version)
		return RC_NEEDS_VERSION;
	return store_write(&r->ctx, PRIO_PEOPLE, drop_job, &(struct gone){ k, id, version });
}

bool kindpage_again(enum rc rc) { return rc == RC_INVALID || rc == RC_STALE || rc == RC_CONFLICT; }

/* --- what a page needs to know --- */

/* Who may see none of its fields is not told that there is such a page. */
static enum rc find(struct req *r, const struct kind_page **ret)
{
	for (const struct room *const *room = r->app->house->rooms; *room; room++)
		for (const struct kind_page *const *k = (*room)->pages; k && *k; k++) {
			if (!str_eq(r->word, str_of((*k)->kind->plural)))
				continue;
			if (!may_read(r->ctx.who, (*k)->kind->fields[(*k)->field[0]].profile))
				return RC_NOT_FOUND;
			*ret = *k;
			return RC_OK;
		}
	return RC_NOT_FOUND;
}

static bool may_change(const struct req *r, const struct kind_page *k)
{
	for (size_t i = 0; !k->read_only && i < k->nfield; i++)
		if (may_write(r->ctx.who, k->kind->fields[k->field[i]].profile))
			return true;
	return false;
}

static bool may_make(const struct req *r, const struct kind_page *k)
{
	return !k->made_elsewhere && !k->read_only && may_create(r->ctx.who, k->kind->profile);
}

static bool may_drop(const struct req *r, const struct kind_page *k)
{
	return k->mistake && !k->kind->kept && may_create(r->ctx.who, k->kind->profile);
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

/* ?back=: never out of the site. */
static str asked_back(struct req *r)
{
	str back = req_query(r, STR("back"));

	return html_url_ours(back) && back.s[0] == '/' ? back : STR("");
}

static str with_back(struct page *p, str url)
{
	str back = asked_back(p->r);

	return back.n ? html_url_with(p, url, "back", back) : url;
}

/* Where a record leads back to: what it belongs to, else its list. */
static str way_up(struct page *p, const struct kind_page *k, const struct record *rec)
{
	size_t owner = k->kind->child_field;
	str back = asked_back(p->r);

	if (back.n)
		return back;
	if (rec && owner && !rec_null(rec, owner - 1))
		return address(p, k->kind->fields[owner - 1].ref, rec_int(rec, owner - 1), "");
	return k->column ? address(p, k->kind, 0, "") : str_of(k->tab);
}

static str name_of(struct page *p, const struct record *rec)
{
	size_t i = rec->kind->label_field;

	if (i && rec->v[i - 1].t == VAL_TEXT)
		return rec->v[i - 1].s;
	return html_word(p, rec->kind->label);
}

static str text_of(struct page *p, const struct kind_page *k, const struct record *rec, size_t field)
{
	str text = k->text ? k->text(p, rec, field) : STR("");

	if (!text.n)
		text = facts_text(p, rec, field);
	if (!text.n && rec->kind->fields[field].ref && !rec_null(rec, field))
		text = facts_ref(p, &rec->kind->fields[field], rec_int(rec, field));
	return text;
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
			str text = text_of(p, k, &list->r[i], k->column[j]);
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

static void put_new(struct page *p, const struct kind_page *k)
{
	if (!may_make(p->r, k))
		return;
	html_lit(p, "<p>");
	html_button(p, address(p, k->kind, 0, "/new"), k->add ? k->add : N_("Add one"), true);
	html_lit(p, "</p>\n");
}

static enum rc show_list(struct req *r)
{
	const struct kind_page *k;
	struct records list;
	struct list l = { .limit = ROWS };
	str after = req_query(r, STR("after"));
	enum rc rc = find(r, &k);

	if (rc == RC_OK && !k->column)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && after.n && (!str_int(after, &l.after) || l.after < 1))
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = record_list(&r->ctx, k->kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, k->kind->labels), .tab = k->tab });
	put_new(&p, k);
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
	p = page_begin(
		r, &(struct frame){ .title = name_of(&p, &rec), .tab = k->tab, .back = way_up(&p, k, &rec) });
	html_lit(&p, "<section class=\"sheet stack\">");
	facts_begin(&p);
	for (size_t i = 0; i < k->kind->nfields; i++)
		(void)facts_field(&p, &rec, i, text_of(&p, k, &rec, i));
	facts_end(&p);
	html_lit(&p, "</section><p class=\"acts\">");
	if (may_change(r, k))
		html_button(&p, with_back(&p, address(&p, k->kind, rec.id, "/edit")), N_("Change"), false);
	html_button(&p, with_back(&p, address(&p, k->kind, rec.id, "/journal")), N_("What changed"), false);
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

/* --- its form --- */

/* The records a reference may point at, within reach, by the name their kind gives them. */
static enum rc list_options(struct req *r, struct form_field *f, const struct kind *ref, bool fixed)
{
	struct records list;
	struct list l = { .limit = OPTIONS };
	enum rc rc = record_list(&r->ctx, ref, &l, &list);

	if (rc == RC_OK && list.more && fixed)
		rc = RC_NOT_FOUND; /* too many to choose from: the record it belongs to leads here */
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

/* A form under way. */
struct draft {
	const struct kind_page *k;
	const struct record *rec;       /* as it is; NULL: a new one */
	const struct form_given *given; /* what came back; NULL: the first time */
	enum rc outcome;
	struct record said; /* of a new one: the first reference that the address said */
};

/* Of a new record: ?school=5 says the reference, once and for all. */
static enum rc read_said(struct req *r, const struct kind_page *k, size_t field, struct record *ret,
			 bool *ret_said)
{
	const struct field *f = &k->kind->fields[field];
	str given = f->ref ? req_query(r, str_of(f->name)) : STR("");
	int64_t id;

	*ret_said = given.n != 0;
	if (!given.n)
		return RC_OK;
	return str_int(given, &id) && id > 0 ? record_load(&r->ctx, f->ref, id, ret) : RC_NOT_FOUND;
}

static enum rc fields_of(struct req *r, struct draft *d, struct form_field *to, size_t *ret_n)
{
	const struct kind_page *k = d->k;
	size_t n = 0;

	for (size_t i = 0; i < k->nfield; i++) {
		const struct field *f = &k->kind->fields[k->field[i]];
		struct record said;
		bool is_said = false;
		enum rc rc = d->rec ? RC_OK : read_said(r, k, k->field[i], &said, &is_said);
		if (is_said && rc == RC_OK && !d->said.kind)
			d->said = said;
		if (rc != RC_OK)
			return rc;
		if (is_said || (d->rec && f->fixed))
			continue;
		to[n].field = k->field[i];
		if (k->options)
			rc = k->options(r, d->rec, &to[n]);
		if (rc == RC_OK && f->ref && !to[n].option)
			rc = list_options(r, &to[n], f->ref, f->fixed);
		if (rc != RC_OK)
			return rc;
		n++;
	}
	*ret_n = n;
	return RC_OK;
}

/* The address of the form itself, with all it was told. */
static str action_of(struct page *p, const struct draft *d)
{
	str url = address(p, d->k->kind, d->rec ? d->rec->id : 0, d->rec ? "/edit" : "/new");

	for (size_t i = 0; !d->rec && i < d->k->nfield; i++) {
		const struct field *f = &d->k->kind->fields[d->k->field[i]];
		str given = f->ref ? req_query(p->r, str_of(f->name)) : STR("");
		if (given.n)
			url = html_url_with_(p, url, str_of(f->name), given);
	}
	return with_back(p, url);
}

/* Whoever is first to change what two are writing is named, and where. */
static void find_theirs(struct req *r, struct form *f)
{
	struct entry *e;
	size_t n = 1; /* the newest */

	if (!f->conflict || !f->given)
		return;
	if (journal_changed_since(&r->ctx, f->kind, f->record, f->given->version, &f->theirs) != RC_OK)
		f->theirs = 0;
	if (journal_of(&r->ctx, f->kind, f->record->id, 0, &e, &n) == RC_OK && n)
		f->whose = e[0].actor_name;
}

/* What is set for good stands above the form as it is. */
static void put_fixed(struct page *p, const struct draft *d)
{
	facts_begin(p);
	for (size_t i = 0; i < d->k->kind->nfields; i++)
		if (d->k->kind->fields[i].fixed)
			(void)facts_field(p, d->rec, i, text_of(p, d->k, d->rec, i));
	facts_end(p);
}

static void put_mistake(struct page *p, const struct draft *d)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, with_back(p, address(p, d->k->kind, d->rec->id, "/journal")),
		  html_word(p, N_("What changed")));
	html_lit(p, "</p>\n");
	if (!may_drop(p->r, d->k))
		return;
	formpart_fold_begin(p, N_("Written down by mistake"), false);
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, action_of(p, d));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("version"), html_int_text(p, d->rec->version));
	html_hidden(p, STR("delete"), STR("1"));
	html_lit(p, "<p>");
	html_tr(p, d->k->mistake);
	html_lit(p, "</p><button>");
	html_tr(p, N_("Delete"));
	html_lit(p, "</button></form>");
	formpart_fold_end(p);
}

static str back_of(struct page *p, const struct draft *d)
{
	str back = asked_back(p->r);

	if (back.n)
		return back;
	if (d->rec)
		return d->k->kind->child_field ? way_up(p, d->k, d->rec)
					       : address(p, d->k->kind, d->rec->id, "");
	return d->said.kind ? address(p, d->said.kind, d->said.id, "") : way_up(p, d->k, NULL);
}

static void put_taken(struct page *p, const struct draft *d)
{
	if (d->rec || d->outcome != RC_CONFLICT || !d->k->taken_url || !(p->who->role & d->k->taken_need))
		return;
	html_lit(p, "<p>");
	html_button(p, str_of(d->k->taken_url), d->k->taken, true);
	html_lit(p, "</p>\n");
}

static bool has_fixed(const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].fixed)
			return true;
	return false;
}

static enum rc put_form(struct req *r, struct draft *d)
{
	const struct kind *kind = d->k->kind;
	struct form_field *fields = NEW(r->ctx.mem, struct form_field, d->k->nfield);
	struct form f = {
		.kind = kind, .field = fields, .record = d->rec, .given = d->given, .button = N_("Save")
	};
	enum rc rc = fields_of(r, d, fields, &f.nfield);

	if (rc != RC_OK)
		return rc;
	f.conflict = d->outcome == RC_STALE;
	find_theirs(r, &f);
	struct page p = page_of(r);
	p = page_begin(r,
		       &(struct frame){ .title = d->rec ? name_of(&p, d->rec)
							: html_word(&p, d->k->add ? d->k->add : kind->label),
					.under = d->said.kind ? name_of(&p, &d->said) : STR(""),
					.tab = d->k->tab,
					.task = true,
					.back = back_of(&p, d),
					.status = d->outcome == RC_OK ? 200 : rc_status(d->outcome) });
	f.action = action_of(&p, d);
	if (d->rec && has_fixed(kind))
		put_fixed(&p, d);
	put_taken(&p, d);
	form_put(&p, &f);
	if (d->rec)
		put_mistake(&p, d);
	page_end(&p);
	return RC_OK;
}

/* Who has nothing to write there is not told that there is such a page. */
static enum rc find_new(struct req *r, const struct kind_page **ret)
{
	enum rc rc = find(r, ret);

	return rc == RC_OK && !may_make(r, *ret) ? RC_NOT_FOUND : rc;
}

static enum rc find_edit(struct req *r, const struct kind_page **ret, struct record *ret_rec)
{
	enum rc rc = find(r, ret);

	if (rc == RC_OK && !may_change(r, *ret))
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? record_load(&r->ctx, (*ret)->kind, r->id, ret_rec) : rc;
}

static enum rc ask_new(struct req *r)
{
	struct draft d = { .outcome = RC_OK };
	enum rc rc = find_new(r, &d.k);

	return rc == RC_OK ? put_form(r, &d) : rc;
}

static enum rc ask_edit(struct req *r)
{
	struct record rec;
	struct draft d = { .rec = &rec, .outcome = RC_OK };
	enum rc rc = find_edit(r, &d.k, &rec);

	return rc == RC_OK ? put_form(r, &d) : rc;
}

static enum rc see(struct req *r, const struct kind_page *k, const struct record *rec)
{
	struct page p = page_of(r);
	str back = asked_back(r);
	str url = back.n                 ? back
		  : k->kind->child_field ? way_up(&p, k, rec)
					 : address(&p, k->kind, rec->id, "");

	return req_see_other(r, url);
}

static enum rc save_new(struct req *r)
{
	struct draft d = { .outcome = RC_OK };
	struct form_given g;
	struct record rec;
	enum rc rc = find_new(r, &d.k);

	if (rc == RC_OK)
		rc = form_read(r, d.k->kind, &g);
	for (size_t i = 0; rc == RC_OK && i < d.k->nfield; i++) {
		struct record said;
		bool is_said;
		rc = read_said(r, d.k, d.k->field[i], &said, &is_said);
		if (rc == RC_OK && is_said)
			input_int(&g.in, r->ctx.mem, d.k->field[i], said.id);
	}
	if (rc != RC_OK)
		return rc;
	d.given = &g;
	d.outcome = kindpage_save(r, &g, 0, &rec);
	if (d.outcome == RC_OK)
		return see(r, d.k, &rec);
	return kindpage_again(d.outcome) ? put_form(r, &d) : d.outcome;
}

static enum rc save_edit(struct req *r)
{
	struct draft d = { .outcome = RC_OK };
	struct form_given g;
	struct record rec;
	enum rc rc = find_edit(r, &d.k, &rec);

	if (rc == RC_OK)
		rc = form_read(r, d.k->kind, &g);
	if (rc != RC_OK)
		return rc;
	if (may_drop(r, d.k) && form_value(g.pair, g.npair, STR("delete")).n) {
		struct page p = page_of(r);
		rc = drop(r, d.k->kind, r->id, g.version);
		return rc == RC_OK ? req_see_other(r, way_up(&p, d.k, &rec)) : rc;
	}
	d.outcome = kindpage_save(r, &g, r->id, &rec);
	if (d.outcome == RC_OK)
		return see(r, d.k, &rec);
	if (!kindpage_again(d.outcome))
		return d.outcome;
	rc = record_load(&r->ctx, d.k->kind, r->id, &rec);
	d.rec = &rec;
	d.given = &g;
	return rc == RC_OK ? put_form(r, &d) : rc;
}

/* --- its journal --- */

static enum rc show_journal(struct req *r)
{
	const struct kind_page *k;
	struct record rec;
	struct entry *e;
	size_t n = ENTRIES;
	int64_t before = 0;
	str given = req_query(r, STR("before"));
	enum rc rc = find(r, &k);

	if (rc == RC_OK && given.n && (!str_int(given, &before) || before < 1))
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = record_load(&r->ctx, k->kind, r->id, &rec);
	if (rc == RC_OK)
		rc = journal_of(&r->ctx, k->kind, r->id, before, &e, &n);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str back = asked_back(r), own = with_back(&p, r->http->path);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("{0}: what changed"), name_of(&p, &rec)),
					   .under = html_say(&p, N_("Newest first")),
					   .tab = k->tab,
					   .back = back.n ? back : address(&p, k->kind, rec.id, "") });
	if (n)
		thread_journal(&p, e, n);
	else
		table_empty(&p, &(struct empty){
					.title = N_("Nothing more has changed"),
					.why = N_("Every change stands here with its day and its author.") });
	if (n == ENTRIES)
		table_pages(&p, &(struct pages){ .shown = n,
						 .first = before ? own : STR(""),
						 .next = html_url_with(&p, own, "before",
								       html_int_text(&p, e[n - 1].seq)) });
	page_end(&p);
	return RC_OK;
}

/* clang-format off */
const struct route kindpage_routes[] = {
	{ HTTP_GET,  "/:word",             show_list,    .need = ROLES_SIGNED_IN, .purpose = "roster" },
	{ HTTP_GET,  "/:word/new",         ask_new,      .need = ROLES_SIGNED_IN, .purpose = "form" },
	{ HTTP_POST, "/:word/new",         save_new,     .need = ROLES_SIGNED_IN, .purpose = "form" },
	{ HTTP_GET,  "/:word/:id",         show_one,     .need = ROLES_SIGNED_IN, .purpose = "file" },
	{ HTTP_GET,  "/:word/:id/edit",    ask_edit,     .need = ROLES_SIGNED_IN, .purpose = "form" },
	{ HTTP_POST, "/:word/:id/edit",    save_edit,    .need = ROLES_SIGNED_IN, .purpose = "form" },
	{ HTTP_GET,  "/:word/:id/journal", show_journal, .need = ROLES_SIGNED_IN, .purpose = "history" },
	{ 0 },
};
/* clang-format on */
