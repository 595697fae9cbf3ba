#include "entry_form.h"

#include "draft_form.h"
#include "entry.h"
#include "facts.h"
#include "handover.h"
#include "health_page.h"
#include "note.h"
#include "registry_page.h"
#include "support.h"
#include "talk.h"

const struct entry_form *const entry_form_all[] = {
	&note_form, &talk_form, &support_form, &handover_form, &measurement_form, &health_note_form, NULL
};

enum { CONTROLS = 16 };

struct writing {
	const struct entry_form *form;
	struct record child, corrects; /* corrects.kind NULL: a first writing */
	struct draft draft;            /* what the controls show */
	enum rc outcome;
};

/* --- addresses --- */

const struct entry_form *entry_form_of(const struct req *r)
{
	str rest = str_of(r->route->path), part;

	while (str_next(&rest, '/', &part))
		for (const struct entry_form *const *f = entry_form_all; *f; f++)
			if (str_eq(part, str_of((*f)->kind->plural)))
				return *f;
	return NULL;
}

static str list_url(struct page *p, const struct kind *k, int64_t child)
{
	return html_fill(p, "{0}/{1}", html_url(p, "/children/#", child), str_of(k->plural));
}

str entry_form_url(struct page *p, const struct entry_form *f, int64_t child)
{
	return html_fill(p, "{0}/new", list_url(p, f->kind, child));
}

str entry_form_at(struct page *p, const struct kind *k, int64_t id)
{
	return html_fill(p, "/{0}/{1}", str_of(k->plural), html_int_text(p, id));
}

static size_t field_of(const struct kind *k, const char *name)
{
	size_t i = 0;

	(void)kind_field(k, str_of(name), &i);
	return i;
}

static int64_t corrects_of(const struct http_pair *pair, size_t n)
{
	int64_t id = 0;

	return form_id(form_value(pair, n, STR("corrects")), &id) ? id : 0;
}

static str draft_of(const struct req *r, const struct writing *w)
{
	return draft_name(r->ctx.mem, str_of(w->form->kind->name), w->corrects.kind ? w->corrects.id : 0);
}

/* `corrects`: the entry that is put right; 0: none. */
static enum rc load(struct req *r, int64_t corrects, struct writing *w)
{
	w->form = entry_form_of(r);
	enum rc rc = w->form ? record_load(&r->ctx, &child_kind, r->id, &w->child) : RC_NOT_FOUND;

	if (rc == RC_OK && !may_create(r->ctx.who, w->form->kind->profile))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && corrects)
		rc = record_load(&r->ctx, w->form->kind, corrects, &w->corrects);
	if (rc == RC_OK && corrects && rec_int(&w->corrects, w->form->kind->child_field - 1) != r->id)
		rc = RC_NOT_FOUND;
	return rc;
}

/* --- the form --- */

static enum rc put_control(struct page *p, const struct writing *w, const struct entry_control *c)
{
	const struct field *f = &w->form->kind->fields[c->field];
	struct control shown = { .name = str_of(f->name),
				 .label = f->label,
				 .hint = c->hint ? c->hint : f->hint,
				 .value = form_value(w->draft.pair, w->draft.n, str_of(f->name)),
				 .required = f->required };
	enum rc rc = RC_OK;

	if (f->type == T_REF && w->form->options)
		rc = w->form->options(p->r, w->child.id, &shown);
	if (rc == RC_OK && (f->type != T_REF || shown.noption))
		formpart_control(p, f, &shown);
	return rc;
}

static enum rc put_form(struct page *p, const struct writing *w)
{
	str list = list_url(p, w->form->kind, w->child.id);
	const struct draft_form f = { .action = list,
				      .keep = html_fill(p, "{0}/draft", list),
				      .back = html_url(p, "/children/#/growth", w->child.id),
				      .button = N_("Save the entry"),
				      .draft = &w->draft };
	enum rc rc = RC_OK;

	draft_form_begin(p, &f);
	if (w->corrects.kind)
		html_hidden(p, STR("corrects"), html_int_text(p, w->corrects.id));
	form_summary(p, NULL);
	for (size_t i = 0; i < w->form->ncontrol && rc == RC_OK; i++)
		rc = put_control(p, w, &w->form->control[i]);
	draft_form_end(p, &f);
	return rc;
}

static void put_after(struct page *p, const struct writing *w)
{
	const struct http_pair corrects = { STR("corrects"),
					    w->corrects.kind ? html_int_text(p, w->corrects.id) : STR("") };
	str list = list_url(p, w->form->kind, w->child.id);

	draft_form_after(p, &w->draft,
			 &(struct draft_throw){ .action = html_fill(p, "{0}/draft/drop", list),
						.which = &corrects,
						.nwhich = 1 });
}

