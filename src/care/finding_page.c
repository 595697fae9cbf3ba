#include "api.h"
#include "facts.h"
#include "finding.h"
#include "form.h"
#include "kindpage.h"
#include "registry_page.h"
#include "risk_page.h"
#include "today_item.h"

/* --- writing down what was seen --- */

static enum rc put_new(struct req *r, const struct record *child, const struct form_given *given)
{
	static const struct form_field field[] = { { .field = FINDING_INDICATOR },
						   { .field = FINDING_ON },
						   { .field = FINDING_NOTE } };
	struct page p = page_of(r);
	struct form f = { .kind = &finding_kind,
			  .field = field,
			  .nfield = COUNT(field),
			  .given = given,
			  .action = html_url(&p, "/children/#/findings/new", child->id),
			  .button = N_("Save"),
			  .lead = N_(
				  "What you saw or heard yourself, and when. It counts for a while and then "
				  "wears off; anybody may say that it is not so.") };

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Write down what you saw")),
					   .where = rec_text(child, CHILD_NAME),
					   .tab = "/children",
					   .task = true,
					   .back = html_url(&p, "/children/#/risk", child->id),
					   .status = given ? rc_status(RC_INVALID) : 200 });
	html_lit(&p, "<p class=\"sheet note\">");
	html_tr(&p, N_("If a child was harmed or is in danger, do not write it here."));
	html_gap(&p);
	html_link(&p, html_url(&p, "/reports/new?child=#", child->id),
		  html_word(&p, N_("Report harm or danger")));
	html_lit(&p, "</p>\n");
	form_put(&p, &f);
	page_end(&p);
	return RC_OK;
}

enum rc finding_page_new(struct req *r)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK && !may_create(r->ctx.who, P_RISK))
		rc = RC_DENIED;
	return rc == RC_OK ? put_new(r, &child, NULL) : rc;
}

static enum rc create_job(struct ctx *c, void *arg)
{
	struct record done;

	return record_create(c, arg, &done);
}

enum rc finding_page_create(struct req *r)
{
	struct form_given given;
	struct record child;
	struct page p = page_of(r);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = form_read(r, &finding_kind, &given);
	if (rc != RC_OK)
		return rc;
	input_int(&given.in, p.mem, FINDING_CHILD, r->id);
	rc = r->ctx.problems.n ? RC_INVALID : store_write(&r->ctx, PRIO_PEOPLE, create_job, &given.in);
	if (kindpage_again(rc))
		return put_new(r, &child, &given);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/children/#/risk", r->id)) : rc;
}

/* --- one of them --- */

static bool is(const struct record *f, const char *state)
{
	return str_eq(rec_text(f, FINDING_STATE), str_of(state));
}

static void put_facts(struct page *p, const struct record *f)
{
	static const size_t field[] = { FINDING_INDICATOR,    FINDING_ON,           FINDING_BY,
					FINDING_STATE,        FINDING_NOTE,         FINDING_CONTEST,
					FINDING_CONTESTED_BY, FINDING_CONTESTED_ON, FINDING_ANSWER,
					FINDING_ANSWERED_BY,  FINDING_ANSWERED_ON,  FINDING_OVER_ON };
	str evidence = rec_text(f, FINDING_EVIDENCE);
	int64_t id = 0;

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row_begin(p, finding_kind.fields[FINDING_CHILD].label);
	html_link(p, html_url(p, "/children/#", rec_int(f, FINDING_CHILD)),
		  facts_ref(p, &finding_kind.fields[FINDING_CHILD], rec_int(f, FINDING_CHILD)));
	facts_row_end(p);
	bool masked = facts_fields(p, f, field, COUNT(field));
	if (evidence.n && str_int(rec_text(f, FINDING_EVIDENCE_ID), &id)) {
		facts_row_begin(p, N_("Evidence"));
		if (str_eq(evidence, str_of(visit_kind.name)))
			html_link(p, html_url(p, "/visits/#", id), html_word(p, visit_kind.label));
		else if (str_eq(evidence, str_of(assessment_kind.name)))
			html_link(p, html_url(p, "/assessments/#", id), html_word(p, assessment_kind.label));
		facts_row_end(p);
	}
	facts_end(p);
	if (masked)
		facts_show(p, html_url(p, "/findings/#/show", f->id));
	html_lit(p, "</section>\n");
}

static void put_words(struct page *p, str name, const char *label, const char *hint)
{
	struct http_pair *form;
	size_t n;
	str typed = STR("");

	if (p->r->http->method == HTTP_POST && req_form(p->r, &form, &n) == RC_OK)
		typed = form_value(form, n, name);
	html_lit(p, "<div class=\"field\"><label");
	html_attr(p, "for", name);
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</label><br><small>");
	html_tr(p, hint);
	html_lit(p, "</small><textarea rows=\"3\" maxlength=\"500\"");
	html_attr(p, "id", name);
	html_attr(p, "name", name);
	html_lit(p, ">");
	html_text(p, typed);
	html_lit(p, "</textarea></div>\n");
}

static void begin_act(struct page *p, str action)
{
	html_lit(p, "<form method=\"post\" class=\"sheet stack\" novalidate");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
}

