#include "undo_world.h"
#include "care.h"
#include "db_text.h"
#include "tx.h"

#include <stdio.h>
#include <stdlib.h>

struct actor world_actor(struct harness *h, enum role role, enum fixture school)
{
	return (struct actor){ .account = 1000 + (int64_t)role + (school ? h->fix[school] % 1000 : 0),
			       .role = role,
			       .reach = role_reach(role),
			       .county = HARNESS_COUNTY,
			       .school = school || role == ROLE_HEAD ? h->fix[school] : 0,
			       .cleared = true };
}

static struct ctx as(struct harness *h, struct arena *mem, const struct actor *who, enum via via,
		     int64_t batch)
{
	struct ctx c = harness_ctx(h);

	c.mem = mem;
	c.problems = (struct problems){ .mem = mem };
	c.who = who;
	c.via = via;
	c.batch = batch;
	return c;
}

struct doing {
	const struct deed *d;
	const struct json_value *object;
	int64_t id;
};

static enum rc do_deed(struct ctx *c, void *arg)
{
	struct doing *w = arg;
	struct input in = input_new(w->d->kind);
	struct record r = { .id = w->d->id };
	enum rc rc;

	if (w->object)
		input_json(c, &in, w->object);
	if (c->problems.n)
		return RC_INVALID;
	if (!w->d->id)
		rc = record_create(c, &in, &r);
	else if (!w->object)
		rc = record_delete(c, w->d->kind, w->d->id, 0);
	else
		rc = record_update(c, w->d->kind, w->d->id, 0, &in, &r);
	w->id = r.id;
	return rc;
}

int64_t world_write(struct harness *h, const struct deed *d)
{
	struct arena mem;
	struct json_value *object = NULL;
	struct doing w = { .d = d };

	arena_init(&mem, 64 << 20);
	struct ctx c = as(h, &mem, d->who, VIA_IMPORT, d->batch);
	if (d->json) {
		str text = str_dup(&mem, harness_fill(h, d->json));
		for (size_t i = 0; i < text.n; i++)
			if (text.s[i] == '\'')
				((char *)text.s)[i] = '"';
		if (json_parse(&mem, text, &object) != RC_OK)
			harness_fail("not JSON: %s", d->json);
		w.object = object;
	}
	enum rc rc = store_write(&c, PRIO_BULK, do_deed, &w);
	for (size_t i = 0; i < c.problems.n; i++)
		printf("# %.*s: %s\n", STR_ARG(c.problems.list[i].field), c.problems.list[i].text);
	arena_free(&mem);
	return rc == RC_OK ? w.id : 0;
}

/* --- taking back --- */

struct unit {
	struct taking *t;
	struct undo_row *row;
	size_t n;
};

static void remark(const struct undo_row *row, const struct ctx *c)
{
	printf("# row %lld, %s %lld, %s: %s, fields %llx", (long long)row->seq,
	       row->kind ? row->kind->name : "?", (long long)row->record, act_name(row->act),
	       undo_label(row->outcome), (unsigned long long)row->fields);
	for (size_t i = 0; i < c->problems.n; i++)
		printf(", %.*s: %s", STR_ARG(c->problems.list[i].field), c->problems.list[i].text);
	printf("\n");
}

static enum rc undo_unit(struct ctx *c, void *arg)
{
	struct unit *u = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < u->n && rc == RC_OK; i++) {
		rc = undo_change(c, &u->row[i]);
		if (rc != RC_OK)
			break;
		if (u->row[i].outcome == UNDO_REFUSED && c->problems.n)
			u->t->why = str_of(c->problems.list[0].text);
		if (u->t->loud && (u->row[i].fields || u->row[i].outcome > UNDO_NOTHING))
			remark(&u->row[i], c);
	}
	return rc;
}

static void count_rows(struct taking *t, const struct unit *u)
{
	for (size_t i = 0; i < u->n; i++) {
		t->n[u->row[i].outcome]++;
		t->partly += u->row[i].outcome == UNDO_DONE && u->row[i].fields;
		t->all++;
	}
	if (u->n)
		t->last = u->row[u->n - 1];
}

enum rc world_undo(struct harness *h, struct taking *t)
{
	struct arena mem;
	struct undo_row row[200];
	struct unit u = { t, row, 0 };
	int64_t before = 0;

