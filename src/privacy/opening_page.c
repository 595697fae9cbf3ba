#include "opening_page.h"
#include "facts.h"
#include "form.h"
#include "formpart.h"
#include "registry.h"
#include "seen.h"
#include "table.h"
#include "utf8.h"

enum { PURPOSE_MAX = 200, ROWS = 50 };

/* --- parts --- */

/* PLURAL/ID with what follows. */
static str opening_page_path(struct page *p, const struct kind *k, int64_t record, const char *tail)
{
	struct buf b = buf_new(p->mem, 200);

	buf_ch(&b, '/');
	buf_str(&b, str_of(k->plural));
	buf_ch(&b, '/');
	buf_int(&b, record);
	buf_str(&b, str_of(tail));
	return buf_view(&b);
}

static str minutes_left(struct page *p, const struct opening *o)
{
	static const int64_t minute = INT64_C(60) * 1000 * 1000;

	return html_int_text(p, (o->expires_at - p->r->ctx.now + minute - 1) / minute);
}

str opening_page_says(struct page *p, const struct opening *o)
{
	str until = html_clock_text(p, o->expires_at);

	switch (opening_standing(o, p->r->ctx.now)) {
	case OPENING_ASKED:
		return html_say(p, N_("Waiting for an answer: {0} minutes left, until {1}."),
				minutes_left(p, o), until);
	case OPENING_LAPSED: return html_say(p, N_("Nobody answered in time. It has to be asked for again."));
	case OPENING_REFUSED: return html_say(p, N_("It was not agreed to."));
	case OPENING_OPEN:
		return html_say(p, N_("Open for {0} more minutes, until {1}."), minutes_left(p, o), until);
	case OPENING_OPEN_NOW:
		return html_say(p, N_("Opened because of danger to life: {0} more minutes, until {1}."),
				minutes_left(p, o), until);
	case OPENING_OVER: return html_say(p, N_("It was closed at {0}."), until);
	case OPENING_NONE:
	case OPENING_STANDING__N: break;
	}
	return STR("");
}

void opening_page_read(struct page *p, const struct kind *k, int64_t record, str purpose)
{
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, opening_page_path(p, k, record, "/show"));
	html_lit(p, ">");
	html_csrf(p);
	form_text_put(p, &(struct form_text){ .name = "purpose",
					      .label = N_("What do you need it for?"),
					      .hint = N_("One line is enough. It is kept with your name."),
					      .value = purpose,
					      .required = true });
	html_lit(p, "<button>");
	html_icon(p, "eye");
	html_tr(p, N_("Read it"));
	html_lit(p, "</button></form>\n");
}

static void put_lines(struct page *p, str text)
{
	str line;

	while (str_next(&text, '\n', &line)) {
		html_lit(p, "<p>");
		html_text(p, line);
		html_lit(p, "</p>\n");
	}
}

void opening_page_text(struct page *p, str text)
{
	const struct ctx *c = &p->r->ctx;

	put_lines(p, text);
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("Opened by {0} ({1}), {2} {3}, for: {4}"), p->who->name, p->who->login,
		html_day_text(p, p->today), html_clock_text(p, c->now), c->purpose);
	html_gap(p);
	html_tr(p, N_("It is covered again as soon as you leave this page."));
	html_lit(p, "</p>\n");
}

static str role_text(struct page *p, str role)
{
	const struct code_list *list = code_list_find(STR("role"));

	return list ? code_label(list, role, p->lang) : role;
}

