/* What a family is asked, said yes or no to: to read, to answer, to take back. */
#include "consent.h"
#include "elder.h"
#include "family.h"
#include "formpart.h"
#include "kindpage.h"
#include "privacy_page.h"

static bool may_answer(const struct actor *who) { return may_create(who, P_CONSENT); }

/* --- the list --- */

static str given_line(struct page *p, const struct consent_state *s)
{
	str who = privacy_person(p, rec_int(s->given, CONSENT_PERSON));
	str since = html_day_text(p, rec_day(s->given, CONSENT_FROM));

	if (!s->older)
		return html_say(p, N_("Agreed: {0}, {1}"), who, since);
	return html_say(p, N_("Agreed: {0}, {1}. The words have changed since: it holds until {2}."), who,
			since, html_day_text(p, rec_day(s->text, CONSENT_TEXT_EARLIER_UNTIL)));
}

static str state_line(struct page *p, const struct consent_state *s)
{
	if (s->statutory)
		return html_say(p, N_("A duty by law: nobody is asked."));
	if (s->given)
		return given_line(p, s);
	if (s->refused)
		return html_say(p, N_("Not wanted, said on {0}. Nobody asks again."),
				html_day_text(p, rec_day(s->refused, REFUSAL_ON)));
	if (s->ended && str_eq(rec_text(s->ended, CONSENT_END), STR(CODE_CONSENT_END_WITHDRAWN)))
		return html_say(p, N_("Taken back; held until {0}."),
				html_day_text(p, rec_day(s->ended, CONSENT_TO)));
	if (s->ended)
		return html_say(p, N_("Held until {0}; nobody has agreed to the new words."),
				html_day_text(p, rec_day(s->ended, CONSENT_TO)));
	return s->text ? html_say(p, N_("Not answered yet. There is no hurry."))
		       : html_say(p, N_("Not used here."));
}

static const char *state_icon(const struct consent_state *s)
{
	if (s->statutory)
		return "duty";
	return s->given ? "yes" : "help";
}

static void put_state(struct page *p, const struct record *child, const struct consent_state *s, bool may)
{
	str label = code_label(code_list_find(STR("consent_purpose")), s->purpose->code, p->lang);
	privacy_way(p, &(struct privacy_way){
			       .icon = state_icon(s),
			       .title = privacy_sentence(p, label),
			       .why = state_line(p, s),
			       .url = s->text ? privacy_url(p, child->id,
							    html_fill(p, "/consents/{0}", s->purpose->code))
					      : STR(""),
			       .verb = !s->text         ? NULL
				       : s->open && may ? N_("Read and decide")
							: N_("Read") });
}

enum rc consent_page_list(struct req *r)
{
	struct record child;
	struct consent_state *s;
	size_t n;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = consent_states(&r->ctx, r->id, &s, &n);
	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &child,
		&(struct privacy_frame){
			.title = str_of(tr(r->ctx.lang, r->ctx.who->role & ROLES_FAMILY
								? N_("What we agreed to")
								: N_("What the family agreed to"))) });
	if (privacy_family(&p))
		privacy_say(&p,
			    N_("Whatever you answer here, your child goes to school and is looked after as "
			       "before. You can change your mind on any day."));
	bool may = may_answer(p.who) && privacy_may_speak(&p, child.id);
	if (privacy_family(&p))
		elder_aloud(&p, false);
	if (!may && privacy_family(&p))
		privacy_who_speaks(&p);
	privacy_ways_begin(&p, N_("What we agreed to"));
	for (size_t i = 0; i < n; i++)
		put_state(&p, &child, &s[i], may);
	privacy_ways_end(&p);
	page_end(&p);
	return RC_OK;
}

/* --- one purpose: the words --- */

struct ask {
	struct record child;
	struct consent_state s;
	str label;
};

static enum rc load_ask(struct req *r, struct ask *ret)
{
	struct consent_state *s;
	size_t n;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &ret->child);

	if (rc == RC_OK)
		rc = consent_states(&r->ctx, r->id, &s, &n);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (str_eq(s[i].purpose->code, r->word) && s[i].text) {
			ret->s = s[i];
			ret->label = code_label(code_list_find(STR("consent_purpose")), r->word, r->ctx.lang);
			return RC_OK;
		}
	return rc == RC_OK ? RC_NOT_FOUND : rc;
}

