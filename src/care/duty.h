/* duty.h - what the law asks of whom, as data (data/duties): the article with its sentence, whose duty, for
 * which children or accounts, when it falls due, which fact shows that it was done, and who is next where it
 * is not.  Read once when the program starts; every fault of the files is named by file and line.
 *
 * The reckoning is pure: from the days on which somebody stood in the set that a duty is about, and the days
 * on which the thing was done, follow the cases, each with a first day, a last day and how it ended.  Days
 * are calendar days in Asia/Shanghai; working days are workday.h's. */
#pragma once
#include "access.h"
#include "day.h"
#include "fact.h"
#include "param.h"

/* Whom a duty is about. */
enum duty_objects {
	DUTY_UNDER_CARE,
	DUTY_GREEN, /* under care at this level: level 1 to 4 in this order */
	DUTY_BLUE,
	DUTY_YELLOW,
	DUTY_RED,
	DUTY_GREEN_PLANNED, /* the same, with a plan under way */
	DUTY_BLUE_PLANNED,
	DUTY_YELLOW_PLANNED,
	DUTY_RED_PLANNED,
	DUTY_PUPIL, /* under care, and at school */
	DUTY_AWAY, /* under care once, and a parent is away while somebody else looks after the child (away.h)
		    */
	DUTY_ACCOUNT, /* who works with children: roles that need the yearly query */
	DUTY_REPORT,  /* mandatory reports: sealed, reckoned by their own room, never here */
	DUTY_OBJECTS__N
};
enum duty_trigger {
	DUTY_ONCE,   /* done at any time, at the latest `first` after they came into the set */
	DUTY_SINCE,  /* to be done anew each time they come into the set, within `first` */
	DUTY_EVERY,  /* within `first`, then again and again within `period` */
	DUTY_MONTHS, /* in certain months of each year */
	DUTY_WITHIN, /* never more than `period` apart: one case for as long as each, however often it was
			done */
	DUTY_BY_REPORT,
	DUTY_TRIGGER__N
};
enum duty_unit { DUTY_DAYS, DUTY_WORKDAYS, DUTY_CALENDAR_MONTHS, DUTY_HOURS, DUTY_MINUTES, DUTY_UNIT__N };

/* A number, or the parameter that gives it on a day. */
struct duty_period {
	int value;
	str key; /* empty: .value */
};

struct duty {
	str code;
	day from, to; /* first and last day in force; 0 = always */
	str region;   /* code prefix; empty: the nation */
	str law_zh, law_en, article, title_zh, title_en, sentence_zh, sentence_en, note;
	enum role role;
	enum duty_objects objects;
	enum duty_trigger trigger;
	struct duty_period first, period;
	enum duty_unit unit;
	unsigned months; /* bit m: month m, 1 to 12 */
	int grace;       /* of DUTY_MONTHS: days left at least to who comes in late */
	str fact;        /* empty: none */
	str ladder, way; /* way: where it is done, "/children/#/visits/new"; # is the child */
	size_t line;     /* in duties.csv */
};

/* Whose turn it is where a duty is past its day: role, who comes after, how many days after the last day. */
struct duty_rung {
	str ladder;
	enum role role, next; /* next 0: the top */
	int after;
	size_t line;
};

struct duties {
	const struct duty *duty; /* sorted by code, region, from */
	size_t n;
	const struct duty_rung *rung;
	size_t nrung;
	str mark; /* hex digest of both files: other duties, other mark */
};

/* The row in force for a code on a day (0: at any time, the last) where `region` lies: the closest region
 * wins.  NULL: none. */
const struct duty *duty_find(const struct duties *d, str code, day on, str region);
/* In short, neutral words: no level, no status, fit for a list of several children. */
str duty_title(const struct duty *d, enum lang lang);
str duty_sentence(const struct duty *d, enum lang lang);
/* "Law ..., art. 43" in the reader's language; in mem. */
str duty_article(struct arena *mem, const struct duty *d, enum lang lang);
/* Does it ask for something today or any day, and is it counted here? */
bool duty_counts(const struct duty *d);

/* --- the clock --- */

/* Where, when, and by which parameters. */
struct duty_place {
	const struct params *params;
	str region;       /* of the county, six digits: parameters and holidays */
	day today, until; /* for duty_cases(): those that begin up to and with `until` */
};
/* In the set from a day to its last one (0: it lasts).  rose: they came in anew or from a lower level; not:
 * from a higher one, so that the last time it was done counts on. */
struct duty_span {
	day from, to;
	bool rose;
};
/* Sorted: spans by from and apart from each other, facts by day. */
struct duty_object {
	const struct duty_span *span;
	size_t nspan;
	const struct fact_day *done;
	size_t ndone;
};
/* One time that it was asked.  done_on 0 and ended_on 0: still open, past its day when due < today.
 * ended_on: from then on it was asked no longer, and had not been done.  What stopped being asked before it
 * was due is no case. */
struct duty_case {
	day from, due, done_on, ended_on;
	const char *kind; /* of the record that shows it; NULL: none */
	int64_t id;
};
/* All cases, oldest first; in mem. */
size_t duty_cases(struct arena *mem, const struct duty *d, const struct duty_place *at,
		  const struct duty_object *o, struct duty_case **ret);
/* The last day of a period that begins on `from`: the parameter in force then; 0 periods give `from`. */
day duty_due(const struct duty_period *p, enum duty_unit unit, const struct duty_place *at, day from);
/* The first day of the next window of such months on or after a day. */
day duty_window(unsigned months, day on);

/* Does somebody active hold this role there (deputies count)? */
typedef bool duty_held(void *arg, enum role role);
struct duty_wait {
	str ladder;
	enum role first; /* whose duty it is */
	day due, today;
	duty_held *held;
	void *arg;
};
/* Whose turn a case is today: up the ladder by the days past its last day, and at once past every role that
 * nobody holds; where nobody is left, who stands on top.  *ret_step: when it goes on; 0: never. */
enum role duty_turn(const struct duties *d, const struct duty_wait *w, day *ret_step);
