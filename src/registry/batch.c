#include "batch.h"

#include "codes.h"

/* clang-format off */
static const char *const phase_code[BATCH_PHASE__N] = {
	[BATCH_IS_LOOKING] = CODE_BATCH_STATE_LOOKING, [BATCH_IS_LOOKED] = CODE_BATCH_STATE_LOOKED,
	[BATCH_IS_RUNNING] = CODE_BATCH_STATE_RUNNING, [BATCH_IS_DONE] = CODE_BATCH_STATE_DONE,
	[BATCH_IS_PARTIAL] = CODE_BATCH_STATE_PARTIAL, [BATCH_IS_DROPPED] = CODE_BATCH_STATE_DROPPED,
	[BATCH_IS_FAILED] = CODE_BATCH_STATE_FAILED,
};
/* clang-format on */

enum {
	ROOM = 512 << 20, /* a spreadsheet as rows and cells; book_read() says so when it is more */
	CHAIN_MAX = 50    /* undone, and that undone, and so on */
};

struct arena *batch_room(struct ctx *c) { return arena_within(c->mem, ROOM); }

/* Of a merge, and of what takes it back: in the place of the forms that a list is made of. */
static const char merge_form[] = N_("Two records joined");

/* --- looking --- */

bool batch_is_merge(const struct record *rec)
{
	return str_eq(rec_text(rec, BATCH_FORM), str_of(merge_form));
}

static enum batch_phase phase_of(str code)
{
	for (size_t i = 0; i < BATCH_PHASE__N; i++)
		if (str_eq(code, str_of(phase_code[i])))
			return (enum batch_phase)i;
	return BATCH_IS_FAILED;
}

static const struct job_kind *job_kind_of(const struct batch *b)
{
	if (b->undo)
		return &batch_undo_job;
	switch (b->phase) {
	case BATCH_IS_RUNNING:
	case BATCH_IS_DONE:
	case BATCH_IS_PARTIAL: return &batch_run_job;
	default: return &batch_check_job;
	}
}

/* A job that ended without writing so into the record: it failed, or was cancelled before it began. */
static enum batch_phase phase_by_job(const struct batch *b)
{
	switch (b->job.state) {
	case JOB_FAILED: return BATCH_IS_FAILED;
	case JOB_CANCELLED:
		return b->phase == BATCH_IS_LOOKING || !b->job.done ? BATCH_IS_DROPPED : BATCH_IS_PARTIAL;
	case JOB_WAITING:
	case JOB_RUNNING:
	case JOB_DONE: break;
	}
	return b->phase;
}

static bool is_own(const struct actor *who, int64_t account)
{
	return account && (account == who->account || account == who->for_account);
}

enum rc batch_of(struct ctx *c, const struct record *rec, struct batch *ret)
{
	struct batch b = { .rec = *rec, .phase = phase_of(rec_text(rec, BATCH_STATE)) };

	b.undo = str_eq(rec_text(rec, BATCH_WHAT), STR(CODE_BATCH_WHAT_UNDO));
	b.merge = batch_is_merge(rec);
	b.own = is_own(c->who, rec_int(rec, BATCH_ACCOUNT));
	enum rc rc = job_of(c, job_kind_of(&b)->name, rec->id, &b.job);
	if (rc == RC_NOT_FOUND)
		b.job = (struct job){ 0 };
	else if (rc != RC_OK)
		return rc;
	if (b.phase == BATCH_IS_LOOKING || b.phase == BATCH_IS_RUNNING)
		b.phase = b.job.id ? phase_by_job(&b) : BATCH_IS_FAILED;
	*ret = b;
	return RC_OK;
}

enum rc batch_load(struct ctx *c, int64_t id, struct batch *ret)
{
	struct record rec;

	if (!may_read(c->who, P_BATCH))
		return RC_NOT_FOUND;
	enum rc rc = record_load(c, &batch_kind, id, &rec);
	return rc == RC_OK ? batch_of(c, &rec, ret) : rc;
}

