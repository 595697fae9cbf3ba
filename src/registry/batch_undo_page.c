#include "batch_page.h"
#include "facts.h"
#include "progress.h"

enum { LEFT_SHOWN = 100 };

/* --- before --- */

static str until_text(struct page *p, const struct batch *b)
{
	return html_day_text(p, batch_undo_until(&p->r->ctx, b));
}

static const char *back_text(const struct batch *b)
{
	if (b->undo)
		return N_("Take this back in turn");
	return b->merge ? N_("Take the merge back") : N_("Take this import back");
}

void batch_undo_page_offer(struct page *p, const struct batch *b)
{
	if (batch_keeps(&p->r->ctx, b))
		return;
	html_button(p, html_url(p, "/batches/#/undo", b->rec.id), back_text(b), false);
}

enum rc batch_undo_page_note(struct page *p, const struct batch *b)
{
	int64_t by = rec_int(&b->rec, BATCH_UNDONE_BY);
	struct record undo;

	if (!by)
		return RC_OK;
	enum rc rc = record_load(&p->r->ctx, &batch_kind, by, &undo);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	html_lit(p, "<section class=\"sheet note\"><p>");
	if (rc == RC_OK) {
		html_tr(p, N_("Taken back by {0}."), batch_page_who(p, &undo));
		html_gap(p);
		html_link(p, html_url(p, "/batches/#", by), html_word(p, N_("What became of that")));
	} else {
		html_tr(p, N_("Taken back by somebody else."));
	}
	html_lit(p, "</p></section>\n");
	return RC_OK;
}

static void put_keeps(struct page *p, const struct batch *b, const char *why)
{
	html_lit(p, "<p>");
	html_tr(p, why);
	html_lit(p, "</p><div class=\"acts\">");
	html_button(p, html_url(p, "/batches/#", b->rec.id),
		    b->merge ? N_("Back to the merge") : N_("Back to the import"), false);
	html_lit(p, "</div>\n");
}

static void put_ask(struct page *p, const struct batch *b, int64_t changes)
{
	html_lit(p, "<p>");
	html_tr(p,
		N_("{0} changes are taken back, the newest first: what was new goes, what was changed "
		   "becomes what it "
		   "was."),
		html_int_text(p, changes));
	html_lit(p, "</p><p>");
	html_tr(p, N_("What somebody has edited since, what other records need by now and what you may not "
		      "change stays as "
		      "it is. You get a list of it."));
	html_lit(p, "</p><p class=\"s\">");
	html_tr(p, N_("Possible until {0}. Taking back can itself be taken back."), until_text(p, b));
	html_lit(p, "</p><form method=\"post\"");
	html_action(p, html_url(p, "/batches/#/undo", b->rec.id));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<div class=\"acts\"><button class=\"main\">");
	html_tr(p, back_text(b));
	html_lit(p, "</button>");
	html_button(p, html_url(p, "/batches/#", b->rec.id), N_("Leave it as it is"), false);
	html_lit(p, "</div></form>\n");
}

enum rc batch_undo_page_ask(struct req *r)
{
	struct batch b;
	int64_t changes = 0;
	enum rc rc = batch_page_load(r, &b);

	if (rc == RC_OK)
		rc = undo_count(&r->ctx, r->id, &changes);
	if (rc != RC_OK)
		return rc;
	const char *why = batch_keeps(&r->ctx, &b);
	struct page p = batch_page_begin(r, &b,
					 why       ? b.merge ? N_("The merge stays") : N_("This import stays")
					       : b.undo ? N_("Take the undoing back?")
					 : b.merge ? N_("Take the merge back?")
						   : N_("Take this import back?"));
	if (why)
		put_keeps(&p, &b, why);
	else
		put_ask(&p, &b, changes);
	page_end(&p);
	return RC_OK;
}

/* Whoever comes second sees that the first one began; what stays for another reason says why. */
enum rc batch_undo_page_start(struct req *r)
{
	struct batch b;
	int64_t id = r->id;
	enum rc rc = batch_page_load(r, &b);

	if (rc == RC_OK)
		rc = batch_undo(&r->ctx, &b, &id);
	if (rc == RC_CONFLICT) {
		rc = batch_page_load(r, &b);
		if (rc == RC_OK && rec_null(&b.rec, BATCH_UNDONE_BY))
			return batch_undo_page_ask(r);
		id = r->id;
	}
	return rc == RC_OK ? registry_see(r, "/batches/", id) : rc;
}

/* --- after --- */

static str act_text(struct page *p, enum act act)
{
	switch (act) {
	case ACT_CREATE: return html_word(p, N_("It was new."));
	case ACT_UPDATE: return html_word(p, N_("It was changed."));
	case ACT_DELETE: return html_word(p, N_("It was deleted."));
	default: return STR("");
	}
}

/* "Name, Class" */
static str fields_text(struct page *p, const struct kind *k, uint64_t fields)
{
	struct buf b = buf_new(p->mem, 8 << 10);

	for (size_t i = 0; k && i < k->nfields; i++) {
		if (!(fields >> i & 1))
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, html_word(p, k->fields[i].label));
	}
	return buf_view(&b);
}

/* Whose it is, with the way there: the child it belongs to, else the record by its own name; nothing when it
 * is gone or out of reach. */
