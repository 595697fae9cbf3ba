#include "growth_book.h"

#include "blob.h"
#include "complain.h"
#include "compose.h"
#include "face.h"
#include "journal.h"
#include "program.h"
#include "readlog.h"

#define ROLES_BOOK (ROLE_HEAD | ROLE_TEACHER | ROLE_DIRECTOR | ROLES_FAMILY | ROLE_CHILD)

bool growth_book_may(const struct actor *who) { return (who->role & ROLES_BOOK) && may_read(who, P_BOOK); }

/* --- the rules of the kind --- */

enum rc growth_book_after(struct ctx *c, struct change *change)
{
	const struct record *was = change->before;

	if (change->after || rec_null(was, GROWTH_BOOK_NAME))
		return RC_OK;
	return blob_drop(c, rec_text(was, GROWTH_BOOK_NAME));
}

enum rc growth_book_moved(struct ctx *c, const struct record *book)
{
	return rec_null(book, GROWTH_BOOK_NAME)
		       ? RC_OK
		       : blob_rekeep(c, rec_text(book, GROWTH_BOOK_NAME), book->county);
}

/* --- may its pictures still be seen? --- */

static bool work_shown(struct ctx *c, struct face_memo *memo, int64_t id)
{
	struct record work;

	return record_load(c, &work_kind, id, &work) == RC_OK && face_shown(c, memo, &work);
}

/* May every picture in it still be seen? */
static bool growth_book_shown(struct ctx *c, const struct record *book)
{
	struct actor program;
	struct ctx p = program_for(c, &program, book->county);
	struct face_memo memo = { .n = 0 };
	str rest = rec_null(book, GROWTH_BOOK_WORKS) ? STR("") : rec_text(book, GROWTH_BOOK_WORKS), one;
	int64_t id;

	while (rest.n && str_next(&rest, ' ', &one))
		if (!str_int(one, &id) || !work_shown(&p, &memo, id))
			return false;
	return true;
}

/* --- asking --- */

struct asking {
	int64_t child, id;
	str what;
};

/* What this account is having made of this child already. */
static enum rc find_open(struct ctx *c, struct asking *a)
{
	struct list l = { .v = { INT(a->child), TEXT(a->what) }, .nv = 2, .limit = LIST_MAX };
	struct records found;
	struct growth_book b;

	l.where = SQL("t.child = ?1 AND t.what = ?2 AND t.blob IS NULL");
	enum rc rc = record_list(c, &growth_book_kind, &l, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n && !a->id; i++) {
		rc = growth_book_of(c, &found.r[i], &b);
		if (rc == RC_OK && (b.job.state == JOB_WAITING || b.job.state == JOB_RUNNING) && b.job.id)
			a->id = found.r[i].id;
	}
	return rc;
}

static enum rc ask_unit(struct ctx *c, void *arg)
{
	struct asking *a = arg;
	struct input in = input_new(&growth_book_kind);
	struct actor program;
	struct record done;
	int64_t job;
	enum rc rc = find_open(c, a);

	if (rc != RC_OK || a->id)
		return rc;
	struct ctx p = program_for(c, &program, c->who->county);
	input_int(&in, c->mem, GROWTH_BOOK_CHILD, a->child);
	input_set(&in, GROWTH_BOOK_WHAT, a->what);
	input_day(&in, c->mem, GROWTH_BOOK_ON, c->today);
	input_int(&in, c->mem, GROWTH_BOOK_BY, c->who->account);
	input_int(&in, c->mem, GROWTH_BOOK_AT, c->now);
	rc = record_create(&p, &in, &done);
	program_problems(c, &p);
	if (rc != RC_OK)
		return rc;
	a->id = done.id;
	return job_add(c, &(struct job_new){ .kind = &growth_book_job, .subject = done.id }, &job);
}

enum rc growth_book_ask(struct ctx *c, int64_t child, str what, int64_t *ret)
{
	struct asking a = { .child = child, .what = what };
	struct record r;
	enum rc rc = record_load(c, &child_kind, child, &r);

	if (rc != RC_OK)
		return rc;
	if (!growth_book_may(c->who) || !c->who->account)
		return RC_DENIED;
	if (!str_eq(what, STR(CODE_BOOK_WHAT_BOOK)) && !str_eq(what, STR(CODE_BOOK_WHAT_WALL))) {
		complain(c, "what", N_("Choose the book, or the page for the wall."));
		return RC_INVALID;
	}
	rc = store_write(c, PRIO_PEOPLE, ask_unit, &a);
	if (rc == RC_OK)
		*ret = a.id;
	return rc;
}

