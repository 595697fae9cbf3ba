/* How a deed is written and signed. */
#include "complain.h"
#include "deed_seal.h"
#include "deed_text.h"
#include "entry.h"
#include "program.h"
#include "utf8.h"

enum { OPINION = 2000 };

/* --- writing --- */

void deed_look(struct ctx *c, const struct input *in)
{
	struct record r = { .kind = &deed_kind, .v = NEW(c->mem, struct val, DEED__N) };

	const struct change change = { .kind = &deed_kind, .after = &r };
	struct ctx own = *c;
	own.trusted = true;
	input_check(&own, in, NULL, r.v);
	if (r.v[DEED_CHILD].t == VAL_INT)
		deed_check(&own, &change);
	c->problems = own.problems;
}

/* --- where it stands, kept beside it --- */

static enum rc change(struct ctx *p, int64_t id, const struct input *in)
{
	struct record done;

	return record_update(p, &deed_kind, id, 0, in, &done);
}

enum rc deed_settle(struct ctx *p, int64_t id)
{
	const struct deed_params params = deed_params_of(p);
	struct input in = input_new(&deed_kind);
	struct deed d;
	enum rc rc = deed_whole(p, id, &d);

	if (rc != RC_OK)
		return rc;
	day next = deed_stand_next(&d.facts, &params, p->today);
	if (str_eq(rec_text(&d.rec, DEED_STATE), str_of(deed_stand_code(d.stand))) &&
	    rec_day(&d.rec, DEED_NEXT_ON) == next)
		return RC_OK;
	input_set(&in, DEED_STATE, str_of(deed_stand_code(d.stand)));
	if (next)
		input_day(&in, p->mem, DEED_NEXT_ON, next);
	else
		input_set(&in, DEED_NEXT_ON, STR(""));
	return change(p, id, &in);
}

/* What nobody had signed in full is taken back by the version after it. */
static enum rc take_former_back(struct ctx *c, int64_t former)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_new(&deed_kind);
	struct buf why = buf_new(c->mem, 1 << 10);
	struct record f;
	enum rc rc = record_load(&p, &deed_kind, former, &f);

	if (rc != RC_OK || !rec_null(&f, DEED_SIGNED_ON) || !rec_null(&f, DEED_REVOKED_ON))
		return rc;
	TR(&why, c->lang, N_("Replaced by a new version before all had signed."));
	input_day(&in, c->mem, DEED_REVOKED_ON, c->today);
	if (c->who->account)
		input_int(&in, c->mem, DEED_REVOKED_BY, c->who->account);
	input_set(&in, DEED_REVOKE_WHY, buf_view(&why));
	rc = change(&p, former, &in);
	return rc == RC_OK ? deed_settle(&p, former) : rc;
}

enum rc deed_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there)
{
	struct record r = { .id = 0 };
	struct ctx own = *c;
	int64_t child = 0, former = 0;

	if (!str_int(in->text[DEED_CHILD], &child))
		return RC_NOT_FOUND;
	if (in->given >> DEED_REPLACES & 1 && !str_int(in->text[DEED_REPLACES], &former))
		return RC_NOT_FOUND;
	enum rc rc = record_load(c, &child_kind, child, &r);
	if (rc == RC_OK && former)
		rc = record_load(c, &deed_kind, former, &r);
	if (rc != RC_OK)
		return rc;
	/* The adults around the child are beyond a parent's reach: the rules look them up. */
	own.trusted = true;
	rc = entry_write(&own, in, ret_id, ret_there);
	c->problems = own.problems;
	c->conflicts = own.conflicts;
	return rc == RC_OK && !*ret_there && former ? take_former_back(c, former) : rc;
}

/* --- its words --- */

enum rc deed_words(struct ctx *c, const struct deed *d, enum lang lang, str *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct record school = { .id = 0 };
	struct deed_text t = { .deed = &d->rec,
			       .child = &d->child,
			       .parent = &d->parent,
			       .carer = &d->carer,
			       .parent_is = d->parent_is,
			       .carer_is = d->carer_is };
	enum rc rc = RC_OK;

	if (lang == LANG_ZH && !rec_null(&d->rec, DEED_DIGEST)) {
		*ret = rec_text(&d->rec, DEED_TEXT);
		return RC_OK;
	}
	if (!rec_null(&d->child, CHILD_SCHOOL))
		rc = record_load(&p, &school_kind, rec_int(&d->child, CHILD_SCHOOL), &school);
	if (rc == RC_OK)
		t.school = school.id ? rec_text(&school, SCHOOL_NAME) : STR("");
	if (rc == RC_OK)
		*ret = deed_text(c, lang, &t);
	return rc;
}

/* --- signing --- */