static void put_acts(struct page *p, const struct record *f)
{
	bool contested = is(f, CODE_FINDING_STATE_CONTESTED), gone = is(f, CODE_FINDING_STATE_WITHDRAWN);

	if (contested && finding_may_answer(&p->r->ctx, f)) {
		begin_act(p, html_url(p, "/findings/#/answer", f->id));
		put_words(p, STR("answer"), N_("Answer"),
			  N_("What you found when you looked yourself or asked"));
		html_lit(p, "<p class=\"acts\"><button name=\"withdraw\" value=\"1\">");
		html_tr(p, N_("It is not so: take it back"));
		html_lit(p, "</button><button class=\"quiet\" name=\"withdraw\" value=\"0\">");
		html_tr(p, N_("It is so: it stands"));
		html_lit(p, "</button></p></form>\n");
	} else if (contested) {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Somebody says it is not so. Until the head, the supervisor or the county "
			      "answers, "
			      "it counts. Whoever saw it does not answer."));
		html_lit(p, "</p>\n");
	} else if (!gone && may_write(p->who, P_RISK)) {
		begin_act(p, html_url(p, "/findings/#/contest", f->id));
		put_words(p, STR("contest"), N_("Why it is not so"),
			  N_("Somebody else than who saw it looks at it again and answers."));
		html_lit(p, "<button>");
		html_tr(p, N_("It is not so"));
		html_lit(p, "</button></form>\n");
	}
}

static enum rc put_page(struct req *r, const struct record *f, enum rc outcome)
{
	struct page p = page_of(r);

	p = page_begin(r,
		       &(struct frame){ .title = html_word(&p, N_("What was seen")),
					.tab = "/children",
					.back = html_url(&p, "/children/#/risk", rec_int(f, FINDING_CHILD)),
					.no_store = r->ctx.purpose.n != 0,
					.status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (outcome != RC_OK)
		form_summary(&p, NULL);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n");
	put_facts(&p, f);
	html_lit(&p, "</div><div class=\"stack\">\n");
	put_acts(&p, f);
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return RC_OK;
}

enum rc finding_page_show(struct req *r)
{
	struct record f;
	enum rc rc = record_load(&r->ctx, &finding_kind, r->id, &f);

	return rc == RC_OK ? put_page(r, &f, RC_OK) : rc;
}

enum rc finding_page_open(struct req *r)
{
	struct record f;
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &finding_kind, r->id, &f);
	return rc == RC_OK ? put_page(r, &f, given ? RC_OK : RC_INVALID) : rc;
}

static enum rc after_act(struct req *r, enum rc rc)
{
	struct page p = page_of(r);
	struct record f;

	if (rc == RC_OK)
		return req_see_other(r, html_url(&p, "/findings/#", r->id));
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	enum rc again = record_load(&r->ctx, &finding_kind, r->id, &f);
	return again == RC_OK ? put_page(r, &f, rc) : again;
}

enum rc finding_page_contest(struct req *r)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	return after_act(r, finding_contest(&r->ctx, r->id, form_value(form, n, STR("contest"))));
}

enum rc finding_page_answer(struct req *r)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	bool withdraw = str_eq(form_value(form, n, STR("withdraw")), STR("1"));
	return after_act(r, finding_answer(&r->ctx, r->id, withdraw, form_value(form, n, STR("answer"))));
}

/* --- the same by other programs: {"contest":".."}, {"answer":"..","withdraw":true} --- */

static enum rc answer(struct req *r, enum rc rc)
{
	return rc == RC_OK ? api_answer(r, &finding_kind, r->id, 200) : rc;
}

static str member(const struct json_value *body, const char *name)
{
	const struct json_value *v = body ? json_get(body, str_of(name)) : NULL;

	return v && v->type == JSON_STRING ? v->text : STR("");
}

enum rc finding_api_contest(struct req *r)
{
	struct json_value *body = NULL;
	enum rc rc = api_body(r, &body);

	return rc == RC_OK ? answer(r, finding_contest(&r->ctx, r->id, member(body, "contest"))) : rc;
}

enum rc finding_api_answer(struct req *r)
{
	struct json_value *body = NULL;
	enum rc rc = api_body(r, &body);

	if (rc != RC_OK)
		return rc;
	const struct json_value *w = json_get(body, STR("withdraw"));
	if (!w || w->type != JSON_BOOL) {
		problem_add(&r->ctx.problems, STR("withdraw"), N_("Say true or false."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	return answer(r, finding_answer(&r->ctx, r->id, w->i != 0, member(body, "answer")));
}

/* --- Today --- */

/* Contested, not seen or contested by the reader, whose work answering is. */
static enum rc count_contested(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT count(*), coalesce(sum(CASE WHEN f.contested_on <= ?2 THEN 1 ELSE 0 END), 0)"
		" FROM finding f JOIN child c ON c.id = f.child WHERE {child c}"
		" AND f.state = '" CODE_FINDING_STATE_CONTESTED "'"
		" AND coalesce(f.by_account, 0) <> ?1 AND coalesce(f.contested_by, 0) <> ?1",
		INT(c->who->account),
		INT(day_add(c->today, (int32_t)-ctx_param(c, PARAM_CARE_CONTEST_DAYS))));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		ret->n = db_int(&q, 0);
		ret->late = db_int(&q, 1);
	}
	return db_done(&q);
}

const struct today_item finding_today = {
	.need = ROLES_ANSWER,
	.icon = "eye",
	.count = count_contested,
	.title = N_("What was seen of a child, and somebody says is not so: {0}"),
	.why = N_("Until somebody answers it counts for the child's level."),
	.url = "/findings",
	.verb = N_("Answer")
};
