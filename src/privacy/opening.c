#include "opening.h"
#include "notice.h"
#include "seen.h"
#include "utf8.h"

/* clang-format off */
static const char *const standing_code[OPENING_STANDING__N] = {
	[OPENING_NONE] = "none", [OPENING_ASKED] = "asked", [OPENING_LAPSED] = "lapsed", [OPENING_REFUSED] = "refused",
	[OPENING_OPEN] = "open", [OPENING_OPEN_NOW] = "danger", [OPENING_OVER] = "over",
};
/* clang-format on */

/* --- rules --- */

static bool is(str state, const char *code) { return str_eq(state, str_of(code)); }

enum opening_standing opening_standing(const struct opening *o, int64_t now)
{
	bool in_time = now < o->expires_at;

	if (is(o->state, CODE_OPENING_STATE_ASKED))
		return in_time ? OPENING_ASKED : OPENING_LAPSED;
	if (is(o->state, CODE_OPENING_STATE_APPROVED))
		return in_time ? OPENING_OPEN : OPENING_OVER;
	if (is(o->state, CODE_OPENING_STATE_USED_DANGER))
		return in_time ? OPENING_OPEN_NOW : OPENING_OVER;
	if (is(o->state, CODE_OPENING_STATE_REFUSED))
		return OPENING_REFUSED;
	if (is(o->state, CODE_OPENING_STATE_LAPSED))
		return OPENING_LAPSED;
	return is(o->state, CODE_OPENING_STATE_CLOSED) ? OPENING_OVER : OPENING_NONE;
}

bool opening_is_open(enum opening_standing s) { return s == OPENING_OPEN || s == OPENING_OPEN_NOW; }

enum role opening_in_charge(enum profile p) { return p == P_SEALED ? ROLE_CIVIL : 0; }

unsigned opening_approvers(enum role asker)
{
	const struct code_list *list = code_list_find(STR("opening_asker"));
	const struct code *row = list ? code_find(list, str_of(role_code(asker)), 0, (str){ NULL, 0 }) : NULL;
	unsigned roles = 0;

	for (size_t i = 0; row && i < role_nrows; i++)
		if (code_notes(row, str_of(role_rows[i].code)))
			roles |= role_rows[i].role;
	return roles;
}

bool opening_may_ask(const struct actor *who, enum profile p)
{
	enum role charge = opening_in_charge(p);

	return who->role != ROLE_SYSTEM && charge && who->role != charge && may_open(who, p) &&
	       opening_approvers(who->role);
}

static bool same_person(const struct opening *o, const struct actor *who)
{
	int64_t self = who->account, place = who->for_account;

	return self == o->asker || self == o->asker_for ||
	       (place && (place == o->asker || place == o->asker_for));
}

const char *opening_refusal(const struct opening *o, const struct actor *who, bool stands_in, int64_t now)
{
	if (who->role == ROLE_SYSTEM || !(opening_approvers(o->role) & who->role))
		return N_("Somebody else answers this.");
	if (same_person(o, who))
		return N_("Nobody agrees to what they asked for themselves.");
	if (stands_in)
		return N_("Who stands in for the one who asks does not answer it.");
	switch (opening_standing(o, now)) {
	case OPENING_ASKED: return NULL;
	case OPENING_LAPSED: return N_("The time to answer has passed. It has to be asked for again.");
	default: return N_("This has been answered already.");
	}
}

bool opening_may_close(const struct opening *o, const struct actor *who, bool stands_in, int64_t now)
{
	bool answers = (opening_approvers(o->role) & who->role) && !stands_in;

	return opening_is_open(opening_standing(o, now)) && (same_person(o, who) || answers);
}

/* --- over records --- */

static enum role role_of(const struct record *r)
{
	const struct role_row *row = role_of_code(rec_text(r, OPENING_ROLE));

	return row ? row->role : 0;
}

struct opening opening_of(const struct record *r)
{
	return (struct opening){ .state = rec_text(r, OPENING_STATE),
				 .role = role_of(r),
				 .asker = rec_int(r, OPENING_ASKER),
				 .asker_for = rec_int(r, OPENING_FOR),
				 .expires_at = rec_int(r, OPENING_EXPIRES_AT) };
}

/* What cannot be looked up counts as yes: then somebody else answers. */
bool opening_stands_in(struct ctx *c, const struct opening *o)
{
	int64_t n = 1;
	enum rc rc = DB_ONE(
		c->db, &n,
		"SELECT count(*) FROM deputy d WHERE d.deputy = ?1 AND (d.account = ?2 OR d.account = ?3)"
		" AND d.from_day <= ?4 AND d.to_day >= ?4",
		INT(c->who->account), INT(o->asker), INT(o->asker_for), INT(c->today));

	return rc != RC_OK || n > 0;
}

