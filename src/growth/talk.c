#include "talk.h"

#include "registry_page.h"
#include "timeline_records.h"

static const struct entry_control controls[] = {
	{ TALK_ON, NULL },
	{ TALK_HOW, NULL },
	{ TALK_TEXT, N_("What the child told, in its own words where you can. No guesses.") },
	{ TALK_AGREED, N_("What you and the child will do now") },
};

const struct entry_form talk_form = {
	.kind = &talk_kind,
	.add = N_("Write down a talk"),
	.title = N_("Talk with {0}"),
	.lead = N_("Who looks after the child reads this; the family does not."),
	.control = controls,
	.ncontrol = COUNT(controls),
};

static enum rc read_talks(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &talk_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *k = &all.r[i];
		struct timeline_item item = entry_page_item(t, &all, k);
		item.section = CODE_GROWTH_SECTION_MIND;
		item.icon = "msg";
		item.title = html_say(t->p, N_("A talk, {0}"),
				      registry_code(t->p, "talk_how", rec_text(k, TALK_HOW)));
		item.text = timeline_text(t->p, k, TALK_TEXT, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source talk_timeline = { .section = CODE_GROWTH_SECTION_MIND,
					       .profile = P_TALK,
					       .read = read_talks };
