#include "ledger.h"

#include <stdlib.h>

enum { BEIJING = 480, NOON = 720, MINUTES_A_DAY = 1440 };
#define MINUTE INT64_C(60000000)

int64_t ledger_instant(day on, int minute, int zone)
{
	int64_t minutes = (int64_t)day_number(on) * MINUTES_A_DAY + (minute < 0 ? NOON : minute) - zone;

	return minutes * MINUTE;
}

/* --- one talk of several entries --- */

static bool corrected(const struct ledger_entry *e, size_t n, const struct ledger_entry *one)
{
	for (size_t i = 0; i < n; i++)
		if (one->from == LEDGER_WRITTEN && e[i].from == LEDGER_WRITTEN && e[i].corrects == one->id)
			return true;
	return false;
}

static int64_t call_of(const struct ledger_entry *e) { return e->from == LEDGER_CALL ? e->id : e->call; }

static bool same_talk(const struct ledger_entry *a, const struct ledger_entry *b, int same_minutes)
{
	int64_t apart = a->at > b->at ? a->at - b->at : b->at - a->at;

	if (a->person != b->person)
		return false;
	if (call_of(a) && call_of(b))
		return call_of(a) == call_of(b);
	if (a->untimed || b->untimed)
		return instant_day(a->at) == instant_day(b->at);
	return apart <= same_minutes * MINUTE;
}

/* The log of calls knows best, then the log of messages, then whoever wrote first. */
static bool tells_better(const struct ledger_entry *a, const struct ledger_entry *b)
{
	static const int rank[] = { [LEDGER_WRITTEN] = 0, [LEDGER_CALL] = 2, [LEDGER_MESSAGE] = 1 };

	return rank[a->from] > rank[b->from] || (rank[a->from] == rank[b->from] && b->untimed && !a->untimed);
}

static int by_time(const void *a, const void *b)
{
	const struct ledger_entry *const *x = a, *const *y = b;

	if ((*x)->at != (*y)->at)
		return (*x)->at < (*y)->at ? -1 : 1;
	if ((*x)->from != (*y)->from)
		return (*x)->from < (*y)->from ? -1 : 1;
	if ((*x)->id != (*y)->id)
		return (*x)->id < (*y)->id ? -1 : 1;
	return (*x)->person < (*y)->person ? -1 : (*x)->person > (*y)->person;
}

static struct ledger_talk *talk_of(struct ledger_talks *t, const struct ledger_entry *e, int same_minutes)
{
	for (size_t i = t->n; i-- > 0;)
		if (same_talk(t->list[i].entry, e, same_minutes))
			return &t->list[i];
	return NULL;
}

static int by_day(const void *a, const void *b)
{
	const struct ledger_talk *x = a, *y = b;

	if (x->entry->at != y->entry->at)
		return x->entry->at < y->entry->at ? -1 : 1;
	if (x->entry->id != y->entry->id)
		return x->entry->id < y->entry->id ? -1 : 1;
	return x->entry->person < y->entry->person ? -1 : x->entry->person > y->entry->person;
}

void ledger_merge(struct arena *mem, const struct ledger_entry *entry, size_t n, int same_minutes,
		  struct ledger_talks *ret)
{
	const struct ledger_entry **sorted = NEW(mem, const struct ledger_entry *, n + 1);
	struct ledger_talks t = { NEW(mem, struct ledger_talk, n + 1), 0 };
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (entry[i].reached && entry[i].whom && !corrected(entry, n, &entry[i]))
			sorted[found++] = &entry[i];
	if (found)
		qsort(sorted, found, sizeof(const struct ledger_entry *), by_time);
	for (size_t i = 0; i < found; i++) {
		struct ledger_talk *same = talk_of(&t, sorted[i], same_minutes);
		if (!same) {
			t.list[t.n++] = (struct ledger_talk){ sorted[i], instant_day(sorted[i]->at),
							      sorted[i]->whom, 1 };
			continue;
		}
		same->whom |= sorted[i]->whom;
		same->told++;
		if (tells_better(sorted[i], same->entry)) {
			same->entry = sorted[i];
			same->on = instant_day(sorted[i]->at);
		}
	}
	if (t.n)
		qsort(t.list, t.n, sizeof *t.list, by_day);
	*ret = t;
}

/* --- clocks --- */

struct ledger_clock ledger_clock(const struct ledger_talks *talks, int64_t person, unsigned whom, day from,
				 day today)
{
	struct ledger_clock k = { .since = from };

	for (size_t i = 0; i < talks->n; i++) {
		const struct ledger_talk *t = &talks->list[i];
		if ((!person || t->entry->person == person) && (t->whom & whom) && t->on >= from &&
		    t->on <= today)
			k.last = k.since = t->on;
	}
	k.days = today > k.since ? day_diff(today, k.since) : 0;
	return k;
}

enum ledger_stage ledger_stage(int days, const struct ledger_rules *r)
{
	if (days >= r->township)
		return LEDGER_TOWNSHIP;
	if (days >= r->teacher)
		return LEDGER_TEACHER;
	return days >= r->parent ? LEDGER_PARENT : LEDGER_FINE;
}

day ledger_step(day since, const struct ledger_rules *r, day today)
{
	const int step[] = { r->parent, r->teacher, r->township };

	for (size_t i = 0; i < COUNT(step); i++)
		if (day_add(since, step[i]) > today)
			return day_add(since, step[i]);
	return 0;
}

/* --- the strip --- */

static bool owed_within(const struct ledger_owed *o, day from, day to)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->span[i].from <= to && (!o->span[i].to || o->span[i].to >= from))
			return true;
	return false;
}

static enum ledger_knot knot_of(unsigned whom, bool owed, bool over)
{
	if (whom == (LEDGER_CHILD | LEDGER_CARER))
		return LEDGER_TALKED;
	if (whom)
		return LEDGER_ONE_SIDE;
	if (!owed)
		return LEDGER_NOT_OWED;
	return over ? LEDGER_SILENT : LEDGER_RUNNING;
}

void ledger_weeks(const struct ledger_talks *talks, const struct ledger_owed *owed, day today, size_t n,
		  struct ledger_week *ret)
{
	day monday = day_add(today, 1 - day_weekday(today) - 7 * ((int32_t)n - 1));

	for (size_t i = 0; i < n; i++, monday = day_add(monday, 7)) {
		day sunday = day_add(monday, 6);
		struct ledger_week w = { .monday = monday };
		unsigned whom = 0;
		for (size_t k = 0; k < talks->n; k++) {
			const struct ledger_talk *t = &talks->list[k];
			if (t->on < monday || t->on > sunday)
				continue;
			whom |= t->whom;
			w.talks++;
		}
		w.knot = knot_of(whom, owed_within(owed, monday, sunday < today ? sunday : today),
				 sunday < today);
		ret[i] = w;
	}
}
