#include "import.h"
#include "import_row.h"
#include "journal.h"
#include "parents.h"
#include "workshop_csv.h"

/* Rows a unit: an import never holds the writer for long.  A dry run sees what stands twice in a file only
 * within one unit, so its units are larger. */
enum { UNIT = 200, DRY_UNIT = 2000, UNIT_MEMORY = 512 << 20 };

const struct kind *import_kind(str plural)
{
	static const struct kind *const kinds[] = { &child_kind,  &school_kind,  &class_kind,
						    &parent_view, &absence_kind, NULL };

	for (const struct kind *const *k = kinds; *k; k++)
		if (str_eq(plural, str_of((*k)->plural)))
			return *k;
	return NULL;
}

struct run {
	struct ctx *c; /* the caller's: the report lives in its arena */
	const struct import_options *options;
	struct import_head head;
	struct csv csv;
	struct import_report *report;
	size_t at; /* next row of csv */
};

static str keep(struct arena *mem, str s) { return s.n ? str_dup(mem, s) : s; }

static void refuse(struct run *r, struct ctx *c, const struct csv_row *row, enum rc rc)
{
	struct problems *to = &r->report->problems;

	for (size_t i = 0; i < c->problems.n; i++) {
		const struct problem *p = &c->problems.list[i];
		struct problem *q = problem_add(to, keep(to->mem, p->field), p->text,
						keep(to->mem, p->arg[0]), keep(to->mem, p->arg[1]));
		q->row = row->line;
		q->value = keep(to->mem, p->value);
	}
	if (!c->problems.n)
		problem_add(to, (str){ NULL, 0 },
			    rc == RC_DENIED ? N_("You may not make this change.")
					    : N_("This row could not be taken."),
			    (str){ NULL, 0 }, (str){ NULL, 0 })
			->row = row->line;
}

static void count(struct import_report *report, enum import_outcome outcome)
{
	report->fresh += outcome == IMPORT_NEW;
	report->changed += outcome == IMPORT_CHANGED;
	report->same += outcome == IMPORT_SAME;
	report->refused += outcome == IMPORT_REFUSED;
}

static struct import_work work_of(struct run *r, struct ctx *c, const struct csv_row *row)
{
	arena_reset(c->mem);
	c->problems = (struct problems){ .mem = c->mem };
	c->conflicts = 0;
	return (struct import_work){ .head = &r->head, .options = r->options, .row = row };
}

static enum rc one_row(struct run *r, struct ctx *c, const struct csv_row *row, struct import_row *ret)
{
	struct import_work w = work_of(r, c, row);
	enum rc rc = store_attempt(c, import_row_write, &w);

	if (rc == RC_FAULT || rc == RC_BUSY || rc == RC_TOO_BIG)
		return rc;
	*ret = (struct import_row){ .line = row->line,
				    .outcome = rc == RC_OK ? w.outcome : IMPORT_REFUSED,
				    .id = rc == RC_OK ? w.id : 0 };
	if (rc != RC_OK)
		refuse(r, c, row, rc);
	c->problems.n = 0;
	return RC_OK;
}

/* A savepoint makes the database copy every page that is touched after it.  So a dozen rows share one; when
 * any of them is refused, all are undone and each goes by itself. */
enum { TOGETHER = 12 };

static enum rc write_together(struct ctx *c, void *arg)
{
	struct run *r = arg;
	size_t end = r->at + TOGETHER;

	for (size_t i = r->at; i < end && i < r->csv.n; i++) {
		struct import_work w = work_of(r, c, &r->csv.row[i]);
		enum rc rc = import_row_write(c, &w);
		if (rc != RC_OK)
			return rc;
		r->report->row[i - 1] =
			(struct import_row){ .line = w.row->line, .outcome = w.outcome, .id = w.id };
	}
	return RC_OK;
}

static enum rc dozen(struct run *r, struct ctx *c)
{
	bool kept = store_attempt(c, write_together, r) == RC_OK;
	enum rc rc = RC_OK;

	for (size_t end = r->at + TOGETHER; r->at < end && r->at < r->csv.n; r->at++) {
		struct import_row *row = &r->report->row[r->at - 1];
		if (!kept)
			rc = one_row(r, c, &r->csv.row[r->at], row);
		if (rc != RC_OK)
			return rc;
		count(r->report, row->outcome);
	}
	return RC_OK;
}

