#include "alert.h"

#include "complain.h"
#include "notice.h"
#include "program.h"
#include "team.h"
#include "utf8.h"

static bool is(const struct record *alert, const char *state)
{
	return str_eq(rec_text(alert, ALERT_STATE), str_of(state));
}

static str county_text(struct ctx *c, unsigned county)
{
	struct buf b = buf_new(c->mem, 8);

	buf_pad(&b, county, 6);
	return buf_view(&b);
}

/* --- the rules of the kind --- */

/* It lies where the child lives and learns; of no child, where it was said to, else anywhere in the county.
 */
static void put_place(struct ctx *c, struct record *r)
{
	struct team_place at;

	if (!rec_null(r, ALERT_CHILD)) {
		if (team_place_of(c, rec_int(r, ALERT_CHILD), &at) != RC_OK)
			return;
		r->v[ALERT_REGION] = at.village.n ? TEXT(at.village) : TEXT(county_text(c, r->county));
		r->v[ALERT_SCHOOL] = at.school ? INT(at.school) : NIL;
	} else if (rec_null(r, ALERT_REGION)) {
		r->v[ALERT_REGION] = TEXT(county_text(c, r->county));
	} else if (!str_starts(rec_text(r, ALERT_REGION), county_text(c, r->county))) {
		complain(c, "region",
			 N_("This place lies outside the county. Please call 12345; where a child is in "
			    "danger, 110."));
	}
}

/* What nobody but the program gives. */
static void put_unless(struct record *r, size_t field, struct val v)
{
	if (rec_null(r, field))
		r->v[field] = v;
}

void alert_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;

	if (c->via == VIA_UNDO)
		return;
	if (!change->before) {
		put_unless(r, ALERT_STATE, TEXT(STR(CODE_ALERT_STATE_OPEN)));
		put_unless(r, ALERT_AT, INT(c->now));
		put_unless(r, ALERT_BY, c->who->account ? INT(c->who->account) : NIL);
		if (rec_null(r, ALERT_CHILD) && rec_null(r, ALERT_WHO))
			complain(c, "who",
				 N_("Which child is it, and where does it live? What you know is enough."));
	} else if (is(change->before, CODE_ALERT_STATE_CLOSED) && c->who->role != ROLE_SYSTEM) {
		complain(c, "state", N_("It is closed: nothing of it changes any more."));
	}
	if (c->problems.n)
		return;
	put_place(c, r);
}

/* --- raising --- */

/* The same sent again, by the same account or, from the public, by anybody; 0: it is new. */
static enum rc find_sent(struct ctx *c, const struct alert_new *n, int64_t *ret)
{
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT t.id FROM alert t WHERE t.client = ?1 AND coalesce(t.by_account, 0) = ?2"
			    " ORDER BY t.id LIMIT 1",
			    TEXT(utf8_number(c->mem, n->client)), INT(n->open ? 0 : c->who->account));

	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* A child that whoever is worried may see; its county keeps the alert. */
static enum rc find_county(struct ctx *c, const struct alert_new *n, unsigned *ret)
{
	struct ctx look = *c;
	struct record child;

	*ret = c->who->county ? c->who->county : c->model->county;
	if (!n->child)
		return RC_OK;
	look.seen = NULL;
	enum rc rc = record_load(&look, &child_kind, n->child, &child);
	if (rc == RC_OK)
		*ret = child.county;
	return rc;
}

static void put_new(struct ctx *c, const struct alert_new *n, struct input *in)
{
	if (n->child)
		input_int(in, c->mem, ALERT_CHILD, n->child);
	input_set(in, ALERT_WHAT, n->what);
	input_set(in, ALERT_TEXT, str_trim(n->text));
	input_set(in, ALERT_WHO, str_trim(n->who));
	input_set(in, ALERT_REGION, str_trim(n->region));
	input_set(in, ALERT_CONTACT, str_trim(n->contact));
	input_set(in, ALERT_CLIENT, str_trim(n->client));
	if (n->open)
		input_set(in, ALERT_OPEN, STR("true"));
}

static enum rc write_new(struct ctx *c, const struct alert_new *n, unsigned county, int64_t *ret)
{
	struct input in = input_new(&alert_kind);
	struct actor program;
	struct record done;
	struct ctx p = program_for(c, &program, county);

	if (n->open)
		program.account = program.for_account = 0;
	put_new(c, n, &in);
	enum rc rc = record_create(&p, &in, &done);
	program_problems(c, &p);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

enum rc alert_raise(struct ctx *c, const struct alert_new *n, int64_t *ret)
{
	unsigned county;
	int64_t id = 0;
	enum rc rc = str_trim(n->client).n ? find_sent(c, n, &id) : RC_OK;

