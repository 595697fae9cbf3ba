/* Property: a batch of random creations, changes and deletions over every kind of the registry, taken back,
 * is as if it had never been; that taken back is the batch again, under the same ids; the journal is whole
 * after each.  TX_SEED chooses another sequence. */
#include "chance.h"
#include "registry.h"
#include "tap.h"
#include "undo_world.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 8, UNITS = 8, DEEDS = 12 };

static int64_t some_record(struct ctx *c, const struct kind *k)
{
	struct buf b = buf_new(c->mem, 300);
	struct rows q;
	int64_t id = 0, n = 0;

	buf_lit(&b, "SELECT t.id FROM ");
	buf_str(&b, str_of(k->name));
	buf_lit(&b, " t WHERE t.county = 440804 ORDER BY t.id");
	if (db_query_text(c->db, &q, buf_view(&b), NULL, 0) != RC_OK)
		harness_fail("no ids of %s", k->name);
	while (db_next(&q))
		if (rnd((uint32_t)++n) == 0)
			id = db_int(&q, 0);
	return db_done(&q) == RC_OK ? id : 0;
}

static str some_code(const struct ctx *c, const struct field *f)
{
	const struct code_list *list = code_list_find(str_of(f->codes));

	return list && list->n ? list->row[rnd((uint32_t)list->n)].code : str_dup(c->mem, STR("?"));
}

static str some_number(struct ctx *c, const struct field *f)
{
	static const char *const place[] = { "440804", "440803" };

	if (strstr(f->name, "id_number"))
		return harness_id_number(c->mem, place[rnd(2)],
					 (day)(19600000 + rnd(40) * 10000 + 101 + rnd(12) * 100),
					 1 + rnd(900));
	return harness_text(c->mem, "139%08u", rnd(40));
}

static str some_text(struct ctx *c, const struct field *f)
{
	static const char *const region[] = { "440804103203", "440804103207", "440804101209", "440804101",
					      "440804" };
	struct buf b = buf_new(c->mem, 200);

	switch (f->type) {
	case T_DATE: day_put(&b, day_add(c->today, (int32_t)rnd(2500) - 2490)); break;
	case T_MONTH: buf_int(&b, (int64_t)(2019 + rnd(8)) * 100 + 9); break;
	case T_YEAR: buf_int(&b, 2016 + rnd(11)); break;
	case T_INT: buf_int(&b, f->min + (int64_t)rnd((uint32_t)(f->max - f->min) + 1)); break;
	case T_BOOL: buf_str(&b, rnd(2) ? STR("true") : STR("false")); break;
	case T_CODE: return some_code(c, f);
	case T_REGION: return str_of(region[rnd(COUNT(region))]);
	case T_REF: buf_int(&b, some_record(c, f->ref)); break;
	case T_NUMBER: return some_number(c, f);
	default: return harness_text(c->mem, "字%u", rnd(9)); break;
	}
	return buf_view(&b);
}

/* Codes of topics and what they hold do not fit by chance. */
static void fit(struct ctx *c, struct input *in)
{
	if (in->kind == &circumstance_kind && in->given >> CIRCUMSTANCE_TOPIC & 1) {
		bool child = rnd(2);
		in->given &= ~(UINT64_C(1) << (child ? CIRCUMSTANCE_PERSON : CIRCUMSTANCE_CHILD));
		input_int(in, c->mem, child ? CIRCUMSTANCE_CHILD : CIRCUMSTANCE_PERSON,
			  some_record(c, child ? &child_kind : &person_kind));
		input_set(in, CIRCUMSTANCE_TOPIC, str_of(child ? "living_region" : "state"));
		input_set(in, CIRCUMSTANCE_VALUE, str_of(child ? "440804101209" : "imprisoned"));
	}
	if (in->kind == &child_kind)
		in->given &= ~(UINT64_C(1) << CHILD_ID_NUMBER | UINT64_C(1) << CHILD_STUDENT_NUMBER);
}

struct count {
	int made, changed, deleted;
};

struct attempt {
	const struct kind *kind;
	struct count *n;
};

static enum rc create(struct ctx *c, const struct kind *k, struct count *n)
{
	struct input in = input_new(k);
	struct record r;

	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].required || rnd(5) < 2)
			input_set(&in, i, some_text(c, &k->fields[i]));
	fit(c, &in);
	enum rc rc = record_create(c, &in, &r);
	n->made += rc == RC_OK;
	return rc;
}

static enum rc change(struct ctx *c, const struct kind *k, struct count *n)
{
	struct input in = input_new(k);
	struct record r;
	size_t i = rnd((uint32_t)k->nfields), j = rnd((uint32_t)k->nfields);

