/* What will be erased, and by which rule: before it happens. */
#include "privacy_page.h"
#include "retention.h"

enum { A_MONTH = 31 };

static enum rc put_row(struct table *t, struct ctx *c, const struct retention_row *row)
{
	int64_t today = 0, month = 0;
	enum rc rc = row->due(c, c->today, &today);

	if (rc == RC_OK)
		rc = row->due(c, day_add(c->today, A_MONTH), &month);
	if (rc != RC_OK)
		return rc;
	table_row(t);
	table_text(t, html_word(t->p, row->what));
	table_text(t, html_word(t->p, row->rule));
	table_text(t, html_say(t->p, N_("{0}"), html_int_text(t->p, ctx_param(c, row->param))));
	table_text(t, html_int_text(t->p, today));
	table_text(t, html_int_text(t->p, month - today));
	return RC_OK;
}

enum rc retention_page_show(struct req *r)
{
	static const struct col cols[] = { { N_("What"), COL_TEXT },
					   { N_("How long"), COL_FULL },
					   { N_("Period in the parameters"), COL_NUMBER },
					   { N_("Due today"), COL_NUMBER },
					   { N_("In the month to come"), COL_NUMBER } };
	enum rc rc = RC_OK;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("What will be erased"))),
					       .tab = "/more" });

	privacy_say(&p, N_("What is due is ended every night. How many of what, stands in the journal."));
	struct table t = table_begin(&p, cols, COUNT(cols), html_say(&p, N_("Classes of records")));
	for (size_t i = 0; i < retention_nrows && rc == RC_OK; i++)
		rc = put_row(&t, &r->ctx, &retention_rows[i]);
	table_end(&t);
	page_end(&p);
	return rc;
}
