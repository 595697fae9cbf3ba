#include "finding.h"

#include "indicator.h"
#include "utf8.h"

static void complain(struct ctx *c, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(finding_kind.fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

static bool is(const struct record *f, const char *state)
{
	return str_eq(rec_text(f, FINDING_STATE), str_of(state));
}

/* The program in somebody's name: whose act it is stands in the journal. */
static struct ctx program_of(const struct ctx *c, struct actor *program)
{
	*program = *c->who;
	program->role = ROLE_SYSTEM;
	struct ctx p = ctx_system(c, program);
	p.seen = NULL;
	return p;
}

/* --- the kind's rules --- */

static void check_day(struct ctx *c, const struct record *f)
{
	day on = rec_day(f, FINDING_ON);
	int64_t back = ctx_param(c, PARAM_CARE_BACKDATE_DAYS);
	int64_t born = 0;

	if (!on)
		return;
	if (on > c->today) {
		complain(c, FINDING_ON, N_("This day is still to come."));
		return;
	}
	if (on < day_add(c->today, (int32_t)-back) && c->who->role != ROLE_SYSTEM)
		complain(c, FINDING_ON,
			 N_("This was too long ago to be written down now; write what is so today."));
	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
		   INT(rec_int(f, FINDING_CHILD))) == RC_OK &&
	    born > on)
		complain(c, FINDING_ON, N_("The child was not born yet on this day."));
}

static void fill_new(struct ctx *c, const struct record *f)
{
	if (c->who->account && rec_null(f, FINDING_BY))
		f->v[FINDING_BY] = INT(c->who->account);
	if (rec_null(f, FINDING_AT))
		f->v[FINDING_AT] = INT(c->now);
	if (rec_null(f, FINDING_STATE))
		f->v[FINDING_STATE] = TEXT(STR(CODE_FINDING_STATE_STANDS));
}

/* A contest that came as a change of the field. */
static void check_contest(struct ctx *c, const struct change *change)
{
	const struct record *now = change->after;

	if (rec_null(now, FINDING_CONTEST)) {
		complain(c, FINDING_CONTEST, N_("Say in a few words why it is not so."));
		return;
	}
	if (is(change->before, CODE_FINDING_STATE_WITHDRAWN) ||
	    is(change->before, CODE_FINDING_STATE_CONTESTED)) {
		complain(c, FINDING_CONTEST, N_("This is contested or withdrawn already."));
		return;
	}
	now->v[FINDING_STATE] = TEXT(STR(CODE_FINDING_STATE_CONTESTED));
	now->v[FINDING_CONTESTED_BY] = c->who->account ? INT(c->who->account) : NIL;
	now->v[FINDING_CONTESTED_ON] = INT(c->today);
	now->v[FINDING_ANSWER] = now->v[FINDING_ANSWERED_BY] = now->v[FINDING_ANSWERED_ON] = NIL;
}

static bool differs(const struct change *change, size_t field)
{
	const struct record *a = change->before, *b = change->after;

	return a->v[field].t != b->v[field].t ||
	       (a->v[field].t == VAL_TEXT && !str_eq(a->v[field].s, b->v[field].s));
}

void finding_check(struct ctx *c, const struct change *change)
{
	if (c->via == VIA_UNDO || !change->after)
		return;
	if (!change->before) {
		check_day(c, change->after);
		fill_new(c, change->after);
		return;
	}
	if (differs(change, FINDING_CONTEST))
		check_contest(c, change);
}

/* --- raising --- */

