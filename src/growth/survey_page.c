#include "entry.h"
#include "facts.h"
#include "health_page.h"
#include "survey.h"
#include "thread.h"
#include "timeline_records.h"

/* How a child lives, learns at home and is brought up: one form of tiles for a phone, and what was answered.
 */

enum { OF_CHILD = 50 };
#define CONTROL "c-" /* of an item's control, before its code */

struct asking {
	struct record child, corrects; /* corrects.kind NULL: a first one */
	const struct http_pair *pair;
	size_t n;
	enum rc outcome;
};

static str say(const struct page *p, str zh, str en) { return p->lang == LANG_EN ? en : zh; }

static enum rc load(struct req *r, int64_t corrects, struct asking *a)
{
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &a->child);

	if (rc == RC_OK && corrects)
		rc = record_load(&r->ctx, &home_survey_kind, corrects, &a->corrects);
	if (rc == RC_OK && corrects && rec_int(&a->corrects, HOME_SURVEY_CHILD) != r->id)
		rc = RC_NOT_FOUND;
	return rc;
}

/* --- the form --- */

static str control_name(struct arena *mem, str item)
{
	struct buf b = buf_new(mem, item.n + 8);

	buf_lit(&b, CONTROL);
	buf_str(&b, item);
	return buf_view(&b);
}

static bool is_ticked(const struct asking *a, str name, str value)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_eq(a->pair[i].name, name) && str_eq(a->pair[i].value, value))
			return true;
	return false;
}

static void put_item(struct page *p, const struct asking *a, const struct survey_item *item)
{
	str name = control_name(p->mem, item->code);

	if (item->part_zh.n) {
		html_lit(p, "<h2>");
		html_text(p, say(p, item->part_zh, item->part_en));
		html_lit(p, "</h2>");
	}
	html_lit(p, "<fieldset class=\"f\"><legend>");
	html_text(p, say(p, item->zh, item->en));
	html_lit(p, "</legend><div class=\"seg\">");
	for (size_t i = 0; i < item->n; i++) {
		const struct survey_choice *c = &item->choice[i];
		const struct tile tile = { .value = c->code,
					   .label = say(p, c->zh, c->en),
					   .checked = is_ticked(a, name, c->code) };
		if (item->many)
			formpart_box(p, name, &tile);
		else
			formpart_tile(p, name, &tile);
	}
	html_lit(p, "</div></fieldset>\n");
}

static void put_form(struct page *p, const struct asking *a)
{
	struct control note = { .name = STR("note"),
				.label = home_survey_kind.fields[HOME_SURVEY_NOTE].label,
				.value = form_value(a->pair, a->n, STR("note")) };

	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/children/#/home_surveys", a->child.id));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), form_value(a->pair, a->n, STR("client")));
	if (a->corrects.kind)
		html_hidden(p, STR("corrects"), html_int_text(p, a->corrects.id));
	form_summary(p, NULL);
	html_lit(p, "<p class=\"s\" id=\"f-answers\" tabindex=\"-1\">");
	html_tr(p, N_("What you did not see or hear, leave out."));
	html_lit(p, "</p>\n");
	form_text_put(p, &(struct form_text){ .name = "on",
					      .label = N_("Day"),
					      .type = "date",
					      .value = form_value(a->pair, a->n, STR("on")) });
	for (size_t i = 0; i < survey_nitems; i++)
		put_item(p, a, &survey_items[i]);
	formpart_control(p, &home_survey_kind.fields[HOME_SURVEY_NOTE], &note);
	form_bar(p, N_("Save the survey"));
	html_lit(p, "</form>\n");
}

