/* ledger.h - the clock of weekly contact.  Pure functions over plain facts: no database, no clock of its own.
 *
 * The law (LPM 23) asks a parent who leaves a child in another's care to talk with the child, and with who
 * looks after it, at least once a week: two clocks for each parent.  They count in days of Beijing; what was
 * written down elsewhere is an instant first.  A talk is told by several: the log of calls, the parent, the
 * teacher.  It counts once. */
#pragma once
#include "base.h"
#include "day.h"

enum { LEDGER_CHILD = 1, LEDGER_CARER = 2 }; /* with whom; both: 3 */
enum ledger_from { LEDGER_WRITTEN, LEDGER_CALL, LEDGER_MESSAGE };

/* One thing somebody or something says. */
struct ledger_entry {
	int64_t id, person;
	enum ledger_from from; /* id is one of such records */
	int64_t call;          /* the call it tells of; 0: none known */
	int64_t corrects;      /* the written entry it takes the place of; 0: none */
	int64_t at;            /* instant */
	unsigned whom;
	bool reached;
	bool untimed; /* only its day is known */
	str channel, source;
};
/* One talk, told by one entry or several: as the most certain of them tells it (the log of calls first). */
struct ledger_talk {
	const struct ledger_entry *entry;
	day on; /* in Beijing */
	unsigned whom;
	size_t told; /* by so many */
};
struct ledger_talks {
	struct ledger_talk *list; /* oldest first */
	size_t n;
};

/* minute -1: not known, then noon stands for it; zone: minutes before UTC.  Of a local day. */
int64_t ledger_instant(day on, int minute, int zone);
/* Entries in any order.  Left out: what another one corrects, what was a mistake, where nobody answered.  Of
 * one person, what tells of one call or lies within so many minutes of each other is one talk. */
void ledger_merge(struct arena *mem, const struct ledger_entry *entry, size_t n, int same_minutes,
		  struct ledger_talks *ret);

/* One clock. */
struct ledger_clock {
	day last;  /* last day in touch since .from; 0: not yet */
	day since; /* what the silence is counted from: .last, else the day it began to be owed */
	int days;  /* silent for so many */
};
/* Of one person (0: of any) and one of LEDGER_CHILD, LEDGER_CARER; owed since `from`. */
struct ledger_clock ledger_clock(const struct ledger_talks *talks, int64_t person, unsigned whom, day from,
				 day today);

/* How a silence stands: whose turn it is to see to it. */
struct ledger_rules {
	int parent, teacher, township; /* from these days of silence on: 8, 14, 30 */
};
enum ledger_stage { LEDGER_FINE, LEDGER_PARENT, LEDGER_TEACHER, LEDGER_TOWNSHIP };
enum ledger_stage ledger_stage(int days, const struct ledger_rules *rules);
/* The next day on which its stage changes when nobody talks; 0: it is the last. */
day ledger_step(day since, const struct ledger_rules *rules, day today);

/* --- the strip: week by week --- */

enum ledger_knot {
	LEDGER_NOT_OWED, /* nobody was away */
	LEDGER_TALKED,
	LEDGER_ONE_SIDE, /* with the child, not with who looks after it; or the other way round */
	LEDGER_SILENT,
	LEDGER_RUNNING, /* this week, and it is not over */
};
struct ledger_week {
	day monday;
	enum ledger_knot knot;
	int talks;
};
/* The n weeks up to the one of `today`, oldest first; of anybody, owed on the days of `owed`. */
struct ledger_span {
	day from, to; /* to 0: it lasts */
};
struct ledger_owed {
	const struct ledger_span *span;
	size_t n;
};
void ledger_weeks(const struct ledger_talks *talks, const struct ledger_owed *owed, day today, size_t n,
		  struct ledger_week *ret);