/* What a job of this batch keeps under a name. */
static enum rc kept(struct ctx *c, const struct job_kind *k, int64_t batch, const char *part, str *ret)
{
	struct job j;
	enum rc rc = job_of(c, k->name, batch, &j);

	return rc == RC_OK ? job_file_get(c, j.id, part, ret) : rc;
}

enum rc batch_file(struct ctx *c, int64_t batch, str *ret)
{
	return kept(c, &batch_check_job, batch, "file", ret);
}

static enum rc report_of(struct ctx *c, const struct job_kind *k, int64_t batch, struct import_report *ret)
{
	str bytes;
	enum rc rc = kept(c, k, batch, "report", &bytes);

	if (rc != RC_OK)
		return rc;
	return import_report_unpack(c->mem, bytes, ret) == RC_OK ? RC_OK : RC_NOT_FOUND;
}

enum rc batch_looked(struct ctx *c, int64_t batch, struct import_report *ret)
{
	return report_of(c, &batch_check_job, batch, ret);
}

enum rc batch_report(struct ctx *c, const struct batch *b, struct import_report *ret)
{
	if (b->undo)
		return RC_NOT_FOUND;
	enum rc rc = b->phase == BATCH_IS_DONE ? report_of(c, &batch_run_job, b->rec.id, ret) : RC_NOT_FOUND;
	return rc == RC_NOT_FOUND ? batch_looked(c, b->rec.id, ret) : rc;
}

static enum rc refused_of(struct ctx *c, const struct batch *b, const struct import_report *report, str *ret)
{
	struct ctx own = *c;
	struct book book;
	const char *why;
	str bytes, made;

	own.mem = batch_room(c);
	enum rc rc = batch_file(&own, b->rec.id, &bytes);
	if (rc == RC_OK)
		rc = book_read(own.mem, bytes, &book, &why);
	if (rc == RC_OK)
		rc = import_refused(&own, &book, report, c->lang, &made);
	if (rc == RC_OK)
		*ret = str_dup(c->mem, made);
	arena_free(own.mem);
	return rc;
}

enum rc batch_refused(struct ctx *c, const struct batch *b, str *ret_xlsx)
{
	struct import_report report;
	enum rc rc = batch_report(c, b, &report);

	if (rc != RC_OK)
		return rc;
	return report.refused + report.held ? refused_of(c, b, &report, ret_xlsx) : RC_NOT_FOUND;
}

enum rc batch_undone(struct ctx *c, const struct batch *b, struct batch_undone *ret)
{
	str bytes;
	enum rc rc = b->undo && b->job.id ? job_file_get(c, b->job.id, "left", &bytes) : RC_NOT_FOUND;

	if (rc == RC_OK && batch_unpack_undone(c, bytes, ret) != RC_OK)
		rc = RC_NOT_FOUND;
	return rc;
}

/* --- writing the record --- */

/* The program writes, the journal names who made it do so. */
static struct actor program_for(const struct ctx *c)
{
	struct actor program = actor_system(c->who->county);

	program.account = c->who->account;
	program.for_account = c->who->for_account;
	return program;
}

static void set_counts(struct ctx *c, struct input *in, const struct import_report *r)
{
	input_int(in, c->mem, BATCH_ROWS, (int64_t)r->rows);
	input_int(in, c->mem, BATCH_FRESH, (int64_t)r->fresh);
	input_int(in, c->mem, BATCH_CHANGED, (int64_t)r->changed);
	input_int(in, c->mem, BATCH_SAME, (int64_t)r->same);
	input_int(in, c->mem, BATCH_REFUSED, (int64_t)r->refused);
	input_int(in, c->mem, BATCH_HELD, (int64_t)r->held);
}

static void set_undone(struct ctx *c, struct input *in, const struct batch_undone *u)
{
	int64_t all = 0;

	for (size_t i = 0; i < UNDO__N; i++)
		all += u->outcome[i];
	input_int(in, c->mem, BATCH_ROWS, all);
	input_int(in, c->mem, BATCH_CHANGED, u->outcome[UNDO_DONE]);
	input_int(in, c->mem, BATCH_SAME, u->outcome[UNDO_NOTHING]);
	input_int(in, c->mem, BATCH_LEFT, all - u->outcome[UNDO_DONE] - u->outcome[UNDO_NOTHING]);
}

