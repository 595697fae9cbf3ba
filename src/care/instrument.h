/* instrument.h - forms by which a child's situation is looked at as a whole, as data (data/instruments):
 * items with points, higher being safer, and answers that raise indicators (indicator.h).  The sum enters no
 * level. */
#pragma once
#include "day.h"
#include "json.h"
#include "problem.h"

struct instrument_choice {
	str code, zh, en;
	int points;
	bool report; /* whoever ticks it has to report at once (Law on the Protection of Minors art. 11) */
};
struct instrument_item {
	str code, zh, en;
	bool many;   /* any number of them; none gives none_points, any gives nothing */
	bool by_age; /* answered by the child's age: "0_5", both included */
	int none_points;
	const struct instrument_choice *choice;
	size_t n;
};
struct instrument {
	str code, zh, en, note_zh, note_en, source;
	int out_of;
	const struct instrument_item *item;
	size_t n;
};
extern const struct instrument instruments[];
extern const size_t instruments_n;

const struct instrument *instrument_find(str code); /* NULL: no such form */

/* What was answered: of each item the codes of its choices parted by blanks; empty: none, or not answered. */
enum { INSTRUMENT_ITEMS = 40 };
struct instrument_answers {
	str item[INSTRUMENT_ITEMS];
};
/* Fills in what follows from age; a problem at each item without answer or with a choice it does not have. */
void instrument_check(const struct instrument *i, int age, struct instrument_answers *a, struct problems *to);
int instrument_score(const struct instrument *i, const struct instrument_answers *a);
bool instrument_ticked(str answer, str choice);

/* {"body":"healthy","hazards":["gas"]}: how answers are kept, and come by the API. RC_MALFORMED: no such
 * object. */
str instrument_json(struct arena *mem, const struct instrument *i, const struct instrument_answers *a);
enum rc instrument_parse(struct arena *mem, const struct instrument *i, str json,
			 struct instrument_answers *ret) MUST_CHECK;
