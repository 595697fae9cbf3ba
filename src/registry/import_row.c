#include "import_row.h"

static const str none = { NULL, 0 };

/* --- cells --- */

static const struct cell *cell_at(const struct import_work *w, enum form_part part, size_t field)
{
	static const struct cell empty = { .type = CELL_EMPTY };
	size_t at = w->head->column[part][field];

	return at && at <= w->row->n ? &w->row->cell[at - 1] : &empty;
}

str import_cell(const struct import_work *w, enum form_part part, size_t field)
{
	return str_trim(cell_at(w, part, field)->text);
}

bool import_has(const struct import_work *w, enum form_part part, size_t field)
{
	return cell_at(w, part, field)->type != CELL_EMPTY;
}

/* The heading as it stands in the file; where there is no such column, what people call the field. */
static str heading_of(const struct ctx *c, const struct import_work *w, enum form_part part, size_t field)
{
	size_t at = w->head->column[part][field];
	const struct book_row *row = &w->head->sheet->row[w->head->at];
	const struct field *f = form_field(w->head->form, part, field);

	if (at && at <= row->n)
		return str_trim(row->cell[at - 1].text);
	return f ? str_of(tr(c->lang, f->label)) : none;
}

static void add(struct problems *to, const struct import_work *w, const struct problem *p)
{
	for (size_t i = 0; i < to->n;
	     i++) /* the first reason at a column is enough, unless it is another sentence */
		if (str_eq(to->list[i].field, p->field) && p->field.n &&
		    (to->list[i].text == p->text || strcmp(p->text, N_("This is needed.")) == 0))
			return;
	struct problem *q = problem_add(to, p->field, p->text, p->arg[0], p->arg[1]);
	q->value = p->value;
	q->row = w->row->line;
}

void import_bad(struct import_work *w, enum form_part part, size_t field, const char *why, str arg0, str arg1)
{
	struct problem p = {
		heading_of(w->c, w, part, field), why, { arg0, arg1 }, 0, import_cell(w, part, field)
	};

	w->bad = true;
	add(&w->c->problems, w, &p);
}

void import_warn(struct import_work *w, enum form_part part, size_t field, const char *what, str arg0,
		 str arg1)
{
	struct problem p = {
		heading_of(w->c, w, part, field), what, { arg0, arg1 }, 0, import_cell(w, part, field)
	};

	if (!w->warnings.mem)
		w->warnings.mem = w->c->mem;
	add(&w->warnings, w, &p);
}

/* Once for each column: a value that nobody typed may be old. */
static void tell_formula(struct ctx *c, struct import_work *w, enum form_part part, size_t field)
{
	size_t at = w->head->column[part][field];

	if (w->head->formula[at - 1])
		return;
	w->head->formula[at - 1] = true;
	import_warn(w, part, field,
		    N_("The values of {0} are computed by formulas: the last result was taken. Look whether "
		       "it is right."),
		    heading_of(c, w, part, field), none);
}

str import_read(struct ctx *c, struct import_work *w, enum form_part part, size_t field)
{
	const struct cell *cell = cell_at(w, part, field);
	const struct field *f = form_field(w->head->form, part, field);

	if (cell->type == CELL_EMPTY)
		return none;
	struct cell_value v = cell_value(c, w->run->memo, f, cell);
	if (cell->flags & CELL_FORMULA && (v.text.n || v.why))
		tell_formula(c, w, part, field);
	if (v.why) {
		import_bad(w, part, field, v.why, v.arg[0], v.arg[1]);
		return none;
	}
	if (!v.masked)
		return v.text;
	w->masked[part] |= UINT64_C(1) << field;
	return none;
}

void import_take(struct ctx *c, struct import_work *w, enum form_part part, size_t column, struct input *in,
		 size_t field)
{
	str text = import_read(c, w, part, column);

	if (text.n) /* an empty cell says nothing; it does not clear */
		input_set(in, field, text);
}

/* --- writing --- */

struct ctx import_as_program(struct ctx *c, struct actor *program)
{
	*program = actor_system(c->who->county);
	program->account = c->who->account;
	struct ctx as = ctx_system(c, program);
	as.seen = NULL; /* for its own reckoning, not for anybody to look at */
	return as;
}

/* Which column of a part fills this field of a record. */
static size_t column_field(const struct import_work *w, enum form_part part, const struct kind *k,
			   size_t field)
{
	if (!PART_IS_ADULT(part))
		return field;
	for (size_t a = 0; a < ADULT__N; a++)
		if (form_adult_field((enum form_adult)a).kind == k &&
		    form_adult_field((enum form_adult)a).field == field && w->head->column[part][a])
			return a;
	return SIZE_MAX;
}

/* The store's problems name fields; people see columns. */
static void carry(struct ctx *c, struct import_work *w, enum form_part part, const struct kind *k,
		  const struct problems *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct problem p = from->list[i];
		size_t field, at;
		if (kind_field(k, p.field, &field)) {
			at = column_field(w, part, k, field);
			bool there = at != SIZE_MAX && part != PART_NONE && w->head->column[part][at];
			p.field = there ? heading_of(c, w, part, at)
					: str_of(tr(c->lang, k->fields[field].label));
			p.value = there ? import_cell(w, part, at) : none;
		}
		w->bad = true;
		add(&c->problems, w, &p);
	}
}