static enum rc put_new(struct req *r, const struct asking *a)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Home survey: {0}"),
							     rec_text(&a->child, CHILD_NAME)),
					   .where = html_word(&p, home_survey_kind.label),
					   .tab = "/children",
					   .task = true,
					   .own_h1 = true,
					   .no_store = a->pair != NULL,
					   .back = html_url(&p, "/children/#/home_surveys", a->child.id),
					   .status = a->outcome == RC_OK ? 200 : rc_status(a->outcome) });
	facts_who(&p, rec_text(&a->child, CHILD_NAME), registry_child_line(&p, &a->child, p.today));
	if (a->corrects.kind) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("This puts right the survey of {0}, which stays as it is."),
			html_day_text(&p, rec_day(&a->corrects, HOME_SURVEY_ON)));
		html_lit(&p, "</p>\n");
	}
	put_form(&p, a);
	page_end(&p);
	return RC_OK;
}

enum rc survey_page_new(struct req *r)
{
	struct asking a = { .outcome = RC_OK };
	struct http_pair *pair = NEW(r->ctx.mem, struct http_pair, 2);
	struct buf today = buf_new(r->ctx.mem, 16);
	int64_t corrects;

	if (!form_id(req_query(r, STR("corrects")), &corrects))
		return RC_NOT_FOUND;
	enum rc rc = load(r, corrects, &a);
	if (rc != RC_OK)
		return rc;
	day_put(&today, r->ctx.today);
	pair[0] = (struct http_pair){ STR("on"), buf_view(&today) };
	pair[1] = (struct http_pair){ STR("client"), form_client(r->ctx.mem) };
	a.pair = pair;
	a.n = 2;
	return put_new(r, &a);
}

/* --- saving --- */

static str answers_of(struct arena *mem, const struct asking *a)
{
	struct buf b = buf_new(mem, 64 << 10);

	for (size_t i = 0; i < survey_nitems; i++) {
		str name = control_name(mem, survey_items[i].code);
		for (size_t k = 0; k < a->n; k++)
			if (str_eq(a->pair[k].name, name) && a->pair[k].value.n)
				survey_say(&b, survey_items[i].code, a->pair[k].value);
	}
	return buf_view(&b);
}

enum rc survey_page_save(struct req *r)
{
	struct asking a = { .outcome = RC_OK };
	struct form_given g;
	int64_t corrects, id;
	struct page p = page_of(r);
	enum rc rc = form_read(r, &home_survey_kind, &g);

	if (rc != RC_OK)
		return rc;
	a.pair = g.pair;
	a.n = g.npair;
	if (!form_id(form_value(g.pair, g.npair, STR("corrects")), &corrects))
		return RC_NOT_FOUND;
	rc = load(r, corrects, &a);
	if (rc != RC_OK)
		return rc;
	input_int(&g.in, r->ctx.mem, HOME_SURVEY_CHILD, r->id);
	input_set(&g.in, HOME_SURVEY_ANSWERS, answers_of(r->ctx.mem, &a));
	a.outcome = entry_save(&r->ctx, &g.in, &id);
	if (a.outcome != RC_OK)
		return kindpage_again(a.outcome) ? put_new(r, &a) : a.outcome;
	str url = html_url(&p, "/children/#/home_surveys", r->id);
	if (is_ticked(&a, STR(CONTROL "wrong"), STR("hit")))
		url = html_url_with(&p, url, "harm", STR("1"));
	return req_see_other(r, url);
}

/* --- what was answered --- */

static void put_answer(struct page *p, const struct survey_item *item, str answer)
{
	struct buf b = buf_new(p->mem, 4 << 10);

	for (size_t i = 0; i < item->n; i++) {
		if (!survey_ticked(answer, item->choice[i].code))
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, say(p, item->choice[i].zh, item->choice[i].en));
	}
	if (!b.n)
		return;
	facts_row_begin(p, str_z(p->mem, say(p, item->zh, item->en)));
	html_text(p, buf_view(&b));
	facts_row_end(p);
}

