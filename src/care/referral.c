#include "referral.h"
#include "agency.h"
#include "complain.h"
#include "consent.h"
#include "notice.h"
#include "program.h"
#include "utf8.h"

enum { SNAPSHOT_TEXT = 60000 /* of the field */ };

static bool is(const struct record *r, size_t field, const char *code)
{
	return str_eq(rec_text(r, field), str_of(code));
}

int64_t referral_due(int64_t sent, int64_t hours)
{
	static const int64_t an_hour = INT64_C(3600) * 1000000;

	return sent + hours * an_hour;
}

bool referral_late(const struct record *r, int64_t now)
{
	return is(r, REFERRAL_STATE, CODE_REFERRAL_STATE_SENT) && rec_int(r, REFERRAL_DUE_AT) < now;
}

/* --- before it is sent --- */

struct draft {
	const struct referral_new *n;
	struct record child, agency;
	bool there; /* the agency */
	str snapshot;
};

static void check_code(struct ctx *c, const char *field, const char *list, str code)
{
	if (!code.n)
		complain(c, field, N_("This is needed."));
	else if (!code_find(code_list_find(str_of(list)), code, c->today, (str){ NULL, 0 }))
		complain(c, field, N_("Choose one of the list."));
}

static enum rc find_agency(struct ctx *c, struct draft *d)
{
	struct list l = { .where = SQL("t.id = ?1"), .v = { INT(d->n->to) }, .nv = 1 };
	struct records found;
	enum rc rc = record_list(c, &agency_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	d->there = found.n > 0;
	if (!d->there) {
		complain(c, "to", d->n->to ? N_("There is no such agency.") : N_("This is needed."));
		return RC_OK;
	}
	d->agency = found.r[0];
	if (!agency_open(&d->agency, c->today))
		problem_add(&c->problems, STR("to"),
			    N_("{0} was closed on {1}: choose another agency. What you typed is kept."),
			    rec_text(&d->agency, AGENCY_NAME),
			    complain_day(c, rec_day(&d->agency, AGENCY_CLOSED_ON)));
	return RC_OK;
}

/* The federation is told of a child by a consent of its own. */
static bool family_agrees(struct ctx *c, const struct draft *d)
{
	if (consent_holds(c, d->n->child, STR(CODE_CONSENT_PURPOSE_REFERRAL), c->today))
		return true;
	return d->there && is(&d->agency, AGENCY_SORT, CODE_AGENCY_SORT_FEDERATION) &&
	       consent_holds(c, d->n->child, STR(CODE_CONSENT_PURPOSE_PROVISION), c->today);
}

static void check_basis(struct ctx *c, const struct draft *d)
{
	const struct referral_new *n = d->n;
	bool consent = str_eq(n->basis, STR(CODE_REFERRAL_BASIS_CONSENT));

	check_code(c, "basis", "referral_basis", n->basis);
	if (consent && !family_agrees(c, d))
		complain(
			c, "basis",
			N_("The family has not agreed to referrals, or has taken it back. Ask them first; in "
			   "urgent danger, or where the law demands it, choose that ground."));
	if (str_eq(n->basis, STR(CODE_REFERRAL_BASIS_STATUTORY)) && !str_trim(n->law).n)
		complain(c, "law", N_("Say which article demands it."));
	if (n->quiet && consent)
		complain(c, "quiet", N_("Who agreed is told what became of it."));
}

static void check_words(struct ctx *c, const struct referral_new *n)
{
	check_code(c, "what", "referral_what", n->what);
	if (!str_trim(n->reason).n)
		complain(c, "reason", N_("Say what you ask of the agency."));
	if (!n->parts)
		complain(c, "parts", N_("Choose what is shown: at least who the child is."));
}

static enum rc check_open(struct ctx *c, const struct draft *d)
{
	struct rows q;
	int64_t sent = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT t.sent_at FROM referral t WHERE t.child = ?1 AND t.to_agency = ?2"
			      " AND t.state = '" CODE_REFERRAL_STATE_SENT "' ORDER BY t.id LIMIT 1",
			      INT(d->n->child), INT(d->n->to));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		sent = db_int(&q, 0);
	rc = db_done(&q);
	if (rc != RC_OK || !sent)
		return rc;
	problem_add(&c->problems, STR("to"),
		    N_("A referral of this child to {0} was sent on {1} and waits for its answer."),
		    rec_text(&d->agency, AGENCY_NAME), complain_day(c, instant_day(sent)));
	c->conflicts++;
	return RC_OK;
}

static enum rc take_snapshot(struct ctx *c, struct draft *d)
{
	struct ctx own = *c;

