#include "parents.h"
#include "circumstance.h"
#include "journal.h"
#include "number.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* --- out --- */

static void fill(struct parent *p, const struct records *persons, const struct records *held, day on)
{
	struct records mine = { .r = NULL };
	const struct record *r;

	for (size_t i = 0; i < persons->n; i++)
		if (persons->r[i].id == rec_int(&p->tie, TIE_PERSON))
			p->person = persons->r[i];
	p->id = p->tie.id;
	p->version = p->tie.version + p->person.version - 1;
	p->state = STR(CODE_PERSON_STATE_ALIVE);
	p->guardianship = STR(CODE_GUARDIANSHIP_ABLE);
	for (size_t i = 0; i < held->n; i++) {
		if (rec_int(&held->r[i], CIRCUMSTANCE_PERSON) != p->person.id)
			continue;
		mine = (struct records){ &held->r[i], 1, false };
		if ((r = circumstance_on(&mine, CODE_CIRCUMSTANCE_TOPIC_STATE, on)))
			p->state = rec_text(r, CIRCUMSTANCE_VALUE);
		if ((r = circumstance_on(&mine, CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, on)))
			p->guardianship = rec_text(r, CIRCUMSTANCE_VALUE);
	}
}

/* In the actor's reach are ties of children; the adult comes with the tie. */
static struct actor beyond_reach(const struct actor *who)
{
	struct actor a = *who;

	a.reach = REACH_ALL;
	return a;
}

enum { AT_ONCE = 16 }; /* people in one statement */

/* Who the ties from `at` on point at, and what is known of them; the last fills what is left of the places.
 */
static enum rc load_people(struct ctx *c, const struct records *ties, size_t at, day on, struct parents *ret)
{
	struct records persons, held;
	struct list l = { .nv = AT_ONCE };
	size_t n = ties->n - at < AT_ONCE ? ties->n - at : AT_ONCE;

