/* Orphans and children de facto unattended, as the parents' circumstances propose them: every combination of
 * two parents against the table of the documents, days on which it changes, the sentences. */
#include "codes.h"
#include "tap.h"
#include "unattended.h"

#include <stdio.h>

static const day today = 20261121;
enum { CHILDHOOD = 18 };

struct family {
	struct standing_spell state[3], care[3];
	struct standing_tie tie[3];
	struct standing_facts facts;
};

static void family_new(struct family *f, size_t parents)
{
	static const enum standing_relation relation[] = { STANDING_FATHER, STANDING_MOTHER,
							   STANDING_STEPFATHER };

	*f = (struct family){ .facts = { .born = 20160510, .tie = f->tie, .ties = parents } };
	for (int i = 0; i < 3; i++) {
		f->state[i] = (struct standing_spell){ 10 + i, 0, 0, STANDING_ALIVE };
		f->care[i] = (struct standing_spell){ 20 + i, 0, 0, STANDING_ABLE };
		f->tie[i] = (struct standing_tie){ .person = 100 + i,
						   .relation = relation[i],
						   .state = { &f->state[i], 1 },
						   .guardianship = { &f->care[i], 1 } };
	}
}

/* What may be of a parent: domain facts 1.1, DFA. */
enum is { ABLE, UNABLE, DEAD, MISSING, IMPRISONED, DETAINED, DEPORTED, IS__N };

static void set(struct family *f, size_t i, enum is is)
{
	static const int state[IS__N] = {
		[DEAD] = STANDING_DEAD,
		[MISSING] = STANDING_MISSING,
		[IMPRISONED] = STANDING_IMPRISONED,
		[DETAINED] = STANDING_DETAINED,
		[DEPORTED] = STANDING_DEPORTED,
	};

	f->state[i].value = state[is];
	f->care[i].value = is == UNABLE ? STANDING_LOST : STANDING_ABLE;
}

static enum unattended_says says(const struct family *f, day on)
{
	return unattended_on(&f->facts, CHILDHOOD, on);
}

/* Both dead: orphan.  Either able: neither.  All else that is in the set: de facto unattended. */
static enum unattended_says table(enum is father, enum is mother)
{
	if (father == ABLE || mother == ABLE)
		return UNATTENDED_NO;
	return father == DEAD && mother == DEAD ? UNATTENDED_ORPHAN : UNATTENDED_YES;
}

static void test_two(void)
{
	struct family f;

	for (int a = 0; a < IS__N; a++)
		for (int b = 0; b < IS__N; b++) {
			family_new(&f, 2);
			set(&f, 0, (enum is)a);
			set(&f, 1, (enum is)b);
			bool right = says(&f, today) == table((enum is)a, (enum is)b);
			if (!right)
				printf("# %d and %d give %d\n", a, b, (int)says(&f, today));
			OK(right);
		}
}

static void test_fewer_and_more(void)
{
	struct family f;

	family_new(&f, 0);
	OK(says(&f, today) == UNATTENDED_UNKNOWN);
	family_new(&f, 1);
	OK(says(&f, today) == UNATTENDED_NO); /* one who is able is enough */
	set(&f, 0, DEAD);
	OK(says(&f, today) == UNATTENDED_UNKNOWN); /* the other one may be able */
	set(&f, 0, IMPRISONED);
	OK(says(&f, today) == UNATTENDED_UNKNOWN);
	family_new(&f, 3); /* a stepfather cares */
	set(&f, 0, DEAD);
	set(&f, 1, DEAD);
	OK(says(&f, today) == UNATTENDED_NO);
	set(&f, 2, UNABLE);
	OK(says(&f, today) == UNATTENDED_YES);
	set(&f, 2, DEAD);
	OK(says(&f, today) == UNATTENDED_ORPHAN);
	family_new(&f, 2); /* one person tied twice is one parent */
	set(&f, 0, DEAD);
	set(&f, 1, DEAD);
	f.tie[1].person = f.tie[0].person;
	OK(says(&f, today) == UNATTENDED_UNKNOWN);
	family_new(&f, 2); /* a grandmother is no parent */
	set(&f, 0, DEAD);
	set(&f, 1, DEAD);
	f.tie[1].relation = STANDING_NO_PARENT;
	OK(says(&f, today) == UNATTENDED_UNKNOWN);
}

/* A parent who works far away answers for the child. */
static void test_away(void)
{
	const struct standing_absence away = { .id = 1, .from = 20250101, .reason = STANDING_CAUSE_WORK };
	struct family f;

	family_new(&f, 2);
	f.tie[0].absence = f.tie[1].absence = &away;
	f.tie[0].absences = f.tie[1].absences = 1;
	OK(says(&f, today) == UNATTENDED_NO);
	set(&f, 0, DEAD);
	OK(says(&f, today) == UNATTENDED_NO);
}

