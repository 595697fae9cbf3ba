/* What was handed in: for the county, and for those above who read the same figures. */
#include "statutory_page.h"

static str who_text(struct page *p, const struct record *h)
{
	int64_t at = rec_int(h, HAND_IN_AT);
	str who = h->label[HAND_IN_ACCOUNT].n ? h->label[HAND_IN_ACCOUNT] : html_word(p, N_("the county"));

	return html_say(p, N_("{0}, {1} {2}"), who, html_day_text(p, instant_day(at)),
			html_clock_text(p, at));
}

static str form_text(struct page *p, const struct record *h)
{
	return registry_code(p, "statutory_form", rec_text(h, HAND_IN_FORM));
}

static void put_row(struct page *p, const struct record *h)
{
	str where = p->who->reach > REACH_COUNTY
			    ? html_say(p, N_("{0}; {1}"), registry_region(p, rec_text(h, HAND_IN_REGION)),
				       who_text(p, h))
			    : who_text(p, h);

	table_rows_item(
		p, &(struct row){ .icon = "duty",
				  .title = html_say(p, N_("{0}, {1}"), form_text(p, h),
						    html_month_text(p, (int32_t)rec_int(h, HAND_IN_PERIOD))),
				  .url = html_url(p, "/hand_ins/#", h->id),
				  .why = where,
				  .verb = N_("Open") });
}

/* The months' forms in sum, newest first, out of what stands on this page. */
static void put_sums(struct page *p, const struct records *list)
{
	if (!(p->who->role & ROLES_ABOVE))
		return;
	html_lit(p, "<p class=\"links\">");
	for (size_t i = 0; i < list->n; i++) {
		const struct record *h = &list->r[i];
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= str_eq(rec_text(&list->r[k], HAND_IN_FORM), rec_text(h, HAND_IN_FORM)) &&
				 rec_int(&list->r[k], HAND_IN_PERIOD) == rec_int(h, HAND_IN_PERIOD);
		if (again)
			continue;
		str url = html_url_with(p, STR("/hand_ins/sum"), "form", rec_text(h, HAND_IN_FORM));
		url = html_url_with(p, url, "period", html_int_text(p, rec_int(h, HAND_IN_PERIOD)));
		html_link(p, url,
			  html_say(p, N_("In sum: {0}, {1}"), form_text(p, h),
				   html_month_text(p, (int32_t)rec_int(h, HAND_IN_PERIOD))));
		html_lit(p, " ");
	}
	html_lit(p, "</p>\n");
}

enum rc hand_in_page_list(struct req *r)
{
	struct list l = { .limit = REGISTRY_PAGE,
			  .newest_first = true,
			  .after = registry_after(r),
			  .want = ~(1ULL << HAND_IN_CELLS) };
	struct records found;
	enum rc rc = record_list(&r->ctx, &hand_in_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Forms handed in"))),
					       .tab = r->ctx.who->role & ROLES_COUNTY ? "/more" : "/" });
	if (!found.n)
		table_empty(
			&p,
			&(struct empty){
				.title = N_("Nothing has been handed in yet"),
				.why = N_("A form that a county hands in stands here, with who and when.") });
	if (found.n) {
		put_sums(&p, &found);
		table_rows_begin(&p);
	}
	for (size_t i = 0; i < found.n; i++)
		put_row(&p, &found.r[i]);
	if (found.n) {
		table_rows_end(&p);
		table_pages(&p, &(struct pages){ .shown = found.n,
						 .first = l.after ? STR("/hand_ins") : STR(""),
						 .next = found.more ? html_url(&p, "/hand_ins?after=#",
									       found.r[found.n - 1].id)
								    : STR("") });
	}
	page_end(&p);
	return RC_OK;
}

enum rc hand_in_page_show(struct req *r)
{
	struct hand_in h, before;
	enum rc rc = hand_in_load(&r->ctx, r->id, &h);

