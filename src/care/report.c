#include "report.h"
#include "account.h"
#include "child.h"
#include "complain.h"
#include "program.h"
#include "utf8.h"

static const int64_t minute = INT64_C(60) * 1000000, hour = INT64_C(3600) * 1000000;

static str padded(struct arena *mem, int64_t n, int digits)
{
	struct buf b = buf_new(mem, 24);

	buf_pad(&b, n, digits);
	return buf_view(&b);
}

static unsigned county_of(const struct ctx *c) { return c->who->county ? c->who->county : c->model->county; }

/* --- the rules of the kind --- */

void report_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	const struct code_list *list = code_list_find(STR("report_situation"));

	if (!r || !(change->given >> REPORT_SITUATION & 1) || rec_null(r, REPORT_SITUATION))
		return;
	if (!code_find(list, rec_text(r, REPORT_SITUATION), c->today, (str){ NULL, 0 }))
		complain(c, "situation", N_("Choose what comes closest."));
}

bool report_handles(const struct ctx *c, const struct record *r)
{
	switch (c->who->role) {
	case ROLE_SYSTEM: return true;
	case ROLE_CIVIL: return c->who->county == r->county;
	case ROLE_OFFICER: return c->who->county == r->county && rec_int(r, REPORT_TO_EDUCATION);
	case ROLE_POLICE: return rec_int(r, REPORT_TO_POLICE) != 0;
	default: return false;
	}
}

/* Who reported is protected from all but civil affairs (joint opinion 2020; LPM 11). */
bool report_opens(const struct ctx *c, const struct record *r, size_t field)
{
	bool reporter = field == REPORT_BY_NAME || field == REPORT_BY_PHONE || field == REPORT_CODE;

	return report_handles(c, r) && (!reporter || c->who->role == ROLE_CIVIL);
}

/* The scope of the parts holds them for who handles the report. */
bool report_part_opens(const struct ctx *c, const struct record *r, size_t field)
{
	(void)r;
	(void)field;
	return c->who->role & (ROLE_CIVIL | ROLE_OFFICER | ROLE_POLICE);
}

/* --- making one --- */

str report_code_new(struct arena *mem)
{
	uint64_t chance;

	sm_random(&chance, sizeof chance);
	return padded(mem, (int64_t)(chance % UINT64_C(1000000000000)), REPORT_CODE_DIGITS);
}

/* "2026-11-21 08:30", as browsers send it too: "2026-11-21T08:30". */
static bool read_moment(str s, int64_t *ret)
{
	int64_t h, m;
	day d;

	s = str_trim(s);
	if (s.n != 16 || (s.s[10] != ' ' && s.s[10] != 'T') || s.s[13] != ':' ||
	    !day_parse(str_cut(s, 0, 10), &d) || !str_digits(str_cut(s, 11, 2)) ||
	    !str_digits(str_cut(s, 14, 2)) || !str_int(str_cut(s, 11, 2), &h) ||
	    !str_int(str_cut(s, 14, 2), &m) || h > 23 || m > 59)
		return false;
	*ret = report_day_begins(d) + h * hour + m * minute;
	return true;
}

static int64_t known_at(struct ctx *c, str given)
{
	int64_t at = c->now;

	if (!str_trim(given).n)
		return at;
	if (!read_moment(given, &at)) {
		complain(c, "known_at", N_("Write the day and the time like 2026-11-21 08:30."));
		return c->now;
	}
	/* Clocks of phones are a little ahead now and then. */
	if (at > c->now + 2 * minute)
		complain(c, "known_at", N_("This moment has not come yet."));
	return at < c->now ? at : c->now;
}

static str region_of(struct ctx *c, const struct report_new *n, const struct record *child)
{
	str living = child ? rec_text(child, CHILD_LIVING_REGION) : (str){ NULL, 0 };

	if (str_trim(n->region).n)
		return str_trim(n->region);
	if (living.n >= 6)
		return str_cut(living, 0, living.n > 9 ? 9 : living.n);
	return padded(c->mem, county_of(c), 6);
}

static str id_text(struct ctx *c, int64_t id) { return padded(c->mem, id, 1); }

