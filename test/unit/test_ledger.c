/* The clocks of weekly contact: what counts, once, on which day; whose turn a silence is; who owes it at all.
 */
#include "away.h"
#include "ledger.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

static struct arena *mem;
static const struct ledger_rules rules = { 8, 14, 30 };

enum { FATHER = 1, MOTHER = 2, SAME = 120 };

static struct ledger_entry entry(int64_t id, int64_t person, unsigned whom, day on, int minute)
{
	return (struct ledger_entry){ .id = id,
				      .person = person,
				      .whom = whom,
				      .reached = true,
				      .untimed = minute < 0,
				      .at = ledger_instant(on, minute, 480) };
}

static struct ledger_talks merged(const struct ledger_entry *e, size_t n)
{
	struct ledger_talks t;

	ledger_merge(mem, e, n, SAME, &t);
	return t;
}

/* --- V-CONTACT --- */

/* Last word with the child on 10 November at 20:00, with the carer on the 17th: on the 18th the child has
 * waited eight days, the carer one. */
static void v_contact(void)
{
	const struct ledger_entry e[] = { entry(1, FATHER, LEDGER_CHILD, 20261110, 20 * 60),
					  entry(2, FATHER, LEDGER_CARER, 20261117, 12 * 60) };
	struct ledger_talks t = merged(e, COUNT(e));
	struct ledger_clock child = ledger_clock(&t, FATHER, LEDGER_CHILD, 20260301, 20261118);
	struct ledger_clock carer = ledger_clock(&t, FATHER, LEDGER_CARER, 20260301, 20261118);

	OK(child.days == 8 && child.last == 20261110 && ledger_stage(child.days, &rules) == LEDGER_PARENT);
	OK(carer.days == 1 && ledger_stage(carer.days, &rules) == LEDGER_FINE);
	child = ledger_clock(&t, FATHER, LEDGER_CHILD, 20260301, 20261117);
	OK(child.days == 7 && ledger_stage(child.days, &rules) == LEDGER_FINE);
	OK(ledger_step(20261110, &rules, 20261117) == 20261118);
}

static void stages(void)
{
	static const struct {
		int days;
		enum ledger_stage is;
	} row[] = { { 0, LEDGER_FINE },      { 7, LEDGER_FINE },      { 8, LEDGER_PARENT },
		    { 13, LEDGER_PARENT },   { 14, LEDGER_TEACHER },  { 29, LEDGER_TEACHER },
		    { 30, LEDGER_TOWNSHIP }, { 400, LEDGER_TOWNSHIP } };
	static const struct {
		day today, step;
	} step[] = { { 20261101, 20261109 }, { 20261108, 20261109 }, { 20261109, 20261115 },
		     { 20261115, 20261201 }, { 20261201, 0 },        { 20270101, 0 } };

	for (size_t i = 0; i < COUNT(row); i++)
		OK(ledger_stage(row[i].days, &rules) == row[i].is);
	for (size_t i = 0; i < COUNT(step); i++)
		OK(ledger_step(20261101, &rules, step[i].today) == step[i].step);
}

/* --- far away --- */

/* A day and a time as the clock stands there; the day it is in Beijing then. */
static void time_zones(void)
{
	static const struct {
		const char *where;
		int zone;
		day on;
		int minute;
		day beijing;
	} row[] = {
		{ "Beijing", 480, 20261110, 0, 20261110 },
		{ "Beijing, late", 480, 20261110, 1439, 20261110 },
		{ "Tokyo, before one in the morning", 540, 20261111, 30, 20261110 },
		{ "Tokyo, after", 540, 20261111, 60, 20261111 },
		{ "Lagos, evening", 60, 20261110, 17 * 60, 20261111 },
		{ "Lagos, before", 60, 20261110, 16 * 60 + 59, 20261110 },
		{ "Milan in summer", 120, 20260710, 18 * 60, 20260711 },
		{ "New York, morning", -300, 20261110, 10 * 60, 20261110 },
		{ "New York, noon", -300, 20261110, 11 * 60, 20261111 },
		{ "Los Angeles, the day before", -480, 20261231, 9 * 60, 20270101 },
		{ "Kathmandu", 345, 20261110, 21 * 60 + 44, 20261110 },
		{ "Kathmandu, a minute later", 345, 20261110, 21 * 60 + 45, 20261111 },
		{ "Auckland in summer, early", 780, 20261111, 4 * 60 + 59, 20261110 },
		{ "no time: noon", 480, 20261110, -1, 20261110 },
		{ "no time, Auckland: noon there", 780, 20261111, -1, 20261111 },
	};

	for (size_t i = 0; i < COUNT(row); i++) {
		int64_t at = ledger_instant(row[i].on, row[i].minute, row[i].zone);
		if (instant_day(at) != row[i].beijing)
			tap_note(row[i].where, strlen(row[i].where));
		OK(instant_day(at) == row[i].beijing);
	}
	/* A father in New York who calls on his Tuesday at noon has called on Wednesday: the clock runs from
	 * then. */
	struct ledger_entry e = entry(1, FATHER, LEDGER_CHILD, 20261110, 0);
	e.at = ledger_instant(20261110, 12 * 60, -300);
	struct ledger_talks t = merged(&e, 1);
	OK(ledger_clock(&t, FATHER, LEDGER_CHILD, 20260101, 20261118).days == 7);
}

