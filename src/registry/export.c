#include "account.h"
#include "export_make.h"
#include "journal.h"
#include "utf8.h"

static const struct {
	const char *form;
	unsigned roles;
} form_roles[] = {
	{ CODE_EXPORT_FORM_OWN, ROLE_OFFICER | ROLE_CIVIL | ROLE_HEAD | ROLE_TEACHER },
	{ CODE_EXPORT_FORM_NATIONAL, ROLE_OFFICER | ROLE_HEAD },
	{ CODE_EXPORT_FORM_CIVIL, ROLE_OFFICER | ROLE_CIVIL },
	{ CODE_EXPORT_FORM_ONEROSTER, ROLE_OFFICER | ROLE_HEAD },
};

static void complain(struct ctx *c, const char *field, const char *text, int64_t arg)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, arg);
	problem_add(&c->problems, str_of(field), text, buf_view(&b), (str){ NULL, 0 });
}

static bool is(str a, const char *code) { return str_eq(a, str_of(code)); }

static bool has_state(const struct record *r, const char *code)
{
	return is(rec_text(r, EXPORT_STATE), code);
}

bool export_may_form(const struct actor *who, str form)
{
	for (size_t i = 0; i < COUNT(form_roles); i++)
		if (is(form, form_roles[i].form))
			return who->role == ROLE_SYSTEM || (form_roles[i].roles & (unsigned)who->role);
	return false;
}

bool export_may_list(const struct actor *who, const struct kind *k)
{
	bool ours = k == &child_kind || k == &school_kind || k == &class_kind || k == &staff_kind;

	return ours && may_read(who, k->profile) && may_export(who, k->profile);
}

bool export_may_plain(const struct actor *who)
{
	return who->role == ROLE_SYSTEM || (who->role & (ROLE_OFFICER | ROLE_CIVIL | ROLE_HEAD));
}

/* --- asking --- */

static bool is_roster(const struct export_new *n) { return is(n->form, CODE_EXPORT_FORM_ONEROSTER); }

static const struct form *form_of(struct ctx *c, const struct export_new *n)
{
	if (is(n->form, CODE_EXPORT_FORM_NATIONAL))
		return &forms[FORM_NATIONAL];
	if (is(n->form, CODE_EXPORT_FORM_CIVIL))
		return &forms[FORM_CIVIL];
	return is_roster(n) ? NULL : export_own_form(c->mem, n->kind);
}

/* What of these data one person takes out alone. */
static int64_t rows_alone(const struct ctx *c, const struct export_new *n)
{
	if (n->plain)
		return ctx_param(c, PARAM_EXPORT_ROWS_C4);
	if (n->kind == &school_kind || n->kind == &class_kind)
		return ctx_param(c, PARAM_EXPORT_ROWS_C1);
	return ctx_param(c, PARAM_EXPORT_ROWS_C3);
}

static void check_form(struct ctx *c, const struct export_new *n)
{
	bool zip = is(n->format, CODE_EXPORT_FORMAT_ZIP);

	if (!export_may_form(c->who, n->form))
		complain(c, "form", N_("Choose a form."), 0);
	else if (!n->kind || !export_may_list(c->who, n->kind))
		complain(c, "list", N_("Choose a list."), 0);
	else if (!is(n->form, CODE_EXPORT_FORM_OWN) && n->kind != &child_kind)
		complain(c, "list", N_("This form is of children."), 0);
	if (is_roster(n) ? n->plain : false)
		complain(c, "plain", N_("These files never hold numbers or addresses."), 0);
	if (!is_roster(n) &&
	    (zip || !(is(n->format, CODE_EXPORT_FORMAT_XLSX) || is(n->format, CODE_EXPORT_FORMAT_CSV))))
		complain(c, "format", N_("Choose a workbook or CSV text."), 0);
	if (n->plain && !export_may_plain(c->who))
		complain(c, "plain",
			 N_("Numbers and addresses in plain are for the county and the head of the school."),
			 0);
}

