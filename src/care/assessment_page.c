#include "api.h"
#include "assessment.h"
#include "facts.h"
#include "formpart.h"
#include "registry_page.h"
#include "risk_page.h"

/* One form on one page, for a phone: every answer a tile; the age is read from the file. */

struct filling {
	struct record child;
	const struct instrument *form;
	const struct http_pair *pair; /* what came back; NULL: the first time */
	size_t n;
	enum rc outcome;
};

static str say(struct page *p, str zh, str en) { return p->lang == LANG_EN ? en : zh; }

/* All values of one name, parted by blanks. */
static str values_of(struct arena *mem, const struct http_pair *pair, size_t n, str name)
{
	enum { MOST = 400 };
	struct buf b = buf_new(mem, 1000);

	for (size_t i = 0; i < n; i++)
		if (str_eq(pair[i].name, name) && pair[i].value.n &&
		    buf_view(&b).n + pair[i].value.n < MOST) {
			if (buf_view(&b).n)
				buf_lit(&b, " ");
			buf_str(&b, pair[i].value);
		}
	return buf_view(&b);
}

static void read_answers(struct arena *mem, const struct filling *v, struct instrument_answers *ret)
{
	for (size_t i = 0; i < v->form->n; i++)
		ret->item[i] = values_of(mem, v->pair, v->n, v->form->item[i].code);
}

static void put_errors(struct page *p, str name)
{
	const struct problems *list = &p->r->ctx.problems;

	for (size_t i = 0; i < list->n; i++) {
		if (!str_eq(list->list[i].field, name))
			continue;
		struct buf b = buf_new(p->mem, 1000);
		problem_put(&b, p->lang, &list->list[i]);
		html_lit(p, "<p class=\"err\">");
		html_icon(p, "warn");
		html_text(p, buf_view(&b));
		html_lit(p, "</p>");
	}
}

static void put_boxes(struct page *p, const struct instrument_item *item, str answer)
{
	html_lit(p, "<fieldset class=\"f\" tabindex=\"-1\"");
	html_attr(p, "id", html_fill(p, "f-{0}", item->code));
	html_lit(p, "><legend>");
	html_text(p, say(p, item->zh, item->en));
	html_lit(p, "</legend><div class=\"seg\">");
	for (size_t i = 0; i < item->n; i++) {
		const struct instrument_choice *c = &item->choice[i];
		formpart_box(p, item->code,
			     &(struct tile){ .value = c->code,
					     .label = say(p, c->zh, c->en),
					     .checked = instrument_ticked(answer, c->code) });
	}
	html_lit(p, "</div>");
	put_errors(p, item->code);
	html_lit(p, "</fieldset>\n");
}

static void put_item(struct page *p, const struct instrument_item *item, str answer)
{
	struct tile *tile = NEW(p->mem, struct tile, item->n);
	struct control c = { .name = item->code, .label = str_z(p->mem, say(p, item->zh, item->en)) };

	if (item->many) {
		put_boxes(p, item, answer);
		return;
	}
	for (size_t i = 0; i < item->n; i++)
		tile[i] = (struct tile){ item->choice[i].code, say(p, item->choice[i].zh, item->choice[i].en),
					 NULL, str_eq(answer, item->choice[i].code) };
	formpart_tiles(p, &c, tile, item->n);
}

static str day_value(struct page *p, day d)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, d);
	return buf_view(&b);
}

static void put_form(struct page *p, const struct filling *v)
{
	struct instrument_answers a = { { { NULL, 0 } } };
	str on = v->pair ? form_value(v->pair, v->n, STR("on")) : day_value(p, p->today);
	str client = v->pair ? form_value(v->pair, v->n, STR("client")) : form_client(p->mem);
	struct control note = { .name = STR("note"),
				.label = N_("Note"),
				.value = v->pair ? form_value(v->pair, v->n, STR("note")) : STR("") };

	if (v->pair)
		read_answers(p->mem, v, &a);
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/children/#/assess", v->child.id));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), client);
	form_summary(p, NULL);
	form_text_put(p,
		      &(struct form_text){ .name = "on", .label = N_("Day"), .type = "date", .value = on });
	for (size_t i = 0; i < v->form->n; i++)
		if (!v->form->item[i].by_age)
			put_item(p, &v->form->item[i], a.item[i]);
	formpart_control(p, &assessment_kind.fields[ASSESSMENT_NOTE], &note);
	form_bar(p, N_("Save the assessment"));
	html_lit(p, "</form>\n");
}