static void put_before(struct page *p, const struct writing *w)
{
	html_lit(p, "<p class=\"s\">");
	if (w->corrects.kind) {
		html_tr(p, N_("This puts right what was written for {0}, which stays to be read."),
			html_day_text(p, rec_day(&w->corrects, field_of(w->form->kind, "on"))));
		html_gap(p);
	}
	html_tr(p, w->form->lead);
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r, struct writing *w)
{
	struct page p = page_of(r);
	str name = rec_text(&w->child, CHILD_NAME);

	p = page_begin(r, &(struct frame){ .title = html_say(&p, w->form->title, name),
					   .where = html_word(&p, w->form->kind->label),
					   .tab = "/children",
					   .task = true,
					   .own_h1 = true,
					   .back = html_url(&p, "/children/#/growth", w->child.id),
					   .no_store = true, /* a draft may stand in it */
					   .status = w->outcome == RC_OK ? 200 : rc_status(w->outcome) });
	facts_who(&p, name, html_word(&p, w->form->kind->label));
	put_before(&p, w);
	enum rc rc = put_form(&p, w);
	put_after(&p, w);
	page_end(&p);
	return rc;
}

/* --- showing it --- */

/* A new version begins as what stood there, but for what is covered. */
static size_t fill_from(struct req *r, const struct writing *w, struct http_pair *pair)
{
	const struct kind *k = w->form->kind;
	size_t n = 0;

	for (size_t i = 0; i < w->form->ncontrol; i++) {
		size_t f = w->form->control[i].field;
		str text = w->corrects.masked >> f & 1 ? STR("") : record_text(&r->ctx, &w->corrects, f);
		if (text.n)
			pair[n++] = (struct http_pair){ str_of(k->fields[f].name), text };
	}
	return n;
}

static void begin_new(struct req *r, struct writing *w)
{
	struct http_pair *pair = NEW(r->ctx.mem, struct http_pair, CONTROLS + 3);
	struct buf today = buf_new(r->ctx.mem, 16);
	str what = req_query(r, STR("what"));
	size_t n = 0;

	pair[n++] = (struct http_pair){ STR("client"), form_client(r->ctx.mem) };
	if (w->corrects.kind) {
		n += fill_from(r, w, pair + n);
	} else {
		day_put(&today, r->ctx.today);
		pair[n++] = (struct http_pair){ STR("on"), buf_view(&today) };
		if (what.n)
			pair[n++] = (struct http_pair){ STR("what"), what };
	}
	w->draft.pair = pair;
	w->draft.n = n;
}

enum rc entry_form_show(struct req *r)
{
	struct writing w = { .outcome = RC_OK };
	int64_t corrects;

	if (!form_id(req_query(r, STR("corrects")), &corrects))
		return RC_NOT_FOUND;
	enum rc rc = load(r, corrects, &w);
	if (rc == RC_OK)
		rc = draft_form_load(r, draft_of(r, &w), &w.draft);
	if (rc != RC_OK)
		return rc;
	if (!w.draft.saved_at)
		begin_new(r, &w);
	return put_page(r, &w);
}

/* --- saving --- */

enum rc entry_form_save(struct req *r)
{
	struct writing w = { .outcome = RC_OK };
	const struct entry_form *f = entry_form_of(r);
	struct form_given g;
	int64_t id;
	enum rc rc = f ? form_read(r, f->kind, &g) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = load(r, corrects_of(g.pair, g.npair), &w);
	if (rc != RC_OK)
		return rc;
	input_int(&g.in, r->ctx.mem, f->kind->child_field - 1, r->id);
	str form = draft_of(r, &w);
	w.outcome = draft_form_hand_in(r, &(struct draft_hand_in){ form, &g.in, entry_write }, &id);
	if (w.outcome == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(r, entry_form_at(&p, f->kind, id));
	}
	if (!kindpage_again(w.outcome))
		return w.outcome;
	w.draft = draft_form_typed(r, form, &g);
	return put_page(r, &w);
}

/* --- keeping it --- */

static str form_url(struct req *r, const struct writing *w)
{
	struct page p = page_of(r);
	str url = entry_form_url(&p, w->form, r->id);

	return w->corrects.kind ? html_url_with(&p, url, "corrects", html_int_text(&p, w->corrects.id)) : url;
}

