#include "transfer.h"
#include "child.h"
#include "complain.h"
#include "enrolment.h"
#include "grade.h"
#include "number.h"
#include "program.h"
#include "school.h"
#include "studentnumber.h"
#include "utf8.h"
#include "workday.h"

static str int_text(struct ctx *c, int64_t i)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

static str county_text(struct ctx *c, unsigned county)
{
	struct buf b = buf_new(c->mem, 8);

	buf_pad(&b, county, 6);
	return buf_view(&b);
}

static bool is(const struct record *r, size_t field, const char *code)
{
	return str_eq(rec_text(r, field), str_of(code));
}

/* The program in somebody's name.  Within reach of the nation only: what is merely stored (PIPL 47) is not
 * there for anybody. */
static struct ctx program_of(const struct ctx *c, struct actor *program, enum reach reach)
{
	struct ctx p = program_for(c, program, c->who->county);

	program->for_account = 0; /* a transfer names who did it, not whom that person stood in for */
	program->reach = reach;
	return p;
}

/* When an answer is due that is asked for on a day. */
static day transfer_due(struct ctx *c, unsigned county, day asked)
{
	return workday_add(asked, (int)ctx_param(c, PARAM_TRANSFER_ANSWER_DAYS), county_text(c, county));
}

/* --- grades --- */

static int class_grade(const struct record *class, const struct record *school, day on)
{
	enum stage first, last;
	struct grade g;

	if (!grade_stages_of_kind(rec_text(school, SCHOOL_KIND), &first, &last) ||
	    !grade_at((int)rec_int(class, CLASS_ENTRY_YEAR), first, last, &grade_system_6_3, on, &g))
		return 0;
	return g.stage == STAGE_PRESCHOOL ? 0 : g.number;
}

/* The grade (1 to 12) of a class on a day; 0: none, or not known. */
static int transfer_grade(struct ctx *c, int64_t class_id, day on)
{
	struct actor a;
	struct ctx p = program_of(c, &a, REACH_ALL);
	struct record class, school;

	if (!class_id || record_load(&p, &class_kind, class_id, &class) != RC_OK ||
	    record_load(&p, &school_kind, rec_int(&class, CLASS_SCHOOL), &school) != RC_OK)
		return 0;
	return class_grade(&class, &school, on);
}

static bool teaches(const struct record *school, int grade)
{
	enum stage first, last, of = grade_stage_of_number(grade, &grade_system_6_3);

	return !grade_stages_of_kind(rec_text(school, SCHOOL_KIND), &first, &last) ||
	       (of >= first && of <= last);
}

/* A teaching point has the first grades only: its classes say so.  A school without any class says nothing.
 */
static enum rc has_grade(struct ctx *p, const struct record *school, int grade, day on, bool *ret)
{
	struct list l = { .filter = { { CLASS_SCHOOL, INT(school->id) } }, .nfilter = 1 };
	struct records all;
	enum rc rc = record_list(p, &class_kind, &l, &all);

	*ret = teaches(school, grade);
	if (rc != RC_OK || !*ret || !all.n)
		return rc;
	*ret = false;
	for (size_t i = 0; i < all.n && !*ret; i++)
		*ret = class_grade(&all.r[i], school, on) == grade;
	return RC_OK;
}

/* --- who and where --- */

/* All that has to be known before anything is written. */
struct draft {
	const struct transfer_new *n;
	struct record child, school; /* where to */
	bool known, placed;          /* child, school */
	int64_t from_school, from_class;
	unsigned from_county;
	day since; /* at the present school */
	int64_t class;
	int grade;
	bool receiving;
};

static enum rc child_of_number(struct ctx *c, str number, int64_t *ret)
{
	struct number_problem why;
	struct rows q;
	str n;

	*ret = 0;
	if (!idnumber_normalise(c->mem, number, &n, &why)) {
		problem_add(&c->problems, STR("id_number"), why.text, why.arg[0], why.arg[1]);
		return RC_OK;
	}
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT c.id FROM child c WHERE c.id_number_digest = ?1"
			      " OR c.student_number_digest = ?2 ORDER BY c.id LIMIT 2",
			      number_digest(c, &child_kind, CHILD_ID_NUMBER, n),
			      number_digest(c, &child_kind, CHILD_STUDENT_NUMBER, n));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	if (*ret && db_next(&q))
		*ret = 0; /* two children: nobody's guess */
	return db_done(&q);
}

