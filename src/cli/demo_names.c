#include "demo_names.h"

#include "buf.h"

str demo_names_pick(const struct demo_words *from, struct demo_random *r)
{
	unsigned at = demo_random_below(r, from->word[from->n - 1].upto);
	size_t low = 0, high = from->n - 1;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (from->word[mid].upto <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return from->word[low].text;
}

/* Two syllables in four names of five, one of them of those that tell a boy from a girl. */
str demo_names_person(struct arena *mem, struct demo_random *r, str surname, int sex, str generation)
{
	const struct demo_words *own = sex == 2 ? &demo_words_given_female : &demo_words_given_male;
	struct buf b = buf_new(mem, 64);
	str first = generation, second = demo_names_pick(own, r);

	if (!first.n && demo_random_chance(r, 820))
		first = demo_names_pick(demo_random_chance(r, 550) ? &demo_words_given_any : own, r);
	for (int i = 0; i < 8 && str_eq(first, second); i++)
		second = demo_names_pick(own, r);
	buf_str(&b, surname);
	if (!str_eq(first, second))
		buf_str(&b, first);
	buf_str(&b, second);
	return buf_view(&b);
}
