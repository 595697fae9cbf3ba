#include "batch.h"

/* The work on a batch: each attempt begins where the last one got to, for what a unit wrote was committed
 * with how far it is. */

enum { UNDO_UNIT = 200 };

/* --- what both imports share --- */

struct work {
	struct job_work *w;
	struct ctx *c; /* in batch_room() */
	struct record rec;
	struct book book;
	struct import_choice *choice;
	size_t nchoice;
	struct import_report report;
	int64_t done; /* rows that are written */
};

static enum rc load_record(struct job_work *w, struct record *ret)
{
	return record_load(w->ctx, &batch_kind, w->job.subject, ret);
}

struct step {
	struct job_work *w;
	int64_t done, total;
};

static enum rc step_job(struct ctx *c, void *arg)
{
	struct step *s = arg;

	return job_progress(c, s->w, s->done, s->total);
}

/* Somebody asked for its end, or the program stops and goes on later: the runner knows which. */
static enum rc stop_asked(struct job_work *w) { return job_cancelled(w) ? RC_CONFLICT : RC_OK; }

static bool is_cancelled(struct job_work *w)
{
	struct job now;

	return job_load(w->ctx, w->job.id, &now) == RC_OK && now.cancel;
}

static enum rc on_progress(struct ctx *c, void *arg, size_t done, size_t total)
{
	struct work *x = arg;
	struct step s = { x->w, (int64_t)done, (int64_t)total };
	enum rc rc = stop_asked(x->w);

	if (rc == RC_OK)
		rc = c->tx ? step_job(c, &s) : store_write(c, PRIO_PEOPLE, step_job, &s);
	if (rc == RC_OK)
		x->done = (int64_t)done;
	/* What follows is written later than what came before. */
	x->c->now = x->w->ctx->now;
	x->c->today = x->w->ctx->today;
	return rc;
}

static struct import_options options_of(struct work *x)
{
	struct record *r = &x->rec;

	return (struct import_options){
		.kind = rec_null(r, BATCH_LIST) ? NULL : import_kind(rec_text(r, BATCH_LIST)),
		.school = rec_int(r, BATCH_SCHOOL),
		.hold_likely = true,
		.form_day = rec_null(r, BATCH_FORM_DAY) ? instant_day(rec_int(r, BATCH_AT))
							: rec_day(r, BATCH_FORM_DAY),
		.progress = on_progress,
		.arg = x,
	};
}

/* The record and the book of it. */
static enum rc open_work(struct work *x)
{
	const char *why = NULL;
	str bytes;
	enum rc rc = load_record(x->w, &x->rec);

	if (rc == RC_OK)
		rc = batch_file(x->c, x->rec.id, &bytes);
	if (rc != RC_OK)
		return rc;
	rc = book_read(x->c->mem, bytes, &x->book, &why);
	if (rc == RC_MALFORMED || rc == RC_INVALID || rc == RC_TOO_BIG)
		job_say(x->w, why);
	return rc;
}

static bool sheet_taken(const struct import_sheet *s) { return s->form && s->kind; }

/* "National pupil form" of a sheet or several: each form once. */
static str forms_of(struct arena *mem, const struct import_report *r)
{
	struct buf b = buf_new(mem, 4 << 10);

	for (size_t i = 0; i < r->nsheet; i++) {
		bool before = false;
		for (size_t j = 0; j < i; j++)
			before |= sheet_taken(&r->sheet[j]) &&
				  strcmp(r->sheet[j].form, r->sheet[i].form ? r->sheet[i].form : "") == 0;
		if (!sheet_taken(&r->sheet[i]) || before || b.n > 150)
			continue;
		if (b.n)
			buf_lit(&b, "; ");
		buf_str(&b, str_of(r->sheet[i].form));
	}
	return buf_view(&b);
}

/* --- looking --- */

struct finish {
	struct work *x;
	enum batch_phase phase;
	bool counts; /* what the report counts is what became of the rows */
};

static enum rc finish_job(struct ctx *c, void *arg)
{
	const struct finish *f = arg;
	const struct import_report *report = &f->x->report;
	struct job_work *w = f->x->w;
	struct batch_mark mark = { .phase = f->phase, .form = forms_of(c->mem, report) };
	struct record now;
	enum rc rc = record_load(c, &batch_kind, w->job.subject, &now);