static enum rc find_same(struct ctx *c, const struct finding_new *n, str id, int64_t *ret)
{
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT f.id FROM finding f WHERE f.evidence_id = ?1 AND f.evidence = ?2"
			    " AND f.child = ?3 AND f.indicator = ?4",
			    TEXT(id), TEXT(str_of(n->evidence)), INT(n->child), TEXT(n->indicator));

	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc finding_raise(struct ctx *c, const struct finding_new *n, int64_t *ret)
{
	struct input in = input_new(&finding_kind);
	struct buf id = buf_new(c->mem, 24);
	struct record child, done;
	struct actor program;
	int64_t there = 0;
	enum rc rc = record_load(c, &child_kind, n->child, &child);

	if (rc != RC_OK)
		return rc;
	if (!may_create(c->who, P_RISK))
		return RC_DENIED;
	struct ctx p = program_of(c, &program);
	if (n->evidence) {
		buf_int(&id, n->evidence_id);
		rc = find_same(c, n, buf_view(&id), &there);
		if (rc == RC_OK && there)
			*ret = there;
		if (rc != RC_OK || there)
			return rc;
		input_set(&in, FINDING_EVIDENCE, str_of(n->evidence));
		input_set(&in, FINDING_EVIDENCE_ID, buf_view(&id));
	}
	input_int(&in, c->mem, FINDING_CHILD, n->child);
	input_set(&in, FINDING_INDICATOR, n->indicator);
	if (n->on)
		input_day(&in, c->mem, FINDING_ON, n->on);
	if (n->note.n)
		input_set(&in, FINDING_NOTE, n->note);
	program.county = child.county;
	rc = record_create(&p, &in, &done);
	c->problems = p.problems;
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

enum rc finding_over(struct ctx *c, int64_t id, day on)
{
	struct actor program;
	struct ctx p = program_of(c, &program);
	struct input in = input_new(&finding_kind);
	struct record done;

	input_day(&in, c->mem, FINDING_OVER_ON, on);
	return record_update(&p, &finding_kind, id, 0, &in, &done);
}

enum rc finding_of_hazards(struct ctx *c, int64_t child, day on, str hazards, const char *evidence,
			   int64_t evidence_id)
{
	enum rc rc = RC_OK;
	str hazard;

	while (rc == RC_OK && str_next(&hazards, ' ', &hazard)) {
		const struct indicator *i = indicator_of_hazard(&indicators_embedded, hazard);
		int64_t id;
		if (i)
			rc = finding_raise(c,
					   &(struct finding_new){ .child = child,
								  .indicator = i->code,
								  .on = on,
								  .evidence = evidence,
								  .evidence_id = evidence_id },
					   &id);
	}
	return rc;
}

/* --- contest and answer --- */

enum { WORDS = 500 };

static bool words_fit(struct ctx *c, size_t field, str words, const char *missing)
{
	if (!str_trim(words).n)
		complain(c, field, missing);
	else if (utf8_count(words) > WORDS)
		complain(c, field, N_("This is too long."));
	return !c->problems.n;
}

/* The same inside store_write(). */
static enum rc finding_contest_unit(struct ctx *c, int64_t id, str why)
{
	struct input in = input_new(&finding_kind);
	struct record f, done;
	enum rc rc = record_load(c, &finding_kind, id, &f);

	if (rc != RC_OK)
		return rc;
	if (!may_write(c->who, P_RISK))
		return RC_DENIED;
	if (!words_fit(c, FINDING_CONTEST, why, N_("Say in a few words why it is not so.")))
		return RC_INVALID;
	input_set(&in, FINDING_CONTEST, str_trim(why));
	return record_update(c, &finding_kind, id, 0, &in, &done);
}

bool finding_may_answer(const struct ctx *c, const struct record *f)
{
	int64_t me = c->who->account;

	return c->who->role & ROLES_ANSWER && is(f, CODE_FINDING_STATE_CONTESTED) && me &&
	       me != rec_int(f, FINDING_BY) && me != rec_int(f, FINDING_CONTESTED_BY) &&
	       (!c->who->for_account || c->who->for_account != rec_int(f, FINDING_BY));
}

static enum rc finding_answer_unit(struct ctx *c, int64_t id, bool withdraw, str answer)
{
	struct input in = input_new(&finding_kind);
	struct record f, done;
	struct actor program;
	enum rc rc = record_load(c, &finding_kind, id, &f);

	if (rc != RC_OK)
		return rc;
	if (!(c->who->role & ROLES_ANSWER))
		return RC_DENIED;
	if (!is(&f, CODE_FINDING_STATE_CONTESTED)) {
		complain(c, FINDING_ANSWER, N_("Nothing waits for an answer here."));
		return RC_CONFLICT;
	}
	if (!finding_may_answer(c, &f)) {
		complain(c, FINDING_ANSWER,
			 N_("Somebody else has to answer: you saw it yourself, or it was you who said it is "
			    "not "
			    "so."));
		return RC_INVALID;
	}
	if (!words_fit(c, FINDING_ANSWER, answer, N_("Say in a few words what you found.")))
		return RC_INVALID;
	struct ctx p = program_of(c, &program);
	input_set(&in, FINDING_ANSWER, str_trim(answer));
	input_set(&in, FINDING_STATE,
		  withdraw ? STR(CODE_FINDING_STATE_WITHDRAWN) : STR(CODE_FINDING_STATE_UPHELD));
	input_int(&in, c->mem, FINDING_ANSWERED_BY, c->who->account);
	input_day(&in, c->mem, FINDING_ANSWERED_ON, c->today);
	rc = record_update(&p, &finding_kind, id, 0, &in, &done);
	c->problems = p.problems;
	return rc;
}

struct act {
	int64_t id;
	bool withdraw;
	str words;
};

static enum rc contest_job(struct ctx *c, void *arg)
{
	const struct act *a = arg;

	return finding_contest_unit(c, a->id, a->words);
}

static enum rc answer_job(struct ctx *c, void *arg)
{
	const struct act *a = arg;

	return finding_answer_unit(c, a->id, a->withdraw, a->words);
}

enum rc finding_contest(struct ctx *c, int64_t id, str why)
{
	struct act a = { .id = id, .words = why };

	return store_write(c, PRIO_PEOPLE, contest_job, &a);
}

enum rc finding_answer(struct ctx *c, int64_t id, bool withdraw, str answer)
{
	struct act a = { id, withdraw, answer };

	return store_write(c, PRIO_PEOPLE, answer_job, &a);
}
