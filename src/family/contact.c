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

	if (c->who->role == ROLE_PARENT && c->who->person && rec_int(v, CONTACT_PERSON) != c->who->person) {
		complain(c, "person", N_("Write down your own talks; the other parent writes theirs."));
		return;
	}
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

void contact_check(struct ctx *c, const struct change *change)
{
	struct record *v = change->after;

	if (!v || change->before || c->via == VIA_UNDO)
		return;
	if (change->given >> CONTACT_WHEN & 1) /* the program says so itself */
		v->v[CONTACT_ON] = INT(instant_day(rec_int(v, CONTACT_WHEN)));
	else
		put_moment(c, v);
	check_person(c, v);
	if (str_eq(rec_text(v, CONTACT_OUTCOME), STR(CODE_CONTACT_OUTCOME_MISTAKE)) &&
	    rec_null(v, CONTACT_CORRECTS))
		complain(c, "outcome", N_("Say which entry was a mistake: open it and correct it."));
	if (!(change->given >> CONTACT_SOURCE & 1))
		v->v[CONTACT_SOURCE] = TEXT(str_of(source_of(c->who->role)));
	entry_check(c, change);
}