	if (rc != RC_OK)
		return rc;
	/* Who dropped it meanwhile has the last word. */
	if (!str_eq(rec_text(&now, BATCH_STATE), STR(CODE_BATCH_STATE_LOOKING)) &&
	    !str_eq(rec_text(&now, BATCH_STATE), STR(CODE_BATCH_STATE_RUNNING)))
		return RC_OK;
	if (f->counts)
		mark.report = report;
	rc = job_file_put(c, w->job.id, "report", import_report_pack(c->mem, report));
	if (rc == RC_OK)
		rc = batch_mark(c, now.id, &mark);
	return rc == RC_OK ? job_progress(c, w, (int64_t)report->rows, (int64_t)report->rows) : rc;
}

static enum rc finish(struct work *x, enum batch_phase phase, bool counts)
{
	struct finish f = { x, phase, counts };

	return store_write(x->c, PRIO_PEOPLE, finish_job, &f);
}

/* A file that cannot be used is the end of it, and no failure of ours: the record says so, the report why. */
static enum rc look(struct work *x)
{
	enum rc rc = open_work(x);

	if (rc != RC_OK)
		return rc;
	struct import_options o = options_of(x);
	o.dry_run = true;
	rc = import_run(x->c, &x->book, &o, &x->report);
	if (rc == RC_OK)
		return finish(x, BATCH_IS_LOOKED, true);
	return rc == RC_INVALID ? finish(x, BATCH_IS_FAILED, false) : rc;
}

static enum rc with_room(struct job_work *w, enum rc (*run)(struct work *x))
{
	struct ctx own = *w->ctx;
	struct work x = { .w = w, .c = &own };

	own.mem = batch_room(w->ctx);
	own.problems = (struct problems){ .mem = own.mem };
	x.done = w->job.done;
	enum rc rc = run(&x);
	arena_free(own.mem);
	return rc;
}

static enum rc check_run(struct job_work *w) { return with_room(w, look); }

const struct job_kind batch_check_job = {
	.name = "import.check",
	.label = N_("Looking through a list"),
	.run = check_run,
	.prio = JOB_PEOPLE,
	.page = "/batches/",
};

/* --- importing --- */

static enum rc load_choices(struct ctx *c, int64_t job, struct import_choice **ret, size_t *n)
{
	str bytes;
	enum rc rc = job_file_get(c, job, "choices", &bytes);

	*n = 0;
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	return rc == RC_OK ? batch_unpack_choices(c->mem, bytes, ret, n) : rc;
}

static enum import_outcome decided(const struct import_row *row, const struct import_choice *choice, size_t n)
{
	if (row->outcome != IMPORT_HELD)
		return row->outcome;
	for (size_t i = 0; i < n; i++)
		if (choice[i].sheet == row->sheet && choice[i].line == row->line)
			return choice[i].child ? IMPORT_CHANGED : IMPORT_NEW;
	return IMPORT_HELD;
}

static void count_rows(struct import_report *r)
{
	size_t n[IMPORT_HELD + 1] = { 0 };

	for (size_t i = 0; i < r->rows; i++)
		n[r->row[i].outcome <= IMPORT_HELD ? r->row[i].outcome : IMPORT_REFUSED]++;
	r->fresh = n[IMPORT_NEW];
	r->changed = n[IMPORT_CHANGED];
	r->same = n[IMPORT_SAME];
	r->refused = n[IMPORT_REFUSED];
	r->held = n[IMPORT_HELD];
}

enum rc batch_so_far(struct ctx *c, int64_t batch, const struct job *j, struct import_report *ret)
{
	struct import_choice *choice = NULL;
	struct import_report r;
	size_t n = 0;
	enum rc rc = batch_looked(c, batch, &r);

	if (rc == RC_OK)
		rc = load_choices(c, j->id, &choice, &n);
	if (rc != RC_OK)
		return rc;
	if (j->done >= 0 && (size_t)j->done < r.rows)
		r.rows = (size_t)j->done;
	for (size_t i = 0; i < r.rows; i++)
		r.row[i].outcome = decided(&r.row[i], choice, n);
	count_rows(&r);
	*ret = r;
	return RC_OK;
}

/* Which lines of which sheet are among the first n rows: a bit each. */
struct lines {
	uint8_t *bit;
	size_t per_sheet;
};

static size_t bit_of(const struct lines *l, uint32_t sheet, size_t line)
{
	return sheet * l->per_sheet + line;
}

static struct lines lines_of(struct arena *mem, const struct import_report *r, size_t n)
{
	struct lines l = { .per_sheet = 1 };

	for (size_t i = 0; i < n; i++)
		if (r->row[i].line >= l.per_sheet)
			l.per_sheet = r->row[i].line + 1;
	l.bit = NEW(mem, uint8_t, r->nsheet * l.per_sheet / 8 + 1);
	for (size_t i = 0; i < n; i++) {
		size_t at = bit_of(&l, r->row[i].sheet, r->row[i].line);
		if (r->row[i].sheet < r->nsheet)
			l.bit[at / 8] |= (uint8_t)(1U << at % 8);
	}
	return l;
}