/* Number and name together, or nothing: a wrong name, another child and none at all sound alike. */
static enum rc find_named(struct ctx *c, struct draft *d)
{
	struct actor nation;
	struct ctx p = program_of(c, &nation, REACH_NATION);
	str name = str_trim(d->n->name);
	int64_t id = 0;

	if (!str_trim(d->n->number).n)
		complain(c, "id_number", N_("This is needed."));
	if (!name.n)
		complain(c, "name", N_("This is needed."));
	if (c->problems.n)
		return RC_OK;
	enum rc rc = child_of_number(c, d->n->number, &id);
	if (rc != RC_OK || c->problems.n)
		return rc;
	rc = id ? record_load(&p, &child_kind, id, &d->child) : RC_NOT_FOUND;
	d->known = rc == RC_OK && str_eq(rec_text(&d->child, CHILD_NAME), name);
	if (!d->known)
		complain(c, "id_number",
			 N_("No child is registered with this number and this name. Look at both again; if "
			    "they "
			    "are right, add the child."));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Of the giving side: a child within its own reach. */
static enum rc find_own(struct ctx *c, struct draft *d)
{
	struct actor nation;
	struct ctx p = program_of(c, &nation, REACH_NATION);
	struct record seen;
	enum rc rc = record_load(c, &child_kind, d->n->child, &seen);

	if (rc == RC_OK)
		rc = record_load(&p, &child_kind, d->n->child, &d->child);
	d->known = rc == RC_OK;
	return rc;
}

static enum rc find_present(struct ctx *c, struct draft *d)
{
	struct actor program;
	struct ctx p = program_of(c, &program, REACH_ALL);
	struct list l = { .filter = { { ENROLMENT_CHILD, INT(d->child.id) } }, .nfilter = 1 };
	struct records all;
	enum rc rc = record_list(&p, &enrolment_kind, &l, &all);

