/* Steps of a report: which can be taken when, and what each writes. */
#include "report.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static bool is(str what, const char *code) { return str_eq(what, str_of(code)); }

/* --- rules: pure --- */

/* What the police writes of a report that was handed to it. */
static bool of_police(str what)
{
	return is(what, CODE_REPORT_ACT_FILED) || is(what, CODE_REPORT_ACT_NOT_FILED) ||
	       is(what, CODE_REPORT_ACT_NOTE) || is(what, CODE_REPORT_ACT_SAFE);
}

static bool of_education(str what) { return is(what, CODE_REPORT_ACT_NOTE); }

static const char *role_refusal(const struct report_facts *f, str what)
{
	bool mine = f->role == ROLE_CIVIL || f->role == ROLE_SYSTEM ||
		    (f->role == ROLE_POLICE && of_police(what)) ||
		    (f->role == ROLE_OFFICER && of_education(what));

	return mine ? NULL : N_("Civil affairs takes this step.");
}

static const char *twice_refusal(const struct report_facts *f, str what)
{
	bool made = is(f->state, CODE_REPORT_STATE_MADE);

	if (is(what, CODE_REPORT_ACT_ACCEPTED) && !made)
		return N_("It has been accepted already.");
	if (is(what, CODE_REPORT_ACT_TOLD_POLICE) && f->police_told)
		return N_("The police has been told already.");
	if (is(what, CODE_REPORT_ACT_TOLD_SUPERVISOR) && f->supervisor_told)
		return N_("The supervisor has been told already.");
	if (is(what, CODE_REPORT_ACT_HANDED_POLICE) && f->to_police)
		return N_("It has been handed to the police already.");
	if (is(what, CODE_REPORT_ACT_HANDED_EDUCATION) && f->to_education)
		return N_("Education has been informed already.");
	return NULL;
}

/* Telling the police and the supervisor waits for nothing. */
static bool before_accepting(str what)
{
	return is(what, CODE_REPORT_ACT_ACCEPTED) || is(what, CODE_REPORT_ACT_TOLD_POLICE) ||
	       is(what, CODE_REPORT_ACT_TOLD_SUPERVISOR) || is(what, CODE_REPORT_ACT_NOTE) ||
	       is(what, CODE_REPORT_ACT_HANDED_POLICE);
}

const char *report_act_refusal(const struct report_facts *f, str what)
{
	const char *no = role_refusal(f, what);

	if (no)
		return no;
	if (is(f->state, CODE_REPORT_STATE_CLOSED))
		return N_("This report is closed.");
	no = twice_refusal(f, what);
	if (no)
		return no;
	if (is(f->state, CODE_REPORT_STATE_MADE) && f->role != ROLE_POLICE && !before_accepting(what))
		return N_("Accept it first.");
	if ((is(what, CODE_REPORT_ACT_FILED) || is(what, CODE_REPORT_ACT_NOT_FILED)) && !f->to_police)
		return N_("It has not been handed to the police.");
	if (is(what, CODE_REPORT_ACT_CLOSED) && !f->answered)
		return N_("Whoever reported has a right to an answer first (LPM 11).");
	return NULL;
}

struct report_facts report_facts(const struct ctx *c, const struct record *r)
{
	return (struct report_facts){ .state = rec_text(r, REPORT_STATE),
				      .to_police = rec_int(r, REPORT_TO_POLICE) != 0,
				      .to_education = rec_int(r, REPORT_TO_EDUCATION) != 0,
				      .police_told = !rec_null(r, REPORT_POLICE_AT),
				      .supervisor_told = !rec_null(r, REPORT_SUPERVISOR_AT),
				      .answered = !rec_null(r, REPORT_FEEDBACK_AT),
				      .role = c->who->role };
}

/* --- writing --- */

static bool needs_words(str what)
{
	return is(what, CODE_REPORT_ACT_NOTE) || is(what, CODE_REPORT_ACT_FEEDBACK) ||
	       is(what, CODE_REPORT_ACT_CLOSED) || is(what, CODE_REPORT_ACT_NOT_FILED);
}

static void check_step(struct ctx *c, const struct report_facts *f, const struct report_step *s)
{
	const struct code_list *list = code_list_find(STR("report_act"));

	if (!s->what.n || !code_find(list, s->what, c->today, (str){ NULL, 0 })) {
		complain(c, "what", N_("Choose one of the list."));
		return;
	}
	const char *no = report_act_refusal(f, s->what);
	if (no)
		complain(c, "what", no);
	else if (needs_words(s->what) && !str_trim(s->text).n)
		complain(c, "text", N_("Say it in a sentence."));
}