static void check_words(struct ctx *c, const struct export_new *n)
{
	enum { LEAST = 4, MOST = 200 };
	size_t long_ = utf8_valid(n->purpose) ? utf8_count(n->purpose) : 0;

	if (long_ < LEAST)
		complain(c, "purpose", N_("Say what the file is for: it stands in the file, and on record."),
			 0);
	else if (long_ > MOST)
		complain(c, "purpose", N_("At most {0} characters."), MOST);
	if (n->query.q.n)
		complain(c, "q",
			 N_("A file is not made by looking for a name or a number. Choose a school, a class "
			    "or a place."),
			 0);
}

static enum rc check_rows(struct ctx *c, const struct export_new *n, int64_t *ret_rows)
{
	int64_t rows = 0, most = ctx_param(c, PARAM_EXPORT_MAX_ROWS);
	enum rc rc = query_count(c, &n->query, &rows);

	if (rc != RC_OK)
		return rc;
	if (!rows)
		complain(c, "list", N_("Nobody is on this list, so there is nothing to take out."), 0);
	else if (rows > most)
		complain(c, "list",
			 N_("More than {0} rows do not leave as one file. Choose a school or a place."),
			 most);
	*ret_rows = rows;
	return c->problems.n ? RC_INVALID : RC_OK;
}

static enum rc check_new(struct ctx *c, const struct export_new *n, int64_t *ret_rows)
{
	if (!(c->who->role & (ROLE_OFFICER | ROLE_CIVIL | ROLE_HEAD | ROLE_TEACHER)))
		return RC_DENIED;
	check_form(c, n);
	check_words(c, n);
	return c->problems.n ? RC_INVALID : check_rows(c, n, ret_rows);
}

/* --- writing: the program, in somebody's name and within their reach --- */

static enum rc write_record(struct ctx *c, int64_t id, const struct input *in, struct record *ret)
{
	struct actor program = *c->who;
	struct ctx p = *c;

	program.role = ROLE_SYSTEM;
	p.who = &program;
	p.trusted = true; /* the accounts in it are our own */
	enum rc rc =
		id ? record_update(&p, &export_request_kind, id, 0, in, ret) : record_create(&p, in, ret);
	c->problems = p.problems;
	c->conflicts = p.conflicts;
	c->stale = p.stale;
	return rc;
}