static void only_look(struct ctx *one, const struct import_put *p)
{
	const struct kind *k = p->in->kind;
	struct record before,
		after = { .kind = k, .id = p->known, .v = NEW(one->mem, struct val, FIELDS_MAX) };
	struct change change = { .kind = k, .after = &after, .given = p->in->given };

	if (p->known && record_load(one, k, p->known, &before) == RC_OK)
		change.before = &before;
	after.label = NEW(one->mem, str, k->nfields);
	input_check(one, p->in, change.before, after.v);
	if (k->check && !one->problems.n)
		k->check(one, &change);
}

static enum rc write_one(struct ctx *one, struct import_work *w, const struct import_put *p, int64_t *ret_id)
{
	struct record done;
	enum rc rc = p->known ? record_update(one, p->in->kind, p->known, 0, p->in, &done)
			      : record_create(one, p->in, &done);

	if (rc != RC_OK)
		return rc;
	*ret_id = done.id;
	if (!p->known || done.version != p->version)
		w->outcome = w->outcome == IMPORT_SAME ? IMPORT_CHANGED : w->outcome;
	return RC_OK;
}

enum rc import_put(struct ctx *c, struct import_work *w, const struct import_put *p, int64_t *ret_id)
{
	struct ctx one = *p->as;
	enum rc rc = RC_OK;

	one.problems = (struct problems){ .mem = c->mem };
	one.conflicts = 0;
	if (w->bad || w->held)
		only_look(&one, p);
	else
		rc = write_one(&one, w, p, ret_id);
	carry(c, w, p->part, p->in->kind, &one.problems);
	if (rc == RC_DENIED || rc == RC_NOT_FOUND ||
	    ((rc == RC_INVALID || rc == RC_CONFLICT) && !one.problems.n)) {
		struct problem q = { .text = rc == RC_DENIED
						     ? N_("You may not make this change.")
						     : N_("This is registered elsewhere in the county.") };
		w->bad = true;
		add(&c->problems, w, &q);
	}
	return rc == RC_FAULT || rc == RC_BUSY || rc == RC_TOO_BIG ? rc : RC_OK;
}

enum rc import_check_masks(struct ctx *c, struct import_work *w, enum form_part part, const struct kind *k,
			   int64_t known)
{
	struct record r;
	enum rc rc = RC_OK;

	if (!w->masked[part])
		return RC_OK;
	if (known)
		rc = record_load(c, k, known, &r);
	if (rc == RC_NOT_FOUND)
		return RC_OK; /* said elsewhere */
	for (size_t i = 0; i < IMPORT_FIELDS && rc == RC_OK; i++) {
		struct form_adult_field a = PART_IS_ADULT(part) && i < ADULT__N
						    ? form_adult_field((enum form_adult)i)
						    : (struct form_adult_field){ k, i };
		if (!(w->masked[part] >> i & 1) || a.kind != k)
			continue;
		if (!known)
			import_bad(w, part, i,
				   N_("This list was exported without numbers: {0} is a mask, and nobody new "
				      "can be entered "
				      "from it. Type the whole value."),
				   import_cell(w, part, i), none);
		else if (r.v[a.field].t == VAL_TEXT && str_has(r.v[a.field].s, STR("***")) &&
			 !str_eq(r.v[a.field].s, import_cell(w, part, i)))
			import_bad(w, part, i,
				   N_("{0} is the mask of another value than the one that is known. Type the "
				      "whole value."),
				   import_cell(w, part, i), none);
	}
	return rc;
}

day import_known_by(struct ctx *c, struct import_work *w)
{
	str text = w->head->parts & 1U << PART_ENTRY
			   ? cell_date(c->mem, import_cell(w, PART_ENTRY, REGISTER_ENTRY_FORM_DAY))
			   : none;
	day d;

	if (text.n && day_parse(text, &d) && d <= c->today)
		return d;
	return w->run->options->form_day ? w->run->options->form_day : c->today;
}

/* --- one row --- */

enum rc import_row_write(struct ctx *c, void *work)
{
	struct import_work *w = work;
	const struct import_run *r = w->run;
	enum rc rc;

	w->c = c;
	w->outcome = IMPORT_SAME;
	if (r->twice && r->twice[w->index]) {
		struct buf b = buf_new(c->mem, 24);
		const struct import_ref *first = &r->ref[r->twice[w->index] - 1];
		buf_int(&b, (int64_t)first->row->line);
		import_bad(w, PART_SELF,
			   w->head->form->kind == &child_kind ? (size_t)CHILD_ID_NUMBER
							      : (size_t)STAFF_ID_NUMBER,
			   first->head == w->head ? N_("Row {0} has this id number already. Leave one of the "
						       "two, and put the number of the "
						       "other right.")
						  : N_("Row {0} of the sheet {1} has this id number already. "
						       "Leave one of the two, and put the "
						       "number of the other right."),
			   buf_view(&b), first->head->sheet->name);
	}
	rc = w->head->form->kind == &child_kind ? import_child_write(c, w) : import_fact_write(c, w);
	if (rc != RC_OK)
		return rc;
	return w->bad ? RC_INVALID : RC_OK;
}