	if (rc != RC_OK)
		return rc;
	const struct record *now = enrolment_on(&all, c->today);
	for (size_t i = 0; i < all.n && !now; i++) /* one that is still to begin */
		if (rec_day(&all.r[i], ENROLMENT_FROM) > c->today)
			now = &all.r[i];
	if (!now)
		return RC_OK;
	d->from_school = rec_int(now, ENROLMENT_SCHOOL);
	d->from_class = rec_int(now, ENROLMENT_CLASS);
	d->since = rec_day(now, ENROLMENT_FROM);
	return RC_OK;
}

static int64_t wanted_school(struct ctx *c, const struct transfer_new *n)
{
	str code = utf8_fold(c->mem, n->school_code);
	int64_t id = n->school;

	if (!id && code.n &&
	    DB_ONE(c->db, &id, "SELECT s.id FROM school s WHERE s.code = ?1", TEXT(code)) != RC_OK)
		return 0;
	if (!id && !code.n && c->who->role == ROLE_HEAD && str_eq(n->side, STR(CODE_TRANSFER_SIDE_RECEIVING)))
		id = c->who->school;
	return id;
}

static void find_school(struct ctx *c, struct draft *d)
{
	struct actor program;
	struct ctx p = program_of(c, &program, REACH_ALL);
	int64_t id = wanted_school(c, d->n);

	d->placed = id && record_load(&p, &school_kind, id, &d->school) == RC_OK;
	if (d->placed)
		return;
	complain(c, "to_school",
		 d->n->school_code.n
			 ? N_("No school has this code. It has 10 digits, as in the school register.")
			 : N_("Choose the school."));
}

/* The receiving side asks for its own school or its own county, the giving side for a child of its own. */
static void check_side(struct ctx *c, const struct draft *d)
{
	const struct actor *who = c->who;
	bool head = who->role == ROLE_HEAD;

	if (d->placed && d->receiving &&
	    (head ? d->school.id != who->school : d->school.county != who->county))
		complain(c, "to_school", N_("Ask for a school of your own."));
	if (!d->receiving && d->known && head && d->from_school != who->school)
		complain(c, "child", N_("The child is not at your school."));
}

/* --- what may stand against it --- */

static void check_start(struct ctx *c, const struct draft *d)
{
	day on = d->n->start_on, born = d->known ? rec_day(&d->child, CHILD_BIRTH_DATE) : 0;

	if (!on) {
		for (size_t i = 0; i < c->problems.n; i++)
			if (str_eq(c->problems.list[i].field, STR("start_on")))
				return;
		complain(c, "start_on", N_("This is needed."));
	} else if (on <= born) {
		complain(c, "start_on", N_("This is before the birth of the child."));
	} else if (on > day_add(c->today, (int32_t)ctx_param(c, PARAM_TRANSFER_DAYS_AHEAD))) {
		complain(c, "start_on", N_("This is more than a year ahead."));
	} else if (d->since && on <= d->since) {
		problem_add(
			&c->problems, STR("start_on"),
			N_("The child is at its present school since {0}: the first day at the new one comes "
			   "later."),
			complain_day(c, d->since), (str){ NULL, 0 });
	}
}

static void check_school(struct ctx *c, const struct draft *d)
{
	day on = d->n->start_on > c->today ? d->n->start_on : c->today;

	if (d->known && d->from_school == d->school.id) {
		complain(c, "to_school", N_("The child is at this school already."));
		return;
	}
	school_closed(c, d->school.id, on, "to_school");
}

static void check_class(struct ctx *c, const struct draft *d)
{
	int64_t school;

	if (d->class &&
	    (DB_ONE(c->db, &school, "SELECT k.school FROM class k WHERE k.id = ?1", INT(d->class)) != RC_OK ||
	     school != d->school.id))
		complain(c, "to_class", N_("This class belongs to another school."));
}

static enum rc check_grade(struct ctx *c, const struct draft *d)
{
	struct actor program;
	struct ctx p = program_of(c, &program, REACH_ALL);
	bool there = true;
	enum rc rc = RC_OK;

	if (d->n->grade && (d->n->grade < 1 || d->n->grade > 12))
		complain(c, "grade", N_("Grades go from 1 to 12."));
	else if (d->grade)
		rc = has_grade(&p, &d->school, d->grade, d->n->start_on ? d->n->start_on : c->today, &there);
	if (!there)
		problem_add(&c->problems, d->class ? STR("to_class") : STR("grade"),
			    N_("{0} has no grade {1}."), rec_text(&d->school, SCHOOL_NAME),
			    int_text(c, d->grade));
	return rc;
}

static void check_words(struct ctx *c, const struct transfer_new *n)
{
	if (!n->reason.n)
		complain(c, "reason", N_("This is needed."));
	else if (!code_find(code_list_find(STR("transfer_reason")), n->reason, c->today, (str){ NULL, 0 }))
		complain(c, "reason", N_("Choose one of the list."));
}

/* The open transfer of a child; RC_NOT_FOUND: there is none. */
static enum rc transfer_open(struct ctx *c, int64_t child, struct record *ret)
{
	struct list l = { .filter = { { TRANSFER_CHILD, INT(child) },
				      { TRANSFER_STATE, TEXT(STR(CODE_TRANSFER_STATE_ASKED)) } },
			  .nfilter = 2,
			  .limit = 1 };
	struct records all;
	enum rc rc = record_list(c, &transfer_kind, &l, &all);

	if (rc != RC_OK)
		return rc;
	if (!all.n)
		return RC_NOT_FOUND;
	*ret = all.r[0];
	return RC_OK;
}

/* One at a time. */
static enum rc check_open(struct ctx *c, const struct draft *d)
{
	struct actor program;
	struct ctx p = program_of(c, &program, REACH_ALL);
	struct record other;
	enum rc rc = transfer_open(&p, d->child.id, &other);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	problem_add(&c->problems, STR("child"),
		    N_("A transfer of this child was asked for on {0} and waits for its answer."),
		    complain_day(c, instant_day(rec_int(&other, TRANSFER_ASKED_AT))), (str){ NULL, 0 });
	c->conflicts++;
	return RC_OK;
}

/* At no school, and the asker's own: nobody is there to answer, the file is open. */
static void check_answerable(struct ctx *c, const struct draft *d)
{
	struct record seen;

	if (d->from_school || !d->receiving)
		return;
	if (record_load(c, &child_kind, d->child.id, &seen) == RC_OK)
		complain(c, "child", N_("The child is at no school: write the new one into its file."));
}

/* --- asking --- */

static enum rc read_draft(struct ctx *c, struct draft *d)
{
	const struct transfer_new *n = d->n;

