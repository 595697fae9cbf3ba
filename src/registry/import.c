#include "import_row.h"
#include "journal.h"
#include "parents.h"

/* Rows a unit: an import never holds the writer for long. */
enum { UNIT = 200, UNIT_MEMORY = 512 << 20 };

const struct kind *import_kind(str plural)
{
	static const struct kind *const kinds[] = { &child_kind,     &school_kind,      &class_kind,
						    &staff_kind,     &parent_view,      &absence_kind,
						    &enrolment_kind, &declaration_kind, NULL };

	for (const struct kind *const *k = kinds; *k; k++)
		if (str_eq(plural, str_of((*k)->plural)))
			return *k;
	return NULL;
}

static str keep(struct arena *mem, str s) { return s.n ? str_dup(mem, s) : s; }

static void keep_problems(struct import_problems *to, const struct import_ref *ref,
			  const struct problems *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct problem p = from->list[i];
		p.field = keep(to->mem, p.field);
		p.arg[0] = keep(to->mem, p.arg[0]);
		p.arg[1] = keep(to->mem, p.arg[1]);
		p.value = keep(to->mem, p.value);
		p.row = ref->row->line;
		import_complain(to, ref->head->number, &p);
	}
}

static void refuse(struct import_run *r, const struct import_ref *ref, const struct problems *why, enum rc rc)
{
	struct import_problems *to = &r->report->problems;

	keep_problems(to, ref, why);
	if (!why->n)
		import_complain(to, ref->head->number,
				&(struct problem){ .text = rc == RC_DENIED
								   ? N_("You may not make this change.")
								   : N_("This row could not be taken."),
						   .row = ref->row->line });
}

static void count(struct import_report *report, enum import_outcome outcome)
{
	report->fresh += outcome == IMPORT_NEW;
	report->changed += outcome == IMPORT_CHANGED;
	report->same += outcome == IMPORT_SAME;
	report->refused += outcome == IMPORT_REFUSED;
	report->held += outcome == IMPORT_HELD;
}

/* --- a row --- */

static void begin_row(struct import_run *r, struct ctx *c, size_t i, struct import_work *w)
{
	arena_reset(c->mem);
	c->problems = (struct problems){ .mem = c->mem };
	c->conflicts = 0;
	*w = (struct import_work){ .run = r, .head = r->ref[i].head, .row = r->ref[i].row, .index = i };
}

static void keep_likely(struct import_run *r, const struct import_work *w)
{
	struct import_report *to = r->report;

	for (size_t i = 0; i < w->nlikely; i++) {
		if (to->nlikely % 64 == 0) {
			struct import_likely *more = NEW(r->c->mem, struct import_likely, to->nlikely + 64);
			if (to->nlikely)
				memcpy(more, to->likely, to->nlikely * sizeof *more);
			to->likely = more;
		}
		struct import_likely *l = &to->likely[to->nlikely++];
		*l = w->likely[i];
		for (size_t k = 0; k < IMPORT_TOLD__N; k++)
			l->told[k] = keep(r->c->mem, l->told[k]);
	}
}

static void end_row(struct import_run *r, const struct import_work *w, enum rc rc, const struct problems *why)
{
	const struct import_ref *ref = &r->ref[w->index];
	bool kept = rc == RC_OK && w->outcome != IMPORT_HELD;

	bool lasts = kept && !(r->options->dry_run && w->outcome == IMPORT_NEW);

	r->report->row[w->index] =
		(struct import_row){ ref->head->number, rc == RC_OK ? w->outcome : IMPORT_REFUSED,
				     ref->row->line, lasts ? w->id : 0 };
	if (rc != RC_OK)
		refuse(r, ref, why, rc);
	else
		keep_likely(r, w);
	keep_problems(&r->report->warnings, ref, &w->warnings);
	if (kept)
		import_wrote(r, w);
}

static bool is_ours(enum rc rc) { return rc == RC_FAULT || rc == RC_BUSY || rc == RC_TOO_BIG; }

static enum rc one_row(struct import_run *r, struct ctx *c, size_t i)
{
	struct import_work w;
	size_t written = r->nwritten;