	if (!own.purpose.n)
		own.purpose = STR("referral");
	own.problems = (struct problems){ .mem = c->mem };
	enum rc rc = referral_snapshot(&own, d->n->child, d->n->parts, &d->snapshot);
	if (rc == RC_OK && utf8_count(d->snapshot) > SNAPSHOT_TEXT)
		complain(c, "parts", N_("This is too much to hand over at once: leave a part out."));
	return rc;
}

static enum rc check(struct ctx *c, struct draft *d)
{
	enum rc rc = record_load(c, &child_kind, d->n->child, &d->child);

	if (rc == RC_OK)
		rc = find_agency(c, d);
	if (rc != RC_OK)
		return rc;
	check_words(c, d->n);
	check_basis(c, d);
	if (d->n->parts)
		rc = take_snapshot(c, d);
	if (rc == RC_OK && d->there)
		rc = check_open(c, d);
	if (rc == RC_OK && c->problems.n)
		rc = c->conflicts == c->problems.n ? RC_CONFLICT : RC_INVALID;
	return rc;
}

static bool may_send(const struct ctx *c) { return c->who->role & (ROLES_REFER | ROLE_SYSTEM); }

enum rc referral_look(struct ctx *c, const struct referral_new *n, str *ret_snapshot)
{
	struct draft d = { .n = n };

	if (!may_send(c))
		return RC_DENIED;
	enum rc rc = check(c, &d);
	if (d.snapshot.n)
		*ret_snapshot = d.snapshot;
	return rc;
}

/* --- sending --- */

/* Sent twice, by a slow line or an impatient finger. */
static enum rc find_sent(struct ctx *c, const struct referral_new *n, int64_t *ret)
{
	*ret = 0;
	if (!n->client.n)
		return RC_OK;
	enum rc rc = DB_ONE(
		c->db, ret,
		"SELECT t.id FROM referral t WHERE t.client = ?1 AND t.by_account = ?2 AND t.child = ?3"
		" ORDER BY t.id LIMIT 1",
		TEXT(utf8_number(c->mem, n->client)), INT(c->who->account), INT(n->child));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void put_draft(struct ctx *c, const struct draft *d, struct input *in)
{
	const struct referral_new *n = d->n;
	int64_t hours =
		ctx_param(c, n->urgent ? PARAM_REFERRAL_ANSWER_HOURS_URGENT : PARAM_REFERRAL_ANSWER_HOURS);

	input_int(in, c->mem, REFERRAL_CHILD, n->child);
	input_set(in, REFERRAL_WHAT, n->what);
	input_int(in, c->mem, REFERRAL_TO, n->to);
	input_set(in, REFERRAL_NAME, rec_text(&d->child, CHILD_NAME));
	input_set(in, REFERRAL_BASIS, n->basis);
	input_set(in, REFERRAL_LAW, str_trim(n->law));
	input_set(in, REFERRAL_REASON, str_trim(n->reason));
	input_set(in, REFERRAL_PARTS, referral_parts_text(c->mem, n->parts));
	input_set(in, REFERRAL_SHARED, d->snapshot);
	input_set(in, REFERRAL_URGENT, n->urgent ? STR("true") : STR("false"));
	input_set(in, REFERRAL_QUIET, n->quiet ? STR("true") : STR("false"));
	input_set(in, REFERRAL_STATE, STR(CODE_REFERRAL_STATE_SENT));
	if (c->who->account)
		input_int(in, c->mem, REFERRAL_BY, c->who->account);
	input_int(in, c->mem, REFERRAL_SENT_AT, c->now);
	input_int(in, c->mem, REFERRAL_DUE_AT, referral_due(c->now, hours));
	if (n->client.n)
		input_set(in, REFERRAL_CLIENT, n->client);
}

struct telling {
	int64_t referral, account;
	enum role role;
	const char *code;
	unsigned county;
	int64_t child; /* for a role that reaches less than the county */
};

static enum rc tell(struct ctx *c, const struct telling *t)
{
	return notice_put(c, &(struct notice_new){ .code = t->code,
						   .to_account = t->account,
						   .to_role = t->role,
						   .county = t->county,
						   .child = t->child,
						   .about = "referrals",
						   .record = t->referral });
}

enum { PEOPLE_MAX = 32 };

/* Whoever answers for the agency. */
static enum rc tell_agency(struct ctx *c, const struct record *agency, int64_t referral, const char *code)
{
	struct telling t = { .referral = referral, .code = code, .county = agency->county };
	int64_t people[PEOPLE_MAX];
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT m.account FROM agency_member m WHERE m.agency = ?1"
			      " AND m.from_day <= ?2 AND (m.to_day IS NULL OR m.to_day >= ?2)"
			      " ORDER BY m.account",
			      INT(agency->id), INT(c->today));

