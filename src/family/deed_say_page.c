/* The child says what it thinks of being looked after by somebody else, in its own words; nobody edits them.
 * A small child, or one without an account, says it to the child director or a teacher, never to the family.
 */
#include "deed_page.h"

#include "elder.h"
#include "formpart.h"
#include "registry_page.h"

static void put_question(struct page *p, const struct deed *d, bool me)
{
	html_lit(p, "<section class=\"sheet stack\"><p>");
	if (me)
		html_tr(p,
			N_("{0} will be away for a while. {1} is asked to look after you from {2} to {3}."),
			deed_adult_text(p, &d->parent, d->parent_is),
			deed_adult_text(p, &d->carer, d->carer_is),
			html_day_text(p, rec_day(&d->rec, DEED_FROM)),
			html_day_text(p, rec_day(&d->rec, DEED_TO)));
	else
		html_tr(p,
			N_("Tell the child: {0} will be away. {1} is asked to look after it from {2} to "
			   "{3}."),
			deed_adult_text(p, &d->parent, d->parent_is),
			deed_adult_text(p, &d->carer, d->carer_is),
			html_day_text(p, rec_day(&d->rec, DEED_FROM)),
			html_day_text(p, rec_day(&d->rec, DEED_TO)));
	html_lit(p, "</p><p>");
	html_tr(p, me ? N_("What do you think? What would you like to be different? You may also say no.")
		      : N_("Ask without the family in the room. Write it just as the child says it."));
	html_lit(p, "</p><p class=\"s\">");
	html_tr(p, N_("Mum, dad, the carer and the child director read it. Nobody can change it."));
	html_lit(p, "</p></section>\n");
}

static void put_form(struct page *p, const struct deed *d, str words, str client)
{
	static const struct field area = { .name = "words", .type = T_LONG };

	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/deeds/#/say", d->rec.id));
	html_lit(p, ">");
	html_csrf(p);
	html_hidden(p, STR("client"), client.n ? client : form_client(p->mem));
	form_summary(p, NULL);
	formpart_control(
		p, &area,
		&(struct control){ .name = STR("words"),
				   .label = p->who->role == ROLE_CHILD ? N_("I say") : N_("The child says"),
				   .value = words,
				   .required = true });
	form_bar(p, p->who->role == ROLE_CHILD ? N_("That is what I think") : N_("Keep these words"));
	html_lit(p, "</form>\n");
}

static void put_said(struct page *p, const struct record *said)
{
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("What was said on {0}"),
		html_day_text(p, instant_day(rec_int(said, DEED_SIGNATURE_AT))));
	html_lit(p, "</h2><blockquote>");
	html_text(p, rec_text(said, DEED_SIGNATURE_WORDS));
	html_lit(p, "</blockquote></section>\n");
}

static enum rc put_page(struct req *r, str words, str client, enum rc outcome)
{
	struct deed d;
	struct page p = page_of(r);
	bool me = p.who->role == ROLE_CHILD;

	deed_own_purpose(r);
	enum rc rc = deed_open(&r->ctx, r->id, &d);
	if (rc == RC_OK && !me && !(d.me & (DEED_IS_WITNESS | DEED_IS_SCHOOL)))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	const struct record *said = deed_signature(&d, CODE_DEED_PART_CHILD);
	bool open = d.stand == DEED_DRAFT || outcome != RC_OK;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, me ? N_("Who looks after me")
								     : N_("What the child thinks of it")),
					   .where = rec_text(&d.child, CHILD_NAME),
					   .tab = "/children",
					   .elder = me,
					   .task = true,
					   .no_store = true,
					   .back = me ? STR("/me") : html_url(&p, "/deeds/#", d.rec.id),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (me)
		elder_aloud(&p, true);
	put_question(&p, &d, me);
	if (said && me)
		put_said(&p, said);
	if (open)
		put_form(&p, &d, words, client);
	else
		html_tr(&p, N_("All have signed. If something is not good, tell the child director or your "
			       "teacher."));
	page_end(&p);
	return RC_OK;
}

enum rc deed_say_page_show(struct req *r) { return put_page(r, STR(""), STR(""), RC_OK); }

enum rc deed_say_page_save(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	bool me = r->ctx.who->role == ROLE_CHILD;
	const struct deed_signing s = { .deed = r->id,
					.part = CODE_DEED_PART_CHILD,
					.before = !me,
					.words = form_newlines(r->ctx.mem, form_value(f, n, STR("words"))),
					.client = form_value(f, n, STR("client")) };
	rc = deed_sign(&r->ctx, &s);
	if (rc == RC_OK)
		return me ? req_see_other(r, STR("/me?said=deed")) : registry_see(r, "/deeds/", r->id);
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	return put_page(r, s.words, s.client, rc);
}
