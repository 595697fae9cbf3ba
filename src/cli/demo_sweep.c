#include "demo_sweep.h"

#include "demo_plan.h"
#include "demo_then.h"
#include "sweep_list.h"

enum { BEGUN = 20, LEFT = 10 /* days */ };

/* At ten hours past the demo's hour, some days ago. */
static enum rc go_back(const struct ctx *c, const char *login, int days, struct demo_then *ret)
{
	static const int64_t hour = INT64_C(3600) * 1000000;

	return demo_then_at(c, login, c->now - hour * 24 * days + hour * 10, ret);
}

struct begun {
	struct record sweep;
	int64_t last;
	size_t n;
};

static enum rc start_unit(struct ctx *c, void *arg)
{
	struct begun *b = arg;
	struct input in = input_new(&sweep_kind);

	input_set(&in, SWEEP_NAME, STR("秋季摸排"));
	input_set(&in, SWEEP_WHAT, STR(CODE_SWEEP_WHAT_HALF_YEAR));
	input_set(&in, SWEEP_REGION, str_cut(STR(DEMO_HOME), 0, 9));
	input_set(&in, SWEEP_WHOM, STR(CODE_SWEEP_WHOM_ALL));
	input_day(&in, c->mem, SWEEP_FROM, c->today);
	input_day(&in, c->mem, SWEEP_DUE, day_add(c->today, BEGUN + LEFT));
	return record_create(c, &in, &b->sweep);
}

static enum rc draw_unit(struct ctx *c, void *arg)
{
	struct begun *b = arg;

	return sweep_draw(c, &b->sweep, b->last, &b->n, &b->last);
}

static enum rc start(struct ctx *c, struct begun *b)
{
	enum rc rc = store_write(c, PRIO_BULK, start_unit, b);

	do {
		if (rc == RC_OK)
			rc = store_write(c, PRIO_BULK, draw_unit, b);
	} while (rc == RC_OK && b->n);
	return rc;
}

/* --- visits --- */

struct answer {
	const struct record *entry;
	const char *state, *note, *check; /* NULL: none */
};

static enum rc answer_unit(struct ctx *c, void *arg)
{
	const struct answer *a = arg;
	struct input in = input_new(&sweep_entry_kind);
	struct record done;

	if (a->state)
		input_set(&in, SWEEP_ENTRY_STATE, str_of(a->state));
	if (a->state && a->note)
		input_set(&in, SWEEP_ENTRY_NOTE, str_of(a->note));
	if (a->check)
		input_set(&in, SWEEP_ENTRY_CHECK, str_of(a->check));
	if (a->check && a->note)
		input_set(&in, SWEEP_ENTRY_CHECK_NOTE, str_of(a->note));
	return record_update(c, &sweep_entry_kind, a->entry->id, 0, &in, &done);
}

static enum rc answer(struct ctx *c, struct answer *a) { return store_write(c, PRIO_BULK, answer_unit, a); }

/* The last fifth is still to come. */
static enum rc visit_all(struct ctx *c, const struct sweep_village *v)
{
	static const char note[] = "按登记地址两次上门都没有人，邻居说国庆后没见过。";
	enum rc rc = RC_OK;

	for (size_t i = 0; i < v->n - v->n / 5 && rc == RC_OK; i++) {
		struct answer a = { .entry = v->row[i].entry, .state = CODE_SWEEP_ANSWER_SAME };
		if (i == 7) {
			a.state = CODE_SWEEP_ANSWER_GONE;
			a.note = note;
		}
		rc = answer(c, &a);
	}
	return rc;
}

static enum rc look_again(struct ctx *c, const struct sweep_village *v)
{
	size_t looked = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < v->n - v->n / 5 && looked < 2 && rc == RC_OK; i++) {
		struct answer a = { .entry = v->row[i].entry, .check = CODE_SWEEP_CHECK_RIGHT };
		if (!v->row[i].drawn || i == 7)
			continue;
		if (looked++) {
			a.check = CODE_SWEEP_CHECK_WRONG;
			a.note = "妈妈上个月又出去了，走访表上写的是情况没变。";
		}
		rc = answer(c, &a);
	}
	return rc;
}

enum rc demo_sweep_write(struct ctx *c)
{
	struct begun b = { .last = 0 };
	struct sweep_village v = { .n = 0 };
	struct demo_then then;
	enum rc rc = go_back(c, "officer", BEGUN, &then);

	if (rc == RC_OK)
		rc = start(&then.ctx, &b);
	if (rc == RC_OK)
		rc = go_back(c, "director", 5, &then);
	if (rc == RC_OK)
		rc = sweep_village_of(&then.ctx, &b.sweep, STR(DEMO_HOME), &v);
	if (rc == RC_OK)
		rc = visit_all(&then.ctx, &v);
	if (rc == RC_OK)
		rc = go_back(c, "supervisor", 1, &then);
	return rc == RC_OK ? look_again(&then.ctx, &v) : rc;
}