static enum rc put_record(struct page *p, const struct undo_row *u)
{
	const struct kind *k = u->kind;
	struct record rec;

	html_text(p, k ? html_word(p, k->label) : html_word(p, N_("A record")));
	enum rc rc = k ? record_load(&p->r->ctx, k, u->record, &rec) : RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	size_t child = k->child_field, name = k->label_field;
	int64_t id = child ? rec_int(&rec, child - 1) : 0;
	html_lit(p, "<br>");
	if (k->is_child || id)
		html_link(p, html_url(p, "/children/#", k->is_child ? rec.id : id),
			  k->is_child ? rec_text(&rec, CHILD_NAME) : facts_ref(p, &k->fields[child - 1], id));
	else if (name && k->plural)
		html_link(p, html_fill(p, "/{0}/{1}", str_of(k->plural), html_int_text(p, rec.id)),
			  rec_text(&rec, name - 1));
	return RC_OK;
}

static enum rc put_left(struct page *p, const struct batch_undone *u)
{
	static const struct col cols[] = { { N_("What"), COL_TEXT },
					   { N_("What the import did"), COL_TEXT },
					   { N_("Why it stays"), COL_FULL } };
	size_t n = u->nleft < LEFT_SHOWN ? u->nleft : LEFT_SHOWN;
	enum rc rc = RC_OK;

	if (!n)
		return RC_OK;
	html_lit(p, "<section class=\"stack\" id=\"left\"><div class=\"head\"><h2>");
	html_tr(p, N_("Left as it is"));
	html_lit(p, "</h2></div>\n");
	struct table t =
		table_begin(p, cols, COUNT(cols), html_say(p, N_("{0} here"), html_int_text(p, (int64_t)n)));
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		const struct undo_row *row = &u->left[i];
		str fields = fields_text(p, row->kind, row->fields);
		table_row(&t);
		table_cell(&t);
		rc = put_record(p, row);
		table_text(&t, act_text(p, row->act));
		table_cell(&t);
		str why = html_word(p, undo_label(row->outcome == UNDO_DONE ? UNDO_EDITED : row->outcome));
		if (fields.n)
			html_tr(p, N_("{0}; what stays: {1}"), why, fields);
		else
			html_text(p, why);
	}
	table_end(&t);
	html_lit(p, "</section>\n");
	return rc;
}

static void put_figures(struct page *p, const struct batch *b, const struct batch_undone *u)
{
	int64_t left = rec_int(&b->rec, BATCH_LEFT);

	table_tally_begin(p);
	table_tally(p,
		    &(struct tally){ .count = rec_int(&b->rec, BATCH_CHANGED) + rec_int(&b->rec, BATCH_SAME),
				     .label = html_word(p, N_("taken back")),
				     .tone = "ok",
				     .icon = "yes" });
	table_tally(p, &(struct tally){ .count = left,
					.label = html_word(p, N_("left as it is")),
					.tone = left ? "due" : NULL,
					.icon = left ? "warn" : NULL,
					.url = u->nleft ? STR("#left") : STR("") });
	table_tally_end(p);
}

static const char *merge_title_of(const struct batch *b)
{
	switch (b->phase) {
	case BATCH_IS_RUNNING: return N_("The merge is being taken back");
	case BATCH_IS_DONE: return N_("The merge is taken back: they are two again");
	case BATCH_IS_PARTIAL: return N_("The merge is taken back, but not all of it");
	case BATCH_IS_DROPPED: return N_("Nothing was taken back");
	default: return N_("Taking back did not come to its end");
	}
}

static const char *title_of(const struct batch *b)
{
	if (b->merge)
		return merge_title_of(b);
	switch (b->phase) {
	case BATCH_IS_RUNNING: return N_("The import is being taken back");
	case BATCH_IS_DONE: return N_("The import is taken back");
	case BATCH_IS_PARTIAL: return N_("The import is taken back, but not all of it");
	case BATCH_IS_DROPPED: return N_("Nothing was taken back");
	default: return N_("Taking back did not come to its end");
	}
}

static void put_of(struct page *p, const struct batch *b)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/batches/#", rec_int(&b->rec, BATCH_UNDO_OF)),
		  html_word(p, b->merge ? N_("The merge that this takes back")
					: N_("The import that this takes back")));
	html_lit(p, "</p>\n");
}

enum rc batch_undo_page_put(struct req *r, const struct batch *b)
{
	struct batch_undone u = { 0 };
	enum rc rc = batch_undone(&r->ctx, b, &u);
	bool ended = b->phase == BATCH_IS_DONE || b->phase == BATCH_IS_PARTIAL;

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	struct page p = batch_page_begin(r, b, title_of(b));
	rc = batch_undo_page_note(&p, b);
	put_of(&p, b);
	if (rc == RC_OK && !ended && b->job.id && b->phase != BATCH_IS_DROPPED)
		rc = progress_put(&p, &(struct progress){ .job = &b->job,
							  .label = batch_undo_job.label,
							  .counted = N_("{0} of {1} changes") });
	if (ended)
		put_figures(&p, b, &u);
	if (rc == RC_OK && b->phase != BATCH_IS_RUNNING)
		rc = put_left(&p, &u);
	html_lit(&p, "<div class=\"acts\">");
	batch_undo_page_offer(&p, b);
	html_lit(&p, "</div>\n");
	page_end(&p);
	return rc;
}
