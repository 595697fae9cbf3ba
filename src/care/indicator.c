#include "indicator.h"

static bool has_word(str list, str word)
{
	str part;

	while (str_next(&list, ' ', &part))
		if (part.n && str_eq(part, word))
			return true;
	return false;
}

const struct indicator *indicator_find(const struct indicators *all, str code)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->row[i].code, code))
			return &all->row[i];
	return NULL;
}

const struct indicator *indicator_of_hazard(const struct indicators *all, str hazard)
{
	for (size_t i = 0; i < all->n; i++)
		if (has_word(all->row[i].hazards, hazard))
			return &all->row[i];
	return NULL;
}

const struct indicator *indicator_of_answer(const struct indicators *all, str answer)
{
	for (size_t i = 0; i < all->n; i++)
		if (has_word(all->row[i].answers, answer))
			return &all->row[i];
	return NULL;
}

const char *indicator_group_code(enum indicator_group group)
{
	static const char *const code[INDICATOR_GROUP__N] = {
		[INDICATOR_CHILD] = "child",
		[INDICATOR_GUARDIANSHIP] = "guardianship",
		[INDICATOR_ENVIRONMENT] = "environment",
	};

	return code[group];
}
