/* The rules of what somebody writes down. */
#include "contact.h"

#include "complain.h"
#include "entry.h"
#include "program.h"
#include "standing.h"

enum { BEIJING = 480, MINUTES_A_DAY = 1440 };
#define MINUTE INT64_C(60000000)

/* --- when --- */

static int zone_of(const struct record *v)
{
	return rec_null(v, CONTACT_ZONE) ? BEIJING : (int)rec_int(v, CONTACT_ZONE);
}

/* The day it is where somebody writes, by the clock of this request. */
static day local_today(const struct ctx *c, int zone)
{
	int64_t minutes = c->now / MINUTE + zone;

	return day_of_number((int32_t)(minutes / MINUTES_A_DAY));
}

/* Without a time it was at noon; this very morning it was a moment ago. */
static void put_moment(struct ctx *c, struct record *v)
{
	int zone = zone_of(v);
	day on = rec_day(v, CONTACT_DAY), today = local_today(c, zone);
	int minute = rec_null(v, CONTACT_MINUTE) ? -1 : (int)rec_int(v, CONTACT_MINUTE);
	int64_t at = ledger_instant(on, minute, zone);

	if (minute < 0 && on == today && at > c->now)
		at = c->now;
	if (at > c->now) {
		complain(c, on > today ? "day" : "minute",
			 N_("This is still to come. Write it down when you have talked."));
		return;
	}
	v->v[CONTACT_WHEN] = INT(at);
	v->v[CONTACT_ON] = INT(instant_day(at));
}

/* --- who --- */

/* A parent of the child by a tie that held then, and is not kept away from it. */
static enum rc load_tie(struct ctx *c, const struct record *v, bool *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, v->county);
	struct list l = { .filter = { { TIE_CHILD, v->v[CONTACT_CHILD] },
				      { TIE_PERSON, v->v[CONTACT_PERSON] } },
			  .nfilter = 2,
			  .on = rec_day(v, CONTACT_ON) ? rec_day(v, CONTACT_ON) : c->today,
			  .want = UINT64_C(1) << TIE_RELATION | UINT64_C(1) << TIE_BARRED };
	struct records ties;
	enum rc rc = record_list(&p, &tie_kind, &l, &ties);

	*ret = false;
	for (size_t i = 0; rc == RC_OK && i < ties.n; i++) {
		if (rec_int(&ties.r[i], TIE_BARRED)) {
			*ret = false;
			return RC_OK;
		}
		*ret = *ret || standing_relation_of(rec_text(&ties.r[i], TIE_RELATION));
	}
	return rc;
}

static void check_person(struct ctx *c, const struct record *v)
{
	bool parent = false;

	if (load_tie(c, v, &parent) == RC_OK && !parent)
		complain(c, "person", N_("This is no parent of the child on that day."));
}

static const char *source_of(enum role role)
{
	switch (role) {
	case ROLE_PARENT: return CODE_CONTACT_SOURCE_PARENT;
	case ROLE_GUARDIAN: return CODE_CONTACT_SOURCE_CARER;
	case ROLE_KEEPER:
	case ROLE_FEDERATION: return CODE_CONTACT_SOURCE_KEEPER;
	case ROLE_TEACHER: return CODE_CONTACT_SOURCE_TEACHER;
	default: return CODE_CONTACT_SOURCE_VILLAGE;
	}
}

static void check_born(struct ctx *c, struct record *v)
{
	struct record child;

	if (rec_null(v, CONTACT_ON) || entry_child(c, rec_int(v, CONTACT_CHILD), &child) != RC_OK ||
	    rec_day(v, CONTACT_ON) >= rec_day(&child, CHILD_BIRTH_DATE))
		return;
	complain(c, "day", N_("The child had not been born on this day."));
	v->v[CONTACT_ON] = NIL;
}

void contact_check(struct ctx *c, const struct change *change)
{
	struct record *v = change->after;

	if (!v || change->before || c->via == VIA_UNDO)
		return;
	if (change->given >> CONTACT_WHEN & 1) /* the program says so itself */
		v->v[CONTACT_ON] = INT(instant_day(rec_int(v, CONTACT_WHEN)));
	else
		put_moment(c, v);
	check_born(c, v);
	check_person(c, v);
	if (str_eq(rec_text(v, CONTACT_OUTCOME), STR(CODE_CONTACT_OUTCOME_MISTAKE)) &&
	    rec_null(v, CONTACT_CORRECTS))
		complain(c, "outcome", N_("Say which entry was a mistake: open it and correct it."));
	if (!(change->given >> CONTACT_SOURCE & 1))
		v->v[CONTACT_SOURCE] = TEXT(str_of(source_of(c->who->role)));
	entry_check(c, change);
}

/* --- writing --- */

/* What the program reckons is not to be given; a parent speaks for no other one. */
static void check_given(struct ctx *c, const struct input *in)
{
	int64_t person;

	for (size_t i = 0; i < CONTACT__N; i++)
		if (contact_kind.fields[i].derived && in->given >> i & 1)
			complain(c, contact_kind.fields[i].name, N_("The program fills this in by itself."));
	if (c->who->role == ROLE_PARENT && c->who->person && in->given >> CONTACT_PERSON & 1 &&
	    str_int(in->text[CONTACT_PERSON], &person) && person != c->who->person)
		complain(c, "person", N_("Write down your own talks; the other parent writes theirs."));
}

/* By the program in the writer's name: who looks after a child may speak of its parents, whose own records
 * are not theirs to read. */
enum rc contact_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there)
{
	struct actor program;
	struct record child;
	struct input all = *in;
	int64_t id = 0;

	if (!may_create(c->who, contact_kind.profile))
		return RC_DENIED;
	if (!str_int(in->text[CONTACT_CHILD], &id))
		id = 0;
	enum rc rc = record_load(c, &child_kind, id, &child);
	if (rc == RC_NOT_FOUND) {
		complain(c, "child", N_("What this points at is not there."));
		return RC_INVALID;
	}
	check_given(c, in);
	if (rc != RC_OK)
		return rc;
	struct ctx p = program_for(c, &program, child.county);
	p.problems = c->problems; /* said together */
	input_set(&all, CONTACT_SOURCE, str_of(source_of(c->who->role)));
	input_set(&all, CONTACT_ROLE, str_of(role_code(c->who->role)));
	rc = entry_write(&p, &all, ret_id, ret_there);
	program_problems(c, &p);
	return rc == RC_OK && c->problems.n ? RC_INVALID : rc;
}

struct saving {
	const struct input *in;
	int64_t id;
	bool there;
};

static enum rc save_unit(struct ctx *c, void *arg)
{
	struct saving *s = arg;

	return contact_write(c, s->in, &s->id, &s->there);
}

enum rc contact_save(struct ctx *c, const struct input *in)
{
	struct saving s = { .in = in };

	return store_write(c, PRIO_PEOPLE, save_unit, &s);
}