static enum rc create(struct ctx *c, const struct export_new *n, const char *state, int64_t rows,
		      int64_t *ret)
{
	struct input in = input_new(&export_request_kind);
	struct record done;

	if (c->who->account)
		input_int(&in, c->mem, EXPORT_ACCOUNT, c->who->account);
	input_set(&in, EXPORT_LIST, str_of(n->kind->plural));
	input_set(&in, EXPORT_FORM, n->form);
	input_set(&in, EXPORT_FORMAT, is_roster(n) ? STR(CODE_EXPORT_FORMAT_ZIP) : n->format);
	input_set(&in, EXPORT_FILTER, query_text(c->mem, &n->query));
	input_set(&in, EXPORT_PLAIN, n->plain ? STR("true") : STR("false"));
	input_set(&in, EXPORT_PURPOSE, n->purpose);
	input_int(&in, c->mem, EXPORT_ROWS, rows);
	input_set(&in, EXPORT_STATE, str_of(state));
	input_int(&in, c->mem, EXPORT_AT, c->now);
	enum rc rc = write_record(c, 0, &in, &done);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

static enum rc start_job(struct ctx *c, int64_t id, int64_t rows)
{
	int64_t job;

	return job_add(c, &(struct job_new){ .kind = &export_job, .subject = id, .total = rows }, &job);
}

struct asking {
	const struct export_new *new;
	int64_t rows, id;
	bool alone;
};

static enum rc ask_unit(struct ctx *c, void *arg)
{
	struct asking *a = arg;
	enum rc rc = create(c, a->new, a->alone ? CODE_EXPORT_STATE_APPROVED : CODE_EXPORT_STATE_ASKED,
			    a->rows, &a->id);

	return rc == RC_OK && a->alone ? start_job(c, a->id, a->rows) : rc;
}

enum rc export_ask(struct ctx *c, const struct export_new *n, int64_t *ret)
{
	struct asking a = { .new = n };
	struct export_new trimmed = *n;
	enum rc rc;

	trimmed.purpose = str_trim(n->purpose);
	a.new = &trimmed;
	rc = check_new(c, &trimmed, &a.rows);
	if (rc != RC_OK)
		return rc;
	a.alone = a.rows <= rows_alone(c, &trimmed);
	rc = store_write(c, PRIO_PEOPLE, ask_unit, &a);
	if (rc == RC_OK)
		*ret = a.id;
	return rc;
}

enum rc export_note(struct ctx *c, const struct export_new *n, int64_t *ret)
{
	int64_t rows = 0;
	enum rc rc = query_count(c, &n->query, &rows);

	if (rc == RC_OK)
		rc = create(c, n, CODE_EXPORT_STATE_FETCHED, rows, ret);
	return rc == RC_OK ? journal_note(c, ACT_EXPORT, str_of(n->kind->name), 0, STR("export")) : rc;
}

/* --- how it stands --- */

static day days_after(int64_t instant, int64_t days) { return day_add(instant_day(instant), (int32_t)days); }

static enum rc load_job(struct ctx *c, struct export *e)
{
	enum rc rc = job_of(c, export_job.name, e->rec.id, &e->job);

	if (rc == RC_NOT_FOUND)
		e->job = (struct job){ .id = 0 };
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void tell_phase(struct ctx *c, struct export *e)
{
	int64_t made = e->job.id && e->job.ended_at ? e->job.ended_at : e->rec.updated_at;

	if (has_state(&e->rec, CODE_EXPORT_STATE_ASKED)) {
		e->until = days_after(rec_int(&e->rec, EXPORT_AT), ctx_param(c, PARAM_EXPORT_ASK_DAYS));
		e->phase = c->today <= e->until ? EXPORT_IS_ASKED : EXPORT_IS_LAPSED;
	} else if (has_state(&e->rec, CODE_EXPORT_STATE_REFUSED)) {
		e->phase = EXPORT_IS_REFUSED;
	} else if (has_state(&e->rec, CODE_EXPORT_STATE_APPROVED)) {
		e->phase = EXPORT_IS_MAKING;
	} else if (has_state(&e->rec, CODE_EXPORT_STATE_EXPIRED)) {
		e->phase = EXPORT_IS_EXPIRED;
	} else {
		e->until = days_after(made, ctx_param(c, PARAM_EXPORT_KEEP_DAYS));
		e->phase = e->job.id && c->today <= e->until ? EXPORT_IS_READY : EXPORT_IS_EXPIRED;
	}
}

enum rc export_of(struct ctx *c, const struct record *rec, struct export *ret)
{
	struct export e = { .rec = *rec, .kind = model_kind(c->model, rec_text(rec, EXPORT_LIST)) };
	struct ctx quiet = *c;

	quiet.problems = (struct problems){ .mem = c->mem };
	if (!e.kind || query_parse(&quiet, e.kind, rec_text(rec, EXPORT_FILTER), &e.query) != RC_OK)
		return RC_NOT_FOUND; /* of another version of the program */
	e.own = c->who->account && rec_int(rec, EXPORT_ACCOUNT) == c->who->account;
	enum rc rc = load_job(c, &e);
	if (rc != RC_OK)
		return rc;
	tell_phase(c, &e);
	*ret = e;
	return RC_OK;
}

enum rc export_load(struct ctx *c, int64_t id, struct export *ret)
{
	struct record rec;
	enum rc rc = record_load(c, &export_request_kind, id, &rec);

	return rc == RC_OK ? export_of(c, &rec, ret) : rc;
}

/* --- answering --- */

static enum rc asker_role(struct ctx *c, const struct export *e, unsigned *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT a.role FROM account a WHERE a.id = ?1",
			      INT(rec_int(&e->rec, EXPORT_ACCOUNT)));

	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		const struct role_row *row = role_of_code(db_text(&q, 0));
		*ret = row ? (unsigned)row->role : 0;
	}
	return db_done(&q);
}

static unsigned answered_by(unsigned asker)
{
	return asker == ROLE_OFFICER ? ROLE_CIVIL : asker ? ROLE_OFFICER : 0;
}

