#include "batch_page.h"

/* Who imported what, when, and what became of it: one's own, for the county's education office all of the
 * county. */

static str figures_text(struct page *p, const struct record *r)
{
	return html_say(p, N_("{0} new, {1} changed, {2} as before, {3} refused"),
			html_int_text(p, rec_int(r, BATCH_FRESH)),
			html_int_text(p, rec_int(r, BATCH_CHANGED)), html_int_text(p, rec_int(r, BATCH_SAME)),
			html_int_text(p, rec_int(r, BATCH_REFUSED) + rec_int(r, BATCH_HELD)));
}

static str undo_says(struct page *p, const struct batch *b)
{
	str left = html_int_text(p, rec_int(&b->rec, BATCH_LEFT));

	switch (b->phase) {
	case BATCH_IS_RUNNING: return html_say(p, N_("Being taken back"));
	case BATCH_IS_DONE: return html_say(p, N_("Taken back"));
	case BATCH_IS_PARTIAL: return html_say(p, N_("Taken back, but {0} changes stayed"), left);
	case BATCH_IS_DROPPED: return html_say(p, N_("Nothing was taken back"));
	default: return html_say(p, N_("Taking back did not come to its end"));
	}
}

static str import_says(struct page *p, const struct batch *b)
{
	const struct record *r = &b->rec;
	int64_t ready = rec_int(r, BATCH_FRESH) + rec_int(r, BATCH_CHANGED);

	switch (b->phase) {
	case BATCH_IS_LOOKING: return html_say(p, N_("Being looked through"));
	case BATCH_IS_LOOKED:
		return html_say(p, N_("{0} rows are ready, {1} to put right. Nothing is imported yet."),
				html_int_text(p, ready),
				html_int_text(p, rec_int(r, BATCH_REFUSED) + rec_int(r, BATCH_HELD)));
	case BATCH_IS_RUNNING: return html_say(p, N_("Being imported"));
	case BATCH_IS_DONE: return figures_text(p, r);
	case BATCH_IS_PARTIAL: return html_say(p, N_("Stopped half-way"));
	case BATCH_IS_DROPPED: return html_say(p, N_("Nothing was imported"));
	default: return html_say(p, N_("It did not work"));
	}
}

static enum rc put_row(struct table *t, const struct record *r)
{
	struct page *p = t->p;
	struct batch b;
	enum rc rc = batch_of(&p->r->ctx, r, &b);

	if (rc != RC_OK)
		return rc;
	str name = batch_page_name(p, r);
	table_row(t);
	table_cell(t);
	html_link(p, html_url(p, "/batches/#", r->id),
		  b.undo ? html_say(p, N_("Taking back: {0}"), name) : name);
	table_text(t, batch_page_who(p, r));
	table_cell(t);
	html_text(p, b.undo ? undo_says(p, &b) : b.merge ? html_say(p, N_("Joined")) : import_says(p, &b));
	if (!rec_null(r, BATCH_UNDONE_BY)) {
		html_lit(p, "<br><small>");
		html_tr(p, N_("It was taken back later."));
		html_lit(p, "</small>");
	}
	return RC_OK;
}

static enum rc put_list(struct page *p, const struct records *list)
{
	static const struct col cols[] = { { N_("List"), COL_TEXT },
					   { N_("Who and when"), COL_TEXT },
					   { N_("What became of it"), COL_FULL } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });
	enum rc rc = RC_OK;

	for (size_t i = 0; i < list->n && rc == RC_OK; i++)
		rc = put_row(&t, &list->r[i]);
	table_end(&t);
	return rc;
}

enum rc batch_page_list(struct req *r)
{
	struct list l = { .limit = REGISTRY_PAGE, .newest_first = true, .after = registry_after(r) };
	struct records list;
	bool imports = r->ctx.who->role & ROLES_IMPORT;

	if (!may_read(r->ctx.who, P_BATCH))
		return RC_NOT_FOUND;
	enum rc rc = record_list(&r->ctx, &batch_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Imports"))), .tab = "/more" });
	if (imports && list.n) {
		html_lit(&p, "<p><a class=\"btn main\" href=\"/import\">");
		html_tr(&p, N_("Import a list"));
		html_lit(&p, "</a></p>\n");
	}
	if (list.n)
		rc = put_list(&p, &list);
	else
		table_empty(&p,
			    &(struct empty){
				    .title = N_("No list was imported yet"),
				    .why = N_("Each import stands here: who, when, and what became of it."),
				    .url = imports ? STR("/import") : STR(""),
				    .verb = imports ? N_("Import a list") : NULL });
	table_pages(&p, &(struct pages){
				.shown = list.n,
				.first = l.after ? STR("/batches") : STR(""),
				.next = list.more ? html_url_with(&p, STR("/batches"), "after",
								  html_int_text(&p, list.r[list.n - 1].id))
						  : STR("") });
	page_end(&p);
	return rc;
}
