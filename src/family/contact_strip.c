/* The strip of weeks and the clocks of one child. */
#include "contact_page.h"
#include "facts.h"
#include "kin.h"
#include "program.h"

/* --- what is known --- */

/* Owed as far as it is owed today: who came home meanwhile is asked nothing more of. */
static void put_weeks(struct ctx *c, struct contact_file *f)
{
	struct ledger_span *span = NEW(c->mem, struct ledger_span, f->state.n + 1);

	for (size_t i = 0; i < f->state.n; i++)
		span[i] = (struct ledger_span){ rec_day(&f->state.r[i], CONTACT_STATE_FROM), 0 };
	ledger_weeks(&f->said.talks, &(struct ledger_owed){ span, f->state.n }, c->today, CONTACT_WEEKS,
		     f->week);
}

enum rc contact_file_load(struct ctx *c, int64_t child, struct contact_file *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county), look = *c;
	struct list l = { .filter = { { CONTACT_STATE_CHILD, INT(child) } }, .nfilter = 1, .limit = KIN_MAX };
	enum rc rc = contact_load(&p, &child, 1, &ret->said);

	look.seen = NULL; /* the child's file is being read already */
	if (rc == RC_OK)
		rc = record_list(&look, &contact_state_kind, &l, &ret->state);
	if (rc == RC_OK)
		put_weeks(&p, ret);
	return rc;
}

/* --- the strip --- */

static const struct {
	const char *class, *says;
} knots[] = {
	[LEDGER_NOT_OWED] = { "", N_("nobody was away") },
	[LEDGER_TALKED] = { "k-full", N_("talked with the child and with the carer") },
	[LEDGER_ONE_SIDE] = { "k-half", N_("talked with one of them") },
	[LEDGER_SILENT] = { "k-none", N_("no contact is written down") },
	[LEDGER_RUNNING] = { "k-now", N_("this week: there is still time") },
};

void contact_strip(struct page *p, const struct contact_file *f)
{
	html_lit(p, "<ol class=\"weeks\"");
	html_attr_tr(p, "aria-label", N_("The last twelve weeks"));
	html_lit(p, ">");
	for (size_t i = 0; i < CONTACT_WEEKS; i++) {
		const struct ledger_week *w = &f->week[i];
		str monday = html_day_short(p, w->monday), says = html_word(p, knots[w->knot].says);
		html_lit(p, "<li");
		html_attr(p, "class", str_of(knots[w->knot].class));
		html_attr(p, "title", html_say(p, N_("Week of {0}: {1}"), monday, says));
		html_lit(p, "><b></b><span class=\"hide\">");
		html_tr(p, N_("Week of {0}: {1}"), monday, says);
		html_lit(p, "</span></li>");
	}
	html_lit(p, "</ol>\n<p class=\"s weeks-key\"><span>");
	html_text(p, html_day_short(p, f->week[0].monday));
	html_lit(p, "</span><span>");
	html_tr(p, N_("this week"));
	html_lit(p, "</span></p>\n<p class=\"s\">");
	html_tr(p, N_("Full: with the child and with the carer. Half: with one of them. Empty: nothing is "
		      "written down."));
	html_lit(p, "</p>\n");
}

/* --- the clocks --- */

static str ago(struct page *p, day on)
{
	int days = day_diff(p->today, on);

	if (days == 0)
		return html_word(p, N_("today"));
	return days == 1 ? html_word(p, N_("yesterday"))
			 : html_say(p, N_("{0} days ago"), html_int_text(p, days));
}

static str clock_text(struct page *p, const struct record *s, size_t on)
{
	return rec_null(s, on) ? html_say(p, N_("not yet since {0}"),
					  html_day_text(p, rec_day(s, CONTACT_STATE_FROM)))
			       : ago(p, rec_day(s, on));
}

static void put_clocks(struct page *p, str who, const struct record *s)
{
	str child = clock_text(p, s, CONTACT_STATE_CHILD_ON),
	    carer = clock_text(p, s, CONTACT_STATE_CARER_ON);

	facts_row_begin(p, N_("Last in touch"));
	if (rec_int(s, CONTACT_STATE_ENTRUSTED))
		html_tr(p, N_("{0}: with the child {1}, with the carer {2}"), who, child, carer);
	else
		html_tr(p, N_("{0}: with the child {1}"), who, child);
	facts_row_end(p);
}

/* Whoever talked with the child last. */
static const struct record *last_in_touch(const struct records *states)
{
	const struct record *last = &states->r[0];

	for (size_t i = 1; i < states->n; i++)
		if (rec_day(&states->r[i], CONTACT_STATE_CHILD_SINCE) >
		    rec_day(last, CONTACT_STATE_CHILD_SINCE))
			last = &states->r[i];
	return last;
}

void contact_clocks(struct page *p, const struct contact_file *f, const struct records *ties)
{
	if (!f->state.n) {
		html_lit(p, "<p>");
		html_tr(p, N_("By what is written down no parent is away."));
		html_lit(p, "</p>\n");
		return;
	}
	facts_begin(p);
	if (!ties)
		put_clocks(p, html_word(p, N_("A parent")), last_in_touch(&f->state));
	for (size_t i = 0; ties && i < f->state.n; i++) {
		const struct record *s = &f->state.r[i];
		put_clocks(p, contact_who(p, ties, rec_int(s, CONTACT_STATE_PERSON)), s);
	}
	facts_end(p);
}

str contact_who(struct page *p, const struct records *ties, int64_t person)
{
	for (size_t i = 0; i < ties->n; i++)
		if (rec_int(&ties->r[i], TIE_PERSON) == person)
			return kin_word(p, rec_text(&ties->r[i], TIE_RELATION));
	return html_word(p, N_("somebody of the family"));
}