	begin_row(r, c, i, &w);
	enum rc rc = store_attempt(c, import_row_write, &w);
	if (rc != RC_OK)
		import_forget(r, written);
	if (is_ours(rc))
		return rc;
	end_row(r, &w, rc, &c->problems);
	c->problems.n = 0;
	return RC_OK;
}

/* A savepoint makes the database copy every page that is touched after it.  So a whole unit is tried in one;
 * when any of its rows is refused, it goes by dozens from there on, and a dozen that fails row by row. */
enum { TOGETHER = 12 };

struct stretch {
	struct import_run *r;
	size_t end;
};

static enum rc write_together(struct ctx *c, void *arg)
{
	const struct stretch *s = arg;
	struct import_run *r = s->r;

	for (size_t i = r->at; i < s->end; i++) {
		struct import_work w;
		begin_row(r, c, i, &w);
		enum rc rc = import_row_write(c, &w);
		if (rc != RC_OK)
			return rc;
		end_row(r, &w, rc, &c->problems);
	}
	return RC_OK;
}

/* All rows up to `end`, or none: then nothing of them is left anywhere. */
static enum rc try_together(struct import_run *r, struct ctx *c, size_t end)
{
	size_t written = r->nwritten, warned = r->report->warnings.n, likely = r->report->nlikely;
	struct stretch s = { r, end };

	enum rc rc = store_attempt(c, write_together, &s);
	if (rc == RC_OK) {
		for (; r->at < end; r->at++)
			count(r->report, r->report->row[r->at].outcome);
		return RC_OK;
	}
	import_forget(r, written);
	import_places_forget(r);
	r->report->warnings.n = warned;
	r->report->nlikely = likely;
	return rc;
}

static enum rc one_by_one(struct import_run *r, struct ctx *c, size_t end)
{
	enum rc rc = RC_OK;

	for (; r->at < end && rc == RC_OK; r->at++) {
		rc = one_row(r, c, r->at);
		if (rc == RC_OK)
			count(r->report, r->report->row[r->at].outcome);
	}
	return rc;
}

static enum rc some_together(struct import_run *r, struct ctx *c, size_t end)
{
	enum rc rc = RC_OK;

	if (!r->careful) {
		rc = try_together(r, c, end);
		if (rc == RC_OK || is_ours(rc))
			return rc;
	}
	r->careful = false;
	rc = RC_OK;
	while (r->at < end && rc == RC_OK) {
		size_t next = r->at + TOGETHER < end ? r->at + TOGETHER : end;
		rc = try_together(r, c, next);
		if (rc == RC_OK || is_ours(rc))
			continue;
		r->careful = true; /* the next unit will have some, too */
		rc = one_by_one(r, c, next);
	}
	return rc;
}

/* --- a unit --- */

/* Some rows in one unit; a dry run gives its answers and then asks for nothing to be kept. */
static enum rc some_rows(struct ctx *c, void *arg)
{
	struct import_run *r = arg;
	const struct import_options *o = r->options;
	size_t end = r->at + UNIT;
	struct ctx one = *c;

	one.mem = arena_within(c->mem, UNIT_MEMORY); /* the same few pages for every row */
	enum rc rc = some_together(r, &one, end < r->n ? end : r->n);
	if (rc != RC_OK)
		return rc;
	if (o->dry_run)
		return RC_DENIED;
	return o->progress ? o->progress(c, o->arg, r->at, r->n) : RC_OK;
}

static enum rc one_unit(struct import_run *r, struct arena *mem)
{
	struct import_report before = *r->report;
	size_t written = r->nwritten, at = r->at;
	struct ctx unit = *r->c;

	arena_reset(mem);
	unit.mem = mem;
	unit.problems = (struct problems){ .mem = mem };
	unit.batch = r->options->batch;
	unit.via = VIA_IMPORT;
	enum rc rc = store_write(&unit, PRIO_BULK, some_rows, r);
	if (r->options->dry_run && rc == RC_DENIED && r->at > at) {
		import_forget(r, written);
		import_places_forget(r);
		return r->options->progress ? r->options->progress(r->c, r->options->arg, r->at, r->n)
					    : RC_OK;
	}
	if (rc != RC_OK) { /* none of it stands */
		import_forget(r, written);
		*r->report = before;
		r->at = at;
	}
	return rc;
}

