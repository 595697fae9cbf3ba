/* References between the sheets of one file: a row names another by its number, and comes after it.  Where
 * the row that it needs is not there in this unit (a dry run keeps no unit), it is written first. */
#include "import_row.h"
#include "number.h"

static const str none = { NULL, 0 };

struct import_key {
	uint64_t hash; /* of kind and text; 0: free */
	size_t row;
};

/* --- the table --- */

static uint64_t hash_of(const struct kind *k, str text)
{
	uint64_t h = str_hash(text) * 31 + str_hash(str_of(k->name));

	return h ? h : 1;
}

static size_t slot_of(const struct import_run *r, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 32) & (r->nkeys - 1);

	while (r->key[at].hash && r->key[at].hash != hash)
		at = (at + 1) & (r->nkeys - 1);
	return at;
}

/* 1 + the row that has it already; 0: it is this row's now. */
static size_t enter(struct import_run *r, const struct kind *k, str text, size_t row)
{
	if (!text.n || str_has(text, STR("***")))
		return 0;
	uint64_t hash = hash_of(k, text);
	size_t at = slot_of(r, hash);
	if (r->key[at].hash)
		return r->key[at].row + 1;
	r->key[at] = (struct import_key){ hash, row };
	return 0;
}

static size_t find(const struct import_run *r, const struct kind *k, str text)
{
	if (!text.n)
		return 0;
	size_t at = slot_of(r, hash_of(k, text));
	return r->key[at].hash ? r->key[at].row + 1 : 0;
}

static str cell_of(const struct import_ref *ref, enum form_part part, size_t field)
{
	size_t at = ref->head->column[part][field];

	return at && at <= ref->row->n ? str_trim(ref->row->cell[at - 1].text) : none;
}

/* What lasts until now of one subject: school, or a topic. */
static str running_key(struct arena *mem, const struct import_ref *ref)
{
	struct buf b = buf_new(mem, 600);

	if (ref->head->form->kind == &enrolment_kind)
		return cell_of(ref, PART_SELF, ENROLMENT_CHILD);
	buf_str(&b, cell_of(ref, PART_SELF, CIRCUMSTANCE_CHILD));
	buf_ch(&b, '|');
	buf_str(&b, cell_of(ref, PART_SELF, CIRCUMSTANCE_PERSON));
	buf_ch(&b, '|');
	buf_str(&b, cell_of(ref, PART_SELF, CIRCUMSTANCE_TOPIC));
	return buf_view(&b);
}

static size_t end_field(const struct kind *k)
{
	return k == &enrolment_kind ? (size_t)ENROLMENT_TO : (size_t)CIRCUMSTANCE_TO;
}

static void enter_numbers(struct import_run *r, size_t i, size_t field)
{
	const struct import_ref *ref = &r->ref[i];
	const struct kind *k = ref->head->form->kind;
	size_t cell = ref->head->column[PART_SELF][field];

	(void)enter(r, k, cell_of(ref, PART_ID, 0), i);
	if (cell && cell <= ref->row->n && ref->row->cell[cell - 1].flags & CELL_RUINED)
		return; /* many look the same then */
	str number = cell_of(ref, PART_SELF, field);
	r->twice[i] = enter(r, k, number.n > 5 ? import_number(r->c->mem, number) : none, i);
}

static void enter_row(struct import_run *r, size_t i)
{
	const struct import_ref *ref = &r->ref[i];
	const struct kind *k = ref->head->form->kind;

	if (k == &child_kind)
		enter_numbers(r, i, CHILD_ID_NUMBER);
	else if (k == &staff_kind)
		enter_numbers(r, i, STAFF_ID_NUMBER);
	else if (k == &tie_kind)
		(void)enter(r, &person_kind, cell_of(ref, PART_SELF, TIE_PERSON), i);
	if (k == &tie_kind && cell_of(ref, PART_MEMBER_1, ADULT_ID_NUMBER).n)
		(void)enter(r, &person_kind,
			    import_number(r->c->mem, cell_of(ref, PART_MEMBER_1, ADULT_ID_NUMBER)), i);
	if ((k == &enrolment_kind || k == &circumstance_kind) && !cell_of(ref, PART_SELF, end_field(k)).n)
		(void)enter(r, k, running_key(r->c->mem, ref), i);
}

enum { KEYS_A_ROW = 2 };

enum rc import_needs_read(struct import_run *r)
{
	r->nkeys = 64;
	while (r->nkeys < r->n * KEYS_A_ROW * 2)
		r->nkeys *= 2;
	r->key = NEW(r->c->mem, struct import_key, r->nkeys);
	r->twice = NEW(r->c->mem, size_t, r->n + 1);
	r->state = NEW(r->c->mem, struct import_state, r->n + 1);
	for (size_t i = 0; i < r->n; i++)
		enter_row(r, i);
	return RC_OK;
}

/* --- what was written --- */