static void put_words(struct page *p, const struct record *text)
{
	for (size_t i = 0; i < CONSENT_PART__N; i++) {
		html_lit(p, "<section class=\"sheet\"><h2>");
		html_tr(p, consent_part_titles[i]);
		html_lit(p, "</h2><p>");
		html_text(p, rec_text(text, CONSENT_TEXT_PARTS + LANG__N * i + (size_t)p->lang));
		html_lit(p, "</p></section>\n");
	}
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Edition {0}, from {1}"), html_int_text(p, rec_int(text, CONSENT_TEXT_EDITION)),
		html_day_text(p, rec_day(text, CONSENT_TEXT_FROM)));
	html_lit(p, "</p>\n");
}

/* --- the answer --- */

static unsigned needs(struct req *r, const struct record *child)
{
	return consent_needs(rec_day(child, CHILD_BIRTH_DATE), r->ctx.today,
			     (int)ctx_param(&r->ctx, PARAM_CONSENT_CHILD_AGE),
			     (int)ctx_param(&r->ctx, PARAM_CHILD_MAX_AGE));
}

/* The adults who may answer, for staff who write down what somebody said or signed. */
static enum rc who_may(struct page *p, int64_t child, struct form_option **ret, size_t *ret_n)
{
	struct records list;
	enum rc rc = family_adults(&p->r->ctx, child, UINT64_C(1) << PERSON_NAME, &list);

	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(p->mem, struct form_option, list.n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < list.n; i++)
		if (consent_may_give(&p->r->ctx, child, list.r[i].id, p->today))
			o[(*ret_n)++] = (struct form_option){ html_int_text(p, list.r[i].id),
							      rec_text(&list.r[i], PERSON_NAME) };
	*ret = o;
	return RC_OK;
}

static void put_child_agrees(struct page *p, const struct ask *a)
{
	if (!(needs(p->r, &a->child) & CONSENT_OF_CHILD))
		return;
	html_lit(p,
		 "<label class=\"pick\"><input type=\"checkbox\" name=\"child_agrees\" value=\"1\"><span>");
	html_tr(p, N_("{0} was asked and agrees too"), rec_text(&a->child, CHILD_NAME));
	html_lit(p, "</span></label>\n");
}

static enum rc put_staff_fields(struct page *p, const struct ask *a)
{
	static const struct form_option how[] = { { STR_INIT(CODE_CONSENT_HOW_PAPER), { NULL, 0 } },
						  { STR_INIT(CODE_CONSENT_HOW_IN_PERSON), { NULL, 0 } } };
	struct form_option said[COUNT(how)];
	struct form_option *who;
	size_t n;
	struct buf today = buf_new(p->mem, 16);
	enum rc rc = who_may(p, a->child.id, &who, &n);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < COUNT(how); i++)
		said[i] = (struct form_option){ how[i].value, registry_code(p, "consent_how", how[i].value) };
	day_put(&today, p->today);
	formpart_select(
		p, &(struct control){ .name = STR("person"), .label = N_("Who answers"), .required = true },
		who, n);
	formpart_select(
		p, &(struct control){ .name = STR("how"), .label = N_("How it was said"), .required = true },
		said, COUNT(said));
	form_text_put(p, &(struct form_text){ .name = "from",
					      .label = N_("From"),
					      .value = buf_view(&today),
					      .type = "date",
					      .required = true });
	return RC_OK;
}

static void put_button(struct page *p, const char *answer, const char *label)
{
	html_lit(p, "<button name=\"answer\"");
	html_attr(p, "value", str_of(answer));
	html_lit(p, ">");
	html_tr(p, label);
	html_lit(p, "</button>");
}

/* Yes and no look alike, and one of them takes back what the other gave. */
static enum rc put_answer(struct page *p, const struct ask *a)
{
	bool asks = !a->s.given || a->s.older;
	enum rc rc = RC_OK;

