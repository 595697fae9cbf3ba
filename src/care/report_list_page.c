/* Reports: one's own; for who handles them the queue, and how the clocks were kept. */
#include "registry_page.h"
#include "report_page.h"

static bool handles_any(const struct actor *who)
{
	return who->role & (ROLE_CIVIL | ROLE_OFFICER | ROLE_POLICE);
}

static bool is_closed(const struct record *r)
{
	return str_eq(rec_text(r, REPORT_STATE), STR(CODE_REPORT_STATE_CLOSED));
}

/* What is late, in words; empty: nothing. */
static str late_text(struct page *p, const struct record *r)
{
	static const char *const words[REPORT_CLOCK__N] = {
		[REPORT_CLOCK_POLICE] = N_("the police has not been told"),
		[REPORT_CLOCK_SUPERVISOR] = N_("the supervisor has not been told"),
		[REPORT_CLOCK_FEEDBACK] = N_("who reported waits for an answer"),
	};
	struct report_clock k[REPORT_CLOCK__N];
	const struct report_times t = report_times(r);
	const struct report_limits l = report_limits(&p->r->ctx);
	struct buf b = buf_new(p->mem, 2 << 10);

	report_clocks(&t, &l, p->r->ctx.now, k);
	for (size_t i = 0; i < REPORT_CLOCK__N; i++) {
		if (k[i].state != REPORT_OVERDUE || !words[i])
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_("; ")));
		buf_str(&b, html_word(p, words[i]));
	}
	return buf_view(&b);
}

static void put_report(struct page *p, const struct record *r)
{
	bool handles = report_handles(&p->r->ctx, r);
	str state = registry_code(p, "report_state", rec_text(r, REPORT_STATE));
	str when = report_page_moment(p, rec_int(r, REPORT_RECORDED_AT));
	str late = handles && !is_closed(r) ? late_text(p, r) : STR("");
	bool answer = !handles && !rec_null(r, REPORT_FEEDBACK_AT);
	str why = answer   ? html_say(p, N_("{0}. There is an answer."), state)
		  : late.n ? html_say(p, N_("{0}; {1}."), state, late)
			   : state;

	table_rows_item(
		p, &(struct row){ .icon = late.n || (handles && rec_int(r, REPORT_DANGER) && !is_closed(r))
						  ? "warn"
						  : "lock",
				  .title = handles ? html_say(p, N_("{0}: {1}"), when,
							      registry_region(p, rec_text(r, REPORT_REGION)))
						   : when,
				  .why = why,
				  .url = html_url(p, "/reports/#", r->id),
				  .verb = N_("Open") });
}

static void put_section(struct page *p, const char *title, const struct records *list, bool handled,
			bool closed)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct record *r = &list->r[i];
		if (report_handles(&p->r->ctx, r) != handled || (handled && is_closed(r) != closed))
			continue;
		if (!n++) {
			html_lit(p, "<section class=\"stack\"><h2>");
			html_tr(p, title);
			html_lit(p, "</h2>\n");
			table_rows_begin(p);
		}
		put_report(p, r);
	}
	if (!n)
		return;
	table_rows_end(p);
	html_lit(p, "</section>\n");
}

/* --- how the clocks were kept: for civil affairs alone --- */

static const char *const clock_words[REPORT_CLOCK__N] = {
	[REPORT_CLOCK_POLICE] = N_("Police told at once"),
	[REPORT_CLOCK_RECORD] = N_("Written down in time"),
	[REPORT_CLOCK_SUPERVISOR] = N_("Supervisor told the same day"),
	[REPORT_CLOCK_FEEDBACK] = N_("Answer to who reported"),
};

static void put_kept(struct page *p, const struct records *list)
{
	static const struct col cols[] = { { N_("What the law asks"), COL_TEXT },
					   { N_("In time"), COL_NUMBER },
					   { N_("Late"), COL_NUMBER },
					   { N_("Still to do"), COL_NUMBER },
					   { N_("Overdue"), COL_NUMBER } };
	int64_t n[REPORT_CLOCK__N][4] = { 0 };
	const struct report_limits l = report_limits(&p->r->ctx);

	for (size_t i = 0; i < list->n; i++) {
		struct report_clock k[REPORT_CLOCK__N];
		const struct report_times t = report_times(&list->r[i]);
		report_clocks(&t, &l, p->r->ctx.now, k);
		for (size_t c = 0; c < REPORT_CLOCK__N; c++)
			n[c][k[c].state]++;
	}
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("How we keep the law"));
	html_lit(p, "</h2><p class=\"s\">");
	html_tr(p, N_("All reports you may see. Who has to report does so at once; who receives it says what "
		      "came of it (Law on the Protection of Minors, art. 11)."));
	html_lit(p, "</p>\n");
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });
	for (size_t c = 0; c < REPORT_CLOCK__N; c++) {
		table_row(&t);
		table_text(&t, html_word(p, clock_words[c]));
		table_text(&t, html_int_text(p, n[c][REPORT_IN_TIME]));
		table_text(&t, html_int_text(p, n[c][REPORT_LATE]));
		table_text(&t, html_int_text(p, n[c][REPORT_RUNNING]));
		table_text(&t, html_int_text(p, n[c][REPORT_OVERDUE]));
	}
	table_end(&t);
	html_lit(p, "</section>\n");
}

static void put_make(struct page *p)
{
	html_lit(p, "<p><a class=\"btn main\" href=\"/reports/new\">");
	html_tr(p, N_("Report harm or danger"));
	html_lit(p, "</a></p>\n");
}

enum rc report_page_list(struct req *r)
{
	struct records list;
	bool handles = handles_any(r->ctx.who);
	struct list l = { .newest_first = true, .limit = handles ? 0 : LIST_MAX };
	enum rc rc = record_list(&r->ctx, &report_kind, &l, &list);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, handles ? N_("Mandatory reports")
									  : N_("My reports")),
					   .elder = p.who->role & (ROLES_FAMILY | ROLE_CHILD),
					   .back = STR("/"),
					   .no_store = true });
	put_make(&p);
	if (!list.n)
		table_empty(&p, &(struct empty){
					.title = N_("Nothing is reported here"),
					.why = N_("What you report stands here, with how far it is. Nobody "
						  "else sees it but who handles it.") });
	put_section(&p, N_("Under way"), &list, true, false);
	put_section(&p, handles ? N_("Reported by me") : N_("What I reported"), &list, false, false);
	if (p.who->role & ROLE_CIVIL)
		put_kept(&p, &list);
	put_section(&p, N_("Closed"), &list, true, true);
	page_end(&p);
	return RC_OK;
}

/* --- what a supervisor is told --- */

enum rc report_page_told(struct req *r)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("A case in your township")),
					   .back = STR("/"),
					   .no_store = true });
	html_lit(&p, "<section class=\"sheet stack\"><p>");
	html_tr(&p,
		N_("Civil affairs of the county handles a report that a child was harmed or is in danger. "
		   "The rules ask that you hear of it the same day; what it is about stays sealed."));
	html_lit(&p, "</p><p>");
	html_tr(&p, N_("Ring civil affairs when you are asked to help. Do not look for the family yourself, "
		       "and do not ask around: that could warn whoever is involved."));
	html_lit(&p, "</p></section>\n");
	report_page_numbers(&p);
	page_end(&p);
	return RC_OK;
}
