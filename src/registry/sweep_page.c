#include "sweep_page.h"

#include "facts.h"
#include "progress.h"

static str sweep_line(struct page *p, const struct record *s)
{
	return html_say(p, N_("{0}; {1}; to be done by {2}"), registry_region(p, rec_text(s, SWEEP_REGION)),
			registry_code(p, "sweep_whom", rec_text(s, SWEEP_WHOM)),
			html_day_text(p, rec_day(s, SWEEP_DUE)));
}

str sweep_village_url(struct page *p, int64_t sweep, str village)
{
	struct buf b = buf_new(p->mem, 100);

	buf_str(&b, html_url(p, "/sweeps/#/villages/", sweep));
	buf_str(&b, village);
	return buf_view(&b);
}

day sweep_festival(const struct ctx *c, const struct record *sweep)
{
	const struct param *f = param_find(c->model->params, STR(PARAM_FESTIVAL_SPRING_DAY), STR(""),
					   rec_day(sweep, SWEEP_LISTED_ON));

	return f ? (day)f->value : 0;
}

/* The city, as people name where somebody works. */
static str sweep_place_text(struct page *p, str code)
{
	const struct regions *regions = p->r->ctx.model->regions;
	struct region city;

	if (code.n < 4 || !region_find(regions, str_cut(code, 0, 4), &city) || city.flags & REGION_PSEUDO)
		return registry_region(p, str_cut(code, 0, 2));
	return city.name;
}

str sweep_known_text(struct page *p, const struct sweep_parent *parent, day on)
{
	const struct standing_absence *a = sweep_absence_on(parent, on);

	if (!a)
		return html_say(p, N_("at home, as far as is written down"));
	str where = a->region.n ? html_say(p, N_("away in {0}"), sweep_place_text(p, a->region))
				: html_say(p, N_("away"));
	if (!a->from)
		return html_say(p, N_("{0}; since when is not known"), where);
	return html_say(p, N_("{0} since {1}"), where, html_day_text(p, a->from));
}

static str spanned(struct page *p, str what, day from, day to)
{
	if (from && to)
		return html_say(p, N_("{0}, {1} to {2}"), what, html_day_text(p, from), html_day_text(p, to));
	if (from)
		return html_say(p, N_("{0} since {1}"), what, html_day_text(p, from));
	return to ? html_say(p, N_("{0}, until {1}"), what, html_day_text(p, to)) : what;
}

str sweep_said_text(struct page *p, const struct record *e, int parent)
{
	size_t field = parent == SWEEP_FATHER ? SWEEP_ENTRY_FATHER : SWEEP_ENTRY_MOTHER;
	struct sweep_said said = sweep_said_of(e, parent);

	if (said.where == SWEEP_NOT_ASKED)
		return STR("");
	str what = registry_code(p, "whereabouts", rec_text(e, field));
	if (said.where == SWEEP_AWAY && said.to) {
		what = spanned(p, what, said.from, 0);
		return html_say(p, N_("{0}, expected back {1}"), what, html_day_text(p, said.to));
	}
	return spanned(p, what, said.from, said.to);
}

/* --- all of them --- */

static void put_sweeps(struct page *p, const struct records *list)
{
	table_rows_begin(p);
	for (size_t i = 0; i < list->n; i++) {
		const struct record *s = &list->r[i];
		table_rows_item(
			p, &(struct row){
				   .icon = sweep_is_closed(s) ? "yes" : "place",
				   .title = rec_text(s, SWEEP_NAME),
				   .why = sweep_is_closed(s)
						  ? html_say(p, N_("Closed on {0}"),
							     html_day_text(p, rec_day(s, SWEEP_CLOSED_ON)))
						  : sweep_line(p, s),
				   .url = html_url(p, "/sweeps/#", s->id),
				   .verb = N_("Open") });
	}
	table_rows_end(p);
}