	if (rc != RC_OK)
		return rc;
	while (n < PEOPLE_MAX && db_next(&q))
		people[n++] = db_int(&q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		t.account = people[i];
		rc = tell(c, &t);
	}
	t.account = 0;
	t.role = is(agency, AGENCY_SORT, CODE_AGENCY_SORT_CIVIL)       ? ROLE_CIVIL
		 : is(agency, AGENCY_SORT, CODE_AGENCY_SORT_EDUCATION) ? ROLE_OFFICER
								       : 0;
	return rc == RC_OK && t.role ? tell(c, &t) : rc;
}

static enum rc write_new(struct ctx *c, const struct draft *d, int64_t *ret)
{
	struct input in = input_new(&referral_kind);
	struct record done;
	struct actor program;
	struct ctx p = program_for(c, &program, d->child.county);

	put_draft(c, d, &in);
	enum rc rc = record_create(&p, &in, &done);
	if (rc != RC_OK) {
		c->problems = p.problems;
		return rc;
	}
	*ret = done.id;
	return tell_agency(c, &d->agency, done.id, CODE_NOTICE_CODE_REFERRAL_NEW);
}

enum rc referral_send_unit(struct ctx *c, const struct referral_new *n, int64_t *ret)
{
	struct draft d = { .n = n };
	int64_t there;

	if (!may_send(c))
		return RC_DENIED;
	enum rc rc = find_sent(c, n, &there);
	if (rc == RC_OK && there) {
		*ret = there;
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = check(c, &d);
	if (rc != RC_OK)
		return rc;
	if (n->mark.n && !str_eq(n->mark, referral_snapshot_mark(c->mem, d.snapshot)))
		return RC_STALE;
	return write_new(c, &d, ret);
}

struct sending {
	const struct referral_new *n;
	int64_t id;
	size_t problems; /* found before: in what was typed */
};

static enum rc send_job(struct ctx *c, void *arg)
{
	struct sending *s = arg;
	enum rc rc = referral_send_unit(c, s->n, &s->id);

	return rc == RC_OK && s->problems ? RC_INVALID : rc;
}

enum rc referral_send(struct ctx *c, const struct referral_new *n, int64_t *ret)
{
	struct sending s = { .n = n, .problems = c->problems.n };
	enum rc rc = store_write(c, PRIO_PEOPLE, send_job, &s);

	if (rc == RC_OK)
		*ret = s.id;
	return rc;
}

/* --- answering --- */

/* Who sent it, or stands in for them; and whoever looks after the whole place or county. */
static bool of_sender(const struct ctx *c, const struct record *r)
{
	int64_t by = rec_int(r, REFERRAL_BY);

	return (by && (c->who->account == by || c->who->for_account == by)) ||
	       (c->who->role & (ROLES_COUNTY | ROLE_SUPERVISOR));
}

enum rc referral_may(struct ctx *c, const struct record *r, struct referral_may *ret)
{
	struct referral_may may = { .here = false };
	enum rc rc = agency_is_own(c, rec_int(r, REFERRAL_TO), &may.here);

	if (rc != RC_OK)
		return rc;
	bool sent = is(r, REFERRAL_STATE, CODE_REFERRAL_STATE_SENT);
	may.answer = sent && may.here && (!c->who->account || c->who->account != rec_int(r, REFERRAL_BY));
	may.finish = is(r, REFERRAL_STATE, CODE_REFERRAL_STATE_ACCEPTED) && may.here;
	may.take_back = sent && of_sender(c, r);
	*ret = may;
	return RC_OK;
}

static bool in_state_for(const struct record *r, enum referral_does does)
{
	return is(r, REFERRAL_STATE,
		  does == REFERRAL_FINISH ? CODE_REFERRAL_STATE_ACCEPTED : CODE_REFERRAL_STATE_SENT);
}

static enum rc may_do(struct ctx *c, const struct record *r, enum referral_does does)
{
	struct referral_may may;
	enum rc rc = referral_may(c, r, &may);