/* Of no batch: undoing takes back what the batch did, not that it was. */
static enum rc write_record(struct ctx *c, int64_t id, const struct input *in, struct record *ret)
{
	struct actor program = program_for(c);
	struct ctx own = ctx_system(c, &program);

	own.batch = 0;
	if (!id)
		return record_create(&own, in, ret);
	return record_update(&own, &batch_kind, id, 0, in, ret);
}

enum rc batch_mark(struct ctx *c, int64_t id, const struct batch_mark *m)
{
	struct input in = input_new(&batch_kind);
	struct record done;

	input_set(&in, BATCH_STATE, str_of(phase_code[m->phase]));
	if (m->report)
		set_counts(c, &in, m->report);
	if (m->undone)
		set_undone(c, &in, m->undone);
	if (m->form.n)
		input_set(&in, BATCH_FORM, m->form);
	return write_record(c, id, &in, &done);
}

/* --- taking in --- */

struct take {
	const struct batch_new *new;
	str bytes;
	int64_t id;
};

static enum rc begin_batch(struct ctx *c, struct input *in, int64_t *ret)
{
	struct record made;

	input_int(in, c->mem, BATCH_ACCOUNT, c->who->account);
	input_int(in, c->mem, BATCH_AT, c->now);
	enum rc rc = write_record(c, 0, in, &made);
	if (rc == RC_OK)
		*ret = made.id;
	return rc;
}

static enum rc take_job(struct ctx *c, void *arg)
{
	struct take *t = arg;
	struct input in = input_new(&batch_kind);
	int64_t job;

	input_set(&in, BATCH_WHAT, STR(CODE_BATCH_WHAT_IMPORT));
	input_set(&in, BATCH_STATE, STR(CODE_BATCH_STATE_LOOKING));
	if (t->new->file.n)
		input_set(&in, BATCH_FILE, t->new->file);
	if (t->new->kind)
		input_set(&in, BATCH_LIST, str_of(t->new->kind->plural));
	if (t->new->school)
		input_int(&in, c->mem, BATCH_SCHOOL, t->new->school);
	if (t->new->form_day)
		input_day(&in, c->mem, BATCH_FORM_DAY, t->new->form_day);
	enum rc rc = begin_batch(c, &in, &t->id);
	if (rc == RC_OK)
		rc = job_add(c, &(struct job_new){ .kind = &batch_check_job, .subject = t->id }, &job);
	return rc == RC_OK ? job_file_put(c, job, "file", t->bytes) : rc;
}

enum rc batch_take(struct ctx *c, const struct batch_new *n, str bytes, int64_t *ret)
{
	struct take t = { n, bytes, 0 };
	enum rc rc = store_write(c, PRIO_PEOPLE, take_job, &t);

	if (rc == RC_OK)
		*ret = t.id;
	return rc;
}

/* --- joining two records: done within one unit --- */

enum rc batch_merge_begin(struct ctx *c, const struct kind *k, int64_t *ret)
{
	struct input in = input_new(&batch_kind);

	input_set(&in, BATCH_WHAT, STR(CODE_BATCH_WHAT_MERGE));
	input_set(&in, BATCH_STATE, STR(CODE_BATCH_STATE_DONE));
	input_set(&in, BATCH_FORM, str_of(merge_form));
	input_set(&in, BATCH_LIST, str_of(k->plural));
	return begin_batch(c, &in, ret);
}

enum rc batch_merge_end(struct ctx *c, int64_t id, int64_t changes)
{
	struct input in = input_new(&batch_kind);
	struct record done;

	input_int(&in, c->mem, BATCH_ROWS, changes);
	input_int(&in, c->mem, BATCH_CHANGED, changes);
	return write_record(c, id, &in, &done);
}

/* --- moving on: each looks at the record again inside its unit, for two may press at once --- */

