/* What the pages of deeds have in common: where one stands in words, its text, who signed it. */
#include "deed_page.h"

#include "deed_seal.h"
#include "deed_text.h"
#include "registry_page.h"
#include "thread.h"

bool deed_is_own(const struct actor *who) { return who->role & (ROLES_FAMILY | ROLE_CHILD); }

void deed_own_purpose(struct req *r)
{
	if (deed_is_own(r->ctx.who))
		r->ctx.purpose = STR("本人和家人 the child and its family");
}

str deed_state_text(struct page *p, const struct deed *d)
{
	return registry_code(p, "deed_state", str_of(deed_stand_code(d->stand)));
}

str deed_period_text(struct page *p, const struct record *deed)
{
	return html_say(p, N_("{0} to {1}"), html_day_text(p, rec_day(deed, DEED_FROM)),
			html_day_text(p, rec_day(deed, DEED_TO)));
}

str deed_adult_text(struct page *p, const struct record *person, str relation)
{
	str is = registry_code(p, "relation", relation);

	return is.n ? html_say(p, N_("{0} ({1})"), rec_text(person, PERSON_NAME), is)
		    : rec_text(person, PERSON_NAME);
}

/* --- what comes next --- */

static str next_signature(struct page *p, const struct deed *d)
{
	const struct deed_params params = deed_params_of(&p->r->ctx);

	if (!d->facts.parent)
		return html_say(p, N_("{0} reads it and signs."), rec_text(&d->parent, PERSON_NAME));
	if (deed_must_hear(&d->facts, &params, p->today) && !d->facts.heard)
		return html_say(p, N_("{0} says what it thinks of it; then the others sign."),
				rec_text(&d->child, CHILD_NAME));
	if (!d->facts.carer)
		return html_say(p, N_("{0} signs, alone or with the child director."),
				rec_text(&d->carer, PERSON_NAME));
	return html_word(p, N_("The child director signs as witness."));
}

static str next_notice(struct page *p, const struct deed *d)
{
	const struct record *village = deed_notice_to(d, CODE_DEED_TO_VILLAGE);
	str due = village ? html_day_text(p, instant_day(rec_int(village, DEED_NOTICE_DUE_AT))) : STR("");

	if (!deed_noted_on(&d->facts))
		return html_say(p, N_("The school and the village committee acknowledge the notice, by {0}."),
				due);
	return html_say(p, N_("Everything is done. It begins on {0}."),
			html_day_text(p, rec_day(&d->rec, DEED_FROM)));
}

str deed_next_text(struct page *p, const struct deed *d)
{
	switch (d->stand) {
	case DEED_DRAFT: return next_signature(p, d);
	case DEED_SIGNED:
		return html_say(
			p, N_("The written notice goes to the school and the village committee, by {0}."),
			html_day_text(p, d->noticed_by));
	case DEED_NOTIFIED: return next_notice(p, d);
	case DEED_ACTIVE:
		return html_say(p, N_("In force until {0}."), html_day_text(p, deed_last_day(&d->facts)));
	case DEED_RENEW_DUE:
		if (d->next)
			return html_say(p, N_("It ends on {0}; the next version is being signed."),
					html_day_text(p, deed_last_day(&d->facts)));
		return html_say(p, N_("It ends on {0}: write the next version, or come home."),
				html_day_text(p, deed_last_day(&d->facts)));
	case DEED_ENDED:
		return html_say(p, N_("It ended on {0}."), html_day_text(p, deed_last_day(&d->facts)));
	case DEED_REVOKED: return html_say(p, N_("It was ended on {0}."), html_day_text(p, d->facts.revoked));
	case DEED_STAND__N: break;
	}
	return STR("");
}

/* --- the text --- */

void deed_put_text(struct page *p, str text)
{
	bool open = false;
	str line;

	html_lit(p, "<div class=\"deed stack\">");
	while (text.n && str_next(&text, '\n', &line)) {
		bool head = str_starts(line, STR("# "));
		if (!line.n)
			continue;
		if (head && open)
			html_lit(p, "</section>\n");
		if (head) {
			html_lit(p, "<section><h2>");
			html_text(p, str_cut(line, 2, line.n));
			html_lit(p, "</h2>");
			open = true;
			continue;
		}
		html_lit(p, "<p>");
		html_text(p, line);
		html_lit(p, "</p>");
	}
	if (open)
		html_lit(p, "</section>");
	html_lit(p, "</div>\n");
}

/* --- signatures --- */

static str when(struct page *p, int64_t at)
{
	return html_say(p, N_("{0}, {1}"), html_day_text(p, instant_day(at)), html_clock_text(p, at));
}

