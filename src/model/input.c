/* From what somebody typed to values: every problem at its field, at once. */
#include "tx.h"
#include "utf8.h"

struct input input_new(const struct kind *k) { return (struct input){ .kind = k }; }

void input_set(struct input *in, size_t field, str text)
{
	uint64_t bit = UINT64_C(1) << field;

	in->given |= bit;
	in->cleared = text.n ? in->cleared & ~bit : in->cleared | bit;
	in->text[field] = text;
}

void input_day(struct input *in, struct arena *mem, size_t field, day d)
{
	struct buf b = buf_new(mem, 16);

	if (d)
		day_put(&b, d);
	input_set(in, field, buf_view(&b));
}

void input_int(struct input *in, struct arena *mem, size_t field, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	input_set(in, field, buf_view(&b));
}

static void complain(struct ctx *c, const struct field *f, const char *text, str arg)
{
	problem_add(&c->problems, str_of(f->name), text, arg, (str){ NULL, 0 });
}

static str number_text(struct ctx *c, int64_t i)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

/* JSON gives types away: a number where a text belongs is a mistake of the sender, not to be guessed at. */
static void one_json(struct ctx *c, struct input *in, size_t i, const struct json_value *v)
{
	const struct field *f = &in->kind->fields[i];
	bool number = f->type == T_INT || f->type == T_YEAR;

	if (v->type == JSON_NULL)
		input_set(in, i, (str){ NULL, 0 });
	else if (f->type == T_BOOL && v->type == JSON_BOOL)
		input_set(in, i, v->i ? STR("true") : STR("false"));
	else if (number && v->type == JSON_NUMBER && v->whole)
		input_int(in, c->mem, i, v->i);
	else if (f->type != T_BOOL && !number && v->type == JSON_STRING)
		input_set(in, i, v->text.n ? v->text : (str){ "", 0 });
	else if (f->type == T_BOOL)
		complain(c, f, N_("This must be true or false."), (str){ NULL, 0 });
	else if (number)
		complain(c, f, N_("This must be a whole number."), (str){ NULL, 0 });
	else
		complain(c, f, N_("This must be a text, in quotation marks."), (str){ NULL, 0 });
}

void input_json(struct ctx *c, struct input *in, const struct json_value *object)
{
	for (const struct json_value *v = object->child; v; v = v->next) {
		size_t i;
		if (kind_field(in->kind, v->key, &i))
			one_json(c, in, i, v);
		else
			problem_add(&c->problems, v->key, N_("There is no field of this name."), v->key,
				    (str){ NULL, 0 });
	}
}

/* --- one value --- */

static bool read_text(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	s = f->type == T_NUMBER ? utf8_number(c->mem, s) : str_trim(s);
	if (!utf8_valid(s) || utf8_has_control(s) ||
	    (f->type != T_LONG && s.n && (memchr(s.s, '\n', s.n) || memchr(s.s, '\r', s.n)))) {
		complain(c, f, N_("There are characters in this that cannot be shown."), (str){ NULL, 0 });
		return false;
	}
	if (utf8_count(s) > (size_t)f->max) {
		complain(c, f, N_("This is longer than {0} characters."), number_text(c, f->max));
		return false;
	}
	if (field_sealed(f) && str_has(s, STR("****"))) {
		complain(c, f, N_("This is the masked value. Leave the field out to keep what is there."),
			 (str){ NULL, 0 });
		return false;
	}
	*ret = s.n ? TEXT(s) : NIL;
	return true;
}

static bool read_date(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	day d;

	if (day_parse(str_trim(s), &d)) {
		*ret = INT(d);
		return true;
	}
	complain(c, f, N_("{0} is not a date that exists. Write it like 2026-09-01."), str_cut(s, 0, 40));
	return false;
}

static bool read_number(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	int64_t i;
	int64_t min = f->type == T_YEAR ? 1900 : f->min, max = f->type == T_YEAR ? 2199 : f->max;

	if (!str_int(str_trim(s), &i)) {
		complain(c, f, N_("This must be a whole number."), (str){ NULL, 0 });
		return false;
	}
	if (i < min || i > max) {
		problem_add(&c->problems, str_of(f->name), N_("This must lie between {0} and {1}."),
			    number_text(c, min), number_text(c, max));
		return false;
	}
	*ret = INT(i);
	return true;
}

static bool read_month(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	int64_t i;

	s = str_trim(s);
	if (s.n == 7 && s.s[4] == '-') {
		char *p = str_z(c->mem, s);
		p[4] = p[5];
		p[5] = p[6];
		s = (str){ p, 6 };
	}
	if (s.n != 6 || !str_digits(s) || !str_int(s, &i) || !day_valid((day)(i * 100 + 1))) {
		complain(c, f, N_("{0} is not a month. Write it like 202609."), str_cut(s, 0, 40));
		return false;
	}
	*ret = INT(i);
	return true;
}

static bool read_bool(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	s = str_trim(s);
	bool yes = str_eq(s, STR("true")) || str_eq(s, STR("1")) || str_eq(s, STR("是"));
	bool no = str_eq(s, STR("false")) || str_eq(s, STR("0")) || str_eq(s, STR("否"));
	if (!yes && !no) {
		complain(c, f, N_("This must be true or false."), (str){ NULL, 0 });
		return false;
	}
	*ret = INT(yes);
	return true;
}

enum { CHOICES_NAMED = 8 };