	arena_init(&mem, 256 << 20);
	*t = (struct taking){
		.who = t->who, .batch = t->batch, .as = t->as, .unit = t->unit, .loud = t->loud
	};
	do {
		arena_reset(&mem);
		struct ctx c = as(h, &mem, t->who, VIA_UNDO, t->as);
		u.n = t->unit ? t->unit : COUNT(row);
		t->rc = undo_list(&c, t->batch, before, row, &u.n);
		if (t->rc == RC_OK && u.n)
			t->rc = store_write(&c, PRIO_BULK, undo_unit, &u);
		if (t->rc == RC_OK)
			count_rows(t, &u);
		before = t->last.seq;
	} while (t->rc == RC_OK && u.n);
	arena_free(&mem);
	return t->rc;
}

/* --- the state --- */

static void put_record(struct buf *b, struct arena *mem, const struct record *r)
{
	if (!r->kind->derived) {
		buf_int(b, r->id);
		buf_ch(b, ' ');
		buf_int(b, r->created_at);
		buf_ch(b, ' ');
	}
	buf_int(b, r->county);
	buf_ch(b, ' ');
	buf_int(b, r->next_on);
	for (size_t i = 0; i < r->kind->nfields; i++) {
		if (!field_stored(&r->kind->fields[i]) || r->v[i].t == VAL_NULL)
			continue;
		buf_ch(b, ' ');
		buf_str(b, str_of(r->kind->fields[i].name));
		buf_ch(b, '=');
		buf_str(b, val_text(mem, &r->kind->fields[i], &r->v[i]));
	}
	buf_ch(b, '\n');
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

/* What was due and is done or over keeps the place and role it had then: no undo gives those back. */
static void forget_place(struct record *r)
{
	static const size_t place[] = { OBLIGATION_VILLAGE, OBLIGATION_SCHOOL, OBLIGATION_ROLE };

	if (r->kind != &obligation_kind ||
	    (rec_null(r, OBLIGATION_DONE_ON) && rec_null(r, OBLIGATION_ENDED_ON)))
		return;
	for (size_t i = 0; i < COUNT(place); i++)
		r->v[place[i]] = NIL;
}

/* Of what is derived the order of ids says nothing. */
static void put_kind(struct buf *b, struct ctx *c, const struct kind *k)
{
	struct records all = { 0 };

	if (record_list(c, k, &(struct list){ 0 }, &all) != RC_OK)
		harness_fail("no list of %s", k->name);
	str *line = NEW(c->mem, str, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		struct buf one = buf_new(c->mem, 1 << 16);
		forget_place(&all.r[i]);
		put_record(&one, c->mem, &all.r[i]);
		line[i] = buf_view(&one);
	}
	if (k->derived && all.n)
		qsort(line, all.n, sizeof *line, by_text);
	for (size_t i = 0; i < all.n; i++) {
		buf_str(b, str_of(k->name));
		buf_ch(b, ' ');
		buf_str(b, line[i]);
	}
}

static void put_rollups(struct buf *b, struct ctx *c)
{
	struct rows q;
	enum rc rc = db_query_text(
		c->db, &q,
		STR("SELECT county, month, children, civil, civil_unknown, roll_0, roll_1, roll_2, "
		    "roll_unknown, region FROM rollup_left_behind WHERE children <> 0 OR civil <> 0 OR "
		    "civil_unknown <> 0 OR roll_0 <> 0 OR roll_1 <> 0 OR roll_2 <> 0 OR roll_unknown <> 0"
		    " ORDER BY county, region, month"),
		NULL, 0);

	while (rc == RC_OK && db_next(&q)) {
		buf_lit(b, "rollup");
		for (int i = 0; i < 9; i++) {
			buf_ch(b, ' ');
			buf_int(b, db_int(&q, i));
		}
		buf_ch(b, ' ');
		buf_str(b, db_text(&q, 9));
		buf_ch(b, '\n');
	}
	if (db_done(&q) != RC_OK)
		harness_fail("no roll-ups");
}

str world_dump(struct harness *h, struct arena *mem)
{
	struct arena work;
	struct buf b = buf_new(mem, 64 << 20);

	arena_init(&work, 512 << 20);
	for (size_t i = 0; i < h->model.nkinds; i++) {
		struct ctx c = as(h, &work, &h->program, VIA_CLI, 0);
		put_kind(&b, &c, h->model.kinds[i]);
		arena_reset(&work);
	}
	struct ctx c = as(h, &work, &h->program, VIA_CLI, 0);
	put_rollups(&b, &c);
	arena_free(&work);
	return buf_view(&b);
}

bool world_same(str a, str b)
{
	str x, y;
	int shown = 0;

	if (str_eq(a, b))
		return true;
	for (;;) {
		bool more = str_next(&a, '\n', &x), too = str_next(&b, '\n', &y);
		if (!more && !too)
			return false;
		if (str_eq(x, y))
			continue;
		printf("# - %.*s\n# + %.*s\n", STR_ARG(x), STR_ARG(y));
		if (++shown == 4)
			return false;
	}
}
