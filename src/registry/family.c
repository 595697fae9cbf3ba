#include "family.h"
#include "circumstance.h"
#include "number.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static int sex_of(const struct record *r, size_t field)
{
	str s = rec_text(r, field);

	return str_eq(s, STR("1")) ? 1 : str_eq(s, STR("2")) ? 2 : 0;
}

/* Another adult with this id number: the same person may not stand in the register twice. */
static void check_taken(struct ctx *c, const struct record *r)
{
	int64_t other;

	if (c->problems.n || rec_null(r, PERSON_ID_NUMBER))
		return;
	if (DB_ONE(c->db, &other,
		   "SELECT p.id FROM person p WHERE p.id_number_digest = ?1 AND p.id <> ?2 ORDER BY p.id",
		   number_digest(c, &person_kind, PERSON_ID_NUMBER, rec_text(r, PERSON_ID_NUMBER)),
		   INT(r->id)) != RC_OK)
		return;
	complain(c, "id_number", N_("An adult with this id number is registered already."));
	c->conflicts++;
}

/* Another paper has a number of its own kind. */
static bool resident_card(const struct record *r)
{
	return rec_null(r, PERSON_ID_TYPE) || str_eq(rec_text(r, PERSON_ID_TYPE), STR(CODE_ID_TYPE_RESIDENT));
}

void person_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day born = rec_day(r, PERSON_BIRTH_DATE);

	if (born > c->today)
		complain(c, "birth_date", N_("This day is still to come."));
	if (resident_card(r))
		number_check_identity(c, r, PERSON_ID_NUMBER, sex_of(r, PERSON_SEX), born);
	number_check_phone(c, r, PERSON_PHONE);
	check_taken(c, r);
}

enum rc person_touch_children(struct ctx *c, int64_t person)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT i.child FROM tie i WHERE i.person = ?1 ORDER BY i.child",
			      INT(person));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		store_touch(c, db_int(&q, 0));
	return db_done(&q);
}

static enum rc open_circumstances(struct ctx *c, const struct record *r)
{
	day since = rec_day(r, PERSON_SINCE);
	enum rc rc = RC_OK;

	if (!rec_null(r, PERSON_STATE))
		rc = circumstance_open(c, 0, r->id, CODE_CIRCUMSTANCE_TOPIC_STATE, rec_text(r, PERSON_STATE),
				       since);
	if (rc == RC_OK && !rec_null(r, PERSON_GUARDIANSHIP))
		rc = circumstance_open(c, 0, r->id, CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP,
				       rec_text(r, PERSON_GUARDIANSHIP), since);
	return rc;
}

enum rc person_after(struct ctx *c, struct change *change)
{
	enum rc rc = change->after ? open_circumstances(c, change->after) : RC_OK;

	if (!change->before) /* nobody is tied to a new one */
		return rc;
	return rc == RC_OK ? person_touch_children(c, (change->after ? change->after : change->before)->id)
			   : rc;
}

static void check_span(struct ctx *c, day from, day to)
{
	if (from && to && to < from)
		complain(c, "to", N_("The last day comes before the first."));
}

static void check_tied_twice(struct ctx *c, const struct record *r)
{
	int64_t other;
	day from = rec_day(r, TIE_FROM), to = rec_day(r, TIE_TO);

	if (c->problems.n)
		return;
	if (DB_ONE(c->db, &other,
		   "SELECT i.id FROM tie i WHERE i.child = ?1 AND i.person = ?2 AND i.id <> ?3"
		   " AND coalesce(i.from_day, 0) <= ?4 AND coalesce(i.to_day, 99991231) >= ?5 ORDER BY i.id",
		   INT(rec_int(r, TIE_CHILD)), INT(rec_int(r, TIE_PERSON)), INT(r->id),
		   INT(to ? to : 99991231), INT(from)) == RC_OK)
		complain(c, "person", N_("This adult is tied to the child already."));
}

void tie_check(struct ctx *c, const struct change *change)
{
	check_span(c, rec_day(change->after, TIE_FROM), rec_day(change->after, TIE_TO));
	check_tied_twice(c, change->after);
}

void absence_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day from = rec_day(r, ABSENCE_FROM), known_by = rec_day(r, ABSENCE_KNOWN_BY);
	int64_t born;

	check_span(c, from, rec_day(r, ABSENCE_TO));
	if (c->via == VIA_UNDO) /* what comes back stood there so; nothing written since is against it */
		return;
	if (rec_null(r, ABSENCE_REASON))
		r->v[ABSENCE_REASON] = TEXT(STR(CODE_ABSENCE_REASON_WORK));
	if (!from && !known_by)
		r->v[ABSENCE_KNOWN_BY] = INT(c->today);
	if (known_by > c->today)
		complain(c, "known_by", N_("This day is still to come."));
	if (!from && !rec_null(r, ABSENCE_TO) && known_by > rec_day(r, ABSENCE_TO))
		complain(c, "to", N_("The last day comes before the form that declares the absence."));
	if (rec_null(r, ABSENCE_PERSON) || !from)
		return;
	if (DB_ONE(c->db, &born, "SELECT p.birth_date FROM person p WHERE p.id = ?1",
		   INT(rec_int(r, ABSENCE_PERSON))) == RC_OK &&
	    from < born)
		complain(c, "from", N_("This is before the birth of the person."));
}

enum rc absence_after(struct ctx *c, struct change *change)
{
	int64_t was = change->before ? rec_int(change->before, ABSENCE_PERSON) : 0,
		is = change->after ? rec_int(change->after, ABSENCE_PERSON) : 0;
	enum rc rc = is ? person_touch_children(c, is) : RC_OK;

	/* Of two adults who became one, or two again. */
	return rc == RC_OK && was && was != is ? person_touch_children(c, was) : rc;
}

enum rc family_adults(struct ctx *c, int64_t child, uint64_t want, struct records *ret)
{
	struct list l = { .where = SQL("t.id IN (SELECT i.person FROM tie i WHERE i.child = ?1)"),
			  .v = { INT(child) },
			  .nv = 1,
			  .want = want };

	return record_list(c, &person_kind, &l, ret);
}