struct move {
	const struct batch *b;
	const struct import_choice *choice;
	size_t nchoice;
	int64_t made;
	struct batch_mark mark;
};

static enum rc load_now(struct ctx *c, const struct batch *b, struct record *ret)
{
	struct actor program = program_for(c);
	struct ctx own = ctx_system(c, &program);

	return record_load(&own, &batch_kind, b->rec.id, ret);
}

static str batch_pack_choices(struct arena *mem, const struct import_choice *choice, size_t n);

static enum rc run_job(struct ctx *c, void *arg)
{
	struct move *m = arg;
	struct record now;
	int64_t job;
	enum rc rc = load_now(c, m->b, &now);

	if (rc == RC_OK && phase_of(rec_text(&now, BATCH_STATE)) != BATCH_IS_LOOKED)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = batch_mark(c, now.id, &(struct batch_mark){ .phase = BATCH_IS_RUNNING });
	if (rc == RC_OK)
		rc = job_add(c, &(struct job_new){ &batch_run_job, now.id, rec_int(&now, BATCH_ROWS) }, &job);
	if (rc == RC_OK && m->nchoice)
		rc = job_file_put(c, job, "choices", batch_pack_choices(c->mem, m->choice, m->nchoice));
	return rc;
}

enum rc batch_run(struct ctx *c, const struct batch *b, const struct import_choice *choice, size_t n)
{
	struct move m = { .b = b, .choice = choice, .nchoice = n };

	if (!b->own)
		return RC_DENIED;
	return b->phase == BATCH_IS_LOOKED ? store_write(c, PRIO_PEOPLE, run_job, &m) : RC_CONFLICT;
}

static bool is_at_work(enum batch_phase phase)
{
	return phase == BATCH_IS_LOOKING || phase == BATCH_IS_RUNNING;
}

static enum rc drop_job(struct ctx *c, void *arg)
{
	const struct move *m = arg;
	struct record now;
	enum rc rc = load_now(c, m->b, &now);

	if (rc != RC_OK)
		return rc;
	enum batch_phase phase = phase_of(rec_text(&now, BATCH_STATE));
	return is_at_work(phase) || phase == BATCH_IS_LOOKED ? batch_mark(c, now.id, &m->mark) : RC_CONFLICT;
}

/* What to write of one whose job will not write it. */
static enum rc mark_dropped(struct ctx *c, const struct batch *b, const struct job *now,
			    struct batch_mark *ret)
{
	struct import_report *report = NEW(c->mem, struct import_report, 1);
	struct batch_undone *undone = NEW(c->mem, struct batch_undone, 1);
	enum rc rc = RC_OK;

	*ret = (struct batch_mark){ .phase = BATCH_IS_DROPPED };
	if (b->phase != BATCH_IS_RUNNING || !now->done)
		return RC_OK;
	ret->phase = BATCH_IS_PARTIAL;
	if (b->undo)
		rc = batch_undone(c, b, undone);
	else
		rc = batch_so_far(c, b->rec.id, now, report);
	if (rc == RC_OK && b->undo)
		ret->undone = undone;
	else if (rc == RC_OK)
		ret->report = report;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc batch_drop(struct ctx *c, const struct batch *b)
{
	struct move m = { .b = b };
	struct job now = b->job;
	bool at_work = is_at_work(b->phase);
	enum rc rc = RC_OK;

	if (!b->own)
		return RC_DENIED;
	if (!at_work && b->phase != BATCH_IS_LOOKED)
		return RC_CONFLICT;
	if (at_work)
		rc = job_cancel(c, b->job.id);
	if (rc == RC_OK && at_work)
		rc = job_of(c, job_kind_of(b)->name, b->rec.id, &now);
	if (rc != RC_OK)
		return rc;
	/* One that runs writes it itself when it comes to its end. */
	if (b->phase == BATCH_IS_RUNNING && now.state == JOB_RUNNING)
		return RC_OK;
	rc = mark_dropped(c, b, &now, &m.mark);
	return rc == RC_OK ? store_write(c, PRIO_PEOPLE, drop_job, &m) : rc;
}

/* --- taking back --- */

/* Does what it did still stand?  Not when a batch has undone it that stands itself. */
static enum rc stands(struct ctx *c, const struct record *rec, bool *ret)
{
	struct actor program = program_for(c);
	struct ctx own = ctx_system(c, &program);
	struct record at = *rec;
	bool yes = true;

