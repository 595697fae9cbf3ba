/* Care in a child's file: where it stands in word, shape and colour, what was done last and is due next, and
 * the ways on.  Families and children never see it. */
#include "assessment.h"
#include "facts.h"
#include "registry_page.h"
#include "risk_page.h"
#include "risk_say.h"

static void put_day_row(struct page *p, const char *label, day d)
{
	if (d)
		facts_row(p, label, html_day_text(p, d));
}

static void put_due(struct page *p, const char *label, day d)
{
	if (!d)
		return;
	facts_row_begin(p, label);
	if (d < p->today) {
		html_lit(p, "<b class=\"bad\">");
		html_icon(p, "warn");
		html_lit(p, " ");
		html_tr(p, N_("was due on {0}"), html_day_text(p, d));
		html_lit(p, "</b>");
	} else {
		html_text(p, html_day_text(p, d));
	}
	facts_row_end(p);
}

static void put_case(struct page *p, const struct record *k)
{
	facts_begin(p);
	facts_row(p, N_("Where it stands"), registry_code(p, "care_state", rec_text(k, CARE_CASE_STATE)));
	put_day_row(p, N_("Under care since"), rec_day(k, CARE_CASE_FROM));
	put_day_row(p, N_("Last visit"), rec_day(k, CARE_CASE_LAST_VISIT));
	put_due(p, N_("Next visit by"), rec_day(k, CARE_CASE_VISIT_DUE));
	put_day_row(p, N_("Last assessment"), rec_day(k, CARE_CASE_ASSESSED_ON));
	put_due(p, N_("Next review by"), rec_day(k, CARE_CASE_REVIEW_DUE));
	facts_end(p);
}

/* Only what this reader may do. */
static void put_way(struct page *p, bool may, str url, const char *text)
{
	if (may)
		html_link(p, url, html_word(p, text));
}

static void put_ways(struct page *p, int64_t child)
{
	bool plans = may_create(p->who, P_PLAN);

	html_lit(p, "<p class=\"links\">");
	put_way(p, may_create(p->who, P_VISIT), html_url(p, "/children/#/visits/new", child),
		N_("Write a visit"));
	put_way(p, p->who->role & ROLES_ASSESS, html_url(p, "/children/#/assess", child),
		N_("Fill in the assessment"));
	put_way(p, may_create(p->who, P_RISK), html_url(p, "/children/#/findings/new", child),
		N_("Write down what you saw"));
	put_way(p, true, html_url(p, "/children/#/risk", child), N_("Level and reasons"));
	put_way(p, may_read(p->who, P_VISIT), html_url(p, "/children/#/visits", child), N_("Visits"));
	put_way(p, may_read(p->who, P_PLAN), html_url(p, "/children/#/plans", child),
		plans ? N_("Plans and conferences") : N_("Plans"));
	put_way(p, true, html_url(p, "/alerts/new?child=#", child), N_("I am worried"));
	html_link(p, html_url(p, "/reports/new?child=#", child), html_word(p, N_("Report harm or danger")));
	html_lit(p, "</p>\n");
}

/* What settling keeps, one statement; why stands one page further, where it is reckoned anew. */
enum rc care_child_panel(struct page *p, const struct record *child)
{
	struct list l = { .filter = { { CARE_CASE_CHILD, INT(child->id) } }, .nfilter = 1, .limit = 1 };
	struct ctx look = p->r->ctx;
	struct records found;

	if (!may_read(p->who, P_RISK))
		return RC_OK;
	look.seen = NULL; /* the file is being read already */
	enum rc rc = record_list(&look, &care_case_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section id=\"care\" class=\"sheet stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Care"));
	html_lit(p, "</h2>");
	if (found.n && rec_int(&found.r[0], CARE_CASE_LEVEL))
		risk_put_level(p, (int)rec_int(&found.r[0], CARE_CASE_LEVEL));
	html_lit(p, "</div>\n");
	if (found.n) {
		put_case(p, &found.r[0]);
	} else {
		html_lit(p, "<p>");
		html_tr(p, N_("No care case of this child is kept here."));
		html_lit(p, "</p>\n");
	}
	put_ways(p, child->id);
	html_lit(p, "</section>\n");
	return RC_OK;
}
