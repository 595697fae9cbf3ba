/* The growth file in a child's file: when somebody last wrote into it, and the way on. */
#include "growth_page.h"

/* One line that is the way on, too: a child's file is heavy enough. */
static str way_text(struct page *p, const struct records *found)
{
	if (!may_read(p->who, growth_file_kind.profile))
		return html_word(p, N_("Open the growth file"));
	if (!found->n)
		return html_word(p, N_("Nobody has written into it yet."));
	return html_say(p, N_("Last written into on {0}."),
			html_day_text(p, rec_day(&found->r[0], GROWTH_FILE_TOUCHED_ON)));
}

static void put_way(struct page *p, bool may, str url, const char *text)
{
	if (may)
		html_link(p, url, html_word(p, text));
}

void growth_ways(struct page *p, int64_t child)
{
	html_lit(p, "<p class=\"links\">");
	put_way(p, may_read(p->who, P_MEASURE), html_url(p, "/children/#/measurements", child),
		N_("Height, weight, eyesight"));
	put_way(p, may_read(p->who, P_HOME), html_url(p, "/children/#/home_surveys", child),
		N_("Home and place to learn"));
	put_way(p, may_read(p->who, P_WORDS), html_url(p, "/children/#/words", child),
		N_("The child’s own words"));
	put_way(p, may_read(p->who, P_WORDS), html_url(p, "/children/#/letters", child), N_("Letters"));
	put_way(p, may_read(p->who, P_WORK), html_url(p, "/children/#/works", child), N_("Works"));
	put_way(p, p->who->role & (ROLE_HEAD | ROLE_TEACHER | ROLE_DIRECTOR | ROLES_FAMILY | ROLE_CHILD),
		html_url(p, "/children/#/book", child), N_("The book"));
	html_lit(p, "</p>\n");
}

enum rc growth_panel(struct page *p, const struct record *child)
{
	struct list l = { .filter = { { GROWTH_FILE_CHILD, INT(child->id) } }, .nfilter = 1, .limit = 1 };
	struct ctx look = p->r->ctx;
	struct records found = { .r = NULL };
	enum rc rc = RC_OK;

	if (!(p->who->role & ROLES_GROWTH_FILE))
		return RC_OK;
	look.seen = NULL; /* the file is being read already */
	if (may_read(p->who, growth_file_kind.profile))
		rc = record_list(&look, &growth_file_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section id=\"growth\" class=\"sheet stack\"><h2>");
	html_tr(p, N_("Growth file"));
	html_lit(p, "</h2>\n");
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#/growth", child->id), way_text(p, &found));
	html_lit(p, "</p>\n");
	html_lit(p, "</section>\n");
	return RC_OK;
}