	d->receiving = str_eq(n->side, STR(CODE_TRANSFER_SIDE_RECEIVING));
	if (!d->receiving && !str_eq(n->side, STR(CODE_TRANSFER_SIDE_GIVING)))
		return RC_INVALID;
	enum rc rc = d->receiving ? find_named(c, d) : find_own(c, d);
	if (rc == RC_OK && d->known)
		rc = find_present(c, d);
	if (rc != RC_OK)
		return rc;
	find_school(c, d);
	d->from_county = d->known ? d->child.county : 0;
	d->class = d->receiving ? n->class : 0;
	d->grade = n->grade;
	if (!d->grade)
		d->grade = transfer_grade(c, d->class ? d->class : d->from_class,
					  n->start_on ? n->start_on : c->today);
	return RC_OK;
}

static enum rc check_draft(struct ctx *c, struct draft *d)
{
	enum rc rc = read_draft(c, d);

	if (rc != RC_OK)
		return rc;
	check_side(c, d);
	check_start(c, d);
	check_words(c, d->n);
	if (d->placed) {
		check_school(c, d);
		check_class(c, d);
		rc = check_grade(c, d);
	}
	if (rc == RC_OK && d->known) {
		rc = check_open(c, d);
		if (!c->conflicts)
			check_answerable(c, d);
	}
	if (rc == RC_OK && c->problems.n)
		rc = c->conflicts == c->problems.n ? RC_CONFLICT : RC_INVALID;
	return rc;
}

static void put_draft(struct ctx *c, const struct draft *d, struct input *in)
{
	const struct transfer_new *n = d->n;

	input_int(in, c->mem, TRANSFER_CHILD, d->child.id);
	input_set(in, TRANSFER_NAME, rec_text(&d->child, CHILD_NAME));
	input_day(in, c->mem, TRANSFER_BIRTH_DATE, rec_day(&d->child, CHILD_BIRTH_DATE));
	if (d->from_school)
		input_int(in, c->mem, TRANSFER_FROM_SCHOOL, d->from_school);
	input_int(in, c->mem, TRANSFER_TO_SCHOOL, d->school.id);
	input_int(in, c->mem, TRANSFER_FROM_COUNTY, d->from_county);
	input_int(in, c->mem, TRANSFER_TO_COUNTY, d->school.county);
	if (d->class)
		input_int(in, c->mem, TRANSFER_TO_CLASS, d->class);
	if (d->grade)
		input_int(in, c->mem, TRANSFER_GRADE, d->grade);
	input_set(in, TRANSFER_REASON, n->reason);
	input_day(in, c->mem, TRANSFER_START_ON, n->start_on);
	input_set(in, TRANSFER_NOTE, str_trim(n->note));
	input_set(in, TRANSFER_SIDE, n->side);
	input_set(in, TRANSFER_STATE, STR(CODE_TRANSFER_STATE_ASKED));
	input_day(in, c->mem, TRANSFER_DUE_ON,
		  transfer_due(c, d->receiving ? d->from_county : d->school.county, c->today));
	if (c->who->account)
		input_int(in, c->mem, TRANSFER_ASKED_BY, c->who->account);
	input_int(in, c->mem, TRANSFER_ASKED_AT, c->now);
}

enum rc transfer_ask_unit(struct ctx *c, const struct transfer_new *n, int64_t *ret)
{
	struct draft d = { .n = n };
	struct input in = input_new(&transfer_kind);
	struct record done;
	struct actor program;

