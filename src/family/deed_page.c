/* One deed: where it stands, what waits for the reader, its words, who signed, the notices, and its end. */
#include "deed_page.h"

#include "deed_seal.h"
#include "deed_text.h"
#include "elder.h"
#include "facts.h"
#include "formpart.h"
#include "kindpage.h"
#include "pick.h"
#include "registry_page.h"

struct showing {
	struct deed d;
	bool open;              /* its words stand before the reader */
	str text;               /* then, in the reader's language */
	str mark;               /* digest of what would be signed */
	struct http_pair *pair; /* what came back */
	size_t npair;
};

static str typed(const struct showing *s, const char *name)
{
	return s->pair ? form_value(s->pair, s->npair, str_of(name)) : STR("");
}

static enum rc load(struct req *r, struct showing *s)
{
	str zh;

	deed_own_purpose(r);
	enum rc rc = deed_open(&r->ctx, r->id, &s->d);
	s->open = r->ctx.purpose.n && !(s->d.rec.masked >> DEED_DESTINATION & 1);
	if (rc != RC_OK || !s->open)
		return rc;
	rc = deed_words(&r->ctx, &s->d, r->ctx.lang, &s->text);
	if (rc == RC_OK)
		rc = deed_words(&r->ctx, &s->d, LANG_ZH, &zh);
	if (rc == RC_OK)
		s->mark = deed_digest(r->ctx.mem, zh);
	return rc;
}

/* --- small forms --- */

static void act_begin(struct page *p, const struct showing *s, const char *what)
{
	str path = html_fill(p, "/deeds/{0}/{1}", html_int_text(p, s->d.rec.id), str_of(what));

	formpart_act_begin(p, path);
	html_hidden(p, STR("client"), form_client(p->mem));
}

static void put_area(struct page *p, const char *name, const char *label, const char *hint, str value)
{
	static const struct field area = { .name = "words", .type = T_LONG };

	formpart_control(
		p, &area,
		&(struct control){ .name = str_of(name), .label = label, .hint = hint, .value = value });
}

static void put_say(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>");
}

static void put_sign(struct page *p, const struct showing *s, const char *part, bool before, const char *verb)
{
	act_begin(p, s, "sign");
	html_hidden(p, STR("part"), str_of(part));
	html_hidden(p, STR("mark"), s->mark);
	if (before)
		html_hidden(p, STR("before"), STR("1"));
	formpart_act_end(p, verb, !before);
}

/* --- what waits for the reader --- */

static bool must_hear(struct page *p, const struct deed *d)
{
	const struct deed_params params = deed_params_of(&p->r->ctx);

	return deed_must_hear(&d->facts, &params, p->today) && !d->facts.heard;
}

static void put_own_sign(struct page *p, const struct showing *s)
{
	const struct deed *d = &s->d;

	if (d->stand != DEED_DRAFT || !s->open)
		return;
	if (d->me & DEED_IS_PARENT && !d->facts.parent)
		put_sign(p, s, CODE_DEED_PART_PARENT, false, N_("I have read it: sign"));
	else if (d->me & DEED_IS_CARER && d->facts.parent && !d->facts.carer)
		put_sign(p, s, CODE_DEED_PART_CARER, false, N_("I take the child into care: sign"));
}

static void put_before(struct page *p, const struct showing *s, const char *part, const char *name)
{
	formpart_fold_begin(p, name, false);
	put_say(p, N_("They are here, you know them, and they have read the deed or had it read out."));
	put_sign(p, s, part, true, N_("They have signed before me"));
	formpart_fold_end(p);
}

static void put_witness(struct page *p, const struct showing *s)
{
	const struct deed *d = &s->d;

	if (!(d->me & DEED_IS_WITNESS) || d->stand != DEED_DRAFT || !s->open)
		return;
	if (d->facts.parent && d->facts.carer && !must_hear(p, d))
		put_sign(p, s, CODE_DEED_PART_WITNESS, false, N_("Sign as witness"));
	if (!d->facts.parent) {
		put_before(p, s, CODE_DEED_PART_PARENT, N_("The parent signs here with me"));
		formpart_fold_begin(p, N_("The parent is far away and has no account"), false);
		act_begin(p, s, "link");
		put_say(p, N_("They read the deed on their own phone and sign it there: the link is good for "
			      "one phone, "
			      "some days long."));
		formpart_act_end(p, N_("Make a link to sign by"), false);
		formpart_fold_end(p);
	}
	if (d->facts.parent && !d->facts.carer)
		put_before(p, s, CODE_DEED_PART_CARER, N_("The carer signs here with me"));
}