/* true: something is covered. */
static bool put_survey(struct page *p, const struct record *s)
{
	bool covered = (s->masked >> HOME_SURVEY_ANSWERS & 1) != 0;
	static const size_t note[] = { HOME_SURVEY_NOTE };

	thread_item(p, html_word(p, home_survey_kind.label), rec_day(s, HOME_SURVEY_ON), timeline_by(p, s),
		    false);
	facts_begin(p);
	for (size_t i = 0; i < survey_nitems && !covered; i++)
		put_answer(p, &survey_items[i],
			   survey_says(rec_text(s, HOME_SURVEY_ANSWERS), survey_items[i].code));
	covered |= facts_fields(p, s, note, COUNT(note));
	facts_end(p);
	if (p->who->role & ROLES_SURVEY) {
		html_lit(p, "<p class=\"links\">");
		html_link(p,
			  html_url_with(
				  p,
				  html_url(p, "/children/#/home_surveys/new", rec_int(s, HOME_SURVEY_CHILD)),
				  "corrects", html_int_text(p, s->id)),
			  html_word(p, N_("Put something right")));
		html_lit(p, "</p>");
	}
	thread_item_end(p);
	return covered;
}

static void put_head(struct page *p, const struct record *child)
{
	if (str_eq(req_query(p->r, STR("harm")), STR("1"))) {
		html_lit(p, "<div class=\"sheet note stack\" role=\"alert\"><p>");
		html_tr(p, N_("The survey is saved. You marked that the child is hit. If it is harmed, the "
			      "law asks you to "
			      "report that at once; in danger, call 110 first."));
		html_lit(p, "</p><p>");
		html_button(p, html_url_with(p, STR("/reports/new"), "child", html_int_text(p, child->id)),
			    N_("Report it"), false);
		html_lit(p, "</p></div>\n");
	}
	if (!(p->who->role & ROLES_SURVEY))
		return;
	html_lit(p, "<p>");
	html_button(p, html_url(p, "/children/#/home_surveys/new", child->id), N_("Write a home survey"),
		    true);
	html_lit(p, "</p>\n");
}

static enum rc put_list(struct req *r)
{
	struct record child;
	struct records all = { .r = NULL };
	struct list l = { .filter = { { HOME_SURVEY_CHILD, INT(r->id) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = OF_CHILD };
	bool covered = false;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &home_survey_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	const bool *redone = entry_redone(r->ctx.mem, &all);
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){
				  .title = html_say(&p, N_("Home survey: {0}"), rec_text(&child, CHILD_NAME)),
				  .where = html_word(&p, home_survey_kind.label),
				  .tab = "/children",
				  .back = html_url(&p, "/children/#", r->id),
				  .own_h1 = true,
				  .no_store = r->ctx.purpose.n != 0,
				  .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	facts_who(&p, rec_text(&child, CHILD_NAME), registry_child_line(&p, &child, p.today));
	form_summary(&p, NULL);
	put_head(&p, &child);
	if (!all.n)
		table_empty(&p,
			    &(struct empty){
				    .title = N_("No home survey yet"),
				    .why = N_("When somebody has looked how the child lives and learns at "
					      "home, it stands here.") });
	thread_begin(&p);
	for (size_t i = 0; i < all.n; i++)
		if (!redone[i])
			covered |= put_survey(&p, &all.r[i]);
	thread_end(&p);
	if (covered)
		facts_show(&p, html_url(&p, "/children/#/home_surveys/show", r->id));
	page_end(&p);
	return RC_OK;
}

enum rc survey_page_list(struct req *r) { return put_list(r); }

enum rc survey_page_open(struct req *r)
{
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc != RC_OK)
		return rc;
	return put_list(r);
}

/* --- in the growth file --- */

static enum rc read_surveys(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &home_survey_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		struct timeline_item item = entry_page_item(t, &all, &all.r[i]);
		item.section = CODE_GROWTH_SECTION_HOME;
		item.icon = "place";
		item.title = html_word(t->p, home_survey_kind.label);
		item.text = timeline_text(t->p, &all.r[i], HOME_SURVEY_NOTE, &item.covered);
		item.covered |= (all.r[i].masked >> HOME_SURVEY_ANSWERS & 1) != 0;
		item.url = html_url(t->p, "/children/#/home_surveys", t->child->id);
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source home_survey_timeline = { .section = CODE_GROWTH_SECTION_HOME,
						      .profile = P_HOME,
						      .read = read_surveys };
