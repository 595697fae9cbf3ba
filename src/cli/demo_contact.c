#include "demo_contact.h"

#include "codes.h"
#include "contact.h"
#include "demo_growth.h"
#include "demo_random.h"

enum {
	STREAM = 0x636f6e74,
	AT_ONCE = 100,
	WEEKS = 12,
	DAYS = WEEKS * 7,
	HOUR = 60,
	BOTH_AFTER = 4,
	CLASS_MOST = 80,
	SILENT = 12 /* days longer than usual: more than two weeks, which somebody notes */
};

struct owing {
	int64_t child, person;
	day from;
	bool entrusted;
};

/* How a family keeps it. */
struct habit {
	day from, last; /* the last day on which they talked */
	day gap;        /* a silence that begins on this day; 0: none */
	int every;      /* days between two talks, about */
};

struct telling {
	uint64_t seed;
	int64_t star;   /* of the demo's own parent, who has not rung for nine days */
	int64_t *class; /* of the demo's own teacher */
	size_t nclass;
	int64_t waiting; /* the first of them whose parents are away: silent for sixteen days */
	int64_t after;
	size_t n;
};

static bool in_class(const struct telling *t, int64_t child)
{
	for (size_t i = 0; i < t->nclass; i++)
		if (t->class[i] == child)
			return true;
	return false;
}

static struct habit habit_of(struct ctx *c, const struct telling *t, const struct owing *o,
			     struct demo_random *r)
{
	/* Of the child, so that two parents are silent together. */
	struct demo_random family = demo_random_of(t->seed ^ (uint64_t)o->child, STREAM);
	unsigned chance = demo_random_below(&family, 1000);
	int ago = chance < 15   ? demo_random_between(&family, 31, 45)
		  : chance < 45 ? demo_random_between(&family, 15, 22)
		  : chance < 95 ? demo_random_between(&family, 8, 12)
				: demo_random_between(r, 0, 4);
	struct habit h = { .from = day_add(c->today, -DAYS),
			   .last = day_add(c->today, o->child == t->star      ? -9
						     : o->child == t->waiting ? -16
									      : -ago),
			   .every = demo_random_between(&family, 3, 6) };

	if (h.from < o->from)
		h.from = o->from;
	if (demo_random_chance(&family, 60))
		h.gap = day_add(c->today, -demo_random_between(&family, 40, 70));
	return h;
}

static const char *pick_channel(struct demo_random *r)
{
	static const char *const list[] = { CODE_CONTACT_CHANNEL_VIDEO, CODE_CONTACT_CHANNEL_VIDEO,
					    CODE_CONTACT_CHANNEL_AUDIO, CODE_CONTACT_CHANNEL_PHONE };

	return list[demo_random_below(r, COUNT(list))];
}

static const struct {
	const char *source, *role;
} tellers[] = {
	{ CODE_CONTACT_SOURCE_PARENT, "parent" },  { CODE_CONTACT_SOURCE_PARENT, "parent" },
	{ CODE_CONTACT_SOURCE_CARER, "guardian" }, { CODE_CONTACT_SOURCE_TEACHER, "teacher" },
	{ CODE_CONTACT_SOURCE_PARENT, "parent" },  { CODE_CONTACT_SOURCE_KEEPER, "keeper" },
};

static enum rc write_talk(struct ctx *c, const struct owing *o, day on, bool both, struct demo_random *r)
{
	struct input in = input_new(&contact_kind);
	struct record done;
	size_t who = demo_random_below(r, COUNT(tellers));
	int minute = demo_random_between(r, 18 * HOUR, 21 * HOUR);
	int64_t at = ledger_instant(on, minute, 480);