/* The child says it itself, or to somebody who is not of the family. */
static void put_hear(struct page *p, const struct showing *s)
{
	const struct deed *d = &s->d;

	if (d->stand != DEED_DRAFT || !(d->me & (DEED_IS_WITNESS | DEED_IS_SCHOOL)) || d->facts.heard)
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/deeds/#/say", d->rec.id),
		  html_word(p, N_("Write down what the child says")));
	html_lit(p, "</p>");
}

static void put_tell(struct page *p, const struct showing *s)
{
	if (s->d.stand != DEED_SIGNED || s->d.facts.sent || !(s->d.me & (DEED_IS_PARENT | DEED_IS_WITNESS)))
		return;
	act_begin(p, s, "tell");
	put_say(p,
		N_("The law asks for a written notice to the school and to the village committee where the "
		   "child lives. One tap sends both."));
	formpart_act_end(p, N_("Send the notices"), true);
}

static void put_acknowledge(struct page *p, const struct showing *s, unsigned me, const char *to)
{
	const struct record *n = deed_notice_to(&s->d, to);

	if (!(s->d.me & me) || !n || !rec_null(n, DEED_NOTICE_ACK_AT) || s->d.stand == DEED_REVOKED)
		return;
	act_begin(p, s, "acknowledge");
	html_hidden(p, STR("to"), str_of(to));
	put_area(p, "words", N_("A word to the parent"), N_("May stay empty"), typed(s, "words"));
	formpart_act_end(p, N_("We have received the notice"), true);
}

static void put_answer(struct page *p, const struct showing *s)
{
	const struct record *n = deed_notice_to(&s->d, CODE_DEED_TO_PARENT);

	if (!(s->d.me & DEED_IS_PARENT) || !n || !rec_null(n, DEED_NOTICE_PLAN_AT))
		return;
	html_lit(p, "<h2>");
	html_tr(p, N_("Your child needs you"));
	html_lit(p, "</h2><blockquote>");
	html_text(p, rec_text(n, DEED_NOTICE_TEXT));
	html_lit(p, "</blockquote>");
	act_begin(p, s, "answer");
	put_area(p, "plan", N_("What will you do, and when?"),
		 rec_null(n, DEED_NOTICE_ACK_AT)
			 ? N_("You may say first that you have read it, and this within a "
			      "week.")
			 : NULL,
		 typed(s, "plan"));
	formpart_act_end(p, N_("Answer"), true);
}

static void put_next(struct page *p, const struct showing *s)
{
	const struct deed *d = &s->d;

	if (d->next) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/deeds/#", d->next), html_word(p, N_("The version after this")));
		html_lit(p, "</p>");
		return;
	}
	if (!(d->me & (DEED_IS_PARENT | DEED_IS_WITNESS)) || d->stand == DEED_REVOKED)
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p,
		  html_url_with(p, html_url(p, "/children/#/deed/new", d->child.id), "after",
				html_int_text(p, d->rec.id)),
		  html_word(p, d->stand == DEED_RENEW_DUE ? N_("Renew it")
			       : d->facts.parent          ? N_("Another carer or other terms: a new version")
							  : N_("Change something")));
	html_lit(p, "</p>");
}

static void put_todo(struct page *p, const struct showing *s)
{
	html_lit(p, "<section class=\"sheet stack\" id=\"todo\"><p>");
	html_text(p, deed_next_text(p, &s->d));
	html_lit(p, "</p>\n");
	put_answer(p, s);
	put_own_sign(p, s);
	put_witness(p, s);
	put_hear(p, s);
	put_tell(p, s);
	put_acknowledge(p, s, DEED_IS_SCHOOL, CODE_DEED_TO_SCHOOL);
	put_acknowledge(p, s, DEED_IS_VILLAGE, CODE_DEED_TO_VILLAGE);
	put_next(p, s);
	html_lit(p, "</section>\n");
}

/* --- seldom wanted --- */

static void put_call(struct page *p, const struct showing *s)
{
	bool over = s->d.stand == DEED_REVOKED || s->d.stand == DEED_ENDED || !s->d.facts.parent;

	if (over || !(s->d.me & (DEED_IS_SCHOOL | DEED_IS_VILLAGE)))
		return;
	formpart_fold_begin(p, N_("Tell the parent that the child needs them"), typed(s, "call").n != 0);
	act_begin(p, s, "call");
	put_area(p, "words", N_("What you saw, and what the child needs"),
		 N_("The parent answers within a day and says within a week what will be done."),
		 typed(s, "words"));
	formpart_act_end(p, N_("Send it"), false);
	formpart_fold_end(p);
}

