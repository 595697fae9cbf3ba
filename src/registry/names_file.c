#include "names_file.h"

#include "complain.h"
#include "csvio.h"
#include "formpart.h"
#include "journal.h"
#include "utf8.h"

void names_file_put(struct page *p, const struct names_file_form *f)
{
	formpart_fold_begin(p, N_("As a file"), p->r->ctx.problems.n != 0);
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, f->action);
	html_lit(p, " novalidate>");
	html_csrf(p);
	for (size_t i = 0; i < f->nhidden; i++)
		if (f->hidden[i].value.n)
			html_hidden(p, f->hidden[i].name, f->hidden[i].value);
	form_text_put(p, &(struct form_text){ .name = "purpose",
					      .label = N_("What the file is for"),
					      .value = f->purpose,
					      .required = true });
	form_bar(p, N_("Fetch the file"));
	html_lit(p, "</form>");
	formpart_fold_end(p);
}

void names_file_check(struct ctx *c, str purpose, bool too_many)
{
	enum { LEAST = 4, MOST = 200 };
	size_t length = utf8_count(purpose);

	if (length < LEAST || length > MOST)
		complain(c, "purpose", N_("Say what the file is for: it stands in the file, and on record."));
	else if (too_many)
		complain(c, "purpose",
			 N_("These are too many children for one person alone. Choose a place."));
}

static enum rc note_unit(struct ctx *c, void *arg)
{
	const struct names_file *f = arg;

	c->reason = f->purpose;
	return journal_note(c, ACT_EXPORT, f->kind, 0, f->list);
}

enum rc names_file_begin(struct page *p, const struct names_file *f)
{
	struct req *r = p->r;
	struct names_file noted = *f;
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, note_unit, &noted);

	if (rc != RC_OK)
		return rc;
	r->reply->status = 200;
	r->reply->type = STR("text/csv; charset=utf-8");
	r->reply->disposition = f->disposition;
	r->reply->no_store = true;
	buf_lit(req_body(r), "\xef\xbb\xbf");
	return RC_OK;
}

void names_file_row(struct page *p, const str *cell, size_t n)
{
	struct buf *b = req_body(p->r);

	for (size_t i = 0; i < n; i++)
		csv_put(b, cell[i], i == 0);
	csv_end(b);
}

void names_file_end(struct page *p, str purpose)
{
	struct buf today = buf_new(p->mem, 16);
	const str who = p->who->name.n ? p->who->name : p->who->login;

	day_put(&today, p->today);
	const str mark[] = { html_say(p, N_("Made for {0} on {1}"), who, buf_view(&today)),
			     html_say(p, N_("What for: {0}"), purpose) };
	names_file_row(p, mark, COUNT(mark));
}
