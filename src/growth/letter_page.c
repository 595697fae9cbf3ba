/* Letters between a child and its family: closed until the one it is written to opens it. */
#include "correction.h"
#include "elder.h"
#include "facts.h"
#include "formpart.h"
#include "letter.h"
#include "registry_page.h"
#include "thread.h"
#include "word_page.h"

enum {
	OF_CHILD = 200 /* a letter a month for sixteen years */,
	IN_FULL = 3 /* the newest; the others by their links */
};

/* --- what letters are called --- */

bool letter_of_family(const struct record *letter)
{
	return str_eq(rec_text(letter, LETTER_FROM), STR(CODE_LETTER_SIDE_FAMILY));
}

str letter_from(struct page *p, const struct record *letter)
{
	int64_t child = rec_int(letter, LETTER_CHILD), person = rec_int(letter, LETTER_PERSON);

	if (letter_of_family(letter) && person && person == p->who->person)
		return html_word(p, N_("Your letter"));
	if (letter_of_family(letter))
		return html_say(p, N_("A letter from {0}"), kin_person(p, child, person));
	return html_word(p, p->who->role == ROLE_CHILD ? N_("My letter") : N_("A letter from the child"));
}

/* "written down by ...", and whether it has arrived. */
static str line_of(struct page *p, const struct record *l)
{
	str by = letter_of_family(l) ? STR("") : word_by(p, l, LETTER_BY, LETTER_ROLE);
	str read = rec_null(l, LETTER_READ_AT)
			   ? html_word(p, N_("not opened yet"))
			   : html_say(p, N_("opened on {0}"),
				      html_day_short(p, instant_day(rec_int(l, LETTER_READ_AT))));

	if (str_eq(rec_text(l, LETTER_SHARE), STR(CODE_WORD_SHARE_SELF)) && !letter_of_family(l))
		return html_word(p, N_("kept to oneself, not sent"));
	return by.n ? html_say(p, N_("{0}; {1}"), by, read) : read;
}

/* --- the list --- */

static enum rc load_letters(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .filter = { { LETTER_CHILD, INT(child) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = OF_CHILD };

	return record_list(c, &letter_kind, &l, ret);
}

static bool covered(const struct record *l) { return l->masked >> LETTER_TEXT & 1; }

static const char *open_verb(const struct page *p)
{
	return p->who->role & (ROLE_CHILD | ROLES_FAMILY) ? N_("Open the letter")
							  : N_("Read it out to the child");
}

static void put_envelope(struct page *p, const struct record *l)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, html_url(p, "/letters/#/read", l->id));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button class=\"main\">");
	html_icon(p, "msg");
	html_lit(p, " ");
	html_tr(p, p->who->role == ROLE_GUARDIAN && letter_of_family(l) ? N_("Read it out to the child")
									: open_verb(p));
	html_lit(p, "</button></form>\n");
}

static void put_letter(struct page *p, const struct record *l, bool full)
{
	bool waits = word_letter_waits(p->who, l);

	thread_item(p, letter_from(p, l), rec_day(l, LETTER_ON), line_of(p, l), false);
	if (waits)
		put_envelope(p, l);
	else if (!covered(l) && full)
		elder_text(p, rec_text(l, LETTER_TEXT));
	if (!waits) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/letters/#", l->id),
			  html_say(p, N_("The letter of {0}"), html_day_text(p, rec_day(l, LETTER_ON))));
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

/* A letter a month: is there one of this month from this side? */
static bool wrote_this_month(const struct page *p, const struct records *all)
{
	bool family = p->who->role & ROLES_FAMILY;

	for (size_t i = 0; i < all->n; i++)
		if (rec_day(&all->r[i], LETTER_ON) / 100 == p->today / 100 &&
		    letter_of_family(&all->r[i]) == family)
			return true;
	return false;
}

static void put_new(struct page *p, int64_t child, const struct records *all)
{
	bool family = p->who->role & ROLES_FAMILY, me = p->who->role == ROLE_CHILD;

	if (!(p->who->role & ROLES_WRITE))
		return;
	html_lit(p, "<div class=\"sheet stack\"><p>");
	if (wrote_this_month(p, all))
		html_tr(p, N_("This month's letter is written. There may be as many as you like."));
	else if (family)
		html_tr(p, N_("There is no letter from you this month yet. Three sentences are a letter."));
	else if (me)
		html_tr(p, N_("You have not written home this month. Three sentences are a letter."));
	else
		html_tr(p,
			N_("The child has not written home this month. Write with it; three sentences are a "
			   "letter."));
	html_lit(p, "</p><p>");
	html_button(p, html_url(p, "/children/#/letters/new", child),
		    family || me ? N_("Write a letter") : N_("Write a letter for the child"), true);
	html_lit(p, "</p>");
	if (family && p->who->role == ROLE_GUARDIAN) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/children/#/letters/new?for=child", child),
			  html_word(p, N_("Write down a letter for the child")));
		html_lit(p, "</p>");
	}
	html_lit(p, "</div>\n");
}

static enum rc put_list(struct req *r, const struct record *child)
{
	struct records all;
	struct page p = page_of(r);
	bool hidden = false;
	enum rc rc = load_letters(&r->ctx, child->id, &all);

