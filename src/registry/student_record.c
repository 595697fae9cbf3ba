#include "student_record.h"
#include "utf8.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static void check_one(struct ctx *c, const struct record *r)
{
	int64_t other;

	if (DB_ONE(c->db, &other,
		   "SELECT s.id FROM student_record s WHERE s.child = ?1 AND s.id <> ?2 ORDER BY s.id",
		   INT(rec_int(r, STUDENT_RECORD_CHILD)), INT(r->id)) != RC_OK)
		return;
	complain(c, "child", N_("The child has these details already: change those."));
	c->conflicts++;
}

static void check_postcode(struct ctx *c, const struct record *r)
{
	str s = rec_text(r, STUDENT_RECORD_POSTCODE);

	if (!rec_null(r, STUDENT_RECORD_POSTCODE) && (s.n != 6 || !str_digits(s)))
		complain(c, "postcode", N_("A postcode has 6 digits."));
}

/* One sign of "at", a name before it and a domain with a point behind it; nothing finer, since addresses
 * differ. */
static bool email_valid(str s)
{
	const char *at = memchr(s.s, '@', s.n);

	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] <= ' ' || s.s[i] > '~' || s.s[i] == ',' || s.s[i] == ';')
			return false;
	if (!at || at == s.s)
		return false;
	str domain = { at + 1, s.n - (size_t)(at + 1 - s.s) };
	return domain.n > 2 && !memchr(domain.s, '@', domain.n) && str_has(domain, STR(".")) &&
	       domain.s[0] != '.' && !str_ends(domain, STR("."));
}

static void check_email(struct ctx *c, const struct record *r)
{
	if (!rec_null(r, STUDENT_RECORD_EMAIL) && !email_valid(rec_text(r, STUDENT_RECORD_EMAIL)))
		complain(c, "email", N_("This is no e-mail address, such as name@example.cn."));
}

/* Up to three digits, and up to two behind the point. */
static bool distance_valid(str s)
{
	str whole = { NULL, 0 }, part = s;

	if (!str_next(&part, '.', &whole) || !str_digits(whole) || whole.n > 3)
		return false;
	return !memchr(s.s, '.', s.n) || (str_digits(part) && part.n <= 2);
}

/* People write the unit too. */
static void check_distance(struct ctx *c, const struct record *r)
{
	static const char *const units[] = { "公里", "千米", "km", "KM", "Km" };

	if (rec_null(r, STUDENT_RECORD_DISTANCE_KM))
		return;
	str s = utf8_fold(c->mem, rec_text(r, STUDENT_RECORD_DISTANCE_KM));
	for (size_t i = 0; i < COUNT(units); i++)
		if (str_ends(s, str_of(units[i])))
			s = str_trim(str_cut(s, 0, s.n - strlen(units[i])));
	if (distance_valid(s))
		r->v[STUDENT_RECORD_DISTANCE_KM] = TEXT(s);
	else
		complain(c, "distance_km", N_("Kilometres are written like 2.5, at most 999."));
}

static void check_expiry(struct ctx *c, const struct record *r)
{
	int64_t born;

	if (rec_null(r, STUDENT_RECORD_ID_EXPIRY) || c->via == VIA_UNDO)
		return;
	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
		   INT(rec_int(r, STUDENT_RECORD_CHILD))) == RC_OK &&
	    rec_day(r, STUDENT_RECORD_ID_EXPIRY) < born)
		complain(c, "id_expiry", N_("This is before the birth of the child."));
}

static void check_class_number(struct ctx *c, const struct record *r)
{
	if (!rec_null(r, STUDENT_RECORD_CLASS_NUMBER) &&
	    !str_digits(rec_text(r, STUDENT_RECORD_CLASS_NUMBER)))
		complain(c, "class_number", N_("The number in class has only digits."));
}

void student_record_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	check_postcode(c, r);
	check_email(c, r);
	check_distance(c, r);
	check_expiry(c, r);
	check_class_number(c, r);
	if (!c->problems.n)
		check_one(c, r);
}
