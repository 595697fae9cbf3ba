#include "note.h"

#include "complain.h"
#include "entry.h"
#include "registry_page.h"
#include "section.h"
#include "timeline_records.h"

/* --- rules --- */

static bool is(const struct record *n, const char *what)
{
	return str_eq(rec_text(n, GROWTH_NOTE_WHAT), str_of(what));
}

/* The store looks whether the work is within reach; whose it is, it cannot know. */
static void check_work(struct ctx *c, const struct record *n)
{
	struct record work;

	if (rec_null(n, GROWTH_NOTE_WORK))
		return;
	if (record_load(c, &work_kind, rec_int(n, GROWTH_NOTE_WORK), &work) == RC_OK &&
	    rec_int(&work, WORK_CHILD) != rec_int(n, GROWTH_NOTE_CHILD))
		complain(c, "work", N_("That work is another child’s."));
}

void note_check(struct ctx *c, const struct change *change)
{
	const struct record *n = change->after;

	entry_check(c, change);
	if (!n || change->before || c->via == VIA_UNDO)
		return;
	if (is(n, CODE_GROWTH_WHAT_AWARD)) {
		if (rec_null(n, GROWTH_NOTE_TITLE))
			complain(c, "title", N_("Write what the award is called."));
	} else {
		if (rec_null(n, GROWTH_NOTE_TEXT))
			complain(c, "text", N_("Write a sentence or two."));
		if (!rec_null(n, GROWTH_NOTE_RANK))
			complain(c, "rank", N_("Only of an award is it said who gave it."));
	}
	check_work(c, n);
}

/* --- the form --- */

/* Works of this child, the last first, to be named as what shows it. */
static enum rc options(struct req *r, int64_t child, struct control *c)
{
	enum { WORKS = 50 };
	struct records works;
	struct list l = { .filter = { { WORK_CHILD, INT(child) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = WORKS,
			  .want = UINT64_C(1) << WORK_CHILD | UINT64_C(1) << WORK_WHAT |
				  UINT64_C(1) << WORK_ON | UINT64_C(1) << WORK_TITLE };
	enum rc rc = record_list(&r->ctx, &work_kind, &l, &works);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	struct form_option *o = NEW(r->ctx.mem, struct form_option, works.n + 1);
	for (size_t i = 0; i < works.n; i++) {
		const struct record *w = &works.r[i];
		str what = registry_code(&p, "work_what", rec_text(w, WORK_WHAT));
		str on = html_day_text(&p, rec_day(w, WORK_ON));
		o[i].value = html_int_text(&p, w->id);
		o[i].label = rec_null(w, WORK_TITLE)
				     ? html_say(&p, N_("{0}, {1}"), what, on)
				     : html_say(&p, N_("{0}, {1}, {2}"), rec_text(w, WORK_TITLE), what, on);
	}
	c->option = o;
	c->noption = works.n;
	return RC_OK;
}

static const struct entry_control controls[] = {
	{ GROWTH_NOTE_WHAT, NULL },
	{ GROWTH_NOTE_ON, NULL },
	{ GROWTH_NOTE_TITLE, N_("In a few words; of an award its name") },
	{ GROWTH_NOTE_TEXT, N_("What the child did and can do. Say what you saw, begin with what is good.") },
	{ GROWTH_NOTE_RANK, N_("Only of an award") },
	{ GROWTH_NOTE_WORK, NULL },
};

const struct entry_form note_form = {
	.kind = &growth_note_kind,
	.add = N_("Write an entry"),
	.title = N_("Entry in the growth file: {0}"),
	.lead = N_("The child and its family read this."),
	.control = controls,
	.ncontrol = COUNT(controls),
	.options = options,
};

/* --- in the growth file --- */

static const char *icon_of(const char *section)
{
	return !strcmp(section, CODE_GROWTH_SECTION_CONDUCT) ? "yes" : "grow";
}

static enum rc read_notes(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &growth_note_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *n = &all.r[i];
		struct timeline_item item = entry_page_item(t, &all, n);
		str what = timeline_code(t->p, "growth_what", rec_text(n, GROWTH_NOTE_WHAT));
		const char *section = section_of_note(rec_text(n, GROWTH_NOTE_WHAT));
		item.section = section ? section : CODE_GROWTH_SECTION_STUDY;
		item.icon = icon_of(item.section);
		item.title = rec_null(n, GROWTH_NOTE_TITLE)
				     ? what
				     : html_say(t->p, N_("{0}: {1}"), what, rec_text(n, GROWTH_NOTE_TITLE));
		item.text = timeline_text(t->p, n, GROWTH_NOTE_TEXT, &item.covered);
		if (!rec_null(n, GROWTH_NOTE_RANK))
			item.by = html_say(t->p, N_("awarded by {0}; {1}"),
					   registry_code(t->p, "award_rank", rec_text(n, GROWTH_NOTE_RANK)),
					   item.by);
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source note_timeline = {
	.section = CODE_GROWTH_SECTION_STUDY,
	.also = { CODE_GROWTH_SECTION_CONDUCT, CODE_GROWTH_SECTION_CONTACT, CODE_GROWTH_SECTION_WORKS },
	.profile = P_GROWTH,
	.read = read_notes,
};
