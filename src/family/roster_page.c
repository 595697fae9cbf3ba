/* The roster of a week: who is at the home when, and on which days somebody is missing. */
#include "formpart.h"
#include "home_page.h"
#include "registry_page.h"
#include "table.h"

enum { DAYS = 7 };

struct week {
	struct home_at at;
	day first; /* Monday */
	struct home_day hours[DAYS];
	struct home_duties duties[DAYS];
	struct records shifts, team;
};

static day monday(day d) { return day_add(d, 1 - day_weekday(d)); }

static enum rc read_week(struct req *r, str typed, day *ret)
{
	day d = r->ctx.today;

	if (typed.n && !day_parse(typed, &d))
		return RC_INVALID;
	*ret = monday(d);
	return RC_OK;
}

static enum rc load_shifts(struct ctx *c, int64_t home, day first, struct records *ret)
{
	struct list l = { .v = { INT(home), INT(first), INT(day_add(first, DAYS)) }, .nv = 3 };

	l.where = SQL("t.home = ?1 AND t.on_day >= ?2 AND t.on_day < ?3");
	return record_list(c, &home_shift_kind, &l, ret);
}

static enum rc load(struct req *r, str typed, struct week *w)
{
	struct ctx *c = &r->ctx;
	enum rc rc = home_page_load(r, &w->at);

	if (rc == RC_OK)
		rc = read_week(r, typed, &w->first);
	for (int i = 0; i < DAYS && rc == RC_OK; i++) {
		day on = day_add(w->first, i);
		rc = home_hours_of_day(c, r->id, on, &w->hours[i]);
		if (rc == RC_OK)
			rc = home_on_duty(c, r->id, on, -1, &w->duties[i]);
	}
	if (rc == RC_OK)
		rc = load_shifts(c, r->id, w->first, &w->shifts);
	return rc == RC_OK ? home_page_team(c, r->id, &w->team) : rc;
}

static str week_url(struct page *p, int64_t home, day first)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, first);
	return html_url_with(p, html_url(p, "/homes/#/roster", home), "week", buf_view(&b));
}

/* --- a day --- */

static void put_shift(struct page *p, const struct week *w, const struct record *s, bool work)
{
	str span = home_page_span(p, (int)rec_int(s, HOME_SHIFT_FROM), (int)rec_int(s, HOME_SHIFT_TO));
	str text = html_fill(p, "{0} {1}", s->label[HOME_SHIFT_MEMBER], span);

	html_lit(p, "<li>");
	if (work)
		html_link(p,
			  html_url_with(p, html_url(p, "/home_shifts/#/edit", s->id), "back",
					week_url(p, w->at.home.id, w->first)),
			  text);
	else
		html_text(p, text);
	html_lit(p, "</li>");
}

/* Is somebody planned in every minute of its hours? */
static bool is_covered(const struct home_day *h, const struct home_duties *d)
{
	for (size_t i = 0; i < h->n; i++)
		for (int m = h->span[i].from; m < h->span[i].to; m += 15) {
			bool any = false;
			for (size_t k = 0; k < d->n; k++)
				any |= d->d[k].from <= m && d->d[k].to > m;
			if (!any)
				return false;
		}
	return true;
}

static const char *day_warning(const struct ctx *c, const struct home_day *h, const struct home_duties *d)
{
	if (!h->n)
		return NULL;
	if (!d->n)
		return N_("Nobody is planned.");
	if (d->cleared < d->n)
		return N_("Somebody here has no query for convictions that still holds.");
	if (!is_covered(h, d))
		return N_("Part of the hours nobody is planned.");
	if (d->n < 2 && ctx_param(c, PARAM_FAMILY_TWO_ADULTS))
		return N_("Only one grown-up is planned; the county asks for two.");
	return NULL;
}

