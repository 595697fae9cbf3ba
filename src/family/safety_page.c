/* The monthly safety check: ten points, yes or no; what is not in order is written down with it. */
#include "codes.h"
#include "entry.h"
#include "formpart.h"
#include "home_page.h"
#include "registry_page.h"
#include "table.h"

enum { POINTS = 40, ROWS = 24 };

struct typed {
	str on, note, client;
	str says[POINTS]; /* in the order of the list */
};

static const struct code_list *points(void) { return code_list_find(STR("home_check")); }

/* --- earlier ones --- */

static str faults_text(struct page *p, const struct record *k)
{
	const struct code *point;
	size_t at = 0;
	str all = STR("");

	while ((point = code_next(points(), &at, 0, STR("")))) {
		bool yes = true;
		str label = p->lang == LANG_EN ? point->en : point->zh;
		if (!home_check_says(rec_text(k, HOME_CHECK_ANSWERS), point->code, &yes) || yes)
			continue;
		all = all.n ? html_say(p, N_("{0}; {1}"), all, label) : label;
	}
	return all.n ? all : html_word(p, N_("all in order"));
}

static void put_earlier(struct page *p, const struct records *list)
{
	static const struct col cols[] = { { N_("Day"), COL_TEXT },
					   { N_("Not in order"), COL_FULL },
					   { N_("What is to be done"), COL_FULL } };

	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Checks so far"));
	html_lit(p, "</h2>");
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));
	for (size_t i = 0; i < list->n; i++) {
		const struct record *k = &list->r[i];
		table_row(&t);
		table_text(&t, html_day_text(p, rec_day(k, HOME_CHECK_ON)));
		table_text(&t, faults_text(p, k));
		table_text(&t, rec_null(k, HOME_CHECK_NOTE) ? STR("") : rec_text(k, HOME_CHECK_NOTE));
	}
	table_end(&t);
	html_lit(p, "</section>\n");
}

/* --- the form --- */

static void put_point(struct page *p, const struct code *point, str says)
{
	html_lit(p, "<fieldset class=\"f\" tabindex=\"-1\"");
	html_attr(p, "id", html_fill(p, "f-{0}", point->code));
	html_lit(p, "><legend>");
	html_text(p, p->lang == LANG_EN ? point->en : point->zh);
	html_lit(p, "</legend><div class=\"seg\">");
	formpart_tile(p, point->code,
		      &(struct tile){ STR("yes"), html_say(p, N_("yes")), NULL, str_eq(says, STR("yes")) });
	formpart_tile(p, point->code,
		      &(struct tile){ STR("no"), html_say(p, N_("no")), NULL, str_eq(says, STR("no")) });
	html_lit(p, "</div>");
	formpart_problems(p, point->code);
	html_lit(p, "</fieldset>\n");
}

static void put_form(struct page *p, const struct home_at *at, const struct typed *t)
{
	const struct code *point;
	size_t next = 0;

	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/homes/#/check", at->home.id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("client"), t->client.n ? t->client : form_client(p->mem));
	formpart_control(p, &home_check_kind.fields[HOME_CHECK_ON],
			 &(struct control){ .value = t->on, .required = true });
	for (size_t i = 0; (point = code_next(points(), &next, p->today, STR(""))) && i < POINTS; i++)
		put_point(p, point, t->says[i]);
	formpart_control(p, &home_check_kind.fields[HOME_CHECK_NOTE], &(struct control){ .value = t->note });
	form_bar(p, N_("Keep the check"));
	html_lit(p, "</form>\n");
}

static enum rc show(struct req *r, const struct typed *t, enum rc outcome)
{
	struct home_at at;
	struct records list = { .n = 0 };
	struct list l = { .v = { INT(r->id) }, .nv = 1, .limit = ROWS, .newest_first = true };
	enum rc rc = home_page_load(r, &at);

	l.where = SQL("t.home = ?1");
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &home_check_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = home_page_begin(r, &at, N_("Safety check"), outcome);
	form_summary(&p, NULL);
	if (at.work && (p.who->role & ROLES_HOME_WRITE))
		put_form(&p, &at, t);
	if (list.n)
		put_earlier(&p, &list);
	else
		home_page_say(&p, html_word(&p, N_("No check is written down yet.")));
	page_end(&p);
	return RC_OK;
}

static str day_typed(struct req *r)
{
	struct buf b = buf_new(r->ctx.mem, 16);

	day_put(&b, r->ctx.today);
	return buf_view(&b);
}

enum rc safety_page_show(struct req *r)
{
	struct typed t = { .on = day_typed(r) };

	return show(r, &t, RC_OK);
}

/* --- writing --- */

struct saving {
	int64_t home;
	const struct typed *typed;
	str answers;
	size_t problems;
};

static enum rc save_unit(struct ctx *c, void *arg)
{
	const struct saving *s = arg;
	struct input in = input_new(&home_check_kind);
	struct record done;
	int64_t there = 0;
	enum rc rc = entry_find(c, &home_check_kind, s->typed->client, &there);

	if (rc != RC_NOT_FOUND)
		return rc;
	input_int(&in, c->mem, HOME_CHECK_HOME, s->home);
	input_set(&in, HOME_CHECK_ON, s->typed->on);
	input_set(&in, HOME_CHECK_ANSWERS, s->answers);
	input_set(&in, HOME_CHECK_NOTE, s->typed->note);
	if (s->typed->client.n)
		input_set(&in, HOME_CHECK_CLIENT, s->typed->client);
	rc = record_create(c, &in, &done);
	return rc == RC_OK && s->problems ? RC_INVALID : rc;
}

/* What was tapped, as the record keeps it; a point without an answer is a problem at its place. */
static str answers_of(struct req *r, const struct http_pair *f, size_t n, struct typed *t)
{
	const struct code *point;
	struct buf b = buf_new(r->ctx.mem, 1000);
	size_t next = 0;

	for (size_t i = 0; (point = code_next(points(), &next, r->ctx.today, STR(""))) && i < POINTS; i++) {
		bool yes;
		t->says[i] = str_trim(form_value(f, n, point->code));
		yes = str_eq(t->says[i], STR("yes"));
		if (!yes && !str_eq(t->says[i], STR("no"))) {
			problem_add(&r->ctx.problems, point->code, N_("Say yes or no."), (str){ NULL, 0 },
				    (str){ NULL, 0 });
			continue;
		}
		if (b.n)
			buf_ch(&b, ',');
		buf_str(&b, point->code);
		buf_str(&b, yes ? STR("=yes") : STR("=no"));
	}
	return buf_view(&b);
}

enum rc safety_page_save(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct typed t = { .on = STR("") };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	t.on = str_trim(form_value(f, n, STR("on")));
	t.note = form_newlines(r->ctx.mem, str_trim(form_value(f, n, STR("note"))));
	t.client = str_trim(form_value(f, n, STR("client")));
	struct saving s = { .home = r->id, .typed = &t };
	s.answers = answers_of(r, f, n, &t);
	s.problems = r->ctx.problems.n;
	if (s.problems)
		rc = RC_INVALID;
	else
		rc = store_write(&r->ctx, PRIO_PEOPLE, save_unit, &s);
	if (kindpage_again(rc))
		return show(r, &t, rc);
	struct page p = page_of(r);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/homes/#/check", r->id)) : rc;
}