static str id_text(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

static bool has_open(struct ctx *c, const struct record *r)
{
	const struct actor *who = c->who;
	int64_t n = 0;

	return who->account &&
	       DB_ONE(c->db, &n,
		      "SELECT count(*) FROM opening o WHERE o.record = ?1 AND o.kind = ?2"
		      " AND (o.asker = ?3 OR o.asker = ?4) AND o.expires_at > ?5"
		      " AND (o.state = '" CODE_OPENING_STATE_APPROVED
		      "' OR o.state = '" CODE_OPENING_STATE_USED_DANGER "')",
		      TEXT(id_text(c->mem, r->id)), TEXT(str_of(r->kind->name)), INT(who->account),
		      INT(who->for_account ? who->for_account : who->account), INT(c->now)) == RC_OK &&
	       n > 0;
}

bool opening_c5(struct ctx *c, const struct record *r, const struct field *f)
{
	enum role charge = opening_in_charge(f->profile);

	if (!c->purpose.n || !may_open(c->who, f->profile))
		return false;
	if (r->kind->opens && r->kind->opens(c, r, (size_t)(f - r->kind->fields)))
		return true;
	if (!charge)
		return false;
	if (c->who->role == charge)
		return c->who->county == r->county;
	return has_open(c, r);
}

enum rc opening_current(struct ctx *c, const struct kind *k, int64_t record, struct record *ret)
{
	struct list l = {
		.where = SQL("t.record = ?1 AND t.kind = ?2 AND (t.asker = ?3 OR t.asker = ?4) AND "
			     "t.expires_at > ?5"
			     " AND (t.state = '" CODE_OPENING_STATE_ASKED
			     "' OR t.state = '" CODE_OPENING_STATE_APPROVED
			     "' OR t.state = '" CODE_OPENING_STATE_USED_DANGER "')"),
		.v = { TEXT(id_text(c->mem, record)), TEXT(str_of(k->name)), INT(c->who->account),
		       INT(c->who->for_account ? c->who->for_account : c->who->account), INT(c->now) },
		.nv = 5,
		.limit = 1,
		.newest_first = true,
	};
	struct records found;
	enum rc rc = record_list(c, &opening_kind, &l, &found);

	if (rc == RC_OK && !found.n)
		return RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

/* --- asking --- */

static const int64_t minute = INT64_C(60) * 1000 * 1000;

static void complain(struct ctx *c, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(opening_kind.fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

static bool given(const struct change *change, size_t field) { return change->given >> field & 1; }

/* A kind with something sealed that the actor may ask for; NULL: there is none of the name. */
static const struct kind *sealed_kind(struct ctx *c, str name)
{
	const struct kind *k = model_kind_named(c->model, name);

	for (size_t i = 0; k && k->child_field && i < k->nfields; i++)
		if (k->fields[i].class == C5_SEALED && k->fields[i].type != T_SECRET &&
		    opening_may_ask(c->who, k->fields[i].profile))
			return k;
	return NULL;
}

/* What is asked for must be there and within reach; whose it is follows from it. */
static void check_target(struct ctx *c, struct record *r)
{
	const struct kind *k = sealed_kind(c, rec_text(r, OPENING_KIND));
	struct ctx look = *c;
	struct record target;
	int64_t id;

	look.seen = NULL; /* nothing of it is handed out */
	look.purpose = (str){ NULL, 0 };
	if (!k)
		complain(c, OPENING_KIND, N_("There is nothing sealed of this kind that you could ask for."));
	else if (!str_int(rec_text(r, OPENING_RECORD), &id) || record_load(&look, k, id, &target) != RC_OK)
		complain(c, OPENING_RECORD, N_("What this points at is not there."));
	else {
		r->v[OPENING_CHILD] = INT(rec_int(&target, k->child_field - 1));
		r->v[OPENING_RECORD] = TEXT(id_text(c->mem, id)); /* one spelling */
	}
}

/* One at a time; but danger does not wait for an answer. */
static void check_again(struct ctx *c, const struct record *r)
{
	int64_t other;

	if (c->problems.n ||
	    DB_ONE(c->db, &other,
		   "SELECT o.id FROM opening o WHERE o.record = ?1 AND o.kind = ?2 AND o.asker = ?3"
		   " AND o.expires_at > ?4 AND (o.state = '" CODE_OPENING_STATE_APPROVED
		   "' OR o.state = '" CODE_OPENING_STATE_USED_DANGER "'"
		   " OR (o.state = '" CODE_OPENING_STATE_ASKED "' AND ?5 = 0)) ORDER BY o.id",
		   TEXT(rec_text(r, OPENING_RECORD)), TEXT(rec_text(r, OPENING_KIND)), INT(c->who->account),
		   INT(c->now), INT(rec_int(r, OPENING_DANGER))) != RC_OK)
		return;
	complain(c, OPENING_RECORD, N_("You have asked for this already."));
	c->conflicts++;
}

static void check_asked(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	bool danger = rec_int(r, OPENING_DANGER) != 0;
	int64_t minutes = ctx_param(c, danger ? PARAM_OPENING_DANGER_MINUTES : PARAM_OPENING_ASK_MINUTES);

	if (given(change, OPENING_STATE))
		complain(c, OPENING_STATE, N_("This is computed by the program."));
	if (given(change, OPENING_ANSWER))
		complain(c, OPENING_ANSWER, N_("This is for whoever answers."));
	if (!rec_null(r, OPENING_REASON) && utf8_count(rec_text(r, OPENING_REASON)) < OPENING_REASON_MIN)
		complain(c, OPENING_REASON, N_("Say in a sentence why: 10 characters at least."));
	check_target(c, r);
	check_again(c, r);
	r->v[OPENING_ASKER] = INT(c->who->account);
	r->v[OPENING_FOR] = c->who->for_account ? INT(c->who->for_account) : NIL;
	r->v[OPENING_ROLE] = TEXT(str_of(role_code(c->who->role)));
	r->v[OPENING_STATE] =
		TEXT(str_of(danger ? CODE_OPENING_STATE_USED_DANGER : CODE_OPENING_STATE_ASKED));
	r->v[OPENING_ASKED_AT] = INT(c->now);
	r->v[OPENING_EXPIRES_AT] = INT(c->now + minutes * minute);
}

/* --- answering --- */

static void decide(struct ctx *c, struct record *r, int64_t expires_at)
{
	r->v[OPENING_APPROVER] = INT(c->who->account);
	r->v[OPENING_DECIDED_AT] = INT(c->now);
	r->v[OPENING_EXPIRES_AT] = INT(expires_at);
}

static void check_decision(struct ctx *c, struct record *r, const struct opening *before, bool agreed)
{
	const char *refusal = opening_refusal(before, c->who, opening_stands_in(c, before), c->now);

	if (refusal)
		complain(c, OPENING_STATE, refusal);
	else if (!agreed && rec_null(r, OPENING_ANSWER))
		complain(c, OPENING_ANSWER, N_("Say in a sentence why not."));
	else
		decide(c, r, agreed ? c->now + ctx_param(c, PARAM_OPENING_OPEN_MINUTES) * minute : c->now);
}

static void check_closing(struct ctx *c, struct record *r, const struct opening *before)
{
	if (!opening_may_close(before, c->who, opening_stands_in(c, before), c->now))
		complain(c, OPENING_STATE, N_("This is not open, or it is not yours to close."));
	else
		r->v[OPENING_EXPIRES_AT] = INT(c->now);
}

static void check_answered(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	const struct opening before = opening_of(change->before);
	str state = rec_text(r, OPENING_STATE);

	if (str_eq(state, before.state)) {
		if (given(change, OPENING_STATE))
			complain(c, OPENING_STATE, N_("This has been answered already."));
		else if (change->changed >> OPENING_ANSWER & 1)
			complain(c, OPENING_ANSWER, N_("An answer comes with its decision."));
	} else if (is(state, CODE_OPENING_STATE_APPROVED) || is(state, CODE_OPENING_STATE_REFUSED)) {
		check_decision(c, r, &before, is(state, CODE_OPENING_STATE_APPROVED));
	} else if (is(state, CODE_OPENING_STATE_CLOSED)) {
		check_closing(c, r, &before);
	} else if (!(is(state, CODE_OPENING_STATE_LAPSED) && c->who->role == ROLE_SYSTEM &&
		     opening_standing(&before, c->now) == OPENING_LAPSED)) {
		complain(c, OPENING_STATE, N_("This cannot follow from what it is now."));
	}
}

void opening_check(struct ctx *c, const struct change *change)
{
	if (!change->after)
		return;
	if (change->before)
		check_answered(c, change);
	else
		check_asked(c, change);
}

/* --- who is told --- */

static enum rc tell(struct ctx *c, const struct record *r, const char *code, struct notice_new to)
{
	to.code = code;
	to.county = r->county;
	to.child = rec_int(r, OPENING_CHILD);
	to.about = "openings";
	to.record = r->id;
	return notice_put(c, &to);
}

static enum role charge_of(struct ctx *c, const struct record *r)
{
	const struct kind *k = model_kind_named(c->model, rec_text(r, OPENING_KIND));
	enum role charge = 0;

	for (size_t i = 0; k && !charge && i < k->nfields; i++)
		if (k->fields[i].class == C5_SEALED)
			charge = opening_in_charge(k->fields[i].profile);
	return charge;
}

/* Whoever is in charge, and whoever may agree. */
static enum rc tell_county(struct ctx *c, const struct record *r, bool danger)
{
	unsigned roles = opening_approvers(role_of(r)) | (unsigned)charge_of(c, r);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < role_nrows && rc == RC_OK; i++)
		if (roles & role_rows[i].role)
			rc = tell(
				c, r,
				danger ? CODE_NOTICE_CODE_OPENING_DANGER : CODE_NOTICE_CODE_OPENING_ASKED,
				(struct notice_new){ .to_role = role_rows[i].role,
						     .until = danger ? 0 : rec_int(r, OPENING_EXPIRES_AT) });
	return rc;
}

static enum rc tell_asker(struct ctx *c, const struct record *r)
{
	str state = rec_text(r, OPENING_STATE);
	const char *code = is(state, CODE_OPENING_STATE_APPROVED)  ? CODE_NOTICE_CODE_OPENING_APPROVED
			   : is(state, CODE_OPENING_STATE_REFUSED) ? CODE_NOTICE_CODE_OPENING_REFUSED
			   : is(state, CODE_OPENING_STATE_LAPSED)  ? CODE_NOTICE_CODE_OPENING_LAPSED
								   : NULL;
	bool agreed = is(state, CODE_OPENING_STATE_APPROVED);

	if (!code)
		return RC_OK;
	return tell(c, r, code,
		    (struct notice_new){ .to_account = rec_int(r, OPENING_ASKER),
					 .until = agreed ? rec_int(r, OPENING_EXPIRES_AT) : 0 });
}

enum rc opening_after(struct ctx *c, struct change *change)
{
	if (!change->after)
		return notice_done(c, "openings", change->before->id);
	if (!change->before)
		return tell_county(c, change->after, rec_int(change->after, OPENING_DANGER));
	if (!(change->changed >> OPENING_STATE & 1))
		return RC_OK;
	/* That there was danger stays on everybody's Today until they have looked. */
	enum rc rc = rec_int(change->after, OPENING_DANGER) ? RC_OK
							    : notice_done(c, "openings", change->after->id);
	return rc == RC_OK ? tell_asker(c, change->after) : rc;
}

/* --- day by day --- */

enum { UNIT = 100 };

static enum rc lapse_due(struct ctx *c, void *arg)
{
	size_t *ret_n = arg;
	int64_t list[UNIT];
	size_t n = 0;
	struct rows q;
	struct input in = input_new(&opening_kind);
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT o.id FROM opening o WHERE o.state = '" CODE_OPENING_STATE_ASKED
			      "' AND o.expires_at <= ?1"
			      " ORDER BY o.id LIMIT 100",
			      INT(c->now));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < UNIT)
		list[n++] = db_int(&q, 0);
	rc = db_done(&q);
	input_set(&in, OPENING_STATE, STR(CODE_OPENING_STATE_LAPSED));
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct record done;
		rc = record_update(c, &opening_kind, list[i], 0, &in, &done);
	}
	*ret_n = n;
	return rc;
}

enum rc opening_daily(struct ctx *c)
{
	size_t n = UNIT;
	enum rc rc = RC_OK;

	while (n == UNIT && rc == RC_OK)
		rc = store_write(c, PRIO_BULK, lapse_due, &n);
	return rc;
}

/* --- the API --- */

enum rc opening_hush(struct req *r, struct records *list, bool one)
{
	(void)list;
	(void)one;
	seen_seal(r->ctx.seen);
	return RC_OK;
}

static void put_members(struct req *r, struct json *j, const struct record *rec, size_t index)
{
	const struct opening o = opening_of(rec);
	unsigned roles = opening_approvers(o.role);

	(void)index;
	JSON_KEY(j, "standing");
	json_str(j, str_of(standing_code[opening_standing(&o, r->ctx.now)]));
	JSON_KEY(j, "approvers");
	json_arr(j);
	for (size_t i = 0; i < role_nrows; i++)
		if (roles & role_rows[i].role)
			json_str(j, str_of(role_rows[i].code));
	json_arr_end(j);
}

const struct api_extra opening_extra = { .kind = &opening_kind,
					 .prepare = opening_hush,
					 .members = put_members };