static void put_approvers(struct page *p, unsigned roles)
{
	html_lit(p, "<p>");
	html_tr(p, N_("Who may agree:"));
	html_lit(p, "</p><ul class=\"why-list\">");
	for (size_t i = 0; i < role_nrows; i++) {
		if (!(roles & role_rows[i].role))
			continue;
		html_lit(p, "<li>");
		html_text(p, role_text(p, str_of(role_rows[i].code)));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
}

/* --- asking --- */

/* The record, within reach, of a kind with something sealed that this reader may ask for; else it is not
 * there. */
static enum rc find(struct req *r, const struct kind **ret_kind, struct record *ret)
{
	const struct kind *k = model_kind(r->ctx.model, r->word);
	bool any = false;

	for (size_t i = 0; k && k->child_field && i < k->nfields; i++)
		any |= k->fields[i].class == C5_SEALED && k->fields[i].type != T_SECRET &&
		       opening_may_ask(r->ctx.who, k->fields[i].profile);
	if (!any)
		return RC_NOT_FOUND;
	*ret_kind = k;
	seen_seal(r->ctx.seen);
	return record_load(&r->ctx, k, r->id, ret);
}

static void put_danger(struct page *p, bool chosen)
{
	html_lit(p, "<div class=\"f\"><label class=\"pick\"><input type=\"checkbox\" id=\"f-danger\" "
		    "name=\"danger\""
		    " value=\"true\" aria-describedby=\"h-danger\"");
	if (chosen)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_tr(p, N_("A life is in danger: open it now"));
	html_lit(p, "</span></label><small id=\"h-danger\">");
	html_tr(p,
		N_("Only if waiting could cost a life. It opens at once, without anybody's agreement; civil "
		   "affairs and those who agree otherwise are told right away, with your name and your "
		   "reason."));
	html_lit(p, "</small></div>\n");
}

static enum rc put_ask(struct req *r, const struct kind *k, const struct record *rec, enum rc outcome)
{
	struct page p = page_of(r);
	struct http_pair *form = NULL;
	size_t n = 0;

	if (r->http->method != HTTP_GET) {
		enum rc rc = req_form(r, &form, &n);
		if (rc != RC_OK)
			return rc;
	}
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Ask to open what is sealed")),
					   .under = facts_ref(&p, &k->fields[k->child_field - 1],
							      rec_int(rec, k->child_field - 1)),
					   .tab = "/children",
					   .task = true,
					   .back = opening_page_path(&p, k, rec->id, ""),
					   .no_store = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_approvers(&p, opening_approvers(p.who->role));
	html_lit(&p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(&p, opening_page_path(&p, k, rec->id, "/ask"));
	html_lit(&p, ">");
	html_csrf(&p);
	formpart_control(
		&p, &opening_kind.fields[OPENING_REASON],
		&(struct control){
			.name = STR("reason"),
			.value = form_value(form, n, STR("reason")),
			.label = opening_kind.fields[OPENING_REASON].label,
			.hint = N_(
				"At least 10 characters. Whoever answers reads it, and it stays on record."),
			.required = true });
	put_danger(&p, form_value(form, n, STR("danger")).n > 0);
	form_bar(&p, N_("Ask"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc opening_page_ask(struct req *r)
{
	const struct kind *k;
	struct record rec;
	enum rc rc = find(r, &k, &rec);

	return rc == RC_OK ? put_ask(r, k, &rec, RC_OK) : rc;
}

static enum rc ask_job(struct ctx *c, void *arg)
{
	struct record *done = arg;
	struct input *in = NEW(c->mem, struct input, 1);

	*in = input_new(&opening_kind);
	for (size_t i = 0; i < OPENING__N; i++)
		if (done->v[i].t == VAL_TEXT)
			input_set(in, i, done->v[i].s);
	return record_create(c, in, done);
}

static enum rc see(struct req *r, int64_t id)
{
	struct page p = page_of(r);

	return req_see_other(r, html_url(&p, "/openings/#", id));
}

enum rc opening_page_send(struct req *r)
{
	const struct kind *k;
	struct record rec, done = { .v = NEW(r->ctx.mem, struct val, OPENING__N) };
	struct page p = page_of(r);
	struct http_pair *form;
	size_t n;
	enum rc rc = find(r, &k, &rec);

	if (rc == RC_OK)
		rc = req_form(r, &form, &n);
	if (rc != RC_OK)
		return rc;
	done.v[OPENING_KIND] = TEXT(str_of(k->name));
	done.v[OPENING_RECORD] = TEXT(html_int_text(&p, rec.id));
	done.v[OPENING_REASON] = TEXT(form_newlines(r->ctx.mem, form_value(form, n, STR("reason"))));
	if (form_value(form, n, STR("danger")).n)
		done.v[OPENING_DANGER] = TEXT(STR("true"));
	rc = store_write(&r->ctx, PRIO_PEOPLE, ask_job, &done);
	if (rc == RC_INVALID || rc == RC_CONFLICT)
		return put_ask(r, k, &rec, rc);
	return rc == RC_OK ? see(r, done.id) : rc;
}

/* --- how it stands, and answering --- */

static void put_facts(struct page *p, const struct record *o)
{
	const struct kind *k = model_kind_named(p->r->ctx.model, rec_text(o, OPENING_KIND));
	static const size_t asked[] = { OPENING_ASKED_AT, OPENING_REASON, OPENING_DANGER };
	static const size_t answered[] = { OPENING_DECIDED_AT, OPENING_ANSWER };
	int64_t id = 0;

	facts_begin(p);
	if (!rec_null(o, OPENING_CHILD))
		facts_row(p, opening_kind.fields[OPENING_CHILD].label,
			  facts_ref(p, &opening_kind.fields[OPENING_CHILD], rec_int(o, OPENING_CHILD)));
	if (k && str_int(rec_text(o, OPENING_RECORD), &id)) {
		facts_row_begin(p, opening_kind.fields[OPENING_KIND].label);
		if (may_read(p->who, k->profile))
			html_link(p, opening_page_path(p, k, id, ""), html_word(p, k->label));
		else
			html_tr(p, k->label);
		facts_row_end(p);
	}
	facts_row(p, opening_kind.fields[OPENING_ASKER].label,
		  html_say(p, N_("{0}, {1}"), o->label[OPENING_ASKER],
			   role_text(p, rec_text(o, OPENING_ROLE))));
	facts_row(p, opening_kind.fields[OPENING_FOR].label, o->label[OPENING_FOR]);
	(void)facts_fields(p, o, asked, COUNT(asked));
	facts_row(p, opening_kind.fields[OPENING_APPROVER].label, o->label[OPENING_APPROVER]);
	(void)facts_fields(p, o, answered, COUNT(answered));
	facts_end(p);
}

static void begin_form(struct page *p, str action)
{
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
}

static void put_answer(struct page *p, const struct record *o)
{
	html_lit(p, "<section class=\"stack narrow\">");
	begin_form(p, html_url(p, "/openings/#/agree", o->id));
	html_lit(p, "<p>");
	html_tr(p, N_("If you agree, it opens to the one who asks, for a while, and to nobody else."));
	html_lit(p, "</p><button class=\"main\">");
	html_tr(p, N_("Agree"));
	html_lit(p, "</button></form>\n<details");
	if (p->r->ctx.problems.n)
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("Do not agree"));
	html_lit(p, "</summary>");
	begin_form(p, html_url(p, "/openings/#/refuse", o->id));
	formpart_control(p, &opening_kind.fields[OPENING_ANSWER],
			 &(struct control){ .name = STR("answer"),
					    .label = N_("Why not"),
					    .hint = N_("The one who asks reads this."),
					    .required = true });
	html_lit(p, "<button>");
	html_tr(p, N_("Do not agree"));
	html_lit(p, "</button></form></details></section>\n");
}

static void put_closing(struct page *p, const struct record *o)
{
	begin_form(p, html_url(p, "/openings/#/close", o->id));
	html_lit(p, "<button>");
	html_icon(p, "lock");
	html_tr(p, N_("Close it now"));
	html_lit(p, "</button></form>\n");
}

/* One line of the reason stands in as the purpose: somebody in a hurry need not write it twice. */
static str first_line(str text)
{
	str line;
	size_t at = 0, n = 0;

	if (!str_next(&text, '\n', &line))
		return STR("");
	while (n < PURPOSE_MAX && utf8_next(line, &at))
		n++;
	return str_cut(line, 0, at);
}

static bool own(const struct page *p, const struct opening *o)
{
	int64_t self = p->who->account, place = p->who->for_account;

	return self == o->asker || (place && place == o->asker);
}

static void put_acts(struct page *p, const struct record *r, const struct opening *o)
{
	struct ctx *c = &p->r->ctx;
	const struct kind *k = model_kind_named(c->model, rec_text(r, OPENING_KIND));
	enum opening_standing s = opening_standing(o, c->now);
	bool stands_in = opening_stands_in(c, o);
	const char *refusal = opening_refusal(o, p->who, stands_in, c->now);
	int64_t id = 0;

	if (!refusal)
		put_answer(p, r);
	else if (s == OPENING_ASKED && !own(p, o) && may_write(p->who, P_OPENING)) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, refusal);
		html_lit(p, "</p>\n");
	}
	if (s == OPENING_ASKED)
		put_approvers(p, opening_approvers(o->role));
	if (k && opening_is_open(s) && own(p, o) && str_int(rec_text(r, OPENING_RECORD), &id))
		opening_page_read(p, k, id, first_line(rec_text(r, OPENING_REASON)));
	if (opening_may_close(o, p->who, stands_in, c->now))
		put_closing(p, r);
}

static enum rc put_page(struct req *r, enum rc outcome)
{
	struct record rec;
	struct page p = page_of(r);

	seen_seal(r->ctx.seen);
	if (!may_read(r->ctx.who, P_OPENING))
		return RC_NOT_FOUND;
	enum rc rc = record_load(&r->ctx, &opening_kind, r->id, &rec);
	if (rc != RC_OK)
		return rc;
	const struct opening o = opening_of(&rec);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Opening what is sealed")),
					   .tab = "/",
					   .back = STR("/"),
					   .back_label = N_("To Today"),
					   .no_store = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	html_lit(&p, "<section class=\"sheet stack\" id=\"standing\"><h2>");
	html_text(&p, opening_page_says(&p, &o));
	html_lit(&p, "</h2>\n");
	put_facts(&p, &rec);
	html_lit(&p, "</section>\n");
	put_acts(&p, &rec, &o);
	page_end(&p);
	return RC_OK;
}

enum rc opening_page_show(struct req *r) { return put_page(r, RC_OK); }

struct answer {
	int64_t id;
	str state, text;
};

static enum rc answer_job(struct ctx *c, void *arg)
{
	const struct answer *a = arg;
	struct input in = input_new(&opening_kind);
	struct record done;

	input_set(&in, OPENING_STATE, a->state);
	if (a->text.n)
		input_set(&in, OPENING_ANSWER, a->text);
	return record_update(c, &opening_kind, a->id, 0, &in, &done);
}

static enum rc answer(struct req *r, str state)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	struct answer a = { r->id, state, form_newlines(r->ctx.mem, form_value(form, n, STR("answer"))) };
	rc = store_write(&r->ctx, PRIO_PEOPLE, answer_job, &a);
	if (rc == RC_INVALID)
		return put_page(r, rc);
	return rc == RC_OK ? see(r, r->id) : rc;
}

enum rc opening_page_agree(struct req *r) { return answer(r, STR(CODE_OPENING_STATE_APPROVED)); }
enum rc opening_page_refuse(struct req *r) { return answer(r, STR(CODE_OPENING_STATE_REFUSED)); }
enum rc opening_page_close(struct req *r) { return answer(r, STR(CODE_OPENING_STATE_CLOSED)); }

/* --- all of them, within reach --- */

enum rc opening_page_list(struct req *r)
{
	static const struct col cols[] = { { N_("Asked"), COL_TEXT },
					   { N_("Who asks"), COL_TEXT },
					   { N_("Where it stands"), COL_FULL } };
	struct records found;
	struct list l = { .limit = ROWS, .newest_first = true };
	str after = req_query(r, STR("after"));

	seen_seal(r->ctx.seen);
	if (!may_read(r->ctx.who, P_OPENING))
		return RC_NOT_FOUND;
	if (after.n && (!str_int(after, &l.after) || l.after < 1))
		return RC_INVALID;
	enum rc rc = record_list(&r->ctx, &opening_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(
		r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Openings"))), .tab = "/more" });
	if (found.n) {
		struct table t = table_begin(&p, cols, COUNT(cols), (str){ NULL, 0 });
		for (size_t i = 0; i < found.n; i++) {
			const struct record *rec = &found.r[i];
			const struct opening o = opening_of(rec);
			table_row(&t);
			table_cell(&t);
			html_link(&p, html_url(&p, "/openings/#", rec->id),
				  facts_text(&p, rec, OPENING_ASKED_AT));
			table_text(&t, html_say(&p, N_("{0}, {1}"), rec->label[OPENING_ASKER],
						role_text(&p, rec_text(rec, OPENING_ROLE))));
			table_text(&t, opening_page_says(&p, &o));
		}
		table_end(&t);
	} else {
		table_empty(&p, &(struct empty){ .title = N_("Nobody has asked to open anything sealed"),
						 .why = N_("Each asking and its answer stands here.") });
	}
	table_pages(&p, &(struct pages){
				.shown = found.n,
				.first = l.after ? STR("/openings") : STR(""),
				.next = found.more ? html_url_with(&p, STR("/openings"), "after",
								   html_int_text(&p, found.r[found.n - 1].id))
						   : STR("") });
	page_end(&p);
	return RC_OK;
}