/* --- how it stands --- */

enum rc growth_book_of(struct ctx *c, const struct record *rec, struct growth_book *ret)
{
	struct growth_book b = { .rec = *rec };
	enum rc rc = job_of(c, growth_book_job.name, rec->id, &b.job);

	if (rc == RC_NOT_FOUND)
		b.job = (struct job){ .id = 0 };
	else if (rc != RC_OK)
		return rc;
	b.until = day_add(rec_day(rec, GROWTH_BOOK_ON), (int32_t)ctx_param(c, PARAM_GROWTH_BOOK_DAYS));
	if (rec_null(rec, GROWTH_BOOK_NAME))
		b.phase = b.job.id && b.job.state != JOB_DONE ? GROWTH_BOOK_IS_MAKING : GROWTH_BOOK_IS_GONE;
	else if (c->today > b.until || !growth_book_shown(c, rec))
		b.phase = GROWTH_BOOK_IS_GONE;
	else
		b.phase = GROWTH_BOOK_IS_READY;
	*ret = b;
	return RC_OK;
}

enum rc growth_book_load(struct ctx *c, int64_t id, struct growth_book *ret)
{
	struct record rec;
	enum rc rc = record_load(c, &growth_book_kind, id, &rec);

	return rc == RC_OK ? growth_book_of(c, &rec, ret) : rc;
}

enum rc growth_book_list(struct ctx *c, int64_t child, struct records *ret)
{
	struct list l = { .filter = { { GROWTH_BOOK_CHILD, INT(child) } }, .nfilter = 1, .limit = LIST_MAX };

	return record_list(c, &growth_book_kind, &l, ret);
}

/* --- making --- */

struct making {
	struct job_work *work;
	struct record rec;
	struct composed composed;
	struct press_made made;
	struct blob_new blob;
	struct reading read;
	int64_t total; /* chapters, and the pages themselves */
};

static enum rc step(struct ctx *c, void *arg, int64_t done, int64_t total)
{
	struct making *m = arg;

	if (job_cancelled(m->work))
		return RC_CONFLICT;
	m->total = total + 1;
	return job_progress(c, m->work, done, m->total);
}

static enum rc keep_unit(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_new(&growth_book_kind);
	struct record done;
	enum rc rc = blob_keep(c, &m->blob);

	if (rc != RC_OK)
		return rc;
	input_int(&in, c->mem, GROWTH_BOOK_PAGES, m->made.pages);
	if (m->made.missing.n)
		input_set(&in, GROWTH_BOOK_MISSING, m->made.missing);
	input_set(&in, GROWTH_BOOK_FACES, m->composed.faces ? STR("true") : STR("false"));
	input_set(&in, GROWTH_BOOK_NAME, (str){ m->blob.name, BLOB_NAME });
	input_int(&in, c->mem, GROWTH_BOOK_BYTES, m->blob.bytes);
	if (m->composed.works.n)
		input_set(&in, GROWTH_BOOK_WORKS, m->composed.works);
	rc = record_update(&p, &growth_book_kind, m->rec.id, 0, &in, &done);
	if (rc == RC_OK)
		rc = readlog_add(c, &m->read);
	return rc == RC_OK ? job_progress(c, m->work, m->total, m->total) : rc;
}

static void say_why(struct job_work *w, enum rc rc, const char *why)
{
	if (why)
		job_say(w, why);
	else if (rc == RC_TOO_BIG)
		job_say(w, N_("The book is too large. Take some works out of it first."));
	else if (rc == RC_NOT_FOUND)
		job_say(w, N_("The child's file is not there any more."));
}

static enum rc compose(struct ctx *c, struct making *m)
{
	struct buf number = buf_new(c->mem, 24);
	struct seen seen = { .mem = c->mem };
	struct ctx reader = *c;
	const char *why = NULL;

	buf_int(&number, m->rec.id);
	/* What is covered elsewhere is read here for this book alone, which goes to who asked. */
	reader.purpose = STR("growth book");
	reader.seen = &seen;
	enum rc rc = compose_book(&reader,
				  &(struct compose_order){ .child = rec_int(&m->rec, GROWTH_BOOK_CHILD),
							   .what = rec_text(&m->rec, GROWTH_BOOK_WHAT),
							   .number = buf_view(&number),
							   .step = step,
							   .arg = m },
				  &m->composed);
	if (rc == RC_OK) {
		m->read = reading_of(&reader, STR("growth_book"));
		rc = press_make(c->mem, &m->composed.press, &m->made, &why);
	}
	if (rc != RC_OK)
		say_why(m->work, rc, why);
	return rc;
}