static void put_care_now(struct page *p, const struct showing *s)
{
	const struct code_list *list = code_list_find(STR("deed_care_now"));
	struct tile tile[8];
	const struct code *code;
	size_t at = 0, n = 0;

	while (n < COUNT(tile) && (code = code_next(list, &at, p->today, STR(""))))
		tile[n++] = (struct tile){ .value = code->code,
					   .label = p->lang == LANG_EN ? code->en : code->zh,
					   .checked = str_eq(code->code, typed(s, "care_now")) };
	formpart_tiles(p,
		       &(struct control){ .name = STR("care_now"),
					  .label = N_("Who looks after the child from now on?"),
					  .required = true },
		       tile, n);
}

static bool came_back(struct page *p, const char *field)
{
	for (size_t i = 0; i < p->r->ctx.problems.n; i++)
		if (str_eq(p->r->ctx.problems.list[i].field, str_of(field)))
			return true;
	return false;
}

static void put_revoke(struct page *p, const struct showing *s)
{
	unsigned may = DEED_IS_PARENT | DEED_IS_CARER | DEED_IS_VILLAGE;
	bool draft = !s->d.facts.parent;

	if (s->d.stand == DEED_REVOKED || s->d.stand == DEED_ENDED ||
	    (!(s->d.me & may) && p->who->role != ROLE_CIVIL))
		return;
	formpart_fold_begin(p, draft ? N_("Take it back") : N_("End the deed"),
			    came_back(p, "why") || came_back(p, "care_now"));
	act_begin(p, s, "revoke");
	put_area(p, "why", N_("Why does it end?"), NULL, typed(s, "why"));
	if (!draft)
		put_care_now(p, s);
	formpart_act_end(p, draft ? N_("Take it back") : N_("End it today"), false);
	formpart_fold_end(p);
}

/* --- the page --- */

static void put_facts(struct page *p, const struct showing *s)
{
	const struct deed *d = &s->d;

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, N_("Where it stands"), deed_state_text(p, d));
	facts_row(p, N_("Who entrusts the child"), deed_adult_text(p, &d->parent, d->parent_is));
	facts_row(p, N_("Who takes the child into care"), deed_adult_text(p, &d->carer, d->carer_is));
	facts_row(p, N_("Time"), deed_period_text(p, &d->rec));
	if (d->rec.id && !rec_null(&d->rec, DEED_REPLACES)) {
		facts_row_begin(p, N_("Follows the deed"));
		html_link(p, html_url(p, "/deeds/#", rec_int(&d->rec, DEED_REPLACES)),
			  html_word(p, N_("the version before this")));
		facts_row_end(p);
	}
	if (!rec_null(&d->rec, DEED_CARE_NOW))
		facts_row(p, N_("Who looks after the child now"),
			  registry_code(p, "deed_care_now", rec_text(&d->rec, DEED_CARE_NOW)));
	if (s->open && !rec_null(&d->rec, DEED_REVOKE_WHY))
		facts_row(p, N_("Why it was revoked"), rec_text(&d->rec, DEED_REVOKE_WHY));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static void put_words(struct page *p, const struct showing *s)
{
	if (!s->open) {
		facts_show(p, html_url(p, "/deeds/#", s->d.rec.id));
		return;
	}
	html_lit(p, "<details class=\"sheet\" open><summary>");
	html_tr(p, N_("The words of the deed"));
	html_lit(p, "</summary>");
	if (p->lang == LANG_EN)
		put_say(p, N_("The Chinese text is what is signed; this is to read along."));
	deed_put_text(p, s->text);
	html_lit(p, "</details>\n");
}

static str back_of(struct page *p, const struct deed *d)
{
	if (p->who->role == ROLE_CHILD)
		return STR("/me");
	return p->who->role & ROLES_FAMILY ? html_url(p, "/my/children/#", d->child.id) : STR("/deeds");
}

static enum rc put_page(struct req *r, struct showing *s, enum rc outcome)
{
	struct page p = page_of(r);
	bool own = deed_is_own(p.who);

