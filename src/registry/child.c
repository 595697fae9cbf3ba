/* The rules of a child's record, and the facts that its flat fields stand for. */
#include "child.h"
#include "circumstance.h"
#include "enrolment.h"
#include "grade.h"
#include "number.h"
#include "school.h"
#include "search.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static int sex_of(const struct record *r)
{
	str s = rec_text(r, CHILD_SEX);

	return str_eq(s, STR("1")) ? 1 : str_eq(s, STR("2")) ? 2 : 0;
}

static bool resident_card(const struct record *r)
{
	return rec_null(r, CHILD_ID_TYPE) || str_eq(rec_text(r, CHILD_ID_TYPE), STR(CODE_ID_TYPE_RESIDENT));
}

/* One child, one number: somebody else's is a conflict, and perhaps a transfer. */
static void check_taken(struct ctx *c, const struct record *r)
{
	int64_t other;

	if (c->problems.n || rec_null(r, CHILD_ID_NUMBER))
		return;
	if (DB_ONE(c->db, &other,
		   "SELECT c.id FROM child c WHERE c.id_number_digest = ?1 AND c.id <> ?2 ORDER BY c.id",
		   number_digest(c, &child_kind, CHILD_ID_NUMBER, rec_text(r, CHILD_ID_NUMBER)),
		   INT(r->id)) != RC_OK)
		return;
	complain(c, "id_number",
		 N_("A child with this id number is registered already. If the child has come to you, "
		    "ask for the transfer."));
	c->conflicts++;
}

static bool named(const struct ctx *c, const char *field)
{
	for (size_t i = 0; i < c->problems.n; i++)
		if (str_eq(c->problems.list[i].field, str_of(field)))
			return true;
	return false;
}

static void check_numbers(struct ctx *c, const struct record *r)
{
	if (rec_null(r, CHILD_ID_NUMBER) && rec_null(r, CHILD_NO_ID_REASON) && !named(c, "id_number"))
		complain(c, "id_number", N_("Give the id number, or say why there is none."));
	if (!rec_null(r, CHILD_ID_NUMBER) && resident_card(r)) {
		number_check_identity(c, r, CHILD_ID_NUMBER, sex_of(r), rec_day(r, CHILD_BIRTH_DATE));
		if (rec_null(r, CHILD_ID_TYPE))
			r->v[CHILD_ID_TYPE] = TEXT(STR(CODE_ID_TYPE_RESIDENT));
	}
	number_check_student(c, r, CHILD_STUDENT_NUMBER,
			     resident_card(r) ? rec_text(r, CHILD_ID_NUMBER) : (str){ NULL, 0 },
			     rec_day(r, CHILD_BIRTH_DATE));
	number_check_phone(c, r, CHILD_PHONE);
}

static void check_days(struct ctx *c, const struct record *r)
{
	day born = rec_day(r, CHILD_BIRTH_DATE), since = rec_day(r, CHILD_SINCE);
	int64_t month = rec_int(r, CHILD_ENTRY_MONTH);

	if (born > c->today)
		complain(c, "birth_date", N_("This day is still to come."));
	if (born && since && since < born)
		complain(c, "since", N_("This is before the birth of the child."));
	if (born && month && grade_month_first((int32_t)month) <= born)
		complain(c, "entry_month", N_("This is before the birth of the child."));
}

static void check_class(struct ctx *c, const struct record *r)
{
	int64_t school;

	if (rec_null(r, CHILD_CLASS))
		return;
	if (rec_null(r, CHILD_SCHOOL))
		complain(c, "class", N_("A class goes with its school: give the school too."));
	else if (DB_ONE(c->db, &school, "SELECT k.school FROM class k WHERE k.id = ?1",
			INT(rec_int(r, CHILD_CLASS))) != RC_OK ||
		 school != rec_int(r, CHILD_SCHOOL))
		complain(c, "class", N_("This class belongs to another school."));
}

/* Another school than before must be open on the day when the child comes, and today. */
static void check_open(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	int64_t school = rec_int(r, CHILD_SCHOOL), month = rec_int(r, CHILD_ENTRY_MONTH);
	bool given = change->given >> CHILD_ENTRY_MONTH & 1 && month;
	day on = given ? grade_month_first((int32_t)month) : c->today;

	if (school && (!change->before || school != rec_int(change->before, CHILD_SCHOOL)))
		school_closed(c, school, on > c->today ? on : c->today, "school");
}

void child_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	uint64_t school = UINT64_C(1) << CHILD_SCHOOL, class = UINT64_C(1) << CHILD_CLASS;

	/* Another school: the class of the old one is left with it unless a new one is named. */
	if (change->before && change->given & school && !(change->given & class) &&
	    rec_int(r, CHILD_SCHOOL) != rec_int(change->before, CHILD_SCHOOL))
		r->v[CHILD_CLASS] = NIL;
	check_numbers(c, r);
	if (c->via != VIA_UNDO) { /* what comes back stood there so, beside the facts of then */
		check_days(c, r);
		check_class(c, r);
		check_open(c, change);
	}
	check_taken(c, r);
}

/* --- the facts behind the flat fields --- */

static bool touched(const struct change *ch, size_t field)
{
	uint64_t bit = UINT64_C(1) << field;

	if (!ch->before)
		return ch->after->v[field].t != VAL_NULL;
	return (ch->changed & bit) || (ch->given & bit && ch->after->v[CHILD_SINCE].t != VAL_NULL);
}

static enum rc open_circumstances(struct ctx *c, const struct change *ch)
{
	/* clang-format off */
	static const struct { size_t field; const char *topic; } kept[] = {
		{ CHILD_HOUSEHOLD_REGION, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION },
		{ CHILD_HOUSEHOLD_TYPE,   CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE },
		{ CHILD_LIVING_REGION,    CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION },
	};
	/* clang-format on */
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(kept) && rc == RC_OK; i++)
		if (touched(ch, kept[i].field))
			rc = circumstance_open(c, ch->after->id, 0, kept[i].topic,
					       rec_text(ch->after, kept[i].field),
					       rec_day(ch->after, CHILD_SINCE));
	return rc;
}

static enum rc place(struct ctx *c, const struct change *ch)
{
	const struct record *r = ch->after;
	struct placement to = { .school = rec_int(r, CHILD_SCHOOL),
				.class = rec_int(r, CHILD_CLASS),
				.entry_month = (int32_t)rec_int(r, CHILD_ENTRY_MONTH),
				.attendance_mode = rec_text(r, CHILD_ATTENDANCE_MODE),
				.from = c->today };
	bool month = ch->given >> CHILD_ENTRY_MONTH & 1 && to.entry_month;

	if (!touched(ch, CHILD_SCHOOL) && !touched(ch, CHILD_CLASS) && !touched(ch, CHILD_ENTRY_MONTH) &&
	    !touched(ch, CHILD_ATTENDANCE_MODE))
		return RC_OK;
	if (month)
		to.from = grade_month_first(to.entry_month);
	else if (ch->before && touched(ch, CHILD_SCHOOL))
		to.entry_month = c->today / 100; /* that of the old school is not its own */
	return enrolment_place(c, r->id, &to);
}

enum rc child_after(struct ctx *c, struct change *change)
{
	enum rc rc = search_keep(c, change);

	if (rc != RC_OK || !change->after)
		return rc;
	rc = open_circumstances(c, change);
	return rc == RC_OK ? place(c, change) : rc;
}
