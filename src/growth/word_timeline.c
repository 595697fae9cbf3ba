#include "word_timeline.h"

#include "letter.h"
#include "registry_page.h"
#include "section.h"
#include "timeline_records.h"
#include "word_page.h"

static bool covered(const struct record *r, size_t field) { return r->masked >> field & 1; }

/* What was not shared with the reader is not there; what was is covered for those who say what for first. */
static str text_of(const struct record *r, size_t field)
{
	return covered(r, field) || rec_null(r, field) ? STR("") : rec_text(r, field);
}

static enum rc read_words(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &child_word_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *w = &all.r[i];
		timeline_add(t,
			     &(struct timeline_item){
				     .on = rec_day(w, CHILD_WORD_ON),
				     .section = section_of_word(rec_text(w, CHILD_WORD_WHAT)),
				     .icon = "say",
				     .title = registry_code(t->p, "word_what", rec_text(w, CHILD_WORD_WHAT)),
				     .text = text_of(w, CHILD_WORD_TEXT),
				     .by = word_by(t->p, w, CHILD_WORD_BY, CHILD_WORD_ROLE),
				     .url = html_url(t->p, "/child_words/#", w->id),
				     .covered = covered(w, CHILD_WORD_TEXT),
				     .kind = child_word_kind.name,
				     .id = w->id });
	}
	return rc;
}

const struct timeline_source word_timeline = {
	.section = CODE_GROWTH_SECTION_BASICS,
	.also = { CODE_GROWTH_SECTION_CONTACT },
	.profile = P_WORDS,
	.read = read_words,
};

/* A letter that nobody has opened stays closed here too. */
static enum rc read_letters(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &letter_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *l = &all.r[i];
		bool closed = word_letter_waits(t->p->who, l);
		timeline_add(t, &(struct timeline_item){
					.on = rec_day(l, LETTER_ON),
					.section = CODE_GROWTH_SECTION_CONTACT,
					.icon = "msg",
					.title = letter_from(t->p, l),
					.text = closed ? STR("") : text_of(l, LETTER_TEXT),
					.by = letter_of_family(l) ? STR("")
								  : word_by(t->p, l, LETTER_BY, LETTER_ROLE),
					.url = html_url(t->p, "/letters/#", l->id),
					.covered = covered(l, LETTER_TEXT) && !closed,
					.kind = letter_kind.name,
					.id = l->id });
	}
	return rc;
}

const struct timeline_source word_letter_timeline = {
	.section = CODE_GROWTH_SECTION_CONTACT,
	.profile = P_WORDS,
	.read = read_letters,
};