	if (!(c->who->role & (ROLES_TRANSFER | ROLE_SYSTEM)))
		return RC_DENIED;
	enum rc rc = check_draft(c, &d);
	if (rc != RC_OK)
		return rc;
	struct ctx p = program_of(c, &program, REACH_ALL);
	put_draft(c, &d, &in);
	rc = record_create(&p, &in, &done);
	program_problems(c, &p);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

struct asking {
	const struct transfer_new *n;
	int64_t id;
};

static enum rc ask_job(struct ctx *c, void *arg)
{
	struct asking *a = arg;
	size_t before = c->problems.n;
	enum rc rc = transfer_ask_unit(c, a->n, &a->id);

	return rc == RC_OK && before ? RC_INVALID : rc;
}

enum rc transfer_ask(struct ctx *c, const struct transfer_new *n, int64_t *ret)
{
	struct asking a = { .n = n };
	enum rc rc = store_write(c, PRIO_PEOPLE, ask_job, &a);

	if (rc == RC_OK)
		*ret = a.id;
	return rc;
}

/* --- answering --- */

static bool asked_by_receiving(const struct record *t)
{
	return is(t, TRANSFER_SIDE, CODE_TRANSFER_SIDE_RECEIVING);
}

/* Is the reader of the giving (else the receiving) side: its head, or the officer of its county? */
static bool of_side(const struct actor *who, const struct record *t, bool giving)
{
	int64_t school = rec_int(t, giving ? TRANSFER_FROM_SCHOOL : TRANSFER_TO_SCHOOL);
	int64_t county = rec_int(t, giving ? TRANSFER_FROM_COUNTY : TRANSFER_TO_COUNTY);

	if (who->role == ROLE_HEAD)
		return school && who->school == school;
	return who->role == ROLE_OFFICER && (int64_t)who->county == county;
}

/* Is somebody kept away from the child?  Then only the county says where it goes. */
static enum rc is_guarded(struct ctx *c, int64_t child, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM tie i WHERE i.child = ?1 AND i.barred = 1"
			    " AND (i.from_day IS NULL OR i.from_day <= ?2)"
			    " AND (i.to_day IS NULL OR i.to_day >= ?2)",
			    INT(child), INT(c->today));

	*ret = n > 0;
	return rc;
}

enum rc transfer_may(struct ctx *c, const struct record *t, struct transfer_may *ret)
{
	const struct actor *who = c->who;
	bool by_receiving = asked_by_receiving(t), guarded = false;
	struct transfer_may may = { .answer = false };

	*ret = may;
	if (!is(t, TRANSFER_STATE, CODE_TRANSFER_STATE_ASKED))
		return RC_OK;
	may.withdraw = of_side(who, t, !by_receiving);
	may.answer = of_side(who, t, by_receiving) &&
		     (!who->account || who->account != rec_int(t, TRANSFER_ASKED_BY));
	may.class = may.answer && (!by_receiving || of_side(who, t, false));
	enum rc rc = may.answer && who->role == ROLE_HEAD
			     ? is_guarded(c, rec_int(t, TRANSFER_CHILD), &guarded)
			     : RC_OK;
	if (rc != RC_OK)
		return rc;
	if (guarded) {
		may.answer = false;
		may.officer_only = true;
	}
	*ret = may;
	return RC_OK;
}

static enum rc may_do(struct ctx *c, const struct record *t, enum transfer_does does)
{
	struct transfer_may may;

	if (!is(t, TRANSFER_STATE, CODE_TRANSFER_STATE_ASKED)) {
		complain(c, "state",
			 is(t, TRANSFER_STATE, CODE_TRANSFER_STATE_WITHDRAWN)
				 ? N_("It has been taken back meanwhile.")
				 : N_("It has been answered meanwhile."));
		c->conflicts++;
		return RC_CONFLICT;
	}
	enum rc rc = transfer_may(c, t, &may);
	if (rc != RC_OK)
		return rc;
	if (may.officer_only && does != TRANSFER_WITHDRAW) {
		complain(c, "state", N_("This one the county answers."));
		return RC_INVALID;
	}
	return (does == TRANSFER_WITHDRAW ? may.withdraw : may.answer) ? RC_OK : RC_DENIED;
}

/* What held when it was asked may no longer hold. */
static enum rc check_again(struct ctx *c, const struct record *t, int64_t class)
{
	struct actor program;
	struct ctx p = program_of(c, &program, REACH_NATION);
	struct transfer_new n = { .start_on = rec_day(t, TRANSFER_START_ON) };
	struct draft d = { .n = &n, .class = class, .grade = (int)rec_int(t, TRANSFER_GRADE) };
	enum rc rc = record_load(&p, &child_kind, rec_int(t, TRANSFER_CHILD), &d.child);

