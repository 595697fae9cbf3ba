#include "survey.h"

str survey_says(str answers, str item)
{
	str part, name;

	while (str_next(&answers, ' ', &part))
		if (str_next(&part, '=', &name) && str_eq(name, item))
			return part;
	return (str){ NULL, 0 };
}

bool survey_ticked(str answer, str choice)
{
	str one;

	while (str_next(&answer, '+', &one))
		if (str_eq(one, choice))
			return true;
	return false;
}

void survey_say(struct buf *to, str item, str choice)
{
	if (survey_says(buf_view(to), item).n) {
		buf_ch(to, '+'); /* of the item that was said last */
	} else {
		if (to->n)
			buf_ch(to, ' ');
		buf_str(to, item);
		buf_ch(to, '=');
	}
	buf_str(to, choice);
}

static const struct survey_item *find_item(str code)
{
	for (size_t i = 0; i < survey_nitems; i++)
		if (str_eq(survey_items[i].code, code))
			return &survey_items[i];
	return NULL;
}

static bool has_choice(const struct survey_item *item, str code)
{
	for (size_t i = 0; i < item->n; i++)
		if (str_eq(item->choice[i].code, code))
			return true;
	return false;
}

static bool is_answer(const struct survey_item *item, str answer)
{
	str one, rest = answer;
	size_t n = 0;

	while (str_next(&rest, '+', &one)) {
		str after = rest;
		if (!has_choice(item, one) || (after.s && survey_ticked(after, one)))
			return false;
		n++;
	}
	return n == 1 || (n > 1 && item->many);
}

str survey_fault(str answers)
{
	bool seen[SURVEY_ITEMS] = { false };
	str part, rest = answers;

	while (str_next(&rest, ' ', &part)) {
		str name, answer = part;
		const struct survey_item *item = str_next(&answer, '=', &name) ? find_item(name) : NULL;
		if (!item || !answer.s || seen[item - survey_items] || !is_answer(item, answer))
			return part.n ? part : STR(" ");
		seen[item - survey_items] = true;
	}
	return (str){ NULL, 0 };
}