static enum rc sweep_page_list(struct req *r)
{
	struct records list;
	struct list l = { .limit = REGISTRY_PAGE, .newest_first = true, .after = registry_after(r) };
	enum rc rc = record_list(&r->ctx, &sweep_kind, &l, &list);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Census sweeps"))),
						       .tab = "/more",
						       .own_h1 = true });
	html_lit(&p, "<div class=\"head\"><h1>");
	html_tr(&p, N_("Census sweeps"));
	html_lit(&p, "</h1>");
	if (may_create(p.who, P_SWEEP)) {
		html_lit(&p, "<a class=\"btn\" href=\"/sweeps/new\">");
		html_tr(&p, N_("Start one"));
		html_lit(&p, "</a>");
	}
	html_lit(&p, "</div>\n");
	if (list.n)
		put_sweeps(&p, &list);
	else
		table_empty(&p, &(struct empty){ .title = N_("No sweep is under way"),
						 .why = N_("When the county or the township starts one, the "
							   "list of each village stands here."),
						 .scene = true });
	table_pages(&p, &(struct pages){
				.shown = list.n,
				.first = l.after ? STR("/sweeps") : STR(""),
				.next = list.more ? html_url_with(&p, STR("/sweeps"), "after",
								  html_int_text(&p, list.r[list.n - 1].id))
						  : STR("") });
	page_end(&p);
	return RC_OK;
}

/* --- how far one is --- */

struct cover {
	struct record sweep;
	str inside; /* a township; empty: all of it */
	size_t digits;
	struct sweep_places places;
	struct sweep_place sum;
	struct records lost, lost_children;
	int64_t undated;
	struct job job;
	bool drawing;
};

static enum rc load_job(struct req *r, struct cover *v)
{
	enum rc rc = job_of(&r->ctx, sweep_job.name, v->sweep.id, &v->job);

	v->drawing = rc == RC_OK && v->job.state != JOB_DONE;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Townships of a county, villages of a township. */
static enum rc load_cover(struct req *r, struct cover *v)
{
	struct ctx *c = &r->ctx;
	str asked = req_query(r, STR("region"));
	size_t county_code = 6, township_code = 9, village_code = 12;
	enum rc rc = record_load(c, &sweep_kind, r->id, &v->sweep);

	if (rc != RC_OK)
		return rc;
	if (asked.n && (!str_digits(asked) || asked.n > village_code))
		return RC_INVALID;
	v->inside = asked;
	bool small = asked.n >= township_code || rec_text(&v->sweep, SWEEP_REGION).n > county_code ||
		     c->who->reach == REACH_TOWNSHIP;
	v->digits = small ? village_code : township_code;
	rc = load_job(r, v);
	if (rc == RC_OK)
		rc = sweep_places_of(c, &v->sweep, asked, v->digits, &v->places);
	if (rc == RC_OK)
		rc = sweep_lost(c, &v->sweep, asked, &v->lost, &v->lost_children);
	if (rc == RC_OK)
		rc = sweep_undated(c, &v->sweep, &v->undated);
	v->sum = sweep_sum(&v->places);
	return rc;
}

static void put_progress(struct page *p, const struct cover *v)
{
	const struct sweep_place *s = &v->sum;

	if (!s->listed)
		return;
	html_lit(p, "<section class=\"sheet stack\"><progress");
	html_attr(p, "max", html_int_text(p, s->listed));
	html_attr(p, "value", html_int_text(p, s->done));
	html_attr_tr(p, "aria-label", N_("Visited"));
	html_lit(p, "></progress><p>");
	html_tr(p, N_("{0} of {1} children are visited."), html_int_text(p, s->done),
		html_int_text(p, s->listed));
	html_gap(p);
	if (s->sample)
		html_tr(p, N_("A second person has looked at {0}; {1} are drawn by lot."),
			html_int_text(p, s->looked), html_int_text(p, s->sample));
	html_lit(p, "</p></section>\n");
	table_tally_begin(p);
	table_tally(p, &(struct tally){ .count = s->listed - s->done,
					.label = html_word(p, N_("still to visit")) });
	table_tally(p,
		    &(struct tally){ .count = s->wrong, .label = html_word(p, N_("to be visited again")) });
	table_tally(p, &(struct tally){ .count = s->lost,
					.label = html_word(p, N_("moved, not found or died")) });
	table_tally(p, &(struct tally){ .count = v->undated,
					.label = html_word(p, N_("absences without a first day")) });
	table_tally_end(p);
}

static str place_url(struct page *p, const struct cover *v, str code)
{
	enum { VILLAGE = 12 };

	if (v->digits == VILLAGE)
		return sweep_village_url(p, v->sweep.id, code);
	return html_url_with(p, html_url(p, "/sweeps/#", v->sweep.id), "region", code);
}

static str place_name(struct page *p, const struct cover *v, str code)
{
	/* Of a village whose code is only the township's, nobody knows the village. */
	if (code.n < v->digits)
		return html_say(p, N_("{0}, village not known"), registry_region(p, code));
	return registry_region(p, code);
}

static void put_places(struct page *p, const struct cover *v)
{
	static const struct col cols[] = {
		{ N_("Place"), COL_TEXT },     { N_("Children"), COL_NUMBER },
		{ N_("Visited"), COL_NUMBER }, { N_("Still to visit"), COL_NUMBER },
		{ N_("Again"), COL_NUMBER },   { N_("Second look"), COL_TEXT }
	};

	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Place by place"));
	html_lit(p, "</h2><small>");
	html_tr(p, N_("Where most is left to do stands first."));
	html_lit(p, "</small></div>\n");
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });
	for (size_t i = 0; i < v->places.n; i++) {
		const struct sweep_place *s = &v->places.place[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, place_url(p, v, s->code), place_name(p, v, s->code));
		table_text(&t, html_int_text(p, s->listed));
		table_text(&t, html_say(p, N_("{0} ({1} %)"), html_int_text(p, s->done),
					html_int_text(p, s->listed ? 100 * s->done / s->listed : 0)));
		table_text(&t, html_int_text(p, s->listed - s->done));
		table_text(&t, html_int_text(p, s->wrong));
		table_text(&t, html_say(p, N_("{0} of {1}"), html_int_text(p, s->looked),
					html_int_text(p, s->sample)));
	}
	table_end(&t);
	html_lit(p, "</section>\n");
}