static void put_day(struct page *p, struct table *t, const struct week *w, int i)
{
	day on = day_add(w->first, i);
	const struct home_day *h = &w->hours[i];
	const char *warning = on >= p->today ? day_warning(&p->r->ctx, h, &w->duties[i]) : NULL;
	bool work = w->at.work && (p->who->role & ROLES_HOME_WRITE);

	table_row(t);
	table_text(t, html_say(p, N_("{0}, {1}"), html_weekday_text(p, on), html_day_short(p, on)));
	table_text(t, h->n ? home_page_day(p, h) : h->why.n ? h->why : html_word(p, N_("not open")));
	table_cell(t);
	html_lit(p, "<div><ul class=\"plain\">");
	for (size_t k = 0; k < w->shifts.n; k++)
		if (rec_day(&w->shifts.r[k], HOME_SHIFT_ON) == on)
			put_shift(p, w, &w->shifts.r[k], work);
	html_lit(p, "</ul>");
	if (warning) {
		html_lit(p, "<span class=\"err\">");
		html_icon(p, "warn");
		html_lit(p, "<span>");
		html_tr(p, warning);
		html_lit(p, "</span></span>");
	}
	html_lit(p, "</div>");
}

static void put_week(struct page *p, const struct week *w)
{
	static const struct col cols[] = { { N_("Day"), COL_TEXT },
					   { N_("Hours"), COL_TEXT },
					   { N_("On duty"), COL_FULL } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));

	for (int i = 0; i < DAYS; i++)
		put_day(p, &t, w, i);
	table_end(&t);
}

/* --- planning --- */

struct typed {
	str week, member, on, from, to;
};

static void put_member(struct page *p, const struct week *w, const struct typed *t)
{
	struct form_option *o = NEW(p->mem, struct form_option, w->team.n + 1);

	for (size_t i = 0; i < w->team.n; i++)
		o[i] = (struct form_option){ html_int_text(p, w->team.r[i].id),
					     rec_text(&w->team.r[i], HOME_MEMBER_NAME) };
	formpart_control(
		p, &home_shift_kind.fields[HOME_SHIFT_MEMBER],
		&(struct control){ .value = t->member, .required = true, .option = o, .noption = w->team.n });
}

static void put_on(struct page *p, const struct week *w, const struct typed *t)
{
	struct form_option *o = NEW(p->mem, struct form_option, DAYS);

	for (int i = 0; i < DAYS; i++) {
		struct buf b = buf_new(p->mem, 16);
		day on = day_add(w->first, i);
		day_put(&b, on);
		o[i] = (struct form_option){ buf_view(&b),
					     html_say(p, N_("{0}, {1}"), html_weekday_text(p, on),
						      html_day_short(p, on)) };
	}
	formpart_control(p, &home_shift_kind.fields[HOME_SHIFT_ON],
			 &(struct control){ .value = t->on, .required = true, .option = o, .noption = DAYS });
}

static void put_minute(struct page *p, size_t field, str value)
{
	struct form_field f = { .field = field };

	if (home_page_minutes(p->r, &f) == RC_OK)
		formpart_control(
			p, &home_shift_kind.fields[field],
			&(struct control){
				.value = value, .required = true, .option = f.option, .noption = f.noption });
}

static void put_form(struct page *p, const struct week *w, const struct typed *t)
{
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Plan a shift"));
	html_lit(p, "</h2>");
	formpart_act_begin(p, week_url(p, w->at.home.id, w->first));
	put_member(p, w, t);
	put_on(p, w, t);
	put_minute(p, HOME_SHIFT_FROM, t->from);
	put_minute(p, HOME_SHIFT_TO, t->to);
	formpart_act_end(p, N_("Plan it"), true);
	html_lit(p, "</section>\n");
	if (w->shifts.n)
		return;
	formpart_act_begin(p, html_url_with(p, html_url(p, "/homes/#/roster/copy", w->at.home.id), "week",
					    html_fill(p, "{0}", html_int_text(p, w->first))));
	formpart_act_end(p, N_("As last week"), false);
}

static void put_moves(struct page *p, const struct week *w)
{
	html_lit(p, "<p class=\"links\">");
	html_link(p, week_url(p, w->at.home.id, day_add(w->first, -DAYS)),
		  html_word(p, N_("The week before")));
	html_link(p, week_url(p, w->at.home.id, day_add(w->first, DAYS)), html_word(p, N_("The week after")));
	html_lit(p, "</p>\n");
}

static enum rc show(struct req *r, const struct typed *t, enum rc outcome)
{
	struct week w;
	enum rc rc = load(r, t->week, &w);

