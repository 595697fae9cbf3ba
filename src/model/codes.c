#include "codes.h"

const struct code_list *code_list_find(str name)
{
	size_t at = 0, end = code_lists_n;

	while (at < end) {
		size_t mid = at + (end - at) / 2;
		int c = str_cmp(code_lists[mid].name, name);
		if (c == 0)
			return &code_lists[mid];
		if (c < 0)
			at = mid + 1;
		else
			end = mid;
	}
	return NULL;
}

static bool holds(const struct code *c, day on, str region)
{
	return str_starts(region, c->region) && (on == 0 || (c->from <= on && (c->to == 0 || on <= c->to)));
}

/* The first row with this code or a higher one. */
static size_t first_row(const struct code_list *list, str code)
{
	size_t at = 0, end = list->n;

	while (at < end) {
		size_t mid = at + (end - at) / 2;
		if (str_cmp(list->row[mid].code, code) < 0)
			at = mid + 1;
		else
			end = mid;
	}
	return at;
}

const struct code *code_find(const struct code_list *list, str code, day on, str region)
{
	const struct code *found = NULL;

	/* Rows of one code stand by region, then by day, and prefixes of one region stand by length: the last
	 * that holds is the closest and latest. */
	for (size_t i = first_row(list, code); i < list->n && str_eq(list->row[i].code, code); i++)
		if (holds(&list->row[i], on, region))
			found = &list->row[i];
	return found;
}

static str label(const struct code *c, enum lang lang) { return lang == LANG_ZH ? c->zh : c->en; }

str code_label(const struct code_list *list, str code, enum lang lang)
{
	const struct code *found = code_find(list, code, 0, STR(""));

	if (found)
		return label(found, lang);
	/* Of one region only: the reader of its record knows which. */
	size_t i = first_row(list, code);
	return i < list->n && str_eq(list->row[i].code, code) ? label(&list->row[i], lang) : STR("");
}

static bool is_called(const struct code *c, str name)
{
	str rest = c->alias, alias;

	if (str_eq(c->zh, name) || str_eq(c->en, name))
		return true;
	while (str_next(&rest, '|', &alias))
		if (str_eq(alias, name))
			return true;
	return false;
}

const struct code *code_by_label(const struct code_list *list, str label, day on, str region)
{
	const struct code *found = NULL;

	for (size_t i = 0; label.n && i < list->n; i++)
		if (holds(&list->row[i], on, region) && is_called(&list->row[i], label) &&
		    (!found || list->row[i].region.n >= found->region.n))
			found = &list->row[i];
	return found;
}

const struct code *code_next(const struct code_list *list, size_t *at, day on, str region)
{
	while (*at < list->n) {
		const struct code *c = &list->row[list->order[(*at)++]];
		if (code_find(list, c->code, on, region) == c) /* in force, and no closer row stands for it */
			return c;
	}
	return NULL;
}

bool code_notes(const struct code *code, str word)
{
	str rest = code->note, part;

	while (str_next(&rest, ' ', &part))
		if (part.n && str_eq(part, word))
			return true;
	return false;
}
