#include "idnumber.h"
#include "utf8.h"

enum {
	ADULT = 18,         /* Civil Code art. 17 */
	FIRST_YEAR = 1850,  /* the standard's own example was born in 1880 */
	LEGACY_LENGTH = 15, /* GB 11643-1989: no century, no check digit */
	LONGEST = 200,      /* bytes looked at: a number with much white space around it */
};

static str text_of_int(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 32);
	buf_int(&b, i);
	return buf_view(&b);
}

static str text_of_day(struct arena *mem, day d)
{
	struct buf b = buf_new(mem, 32);
	day_put(&b, d);
	return buf_view(&b);
}

static bool fail(struct number_problem *ret, const char *text, str arg0, str arg1)
{
	*ret = (struct number_problem){ text, { arg0, arg1 } };
	return false;
}

/* 4.40804E+17: what is left of a long number in a spreadsheet cell that is not text. */
static bool is_ruined(str s)
{
	size_t i = 0;

	while (i < s.n && ((s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '.'))
		i++;
	if (i == 0 || i + 1 >= s.n || s.s[i] != 'E')
		return false;
	i += s.s[i + 1] == '+' ? 2 : 1;
	return str_digits(str_cut(s, i, s.n));
}

bool idnumber_normalise(struct arena *mem, str given, str *ret, struct number_problem *ret_problem)
{
	if (!utf8_valid(given))
		return fail(ret_problem, N_("The number is not readable text."), STR(""), STR(""));
	if (given.n > LONGEST)
		return fail(ret_problem, N_("The number is much too long: {0} characters."),
			    text_of_int(mem, (int64_t)utf8_count(given)), STR(""));
	str s = utf8_number(mem, given);
	if (is_ruined(s))
		return fail(ret_problem,
			    N_("A spreadsheet has turned the number into {0} and its digits are lost: "
			       "format the column as text and enter the number again."),
			    s, STR(""));
	*ret = s;
	return true;
}

bool idnumber_only_digits(struct arena *mem, str s, size_t from, size_t to,
			  struct number_problem *ret_problem)
{
	size_t place = 0;

	for (size_t at = 0; at < s.n && place < to; place++) {
		size_t beg = at;
		uint32_t c = utf8_next(s, &at);
		if (place >= from && (c < '0' || c > '9'))
			return fail(ret_problem,
				    N_("Character {0} is \"{1}\", but only a digit may stand there."),
				    text_of_int(mem, (int64_t)place + 1), str_cut(s, beg, at - beg));
	}
	return true;
}

char idnumber_check_digit(const char *first17)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	for (size_t i = 0; i < COUNT(weight); i++)
		sum += (first17[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

bool idnumber_read_birth(struct arena *mem, const char *eight, day today, day *ret,
			 struct number_problem *ret_problem)
{
	day d = 0;

	for (size_t i = 0; i < IDNUMBER_BIRTH_LENGTH; i++)
		d = d * 10 + (eight[i] - '0');
	str shown = text_of_day(mem, d);

	if (d / 10000 < FIRST_YEAR)
		return fail(ret_problem, N_("The date of birth {0} in the number lies before 1850."), shown,
			    STR(""));
	/* A later year first: how far the calendar of base/ reaches is no business of the reader. */
	if (d / 10000 <= today / 10000 && !day_valid(d))
		return fail(ret_problem, N_("The date of birth {0} in the number does not exist."), shown,
			    STR(""));
	if (d > today)
		return fail(ret_problem, N_("The date of birth {0} in the number lies in the future."), shown,
			    STR(""));
	*ret = d;
	return true;
}

/* `s` has 15 characters: the number of 18 into `to`. */
static bool expand_legacy(struct arena *mem, str s, char to[IDNUMBER_LENGTH + 1],
			  struct number_problem *ret_problem)
{
	if (!idnumber_only_digits(mem, s, 0, LEGACY_LENGTH, ret_problem))
		return false;
	memcpy(to, s.s, 6);
	to[6] = '1';
	to[7] = '9';
	memcpy(to + 8, s.s + 6, 9);
	to[17] = idnumber_check_digit(to);
	return true;
}

static bool check_last(const char *s, struct number_problem *ret_problem)
{
	if (s[17] == idnumber_check_digit(s))
		return true;
	/* A spreadsheet keeps 15 digits and fills up with zeros. */
	if (!memcmp(s + 15, "000", 3))
		return fail(ret_problem,
			    N_("The last three digits are 000, as a spreadsheet leaves them: format the "
			       "column as "
			       "text and enter the number again."),
			    STR(""), STR(""));
	return fail(ret_problem, N_("The check digit does not fit: there is a typing error in the number."),
		    STR(""), STR(""));
}

bool idnumber_parse(struct arena *mem, str given, day today, struct idnumber *ret,
		    struct number_problem *ret_problem)
{
	struct idnumber id = { 0 };
	str s;

	if (!idnumber_normalise(mem, given, &s, ret_problem))
		return false;
	size_t length = utf8_count(s);
	if (length == LEGACY_LENGTH) {
		id.legacy = true;
		if (!expand_legacy(mem, s, id.text, ret_problem))
			return false;
	} else if (length == IDNUMBER_LENGTH) {
		if (!idnumber_only_digits(mem, s, 0, 17, ret_problem))
			return false;
		/* Seventeen digits: what is left may be longer than one byte. */
		if (s.n != IDNUMBER_LENGTH || (s.s[17] != 'X' && !str_digits(str_cut(s, 17, 1))))
			return fail(ret_problem, N_("The last character is \"{0}\": it can be a digit or X."),
				    str_cut(s, 17, s.n), STR(""));
		memcpy(id.text, s.s, IDNUMBER_LENGTH);
	} else {
		return fail(ret_problem, N_("An identity number has 18 characters, this one has {0}."),
			    text_of_int(mem, (int64_t)length), STR(""));
	}
	if (!idnumber_read_birth(mem, id.text + IDNUMBER_BIRTH_AT, today, &id.born, ret_problem))
		return false;
	if (id.legacy && day_age(id.born, today) < ADULT)
		return fail(
			ret_problem,
			N_("Only adults have numbers of 15 digits, but this one is of somebody born on {0}."),
			text_of_day(mem, id.born), STR(""));
	if (!check_last(id.text, ret_problem))
		return false;
	id.sex = (id.text[16] - '0') % 2 ? IDNUMBER_MALE : IDNUMBER_FEMALE;
	for (size_t i = 0; i < 6; i++)
		id.region = id.region * 10 + (id.text[i] - '0');
	*ret = id;
	return true;
}

size_t idnumber_contradictions(struct arena *mem, const struct idnumber *id, int sex, day born,
			       struct number_problem ret[2])
{
	size_t n = 0;

	if (born && born != id->born)
		ret[n++] = (struct number_problem){
			N_("The number is of somebody born on {0}, but {1} is given."),
			{ text_of_day(mem, id->born), text_of_day(mem, born) }
		};
	if (sex == IDNUMBER_MALE && id->sex == IDNUMBER_FEMALE)
		ret[n++] = (struct number_problem){ N_("The number is of a female, but male is given."),
						    { STR(""), STR("") } };
	if (sex == IDNUMBER_FEMALE && id->sex == IDNUMBER_MALE)
		ret[n++] = (struct number_problem){ N_("The number is of a male, but female is given."),
						    { STR(""), STR("") } };
	return n;
}

str idnumber_mask(struct arena *mem, str number)
{
	size_t n = number.n < IDNUMBER_LENGTH ? number.n : IDNUMBER_LENGTH;
	char *s = NEW(mem, char, n + 1);

	memset(s, '*', n);
	if (number.n == IDNUMBER_LENGTH) {
		memcpy(s, number.s, 6);
		memcpy(s + 14, number.s + 14, 4);
	}
	return (str){ s, n };
}