static void put_lost(struct page *p, const struct cover *v)
{
	if (!v->lost.n)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Who is missing"));
	html_lit(p, "</h2>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < v->lost.n; i++) {
		const struct record *e = &v->lost.r[i];
		const struct record *child = sweep_find(&v->lost_children, rec_int(e, SWEEP_ENTRY_CHILD));
		if (!child)
			continue;
		table_rows_item(
			p,
			&(struct row){ .icon = "warn",
				       .title = rec_text(child, CHILD_NAME),
				       .why = html_say(p, N_("{0}; {1}; visited on {2}"),
						       registry_code(p, "sweep_answer",
								     rec_text(e, SWEEP_ENTRY_STATE)),
						       registry_region(p, rec_text(e, SWEEP_ENTRY_VILLAGE)),
						       html_day_text(p, rec_day(e, SWEEP_ENTRY_VISITED_ON))),
				       .url = html_url(p, "/sweep_entries/#", e->id),
				       .verb = N_("See") });
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
}

static void put_link(struct page *p, str url, const char *label)
{
	html_button(p, url, label, false);
	html_lit(p, " ");
}

static void put_actions(struct page *p, const struct cover *v)
{
	const struct record *s = &v->sweep;

	html_lit(p, "<p class=\"acts\">");
	if (sweep_is_spring(s))
		put_link(p, html_url(p, "/sweeps/#/season", s->id), N_("Who is home for the festival"));
	if (sweep_may_change(&p->r->ctx, s) && !sweep_is_closed(s))
		put_link(p, html_url(p, "/sweeps/#/edit", s->id), N_("Change"));
	html_lit(p, "</p>\n");
	if (!sweep_may_change(&p->r->ctx, s))
		return;
	html_lit(p, "<form method=\"post\"");
	html_action(p, html_url(p, "/sweeps/#/close", s->id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("closed"), sweep_is_closed(s) ? STR("0") : STR("1"));
	html_lit(p, "<button>");
	html_tr(p, sweep_is_closed(s) ? N_("Open it again") : N_("Close the sweep"));
	html_lit(p, "</button></form>\n");
}

static enum rc put_cover(struct page *p, const struct cover *v)
{
	enum rc rc = RC_OK;

	html_lit(p, "<p class=\"s\">");
	html_text(p, registry_code(p, "sweep_what", rec_text(&v->sweep, SWEEP_WHAT)));
	html_text(p, html_word(p, N_("; ")));
	html_tr(p, N_("lists drawn on {0}"), html_day_text(p, rec_day(&v->sweep, SWEEP_LISTED_ON)));
	if (sweep_is_closed(&v->sweep)) {
		html_text(p, html_word(p, N_("; ")));
		html_tr(p, N_("closed on {0}"), html_day_text(p, rec_day(&v->sweep, SWEEP_CLOSED_ON)));
	}
	html_lit(p, "</p>\n");
	if (v->drawing)
		rc = progress_put(p, &(struct progress){ .job = &v->job, .label = sweep_job.label });
	put_progress(p, v);
	if (v->places.n)
		put_places(p, v);
	else if (!v->drawing)
		table_empty(p, &(struct empty){ .title = N_("Nobody is on the list"),
						.why = N_("In this place no child is registered that the "
							  "sweep asks for.") });
	put_lost(p, v);
	put_actions(p, v);
	return rc;
}

static enum rc sweep_page_show(struct req *r)
{
	struct cover v = { .inside = { NULL, 0 } };

	if (r->ctx.who->reach == REACH_VILLAGE) { /* one list is all there is */
		struct page p = page_of(r);
		enum rc rc = record_load(&r->ctx, &sweep_kind, r->id, &v.sweep);
		return rc == RC_OK ? req_see_other(r, sweep_village_url(&p, r->id, r->ctx.who->region)) : rc;
	}
	enum rc rc = load_cover(r, &v);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str name = rec_text(&v.sweep, SWEEP_NAME);
	p = page_begin(
		r, &(struct frame){ .title = v.inside.n ? html_say(&p, N_("{0}: {1}"), name,
								   registry_region(&p, v.inside))
							: name,
				    .under = sweep_line(&p, &v.sweep),
				    .tab = "/more",
				    .back = v.inside.n ? html_url(&p, "/sweeps/#", r->id) : STR("/sweeps") });
	rc = put_cover(&p, &v);
	page_end(&p);
	return rc;
}

static enum rc sweep_page_close(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = sweep_close(&r->ctx, r->id, str_eq(form_value(f, n, STR("closed")), STR("1")));
	return rc == RC_OK ? registry_see(r, "/sweeps/", r->id) : rc;
}

/* --- what follows from the kind: its form --- */

/* clang-format off */
static const uint8_t columns[] = { SWEEP_NAME, SWEEP_WHAT, SWEEP_REGION, SWEEP_DUE, SWEEP_STATE };
static const uint8_t form[] = {
	SWEEP_NAME, SWEEP_WHAT, SWEEP_REGION, SWEEP_WHOM, SWEEP_FROM, SWEEP_DUE, SWEEP_CHECK_SHARE,
};
const struct kind_page sweep_pages = {
	.kind = &sweep_kind, .column = columns, .ncolumn = COUNT(columns), .field = form, .nfield = COUNT(form),
	.tab = "/more", .add = N_("Start a census sweep"),
	.mistake = N_("The lists and all that was found go with it. What the visits wrote into the children's files stays."),
};

const struct route sweep_routes[] = {
	{ HTTP_GET,  "/sweeps",                          sweep_page_list,          .need = ROLES_SWEEP },
	{ HTTP_GET,  "/sweeps/:id",                      sweep_page_show,          .need = ROLES_SWEEP, .slow = true, .purpose = "sweep" },
	{ HTTP_POST, "/sweeps/:id/close",                sweep_page_close,         .need = ROLES_COUNTY | ROLE_SUPERVISOR },
	{ HTTP_GET,  "/sweeps/:id/season",               sweep_season_page_show,   .need = ROLES_SWEEP, .slow = true, .purpose = "sweep" },
	{ HTTP_GET,  "/sweeps/:id/villages/:code",       sweep_village_page_show,  .need = ROLES_SWEEP, .purpose = "sweep" },
	{ HTTP_POST, "/sweeps/:id/villages/:code",       sweep_village_page_add,   .need = ROLES_SWEEP, .purpose = "sweep" },
	{ HTTP_GET,  "/sweeps/:id/villages/:code/print", sweep_village_page_print, .need = ROLES_SWEEP, .purpose = "print" },
	{ HTTP_GET,  "/sweep_entries/:id",               sweep_entry_page_show,    .need = ROLES_SWEEP, .purpose = "sweep" },
	{ HTTP_POST, "/sweep_entries/:id",               sweep_entry_page_save,    .need = ROLES_SWEEP, .purpose = "sweep" },
	{ HTTP_POST, "/sweep_entries/:id/show",          sweep_entry_page_open,    .need = ROLES_SWEEP, .purpose = "show" },
	{ HTTP_POST, "/sweep_entries/:id/check",         sweep_entry_page_check,   .need = ROLES_SWEEP, .purpose = "sweep" },
	{ 0 },
};
/* clang-format on */