	for (size_t i = 0; i < AT_ONCE; i++)
		l.v[i] = INT(rec_int(&ties->r[at + (i < n ? i : n - 1)], TIE_PERSON));
	l.where = SQL("t.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
	enum rc rc = record_list(c, &person_kind, &l, &persons);
	l.where = SQL("t.person IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
	if (rc == RC_OK)
		rc = record_list(c, &circumstance_kind, &l, &held);
	for (size_t i = at; rc == RC_OK && i < at + n; i++) {
		ret->p[i].tie = ties->r[i];
		fill(&ret->p[i], &persons, &held, on);
	}
	return rc;
}

static enum rc load_rest(struct ctx *c, const struct records *ties, day on, struct parents *ret)
{
	struct actor far = beyond_reach(c->who);
	struct ctx as = *c;
	enum rc rc = RC_OK;

	*ret = (struct parents){ NEW(c->mem, struct parent, ties->n), ties->n, ties->more };
	as.who = &far;
	for (size_t at = 0; at < ties->n && rc == RC_OK; at += AT_ONCE)
		rc = load_people(&as, ties, at, on, ret);
	return rc;
}

enum rc parent_list(struct ctx *c, const struct list *ties, day on, struct parents *ret)
{
	struct records found;
	struct list l = *ties;

	(void)on;
	enum rc rc = record_list(c, &tie_kind, &l, &found);
	return rc == RC_OK ? load_rest(c, &found, on, ret) : rc;
}

enum rc parent_load(struct ctx *c, int64_t id, day on, struct parent *ret)
{
	struct records one = { NEW(c->mem, struct record, 1), 1, false };
	struct parents all;
	enum rc rc = record_load(c, &tie_kind, id, &one.r[0]);

	if (rc != RC_OK)
		return rc;
	day from = rec_day(&one.r[0], TIE_FROM), to = rec_day(&one.r[0], TIE_TO);
	if (from > on || (to && to < on))
		return RC_NOT_FOUND;
	rc = load_rest(c, &one, on, &all);
	if (rc == RC_OK)
		*ret = all.p[0];
	return rc;
}

str parent_text(struct ctx *c, const struct parent *p, size_t field)
{
	switch (field) {
	case PARENT_CHILD: return record_text(c, &p->tie, TIE_CHILD);
	case PARENT_PERSON: return record_text(c, &p->tie, TIE_PERSON);
	case PARENT_RELATION: return record_text(c, &p->tie, TIE_RELATION);
	case PARENT_NAME: return record_text(c, &p->person, PERSON_NAME);
	case PARENT_ID_NUMBER: return record_text(c, &p->person, PERSON_ID_NUMBER);
	case PARENT_PHONE: return record_text(c, &p->person, PERSON_PHONE);
	case PARENT_STATE: return p->state;
	case PARENT_GUARDIANSHIP: return p->guardianship;
	case PARENT_LIVES_WITH: return rec_int(&p->tie, TIE_LIVES_WITH) ? STR("true") : STR("false");
	case PARENT_BARRED: return rec_int(&p->tie, TIE_BARRED) ? STR("true") : STR("false");
	case PARENT_CARER: return rec_int(&p->tie, TIE_CARER) ? STR("true") : STR("false");
	case PARENT_BIRTH_DATE: return record_text(c, &p->person, PERSON_BIRTH_DATE);
	case PARENT_HEALTH: return record_text(c, &p->person, PERSON_HEALTH);
	case PARENT_CARE_ABILITY: return record_text(c, &p->person, PERSON_CARE_ABILITY);
	default: return (str){ NULL, 0 };
	}
}

static const struct {
	uint8_t view, person;
} covered[] = {
	{ PARENT_ID_NUMBER, PERSON_ID_NUMBER },
	{ PARENT_PHONE, PERSON_PHONE },
	{ PARENT_HEALTH, PERSON_HEALTH },
};

uint64_t parent_masked(const struct parent *p)
{
	uint64_t masked = 0;

	for (size_t i = 0; i < COUNT(covered); i++)
		masked |= (p->person.masked >> covered[i].person & 1) << covered[i].view;
	return masked;
}

static void masked_json(struct json *j, const struct parent *p)
{
	uint64_t masked = parent_masked(p);

	if (!masked)
		return;
	JSON_KEY(j, "masked");
	json_arr(j);
	for (size_t i = 0; i < COUNT(covered); i++)
		if (masked >> covered[i].view & 1)
			json_str(j, str_of(parent_view.fields[covered[i].view].name));
	json_arr_end(j);
}

static int64_t updated_at(const struct parent *p)
{
	return p->tie.updated_at > p->person.updated_at ? p->tie.updated_at : p->person.updated_at;
}

void parent_json(struct json *j, struct ctx *c, const struct parent *p)
{
	json_obj(j);
	JSON_KEY(j, "id");
	json_id(j, p->id);
	JSON_KEY(j, "version");
	json_int(j, p->version);
	for (size_t i = 0; i < PARENT_SINCE; i++) {
		const struct field *f = &parent_view.fields[i];
		str text = parent_text(c, p, i);
		if (!may_read(c->who, f->profile))
			continue;
		json_key(j, str_of(f->name));
		if (f->type == T_BOOL)
			json_bool(j, str_eq(text, STR("true")));
		else if (text.n)
			json_str(j, text);
		else
			json_null(j);
	}
	masked_json(j, p);
	JSON_KEY(j, "updated_at");
	json_instant(j, updated_at(p));
	json_obj_end(j);
}

/* --- in --- */

/* clang-format off */
static const struct { uint8_t view, person; } of_person[] = {
	{ PARENT_NAME, PERSON_NAME }, { PARENT_ID_NUMBER, PERSON_ID_NUMBER }, { PARENT_PHONE, PERSON_PHONE },
	{ PARENT_STATE, PERSON_STATE }, { PARENT_GUARDIANSHIP, PERSON_GUARDIANSHIP }, { PARENT_SINCE, PERSON_SINCE },
	{ PARENT_BIRTH_DATE, PERSON_BIRTH_DATE }, { PARENT_HEALTH, PERSON_HEALTH }, { PARENT_CARE_ABILITY, PERSON_CARE_ABILITY },
};
static const struct { uint8_t view, tie; } of_tie[] = {
	{ PARENT_CHILD, TIE_CHILD }, { PARENT_RELATION, TIE_RELATION }, { PARENT_LIVES_WITH, TIE_LIVES_WITH },
	{ PARENT_BARRED, TIE_BARRED }, { PARENT_CARER, TIE_CARER },
};
/* clang-format on */

static void copy_field(struct input *to, size_t field, const struct input *from, size_t view)
{
	uint64_t bit = UINT64_C(1) << view;

	if (from->given & bit)
		input_set(to, field, from->cleared & bit ? (str){ NULL, 0 } : from->text[view]);
}

static struct input person_part(const struct input *in)
{
	struct input p = input_new(&person_kind);

	for (size_t i = 0; i < COUNT(of_person); i++)
		copy_field(&p, of_person[i].person, in, of_person[i].view);
	return p;
}

static struct input tie_part(const struct input *in)
{
	struct input t = input_new(&tie_kind);

	for (size_t i = 0; i < COUNT(of_tie); i++)
		copy_field(&t, of_tie[i].tie, in, of_tie[i].view);
	return t;
}

/* Every problem of the line at once, before anything is written. */
static enum rc check_line(struct ctx *c, const struct input *in, const struct record *before, struct val *v)
{
	struct record line = { .kind = &parent_view, .v = v };

	input_check(c, in, before, v);
	number_check_identity(c, &line, PARENT_ID_NUMBER, 0, 0);
	number_check_phone(c, &line, PARENT_PHONE);
	if (!before && rec_null(&line, PARENT_NAME) && rec_null(&line, PARENT_PERSON))
		complain(c, "name", N_("This is needed."));
	if (!c->problems.n)
		return RC_OK;
	enum rc rc = db_settle(c->db); /* what could not be looked up is no mistake of the sender's */
	return rc == RC_OK ? RC_INVALID : rc;
}

static enum rc find_by_number(struct ctx *c, const struct val *v, int64_t *ret)
{
	struct record known;

	enum rc rc =
		DB_ONE(c->db, ret, "SELECT p.id FROM person p WHERE p.id_number_digest = ?1 ORDER BY p.id",
		       number_digest(c, &person_kind, PERSON_ID_NUMBER, v[PARENT_ID_NUMBER].s));
	if (rc != RC_OK)
		return rc;
	rc = record_load(c, &person_kind, *ret, &known);
	if (rc == RC_OK && v[PARENT_NAME].t == VAL_TEXT &&
	    !str_eq(rec_text(&known, PERSON_NAME), v[PARENT_NAME].s)) {
		complain(c, "name", N_("This id number is registered under another name."));
		return RC_INVALID;
	}
	return rc;
}

/* The known person this line is about; RC_NOT_FOUND: a new one.  c sees every person. */
static enum rc find_person(struct ctx *c, const struct val *v, int64_t *ret)
{
	if (v[PARENT_PERSON].t == VAL_INT) {
		*ret = v[PARENT_PERSON].i;
		return RC_OK;
	}
	if (v[PARENT_ID_NUMBER].t == VAL_TEXT) {
		enum rc rc = find_by_number(c, v, ret);
		if (rc != RC_NOT_FOUND)
			return rc;
	}
	if (v[PARENT_PHONE].t != VAL_TEXT || v[PARENT_NAME].t != VAL_TEXT)
		return RC_NOT_FOUND;
	/* The same name and phone, but another id number, is somebody else. */
	return DB_ONE(c->db, ret,
		      "SELECT p.id FROM person p WHERE p.phone_digest = ?1 AND p.name = ?2"
		      " AND (p.id_number_digest IS NULL OR ?3 = 0) ORDER BY p.id",
		      number_digest(c, &person_kind, PERSON_PHONE, v[PARENT_PHONE].s), TEXT(v[PARENT_NAME].s),
		      INT(v[PARENT_ID_NUMBER].t == VAL_TEXT));
}

static enum rc write_person(struct ctx *c, const struct input *in, const struct val *v, int64_t *ret)
{
	struct input person = person_part(in);
	struct record done;
	enum rc rc = find_person(c, v, ret);

	if (rc == RC_NOT_FOUND) {
		rc = record_create(c, &person, &done);
		*ret = done.id;
		return rc;
	}
	return rc == RC_OK ? record_update(c, &person_kind, *ret, 0, &person, &done) : rc;
}

/* Written as the program in the actor's name: an adult nobody is tied to yet lies in no school's reach. */
static struct ctx as_program(struct ctx *c, struct actor *program)
{
	*program = actor_system(c->who->county);
	program->account = c->who->account;
	return ctx_system(c, program);
}

enum rc parent_create(struct ctx *c, const struct input *in, int64_t *ret_id)
{
	struct val *v = NEW(c->mem, struct val, PARENT__N);
	struct actor program;
	struct ctx as = as_program(c, &program);
	struct input tie = tie_part(in);
	struct record done;
	int64_t person;

	if (!may_create(c->who, parent_view.profile))
		return RC_DENIED;
	enum rc rc = check_line(c, in, NULL, v);
	if (rc != RC_OK)
		return rc;
	rc = write_person(&as, in, v, &person);
	if (rc == RC_OK) {
		input_int(&tie, c->mem, TIE_PERSON, person);
		rc = record_create(&as, &tie, &done);
	}
	c->problems = as.problems;
	c->conflicts = as.conflicts;
	if (rc == RC_OK)
		*ret_id = done.id;
	return rc;
}

/* Has anything that is sent changed since that version? */
static enum rc check_version(struct ctx *c, const struct parent *p, int64_t version, const struct input *in)
{
	const struct record *const both[2] = { &p->tie, &p->person };
	uint64_t changed[2];

	if (version == p->version)
		return RC_OK;
	if (version < 1 || version > p->version)
		return RC_STALE;
	enum rc rc = journal_changed_last(c, both, p->version - version, changed);
	if (rc != RC_OK)
		return rc;
	return (changed[0] & tie_part(in).given) || (changed[1] & person_part(in).given) ? RC_STALE : RC_OK;
}

static struct record line_of(struct ctx *c, const struct parent *p)
{
	struct record line = { .kind = &parent_view,
			       .id = p->id,
			       .version = p->version,
			       .county = p->tie.county,
			       .created_at = p->tie.created_at,
			       .updated_at = updated_at(p),
			       .v = NEW(c->mem, struct val, PARENT__N),
			       .label = NEW(c->mem, str, PARENT__N) };

	line.masked = parent_masked(p);
	for (size_t i = 0; i < PARENT_SINCE; i++) {
		str text = parent_text(c, p, i);
		if (parent_view.fields[i].type == T_BOOL)
			line.v[i] = INT(str_eq(text, STR("true")));
		else if (i == PARENT_CHILD || i == PARENT_PERSON)
			line.v[i] = INT(rec_int(&p->tie, i == PARENT_CHILD ? TIE_CHILD : TIE_PERSON));
		else if (i == PARENT_BIRTH_DATE)
			line.v[i] = p->person.v[PERSON_BIRTH_DATE];
		else
			line.v[i] = text.n ? TEXT(text) : NIL;
	}
	return line;
}

/* A state or ability that holds already, given without a day, is no change. */
static void drop_known(struct input *in, const struct parent *p)
{
	if (in->given >> PARENT_SINCE & 1 && in->text[PARENT_SINCE].n)
		return;
	if (in->given >> PARENT_STATE & 1 && str_eq(str_trim(in->text[PARENT_STATE]), p->state))
		in->given &= ~(UINT64_C(1) << PARENT_STATE);
	if (in->given >> PARENT_GUARDIANSHIP & 1 &&
	    str_eq(str_trim(in->text[PARENT_GUARDIANSHIP]), p->guardianship))
		in->given &= ~(UINT64_C(1) << PARENT_GUARDIANSHIP);
}

enum rc parent_update(struct ctx *c, int64_t id, int64_t version, const struct input *in)
{
	struct parent p;
	struct actor program;
	struct ctx as = as_program(c, &program);
	struct val *v = NEW(c->mem, struct val, PARENT__N);
	struct record done;
	enum rc rc = parent_load(c, id, c->today, &p);

	if (rc != RC_OK)
		return rc;
	if (!may_write(c->who, parent_view.profile))
		return RC_DENIED;
	struct record before = line_of(c, &p);
	rc = version ? check_version(c, &p, version, in) : RC_OK;
	if (rc == RC_STALE) {
		c->stale = NEW(c->mem, struct record, 1);
		*c->stale = before;
	}
	if (rc != RC_OK)
		return rc;
	struct input fresh = *in;
	drop_known(&fresh, &p);
	in = &fresh;
	/* Masked here: only what is sent is checked. */
	before.v[PARENT_ID_NUMBER] = before.v[PARENT_PHONE] = before.v[PARENT_HEALTH] = NIL;
	rc = check_line(c, in, &before, v);
	struct input person = person_part(in), tie = tie_part(in);
	tie.given &= ~(UINT64_C(1) << TIE_CHILD);
	if (rc == RC_OK && person.given)
		rc = record_update(&as, &person_kind, p.person.id, 0, &person, &done);
	if (rc == RC_OK && tie.given)
		rc = record_update(&as, &tie_kind, id, 0, &tie, &done);
	if (as.problems.n)
		c->problems = as.problems;
	c->conflicts = as.conflicts;
	return rc;
}

enum rc parent_end(struct ctx *c, int64_t id, int64_t version)
{
	struct parent p;
	struct actor program;
	struct ctx as = as_program(c, &program);
	struct input in = input_new(&tie_kind);
	struct record done;
	enum rc rc = parent_load(c, id, c->today, &p);

	if (rc != RC_OK)
		return rc;
	if (!may_create(c->who, parent_view.profile))
		return RC_DENIED;
	if (version && version != p.version) {
		c->stale = NEW(c->mem, struct record, 1);
		*c->stale = line_of(c, &p);
		return RC_STALE;
	}
	if (rec_day(&p.tie, TIE_FROM) >= c->today)
		return record_delete(&as, &tie_kind, id, 0);
	input_day(&in, c->mem, TIE_TO, day_add(c->today, -1));
	return record_update(&as, &tie_kind, id, 0, &in, &done);
}