static enum rc all_rows(struct import_run *r)
{
	struct arena *mem = arena_within(r->c->mem, UNIT_MEMORY);
	enum rc rc = RC_OK;

	while (r->at < r->n && rc == RC_OK)
		rc = one_unit(r, mem);
	arena_free(mem);
	return rc;
}

/* --- the order of rows --- */

static bool says_something(const struct import_head *h, const struct book_row *row)
{
	for (size_t part = 0; part < PART__N; part++)
		for (size_t f = 0; f < IMPORT_FIELDS && h->parts >> part & 1; f++) {
			size_t at = h->column[part][f];
			if (at && at <= row->n && row->cell[at - 1].type != CELL_EMPTY)
				return true;
		}
	return false;
}

/* What still lasts comes before what has ended: the child's own row has begun it already. */
static bool has_ended(const struct import_head *h, const struct book_row *row)
{
	const struct kind *k = h->form->kind;
	size_t at = k == &enrolment_kind      ? h->column[PART_SELF][ENROLMENT_TO]
		    : k == &circumstance_kind ? h->column[PART_SELF][CIRCUMSTANCE_TO]
					      : 0;

	return at && at <= row->n && row->cell[at - 1].type != CELL_EMPTY;
}

static void add_rows(struct import_run *r, const struct import_head *h, bool ended)
{
	for (size_t i = h->at + 1; i < h->sheet->n; i++) {
		const struct book_row *row = &h->sheet->row[i];
		if (says_something(h, row) && has_ended(h, row) == ended)
			r->ref[r->n++] = (struct import_ref){ h, row };
	}
}

static void order_rows(struct import_run *r)
{
	size_t all = 0;

	for (size_t i = 0; i < r->nhead; i++)
		all += r->head[i].sheet->n;
	r->ref = NEW(r->c->mem, struct import_ref, all + 1);
	for (int order = 0; order <= FORM__N; order++)
		for (size_t i = 0; i < r->nhead; i++) {
			size_t before = r->n;
			if (r->head[i].form->order != order)
				continue;
			add_rows(r, &r->head[i], false);
			add_rows(r, &r->head[i], true);
			r->report->sheet[r->head[i].number].rows = r->n - before;
		}
}

static enum rc begin(struct import_run *r)
{
	const struct import_options *o = r->options;
	struct import_report *report = r->report;

	if (o->form_day > r->c->today) {
		import_complain(&report->problems, IMPORT_NO_SHEET,
				&(struct problem){ .text = N_("The day of the form is still to come.") });
		return RC_INVALID;
	}
	enum rc rc = import_heads_read(r);
	if (rc != RC_OK)
		return rc;
	order_rows(r);
	r->memo = NEW(r->c->mem, struct cell_memo, 1);
	r->memo->mem = r->c->mem;
	report->rows = r->n;
	report->row = NEW(r->c->mem, struct import_row, r->n + 1);
	for (size_t i = 0; i < r->n; i++)
		report->row[i] =
			(struct import_row){ .sheet = r->ref[i].head->number, .line = r->ref[i].row->line };
	return import_needs_read(r);
}

enum rc import_run(struct ctx *c, const struct book *book, const struct import_options *o,
		   struct import_report *ret)
{
	struct import_run r = { .c = c, .options = o, .book = book, .report = ret };

	*ret = (struct import_report){ .problems = { .mem = c->mem }, .warnings = { .mem = c->mem } };
	if (o->kind && !may_create(c->who, o->kind->profile))
		return RC_DENIED;
	enum rc rc = begin(&r);
	if (rc != RC_OK)
		return rc;
	r.at = o->from < r.n ? o->from : r.n;
	return all_rows(&r);
}

void import_summary(struct buf *to, const struct import_report *report)
{
	buf_lit(to, "rows ");
	buf_int(to, (int64_t)report->rows);
	buf_lit(to, ", new ");
	buf_int(to, (int64_t)report->fresh);
	buf_lit(to, ", changed ");
	buf_int(to, (int64_t)report->changed);
	buf_lit(to, ", same ");
	buf_int(to, (int64_t)report->same);
	buf_lit(to, ", refused ");
	buf_int(to, (int64_t)report->refused);
}