	own.seen = NULL;
	for (int n = 0; n < CHAIN_MAX && rec_int(&at, BATCH_UNDONE_BY); n++) {
		enum rc rc = record_load(&own, &batch_kind, rec_int(&at, BATCH_UNDONE_BY), &at);
		if (rc != RC_OK)
			return rc;
		/* What an undo had to leave, or did not get to, may be tried once more. */
		if (!str_eq(rec_text(&at, BATCH_STATE), STR(CODE_BATCH_STATE_DONE)) &&
		    !str_eq(rec_text(&at, BATCH_STATE), STR(CODE_BATCH_STATE_RUNNING)))
			break;
		yes = !yes;
	}
	*ret = yes;
	return RC_OK;
}

day batch_undo_until(struct ctx *c, const struct batch *b)
{
	day made = instant_day(rec_int(&b->rec, BATCH_AT));

	return day_add(made, (int)ctx_param(c, PARAM_IMPORT_UNDO_DAYS));
}

/* It failed, and some of it had been written by then. */
static bool wrote(const struct batch *b)
{
	return b->job.done > 0 && !str_eq(b->job.kind, str_of(batch_check_job.name));
}

const char *batch_keeps(struct ctx *c, const struct batch *b)
{
	bool yes = false;

	bool half = b->phase == BATCH_IS_FAILED && wrote(b);

	if (b->phase != BATCH_IS_DONE && b->phase != BATCH_IS_PARTIAL && !half)
		return N_("There is nothing of it to be taken back.");
	if (!b->own && c->who->role != ROLE_OFFICER)
		return b->merge ? N_("Who joined the two takes that back, or the county's education office.")
				: N_("Who imported it takes it back, or the county's education office.");
	if (c->today > batch_undo_until(c, b))
		return N_("The time to take it back as a whole has passed. Single records can still be "
			  "changed.");
	if (stands(c, &b->rec, &yes) != RC_OK || !yes)
		return N_("It has been taken back already.");
	return NULL;
}

static enum rc undo_job(struct ctx *c, void *arg)
{
	struct move *m = arg;
	struct record now, marked;
	struct input in = input_new(&batch_kind), by = input_new(&batch_kind);
	bool yes = false;
	int64_t job, total = 0;
	enum rc rc = load_now(c, m->b, &now);

	if (rc == RC_OK)
		rc = stands(c, &now, &yes);
	if (rc == RC_OK && !yes)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = undo_count(c, now.id, &total);
	if (rc != RC_OK)
		return rc;
	input_set(&in, BATCH_WHAT, STR(CODE_BATCH_WHAT_UNDO));
	input_set(&in, BATCH_STATE, STR(CODE_BATCH_STATE_RUNNING));
	input_int(&in, c->mem, BATCH_UNDO_OF, now.id);
	if (!rec_null(&now, BATCH_FILE))
		input_set(&in, BATCH_FILE, rec_text(&now, BATCH_FILE));
	if (m->b->merge) {
		input_set(&in, BATCH_FORM, str_of(merge_form));
		input_set(&in, BATCH_LIST, rec_text(&now, BATCH_LIST));
	}
	input_int(&in, c->mem, BATCH_ROWS, total);
	rc = begin_batch(c, &in, &m->made);
	if (rc != RC_OK)
		return rc;
	input_int(&by, c->mem, BATCH_UNDONE_BY, m->made);
	rc = write_record(c, now.id, &by, &marked);
	if (rc == RC_OK)
		rc = job_add(c, &(struct job_new){ &batch_undo_job, m->made, total }, &job);
	return rc;
}

enum rc batch_undo(struct ctx *c, const struct batch *b, int64_t *ret)
{
	struct move m = { .b = b };