	if (rc == RC_OK && !id && !n->open && str_eq(n->what, STR(CODE_ALERT_WHAT_HARM))) {
		complain(c, "what",
			 N_("A child that was harmed or is in danger is reported, so that police and civil "
			    "affairs act at once: call 110, and write the report."));
		return RC_INVALID;
	}
	if (rc == RC_OK && !id)
		rc = find_county(c, n, &county);
	if (rc == RC_OK && !id)
		rc = write_new(c, n, county, &id);
	if (rc == RC_OK && ret)
		*ret = id;
	return rc;
}

/* --- taking and closing --- */

static enum rc tell(struct ctx *c, const struct record *alert, const char *code)
{
	int64_t by = rec_int(alert, ALERT_BY);

	if (!by || by == c->who->account)
		return RC_OK;
	return notice_put(c, &(struct notice_new){ .code = code,
						   .to_account = by,
						   .county = alert->county,
						   .about = "alerts",
						   .record = alert->id });
}

static enum rc load_theirs(struct ctx *c, int64_t id, struct record *ret)
{
	enum rc rc = record_load(c, &alert_kind, id, ret);

	if (rc == RC_OK && !(c->who->role & (ROLES_ALERT | ROLE_SYSTEM)))
		rc = RC_DENIED;
	return rc;
}

static enum rc conflict(struct ctx *c, const char *text)
{
	complain(c, "state", text);
	c->conflicts++;
	return RC_CONFLICT;
}

static enum rc write_state(struct ctx *c, const struct record *alert, struct input *in, const char *code)
{
	struct actor program;
	struct record done;
	struct ctx p = program_for(c, &program, alert->county);
	enum rc rc = record_update(&p, &alert_kind, alert->id, 0, in, &done);

	program_problems(c, &p);
	return rc == RC_OK ? tell(c, alert, code) : rc;
}

static void put_taken(struct ctx *c, struct input *in)
{
	if (c->who->account)
		input_int(in, c->mem, ALERT_TAKEN_BY, c->who->account);
	input_int(in, c->mem, ALERT_TAKEN_AT, c->now);
}

enum rc alert_take(struct ctx *c, int64_t id)
{
	struct record alert;
	struct input in = input_new(&alert_kind);
	enum rc rc = load_theirs(c, id, &alert);

	if (rc != RC_OK)
		return rc;
	if (!is(&alert, CODE_ALERT_STATE_OPEN))
		return conflict(c, is(&alert, CODE_ALERT_STATE_TAKEN) ? N_("Somebody has taken it already.")
								      : N_("It has been closed meanwhile."));
	input_set(&in, ALERT_STATE, STR(CODE_ALERT_STATE_TAKEN));
	put_taken(c, &in);
	return write_state(c, &alert, &in, CODE_NOTICE_CODE_ALERT_TAKEN);
}

enum rc alert_close(struct ctx *c, int64_t id, str outcome)
{
	struct record alert;
	struct input in = input_new(&alert_kind);
	enum rc rc = load_theirs(c, id, &alert);

	if (rc != RC_OK)
		return rc;
	if (is(&alert, CODE_ALERT_STATE_CLOSED))
		return conflict(c, N_("It has been closed meanwhile."));
	if (!str_trim(outcome).n) {
		complain(c, "outcome", N_("Write down what came of it: who was seen, and how the child is."));
		return RC_INVALID;
	}
	input_set(&in, ALERT_STATE, STR(CODE_ALERT_STATE_CLOSED));
	input_set(&in, ALERT_OUTCOME, str_trim(outcome));
	input_day(&in, c->mem, ALERT_CLOSED_ON, c->today);
	if (is(&alert, CODE_ALERT_STATE_OPEN))
		put_taken(c, &in);
	return write_state(c, &alert, &in, CODE_NOTICE_CODE_ALERT_CLOSED);
}

static enum rc act_job(struct ctx *c, void *arg)
{
	const struct alert_act *a = arg;

	return a->close ? alert_close(c, a->id, a->outcome) : alert_take(c, a->id);
}

enum rc alert_act(struct ctx *c, const struct alert_act *a)
{
	struct alert_act copy = *a;

	return store_write(c, PRIO_PEOPLE, act_job, &copy);
}

enum rc alert_name_child(struct ctx *c, int64_t id, int64_t child)
{
	struct record alert, done;
	struct input in = input_new(&alert_kind);
	enum rc rc = load_theirs(c, id, &alert);

	if (rc != RC_OK)
		return rc;
	input_int(&in, c->mem, ALERT_CHILD, child);
	return record_update(c, &alert_kind, id, 0, &in, &done);
}
