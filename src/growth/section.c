#include "section.h"

#define GF(x) CODE_GROWTH_SECTION_##x

struct place {
	const char *code, *section;
};

/* What the child and its family may read lies in sections that are theirs: aims for a term are study, not
 * the care plan. */
static const struct place notes[] = {
	{ CODE_GROWTH_WHAT_COMMENT, GF(STUDY) },        { CODE_GROWTH_WHAT_HOMEWORK, GF(STUDY) },
	{ CODE_GROWTH_WHAT_READING, GF(STUDY) },        { CODE_GROWTH_WHAT_TUTORING, GF(STUDY) },
	{ CODE_GROWTH_WHAT_STAGE_PLAN, GF(STUDY) },     { CODE_GROWTH_WHAT_STAGE_SUMMARY, GF(STUDY) },
	{ CODE_GROWTH_WHAT_CONDUCT, GF(CONDUCT) },      { CODE_GROWTH_WHAT_AWARD, GF(CONDUCT) },
	{ CODE_GROWTH_WHAT_REMINDER, GF(CONDUCT) },     { CODE_GROWTH_WHAT_DUTY, GF(CONDUCT) },
	{ CODE_GROWTH_WHAT_MEETING, GF(CONTACT) },      { CODE_GROWTH_WHAT_ACTIVITY, GF(WORKS) },
	{ CODE_GROWTH_WHAT_CARER_ACTIVITY, GF(WORKS) },
};

static const struct place words[] = {
	{ CODE_WORD_WHAT_TELL, GF(CONTACT) }, { CODE_WORD_WHAT_THANKS, GF(CONTACT) },
	{ CODE_WORD_WHAT_SELF, GF(BASICS) },  { CODE_WORD_WHAT_STRENGTH, GF(BASICS) },
	{ CODE_WORD_WHAT_WISH, GF(BASICS) },  { CODE_WORD_WHAT_DAY, GF(BASICS) },
};

static const struct place works[] = {
	{ CODE_WORK_WHAT_HOMEWORK, GF(STUDY) }, { CODE_WORK_WHAT_CERTIFICATE, GF(CONDUCT) },
	{ CODE_WORK_WHAT_DRAWING, GF(WORKS) },  { CODE_WORK_WHAT_WRITING, GF(WORKS) },
	{ CODE_WORK_WHAT_CRAFT, GF(WORKS) },    { CODE_WORK_WHAT_PHOTO, GF(WORKS) },
	{ CODE_WORK_WHAT_OTHER, GF(WORKS) },
};

static const struct place kinds[] = {
	{ "home_survey", GF(HOME) }, { "measurement", GF(HEALTH) }, { "health_note", GF(HEALTH) },
	{ "talk", GF(MIND) },        { "letter", GF(CONTACT) },     { "recording", GF(CONTACT) },
	{ "support", GF(SUPPORT) },  { "visit", GF(VISITS) },       { "handover_note", GF(HANDOVER) },
};

static const char *find(const struct place *list, size_t n, str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, str_of(list[i].code)))
			return list[i].section;
	return NULL;
}

int section_number(str section)
{
	int64_t n;

	if (section.n != 4 || !str_starts(section, STR("GF")) || !str_digits(str_cut(section, 2, 2)) ||
	    !str_int(str_cut(section, 2, 2), &n))
		return 0;
	return n <= SECTION__N ? (int)n : 0;
}

unsigned section_bit(str section)
{
	int n = section_number(section);

	return n ? 1U << (n - 1) : 0;
}

const char *section_of_note(str what) { return find(notes, COUNT(notes), what); }
const char *section_of_word(str what) { return find(words, COUNT(words), what); }
const char *section_of_work(str what) { return find(works, COUNT(works), what); }
const char *section_of_kind(str kind) { return find(kinds, COUNT(kinds), kind); }
