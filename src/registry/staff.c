#include "staff.h"
#include "number.h"
#include "school.h"

enum { FOREVER = 99991231 };

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static int sex_of(const struct record *r)
{
	str s = rec_text(r, STAFF_SEX);

	return str_eq(s, STR("1")) ? 1 : str_eq(s, STR("2")) ? 2 : 0;
}

static void check_days(struct ctx *c, const struct record *r)
{
	day born = rec_day(r, STAFF_BIRTH_DATE), from = rec_day(r, STAFF_FROM), to = rec_day(r, STAFF_TO);

	if (born > c->today)
		complain(c, "birth_date", N_("This day is still to come."));
	if (from && from <= born)
		complain(c, "from", N_("This is before the birth of the person."));
	if (from && to && to < from)
		complain(c, "to", N_("The last day comes before the first."));
}

/* One person works at one school once at a time: found again by the id number, else by the staff number. */
static void check_twice(struct ctx *c, const struct record *r)
{
	bool number = !rec_null(r, STAFF_ID_NUMBER);
	day from = rec_day(r, STAFF_FROM), to = rec_day(r, STAFF_TO);
	struct val school = INT(rec_int(r, STAFF_SCHOOL)), last = INT(to ? to : FOREVER), first = INT(from);
	int64_t other;
	enum rc rc = RC_NOT_FOUND;

	if (number)
		rc = DB_ONE(c->db, &other,
			    "SELECT s.id FROM staff s WHERE s.school = ?1 AND s.id <> ?2"
			    " AND coalesce(s.from_day, 0) <= ?3 AND coalesce(s.to_day, 99991231) >= ?4"
			    " AND s.id_number_digest = ?5 ORDER BY s.id",
			    school, INT(r->id), last, first,
			    number_digest(c, &staff_kind, STAFF_ID_NUMBER, rec_text(r, STAFF_ID_NUMBER)));
	if (rc != RC_OK && !rec_null(r, STAFF_NUMBER))
		rc = DB_ONE(c->db, &other,
			    "SELECT s.id FROM staff s WHERE s.school = ?1 AND s.id <> ?2"
			    " AND coalesce(s.from_day, 0) <= ?3 AND coalesce(s.to_day, 99991231) >= ?4"
			    " AND s.staff_number = ?5 ORDER BY s.id",
			    school, INT(r->id), last, first, TEXT(rec_text(r, STAFF_NUMBER)));
	if (rc != RC_OK)
		return;
	complain(c, number ? "id_number" : "staff_number",
		 N_("This person works at the school already on some of these days."));
	c->conflicts++;
}

void staff_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	number_check_identity(c, r, STAFF_ID_NUMBER, sex_of(r), rec_day(r, STAFF_BIRTH_DATE));
	number_check_phone(c, r, STAFF_PHONE);
	check_days(c, r);
	if (!change->before && c->via != VIA_UNDO && !rec_null(r, STAFF_SCHOOL))
		school_closed(c, rec_int(r, STAFF_SCHOOL),
			      rec_null(r, STAFF_TO) ? c->today : rec_day(r, STAFF_FROM), "school");
	if (!c->problems.n)
		check_twice(c, r);
}