	if (a->s.statutory || !may_answer(p->who))
		return RC_OK;
	if (!privacy_may_speak(p, a->child.id)) {
		privacy_who_speaks(p);
		return RC_OK;
	}
	html_lit(p, "<form method=\"post\" class=\"sheet stack\"");
	html_action(p, privacy_url(p, a->child.id, html_fill(p, "/consents/{0}", a->s.purpose->code)));
	html_lit(p, ">");
	html_csrf(p);
	form_summary(p, NULL);
	html_lit(p, "<p>");
	html_text(p, state_line(p, &a->s));
	html_lit(p, "</p>\n");
	if (asks) {
		put_child_agrees(p, a);
		if (!privacy_family(p))
			rc = put_staff_fields(p, a);
	}
	html_lit(p, "<p class=\"acts\">");
	if (asks)
		put_button(p, "yes", privacy_family(p) ? N_("I agree") : N_("They agree"));
	if (a->s.given)
		put_button(p, "back", privacy_family(p) ? N_("I take it back") : N_("They take it back"));
	else if (!a->s.refused || a->s.open)
		put_button(p, "no", privacy_family(p) ? N_("I do not agree") : N_("They do not agree"));
	html_lit(p, "</p></form>\n");
	return rc;
}

static enum rc put_page(struct req *r, const struct ask *a, enum rc outcome)
{
	struct page p = page_of(r);

	p = privacy_begin(r, &a->child,
			  &(struct privacy_frame){ .title = privacy_sentence(&p, a->label),
						   .back = privacy_url(&p, r->id, STR("/consents")),
						   .back_label = N_("To the list"),
						   .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	if (outcome != RC_OK) {
		enum rc rc = put_answer(&p, a);
		if (rc != RC_OK)
			return rc;
	}
	if (privacy_family(&p))
		elder_aloud(&p, false);
	put_words(&p, a->s.text);
	enum rc rc = outcome == RC_OK ? put_answer(&p, a) : RC_OK;
	page_end(&p);
	return rc;
}

enum rc consent_page_show(struct req *r)
{
	struct ask a;
	enum rc rc = load_ask(r, &a);

	return rc == RC_OK ? put_page(r, &a, RC_OK) : rc;
}

struct said {
	struct consent_answer answer;
	bool back;
};

static enum rc write_job(struct ctx *c, void *arg)
{
	const struct said *s = arg;

	return s->back ? consent_take_back(c, s->answer.child, s->answer.purpose)
		       : consent_give(c, &s->answer);
}

static enum rc read_answer(struct req *r, struct said *ret)
{
	struct http_pair *f;
	size_t n;
	int64_t person = 0;
	day from = 0;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	bool family = r->ctx.who->role & ROLES_FAMILY;
	str answer = form_value(f, n, STR("answer")), day_given = form_value(f, n, STR("from"));
	if (!family && form_value(f, n, STR("person")).n &&
	    !str_int(form_value(f, n, STR("person")), &person))
		return RC_MALFORMED;
	if (!family && day_given.n && !day_parse(day_given, &from))
		problem_add(&r->ctx.problems, STR("from"),
			    N_("{0} is not a date that exists. Write it like 2026-09-01."),
			    str_cut(day_given, 0, 40), (str){ NULL, 0 });
	*ret = (struct said){ .back = str_eq(answer, STR("back")),
			      .answer = { .child = r->id,
					  .person = family ? r->ctx.who->person : person,
					  .purpose = r->word,
					  .how = family ? STR(CODE_CONSENT_HOW_PAGE)
							: form_value(f, n, STR("how")),
					  .yes = str_eq(answer, STR("yes")),
					  .child_agrees = form_value(f, n, STR("child_agrees")).n != 0,
					  .from = from } };
	return ret->back || ret->answer.yes || str_eq(answer, STR("no")) ? RC_OK : RC_MALFORMED;
}

enum rc consent_page_answer(struct req *r)
{
	struct ask a;
	struct said s;
	enum rc rc = load_ask(r, &a);

	if (rc == RC_OK)
		rc = read_answer(r, &s);
	if (rc != RC_OK)
		return rc;
	if (!may_answer(r->ctx.who))
		return RC_DENIED;
	rc = r->ctx.problems.n ? RC_INVALID : store_write(&r->ctx, PRIO_PEOPLE, write_job, &s);
	if (rc == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(r, privacy_url(&p, r->id, STR("/consents")));
	}
	return kindpage_again(rc) ? put_page(r, &a, rc) : rc;
}