/* What the report itself shows of a step. */
static void put_state(struct ctx *p, const struct report_step *s, const struct record *r, struct input *in)
{
	str yes = STR("true");

	if (is(s->what, CODE_REPORT_ACT_ACCEPTED)) {
		input_set(in, REPORT_STATE, STR(CODE_REPORT_STATE_ACCEPTED));
		input_int(in, p->mem, REPORT_ACCEPTED_AT, p->now);
		if (p->who->account)
			input_int(in, p->mem, REPORT_ACCEPTED_BY, p->who->account);
	} else if (is(s->what, CODE_REPORT_ACT_TOLD_POLICE)) {
		input_int(in, p->mem, REPORT_POLICE_AT, p->now);
	} else if (is(s->what, CODE_REPORT_ACT_TOLD_SUPERVISOR)) {
		input_int(in, p->mem, REPORT_SUPERVISOR_AT, p->now);
	} else if (is(s->what, CODE_REPORT_ACT_HANDED_POLICE)) {
		input_set(in, REPORT_TO_POLICE, yes);
		input_set(in, REPORT_STATE, STR(CODE_REPORT_STATE_WITH_POLICE));
		if (rec_null(r, REPORT_POLICE_AT))
			input_int(in, p->mem, REPORT_POLICE_AT, p->now);
	} else if (is(s->what, CODE_REPORT_ACT_HANDED_EDUCATION)) {
		input_set(in, REPORT_TO_EDUCATION, yes);
	} else if (is(s->what, CODE_REPORT_ACT_FEEDBACK)) {
		input_set(in, REPORT_FEEDBACK, s->text);
		input_int(in, p->mem, REPORT_FEEDBACK_AT, p->now);
	} else if (is(s->what, CODE_REPORT_ACT_CLOSED)) {
		input_set(in, REPORT_STATE, STR(CODE_REPORT_STATE_CLOSED));
		input_int(in, p->mem, REPORT_CLOSED_AT, p->now);
		if (p->who->account)
			input_int(in, p->mem, REPORT_CLOSED_BY, p->who->account);
	}
	if (str_trim(s->police_no).n)
		input_set(in, REPORT_POLICE_NO, s->police_no);
}

/* Whoever hands a report on has taken it. */
static void put_accepted(struct ctx *p, const struct report_step *s, const struct record *r, struct input *in)
{
	if (!is(s->what, CODE_REPORT_ACT_HANDED_POLICE) || !rec_null(r, REPORT_ACCEPTED_AT))
		return;
	input_int(in, p->mem, REPORT_ACCEPTED_AT, p->now);
	if (p->who->account)
		input_int(in, p->mem, REPORT_ACCEPTED_BY, p->who->account);
}

static enum rc write_step(struct ctx *p, const struct report_step *s, const struct record *r)
{
	struct input act = input_new(&report_act_kind), in = input_new(&report_kind);
	struct record done;

	input_int(&act, p->mem, REPORT_ACT_REPORT, r->id);
	input_set(&act, REPORT_ACT_WHAT, s->what);
	input_set(&act, REPORT_ACT_TEXT, s->text);
	if (p->who->account)
		input_int(&act, p->mem, REPORT_ACT_BY, p->who->account);
	input_int(&act, p->mem, REPORT_ACT_AT, p->now);
	enum rc rc = record_create(p, &act, &done);
	put_state(p, s, r, &in);
	put_accepted(p, s, r, &in);
	return rc == RC_OK && in.given ? record_update(p, &report_kind, r->id, 0, &in, &done) : rc;
}

static enum rc check_unseen(struct ctx *c, int64_t id, int64_t before)
{
	int64_t n = 0;
	enum rc rc = before < 0 ? RC_OK
				: DB_ONE(c->db, &n, "SELECT count(*) FROM report_act i WHERE i.report = ?1",
					 INT(id));

	if (rc != RC_OK || before < 0 || n == before)
		return rc;
	complain(c, "what", N_("A step was written down meanwhile. Look at it, then go on."));
	c->conflicts++;
	return RC_CONFLICT;
}

static enum rc report_act_unit(struct ctx *c, int64_t id, const struct report_step *s)
{
	struct actor program = actor_system(c->who->county ? c->who->county : c->model->county);
	struct record r;
	enum rc rc = record_load(c, &report_kind, id, &r);

	if (rc == RC_OK && !report_handles(c, &r))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = check_unseen(c, id, s->before);
	if (rc != RC_OK)
		return rc;
	const struct report_facts f = report_facts(c, &r);
	check_step(c, &f, s);
	if (c->problems.n)
		return RC_INVALID;
	program.county = r.county; /* also of what the police writes */
	program.account = c->who->account;
	program.for_account = c->who->for_account;
	struct ctx p = ctx_system(c, &program);
	p.seen = NULL;
	p.trusted = true;
	rc = write_step(&p, s, &r);
	c->problems = p.problems;
	return rc;
}

struct doing {
	int64_t id;
	const struct report_step *s;
};

static enum rc do_job(struct ctx *c, void *arg)
{
	const struct doing *d = arg;

	return report_act_unit(c, d->id, d->s);
}

enum rc report_act_do(struct ctx *c, int64_t id, const struct report_step *s)
{
	return store_write(c, PRIO_PEOPLE, do_job, &(struct doing){ id, s });
}