void import_wrote(struct import_run *r, const struct import_work *w)
{
	if (!w->id)
		return;
	r->state[w->index] = (struct import_state){ w->id, w->person };
	r->written = GROWN(r->c->mem, r->written, r->nwritten, &r->written_cap);
	r->written[r->nwritten++] = w->index;
}

void import_forget(struct import_run *r, size_t from)
{
	while (r->nwritten > from)
		r->state[r->written[--r->nwritten]] = (struct import_state){ 0, 0 };
}

/* --- needing a row --- */

enum { DEEP = 5 };

static enum rc write_first(struct ctx *c, const struct import_work *w, size_t row, bool *ret_done)
{
	struct import_run *r = w->run;
	struct import_work *first = NEW(c->mem, struct import_work, 1);
	struct ctx one = *c;

	*ret_done = r->state[row].id != 0;
	if (*ret_done || w->depth >= DEEP)
		return RC_OK;
	enum import_outcome known = r->report->row[row].outcome;
	if (row < r->at && (known == IMPORT_REFUSED || known == IMPORT_HELD))
		return RC_OK;
	one.problems = (struct problems){ .mem = c->mem };
	*first = (struct import_work){ .run = r,
				       .head = r->ref[row].head,
				       .row = r->ref[row].row,
				       .index = row,
				       .depth = w->depth + 1 };
	enum rc rc = import_row_write(&one, first);
	if (rc == RC_OK && first->outcome != IMPORT_HELD)
		import_wrote(r, first);
	*ret_done = r->state[row].id != 0;
	return rc == RC_INVALID || rc == RC_CONFLICT ? RC_OK : rc;
}

static enum rc need_row(struct ctx *c, struct import_work *w, size_t row, const struct kind *k, size_t field,
			int64_t *ret)
{
	const struct import_ref *ref = &w->run->ref[row];
	bool done;
	enum rc rc = write_first(c, w, row, &done);

	if (rc != RC_OK)
		return rc;
	if (done) {
		*ret = k == &person_kind ? w->run->state[row].person : w->run->state[row].id;
		return RC_OK;
	}
	struct buf b = buf_new(c->mem, 24);
	buf_int(&b, (int64_t)ref->row->line);
	import_bad(
		w, PART_SELF, field,
		N_("This goes with row {0} of the sheet {1}, which was not taken. Put that one right first."),
		buf_view(&b), ref->head->sheet->name);
	return RC_OK;
}

/* Somebody within the actor's reach: by our own number, or the id number. */
static enum rc need_here(struct ctx *c, const struct kind *k, str text, int64_t *ret)
{
	struct record r;
	int64_t id;
	str number = import_number(c->mem, text);
	enum rc rc = RC_NOT_FOUND;

	if (str_digits(number) && number.n != 18 && str_int(number, &id))
		rc = record_load(c, k, id, &r);
	if (rc == RC_NOT_FOUND) {
		rc = k == &child_kind
			     ? DB_ONE(c->db, &id,
				      "SELECT c.id FROM child c WHERE c.id_number_digest = ?1 ORDER BY c.id",
				      number_digest(c, k, CHILD_ID_NUMBER, number))
			     : DB_ONE(c->db, &id,
				      "SELECT p.id FROM person p WHERE p.id_number_digest = ?1 ORDER BY p.id",
				      number_digest(c, k, PERSON_ID_NUMBER, number));
		if (rc == RC_OK)
			rc = record_load(c, k, id, &r);
	}
	if (rc == RC_OK)
		*ret = r.id;
	return rc;
}

enum rc import_need(struct ctx *c, struct import_work *w, const struct kind *k, size_t field, int64_t *ret)
{
	str text = import_cell(w, PART_SELF, field);
	size_t row = find(w->run, k, text);
	int64_t id;

	if (!row)
		row = find(w->run, k, import_number(c->mem, text));
	if (row && row - 1 != w->index)
		return need_row(c, w, row - 1, k, field, ret);
	if (row) { /* it brings this adult itself */
		*ret = str_int(text, &id) ? id : 0;
		return RC_OK;
	}
	enum rc rc = need_here(c, k, text, ret);
	if (rc != RC_NOT_FOUND)
		return rc;
	import_bad(w, PART_SELF, field,
		   k == &child_kind ? N_("There is no child with the number {0}, neither in this file nor "
					 "among those you look after.")
				    : N_("There is no adult with the number {0}, neither in this file nor "
					 "among those you look "
					 "after."),
		   text, none);
	return RC_OK;
}

enum rc import_need_running(struct ctx *c, struct import_work *w)
{
	const struct import_ref *ref = &w->run->ref[w->index];
	const struct kind *k = ref->head->form->kind;
	size_t row;
	bool done;

	if (!cell_of(ref, PART_SELF, end_field(k)).n)
		return RC_OK;
	row = find(w->run, k, running_key(c->mem, ref));
	return row ? write_first(c, w, row - 1, &done) : RC_OK;
}