static enum rc put_new(struct req *r, const struct filling *v)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = say(&p, v->form->zh, v->form->en),
					   .where = rec_text(&v->child, CHILD_NAME),
					   .tab = "/children",
					   .task = true,
					   .back = html_url(&p, "/children/#", v->child.id),
					   .back_label = N_("To the file"),
					   .status = v->outcome == RC_OK ? 200 : rc_status(v->outcome) });
	html_lit(&p, "<p>");
	html_text(&p, rec_text(&v->child, CHILD_NAME));
	html_text(&p, html_word(&p, N_("; ")));
	html_text(&p, registry_child_line(&p, &v->child, p.today));
	html_lit(&p, "</p><p class=\"s\">");
	html_text(&p, say(&p, v->form->note_zh, v->form->note_en));
	html_lit(&p, "</p>\n");
	put_form(&p, v);
	page_end(&p);
	return RC_OK;
}

enum rc assessment_page_new(struct req *r)
{
	struct filling v = { .form = &instruments[0] };
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &v.child);

	return rc == RC_OK ? put_new(r, &v) : rc;
}

enum rc assessment_page_create(struct req *r)
{
	struct filling v = { .form = &instruments[0] };
	struct assessment_new a = { .child = r->id };
	struct http_pair *form;
	struct page p = page_of(r);
	bool report = false;
	int64_t id = 0;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &v.child);

	if (rc == RC_OK)
		rc = req_form(r, &form, &v.n);
	if (rc != RC_OK)
		return rc;
	v.pair = form;
	read_answers(p.mem, &v, &a.answers);
	a.note = form_value(form, v.n, STR("note"));
	a.client = form_value(form, v.n, STR("client"));
	str on = str_trim(form_value(form, v.n, STR("on")));
	if (on.n && !day_parse(on, &a.on)) {
		problem_add(&r->ctx.problems, STR("on"), N_("This is no date. Write it like 2026-09-01."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		instrument_check(v.form, 0, &a.answers, &r->ctx.problems);
		v.outcome = RC_INVALID;
		return put_new(r, &v);
	}
	v.outcome = assessment_write(&r->ctx, &a, &id, &report);
	if (v.outcome == RC_INVALID || v.outcome == RC_CONFLICT)
		return put_new(r, &v);
	if (v.outcome != RC_OK)
		return v.outcome;
	str url = html_url(&p, "/assessments/#", id);
	return req_see_other(r, report ? html_url_with(&p, url, "report", STR("1")) : url);
}

/* --- one that was filled in --- */

static void put_answer(struct page *p, const struct instrument_item *item, str answer)
{
	struct buf b = buf_new(p->mem, 2000);

	for (size_t i = 0; i < item->n; i++)
		if (instrument_ticked(answer, item->choice[i].code)) {
			if (buf_view(&b).n)
				buf_str(&b, html_word(p, N_(", ")));
			buf_str(&b, say(p, item->choice[i].zh, item->choice[i].en));
		}
	if (!buf_view(&b).n)
		buf_str(&b, html_word(p, item->many ? N_("none") : N_("not answered")));
	facts_row_begin(p, str_z(p->mem, say(p, item->zh, item->en)));
	html_text(p, buf_view(&b));
	facts_row_end(p);
}

static void put_answers(struct page *p, const struct record *a)
{
	const struct instrument *form = instrument_find(rec_text(a, ASSESSMENT_INSTRUMENT));
	struct instrument_answers answers;

	if (a->masked >> ASSESSMENT_ANSWERS & 1 || !form ||
	    instrument_parse(p->mem, form, rec_text(a, ASSESSMENT_ANSWERS), &answers) != RC_OK)
		return;
	for (size_t i = 0; i < form->n; i++)
		put_answer(p, &form->item[i], answers.item[i]);
}

static enum rc put_page(struct req *r, const struct record *a, enum rc outcome)
{
	static const size_t field[] = { ASSESSMENT_INSTRUMENT, ASSESSMENT_ON, ASSESSMENT_BY };
	static const size_t covered[] = { ASSESSMENT_NOTE };
	struct page p = page_of(r);
	int64_t child = rec_int(a, ASSESSMENT_CHILD);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, assessment_kind.label),
					   .tab = "/children",
					   .back = html_url(&p, "/children/#", child),
					   .back_label = N_("To the file"),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (outcome != RC_OK)
		form_summary(&p, NULL);
	if (req_query(r, STR("report")).n) {
		html_lit(&p, "<p class=\"sheet note\" role=\"status\">");
		html_tr(&p, N_("It is saved. What you ticked must be reported at once as well: the law asks "
			       "it of "
			       "you (Law on the Protection of Minors, art. 11)."));
		html_gap(&p);
		html_link(&p, html_url(&p, "/reports/new?child=#", child),
			  html_word(&p, N_("Report harm or danger")));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<section class=\"sheet stack narrow\">");
	facts_begin(&p);
	facts_row_begin(&p, assessment_kind.fields[ASSESSMENT_CHILD].label);
	html_link(&p, html_url(&p, "/children/#", child),
		  facts_ref(&p, &assessment_kind.fields[ASSESSMENT_CHILD], child));
	facts_row_end(&p);
	(void)facts_fields(&p, a, field, COUNT(field));
	facts_row(&p, N_("Points, higher is safer"),
		  html_say(&p, N_("{0} of {1}"), html_int_text(&p, rec_int(a, ASSESSMENT_SCORE)),
			   html_int_text(&p, rec_int(a, ASSESSMENT_OUT_OF))));
	put_answers(&p, a);
	bool masked = facts_fields(&p, a, covered, COUNT(covered)) || (a->masked >> ASSESSMENT_ANSWERS & 1);
	facts_end(&p);
	if (masked)
		facts_show(&p, html_url(&p, "/assessments/#/show", a->id));
	html_lit(&p, "</section>\n");
	page_end(&p);
	return RC_OK;
}

