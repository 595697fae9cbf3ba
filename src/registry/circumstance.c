#include "circumstance.h"
#include "family.h"

enum { FOREVER = 99991231 };

/* Which values a topic takes: a code list, or a region. */
struct topic {
	const char *code, *codes; /* codes NULL: a region */
	bool of_child;
};
/* clang-format off */
static const struct topic topics[] = {
	{ CODE_CIRCUMSTANCE_TOPIC_STATE,            "person_state",   false },
	{ CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP,     "guardianship",   false },
	{ CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE,   "household_type", true },
	{ CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION, NULL,             true },
	{ CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION,    NULL,             true },
};
/* clang-format on */

static const struct topic *topic_of(str code)
{
	for (size_t i = 0; i < COUNT(topics); i++)
		if (str_eq(code, str_of(topics[i].code)))
			return &topics[i];
	return NULL;
}

static void complain(struct ctx *c, const char *field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(field), text, arg, (str){ NULL, 0 });
}

static void check_value(struct ctx *c, const struct record *r, const struct topic *t)
{
	str value = rec_text(r, CIRCUMSTANCE_VALUE);

	if (t->codes && !code_find(code_list_find(str_of(t->codes)), value, c->today, (str){ NULL, 0 }))
		complain(c, "value", N_("{0} is not one of the choices here."), value);
	if (!t->codes && !region_valid(c->model->regions, value, REGION_COUNTY))
		complain(c, "value", N_("There is no region with the code {0}."), value);
}

/* Somebody who is being added this moment: nothing is known of them yet but what the hook itself opens, each
 * topic once. */
static bool of_new(const struct ctx *c, int64_t child, int64_t person)
{
	int64_t id = store_making(c);

	return id && id == (child ? child : person);
}

/* Two truths about one thing on one day would be none. */
static void check_overlap(struct ctx *c, const struct record *r)
{
	int64_t other;
	day from = rec_day(r, CIRCUMSTANCE_FROM), to = rec_day(r, CIRCUMSTANCE_TO);

	if (DB_ONE(c->db, &other,
		   "SELECT u.id FROM circumstance u WHERE (u.child = ?1 OR u.person = ?2)"
		   " AND u.topic = ?3 AND u.id <> ?4 AND coalesce(u.from_day, 0) <= ?5"
		   " AND coalesce(u.to_day, 99991231) >= ?6 ORDER BY u.id",
		   INT(rec_int(r, CIRCUMSTANCE_CHILD)), INT(rec_int(r, CIRCUMSTANCE_PERSON)),
		   TEXT(rec_text(r, CIRCUMSTANCE_TOPIC)), INT(r->id), INT(to ? to : FOREVER),
		   INT(from)) == RC_OK)
		complain(c, "from",
			 N_("Something else is known for these days. Change that one, or its days."),
			 (str){ NULL, 0 });
}

void circumstance_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	bool child = !rec_null(r, CIRCUMSTANCE_CHILD), person = !rec_null(r, CIRCUMSTANCE_PERSON);
	const struct topic *t = topic_of(rec_text(r, CIRCUMSTANCE_TOPIC));

	if (c->problems.n)
		return;
	if (child == person || (t && t->of_child != child)) {
		complain(c, "person",
			 N_("State and guardianship are an adult's; household and living place are a "
			    "child's."),
			 (str){ NULL, 0 });
		return;
	}
	if (!rec_null(r, CIRCUMSTANCE_TO) && rec_day(r, CIRCUMSTANCE_TO) < rec_day(r, CIRCUMSTANCE_FROM))
		complain(c, "to", N_("The last day comes before the first."), (str){ NULL, 0 });
	if (t)
		check_value(c, r, t);
	if (!c->problems.n && !of_new(c, rec_int(r, CIRCUMSTANCE_CHILD), rec_int(r, CIRCUMSTANCE_PERSON)))
		check_overlap(c, r);
}

enum rc circumstance_after(struct ctx *c, struct change *change)
{
	int64_t was = change->before ? rec_int(change->before, CIRCUMSTANCE_PERSON) : 0,
		is = change->after ? rec_int(change->after, CIRCUMSTANCE_PERSON) : 0;
	enum rc rc = is ? person_touch_children(c, is) : RC_OK;