	if (rc != RC_OK)
		return rc;
	p = word_frame(r, child,
		       &(struct word_frame){ .title = html_word(&p, N_("Letters")),
					     .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	if (kin_own(p.who))
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	put_new(&p, child->id, &all);
	if (!all.n)
		table_empty(&p, &(struct empty){
					.title = N_("No letter yet"),
					.why = N_("Letters between the child and its family stay together "
						  "here for good.") });
	else
		thread_begin(&p);
	for (size_t i = 0; i < all.n; i++) {
		put_letter(&p, &all.r[i], i < IN_FULL);
		hidden |= covered(&all.r[i]);
	}
	if (all.n)
		thread_end(&p);
	if (hidden)
		facts_show(&p, html_url(&p, "/children/#/letters/show", child->id));
	page_end(&p);
	return RC_OK;
}

enum rc letter_page_list(struct req *r)
{
	struct record child;
	enum rc rc = word_begin(r, &child);

	return rc == RC_OK ? put_list(r, &child) : rc;
}

enum rc letter_page_list_open(struct req *r)
{
	struct record child;
	bool given;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	return rc == RC_OK ? put_list(r, &child) : rc;
}

/* --- one letter --- */

static void put_ways(struct page *p, const struct record *l)
{
	bool theirs = letter_of_family(l) ? p->who->role & (ROLE_CHILD | ROLE_TEACHER | ROLE_DIRECTOR)
					  : p->who->role & ROLES_FAMILY;

	if (!theirs || word_letter_waits(p->who, l))
		return;
	html_lit(p, "<p>");
	html_button(p,
		    html_url_with(p, html_url(p, "/children/#/letters/new", rec_int(l, LETTER_CHILD)),
				  "answers", html_int_text(p, l->id)),
		    p->who->role & (ROLE_CHILD | ROLES_FAMILY) ? N_("Write back")
							       : N_("Write back for the child"),
		    true);
	html_lit(p, "</p>\n");
}

static enum rc put_acts(struct page *p, const struct record *l)
{
	if (!word_own(p->who, l) || (p->who->role == ROLE_CHILD && letter_of_family(l))) {
		correction_link(p, letter_kind.name, rec_int(l, LETTER_CHILD), l->id);
		return RC_OK;
	}
	return word_put_acts(p,
			     &(struct word_acts){ .what = l,
						  .child = LETTER_CHILD,
						  .share = LETTER_SHARE,
						  .share_url = html_url(p, "/letters/#/share", l->id),
						  .drop_url = html_url(p, "/letters/#/drop", l->id),
						  .drop = N_("Take the letter back"),
						  .mistake = N_("Nobody can read it any more, you neither."),
						  .family = letter_of_family(l) });
}

static void put_sheet(struct page *p, const struct record *l)
{
	html_lit(p, "<article class=\"sheet stack\"><p class=\"s\">");
	html_day(p, rec_day(l, LETTER_ON));
	html_tr(p, N_(", "));
	html_text(p, line_of(p, l));
	html_lit(p, "</p>\n");
	if (word_letter_waits(p->who, l))
		put_envelope(p, l);
	else if (!covered(l))
		elder_text(p, rec_text(l, LETTER_TEXT));
	else
		facts_show(p, html_url(p, "/letters/#/show", l->id));
	html_lit(p, "<p class=\"s\">");
	html_text(p, word_share_text(p, rec_text(l, LETTER_SHARE), letter_of_family(l)));
	html_lit(p, "</p></article>\n");
}

static enum rc put_one(struct req *r, enum rc outcome)
{
	struct record l, child;

	if (kin_own(r->ctx.who))
		r->ctx.purpose = kin_purpose();
	enum rc rc = record_load(&r->ctx, &letter_kind, r->id, &l);
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&l, LETTER_CHILD), &child);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = letter_from(&p, &l),
					     .back = html_url(&p, "/children/#/letters", child.id),
					     .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (kin_own(p.who))
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	put_sheet(&p, &l);
	rc = letter_put_voices(&p, &l);
	put_ways(&p, &l);
	if (rc == RC_OK)
		rc = put_acts(&p, &l);
	page_end(&p);
	return rc;
}

enum rc letter_page_show(struct req *r) { return put_one(r, RC_OK); }

enum rc letter_page_show_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_one(r, given ? RC_OK : RC_INVALID) : rc;
}

/* --- acts --- */

static enum rc read_unit(struct ctx *c, void *arg) { return word_letter_open(c, *(const int64_t *)arg); }

/* Whoever reads it out has said by that what for. */
enum rc letter_page_read(struct req *r)
{
	struct page p = page_of(r);
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, read_unit, &r->id);

	if (rc != RC_OK)
		return rc;
	if (kin_own(p.who))
		return req_see_other(r, html_url(&p, "/letters/#", r->id));
	r->ctx.purpose = STR("读给孩子听 read out to the child");
	return put_one(r, RC_OK);
}

enum rc letter_page_share(struct req *r)
{
	enum rc rc = word_act_share(r, &letter_kind);

	return rc == RC_INVALID ? put_one(r, rc) : rc;
}

enum rc letter_page_drop(struct req *r) { return word_act_drop(r, &letter_kind, "letters"); }