	if (rc != RC_OK)
		return rc;
	struct page p = home_page_begin(r, &w.at, N_("Roster"), outcome);
	form_summary(&p, NULL);
	home_page_say(&p, html_say(&p, N_("{0} to {1}"), html_day_text(&p, w.first),
				   html_day_text(&p, day_add(w.first, DAYS - 1))));
	put_week(&p, &w);
	put_moves(&p, &w);
	if (w.at.work && (p.who->role & ROLES_HOME_WRITE))
		put_form(&p, &w, t);
	page_end(&p);
	return RC_OK;
}

enum rc roster_page_show(struct req *r)
{
	return show(r, &(struct typed){ .week = req_query(r, STR("week")) }, RC_OK);
}

/* --- writing --- */

struct shift {
	int64_t home;
	const struct typed *typed;
};

static enum rc add_unit(struct ctx *c, void *arg)
{
	const struct shift *s = arg;
	struct input in = input_new(&home_shift_kind);
	struct record done;

	input_int(&in, c->mem, HOME_SHIFT_HOME, s->home);
	input_set(&in, HOME_SHIFT_MEMBER, s->typed->member);
	input_set(&in, HOME_SHIFT_ON, s->typed->on);
	input_set(&in, HOME_SHIFT_FROM, s->typed->from);
	input_set(&in, HOME_SHIFT_TO, s->typed->to);
	return record_create(c, &in, &done);
}

enum rc roster_page_add(struct req *r)
{
	struct http_pair *f;
	struct home_at at;
	size_t n;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK)
		rc = req_form(r, &f, &n);
	if (rc != RC_OK)
		return rc;
	const struct typed t = { .week = req_query(r, STR("week")),
				 .member = str_trim(form_value(f, n, STR("member"))),
				 .on = str_trim(form_value(f, n, STR("on"))),
				 .from = str_trim(form_value(f, n, STR("from_minute"))),
				 .to = str_trim(form_value(f, n, STR("to_minute"))) };
	rc = store_write(&r->ctx, PRIO_PEOPLE, add_unit, &(struct shift){ r->id, &t });
	if (kindpage_again(rc))
		return show(r, &t, rc);
	struct page p = page_of(r);
	day first;
	if (rc == RC_OK)
		rc = read_week(r, t.week, &first);
	return rc == RC_OK ? req_see_other(r, week_url(&p, r->id, first)) : rc;
}

struct copying {
	int64_t home;
	day first;
	struct records last;
};

static enum rc copy_one(struct ctx *c, void *arg)
{
	const struct record *s = arg;
	struct input in = input_new(&home_shift_kind);
	struct record done;

	input_int(&in, c->mem, HOME_SHIFT_HOME, rec_int(s, HOME_SHIFT_HOME));
	input_int(&in, c->mem, HOME_SHIFT_MEMBER, rec_int(s, HOME_SHIFT_MEMBER));
	input_day(&in, c->mem, HOME_SHIFT_ON, day_add(rec_day(s, HOME_SHIFT_ON), DAYS));
	input_int(&in, c->mem, HOME_SHIFT_FROM, rec_int(s, HOME_SHIFT_FROM));
	input_int(&in, c->mem, HOME_SHIFT_TO, rec_int(s, HOME_SHIFT_TO));
	return record_create(c, &in, &done);
}

/* Shift by shift: who has left the team since, or is planned already, stays out. */
static enum rc copy_unit(struct ctx *c, void *arg)
{
	struct copying *k = arg;
	enum rc rc = load_shifts(c, k->home, day_add(k->first, -DAYS), &k->last);

	for (size_t i = 0; i < k->last.n && rc == RC_OK; i++) {
		rc = store_attempt(c, copy_one, &k->last.r[i]);
		if (rc == RC_INVALID || rc == RC_CONFLICT)
			rc = RC_OK;
		c->problems = (struct problems){ .mem = c->mem };
	}
	return rc;
}

enum rc roster_page_copy(struct req *r)
{
	struct copying k = { .home = r->id };
	struct home_at at;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK && !at.work)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = read_week(r, req_query(r, STR("week")), &k.first);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, copy_unit, &k);
	struct page p = page_of(r);
	return rc == RC_OK ? req_see_other(r, week_url(&p, r->id, k.first)) : rc;
}