/* --- once --- */

static void told_twice(void)
{
	struct ledger_entry e[] = { entry(1, FATHER, LEDGER_CHILD, 20261110, 1200),
				    entry(2, FATHER, LEDGER_CHILD, 20261110, 1215) };
	struct ledger_talks t;

	e[0].from = LEDGER_CALL;
	t = merged(e, 2);
	OK(t.n == 1 && t.list[0].told == 2 && t.list[0].entry->from == LEDGER_CALL);
	e[1].at = ledger_instant(20261110, 1200 + SAME, 480);
	OK(merged(e, 2).n == 1);
	e[1].at = ledger_instant(20261110, 1200 + SAME + 1, 480);
	OK(merged(e, 2).n == 2);
	e[1].call = 1; /* it says itself which call it was */
	OK(merged(e, 2).n == 1);
	e[1].call = 7;
	e[1].at = e[0].at;
	OK(merged(e, 2).n == 2);
	e[1].call = 0;
	e[1].person = MOTHER;
	OK(merged(e, 2).n == 2);
	e[1] = entry(2, FATHER, LEDGER_CARER, 20261110,
		     -1); /* some time that day: the same talk, and both were in it */
	t = merged(e, 2);
	OK(t.n == 1 && t.list[0].whom == (LEDGER_CHILD | LEDGER_CARER));
	e[1] = entry(2, FATHER, LEDGER_CARER, 20261111, -1);
	OK(merged(e, 2).n == 2);
}

static void put_right(void)
{
	struct ledger_entry e[] = { entry(1, FATHER, LEDGER_CHILD, 20261110, 600),
				    entry(2, FATHER, LEDGER_CHILD, 20261109, 600),
				    entry(3, FATHER, LEDGER_CHILD, 20261108, 600) };

	OK(merged(e, 3).n == 3);
	e[1].corrects = 1;
	OK(merged(e, 2).n == 1 && merged(e, 2).list[0].on == 20261109);
	e[1].reached = false; /* it was a mistake: nothing is left of it */
	OK(merged(e, 2).n == 0);
	e[2].corrects = 2; /* and that again */
	e[2].reached = true;
	OK(merged(e, 3).n == 1 && merged(e, 3).list[0].on == 20261108);
	e[0].from = LEDGER_CALL; /* a call of the same number is no written entry */
	e[1].reached = true;
	OK(merged(e, 2).n == 2);
	e[0] = entry(1, FATHER, LEDGER_CHILD, 20261110, 600);
	e[0].reached = false;
	OK(merged(e, 1).n == 0);
}

static void clocks(void)
{
	const struct ledger_entry e[] = { entry(1, FATHER, LEDGER_CHILD, 20261020, 600),
					  entry(2, MOTHER, LEDGER_CHILD, 20261105, 600),
					  entry(3, MOTHER, LEDGER_CHILD | LEDGER_CARER, 20261112, 600) };
	struct ledger_talks t = merged(e, COUNT(e));

	OK(ledger_clock(&t, FATHER, LEDGER_CHILD, 20260101, 20261121).days == 32);
	OK(ledger_clock(&t, MOTHER, LEDGER_CHILD, 20260101, 20261121).days == 9);
	OK(ledger_clock(&t, 0, LEDGER_CHILD, 20260101, 20261121).days == 9);
	OK(ledger_clock(&t, FATHER, LEDGER_CARER, 20261101, 20261121).days == 20);
	OK(!ledger_clock(&t, FATHER, LEDGER_CARER, 20261101, 20261121).last);
	/* What was said before they left does not count; what is still to come neither. */
	OK(!ledger_clock(&t, FATHER, LEDGER_CHILD, 20261021, 20261121).last);
	OK(ledger_clock(&t, MOTHER, LEDGER_CHILD, 20260101, 20261110).last == 20261105);
	OK(ledger_clock(&t, MOTHER, LEDGER_CHILD, 20261201, 20261121).days == 0);
}

static void strip(void)
{
	const struct ledger_entry e[] = { entry(1, FATHER, LEDGER_CHILD, 20261102, 600),
					  entry(2, FATHER, LEDGER_CARER, 20261108, 600),
					  entry(3, FATHER, LEDGER_CHILD, 20261110, 600) };
	const struct ledger_span span = { 20261026, 0 };
	struct ledger_talks t = merged(e, COUNT(e));
	struct ledger_week w[6];

	/* 21 November 2026 is a Saturday. */
	ledger_weeks(&t, &(struct ledger_owed){ &span, 1 }, 20261121, COUNT(w), w);
	OK(w[0].monday == 20261012 && w[0].knot == LEDGER_NOT_OWED);
	OK(w[2].monday == 20261026 && w[2].knot == LEDGER_SILENT);
	OK(w[3].knot == LEDGER_TALKED && w[3].talks == 2);
	OK(w[4].knot == LEDGER_ONE_SIDE);
	OK(w[5].monday == 20261116 && w[5].knot == LEDGER_RUNNING);
}