enum rc assessment_page_show(struct req *r)
{
	struct record a;
	enum rc rc = record_load(&r->ctx, &assessment_kind, r->id, &a);

	return rc == RC_OK ? put_page(r, &a, RC_OK) : rc;
}

enum rc assessment_page_open(struct req *r)
{
	struct record a;
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &assessment_kind, r->id, &a);
	return rc == RC_OK ? put_page(r, &a, given ? RC_OK : RC_INVALID) : rc;
}

/* --- by other programs: the same CLIENT again answers with the record that is there --- */

static enum rc may_assess(struct req *r) { return r->ctx.who->role & ROLES_ASSESS ? RC_OK : RC_DENIED; }

static str text_of(struct ctx *c, const struct json_value *body, const char *name)
{
	const struct json_value *v = json_get(body, str_of(name));
	struct buf b = buf_new(c->mem, 24);

	if (!v || v->type == JSON_NULL)
		return STR("");
	if (v->type == JSON_NUMBER && v->whole) {
		buf_int(&b, v->i);
		return buf_view(&b);
	}
	if (v->type != JSON_STRING)
		problem_add(&c->problems, str_of(name), N_("This is to be a text."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	return v->type == JSON_STRING ? v->text : STR("");
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct ctx *c = &r->ctx;
	struct assessment_new a = { .instrument = text_of(c, body, "instrument"),
				    .note = text_of(c, body, "note"),
				    .client = text_of(c, body, "client") };
	const struct instrument *form = a.instrument.n ? instrument_find(a.instrument) : &instruments[0];
	str answers = text_of(c, body, "answers"), on = text_of(c, body, "on");

	if (!str_int(text_of(c, body, "child"), &a.child))
		problem_add(&c->problems, STR("child"), N_("This is needed."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	if (!form || instrument_parse(c->mem, form, answers, &a.answers) != RC_OK)
		problem_add(&c->problems, STR("answers"), N_("These are no answers to this form."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	if (on.n && !day_parse(on, &a.on))
		problem_add(&c->problems, STR("on"), N_("This is no date. Write it like 2026-09-01."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	return c->problems.n ? RC_INVALID : assessment_write_unit(c, &a, ret_id);
}

static enum rc answer_new(struct req *r, int64_t id) { return api_answer(r, &assessment_kind, id, 201); }

enum rc assessment_api_make(struct req *r)
{
	struct api_make m = {
		.path = "assessments", .may = may_assess, .write = write_new, .answer = answer_new
	};

	return api_make(r, &m);
}