/* Of two people one of whom stands in for the other, one is not a second person. */
static bool stand_together(struct ctx *c, int64_t asker)
{
	int64_t n = 1;
	const struct actor *who = c->who;
	enum rc rc = DB_ONE(
		c->db, &n,
		"SELECT count(*) FROM deputy d WHERE d.from_day <= ?4 AND d.to_day >= ?4"
		" AND ((d.deputy = ?1 AND d.account = ?2) OR (d.deputy = ?2 AND (d.account = ?1 OR d.account "
		"= ?3)))",
		INT(who->account), INT(asker), INT(who->for_account), INT(c->today));

	return rc != RC_OK || n > 0;
}

const char *export_keeps(struct ctx *c, const struct export *e)
{
	int64_t asker = rec_int(&e->rec, EXPORT_ACCOUNT);
	unsigned role;

	if (e->own || (c->who->for_account && c->who->for_account == asker))
		return N_("Nobody agrees to what they asked for themselves.");
	if (asker_role(c, e, &role) != RC_OK || !(answered_by(role) & (unsigned)c->who->role) ||
	    !c->who->account)
		return N_("Somebody else answers this.");
	if (stand_together(c, asker))
		return N_("Who stands in for the one who asks does not answer it.");
	if (e->phase == EXPORT_IS_ASKED)
		return NULL;
	if (e->phase == EXPORT_IS_LAPSED)
		return N_("The time to answer has passed. It has to be asked for again.");
	return N_("This has been answered already.");
}

/* As who asked: its rights are what bound the list. */
static enum rc start_for_asker(struct ctx *c, const struct export *e)
{
	struct actor asker;
	struct ctx as = *c;
	enum rc rc = account_actor_load(c, rec_int(&e->rec, EXPORT_ACCOUNT), 0, &asker);

	if (rc == RC_DENIED)
		return RC_OK; /* gone meanwhile; nobody waits for it */
	if (rc != RC_OK)
		return rc;
	as.who = &asker;
	rc = start_job(&as, e->rec.id, rec_int(&e->rec, EXPORT_ROWS));
	return rc == RC_BUSY ? RC_OK : rc; /* then they begin it themselves */
}

static enum rc decide_unit(struct ctx *c, void *arg)
{
	const struct export_answer *a = arg;
	struct input in = input_new(&export_request_kind);
	struct record done;
	struct export e;
	enum rc rc = export_load(c, a->id, &e);
	const char *keeps = rc == RC_OK ? export_keeps(c, &e) : NULL;

	if (rc != RC_OK)
		return rc;
	if (keeps) {
		complain(c, "state", keeps, 0);
		return RC_CONFLICT;
	}
	input_set(&in, EXPORT_STATE,
		  a->agreed ? STR(CODE_EXPORT_STATE_APPROVED) : STR(CODE_EXPORT_STATE_REFUSED));
	input_int(&in, c->mem, EXPORT_APPROVER, c->who->account);
	input_int(&in, c->mem, EXPORT_DECIDED_AT, c->now);
	if (!a->agreed)
		input_set(&in, EXPORT_WHY, a->why);
	rc = write_record(c, a->id, &in, &done);
	if (rc == RC_OK)
		rc = journal_note(c, a->agreed ? ACT_APPROVE : ACT_REFUSE, STR("export_request"), a->id,
				  STR("export"));
	return rc == RC_OK && a->agreed ? start_for_asker(c, &e) : rc;
}

enum rc export_decide(struct ctx *c, const struct export_answer *a)
{
	struct export_answer trimmed = *a;

	trimmed.why = str_trim(a->why);
	if (!a->agreed && !trimmed.why.n) {
		complain(c, "why", N_("Say in a sentence why not."), 0);
		return RC_INVALID;
	}
	return store_write(c, PRIO_PEOPLE, decide_unit, &trimmed);
}

/* --- making --- */

static struct export_new order_again(const struct export *e)
{
	return (struct export_new){ .kind = e->kind,
				    .form = rec_text(&e->rec, EXPORT_FORM),
				    .format = rec_text(&e->rec, EXPORT_FORMAT),
				    .query = e->query,
				    .plain = rec_int(&e->rec, EXPORT_PLAIN) != 0,
				    .purpose = rec_text(&e->rec, EXPORT_PURPOSE) };
}

