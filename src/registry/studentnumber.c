#include "studentnumber.h"
#include "utf8.h"

static bool fail(struct number_problem *ret, const char *text, str arg0)
{
	*ret = (struct number_problem){ text, { arg0, STR("") } };
	return false;
}

/* After a J or L: `digits` are its 18 digits, of which J's last may be X. */
static bool read_digits(struct arena *mem, str s, day today, struct studentnumber *to,
			struct number_problem *ret_problem)
{
	bool checked = to->kind == STUDENTNUMBER_J;

	if (!idnumber_only_digits(mem, s, 1, checked ? 18 : 19, ret_problem))
		return false;
	str last = str_cut(s, 18, s.n);
	if (last.n != 1 || (!str_digits(last) && !str_eq(last, STR("X"))))
		return fail(ret_problem, N_("The last character is \"{0}\": it can be a digit or X."), last);
	if (!idnumber_read_birth(mem, s.s + 1 + IDNUMBER_BIRTH_AT, today, &to->born, ret_problem))
		return false;
	if (checked && s.s[18] != idnumber_check_digit(s.s + 1))
		return fail(ret_problem,
			    N_("The check digit does not fit: there is a typing error in the number."),
			    STR(""));
	return true;
}

bool studentnumber_parse(struct arena *mem, str given, day today, struct studentnumber *ret,
			 struct number_problem *ret_problem)
{
	struct studentnumber number = { 0 };
	str s;

	if (!idnumber_normalise(mem, given, &s, ret_problem))
		return false;
	size_t length = utf8_count(s);
	if (length != STUDENTNUMBER_LENGTH) {
		struct buf b = buf_new(mem, 32);
		buf_int(&b, (int64_t)length);
		return fail(ret_problem, N_("A student number has 19 characters, this one has {0}."),
			    buf_view(&b));
	}
	size_t after = 0;
	utf8_next(s, &after);
	switch (s.s[0]) {
	case 'G': {
		struct idnumber id;
		if (!idnumber_parse(mem, str_cut(s, 1, s.n), today, &id, ret_problem))
			return false;
		number.born = id.born;
		number.sex = id.sex;
		number.kind = STUDENTNUMBER_G;
		break;
	}
	case 'J':
	case 'L':
		number.kind = (enum studentnumber_kind)s.s[0];
		if (!read_digits(mem, s, today, &number, ret_problem))
			return false;
		break;
	default:
		return fail(ret_problem, N_("A student number begins with G, J or L, not with \"{0}\"."),
			    str_cut(s, 0, after));
	}
	memcpy(number.text, s.s, STUDENTNUMBER_LENGTH);
	*ret = number;
	return true;
}

size_t studentnumber_contradictions(struct arena *mem, const struct studentnumber *number, str id_number,
				    day born, struct number_problem ret[2])
{
	size_t n = 0;
	str own = { number->text + 1, IDNUMBER_LENGTH };

	if (number->kind == STUDENTNUMBER_G && id_number.n && !str_eq(own, id_number))
		ret[n++] = (struct number_problem){
			N_("After its G this number must repeat the identity number."), { STR(""), STR("") }
		};
	if (born && born != number->born) {
		struct buf theirs = buf_new(mem, 32), given = buf_new(mem, 32);
		day_put(&theirs, number->born);
		day_put(&given, born);
		ret[n++] = (struct number_problem){
			N_("The number is of somebody born on {0}, but {1} is given."),
			{ buf_view(&theirs), buf_view(&given) }
		};
	}
	return n;
}