	p = page_begin(r,
		       &(struct frame){ .title = html_say(&p, N_("Entrusted care: {0}"),
							  rec_text(&s->d.child, CHILD_NAME)),
					.where = html_word(&p, N_("Entrusted care")),
					.tab = "/children",
					.elder = own,
					.back = back_of(&p, &s->d),
					.no_store = r->ctx.purpose.n > 0,
					.under = html_say(&p, N_("Version {0}; {1}"),
							  html_int_text(&p, rec_int(&s->d.rec, DEED_VERSION)),
							  deed_state_text(&p, &s->d)),
					.status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	if (own)
		elder_aloud(&p, false);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n");
	put_todo(&p, s);
	put_facts(&p, s);
	put_words(&p, s);
	html_lit(&p, "</div><div class=\"stack\">\n");
	deed_put_signatures(&p, &s->d, s->open ? DEED_PUT_PAGE : DEED_PUT_SHUT);
	deed_put_notices(&p, &s->d, s->open);
	html_lit(&p, "<p class=\"links\">");
	html_link(&p, html_url(&p, "/deeds/#/print", s->d.rec.id), html_word(&p, N_("On paper (A4)")));
	html_lit(&p, " ");
	html_link(&p, html_url(&p, "/children/#/deeds", s->d.child.id), html_word(&p, N_("All versions")));
	html_lit(&p, "</p>\n");
	put_call(&p, s);
	put_revoke(&p, s);
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return RC_OK;
}

enum rc deed_page_show(struct req *r)
{
	struct showing s = { .open = false };
	enum rc rc = load(r, &s);

	return rc == RC_OK ? put_page(r, &s, RC_OK) : rc;
}

enum rc deed_page_open(struct req *r)
{
	struct showing s = { .open = false };
	bool given;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = load(r, &s);
	return rc == RC_OK ? put_page(r, &s, given ? RC_OK : RC_INVALID) : rc;
}

/* --- what is done --- */

static bool shows_again(enum rc rc) { return rc == RC_INVALID || rc == RC_CONFLICT || rc == RC_STALE; }

/* Done, it leads to the deed; else the page says what is wrong, with all that was typed. */
static enum rc answer(struct req *r, struct showing *s, enum rc outcome)
{
	if (outcome == RC_OK)
		return registry_see(r, "/deeds/", r->id);
	if (!shows_again(outcome))
		return outcome;
	if (outcome == RC_STALE)
		problem_add(&r->ctx.problems, STR("part"),
			    N_("This deed was changed since you read it. Read it again, then sign."), STR(""),
			    STR(""));
	enum rc rc = load(r, s);
	return rc == RC_OK ? put_page(r, s, outcome == RC_STALE ? RC_CONFLICT : outcome) : rc;
}

static const char *part_of(str code)
{
	static const char *const part[] = { CODE_DEED_PART_PARENT, CODE_DEED_PART_CARER,
					    CODE_DEED_PART_WITNESS };

	for (size_t i = 0; i < COUNT(part); i++)
		if (str_eq(code, str_of(part[i])))
			return part[i];
	return NULL;
}

enum rc deed_page_sign(struct req *r)
{
	struct showing s = { .open = false };
	enum rc rc = req_form(r, &s.pair, &s.npair);

	if (rc != RC_OK)
		return rc;
	const char *part = part_of(typed(&s, "part"));
	if (!part)
		return RC_MALFORMED;
	/* What is signed has to have been shown. */
	const struct deed_signing signing = { .deed = r->id,
					      .part = part,
					      .before = typed(&s, "before").n != 0,
					      .mark = typed(&s, "mark").n ? typed(&s, "mark") : STR("-"),
					      .client = typed(&s, "client") };
	return answer(r, &s, deed_sign(&r->ctx, &signing));
}

enum rc deed_page_tell(struct req *r)
{
	struct showing s = { .open = false };

	return answer(r, &s, deed_tell(&r->ctx, r->id));
}

enum rc deed_page_acknowledge(struct req *r)
{
	struct showing s = { .open = false };
	enum rc rc = req_form(r, &s.pair, &s.npair);

	if (rc != RC_OK)
		return rc;
	bool school = str_eq(typed(&s, "to"), STR(CODE_DEED_TO_SCHOOL));
	return answer(r, &s,
		      deed_acknowledge(&r->ctx, r->id, school ? CODE_DEED_TO_SCHOOL : CODE_DEED_TO_VILLAGE,
				       typed(&s, "words")));
}

enum rc deed_page_revoke(struct req *r)
{
	struct showing s = { .open = false };
	enum rc rc = req_form(r, &s.pair, &s.npair);

	return rc == RC_OK
		       ? answer(r, &s, deed_revoke(&r->ctx, r->id, typed(&s, "why"), typed(&s, "care_now")))
		       : rc;
}

enum rc deed_page_call(struct req *r)
{
	struct showing s = { .open = false };
	enum rc rc = req_form(r, &s.pair, &s.npair);

	return rc == RC_OK ? answer(r, &s, deed_call_parent(&r->ctx, r->id, typed(&s, "words"))) : rc;
}

enum rc deed_page_answer(struct req *r)
{
	struct showing s = { .open = false };
	enum rc rc = req_form(r, &s.pair, &s.npair);

	return rc == RC_OK ? answer(r, &s, deed_answer(&r->ctx, r->id, STR(""), typed(&s, "plan"))) : rc;
}
