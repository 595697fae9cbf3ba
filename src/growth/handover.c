#include "handover.h"
#include "timeline_records.h"

static const struct entry_control controls[] = {
	{ HANDOVER_NOTE_ON, NULL },
	{ HANDOVER_NOTE_STRENGTHS, N_("Begin with this: whoever is next meets the child with it.") },
	{ HANDOVER_NOTE_NEEDS, NULL },
	{ HANDOVER_NOTE_WORKS_WELL, N_("What you tried and what helped") },
};

const struct entry_form handover_form = {
	.kind = &handover_note_kind,
	.add = N_("Write a handover note"),
	.title = N_("Handover note: {0}"),
	.lead = N_("Who looks after the child next reads this; the family does not."),
	.control = controls,
	.ncontrol = COUNT(controls),
};

static enum rc read_notes(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &handover_note_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *n = &all.r[i];
		struct timeline_item item = entry_page_item(t, &all, n);
		item.section = CODE_GROWTH_SECTION_HANDOVER;
		item.icon = "back";
		item.title = html_word(t->p, N_("Handover note"));
		item.text = timeline_text(t->p, n, HANDOVER_NOTE_STRENGTHS, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source handover_timeline = { .section = CODE_GROWTH_SECTION_HANDOVER,
						   .profile = P_TALK,
						   .read = read_notes };