struct sign {
	struct ctx *c, p; /* who acts, and the program in their name */
	struct actor program;
	const struct deed_signing *s;
	struct deed d; /* all of it */
	str text;      /* as it stands there, or would stand */
	str digest;
};

static bool is_part(const struct sign *g, const char *part) { return !strcmp(g->s->part, part); }

static bool may_sign(const struct sign *g)
{
	unsigned me = g->d.me;

	if (g->s->link)
		return is_part(g, CODE_DEED_PART_PARENT);
	if (is_part(g, CODE_DEED_PART_CHILD))
		return g->s->before ? me & (DEED_IS_WITNESS | DEED_IS_SCHOOL) : me & DEED_IS_CHILD;
	if (is_part(g, CODE_DEED_PART_WITNESS))
		return me & DEED_IS_WITNESS && !g->s->before;
	if (g->s->before)
		return me & DEED_IS_WITNESS;
	return me & (is_part(g, CODE_DEED_PART_PARENT) ? DEED_IS_PARENT : DEED_IS_CARER);
}

static enum rc write_text(struct sign *g)
{
	enum rc rc = deed_words(&g->p, &g->d, LANG_ZH, &g->text);

	if (rc == RC_OK)
		g->digest = deed_digest(g->c->mem, g->text);
	return rc;
}

/* What has to be there before this one. */
static void check_order(struct sign *g)
{
	const struct deed_params params = deed_params_of(g->c);
	struct deed *d = &g->d;

	if (is_part(g, CODE_DEED_PART_CHILD)) {
		if (!str_trim(g->s->words).n)
			complain(g->c, "words", N_("Say it in your own words, one sentence is enough."));
		else if (utf8_count(g->s->words) > OPINION)
			complain(g->c, "words", N_("This is too long."));
		return;
	}
	if (!is_part(g, CODE_DEED_PART_PARENT) && !d->facts.parent)
		complain(g->c, "part", N_("Who entrusts the child signs first."));
	if (!is_part(g, CODE_DEED_PART_WITNESS))
		return;
	if (!d->facts.carer)
		complain(g->c, "part", N_("The carer has not signed yet."));
	if (deed_must_hear(&d->facts, &params, g->c->today) && !d->facts.heard)
		complain(g->c, "part",
			 N_("The child is eight or older and has not been heard yet: it says its view "
			    "first."));
}

static enum rc check_open(struct sign *g, bool *ret_there)
{
	const struct record *before = deed_signature(&g->d, g->s->part);
	bool child = is_part(g, CODE_DEED_PART_CHILD);

	*ret_there = false;
	for (size_t i = 0; g->s->client.n && i < g->d.signatures.n; i++)
		*ret_there = *ret_there || str_eq(rec_text(&g->d.signatures.r[i], DEED_SIGNATURE_CLIENT),
						  utf8_number(g->c->mem, g->s->client));
	if (*ret_there)
		return RC_OK;
	if (g->d.stand == DEED_REVOKED || g->d.stand == DEED_ENDED) {
		complain(g->c, "part", N_("This deed is over: nobody signs it any more."));
		return RC_CONFLICT;
	}
	if (before && !child) {
		complain(g->c, "part", N_("This was signed already."));
		return RC_CONFLICT;
	}
	if (child && !rec_null(&g->d.rec, DEED_SIGNED_ON)) {
		complain(g->c, "words",
			 N_("All have signed already. Tell the child director or your teacher; they "
			    "listen to you any day."));
		return RC_CONFLICT;
	}
	return RC_OK;
}

static str signer(const struct sign *g, int64_t *ret_person)
{
	*ret_person = 0;
	if (is_part(g, CODE_DEED_PART_CHILD))
		return rec_text(&g->d.child, CHILD_NAME);
	if (is_part(g, CODE_DEED_PART_WITNESS))
		return g->c->who->name.n ? g->c->who->name : g->c->who->login;
	const struct record *who = is_part(g, CODE_DEED_PART_PARENT) ? &g->d.parent : &g->d.carer;
	*ret_person = who->id;
	return rec_text(who, PERSON_NAME);
}

static enum rc add_signature(struct sign *g)
{
	struct arena *mem = g->c->mem;
	struct input in = input_new(&deed_signature_kind);
	struct record s = { .kind = &deed_signature_kind, .v = NEW(mem, struct val, DEED_SIGNATURE__N) },
		      done;
	int64_t person;
	str name = signer(g, &person), words = str_trim(g->s->words);
	const char *how = g->s->link     ? CODE_DEED_HOW_LINK
			  : g->s->before ? CODE_DEED_HOW_BEFORE
					 : CODE_DEED_HOW_OWN;