enum rc entry_form_keep(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t there;
	struct writing w = { .outcome = RC_OK };
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = load(r, corrects_of(f, n), &w);
	if (rc != RC_OK)
		return rc;
	/* A script's last word may come after the entry itself. */
	rc = entry_find(&r->ctx, w.form->kind, form_value(f, n, STR("client")), &there);
	if (rc == RC_NOT_FOUND)
		rc = draft_save(&r->ctx, draft_of(r, &w), r->id, f, n);
	return rc == RC_OK ? draft_form_kept(r, form_url(r, &w)) : rc;
}

enum rc entry_form_drop(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct writing w = { .outcome = RC_OK };
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = load(r, corrects_of(f, n), &w);
	return rc == RC_OK ? draft_form_drop(r, draft_of(r, &w), form_url(r, &w)) : rc;
}

/* By other programs. */
static enum rc entry_form_api(struct req *r)
{
	const struct entry_form *f = entry_form_of(r);

	return f ? entry_api_make(r, f->kind) : RC_NOT_FOUND;
}

/* clang-format off */
#define ROLES_NOTE (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER)
#define ROLES_TALK (ROLE_HEAD | ROLE_TEACHER | ROLE_COUNSELLOR | ROLES_VILLAGE)
#define ROLES_SUPPORT (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE | ROLE_FEDERATION)
#define READ_NOTE (ROLES_STAFF | ROLE_FEDERATION | ROLES_FAMILY | ROLE_CHILD)
const struct route entry_form_routes[] = {
	{ HTTP_GET,  "/children/:id/growth_notes/new",          entry_form_show, .need = ROLES_NOTE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/growth_notes",              entry_form_save, .need = ROLES_NOTE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/growth_notes/draft",        entry_form_keep, .need = ROLES_NOTE, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/growth_notes/draft/drop",   entry_form_drop, .need = ROLES_NOTE, .purpose = "entry_form" },
	{ HTTP_GET,  "/growth_notes/:id",                       entry_page_show, .need = READ_NOTE, .purpose = "entry" },
	{ HTTP_POST, "/growth_notes/:id/show",                  entry_page_open, .need = READ_NOTE, .purpose = "entry" },
	{ HTTP_POST, "/api/v1/growth_notes",                    entry_form_api,  .need = ROLES_STAFF },

	{ HTTP_GET,  "/children/:id/talks/new",                 entry_form_show, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/talks",                     entry_form_save, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/talks/draft",               entry_form_keep, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/talks/draft/drop",          entry_form_drop, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_GET,  "/talks/:id",                              entry_page_show, .need = ROLES_STAFF, .purpose = "entry" },
	{ HTTP_POST, "/talks/:id/show",                         entry_page_open, .need = ROLES_STAFF, .purpose = "entry" },
	{ HTTP_POST, "/api/v1/talks",                           entry_form_api,  .need = ROLES_STAFF },

	{ HTTP_GET,  "/children/:id/handover_notes/new",        entry_form_show, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/handover_notes",            entry_form_save, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/handover_notes/draft",      entry_form_keep, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/handover_notes/draft/drop", entry_form_drop, .need = ROLES_TALK, .purpose = "entry_form" },
	{ HTTP_GET,  "/handover_notes/:id",                     entry_page_show, .need = ROLES_STAFF, .purpose = "entry" },
	{ HTTP_POST, "/handover_notes/:id/show",                entry_page_open, .need = ROLES_STAFF, .purpose = "entry" },
	{ HTTP_POST, "/api/v1/handover_notes",                  entry_form_api,  .need = ROLES_STAFF },

	{ HTTP_GET,  "/children/:id/supports/new",              entry_form_show, .need = ROLES_SUPPORT, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/supports",                  entry_form_save, .need = ROLES_SUPPORT, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/supports/draft",            entry_form_keep, .need = ROLES_SUPPORT, .purpose = "entry_form" },
	{ HTTP_POST, "/children/:id/supports/draft/drop",       entry_form_drop, .need = ROLES_SUPPORT, .purpose = "entry_form" },
	{ HTTP_GET,  "/supports/:id",                           entry_page_show, .need = ROLES_STAFF | ROLE_FEDERATION, .purpose = "entry" },
	{ HTTP_POST, "/supports/:id/show",                      entry_page_open, .need = ROLES_STAFF | ROLE_FEDERATION, .purpose = "entry" },
	{ HTTP_POST, "/api/v1/supports",                        entry_form_api,  .need = ROLES_STAFF | ROLE_FEDERATION },
	{ 0 },
};
/* clang-format on */