/* --- who owes it --- */

struct family {
	struct standing_absence away[2];
	struct standing_spell state[2], care[2];
	struct standing_tie tie[2];
	struct standing_facts facts;
};

static void family_new(struct family *f)
{
	*f = (struct family){ .facts = { .born = 20160510, .tie = f->tie, .ties = 2 } };
	for (int i = 0; i < 2; i++) {
		f->away[i] =
			(struct standing_absence){ .id = i, .from = 20260301, .reason = STANDING_CAUSE_WORK };
		f->state[i] = (struct standing_spell){ 10 + i, 0, 0, STANDING_ALIVE };
		f->care[i] = (struct standing_spell){ 20 + i, 0, 0, STANDING_ABLE };
		f->tie[i] = (struct standing_tie){ .person = 1 + i,
						   .relation = i ? STANDING_MOTHER : STANDING_FATHER,
						   .absence = &f->away[i],
						   .absences = 1,
						   .state = { &f->state[i], 1 },
						   .guardianship = { &f->care[i], 1 } };
	}
}

static struct away_spans spans(const struct family *f, int64_t barred)
{
	struct away_spans s;

	away_spans(mem, &f->facts, &(struct away_rule){ { &barred, barred != 0 }, 18, AWAY_ENTRUSTED }, &s);
	return s;
}

static bool owe(const struct family *f, bool father, bool mother, day on)
{
	struct away_spans s = spans(f, 0);

	return !!away_on(&s, FATHER, on) == father && !!away_on(&s, MOTHER, on) == mother;
}

static void who(void)
{
	struct family f;
	struct away_spans s, any;

	family_new(&f);
	OK(owe(&f, true, true, 20261121) && owe(&f, false, false, 20260228));
	f.away[1].from = 20260601; /* until then she was with the child */
	away_spans(mem, &f.facts, &(struct away_rule){ { NULL, 0 }, 18, AWAY_ANY }, &s);
	OK(away_on(&s, FATHER, 20260531) && !away_on(&s, MOTHER, 20260531) && away_on(&s, MOTHER, 20260601));
	OK(owe(&f, false, false, 20260531) && owe(&f, true, true, 20260601));
	f.away[1].to = 20260630;
	OK(owe(&f, true, true, 20260630) && owe(&f, false, false, 20260701));
	s = spans(&f, 0);
	OK(s.n == 2 && s.list[0].from == 20260601 && s.list[0].to == 20260630);
	OK(away_next(&s, 20260615) == 20260701 && away_next(&s, 20260101) == 20260601);
	family_new(&f);
	f.tie[1].absences = 0; /* at home, but she cannot look after it */
	OK(owe(&f, false, false, 20261121));
	f.care[1].value = STANDING_LOST;
	OK(owe(&f, true, false, 20261121));
	family_new(&f);
	f.state[1] = (struct standing_spell){ 1, 20260401, 0, STANDING_DEAD };
	OK(owe(&f, true, true, 20260331) && owe(&f, true, false, 20260401));
	static const int held[] = { STANDING_MISSING, STANDING_IMPRISONED, STANDING_DETAINED,
				    STANDING_DEPORTED };
	for (size_t i = 0; i < COUNT(held); i++) {
		f.state[1] = (struct standing_spell){ 1, 0, 0, held[i] };
		OK(owe(&f, true, false, 20261121));
	}
	family_new(&f);
	s = spans(&f, FATHER); /* kept away from the child: nothing is asked of him, and he is nobody who is
				  there */
	OK(s.n == 1 && s.list[0].person == MOTHER);
	f.away[0].child_along = true; /* the child is with him */
	OK(owe(&f, false, false, 20261121));
	family_new(&f);
	f.away[0].from = 0;
	f.away[0].known_by = 20260901; /* a form said so in September */
	OK(owe(&f, false, false, 20260831) && owe(&f, true, true, 20260901));
	family_new(&f);
	f.away[0].reason = STANDING_CAUSE_STUDY;
	OK(owe(&f, true, true, 20261121));
	f.tie[0].to = 20260630; /* no father by law any more */
	OK(owe(&f, true, true, 20260630) && owe(&f, false, true, 20260701));
	family_new(&f);
	f.facts.born = 20081121; /* eighteen today */
	OK(owe(&f, false, false, 20261121) && owe(&f, true, true, 20261120));
	family_new(&f);
	f.away[1].from = 20260315;
	f.away[0].to = 20260610;
	f.tie[0].absences = 1;
	f.tie[0].to = 20260610;
	s = spans(&f, 0);
	away_any(mem, &s, &any);
	OK(any.n == 1 && any.list[0].from == 20260315 && any.list[0].to == 20340509); /* grown up */
}

int main(void)
{
	struct arena a;

	arena_init(&a, 8 << 20);
	mem = &a;
	v_contact();
	stages();
	time_zones();
	told_twice();
	put_right();
	clocks();
	strip();
	who();
	arena_free(&a);
	return tap_end();
}