	input_int(&in, mem, DEED_SIGNATURE_DEED, g->d.rec.id);
	input_int(&in, mem, DEED_SIGNATURE_CHILD, g->d.child.id);
	input_set(&in, DEED_SIGNATURE_PART, str_of(g->s->part));
	if (person)
		input_int(&in, mem, DEED_SIGNATURE_PERSON, person);
	input_set(&in, DEED_SIGNATURE_NAME, name);
	input_set(&in, DEED_SIGNATURE_HOW, str_of(how));
	if (is_part(g, CODE_DEED_PART_CHILD))
		input_set(&in, DEED_SIGNATURE_WORDS, words);
	input_set(&in, DEED_SIGNATURE_DIGEST, g->digest);
	if (g->s->client.n)
		input_set(&in, DEED_SIGNATURE_CLIENT, g->s->client);
	if (g->c->who->account)
		input_int(&in, mem, DEED_SIGNATURE_BY, g->c->who->account);
	input_set(&in, DEED_SIGNATURE_ROLE, str_of(role_code(g->s->link ? ROLE_PARENT : g->c->who->role)));
	input_int(&in, mem, DEED_SIGNATURE_AT, g->c->now);
	input_check(&g->p, &in, NULL, s.v); /* the proof is made of the very values that are kept */
	input_set(&in, DEED_SIGNATURE_PROOF, deed_proof(mem, &s));
	return record_create(&g->p, &in, &done);
}

/* The first of the adults fixes the text. */
static enum rc fix_text(struct sign *g)
{
	struct input in = input_new(&deed_kind);

	if (!is_part(g, CODE_DEED_PART_PARENT))
		return RC_OK;
	input_set(&in, DEED_TEXT, g->text);
	input_set(&in, DEED_DIGEST, g->digest);
	return change(&g->p, g->d.rec.id, &in);
}

/* What it follows ends on the day before. */
static enum rc end_former(struct sign *g)
{
	int64_t former = rec_int(&g->d.rec, DEED_REPLACES);
	struct input in = input_new(&deed_kind);
	struct record f;

	if (!former)
		return RC_OK;
	enum rc rc = record_load(&g->p, &deed_kind, former, &f);
	if (rc != RC_OK || !rec_null(&f, DEED_REVOKED_ON))
		return rc;
	day last = day_add(rec_day(&g->d.rec, DEED_FROM), -1);
	input_day(&in, g->c->mem, DEED_ENDED_ON, last < rec_day(&f, DEED_TO) ? last : rec_day(&f, DEED_TO));
	rc = change(&g->p, former, &in);
	return rc == RC_OK ? deed_settle(&g->p, former) : rc;
}

static enum rc note_signed(struct sign *g)
{
	const struct deed_params params = deed_params_of(g->c);
	struct input in = input_new(&deed_kind);
	struct deed now;
	enum rc rc = deed_whole(&g->p, g->d.rec.id, &now);
	day on = rc == RC_OK ? deed_signed_on(&now.facts, &params) : 0;

	if (on && rec_null(&now.rec, DEED_SIGNED_ON)) {
		input_day(&in, g->c->mem, DEED_SIGNED_ON, on);
		rc = change(&g->p, now.rec.id, &in);
		if (rc == RC_OK)
			rc = end_former(g);
	}
	return rc == RC_OK ? deed_settle(&g->p, g->d.rec.id) : rc;
}

enum rc deed_sign_unit(struct ctx *c, const struct deed_signing *s)
{
	struct sign g = { .c = c, .s = s };
	struct deed seen;
	bool there;
	enum rc rc = deed_open(c, s->deed, &seen);

	g.p = program_for(c, &g.program, c->who->county);
	if (rc == RC_OK)
		rc = deed_whole(c, s->deed, &g.d);
	if (rc != RC_OK)
		return rc;
	if (!may_sign(&g))
		return RC_DENIED;
	rc = check_open(&g, &there);
	if (rc != RC_OK || there)
		return rc;
	rc = write_text(&g);
	if (rc != RC_OK)
		return rc;
	if (s->mark.n && !str_eq(s->mark, g.digest))
		return RC_STALE;
	check_order(&g);
	if (!is_part(&g, CODE_DEED_PART_CHILD))
		deed_check_terms(c, &g.d.rec);
	if (c->problems.n)
		return RC_INVALID;
	rc = add_signature(&g);
	if (rc == RC_OK)
		rc = fix_text(&g);
	if (rc == RC_OK)
		rc = note_signed(&g);
	if (rc != RC_OK)
		program_problems(c, &g.p);
	return rc;
}

static enum rc sign_job(struct ctx *c, void *arg) { return deed_sign_unit(c, arg); }

enum rc deed_sign(struct ctx *c, const struct deed_signing *s)
{
	struct deed_signing copy = *s;

	return store_write(c, PRIO_PEOPLE, sign_job, &copy);
}
