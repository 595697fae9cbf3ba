/* A child as its own family sees it: what is kept, who looked, what was agreed to, what may be asked for. */
#include "copy.h"
#include "facts.h"
#include "privacy_page.h"
#include "utf8.h"

static void put_ways(struct page *p, int64_t child)
{
	static const struct {
		const char *icon, *tail, *title, *why;
	} ways[] = {
		{ "child", "/file", N_("What is kept"), N_("Numbers, school, family") },
		{ "eye", "/looked", N_("Who looked"), N_("Who, when and what for") },
		{ "yes", "/consents", N_("What we agreed to"), N_("Say yes, say no, take it back") },
		{ "help", "/requests", N_("Ask for something"), N_("A copy, a correction, erasing") },
	};

	privacy_ways_begin(p, N_("What you can do here"));
	for (size_t i = 0; i < COUNT(ways); i++)
		privacy_way(p, &(struct privacy_way){ .icon = ways[i].icon,
						      .title = html_word(p, ways[i].title),
						      .why = html_word(p, ways[i].why),
						      .url = privacy_url(p, child, str_of(ways[i].tail)) });
	privacy_ways_end(p);
}

enum rc family_page_child(struct req *r)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = rec_text(&child, CHILD_NAME),
						       .elder = true,
						       .own_h1 = true,
						       .back = STR("/"),
						       .back_label = N_("Back") });
	facts_who(&p, rec_text(&child, CHILD_NAME), registry_child_line(&p, &child, p.today));
	put_ways(&p, child.id);
	rc = registry_panels(&p, &child);
	page_end(&p);
	return rc;
}

static enum rc put_file(struct req *r, bool opened)
{
	struct copy copy;
	enum rc rc = copy_collect(&r->ctx, r->id, &copy);

	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &copy.child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("What is kept"))),
					 .no_store = opened,
					 .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 0 });
	if (copy_put(&p, &copy, true))
		facts_show(&p, privacy_url(&p, r->id, STR("/file")));
	privacy_say(&p, N_("Is something wrong, or missing? Ask for it to be put right."));
	html_lit(&p, "<p class=\"acts\"><a class=\"btn\"");
	html_href(&p, privacy_url(&p, r->id, STR("/requests")));
	html_lit(&p, ">");
	html_tr(&p, N_("Ask for something"));
	html_lit(&p, "</a></p>\n");
	page_end(&p);
	return RC_OK;
}

enum rc family_page_file(struct req *r) { return put_file(r, false); }

enum rc family_page_open(struct req *r)
{
	enum { PURPOSE_MAX = 200 };
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	str purpose = str_trim(form_value(f, n, STR("purpose")));
	if (!purpose.n || utf8_count(purpose) > PURPOSE_MAX || utf8_has_control(purpose)) {
		problem_add(&r->ctx.problems, STR("purpose"),
			    N_("Say in 1 to 200 characters what you need them for."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return put_file(r, false);
	}
	r->ctx.purpose = purpose; /* the dispatcher has it written down before a value leaves */
	return put_file(r, true);
}