static void put_report(struct ctx *c, const struct report_new *n, const struct record *child, str code,
		       struct input *in)
{
	input_set(in, REPORT_SITUATION, n->situation);
	input_set(in, REPORT_DANGER, n->danger ? STR("true") : STR("false"));
	input_int(in, c->mem, REPORT_KNOWN_AT, known_at(c, n->known_at));
	input_set(in, REPORT_WHAT, n->what);
	if (child)
		input_set(in, REPORT_CHILD, id_text(c, child->id));
	input_set(in, REPORT_CHILD_NAME,
		  !str_trim(n->child_name).n && child ? rec_text(child, CHILD_NAME) : n->child_name);
	input_set(in, REPORT_CHILD_WHERE, n->child_where);
	input_set(in, REPORT_REGION, region_of(c, n, child));
	input_set(in, REPORT_STATE, STR(CODE_REPORT_STATE_MADE));
	if (c->who->account && !n->open)
		input_int(in, c->mem, REPORT_BY, c->who->account);
	input_set(in, REPORT_BY_NAME, n->by_name);
	input_set(in, REPORT_BY_PHONE, n->by_phone);
	input_set(in, REPORT_CODE, code);
	input_int(in, c->mem, REPORT_RECORDED_AT, c->now);
	if (n->police)
		input_int(in, c->mem, REPORT_POLICE_AT, c->now);
}

/* The same form from the same account. */
static enum rc find_again(struct ctx *c, str code, bool open, int64_t *ret)
{
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT r.id FROM report r WHERE r.ask_code_digest = ?1 AND r.county = ?2"
			    " AND coalesce(r.by_account, 0) = ?3 ORDER BY r.id LIMIT 1",
			    BLOB(store_digest(c, &report_kind, REPORT_CODE, code)), INT(county_of(c)),
			    INT(open ? 0 : c->who->account));

	return rc;
}

/* --- who is named --- */

/* A problem of the name or the relation; what is longer is refused by the store. */
static enum rc add_named(struct ctx *p, int64_t report, str named, str relation, int64_t account)
{
	struct input in = input_new(&report_named_kind);
	struct record done;

	input_int(&in, p->mem, REPORT_NAMED_REPORT, report);
	input_set(&in, REPORT_NAMED_NAME, named);
	input_set(&in, REPORT_NAMED_RELATION, relation);
	if (account)
		input_int(&in, p->mem, REPORT_NAMED_ACCOUNT, account);
	if (p->who->account)
		input_int(&in, p->mem, REPORT_NAMED_BY, p->who->account);
	input_int(&in, p->mem, REPORT_NAMED_AT, p->now);
	return record_create(p, &in, &done);
}

/* Of two people of one name both are kept out: better that one too many does not read it. */
static enum rc add_accounts(struct ctx *p, int64_t report, str named, str relation)
{
	enum { MOST = 20 };
	int64_t list[MOST];
	size_t n = 0;
	struct rows q;
	enum rc rc = DB_QUERY(p->db, &q,
			      "SELECT a.id FROM account a WHERE a.county = ?1 AND a.name = ?2"
			      " ORDER BY a.id LIMIT 20",
			      INT(p->who->county), TEXT(named));

	if (rc != RC_OK)
		return rc;
	while (n < MOST && db_next(&q))
		list[n++] = db_int(&q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = add_named(p, report, named, relation, list[i]);
	return rc == RC_OK && !n ? add_named(p, report, named, relation, 0) : rc;
}

/* Where everybody of civil affairs is named, the police has it: nothing waits on those it is about. */
static enum rc hand_over_all_named(struct ctx *p, int64_t report)
{
	struct input in = input_new(&report_kind);
	struct record done;
	int64_t left = 0;
	enum rc rc = DB_ONE(p->db, &left,
			    "SELECT count(*) FROM account a WHERE a.county = ?1 AND a.role = 'civil'"
			    " AND coalesce(a.disabled, 0) = 0 AND a.id NOT IN (SELECT n.account FROM"
			    " report_named n WHERE n.report = ?2 AND n.account IS NOT NULL)",
			    INT(p->who->county), INT(report));

	if (rc != RC_OK || left)
		return rc;
	input_set(&in, REPORT_TO_POLICE, STR("true"));
	return record_update(p, &report_kind, report, 0, &in, &done);
}

static enum rc name_unit(struct ctx *p, int64_t report, str named, str relation)
{
	named = str_trim(named);
	if (!named.n)
		return RC_OK;
	enum rc rc = add_accounts(p, report, named, str_trim(relation));
	return rc == RC_OK ? hand_over_all_named(p, report) : rc;
}

/* --- the unit --- */

static void check_new(struct ctx *c, const struct report_new *n, const struct record *child)
{
	if (!child && !str_trim(n->child_name).n && !str_trim(n->child_where).n)
		complain(c, "child_where", N_("Say which child, or where it is: else nobody can help it."));
	if (!str_trim(n->named).n && str_trim(n->relation).n)
		complain(c, "named", N_("Say who, as far as you know it."));
	if (utf8_count(str_trim(n->named)) > 60)
		complain(c, "named", N_("This is too long."));
	if (utf8_count(str_trim(n->relation)) > 60)
		complain(c, "relation", N_("This is too long."));
}

enum rc report_make_unit(struct ctx *c, const struct report_new *n, struct report_made *ret)
{
	bool given = n->code.n == REPORT_CODE_DIGITS && str_digits(n->code);
	str code = given ? n->code : report_code_new(c->mem);
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct record child, done;
	enum rc rc = given ? find_again(c, code, n->open, &ret->id) : RC_NOT_FOUND;