static bool has_line(const struct lines *l, const struct import_report *r, uint32_t sheet, size_t line)
{
	size_t at = bit_of(l, sheet, line);

	return sheet < r->nsheet && line < l->per_sheet && (l->bit[at / 8] >> at % 8 & 1);
}

/* Those of the rows an earlier attempt did, then those of this one. */
static void join_problems(struct arena *mem, const struct import_report *before, size_t from,
			  struct import_report *report)
{
	struct lines l = lines_of(mem, before, from);
	struct import_problems all = { .mem = mem, .dropped = report->problems.dropped };

	all.cap = before->problems.n + report->problems.n;
	all.list = NEW(mem, struct import_problem, all.cap + 1);
	for (size_t i = 0; i < before->problems.n; i++) {
		const struct import_problem *p = &before->problems.list[i];
		if (has_line(&l, before, p->sheet, p->what.row))
			all.list[all.n++] = *p;
	}
	for (size_t i = 0; i < report->problems.n; i++)
		all.list[all.n++] = report->problems.list[i];
	report->problems = all;
}

/* Rows of an earlier attempt: this one did not look at them. */
static enum rc add_earlier(struct work *x)
{
	struct job j = x->w->job;
	struct import_report before;

	if (j.done <= 0)
		return RC_OK;
	enum rc rc = batch_so_far(x->c, x->rec.id, &j, &before);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	for (size_t i = 0; i < before.rows && i < x->report.rows; i++)
		x->report.row[i] = before.row[i];
	join_problems(x->c->mem, &before, before.rows, &x->report);
	count_rows(&x->report);
	return RC_OK;
}

/* Somebody stopped it: what is done by then stands. */
static enum rc end_early(struct work *x)
{
	enum rc rc = add_earlier(x);

	if (rc != RC_OK)
		return rc;
	if (x->done >= 0 && (size_t)x->done < x->report.rows)
		x->report.rows = (size_t)x->done;
	count_rows(&x->report);
	rc = finish(x, x->done ? BATCH_IS_PARTIAL : BATCH_IS_DROPPED, x->done > 0);
	return rc == RC_OK ? RC_CONFLICT : rc;
}

static enum rc import(struct work *x)
{
	enum rc rc = open_work(x);

	if (rc == RC_OK && !rec_null(&x->rec, BATCH_UNDONE_BY)) {
		job_say(x->w, N_("What it had imported has been taken back."));
		rc = RC_INVALID;
	}
	if (rc == RC_OK)
		rc = load_choices(x->c, x->w->job.id, &x->choice, &x->nchoice);
	if (rc != RC_OK)
		return rc;
	struct import_options o = options_of(x);
	o.batch = x->rec.id;
	o.from = (size_t)x->w->job.done;
	o.choice = x->choice;
	o.nchoice = x->nchoice;
	x->c->via = VIA_IMPORT;
	rc = import_run(x->c, &x->book, &o, &x->report);
	if (rc == RC_CONFLICT && is_cancelled(x->w))
		return end_early(x);
	if (rc == RC_OK)
		rc = add_earlier(x);
	return rc == RC_OK ? finish(x, BATCH_IS_DONE, true) : rc;
}

static enum rc import_work(struct job_work *w) { return with_room(w, import); }

const struct job_kind batch_run_job = {
	.name = "import.run",
	.label = N_("Importing a list"),
	.run = import_work,
	.prio = JOB_PEOPLE,
	.page = "/batches/",
};

/* --- taking back --- */

struct undoing {
	struct job_work *w;
	int64_t target;
	bool whole; /* as the program: a merge was allowed as one act, and is taken back as one */
	struct undo_row row[UNDO_UNIT];
	size_t n;
	struct batch_undone found; /* room for BATCH_LEFT_KEPT */
	int64_t done;
};

static void note(struct batch_undone *u, const struct undo_row *r)
{
	u->outcome[r->outcome < UNDO__N ? r->outcome : UNDO_REFUSED]++;
	bool whole = (r->outcome == UNDO_DONE && !r->fields) || r->outcome == UNDO_NOTHING;
	if (!whole && u->nleft < BATCH_LEFT_KEPT)
		u->left[u->nleft++] = *r;
}

static enum rc undo_unit(struct ctx *c, void *arg)
{
	struct undoing *u = arg;
	int64_t seq = c->batch;
	enum via via = c->via;
	struct actor program = actor_system(c->who->county);
	const struct actor *who = c->who;
	enum rc rc = RC_OK;