	if (at > c->now)
		return RC_OK;
	input_int(&in, c->mem, CONTACT_CHILD, o->child);
	input_int(&in, c->mem, CONTACT_PERSON, o->person);
	input_set(&in, CONTACT_WHOM, both ? STR(CODE_CONTACT_WHOM_BOTH) : STR(CODE_CONTACT_WHOM_CHILD));
	input_day(&in, c->mem, CONTACT_DAY, on);
	input_int(&in, c->mem, CONTACT_MINUTE, minute);
	input_int(&in, c->mem, CONTACT_WHEN, at);
	input_set(&in, CONTACT_CHANNEL, str_of(pick_channel(r)));
	input_set(&in, CONTACT_OUTCOME, STR(CODE_CONTACT_OUTCOME_REACHED));
	input_set(&in, CONTACT_SOURCE, str_of(tellers[who].source));
	input_set(&in, CONTACT_ROLE, str_of(tellers[who].role));
	input_int(&in, c->mem, CONTACT_AT, at + INT64_C(600000000));
	return record_create(c, &in, &done);
}

/* Both are talked with at least every few days, unless it is only the child who is rung. */
static enum rc write_parent(struct ctx *c, const struct telling *t, const struct owing *o)
{
	struct demo_random r = demo_random_of(t->seed ^ (uint64_t)o->person, STREAM + 1);
	struct habit h = habit_of(c, t, o, &r);
	day both_on = 0, carer_last = o->child == t->star ? day_add(c->today, -9) : h.last;
	enum rc rc = RC_OK;

	for (day on = day_add(h.from, demo_random_between(&r, 0, 3)); on <= h.last && rc == RC_OK;) {
		bool last = on == h.last,
		     both = on <= carer_last && (last || !both_on || day_diff(on, both_on) >= BOTH_AFTER);
		rc = write_talk(c, o, on, both, &r);
		both_on = both ? on : both_on;
		day next = day_add(on, demo_random_between(&r, h.every - 1, h.every + 1));
		if (h.gap && on <= h.gap && next > h.gap)
			next = day_add(next, SILENT);
		on = last || next <= h.last ? next : h.last;
	}
	return rc;
}

static enum rc list_owing(struct ctx *c, int64_t after, struct owing *list, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT s.child, s.person, s.from_day, s.entrusted FROM contact_state s WHERE s.child > ?1"
		" ORDER BY s.child, s.person LIMIT 100",
		INT(after));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && *ret_n < AT_ONCE)
		list[(*ret_n)++] = (struct owing){ db_int(&q, 0), db_int(&q, 1), (day)db_int(&q, 2),
						   db_int(&q, 3) != 0 };
	return db_done(&q);
}

/* The last child of a full list may have another parent: it comes again with the next. */
static size_t whole_children(const struct owing *list, size_t n)
{
	size_t keep = n;

	if (n < AT_ONCE)
		return n;
	while (keep > 1 && list[keep - 1].child == list[n - 1].child)
		keep--;
	return keep;
}

static enum rc write_some(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	struct owing *list = NEW(c->mem, struct owing, AT_ONCE);
	size_t n = 0;
	enum rc rc = list_owing(c, t->after, list, &n);

	t->n = n;
	n = whole_children(list, n);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		t->after = list[i].child;
		if (!t->waiting && list[i].entrusted && in_class(t, list[i].child))
			t->waiting = list[i].child;
		rc = write_parent(c, t, &list[i]);
	}
	return rc;
}

enum rc demo_contact_write(struct ctx *c, uint64_t seed)
{
	struct demo_growth_story story = { 0 };
	struct telling t = { .seed = seed };
	enum rc rc = demo_growth_story(c, &story);

	t.star = story.star;
	t.class = NEW(c->mem, int64_t, CLASS_MOST);
	t.nclass = CLASS_MOST;
	if (rc == RC_OK)
		rc = demo_growth_class(c, &story, t.class, &t.nclass);
	else
		t.nclass = 0;
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	while (rc == RC_OK) {
		struct ctx unit = *c;
		unit.mem = arena_within(c->mem, 128 << 20);
		unit.problems = (struct problems){ .mem = unit.mem };
		rc = store_write(&unit, PRIO_BULK, write_some, &t);
		arena_free(unit.mem);
		if (t.n < AT_ONCE)
			break;
	}
	/* The long silences of these weeks that are over; the program finds the others as days go by. */
	const struct ledger_rules rules = contact_rules(c);
	const day first = day_add(c->today, -DAYS);
	return rc == RC_OK ? contact_past(c, &rules, first, first) : rc;
}