/* Again from the beginning after a crash: a book is whole or not there. */
static enum rc run_job(struct job_work *w)
{
	struct ctx c = *w->ctx;
	struct making m = { .work = w };
	enum rc rc = record_load(&c, &growth_book_kind, w->job.subject, &m.rec);

	if (rc != RC_OK || !rec_null(&m.rec, GROWTH_BOOK_NAME))
		return rc; /* made already, by an attempt that could not say so any more */
	if (!growth_book_may(c.who))
		return RC_DENIED;
	rc = compose(&c, &m);
	if (rc == RC_OK && job_cancelled(w))
		rc = RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	rc = blob_write(&c, m.made.pdf, &m.blob);
	if (rc == RC_INVALID)
		job_say(w, N_("This server has no place for files: whoever runs it names one."));
	if (rc != RC_OK)
		return rc;
	rc = store_write(&c, PRIO_PEOPLE, keep_unit, &m);
	if (rc != RC_OK)
		blob_discard(&c, &m.blob);
	explicit_bzero(m.blob.key, sizeof m.blob.key);
	return rc;
}

const struct job_kind growth_book_job = { .name = "growth_book",
					  .label = N_("Making the book"),
					  .run = run_job,
					  .prio = JOB_PEOPLE,
					  .page = "/books/" };

/* --- fetching, dropping --- */

static enum rc drop_unit(struct ctx *c, void *arg)
{
	const struct record *rec = arg;
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);

	return record_delete(&p, &growth_book_kind, rec->id, 0);
}

static enum rc fetch_unit(struct ctx *c, void *arg)
{
	const struct record *rec = arg;

	return journal_note(c, ACT_EXPORT, STR("growth_book"), rec->id, STR("growth_book"));
}

static enum rc refuse(struct ctx *c, struct growth_book *b)
{
	if (b->phase == GROWTH_BOOK_IS_MAKING)
		complain(c, "state", N_("The book is not there yet."));
	else if (!rec_null(&b->rec, GROWTH_BOOK_NAME) && c->today <= b->until)
		complain(c, "state",
			 N_("A picture in this book may not be seen any more, so the book is gone. Have it "
			    "made again."));
	else
		complain(c, "state", N_("The book is gone. Have it made again."));
	if (b->phase == GROWTH_BOOK_IS_GONE && store_write(c, PRIO_PEOPLE, drop_unit, &b->rec) != RC_OK)
		return RC_BUSY;
	return RC_CONFLICT;
}

enum rc growth_book_fetch(struct ctx *c, int64_t id, struct growth_book *ret, str *ret_pdf)
{
	struct growth_book b;
	str pdf;
	enum rc rc = growth_book_load(c, id, &b);

	if (rc != RC_OK)
		return rc;
	if (b.phase != GROWTH_BOOK_IS_READY)
		return refuse(c, &b);
	rc = blob_read(c, rec_text(&b.rec, GROWTH_BOOK_NAME), 0, BLOB_BYTES, &pdf);
	if (rc == RC_NOT_FOUND) {
		b.phase = GROWTH_BOOK_IS_GONE;
		return refuse(c, &b);
	}
	if (rc == RC_OK)
		rc = store_write(c, PRIO_PEOPLE, fetch_unit, &b.rec);
	if (rc != RC_OK)
		return rc;
	*ret = b;
	*ret_pdf = pdf;
	return RC_OK;
}

enum rc growth_book_drop(struct ctx *c, int64_t id)
{
	struct growth_book b;
	enum rc rc = growth_book_load(c, id, &b);

	if (rc != RC_OK)
		return rc;
	if (b.phase == GROWTH_BOOK_IS_MAKING &&
	    !(b.job.state == JOB_FAILED || b.job.state == JOB_CANCELLED)) {
		complain(c, "state", N_("The book is being made just now. Stop that first."));
		return RC_CONFLICT;
	}
	return store_write(c, PRIO_PEOPLE, drop_unit, &b.rec);
}

/* --- what goes by itself --- */

enum rc growth_book_daily(struct ctx *c)
{
	struct list l = { .limit = LIST_MAX };
	struct records found;
	struct growth_book b;
	enum rc rc;

	do {
		rc = record_list(c, &growth_book_kind, &l, &found);
		for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
			l.after = found.r[i].id;
			rc = growth_book_of(c, &found.r[i], &b);
			if (rc == RC_OK && b.phase == GROWTH_BOOK_IS_GONE)
				rc = store_write(c, PRIO_BULK, drop_unit, &b.rec);
		}
	} while (rc == RC_OK && found.more);
	return rc;
}