	ret->code = code;
	ret->again = rc == RC_OK;
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = n->child ? record_load(c, &child_kind, n->child, &child) : RC_OK;
	if (rc != RC_OK)
		return rc;
	struct input in = input_new(&report_kind);
	check_new(&p, n, n->child ? &child : NULL);
	put_report(&p, n, n->child ? &child : NULL, code, &in);
	size_t wrong = p.problems.n;
	rc = record_create(&p, &in, &done);
	if (rc == RC_OK && wrong)
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = name_unit(&p, done.id, n->named, n->relation);
	program_problems(c, &p);
	if (rc == RC_OK)
		ret->id = done.id;
	return rc;
}

struct making {
	const struct report_new *n;
	struct report_made *ret;
};

static enum rc make_job(struct ctx *c, void *arg)
{
	struct making *m = arg;

	return report_make_unit(c, m->n, m->ret);
}

enum rc report_make(struct ctx *c, const struct report_new *n, struct report_made *ret)
{
	return store_write(c, PRIO_PEOPLE, make_job, &(struct making){ n, ret });
}

struct naming {
	int64_t id, named;
	str name, relation;
};

/* Of civil affairs only, and within reach. */
static enum rc may_name(struct ctx *c, int64_t id)
{
	struct record r;
	enum rc rc = record_load(c, &report_kind, id, &r);

	return rc == RC_OK && c->who->role != ROLE_CIVIL && c->who->role != ROLE_SYSTEM ? RC_DENIED : rc;
}

static enum rc name_job(struct ctx *c, void *arg)
{
	struct naming *n = arg;
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	enum rc rc = may_name(c, n->id);

	if (rc != RC_OK)
		return rc;
	if (!str_trim(n->name).n) {
		complain(c, "named", N_("This is needed."));
		return RC_INVALID;
	}
	rc = name_unit(&p, n->id, n->name, n->relation);
	program_problems(c, &p);
	return rc;
}

enum rc report_name(struct ctx *c, int64_t id, str named, str relation)
{
	return store_write(c, PRIO_PEOPLE, name_job,
			   &(struct naming){ .id = id, .name = named, .relation = relation });
}

static enum rc unname_job(struct ctx *c, void *arg)
{
	struct naming *n = arg;
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct record named;
	enum rc rc = may_name(c, n->id);

	if (rc == RC_OK)
		rc = record_load(&p, &report_named_kind, n->named, &named);
	if (rc == RC_OK && rec_int(&named, REPORT_NAMED_REPORT) != n->id)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? record_delete(&p, &report_named_kind, n->named, 0) : rc;
}

enum rc report_unname(struct ctx *c, int64_t id, int64_t named)
{
	return store_write(c, PRIO_PEOPLE, unname_job, &(struct naming){ .id = id, .named = named });
}

/* --- asking back --- */

static enum rc opened(struct ctx *c, int64_t id, struct record *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);

	return record_load(&p, &report_kind, id, ret);
}

enum rc report_answer_of(struct ctx *c, int64_t id, str *ret_code, str *ret_feedback)
{
	struct record r;
	enum rc rc = opened(c, id, &r);

	if (rc == RC_OK && (!c->who->account || rec_int(&r, REPORT_BY) != c->who->account))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	*ret_code = rec_text(&r, REPORT_CODE);
	*ret_feedback = rec_text(&r, REPORT_FEEDBACK);
	return RC_OK;
}

enum rc report_asked(struct ctx *c, str code, str *ret_state, str *ret_feedback)
{
	struct record r;
	int64_t id;

	code = str_trim(code);
	if (code.n != REPORT_CODE_DIGITS || !str_digits(code))
		return RC_NOT_FOUND;
	enum rc rc = DB_ONE(c->db, &id,
			    "SELECT r.id FROM report r WHERE r.ask_code_digest = ?1 AND r.county = ?2"
			    " ORDER BY r.id LIMIT 1",
			    BLOB(store_digest(c, &report_kind, REPORT_CODE, code)), INT(county_of(c)));
	if (rc == RC_OK)
		rc = opened(c, id, &r);
	if (rc != RC_OK)
		return rc;
	*ret_state = rec_text(&r, REPORT_STATE);
	*ret_feedback = rec_text(&r, REPORT_FEEDBACK);
	return RC_OK;
}