	input_set(&in, i, rnd(6) ? some_text(c, &k->fields[i]) : (str){ NULL, 0 });
	input_set(&in, j, some_text(c, &k->fields[j]));
	if (k == &child_kind)
		in.given &= ~(UINT64_C(1) << CHILD_ID_NUMBER | UINT64_C(1) << CHILD_STUDENT_NUMBER);
	enum rc rc = record_update(c, k, some_record(c, k), 0, &in, &r);
	n->changed += rc == RC_OK;
	return rc;
}

static enum rc try_one(struct ctx *c, void *arg)
{
	const struct attempt *a = arg;
	uint32_t how = rnd(10);

	c->problems.n = c->conflicts = 0;
	if (how < 4)
		return create(c, a->kind, a->n);
	if (how < 8)
		return change(c, a->kind, a->n);
	enum rc rc = record_delete(c, a->kind, some_record(c, a->kind), 0);
	a->n->deleted += rc == RC_OK;
	return rc;
}

static const struct kind *some_kind(void)
{
	const struct kind *chosen = &person_kind;
	uint32_t n = 0;

	for (const struct kind *const *k = registry_room.kinds; *k; k++)
		if (!(*k)->derived && !(*k)->kept && rnd(++n) == 0)
			chosen = *k;
	return chosen;
}

/* Each by itself, as the rows of a file are. */
static enum rc write_unit(struct ctx *c, void *arg)
{
	for (int i = 0; i < DEEDS; i++) {
		struct attempt a = { some_kind(), arg };
		enum rc rc = store_attempt(c, try_one, &a);
		if (rc == RC_FAULT || rc == RC_BUSY) {
			printf("# %s failed\n", a.kind->name);
			return rc;
		}
	}
	c->problems.n = 0;
	return RC_OK;
}

static bool write_batch(struct harness *h, const struct actor *who, int64_t batch, struct count *n)
{
	struct arena mem;
	enum rc rc = RC_OK;

	arena_init(&mem, 256 << 20);
	for (int i = 0; i < UNITS && rc == RC_OK; i++) {
		struct ctx c = harness_ctx(h);
		arena_reset(&mem);
		c.mem = &mem;
		c.problems = (struct problems){ .mem = &mem };
		c.who = who;
		c.via = VIA_IMPORT;
		c.batch = batch;
		rc = store_write(&c, PRIO_BULK, write_unit, n);
	}
	arena_free(&mem);
	return rc == RC_OK;
}

static bool taken_back(struct harness *h, const struct actor *who, int64_t batch, int64_t as)
{
	struct taking t = { .who = who, .batch = batch, .as = as, .unit = 1 + rnd(40), .loud = true };

	if (world_undo(h, &t) != RC_OK)
		return false;
	return t.all > 0 && t.n[UNDO_DONE] + t.n[UNDO_NOTHING] == t.all && !t.partly;
}

/* Declarations point at the batch that brought them. */
static int64_t new_batch(struct harness *h)
{
	return world_write(
		h, &(struct deed){ &h->program, 0, &batch_kind, 0, "{'what':'import','state':'done'}" });
}

static void round_of(struct harness *h, const struct actor *who, struct count *n)
{
	struct arena mem;
	int64_t batch = new_batch(h), undo = new_batch(h), redo = new_batch(h);

	arena_init(&mem, 256 << 20);
	str before = world_dump(h, &mem);
	OK(write_batch(h, who, batch, n));
	str after = world_dump(h, &mem);
	OK(!str_eq(before, after));
	harness_clock(h, h->now + 60000000);
	OK(taken_back(h, who, batch, undo));
	OK(world_same(before, world_dump(h, &mem)));
	OK(harness_journal_whole(h));
	OK(taken_back(h, who, undo, redo));
	OK(world_same(after, world_dump(h, &mem)));
	OK(harness_journal_whole(h));
	arena_free(&mem);
}

static void tests(struct harness *h)
{
	struct actor officer = world_actor(h, ROLE_OFFICER, 0);
	struct count n = { 0 };

	harness_daily(h); /* whose turn a duty is follows from who has an account: looked at by night */
	for (int i = 0; i < ROUNDS; i++)
		round_of(h, &officer, &n);
	printf("# made %d, changed %d, deleted %d\n", n.made, n.changed, n.deleted);
	OK(n.made > 8 * ROUNDS && n.changed > 2 * ROUNDS && n.deleted > ROUNDS);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	chance_begin(20261121);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