static void test_days(void)
{
	struct family f;

	family_new(&f, 2);
	set(&f, 0, DEAD);
	f.state[0].from = 20260301;
	set(&f, 1, IMPRISONED);
	f.state[1].from = 20260501;
	f.state[1].to = 20260930;
	OK(says(&f, 20260430) == UNATTENDED_NO && says(&f, 20260501) == UNATTENDED_YES);
	OK(says(&f, 20260930) == UNATTENDED_YES && says(&f, 20261001) == UNATTENDED_NO);
	OK(unattended_next(&f.facts, CHILDHOOD, 20260101) == 20260501); /* one death changes nothing */
	OK(unattended_next(&f.facts, CHILDHOOD, 20260501) == 20261001);
	OK(unattended_next(&f.facts, CHILDHOOD, 20261001) == 0);
	f.state[1].to = 0; /* childhood ends it */
	OK(says(&f, 20340509) == UNATTENDED_YES && says(&f, 20340510) == UNATTENDED_NO);
	OK(unattended_next(&f.facts, CHILDHOOD, today) == 20340510);
	OK(says(&f, 20160509) == UNATTENDED_NO); /* nor is it before birth */
	f.tie[1].to = 20261231;                  /* the second parent is one no longer: then nobody knows */
	OK(unattended_next(&f.facts, CHILDHOOD, today) == 20270101);
	OK(says(&f, 20270101) == UNATTENDED_UNKNOWN);
}

/* Against a walk through every day. */
static void test_walk(void)
{
	struct family f;

	family_new(&f, 3);
	for (int i = 0; i < 3; i++) {
		set(&f, (size_t)i, (enum is)(DEAD + i));
		f.state[i].from = day_add(20260101, 40 * i);
		f.state[i].to = i ? day_add(20260401, 50 * i) : 0;
		f.tie[i].from = i == 2 ? 20260115 : 0;
	}
	for (day d = 20251201, next = 0; d < 20261201; d = day_add(d, 1)) {
		enum unattended_says now = says(&f, d), then = says(&f, day_add(d, 1));
		next = unattended_next(&f.facts, CHILDHOOD, d);
		if ((now != then) != (next == day_add(d, 1)))
			OK(false); /* a change was missed */
	}
	OK(says(&f, 20251201) == UNATTENDED_NO);
}

static bool told(struct arena *a, const struct unattended *u, size_t i, enum unattended_why code,
		 const char *text)
{
	struct buf b = buf_new(a, 400);

	if (i >= u->nreasons || u->reasons[i].code != code)
		return false;
	unattended_reason_put(&b, LANG_EN, &u->reasons[i]);
	bool same = str_eq(buf_view(&b), str_of(text));
	if (!same)
		printf("# %.*s\n", STR_ARG(buf_view(&b)));
	return same;
}

static void test_reasons(struct arena *a)
{
	struct unattended u;
	struct family f;

	family_new(&f, 2);
	unattended_at(a, &f.facts, CHILDHOOD, today, &u);
	OK(u.says == UNATTENDED_NO && u.nreasons == 2 &&
	   told(a, &u, 0, UNATTENDED_WHY_ABLE, "Father is alive and able to care."));
	set(&f, 0, DEAD);
	f.state[0].from = 20260301;
	set(&f, 1, UNABLE);
	unattended_at(a, &f.facts, CHILDHOOD, today, &u);
	OK(u.says == UNATTENDED_YES && u.nreasons == 2);
	OK(told(a, &u, 0, UNATTENDED_WHY_DEAD, "Father died on 1 Mar 2026.") && u.reasons[0].about == 10 &&
	   u.reasons[0].person == 100);
	OK(told(a, &u, 1, UNATTENDED_WHY_UNABLE, "Mother is not able to care.") && u.reasons[1].about == 21);
	f.facts.ties = 1;
	unattended_at(a, &f.facts, CHILDHOOD, today, &u);
	OK(u.says == UNATTENDED_UNKNOWN &&
	   told(a, &u, 1, UNATTENDED_WHY_ONE_PARENT_TIED, "The other parent is not entered."));
	f.facts.ties = 0;
	unattended_at(a, &f.facts, CHILDHOOD, today, &u);
	OK(u.nreasons == 1 && told(a, &u, 0, UNATTENDED_WHY_NO_PARENT_TIED, "No parent is entered."));
	unattended_at(a, &f.facts, CHILDHOOD, 20340510, &u);
	OK(told(a, &u, 0, UNATTENDED_WHY_OF_AGE, "Turned 18 on 10 May 2034: a child no longer."));
	unattended_at(a, &f.facts, CHILDHOOD, 20160509, &u);
	OK(told(a, &u, 0, UNATTENDED_WHY_NOT_BORN, "Not born yet on that day."));
}

static void test_categories(void)
{
	OK(!unattended_category(UNATTENDED_NO) && !unattended_category(UNATTENDED_UNKNOWN));
	OK(code_find(code_list_find(STR("cid_class")), str_of(unattended_category(UNATTENDED_ORPHAN)), today,
		     STR("")));
	OK(code_find(code_list_find(STR("cid_class")), str_of(unattended_category(UNATTENDED_YES)), today,
		     STR("")));
	for (int w = 0; w < UNATTENDED_WHY__N; w++)
		if (!unattended_reason_text((enum unattended_why)w))
			OK(false); /* every reason has its words */
}

/* What the codes of records become. */
static void test_codes(void)
{
	OK(standing_state_of(STR(CODE_PERSON_STATE_DETAINED)) == STANDING_DETAINED);
	OK(standing_state_of(STR(CODE_PERSON_STATE_DEPORTED)) == STANDING_DEPORTED);
	OK(standing_state_of(STR(CODE_PERSON_STATE_ALIVE)) == STANDING_ALIVE);
}

int main(void)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	test_two();
	test_fewer_and_more();
	test_away();
	test_days();
	test_walk();
	test_reasons(&a);
	test_categories();
	test_codes();
	arena_free(&a);
	return tap_end();
}
