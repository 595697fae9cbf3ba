#include "number.h"
#include "studentnumber.h"

static void complain(struct ctx *c, const struct record *r, size_t field, const struct number_problem *p)
{
	problem_add(&c->problems, str_of(r->kind->fields[field].name), p->text, p->arg[0], p->arg[1]);
}

void number_check_identity(struct ctx *c, const struct record *r, size_t field, int sex, day born)
{
	struct idnumber id;
	struct number_problem p, against[2];

	if (rec_null(r, field))
		return;
	if (!idnumber_parse(c->mem, rec_text(r, field), c->today, &id, &p)) {
		complain(c, r, field, &p);
		return;
	}
	for (size_t i = 0, n = idnumber_contradictions(c->mem, &id, sex, born, against); i < n; i++)
		complain(c, r, field, &against[i]);
	r->v[field] = TEXT(str_dup(c->mem, str_of(id.text)));
}

void number_check_student(struct ctx *c, const struct record *r, size_t field, str id_number, day born)
{
	struct studentnumber s;
	struct number_problem p, against[2];

	if (rec_null(r, field))
		return;
	if (!studentnumber_parse(c->mem, rec_text(r, field), c->today, &s, &p)) {
		complain(c, r, field, &p);
		return;
	}
	for (size_t i = 0, n = studentnumber_contradictions(c->mem, &s, id_number, born, against); i < n; i++)
		complain(c, r, field, &against[i]);
	r->v[field] = TEXT(str_dup(c->mem, str_of(s.text)));
}

static str count_text(struct ctx *c, size_t n)
{
	struct buf b = buf_new(c->mem, 8);

	buf_int(&b, (int64_t)n);
	return buf_view(&b);
}

void number_check_phone(struct ctx *c, const struct record *r, size_t field)
{
	str name = str_of(r->kind->fields[field].name), s, none = { NULL, 0 };

	if (rec_null(r, field))
		return;
	s = rec_text(r, field);
	char *out = str_z(c->mem, s);
	size_t n = 0;
	if (str_starts(s, STR("+86")))
		s = str_cut(s, 3, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] != ' ' && s.s[i] != '-')
			out[n++] = s.s[i];
	str digits = { out, n };
	if (!str_digits(digits))
		problem_add(&c->problems, name, N_("A phone number has only digits."), none, none);
	else if (out[0] == '1' && n != 11)
		problem_add(&c->problems, name, N_("A mobile number has 11 digits; this has {0}."),
			    count_text(c, n), none);
	else if (out[0] == '1' && (out[1] < '3'))
		problem_add(&c->problems, name, N_("No mobile number begins with {0}."),
			    str_cut(digits, 0, 2), none);
	else if (n < 7 || n > 12)
		problem_add(&c->problems, name, N_("A phone number has 7 to 12 digits; this has {0}."),
			    count_text(c, n), none);
	else
		r->v[field] = TEXT(digits);
}

struct val number_digest(struct ctx *c, const struct kind *k, size_t field, str number)
{
	return BLOB(store_digest(c, k, field, number));
}