	if (batch_keeps(c, b))
		return RC_CONFLICT;
	enum rc rc = store_write(c, PRIO_PEOPLE, undo_job, &m);
	if (rc == RC_OK)
		*ret = m.made;
	return rc;
}

/* --- bytes --- */

static void put_int(struct buf *b, int64_t i, char end)
{
	buf_int(b, i);
	buf_ch(b, end);
}

static bool take_int(str *line, int64_t *ret)
{
	str part;

	return str_next(line, '\t', &part) && str_int(part, ret);
}

static size_t lines(str bytes)
{
	size_t n = 1;

	for (size_t i = 0; i < bytes.n; i++)
		n += bytes.s[i] == '\n';
	return n;
}

static str batch_pack_choices(struct arena *mem, const struct import_choice *choice, size_t n)
{
	struct buf b = buf_new(mem, 64 * n + 64);

	for (size_t i = 0; i < n; i++) {
		put_int(&b, choice[i].sheet, '\t');
		put_int(&b, (int64_t)choice[i].line, '\t');
		put_int(&b, choice[i].child, '\n');
	}
	return buf_view(&b);
}

enum rc batch_unpack_choices(struct arena *mem, str bytes, struct import_choice **ret, size_t *ret_n)
{
	struct import_choice *list = NEW(mem, struct import_choice, lines(bytes));
	int64_t sheet, at, child;
	size_t n = 0;
	str line;

	while (str_next(&bytes, '\n', &line)) {
		if (!line.n)
			continue;
		if (!take_int(&line, &sheet) || !take_int(&line, &at) || !take_int(&line, &child) ||
		    sheet < 0 || sheet > UINT32_MAX || at < 0)
			return RC_MALFORMED;
		list[n++] = (struct import_choice){ (uint32_t)sheet, (size_t)at, child };
	}
	*ret = list;
	*ret_n = n;
	return RC_OK;
}

/* First how many there were of each outcome, then a line for each that had to stay. */
str batch_pack_undone(struct arena *mem, const struct batch_undone *u)
{
	struct buf b = buf_new(mem, 160 * (u->nleft + UNDO__N) + 64);

	for (size_t i = 0; i < UNDO__N; i++)
		put_int(&b, u->outcome[i], i + 1 < UNDO__N ? '\t' : '\n');
	for (size_t i = 0; i < u->nleft; i++) {
		const struct undo_row *r = &u->left[i];
		put_int(&b, r->seq, '\t');
		put_int(&b, r->record, '\t');
		put_int(&b, r->act, '\t');
		put_int(&b, r->outcome, '\t');
		put_int(&b, (int64_t)r->fields, '\t');
		buf_str(&b, r->kind ? str_of(r->kind->name) : STR(""));
		buf_ch(&b, '\n');
	}
	return buf_view(&b);
}

static bool take_undo_row(const struct ctx *c, str line, struct undo_row *ret)
{
	int64_t act, outcome, fields;

	if (!take_int(&line, &ret->seq) || !take_int(&line, &ret->record) || !take_int(&line, &act) ||
	    !take_int(&line, &outcome) || !take_int(&line, &fields) || outcome < 0 || outcome >= UNDO__N)
		return false;
	ret->act = (enum act)act;
	ret->outcome = (enum undo_outcome)outcome;
	ret->fields = (uint64_t)fields;
	ret->kind = line.n ? model_kind_named(c->model, line) : NULL;
	return true;
}

enum rc batch_unpack_undone(const struct ctx *c, str bytes, struct batch_undone *ret)
{
	struct batch_undone u = { .left = NEW(c->mem, struct undo_row, lines(bytes)) };
	str line;

	if (!str_next(&bytes, '\n', &line))
		return RC_MALFORMED;
	for (size_t i = 0; i < UNDO__N; i++)
		if (!take_int(&line, &u.outcome[i]))
			return RC_MALFORMED;
	while (str_next(&bytes, '\n', &line))
		if (line.n && !take_undo_row(c, line, &u.left[u.nleft++]))
			return RC_MALFORMED;
	*ret = u;
	return RC_OK;
}