/* Few choices are named; a long list would bury the sentence. */
static void complain_choices(struct ctx *c, const struct field *f, const struct code_list *list, str given)
{
	struct buf b = buf_new(c->mem, 4096);
	size_t at = 0;
	const struct code *code;

	if (!list || list->n > CHOICES_NAMED) {
		complain(c, f, N_("{0} is not one of the choices."), given);
		return;
	}
	while ((code = code_next(list, &at, c->today, (str){ NULL, 0 }))) {
		if (b.n)
			buf_str(&b, str_of(tr(c->lang, N_(", "))));
		buf_str(&b, code_label(list, code->code, c->lang));
	}
	problem_add(&c->problems, str_of(f->name), N_("{0} is not one of the choices: {1}."), given,
		    buf_view(&b));
}

static bool read_code(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	const struct code_list *list = code_list_find(str_of(f->codes));
	struct buf county = buf_new(c->mem, 8);

	s = str_trim(s);
	buf_pad(&county, c->who->county, 6);
	const struct code *code = list ? code_find(list, s, c->today, buf_view(&county)) : NULL;
	if (code) {
		*ret = TEXT(code->code);
		return true;
	}
	complain_choices(c, f, list, str_cut(s, 0, 40));
	return false;
}

static bool read_region(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	struct region r;

	s = str_trim(s);
	if (!str_digits(s) || (s.n != 2 && s.n != 4 && s.n != 6 && s.n != 9 && s.n != 12) ||
	    s.n < (size_t)f->min) {
		complain(c, f, N_("A region is written with 12 digits, or 9 or 6 when no finer is known."),
			 (str){ NULL, 0 });
		return false;
	}
	if (!region_find(c->model->regions, s, &r)) {
		complain(c, f, N_("There is no region with the code {0}."), s);
		return false;
	}
	*ret = TEXT(s);
	return true;
}

/* What a reference points at must be there, and within the actor's reach: otherwise it is not there. */
static bool read_ref(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	int64_t id;

	if (str_digits(str_trim(s)) && str_int(str_trim(s), &id)) {
		if (c->trusted) {
			*ret = INT(id);
			return true;
		}
		struct stmt q = stmt_new(c);
		struct rows rows;
		stmt_str(&q, "SELECT t.id FROM ");
		stmt_str(&q, f->ref->name);
		stmt_str(&q, " t WHERE t.id = ");
		stmt_val(&q, INT(id));
		stmt_reach(&q, c, f->ref, "t");
		bool there = stmt_query(&q, c, &rows) == RC_OK && db_next(&rows);
		if (db_done(&rows) == RC_OK && there) {
			*ret = INT(id);
			return true;
		}
	}
	complain(c, f, N_("What this points at is not there."), (str){ NULL, 0 });
	return false;
}

static bool read_value(struct ctx *c, const struct field *f, str s, struct val *ret)
{
	switch (f->type) {
	case T_TEXT:
	case T_LONG:
	case T_NUMBER:
	case T_SECRET: return read_text(c, f, s, ret);
	case T_DATE: return read_date(c, f, s, ret);
	case T_MONTH: return read_month(c, f, s, ret);
	case T_INT:
	case T_YEAR: return read_number(c, f, s, ret);
	case T_BOOL: return read_bool(c, f, s, ret);
	case T_CODE: return read_code(c, f, s, ret);
	case T_REGION: return read_region(c, f, s, ret);
	case T_REF: return read_ref(c, f, s, ret);
	case T_INSTANT: {
		int64_t at;
		if (!str_int(s, &at))
			return false;
		*ret = INT(at);
		return true;
	}
	}
	return false;
}

bool val_same(const struct val *a, const struct val *b)
{
	return a->t == b->t && (a->t == VAL_NULL || (a->t == VAL_INT ? a->i == b->i : str_eq(a->s, b->s)));
}

/* May this field be given at all, by this actor, at this moment? */
static bool allowed(struct ctx *c, const struct field *f)
{
	if (c->who->role == ROLE_SYSTEM)
		return true;
	if (f->derived || f->type == T_INSTANT)
		complain(c, f, N_("This is computed by the program."), (str){ NULL, 0 });
	else if (!may_write(c->who, f->profile))
		complain(c, f, N_("This is not yours to change."), (str){ NULL, 0 });
	else
		return true;
	return false;
}

static void check_field(struct ctx *c, const struct input *in, const struct record *before, size_t i,
			struct val *v)
{
	const struct field *f = &in->kind->fields[i];
	uint64_t bit = UINT64_C(1) << i;
	bool given = in->given & bit, cleared = in->cleared & bit || (given && str_trim(in->text[i]).n == 0);

	*v = before && field_stored(f) ? before->v[i] : NIL;
	if (!before && (!given || cleared)) { /* on POST absent and null mean the same */
		if (f->required)
			complain(c, f, N_("This is needed."), (str){ NULL, 0 });
		return;
	}
	if (!given || !allowed(c, f))
		return;
	struct val fresh = NIL;
	if (!cleared && !read_value(c, f, in->text[i], &fresh))
		return;
	if (cleared && f->required) {
		complain(c, f, N_("This is needed."), (str){ NULL, 0 });
		return;
	}
	if (before && f->fixed && !val_same(&fresh, v)) {
		complain(c, f, N_("This cannot be changed any more."), (str){ NULL, 0 });
		return;
	}
	*v = fresh;
}

void input_check(struct ctx *c, const struct input *in, const struct record *before, struct val *ret)
{
	for (size_t i = 0; i < in->kind->nfields; i++)
		check_field(c, in, before, i, &ret[i]);
}
