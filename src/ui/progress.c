#include "progress.h"

enum { SOON_S = 2, LATER_S = 10 }; /* until the page is loaded again */

bool progress_ends(const struct job *j) { return j->state != JOB_WAITING && j->state != JOB_RUNNING; }

/* By header: the page stays as it is for who reads it with the keyboard or aloud, and needs no script. */
static void load_again(struct page *p, int seconds)
{
	reply_header(p->r->reply, STR("Refresh"), html_int_text(p, seconds));
}

/* --- the bar --- */

static void put_bar(struct page *p, const struct progress *it)
{
	const struct job *j = it->job;

	html_lit(p, "<progress");
	if (j->total > 0) { /* without, it moves to and fro */
		html_attr(p, "max", html_int_text(p, j->total));
		html_attr(p, "value", html_int_text(p, j->done < j->total ? j->done : j->total));
	}
	html_attr_tr(p, "aria-label", it->label);
	html_lit(p, "></progress>");
}

static void put_count(struct page *p, const struct progress *it)
{
	if (!it->counted || it->job->total <= 0)
		return;
	html_lit(p, "<p>");
	html_tr(p, it->counted, html_int_text(p, it->job->done), html_int_text(p, it->job->total));
	html_lit(p, "</p>");
}

static void put_line(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>");
}

static void put_button(struct page *p, str action, const char *label)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button>");
	html_tr(p, label);
	html_lit(p, "</button></form>\n");
}

/* --- its states --- */

static enum rc put_waiting(struct page *p, const struct job *j)
{
	int64_t before = 0;
	bool paused = j->not_before > p->r->ctx.now;
	enum rc rc = paused ? RC_OK : job_place(&p->r->ctx, j, &before);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<p>");
	if (paused)
		html_tr(p, N_("It did not work yet. It is tried again at {0}."),
			html_clock_text(p, j->not_before));
	else if (before == 1)
		html_tr(p, N_("Waiting. One other comes first."));
	else if (before > 1)
		html_tr(p, N_("Waiting. {0} others come first."), html_int_text(p, before));
	else
		html_tr(p, N_("It begins in a moment."));
	html_lit(p, "</p>");
	load_again(p, paused ? LATER_S : SOON_S);
	return RC_OK;
}

static void put_why(struct page *p, const char *what, const struct job *j)
{
	html_lit(p, "<p class=\"err\">");
	html_icon(p, "warn");
	html_lit(p, "<span>");
	html_tr(p, what);
	if (j->why.n) {
		html_gap(p);
		html_text(p, html_word(p, str_z(p->mem, j->why))); /* one of the program's own */
	}
	html_lit(p, "</span></p>");
}

static enum rc put_state(struct page *p, const struct progress *it)
{
	const struct job *j = it->job;

	switch (j->state) {
	case JOB_WAITING: put_bar(p, it); return put_waiting(p, j);
	case JOB_RUNNING:
		put_bar(p, it);
		put_count(p, it);
		if (j->cancel)
			put_line(p, N_("It stops at the next opportunity."));
		load_again(p, SOON_S);
		return RC_OK;
	case JOB_FAILED:
		put_why(p, N_("This did not work."), j);
		put_count(p, it);
		return RC_OK;
	case JOB_CANCELLED:
		put_why(p, N_("This was stopped."), j);
		put_count(p, it);
		return RC_OK;
	default: return RC_OK;
	}
}

enum rc progress_put(struct page *p, const struct progress *it)
{
	const struct job *j = it->job;
	bool own = j->account == p->who->account;

	if (j->state == JOB_DONE)
		return RC_OK;
	html_lit(p, "<section class=\"sheet stack\" role=\"status\"><h2>");
	html_tr(p, it->label);
	html_lit(p, "</h2>");
	enum rc rc = put_state(p, it);
	if (rc != RC_OK)
		return rc;
	if (progress_ends(j) && own)
		put_button(p, html_url(p, "/jobs/#/retry", j->id), N_("Go on where it stopped"));
	else if (own && !j->cancel)
		put_button(p, html_url(p, "/jobs/#/cancel", j->id), N_("Stop"));
	html_lit(p, "</section>\n");
	return RC_OK;
}