	if (rc != RC_OK)
		return rc;
	if (does == REFERRAL_TAKE_BACK ? !of_sender(c, r) : !may.here)
		return RC_DENIED;
	if (!in_state_for(r, does)) {
		complain(c, "state",
			 is(r, REFERRAL_STATE, CODE_REFERRAL_STATE_WITHDRAWN)
				 ? N_("It has been taken back meanwhile.")
			 : is(r, REFERRAL_STATE, CODE_REFERRAL_STATE_SENT)
				 ? N_("It has to be taken on before it is done.")
				 : N_("It has been answered meanwhile."));
		c->conflicts++;
		return RC_CONFLICT;
	}
	if ((does == REFERRAL_ACCEPT || does == REFERRAL_REJECT) && !may.answer)
		return RC_DENIED; /* nobody answers themselves */
	return RC_OK;
}

static const struct {
	const char *state, *notice;
	size_t words;       /* the field they go to */
	const char *needed; /* English; NULL: they may be left out */
} does_row[] = {
	[REFERRAL_ACCEPT] = { CODE_REFERRAL_STATE_ACCEPTED, CODE_NOTICE_CODE_REFERRAL_ACCEPTED,
			      REFERRAL_ANSWER, NULL },
	[REFERRAL_REJECT] = { CODE_REFERRAL_STATE_REJECTED, CODE_NOTICE_CODE_REFERRAL_REJECTED,
			      REFERRAL_ANSWER, N_("Say why: whoever sent it has to look for another way.") },
	[REFERRAL_FINISH] = { CODE_REFERRAL_STATE_DONE, CODE_NOTICE_CODE_REFERRAL_DONE, REFERRAL_OUTCOME,
			      N_("Say what came of it: whoever sent it waits for that.") },
	[REFERRAL_TAKE_BACK] = { CODE_REFERRAL_STATE_WITHDRAWN, CODE_NOTICE_CODE_REFERRAL_WITHDRAWN,
				 REFERRAL_ANSWER, NULL },
};

static enum rc write_answer(struct ctx *c, const struct record *r, enum referral_does does, str words)
{
	struct actor program;
	struct ctx p = program_for(c, &program, r->county);
	struct input in = input_new(&referral_kind);
	struct record done;

	input_set(&in, REFERRAL_STATE, str_of(does_row[does].state));
	if (words.n)
		input_set(&in, does_row[does].words, words);
	if (does == REFERRAL_FINISH) {
		input_int(&in, c->mem, REFERRAL_DONE_AT, c->now);
	} else {
		if (c->who->account)
			input_int(&in, c->mem, REFERRAL_DECIDED_BY, c->who->account);
		input_int(&in, c->mem, REFERRAL_DECIDED_AT, c->now);
	}
	enum rc rc = record_update(&p, &referral_kind, r->id, 0, &in, &done);
	if (rc == RC_INVALID || rc == RC_CONFLICT)
		c->problems = p.problems;
	return rc;
}

/* Whoever sent it, or, of what was taken back, the agency. */
static enum rc tell_other(struct ctx *c, const struct record *r, enum referral_does does)
{
	struct record agency;
	struct actor program;
	struct ctx p = program_for(c, &program, r->county);

	if (does != REFERRAL_TAKE_BACK) {
		int64_t by = rec_int(r, REFERRAL_BY);
		return by && by != c->who->account ? tell(c, &(struct telling){ .referral = r->id,
										.account = by,
										.code = does_row[does].notice,
										.county = r->county })
						   : RC_OK;
	}
	enum rc rc = record_load(&p, &agency_kind, rec_int(r, REFERRAL_TO), &agency);
	return rc == RC_OK ? tell_agency(c, &agency, r->id, does_row[does].notice) : rc;
}

static enum rc referral_answer_unit(struct ctx *c, int64_t id, enum referral_does does, str words)
{
	struct record r;
	enum rc rc = record_load(c, &referral_kind, id, &r);

	words = str_trim(words);
	if (rc == RC_OK)
		rc = may_do(c, &r, does);
	if (rc != RC_OK)
		return rc;
	if (does_row[does].needed && !words.n) {
		complain(c, does == REFERRAL_FINISH ? "outcome" : "answer", does_row[does].needed);
		return RC_INVALID;
	}
	rc = write_answer(c, &r, does, words);
	if (rc == RC_OK)
		rc = notice_done(c, "referrals", id);
	return rc == RC_OK ? tell_other(c, &r, does) : rc;
}

struct answering {
	int64_t id;
	enum referral_does does;
	str words;
};

static enum rc answer_job(struct ctx *c, void *arg)
{
	const struct answering *a = arg;

	return referral_answer_unit(c, a->id, a->does, a->words);
}

enum rc referral_answer(struct ctx *c, int64_t id, enum referral_does does, str words)
{
	return store_write(c, PRIO_PEOPLE, answer_job, &(struct answering){ id, does, words });
}
