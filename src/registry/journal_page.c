#include "facts.h"
#include "registry_page.h"
#include "thread.h"

enum { JOURNAL_PAGE = 30 };

/* The first part of the path is the plural of the kind. */
static const struct kind *kind_of(const struct req *r)
{
	str rest = str_cut(r->http->path, 1, r->http->path.n), plural;

	return str_next(&rest, '/', &plural) ? model_kind(r->ctx.model, plural) : NULL;
}

static str name_of(struct page *p, const struct record *rec)
{
	if (rec->kind->label_field) {
		size_t i = rec->kind->label_field - 1;
		if (rec->v[i].t == VAL_TEXT)
			return rec->v[i].s;
	}
	return html_say(p, rec->kind->label);
}

enum rc journal_page_show(struct req *r)
{
	const struct kind *k = kind_of(r);
	struct record rec;
	struct entry *e;
	size_t n;
	int64_t before = 0;
	str given = req_query(r, STR("before"));

	if (!k)
		return RC_NOT_FOUND;
	if (given.n && (!str_int(given, &before) || before < 1))
		return RC_INVALID;
	enum rc rc = record_load(&r->ctx, k, r->id, &rec);
	if (rc == RC_OK)
		rc = journal_of(&r->ctx, k, r->id, before, JOURNAL_PAGE, &e, &n);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str own = r->http->path, up = str_cut(own, 0, own.n - STR("/journal").n);
	bool has_page = k == &child_kind || k == &school_kind || k == &class_kind;
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("{0}: what changed"), name_of(&p, &rec)),
				    .under = html_say(&p, N_("Newest first")),
				    .tab = k == &school_kind || k == &class_kind ? "/schools" : "/children",
				    .back = has_page ? up : html_fill(&p, "{0}/edit", up) });
	if (n)
		thread_journal(&p, e, n);
	else
		table_empty(&p, &(struct empty){
					.title = N_("Nothing more has changed"),
					.why = N_("Every change stands here with its day and its author.") });
	if (n == JOURNAL_PAGE)
		table_pages(&p, &(struct pages){ .shown = n,
						 .first = before ? own : STR(""),
						 .next = html_url_with(&p, own, "before",
								       html_int_text(&p, e[n - 1].seq)) });
	page_end(&p);
	return RC_OK;
}