struct export_order export_order_of(struct ctx *c, const struct export_new *n, str number)
{
	const struct code_list *roles = code_list_find(STR("role"));
	struct buf who = buf_new(c->mem, 1 << 10);
	str role = roles ? code_label(roles, str_of(role_code(c->who->role)), c->lang) : (str){ NULL, 0 };

	buf_str(&who, c->who->name.n ? c->who->name : c->who->login);
	if (role.n) {
		buf_str(&who, c->lang == LANG_ZH ? STR("，") : STR(", "));
		buf_str(&who, role);
	}
	return (struct export_order){ .form = form_of(c, n),
				      .csv = is(n->format, CODE_EXPORT_FORMAT_CSV),
				      .query = n->query,
				      .number = number,
				      .who = buf_view(&who),
				      .purpose = n->purpose };
}

static str number_text(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

struct making {
	struct job_work *work;
	struct export e;
	struct export_made made;
};

static enum rc step(struct ctx *c, void *arg, size_t done, size_t total)
{
	struct making *m = arg;

	return job_progress(c, m->work, (int64_t)done, (int64_t)total);
}

static bool stop(void *arg)
{
	const struct making *m = arg;

	return job_cancelled(m->work);
}

static enum rc ready_unit(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct input in = input_new(&export_request_kind);
	struct record done;
	int64_t rows = (int64_t)m->made.rows;

	input_set(&in, EXPORT_STATE, STR(CODE_EXPORT_STATE_READY));
	input_int(&in, c->mem, EXPORT_ROWS, rows);
	enum rc rc = write_record(c, m->e.rec.id, &in, &done);
	if (rc == RC_OK)
		rc = job_file_put(c, m->work->job.id, "file", m->made.bytes);
	return rc == RC_OK ? job_progress(c, m->work, rows, rows) : rc;
}

/* Again from the beginning after a crash: a file is whole or not there. */
static enum rc run_job(struct job_work *w)
{
	struct ctx c = *w->ctx;
	struct making m = { .work = w };
	enum rc rc = export_load(&c, w->job.subject, &m.e);

	if (rc != RC_OK)
		return rc;
	if (m.e.phase != EXPORT_IS_MAKING || !m.e.own)
		return RC_OK; /* made already, by an attempt that could not say so any more */
	struct export_new n = order_again(&m.e);
	if (!export_may_form(c.who, n.form) || !export_may_list(c.who, n.kind) ||
	    (n.plain && !export_may_plain(c.who)))
		return RC_DENIED;
	struct export_order o = export_order_of(&c, &n, number_text(c.mem, m.e.rec.id));
	o.step = step;
	o.stop = stop;
	o.arg = &m;
	c.purpose = n.plain ? n.purpose : (str){ NULL, 0 };
	rc = export_make(&c, &o, &m.made);
	c.purpose = (str){ NULL, 0 };
	if (rc == RC_NOT_FOUND)
		job_say(w, N_("Nobody is on this list any more."));
	if (rc == RC_TOO_BIG)
		job_say(w, N_("This is too much for one file. Ask for a school or a place."));
	return rc == RC_OK ? store_write(&c, PRIO_PEOPLE, ready_unit, &m) : rc;
}

const struct job_kind export_job = { .name = "export",
				     .label = N_("Making a file"),
				     .run = run_job,
				     .prio = JOB_PEOPLE,
				     .page = "/exports/" };

/* --- the file --- */

static enum rc again_unit(struct ctx *c, void *arg)
{
	struct export e;
	enum rc rc = export_load(c, *(int64_t *)arg, &e);

	if (rc != RC_OK)
		return rc;
	bool works = e.job.id && (e.job.state == JOB_WAITING || e.job.state == JOB_RUNNING);
	if (!e.own)
		return RC_NOT_FOUND;
	if (e.phase != EXPORT_IS_MAKING || works) {
		complain(c, "state", N_("There is nothing to do here at the moment."), 0);
		return RC_CONFLICT;
	}
	return start_job(c, e.rec.id, rec_int(&e.rec, EXPORT_ROWS));
}

enum rc export_again(struct ctx *c, int64_t id) { return store_write(c, PRIO_PEOPLE, again_unit, &id); }

struct fetching {
	int64_t id;
	struct export e;
	str bytes;
};

static enum rc fetch_unit(struct ctx *c, void *arg)
{
	struct fetching *f = arg;
	struct input in = input_new(&export_request_kind);
	struct record done;
	enum rc rc = export_load(c, f->id, &f->e);

	if (rc == RC_OK && !f->e.own)
		return RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	if (f->e.phase != EXPORT_IS_READY || job_file_get(c, f->e.job.id, "file", &f->bytes) != RC_OK) {
		complain(c, "state",
			 f->e.phase == EXPORT_IS_READY || f->e.phase == EXPORT_IS_EXPIRED
				 ? N_("The file was kept for {0} days and is gone. Ask for it again.")
				 : N_("The file is not there yet."),
			 ctx_param(c, PARAM_EXPORT_KEEP_DAYS));
		return RC_CONFLICT;
	}
	input_set(&in, EXPORT_STATE, STR(CODE_EXPORT_STATE_FETCHED));
	rc = write_record(c, f->id, &in, &done);
	return rc == RC_OK ? journal_note(c, ACT_EXPORT, str_of(f->e.kind->name), f->id, STR("export")) : rc;
}

enum rc export_fetch(struct ctx *c, int64_t id, struct export *ret, str *ret_bytes)
{
	struct fetching f = { .id = id };
	enum rc rc = store_write(c, PRIO_PEOPLE, fetch_unit, &f);

	if (rc != RC_OK)
		return rc;
	*ret = f.e;
	*ret_bytes = f.bytes;
	return RC_OK;
}

/* --- what waits, what goes --- */

enum rc export_waiting(struct ctx *c, int64_t *ret)
{
	struct list l = { .v = { INT(c->who->account), INT((c->who->role & ROLE_CIVIL) != 0),
				 INT(c->now -
				     ctx_param(c, PARAM_EXPORT_ASK_DAYS) * INT64_C(86400) * 1000000) },
			  .nv = 3 };

	*ret = 0;
	if (!(c->who->role & (ROLE_OFFICER | ROLE_CIVIL)))
		return RC_OK;
	/* Not in an initialiser of constants: clang 14 loses it there. */
	l.where = SQL("t.state = '" CODE_EXPORT_STATE_ASKED "' AND t.account <> ?1 AND t.at > ?3"
		      " AND EXISTS (SELECT 1 FROM account a WHERE a.id = t.account"
		      " AND (CASE WHEN a.role = '" CODE_ROLE_OFFICER "' THEN 1 ELSE 0 END) = ?2)");
	return record_count(c, &export_request_kind, &l, ret);
}

static enum rc expire_unit(struct ctx *c, void *arg)
{
	const struct export *e = arg;
	struct input in = input_new(&export_request_kind);
	struct record done;
	enum rc rc = e->job.id ? job_file_drop(c, e->job.id, "file") : RC_OK;

	input_set(&in, EXPORT_STATE, STR(CODE_EXPORT_STATE_EXPIRED));
	return rc == RC_OK || rc == RC_NOT_FOUND ? write_record(c, e->rec.id, &in, &done) : rc;
}

enum rc export_daily(struct ctx *c)
{
	struct list l = { .limit = LIST_MAX };
	struct records found;
	enum rc rc;

	l.where = SQL("t.state IN ('" CODE_EXPORT_STATE_READY "', '" CODE_EXPORT_STATE_FETCHED "')"
		      " AND t.account IS NOT NULL");
	do {
		rc = record_list(c, &export_request_kind, &l, &found);
		for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
			struct export e;
			l.after = found.r[i].id;
			if (export_of(c, &found.r[i], &e) == RC_OK && e.phase == EXPORT_IS_EXPIRED)
				rc = store_write(c, PRIO_BULK, expire_unit, &e);
		}
	} while (rc == RC_OK && found.more);
	return rc;
}