	if (u->whole) {
		program.account = c->who->account;
		program.for_account = c->who->for_account;
		c->who = &program;
	}
	c->batch = u->w->job.subject;
	c->via = VIA_UNDO;
	for (size_t i = 0; i < u->n && rc == RC_OK; i++) {
		rc = undo_change(c, &u->row[i]);
		if (rc == RC_OK)
			note(&u->found, &u->row[i]);
	}
	c->batch = seq;
	c->via = via;
	c->who = who;
	if (rc == RC_OK)
		rc = job_file_put(c, u->w->job.id, "left", batch_pack_undone(c->mem, &u->found));
	if (rc == RC_OK)
		rc = job_progress(c, u->w, u->done + (int64_t)u->n, u->w->job.total);
	return rc;
}

/* The journal's rows of a batch do not change: an attempt that goes on passes over those of the last. */
static enum rc next_rows(struct undoing *u, int64_t *before, size_t most)
{
	u->n = most;
	enum rc rc = undo_list(u->w->ctx, u->target, *before, u->row, &u->n);

	if (rc == RC_OK && u->n)
		*before = u->row[u->n - 1].seq;
	return rc;
}

static enum rc pass_over(struct undoing *u, int64_t *before)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && u->done < u->w->job.done) {
		int64_t left = u->w->job.done - u->done;
		rc = next_rows(u, before, left < UNDO_UNIT ? (size_t)left : UNDO_UNIT);
		if (!u->n)
			break;
		u->done += (int64_t)u->n;
	}
	return rc;
}

static enum rc undo_rows(struct undoing *u)
{
	int64_t before = 0;
	enum rc rc = pass_over(u, &before);

	while (rc == RC_OK) {
		rc = stop_asked(u->w);
		if (rc == RC_OK)
			rc = next_rows(u, &before, UNDO_UNIT);
		if (rc != RC_OK || !u->n)
			break;
		struct ctx own = *u->w->ctx; /* each unit forgets what it needed */
		own.mem = arena_within(u->w->ctx->mem, 256 << 20);
		own.problems = (struct problems){ .mem = own.mem };
		rc = store_write(&own, PRIO_BULK, undo_unit, u);
		arena_free(own.mem);
		u->done += (int64_t)u->n;
	}
	return rc;
}

struct undo_end {
	struct undoing *u;
	enum batch_phase phase;
};

static enum rc undo_end_job(struct ctx *c, void *arg)
{
	const struct undo_end *e = arg;

	return batch_mark(c, e->u->w->job.subject,
			  &(struct batch_mark){ .phase = e->phase, .undone = &e->u->found });
}

static bool left_any(const struct batch_undone *u)
{
	int64_t left = (int64_t)u->nleft;

	for (size_t i = 0; i < UNDO__N; i++)
		left += i == UNDO_DONE || i == UNDO_NOTHING ? 0 : u->outcome[i];
	return left > 0;
}

static enum rc undo_work(struct job_work *w)
{
	struct undoing *u = NEW(w->ctx->mem, struct undoing, 1);
	struct record rec;
	struct batch_undone earlier;
	str bytes;
	enum rc rc = load_record(w, &rec);

	if (rc != RC_OK)
		return rc;
	struct batch b;
	rc = batch_of(w->ctx, &rec, &b);
	if (rc != RC_OK)
		return rc;
	*u = (struct undoing){ .w = w, .target = rec_int(&rec, BATCH_UNDO_OF), .whole = b.merge };
	u->found.left = NEW(w->ctx->mem, struct undo_row, BATCH_LEFT_KEPT);
	if (w->job.done && job_file_get(w->ctx, w->job.id, "left", &bytes) == RC_OK &&
	    batch_unpack_undone(w->ctx, bytes, &earlier) == RC_OK && earlier.nleft <= BATCH_LEFT_KEPT) {
		memcpy(u->found.left, earlier.left, earlier.nleft * sizeof *earlier.left);
		memcpy(u->found.outcome, earlier.outcome, sizeof earlier.outcome);
		u->found.nleft = earlier.nleft;
	}
	rc = undo_rows(u);
	bool stopped = rc == RC_CONFLICT && is_cancelled(w);
	if (rc != RC_OK && !stopped)
		return rc;
	struct undo_end e = { u, stopped || left_any(&u->found) ? BATCH_IS_PARTIAL : BATCH_IS_DONE };
	enum rc end = store_write(w->ctx, PRIO_PEOPLE, undo_end_job, &e);
	return end == RC_OK ? rc : end;
}

const struct job_kind batch_undo_job = {
	.name = "import.undo",
	.label = N_("Taking an import back"),
	.run = undo_work,
	.prio = JOB_PEOPLE,
	.page = "/batches/",
};