	if (rc == RC_OK)
		rc = find_present(c, &d);
	if (rc == RC_OK)
		rc = record_load(&p, &school_kind, rec_int(t, TRANSFER_TO_SCHOOL), &d.school);
	if (rc != RC_OK)
		return rc;
	d.known = d.placed = true;
	if (d.from_school != rec_int(t, TRANSFER_FROM_SCHOOL) ||
	    (int64_t)d.child.county != rec_int(t, TRANSFER_FROM_COUNTY))
		complain(c, "state",
			 N_("The child has left the school that was asked. Take this back and ask again."));
	check_start(c, &d);
	check_school(c, &d);
	check_class(c, &d);
	if (class)
		d.grade = 0; /* who takes the child in knows its grade best */
	rc = check_grade(c, &d);
	return rc == RC_OK && c->problems.n ? RC_INVALID : rc;
}

static enum rc write_answer(struct ctx *c, const struct record *t, const char *state, int64_t class,
			    str words)
{
	struct actor program;
	struct ctx p = program_of(c, &program, REACH_ALL);
	struct input in = input_new(&transfer_kind);
	struct record done;

	input_set(&in, TRANSFER_STATE, str_of(state));
	if (class)
		input_int(&in, c->mem, TRANSFER_TO_CLASS, class);
	if (words.n)
		input_set(&in, TRANSFER_ANSWER, words);
	if (c->who->account)
		input_int(&in, c->mem, TRANSFER_DECIDED_BY, c->who->account);
	input_int(&in, c->mem, TRANSFER_DECIDED_AT, c->now);
	enum rc rc = record_update(&p, &transfer_kind, t->id, 0, &in, &done);
	program_problems(c, &p);
	return rc;
}

static enum rc accept(struct ctx *c, const struct record *t, const struct transfer_answer *a)
{
	struct transfer_may may;
	enum rc rc = transfer_may(c, t, &may);
	int64_t class = may.class && a->class ? a->class : rec_int(t, TRANSFER_TO_CLASS);

	if (rc == RC_OK)
		rc = check_again(c, t, class);
	if (rc == RC_OK)
		rc = write_answer(c, t, CODE_TRANSFER_STATE_ACCEPTED, class, str_trim(a->words));
	return rc == RC_OK ? transfer_place(c, t, class) : rc;
}

static enum rc transfer_answer_unit(struct ctx *c, int64_t id, const struct transfer_answer *a)
{
	struct record t;
	str words = str_trim(a->words);
	enum rc rc = record_load(c, &transfer_kind, id, &t);

	if (rc == RC_OK)
		rc = may_do(c, &t, a->does);
	if (rc != RC_OK)
		return rc;
	if (a->does == TRANSFER_ACCEPT)
		return accept(c, &t, a);
	if (a->does == TRANSFER_WITHDRAW)
		return write_answer(c, &t, CODE_TRANSFER_STATE_WITHDRAWN, 0, words);
	if (!words.n) {
		complain(c, "answer", N_("Say why: the other side and the family will ask."));
		return RC_INVALID;
	}
	return write_answer(c, &t, CODE_TRANSFER_STATE_REJECTED, 0, words);
}

struct answering {
	int64_t id;
	const struct transfer_answer *a;
};

static enum rc answer_job(struct ctx *c, void *arg)
{
	struct answering *a = arg;

	return transfer_answer_unit(c, a->id, a->a);
}

enum rc transfer_answer(struct ctx *c, int64_t id, const struct transfer_answer *a)
{
	return store_write(c, PRIO_PEOPLE, answer_job, &(struct answering){ id, a });
}