	if (rc == RC_OK)
		rc = hand_in_last(&r->ctx, h.table.form, h.table.region, h.rec.id, &before);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = statutory_title(&p, h.table.form),
					   .under = html_say(&p, N_("{0}; on {1}"),
							     registry_region(&p, h.table.region),
							     html_day_text(&p, h.table.on)),
					   .tab = r->ctx.who->role & ROLES_COUNTY ? "/more" : "/",
					   .back = STR("/hand_ins"),
					   .back_label = N_("All that was handed in") });
	html_lit(&p, "<p class=\"sheet\">");
	html_tr(&p, N_("Handed in by {0}. Figures that were handed in do not change any more."),
		who_text(&p, &h.rec));
	if (!rec_null(&h.rec, HAND_IN_NOTE)) {
		html_lit(&p, "<br>");
		html_text(&p, rec_text(&h.rec, HAND_IN_NOTE));
	}
	html_lit(&p, "</p>\n");
	statutory_put(&p, &(struct statutory_view){ .table = &h.table,
						    .before = &before,
						    .files = html_url(&p, "/hand_ins/#/file", h.rec.id) });
	page_end(&p);
	return RC_OK;
}

enum rc hand_in_page_file(struct req *r)
{
	struct hand_in h;
	enum rc rc = hand_in_load(&r->ctx, r->id, &h);

	return rc == RC_OK ? statutory_file(r, &h.table) : rc;
}

/* --- what the counties handed in, in sum --- */

/* The last of each county for the month; the others were put right by it. */
static enum rc load_sum(struct req *r, const struct statutory_form *f, int64_t period,
			struct statutory_table *t)
{
	struct list l = { .filter = { { HAND_IN_FORM, TEXT(str_of(f->code)) },
				      { HAND_IN_PERIOD, INT(period) } },
			  .nfilter = 2,
			  .newest_first = true,
			  .limit = LIST_MAX };
	struct records found;
	enum rc rc = record_list(&r->ctx, &hand_in_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	*t = (struct statutory_table){ .form = f,
				       .line = NEW(r->ctx.mem, struct statutory_line, found.n + 1) };
	for (size_t i = 0; i < found.n; i++) {
		struct statutory_table one;
		str region = rec_text(&found.r[i], HAND_IN_REGION);
		if (statutory_line_of(t, region) ||
		    statutory_parse(r->ctx.mem, rec_text(&found.r[i], HAND_IN_CELLS), &one) != RC_OK)
			continue;
		struct statutory_line *line = &t->line[t->lines++];
		*line = (struct statutory_line){ .key = region,
						 .name = region_name(r->ctx.model->regions, region) };
		for (size_t k = 0; k < f->columns; k++) {
			line->n[k] = one.total[k];
			t->total[k] += one.total[k];
		}
		for (size_t k = 0; k < f->equations; k++)
			t->gap[k] += one.gap[k];
		t->on = rec_day(&found.r[i], HAND_IN_AS_OF);
	}
	return found.more ? RC_TOO_BIG : RC_OK;
}

enum rc hand_in_page_sum(struct req *r)
{
	const struct statutory_form *f = statutory_find(req_query(r, STR("form")));
	struct statutory_table t;
	int64_t period;

	if (!f)
		return RC_NOT_FOUND;
	if (!str_int(req_query(r, STR("period")), &period) || period < 190001 || period > 219912)
		return RC_INVALID;
	enum rc rc = load_sum(r, f, period, &t);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = statutory_title(&p, f),
					   .under = html_say(&p, N_("{0}; counties that handed it in: {1}"),
							     html_month_text(&p, (int32_t)period),
							     html_int_text(&p, (int64_t)t.lines)),
					   .tab = "/",
					   .back = STR("/hand_ins"),
					   .back_label = N_("All that was handed in") });
	statutory_put(&p, &(struct statutory_view){ .table = &t, .unit = N_("County") });
	page_end(&p);
	return RC_OK;
}