static const char *seal_says(enum deed_seal seal)
{
	static const char *const says[] = {
		[DEED_SEAL_GOOD] = N_("Unchanged since it was signed."),
		[DEED_SEAL_OTHER_TEXT] = N_("The text was put right after this."),
		[DEED_SEAL_BROKEN] = N_("This signature does not fit any more: tell the officer."),
	};

	return says[seal];
}

/* On paper whole; on a phone its beginning, to be compared with that. */
static void put_seal(struct page *p, const struct record *s, str text, enum deed_put put)
{
	enum { BEGINNING = 16 };
	str proof = rec_text(s, DEED_SIGNATURE_PROOF);
	enum deed_seal seal = deed_seal(p->mem, s, text);

	html_lit(p, "<p class=\"s\">");
	html_icon_(p, seal == DEED_SEAL_GOOD ? STR("yes") : STR("warn"));
	html_lit(p, " ");
	html_tr(p, seal_says(seal));
	html_lit(p, "</p><p class=\"seal\">SM3 ");
	html_text(p, put == DEED_PUT_PAPER ? proof : html_fill(p, "{0}…", str_cut(proof, 0, BEGINNING)));
	html_lit(p, "</p>");
}

static void put_signature(struct page *p, const struct record *s, const struct deed *d, enum deed_put put)
{
	str text = rec_text(&d->rec, DEED_TEXT), words;
	bool open = put != DEED_PUT_SHUT;

	if (!text.n && open && deed_words(&p->r->ctx, d, LANG_ZH, &words) == RC_OK)
		text = words;
	thread_item(p,
		    html_say(p, N_("{0}: {1}"),
			     registry_code(p, "deed_part", rec_text(s, DEED_SIGNATURE_PART)),
			     rec_text(s, DEED_SIGNATURE_NAME)),
		    instant_day(rec_int(s, DEED_SIGNATURE_AT)),
		    html_say(p, N_("{0}; {1}."), html_clock_text(p, rec_int(s, DEED_SIGNATURE_AT)),
			     registry_code(p, "deed_how", rec_text(s, DEED_SIGNATURE_HOW))),
		    false);
	if (open && !rec_null(s, DEED_SIGNATURE_WORDS)) {
		html_lit(p, "<blockquote>");
		html_text(p, rec_text(s, DEED_SIGNATURE_WORDS));
		html_lit(p, "</blockquote>");
	}
	if (open)
		put_seal(p, s, text, put);
	thread_item_end(p);
}

void deed_put_signatures(struct page *p, const struct deed *d, enum deed_put put)
{
	if (!d->signatures.n)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Who signed"));
	html_lit(p, "</h2>\n");
	thread_begin(p);
	for (size_t i = 0; i < d->signatures.n; i++)
		put_signature(p, &d->signatures.r[i], d, put);
	thread_end(p);
	html_lit(p, "</section>\n");
}

/* --- notices --- */

static str notice_line(struct page *p, const struct record *n)
{
	if (!rec_null(n, DEED_NOTICE_ACK_AT))
		return html_say(p, N_("sent {0}; acknowledged {1}."),
				html_clock_text(p, rec_int(n, DEED_NOTICE_SENT_AT)),
				when(p, rec_int(n, DEED_NOTICE_ACK_AT)));
	if (rec_int(n, DEED_NOTICE_DUE_AT) < p->r->ctx.now)
		return html_say(p, N_("sent {0}; not acknowledged, it was due by {1}."),
				html_clock_text(p, rec_int(n, DEED_NOTICE_SENT_AT)),
				when(p, rec_int(n, DEED_NOTICE_DUE_AT)));
	return html_say(p, N_("sent {0}; to be acknowledged by {1}."),
			html_clock_text(p, rec_int(n, DEED_NOTICE_SENT_AT)),
			when(p, rec_int(n, DEED_NOTICE_DUE_AT)));
}

static void put_notice(struct page *p, const struct record *n, bool open)
{
	static const size_t words[] = { DEED_NOTICE_TEXT, DEED_NOTICE_WORDS, DEED_NOTICE_PLAN };

	thread_item(p, registry_code(p, "deed_to", rec_text(n, DEED_NOTICE_TO)),
		    instant_day(rec_int(n, DEED_NOTICE_SENT_AT)), notice_line(p, n), false);
	for (size_t i = 0; open && i < COUNT(words); i++) {
		if (rec_null(n, words[i]) || n->masked >> words[i] & 1)
			continue;
		html_lit(p, "<p>");
		html_text(p, rec_text(n, words[i]));
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

void deed_put_notices(struct page *p, const struct deed *d, bool open)
{
	if (!d->notices.n)
		return;
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Written notices"));
	html_lit(p, "</h2>\n");
	thread_begin(p);
	for (size_t i = 0; i < d->notices.n; i++)
		put_notice(p, &d->notices.r[i], open);
	thread_end(p);
	html_lit(p, "</section>\n");
}
