#include "instrument.h"

const struct instrument *instrument_find(str code)
{
	for (size_t i = 0; i < instruments_n; i++)
		if (str_eq(instruments[i].code, code))
			return &instruments[i];
	return NULL;
}

/* "6_10": from and to; the last one is open above. */
static bool in_years(str code, int age, bool last)
{
	int64_t from = 0, to = 0;
	str rest = code, low = { NULL, 0 };

	if (!str_next(&rest, '_', &low) || !str_int(low, &from) || !str_int(rest, &to))
		return false;
	return age >= from && (last || age <= to);
}

/* The answer to an item by age; empty: the child is not born, or older than any. */
static str instrument_by_age(const struct instrument_item *item, int age)
{
	for (size_t i = 0; i < item->n; i++)
		if (in_years(item->choice[i].code, age, i + 1 == item->n))
			return item->choice[i].code;
	return (str){ NULL, 0 };
}

bool instrument_ticked(str answer, str choice)
{
	str part;

	while (str_next(&answer, ' ', &part))
		if (part.n && str_eq(part, choice))
			return true;
	return false;
}

static const struct instrument_choice *find_choice(const struct instrument_item *item, str code)
{
	for (size_t i = 0; i < item->n; i++)
		if (str_eq(item->choice[i].code, code))
			return &item->choice[i];
	return NULL;
}

static const char *wrong(const struct instrument_item *item, str answer)
{
	size_t n = 0;
	str part;

	while (str_next(&answer, ' ', &part)) {
		if (!part.n)
			continue;
		n++;
		if (!find_choice(item, part))
			return N_("Choose one of the list.");
	}
	if (!item->many && n > 1)
		return N_("Choose one answer only.");
	return !item->many && !n ? N_("Please answer this one.") : NULL;
}

void instrument_check(const struct instrument *in, int age, struct instrument_answers *a, struct problems *to)
{
	str none = { NULL, 0 };

	for (size_t i = 0; i < in->n; i++) {
		const struct instrument_item *item = &in->item[i];
		if (item->by_age)
			a->item[i] = instrument_by_age(item, age);
		const char *why = item->by_age ? NULL : wrong(item, a->item[i]);
		if (why)
			problem_add(to, item->code, why, none, none);
	}
}

static int item_score(const struct instrument_item *item, str answer)
{
	const struct instrument_choice *c = item->many ? NULL : find_choice(item, answer);

	if (item->many)
		return str_trim(answer).n ? 0 : item->none_points;
	return c ? c->points : 0;
}

int instrument_score(const struct instrument *in, const struct instrument_answers *a)
{
	int sum = 0;

	for (size_t i = 0; i < in->n; i++)
		sum += item_score(&in->item[i], a->item[i]);
	return sum;
}

str instrument_json(struct arena *mem, const struct instrument *in, const struct instrument_answers *a)
{
	struct buf b = buf_new(mem, 4000);
	struct json j = json_to(&b);

	json_obj(&j);
	for (size_t i = 0; i < in->n; i++) {
		const struct instrument_item *item = &in->item[i];
		json_key(&j, item->code);
		if (!item->many) {
			json_str(&j, a->item[i]);
			continue;
		}
		str rest = a->item[i], part;
		json_arr(&j);
		while (str_next(&rest, ' ', &part))
			if (part.n)
				json_str(&j, part);
		json_arr_end(&j);
	}
	json_obj_end(&j);
	return buf_view(&b);
}

static bool read_answer(struct arena *mem, const struct json_value *v, str *ret)
{
	struct buf b = buf_new(mem, 1000);

	if (v->type == JSON_STRING) {
		*ret = v->text;
		return true;
	}
	if (v->type != JSON_ARRAY)
		return v->type == JSON_NULL;
	for (const struct json_value *x = v->child; x; x = x->next) {
		if (x->type != JSON_STRING || x->text.n > 40)
			return false;
		if (x != v->child)
			buf_lit(&b, " ");
		buf_str(&b, x->text);
	}
	*ret = buf_view(&b);
	return true;
}

enum rc instrument_parse(struct arena *mem, const struct instrument *in, str json,
			 struct instrument_answers *ret)
{
	struct json_value *v = NULL;
	struct instrument_answers a = { { { NULL, 0 } } };
	enum rc rc = json_parse(mem, json, &v);

	if (rc != RC_OK || v->type != JSON_OBJECT)
		return RC_MALFORMED;
	for (size_t i = 0; i < in->n; i++) {
		const struct json_value *x = json_get(v, in->item[i].code);
		if (x && !read_answer(mem, x, &a.item[i]))
			return RC_MALFORMED;
	}
	*ret = a;
	return RC_OK;
}