/* Some rows in one unit; a dry run gives its answers and then asks for nothing to be kept. */
static enum rc some_rows(struct ctx *c, void *arg)
{
	struct run *r = arg;
	size_t end = r->at + (r->options->dry_run ? DRY_UNIT : UNIT);
	struct ctx one = *c;

	one.mem = arena_within(c->mem, UNIT_MEMORY); /* the same few pages for every row */
	while (r->at < end && r->at < r->csv.n) {
		enum rc rc = dozen(r, &one);
		if (rc != RC_OK)
			return rc;
	}
	return r->options->dry_run ? RC_DENIED : RC_OK;
}

static enum rc all_rows(struct run *r)
{
	struct arena *mem = arena_within(r->c->mem, UNIT_MEMORY);
	enum rc rc = RC_OK;

	while (r->at < r->csv.n && rc == RC_OK) {
		struct ctx unit = *r->c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		unit.batch = r->report->batch;
		unit.via = VIA_IMPORT;
		rc = store_write(&unit, PRIO_BULK, some_rows, r);
		if (r->options->dry_run && rc == RC_DENIED)
			rc = RC_OK;
	}
	arena_free(mem);
	return rc;
}

static enum rc next_batch(struct ctx *c, void *arg) { return id_next(c, c->model->county, arg); }

enum rc import_run(struct ctx *c, const struct kind *k, str text, const struct import_options *o,
		   struct import_report *ret)
{
	struct run r = { .c = c, .options = o, .report = ret, .at = 1 };
	static const struct csv_row none;

	*ret = (struct import_report){ .problems = { .mem = c->mem } };
	if (!may_create(c->who, k->profile))
		return RC_DENIED;
	enum rc rc = workshop_csv(c->mem, text, &r.csv);
	if (rc == RC_INVALID) { /* it broke a rule of the workshop */
		problem_add(
			&c->problems, (str){ NULL, 0 },
			N_("This file cannot be read safely. Save the list anew as CSV and choose it again."),
			(str){ NULL, 0 }, (str){ NULL, 0 });
		ret->problems = c->problems;
	}
	if (rc != RC_OK)
		return rc;
	rc = import_head_read(c, k, r.csv.n ? &r.csv.row[0] : &none, o->school != 0, &r.head);
	ret->problems = c->problems;
	if (rc != RC_OK)
		return rc;
	c->problems = (struct problems){ .mem = c->mem };
	ret->problems = (struct problems){ .mem = c->mem };
	ret->rows = r.csv.n - 1;
	ret->row = NEW(c->mem, struct import_row, ret->rows);
	ret->heading = r.csv.row[0];
	ret->source = r.csv.row + 1;
	if (!o->dry_run)
		rc = store_write(c, PRIO_BULK, next_batch, &ret->batch);
	return rc == RC_OK ? all_rows(&r) : rc;
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

static void put_why(struct buf *to, enum lang lang, const struct import_report *report, size_t line)
{
	struct buf why = buf_new(to->mem, 64 << 10);

	for (size_t i = 0; i < report->problems.n; i++) {
		const struct problem *p = &report->problems.list[i];
		if (p->row != line)
			continue;
		if (why.n)
			buf_lit(&why, "; ");
		if (p->field.n) {
			buf_str(&why, p->field);
			buf_lit(&why, ": ");
		}
		problem_put(&why, lang, p);
	}
	csv_put(to, buf_view(&why), false);
}

void import_refused(struct buf *to, enum lang lang, const struct import_report *report)
{
	buf_lit(to, "\xef\xbb\xbf"); /* so that a spreadsheet reads it as UTF-8 */
	for (size_t i = 0; i < report->heading.n; i++)
		csv_put(to, report->heading.cell[i], i == 0);
	csv_put(to, str_of(tr(lang, N_("Why"))), false);
	csv_end(to);
	for (size_t i = 0; i < report->rows; i++) {
		if (report->row[i].outcome != IMPORT_REFUSED)
			continue;
		for (size_t j = 0; j < report->heading.n; j++)
			csv_put(to, j < report->source[i].n ? report->source[i].cell[j] : (str){ NULL, 0 },
				j == 0);
		put_why(to, lang, report, report->row[i].line);
		csv_end(to);
	}
}