	/* Of two adults who became one, or two again. */
	return rc == RC_OK && was && was != is ? person_touch_children(c, was) : rc;
}

const struct record *circumstance_on(const struct records *all, const char *topic, day on)
{
	const struct record *best = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct record *r = &all->r[i];
		day from = rec_day(r, CIRCUMSTANCE_FROM), to = rec_day(r, CIRCUMSTANCE_TO);
		if (str_eq(rec_text(r, CIRCUMSTANCE_TOPIC), str_of(topic)) && from <= on &&
		    (!to || to >= on) && (!best || from >= rec_day(best, CIRCUMSTANCE_FROM)))
			best = r;
	}
	return best;
}

/* --- opening a new one --- */

struct opening {
	int64_t child, person;
	const char *topic;
	str value;
	day since;
};

static enum rc set_end(struct ctx *c, const struct record *r, day to)
{
	struct input in = input_new(&circumstance_kind);
	struct record done;

	input_day(&in, c->mem, CIRCUMSTANCE_TO, to);
	return record_update(c, &circumstance_kind, r->id, 0, &in, &done);
}

static enum rc set_value(struct ctx *c, const struct record *r, str value)
{
	struct input in = input_new(&circumstance_kind);
	struct record done;

	if (!value.n)
		return record_delete(c, &circumstance_kind, r->id, 0);
	input_set(&in, CIRCUMSTANCE_VALUE, value);
	return record_update(c, &circumstance_kind, r->id, 0, &in, &done);
}

static enum rc add(struct ctx *c, const struct opening *o, day to)
{
	struct input in = input_new(&circumstance_kind);
	struct record done;

	if (!o->value.n)
		return RC_OK;
	if (o->child)
		input_int(&in, c->mem, CIRCUMSTANCE_CHILD, o->child);
	else
		input_int(&in, c->mem, CIRCUMSTANCE_PERSON, o->person);
	input_set(&in, CIRCUMSTANCE_TOPIC, str_of(o->topic));
	input_set(&in, CIRCUMSTANCE_VALUE, o->value);
	input_day(&in, c->mem, CIRCUMSTANCE_FROM, o->since);
	input_day(&in, c->mem, CIRCUMSTANCE_TO, to);
	return record_create(c, &in, &done);
}

static enum rc load_topic(struct ctx *c, const struct opening *o, struct records *ret)
{
	struct list l = { .v = { INT(o->child), INT(o->person), TEXT(str_of(o->topic)) }, .nv = 3 };

	l.where = SQL(
		"(t.child = ?1 OR t.person = ?2) AND t.topic = ?3"); /* one of the two is 0, which no id is */
	return record_list(c, &circumstance_kind, &l, ret);
}

static enum rc open_among(struct ctx *c, const struct opening *o, const struct records *known)
{
	const struct record *running = NULL;
	day next = 0;

	for (size_t i = 0; i < known->n; i++) {
		day from = rec_day(&known->r[i], CIRCUMSTANCE_FROM),
		    to = rec_day(&known->r[i], CIRCUMSTANCE_TO);
		if (from > o->since && (!next || from < next))
			next = from;
		if (from <= o->since && (!to || to >= o->since))
			running = &known->r[i];
	}
	if (running && str_eq(rec_text(running, CIRCUMSTANCE_VALUE), o->value))
		return RC_OK; /* it held already */
	if (running && rec_day(running, CIRCUMSTANCE_FROM) == o->since)
		return set_value(c, running, o->value);
	enum rc rc = running ? set_end(c, running, day_add(o->since, -1)) : RC_OK;
	return rc == RC_OK ? add(c, o, next ? day_add(next, -1) : 0) : rc;
}

enum rc circumstance_open(struct ctx *c, int64_t child, int64_t person, const char *topic, str value,
			  day since)
{
	struct actor program = actor_system(c->who->county);
	struct ctx as = ctx_system(c, &program);
	struct opening o = { child, person, topic, value, since };
	struct records known;

	program.account = c->who->account; /* the journal names who asked for it */
	if (of_new(c, child, person))
		return add(&as, &o, 0);
	enum rc rc = load_topic(&as, &o, &known);
	if (rc != RC_OK)
		return rc;
	if (!since && known.n)
		o.since = c->today;
	rc = open_among(&as, &o, &known);
	return rc;
}
